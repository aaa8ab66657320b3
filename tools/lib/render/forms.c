/* forms.c: which forms there are. */
#include "render/render_int.h"

#include <string.h>

#include "base/fault.h"
#include "base/folder.h"
#include "base/near.h"
#include "form/form.h"

static int
compare_entries(const void *a, const void *b)
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
    g_assert(paths && paths->forms && d);
    int error;
    GPtrArray *names = folder_names(paths->forms, &error);
    if (!names) {
        fault_report(d, DIAG_FILE_READ, PLACE_NONE, paths->forms, error);
        return NULL;
    }
    GPtrArray *forms = g_ptr_array_new_with_free_func(free_entry);
    for (guint i = 0; i < names->len; i++)
        add_entry(forms, paths->forms, g_ptr_array_index(names, i));
    g_ptr_array_unref(names);
    g_ptr_array_sort(forms, compare_entries);
    for (guint i = 0; i < forms->len; i++)
        read_title(g_ptr_array_index(forms, i), d);
    return forms;
}

bool
render_takes_month(const render_paths *paths, const char *name)
{
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *own = diag_new();
    char *of;
    render_copy_split(name, &of);
    char *path = render_form_path(paths, of);
    g_free(of);
    const form *f = form_read_file(a, s, path, paths->schema, own);
    const bool takes = !f || f->takes_month;
    g_free(path);
    diag_drop(own);
    xml_store_drop(s);
    arena_drop(a);
    return takes;
}

/* What somebody wrote who meant a form: plan of plan.xml, and the name of the form whose title is near. */
static char *
form_meant(const GPtrArray *forms, const char *name)
{
    char *base = g_path_get_basename(name);
    if (g_str_has_suffix(base, ".xml"))
        base[strlen(base) - strlen(".xml")] = '\0';
    GPtrArray *titles = g_ptr_array_new();
    for (guint i = 0; i < forms->len; i++)
        if (((render_form_entry *)g_ptr_array_index(forms, i))->title)
            g_ptr_array_add(titles, ((render_form_entry *)g_ptr_array_index(forms, i))->title);
    const char *title = near_find(base, titles);
    for (guint i = 0; title && i < forms->len; i++) {
        const render_form_entry *entry = g_ptr_array_index(forms, i);
        if (entry->title == title) {
            g_free(base);
            base = g_strdup(entry->name);
        }
    }
    g_ptr_array_free(titles, TRUE);
    return base;
}

static GPtrArray *
names_of(const GPtrArray *forms)
{
    GPtrArray *names = g_ptr_array_new();
    for (guint i = 0; forms && i < forms->len; i++)
        g_ptr_array_add(names, ((render_form_entry *)g_ptr_array_index(forms, i))->name);
    return names;
}

char *
render_near_form(const render_paths *paths, const char *word)
{
    g_assert(paths && word);
    diag *own = diag_new();
    GPtrArray *forms = render_find_forms(paths, own), *names = names_of(forms);
    char *meant = forms ? form_meant(forms, word) : g_strdup(word);
    char *found = g_strdup(near_find(meant, names));
    g_free(meant);
    g_ptr_array_free(names, TRUE);
    if (forms)
        g_ptr_array_free(forms, TRUE);
    diag_drop(own);
    return found;
}

void
render_tell_unknown_form(const render_paths *paths, const char *name, diag *d)
{
    g_assert(paths && name && d);
    diag *own = diag_new(); /* what is wrong with the others is another matter */
    GPtrArray *forms = render_find_forms(paths, own), *names = names_of(forms);
    char *meant = forms ? form_meant(forms, name) : g_strdup(name);
    char *ja = near_advice(meant, names, DIAG_JA), *en = near_advice(meant, names, DIAG_EN);
    if (!forms)
        diag_append_all(d, own);
    else if (forms->len == 0)
        diag_add(d, DIAG_FORM_NONE, PLACE_NONE, PLACE_NONE, paths->forms, NULL);
    else
        diag_add(d, DIAG_FORM_UNKNOWN, PLACE_NONE, PLACE_NONE, name, ja, en, NULL);
    g_free(ja);
    g_free(en);
    g_free(meant);
    g_ptr_array_free(names, TRUE);
    if (forms)
        g_ptr_array_free(forms, TRUE);
    diag_drop(own);
}
