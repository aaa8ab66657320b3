/* batch_index.c: what was issued for a key, version by version, and what was decided about it: as text, as JSON, and as
 * data for the form templates/batch/index.xml (templates/schema/index.rng). */
#include "batch/batch_issued.h"

#include <string.h>

#include "base/json.h"
#include "base/shown.h"

struct batch_index {
    char *key;
    batch_issued *issued;
    GPtrArray *papers;    /* const batch_paper *: of the key, then envelopes that hold something of it */
    GHashTable *consents; /* output in hexadecimal: day, of what is made now; both owned */
};

/* ---- reading ---- */

/* A paper is signed after it was issued, so the day stands in the case later: of the same bytes it is that paper's. */
static void
take_consent(void *data, const ledger_document *x)
{
    batch_index *i = data;
    char text[DIGEST_TEXT];
    if (strcmp(x->key, i->key) == 0 && x->status == LEDGER_MADE && *x->consented)
        g_hash_table_insert(i->consents, g_strdup(digest_text(&x->output, text)), g_strdup(x->consented));
}

static bool
holds_key(const batch_paper *p, const char *key)
{
    for (guint i = 0; i < p->versions->len; i++) {
        const GPtrArray *keys = g_array_index(p->versions, batch_version, i).keys;
        for (guint n = 0; n < keys->len; n++)
            if (strcmp(g_ptr_array_index(keys, n), key) == 0)
                return true;
    }
    return false;
}

static void
choose_papers(batch_index *x)
{
    for (guint i = 0; i < x->issued->papers->len; i++) {
        batch_paper *p = g_ptr_array_index(x->issued->papers, i);
        if (p->bundle ? holds_key(p, x->key) : strcmp(p->key, x->key) == 0)
            g_ptr_array_add(x->papers, p);
    }
}

batch_index *
batch_index_new(const char *output, const char *key, diag *d)
{
    g_assert(output && key && d);
    ledger *l = batch_ledger_read(output, (batch_shard){0, 0}, NULL, d);
    batch_index *x = g_new0(batch_index, 1);
    x->key = g_strdup(key);
    x->papers = g_ptr_array_new();
    x->consents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    x->issued = l && ledger_check(l, d) ? batch_issued_read(l) : NULL;
    bool good = x->issued && ledger_each(l, 0, false, take_consent, x);
    if (good)
        choose_papers(x);
    if (good && !x->papers->len) {
        batch_issued_tell_none(x->issued, key, false, d);
        good = false;
    }
    ledger_close(l);
    if (good)
        return x;
    batch_index_drop(x);
    return NULL;
}

void
batch_index_drop(batch_index *x)
{
    if (!x)
        return;
    batch_issued_drop(x->issued);
    g_ptr_array_free(x->papers, TRUE);
    g_hash_table_destroy(x->consents);
    g_free(x->key);
    g_free(x);
}

/* ---- telling ---- */

static const char *const standings[][3] = {[STANDING_CURRENT] = {"有効", "stands", "current"},
                                           [STANDING_SUPERSEDED] = {"差替え済み", "superseded", "superseded"},
                                           [STANDING_WITHDRAWN] = {"取下げ", "withdrawn", "withdrawn"},
                                           [STANDING_DESTROYED] = {"廃棄", "destroyed", "destroyed"}};

static const char *
consent_of(const batch_index *x, const batch_paper *p, const batch_version *v)
{
    char text[DIGEST_TEXT];
    const char *known = g_hash_table_lookup(x->consents, digest_text(&v->output, text));
    return batch_paper_consent(p, v, known ? known : "");
}

static void
append_standing(GString *out, const batch_version *v, bool en)
{
    g_string_append(out, standings[v->standing][en]);
    if (v->standing == STANDING_SUPERSEDED)
        g_string_append_printf(out, en ? " by version %d" : "（第%d版）", v->next);
    if (v->ended_on)
        g_string_append_printf(out, " %.10s", v->ended_on);
}

static void
print_version(const batch_index *x, const batch_paper *p, const batch_version *v, bool en, GString *out)
{
    char text[DIGEST_TEXT];
    char *form = p->bundle ? g_strdup(p->key) : batch_form_name(p->form);
    shown_append(out, form);
    g_string_append_printf(out, "\t%s\t%d\t", *p->month ? p->month : "-", v->version);
    append_standing(out, v, en);
    g_string_append_printf(out, "\t%s\t", v->on);
    shown_append(out, v->who);
    g_string_append_printf(out, "\t%s\t%d\t%s\n", *consent_of(x, p, v) ? consent_of(x, p, v) : "-", v->pages,
                           digest_text(&v->output, text));
    for (guint c = 0; c < v->copies->len; c++) {
        const batch_copy *again = &g_array_index(v->copies, batch_copy, c);
        shown_append(out, form);
        g_string_append_printf(out, "\t%s\t%d\t", *p->month ? p->month : "-", v->version);
        g_string_append_printf(out, en ? "reissue %d\t%s\t" : "再発行（%d回目）\t%s\t", again->copy, again->on);
        shown_append(out, again->who);
        g_string_append_c(out, '\t');
        shown_append(out, again->reason);
        g_string_append_c(out, '\n');
    }
    for (guint n = 0; n < v->prints->len; n++) {
        const batch_printing *printed = &g_array_index(v->prints, batch_printing, n);
        shown_append(out, form);
        g_string_append_printf(out, "\t%s\t%d\t%s\t%s\t", *p->month ? p->month : "-", v->version,
                               en ? "handed over to the printer" : "印刷に渡した", printed->on);
        shown_append(out, printed->who);
        g_string_append_c(out, '\t');
        shown_append(out, *printed->reason ? printed->reason : "-");
        g_string_append_c(out, '\n');
    }
    g_free(form);
}

