/* The names that an expression asks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "schema/schema.h"

static void
note(void *names, const char *name, bool is_attribute)
{
    g_string_append_printf(names, "%s%s%s", ((GString *)names)->len ? " " : "", is_attribute ? "@" : "", name);
}

static void
names_are_those_of_steps_and_of_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *text, *names;
    } rows[] = {{"a", "a"},
                {"a/b/@c", "a b @c"},
                {"/a//b", "a b"},
                {"a[b = 'c']/d[@e][2]", "a b d @e"},
                {"f(a, g(@b))[c]/d", "a @b c d"},
                {"$a/b | c", "b c"},
                {"a div b - c * -d", "a b c d"},
                {"child::a/attribute::b/../following-sibling::c/ancestor-or-self::d", "a @b c d"},
                {"*/@*/node()/text()/.", ""},
                {"'a' = \"b\" and 3 or $c", ""},
                {"x:a/b", ""}, /* libxml2's */
                {"following::a", ""}};
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const xml_expr *e = xml_expr_compile(s, rows[i].text, PLACE_NONE, d);
        GString *names = g_string_new(NULL);
        assert_non_null(e);
        xml_expr_names(e, note, names);
        if (strcmp(names->str, rows[i].names) != 0)
            fail_msg("%s: %s, not %s", rows[i].text, names->str, rows[i].names);
        g_string_free(names, TRUE);
    }
    diag_drop(d);
    xml_store_drop(s);
}

/* ---- the rules that come with renkei ---- */

typedef struct known {
    xml_store *s;
    diag *d;
    arena *a;
    GHashTable *elements, *attributes;
    const xml_node *at;
    const char *text;
    size_t count;
} known;

static void
look_up(void *data, const char *name, bool is_attribute)
{
    known *k = data;
    k->count++;
    if (!g_hash_table_contains(is_attribute ? k->attributes : k->elements, name))
        fail_msg("line %d: %s%s in %s", xml_place(k->a, k->at, false).line, is_attribute ? "@" : "", name, k->text);
}

static void
look_through(known *k, const xml_node *n)
{
    static const char *const expressions[] = {"context", "when", "until", "claims", "test", "at", "select"};
    k->at = n;
    for (size_t i = 0; i < G_N_ELEMENTS(expressions); i++) {
        k->text = xml_attribute(k->a, n, expressions[i]);
        const xml_expr *e = k->text ? xml_expr_compile(k->s, k->text, PLACE_NONE, k->d) : NULL;
        if (e)
            xml_expr_names(e, look_up, k);
    }
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        look_through(k, c);
}

static void
shipped_rules_ask_for_names_that_cases_or_masters_have(void **state)
{
    (void)state;
    static const char *const grammars[] = {"case", "office", "partners", "municipality", "calendar"};
    static const char *const files[] = {"additions", "cfa-notice-2024", "deadlines", "kariya-handbook", "practice"};
    known k = {.s = xml_store_new(),
               .d = diag_new(),
               .a = arena_new(),
               .elements = g_hash_table_new(g_str_hash, g_str_equal),
               .attributes = g_hash_table_new(g_str_hash, g_str_equal)};
    for (size_t i = 0; i < G_N_ELEMENTS(grammars); i++) {
        const schema_grammar *g = schema_read(k.s, arena_printf(k.a, "templates/schema/%s.rng", grammars[i]), k.d);
        assert_non_null(g);
        assert_true(schema_add_names(g, k.elements, k.attributes));
    }
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        const char *path = arena_printf(k.a, "templates/rules/%s.xml", files[i]);
        const xml_doc *doc = xml_read_file(k.s, path, XML_FORM, &xml_limits_form, k.d);
        assert_non_null(doc);
        look_through(&k, xml_root(doc));
    }
    assert_true(k.count > 1000);
    g_hash_table_destroy(k.elements);
    g_hash_table_destroy(k.attributes);
    arena_drop(k.a);
    diag_drop(k.d);
    xml_store_drop(k.s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_are_those_of_steps_and_of_nothing_else),
                                       cmocka_unit_test(shipped_rules_ask_for_names_that_cases_or_masters_have)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
