/* schema_derive.c: derivatives of patterns, and what can be asked of one. See schema_int.h. */
#include "schema/schema_int.h"

#include <string.h>

/* ---- derivatives ---- */

letter
letter_named(pattern_kind kind, const xml_node *n)
{
    return (letter){.kind = kind, .called = tag_of(n), .node = n};
}

static bool
leaf_fits(schema_grammar *g, const pattern *p, const letter *l)
{
    if (p->kind == PATTERN_TEXT)
        return true;
    if (l->is)
        return p == l->is;
    return pattern_matches_name(p, l->called) &&
           (!l->value || pattern_matches_value(g, pattern_content(g, p), l->value, l->node));
}

const pattern *
pattern_after(schema_grammar *g, const pattern *p, const letter *l)
{
    switch (p->kind) {
    case PATTERN_TEXT:
    case PATTERN_ELEMENT:
    case PATTERN_ATTRIBUTE:
        if (p->kind != l->kind || !leaf_fits(g, p, l))
            return pattern_simple(g, PATTERN_NOT_ALLOWED);
        return p->kind == PATTERN_TEXT ? p : pattern_simple(g, PATTERN_EMPTY);
    case PATTERN_CHOICE:
        return pattern_make(g, PATTERN_CHOICE, pattern_after(g, p->a, l), pattern_after(g, p->b, l), NULL);
    case PATTERN_GROUP:
        if (l->kind != PATTERN_ATTRIBUTE) {
            const pattern *first = pattern_make(g, PATTERN_GROUP, pattern_after(g, p->a, l), p->b, NULL);
            return p->a->nullable ? pattern_make(g, PATTERN_CHOICE, first, pattern_after(g, p->b, l), NULL) : first;
        }
        /* fall through */
    case PATTERN_INTERLEAVE:
        return pattern_make(g, PATTERN_CHOICE, pattern_make(g, p->kind, pattern_after(g, p->a, l), p->b, NULL),
                            pattern_make(g, p->kind, p->a, pattern_after(g, p->b, l), NULL), NULL);
    case PATTERN_ONE_OR_MORE:
        return pattern_make(g, PATTERN_GROUP, pattern_after(g, p->a, l),
                            pattern_make(g, PATTERN_CHOICE, p, pattern_simple(g, PATTERN_EMPTY), NULL), NULL);
    default:
        return pattern_simple(g, PATTERN_NOT_ALLOWED);
    }
}

const pattern *
pattern_close_attributes(schema_grammar *g, const pattern *p, bool lenient)
{
    switch (p->kind) {
    case PATTERN_ATTRIBUTE:
        return pattern_simple(g, lenient ? PATTERN_EMPTY : PATTERN_NOT_ALLOWED);
    case PATTERN_CHOICE:
    case PATTERN_GROUP:
    case PATTERN_INTERLEAVE:
        return pattern_make(g, p->kind, pattern_close_attributes(g, p->a, lenient),
                            pattern_close_attributes(g, p->b, lenient), NULL);
    case PATTERN_ONE_OR_MORE:
        return pattern_make(g, p->kind, pattern_close_attributes(g, p->a, lenient), NULL, NULL);
    default:
        return p;
    }
}

/* ---- questions ---- */

bool
pattern_has_kind(const pattern *p, pattern_kind kind)
{
    return p && (p->kind == kind || pattern_has_kind(p->a, kind) || pattern_has_kind(p->b, kind));
}

/* Patterns share their parts: none is gone into twice in one turn. What is collected has no parts. */
static void
collect_parts(const pattern *p, pattern_kind kind, int turn, GPtrArray *into)
{
    if (!p || p->turn == turn)
        return;
    ((pattern *)p)->turn = turn;
    if (p->kind == kind)
        g_ptr_array_add(into, (void *)p);
    collect_parts(p->a, kind, turn, into);
    collect_parts(p->b, kind, turn, into);
}

void
pattern_collect(const pattern *p, pattern_kind kind, GPtrArray *into)
{
    static int turns;
    const int turn = g_atomic_int_add(&turns, 1) + 1;
    for (guint i = 0; i < into->len; i++)
        ((pattern *)g_ptr_array_index(into, i))->turn = turn;
    collect_parts(p, kind, turn, into);
}

static void
need_alternatives(const pattern_need *x, const pattern_need *y, GArray *needs)
{
    pattern_need both = *x;
    for (size_t i = 0; i < y->count; i++) {
        bool known = false;
        for (size_t j = 0; j < both.count; j++)
            known = known || both.any[j] == y->any[i];
        if (!known && both.count < NEED_ALTERNATIVES)
            both.any[both.count++] = y->any[i];
    }
    g_array_append_val(needs, both);
}

