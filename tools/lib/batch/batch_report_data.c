/* batch_report_data.c: the last run as data for the form templates/batch/report.xml (templates/schema/report.rng). */
#include "batch/batch_int.h"

#include <string.h>

/* An attribute or a text, fit for XML: a file name need not be UTF-8, and may hold what XML cannot. */
void
batch_append_text(GString *x, const char *text)
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

void
batch_append_attribute(GString *x, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    g_string_append_printf(x, " %s=\"", name);
    batch_append_text(x, text);
    g_string_append_c(x, '"');
}

static void
append_counts(GString *x, const batch_counts *n)
{
    g_string_append_printf(x,
                           " planned=\"%zu\" made=\"%zu\" unchanged=\"%zu\" same=\"%zu\" absent=\"%zu\" "
                           "blocked=\"%zu\" failed=\"%zu\" pages=\"%" PRId64 "\"",
                           n->planned, n->made, n->unchanged, n->same, n->absent, n->blocked, n->failed, n->pages);
}

/* Of a moment in UTC, what a clock in Japan shows. */
void
batch_append_moment(GString *x, const char *name, const char *utc, const char *format)
{
    GTimeZone *japan = g_time_zone_new_offset(9 * 3600);
    GDateTime *t = g_date_time_new_from_iso8601(utc, NULL), *there = t ? g_date_time_to_timezone(t, japan) : NULL;
    char *text = there ? g_date_time_format(there, format) : NULL;
    batch_append_attribute(x, name, text);
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
        batch_append_attribute(x, "name", name);
        batch_append_attribute(x, "title", title ? title : name);
        append_counts(x, &f->counts);
        g_string_append(x, "/>\n");
        g_free(name);
    }
}

/* A form of many thousand rows is neither made nor read: a list is printed up to here, and then says how many more
 * there are. Each row of it is in the text and in the JSON. */
enum { MOST_LISTED = 1000 };

static void
append_rest(GString *x, const char *of, size_t count)
{
    if (count > MOST_LISTED)
        g_string_append_printf(x, "<rest of=\"%s\" count=\"%zu\"/>\n", of, count - MOST_LISTED);
}

static void
append_recipients(GString *x, const batch_report *r)
{
    for (guint i = 0; i < MIN(r->recipients->len, MOST_LISTED); i++) {
        const batch_report_recipient *to = &g_array_index(r->recipients, batch_report_recipient, i);
        g_string_append(x, "<recipient");
        batch_append_attribute(x, "to", to->to);
        batch_append_attribute(x, "key", to->key);
        append_counts(x, &to->counts);
        g_string_append(x, "/>\n");
    }
}

/* ---- what was not made, and why ---- */

/* The first error says why. NULL: there is none. */
static const diag_message *
why_not(const batch_report_line *line)
{
    for (size_t i = 0; i < diag_length(line->messages); i++)
        if (diag_severity_of(diag_at(line->messages, i)->code) == DIAG_ERROR)
            return diag_at(line->messages, i);
    return NULL;
}

/* What breaks a rule is said in short: the number and the fields to repair are in the rule's own columns. g_free it. */
static char *
text_of_why(const diag_message *why)
{
    if (!why)
        return g_strdup("-");
    return why->code == DIAG_RENDER_FORBIDDEN ? g_strdup(why->args[1]) : diag_text(why, DIAG_JA);
}

static void
append_why(GString *x, ledger_status status, const diag_message *why)
{
    batch_append_attribute(x, "status", ledger_status_name(status));
    batch_append_attribute(x, "code", why ? diag_name(why->code) : "unknown");
    if (why && why->code == DIAG_RENDER_FORBIDDEN)
        batch_append_attribute(x, "rule", why->args[0]);
}

/* All documents that were not made for one reason: the same code and, of a rule, the same rule. */
typedef struct reason {
    const batch_report_line *first;
    size_t count, listed;
} reason;

typedef struct reasons {
    GArray *all;       /* reason, as they came */
    GHashTable *index; /* char *: 1 + index */
    size_t most;       /* of each that are listed */
} reasons;

static reason *
reason_of(reasons *s, const batch_report_line *line)
{
    const diag_message *why = why_not(line);
    const bool rule = why && why->code == DIAG_RENDER_FORBIDDEN;
    char *name =
        g_strdup_printf("%d %s %s", (int)line->status, why ? diag_name(why->code) : "", rule ? why->args[0] : "");
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(s->index, name));
    if (!known) {
        const reason new = {.first = line};
        g_array_append_val(s->all, new);
        known = s->all->len;
        g_hash_table_insert(s->index, name, GUINT_TO_POINTER(known));
    } else {
        g_free(name);
    }
    return &g_array_index(s->all, reason, known - 1);
}

