/* test_report_form.c: 実行報告書 (templates/batch/report.xml) from data of templates/schema/report.rng, with few rows
 * and with many: every row is there once, heads are repeated, and an account that does not add up is not printed. */
#include "test_bundle.h"

#define REPORT "templates/batch/report.xml"

typedef struct night {
    int made, absent, blocked, failed, left, bundles;
    int listed; /* of those blocked, and of those failed; 0: all */
    int bundles_left_out;
    int gone, gone_left_out; /* households' bundles in which nothing is left */
} night;

static int
listed(int count, const night *n)
{
    return n->listed ? MIN(count, n->listed) : count;
}

static void
add_reason(GString *x, const char *status, int count, const night *n)
{
    if (count)
        g_string_append_printf(x,
                               "<reason status='%s' code='render-forbidden' rule='N5.1d' count='%d' listed='%d'>"
                               "学校との情報共有の記録がありません</reason>\n",
                               status, count, listed(count, n));
}

static void
add_troubles(GString *x, const char *status, int first, int count)
{
    for (int i = first; i < first + count; i++)
        g_string_append_printf(x,
                               "<trouble status='%s' key='T-%04d' form='plan' code='render-forbidden' rule='N5.1d' "
                               "file='cases/T-%04d/case.xml' line='12'>学校との情報共有の記録がありません</trouble>\n",
                               status, i, i);
}

static const char *
night_data(world *w, night n)
{
    GString *x = g_string_new(NULL);
    const int planned = n.made + n.absent + n.blocked + n.failed + n.left;
    g_string_append_printf(x,
                           "<report version='1' run='128' order='nightly.xml' date='2024-08-01' start='02:00' %s "
                           "month='2024-07' edition='renkei 1' planned='%d' made='%d' unchanged='0' absent='%d' "
                           "blocked='%d' failed='%d' pages='%d' left='%d'>\n",
                           n.left ? "" : "end='02:41'", planned, n.made, n.absent, n.blocked, n.failed, n.made * 2,
                           n.left);
    g_string_append_printf(x,
                           "<form name='plan' title='個別支援計画書' planned='%d' made='%d' unchanged='0' absent='%d' "
                           "blocked='%d' failed='%d' pages='%d'/>\n",
                           planned, n.made, n.absent, n.blocked, n.failed, n.made * 2);
    g_string_append(x, "<recipient to='partner' key='wakabadai' planned='3' made='3' unchanged='1' absent='0' "
                       "blocked='0' failed='0' pages='5'/>\n");
    add_reason(x, "failed", n.failed, &n);
    add_reason(x, "blocked", n.blocked, &n);
    add_troubles(x, "blocked", 0, listed(n.blocked, &n));
    add_troubles(x, "failed", n.blocked, listed(n.failed, &n));
    for (int i = 0; i < n.bundles; i++)
        g_string_append_printf(x, "<bundle to='household' mark='B-%04d' file='b/%04d.pdf' documents='2' pages='5'/>\n",
                               i, i);
    for (int i = 0; i < n.gone; i++)
        g_string_append_printf(x, "<gone name='household/G-%04d'/>\n", i);
    g_string_append(x, "<reissue key='K-1' form='plan' issue='2' date='2024-08-02'>水に濡れたため</reissue>\n");
    if (n.bundles_left_out)
        g_string_append_printf(x, "<rest of='bundle' count='%d' documents='%d' pages='%d'/>\n", n.bundles_left_out,
                               n.bundles_left_out * 2, n.bundles_left_out * 5);
    if (n.gone_left_out)
        g_string_append_printf(x, "<rest of='gone' count='%d'/>\n", n.gone_left_out);
    g_string_append(x, "</report>\n");
    const char *path = own_file(w, "report.xml", x->str);
    g_string_free(x, TRUE);
    return path;
}

static void
check_schema(world *w, const char *path)
{
    schema_grammar *schema = schema_read(w->s, "templates/schema/report.rng", w->d);
    assert_non_null(schema);
    xml_doc *doc = xml_read_file(w->s, path, XML_DATA, &xml_limits_case, w->d);
    if (!doc || !schema_validate(schema, doc, w->d))
        fail_msg("%s", messages(w));
}

/* Renders a night; the words of the whole report. */
static const char *
report(world *w, night n, int *pages)
{
    const char *data = night_data(w, n);
    check_schema(w, data);
    render_case *c = render_case_new(environment, data);
    const char *path = make_document(w, "report.pdf", REPORT, c);
    render_case_drop(c);
    *pages = page_count(w, path);
    return say(w, "pdftotext -raw %s -", path);
}

static void
a_night_in_three_rows(void **state)
{
    world *w = *state;
    int pages;
    const char *text = report(w, (night){.made = 9, .blocked = 2, .failed = 1, .bundles = 2}, &pages);
    assert_int_equal(pages, 1);
    assert_non_null(strstr(text, "2:00～2:41"));
    assert_non_null(strstr(text, "render-forbidden 要件 N5.1d cases/T-0001/case.xml:12"));
    assert_non_null(strstr(text, "計 2束 4 10"));
    assert_non_null(strstr(text, "水に濡れたため"));
    assert_null(strstr(text, "停止"));
}

