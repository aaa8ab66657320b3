/* impact_pair.c: which page became which. */
#include "impact/impact_int.h"

#include <string.h>

enum {
    LEAST_LIKE = 250,       /* thousandths: pages that share less are not each other's */
    MOST_CELLS = 200 * 200, /* of a table of likenesses; beyond it pages are paired in their order */
};

typedef struct pairing {
    const impact_value *x, *y;
    size_t from_x, from_y, m, n; /* what is left between what is the same at the beginning and at the end */
    GArray *pages;
} pairing;

static bool
is_same_body(const impact_value *x, const impact_value *y)
{
    return strcmp(x->body, y->body) == 0;
}

static impact_page_kind
kind_of(const impact_value *x, const impact_value *y)
{
    if (!is_same_body(x, y) || !impact_says_the_same_at_edges(x, y))
        return IMPACT_PAGE_CHANGED;
    if (strcmp(x->edges, y->edges) == 0)
        return IMPACT_PAGE_SAME;
    /* The words are the same but for the numbers of pages; and all that has no number in it looks the same. */
    const bool renumbered = x->number != y->number || x->all != y->all;
    return renumbered && x->edge_looks == y->edge_looks ? IMPACT_PAGE_RENUMBERED : IMPACT_PAGE_CHANGED;
}

static void
add_page(pairing *p, impact_page_kind kind, int before, int after)
{
    const impact_page page = {.kind = kind, .before = before, .after = after};
    g_array_append_val(p->pages, page);
}

static void
add_pair(pairing *p, size_t i, size_t k)
{
    add_page(p, kind_of(&p->x[i], &p->y[k]), (int)i, (int)k);
}

/* Pages that nothing tells apart or together, in their order; what is left over is gone or new. */
static void
add_gap(pairing *p, size_t i, size_t end_i, size_t k, size_t end_k)
{
    for (; i < end_i && k < end_k; i++, k++)
        add_pair(p, i, k);
    for (; i < end_i; i++)
        add_page(p, IMPACT_PAGE_REMOVED, (int)i, -1);
    for (; k < end_k; k++)
        add_page(p, IMPACT_PAGE_ADDED, -1, (int)k);
}

static int
worth_of(const pairing *p, size_t i, size_t k)
{
    const impact_value *x = &p->x[p->from_x + i], *y = &p->y[p->from_y + k];
    if (is_same_body(x, y))
        return 2000; /* rather one page that is the same than two that are like */
    const int like = impact_likeness(x, y);
    return like >= LEAST_LIKE ? like : 0;
}

/* The pairs that are worth the most together, in order. */
static void
add_likest(pairing *p)
{
    const size_t m = p->m, n = p->n, row = n + 1;
    int *best = g_new0(int, (m + 1) * row), *worth = g_new0(int, m *n + 1);
    for (size_t i = m; i-- > 0;)
        for (size_t k = n; k-- > 0;) {
            worth[i * n + k] = worth_of(p, i, k);
            const int paired = worth[i * n + k] ? worth[i * n + k] + best[(i + 1) * row + k + 1] : 0;
            best[i * row + k] = MAX(paired, MAX(best[(i + 1) * row + k], best[i * row + k + 1]));
        }
    size_t i = 0, k = 0, gap_i = 0, gap_k = 0;
    while (i < m && k < n) {
        if (worth[i * n + k] && best[i * row + k] == worth[i * n + k] + best[(i + 1) * row + k + 1]) {
            add_gap(p, p->from_x + gap_i, p->from_x + i, p->from_y + gap_k, p->from_y + k);
            add_pair(p, p->from_x + i, p->from_y + k);
            gap_i = ++i;
            gap_k = ++k;
        } else if (best[i * row + k] == best[(i + 1) * row + k]) {
            i++;
        } else {
            k++;
        }
    }
    add_gap(p, p->from_x + gap_i, p->from_x + m, p->from_y + gap_k, p->from_y + n);
    g_free(best);
    g_free(worth);
}

/* A page that is gone in one place and new in another is one that moved. */
static void
find_moved(pairing *p)
{
    for (guint i = 0; i < p->pages->len; i++) {
        impact_page *gone = &g_array_index(p->pages, impact_page, i);
        for (guint k = 0; gone->kind == IMPACT_PAGE_REMOVED && k < p->pages->len; k++) {
            impact_page *come = &g_array_index(p->pages, impact_page, k);
            if (come->kind != IMPACT_PAGE_ADDED || !is_same_body(&p->x[gone->before], &p->y[come->after]))
                continue;
            gone->kind = IMPACT_PAGE_MOVED_FROM;
            gone->after = come->after;
            come->kind = IMPACT_PAGE_MOVED_TO;
            come->before = gone->before;
        }
    }
}

GArray *
impact_pair_pages(const impact_value *x, size_t m, const impact_value *y, size_t n)
{
    pairing p = {.x = x, .y = y, .pages = g_array_new(FALSE, TRUE, sizeof(impact_page))};
    size_t first = 0, last = 0;
    while (first < m && first < n && is_same_body(&x[first], &y[first]))
        add_pair(&p, first, first), first++;
    while (last < m - first && last < n - first && is_same_body(&x[m - 1 - last], &y[n - 1 - last]))
        last++;
    p.from_x = p.from_y = first;
    p.m = m - first - last;
    p.n = n - first - last;
    if (p.m * p.n <= MOST_CELLS)
        add_likest(&p);
    else
        add_gap(&p, first, first + p.m, first, first + p.n);
    for (size_t i = last; i > 0; i--)
        add_pair(&p, m - i, n - i);
    find_moved(&p);
    return p.pages;
}
