#include "render/render_int.h"

#include <string.h>

#include "form/form.h"

static int
by_name(const void *a, const void *b)
{
    return strcmp((*(render_form_entry *const *)a)->name, (*(render_form_entry *const *)b)->name);
}

static void
free_entry(gpointer data)
{
    render_form_entry *entry = data;
    g_free(entry->name);
    g_free(entry->path);
    g_free(entry->title);
    g_free(entry);
}

static void
read_title(render_form_entry *entry, diag *d)
{
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    const char *form_name, *title;
    if (form_read_title(a, s, entry->path, &form_name, &title, &entry->takes_any, d))
        entry->title = g_strdup(title);
    xml_store_drop(s);
    arena_drop(a);
}

static void
add_entry(GPtrArray *forms, const char *folder, const char *name)
{
    char *path = g_build_filename(folder, name, "form.xml", NULL);
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        g_free(path);
        return;
    }
    render_form_entry *entry = g_new0(render_form_entry, 1);
    *entry = (render_form_entry){.name = g_strdup(name), .path = path};
    g_ptr_array_add(forms, entry);
}

GPtrArray *
render_find_forms(const render_paths *paths, diag *d)
{
    GError *error = NULL;
    GDir *dir = g_dir_open(paths->forms, 0, &error);
    if (!dir) {
        diag_add(d, DIAG_FILE_READ, PLACE_NONE, PLACE_NONE, paths->forms, error->message, NULL);
        g_error_free(error);
        return NULL;
    }
    GPtrArray *forms = g_ptr_array_new_with_free_func(free_entry);
    for (const char *name; (name = g_dir_read_name(dir));)
        add_entry(forms, paths->forms, name);
    g_dir_close(dir);
    g_ptr_array_sort(forms, by_name);
    for (guint i = 0; i < forms->len; i++)
        read_title(g_ptr_array_index(forms, i), d);
    return forms;
}

/* What a listing needs of the case, read once for all forms. */
typedef struct listing {
    render_environment *e;
    const render_request *r;
    arena *a;
    xml_store *s;
    render_case *c; /* NULL: no case was given */
    const casefile *data;
    GString *out;
    diag *d;
} listing;

static void
append_no(listing *u, const char *why)
{
    g_string_append_printf(u->out, u->r->language == DIAG_EN ? "\tno: %s" : "\t不可：%s", why);
}

static void
append_first_error(listing *u, const diag *own)
{
    size_t i = 0;
    while (diag_severity_of(diag_at(own, i)->code) != DIAG_ERROR)
        i++;
    char *why = diag_text(diag_at(own, i), u->r->language);
    append_no(u, why);
    g_free(why);
}

/* Whether the case fills the form: when binding finds every value and no rule keeps the paper in the office. */
static void
append_answer(listing *u, const char *path)
{
    const bind_options options = {.as_of = u->r->as_of, .month = u->r->month, .draft = u->r->draft};
    const form *f = render_form(u->e, u->a, u->s, path, u->d);
    if (!f)
        return;
    if (f->any_data) {
        g_string_append(u->out, "\t-");
        return;
    }
    diag *own = diag_new();
    const bound *b = bind_case(u->a, u->s, f, u->data, &options, own);
    const check_finding *forbids = b ? render_forbidden(u->a, u->s, u->c, u->r, b, u->d) : NULL;
    if (!b)
        append_first_error(u, own);
    else if (forbids)
        append_no(u, arena_printf(u->a, "%s %s", forbids->id, forbids->text));
    else
        g_string_append(u->out, u->r->language == DIAG_EN ? "\tyes" : "\t可");
    diag_drop(own);
}

static void
list_one(listing *u, const render_form_entry *entry)
{
    if (!entry->title)
        return;
    g_string_append_printf(u->out, "%s\t%s", entry->name, entry->title);
    if (u->data)
        append_answer(u, entry->path);
    g_string_append_c(u->out, '\n');
}

static bool
list_all(listing *u)
{
    GPtrArray *forms = render_find_forms(u->e->paths, u->d);
    for (guint i = 0; forms && i < forms->len; i++)
        list_one(u, g_ptr_array_index(forms, i));
    if (forms)
        g_ptr_array_free(forms, TRUE);
    return diag_count(u->d, DIAG_ERROR) == 0;
}

bool
render_list_forms(render_environment *e, const render_request *r, GString *out, diag *d)
{
    listing u = {.e = e, .r = r, .out = out, .d = d};
    u.a = arena_new();
    u.s = xml_store_new();
    if (r->case_path) {
        u.c = render_case_new(e, r->case_path);
        u.data = render_case_data(u.c, false, d);
    }
    const bool done = (u.data || !r->case_path) && list_all(&u);
    render_case_drop(u.c);
    xml_store_drop(u.s);
    arena_drop(u.a);
    return done;
}
