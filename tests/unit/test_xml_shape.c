/* test_xml_shape.c: a pattern that is read as a shape says of every value what libxml2's automaton says of it; and of
 * types, what libxml2 says of them by itself. */
#include "test_xml_check.h"

#include <libxml/xmlregexp.h>
#include <libxml/xmlschemastypes.h>

#include "xml/xml_shape.h"

static const char *const letters[] = {"0", "1", "2", "9",  "a", "z", "Z",  "-", ".",
                                      ":", "/", " ", "\n", "_", "@", "語", ""};

/* Near what the pattern asks: its own letters, in part. */
static char *
make_value(GRand *r, const char *pattern)
{
    GString *out = g_string_new(NULL);
    const int count = g_rand_int_range(r, 0, 14);
    for (int i = 0; i < count; i++) {
        const gsize length = strlen(pattern);
        if (g_rand_int_range(r, 0, 4) == 0 && length > 0)
            g_string_append_c(out, pattern[g_rand_int_range(r, 0, (gint)length)] & 0x7f);
        else
            g_string_append(out, letters[g_rand_int_range(r, 0, (gint)G_N_ELEMENTS(letters))]);
    }
    return g_string_free(out, FALSE);
}

/* Whether it was one of a shape. */
static bool
compare_pattern(GRand *r, const char *pattern, int values)
{
    xml_shape *s = xml_shape_new(pattern);
    xmlRegexp *automaton = s ? xmlRegexpCompile((const xmlChar *)pattern) : NULL;
    if (s && !automaton)
        print_message("%s is no pattern\n", pattern);
    assert_true(!s || automaton);
    for (int i = 0; s && i < values; i++) {
        char *value = make_value(r, pattern);
        const bool fits = xmlRegexpExec(automaton, (const xmlChar *)value) == 1;
        if (xml_shape_fits(s, value) != fits)
            print_message("%s: '%s'\n", pattern, value);
        assert_int_equal(xml_shape_fits(s, value), fits);
        g_free(value);
    }
    xmlRegFreeRegexp(automaton);
    xml_shape_drop(s);
    return s != NULL;
}

static void
made_patterns_say_what_an_automaton_says(void **state)
{
    (void)state;
    static const char *const parts[] = {"a",   "[0-9]", "[a-z]", "[A-Za-z]", "[a-z0-9\\-]", "[.0-2]", "\\.",     "\\-",
                                        "-",   ":",     "[^a]",  "(a)",      ".",           "[0-9-]", "[a\\]z]", "[-a]",
                                        "\\d", "a|b",   "",      "語",       "[z-a]",       "[",      "\\"};
    static const char *const times[] = {"", "", "{2}", "{0,3}", "{1,2}", "*", "+", "?", "{3,1}", "{2,}", "{0}", "{x}"};
    GRand *r = g_rand_new_with_seed(3);
    size_t shaped = 0;
    for (int i = 0; i < 3000; i++) {
        GString *pattern = g_string_new(NULL);
        for (int n = g_rand_int_range(r, 1, 5); n > 0; n--) {
            g_string_append(pattern, parts[g_rand_int_range(r, 0, g_rand_boolean(r) ? 8 : (gint)G_N_ELEMENTS(parts))]);
            g_string_append(pattern, times[g_rand_int_range(r, 0, g_rand_boolean(r) ? 8 : (gint)G_N_ELEMENTS(times))]);
        }
        shaped += compare_pattern(r, pattern->str, 60);
        g_string_free(pattern, TRUE);
    }
    assert_true(shaped > 300);
    g_rand_free(r);
}

static void
patterns_that_are_there_are_shapes(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{4}-[0-9]{2}", "[0-9]{4}", "[A-Za-z][A-Za-z0-9.\\-]{0,199}", "[0-9]{10}",
        "[0-9]{3}-[0-9]{4}",          "[a-z][a-z0-9\\-]*"};
    GRand *r = g_rand_new_with_seed(5);
    for (size_t i = 0; i < G_N_ELEMENTS(patterns); i++)
        assert_true(compare_pattern(r, patterns[i], 5000));
    g_rand_free(r);
}

/* The day of a file, a number, a text: with a pattern, and without. */
static void
types_say_what_libxml2_says_by_itself(void **state)
{
    (void)state;
    static const char *const types[] = {"string",         "date", "gYearMonth", "integer", "nonNegativeInteger",
                                        "positiveInteger"};
    static const char *const values[] = {"2024-02-28",
                                         "2024-02-29",
                                         "2023-02-29",
                                         "2024-02-30",
                                         "2024-12-31",
                                         "2024-13-01",
                                         "2024-00-10",
                                         "2024-01-00",
                                         "0000-01-01",
                                         "0001-01-01",
                                         "12024-01-01",
                                         "2024-01-01Z",
                                         "2024-1-1",
                                         " 2024-01-01",
                                         "-2024-01-01",
                                         "2024-04-31",
                                         "0",
                                         "1",
                                         "007",
                                         "00",
                                         "+5",
                                         "-0",
                                         "-1",
                                         "999999999",
                                         "12345678901234567890",
                                         "",
                                         " ",
                                         "1 ",
                                         "2024-04",
                                         "2024-13",
                                         "語"};
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
        for (int with = 0; with < 3; with++) {
            const char *pattern = with == 0 ? NULL : with == 1 ? "[0-9]{4}-[0-9]{2}-[0-9]{2}" : "[0-9]*";
            xml_datatype *t = xml_datatype_new(types[i]);
            xmlRegexp *automaton = pattern ? xmlRegexpCompile((const xmlChar *)pattern) : NULL;
            assert_true(!pattern || xml_datatype_restrict(t, "pattern", pattern));
            xmlSchemaType *type = xmlSchemaGetPredefinedType((const xmlChar *)types[i],
                                                             (const xmlChar *)"http://www.w3.org/2001/XMLSchema");
            for (size_t j = 0; j < G_N_ELEMENTS(values); j++) {
                const xmlChar *value = (const xmlChar *)values[j];
                const bool fits = xmlSchemaValPredefTypeNodeNoNorm(type, value, NULL, NULL) == 0 &&
                                  (!automaton || xmlRegexpExec(automaton, value) == 1);
                if (xml_datatype_accepts(t, values[j], NULL) != fits)
                    print_message("%s %s '%s'\n", types[i], pattern ? pattern : "", values[j]);
                assert_int_equal(xml_datatype_accepts(t, values[j], NULL), fits);
            }
            xml_datatype_drop(t);
            if (automaton)
                xmlRegFreeRegexp(automaton);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(made_patterns_say_what_an_automaton_says),
        cmocka_unit_test(patterns_that_are_there_are_shapes),
        cmocka_unit_test(types_say_what_libxml2_says_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
