#include "preview/preview_int.h"

/* The page's own files, by name. */
struct assets {
    GHashTable *files; /* name → GBytes */
};

const char *
assets_type(const char *name)
{
    static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
                                           {".css", "text/css; charset=utf-8"},
                                           {".js", "text/javascript; charset=utf-8"},
                                           {".svg", "image/svg+xml"}};
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
        if (g_str_has_suffix(name, types[i][0]))
            return types[i][1];
    return NULL;
}

assets *
assets_read(const char *folder, diag *d)
{
    assets *a = g_new0(assets, 1);
    a->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    GDir *dir = folder ? g_dir_open(folder, 0, NULL) : NULL;
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL), *bytes = NULL;
        gsize n = 0;
        if (assets_type(name) && g_file_get_contents(path, &bytes, &n, NULL))
            g_hash_table_insert(a->files, g_strdup(name), g_bytes_new_take(bytes, n));
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
    if (g_hash_table_contains(a->files, "index.html"))
        return a;
    diag_add(d, DIAG_INSTALL_MISSING, PLACE_NONE, PLACE_NONE, NULL);
    assets_drop(a);
    return NULL;
}

void
assets_drop(assets *a)
{
    if (!a)
        return;
    g_hash_table_destroy(a->files);
    g_free(a);
}

GBytes *
assets_file(const assets *a, const char *name)
{
    return g_hash_table_lookup(a->files, name);
}
