/* test_base_model.c: the first line of a file that we write: it leads to the grammar, wherever both are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/model.h"

static void
a_path_leads_from_a_file_to_another(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *path;
    } rows[] = {
        {"/a/b/case.xml", "/a/b/x.rng", "x.rng"},       {"/a/b/case.xml", "/a/schema/x.rng", "../schema/x.rng"},
        {"/a/b/c/case.xml", "/a/x.rng", "../../x.rng"}, {"/case.xml", "/usr/x.rng", "usr/x.rng"},
        {"/a/case.xml", "/a/b/../x.rng", "x.rng"},      {"b/case.xml", "schema/x.rng", "../schema/x.rng"},
        {"case.xml", "schema/x.rng", "schema/x.rng"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *path = path_between(rows[i].from, rows[i].to);
        assert_string_equal(path, rows[i].path);
        g_free(path);
    }
}

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define MODEL(href) "<?xml-model href=\"" href "\" schematypens=\"http://relaxng.org/ns/structure/1.0\"?>"

/* One line whatever is told, so that what follows has the same number; where it will be nobody knows, nothing is told.
 */
static void
the_first_line_names_the_grammar(void **state)
{
    (void)state;
    static const struct {
        const char *file, *schema, *line;
    } rows[] = {
        {"/a/K-1/case.xml", "/a/schema", DECLARATION MODEL("../schema/case.rng") "\n"},
        {"/a/K-1/case.xml", "/a/書 \"1\" &2/schema",
         DECLARATION MODEL("../%E6%9B%B8%20%221%22%20%262/schema/case.rng") "\n"},
        {"-", "/a/schema", DECLARATION "\n"},
        {NULL, "/a/schema", DECLARATION "\n"},
        {"/a/case.xml", NULL, DECLARATION "\n"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        GString *out = g_string_new(NULL);
        model_append_head(out, rows[i].file, rows[i].schema, "case");
        assert_string_equal(out->str, rows[i].line);
        g_string_free(out, TRUE);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_path_leads_from_a_file_to_another),
                                       cmocka_unit_test(the_first_line_names_the_grammar)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