/* How many of each may be listed, so that no reason is hidden behind another of thousands. */
static void
gather_reasons(reasons *s, const batch_report *r)
{
    size_t bad = 0;
    s->all = g_array_new(FALSE, FALSE, sizeof(reason));
    s->index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < r->not_made->len; i++) {
        const batch_report_line *line = &g_array_index(r->not_made, batch_report_line, i);
        if (!batch_status_is_bad(line->status))
            continue;
        reason_of(s, line)->count++;
        bad++;
    }
    s->most = bad <= MOST_LISTED ? bad : MAX(1, MOST_LISTED / s->all->len);
    for (guint i = 0; i < s->all->len; i++) {
        reason *one = &g_array_index(s->all, reason, i);
        one->listed = MIN(one->count, s->most);
    }
}

static gint
compare_reasons(gconstpointer a, gconstpointer b)
{
    const reason *x = *(const reason *const *)a, *y = *(const reason *const *)b;
    if (x->first->status != y->first->status)
        return x->first->status < y->first->status ? 1 : -1;
    return x->count == y->count ? (x > y) - (x < y) : x->count < y->count ? 1 : -1;
}

/* What failed first, then the most frequent. */
static void
append_reasons(GString *x, const reasons *s)
{
    GPtrArray *sorted = g_ptr_array_new();
    for (guint i = 0; i < s->all->len; i++)
        g_ptr_array_add(sorted, &g_array_index(s->all, reason, i));
    g_ptr_array_sort(sorted, compare_reasons);
    for (guint i = 0; i < sorted->len; i++) {
        const reason *one = g_ptr_array_index(sorted, i);
        const diag_message *why = why_not(one->first);
        char *text = text_of_why(why);
        g_string_append(x, "<reason");
        append_why(x, one->first->status, why);
        g_string_append_printf(x, " count=\"%zu\" listed=\"%zu\">", one->count, one->listed);
        batch_append_text(x, text);
        g_string_append(x, "</reason>\n");
        g_free(text);
    }
    g_ptr_array_free(sorted, TRUE);
}

/* How many more messages there are is told. */
static void
append_trouble(GString *x, const batch_report_line *line)
{
    const diag_message *why = why_not(line);
    const size_t more = diag_length(line->messages) - (why != NULL);
    char *form = batch_form_name(line->form);
    g_string_append(x, "<trouble");
    append_why(x, line->status, why);
    batch_append_attribute(x, "key", line->key);
    batch_append_attribute(x, "form", form);
    batch_append_attribute(x, "month", line->month);
    const place at = !why ? PLACE_NONE : diag_is_of_data(why) ? why->data : why->form;
    batch_append_attribute(x, "file", at.file);
    if (at.file && at.line > 0)
        g_string_append_printf(x, " line=\"%d\"", at.line);
    if (more)
        g_string_append_printf(x, " more=\"%zu\"", more);
    g_string_append_c(x, '>');
    char *text = text_of_why(why);
    batch_append_text(x, text);
    g_string_append(x, "</trouble>\n");
    g_free(text);
    g_free(form);
}

static void
append_troubles(GString *x, const batch_report *r)
{
    reasons s;
    gather_reasons(&s, r);
    append_reasons(x, &s);
    for (guint i = 0; i < s.all->len; i++)
        g_array_index(s.all, reason, i).count = 0; /* from here on: of those that are listed */
    for (guint i = 0; i < r->not_made->len; i++) {
        const batch_report_line *line = &g_array_index(r->not_made, batch_report_line, i);
        reason *one = batch_status_is_bad(line->status) ? reason_of(&s, line) : NULL;
        if (one && one->count++ < one->listed)
            append_trouble(x, line);
    }
    g_array_free(s.all, TRUE);
    g_hash_table_destroy(s.index);
}

static void
append_missing(GString *x, const batch_report *r)
{
    for (guint i = 0; i < MIN(r->missing->len, MOST_LISTED); i++) {
        const batch_report_missing *m = &g_array_index(r->missing, batch_report_missing, i);
        char *form = batch_form_name(m->form);
        g_string_append(x, "<missing");
        batch_append_attribute(x, "key", m->key);
        batch_append_attribute(x, "form", form);
        batch_append_attribute(x, "bundles", m->kind);
        g_string_append(x, "/>\n");
        g_free(form);
    }
}

/* ---- bundles and reissues ---- */

static void
append_bundle(GString *x, const batch_report_made_bundle *b)
{
    g_string_append(x, "<bundle");
    batch_append_attribute(x, "to", b->to);
    batch_append_attribute(x, "mark", b->mark);
    batch_append_attribute(x, "file", b->file);
    g_string_append_printf(x, " documents=\"%d\" pages=\"%d\"/>\n", b->documents, b->pages);
}

