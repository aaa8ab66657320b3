/* test_form.c: form.c, form_attr.c, form_node.c, form_style.c: what a form's XML becomes, and what is
 * refused. */
#include "test_pipeline.h"

#include "form/form_int.h"

/* Reads a form of these top-level children and this body. */
static const form *
form_of(world *w, const char *before_page, const char *body)
{
    return read_form(w, own_file(w, "form.xml", form_text(w, before_page, body)));
}

static const form *
good_form(world *w, const char *before_page, const char *body)
{
    const form *f = form_of(w, before_page, body);
    if (!f)
        fail_msg("refused: %s", messages(w));
    assert_int_equal(diag_length(w->d), 0);
    return f;
}

/* The form is refused with just these codes. */
static void
check_refused(world *w, const char *before_page, const char *body, const char *expected)
{
    assert_null(form_of(w, before_page, body));
    if (strcmp(codes(w), expected) != 0)
        fail_msg("%s%s: \"%s\" instead of \"%s\"", before_page, body, codes(w), expected);
    assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
    forget(w);
}

static const form_style *
style_of(const form *f, const char *name)
{
    for (size_t i = 0; i < f->style_count; i++)
        if (strcmp(f->styles[i]->name, name) == 0)
            return f->styles[i];
    fail_msg("no style %s", name);
    return NULL;
}

/* ---- the form itself ---- */

static void
names_page_and_info_are_read(void **state)
{
    world *w = *state;
    const form *f = read_form(w, own_file(w, "form.xml",
                                          "<form name='plan' title='計画' edition='令和6年版'>"
                                          "<info title='@id' date='@date'/>"
                                          "<subject select='plan' newest-by='@made-on' missing='計画がない'/>"
                                          "<let name='x' select='1'/>"
                                          "<page size='B5' orientation='landscape' margin='10mm 20mm 30mm'>"
                                          "<head>一</head><head on='later'>二</head><foot>脚</foot>"
                                          "<watermark test='$draft'>案</watermark></page>"
                                          "<body/></form>"));
    assert_non_null(f);
    assert_string_equal(f->name, "plan");
    assert_string_equal(f->title, "計画");
    assert_string_equal(f->edition, "令和6年版");
    assert_false(f->any_data);
    assert_string_equal(xml_expr_text(f->info.title), "@id");
    assert_null(f->info.author);
    assert_string_equal(xml_expr_text(f->subject), "plan");
    assert_string_equal(xml_expr_text(f->subject_order), "@made-on");
    assert_string_equal(f->subject_missing, "計画がない");
    assert_string_equal(f->lets->text, "x");
    assert_int_equal(f->page.width, unit_from_um(257000));
    assert_int_equal(f->page.height, unit_from_um(182000));
    assert_int_equal(f->page.top, unit_from_um(10000));
    assert_int_equal(f->page.right, unit_from_um(20000));
    assert_int_equal(f->page.bottom, unit_from_um(30000));
    assert_int_equal(f->page.left, unit_from_um(20000));
    assert_string_equal(f->page.head.nodes[ON_ALL]->text, "一");
    assert_string_equal(f->page.head.nodes[ON_LATER]->text, "二");
    assert_true(f->page.foot.has[ON_ALL]);
    assert_false(f->page.foot.has[ON_LATER]); /* none of its own */
    assert_string_equal(xml_expr_text(f->page.watermark_test), "$draft");
}

static void
the_page_is_a4_with_margins_of_15_mm_unless_told(void **state)
{
    world *w = *state;
    const form *f = read_form(w, own_file(w, "form.xml", "<form name='t' title='t'><page/><body/></form>"));
    assert_non_null(f);
    assert_int_equal(f->page.width, unit_from_um(210000));
    assert_int_equal(f->page.height, unit_from_um(297000));
    assert_int_equal(f->page.left, unit_from_um(15000));
    assert_int_equal(f->page.bottom, unit_from_um(15000));
    assert_null(f->body);
    assert_non_null(f->base);
}

static const form *
form_on_paper(world *w, const char *page)
{
    return read_form(
        w, own_file(w, "form.xml", arena_printf(w->a, "<form name='t' title='t'><page %s/><body/></form>", page)));
}

