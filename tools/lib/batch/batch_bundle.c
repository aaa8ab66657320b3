/* batch_bundle.c: the documents of a series, when all are done, as bundles for their recipients. */
#include "batch/batch_bundle.h"

#include <string.h>
#include <unistd.h>

/* ---- which ---- */

/* What the ledger knows of files need not be read again. */
static digest
kit_of(const batch_bundles *b, ledger *l)
{
    batch_inputs *inputs = batch_inputs_new();
    batch_files *files = batch_files_new(l);
    const char *const forms[] = {b->stamp, b->cover, b->outside};
    batch_inputs_use(inputs, files);
    const digest kit = batch_inputs_kit(inputs, b->e, forms, G_N_ELEMENTS(forms), b->d);
    batch_inputs_drop(inputs);
    batch_files_drop(files);
    return kit;
}

/* The series of the run, and every other of which an envelope has a paper that the run made anew, or waits. */
static void
add_series(batch_bundles *b)
{
    GHashTable *done = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_add(done, (gpointer)b->own_series);
    batch_envelopes_add(b, b->own_series);
    for (guint i = 0; i < b->old->len; i++) {
        const batch_old_bundle *o = g_ptr_array_index(b->old, i);
        if (o->changed && g_hash_table_add(done, (gpointer)o->series))
            batch_envelopes_add(b, o->series);
    }
    for (guint i = 0; i < b->waiting->len; i++) {
        const char *series = g_array_index(b->waiting, batch_waiting, i).series;
        if (g_hash_table_add(done, (gpointer)series))
            batch_envelopes_add(b, series);
    }
    g_hash_table_destroy(done);
}

static batch_bundles *
new_bundles(const batch_order *o, const render_paths *paths, render_environment *e, diag *d)
{
    batch_bundles *b = g_new0(batch_bundles, 1);
    b->a = arena_new();
    b->e = e;
    b->d = d;
    b->order = o;
    b->output = arena_strdup(b->a, o->output);
    b->own_series = arena_strdup(b->a, o->month ? o->month : "");
    b->as_of = o->as_of ? arena_strdup(b->a, o->as_of) : NULL;
    b->stamp = arena_printf(b->a, "%s/batch/stamp.xml", paths->forms);
    b->cover = arena_printf(b->a, "%s/batch/cover.xml", paths->forms);
    b->outside = arena_printf(b->a, "%s/batch/envelope.xml", paths->forms);
    b->touched = g_hash_table_new(g_str_hash, g_str_equal);
    b->by_id = g_hash_table_new(g_str_hash, g_str_equal);
    b->looked = g_hash_table_new(g_str_hash, g_str_equal);
    b->papers = g_ptr_array_new();
    b->old = g_ptr_array_new();
    b->waiting = g_array_new(FALSE, FALSE, sizeof(batch_waiting));
    b->rounds = g_ptr_array_new_with_free_func((GDestroyNotify)bundle_envelopes_drop);
    b->wishes = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    b->items = g_array_new(FALSE, FALSE, sizeof(batch_item));
    b->held = g_array_new(FALSE, FALSE, sizeof(batch_item));
    return b;
}

batch_bundles *
batch_bundles_new(ledger *l, int64_t run, const batch_order *o, const render_paths *paths, render_environment *e,
                  batch_counts *counts, diag *d)
{
    g_assert(l && o && paths && e && counts && d);
    batch_bundles *b = new_bundles(o, paths, e, d);
    b->withheld = batch_withheld_read(l);
    bool good = b->withheld && batch_withheld_tell(b->withheld, l, run, d) && batch_letters_read(b, l, run);
    if (good && b->papers->len) {
        good = render_warm(e, b->stamp, d) && render_warm(e, b->cover, d) && render_warm(e, b->outside, d);
        b->kit = good ? kit_of(b, l) : b->kit;
        if (good)
            add_series(b);
        counts->bundles_held += b->held->len + b->left_alone;
    }
    if (good)
        return b;
    batch_bundles_drop(b);
    return NULL;
}

void
batch_bundles_drop(batch_bundles *b)
{
    if (!b)
        return;
    batch_withheld_drop(b->withheld);
    g_ptr_array_free(b->rounds, TRUE);
    g_ptr_array_free(b->wishes, TRUE);
    g_ptr_array_free(b->papers, TRUE);
    g_ptr_array_free(b->old, TRUE);
    g_array_free(b->waiting, TRUE);
    g_array_free(b->items, TRUE);
    g_array_free(b->held, TRUE);
    g_hash_table_destroy(b->touched);
    g_hash_table_destroy(b->by_id);
    g_hash_table_destroy(b->looked);
    arena_drop(b->a);
    g_free(b);
}

