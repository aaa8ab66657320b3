/* paint_pdf_sign.c: ☐ ☑ ◯ as glyphs of a font of our own (ISO 32000-1, 9.6.5). A mark that is lines with a blank glyph
 * over them is nothing to readers that drop what has no ink; a glyph that draws it is read by all. */
#include "paint/paint_pdf_int.h"

#include <string.h>

/* How a sign is drawn, in 1/1000 em from where it stands as a character, y up. A code for each. */
typedef struct glyph {
    display_sign sign;
    int x, y, w, h, width, advance; /* x, y: top left */
} glyph;

enum { MOST_SIGNS = 255 };

static int
in_em(const display_mark *m, int64_t u)
{
    const int64_t scaled = u * 1000;
    return (int)((scaled + (scaled < 0 ? -(m->size / 2) : m->size / 2)) / m->size);
}

static glyph
glyph_of(const display_mark *m, int room)
{
    return (glyph){m->sign,
                   in_em(m, (int64_t)m->x - m->from),
                   in_em(m, (int64_t)m->baseline - m->y),
                   in_em(m, m->w),
                   in_em(m, m->h),
                   in_em(m, m->width),
                   in_em(m, m->advance) + room / 10};
}

/* From 1; 0 after painter_fail. */
static unsigned
code_of(pdf_painter *p, const display_mark *m, int room)
{
    const glyph wanted = glyph_of(m, room);
    for (guint i = 0; i < p->signs->len; i++)
        if (memcmp(&wanted, &g_array_index(p->signs, glyph, i), sizeof wanted) == 0)
            return i + 1;
    if (p->signs->len == MOST_SIGNS) {
        painter_fail(&p->base, DIAG_PAINT_FONT, "☐☑◯", "PDF 255");
        return 0;
    }
    if (p->signs->len == 0)
        p->sign_font = pdf_reserve(&p->file);
    g_array_append_val(p->signs, wanted);
    return p->signs->len;
}

void
pdf_open_signs(pdf_painter *p)
{
    p->signs = g_array_new(FALSE, TRUE, sizeof(glyph));
}

void
pdf_show_sign(pdf_painter *p, const display_mark *m, int room)
{
    pdf_buffer *out = p->content;
    const unsigned code = code_of(p, m, room);
    if (code == 0)
        return;
    pdf_set_fill(p, m->gray);
    pdf_set_stroke(p, m->gray, m->width);
    pdf_append(out, "BT/S ");
    pdf_append_points(out, m->size);
    pdf_append(out, "Tf ");
    p->font = NULL;
    pdf_append_points(out, m->from);
    pdf_append_points(out, p->height - m->baseline);
    char show[16];
    g_snprintf(show, sizeof show, "Td<%02X>Tj ET\n", code);
    pdf_append(out, show);
}

/* ---- in the file ---- */

static void
append_operand(pdf_buffer *out, int64_t number, const char *operator)
{
    pdf_append_number(out, number * 1000);
    pdf_append(out, operator);
}

static void
append_box(pdf_buffer *out, const glyph *g)
{
    append_operand(out, g->x, "");
    append_operand(out, g->y - g->h, "");
    append_operand(out, g->w, "");
    append_operand(out, g->h, "re S\n");
}

/* As a mark of one em, so that the strokes are those of every painter. */
static void
append_tick(pdf_buffer *out, const glyph *g)
{
    enum { EM = 1000 };
    const display_mark m = {.x = g->x, .y = -g->y, .w = g->w, .h = g->h, .size = EM};
    display_point tick[3];
    unit width;
    display_tick_of(&m, tick, &width);
    append_operand(out, width, "w 1 J\n");
    for (size_t i = 0; i < G_N_ELEMENTS(tick); i++) {
        append_operand(out, tick[i].x, "");
        append_operand(out, -tick[i].y, i == 0 ? "m\n" : "l\n");
    }
    pdf_append(out, "S\n");
}

static void
append_ring(pdf_buffer *out, const glyph *g)
{
    enum { EM = 1000 };
    const display_mark m = {.x = g->x, .y = -g->y, .w = g->w, .h = g->h, .size = EM};
    display_point ring[DISPLAY_RING_POINTS];
    display_ring_of(&m, ring);
    for (size_t i = 0; i < G_N_ELEMENTS(ring); i++) {
        append_operand(out, ring[i].x, "");
        append_operand(out, -ring[i].y, i == 0 ? "m\n" : "l\n");
    }
    pdf_append(out, "s\n");
}

