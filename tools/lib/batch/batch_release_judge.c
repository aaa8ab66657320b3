/* batch_release_judge.c: of each document and envelope that a release chose, whether it may go: is it made, is its file
 * what the ledger says, was it issued with these bytes before. */
#include "batch/batch_release_int.h"

#include <string.h>

static const char *const not_there[] = {"ファイルがありません", "its file is not there"};
static const char *const not_its[] = {"ファイルが、作ったときのものと違います",
                                      "its file is not the one that was made"};
static const char *const forbidden[] = {"要件が禁じています", "a rule forbids that it leaves"};
static const char *const failed[] = {"作れていません", "it could not be made"};
static const char *const absent[] = {"この様式に印刷するものが事例にありません", "the case has nothing for this form"};
static const char *const no_list[] = {"束の中身が台帳にありません。run をもう一度実行してください",
                                      "the ledger does not know what is in it: run again"};
static const char *const withdrawn[] = {"取り下げたときのままです。発行し直すときは --again を付けます",
                                        "it is what was withdrawn: to issue it again, --again"};
static const char *const holds_withdrawn[] = {
    "取り下げた書類が入っています。その書類を発行し直すときは --again を付けます",
    "a document in it was withdrawn: to issue that again, --again"};
static const char *const withheld[] = {
    "非公開（支援措置）の住所が出ています。事例を直して run をもう一度実行してください",
    "it tells an address that is withheld: mend the case and run again"};
static const char *const stale[] = {
    "中の書類が、束のあとで作り直されたか、作れなくなりました。run をもう一度実行してください",
    "a document in it was made anew, or could not be: run again"};

void
batch_release_refuse(batch_release_line *x, const char *const why[2])
{
    x->going = BATCH_REFUSED;
    x->why[DIAG_JA] = why[0];
    x->why[DIAG_EN] = why[1];
}

char *
batch_release_name(const char *key, const char *form, const char *month)
{
    return g_strdup_printf("%s\n%s\n%s", key, form, month);
}

/* Reads what is to go, which must be what the ledger says; *bytes is the caller's. */
static bool
read_made(const batch_releasing *r, const char *file, const digest *output, char **bytes, gsize *length,
          batch_release_line *x)
{
    const int error = batch_place_read(r->desk->place.folder, file, bytes, length);
    const digest now = digest_of(error ? "" : *bytes, error ? 0 : *length);
    const bool same = !error && digest_equal(&now, output);
    if (!same)
        batch_release_refuse(x, error ? not_there : not_its);
    if (!error && !same)
        g_free(*bytes);
    return same;
}

/* What is judged for the journal is put aside at once, so that the bytes that are looked at are those that go. */
static bool
put_aside(const batch_releasing *r, const char *file, const digest *output, batch_release_line *x)
{
    char *bytes = NULL;
    gsize length = 0;
    if (!read_made(r, file, output, &bytes, &length, x))
        return true;
    const int error = r->desk->looks ? 0 : batch_store_add(&r->desk->place, bytes, length, output);
    if (error)
        batch_place_report(file, error, r->desk->d);
    g_free(bytes);
    return !error;
}

/* The same bytes need nothing, unless the store lost them: then they are put back. */
static bool
put_aside_what_lacks(batch_releasing *r, const char *file, const digest *output, batch_release_line *x)
{
    const bool same = x->going == BATCH_SAME;
    if (same && batch_store_is_there(&r->desk->place, output))
        return true;
    r->restores = r->restores || same;
    return put_aside(r, file, output, x);
}

/* Whether these bytes go, by what was issued of their paper. */
static void
foresee_line(const batch_releasing *r, batch_release_line *x, const digest *output)
{
    const batch_paper *p = batch_issued_find(r->desk->issued, x->bundle, x->key, x->form, x->month);
    x->going = batch_paper_going(p, output, r->o->again, &x->version);
}

/* The working state forgets it with the next change of the paper: the journal keeps it. */
static bool
is_signed_since(const batch_releasing *r, const batch_letter *l)
{
    const batch_paper *p = batch_issued_find(r->desk->issued, false, l->of.key, l->of.form, l->line.month);
    const batch_version *now = batch_paper_current(p);
    return !*now->consented && *batch_paper_consent(p, now, l->of.consented);
}

static bool
judge_letter(batch_releasing *r, batch_letter *l)
{
    batch_release_line *x = &l->line;
    const ledger_document *of = &l->of;
    if (x->judged)
        return true;
    x->judged = true;
    if (of->status == LEDGER_ABSENT) {
        x->going = BATCH_NOTHING;
        if (l->named && r->o->form)
            batch_release_refuse(x, absent);
        return true;
    }
    if (of->status != LEDGER_MADE) {
        batch_release_refuse(x, of->status == LEDGER_BLOCKED ? forbidden : failed);
        return true;
    }
    foresee_line(r, x, &of->output);
    if (x->going == BATCH_SAME)
        l->signed_since = is_signed_since(r, l);
    if (x->going == BATCH_STAYS_WITHDRAWN && l->named && r->o->form)
        batch_release_refuse(x, withdrawn);
    if (l->tells && x->going != BATCH_SAME && x->going != BATCH_STAYS_WITHDRAWN)
        batch_release_refuse(x, withheld);
    if (x->going == BATCH_STAYS_WITHDRAWN || x->going == BATCH_REFUSED)
        return true;
    return put_aside_what_lacks(r, of->file, &of->output, x);
}

