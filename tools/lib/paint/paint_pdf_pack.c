#include "paint/paint_pdf_pack.h"

#include <string.h>

#include <libdeflate.h>

/* ---- matches ---- */

enum { LEAST_MATCH = 3, MOST_MATCH = 258, FARTHEST = 32768, SLOTS = 1024 };

static unsigned
slot_of(const guint8 *p)
{
    return ((unsigned)p[0] << 16 | (unsigned)p[1] << 8 | p[2]) * 0x9E3779B1u >> 22;
}

static size_t
match_length(const guint8 *a, const guint8 *b, size_t most)
{
    size_t n = 0;
    while (n < most && a[n] == b[n])
        n++;
    return n;
}

/* Greedy, with the last place of each three bytes: in a few hundred bytes of outline a longer search finds .3 % more.
 * Inlined, and with it what a token is for: nearly every byte of a font is one. */
static inline __attribute__((always_inline)) void
cut_tokens(const guint8 *bytes, size_t length, pack_token token, void *data)
{
    guint32 last[SLOTS] = {0}; /* place + 1 */
    for (size_t i = 0; i < length;) {
        size_t matched = 0, from = 0;
        if (i + LEAST_MATCH <= length) {
            guint32 *slot = &last[slot_of(bytes + i)];
            if (*slot && i - (*slot - 1) <= FARTHEST) {
                from = *slot - 1;
                matched = match_length(bytes + from, bytes + i, MIN(length - i, (size_t)MOST_MATCH));
            }
            *slot = (guint32)(i + 1);
        }
        if (matched < LEAST_MATCH) {
            token(data, 0, bytes[i++]);
            continue;
        }
        token(data, (unsigned)matched, (unsigned)(i - from));
        for (size_t k = 1; k < matched && i + k + LEAST_MATCH <= length; k++)
            last[slot_of(bytes + i + k)] = (guint32)(i + k + 1);
        i += matched;
    }
}

void
pack_cut(const guint8 *bytes, size_t length, pack_token token, void *data)
{
    cut_tokens(bytes, length, token, data);
}

pack_symbol
pack_length_symbol(unsigned length)
{
    g_assert(length >= LEAST_MATCH && length <= MOST_MATCH);
    if (length == MOST_MATCH)
        return (pack_symbol){285, 0, 0};
    const unsigned v = length - LEAST_MATCH;
    const unsigned bits = v < 8 ? 0 : (unsigned)g_bit_storage(v) - 3;
    return (pack_symbol){257 + bits * 4 + (v >> bits), bits, v & ((1u << bits) - 1)};
}

pack_symbol
pack_distance_symbol(unsigned distance)
{
    g_assert(distance >= 1 && distance <= FARTHEST);
    const unsigned v = distance - 1;
    const unsigned bits = v < 4 ? 0 : (unsigned)g_bit_storage(v) - 2;
    return (pack_symbol){bits * 2 + (v >> bits), bits, v & ((1u << bits) - 1)};
}

/* ---- bits ---- */

enum { WORDS_KEPT = 16 };

typedef struct bit_writer {
    GByteArray *out;
    guint64 held;   /* the lowest bits go first */
    unsigned count; /* below 32 */
    unsigned kept_count;
    guint32 kept[WORDS_KEPT]; /* come next in out, all at once: to append one takes longer than to make it */
} bit_writer;

static void
put_kept(bit_writer *w)
{
    g_byte_array_append(w->out, (const guint8 *)w->kept, w->kept_count * 4);
    w->kept_count = 0;
}

static inline void
put_bits(bit_writer *w, guint64 bits, unsigned count)
{
    w->held |= bits << w->count;
    w->count += count;
    if (w->count >= 32) {
        w->kept[w->kept_count++] = GUINT32_TO_LE((guint32)w->held);
        w->held >>= 32;
        w->count -= 32;
        if (w->kept_count == WORDS_KEPT)
            put_kept(w);
    }
}

