/* batch_release_print.c: what goes out, or would, as text and as JSON. */
#include "batch/batch_int.h"

#include "base/json.h"
#include "base/shown.h"

static const char *const words[BATCH_GOINGS][3] = {
    [BATCH_NEW_ISSUE] = {"新しく出る", "new", "new"},
    [BATCH_REPLACES] = {"差替え", "replaces", "replaces"},
    [BATCH_SAME] = {"同じ内容", "same", "same"},
    [BATCH_NOTHING] = {"対象外", "nothing", "nothing"},
    [BATCH_STAYS_WITHDRAWN] = {"取下げのまま", "stays withdrawn", "withdrawn"},
    [BATCH_REFUSED] = {"発行できない", "refused", "refused"}};

const char *
batch_going_name(batch_going g)
{
    return words[g][2];
}

void
batch_append_going(GString *out, batch_going g, int version, diag_language language)
{
    const bool en = language == DIAG_EN;
    g_string_append(out, words[g][en]);
    if (g == BATCH_REPLACES)
        g_string_append_printf(out, en ? " (version %d to %d)" : "（第%d版→第%d版）", version - 1, version);
    else if (version > 0)
        g_string_append_printf(out, en ? " (version %d)" : "（第%d版）", version);
}

void
batch_print_forecast(const size_t count[BATCH_GOINGS], diag_language language, GString *out)
{
    g_assert(count && out);
    g_string_append_printf(out,
                           language == DIAG_EN ? "to be issued: new %zu, replaced %zu; same as issued %zu\n"
                                               : "発行すると：新しく出る%zu件、差替え%zu件、同じ内容%zu件\n",
                           count[BATCH_NEW_ISSUE], count[BATCH_REPLACES], count[BATCH_SAME]);
    if (count[BATCH_STAYS_WITHDRAWN])
        g_string_append_printf(out, language == DIAG_EN ? "stays withdrawn: %zu\n" : "取下げのまま：%zu件\n",
                               count[BATCH_STAYS_WITHDRAWN]);
}

void
batch_released_print(const batch_released *x, bool dry_run, diag_language language, GString *out)
{
    g_assert(x && x->lines && out);
    const bool en = language == DIAG_EN;
    for (guint i = 0; i < x->lines->len; i++) {
        const batch_release_line *l = &g_array_index(x->lines, batch_release_line, i);
        shown_append(out, l->key);
        g_string_append_printf(out, "\t%s\t%s\t", l->form, *l->month ? l->month : "-");
        batch_append_going(out, l->going, l->going == BATCH_REFUSED ? 0 : l->version, language);
        if (l->going == BATCH_REFUSED)
            g_string_append_printf(out, en ? ": %s" : "：%s", l->why[language]);
        g_string_append_c(out, '\n');
    }
    const size_t *n = x->count;
    if (n[BATCH_STAYS_WITHDRAWN])
        g_string_append_printf(out,
                               en ? "stays withdrawn: %zu (to issue it again: --again)\n"
                                  : "取下げのまま：%zu件（発行し直すときは --again）\n",
                               n[BATCH_STAYS_WITHDRAWN]);
    if (!x->lines->len)
        g_string_append(out, en ? "nothing was made that could be issued\n" : "発行できる書類が作られていません\n");
    else
        g_string_append_printf(
            out,
            en ? "%s: new %zu, replaced %zu; same as issued %zu, nothing to issue %zu, refused %zu\n"
               : "%s：新しく出る%zu件、差替え%zu件（同じ内容%zu件、対象外%zu件、発行できない%zu件）\n",
            dry_run     ? (en ? "would be issued" : "発行するもの")
            : x->issued ? (en ? "issued" : "発行した")
            : en        ? "nothing issued"
                        : "発行していない",
            n[BATCH_NEW_ISSUE], n[BATCH_REPLACES], n[BATCH_SAME], n[BATCH_NOTHING], n[BATCH_REFUSED]);
    if (x->consents)
        g_string_append_printf(out, en ? "consents taken down: %zu\n" : "同意の記録：%zu件\n", x->consents);
}

void
batch_released_print_json(const batch_released *x, bool dry_run, diag_language language, GString *out)
{
    g_assert(x && x->lines && out);
    for (guint i = 0; i < x->lines->len; i++) {
        const batch_release_line *l = &g_array_index(x->lines, batch_release_line, i);
        g_string_append(out, "{\"v\":1");
        json_append_member(out, "kind", l->bundle ? "bundle" : "document");
        json_append_member(out, "key", l->key);
        json_append_member(out, l->bundle ? "to" : "form", l->form);
        if (*l->month)
            json_append_member(out, "month", l->month);
        json_append_member(out, "issue", batch_going_name(l->going));
        if (l->version && l->going != BATCH_REFUSED)
            g_string_append_printf(out, ",\"version\":%d", l->version);
        if (l->going == BATCH_REFUSED)
            json_append_member(out, "why", l->why[language]);
        g_string_append_printf(out, ",\"pages\":%d}\n", l->pages);
    }
    const size_t *n = x->count;
    g_string_append_printf(out,
                           "{\"v\":1,\"dry-run\":%s,\"issued\":%s,\"new\":%zu,\"replaces\":%zu,\"same\":%zu,"
                           "\"nothing\":%zu,\"withdrawn\":%zu,\"refused\":%zu,\"consents\":%zu}\n",
                           dry_run ? "true" : "false", x->issued ? "true" : "false", n[BATCH_NEW_ISSUE],
                           n[BATCH_REPLACES], n[BATCH_SAME], n[BATCH_NOTHING], n[BATCH_STAYS_WITHDRAWN],
                           n[BATCH_REFUSED], x->consents);
}
