/* test_paint_twin.c: glyphs with room behind them draw what theirs draw, and go on further; a font whose tables do not
 * agree has none. */
#include "made_fonts.h"
#include "paint_support.h"

#include "paint/paint_pdf_int.h"

#include <hb-ot.h>

static const made_font mincho = {"Made Mincho", "MadeMincho-Regular", 1000, " 12　一丁七", NULL, 0};

/* By glyph number: .notdef, the blank, 1, 2, U+3000 … */
enum { BLANK = 1, FIGURE = 2, KANJI = 5, COUNT = 8 };

static hb_font_t *
open_font(const GByteArray *bytes)
{
    hb_blob_t *blob = hb_blob_create((const char *)bytes->data, bytes->len, HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_font_t *font = hb_font_create(face);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    return font;
}

static void
a_twin_draws_the_same_and_goes_further(void **state)
{
    (void)state;
    static const pdf_twin twins[] = {{KANJI, 250}, {FIGURE, 125}, {BLANK, 500}, {KANJI, 1000}};
    GByteArray *font = font_make(&mincho), *wider = pdf_add_twins(font->data, font->len, twins, G_N_ELEMENTS(twins));
    assert_non_null(wider);
    hb_font_t *before = open_font(font), *after = open_font(wider);
    assert_int_equal(hb_face_get_glyph_count(hb_font_get_face(before)), COUNT);
    assert_int_equal(hb_face_get_glyph_count(hb_font_get_face(after)), COUNT + G_N_ELEMENTS(twins));
    for (hb_codepoint_t i = 0; i < COUNT + G_N_ELEMENTS(twins); i++) {
        const hb_codepoint_t of = i < COUNT ? i : twins[i - COUNT].of;
        const int room = i < COUNT ? 0 : twins[i - COUNT].room;
        hb_glyph_extents_t own = {0, 0, 0, 0}, theirs = own;
        assert_int_equal(hb_font_get_glyph_h_advance(after, i), hb_font_get_glyph_h_advance(before, of) + room);
        assert_int_equal(hb_font_get_glyph_extents(after, i, &own), hb_font_get_glyph_extents(before, of, &theirs));
        assert_memory_equal(&own, &theirs, sizeof own);
    }
    hb_font_destroy(after);
    hb_font_destroy(before);
    g_byte_array_unref(wider);
    g_byte_array_unref(font);
}

/* What is cut off, or says of itself what is not so, is never read beyond its end (the sanitizers look on). */
static void
a_damaged_font_has_no_twins(void **state)
{
    (void)state;
    static const pdf_twin twin = {KANJI, 250}, nobody = {COUNT, 250};
    GByteArray *font = font_make(&mincho);
    size_t refused = 0;
    for (guint i = 0; i < font->len; i++) {
        guint8 *part = g_memdup2(font->data, i); /* as long as it says, so that a byte too far is seen */
        GByteArray *made = pdf_add_twins(part, i, &twin, 1);
        refused += made ? 0 : 1;
        if (made)
            g_byte_array_unref(made);
        g_free(part);
        font->data[i] ^= 0xFF;
        made = pdf_add_twins(font->data, font->len, &twin, 1);
        font->data[i] ^= 0xFF;
        if (made)
            g_byte_array_unref(made);
    }
    assert_true(refused > font->len / 2);
    assert_null(pdf_add_twins(font->data, font->len, &nobody, 1));
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
        cmocka_unit_test(a_twin_draws_the_same_and_goes_further),
        cmocka_unit_test(a_damaged_font_has_no_twins),
        TEST(room_is_near_to_the_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
