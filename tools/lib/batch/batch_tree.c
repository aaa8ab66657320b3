/* batch_tree.c: what should lie in the output folder, and what does. Nothing is followed, opened or changed but the
 * files that should be there, which are read. */
#include "batch/batch_int.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/below.h"
#include "base/fault.h"
#include "base/order.h"

typedef struct expected {
    char *file;
    digest sum;
    mode_t mode;
    diag_code missing, differs;
} expected;

struct batch_tree {
    int folder;
    GPtrArray *files;    /* of expected, in the order they were named */
    GHashTable *names;   /* of files; char * of the above */
    GHashTable *folders; /* on the way to one; owned */
    GHashTable *sums;    /* digest *, of the above: the first file with it */
    GHashTable *kept;    /* files of what was withdrawn: whether they must be there; owned */
    GHashTable *told;    /* names that a fault was told of already; owned */
    diag *d;
};

static guint
hash_digest(gconstpointer p)
{
    guint h;
    memcpy(&h, ((const digest *)p)->bytes, sizeof h);
    return h;
}

static gboolean
same_digest(gconstpointer a, gconstpointer b)
{
    return digest_equal(a, b);
}

static void
drop_expected(gpointer p)
{
    expected *x = p;
    g_free(x->file);
    g_free(x);
}

batch_tree *
batch_tree_new(int folder, diag *d)
{
    g_assert(d);
    batch_tree *t = g_new0(batch_tree, 1);
    t->folder = folder;
    t->d = d;
    t->files = g_ptr_array_new_with_free_func(drop_expected);
    t->names = g_hash_table_new(g_str_hash, g_str_equal);
    t->folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    t->sums = g_hash_table_new(hash_digest, same_digest);
    t->kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    t->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return t;
}

void
batch_tree_drop(batch_tree *t)
{
    if (!t)
        return;
    g_hash_table_destroy(t->told);
    g_hash_table_destroy(t->kept);
    g_hash_table_destroy(t->sums);
    g_hash_table_destroy(t->folders);
    g_hash_table_destroy(t->names);
    g_ptr_array_free(t->files, TRUE);
    g_free(t);
}

/* ---- what should be there ---- */

static void
expect_folders(batch_tree *t, const char *file)
{
    for (const char *slash = strrchr(file, '/'); slash;) {
        char *folder = g_strndup(file, (gsize)(slash - file));
        slash = strrchr(folder, '/') ? file + (strrchr(folder, '/') - folder) : NULL;
        if (!g_hash_table_add(t->folders, folder))
            return;
    }
}

static void
expect_file(batch_tree *t, const expected *what)
{
    if (g_hash_table_contains(t->names, what->file))
        return;
    expected *x = g_memdup2(what, sizeof *what);
    x->file = g_strdup(what->file);
    g_ptr_array_add(t->files, x);
    g_hash_table_add(t->names, x->file);
    if (!g_hash_table_contains(t->sums, &x->sum))
        g_hash_table_insert(t->sums, &x->sum, x);
    expect_folders(t, x->file);
}

void
batch_tree_expect(batch_tree *t, const char *file, const digest *sum)
{
    g_assert(t && file && sum);
    expect_file(t, &(expected){(char *)file, *sum, BATCH_FILE_MODE, DIAG_BATCH_FILE_MISSING, DIAG_BATCH_FILE_DIFFERS});
}

void
batch_tree_expect_issued(batch_tree *t, const char *file, const digest *sum)
{
    g_assert(t && file && sum);
    expect_file(
        t, &(expected){(char *)file, *sum, BATCH_ISSUED_MODE, DIAG_BATCH_ISSUED_MISSING, DIAG_BATCH_ISSUED_DAMAGED});
}

void
batch_tree_expect_withdrawn(batch_tree *t, const digest *sum, bool kept)
{
    g_assert(t && sum);
    char *name = batch_withdrawn_name(sum);
    const bool must = kept || g_hash_table_lookup(t->kept, name);
    g_hash_table_replace(t->kept, name, GINT_TO_POINTER(must));
}

/* ---- whether it is ---- */

static void
tell_fault(batch_tree *t, diag_code code, const char *name, const char *more)
{
    if (!g_hash_table_add(t->told, g_strdup(name)))
        return;
    diag_add(t->d, code, PLACE_NONE, PLACE_NONE, name, more, NULL);
}

static void
tell_unread(batch_tree *t, const char *name, int error)
{
    if (g_hash_table_add(t->told, g_strdup(name)))
        fault_report(t->d, DIAG_BATCH_FILE_UNREAD, PLACE_NONE, name, error);
}

static bool
check_mode(batch_tree *t, const char *name, const struct stat *is, mode_t mode)
{
    char now[8], should[8];
    if ((is->st_mode & 07777) == mode)
        return true;
    g_snprintf(now, sizeof now, "%04o", (unsigned)(is->st_mode & 07777));
    g_snprintf(should, sizeof should, "%04o", (unsigned)mode);
    diag_add(t->d, DIAG_BATCH_FILE_MODE, PLACE_NONE, PLACE_NONE, name, now, should, NULL);
    return false;
}

