#include "paint/paint_cairo_int.h"

#include <math.h>
#include <string.h>

#include <cairo-pdf.h>
#include <cairo-svg.h>

enum { DEFAULT_DPI = 110 };

static cairo_status_t
append_bytes(void *bytes, const unsigned char *data, unsigned int length)
{
    g_byte_array_append(bytes, data, length);
    return CAIRO_STATUS_SUCCESS;
}

/* ---- faces ---- */

static bool
use_face(cairo_painter *c, const display_text *t)
{
    cairo_font_face_t *face = cairo_face_of(c, t->face);
    if (!face)
        return false;
    cairo_set_font_face(c->cr, face);
    const double size = paint_pt(t->size), width = t->condensed ? size * t->condensed / 1000 : size;
    cairo_matrix_t matrix;
    cairo_matrix_init(&matrix, width, 0, 0, size, 0, 0);
    if (t->turned)
        cairo_matrix_init(&matrix, 0, width, -size, 0, 0, 0);
    cairo_set_font_matrix(c->cr, &matrix);
    return true;
}

/* ---- ops ---- */

static void
set_gray(const cairo_painter *c, int gray)
{
    const int seen = display_on_screen(gray, c->base.colour);
    cairo_set_source_rgb(c->cr, (seen >> 16 & 255) / 255.0, (seen >> 8 & 255) / 255.0, (seen & 255) / 255.0);
}

static void
stroke_path(const cairo_painter *c, unit width, int gray)
{
    set_gray(c, gray);
    cairo_set_line_width(c->cr, paint_pt(width));
    cairo_stroke(c->cr);
}

/* One place more than the op has glyphs, for show_layer. */
static cairo_glyph_t *
glyphs_new(const display_text *t)
{
    cairo_glyph_t *glyphs = g_new(cairo_glyph_t, t->glyph_count + 1);
    for (size_t i = 0; i < t->glyph_count; i++) {
        const text_glyph *g = &t->glyphs[i];
        glyphs[i] = (cairo_glyph_t){g->id, paint_pt((int64_t)t->x + g->x), paint_pt((int64_t)t->y + g->y)};
    }
    return glyphs;
}

/* The text layer of the op is another text: all glyphs are one cluster, which cairo brackets with /ActualText. */
static void
show_with_layer(cairo_painter *c, const display_text *t, const cairo_glyph_t *glyphs, size_t extra)
{
    const int count = (int)(t->glyph_count + extra), length = (int)strlen(t->layer);
    const cairo_text_cluster_t all = {length, count};
    cairo_show_text_glyphs(c->cr, t->layer, length, glyphs, count, &all, 1, 0);
}

/* Glyphs with their source: cairo maps a glyph to its characters, or brackets it with /ActualText where the
 * same glyph already stands for others. `extra` glyphs at the end belong to the last cluster. */
static void
show_glyphs(cairo_painter *c, const display_text *t, const cairo_glyph_t *glyphs, size_t extra)
{
    if (t->layer) {
        show_with_layer(c, t, glyphs, extra);
        return;
    }
    cairo_text_cluster_t *clusters = g_new(cairo_text_cluster_t, t->glyph_count);
    GString *utf8 = g_string_new(NULL);
    size_t at = 0;
    int count = 0;
    for (display_cluster k; display_next_cluster(t, &at, &k); count++) {
        g_string_append_len(utf8, k.utf8, (gssize)k.length);
        clusters[count] = (cairo_text_cluster_t){(int)k.length, (int)k.count};
    }
    clusters[count - 1].num_glyphs += (int)extra;
    cairo_show_text_glyphs(c->cr, utf8->str, (int)utf8->len, glyphs, (int)(t->glyph_count + extra), clusters, count, 0);
    g_string_free(utf8, TRUE);
    g_free(clusters);
}

static void
show_text(cairo_painter *c, const display_text *t)
{
    cairo_glyph_t *glyphs = glyphs_new(t);
    show_glyphs(c, t, glyphs, 0);
    g_free(glyphs);
}

