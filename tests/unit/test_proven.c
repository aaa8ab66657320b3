/* What was found good when the program was built (proven/proven.h): all that comes with renkei is; nothing that differs
 * from it by a byte. And whatever is altered in the files of an installation, whoever goes by the verdicts tells of it
 * what is told by who goes by none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "casefile/casefile.h"
#include "check/check.h"
#include "folder_support.h"
#include "form/form.h"
#include "proven/proven.h"
#include "render/render.h"
#include "schema/schema.h"

/* The files that there are verdicts of, below the folder of forms. */
typedef struct shipped {
    GPtrArray *names; /* of char *: plan/form.xml */
    GPtrArray *forms; /* of char *: plan */
    char *folder;     /* a copy of them */
    GRand *rand;
} shipped;

static void
add_files(GPtrArray *names, const char *folder, const char *ending)
{
    char *path = g_build_filename("templates", folder, NULL);
    GDir *dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));)
        if (g_str_has_suffix(name, ending))
            g_ptr_array_add(names, g_build_filename(folder, name, NULL));
    if (dir)
        g_dir_close(dir);
    g_free(path);
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *
read_text(const char *folder, const char *name, gsize *length)
{
    char *path = g_build_filename(folder, name, NULL), *text = NULL;
    assert_true(g_file_get_contents(path, &text, length, NULL));
    g_free(path);
    return text;
}

static void
write_text(const char *folder, const char *name, const char *text, gsize length)
{
    char *path = g_build_filename(folder, name, NULL), *parent = g_path_get_dirname(path);
    assert_int_equal(g_mkdir_with_parents(parent, 0700), 0);
    assert_true(write_file_anew(path, text, (gssize)length));
    g_free(parent);
    g_free(path);
}

static int
setup(void **state)
{
    shipped *s = g_new0(shipped, 1);
    s->names = g_ptr_array_new_with_free_func(g_free);
    s->forms = g_ptr_array_new_with_free_func(g_free);
    s->folder = g_dir_make_tmp("renkei-proven-XXXXXX", NULL);
    s->rand = g_rand_new_with_seed(20);
    GDir *dir = g_dir_open("templates", 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));) {
        const guint before = s->names->len;
        add_files(s->names, name, "form.xml");
        if (s->names->len > before)
            g_ptr_array_add(s->forms, g_strdup(name));
    }
    g_dir_close(dir);
    add_files(s->names, "schema", ".rng");
    add_files(s->names, "rules", ".xml");
    add_files(s->names, "shared", ".xml");
    g_ptr_array_sort(s->names, compare_names);
    g_ptr_array_sort(s->forms, compare_names);
    for (guint i = 0; i < s->names->len; i++) {
        gsize length;
        char *text = read_text("templates", g_ptr_array_index(s->names, i), &length);
        write_text(s->folder, g_ptr_array_index(s->names, i), text, length);
        g_free(text);
    }
    GPtrArray *items = g_ptr_array_new_with_free_func(g_free); /* which forms read, and of which there is no verdict */
    add_files(items, "items", ".xml");
    for (guint i = 0; i < items->len; i++) {
        gsize length;
        char *text = read_text("templates", g_ptr_array_index(items, i), &length);
        write_text(s->folder, g_ptr_array_index(items, i), text, length);
        g_free(text);
    }
    g_ptr_array_free(items, TRUE);
    *state = s;
    return 0;
}

static int
teardown(void **state)
{
    shipped *s = *state;
    remove_tree(s->folder);
    g_free(s->folder);
    g_rand_free(s->rand);
    g_ptr_array_free(s->names, TRUE);
    g_ptr_array_free(s->forms, TRUE);
    g_free(s);
    return 0;
}

/* ---- the verdicts ---- */

static unsigned
expected_of(const char *name)
{
    if (g_str_has_suffix(name, ".rng"))
        return strcmp(name, "schema/types.rng") == 0 ? PROVEN_GRAMMAR : PROVEN_GRAMMAR | PROVEN_START;
    if (g_str_has_prefix(name, "rules/"))
        return PROVEN_RULES;
    return g_str_has_suffix(name, "/form.xml") ? PROVEN_FORM | PROVEN_NAMES : PROVEN_FORM;
}

