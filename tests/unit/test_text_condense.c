/* test_text_condense.c: 長体: what goes narrower with the type and what does not. That every rule of composition holds
 * in condensed lines is in test_text_cases.c. */
#include "text_support.h"

enum { SIZE = 10 * UNIT_PT, BY = 830 }; /* such that nothing comes out even */

static const text_lines *
compose(fixture *f, const char *text, text_align align, int condensed, unit measure)
{
    text_style style = plain_style(f, SIZE);
    style.align = align;
    style.condensed = condensed;
    const text_paragraph p = read_paragraph(f->memory, style, text);
    return text_compose(f->engine, f->memory, &p, measure, f->diag);
}

static void
type_is_narrower_and_as_tall(void **state)
{
    fixture *f = *state;
    const text_lines *l = compose(f, "日本語", TEXT_START, BY, 40 * SIZE);
    const text_run *r = &l->lines[0].runs[0];
    assert_int_equal(l->condensed, BY);
    assert_int_equal(r->condensed, BY);
    assert_int_equal(r->size, SIZE);
    assert_int_equal(l->pitch, 2 * SIZE);
    for (int i = 0; i < 3; i++)
        assert_int_equal(r->glyphs[i].x, unit_scale((int64_t)i * SIZE, BY, 1000));
    assert_int_equal(r->advance, unit_scale(3 * SIZE, BY, 1000));
    assert_int_equal(l->lines[0].width, r->advance);
}

static void
nothing_is_said_of_type_that_is_not_condensed(void **state)
{
    const text_lines *l = compose(*state, "日本語", TEXT_START, 0, 40 * SIZE);
    assert_int_equal(l->condensed, 0);
    assert_int_equal(l->lines[0].runs[0].condensed, 0);
}

static void
objects_keep_their_width(void **state)
{
    const text_lines *l = compose(*state, "日{box|2}本", TEXT_START, BY, 40 * SIZE);
    const text_object *o = &l->lines[0].objects[0];
    const unit em = unit_scale(SIZE, BY, 1000);
    assert_int_equal(o->x, em);
    assert_int_equal(o->width, 2 * SIZE);
    const text_run *after = &l->lines[0].runs[1];
    assert_true(ABS(after->x + after->glyphs[0].x - (em + 2 * SIZE)) <= 1);
}

/* Ruby, its base and the two lines of a note. */
static void
all_type_on_a_line_is_condensed_alike(void **state)
{
    const text_lines *l =
        compose(*state, "{ruby|五月雨|さみだれ}日（{note|語学校国}）{dot|点}", TEXT_START, BY, 40 * SIZE);
    size_t ruby = 0, notes = 0;
    for (size_t i = 0; i < l->lines[0].run_count; i++) {
        const text_run *r = &l->lines[0].runs[i];
        assert_int_equal(r->condensed, BY);
        ruby += r->is_ruby;
        notes += r->note > 0;
    }
    assert_int_equal(ruby, 1);
    assert_int_equal(notes, 2);
    const text_run *base = &l->lines[0].runs[0], *last = &l->lines[0].runs[l->lines[0].run_count - 1];
    assert_true(last->is_ruby);
    assert_true(last->x >= base->x && last->x + last->advance <= base->x + unit_scale(3 * SIZE, BY, 1000) + 1);
    assert_int_equal(last->y, -(text_ascent(SIZE) + SIZE / 2 - text_ascent(SIZE / 2)));
}

static void
a_justified_line_ends_at_the_measure(void **state)
{
    for (unit measure = 9 * SIZE; measure < 10 * SIZE; measure += 997) {
        const text_lines *l = compose(*state, "日本語学校で国語を学びTypeを組む日本語学校", TEXT_JUSTIFY, BY, measure);
        assert_true(l->count >= 2);
        for (size_t i = 0; i + 1 < l->count; i++)
            assert_int_equal(l->lines[i].x + l->lines[i].width, measure);
    }
}

