/* batch_expire.c: what was issued is destroyed when its retention has ended: a tombstone of each version in the journal
 * first, then the bytes, wherever they lie below the output folder. What a kill leaves between the two goes the next
 * time. */
#include "batch/batch_desk.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/below.h"
#include "base/json.h"
#include "batch/batch_retention.h"

typedef struct expiring {
    batch_desk *desk;
    const batch_expiry *o;
    date before;
    GHashTable *paths;   /* key: path of its case; both owned */
    GHashTable *tonight; /* keys, and files of envelopes, of the last run: what it makes is not ours to remove */
    GHashTable *keeping; /* key: batch_keeping, of those that have a line */
    GArray *left;        /* leftover */
    batch_expired *out;
} expiring;

/* What the working state has of somebody whose retention has ended. */
typedef struct leftover {
    bool bundle;
    char *key, *form, *month, *file; /* of an envelope: name, "", series */
} leftover;

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
    const bool known = batch_cases_retention(cases, g_hash_table_lookup(x->paths, line->key), line->key, &r);
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

/* Papers of one key stand together. */
static void
judge_keys(const expiring *x, batch_cases *cases)
{
    const GPtrArray *papers = x->desk->issued->papers;
    for (guint i = 0; i < papers->len;) {
        const batch_paper *p = g_ptr_array_index(papers, i);
        batch_expiry_line line = {.key = p->key, .keeping = BATCH_KEPT};
        for (; i < papers->len; i++) {
            const batch_paper *next = g_ptr_array_index(papers, i);
            if (next->bundle != p->bundle || strcmp(next->key, p->key) != 0)
                break;
            line.versions += count_kept(next);
        }
        if (p->bundle || !line.versions)
            continue;
        judge_key(x, cases, &line);
        line.key = arena_strdup(x->out->a, p->key);
        g_array_append_val(x->out->lines, line);
        g_hash_table_insert(x->keeping, (void *)line.key, GINT_TO_POINTER(line.keeping + 1));
    }
}

/* ---- the tombstones ---- */

/* Of an envelope only what no child in it needs any more. */
static bool
has_expired(const expiring *x, const batch_paper *p, const batch_version *v)
{
    if (v->standing == STANDING_DESTROYED)
        return false;
    if (!p->bundle)
        return GPOINTER_TO_INT(g_hash_table_lookup(x->keeping, p->key)) == BATCH_EXPIRES + 1;
    bool all = v->keys->len > 0;
    for (guint i = 0; all && i < v->keys->len; i++) {
        const int keeping = GPOINTER_TO_INT(g_hash_table_lookup(x->keeping, g_ptr_array_index(v->keys, i)));
        all = keeping == BATCH_EXPIRES + 1;
    }
    return all;
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
drop_leftover(ledger *l, const leftover *o)
{
    return o->bundle ? ledger_drop_bundle(l, o->month, o->key) : ledger_drop(l, o->key, o->form, o->month);
}

/* One transaction: tombstones, and the working state without what has one. */
static bool
bury_all(const expiring *x)
{
    const GPtrArray *papers = x->desk->issued->papers;
    bool good = ledger_begin(x->desk->ledger);
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
    for (guint i = 0; good && i < x->left->len; i++)
        good = drop_leftover(x->desk->ledger, &g_array_index(x->left, leftover, i));
    return good && ledger_commit(x->desk->ledger);
}

static void
take_leftover(void *data, const ledger_document *d)
{
    expiring *x = data;
    if (GPOINTER_TO_INT(g_hash_table_lookup(x->keeping, d->key)) != BATCH_EXPIRES + 1 ||
        g_hash_table_contains(x->tonight, d->key))
        return;
    const leftover l = {false, g_strdup(d->key), g_strdup(d->form), g_strdup(d->month), g_strdup(d->file)};
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
    const leftover l = {true, g_strdup(b->name), g_strdup(""), g_strdup(b->series), g_strdup(b->file)};
    g_array_append_val(x->left, l);
}

static void
clear_leftover(void *data)
{
    leftover *o = data;
    char *texts[] = {o->key, o->form, o->month, o->file};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
}

/* ---- the bytes ---- */

static int
remove_file(const batch_place *p, const char *file)
{
    const int error = below_unlink(p->folder, file, 0);
    if (!error && !g_str_has_prefix(file, BATCH_OWN "/"))
        batch_place_leave_folders(p, file);
    return error == ENOENT || error == ENOTDIR ? 0 : error;
}

/* In the store, and where `run` put what it withdrew. Bytes that something else needs stay. */
static int
destroy_bytes(const batch_place *p, const batch_issued *now, const digest *sum)
{
    char text[DIGEST_TEXT];
    if (batch_issued_has(now, sum))
        return 0;
    char *withdrawn = g_strdup_printf(BATCH_OWN "/withdrawn/%s.pdf", digest_text(sum, text));
    int error = batch_store_destroy(p, sum);
    if (!error)
        error = remove_file(p, withdrawn);
    g_free(withdrawn);
    return error;
}

static int
destroy_version(const expiring *x, const batch_issued *now, GHashTable *in_use, const batch_version *v)
{
    const batch_place *p = &x->desk->place;
    int error = destroy_bytes(p, now, &v->output);
    if (!error && !g_hash_table_contains(in_use, v->name))
        error = remove_file(p, v->name);
    for (guint i = 0; !error && i < v->copies->len; i++) {
        const batch_copy *c = &g_array_index(v->copies, batch_copy, i);
        error = destroy_bytes(p, now, &c->output);
        if (!error)
            error = remove_file(p, c->name);
    }
    return error;
}

static void
take_in_use(void *files, const ledger_document *x)
{
    g_hash_table_add(files, g_strdup(x->file));
}

static void
take_envelope_in_use(void *files, const ledger_bundle *x)
{
    g_hash_table_add(files, g_strdup(x->file));
}

static int
destroy_files(const expiring *x, const batch_issued *now, GHashTable *in_use)
{
    int error = 0;
    for (guint i = 0; !error && i < now->papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(now->papers, i);
        for (guint n = 0; !error && n < p->versions->len; n++) {
            const batch_version *v = &g_array_index(p->versions, batch_version, n);
            error = v->standing == STANDING_DESTROYED ? destroy_version(x, now, in_use, v) : 0;
        }
    }
    for (guint i = 0; !error && i < now->withdrawn->len; i++) {
        const batch_withdrawn *w = &g_array_index(now->withdrawn, batch_withdrawn, i);
        error = batch_issued_is_gone(now, w->key) ? destroy_bytes(&x->desk->place, now, &w->output) : 0;
    }
    for (guint i = 0; !error && i < x->left->len; i++) {
        const char *file = g_array_index(x->left, leftover, i).file;
        error = *file ? remove_file(&x->desk->place, file) : 0;
    }
    return error ? error : syncfs(x->desk->place.folder) == 0 ? 0 : errno;
}

/* By the journal as it is now: whatever has a tombstone. */
static bool
destroy_all(const expiring *x)
{
    ledger *l = x->desk->ledger;
    batch_issued *now = batch_issued_read(l);
    GHashTable *in_use = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const bool good =
        now && ledger_each(l, 0, false, take_in_use, in_use) && ledger_each_bundle(l, 0, take_envelope_in_use, in_use);
    const int error = good ? destroy_files(x, now, in_use) : 0;
    if (error)
        batch_place_report("issued", error, x->desk->d);
    g_hash_table_destroy(in_use);
    batch_issued_drop(now);
    return good && !error;
}

/* ---- the whole ---- */

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
    if (!read_day(x) || !ledger_each(l, 0, false, take_path, x))
        return false;
    if (ledger_last_run(l, &run) &&
        (!ledger_each(l, run.id, false, take_tonight, x) || !ledger_each_bundle(l, run.id, take_envelope_tonight, x)))
        return false;
    batch_cases *cases = batch_cases_open(paths->schema);
    judge_keys(x, cases);
    batch_cases_close(cases);
    if (x->desk->looks)
        return true;
    return ledger_each(l, 0, false, take_leftover, x) && ledger_each_bundle(l, 0, take_left_envelope, x) &&
           bury_all(x) && destroy_all(x);
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
                  .left = g_array_new(FALSE, FALSE, sizeof(leftover))};
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