static void
test_all_that_comes_with_it_is_known(void **state)
{
    const shipped *s = *state;
    assert_true(s->forms->len > 20);
    for (guint i = 0; i < s->names->len; i++) {
        const char *name = g_ptr_array_index(s->names, i);
        gsize length;
        char *text = read_text("templates", name, &length), *path = g_build_filename("/somewhere/else", name, NULL),
             *other = g_build_filename("/somewhere", "no-such-folder", strchr(name, '/') + 1, NULL);
        assert_int_equal(proven_verdicts(path, text, length), expected_of(name));
        assert_int_equal(proven_verdicts(name, text, length), expected_of(name));
        assert_int_equal(proven_verdicts(other, text, length), 0);
        assert_int_equal(proven_verdicts(strchr(name, '/') + 1, text, length), 0);
        g_free(other);
        g_free(path);
        g_free(text);
    }
}

static void
test_what_differs_by_a_byte_is_not_known(void **state)
{
    const shipped *s = *state;
    for (guint i = 0; i < s->names->len; i++) {
        const char *name = g_ptr_array_index(s->names, i);
        gsize length;
        char *text = read_text("templates", name, &length);
        for (int n = 0; n < 20; n++) {
            char *at = text + (n == 0 ? 0 : n == 1 ? (gint32)length - 1 : g_rand_int_range(s->rand, 0, (gint32)length));
            *at = (char)(*at ^ 1);
            assert_int_equal(proven_verdicts(name, text, length), 0);
            *at = (char)(*at ^ 1);
        }
        assert_int_equal(proven_verdicts(name, text, length - 1), 0);
        assert_int_equal(proven_verdicts(name, text, 0), 0);
        assert_int_equal(proven_verdicts(name, text, length), expected_of(name));
        g_free(text);
    }
}

static void
test_each_grammar_is_named_once(void **state)
{
    const shipped *s = *state;
    size_t named = 0;
    for (guint i = 0; i < s->names->len; i++)
        named += g_str_has_suffix(g_ptr_array_index(s->names, i), ".rng") ? 1 : 0;
    for (size_t i = 0; i < named; i++) {
        char *name = g_build_filename("schema", proven_grammar(i), NULL);
        assert_true(g_ptr_array_find_with_equal_func(s->names, name, g_str_equal, NULL));
        g_free(name);
        assert_true(i == 0 || strcmp(proven_grammar(i - 1), proven_grammar(i)) < 0);
    }
    assert_null(proven_grammar(named));
}

/* ---- what is told ---- */

static void
print_told(GString *out, const char *what, bool good, const diag *d)
{
    g_string_append_printf(out, "%s: %s\n", what, good ? "good" : "bad");
    for (size_t i = 0; i < diag_length(d); i++) {
        const diag_message *m = diag_at(d, i);
        char *text = diag_text(m, DIAG_JA);
        g_string_append_printf(out, "%s %s:%d %s\n", diag_name(m->code), m->form.file ? m->form.file : "", m->form.line,
                               text);
        g_free(text);
    }
}

/* All that one document is made by, in a folder. */
static char *
tell_all(const char *folder, const char *of, bool proven)
{
    GString *out = g_string_new(NULL);
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    char *schema = g_build_filename(folder, "schema", NULL), *rules = g_build_filename(folder, "rules", NULL),
         *path = g_build_filename(folder, of, "form.xml", NULL);
    casefile_schemas *schemas = casefile_schemas_open(schema, false);
    if (proven) {
        xml_store_take_proven(s);
        casefile_schemas_take_proven(schemas);
    }
    diag *d = diag_new();
    const schema_grammar *g = form_schema_read(s, schema, d);
    print_told(out, "grammar", g, d);
    print_told(out, "form", g && form_read_with(a, s, path, g, d), d);
    print_told(out, "large", g && form_read_large(a, s, path, g, d), d);
    const check_source from = {.rules = rules, .schema = schema, .form = of};
    const check_rules *table = check_rules_load(a, s, &from, d);
    print_told(out, "rules", table, d);
    print_told(out, "cases", casefile_schemas_warm(schemas, d), d);
    diag_drop(d);
    casefile_schemas_close(schemas);
    g_free(path);
    g_free(rules);
    g_free(schema);
    xml_store_drop(s);
    arena_drop(a);
    return g_string_free(out, FALSE);
}

