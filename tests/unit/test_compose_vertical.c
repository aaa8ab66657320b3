/* test_compose_vertical.c: columns.c, emit_line.c: vertical blocks, their place on the page, what stands in them. */
#include "test_pipeline.h"

enum { SIZE = 9 * UNIT_PT, PITCH = 14 * UNIT_PT };

static unit
margin(void)
{
    return unit_from_um(20000);
}

static unit
right_edge(void)
{
    return unit_from_um(148000) - margin();
}

static const display *
good_page(world *w, const char *body, const char *data)
{
    const display *l = display_line_of(w, body, data);
    if (!l || diag_length(w->d))
        fail_msg("%s: %s", body, messages(w));
    return l;
}

/* Top left of the em box of the first glyph of the run that holds `word`. */
static display_point
corner_of(const display *l, const char *word)
{
    const display_text *t = text_op(l, 0, word);
    assert_non_null(t);
    assert_false(t->turned);
    return (display_point){t->x + t->glyphs[0].x, t->y + t->glyphs[0].y - text_ascent(t->size)};
}

static void
assert_corner(const display *l, const char *word, unit x, unit y)
{
    const display_point got = corner_of(l, word);
    if (ABS(got.x - x) > UNIT_PT / 32 || ABS(got.y - y) > UNIT_PT / 32)
        fail_msg("%s stands at %d,%d and not at %d,%d", word, got.x, got.y, x, y);
}

static void
columns_go_from_right_to_left(void **state)
{
    const display *l =
        good_page(*state, "<block writing='vertical' height='2em'><p>日本語学</p><p>校</p></block>", "<d/>");
    assert_corner(l, "日", right_edge() - SIZE, margin());
    assert_corner(l, "語", right_edge() - SIZE - PITCH, margin());
    assert_corner(l, "校", right_edge() - SIZE - 2 * PITCH, margin());
}

/* The body may begin with a column that begins with anything: good_page checks the list. */
static void
any_character_may_stand_at_the_top_of_the_body(void **state)
{
    static const char *const firsts[] = {"「", "（", "『", "［", "｛", "〈", "《", "【", "〔", "“", "‘",  "ー",
                                         "…",  "」", "、", "。", "・", "？", "っ", "A",  "12", "g", "Ａ", "％"};
    for (size_t i = 0; i < G_N_ELEMENTS(firsts); i++) {
        char *body = g_strdup_printf("<block writing='vertical' height='4em'><p>%s語学校</p><p><note>%s割注</note></p>"
                                     "<p>日本語%s</p></block>",
                                     firsts[i], firsts[i], firsts[i]);
        good_page(*state, body, "<d/>");
        g_free(body);
    }
}

static void
a_block_as_wide_as_its_columns_has_its_place(void **state)
{
    world *w = *state;
    static const char body[] = "<block writing='vertical' size='fit' place='%s'><p>日</p><p>本</p></block><p>横</p>";
    const unit wide = SIZE + PITCH;
    const display *l = good_page(w, arena_printf(w->a, body, "start"), "<d/>");
    assert_corner(l, "日", margin() + wide - SIZE, margin());
    assert_corner(l, "横", margin(), margin() + SIZE); /* without a height it is as tall as its longest line */
    l = good_page(w, arena_printf(w->a, body, "center"), "<d/>");
    assert_corner(l, "日", (margin() + right_edge() + wide) / 2 - SIZE, margin());
    l = good_page(w, arena_printf(w->a, body, "end"), "<d/>");
    assert_corner(l, "日", right_edge() - SIZE, margin());
}

static void
a_horizontal_block_can_stand_in_the_middle(void **state)
{
    const display *l = good_page(*state, "<block size='fit' place='center'><p>日本</p></block>", "<d/>");
    assert_corner(l, "日", (margin() + right_edge()) / 2 - SIZE, margin());
}