static void
paper_is_named_or_measured(void **state)
{
    static const struct {
        const char *page;
        int width, height; /* thousandths of a mm */
    } rows[] = {{"size='A6'", 105000, 148000},
                {"size='B6' orientation='landscape'", 182000, 128000},
                {"size='oufuku' orientation='landscape'", 200000, 148000},
                {"size='kaku0'", 287000, 382000},
                {"size='you4' orientation='landscape'", 235000, 105000},
                {"size='98mm 190.5mm'", 98000, 190500},
                {"size='25mm 1200mm' margin='2mm'", 25000, 1200000}};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const form *f = form_on_paper(w, rows[i].page);
        if (!f)
            fail_msg("%s refused: %s", rows[i].page, messages(w));
        assert_int_equal(f->page.width, unit_from_um(rows[i].width));
        assert_int_equal(f->page.height, unit_from_um(rows[i].height));
    }
}

static void
paper_out_of_bounds_is_refused(void **state)
{
    static const char *const rows[][2] = {{"size='24.999mm 100mm' margin='1mm'", "form-page-size"},
                                          {"size='100mm 1200.001mm'", "form-page-size"},
                                          {"size='0mm 0mm'", "form-page-size"},
                                          {"size='98mm 190mm' orientation='portrait'", "form-page-turned"}};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_null(form_on_paper(w, rows[i][0]));
        assert_string_equal(codes(w), rows[i][1]);
        forget(w);
    }
}

static void
margins_that_leave_no_page_are_refused(void **state)
{
    world *w = *state;
    assert_null(read_form(
        w, own_file(w, "form.xml", "<form name='t' title='t'><page size='A5' margin='10mm 80mm'/><body/></form>")));
    assert_string_equal(messages(w), "form-attribute form.xml:1");
}

/* ---- styles ---- */

static void
styles_start_from_base_or_from_the_one_they_are_like(void **state)
{
    world *w = *state;
    const form *f = good_form(w,
                              "<style name='base' family='gothic' size='10pt' pitch='15pt' pad='1mm 2mm'/>"
                              "<style name='text' indent='1em' hang='2em' before='3mm' after='0.5em'/>"
                              "<style name='big' like='text' size='20pt' pitch='2em' align='justify' valign='bottom' "
                              "break='loose' tracking='0.1em'/>",
                              "");
    const form_style *text = style_of(f, "text"), *big = style_of(f, "big");
    assert_string_equal(f->base->family, "gothic");
    assert_string_equal(text->family, "gothic");
    assert_int_equal(text->size, 10 * UNIT_PT);
    assert_int_equal(text->indent_first, 10 * UNIT_PT);
    assert_int_equal(text->indent_rest, 20 * UNIT_PT);
    assert_int_equal(text->space_before, unit_from_um(3000));
    assert_int_equal(text->space_after, 5 * UNIT_PT);
    assert_int_equal(text->pad_y, unit_from_um(1000));
    assert_int_equal(text->pad_x, unit_from_um(2000));
    assert_int_equal(text->level, TEXT_STRICT);
    assert_int_equal(big->size, 20 * UNIT_PT);
    assert_int_equal(big->pitch, 40 * UNIT_PT); /* em of its own size */
    assert_int_equal(big->indent_first, 10 * UNIT_PT);
    assert_int_equal(big->align, TEXT_JUSTIFY);
    assert_int_equal(big->valign, VALIGN_BOTTOM);
    assert_int_equal(big->level, TEXT_LOOSE);
    assert_int_equal(big->tracking, 2 * UNIT_PT);
}

