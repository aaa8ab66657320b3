/* test_compose_pages.c: sections.c, running.c, paginate.c: which head and foot a page has, what the last one's leaves
 * to the body, and stretches of other paper. */
#include "test_pipeline.h"

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
        const char *page = arena_printf(
            w->a,
            "<page size='A5' margin='15mm'><head on='last'><space height='%dmm'/></head><head><p>頭</p></head>"
            "<foot><space height='%dmm'/><p><page-number/>／<page-count/></p></foot><foot on='first'><space "
            "height='%dmm'/><p>初</p></foot><foot on='last'><space height='%dmm'/><p>末</p></foot></page>",
            g_rand_int_range(rand, 0, 40), g_rand_int_range(rand, 0, 60), g_rand_int_range(rand, 0, 60),
            g_rand_int_range(rand, 0, 60));
        check_lines(
            w,
            pages_of(w, page,
                     arena_printf(w->a, "<for-each select='%d'><p><value select='position()'/></p></for-each>", lines)),
            lines);
    }
    g_rand_free(rand);
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(heads_and_feet_have_an_order),       TEST(two_heads_of_one_kind_are_refused),
        TEST(body_and_foot_never_overlap),        TEST(sections_have_their_paper_and_numbers),
        TEST(a_section_begins_in_the_body_alone), TEST(ends_and_titles_are_part_of_the_text),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
