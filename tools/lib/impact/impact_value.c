/* impact_value.c: pages as values that can be compared: equal text, equal page. */
#include "impact/impact_int.h"

#include <stdlib.h>
#include <string.h>

/* FNV-1a: a hint where a page differs, never whether it does. */
static guint64
sum_text(const char *text, size_t length)
{
    guint64 sum = 14695981039346656037u;
    for (size_t i = 0; i < length; i++)
        sum = (sum ^ (unsigned char)text[i]) * 1099511628211u;
    return sum;
}

static impact_op
value_of_op(const display_op *op, arena *a, GString *line)
{
    impact_op v = {.box = display_box_of(op)};
    v.whole = sum_text(line->str, line->len);
    GString *there = g_string_new(NULL);
    const display_op at_origin = display_shift(op, -v.box.x, -v.box.y, a);
    display_print_op(&at_origin, false, there);
    v.apart = sum_text(there->str, there->len);
    g_string_free(there, TRUE);
    v.is_rule = op->kind == DISPLAY_LINE || op->kind == DISPLAY_PATH || op->kind == DISPLAY_RECT;
    return v;
}

/* A place that leads elsewhere is a part of the page, though no ink: where it leads outside, and that it leads inside;
 * names of places inside are nobody's matter. */
static void
take_links(const display_page *p, impact_value *v, GString *body)
{
    GString *line = g_string_new(NULL);
    for (guint i = 0; i < p->links->len; i++) {
        const display_link *l = &g_array_index(p->links, display_link, i);
        g_string_printf(line, "link %s\n", l->uri ? l->uri : "");
        impact_op one = {.box = l->box, .apart = sum_text(line->str, line->len)};
        g_string_printf(line, "link %d %d %dx%d %s\n", l->box.x, l->box.y, l->box.w, l->box.h, l->uri ? l->uri : "");
        one.whole = sum_text(line->str, line->len);
        g_array_append_val(v->body_ops, one);
        g_string_append(body, line->str);
    }
    g_string_free(line, TRUE);
}

static bool
is_in_zone(const display_zone *z, guint i)
{
    return i >= z->first && i < z->end;
}

/* Figures of either width, as far as they are one number; 0: there is none. */
static size_t
number_at(const char *p, int *number)
{
    const char *start = p;
    *number = 0;
    for (int digits = 0; digits < 6; digits++, p = g_utf8_next_char(p)) {
        const int value = g_unichar_digit_value(g_utf8_get_char(p));
        if (!*p || value < 0)
            break;
        *number = *number * 10 + value;
    }
    return (size_t)(p - start);
}

static bool
is_number_of(const impact_value *v, int number)
{
    return number == v->number || number == v->all;
}

/* Page 2 of 3 and page 3 of 4 say the same of what is on them; 第1版 and 第2版 do not. */
bool
impact_says_the_same_at_edges(const impact_value *x, const impact_value *y)
{
    const char *p = x->edge_words, *q = y->edge_words;
    while (*p && *q) {
        int one, other;
        const size_t n = number_at(p, &one), m = number_at(q, &other);
        if ((n > 0) != (m > 0))
            return false;
        if (n > 0 && one != other && !(is_number_of(x, one) && is_number_of(y, other)))
            return false;
        if (!n && g_utf8_get_char(p) != g_utf8_get_char(q))
            return false;
        p += n ? n : (size_t)(g_utf8_next_char(p) - p);
        q += m ? m : (size_t)(g_utf8_next_char(q) - q);
    }
    return !*p && !*q;
}

static bool
has_figure(const display_op *op)
{
    for (const char *p = display_text_of(op); p && *p; p = g_utf8_next_char(p))
        if (g_unichar_digit_value(g_utf8_get_char(p)) >= 0)
            return true;
    return false;
}

static int
compare_sums(const void *a, const void *b)
{
    const guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
    return x < y ? -1 : x > y;
}

static const guint64 *
sorted_sums(arena *a, const GArray *ops)
{
    guint64 *sums = ARENA_ARRAY(a, guint64, ops->len + 1);
    for (guint i = 0; i < ops->len; i++)
        sums[i] = g_array_index(ops, impact_op, i).apart;
    qsort(sums, ops->len, sizeof *sums, compare_sums);
    return sums;
}

static void
take_page(arena *a, impact_value *v, const display_page *p, int number, int all)
{
    GString *body = g_string_new(NULL), *edges = g_string_new(NULL), *words = g_string_new(NULL);
    GString *line = g_string_new(NULL);
    *v = (impact_value){.page = p,
                        .number = number,
                        .all = all,
                        .body_ops = g_array_new(FALSE, FALSE, sizeof(impact_op)),
                        .edge_ops = g_array_new(FALSE, FALSE, sizeof(impact_op))};
    g_string_append_printf(body, "%dx%d\n", p->width, p->height);
    for (guint i = 0; i < p->ops->len; i++) {
        const display_op *op = &g_array_index(p->ops, display_op, i);
        const bool edge = is_in_zone(&p->head, i) || is_in_zone(&p->foot, i);
        g_string_truncate(line, 0);
        display_print_op(op, false, line);
        const impact_op one = value_of_op(op, a, line);
        g_array_append_val(edge ? v->edge_ops : v->body_ops, one);
        g_string_append(edge ? edges : body, line->str);
        if (edge && !has_figure(op))
            v->edge_looks += one.apart;
        if (edge && display_text_of(op)) /* two texts side by side are no one number */
            g_string_append_printf(words, "%s%s", op->goes_on ? "" : "\n", display_text_of(op));
    }
    take_links(p, v, body);
    v->body = arena_strdup(a, body->str);
    v->edges = arena_strdup(a, edges->str);
    v->edge_words = arena_strdup(a, words->str);
    v->apart = sorted_sums(a, v->body_ops);
    g_string_free(body, TRUE);
    g_string_free(edges, TRUE);
    g_string_free(words, TRUE);
    g_string_free(line, TRUE);
}

impact_value *
impact_values(arena *a, const display *l)
{
    impact_value *values = ARENA_ARRAY(a, impact_value, l->pages->len + 1);
    for (guint i = 0; i < l->pages->len; i++)
        take_page(a, &values[i], g_ptr_array_index(l->pages, i), (int)i + 1, (int)l->pages->len);
    return values;
}

void
impact_values_clear(impact_value *v, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        g_array_free(v[i].body_ops, TRUE);
        g_array_free(v[i].edge_ops, TRUE);
    }
}

int
impact_likeness(const impact_value *x, const impact_value *y)
{
    const guint m = x->body_ops->len, n = y->body_ops->len;
    size_t shared = 0;
    for (guint i = 0, k = 0; i < m && k < n;) {
        const int order = compare_sums(&x->apart[i], &y->apart[k]);
        shared += order == 0;
        i += order <= 0;
        k += order >= 0;
    }
    return m + n ? (int)(2000 * shared / (m + n)) : 1000;
}
