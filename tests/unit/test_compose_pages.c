/* test_compose_pages.c: sections.c, running.c, paginate.c: which head and foot a page has, what the last one's leaves
 * to the body, and stretches of other paper. */
#include "test_pipeline.h"

#include "compose/compose_int.h"

/* On A5, with these masters and this body. */
static const display *
pages_of(world *w, const char *pages, const char *body)
{
    const char *text = arena_printf(w->a,
                                    "<form name='t' title='t' data='any'><style name='base' size='10pt' pitch='15pt'/>"
                                    "%s<body>%s</body></form>",
                                    pages, body);
    w->options.blank = true;
    const display *l = display_composed(w, compose_bound(w, bind_files(w, own_file(w, "form.xml", text), NULL)));
    if (!l)
        fail_msg("%s: %s", pages, messages(w));
    return l;
}

/* Some texts, each a letter and its place: 頭 of a page, then the body, then 脚. */
static const char *
shape_of(world *w, const display *l)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < l->pages->len; i++) {
        const char *text = page_text(w, l, i);
        g_string_append_printf(out, "%s%s", i ? " / " : "", text);
    }
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

static void
heads_and_feet_have_an_order(void **state)
{
    static const char *const all = "<page size='A5'><head>全</head><head on='later'>後</head><head on='even'>偶</head>"
                                   "<head on='last'>末</head><head on='first'>初</head><foot>全</foot>"
                                   "<foot on='first'>初</foot><foot on='odd'>奇</foot><foot on='last'>末</foot></page>";
    static const char *const rows[][3] = {
        {all, "一", "初|一|末"}, /* both first and last: a head opens, a foot closes */
        {all, "一<page-break/>二", "初|一|初 / 末|二|末"},
        {all, "一<page-break/>二<page-break/>三<page-break/>四", "初|一|初 / 偶|二|全 / 後|三|奇 / 末|四|末"},
        {"<page size='A5'><head on='first'>初</head></page>", "一<page-break/>二", "初|一 / 二"},
        {"<page size='A5'><head>全</head><head on='first'/></page>", "一<page-break/>二", "一 / 全|二"},
        {"<page size='A5'><foot on='last'>末</foot></page>", "一<page-break/>二", "一 / 二|末"},
        {"<page size='A5'><head on='even'>偶</head></page>", "一<page-break number='4'/>二", "一 / 偶|二"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_string_equal(shape_of(w, pages_of(w, rows[i][0], rows[i][1])), rows[i][2]);
}

/* On A5 with margins of 15 mm there are 180 mm. */
static void
a_cut_line_is_between_two_things(void **state)
{
    static const char *const rows[][2] = {
        {"<space height='100mm'/>一<cut-line text='切'/>二", "一|切|二"},
        {"一<space height='174mm'/><cut-line text='切'/><space height='5mm'/><p>二</p>", "一 / 二"},
        {"<block keep='together'><p>一</p><space height='174mm'/><cut-line text='切'/></block><p>二</p>", "一 / 二"},
        {"一<page-break/><cut-line text='切'/>二", "一 / 切|二"}, /* as the form asks for it */
        {"<cut-line text='切'/>一", "切|一"},
        /* … and ends none that others follow */
        {"一<space height='160mm'/><cut-line text='切'/><p>二</p>", "一|切|二"},
        {"一<space height='160mm'/><cut-line text='切'/><space height='2mm'/><block keep='together'><p>二</p><space "
         "height='20mm'/><p>三</p></block>",
         "一 / 二|三"},
        {"一<cut-line text='切'/><page-break/>二", "一|切 / 二"},
        {"一<cut-line text='切'/>", "一|切"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_string_equal(shape_of(w, pages_of(w, "<page size='A5' margin='15mm'/>", rows[i][0])), rows[i][1]);
}

static void
two_heads_of_one_kind_are_refused(void **state)
{
    world *w = *state;
    static const char text[] = "<form name='t' title='t'><page><foot on='last'/><foot on='last'/></page><body/></form>";
    assert_null(read_form(w, own_file(w, "form.xml", text)));
    assert_string_equal(codes(w), "form-twice");
    forget(w);
}

/* ---- the last page's own foot ---- */

static unit
lowest_body(const display_page *p)
{
    unit lowest = 0;
    for (guint i = p->body.first; i < p->body.end; i++) {
        const display_op *op = &g_array_index(p->ops, display_op, i);
        if (op->kind == DISPLAY_TEXT)
            lowest = MAX(lowest, op->text.y - text_ascent(op->text.size) + op->text.size);
    }
    return lowest;
}

/* Every line once and in order, none in a head or a foot, the last foot on the last page alone. */
static void
check_lines(world *w, const display *l, int lines)
{
    int next = 1;
    for (guint i = 0; i < l->pages->len; i++) {
        const display_page *p = page_at(l, i);
        assert_true(lowest_body(p) <= p->body.bottom + UNIT_PT / 64);
        assert_true(p->body.bottom == p->foot.top && p->foot.bottom <= p->height);
        assert_int_equal(count_of(page_text(w, l, i), "末"), i + 1 == l->pages->len);
        for (guint k = p->body.first; k < p->body.end; k++) {
            const display_op *op = &g_array_index(p->ops, display_op, k);
            if (op->kind == DISPLAY_TEXT)
                assert_string_equal(op->text.utf8, arena_printf(w->a, "%d", next++));
        }
    }
    assert_int_equal(next, lines + 1);
}

/* Heads and feet of any height, the last ones lower or taller than the others: from one line of the body to many. */
static void
body_and_foot_never_overlap(void **state)
{
    world *w = *state;
    GRand *rand = g_rand_new_with_seed(1717);
    for (int round = 0; round < 120; round++) {
        const int lines = g_rand_int_range(rand, 1, 90);
        const char *paper = arena_printf(
            w->a,
            "<page size='A5' margin='15mm'><head on='last'><space height='%dmm'/></head><head><p>頭</p></head>"
            "<foot><space height='%dmm'/><p><page-number/>／<page-count/></p></foot><foot on='first'><space "
            "height='%dmm'/><p>初</p></foot><foot on='last'><space height='%dmm'/><p>末</p></foot></page>",
            g_rand_int_range(rand, 0, 40), g_rand_int_range(rand, 0, 60), g_rand_int_range(rand, 0, 60),
            g_rand_int_range(rand, 0, 60));
        check_lines(
            w,
            pages_of(w, paper,
                     arena_printf(w->a, "<for-each select='%d'><p><value select='position()'/></p></for-each>", lines)),
            lines);
    }
    g_rand_free(rand);
}

/* ---- blocks at the foot ---- */

static unit
place_of_text(const display_page *p, const char *text)
{
    for (guint i = 0; i < p->ops->len; i++) {
        const display_op *op = &g_array_index(p->ops, display_op, i);
        if (op->kind == DISPLAY_TEXT && strcmp(op->text.utf8, text) == 0)
            return op->text.y - text_ascent(op->text.size) + op->text.size;
    }
    return -1;
}

#define SIGN "<block at='page-foot'%s><p>署</p><space height='%dmm'/><p>名</p></block>"

/* After any number of lines it ends at the foot of the page that it stands on, whole, and under all of them. */
static void
a_block_stands_at_the_foot(void **state)
{
    world *w = *state;
    for (int lines = 0; lines < 80; lines += 3)
        for (int height = 0; height < 160; height += 31) {
            const char *body =
                arena_printf(w->a, "<for-each select='%d'><p>行</p></for-each>" SIGN "<p>後</p>", lines, "", height);
            const display *l = pages_of(w, "<page size='A5' margin='15mm'><foot>脚</foot></page>", body);
            size_t at = 0;
            while (place_of_text(page_at(l, at), "名") < 0)
                at++;
            const display_page *p = page_at(l, at);
            assert_int_equal(at + 2, l->pages->len); /* what follows has a page of its own */
            assert_true(place_of_text(p, "署") >= 0);
            assert_true(ABS(place_of_text(p, "名") - p->body.bottom) < UNIT_PT / 64);
            assert_int_equal(count_printed(w, l, "行"), lines);
            assert_int_equal(place_of_text(page_at(l, at + 1), "後"), p->body.top + 10 * UNIT_PT);
        }
}

static void
a_block_at_the_foot_keeps_its_company(void **state)
{
    static const char *const rows[] = {"", " never-alone='yes'"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *body = arena_printf(w->a, "<for-each select='33'><p>行</p></for-each>" SIGN, rows[i], 20);
        const display *l = pages_of(w, "<page size='A5' margin='15mm'/>", body);
        assert_int_equal(l->pages->len, 2);
        assert_int_equal(count_of(page_text(w, l, 1), "行"), i);
    }
    const display *l = pages_of(w, "<page size='A5'/>", arena_printf(w->a, SIGN SIGN, "", 1, "", 1));
    assert_int_equal(l->pages->len, 1); /* both */
}

static void
a_block_at_the_foot_that_fills_more_than_a_page_goes_on(void **state)
{
    world *w = *state;
    const display *l = pages_of(w, "<page size='A5'/>",
                                "<p>行</p><block at='page-foot'><for-each select='70'><p>署</p></for-each></block>");
    assert_int_equal(count_printed(w, l, "署"), 70);
}

static void
a_cell_has_no_foot_of_the_page(void **state)
{
    world *w = *state;
    const char *body =
        "<table columns='*' layout='yes'><row><cell><block at='page-foot'>署</block></cell></row></table>";
    assert_null(compose_bound(w, bind_line(w, body, NULL)));
    assert_string_equal(codes(w), "compose-place");
    forget(w);
}

/* ---- other paper ---- */

#define TWO                                                                                                            \
    "<page size='A5' name='a'><foot><page-number/>／<page-count/></foot></page>"                                      \
    "<page size='A4' orientation='landscape' name='b'><foot>別<page-number/>／<page-count/></foot></page>"

static void
sections_have_their_paper_and_numbers(void **state)
{
    static const char *const rows[][2] = {
        {"一<page-break page='b'/>二<page-break/>三", "一|1|／|3 / 二|別|2|／|3 / 三|別|3|／|3"},
        {"一<page-break page='b' number='1'/>二<page-break/>三", "一|1|／|1 / 二|別|1|／|2 / 三|別|2|／|2"},
        {"<page-break page='b'/>一<page-break page='a'/>二", "一|別|1|／|2 / 二|2|／|2"},
        {"一<page-break page='b'/>", "一|1|／|1"}, /* nothing follows */
        {"一<page-break number='5'/>二", "一|1|／|1 / 二|5|／|5"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const display *l = pages_of(w, TWO, rows[i][0]);
        assert_string_equal(shape_of(w, l), rows[i][1]);
        for (guint k = 0; k < l->pages->len; k++) {
            const display_page *p = page_at(l, k);
            const bool wide = strstr(page_text(w, l, k), "別") != NULL;
            assert_int_equal(p->width, unit_from_um(wide ? 297000 : 148000));
            assert_int_equal(p->height, unit_from_um(210000));
        }
    }
}

static void
a_section_begins_in_the_body_alone(void **state)
{
    static const char *const rows[] = {"<block><page-break page='b'/></block>",
                                       "<table columns='*' layout='yes'><row><cell>"
                                       "<page-break number='2'/></cell></row></table>"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *text =
            arena_printf(w->a, "<form name='t' title='t' data='any'>" TWO "<body>%s</body></form>", rows[i]);
        w->options.blank = true;
        assert_null(compose_bound(w, bind_files(w, own_file(w, "form.xml", text), NULL)));
        assert_string_equal(codes(w), "compose-place");
        forget(w);
    }
}

/* What is the last of a section is told, its title once. */
static void
ends_and_titles_are_part_of_the_text(void **state)
{
    world *w = *state;
    const display *l = pages_of(w,
                                "<page size='A5'><head>題</head><foot>脚</foot><foot on='last'>署名</foot></page>"
                                "<page size='A5' name='b'><head on='first'>別表</head></page>",
                                "一<page-break/>二<page-break page='b'/>三");
    g_string_truncate(w->text, 0);
    display_print_structure(l, w->text);
    assert_string_equal(w->text->str, "Document\n  P\n    \"題\"\n  P\n    \"一\"\n  P\n    \"二\"\n  P\n    \"署名\"\n"
                                      "  P\n    \"別表\"\n  P\n    \"三\"\n");
}

/* ---- references ---- */

#define HEADINGS "<style name='h1' like='base' heading='1'/><style name='h2' like='base' heading='2'/>"

static const display *
pages_with_headings(world *w, const char *body)
{
    return pages_of(w, HEADINGS "<page size='A5' margin='15mm'/>", body);
}

static void
references_say_where_something_is(void **state)
{
    static const char *const rows[][2] = {
        {"<page-ref to='a'/>番<page-break/><p anchor='a'>あ</p>", "2|番 / あ"},
        {"<p anchor='a'>あ</p><page-break/><text-ref to='a'/>は<page-ref to='a'/>", "あ / あ|は|1"},
        {"<page-break number='7'/><block anchor='a'><p>あ</p></block><page-break/><page-ref to='a'/>", "あ / 7"},
        {"<page-number/>／<page-count/><page-break/><page-number/>／<page-count/>", "1|／|2 / 2|／|2"},
        {"<table columns='* *' layout='yes'><row anchor='a'><cell>あ</cell><cell><page-ref "
         "to='a'/></cell></row></table>",
         "あ|1"},
        {"<contents/><page-break/><p style='h1'>あ</p><page-break/><p style='h2'>い</p>", "あ|2|い|3 / あ / い"},
        {"<p style='h1'>表題</p><contents levels='2'/><p style='h1'>あ</p><p style='h2'>い</p>", "表題|い|1|あ|い"},
        {"<for-each select='2'><p><page-ref to='k{position()}'/><text-ref to='k{position()}'/><link "
         "to='#k{position()}'>へ"
         "</link></p></for-each><for-each select='2'><page-break/><p anchor='k{position()}'>子<value "
         "select='position()' "
         "/></p></for-each>",
         "2|子1|へ|3|子2|へ / 子|1 / 子|2"},
        {"<contents levels='1'/><p style='h1'>あ</p><contents/><page-break/><p style='h1'>い</p>",
         "あ|1|い|2|あ|い|2 / い"},
        {"<contents/><p style='h1'>あ<footnote>注</footnote></p>", "あ|1|あ|1|)|1)　|注"},
        {"<text-ref to='b'/><p anchor='b'><text-ref to='a'/>へ</p><p anchor='a'>あ</p>", "あへ|あ|へ|あ"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_string_equal(shape_of(w, pages_with_headings(w, rows[i][0])), rows[i][1]);
}

/* Two pages of one number are told apart, the sheets' own too. */
static void
a_sheet_names_one_page(void **state)
{
    static const char *const rows[][2] = {
        {"%s", "別紙1　所見（1ページから続く）"},
        {"<p>あ</p><page-break number='1'/>%s", "別紙1　所見（1ページ（初めから2枚目）から続く）"},
        {"<p>あ</p><page-break/>%s<page-break number='1'/><p>い</p>",
         "別紙1　所見（2ページ（初めから2枚目）から続く）"},
        {"<p>あ</p><page-break number='5'/>%s", "別紙1　所見（5ページから続く）"},
    };
    world *w = *state;
    const char *box = arena_printf(w->a, "<table columns='*'><row><cell height='20mm' fit='continue' field='所見'>"
                                         "<for-each select='20'><p>文</p></for-each></cell></row></table>");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *shape =
            shape_of(w, pages_of(w, "<page size='A5' margin='15mm'/>", arena_printf(w->a, rows[i][0], box)));
        if (!strstr(shape, rows[i][1]))
            fail_msg("%s: %s", rows[i][0], shape);
    }
}

/* White at the end of a page or at the top of one is not where something is. */
static void
a_name_is_where_something_is_printed(void **state)
{
    static const char *const blocks[] = {
        "<block anchor='a' bookmark='b'><space height='%dmm'/><p>終</p></block>",
        "<block anchor='a' bookmark='b'><space height='%dmm'/><block><space height='1mm'/><p>終</p></block></block>",
        "<columns count='2'><block anchor='a' bookmark='b'><space height='%dmm'/><p>終</p></block></columns>",
        "<block anchor='a' bookmark='b'><page-break/><space height='%dmm'/><p>終</p></block>",
        "<block anchor='a' bookmark='b' writing='vertical' height='20mm'><space height='%dmm'/><p>終</p></block>",
        "<block writing='vertical' height='20mm'><block anchor='a' bookmark='b'><space "
        "height='%dmm'/><p>終</p></block></block>",
        "<table columns='*' layout='yes' bookmark='b'><row><cell><block anchor='a'><space "
        "height='%dmm'/><p>終</p></block></cell>"
        "</row></table>",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++)
        for (int lines = 30; lines < 36; lines++) {
            const char *block = arena_printf(w->a, blocks[i], 8);
            const char *body =
                arena_printf(w->a, "<page-ref to='a'/>番<for-each select='%d'><p>行</p></for-each>%s", lines, block);
            const display *l = pages_with_headings(w, body);
            size_t at = 0;
            while (!strstr(page_text(w, l, at), "終"))
                at++;
            assert_true(g_str_has_prefix(page_text(w, l, 0), arena_printf(w->a, "%zu|番", at + 1)));
            assert_int_equal(display_find_anchor(l, "a")->page, at);
            assert_int_equal(g_array_index(l->bookmarks, display_bookmark, l->bookmarks->len - 1).page, at);
        }
}

/* "00" is never printed, and no link leads nowhere. */
static void
what_refers_to_nothing_printed_is_refused(void **state)
{
    static const char *const rows[][2] = {
        {"<page-ref to='a'/><block anchor='a'/>", "bind-anchor"},
        {"<page-ref to='a'/><page-break/><block anchor='a'><space height='3mm'/></block>", "bind-anchor"},
        {"<page-ref to='a'/><table columns='*' anchor='a'/>", "bind-anchor"},
        {"<link to='#a'>へ</link><block anchor='a'/>", "bind-anchor"},
        {"<page-ref to='k{1+1}'/><p anchor='k{1}'>あ</p>", "bind-anchor"},
        {"<page-ref to='k1'/><for-each select='2'><p anchor='k{1}'>あ</p></for-each>", "bind-anchor-twice"},
        {"<p anchor=\"{'#1'}\">あ</p>", "bind-attribute"},
        {"<p><link to=\"{'#a'}\">あ</link></p>", "form-link"},
        {"<text-ref to='a'/><p anchor='a'>あ<page-number/></p>", "bind-anchor-number"},
        {"<text-ref to='a'/><p anchor='a'>あ<page-count/></p>", "bind-anchor-number"},
        {"<text-ref to='a'/><p anchor='a'>あ<page-ref to='a'/></p>", "bind-anchor-number"},
        {"<contents/><p style='h1'>あ<page-number/></p>", "bind-anchor-number"},
        {"<p anchor='a'><link to='#a'>あ<page-number/></link></p>", "compose-place"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *text = arena_printf(w->a,
                                        "<form name='t' title='t' data='any'><style name='base'/>" HEADINGS
                                        "<page size='A5' margin='15mm'/><body>%s</body></form>",
                                        rows[i][0]);
        w->options.blank = true;
        const bound *b = bind_files(w, own_file(w, "form.xml", text), NULL);
        if ((b && compose_bound(w, b)) || strcmp(codes(w), rows[i][1]) != 0)
            fail_msg("%s: %s", rows[i][0], codes(w));
        forget(w);
    }
}

/* Numbers in a narrow column, with another number of figures a line more: what is printed is where it is. */
static void
numbers_are_those_of_the_pages(void **state)
{
    world *w = *state;
    for (int lines = 280; lines < 340; lines += 3) {
        const char *body =
            arena_printf(w->a,
                         "<block width='2.3em'><for-each select='6'><p>あ<page-ref to='a'/></p></for-each>"
                         "</block><for-each select='%d'><p>行</p></for-each><p anchor='a'>終</p>",
                         lines);
        const display *l = pages_with_headings(w, body);
        size_t at = 0;
        while (!strstr(page_text(w, l, at), "終"))
            at++;
        const char *number = arena_printf(w->a, "あ|%zu", at + 1), *first = page_text(w, l, 0);
        assert_int_equal(count_of(first, number), 6);
    }
}

static void
a_number_that_stands_on_two_pages_is_refused(void **state)
{
    world *w = *state;
    const char *body = "<table columns='*'><table-head><row><cell><page-number/></cell></row></table-head>"
                       "<for-each select='90'><row><cell>行</cell></row></for-each></table>";
    w->options.blank = true;
    assert_null(compose_bound(w, bind_line(w, body, NULL)));
    assert_string_equal(codes(w), "compose-place");
    forget(w);
}

static void
what_does_not_settle_is_refused(void **state)
{
    world *w = *state;
    const watermark none = {.lines = NULL};
    composed c = {.bound = bind_line(w, "<p>あ</p>", NULL), .marks = &none, .unsettled = true};
    compose_report(&c, w->d);
    assert_string_equal(codes(w), "compose-unsettled");
    forget(w);
}

static void
links_lead_where_they_say(void **state)
{
    world *w = *state;
    const display *l = pages_with_headings(w, "<p><link to='https://example.jp/'>外</link>と<link to='#a'>内"
                                              "<value select=\"'側'\"/></link></p><page-break/><p anchor='a'>あ</p>");
    const display_page *p = page_at(l, 0);
    assert_int_equal(p->links->len, 2);
    const display_link *out = &g_array_index(p->links, display_link, 0),
                       *in = &g_array_index(p->links, display_link, 1);
    assert_string_equal(out->uri, "https://example.jp/");
    assert_string_equal(in->to, "a");
    assert_int_equal(in->box.w, 20 * UNIT_PT); /* 内側 is one place */
    assert_int_equal(display_find_anchor(l, "a")->page, 1);
}

/* Pictures, codes, boxes and marks lead where the words beside them do, and are told among them. */
static void
what_stands_in_a_link_leads_there(void **state)
{
    static const char *const things[] = {
        "<code kind='qr' width='20mm'>A</code>",
        "<code kind='code-128' width='40mm' height='8mm' text='below'>A</code>",
        "<boxes count='2'/>",
        "<boxes count='2' select=\"'12'\"/>",
        "<blank width='9mm' line='yes'/>",
        "<sign width='60mm'/>",
        "<seal/>",
        "<tick test='true()'/>",
        "<circle test='true()'>語</circle>",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(things); i++) {
        const display *l = pages_with_headings(
            w, arena_printf(w->a, "<p>前<link to='https://example.jp/'>%s</link>後</p>", things[i]));
        assert_int_equal(page_at(l, 0)->links->len, 1);
        g_string_truncate(w->text, 0);
        display_print_structure(l, w->text);
        const char *in = strstr(w->text->str, "    Link\n      "), *behind = strstr(w->text->str, "    \"後\"\n");
        if (!in || !behind || in > behind)
            fail_msg("%s: %s", things[i], w->text->str);
    }
    const display *l = pages_with_headings(
        w,
        "<p><link to='https://example.jp/'>前<blank width='9mm'/>中<code kind='qr' width='20mm'>A</code></link></p>");
    assert_int_equal(page_at(l, 0)->links->len, 3); /* none over the room for a hand */
}

/* Nothing of a heading is left out where it is told again; what can stand in its own place alone is refused. */
static void
a_text_that_is_told_again_is_whole(void **state)
{
    static const struct {
        const char *heading, *told;
    } rows[] = {
        {"第1章", "第1章"},
        {"番号<boxes count='3' select=\"'12'\"/>", "番号12"},
        {"<tick test='true()'>済</tick><tick test='false()'>未</tick>", "☑済☐未"},
        {"<circle test='false()'>有</circle>", "有"},
        {"<circle test='true()'>有</circle>", NULL},
        {"別表<page-number/>", NULL},
        {"全<page-count/>", NULL},
        {"一（<page-ref to='a'/>）", NULL},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        static const char *const bodies[] = {"<contents/><p style='h1' anchor='a'>%s</p>",
                                             "<p>[<text-ref to='a'/>]</p><p style='h1' anchor='a'>%s</p>"};
        for (size_t k = 0; k < G_N_ELEMENTS(bodies); k++) {
            w->options.blank = false;
            char *const body = g_strdup_printf(bodies[k], rows[i].heading);
            const bound *b = bind_form(w, "<style name='base' size='10pt' pitch='15pt'/>" HEADINGS, body, "<d/>");
            if (rows[i].told) {
                g_string_truncate(w->text, 0);
                bound_print(b, w->text);
                if (!strstr(w->text->str, rows[i].told))
                    fail_msg("%s: %s", rows[i].heading, w->text->str);
            } else if (!g_str_has_prefix(codes(w), "compose-place") &&
                       !g_str_has_prefix(codes(w), "bind-anchor-number"))
                fail_msg("%s: %s", rows[i].heading, codes(w));
            forget(w);
            g_free(body);
        }
    }
}

static void
only_safe_links_are_links(void **state)
{
    static const char *const good[] = {"https://example.jp/?a=1&b=2#c", "HTTP://x", "mailto:a@example.jp", "tel:+81-3"};
    static const char *const bad[] = {
        "javascript:alert(1)", "file:///etc/passwd", "https://", "example.jp", "https://a b", "https://例.jp",
        "data:text/html,x",    "https://x\n",        "",         "ftp://x",    "https://a<b"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
        assert_true(form_link_is_safe(good[i]));
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        assert_false(form_link_is_safe(bad[i]));
}

static void
a_leader_fills_its_line(void **state)
{
    world *w = *state;
    const display *l = pages_with_headings(w, "合計<leader/>12円");
    const display_op *yen = op_at(l, 0, DISPLAY_TEXT, 1), *dots = op_at(l, 0, DISPLAY_LINE, 0);
    assert_non_null(yen);
    assert_non_null(dots);
    const unit right = page_at(l, 0)->width - unit_from_um(15000);
    const text_glyph *last = &yen->text.glyphs[yen->text.glyph_count - 1];
    assert_true(ABS(yen->text.x + last->x + 10 * UNIT_PT - right) <= UNIT_PT / 64);
    assert_true(dots->line.x2 - dots->line.x1 > 200 * UNIT_PT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(heads_and_feet_have_an_order),
        TEST(a_cut_line_is_between_two_things),
        TEST(two_heads_of_one_kind_are_refused),
        TEST(body_and_foot_never_overlap),
        TEST(a_block_stands_at_the_foot),
        TEST(a_block_at_the_foot_keeps_its_company),
        TEST(a_block_at_the_foot_that_fills_more_than_a_page_goes_on),
        TEST(a_cell_has_no_foot_of_the_page),
        TEST(references_say_where_something_is),
        TEST(a_sheet_names_one_page),
        TEST(a_name_is_where_something_is_printed),
        TEST(what_refers_to_nothing_printed_is_refused),
        TEST(numbers_are_those_of_the_pages),
        TEST(a_number_that_stands_on_two_pages_is_refused),
        TEST(what_does_not_settle_is_refused),
        TEST(links_lead_where_they_say),
        TEST(what_stands_in_a_link_leads_there),
        TEST(a_text_that_is_told_again_is_whole),
        TEST(only_safe_links_are_links),
        TEST(a_leader_fills_its_line),
        TEST(sections_have_their_paper_and_numbers),
        TEST(a_section_begins_in_the_body_alone),
        TEST(ends_and_titles_are_part_of_the_text),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
