#include "batch/batch_desk.h"

#include <string.h>

/* ---- opening ---- */

static bool
open_books(batch_desk *k)
{
    k->ledger = k->looks ? batch_ledger_read(k->place.output, (batch_shard){0, 0}, NULL, k->d)
                         : batch_ledger_open(k->place.folder, k->place.ledger, LEDGER_WRITE, k->d);
    if (!k->ledger || !ledger_check(k->ledger, k->d) ||
        (!k->looks && !batch_withdraw_recover(&k->place, k->ledger, k->d)))
        return false;
    k->issued = batch_issued_read(k->ledger);
    const int error = k->issued && !k->looks ? batch_store_recover(&k->place, batch_issued_has, k->issued) : 0;
    if (error)
        batch_place_report("issued", error, k->d);
    if (k->issued)
        batch_tell_clock_back(k->issued->last, k->d);
    return k->issued && !error;
}

bool
batch_desk_open(batch_desk *k, const char *output, const batch_deed *deed, diag *d)
{
    g_assert(k && output && deed && d);
    *k = (batch_desk){.d = d, .reason = deed->reason, .looks = deed->dry_run};
    signal(SIGXFSZ, SIG_IGN); /* a file that must not grow is an error of write */
    bool (*open)(batch_place *, const char *, batch_shard, diag *) = k->looks ? batch_place_look : batch_place_open;
    /* Where nothing was made nothing is left behind. */
    if (!batch_ledger_find(output, (batch_shard){0, 0}, NULL, d) || !open(&k->place, output, (batch_shard){0, 0}, d))
        return false;
    k->on = batch_now_utc();
    k->who = batch_name_of_doer(deed->who);
    k->host = batch_name_of_host();
    if (open_books(k))
        return true;
    batch_desk_close(k);
    return false;
}

void
batch_desk_close(batch_desk *k)
{
    batch_issued_drop(k->issued);
    ledger_close(k->ledger);
    batch_place_close(&k->place);
    g_free(k->on);
    g_free(k->who);
    g_free(k->host);
    *k = (batch_desk){.place = {.folder = -1, .locks = {-1, -1}}};
}

/* ---- entries ---- */

ledger_entry
batch_desk_entry(const batch_desk *k, ledger_act act)
{
    return (ledger_entry){.act = act, .on = k->on, .who = k->who, .host = k->host, .reason = k->reason};
}

ledger_entry
batch_desk_paper_entry(const batch_desk *k, ledger_act act, const batch_paper *p)
{
    ledger_entry x = batch_desk_entry(k, act);
    x.bundle = p->bundle;
    x.key = p->key;
    x.form = p->form;
    x.month = p->month;
    return x;
}

/* ---- which paper ---- */

void
batch_desk_tell_not_issued(const batch_desk *k, const batch_choice *c)
{
    batch_issued_tell_none(k->issued, c->key, c->bundle, k->d);
}

const batch_paper *
batch_desk_choose(const batch_desk *k, const batch_choice *c)
{
    g_assert(k && c && c->key);
    const batch_paper *chosen = NULL;
    size_t found = 0;
    for (guint i = 0; i < k->issued->papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(k->issued->papers, i);
        if (p->bundle != c->bundle || strcmp(p->key, c->key) != 0 || !batch_paper_is_of(p, c->form, c->month))
            continue;
        chosen = p;
        found++;
    }
    if (found == 1)
        return chosen;
    if (found)
        batch_issued_tell_several(k->issued, c->key, c->bundle, found, k->d);
    else
        batch_desk_tell_not_issued(k, c);
    return NULL;
}

bool
batch_desk_is_tellable(const batch_desk *k, const batch_withheld *w, const batch_paper *p, const batch_version *v)
{
    const char *key = NULL;
    if (!p->bundle && batch_withheld_may_tell(w, p->key, p->form, &v->output))
        key = p->key;
    for (guint i = 0; p->bundle && !key && i < v->enclosed->len; i++) {
        const batch_enclosed *e = &g_array_index(v->enclosed, batch_enclosed, i);
        key = batch_withheld_may_tell(w, e->key, e->form, &e->output) ? e->key : NULL;
    }
    char *version = g_strdup_printf("%d", v->version), *form = batch_form_name(p->form);
    char *name = p->bundle ? g_strdup(p->key) : g_strdup_printf("%s/%s", p->key, form);
    if (key)
        diag_add(k->d, DIAG_BATCH_ISSUED_WITHHELD, PLACE_NONE, PLACE_NONE, name, version, key, NULL);
    g_free(name);
    g_free(form);
    g_free(version);
    return !key;
}

batch_withheld *
batch_desk_withheld(const batch_desk *k)
{
    batch_withheld *w = batch_withheld_read(k->ledger);
    if (w && batch_withheld_read_made(w, k->ledger))
        return w;
    batch_withheld_drop(w);
    return NULL;
}
