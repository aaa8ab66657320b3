/* Each field row of the documents (domain guide 4.1 to 4.11) ticked off against the rendered pages.
 *
 * tests/fields/FORM.tsv: a line a row: label, sample, text on the page, where it comes from, page. The sample may
 * be `blank`, and may go on with ;as-of=YYYY-MM-DD ;month=YYYY-MM ;draft. Where it comes from is an XPath into
 * the case (which must select something) or words (fixed, handwritten, computed: …). Text is compared without white
 * space. `make check` prints the list as it is ticked off into the log. */
#include "samples_support.h"

static GHashTable *documents; /* "form sample" → made */

static void
made_free(void *p)
{
    drop(p);
    g_free(p);
}

static int
open_documents(void **state)
{
    documents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, made_free);
    xml_prove_walks(true); /* all that the forms and rules say, on all samples */
    return setup(state);
}

static int
close_documents(void **state)
{
    g_hash_table_destroy(documents);
    return teardown(state);
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

static made *
document_of(const fixture *f, const char *form_name, const char *sample)
{
    char *key = g_strconcat(form_name, " ", sample, NULL);
    made *m = g_hash_table_lookup(documents, key);
    if (m) {
        g_free(key);
        return m;
    }
    m = g_new(made, 1);
    *m = open_made();
    g_hash_table_insert(documents, key, m);
    bind_options options;
    const char *name = options_of(m->a, sample, &options);
    if (!make(f, form_name, name, &options, m)) {
        diag_print(m->d, stderr, DIAG_JA);
        fail_msg("%s is not made from %s", form_name, sample);
    }
    if (xml_store_unwalked(m->s))
        fail_msg("%s: not walked: %s", form_name, xml_expr_text(xml_store_unwalked(m->s)));
    return m;
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
        /* A ring says which of the words is chosen; that is another test's. */
        if (display_text_of(op) && !(op->kind == DISPLAY_MARK && op->mark.sign == DISPLAY_RING))
            append_solid(op->kind == DISPLAY_TEXT && op->text.is_ruby ? ruby : all, display_text_of(op));
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
data_has(made *m, const char *from)
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
tick_row(const fixture *all, const char *form_name, const char *row, guint line)
{
    char **f = g_strsplit(row, "\t", 0);
    size_t bad = 0;
    if (g_strv_length(f) != 5) {
        print_error("%s.tsv:%u: five columns, please\n", form_name, line);
        bad = 1;
    } else {
        made *m = document_of(all, form_name, f[1]);
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
tick_off(const fixture *f, const char *form_name)
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
        bad += tick_row(f, form_name, lines[i], i + 1);
    }
    g_strfreev(lines);
    g_free(text);
    g_free(path);
    if (rows < 6) { /* no form has so few fields */
        print_error("%s.tsv: %zu rows: every field of the form is to have one\n", form_name, rows);
        bad++;
    }
    return bad;
}

static void
test_every_form(void **state)
{
    const fixture *f = *state;
    size_t bad = 0;
    assert_non_null(f->forms[0]);
    for (char **form_name = f->forms; *form_name; form_name++)
        bad += tick_off(f, *form_name);
    assert_int_equal(bad, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_form)};
    return cmocka_run_group_tests(tests, open_documents, close_documents);
}
