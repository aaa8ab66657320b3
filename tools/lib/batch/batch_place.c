/* batch_place.c: the output folder: its locks, and files that appear whole or not at all. */
#include "batch/batch_int.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/below.h"
#include "base/fault.h"
#include "base/order.h"

/* What a name meets, and no disk. */
static bool
is_of_name(int error)
{
    static const int of_names[] = {ELOOP,  ENOTDIR, EISDIR, EEXIST, ENOTEMPTY, ENAMETOOLONG,
                                   EINVAL, EACCES,  EPERM,  EXDEV,  EBUSY,     EMLINK};
    for (size_t i = 0; i < G_N_ELEMENTS(of_names); i++)
        if (of_names[i] == error)
            return true;
    return false;
}

bool
batch_place_is_alone(const batch_place *p, int error)
{
    g_assert(p);
    /* EROFS: a folder may be mounted by itself. */
    return (is_of_name(error) || error == EROFS) && faccessat(p->folder, ".", W_OK | X_OK, AT_EACCESS) == 0;
}

void
batch_place_report(const char *file, int error, diag *d)
{
    if (error == ELOOP)
        diag_add(d, DIAG_BATCH_LINK, PLACE_NONE, PLACE_NONE, file, NULL);
    else if (is_of_name(error))
        fault_report(d, DIAG_BATCH_IN_THE_WAY, PLACE_NONE, file, error);
    else
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

/* A folder of our own: nobody else looks into it, whatever it was made with. */
static int
make_own_folder(int folder, const char *name)
{
    struct stat is;
    const int fd = below_folder(folder, name, BATCH_FOLDER_MODE);
    int error = fd < 0 || fstat(fd, &is) != 0 ? errno : 0;
    if (!error && (is.st_mode & 07777) != BATCH_FOLDER_MODE && fchmod(fd, BATCH_FOLDER_MODE) != 0)
        error = errno;
    if (fd >= 0)
        close(fd);
    return error;
}

/* Whoever only asks whether a run is at work has the lock for an instant. */
enum { LOCK_TRIES = 10, LOCK_PAUSE = 10000 /* µs */ };

/* 0, or errno; EWOULDBLOCK when another process has it. */
static int
take_lock(batch_place *p, int which, const char *name, int how)
{
    p->locks[which] = below_open(p->folder, name, O_RDWR | O_CREAT, BATCH_FILE_MODE);
    if (p->locks[which] < 0)
        return errno;
    for (int tries = 0; flock(p->locks[which], how | LOCK_NB) != 0; tries++) {
        if (errno != EWOULDBLOCK || tries == LOCK_TRIES)
            return errno;
        g_usleep(LOCK_PAUSE);
    }
    return 0;
}

static bool
is_taken(int folder, const char *name, int how)
{
    const int fd = below_open(folder, name, O_RDONLY, 0);
    const bool taken = fd >= 0 && flock(fd, how | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (fd >= 0)
        close(fd);
    return taken;
}

bool
batch_place_is_busy(int folder, batch_shard shard)
{
    char *name = own_name("lock", shard, "");
    const bool busy = folder >= 0 && (is_taken(folder, BATCH_OWN "/lock", shard.count ? LOCK_SH : LOCK_EX) ||
                                      is_taken(folder, name, LOCK_EX));
    g_free(name);
    return busy;
}

/* NULL: it tells nothing of writers. SQLite's readers make a -shm and an empty -wal, and take them away. */
static char *
mark_of(int own, const char *name)
{
    struct stat is;
    if (!g_str_has_prefix(name, "ledger") || g_str_has_suffix(name, "-shm") ||
        fstatat(own, name, &is, AT_SYMLINK_NOFOLLOW) != 0 || (is.st_size == 0 && g_str_has_suffix(name, "-wal")))
        return NULL;
    return g_strdup_printf("%s %ju %jd %jd.%09ld\n", name, (uintmax_t)is.st_ino, (intmax_t)is.st_size,
                           (intmax_t)is.st_mtim.tv_sec, is.st_mtim.tv_nsec);
}

char *
batch_place_mark(int folder)
{
    GPtrArray *marks = g_ptr_array_new_with_free_func(g_free);
    const int own = folder < 0 ? -1 : below_folder(folder, BATCH_OWN, 0);
    DIR *dir = own < 0 ? NULL : fdopendir(own);
    for (const struct dirent *e; dir && (e = readdir(dir));) {
        char *mark = mark_of(own, e->d_name);
        if (mark)
            g_ptr_array_add(marks, mark);
    }
    if (dir)
        closedir(dir);
    g_ptr_array_sort(marks, order_strings);
    g_ptr_array_add(marks, NULL);
    char *all = g_strjoinv("", (char **)marks->pdata);
    g_ptr_array_free(marks, TRUE);
    return all;
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

/* What a process that was killed left half-made; what it had taken out of the working state waits for the ledger
 * (batch_withdraw_recover). */
static int
clear_tmp(const batch_place *p)
{
    const int fd = below_folder(p->folder, p->tmp, 0);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir)
        return errno;
    int error = 0;
    digest sum;
    for (const struct dirent *e; (e = readdir(dir));)
        if (*e->d_name != '.' && !batch_own_sum_of(e->d_name, &sum) && unlinkat(fd, e->d_name, 0) != 0)
            error = errno;
    closedir(dir);
    return error;
}

/* What a report is to name. */
static void
name_next(const batch_place *p, const char *name, char **which)
{
    g_free(*which);
    *which = g_build_filename(p->output, name, NULL);
}

/* Whoever let others look at it, what is kept is its owner's alone. One that cannot even be opened stays as it is. */
static int
close_file(const batch_place *p, const char *file)
{
    const int fd = below_open(p->folder, file, O_RDONLY, 0);
    const int error = fd >= 0 && fchmod(fd, BATCH_FILE_MODE) != 0 ? errno : 0;
    if (fd >= 0)
        close(fd);
    return error;
}

/* SQLite opens by name, and would go where a link leads. */
static int
check_ledger(const batch_place *p, batch_shard shard, char **which)
{
    static const char *const endings[] = {".sqlite", ".sqlite-wal", ".sqlite-shm", ".sqlite.sum"};
    int error = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(endings) && !error; i++) {
        struct stat is = {0};
        char *name = own_name("ledger", shard, endings[i]);
        name_next(p, name, which);
        error = below_look(p->folder, name, &is);
        if (error == ENOENT)
            error = 0;
        else if (!error && S_ISREG(is.st_mode) && (is.st_mode & 07777) != BATCH_FILE_MODE)
            error = close_file(p, name); /* of a version that let others look */
        else if (!error && !S_ISREG(is.st_mode))
            error = S_ISLNK(is.st_mode) ? ELOOP : EEXIST;
        if (!error && is.st_nlink > 1 && strcmp(endings[i], ".sqlite.sum") != 0)
            error = EMLINK; /* SQLite writes in place, into the other one, too; a sum is made anew */
        g_free(name);
    }
    return error;
}

/* Names in it are keys, and nobody else's business. A folder that was there may be as whoever made it wanted it: what
 * is changed is told. Of one that is another's its owner must do it, and verify says so. */
static void
close_to_others(const batch_place *p, diag *d)
{
    struct stat is;
    char was[8];
    if (fstat(p->folder, &is) != 0 || !(is.st_mode & BATCH_OTHERS))
        return;
    g_snprintf(was, sizeof was, "%04o", (unsigned)(is.st_mode & 07777));
    if (fchmod(p->folder, is.st_mode & 07777 & ~(mode_t)BATCH_OTHERS) == 0)
        diag_add(d, DIAG_BATCH_FOLDER_CLOSED, PLACE_NONE, PLACE_NONE, p->output, was, NULL);
}

/* 0, or errno of *which, which is to be freed; NULL: the folder as a whole. */
static int
open_folder(batch_place *p, batch_shard shard, char **which, diag *d)
{
    p->folder = below_root(p->output, BATCH_FOLDER_MODE);
    if (p->folder < 0)
        return errno;
    close_to_others(p, d);
    name_next(p, BATCH_OWN, which);
    int error = make_own_folder(p->folder, BATCH_OWN);
    if (error)
        return error;
    name_next(p, BATCH_OWN "/lock", which);
    error = take_locks(p, shard);
    if (error)
        return error;
    name_next(p, p->tmp, which);
    error = make_own_folder(p->folder, p->tmp);
    if (!error)
        error = clear_tmp(p);
    if (error)
        return error;
    return check_ledger(p, shard, which);
}

static batch_place
unopened_place(const char *output, batch_shard shard)
{
    return (batch_place){.output = g_strdup(output),
                         .folder = -1,
                         .locks = {-1, -1},
                         .tmp = own_name("tmp", shard, ""),
                         .ledger = batch_ledger_path(output, shard)};
}

static bool
end_opening(batch_place *p, int error, const char *which, diag *d)
{
    if (error == EWOULDBLOCK)
        diag_add(d, DIAG_BATCH_LOCKED, PLACE_NONE, PLACE_NONE, p->output, NULL);
    else if (error)
        batch_place_report(which, error, d);
    if (error)
        batch_place_close(p);
    return !error;
}

bool
batch_place_open(batch_place *p, const char *output, batch_shard shard, diag *d)
{
    g_assert(p && output && d);
    *p = unopened_place(output, shard);
    umask(0077); /* also for what others open by name: SQLite */
    char *which = NULL;
    const int error = open_folder(p, shard, &which, d);
    const bool good = end_opening(p, error, which ? which : output, d);
    g_free(which);
    return good;
}

bool
batch_place_look(batch_place *p, const char *output, batch_shard shard, diag *d)
{
    g_assert(p && output && d);
    *p = unopened_place(output, shard);
    p->folder = open(output, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int error = p->folder < 0 ? errno : batch_place_is_busy(p->folder, shard) ? EWOULDBLOCK : 0;
    return end_opening(p, error, output, d);
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

int
batch_place_write_all(int fd, const void *bytes, size_t length)
{
    for (const char *p = bytes; length > 0;) {
        const ssize_t n = write(fd, p, length);
        if (n < 0 && errno != EINTR)
            return errno;
        if (n > 0) {
            p += n;
            length -= (size_t)n;
        }
    }
    return 0;
}

static char *
path_beside(const batch_place *p, size_t index)
{
    return g_strdup_printf("%s/%zu.pdf", p->tmp, index);
}

/* A file of its own, for its owner alone whatever the umask; what a worker that died left is replaced. */
static int
open_beside(const batch_place *p, const char *name)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL;
    int fd = below_open(p->folder, name, flags, BATCH_FILE_MODE);
    if (fd < 0 && errno == EEXIST && below_unlink(p->folder, name, 0) == 0)
        fd = below_open(p->folder, name, flags, BATCH_FILE_MODE);
    return fd;
}

int
batch_place_write(const batch_place *p, size_t index, const void *bytes, size_t length)
{
    g_assert(p && p->folder >= 0 && (bytes || length == 0));
    char *name = path_beside(p, index);
    const int fd = open_beside(p, name);
    int error = fd < 0 || fchmod(fd, BATCH_FILE_MODE) != 0 ? errno : batch_place_write_all(fd, bytes, length);
    if (fd >= 0 && close(fd) != 0 && !error)
        error = errno;
    if (error && fd >= 0)
        below_unlink(p->folder, name, 0);
    g_free(name);
    return error;
}

/* The last folder on the way to a file that is there; *rest: what is to be made in it. -1, with errno. */
static int
open_nearest(int folder, const char *file, const char **rest)
{
    char *way = g_strdup(file);
    int at = below_parent(folder, file, 0, rest);
    while (at < 0 && errno == ENOENT) {
        char *slash = strrchr(way, '/');
        if (!slash) /* the folder itself is gone */
            break;
        *slash = '\0';
        at = below_parent(folder, way, 0, rest);
        *rest = file + (*rest - way);
    }
    g_free(way);
    return at;
}

/* Whether the file system takes names as long as those. */
static int
check_steps(int at, const char *rest)
{
    int error = 0;
    char **steps = g_strsplit(rest, "/", -1);
    for (size_t i = 0; steps[i] && !error; i++) {
        struct stat is;
        error = fstatat(at, steps[i], &is, AT_SYMLINK_NOFOLLOW) != 0 && errno != ENOENT ? errno : 0;
    }
    g_strfreev(steps);
    return error;
}

int
batch_place_prepare(const batch_place *p, const char *file, bool *alone)
{
    g_assert(p && p->folder >= 0 && file && alone);
    struct stat is;
    const char *rest;
    const int at = open_nearest(p->folder, file, &rest);
    int error = at < 0 || faccessat(at, ".", W_OK | X_OK, AT_EACCESS) != 0 ? errno : check_steps(at, rest);
    if (!error && !strchr(rest, '/') && fstatat(at, rest, &is, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(is.st_mode))
        error = EISDIR;
    if (at >= 0)
        close(at);
    *alone = batch_place_is_alone(p, error);
    return error;
}

/* Of the file system as a whole: one call for hundreds of files and their folders, where each by itself would be waited
 * for. */
static int
sync_all(const batch_place *p)
{
    return syncfs(p->folder) == 0 ? 0 : errno;
}

/* Folders in which the last file was go with it: an empty one that is there is nobody's. */
static void
leave_folders(const batch_place *p, const char *file)
{
    char *way = g_strdup(file);
    for (char *slash; (slash = strrchr(way, '/'));) {
        *slash = '\0';
        if (below_unlink(p->folder, way, AT_REMOVEDIR) != 0)
            break;
    }
    g_free(way);
}

/* Of what does not get its name nothing is left. */
static int
name_written(const batch_place *p, const batch_written *w)
{
    char *name = path_beside(p, w->index);
    const int error = below_rename(p->folder, name, w->file, BATCH_FOLDER_MODE);
    if (error && batch_place_is_alone(p, error)) {
        below_unlink(p->folder, name, 0);
        leave_folders(p, w->file);
    }
    g_free(name);
    return error;
}

int
batch_place_publish(const batch_place *p, batch_written *written, size_t count, const char **which)
{
    g_assert(p && p->folder >= 0 && (written || count == 0) && which);
    int error = sync_all(p);
    *which = p->output;
    for (size_t i = 0; !error && i < count; i++) {
        const int own = name_written(p, &written[i]);
        *which = written[i].file;
        if (own && batch_place_is_alone(p, own))
            written[i].error = own;
        else
            error = own;
    }
    return error ? error : sync_all(p);
}

int
batch_place_remove(const batch_place *p, const char *file)
{
    g_assert(p && file);
    const int error = below_unlink(p->folder, file, 0);
    if (!error && !g_str_has_prefix(file, BATCH_OWN "/"))
        leave_folders(p, file);
    return error == ENOENT || error == ENOTDIR ? 0 : error;
}

int
batch_place_withdraw(const batch_place *p, const char *file, digest *sum, int64_t *bytes)
{
    g_assert(p && file && sum && bytes);
    struct stat is;
    char text[DIGEST_TEXT];
    int error = below_look(p->folder, file, &is);
    *bytes = 0;
    /* What lies behind a link, or has the name of the file and is none, is not what was made here. */
    if (error == ENOENT || error == ENOTDIR || error == ELOOP || (!error && !S_ISREG(is.st_mode)))
        return 0;
    /* What is not as it was made is not kept as if it were. */
    if (!error)
        below_sum(p->folder, file, &is, sum);
    *bytes = is.st_size;
    char *name = g_strdup_printf("%s/%s.pdf", p->tmp, digest_text(sum, text));
    if (!error)
        error = close_file(p, file);
    if (!error)
        error = below_rename(p->folder, file, name, BATCH_FOLDER_MODE);
    if (!error)
        leave_folders(p, file);
    g_free(name);
    return error;
}

int
batch_place_read(int folder, const char *file, char **bytes, gsize *length)
{
    g_assert(file && bytes && length);
    struct stat is;
    const int fd = below_open(folder, file, O_RDONLY, 0);
    int error = fd < 0 || fstat(fd, &is) != 0 ? errno : S_ISREG(is.st_mode) ? 0 : EINVAL;
    char *into = error ? NULL : g_malloc((gsize)is.st_size + 1);
    gsize got = 0;
    while (!error && got < (gsize)is.st_size) {
        const ssize_t n = read(fd, into + got, (gsize)is.st_size - got);
        if (n == 0 || (n < 0 && errno != EINTR))
            error = n == 0 ? EIO : errno; /* it became shorter */
        else if (n > 0)
            got += (gsize)n;
    }
    if (fd >= 0)
        close(fd);
    if (error) {
        g_free(into);
        return error;
    }
    into[got] = '\0';
    *bytes = into;
    *length = got;
    return 0;
}

bool
batch_place_has(int folder, const char *file, int64_t bytes, const digest *sum)
{
    g_assert(file && sum);
    struct stat is;
    digest now;
    return below_look(folder, file, &is) == 0 && S_ISREG(is.st_mode) && (is.st_mode & 07777) == BATCH_FILE_MODE &&
           is.st_size == bytes && below_sum(folder, file, &is, &now) == 0 && digest_equal(&now, sum);
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
