/* batch_withheld.c: an address that must not be known (支援措置) is off every paper of the case that says so
 * (casefile_home.c); a sibling's case may tell it all the same. What each case says is kept as sums, and compared over
 * all of them. */
#include "batch/batch_int.h"

#include <string.h>

/* A word: what it is of, whether it is withheld, and so much of the sum that no two are one. */
static const char telling[] = "a.";
enum { ADDRESS = 'a', GUARDIAN = 'g', WITHHELD = '!', OPEN = '.', SUM = 32, WORD = 2 + SUM, MOST_PLACES = 64 };

static void
append_word(GString *text, const render_place *p)
{
    digest_sum *s = digest_sum_new();
    char hex[DIGEST_TEXT], word[WORD + 1];
    digest_sum_add_text(s, p->guardian ? "renkei guardian 1" : "renkei place 1");
    digest_sum_add_text(s, p->what);
    const digest sum = digest_sum_close(s);
    g_snprintf(word, sizeof word, "%c%c%.*s", p->guardian ? GUARDIAN : ADDRESS, p->withheld ? WITHHELD : OPEN, SUM,
               digest_text(&sum, hex));
    if (!strstr(text->str, word))
        g_string_append_printf(text, "%s%s", text->len ? " " : "", word);
}

char *
batch_places_text(render_case *c)
{
    g_assert(c);
    render_place places[MOST_PLACES];
    const size_t count = render_case_places(c, places, MOST_PLACES);
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < count; i++)
        append_word(text, &places[i]);
    return g_string_free(text, FALSE);
}

/* ---- of all cases ---- */

struct batch_withheld {
    arena *a;
    GHashTable *marked; /* "a" or "g" and a sum: GPtrArray of keys that withhold it */
    GHashTable *open;   /* key: GPtrArray of the same, that it tells */
    GPtrArray *keys;    /* of open, in order */
    GHashTable *made;   /* key, form and bytes of a paper of the working state: whether every state of its case told */
};

static GPtrArray *
list_at(GHashTable *t, const char *name)
{
    GPtrArray *list = g_hash_table_lookup(t, name);
    if (!list) {
        list = g_ptr_array_new();
        g_hash_table_insert(t, (gpointer)name, list);
    }
    return list;
}

static void
take_places(void *data, const char *key, const char *places)
{
    batch_withheld *w = data;
    const char *own = arena_strdup(w->a, key);
    char **words = g_strsplit(places, " ", -1);
    for (char **p = words; *p; p++) {
        if (strlen(*p) != WORD)
            continue;
        const char *what = arena_printf(w->a, "%c%s", (*p)[0], *p + 2);
        const bool known = g_hash_table_contains(w->open, own);
        if ((*p)[1] == WITHHELD) {
            g_ptr_array_add(list_at(w->marked, what), (gpointer)own);
            continue;
        }
        if (!known)
            g_ptr_array_add(w->keys, (gpointer)own);
        g_ptr_array_add(list_at(w->open, own), (gpointer)what);
    }
    g_strfreev(words);
}

static void
drop_list(gpointer list)
{
    g_ptr_array_free(list, TRUE);
}

batch_withheld *
batch_withheld_read(ledger *l)
{
    g_assert(l);
    batch_withheld *w = g_new0(batch_withheld, 1);
    w->a = arena_new();
    w->marked = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, drop_list);
    w->open = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, drop_list);
    w->keys = g_ptr_array_new();
    w->made = g_hash_table_new(g_str_hash, g_str_equal);
    if (ledger_each_places(l, take_places, w))
        return w;
    batch_withheld_drop(w);
    return NULL;
}

void
batch_withheld_drop(batch_withheld *w)
{
    if (!w)
        return;
    g_hash_table_destroy(w->marked);
    g_hash_table_destroy(w->open);
    g_hash_table_destroy(w->made);
    g_ptr_array_free(w->keys, TRUE);
    arena_drop(w->a);
    g_free(w);
}

/* Papers of one case may be of two states of it: an older one may tell what it withholds by now, which is no other
 * case's matter. */
