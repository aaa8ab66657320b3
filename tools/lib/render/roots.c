#include "render/roots.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names stand at the beginning; and nobody names so many. */
enum { HEAD = 256 * 1024, PIECE = 16 * 1024, MOST_NAMED = 64, LONGEST = 1024 };

typedef struct finder {
    confine *c;
    GHashTable *seen; /* paths that were added, whole */
    const char *data; /* whose folder names may be seen from as well; NULL: none */
    char *templates;  /* whole; what is below needs no look: it may be read, and names nothing outside */
    roots_use use;
    bool follow; /* what is named may name others */
} finder;

static bool
is_case_named(const char *head, size_t length)
{
    static const char masters[] = "<masters";
    const char *at = memmem(head, length, masters, strlen(masters));
    return at && memchr(at, '>', length - (size_t)(at - head));
}

/* Without waiting, and of standard input without taking it. g_free it; NULL: there is nothing to be seen. */
static char *
read_head(const char *path, bool is_case, size_t *length)
{
    struct stat is;
    const bool is_stdin = strcmp(path, "-") == 0;
    const int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    char *head = NULL;
    *length = 0;
    if (fd >= 0 && fstat(fd, &is) == 0 && S_ISREG(is.st_mode)) {
        const off_t at = is_stdin ? lseek(fd, 0, SEEK_CUR) : 0;
        head = g_malloc(HEAD);
        for (ssize_t n = 1; n > 0 && *length < HEAD; *length += (size_t)MAX(n, 0)) {
            n = pread(fd, head + *length, MIN((size_t)PIECE, HEAD - *length), at + (off_t)*length);
            if (n > 0 && is_case && is_case_named(head, *length + (size_t)n)) {
                *length += (size_t)n;
                break;
            }
        }
    }
    if (fd >= 0 && !is_stdin)
        close(fd);
    return head;
}

/* UTF-16 has its ASCII in every second byte: enough for what is looked for. */
static size_t
narrow_head(char *head, size_t length)
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++)
        if (head[i])
            head[n++] = head[i];
    return n;
}

static bool
is_named_file(const char *word)
{
    return g_str_has_suffix(word, ".xml") || g_str_has_suffix(word, ".rng");
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

static void
allow_named(finder *f, const char *file)
{
    if (f->use == ROOTS_ONCE || f->use == ROOTS_NAMED || !g_file_test(file, G_FILE_TEST_IS_REGULAR)) {
        confine_read_named(f->c, file); /* of what is not there: what is near to it is told */
        return;
    }
    confine_read_beside(f->c, file);
    if (f->use == ROOTS_CHANGED)
        allow_change(f->c, file);
}

static void
add_named(finder *f, const char *folder, const char *word)
{
    char *path = g_build_filename(folder, word, NULL), *whole = g_canonicalize_filename(path, NULL);
    g_free(path);
    const size_t n = f->templates ? strlen(f->templates) : 0;
    const bool ours = n && strncmp(whole, f->templates, n) == 0 && whole[n] == '/';
    if (!ours && g_hash_table_size(f->seen) < MOST_NAMED && !g_hash_table_contains(f->seen, whole)) {
        g_hash_table_add(f->seen, g_strdup(whole));
        allow_named(f, whole);
        if (f->follow)
            find_named(f, whole);
    }
    g_free(whole);
}

static void
add_word(finder *f, const char *file, const char *word)
{
    const char *const beside[] = {file, f->data};
    for (size_t i = 0; i < G_N_ELEMENTS(beside); i++) {
        char *folder = beside[i] ? g_path_get_dirname(beside[i]) : NULL;
        if (folder)
            add_named(f, folder, word);
        g_free(folder);
    }
}

/* Every quoted word of the beginning, on one line. What no tag says (a comment) is looked at as well: no harm. */
static void
find_named(finder *f, const char *file)
{
    size_t length;
    char *head = read_head(file, !f->follow, &length), word[LONGEST];
    if (!head)
        return;
    length = narrow_head(head, length);
    const char *end = head + length;
    for (const char *p = head, *close; p < end; p++) {
        if (*p != '"' && *p != '\'')
            continue;
        for (close = p + 1; close < end && *close != *p && *close != '\n' && *close != '<';)
            close++;
        const size_t n = (size_t)(close - p - 1);
        if (close >= end || *close != *p || n >= LONGEST)
            continue;
        memcpy(word, p + 1, n);
        word[n] = '\0';
        if (is_named_file(g_strstrip(word)))
            add_word(f, file, word);
        p = close;
    }
    g_free(head);
}

static void
find_all(finder *f, const char *file)
{
    f->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    find_named(f, file);
    g_hash_table_destroy(f->seen);
}

/* ---- what is read ---- */

static void
add_local(confine *c, const char *folder)
{
    GDir *dir = folder ? g_dir_open(folder, 0, NULL) : NULL;
    finder f = {.c = c, .use = ROOTS_WATCHED, .follow = true};
    confine_read(c, folder);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL);
        if (g_str_has_suffix(name, ".xml"))
            find_all(&f, path);
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
}

confine *
render_roots_new(const render_paths *paths)
{
    g_assert(paths);
    confine *c = confine_new();
    confine_read_system(c);
    confine_read(c, paths->forms);
    confine_read(c, paths->schema);
    confine_read_beside(c, paths->schema);
    confine_read(c, paths->fonts);
    confine_read(c, paths->preview);
    add_local(c, paths->local);
    return c;
}

void
render_roots_case(confine *c, const char *path, roots_use use)
{
    g_assert(c);
    finder f = {.c = c, .use = use};
    if (!path)
        return;
    if (use != ROOTS_NAMED) {
        confine_read_beside(c, path);
        confine_read(c, path);
    }
    if (strcmp(path, "-") == 0)
        confine_read(c, "../masters");
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
    f.templates = g_canonicalize_filename(paths->forms, NULL);
    confine_read(c, file);
    confine_read(c, folder);
    confine_read_beside(c, folder);
    find_all(&f, file);
    g_free(f.templates);
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
