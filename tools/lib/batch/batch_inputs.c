/* batch_inputs.c: what documents are made from, known by sums. */
#include "batch/batch_int.h"

#include "render/edition.h"

struct batch_inputs {
    GHashTable *sums; /* char *: digest * */
    GArray *sets;     /* of input_set */
};

typedef struct input_set {
    digest sum;
    char **paths;
} input_set;

static void
clear_set(void *p)
{
    g_strfreev(((input_set *)p)->paths);
}

const char *
batch_edition(void)
{
    return "layout " G_STRINGIFY(RENKEI_LAYOUT_EDITION) ", renkei " RENKEI_VERSION;
}

batch_inputs *
batch_inputs_new(void)
{
    batch_inputs *i = g_new0(batch_inputs, 1);
    i->sums = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    i->sets = g_array_new(FALSE, FALSE, sizeof(input_set));
    g_array_set_clear_func(i->sets, clear_set);
    return i;
}

void
batch_inputs_drop(batch_inputs *i)
{
    if (!i)
        return;
    g_hash_table_destroy(i->sums);
    g_array_free(i->sets, TRUE);
    g_free(i);
}

digest
batch_inputs_sum(batch_inputs *i, const char *path)
{
    digest *known = g_hash_table_lookup(i->sums, path);
    if (!known) {
        known = g_new0(digest, 1);
        if (!digest_file(path, known, NULL, 0, NULL))
            *known = (digest){{0}};
        g_hash_table_insert(i->sums, g_strdup(path), known);
    }
    return *known;
}

static void
remember(batch_inputs *i, const digest *sum, const char *const *paths, size_t count)
{
    for (guint k = 0; k < i->sets->len; k++)
        if (digest_equal(&g_array_index(i->sets, input_set, k).sum, sum))
            return;
    input_set set = {*sum, g_new0(char *, count + 1)};
    for (size_t k = 0; k < count; k++)
        set.paths[k] = g_strdup(paths[k]);
    g_array_append_val(i->sets, set);
}

digest
batch_inputs_set(batch_inputs *i, const char *const *paths, size_t count)
{
    digest_sum *s = digest_sum_new();
    bool whole = true;
    for (size_t k = 0; k < count; k++) {
        const digest one = batch_inputs_sum(i, paths[k]);
        char *name = g_path_get_basename(paths[k]);
        whole = whole && !digest_is_none(&one);
        digest_sum_add_text(s, name);
        digest_sum_add_digest(s, &one);
        g_free(name);
    }
    const digest sum = digest_sum_close(s);
    if (!whole)
        return (digest){{0}};
    remember(i, &sum, paths, count);
    return sum;
}

bool
batch_inputs_save(const batch_inputs *i, ledger *l)
{
    bool good = true;
    for (guint k = 0; good && k < i->sets->len; k++) {
        const input_set *set = &g_array_index(i->sets, input_set, k);
        const guint count = g_strv_length(set->paths);
        ledger_input *inputs = g_new(ledger_input, count + 1);
        for (guint n = 0; n < count; n++)
            inputs[n] = (ledger_input){set->paths[n], *(const digest *)g_hash_table_lookup(i->sums, set->paths[n])};
        good = ledger_save_set(l, &set->sum, inputs, count);
        g_free(inputs);
    }
    return good;
}

bool
batch_inputs_are_current(const batch_inputs *i, diag *d)
{
    GHashTableIter each;
    gpointer path, sum;
    bool current = true;
    g_hash_table_iter_init(&each, i->sums);
    while (g_hash_table_iter_next(&each, &path, &sum)) {
        digest now;
        if (digest_is_none(sum) || (digest_file(path, &now, NULL, 0, NULL) && digest_equal(&now, sum)))
            continue;
        diag_add(d, DIAG_BATCH_SHARED_CHANGED, PLACE_NONE, PLACE_NONE, path, NULL);
        current = false;
    }
    return current;
}
