/* test_compose.c: what stands on which page: paragraphs, spaces, breaks, fits, heads and feet. The forms are
 * those of tests/forms; their body is 108 mm × 100 mm. Tables are in test_compose_table.c, marks and the
 * rest of the display list in test_emit.c. */
#include "test_pipeline.h"

static void
check_refused(world *w, const char *name, const char *expected)
{
    if (compose_form(w, name))
        fail_msg("%s is composed:\n%s", name, w->text->str);
    if (strcmp(messages(w), expected) != 0)
        fail_msg("%s: \"%s\" instead of \"%s\"", name, messages(w), expected);
}

static const composed *
good(world *w, const char *name)
{
    const composed *c = compose_form(w, name);
    if (!c)
        fail_msg("%s: %s", name, messages(w));
    return c;
}

/* The part of the printed composition that is about this page. */
static const char *
of_page(world *w, size_t page)
{
    const char *from = strstr(w->text->str, arena_printf(w->a, "page %zu/", page));
    assert_non_null(from);
    const char *to = strstr(from + 1, "\npage ");
    return to ? arena_strndup(w->a, from, (size_t)(to - from)) : from;
}

static void
check_on_page(world *w, size_t page, const char *line)
{
    check_has(of_page(w, page), line);
}

static void
check_not_on_page(world *w, size_t page, const char *line)
{
    check_has_not(of_page(w, page), line);
}

/* ---- breaks between pages ---- */

static void
a_short_document_has_one_page(void **state)
{
    world *w = *state;
    const composed *c = compose_bound(w, bind_line(w, "<p>あ</p>", "<d/>"));
    assert_int_equal(composed_page_count(c), 1);
    assert_string_equal(w->text->str, "page 1/1\n  head\n  body y 20.00\n    y 0.00 line h 3.17 \"あ\"\n  foot\n");
}

static void
an_empty_document_has_one_page(void **state)
{
    world *w = *state;
    assert_int_equal(composed_page_count(compose_bound(w, bind_line(w, "", "<d/>"))), 1);
}

static void
page_breaks_are_taken_and_make_no_empty_page_at_the_end(void **state)
{
    world *w = *state;
    assert_int_equal(composed_page_count(compose_bound(w, bind_line(w, "<p>あ</p><page-break/><p>い</p>", "<d/>"))), 2);
    assert_int_equal(composed_page_count(compose_bound(w, bind_line(w, "<p>あ</p><page-break/>", "<d/>"))), 1);
    assert_int_equal(
        composed_page_count(compose_bound(w, bind_line(w, "<p>あ</p><page-break/><space height='5mm'/>", "<d/>"))), 1);
}

/* Of a form with so many lines of 10 mm and this at its end. */
static size_t
pages_with_tail(world *w, int lines, const char *tail)
{
    const char *style = "<style name='base' size='10pt' pitch='10mm'/>";
    const char *body = arena_printf(w->a, "<for-each select='l'><p>行</p></for-each>%s", tail);
    GString *data = g_string_new("<d>");
    for (int i = 0; i < lines; i++)
        g_string_append(data, "<l/>");
    g_string_append(data, "</d>");
    const size_t pages = composed_page_count(compose_bound(w, bind_form(w, style, body, data->str)));
    g_string_free(data, TRUE);
    return pages;
}

static void
empty_paragraphs_at_the_end_make_no_page(void **state)
{
    static const struct {
        const char *tail;
        size_t pages;
    } rows[] = {{"", 1},
                {"<p/>", 1},
                {"<p><value select='none' missing=''/></p>", 1},
                {"<p>　</p>", 1},
                {"<p><value select='none' missing='　'/></p>", 1},
                {"<p><span underline='yes'>　</span></p>", 2}, /* a line to write on */
                {"<p/><space height='5mm'/><p/>", 1},
                {"<p/><page-break/>", 1},
                {"<page-break/><p/>", 2},            /* a page that somebody asked for */
                {"<p><blank width='20mm'/></p>", 2}, /* room to write in is something */
                {"<p><tick test='none'/></p>", 2},
                {"<p/><p>終</p>", 2},
                {"<p>終</p><p/>", 2}};
    world *w = *state;
    int full = 1;
    while (pages_with_tail(w, full + 1, "") == 1)
        full++;
    assert_true(full > 5);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const size_t pages = pages_with_tail(w, full, rows[i].tail);
        if (pages != rows[i].pages)
            fail_msg("%s: %zu pages", rows[i].tail, pages);
    }
}

