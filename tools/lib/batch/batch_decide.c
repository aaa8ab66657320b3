/* batch_decide.c: decisions about what was issued: that it does not stand any more, that it is kept. Each is an entry
 * of the journal; no byte is touched. */
#include "batch/batch_desk.h"

#include <string.h>

/* ---- withdrawing ---- */

static bool
is_meant(const batch_choice *c, const batch_paper *p)
{
    return p->bundle == c->bundle && strcmp(p->key, c->key) == 0 && batch_paper_is_of(p, c->form, c->month);
}

static bool
append_withdrawal(const batch_desk *k, const batch_paper *p, const batch_version *v)
{
    ledger_entry x = batch_desk_paper_entry(k, LEDGER_WITHDRAW, p);
    x.version = v->version;
    x.name = v->name;
    x.of = v->output;
    return ledger_append(k->ledger, &x, NULL);
}

/* All that stands of what is meant. */
static size_t
withdraw_papers(const batch_desk *k, const batch_choice *c)
{
    size_t count = 0;
    bool good = k->looks || ledger_begin(k->ledger);
    for (guint i = 0; good && i < k->issued->papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(k->issued->papers, i);
        const batch_version *v = is_meant(c, p) ? batch_paper_current(p) : NULL;
        good = !v || k->looks || append_withdrawal(k, p, v);
        count += v != NULL;
    }
    return good && (k->looks || ledger_commit(k->ledger)) ? count : 0;
}

/* Whether anything that is meant stands; else it is told why not. */
static bool
finds_standing(const batch_desk *k, const batch_choice *c)
{
    bool known = false;
    for (guint i = 0; i < k->issued->papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(k->issued->papers, i);
        if (is_meant(c, p) && batch_paper_current(p))
            return true;
        known = known || is_meant(c, p);
    }
    if (known)
        diag_add(k->d, DIAG_BATCH_WITHDRAWN, PLACE_NONE, PLACE_NONE, c->key, NULL);
    else
        batch_desk_tell_not_issued(k, c);
    return false;
}

size_t
batch_withdraw(const batch_choice *c, const batch_deed *deed, const char *output, diag *d)
{
    g_assert(c && c->key && deed && output && d);
    batch_desk desk;
    if (!batch_desk_open(&desk, output, deed, d))
        return 0;
    const size_t count = finds_standing(&desk, c) ? withdraw_papers(&desk, c) : 0;
    batch_desk_close(&desk);
    return count;
}

/* ---- holding ---- */

static bool
is_issued_for(const batch_issued *i, const char *key)
{
    for (guint n = 0; n < i->papers->len; n++) {
        const batch_paper *p = g_ptr_array_index(i->papers, n);
        if (!p->bundle && strcmp(p->key, key) == 0)
            return true;
    }
    return false;
}

static bool
decide_hold(const batch_desk *k, const char *key, bool hold)
{
    ledger_entry x = batch_desk_entry(k, hold ? LEDGER_HOLD : LEDGER_UNHOLD);
    x.key = key;
    if (!is_issued_for(k->issued, key)) {
        batch_desk_tell_not_issued(k, &(batch_choice){.key = key});
        return false;
    }
    if (batch_issued_is_held(k->issued, key) == hold) {
        diag_add(k->d, hold ? DIAG_BATCH_HELD_ALREADY : DIAG_BATCH_NOT_HELD, PLACE_NONE, PLACE_NONE, key, NULL);
        return false;
    }
    return k->looks || (ledger_begin(k->ledger) && ledger_append(k->ledger, &x, NULL) && ledger_commit(k->ledger));
}

bool
batch_hold_key(const char *key, bool hold, const batch_deed *deed, const char *output, diag *d)
{
    g_assert(key && deed && output && d);
    batch_desk desk;
    if (!batch_desk_open(&desk, output, deed, d))
        return false;
    const bool good = decide_hold(&desk, key, hold);
    batch_desk_close(&desk);
    return good;
}
