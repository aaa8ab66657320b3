/* batch_print.c: documents and counts as text and as JSON. */
#include "batch/batch_int.h"

#include <string.h>

#include "base/json.h"
#include "base/shown.h"

typedef enum word { NEW, UNCHANGED, SAME, CHANGED, AGAIN, ABSENT, BLOCKED, FAILED } word;

static const char *const words[][3] = {
    [NEW] = {"新規", "new", "new"},
    [UNCHANGED] = {"変更なし", "unchanged", "unchanged"},
    [SAME] = {"同じ内容", "same bytes", "same"},
    [CHANGED] = {"変更あり", "changed", "changed"},
    [AGAIN] = {"やり直し", "again", "again"},
    [ABSENT] = {"対象外", "not applicable", "absent"},
    [BLOCKED] = {"禁止", "forbidden", "blocked"},
    [FAILED] = {"失敗", "failed", "failed"},
};

/* Of a document that was not made. */
static word
word_of_status(ledger_status s)
{
    return s == LEDGER_ABSENT ? ABSENT : s == LEDGER_BLOCKED ? BLOCKED : FAILED;
}

static word
word_of(const batch_document *x, const batch_outcome *out)
{
    if (out->status != LEDGER_MADE)
        return word_of_status(out->status);
    if (out->unchanged)
        return UNCHANGED;
    if (out->same)
        return SAME;
    return x->state == BATCH_NEW ? NEW : x->state == BATCH_AGAIN ? AGAIN : CHANGED;
}

const char *
batch_state_word(const batch_document *x, const batch_outcome *out, diag_language language)
{
    return words[word_of(x, out)][language == DIAG_EN];
}

void
batch_counts_add(batch_counts *n, ledger_status s, bool unchanged, bool same)
{
    g_assert(n);
    n->made += s == LEDGER_MADE;
    n->unchanged += s == LEDGER_MADE && unchanged;
    n->same += s == LEDGER_MADE && !unchanged && same;
    n->absent += s == LEDGER_ABSENT;
    n->blocked += s == LEDGER_BLOCKED;
    n->failed += s == LEDGER_FAILED;
}

size_t
batch_counts_done(const batch_counts *n)
{
    g_assert(n);
    return n->made + n->absent + n->blocked + n->failed;
}

size_t
batch_counts_left(const batch_counts *n)
{
    return n->planned - MIN(n->planned, batch_counts_done(n));
}

int
batch_counts_exit(const batch_counts *n)
{
    g_assert(n);
    if (n->failed + n->bundles_held + n->bundles_failed)
        return EXIT_SOME;
    return n->blocked ? EXIT_FORBIDDEN : EXIT_DONE;
}

bool
batch_status_is_bad(ledger_status s)
{
    return s == LEDGER_BLOCKED || s == LEDGER_FAILED;
}

const char *
batch_status_word(ledger_status s, diag_language language)
{
    const bool en = language == DIAG_EN;
    return s == LEDGER_MADE ? (en ? "made" : "作成") : words[word_of_status(s)][en];
}

void
batch_append_messages(GString *out, const diag *messages, diag_language language)
{
    char *text = NULL;
    size_t length = 0;
    FILE *f = open_memstream(&text, &length);
    diag_print(messages, f, language);
    fclose(f);
    g_string_append_len(out, text, (gssize)length);
    free(text);
}

void
batch_append_messages_json(GString *out, const diag *messages, diag_language language)
{
    g_string_append(out, ",\"messages\":[");
    for (size_t i = 0; messages && i < diag_length(messages); i++) {
        if (i)
            g_string_append_c(out, ',');
        diag_append_json(out, diag_at(messages, i), language);
    }
    g_string_append_c(out, ']');
}

static const char *
kind_word(const char *kind, diag_language language)
{
    static const char *const kinds[][2] = {
        {"household", "家庭"}, {"partner", "連携先"}, {"municipality", "市町村"}, {"office", "事業所"}};
    for (size_t i = 0; language == DIAG_JA && i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i][0], kind) == 0)
            return kinds[i][1];
    return kind;
}

void
batch_print(const batch_plan *p, size_t index, const batch_outcome *x, const batch_forecast *next,
            diag_language language, GString *out)
{
    g_assert(p && x && out);
    const batch_document *doc = batch_plan_at(p, index);
    const batch_form *f = batch_plan_form(p, doc);
    shown_append(out, batch_plan_case(p, doc)->key);
    g_string_append_printf(out, "\t%s\t%s\t%s\t%s", f->form, f->month ? f->month : "-",
                           batch_state_word(doc, x, language), x->status == LEDGER_MADE ? doc->file : "-");
    for (char **r = x->status == LEDGER_MADE ? x->recipients : NULL; r && r[0] && r[1] && r[2]; r += 3) {
        const char *before = r == x->recipients ? "\t" : language == DIAG_EN ? ", " : "、";
        g_string_append_printf(out, "%s%s ", before, kind_word(r[0], language));
        shown_append(out, r[1]);
    }
    if (next && x->status == LEDGER_MADE) {
        int version;
        const batch_going going = batch_forecast_of(next, index, x, &version);
        g_string_append(out, x->recipients && x->recipients[0] ? "\t" : "\t-\t");
        batch_append_going(out, going, version, language);
    }
    g_string_append_c(out, '\n');
    if (x->messages)
        batch_append_messages(out, x->messages, language);
}

