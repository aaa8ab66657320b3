/* test_made_cases.c: what the bench measures with is real work: the invented cases of tests/bench/make_cases are valid,
 * break no rule, and fill every form that they can. */
#include "test_pipeline.h"

#include "render/document.h"

#include "check/check.h"
#include "forms_support.h"

enum { CASES = 50, PAINTED = 8 };
#define AS_OF "2026-02-12" /* after all that is recorded */

/* The generator stands beside this program. */
static void
make_cases(const char *folder, int count, const char *seed)
{
    char *self = g_file_read_link("/proc/self/exe", NULL), *here = g_path_get_dirname(self);
    char *tool = g_build_filename(here, "make_cases", NULL), *many = g_strdup_printf("%d", count);
    char *words[] = {tool, (char *)folder, many, (char *)seed, NULL};
    int status = -1;
    assert_true(g_spawn_sync(NULL, words, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, NULL));
    assert_int_equal(status, 0);
    g_free(many);
    g_free(tool);
    g_free(here);
    g_free(self);
}

static const char *
case_file(world *w, const char *folder, int number)
{
    return arena_printf(w->a, "%s/%s/K-%05d/case.xml", w->folder, folder, number);
}

static void
they_are_valid_and_break_no_rule(void **state)
{
    world *w = *state;
    make_cases(own_file(w, "cases", NULL), CASES, "1");
    const check_rules *rules = check_rules_read(w->a, w->s, "templates/rules", "templates/schema", w->d);
    date as_of;
    assert_true(date_parse(AS_OF, &as_of));
    for (int i = 1; i <= CASES; i++) {
        const casefile *c = casefile_read(w->a, w->s, case_file(w, "cases", i), "templates/schema", w->d);
        check_codes(w, "");
        assert_non_null(c);
        const check_result *result = check_case(w->a, w->s, rules, c, as_of, DIAG_JA, w->d);
        assert_non_null(result);
        if (result->count)
            fail_msg("case %d: %s %s", i, result->findings[0].id, result->findings[0].text);
    }
}

/* Of one case: every form it can fill. Those without paint are taken as far as the display list. */
static void
fill_forms(world *w, render_environment *e, int number, char **forms, size_t *filled)
{
    render_case *c = render_case_new(e, case_file(w, "cases", number));
    for (size_t k = 0; forms[k]; k++) {
        render_request r = {.form = forms[k], .print = number <= PAINTED ? STAGE_NONE : STAGE_DISPLAY};
        render_document *judged = render_document_new(c, &r, &render_to_leave, RENDER_JUDGED);
        GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
        size_t pages = 0;
        if (render_document_is_good(judged)) {
            g_string_truncate(w->text, 0);
            const bool done = render_case_document(c, &r, outputs, w->text, &pages, NULL, w->d);
            check_codes(w, "");
            assert_true(done);
            assert_true(pages > 0);
            assert_int_equal(outputs->len, number <= PAINTED ? 1 : 0);
            filled[k]++;
        }
        g_ptr_array_free(outputs, TRUE);
        render_document_drop(judged);
    }
    render_case_drop(c);
}

static void
they_fill_the_forms(void **state)
{
    world *w = *state;
    char **forms = forms_of_cases();
    size_t *filled = g_new0(size_t, g_strv_length(forms));
    make_cases(own_file(w, "cases", NULL), CASES, "1");
    render_environment *e = render_open(&own_paths, RENDER_KEEP, w->d);
    for (int i = 1; i <= CASES; i++)
        fill_forms(w, e, i, forms, filled);
    render_close(e);
    for (size_t k = 0; forms[k]; k++) {
        /* The interim sheet (supplement) is of April 2024 alone; no made child is at a high school (independence-plan).
         */
        if (filled[k] == 0 && strcmp(forms[k], "supplement") != 0 && strcmp(forms[k], "independence-plan") != 0)
            fail_msg("no case fills %s", forms[k]);
        if (strcmp(forms[k], "plan") == 0)
            assert_int_equal(filled[k], CASES);
    }
    g_free(filled);
    g_strfreev(forms);
}

static void
a_seed_tells_the_cases(void **state)
{
    world *w = *state;
    char *text[3];
    static const char *const folders[] = {"first", "again", "other"}, *const seeds[] = {"7", "7", "8"};
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
        make_cases(own_file(w, folders[i], NULL), 3, seeds[i]);
        assert_true(g_file_get_contents(case_file(w, folders[i], 3), &text[i], NULL, NULL));
    }
    assert_string_equal(text[0], text[1]);
    assert_string_not_equal(text[0], text[2]);
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++)
        g_free(text[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(they_are_valid_and_break_no_rule), TEST(they_fill_the_forms),
                                       TEST(a_seed_tells_the_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
