/* paint_pdf_page.c: lines and shapes as content (ISO 32000-1, 8.4 and 8.5). */
#include "paint/paint_pdf_int.h"

static void
append_gray(GByteArray *out, int gray, const char *operator)
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
pdf_ellipse(painter *base, const display_ellipse *e)
{
    /* Of a quarter circle as a Bézier curve: the control points' distance, 4/3 (√2 − 1). */
    enum { CONTROL = 552285, WHOLE = 1000000 };
    static const int quarters[4][6] = {
        {1, 0, 0, 1, 1, 1}, {0, 1, -1, 0, -1, 1}, {-1, 0, 0, -1, -1, -1}, {0, -1, 1, 0, 1, -1}};
    pdf_painter *p = (pdf_painter *)base;
    const int64_t kx = unit_scale(e->rx, CONTROL, WHOLE), ky = unit_scale(e->ry, CONTROL, WHOLE);
    pdf_set_stroke(p, e->gray, e->width);
    append_point(p, (int64_t)e->cx + e->rx, e->cy, "m\n");
    for (size_t i = 0; i < G_N_ELEMENTS(quarters); i++) {
        const int *q = quarters[i];
        /* From (q0, q1) to (q2, q3); each control point goes toward the corner (q4, q5). */
        const int64_t x1 = q[0] ? q[0] * (int64_t)e->rx : q[4] * kx, y1 = q[1] ? q[1] * (int64_t)e->ry : q[5] * ky;
        const int64_t x2 = q[2] ? q[2] * (int64_t)e->rx : q[4] * kx, y2 = q[3] ? q[3] * (int64_t)e->ry : q[5] * ky;
        append_point(p, e->cx + x1, e->cy + y1, "");
        append_point(p, e->cx + x2, e->cy + y2, "");
        append_point(p, e->cx + q[2] * (int64_t)e->rx, e->cy + q[3] * (int64_t)e->ry, "c\n");
    }
    pdf_append(p->content, "s\n");
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
