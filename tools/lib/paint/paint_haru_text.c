#include "paint/paint_haru_int.h"

#include <string.h>

/* ---- runs of glyphs ---- */

/* Glyphs that follow each other by the font's own advances along their line, to within a unit, make one
 * string. */
typedef struct run {
    haru_painter *h;
    haru_face *face;
    const display_text *text;
    GString *codes; /* as UTF-8 */
    unit x, y;      /* of the first glyph, relative to the op */
    int64_t widths; /* so far, in 1/1000 em */
} run;

static void
flush_run(run *r)
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
    const HPDF_REAL width = t->condensed ? (HPDF_REAL)(t->condensed / 1000.0) : 1;
    const HPDF_REAL x = (HPDF_REAL)paint_pt((int64_t)t->x + r->x), y = haru_y(r->h, (int64_t)t->y + r->y);
    if (t->turned)
        HPDF_Page_SetTextMatrix(page, 0, -width, 1, 0, x, y);
    else
        HPDF_Page_SetTextMatrix(page, width, 0, 0, 1, x, y);
    HPDF_Page_ShowText(page, r->codes->str);
    HPDF_Page_EndText(page);
    g_string_truncate(r->codes, 0);
}

static void
add_glyph(run *r, const text_glyph *g, gunichar code)
{
    const display_text *t = r->text;
    const unit size = t->condensed ? unit_scale(t->size, t->condensed, 1000) : t->size;
    const int64_t widths = unit_scale(r->widths, size, 1000);
    const unit across = t->turned ? g->x - r->x : g->y - r->y, along = t->turned ? g->y - r->y : g->x - r->x;
    if (across != 0 || ABS(along - widths) > 1)
        flush_run(r);
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
refuse_glyph(const run *r, const display_cluster *k)
{
    GString *points = g_string_new(NULL);
    for (const char *c = k->utf8; c < k->utf8 + k->length; c = g_utf8_next_char(c))
        g_string_append_printf(points, "%sU+%04X", points->len ? " " : "", g_utf8_get_char(c));
    painter_fail(&r->h->base, DIAG_PAINT_HARU_GLYPH, points->str, font_face_name(r->text->face));
    g_string_free(points, TRUE);
}

static void
begin_actual_text(haru_painter *h, const char *utf8, size_t length)
{
    GString *content = g_string_new("/Span <</ActualText <");
    GByteArray *text = paint_utf16(utf8, length);
    for (guint i = 0; i < text->len; i++)
        g_string_append_printf(content, "%02X", text->data[i]);
    g_byte_array_unref(text);
    g_string_append(content, ">>> BDC\n");
    haru_write(h, content->str);
    g_string_free(content, TRUE);
}

/* The text goes with the first glyph; several glyphs are bracketed with it, as one code cannot say that the
 * others belong to it, unless the whole op is bracketed. */
static void
add_cluster(run *r, const display_cluster *k)
{
    const bool bracketed = k->count > 1 && !r->text->layer;
    if (bracketed) {
        flush_run(r);
        begin_actual_text(r->h, k->utf8, k->length);
    }
    for (size_t i = 0; i < k->count; i++) {
        const text_glyph *g = &r->text->glyphs[k->first + i];
        const gunichar code = haru_code_of(r->face, g->id, k->utf8, i == 0 ? k->length : 0);
        if (code == 0) {
            refuse_glyph(r, k);
            return;
        }
        add_glyph(r, g, code);
    }
    if (bracketed) {
        flush_run(r);
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
    haru_set_fill(h, t->gray);
    if (t->ink == DISPLAY_OUTLINE) {
        haru_set_stroke(h, t->gray);
        HPDF_Page_SetLineWidth(h->page, (HPDF_REAL)paint_pt(t->stroke));
        HPDF_Page_SetLineJoin(h->page, HPDF_ROUND_JOIN);
    }
    run r = {.h = h, .face = face, .text = t, .codes = g_string_new(NULL)};
    size_t at = 0;
    if (t->layer)
        begin_actual_text(h, t->layer, strlen(t->layer));
    for (display_cluster k; !p->failed && display_next_cluster(t, &at, &k);)
        add_cluster(&r, &k);
    flush_run(&r);
    if (t->layer)
        haru_write(h, "EMC\n");
    g_string_free(r.codes, TRUE);
    if (t->ink == DISPLAY_OUTLINE)
        HPDF_Page_SetLineJoin(h->page, HPDF_MITER_JOIN);
}
