/* batch_place.c: the output folder: its locks, and files that appear whole or not at all. */
#include "batch/batch_int.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"

/* What is made is personal: its owner alone may look. */
enum { FOLDER_MODE = 0700, FILE_MODE = 0600 };

void
batch_place_report(const char *file, int error, diag *d)
{
    fault_report(d, DIAG_BATCH_WRITE, PLACE_NONE, file, error);
}

static char *
own_name(const char *stem, batch_shard shard, const char *ending)
{
    return shard.count ? g_strdup_printf(BATCH_OWN "/%s-%u-of-%u%s", stem, shard.number, shard.count, ending)
                       : g_strdup_printf(BATCH_OWN "/%s%s", stem, ending);
}

char *
batch_ledger_path(const char *output, batch_shard shard)
{
    g_assert(output);
    char *name = own_name("ledger", shard, ".sqlite"), *path = g_build_filename(output, name, NULL);
    g_free(name);
    return path;
}

/* ---- opening ---- */

/* Makes what is missing of `path` below the folder, the last step left out when it is a file's. */
static int
make_folders(int folder, const char *path, bool last)
{
    char *steps = g_strdup(path);
    int error = 0;
    for (char *p = strchr(steps, '/'); p && !error; p = strchr(p + 1, '/')) {
        *p = '\0';
        if (mkdirat(folder, steps, FOLDER_MODE) != 0 && errno != EEXIST)
            error = errno;
        *p = '/';
    }
    if (last && !error && mkdirat(folder, steps, FOLDER_MODE) != 0 && errno != EEXIST)
        error = errno;
    g_free(steps);
    return error;
}

/* 0, or errno; EWOULDBLOCK when another process has it. */
static int
take_lock(batch_place *p, int which, const char *name, int how)
{
    p->locks[which] = openat(p->folder, name, O_RDWR | O_CREAT | O_CLOEXEC, FILE_MODE);
    if (p->locks[which] < 0 || flock(p->locks[which], how | LOCK_NB) != 0)
        return errno;
    return 0;
}

/* A run over all excludes every other; shards exclude it, and each its own twin. */
static int
take_locks(batch_place *p, batch_shard shard)
{
    struct stat is;
    int error = take_lock(p, 0, BATCH_OWN "/lock", shard.count ? LOCK_SH : LOCK_EX);
    if (!error && shard.count) {
        char *name = own_name("lock", shard, "");
        error = take_lock(p, 1, name, LOCK_EX);
        g_free(name);
    }
    if (!error && fstat(p->locks[0], &is) != 0)
        error = errno;
    if (!error) {
        p->device = is.st_dev;
        p->inode = is.st_ino;
    }
    return error;
}

/* What a process that was killed left half-made. */
static int
clear_tmp(const batch_place *p)
{
    const int fd = openat(p->folder, p->tmp, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir)
        return errno;
    int error = 0;
    for (const struct dirent *e; (e = readdir(dir));)
        if (*e->d_name != '.' && unlinkat(fd, e->d_name, 0) != 0)
            error = errno;
    closedir(dir);
    return error;
}

static int
open_folder(batch_place *p, batch_shard shard)
{
    if (g_mkdir_with_parents(p->output, FOLDER_MODE) != 0)
        return errno;
    p->folder = open(p->output, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (p->folder < 0)
        return errno;
    int error = make_folders(p->folder, BATCH_OWN, true);
    if (!error)
        error = take_locks(p, shard);
    if (!error)
        error = make_folders(p->folder, p->tmp, true);
    return error ? error : clear_tmp(p);
}

bool
batch_place_open(batch_place *p, const char *output, batch_shard shard, diag *d)
{
    g_assert(p && output && d);
    *p = (batch_place){.output = g_strdup(output),
                       .folder = -1,
                       .locks = {-1, -1},
                       .tmp = own_name("tmp", shard, ""),
                       .ledger = batch_ledger_path(output, shard)};
    const int error = open_folder(p, shard);
    if (error == EWOULDBLOCK)
        diag_add(d, DIAG_BATCH_LOCKED, PLACE_NONE, PLACE_NONE, output, NULL);
    else if (error)
        batch_place_report(output, error, d);
    if (error)
        batch_place_close(p);
    return !error;
}

void
batch_place_leave_locks(batch_place *p)
{
    for (size_t i = 0; i < G_N_ELEMENTS(p->locks); i++) {
        if (p->locks[i] >= 0)
            close(p->locks[i]);
        p->locks[i] = -1;
    }
}

void
batch_place_close(batch_place *p)
{
    batch_place_leave_locks(p);
    if (p->folder >= 0)
        close(p->folder);
    g_free(p->output);
    g_free(p->tmp);
    g_free(p->ledger);
    *p = (batch_place){.folder = -1, .locks = {-1, -1}};
}

/* ---- files ---- */

static int
write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        const ssize_t n = write(fd, bytes, length);
        if (n < 0 && errno != EINTR)
            return errno;
        if (n > 0) {
            bytes += n;
            length -= (size_t)n;
        }
    }
    return 0;
}

