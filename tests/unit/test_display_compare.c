/* display_compare.c, display_trace.c: what became of a page is told in regions. */
#include "test_pipeline.h"

#include "display/display_compare.h"

static display_trace *
trace_of(world *w, const char *body)
{
    const display *l = display_line_of(w, body, "<d/>");
    assert_non_null(l);
    return display_trace_new(l);
}

/* A change a line: kind, role (+ when it is all of it), pages from 1, movement in tenths of a millimetre, texts. */
static const char *
changes(world *w, const char *body_before, const char *body_after)
{
    static const char *const kinds[] = {"moved", "changed", "added", "removed"};
    display_trace *before = trace_of(w, body_before), *after = trace_of(w, body_after);
    guint left;
    GArray *list = display_compare(before, after, 100, &left);
    assert_int_equal(left, 0);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < list->len; i++) {
        const display_change *c = &g_array_index(list, display_change, i);
        g_string_append_printf(out, "%s %s%s %d>%d", kinds[c->kind], display_role_name(c->role), c->whole ? "+" : "",
                               c->page_before + 1, c->page_after + 1);
        if (c->kind == DISPLAY_MOVED && c->page_before == c->page_after)
            g_string_append_printf(out, " %.0f,%.0f", c->dx * 254 / 72.0 / 1024, c->dy * 254 / 72.0 / 1024);
        g_string_append_printf(out, " [%s|%s]\n", c->text_before, c->text_after);
        assert_int_equal(c->before.w > 0, c->kind != DISPLAY_ADDED);
        assert_int_equal(c->after.w > 0, c->kind != DISPLAY_REMOVED);
    }
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    g_array_free(list, TRUE);
    display_trace_drop(before);
    display_trace_drop(after);
    return copy;
}

#define ROW(x, y) "<row><cell>" x "</cell><cell>" y "</cell></row>"
#define TABLE(rows) "<table columns='30mm *' frame='thin' row-rules='thin'>" rows "</table>"
#define HEADED TABLE("<table-head>" ROW("い", "う") "</table-head>" ROW("え", "お"))
#define BLOCK "<p>あ</p>" TABLE(ROW("い", "う") ROW("え", "お")) "<p>か</p>"

static void
check(world *w, const char *before, const char *after, const char *expected)
{
    const char *got = changes(w, before, after);
    if (strcmp(got, expected) != 0)
        fail_msg("%s\n→ %s\ngave\n%sfor\n%s", before, after, got, expected);
}

static void
the_same_has_no_changes(void **state)
{
    check(*state, BLOCK, BLOCK, "");
    check(*state, "<p/>", "<p/>", "");
}

static void
what_moves_alike_is_one_change(void **state)
{
    check(*state, BLOCK, "<p>あ</p><space height='4.2mm'/>" TABLE(ROW("い", "う") ROW("え", "お")) "<p>か</p>",
          "moved Document 1>1 0,42 [いうえおか|いうえおか]\n");
    check(*state, "<p>あ</p>" HEADED, "<p>あ</p><space height='2mm'/>" HEADED,
          "moved Table+ 1>1 0,20 [いうえお|いうえお]\n");
    check(*state, "<p>あ</p><p>い</p>", "<p>あ</p><p align='end'>い</p>", "moved P+ 1>1 1048,0 [い|い]\n");
}

static void
what_comes_goes_and_says_something_else_is_told(void **state)
{
    check(*state, "<p>あ</p><p>い</p>", "<p>あ</p><p>い</p><p>う</p>", "added P+ 0>1 [|う]\n");
    check(*state, "<p>あ</p><p>い</p><p>う</p>", "<p>あ</p><p>い</p>", "removed P+ 1>0 [う|]\n");
    check(*state, "<p>あ</p><p>い</p>", "<p>あ</p><p>ゑ</p>", "changed P+ 1>1 [い|ゑ]\n");
    check(*state, TABLE(ROW("い", "う") ROW("え", "お")), TABLE(ROW("い", "う") ROW("え", "を")),
          "changed P+ 1>1 [お|を]\n");
}

/* One of many alike. */
static void
what_is_alike_is_paired_in_its_order(void **state)
{
    check(*state, "<p>あ</p><p>あ</p><p>あ</p><p>い</p>", "<p>あ</p><p>あ</p><p>い</p>",
          "moved P+ 1>1 0,-49 [い|い]\nremoved P+ 1>0 [あ|]\n");
}

static void
what_goes_to_another_page_is_told(void **state)
{
    check(*state, "<p>あ</p><p>い</p>", "<p>あ</p><page-break/><p>い</p>", "moved P+ 1>2 [い|い]\n");
}

static void
no_more_than_wanted_is_told(void **state)
{
    world *w = *state;
    display_trace *before = trace_of(w, "<p>あ</p><p>い</p><p>う</p>"),
                  *after = trace_of(w, "<p>1</p><p>2</p><p>3</p>");
    guint left;
    GArray *list = display_compare(before, after, 2, &left);
    assert_int_equal(list->len, 2);
    assert_int_equal(left, 1);
    g_array_free(list, TRUE);
    display_trace_drop(before);
    display_trace_drop(after);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_has_no_changes),
        TEST(what_moves_alike_is_one_change),
        TEST(what_comes_goes_and_says_something_else_is_told),
        TEST(what_is_alike_is_paired_in_its_order),
        TEST(what_goes_to_another_page_is_told),
        TEST(no_more_than_wanted_is_told),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
