/* edit_commit.c: several files are changed, or none. See edit.h and edit_journal.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/asked.h"
#include "base/below.h"
#include "base/fault.h"
#include "base/outfile.h"
#include "edit/edit_int.h"
#include "edit/edit_journal.h"

static bool
report_fault(diag *d, diag_code code, const char *path, int error)
{
    fault_report(d, code, PLACE_NONE, path, error);
    return false;
}

/* ---- one at a time ---- */

/* A descriptor that holds the folder until it is closed; -1 after a report. Where folders cannot be locked (some file
 * systems of networks), nobody is kept out. */
static int
lock_folder(const char *folder, diag *d)
{
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        asked_report(d, DIAG_FOLDER_ASKED, PLACE_NONE, folder, errno);
        return -1;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        diag_add(d, DIAG_EDIT_BUSY, PLACE_NONE, PLACE_NONE, folder, NULL);
        close(fd);
        return -1;
    }
    return fd;
}

/* ---- what was left half-way ---- */

/* Whether the file is still what it was when it was read. */
static bool
is_as_it_was(const journal_file *f)
{
    digest is;
    if (digest_file(f->target, &is, NULL, 0, NULL))
        return !f->is_new && digest_equal(&is, &f->was);
    return f->is_new && errno == ENOENT;
}

