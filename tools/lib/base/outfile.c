#include "base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "base/fault.h"

static bool
write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        const ssize_t n = write(fd, bytes, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes += n;
        length -= (size_t)n;
    }
    return true;
}

static bool
report_failure(const char *path, int error, diag *d)
{
    fault_report(d, DIAG_FILE_WRITE, PLACE_NONE, path, error);
    return false;
}

/* The rename is only durable once the folder is synced; a folder that cannot be opened is not an error. */
void
outfile_sync_beside(const char *path)
{
    char *folder = g_path_get_dirname(path);
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    g_free(folder);
}

/* A device or a pipe (/dev/null, a FIFO) is written to; renaming over it would replace it. */
static bool
write_device(const char *path, const void *bytes, size_t length, diag *d)
{
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return report_failure(path, errno, d);
    bool whole = write_all(fd, bytes, length);
    int error = errno;
    if (close(fd) != 0 && whole) {
        whole = false;
        error = errno;
    }
    return whole || report_failure(path, error, d);
}

/* Stays open. 0, or errno. */
static int
fill_open(int fd, mode_t mode, const void *bytes, size_t length)
{
    return write_all(fd, bytes, length) && fchmod(fd, mode) == 0 && fsync(fd) == 0 ? 0 : errno;
}

/* Closes it; of what cannot be written nothing stays. */
static int
fill_file(int fd, const char *path, mode_t mode, const void *bytes, size_t length)
{
    int error = fill_open(fd, mode, bytes, length);
    if (close(fd) != 0 && !error)
        error = errno;
    if (error)
        unlink(path);
    return error;
}

int
outfile_write_new(const char *path, mode_t mode, const void *bytes, size_t length)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return fd < 0 ? errno : fill_file(fd, path, mode, bytes, length);
}

/* What is written and waits for its name, or has it and waits for the others. */
typedef struct unplaced {
    const char *path;
    bool is_new, swapped; /* it has its name, which nothing had; it has, and what had it is `beside` now */
    int fd;       /* of a file without a name: of a process that is killed nothing is left; -1: it has one … */
    char *beside; /* … where the file system or the kernel knows of no others. NULL: nothing waits */
} unplaced;

/* A name beside the target, short: the target's may be the longest. g_free it. */
static char *
name_beside(const char *path)
{
    char *folder = g_path_get_dirname(path), *beside = g_build_filename(folder, ".renkei.XXXXXX", NULL);
    g_free(folder);
    return beside;
}

static mode_t
mode_of(const outfile_part *part)
{
    return part->everybody ? 0644 : 0600;
}

/* The name under which the kernel knows an open file; without /proc there is none. */
static void
name_open(int fd, char name[32])
{
    g_snprintf(name, 32, "/proc/self/fd/%d", fd);
}

