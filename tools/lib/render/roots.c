#include "render/roots_int.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "xml/xml.h"

/* Nobody names so many. */
enum { MOST_NAMED = 256 };

typedef struct finder {
    confine *c;
    GHashTable *seen; /* paths that were added, whole */
    const char *file; /* in which words are found */
    const char *data; /* whose folder names may be seen from as well; NULL: none */
    char *templates;  /* without links; what is below may be read */
    roots_use use;
    bool follow; /* what is named may name others */
} finder;

static bool
ends_as(const char *word, const char *const *endings)
{
    const char *point = strrchr(word, '.');
    for (; point && *endings; endings++)
        if (g_ascii_strcasecmp(point, *endings) == 0)
            return true;
    return false;
}

static bool
is_document(const char *word)
{
    static const char *const endings[] = {".xml", ".rng", NULL};
    return ends_as(word, endings);
}

static bool
is_picture(const char *word)
{
    static const char *const endings[] = {".png", ".jpg", ".jpeg", ".svg", NULL};
    return ends_as(word, endings);
}

static void find_named(finder *f, const char *file);

/* A link stays one: what it leads to is changed. */
static void
allow_change(confine *c, const char *file)
{
    char *real = realpath(file, NULL);
    confine_write_file(c, file);
    if (real)
        confine_write_file(c, real);
    free(real);
}

/* Where a link leads, the file may come anew as well. */
static void
allow_file(confine *c, const char *file, roots_use use)
{
    char *real = use == ROOTS_ONCE ? NULL : realpath(file, NULL);
    confine_read(c, file);
    confine_read_beside(c, file);
    confine_read_beside(c, real);
    free(real);
}

static void
allow_named(finder *f, const char *file)
{
    if (f->use == ROOTS_ONCE || f->use == ROOTS_NAMED || !g_file_test(file, G_FILE_TEST_IS_REGULAR)) {
        confine_read_named(f->c, file); /* of what is not there: what is near to it is told */
        return;
    }
    allow_file(f->c, file, f->use);
    if (f->use == ROOTS_CHANGED)
        allow_change(f->c, file);
}

static bool
is_ours(const finder *f, const char *real)
{
    const size_t n = f->templates && real ? strlen(f->templates) : 0;
    return n && strncmp(real, f->templates, n) == 0 && real[n] == '/';
}

/* `real`: without links; NULL: it is not there. */
static void
add_file(finder *f, const char *file, const char *real)
{
    if (g_hash_table_size(f->seen) >= MOST_NAMED || !g_hash_table_add(f->seen, g_strdup(file)))
        return;
    if (!is_ours(f, real))
        allow_named(f, file);
    if (f->follow && is_document(file))
        find_named(f, file);
}

/* Behind a link `..` leads elsewhere than the names say, and some ask the names, and some the links. */
static void
add_named(finder *f, const char *folder, const char *word)
{
    char *path = g_build_filename(folder, word, NULL), *whole = g_canonicalize_filename(path, NULL);
    char *real = realpath(path, NULL), *named = realpath(whole, NULL);
    add_file(f, whole, named);
    if (strstr(path, "..") && (!real || g_strcmp0(real, named) != 0))
        add_file(f, real ? real : path, real);
    free(named);
    free(real);
    g_free(whole);
    g_free(path);
}

static void
add_word(const char *word, void *of)
{
    finder *f = of;
    const char *const beside[] = {f->file, f->data};
    if (!is_document(word) && !(f->follow && is_picture(word)))
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(beside); i++) {
        char *folder = beside[i] ? g_path_get_dirname(beside[i]) : NULL;
        if (folder)
            add_named(f, folder, word);
        g_free(folder);
    }
}

static void
find_named(finder *f, const char *file)
{
    finder here = *f;
    here.file = file;
    /* What the machine does not give now names who knows what: then all may be read, and reading tells of it. */
    if (fault_is_of_machine(roots_words_find(file, !f->follow, add_word, &here)))
        confine_read(f->c, "/");
}

static void
find_all(finder *f, const char *file)
{
    f->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    find_named(f, file);
    g_hash_table_destroy(f->seen);
}

/* ---- what is read ---- */

/* Links that lie in a folder were put there by who has it: what they lead to is in it. */
void
render_roots_folder(confine *c, const char *folder)
{
    g_assert(c);
    confine_read(c, folder);
    DIR *dir = folder ? opendir(folder) : NULL;
    for (struct dirent *e; dir && (e = readdir(dir));) {
        char *path = e->d_type == DT_LNK || e->d_type == DT_UNKNOWN ? g_build_filename(folder, e->d_name, NULL) : NULL;
        if (path && g_file_test(path, G_FILE_TEST_IS_SYMLINK))
            confine_read(c, path);
        g_free(path);
    }
    if (dir)
        closedir(dir);
}