static void
at_least_two_lines_stay_on_either_side(void **state)
{
    world *w = *state;
    assert_int_equal(composed_page_count(good(w, "widows")), 2);
    assert_int_equal(count_of(of_page(w, 1), " line "), 2);
    assert_int_equal(count_of(of_page(w, 2), " line "), 3);
}

static void
a_block_kept_together_goes_on_the_next_page_whole(void **state)
{
    world *w = *state;
    good(w, "keep-together");
    check_on_page(w, 1, "前の段落");
    check_not_on_page(w, 1, "一緒");
    assert_int_equal(count_of(of_page(w, 2), "一緒"), 4);
}

static void
a_heading_goes_with_what_follows(void **state)
{
    world *w = *state;
    good(w, "keep-next");
    check_on_page(w, 1, "\"前\"");
    check_not_on_page(w, 1, "見出し");
    check_on_page(w, 2, "見出し");
    check_on_page(w, 2, "本文");
}

static void
what_is_never_alone_takes_the_one_before_with_it(void **state)
{
    world *w = *state;
    good(w, "never-alone");
    check_on_page(w, 1, "行甲");
    check_on_page(w, 2, "最後の段落");
    check_on_page(w, 2, "署名一");
    check_on_page(w, 2, "署名二");
}

/* ---- white space at the foot of a page ---- */

/* A space that does not fit ends the page: what follows it begins the next. */
static void
what_follows_a_space_that_does_not_fit_begins_the_next_page(void **state)
{
    world *w = *state;
    assert_int_equal(composed_page_count(good(w, "space-then-short-lines")), 2);
    check_on_page(w, 1, "上の段落");
    check_not_on_page(w, 1, "下の");
    check_on_page(w, 2, "y 0.00 line h 3.53 \"下の一行目\"");
}

static void
nothing_is_printed_twice_after_such_a_space(void **state)
{
    world *w = *state;
    good(w, "space-then-widow");
    if (count_of(w->text->str, "こもれび") != 1)
        fail_msg("the first line stands %zu times:\n%s", count_of(w->text->str, "こもれび"), w->text->str);
}

static void
a_space_does_not_begin_a_page(void **state)
{
    world *w = *state;
    compose_bound(w, bind_line(w, "<p>あ</p><page-break/><space height='50mm'/><p>い</p>", "<d/>"));
    check_on_page(w, 2, "y 0.00 line h 3.17 \"い\"");
    compose_bound(w, bind_line(w, "<space height='50mm'/><p>い</p>", "<d/>"));
    check_on_page(w, 1, "y 50.00 line h 3.17 \"い\""); /* but the first, where the form asks for it */
}

/* ---- fit ---- */

static void
a_box_that_may_grow_grows(void **state)
{
    world *w = *state;
    good(w, "fit-grow");
    check_has(w->text->str, "row h 21.40"); /* four lines of 15 pt and the padding */
}

static void
type_shrinks_until_it_fits(void **state)
{
    world *w = *state;
    good(w, "fit-shrink");
    check_has(w->text->str, "row h 16.00");
    check_has(w->text->str, "shrunk to 3.17"); /* 9 pt: three lines */
    assert_int_equal(count_of(w->text->str, " line "), 3);
}

static void
type_never_shrinks_below_its_floor(void **state)
{
    check_refused(*state, "fit-shrink-floor", "compose-no-fit form.xml:9 data.xml:1");
}

