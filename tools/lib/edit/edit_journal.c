/* edit_journal.c: see edit_journal.h. */
#include "edit/edit_journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/below.h"
#include "base/outfile.h"
#include "xml/xml.h"

static void
clear_file(void *p)
{
    journal_file *f = p;
    g_free(f->written);
    g_free(f->target);
}

journal *
journal_new(const char *folder)
{
    journal *j = g_new0(journal, 1);
    char *real = realpath(folder, NULL); /* targets are named without links */
    j->folder = g_canonicalize_filename(real ? real : folder, NULL);
    free(real);
    j->at = open(j->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    j->prepare = g_build_filename(j->folder, ".renkei-edit.prepare", NULL);
    j->commit = g_build_filename(j->folder, ".renkei-edit.commit", NULL);
    j->files = g_array_new(FALSE, FALSE, sizeof(journal_file));
    g_array_set_clear_func(j->files, clear_file);
    j->folders = g_ptr_array_new_with_free_func(g_free);
    return j;
}

void
journal_drop(journal *j)
{
    if (j->at >= 0)
        close(j->at);
    g_free(j->folder);
    g_free(j->prepare);
    g_free(j->commit);
    g_array_unref(j->files);
    g_ptr_array_free(j->folders, TRUE);
    g_free(j);
}

void
journal_add(journal *j, const char *written, const char *target, const digest *was)
{
    journal_file f = {
        g_canonicalize_filename(written, j->folder), g_canonicalize_filename(target, j->folder), !was, {{0}}};
    if (was)
        f.was = *was;
    g_array_append_val(j->files, f);
}

void
journal_add_folder(journal *j, const char *folder)
{
    g_ptr_array_add(j->folders, g_canonicalize_filename(folder, j->folder));
}

/* The name below the journal's folder; NULL: it lies elsewhere. */
static const char *
name_below(const journal *j, const char *path)
{
    const size_t n = strlen(j->folder);
    return strncmp(path, j->folder, n) == 0 && path[n] == '/' ? path + n + 1 : NULL;
}

/* ---- where it is ---- */

/* *name: below the folder that is returned. What lies elsewhere was reached through a link that was there when it was
 * read, and is named by where that led: then there is none on the way from the root. */
static int
open_ground(const journal *j, const char *path, const char **name)
{
    *name = name_below(j, path);
    if (*name)
        return fcntl(j->at, F_DUPFD_CLOEXEC, 0);
    *name = path + 1;
    return open("/", (strchr(*name, '/') ? O_PATH : O_RDONLY) | O_DIRECTORY | O_CLOEXEC);
}

static int
leave_ground(int ground, int found)
{
    const int error = errno;
    if (ground >= 0)
        close(ground);
    errno = error;
    return found;
}

int
journal_open_beside(const journal *j, const char *path, const char **last)
{
    const char *name;
    const int ground = open_ground(j, path, &name);
    return leave_ground(ground, ground < 0 ? -1 : below_parent(ground, name, 0, last));
}

int
journal_make_folder(const journal *j, const char *path)
{
    const char *name;
    const int ground = open_ground(j, path, &name);
    return leave_ground(ground, ground < 0 ? -1 : below_folder(ground, name, 0700));
}

/* ---- its text ---- */

static void
append_path(const journal *j, const char *path, GString *out)
{
    const char *below = name_below(j, path);
    char *escaped = g_strescape(below ? below : path, NULL);
    g_string_append_printf(out, "\t%s", escaped);
    g_free(escaped);
}

int
journal_write(const journal *j)
{
    GString *out = g_string_new("renkei-edit 1\n");
    for (guint i = 0; i < j->folders->len; i++) {
        g_string_append(out, "folder");
        append_path(j, g_ptr_array_index(j->folders, i), out);
        g_string_append_c(out, '\n');
    }
    for (guint i = 0; i < j->files->len; i++) {
        const journal_file *f = &g_array_index(j->files, journal_file, i);
        char sum[DIGEST_TEXT];
        g_string_append(out, "file");
        append_path(j, f->written, out);
        append_path(j, f->target, out);
        g_string_append_printf(out, "\t%s\n", f->is_new ? "-" : digest_text(&f->was, sum));
    }
    g_string_append(out, "end\n");
    const int error = outfile_write_new(j->prepare, 0600, out->str, out->len);
    if (!error)
        outfile_sync_beside(j->prepare);
    g_string_free(out, TRUE);
    return error;
}

/* .renkei-edit.PROCESS.NUMBER */
static bool
is_written_name(const char *name)
{
    static const char begins[] = ".renkei-edit.", digits[] = "0123456789";
    if (!g_str_has_prefix(name, begins))
        return false;
    name += strlen(begins);
    const size_t process = strspn(name, digits), number = name[process] == '.' ? strspn(name + process + 1, digits) : 0;
    return process > 0 && number > 0 && name[process + 1 + number] == '\0';
}

static bool
is_ours(const journal_file *f)
{
    char *name = g_path_get_basename(f->written);
    char *a = g_path_get_dirname(f->written), *b = g_path_get_dirname(f->target);
    const bool ours = is_written_name(name) && strcmp(a, b) == 0;
    g_free(name);
    g_free(a);
    g_free(b);
    return ours;
}

/* Whether all that a journal names may be ours. */
static bool
names_ours(const journal *j)
{
    for (guint i = 0; i < j->folders->len; i++)
        if (!name_below(j, g_ptr_array_index(j->folders, i)))
            return false;
    for (guint i = 0; i < j->files->len; i++)
        if (!is_ours(&g_array_index(j->files, journal_file, i)))
            return false;
    return true;
}

static bool
take_fields(journal *j, char **fields)
{
    const guint n = g_strv_length(fields);
    for (guint i = 1; i < n; i++) {
        char *plain = g_strcompress(fields[i]);
        g_free(fields[i]);
        fields[i] = plain;
    }
    if (n == 2 && strcmp(fields[0], "folder") == 0) {
        journal_add_folder(j, fields[1]);
        return true;
    }
    digest was;
    const bool is_new = n == 4 && strcmp(fields[3], "-") == 0;
    if (n != 4 || strcmp(fields[0], "file") != 0 || (!is_new && !digest_parse(fields[3], &was)))
        return false;
    journal_add(j, fields[1], fields[2], is_new ? NULL : &was);
    return true;
}

static int
take_lines(journal *j, char *text, bool whole)
{
    char **lines = g_strsplit(text, "\n", -1);
    const guint n = g_strv_length(lines);
    bool good = n > 0 && strcmp(lines[0], "renkei-edit 1") == 0, ended = false;
    for (guint i = 1; good && !ended && i + 1 < n; i++) { /* what has no \n at its end was cut off */
        char **fields = g_strsplit(lines[i], "\t", -1);
        ended = strcmp(lines[i], "end") == 0;
        good = ended || take_fields(j, fields);
        g_strfreev(fields);
    }
    g_strfreev(lines);
    return (whole && (!good || !ended)) || !names_ours(j) ? EBADMSG : 0;
}

int
journal_read(journal *j, const char *path, bool whole)
{
    GByteArray *bytes = g_byte_array_new();
    int error = xml_file_bytes(path, xml_limits_case.bytes, bytes);
    if (!error) {
        g_byte_array_append(bytes, (const guint8 *)"", 1);
        error = take_lines(j, (char *)bytes->data, whole);
    }
    g_byte_array_unref(bytes);
    return error;
}

static void
remove_name(const journal *j, const char *path, int flags)
{
    const char *last;
    const int at = journal_open_beside(j, path, &last);
    if (at >= 0) {
        unlinkat(at, last, flags);
        close(at);
    }
}

void
journal_undo(const journal *j)
{
    for (guint i = 0; i < j->files->len; i++)
        remove_name(j, g_array_index(j->files, journal_file, i).written, 0);
    for (guint i = j->folders->len; i > 0; i--)
        remove_name(j, g_ptr_array_index(j->folders, i - 1),
                    AT_REMOVEDIR); /* one that somebody has put a file in stays */
    remove_name(j, j->prepare, 0);
    (void)fsync(j->at);
}
