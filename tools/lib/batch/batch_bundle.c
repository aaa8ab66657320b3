/* batch_bundle.c: the documents of a run, when all are done, as bundles for their recipients. */
#include "batch/batch_int.h"

#include <string.h>
#include <unistd.h>

#include "bundle/bundle.h"
#include "bundle/bundle_envelope.h"

/* One bundle: what is to be in it, and what was made before. */
typedef struct item {
    const bundle_envelope *envelope;
    const char *file;
    digest inputs;
    bool same; /* as the ledger has it */
    digest output;
    int64_t bytes;
} item;

/* What a letter is, beside what the bundle room wants to know. */
typedef struct letter {
    digest sum;
    const char *bookmark, *form;
} letter;

struct batch_bundles {
    arena *a;
    const char *output, *series, *stamp; /* stamp: path of the form */
    digest kit;                          /* of the stamp */
    GArray *letters;                     /* bundle_letter */
    GPtrArray *envelopes;
    GArray *items;
    /* Households with a document that failed, forms that failed for anyone. */
    GHashTable *households, *forms;
    GArray *held;        /* ledger_unmade */
    GHashTable *by_name; /* item of an envelope */
    GHashTable *stale;   /* name: file and sum of a bundle that the ledger has */
    render_environment *e;
    bool good;
    diag *d;
};

/* ---- letters ---- */

static void
take_document(void *data, const ledger_document *x)
{
    batch_bundles *b = data;
    if (x->status == LEDGER_FAILED) {
        g_hash_table_add(b->households, arena_strdup(b->a, x->key));
        g_hash_table_add(b->forms, arena_strdup(b->a, x->form));
    }
    if (x->status != LEDGER_MADE || !x->recipient_count)
        return;
    const char *title = render_form_title(b->e, x->form, b->d);
    letter *own = ARENA_NEW(b->a, letter);
    own->sum = x->output;
    own->form = arena_strdup(b->a, x->form);
    own->bookmark = arena_printf(b->a, "%s %s", title ? title : x->form, x->key);
    for (size_t i = 0; i < x->recipient_count; i++) {
        const bundle_letter l = {.to = arena_strdup(b->a, x->recipients[i].to),
                                 .recipient = arena_strdup(b->a, x->recipients[i].key),
                                 .household = arena_strdup(b->a, x->key),
                                 .home = "",
                                 .form = x->place,
                                 .file = arena_strdup(b->a, x->file),
                                 .pages = x->pages,
                                 .data = own};
        g_array_append_val(b->letters, l);
    }
}

static void
make_envelopes(batch_bundles *b, const batch_order *o)
{
    bundle_wish *wishes = g_new0(bundle_wish, o->wishes->len + 1);
    for (guint i = 0; i < o->wishes->len; i++) {
        const batch_wish *w = &g_array_index(o->wishes, batch_wish, i);
        wishes[i] = (bundle_wish){arena_strdup(b->a, w->to), w->together};
    }
    b->envelopes =
        bundle_envelopes_make((const bundle_letter *)b->letters->data, b->letters->len, wishes, o->wishes->len);
    g_free(wishes);
}

/* Something may be missing in it: of this household or, where households are together, of one of these forms. */
static const char *
why_held(const batch_bundles *b, const bundle_envelope *e)
{
    if (e->household)
        return g_hash_table_contains(b->households, e->household) ? e->household : NULL;
    for (size_t i = 0; i < e->count; i++) {
        const letter *own = e->letters[i]->data;
        if (g_hash_table_contains(b->forms, own->form))
            return own->form;
    }
    return NULL;
}

static digest
inputs_of(const batch_bundles *b, const bundle_envelope *e)
{
    digest_sum *s = digest_sum_new();
    digest_sum_add_text(s, batch_edition());
    digest_sum_add_digest(s, &b->kit);
    digest_sum_add_text(s, e->mark);
    for (size_t i = 0; i < e->count; i++) {
        const letter *own = e->letters[i]->data;
        digest_sum_add_digest(s, &own->sum);
        digest_sum_add_text(s, own->bookmark);
    }
    return digest_sum_close(s);
}

static void
add_items(batch_bundles *b, batch_counts *counts)
{
    for (guint i = 0; i < b->envelopes->len; i++) {
        const bundle_envelope *e = g_ptr_array_index(b->envelopes, i);
        const char *why = why_held(b, e);
        if (why) {
            const ledger_unmade held = {e->name, b->series, e->to, e->mark, false, diag_name(DIAG_BATCH_BUNDLE_HELD)};
            g_array_append_val(b->held, held);
            counts->bundles_held++;
            diag_add(b->d, DIAG_BATCH_BUNDLE_HELD, PLACE_NONE, PLACE_NONE, e->name, why, NULL);
            continue;
        }
        const item x = {.envelope = e,
                        .file = arena_printf(b->a, "bundles/%s%s%s.pdf", b->series, *b->series ? "/" : "", e->name),
                        .inputs = inputs_of(b, e)};
        g_array_append_val(b->items, x);
    }
}

/* ---- what was made before ---- */

