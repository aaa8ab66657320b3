/* batch_report.c: the last run as a table, as JSON, and as data for the form of the report. */
#include "batch/batch_roster.h"

#include <string.h>

#include "base/json.h"
#include "base/shown.h"

static void
drop_line(void *p)
{
    batch_report_line *x = p;
    diag_drop(x->messages);
}

static batch_report_form *
form_of(batch_report *r, const ledger_document *x)
{
    for (guint i = 0; i < r->forms->len; i++) {
        batch_report_form *f = &g_array_index(r->forms, batch_report_form, i);
        if (strcmp(f->form, x->form) == 0 && strcmp(f->month, x->month) == 0)
            return f;
    }
    const batch_report_form f = {.form = arena_strdup(r->a, x->form), .month = arena_strdup(r->a, x->month)};
    g_array_append_val(r->forms, f);
    return &g_array_index(r->forms, batch_report_form, r->forms->len - 1);
}

static diag *
copy_messages(const diag *from)
{
    diag *d = diag_new();
    diag_append_all(d, from);
    return d;
}

static void
count_status(batch_counts *n, const ledger_document *x)
{
    batch_counts_add(n, x->status, x->unchanged, x->same_bytes);
    n->pages += x->pages;
    n->bytes += x->bytes;
    n->cpu += x->cpu;
}

/* A report in the making. */
typedef struct reporting {
    batch_report *r;
    GHashTable *recipients; /* char *, "to key": 1 + index; there may be thousands */
    batch_roster *roster;
} reporting;

static batch_counts *
counts_of(reporting *g, const ledger_recipient *to)
{
    batch_report *r = g->r;
    const char *name = arena_printf(r->a, "%s %s", to->to, to->key);
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(g->recipients, name));
    if (!known) {
        const batch_report_recipient new = {.to = arena_strdup(r->a, to->to), .key = arena_strdup(r->a, to->key)};
        g_array_append_val(r->recipients, new);
        known = r->recipients->len;
        g_hash_table_insert(g->recipients, (gpointer)name, GUINT_TO_POINTER(known));
    }
    return &g_array_index(r->recipients, batch_report_recipient, known - 1).counts;
}

static void
add_document(void *data, const ledger_document *x)
{
    reporting *g = data;
    batch_report *r = g->r;
    batch_report_form *f = form_of(r, x);
    batch_roster_cover_row(g->roster, x);
    f->counts.planned++;
    count_status(&f->counts, x);
    count_status(&r->counts, x);
    /* A household gets its own documents: one line each would be the list of the cases again. */
    for (size_t i = 0; i < x->recipient_count; i++) {
        if (strcmp(x->recipients[i].to, "household") == 0)
            continue;
        batch_counts *n = counts_of(g, &x->recipients[i]);
        n->planned++;
        count_status(n, x);
    }
    if (x->status == LEDGER_MADE)
        return;
    const batch_report_line line = {arena_strdup(r->a, x->key), arena_strdup(r->a, x->form),
                                    arena_strdup(r->a, x->month), x->status, copy_messages(x->messages)};
    g_array_append_val(r->not_made, line);
}

static void
add_missing(void *data, const char *key, const char *form, const char *kind)
{
    batch_report *r = data;
    const batch_report_missing x = {arena_strdup(r->a, key), arena_strdup(r->a, form), arena_strdup(r->a, kind)};
    g_array_append_val(r->missing, x);
}

/* What the roster of the run has and the run did not cover; of one that did not end it is not known: it may have been
 * about to. */
static bool
find_missing(reporting *g, ledger *l, const ledger_run *run)
{
    if (!run->ended)
        return true;
    batch_roster_cover_kinds(g->roster, run->bundles);
    if (!batch_roster_compare(g->roster, l))
        return false;
    batch_roster_each_missing(g->roster, add_missing, g->r);
    g->r->counts.missing = g->r->missing->len;
    return true;
}

static void
add_bundle(void *data, const ledger_bundle *x)
{
    batch_report *r = data;
    const batch_report_made_bundle b = {arena_strdup(r->a, x->name),
                                        arena_strdup(r->a, x->to),
                                        arena_strdup(r->a, x->mark),
                                        arena_strdup(r->a, x->file),
                                        x->documents,
                                        x->pages};
    g_array_append_val(r->bundles, b);
    r->counts.bundles++;
}

static void
add_unmade(void *data, const ledger_unmade *x)
{
    batch_report *r = data;
    const batch_report_bundle b = {arena_strdup(r->a, x->name), arena_strdup(r->a, x->to), arena_strdup(r->a, x->mark),
                                   x->failed, arena_strdup(r->a, x->why)};
    g_array_append_val(r->unmade, b);
    r->counts.bundles_failed += x->failed;
    r->counts.bundles_held += !x->failed;
}

/* What a run withdrew of its own accord is in the journal alone. */
static void
add_gone(void *data, const ledger_entry *x)
{
    batch_report *r = data;
    if (x->act == LEDGER_WITHDRAW && x->bundle && !x->version && x->run == r->run &&
        strcmp(x->form, "household") == 0 && strcmp(x->reason, BATCH_NOTHING_LEFT) == 0)
        g_ptr_array_add(r->gone, arena_strdup(r->a, x->key));
}

