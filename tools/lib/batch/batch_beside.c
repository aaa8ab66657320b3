/* batch_beside.c: what renkei-batch wrote beside the documents: reports, lists and accounts that somebody wanted. */
#include "batch/batch_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/outfile.h"

/* ---- the list of them ---- */

#define BESIDE BATCH_OWN "/beside"

/* The name below the output folder; NULL: it lies elsewhere. g_free it. */
static char *
name_below(const char *output, const char *path)
{
    char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path);
    char *whole = realpath(folder, NULL), *root = realpath(output, NULL), *below = NULL;
    const size_t length = root ? strlen(root) : 0;
    if (whole && root && strcmp(whole, root) == 0)
        below = g_strdup(name);
    else if (whole && root && strncmp(whole, root, length) == 0 && whole[length] == '/')
        below = g_build_filename(whole + length + 1, name, NULL);
    free(whole);
    free(root);
    g_free(folder);
    g_free(name);
    return below;
}

/* Each line as sha256sum writes and checks it: the sum, two blanks, the name. */
static bool
split_line(char *line, digest *sum, const char **name)
{
    if (strlen(line) < DIGEST_TEXT + 2 || line[DIGEST_TEXT - 1] != ' ' || line[DIGEST_TEXT] != ' ')
        return false;
    line[DIGEST_TEXT - 1] = '\0';
    *name = line + DIGEST_TEXT + 1;
    return digest_parse(line, sum);
}

void
batch_beside_each(const char *output, batch_beside_visit visit, void *data)
{
    g_assert(output && visit);
    char *text = NULL;
    gsize length = 0;
    const int folder = open(output, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool read = folder >= 0 && batch_place_read(folder, BESIDE, &text, &length) == 0;
    char **lines = read ? g_strsplit(text, "\n", -1) : NULL;
    for (char **line = lines; line && *line; line++) {
        digest sum;
        const char *name;
        if (split_line(*line, &sum, &name))
            visit(data, name, &sum);
    }
    if (folder >= 0)
        close(folder);
    g_strfreev(lines);
    g_free(text);
}

typedef struct noting {
    const char *output, *name;
    GString *text;
} noting;

static void
add_line(GString *text, const char *name, const digest *sum)
{
    char hex[DIGEST_TEXT];
    g_string_append_printf(text, "%s  %s\n", digest_text(sum, hex), name);
}

/* What is gone is forgotten, and what is noted now has one line. */
static void
keep_other(void *data, const char *name, const digest *sum)
{
    noting *n = data;
    char *path = g_build_filename(n->output, name, NULL);
    if (strcmp(name, n->name) != 0 && g_file_test(path, G_FILE_TEST_EXISTS))
        add_line(n->text, name, sum);
    g_free(path);
}

void
batch_beside_note(const char *output, const char *path, const void *bytes, size_t length, diag *d)
{
    g_assert(output && path && d);
    char *name = name_below(output, path), *list = g_build_filename(output, BESIDE, NULL);
    if (name && !strchr(name, '\n')) {
        const digest sum = digest_of(bytes, length);
        noting n = {output, name, g_string_new(NULL)};
        batch_beside_each(output, keep_other, &n);
        add_line(n.text, name, &sum);
        const int folder = open(output, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        outfile_write_below(folder, BESIDE, list, n.text->str, n.text->len, d);
        if (folder >= 0)
            close(folder);
        g_string_free(n.text, TRUE);
    }
    g_free(list);
    g_free(name);
}

/* ---- writing them ---- */

typedef struct seeking {
    const char *name;
    bool found;
} seeking;

static void
seek_name(void *data, const char *name, const digest *sum)
{
    (void)sum;
    seeking *s = data;
    s->found = s->found || strcmp(name, s->name) == 0;
}

static bool
is_noted(const char *output, const char *name)
{
    seeking s = {name, false};
    batch_beside_each(output, seek_name, &s);
    return s.found;
}

/* Below a .renkei, of whatever output folder, nobody else writes: there are ledgers and what was issued. */
static bool
is_in_own(const char *path)
{
    char *folder = g_path_get_dirname(path), *whole = realpath(folder, NULL);
    char **parts = g_strsplit(whole ? whole : "", "/", -1);
    const bool found = g_strv_contains((const char *const *)parts, BATCH_OWN);
    g_strfreev(parts);
    free(whole);
    g_free(folder);
    return found;
}

/* An empty file is nobody's. */
static bool
file_begins(const char *path, const char *begins)
{
    char text[64];
    const size_t wanted = strlen(begins);
    g_assert(wanted <= sizeof text);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t n = fd < 0 ? -1 : read(fd, text, wanted);
    if (fd >= 0)
        close(fd);
    return n == 0 || (n == (ssize_t)wanted && memcmp(text, begins, wanted) == 0);
}

bool
batch_keeps_off(const char *output, const char *path)
{
    g_assert(output && path);
    char *name = name_below(output, path);
    const bool ours = name || is_in_own(path);
    g_free(name);
    return ours;
}

/* 0, or why it is not written there. `name`: below the output folder; NULL: elsewhere. */
static int
why_not_there(const char *output, const char *name, const batch_beside *b)
{
    struct stat is;
    if (outfile_is_stream(b->path))
        return 0;
    if (is_in_own(b->path))
        return EPERM;
    if (stat(b->path, &is) != 0)
        return 0;
    const bool of_pages = strcmp(b->begins, BATCH_BESIDE_PDF) == 0;
    return !file_begins(b->path, b->begins) || (name && of_pages && !is_noted(output, name)) ? EEXIST : 0;
}

bool
batch_beside_write(const char *output, const batch_beside *b, diag *d)
{
    g_assert(b && b->path && b->begins && b->bytes && d);
    char *name = output ? name_below(output, b->path) : NULL;
    const int error = why_not_there(output, name, b);
    const outfile_part part = {b->path, b->bytes, b->length, b->everybody && !name};
    if (error)
        fault_report(d, DIAG_FILE_WRITE, PLACE_NONE, b->path, error);
    const bool written = !error && outfile_write_all(&part, 1, d);
    if (written && name && !outfile_is_stream(b->path))
        batch_beside_note(output, b->path, b->bytes, b->length, d);
    g_free(name);
    return written;
}