static void
blocks_within_are_inset_and_placed_down_the_line(void **state)
{
    const display *l = good_page(*state,
                                 "<block writing='vertical' height='10em'><block inset-start='2em'><p>日</p></block>"
                                 "<space height='1em'/><block size='fit' place='end'><p>本語</p></block>"
                                 "<p align='end'>学</p></block>",
                                 "<d/>");
    assert_corner(l, "日", right_edge() - SIZE, margin() + 2 * SIZE);
    assert_corner(l, "本", right_edge() - 3 * SIZE, margin() + 8 * SIZE);
    assert_corner(l, "学", right_edge() - 4 * SIZE, margin() + 9 * SIZE);
}

static void
latin_is_turned_and_figures_stand_together(void **state)
{
    world *w = *state;
    const display *l = good_page(w, "<block writing='vertical'><p>第12回PTA</p></block>", "<d/>");
    assert_string_equal(page_text(w, l, 0), "第|12|回|PTA");
    assert_true(text_op(l, 0, "PTA")->turned);
    assert_false(text_op(l, 0, "12")->turned);
    assert_corner(l, "12", right_edge() - SIZE, margin() + SIZE);
    assert_int_equal(text_op(l, 0, "PTA")->x, right_edge() - text_ascent(SIZE)); /* its baseline */
}

static void
the_first_run_tells_the_whole_line(void **state)
{
    const display *l =
        good_page(*state, "<block writing='vertical'><p><tick>第</tick>12回<ruby base='n' text='k'/></p></block>",
                  "<d><n>会</n><k>かい</k></d>");
    assert_string_equal(op_at(l, 0, DISPLAY_MARK, 0)->mark.layer, "☐第12回会");
    assert_string_equal(text_op(l, 0, "12")->layer, "");
    assert_string_equal(text_op(l, 0, "会")->layer, "");
    assert_string_equal(text_op(l, 0, "かい")->layer, "かい");
}

static void
a_blank_run_tells_nothing(void **state)
{
    const display *l =
        good_page(*state, "<block writing='vertical'><p>　12<span underline='yes'>日</span></p></block>", "<d/>");
    assert_string_equal(text_op(l, 0, "　")->layer, "");
    assert_string_equal(text_op(l, 0, "12")->layer, "　12日");
}

static void
horizontal_text_tells_itself(void **state)
{
    const display *l = good_page(*state, "<p>第12回PTA</p>", "<d/>");
    assert_null(text_op(l, 0, "第")->layer);
    assert_false(text_op(l, 0, "PTA")->turned);
}

static void
lines_beside_the_text_stand_on_its_right(void **state)
{
    const display *l =
        good_page(*state, "<block writing='vertical'><p>日<span underline='yes'>本</span></p></block>", "<d/>");
    const display_line *line = &op_at(l, 0, DISPLAY_LINE, 0)->line;
    assert_int_equal(line->x1, right_edge() + UNIT_PT);
    assert_int_equal(line->x2, line->x1);
    assert_in_range(line->y1, margin() + SIZE - 9, margin() + SIZE + 9);
    assert_in_range(line->y2, margin() + 2 * SIZE - 9, margin() + 2 * SIZE + 9);
}

static void
a_circle_is_longer_down_the_line(void **state)
{
    const display *l =
        good_page(*state, "<block writing='vertical'><p>日<circle test='true()'>本語</circle></p></block>", "<d/>");
    const display_mark *m = &op_at(l, 0, DISPLAY_MARK, 0)->mark;
    assert_true(m->h > 2 * SIZE && m->w < 2 * SIZE);
    assert_in_range(m->x + m->w / 2, right_edge() - SIZE / 2 - 9, right_edge() - SIZE / 2 + 9);
    assert_in_range(m->y + m->h / 2, margin() + 2 * SIZE - 9, margin() + 2 * SIZE + 9);
}

static void
marks_stand_upright_in_the_column(void **state)
{
    const display *l = good_page(
        *state, "<block writing='vertical'><p>日<tick test='true()'>本</tick><seal width='9pt'/></p></block>", "<d/>");
    const display_mark *box = &op_at(l, 0, DISPLAY_MARK, 0)->mark;
    assert_in_range(2 * box->x + box->w, 2 * right_edge() - SIZE - 9, 2 * right_edge() - SIZE + 9);
    assert_in_range(2 * box->y + box->h, 2 * margin() + 3 * SIZE - 9, 2 * margin() + 3 * SIZE + 9);
    const display_ellipse *seal = &op_at(l, 0, DISPLAY_ELLIPSE, 0)->ellipse;
    assert_in_range(seal->cx, right_edge() - SIZE / 2 - 9, right_edge() - SIZE / 2 + 9);
}