static void
every_row_of_many_is_there(void **state)
{
    static const night nights[] = {{.made = 900, .blocked = 40, .failed = 20, .bundles = 60},
                                   {.made = 9000, .blocked = 700, .failed = 300, .bundles = 1000}};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(nights); i++) {
        int pages;
        const char *text = report(w, nights[i], &pages);
        const int troubles = nights[i].blocked + nights[i].failed;
        assert_true(pages > 3);
        for (int k = 0; k < troubles; k++)
            assert_int_equal(count_of(text, arena_printf(w->a, "\nT-%04d\n", k)) +
                                 count_of(text, arena_printf(w->a, " T-%04d ", k)),
                             1);
        for (int k = 0; k < nights[i].bundles; k++)
            assert_int_equal(count_of(text, arena_printf(w->a, "B-%04d ", k)), 1);
        assert_int_equal(count_of(text, "第128回（続き）"), pages - 1);
        assert_true(count_of(text, "理由と直す所") + count_of(text, "封入") >= (size_t)pages);
    }
}

static void
a_run_that_was_broken_off_says_so(void **state)
{
    world *w = *state;
    int pages;
    const char *text = report(w, (night){.made = 3, .failed = 1, .left = 17}, &pages);
    assert_non_null(strstr(text, "途中で停止しました"));
    assert_non_null(strstr(text, "残りの17件"));
}

static void
a_quiet_night_has_an_empty_list(void **state)
{
    world *w = *state;
    int pages;
    assert_non_null(strstr(report(w, (night){.made = 3}, &pages), "禁止・失敗\nありません。"));
    assert_int_equal(pages, 1);
}

/* Of a night with thousands, each reason with its number and its first cases; the sums count what is left out. */
static void
a_long_list_says_how_many_it_leaves_out(void **state)
{
    world *w = *state;
    int pages;
    const char *text = report(w,
                              (night){.made = 90000,
                                      .absent = 44000,
                                      .blocked = 7000,
                                      .failed = 3000,
                                      .bundles = 5,
                                      .listed = 4,
                                      .bundles_left_out = 9995},
                              &pages);
    assert_true(pages <= 3);
    assert_non_null(strstr(text, "禁止・失敗の理由別"));
    assert_non_null(strstr(text, "7,000 4"));
    assert_non_null(strstr(text, "3,000 4"));
    assert_non_null(strstr(text, "144,000"));
    assert_non_null(strstr(text, "44,000"));
    assert_non_null(strstr(text, "計 10,000束 20,000 50,000"));
    assert_non_null(strstr(text, "ほか9,995束"));
    assert_int_equal(count_of(text, "T-00"), 8); /* four, each with its key and its file */
}

/* In the words of the report as text; of very many their number, too; nothing of a night without any. */
static void
bundles_that_are_gone_are_listed(void **state)
{
    world *w = *state;
    int pages;
    assert_null(strstr(report(w, (night){.made = 3}, &pages), "なくなった"));
    const char *text = report(w, (night){.absent = 6, .gone = 2}, &pages);
    assert_int_equal(pages, 1);
    assert_non_null(strstr(text, "取下げ（中の書類がすべてなくなった）"));
    assert_non_null(strstr(text, "2 household/G-0001"));
    assert_null(strstr(text, "ほか"));
    text = report(w, (night){.absent = 3000, .gone = 1000, .gone_left_out = 2000}, &pages);
    assert_true(pages > 10);
    for (int k = 0; k < 1000; k++)
        assert_int_equal(count_of(text, arena_printf(w->a, " household/G-%04d", k)), 1);
    assert_non_null(strstr(text, "ほか2,000束"));
}

/* The data is not printed when documents are lost in it. */
static void
an_account_that_does_not_add_up_is_refused(void **state)
{
    static const struct {
        const char *from, *to;
    } mistakes[] = {{"made='9'", "made='8'"},
                    {"left='0'", "left='1'"},
                    {"<trouble status='blocked' key='T-0000'", "<x key=''"},
                    {"count='2' listed", "count='1' listed"}};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        char *data = NULL;
        assert_true(
            g_file_get_contents(night_data(w, (night){.made = 9, .blocked = 2, .failed = 1}), &data, NULL, NULL));
        char **halves = g_strsplit(data, mistakes[i].from, 2);
        char *wrong = g_strjoinv(mistakes[i].to, halves);
        if (i == 2) { /* its end tag as well */
            char **ends = g_strsplit(wrong, "</trouble>", 2);
            g_free(wrong);
            wrong = g_strjoinv("</x>", ends);
            g_strfreev(ends);
        }
        render_case *c = render_case_new_memory(environment, "report.xml", wrong, strlen(wrong));
        GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
        const render_request r = {.form = REPORT};
        assert_false(render_case_document(c, &r, outputs, w->text, NULL, NULL, w->d));
        assert_string_equal(codes(w), "bind-fail");
        forget(w);
        g_ptr_array_free(outputs, TRUE);
        render_case_drop(c);
        g_strfreev(halves);
        g_free(wrong);
        g_free(data);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_night_in_three_rows),
                                       TEST(every_row_of_many_is_there),
                                       TEST(a_run_that_was_broken_off_says_so),
                                       TEST(a_quiet_night_has_an_empty_list),
                                       TEST(bundles_that_are_gone_are_listed),
                                       TEST(a_long_list_says_how_many_it_leaves_out),
                                       TEST(an_account_that_does_not_add_up_is_refused)};
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
