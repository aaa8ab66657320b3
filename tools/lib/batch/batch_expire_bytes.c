/* batch_expire_bytes.c: the bytes of what has a tombstone go, wherever they lie below the output folder. */
#include "batch/batch_expire_int.h"

#include <errno.h>
#include <unistd.h>

/* What was withdrawn of somebody else may have the same bytes: a paper need not say whose it is. */
static bool
is_withdrawn_of_other(const batch_issued *now, const digest *sum)
{
    for (guint i = 0; i < now->withdrawn->len; i++) {
        const batch_withdrawn *w = g_ptr_array_index(now->withdrawn, i);
        if (!w->destroyed && digest_equal(&w->output, sum))
            return true;
    }
    return false;
}

/* In the store, and where `run` put what it withdrew. Bytes that something else needs stay. */
static int
destroy_bytes(const batch_place *p, const batch_issued *now, const digest *sum)
{
    char text[DIGEST_TEXT];
    if (batch_issued_has(now, sum))
        return 0;
    char *withdrawn = g_strdup_printf(BATCH_OWN "/withdrawn/%s.pdf", digest_text(sum, text));
    int error = batch_store_destroy(p, sum);
    if (!error && !is_withdrawn_of_other(now, sum))
        error = batch_place_remove(p, withdrawn);
    g_free(withdrawn);
    return error;
}

static int
destroy_version(const batch_desk *desk, const batch_issued *now, GHashTable *in_use, const batch_version *v)
{
    const batch_place *p = &desk->place;
    int error = destroy_bytes(p, now, &v->output);
    if (!error && !g_hash_table_contains(in_use, v->name))
        error = batch_place_remove(p, v->name);
    for (guint i = 0; !error && i < v->copies->len; i++) {
        const batch_copy *c = &g_array_index(v->copies, batch_copy, i);
        error = destroy_bytes(p, now, &c->output);
        if (!error)
            error = batch_place_remove(p, c->name);
    }
    return error;
}

static void
take_in_use(void *files, const ledger_document *x)
{
    g_hash_table_add(files, g_strdup(x->file));
}

static void
take_envelope_in_use(void *files, const ledger_bundle *x)
{
    g_hash_table_add(files, g_strdup(x->file));
}

static int
destroy_files(const batch_desk *desk, const GArray *left, const batch_issued *now, GHashTable *in_use)
{
    int error = 0;
    for (guint i = 0; !error && i < now->papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(now->papers, i);
        for (guint n = 0; !error && n < p->versions->len; n++) {
            const batch_version *v = &g_array_index(p->versions, batch_version, n);
            error = v->standing == STANDING_DESTROYED ? destroy_version(desk, now, in_use, v) : 0;
        }
    }
    for (guint i = 0; !error && i < now->withdrawn->len; i++) {
        const batch_withdrawn *w = g_ptr_array_index(now->withdrawn, i);
        error = w->destroyed ? destroy_bytes(&desk->place, now, &w->output) : 0;
    }
    for (guint i = 0; !error && i < left->len; i++) {
        const char *file = g_array_index(left, batch_leftover, i).file;
        error = *file ? batch_place_remove(&desk->place, file) : 0;
    }
    return error ? error : syncfs(desk->place.folder) == 0 ? 0 : errno;
}

bool
batch_expire_bytes(const batch_desk *desk, const GArray *left)
{
    g_assert(desk && left);
    ledger *l = desk->ledger;
    batch_issued *now = batch_issued_read(l);
    GHashTable *in_use = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const bool good =
        now && ledger_each(l, 0, false, take_in_use, in_use) && ledger_each_bundle(l, 0, take_envelope_in_use, in_use);
    const int error = good ? destroy_files(desk, left, now, in_use) : 0;
    if (error)
        batch_place_report("issued", error, desk->d);
    g_hash_table_destroy(in_use);
    batch_issued_drop(now);
    return good && !error;
}
