/* batch_expire.c: what was issued is destroyed when its retention has ended: a tombstone of each version in the journal
 * first, then the bytes (batch_expire_bytes.c). What a kill leaves between the two goes the next time. */
#include "batch/batch_expire_int.h"

#include <stdio.h>
#include <string.h>

#include "batch/batch_retention.h"

typedef struct expiring {
    batch_desk *desk;
    const batch_expiry *o;
    date before;
    GHashTable *paths;   /* key: path of its case; both owned */
    GHashTable *tonight; /* keys, and files of envelopes, of the last run: what it makes is not ours to remove */
    GHashTable *keeping; /* key: batch_keeping, of those that have a line */
    GArray *left;        /* batch_leftover */
    batch_expired *out;
} expiring;

/* ---- whose retention has ended ---- */

static void
take_path(void *data, const ledger_document *x)
{
    g_hash_table_insert(((expiring *)data)->paths, g_strdup(x->key), g_strdup(x->case_path));
}

static void
take_tonight(void *data, const ledger_document *x)
{
    g_hash_table_add(((expiring *)data)->tonight, g_strdup(x->key));
}

static void
take_envelope_tonight(void *data, const ledger_bundle *x)
{
    g_hash_table_add(((expiring *)data)->tonight, g_strdup(x->file));
}

static size_t
count_kept(const batch_paper *p)
{
    size_t n = 0;
    for (guint i = 0; i < p->versions->len; i++)
        n += g_array_index(p->versions, batch_version, i).standing != STANDING_DESTROYED;
    return n;
}

