/* batch_verify_withdrawn.c: what should lie in .renkei/withdrawn: every file that the journal says was withdrawn and
 * not destroyed since, and nothing else. */
#include "batch/batch_issued.h"

typedef struct knowing {
    batch_tree *tree;
    GHashTable *gone; /* sums, as texts: what was destroyed, and is not kept for anything else */
} knowing;

static void
take_withdrawal(void *data, const ledger_entry *x)
{
    const knowing *k = data;
    char text[DIGEST_TEXT];
    if (x->act == LEDGER_WITHDRAW && x->version == 0 && !g_hash_table_contains(k->gone, digest_text(&x->output, text)))
        batch_tree_expect_withdrawn(k->tree, &x->output, false);
}

/* What one has withdrawn is in its journal alone until they are merged. A ledger that cannot be read is told by whoever
 * verifies the shards. */
static void
ask_shards(knowing *k, const char *output)
{
    unsigned least, most;
    diag *unheard = diag_new();
    batch_shards_found(output, &least, &most);
    for (unsigned i = 1; least == most && i <= most; i++) {
        char *path = batch_ledger_path(output, (batch_shard){i, most});
        ledger *l = ledger_is_there(path) ? batch_ledger_look(path, unheard) : NULL;
        if (l)
            ledger_each_entry(l, NULL, take_withdrawal, k);
        ledger_close(l);
        g_free(path);
    }
    diag_drop(unheard);
}

void
batch_verify_withdrawn(batch_tree *t, const batch_issued *issued, const char *output)
{
    g_assert(t && issued && output);
    char text[DIGEST_TEXT];
    knowing k = {t, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    for (guint i = 0; i < issued->withdrawn->len; i++) {
        const batch_withdrawn *w = g_ptr_array_index(issued->withdrawn, i);
        if (w->destroyed)
            g_hash_table_add(k.gone, g_strdup(digest_text(&w->output, text)));
        else
            batch_tree_expect_withdrawn(t, &w->output, w->bytes > 0);
    }
    if (!batch_tree_knows_withdrawn(t))
        ask_shards(&k, output);
    g_hash_table_destroy(k.gone);
}
