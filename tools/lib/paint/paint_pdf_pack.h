/* paint_pdf_pack.h: outlines packed once for all documents.
 *
 * Packing a document's fonts anew is the largest part of its time: 1.7 of 4.2 ms for two pages. But documents share
 * most of their glyphs. Here a glyph's outline becomes a piece of a DEFLATE block (RFC 1951) under one code table for
 * all, with matches only within the piece: so the pieces of any glyphs, in any order, make one valid block. The table
 * is data (outline_codes.def). A document gets 13 % larger than with libdeflate's quickest and takes a third less time;
 * the first document of a process has all its pieces still to make.
 *
 * The result depends on the bytes alone, never on what was packed before. */
#ifndef RENKEI_PAINT_PDF_PACK_H
#define RENKEI_PAINT_PDF_PACK_H

#include <glib.h>

#include "base/arena.h"

enum { PACK_LITERALS = 286, PACK_DISTANCES = 30, PACK_END = 256 };

/* Length 0: `value` is a literal. Else a match of 3 to 258 bytes, `value` bytes back (RFC 1951, 3.2.5). */
typedef void (*pack_token)(void *data, unsigned length, unsigned value);
/* Cuts bytes into literals (length 0) and matches. */
void pack_cut(const guint8 *bytes, size_t length, pack_token token, void *data);

/* Symbol of a length or a distance, its number of extra bits, and what they hold. */
typedef struct pack_symbol {
    unsigned symbol, extra_bits, extra;
} pack_symbol;
pack_symbol pack_length_symbol(unsigned length);
pack_symbol pack_distance_symbol(unsigned distance);

/* Holds the pieces that were made, of one font; `count` glyphs. */
typedef struct pack_cache pack_cache;
pack_cache *pack_cache_new(size_t count);
void pack_cache_drop(pack_cache *c); /* takes NULL */

/* A zlib stream (RFC 1950) of `length` bytes. The parts between the marks are glyphs: part i begins at marks[i] and
 * ends at marks[i + 1], and is glyph glyphs[i] of the cache. Marks ascend and lie within the bytes. */
GByteArray *pack_font(pack_cache *c, const guint8 *bytes, size_t length, const guint32 *marks, const guint32 *glyphs,
                      size_t glyph_count);

#endif