void
batch_print_json(const batch_plan *p, size_t index, const batch_outcome *x, const batch_forecast *next,
                 diag_language language, GString *out)
{
    g_assert(p && x && out);
    const batch_document *doc = batch_plan_at(p, index);
    const batch_form *f = batch_plan_form(p, doc);
    g_string_append(out, "{\"v\":1");
    json_append_member(out, "key", batch_plan_case(p, doc)->key);
    json_append_member(out, "form", f->form);
    if (f->month)
        json_append_member(out, "month", f->month);
    json_append_member(out, "state", words[word_of(doc, x)][2]);
    if (x->status == LEDGER_MADE)
        json_append_member(out, "file", doc->file);
    if (x->recipients && x->status == LEDGER_MADE) {
        g_string_append(out, ",\"recipients\":[");
        for (char **r = x->recipients; r[0] && r[1] && r[2]; r += 3) {
            g_string_append(out, r == x->recipients ? "{\"to\":" : ",{\"to\":");
            json_append(out, r[0]);
            json_append_member(out, "key", r[1]);
            g_string_append_c(out, '}');
        }
        g_string_append_c(out, ']');
    }
    if (next && x->status == LEDGER_MADE) {
        int version;
        json_append_member(out, "issue", batch_going_name(batch_forecast_of(next, index, x, &version)));
        g_string_append_printf(out, ",\"version\":%d", version);
    }
    batch_append_messages_json(out, x->messages, language);
    g_string_append(out, "}\n");
}

/* Of the made ones: what was not made again, and what was and came out as it had been. */
static void
append_kept(const batch_counts *n, diag_language language, GString *out)
{
    const bool en = language == DIAG_EN;
    const char *before = en ? " (" : "（うち";
    if (n->unchanged) {
        g_string_append_printf(out, en ? "%sunchanged %zu" : "%s変更なし%zu件", before, n->unchanged);
        before = en ? ", " : "、";
    }
    if (n->same)
        g_string_append_printf(out, en ? "%smade again, same bytes %zu" : "%s作り直して同じ内容%zu件", before, n->same);
    if (n->unchanged || n->same)
        g_string_append(out, en ? ")" : "）");
}

void
batch_print_totals(const batch_counts *n, diag_language language, GString *out)
{
    g_assert(n && out);
    const size_t left = batch_counts_left(n);
    g_string_append_printf(out, language == DIAG_EN ? "in %zu = made %zu" : "対象%zu件＝作成%zu件", n->planned,
                           n->made);
    append_kept(n, language, out);
    g_string_append_printf(out,
                           language == DIAG_EN ? " + not applicable %zu + forbidden %zu + failed %zu"
                                               : "＋対象外%zu件＋禁止%zu件＋失敗%zu件",
                           n->absent, n->blocked, n->failed);
    if (left)
        g_string_append_printf(out, language == DIAG_EN ? " + left %zu" : "＋残り%zu件", left);
    if (n->missing)
        g_string_append_printf(out, language == DIAG_EN ? "; missing %zu" : "、名簿からの欠け%zu件", n->missing);
    if (n->pages)
        g_string_append_printf(out, language == DIAG_EN ? "; %" PRId64 " pages" : "、%" PRId64 "ページ", n->pages);
    if (n->bundles)
        g_string_append_printf(out, language == DIAG_EN ? "; %zu bundles" : "、束%zu", n->bundles);
    if (n->bundles_held + n->bundles_failed)
        g_string_append_printf(out, language == DIAG_EN ? "; bundles not made %zu" : "、作らない束%zu",
                               n->bundles_held + n->bundles_failed);
}

void
batch_print_counts(const batch_counts *n, diag_language language, GString *out)
{
    g_assert(n && out);
    const size_t done = batch_counts_done(n);
    batch_print_totals(n, language, out);
    g_string_append_printf(out, language == DIAG_EN ? "; %.1f s, %.1f documents/s\n" : "、%.1f秒、%.1f件/秒\n",
                           n->seconds, n->seconds > 0 ? (double)done / n->seconds : 0);
}

void
batch_print_counts_json(const batch_counts *n, GString *out)
{
    g_assert(n && out);
    char seconds[G_ASCII_DTOSTR_BUF_SIZE], cpu[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(seconds, sizeof seconds, "%.3f", n->seconds);
    g_ascii_formatd(cpu, sizeof cpu, "%.3f", n->cpu);
    g_string_append_printf(out,
                           "{\"v\":1,\"planned\":%zu,\"made\":%zu,\"unchanged\":%zu,\"same\":%zu,\"absent\":%zu,"
                           "\"blocked\":%zu,\"failed\":%zu,\"left\":%zu,\"missing\":%zu,\"pages\":%" PRId64
                           ",\"bytes\":%" PRId64 ",\"seconds\":%s,\"cpu\":%s,"
                           "\"bundles\":%zu,\"bundles-held\":%zu,\"bundles-failed\":%zu}\n",
                           n->planned, n->made, n->unchanged, n->same, n->absent, n->blocked, n->failed,
                           batch_counts_left(n), n->missing, n->pages, n->bytes, seconds, cpu, n->bundles,
                           n->bundles_held, n->bundles_failed);
}
