/* batch_store.c: the bytes that were issued, each under its own sum: OUT/.renkei/issued/ab/SUM.pdf.
 *
 * A file of the store is never opened for writing once it has its name, and gets it by link, which writes over nothing.
 * What an order adds waits in issued/new until the journal says that it was issued, and keeps its name there till then:
 * whatever is found in issued/new the next time belongs to an order that a kill or a full disk broke off, and is taken
 * back unless the journal names it (batch_store_recover). */
#include "batch/batch_int.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/below.h"

static const char waiting[] = "new";
static const char ending[] = ".pdf";

enum { NAME_ROOM = 3 + DIGEST_TEXT + sizeof ending };

/* ab/SUM.pdf, below issued. */
static const char *
name_of(const digest *sum, char name[NAME_ROOM])
{
    char text[DIGEST_TEXT];
    digest_text(sum, text);
    snprintf(name, NAME_ROOM, "%.2s/%s%s", text, text, ending);
    return name;
}

/* The name in issued/new. */
static const char *
name_waiting(const digest *sum, char name[NAME_ROOM])
{
    char text[DIGEST_TEXT];
    snprintf(name, NAME_ROOM, "%s%s", digest_text(sum, text), ending);
    return name;
}

/* OUT/.renkei/issued, or a folder in it; -1, with errno. */
static int
open_store(const batch_place *p, const char *inner, bool make)
{
    char *name = g_strconcat(BATCH_OWN "/issued", inner ? "/" : NULL, inner, NULL);
    const int fd = below_folder(p->folder, name, make ? BATCH_FOLDER_MODE : 0);
    g_free(name);
    return fd;
}

static void
leave_folder(int fd)
{
    const int error = errno;
    if (fd >= 0)
        close(fd);
    errno = error;
}

char *
batch_store_name(const digest *sum)
{
    g_assert(sum);
    char name[NAME_ROOM];
    return g_strconcat(BATCH_OWN "/issued/", name_of(sum, name), NULL);
}

/* ---- adding ---- */

int
batch_store_add(const batch_place *p, const void *bytes, size_t length, const digest *sum)
{
    g_assert(p && bytes && sum);
    char name[NAME_ROOM];
    const int folder = open_store(p, waiting, true);
    if (folder < 0)
        return errno;
    name_waiting(sum, name);
    const int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, BATCH_ISSUED_MODE);
    int error = fd >= 0 ? batch_place_write_all(fd, bytes, length) : errno == EEXIST ? 0 : errno;
    if (fd >= 0 && fchmod(fd, BATCH_ISSUED_MODE) != 0 && !error)
        error = errno;
    if (fd >= 0 && close(fd) != 0 && !error)
        error = errno;
    if (error && fd >= 0)
        unlinkat(folder, name, 0);
    leave_folder(folder);
    return error;
}

/* What every file of issued/new has done to it, in the order of their names, until one fails; 0, or errno. */
typedef int (*waiting_act)(int store, int folder, const char *name, void *data);

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int
each_waiting(const batch_place *p, waiting_act act, void *data)
{
    const int store = open_store(p, NULL, false);
    const int folder = store < 0 ? -1 : below_folder(store, waiting, 0);
    DIR *dir = folder < 0 ? NULL : fdopendir(dup(folder));
    int error = dir || errno == ENOENT ? 0 : errno;
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (const struct dirent *e; dir && (errno = 0, e = readdir(dir));)
        if (*e->d_name != '.')
            g_ptr_array_add(names, g_strdup(e->d_name));
    if (dir && errno)
        error = errno; /* it was not seen to its end */
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; !error && i < names->len; i++)
        error = act(store, folder, g_ptr_array_index(names, i), data);
    g_ptr_array_free(names, TRUE);
    if (dir)
        closedir(dir);
    leave_folder(folder);
    leave_folder(store);
    return error;
}

static bool
has_sum(int folder, const char *name, const digest *sum)
{
    struct stat is;
    digest now;
    return below_sum(folder, name, &is, &now) == 0 && digest_equal(&now, sum);
}

/* On the shelf that its sum begins with, which is made. 0, or errno. */
static int
link_on_shelf(int store, int folder, const char *waits)
{
    const char shelf[] = {waits[0], waits[1], '\0'};
    const int at = below_folder(store, shelf, BATCH_FOLDER_MODE);
    const int error = at >= 0 && linkat(folder, waits, at, waits, 0) == 0 ? 0 : errno;
    leave_folder(at);
    return error;
}

/* Gives the file its name in the store. One that has it already has to be the same, byte for byte. */
static int
give_name(int store, int folder, const char *waits, void *data)
{
    digest sum;
    char name[NAME_ROOM];
    if (!batch_own_sum_of(waits, &sum))
        return 0;
    const int error = link_on_shelf(store, folder, waits);
    if (error != EEXIST)
        return error;
    if (has_sum(store, name_of(&sum, name), &sum))
        return 0;
    char *whole = batch_store_name(&sum);
    diag_add(data, DIAG_BATCH_ISSUED_DAMAGED, PLACE_NONE, PLACE_NONE, whole, NULL);
    g_free(whole);
    return EBADMSG;
}

