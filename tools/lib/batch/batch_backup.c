/* batch_backup.c: a copy of the ledger, and what it is a copy of. */
#include "batch/batch.h"

#include "base/json.h"

static void
tell_copy(const char *file, int64_t number, const digest *head, bool json, GString *out)
{
    char text[DIGEST_TEXT];
    if (!json) {
        g_string_append_printf(out, "%s\t%" G_GINT64_FORMAT "\t%s\n", file, (gint64)number,
                               number ? digest_text(head, text) : "-");
        return;
    }
    g_string_append(out, "{\"v\":1");
    json_append_member(out, "file", file);
    g_string_append_printf(out, ",\"entries\":%" G_GINT64_FORMAT, (gint64)number);
    if (number)
        json_append_member(out, "head", digest_text(head, text));
    g_string_append(out, "}\n");
}

bool
batch_backup(const char *output, batch_shard shard, const char *file, bool json, GString *out, diag *d)
{
    g_assert(output && file && out && d);
    ledger *l = batch_ledger_read(output, shard, NULL, d);
    int64_t number = 0;
    digest head;
    const bool good = l && ledger_backup(l, file, d) && ledger_head(l, &number, &head);
    if (good)
        tell_copy(file, number, &head, json, out);
    ledger_close(l);
    return good;
}
