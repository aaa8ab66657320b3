/* test_text_compose.c: what a painter and a layout get: runs, objects, ruby, measures. */
#include "text_support.h"

enum { SIZE = 10 * UNIT_PT };

static const text_lines *
compose(fixture *f, text_style style, const char *text, unit measure)
{
    const text_paragraph p = read_paragraph(f->memory, style, text);
    const text_lines *l = text_compose(f->engine, f->memory, &p, measure, f->diag);
    assert_int_equal(diag_length(f->diag), 0);
    return l;
}

static void
glyphs_lead_back_to_their_bytes(void **state)
{
    fixture *f = *state;
    const text_lines *l = compose(f, plain_style(f, SIZE), "葛{U+E0100}城A{U+2060}B", 100 * SIZE);
    const text_line *line = &l->lines[0];
    assert_int_equal(line->run_count, 2);
    const text_run *kanji = &line->runs[0], *latin = &line->runs[1];
    assert_string_equal(kanji->utf8, "葛\xF3\xA0\x84\x80城");
    assert_int_equal(kanji->glyph_count, 2);
    assert_int_equal(kanji->glyphs[0].cluster, 0);
    assert_int_equal(kanji->glyphs[1].cluster, 7);
    assert_string_equal(latin->utf8, "A\xE2\x81\xA0"
                                     "B");
    assert_int_equal(latin->glyph_count, 2); /* the word joiner belongs to A */
    assert_int_equal(latin->glyphs[1].cluster, 4);
    assert_int_equal(kanji->advance, 2 * SIZE);
    assert_int_equal(latin->x, 2 * SIZE + SIZE / 4);
    assert_ptr_equal(kanji->span, latin->span);
}

static void
brackets_are_moved_into_their_body(void **state)
{
    fixture *f = *state;
    const text_lines *l = compose(f, plain_style(f, SIZE), "「あ」・い", 100 * SIZE);
    const text_run *run = &l->lines[0].runs[0];
    assert_int_equal(run->x, 0);
    assert_int_equal(run->glyphs[0].x, -SIZE / 2); /* the right half of its square */
    assert_int_equal(run->glyphs[1].x, SIZE / 2);
    assert_int_equal(run->glyphs[2].x, SIZE / 2 + SIZE); /* the left half */
    /* bodies: 「 ½, あ 1, 」 ½, then ¼, ・ ½ (the middle half), ¼, い */
    assert_int_equal(run->glyphs[3].x, 2 * SIZE + SIZE / 4 - SIZE / 4);
    assert_int_equal(run->glyphs[4].x, 3 * SIZE);
    assert_int_equal(run->advance, 4 * SIZE);
}

static void
each_span_has_its_runs(void **state)
{
    fixture *f = *state;
    const text_lines *l = compose(f, plain_style(f, SIZE), "日{size|14|本}{keep|語}", 100 * SIZE);
    const text_line *line = &l->lines[0];
    assert_int_equal(line->run_count, 3);
    assert_int_equal(line->runs[1].size, 14 * UNIT_PT);
    assert_int_equal(line->runs[1].advance, 14 * UNIT_PT);
    assert_int_equal(line->runs[2].x, SIZE + 14 * UNIT_PT);
    assert_true(line->runs[2].span->unbreakable);
}

static void
spaces_at_the_line_end_stay_in_the_text(void **state)
{
    fixture *f = *state;
    const text_lines *l = compose(f, plain_style(f, SIZE), "日本　　語", 2 * SIZE);
    assert_int_equal(l->count, 2);
    const text_run *run = &l->lines[0].runs[0];
    assert_string_equal(run->utf8, "日本　　");
    assert_int_equal(run->glyph_count, 4);
    assert_int_equal(run->advance, 2 * SIZE);
    assert_int_equal(l->lines[0].width, 2 * SIZE);
    assert_false(l->lines[0].forced);
    assert_true(l->lines[1].forced);
}

static void
objects_stand_on_the_line(void **state)
{
    fixture *f = *state;
    const text_lines *l = compose(f, plain_style(f, SIZE), "日{box|2}本", 100 * SIZE);
    const text_line *line = &l->lines[0];
    assert_int_equal(line->object_count, 1);
    assert_int_equal(line->objects[0].x, SIZE);
    assert_int_equal(line->objects[0].width, 2 * SIZE);
    assert_int_equal(line->objects[0].span->kind, TEXT_OBJECT);
    assert_int_equal(line->run_count, 2);
    assert_int_equal(line->runs[1].x, 3 * SIZE);
}

