/* xml_file.c: the bytes of a file, whatever they are. */
#include "xml/xml.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reads until the end or one byte more than allowed, so that a growing file cannot get past the limit. */
static bool
read_bytes(int fd, size_t most, GByteArray *into)
{
    guint8 buffer[1 << 16];
    while (into->len <= most) {
        const ssize_t n = read(fd, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        g_byte_array_append(into, buffer, (guint)n);
    }
    return true;
}

int
xml_file_bytes(const char *path, size_t most, GByteArray *into)
{
    const bool is_stdin = strcmp(path, "-") == 0;
    /* Not blocking: opening a FIFO would otherwise wait for its writer. */
    const int fd =
        is_stdin ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = 0;
    struct stat is;
    if (fstat(fd, &is) != 0)
        error = errno;
    else if (is_stdin ? S_ISDIR(is.st_mode) : !S_ISREG(is.st_mode))
        error = S_ISDIR(is.st_mode) ? EISDIR : ENODEV;
    else if (!read_bytes(fd, most, into))
        error = errno;
    close(fd);
    return error;
}
