/* batch_status.c: how it stands, for whoever watches: a line of JSON, a file of Prometheus. Read from the ledger, so
 * that no two tellings differ; no key, no name of a case, no reason of a person is in it. */
#include "batch/batch_int.h"

#include <string.h>

#include "base/json.h"

typedef struct stand {
    bool known; /* there is a run */
    int64_t run, entries;
    char *started, *ended, *order; /* ended NULL: not ended */
    int exit_status;
    batch_counts counts;
    size_t owed; /* bundles that a run, this or an earlier one, should have made, and none has since */
    digest head;
} stand;

/* ---- what the ledger has ---- */

static void
add_document(void *data, const ledger_document *x)
{
    batch_counts *n = data;
    batch_counts_add(n, x->status, x->unchanged, x->same_bytes);
    n->pages += x->pages;
    n->bytes += x->bytes;
    n->cpu += x->cpu;
}

static void
add_bundle(void *data, const ledger_bundle *x)
{
    (void)x;
    ((batch_counts *)data)->bundles++;
}

static void
add_unmade(void *data, const ledger_unmade *x)
{
    batch_counts *n = data;
    n->bundles_failed += x->failed;
    n->bundles_held += !x->failed;
}

static void
add_owed(void *data, const ledger_unmade *x)
{
    (void)x;
    ++*(size_t *)data;
}

static double
seconds_between(const char *from, const char *to)
{
    GTimeZone *utc = g_time_zone_new_utc();
    GDateTime *a = g_date_time_new_from_iso8601(from, utc), *b = g_date_time_new_from_iso8601(to, utc);
    const double seconds = a && b ? (double)g_date_time_difference(b, a) / G_USEC_PER_SEC : 0;
    if (a)
        g_date_time_unref(a);
    if (b)
        g_date_time_unref(b);
    g_time_zone_unref(utc);
    return MAX(seconds, 0);
}

/* Of a ledger that cannot be read nothing is known; why is told by whoever wanted to use it. */
static stand
read_stand(const char *output, batch_shard shard)
{
    stand s = {0};
    diag *own = diag_new();
    ledger_run r;
    char *path = batch_ledger_path(output ? output : "", shard);
    ledger *l = output && g_file_test(path, G_FILE_TEST_IS_REGULAR) ? batch_ledger_look(path, own) : NULL;
    if (l && ledger_last_run(l, &r) && r.id) {
        s = (stand){.run = r.id,
                    .started = g_strdup(r.started),
                    .ended = g_strdup(r.ended),
                    .order = g_strdup(r.order),
                    .exit_status = r.exit_status};
        s.counts.planned = (size_t)r.planned;
        s.counts.seconds = r.ended ? seconds_between(r.started, r.ended) : 0;
        s.known = ledger_each(l, r.id, false, add_document, &s.counts) &&
                  ledger_each_bundle(l, r.id, add_bundle, &s.counts) &&
                  ledger_each_unmade(l, r.id, add_unmade, &s.counts) && ledger_each_unmade(l, 0, add_owed, &s.owed) &&
                  ledger_head(l, &s.entries, &s.head);
    }
    ledger_close(l);
    diag_drop(own);
    g_free(path);
    return s;
}

static void
clear_stand(stand *s)
{
    g_free(s->started);
    g_free(s->ended);
    g_free(s->order);
}

/* ---- what this call came to ---- */

/* By these an earlier one is known, which alone is written over. */
static const char status_begins[] = "{\"v\":1,\"verb\":";
static const char metrics_begins[] = "# HELP renkei_batch_";

/* How many of each diagnostic, by its name. */
static GArray *
count_codes(const diag *d)
{
    GArray *counts = g_array_sized_new(FALSE, TRUE, sizeof(size_t), DIAG_CODE_COUNT);
    g_array_set_size(counts, DIAG_CODE_COUNT);
    for (int code = 0; code < DIAG_CODE_COUNT; code++)
        g_array_index(counts, size_t, code) = diag_count_of(d, (diag_code)code);
    return counts;
}

