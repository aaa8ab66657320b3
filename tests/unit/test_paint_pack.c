/* Packed fonts: what zlib unpacks is what was packed, whatever the bytes and whatever was packed before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <libdeflate.h>

#include "paint/paint_pdf_pack.h"

static void
assert_unpacks(const GByteArray *packed, const guint8 *bytes, size_t length)
{
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    guint8 *out = g_malloc(length + 1);
    size_t got = 0;
    assert_int_equal(libdeflate_zlib_decompress(d, packed->data, packed->len, out, length, &got), LIBDEFLATE_SUCCESS);
    assert_int_equal(got, length);
    assert_memory_equal(out, bytes, length);
    g_free(out);
    libdeflate_free_decompressor(d);
}

/* Runs, copies from before and noise, so that all kinds of symbols come. */
static void
fill(GRand *r, guint8 *bytes, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t n = MIN((size_t)g_rand_int_range(r, 1, 400), length - i);
        const size_t back = i ? (size_t)g_rand_int_range(r, 1, (gint)MIN(i, (size_t)40000) + 1) : 0;
        const gint kind = g_rand_int_range(r, 0, 3);
        for (; n > 0; n--, i++)
            bytes[i] = kind == 0 ? (guint8)g_rand_int(r) : kind == 1 && back ? bytes[i - back] : 7;
    }
}

static void
any_bytes_come_back(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 2, 3, 4, 257, 258, 259, 300, 33000, 70000, 200000};
    GRand *r = g_rand_new_with_seed(7);
    pack_cache *c = pack_cache_new(1);
    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        guint8 *bytes = g_malloc(lengths[i] + 1);
        fill(r, bytes, lengths[i]);
        GByteArray *packed = pack_font(c, bytes, lengths[i], NULL, NULL, 0);
        assert_unpacks(packed, bytes, lengths[i]);
        g_byte_array_unref(packed);
        g_free(bytes);
    }
    pack_cache_drop(c);
    g_rand_free(r);
}

/* Glyphs of one font in many documents, some with other bytes than before: each comes back, and the packed bytes are
 * those that a new cache gives. */
static void
what_was_packed_before_changes_nothing(void **state)
{
    (void)state;
    enum { GLYPHS = 50, MOST = 300, ROUNDS = 60 };
    GRand *r = g_rand_new_with_seed(11);
    guint8 glyphs[GLYPHS][MOST];
    size_t sizes[GLYPHS];
    for (size_t i = 0; i < GLYPHS; i++) {
        sizes[i] = (size_t)g_rand_int_range(r, 0, MOST);
        fill(r, glyphs[i], sizes[i]);
    }
    pack_cache *kept = pack_cache_new(GLYPHS);
    for (int round = 0; round < ROUNDS; round++) {
        guint8 bytes[GLYPHS * MOST + 200];
        guint32 marks[GLYPHS + 1], ids[GLYPHS];
        size_t at = (size_t)g_rand_int_range(r, 0, 100), count = 0;
        fill(r, bytes, at);
        for (guint32 i = 0; i < GLYPHS; i++) {
            if (g_rand_boolean(r))
                continue;
            marks[count] = (guint32)at;
            ids[count++] = i;
            memcpy(bytes + at, glyphs[i], sizes[i]);
            if (sizes[i] && g_rand_int_range(r, 0, 8) == 0)
                bytes[at] ^= 1;
            at += sizes[i];
        }
        marks[count] = (guint32)at;
        fill(r, bytes + at, 60);
        at += 60;
        pack_cache *fresh = pack_cache_new(GLYPHS);
        GByteArray *a = pack_font(kept, bytes, at, marks, ids, count),
                   *b = pack_font(fresh, bytes, at, marks, ids, count);
        assert_unpacks(a, bytes, at);
        assert_int_equal(a->len, b->len);
        assert_memory_equal(a->data, b->data, a->len);
        g_byte_array_unref(a);
        g_byte_array_unref(b);
        pack_cache_drop(fresh);
    }
    pack_cache_drop(kept);
    g_rand_free(r);
}

/* RFC 1951, 3.2.5. */
static void
symbols_are_those_of_the_rfc(void **state)
{
    (void)state;
    static const struct {
        unsigned value, symbol, bits, extra;
    } lengths[] = {{3, 257, 0, 0},  {10, 264, 0, 0}, {11, 265, 1, 0},   {12, 265, 1, 1}, {13, 266, 1, 0},
                   {66, 276, 3, 7}, {67, 277, 4, 0}, {257, 284, 5, 30}, {258, 285, 0, 0}},
      distances[] = {{1, 0, 0, 0},    {4, 3, 0, 0},          {5, 4, 1, 0},       {8, 5, 1, 1},         {9, 6, 2, 0},
                     {193, 15, 6, 0}, {24576, 28, 13, 8191}, {24577, 29, 13, 0}, {32768, 29, 13, 8191}};
    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        const pack_symbol s = pack_length_symbol(lengths[i].value);
        assert_int_equal(s.symbol, lengths[i].symbol);
        assert_int_equal(s.extra_bits, lengths[i].bits);
        assert_int_equal(s.extra, lengths[i].extra);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(distances); i++) {
        const pack_symbol s = pack_distance_symbol(distances[i].value);
        assert_int_equal(s.symbol, distances[i].symbol);
        assert_int_equal(s.extra_bits, distances[i].bits);
        assert_int_equal(s.extra, distances[i].extra);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_bytes_come_back),
        cmocka_unit_test(what_was_packed_before_changes_nothing),
        cmocka_unit_test(symbols_are_those_of_the_rfc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
