/* xml_walk_value.c: conversions and comparisons of XPath 1.0 (3.4 Booleans, 4.2 and 4.4) without a copy of what a
 * document already holds. */
#include "xml/xml_walk.h"

#include <math.h>
#include <string.h>

const char *
walk_text(walker *w, const xml_node *n)
{
    const char *borrowed = xml_borrow_value(n);
    return borrowed ? borrowed : xml_text(w->a, n);
}

const char *
walk_string(walker *w, const walk_value *v)
{
    if (v->type == XML_NODES)
        return v->count ? walk_text(w, w->nodes[v->first]) : "";
    w->wrote_large =
        w->wrote_large || (v->type == XML_NUMBER && isfinite(v->number) && fabs(v->number) > XML_MOST_EXACT);
    w->wrote_no_number = w->wrote_no_number || (v->type == XML_NUMBER && !isfinite(v->number));
    const xml_value plain = {.type = v->type, .string = v->string, .number = v->number, .boolean = v->boolean};
    return xml_value_string(w->a, &plain);
}

static double
to_number(const char *text)
{
    return xmlXPathCastStringToNumber((const xmlChar *)text);
}

double
walk_number(walker *w, const walk_value *v)
{
    switch (v->type) {
    case XML_NUMBER:
        return v->number;
    case XML_BOOLEAN:
        return v->boolean;
    default:
        return to_number(walk_string(w, v));
    }
}

bool
walk_boolean(const walk_value *v)
{
    const xml_value plain = {
        .type = v->type, .string = v->string, .number = v->number, .boolean = v->boolean, .count = v->count};
    return xml_value_boolean(&plain);
}

static bool
compare_numbers(walk_kind operator, double l, double r)
{
    switch (operator) {
    case WALK_EQUAL:
        return l == r;
    case WALK_UNEQUAL:
        return l != r;
    case WALK_LESS:
        return l < r;
    case WALK_AT_MOST:
        return l <= r;
    case WALK_MORE:
        return l > r;
    default:
        return l >= r;
    }
}

static bool
compare_texts(walk_kind operator, const char * l, const char *r)
{
    if (operator== WALK_EQUAL || operator== WALK_UNEQUAL)
        return (strcmp(l, r) == 0) == (operator== WALK_EQUAL);
    return compare_numbers(operator, to_number(l), to_number(r));
}

/* Figures as people write them, which XPath does not read: 1,200, １２００, ¥1200, 1200円. */
static bool
looks_like_number(const char *text)
{
    bool has_figure = false;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        const bool is_figure = g_unichar_isdigit(c), is_sign = p == text && g_utf8_strchr("+-−－＋", -1, c);
        if (!is_figure && !is_sign && !g_utf8_strchr(",，、.．¥￥円 　", -1, c))
            return false;
        has_figure = has_figure || is_figure;
    }
    return has_figure;
}

/* A comparison that goes by numbers with a node that says something else, and so does not hold: whatever it says, where
 * it is by size; where it is for equality only figures in another way of writing: a word is none of a number's. */
static void
note_no_number(walker *w, walk_kind operator, const xml_node * n, const char *text)
{
    const bool is_equality = operator== WALK_EQUAL || operator== WALK_UNEQUAL;
    if (!w->not_a_number && isnan(to_number(text)) && !xml_is_blank(text) && (!is_equality || looks_like_number(text)))
        w->not_a_number = n;
}

static bool
is_by_size(walk_kind operator)
{
    return operator!= WALK_EQUAL && operator!= WALK_UNEQUAL;
}

/* A text that is compared by size, but is no number: days by their letters, say. */
static void
note_text(walker *w, walk_kind operator, const walk_value * v)
{
    w->compared_text = w->compared_text || (is_by_size(operator) && v->type == XML_STRING && !xml_is_blank(v->string) &&
                                            isnan(to_number(v->string)));
}

static bool
compare_plain(walker *w, walk_kind operator, const walk_value * l, const walk_value *r)
{
    const bool is_equality = operator== WALK_EQUAL || operator== WALK_UNEQUAL;
    if (is_equality && (l->type == XML_BOOLEAN || r->type == XML_BOOLEAN))
        return (walk_boolean(l) == walk_boolean(r)) == (operator== WALK_EQUAL);
    if (is_equality && l->type == XML_STRING && r->type == XML_STRING)
        return compare_texts(operator, l->string, r->string);
    const double left = walk_number(w, l), right = walk_number(w, r);
    note_text(w, operator, l);
    note_text(w, operator, r);
    w->compared_none =
        w->compared_none || (l->type == XML_NUMBER && isnan(left)) || (r->type == XML_NUMBER && isnan(right));
    return compare_numbers(operator, left, right);
}

static walk_kind
turned_round(walk_kind operator)
{
    switch (operator) {
    case WALK_LESS:
        return WALK_MORE;
    case WALK_AT_MOST:
        return WALK_AT_LEAST;
    case WALK_MORE:
        return WALK_LESS;
    case WALK_AT_LEAST:
        return WALK_AT_MOST;
    default:
        return operator;
    }
}

/* Some node of l against a value that is none of nodes. */
static bool
some_compares(walker *w, walk_kind operator, const walk_value * l, const walk_value *r)
{
    if (r->type == XML_BOOLEAN) {
        const walk_value as_boolean = {.type = XML_BOOLEAN, .boolean = l->count > 0};
        return compare_plain(w, operator, & as_boolean, r);
    }
    if (l->count > 0)
        note_text(w, operator, r);
    for (size_t i = 0; i < l->count; i++) {
        const xml_node *n = w->nodes[l->first + i];
        const char *text = walk_text(w, n);
        w->compared_none = w->compared_none || (r->type == XML_NUMBER && isnan(r->number));
        if (r->type == XML_NUMBER || is_by_size(operator))
            note_no_number(w, operator, n, text);
        if (r->type == XML_STRING ? compare_texts(operator, text, r->string)
                                  : compare_numbers(operator, to_number(text), r->number))
            return true;
    }
    return false;
}

static bool
any_pair_compares(walker *w, walk_kind operator, const walk_value * l, const walk_value *r)
{
    const char **texts = ARENA_ARRAY(w->a, const char *, r->count);
    for (size_t i = 0; i < r->count; i++)
        texts[i] = walk_text(w, w->nodes[r->first + i]);
    for (size_t i = 0; i < r->count && is_by_size(operator) && l->count; i++)
        note_no_number(w, operator, w->nodes[r->first + i], texts[i]);
    for (size_t i = 0; i < l->count; i++) {
        const char *text = walk_text(w, w->nodes[l->first + i]);
        if (is_by_size(operator) && r->count)
            note_no_number(w, operator, w->nodes[l->first + i], text);
        for (size_t k = 0; k < r->count; k++)
            if (compare_texts(operator, text, texts[k]))
                return true;
    }
    return false;
}

bool
walk_compare(walker *w, walk_kind operator, const walk_value * l, const walk_value *r, bool *holds)
{
    const bool left = l->type == XML_NODES, right = r->type == XML_NODES;
    const size_t lefts = left ? l->count : 1, rights = right ? r->count : 1;
    if (!walk_takes(w, lefts * rights))
        return false;
    *holds = left && right ? any_pair_compares(w, operator, l, r)
             : left        ? some_compares(w, operator, l, r)
             : right       ? some_compares(w, turned_round(operator), r, l)
                           : compare_plain(w, operator, l, r);
    return true;
}