static void
append_unmade(GString *x, const batch_report_bundle *b)
{
    g_string_append(x, "<unmade");
    batch_append_attribute(x, "to", b->to);
    batch_append_attribute(x, "mark", b->mark);
    batch_append_attribute(x, "state", b->failed ? "失敗" : "保留");
    batch_append_attribute(x, "code", b->why);
    g_string_append(x, "/>\n");
}

static void
append_bundles(GString *x, const batch_report *r)
{
    for (guint i = 0; i < MIN(r->bundles->len, MOST_LISTED); i++)
        append_bundle(x, &g_array_index(r->bundles, batch_report_made_bundle, i));
    for (guint i = 0; i < MIN(r->unmade->len, MOST_LISTED); i++)
        append_unmade(x, &g_array_index(r->unmade, batch_report_bundle, i));
}

static void
append_gone(GString *x, const batch_report *r)
{
    for (guint i = 0; i < MIN(r->gone->len, MOST_LISTED); i++) {
        g_string_append(x, "<gone");
        batch_append_attribute(x, "name", g_ptr_array_index(r->gone, i));
        g_string_append(x, "/>\n");
    }
}

/* The sums of the list count those that it leaves out. */
static void
append_rest_of_bundles(GString *x, const batch_report *r)
{
    int64_t documents = 0, pages = 0;
    for (guint i = MOST_LISTED; i < r->bundles->len; i++) {
        documents += g_array_index(r->bundles, batch_report_made_bundle, i).documents;
        pages += g_array_index(r->bundles, batch_report_made_bundle, i).pages;
    }
    if (r->bundles->len > MOST_LISTED)
        g_string_append_printf(x,
                               "<rest of=\"bundle\" count=\"%u\" documents=\"%" PRId64 "\" pages=\"%" PRId64 "\"/>\n",
                               r->bundles->len - MOST_LISTED, documents, pages);
}

typedef struct reissues {
    GString *x;
    const char *since;
    size_t count;
} reissues;

static void
append_reissue(void *data, const ledger_entry *again)
{
    reissues *s = data;
    if (again->act != LEDGER_REISSUE || strcmp(again->on, s->since) < 0 || ++s->count > MOST_LISTED)
        return;
    char *form = batch_form_name(again->form);
    g_string_append(s->x, "<reissue");
    batch_append_attribute(s->x, "key", again->key);
    batch_append_attribute(s->x, "form", form);
    batch_append_attribute(s->x, "month", again->month);
    g_string_append_printf(s->x, " issue=\"%d\"", again->copy);
    batch_append_moment(s->x, "date", again->on, "%Y-%m-%d");
    g_string_append_c(s->x, '>');
    batch_append_text(s->x, again->reason);
    g_string_append(s->x, "</reissue>\n");
    g_free(form);
}

static void
append_root(GString *x, const batch_report *r)
{
    g_string_append_printf(x, "<report version=\"1\" run=\"%" PRId64 "\"", r->run);
    batch_append_attribute(x, "order", *r->order ? r->order : "オプションによる実行");
    batch_append_moment(x, "date", r->started, "%Y-%m-%d");
    batch_append_moment(x, "start", r->started, "%H:%M");
    if (r->ended)
        batch_append_moment(x, "end", r->ended, "%H:%M");
    batch_append_attribute(x, "month", r->month);
    batch_append_attribute(x, "as-of", r->as_of);
    batch_append_attribute(x, "shard", r->shard);
    batch_append_attribute(x, "edition", r->edition);
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
    append_troubles(x, r);
    append_missing(x, r);
    append_bundles(x, r);
    append_gone(x, r);
    ledger *l = batch_ledger_look(r->ledger, d);
    reissues s = {x, r->started, 0};
    const bool good = l && ledger_each_entry(l, NULL, append_reissue, &s);
    ledger_close(l);
    append_rest(x, "recipient", r->recipients->len);
    append_rest(x, "missing", r->missing->len);
    append_rest_of_bundles(x, r);
    append_rest(x, "unmade", r->unmade->len);
    append_rest(x, "gone", r->gone->len);
    append_rest(x, "reissue", s.count);
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
    /* A title that the machine did not give is no title that is not there. */
    const bool told = e && batch_report_data(r, e, x, d) && diag_exit_status(d) != EXIT_ENVIRONMENT;
    GByteArray *bytes = told ? render_made(e, form, "report", x, d) : NULL;
    g_free(form);
    g_string_free(x, TRUE);
    render_close(e);
    return bytes;
}
