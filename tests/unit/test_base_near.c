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
    } rows[] = {
        {"palan", "plan"}, {"plna", "plan"}, {"pla", "plan"}, {"schedul", "schedule"}, {"vist-leter", "visit-letter"},
        {"invoice", NULL}, {"", NULL},       {"pln", "plan"}, {"計画", NULL}};
    GPtrArray *names = names_of_forms();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *found = near_find(rows[i].written, names);
        if (g_strcmp0(found, rows[i].meant) != 0)
            fail_msg("%s: %s", rows[i].written, found ? found : "nothing");
    }
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slips_of_the_pen_are_found),
        cmocka_unit_test(advice_names_what_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
