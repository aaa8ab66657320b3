/* Each field row of the documents (domain guide 4.1 to 4.11) ticked off against the rendered pages.
 *
 * tests/fields/FORM.tsv: a line a row: label, sample, text on the page, where it comes from, page. The sample may
 * be `blank`, and may go on with ;as-of=YYYY-MM-DD ;month=YYYY-MM ;draft. Where it comes from is an XPath into
 * the case (which must select something) or words (fixed, handwritten, computed: …). Text is compared without white
 * space. `make check` prints the list as it is ticked off into the log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "bind/bind.h"
#include "casefile/casefile.h"
#include "compose/compose.h"
#include "display/display.h"
#include "form/form.h"

typedef struct document {
    arena *a;
    xml_store *s;
    diag *d;
    casefile *c;
    display *l;
} document;

typedef struct office {
    font_set *fonts;
    text_engine *engine;
    GHashTable *documents; /* "form sample" → document */
} office;

static void
document_free(void *p)
{
    document *m = p;
    if (m->l)
        display_drop(m->l);
    xml_store_drop(m->s);
    arena_drop(m->a);
    diag_drop(m->d);
    g_free(m);
}

static int
setup(void **state)
{
    office *o = g_new0(office, 1);
    diag *d = diag_new();
    o->fonts = font_set_open("fonts", d);
    assert_non_null(o->fonts);
    o->engine = text_engine_new(o->fonts);
    o->documents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, document_free);
    diag_drop(d);
    *state = o;
    return 0;
}

static int
teardown(void **state)
{
    office *o = *state;
    g_hash_table_destroy(o->documents);
    text_engine_drop(o->engine);
    font_set_close(o->fonts);
    g_free(o);
    return 0;
}

/* "hodei-futoukou;month=2024-06" */
static char *
options_of(arena *a, const char *sample, bind_options *out)
{
    char **parts = g_strsplit(sample, ";", 0);
    char *name = arena_strdup(a, parts[0]);
    *out = (bind_options){.blank = strcmp(name, "blank") == 0};
    for (guint i = 1; parts[i]; i++) {
        if (g_str_has_prefix(parts[i], "as-of="))
            out->as_of = arena_strdup(a, parts[i] + 6);
        else if (g_str_has_prefix(parts[i], "month="))
            out->month = arena_strdup(a, parts[i] + 6);
        else if (strcmp(parts[i], "draft") == 0)
            out->draft = true;
        else
            fail_msg("what is %s?", parts[i]);
    }
    g_strfreev(parts);
    return name;
}

static document *
document_of(office *o, const char *form_name, const char *sample)
{
    char *key = g_strconcat(form_name, " ", sample, NULL);
    document *m = g_hash_table_lookup(o->documents, key);
    if (m) {
        g_free(key);
        return m;
    }
    m = g_new0(document, 1);
    g_hash_table_insert(o->documents, key, m);
    m->a = arena_new();
    m->s = xml_store_new();
    m->d = diag_new();
    bind_options options;
    const char *name = options_of(m->a, sample, &options);
    const form *f =
        form_read_file(m->a, m->s, arena_printf(m->a, "templates/%s/form.xml", form_name), "templates/schema", m->d);
    if (!options.blank)
        m->c = casefile_read(m->a, m->s, arena_printf(m->a, "samples/%s/case.xml", name), "templates/schema", m->d);
    const bound *b = f && (m->c || options.blank) ? bind_case(m->a, m->s, f, m->c, &options, m->d) : NULL;
    const composed *pages = b ? compose_document(m->a, o->engine, o->fonts, b, m->d) : NULL;
    m->l = pages ? compose_display(m->a, pages, o->engine, o->fonts, m->d) : NULL;
    if (!m->l || diag_count(m->d, DIAG_ERROR)) {
        diag_print(m->d, stderr, DIAG_JA);
        fail_msg("%s is not made from %s", form_name, sample);
    }
    return m;
}

static void
append_solid(GString *to, const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const gunichar ch = g_utf8_get_char(p);
        if (!g_unichar_isspace(ch) && ch != 0x3000)
            g_string_append_unichar(to, ch);
    }
}