static gint
compare_forms(gconstpointer a, gconstpointer b)
{
    const batch_report_form *x = a, *y = b;
    const int months = strcmp(x->month, y->month);
    return months ? months : strcmp(x->form, y->form);
}

static gint
compare_recipients(gconstpointer a, gconstpointer b)
{
    const batch_report_recipient *x = a, *y = b;
    const int kinds = strcmp(x->to, y->to);
    return kinds ? kinds : strcmp(x->key, y->key);
}

batch_report *
batch_report_new(const char *output, batch_shard shard, diag *d)
{
    g_assert(output && d);
    char *path = batch_ledger_path(output, shard);
    ledger *l = batch_ledger_read(output, shard, NULL, d);
    ledger_run run;
    batch_report *r = g_new0(batch_report, 1);
    r->a = arena_new();
    r->forms = g_array_new(FALSE, FALSE, sizeof(batch_report_form));
    r->recipients = g_array_new(FALSE, FALSE, sizeof(batch_report_recipient));
    r->not_made = g_array_new(FALSE, FALSE, sizeof(batch_report_line));
    g_array_set_clear_func(r->not_made, drop_line);
    r->missing = g_array_new(FALSE, FALSE, sizeof(batch_report_missing));
    r->bundles = g_array_new(FALSE, FALSE, sizeof(batch_report_made_bundle));
    r->unmade = g_array_new(FALSE, FALSE, sizeof(batch_report_bundle));
    r->gone = g_ptr_array_new();
    bool good = l && ledger_last_run(l, &run);
    if (good && !run.id) {
        diag_add(d, DIAG_BATCH_UNKNOWN, PLACE_NONE, PLACE_NONE, output, "", "", NULL);
        good = false;
    }
    if (good) {
        r->started = arena_strdup(r->a, run.started);
        r->ended = run.ended ? arena_strdup(r->a, run.ended) : NULL;
        r->shard = arena_strdup(r->a, run.shard);
        r->edition = arena_strdup(r->a, run.edition);
        r->run = run.id;
        r->order = arena_strdup(r->a, run.order);
        r->month = arena_strdup(r->a, run.month);
        r->as_of = arena_strdup(r->a, run.as_of);
        r->ledger = arena_strdup(r->a, path);
        r->exit_status = run.exit_status;
        r->counts.planned = (size_t)run.planned;
        reporting g = {r, g_hash_table_new(g_str_hash, g_str_equal), batch_roster_new(run.name, run.series)};
        good = ledger_each(l, run.id, true, add_document, &g) && ledger_each_bundle(l, run.id, add_bundle, r) &&
               ledger_each_unmade(l, run.id, add_unmade, r) && ledger_each_entry(l, NULL, add_gone, r) &&
               find_missing(&g, l, &run);
        batch_roster_drop(g.roster);
        g_hash_table_destroy(g.recipients);
        g_array_sort(r->forms, compare_forms);
        g_array_sort(r->recipients, compare_recipients);
    }
    ledger_close(l);
    g_free(path);
    if (good)
        return r;
    batch_report_drop(r);
    return NULL;
}

void
batch_report_drop(batch_report *r)
{
    if (!r)
        return;
    g_array_free(r->not_made, TRUE);
    g_array_free(r->missing, TRUE);
    g_array_free(r->bundles, TRUE);
    g_array_free(r->unmade, TRUE);
    g_ptr_array_free(r->gone, TRUE);
    g_array_free(r->recipients, TRUE);
    g_array_free(r->forms, TRUE);
    arena_drop(r->a);
    g_free(r);
}

/* ---- text ---- */