/* The box that it is drawn in: lines reach half their width out of it. The tick stays within. */
static void
find_box(const glyph *g, int box[4])
{
    const int half = (g->width + 1) / 2;
    box[0] = MIN(0, g->x - half);
    box[1] = g->y - g->h - half;
    box[2] = g->x + g->w + half;
    box[3] = g->y + half;
}

/* It takes its gray from the page (d0): with d1, readers keep it as a picture and place that on whole pixels. */
static unsigned
write_glyph(pdf_painter *p, const glyph *g)
{
    pdf_buffer *out = pdf_buffer_new();
    append_operand(out, g->advance, "0 d0 ");
    append_operand(out, g->width, "w 1 j\n");
    if (g->sign == DISPLAY_RING)
        append_ring(out, g);
    else
        append_box(out, g);
    if (g->sign == DISPLAY_TICKED_BOX)
        append_tick(out, g);
    const unsigned number = pdf_reserve(&p->file);
    pdf_text_stream(&p->file, number, "", out->data, out->len);
    pdf_buffer_drop(out);
    return number;
}

static void
write_unicode_map(pdf_painter *p, unsigned number)
{
    pdf_buffer *out = pdf_buffer_new();
    pdf_append_cmap_begin(out, "<00><FF>");
    for (guint i = 0; i < p->signs->len; i++) {
        const char *sign = display_sign_text(g_array_index(p->signs, glyph, i).sign);
        char code[32];
        g_snprintf(code, sizeof code, "1 beginbfchar\n<%02X><", i + 1);
        pdf_append(out, code);
        pdf_append_utf16(out, sign, strlen(sign), false);
        pdf_append(out, ">\nendbfchar\n");
    }
    pdf_append_cmap_end(out);
    pdf_text_stream(&p->file, number, "", out->data, out->len);
    pdf_buffer_drop(out);
}

void
pdf_write_signs(pdf_painter *p)
{
    pdf_file *f = &p->file;
    if (p->signs->len == 0)
        return;
    const unsigned unicode = pdf_reserve(f), descriptor = pdf_reserve(f);
    unsigned *programs = g_new(unsigned, p->signs->len);
    int whole[4] = {0, 0, 0, 0};
    for (guint i = 0; i < p->signs->len; i++) {
        const glyph *g = &g_array_index(p->signs, glyph, i);
        int box[4];
        find_box(g, box);
        for (size_t k = 0; k < G_N_ELEMENTS(box); k++)
            whole[k] = k < 2 ? MIN(whole[k], box[k]) : MAX(whole[k], box[k]);
        programs[i] = write_glyph(p, g);
    }
    write_unicode_map(p, unicode);
    pdf_begin(f, descriptor);
    pdf_format(f,
               "<</Type/FontDescriptor/FontName/RenkeiSigns/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent 880"
               "/Descent -120/CapHeight 880/StemV 60>>",
               whole[0], whole[1], whole[2], whole[3]);
    pdf_end(f);
    pdf_begin(f, p->sign_font);
    pdf_format(f,
               "<</Type/Font/Subtype/Type3/Name/S/FontBBox[%d %d %d %d]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 1"
               "/LastChar %u/FontDescriptor %u 0 R/ToUnicode %u 0 R/Resources<<>>/Widths[",
               whole[0], whole[1], whole[2], whole[3], p->signs->len, descriptor, unicode);
    for (guint i = 0; i < p->signs->len; i++)
        pdf_format(f, "%s%d", i ? " " : "", g_array_index(p->signs, glyph, i).advance);
    pdf_write(f, "]/Encoding<</Type/Encoding/Differences[1");
    for (guint i = 0; i < p->signs->len; i++)
        pdf_format(f, "/s%u", i + 1);
    pdf_write(f, "]>>/CharProcs<<");
    for (guint i = 0; i < p->signs->len; i++)
        pdf_format(f, "/s%u %u 0 R", i + 1, programs[i]);
    pdf_write(f, ">>>>");
    pdf_end(f);
    g_free(programs);
}
