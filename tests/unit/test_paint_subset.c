/* test_paint_subset.c: a document's font is the one that HarfBuzz's subsetter makes, and the same when it is packed; in
 * whatever order its glyphs are asked for, each draws what the face draws; glyphs with room behind them go on further;
 * of a damaged face nothing is read beyond its end. */
#include "made_fonts.h"
#include "paint_support.h"

#include "paint/paint_pdf_int.h"
#include "paint/paint_pdf_subset.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <libdeflate.h>

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

/* What HarfBuzz makes of a face with those six tables alone, and which glyphs are in it, in its order. */
static hb_blob_t *
measure(hb_face_t *whole, const guint32 *glyphs, size_t count, GArray *slots)
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
    hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(face, input);
    assert_non_null(plan);
    const hb_map_t *old = hb_subset_plan_new_to_old_glyph_mapping(plan);
    for (hb_codepoint_t i = 0; i < hb_map_get_population(old); i++)
        g_array_append_val(slots, ((subset_slot){hb_map_get(old, i), 0}));
    hb_face_t *subset = hb_subset_plan_execute_or_fail(plan);
    assert_non_null(subset);
    hb_blob_t *blob = hb_face_reference_blob(subset);
    hb_face_destroy(subset);
    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(input);
    hb_face_destroy(face);
    return blob;
}

/* Packed it is the same; the bytes of the font. */
static GByteArray *
bytes_of(const subset_font *f)
{
    GByteArray *bytes = subset_font_bytes(f);
    size_t size, got = 0;
    guint8 *packed = subset_font_pack(f, &size), *out = g_malloc(bytes->len);
    assert_int_equal(subset_font_length(f), bytes->len);
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    assert_int_equal(libdeflate_zlib_decompress(d, packed, size, out, bytes->len, &got), LIBDEFLATE_SUCCESS);
    libdeflate_free_decompressor(d);
    assert_int_equal(got, bytes->len);
    assert_memory_equal(out, bytes->data, got);
    g_free(packed);
    g_free(out);
    return bytes;
}

static void
assert_as_measured(hb_face_t *face, subset_source *s, const guint32 *glyphs, size_t count)
{
    GArray *slots = g_array_new(FALSE, FALSE, sizeof(subset_slot));
    hb_blob_t *blob = measure(face, glyphs, count, slots);
    unsigned length;
    const char *bytes = hb_blob_get_data(blob, &length);
    subset_font *f = subset_font_new(s, (const subset_slot *)(const void *)slots->data, slots->len);
    assert_non_null(f);
    assert_int_equal(subset_font_count(f), slots->len);
    GByteArray *own = bytes_of(f);
    assert_int_equal(own->len, length);
    assert_memory_equal(own->data, bytes, length);
    g_byte_array_unref(own);
    subset_font_drop(f);
    hb_blob_destroy(blob);
    g_array_free(slots, TRUE);
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
    static const subset_slot whole[] = {{0, 0}, {4, 0}};
    subset_font *f = subset_font_new(s, whole, G_N_ELEMENTS(whole));
    assert_int_equal(subset_font_count(f), 5); /* .notdef, 4, 2, 7, 1 */
    subset_font_drop(f);
    subset_source_drop(s);
    hb_face_destroy(face);
    g_byte_array_unref(font);
}

/* ---- twins ---- */

static void
assert_slots(hb_face_t *face, const subset_slot *slots, size_t count)
{
    subset_source *s = subset_source_new(face);
    subset_font *f = subset_font_new(s, slots, count);
    assert_non_null(f);
    GByteArray *bytes = bytes_of(f);
    hb_face_t *wider = open_face(bytes->data, bytes->len);
    hb_font_t *before = hb_font_create(face), *after = hb_font_create(wider);
    assert_int_equal(hb_face_get_glyph_count(wider), subset_font_count(f));
    assert_true(subset_font_count(f) >= count);
    for (size_t i = 0; i < count; i++) {
        hb_glyph_extents_t own = {0, 0, 0, 0}, theirs = own;
        assert_int_equal(hb_font_get_glyph_h_advance(after, (hb_codepoint_t)i),
                         hb_font_get_glyph_h_advance(before, slots[i].glyph) + slots[i].room);
        assert_int_equal(hb_font_get_glyph_extents(after, (hb_codepoint_t)i, &own),
                         hb_font_get_glyph_extents(before, slots[i].glyph, &theirs));
        assert_memory_equal(&own, &theirs, sizeof own);
    }
    hb_font_destroy(after);
    hb_font_destroy(before);
    hb_face_destroy(wider);
    g_byte_array_unref(bytes);
    subset_font_drop(f);
    subset_source_drop(s);
}

