/* paint_pdf_page.c: lines and shapes as content (ISO 32000-1, 8.4 and 8.5). */
#include "paint/paint_pdf_int.h"

static void
append_gray(pdf_buffer *out, int gray, const char *operator)
{
    pdf_append_number(out, (gray * 1000 + 127) / 255);
    pdf_append(out, operator);
}

void
pdf_set_fill(pdf_painter *p, int gray)
{
    if (p->fill != gray)
        append_gray(p->content, gray, "g\n");
    p->fill = gray;
}

void
pdf_set_stroke(pdf_painter *p, int gray, unit width)
{
    if (p->stroke != gray)
        append_gray(p->content, gray, "G\n");
    if (p->width != width) {
        pdf_append_points(p->content, width);
        pdf_append(p->content, "w\n");
    }
    p->stroke = gray;
    p->width = width;
}

static void
append_point(pdf_painter *p, int64_t x, int64_t y, const char *operator)
{
    pdf_append_points(p->content, x);
    pdf_append_points(p->content, p->height - y);
    pdf_append(p->content, operator);
}

void
pdf_line(painter *base, const display_line *l)
{
    pdf_painter *p = (pdf_painter *)base;
    pdf_set_stroke(p, l->gray, l->width);
    if (l->dash != DISPLAY_SOLID) {
        const paint_dashes dashes = paint_dashes_of(l);
        pdf_append(p->content, "[");
        pdf_append_number(p->content, (int64_t)(dashes.on * 1000 + 0.5));
        pdf_append_number(p->content, (int64_t)(dashes.off * 1000 + 0.5));
        pdf_append(p->content, "]0 d\n");
    }
    append_point(p, l->x1, l->y1, "m ");
    append_point(p, l->x2, l->y2, "l S\n");
    if (l->dash != DISPLAY_SOLID)
        pdf_append(p->content, "[]0 d\n");
}

static void
append_box(pdf_painter *p, const display_rect *r, const char *operator)
{
    append_point(p, r->x, (int64_t)r->y + r->h, "");
    pdf_append_points(p->content, r->w);
    pdf_append_points(p->content, r->h);
    pdf_append(p->content, operator);
}

void
pdf_rect(painter *base, const display_rect *r)
{
    pdf_painter *p = (pdf_painter *)base;
    if (r->fill >= 0)
        pdf_set_fill(p, r->fill);
    if (r->width > 0)
        pdf_set_stroke(p, r->gray, r->width);
    if (r->fill >= 0 || r->width > 0)
        append_box(p, r, r->fill < 0 ? "re S\n" : r->width > 0 ? "re B\n" : "re f\n");
}

void
pdf_append_ellipse(pdf_buffer *out, int64_t cx, int64_t cy, int64_t rx, int64_t ry)
{
    /* Of a quarter circle as a Bézier curve: the control points' distance, 4/3 (√2 − 1). */
    enum { CONTROL = 552285, WHOLE = 1000000 };
    static const int quarters[4][6] = {
        {1, 0, 0, 1, 1, 1}, {0, 1, -1, 0, -1, 1}, {-1, 0, 0, -1, -1, -1}, {0, -1, 1, 0, 1, -1}};
    const int64_t kx = (rx * CONTROL + WHOLE / 2) / WHOLE, ky = (ry * CONTROL + WHOLE / 2) / WHOLE;
    pdf_append_number(out, cx + rx);
    pdf_append_number(out, cy);
    pdf_append(out, "m\n");
    for (size_t i = 0; i < G_N_ELEMENTS(quarters); i++) {
        const int *q = quarters[i];
        /* From (q0, q1) to (q2, q3); each control point goes toward the corner (q4, q5). */
        const int64_t points[] = {q[0] ? q[0] * rx : q[4] * kx,
                                  q[1] ? q[1] * ry : q[5] * ky,
                                  q[2] ? q[2] * rx : q[4] * kx,
                                  q[3] ? q[3] * ry : q[5] * ky,
                                  q[2] * rx,
                                  q[3] * ry};
        for (size_t k = 0; k < G_N_ELEMENTS(points); k++)
            pdf_append_number(out, (k % 2 ? cy : cx) + points[k]);
        pdf_append(out, "c\n");
    }
    pdf_append(out, "s\n");
}

static int64_t
in_thousandths(int64_t u)
{
    return (u * 1000 + (u < 0 ? -(UNIT_PT / 2) : UNIT_PT / 2)) / UNIT_PT;
}

void
pdf_ellipse(painter *base, const display_ellipse *e)
{
    pdf_painter *p = (pdf_painter *)base;
    pdf_set_stroke(p, e->gray, e->width);
    pdf_append_ellipse(p->content, in_thousandths(e->cx), in_thousandths((int64_t)p->height - e->cy),
                       in_thousandths(e->rx), in_thousandths(e->ry));
}

void
pdf_path(painter *base, const display_path *path)
{
    pdf_painter *p = (pdf_painter *)base;
    pdf_set_stroke(p, path->gray, path->width);
    pdf_append(p->content, "1 J 1 j\n");
    for (size_t i = 0; i < path->count; i++)
        append_point(p, path->points[i].x, path->points[i].y, i == 0 ? "m\n" : "l\n");
    pdf_append(p->content, path->closed ? "s\n0 J 0 j\n" : "S\n0 J 0 j\n");
}

/* Edges are rounded, not sizes, so that boxes which touch still do. */
void
pdf_tiles(painter *base, const display_tiles *t)
{
    pdf_painter *p = (pdf_painter *)base;
    pdf_set_fill(p, t->gray);
    for (size_t i = 0; i < t->count; i++) {
        const display_box *b = &t->boxes[i];
        const int64_t left = in_thousandths(b->x), right = in_thousandths((int64_t)b->x + b->w);
        const int64_t top = in_thousandths((int64_t)p->height - b->y),
                      bottom = in_thousandths((int64_t)p->height - b->y - b->h);
        pdf_append_number(p->content, left);
        pdf_append_number(p->content, bottom);
        pdf_append_number(p->content, right - left);
        pdf_append_number(p->content, top - bottom);
        pdf_append(p->content, "re\n");
    }
    pdf_append(p->content, "f\n");
}
