/* paint_int.h: the painters of this room, as paint.c opens them. Of the others each includes it for what it gives
 * itself; what a painter is stands in painter.h. */
#ifndef RENKEI_PAINT_PAINT_INT_H
#define RENKEI_PAINT_PAINT_INT_H

#include "paint/paint.h"
#include "paint/painter.h"

/* What a painter keeps from one document to the next, of the kit: faces as it sees them. */
struct cairo_faces *paint_cairo_faces_new(const font_set *fonts);
void paint_cairo_faces_drop(struct cairo_faces *f); /* takes NULL */
struct pdf_sources *paint_pdf_sources_new(const font_set *fonts);
void paint_pdf_sources_drop(struct pdf_sources *s); /* takes NULL */

/* `format` is PAINT_PDF, PAINT_PNG or PAINT_SVG. */
painter *paint_cairo_open(const display *l, const font_set *fonts, struct cairo_faces *faces, paint_format format,
                          int dpi);
/* A PNG of the region of the only page of the list. */
painter *paint_cairo_open_region(const display *l, const font_set *fonts, struct cairo_faces *faces,
                                 const paint_region *region, int dpi);
painter *paint_pdf_open(const display *l, const font_set *fonts, struct pdf_sources *sources);
painter *paint_haru_open(const display *l, const font_set *fonts);
painter *paint_screen_open(const display *l, const font_set *fonts, paint_outlines *outlines);

/* ---- of the screen painter ---- */

/* Appends the outline of a glyph as the op sets it, at (x, y), in 1/64 pt and relative commands of SVG paths. Nothing
 * for a blank. */
void paint_outline(paint_outlines *o, const display_text *t, uint32_t glyph, int x, int y, GString *out);

#endif