/* How many of the names that a file of the store has while an order is not settled are this file's. */
static nlink_t
names_in_store(const batch_tree *t, const digest *sum, const struct stat *is)
{
    char text[DIGEST_TEXT];
    char *names[] = {batch_store_name(sum), g_strdup_printf(BATCH_OWN "/issued/new/%s.pdf", digest_text(sum, text))};
    nlink_t n = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        struct stat other;
        n += below_look(t->folder, names[i], &other) == 0 && other.st_dev == is->st_dev && other.st_ino == is->st_ino;
        g_free(names[i]);
    }
    return n;
}

/* Whoever has another name of a file may change it unseen by whoever guards this one. sum: of a file of the store, else
 * NULL. */
static bool
check_names(batch_tree *t, const char *name, const struct stat *is, const digest *sum)
{
    const nlink_t ours = sum ? MAX(names_in_store(t, sum, is), 1) : 1;
    char more[24];
    if (is->st_nlink <= ours)
        return true;
    g_snprintf(more, sizeof more, "%ju", (uintmax_t)(is->st_nlink - ours));
    diag_add(t->d, DIAG_BATCH_FILE_NAMES, PLACE_NONE, PLACE_NONE, name, more, NULL);
    return false;
}

/* The step of a name that is a link: it is told once, however many names go through it. */
static void
tell_link(batch_tree *t, const char *file)
{
    for (const char *end = strchr(file, '/'); end; end = strchr(end + 1, '/')) {
        struct stat is;
        char *step = g_strndup(file, (gsize)(end - file));
        const bool link = below_look(t->folder, step, &is) == 0 && S_ISLNK(is.st_mode);
        if (link)
            tell_fault(t, DIAG_BATCH_FILE_LINK, step, NULL);
        g_free(step);
        if (link)
            return;
    }
    tell_fault(t, DIAG_BATCH_FILE_LINK, file, NULL);
}

static void
tell_other_bytes(batch_tree *t, const expected *x, const digest *now)
{
    const expected *whose = x->mode == BATCH_ISSUED_MODE ? NULL : g_hash_table_lookup(t->sums, now);
    if (whose)
        tell_fault(t, DIAG_BATCH_FILE_SWAPPED, x->file, whose->file);
    else
        tell_fault(t, x->differs, x->file, NULL);
}

static bool
check_file(batch_tree *t, const expected *x)
{
    struct stat is;
    digest now;
    int error = below_look(t->folder, x->file, &is);
    if (error == ELOOP || (!error && S_ISLNK(is.st_mode)))
        tell_link(t, x->file);
    else if (error == ENOENT || error == ENOTDIR)
        tell_fault(t, x->missing, x->file, NULL);
    else if (!error && !S_ISREG(is.st_mode))
        tell_fault(t, DIAG_BATCH_FILE_KIND, x->file, NULL);
    else if (!error)
        error = below_sum(t->folder, x->file, &is, &now);
    if (error && error != ELOOP && error != ENOENT && error != ENOTDIR)
        tell_unread(t, x->file, error);
    if (error || !S_ISREG(is.st_mode))
        return false;
    const bool mode = check_mode(t, x->file, &is, x->mode), same = digest_equal(&now, &x->sum);
    const bool alone = check_names(t, x->file, &is, x->mode == BATCH_ISSUED_MODE ? &x->sum : NULL);
    if (!same)
        tell_other_bytes(t, x, &now);
    return same && mode && alone;
}

void
batch_tree_check(batch_tree *t, size_t *files, size_t *good)
{
    g_assert(t && files && good);
    *files = t->files->len;
    *good = 0;
    for (guint i = 0; i < t->files->len; i++)
        *good += check_file(t, g_ptr_array_index(t->files, i));
}

/* ---- what else there is ---- */

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder, sorted; NULL after a report. */
static GPtrArray *
list_names(batch_tree *t, const char *below)
{
    const int fd = below_folder(t->folder, below, 0);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) {
        tell_unread(t, *below ? below : ".", errno);
        return NULL;
    }
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (const struct dirent *e; (e = readdir(dir));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            g_ptr_array_add(names, *below ? g_build_filename(below, e->d_name, NULL) : g_strdup(e->d_name));
    closedir(dir);
    g_ptr_array_sort(names, compare_names);
    return names;
}

enum { MOST_STEPS = 64, MOST_COUNTED = 100000 };

static size_t
count_below(batch_tree *t, const char *below, int steps)
{
    GPtrArray *names = steps < MOST_STEPS ? list_names(t, below) : NULL;
    size_t n = 0;
    for (guint i = 0; names && i < names->len && n < MOST_COUNTED; i++) {
        struct stat is;
        const char *name = g_ptr_array_index(names, i);
        const bool folder = below_look(t->folder, name, &is) == 0 && S_ISDIR(is.st_mode);
        n += folder ? count_below(t, name, steps + 1) : 1;
    }
    if (names)
        g_ptr_array_free(names, TRUE);
    return n;
}

