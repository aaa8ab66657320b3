/* batch_merge.c: the ledgers of all shards become one, when every shard has ended. */
#include "batch/batch_roster.h"

#include <string.h>

typedef struct merging {
    ledger *into;
    int64_t run;
    bool good;
    batch_roster *roster;
    batch_counts *counts;
    const render_paths *paths;
    const batch_settings *settings;
    const batch_order *order;
    batch_place *where;
    arena *a;
    GHashTable *entries; /* withdrawals that the joined journal has, each as a text */
    GHashTable *made;    /* what the joined ledger has made, each as a text: int64_t, in which of its runs; owned */
    diag *d;
} merging;

/* ---- which shards there are ---- */

static bool
shards_disagree(const char *a, const char *b, diag *d)
{
    diag_add(d, DIAG_BATCH_SHARDS_DISAGREE, PLACE_NONE, PLACE_NONE, a, b, NULL);
    return false;
}

static bool
count_shards(const char *output, unsigned *count, diag *d)
{
    unsigned least;
    char a[16], b[16];
    batch_shards_found(output, &least, count);
    g_snprintf(a, sizeof a, "%u", least);
    g_snprintf(b, sizeof b, "%u", *count);
    return least == *count || shards_disagree(a, b, d);
}

/* ---- one shard ---- */

static const char *
arena_entry(arena *a, const ledger_entry *x)
{
    char hex[DIGEST_TEXT];
    return arena_printf(a, "%d\n%s\n%s\n%s\n%s\n%s", x->bundle, x->key, x->form, x->month, x->on,
                        digest_text(&x->output, hex));
}

static void
take_withdrawal(void *data, const ledger_entry *x)
{
    const merging *m = data;
    if (x->act == LEDGER_WITHDRAW)
        g_hash_table_add(m->entries, (gpointer)arena_entry(m->a, x));
}

static void
copy_input(void *data, const digest *set, const ledger_input *input)
{
    merging *m = data;
    m->good = m->good && ledger_save_set(m->into, set, input, 1);
}

/* Whose it is, and its bytes; g_free it. */
static char *
name_of_made(const ledger_document *x)
{
    char hex[DIGEST_TEXT];
    return g_strdup_printf("%s\n%s\n%s\n%s", x->key, x->form, x->month, digest_text(&x->output, hex));
}

static void
take_made(void *data, const ledger_document *x)
{
    const merging *m = data;
    if (x->status == LEDGER_MADE)
        g_hash_table_replace(m->made, name_of_made(x), g_memdup2(&x->made_run, sizeof x->made_run));
}

/* What a shard did not make anew was made in an earlier run, by the numbers of the joined ledger; where that has other
 * bytes, as a night was never merged, it is new there. */
static void
copy_document(void *data, const ledger_document *x)
{
    merging *m = data;
    char *name = name_of_made(x);
    const int64_t *made = g_hash_table_lookup(m->made, name);
    ledger_document copy = *x;
    copy.unchanged = x->unchanged && made;
    copy.made_run = made ? *made : 0;
    copy.same_bytes = x->same_bytes && !x->unchanged;
    g_free(name);
    m->good = m->good && ledger_save(m->into, m->run, &copy);
    batch_roster_cover_row(m->roster, x);
    batch_counts_add(m->counts, x->status, copy.unchanged, copy.same_bytes);
    m->counts->pages += x->pages;
    m->counts->bytes += x->bytes;
    m->counts->cpu += x->cpu;
}

/* What a shard withdrew is in its journal alone; whoever destroys reads the joined one. Of every night of the shard:
 * one that was killed has no other to tell it. */
static void
copy_withdrawal(void *data, const ledger_entry *x)
{
    merging *m = data;
    if (x->act != LEDGER_WITHDRAW || x->version || g_hash_table_contains(m->entries, arena_entry(m->a, x)))
        return;
    ledger_entry copy = *x;
    copy.run = m->run;
    m->good = m->good && ledger_append(m->into, &copy, NULL);
}