static void
ruby_touches_its_base_and_comes_last(void **state)
{
    fixture *f = *state;
    const text_lines *l = compose(f, plain_style(f, SIZE), "{ruby|相原|あいはら}さん", 100 * SIZE);
    const text_line *line = &l->lines[0];
    assert_true(line->has_ruby);
    assert_int_equal(line->run_count, 3);
    const text_run *ruby = &line->runs[2];
    assert_true(ruby->is_ruby);
    assert_string_equal(ruby->utf8, "あいはら");
    assert_int_equal(ruby->size, SIZE / 2);
    assert_ptr_equal(ruby->span, line->runs[0].span);
    assert_int_equal(ruby->x, 0);
    assert_int_equal(ruby->advance, 2 * SIZE);
    /* its em box ends .12 em below its baseline, that of the base begins .88 em above */
    assert_int_equal(ruby->y + (ruby->size - text_ascent(ruby->size)), -text_ascent(SIZE));
    assert_false(line->runs[0].is_ruby);
}

static void
nothing_breaks_at_the_natural_width(void **state)
{
    fixture *f = *state;
    static const char *const texts[] = {"日本語学校",         "「日本」、（学）。",       "ABC and 日本、10km",
                                        "一行\n二行目だ\n三", "{ruby|志|こころざし}とは", ""};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        text_style style = plain_style(f, SIZE);
        style.indent_first = SIZE;
        const text_paragraph p = read_paragraph(f->memory, style, texts[i]);
        const unit width = text_natural_width(f->engine, f->memory, &p, f->diag);
        const text_lines *whole = text_compose(f->engine, f->memory, &p, width, f->diag);
        for (size_t k = 0; k < whole->count; k++) {
            assert_true(whole->lines[k].forced);
            assert_false(whole->lines[k].overfull);
            assert_int_equal(whole->lines[k].width, whole->lines[k].natural);
        }
    }
    const text_paragraph p = read_paragraph(f->memory, plain_style(f, SIZE), "一行\n二行目だ\n三");
    assert_int_equal(text_natural_width(f->engine, f->memory, &p, f->diag), 4 * SIZE);
}

static void
lines_are_counted_and_measured(void **state)
{
    fixture *f = *state;
    const text_lines *l = compose(f, plain_style(f, SIZE), "日本語ABCDEFGHIJKL\n日", 3 * SIZE);
    assert_int_equal(l->pitch, 2 * SIZE);
    assert_int_equal(l->size, SIZE);
    assert_int_equal(l->widest, 3 * SIZE);
    assert_true(l->emergencies >= 1);
    assert_int_equal(l->overfull, 0);
    assert_int_equal(text_stack_height(3, SIZE, 2 * SIZE), 5 * SIZE);
    assert_int_equal(text_stack_height(0, SIZE, 2 * SIZE), 0);
    assert_int_equal(text_ascent(100), 88);
}

/* Full-width marks are trimmed by halves because their ink lies there; a face where it does not would lose
 * ink to its neighbours. */
static void
ink_of_marks_lies_in_their_body(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *marks;
        int from, to; /* per cent of the square, with a little tolerance for ink */
    } rows[] = {{"（〔［｛〈《「『【“‘", 46, 101}, {"）〕］｝〉》」』】。、，．”’", -1, 54}, {"・：；", 24, 76}};
    static const char *const families[] = {"mincho", "gothic", "gothic-bold"};
    for (size_t k = 0; k < G_N_ELEMENTS(families); k++)
        for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
            for (const char *p = rows[i].marks; *p; p = g_utf8_next_char(p)) {
                const font_face *face = font_find_family(f->fonts, families[k])->kanji;
                hb_glyph_extents_t ink;
                hb_font_t *font = font_face_hb(face, 100 * UNIT_PT);
                assert_true(hb_font_get_glyph_extents(font, font_face_glyph(face, g_utf8_get_char(p), 0), &ink));
                if (ink.x_bearing < rows[i].from * UNIT_PT || ink.x_bearing + ink.width > rows[i].to * UNIT_PT)
                    fail_msg("%s U+%04X: ink from %d to %d", families[k], (unsigned)g_utf8_get_char(p),
                             ink.x_bearing / UNIT_PT, (ink.x_bearing + ink.width) / UNIT_PT);
            }
}

/* A paragraph of so many of one character, in a style. */
static text_paragraph
long_paragraph(fixture *f, text_style style, text_span span, const char *character, size_t count)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < count; i++)
        g_string_append(text, character);
    text_span *kept = ARENA_NEW(f->memory, text_span);
    *kept = span;
    kept->utf8 = arena_strdup(f->memory, text->str);
    g_string_free(text, TRUE);
    return (text_paragraph){style, kept, 1};
}

static void
assert_too_long(fixture *f, const text_paragraph *p, unit measure, const char *why)
{
    diag *d = diag_new();
    const text_lines *l = text_compose(f->engine, f->memory, p, measure, d);
    if (diag_count_of(d, DIAG_TEXT_TOO_LONG) != 1)
        fail_msg("%s: not told", why);
    assert_int_equal(l->count, 1);
    assert_int_equal(l->lines[0].run_count + l->lines[0].object_count, 0);
    assert_int_equal(l->lines[0].width, 0);
    diag_drop(d);
}