/* Text without ink, as blank glyphs; only PDF has a text layer. cairo leaves out what covers no area, and
 * blank glyphs are points to it: one more, off the baseline, spans an area with the others. */
static void
show_layer(cairo_painter *c, const display_text *t)
{
    if (c->format != PAINT_PDF)
        return;
    const uint32_t blank = paint_blank_glyph(t->face);
    if (!blank) {
        painter_fail(&c->base, DIAG_PAINT_INK, font_face_name(t->face), NULL);
        return;
    }
    cairo_glyph_t *glyphs = glyphs_new(t);
    for (size_t i = 0; i < t->glyph_count; i++)
        glyphs[i].index = blank;
    const cairo_glyph_t *last = &glyphs[t->glyph_count - 1];
    glyphs[t->glyph_count] = (cairo_glyph_t){blank, last->x + 1, last->y + 1};
    show_glyphs(c, t, glyphs, 1);
    g_free(glyphs);
}

static void
glyph_path(cairo_painter *c, const display_text *t)
{
    cairo_glyph_t *glyphs = glyphs_new(t);
    cairo_glyph_path(c->cr, glyphs, (int)t->glyph_count);
    g_free(glyphs);
}

static void
draw_text(painter *p, const display_text *t)
{
    cairo_painter *c = (cairo_painter *)p;
    if (t->glyph_count == 0 || !use_face(c, t))
        return;
    set_gray(c, t->gray);
    if (t->ink == DISPLAY_INVISIBLE) {
        show_layer(c, t);
    } else if (t->ink == DISPLAY_OUTLINE) {
        glyph_path(c, t);
        cairo_set_line_join(c->cr, CAIRO_LINE_JOIN_ROUND);
        stroke_path(c, t->stroke, t->gray);
        cairo_set_line_join(c->cr, CAIRO_LINE_JOIN_MITER);
        show_layer(c, t);
    } else if (c->format == PAINT_PNG) {
        /* As paths: cairo 1.16 rounds the places of glyphs to whole pixels. */
        glyph_path(c, t);
        cairo_fill(c->cr);
    } else {
        show_text(c, t);
    }
}

static void
draw_line(painter *p, const display_line *l)
{
    cairo_painter *c = (cairo_painter *)p;
    if (l->dash != DISPLAY_SOLID) {
        const paint_dashes dashes = paint_dashes_of(l);
        cairo_set_dash(c->cr, (const double[]){dashes.on, dashes.off}, 2, 0);
    }
    cairo_move_to(c->cr, paint_pt(l->x1), paint_pt(l->y1));
    cairo_line_to(c->cr, paint_pt(l->x2), paint_pt(l->y2));
    stroke_path(c, l->width, l->gray);
    cairo_set_dash(c->cr, NULL, 0, 0);
}

static void
draw_rect(painter *p, const display_rect *r)
{
    cairo_t *cr = ((cairo_painter *)p)->cr;
    cairo_rectangle(cr, paint_pt(r->x), paint_pt(r->y), paint_pt(r->w), paint_pt(r->h));
    if (r->fill >= 0) {
        set_gray((cairo_painter *)p, r->fill);
        cairo_fill_preserve(cr);
    }
    if (r->width > 0)
        stroke_path((cairo_painter *)p, r->width, r->gray);
    cairo_new_path(cr);
}

static void
draw_ellipse(painter *p, const display_ellipse *e)
{
    cairo_t *cr = ((cairo_painter *)p)->cr;
    cairo_save(cr);
    cairo_translate(cr, paint_pt(e->cx), paint_pt(e->cy));
    cairo_scale(cr, paint_pt(e->rx), paint_pt(e->ry));
    cairo_new_path(cr);
    cairo_arc(cr, 0, 0, 1, 0, 2 * G_PI);
    cairo_close_path(cr);
    cairo_restore(cr); /* before the stroke, which must be equally wide all round */
    stroke_path((cairo_painter *)p, e->width, e->gray);
}

