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

static void
make_room(pack_writer *w, size_t more)
{
    const size_t used = (size_t)(w->at - w->begin), room = (size_t)(w->end - w->begin);
    if (room - used >= more)
        return;
    const size_t wanted = MAX(room * 2, used + more);
    w->begin = g_realloc(w->begin, wanted);
    w->at = w->begin + used;
    w->end = w->begin + wanted;
}

/* There is room for four bytes. */
static inline void
put_bits(pack_writer *w, guint64 bits, unsigned count)
{
    w->held |= bits << w->count;
    w->count += count;
    if (w->count >= 32) {
        const guint32 word = GUINT32_TO_LE((guint32)w->held);
        memcpy(w->at, &word, 4);
        w->at += 4;
        w->held >>= 32;
        w->count -= 32;
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

/* The codes of that table; made once. */
static const code *
all_codes(void)
{
    static code codes[PACK_LITERALS + PACK_DISTANCES];
    static gsize made;
    if (g_once_init_enter(&made)) {
        assign_codes(code_lengths, PACK_LITERALS, codes);
        assign_codes(code_lengths + PACK_LITERALS, PACK_DISTANCES, codes + PACK_LITERALS);
        g_once_init_leave(&made, 1);
    }
    return codes;
}

/* The last block, with codes of its own (3.2.7). Lengths are written one by one, as 0 to 15 in four bits. */
static void
put_table(pack_writer *w)
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

/* ---- tokens ---- */

typedef struct encoder {
    const code *codes;
    pack_writer w;
} encoder;

static inline void
put_code(encoder *e, unsigned symbol)
{
    const code *c = &e->codes[symbol];
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

/* A literal takes at most 15 bits, and no match takes more than its bytes would as literals of 16. */
static size_t
most_of(size_t length)
{
    return length * 2 + 8;
}

static void
put_tokens(pack_writer *w, const guint8 *bytes, size_t length)
{
    enum { SHORT = 16 }; /* in which no match is looked for */
    make_room(w, most_of(length));
    encoder e = {all_codes(), *w};
    for (size_t i = 0; length <= SHORT && i < length; i++)
        encode_token(&e, 0, bytes[i]);
    if (length > SHORT)
        cut_tokens(bytes, length, encode_token, &e);
    *w = e.w;
}

/* ---- check sums ---- */

enum { MODULUS = 65521 };

static pack_sums
sums_of(const guint8 *bytes, size_t length)
{
    const guint32 sum = length ? libdeflate_adler32(0, bytes, length) : 0; /* of no bytes it has its own idea */
    return (pack_sums){sum & 0xFFFF, sum >> 16};
}

static void
add_sums(pack_sums *to, pack_sums of, size_t length)
{
    to->weighted = (guint32)((to->weighted + (guint64)length % MODULUS * to->plain + of.weighted) % MODULUS);
    to->plain = (to->plain + of.plain) % MODULUS;
}

/* ---- pieces ---- */

enum { WORD = 8 };

const pack_piece *
pack_piece_new(arena *a, const guint8 *bytes, size_t length)
{
    pack_writer w = {0};
    put_tokens(&w, bytes, length);
    const size_t bits = (size_t)(w.at - w.begin) * 8 + w.count, size = (bits + 63) / 64 * WORD;
    make_room(&w, 2 * WORD);
    const guint64 rest[2] = {GUINT64_TO_LE(w.held), 0};
    memcpy(w.at, rest, sizeof rest);
    pack_piece *p = arena_alloc(a, sizeof *p + size);
    *p = (pack_piece){.length = (guint32)length, .bits = (guint32)bits, .sums = sums_of(bytes, length)};
    memcpy(p->bytes, w.begin, size);
    g_free(w.begin);
    return p;
}

/* ---- a stream ---- */

void
pack_begin(pack_writer *w, size_t room)
{
    enum { TABLE = 256 };
    *w = (pack_writer){.sums = {1, 0}};
    make_room(w, room + TABLE);
    put_bits(w, 0x0178, 16); /* RFC 1950: deflate, 32 kB, no dictionary, quickest */
    put_table(w);
}

void
pack_put(pack_writer *w, const pack_piece *piece)
{
    make_room(w, piece->bits / 8 + 2 * WORD);
    const guint8 *from = piece->bytes;
    const unsigned count = w->count;
    guint64 held = w->held, word;
    size_t bits = piece->bits;
    for (; bits >= 64; bits -= 64, from += WORD, w->at += WORD) {
        memcpy(&word, from, WORD);
        word = GUINT64_FROM_LE(word);
        const guint64 out = GUINT64_TO_LE(held | word << count);
        memcpy(w->at, &out, WORD);
        held = word >> 1 >> (63 - count);
    }
    w->held = held;
    if (bits) { /* what is behind them in their word is nothing */
        memcpy(&word, from, WORD);
        word = GUINT64_FROM_LE(word);
        put_bits(w, word & G_MAXUINT32, (unsigned)MIN(bits, 32));
        if (bits > 32)
            put_bits(w, word >> 32, (unsigned)bits - 32);
    }
    add_sums(&w->sums, piece->sums, piece->length);
}

void
pack_plain(pack_writer *w, const guint8 *bytes, size_t length)
{
    put_tokens(w, bytes, length);
    add_sums(&w->sums, sums_of(bytes, length), length);
}

guint8 *
pack_end(pack_writer *w, size_t *size)
{
    make_room(w, 3 * WORD);
    const code *end = &all_codes()[PACK_END];
    put_bits(w, end->bits, end->length);
    const guint32 rest = GUINT32_TO_LE((guint32)w->held), sum = GUINT32_TO_BE(w->sums.weighted << 16 | w->sums.plain);
    memcpy(w->at, &rest, 4);
    w->at += (w->count + 7) / 8;
    memcpy(w->at, &sum, 4);
    w->at += 4;
    *size = (size_t)(w->at - w->begin);
    return w->begin;
}