static void
wrong_styles_are_refused(void **state)
{
    static const char *const rows[][2] = {
        {"<style name='a' like='b'/><style name='b'/>", "form-style-unknown"}, /* used before it is there */
        {"<style name='a' like='a'/>", "form-style-unknown"},
        {"<style name='a'/><style name='a'/>", "form-twice"},
        {"<style name='a' size='12pt' pitch='11.9pt'/>", "form-pitch"},
        {"<style name='a' size='20pt'/>", "form-pitch"}, /* larger than the pitch it starts from */
        {"<style name='a' size='0pt'/>", "form-pitch"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        check_refused(w, rows[i][0], "", rows[i][1]);
    check_refused(w, "", "<p style='none'>あ</p>", "form-style-unknown");
    check_refused(w, "", "<table columns='*'><row><label>あ</label></row></table>", "form-style-unknown");
}

/* ---- includes and parts ---- */

static const char *
parts_file(world *w, const char *name, const char *inside)
{
    return own_file(w, name, arena_printf(w->a, "<parts>%s</parts>", inside));
}

static void
includes_bring_styles_and_parts_once(void **state)
{
    world *w = *state;
    parts_file(w, "b.xml", "<style name='s'/><part name='p'>部品</part>");
    parts_file(w, "a.xml", "<include href='b.xml'/><include href='a.xml'/><part name='q'><call part='p'/></part>");
    const form *f = good_form(w, "<include href='a.xml'/><include href='./b.xml'/>",
                              "<p style='s'><call part='q'/></p><call part='p'/>");
    assert_string_equal(f->body->first->part->part->text, "部品");
    assert_ptr_equal(f->body->next->part, f->body->first->part->part);
    char *base = g_path_get_basename(f->body->next->part->where.file);
    assert_string_equal(base, "b.xml"); /* places are those of the part's own file */
    g_free(base);
}

static void
wrong_includes_are_refused(void **state)
{
    world *w = *state;
    own_file(w, "other.xml", "<form name='t' title='t'><page/><body/></form>");
    own_file(w, "broken.xml", "<parts><part></parts>");
    check_refused(w, "<include href='/etc/passwd'/>", "", "form-include-path");
    check_refused(w, "<include href='http://localhost/p.xml'/>", "", "form-include-path");
    check_refused(w, "<include href='other.xml'/>", "", "form-include-kind");
    check_refused(w, "<include href='broken.xml'/>", "", "form-xml-malformed");
    assert_null(form_of(w, "<include href='nowhere.xml'/>", ""));
    check_codes(w, "form-include-read");
    assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
}

static void
wrong_parts_are_refused(void **state)
{
    world *w = *state;
    check_refused(w, "", "<call part='none'/>", "form-part-unknown");
    check_refused(w, "<part name='a'>1</part><part name='a'>2</part>", "", "form-twice");
    check_refused(w, "<part name='a'><call part='a'/></part>", "<call part='a'/>", "form-loop");
    check_refused(w, "<part name='a'><p><call part='b'/></p></part><part name='b'><call part='a'/></part>",
                  "<call part='b'/>", "form-loop");
}

static void
nesting_is_bounded(void **state)
{
    world *w = *state;
    GString *parts = g_string_new("<part name='p0'>底</part>");
    for (int i = 1; i <= 70; i++)
        g_string_append_printf(parts, "<part name='p%d'><call part='p%d'/></part>", i, i - 1);
    check_refused(w, parts->str, "<call part='p70'/>", "form-deep");
    g_string_free(parts, TRUE);
}

/* ---- text ---- */

static void
white_space_that_lays_out_the_xml_is_not_text(void **state)
{
    static const char *const rows[][2] = {{"あ い", "あ い"},
                                          {" あ ", " あ "},
                                          {"\n  あ\n  い\n", "あい"},
                                          {"あ  \n\t い", "あい"},
                                          {"\n", ""},
                                          {"   ", "   "},
                                          {"　あ　\n　い", "　あ　　い"}, /* an ideographic space is text */
                                          {"a\tb", "a b"},
                                          {"a\r\nb", "ab"},
                                          {"", ""}};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_string_equal(form_literal(w->a, rows[i][0]), rows[i][1]);
}

static void
text_stands_where_its_line_is(void **state)
{
    world *w = *state;
    const form *f = good_form(w, "", "<p>一\n二</p>\n\n<p>三</p>");
    assert_string_equal(f->body->first->text, "一二");
    assert_int_equal(f->body->where.line, 4);
    assert_int_equal(f->body->next->where.line, 7);
}

/* ---- attributes ---- */

static void
columns_are_lengths_shares_and_rests(void **state)
{
    world *w = *state;
    const form *f = good_form(w, "", "<table columns='20mm 15.5% * 2* 1em'/>");
    const form_node *t = f->body;
    assert_int_equal(t->column_count, 5);
    assert_int_equal(t->columns[0].kind, COLUMN_LENGTH);
    assert_int_equal(t->columns[0].length, unit_from_um(20000));
    assert_int_equal(t->columns[1].kind, COLUMN_SHARE);
    assert_int_equal(t->columns[1].share, 155);
    assert_int_equal(t->columns[2].kind, COLUMN_REST);
    assert_int_equal(t->columns[2].share, 1);
    assert_int_equal(t->columns[3].share, 2);
    assert_int_equal(t->columns[4].length, f->base->size);
}

static void
columns_without_width_are_refused(void **state)
{
    static const char *const rows[] = {"0mm *", "0%", "0*", "9999%"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        check_refused(w, "", arena_printf(w->a, "<table columns='%s'/>", rows[i]), "form-attribute");
    check_refused(w, "", "<table columns='-3mm *'/>", "form-xml-value-form");
}

/* An editor with the grammar says what the program would, and nothing is taken for something else. */
static void
the_grammar_refuses_what_the_program_does(void **state)
{
    static const char *const bodies[] = {
        "<space height='-3mm'/>",
        "<block inset-start='-3mm'/>",
        "<block width='-3mm'/>",
        "<table columns='*'><row min-height='-1mm'/></table>",
        "<table columns='*'><row><cell height='-1mm'/></row></table>",
        "<table columns='*'><row><cell pad='-1mm'/></row></table>",
        "<table columns='*'><row><cell span='0'/></row></table>",
        "<table columns='*'><row><cell rows='0'/></row></table>",
        "<table columns='*'><row><label span='00'/></row></table>",
        "<p><blank width='-3mm'/></p>",
        "<p><sign width='-60mm'/></p>",
        "<p><seal width='-3mm'/></p>",
    };
    static const char *const styles[] = {"before", "after", "pad", "shrink-to", "size", "pitch"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++)
        check_refused(w, "", bodies[i], "form-xml-value-form");
    for (size_t i = 0; i < G_N_ELEMENTS(styles); i++)
        check_refused(w, arena_printf(w->a, "<style name='base' %s='-1pt'/>", styles[i]), "", "form-xml-value-form");
    good_form(w, "<style name='base' tracking='-0.5pt' indent='-1em' hang='-1em'/>", "<p>あ</p>");
}

static void
fit_policies_keep_their_order(void **state)
{
    world *w = *state;
    const form *f =
        good_form(w, "", "<cell field='欄' fit='shrink(8pt) continue'/><cell fit='grow'/><cell fit='refuse'/><cell/>");
    const form_node *n = f->body;
    assert_int_equal(n->fits[0].how, FIT_SHRINK);
    assert_int_equal(n->fits[0].floor, 8 * UNIT_PT);
    assert_int_equal(n->fits[1].how, FIT_CONTINUE);
    assert_int_equal(n->fits[2].how, FIT_NONE);
    assert_int_equal(n->next->fits[0].how, FIT_GROW);
    assert_int_equal(n->next->next->fits[0].how, FIT_REFUSE);
    assert_int_equal(n->next->next->next->fits[0].how, FIT_NONE);
    check_refused(w, "", "<cell field=\"欄\" fit='shrink(0pt)'/>", "form-attribute");
}

static void
type_is_condensed_to_no_less_than_80_in_100(void **state)
{
    static const char *const bad[] = {"condense(79%)", "condense(100%)", "condense(80)", "condense()", "condense"};
    world *w = *state;
    const form *f = good_form(w, "", "<cell fit='shrink(9pt) condense(90%) shrink(8pt) condense(80%)'/>");
    const form_policy *fits = f->body->fits;
    assert_int_equal(fits[1].how, FIT_CONDENSE);
    assert_int_equal(fits[1].condensed, 900);
    assert_int_equal(fits[2].floor, 8 * UNIT_PT);
    assert_int_equal(fits[3].condensed, 800);
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        check_refused(w, "", arena_printf(w->a, "<cell fit='%s'/>", bad[i]), "form-xml-value-form");
}

static void
measures_rules_and_switches_of_a_cell_are_read(void **state)
{
    world *w = *state;
    const form *f =
        good_form(w, "<style name='label'/>",
                  "<cell span='2' rows='3' height='10mm' min-height='1em' max-lines='4' fill='230' "
                  "top='heavy' right='thin' bottom='dotted' left='none' pad='1mm 2mm' diagonal='yes' "
                  "field='方針' align='center' valign='middle'/><label/><label repeat='no'/><cell repeat='yes'/>");
    const form_node *n = f->body;
    assert_int_equal(n->span, 2);
    assert_int_equal(n->rows, 3);
    assert_int_equal(n->height, unit_from_um(10000));
    assert_int_equal(n->min_height, f->base->size);
    assert_int_equal(n->max_lines, 4);
    assert_int_equal(n->fill, 230);
    assert_int_equal(n->top, RULE_HEAVY);
    assert_int_equal(n->right, RULE_THIN);
    assert_int_equal(n->bottom, RULE_DOTTED);
    assert_int_equal(n->left, RULE_NONE);
    assert_int_equal(n->pad_y, unit_from_um(1000));
    assert_int_equal(n->pad_x, unit_from_um(2000));
    assert_true(n->diagonal);
    assert_string_equal(n->field, "方針");
    assert_true(n->has_align && n->align == TEXT_CENTER);
    assert_int_equal(n->valign, VALIGN_MIDDLE);
    assert_false(n->repeat);
    assert_true(n->next->repeat);
    assert_string_equal(n->next->style->name, "label");
    assert_false(n->next->next->repeat);
    assert_true(n->next->next->next->repeat);
    assert_int_equal(n->next->pad_x, -1);
    assert_int_equal(n->next->fill, -1);
}

static void
keeps_are_read(void **state)
{
    world *w = *state;
    const form_node *n = good_form(w, "",
                                   "<p keep='together'/><p keep='next'/><p keep='together-next'/>"
                                   "<p never-alone='yes'/>")
                             ->body;
    assert_true(n->keep_together && !n->keep_next);
    n = n->next;
    assert_true(!n->keep_together && n->keep_next);
    n = n->next;
    assert_true(n->keep_together && n->keep_next);
    n = n->next;
    assert_true(n->never_alone);
}

/* Grey is 0 to 255: more cannot be painted. */
static void
a_fill_past_white_is_refused(void **state)
{
    check_refused(*state, "", "<cell fill='256'/>", "form-attribute");
}

static void
lengths_that_no_page_has_are_refused(void **state)
{
    world *w = *state;
    check_refused(w, "", "<space height='9999mm'/>", "form-attribute");
    check_refused(w, "<style name='a' size='9999pt'/>", "", "form-attribute");
    /* em of large type, of which 32 bits hold another one */
    check_refused(w, "<style name='a' size='100pt' pitch='120pt' indent='41943.1em'/>", "", "form-attribute");
    check_refused(w, "<style name='a' size='100pt' pitch='120pt' indent='50.001em'/>", "", "form-attribute");
    check_refused(w, "<style name='a' size='100pt' pitch='120pt' hang='-99999em'/>", "", "form-attribute");
    check_refused(w, "<style name='a' size='100pt' pitch='120pt' pad='1mm 41943.1em'/>", "", "form-attribute");
}

/* A box of less than nothing would let text run over text. */
static void
measures_below_zero_are_refused(void **state)
{
    static const char *const rows[] = {"<space height='-1mm'/>",
                                       "<p><blank width='-1mm'/></p>",
                                       "<p><sign width='-1mm'/></p>",
                                       "<p><sign width='1mm' height='-1mm'/></p>",
                                       "<p><seal width='-1mm'/></p>",
                                       "<p><value select='n' blank-width='-1mm'/></p>",
                                       "<block width='-1mm'/>",
                                       "<table columns='*' width='-1mm'/>",
                                       "<table columns='*'><row min-height='-1mm'/></table>",
                                       "<cell height='-1mm'/>",
                                       "<cell pad='-1mm'/>"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (form_of(w, "", rows[i]))
            fail_msg("%s is let pass", rows[i]);
        assert_int_equal(diag_length(w->d), 1);
        assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
        forget(w);
    }
}

static void
wrong_expressions_are_refused_where_they_stand(void **state)
{
    world *w = *state;
    assert_null(form_of(w, "", "\n<p><value select='@a['/></p>\n<if test='('>あ</if>"));
    assert_string_equal(messages(w), "form-xpath form.xml:5\nform-xpath form.xml:6");
}

static void
what_the_schema_does_not_know_is_refused(void **state)
{
    world *w = *state;
    assert_null(form_of(w, "", "<paragraph/>"));
    assert_true(diag_length(w->d) == 1);
    assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
    forget(w);
    assert_null(form_of(w, "", "<space height='3 mm'/>"));
    assert_true(diag_length(w->d) == 1);
    assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
}

static void
only_a_form_is_a_form(void **state)
{
    world *w = *state;
    assert_null(read_form(w, own_file(w, "form.xml", "<parts/>")));
    assert_string_equal(messages(w), "form-not-a-form form.xml:1");
    forget(w);
    assert_null(read_form(w, own_file(w, "none.xml", NULL)));
    check_codes(w, "file-read");
}

static void
titles_are_read_without_the_rest(void **state)
{
    world *w = *state;
    const char *name, *title;
    bool any;
    const char *path = own_file(w, "form.xml", "<form name='a' title='題' data='any'><nonsense/></form>");
    assert_true(form_read_title(w->a, w->s, path, &name, &title, &any, w->d));
    assert_string_equal(name, "a");
    assert_string_equal(title, "題");
    assert_true(any);
    path = own_file(w, "form.xml", "<form name='a'/>");
    assert_false(form_read_title(w->a, w->s, path, &name, &title, &any, w->d));
    check_codes(w, "form-not-a-form");
}

static void
every_kind_has_a_name_and_every_rule_a_width(void **state)
{
    (void)state;
    for (int kind = 0; kind < FORM_KIND_COUNT; kind++)
        assert_non_null(form_kind_name((form_kind)kind));
    assert_true(form_rule_width(RULE_HEAVY) > form_rule_width(RULE_THIN));
    assert_true(form_rule_width(RULE_THIN) > form_rule_width(RULE_DOTTED));
    assert_true(form_rule_width(RULE_DOTTED) > 0);
    assert_int_equal(form_rule_width(RULE_NONE), 0);
    assert_int_equal(form_rule_width(RULE_UNSET), 0);
}

/* Japanese outside 「」, which is what is printed, is no English. */
static bool
is_english(const char *text)
{
    bool quoted = false;
    for (; *text; text = g_utf8_next_char(text)) {
        const gunichar c = g_utf8_get_char(text);
        quoted = c == 0x300C || (quoted && c != 0x300D);
        if (!quoted && c != 0x300D && c >= 0x3000)
            return false;
    }
    return true;
}

static void
check_words_of(world *w, const xml_node *n)
{
    static const char *const named[][2] = {{"subject", "missing"}, {"fail", "message"}};
    for (size_t i = 0; i < G_N_ELEMENTS(named); i++) {
        char *english = g_strconcat(named[i][1], "-en", NULL);
        const char *en = xml_attribute(w->a, n, english);
        const place where = xml_place(w->a, n, false);
        if (xml_named(n, named[i][0]) && xml_has_attribute(n, named[i][1]) && (!en || !*en))
            fail_msg("%s:%d: no %s", where.file, where.line, english);
        if (en && !is_english(en))
            fail_msg("%s:%d: %s is not English", where.file, where.line, english);
        g_free(english);
    }
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        check_words_of(w, c);
}

/* What the shipped forms tell, they tell in English, too. */
static void
every_form_of_ours_speaks_english(void **state)
{
    world *w = *state;
    size_t read = 0;
    GDir *dir = g_dir_open("templates", 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *folder = g_build_filename("templates", name, NULL);
        GDir *files = strcmp(name, "schema") == 0 || strcmp(name, "rules") == 0 ? NULL : g_dir_open(folder, 0, NULL);
        for (const char *file; files && (file = g_dir_read_name(files));) {
            char *path = g_build_filename(folder, file, NULL);
            xml_doc *doc =
                g_str_has_suffix(file, ".xml") ? xml_read_file(w->s, path, XML_FORM, &xml_limits_form, w->d) : NULL;
            if (doc)
                check_words_of(w, xml_root(doc));
            read += doc != NULL;
            g_free(path);
        }
        if (files)
            g_dir_close(files);
        g_free(folder);
    }
    g_dir_close(dir);
    assert_true(read > 20);
    check_codes(w, "");
}

/* Lengths of type are larger, those of the paper as they are; what is in em is in a larger em. */
static void
a_large_print_edition_enlarges_type(void **state)
{
    world *w = *state;
    static const char styles[] = "<style name=\"base\" size=\"10pt\" pitch=\"1.5em\" before=\"2mm\" pad=\"1mm\"/>";
    static const char body[] = "<space height=\"10mm\"/><table columns=\"30mm *\"><row min-height=\"5mm\">"
                               "<cell height=\"20mm\" max-lines=\"2\" fit=\"shrink(8pt)\">x</cell>"
                               "<cell height=\"150mm\" pad=\"1mm\">y</cell></row></table>";
    const char *path = own_file(w, "form.xml", form_text(w, styles, body));
    const schema_grammar *schema = form_schema_read(w->s, "templates/schema", w->d);
    const form *f = form_read_large(w->a, w->s, path, schema, w->d), *usual = read_form(w, path);
    assert_non_null(f);
    assert_non_null(usual);
    assert_true(f->large && !usual->large);
    assert_int_equal(f->base->size, 14 * UNIT_PT);
    assert_int_equal(f->base->pitch, 21 * UNIT_PT);
    assert_int_equal(f->base->space_before, unit_scale(usual->base->space_before, 14, 10));
    assert_int_equal(f->base->pad_y, usual->base->pad_y);
    assert_int_equal(f->page.left, usual->page.left);
    const form_node *space = f->body, *table = space->next, *row = table->first, *cell = row->first;
    const form_node *as_it_is = usual->body->next->first->first;
    assert_int_equal(space->height, unit_scale(usual->body->height, 14, 10));
    assert_int_equal(table->columns[0].length, usual->body->next->columns[0].length);
    assert_int_equal(row->min_height, unit_scale(usual->body->next->first->min_height, 14, 10));
    assert_int_equal(cell->height, 0); /* it grows */
    assert_int_equal(cell->max_lines, 0);
    assert_int_equal(cell->min_height, unit_scale(as_it_is->height, 14, 10));
    assert_int_equal(cell->fits[0].floor, unit_scale(8 * UNIT_PT, 14, 10));
    assert_int_equal(cell->fits[1].how, FIT_SHRINK); /* what is too wide, to what it is elsewhere */
    assert_int_equal(cell->fits[1].floor, 10 * UNIT_PT);
    assert_int_equal(cell->next->min_height, as_it_is->next->height); /* the paper's */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_page_and_info_are_read),
        TEST(the_page_is_a4_with_margins_of_15_mm_unless_told),
        TEST(paper_is_named_or_measured),
        TEST(paper_out_of_bounds_is_refused),
        TEST(margins_that_leave_no_page_are_refused),
        TEST(styles_start_from_base_or_from_the_one_they_are_like),
        TEST(wrong_styles_are_refused),
        TEST(includes_bring_styles_and_parts_once),
        TEST(wrong_includes_are_refused),
        TEST(every_form_of_ours_speaks_english),
        TEST(wrong_parts_are_refused),
        TEST(nesting_is_bounded),
        TEST(white_space_that_lays_out_the_xml_is_not_text),
        TEST(text_stands_where_its_line_is),
        TEST(columns_are_lengths_shares_and_rests),
        TEST(columns_without_width_are_refused),
        TEST(the_grammar_refuses_what_the_program_does),
        TEST(fit_policies_keep_their_order),
        TEST(type_is_condensed_to_no_less_than_80_in_100),
        TEST(measures_rules_and_switches_of_a_cell_are_read),
        TEST(keeps_are_read),
        TEST(a_fill_past_white_is_refused),
        TEST(lengths_that_no_page_has_are_refused),
        TEST(measures_below_zero_are_refused),
        TEST(wrong_expressions_are_refused_where_they_stand),
        TEST(what_the_schema_does_not_know_is_refused),
        TEST(only_a_form_is_a_form),
        TEST(titles_are_read_without_the_rest),
        TEST(every_kind_has_a_name_and_every_rule_a_width),
        TEST(a_large_print_edition_enlarges_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