/* Whether anything was told. */
static bool
compare_ways(const char *folder, const char *of, const char *altered)
{
    char *with = tell_all(folder, of, true), *without = tell_all(folder, of, false);
    if (strcmp(with, without) != 0)
        fail_msg("%s, form %s:\n--- by verdicts\n%s--- without\n%s", altered, of, with, without);
    const bool told = strstr(with, ": bad\n");
    g_free(without);
    g_free(with);
    return told;
}

static void
test_each_form_is_read_alike(void **state)
{
    const shipped *s = *state;
    for (guint i = 0; i < s->forms->len; i++)
        assert_false(compare_ways("templates", g_ptr_array_index(s->forms, i), "as they are"));
}

/* A letter of a word between quotes, or of a tag, becomes another: most are still XML. */
static void
alter_letter(GRand *rand, GString *text)
{
    for (int tries = 0; tries < 1000; tries++) {
        char *at = text->str + g_rand_int_range(rand, 0, (gint32)text->len);
        if (g_ascii_islower(*at) && at > text->str && (at[-1] == '"' || at[-1] == '<' || at[-1] == '/')) {
            *at = *at == 'x' ? 'y' : 'x';
            return;
        }
    }
}

/* An element without its end, an attribute, a byte. */
static void
alter_text(GRand *rand, GString *text)
{
    const gint32 at = g_rand_int_range(rand, 1, (gint32)text->len - 1);
    const char *from = strstr(text->str + at, "=\""), *to = from ? strchr(from + 2, '"') : NULL;
    switch (g_rand_int_range(rand, 0, 6)) {
    case 0:
        g_string_erase(text, at, 1);
        break;
    case 1:
        g_string_truncate(text, 0);
        break;
    case 2: /* what a value is */
        if (to)
            g_string_erase(text, from + 2 - text->str, to - from - 2);
        break;
    default:
        alter_letter(rand, text);
    }
}

static const char *
any_of(const shipped *s, const char *folder)
{
    const char *name;
    do
        name = g_ptr_array_index(s->names, (guint)g_rand_int_range(s->rand, 0, (gint32)s->names->len));
    while (!g_str_has_prefix(name, folder));
    return name;
}

static void
test_whatever_is_altered_is_told_alike(void **state)
{
    const shipped *s = *state;
    const int rounds = IS_SANITIZED ? 12 : 150;
    int told = 0;
    for (int n = 0; n < rounds; n++) {
        const char *of = g_ptr_array_index(s->forms, (guint)g_rand_int_range(s->rand, 0, (gint32)s->forms->len));
        char *own = g_build_filename(of, "form.xml", NULL);
        const char *name = n % 3 == 0 ? own : any_of(s, n % 3 == 1 ? "shared/" : "");
        gsize length;
        char *was = read_text("templates", name, &length);
        GString *text = g_string_new_len(was, (gssize)length);
        alter_text(s->rand, text);
        write_text(s->folder, name, text->str, text->len);
        told += compare_ways(s->folder, of, name);
        write_text(s->folder, name, was, length);
        g_string_free(text, TRUE);
        g_free(was);
        g_free(own);
    }
    assert_true(told > rounds / 10);
}

/* The first form that includes it; NULL: none does, of those that are for cases. */
static const char *
including_form(const shipped *s, const char *name)
{
    char *href = g_strdup_printf("href=\"../%s\"", name);
    const char *found = NULL;
    for (guint i = 0; !found && i < s->forms->len; i++) {
        char *own = g_build_filename(g_ptr_array_index(s->forms, i), "form.xml", NULL);
        gsize length;
        char *text = read_text("templates", own, &length);
        if (strstr(text, href) && !strstr(text, "data=\"any\""))
            found = g_ptr_array_index(s->forms, i);
        g_free(text);
        g_free(own);
    }
    g_free(href);
    return found;
}

