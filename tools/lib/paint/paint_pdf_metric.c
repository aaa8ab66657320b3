/* paint_pdf_metric.c: what a font descriptor says of a face, from the face (ISO 32000-1, 9.8). A reader that has to
 * take another font chooses it by these. */
#include "paint/paint_pdf_int.h"

#include <hb-ot.h>

/* Of a table at `at`, as the OpenType specification counts; 0 when the table is not so long. */
static int
number_at(hb_face_t *face, const char tag[4], unsigned at, unsigned bytes)
{
    hb_blob_t *table = hb_face_reference_table(face, HB_TAG(tag[0], tag[1], tag[2], tag[3]));
    unsigned length;
    const guint8 *b = (const guint8 *)hb_blob_get_data(table, &length);
    int value = 0;
    if (length >= at + bytes)
        value = bytes == 1   ? b[at]
                : bytes == 4 ? b[at] << 24 | b[at + 1] << 16 | b[at + 2] << 8 | b[at + 3]
                             : (int16_t)(b[at] << 8 | b[at + 1]);
    hb_blob_destroy(table);
    return value;
}

/* ---- how wide a stem is ---- */

/* A level that an outline is cut at, and where. */
typedef struct cut {
    float level, x, y; /* x, y: where the pen is */
    float at[2];       /* the two leftmost crossings */
    unsigned count;
} cut;

static void
keep_crossing(cut *c, float x)
{
    if (c->count < 1 || x < c->at[0]) {
        c->at[1] = c->at[0];
        c->at[0] = x;
    } else if (c->count < 2 || x < c->at[1]) {
        c->at[1] = x;
    }
    c->count++;
}

static void
cut_move(hb_draw_funcs_t *pen, void *data, hb_draw_state_t *st, float x, float y, void *user)
{
    (void)pen, (void)st, (void)user;
    cut *c = data;
    c->x = x;
    c->y = y;
}

/* Curves are lines to their ends: a stem has none at its middle. */
static void
cut_line(hb_draw_funcs_t *pen, void *data, hb_draw_state_t *st, float x, float y, void *user)
{
    cut *c = data;
    if ((c->y < c->level) != (y < c->level))
        keep_crossing(c, c->x + (x - c->x) * (c->level - c->y) / (y - c->y));
    cut_move(pen, data, st, x, y, user);
}

static void
cut_curve(hb_draw_funcs_t *pen, void *data, hb_draw_state_t *st, float cx, float cy, float x, float y, void *user)
{
    (void)cx, (void)cy;
    cut_line(pen, data, st, x, y, user);
}

/* Of the I, at half its height, in units of the design; 0 when the face has none. */
static int
stem_of(const font_face *f, int cap_height)
{
    const uint32_t glyph = font_face_glyph(f, 'I', 0);
    if (!glyph)
        return 0;
    hb_draw_funcs_t *pen = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(pen, cut_move, NULL, NULL);
    hb_draw_funcs_set_line_to_func(pen, cut_line, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(pen, cut_curve, NULL, NULL);
    cut c = {.level = (float)cap_height / 2};
    hb_font_get_glyph_shape(font_face_hb(f, font_face_upem(f)), glyph, pen, &c);
    hb_draw_funcs_destroy(pen);
    return c.count >= 2 ? (int)(c.at[1] - c.at[0]) : 0;
}

/* ---- the whole ---- */

/* The height of H when the face does not say it; 0 when it has none. */
static int
cap_height_of(hb_face_t *face, const font_face *f)
{
    const int told = number_at(face, "OS/2", 0, 2) >= 2 ? number_at(face, "OS/2", 88, 2) : 0;
    font_ink ink;
    const uint32_t glyph = font_face_glyph(f, 'H', 0);
    if (told > 0 || !glyph || !font_face_ink(f, font_face_upem(f), glyph, &ink))
        return told;
    return ink.top;
}

/* Serif styles of PANOSE for Latin text: 2 to 10 have them, 11 to 15 have none. */
static bool
has_serifs(hb_face_t *face)
{
    enum { FAMILY = 32, SERIF_STYLE, LATIN_TEXT = 2 };
    const int style = number_at(face, "OS/2", SERIF_STYLE, 1);
    return number_at(face, "OS/2", FAMILY, 1) == LATIN_TEXT && style >= 2 && style <= 10;
}

pdf_metric
pdf_metric_of(const font_face *f)
{
    enum { FIXED = 1, SERIF = 2, SYMBOLIC = 4 }; /* our codes are in no standard order: symbolic */
    enum { DEFAULT_STEM = 80 };
    hb_face_t *face = hb_font_get_face(font_face_hb(f, UNIT_PT));
    const int upem = font_face_upem(f), cap_height = cap_height_of(face, f), stem = stem_of(f, cap_height);
    pdf_metric m = {.flags = SYMBOLIC | (has_serifs(face) ? SERIF : 0) | (number_at(face, "post", 12, 4) ? FIXED : 0),
                    .cap_height = cap_height > 0 ? cap_height * 1000 / upem : 880,
                    .stem = stem > 0 ? stem * 1000 / upem : DEFAULT_STEM};
    for (unsigned i = 0; i < G_N_ELEMENTS(m.box); i++) /* xMin, yMin, xMax, yMax */
        m.box[i] = number_at(face, "head", 36 + 2 * i, 2) * 1000 / upem;
    return m;
}