static char *
text_of_time(const batch_call *c)
{
    GDateTime *on = g_date_time_new_from_unix_utc(c->on);
    char *text = g_date_time_format_iso8601(on);
    g_date_time_unref(on);
    return text;
}

static void
append_string_json(GString *out, const char *name, const char *value)
{
    if (value)
        json_append_member(out, name, value);
    else
        g_string_append_printf(out, ",\"%s\":null", name);
}

static void
append_counts_json(GString *out, const batch_counts *n)
{
    g_string_append_printf(
        out,
        ",\"planned\":%zu,\"made\":%zu,\"unchanged\":%zu,\"same\":%zu,\"absent\":%zu,\"blocked\":%zu,"
        "\"failed\":%zu,\"left\":%zu,\"bundles\":%zu,\"bundles-held\":%zu,\"bundles-failed\":%zu,"
        "\"pages\":%" PRId64 ",\"bytes\":%" PRId64 ",\"seconds\":%.1f",
        n->planned, n->made, n->unchanged, n->same, n->absent, n->blocked, n->failed, batch_counts_left(n), n->bundles,
        n->bundles_held, n->bundles_failed, n->pages, n->bytes, n->seconds);
}

static void
append_status(GString *out, const batch_call *c, const stand *s, const GArray *codes)
{
    char *on = text_of_time(c), text[DIGEST_TEXT];
    g_string_append_printf(out, "%s\"%s\",\"on\":\"%s\",\"exit\":%d", status_begins, c->verb, on, c->exit_status);
    append_string_json(out, "order", s->known ? s->order : c->order);
    g_string_append(out, ",\"run\":");
    if (s->known) {
        g_string_append_printf(out, "{\"number\":%" PRId64, s->run);
        append_string_json(out, "started", s->started);
        append_string_json(out, "ended", s->ended);
        g_string_append_printf(out, ",\"exit\":%s", s->ended ? "" : "null");
        if (s->ended)
            g_string_append_printf(out, "%d", s->exit_status);
        append_counts_json(out, &s->counts);
        g_string_append(out, "}");
    } else {
        g_string_append(out, "null");
    }
    g_string_append_printf(out, ",\"bundles-owed\":%zu,\"entries\":%" PRId64, s->owed, s->entries);
    append_string_json(out, "head", s->entries ? digest_text(&s->head, text) : NULL);
    g_string_append(out, ",\"told\":{");
    const char *comma = "";
    for (guint i = 0; i < codes->len; i++) {
        if (!g_array_index(codes, size_t, i))
            continue;
        g_string_append_printf(out, "%s\"%s\":%zu", comma, diag_name((diag_code)i), g_array_index(codes, size_t, i));
        comma = ",";
    }
    g_string_append(out, "}}\n");
    g_free(on);
}

/* ---- Prometheus ---- */

typedef struct family {
    const char *name, *help;
} family;

static const family families[] = {
    {"renkei_batch_exit_status", "Exit status of the last call."},
    {"renkei_batch_time_seconds", "When the last call ended."},
    {"renkei_batch_success_time_seconds", "When a call last ended well (0 or 6)."},
    {"renkei_batch_told", "Diagnostics of the last call, by their names."},
    {"renkei_batch_planned", "Documents that the last run was asked for."},
    {"renkei_batch_documents", "Documents of the last run, by what became of them."},
    {"renkei_batch_unchanged", "Of those that are made: not made again, as nothing that they are made of changed."},
    {"renkei_batch_same", "Of those that are made: made again with the bytes that they had."},
    {"renkei_batch_bundles", "Bundles of the last run, by what became of them."},
    {"renkei_batch_bundles_owed", "Bundles that this run or an earlier one should have made, and none has since."},
    {"renkei_batch_pages", "Pages of the documents of the last run."},
    {"renkei_batch_bytes", "Bytes of the documents of the last run."},
    {"renkei_batch_duration_seconds", "Time from the start of the last run to its end."},
    {"renkei_batch_journal_entries", "Entries of the journal of what was issued."},
};