static const char *
marked_elsewhere(const batch_withheld *w, const char *key, char kind)
{
    GPtrArray *open = g_hash_table_lookup(w->open, key);
    for (guint i = 0; open && i < open->len; i++) {
        const char *what = g_ptr_array_index(open, i);
        GPtrArray *by = *what == kind ? g_hash_table_lookup(w->marked, what) : NULL;
        if (by && !g_ptr_array_find_with_equal_func(by, key, g_str_equal, NULL))
            return g_ptr_array_index(by, 0);
    }
    return NULL;
}

bool
batch_withheld_tells(const batch_withheld *w, const char *places)
{
    g_assert(w && places);
    bool tells = false;
    char **words = g_hash_table_size(w->marked) ? g_strsplit(places, " ", -1) : NULL;
    for (char **p = words; p && *p && !tells; p++) {
        char what[WORD];
        g_snprintf(what, sizeof what, "%c%s", ADDRESS, strlen(*p) == WORD ? *p + 2 : "");
        tells = g_str_has_prefix(*p, telling) && g_hash_table_contains(w->marked, what);
    }
    g_strfreev(words);
    return tells;
}

/* ---- what was issued ---- */

static const char *
made_name(arena *a, const char *key, const char *form, const digest *output)
{
    char hex[DIGEST_TEXT];
    return arena_printf(a, "%s\x1f%s\x1f%s", key, form, digest_text(output, hex));
}

static void
take_made(void *data, const ledger_document *x)
{
    batch_withheld *w = data;
    if (x->status != LEDGER_MADE)
        return;
    const char *name = made_name(w->a, x->key, x->form, &x->output);
    gpointer before;
    const bool known = g_hash_table_lookup_extended(w->made, name, NULL, &before);
    const bool tells = batch_withheld_tells(w, x->places ? x->places : "") && (!known || GPOINTER_TO_INT(before));
    g_hash_table_insert(w->made, (gpointer)name, GINT_TO_POINTER(tells));
}

bool
batch_withheld_read_made(batch_withheld *w, ledger *l)
{
    g_assert(w && l);
    return !g_hash_table_size(w->marked) || ledger_each(l, 0, true, take_made, w);
}

static bool
withholds_address(const batch_withheld *w, const char *key)
{
    GHashTableIter i;
    gpointer what, by;
    g_hash_table_iter_init(&i, w->marked);
    while (g_hash_table_iter_next(&i, &what, &by))
        if (*(const char *)what == ADDRESS && g_ptr_array_find_with_equal_func(by, key, g_str_equal, NULL))
            return true;
    return false;
}

bool
batch_withheld_may_tell(const batch_withheld *w, const char *key, const char *form, const digest *output)
{
    g_assert(w && key && form && output);
    gpointer tells;
    if (!g_hash_table_size(w->marked))
        return false;
    arena *a = arena_new();
    const bool known = g_hash_table_lookup_extended(w->made, made_name(a, key, form, output), NULL, &tells);
    arena_drop(a);
    return known ? GPOINTER_TO_INT(tells) : withholds_address(w, key) || marked_elsewhere(w, key, ADDRESS);
}

static void
take_key(void *data, const ledger_document *x)
{
    if (!g_hash_table_contains(data, x->key))
        g_hash_table_add(data, g_strdup(x->key));
}

static void
tell_pair(const char *key, const char *by, diag_code code, GHashTable *keys, diag *d)
{
    if (by && (g_hash_table_contains(keys, key) || g_hash_table_contains(keys, by)))
        diag_add(d, code, PLACE_NONE, PLACE_NONE, key, by, NULL);
}

bool
batch_withheld_tell(const batch_withheld *w, ledger *l, int64_t run, diag *d)
{
    g_assert(w && l && d);
    if (!g_hash_table_size(w->marked))
        return true;
    GHashTable *keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const bool good = ledger_each(l, run, false, take_key, keys);
    for (guint i = 0; good && i < w->keys->len; i++) {
        const char *key = g_ptr_array_index(w->keys, i), *by = marked_elsewhere(w, key, ADDRESS);
        tell_pair(key, by, DIAG_BATCH_WITHHELD_ELSEWHERE, keys, d);
        if (!by)
            tell_pair(key, marked_elsewhere(w, key, GUARDIAN), DIAG_BATCH_WITHHELD_GUARDIAN, keys, d);
    }
    g_hash_table_destroy(keys);
    return good;
}