static int
rename_into_place(const batch_place *p, const char *from, const char *file)
{
    if (renameat(p->folder, from, p->folder, file) == 0)
        return 0;
    if (errno != ENOENT)
        return errno;
    const int error = make_folders(p->folder, file, false);
    if (error)
        return error;
    return renameat(p->folder, from, p->folder, file) == 0 ? 0 : errno;
}

static char *
path_beside(const batch_place *p, size_t index)
{
    return g_strdup_printf("%s/%zu.pdf", p->tmp, index);
}

int
batch_place_write(const batch_place *p, size_t index, const void *bytes, size_t length)
{
    g_assert(p && p->folder >= 0 && (bytes || length == 0));
    char *name = path_beside(p, index);
    const int fd = openat(p->folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, FILE_MODE);
    int error = fd < 0 ? errno : write_all(fd, bytes, length);
    if (fd >= 0 && close(fd) != 0 && !error)
        error = errno;
    if (error && fd >= 0)
        unlinkat(p->folder, name, 0);
    g_free(name);
    return error;
}

/* Of the file system as a whole: one call for hundreds of files and their folders, where each by itself would be waited
 * for. */
static int
sync_all(const batch_place *p)
{
    return syncfs(p->folder) == 0 ? 0 : errno;
}

int
batch_place_publish(const batch_place *p, const batch_written *written, size_t count, const char **which)
{
    g_assert(p && p->folder >= 0 && (written || count == 0) && which);
    int error = sync_all(p);
    *which = p->output;
    for (size_t i = 0; !error && i < count; i++) {
        char *name = path_beside(p, written[i].index);
        *which = written[i].file;
        error = rename_into_place(p, name, written[i].file);
        g_free(name);
    }
    return error ? error : sync_all(p);
}

int
batch_place_withdraw(const batch_place *p, const char *file, const digest *sum)
{
    g_assert(p && file && sum);
    char text[DIGEST_TEXT];
    char *name = g_strdup_printf(BATCH_OWN "/withdrawn/%s.pdf", digest_text(sum, text));
    int error = 0;
    if (faccessat(p->folder, file, F_OK, 0) == 0)
        error = rename_into_place(p, file, name);
    g_free(name);
    return error;
}

bool
batch_place_has(int folder, const char *file, int64_t bytes, const digest *sum)
{
    g_assert(file && sum);
    struct stat is;
    digest now;
    if (fstatat(folder, file, &is, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(is.st_mode) || is.st_size != bytes)
        return false;
    char *path = g_strdup_printf("/proc/self/fd/%d/%s", folder, file);
    const bool same = digest_file(path, &now, NULL, 0, NULL) && digest_equal(&now, sum);
    g_free(path);
    return same;
}

bool
batch_place_is_there(const batch_place *p, diag *d)
{
    struct stat is;
    char *path = g_build_filename(p->output, BATCH_OWN, "lock", NULL);
    const bool there = stat(path, &is) == 0 && is.st_dev == p->device && is.st_ino == p->inode;
    g_free(path);
    if (!there)
        diag_add(d, DIAG_BATCH_OUTPUT_GONE, PLACE_NONE, PLACE_NONE, p->output, NULL);
    return there;
}
