#include "emit/emit_int.h"

#include <math.h>

/* Charts. Series differ in pattern and mark, never in a tint alone: a fax keeps them apart. */

enum { HATCH = 3 * UNIT_PT, TINT = DISPLAY_DARKEST_FILL };

typedef struct canvas {
    emitter *e;
    const text_origin *origin;
    unit x, y; /* of the chart */
} canvas;

static void
draw_line(const canvas *c, unit x1, unit y1, unit x2, unit y2, unit width, display_dash dash)
{
    display_op op = {.kind = DISPLAY_LINE, .origin = c->origin};
    op.line = (display_line){
        .x1 = c->x + x1, .y1 = c->y + y1, .x2 = c->x + x2, .y2 = c->y + y2, .width = width, .dash = dash};
    display_add(c->e->page, op);
}

static void
draw_rect(const canvas *c, unit x, unit y, unit w, unit h, int fill)
{
    display_op op = {.kind = DISPLAY_RECT, .origin = c->origin};
    op.rect =
        (display_rect){.x = c->x + x, .y = c->y + y, .w = w, .h = h, .width = form_rule_width(RULE_THIN), .fill = fill};
    display_add(c->e->page, op);
}

/* Lines at 45 degrees across a box, up to the right, or mirrored; no line leaves the box. */
static void
draw_hatch(const canvas *c, unit x, unit y, unit w, unit h, bool mirrored)
{
    for (unit d = HATCH; d < w + h; d += HATCH) {
        const unit x1 = MAX(0, d - h), x2 = MIN(d, w), y1 = h - (d - x1), y2 = h - (d - x2);
        /* along the line u - v = const: from the left or lower edge to the upper or right one */
        const unit ax = x1, ay = y1 < 0 ? 0 : y1, bx = x2, by = y2;
        if (mirrored)
            draw_line(c, x + ax, y + h - ay, x + bx, y + h - by, form_rule_width(RULE_DOTTED), DISPLAY_SOLID);
        else
            draw_line(c, x + ax, y + ay, x + bx, y + by, form_rule_width(RULE_DOTTED), DISPLAY_SOLID);
    }
}

static void
draw_bar(const canvas *c, size_t series, unit x, unit y, unit w, unit h)
{
    if (h <= 0) {
        draw_line(c, x, y, x + w, y, form_rule_width(RULE_THIN), DISPLAY_SOLID);
        return;
    }
    draw_rect(c, x, y, w, h, series == 0 ? TINT : -1);
    if (series == 1 || series == 3)
        draw_hatch(c, x, y, w, h, series == 3);
}

/* ○ ■ △ ×, each `r` to its edge. */
static void
draw_point(const canvas *c, size_t series, unit x, unit y, unit r)
{
    display_op op = {.kind = DISPLAY_ELLIPSE, .origin = c->origin};
    if (series == 0) {
        op.ellipse =
            (display_ellipse){.cx = c->x + x, .cy = c->y + y, .rx = r, .ry = r, .width = form_rule_width(RULE_THIN)};
        display_add(c->e->page, op);
    } else if (series == 1) {
        draw_rect(c, x - r, y - r, 2 * r, 2 * r, 0);
    } else if (series == 2) {
        display_point *corners = ARENA_ARRAY(c->e->a, display_point, 3);
        corners[0] = (display_point){c->x + x, c->y + y - r};
        corners[1] = (display_point){c->x + x + r, c->y + y + r};
        corners[2] = (display_point){c->x + x - r, c->y + y + r};
        op.kind = DISPLAY_PATH;
        op.path = (display_path){.points = corners, .count = 3, .width = form_rule_width(RULE_THIN), .closed = true};
        display_add(c->e->page, op);
    } else {
        draw_line(c, x - r, y - r, x + r, y + r, form_rule_width(RULE_THIN), DISPLAY_SOLID);
        draw_line(c, x - r, y + r, x + r, y - r, form_rule_width(RULE_THIN), DISPLAY_SOLID);
    }
}

