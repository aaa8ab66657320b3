/* test_paint_subset.c: a document's font is the one that HarfBuzz's subsetter makes; glyphs with room behind them draw
 * what theirs draw, and go on further; of a damaged face nothing is read beyond its end. */
#include "made_fonts.h"
#include "paint_support.h"

#include "paint/paint_pdf_int.h"
#include "paint/paint_pdf_subset.h"

#include <hb-ot.h>
#include <hb-subset.h>

static const made_font mincho = {"Made Mincho", "MadeMincho-Regular", 1000, " 12　一丁七", NULL, 0};

/* By glyph number: .notdef, the blank, 1, 2, U+3000 … */
enum { BLANK = 1, FIGURE = 2, KANJI = 5, COUNT = 8 };

static hb_face_t *
open_face(const guint8 *bytes, size_t length)
{
    hb_blob_t *blob = hb_blob_create((const char *)bytes, (unsigned)length, HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    return face;
}

/* ---- the measure ---- */

static hb_blob_t *
drawing_table(hb_face_t *face, hb_tag_t tag, void *whole)
{
    (void)face;
    static const char *const drawing[] = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"};
    for (size_t i = 0; i < G_N_ELEMENTS(drawing); i++)
        if (tag == hb_tag_from_string(drawing[i], 4))
            return hb_face_reference_table(whole, tag);
    return hb_blob_get_empty();
}

/* What HarfBuzz makes of a face with those six tables alone. */
static hb_blob_t *
measure(hb_face_t *whole, const guint32 *glyphs, size_t count)
{
    hb_face_t *face =
        hb_face_create_for_tables(drawing_table, hb_face_reference(whole), (hb_destroy_func_t)hb_face_destroy);
    hb_face_set_upem(face, hb_face_get_upem(whole));
    hb_face_set_glyph_count(face, hb_face_get_glyph_count(whole));
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    for (size_t i = 0; i < count; i++)
        hb_set_add(hb_subset_input_glyph_set(input), glyphs[i]);
    hb_set_add(hb_subset_input_glyph_set(input), 0);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    hb_face_t *subset = hb_subset_or_fail(face, input);
    assert_non_null(subset);
    hb_blob_t *blob = hb_face_reference_blob(subset);
    hb_face_destroy(subset);
    hb_subset_input_destroy(input);
    hb_face_destroy(face);
    return blob;
}

static void
assert_as_measured(hb_face_t *face, subset_source *s, const guint32 *glyphs, size_t count)
{
    hb_blob_t *blob = measure(face, glyphs, count);
    unsigned length;
    const char *bytes = hb_blob_get_data(blob, &length);
    subset_font *f = subset_font_new(s, glyphs, count, NULL, 0);
    assert_non_null(f);
    assert_int_equal(f->bytes->len, length);
    assert_memory_equal(f->bytes->data, bytes, length);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(f->glyphs[subset_number(f, glyphs[i])], glyphs[i]);
    for (size_t i = 0; i < f->count; i++)
        assert_true(f->marks[i] <= f->marks[i + 1] && f->marks[i + 1] <= f->bytes->len);
    subset_font_drop(f);
    hb_blob_destroy(blob);
}

/* Of each face some glyphs, many, so many that loca needs four bytes an offset, and none. */
static void
a_font_is_what_harfbuzz_makes(void **state)
{
    const fixture *f = *state;
    static const size_t counts[] = {0, 1, 2, 7, 40, 41, 42, 300, 2500};
    GRand *r = g_rand_new_with_seed(3);
    for (size_t k = 0; k < font_face_count(f->fonts); k++) {
        hb_face_t *face = hb_font_get_face(font_face_hb(font_face_at(f->fonts, k), UNIT_PT));
        subset_source *s = subset_source_new(face);
        assert_non_null(s);
        for (size_t i = 0; i < G_N_ELEMENTS(counts); i++) {
            guint32 *glyphs = g_new(guint32, counts[i] + 1);
            const guint32 all = (guint32)subset_source_count(s), few = MIN(all, 700); /* Latin letters stand in front */
            for (size_t g = 0; g < counts[i]; g++)
                glyphs[g] = (guint32)g_rand_int_range(r, 0, (gint32)(g % 3 ? all : few));
            assert_as_measured(face, s, glyphs, counts[i]);
            g_free(glyphs);
        }
        subset_source_drop(s);
    }
    g_rand_free(r);
}

/* ---- composites ---- */

/* A face of four glyphs: .notdef, a square with hints, the square twice, and that twice in each way of scaling. */
static void
put_table(GByteArray *font, guint entry, const char *tag, const GByteArray *bytes)
{
    GByteArray *head = g_byte_array_new();
    g_byte_array_append(head, (const guint8 *)tag, 4);
    font_put(head, 0, 4);
    font_put(head, font->len, 4);
    font_put(head, bytes->len, 4);
    memcpy(font->data + 12 + entry * 16, head->data, 16);
    g_byte_array_append(font, bytes->data, bytes->len);
    while (font->len % 4)
        font_put(font, 0, 1);
    g_byte_array_unref(head);
}

static void
put_square(GByteArray *out, int hints)
{
    font_put(out, 1, 2);
    for (int i = 0; i < 4; i++)
        font_put(out, i < 2 ? 0 : 500, 2);
    font_put(out, 3, 2);
    font_put(out, hints, 2);
    font_put(out, 0, (size_t)hints);
    font_put(out, 0x3903, 2); /* a flag for four points: x of two bytes or none, y as x */
    for (int i = 0; i < 4; i++)
        font_put(out, 1, 2);
    font_put(out, 0xAA, 3); /* padding that is no zero */
}

static void
put_component(GByteArray *out, guint32 flags, guint32 glyph, size_t scale)
{
    font_put(out, flags, 2);
    font_put(out, glyph, 2);
    font_put(out, 0x0102, flags & 1 ? 4 : 2);
    font_put(out, 0x4000, scale);
}

static void
put_header(GByteArray *out, int contours)
{
    font_put(out, contours, 2);
    font_put(out, 0x0001000200030004, 8);
}

static GByteArray *
make_composites(void)
{
    enum { GLYPHS = 8 };
    GByteArray *glyf = g_byte_array_new(), *loca = g_byte_array_new(), *hmtx = g_byte_array_new();
    for (int i = 0; i <= GLYPHS; i++) {
        font_put(loca, glyf->len, 4);
        if (i < GLYPHS)
            font_put(hmtx, i < 4 ? 400 + i * 10 : 440, 2), font_put(hmtx, i, 2);
        if (i == 1)
            put_square(glyf, 7);
        if (i == 2) { /* with hints, in words */
            put_header(glyf, -1);
            put_component(glyf, 0x21 | 2, 1, 0);
            put_component(glyf, 0x101 | 2, 1, 0);
            font_put(glyf, 3, 2);
            font_put(glyf, 0xBBBBBB, 3);
        }
        if (i == 4) { /* of composites, in each way of scaling, with padding behind */
            put_header(glyf, -1);
            put_component(glyf, 0x28 | 2, 2, 2);
            put_component(glyf, 0x60 | 2, 7, 4);
            put_component(glyf, 0x80 | 2, 1, 8);
            font_put(glyf, 0, 2);
        }
        if (i == 5) /* no contours, but bytes */
            put_header(glyf, 0);
        if (i == 7)
            put_square(glyf, 0);
    }
    const made_font eight = {"Made", "Made", 1000, "1234567", NULL, 0};
    GByteArray *head = g_byte_array_new(), *hhea = g_byte_array_new(), *maxp = g_byte_array_new();
    font_put_head(&eight, head);
    font_put_hhea(&eight, hhea);
    font_put_maxp(&eight, maxp);
    GByteArray *font = g_byte_array_new();
    font_put(font, 0x00010000, 4);
    font_put(font, 6, 2);
    font_put(font, 64, 2);
    font_put(font, 2, 2);
    font_put(font, 32, 2);
    font_put(font, 0, (size_t)6 * 16);
    GByteArray *tables[] = {glyf, head, hhea, hmtx, loca, maxp};
    static const char *const tags[] = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"};
    for (guint i = 0; i < G_N_ELEMENTS(tags); i++) {
        put_table(font, i, tags[i], tables[i]);
        g_byte_array_unref(tables[i]);
    }
    return font;
}

static void
components_come_with_theirs(void **state)
{
    (void)state;
    GByteArray *font = make_composites();
    hb_face_t *face = open_face(font->data, font->len);
    subset_source *s = subset_source_new(face);
    assert_non_null(s);
    for (guint32 set = 0; set < 256; set++) {
        guint32 glyphs[8];
        size_t count = 0;
        for (guint32 g = 0; g < 8; g++)
            if (set >> g & 1)
                glyphs[count++] = g;
        assert_as_measured(face, s, glyphs, count);
    }
    const guint32 whole = 4;
    subset_font *f = subset_font_new(s, &whole, 1, NULL, 0);
    assert_int_equal(f->count, 5); /* .notdef, 1, 2, 4, 7 */
    subset_font_drop(f);
    subset_source_drop(s);
    hb_face_destroy(face);
    g_byte_array_unref(font);
}

/* ---- twins ---- */

static void
assert_twins(hb_face_t *face, const guint32 *glyphs, size_t count, const subset_twin *twins, size_t twin_count)
{
    subset_source *s = subset_source_new(face);
    subset_font *f = subset_font_new(s, glyphs, count, twins, twin_count);
    assert_non_null(f);
    hb_face_t *wider = open_face(f->bytes->data, f->bytes->len);
    hb_font_t *before = hb_font_create(face), *after = hb_font_create(wider);
    assert_int_equal(hb_face_get_glyph_count(wider), f->count + twin_count);
    for (size_t i = 0; i < f->count + twin_count; i++) {
        const guint32 of = i < f->count ? f->glyphs[i] : twins[i - f->count].of;
        const int room = i < f->count ? 0 : twins[i - f->count].room;
        hb_glyph_extents_t own = {0, 0, 0, 0}, theirs = own;
        assert_int_equal(hb_font_get_glyph_h_advance(after, (hb_codepoint_t)i),
                         hb_font_get_glyph_h_advance(before, of) + room);
        assert_int_equal(hb_font_get_glyph_extents(after, (hb_codepoint_t)i, &own),
                         hb_font_get_glyph_extents(before, of, &theirs));
        assert_memory_equal(&own, &theirs, sizeof own);
    }
    hb_font_destroy(after);
    hb_font_destroy(before);
    hb_face_destroy(wider);
    subset_font_drop(f);
    subset_source_drop(s);
}

static void
a_twin_draws_the_same_and_goes_further(void **state)
{
    const fixture *f = *state;
    static const subset_twin twins[] = {{KANJI, 250}, {FIGURE, 125}, {BLANK, 500}, {KANJI, 1000}};
    static const guint32 own[] = {KANJI, FIGURE, BLANK, 3};
    GByteArray *font = font_make(&mincho);
    hb_face_t *face = open_face(font->data, font->len);
    assert_twins(face, own, G_N_ELEMENTS(own), twins, G_N_ELEMENTS(twins));
    hb_face_destroy(face);
    g_byte_array_unref(font);
    for (guint32 count = 100; count <= 1600; count += 500) { /* loca grows beyond halves, also by the twins */
        guint32 *glyphs = g_new(guint32, count);
        subset_twin *some = g_new(subset_twin, count);
        for (guint32 i = 0; i < count; i++) {
            glyphs[i] = 1000 + i * 3;
            some[i] = (subset_twin){glyphs[i], (int)i % 7 * 128};
        }
        assert_twins(hb_font_get_face(font_face_hb(f->mincho, UNIT_PT)), glyphs, count, some, count / 2);
        g_free(some);
        g_free(glyphs);
    }
}

/* ---- damage ---- */

static size_t
try_face(const guint8 *bytes, size_t length, const guint32 *glyphs, size_t count, const subset_twin *twin)
{
    hb_face_t *face = open_face(bytes, length);
    subset_source *s = subset_source_new(face);
    subset_font *f = s ? subset_font_new(s, glyphs, count, twin, 1) : NULL;
    const size_t made = f ? 1 : 0;
    subset_font_drop(f);
    subset_source_drop(s);
    hb_face_destroy(face);
    return made;
}

/* What is cut off, or says of itself what is not so, is never read beyond its end (the sanitizers look on). */
static void
a_damaged_face_is_refused(void **state)
{
    (void)state;
    static const guint32 all[] = {1, 2, 3, 4, 5, 6, 7};
    static const subset_twin twin = {2, 250}, nobody = {8, 250};
    GByteArray *font = make_composites();
    size_t refused = 0;
    assert_int_equal(try_face(font->data, font->len, all, G_N_ELEMENTS(all), &twin), 1);
    assert_int_equal(try_face(font->data, font->len, all, G_N_ELEMENTS(all), &nobody), 0);
    assert_int_equal(try_face(font->data, font->len, all, 1, &twin), 0); /* the twin of what is not there */
    for (guint i = 0; i < font->len; i++) {
        guint8 *part = g_memdup2(font->data, i); /* as long as it says, so that a byte too far is seen */
        refused += 1 - try_face(part, i, all, G_N_ELEMENTS(all), &twin);
        g_free(part);
        for (int bit = 0; bit < 8; bit++) {
            font->data[i] ^= (guint8)(1 << bit);
            try_face(font->data, font->len, all, G_N_ELEMENTS(all), &twin);
            font->data[i] ^= (guint8)(1 << bit);
        }
        font->data[i] ^= 0xFF;
        try_face(font->data, font->len, all, G_N_ELEMENTS(all), &twin);
        font->data[i] ^= 0xFF;
    }
    assert_true(refused > font->len / 2);
    g_byte_array_unref(font);
}

/* What is left of a gap beside the room is no space to any reader: less than a twelfth of an em. */
static void
room_is_near_to_the_gap(void **state)
{
    const fixture *f = *state;
    for (int64_t gap = 0; gap < 80000; gap++) {
        const int64_t left = gap - pdf_room_of(f->mincho, gap);
        assert_in_range(left + 833, 0, 2 * 833);
    }
    assert_int_equal(pdf_room_of(f->mincho, 2500), 2500);
    assert_int_equal(pdf_room_of(NULL, 2400), 2500);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_font_is_what_harfbuzz_makes),
        cmocka_unit_test(components_come_with_theirs),
        TEST(a_twin_draws_the_same_and_goes_further),
        cmocka_unit_test(a_damaged_face_is_refused),
        TEST(room_is_near_to_the_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
