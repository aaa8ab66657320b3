/* ledger_check.c: whether a ledger is as it was written. */
#include "ledger/ledger_int.h"

#include <sys/stat.h>

enum {
    MOST_FAULTS = 5, /* that are told of pages: the rest is of the same damage */
    A_THOUSAND = 1000,
    LEAST_STEPS = 20000, /* thousands */
    STEPS_A_BYTE = 20,   /* the smallest row has some ten bytes, and takes less than two hundred steps to check */
};

static int
count_steps(void *data)
{
    ledger *l = data;
    return l->steps-- <= 0;
}

void
ledger_check_begin(ledger *l)
{
    struct stat is;
    l->steps = LEAST_STEPS + (stat(l->at, &is) == 0 ? (int64_t)is.st_size * STEPS_A_BYTE / A_THOUSAND : 0);
    sqlite3_progress_handler(l->db, A_THOUSAND, count_steps, l);
}

void
ledger_check_end(ledger *l)
{
    sqlite3_progress_handler(l->db, 0, NULL, NULL);
}

/* SQLite speaks English alone, and of several pages in one text. */
static void
tell_pages(ledger *l, const char *said, diag *d, int *told)
{
    char **lines = g_strsplit(said, "\n", -1);
    for (char **line = lines; *line; line++) {
        if (!**line || g_str_has_prefix(*line, "***") || ++*told > MOST_FAULTS)
            continue;
        char *en = g_utf8_make_valid(*line, -1), *ja = g_strconcat("ページか索引が壊れています。", en, NULL);
        diag_add(d, DIAG_LEDGER_DAMAGED, PLACE_NONE, PLACE_NONE, l->path, ja, en, NULL);
        g_free(ja);
        g_free(en);
    }
    g_strfreev(lines);
}

bool
ledger_check_pages(ledger *l, diag *d)
{
    sqlite3_stmt *s = NULL;
    bool good = sqlite3_prepare_v2(l->db, "PRAGMA integrity_check", -1, &s, NULL) == SQLITE_OK || ledger_fail(l);
    int told = 0;
    while (good && ledger_step(l, s, &good))
        if (g_strcmp0(ledger_column_text(s, 0), "ok") != 0)
            tell_pages(l, ledger_column_text(s, 0), d, &told);
    sqlite3_finalize(s);
    return good && told == 0;
}

/* All is read as of one moment, while another process may write. */
static bool
check_all(ledger *l, diag *d)
{
    const bool alone = sqlite3_get_autocommit(l->db);
    if (alone && !ledger_execute(l, "BEGIN"))
        return false;
    const bool pages = ledger_check_pages(l, d), tables = ledger_schema_check(l, d);
    const bool rows = ledger_seal_check(l, d), chain = ledger_journal_check(l, d);
    if (alone)
        sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
    return pages && tables && rows && chain;
}

bool
ledger_check(ledger *l, diag *d)
{
    g_assert(l && d);
    diag *before = l->d;
    l->d = d;
    ledger_check_begin(l);
    const bool sound = check_all(l, d);
    ledger_check_end(l);
    l->d = before;
    return sound;
}
