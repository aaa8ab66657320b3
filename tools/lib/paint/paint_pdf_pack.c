#include "paint/paint_pdf_pack.h"

#include <stdbool.h>
#include <string.h>

#include <libdeflate.h>

/* ---- matches ---- */

enum { LEAST_MATCH = 3, MOST_MATCH = 258, FARTHEST = 32768, SLOTS = 1024 };

static inline unsigned
slot_of(const guint8 *p)
{
    return ((unsigned)p[0] << 16 | (unsigned)p[1] << 8 | p[2]) * 0x9E3779B1u >> 22;
}

/* The same, of bytes that are not the last three. */
static inline unsigned
inner_slot_of(const guint8 *p)
{
    guint32 four;
    memcpy(&four, p, sizeof four);
    return (GUINT32_FROM_BE(four) >> 8) * 0x9E3779B1u >> 22;
}

static inline size_t
match_length(const guint8 *a, const guint8 *b, size_t most)
{
    size_t n = 0;
    for (; n + 8 <= most; n += 8) {
        guint64 x, y;
        memcpy(&x, a + n, 8);
        memcpy(&y, b + n, 8);
        if (x != y)
            return n + (size_t)__builtin_ctzll(GUINT64_FROM_LE(x ^ y)) / 8;
    }
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
            guint32 *slot = &last[i + LEAST_MATCH < length ? inner_slot_of(bytes + i) : slot_of(bytes + i)];
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
        const size_t end = i + matched;
        for (i++; i < end && i + LEAST_MATCH < length; i++)
            last[inner_slot_of(bytes + i)] = (guint32)(i + 1);
        if (i < end && i + LEAST_MATCH == length)
            last[slot_of(bytes + i)] = (guint32)(i + 1);
        i = end;
    }
}

static inline guint32
four_at(const guint8 *p)
{
    guint32 four;
    memcpy(&four, p, sizeof four);
    return GUINT32_FROM_LE(four); /* the slots are the same on every machine */
}

static inline guint32
text_slot(guint32 four, unsigned shift)
{
    return four * 0x9E3779B1u >> shift;
}

/* Keeps the places from `i` to before `end`, at each of which four bytes stand: eight bytes are those of five. */
static inline __attribute__((always_inline)) void
keep_places(guint32 *last, unsigned shift, const guint8 *bytes, size_t length, size_t i, size_t end)
{
    enum { AT_ONCE = 5 };
    for (; i + AT_ONCE <= end && i + 8 <= length; i += AT_ONCE) {
        guint64 eight;
        memcpy(&eight, bytes + i, sizeof eight);
        eight = GUINT64_FROM_LE(eight);
        last[text_slot((guint32)eight, shift)] = (guint32)i;
        last[text_slot((guint32)(eight >> 8), shift)] = (guint32)i + 1;
        last[text_slot((guint32)(eight >> 16), shift)] = (guint32)i + 2;
        last[text_slot((guint32)(eight >> 24), shift)] = (guint32)i + 3;
        last[text_slot((guint32)(eight >> 32), shift)] = (guint32)i + 4;
    }
    for (; i < end; i++)
        last[text_slot(four_at(bytes + i), shift)] = (guint32)i;
}

/* Words are long: matches of four and more. A slot that nobody has been in yet says 0, where other four bytes stand:
 * these would be in its slot. */
static inline __attribute__((always_inline)) void
cut_text(const guint8 *bytes, size_t length, pack_token token, void *data)
{
    enum { LEAST = 4, FEWEST_BITS = 8, BITS = 12 };
    guint32 last[1 << BITS]; /* place */
    const unsigned bits = (unsigned)CLAMP(g_bit_storage(length) - 1, FEWEST_BITS, BITS), shift = 32 - bits;
    size_t i = MIN(length, 1);
    memset(last, 0, sizeof *last << bits);
    if (i > 0)
        token(data, 0, bytes[0]);
    while (i + LEAST <= length) {
        const guint32 four = four_at(bytes + i);
        guint32 *slot = &last[text_slot(four, shift)];
        const size_t from = *slot;
        const bool met = four_at(bytes + from) == four && i - from <= FARTHEST;
        *slot = (guint32)i;
        if (!met) {
            token(data, 0, bytes[i++]);
            continue;
        }
        const size_t most = MIN(length - i, (size_t)MOST_MATCH);
        const size_t matched = LEAST + match_length(bytes + from + LEAST, bytes + i + LEAST, most - LEAST);
        token(data, (unsigned)matched, (unsigned)(i - from));
        keep_places(last, shift, bytes, length, i + 1, MIN(i + matched, length - LEAST + 1));
        i += matched;
    }
    for (; i < length; i++)
        token(data, 0, bytes[i]);
}

