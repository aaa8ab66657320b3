#include "paint/paint_haru_int.h"

/* ---- runs of glyphs ---- */

/* Glyphs that follow each other by the font's own advances, to within a unit, make one string. */
typedef struct run {
    haru_painter *h;
    haru_face *face;
    const display_text *text;
    GString *codes; /* as UTF-8 */
    unit x, y;      /* of the first glyph, relative to the op */
    int64_t widths; /* so far, in 1/1000 em */
} run;

static void
flush(run *r)
{
    static const HPDF_TextRenderingMode modes[] = {
        [DISPLAY_FILL] = HPDF_FILL, [DISPLAY_OUTLINE] = HPDF_STROKE, [DISPLAY_INVISIBLE] = HPDF_INVISIBLE};
    if (r->codes->len == 0)
        return;
    const HPDF_Page page = r->h->page;
    const display_text *t = r->text;
    HPDF_Page_BeginText(page);
    HPDF_Page_SetFontAndSize(page, r->face->font, (HPDF_REAL)paint_pt(t->size));
    HPDF_Page_SetTextRenderingMode(page, modes[t->ink]);
    HPDF_Page_SetTextMatrix(page, 1, 0, 0, 1, (HPDF_REAL)paint_pt((int64_t)t->x + r->x),
                            haru_y(r->h, (int64_t)t->y + r->y));
    HPDF_Page_ShowText(page, r->codes->str);
    HPDF_Page_EndText(page);
    g_string_truncate(r->codes, 0);
}

static void
add_glyph(run *r, const text_glyph *g, gunichar code)
{
    const int64_t expected = r->x + unit_scale(r->widths, r->text->size, 1000);
    if (g->y != r->y || ABS(g->x - expected) > 1)
        flush(r);
    if (r->codes->len == 0) {
        r->x = g->x;
        r->y = g->y;
        r->widths = 0;
    }
    g_string_append_unichar(r->codes, code);
    r->widths += r->face->codes[code].width;
}

/* ---- clusters ---- */

static void
refuse(const run *r, const display_cluster *k)
{
    GString *points = g_string_new(NULL);
    for (const char *c = k->utf8; c < k->utf8 + k->length; c = g_utf8_next_char(c))
        g_string_append_printf(points, "%sU+%04X", points->len ? " " : "", g_utf8_get_char(c));
    painter_fail(&r->h->base, DIAG_PAINT_HARU_GLYPH, points->str, font_face_name(r->text->face));
    g_string_free(points, TRUE);
}

static void
begin_actual_text(haru_painter *h, const display_cluster *k)
{
    GString *content = g_string_new("/Span <</ActualText <");
    GByteArray *text = paint_utf16(k->utf8, k->length);
    for (guint i = 0; i < text->len; i++)
        g_string_append_printf(content, "%02X", text->data[i]);
    g_byte_array_unref(text);
    g_string_append(content, ">>> BDC\n");
    haru_write(h, content->str);
    g_string_free(content, TRUE);
}

/* The text goes with the first glyph; several glyphs are bracketed with it, as one code cannot say that the
 * others belong to it. */
static void
add_cluster(run *r, const display_cluster *k)
{
    if (k->count > 1) {
        flush(r);
        begin_actual_text(r->h, k);
    }
    for (size_t i = 0; i < k->count; i++) {
        const text_glyph *g = &r->text->glyphs[k->first + i];
        const gunichar code = haru_code_of(r->face, g->id, k->utf8, i == 0 ? k->length : 0);
        if (code == 0) {
            refuse(r, k);
            return;
        }
        add_glyph(r, g, code);
    }
    if (k->count > 1) {
        flush(r);
        haru_write(r->h, "EMC\n");
    }
}

void
haru_text(painter *p, const display_text *t)
{
    haru_painter *h = (haru_painter *)p;
    haru_face *face = t->glyph_count > 0 ? haru_use_face(h, t->face) : NULL;
    if (!face)
        return;
    HPDF_Page_SetGrayFill(h->page, haru_gray(t->gray));
    if (t->ink == DISPLAY_OUTLINE) {
        HPDF_Page_SetGrayStroke(h->page, haru_gray(t->gray));
        HPDF_Page_SetLineWidth(h->page, (HPDF_REAL)paint_pt(t->stroke));
        HPDF_Page_SetLineJoin(h->page, HPDF_ROUND_JOIN);
    }
    run r = {.h = h, .face = face, .text = t, .codes = g_string_new(NULL)};
    size_t at = 0;
    for (display_cluster k; !p->failed && display_next_cluster(t, &at, &k);)
        add_cluster(&r, &k);
    flush(&r);
    g_string_free(r.codes, TRUE);
    if (t->ink == DISPLAY_OUTLINE)
        HPDF_Page_SetLineJoin(h->page, HPDF_MITER_JOIN);
}
