/* below_sum.c: apart from the rest of below.h, so that whoever writes one paper, and sums nothing, does not load the
 * library that does. */
#include "base/below.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <glib.h>

int
below_sum(int folder, const char *name, struct stat *is, digest *sum)
{
    char path[32];
    const int fd = below_open(folder, name, O_RDONLY, 0);
    int error = fd < 0 || fstat(fd, is) != 0 ? errno : 0;
    if (!error && !S_ISREG(is->st_mode))
        error = S_ISDIR(is->st_mode) ? EISDIR : EINVAL;
    g_snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (!error && !digest_file(path, sum, NULL, 0, NULL))
        error = errno;
    if (fd >= 0)
        close(fd);
    return error;
}