/* Takes out of both what both need, and returns it. */
static void
take_common(GArray *x, GArray *y, GArray *into)
{
    for (guint i = 0; i < x->len; i++) {
        const pattern_need need = g_array_index(x, pattern_need, i);
        guint j = 0;
        while (j < y->len && memcmp(&g_array_index(y, pattern_need, j), &need, sizeof need) != 0)
            j++;
        if (j == y->len)
            continue;
        g_array_append_val(into, need);
        g_array_remove_index(y, j);
        g_array_remove_index(x, i--);
    }
}

/* Attributes have no order: what both ways need is needed; of the rest, what the first way needs, but something of the
 * second would do instead. */
static void
needs_of_sets(GArray *x, GArray *y, GArray *needs)
{
    take_common(x, y, needs);
    if (!x->len || !y->len)
        return;
    need_alternatives(&g_array_index(x, pattern_need, 0), &g_array_index(y, pattern_need, 0), needs);
    g_array_append_vals(needs, &g_array_index(x, pattern_need, 1), x->len - 1);
}

static void
needs_of_choice(const pattern *p, pattern_kind kind, GArray *needs)
{
    GArray *x = g_array_new(FALSE, FALSE, sizeof(pattern_need)), *y = g_array_new(FALSE, FALSE, sizeof(pattern_need));
    pattern_needs(p->a, kind, x);
    pattern_needs(p->b, kind, y);
    if (x->len == 1 && y->len == 1) {
        need_alternatives(&g_array_index(x, pattern_need, 0), &g_array_index(y, pattern_need, 0), needs);
    } else if (kind == PATTERN_ATTRIBUTE) {
        needs_of_sets(x, y, needs);
    } else {
        const GArray *least = x->len <= y->len ? x : y;
        if (least->len)
            g_array_append_vals(needs, least->data, least->len);
    }
    g_array_free(x, TRUE);
    g_array_free(y, TRUE);
}

void
pattern_needs(const pattern *p, pattern_kind kind, GArray *needs)
{
    if (p->nullable && kind == PATTERN_ELEMENT)
        return;
    switch (p->kind) {
    case PATTERN_ELEMENT:
    case PATTERN_ATTRIBUTE:
        if (p->kind == kind) {
            const pattern_need need = {{p}, 1};
            g_array_append_val(needs, need);
        }
        return;
    case PATTERN_CHOICE:
        needs_of_choice(p, kind, needs);
        return;
    case PATTERN_GROUP:
    case PATTERN_INTERLEAVE:
        pattern_needs(p->a, kind, needs);
        pattern_needs(p->b, kind, needs);
        return;
    case PATTERN_ONE_OR_MORE:
        pattern_needs(p->a, kind, needs);
        return;
    default:
        return;
    }
}

/* Of two ways on, the one that skips less; its needs are kept in `x`. */
static const pattern *
less_skipped(const pattern *p, GArray *x, const pattern *q, GArray *y)
{
    const bool first = q->kind == PATTERN_NOT_ALLOWED || (p->kind != PATTERN_NOT_ALLOWED && x->len <= y->len);
    if (!first) {
        g_array_set_size(x, 0);
        if (y->len)
            g_array_append_vals(x, y->data, y->len);
    }
    g_array_free(y, TRUE);
    return first ? p : q;
}

static const pattern *
skip_in_two(schema_grammar *g, const pattern *p, const letter *l, GArray *needs)
{
    GArray *x = g_array_new(FALSE, FALSE, sizeof(pattern_need)), *y = g_array_new(FALSE, FALSE, sizeof(pattern_need));
    const pattern *first = pattern_skip_to(g, p->a, l, x), *second;
    if (p->kind != PATTERN_CHOICE)
        first = pattern_make(g, p->kind, first, p->b, NULL);
    if (p->kind == PATTERN_GROUP)
        pattern_needs(p->a, PATTERN_ELEMENT, y);
    second = pattern_skip_to(g, p->b, l, y);
    if (p->kind == PATTERN_INTERLEAVE)
        second = pattern_make(g, p->kind, p->a, second, NULL);
    const pattern *way = less_skipped(first, x, second, y);
    if (x->len)
        g_array_append_vals(needs, x->data, x->len);
    g_array_free(x, TRUE);
    return way;
}

const pattern *
pattern_skip_to(schema_grammar *g, const pattern *p, const letter *l, GArray *needs)
{
    switch (p->kind) {
    case PATTERN_CHOICE:
    case PATTERN_GROUP:
    case PATTERN_INTERLEAVE:
        return skip_in_two(g, p, l, needs);
    case PATTERN_ONE_OR_MORE:
        return pattern_make(g, PATTERN_GROUP, pattern_skip_to(g, p->a, l, needs),
                            pattern_make(g, PATTERN_CHOICE, p, pattern_simple(g, PATTERN_EMPTY), NULL), NULL);
    default:
        return pattern_after(g, p, l);
    }
}