static void
the_floor_itself_is_tried(void **state)
{
    world *w = *state;
    if (!compose_form(w, "fit-shrink-to-floor"))
        fail_msg("9.4pt fits but is not tried: %s", messages(w));
}

static void
a_box_may_not_overflow(void **state)
{
    world *w = *state;
    check_refused(w, "fit-refuse", "compose-no-fit form.xml:9 data.xml:1");
    assert_string_equal(diag_at(w->d, 0)->args[0], "欄「方針」（21.4mm要りますが、16.0mmしかありません）");
    assert_int_equal(diag_exit_status(w->d), EXIT_DATA);
    forget(w);
    check_refused(w, "max-lines", "compose-no-fit form.xml:9 data.xml:1");
    assert_string_equal(diag_at(w->d, 0)->args[0], "欄「方針」（4行になりますが、2行までです）");
    assert_string_equal(diag_at(w->d, 0)->args[1], "the box 「方針」 (it takes 4 lines and may have 2)");
}

static void
what_does_not_fit_goes_on_a_sheet_with_references_both_ways(void **state)
{
    world *w = *state;
    assert_int_equal(composed_page_count(good(w, "fit-continue")), 3);
    check_on_page(w, 1, "cell 1 continued on 別紙1\n     line h 3.53 \"（別紙1のとおり）\"");
    check_on_page(w, 1, "（別紙2のとおり）");
    check_on_page(w, 3, "\"別紙1　方針（1ページから続く）\"");
    check_on_page(w, 3, "\"別紙2　目標（1ページから続く）\"");
    assert_int_equal(count_of(of_page(w, 3), "ひと息"), 6); /* the whole text, twice */
}

static void
a_sheet_names_the_page_of_a_box_in_a_nested_table(void **state)
{
    world *w = *state;
    good(w, "fit-continue-in-nested-table");
    check_has_not(w->text->str, "0ページから");
    check_has(w->text->str, "別紙1　方針（2ページから続く）");
}

/* Sizes are tried: each try must forget the sheets of the one before. */
static void
a_box_in_a_box_that_shrinks_has_one_sheet(void **state)
{
    world *w = *state;
    good(w, "fit-continue-in-a-cell-that-shrinks");
    check_has(w->text->str, "shrunk to");
    const size_t sheets = count_of(w->text->str, "から続く）");
    if (sheets != 1)
        fail_msg("%zu sheets of one text", sheets);
    check_has(w->text->str, "（別紙1のとおり）");
}

/* Every sheet that a box names is there. */
static void
a_foot_names_only_sheets_that_are_there(void **state)
{
    world *w = *state;
    if (!compose_form(w, "foot-that-continues"))
        return; /* refused: nothing is lost */
    for (int n = 1; n < 9; n++) {
        const char *named = arena_printf(w->a, "（別紙%dのとおり）", n), *there = arena_printf(w->a, "\"別紙%d　", n);
        if (strstr(w->text->str, named) && !strstr(w->text->str, there))
            fail_msg("%s, but there is no such sheet", named);
    }
}

/* ---- text that is too wide ---- */

static void
text_wider_than_its_box_is_an_error(void **state)
{
    check_refused(*state, "overfull", "compose-overfull form.xml:9");
}