void
render_roots_rules(confine *c, const char *folder)
{
    g_assert(c);
    GDir *dir = folder ? g_dir_open(folder, 0, NULL) : NULL;
    finder f = {.c = c, .use = ROOTS_WATCHED, .follow = true};
    render_roots_folder(c, folder);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL);
        if (g_str_has_suffix(name, ".xml"))
            find_all(&f, path);
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
}

/* Faces are where fonts.conf says; a cache that the user has of them spares reading them. */
static void
allow_fonts(confine *c, const char *folder)
{
    char *file = g_build_filename(folder, "fonts.conf", NULL), *text = NULL;
    const char *home = getenv("HOME"), *cache = getenv("XDG_CACHE_HOME"), *end;
    render_roots_folder(c, folder);
    if (!g_file_get_contents(file, &text, NULL, NULL))
        text = NULL;
    for (const char *p = text; p && (p = strstr(p, "<dir")) && (p = strchr(p, '>')) && (end = strchr(p, '<'));
         p = end) {
        char *said = g_strstrip(g_strndup(p + 1, (gsize)(end - p - 1)));
        char *path = *said == '~' && home ? g_build_filename(home, said + 1, NULL) : g_strdup(said);
        render_roots_folder(c, *path ? path : NULL);
        g_free(path);
        g_free(said);
    }
    char *user = cache && *cache ? g_build_filename(cache, "fontconfig", NULL)
                 : home          ? g_build_filename(home, ".cache", "fontconfig", NULL)
                                 : NULL;
    if (user && g_file_test(user, G_FILE_TEST_IS_DIR))
        confine_read(c, user);
    g_free(user);
    g_free(text);
    g_free(file);
}

confine *
render_roots_new(const render_paths *paths)
{
    g_assert(paths);
    confine *c = confine_new();
    char *words = g_build_filename(paths->forms, "words", NULL), *rules = g_build_filename(paths->forms, "rules", NULL);
    const char *const folders[] = {paths->forms, words, rules, paths->schema, paths->preview};
    confine_read_system(c);
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++)
        render_roots_folder(c, folders[i]);
    confine_read_beside(c, paths->schema);
    allow_fonts(c, paths->fonts);
    g_free(rules);
    g_free(words);
    render_roots_rules(c, paths->local);
    return c;
}

void
render_roots_case(confine *c, const char *path, roots_use use)
{
    g_assert(c);
    finder f = {.c = c, .use = use};
    if (!path)
        return;
    if (use != ROOTS_NAMED)
        allow_file(c, path, use);
    if (strcmp(path, "-") == 0)
        roots_words_keep(xml_limits_case.bytes);
    else if (use == ROOTS_CHANGED)
        allow_change(c, path);
    find_all(&f, path);
}

/* A word with a point may be a file of another ending. */
static char *
file_of_form(const render_paths *paths, const char *form)
{
    const bool is_file = strchr(form, '.') && g_file_test(form, G_FILE_TEST_IS_REGULAR);
    return is_file ? g_strdup(form) : render_form_path(paths, form);
}

void
render_roots_form(confine *c, const render_paths *paths, const char *form, const char *data, roots_use use)
{
    g_assert(c && paths && form);
    char *name;
    render_copy_split(form, &name);
    char *file = file_of_form(paths, name), *whole = g_canonicalize_filename(file, NULL);
    char *folder = g_path_get_dirname(whole);
    finder f = {.c = c, .data = data, .use = use, .follow = true};
    f.templates = realpath(paths->forms, NULL);
    allow_file(c, file, use);
    render_roots_folder(c, folder);
    confine_read_beside(c, folder);
    find_all(&f, file);
    free(f.templates);
    g_free(folder);
    g_free(whole);
    g_free(file);
    g_free(name);
}

void
render_roots_forms(confine *c, const render_paths *paths, roots_use use)
{
    g_assert(c && paths);
    GDir *dir = g_dir_open(paths->forms, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *file = g_build_filename(paths->forms, name, "form.xml", NULL);
        if (g_file_test(file, G_FILE_TEST_IS_REGULAR))
            render_roots_form(c, paths, file, NULL, use);
        g_free(file);
    }
    if (dir)
        g_dir_close(dir);
}