void
pack_cut(pack_kind kind, const guint8 *bytes, size_t length, pack_token token, void *data)
{
    if (kind == PACK_TEXT)
        cut_text(bytes, length, token, data);
    else
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

static inline pack_symbol
distance_symbol(unsigned distance)
{
    const unsigned v = distance - 1;
    const unsigned bits = v < 4 ? 0 : 30 - (unsigned)__builtin_clz(v);
    return (pack_symbol){bits * 2 + (v >> bits), bits, v & ((1u << bits) - 1)};
}

pack_symbol
pack_distance_symbol(unsigned distance)
{
    g_assert(distance >= 1 && distance <= FARTHEST);
    return distance_symbol(distance);
}

/* ---- bits ---- */

enum { WORD = 8 };

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

/* Up to 56 bits, none above them; there is room for a word. */
static inline void
put_bits(pack_writer *w, guint64 bits, unsigned count)
{
    const guint64 held = w->held | bits << w->count, word = GUINT64_TO_LE(held);
    memcpy(w->at, &word, WORD);
    count += w->count;
    w->at += count / 8;
    w->held = held >> (count & ~7u);
    w->count = count % 8;
}

/* ---- the code table ---- */

enum { LENGTH_CODES = 19, NEAR = 256 };

typedef struct code {
    guint32 bits; /* first bit lowest */
    guint32 length;
} code;

static const guint8 code_lengths[PACK_KINDS][PACK_LITERALS + PACK_DISTANCES] = {
    [PACK_OUTLINES] =
        {
#include "paint/outline_codes.def"
        },
    [PACK_TEXT] =
        {
#include "paint/text_codes.def"
        },
};

/* Its codes, and how a block says them. */
typedef struct code_table {
    code codes[PACK_LITERALS + PACK_DISTANCES];
    code matches[MOST_MATCH + 1]; /* by length: with what the extra bits hold */
    code near[NEAR + 1];          /* by distance, as far as that */
    guint8 said[320];
    size_t said_bits;
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
        codes[i] = (code){turned, lengths[i]};
    }
}

/* Huffman's lengths of the code of lengths, none above seven bits: where one is, the weights are made more alike. */
static void
find_lengths(guint32 weights[LENGTH_CODES], guint8 lengths[LENGTH_CODES])
{
    enum { ALL = 2 * LENGTH_CODES, MOST = 7 };
    guint32 weight[ALL];
    int above[ALL], count = LENGTH_CODES;
    memcpy(weight, weights, LENGTH_CODES * sizeof *weights);
    for (int i = 0; i < ALL; i++)
        above[i] = -1;
    for (;; count++) {
        int two[2] = {-1, -1};
        for (int i = 0; i < count; i++) { /* the two lightest that are below nothing */
            if (above[i] >= 0 || weight[i] == 0)
                continue;
            if (two[0] < 0 || weight[i] < weight[two[0]]) {
                two[1] = two[0];
                two[0] = i;
            } else if (two[1] < 0 || weight[i] < weight[two[1]]) {
                two[1] = i;
            }
        }
        if (two[1] < 0)
            break;
        weight[count] = weight[two[0]] + weight[two[1]];
        above[two[0]] = above[two[1]] = count;
    }
    bool good = true;
    for (int i = 0; i < LENGTH_CODES; i++) {
        lengths[i] = 0;
        for (int k = i; above[k] >= 0; k = above[k])
            lengths[i]++;
        good = good && lengths[i] <= MOST;
        weights[i] = (weights[i] + 1) / 2;
    }
    if (!good)
        find_lengths(weights, lengths);
}

/* The lengths of all codes, one by one or, where one comes again, how often (3.2.7): a symbol, its extra bits and what
 * they hold. Zeros do not come: every symbol has a code. */