void
batch_index_print(const batch_index *x, diag_language language, GString *out)
{
    g_assert(x && out);
    const bool en = language == DIAG_EN;
    char text[DIGEST_TEXT];
    g_string_append(out, en ? "form\tmonth\tversion\tstate\tissued\tby\tconsented\tpages\tsha256\n"
                            : "様式\t月\t版\t状態\t発行\t発行者\t同意日\tページ\tSHA-256\n");
    for (guint i = 0; i < x->papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(x->papers, i);
        for (guint n = 0; n < p->versions->len; n++)
            print_version(x, p, &g_array_index(p->versions, batch_version, n), en, out);
    }
    if (batch_issued_is_held(x->issued, x->key))
        g_string_append(out, en ? "on hold\n" : "保全されています\n");
    g_string_append_printf(out, en ? "journal: %" PRId64 " entries, %s\n" : "発行簿：第%" PRId64 "号まで、%s\n",
                           x->issued->head, digest_text(&x->issued->hash, text));
}

/* ---- JSON ---- */

static void
append_version_json(const batch_index *x, const batch_paper *p, const batch_version *v, GString *out)
{
    char text[DIGEST_TEXT];
    json_begin_item(out, "kind", p->bundle ? "bundle" : "document");
    json_append_member(out, p->bundle ? "name" : "form", p->bundle ? p->key : p->form);
    if (*p->month)
        json_append_member(out, "month", p->month);
    g_string_append_printf(out, ",\"version\":%d", v->version);
    json_append_member(out, "state", standings[v->standing][2]);
    if (v->standing == STANDING_SUPERSEDED)
        g_string_append_printf(out, ",\"superseded-by\":%d", v->next);
    if (v->ended_on)
        json_append_member(out, "ended", v->ended_on);
    json_append_member(out, "issued", v->on);
    json_append_member(out, "who", v->who);
    json_append_member(out, "host", v->host);
    json_append_member(out, "reason", v->reason);
    if (*consent_of(x, p, v))
        json_append_member(out, "consented", consent_of(x, p, v));
    g_string_append_printf(out, ",\"entry\":%" PRId64 ",\"pages\":%d,\"bytes\":%" PRId64, v->entry, v->pages, v->bytes);
    json_append_member(out, "sha256", digest_text(&v->output, text));
    g_string_append(out, ",\"copies\":[");
    for (guint c = 0; c < v->copies->len; c++) {
        const batch_copy *again = &g_array_index(v->copies, batch_copy, c);
        g_string_append_printf(out, "%s{\"copy\":%d", c ? "," : "", again->copy);
        json_append_member(out, "issued", again->on);
        json_append_member(out, "who", again->who);
        json_append_member(out, "reason", again->reason);
        json_append_member(out, "file", again->name);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "],\"prints\":[");
    for (guint n = 0; n < v->prints->len; n++) {
        const batch_printing *printed = &g_array_index(v->prints, batch_printing, n);
        json_begin_item(out, "printed", printed->on);
        json_append_member(out, "who", printed->who);
        if (*printed->reason)
            json_append_member(out, "reason", printed->reason);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "]}");
}

void
batch_index_print_json(const batch_index *x, GString *out)
{
    g_assert(x && out);
    char text[DIGEST_TEXT];
    g_string_append(out, "{\"v\":1");
    json_append_member(out, "key", x->key);
    g_string_append_printf(out, ",\"held\":%s,\"entries\":%" PRId64,
                           batch_issued_is_held(x->issued, x->key) ? "true" : "false", x->issued->head);
    json_append_member(out, "hash", digest_text(&x->issued->hash, text));
    g_string_append(out, ",\"issues\":[");
    for (guint i = 0; i < x->papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(x->papers, i);
        for (guint n = 0; n < p->versions->len; n++) {
            append_version_json(x, p, &g_array_index(p->versions, batch_version, n), out);
        }
    }
    g_string_append(out, "]}\n");
}

/* ---- data of the form ---- */

/* p, v NULL: of all there is. */
static void
append_act(GString *x, const char *kind, const batch_copy *act, const char *title, const batch_paper *p,
           const batch_version *v)
{
    g_string_append(x, "<act");
    batch_append_attribute(x, "kind", kind);
    batch_append_moment(x, "on", act->on, "%Y-%m-%d");
    batch_append_attribute(x, "who", act->who);
    batch_append_attribute(x, "what", title);
    if (p)
        batch_append_attribute(x, "month", p->month);
    if (v)
        g_string_append_printf(x, " version=\"%d\"", v->version);
    g_string_append_c(x, '>');
    batch_append_text(x, act->reason);
    g_string_append(x, "</act>\n");
}