static void
draw_path(painter *p, const display_path *path)
{
    cairo_t *cr = ((cairo_painter *)p)->cr;
    cairo_new_path(cr);
    for (size_t i = 0; i < path->count; i++)
        cairo_line_to(cr, paint_pt(path->points[i].x), paint_pt(path->points[i].y));
    if (path->closed)
        cairo_close_path(cr);
    cairo_save(cr);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    stroke_path((cairo_painter *)p, path->width, path->gray);
    cairo_restore(cr);
}

static void
draw_tiles(painter *p, const display_tiles *t)
{
    cairo_t *cr = ((cairo_painter *)p)->cr;
    cairo_new_path(cr);
    for (size_t i = 0; i < t->count; i++)
        cairo_rectangle(cr, paint_pt(t->boxes[i].x), paint_pt(t->boxes[i].y), paint_pt(t->boxes[i].w),
                        paint_pt(t->boxes[i].h));
    set_gray((const cairo_painter *)p, t->gray);
    cairo_fill(cr);
}

/* ---- pages ---- */

static void
draw_on(cairo_painter *c, cairo_surface_t *surface)
{
    c->surface = surface;
    if (!cairo_painter_good(c, cairo_surface_status(surface)))
        return;
    c->cr = cairo_create(surface);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(c->cr, options);
    cairo_font_options_destroy(options);
    cairo_scale(c->cr, c->scale, c->scale);
}

/* Ends the drawing and checks every object that keeps a status of its own. */
static void
end_surface(cairo_painter *c)
{
    if (c->cr) {
        cairo_painter_good(c, cairo_status(c->cr));
        cairo_destroy(c->cr);
        c->cr = NULL;
    }
    if (c->surface) {
        cairo_surface_finish(c->surface);
        cairo_painter_good(c, cairo_surface_status(c->surface));
        cairo_surface_destroy(c->surface);
        c->surface = NULL;
    }
}

static void
begin_page(painter *p, const display_page *page)
{
    cairo_painter *c = (cairo_painter *)p;
    double width, height;
    cairo_region_size(c, page, &width, &height);
    if (c->format == PAINT_PDF) {
        cairo_pdf_surface_set_size(c->surface, width, height);
        return;
    }
    c->bytes = g_byte_array_new();
    if (c->format == PAINT_SVG) {
        cairo_surface_t *surface = cairo_svg_surface_create_for_stream(append_bytes, c->bytes, width, height);
        cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PT);
        draw_on(c, surface);
        return;
    }
    draw_on(c,
            cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(width * c->scale), (int)ceil(height * c->scale)));
    if (c->cr) {
        set_gray(c, 255);
        cairo_paint(c->cr);
        cairo_region_begin(c);
    }
}

static void
end_page(painter *p)
{
    cairo_painter *c = (cairo_painter *)p;
    if (c->format == PAINT_PDF) {
        cairo_show_page(c->cr);
        cairo_painter_good(c, cairo_status(c->cr));
        return;
    }
    cairo_region_end(c);
    if (c->format == PAINT_PNG)
        cairo_painter_good(c, cairo_surface_write_to_png_stream(c->surface, append_bytes, c->bytes));
    end_surface(c);
    if (c->format == PAINT_SVG && !paint_svg_settle(c->bytes))
        painter_fail(&c->base, DIAG_PAINT_CAIRO_FORM, "id", NULL);
    g_ptr_array_add(c->done, c->bytes);
    c->bytes = NULL;
}

/* ---- the document ---- */