static void
what_is_aligned_is_aligned_at_the_measure(void **state)
{
    const unit measure = 5 * SIZE + 333, width = unit_scale(2 * SIZE, BY, 1000);
    const text_lines *l = compose(*state, "日本", TEXT_END, BY, measure);
    assert_int_equal(l->lines[0].x + l->lines[0].width, measure);
    l = compose(*state, "日本", TEXT_CENTER, BY, measure);
    assert_true(ABS(2 * l->lines[0].x + width - measure) <= 2);
    l = compose(*state, "日本", TEXT_DISTRIBUTE, BY, measure);
    const text_run *r = &l->lines[0].runs[l->lines[0].run_count - 1];
    const unit end = r->x + r->glyphs[r->glyph_count - 1].x + unit_scale(SIZE, BY, 1000);
    assert_true(ABS(end - measure) <= 1);
}

/* 均等割付 of more characters than there are em. */
static void
a_label_that_is_too_long_fits_condensed(void **state)
{
    assert_int_equal(compose(*state, "緊急時連絡先", TEXT_DISTRIBUTE, 0, 5 * SIZE)->overfull, 1);
    assert_int_equal(compose(*state, "緊急時連絡先", TEXT_DISTRIBUTE, 840, 5 * SIZE)->overfull, 1);
    const text_lines *l = compose(*state, "緊急時連絡先", TEXT_DISTRIBUTE, BY, 5 * SIZE);
    assert_int_equal(l->overfull, 0);
    assert_int_equal(l->count, 1);
    assert_int_equal(l->lines[0].width, 5 * SIZE);
}

static void
the_natural_width_is_the_least_that_holds_the_line(void **state)
{
    fixture *f = *state;
    text_style style = plain_style(f, SIZE);
    for (style.condensed = 800; style.condensed < 1000; style.condensed += 7) {
        const text_paragraph p = read_paragraph(f->memory, style, "日本語Aの{box|1.3}学校、国語。");
        const unit wide = text_natural_width(f->engine, f->memory, &p, f->diag);
        const text_lines *l = text_compose(f->engine, f->memory, &p, wide, f->diag);
        assert_int_equal(l->count, 1);
        assert_int_equal(l->lines[0].width, l->lines[0].natural);
        l = text_compose(f->engine, f->memory, &p, wide - 2, f->diag);
        assert_true(l->count > 1 || l->lines[0].width < l->lines[0].natural);
    }
}

static void
vertical_lines_are_never_condensed(void **state)
{
    fixture *f = *state;
    text_style style = plain_style(f, SIZE);
    style.vertical = true;
    style.condensed = BY;
    const text_paragraph p = read_paragraph(f->memory, style, "日本語{box|2}");
    const text_lines *l = text_compose(f->engine, f->memory, &p, 40 * SIZE, f->diag);
    assert_int_equal(l->condensed, 0);
    assert_int_equal(l->lines[0].runs[0].condensed, 0);
    assert_int_equal(l->lines[0].width, 5 * SIZE);
    assert_int_equal(text_natural_width(f->engine, f->memory, &p, f->diag), 5 * SIZE);
}

/* In em of the line, so that it reads as the natural one does. */
static void
a_condensed_line_is_printed_in_its_own_em(void **state)
{
    GString *natural = g_string_new(NULL), *condensed = g_string_new(NULL);
    text_print(compose(*state, "「日本」、Aの{ruby|五月雨|さみだれ}", TEXT_START, 0, 40 * SIZE), natural);
    text_print(compose(*state, "「日本」、Aの{ruby|五月雨|さみだれ}", TEXT_START, 800, 40 * SIZE), condensed);
    assert_non_null(strstr(condensed->str, " condensed 800\n"));
    g_string_replace(condensed, " condensed 800\n", "\n", 0);
    assert_string_equal(condensed->str, natural->str);
    g_string_free(natural, TRUE);
    g_string_free(condensed, TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(type_is_narrower_and_as_tall),
        cmocka_unit_test(nothing_is_said_of_type_that_is_not_condensed),
        cmocka_unit_test(objects_keep_their_width),
        cmocka_unit_test(all_type_on_a_line_is_condensed_alike),
        cmocka_unit_test(a_justified_line_ends_at_the_measure),
        cmocka_unit_test(what_is_aligned_is_aligned_at_the_measure),
        cmocka_unit_test(a_label_that_is_too_long_fits_condensed),
        cmocka_unit_test(the_natural_width_is_the_least_that_holds_the_line),
        cmocka_unit_test(vertical_lines_are_never_condensed),
        cmocka_unit_test(a_condensed_line_is_printed_in_its_own_em),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