/* NULL after `batch-shard-missing`: it has not ended, or it has ended on another night than the last;
 * or after `batch-shards-disagree`: what has its name is another shard's. */
static ledger *
open_shard(const char *output, batch_shard s, const batch_place *where, ledger_run *run, diag *d)
{
    char *path = batch_ledger_path(output, s), *name = g_strdup_printf("%u/%u", s.number, s.count);
    const bool there = ledger_is_there(path);
    ledger *l = there ? batch_ledger_open(where->folder, path, LEDGER_READ, d) : NULL;
    const bool read = l && ledger_last_run(l, run);
    const bool ended = read && run->id && run->ended && batch_night_is_now(where->folder, run->identity);
    const bool own = ended && strcmp(run->shard, name) == 0;
    if ((read && !ended) || !there)
        diag_add(d, DIAG_BATCH_SHARD_MISSING, PLACE_NONE, PLACE_NONE, name, NULL);
    else if (read && !own)
        shards_disagree(name, run->shard, d);
    if (!own) {
        ledger_close(l);
        l = NULL;
    }
    g_free(path);
    g_free(name);
    return l;
}

/* ---- all ---- */

typedef struct parts {
    unsigned count;
    ledger **shards;
    ledger_run *runs;  /* the last of each */
    const char *ended; /* when the last of them did */
} parts;

/* They are the parts of one run: of one order (cases, forms, names, bundles), one edition, one night. */
static bool
are_of_one_set(const parts *p, diag *d)
{
    const ledger_run *runs = p->runs;
    for (unsigned i = 1; i < p->count; i++) {
        if (strcmp(runs[i].edition, runs[0].edition) != 0)
            return shards_disagree(runs[0].edition, runs[i].edition, d);
        if (strcmp(runs[i].identity, runs[0].identity) != 0)
            return shards_disagree(runs[0].shard, runs[i].shard, d);
    }
    return true;
}

/* All, each with what is wrong with it; to be dropped in any case. */
static bool
open_parts(parts *p, const char *output, unsigned count, const batch_place *where, diag *d)
{
    bool good = true;
    *p = (parts){count, g_new0(ledger *, count + 1), g_new0(ledger_run, count + 1), ""};
    for (unsigned i = 0; i < count; i++) {
        p->shards[i] = open_shard(output, (batch_shard){i + 1, count}, where, &p->runs[i], d);
        good = good && p->shards[i];
        if (p->shards[i])
            p->ended = strcmp(p->runs[i].ended, p->ended) > 0 ? p->runs[i].ended : p->ended;
    }
    return good && are_of_one_set(p, d);
}

static void
drop_parts(parts *p)
{
    for (unsigned i = 0; i < p->count; i++)
        ledger_close(p->shards[i]);
    g_free(p->shards);
    g_free(p->runs);
}

/* Whether what they say is not older than what the account of all has: no run over all and nothing else changed that
 * since. Without the token nobody knows. */
static bool
are_newest(const parts *p, const batch_place *where, diag *d)
{
    if (batch_night_is_newest(where->folder))
        return true;
    char count[16];
    g_snprintf(count, sizeof count, "%u", p->count);
    diag_add(d, DIAG_BATCH_SHARDS_OLDER, PLACE_NONE, PLACE_NONE, count, NULL);
    return false;
}

