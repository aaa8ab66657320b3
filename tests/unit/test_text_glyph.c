/* test_text_glyph.c: faces and glyphs of clusters; remembered glyphs are those of hb_shape. */
#include "text_support.h"

#include "text/text_int.h"

/* Shapes as the room promises: Japanese, from left to right, without ligatures and kerning. */
static hb_buffer_t *
shaped(hb_font_t *font, const uint32_t *characters, int count)
{
    hb_feature_t off[4];
    static const char *const names[] = {"-liga", "-clig", "-calt", "-kern"};
    for (int i = 0; i < 4; i++)
        assert_true(hb_feature_from_string(names[i], -1, &off[i]));
    hb_buffer_t *b = hb_buffer_create();
    hb_buffer_add_utf32(b, characters, count, 0, count);
    hb_buffer_guess_segment_properties(b);
    hb_buffer_set_direction(b, HB_DIRECTION_LTR);
    hb_buffer_set_language(b, hb_language_from_string("ja", -1));
    hb_shape(font, b, off, 4);
    return b;
}

static void
remembered_glyphs_are_those_of_shaping(void **state)
{
    const fixture *f = *state;
    glyph_store *g = glyph_store_new(f->fonts);
    static const unit sizes[] = {10 * UNIT_PT + 512, 7 * UNIT_PT + 77};
    size_t compared = 0;
    for (size_t i = 0; i < font_face_count(f->fonts); i++) {
        const font_face *face = font_face_at(f->fonts, i);
        for (uint32_t c = 0x20; c < 0x10000; c++) {
            if ((c >= 0xD800 && c < 0xE000) || class_is_bad(c) || g_unichar_ismark(c) || !font_face_glyph(face, c, 0))
                continue;
            const unit size = sizes[c % 2];
            unit advance;
            const uint32_t glyph = glyph_lookup(g, face, c, size, &advance);
            if (c == 0x2014) /* asked for in full width */
                continue;
            hb_buffer_t *b = shaped(font_face_hb(face, size), &c, 1);
            if (hb_buffer_get_length(b) != 1 || hb_buffer_get_glyph_infos(b, NULL)->codepoint != glyph ||
                hb_buffer_get_glyph_positions(b, NULL)->x_advance != advance ||
                hb_buffer_get_glyph_positions(b, NULL)->x_offset != 0)
                fail_msg("%s: U+%04X differs from hb_shape", font_face_name(face), (unsigned)c);
            hb_buffer_destroy(b);
            compared++;
        }
    }
    assert_true(compared > 60000);
    glyph_store_drop(g);
}

/* A character beside others is shaped no differently: a line of kana, kanji and marks at once. */
static void
plain_text_shapes_character_by_character(void **state)
{
    const fixture *f = *state;
    glyph_store *g = glyph_store_new(f->fonts);
    const font_face *face = font_find_family(f->fonts, "mincho")->kanji;
    const unit size = 9 * UNIT_PT;
    GRand *random = g_rand_new_with_seed(20240401);
    for (int round = 0; round < 300; round++) {
        uint32_t text[40];
        for (int i = 0; i < 40; i++) {
            const gint32 kind = g_rand_int_range(random, 0, 4);
            text[i] = (uint32_t)(kind == 0   ? g_rand_int_range(random, 0x3041, 0x3097)
                                 : kind == 1 ? g_rand_int_range(random, 0x30A1, 0x30FD)
                                 : kind == 2 ? g_rand_int_range(random, 0x4E00, 0x9000)
                                             : g_rand_int_range(random, 0xFF01, 0xFF5F));
            if (!font_face_glyph(face, text[i], 0))
                text[i] = 0x3042;
        }
        hb_buffer_t *b = shaped(font_face_hb(face, size), text, 40);
        assert_int_equal(hb_buffer_get_length(b), 40);
        for (int i = 0; i < 40; i++) {
            unit advance;
            assert_int_equal(hb_buffer_get_glyph_infos(b, NULL)[i].codepoint,
                             glyph_lookup(g, face, text[i], size, &advance));
            assert_int_equal(hb_buffer_get_glyph_positions(b, NULL)[i].x_advance, advance);
        }
        hb_buffer_destroy(b);
    }
    g_rand_free(random);
    glyph_store_drop(g);
}

static const text_lines *
compose(fixture *f, const char *text, diag *d)
{
    const text_paragraph p = read_paragraph(f->memory, plain_style(f, 10 * UNIT_PT), text);
    return text_compose(f->engine, f->memory, &p, 400 * UNIT_PT, d);
}

/* "TEXT:FACE" of each run. */
static void
assert_runs(fixture *f, const char *text, const char *wanted)
{
    const text_lines *l = compose(f, text, f->diag);
    GString *got = g_string_new(NULL);
    for (size_t i = 0; i < l->lines[0].run_count; i++) {
        const text_run *run = &l->lines[0].runs[i];
        const char *name = font_face_name(run->face);
        g_string_append_printf(got, "%s%s:%.4s", got->len ? " " : "", run->utf8,
                               g_str_has_prefix(name, "BIZ ") ? name + 4 : name);
    }
    assert_string_equal(got->str, wanted);
    g_string_free(got, TRUE);
    assert_int_equal(diag_length(f->diag), 0);
}

