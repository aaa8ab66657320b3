/* batch_run.c: a run: plan, pool, and the account of it in the ledger. */
#include "batch/batch_roster.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/below.h"

/* Results that are accounted for together, so that the disk is waited for once. The first group of a night is small:
 * that it is under way is seen soon. */
enum { GROUP_FIRST = 10, GROUP = 200, GROUP_UNCHANGED = 10000, GROUP_TIME = 1000000 /* µs */ };

typedef struct running {
    const batch_order *order;
    const render_paths *paths;
    batch_place place;
    batch_plan *plan;
    const batch_rest *rest; /* NULL: they are being told from the others */
    batch_roster *roster;
    ledger *ledger;
    const batch_settings *settings;
    int64_t run;
    GArray *written;      /* batch_written: of the open transaction, still without their names … */
    GArray *held;         /* … and the batch_outcome of each, till they have them */
    GArray *published;    /* the same of the one before, which have them */
    batch_counts pending; /* of the same */
    bool broken;          /* the account could not be written: nothing more is said to be done */
    size_t group;         /* results in the open transaction */
    bool group_changes;   /* some of them are of files that were written, or went */
    gint64 group_since;   /* µs */
    batch_counts *counts;
    batch_progress progress;
    batch_done done;
    void *data;
    diag *d;
} running;

/* ---- the account ---- */

static void
count_pending(running *r)
{
    batch_counts *n = r->counts;
    const batch_counts *more = &r->pending;
    n->made += more->made;
    n->unchanged += more->unchanged;
    n->same += more->same;
    n->absent += more->absent;
    n->blocked += more->blocked;
    n->failed += more->failed;
    n->pages += more->pages;
    n->bytes += more->bytes;
    n->cpu += more->cpu;
}

static bool
save_look(running *r, const batch_document *x, const char *look)
{
    const batch_form *f = batch_plan_form(r->plan, x);
    return ledger_save_output_stat(r->ledger, batch_plan_case(r->plan, x)->key, f->form, f->month ? f->month : "",
                                   look);
}

/* Files that got their names with the group before: as they stand they are what was made. Not sooner, as a look at what
 * has only just changed proves nothing (batch_stat_holds). */
static bool
save_looks(running *r)
{
    bool good = true;
    for (guint i = 0; good && i < r->published->len; i++) {
        const size_t index = g_array_index(r->published, batch_written, i).index;
        const batch_document *x = batch_plan_at(r->plan, r->rest->indices[index]);
        struct stat is;
        if (below_look(r->place.folder, x->file, &is) != 0)
            continue; /* gone already: the next run makes it again */
        char *look = batch_stat_text(&is);
        good = save_look(r, x, look);
        g_free(look);
    }
    g_array_set_size(r->published, 0);
    return good;
}

static bool save_document(running *r, const batch_document *x, const batch_outcome *out);

static void
uncount_made(batch_counts *n, const batch_outcome *out)
{
    n->made--;
    n->same -= out->same;
    n->pages -= out->pages;
    n->bytes -= out->bytes;
}

/* What came into its way since it was written, or what no look could tell: its document fails, and no other. */
static bool
fail_document(running *r, const batch_written *w, batch_outcome *out)
{
    const size_t index = r->rest->indices[w->index];
    uncount_made(&r->pending, out);
    out->status = LEDGER_FAILED;
    out->same = false;
    if (!out->messages)
        out->messages = diag_new();
    batch_place_report(w->file, w->error, out->messages);
    const bool good = save_document(r, batch_plan_at(r->plan, index), out);
    batch_counts_add(&r->pending, out->status, false, false);
    r->progress.bad++;
    if (good && r->done)
        r->done(r->data, r->plan, index, out);
    return good;
}

/* Of what was written, what has its name stays for save_looks. */
static bool
settle_written(running *r)
{
    bool good = true;
    for (guint i = 0; i < r->written->len; i++) {
        const batch_written *w = &g_array_index(r->written, batch_written, i);
        if (w->error)
            good = good && fail_document(r, w, &g_array_index(r->held, batch_outcome, i));
        else
            g_array_append_val(r->published, *w);
    }
    return good;
}

