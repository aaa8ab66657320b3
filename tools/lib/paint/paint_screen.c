/* paint_screen.c: pages as SVG for the screen of whoever points at their marks.
 *
 * cairo's SVG cannot serve: its text is drawn glyphs only, and nothing in it says which op drew what. */
#include <string.h>

#include "paint/paint_int.h"

/* Text is in 1/64 pt: short numbers, and font sizes that browsers allow. */
#define TEXT_SCALE "scale(16)"
enum { TEXT_GRID = UNIT_PT / 64 };

typedef struct screen_painter {
    painter base;
    paint_outlines *outlines;
    const display_page *page;
    GString *ink; /* of the page */
    GPtrArray *done;
} screen_painter;

static int
on_grid(int64_t u)
{
    return (int)((u + (u < 0 ? -TEXT_GRID / 2 : TEXT_GRID / 2)) / TEXT_GRID);
}

static void
append_paint(const screen_painter *s, const char *name, int gray)
{
    g_string_append_printf(s->ink, " %s=\"#%06x\"", name, (unsigned)display_on_screen(gray, s->base.colour));
}

/* Every op is one element at its place; what is inside is relative to that. */
static void
begin_element(screen_painter *s, const char *name, unit x, unit y, const char *more)
{
    g_string_append_printf(s->ink, "<%s transform=\"translate(%d %d)%s\"", name, x, y, more);
}

/* ---- text ---- */

static void
append_escaped(GString *out, const char *utf8, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (utf8[i] == '&')
            g_string_append(out, "&amp;");
        else if (utf8[i] == '<')
            g_string_append(out, "&lt;");
        else if (utf8[i] == '>')
            g_string_append(out, "&gt;");
        else
            g_string_append_c(out, utf8[i]);
    }
}

/* An x attribute names a place a UTF-16 unit: what is more than one such unit stands in a <tspan> of its own. */
static bool
is_one_unit(const display_cluster *k)
{
    return k->length > 0 && k->length <= 3 && g_utf8_next_char(k->utf8) == k->utf8 + k->length;
}

static void
append_places(const display_text *t, size_t from, size_t to, bool down, GString *out)
{
    display_cluster k;
    g_string_append(out, down ? " y=\"" : " x=\"");
    for (size_t at = from; at < to && display_next_cluster(t, &at, &k);)
        g_string_append_printf(out, "%s%d", k.first == from ? "" : " ",
                               on_grid(down ? t->glyphs[k.first].y : t->glyphs[k.first].x));
    g_string_append_c(out, '"');
}

static void
append_stretch(const display_text *t, size_t from, size_t to, GString *out)
{
    display_cluster k;
    bool level = true;
    for (size_t i = from; i < to; i++)
        level = level && t->glyphs[i].y == 0;
    g_string_append(out, "<tspan");
    append_places(t, from, to, false, out);
    if (!level)
        append_places(t, from, to, true, out);
    g_string_append(out, t->turned ? " rotate=\"90\">" : ">");
    for (size_t at = from; at < to && display_next_cluster(t, &at, &k);)
        append_escaped(out, k.utf8, k.length);
    g_string_append(out, "</tspan>");
}

/* What can be selected: every op has its own text, also in a column, where a file needs `layer`. The watermark's would
 * lie over everything: it can be pointed at by its outline. */
static void
append_layer(const display_text *t, GString *out)
{
    g_string_append_printf(out, "<text fill=\"transparent\" font-size=\"%d\"%s>", on_grid(t->size),
                           t->ink == DISPLAY_OUTLINE ? " pointer-events=\"none\"" : "");
    size_t at = 0, from = 0;
    for (display_cluster k; display_next_cluster(t, &at, &k);) {
        if (is_one_unit(&k))
            continue;
        if (k.first > from)
            append_stretch(t, from, k.first, out);
        append_stretch(t, k.first, at, out);
        from = at;
    }
    if (from < t->glyph_count)
        append_stretch(t, from, t->glyph_count, out);
    g_string_append(out, "</text>");
}

static void
append_outlines(screen_painter *s, const display_text *t)
{
    g_string_append(s->ink, "<path");
    if (t->ink == DISPLAY_OUTLINE) {
        g_string_append_printf(s->ink, " fill=\"none\" stroke-width=\"%d\"", on_grid(t->stroke));
        append_paint(s, "stroke", t->gray);
    } else if (t->gray || s->base.colour) {
        append_paint(s, "fill", t->gray);
    }
    g_string_append(s->ink, " d=\"");
    for (size_t i = 0; i < t->glyph_count; i++) {
        const text_glyph *g = &t->glyphs[i];
        paint_outline(s->outlines, t, g->id, on_grid(g->x), on_grid(g->y), s->ink);
    }
    g_string_append(s->ink, "\"/>");
}

