/* batch_files.c: what is known of files without reading them: while a file is where it was, as long, and untouched
 * since its bytes were summed, it has that sum. */
#include "batch/batch_int.h"

#include <string.h>
#include <time.h>

typedef struct known_file {
    char *stat, *head;
    digest sum;
    bool saved;
} known_file;

struct batch_files {
    GHashTable *known; /* char *: known_file * */
};

static void
drop_known(gpointer p)
{
    known_file *f = p;
    g_free(f->stat);
    g_free(f->head);
    g_free(f);
}

static void
take_known(void *data, const ledger_file *x)
{
    known_file *f = g_new(known_file, 1);
    *f = (known_file){g_strdup(x->stat), g_strdup(x->head), x->sum, true};
    g_hash_table_insert(((batch_files *)data)->known, g_strdup(x->path), f);
}

batch_files *
batch_files_new(ledger *l)
{
    batch_files *b = g_new0(batch_files, 1);
    b->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, drop_known);
    if (l)
        ledger_each_file(l, take_known, b);
    return b;
}

void
batch_files_drop(batch_files *b)
{
    if (!b)
        return;
    g_hash_table_destroy(b->known);
    g_free(b);
}

/* ---- whether a file is untouched ---- */

enum { THOUSAND = 1000 };
static const int64_t second = 1000000000;

static int64_t
in_nanoseconds(struct timespec t)
{
    return (int64_t)t.tv_sec * second + t.tv_nsec;
}

static char *
text_of_stat(const struct stat *is, struct timespec looked)
{
    return g_strdup_printf("%ju %ju %jd %" PRId64 " %" PRId64 " %" PRId64, (uintmax_t)is->st_dev, (uintmax_t)is->st_ino,
                           (intmax_t)is->st_size, in_nanoseconds(is->st_mtim), in_nanoseconds(is->st_ctim),
                           in_nanoseconds(looked));
}

char *
batch_stat_text(const struct stat *is)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return text_of_stat(is, now);
}

/* A change in the same tick of the file system's clock as the look would not be seen: a look must be later than the
 * last change by more than that. Ticks are of two seconds at most (FAT); where times have nanoseconds, of a hundredth.
 */
static bool
is_looked_at_late_enough(int64_t changed, int64_t taken)
{
    const int64_t tick = changed % (THOUSAND * THOUSAND) ? second / 50 : 2 * second;
    return taken - changed > tick;
}

bool
batch_stat_holds(const char *text, const struct stat *is)
{
    g_assert(text && is);
    uintmax_t device, number;
    intmax_t size;
    int64_t modified, changed, taken;
    return sscanf(text, "%ju %ju %jd %" SCNd64 " %" SCNd64 " %" SCNd64, &device, &number, &size, &modified, &changed,
                  &taken) == 6 &&
           device == (uintmax_t)is->st_dev && number == (uintmax_t)is->st_ino && size == (intmax_t)is->st_size &&
           modified == in_nanoseconds(is->st_mtim) && changed == in_nanoseconds(is->st_ctim) && S_ISREG(is->st_mode) &&
           is_looked_at_late_enough(changed, taken);
}

bool
batch_files_find(const batch_files *b, const char *path, digest *sum, const char **head)
{
    g_assert(b && path && sum);
    struct stat is;
    const known_file *f = g_hash_table_lookup(b->known, path);
    if (!f || stat(path, &is) != 0 || !batch_stat_holds(f->stat, &is))
        return false;
    *sum = f->sum;
    if (head)
        *head = f->head;
    return true;
}

/* ---- what is learned ---- */

void
batch_files_note(batch_files *b, const char *path, const char *stat_text, const digest *sum, const char *head)
{
    g_assert(b && path && stat_text && sum && head);
    known_file *f = g_new(known_file, 1);
    *f = (known_file){g_strdup(stat_text), g_strdup(head), *sum, false};
    g_hash_table_insert(b->known, g_strdup(path), f);
}

bool
batch_files_sum(batch_files *b, const char *path, digest *sum)
{
    g_assert(b && path && sum);
    struct stat is;
    if (batch_files_find(b, path, sum, NULL))
        return true;
    char *before = stat(path, &is) == 0 ? batch_stat_text(&is) : NULL; /* a change while it is read is one after it */
    const bool good = before && digest_file(path, sum, NULL, 0, NULL);
    if (good)
        batch_files_note(b, path, before, sum, "");
    g_free(before);
    return good;
}

digest
batch_files_mapped(batch_files *b, const char *path, const struct stat *is, struct timespec looked, const void *bytes,
                   size_t length)
{
    g_assert(b && path && is && bytes);
    const known_file *f = g_hash_table_lookup(b->known, path);
    if (f && batch_stat_holds(f->stat, is))
        return f->sum;
    const digest sum = digest_of(bytes, length);
    char *text = text_of_stat(is, looked);
    batch_files_note(b, path, text, &sum, "");
    g_free(text);
    return sum;
}

bool
batch_files_save(batch_files *b, ledger *l)
{
    g_assert(b && l);
    GHashTableIter each;
    gpointer path, file;
    bool good = true;
    g_hash_table_iter_init(&each, b->known);
    while (good && g_hash_table_iter_next(&each, &path, &file)) {
        known_file *f = file;
        const ledger_file x = {.path = path, .stat = f->stat, .sum = f->sum, .head = f->head};
        good = f->saved || ledger_save_file(l, &x);
        f->saved = true;
    }
    return good;
}