static void
clear_written(running *r)
{
    for (guint i = 0; i < r->held->len; i++)
        batch_outcome_clear(&g_array_index(r->held, batch_outcome, i));
    g_array_set_size(r->held, 0);
    g_array_set_size(r->written, 0);
}

/* What the ledger is about to say exists is on the disk first; what it does not say does not count. */
static bool
end_group(running *r)
{
    if (!r->group)
        return true;
    const char *which;
    if (r->broken)
        return false;
    const int error = !r->group_changes
                          ? 0
                          : batch_place_publish(&r->place, (batch_written *)r->written->data, r->written->len, &which);
    if (error)
        batch_place_report(which, error, r->d);
    const bool good = !error && save_looks(r) && settle_written(r) && ledger_commit(r->ledger) &&
                      (!r->group_changes || batch_withdraw_settle(&r->place, r->d));
    r->broken = !good;
    if (good)
        count_pending(r);
    r->group = 0;
    r->group_changes = false;
    r->pending = (batch_counts){0};
    clear_written(r);
    return good;
}

/* A form names a few; the schema of forms does not say how many. */
enum { MOST_RECIPIENTS = 64 };

static size_t
take_recipients(const batch_outcome *out, ledger_recipient *into)
{
    size_t n = 0;
    for (char **p = out->recipients; p && p[0] && p[1] && p[2] && n < MOST_RECIPIENTS; p += 3)
        into[n++] = (ledger_recipient){p[0], p[1], p[2]};
    return n;
}

/* The first thing that was said against it: why an earlier file of it goes. */
static const char *
reason_against(const batch_outcome *out)
{
    for (size_t i = 0; out->messages && i < diag_length(out->messages); i++)
        if (diag_severity_of(diag_at(out->messages, i)->code) == DIAG_ERROR)
            return diag_name(diag_at(out->messages, i)->code);
    return "";
}

/* Nobody must take an older document for tonight's. */
static bool
withdraw_old(running *r, const batch_document *x, const batch_outcome *out)
{
    const batch_form *f = batch_plan_form(r->plan, x);
    const bool made = out->status == LEDGER_MADE;
    if (!x->old_file || (made && strcmp(x->old_file, x->file) == 0))
        return true;
    char *reason = g_strdup_printf("%s: %s", made ? "name" : ledger_status_name(out->status),
                                   made ? x->file : reason_against(out));
    const ledger_entry what = {.reason = reason,
                               .run = r->run,
                               .key = batch_plan_case(r->plan, x)->key,
                               .form = f->form,
                               .month = f->month,
                               .name = x->old_file,
                               .output = x->output,
                               .pages = x->pages};
    diag *told = !made && out->messages ? out->messages : r->d; /* saved with the document */
    const bool good = batch_withdraw_from(&r->place, r->ledger, &what, r->settings->who, told, r->d);
    g_free(reason);
    return good;
}

static bool
save_document(running *r, const batch_document *x, const batch_outcome *out)
{
    const batch_case *c = batch_plan_case(r->plan, x);
    const batch_form *f = batch_plan_form(r->plan, x);
    if (out->unchanged)
        return ledger_keep(r->ledger, r->run, c->key, f->form, f->month ? f->month : "", (int)x->of_form);
    const bool made = out->status == LEDGER_MADE;
    if (out->status == LEDGER_ABSENT && x->old_file) /* nothing else tells of it */
        diag_add(r->d, DIAG_BATCH_DOCUMENT_WITHDRAWN, PLACE_NONE, PLACE_NONE, c->key, f->form, NULL);
    if (!withdraw_old(r, x, out))
        return false;
    ledger_recipient recipients[MOST_RECIPIENTS];
    const batch_sums sums = batch_plan_sums(r->plan, x, out);
    const ledger_document row = {.key = c->key,
                                 .form = f->form,
                                 .place = (int)x->of_form,
                                 .month = f->month,
                                 .as_of = f->as_of,
                                 .consented = made ? out->consented : "",
                                 .case_path = c->path,
                                 .case_sum = sums.case_sum,
                                 .masters = sums.masters,
                                 .kit = *batch_plan_kit(r->plan, x),
                                 .inputs = sums.inputs,
                                 .status = out->status,
                                 .file = made ? x->file : "",
                                 .output = made ? out->output : (digest){{0}},
                                 .output_stat = out->there ? x->output_stat : NULL,
                                 .same_bytes = out->same,
                                 .bytes = made ? out->bytes : 0,
                                 .pages = made ? out->pages : 0,
                                 .cpu = out->cpu,
                                 .wall = out->wall,
                                 .messages = out->messages,
                                 .recipients = recipients,
                                 .recipient_count = take_recipients(out, recipients),
                                 .places = out->places};
    return batch_plan_save_inputs(r->plan, r->ledger) && ledger_save(r->ledger, r->run, &row);
}

