/* display_ops.c: one op by itself: where it is, and the same elsewhere. */
#include "display/display.h"

static display_box
box_between(int64_t left, int64_t top, int64_t right, int64_t bottom)
{
    return (display_box){(unit)left, (unit)top, (unit)MAX(right - left, 1), (unit)MAX(bottom - top, 1)};
}

/* A glyph is taken as wide as its size: an em box, with the baseline at .88 of it. */
static display_box
box_of_text(const display_text *t)
{
    const int64_t up = (int64_t)t->size * 88 / 100, down = t->size - up;
    int64_t left = INT64_MAX, top = INT64_MAX, right = INT64_MIN, bottom = INT64_MIN;
    for (size_t i = 0; i < t->glyph_count; i++) {
        const int64_t x = (int64_t)t->x + t->glyphs[i].x, y = (int64_t)t->y + t->glyphs[i].y;
        left = MIN(left, t->turned ? x - down : x);
        top = MIN(top, t->turned ? y : y - up);
        right = MAX(right, t->turned ? x + up : x + t->size);
        bottom = MAX(bottom, t->turned ? y + t->size : y + down);
    }
    return left > right ? box_between(t->x, t->y - up, t->x + 1, t->y + down) : box_between(left, top, right, bottom);
}

static display_box
box_of_points(const display_path *p)
{
    int64_t left = INT64_MAX, top = INT64_MAX, right = INT64_MIN, bottom = INT64_MIN;
    for (size_t i = 0; i < p->count; i++) {
        left = MIN(left, p->points[i].x);
        right = MAX(right, p->points[i].x);
        top = MIN(top, p->points[i].y);
        bottom = MAX(bottom, p->points[i].y);
    }
    const unit half = p->width / 2;
    return p->count ? box_between(left - half, top - half, right + half, bottom + half) : (display_box){0, 0, 1, 1};
}

static display_box
box_of_line(const display_line *l)
{
    const unit half = l->width / 2;
    return box_between(MIN(l->x1, l->x2) - half, MIN(l->y1, l->y2) - half, MAX(l->x1, l->x2) + half,
                       MAX(l->y1, l->y2) + half);
}

static display_box
box_of_tiles(const display_tiles *t)
{
    int64_t left = INT64_MAX, top = INT64_MAX, right = INT64_MIN, bottom = INT64_MIN;
    for (size_t i = 0; i < t->count; i++) {
        const display_box *b = &t->boxes[i];
        left = MIN(left, b->x);
        right = MAX(right, (int64_t)b->x + b->w);
        top = MIN(top, b->y);
        bottom = MAX(bottom, (int64_t)b->y + b->h);
    }
    return t->count ? box_between(left, top, right, bottom) : (display_box){0, 0, 1, 1};
}

display_box
display_box_of(const display_op *op)
{
    g_assert(op);
    switch (op->kind) {
    case DISPLAY_TEXT:
        return box_of_text(&op->text);
    case DISPLAY_MARK:
        return (display_box){op->mark.x, op->mark.y, op->mark.w, op->mark.h};
    case DISPLAY_LINE:
        return box_of_line(&op->line);
    case DISPLAY_RECT:
        return (display_box){op->rect.x, op->rect.y, op->rect.w, op->rect.h};
    case DISPLAY_ELLIPSE:
        return box_between((int64_t)op->ellipse.cx - op->ellipse.rx, (int64_t)op->ellipse.cy - op->ellipse.ry,
                           (int64_t)op->ellipse.cx + op->ellipse.rx, (int64_t)op->ellipse.cy + op->ellipse.ry);
    case DISPLAY_PATH:
        return box_of_points(&op->path);
    case DISPLAY_TILES:
        return box_of_tiles(&op->tiles);
    case DISPLAY_IMAGE:
        return (display_box){op->image.x, op->image.y, op->image.w, op->image.h};
    }
    g_assert_not_reached();
}

static const display_point *
shift_points(const display_path *p, unit dx, unit dy, arena *a)
{
    display_point *points = ARENA_ARRAY(a, display_point, p->count);
    for (size_t i = 0; i < p->count; i++)
        points[i] = (display_point){p->points[i].x + dx, p->points[i].y + dy};
    return points;
}

static const display_box *
shift_boxes(const display_tiles *t, unit dx, unit dy, arena *a)
{
    display_box *boxes = ARENA_ARRAY(a, display_box, t->count);
    for (size_t i = 0; i < t->count; i++)
        boxes[i] = (display_box){t->boxes[i].x + dx, t->boxes[i].y + dy, t->boxes[i].w, t->boxes[i].h};
    return boxes;
}

display_op
display_shift(const display_op *op, unit dx, unit dy, arena *a)
{
    g_assert(op && a);
    display_op out = *op;
    switch (op->kind) {
    case DISPLAY_TEXT:
        out.text.x += dx;
        out.text.y += dy;
        break;
    case DISPLAY_MARK:
        out.mark.x += dx;
        out.mark.y += dy;
        out.mark.from += dx;
        out.mark.baseline += dy;
        break;
    case DISPLAY_LINE:
        out.line.x1 += dx;
        out.line.x2 += dx;
        out.line.y1 += dy;
        out.line.y2 += dy;
        break;
    case DISPLAY_RECT:
        out.rect.x += dx;
        out.rect.y += dy;
        break;
    case DISPLAY_ELLIPSE:
        out.ellipse.cx += dx;
        out.ellipse.cy += dy;
        break;
    case DISPLAY_PATH:
        out.path.points = shift_points(&op->path, dx, dy, a);
        break;
    case DISPLAY_TILES:
        out.tiles.boxes = shift_boxes(&op->tiles, dx, dy, a);
        break;
    case DISPLAY_IMAGE:
        out.image.x += dx;
        out.image.y += dy;
        break;
    }
    return out;
}