static void
draw_text(painter *p, const display_text *t)
{
    screen_painter *s = (screen_painter *)p;
    begin_element(s, "g", t->x, t->y, TEXT_SCALE);
    g_string_append_c(s->ink, '>');
    if (t->ink != DISPLAY_INVISIBLE)
        append_outlines(s, t);
    append_layer(t, s->ink);
    g_string_append(s->ink, "</g>\n");
}

/* ---- lines and shapes ---- */

/* A shape is drawn twice: as what can be pointed at (class "near"), which is wider than a thin line, and in ink.
 * `geometry` is its element without an end, relative to (x, y). */
static void
append_shape(screen_painter *s, unit x, unit y, const char *geometry, unit width, int gray, int fill, const char *more)
{
    enum { LEAST_NEAR = 6 * UNIT_PT };
    begin_element(s, "g", x, y, "");
    g_string_append_c(s->ink, '>');
    if (width > 0)
        g_string_append_printf(s->ink, "%s class=\"near\" fill=\"none\" stroke=\"transparent\" stroke-width=\"%d\"/>",
                               geometry, MAX(width, LEAST_NEAR));
    g_string_append_printf(s->ink, "%s%s", geometry, more);
    if (fill >= 0)
        append_paint(s, "fill", fill);
    else
        g_string_append(s->ink, " fill=\"none\"");
    if (width > 0) {
        append_paint(s, "stroke", gray);
        g_string_append_printf(s->ink, " stroke-width=\"%d\"", width);
    }
    g_string_append(s->ink, "/></g>\n");
}

static void
draw_line(painter *p, const display_line *l)
{
    char geometry[64], more[64] = "";
    if (l->dash != DISPLAY_SOLID) {
        const paint_dashes dashes = paint_dashes_of(l);
        /* Several times as long as the line is wide: of a width that is a unit, more than a unit. */
        g_snprintf(more, sizeof more, " stroke-dasharray=\"%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\"",
                   (gint64)(dashes.on * UNIT_PT), (gint64)(dashes.off * UNIT_PT));
    }
    g_snprintf(geometry, sizeof geometry, "<path d=\"M0 0l%d %d\"", l->x2 - l->x1, l->y2 - l->y1);
    append_shape((screen_painter *)p, l->x1, l->y1, geometry, l->width, l->gray, -1, more);
}

static void
draw_rect(painter *p, const display_rect *r)
{
    char geometry[64];
    g_snprintf(geometry, sizeof geometry, "<rect width=\"%d\" height=\"%d\"", r->w, r->h);
    append_shape((screen_painter *)p, r->x, r->y, geometry, r->width, r->gray, r->fill, "");
}

static void
draw_ellipse(painter *p, const display_ellipse *e)
{
    char geometry[64];
    g_snprintf(geometry, sizeof geometry, "<ellipse rx=\"%d\" ry=\"%d\"", e->rx, e->ry);
    append_shape((screen_painter *)p, e->cx, e->cy, geometry, e->width, e->gray, -1, "");
}

static void
draw_path(painter *p, const display_path *path)
{
    const display_point *from = &path->points[0];
    GString *geometry = g_string_new("<path d=\"M0 0");
    for (size_t i = 1; i < path->count; i++)
        g_string_append_printf(geometry, "L%d %d", path->points[i].x - from->x, path->points[i].y - from->y);
    g_string_append(geometry, path->closed ? "z\"" : "\"");
    append_shape((screen_painter *)p, from->x, from->y, geometry->str, path->width, path->gray, -1,
                 " stroke-linejoin=\"round\" stroke-linecap=\"round\"");
    g_string_free(geometry, TRUE);
}

static void
draw_tiles(painter *p, const display_tiles *t)
{
    const display_box *from = &t->boxes[0];
    GString *geometry = g_string_new("<path d=\"");
    for (size_t i = 0; i < t->count; i++) {
        const display_box *b = &t->boxes[i];
        g_string_append_printf(geometry, "M%d %dh%dv%dh%dz", b->x - from->x, b->y - from->y, b->w, b->h, -b->w);
    }
    g_string_append_c(geometry, '"');
    append_shape((screen_painter *)p, from->x, from->y, geometry->str, 0, 0, t->gray, "");
    g_string_free(geometry, TRUE);
}

/* Its lines, and what can be selected: one element, as of every op. */
static void
draw_mark(painter *p, const display_mark *m)
{
    screen_painter *s = (screen_painter *)p;
    display_mark here = *m;
    here.x = here.y = 0;
    here.from -= m->x;
    here.baseline -= m->y;
    begin_element(s, "g", m->x, m->y, "");
    g_string_append_c(s->ink, '>');
    const gsize begin = s->ink->len;
    paint_mark_in_parts(p, &here);
    for (gsize i = begin; i < s->ink->len; i++)
        if (s->ink->str[i] == '\n')
            s->ink->str[i] = ' ';
    g_string_append(s->ink, "</g>\n");
}