/* A label's value: an order is called as its file is. */
static void
append_label(GString *out, const char *name, const char *value)
{
    g_string_append_printf(out, "%s=\"", name);
    for (const char *p = value; *p; p++) {
        if (*p == '\\' || *p == '"')
            g_string_append_c(out, '\\');
        if (*p == '\n')
            g_string_append(out, "\\n");
        else
            g_string_append_c(out, *p);
    }
    g_string_append_c(out, '"');
}

typedef struct writing {
    GPtrArray *lines; /* char *, of all families */
    const char *order, *verb;
} writing;

/* label "": none but those that every line has. */
static void
add_line(const writing *w, const char *family_name, const char *label, const char *value, double number)
{
    GString *line = g_string_new(family_name);
    g_string_append_c(line, '{');
    append_label(line, "order", w->order);
    if (w->verb) {
        g_string_append_c(line, ',');
        append_label(line, "verb", w->verb);
    }
    if (*label) {
        g_string_append_c(line, ',');
        append_label(line, label, value);
    }
    g_string_append_printf(line, "} %.15g", number);
    g_ptr_array_add(w->lines, g_string_free(line, FALSE));
}

static void
add_state(const writing *w, const stand *s)
{
    const batch_counts *n = &s->counts;
    add_line(w, "renkei_batch_planned", "", "", (double)n->planned);
    add_line(w, "renkei_batch_documents", "status", "made", (double)n->made);
    add_line(w, "renkei_batch_documents", "status", "absent", (double)n->absent);
    add_line(w, "renkei_batch_documents", "status", "blocked", (double)n->blocked);
    add_line(w, "renkei_batch_documents", "status", "failed", (double)n->failed);
    add_line(w, "renkei_batch_documents", "status", "left", (double)batch_counts_left(n));
    add_line(w, "renkei_batch_unchanged", "", "", (double)n->unchanged);
    add_line(w, "renkei_batch_same", "", "", (double)n->same);
    add_line(w, "renkei_batch_bundles", "status", "made", (double)n->bundles);
    add_line(w, "renkei_batch_bundles", "status", "held", (double)n->bundles_held);
    add_line(w, "renkei_batch_bundles", "status", "failed", (double)n->bundles_failed);
    add_line(w, "renkei_batch_bundles_owed", "", "", (double)s->owed);
    add_line(w, "renkei_batch_pages", "", "", (double)n->pages);
    add_line(w, "renkei_batch_bytes", "", "", (double)n->bytes);
    if (s->ended)
        add_line(w, "renkei_batch_duration_seconds", "", "", n->seconds);
    add_line(w, "renkei_batch_journal_entries", "", "", (double)s->entries);
}

/* What the file said of other verbs stays; of this one, when it last went well. */
static void
keep_lines(const writing *w, const char *path, bool well)
{
    char *text = NULL, *own = g_strdup_printf(",verb=\"%s\"", w->verb);
    const bool read = g_file_test(path, G_FILE_TEST_IS_REGULAR) && g_file_get_contents(path, &text, NULL, NULL);
    char **lines = read ? g_strsplit(text, "\n", -1) : NULL; /* a pipe would be waited for */
    for (char **line = lines; line && *line; line++) {
        const bool of_verb = g_str_has_prefix(*line, "renkei_batch_") && strstr(*line, ",verb=\"");
        const bool success = g_str_has_prefix(*line, "renkei_batch_success_time_seconds{");
        if (of_verb && (!strstr(*line, own) || (success && !well)))
            g_ptr_array_add(w->lines, g_strdup(*line));
    }
    g_strfreev(lines);
    g_free(own);
    g_free(text);
}

static void
add_call(const writing *w, const batch_call *c, const GArray *codes, const char *path)
{
    const bool well = c->exit_status == EXIT_DONE || c->exit_status == EXIT_FORBIDDEN;
    keep_lines(w, path, well);
    add_line(w, "renkei_batch_exit_status", "", "", c->exit_status);
    add_line(w, "renkei_batch_time_seconds", "", "", (double)c->on);
    if (well)
        add_line(w, "renkei_batch_success_time_seconds", "", "", (double)c->on);
    for (guint i = 0; i < codes->len; i++)
        if (g_array_index(codes, size_t, i))
            add_line(w, "renkei_batch_told", "code", diag_name((diag_code)i), (double)g_array_index(codes, size_t, i));
}