/* A folder that no document is in, even an empty one: where a document was withdrawn none is left. */
static void
look_at_foreign_folder(batch_tree *t, const char *name)
{
    char number[24];
    g_snprintf(number, sizeof number, "%zu", count_below(t, name, 0));
    tell_fault(t, DIAG_BATCH_FOLDER_FOREIGN, name, number);
}

/* What was withdrawn, and what an order that was broken off left, has its own sum for a name. */
static void
check_own(batch_tree *t, const char *name, const struct stat *is)
{
    struct stat again;
    digest sum, now;
    const bool withdrawn = batch_own_is_withdrawn(name);
    if (withdrawn && !g_hash_table_contains(t->kept, name)) { /* nobody would ever destroy it */
        tell_fault(t, DIAG_BATCH_FILE_FOREIGN, name, NULL);
        return;
    }
    if (!g_str_has_suffix(name, "-wal") && !g_str_has_suffix(name, "-shm")) /* SQLite's, with the mode of the ledger */
        check_mode(t, name, is, batch_own_is_waiting(name) ? BATCH_ISSUED_MODE : BATCH_FILE_MODE);
    const bool summed = batch_own_is_sum(name, &sum);
    check_names(t, name, is, summed && batch_own_is_waiting(name) ? &sum : NULL);
    if (!summed)
        return;
    const int error = below_sum(t->folder, name, &again, &now);
    if (error)
        tell_unread(t, name, error);
    else if (!digest_equal(&now, &sum))
        tell_fault(t, withdrawn ? DIAG_BATCH_WITHDRAWN_DAMAGED : DIAG_BATCH_FILE_DIFFERS, name, NULL);
}

/* One that waits in .renkei/tmp is put there by the next run (batch_withdraw_settle). What has its name and is no file
 * was told as what it is. */
static void
check_kept(batch_tree *t, const char *name)
{
    struct stat is;
    char *waiting = g_strconcat(BATCH_OWN "/tmp", strrchr(name, '/'), NULL);
    const int error = below_look(t->folder, name, &is);
    if (error == ELOOP)
        tell_link(t, name);
    else if ((error == ENOENT || error == ENOTDIR) && below_look(t->folder, waiting, &is) != 0)
        tell_fault(t, DIAG_BATCH_WITHDRAWN_MISSING, name, NULL);
    g_free(waiting);
}

static void look_below(batch_tree *t, const char *below);

static void
look_at(batch_tree *t, const char *name)
{
    struct stat is;
    const int error = below_look(t->folder, name, &is);
    if (error == ENOENT)
        return; /* gone meanwhile */
    if (error) {
        tell_unread(t, name, error);
    } else if (S_ISDIR(is.st_mode) && (g_hash_table_contains(t->folders, name) || batch_own_is_folder(name))) {
        check_mode(t, name, &is, BATCH_FOLDER_MODE);
        look_below(t, name);
    } else if (S_ISDIR(is.st_mode)) {
        look_at_foreign_folder(t, name);
    } else if (g_hash_table_contains(t->names, name)) {
        return; /* looked at already */
    } else if (S_ISLNK(is.st_mode)) {
        tell_fault(t, DIAG_BATCH_FILE_LINK, name, NULL);
    } else if (!S_ISREG(is.st_mode) || !batch_own_is_file(name)) {
        tell_fault(t, DIAG_BATCH_FILE_FOREIGN, name, NULL);
    } else {
        check_own(t, name, &is);
    }
}

static void
look_below(batch_tree *t, const char *below)
{
    GPtrArray *names = list_names(t, below);
    for (guint i = 0; names && i < names->len; i++)
        look_at(t, g_ptr_array_index(names, i));
    if (names)
        g_ptr_array_free(names, TRUE);
}

/* The output folder itself may have been made by whoever; a group or a sticky bit of it is theirs to say. */
void
batch_tree_look_round(batch_tree *t)
{
    g_assert(t);
    struct stat is;
    if (fstat(t->folder, &is) == 0 && (is.st_mode & BATCH_OTHERS))
        check_mode(t, ".", &is, is.st_mode & 07777 & ~(mode_t)BATCH_OTHERS);
    look_below(t, "");
    guint count;
    char **kept = (char **)g_hash_table_get_keys_as_array(t->kept, &count);
    qsort(kept, count, sizeof *kept, order_strings);
    for (guint i = 0; i < count; i++)
        if (g_hash_table_lookup(t->kept, kept[i]))
            check_kept(t, kept[i]);
    g_free(kept);
}

bool
batch_tree_knows_withdrawn(batch_tree *t)
{
    g_assert(t);
    struct stat is;
    GPtrArray *names = below_look(t->folder, BATCH_OWN "/withdrawn", &is) == 0 && S_ISDIR(is.st_mode)
                           ? list_names(t, BATCH_OWN "/withdrawn")
                           : NULL;
    bool all = true;
    for (guint i = 0; names && i < names->len; i++)
        all = all && g_hash_table_contains(t->kept, g_ptr_array_index(names, i));
    if (names)
        g_ptr_array_free(names, TRUE);
    return all;
}