/* Whoever must shorten it knows the box by what is printed beside it. */
static void
text_wider_than_its_box_is_told_with_the_name_of_the_box(void **state)
{
    static const struct {
        const char *body, *ja, *en;
    } rows[] = {
        {"<table columns='20mm *'><row><cell field='氏名' style='s'><value select='n'/></cell><cell/></row></table>",
         "欄「氏名」", "the box 「氏名」"},
        {"<table columns='20mm *'><row><cell style='s'><value select='n'/></cell><cell/></row></table>", "欄",
         "its box"},
        {"<table columns='20mm 20mm *'><row><label style='s'>呼び名</label><cell style='s'><value "
         "select='n'/></cell><cell/></row>"
         "</table>",
         "欄「呼び名」", "the box 「呼び名」"},
        {"<table columns='40mm *'><row><cell field='外'><table columns='20mm *'><row>"
         "<cell style='s'><value select='n'/></cell><cell/></row></table></cell><cell/></row></table>",
         "欄「外」", "the box 「外」"}};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        compose_bound(
            w, bind_form(w, "<style name='s' align='distribute'/>", rows[i].body, "<d><n>欄よりも長い名前</n></d>"));
        if (strcmp(codes(w), "compose-overfull") != 0)
            fail_msg("%s: %s", rows[i].body, codes(w));
        const char *ja = diag_at(w->d, 0)->args[0], *en = diag_at(w->d, 0)->args[1];
        const size_t ja_length = strlen(rows[i].ja), en_length = strlen(rows[i].en);
        assert_memory_equal(ja, rows[i].ja, ja_length);
        assert_memory_equal(en, rows[i].en, en_length);
        assert_true(g_str_has_prefix(ja + ja_length, "（") && g_str_has_suffix(ja, "mmしかありません）"));
        assert_true(g_str_has_prefix(en + en_length, " (it needs ") && g_str_has_suffix(en, "mm)"));
        assert_int_equal(diag_exit_status(w->d), EXIT_DATA);
        forget(w);
    }
}

/* Whoever mends it need not measure. */
static void
what_does_not_fit_says_what_it_needs_and_has(void **state)
{
    static const struct {
        const char *body, *code, *words;
    } rows[] = {
        {"<table columns='200mm *'><row><cell/><cell/></row></table>", "compose-widths",
         "表の列の幅の合計が、置ける幅に収まりません：200.0mm要りますが、108.0mmしかありません"},
        {"<table columns='60mm 60mm'><row><cell/><cell/></row></table>", "compose-widths",
         "120.0mm要りますが、108.0mm"},
        {"<block width='300mm'><p>あ</p></block>", "compose-widths",
         "まとまり（block）の幅が、置ける幅に収まりません：300.0mm要りますが、108.0mmしかありません"},
        {"<block inset-start='20mm' width='90mm'><p>あ</p></block>", "compose-widths",
         "まとまり（block）の幅と字下げが、置ける幅に収まりません：110.0mm要りますが、108.0mmしかありません"},
        {"<block writing='vertical' width='300mm'><p>あ</p></block>", "compose-widths", "300.0mm要りますが、108.0mm"},
        {"<table columns='8mm *'><row><cell pad='1mm'><block "
         "writing='vertical'><p>あ<br/>い<br/>う</p></block></cell><cell/>"
         "</row></table>",
         "compose-overfull", "欄（13.1mm要りますが、6.0mmしかありません）"},
        {"<table columns='*'><row><cell pad='0mm' height='5mm'><p>あ</p><p>い</p></cell></row></table>",
         "compose-no-fit", "欄（8.2mm要りますが、5.0mmしかありません）"},
        {"<table columns='*'><row min-height='300mm'><cell/></row></table>", "compose-too-tall",
         "高さが300.0mm要りますが、ページには170.0mmしかありません"},
        {"<block writing='vertical' height='300mm'><p>あ</p></block>", "compose-too-tall",
         "300.0mm要りますが、ページには170.0mm"},
        {"<p><blank width='300mm'/></p>", "compose-overfull", "欄（300.0mm要りますが、108.0mmしかありません）"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        forget(w);
        compose_bound(w, bind_line(w, rows[i].body, "<d/>"));
        if (!strstr(codes(w), rows[i].code))
            fail_msg("%s: %s", rows[i].body, codes(w));
        char *text = diag_text(diag_at(w->d, 0), DIAG_JA);
        if (!strstr(text, rows[i].words))
            fail_msg("%s: %s", rows[i].body, text);
        g_free(text);
    }
}

static void
text_wider_than_its_box_is_an_error_in_a_nested_table_too(void **state)
{
    check_refused(*state, "overfull-in-nested-table", "compose-overfull form.xml:9");
}

static void
a_number_that_its_point_moves_out_of_its_box_is_an_error(void **state)
{
    check_refused(*state, "decimal-too-wide", "compose-overfull form.xml:8");
}

static void
stops_hang_outside_a_column_of_text_but_not_in_a_cell(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "hanging-not-in-a-cell");
    assert_non_null(l);
    GString *runs = g_string_new(NULL);
    const display_page *p = page_at(l, 0);
    for (guint i = 0; i < p->ops->len; i++) {
        const display_op *op = &g_array_index(p->ops, display_op, i);
        if (op->kind == DISPLAY_TEXT)
            g_string_append_printf(runs, "%s|", op->text.utf8);
    }
    assert_string_equal(runs->str, "日本語、|学校|日本|語、学|校|");
    g_string_free(runs, TRUE);
}

