/* test_bind_compare.c: what is no number is not silently less, equal or more than one; numbers of more digits than are
 * exact are printed in no text. */
#include "bind_support.h"

#define DATA                                                                                                           \
    "<d x='1,200' z='１２００' e=' ' w='年長' m='-5' big='9007199254740993' on='2024-01-01' off='2024-02-01'>"   \
    "<r y='5'/><r y='1,0'/><q y='3'/></d>"

static void
what_is_no_number_is_told_where_it_is_compared(void **state)
{
    static const char *const tests[] = {
        "@x > 1000",        "@x = 1200",   "@x != 1200",       "1000 < @x",         "@x >= @m",
        "@w > 3",           "r[@y > 3]",   "count(r[@y > 3])", "not(@x > 3)",       "sum(r/@y) > 3",
        "@x * 2 > 5",       "@z = 1200",   "@x > 3 and @none", "@m < 0 and @x > 3", "@on < @off",
        "boolean(@x <= 3)", "r/@y < q/@y", "@x + 1 = 3",       "@x > '3'",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
        char *escaped = g_markup_escape_text(tests[i], -1);
        assert_null(bind_line(w, arena_printf(w->a, "<p><if test=\"%s\">あ</if></p>", escaped), DATA));
        if (strcmp(messages(w), "form-xpath-value form.xml:4 data.xml:1") != 0)
            fail_msg("%s: %s", tests[i], messages(w));
        g_free(escaped);
        forget(w);
    }
}

/* A text that a function makes, or the form says, is no more a number than a node is: the expression is to be mended.
 */
static void
a_text_is_not_compared_by_size(void **state)
{
    static const char *const tests[] = {
        "substring(@on, 1, 7) < '2024-05'",
        "string(@w) > 3",
        "'12:30' < '13:00'",
        "concat(@x, '') >= @m",
        "@m < 'あ'",
        "not(string(@x) > 3)",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
        char *escaped = g_markup_escape_text(tests[i], -1);
        assert_null(bind_line(w, arena_printf(w->a, "<p><if test=\"%s\">あ</if></p>", escaped), DATA));
        if (strcmp(messages(w), "form-xpath-eval form.xml:4 data.xml:1") != 0)
            fail_msg("%s: %s", tests[i], messages(w));
        g_free(escaped);
        forget(w);
    }
}

/* What is not there is not compared, a word is not a number's, and what number() makes is asked for. */
static void
nothing_else_is_told(void **state)
{
    static const char *const tests[] = {
        "@none > 3",
        "@e > 3",
        "@none = 3",
        "@w = 3",
        "@w != 3",
        "number(@x) > 1",
        "number(@w) = number(@w)",
        "sum(@none) > 3",
        "@none * 2 > 5",
        "@w = '年長' or @w > 3",
        "@m > -10",
        "@x = '1,200'",
        "q/@y > 2",
        "string-length(@w) > 1",
        "r[1]/@y = q/@y",
        "@on = @off",
        "count(r) > 1",
        "position() = 1",
        "@none and @none > 3",
        "@e = 0",
        "@on != ''",
        "string(@none) > 3",
        "string(@m) < 3",
        "substring(@on, 1, 4) > 2000",
        "string(@w) = 3",
        "@none > 'あ'",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
        char *escaped = g_markup_escape_text(tests[i], -1);
        if (!bind_line(w, arena_printf(w->a, "<p><if test=\"%s\">あ</if></p>", escaped), DATA))
            fail_msg("%s: %s", tests[i], messages(w));
        g_free(escaped);
        forget(w);
    }
}

static void
numbers_of_too_many_digits_are_in_no_text(void **state)
{
    static const char *const bad[] = {"concat(9007199254740993, '円')", "string(@big + 0)", "concat(@big * 1, '')",
                                      "string(sum(@big))"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        assert_null(bind_line(w, arena_printf(w->a, "<p><value select=\"%s\"/></p>", bad[i]), DATA));
        if (!g_str_has_prefix(messages(w), "bind-as form.xml:4"))
            fail_msg("%s: %s", bad[i], messages(w));
        forget(w);
    }
    check_text(w, "<p><value select=\"concat(@big, '円')\"/></p>", DATA, "9007199254740993円");
    check_text(w, "<p><value select=\"concat(9007199254740991, '円')\"/></p>", DATA, "9007199254740991円");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_no_number_is_told_where_it_is_compared),
        TEST(a_text_is_not_compared_by_size),
        TEST(nothing_else_is_told),
        TEST(numbers_of_too_many_digits_are_in_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
