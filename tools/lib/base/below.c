#include "base/below.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

/* openat2 with RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS would do the walk in one call, where a kernel has it and a filter
 * of system calls lets it through; the walk step by step holds everywhere, and the names are two or three steps long.
 */

static int
close_keeping(int fd)
{
    const int error = errno;
    if (fd >= 0)
        close(fd);
    errno = error;
    return -1;
}

/* For what is no folder and what is a link to one the system says ENOTDIR alike. */
static int
tell_link(int folder, const char *step)
{
    struct stat is;
    const int error = errno;
    const bool link = error == ENOTDIR && fstatat(folder, step, &is, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(is.st_mode);
    errno = link ? ELOOP : error;
    return -1;
}

/* On the way a folder need not be one that can be looked into. */
static int
open_step(int folder, const char *step, bool last, mode_t make)
{
    const int flags = (last ? O_RDONLY : O_PATH) | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(folder, step, flags);
    if (fd < 0 && errno == ENOENT && make) {
        if (mkdirat(folder, step, make) != 0 && errno != EEXIST)
            return -1;
        fd = openat(folder, step, flags);
    }
    return fd < 0 ? tell_link(folder, step) : fd;
}

static bool
is_step(const char *step, size_t length)
{
    return length > 0 && !(length == 1 && *step == '.') && !(length == 2 && step[0] == '.' && step[1] == '.');
}

/* Goes as far as `end`, which is the end of a step of `name`, or its beginning: then it is the folder itself. */
static int
walk_to(int folder, const char *name, const char *end, mode_t make)
{
    if (end > name && end[-1] == '/') {
        errno = EINVAL;
        return -1;
    }
    int at = fcntl(folder, F_DUPFD_CLOEXEC, 0);
    for (const char *p = name; at >= 0 && p < end;) {
        const char *slash = memchr(p, '/', (size_t)(end - p)), *stop = slash ? slash : end;
        char *step = g_strndup(p, (gsize)(stop - p));
        errno = EINVAL;
        const int next = is_step(step, strlen(step)) ? open_step(at, step, !slash, make) : -1;
        g_free(step);
        close_keeping(at);
        at = next;
        p = slash ? slash + 1 : end;
    }
    return at;
}

int
below_root(const char *path, mode_t make)
{
    g_assert(path);
    if (make && g_mkdir_with_parents(path, (int)make) != 0)
        return -1;
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int
below_folder(int folder, const char *name, mode_t make)
{
    g_assert(name);
    return walk_to(folder, name, name + strlen(name), make);
}

int
below_parent(int folder, const char *name, mode_t make, const char **last)
{
    g_assert(name && last);
    const char *slash = strrchr(name, '/');
    *last = slash ? slash + 1 : name;
    if (is_step(*last, strlen(*last)) && slash != name)
        return walk_to(folder, name, slash ? slash : name, make);
    errno = EINVAL;
    return -1;
}

int
below_open(int folder, const char *name, int flags, mode_t mode)
{
    const char *last;
    const int at = below_parent(folder, name, 0, &last);
    if (at < 0)
        return -1;
    const int wait = (flags & O_ACCMODE) == O_RDONLY ? O_NONBLOCK : 0;
    const int fd = openat(at, last, flags | O_NOFOLLOW | O_CLOEXEC | wait, mode);
    if (fd < 0)
        tell_link(at, last);
    close_keeping(at);
    return fd;
}

int
below_look(int folder, const char *name, struct stat *is)
{
    const char *last;
    const int at = below_parent(folder, name, 0, &last);
    const int error = at < 0 || fstatat(at, last, is, AT_SYMLINK_NOFOLLOW) != 0 ? errno : 0;
    close_keeping(at);
    return error;
}

/* The descriptor of the folder of a name; -1: it is not open. */
static int
open_already(const below_looker *l, const char *name, const char *last)
{
    const size_t length = (size_t)(last - name);
    for (size_t i = 0; i < G_N_ELEMENTS(l->in); i++)
        if (l->in[i] && strlen(l->in[i]) == length && memcmp(l->in[i], name, length) == 0)
            return l->at[i];
    return -1;
}

static void
forget_folder(below_looker *l, size_t i)
{
    if (l->in[i])
        close(l->at[i]);
    g_free(l->in[i]);
    l->in[i] = NULL;
}

int
below_look_near(below_looker *l, const char *name, struct stat *is)
{
    g_assert(l && name && is);
    const char *slash = strrchr(name, '/'), *last = slash ? slash + 1 : name;
    int at = is_step(last, strlen(last)) ? open_already(l, name, last) : -1;
    if (at < 0) {
        at = below_parent(l->folder, name, 0, &last);
        if (at < 0)
            return errno;
        const unsigned i = l->next++ % G_N_ELEMENTS(l->in);
        forget_folder(l, i);
        l->in[i] = g_strndup(name, (gsize)(last - name));
        l->at[i] = at;
    }
    return fstatat(at, last, is, AT_SYMLINK_NOFOLLOW) != 0 ? errno : 0;
}

void
below_looker_close(below_looker *l)
{
    g_assert(l);
    for (size_t i = 0; i < G_N_ELEMENTS(l->in); i++)
        forget_folder(l, i);
}

int
below_rename(int folder, const char *from, const char *to, mode_t make)
{
    const char *last_from, *last_to;
    const int source = below_parent(folder, from, 0, &last_from);
    const int target = source < 0 ? -1 : below_parent(folder, to, make, &last_to);
    const int error = target < 0 || renameat(source, last_from, target, last_to) != 0 ? errno : 0;
    close_keeping(source);
    close_keeping(target);
    return error;
}

int
below_unlink(int folder, const char *name, int flags)
{
    const char *last;
    const int at = below_parent(folder, name, 0, &last);
    const int error = at < 0 || unlinkat(at, last, flags) != 0 ? errno : 0;
    close_keeping(at);
    return error;
}

char *
below_path(int folder, const char *named, const char *name)
{
    g_assert(named && name);
    char way[32];
    struct stat held, is;
    g_snprintf(way, sizeof way, "/proc/self/fd/%d", folder);
    const bool leads = folder >= 0 && fstat(folder, &held) == 0 && stat(way, &is) == 0 && held.st_dev == is.st_dev &&
                       held.st_ino == is.st_ino;
    return g_build_filename(leads ? way : named, name, NULL);
}
