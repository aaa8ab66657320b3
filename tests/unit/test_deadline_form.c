/* test_deadline_form.c: 期限の一覧 (templates/batch/deadlines.xml) from data of templates/schema/deadlines.rng, with
 * none, few and many rows: every row is there once, heads are repeated, and an account that does not add up is not
 * printed. */
#include "test_bundle.h"

#define FORM "templates/batch/deadlines.xml"

static const char *
list_data(world *w, int overdue, int soon, int unknown, int unread, int told_overdue)
{
    GString *x = g_string_new(NULL);
    g_string_append_printf(x,
                           "<deadlines version='1' as-of='2024-07-10' days='30' cases='400' unread='%d' overdue='%d' "
                           "soon='%d' unknown='%d'>\n",
                           unread, told_overdue, soon, unknown);
    for (int i = 0; i < overdue + soon + unknown; i++) {
        const bool late = i < overdue, known = i < overdue + soon;
        g_string_append_printf(x, "<item state='%s'", late ? "overdue" : known ? "soon" : "unknown");
        if (known)
            g_string_append_printf(x, " day='2024-%02d-10' left='%d'", late ? 6 : 7, late ? -30 : 0);
        g_string_append_printf(x,
                               " deadline='D%04d' key='T-%04d' name='架空　太郎' repair='inquiry/@answered（回答日）' "
                               "file='cases/T-%04d/case.xml' line='12'>回答していません</item>\n",
                               i, i, i);
    }
    g_string_append(x, "</deadlines>\n");
    const char *path = own_file(w, "deadlines.xml", x->str);
    g_string_free(x, TRUE);
    return path;
}

static const char *
printed_list(world *w, const char *data, int *pages)
{
    render_case *c = render_case_new(environment, data);
    const char *path = make_document(w, "deadlines.pdf", FORM, c);
    render_case_drop(c);
    *pages = page_count(w, path);
    return say(w, "pdftotext -raw %s -", path);
}

static void
nothing_is_said_to_be_nothing(void **state)
{
    world *w = *state;
    int pages;
    const char *text = printed_list(w, list_data(w, 0, 0, 0, 0, 0), &pages);
    assert_int_equal(pages, 1);
    assert_non_null(strstr(text, "期限はありません。"));
    assert_null(strstr(text, "読めなかった"));
}

static void
few_rows_are_in_their_parts(void **state)
{
    world *w = *state;
    int pages;
    const char *text = printed_list(w, list_data(w, 1, 1, 1, 2, 1), &pages);
    assert_int_equal(pages, 1);
    assert_non_null(strstr(text, "30日過ぎ"));
    assert_non_null(strstr(text, "今日"));
    assert_non_null(strstr(text, "日の分からないもの（足りない欄を書く）"));
    assert_non_null(strstr(text, "読めなかった事例が2件あります"));
    assert_int_equal(count_of(text, "架空"), 3);
}

static void
every_row_of_many_is_there(void **state)
{
    world *w = *state;
    int pages;
    const char *text = printed_list(w, list_data(w, 200, 150, 50, 0, 200), &pages);
    assert_true(pages > 3);
    for (int i = 0; i < 400; i++)
        assert_int_equal(count_of(text, arena_printf(w->a, "D%04d", i)), 1);
    assert_int_equal(count_of(text, "期限の一覧（続き）"), pages - 1);
    assert_true(count_of(text, "すること・直す所") >= (size_t)pages);
}

/* The list is not printed when rows are lost. */
static void
an_account_that_does_not_add_up_is_refused(void **state)
{
    world *w = *state;
    char *data = NULL;
    assert_true(g_file_get_contents(list_data(w, 2, 1, 0, 0, 3), &data, NULL, NULL));
    GString *bytes = g_string_new(data);
    assert_null(render_made(environment, FORM, "deadlines", bytes, w->d));
    assert_string_equal(codes(w), "bind-fail");
    forget(w);
    g_string_free(bytes, TRUE);
    g_free(data);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(nothing_is_said_to_be_nothing), TEST(few_rows_are_in_their_parts),
                                       TEST(every_row_of_many_is_there),
                                       TEST(an_account_that_does_not_add_up_is_refused)};
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
