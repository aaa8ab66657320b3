/* batch_books.c: whether an output folder has the ledger that it should have, and the ledger for whoever only looks. */
#include "batch/batch_int.h"

#include <fcntl.h>
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

ledger *
batch_ledger_read(const char *output, batch_shard shard, bool *none, diag *d)
{
    g_assert(output && d);
    char *path = batch_ledger_path(output, shard);
    ledger *l = batch_ledger_find(output, shard, none, d) ? ledger_open(path, LEDGER_READ, d) : NULL;
    g_free(path);
    return l;
}
