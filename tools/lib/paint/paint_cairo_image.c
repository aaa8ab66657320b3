/* paint_cairo_image.c: pictures by cairo. */
#include "paint/paint_cairo_int.h"

#include <string.h>

static void
fill_row(const image_pixels *p, int32_t y, uint32_t *to)
{
    for (int32_t x = 0; x < p->width; x++) {
        const size_t at = (size_t)y * (size_t)p->width + (size_t)x;
        const uint8_t *c = p->colours + at * (size_t)p->samples;
        const uint32_t alpha = p->alpha ? p->alpha[at] : 255;
        uint32_t pixel = alpha << 24;
        for (int k = 0; k < 3; k++)
            pixel |= (c[p->samples == 1 ? 0 : k] * alpha + 127) / 255 << 8 * (2 - k);
        to[x] = pixel;
    }
}

static void
attach_bytes(cairo_surface_t *s, const char *type, const void *bytes, size_t length)
{
    guint8 *own = g_memdup2(bytes, length);
    if (cairo_surface_set_mime_data(s, type, own, (unsigned long)length, g_free, own) != CAIRO_STATUS_SUCCESS)
        g_free(own);
}

/* NULL after a failure has been kept. */
static cairo_surface_t *
surface_new(cairo_painter *c, const image *i)
{
    image_pixels p;
    if (!image_decode(i, &p)) {
        painter_fail(&c->base, DIAG_PAINT_IMAGE, i->file, NULL);
        return NULL;
    }
    cairo_surface_t *s =
        cairo_image_surface_create(p.alpha ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, p.width, p.height);
    if (cairo_painter_good(c, cairo_surface_status(s))) {
        cairo_surface_flush(s);
        unsigned char *data = cairo_image_surface_get_data(s);
        const int stride = cairo_image_surface_get_stride(s);
        for (int32_t y = 0; y < p.height; y++)
            fill_row(&p, y, (uint32_t *)(void *)(data + (size_t)y * (size_t)stride));
        cairo_surface_mark_dirty(s);
        if (i->kind == IMAGE_JPEG && c->format != PAINT_PNG)
            attach_bytes(s, CAIRO_MIME_TYPE_JPEG, i->bytes, i->length);
        attach_bytes(s, CAIRO_MIME_TYPE_UNIQUE_ID, i->sum, strlen(i->sum));
    }
    image_pixels_clear(&p);
    return s;
}

static void
drop_surface(void *s)
{
    cairo_surface_destroy(s);
}

static cairo_surface_t *
surface_of(cairo_painter *c, const image *i)
{
    if (!c->images)
        c->images = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, drop_surface);
    cairo_surface_t *s = g_hash_table_lookup(c->images, i->sum);
    if (!s && (s = surface_new(c, i)))
        g_hash_table_insert(c->images, (gpointer)i->sum, s);
    return s;
}

static void
draw_pixels(cairo_painter *c, const display_image *i)
{
    cairo_surface_t *s = surface_of(c, i->picture);
    if (!s || c->base.failed)
        return;
    const double w = cairo_image_surface_get_width(s), h = cairo_image_surface_get_height(s);
    double m[6];
    cairo_matrix_t matrix;
    paint_image_matrix(i, m);
    cairo_matrix_init(&matrix, m[1] / w, m[4] / w, m[2] / h, m[5] / h, m[0], m[3]);
    cairo_save(c->cr);
    cairo_rectangle(c->cr, paint_pt(i->x), paint_pt(i->y), paint_pt(i->w), paint_pt(i->h));
    cairo_clip(c->cr);
    cairo_transform(c->cr, &matrix);
    cairo_set_source_surface(c->cr, s, 0, 0);
    cairo_pattern_set_extend(cairo_get_source(c->cr), CAIRO_EXTEND_PAD);
    cairo_paint(c->cr);
    cairo_restore(c->cr);
}

static void
set_colour(cairo_t *cr, int colour)
{
    cairo_set_source_rgb(cr, (colour >> 16 & 255) / 255.0, (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0);
}

static void
add_outline(cairo_t *cr, const image_shape *s)
{
    const image_point *at = s->points;
    cairo_new_path(cr);
    for (size_t k = 0; k < s->step_count; at += image_step_points(s->steps[k]), k++) {
        switch ((image_step)s->steps[k]) {
        case IMAGE_CLOSE:
            cairo_close_path(cr);
            break;
        case IMAGE_MOVE:
            cairo_move_to(cr, at->x, at->y);
            break;
        case IMAGE_LINE:
            cairo_line_to(cr, at->x, at->y);
            break;
        case IMAGE_CURVE:
            cairo_curve_to(cr, at[0].x, at[0].y, at[1].x, at[1].y, at[2].x, at[2].y);
            break;
        }
    }
}

static void
draw_shape(cairo_t *cr, const image_shape *s)
{
    static const cairo_line_cap_t caps[] = {CAIRO_LINE_CAP_BUTT, CAIRO_LINE_CAP_ROUND, CAIRO_LINE_CAP_SQUARE};
    static const cairo_line_join_t joins[] = {CAIRO_LINE_JOIN_MITER, CAIRO_LINE_JOIN_ROUND, CAIRO_LINE_JOIN_BEVEL};
    add_outline(cr, s);
    if (s->fill != IMAGE_NONE) {
        set_colour(cr, s->fill);
        cairo_set_fill_rule(cr, s->even_odd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
        cairo_fill_preserve(cr);
    }
    if (s->stroke != IMAGE_NONE) {
        set_colour(cr, s->stroke);
        cairo_set_line_width(cr, s->width);
        cairo_set_line_cap(cr, caps[s->cap]);
        cairo_set_line_join(cr, joins[s->join]);
        cairo_set_miter_limit(cr, s->miter / 100.0);
        cairo_stroke_preserve(cr);
    }
    cairo_new_path(cr);
}

static void
draw_shapes(cairo_t *cr, const display_image *i)
{
    const double grid = paint_image_grid(i);
    cairo_save(cr);
    cairo_rectangle(cr, paint_pt(i->x), paint_pt(i->y), paint_pt(i->w), paint_pt(i->h));
    cairo_clip(cr);
    cairo_translate(cr, paint_pt(i->x), paint_pt(i->y));
    cairo_scale(cr, grid, grid);
    for (size_t k = 0; k < i->picture->shape_count; k++)
        draw_shape(cr, &i->picture->shapes[k]);
    cairo_restore(cr);
}

void
cairo_image(painter *p, const display_image *i)
{
    cairo_painter *c = (cairo_painter *)p;
    if (i->picture->kind == IMAGE_SHAPES)
        draw_shapes(c->cr, i);
    else
        draw_pixels(c, i);
}