static void
write_day(char text[11], date d)
{
    snprintf(text, 11, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static void
judge_key(const expiring *x, batch_cases *cases, batch_expiry_line *line)
{
    batch_retention r;
    if (batch_issued_is_held(x->desk->issued, line->key))
        line->keeping = BATCH_ON_HOLD;
    const bool known = batch_cases_retention(cases, g_hash_table_lookup(x->paths, line->key), line->key, x->before, &r);
    if (known) {
        write_day(line->end, r.end);
        write_day(line->until, r.until);
    }
    if (line->keeping == BATCH_ON_HOLD)
        return;
    line->keeping = !known ? BATCH_END_UNKNOWN : date_compare(r.until, x->before) < 0 ? BATCH_EXPIRES : BATCH_KEPT;
    if (!known)
        diag_add(x->desk->d, DIAG_BATCH_END_UNKNOWN, PLACE_NONE, PLACE_NONE, line->key, r.why[DIAG_JA], r.why[DIAG_EN],
                 NULL);
}

static gint
compare_lines(gconstpointer a, gconstpointer b)
{
    return strcmp(((const batch_expiry_line *)a)->key, ((const batch_expiry_line *)b)->key);
}

static batch_expiry_line *
line_of(GHashTable *lines, const char *key)
{
    batch_expiry_line *line = g_hash_table_lookup(lines, key);
    if (line)
        return line;
    line = g_new0(batch_expiry_line, 1);
    *line = (batch_expiry_line){.key = key, .keeping = BATCH_KEPT};
    g_hash_table_insert(lines, (void *)key, line);
    return line;
}

/* What there is of each key, by key. */
static void
collect_lines(const expiring *x)
{
    const batch_issued *issued = x->desk->issued;
    GHashTable *lines = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    for (guint i = 0; i < issued->papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(issued->papers, i);
        if (!p->bundle && count_kept(p))
            line_of(lines, p->key)->versions += count_kept(p);
    }
    for (guint i = 0; i < issued->withdrawn->len; i++) {
        const batch_withdrawn *w = g_ptr_array_index(issued->withdrawn, i);
        if (!w->bundle && !w->destroyed)
            line_of(lines, w->key)->drafts++;
    }
    GHashTableIter each;
    gpointer line;
    g_hash_table_iter_init(&each, lines);
    while (g_hash_table_iter_next(&each, NULL, &line)) {
        ((batch_expiry_line *)line)->key = arena_strdup(x->out->a, ((batch_expiry_line *)line)->key);
        g_array_append_vals(x->out->lines, line, 1);
    }
    g_array_sort(x->out->lines, compare_lines);
    g_hash_table_destroy(lines);
}

static void
judge_keys(const expiring *x, batch_cases *cases)
{
    for (guint i = 0; i < x->out->lines->len; i++) {
        batch_expiry_line *line = &g_array_index(x->out->lines, batch_expiry_line, i);
        judge_key(x, cases, line);
        g_hash_table_insert(x->keeping, (void *)line->key, GINT_TO_POINTER(line->keeping + 1));
    }
}

/* Of somebody of whom the working state has nothing any more the run file says where the case is. */
static void
find_paths(const expiring *x)
{
    bool all = true;
    for (guint i = 0; all && i < x->out->lines->len; i++)
        all = g_hash_table_contains(x->paths, g_array_index(x->out->lines, batch_expiry_line, i).key);
    if (all || !x->o->order)
        return;
    arena *a = arena_new();
    GPtrArray *reasons = g_ptr_array_new_with_free_func((GDestroyNotify)diag_drop);
    GArray *cases = g_array_new(FALSE, FALSE, sizeof(batch_case));
    batch_inputs *inputs = batch_inputs_new();
    batch_files *files = batch_files_new(x->desk->ledger);
    batch_cases_read(a, reasons, inputs, files, x->o->order, x->desk->ledger, cases);
    for (guint i = 0; i < cases->len; i++) {
        const batch_case *c = &g_array_index(cases, batch_case, i);
        if (c->known && !g_hash_table_contains(x->paths, c->key))
            g_hash_table_insert(x->paths, g_strdup(c->key), g_strdup(c->path));
    }
    batch_files_drop(files);
    batch_inputs_drop(inputs);
    g_array_free(cases, TRUE);
    g_ptr_array_free(reasons, TRUE);
    arena_drop(a);
}

/* ---- the tombstones ---- */

static bool
expires_now(const expiring *x, const char *key)
{
    return GPOINTER_TO_INT(g_hash_table_lookup(x->keeping, key)) == BATCH_EXPIRES + 1;
}

/* Nothing is left of it but what it shared with others. */
static bool
has_ended(const expiring *x, const char *key)
{
    return expires_now(x, key) ||
           (!g_hash_table_contains(x->keeping, key) && batch_issued_is_gone(x->desk->issued, key));
}

/* Of an envelope only what no child in it needs any more: each is destroyed now, or was before. */
static bool
have_all_ended(const expiring *x, const GPtrArray *keys)
{
    bool all = keys->len > 0;
    for (guint i = 0; all && i < keys->len; i++)
        all = has_ended(x, g_ptr_array_index(keys, i));
    return all;
}

static bool
has_expired(const expiring *x, const batch_paper *p, const batch_version *v)
{
    return v->standing != STANDING_DESTROYED && (p->bundle ? have_all_ended(x, v->keys) : expires_now(x, p->key));
}

/* An envelope that nobody issued proves nothing: it goes with the first of those in it. Of one that an earlier program
 * withdrew only its name says whose it is. */
static bool
has_draft_expired(const expiring *x, const batch_withdrawn *w)
{
    if (w->destroyed || !w->bundle)
        return !w->destroyed && expires_now(x, w->key);
    bool any = false;
    for (guint i = 0; !any && i < w->keys->len; i++)
        any = has_ended(x, g_ptr_array_index(w->keys, i));
    const char *last = strrchr(w->key, '/');
    return any || (!w->keys->len && last && has_ended(x, last + 1));
}

static bool
bury_version(const expiring *x, const batch_paper *p, const batch_version *v)
{
    ledger_entry e = batch_desk_paper_entry(x->desk, LEDGER_EXPIRE, p);
    e.version = v->version;
    e.name = v->name;
    e.bytes = v->bytes;
    e.pages = v->pages;
    e.of = v->output;
    return ledger_append(x->desk->ledger, &e, NULL);
}

static bool
bury_draft(const expiring *x, const batch_withdrawn *w)
{
    ledger_entry e = batch_desk_entry(x->desk, LEDGER_EXPIRE);
    e.bundle = w->bundle;
    e.key = w->key;
    e.form = w->form;
    e.month = w->month;
    e.name = w->name;
    e.bytes = w->bytes;
    e.pages = w->pages;
    e.of = w->output;
    return ledger_append(x->desk->ledger, &e, NULL);
}

static bool
bury_drafts(const expiring *x)
{
    bool good = true;
    const GPtrArray *all = x->desk->issued->withdrawn;
    for (guint i = 0; good && i < all->len; i++) {
        const batch_withdrawn *w = g_ptr_array_index(all, i);
        if (!has_draft_expired(x, w))
            continue;
        good = bury_draft(x, w);
        x->out->drafts++;
    }
    return good;
}

static bool
drop_leftover(ledger *l, const batch_leftover *o)
{
    return o->bundle ? ledger_drop_bundle(l, o->month, o->key) : ledger_drop(l, o->key, o->form, o->month);
}

/* What goes here would come back with shards that were made before. */
static bool
overtake_shards(const expiring *x)
{
    bool any = x->left->len > 0;
    for (guint i = 0; !any && i < x->out->lines->len; i++)
        any = g_array_index(x->out->lines, batch_expiry_line, i).keeping == BATCH_EXPIRES;
    return !any || batch_night_overtake(&x->desk->place, x->desk->d);
}

/* One transaction: tombstones, and the working state without what has one. */
static bool
bury_all(const expiring *x)
{
    const GPtrArray *papers = x->desk->issued->papers;
    bool good = overtake_shards(x) && ledger_begin(x->desk->ledger);
    for (guint i = 0; good && i < papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(papers, i);
        for (guint n = 0; good && n < p->versions->len; n++) {
            const batch_version *v = &g_array_index(p->versions, batch_version, n);
            if (!has_expired(x, p, v))
                continue;
            good = bury_version(x, p, v);
            x->out->destroyed++;
        }
    }
    good = good && bury_drafts(x);
    for (guint i = 0; good && i < x->left->len; i++)
        good = drop_leftover(x->desk->ledger, &g_array_index(x->left, batch_leftover, i));
    for (guint i = 0; good && i < x->out->lines->len; i++) {
        const char *key = g_array_index(x->out->lines, batch_expiry_line, i).key;
        good = !expires_now(x, key) || ledger_forget_places(x->desk->ledger, key);
    }
    return good && ledger_commit(x->desk->ledger);
}

static void
take_leftover(void *data, const ledger_document *d)
{
    expiring *x = data;
    if (!expires_now(x, d->key) || g_hash_table_contains(x->tonight, d->key))
        return;
    const batch_leftover l = {false,    g_strdup(d->key), g_strdup(d->form), g_strdup(d->month), g_strdup(d->file),
                              d->output};
    g_array_append_val(x->left, l);
}

static void
take_left_envelope(void *data, const ledger_bundle *b)
{
    expiring *x = data;
    const batch_paper *p = batch_issued_find(x->desk->issued, true, b->name, b->to, b->series);
    const batch_version *last = p ? &g_array_index(p->versions, batch_version, p->versions->len - 1) : NULL;
    if (!last || !has_expired(x, p, last) || g_hash_table_contains(x->tonight, b->file))
        return;
    const batch_leftover l = {true, g_strdup(b->name), g_strdup(""), g_strdup(b->series), g_strdup(b->file), b->output};
    g_array_append_val(x->left, l);
}

static void
clear_leftover(void *data)
{
    batch_leftover *o = data;
    char *texts[] = {o->key, o->form, o->month, o->file};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
}

/* ---- the whole ---- */

/* A clock that stands wrong by years must not end a retention. A night under it is in the ledger by now, so what is of
 * the last weeks proves nothing; before them somebody did something within a year, or nobody ever did anything. Whoever
 * says the day has looked at it. */
static bool
is_clock_plausible(const expiring *x)
{
    enum { WEEKS = 30, YEAR = 395 };
    if (x->o->before)
        return true;
    char *weeks = batch_before_now_utc(WEEKS), *year = batch_before_now_utc(YEAR);
    char *newest = ledger_newest(x->desk->ledger, weeks);
    const bool good = newest && (!*newest || strcmp(newest, year) >= 0);
    if (newest && !good)
        diag_add(x->desk->d, DIAG_BATCH_CLOCK_AHEAD, PLACE_NONE, PLACE_NONE, x->desk->on, newest, NULL);
    g_free(newest);
    g_free(year);
    g_free(weeks);
    return good;
}

/* A day that is not yet over ends no retention. */
static bool
read_day(expiring *x)
{
    date today;
    char *now = g_strndup(x->desk->on, 10);
    const bool good = date_parse(now, &today) && date_parse(x->o->before ? x->o->before : now, &x->before) &&
                      date_compare(x->before, today) <= 0;
    if (!good)
        diag_add(x->desk->d, DIAG_USAGE, PLACE_NONE, PLACE_NONE, "--before は今日までの日付（YYYY-MM-DD）です",
                 "--before takes a day YYYY-MM-DD up to today", NULL);
    g_free(now);
    return good;
}

static bool
expire_all(expiring *x, const render_paths *paths)
{
    ledger_run run;
    ledger *l = x->desk->ledger;
    if (!read_day(x) || !is_clock_plausible(x) || !ledger_each(l, 0, false, take_path, x))
        return false;
    if (!ledger_last_run(l, &run))
        return false;
    if (run.id &&
        (!ledger_each(l, run.id, false, take_tonight, x) || !ledger_each_bundle(l, run.id, take_envelope_tonight, x)))
        return false;
    batch_cases *cases = batch_cases_open(paths, x->desk->d);
    if (!cases)
        return false;
    collect_lines(x);
    find_paths(x);
    const bool known = !ledger_has_failed(l);
    if (known)
        judge_keys(x, cases);
    batch_cases_close(cases);
    if (!known)
        return false;
    if (x->desk->looks)
        return true;
    return ledger_each(l, 0, false, take_leftover, x) && ledger_each_bundle(l, 0, take_left_envelope, x) &&
           bury_all(x) && batch_expire_bytes(x->desk, x->left);
}

bool
batch_expire(const batch_expiry *o, const render_paths *paths, const char *output, batch_expired *out, diag *d)
{
    g_assert(o && paths && output && out && d);
    batch_desk desk;
    *out = (batch_expired){.lines = g_array_new(FALSE, FALSE, sizeof(batch_expiry_line)), .a = arena_new()};
    if (!batch_desk_open(&desk, output, &o->deed, d))
        return false;
    expiring x = {.desk = &desk,
                  .o = o,
                  .out = out,
                  .paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
                  .tonight = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                  .keeping = g_hash_table_new(g_str_hash, g_str_equal),
                  .left = g_array_new(FALSE, FALSE, sizeof(batch_leftover))};
    g_array_set_clear_func(x.left, clear_leftover);
    const bool good = expire_all(&x, paths);
    g_hash_table_destroy(x.paths);
    g_hash_table_destroy(x.tonight);
    g_hash_table_destroy(x.keeping);
    g_array_free(x.left, TRUE);
    batch_desk_close(&desk);
    return good;
}

void
batch_expired_clear(batch_expired *x)
{
    g_array_free(x->lines, TRUE);
    arena_drop(x->a);
    *x = (batch_expired){0};
}