static void
set_metadata(cairo_painter *c)
{
    const display *l = c->base.list;
    const date day = paint_date(l);
    char when[32];
    g_snprintf(when, sizeof when, "%04d-%02d-%02dT00:00:00+09:00", day.year, day.month, day.day);
    const struct {
        cairo_pdf_metadata_t name;
        const char *value;
    } rows[] = {{CAIRO_PDF_METADATA_TITLE, l->title},     {CAIRO_PDF_METADATA_AUTHOR, l->author},
                {CAIRO_PDF_METADATA_SUBJECT, l->subject}, {CAIRO_PDF_METADATA_KEYWORDS, l->keywords},
                {CAIRO_PDF_METADATA_CREATOR, "renkei"},   {CAIRO_PDF_METADATA_CREATE_DATE, when},
                {CAIRO_PDF_METADATA_MOD_DATE, when}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        if (rows[i].value)
            cairo_pdf_surface_set_metadata(c->surface, rows[i].name, rows[i].value);
}

static void
add_bookmarks(cairo_painter *c)
{
    const GArray *bookmarks = c->base.list->bookmarks;
    int *ids = g_new0(int, bookmarks->len + 1); /* the last of each level */
    for (guint i = 0; i < bookmarks->len; i++) {
        const display_bookmark *b = &g_array_index(bookmarks, display_bookmark, i);
        char y[G_ASCII_DTOSTR_BUF_SIZE];
        g_ascii_formatd(y, sizeof y, "%.4f", paint_pt(b->y));
        char *target = g_strdup_printf("page=%zu pos=[0 %s]", b->page + 1, y);
        const int parent = b->level > 0 ? ids[b->level - 1] : CAIRO_PDF_OUTLINE_ROOT;
        ids[b->level] =
            cairo_pdf_surface_add_outline(c->surface, parent, b->title, target, CAIRO_PDF_OUTLINE_FLAG_OPEN);
        g_free(target);
    }
    g_free(ids);
}

static void
finish_pdf(cairo_painter *c)
{
    if (!c->base.failed)
        add_bookmarks(c);
    end_surface(c);
    if (c->base.failed)
        return;
    char *entries = paint_catalog_entries(c->base.list);
    if (!paint_pdf_settle(c->bytes, entries))
        painter_fail(&c->base, DIAG_PAINT_CAIRO_FORM, "/Lang", NULL);
    g_free(entries);
    g_ptr_array_add(c->done, c->bytes);
    c->bytes = NULL;
}

static void
close_painter(painter *p, GPtrArray *outputs)
{
    cairo_painter *c = (cairo_painter *)p;
    if (c->format == PAINT_PDF)
        finish_pdf(c);
    end_surface(c);
    if (c->bytes)
        g_byte_array_unref(c->bytes);
    for (guint i = 0; i < c->done->len; i++) {
        GByteArray *output = g_ptr_array_index(c->done, i);
        if (p->failed)
            g_byte_array_unref(output);
        else
            g_ptr_array_add(outputs, output);
    }
    g_ptr_array_free(c->done, TRUE);
    g_clear_pointer(&c->images, g_hash_table_destroy);
}

static const painter_slots cairo_slots = {begin_page, paint_no_structure, draw_text,     paint_mark_in_parts,
                                          draw_line,  draw_rect,          draw_ellipse,  draw_path,
                                          draw_tiles, end_page,           close_painter, cairo_image};

painter *
paint_cairo_open(const display *l, const font_set *fonts, struct cairo_faces *faces, paint_format format, int dpi)
{
    cairo_painter *c = (cairo_painter *)painter_new(sizeof *c, &cairo_slots, l, fonts);
    c->format = format;
    c->scale = format == PAINT_PNG ? (dpi > 0 ? dpi : DEFAULT_DPI) / 72.0 : 1;
    c->done = g_ptr_array_new();
    c->faces = faces;
    if (format == PAINT_PDF) {
        const display_page *first = g_ptr_array_index(l->pages, 0);
        c->bytes = g_byte_array_new();
        draw_on(c, cairo_pdf_surface_create_for_stream(append_bytes, c->bytes, paint_pt(first->width),
                                                       paint_pt(first->height)));
        if (c->cr)
            set_metadata(c);
    }
    return &c->base;
}

painter *
paint_cairo_open_region(const display *l, const font_set *fonts, struct cairo_faces *faces, const paint_region *region,
                        int dpi)
{
    painter *p = paint_cairo_open(l, fonts, faces, PAINT_PNG, dpi);
    ((cairo_painter *)p)->region = region;
    return p;
}
