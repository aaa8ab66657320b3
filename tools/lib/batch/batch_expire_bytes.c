/* batch_expire_bytes.c: the bytes of what has a tombstone go, wherever they lie below the output folder, and nothing
 * else: what only has the name of such a file is told and stays. */
#include "batch/batch_expire_int.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/below.h"

typedef struct destroying {
    const batch_desk *desk;
    const batch_issued *now; /* as the journal is */
    const GArray *left;
    GHashTable *in_use; /* files of the working state; owned */
    GHashTable *ours;   /* sums, as texts, of all that is to go; owned */
    GHashTable *told;   /* names of what is not; owned */
} destroying;

/* ---- what is to go ---- */

static void
take_in_use(void *data, const ledger_document *x)
{
    g_hash_table_add(((destroying *)data)->in_use, g_strdup(x->file));
}

static void
take_envelope_in_use(void *data, const ledger_bundle *x)
{
    g_hash_table_add(((destroying *)data)->in_use, g_strdup(x->file));
}

static void
take_sum(const destroying *k, const digest *sum)
{
    char text[DIGEST_TEXT];
    g_hash_table_add(k->ours, g_strdup(digest_text(sum, text)));
}

static void
take_sums_of_version(const destroying *k, const batch_version *v)
{
    take_sum(k, &v->output);
    for (guint i = 0; i < v->copies->len; i++)
        take_sum(k, &g_array_index(v->copies, batch_copy, i).output);
}

static void
take_sums(const destroying *k)
{
    for (guint i = 0; i < k->now->papers->len; i++) {
        const GArray *versions = ((const batch_paper *)g_ptr_array_index(k->now->papers, i))->versions;
        for (guint n = 0; n < versions->len; n++)
            if (g_array_index(versions, batch_version, n).standing == STANDING_DESTROYED)
                take_sums_of_version(k, &g_array_index(versions, batch_version, n));
    }
    for (guint i = 0; i < k->now->withdrawn->len; i++) {
        const batch_withdrawn *w = g_ptr_array_index(k->now->withdrawn, i);
        if (w->destroyed)
            take_sum(k, &w->output);
    }
    for (guint i = 0; i < k->left->len; i++)
        take_sum(k, &g_array_index(k->left, batch_leftover, i).output);
}

/* ---- how it goes ---- */

static void
tell_theirs(const destroying *k, const char *file, bool link)
{
    if (g_hash_table_add(k->told, g_strdup(file)))
        diag_add(k->desk->d, link ? DIAG_BATCH_FILE_LINK : DIAG_BATCH_FILE_FOREIGN, PLACE_NONE, PLACE_NONE, file, NULL);
}

/* A file of this name, if it is one with bytes that are to go. 0, or errno. */
static int
remove_ours(const destroying *k, const char *file)
{
    struct stat is;
    digest sum;
    char text[DIGEST_TEXT];
    const int folder = k->desk->place.folder;
    int error = below_look(folder, file, &is);
    if (error == ENOENT || error == ENOTDIR)
        return 0;
    const bool link = error == ELOOP || (!error && S_ISLNK(is.st_mode));
    const bool is_file = !error && S_ISREG(is.st_mode);
    error = is_file ? below_sum(folder, file, &is, &sum) : link ? 0 : error;
    if (error)
        return error;
    if (is_file && g_hash_table_contains(k->ours, digest_text(&sum, text)))
        return batch_place_remove(&k->desk->place, file);
    tell_theirs(k, file, link);
    return 0;
}

/* What was withdrawn of somebody else may have the same bytes: a paper need not say whose it is. */
static bool
is_withdrawn_of_other(const batch_issued *now, const digest *sum)
{
    for (guint i = 0; i < now->withdrawn->len; i++) {
        const batch_withdrawn *w = g_ptr_array_index(now->withdrawn, i);
        if (!w->destroyed && digest_equal(&w->output, sum))
            return true;
    }
    return false;
}

/* In the store, and where `run` put what it withdrew. Bytes that something else needs stay where it needs them. */
static int
destroy_bytes(const destroying *k, const digest *sum)
{
    char *withdrawn = batch_withdrawn_name(sum);
    int error = batch_issued_has(k->now, sum) ? 0 : batch_store_destroy(&k->desk->place, sum);
    if (!error && !is_withdrawn_of_other(k->now, sum))
        error = remove_ours(k, withdrawn);
    g_free(withdrawn);
    return error;
}

static int
destroy_version(const destroying *k, const batch_version *v)
{
    int error = destroy_bytes(k, &v->output);
    if (!error && !g_hash_table_contains(k->in_use, v->name))
        error = remove_ours(k, v->name);
    for (guint i = 0; !error && i < v->copies->len; i++) {
        const batch_copy *c = &g_array_index(v->copies, batch_copy, i);
        error = destroy_bytes(k, &c->output);
        if (!error)
            error = remove_ours(k, c->name);
    }
    return error;
}

static int
destroy_files(const destroying *k)
{
    int error = 0;
    for (guint i = 0; !error && i < k->now->papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(k->now->papers, i);
        for (guint n = 0; !error && n < p->versions->len; n++) {
            const batch_version *v = &g_array_index(p->versions, batch_version, n);
            error = v->standing == STANDING_DESTROYED ? destroy_version(k, v) : 0;
        }
    }
    for (guint i = 0; !error && i < k->now->withdrawn->len; i++) {
        const batch_withdrawn *w = g_ptr_array_index(k->now->withdrawn, i);
        error = w->destroyed ? destroy_bytes(k, &w->output) : 0;
    }
    for (guint i = 0; !error && i < k->left->len; i++) {
        const char *file = g_array_index(k->left, batch_leftover, i).file;
        error = *file ? remove_ours(k, file) : 0;
    }
    return error ? error : syncfs(k->desk->place.folder) == 0 ? 0 : errno;
}

bool
batch_expire_bytes(const batch_desk *desk, const GArray *left)
{
    g_assert(desk && left);
    ledger *l = desk->ledger;
    destroying k = {.desk = desk,
                    .now = batch_issued_read(l),
                    .left = left,
                    .in_use = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                    .ours = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                    .told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    const bool good =
        k.now && ledger_each(l, 0, false, take_in_use, &k) && ledger_each_bundle(l, 0, take_envelope_in_use, &k);
    if (good)
        take_sums(&k);
    const int error = good ? destroy_files(&k) : 0;
    if (error)
        batch_place_report("issued", error, desk->d);
    g_hash_table_destroy(k.in_use);
    g_hash_table_destroy(k.ours);
    g_hash_table_destroy(k.told);
    batch_issued_drop((batch_issued *)k.now);
    return good && !error;
}