/* ---- telling ---- */

static const char *const words[][3] = {[BATCH_EXPIRES] = {"廃棄", "expires", "expires"},
                                       [BATCH_KEPT] = {"保存", "kept", "kept"},
                                       [BATCH_ON_HOLD] = {"保全", "on hold", "hold"},
                                       [BATCH_END_UNKNOWN] = {"終わり不明", "end unknown", "unknown"}};

void
batch_expired_print(const batch_expired *x, bool dry_run, diag_language language, GString *out)
{
    g_assert(x && out);
    size_t versions = 0, keys = 0;
    for (guint i = 0; i < x->lines->len; i++) {
        const batch_expiry_line *l = &g_array_index(x->lines, batch_expiry_line, i);
        diag_append_clean(out, l->key);
        g_string_append_printf(out, "\t%s\t%s\t%s\t%zu\n", words[l->keeping][language], *l->end ? l->end : "-",
                               *l->until ? l->until : "-", l->versions);
        keys += l->keeping == BATCH_EXPIRES;
        versions += l->keeping == BATCH_EXPIRES ? l->versions : 0;
    }
    if (language == DIAG_EN)
        g_string_append_printf(out, "%s: documents of %zu keys, %zu versions\n",
                               dry_run ? "would be destroyed" : "destroyed", keys, dry_run ? versions : x->destroyed);
    else
        g_string_append_printf(out, "%s：%zu人分、%zu版\n", dry_run ? "廃棄になるもの" : "廃棄した", keys,
                               dry_run ? versions : x->destroyed);
}

void
batch_expired_print_json(const batch_expired *x, bool dry_run, GString *out)
{
    g_assert(x && out);
    for (guint i = 0; i < x->lines->len; i++) {
        const batch_expiry_line *l = &g_array_index(x->lines, batch_expiry_line, i);
        g_string_append(out, "{\"v\":1");
        json_append_member(out, "key", l->key);
        json_append_member(out, "state", words[l->keeping][2]);
        if (*l->end) {
            json_append_member(out, "end", l->end);
            json_append_member(out, "until", l->until);
        }
        g_string_append_printf(out, ",\"versions\":%zu}\n", l->versions);
    }
    g_string_append_printf(out, "{\"v\":1,\"dry-run\":%s,\"destroyed\":%zu}\n", dry_run ? "true" : "false",
                           x->destroyed);
}
