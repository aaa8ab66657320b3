/* test_xml_decimal.c: arithmetic as on paper, and numbers as people write them. */
#include "test_xml_check.h"

static const char *
text_of(world *w, const char *bytes, const char *expression)
{
    xml_xpath *x = xml_xpath_new(w->s);
    const xml_expr *e = xml_expr_compile(w->s, expression, PLACE_NONE, w->d);
    xml_doc *doc = xml_read_memory(w->s, "d.xml", bytes, strlen(bytes), XML_DATA, &xml_limits_case, w->d);
    xml_value v;
    assert_true(e && doc && xml_eval(x, w->a, e, xml_root(doc), 1, 1, PLACE_NONE, w->d, &v));
    const char *text = xml_value_string(w->a, &v);
    xml_xpath_drop(x);
    return text;
}

static void
decimals_are_exact(void **state)
{
    static const struct {
        const char *expression, *text;
    } rows[] = {
        {"0.1 + 0.2", "0.3"},
        {"0.1 + 0.2 = 0.3", "true"},
        {"0.3 - 0.1 - 0.2", "0"},
        {"0.3 - 0.1 - 0.2 = 0", "true"},
        {"1.1 * 1.1", "1.21"},
        {"1.005 * 100", "100.5"},
        {"0.7 * 3 - 2.1", "0"},
        {"4.35 * 100", "435"},
        {"floor(4.35 * 100)", "435"},
        {"floor((0.1 + 0.7) * 10)", "8"},
        {"round(2.675 * 100)", "268"},
        {"5.3 mod 0.1", "0"},
        {"5.35 mod 0.1", "0.05"},
        {"-7.5 mod 2", "-1.5"},
        {"0.6 div 0.2", "3"},
        {"1 div 3", "0.333333333333333"},
        {"2 div 3", "0.666666666666667"},
        {"1 div 3 * 3", "1"},
        {"1 div 3 + 1 div 3 + 1 div 3", "1"},
        {"10 div 6 * 6", "10"},
        {"sum(r/@p)", "0.6"},
        {"sum(r/@p) - 0.6", "0"},
        {"sum(r/@p) = 0.6", "true"},
        {"123456789012.345 + 0.005", "123456789012.35"},
        {"-0.1 - 0.2", "-0.3"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *text = text_of(w, "<d><r p='0.1'/><r p='0.2'/><r p='0.3'/></d>", rows[i].expression);
        if (strcmp(text, rows[i].text) != 0)
            fail_msg("%s: %s", rows[i].expression, text);
    }
}

/* As many as a year of hourly rates has. */
static void
long_sums_are_exact(void **state)
{
    GString *s = g_string_new("<d>");
    for (int i = 0; i < 10000; i++)
        g_string_append_printf(s, "<r p='%d.%02d'/>", i % 7, i % 100);
    g_string_append(s, "</d>");
    assert_string_equal(text_of(*state, s->str, "sum(r/@p)"), "34944");
    g_string_free(s, TRUE);
}

static void
no_number_has_an_exponent(void **state)
{
    static const struct {
        const char *expression, *text;
    } rows[] = {
        {"1000000 * 1000000", "1000000000000"},
        {"-1000000 * 1000000", "-1000000000000"},
        {"1000000000 * 1000000000", "1000000000000000000"},
        {"9007199254740991", "9007199254740991"},
        {"0.000001", "0.000001"},
        {"1 div 1000000000000", "0.000000000001"},
        {"123456789012.345", "123456789012.345"},
        {"-0.00000001", "-0.00000001"},
        {"1.50", "1.5"},
        {"100", "100"},
        {"0", "0"},
        {"-0", "0"},
        {"1 div 0", "Infinity"},
        {"-1 div 0", "-Infinity"},
        {"0 div 0", "NaN"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *in_text = arena_printf(w->a, "concat('<', %s, '>')", rows[i].expression);
        assert_string_equal(text_of(w, "<d/>", rows[i].expression), rows[i].text);
        assert_string_equal(text_of(w, "<d/>", in_text), arena_printf(w->a, "<%s>", rows[i].text));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(decimals_are_exact, begin, end),
        cmocka_unit_test_setup_teardown(long_sums_are_exact, begin, end),
        cmocka_unit_test_setup_teardown(no_number_has_an_exponent, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