static void
a_rule_stands_between_columns(void **state)
{
    const display *l = good_page(
        *state, "<block writing='vertical' height='30mm'><p>日</p><rule weight='thin'/><p>本</p></block>", "<d/>");
    const display_line *line = &op_at(l, 0, DISPLAY_LINE, 0)->line;
    assert_int_equal(line->x1, right_edge() - SIZE);
    assert_int_equal(line->x2, line->x1);
    assert_int_equal(line->y1, margin());
    assert_int_equal(line->y2, margin() + unit_from_um(30000));
}

/* ---- 縦中横 by hand ---- */

static void
what_a_span_combines_is_one_body(void **state)
{
    world *w = *state;
    const display *l =
        good_page(w, "<block writing='vertical'><p>第<span combine='yes'>A<value select='n'/></span>号</p></block>",
                  "<d><n>12</n></d>");
    const display_text *t = text_op(l, 0, "A12");
    assert_non_null(t);
    assert_true(t->condensed > 500 && t->condensed < 1000);
    good_page(w, "<p>第<span combine='yes'>A<value select='n'/></span>号</p>", "<d><n>12</n></d>");
    assert_string_equal(page_text(w, w->list, 0), "第|A|12|号");
}

static void
figures_in_kanji(void **state)
{
    world *w = *state;
    good_page(w, "<block writing='vertical'><p><value select='n' figures='kanji'/></p></block>",
              "<d><n>東町1-2-30</n></d>");
    assert_string_equal(page_text(w, w->list, 0), "東町|一|－|二|－|三〇");
}

static bool
is_kanji_figure(gunichar ch)
{
    return ch && g_utf8_strchr("〇一二三四五六七八九十", -1, ch) != NULL;
}

/* Whether a column ends in a number that the next one goes on with, or with what is counted. */
static bool
parts_number(const display *l, const char *counted)
{
    const display_text *before = NULL;
    for (guint i = 0; i < page_at(l, 0)->ops->len; i++) {
        const display_op *op = &g_array_index(page_at(l, 0)->ops, display_op, i);
        if (op->kind != DISPLAY_TEXT)
            continue;
        const display_text *t = &op->text;
        if (before && ABS(t->x - before->x) >= SIZE) {
            const gunichar last = g_utf8_get_char(g_utf8_prev_char(before->utf8 + strlen(before->utf8))),
                           first = g_utf8_get_char(t->utf8);
            if (is_kanji_figure(last) && (is_kanji_figure(first) || g_utf8_strchr(counted, -1, first)))
                return true;
        }
        before = t;
    }
    return false;
}

/* 一／二号棟 is another house. */
static void
no_column_parts_a_number_in_kanji(void **state)
{
    static const char *const figures[] = {"kanji", "kanji-ten"};
    world *w = *state;
    for (int room = 9; room < 30; room++) /* the longest is of eight characters */ {
        for (size_t i = 0; i < G_N_ELEMENTS(figures); i++) {
            const char *body = arena_printf(
                w->a, "<block writing='vertical' height='%dem'><p><value select='n' figures='%s'/></p></block>", room,
                figures[i]);
            const display *l =
                good_page(w, body, "<d><n>青葉野市東町5丁目16番地　東町団地12号棟1304号1-23-405</n></d>");
            if (parts_number(l, "丁番号"))
                fail_msg("%d characters a column: %s", room, page_text(w, l, 0));
        }
    }
}

static void
only_text_can_be_combined(void **state)
{
    world *w = *state;
    assert_null(display_line_of(w, "<block writing='vertical'><p><span combine='yes'><tick>A</tick></span></p></block>",
                                "<d/>"));
    check_codes(w, "compose-place");
}

/* ---- what does not fit is told ---- */