static void
a_label_that_never_repeats_needs_no_room_for_its_suffix(void **state)
{
    world *w = *state;
    if (!compose_form(w, "spread-label-that-never-repeats"))
        fail_msg("refused: %s", messages(w));
}

/* When it does repeat, （続き） must stand within its box, or it is told. */
static void
a_label_that_repeats_needs_room_for_its_suffix(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "spread-label-that-repeats");
    if (!l) {
        check_codes(w, "compose-overfull");
        return;
    }
    const display_text *t = text_op(l, 1, "続き");
    const text_glyph *last = &t->glyphs[t->glyph_count - 1];
    const unit end_x = t->x + last->x + t->size / 2, cell_end = unit_from_um(20000 + 18000);
    if (end_x > cell_end)
        fail_msg("（続き） ends %d units outside its cell", (int)(end_x - cell_end));
}

static void
a_family_that_is_not_there_is_an_error(void **state)
{
    world *w = *state;
    const char *path = own_file(w, "form.xml", form_text(w, "<style name='x' family='brush'/>", "<p style='x'>あ</p>"));
    assert_null(compose_bound(w, bind_files(w, path, own_file(w, "data.xml", "<d/>"))));
    assert_string_equal(messages(w), "compose-family form.xml:4");
}

static void
a_character_without_a_glyph_is_an_error(void **state)
{
    world *w = *state;
    assert_null(compose_bound(w, bind_line(w, "<p><value select='n'/></p>", "<d><n>青\U0001B11F木</n></d>")));
    assert_string_equal(messages(w), "text-missing-glyph form.xml:4 data.xml:1");
}

/* ---- heads and feet ---- */

static void
heads_differ_on_later_pages_and_feet_count(void **state)
{
    world *w = *state;
    assert_int_equal(composed_page_count(good(w, "heads-and-feet")), 3);
    check_on_page(w, 1, "\"表題\"");
    check_on_page(w, 2, "\"表題（続き）\"");
    check_on_page(w, 3, "\"表題（続き）\"");
    check_on_page(w, 1, "\"1／3\"");
    check_on_page(w, 3, "\"3／3\"");
    check_on_page(w, 1, "body y 23.53"); /* under the head */
}

static void
heads_that_leave_no_body_are_refused(void **state)
{
    check_refused(*state, "no-room", "compose-no-room form.xml:3");
}

/* ---- a promise of pages ---- */

static void
a_promise_of_pages_is_kept_by_the_styles_that_may_shrink(void **state)
{
    world *w = *state;
    assert_int_equal(composed_page_count(good(w, "pages-kept")), 1);
    check_has(w->text->str, "shrunk to 950/1000 for 1 pages\n");
    check_has(w->text->str, "line h 3.53 \"見出し\"");  /* 10 pt as before */
    check_has(w->text->str, "line h 3.35 never-break"); /* 9.5 pt */
}

