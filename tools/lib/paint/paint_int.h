/* paint_int.h: what the painters of this room share.
 *
 * A painter is a `painter` at the head of its own struct, with every slot filled. paint.c calls the slots
 * in order (page_begin, ops, page_end, … close), calls no further op once the painter has failed, and
 * always calls close, which frees the painter's own state and, only if nothing failed, appends the
 * outputs. Slots return nothing: the first failure is kept by painter_fail. */
#ifndef RENKEI_PAINT_PAINT_INT_H
#define RENKEI_PAINT_PAINT_INT_H

#include "paint/paint.h"

struct paint_kit {
    const font_set *fonts;
    struct cairo_faces *cairo_faces; /* NULL until used, as is the other */
    struct pdf_sources *pdf_sources;
};

typedef struct painter painter;
struct painter {
    void (*page_begin)(painter *p, const display_page *page);
    void (*text)(painter *p, const display_text *t);
    void (*line)(painter *p, const display_line *l);
    void (*rect)(painter *p, const display_rect *r);
    void (*ellipse)(painter *p, const display_ellipse *e);
    void (*path)(painter *p, const display_path *path);
    void (*page_end)(painter *p);
    void (*close)(painter *p, GPtrArray *outputs);

    const display *list;
    const font_set *fonts;
    const text_origin *origin; /* of the op being painted; NULL: none */

    bool failed;
    diag_code code;
    place form, data;
    char *args[2]; /* g_free'd by paint.c */
};

/* Keeps the first failure with the place of the op being painted; arguments may be NULL. */
void painter_fail(painter *p, diag_code code, const char *arg1, const char *arg2);

/* `format` is PAINT_PDF, PAINT_PNG or PAINT_SVG. Free with painter_drop after close. */
painter *paint_cairo_open(const display *l, paint_kit *k, paint_format format, int dpi);
void paint_cairo_faces_drop(struct cairo_faces *f); /* takes NULL */
painter *paint_pdf_open(const display *l, paint_kit *k);
void paint_pdf_sources_drop(struct pdf_sources *s); /* takes NULL */
painter *paint_haru_open(const display *l, const font_set *fonts);
painter *paint_screen_open(const display *l, const font_set *fonts, paint_outlines *outlines);

/* Appends the outline of a glyph as the op sets it, at (x, y), in 1/64 pt and relative commands of SVG paths. Nothing
 * for a blank. */
void paint_outline(paint_outlines *o, const display_text *t, uint32_t glyph, int x, int y, GString *out);

/* ---- points: what the writers count in ---- */
static inline double
paint_pt(int64_t u)
{
    return (double)u / UNIT_PT;
}

/* The dashes of a line, in points: on, off; the same in every writer. Dotted lines have square dots. */
typedef struct paint_dashes {
    double on, off;
} paint_dashes;
paint_dashes paint_dashes_of(const display_line *l);

/* The document's date: the display's, or 2000-01-01. */
date paint_date(const display *l);

/* A glyph of the face that leaves no ink (U+3000 or U+0020), 0 when it has none. It carries the text
 * layer of what is drawn otherwise. */
uint32_t paint_blank_glyph(const font_face *f);

/* UTF-16BE with a byte order mark, as PDF strings want it. */
GByteArray *paint_utf16(const char *utf8, size_t length);

/* Adds `entries` to the catalog of cairo's PDF and "D:" to its dates; false, with `pdf` untouched, when it
 * does not look exactly as cairo 1.16 writes it. */
bool paint_pdf_settle(GByteArray *pdf, const char *entries);
/* The entries that say in which language the document is, that a window shows its title, and the page
 * labels. g_free it. */
char *paint_catalog_entries(const display *l);
/* cairo numbers the group of a page by a count of the whole process; it becomes id="page", so that one
 * input gives the same bytes. False when there is more than that one number. */
bool paint_svg_settle(GByteArray *svg);

#endif
