/* test_stage_golden.c: tests/golden/STAGE/NAME/ holds form.xml, data.xml (none: a blank form) and `expect`, the
 * stage's print of that document. RENKEI_BLESS=1 writes the expect files anew: look at the page first. */
#include "test_pipeline.h"

#include "emit/notes.h"

static const char *const stages[] = {"bind", "compose", "display", "structure", "notes"};

/* Of a trial: what refused its text is noted as well. */
static void
print_notes(world *w, const bound *b, GString *out)
{
    GArray *notes = g_array_new(FALSE, TRUE, sizeof(emit_note));
    const composed *c = compose_trial(w->a, engine, fonts, b, w->d);
    if (w->list)
        display_drop(w->list);
    w->list = emit_document(w->a, c, notes);
    emit_notes_print(notes, out);
    g_array_free(notes, TRUE);
}

static char *
print_stage(world *w, const char *stage, const char *folder)
{
    const char *form_path = arena_printf(w->a, "%s/form.xml", folder);
    const char *data_path = arena_printf(w->a, "%s/data.xml", folder);
    const bool has_data = g_file_test(data_path, G_FILE_TEST_EXISTS);
    w->options = (bind_options){.as_of = "2024-06-01", .month = "2024-05", .blank = !has_data};
    const bound *b = bind_files(w, form_path, has_data ? data_path : NULL);
    GString *out = g_string_new(NULL);
    if (b && strcmp(stage, "bind") == 0) {
        bound_print(b, out);
    } else if (b && strcmp(stage, "notes") == 0) {
        print_notes(w, b, out);
    } else {
        const composed *c = compose_bound(w, b);
        if (c && strcmp(stage, "compose") == 0)
            composed_print(c, out);
        else if (display_composed(w, c) && strcmp(stage, "structure") == 0)
            display_print_structure(w->list, out);
        else if (w->list)
            display_print(w->list, false, out);
    }
    if (diag_length(w->d))
        g_string_append_printf(out, "! %s\n", messages(w));
    return g_string_free(out, FALSE);
}

static bool
check_case(world *w, const char *stage, const char *folder)
{
    char *expect = g_build_filename(folder, "expect", NULL), *wanted = NULL;
    char *got = print_stage(w, stage, folder);
    bool same = true;
    if (g_getenv("RENKEI_BLESS")) {
        assert_true(g_file_set_contents(expect, got, -1, NULL));
    } else {
        same = g_file_get_contents(expect, &wanted, NULL, NULL) && strcmp(wanted, got) == 0;
        if (!same)
            print_error("%s\n-- wanted\n%s-- got\n%s", folder, wanted ? wanted : "(no expect file)\n", got);
    }
    g_free(wanted);
    g_free(got);
    g_free(expect);
    forget(w);
    return same;
}

static void
goldens_come_out_as_recorded(void **state)
{
    int count = 0, wrong = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(stages); i++) {
        char *root = g_build_filename("tests/golden", stages[i], NULL);
        GDir *dir = g_dir_open(root, 0, NULL);
        assert_non_null(dir);
        for (const char *name; (name = g_dir_read_name(dir)); count++) {
            char *folder = g_build_filename(root, name, NULL);
            wrong += !check_case(*state, stages[i], folder);
            g_free(folder);
        }
        g_dir_close(dir);
        g_free(root);
    }
    assert_true(count >= 10);
    assert_int_equal(wrong, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(goldens_come_out_as_recorded)};
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
