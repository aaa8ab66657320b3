/* look.c: what stands at a path, to be compared with what stood there. */
#include "preview/preview_int.h"

#include <assert.h>
#include <sys/stat.h>
#include <time.h>

enum { MOST_SUMMED = 4 * 1024 * 1024 }; /* a form or a case is far smaller; beyond that times and sizes must do */

static gint64
in_nanoseconds(struct timespec t)
{
    return (gint64)t.tv_sec * 1000000000 + t.tv_nsec;
}

gint64
look_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return in_nanoseconds(now);
}

look
look_at(const char *path, bool with_sum)
{
    assert(path);
    struct stat is;
    look l = {0};
    if (stat(path, &is) != 0)
        return l;
    l = (look){.there = true,
               .folder = S_ISDIR(is.st_mode),
               .device = is.st_dev,
               .number = is.st_ino,
               .size = is.st_size,
               .written = in_nanoseconds(is.st_mtim),
               .changed = in_nanoseconds(is.st_ctim)};
    if (with_sum && S_ISREG(is.st_mode) && is.st_size <= MOST_SUMMED)
        l.summed = digest_file(path, &l.sum, NULL, 0, NULL);
    return l;
}

bool
look_is_alike(const look *a, const look *b)
{
    return a->there == b->there && a->folder == b->folder && a->device == b->device && a->number == b->number &&
           a->size == b->size && a->written == b->written;
}

bool
look_is_same(const look *a, const look *b)
{
    return look_is_alike(a, b) && a->changed == b->changed &&
           (!a->summed || !b->summed || digest_equal(&a->sum, &b->sum));
}
