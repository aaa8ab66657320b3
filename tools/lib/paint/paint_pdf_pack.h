/* paint_pdf_pack.h: outlines packed once for all documents, and text that a program reads packed quickly.
 *
 * Packing a document's fonts anew is the largest part of its time. But documents share most of their glyphs. Here a
 * glyph's outline becomes a piece of a DEFLATE block (RFC 1951) under one code table for all, with matches only within
 * the piece: so the pieces of any glyphs, in any order, make one valid block. The table is data (outline_codes.def). A
 * document gets 13 % larger than with libdeflate's quickest and takes a third of the time; the first document of a
 * process has all its pieces still to make. What a piece adds to the check sum of the stream is known with it, so that
 * the bytes that are packed need never stand anywhere.
 *
 * Content, objects and maps of characters are a few kinds of words and many figures: under a table of their own
 * (text_codes.def) they take a tenth more room than with libdeflate's quickest, and two thirds of its time.
 *
 * The result depends on the bytes alone, never on what was packed before. */
#ifndef RENKEI_PAINT_PDF_PACK_H
#define RENKEI_PAINT_PDF_PACK_H

#include <glib.h>

#include "base/arena.h"

enum { PACK_LITERALS = 286, PACK_DISTANCES = 30, PACK_END = 256 };

/* Length 0: `value` is a literal. Else a match of 3 to 258 bytes, `value` bytes back (RFC 1951, 3.2.5). */
typedef void (*pack_token)(void *data, unsigned length, unsigned value);
/* Whose table. */
typedef enum pack_kind { PACK_OUTLINES, PACK_TEXT, PACK_KINDS } pack_kind;
/* Cuts bytes into literals (length 0) and matches. */
void pack_cut(pack_kind kind, const guint8 *bytes, size_t length, pack_token token, void *data);

/* Symbol of a length or a distance, its number of extra bits, and what they hold. */
typedef struct pack_symbol {
    unsigned symbol, extra_bits, extra;
} pack_symbol;
pack_symbol pack_length_symbol(unsigned length);
pack_symbol pack_distance_symbol(unsigned distance);

/* What bytes add to a check sum (RFC 1950, Adler-32): their sum, and the sum of each times the number of bytes from it
 * to the end. */
typedef struct pack_sums {
    guint32 plain, weighted; /* modulo 65,521 */
} pack_sums;

/* `length` bytes, packed; the memory is the arena's. */
typedef struct pack_piece {
    guint32 length, bits;
    pack_sums sums;
    guint8 bytes[]; /* whole words of 64 bits, the first bit lowest in the first byte */
} pack_piece;
const pack_piece *pack_piece_new(arena *a, const guint8 *bytes, size_t length);

/* A zlib stream (RFC 1950) in the making. */
typedef struct pack_writer {
    guint8 *begin, *at, *end;
    guint64 held;   /* comes next: the lowest bits first … */
    unsigned count; /* … so many, below 32 */
    pack_sums sums; /* of all so far */
    pack_kind kind;
} pack_writer;
/* There is room for so many bytes; what is put beyond them makes more. */
void pack_begin(pack_writer *w, pack_kind kind, size_t room);
/* Of outlines. */
void pack_put(pack_writer *w, const pack_piece *piece);
/* Of bytes that are no piece: they are packed now. */
void pack_plain(pack_writer *w, const guint8 *bytes, size_t length);
/* Ends it; the bytes are the caller's (g_free). */
guint8 *pack_end(pack_writer *w, size_t *size);

#endif