/* Up to a whole byte; what is put after it is another piece. */
static void
end_bits(bit_writer *w)
{
    const guint32 word = GUINT32_TO_LE((guint32)w->held);
    put_kept(w);
    g_byte_array_append(w->out, (const guint8 *)&word, (w->count + 7) / 8);
    w->held = w->count = 0;
}

/* Whole words, which the holder's bits move up. */
static void
put_piece(bit_writer *w, const guint8 *bytes, size_t bits)
{
    put_kept(w);
    const size_t words = bits / 32, at = w->out->len;
    g_byte_array_set_size(w->out, (guint)(at + words * 4));
    guint8 *out = w->out->data + at;
    for (size_t i = 0; i < words; i++, bytes += 4, out += 4) {
        guint32 word, low;
        memcpy(&word, bytes, 4);
        w->held |= (guint64)GUINT32_FROM_LE(word) << w->count;
        low = GUINT32_TO_LE((guint32)w->held);
        memcpy(out, &low, 4);
        w->held >>= 32;
    }
    for (size_t rest = bits % 32; rest > 0; bytes++) {
        const unsigned some = (unsigned)MIN(rest, (size_t)8);
        put_bits(w, *bytes & ((1u << some) - 1), some);
        rest -= some;
    }
}

/* ---- the code table ---- */

typedef struct code {
    guint16 bits; /* first bit lowest */
    guint8 length;
} code;

static const guint8 code_lengths[PACK_LITERALS + PACK_DISTANCES] = {
#include "paint/outline_codes.def"
};

typedef struct code_table {
    code codes[PACK_LITERALS + PACK_DISTANCES];
} code_table;

/* Codes follow from their lengths (RFC 1951, 3.2.2). */
static void
assign_codes(const guint8 *lengths, size_t count, code *codes)
{
    unsigned counts[16] = {0}, next[16] = {0};
    for (size_t i = 0; i < count; i++)
        counts[lengths[i]]++;
    for (unsigned bits = 1, value = 0; bits < 16; bits++)
        next[bits] = value = (value + (bits > 1 ? counts[bits - 1] : 0)) << 1;
    for (size_t i = 0; i < count; i++) {
        unsigned value = next[lengths[i]]++, turned = 0;
        for (unsigned b = 0; b < lengths[i]; b++, value >>= 1)
            turned = turned << 1 | (value & 1);
        codes[i] = (code){(guint16)turned, lengths[i]};
    }
}

/* The last block, with codes of its own (3.2.7). Lengths are written one by one, as 0 to 15 in four bits. */
static void
put_table(bit_writer *w)
{
    put_bits(w, 1, 1);
    put_bits(w, 2, 2);
    put_bits(w, PACK_LITERALS - 257, 5);
    put_bits(w, PACK_DISTANCES - 1, 5);
    put_bits(w, 19 - 4, 4);
    for (int i = 0; i < 19; i++)
        put_bits(w, i < 3 ? 0 : 4, 3); /* 16, 17 and 18, which repeat, are not used */
    code codes[16];
    guint8 lengths[16];
    memset(lengths, 4, sizeof lengths);
    assign_codes(lengths, 16, codes);
    for (size_t i = 0; i < G_N_ELEMENTS(code_lengths); i++)
        put_bits(w, codes[code_lengths[i]].bits, 4);
}

/* ---- pieces ---- */

enum { BLOCK = 64 };

typedef struct piece {
    guint32 length, bits;
    guint8 bytes[]; /* the source, then what became of it */
} piece;

struct pack_cache {
    arena *a;
    code_table table;
    size_t count;
    piece ***pieces; /* by glyph, so many to a block; a block is there when one of its glyphs was asked for */
    GByteArray *scratch;
};

pack_cache *
pack_cache_new(size_t count)
{
    pack_cache *c = g_new0(pack_cache, 1);
    c->a = arena_new();
    c->count = count;
    c->pieces = g_new0(piece **, count / BLOCK + 1);
    c->scratch = g_byte_array_new();
    assign_codes(code_lengths, PACK_LITERALS, c->table.codes);
    assign_codes(code_lengths + PACK_LITERALS, PACK_DISTANCES, c->table.codes + PACK_LITERALS);
    return c;
}

