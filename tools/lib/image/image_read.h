/* image_read.h: from a file to a picture (image.h), or what is wrong with the file.
 *
 * Nothing is taken on trust: the whole file is decoded once, within bounds of bytes, pixels, and shapes. What a picture
 * cannot carry (text, effects, references and colours with an opacity of an SVG, four colours of a JPEG) is refused by
 * its name: never is a part of a picture left out without a word. */
#ifndef RENKEI_IMAGE_IMAGE_READ_H
#define RENKEI_IMAGE_IMAGE_READ_H

#include "base/arena.h"
#include "base/diag.h"
#include "image/image.h"
#include "xml/xml.h"

enum {
    IMAGE_MOST_BYTES = 20 * 1024 * 1024, /* of a file */
    IMAGE_MOST_PIXELS = 40 * 1000 * 1000,
    IMAGE_MOST_SHAPES = 20000,
    IMAGE_MOST_STEPS = 400000 /* of all its outlines */
};

/* Who named the picture, and where: whose fault it is when it cannot be used (xml_report). */
typedef struct image_asked {
    xml_role role;
    place where;
} image_asked;

/* What a name in a form stands for: a path from the folder of the form's file. NULL after `form-image-path`: it is a
 * URL or begins at the root. */
const char *image_path_of_form(arena *a, const char *form_file, const char *name, place where, diag *d);

/* The bytes of that file; NULL after `form-image-read`. */
GByteArray *image_bytes_of_form(const char *path, place where, diag *d);

/* The bytes of a file that data names: from the folder of the file of data, and never out of it, by no link, either.
 * *path gets where it is. NULL after `image-path` or `image-read`. */
GByteArray *image_bytes_of_data(arena *a, const char *data_file, const char *name, const char **path, place where,
                                diag *d);

/* `file` stands for it in messages. NULL after `image-broken` or its twin of forms. */
const image *image_read(arena *a, const char *file, const void *bytes, size_t length, const image_asked *by, diag *d);

#endif