static void
too_many_columns_are_told(void **state)
{
    world *w = *state;
    static const char *const bodies[] = {
        "<block writing='vertical' width='20pt' height='2em'><p>日本語学</p></block>",
        "<block writing='vertical' width='20pt' height='2em'><p>日</p><p>本</p></block>",
        "<block writing='vertical' height='0.5em'><p>日</p></block>",
        "<table columns='2em'><row><cell pad='0mm'><block writing='vertical' size='fit' height='2em'>"
        "<p>日本語学文化</p></block></cell></row></table>",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
        assert_null(display_line_of(w, bodies[i], "<d/>"));
        check_codes(w, "compose-overfull");
        forget(w);
    }
    assert_null(display_line_of(w, "<block writing='vertical' width='200mm' height='20mm'><p>日</p></block>", "<d/>"));
    check_codes(w, "compose-widths");
    forget(w);
    if (!display_line_of(w,
                         "<table columns='2em'><row><cell pad='0mm' fit='shrink(6pt)'><block writing='vertical' "
                         "size='fit' height='3em'><p>日本語学文化</p></block></cell></row></table>",
                         "<d/>"))
        fail_msg("it does not shrink: %s", messages(w));
}

static void
a_cell_makes_room_for_its_columns(void **state)
{
    world *w = *state;
    static const char body[] =
        "<table columns='20pt'><row><cell pad='0mm' field='宛名' %s>"
        "<block writing='vertical' height='27pt'><p>日本語学校国</p></block></cell></row></table>";
    assert_null(display_line_of(w, arena_printf(w->a, body, "fit='refuse'"), "<d/>"));
    check_codes(w, "compose-no-fit");
    forget(w);
    const display *l = good_page(w, arena_printf(w->a, body, "fit='shrink(4pt)'"), "<d/>");
    check_has(w->text->str, "shrunk to");
    assert_true(text_op(l, 0, "日")->size < SIZE);
}

static void
a_block_taller_than_the_page_is_told(void **state)
{
    world *w = *state;
    assert_null(display_line_of(w, "<block writing='vertical' height='190mm'><p>日</p></block>", "<d/>"));
    check_codes(w, "compose-too-tall");
}

static void
tables_and_the_like_have_no_place_in_columns(void **state)
{
    world *w = *state;
    static const char *const inner[] = {"<table columns='*'><row><cell>日</cell></row></table>", "<cut-line/>",
                                        "<page-break/>", "<block writing='vertical'><p>日</p></block>"};
    for (size_t i = 0; i < G_N_ELEMENTS(inner); i++) {
        assert_null(display_line_of(w, arena_printf(w->a, "<block writing='vertical'>%s</block>", inner[i]), "<d/>"));
        check_codes(w, "compose-place");
        forget(w);
    }
    assert_null(display_line_of(w, "<block height='20mm'><p>日</p></block>", "<d/>")); /* it would mean nothing */
    check_has(codes(w), "form-xml-attribute");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(columns_go_from_right_to_left),
        TEST(any_character_may_stand_at_the_top_of_the_body),
        TEST(a_block_as_wide_as_its_columns_has_its_place),
        TEST(a_horizontal_block_can_stand_in_the_middle),
        TEST(blocks_within_are_inset_and_placed_down_the_line),
        TEST(latin_is_turned_and_figures_stand_together),
        TEST(the_first_run_tells_the_whole_line),
        TEST(a_blank_run_tells_nothing),
        TEST(horizontal_text_tells_itself),
        TEST(lines_beside_the_text_stand_on_its_right),
        TEST(a_circle_is_longer_down_the_line),
        TEST(marks_stand_upright_in_the_column),
        TEST(a_rule_stands_between_columns),
        TEST(what_a_span_combines_is_one_body),
        TEST(figures_in_kanji),
        TEST(no_column_parts_a_number_in_kanji),
        TEST(only_text_can_be_combined),
        TEST(too_many_columns_are_told),
        TEST(a_cell_makes_room_for_its_columns),
        TEST(a_block_taller_than_the_page_is_told),
        TEST(tables_and_the_like_have_no_place_in_columns),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
