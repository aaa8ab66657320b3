/* paint_cairo_int.h: shared by the sources of the cairo painter only. */
#ifndef RENKEI_PAINT_CAIRO_INT_H
#define RENKEI_PAINT_CAIRO_INT_H

#include <cairo.h>

#include "paint/paint_int.h"

typedef struct cairo_painter {
    painter base;
    paint_format format;
    double scale; /* device pixels a point; 1 but for PNG */
    cairo_surface_t *surface;
    cairo_t *cr;
    GByteArray *bytes;          /* what the open surface writes to */
    GPtrArray *done;            /* finished outputs */
    struct cairo_faces *faces;  /* of the kit */
    const paint_region *region; /* a picture of this alone; NULL: of whole pages */
    GHashTable *images;         /* surfaces of pictures by their sums; NULL: none yet */
} cairo_painter;

/* ---- paint_cairo_region.c ---- */

/* How large the picture of a page is, in points: of the region if there is one. */
void cairo_region_size(const cairo_painter *c, const display_page *page, double *width, double *height);
/* Before the first op of the page, and after its last. */
void cairo_region_begin(cairo_painter *c);
void cairo_region_end(cairo_painter *c);

/* ---- paint_cairo_status.c ---- */

/* Keeps the first failure; true when there is none. */
bool cairo_painter_good(cairo_painter *c, cairo_status_t status);

/* ---- paint_cairo_face.c ---- */

/* The face's file as cairo sees it; NULL after a failure has been kept. It stays with the kit. */
cairo_font_face_t *cairo_face_of(cairo_painter *c, const font_face *f);

/* ---- paint_cairo_image.c ---- */

void cairo_image(painter *p, const display_image *i);

/* ---- paint_patch.c: what cairo leaves to be mended ---- */

/* Adds `entries` to the catalog of cairo's PDF and "D:" to its dates; false, with `pdf` untouched, when it
 * does not look exactly as cairo 1.16 writes it. */
bool paint_pdf_settle(GByteArray *pdf, const char *entries);
/* cairo numbers the group of a page by a count of the whole process; it becomes id="page", so that one
 * input gives the same bytes. False when there is more than that one number. */
bool paint_svg_settle(GByteArray *svg);

#endif
