/* test_text_note.c: where the lines of a note stand, and what is told of it. */
#include "text_support.h"

enum { SIZE = 10 * UNIT_PT };

static const text_lines *
compose(fixture *f, const char *text, bool vertical, unit measure, diag *d)
{
    text_style style = plain_style(f, SIZE);
    style.vertical = vertical;
    const text_paragraph p = read_paragraph(f->memory, style, text);
    return text_compose(f->engine, f->memory, &p, measure, d);
}

static bool
is_near(unit a, unit b)
{
    return ABS(a - b) <= SIZE / 1000;
}

/* Both lines touch in the middle of the em box around them, whichever way the line runs. */
static void
two_lines_fill_the_height_of_one(void **state)
{
    fixture *f = *state;
    for (int vertical = 0; vertical < 2; vertical++) {
        const text_lines *l = compose(f, "日（{note|語学校国}）", vertical, 40 * SIZE, f->diag);
        const text_run *upper = &l->lines[0].runs[1], *lower = &l->lines[0].runs[2];
        if (upper->note == 0) { /* the bracket has a run of its own or not */
            upper++;
            lower++;
        }
        assert_int_equal(upper->note, 1);
        assert_int_equal(lower->note, 2);
        assert_int_equal(upper->size, SIZE / 2);
        const unit middle = -(text_ascent(SIZE) - SIZE / 2);
        assert_true(is_near(upper->y - text_ascent(SIZE / 2) + SIZE / 2, middle)); /* its lower edge */
        assert_true(is_near(lower->y - text_ascent(SIZE / 2), middle));            /* its upper edge */
        assert_int_equal(upper->x, lower->x);
        assert_string_equal(upper->utf8, "語学");
        assert_string_equal(lower->utf8, "校国");
        assert_ptr_equal(upper->span, lower->span);
    }
}

static void
a_note_does_not_make_its_line_taller(void **state)
{
    fixture *f = *state;
    const text_lines *l = compose(f, "日（{note|語学校国}）", false, 40 * SIZE, f->diag);
    assert_false(l->lines[0].has_ruby);
    for (size_t i = 0; i < l->lines[0].run_count; i++) {
        const text_run *r = &l->lines[0].runs[i];
        assert_true(r->y - text_ascent(r->size) >= -text_ascent(SIZE) - 1);
        assert_true(r->y + r->size - text_ascent(r->size) <= SIZE - text_ascent(SIZE) + 1);
    }
}

/* However often it is set to be balanced and parted. */
static void
what_no_face_has_is_told_once(void **state)
{
    fixture *f = *state;
    diag *d = diag_new();
    compose(f, "日本（{note|語学校国\U0001B11F字甲乙丙丁春夏秋冬東西}）", false, 5 * SIZE, d);
    assert_int_equal(diag_length(d), 1);
    assert_int_equal(diag_at(d, 0)->code, DIAG_TEXT_MISSING_GLYPH);
    diag_drop(d);
}

static void
a_long_note_goes_on_over_many_lines(void **state)
{
    fixture *f = *state;
    GString *text = g_string_new("日（{note|");
    for (int i = 0; i < 300; i++)
        g_string_append(text, "語");
    g_string_append(text, "}）");
    const text_lines *l = compose(f, text->str, false, 10 * SIZE, f->diag);
    assert_int_equal(l->count, 8); /* forty characters in ten em */
    assert_int_equal(l->emergencies + l->overfull, 0);
    for (size_t i = 1; i + 1 < l->count; i++)
        assert_int_equal(l->lines[i].width, 10 * SIZE);
    g_string_free(text, TRUE);
}

static void
a_note_that_is_unbreakable_is_not_parted(void **state)
{
    fixture *f = *state;
    const text_span spans[] = {{.kind = TEXT_CHARS, .utf8 = "日本語（"},
                               {.kind = TEXT_CHARS, .utf8 = "語学校国字甲乙丙", .is_note = true, .unbreakable = true},
                               {.kind = TEXT_CHARS, .utf8 = "）"}};
    const text_paragraph p = {plain_style(f, SIZE), spans, G_N_ELEMENTS(spans)};
    const text_lines *l = text_compose(f->engine, f->memory, &p, 5 * SIZE, f->diag);
    size_t runs = 0;
    for (size_t i = 0; i < l->count; i++)
        for (size_t k = 0; k < l->lines[i].run_count; k++)
            runs += l->lines[i].runs[k].note > 0;
    assert_int_equal(runs, 2);
}

static void
a_note_counts_in_the_natural_width(void **state)
{
    fixture *f = *state;
    const text_paragraph p = read_paragraph(f->memory, plain_style(f, SIZE), "日（{note|語学校国}）");
    const unit wide = text_natural_width(f->engine, f->memory, &p, f->diag);
    assert_int_equal(wide,
                     3 * SIZE + SIZE / 2); /* 日, half an em, the bracket's half, two half squares, the bracket's */
    assert_int_equal(text_compose(f->engine, f->memory, &p, wide, f->diag)->count, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_lines_fill_the_height_of_one),
        cmocka_unit_test(a_note_does_not_make_its_line_taller),
        cmocka_unit_test(what_no_face_has_is_told_once),
        cmocka_unit_test(a_long_note_goes_on_over_many_lines),
        cmocka_unit_test(a_note_that_is_unbreakable_is_not_parted),
        cmocka_unit_test(a_note_counts_in_the_natural_width),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
