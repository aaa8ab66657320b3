/* paint_outline.c: glyphs as SVG paths. A page has some thousands of glyphs and an author saves it again and
 * again: an outline is made once for each size. */
#include <math.h>

#include <hb.h>

#include "paint/paint_int.h"

enum {
    GRID = UNIT_PT / 64,           /* units in 1/64 pt: less than a tenth of a pixel at four times the size */
    MOST_BYTES = 32 * 1024 * 1024, /* then the outlines are forgotten and begun anew */
};

/* The path starts at (x, y) from the glyph's origin; the rest is relative. Empty for a blank. */
typedef struct outline {
    int x, y;
    const char *rest;
} outline;

struct paint_outlines {
    GHashTable *known; /* of face, size and glyph to outline */
    arena *memory;
    hb_draw_funcs_t *pen;
};

/* One glyph being drawn. */
typedef struct pen_state {
    GString *out;
    double scale, scale_x; /* from the design to 1/64 pt; narrower where the text is condensed */
    bool turned;
    int x, y;           /* where the pen is, rounded: errors do not add up */
    int from_x, from_y; /* of this contour */
    bool begun;
    outline *made;
} pen_state;

static void
append_number(GString *out, int n)
{
    char digits[16], *d = digits + sizeof digits;
    unsigned left = n < 0 ? 0u - (unsigned)n : (unsigned)n;
    do
        *--d = (char)('0' + left % 10);
    while (left /= 10);
    if (n < 0)
        *--d = '-';
    else if (out->len && g_ascii_isdigit(out->str[out->len - 1]))
        *--d = ' ';
    g_string_append_len(out, d, digits + sizeof digits - d);
}

/* A point of the design (y up) on the page. */
static void
place_point(const pen_state *s, double x, double y, int *to_x, int *to_y)
{
    const int along = (int)lround(x * s->scale_x), up = (int)lround(y * s->scale);
    *to_x = s->turned ? up : along;
    *to_y = s->turned ? along : -up;
}

/* The same, relative to where the pen is. */
static void
append_point(pen_state *s, double x, double y, int *to_x, int *to_y)
{
    place_point(s, x, y, to_x, to_y);
    append_number(s->out, *to_x - s->x);
    append_number(s->out, *to_y - s->y);
}

static void
move_pen(pen_state *s, int x, int y)
{
    s->x = x;
    s->y = y;
}

static void
move_to(hb_draw_funcs_t *pen, void *data, hb_draw_state_t *st, float x, float y, void *user)
{
    (void)pen, (void)st, (void)user;
    pen_state *s = data;
    int to_x, to_y;
    if (!s->begun) {
        place_point(s, x, y, &to_x, &to_y);
        s->made->x = to_x;
        s->made->y = to_y;
    } else {
        g_string_append_c(s->out, 'm');
        append_point(s, x, y, &to_x, &to_y);
    }
    s->begun = true;
    s->from_x = to_x;
    s->from_y = to_y;
    move_pen(s, to_x, to_y);
}

static void
line_to(hb_draw_funcs_t *pen, void *data, hb_draw_state_t *st, float x, float y, void *user)
{
    (void)pen, (void)st, (void)user;
    pen_state *s = data;
    int to_x, to_y;
    g_string_append_c(s->out, 'l');
    append_point(s, x, y, &to_x, &to_y);
    move_pen(s, to_x, to_y);
}

static void
quadratic_to(hb_draw_funcs_t *pen, void *data, hb_draw_state_t *st, float cx, float cy, float x, float y, void *user)
{
    (void)pen, (void)st, (void)user;
    pen_state *s = data;
    int to_x, to_y;
    g_string_append_c(s->out, 'q');
    append_point(s, cx, cy, &to_x, &to_y);
    append_point(s, x, y, &to_x, &to_y);
    move_pen(s, to_x, to_y);
}

static void
cubic_to(hb_draw_funcs_t *pen, void *data, hb_draw_state_t *st, float ax, float ay, float bx, float by, float x,
         float y, void *user)
{
    (void)pen, (void)st, (void)user;
    pen_state *s = data;
    int to_x, to_y;
    g_string_append_c(s->out, 'c');
    append_point(s, ax, ay, &to_x, &to_y);
    append_point(s, bx, by, &to_x, &to_y);
    append_point(s, x, y, &to_x, &to_y);
    move_pen(s, to_x, to_y);
}

static void
close_path(hb_draw_funcs_t *pen, void *data, hb_draw_state_t *st, void *user)
{
    (void)pen, (void)st, (void)user;
    pen_state *s = data;
    g_string_append_c(s->out, 'z');
    move_pen(s, s->from_x, s->from_y);
}

static void
start_cache(paint_outlines *o)
{
    o->memory = arena_new();
    o->known = g_hash_table_new(g_int64_hash, g_int64_equal);
}

static void
forget_outlines(paint_outlines *o)
{
    g_hash_table_destroy(o->known);
    arena_drop(o->memory);
}

paint_outlines *
paint_outlines_new(void)
{
    paint_outlines *o = g_new0(paint_outlines, 1);
    o->pen = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(o->pen, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(o->pen, line_to, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(o->pen, quadratic_to, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(o->pen, cubic_to, NULL, NULL);
    hb_draw_funcs_set_close_path_func(o->pen, close_path, NULL, NULL);
    start_cache(o);
    return o;
}

void
paint_outlines_drop(paint_outlines *o)
{
    if (!o)
        return;
    forget_outlines(o);
    hb_draw_funcs_destroy(o->pen);
    g_free(o);
}

static const outline *
draw_outline(paint_outlines *o, const display_text *t, uint32_t glyph)
{
    outline *made = ARENA_NEW(o->memory, outline);
    const int design = font_face_upem(t->face);
    pen_state s = {
        .out = g_string_new(NULL), .scale = (double)t->size / GRID / design, .turned = t->turned, .made = made};
    s.scale_x = t->condensed ? s.scale * t->condensed / 1000 : s.scale;
    hb_font_get_glyph_shape(font_face_hb(t->face, design), glyph, o->pen, &s);
    made->rest = arena_strndup(o->memory, s.out->str, s.out->len);
    g_string_free(s.out, TRUE);
    return made;
}

/* Face, size, condensation (to 1000), turn and glyph (16 bits in OpenType) in one number. */
static gint64
key_of(const display_text *t, uint32_t glyph)
{
    return (gint64)font_face_number(t->face) << 54 | (gint64)t->size << 27 | (gint64)t->condensed << 17 |
           (gint64)t->turned << 16 | (gint64)(glyph & 0xffff);
}

static const outline *
outline_of(paint_outlines *o, const display_text *t, uint32_t glyph)
{
    const gint64 key = key_of(t, glyph);
    const outline *known = g_hash_table_lookup(o->known, &key);
    if (known)
        return known;
    if (arena_used(o->memory) > MOST_BYTES) {
        forget_outlines(o);
        start_cache(o);
    }
    known = draw_outline(o, t, glyph);
    g_hash_table_insert(o->known, arena_copy(o->memory, &key, sizeof key), (gpointer)known);
    return known;
}

void
paint_outline(paint_outlines *o, const display_text *t, uint32_t glyph, int x, int y, GString *out)
{
    const outline *shape = outline_of(o, t, glyph);
    if (!shape->rest[0])
        return;
    g_string_append_c(out, 'M');
    append_number(out, x + shape->x);
    append_number(out, y + shape->y);
    g_string_append(out, shape->rest);
}
