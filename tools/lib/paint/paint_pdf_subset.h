/* paint_pdf_subset.h: a TrueType font with the glyphs of one document (OpenType, "Tables Related to TrueType
 * Outlines").
 *
 * A face is read once for all documents: what its tables say, and of each glyph that was asked for its outline without
 * hints. A document's font is those outlines one behind the other with the six tables that draw them. It is, byte for
 * byte, the font that HarfBuzz's subsetter makes without hints and with .notdef's outline (test_paint_subset.c holds
 * the two together); to plan and run that one anew took a twelfth of a document's time.
 *
 * A twin is a glyph that draws what another draws, as that is its one component, but goes on further (OpenType, "glyf",
 * "hmtx"): what the file says of its width is true of the font in it (ISO 19005-2, 6.2.11.5). Twins stand behind the
 * glyphs of the font. */
#ifndef RENKEI_PAINT_PDF_SUBSET_H
#define RENKEI_PAINT_PDF_SUBSET_H

#include <stdbool.h>

#include <glib.h>
#include <hb.h>

/* A face as it was read. */
typedef struct subset_source subset_source;

/* NULL when the face has other outlines than TrueType's, or its tables do not agree. Keeps the face. */
subset_source *subset_source_new(hb_face_t *face);
void subset_source_drop(subset_source *s);          /* takes NULL */
size_t subset_source_count(const subset_source *s); /* of its glyphs */

typedef struct subset_twin {
    guint32 of; /* as the face numbers it */
    int room;   /* in the font's units */
} subset_twin;

typedef struct subset_font {
    GByteArray *bytes;
    size_t count;    /* glyphs, without the twins */
    guint32 *glyphs; /* by number in the font, ascending: as the face numbers them */
    guint32 *marks;  /* where each begins in `bytes`, and where the last ends */
    guint64 *used;   /* a bit for each glyph of the face, and … */
    guint16 *before; /* … for each 64 of them how many were used before */
} subset_font;

/* With the glyphs, their components and .notdef. NULL when an outline, an advance or a component lies beyond its table,
 * or there are more than 65,535 glyphs. Depends on what is asked alone, never on what was asked before. */
subset_font *subset_font_new(subset_source *s, const guint32 *glyphs, size_t glyph_count, const subset_twin *twins,
                             size_t twin_count);
void subset_font_drop(subset_font *f); /* takes NULL */
/* Of a glyph that was asked for. */
unsigned subset_number(const subset_font *f, guint32 glyph);

#endif