void
pack_cache_drop(pack_cache *c)
{
    if (!c)
        return;
    g_byte_array_unref(c->scratch);
    g_free(c->pieces);
    arena_drop(c->a);
    g_free(c);
}

typedef struct encoder {
    const code_table *table;
    bit_writer w;
} encoder;

static inline void
put_code(encoder *e, unsigned symbol)
{
    const code *c = &e->table->codes[symbol];
    put_bits(&e->w, c->bits, c->length);
}

static inline __attribute__((always_inline)) void
encode_token(void *data, unsigned length, unsigned value)
{
    encoder *e = data;
    if (length == 0) {
        put_code(e, value);
        return;
    }
    const pack_symbol l = pack_length_symbol(length), d = pack_distance_symbol(value);
    put_code(e, l.symbol);
    put_bits(&e->w, l.extra, l.extra_bits);
    put_code(e, PACK_LITERALS + d.symbol);
    put_bits(&e->w, d.extra, d.extra_bits);
}

/* What stands between glyphs is short, and other in every document: it is not kept. */
static void
put_plain(const pack_cache *c, bit_writer *w, const guint8 *bytes, size_t length)
{
    encoder e = {&c->table, *w};
    cut_tokens(bytes, length, encode_token, &e);
    *w = e.w;
}

static const piece *
make_piece(pack_cache *c, const guint8 *bytes, size_t length)
{
    encoder e = {&c->table, {.out = c->scratch}};
    g_byte_array_set_size(c->scratch, 0);
    cut_tokens(bytes, length, encode_token, &e);
    put_kept(&e.w);
    const size_t bits = (size_t)c->scratch->len * 8 + e.w.count;
    end_bits(&e.w);
    piece *p = arena_alloc(c->a, sizeof *p + length + c->scratch->len);
    p->length = (guint32)length;
    p->bits = (guint32)bits;
    memcpy(p->bytes, bytes, length);
    if (bits) /* a glyph without ink has none */
        memcpy(p->bytes + length, c->scratch->data, c->scratch->len);
    return p;
}

/* The same glyph may come with other bytes (a component renumbered, another padding): then it is made for this once. */
static void
put_glyph(pack_cache *c, bit_writer *w, guint32 glyph, const guint8 *bytes, size_t length)
{
    piece ***block = &c->pieces[glyph / BLOCK];
    if (!*block)
        *block = ARENA_ARRAY(c->a, piece *, BLOCK);
    piece **own = &(*block)[glyph % BLOCK];
    if (!*own)
        *own = (piece *)make_piece(c, bytes, length);
    const piece *p = *own;
    if (p->length == length && memcmp(p->bytes, bytes, length) == 0)
        put_piece(w, p->bytes + length, p->bits);
    else
        put_plain(c, w, bytes, length);
}

GByteArray *
pack_font(pack_cache *c, const guint8 *bytes, size_t length, const guint32 *marks, const guint32 *glyphs,
          size_t glyph_count)
{
    g_assert(c && bytes && (glyphs || glyph_count == 0));
    GByteArray *out = g_byte_array_sized_new((guint)length);
    bit_writer w = {.out = out};
    const size_t first = glyph_count ? marks[0] : length;
    put_bits(&w, 0x0178, 16); /* RFC 1950: deflate, 32 kB, no dictionary, quickest */
    put_table(&w);
    put_plain(c, &w, bytes, first);
    for (size_t i = 0; i < glyph_count; i++)
        put_glyph(c, &w, glyphs[i], bytes + marks[i], marks[i + 1] - marks[i]);
    if (glyph_count)
        put_plain(c, &w, bytes + marks[glyph_count], length - marks[glyph_count]);
    put_bits(&w, c->table.codes[PACK_END].bits, c->table.codes[PACK_END].length);
    end_bits(&w);
    const guint32 sum = GUINT32_TO_BE(libdeflate_adler32(1, bytes, length));
    g_byte_array_append(out, (const guint8 *)&sum, 4);
    return out;
}