/* The floor of a box is that of the type as it is printed, however the pages were kept. */
static void
a_promise_of_pages_does_not_go_under_the_floor_of_a_box(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "pages-kept-and-cell-shrinks");
    if (!l)
        return; /* refused: not silent */
    const unit size = text_op(l, 0, "漢字三十七字")->size;
    if (size < 8 * UNIT_PT - UNIT_PT / 100) /* scales are in thousandths */
        fail_msg("set in %.3f pt, the floor is 8 pt", (double)size / UNIT_PT);
}

static void
a_promise_of_pages_that_cannot_be_kept_is_an_error(void **state)
{
    world *w = *state;
    check_refused(w, "pages-not-kept", "compose-too-many-pages form.xml:7 data.xml:1");
    assert_string_equal(diag_at(w->d, 0)->args[0], "1");
    assert_string_equal(diag_at(w->d, 0)->args[1], "2");
}

static void
a_promise_may_say_what_becomes_of_more(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "pages-at-most");
    assert_non_null(l);
    const display_op *op;
    size_t texts = 0;
    for (size_t page = 0; page < 2; page++)
        for (size_t n = 0; (op = op_at(l, page, DISPLAY_TEXT, n)); n++, texts++)
            assert_int_equal(op->text.size, 10 * UNIT_PT); /* as the form says */
    assert_true(texts > 2);
}

/* ---- the rest ---- */

static void
the_same_form_is_composed_the_same_twice(void **state)
{
    world *w = *state;
    good(w, "fit-continue");
    const char *once = arena_strdup(w->a, w->text->str);
    good(w, "fit-continue");
    assert_string_equal(w->text->str, once);
}

static void
blocks_stand_where_they_are_told(void **state)
{
    world *w = *state;
    compose_bound(
        w, bind_line(w,
                     "<block inset-start='10mm'><p>一</p></block><block place='end' width='30mm'><p>二</p></block>"
                     "<block place='end' size='fit' inset-end='3.7mm'><p>三四</p></block>",
                     "<d/>"));
    check_has(w->text->str, "x 10.00 \"一\"");
    check_has(w->text->str, "x 78.00 \"二\"");
    check_has(w->text->str, "x 97.95 \"三四\""); /* 108 - 3.7 - 18 pt */
}

static void
tables_and_cells_stand_only_in_their_places(void **state)
{
    static const char *const rows[][2] = {{"<row><cell/></row>", "row"},
                                          {"<cell>あ</cell>", "cell"},
                                          {"<table-head/>", "table-head"},
                                          {"<group/>", "group"},
                                          {"<table columns='*'><p>あ</p></table>", "p"},
                                          {"<table columns='*'><row><p>あ</p></row></table>", "p"},
                                          {"<table columns='*'><cell/></table>", "cell"}};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_null(compose_bound(w, bind_line(w, rows[i][0], "<d/>")));
        assert_true(g_str_has_prefix(codes(w), "compose-place"));
        assert_string_equal(diag_at(w->d, 0)->args[0], rows[i][1]);
        forget(w);
    }
}

/* Nothing that is more than its words is in a note, and a ring goes round words: they are refused, and none is left
 * out. */