static char *
title_of(const batch_paper *p, render_environment *e, diag *d)
{
    const char *title = p->bundle ? NULL : render_form_title(e, p->form, d);
    return p->bundle ? g_strconcat("封筒 ", p->key, NULL) : title ? g_strdup(title) : batch_form_name(p->form);
}

static void
append_version(const batch_index *x, const batch_paper *p, const batch_version *v, const char *title, GString *out)
{
    char text[DIGEST_TEXT];
    g_string_append(out, "<issue");
    batch_append_attribute(out, "kind", p->bundle ? "bundle" : "document");
    batch_append_attribute(out, "title", title);
    batch_append_attribute(out, "month", p->month);
    g_string_append_printf(out, " version=\"%d\" entry=\"%" PRId64 "\" pages=\"%d\"", v->version, v->entry, v->pages);
    batch_append_moment(out, "issued", v->on, "%Y-%m-%d");
    batch_append_attribute(out, "who", v->who);
    batch_append_attribute(out, "consented", consent_of(x, p, v));
    batch_append_attribute(out, "state", standings[v->standing][2]);
    if (v->ended_on)
        batch_append_moment(out, "ended", v->ended_on, "%Y-%m-%d");
    if (v->standing == STANDING_SUPERSEDED)
        g_string_append_printf(out, " superseded-by=\"%d\"", v->next);
    batch_append_attribute(out, "hash", digest_text(&v->output, text));
    g_string_append_c(out, '>');
    batch_append_text(out, v->reason);
    g_string_append(out, "</issue>\n");
}

static void
append_acts(const batch_paper *p, const batch_version *v, const char *title, GString *out)
{
    for (guint c = 0; c < v->copies->len; c++) {
        const batch_copy *again = &g_array_index(v->copies, batch_copy, c);
        char *kind = g_strdup_printf("再発行（%d回目）", again->copy);
        append_act(out, kind, again, title, p, v);
        g_free(kind);
    }
    for (guint n = 0; n < v->prints->len; n++) {
        const batch_printing *printed = &g_array_index(v->prints, batch_printing, n);
        const batch_copy act = {.on = printed->on, .who = printed->who, .reason = printed->reason};
        append_act(out, "印刷に渡した", &act, title, p, v);
    }
    const batch_copy end = {.on = v->ended_on, .who = v->ended_who, .reason = v->ended_why};
    if (v->standing == STANDING_WITHDRAWN || v->standing == STANDING_DESTROYED)
        append_act(out, standings[v->standing][0], &end, title, p, v);
}

static void
append_holds(const batch_index *x, GString *out)
{
    const GArray *holds = batch_issued_holds(x->issued, x->key);
    for (guint i = 0; holds && i < holds->len; i++) {
        const batch_hold *h = &g_array_index(holds, batch_hold, i);
        const batch_copy act = {.on = h->on, .who = h->who, .reason = h->reason};
        append_act(out, h->held ? "保全" : "保全の終わり", &act, "すべての書類", NULL, NULL);
    }
}

void
batch_index_data(const batch_index *x, render_environment *e, GString *out, diag *d)
{
    g_assert(x && e && out && d);
    char text[DIGEST_TEXT];
    char *now = batch_now_utc();
    g_string_append(out, "<index version=\"1\"");
    batch_append_attribute(out, "key", x->key);
    batch_append_moment(out, "date", now, "%Y-%m-%d");
    batch_append_attribute(out, "held", batch_issued_is_held(x->issued, x->key) ? "yes" : "no");
    g_string_append_printf(out, " entries=\"%" PRId64 "\"", x->issued->head);
    batch_append_attribute(out, "hash", digest_text(&x->issued->hash, text));
    g_string_append(out, ">\n");
    GString *acts = g_string_new(NULL);
    for (guint i = 0; i < x->papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(x->papers, i);
        char *title = title_of(p, e, d);
        for (guint n = 0; n < p->versions->len; n++) {
            const batch_version *v = &g_array_index(p->versions, batch_version, n);
            append_version(x, p, v, title, out);
            append_acts(p, v, title, acts);
        }
        g_free(title);
    }
    append_holds(x, acts);
    g_string_append(out, acts->str);
    g_string_append(out, "</index>\n");
    g_string_free(acts, TRUE);
    g_free(now);
}

GByteArray *
batch_index_pdf(const batch_index *x, const render_paths *paths, diag *d)
{
    g_assert(x && paths && d);
    render_environment *e = render_open(paths, RENDER_KEEP, d);
    GString *data = g_string_new(NULL);
    char *form = g_build_filename(paths->forms, "batch", "index.xml", NULL);
    if (e)
        batch_index_data(x, e, data, d);
    GByteArray *bytes = e ? render_made(e, form, "index", data, d) : NULL;
    g_free(form);
    g_string_free(data, TRUE);
    render_close(e);
    return bytes;
}
