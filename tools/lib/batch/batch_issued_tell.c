/* batch_issued_tell.c: that not one paper is meant, but none or several: which there are instead. */
#include "batch/batch_issued.h"

#include <string.h>

#include "base/near.h"

static void
add_once(GPtrArray *names, char *name)
{
    if (g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
        g_free(name);
    else
        g_ptr_array_add(names, name);
}

static char *
words_after(const char *text, const char *stop)
{
    return g_strconcat(text, *text ? stop : "", NULL);
}

/* Not one paper, but none or several: which there are, of this key or of any. */
/* found 0: none. */
static void
tell_papers(const batch_issued *issued, const char *asked, bool bundle, size_t found, diag *d)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func(g_free), *papers = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < issued->papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(issued->papers, i);
        if (p->bundle != bundle)
            continue;
        add_once(keys, g_strdup(p->key));
        if (strcmp(p->key, asked) == 0)
            add_once(papers, g_strdup_printf("%s%s%s", p->form, *p->month ? "/" : "", p->month));
    }
    const GPtrArray *names = papers->len ? papers : keys;
    const char *key = papers->len ? "" : asked;
    char *ja = names->len ? near_advice(key, names, DIAG_JA) : g_strdup("");
    char *en = names->len ? near_advice(key, names, DIAG_EN) : g_strdup("");
    char *ja_stop = words_after(ja, "。"), *en_stop = words_after(en, "; "), *count = g_strdup_printf("%zu", found);
    if (found)
        diag_add(d, DIAG_BATCH_SEVERAL, PLACE_NONE, PLACE_NONE, asked, count, ja, en, NULL);
    else
        diag_add(d, DIAG_BATCH_NOT_ISSUED, PLACE_NONE, PLACE_NONE, asked, ja_stop, en_stop, NULL);
    char *texts[] = {ja, en, ja_stop, en_stop, count};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    g_ptr_array_free(papers, TRUE);
    g_ptr_array_free(keys, TRUE);
}

void
batch_issued_tell_none(const batch_issued *i, const char *key, bool bundle, diag *d)
{
    g_assert(i && key && d);
    tell_papers(i, key, bundle, 0, d);
}

void
batch_issued_tell_several(const batch_issued *i, const char *key, bool bundle, size_t found, diag *d)
{
    g_assert(i && key && d && found > 1);
    tell_papers(i, key, bundle, found, d);
}