static void
what_a_note_or_a_ring_would_lose_is_refused(void **state)
{
    static const struct {
        const char *body, *what;
    } rows[] = {
        {"<p><note>あ<boxes count='3' width='4mm'/></note></p>", "boxes"},
        {"<p><note>あ<circle test='true()'>い</circle></note></p>", "circle"},
        {"<p><note>あ<circle test='false()'>い</circle></note></p>", NULL},
        {"<p><note>あ<ruby base='\"子\"' text='\"こ\"'/></note></p>", "ruby"},
        {"<p><note><ruby base='\"子\"' text='\"こ\"'/>あ</note></p>", "ruby"},
        {"<p><note>あ<sup>2</sup></note></p>", "sup"},
        {"<p><note>あ<footnote>い</footnote></note></p>", "footnote"},
        {"<p><note>あ<tick>い</tick></note></p>", "tick"},
        {"<p><note>あ<value select='\"い\"'/><span underline='yes'>う</span></note></p>", NULL},
        {"<block writing='vertical'><p><span combine='yes'>1<sup>2</sup></span></p></block>", "sup"},
        {"<p><circle test='true()'><seal/></circle></p>", "seal"},
        {"<p><circle test='false()'>あ<sign width='60mm'/></circle></p>", "sign"},
        {"<p><circle test='true()'><blank width='9mm'/></circle></p>", "blank"},
        {"<p><circle test='true()'>あ（<blank width='9mm'/>）</circle></p>", NULL},
        {"<p><circle test='false()'><value select='\"い\"' blank-width='9mm'/></circle></p>", NULL},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const bound *b = bind_line(w, rows[i].body, "<d/>");
        const composed *c = b ? compose_bound(w, b) : NULL;
        if ((rows[i].what == NULL) != (c != NULL) ||
            (rows[i].what &&
             (!g_str_has_prefix(codes(w), "compose-place") || strcmp(diag_at(w->d, 0)->args[0], rows[i].what) != 0)))
            fail_msg("%s: %s", rows[i].body, codes(w));
        forget(w);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_short_document_has_one_page),
        TEST(an_empty_document_has_one_page),
        TEST(page_breaks_are_taken_and_make_no_empty_page_at_the_end),
        TEST(empty_paragraphs_at_the_end_make_no_page),
        TEST(at_least_two_lines_stay_on_either_side),
        TEST(a_block_kept_together_goes_on_the_next_page_whole),
        TEST(a_heading_goes_with_what_follows),
        TEST(what_is_never_alone_takes_the_one_before_with_it),
        TEST(what_follows_a_space_that_does_not_fit_begins_the_next_page),
        TEST(nothing_is_printed_twice_after_such_a_space),
        TEST(a_space_does_not_begin_a_page),
        TEST(a_box_that_may_grow_grows),
        TEST(type_shrinks_until_it_fits),
        TEST(type_never_shrinks_below_its_floor),
        TEST(the_floor_itself_is_tried),
        TEST(a_box_may_not_overflow),
        TEST(what_does_not_fit_goes_on_a_sheet_with_references_both_ways),
        TEST(a_sheet_names_the_page_of_a_box_in_a_nested_table),
        TEST(a_box_in_a_box_that_shrinks_has_one_sheet),
        TEST(a_foot_names_only_sheets_that_are_there),
        TEST(text_wider_than_its_box_is_an_error),
        TEST(text_wider_than_its_box_is_told_with_the_name_of_the_box),
        TEST(what_does_not_fit_says_what_it_needs_and_has),
        TEST(text_wider_than_its_box_is_an_error_in_a_nested_table_too),
        TEST(a_number_that_its_point_moves_out_of_its_box_is_an_error),
        TEST(stops_hang_outside_a_column_of_text_but_not_in_a_cell),
        TEST(a_label_that_never_repeats_needs_no_room_for_its_suffix),
        TEST(a_label_that_repeats_needs_room_for_its_suffix),
        TEST(a_family_that_is_not_there_is_an_error),
        TEST(a_character_without_a_glyph_is_an_error),
        TEST(heads_differ_on_later_pages_and_feet_count),
        TEST(heads_that_leave_no_body_are_refused),
        TEST(a_promise_of_pages_is_kept_by_the_styles_that_may_shrink),
        TEST(a_promise_of_pages_does_not_go_under_the_floor_of_a_box),
        TEST(a_promise_of_pages_that_cannot_be_kept_is_an_error),
        TEST(a_promise_may_say_what_becomes_of_more),
        TEST(the_same_form_is_composed_the_same_twice),
        TEST(blocks_stand_where_they_are_told),
        TEST(tables_and_cells_stand_only_in_their_places),
        TEST(what_a_note_or_a_ring_would_lose_is_refused),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