/* In its folder; what has no written file any more has its place. 0, or errno; EINVAL: what has its name is no file. */
static int
rename_one(const journal_file *f, int folder, const char *written)
{
    struct stat is;
    if (fstatat(folder, written, &is, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? 0 : errno;
    if (!S_ISREG(is.st_mode))
        return EINVAL;
    if (renameat(folder, written, folder, strrchr(f->target, '/') + 1) != 0)
        return errno;
    (void)fsync(folder);
    return 0;
}

static bool
is_waiting(const journal_file *f)
{
    struct stat is;
    return lstat(f->written, &is) == 0 || errno != ENOENT;
}

static bool
rename_all(const journal *j, bool judged, diag *d)
{
    for (guint i = 0; i < j->files->len; i++) {
        const journal_file *f = &g_array_index(j->files, journal_file, i);
        if (judged && is_waiting(f) && !is_as_it_was(f)) {
            diag_add(d, DIAG_EDIT_TORN, PLACE_NONE, PLACE_NONE, f->target, f->written, NULL);
            return false;
        }
        const char *written;
        const int folder = journal_open_beside(j, f->written, &written);
        const int error = folder < 0 ? errno : rename_one(f, folder, written);
        if (folder >= 0)
            close(folder);
        if (error)
            return report_fault(d, DIAG_EDIT_UNFINISHED, f->target, error);
    }
    if (unlinkat(j->at, strrchr(j->commit, '/') + 1, 0) != 0)
        return report_fault(d, DIAG_EDIT_UNFINISHED, j->commit, errno);
    (void)fsync(j->at);
    return true;
}

static bool
finish_committed(const char *folder, diag *d)
{
    journal *j = journal_new(folder);
    const int error = journal_read(j, j->commit, true);
    bool good = true;
    if (error && error != ENOENT) {
        good = report_fault(d, DIAG_EDIT_UNFINISHED, j->commit, error);
    } else if (!error && (good = rename_all(j, true, d))) {
        char *count = g_strdup_printf("%u", j->files->len);
        diag_add(d, DIAG_EDIT_FINISHED, PLACE_NONE, PLACE_NONE, count, NULL);
        g_free(count);
    }
    journal_drop(j);
    return good;
}

static bool
recover_locked(const char *folder, diag *d)
{
    if (!finish_committed(folder, d))
        return false;
    journal *j = journal_new(folder);
    const int error = journal_read(j, j->prepare, false);
    bool good = true;
    if (!error) {
        journal_undo(j);
        diag_add(d, DIAG_EDIT_UNDONE, PLACE_NONE, PLACE_NONE, NULL);
    } else if (error != ENOENT) {
        good = report_fault(d, DIAG_EDIT_UNFINISHED, j->prepare, error);
    }
    journal_drop(j);
    return good;
}

bool
edit_recover(const char *folder, diag *d)
{
    g_assert(folder && d);
    const int lock = lock_folder(folder, d);
    const bool good = lock >= 0 && recover_locked(folder, d);
    if (lock >= 0)
        close(lock);
    return good;
}

bool
edit_is_unfinished(const char *folder)
{
    g_assert(folder);
    journal *j = journal_new(folder);
    const bool unfinished = access(j->prepare, F_OK) == 0 || access(j->commit, F_OK) == 0;
    journal_drop(j);
    return unfinished;
}

bool
edit_recover_beside(const char *path, diag *d)
{
    g_assert(path && d);
    char *folder = g_path_get_dirname(path), *above = g_path_get_dirname(folder);
    bool good = access(above, R_OK) != 0 || edit_recover(above, d);
    if (good && strcmp(folder, above) != 0 && g_file_test(folder, G_FILE_TEST_IS_DIR))
        good = edit_recover(folder, d);
    g_free(folder);
    g_free(above);
    return good;
}

/* ---- what is to be written ---- */

typedef struct commit {
    journal *j;
    const edit_change **changes; /* of each of the journal's files */
    mode_t *modes;
    diag *d;
} commit;

/* Where a link leads to; of a file that is not there yet, where the folders on the way that are there lead. `path` is
 * absolute. g_free it. */
static char *
real_target(const char *path)
{
    char *real = realpath(path, NULL), *target = g_strdup(real ? real : path);
    if (!real && strcmp(path, "/") != 0) {
        char *above = g_path_get_dirname(path), *name = g_path_get_basename(path), *there = real_target(above);
        g_free(target);
        target = g_build_filename(there, name, NULL);
        g_free(above);
        g_free(name);
        g_free(there);
    }
    free(real);
    return target;
}

static bool
is_as_read(const edit_change *c, const char *target, mode_t *mode, diag *d)
{
    struct stat is;
    *mode = 0600;
    bool same = false;
    int error = 0;
    if (lstat(target, &is) != 0) {
        error = errno;
        same = !c->was && error == ENOENT;
    } else if (c->was && S_ISREG(is.st_mode)) {
        GByteArray *bytes = g_byte_array_new();
        error = xml_file_bytes(target, c->was_length, bytes);
        same =
            !error && bytes->len == c->was_length && (bytes->len == 0 || memcmp(bytes->data, c->was, bytes->len) == 0);
        g_byte_array_unref(bytes);
        *mode = is.st_mode & 07777;
    }
    if (fault_is_of_machine(error))
        return report_fault(d, DIAG_FILE_READ, target, error);
    if (!c->was && error && error != ENOENT) /* nobody else: there can be no such name */
        return report_fault(d, DIAG_FILE_WRITE, c->path, error);
    if (!same)
        diag_add(d, DIAG_EDIT_FILE_CHANGED, PLACE_NONE, PLACE_NONE, c->path, NULL);
    return same;
}

static void
plan_folders(journal *j, const char *target)
{
    char *folder = g_path_get_dirname(target);
    if (access(folder, F_OK) != 0 && !g_ptr_array_find_with_equal_func(j->folders, folder, g_str_equal, NULL)) {
        plan_folders(j, folder);
        journal_add_folder(j, folder);
    }
    g_free(folder);
}

static bool
plan_change(commit *k, const edit_change *c)
{
    char *canonical = g_canonicalize_filename(c->path, NULL), *target = real_target(canonical);
    const guint n = k->j->files->len;
    const bool good = is_as_read(c, target, &k->modes[n], k->d);
    if (good) {
        plan_folders(k->j, target);
        char *folder = g_path_get_dirname(target);
        char *written = g_strdup_printf("%s/.renkei-edit.%ld.%u", folder, (long)getpid(), n);
        const digest was = c->was ? digest_of(c->was, c->was_length) : (digest){{0}};
        journal_add(k->j, written, target, c->was ? &was : NULL);
        k->changes[n] = c;
        g_free(written);
        g_free(folder);
    }
    g_free(target);
    g_free(canonical);
    return good;
}

/* On the disk, with its name, when this returns. 0, or errno. */
static int
write_in(int folder, const char *written, mode_t mode, const edit_change *c)
{
    char *above = g_path_get_dirname(written), *way = below_path(folder, above, strrchr(written, '/') + 1);
    const int error = outfile_write_new(way, mode, c->bytes, c->length);
    if (!error)
        (void)fsync(folder);
    g_free(above);
    g_free(way);
    return error;
}

static bool
write_beside(const commit *k)
{
    for (guint i = 0; i < k->j->folders->len; i++) {
        const char *path = g_ptr_array_index(k->j->folders, i);
        const int folder = journal_make_folder(k->j, path);
        if (folder < 0)
            return report_fault(k->d, DIAG_FILE_WRITE, path, errno);
        close(folder);
        outfile_sync_beside(path);
    }
    for (guint i = 0; i < k->j->files->len; i++) {
        const edit_change *c = k->changes[i];
        const char *written = g_array_index(k->j->files, journal_file, i).written, *last;
        const int folder = journal_open_beside(k->j, written, &last);
        int error = folder < 0 ? errno : write_in(folder, written, k->modes[i], c);
        if (folder >= 0)
            close(folder);
        if (error)
            return report_fault(k->d, DIAG_FILE_WRITE, c->path, error);
    }
    return true;
}

/* What has got its place by now, so that nothing can be undone. */
static bool
is_begun(const journal *j)
{
    for (guint i = 0; i < j->files->len; i++)
        if (access(g_array_index(j->files, journal_file, i).written, F_OK) != 0)
            return true;
    return false;
}

static int
rename_journal(const journal *j, const char *from, const char *to)
{
    return renameat(j->at, strrchr(from, '/') + 1, j->at, strrchr(to, '/') + 1);
}

static bool
carry_out(const commit *k)
{
    journal *j = k->j;
    const int error = journal_write(j);
    if (error)
        return report_fault(k->d, DIAG_FILE_WRITE, j->prepare, error);
    bool good = write_beside(k);
    if (good && rename_journal(j, j->prepare, j->commit) != 0)
        good = report_fault(k->d, DIAG_FILE_WRITE, j->commit, errno);
    if (!good) {
        journal_undo(j);
        return false;
    }
    (void)fsync(j->at);
    diag *own = diag_new();
    good = rename_all(j, false, own);
    if (!good && !is_begun(j) && rename_journal(j, j->commit, j->prepare) == 0) {
        journal_undo(j);
        diag_add(k->d, DIAG_FILE_WRITE, PLACE_NONE, PLACE_NONE, diag_at(own, 0)->args[0], diag_at(own, 0)->args[1],
                 diag_at(own, 0)->args[2], NULL);
    } else {
        diag_append_all(k->d, own);
    }
    diag_drop(own);
    return good;
}

bool
edit_commit(const char *folder, const edit_change *changes, size_t count, diag *d)
{
    g_assert(folder && (changes || count == 0) && d);
    const int lock = lock_folder(folder, d);
    if (lock < 0)
        return false;
    bool good = recover_locked(folder, d);
    commit k = {journal_new(folder), g_new0(const edit_change *, count + 1), g_new0(mode_t, count + 1), d};
    for (size_t i = 0; i < count && good; i++)
        good = plan_change(&k, &changes[i]);
    good = good && (count == 0 || carry_out(&k));
    journal_drop(k.j);
    g_free(k.changes);
    g_free(k.modes);
    close(lock);
    return good;
}

bool
edit_commit_all(const char *folder, const edit_target *targets, size_t count, diag *d)
{
    g_assert(folder && (targets || !count) && d);
    GArray *changes = g_array_new(FALSE, FALSE, sizeof(edit_change));
    GPtrArray *kept = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    for (size_t i = 0; i < count; i++) {
        const edit_target *t = &targets[i];
        if (!t->is_new && !edit_is_changed(t->e))
            continue;
        GByteArray *bytes = edit_bytes(t->e);
        g_ptr_array_add(kept, bytes);
        edit_change c = {.path = t->path, .bytes = bytes->data, .length = bytes->len};
        if (!t->is_new)
            c.was = edit_was(t->e, &c.was_length);
        g_array_append_val(changes, c);
    }
    const bool done =
        changes->len == 0 || edit_commit(folder, (const edit_change *)(const void *)changes->data, changes->len, d);
    g_ptr_array_free(kept, TRUE);
    g_array_free(changes, TRUE);
    return done;
}
