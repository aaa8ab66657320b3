#include "render/render.h"

#include <string.h>

#include "form/form.h"

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
list_one(const render_paths *paths, const char *name, GString *out, diag *d)
{
    char *path = g_build_filename(paths->forms, name, "form.xml", NULL);
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    const char *form_name, *title;
    bool any_data;
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR) && form_read_title(a, s, path, &form_name, &title, &any_data, d))
        g_string_append_printf(out, "%s\t%s\n", name, title);
    xml_store_drop(s);
    arena_drop(a);
    g_free(path);
}

bool
render_list_forms(const render_paths *paths, GString *out, diag *d)
{
    GError *error = NULL;
    GDir *dir = g_dir_open(paths->forms, 0, &error);
    if (!dir) {
        diag_add(d, DIAG_FILE_READ, PLACE_NONE, PLACE_NONE, paths->forms, error->message, NULL);
        g_error_free(error);
        return false;
    }
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; (name = g_dir_read_name(dir));)
        g_ptr_array_add(names, g_strdup(name));
    g_dir_close(dir);
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++)
        list_one(paths, g_ptr_array_index(names, i), out, d);
    g_ptr_array_free(names, TRUE);
    return diag_count(d, DIAG_ERROR) == 0;
}