static const batch_item *
item_at(const batch_bundles *b, size_t index)
{
    return &g_array_index(b->items, batch_item, index);
}

static const char *
file_of_bundle(const void *of, size_t index)
{
    return item_at(of, index)->file;
}

/* ---- one of them, in a worker ---- */

static bool
is_bundle_unchanged(const batch_job *job, size_t index, batch_outcome *out)
{
    const batch_item *x = item_at(job->task->of, index);
    const batch_old_bundle *o = x->old;
    if (!o || !digest_equal(&o->inputs, &x->inputs) || strcmp(o->file, x->file) != 0 ||
        !batch_place_has(job->folder, x->file, o->bytes, &o->output))
        return false;
    out->output = o->output;
    out->bytes = o->bytes;
    out->pages = o->pages;
    return true;
}

/* A page made for this bundle alone. */
static bool
add_made(const batch_job *job, const batch_item *x, const char *form, GPtrArray *made, bundle_part *part,
         batch_outcome *out)
{
    size_t pages = 0;
    GByteArray *bytes = batch_cover_make(job->task->of, x, form, &pages, out->messages);
    if (!bytes)
        return false;
    g_ptr_array_add(made, bytes);
    part->bytes = bytes->data;
    part->length = bytes->len;
    part->sum = digest_of(bytes->data, bytes->len);
    part->pages = (int)pages;
    return true;
}

/* The outside and the cover, where they are asked for, and the papers that there are; how many, 0 after a message. The
 * bytes of what is made are kept in `made`. */
static size_t
collect_parts(const batch_job *job, const batch_item *x, arena *a, GPtrArray *made, bundle_part *parts,
              batch_outcome *out)
{
    const batch_bundles *b = job->task->of;
    const bundle_envelope *e = x->envelope;
    size_t n = 0;
    parts[0] = (bundle_part){.path = "envelope", .bookmark = "封筒", .plain = true};
    if (x->wish->envelope && !add_made(job, x, b->outside, made, &parts[n++], out))
        return 0;
    parts[n] = (bundle_part){.path = "cover", .bookmark = "送付状"};
    if ((x->wish->cover || e->gaps) && !add_made(job, x, b->cover, made, &parts[n++], out))
        return 0;
    for (size_t i = 0; i < e->count; i++) {
        const batch_paper *p = e->letters[i]->data;
        if (!e->letters[i]->gap)
            parts[n++] = (bundle_part){.path = arena_printf(a, "%s/%s", b->output, p->file),
                                       .sum = p->sum,
                                       .pages = p->pages,
                                       .bookmark = p->bookmark};
    }
    return n;
}

static GByteArray *
merge_parts(const batch_bundles *b, const batch_item *x, const bundle_job *unstamped, batch_outcome *out)
{
    GString *data = bundle_stamp_data_of(x->envelope->mark, unstamped);
    GByteArray *stamp = render_made(b->e, b->stamp, "stamp", data, out->messages), *bytes = NULL;
    if (stamp) {
        const bundle_stamp on = {stamp->data, stamp->len, BUNDLE_BOTTOM_RIGHT};
        bundle_job job = *unstamped;
        job.stamps = &on;
        job.stamp_count = 1;
        bytes = bundle_merge(&job, out->messages);
        out->pages = bundle_first_page(&job, job.part_count);
        g_byte_array_unref(stamp);
    }
    g_string_free(data, TRUE);
    return bytes;
}

/* In words: what is in the queue of a printer and in the list of an archive. A key, never a name. */
static const char *
title_of_bundle(arena *a, const bundle_envelope *e)
{
    static const struct {
        const char *to, *words;
    } kinds[] = {{"household", "ご家庭あて"},
                 {"partner", "連携先あて"},
                 {"municipality", "市町村あて"},
                 {"office", "事業所あて"}};
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i].to, e->to) == 0)
            return arena_printf(a, "%sの書類一式　%s", kinds[i].words, e->mark);
    return e->mark;
}

