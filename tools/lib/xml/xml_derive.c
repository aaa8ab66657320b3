/* xml_derive.c: derivatives of patterns, and what can be asked of one. See xml_int.h. */
#include "xml/xml_int.h"

/* ---- derivatives ---- */

const pattern *
pattern_after_child(xml_schema *s, const pattern *p, const xmlNode *n)
{
    switch (p->kind) {
    case PATTERN_ELEMENT:
        return pattern_simple(s, pattern_matches_name(p, n) ? PATTERN_EMPTY : PATTERN_NOT_ALLOWED);
    case PATTERN_CHOICE:
        return pattern_make(s, PATTERN_CHOICE, pattern_after_child(s, p->a, n), pattern_after_child(s, p->b, n), NULL);
    case PATTERN_GROUP: {
        const pattern *first = pattern_make(s, PATTERN_GROUP, pattern_after_child(s, p->a, n), p->b, NULL);
        if (!p->a->nullable)
            return first;
        return pattern_make(s, PATTERN_CHOICE, first, pattern_after_child(s, p->b, n), NULL);
    }
    case PATTERN_INTERLEAVE:
        return pattern_make(s, PATTERN_CHOICE,
                            pattern_make(s, PATTERN_INTERLEAVE, pattern_after_child(s, p->a, n), p->b, NULL),
                            pattern_make(s, PATTERN_INTERLEAVE, p->a, pattern_after_child(s, p->b, n), NULL), NULL);
    case PATTERN_ONE_OR_MORE:
        return pattern_make(s, PATTERN_GROUP, pattern_after_child(s, p->a, n),
                            pattern_make(s, PATTERN_CHOICE, p, pattern_simple(s, PATTERN_EMPTY), NULL), NULL);
    default:
        return pattern_simple(s, PATTERN_NOT_ALLOWED);
    }
}

const pattern *
pattern_after_attribute(xml_schema *s, const pattern *p, const xmlNode *n, const char *value, bool check_value)
{
    switch (p->kind) {
    case PATTERN_ATTRIBUTE: {
        const bool fits = pattern_matches_name(p, n) &&
                          (!check_value || pattern_matches_value(s, pattern_content(s, p), value, (xmlNode *)n));
        return pattern_simple(s, fits ? PATTERN_EMPTY : PATTERN_NOT_ALLOWED);
    }
    case PATTERN_CHOICE:
        return pattern_make(s, PATTERN_CHOICE, pattern_after_attribute(s, p->a, n, value, check_value),
                            pattern_after_attribute(s, p->b, n, value, check_value), NULL);
    case PATTERN_GROUP:
    case PATTERN_INTERLEAVE: /* attributes have no order */
        return pattern_make(
            s, PATTERN_CHOICE,
            pattern_make(s, p->kind, pattern_after_attribute(s, p->a, n, value, check_value), p->b, NULL),
            pattern_make(s, p->kind, p->a, pattern_after_attribute(s, p->b, n, value, check_value), NULL), NULL);
    case PATTERN_ONE_OR_MORE:
        return pattern_make(s, PATTERN_GROUP, pattern_after_attribute(s, p->a, n, value, check_value),
                            pattern_make(s, PATTERN_CHOICE, p, pattern_simple(s, PATTERN_EMPTY), NULL), NULL);
    default:
        return pattern_simple(s, PATTERN_NOT_ALLOWED);
    }
}

