/* test_text_vertical.c: where the glyphs of a vertical line stand, and which they are. */
#include "text_support.h"

enum { SIZE = 10 * UNIT_PT };

static const text_line *
compose(fixture *f, const char *text, int combine, diag *d)
{
    text_style style = plain_style(f, SIZE);
    style.vertical = true;
    style.combine = combine;
    const text_paragraph p = read_paragraph(f->memory, style, text);
    const text_lines *l = text_compose(f->engine, f->memory, &p, 40 * SIZE, d);
    assert_true(l->vertical);
    assert_int_equal(l->count, 1);
    return &l->lines[0];
}

static const font_face *
kanji(const fixture *f)
{
    return font_find_family(f->fonts, "mincho")->kanji;
}

static bool
is_near(unit a, unit b)
{
    return ABS(a - b) <= SIZE / 1000;
}

/* The origin of an upright em box is .88 em down and at its left edge, .12 em to the left of the baseline. */
static void
upright_glyphs_fill_their_squares(void **state)
{
    fixture *f = *state;
    const text_line *line = compose(f, "永字", 0, f->diag);
    assert_int_equal(line->run_count, 1);
    const text_run *run = &line->runs[0];
    assert_int_equal(run->stance, TEXT_UPRIGHT);
    assert_int_equal(run->y, 0);
    assert_int_equal(run->advance, 2 * SIZE);
    for (int i = 0; i < 2; i++) {
        assert_true(is_near(run->glyphs[i].x, i * SIZE + text_ascent(SIZE)));
        assert_true(is_near(run->glyphs[i].y, SIZE - text_ascent(SIZE)));
    }
}

/* 、「ー have forms for vertical lines, 永 has none. */
static void
punctuation_has_its_vertical_form(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *text;
        bool formed;
    } rows[] = {{"、", true}, {"。", true}, {"「", true}, {"」", true},  {"（", true},  {"ー", true},
                {"っ", true}, {"〜", true}, {"：", true}, {"永", false}, {"Ａ", false}, {"！", false}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const text_run *run = &compose(f, rows[i].text, 0, f->diag)->runs[0];
        assert_int_equal(run->stance, TEXT_UPRIGHT);
        const uint32_t plain = font_face_glyph(kanji(f), g_utf8_get_char(rows[i].text), 0);
        assert_int_equal(run->glyphs[0].id != plain, rows[i].formed);
    }
}

/* A bracket after something else is not an em but half an em from it: its glyph moves up the line. */
static void
an_opening_bracket_at_the_head_stands_at_the_edge(void **state)
{
    fixture *f = *state;
    const text_run *run = &compose(f, "「永", 0, f->diag)->runs[0];
    assert_true(is_near(run->x + run->glyphs[0].x, text_ascent(SIZE) - SIZE / 2));
    assert_true(is_near(run->x + run->glyphs[1].x, text_ascent(SIZE) + SIZE / 2));
}

static void
latin_lies_on_the_baseline(void **state)
{
    fixture *f = *state;
    const text_line *line = compose(f, "永AB永", 0, f->diag);
    assert_int_equal(line->run_count, 3);
    const text_run *run = &line->runs[1];
    assert_int_equal(run->stance, TEXT_ALONG);
    assert_int_equal(run->y, 0);
    assert_int_equal(run->glyphs[0].x, 0);
    assert_int_equal(run->glyphs[0].y, 0);
    assert_int_equal(run->glyphs[1].x, hb_font_get_glyph_h_advance(font_face_hb(run->face, SIZE), run->glyphs[0].id));
}

/* Two figures of half an em each fill the em; three are condensed to it; one stands in its middle. */
static void
combined_figures_stand_side_by_side(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *text;
        int condensed;
        unit first, second; /* from the left edge of the square, in thousandths of an em */
    } rows[] = {{"永12永", 0, 0, 500}, {"永123永", 667, 0, 333}, {"永1永", 0, 250, -1}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const text_run *run = &compose(f, rows[i].text, 3, f->diag)->runs[1];
        assert_int_equal(run->stance, TEXT_COMBINED);
        assert_int_equal(run->condensed, rows[i].condensed);
        assert_int_equal(run->advance, SIZE);
        assert_int_equal(run->glyphs[0].x, text_ascent(SIZE));
        const unit left = SIZE - text_ascent(SIZE); /* y of the square's left edge */
        assert_true(is_near(left - run->glyphs[0].y, unit_scale(SIZE, rows[i].first, 1000)));
        if (rows[i].second < 0)
            continue;
        assert_true(is_near(left - run->glyphs[1].y, unit_scale(SIZE, rows[i].second, 1000)));
        assert_int_equal(run->glyphs[1].cluster, 1);
    }
}

static void
too_much_to_combine_is_told(void **state)
{
    fixture *f = *state;
    diag *d = diag_new();
    compose(f, "永{tcy|2024}永", 0, d);
    assert_int_equal(diag_length(d), 0);
    compose(f, "永{tcy|20240}永", 0, d);
    assert_int_equal(diag_length(d), 1);
    assert_int_equal(diag_at(d, 0)->code, DIAG_TEXT_COMBINED_LONG);
    diag_drop(d);
}

