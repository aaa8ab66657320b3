/* display_trace.c: a display list as a value: what each op looks like, and where it stands. */
#include "display/display_trace.h"

#include <string.h>

/* ---- what it looks like, wherever it stands ---- */

static guint64
mix_in(guint64 sum, guint64 value)
{
    for (int i = 0; i < 8; i++)
        sum = (sum ^ ((value >> (8 * i)) & 0xff)) * 1099511628211u;
    return sum;
}

static guint64
mix_text(guint64 sum, const char *text)
{
    for (; text && *text; text++)
        sum = mix_in(sum, (unsigned char)*text);
    return mix_in(sum, 0);
}

static guint64
mix_all(guint64 sum, const unit *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sum = mix_in(sum, (guint64)values[i]);
    return sum;
}

static display_box
box_between(unit left, unit top, unit right, unit bottom)
{
    return (display_box){left, top, MAX(right - left, 1), MAX(bottom - top, 1)};
}

/* A glyph is taken as an em wide and as high, with the baseline at .88 of that; of turned text the other way round. */
static void
take_text(display_item *m, const display_text *t)
{
    const unit up = (unit)((gint64)t->size * 88 / 100), down = t->size - up;
    unit left = t->x, top = t->y - up, right = t->x + 1, bottom = t->y + down;
    for (size_t i = 0; i < t->glyph_count; i++) {
        const unit x = t->x + t->glyphs[i].x, y = t->y + t->glyphs[i].y;
        left = MIN(left, t->turned ? x - down : x);
        top = MIN(top, t->turned ? y : y - up);
        right = MAX(right, t->turned ? x + up : x + t->size);
        bottom = MAX(bottom, t->turned ? y + t->size : y + down);
    }
    m->box = box_between(left, top, right, bottom);
    m->sum = mix_text(mix_text(m->sum, font_face_name(t->face)), t->utf8);
    m->sum = mix_all(m->sum, (const unit[]){t->size, (unit)t->ink, t->gray, t->condensed, t->turned, t->is_ruby}, 6);
    m->sum = mix_all(m->sum, (const unit[]){m->box.w, m->box.h}, 2);
    if (t->ink != DISPLAY_INVISIBLE && !t->is_ruby)
        m->text = g_strdup(t->utf8);
}

static void
take_path(display_item *m, const display_path *p)
{
    unit left = G_MAXINT, top = G_MAXINT, right = G_MININT, bottom = G_MININT;
    for (size_t i = 0; i < p->count; i++) {
        left = MIN(left, p->points[i].x);
        top = MIN(top, p->points[i].y);
        right = MAX(right, p->points[i].x);
        bottom = MAX(bottom, p->points[i].y);
        m->sum = mix_all(m->sum, (const unit[]){p->points[i].x - p->points[0].x, p->points[i].y - p->points[0].y}, 2);
    }
    m->box = p->count ? box_between(left, top, right, bottom) : (display_box){0, 0, 1, 1};
    m->sum = mix_all(m->sum, (const unit[]){p->width, p->closed, p->gray}, 3);
}

static void
take_op(display_item *m, const display_op *op)
{
    m->sum = mix_in(14695981039346656037u, op->kind);
    switch (op->kind) {
    case DISPLAY_TEXT:
        take_text(m, &op->text);
        break;
    case DISPLAY_MARK:
        m->box = (display_box){op->mark.x, op->mark.y, op->mark.w, op->mark.h};
        m->sum = mix_all(m->sum, (const unit[]){(unit)op->mark.sign, op->mark.w, op->mark.h, op->mark.width}, 4);
        break;
    case DISPLAY_LINE: {
        const display_line *l = &op->line;
        m->box = box_between(MIN(l->x1, l->x2), MIN(l->y1, l->y2), MAX(l->x1, l->x2), MAX(l->y1, l->y2));
        m->sum = mix_all(m->sum, (const unit[]){l->x2 - l->x1, l->y2 - l->y1, l->width, (unit)l->dash, l->gray}, 5);
        break;
    }
    case DISPLAY_RECT:
        m->box = (display_box){op->rect.x, op->rect.y, op->rect.w, op->rect.h};
        m->sum =
            mix_all(m->sum, (const unit[]){op->rect.w, op->rect.h, op->rect.width, op->rect.gray, op->rect.fill}, 5);
        break;
    case DISPLAY_ELLIPSE: {
        const display_ellipse *e = &op->ellipse;
        m->box = box_between(e->cx - e->rx, e->cy - e->ry, e->cx + e->rx, e->cy + e->ry);
        m->sum = mix_all(m->sum, (const unit[]){e->rx, e->ry, e->width, e->gray}, 4);
        break;
    }
    case DISPLAY_PATH:
        take_path(m, &op->path);
        break;
    default: /* an op that stands in no list of this room yet */
        m->box = (display_box){0, 0, 1, 1};
    }
}

/* ---- the whole ---- */

static void
clear_item(gpointer data)
{
    g_free(((display_item *)data)->text);
}

display_trace *
display_trace_new(const display *l)
{
    g_assert(l);
    display_trace *t = g_new0(display_trace, 1);
    t->items = g_array_new(FALSE, TRUE, sizeof(display_item));
    g_array_set_clear_func(t->items, clear_item);
    t->nodes = g_array_new(FALSE, TRUE, sizeof(display_kin));
    for (guint i = 1; i <= l->nodes->len; i++) {
        const display_node *n = display_node_at(l, i);
        const display_kin kin = {n->role, n->parent};
        g_array_append_val(t->nodes, kin);
    }
    for (guint p = 0; p < l->pages->len; p++) {
        const display_page *page = g_ptr_array_index(l->pages, p);
        for (guint i = 0; i < page->ops->len; i++) {
            const display_op *op = &g_array_index(page->ops, display_op, i);
            display_item m = {.page = (int)p, .node = op->node, .partner = -1};
            take_op(&m, op);
            g_array_append_val(t->items, m);
        }
    }
    return t;
}

void
display_trace_drop(display_trace *t)
{
    if (!t)
        return;
    g_array_free(t->items, TRUE);
    g_array_free(t->nodes, TRUE);
    g_free(t);
}