/* The document that is in an envelope, as it is now; NULL: it is another by now, or could not be made, now or then (a
 * gap). */
static batch_letter *
find_member(const batch_releasing *r, const ledger_member *m)
{
    if (*m->gap)
        return NULL;
    char *name = batch_release_name(m->key, m->form, m->month);
    const batch_letter *l = g_hash_table_lookup(r->by_name, name);
    batch_letter *newest = l ? (batch_letter *)l->newest : NULL;
    g_free(name);
    return newest && newest->of.status == LEDGER_MADE && digest_equal(&newest->of.output, &m->output) ? newest : NULL;
}

static bool
has_all_members(const batch_releasing *r, const batch_envelope *e)
{
    bool all = true;
    for (size_t i = 0; all && i < e->of.member_count; i++)
        all = *e->members[i].gap || find_member(r, &e->members[i]); /* the cover names a gap */
    return all;
}

static bool
has_withdrawn_member(const batch_releasing *r, const batch_envelope *e)
{
    for (size_t i = 0; i < e->of.member_count; i++) {
        const batch_letter *l = find_member(r, &e->members[i]);
        batch_release_line line = l ? l->line : (batch_release_line){0};
        if (l)
            foresee_line(r, &line, &l->of.output);
        if (line.going == BATCH_STAYS_WITHDRAWN)
            return true;
    }
    return false;
}

/* Also of papers that went before: they do not go into another envelope. */
static bool
tells_withheld(const batch_releasing *r, const batch_envelope *e)
{
    for (size_t i = 0; i < e->of.member_count; i++) {
        const batch_letter *l = find_member(r, &e->members[i]);
        if (l && l->tells)
            return true;
    }
    return false;
}

/* An envelope goes whole: each of its documents as it is in it, or not at all. Nothing is put aside before that is
 * known; a file that is not what was made then keeps all back. */
static bool
judge_envelope(batch_releasing *r, batch_envelope *e)
{
    batch_release_line *x = &e->line;
    if (x->going != BATCH_REFUSED && !e->of.member_count)
        batch_release_refuse(x, no_list);
    else if (x->going != BATCH_REFUSED && !has_all_members(r, e))
        batch_release_refuse(x, stale);
    else if (x->going != BATCH_REFUSED && has_withdrawn_member(r, e))
        batch_release_refuse(x, holds_withdrawn);
    if (x->going != BATCH_REFUSED)
        foresee_line(r, x, &e->of.output);
    if (x->going == BATCH_STAYS_WITHDRAWN && e->named)
        batch_release_refuse(x, withdrawn);
    if (x->going != BATCH_REFUSED && x->going != BATCH_SAME && tells_withheld(r, e))
        batch_release_refuse(x, withheld);
    if (x->going == BATCH_REFUSED || x->going == BATCH_STAYS_WITHDRAWN)
        return true;
    e->whole = true;
    for (size_t i = 0; i < e->of.member_count; i++) {
        batch_letter *l = find_member(r, &e->members[i]);
        if (!l)
            continue;
        if (!judge_letter(r, l))
            return false;
        l->wanted = true;
        e->members[i].version = l->line.version;
        if (l->line.going == BATCH_REFUSED) {
            batch_release_refuse(x, l->line.why);
            return true;
        }
    }
    return put_aside_what_lacks(r, e->of.file, &e->of.output, x);
}

bool
batch_release_judge(batch_releasing *r)
{
    bool good = true;
    for (guint i = 0; good && i < r->envelopes->len; i++)
        good = judge_envelope(r, g_ptr_array_index(r->envelopes, i));
    for (guint i = 0; good && i < r->letters->len; i++) {
        batch_letter *l = g_ptr_array_index(r->letters, i);
        good = !l->wanted || judge_letter(r, l);
    }
    return good;
}

bool
batch_release_is_of_ended(const batch_releasing *r, const ledger_run *last)
{
    const batch_release_order *o = r->o;
    const bool keys = o->keys && o->keys[0];
    bool named = keys || (!o->all_bundles && o->bundles && o->bundles[0]);
    for (size_t i = 0; named && !keys && o->bundles[i]; i++)
        named = strchr(o->bundles[i], '/') != NULL; /* else it is a kind of recipient */
    const bool about = !named && (!o->order || g_strcmp0(o->order->label, last->order) == 0);
    return !about || !batch_tell_unfinished(last, g_hash_table_size(r->tonight), r->desk->d);
}