static GByteArray *
make_bundle(const batch_job *job, void **group, size_t index, batch_outcome *out)
{
    (void)group;
    const batch_bundles *b = job->task->of;
    const batch_item *x = item_at(b, index);
    arena *a = arena_new();
    GPtrArray *made = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    bundle_part *parts = ARENA_ARRAY(a, bundle_part, x->envelope->count + 2);
    const size_t count = collect_parts(job, x, a, made, parts, out);
    const bundle_job all = {.title = title_of_bundle(a, x->envelope),
                            .prefix = x->envelope->mark,
                            .parts = parts,
                            .part_count = count,
                            .duplex = x->wish->duplex};
    GByteArray *bytes = count ? merge_parts(b, x, &all, out) : NULL;
    g_ptr_array_free(made, TRUE);
    arena_drop(a);
    return bytes;
}

static size_t
end_of_bundle(const void *of, size_t first)
{
    (void)of;
    return first + 1;
}

batch_task
batch_bundle_task(const batch_bundles *b)
{
    g_assert(b);
    return (batch_task){.of = b,
                        .length = b->items->len,
                        .unit_end = end_of_bundle,
                        .file = file_of_bundle,
                        .is_unchanged = is_bundle_unchanged,
                        .make = make_bundle};
}

/* ---- the account of them ---- */

static const diag_message *
first_error(const diag *messages)
{
    for (size_t i = 0; i < diag_length(messages); i++)
        if (diag_severity_of(diag_at(messages, i)->code) == DIAG_ERROR)
            return diag_at(messages, i);
    return NULL;
}

/* What is in it, and what is not and should be. */
static ledger_member *
members_of(arena *a, const bundle_envelope *e)
{
    ledger_member *members = ARENA_ARRAY(a, ledger_member, e->count);
    for (size_t i = 0; i < e->count; i++) {
        const batch_paper *p = e->letters[i]->data;
        const char *gap = e->letters[i]->gap;
        members[i] = (ledger_member){.key = p->key,
                                     .form = p->form,
                                     .month = p->month,
                                     .output = p->sum, /* none when it was not made */
                                     .pages = gap ? 0 : p->pages,
                                     .gap = gap ? gap : ""};
    }
    return members;
}

static bool
save_made(const batch_item *x, ledger *l, int64_t run, const batch_outcome *out)
{
    const bundle_envelope *e = x->envelope;
    arena *a = arena_new();
    char *wish = batch_wish_text(x->wish);
    const ledger_bundle row = {.name = e->name,
                               .series = x->series,
                               .to = e->to,
                               .mark = e->mark,
                               .wish = wish,
                               .documents = (int)(e->count - e->gaps),
                               .inputs = x->inputs,
                               .file = x->file,
                               .output = out->output,
                               .bytes = out->bytes,
                               .pages = out->pages,
                               .members = members_of(a, e),
                               .member_count = e->count};
    const bool good = ledger_save_bundle(l, run, &row);
    g_free(wish);
    arena_drop(a);
    return good;
}

static bool
save_unmade(const batch_item *x, ledger *l, int64_t run, bool failed, const char *why)
{
    const bundle_envelope *e = x->envelope;
    char *wish = batch_wish_text(x->wish);
    const ledger_unmade row = {
        .name = e->name, .series = x->series, .to = e->to, .mark = e->mark, .failed = failed, .why = why, .wish = wish};
    const bool good = ledger_drop_bundle(l, x->series, e->name) && ledger_save_unmade(l, run, &row);
    g_free(wish);
    return good;
}

typedef struct bundling {
    const batch_bundles *b;
    ledger *l;
    int64_t run;
    batch_place *place;
    const char *who;      /* as --who says */
    const char *accepted; /* the reason, where what is missing was accepted; NULL: it was not */
    GArray *written;      /* batch_written */
    batch_counts *counts;
    diag *d;
} bundling;

/* Whose documents are in it: the journal is to know it. */
static ledger_member *
members_of_old(arena *a, const batch_old_bundle *o, size_t *count)
{
    *count = g_strv_length(o->members);
    ledger_member *members = ARENA_ARRAY(a, ledger_member, *count + 1);
    for (size_t i = 0; i < *count; i++) {
        char **parts = batch_paper_id_split(o->members[i]);
        members[i] = (ledger_member){.key = arena_strdup(a, parts[0]),
                                     .form = arena_strdup(a, parts[1]),
                                     .month = arena_strdup(a, parts[2]),
                                     .output = o->outputs[i],
                                     .gap = digest_is_none(&o->outputs[i]) ? "gap" : ""};
        g_strfreev(parts);
    }
    return members;
}

