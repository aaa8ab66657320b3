/* Each folder of tests/bad holds an input and, in `expect`, the diagnostics it must raise: a line
 * `code file:line` each, in the order they are reported, files without their folders.
 *
 * case.xml is read as a case, form.xml as the XML of a form. An input too large to keep is written by
 * generate.sh. A folder `schema` takes the place of templates/schema. Here are the samples of the xml and
 * casefile rooms, known by their names. */
#include "test_xml_check.h"

#include <sys/stat.h>

#include "casefile/casefile.h"
#include "schema/schema.h"

#define BAD "tests/bad"

static char *
inside(const char *folder, const char *name)
{
    char *path = g_build_filename(BAD, folder, name, NULL);
    if (g_file_test(path, G_FILE_TEST_EXISTS))
        return path;
    g_free(path);
    return NULL;
}

/* The codes and places that were reported, as `expect` has them. */
static const char *
reported(world *w)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(w->d); i++) {
        const diag_message *m = diag_at(w->d, i);
        const place p = m->form.file ? m->form : m->data;
        if (!p.file) { /* what was typed */
            g_string_append_printf(out, "%s\n", diag_name(m->code));
            continue;
        }
        char *file = g_path_get_basename(p.file);
        g_string_append_printf(out, "%s %s:%d\n", diag_name(m->code), file, p.line);
        g_free(file);
    }
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

static bool
accepts_form(world *w, const char *path, const char *schemas)
{
    const xml_doc *doc = xml_read_file(w->s, path, XML_FORM, &xml_limits_form, w->d);
    const schema_grammar *schema = schema_read(w->s, arena_printf(w->a, "%s/form.rng", schemas), w->d);
    return doc && schema && schema_validate(schema, doc, w->d);
}

static void
read_as(world *w, const char *path, bool form, const char *schemas)
{
    const bool taken = form ? accepts_form(w, path, schemas) : casefile_read(w->a, w->s, path, schemas, w->d) != NULL;
    if (taken != (diag_length(w->d) > 0 && diag_count(w->d, DIAG_ERROR) == 0)) /* a warning leaves it be */
        fail_msg("%s was accepted", path);
    for (size_t i = 0; i < diag_length(w->d); i++)
        if (form ? !diag_at(w->d, i)->form.file : diag_exit_status(w->d) == EXIT_FORM)
            fail_msg("%s is blamed at the wrong end", path);
}

static void
generate(world *w, const char *script, bool form, const char *schemas)
{
    char *folder = g_dir_make_tmp("renkei-bad-XXXXXX", NULL);
    char *path = g_build_filename(folder, form ? "form.xml" : "case.xml", NULL);
    char *command = g_strdup_printf("sh %s > %s", script, path);
    assert_int_equal(system(command), 0);
    read_as(w, path, form, schemas);
    g_unlink(path);
    g_rmdir(folder);
    g_free(command);
    g_free(path);
    g_free(folder);
}

/* False when the folder is not for this test. */
static bool
check_folder(world *w, const char *folder)
{
    char *expect = inside(folder, "expect"), *expected = NULL, *schema = inside(folder, "schema");
    char *of_case = inside(folder, "case.xml"), *of_form = inside(folder, "form.xml"),
         *script = inside(folder, "generate.sh");
    const bool ours = expect && (g_str_has_prefix(folder, "xml-") || g_str_has_prefix(folder, "form-xml-") ||
                                 g_str_has_prefix(folder, "casefile-") || strcmp(folder, "schema-broken") == 0);
    const char *schemas = schema ? schema : "templates/schema";
    if (ours) {
        forget(w);
        assert_true(g_file_get_contents(expect, &expected, NULL, NULL));
        if (script)
            generate(w, script, g_str_has_prefix(folder, "form-"), schemas);
        else
            read_as(w, of_case ? of_case : of_form, !of_case, schemas);
        const char *got = reported(w);
        if (strcmp(got, expected) != 0)
            fail_msg("%s: reported\n%sinstead of\n%s", folder, got, expected);
        const char *begins = strstr(expected, folder);
        if (!begins || !strchr(" \n", begins[strlen(folder)]))
            fail_msg("%s does not expect what it is named for", folder);
    }
    g_free(expect);
    g_free(expected);
    g_free(schema);
    g_free(of_case);
    g_free(of_form);
    g_free(script);
    return ours;
}

static void
each_bad_sample_raises_what_it_says(void **state)
{
    world *w = *state;
    GDir *dir = g_dir_open(BAD, 0, NULL);
    assert_non_null(dir);
    int checked = 0;
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;)
        checked += check_folder(w, name);
    g_dir_close(dir);
    assert_true(checked > 0);
}

/* No code of these rooms without a sample. */
static void
each_code_has_a_sample(void **state)
{
    (void)state;
    static const diag_code elsewhere[] = {DIAG_FORM_XPATH, DIAG_FORM_XPATH_EVAL,
                                          DIAG_FORM_XPATH_VALUE}; /* need a form around them */
    for (int code = DIAG_XML_NOT_A_FILE; code <= DIAG_CASEFILE_EXACTLY_ONE; code++) {
        bool skip = false;
        for (size_t i = 0; i < G_N_ELEMENTS(elsewhere); i++)
            skip = skip || (int)elsewhere[i] == code;
        char *expect = inside(diag_name((diag_code)code), "expect");
        if (!skip && !expect)
            fail_msg("%s has no sample in " BAD, diag_name((diag_code)code));
        g_free(expect);
    }
}

/* The xml room serves forms and data: what exits 3 for a case exits 4 for a form. */
static void
each_data_code_has_a_twin_for_forms(void **state)
{
    (void)state;
    for (int code = DIAG_XML_NOT_A_FILE; code < DIAG_FORM_XPATH; code++) {
        const char *name = diag_name((diag_code)code);
        if (!g_str_has_prefix(name, "xml-") || diag_exit_class_of((diag_code)code) != EXIT_DATA)
            continue;
        char *twin_name = g_strconcat("form-", name, NULL);
        const diag_code twin = diag_find(twin_name);
        if (twin == DIAG_CODE_COUNT || diag_exit_class_of(twin) != EXIT_FORM)
            fail_msg("%s is missing", twin_name);
        g_free(twin_name);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_bad_sample_raises_what_it_says, begin, end),
        cmocka_unit_test(each_code_has_a_sample),
        cmocka_unit_test(each_data_code_has_a_twin_for_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
