/* once.c: the gallery as a folder of files, for whoever reviews it without a server. */
#include "preview/gallery.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/fault.h"
#include "base/outfile.h"

#define PAGES "pages"
/* Of the page's own files; gallery.html is index.html here. */
static const char *const own_files[] = {"gallery.js", "gallery.css", "preview.css", "icon.svg"};
static const char *const made_files[] = {"index.html", "gallery.json", "gallery-data.js"};

/* ---- which folder it may be ---- */

static bool
is_plain(const char *folder, const char *name, GFileTest kind)
{
    char *path = g_build_filename(folder, name, NULL);
    const bool is = !g_file_test(path, G_FILE_TEST_IS_SYMLINK) && g_file_test(path, kind);
    g_free(path);
    return is;
}

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

/* Every entry of a folder passes; a folder that cannot be read does not. */
static bool
all_of(const char *folder, bool (*pass)(const char *folder, const char *name))
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    bool good = dir != NULL;
    for (const char *name; good && (name = g_dir_read_name(dir));)
        good = pass(folder, name);
    if (dir)
        g_dir_close(dir);
    return good;
}

static bool
is_picture(const char *folder, const char *name)
{
    return g_str_has_suffix(name, ".svg") && is_plain(folder, name, G_FILE_TEST_IS_REGULAR);
}

static bool
is_part(const char *folder, const char *name)
{
    if (strcmp(name, PAGES) != 0)
        return is_ours(name) && is_plain(folder, name, G_FILE_TEST_IS_REGULAR);
    char *pages = g_build_filename(folder, name, NULL);
    const bool is = is_plain(folder, name, G_FILE_TEST_IS_DIR) && all_of(pages, is_picture);
    g_free(pages);
    return is;
}

static bool
pass_none(const char *folder, const char *name)
{
    (void)folder, (void)name;
    return false;
}

/* New, empty, or a gallery from before. */
static bool
may_become(const char *folder)
{
    if (g_file_test(folder, G_FILE_TEST_IS_SYMLINK))
        return false;
    if (!g_file_test(folder, G_FILE_TEST_EXISTS))
        return true;
    return all_of(folder, pass_none) ||
           (is_plain(folder, "gallery.json", G_FILE_TEST_IS_REGULAR) && all_of(folder, is_part));
}

static bool
remove_entry(const char *folder, const char *name)
{
    char *path = g_build_filename(folder, name, NULL);
    const bool gone = g_remove(path) == 0;
    g_free(path);
    return gone;
}

/* Only of a folder that this program filled. */
static void
remove_folder(const char *folder)
{
    char *pages = g_build_filename(folder, PAGES, NULL);
    all_of(pages, remove_entry);
    g_rmdir(pages);
    all_of(folder, remove_entry);
    g_rmdir(folder);
    g_free(pages);
}

/* ---- what is in it ---- */

typedef struct site {
    gallery *g;
    view_maker maker;
    assets *assets;
    char *beside; /* where it is being written */
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
fill_site(const site *u)
{
    char *pages = g_build_filename(u->beside, PAGES, NULL);
    bool good = g_mkdir(pages, 0700) == 0;
    if (!good)
        fault_report(u->d, DIAG_FILE_WRITE, PLACE_NONE, pages, errno);
    for (guint i = 0; good && i < u->g->pairs->len; i++)
        good = put_pair(u, g_ptr_array_index(u->g->pairs, i));
    for (size_t i = 0; good && i < G_N_ELEMENTS(own_files); i++)
        good = put_own(u, own_files[i], own_files[i]);
    g_free(pages);
    return good && put_own(u, "gallery.html", "index.html") && put_data(u);
}

/* ---- into its place ---- */

/* A file system that cannot exchange two folders has the old one moved away first. */
static bool
exchange_folders(const char *beside, const char *folder)
{
    if (renameat2(AT_FDCWD, beside, AT_FDCWD, folder, RENAME_EXCHANGE) == 0)
        return true;
    char *away = g_strconcat(beside, ".old", NULL);
    const bool done = rename(folder, away) == 0 && rename(beside, folder) == 0 && rename(away, beside) == 0;
    if (!done && !g_file_test(folder, G_FILE_TEST_EXISTS))
        rename(away, folder);
    g_free(away);
    return done;
}

/* Afterwards `beside` is what was there before, if anything. */
static bool
put_in_place(const site *u, const char *folder)
{
    if (rename(u->beside, folder) == 0)
        return true;
    if ((errno == ENOTEMPTY || errno == EEXIST) && exchange_folders(u->beside, folder))
        return true;
    fault_report(u->d, DIAG_FILE_WRITE, PLACE_NONE, folder, errno);
    return false;
}

static bool
write_site(site *u, const char *folder)
{
    char *whole = g_canonicalize_filename(folder, NULL);
    u->beside = g_strconcat(whole, ".XXXXXX", NULL);
    bool done = g_mkdtemp_full(u->beside, 0700) != NULL;
    if (!done) {
        fault_report(u->d, DIAG_FILE_WRITE, PLACE_NONE, folder, errno);
    } else {
        done = fill_site(u) && put_in_place(u, whole);
        remove_folder(u->beside);
    }
    g_free(u->beside);
    g_free(whole);
    return done;
}

bool
preview_once(const render_paths *paths, const preview_options *o, const char *folder, GString *summary, diag *d)
{
    assert(paths && o && folder && summary && d);
    site u = {.d = d};
    bool done = may_become(folder);
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