/* False: it is to be written under a name of its own. */
static bool
write_nameless(const outfile_part *part, unplaced *out)
{
    char *folder = g_path_get_dirname(part->path), name[32];
    const int fd = open(folder, O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
    g_free(folder);
    if (fd < 0)
        return false;
    name_open(fd, name);
    if (access(name, F_OK) != 0 || fill_open(fd, mode_of(part), part->bytes, part->length) != 0) {
        close(fd);
        return false;
    }
    out->fd = fd;
    return true;
}

/* Where the disk is full or the folder closed, the second way says so. */
static bool
write_beside(const outfile_part *part, unplaced *out, diag *d)
{
    if (write_nameless(part, out))
        return true;
    char *beside = name_beside(part->path);
    const int fd = g_mkstemp_full(beside, O_WRONLY | O_CLOEXEC, 0600);
    const int error = fd < 0 ? errno : fill_file(fd, beside, mode_of(part), part->bytes, part->length);
    if (!error) {
        out->beside = beside;
        return true;
    }
    g_free(beside);
    return report_failure(part->path, error, d);
}

/* A file without a name gets one that nobody has. 0, or errno. */
static int
give_name(unplaced *u, const char *path)
{
    enum { TRIES = 100 };
    char open_name[32];
    name_open(u->fd, open_name);
    int error = EEXIST;
    for (int i = 0; error == EEXIST && i < TRIES; i++) {
        g_free(u->beside);
        u->beside = name_beside(path);
        for (char *x = strrchr(u->beside, '.') + 1; *x; x++)
            *x = "abcdefghijklmnopqrstuvwxyz0123456789"[g_random_int_range(0, 36)];
        error = linkat(AT_FDCWD, open_name, AT_FDCWD, u->beside, AT_SYMLINK_FOLLOW) == 0 ? 0 : errno;
    }
    if (error)
        g_clear_pointer(&u->beside, g_free);
    return error;
}

static int
rename_over(unplaced *u)
{
    if (rename(u->beside, u->path) != 0)
        return errno;
    g_clear_pointer(&u->beside, g_free);
    return 0;
}

/* What it takes the place of is kept while others wait, where the file system can do that. */
static int
swap_with(unplaced *u)
{
    u->swapped = renameat2(AT_FDCWD, u->beside, AT_FDCWD, u->path, RENAME_EXCHANGE) == 0;
    if (u->swapped)
        return 0;
    if (errno != ENOENT)
        return errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP ? rename_over(u) : errno;
    const int error = rename_over(u);
    u->is_new = !error;
    return error;
}

/* Takes the place of what has that name; alone: no others wait. 0, or errno. */
static int
place_over(unplaced *u, bool alone)
{
    char name[32];
    if (u->fd >= 0) {
        name_open(u->fd, name);
        u->is_new = linkat(AT_FDCWD, name, AT_FDCWD, u->path, AT_SYMLINK_FOLLOW) == 0;
        if (u->is_new)
            return 0;
        const int error = errno == EEXIST ? give_name(u, u->path) : errno;
        if (error)
            return error;
    }
    return alone ? rename_over(u) : swap_with(u);
}

/* As it was before; what is `beside` is to go then. Does only what a signal handler may. */
static void
take_back(const unplaced *u)
{
    if (u->is_new)
        unlink(u->path);
    else if (u->swapped)
        (void)renameat2(AT_FDCWD, u->beside, AT_FDCWD, u->path, RENAME_EXCHANGE);
}

/* The process may end at any allocation (memory.h). */
static const unplaced *volatile all_waiting;
static volatile size_t waiting_count;

void
outfile_drop_waiting(void)
{
    for (size_t i = 0; all_waiting && i < waiting_count; i++) {
        take_back(&all_waiting[i]);
        if (all_waiting[i].beside)
            unlink(all_waiting[i].beside);
    }
}

static void
drop_unplaced(unplaced *u)
{
    if (u->fd >= 0)
        close(u->fd);
    if (u->beside)
        unlink(u->beside);
    g_free(u->beside);
}

/* The descriptor that a name stands for; -1: it is the name of something else. */
static int
descriptor_of(const char *path)
{
    static const struct {
        const char *name;
        int fd;
    } named[] = {{"-", STDOUT_FILENO}, {"/dev/stdout", STDOUT_FILENO}, {"/dev/stderr", STDERR_FILENO}};
    for (size_t i = 0; i < G_N_ELEMENTS(named); i++)
        if (strcmp(path, named[i].name) == 0)
            return named[i].fd;
    const char *number = g_str_has_prefix(path, "/dev/fd/")         ? path + strlen("/dev/fd/")
                         : g_str_has_prefix(path, "/proc/self/fd/") ? path + strlen("/proc/self/fd/")
                                                                    : "";
    guint64 fd;
    return g_ascii_string_to_unsigned(number, 10, 0, INT_MAX, &fd, NULL) ? (int)fd : -1;
}

bool
outfile_is_stream(const char *path)
{
    g_assert(path);
    struct stat is;
    return descriptor_of(path) >= 0 || (stat(path, &is) == 0 && !S_ISREG(is.st_mode));
}

static bool
write_stream(const outfile_part *part, diag *d)
{
    const int fd = descriptor_of(part->path);
    if (fd < 0)
        return write_device(part->path, part->bytes, part->length, d);
    return write_all(fd, part->bytes, part->length) || report_failure(part->path, errno, d);
}

bool
outfile_write_all(const outfile_part *parts, size_t count, diag *d)
{
    g_assert((parts || count == 0) && d);
    unplaced *waiting = g_new0(unplaced, count + 1);
    bool good = true;
    for (size_t i = 0; i < count; i++)
        waiting[i] = (unplaced){.path = parts[i].path, .fd = -1};
    waiting_count = count;
    all_waiting = waiting;
    for (size_t i = 0; good && i < count; i++) {
        if (g_file_test(parts[i].path, G_FILE_TEST_IS_DIR))
            good = report_failure(parts[i].path, EISDIR, d);
        else if (!outfile_is_stream(parts[i].path))
            good = write_beside(&parts[i], &waiting[i], d);
    }
    for (size_t i = 0; good && i < count; i++) {
        if (waiting[i].fd < 0 && !waiting[i].beside) {
            good = write_stream(&parts[i], d);
            continue;
        }
        const int error = place_over(&waiting[i], count == 1);
        if (error)
            good = report_failure(parts[i].path, error, d);
        else
            outfile_sync_beside(parts[i].path);
    }
    for (size_t i = 0; !good && i < count; i++)
        take_back(&waiting[i]);
    all_waiting = NULL;
    for (size_t i = 0; i < count; i++)
        drop_unplaced(&waiting[i]);
    g_free(waiting);
    return good;
}

bool
outfile_write(const char *path, const void *bytes, size_t length, diag *d)
{
    g_assert(path && (bytes || length == 0) && d);
    const outfile_part part = {.path = path, .bytes = bytes, .length = length};
    return outfile_write_all(&part, 1, d);
}

bool
outfile_remove(const char *path, diag *d)
{
    g_assert(path && d);
    if (unlink(path) != 0)
        return errno == ENOENT || report_failure(path, errno, d);
    outfile_sync_beside(path);
    return true;
}

int
outfile_place(const char *written, const char *path)
{
    g_assert(written && path);
    /* A link is there or is not; where there are no links (FAT), the kernel renames over nothing. */
    int error = link(written, path) == 0 ? 0 : errno;
    if (error && error != EEXIST)
        error = renameat2(AT_FDCWD, written, AT_FDCWD, path, RENAME_NOREPLACE) == 0 ? 0 : errno;
    unlink(written);
    if (!error)
        outfile_sync_beside(path);
    return error;
}
