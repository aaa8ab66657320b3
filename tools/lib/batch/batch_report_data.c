/* batch_report_data.c: the last run as data for the form templates/batch/report.xml (templates/schema/report.rng). */
#include "batch/batch_int.h"

#include <string.h>

/* An attribute or a text, fit for XML: a file name need not be UTF-8, and may hold what XML cannot. */
static void
append_text(GString *x, const char *text)
{
    char *valid = g_utf8_make_valid(text, -1);
    for (char *p = valid; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = ' ';
    char *escaped = g_markup_escape_text(valid, -1);
    g_string_append(x, escaped);
    g_free(escaped);
    g_free(valid);
}

static void
append_attribute(GString *x, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    g_string_append_printf(x, " %s=\"", name);
    append_text(x, text);
    g_string_append_c(x, '"');
}

static void
append_counts(GString *x, const batch_counts *n)
{
    g_string_append_printf(
        x, " planned=\"%zu\" made=\"%zu\" unchanged=\"%zu\" blocked=\"%zu\" failed=\"%zu\" pages=\"%" PRId64 "\"",
        n->planned, n->made, n->unchanged, n->blocked, n->failed, n->pages);
}

/* Of a moment in UTC, what a clock in Japan shows. */
static void
append_moment(GString *x, const char *name, const char *utc, const char *format)
{
    GTimeZone *japan = g_time_zone_new_offset(9 * 3600);
    GDateTime *t = g_date_time_new_from_iso8601(utc, NULL), *there = t ? g_date_time_to_timezone(t, japan) : NULL;
    char *text = there ? g_date_time_format(there, format) : NULL;
    append_attribute(x, name, text);
    g_free(text);
    if (there)
        g_date_time_unref(there);
    if (t)
        g_date_time_unref(t);
    g_time_zone_unref(japan);
}

static void
append_forms(GString *x, const batch_report *r, render_environment *e, diag *d)
{
    for (guint i = 0; i < r->forms->len; i++) {
        const batch_report_form *f = &g_array_index(r->forms, batch_report_form, i);
        const char *title = render_form_title(e, f->form, d);
        char *name = batch_form_name(f->form);
        g_string_append(x, "<form");
        append_attribute(x, "name", name);
        append_attribute(x, "title", title ? title : name);
        append_counts(x, &f->counts);
        g_string_append(x, "/>\n");
        g_free(name);
    }
}

static void
append_recipients(GString *x, const batch_report *r)
{
    for (guint i = 0; i < r->recipients->len; i++) {
        const batch_report_recipient *to = &g_array_index(r->recipients, batch_report_recipient, i);
        g_string_append(x, "<recipient");
        append_attribute(x, "to", to->to);
        append_attribute(x, "key", to->key);
        append_counts(x, &to->counts);
        g_string_append(x, "/>\n");
    }
}

/* The first error says why; how many more there are is told. */
static void
append_trouble(GString *x, const batch_report_line *line)
{
    const diag_message *why = NULL;
    size_t more = 0;
    for (size_t i = 0; i < diag_length(line->messages); i++) {
        const diag_message *m = diag_at(line->messages, i);
        if (!why && diag_severity_of(m->code) == DIAG_ERROR)
            why = m;
        else
            more++;
    }
    char *form = batch_form_name(line->form);
    g_string_append(x, "<trouble");
    append_attribute(x, "status", ledger_status_name(line->status));
    append_attribute(x, "key", line->key);
    append_attribute(x, "form", form);
    append_attribute(x, "month", line->month);
    append_attribute(x, "code", why ? diag_name(why->code) : "unknown");
    if (why && why->code == DIAG_RENDER_FORBIDDEN)
        append_attribute(x, "rule", why->args[0]);
    const place at = !why ? PLACE_NONE : diag_is_of_data(why) ? why->data : why->form;
    append_attribute(x, "file", at.file);
    if (at.file && at.line > 0)
        g_string_append_printf(x, " line=\"%d\"", at.line);
    if (more)
        g_string_append_printf(x, " more=\"%zu\"", more);
    g_string_append_c(x, '>');
    /* What breaks a rule is said in short: the number and the fields to repair are in the rule's own columns. */
    char *text = !why                                 ? g_strdup("-")
                 : why->code == DIAG_RENDER_FORBIDDEN ? g_strdup(why->args[1])
                                                      : diag_text(why, DIAG_JA);
    append_text(x, text);
    g_string_append(x, "</trouble>\n");
    g_free(text);
    g_free(form);
}

static void
append_bundle(void *data, const ledger_bundle *b)
{
    GString *x = data;
    g_string_append(x, "<bundle");
    append_attribute(x, "to", b->to);
    append_attribute(x, "mark", b->mark);
    append_attribute(x, "file", b->file);
    g_string_append_printf(x, " documents=\"%d\" pages=\"%d\"/>\n", b->documents, b->pages);
}

static void
append_unmade(GString *x, const batch_report_bundle *b)
{
    g_string_append(x, "<unmade");
    append_attribute(x, "to", b->to);
    append_attribute(x, "mark", b->mark);
    append_attribute(x, "state", b->failed ? "失敗" : "保留");
    append_attribute(x, "code", b->why);
    g_string_append(x, "/>\n");
}

typedef struct reissues {
    GString *x;
    const char *since;
} reissues;

static void
append_reissue(void *data, const ledger_reissue *again)
{
    reissues *s = data;
    if (strcmp(again->on, s->since) < 0)
        return;
    char *form = batch_form_name(again->form);
    g_string_append(s->x, "<reissue");
    append_attribute(s->x, "key", again->key);
    append_attribute(s->x, "form", form);
    append_attribute(s->x, "month", again->month);
    g_string_append_printf(s->x, " issue=\"%d\"", again->number);
    append_moment(s->x, "date", again->on, "%Y-%m-%d");
    g_string_append_c(s->x, '>');
    append_text(s->x, again->reason);
    g_string_append(s->x, "</reissue>\n");
    g_free(form);
}

static void
append_root(GString *x, const batch_report *r)
{
    g_string_append_printf(x, "<report version=\"1\" run=\"%" PRId64 "\"", r->run);
    append_attribute(x, "order", *r->order ? r->order : "オプションによる実行");
    append_moment(x, "date", r->started, "%Y-%m-%d");
    append_moment(x, "start", r->started, "%H:%M");
    if (r->ended)
        append_moment(x, "end", r->ended, "%H:%M");
    append_attribute(x, "month", r->month);
    append_attribute(x, "as-of", r->as_of);
    append_attribute(x, "shard", r->shard);
    append_attribute(x, "edition", r->edition);
    append_counts(x, &r->counts);
    g_string_append_printf(x, " left=\"%zu\">\n", batch_counts_left(&r->counts));
}

bool
batch_report_data(const batch_report *r, render_environment *e, GString *x, diag *d)
{
    g_assert(r && e && x && d);
    append_root(x, r);
    append_forms(x, r, e, d);
    append_recipients(x, r);
    for (guint i = 0; i < r->not_made->len; i++)
        append_trouble(x, &g_array_index(r->not_made, batch_report_line, i));
    ledger *l = ledger_open(r->ledger, LEDGER_READ, d);
    reissues s = {x, r->started};
    bool good = l && ledger_each_bundle(l, r->run, append_bundle, x);
    for (guint i = 0; i < r->unmade->len; i++)
        append_unmade(x, &g_array_index(r->unmade, batch_report_bundle, i));
    good = good && ledger_each_reissue(l, append_reissue, &s);
    ledger_close(l);
    g_string_append(x, "</report>\n");
    return good;
}

GByteArray *
batch_report_pdf(const batch_report *r, const render_paths *paths, diag *d)
{
    g_assert(r && paths && d);
    render_environment *e = render_open(paths, RENDER_KEEP, d);
    GString *x = g_string_new(NULL);
    char *form = g_build_filename(paths->forms, "batch", "report.xml", NULL);
    GByteArray *bytes = e && batch_report_data(r, e, x, d) ? render_made(e, form, "report", x, d) : NULL;
    g_free(form);
    g_string_free(x, TRUE);
    render_close(e);
    return bytes;
}
