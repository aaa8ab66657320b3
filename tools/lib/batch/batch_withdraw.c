/* batch_withdraw.c: what a run takes out of the working state of itself (a document that a rule forbids by now, one
 * that failed, an envelope that is held or is none any more) goes to OUT/.renkei/withdrawn with an entry of the
 * journal, like what somebody decided about: else nobody would know whose bytes lie there, nor when they are to be
 * destroyed. */
#include "batch/batch_int.h"

#include <string.h>

static const char *
first_set(const char *said, const char *variable, const char *otherwise)
{
    const char *set = g_getenv(variable);
    return said && *said ? said : set && *set ? set : otherwise;
}

char *
batch_name_of_doer(const char *said)
{
    return g_utf8_make_valid(first_set(said, "RENKEI_WHO", g_get_user_name()), -1);
}

char *
batch_name_of_host(void)
{
    return g_utf8_make_valid(first_set(NULL, "RENKEI_HOST", g_get_host_name()), -1);
}

bool
batch_withdraw_file(const batch_place *p, ledger *l, const ledger_entry *what, const char *who, diag *d)
{
    g_assert(p && l && what && what->name && d);
    ledger_entry e = *what;
    const int error = batch_place_withdraw(p, e.name, &e.output);
    if (error) {
        batch_place_report(e.name, error, d);
        return false;
    }
    char *now = batch_now_utc(), *doer = batch_name_of_doer(who), *host = batch_name_of_host();
    e.act = LEDGER_WITHDRAW;
    e.on = now;
    e.who = doer;
    e.host = host;
    const bool good = ledger_append(l, &e, NULL);
    g_free(now);
    g_free(doer);
    g_free(host);
    return good;
}
