#include "paint/paint_int.h"

#include <hb.h>

void
painter_fail(painter *p, diag_code code, const char *arg1, const char *arg2)
{
    if (p->failed)
        return;
    p->failed = true;
    p->code = code;
    p->form = p->origin ? p->origin->form : PLACE_NONE;
    p->data = p->origin ? p->origin->data : PLACE_NONE;
    p->args[0] = g_strdup(arg1);
    p->args[1] = g_strdup(arg2);
}

static void
paint_op(painter *p, const display_op *op)
{
    p->origin = op->origin;
    switch (op->kind) {
    case DISPLAY_TEXT:
        p->text(p, &op->text);
        break;
    case DISPLAY_LINE:
        p->line(p, &op->line);
        break;
    case DISPLAY_RECT:
        p->rect(p, &op->rect);
        break;
    case DISPLAY_ELLIPSE:
        p->ellipse(p, &op->ellipse);
        break;
    case DISPLAY_PATH:
        p->path(p, &op->path);
        break;
    }
    p->origin = NULL;
}

static void
walk(painter *p, const display *l)
{
    for (guint i = 0; i < l->pages->len && !p->failed; i++) {
        const display_page *page = g_ptr_array_index(l->pages, i);
        p->page_begin(p, page);
        for (guint k = 0; k < page->ops->len && !p->failed; k++)
            paint_op(p, &g_array_index(page->ops, display_op, k));
        if (!p->failed)
            p->page_end(p);
    }
}

static bool
finish(painter *p, GPtrArray *outputs, diag *d)
{
    p->close(p, outputs);
    const bool good = !p->failed;
    if (!good)
        diag_add(d, p->code, p->form, p->data, p->args[0] ? p->args[0] : "", p->args[1] ? p->args[1] : "", NULL);
    g_free(p->args[0]);
    g_free(p->args[1]);
    g_free(p);
    return good;
}

static bool
check(const display *l, diag *d)
{
    arena *a = arena_new();
    const char *fault = display_check(l, a);
    if (fault)
        diag_add(d, DIAG_PAINT_LIST, PLACE_NONE, PLACE_NONE, fault, NULL);
    arena_drop(a);
    return !fault;
}

static void
trace(const display *l, GPtrArray *outputs)
{
    GString *text = g_string_new(NULL);
    display_print(l, false, text);
    g_ptr_array_add(outputs, g_byte_array_append(g_byte_array_new(), (const guint8 *)text->str, (guint)text->len));
    g_string_free(text, TRUE);
}

paint_kit *
paint_kit_new(const font_set *fonts)
{
    paint_kit *k = g_new0(paint_kit, 1);
    k->fonts = fonts;
    return k;
}

void
paint_kit_drop(paint_kit *k)
{
    if (!k)
        return;
    paint_cairo_faces_drop(k->cairo_faces);
    paint_pdf_sources_drop(k->pdf_sources);
    g_free(k);
}

bool
paint_document_with(paint_kit *k, const display *l, paint_backend backend, paint_format format, int dpi,
                    GPtrArray *outputs, diag *d)
{
    if (backend == PAINT_HARU && format != PAINT_PDF) {
        diag_add(d, DIAG_PAINT_NO_FORMAT, PLACE_NONE, PLACE_NONE, NULL);
        return false;
    }
    if (!check(l, d))
        return false;
    if (format == PAINT_TEXT) {
        trace(l, outputs);
        return true;
    }
    painter *p = backend == PAINT_HARU                            ? paint_haru_open(l, k->fonts)
                 : backend == PAINT_RENKEI && format == PAINT_PDF ? paint_pdf_open(l, k)
                                                                  : paint_cairo_open(l, k, format, dpi);
    walk(p, l);
    return finish(p, outputs, d);
}

bool
paint_document(const display *l, const font_set *fonts, paint_backend backend, paint_format format, int dpi,
               GPtrArray *outputs, diag *d)
{
    paint_kit *k = paint_kit_new(fonts);
    const bool done = paint_document_with(k, l, backend, format, dpi, outputs, d);
    paint_kit_drop(k);
    return done;
}

bool
paint_screen(const display *l, const font_set *fonts, paint_outlines *outlines, GPtrArray *outputs, diag *d)
{
    if (!check(l, d))
        return false;
    painter *p = paint_screen_open(l, fonts, outlines);
    walk(p, l);
    return finish(p, outputs, d);
}

/* ---- what the painters share ---- */

/* In proportion to the width, but never so fine that a screen or a printer closes the gaps. */
paint_dashes
paint_dashes_of(const display_line *l)
{
    const double width = paint_pt(l->width);
    return l->dash == DISPLAY_DOTTED ? (paint_dashes){MAX(width, 0.5), MAX(2 * width, 1.5)}
                                     : (paint_dashes){MAX(4 * width, 3), MAX(3 * width, 2)};
}

date
paint_date(const display *l)
{
    return l->has_date ? l->created : (date){2000, 1, 1};
}

static bool
leaves_ink(const font_face *f, uint32_t glyph)
{
    hb_glyph_extents_t extents;
    return !hb_font_get_glyph_extents(font_face_hb(f, 1000 * UNIT_PT), glyph, &extents) || extents.width != 0 ||
           extents.height != 0;
}

uint32_t
paint_blank_glyph(const font_face *f)
{
    static const uint32_t blanks[] = {0x3000, ' '};
    for (size_t i = 0; i < G_N_ELEMENTS(blanks); i++) {
        const uint32_t glyph = font_face_glyph(f, blanks[i], 0);
        if (glyph && !leaves_ink(f, glyph))
            return glyph;
    }
    return 0;
}

GByteArray *
paint_utf16(const char *utf8, size_t length)
{
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, (const guint8[]){0xFE, 0xFF}, 2);
    glong units = 0;
    gunichar2 *text = g_utf8_to_utf16(utf8, (glong)length, NULL, &units, NULL);
    g_assert(text); /* UTF-8 was checked by display_check */
    for (glong i = 0; i < units; i++)
        g_byte_array_append(out, (const guint8[]){(guint8)(text[i] >> 8), (guint8)(text[i] & 0xFF)}, 2);
    g_free(text);
    return out;
}