static void
count_outcome(batch_counts *n, const batch_outcome *out)
{
    batch_counts_add(n, out->status, out->unchanged, out->same);
    n->cpu += out->cpu;
    if (out->status == LEDGER_MADE) {
        n->pages += out->pages;
        n->bytes += out->bytes;
    }
}

static size_t
group_most(const running *r)
{
    if (!r->group_changes) /* where no file is waited for, only the ledger is */
        return GROUP_UNCHANGED;
    return r->published->len || batch_counts_done(r->counts) ? GROUP : GROUP_FIRST;
}

/* Takes the outcome of a file that waits for its name. */
static void
hold_written(running *r, size_t index, ssize_t made, batch_outcome *out)
{
    const batch_written w = {.index = (size_t)made, .file = batch_plan_at(r->plan, index)->file};
    if (out->status != LEDGER_MADE || out->unchanged || out->there)
        return;
    g_array_append_val(r->written, w);
    g_array_append_val(r->held, *out);
    *out = (batch_outcome){0};
}

/* `made`: its number among those that were made; of one that was settled without a worker, -1. */
static bool
take_outcome(running *r, size_t index, ssize_t made, batch_outcome *out)
{
    bool good = !r->broken && (r->group || ledger_begin(r->ledger));
    if (good && !r->group)
        r->group_since = g_get_monotonic_time();
    r->group += good;
    r->group_changes = r->group_changes || !(out->unchanged || out->there);
    good = good && save_document(r, batch_plan_at(r->plan, index), out);
    const char *look = made < 0 ? NULL : g_ptr_array_index(r->rest->looks, (guint)made);
    if (good && look && out->unchanged)
        good = save_look(r, batch_plan_at(r->plan, index), look);
    if (good) {
        count_outcome(&r->pending, out);
        r->progress.done++;
        r->progress.bad += batch_status_is_bad(out->status);
        if (r->done && out->status != LEDGER_MADE)
            batch_progress_clear(&r->progress);
        if (r->done)
            r->done(r->data, r->plan, index, out);
        hold_written(r, index, made, out);
    }
    r->broken = r->broken || !good;
    batch_outcome_clear(out);
    return good && (r->group < group_most(r) || end_group(r));
}

static bool
document_done(void *data, size_t index, batch_outcome *out)
{
    running *r = data;
    return take_outcome(r, r->rest->indices[index], (ssize_t)index, out);
}

static bool
document_settled(void *data, size_t index, batch_outcome *out)
{
    return take_outcome(data, index, -1, out);
}

static bool
on_tick(void *data)
{
    running *r = data;
    if (r->settings->progress)
        batch_progress_draw(&r->progress, false);
    return !r->group || g_get_monotonic_time() - r->group_since < GROUP_TIME || end_group(r);
}

/* ---- the run ---- */

