/* batch_books.c: whether an output folder has the ledger that it should have, and the ledger for whoever only looks. */
#include "batch/batch_int.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/below.h"

ledger *
batch_ledger_open(int folder, const char *path, ledger_mode mode, diag *d)
{
    g_assert(path && d);
    const int own = below_folder(folder, BATCH_OWN, 0), error = own < 0 ? errno : 0;
    ledger *l = NULL;
    if (!error || error == ENOENT || folder < 0) {
        l = ledger_open_in(own, path, mode, d);
    } else {
        char *name = g_path_get_dirname(path);
        batch_place_report(name, error, d);
        g_free(name);
    }
    if (own >= 0)
        close(own);
    return l;
}

ledger *
batch_ledger_look(const char *path, diag *d)
{
    g_assert(path && d);
    char *own = g_path_get_dirname(path), *output = g_path_get_dirname(own);
    const int folder = open(output, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ledger *l = batch_ledger_open(folder, path, LEDGER_READ, d);
    if (folder >= 0)
        close(folder);
    g_free(own);
    g_free(output);
    return l;
}

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
open_to_read(int folder, const char *path, diag **own)
{
    diag_drop(*own);
    *own = diag_new();
    return batch_ledger_open(folder, path, LEDGER_READ, *own);
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
    ledger *l = open_to_read(folder, path, &own);
    const bool busy = !l && batch_place_is_busy(folder, shard);
    char *now = batch_place_mark(folder);
    if (!l && !busy && strcmp(mark, now) != 0)
        l = open_to_read(folder, path, &own);
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
