/* Packed fonts: what zlib unpacks is what was packed, whatever the bytes and in whatever pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <libdeflate.h>

#include "paint/paint_pdf_pack.h"

static void
assert_unpacks(pack_writer *w, const guint8 *bytes, size_t length)
{
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    size_t got = 0, size;
    guint8 *out = g_malloc(length + 1), *packed = pack_end(w, &size);
    assert_int_equal(libdeflate_zlib_decompress(d, packed, size, out, length, &got), LIBDEFLATE_SUCCESS);
    assert_int_equal(got, length);
    assert_memory_equal(out, bytes, length);
    g_free(packed);
    g_free(out);
    libdeflate_free_decompressor(d);
}

/* Runs, copies from before and noise, so that all kinds of symbols come. */
static void
fill(GRand *r, guint8 *bytes, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t n = (size_t)g_rand_int_range(r, 1, 400); /* MIN would ask twice */
        n = MIN(n, length - i);
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
    for (size_t i = 0; i < G_N_ELEMENTS(lengths) * PACK_KINDS; i++) {
        const size_t length = lengths[i / PACK_KINDS];
        guint8 *bytes = g_malloc(length + 1);
        fill(r, bytes, length);
        pack_writer w;
        pack_begin(&w, (pack_kind)(i % PACK_KINDS), i % 3 ? 0 : length);
        pack_plain(&w, bytes, length);
        assert_unpacks(&w, bytes, length);
        g_free(bytes);
    }
    g_rand_free(r);
}

/* Words that come again, near and far, with figures between them; and not much more room than libdeflate's quickest,
 * though these are no document's words and figures. */
static void
text_comes_back_and_is_short(void **state)
{
    (void)state;
    static const char *const words[] = {"BT ",     "/F0 9.5 Tf ", "Td <",   ">Tj\nET\nEMC\n",
                                        " re f\n", "/TD<</MCID ", ">>BDC\n"};
    GRand *r = g_rand_new_with_seed(13);
    for (int round = 0; round < 20; round++) {
        GString *text = g_string_new(NULL);
        const gint count = g_rand_int_range(r, 200, 6000);
        for (gint i = 0; i < count; i++)
            g_string_append_printf(text, "%s%d.%03d ", words[g_rand_int_range(r, 0, G_N_ELEMENTS(words))],
                                   g_rand_int_range(r, 0, 600), g_rand_int_range(r, 0, 1000));
        struct libdeflate_compressor *c = libdeflate_alloc_compressor(1);
        guint8 *other = g_malloc(libdeflate_zlib_compress_bound(c, text->len));
        const size_t theirs =
            libdeflate_zlib_compress(c, text->str, text->len, other, libdeflate_zlib_compress_bound(c, text->len));
        pack_writer w;
        pack_begin(&w, PACK_TEXT, 0);
        pack_plain(&w, (const guint8 *)text->str, text->len);
        assert_in_range(w.at - w.begin, 1, theirs * 4 / 3);
        assert_unpacks(&w, (const guint8 *)text->str, text->len);
        libdeflate_free_compressor(c);
        g_free(other);
        g_string_free(text, TRUE);
    }
    g_rand_free(r);
}

/* Pieces and plain bytes in any order, so that each begins at any bit; the sums of all are those of the whole. */
static void
pieces_come_back_wherever_they_stand(void **state)
{
    (void)state;
    enum { PIECES = 200, MOST = 700, ROUNDS = 40 };
    GRand *r = g_rand_new_with_seed(11);
    arena *a = arena_new();
    guint8 *bytes = g_malloc(PIECES * MOST);
    for (int round = 0; round < ROUNDS; round++) {
        pack_writer w;
        pack_begin(&w, PACK_OUTLINES, 0);
        size_t at = 0;
        for (int i = 0; i < PIECES; i++) {
            const size_t length = (size_t)g_rand_int_range(r, 0, i % 3 ? 20 : MOST);
            fill(r, bytes + at, length);
            if (g_rand_boolean(r))
                pack_put(&w, pack_piece_new(a, bytes + at, length));
            else
                pack_plain(&w, bytes + at, length);
            at += length;
        }
        assert_unpacks(&w, bytes, at);
    }
    g_free(bytes);
    arena_drop(a);
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
        cmocka_unit_test(text_comes_back_and_is_short),
        cmocka_unit_test(pieces_come_back_wherever_they_stand),
        cmocka_unit_test(symbols_are_those_of_the_rfc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