typedef struct stale_bundle {
    const char *file;
    digest output;
} stale_bundle;

static void
remember_bundle(void *data, const ledger_bundle *x)
{
    batch_bundles *b = data;
    if (strcmp(x->series, b->series) != 0)
        return;
    item *now = g_hash_table_lookup(b->by_name, x->name);
    if (now) {
        now->same = digest_equal(&now->inputs, &x->inputs) && strcmp(now->file, x->file) == 0;
        now->output = x->output;
        now->bytes = x->bytes;
        return;
    }
    stale_bundle *s = ARENA_NEW(b->a, stale_bundle);
    *s = (stale_bundle){arena_strdup(b->a, x->file), x->output};
    g_hash_table_insert(b->stale, arena_strdup(b->a, x->name), s);
}

int
batch_bundles_withdraw(const batch_bundles *b, ledger *l, const batch_place *p)
{
    GHashTableIter each;
    gpointer name, stale;
    int error = 0;
    g_hash_table_iter_init(&each, b->stale);
    while (!error && g_hash_table_iter_next(&each, &name, &stale)) {
        const stale_bundle *s = stale;
        error = batch_place_withdraw(p, s->file, &s->output);
        if (!error)
            ledger_drop_bundle(l, b->series, name);
    }
    return error;
}

/* ---- all of them ---- */

static digest
kit_of(batch_bundles *b)
{
    batch_inputs *inputs = batch_inputs_new();
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    const char *const *files = render_form_files(b->e, b->stamp, b->d);
    for (size_t i = 0; files && files[i]; i++)
        g_ptr_array_add(paths, g_strdup(files[i]));
    render_common_files(b->e, paths);
    const digest kit = batch_inputs_set(inputs, (const char *const *)paths->pdata, paths->len);
    g_ptr_array_free(paths, TRUE);
    batch_inputs_drop(inputs);
    return kit;
}

batch_bundles *
batch_bundles_new(ledger *l, int64_t run, const batch_order *o, const render_paths *paths, render_environment *e,
                  batch_counts *counts, diag *d)
{
    g_assert(l && o && paths && e && counts && d);
    batch_bundles *b = g_new0(batch_bundles, 1);
    b->a = arena_new();
    b->e = e;
    b->d = d;
    b->output = arena_strdup(b->a, o->output);
    b->series = arena_strdup(b->a, o->month ? o->month : "");
    b->stamp = arena_printf(b->a, "%s/batch/stamp.xml", paths->forms);
    b->letters = g_array_new(FALSE, FALSE, sizeof(bundle_letter));
    b->items = g_array_new(FALSE, FALSE, sizeof(item));
    b->held = g_array_new(FALSE, FALSE, sizeof(ledger_unmade));
    b->households = g_hash_table_new(g_str_hash, g_str_equal);
    b->forms = g_hash_table_new(g_str_hash, g_str_equal);
    b->stale = g_hash_table_new(g_str_hash, g_str_equal);
    b->by_name = g_hash_table_new(g_str_hash, g_str_equal);
    if (render_warm(e, b->stamp, d) && ledger_each(l, run, true, take_document, b)) {
        b->kit = kit_of(b);
        make_envelopes(b, o);
        add_items(b, counts);
        for (guint i = 0; i < b->items->len; i++) {
            item *x = &g_array_index(b->items, item, i);
            g_hash_table_insert(b->by_name, x->envelope->name, x);
        }
        if (ledger_each_bundle(l, 0, remember_bundle, b))
            return b;
    }
    batch_bundles_drop(b);
    return NULL;
}

void
batch_bundles_drop(batch_bundles *b)
{
    if (!b)
        return;
    if (b->envelopes)
        bundle_envelopes_drop(b->envelopes);
    g_array_free(b->letters, TRUE);
    g_array_free(b->items, TRUE);
    g_array_free(b->held, TRUE);
    g_hash_table_destroy(b->households);
    g_hash_table_destroy(b->forms);
    g_hash_table_destroy(b->stale);
    g_hash_table_destroy(b->by_name);
    arena_drop(b->a);
    g_free(b);
}

static const item *
item_at(const batch_bundles *b, size_t index)
{
    return &g_array_index(b->items, item, index);
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
    const item *x = item_at(job->task->of, index);
    if (!x->same || !batch_place_has(job->folder, x->file, x->bytes, &x->output))
        return false;
    out->output = x->output;
    out->bytes = x->bytes;
    out->pages = x->envelope->pages;
    return true;
}

static GByteArray *
merge_letters(const batch_bundles *b, const bundle_envelope *e, const GByteArray *stamp, diag *d)
{
    arena *a = arena_new();
    bundle_part *parts = ARENA_ARRAY(a, bundle_part, e->count);
    for (size_t i = 0; i < e->count; i++) {
        const bundle_letter *l = e->letters[i];
        const letter *own = l->data;
        parts[i] = (bundle_part){.path = arena_printf(a, "%s/%s", b->output, l->file),
                                 .sum = own->sum,
                                 .pages = l->pages,
                                 .bookmark = own->bookmark};
    }
    const bundle_stamp on = {stamp->data, stamp->len, BUNDLE_BOTTOM_RIGHT};
    const bundle_job job = {
        .title = e->mark, .prefix = e->mark, .parts = parts, .part_count = e->count, .stamps = &on, .stamp_count = 1};
    GByteArray *bytes = bundle_merge(&job, d);
    arena_drop(a);
    return bytes;
}

