/* image_int.h: shared by the sources of the image room only. */
#ifndef RENKEI_IMAGE_IMAGE_INT_H
#define RENKEI_IMAGE_IMAGE_INT_H

#include "image/image_read.h"

/* What is wrong with a file, in both languages, in words that live for ever or in the arena. */
typedef struct image_fault {
    const char *ja, *en;
} image_fault;
#define IMAGE_FAULT(ja, en) ((image_fault){ja, en})

/* Each fills what it knows of `out`: its size, what of it is kept and how. False with a fault. */
bool image_png_read(arena *a, const uint8_t *bytes, size_t length, image *out, image_fault *fault);
bool image_jpeg_read(arena *a, const uint8_t *bytes, size_t length, image *out, image_fault *fault);
bool image_svg_read(arena *a, const char *file, const uint8_t *bytes, size_t length, image *out, image_fault *fault);

bool image_png_decode(const image *i, image_pixels *out);
bool image_jpeg_decode(const image *i, image_pixels *out);

/* A size that is allowed; else with a fault that says what it is. */
bool image_size_is_good(arena *a, uint32_t width, uint32_t height, image_fault *fault);

/* ---- image_svg_path.c: numbers, outlines and matrices of an SVG ---- */

typedef struct svg_matrix {
    double a, b, c, d, e, f; /* x' = a x + c y + e, y' = b x + d y + f */
} svg_matrix;
svg_matrix svg_multiply(const svg_matrix *outer, const svg_matrix *inner);

/* Outlines in the making, in the user's units of where they stand. */
typedef struct svg_outline {
    GByteArray *steps;
    GArray *points; /* of double, in pairs */
} svg_outline;
void svg_step(svg_outline *o, image_step step, const double *points);

/* The next number behind white space and at most one comma; false, *text as it was: there is none. */
bool svg_number(const char **text, double *out);
/* A number that may have a unit that is one of lengths (px, pt, mm, cm, in, none); `percent` of something is none. */
bool svg_length(const char *text, double *out);
/* Reads d="…"; false: it is not well formed. */
bool svg_read_path(const char *text, svg_outline *o);
/* Reads points="…". */
bool svg_read_points(const char *text, bool closed, svg_outline *o);
/* Reads transform="…"; false: not one of those that SVG 1.1 has. */
bool svg_read_transform(const char *text, svg_matrix *out);
void svg_add_ellipse(svg_outline *o, double cx, double cy, double rx, double ry);
void svg_add_rect(svg_outline *o, double x, double y, double w, double h, double rx, double ry);

/* ---- image_svg_write.c ---- */

/* The drawing as an SVG that image_svg_read gives back as it is. */
void svg_write(const image *i, GString *out);

/* ---- image_svg_style.c: how a shape is painted ---- */

typedef struct svg_style {
    int fill, stroke, colour;
    double width, miter;
    image_cap cap;
    image_join join;
    bool even_odd, hidden;
} svg_style;
extern const svg_style svg_style_start;

typedef enum svg_taken { SVG_TAKEN, SVG_UNKNOWN, SVG_REFUSED } svg_taken;
/* A property, by an attribute or in style="…". */
svg_taken svg_take_property(svg_style *s, const char *name, const char *value);
/* All of style="…": false: one of it is not taken, and *bad (g_free it) says which. */
bool svg_take_style(svg_style *s, const char *text, char **bad);

#endif