/* Whatever makes it so: its characters, their size, what is between them, its readings, its notes. */
static void
what_is_too_long_to_be_set_is_told(void **state)
{
    fixture *f = *state;
    const text_span plain = {.kind = TEXT_CHARS};
    text_style large = plain_style(f, SIZE), wide = large, small = plain_style(f, UNIT_PT);
    large.size = large.pitch = wide.tracking = UNIT_MAX_LENGTH;
    text_paragraph p = long_paragraph(f, large, plain, "日", 400);
    assert_too_long(f, &p, 50 * SIZE, "size");
    assert_int_equal(text_natural_width(f->engine, f->memory, &p, f->diag), UNIT_MAX_LENGTH);
    assert_too_long(f, &(text_paragraph){wide, p.spans, 1}, 50 * SIZE, "tracking");
    p = long_paragraph(f, plain_style(f, SIZE), plain, "9", 500000);
    assert_too_long(f, &p, 50 * SIZE, "characters");
    for (text_align align = TEXT_START; align <= TEXT_DECIMAL; align++) {
        p.style.align = align;
        assert_too_long(f, &p, 50 * SIZE, "alignment");
    }
    char *reading = g_strnfill(800000, 'a');
    p = long_paragraph(f, plain_style(f, SIZE), (text_span){.kind = TEXT_CHARS, .ruby = reading}, "日", 10);
    assert_too_long(f, &p, 50 * SIZE, "ruby");
    p = long_paragraph(f, small, (text_span){.kind = TEXT_CHARS, .is_note = true}, "日", 80000);
    assert_too_long(f, &p, 5 * UNIT_PT, "notes"); /* parted at every line end */
    g_free(reading);
    diag_drop(f->diag);
    f->diag = diag_new();
}

/* Of sizes that are hardly any. */
static void
the_smallest_sizes_are_sizes(void **state)
{
    fixture *f = *state;
    for (unit size = 1; size <= 20; size++)
        for (text_align align = TEXT_START; align <= TEXT_DECIMAL; align++) {
            text_style style = {.family = font_find_family(f->fonts, "mincho"),
                                .size = size,
                                .pitch = size,
                                .align = align,
                                .total_fit = true,
                                .last_pair = true,
                                .vertical = size % 2};
            const text_paragraph p = read_paragraph(
                f->memory, style,
                "本文{note|割注は二行です}{ruby|五月雨|さみだれ}{tcy|12}{sup|2}、か\xE3\x82\x9A。word 10km");
            const text_lines *l = text_compose(f->engine, f->memory, &p, 7 * size, f->diag);
            assert_true(l->count > 1 || align == TEXT_DISTRIBUTE);
            if (diag_count(f->diag, DIAG_ERROR) > 0)
                fail_msg("size %d: %s", size, diag_name(diag_at(f->diag, 0)->code));
        }
}

/* However much is to stand in one em. */
static void
what_is_combined_is_narrow_or_told(void **state)
{
    fixture *f = *state;
    static const size_t counts[] = {2, 3, 5, 50, 2001, 5000, 70000};
    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++) {
        diag *d = diag_new();
        text_style style = plain_style(f, SIZE);
        style.vertical = true;
        const text_paragraph p =
            long_paragraph(f, style, (text_span){.kind = TEXT_CHARS, .combined = true}, "9", counts[i]);
        const text_lines *l = text_compose(f->engine, f->memory, &p, 50 * SIZE, d);
        assert_int_equal(diag_count_of(d, DIAG_TEXT_COMBINED_LONG), counts[i] > 4);
        assert_true(counts[i] <= 2 || counts[i] > 4 || l->lines[0].runs[0].condensed > 0);
        for (size_t k = 0; k < diag_length(d); k++)
            assert_true(strlen(diag_at(d, k)->args[0]) < 500); /* the message is not as long as the text */
        diag_drop(d);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(glyphs_lead_back_to_their_bytes),
        cmocka_unit_test(brackets_are_moved_into_their_body),
        cmocka_unit_test(each_span_has_its_runs),
        cmocka_unit_test(spaces_at_the_line_end_stay_in_the_text),
        cmocka_unit_test(objects_stand_on_the_line),
        cmocka_unit_test(ruby_touches_its_base_and_comes_last),
        cmocka_unit_test(nothing_breaks_at_the_natural_width),
        cmocka_unit_test(lines_are_counted_and_measured),
        cmocka_unit_test(ink_of_marks_lies_in_their_body),
        cmocka_unit_test(what_is_too_long_to_be_set_is_told),
        cmocka_unit_test(the_smallest_sizes_are_sizes),
        cmocka_unit_test(what_is_combined_is_narrow_or_told),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