static GByteArray *
make_bundle(const batch_job *job, void **group, size_t index, batch_outcome *out)
{
    (void)group;
    const batch_bundles *b = job->task->of;
    const item *x = item_at(b, index);
    GString *data = bundle_stamp_data(x->envelope->mark, x->envelope->pages);
    GByteArray *stamp = render_made(b->e, b->stamp, "stamp", data, out->messages);
    GByteArray *bytes = stamp ? merge_letters(b, x->envelope, stamp, out->messages) : NULL;
    if (bytes)
        out->pages = x->envelope->pages;
    if (stamp)
        g_byte_array_unref(stamp);
    g_string_free(data, TRUE);
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

static const char *
first_error(const diag *messages)
{
    for (size_t i = 0; i < diag_length(messages); i++)
        if (diag_severity_of(diag_at(messages, i)->code) == DIAG_ERROR)
            return diag_name(diag_at(messages, i)->code);
    return "";
}

static bool
save_bundle(const batch_bundles *b, ledger *l, int64_t run, size_t index, const batch_outcome *out)
{
    const item *x = item_at(b, index);
    const bundle_envelope *e = x->envelope;
    const ledger_bundle row = {.name = e->name,
                               .series = b->series,
                               .to = e->to,
                               .mark = e->mark,
                               .documents = (int)e->count,
                               .inputs = x->inputs,
                               .file = x->file,
                               .output = out->output,
                               .bytes = out->bytes,
                               .pages = out->pages};
    if (out->status == LEDGER_MADE)
        return ledger_save_bundle(l, run, &row);
    const ledger_unmade failed = {e->name, b->series, e->to, e->mark, true, first_error(out->messages)};
    return ledger_drop_bundle(l, b->series, e->name) && ledger_save_unmade(l, run, &failed);
}

/* What an earlier run of the series had to say of its bundles is said anew. */
static bool
save_held(const batch_bundles *b, ledger *l, int64_t run)
{
    bool good = ledger_drop_unmade(l, b->series, NULL);
    for (guint i = 0; good && i < b->held->len; i++)
        good = ledger_save_unmade(l, run, &g_array_index(b->held, ledger_unmade, i));
    return good;
}

typedef struct bundling {
    const batch_bundles *b;
    ledger *l;
    int64_t run;
    batch_place *place;
    GArray *written; /* batch_written */
    batch_counts *counts;
    diag *d;
} bundling;

/* One that cannot be made: nobody must send the one of an earlier night. */
static bool
bundle_done(void *data, size_t index, batch_outcome *out)
{
    bundling *n = data;
    const item *x = item_at(n->b, index);
    const bool made = out->status == LEDGER_MADE;
    n->counts->bundles += made;
    n->counts->bundles_unchanged += out->unchanged;
    n->counts->bundles_failed += !made;
    diag_append_all(n->d, out->messages);
    const batch_written w = {index, x->file};
    if (made && !out->unchanged)
        g_array_append_val(n->written, w);
    const int error = made ? 0 : batch_place_withdraw(n->place, x->file, &x->output);
    if (error)
        batch_place_report(x->file, error, n->d);
    const bool good = !error && save_bundle(n->b, n->l, n->run, index, out);
    batch_outcome_clear(out);
    return good;
}

static bool
go_on(void *data)
{
    (void)data;
    return true;
}

bool
batch_bundles_run(ledger *l, int64_t run, const batch_order *o, const render_paths *paths, render_environment *e,
                  batch_place *where, const batch_settings *s, batch_counts *counts, diag *d)
{
    g_assert(l && o && paths && e && where && s && counts && d);
    batch_bundles *b = batch_bundles_new(l, run, o, paths, e, counts, d);
    if (!b)
        return false;
    bundling n = {b, l, run, where, g_array_new(FALSE, FALSE, sizeof(batch_written)), counts, d};
    const batch_task task = batch_bundle_task(b);
    const batch_job job = {.task = &task,
                           .environment = e,
                           .settings = s,
                           .place = where,
                           .folder = where->folder,
                           .supervisor = getpid()};
    const batch_pool_hooks hooks = {bundle_done, go_on, &n};
    int error = 0;
    const char *which = "bundles";
    bool good = ledger_begin(l) && save_held(b, l, run);
    if (good && !(error = batch_bundles_withdraw(b, l, where)))
        good = batch_pool_run(&job, &hooks, d) == 0;
    if (good && !error)
        error = batch_place_publish(where, (const batch_written *)n.written->data, n.written->len, &which);
    if (error)
        batch_place_report(which, error, d);
    good = good && !error && ledger_commit(l);
    g_array_free(n.written, TRUE);
    batch_bundles_drop(b);
    return good;
}