const pattern *
pattern_after_text(xml_schema *s, const pattern *p)
{
    switch (p->kind) {
    case PATTERN_TEXT:
        return p;
    case PATTERN_CHOICE:
        return pattern_make(s, PATTERN_CHOICE, pattern_after_text(s, p->a), pattern_after_text(s, p->b), NULL);
    case PATTERN_GROUP: {
        const pattern *first = pattern_make(s, PATTERN_GROUP, pattern_after_text(s, p->a), p->b, NULL);
        return p->a->nullable ? pattern_make(s, PATTERN_CHOICE, first, pattern_after_text(s, p->b), NULL) : first;
    }
    case PATTERN_INTERLEAVE:
        return pattern_make(s, PATTERN_CHOICE,
                            pattern_make(s, PATTERN_INTERLEAVE, pattern_after_text(s, p->a), p->b, NULL),
                            pattern_make(s, PATTERN_INTERLEAVE, p->a, pattern_after_text(s, p->b), NULL), NULL);
    case PATTERN_ONE_OR_MORE:
        return pattern_make(s, PATTERN_GROUP, pattern_after_text(s, p->a),
                            pattern_make(s, PATTERN_CHOICE, p, pattern_simple(s, PATTERN_EMPTY), NULL), NULL);
    default:
        return pattern_simple(s, PATTERN_NOT_ALLOWED);
    }
}

const pattern *
pattern_close_attributes(xml_schema *s, const pattern *p, bool lenient)
{
    switch (p->kind) {
    case PATTERN_ATTRIBUTE:
        return pattern_simple(s, lenient ? PATTERN_EMPTY : PATTERN_NOT_ALLOWED);
    case PATTERN_CHOICE:
    case PATTERN_GROUP:
    case PATTERN_INTERLEAVE:
        return pattern_make(s, p->kind, pattern_close_attributes(s, p->a, lenient),
                            pattern_close_attributes(s, p->b, lenient), NULL);
    case PATTERN_ONE_OR_MORE:
        return pattern_make(s, p->kind, pattern_close_attributes(s, p->a, lenient), NULL, NULL);
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

void
pattern_collect(const pattern *p, pattern_kind kind, GPtrArray *into)
{
    if (!p)
        return;
    if (p->kind == kind && !g_ptr_array_find(into, p, NULL))
        g_ptr_array_add(into, (void *)p);
    pattern_collect(p->a, kind, into);
    pattern_collect(p->b, kind, into);
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

static void
needs_of_choice(const pattern *p, pattern_kind kind, GArray *needs)
{
    GArray *x = g_array_new(FALSE, FALSE, sizeof(pattern_need)), *y = g_array_new(FALSE, FALSE, sizeof(pattern_need));
    pattern_needs(p->a, kind, x);
    pattern_needs(p->b, kind, y);
    if (x->len == 1 && y->len == 1) {
        need_alternatives(&g_array_index(x, pattern_need, 0), &g_array_index(y, pattern_need, 0), needs);
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
skip_in_two(xml_schema *s, const pattern *p, const xmlNode *n, GArray *needs)
{
    GArray *x = g_array_new(FALSE, FALSE, sizeof(pattern_need)), *y = g_array_new(FALSE, FALSE, sizeof(pattern_need));
    const pattern *first = pattern_skip_to_child(s, p->a, n, x), *second;
    if (p->kind != PATTERN_CHOICE)
        first = pattern_make(s, p->kind, first, p->b, NULL);
    if (p->kind == PATTERN_GROUP)
        pattern_needs(p->a, PATTERN_ELEMENT, y);
    second = pattern_skip_to_child(s, p->b, n, y);
    if (p->kind == PATTERN_INTERLEAVE)
        second = pattern_make(s, p->kind, p->a, second, NULL);
    const pattern *way = less_skipped(first, x, second, y);
    if (x->len)
        g_array_append_vals(needs, x->data, x->len);
    g_array_free(x, TRUE);
    return way;
}

const pattern *
pattern_skip_to_child(xml_schema *s, const pattern *p, const xmlNode *n, GArray *needs)
{
    switch (p->kind) {
    case PATTERN_CHOICE:
    case PATTERN_GROUP:
    case PATTERN_INTERLEAVE:
        return skip_in_two(s, p, n, needs);
    case PATTERN_ONE_OR_MORE:
        return pattern_make(s, PATTERN_GROUP, pattern_skip_to_child(s, p->a, n, needs),
                            pattern_make(s, PATTERN_CHOICE, p, pattern_simple(s, PATTERN_EMPTY), NULL), NULL);
    default:
        return pattern_after_child(s, p, n);
    }
}