static void
append_metrics(GString *out, const batch_call *c, const stand *s, const GArray *codes, const char *path)
{
    const char *order = s->known ? s->order : c->order ? c->order : "";
    writing w = {.lines = g_ptr_array_new_with_free_func(g_free), .order = order, .verb = c->verb};
    add_call(&w, c, codes, path);
    w.verb = NULL;
    if (s->known)
        add_state(&w, s);
    for (size_t f = 0; f < G_N_ELEMENTS(families); f++) {
        char *start = g_strconcat(families[f].name, "{", NULL);
        bool first = true;
        for (guint i = 0; i < w.lines->len; i++) {
            const char *line = g_ptr_array_index(w.lines, i);
            if (!g_str_has_prefix(line, start))
                continue;
            if (first)
                g_string_append_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", families[f].name, families[f].help,
                                       families[f].name);
            first = false;
            g_string_append_printf(out, "%s\n", line);
        }
        g_free(start);
    }
    g_ptr_array_free(w.lines, TRUE);
}

/* ---- files ---- */

/* Outside of the output folder for everybody to read, as nothing personal is in it; there for its owner, as all is. */
static bool
write_file(const batch_call *c, const char *path, const char *begins, const GString *text, diag *d)
{
    const batch_beside b = {path, begins, text->str, text->len, .everybody = true};
    return batch_beside_write(c->output, &b, d);
}

bool
batch_status_write(const batch_call *c, const char *status, const char *metrics, diag *d)
{
    g_assert(c && c->verb && d);
    stand s = read_stand(c->output, c->shard);
    GArray *codes = count_codes(d);
    GString *text = g_string_new(NULL);
    bool good = true;
    if (status) {
        append_status(text, c, &s, codes);
        good = write_file(c, status, status_begins, text, d);
    }
    if (metrics) {
        g_string_truncate(text, 0);
        append_metrics(text, c, &s, codes, metrics);
        good = write_file(c, metrics, metrics_begins, text, d) && good;
    }
    g_string_free(text, TRUE);
    g_array_free(codes, TRUE);
    clear_stand(&s);
    return good;
}

/* ---- what verify found ---- */

void
batch_verified_print(const batch_verified *v, diag_language language, GString *out)
{
    g_assert(v && out);
    char text[DIGEST_TEXT];
    const bool en = language == DIAG_EN;
    batch_print_totals(&v->counts, language, out);
    g_string_append_printf(out,
                           en ? "; outputs %zu of %zu, inputs %zu of %zu as they were\n"
                              : "、出力は%zu／%zu件、入力は%zu／%zu件がそのまま\n",
                           v->files_good, v->files, v->inputs_good, v->inputs);
    if (v->entries)
        g_string_append_printf(out,
                               en ? "journal: entry %" PRId64 ", hash %s\n" : "発行簿：第%" PRId64 "号、ハッシュ %s\n",
                               v->entries, digest_text(&v->head, text));
}

void
batch_verified_print_json(const batch_verified *v, GString *out)
{
    g_assert(v && out);
    char text[DIGEST_TEXT];
    const batch_counts *n = &v->counts;
    g_string_append_printf(out,
                           "{\"v\":1,\"planned\":%zu,\"made\":%zu,\"absent\":%zu,\"blocked\":%zu,\"failed\":%zu,"
                           "\"files\":%zu,\"files-good\":%zu,\"inputs\":%zu,\"inputs-good\":%zu,\"missing\":%zu,"
                           "\"entries\":%" PRId64,
                           n->planned, n->made, n->absent, n->blocked, n->failed, v->files, v->files_good, v->inputs,
                           v->inputs_good, v->missing, v->entries);
    append_string_json(out, "head", v->entries ? digest_text(&v->head, text) : NULL);
    g_string_append(out, "}\n");
}