/* A picture as its bytes, turned in its box; a drawing as its shapes. */
static void
draw_pixels(screen_painter *s, const display_image *i)
{
    const image *p = i->picture;
    const int8_t *t = image_turned(p->turn);
    char *bytes = g_base64_encode(p->bytes, p->length);
    begin_element(s, "g", i->x, i->y, "");
    g_string_append_printf(s->ink,
                           "><image width=\"1\" height=\"1\" preserveAspectRatio=\"none\""
                           " transform=\"matrix(%d %d %d %d %d %d)\" href=\"data:image/%s;base64,%s\"/></g>\n",
                           i->w * t[1], i->h * t[4], i->w * t[2], i->h * t[5], i->w * t[0], i->h * t[3],
                           p->kind == IMAGE_JPEG ? "jpeg" : "png", bytes);
    g_free(bytes);
}

static void
append_outline(GString *out, const image_shape *s)
{
    static const char letters[] = "ZMLC";
    static const char *const caps[] = {"butt", "round", "square"}, *const joins[] = {"miter", "round", "bevel"};
    const image_point *at = s->points;
    g_string_append(out, "<path d=\"");
    for (size_t k = 0; k < s->step_count; k++) {
        g_string_append_c(out, letters[s->steps[k]]);
        for (size_t n = 0; n < image_step_points(s->steps[k]); n++, at++)
            g_string_append_printf(out, "%s%d %d", n ? " " : "", at->x, at->y);
    }
    if (s->fill == IMAGE_NONE)
        g_string_append(out, "\" fill=\"none\"");
    else
        g_string_append_printf(out, "\" fill=\"#%06x\"%s", (unsigned)s->fill,
                               s->even_odd ? " fill-rule=\"evenodd\"" : "");
    if (s->stroke != IMAGE_NONE)
        g_string_append_printf(out,
                               " stroke=\"#%06x\" stroke-width=\"%d\" stroke-linecap=\"%s\" stroke-linejoin=\"%s\""
                               " stroke-miterlimit=\"%d.%02d\"",
                               (unsigned)s->stroke, s->width, caps[s->cap], joins[s->join], s->miter / 100,
                               s->miter % 100);
    g_string_append(out, "/>");
}

static void
draw_image(painter *p, const display_image *i)
{
    screen_painter *s = (screen_painter *)p;
    if (i->picture->kind != IMAGE_SHAPES) {
        draw_pixels(s, i);
        return;
    }
    begin_element(s, "g", i->x, i->y, "");
    g_string_append_printf(s->ink, "><svg width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">", i->w, i->h,
                           i->picture->width, i->picture->height);
    for (size_t k = 0; k < i->picture->shape_count; k++)
        append_outline(s->ink, &i->picture->shapes[k]);
    g_string_append(s->ink, "</svg></g>\n");
}

/* ---- pages ---- */

static void
begin_page(painter *p, const display_page *page)
{
    screen_painter *s = (screen_painter *)p;
    s->page = page;
    g_string_printf(s->ink, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" xml:space=\"preserve\">\n",
                    page->width, page->height);
}

static void
end_page(painter *p)
{
    screen_painter *s = (screen_painter *)p;
    g_string_append(s->ink, "</svg>\n");
    GByteArray *bytes = g_byte_array_sized_new((guint)s->ink->len);
    g_ptr_array_add(s->done, g_byte_array_append(bytes, (const guint8 *)s->ink->str, (guint)s->ink->len));
}

/* Nothing here fails: a screen painter only writes memory. */
static void
close_painter(painter *p, GPtrArray *outputs)
{
    screen_painter *s = (screen_painter *)p;
    for (guint i = 0; i < s->done->len; i++)
        g_ptr_array_add(outputs, g_ptr_array_index(s->done, i));
    g_ptr_array_free(s->done, TRUE);
    g_string_free(s->ink, TRUE);
}

static const painter_slots screen_slots = {begin_page, paint_no_structure, draw_text,     draw_mark,
                                           draw_line,  draw_rect,          draw_ellipse,  draw_path,
                                           draw_tiles, end_page,           close_painter, draw_image};

painter *
paint_screen_open(const display *l, const font_set *fonts, paint_outlines *outlines)
{
    screen_painter *s = (screen_painter *)painter_new(sizeof *s, &screen_slots, l, fonts);
    s->outlines = outlines;
    s->ink = g_string_new(NULL);
    s->done = g_ptr_array_new();
    return &s->base;
}