/* o NULL: there was none. why: a name. */
static bool
withdraw_old(bundling *n, const batch_old_bundle *o, const char *why)
{
    if (!o)
        return true;
    arena *a = arena_new();
    ledger_entry what = {.reason = why,
                         .run = n->run,
                         .bundle = true,
                         .key = o->name,
                         .form = o->to,
                         .month = o->series,
                         .name = o->file,
                         .output = o->output,
                         .pages = o->pages};
    what.members = members_of_old(a, o, &what.member_count);
    const bool good = batch_withdraw_file(n->place, n->l, &what, n->who, n->d);
    arena_drop(a);
    return good;
}

typedef struct forgotten {
    const batch_bundles *b;
    GPtrArray *names; /* series and name in turn */
} forgotten;

/* One that was held and is no envelope any more, as a sibling's has its papers. */
static void
find_forgotten(void *data, const ledger_unmade *x)
{
    forgotten *f = data;
    const batch_bundles *b = f->b;
    if (!g_hash_table_contains(b->looked, arena_printf(b->a, "%s %s", x->series, x->to)) ||
        g_hash_table_contains(b->looked, arena_printf(b->a, "%s %s", x->series, x->name)))
        return;
    g_ptr_array_add(f->names, arena_strdup(b->a, x->series));
    g_ptr_array_add(f->names, arena_strdup(b->a, x->name));
}

static bool
drop_forgotten(bundling *n)
{
    forgotten f = {n->b, g_ptr_array_new()};
    bool good = ledger_each_unmade(n->l, 0, find_forgotten, &f);
    for (guint i = 0; good && i < f.names->len; i += 2)
        good = ledger_drop_unmade(n->l, g_ptr_array_index(f.names, i), g_ptr_array_index(f.names, i + 1));
    g_ptr_array_free(f.names, TRUE);
    return good;
}

/* Nobody must send what is held in the state of an earlier night. What was said of these envelopes is said anew. */
static bool
begin_account(bundling *n)
{
    bool good = drop_forgotten(n);
    for (guint i = 0; good && i < n->b->items->len; i++)
        good = ledger_drop_unmade(n->l, item_at(n->b, i)->series, item_at(n->b, i)->envelope->name);
    for (guint i = 0; good && i < n->b->held->len; i++) {
        const batch_item *x = &g_array_index(n->b->held, batch_item, i);
        good = ledger_drop_unmade(n->l, x->series, x->envelope->name) && withdraw_old(n, x->old, x->why) &&
               save_unmade(x, n->l, n->run, false, x->why);
    }
    return good;
}

/* A family that had an envelope has none, and nobody decided so: a day that was mistyped, or a clock that stands wrong,
 * makes every paper of a town not applicable. */
static void
tell_gone(const bundling *n, const batch_old_bundle *o)
{
    diag_add(n->d, n->accepted ? DIAG_BATCH_ENVELOPE_WITHDRAWN : DIAG_BATCH_ENVELOPE_GONE, PLACE_NONE, PLACE_NONE,
             o->name, n->accepted, NULL);
}

/* Of a town's the first, and how many more. */
static void
tell_more_gone(const bundling *n, size_t more)
{
    char *text = g_strdup_printf("%zu", more);
    if (more)
        diag_add(n->d, n->accepted ? DIAG_BATCH_ENVELOPE_WITHDRAWN_MORE : DIAG_BATCH_ENVELOPE_GONE_MORE, PLACE_NONE,
                 PLACE_NONE, text, NULL);
    g_free(text);
}

/* Of envelopes that are none any more, as their papers are in another one by now or were withdrawn themselves. */
static bool
withdraw_gone(bundling *n)
{
    bool good = true;
    size_t gone = 0;
    for (guint i = 0; good && i < n->b->old->len; i++) {
        const batch_old_bundle *o = g_ptr_array_index(n->b->old, i);
        if (o->met || o->renamed || !(o->gone || o->touched))
            continue;
        if (o->gone && strcmp(o->to, "household") == 0 && gone++ < BATCH_MOST_TOLD)
            tell_gone(n, o);
        good = withdraw_old(n, o, BATCH_NOTHING_LEFT) && ledger_drop_bundle(n->l, o->series, o->name) &&
               ledger_drop_unmade(n->l, o->series, o->name);
    }
    tell_more_gone(n, gone > BATCH_MOST_TOLD ? gone - BATCH_MOST_TOLD : 0);
    return good;
}

