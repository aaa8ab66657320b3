#include "base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "base/below.h"
#include "base/fault.h"

bool
outfile_write_open(int fd, const void *bytes, size_t length)
{
    g_assert(bytes || length == 0);
    for (const char *p = bytes; length > 0;) {
        const ssize_t n = write(fd, p, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n == 0)
            errno = EIO; /* so that it comes to an end */
        if (n <= 0)
            return false;
        p += n;
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

/* ---- where a file is ---- */

/* Its folder, which is opened once: whatever its name leads to later, all is done in this one. */
typedef struct spot {
    int folder; /* -1: it cannot be opened, for this reason: */
    int error;
    const char *name; /* in it; of the path */
} spot;

/* One that may be written to and not read cannot be synced, and is used all the same. */
static spot
open_spot(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? g_strndup(path, (gsize)MAX(slash - path, 1)) : g_strdup(".");
    spot at = {.folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), .name = slash ? slash + 1 : path};
    if (at.folder < 0 && errno == EACCES)
        at.folder = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    at.error = at.folder < 0 ? errno : 0;
    g_free(folder);
    return at;
}

/* The rename is only durable once the folder is synced. */
static void
sync_spot(const spot *at)
{
    if (at->folder >= 0)
        (void)fsync(at->folder);
}

static void
close_spot(spot *at)
{
    if (at->folder >= 0)
        close(at->folder);
    at->folder = -1;
}

void
outfile_sync_beside(const char *path)
{
    spot at = open_spot(path);
    sync_spot(&at);
    close_spot(&at);
}

/* ---- writing ---- */

/* A device or a pipe (/dev/null, a FIFO) is written to; renaming over it would replace it. */
static bool
write_device(const char *path, const void *bytes, size_t length, diag *d)
{
    struct stat is;
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    int error = fd < 0 || fstat(fd, &is) != 0 ? errno : S_ISREG(is.st_mode) ? EEXIST : 0; /* it was none when asked */
    if (!error && !outfile_write_open(fd, bytes, length))
        error = errno;
    if (fd >= 0 && close(fd) != 0 && !error)
        error = errno;
    return !error || report_failure(path, error, d);
}

/* Stays open. 0, or errno. */
static int
fill_open(int fd, mode_t mode, const void *bytes, size_t length)
{
    return outfile_write_open(fd, bytes, length) && fchmod(fd, mode) == 0 && fsync(fd) == 0 ? 0 : errno;
}

/* Makes a file that is not there yet. 0, or errno, and then there is none. */
static int
fill_new(int folder, const char *name, mode_t mode, const void *bytes, size_t length)
{
    const int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno;
    int error = fill_open(fd, mode, bytes, length);
    if (close(fd) != 0 && !error)
        error = errno;
    if (error)
        unlinkat(folder, name, 0);
    return error;
}

int
outfile_write_new(const char *path, mode_t mode, const void *bytes, size_t length)
{
    spot at = open_spot(path);
    const int error = at.error ? at.error : fill_new(at.folder, at.name, mode, bytes, length);
    close_spot(&at);
    return error;
}

/* What is written and waits for its name, or has it and waits for the others. */
typedef struct unplaced {
    spot at;
    bool waits;
    bool is_new, swapped; /* it has its name, which nothing had; it has, and what had it is `beside` now */
    int fd;               /* of a file without a name: of a process that is killed nothing is left … */
    char beside[sizeof ".renkei.XXXXXX"]; /* … where the file system or the kernel knows of no others, the name that it
                                              has beside its own. "": none */
} unplaced;

enum { TRIES = 100 }; /* for a name that nobody has */

/* Short: the target's may be the longest. */
static void
name_beside(char name[sizeof ".renkei.XXXXXX"])
{
    strcpy(name, ".renkei.XXXXXX");
    for (char *x = strrchr(name, '.') + 1; *x; x++)
        *x = "abcdefghijklmnopqrstuvwxyz0123456789"[g_random_int_range(0, 36)];
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
    char name[32];
    const int fd = openat(out->at.folder, ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
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

static int
write_named(const outfile_part *part, unplaced *out)
{
    int error = EEXIST;
    for (int i = 0; error == EEXIST && i < TRIES; i++) {
        name_beside(out->beside);
        error = fill_new(out->at.folder, out->beside, mode_of(part), part->bytes, part->length);
    }
    if (error)
        *out->beside = '\0';
    return error;
}

/* Where the disk is full or the folder closed, the second way says so. */
static bool
write_beside(const outfile_part *part, unplaced *out, diag *d)
{
    out->waits = true;
    if (out->at.folder < 0)
        out->at = open_spot(part->path);
    const int error = out->at.error ? out->at.error : write_nameless(part, out) ? 0 : write_named(part, out);
    return !error || report_failure(part->path, error, d);
}

/* A file without a name gets one that nobody has. 0, or errno. */
static int
give_name(unplaced *u)
{
    char open_name[32];
    name_open(u->fd, open_name);
    int error = EEXIST;
    for (int i = 0; error == EEXIST && i < TRIES; i++) {
        name_beside(u->beside);
        error = linkat(AT_FDCWD, open_name, u->at.folder, u->beside, AT_SYMLINK_FOLLOW) == 0 ? 0 : errno;
    }
    if (error)
        *u->beside = '\0';
    return error;
}

static int
rename_over(unplaced *u)
{
    if (renameat(u->at.folder, u->beside, u->at.folder, u->at.name) != 0)
        return errno;
    *u->beside = '\0';
    return 0;
}

static bool
exchange_names(const unplaced *u)
{
    return renameat2(u->at.folder, u->beside, u->at.folder, u->at.name, RENAME_EXCHANGE) == 0;
}

/* What it takes the place of is kept while others wait, where the file system can do that. */
static int
swap_with(unplaced *u)
{
    u->swapped = exchange_names(u);
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
        u->is_new = linkat(AT_FDCWD, name, u->at.folder, u->at.name, AT_SYMLINK_FOLLOW) == 0;
        if (u->is_new)
            return 0;
        const int error = errno == EEXIST ? give_name(u) : errno;
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
        unlinkat(u->at.folder, u->at.name, 0);
    else if (u->swapped)
        (void)exchange_names(u);
}

/* The process may end at any allocation (memory.h). */
static const unplaced *volatile all_waiting;
static volatile size_t waiting_count;

void
outfile_drop_waiting(void)
{
    for (size_t i = 0; all_waiting && i < waiting_count; i++) {
        take_back(&all_waiting[i]);
        if (*all_waiting[i].beside)
            unlinkat(all_waiting[i].at.folder, all_waiting[i].beside, 0);
    }
}

static void
drop_unplaced(unplaced *u)
{
    if (u->fd >= 0)
        close(u->fd);
    if (*u->beside && unlinkat(u->at.folder, u->beside, 0) != 0)
        unlinkat(u->at.folder, u->beside, 0); /* a disk that failed once */
    close_spot(&u->at);
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
    return outfile_write_open(fd, part->bytes, part->length) || report_failure(part->path, errno, d);
}

static bool
place_part(const outfile_part *part, unplaced *u, bool alone, diag *d)
{
    if (!u->waits)
        return write_stream(part, d);
    const int error = place_over(u, alone);
    sync_spot(&u->at);
    return !error || report_failure(part->path, error, d);
}

bool
outfile_write_all(const outfile_part *parts, size_t count, diag *d)
{
    g_assert((parts || count == 0) && d);
    unplaced *waiting = g_new0(unplaced, count + 1);
    bool good = true;
    for (size_t i = 0; i < count; i++)
        waiting[i] = (unplaced){.at = {.folder = -1}, .fd = -1};
    waiting_count = count;
    all_waiting = waiting;
    for (size_t i = 0; good && i < count; i++) {
        if (g_file_test(parts[i].path, G_FILE_TEST_IS_DIR))
            good = report_failure(parts[i].path, EISDIR, d);
        else if (!outfile_is_stream(parts[i].path))
            good = write_beside(&parts[i], &waiting[i], d);
    }
    for (size_t i = 0; good && i < count; i++)
        good = place_part(&parts[i], &waiting[i], count == 1, d);
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
outfile_write_below(int folder, const char *name, const char *told, const void *bytes, size_t length, diag *d)
{
    g_assert(name && told && (bytes || length == 0) && d);
    const outfile_part part = {.path = told, .bytes = bytes, .length = length};
    unplaced u = {.fd = -1};
    u.at.folder = below_parent(folder, name, 0, &u.at.name);
    u.at.error = u.at.folder < 0 ? errno : 0;
    const bool good =
        u.at.error ? report_failure(told, u.at.error, d) : write_beside(&part, &u, d) && place_part(&part, &u, true, d);
    drop_unplaced(&u);
    return good;
}

/* ---- removing and placing ---- */

int
outfile_remove(const char *path)
{
    g_assert(path);
    spot at = open_spot(path);
    int error = at.error ? at.error : unlinkat(at.folder, at.name, 0) == 0 ? 0 : errno;
    if (!error)
        sync_spot(&at);
    close_spot(&at);
    return error == ENOENT ? 0 : error;
}

int
outfile_place(const char *written, const char *path)
{
    g_assert(written && path);
    spot from = open_spot(written), to = open_spot(path);
    int error = from.error ? from.error : to.error;
    /* A link is there or is not; where there are no links (FAT), the kernel renames over nothing. */
    if (!error && linkat(from.folder, from.name, to.folder, to.name, 0) != 0) {
        error = errno;
        if (error != EEXIST)
            error = renameat2(from.folder, from.name, to.folder, to.name, RENAME_NOREPLACE) == 0 ? 0 : errno;
    }
    if (from.folder >= 0)
        unlinkat(from.folder, from.name, 0);
    if (!error)
        sync_spot(&to);
    close_spot(&from);
    close_spot(&to);
    return error;
}
