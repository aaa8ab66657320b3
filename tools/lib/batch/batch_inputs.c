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

static digest
sum_of(batch_inputs *i, const char *whole)
{
    digest *known = g_hash_table_lookup(i->sums, whole);
    if (!known) {
        known = g_new0(digest, 1);
        if (!digest_file(whole, known, NULL, 0, NULL))
            *known = (digest){{0}};
        g_hash_table_insert(i->sums, g_strdup(whole), known);
    }
    return *known;
}

/* Takes the paths. */
static void
remember_set(batch_inputs *i, const digest *sum, char **paths)
{
    for (guint k = 0; k < i->sets->len; k++) {
        if (digest_equal(&g_array_index(i->sets, input_set, k).sum, sum)) {
            g_strfreev(paths);
            return;
        }
    }
    const input_set set = {*sum, paths};
    g_array_append_val(i->sets, set);
}

/* Every case has its own way to the masters they share (a/../masters, b/../masters): a file is known by one path. */
digest
batch_inputs_set(batch_inputs *i, const char *const *paths, size_t count)
{
    g_assert(i && (paths || count == 0));
    digest_sum *s = digest_sum_new();
    char **whole = g_new0(char *, count + 1);
    bool all = true;
    for (size_t k = 0; k < count; k++) {
        whole[k] = g_canonicalize_filename(paths[k], NULL);
        const digest one = sum_of(i, whole[k]);
        char *name = g_path_get_basename(whole[k]);
        all = all && !digest_is_none(&one);
        digest_sum_add_text(s, name);
        digest_sum_add_digest(s, &one);
        g_free(name);
    }
    const digest sum = digest_sum_close(s);
    if (all)
        remember_set(i, &sum, whole);
    else
        g_strfreev(whole);
    return all ? sum : (digest){{0}};
}

bool
batch_inputs_save(const batch_inputs *i, ledger *l)
{
    g_assert(i && l);
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
    g_assert(i && d);
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
