/* paint_haru_image.c: pictures by libharu. Its colours have no profile: its files are proof of the ink alone. */
#include "paint/paint_haru_int.h"

static HPDF_Image
pixels_new(haru_painter *h, const image *i)
{
    image_pixels p;
    if (!image_decode(i, &p)) {
        painter_fail(&h->base, DIAG_PAINT_IMAGE, i->file, NULL);
        return NULL;
    }
    const HPDF_UINT width = (HPDF_UINT)p.width, height = (HPDF_UINT)p.height;
    HPDF_Image whole = HPDF_LoadRawImageFromMem(h->doc, p.colours, width, height,
                                                p.samples == 1 ? HPDF_CS_DEVICE_GRAY : HPDF_CS_DEVICE_RGB, 8);
    HPDF_Image mask =
        whole && p.alpha ? HPDF_LoadRawImageFromMem(h->doc, p.alpha, width, height, HPDF_CS_DEVICE_GRAY, 8) : NULL;
    if (mask)
        HPDF_Image_AddSMask(whole, mask);
    image_pixels_clear(&p);
    return whole;
}

static HPDF_Image
image_of(haru_painter *h, const image *i)
{
    if (!h->images)
        h->images = g_hash_table_new(g_str_hash, g_str_equal);
    HPDF_Image known = g_hash_table_lookup(h->images, i->sum);
    if (!known) {
        known = i->kind == IMAGE_JPEG ? HPDF_LoadJpegImageFromMem(h->doc, i->bytes, (HPDF_UINT)i->length)
                                      : pixels_new(h, i);
        if (known)
            g_hash_table_insert(h->images, (gpointer)i->sum, known);
    }
    return known;
}

static void
draw_pixels(haru_painter *h, const display_image *i)
{
    HPDF_Image known = image_of(h, i->picture);
    double m[6];
    if (!known)
        return;
    paint_image_matrix(i, m);
    HPDF_Page_Concat(h->page, (HPDF_REAL)m[1], (HPDF_REAL)-m[4], (HPDF_REAL)-m[2], (HPDF_REAL)m[5],
                     (HPDF_REAL)(m[0] + m[2]), (HPDF_REAL)(paint_pt(h->height) - m[3] - m[5]));
    HPDF_Page_ExecuteXObject(h->page, known);
}

typedef struct haru_grid {
    double x, y, step; /* of its top left, in points with y up */
} haru_grid;

static void
add_outline(haru_painter *h, const haru_grid *g, const image_shape *s)
{
    const image_point *at = s->points;
    for (size_t k = 0; k < s->step_count; k++) {
        HPDF_REAL v[6] = {0};
        const size_t count = image_step_points(s->steps[k]);
        for (size_t n = 0; n < count; n++, at++) {
            v[2 * n] = (HPDF_REAL)(g->x + at->x * g->step);
            v[2 * n + 1] = (HPDF_REAL)(g->y - at->y * g->step);
        }
        if (s->steps[k] == IMAGE_MOVE)
            HPDF_Page_MoveTo(h->page, v[0], v[1]);
        else if (s->steps[k] == IMAGE_LINE)
            HPDF_Page_LineTo(h->page, v[0], v[1]);
        else if (s->steps[k] == IMAGE_CURVE)
            HPDF_Page_CurveTo(h->page, v[0], v[1], v[2], v[3], v[4], v[5]);
        else
            HPDF_Page_ClosePath(h->page);
    }
}

static HPDF_REAL
part_of(int colour, int shift)
{
    return (HPDF_REAL)((colour >> shift & 255) / 255.0);
}

static void
draw_shape(haru_painter *h, const haru_grid *g, const image_shape *s)
{
    if (s->fill != IMAGE_NONE) {
        HPDF_Page_SetRGBFill(h->page, part_of(s->fill, 16), part_of(s->fill, 8), part_of(s->fill, 0));
        add_outline(h, g, s);
        if (s->even_odd)
            HPDF_Page_Eofill(h->page);
        else
            HPDF_Page_Fill(h->page);
    }
    if (s->stroke != IMAGE_NONE) {
        HPDF_Page_SetRGBStroke(h->page, part_of(s->stroke, 16), part_of(s->stroke, 8), part_of(s->stroke, 0));
        HPDF_Page_SetLineWidth(h->page, (HPDF_REAL)(s->width * g->step));
        HPDF_Page_SetLineCap(h->page, (HPDF_LineCap)s->cap);
        HPDF_Page_SetLineJoin(h->page, (HPDF_LineJoin)s->join);
        HPDF_Page_SetMiterLimit(h->page, (HPDF_REAL)(s->miter / 100.0));
        add_outline(h, g, s);
        HPDF_Page_Stroke(h->page);
    }
}

static void
draw_shapes(haru_painter *h, const display_image *i)
{
    const haru_grid g = {paint_pt(i->x), paint_pt(h->height - i->y), paint_image_grid(i)};
    HPDF_Page_Rectangle(h->page, (HPDF_REAL)g.x, haru_y(h, (int64_t)i->y + i->h), (HPDF_REAL)paint_pt(i->w),
                        (HPDF_REAL)paint_pt(i->h));
    HPDF_Page_Clip(h->page);
    HPDF_Page_EndPath(h->page);
    for (size_t k = 0; k < i->picture->shape_count; k++)
        draw_shape(h, &g, &i->picture->shapes[k]);
}

void
haru_image(painter *p, const display_image *i)
{
    haru_painter *h = (haru_painter *)p;
    HPDF_Page_GSave(h->page);
    if (i->picture->kind == IMAGE_SHAPES)
        draw_shapes(h, i);
    else
        draw_pixels(h, i);
    HPDF_Page_GRestore(h->page);
}