void
batch_report_print(const batch_report *r, diag_language language, GString *out)
{
    g_assert(r && out);
    const bool en = language == DIAG_EN;
    g_string_append_printf(out, en ? "run\t%s\t%s\t%s\n" : "実行\t%s\t%s\t%s\n", r->started,
                           r->ended ? r->ended
                           : en     ? "not ended"
                                    : "終わっていない",
                           r->shard);
    g_string_append(out, en ? "form\tmonth\tmade\tnot applicable\tforbidden\tfailed\tpages\n"
                            : "様式\t月\t作成\t対象外\t禁止\t失敗\tページ\n");
    for (guint i = 0; i < r->forms->len; i++) {
        const batch_report_form *f = &g_array_index(r->forms, batch_report_form, i);
        g_string_append_printf(out, "%s\t%s\t%zu\t%zu\t%zu\t%zu\t%" PRId64 "\n", f->form, *f->month ? f->month : "-",
                               f->counts.made, f->counts.absent, f->counts.blocked, f->counts.failed, f->counts.pages);
    }
    for (guint i = 0; i < r->not_made->len; i++) {
        const batch_report_line *x = &g_array_index(r->not_made, batch_report_line, i);
        shown_append(out, x->key);
        g_string_append_printf(out, "\t%s\t%s\t%s\n", x->form, *x->month ? x->month : "-",
                               batch_status_word(x->status, language));
        if (batch_status_is_bad(x->status)) /* of the others the state says all */
            batch_append_messages(out, x->messages, language);
    }
    for (guint i = 0; i < r->missing->len; i++) {
        const batch_report_missing *x = &g_array_index(r->missing, batch_report_missing, i);
        shown_append(out, *x->kind ? x->kind : x->key);
        g_string_append_printf(out, "\t%s\t-\t%s\n", *x->kind ? (en ? "bundles" : "束") : x->form,
                               en ? "missing of the roster" : "名簿からの欠け");
    }
    for (guint i = 0; i < r->unmade->len; i++) {
        const batch_report_bundle *b = &g_array_index(r->unmade, batch_report_bundle, i);
        shown_append(out, b->name);
        g_string_append_printf(out, "\t%s\t-\t%s\t[%s]\n", en ? "bundle" : "束",
                               b->failed ? batch_status_word(LEDGER_FAILED, language)
                               : en      ? "held"
                                         : "保留",
                               b->why);
    }
    for (guint i = 0; i < r->gone->len; i++) {
        shown_append(out, g_ptr_array_index(r->gone, i));
        g_string_append(out, en ? "\tbundle\t-\twithdrawn: nothing is left in it\n"
                                : "\t束\t-\t取下げ（中の書類がすべてなくなった）\n");
    }
    batch_print_totals(&r->counts, language, out);
    g_string_append_c(out, '\n');
}

/* ---- JSON ---- */

void
batch_report_print_json(const batch_report *r, diag_language language, GString *out)
{
    g_assert(r && out);
    const batch_counts *n = &r->counts;
    g_string_append(out, "{\"v\":1");
    json_append_member(out, "started", r->started);
    if (r->ended)
        json_append_member(out, "ended", r->ended);
    json_append_member(out, "shard", r->shard);
    json_append_member(out, "edition", r->edition);
    g_string_append_printf(
        out,
        ",\"exit\":%d,\"planned\":%zu,\"made\":%zu,\"unchanged\":%zu,\"same\":%zu,\"absent\":%zu,\"blocked\":%zu,"
        "\"failed\":%zu,\"left\":%zu,"
        "\"pages\":%" PRId64 ",\"bytes\":%" PRId64 ",\"bundles\":%zu,\"forms\":[",
        r->ended ? r->exit_status : EXIT_AGAIN, n->planned, n->made, n->unchanged, n->same, n->absent, n->blocked,
        n->failed, batch_counts_left(n), n->pages, n->bytes, n->bundles);
    for (guint i = 0; i < r->forms->len; i++) {
        const batch_report_form *f = &g_array_index(r->forms, batch_report_form, i);
        json_begin_item(out, "form", f->form);
        json_append_member(out, "month", f->month);
        g_string_append_printf(out,
                               ",\"made\":%zu,\"absent\":%zu,\"blocked\":%zu,\"failed\":%zu,\"pages\":%" PRId64 "}",
                               f->counts.made, f->counts.absent, f->counts.blocked, f->counts.failed, f->counts.pages);
    }
    g_string_append(out, "],\"not-made\":[");
    for (guint i = 0; i < r->not_made->len; i++) {
        const batch_report_line *x = &g_array_index(r->not_made, batch_report_line, i);
        json_begin_item(out, "key", x->key);
        json_append_member(out, "form", x->form);
        json_append_member(out, "month", x->month);
        json_append_member(out, "state", ledger_status_name(x->status));
        batch_append_messages_json(out, x->messages, language);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "],\"missing\":[");
    for (guint i = 0; i < r->missing->len; i++) {
        const batch_report_missing *x = &g_array_index(r->missing, batch_report_missing, i);
        json_begin_item(out, "key", x->key);
        json_append_member(out, "form", x->form);
        json_append_member(out, "kind", x->kind);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "],\"bundles-made\":[");
    for (guint i = 0; i < r->bundles->len; i++) {
        const batch_report_made_bundle *b = &g_array_index(r->bundles, batch_report_made_bundle, i);
        json_begin_item(out, "name", b->name);
        json_append_member(out, "file", b->file);
        g_string_append_printf(out, ",\"documents\":%d,\"pages\":%d}", b->documents, b->pages);
    }
    g_string_append(out, "],\"bundles-not-made\":[");
    for (guint i = 0; i < r->unmade->len; i++) {
        const batch_report_bundle *b = &g_array_index(r->unmade, batch_report_bundle, i);
        json_begin_item(out, "name", b->name);
        json_append_member(out, "state", b->failed ? "failed" : "held");
        json_append_member(out, "why", b->why);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "],\"bundles-gone\":[");
    for (guint i = 0; i < r->gone->len; i++) {
        json_begin_item(out, "name", g_ptr_array_index(r->gone, i));
        g_string_append_c(out, '}');
    }
    g_string_append(out, "]}\n");
}
