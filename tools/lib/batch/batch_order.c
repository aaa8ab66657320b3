/* batch_order.c: what is asked for, by a run file or by options. */
#include "batch/batch_int.h"

#include <string.h>

#include "base/asked.h"
#include "base/blank.h"
#include "cli/cli.h"
#include "schema/schema.h"
#include "xml/xml.h"

static void
clear_unread(void *p)
{
    g_free(((batch_unread *)p)->folder);
}

static void
clear_form(void *p)
{
    batch_form *f = p;
    g_free(f->form);
    g_free(f->month);
    g_free(f->as_of);
}

GArray *
batch_forms_new(void)
{
    GArray *forms = g_array_new(FALSE, FALSE, sizeof(batch_form));
    g_array_set_clear_func(forms, clear_form);
    return forms;
}

void
batch_forms_add(GArray *forms, const char *form, const char *month, const char *as_of, place where)
{
    const batch_form f = {g_strdup(form), g_strdup(month), g_strdup(as_of), where};
    g_array_append_val(forms, f);
}

batch_order *
batch_order_new(void)
{
    batch_order *o = g_new0(batch_order, 1);
    o->cases = g_ptr_array_new_with_free_func(g_free);
    o->unread = g_array_new(FALSE, FALSE, sizeof(batch_unread));
    g_array_set_clear_func(o->unread, clear_unread);
    o->skipped = g_ptr_array_new_with_free_func(g_free);
    o->forms = batch_forms_new();
    o->wishes = g_array_new(FALSE, TRUE, sizeof(batch_wish));
    o->missing = -1;
    return o;
}

void
batch_order_drop(batch_order *o)
{
    if (!o)
        return;
    g_ptr_array_free(o->cases, TRUE);
    g_array_free(o->unread, TRUE);
    g_ptr_array_free(o->skipped, TRUE);
    g_array_free(o->forms, TRUE);
    g_array_free(o->wishes, TRUE);
    g_free(o->month);
    g_free(o->as_of);
    g_free(o->name);
    g_free(o->output);
    g_free(o->local_rules);
    g_free(o->status);
    g_free(o->metrics);
    g_free(o->printer);
    g_free(o->print_options);
    g_free(o->label);
    g_free(o->roster);
    g_free(o->file);
    g_free(o);
}

const char *
batch_order_roster(const batch_order *o)
{
    g_assert(o);
    return o->roster ? o->roster : o->label ? o->label : "";
}

void
batch_order_add_form(batch_order *o, const char *form, const char *month, const char *as_of, place where)
{
    g_assert(o && form);
    batch_forms_add(o->forms, form, month, as_of, where);
}

/* ---- month ---- */

/* One that a form of the run file names for itself. */
static void
check_own_month(const batch_form *f, const render_paths *paths, diag *d)
{
    const char *form = f->form;
    diag *own = diag_new();
    if (f->month)
        cli_check_month(paths, &form, 1, own);
    diag_append_all_at(d, own, f->where);
    diag_drop(own);
}

void
batch_order_check_month(const batch_order *o, const render_paths *paths, bool typed, diag *d)
{
    g_assert(o && paths && d);
    GPtrArray *forms = g_ptr_array_new();
    for (guint i = 0; i < o->forms->len; i++) {
        const batch_form *f = &g_array_index(o->forms, batch_form, i);
        check_own_month(f, paths, d);
        g_ptr_array_add(forms, f->form);
    }
    diag *own = diag_new();
    if (o->month && !o->wishes->len)
        cli_check_month(paths, (const char *const *)forms->pdata, forms->len, own);
    diag_append_all_at(d, own, typed ? PLACE_NONE : o->where);
    diag_drop(own);
    g_ptr_array_free(forms, TRUE);
}

/* ---- run file ---- */

static char *
path_beside(const char *file, const char *path)
{
    if (g_path_is_absolute(path))
        return g_strdup(path);
    char *folder = g_path_get_dirname(file);
    char *joined = strcmp(folder, ".") == 0 ? g_strdup(path) : g_build_filename(folder, path, NULL);
    g_free(folder);
    return joined;
}

static void
replace_text(char **at, char *text)
{
    g_free(*at);
    *at = text;
}

/* A place that lives as long as the order. */
static place
place_in(const batch_order *o, arena *a, const xml_node *n)
{
    return (place){o->file, xml_place(a, n, false).line, NULL};
}

static void
read_root(batch_order *o, arena *a, const xml_node *root, const char *file, diag *d)
{
    const char *output = xml_attribute(a, root, "output"), *local = xml_attribute(a, root, "local-rules");
    const char *status = xml_attribute(a, root, "status"), *metrics = xml_attribute(a, root, "metrics");
    replace_text(&o->label, g_path_get_basename(file));
    replace_text(&o->file, g_strdup(file));
    o->where = place_in(o, a, root);
    replace_text(&o->month, g_strdup(xml_attribute(a, root, "month")));
    replace_text(&o->as_of, g_strdup(xml_attribute(a, root, "as-of")));
    batch_resolve_month(&o->month, o->where, d);
    batch_resolve_day(&o->as_of, o->where, d);
    replace_text(&o->name, g_strdup(xml_attribute(a, root, "name")));
    replace_text(&o->roster, g_strdup(xml_attribute(a, root, "roster")));
    const char *missing = xml_attribute(a, root, "missing");
    o->missing = missing ? (int)g_ascii_strtoll(missing, NULL, 10) : -1;
    replace_text(&o->output, output ? path_beside(file, output) : NULL);
    replace_text(&o->local_rules, local ? path_beside(file, local) : NULL);
    replace_text(&o->status, status ? path_beside(file, status) : NULL);
    replace_text(&o->metrics, metrics ? path_beside(file, metrics) : NULL);
}

