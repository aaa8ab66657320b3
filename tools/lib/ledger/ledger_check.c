/* ledger_check.c: whether a ledger is as it was written. */
#include "ledger/ledger_int.h"

enum { MOST_FAULTS = 20 }; /* that SQLite is to tell of pages: the rest is of the same damage */

static bool
check_pages(ledger *l, diag *d)
{
    char *text = g_strdup_printf("PRAGMA integrity_check(%d)", MOST_FAULTS);
    sqlite3_stmt *s = NULL;
    bool good = sqlite3_prepare_v2(l->db, text, -1, &s, NULL) == SQLITE_OK || ledger_fail(l), sound = good;
    g_free(text);
    while (good && ledger_step(l, s, &good)) {
        if (g_strcmp0(ledger_column_text(s, 0), "ok") == 0)
            continue;
        char *said = g_utf8_make_valid(ledger_column_text(s, 0), -1);
        diag_add(d, DIAG_LEDGER_DAMAGED, PLACE_NONE, PLACE_NONE, l->path, said, said, NULL);
        g_free(said);
        sound = false;
    }
    sqlite3_finalize(s);
    return good && sound;
}

bool
ledger_check(ledger *l, diag *d)
{
    g_assert(l && d);
    diag *before = l->d;
    l->d = d;
    const bool sound = check_pages(l, d) && ledger_schema_check(l, d);
    const bool rows = sound && ledger_seal_check(l, d), chain = sound && ledger_journal_check(l, d);
    l->d = before;
    return rows && chain;
}
