/* once.c: the gallery as a folder of files, for whoever reviews it without a server. */
#include "preview/gallery.h"

#include <assert.h>
#include <string.h>

#include "base/outfile.h"
#include "base/outfolder.h"

#define PAGES "pages"
/* Of the page's own files; gallery.html is index.html here. */
static const char *const own_files[] = {"gallery.js", "gallery.css", "preview.css", "icon.svg"};
static const char *const made_files[] = {"index.html", "gallery.json", "gallery-data.js"};

/* ---- which folder it may be ---- */

static bool
is_ours(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(own_files); i++)
        if (strcmp(own_files[i], name) == 0)
            return true;
    for (size_t i = 0; i < G_N_ELEMENTS(made_files); i++)
        if (strcmp(made_files[i], name) == 0)
            return true;
    return false;
}

static bool
is_picture(const char *folder, const char *name)
{
    return g_str_has_suffix(name, ".svg") && outfolder_is_plain(folder, name, G_FILE_TEST_IS_REGULAR);
}

static bool
is_part(const char *folder, const char *name)
{
    if (strcmp(name, PAGES) != 0)
        return is_ours(name) && outfolder_is_plain(folder, name, G_FILE_TEST_IS_REGULAR);
    char *pages = g_build_filename(folder, name, NULL);
    const bool is = outfolder_is_plain(folder, name, G_FILE_TEST_IS_DIR) && outfolder_all(pages, is_picture);
    g_free(pages);
    return is;
}

/* ---- what is in it ---- */

typedef struct site {
    gallery *g;
    view_maker maker;
    assets *assets;
    const char *beside; /* where it is being written */
    diag *d;
} site;

static bool
put_file(const site *u, const char *name, const void *bytes, size_t length)
{
    char *path = g_build_filename(u->beside, name, NULL);
    const bool done = outfile_write(path, bytes, length, u->d);
    g_free(path);
    return done;
}

static bool
put_own(const site *u, const char *from, const char *name)
{
    GBytes *file = assets_file(u->assets, from);
    if (!file) {
        diag_add(u->d, DIAG_INSTALL_MISSING, PLACE_NONE, PLACE_NONE, NULL);
        return false;
    }
    gsize n = 0;
    const void *bytes = g_bytes_get_data(file, &n);
    return put_file(u, name, bytes, n);
}

static bool
put_pair(const site *u, gallery_pair *p)
{
    GPtrArray *pictures = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    bool good = true;
    gallery_compose(u->g, p, &u->maker, pictures);
    for (guint i = 0; good && i < pictures->len; i++) {
        const GByteArray *picture = g_ptr_array_index(pictures, i);
        char *name = g_strdup_printf("%s/%s-%u.svg", PAGES, p->key, i + 1);
        good = put_file(u, name, picture->data, picture->len);
        g_free(name);
    }
    g_ptr_array_free(pictures, TRUE);
    return good;
}

/* A page opened from a file may not read other files, but may run a script: the same data stands in both. */
static bool
put_data(const site *u)
{
    GString *json = g_string_new(NULL);
    gallery_append(json, u->g, false);
    g_string_append_c(json, '\n');
    bool good = put_file(u, "gallery.json", json->str, json->len);
    g_string_prepend(json, "const galleryData = ");
    good = good && put_file(u, "gallery-data.js", json->str, json->len);
    g_string_free(json, TRUE);
    return good;
}

static bool
fill_site(const site *u, const outfolder *whole)
{
    bool good = outfolder_add(whole, PAGES, u->d);
    for (guint i = 0; good && i < u->g->pairs->len; i++)
        good = put_pair(u, g_ptr_array_index(u->g->pairs, i));
    for (size_t i = 0; good && i < G_N_ELEMENTS(own_files); i++)
        good = put_own(u, own_files[i], own_files[i]);
    return good && put_own(u, "gallery.html", "index.html") && put_data(u);
}

static bool
write_site(site *u, const char *folder)
{
    outfolder *whole = outfolder_begin(folder, u->d);
    if (!whole)
        return false;
    u->beside = outfolder_way(whole);
    return outfolder_end(whole, fill_site(u, whole), u->d);
}

bool
preview_once(const render_paths *paths, const preview_options *o, const char *folder, GString *summary, diag *d)
{
    assert(paths && o && folder && summary && d);
    site u = {.d = d};
    bool done = outfolder_may_become(folder, "gallery.json", is_part);
    if (!done)
        diag_add(d, DIAG_PREVIEW_FOLDER, PLACE_NONE, PLACE_NONE, folder, NULL);
    done = done && (u.assets = assets_read(paths->preview, d)) && (u.g = gallery_new(paths, o, d)) &&
           (u.maker.environment = render_open(paths, RENDER_FRESH, d));
    if (done) {
        u.maker.outlines = paint_outlines_new();
        done = write_site(&u, folder);
        paint_outlines_drop(u.maker.outlines);
    }
    if (done)
        gallery_print(u.g, summary);
    render_close(u.maker.environment);
    gallery_drop(u.g);
    assets_drop(u.assets);
    return done;
}