static size_t
tell_lengths(const guint8 *lengths, size_t count, pack_symbol *out)
{
    enum { AGAIN = 16, LEAST = 3, MOST = 6 };
    size_t n = 0;
    for (size_t i = 0; i < count;) {
        size_t times = 1;
        while (i + times < count && lengths[i + times] == lengths[i])
            times++;
        i += times;
        out[n++] = (pack_symbol){lengths[i - 1], 0, 0};
        for (times--; times >= LEAST; times -= MIN(times, MOST))
            out[n++] = (pack_symbol){AGAIN, 2, (unsigned)MIN(times, MOST) - LEAST};
        for (; times > 0; times--)
            out[n++] = (pack_symbol){lengths[i - 1], 0, 0};
    }
    return n;
}

/* The last block, with codes of its own. */
static void
say_table(const guint8 *lengths, code_table *t)
{
    static const guint8 order[LENGTH_CODES] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    pack_symbol told[PACK_LITERALS + PACK_DISTANCES];
    const size_t count = tell_lengths(lengths, G_N_ELEMENTS(told), told);
    guint32 weights[LENGTH_CODES] = {0};
    guint8 own[LENGTH_CODES];
    code codes[LENGTH_CODES];
    for (size_t i = 0; i < count; i++)
        weights[told[i].symbol]++;
    find_lengths(weights, own);
    assign_codes(own, LENGTH_CODES, codes);
    pack_writer w = {.begin = t->said, .at = t->said, .end = t->said + sizeof t->said};
    put_bits(&w, 1, 1);
    put_bits(&w, 2, 2);
    put_bits(&w, PACK_LITERALS - 257, 5);
    put_bits(&w, PACK_DISTANCES - 1, 5);
    put_bits(&w, LENGTH_CODES - 4, 4);
    for (int i = 0; i < LENGTH_CODES; i++)
        put_bits(&w, own[order[i]], 3);
    for (size_t i = 0; i < count; i++) {
        put_bits(&w, codes[told[i].symbol].bits, codes[told[i].symbol].length);
        put_bits(&w, told[i].extra, told[i].extra_bits);
    }
    t->said_bits = (size_t)(w.at - w.begin) * 8 + w.count;
}

static inline code
with_extra(const code *codes, pack_symbol s)
{
    const code *c = &codes[s.symbol];
    return (code){c->bits | s.extra << c->length, c->length + s.extra_bits};
}

/* Made once. */
static const code_table *
table_of(pack_kind kind)
{
    static code_table tables[PACK_KINDS];
    static gsize made;
    if (g_once_init_enter(&made)) {
        for (int i = 0; i < PACK_KINDS; i++) {
            assign_codes(code_lengths[i], PACK_LITERALS, tables[i].codes);
            assign_codes(code_lengths[i] + PACK_LITERALS, PACK_DISTANCES, tables[i].codes + PACK_LITERALS);
            for (unsigned k = LEAST_MATCH; k <= MOST_MATCH; k++)
                tables[i].matches[k] = with_extra(tables[i].codes, pack_length_symbol(k));
            for (unsigned k = 1; k <= NEAR; k++)
                tables[i].near[k] = with_extra(tables[i].codes + PACK_LITERALS, pack_distance_symbol(k));
            say_table(code_lengths[i], &tables[i]);
        }
        g_once_init_leave(&made, 1);
    }
    return &tables[kind];
}

/* ---- tokens ---- */

/* Bits wait in a word until no token might fit into what is left of it. */
typedef struct encoder {
    const code_table *table;
    guint8 *at;
    guint64 held;
    unsigned count;
} encoder;

enum { MOST_LITERAL = 15, MOST_TOKEN = 48 }; /* bits */

static inline __attribute__((always_inline)) void
let_go(encoder *e)
{
    const guint64 word = GUINT64_TO_LE(e->held);
    memcpy(e->at, &word, WORD);
    e->at += e->count / 8;
    e->held >>= e->count & ~7u;
    e->count %= 8;
}

static inline __attribute__((always_inline)) void
encode_token(void *data, unsigned length, unsigned value)
{
    encoder *e = data;
    if (length == 0) {
        const code c = e->table->codes[value];
        e->held |= (guint64)c.bits << e->count;
        e->count += c.length;
        if (e->count >= 64 - MOST_LITERAL)
            let_go(e);
        return;
    }
    const code l = e->table->matches[length],
               d = value <= NEAR ? e->table->near[value]
                                 : with_extra(e->table->codes + PACK_LITERALS, distance_symbol(value));
    if (e->count >= 64 - MOST_TOKEN)
        let_go(e);
    e->held |= (l.bits | (guint64)d.bits << l.length) << e->count;
    e->count += l.length + d.length;
    if (e->count >= 64 - MOST_LITERAL)
        let_go(e);
}

