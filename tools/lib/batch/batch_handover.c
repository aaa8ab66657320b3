#include "batch/batch_handover.h"

#include <string.h>

#include "base/json.h"
#include "base/shown.h"
#include "batch/batch_desk.h"

typedef struct handing_over {
    batch_desk *desk;
    batch_withheld *withheld;
    batch_covered *covered;
    GHashTable *envelopes; /* of the working state, those too that could not be made: series and name */
    const batch_handover_order *order;
    batch_handed *out;
    size_t *told; /* errors of what alone is kept back: the others go */
} handing_over;

/* ---- which ---- */

static char *
name_of_envelope(const char *series, const char *name)
{
    return g_strdup_printf("%s\n%s", series, name);
}

static void
take_envelope(void *data, const ledger_bundle *x)
{
    g_hash_table_add(data, name_of_envelope(x->series, x->name));
}

static void
take_unmade(void *data, const ledger_unmade *x)
{
    g_hash_table_add(data, name_of_envelope(x->series, x->name));
}

/* A run took it away: its guardian gets none any more, or its papers are in another. */
static bool
is_gone(const handing_over *h, const batch_paper *p)
{
    char *name = p->bundle ? name_of_envelope(p->month, p->key) : NULL;
    const bool gone = name && !g_hash_table_contains(h->envelopes, name);
    g_free(name);
    if (gone)
        diag_add(h->desk->d, DIAG_BATCH_PRINT_GONE, PLACE_NONE, PLACE_NONE, p->key, NULL);
    return gone;
}

/* What is in an envelope and must not go out any more is told; that something of one which went was replaced since is
 * nobody's concern. */
static batch_handing
judge_enclosed(const handing_over *h, const batch_paper *p, const batch_version *v, bool before)
{
    const batch_issued *issued = h->desk->issued;
    const batch_enclosed *ended = batch_version_enclosed_ended(issued, v);
    const batch_enclosed *bad = ended || before ? ended : batch_version_enclosed_replaced(issued, v);
    if (!bad)
        return before ? BATCH_HANDED_BEFORE : is_gone(h, p) ? BATCH_GONE : BATCH_TO_HAND;
    diag_add(h->desk->d, ended ? DIAG_BATCH_PRINT_WITHDRAWN : DIAG_BATCH_PRINT_REPLACED, PLACE_NONE, PLACE_NONE, p->key,
             arena_printf(h->out->a, "%s/%s", bad->key, bad->form), NULL);
    return ended ? BATCH_NOT_HANDED : BATCH_REPLACED;
}

static void
add_paper(const handing_over *h, const batch_paper *p, const batch_version *v)
{
    arena *a = h->out->a;
    const size_t errors = diag_count(h->desk->d, DIAG_ERROR);
    const char *printed = batch_version_printed(v);
    batch_handing handing = judge_enclosed(h, p, v, printed && !h->order->again);
    if (handing == BATCH_TO_HAND && !batch_desk_is_tellable(h->desk, h->withheld, p, v))
        handing = BATCH_WITHHELD;
    else if (handing == BATCH_TO_HAND && !batch_desk_is_covered(h->desk, h->covered, p, v))
        handing = BATCH_UNCONSENTED;
    const batch_handover_line l = {.bundle = p->bundle,
                                   .key = arena_strdup(a, p->key),
                                   .form = arena_strdup(a, p->form),
                                   .month = arena_strdup(a, p->month),
                                   .handing = handing,
                                   .before = printed ? arena_strdup(a, printed) : NULL,
                                   .version = v->version,
                                   .pages = v->pages};
    g_array_append_val(h->out->lines, l);
    *h->told += diag_count(h->desk->d, DIAG_ERROR) - errors;
}

static void
tell_none_stands(const handing_over *h, const batch_paper *p)
{
    const batch_version *last = &g_array_index(p->versions, batch_version, p->versions->len - 1);
    char *number = g_strdup_printf("%d", last->version);
    if (last->standing == STANDING_DESTROYED)
        diag_add(h->desk->d, DIAG_BATCH_DESTROYED, PLACE_NONE, PLACE_NONE, p->key, number, last->ended_on, NULL);
    else
        diag_add(h->desk->d, DIAG_BATCH_WITHDRAWN, PLACE_NONE, PLACE_NONE, p->key, NULL);
    g_free(number);
}

/* What stands of a case's documents: of those that were withdrawn nothing is said unless there is nothing else. */
static void
choose_documents(const handing_over *h, const char *key)
{
    const batch_paper *ended = NULL;
    const guint before = h->out->lines->len;
    const GPtrArray *papers = h->desk->issued->papers;
    for (guint i = 0; i < papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(papers, i);
        if (p->bundle || strcmp(p->key, key) != 0 || !batch_paper_is_of(p, h->order->form, h->order->month))
            continue;
        const batch_version *v = batch_paper_current(p);
        if (v)
            add_paper(h, p, v);
        else
            ended = p;
    }
    if (h->out->lines->len > before)
        return;
    if (ended)
        tell_none_stands(h, ended);
    else
        batch_desk_tell_not_issued(h->desk, &(batch_choice){.key = key});
}

