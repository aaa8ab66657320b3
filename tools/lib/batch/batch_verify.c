/* batch_verify.c: whether what the ledger says is so. */
#include "batch/batch_int.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct verifying {
    int folder;
    GHashTable *names; /* of files that the ledger knows; owned */
    GHashTable *sums;  /* char *: digest *, of inputs that were looked at */
    batch_verified *out;
    diag *d;
} verifying;

static void
check_output(verifying *v, const char *file, int64_t bytes, const digest *sum)
{
    if (!g_hash_table_add(v->names, g_strdup(file)))
        return;
    v->out->files++;
    if (faccessat(v->folder, file, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
        diag_add(v->d, DIAG_BATCH_FILE_MISSING, PLACE_NONE, PLACE_NONE, file, NULL);
    else if (!batch_place_has(v->folder, file, bytes, sum))
        diag_add(v->d, DIAG_BATCH_FILE_DIFFERS, PLACE_NONE, PLACE_NONE, file, NULL);
    else
        v->out->files_good++;
}

static void
check_input(verifying *v, const char *path, const digest *sum)
{
    digest *now = g_hash_table_lookup(v->sums, path);
    if (now)
        return;
    now = g_new0(digest, 1);
    if (!digest_file(path, now, NULL, 0, NULL))
        *now = (digest){{0}};
    g_hash_table_insert(v->sums, g_strdup(path), now);
    v->out->inputs++;
    if (digest_equal(now, sum))
        v->out->inputs_good++;
    else
        diag_add(v->d, DIAG_BATCH_INPUT_DIFFERS, PLACE_NONE, PLACE_NONE, path, NULL);
}

static void
check_any_document(void *data, const ledger_document *x)
{
    if (x->status == LEDGER_MADE)
        check_output(data, x->file, x->bytes, &x->output);
}

static void
check_document(void *data, const ledger_document *x)
{
    verifying *v = data;
    batch_counts_add(&v->out->counts, x->status, false);
    if (x->status == LEDGER_MADE)
        check_input(v, x->case_path, &x->case_sum);
}

static void
check_shared(void *data, const digest *set, const ledger_input *input)
{
    (void)set;
    check_input(data, input->path, &input->sum);
}

static void
check_reissue(void *data, const ledger_reissue *x)
{
    check_output(data, x->file, x->bytes, &x->output);
}

static void
check_bundle(void *data, const ledger_bundle *x)
{
    check_output(data, x->file, x->bytes, &x->output);
}

/* An envelope that nobody has is told until a run makes it, or has none to make. */
static void
check_unmade(void *data, const ledger_unmade *x)
{
    diag_add(((verifying *)data)->d, DIAG_BATCH_BUNDLE_MISSING, PLACE_NONE, PLACE_NONE, x->name, x->why, NULL);
}

/* ---- what is there and should not be ---- */

static void
look_below(verifying *v, const char *output, const char *below)
{
    char *path = *below ? g_build_filename(output, below, NULL) : g_strdup(output);
    GDir *dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *relative = *below ? g_build_filename(below, name, NULL) : g_strdup(name);
        char *whole = g_build_filename(output, relative, NULL);
        const bool link = g_file_test(whole, G_FILE_TEST_IS_SYMLINK);
        if (!link && g_file_test(whole, G_FILE_TEST_IS_DIR)) {
            if (strcmp(relative, BATCH_OWN) != 0)
                look_below(v, output, relative);
        } else if (g_str_has_suffix(name, ".pdf") && !g_hash_table_contains(v->names, relative)) {
            diag_add(v->d, DIAG_BATCH_FILE_FOREIGN, PLACE_NONE, PLACE_NONE, relative, NULL);
        }
        g_free(whole);
        g_free(relative);
    }
    if (dir)
        g_dir_close(dir);
    g_free(path);
}

/* ---- the whole ---- */

static void
check_totals(verifying *v, const ledger_run *r)
{
    batch_counts *n = &v->out->counts;
    n->planned = (size_t)r->planned;
    const size_t sum = batch_counts_done(n);
    char *planned = g_strdup_printf("%zu", n->planned), *found = g_strdup_printf("%zu", sum);
    if (!r->ended)
        diag_add(v->d, DIAG_BATCH_UNFINISHED, PLACE_NONE, PLACE_NONE, r->started, planned, found, NULL);
    else if (sum != n->planned)
        diag_add(v->d, DIAG_BATCH_TOTALS, PLACE_NONE, PLACE_NONE, planned, found, NULL);
    g_free(planned);
    g_free(found);
}

static bool
check_all(verifying *v, ledger *l, const char *output)
{
    ledger_run r;
    if (!ledger_last_run(l, &r)) {
        diag_add(v->d, DIAG_BATCH_UNKNOWN, PLACE_NONE, PLACE_NONE, output, "", "", NULL);
        return false;
    }
    if (!ledger_each(l, r.id, false, check_document, v) || !ledger_each_input(l, r.id, check_shared, v) ||
        !ledger_each(l, 0, false, check_any_document, v) || !ledger_each_reissue(l, check_reissue, v) ||
        !ledger_each_bundle(l, 0, check_bundle, v) || !ledger_each_unmade(l, 0, check_unmade, v))
        return false;
    check_totals(v, &r);
    return true;
}

bool
batch_verify(const char *output, batch_shard shard, batch_verified *out, diag *d)
{
    g_assert(output && out && d);
    *out = (batch_verified){0};
    verifying v = {.out = out, .d = d};
    char *path = batch_ledger_path(output, shard);
    ledger *l = ledger_open(path, LEDGER_READ, d);
    v.folder = open(output, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    v.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_add(v.names, g_strdup(BATCH_REPORT));
    v.sums = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const bool known = l && check_all(&v, l, output);
    if (known && !shard.count) /* the other shards' files are not this one's to know */
        look_below(&v, output, "");
    g_hash_table_destroy(v.names);
    g_hash_table_destroy(v.sums);
    if (v.folder >= 0)
        close(v.folder);
    ledger_close(l);
    g_free(path);
    return known && diag_count(d, DIAG_ERROR) == 0;
}