/* A literal takes at most 15 bits, and no match takes more than its bytes would as literals of 16. */
static size_t
most_of(size_t length)
{
    return length * 2 + 2 * WORD;
}

static void
put_tokens(pack_writer *w, const guint8 *bytes, size_t length)
{
    enum { SHORT = 16 }; /* in which no match is looked for */
    make_room(w, most_of(length));
    encoder e = {table_of(w->kind), w->at, w->held, w->count};
    for (size_t i = 0; length <= SHORT && i < length; i++)
        encode_token(&e, 0, bytes[i]);
    if (length > SHORT && w->kind == PACK_TEXT)
        cut_text(bytes, length, encode_token, &e);
    else if (length > SHORT)
        cut_tokens(bytes, length, encode_token, &e);
    let_go(&e);
    w->at = e.at;
    w->held = e.held;
    w->count = e.count;
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

/* Two words of a stream, the first bit lowest. */
typedef guint64 pair __attribute__((vector_size(2 * WORD)));

static inline pair
pair_at(const guint8 *p)
{
    pair two;
    memcpy(&two, p, sizeof two);
    return GUINT64_FROM_LE(1) == 1 ? two : (pair){GUINT64_FROM_LE(two[0]), GUINT64_FROM_LE(two[1])};
}

static inline void
put_word(guint8 *at, guint64 word)
{
    word = GUINT64_TO_LE(word);
    memcpy(at, &word, WORD);
}

static inline guint64
word_at(const guint8 *p)
{
    guint64 word;
    memcpy(&word, p, WORD);
    return GUINT64_FROM_LE(word);
}

/* There is room for them, and a word more; what is behind them in their last word is nothing. Each word is made of two
 * of the piece, so that none waits for the one before it. A shift of a whole word, which C does not know, is one and
 * another. */
static void
put_words(pack_writer *w, const guint8 *from, size_t bits)
{
    const unsigned count = w->count, rest = 63 - count;
    const size_t words = bits / 64;
    guint8 *at = w->at;
    size_t i = 1;
    if (words > 0)
        put_word(at, w->held | word_at(from) << count);
    for (; i + 2 <= words; i += 2) {
        const pair out = pair_at(from + i * WORD) << count | pair_at(from + (i - 1) * WORD) >> 1 >> rest;
        put_word(at + i * WORD, out[0]);
        put_word(at + (i + 1) * WORD, out[1]);
    }
    if (i < words)
        put_word(at + i * WORD, word_at(from + i * WORD) << count | word_at(from + (i - 1) * WORD) >> 1 >> rest);
    if (words > 0)
        w->held = word_at(from + (words - 1) * WORD) >> 1 >> rest;
    w->at += words * WORD;
    from += words * WORD;
    bits -= words * 64;
    if (bits) {
        const guint64 word = word_at(from);
        put_bits(w, bits < 32 ? word : word & G_MAXUINT32, (unsigned)MIN(bits, 32));
        if (bits > 32)
            put_bits(w, word >> 32, (unsigned)bits - 32);
    }
}

void
pack_begin(pack_writer *w, pack_kind kind, size_t room)
{
    const code_table *t = table_of(kind);
    *w = (pack_writer){.sums = {1, 0}, .kind = kind};
    make_room(w, room + sizeof t->said);
    put_bits(w, 0x0178, 16); /* RFC 1950: deflate, 32 kB, no dictionary, quickest */
    put_words(w, t->said, t->said_bits);
}

void
pack_put(pack_writer *w, const pack_piece *piece)
{
    g_assert(w->kind == PACK_OUTLINES);
    make_room(w, piece->bits / 8 + 2 * WORD);
    put_words(w, piece->bytes, piece->bits);
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
    const code *end = &table_of(w->kind)->codes[PACK_END];
    put_bits(w, end->bits, end->length);
    const guint32 rest = GUINT32_TO_LE((guint32)w->held), sum = GUINT32_TO_BE(w->sums.weighted << 16 | w->sums.plain);
    memcpy(w->at, &rest, 4);
    w->at += (w->count + 7) / 8;
    memcpy(w->at, &sum, 4);
    w->at += 4;
    *size = (size_t)(w->at - w->begin);
    return w->begin;
}
