/* batch_roster_withdraw.c: what is missing of a roster and was accepted leaves the working state, by a decision that
 * the journal keeps. */
#include "batch/batch_roster_int.h"

#include <string.h>

typedef struct withdrawing {
    const batch_roster *r;
    const batch_decision *decision;
    ledger *l;
    const batch_place *place;
    arena *a;
    GHashTable *rows;   /* char *, "key\nform\nmonth" of documents that go: that they do */
    GPtrArray *papers;  /* ledger_document *: of them */
    GPtrArray *bundles; /* ledger_bundle *: envelopes that nothing is left of */
    bool good;
    diag *d;
} withdrawing;

static ledger_entry
entry_of(const withdrawing *w, ledger_act act)
{
    const batch_decision *n = w->decision;
    return (ledger_entry){.act = act, .on = n->on, .who = n->who, .host = n->host, .reason = n->reason, .run = n->run};
}

static const char *
month_of(const batch_roster *r, const roster_lost *x)
{
    char *name = g_strdup_printf("%s\n%s", x->form, x->slot);
    const char *month = g_hash_table_lookup(r->months, name);
    g_free(name);
    return month;
}

/* What this run would have made of the row: of a form that it still has, in that form's month; of one that was taken
 * off it, in the month of the run. Those of earlier months are as they were issued then. */
static void
mark_rows(withdrawing *w)
{
    for (guint i = 0; i < w->r->lost->len; i++) {
        const roster_lost *x = g_ptr_array_index(w->r->lost, i);
        if (!x->accepted || *x->kind || batch_roster_elsewhere(w->r, x))
            continue;
        const char *month = month_of(w->r, x);
        g_hash_table_add(w->rows, arena_printf(w->a, "%s\n%s\n%s", x->key, x->form, month ? month : w->r->series));
        if (!month)
            g_hash_table_add(w->rows, arena_printf(w->a, "%s\n%s\n", x->key, x->form));
    }
    for (guint i = 0; i < w->r->documents->len; i++) { /* what is covered under another number stays */
        const roster_covered *x = &g_array_index(w->r->documents, roster_covered, i);
        char *name = g_strdup_printf("%s\n%s\n%s", x->key, x->form, x->month);
        g_hash_table_remove(w->rows, name);
        g_free(name);
    }
}

static bool
is_going(const withdrawing *w, const char *key, const char *form, const char *month)
{
    char *name = g_strdup_printf("%s\n%s\n%s", key, form, month);
    const bool going = g_hash_table_contains(w->rows, name);
    g_free(name);
    return going;
}

static void
take_paper(void *data, const ledger_document *x)
{
    withdrawing *w = data;
    if (!is_going(w, x->key, x->form, x->month))
        return;
    ledger_document *copy = ARENA_NEW(w->a, ledger_document);
    *copy = *x;
    copy->key = arena_strdup(w->a, x->key);
    copy->form = arena_strdup(w->a, x->form);
    copy->month = arena_strdup(w->a, x->month);
    copy->file = arena_strdup(w->a, x->file);
    copy->consented = arena_strdup(w->a, x->consented);
    g_ptr_array_add(w->papers, copy);
}

/* An envelope goes when its kind is not asked for any more, or when every document in it goes; one that keeps some is
 * made anew by whoever makes envelopes. */
static bool
is_envelope_going(const withdrawing *w, const ledger_bundle *b)
{
    for (guint i = 0; i < w->r->lost->len; i++) {
        const roster_lost *x = g_ptr_array_index(w->r->lost, i);
        if (x->accepted && *x->kind && !batch_roster_elsewhere(w->r, x) &&
            strncmp(b->wish, x->kind, strcspn(b->wish, ",")) == 0 && strlen(x->kind) == strcspn(b->wish, ","))
            return true;
    }
    bool some = false, all = true;
    for (size_t i = 0; i < b->member_count; i++) {
        const ledger_member *m = &b->members[i];
        if (*m->gap)
            continue;
        some = true;
        all = all && is_going(w, m->key, m->form, m->month);
    }
    return some && all;
}

/* Whose documents are in it: the journal is to know it. */
static const ledger_member *
copy_members(arena *a, const ledger_bundle *b)
{
    ledger_member *members = ARENA_ARRAY(a, ledger_member, b->member_count + 1);
    for (size_t i = 0; i < b->member_count; i++) {
        members[i] = b->members[i];
        members[i].key = arena_strdup(a, b->members[i].key);
        members[i].form = arena_strdup(a, b->members[i].form);
        members[i].month = arena_strdup(a, b->members[i].month);
        members[i].gap = arena_strdup(a, b->members[i].gap);
    }
    return members;
}

