/* font.c: the families of families.ini, their faces found by name. */
#include "font/font_int.h"

#include <string.h>

#include "base/fault.h"

static const char *
package_of(const font_set *s, const char *face)
{
    const char *space = strrchr(face, ' ');
    char *family = g_strndup(face, space ? (size_t)(space - face) : strlen(face));
    char *package = g_key_file_get_string(s->ini, "packages", family, NULL);
    const char *kept = package ? arena_strdup(s->memory, package) : "?";
    g_free(package);
    g_free(family);
    return kept;
}

static font_file *
file_at(font_set *s, const char *path)
{
    for (guint i = 0; i < s->files->len; i++) {
        font_file *known = g_ptr_array_index(s->files, i);
        if (strcmp(known->path, path) == 0)
            return known;
    }
    font_file *f = ARENA_NEW(s->memory, font_file);
    *f = (font_file){.path = path};
    g_mutex_init(&f->lock);
    g_ptr_array_add(s->files, f);
    return f;
}

/* A face that cannot be read would have no glyphs, and another would take its place without a word: that is found out
 * before anything is set in it. */
static bool
is_read(font_file *f, diag *d)
{
    const bool read = font_file_bytes(f)->data;
    if (!read)
        fault_report(d, DIAG_FILE_READ, PLACE_NONE, f->path, f->error);
    return read;
}

/* The face of this name, once a set; NULL after a diagnostic. */
static const font_face *
need_face(font_set *s, const font_finder *finder, const char *name, diag *d)
{
    for (guint i = 0; i < s->faces->len; i++) {
        const font_face *known = g_ptr_array_index(s->faces, i);
        if (strcmp(known->name, name) == 0)
            return known;
    }
    font_place at;
    if (!font_finder_find(finder, s->memory, name, &at)) {
        diag_add(d, DIAG_FONT_MISSING, PLACE_NONE, PLACE_NONE, name, package_of(s, name), NULL);
        return NULL;
    }
    font_file *file = file_at(s, at.file);
    if (!is_read(file, d))
        return NULL;
    font_face *f = ARENA_NEW(s->memory, font_face);
    *f = (font_face){s->faces->len, arena_strdup(s->memory, name), file, at.index, face_state_new()};
    g_ptr_array_add(s->faces, f);
    return f;
}

static const font_face *
read_face(font_set *s, const font_finder *finder, const char *family, const char *key, diag *d)
{
    char *name = g_key_file_get_string(s->ini, family, key, NULL);
    const font_face *face = NULL;
    if (name)
        face = need_face(s, finder, name, d);
    else
        diag_add(d, DIAG_FONT_FAMILIES, PLACE_NONE, PLACE_NONE, s->folder, family, key, NULL);
    g_free(name);
    return face;
}

static bool
read_family(font_set *s, const font_finder *finder, const char *name, diag *d)
{
    font_family family = {.name = arena_strdup(s->memory, name)};
    family.kanji = read_face(s, finder, name, "kanji", d);
    family.figures = read_face(s, finder, name, "figures", d);
    family.latin = read_face(s, finder, name, "latin", d);
    gsize count = 0;
    char **fallbacks = g_key_file_get_string_list(s->ini, name, "fallback", &count, NULL);
    const font_face **list = ARENA_ARRAY(s->memory, const font_face *, count + 1);
    bool whole = family.kanji && family.figures && family.latin;
    for (gsize i = 0; i < count; i++) {
        list[i] = need_face(s, finder, fallbacks[i], d);
        whole = whole && list[i];
    }
    g_strfreev(fallbacks);
    family.fallback = list;
    g_array_append_val(s->families, family);
    return whole;
}

static bool
read_families(font_set *s, const font_finder *finder, diag *d)
{
    bool whole = true;
    gsize count = 0;
    char **groups = g_key_file_get_groups(s->ini, &count);
    for (gsize i = 0; i < count; i++)
        if (strcmp(groups[i], "packages") != 0)
            whole = read_family(s, finder, groups[i], d) && whole;
    g_strfreev(groups);
    if (s->families->len == 0) {
        diag_add(d, DIAG_FONT_FAMILIES, PLACE_NONE, PLACE_NONE, s->folder, "mincho", "kanji", NULL);
        return false;
    }
    return whole;
}

static bool
load_families(font_set *s, diag *d)
{
    const char *file = arena_printf(s->memory, "%s/families.ini", s->folder);
    GError *error = NULL;
    s->ini = g_key_file_new();
    if (g_key_file_load_from_file(s->ini, file, G_KEY_FILE_NONE, &error))
        return true;
    fault_report(d, DIAG_FILE_READ, (place){file, 0, NULL}, file, fault_take(error));
    return false;
}

font_set *
font_set_open(const char *fonts_dir, diag *d)
{
    g_assert(fonts_dir && d);
    font_set *s = g_new0(font_set, 1);
    s->memory = arena_new();
    s->folder = arena_strdup(s->memory, fonts_dir);
    s->faces = g_ptr_array_new();
    s->files = g_ptr_array_new_with_free_func((GDestroyNotify)font_file_drop);
    s->families = g_array_new(FALSE, FALSE, sizeof(font_family));
    font_finder *finder = font_finder_open(arena_printf(s->memory, "%s/fonts.conf", fonts_dir), d);
    const bool whole = finder && load_families(s, d) && read_families(s, finder, d);
    font_finder_close(finder);
    if (s->ini)
        g_key_file_free(s->ini);
    s->ini = NULL;
    if (whole)
        return s;
    font_set_close(s);
    return NULL;
}

void
font_set_close(font_set *s)
{
    if (!s)
        return;
    for (guint i = 0; i < s->faces->len; i++)
        face_state_drop(((const font_face *)g_ptr_array_index(s->faces, i))->state);
    g_ptr_array_free(s->faces, TRUE);
    g_ptr_array_free(s->files, TRUE);
    g_array_free(s->families, TRUE);
    arena_drop(s->memory);
    g_free(s);
}

const font_family *
font_find_family(const font_set *s, const char *name)
{
    g_assert(s && name);
    for (guint i = 0; i < s->families->len; i++) {
        const font_family *family = &g_array_index(s->families, font_family, i);
        if (strcmp(family->name, name) == 0)
            return family;
    }
    return NULL;
}

size_t
font_face_count(const font_set *s)
{
    g_assert(s);
    return s->faces->len;
}

const font_face *
font_face_at(const font_set *s, size_t i)
{
    g_assert(i < s->faces->len);
    return g_ptr_array_index(s->faces, i);
}