static bool
start_run(running *r)
{
    char *shard = r->settings->shard.count
                      ? g_strdup_printf("%u/%u", r->settings->shard.number, r->settings->shard.count)
                      : g_strdup("");
    char *identity =
        r->settings->shard.count ? batch_night_join(&r->place, r->plan, r->order, r->ledger, r->d) : g_strdup("");
    char *started = batch_now_utc(), *bundles = batch_wishes_text(r->order->wishes);
    r->counts->planned = batch_plan_length(r->plan);
    const ledger_run run = {.started = started,
                            .shard = shard,
                            .edition = batch_edition(),
                            .bundles = bundles,
                            .series = r->order->month,
                            .order = r->order->label,
                            .name = batch_order_roster(r->order),
                            .identity = identity,
                            .month = r->order->month,
                            .as_of = r->order->as_of,
                            .planned = (int64_t)r->counts->planned};
    /* Shards that are not merged yet, or are once more, say older things than a run over all. */
    const bool good = identity && (r->settings->shard.count || batch_night_overtake(&r->place, r->d)) &&
                      ledger_begin(r->ledger) && ledger_start_run(r->ledger, &run, &r->run) &&
                      batch_plan_save_inputs(r->plan, r->ledger) &&
                      batch_roster_settle(r->roster, r->ledger, &r->place, r->order, r->settings, r->run, r->d) &&
                      ledger_commit(r->ledger) && batch_withdraw_settle(&r->place, r->d);
    r->counts->missing = batch_roster_missing(r->roster);
    g_free(identity);
    g_free(started);
    g_free(bundles);
    g_free(shard);
    return good;
}

static void
end_run(running *r, int status)
{
    char *ended = batch_now_utc();
    if (ledger_begin(r->ledger) && save_looks(r) && batch_plan_save_files(r->plan, r->ledger) &&
        ledger_end_run(r->ledger, r->run, ended, status))
        ledger_commit(r->ledger);
    g_free(ended);
}

static confine *
confine_of(const running *r, const batch_rest *rest)
{
    GPtrArray *cases = g_ptr_array_new();
    char *writes = g_build_filename(r->place.output, r->place.tmp, NULL);
    const char *last = NULL;
    for (size_t i = 0; i < rest->count; i++) {
        const char *path = batch_plan_case(r->plan, batch_plan_at(r->plan, rest->indices[i]))->path;
        if (path != last)
            g_ptr_array_add(cases, (void *)path);
        last = path;
    }
    confine *c = batch_confine_workers(r->paths, r->order, cases, r->place.output, writes);
    g_free(writes);
    g_ptr_array_free(cases, TRUE);
    return c;
}

static int
make_all(running *r, render_environment *e)
{
    batch_task task;
    batch_job job = {.task = &task,
                     .environment = e,
                     .settings = r->settings,
                     .place = &r->place,
                     .folder = r->place.folder,
                     .supervisor = getpid()};
    const batch_pool_hooks hooks = {document_done, on_tick, r};
    const gint64 began = g_get_monotonic_time();
    r->progress = (batch_progress){.total = r->counts->planned,
                                   .started = began,
                                   .drawn = began,
                                   .colour = r->settings->colour,
                                   .language = r->settings->language};
    batch_rest *rest = batch_rest_new(r->plan, r->place.folder, r->settings->force, document_settled, r);
    task = batch_documents(rest);
    r->rest = rest;
    confine *c = task.length ? confine_of(r, rest) : NULL;
    job.confine = c;
    bool good = end_group(r) && batch_pool_run(&job, &hooks, r->d) == 0;
    confine_drop(c);
    batch_progress_clear(&r->progress);
    good = end_group(r) && good;
    /* Of shards, merge makes them: only then are all documents there. */
    if (good && !r->settings->shard.count)
        good = batch_bundles_run(r->ledger, r->run, r->order, r->paths, e, &r->place, r->settings, r->counts, r->d);
    r->counts->seconds = (double)(g_get_monotonic_time() - began) / 1e6;
    good = batch_place_is_there(&r->place, r->d) && good;
    good = batch_plan_is_current(r->plan, r->d) && good;
    const int status = diag_worse_exit(good ? batch_counts_exit(r->counts) : EXIT_AGAIN, diag_exit_status(r->d));
    if (good) /* what the process ends with and what the ledger says of it is one number */
        end_run(r, status);
    batch_rest_drop(rest);
    return status;
}