static void
each_character_has_its_face(void **state)
{
    /* UDMi, UDPM: the fixed and the proportional face of BIZ UDMincho; IPAm: the fallback */
    assert_runs(*state, "あ令和6年", "あ令和6年:UDMi");
    assert_runs(*state, "ABCと", "ABC:UDPM と:UDMi");
    assert_runs(*state, "8:35", "8:35:UDMi");
    assert_runs(*state, "A:B", "A:B:UDPM");
    assert_runs(*state, "06-1234", "06-1234:UDMi");
    assert_runs(*state, "98,700.", "98,700:UDMi .:UDPM");
    assert_runs(*state, "50%と＃Ａ９", "50%と＃Ａ９:UDMi");
    assert_runs(*state, "電話(自宅)", "電話(自宅):UDMi");
    assert_runs(*state, "\xF0\xA0\xAE\xB7田", "\xF0\xA0\xAE\xB7:IPAm 田:UDMi");
    assert_runs(*state, "葛\xF3\xA0\x84\x80城", "葛\xF3\xA0\x84\x80城:UDMi");
    assert_runs(*state, "邊\xF3\xA0\x84\x88田", "邊\xF3\xA0\x84\x88:IPAm 田:UDMi");
}

static void
a_variation_is_its_glyph(void **state)
{
    fixture *f = *state;
    const font_face *face = font_find_family(f->fonts, "mincho")->kanji;
    const text_lines *l = compose(f,
                                  "葛\xF3\xA0\x84\x81"
                                  "葛\xF3\xA0\x84\x80",
                                  f->diag);
    const text_run *run = &l->lines[0].runs[0];
    assert_int_equal(run->glyph_count, 2);
    assert_int_equal(run->glyphs[0].id, font_face_glyph(face, 0x845B, 0xE0101));
    assert_int_equal(run->glyphs[1].id, font_face_glyph(face, 0x845B, 0xE0100));
    assert_int_equal(run->glyphs[1].cluster, 7);
}

/* Never a decomposition: U+FA19 has its own glyph, not that of U+795E. */
static void
a_compatibility_kanji_keeps_its_shape(void **state)
{
    fixture *f = *state;
    const font_face *face = font_find_family(f->fonts, "mincho")->kanji;
    const text_lines *l = compose(f, "\xEF\xA8\x99\xE7\xA5\x9E", f->diag);
    assert_int_equal(l->lines[0].runs[0].glyphs[0].id, font_face_glyph(face, 0xFA19, 0));
    assert_int_equal(l->lines[0].runs[0].glyphs[1].id, font_face_glyph(face, 0x795E, 0));
    assert_int_not_equal(l->lines[0].runs[0].glyphs[0].id, l->lines[0].runs[0].glyphs[1].id);
}

static void
a_cluster_of_several_glyphs_is_one(void **state)
{
    const text_lines *l = compose(*state, "ｶﾞｷ", ((fixture *)*state)->diag);
    const text_run *run = &l->lines[0].runs[0];
    assert_int_equal(run->glyph_count, 3);
    assert_int_equal(run->glyphs[0].cluster, 0);
    assert_int_equal(run->glyphs[1].cluster, 0);
    assert_int_equal(run->glyphs[1].x, 5 * UNIT_PT);
    assert_int_equal(run->glyphs[2].cluster, 6);
}

static void
what_no_face_has_is_told_with_its_place(void **state)
{
    fixture *f = *state;
    const text_origin origin = {{"form.xml", 7, NULL}, {"case.xml", 12, "child/name"}};
    const text_span span = {.kind = TEXT_CHARS, .utf8 = "日\xF0\x9F\x91\xAA本\xF3\xA0\x87\xAF\x1F", .origin = &origin};
    const text_paragraph p = {plain_style(f, 10 * UNIT_PT), &span, 1};
    diag *d = diag_new();
    const text_lines *l = text_compose(f->engine, f->memory, &p, 400 * UNIT_PT, d);
    static const struct {
        diag_code code;
        const char *points;
    } wanted[] = {{DIAG_TEXT_MISSING_GLYPH, "U+1F46A"},
                  {DIAG_TEXT_MISSING_VARIATION, "U+672C U+E01EF"},
                  {DIAG_TEXT_BAD_CHARACTER, "U+001F"}};
    assert_int_equal(diag_length(d), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(diag_at(d, i)->code, wanted[i].code);
        assert_string_equal(diag_at(d, i)->args[0], wanted[i].points);
        assert_string_equal(diag_at(d, i)->form.file, "form.xml");
        assert_int_equal(diag_at(d, i)->data.line, 12);
    }
    assert_int_equal(diag_exit_status(d), EXIT_DATA);
    const uint32_t geta = font_face_glyph(font_find_family(f->fonts, "mincho")->kanji, 0x3013, 0);
    for (size_t i = 1; i < 4; i++)
        assert_int_equal(l->lines[0].runs[0].glyphs[i].id, geta);
    diag_drop(d);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(remembered_glyphs_are_those_of_shaping),
        cmocka_unit_test(plain_text_shapes_character_by_character),
        cmocka_unit_test(each_character_has_its_face),
        cmocka_unit_test(a_variation_is_its_glyph),
        cmocka_unit_test(a_compatibility_kanji_keeps_its_shape),
        cmocka_unit_test(a_cluster_of_several_glyphs_is_one),
        cmocka_unit_test(what_no_face_has_is_told_with_its_place),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