static void
tell_failed(bundling *n, const batch_item *x, const diag *messages)
{
    const diag_message *first = first_error(messages);
    char *texts[] = {first ? diag_text(first, DIAG_JA) : g_strdup("?"),
                     first ? diag_text(first, DIAG_EN) : g_strdup("?")};
    const char *code = first ? diag_name(first->code) : "?";
    arena *a = n->b->a;
    diag_add(n->d, DIAG_BATCH_BUNDLE_FAILED, PLACE_NONE, PLACE_NONE, x->envelope->name,
             arena_printf(a, "%s（%s）", texts[0], code), arena_printf(a, "%s (%s)", texts[1], code), NULL);
    g_free(texts[0]);
    g_free(texts[1]);
}

/* One that cannot be made: nobody must send the one of an earlier night. */
static bool
fail_item(bundling *n, const batch_item *x, const diag *messages)
{
    const diag_message *first = first_error(messages);
    n->counts->bundles_failed++;
    tell_failed(n, x, messages);
    if (first && (first->code == DIAG_BATCH_LINK || first->code == DIAG_BATCH_IN_THE_WAY))
        diag_append_all(n->d, messages); /* the output folder is not in order, whatever is to be in it */
    const char *why = first ? diag_name(first->code) : "";
    return withdraw_old(n, x->old, why) && save_unmade(x, n->l, n->run, true, why);
}

/* What came into the way of one since it was written. */
static bool
fail_unplaced(bundling *n)
{
    bool good = true;
    for (guint i = 0; good && i < n->written->len; i++) {
        const batch_written *w = &g_array_index(n->written, batch_written, i);
        if (!w->error)
            continue;
        diag *own = diag_new();
        batch_place_report(w->file, w->error, own);
        n->counts->bundles--;
        good = fail_item(n, item_at(n->b, w->index), own);
        diag_drop(own);
    }
    return good;
}

static bool
bundle_done(void *data, size_t index, batch_outcome *out)
{
    bundling *n = data;
    const batch_item *x = item_at(n->b, index);
    const bool made = out->status == LEDGER_MADE;
    n->counts->bundles += made;
    n->counts->bundles_unchanged += out->unchanged;
    const batch_written w = {.index = index, .file = x->file};
    if (made && !out->unchanged)
        g_array_append_val(n->written, w);
    const bool good = made ? save_made(x, n->l, n->run, out) : fail_item(n, x, out->messages);
    batch_outcome_clear(out);
    return good;
}

static bool
go_on(void *data)
{
    (void)data;
    return true;
}

static bool
make_items(bundling *n, const batch_order *o, const render_paths *paths, render_environment *e, const batch_settings *s)
{
    const batch_task task = batch_bundle_task(n->b);
    char *writes = g_build_filename(n->place->output, n->place->tmp, NULL);
    confine *c = task.length ? batch_confine_workers(paths, o, o->cases, n->place->output, writes) : NULL;
    if (c) /* the ledger alone knows where the cases of others are, who share an envelope with those of this run */
        confine_read(c, "/");
    const batch_job job = {.task = &task,
                           .environment = e,
                           .settings = s,
                           .place = n->place,
                           .folder = n->place->folder,
                           .confine = c,
                           .supervisor = getpid()};
    const batch_pool_hooks hooks = {bundle_done, go_on, n};
    const bool good = batch_pool_run(&job, &hooks, n->d) == 0;
    confine_drop(c);
    g_free(writes);
    return good;
}

bool
batch_bundles_run(ledger *l, int64_t run, const batch_order *o, const render_paths *paths, render_environment *e,
                  batch_place *where, const batch_settings *s, batch_counts *counts, diag *d)
{
    g_assert(l && o && paths && e && where && s && counts && d);
    render_sum_files(e, digest_of); /* a cover is of the case that its papers are of: by what is parsed */
    batch_bundles *b = batch_bundles_new(l, run, o, paths, e, counts, d);
    if (!b)
        return false;
    const char *accepted = s->accept_missing ? s->reason : NULL;
    bundling n = {b, l, run, where, s->who, accepted, g_array_new(FALSE, FALSE, sizeof(batch_written)), counts, d};
    int error = 0;
    const char *which = "bundles";
    bool good = ledger_begin(l) && begin_account(&n) && withdraw_gone(&n) && make_items(&n, o, paths, e, s);
    if (good)
        error = batch_place_publish(where, (batch_written *)n.written->data, n.written->len, &which);
    if (error)
        batch_place_report(which, error, d);
    good = good && !error && fail_unplaced(&n) && ledger_commit(l) && batch_withdraw_settle(where, d);
    g_array_free(n.written, TRUE);
    batch_bundles_drop(b);
    return good;
}