/* In a horizontal line there is nothing to combine. */
/* Whatever a face has, and HarfBuzz makes of it (it takes some in two): each character has its glyph, or is told. */
static void
what_is_combined_has_its_glyphs_or_is_told(void **state)
{
    fixture *f = *state;
    size_t set = 0, told = 0;
    for (gunichar c = '!'; c < 0xFFFE; c++) {
        char utf8[8] = "";
        if (!g_unichar_validate(c) || g_unichar_isspace(c) || g_unichar_type(c) == G_UNICODE_PRIVATE_USE)
            continue;
        g_unichar_to_utf8(c, utf8);
        diag *d = diag_new();
        const text_span span = {.kind = TEXT_CHARS, .utf8 = utf8, .combined = true};
        text_paragraph p = {.style = plain_style(f, SIZE), .spans = &span, .span_count = 1};
        p.style.vertical = true;
        const text_lines *l = text_compose(f->engine, f->memory, &p, 40 * SIZE, d);
        for (size_t i = 0; i < l->count; i++)
            for (size_t k = 0; k < l->lines[i].run_count; k++)
                for (size_t n = 0; n < l->lines[i].runs[k].glyph_count; n++)
                    if (l->lines[i].runs[k].glyphs[n].id == 0)
                        fail_msg("U+%04X", c);
        set += diag_length(d) == 0;
        told += diag_length(d) > 0;
        diag_drop(d);
    }
    assert_true(set > 5000 && told > 5000);
}

static void
horizontal_lines_combine_nothing(void **state)
{
    fixture *f = *state;
    text_style style = plain_style(f, SIZE);
    style.combine = 4;
    const text_paragraph p = read_paragraph(f->memory, style, "12{tcy|AB}");
    const text_lines *l = text_compose(f->engine, f->memory, &p, 40 * SIZE, f->diag);
    for (size_t i = 0; i < l->lines[0].run_count; i++)
        assert_int_equal(l->lines[0].runs[i].stance, TEXT_ALONG);
}

static void
variations_and_fallback_faces_stand_too(void **state)
{
    fixture *f = *state;
    const text_line *line = compose(f, "葛\U000E0100城\U00020BB7", 0, f->diag);
    assert_int_equal(line->run_count, 2);
    assert_int_equal(line->runs[0].glyphs[0].id, font_face_glyph(kanji(f), 0x845B, 0xE0100));
    assert_int_equal(line->runs[0].stance, TEXT_UPRIGHT);
    assert_true(is_near(line->runs[0].glyphs[0].x, text_ascent(SIZE)));
    assert_ptr_not_equal(line->runs[1].face, kanji(f));
    assert_int_equal(line->runs[1].stance, TEXT_UPRIGHT);
    assert_true(is_near(line->runs[1].glyphs[0].y, SIZE - text_ascent(SIZE)));
}

/* Ruby's column touches that of its base on the right; marks stand where it would. */
static void
ruby_and_marks_stand_on_the_right(void **state)
{
    fixture *f = *state;
    const text_line *line = compose(f, "{mono|永|えい}{dot|字}", 0, f->diag);
    assert_true(line->has_ruby);
    const text_run *ruby = &line->runs[2];
    assert_true(ruby->is_ruby);
    assert_int_equal(ruby->stance, TEXT_UPRIGHT);
    /* y of the left edge of its em box: that of the right edge of the base's */
    assert_true(is_near(ruby->y + SIZE / 2 - text_ascent(SIZE / 2), -text_ascent(SIZE)));
    assert_int_equal(line->mark_count, 1);
    assert_true(is_near(line->marks[0].x, SIZE * 3 / 2));
    assert_true(is_near(line->marks[0].y, -text_ascent(SIZE) - SIZE / 4));
}

/* Other sizes stand in the middle of the column; a superscript on its right. */
static void
sizes_are_centred_in_the_column(void **state)
{
    fixture *f = *state;
    const text_line *line = compose(f, "永{size|6|永}{sup|2}", 0, f->diag);
    const text_run *small = &line->runs[1];
    const unit middle = text_ascent(SIZE) - SIZE / 2; /* to the right of the baseline */
    assert_true(is_near(text_ascent(small->size) - small->size / 2 - small->y, middle));
    assert_int_equal(line->runs[2].y, -3 * UNIT_PT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(upright_glyphs_fill_their_squares),
        cmocka_unit_test(punctuation_has_its_vertical_form),
        cmocka_unit_test(an_opening_bracket_at_the_head_stands_at_the_edge),
        cmocka_unit_test(latin_lies_on_the_baseline),
        cmocka_unit_test(combined_figures_stand_side_by_side),
        cmocka_unit_test(too_much_to_combine_is_told),
        cmocka_unit_test(what_is_combined_has_its_glyphs_or_is_told),
        cmocka_unit_test(horizontal_lines_combine_nothing),
        cmocka_unit_test(variations_and_fallback_faces_stand_too),
        cmocka_unit_test(ruby_and_marks_stand_on_the_right),
        cmocka_unit_test(sizes_are_centred_in_the_column),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
