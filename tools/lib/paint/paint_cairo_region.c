/* paint_cairo_region.c: a part of a page as a picture, with frames round what is meant in it. */
#include "paint/paint_cairo_int.h"

/* In points: wide enough to be seen beside rules, off what it frames. */
static const double frame_width = 1.2, frame_gap = 2;

void
cairo_region_size(const cairo_painter *c, const display_page *page, double *width, double *height)
{
    *width = paint_pt(c->region ? c->region->box.w : page->width);
    *height = paint_pt(c->region ? c->region->box.h : page->height);
}

void
cairo_region_begin(cairo_painter *c)
{
    if (c->region)
        cairo_translate(c->cr, -paint_pt(c->region->box.x), -paint_pt(c->region->box.y));
}

void
cairo_region_end(cairo_painter *c)
{
    if (!c->region || !c->cr || c->base.failed)
        return;
    cairo_set_source_rgb(c->cr, 0.8, 0, 0.1);
    cairo_set_line_width(c->cr, frame_width);
    for (size_t i = 0; i < c->region->frame_count; i++) {
        const display_box *b = &c->region->frames[i];
        cairo_rectangle(c->cr, paint_pt(b->x) - frame_gap, paint_pt(b->y) - frame_gap, paint_pt(b->w) + 2 * frame_gap,
                        paint_pt(b->h) + 2 * frame_gap);
        cairo_stroke(c->cr);
    }
}
