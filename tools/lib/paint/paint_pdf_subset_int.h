/* paint_pdf_subset_int.h: inside paint_pdf_subset.c (a font from outlines) and paint_pdf_outline.c (the outlines of a
 * face). */
#ifndef RENKEI_PAINT_PDF_SUBSET_INT_H
#define RENKEI_PAINT_PDF_SUBSET_INT_H

#include "paint/paint_pdf_subset.h"

#include "base/arena.h"
#include "paint/paint_pdf_pack.h"

#include <string.h>

static inline guint32
read_number(const guint8 *p, size_t bytes)
{
    guint32 v = 0;
    while (bytes-- > 0)
        v = v << 8 | *p++;
    return v;
}

static inline void
put_number(guint8 *at, guint32 number, size_t bytes)
{
    while (bytes-- > 0)
        *at++ = (guint8)(number >> bytes * 8);
}

/* By place modulo four: the sum of a table (OpenType, "Calculating Checksums") follows from them wherever in it the
 * bytes come to stand. */
typedef struct byte_sums {
    guint32 at[4];
} byte_sums;
byte_sums byte_sums_of(const guint8 *bytes, size_t length);
/* To the sum of a table, of bytes that stand at `at` of it. */
void byte_sums_add(guint32 *sum, size_t at, byte_sums sums);

/* Without hints. */
typedef struct outline {
    guint32 length; /* 0: no ink */
    byte_sums sums;
    bool is_composite;
    const pack_piece *piece; /* NULL: not asked for yet */
    guint8 bytes[];
} outline;

/* A table of the face. */
typedef struct face_table {
    hb_blob_t *blob;
    const guint8 *bytes;
    unsigned size;
} face_table;

enum { FACE_GLYF, FACE_HEAD, FACE_HHEA, FACE_HMTX, FACE_LOCA, FACE_MAXP, FACE_TABLES };

struct subset_source {
    face_table tables[FACE_TABLES];
    size_t count, metrics; /* glyphs; those with an advance of their own */
    bool is_long;          /* how loca is written */
    guint16 *numbers;      /* by glyph: of a font in the making; zeros but then */
    arena *a;
    outline ***outlines; /* by glyph, OUTLINE_BLOCK to a block; a block is there when one of it was asked for */
};
enum { OUTLINE_BLOCK = 64 };

/* NULL: it does not lie within its table, or does not end as it says. */
outline *outline_of(subset_source *s, guint32 glyph);

/* A component of a composite outline; zeros before the first. */
typedef struct component {
    size_t at, next; /* where it stands, and where it ends */
    guint32 flags, glyph;
} component;
enum { COMPONENT_GLYPH = 2 }; /* the glyph's number stands so far behind `at` */
/* False: there are no more. `c` keeps the last, and component_is_last says whether the outline ended with it. */
bool outline_next_component(const guint8 *bytes, size_t length, component *c);
bool component_is_last(const component *c);

#endif
