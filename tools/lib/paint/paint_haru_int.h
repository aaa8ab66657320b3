/* paint_haru_int.h: inside the libharu painter: paint_haru.c (document and vectors), paint_haru_text.c (runs
 * of text), paint_haru_font.c (which code stands for which glyph and which characters).
 *
 * libharu takes text, never glyph ids; its fonts are coded by the characters U+0000 to U+FFFF themselves. A
 * glyph that it would choose itself for its one character is written as that character. Any other glyph
 * (variation sequences, higher planes, alternate forms) gets a code of its own from the private use area,
 * one for each pair of glyph and source text. When the document is done, libharu's tables from codes to
 * glyphs, widths and characters are replaced by tables of the codes used. */
#ifndef RENKEI_PAINT_PAINT_HARU_INT_H
#define RENKEI_PAINT_PAINT_HARU_INT_H

#include "paint/paint_int.h"

#include <hpdf.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <hpdf_streams.h>

/* What a code of a font stands for. */
typedef struct haru_code {
    uint16_t glyph; /* 0: the code is not used */
    int16_t width;  /* in 1/1000 em */
    char *text;     /* of private codes; "" for none; NULL: the code is its character */
} haru_code;

typedef struct haru_face {
    HPDF_Font font;      /* NULL until used */
    haru_code *codes;    /* U+0000 to U+FFFF */
    GHashTable *private; /* "glyph text" to its code */
} haru_face;

typedef struct haru_painter {
    painter base;
    HPDF_Doc doc;
    HPDF_Page page;
    unit height;        /* of the page: libharu's y runs up */
    haru_face *faces;   /* by font_face_number */
    GHashTable *images; /* by their sums; NULL: none yet */
} haru_painter;

/* ---- paint_haru_content.c ---- */

/* Appends to the page's content; libharu has no call for it. */
void haru_write(haru_painter *h, const char *content);
HPDF_REAL haru_y(const haru_painter *h, int64_t y);
HPDF_REAL haru_gray(int gray);
/* A string object of UTF-16BE. */
HPDF_Binary haru_string(haru_painter *h, const char *utf8);

/* ---- paint_haru_image.c ---- */

void haru_image(painter *p, const display_image *i);

/* ---- paint_haru_text.c ---- */

void haru_text(painter *p, const display_text *t);

/* The face, loaded on first use; NULL after an error, which libharu's handler has told. */
haru_face *haru_use_face(haru_painter *h, const font_face *f);
/* The code of a glyph that stands for `length` bytes of UTF-8 (0: for no text); 0 when libharu cannot be
 * brought to draw it, or when no private code is left. */
gunichar haru_code_of(haru_face *face, uint32_t glyph, const char *utf8, size_t length);
/* Replaces the tables of every font. Before saving. */
void haru_settle_fonts(haru_painter *h);
void haru_drop_faces(haru_painter *h);

#endif
