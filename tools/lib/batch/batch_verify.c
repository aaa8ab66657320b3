/* batch_verify.c: whether what the ledger says is so. */
#include "batch/batch_issued.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "casefile/casefile.h"

/* What is read of a case to know its masters. */
enum { HEAD = 256 * 1024 };

typedef struct verifying {
    batch_tree *tree;
    const digest *anchor;
    GHashTable *sums; /* char *: digest *, of inputs that were looked at */
    GHashTable *sets; /* "SET/name": digest *, of inputs that documents were made from */
    batch_verified *out;
    diag *d;
} verifying;

/* ---- inputs ---- */

static const digest *
sum_now(verifying *v, const char *path, char *head, size_t *length)
{
    digest *now = g_new0(digest, 1);
    if (!digest_file(path, now, head, head ? HEAD : 0, length))
        *now = (digest){{0}};
    g_hash_table_insert(v->sums, g_strdup(path), now);
    return now;
}

static void
judge_input(verifying *v, const char *path, const digest *now, const digest *sum)
{
    v->out->inputs++;
    if (digest_equal(now, sum))
        v->out->inputs_good++;
    else
        diag_add(v->d, DIAG_BATCH_INPUT_DIFFERS, PLACE_NONE, PLACE_NONE, path, NULL);
}

static void
check_input(verifying *v, const char *path, const digest *sum)
{
    if (!g_hash_table_contains(v->sums, path))
        judge_input(v, path, sum_now(v, path, NULL, NULL), sum);
}

/* What a set was made of, by the names of its files: two folders may have equal masters, and the ledger names those of
 * the first. */
static void
remember_input(void *data, const digest *set, const ledger_input *input)
{
    verifying *v = data;
    char text[DIGEST_TEXT], *name = g_path_get_basename(input->path);
    g_hash_table_insert(v->sets, g_strconcat(digest_text(set, text), "/", name, NULL),
                        g_memdup2(&input->sum, sizeof(digest)));
    g_free(name);
}

static void
check_master(verifying *v, const char *path, const digest *set)
{
    char *whole = g_canonicalize_filename(path, NULL), *name = g_path_get_basename(whole), text[DIGEST_TEXT];
    char *known = g_strconcat(digest_text(set, text), "/", name, NULL);
    const digest *sum = g_hash_table_lookup(v->sets, known), none = {{0}};
    if (!digest_is_none(set))
        check_input(v, whole, sum ? sum : &none);
    g_free(known);
    g_free(name);
    g_free(whole);
}

/* A case, and the masters that it names, wherever they lie. */
static void
check_case(verifying *v, const ledger_document *x)
{
    casefile_head head;
    size_t length = 0;
    if (g_hash_table_contains(v->sums, x->case_path))
        return;
    arena *a = arena_new();
    char *buffer = g_malloc(HEAD);
    const digest *now = sum_now(v, x->case_path, buffer, &length);
    judge_input(v, x->case_path, now, &x->case_sum);
    const bool known = digest_equal(now, &x->case_sum) && casefile_head_read(a, x->case_path, buffer, length, &head);
    for (size_t i = 0; known && i < CASEFILE_NAMED; i++)
        if (head.masters[i])
            check_master(v, head.masters[i], &x->masters);
    g_free(buffer);
    arena_drop(a);
}

static void
check_any_document(void *data, const ledger_document *x)
{
    if (x->status == LEDGER_MADE)
        batch_tree_expect(((verifying *)data)->tree, x->file, &x->output);
}

static void
check_document(void *data, const ledger_document *x)
{
    verifying *v = data;
    batch_counts_add(&v->out->counts, x->status, false, false);
    if (x->status == LEDGER_MADE)
        check_case(v, x);
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
    batch_tree_expect(((verifying *)data)->tree, x->file, &x->output);
}

static void
check_bundle(void *data, const ledger_bundle *x)
{
    batch_tree_expect(((verifying *)data)->tree, x->file, &x->output);
}

/* An envelope that nobody has is told until a run makes it, or has none to make. */
static void
check_unmade(void *data, const ledger_unmade *x)
{
    diag_add(((verifying *)data)->d, DIAG_BATCH_BUNDLE_MISSING, PLACE_NONE, PLACE_NONE, x->name, x->why, NULL);
}

/* A run that was broken off before its envelopes were made, and another order has run since: nothing else tells of
 * them.
 */
static void
check_owing(void *data, const ledger_run *r)
{
    diag_add(((verifying *)data)->d, DIAG_BATCH_BUNDLES_OWED, PLACE_NONE, PLACE_NONE, r->started, r->bundles, r->name,
             NULL);
}

static void
check_beside(void *data, const char *name, const digest *sum)
{
    batch_tree_expect(((verifying *)data)->tree, name, sum);
}

/* ---- the whole ---- */

bool
batch_tell_unfinished(const ledger_run *r, size_t found, diag *d)
{
    g_assert(r && d);
    if (r->ended)
        return false;
    char *planned = g_strdup_printf("%" PRId64, r->planned), *so_far = g_strdup_printf("%zu", found);
    diag_add(d, DIAG_BATCH_UNFINISHED, PLACE_NONE, PLACE_NONE, r->started, planned, so_far, NULL);
    g_free(planned);
    g_free(so_far);
    return true;
}