static void
choose_envelope(const handing_over *h, const char *name)
{
    const batch_choice c = {.key = name, .month = h->order->month, .bundle = true};
    const batch_paper *p = batch_desk_choose(h->desk, &c);
    const batch_version *v = p ? batch_paper_current(p) : NULL;
    if (v)
        add_paper(h, p, v);
    else if (p)
        tell_none_stands(h, p);
}

static bool
is_wished(const handing_over *h, const char *to)
{
    if (h->order->all_bundles)
        return true;
    for (guint i = 0; h->order->wished && i < h->order->wished->wishes->len; i++)
        if (strcmp(g_array_index(h->order->wished->wishes, batch_wish, i).to, to) == 0)
            return true;
    return false;
}

static void
choose_wished(const handing_over *h)
{
    const GPtrArray *papers = h->desk->issued->papers;
    for (guint i = 0; i < papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(papers, i);
        const bool meant = p->bundle && is_wished(h, p->form) && batch_paper_is_of(p, NULL, h->order->month);
        const batch_version *v = meant ? batch_paper_current(p) : NULL;
        if (v)
            add_paper(h, p, v);
    }
}

static bool
choose_all(const handing_over *h)
{
    const batch_handover_order *o = h->order;
    const size_t errors = diag_count(h->desk->d, DIAG_ERROR);
    for (size_t i = 0; o->keys && o->keys[i]; i++)
        choose_documents(h, o->keys[i]);
    for (size_t i = 0; o->bundles && o->bundles[i]; i++)
        choose_envelope(h, o->bundles[i]);
    choose_wished(h);
    return diag_count(h->desk->d, DIAG_ERROR) == errors + *h->told;
}

/* ---- the handing over ---- */

/* Of a document its form, too: the key alone is all that the queue shows of a person. */
static char *
title_of(const batch_paper *p)
{
    char *form = batch_form_name(p->form);
    char *title = p->bundle ? g_strdup(p->key) : g_strdup_printf("%s %s", p->key, form);
    g_free(form);
    return title;
}

static bool
append_print(const batch_desk *k, const batch_paper *p, const batch_version *v)
{
    ledger_entry x = batch_desk_paper_entry(k, LEDGER_PRINT, p);
    x.version = v->version;
    x.name = v->name;
    x.of = v->output;
    x.pages = v->pages;
    return ledger_append(k->ledger, &x, NULL);
}

/* It is written before and becomes durable after lp has taken it: a ledger that cannot be written prints nothing, and
 * what lp did not take was not handed over. Who is killed between the two prints it once more: a paper twice in the
 * tray is seen, one that is missing is not. */
static bool
hand_over_version(const handing_over *h, const batch_paper *p, const batch_version *v)
{
    const batch_desk *k = h->desk;
    char *bytes;
    gsize length;
    if (!batch_store_read(&k->place, &v->output, &bytes, &length, k->d))
        return false;
    char *title = title_of(p);
    const bool good = ledger_begin(k->ledger) && append_print(k, p, v) &&
                      batch_spool_bytes(&h->order->spooler, title, bytes, length, k->d) && ledger_commit(k->ledger);
    g_free(bytes);
    g_free(title);
    return good;
}

static bool
hand_over_all(const handing_over *h)
{
    for (guint i = 0; i < h->out->lines->len; i++) {
        batch_handover_line *l = &g_array_index(h->out->lines, batch_handover_line, i);
        if (l->handing != BATCH_TO_HAND)
            continue;
        const batch_paper *p = batch_issued_find(h->desk->issued, l->bundle, l->key, l->form, l->month);
        if (!hand_over_version(h, p, batch_paper_current(p)))
            return false;
        l->handing = BATCH_HANDED;
    }
    return true;
}

