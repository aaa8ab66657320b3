/* All names that a grammar knows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schema/schema.h"

#include "folder_support.h"

typedef struct sets {
    xml_store *s;
    diag *d;
    GHashTable *elements, *attributes;
} sets;

static sets
open_sets(void)
{
    return (sets){xml_store_new(), diag_new(), g_hash_table_new(g_str_hash, g_str_equal),
                  g_hash_table_new(g_str_hash, g_str_equal)};
}

static void
close_sets(sets *x)
{
    g_hash_table_destroy(x->elements);
    g_hash_table_destroy(x->attributes);
    diag_drop(x->d);
    xml_store_drop(x->s);
}

static void
names_are_those_of_the_file_and_of_what_it_includes(void **state)
{
    (void)state;
    sets x = open_sets();
    const schema_grammar *g = schema_read(x.s, "templates/schema/case.rng", x.d);
    assert_non_null(g);
    assert_true(schema_add_names(g, x.elements, x.attributes));
    assert_true(g_hash_table_contains(x.elements, "child"));
    assert_true(g_hash_table_contains(x.attributes, "birth-date"));
    assert_true(g_hash_table_contains(x.attributes, "postal-code")); /* of types.rng */
    assert_false(g_hash_table_contains(x.elements, "birth-date"));
    assert_false(g_hash_table_contains(x.elements, "named-role")); /* a <define> */
    arena *a = arena_new();
    assert_string_equal(schema_folder(a, g), "templates/schema");
    arena_drop(a);
    close_sets(&x);
}

static void
names_in_a_choice_are_all_there_and_any_name_is_no_list(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool closed;
    } rows[] = {{"<choice><name>b</name><choice><name> c </name></choice></choice>", true},
                {"<choice><name>b</name><name>c</name><anyName/></choice>", false},
                {"<choice><name>b</name><name>c</name><nsName ns=\"urn:x\"/></choice>", false}};
    char *folder = g_dir_make_tmp("renkei-XXXXXX", NULL), *path = g_build_filename(folder, "x.rng", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *text =
            g_strdup_printf("<grammar xmlns=\"http://relaxng.org/ns/structure/1.0\"><start><element name=\"a\">"
                            "<attribute name=\"d\"/><element>%s<text/></element></element></start></grammar>",
                            rows[i].name);
        assert_true(g_file_set_contents(path, text, -1, NULL));
        g_free(text);
        sets x = open_sets();
        const schema_grammar *g = schema_read(x.s, path, x.d);
        assert_non_null(g);
        assert_int_equal(schema_add_names(g, x.elements, x.attributes), rows[i].closed);
        assert_int_equal(g_hash_table_size(x.elements), 3);
        assert_int_equal(g_hash_table_size(x.attributes), 1);
        assert_true(g_hash_table_contains(x.elements, "c"));
        close_sets(&x);
    }
    g_free(path);
    remove_tree(folder);
    g_free(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_are_those_of_the_file_and_of_what_it_includes),
                                       cmocka_unit_test(names_in_a_choice_are_all_there_and_any_name_is_no_list)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