int
batch_store_keep(const batch_place *p, diag *d)
{
    g_assert(p && d);
    const size_t told = diag_count(d, DIAG_ERROR);
    int error = syncfs(p->folder) == 0 ? 0 : errno; /* one call for all of them, as in batch_place_publish */
    if (!error)
        error = each_waiting(p, give_name, d);
    if (!error && syncfs(p->folder) != 0)
        error = errno;
    if (error && diag_count(d, DIAG_ERROR) == told)
        batch_place_report("issued", error, d);
    return error;
}

/* ---- after the journal has spoken ---- */

typedef struct recovering {
    bool (*is_issued)(const void *data, const digest *sum);
    const void *data;
} recovering;

/* A name in the store that stands for the same file as the one that waits was given by the order that was broken off;
 * any other was there before it. */
static int
take_back(int store, int folder, const char *waits, void *data)
{
    const recovering *r = data;
    digest sum;
    char name[NAME_ROOM];
    struct stat a, b;
    if (batch_own_sum_of(waits, &sum) && !(r->is_issued && r->is_issued(r->data, &sum)) &&
        fstatat(folder, waits, &a, AT_SYMLINK_NOFOLLOW) == 0 && below_look(store, name_of(&sum, name), &b) == 0 &&
        a.st_ino == b.st_ino && a.st_dev == b.st_dev) {
        const int error = below_unlink(store, name, 0);
        if (error)
            return error;
    }
    return unlinkat(folder, waits, 0) == 0 ? 0 : errno;
}

int
batch_store_recover(const batch_place *p, bool (*is_issued)(const void *data, const digest *sum), const void *data)
{
    g_assert(p && is_issued);
    recovering r = {is_issued, data};
    return each_waiting(p, take_back, &r);
}

static int
drop_waiting(int store, int folder, const char *waits, void *data)
{
    (void)store;
    (void)data;
    return unlinkat(folder, waits, 0) == 0 ? 0 : errno;
}

int
batch_store_settle(const batch_place *p)
{
    g_assert(p);
    return each_waiting(p, drop_waiting, NULL);
}

/* ---- reading and destroying ---- */

bool
batch_store_has(const batch_place *p, const digest *sum)
{
    g_assert(p && sum);
    char name[NAME_ROOM];
    const int store = open_store(p, NULL, false);
    const bool there = store >= 0 && has_sum(store, name_of(sum, name), sum);
    leave_folder(store);
    return there;
}

bool
batch_store_is_there(const batch_place *p, const digest *sum)
{
    g_assert(p && sum);
    char name[NAME_ROOM];
    struct stat is;
    const int store = open_store(p, NULL, false);
    const bool there = store >= 0 && below_look(store, name_of(sum, name), &is) == 0;
    leave_folder(store);
    return there;
}

bool
batch_store_read(const batch_place *p, const digest *sum, char **bytes, gsize *length, diag *d)
{
    g_assert(p && sum && bytes && length && d);
    char name[NAME_ROOM];
    const int store = open_store(p, NULL, false);
    const int error = store < 0 ? errno : batch_place_read(store, name_of(sum, name), bytes, length);
    const digest now = digest_of(error ? "" : *bytes, error ? 0 : *length);
    const bool same = !error && digest_equal(&now, sum);
    if (!same)
        diag_add(d, error ? DIAG_BATCH_ISSUED_MISSING : DIAG_BATCH_ISSUED_DAMAGED, PLACE_NONE, PLACE_NONE,
                 name_of(sum, name), NULL);
    if (!error && !same)
        g_free(*bytes);
    leave_folder(store);
    return same;
}

/* Whether a folder has anything in it, or a folder of it has. */
static bool
holds_any(int folder, const char *name, int depth)
{
    const int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    bool found = false;
    for (const struct dirent *e; dir && !found && (e = readdir(dir));)
        found = *e->d_name != '.' &&
                (batch_own_sum_of(e->d_name, &(digest){{0}}) ||
                 (depth > 0 && strcmp(e->d_name, waiting) != 0 && holds_any(dirfd(dir), e->d_name, depth - 1)));
    if (dir)
        closedir(dir);
    return found;
}

bool
batch_store_has_ledger(int folder, const char *output, diag *d)
{
    g_assert(output && d);
    struct stat is;
    const int error = folder < 0 ? EBADF : below_look(folder, BATCH_OWN "/ledger.sqlite", &is);
    /* An empty one is none: whoever writes would begin it anew. */
    if (error ? error != ENOENT : S_ISREG(is.st_mode) && is.st_size > 0)
        return true;
    const int store = below_folder(folder, BATCH_OWN "/issued", 0);
    const bool issued = store >= 0 && holds_any(store, ".", 1);
    leave_folder(store);
    if (issued) {
        char *path = batch_ledger_path(output, (batch_shard){0, 0});
        diag_add(
            d, DIAG_LEDGER_DAMAGED, PLACE_NONE, PLACE_NONE, path,
            "台帳がなくなり、発行した書類（.renkei/issued）だけが残っています。新しく始めるなら .renkei ごとどけます",
            "it is gone and what was issued (.renkei/issued) is there: to begin anew, move all of .renkei away", NULL);
        g_free(path);
    }
    return !issued;
}

int
batch_store_destroy(const batch_place *p, const digest *sum)
{
    g_assert(p && sum);
    char name[NAME_ROOM];
    const int store = open_store(p, NULL, false);
    if (store < 0)
        return errno == ENOENT ? 0 : errno;
    const int error = below_unlink(store, name_of(sum, name), 0);
    leave_folder(store);
    return error == ENOENT ? 0 : error;
}
