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
    const bool whole = write_all(fd, bytes, length);
    const int error = errno;
    close(fd);
    return whole || report_failure(path, error, d);
}

/* Closes it; of what cannot be written nothing stays. */
static int
fill_file(int fd, const char *path, mode_t mode, const void *bytes, size_t length)
{
    int error = write_all(fd, bytes, length) && fchmod(fd, mode) == 0 && fsync(fd) == 0 ? 0 : errno;
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

/* Writes beside the target and syncs; the temporary's name, or NULL after a report. */
static char *
write_beside(const outfile_part *part, diag *d)
{
    char *folder = g_path_get_dirname(part->path);
    char *beside = g_build_filename(folder, ".renkei.XXXXXX", NULL); /* short: the target's name may be the longest */
    g_free(folder);
    const int fd = g_mkstemp_full(beside, O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) {
        report_failure(part->path, errno, d);
        g_free(beside);
        return NULL;
    }
    const int error = fill_file(fd, beside, part->everybody ? 0644 : 0600, part->bytes, part->length);
    if (error) {
        g_free(beside);
        report_failure(part->path, error, d);
        return NULL;
    }
    return beside;
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
    char **beside = g_new0(char *, count + 1);
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        if (g_file_test(parts[i].path, G_FILE_TEST_IS_DIR))
            good = report_failure(parts[i].path, EISDIR, d);
        else if (!outfile_is_stream(parts[i].path))
            good = (beside[i] = write_beside(&parts[i], d)) != NULL;
    }
    for (size_t i = 0; good && i < count; i++) {
        if (!beside[i]) {
            good = write_stream(&parts[i], d);
        } else if (rename(beside[i], parts[i].path) != 0) {
            good = report_failure(parts[i].path, errno, d);
        } else {
            outfile_sync_beside(parts[i].path);
            g_free(beside[i]);
            beside[i] = NULL;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (beside[i])
            unlink(beside[i]);
        g_free(beside[i]);
    }
    g_free(beside);
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