static bool
start_merged(merging *m, ledger *const *shards, const ledger_run *runs, unsigned count)
{
    ledger_run all = runs[0];
    all.shard = "";
    all.planned = 0;
    for (unsigned i = 0; i < count; i++) {
        all.started = strcmp(runs[i].started, all.started) < 0 ? runs[i].started : all.started;
        all.planned += runs[i].planned;
    }
    m->counts->planned = (size_t)all.planned;
    m->roster = batch_roster_new(all.name, all.series);
    batch_roster_cover_kinds(m->roster, all.bundles);
    m->good = ledger_each_entry(m->into, NULL, take_withdrawal, m) && ledger_each(m->into, 0, false, take_made, m) &&
              ledger_begin(m->into) && ledger_start_run(m->into, &all, &m->run);
    for (unsigned i = 0; m->good && i < count; i++)
        m->good = ledger_each_input(shards[i], runs[i].id, copy_input, m) &&
                  ledger_each(shards[i], runs[i].id, true, copy_document, m) &&
                  ledger_each_entry(shards[i], NULL, copy_withdrawal, m) && m->good;
    m->good = m->good && batch_roster_compare(m->roster, m->into) &&
              batch_roster_settle(m->roster, m->into, m->where, m->order, m->settings, m->run, m->d);
    m->counts->missing = batch_roster_missing(m->roster);
    return m->good;
}

/* What the shards left to be done when all documents are there. */
static bool
make_bundles(merging *m, const ledger_run *run, const char *output)
{
    batch_order *o = batch_order_new();
    batch_order_add_wishes(o, run->bundles);
    o->output = g_strdup(output);
    o->month = *run->series ? g_strdup(run->series) : NULL;
    o->as_of = *run->as_of ? g_strdup(run->as_of) : NULL;
    render_environment *e = render_open(m->paths, RENDER_KEEP, m->d);
    const bool good = e && batch_bundles_run(m->into, m->run, o, m->paths, e, m->where, m->settings, m->counts, m->d);
    render_close(e);
    batch_order_drop(o);
    return good;
}

static bool
end_merged(merging *m, const char *ended)
{
    const int status = diag_worse_exit(batch_counts_exit(m->counts), diag_exit_status(m->d));
    if (!ledger_begin(m->into) || !ledger_end_run(m->into, m->run, ended, status) || !ledger_commit(m->into))
        return false;
    return batch_night_end(m->where, m->d); /* or the next night would be taken for this one */
}

static bool
merge_parts(merging *m, const char *output, const parts *p)
{
    const bool good = batch_withdraw_recover(m->where, m->into, m->d) &&
                      start_merged(m, p->shards, p->runs, p->count) && ledger_commit(m->into) &&
                      batch_withdraw_settle(m->where, m->d) && make_bundles(m, &p->runs[0], output) &&
                      end_merged(m, p->ended);
    batch_roster_drop(m->roster);
    return good;
}

bool
batch_merge(const batch_order *o, const render_paths *paths, const batch_settings *s, batch_counts *counts, diag *d)
{
    g_assert(o && o->output && paths && s && counts && d);
    const char *output = o->output;
    batch_place where;
    unsigned count;
    sigset_t before;
    *counts = (batch_counts){0};
    if (!count_shards(output, &count, d))
        return false;
    if (count == 0) { /* nothing was run here: then nothing is made here, either */
        char *path = g_build_filename(output, BATCH_OWN, "ledger-*-of-*.sqlite", NULL);
        diag_add(d, DIAG_LEDGER_MISSING, PLACE_NONE, PLACE_NONE, path, NULL);
        g_free(path);
        return false;
    }
    if (!batch_place_open(&where, output, (batch_shard){0, 0}, d))
        return false;
    merging m = {.counts = counts, .paths = paths, .settings = s, .order = o, .where = &where, .d = d};
    m.a = arena_new();
    m.entries = g_hash_table_new(g_str_hash, g_str_equal);
    m.made = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    batch_signals_hold(&before);
    parts p = {0};
    const bool whole = batch_store_has_ledger(where.folder, output, d) && open_parts(&p, output, count, &where, d) &&
                       are_newest(&p, &where, d);
    m.into = whole ? batch_ledger_open(where.folder, where.ledger, LEDGER_WRITE, d)
                   : NULL; /* made only when all parts are there */
    const bool good = m.into && merge_parts(&m, output, &p);
    drop_parts(&p);
    ledger_close(m.into);
    g_hash_table_destroy(m.entries);
    g_hash_table_destroy(m.made);
    arena_drop(m.a);
    batch_place_close(&where);
    batch_signals_release(&before);
    return good;
}