/* From mark to mark, but not into them. */
static void
draw_step(const canvas *c, size_t series, unit x1, unit y1, unit x2, unit y2, unit r)
{
    static const display_dash dashes[] = {DISPLAY_SOLID, DISPLAY_DASHED, DISPLAY_DOTTED, DISPLAY_SOLID};
    const double dx = x2 - x1, dy = y2 - y1, length = sqrt(dx * dx + dy * dy), off = r * 1.5;
    if (length <= 2 * off)
        return;
    const unit ox = (unit)lround(dx / length * off), oy = (unit)lround(dy / length * off);
    draw_line(c, x1 + ox, y1 + oy, x2 - ox, y2 - oy, form_rule_width(RULE_THIN) * (series == 3 ? 1 : 2),
              dashes[series % G_N_ELEMENTS(dashes)]);
}

static void
draw_lines(const canvas *c, const chart *of)
{
    const unit r = UNIT_PT * 2;
    for (size_t i = 0; i < of->amount_count; i++) {
        const chart_amount *a = &of->amounts[i];
        draw_point(c, a->series, a->x, a->y, r);
        for (size_t k = i; a->follows && k-- > 0;)
            if (of->amounts[k].series == a->series) {
                if (of->amounts[k].point + 1 == a->point)
                    draw_step(c, a->series, of->amounts[k].x, of->amounts[k].y, a->x, a->y, r);
                break;
            }
    }
}

static void
draw_keys(const canvas *c, const chart *of)
{
    for (size_t i = 0; i < of->key_count; i++) {
        const chart_key *k = &of->keys[i];
        if (of->of_lines) {
            draw_step(c, k->series, k->x, k->y + k->h / 2, k->x + k->w / 2, k->y + k->h / 2, UNIT_PT * 2);
            draw_step(c, k->series, k->x + k->w / 2, k->y + k->h / 2, k->x + k->w, k->y + k->h / 2, UNIT_PT * 2);
            draw_point(c, k->series, k->x + k->w / 2, k->y + k->h / 2, UNIT_PT * 2);
        } else {
            draw_bar(c, k->series, k->x, k->y, k->w, k->h);
        }
    }
}

/* The dotted lines of the scale, but not where an amount is printed. */
static void
draw_scale(const canvas *c, const chart *of)
{
    const chart_box *plot = &of->plot;
    const unit off = UNIT_PT;
    for (size_t i = 0; i < of->mark_count; i++) {
        const unit y = of->marks[i];
        unit from = plot->x;
        if (y == plot->y + plot->h)
            continue;
        for (unit next = from; next < plot->x + plot->w; from = next) {
            const chart_text *first = NULL; /* that stands in the way from here on */
            for (size_t k = 0; k < of->text_count; k++) {
                const chart_text *t = &of->texts[k];
                if (t->clears && t->y - off < y && y < t->y + t->text.height + off && t->x + t->clears + off > from &&
                    (!first || t->x < first->x))
                    first = t;
            }
            const unit to = first ? MIN(first->x - off, plot->x + plot->w) : plot->x + plot->w;
            if (to > from)
                draw_line(c, from, y, to, y, form_rule_width(RULE_DOTTED), DISPLAY_DOTTED);
            next = first ? first->x + first->clears + off : plot->x + plot->w;
        }
    }
}

void
emit_chart(emitter *e, const atom *a, unit x, unit y)
{
    const chart *of = a->chart;
    const display_box box = {x + a->x, y, of->width, of->height};
    const guint before = element_begin(
        e, element_of(e, e->within, a->node, (display_node){.role = DISPLAY_FIGURE, .alt = a->node->says, .box = box}));
    const guint within = e->within;
    e->within = e->page->node;
    const canvas c = {e, a->node->origin, box.x, box.y};
    const chart_box *plot = &of->plot;
    draw_scale(&c, of);
    if (of->of_lines)
        draw_lines(&c, of);
    for (size_t i = 0; !of->of_lines && i < of->amount_count; i++)
        draw_bar(&c, of->amounts[i].series, of->amounts[i].x, of->amounts[i].y, of->amounts[i].w,
                 plot->y + plot->h - of->amounts[i].y);
    draw_line(&c, plot->x, plot->y, plot->x, plot->y + plot->h, form_rule_width(RULE_THIN), DISPLAY_SOLID);
    draw_line(&c, plot->x, plot->y + plot->h, plot->x + plot->w, plot->y + plot->h, form_rule_width(RULE_THIN),
              DISPLAY_SOLID);
    draw_keys(&c, of);
    for (size_t i = 0; i < of->text_count; i++)
        emit_atoms(e, &of->texts[i].text, box.x + of->texts[i].x, box.y + of->texts[i].y);
    e->within = within;
    element_end(e, before);
}