static void
take_bundle(void *data, const ledger_bundle *b)
{
    withdrawing *w = data;
    if (strcmp(b->series, w->r->series) != 0 || !is_envelope_going(w, b))
        return;
    ledger_bundle *copy = ARENA_NEW(w->a, ledger_bundle);
    *copy = *b;
    copy->name = arena_strdup(w->a, b->name);
    copy->series = arena_strdup(w->a, b->series);
    copy->to = arena_strdup(w->a, b->to);
    copy->file = arena_strdup(w->a, b->file);
    copy->members = copy_members(w->a, b);
    g_ptr_array_add(w->bundles, copy);
}

static void
withdraw_file(withdrawing *w, ledger_entry *e)
{
    const int error = *e->name && w->good ? batch_place_withdraw(w->place, e->name, &e->output, &e->bytes) : 0;
    if (error)
        batch_place_report(e->name, error, w->d);
    w->good = w->good && !error;
}

static void
withdraw_paper(withdrawing *w, const ledger_document *x)
{
    ledger_entry e = entry_of(w, LEDGER_WITHDRAW);
    e.key = x->key;
    e.form = x->form;
    e.month = x->month;
    e.name = x->file;
    e.consented = x->consented;
    e.output = x->output;
    e.pages = x->pages;
    withdraw_file(w, &e);
    w->good = w->good && (x->status != LEDGER_MADE || ledger_append(w->l, &e, NULL)) &&
              ledger_drop(w->l, x->key, x->form, x->month);
}

static void
withdraw_envelope(withdrawing *w, const ledger_bundle *b)
{
    ledger_entry e = entry_of(w, LEDGER_WITHDRAW);
    e.bundle = true;
    e.key = b->name;
    e.form = b->to;
    e.month = b->series;
    e.name = b->file;
    e.output = b->output;
    e.pages = b->pages;
    e.members = b->members;
    e.member_count = b->member_count;
    withdraw_file(w, &e);
    w->good = w->good && ledger_append(w->l, &e, NULL) && ledger_drop_bundle(w->l, b->series, b->name);
    if (w->good)
        diag_add(w->d, DIAG_BATCH_ENVELOPE_WITHDRAWN, PLACE_NONE, PLACE_NONE, b->name, w->decision->reason, NULL);
}

/* That it was decided is one entry, of what it concerned the others. */
static bool
note_acceptance(const withdrawing *w)
{
    ledger_entry e = entry_of(w, LEDGER_ACCEPT);
    e.key = w->r->name;
    e.month = w->r->series;
    return ledger_append(w->l, &e, NULL);
}

bool
batch_roster_withdraw(const batch_roster *r, ledger *l, const batch_place *where, const batch_decision *decision,
                      diag *d)
{
    g_assert(r && l && where && decision && d);
    if (!batch_roster_has_accepted(r))
        return true;
    withdrawing w = {r,
                     decision,
                     l,
                     where,
                     arena_new(),
                     g_hash_table_new(g_str_hash, g_str_equal),
                     g_ptr_array_new(),
                     g_ptr_array_new(),
                     true,
                     d};
    mark_rows(&w);
    w.good =
        note_acceptance(&w) && ledger_each(l, 0, false, take_paper, &w) && ledger_each_bundle(l, 0, take_bundle, &w);
    for (guint i = 0; w.good && i < w.papers->len; i++)
        withdraw_paper(&w, g_ptr_array_index(w.papers, i));
    for (guint i = 0; w.good && i < w.bundles->len; i++)
        withdraw_envelope(&w, g_ptr_array_index(w.bundles, i));
    g_ptr_array_free(w.papers, TRUE);
    g_ptr_array_free(w.bundles, TRUE);
    g_hash_table_destroy(w.rows);
    arena_drop(w.a);
    return w.good;
}

/* ---- what is decided, of a run ---- */

/* A person's, or that of the run file. g_free it; NULL: nobody decided anything. */
static char *
reason_of(const batch_order *o, const batch_settings *s)
{
    if (s->accept_missing)
        return g_strdup(s->reason);
    return o->missing < 0 ? NULL : g_strdup_printf("missing=\"%d%%\"", o->missing);
}

bool
batch_roster_settle(batch_roster *r, ledger *l, const batch_place *where, const batch_order *o, const batch_settings *s,
                    int64_t run, diag *d)
{
    g_assert(r && l && where && o && s && d);
    char *now = batch_now_utc(), *reason = reason_of(o, s);
    char *who = batch_name_of_doer(s->who), *host = batch_name_of_host();
    const batch_decision decision = {now, who, host, reason ? reason : "", run};
    if (s->accept_missing)
        batch_roster_accept_all(r);
    const bool good = (s->accept_missing || batch_roster_accept_share(r, l, o->missing)) &&
                      batch_roster_withdraw(r, l, where, &decision, d) && batch_roster_save(r, l, run);
    if (good)
        batch_roster_tell(r, reason, d);
    g_free(now);
    g_free(reason);
    g_free(who);
    g_free(host);
    return good;
}