/* A name that nothing has, in an expression of what a form includes: of the form itself nothing has changed. */
static void
test_names_in_what_is_included_are_told_alike(void **state)
{
    const shipped *s = *state;
    int told = 0;
    for (guint i = 0; i < s->names->len; i++) {
        const char *name = g_ptr_array_index(s->names, i),
                   *of = g_str_has_prefix(name, "shared/") ? including_form(s, name) : NULL;
        gsize length;
        char *text = of ? read_text("templates", name, &length) : NULL;
        int n = 0;
        for (char *at = text; at && n < 6 && (at = strstr(at + 1, "select=\""));) {
            char *first = at + strlen("select=\"");
            if (!g_ascii_islower(*first))
                continue;
            const char was = *first;
            *first = 'q';
            write_text(s->folder, name, text, length);
            told += compare_ways(s->folder, of, name);
            *first = was;
            n++;
        }
        if (text)
            write_text(s->folder, name, text, length);
        g_free(text);
    }
    assert_true(told > 0);
}

/* A file that is known, in the place of another that is; and one that is not there. */
static void
test_files_that_change_places_are_told_alike(void **state)
{
    const shipped *s = *state;
    static const char *const pairs[][2] = {{"shared/base.xml", "shared/letter.xml"},
                                           {"plan/form.xml", "schedule/form.xml"},
                                           {"schema/types.rng", "schema/office.rng"},
                                           {"schema/form.rng", "schema/rules.rng"},
                                           {"rules/additions.xml", "rules/practice.xml"},
                                           {"schema/case.rng", NULL},
                                           {"schema/form.rng", NULL},
                                           {"shared/base.xml", NULL}};
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        gsize length, other_length;
        char *was = read_text("templates", pairs[i][0], &length),
             *path = g_build_filename(s->folder, pairs[i][0], NULL),
             *other = pairs[i][1] ? read_text("templates", pairs[i][1], &other_length) : NULL;
        if (other)
            write_text(s->folder, pairs[i][0], other, other_length);
        else
            assert_int_equal(g_unlink(path), 0);
        (void)compare_ways(s->folder, "plan", pairs[i][0]);
        write_text(s->folder, pairs[i][0], was, length);
        g_free(other);
        g_free(path);
        g_free(was);
    }
    assert_false(compare_ways(s->folder, "plan", "all as it was"));
}

/* What is known to be good is not judged: else all this would hold of who never goes by a verdict. */
static void
test_what_is_known_is_not_judged(void **state)
{
    const shipped *s = *state;
    char *schema = g_build_filename(s->folder, "schema", NULL),
         *path = g_build_filename(s->folder, "plan/form.xml", NULL);
    for (int proven = 0; proven < 2; proven++) {
        arena *a = arena_new();
        xml_store *store = xml_store_new();
        diag *d = diag_new();
        if (proven)
            xml_store_take_proven(store);
        const schema_grammar *g = form_schema_read(store, schema, d);
        assert_non_null(form_read_with(a, store, path, g, d));
        assert_int_equal(schema_source_count(g) == 0, proven);
        assert_int_equal(schema_is_proven(g), proven);
        assert_string_equal(schema_folder(a, g), schema);
        diag_drop(d);
        xml_store_drop(store);
        arena_drop(a);
    }
    g_free(path);
    g_free(schema);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_that_comes_with_it_is_known),
        cmocka_unit_test(test_what_differs_by_a_byte_is_not_known),
        cmocka_unit_test(test_each_grammar_is_named_once),
        cmocka_unit_test(test_each_form_is_read_alike),
        cmocka_unit_test(test_whatever_is_altered_is_told_alike),
        cmocka_unit_test(test_names_in_what_is_included_are_told_alike),
        cmocka_unit_test(test_files_that_change_places_are_told_alike),
        cmocka_unit_test(test_what_is_known_is_not_judged),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
