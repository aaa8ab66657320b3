/* impact_region.c: where on a page that differs. */
#include "impact/impact_int.h"

#include <stdlib.h>

enum {
    NEAR = 8 * UNIT_PT,    /* what differs so near to each other is one place */
    MARGIN = 28 * UNIT_PT, /* round a place, that it is known again */
    LEAST_WIDTH = 320 * UNIT_PT,
    MOST_FRAMES = 5, /* of a kind on a page */
    MOST_CROPS = 3
};

static display_box
join_boxes(display_box a, display_box b)
{
    const unit x = MIN(a.x, b.x), y = MIN(a.y, b.y);
    return (display_box){x, y, MAX(a.x + a.w, b.x + b.w) - x, MAX(a.y + a.h, b.y + b.h) - y};
}

static unit
gap_between(unit a, unit a_size, unit b, unit b_size)
{
    return MAX(0, MAX(b - (a + a_size), a - (b + b_size)));
}

/* The greater of the two distances: 0 when they touch. */
static unit
box_distance(display_box a, display_box b)
{
    return MAX(gap_between(a.x, a.w, b.x, b.w), gap_between(a.y, a.h, b.y, b.h));
}

/* Makes one of boxes that are nearer than `near`, then of the nearest until there are at most `most`. */
static void
cluster_boxes(GArray *boxes, unit near, guint most)
{
    while (boxes->len > 1) {
        guint a = 0, b = 0;
        unit least = G_MAXINT;
        for (guint i = 0; i < boxes->len && least > near; i++)
            for (guint k = i + 1; k < boxes->len && least > near; k++) {
                const unit d = box_distance(g_array_index(boxes, display_box, i), g_array_index(boxes, display_box, k));
                if (d < least) {
                    least = d;
                    a = i;
                    b = k;
                }
            }
        if (least > near && boxes->len <= most)
            return;
        g_array_index(boxes, display_box, a) =
            join_boxes(g_array_index(boxes, display_box, a), g_array_index(boxes, display_box, b));
        g_array_remove_index_fast(boxes, b);
    }
}

/* ---- what differs ---- */

typedef struct sides {
    GArray *ink, *rules, *moved; /* of display_box */
    unit shifted;
} sides;

typedef struct numbered {
    const impact_op *op;
    guint at;
    bool taken;
} numbered;

static int
by_whole(const void *a, const void *b)
{
    const numbered *x = a, *y = b;
    if (x->op->whole != y->op->whole)
        return x->op->whole < y->op->whole ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static int
by_apart(const void *a, const void *b)
{
    const numbered *x = a, *y = b;
    if (x->op->apart != y->op->apart)
        return x->op->apart < y->op->apart ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static GArray *
number_ops(const GArray *ops)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(numbered));
    for (guint i = 0; i < ops->len; i++) {
        const numbered n = {&g_array_index(ops, impact_op, i), i, false};
        g_array_append_val(out, n);
    }
    return out;
}

static void
drop_taken(GArray *ops)
{
    guint left = 0;
    for (guint i = 0; i < ops->len; i++)
        if (!g_array_index(ops, numbered, i).taken)
            g_array_index(ops, numbered, left++) = g_array_index(ops, numbered, i);
    g_array_set_size(ops, left);
}

typedef void (*met)(sides *s, const impact_op *x, const impact_op *y);

/* Takes from both what is equal by an order, each one time. */
static void
take_equal(GArray *x, GArray *y, int (*order)(const void *, const void *), guint64 (*sum)(const impact_op *), met meet,
           sides *s)
{
    g_array_sort(x, order);
    g_array_sort(y, order);
    for (guint i = 0, k = 0; i < x->len && k < y->len;) {
        numbered *a = &g_array_index(x, numbered, i), *b = &g_array_index(y, numbered, k);
        const guint64 one = sum(a->op), other = sum(b->op);
        if (one == other) {
            a->taken = b->taken = true;
            if (meet)
                meet(s, a->op, b->op);
        }
        i += one <= other;
        k += one >= other;
    }
    drop_taken(x);
    drop_taken(y);
}

static guint64
sum_whole(const impact_op *o)
{
    return o->whole;
}

static guint64
sum_apart(const impact_op *o)
{
    return o->apart;
}

static void
meet_moved(sides *s, const impact_op *x, const impact_op *y)
{
    s->shifted = MAX(s->shifted, MAX(abs(x->box.x - y->box.x), abs(x->box.y - y->box.y)));
    const display_box both[] = {x->box, y->box};
    g_array_append_vals(s->moved, both, 2);
}

static void
add_rest(sides *s, const GArray *ops)
{
    for (guint i = 0; i < ops->len; i++) {
        const impact_op *op = g_array_index(ops, numbered, i).op;
        g_array_append_val(op->is_rule ? s->rules : s->ink, op->box);
    }
}

