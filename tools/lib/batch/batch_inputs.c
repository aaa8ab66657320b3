/* batch_inputs.c: what documents are made from, known by sums. */
#include "batch/batch_int.h"

#include <string.h>

#include "render/edition.h"

struct batch_inputs {
    batch_files *files; /* NULL: each is read */
    GHashTable *sums;   /* char *: digest * */
    GArray *sets;       /* of input_set */
    GHashTable *known;  /* char *: of each, its sum and its paths */
    guint saved;        /* so many of them are in the ledger */
    GHashTable *other;  /* char *: files of which something was made in another state */
};

/* Equal files in two folders are one set of two rows of paths. */
typedef struct input_set {
    digest sum;
    char **paths;
    digest *sums; /* of each */
} input_set;

static void
clear_set(void *p)
{
    g_strfreev(((input_set *)p)->paths);
    g_free(((input_set *)p)->sums);
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
    i->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    i->other = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
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
    g_hash_table_destroy(i->known);
    g_hash_table_destroy(i->other);
    g_array_free(i->sets, TRUE);
    g_free(i);
}

void
batch_inputs_use(batch_inputs *i, batch_files *files)
{
    g_assert(i);
    i->files = files;
}

static bool
sum_file(const batch_inputs *i, const char *path, digest *sum)
{
    return i->files ? batch_files_sum(i->files, path, sum) : digest_file(path, sum, NULL, 0, NULL);
}

static digest
sum_of(batch_inputs *i, const char *whole)
{
    digest *known = g_hash_table_lookup(i->sums, whole);
    if (!known) {
        known = g_new0(digest, 1);
        if (!sum_file(i, whole, known))
            *known = (digest){{0}};
        g_hash_table_insert(i->sums, g_strdup(whole), known);
    }
    return *known;
}

void
batch_inputs_know(batch_inputs *i, const char *path, const digest *sum)
{
    g_assert(i && path && sum);
    char *whole = g_canonicalize_filename(path, NULL);
    if (!g_hash_table_lookup(i->sums, whole)) {
        digest *known = g_new(digest, 1);
        *known = *sum;
        g_hash_table_insert(i->sums, g_strdup(whole), known);
    }
    g_free(whole);
}

/* Fonts are not read again: what is in them is what was mapped. */
static void
know_fonts(batch_inputs *i, const render_environment *e)
{
    for (size_t k = 0; k < render_font_count(e); k++) {
        const render_font f = render_font_at(e, k);
        if (!f.bytes)
            continue;
        char *whole = g_canonicalize_filename(f.path, NULL);
        if (!g_hash_table_lookup(i->sums, whole)) {
            const digest sum = i->files ? batch_files_mapped(i->files, whole, &f.is, f.looked, f.bytes, f.length)
                                        : digest_of(f.bytes, f.length);
            batch_inputs_know(i, whole, &sum);
            render_font_rest(e, k);
        }
        g_free(whole);
    }
}

digest
batch_inputs_kit(batch_inputs *i, render_environment *e, const char *const *forms, size_t count, diag *d)
{
    g_assert(i && e && (forms || count == 0) && d);
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    for (size_t k = 0; k < count; k++) {
        const char *const *files = render_form_files(e, forms[k], d);
        for (size_t n = 0; files && files[n]; n++)
            g_ptr_array_add(paths, g_strdup(files[n]));
    }
    render_common_files(e, paths, d);
    for (guint k = 0; k < paths->len; k++) {
        const digest *parsed = render_parsed_sum(e, g_ptr_array_index(paths, k));
        if (parsed)
            batch_inputs_know(i, g_ptr_array_index(paths, k), parsed);
    }
    know_fonts(i, e);
    const digest kit = batch_inputs_set(i, (const char *const *)paths->pdata, paths->len);
    g_ptr_array_free(paths, TRUE);
    return kit;
}

/* Takes paths and sums. */
static void
remember_set(batch_inputs *i, const digest *sum, char **paths, digest *sums)
{
    char text[DIGEST_TEXT];
    input_set set = {*sum, paths, sums};
    char *list = g_strjoinv("\n", paths), *name = g_strconcat(digest_text(sum, text), "\n", list, NULL);
    if (g_hash_table_add(i->known, name))
        g_array_append_val(i->sets, set);
    else
        clear_set(&set);
    g_free(list);
}

/* The same content elsewhere is another set, where it matters which files those are. */
static digest
sum_places(const digest *content, char **paths)
{
    digest_sum *s = digest_sum_new();
    digest_sum_add_digest(s, content);
    for (; *paths; paths++)
        digest_sum_add_text(s, *paths);
    return digest_sum_close(s);
}

