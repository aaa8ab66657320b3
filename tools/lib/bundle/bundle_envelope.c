#include "bundle/bundle_envelope.h"

#include <string.h>

static const char *const kinds[] = {"household", "partner", "municipality", "office"};

static int
kind_rank(const char *to)
{
    int i = 0;
    while (i < (int)G_N_ELEMENTS(kinds) && strcmp(kinds[i], to) != 0)
        i++;
    return i;
}

static int
compare_letters(const void *a, const void *b)
{
    const bundle_letter *x = *(const bundle_letter *const *)a, *y = *(const bundle_letter *const *)b;
    int order = kind_rank(x->to) - kind_rank(y->to);
    if (order == 0)
        order = strcmp(x->to, y->to);
    if (order == 0)
        order = strcmp(x->recipient, y->recipient);
    if (order == 0)
        order = strcmp(x->household, y->household);
    if (order == 0)
        order = (x->form > y->form) - (x->form < y->form);
    return order ? order : strcmp(x->file, y->file);
}

static const bundle_wish *
find_wish(const bundle_wish *wishes, size_t count, const char *to)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(wishes[i].to, to) == 0)
            return &wishes[i];
    return NULL;
}

static bool
share_envelope(const bundle_letter *x, const bundle_letter *y, bool together)
{
    return strcmp(x->to, y->to) == 0 && strcmp(x->recipient, y->recipient) == 0 &&
           (together || strcmp(x->household, y->household) == 0);
}

/* The letters from the first on that share its envelope; they are next to one another. */
static bundle_envelope *
fill_envelope(const bundle_letter *const *first, size_t left, bool together)
{
    const bundle_letter *x = first[0];
    bundle_envelope *e = g_new0(bundle_envelope, 1);
    e->to = x->to;
    e->recipient = x->recipient;
    e->household = together ? NULL : x->household;
    while (e->count < left && share_envelope(x, first[e->count], together))
        e->pages += first[e->count++]->pages;
    e->letters = g_memdup2(first, e->count * sizeof *first);
    /* The envelope to a family is the household's own: its key says both. */
    const bool one_key = together || (strcmp(x->to, "household") == 0 && strcmp(x->recipient, x->household) == 0);
    e->mark = one_key ? g_strdup(x->recipient) : g_strdup_printf("%s／%s", x->recipient, x->household);
    e->name = one_key ? g_strdup_printf("%s/%s", x->to, x->recipient)
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
    GPtrArray *sorted = g_ptr_array_sized_new((guint)count);
    for (size_t i = 0; i < count; i++) {
        const bundle_letter *x = &letters[i];
        g_assert(x->to && x->recipient && x->household && x->file);
        if (find_wish(wishes, wish_count, x->to))
            g_ptr_array_add(sorted, (gpointer)x);
    }
    g_ptr_array_sort(sorted, compare_letters);
    for (guint i = 0; i < sorted->len;) {
        const bundle_letter *const *first = (const bundle_letter *const *)sorted->pdata + i;
        bundle_envelope *e =
            fill_envelope(first, sorted->len - i, find_wish(wishes, wish_count, first[0]->to)->together);
        g_ptr_array_add(envelopes, e);
        i += (guint)e->count;
    }
    g_ptr_array_free(sorted, TRUE);
    return envelopes;
}

void
bundle_envelopes_drop(GPtrArray *envelopes)
{
    g_ptr_array_free(envelopes, TRUE);
}