/* The grammar knows the kinds and the words: it is written as options have it. */
static void
read_bundle(batch_order *o, arena *a, const xml_node *n)
{
    static const char *const manners[] = {"gaps", "duplex", "cover", "envelope"};
    const char *together = xml_attribute(a, n, "together");
    GString *text = g_string_new(xml_attribute(a, n, "to"));
    if (together && strcmp(together, "yes") == 0)
        g_string_append_c(text, '+');
    for (size_t i = 0; i < G_N_ELEMENTS(manners); i++) {
        const char *said = xml_attribute(a, n, manners[i]);
        if (said)
            g_string_append_printf(text, ",%s=%s", manners[i], said);
    }
    batch_order_add_wishes(o, text->str);
    g_string_free(text, TRUE);
}

/* Whose copy, or that it is to be blank; the grammar lets one of them be said. NULL after a diagnostic. */
static char *
form_asked(const xml_node *n, arena *a, const char *path, const char *schema_dir, place where, diag *d)
{
    const char *edition = xml_attribute(a, n, "edition");
    if (g_strcmp0(xml_attribute(a, n, "blank"), "yes") == 0)
        return render_copy_name_blank(path);
    return edition ? render_copy_name(schema_dir, path, edition, where, d) : g_strdup(path);
}

static void
read_child(batch_order *o, arena *a, const xml_node *n, const char *file, const char *schema_dir, diag *d)
{
    if (xml_named(n, "form")) {
        const char *name = xml_attribute(a, n, "name");
        const bool is_file = strchr(name, '/') || g_str_has_suffix(name, ".xml");
        char *path = is_file ? path_beside(file, name) : g_strdup(name);
        if (is_file && asked_file_error(path))
            asked_report(d, DIAG_FILE_ASKED, place_in(o, a, n), path, asked_file_error(path));
        char *month = g_strdup(xml_attribute(a, n, "month")), *day = g_strdup(xml_attribute(a, n, "as-of"));
        batch_resolve_month(&month, place_in(o, a, n), d);
        batch_resolve_day(&day, place_in(o, a, n), d);
        char *copy = form_asked(n, a, path, schema_dir, place_in(o, a, n), d);
        if (copy)
            batch_order_add_form(o, copy, month, day, place_in(o, a, n));
        g_free(copy);
        g_free(month);
        g_free(day);
        g_free(path);
        return;
    }
    if (xml_named(n, "bundle")) {
        read_bundle(o, a, n);
        return;
    }
    if (xml_named(n, "print")) {
        replace_text(&o->printer, g_strdup(xml_attribute(a, n, "printer")));
        replace_text(&o->print_options, g_strdup(xml_attribute(a, n, "options")));
        return;
    }
    char *path = path_beside(file, xml_attribute(a, n, xml_named(n, "cases") ? "folder" : "file"));
    const char *links = xml_attribute(a, n, "links");
    const batch_search how = {xml_attribute(a, n, "files"), g_strcmp0(links, "follow") == 0};
    batch_order_add_cases(o, path, &how, place_in(o, a, n), d);
    g_free(path);
}

/* ---- what is written and says nothing ---- */

typedef struct emptiness {
    arena *a;
    diag *d;
} emptiness;

static void
tell_empty(void *data, const xml_node *pattern, xml_node *n)
{
    const emptiness *x = data;
    const char *ja, *en;
    if (!xml_is_attribute(n) || !blank_is_text(xml_text(x->a, n)))
        return;
    schema_label(x->a, pattern, &ja, &en);
    diag_add(x->d, DIAG_XML_VALUE_EMPTY, PLACE_NONE, xml_place(x->a, n, true), ja, en, NULL);
}

/* An attribute of a case that is empty is as if it were not there (schema_take). Of a run file it is an order that was
 * not finished: `local-rules=""` would be a night without the local rules. */
static bool
take_order(const schema_grammar *g, xml_doc *doc, diag *d)
{
    arena *a = arena_new();
    emptiness x = {a, d};
    const size_t before = diag_length(d);
    schema_walk(g, doc, tell_empty, &x);
    const bool whole = diag_length(d) == before;
    diag *rest = diag_new();
    const bool valid = schema_take(g, doc, rest);
    for (size_t i = 0; i < diag_length(rest); i++)
        if (diag_at(rest, i)->code != DIAG_XML_VALUE_EMPTY) /* told already */
            diag_append(d, diag_at(rest, i));
    diag_drop(rest);
    arena_drop(a);
    return whole && valid;
}

bool
batch_order_read(batch_order *o, const char *path, const char *schema_dir, diag *d)
{
    g_assert(o && path && schema_dir && d);
    const size_t errors = diag_count(d, DIAG_ERROR);
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    char *schema_path = g_build_filename(schema_dir, "run.rng", NULL);
    schema_grammar *schema = schema_read(s, schema_path, d);
    int error = 0;
    xml_doc *doc = schema ? xml_read_asked(s, path, XML_DATA, &xml_limits_case, &error, d) : NULL;
    if (error)
        asked_report(d, DIAG_FILE_ASKED, PLACE_NONE, path, error);
    if (doc && take_order(schema, doc, d)) {
        read_root(o, a, xml_root(doc), path, d);
        for (const xml_node *n = xml_first_element(xml_root(doc)); n; n = xml_next_element(n))
            read_child(o, a, n, path, schema_dir, d);
    }
    g_free(schema_path);
    xml_store_drop(s);
    arena_drop(a);
    return diag_count(d, DIAG_ERROR) == errors;
}
