/* paint_pdf_text.c: runs of glyphs as text (ISO 32000-1, 9.4). */
#include "paint/paint_pdf_int.h"

#include <string.h>

/* Glyphs of one op on one line, which runs to the right or, turned, down. Within it a glyph is placed by the advance of
 * the one before and, where that is not enough, by a number in the array of TJ. Everything is counted in 1/10,000 em,
 * as the file says it, so that nothing adds up. */
typedef struct run {
    pdf_painter *p;
    pdf_face *face;
    const display_text *text;
    bool open;   /* the array and a string in it */
    unit x, y;   /* of the first glyph, relative to the op */
    int64_t pen; /* behind the last glyph, from x */
} run;

static void
end_array(run *r)
{
    if (r->open)
        pdf_append(r->p->content, ">]TJ\n");
    r->open = false;
}

/* Text positioning is relative to the line before; a text object of its own keeps every run by itself. */
static void
begin_array(run *r, const text_glyph *g)
{
    GByteArray *out = r->p->content;
    const display_text *t = r->text;
    const int width = t->condensed ? t->condensed : 1000;
    if (t->turned) {
        pdf_append(out, "0 ");
        pdf_append_number(out, -width);
        pdf_append(out, "1 0 ");
    } else {
        pdf_append_number(out, width);
        pdf_append(out, "0 0 1 ");
    }
    pdf_append_points(out, (int64_t)t->x + g->x);
    pdf_append_points(out, r->p->height - ((int64_t)t->y + g->y));
    pdf_append(out, "Tm[<");
    r->open = true;
    r->x = g->x;
    r->y = g->y;
    r->pen = 0;
}

/* An em is as wide as the glyphs are drawn. */
static int64_t
in_em(const run *r, int64_t u)
{
    const int64_t width = r->text->condensed ? r->text->condensed : 1000;
    const int64_t scaled = u * 10000 * 1000, em = r->text->size * width;
    return (scaled + (scaled < 0 ? -(em / 2) : em / 2)) / em;
}

static void
add_glyph(run *r, const text_glyph *g, unsigned code)
{
    GByteArray *out = r->p->content;
    const bool turned = r->text->turned;
    if (r->open && (turned ? g->x != r->x : g->y != r->y))
        end_array(r);
    if (!r->open)
        begin_array(r, g);
    const int64_t wanted = in_em(r, turned ? (int64_t)g->y - r->y : (int64_t)g->x - r->x), back = r->pen - wanted;
    if (back != 0) {
        pdf_append(out, ">");
        pdf_append_number(out, back * 100);
        out->data[out->len - 1] = '<';
    }
    pdf_append_code(out, code);
    r->pen = wanted + g_array_index(r->face->codes, pdf_code, code).advance;
}

static void
begin_actual_text(GByteArray *out, const char *utf8, size_t length)
{
    pdf_append(out, "/Span<</ActualText<");
    pdf_append_utf16(out, utf8, length, true);
    pdf_append(out, ">>>BDC\n");
}

/* The text goes with the first glyph; several glyphs are bracketed with it, as one code cannot say that the
 * others belong to it, unless the whole op is bracketed. */
static void
add_cluster(run *r, const display_cluster *k)
{
    GByteArray *out = r->p->content;
    const bool bracketed = k->count > 1 && !r->text->layer;
    if (bracketed) {
        end_array(r);
        begin_actual_text(out, k->utf8, k->length);
    }
    for (size_t i = 0; i < k->count; i++) {
        const text_glyph *g = &r->text->glyphs[k->first + i];
        const unsigned code = pdf_code_of(r->p, r->face, g->id, k->utf8, i == 0 ? k->length : 0);
        if (code == 0)
            return;
        add_glyph(r, g, code);
    }
    if (bracketed) {
        end_array(r);
        pdf_append(out, "EMC\n");
    }
}

void
pdf_text(painter *base, const display_text *t)
{
    pdf_painter *p = (pdf_painter *)base;
    pdf_face *face = t->glyph_count > 0 ? pdf_use_face(p, t->face) : NULL;
    if (!face)
        return;
    if (t->ink == DISPLAY_OUTLINE) {
        pdf_set_stroke(p, t->gray, t->stroke);
        pdf_append(p->content, "1 j ");
    } else if (t->ink == DISPLAY_FILL) {
        pdf_set_fill(p, t->gray);
    }
    pdf_append(p->content, "BT/F");
    pdf_append_number(p->content, (int64_t)font_face_number(t->face) * 1000);
    pdf_append_points(p->content, t->size);
    pdf_append(p->content, t->ink == DISPLAY_FILL ? "Tf\n" : t->ink == DISPLAY_OUTLINE ? "Tf 1 Tr\n" : "Tf 3 Tr\n");
    run r = {.p = p, .face = face, .text = t};
    size_t at = 0;
    if (t->layer)
        begin_actual_text(p->content, t->layer, strlen(t->layer));
    for (display_cluster k; !base->failed && display_next_cluster(t, &at, &k);)
        add_cluster(&r, &k);
    end_array(&r);
    if (t->layer)
        pdf_append(p->content, "EMC\n");
    pdf_append(p->content, t->ink == DISPLAY_FILL ? "ET\n" : "0 Tr ET\n");
    if (t->ink == DISPLAY_OUTLINE)
        pdf_append(p->content, "0 j\n");
}
