/* What somebody meant who wrote a name that there is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/near.h"

static GPtrArray *
names_of_forms(void)
{
    static const char *const names[] = {"plan", "schedule", "pickup", "visit-letter"};
    GPtrArray *all = g_ptr_array_new();
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        g_ptr_array_add(all, (gpointer)names[i]);
    return all;
}

static void
slips_of_the_pen_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *written, *meant; /* NULL: too far from all */
    } rows[] = {{"palan", "plan"},
                {"plna", "plan"},
                {"pla", "plan"},
                {"schedul", "schedule"},
                {"vist-leter", "visit-letter"},
                {"invoice", NULL},
                {"", NULL},
                {"pln", "plan"},
                {"計画", NULL},
                {"PLAN", "plan"},
                {"ｐｌａｎ", "plan"},
                {"ＰＬＡＮ", "plan"},
                {"Visit-Letter", "visit-letter"}};
    GPtrArray *names = names_of_forms();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *found = near_find(rows[i].written, names);
        if (g_strcmp0(found, rows[i].meant) != 0)
            fail_msg("%s: %s", rows[i].written, found ? found : "nothing");
    }
    g_ptr_array_free(names, TRUE);
}

/* <b> is no slip of <br>, nor <i> of <if>. */
static void
a_name_of_one_letter_is_no_slip_of_another(void **state)
{
    (void)state;
    static const char *const written[] = {"b", "i", "u", "q", "p"};
    GPtrArray *names = g_ptr_array_new();
    g_ptr_array_add(names, (gpointer) "br");
    g_ptr_array_add(names, (gpointer) "if");
    g_ptr_array_add(names, (gpointer) "p");
    for (size_t i = 0; i < G_N_ELEMENTS(written); i++)
        assert_string_equal(near_find(written[i], names) ? near_find(written[i], names) : "",
                            *written[i] == 'p' ? "p" : "");
    assert_string_equal(near_find("brr", names), "br");
    g_ptr_array_free(names, TRUE);
}

static void
advice_names_what_there_is(void **state)
{
    (void)state;
    GPtrArray *names = names_of_forms(), *none = g_ptr_array_new();
    char *said[] = {near_advice("palan", names, DIAG_JA), near_advice("palan", names, DIAG_EN),
                    near_advice("invoice", names, DIAG_JA), near_advice("x", none, DIAG_JA)};
    assert_string_equal(said[0], "plan のことですか。あるのは plan schedule pickup visit-letter");
    assert_string_equal(said[1], "did you mean plan? there are plan schedule pickup visit-letter");
    assert_string_equal(said[2], "あるのは plan schedule pickup visit-letter");
    assert_string_equal(said[3], "一つもありません");
    for (size_t i = 0; i < G_N_ELEMENTS(said); i++)
        g_free(said[i]);
    g_ptr_array_free(names, TRUE);
    g_ptr_array_free(none, TRUE);
}

/* A ledger may know thousands of keys. */
static void
very_many_are_not_all_named(void **state)
{
    (void)state;
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; i < 1000; i++)
        g_ptr_array_add(names, g_strdup_printf("K-%04d", i));
    char *ja = near_advice("K-900", names, DIAG_JA), *en = near_advice("K-0900x", names, DIAG_EN);
    assert_non_null(strstr(ja, "のことですか"));
    assert_true(g_str_has_suffix(ja, " ほか850件"));
    assert_true(g_str_has_prefix(en, "did you mean K-0900? "));
    assert_true(g_str_has_suffix(en, " and 850 more"));
    g_free(ja);
    g_free(en);
    g_ptr_array_free(names, TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slips_of_the_pen_are_found),
        cmocka_unit_test(very_many_are_not_all_named),
        cmocka_unit_test(a_name_of_one_letter_is_no_slip_of_another),
        cmocka_unit_test(advice_names_what_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