/* Furigana stands between the lines and is not part of a line's text: it is looked at apart. */
static bool
page_says(const display *l, guint number, const char *words)
{
    if (number < 1 || number > l->pages->len)
        return false;
    const display_page *page = g_ptr_array_index(l->pages, number - 1);
    GString *all = g_string_new(NULL), *ruby = g_string_new(NULL), *want = g_string_new(NULL);
    for (guint i = 0; i < page->ops->len; i++) {
        const display_op *op = &g_array_index(page->ops, display_op, i);
        if (op->kind == DISPLAY_TEXT)
            append_solid(op->text.is_ruby ? ruby : all, op->text.utf8);
    }
    append_solid(want, words);
    const bool says = want->len > 0 && (strstr(all->str, want->str) || strstr(ruby->str, want->str));
    g_string_free(all, TRUE);
    g_string_free(ruby, TRUE);
    g_string_free(want, TRUE);
    return says;
}

/* "/case/plan/@from, @to (computed)": the first path is looked up, the rest is for people. */
static char *
first_path(const char *from)
{
    int depth = 0;
    const char *p = from;
    for (; *p; p++) {
        depth += (*p == '[') - (*p == ']');
        if (depth == 0 && (*p == ',' || *p == ';' || *p == ' '))
            break;
    }
    return g_strndup(from, (gsize)(p - from));
}

static bool
data_has(document *m, const char *from)
{
    char *path = first_path(from);
    const place where = {.file = "tests/fields", .line = 1};
    xml_xpath *x = xml_xpath_new(m->s);
    xml_value v;
    const xml_expr *e = xml_expr_compile(m->s, path, where, m->d);
    const bool has = e && xml_eval(x, m->a, e, casefile_root(m->c), 1, 1, where, m->d, &v) && xml_value_boolean(&v);
    xml_xpath_drop(x);
    g_free(path);
    return has;
}

static size_t
tick_row(office *o, const char *form_name, const char *row, guint line)
{
    char **f = g_strsplit(row, "\t", 0);
    size_t bad = 0;
    if (g_strv_length(f) != 5) {
        print_error("%s.tsv:%u: five columns, please\n", form_name, line);
        bad = 1;
    } else {
        document *m = document_of(o, form_name, f[1]);
        const guint page = (guint)atoi(f[4]);
        if (!page_says(m->l, page, f[2])) {
            print_error("%s.tsv:%u: ☐ %s (%s): page %u does not say: %s\n", form_name, line, f[0], f[1], page, f[2]);
            bad = 1;
        } else if (f[3][0] == '/' && m->c && !data_has(m, f[3])) {
            print_error("%s.tsv:%u: ☐ %s (%s): no such data: %s\n", form_name, line, f[0], f[1], f[3]);
            bad = 1;
        } else {
            print_message("☑ %s\t%s\t%s\tpage %u\t%s\n", form_name, f[0], f[1], page, f[3]);
        }
    }
    g_strfreev(f);
    return bad;
}

static size_t
tick_off(office *o, const char *form_name)
{
    char *path = g_strdup_printf("tests/fields/%s.tsv", form_name), *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL))
        fail_msg("%s: the form has no list of its field rows", path);
    char **lines = g_strsplit(text, "\n", 0);
    size_t rows = 0, bad = 0;
    for (guint i = 0; lines[i]; i++) {
        if (!*lines[i] || lines[i][0] == '#')
            continue;
        rows++;
        bad += tick_row(o, form_name, lines[i], i + 1);
    }
    g_strfreev(lines);
    g_free(text);
    g_free(path);
    assert_true(rows > 5);
    return bad;
}

static void
test_every_form(void **state)
{
    GDir *dir = g_dir_open("templates", 0, NULL);
    size_t forms = 0, bad = 0;
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *path = g_build_filename("templates", name, "form.xml", NULL);
        if (g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
            bad += tick_off(*state, name);
            forms++;
        }
        g_free(path);
    }
    g_dir_close(dir);
    assert_true(forms > 0);
    assert_int_equal(bad, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_form)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