bool
batch_hand_over(const batch_handover_order *o, const char *output, batch_handed *out, diag *d)
{
    g_assert(o && output && out && d);
    *out = (batch_handed){.lines = g_array_new(FALSE, FALSE, sizeof(batch_handover_line)), .a = arena_new()};
    batch_desk desk;
    if (!batch_desk_open(&desk, output, &o->deed, d))
        return false;
    size_t told = 0;
    const handing_over h = {.desk = &desk,
                            .withheld = batch_desk_withheld(&desk),
                            .covered = batch_covered_read(desk.ledger),
                            .order = o,
                            .out = out,
                            .told = &told,
                            .envelopes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    bool good = h.withheld && h.covered && ledger_each_bundle(desk.ledger, 0, take_envelope, h.envelopes) &&
                ledger_each_unmade(desk.ledger, 0, take_unmade, h.envelopes) && choose_all(&h);
    if (!good)
        g_array_set_size(out->lines, 0);
    good = good && (desk.looks || hand_over_all(&h));
    for (guint i = 0; i < out->lines->len; i++)
        out->count[g_array_index(out->lines, batch_handover_line, i).handing]++;
    batch_withheld_drop(h.withheld);
    batch_covered_drop(h.covered);
    g_hash_table_destroy(h.envelopes);
    batch_desk_close(&desk);
    return good;
}

void
batch_handed_clear(batch_handed *x)
{
    g_assert(x);
    g_array_free(x->lines, TRUE);
    arena_drop(x->a);
}

/* ---- the account ---- */

static const char *const words[BATCH_HANDINGS][3] = {
    [BATCH_TO_HAND] = {"まだ渡していない", "not yet", "left"},
    [BATCH_HANDED] = {"渡した", "handed over", "handed"},
    [BATCH_HANDED_BEFORE] = {"前に渡した", "handed over before", "before"},
    [BATCH_NOT_HANDED] = {"取り下げた書類が入っているので渡さない", "not handed over, a paper in it was withdrawn",
                          "withdrawn"},
    [BATCH_REPLACED] = {"差し替えた書類が入っているので渡さない", "not handed over, a paper in it was replaced",
                        "replaced"},
    [BATCH_GONE] = {"今はない束なので渡さない", "not handed over, it is none any more", "gone"},
    [BATCH_WITHHELD] = {"非公開の住所が出ているおそれがあるので渡さない",
                        "not handed over, it may tell a withheld address", "withheld"},
    [BATCH_UNCONSENTED] = {"写しを渡す同意がないので渡さない", "not handed over, the consents do not cover a copy",
                           "no-consent"}};

void
batch_handed_print(const batch_handed *x, diag_language language, GString *out)
{
    g_assert(x && out);
    const bool en = language == DIAG_EN;
    for (guint i = 0; i < x->lines->len; i++) {
        const batch_handover_line *l = &g_array_index(x->lines, batch_handover_line, i);
        shown_append(out, l->key);
        g_string_append_printf(out, en ? "\t%s\t%s\tversion %d\t%d p.\t%s" : "\t%s\t%s\t第%d版\t%dページ\t%s", l->form,
                               *l->month ? l->month : "-", l->version, l->pages, words[l->handing][en]);
        if (l->handing == BATCH_HANDED_BEFORE)
            g_string_append_printf(out, en ? " (%s)" : "（%s）", l->before);
        g_string_append_c(out, '\n');
    }
    g_string_append_printf(out,
                           en ? "print: handed over %zu, handed over before %zu, not yet %zu\n"
                              : "印刷に渡した%zu件、前に渡した%zu件、まだ渡していない%zu件\n",
                           x->count[BATCH_HANDED], x->count[BATCH_HANDED_BEFORE], x->count[BATCH_TO_HAND]);
    size_t kept = 0;
    for (batch_handing k = BATCH_NOT_HANDED; k < BATCH_HANDINGS; k++)
        kept += x->count[k];
    if (kept)
        g_string_append_printf(out, en ? "print: not handed over %zu\n" : "渡さない%zu件\n", kept);
}

void
batch_handed_print_json(const batch_handed *x, bool dry_run, GString *out)
{
    g_assert(x && out);
    for (guint i = 0; i < x->lines->len; i++) {
        const batch_handover_line *l = &g_array_index(x->lines, batch_handover_line, i);
        g_string_append(out, "{\"v\":1");
        json_append_member(out, "kind", l->bundle ? "bundle" : "document");
        json_append_member(out, "key", l->key);
        json_append_member(out, l->bundle ? "to" : "form", l->form);
        if (*l->month)
            json_append_member(out, "month", l->month);
        json_append_member(out, "print", words[l->handing][2]);
        if (l->before)
            json_append_member(out, "before", l->before);
        g_string_append_printf(out, ",\"version\":%d,\"pages\":%d}\n", l->version, l->pages);
    }
    g_string_append_printf(
        out,
        "{\"v\":1,\"dry-run\":%s,\"handed\":%zu,\"before\":%zu,\"left\":%zu,\"replaced\":%zu,\"gone\":%zu,"
        "\"withdrawn\":%zu,\"withheld\":%zu,\"no-consent\":%zu}\n",
        dry_run ? "true" : "false", x->count[BATCH_HANDED], x->count[BATCH_HANDED_BEFORE], x->count[BATCH_TO_HAND],
        x->count[BATCH_REPLACED], x->count[BATCH_GONE], x->count[BATCH_NOT_HANDED], x->count[BATCH_WITHHELD],
        x->count[BATCH_UNCONSENTED]);
}