static void
check_totals(verifying *v, const ledger_run *r)
{
    batch_counts *n = &v->out->counts;
    n->planned = (size_t)r->planned;
    const size_t sum = batch_counts_done(n);
    char *planned = g_strdup_printf("%zu", n->planned), *found = g_strdup_printf("%zu", sum);
    if (!batch_tell_unfinished(r, sum, v->d) && sum != n->planned)
        diag_add(v->d, DIAG_BATCH_TOTALS, PLACE_NONE, PLACE_NONE, planned, found, NULL);
    g_free(planned);
    g_free(found);
}

static void
check_issued(void *data, const char *file, bool kept, const digest *sum)
{
    batch_tree *t = ((verifying *)data)->tree;
    (kept ? batch_tree_expect_issued : batch_tree_expect)(t, file, sum);
}

/* What was issued, and its copies; whether the last of all that was done is of a day still to come. */
static bool
check_journal(verifying *v, ledger *l, const char *output, const ledger_run *last)
{
    const char *last_run = last->started;
    const bool whole = !*last->shard;
    batch_issued *issued = batch_issued_read(l);
    if (!issued)
        return false;
    batch_issued_each_file(issued, check_issued, v);
    if (whole)
        batch_verify_withdrawn(v->tree, issued, output);
    batch_tell_clock_back(strcmp(issued->last, last_run) > 0 ? issued->last : last_run, v->d);
    batch_issued_drop(issued);
    return true;
}

static bool
check_all(verifying *v, ledger *l, const char *output)
{
    ledger_run r;
    if (!ledger_last_run(l, &r))
        return false;
    if (!r.id) {
        diag_add(v->d, DIAG_BATCH_UNKNOWN, PLACE_NONE, PLACE_NONE, output, "", "", NULL);
        return false;
    }
    if (!ledger_check(l, v->d))
        return false;
    if (!ledger_each_input(l, r.id, remember_input, v) || !ledger_each(l, r.id, false, check_document, v) ||
        !ledger_each_input(l, r.id, check_shared, v) || !ledger_each(l, 0, false, check_any_document, v) ||
        !ledger_each_reissue(l, check_reissue, v) || !check_journal(v, l, output, &r) ||
        !ledger_each_bundle(l, 0, check_bundle, v) || !ledger_each_unmade(l, 0, check_unmade, v) ||
        !ledger_each_owing(l, check_owing, v))
        return false;
    check_totals(v, &r);
    const bool whole = !*r.shard;
    return batch_verify_head(l, v->anchor, v->out, v->d) && (!whole || batch_verify_state(l, &r, v->out, v->d));
}

/* A run that goes on changes what is looked at: what is told of it now need not be so. `mark`: how the ledgers stood
 * when looking began, as one that came since may have ended already; NULL: it begins now. */
static bool
is_at_work(int folder, batch_shard shard, const char *output, const char *mark, diag *d)
{
    char *now = batch_place_mark(folder);
    const bool busy = batch_place_is_busy(folder, shard) || (mark && strcmp(mark, now) != 0);
    if (busy)
        diag_add(d, DIAG_BATCH_LOCKED, PLACE_NONE, PLACE_NONE, output, NULL);
    g_free(now);
    return busy;
}

static bool
verify_folder(verifying *v, ledger *l, const char *output, batch_shard shard)
{
    if (!check_all(v, l, output))
        return false;
    if (!shard.count)
        batch_beside_each(output, check_beside, v);
    batch_tree_check(v->tree, &v->out->files, &v->out->files_good);
    if (!shard.count) /* the other shards' files are not this one's to know */
        batch_tree_look_round(v->tree);
    return true;
}

bool
batch_verify(const char *output, batch_shard shard, const digest *anchor, batch_verified *out, diag *d)
{
    g_assert(output && out && d);
    *out = (batch_verified){0};
    verifying v = {.anchor = anchor, .out = out, .d = diag_new()};
    char *path = batch_ledger_path(output, shard);
    const int folder = open(output, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    char *mark = batch_place_mark(folder);
    bool known = !is_at_work(folder, shard, output, NULL, d);
    ledger *l = known && batch_store_has_ledger(folder, output, v.d) && batch_verify_shards(folder, output, shard, v.d)
                    ? batch_ledger_open(folder, path, LEDGER_READ, v.d)
                    : NULL;
    v.tree = batch_tree_new(folder, v.d);
    v.sums = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    v.sets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const bool whole = l && verify_folder(&v, l, output, shard);
    known = known && !is_at_work(folder, shard, output, mark, d) && whole;
    if (diag_length(d) == 0)
        diag_append_all(d, v.d);
    batch_tree_drop(v.tree);
    g_hash_table_destroy(v.sums);
    g_hash_table_destroy(v.sets);
    if (folder >= 0)
        close(folder);
    ledger_close(l);
    diag_drop(v.d);
    g_free(mark);
    g_free(path);
    return known && diag_count(d, DIAG_ERROR) == 0;
}
