/* paint_pdf_subset.h: a TrueType font with the glyphs of one document (OpenType, "Tables Related to TrueType
 * Outlines").
 *
 * A face is read once for all documents: what its tables say, and of each glyph that was asked for its outline without
 * hints, as it is and packed (paint_pdf_pack.h). A document's font is those outlines one behind the other with the six
 * tables that draw them: the packed outlines are copied. Asked for glyphs in the face's order, with their components,
 * it is, byte for byte, the font that HarfBuzz's subsetter makes without hints and with .notdef's outline
 * (test_paint_subset.c holds the two together); to plan and run that one anew took a twelfth of a document's time.
 *
 * Who asks numbers the glyphs, so that the codes of a text may be the numbers of its glyphs. A glyph that is asked for
 * again, or that goes on further than the face says, is a twin: it draws what the glyph draws, as that is its one
 * component (OpenType, "glyf", "hmtx"); what the file says of its width is true of the font in it (ISO 19005-2,
 * 6.2.11.5). */
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

typedef struct subset_slot {
    guint32 glyph; /* as the face numbers it */
    int room;      /* so much further it goes on, in the font's units */
} subset_slot;

typedef struct subset_font subset_font;

/* With glyph i as slot i says. Slot 0 is .notdef, with no room. Behind them stand the glyphs that only others need:
 * components, and those of twins alone. NULL when an outline, an advance or a component lies beyond its table, or there
 * are more than 65,535 glyphs. Depends on what is asked alone, never on what was asked before. */
subset_font *subset_font_new(subset_source *s, const subset_slot *slots, size_t count);
void subset_font_drop(subset_font *f); /* takes NULL */

size_t subset_font_count(const subset_font *f); /* of its glyphs */
/* The file, and how long it is. */
GByteArray *subset_font_bytes(const subset_font *f);
size_t subset_font_length(const subset_font *f);
/* The same, as a zlib stream (RFC 1950); the bytes are the caller's (g_free). */
guint8 *subset_font_pack(const subset_font *f, size_t *size);

#endif