static int
plan_and_make(running *r, render_environment *e)
{
    ledger_run last;
    if (!ledger_last_run(r->ledger, &last))
        return diag_exit_status(r->d);
    if (last.id)
        batch_tell_clock_back(last.started, r->d);
    r->plan = batch_plan_new(r->order, e, r->settings, r->ledger, r->d);
    r->roster = r->plan ? batch_roster_of_plan(r->order, r->plan, r->settings->shard, r->ledger) : NULL;
    const int status = r->roster && start_run(r) ? make_all(r, e) : diag_exit_status(r->d);
    batch_roster_drop(r->roster);
    batch_plan_drop(r->plan);
    return status;
}

int
batch_run(const batch_order *o, const render_paths *paths, const batch_settings *s, batch_done done, void *data,
          batch_counts *counts, diag *d)
{
    g_assert(o && o->output && paths && s && counts && d);
    sigset_t before;
    running r = {.order = o, .paths = paths, .settings = s, .done = done, .data = data, .counts = counts, .d = d};
    *counts = (batch_counts){0};
    render_environment *e = render_open(paths, RENDER_KEEP, d);
    if (!e || !batch_place_open(&r.place, o->output, s->shard, d)) {
        render_close(e);
        return diag_exit_status(d);
    }
    signal(SIGXFSZ, SIG_IGN);
    batch_signals_hold(&before);
    r.written = g_array_new(FALSE, FALSE, sizeof(batch_written));
    r.held = g_array_new(FALSE, FALSE, sizeof(batch_outcome));
    r.published = g_array_new(FALSE, FALSE, sizeof(batch_written));
    r.ledger = batch_store_has_ledger(r.place.folder, o->output, d)
                   ? batch_ledger_open(r.place.folder, r.place.ledger, LEDGER_WRITE, d)
                   : NULL;
    const bool open = r.ledger && batch_withdraw_recover(&r.place, r.ledger, d);
    const int status = open ? plan_and_make(&r, e) : diag_exit_status(d);
    ledger_close(r.ledger);
    clear_written(&r);
    g_array_free(r.written, TRUE);
    g_array_free(r.held, TRUE);
    g_array_free(r.published, TRUE);
    batch_place_close(&r.place);
    render_close(e);
    batch_signals_release(&before);
    return status;
}

/* ---- a trial ---- */

typedef struct trying {
    const batch_plan *plan;
    const batch_rest *rest;
    batch_done done;
    void *data;
} trying;

static bool
tell_settled(void *data, size_t index, batch_outcome *out)
{
    const trying *t = data;
    t->done(t->data, t->plan, index, out);
    batch_outcome_clear(out);
    return true;
}

static bool
tell_tried(void *data, size_t index, batch_outcome *out)
{
    return tell_settled(data, ((const trying *)data)->rest->indices[index], out);
}

static bool
go_on(void *data)
{
    (void)data;
    return true;
}

bool
batch_try(batch_plan *p, render_environment *e, const char *output, const batch_settings *s, const batch_forecast *f,
          batch_done done, void *data, diag *d)
{
    g_assert(p && e && s && done && d);
    trying t = {p, NULL, done, data};
    const int folder = open(output, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    batch_rest *rest = batch_rest_new(p, folder, s->force, tell_settled, &t);
    t.rest = rest;
    const batch_task task = batch_documents(rest);
    confine *c = confine_new(); /* a trial writes nothing */
    confine_read(c, "/");
    const batch_job job = {.task = &task,
                           .environment = e,
                           .settings = s,
                           .forecast = f,
                           .folder = folder,
                           .confine = c,
                           .supervisor = getpid()};
    const batch_pool_hooks hooks = {tell_tried, go_on, &t};
    const size_t left = batch_pool_run(&job, &hooks, d);
    confine_drop(c);
    if (folder >= 0)
        close(folder);
    batch_rest_drop(rest);
    return left == 0;
}
