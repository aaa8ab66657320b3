/* test_xml_datatype.c: a value fits a datatype by what it is, not by what was asked before. */
#include "test_xml_check.h"

typedef struct row {
    const char *value;
    bool fits;
} row;

static void
check_rows(const xml_datatype *t, const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (xml_datatype_accepts(t, rows[i].value, NULL) != rows[i].fits)
            fail_msg("%s: %s", rows[i].value, rows[i].fits ? "does not fit" : "fits");
}

/* Words that are alike at both ends and of one length, again and again, in every order. */
static void
a_value_is_judged_by_itself(void **state)
{
    static const row rows[] = {
        {"10mm", true},
        {"1xmm", false},
        {"10mm", true},
        {"1ymm", false},
        {"1xmm", false},
        {"mm", false},
        {"", false},
        {"10mm", true},
        {"12mm", true},
        {"1234567890123456789012mm", true},
        {"10cm", false},
        {"mm01", false},
        {"1234567890123456789x12mm", false},
        {"１０mm", false},
        {"10mm ", false},
    };
    (void)state;
    xml_datatype *t = xml_datatype_new("string");
    assert_true(xml_datatype_restrict(t, "pattern", "[0-9]+mm"));
    for (int again = 0; again < 3; again++)
        check_rows(t, rows, G_N_ELEMENTS(rows));
    for (size_t i = 0; i < G_N_ELEMENTS(rows) * G_N_ELEMENTS(rows); i++) {
        check_rows(t, &rows[i % G_N_ELEMENTS(rows)], 1);
        check_rows(t, &rows[i / G_N_ELEMENTS(rows)], 1);
    }
    xml_datatype_drop(t);
}

/* What fitted before a facet came is asked again. */
static void
a_facet_holds_from_when_it_is_added(void **state)
{
    (void)state;
    xml_datatype *t = xml_datatype_new("string");
    assert_true(xml_datatype_accepts(t, "abc", NULL));
    assert_true(xml_datatype_restrict(t, "pattern", "[a-z]+"));
    assert_true(xml_datatype_accepts(t, "abc", NULL));
    assert_true(xml_datatype_restrict(t, "maxLength", "2"));
    assert_false(xml_datatype_accepts(t, "abc", NULL));
    assert_true(xml_datatype_accepts(t, "ab", NULL));
    xml_datatype_drop(t);
}

static xml_datatype *
new_type(const char *name, const char *pattern)
{
    xml_datatype *t = xml_datatype_new(name);
    assert_true(!pattern || xml_datatype_restrict(t, "pattern", pattern));
    return t;
}

/* By one that has judged thousands, as by one that has judged none. */
static void
what_was_judged_before_changes_no_judgement(void **state)
{
    static const char *const types[][2] = {
        {"date", NULL}, {"date", "20.*"}, {"integer", NULL}, {"NCName", "[a-c1-]*"}, {"token", "[0-9a-c-]{3,}"}};
    static const char letters[] = "2024-0a1b-c";
    (void)state;
    GRand *r = g_rand_new_with_seed(5);
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        xml_datatype *old = new_type(types[i][0], types[i][1]);
        size_t good = 0;
        for (int k = 0; k < 4000; k++) {
            char value[32] = "";
            if (k % 2)
                g_snprintf(value, sizeof value, "%d-%02d-%02d", g_rand_int_range(r, 1998, 2030),
                           g_rand_int_range(r, 0, 14), g_rand_int_range(r, 0, 33));
            else
                for (int length = g_rand_int_range(r, 0, k % 3 ? 4 : 30), n = 0; n < length; n++)
                    value[n] = letters[g_rand_int_range(r, 0, sizeof letters - 1)];
            xml_datatype *fresh = new_type(types[i][0], types[i][1]);
            const bool fits = xml_datatype_accepts(fresh, value, NULL);
            if (xml_datatype_accepts(old, value, NULL) != fits || xml_datatype_accepts(old, value, NULL) != fits)
                fail_msg("%s: %s", types[i][0], value);
            good += fits;
            xml_datatype_drop(fresh);
        }
        assert_true(good > 20 && good < 3980);
        xml_datatype_drop(old);
    }
    g_rand_free(r);
}

/* A prefix is looked up where the value stands: one place has it, the other has not. */
static void
a_name_with_a_prefix_is_judged_by_its_place(void **state)
{
    world *w = *state;
    static const char text[] = "<r><a xmlns:p='u'/><b/></r>";
    const xml_doc *doc = xml_read_memory(w->s, "x", text, strlen(text), XML_FORM, &xml_limits_form, w->d);
    assert_non_null(doc);
    const xml_node *a = xml_first_element(xml_root(doc)), *b = xml_next_element(a);
    xml_datatype *t = xml_datatype_new("QName");
    assert_true(xml_datatype_restrict(t, "pattern", ".*"));
    for (int again = 0; again < 2; again++) {
        assert_true(xml_datatype_accepts(t, "p:x", a));
        assert_false(xml_datatype_accepts(t, "p:x", b));
    }
    xml_datatype_drop(t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_judged_by_itself),
        cmocka_unit_test(a_facet_holds_from_when_it_is_added),
        cmocka_unit_test(what_was_judged_before_changes_no_judgement),
        cmocka_unit_test_setup_teardown(a_name_with_a_prefix_is_judged_by_its_place, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