/* In any order, once or again, with room or without, also where the glyph itself is not asked for. */
static void
a_slot_draws_its_glyph_and_goes_further(void **state)
{
    const fixture *f = *state;
    static const subset_slot own[] = {{0, 0},     {KANJI, 250},  {FIGURE, 125}, {BLANK, 500}, {KANJI, 1000},
                                      {KANJI, 0}, {FIGURE, 125}, {KANJI, 0},    {3, 0},       {BLANK, 0}};
    GByteArray *font = font_make(&mincho);
    hb_face_t *face = open_face(font->data, font->len);
    for (size_t count = 1; count <= G_N_ELEMENTS(own); count++)
        assert_slots(face, own, count);
    hb_face_destroy(face);
    g_byte_array_unref(font);
    GRand *r = g_rand_new_with_seed(5);
    for (guint32 count = 100; count <= 1600; count += 500) { /* loca grows beyond halves, also by the twins */
        subset_slot *some = g_new0(subset_slot, count);
        for (guint32 i = 1; i < count; i++)
            some[i] = (subset_slot){(guint32)g_rand_int_range(r, 0, 5000), i % 3 ? 0 : (int)i % 7 * 128};
        assert_slots(hb_font_get_face(font_face_hb(f->mincho, UNIT_PT)), some, count);
        g_free(some);
    }
    g_rand_free(r);
}

/* The bytes of a font are told by what is asked alone: not by what the face was asked before. */
static void
what_was_asked_before_changes_nothing(void **state)
{
    const fixture *f = *state;
    enum { COUNT_OF_SLOTS = 200, ROUNDS = 20 };
    hb_face_t *face = hb_font_get_face(font_face_hb(f->mincho, UNIT_PT));
    subset_source *kept = subset_source_new(face);
    GRand *r = g_rand_new_with_seed(9);
    for (int round = 0; round < ROUNDS; round++) {
        subset_slot slots[COUNT_OF_SLOTS] = {{0, 0}};
        for (int i = 1; i < COUNT_OF_SLOTS; i++)
            slots[i] = (subset_slot){(guint32)g_rand_int_range(r, 0, 3000), i % 5 ? 0 : 256};
        subset_source *fresh = subset_source_new(face);
        subset_font *a = subset_font_new(kept, slots, COUNT_OF_SLOTS),
                    *b = subset_font_new(fresh, slots, COUNT_OF_SLOTS);
        size_t first, second;
        guint8 *x = subset_font_pack(a, &first), *y = subset_font_pack(b, &second);
        assert_int_equal(first, second);
        assert_memory_equal(x, y, first);
        g_free(x);
        g_free(y);
        subset_font_drop(a);
        subset_font_drop(b);
        subset_source_drop(fresh);
    }
    g_rand_free(r);
    subset_source_drop(kept);
}

/* ---- damage ---- */

static size_t
try_face(const guint8 *bytes, size_t length, const subset_slot *slots, size_t count)
{
    hb_face_t *face = open_face(bytes, length);
    subset_source *s = subset_source_new(face);
    subset_font *f = s ? subset_font_new(s, slots, count) : NULL;
    const size_t made = f ? 1 : 0;
    if (f)
        g_byte_array_unref(bytes_of(f));
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
    static const subset_slot all[] = {{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}, {5, 0}, {6, 0}, {7, 0}, {2, 250}},
                             nobody[] = {{0, 0}, {1, 0}, {8, 250}}, first[] = {{1, 0}};
    GByteArray *font = make_composites();
    size_t refused = 0;
    assert_int_equal(try_face(font->data, font->len, all, G_N_ELEMENTS(all)), 1);
    assert_int_equal(try_face(font->data, font->len, nobody, G_N_ELEMENTS(nobody)), 0);
    assert_int_equal(try_face(font->data, font->len, first, G_N_ELEMENTS(first)), 0); /* no .notdef */
    for (guint i = 0; i < font->len; i++) {
        guint8 *part = g_memdup2(font->data, i); /* as long as it says, so that a byte too far is seen */
        refused += 1 - try_face(part, i, all, G_N_ELEMENTS(all));
        g_free(part);
        for (int bit = 0; bit < 8; bit++) {
            font->data[i] ^= (guint8)(1 << bit);
            try_face(font->data, font->len, all, G_N_ELEMENTS(all));
            font->data[i] ^= (guint8)(1 << bit);
        }
        font->data[i] ^= 0xFF;
        try_face(font->data, font->len, all, G_N_ELEMENTS(all));
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
        TEST(a_font_is_what_harfbuzz_makes),           cmocka_unit_test(components_come_with_theirs),
        TEST(a_slot_draws_its_glyph_and_goes_further), TEST(what_was_asked_before_changes_nothing),
        cmocka_unit_test(a_damaged_face_is_refused),   TEST(room_is_near_to_the_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
