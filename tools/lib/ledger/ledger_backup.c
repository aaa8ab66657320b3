/* ledger_backup.c: a copy of a ledger, checked before it has its name. */
#include "ledger/ledger_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/outfile.h"

/* In one file, as a copy has no log. */
static bool
fill_copy(ledger *l, const char *path, diag *d)
{
    sqlite3 *copy = NULL;
    const int code = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    const bool good = code == SQLITE_OK && ledger_copy_pages(l->db, copy) &&
                      sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) == SQLITE_OK;
    if (!good) {
        ledger into = {.db = copy, .path = (char *)path, .d = d};
        ledger_fail(&into);
    }
    sqlite3_close(copy);
    return good;
}

/* Opening one that has no sum looks at every row. */
static bool
is_whole(const char *path, diag *d)
{
    ledger *copy = ledger_open(path, LEDGER_READ, d);
    ledger_close(copy);
    return copy != NULL;
}

bool
ledger_backup(ledger *l, const char *path, diag *d)
{
    g_assert(l && path && d);
    char *folder = g_path_get_dirname(path), *beside = g_build_filename(folder, ".renkei.XXXXXX", NULL);
    const int fd = g_mkstemp_full(beside, O_RDWR | O_CLOEXEC, 0600);
    int error = fd < 0 ? errno : 0;
    bool good = !error && fill_copy(l, beside, d) && is_whole(beside, d);
    if (good && fsync(fd) != 0)
        error = errno;
    if (fd >= 0)
        close(fd);
    if (good && !error)
        error = outfile_place(beside, path);
    else if (fd >= 0)
        unlink(beside);
    if (error)
        fault_report(d, DIAG_FILE_WRITE, PLACE_NONE, path, error);
    g_free(folder);
    g_free(beside);
    return good && !error;
}
