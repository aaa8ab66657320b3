/* image.h: a picture of a file, as it is kept and painted: pixels (PNG), a photograph as its file has it (JPEG), or
 * shapes (SVG).
 *
 * What is kept is the file without what no page shows: of a PNG the chunks that make its pixels, of a JPEG its picture
 * without Exif (where and by what it was taken), thumbnails and comments, of an SVG its shapes, written anew. So
 * whoever is given a page is given nothing but what stands on it, and the same bytes make the same picture again
 * (image_read of them gives an equal value; `turn` alone stands beside them).
 *
 * A value lives in the arena it was made in and is never changed. Colours are sRGB; profiles of files are not kept. */
#ifndef RENKEI_IMAGE_IMAGE_H
#define RENKEI_IMAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

typedef enum image_kind { IMAGE_PIXELS, IMAGE_JPEG, IMAGE_SHAPES } image_kind;

/* A point of a drawing, on its grid. */
typedef struct image_point {
    int32_t x, y;
} image_point;

/* Steps of an outline: how many points each takes is its number (a curve takes two controls and its end). */
typedef enum image_step { IMAGE_CLOSE = 0, IMAGE_MOVE = 1, IMAGE_LINE = 2, IMAGE_CURVE = 3 } image_step;
static inline size_t
image_step_points(uint8_t step)
{
    return step == IMAGE_CURVE ? 3 : step == IMAGE_CLOSE ? 0 : 1;
}

typedef enum image_cap { IMAGE_BUTT, IMAGE_ROUND_CAP, IMAGE_SQUARE } image_cap;
typedef enum image_join { IMAGE_MITER, IMAGE_ROUND_JOIN, IMAGE_BEVEL } image_join;

/* An outline that is filled, then stroked. Colours are 0xRRGGBB; IMAGE_NONE: it is not. */
enum { IMAGE_NONE = -1, IMAGE_BLACK = 0 };
typedef struct image_shape {
    const uint8_t *steps; /* of image_step */
    size_t step_count;
    const image_point *points;
    size_t point_count;
    int fill, stroke;
    bool even_odd;
    int32_t width; /* of the stroke, on the grid */
    image_cap cap;
    image_join join;
    int miter; /* its limit, in hundredths */
} image_shape;

/* Of a drawing the longer side. */
enum { IMAGE_GRID = 1000000 };

typedef struct image {
    image_kind kind;
    const char *file; /* the last step of its name, for messages */
    const void *bytes;
    size_t length;
    const char *sum; /* of what makes it (SHA-256 in hexadecimal): pictures of one sum are one */
    /* As it is seen: pixels, or steps of the grid. */
    int32_t width, height;
    int turn; /* how what is in the bytes is to be turned to be seen: 1 to 8, as Exif has it; 1: not at all */
    /* PIXELS, JPEG */
    bool is_gray, has_alpha;
    bool is_rgb; /* JPEG of three colours: they are no YCbCr */
    /* SHAPES */
    const image_shape *shapes;
    size_t shape_count;
} image;

/* Pixels as they are stored, before any turn: of one sample (gray) or three a pixel, rows from the top. */
typedef struct image_pixels {
    int32_t width, height;
    int samples;
    uint8_t *colours;
    uint8_t *alpha; /* one a pixel; NULL: all is opaque */
} image_pixels;

/* Of PIXELS and JPEG. False: the memory is too little, or the bytes are not those that were read. */
bool image_decode(const image *i, image_pixels *out);
void image_pixels_clear(image_pixels *p);

/* Where a point of the stored picture (u to the right, v down, both from 0 to 1) is seen, from 0 to 1:
 * x = at[0] + u * at[1] + v * at[2], y = at[3] + u * at[4] + v * at[5]. */
const int8_t *image_turned(int turn);

/* The dots an inch that it has at a printed size in 1/1024 pt, in its coarser direction; 0: it has no pixels. */
int image_dpi(const image *i, int32_t width, int32_t height);

/* Whether all of it is black, white and gray. */
bool image_is_gray(const image *i);

#endif
