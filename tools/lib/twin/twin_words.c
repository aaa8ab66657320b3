/* twin_words.c: names that have their twins, and words that rules look for, by their first letter. See twin_int.h. */
#include "twin/twin_int.h"

#include <string.h>

#include "check/check.h"
#include "timeline/timeline.h"

struct twin_words {
    GHashTable *first; /* of gunichar: GPtrArray of twin_word, the longest first */
};

static void
drop_word(void *p)
{
    twin_word *w = p;
    g_free(w->text);
    g_free(w->twin);
    g_free(w);
}

twin_words *
twin_words_open(void)
{
    twin_words *w = g_new0(twin_words, 1);
    w->first = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
    return w;
}

void
twin_words_close(twin_words *w)
{
    if (!w)
        return;
    g_hash_table_unref(w->first);
    g_free(w);
}

static bool
is_word(const twin_word *w, const gunichar *text, size_t length)
{
    return w->length == length && memcmp(w->text, text, length * sizeof *text) == 0;
}

twin_word *
twin_words_add(twin_words *w, const char *text, twin_word_kind kind)
{
    glong count;
    gunichar *letters = g_utf8_to_ucs4_fast(text, -1, &count);
    const size_t length = (size_t)count;
    if (length == 0) {
        g_free(letters);
        return NULL;
    }
    GPtrArray *list = g_hash_table_lookup(w->first, GUINT_TO_POINTER(letters[0]));
    if (!list)
        g_hash_table_insert(w->first, GUINT_TO_POINTER(letters[0]), list = g_ptr_array_new_with_free_func(drop_word));
    guint i = 0;
    for (; i < list->len && ((twin_word *)g_ptr_array_index(list, i))->length >= length; i++) {
        twin_word *there = g_ptr_array_index(list, i);
        if (is_word(there, letters, length) && kind == there->kind) {
            g_free(letters);
            return there;
        }
    }
    twin_word *new = g_new0(twin_word, 1);
    *new = (twin_word){.kind = kind, .text = letters, .length = length};
    g_ptr_array_insert(list, (gint)i, new);
    return new;
}

twin_word *
twin_words_at(const twin_words *w, const gunichar *at, size_t left, unsigned kinds)
{
    GPtrArray *list = left ? g_hash_table_lookup(w->first, GUINT_TO_POINTER(at[0])) : NULL;
    for (guint i = 0; list && i < list->len; i++) {
        twin_word *one = g_ptr_array_index(list, i);
        if (one->length <= left && (kinds & 1u << one->kind) && is_word(one, at, one->length))
            return one;
    }
    return NULL;
}

void
twin_words_each(const twin_words *w, void (*visit)(void *data, const twin_word *word), void *data)
{
    GHashTableIter i;
    gpointer key, list;
    g_hash_table_iter_init(&i, w->first);
    while (g_hash_table_iter_next(&i, &key, &list))
        for (guint n = 0; n < ((GPtrArray *)list)->len; n++)
            visit(data, g_ptr_array_index((GPtrArray *)list, n));
}

/* ---- what rules say ---- */

/* Words, no marks, figures or names of things in the grammar; no single kana, of which every text is full. */
static bool
is_said(const char *word)
{
    bool says = false;
    for (const char *p = word; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        says = says || (c > 0x7F && twin_is_letter(c));
    }
    const bool single = *word && !*g_utf8_next_char(word);
    return says && !(single && g_unichar_get_script(g_utf8_get_char(word)) != G_UNICODE_SCRIPT_HAN) &&
           !(single && strstr(check_figures, word)) && !(single && strstr(check_counted, word));
}

/* What stands between quotes in a rule or a form, word by word. */
static void
read_quoted(twin_words *w, const char *text, glong least)
{
    GRegex *quoted = g_regex_new("'([^'<>&\"\\n]+)'", 0, 0, NULL);
    GMatchInfo *m;
    for (g_regex_match(quoted, text, 0, &m); g_match_info_matches(m); g_match_info_next(m, NULL)) {
        char *said = g_match_info_fetch(m, 1), **words = g_strsplit_set(said, "|=", -1);
        for (char **one = words; *one; one++)
            if (is_said(*one) && g_utf8_strlen(*one, -1) >= least)
                twin_words_add(w, *one, TWIN_WORD_KEPT);
        g_strfreev(words);
        g_free(said);
    }
    g_match_info_free(m);
    g_regex_unref(quoted);
}

static void
read_folder(twin_words *w, const char *folder, glong least)
{
    GDir *dir = folder ? g_dir_open(folder, 0, NULL) : NULL;
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL), *text = NULL;
        gsize length;
        if (g_str_has_suffix(name, ".xml") && g_file_get_contents(path, &text, &length, NULL) &&
            g_utf8_validate(text, (gssize)length, NULL))
            read_quoted(w, text, least);
        g_free(text);
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
}

/* Words that a form prints in another way, or looks for; those of two letters are of every text. */
static void
read_forms(twin_words *w, const char *forms)
{
    enum { LEAST = 3 };
    GDir *dir = g_dir_open(forms, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(forms, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            read_folder(w, path, LEAST);
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
}

/* Words of katakana that a line may be parted behind (text_phrase.h). */
static const char *const parts[] = {
#define ENDS(s) s,
#include "text/phrases.def"
#undef ENDS
};

static void
add_role(void *data, const char *word)
{
    twin_words_add(data, word, TWIN_WORD_ROLE);
}

void
twin_words_read(twin_words *w, const char *rules, const char *local)
{
    char *forms = g_path_get_dirname(rules);
    read_folder(w, rules, 1);
    read_folder(w, local, 1);
    read_forms(w, forms);
    g_free(forms);
    for (size_t i = 0; era_at(i); i++)
        twin_words_add(w, era_at(i)->name, TWIN_WORD_KEPT);
    twin_words_add(w, timeline_shortened, TWIN_WORD_KEPT);
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        twin_words_add(w, parts[i], TWIN_WORD_PART);
    check_each_role_word(add_role, w);
}