static void
compare_ops(sides *s, const GArray *before, const GArray *after)
{
    GArray *x = number_ops(before), *y = number_ops(after);
    take_equal(x, y, by_whole, sum_whole, NULL, s);
    take_equal(x, y, by_apart, sum_apart, meet_moved, s);
    add_rest(s, x);
    add_rest(s, y);
    g_array_free(x, TRUE);
    g_array_free(y, TRUE);
}

/* ---- frames and crops ---- */

static bool
is_within(display_box a, display_box b)
{
    return a.x >= b.x && a.y >= b.y && a.x + a.w <= b.x + b.w && a.y + a.h <= b.y + b.h;
}

/* Rules that are framed with the ink beside them need no frame of their own. */
static GArray *
frames_of(sides *s)
{
    cluster_boxes(s->ink, NEAR, MOST_FRAMES);
    cluster_boxes(s->rules, NEAR, MOST_FRAMES);
    GArray *frames = g_array_new(FALSE, FALSE, sizeof(display_box));
    g_array_append_vals(frames, s->ink->data, s->ink->len);
    for (guint i = 0; i < s->rules->len; i++) {
        const display_box r = g_array_index(s->rules, display_box, i);
        bool framed = false;
        for (guint k = 0; k < s->ink->len; k++)
            framed = framed || is_within(r, g_array_index(s->ink, display_box, k));
        if (!framed)
            g_array_append_val(frames, r);
    }
    if (frames->len)
        return frames;
    cluster_boxes(s->moved, NEAR, MOST_FRAMES);
    g_array_append_vals(frames, s->moved->data, s->moved->len);
    return frames;
}

static int
by_place(const void *a, const void *b)
{
    const display_box *x = a, *y = b;
    if (x->y != y->y)
        return x->y < y->y ? -1 : 1;
    return x->x < y->x ? -1 : x->x > y->x;
}

static display_box
widen_box(display_box b, unit width, unit height)
{
    const unit side = MAX(MARGIN, (LEAST_WIDTH - b.w) / 2);
    const unit x = MAX(0, b.x - side), y = MAX(0, b.y - MARGIN);
    return (display_box){x, y, MAX(1, MIN(width, b.x + b.w + side) - x), MAX(1, MIN(height, b.y + b.h + MARGIN) - y)};
}

static void
set_crops(arena *a, GArray *frames, unit width, unit height, impact_page *p)
{
    g_array_sort(frames, by_place);
    GArray *boxes = g_array_new(FALSE, FALSE, sizeof(display_box));
    for (guint i = 0; i < frames->len; i++) {
        const display_box wide = widen_box(g_array_index(frames, display_box, i), width, height);
        g_array_append_val(boxes, wide);
    }
    cluster_boxes(boxes, 0, MOST_CROPS);
    g_array_sort(boxes, by_place);
    const display_box *kept = arena_copy(a, frames->data, MAX(frames->len, 1) * sizeof *kept);
    impact_crop *crops = ARENA_ARRAY(a, impact_crop, boxes->len + 1);
    for (guint i = 0; i < boxes->len; i++) /* a frame that is not in it leaves no ink in it */
        crops[i] = (impact_crop){g_array_index(boxes, display_box, i), kept, frames->len};
    p->crops = crops;
    p->crop_count = boxes->len;
    g_array_free(boxes, TRUE);
}

/* Numbers of pages in a head that is the same otherwise are no place to look at. */
static bool
edges_differ(const impact_value *x, const impact_value *y)
{
    return !impact_says_the_same_at_edges(x, y) || x->edge_looks != y->edge_looks ||
           (x->number == y->number && x->all == y->all);
}

void
impact_find_regions(arena *a, const impact_value *x, const impact_value *y, impact_page *p)
{
    sides s = {g_array_new(FALSE, FALSE, sizeof(display_box)), g_array_new(FALSE, FALSE, sizeof(display_box)),
               g_array_new(FALSE, FALSE, sizeof(display_box)), 0};
    const unit width = MAX(x->page->width, y->page->width), height = MAX(x->page->height, y->page->height);
    compare_ops(&s, x->body_ops, y->body_ops);
    if (edges_differ(x, y))
        compare_ops(&s, x->edge_ops, y->edge_ops);
    GArray *frames = frames_of(&s);
    if (!frames->len) { /* the page itself, or only the order in which it is drawn */
        const display_box all = {0, 0, width, height};
        g_array_append_val(frames, all);
    }
    p->shifted = s.shifted;
    set_crops(a, frames, width, height, p);
    g_array_free(frames, TRUE);
    g_array_free(s.ink, TRUE);
    g_array_free(s.rules, TRUE);
    g_array_free(s.moved, TRUE);
}
