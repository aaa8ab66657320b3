/* impact_compare.c: two lists of one document. */
#include "impact/impact_int.h"

/* Whether the two have the head and foot of the same kind of page: first, last, front or back. */
static bool
is_same_place(const impact_value *x, const impact_value *y)
{
    return (x->number == 1) == (y->number == 1) && (x->number == x->all) == (y->number == y->all) &&
           x->number % 2 == y->number % 2;
}

static bool
says_the_same_at_edges(const impact_comparison *c, const impact_value *x, const impact_value *y)
{
    for (size_t i = 0; i < c->page_count; i++) {
        const impact_page *p = &c->pages[i];
        const bool pair = p->before >= 0 && p->after >= 0;
        if (pair && is_same_place(&x[p->before], &y[p->after]) &&
            !impact_says_the_same_at_edges(&x[p->before], &y[p->after]))
            return false;
    }
    return true;
}

static void
describe_pages(arena *a, GArray *pages, const impact_value *x, const impact_value *y, impact_comparison *out)
{
    out->is_same = true;
    for (guint i = 0; i < pages->len; i++) {
        impact_page *p = &g_array_index(pages, impact_page, i);
        out->is_same = out->is_same && p->kind == IMPACT_PAGE_SAME;
        if (p->kind == IMPACT_PAGE_CHANGED)
            impact_find_regions(a, &x[p->before], &y[p->after], p);
    }
    out->pages = arena_copy(a, pages->data, MAX(pages->len, 1) * sizeof(impact_page));
    out->page_count = pages->len;
}

const impact_comparison *
impact_compare(arena *a, const display *before, const display *after)
{
    g_assert(a && before && after && before->pages->len && after->pages->len);
    const size_t m = before->pages->len, n = after->pages->len;
    impact_value *x = impact_values(a, before), *y = impact_values(a, after);
    impact_comparison *out = ARENA_NEW(a, impact_comparison);
    *out = (impact_comparison){0};
    GArray *pages = impact_pair_pages(x, m, y, n);
    describe_pages(a, pages, x, y, out);
    g_array_free(pages, TRUE);
    impact_compare_words(a, before, after, out);
    out->words = out->words || !says_the_same_at_edges(out, x, y);
    impact_values_clear(x, m);
    impact_values_clear(y, n);
    return out;
}
