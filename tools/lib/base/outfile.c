#include "base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

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
failed(const char *path, int error, diag *d)
{
    diag_add(d, DIAG_FILE_WRITE, PLACE_NONE, PLACE_NONE, path, g_strerror(error), NULL);
    return false;
}

/* The rename is only durable once the folder is synced; a folder that cannot be opened is not an error. */
static void
sync_folder(const char *path)
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
        return failed(path, errno, d);
    const bool whole = write_all(fd, bytes, length);
    const int error = errno;
    close(fd);
    return whole || failed(path, error, d);
}

bool
outfile_write(const char *path, const void *bytes, size_t length, diag *d)
{
    if (strcmp(path, "-") == 0) {
        if (!write_all(STDOUT_FILENO, bytes, length))
            return failed("-", errno, d);
        return true;
    }
    struct stat is;
    if (stat(path, &is) == 0 && !S_ISREG(is.st_mode))
        return write_device(path, bytes, length, d);
    char *beside = g_strdup_printf("%s.XXXXXX", path);
    const int fd = g_mkstemp_full(beside, O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) {
        const int error = errno;
        g_free(beside);
        return failed(path, error, d);
    }
    int error = 0;
    if (!write_all(fd, bytes, length) || fsync(fd) != 0)
        error = errno;
    if (close(fd) != 0 && !error)
        error = errno;
    if (!error && rename(beside, path) != 0)
        error = errno;
    if (error)
        unlink(beside);
    else
        sync_folder(path);
    g_free(beside);
    return error ? failed(path, error, d) : true;
}
