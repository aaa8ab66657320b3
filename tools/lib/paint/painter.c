#include "paint/painter.h"

#include <string.h>

#include <hb.h>

painter *
painter_new(size_t size, const painter_slots *slots, const display *l, const font_set *fonts)
{
    g_assert(size >= sizeof(painter));
    g_assert(slots->page_begin && slots->node && slots->text && slots->mark && slots->line && slots->rect &&
             slots->ellipse && slots->path && slots->tiles && slots->page_end && slots->close && slots->image);
    painter *p = g_malloc0(size);
    *p = (painter){.slots = slots, .list = l, .fonts = fonts};
    return p;
}

void
painter_fail(painter *p, diag_code code, const char *arg1, const char *arg2)
{
    g_assert(diag_severity_of(code) == DIAG_ERROR);
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
    p->colour = op->colour;
    p->slots->node(p, op->node);
    switch (op->kind) {
    case DISPLAY_TEXT:
        p->slots->text(p, &op->text);
        break;
    case DISPLAY_MARK:
        p->slots->mark(p, &op->mark);
        break;
    case DISPLAY_LINE:
        p->slots->line(p, &op->line);
        break;
    case DISPLAY_RECT:
        p->slots->rect(p, &op->rect);
        break;
    case DISPLAY_ELLIPSE:
        p->slots->ellipse(p, &op->ellipse);
        break;
    case DISPLAY_PATH:
        p->slots->path(p, &op->path);
        break;
    case DISPLAY_TILES:
        p->slots->tiles(p, &op->tiles);
        break;
    case DISPLAY_IMAGE:
        p->slots->image(p, &op->image);
        break;
    }
    p->origin = NULL;
    p->colour = 0;
}

static void
paint_pages(painter *p)
{
    const GPtrArray *pages = p->list->pages;
    for (guint i = 0; i < pages->len && !p->failed; i++) {
        const display_page *page = g_ptr_array_index(pages, i);
        p->page = page;
        p->slots->page_begin(p, page);
        for (p->at = 0; p->at < page->ops->len && !p->failed; p->at++)
            paint_op(p, &g_array_index(page->ops, display_op, p->at));
        if (!p->failed)
            p->slots->page_end(p);
    }
}

bool
painter_run(painter *p, GPtrArray *outputs, diag *d)
{
    const guint before = outputs->len;
    paint_pages(p);
    p->slots->close(p, outputs);
    const bool good = !p->failed;
    g_assert(good ? outputs->len > before : outputs->len == before);
    if (!good)
        diag_add(d, p->code, p->form, p->data, p->args[0] ? p->args[0] : "", p->args[1] ? p->args[1] : "", NULL);
    g_free(p->args[0]);
    g_free(p->args[1]);
    g_free(p);
    return good;
}

/* ---- what several painters need ---- */

/* In proportion to the width, but never so fine that a screen or a printer closes the gaps. */
paint_dashes
paint_dashes_of(const display_line *l)
{
    g_assert(l);
    const double width = paint_pt(l->width);
    return l->dash == DISPLAY_DOTTED ? (paint_dashes){MAX(width, 0.5), MAX(2 * width, 1.5)}
                                     : (paint_dashes){MAX(4 * width, 3), MAX(3 * width, 2)};
}

date
paint_date(const display *l)
{
    g_assert(l);
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

void
paint_no_structure(painter *p, guint node)
{
    (void)p, (void)node;
}

static void
paint_strokes(painter *p, const display_mark *m)
{
    if (m->sign == DISPLAY_RING) {
        display_point ring[DISPLAY_RING_POINTS];
        display_ring_of(m, ring);
        p->slots->path(p, &(display_path){ring, G_N_ELEMENTS(ring), m->width, true, m->gray});
        return;
    }
    const display_point box[] = {{m->x, m->y}, {m->x + m->w, m->y}, {m->x + m->w, m->y + m->h}, {m->x, m->y + m->h}};
    display_path path = {box, G_N_ELEMENTS(box), m->width, true, m->gray};
    p->slots->path(p, &path);
    if (m->sign != DISPLAY_TICKED_BOX)
        return;
    display_point tick[3];
    path = (display_path){.points = tick, .count = G_N_ELEMENTS(tick), .gray = m->gray};
    display_tick_of(m, tick, &path.width);
    p->slots->path(p, &path);
}

void
paint_mark_in_parts(painter *p, const display_mark *m)
{
    const text_glyph blank = {.id = paint_blank_glyph(m->face)};
    const display_text text = {.face = m->face,
                               .size = m->size,
                               .x = m->from,
                               .y = m->baseline,
                               .ink = DISPLAY_INVISIBLE,
                               .utf8 = display_sign_text(m->sign),
                               .glyphs = &blank,
                               .glyph_count = 1,
                               .condensed = m->advance > 0 && m->advance < m->size
                                                ? (int)unit_scale(1000, m->advance, m->size)
                                                : 0, /* no wider than it is read */
                               .layer = m->layer};
    if (!blank.id)
        painter_fail(p, DIAG_PAINT_INK, font_face_name(m->face), NULL);
    else
        p->slots->text(p, &text);
    paint_strokes(p, m);
}

void
paint_image_matrix(const display_image *i, double m[6])
{
    const int8_t *turned = image_turned(i->picture->turn);
    const double x = paint_pt(i->x), y = paint_pt(i->y), w = paint_pt(i->w), h = paint_pt(i->h);
    for (int k = 0; k < 6; k++)
        m[k] = turned[k] * (k < 3 ? w : h);
    m[0] += x;
    m[3] += y;
}

double
paint_image_grid(const display_image *i)
{
    return MIN(paint_pt(i->w) / i->picture->width, paint_pt(i->h) / i->picture->height);
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

/* Each page has its label as a prefix without a number, so any label can be said exactly. */
static void
append_labels(GString *out, const display *l)
{
    g_string_append(out, "   /PageLabels << /Nums [");
    for (guint i = 0; i < l->pages->len; i++) {
        const display_page *page = g_ptr_array_index(l->pages, i);
        const char *label = page->label ? page->label : "";
        GByteArray *text = paint_utf16(label, strlen(label));
        g_string_append_printf(out, " %u << /P <", i);
        for (guint k = 0; k < text->len; k++)
            g_string_append_printf(out, "%02x", text->data[k]);
        g_string_append(out, "> >>");
        g_byte_array_unref(text);
    }
    g_string_append(out, " ] >>\n");
}

char *
paint_catalog_entries(const display *l)
{
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>\n", l->language);
    append_labels(out, l);
    return g_string_free(out, FALSE);
}
