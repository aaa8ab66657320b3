/* twin.c: reads what there is, draws what stands in its place, and writes it. See twin.h. */
#include <string.h>

#include "twin/twin_int.h"

/* Of all bytes: who does not have them all has no part of it. */
static digest
key_of(const twin *t)
{
    digest_sum *s = digest_sum_new();
    digest_sum_add_text(s, t->order->seed);
    for (guint i = 0; i < t->sources->len; i++) {
        size_t length;
        const void *bytes = edit_was(((twin_source *)g_ptr_array_index(t->sources, i))->e, &length);
        digest_sum_add(s, bytes, length);
    }
    return digest_sum_close(s);
}

/* K-0001 in a text is the id that it is elsewhere; one that is a word or a number is not looked for. */
static void
find_ids_in_texts(twin *t)
{
    for (guint i = 0; i < t->met->len; i++) {
        const char *id = g_ptr_array_index(t->met, i), *said = twin_id(t, id);
        const bool told_apart = strlen(id) >= 4 && strpbrk(id, "0123456789") && strpbrk(id, "-.") && g_str_is_ascii(id);
        twin_word *word = told_apart ? twin_words_add(t->words, id, TWIN_WORD_NAME) : NULL;
        if (word && !word->twin && strlen(said) == strlen(id))
            word->twin = g_utf8_to_ucs4_fast(said, -1, NULL);
    }
}

/* The nearest folder above that is there; g_free it. */
static char *
folder_above(const char *path)
{
    char *folder = g_path_get_dirname(path);
    while (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        char *above = g_path_get_dirname(folder);
        g_free(folder);
        folder = above;
    }
    return folder;
}

static bool
write_all(twin *t)
{
    edit_change *changes = ARENA_ARRAY(t->a, edit_change, t->sources->len);
    GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    for (guint i = 0; i < t->sources->len; i++) {
        twin_source *s = g_ptr_array_index(t->sources, i);
        GByteArray *bytes = twin_bytes(t, s);
        g_ptr_array_add(all, bytes);
        changes[i] = (edit_change){.path = s->twin, .bytes = bytes->data, .length = bytes->len};
    }
    char *within = t->order->folder ? g_build_filename(t->order->output, "x", NULL) : g_strdup(t->order->output);
    char *folder = folder_above(within);
    const bool good = edit_commit(folder, changes, t->sources->len, t->d);
    g_free(folder);
    g_free(within);
    g_ptr_array_unref(all);
    return good;
}

static void
make_twins(twin *t)
{
    t->key = key_of(t);
    for (guint i = 0; i < t->sources->len; i++)
        twin_meet(t, g_ptr_array_index(t->sources, i));
    twin_tell_open(t);
    find_ids_in_texts(t);
    if (!twin_files_place(t) || !write_all(t))
        return;
    for (guint i = 0; i < t->sources->len; i++) {
        const twin_source *s = g_ptr_array_index(t->sources, i);
        if (s->is_case)
            twin_judge(t, s);
    }
    diag_add(t->d, DIAG_TWIN_KEPT, PLACE_NONE, PLACE_NONE, NULL);
}

bool
twin_write(const twin_order *order, diag *d)
{
    g_assert(order && order->count && order->output && d);
    twin t = {.order = order, .a = arena_new(), .s = xml_store_new(), .d = d};
    t.sources = g_ptr_array_new_with_free_func(twin_source_drop);
    t.grams = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    t.ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    t.taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    t.listed = g_hash_table_new(g_str_hash, g_str_equal);
    t.met = g_ptr_array_new_with_free_func(g_free);
    t.days = g_array_new(FALSE, FALSE, sizeof(date));
    t.words = twin_words_open();
    t.fonts = font_set_open(order->fonts, d);
    t.letters = t.fonts ? twin_letters_open(t.fonts) : NULL;
    if (t.fonts && twin_files_open(&t))
        make_twins(&t);
    twin_tell_close(&t);
    twin_letters_close(t.letters);
    twin_words_close(t.words);
    g_ptr_array_unref(t.sources);
    g_array_unref(t.days);
    g_ptr_array_unref(t.met);
    g_hash_table_unref(t.listed);
    g_hash_table_unref(t.taken);
    g_hash_table_unref(t.ids);
    g_hash_table_unref(t.grams);
    font_set_close(t.fonts);
    xml_store_drop(t.s);
    arena_drop(t.a);
    return diag_count(d, DIAG_ERROR) == 0;
}