/* *all: each file has a sum. */
static digest
sum_content(char **paths, const digest *sums, size_t count, bool *all)
{
    digest_sum *s = digest_sum_new();
    *all = true;
    for (size_t k = 0; k < count; k++) {
        char *name = g_path_get_basename(paths[k]);
        *all = *all && !digest_is_none(&sums[k]);
        digest_sum_add_text(s, name);
        digest_sum_add_digest(s, &sums[k]);
        g_free(name);
    }
    return digest_sum_close(s);
}

/* Takes paths and sums. None when one of the files has none. */
static digest
sum_set(batch_inputs *i, char **paths, digest *sums, size_t count, digest *placed)
{
    bool all;
    const digest sum = sum_content(paths, sums, count, &all);
    if (placed)
        *placed = all ? sum_places(&sum, paths) : (digest){{0}};
    if (all) {
        remember_set(i, placed ? placed : &sum, paths, sums);
        return sum;
    }
    g_strfreev(paths);
    g_free(sums);
    return (digest){{0}};
}

/* Every case has its own way to the masters they share (a/../masters, b/../masters): a file is known by one path. */
static digest
read_set(batch_inputs *i, const char *const *paths, size_t count, digest *placed)
{
    g_assert(i && (paths || count == 0));
    char **whole = g_new0(char *, count + 1);
    digest *sums = g_new0(digest, count + 1);
    for (size_t k = 0; k < count; k++) {
        whole[k] = g_canonicalize_filename(paths[k], NULL);
        sums[k] = sum_of(i, whole[k]);
    }
    return sum_set(i, whole, sums, count, placed);
}

digest
batch_inputs_set(batch_inputs *i, const char *const *paths, size_t count)
{
    return read_set(i, paths, count, NULL);
}

digest
batch_inputs_placed(batch_inputs *i, const char *const *paths, size_t count, digest *placed)
{
    g_assert(placed);
    return read_set(i, paths, count, placed);
}

digest
batch_inputs_parsed(batch_inputs *i, char *const *paths_sums, digest *placed)
{
    g_assert(i && paths_sums && placed);
    const size_t count = g_strv_length((char **)paths_sums) / 2;
    char **whole = g_new0(char *, count + 1);
    digest *sums = g_new0(digest, count + 1);
    for (size_t k = 0; k < count; k++) {
        whole[k] = g_canonicalize_filename(paths_sums[2 * k], NULL);
        if (!digest_parse(paths_sums[2 * k + 1], &sums[k]))
            sums[k] = (digest){{0}};
        const digest planned = sum_of(i, whole[k]);
        if (!digest_equal(&planned, &sums[k]))
            g_hash_table_add(i->other, g_strdup(whole[k]));
    }
    return sum_set(i, whole, sums, count, placed);
}

digest
batch_inputs_placed_as(const render_file_sum *files, size_t count)
{
    g_assert(files || count == 0);
    bool all;
    char **whole = g_new0(char *, count + 1);
    digest *sums = g_new0(digest, count + 1);
    for (size_t k = 0; k < count; k++) {
        whole[k] = g_canonicalize_filename(files[k].path, NULL);
        sums[k] = files[k].sum;
    }
    const digest content = sum_content(whole, sums, count, &all);
    const digest placed = all ? sum_places(&content, whole) : (digest){{0}};
    g_strfreev(whole);
    g_free(sums);
    return placed;
}

static bool
save_set(const input_set *set, ledger *l)
{
    const guint count = g_strv_length(set->paths);
    ledger_input *inputs = g_new(ledger_input, count + 1);
    for (guint n = 0; n < count; n++)
        inputs[n] = (ledger_input){set->paths[n], set->sums[n]};
    const bool good = ledger_save_set(l, &set->sum, inputs, count);
    g_free(inputs);
    return good;
}

bool
batch_inputs_save(batch_inputs *i, ledger *l)
{
    g_assert(i && l);
    while (i->saved < i->sets->len && save_set(&g_array_index(i->sets, input_set, i->saved), l))
        i->saved++;
    return i->saved == i->sets->len;
}

static bool
tell_others(const batch_inputs *i, diag *d)
{
    GList *paths = g_list_sort(g_hash_table_get_keys(i->other), (GCompareFunc)strcmp);
    for (const GList *p = paths; p; p = p->next)
        diag_add(d, DIAG_BATCH_SHARED_CHANGED, PLACE_NONE, PLACE_NONE, p->data, NULL);
    g_list_free(paths);
    return !paths;
}

bool
batch_inputs_are_current(const batch_inputs *i, diag *d)
{
    g_assert(i && d);
    GHashTableIter each;
    gpointer path, sum;
    g_hash_table_iter_init(&each, i->sums);
    while (g_hash_table_iter_next(&each, &path, &sum)) {
        digest now;
        if (digest_is_none(sum) || (sum_file(i, path, &now) && digest_equal(&now, sum)))
            continue;
        g_hash_table_add(i->other, g_strdup(path));
    }
    return tell_others(i, d);
}
