/* batch_books.c: whether an output folder has the ledger that it should have, and the ledger for whoever only looks. */
#include "batch/batch_int.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

bool
batch_ledger_find(const char *output, batch_shard shard, bool *none, diag *d)
{
    g_assert(output && d);
    char *path = batch_ledger_path(output, shard);
    const int folder = open(output, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool whole = batch_store_has_ledger(folder, output, d), there = whole && ledger_is_there(path);
    if (none)
        *none = whole && !there;
    else if (whole && !there)
        diag_add(d, DIAG_LEDGER_MISSING, PLACE_NONE, PLACE_NONE, path, NULL);
    if (folder >= 0)
        close(folder);
    g_free(path);
    return there;
}

/* NULL after a report to `own`. */
static ledger *
open_to_read(const char *path, diag **own)
{
    diag_drop(*own);
    *own = diag_new();
    return ledger_open(path, LEDGER_READ, *own);
}

/* A ledger that is being made looks like none, or like one of nobody: of a folder in which a run is at work, or was
 * since one looked, that is said. */
ledger *
batch_ledger_read(const char *output, batch_shard shard, bool *none, diag *d)
{
    g_assert(output && d);
    if (!batch_ledger_find(output, shard, none, d))
        return NULL;
    char *path = batch_ledger_path(output, shard);
    const int folder = open(output, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    char *mark = batch_place_mark(folder);
    diag *own = NULL;
    ledger *l = open_to_read(path, &own);
    const bool busy = !l && batch_place_is_busy(folder, shard);
    char *now = batch_place_mark(folder);
    if (!l && !busy && strcmp(mark, now) != 0)
        l = open_to_read(path, &own);
    if (l)
        ledger_report_to(l, d);
    if (busy)
        diag_add(d, DIAG_BATCH_LOCKED, PLACE_NONE, PLACE_NONE, output, NULL);
    else
        diag_append_all(d, own);
    diag_drop(own);
    g_free(now);
    g_free(mark);
    if (folder >= 0)
        close(folder);
    g_free(path);
    return l;
}
