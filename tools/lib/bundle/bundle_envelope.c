#include "bundle/bundle_envelope.h"

#include <string.h>

enum { MARKED_KEYS = 3 };

static const char *const kinds[] = {"household", "partner", "municipality", "office"};

/* A letter, and for whom its envelope is: a recipient, or the first of those in one home. */
typedef struct sorted_letter {
    const bundle_letter *letter;
    const char *whose;
} sorted_letter;

static int
kind_rank(const char *to)
{
    int i = 0;
    while (i < (int)G_N_ELEMENTS(kinds) && strcmp(kinds[i], to) != 0)
        i++;
    return i;
}

static bool
is_household(const bundle_letter *x)
{
    return strcmp(x->to, kinds[0]) == 0;
}

static int
compare_letters(const void *a, const void *b)
{
    const sorted_letter *left = a, *right = b;
    const bundle_letter *x = left->letter, *y = right->letter;
    int order = kind_rank(x->to) - kind_rank(y->to);
    if (order == 0)
        order = strcmp(x->to, y->to);
    if (order == 0)
        order = strcmp(left->whose, right->whose);
    if (order == 0)
        order = strcmp(x->household, y->household);
    if (order == 0)
        order = (x->form > y->form) - (x->form < y->form);
    return order ? order : g_strcmp0(x->file, y->file);
}

static const bundle_wish *
find_wish(const bundle_wish *wishes, size_t count, const char *to)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(wishes[i].to, to) == 0)
            return &wishes[i];
    return NULL;
}

/* ---- homes ---- */

/* Of each home the first key that it is known by. */
static GHashTable *
first_keys(const bundle_letter *letters, size_t count)
{
    GHashTable *first = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < count; i++) {
        const bundle_letter *x = &letters[i];
        const char *key = is_household(x) && *x->home ? g_hash_table_lookup(first, x->home) : "";
        if (!key || strcmp(x->recipient, key) < 0)
            g_hash_table_insert(first, (gpointer)x->home, (gpointer)x->recipient);
    }
    return first;
}

static const char *
whose_letter(GHashTable *homes, const bundle_letter *x)
{
    return is_household(x) && *x->home ? g_hash_table_lookup(homes, x->home) : x->recipient;
}

/* ---- one envelope ---- */

static bool
share_home(const bundle_letter *x, const bundle_letter *y)
{
    return is_household(x) && *x->home && strcmp(x->home, y->home) == 0;
}

static bool
share_envelope(const sorted_letter *x, const sorted_letter *y, bool together)
{
    return strcmp(x->letter->to, y->letter->to) == 0 && strcmp(x->whose, y->whose) == 0 &&
           (together || share_home(x->letter, y->letter) || strcmp(x->letter->household, y->letter->household) == 0);
}

/* The envelope to a family is the household's own: the key of its case, or with a guardian's behind it, says both. */
static bool
is_own_key(const bundle_letter *x)
{
    const size_t length = strlen(x->household);
    return is_household(x) && strncmp(x->recipient, x->household, length) == 0 &&
           (x->recipient[length] == '\0' || x->recipient[length] == '+');
}

/* The keys, of siblings several, each once; they are next to one another. */
static char *
mark_of_recipients(const bundle_envelope *e)
{
    GString *mark = g_string_new(NULL);
    size_t keys = 0;
    for (size_t i = 0; i < e->count; i++) {
        const char *key = e->letters[i]->recipient;
        if (i > 0 && strcmp(key, e->letters[i - 1]->recipient) == 0)
            continue;
        if (keys < MARKED_KEYS)
            g_string_append_printf(mark, "%s%s", keys ? "・" : "", key);
        keys++;
    }
    if (keys > MARKED_KEYS)
        g_string_printf(mark, "%sほか%zu", e->recipient, keys - 1);
    return g_string_free(mark, FALSE);
}

/* The letters from the first on that share its envelope; they are next to one another. */
static bundle_envelope *
fill_envelope(const sorted_letter *first, size_t left, bool together)
{
    const bundle_letter *x = first->letter;
    const bool one_key = together || is_own_key(x);
    bundle_envelope *e = g_new0(bundle_envelope, 1);
    e->to = x->to;
    e->recipient = first->whose;
    e->letters = g_new(const bundle_letter *, left);
    while (e->count < left && share_envelope(first, &first[e->count], together)) {
        const bundle_letter *one = first[e->count].letter;
        e->letters[e->count++] = one;
        e->pages += one->gap ? 0 : one->pages;
        e->gaps += one->gap != NULL;
    }
    const bool one_case = strcmp(e->letters[e->count - 1]->household, x->household) == 0;
    e->household = one_case && !together ? x->household : NULL;
    e->mark = one_key ? mark_of_recipients(e) : g_strdup_printf("%s／%s", x->recipient, x->household);
    e->name = one_key ? g_strdup_printf("%s/%s", x->to, e->recipient)
                      : g_strdup_printf("%s/%s/%s", x->to, x->recipient, x->household);
    return e;
}

static void
drop_envelope(gpointer data)
{
    bundle_envelope *e = data;
    g_free(e->mark);
    g_free(e->name);
    g_free(e->letters);
    g_free(e);
}

GPtrArray *
bundle_envelopes_make(const bundle_letter *letters, size_t count, const bundle_wish *wishes, size_t wish_count)
{
    GPtrArray *envelopes = g_ptr_array_new_with_free_func(drop_envelope);
    GArray *sorted = g_array_new(FALSE, FALSE, sizeof(sorted_letter));
    GHashTable *homes = first_keys(letters, count);
    for (size_t i = 0; i < count; i++) {
        const bundle_letter *x = &letters[i];
        g_assert(x->to && x->recipient && x->household && x->home && (x->file || x->gap));
        const sorted_letter one = {x, whose_letter(homes, x)};
        if (find_wish(wishes, wish_count, x->to))
            g_array_append_val(sorted, one);
    }
    g_array_sort(sorted, compare_letters);
    for (guint i = 0; i < sorted->len;) {
        const sorted_letter *first = &g_array_index(sorted, sorted_letter, i);
        bundle_envelope *e =
            fill_envelope(first, sorted->len - i, find_wish(wishes, wish_count, first->letter->to)->together);
        g_ptr_array_add(envelopes, e);
        i += (guint)e->count;
    }
    g_hash_table_destroy(homes);
    g_array_free(sorted, TRUE);
    return envelopes;
}

void
bundle_envelopes_drop(GPtrArray *envelopes)
{
    g_ptr_array_free(envelopes, TRUE);
}
