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
    GByteArray *bytes;         /* what the open surface writes to */
    GPtrArray *done;           /* finished outputs */
    struct cairo_faces *faces; /* of the kit */
} cairo_painter;

/* Keeps the first failure; true when there is none. */
bool cairo_painter_good(cairo_painter *c, cairo_status_t status);

/* The face's file as cairo sees it; NULL after a failure has been kept. It stays with the kit. */
cairo_font_face_t *cairo_face_of(cairo_painter *c, const font_face *f);
struct cairo_faces *cairo_faces_new(const font_set *fonts);

#endif
