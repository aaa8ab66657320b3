/* test_emit.c: marks, lines to write on, watermark, bookmarks: what is drawn of a composition. */
#include "test_pipeline.h"

static const display *
good_line(world *w, const char *body, const char *data)
{
    const display *l = display_line_of(w, body, data);
    if (!l || diag_length(w->d))
        fail_msg("%s: %s", body, messages(w));
    return l;
}

/* ---- marks ---- */

static void
a_tick_is_a_box_and_two_strokes_with_its_text(void **state)
{
    world *w = *state;
    const display *l = good_line(w, "<p><tick test='true()'>有</tick><tick test='false()'>無</tick></p>", "<d/>");
    assert_int_equal(count_ops(l, 0, DISPLAY_MARK), 2);
    const display_mark *m = &op_at(l, 0, DISPLAY_MARK, 0)->mark;
    assert_string_equal(display_sign_text(m->sign), "☑");
    assert_string_equal(display_sign_text(op_at(l, 0, DISPLAY_MARK, 1)->mark.sign), "☐");
    assert_int_equal(m->w, m->h);
    assert_true(m->x > m->from && m->x + m->w < m->from + m->advance); /* in its em */
    display_point tick[3];
    unit width;
    display_tick_of(m, tick, &width);
    for (size_t i = 0; i < G_N_ELEMENTS(tick); i++) { /* the tick stays in its box */
        assert_true(tick[i].x > m->x && tick[i].x < m->x + m->w);
        assert_true(tick[i].y > m->y && tick[i].y < m->y + m->h);
    }
}

static void
a_circle_goes_round_the_words_that_are_chosen(void **state)
{
    world *w = *state;
    const display *l =
        good_line(w, "<p>あ<circle test='true()'>可</circle>・<circle test='false()'>否</circle></p>", "<d/>");
    assert_int_equal(count_ops(l, 0, DISPLAY_MARK), 1);
    const display_mark *m = &op_at(l, 0, DISPLAY_MARK, 0)->mark;
    const unit left = unit_from_um(20000), size = 9 * UNIT_PT;
    assert_int_equal(m->x + m->w / 2, left + size + size / 2); /* the second character of the line */
    assert_true(m->w > size && m->w < 2 * size);
    assert_int_equal(m->from + m->advance, left + size); /* it is read before it, and no gap is between them */
}

/* 第2希望 is one choice, whatever parts the form makes it of. */
static void
words_of_one_choice_have_one_circle(void **state)
{
    world *w = *state;
    const display *l =
        good_line(w, "<p><circle test='true()'>第<value select='n'/>希望</circle></p>", "<d><n>2</n></d>");
    assert_int_equal(count_ops(l, 0, DISPLAY_MARK), 1);
}

static void
two_choices_side_by_side_have_two_circles(void **state)
{
    world *w = *state;
    const display *l =
        good_line(w, "<p><circle test='true()'>一</circle><circle test='true()'>二</circle></p>", "<d/>");
    assert_int_equal(count_ops(l, 0, DISPLAY_MARK), 2);
}

static void
a_seal_is_light_and_round(void **state)
{
    world *w = *state;
    const display *l = good_line(w, "<p>青木<seal width='7mm'/></p>", "<d/>");
    const display_ellipse *e = &op_at(l, 0, DISPLAY_ELLIPSE, 0)->ellipse;
    assert_int_equal(e->rx, e->ry);
    assert_in_range(e->rx, unit_from_um(3000), unit_from_um(3500));
    assert_true(e->gray > 0);
    assert_int_equal(text_op(l, 0, "印")->gray, e->gray);
    check_has(w->text->str, "line h 7."); /* the line makes room for it */
}

static void
a_sign_line_is_a_rule_with_room_above(void **state)
{
    world *w = *state;
    const display *l = good_line(w, "<p>署名<sign width='60mm' height='12mm'/></p>", "<d/>");
    const display_line *r = &op_at(l, 0, DISPLAY_LINE, 0)->line;
    assert_int_equal(r->x2 - r->x1, unit_from_um(60000));
    assert_int_equal(r->y1, r->y2);
    assert_int_equal(r->y1, unit_from_um(20000) + unit_from_um(12000));
}

static void
blanks_are_lined_only_when_told(void **state)
{
    world *w = *state;
    assert_int_equal(count_ops(good_line(w, "<p>あ<blank width='20mm'/>い</p>", "<d/>"), 0, DISPLAY_LINE), 0);
    const display *l = good_line(w, "<p>あ<blank width='20mm' line='yes'/>い</p>", "<d/>");
    assert_int_equal(count_ops(l, 0, DISPLAY_LINE), 1);
    const display_line *r = &op_at(l, 0, DISPLAY_LINE, 0)->line;
    assert_int_equal(r->x2 - r->x1, unit_from_um(20000));
}

static void
underlined_words_have_a_rule_under_them(void **state)
{
    world *w = *state;
    const display *l = good_line(w, "<p>あ<span underline='yes'>いう</span>え</p>", "<d/>");
    const display_line *r = &op_at(l, 0, DISPLAY_LINE, 0)->line;
    assert_int_equal(r->x1, unit_from_um(20000) + 9 * UNIT_PT);
    assert_int_equal(r->x2 - r->x1, 18 * UNIT_PT);
    assert_true(r->y1 > text_op(l, 0, "いう")->y);
}

/* Of a rule across the em boxes of the ruby: how many of them it runs through. */
static size_t
rules_through_ruby(const display *l, bool vertical)
{
    const GArray *ops = page_at(l, 0)->ops;
    size_t through = 0;
    for (guint i = 0; i < ops->len; i++) {
        const display_op *rule = &g_array_index(ops, display_op, i);
        for (guint k = 0; rule->kind == DISPLAY_LINE && k < ops->len; k++) {
            const display_op *ruby = &g_array_index(ops, display_op, k);
            if (ruby->kind != DISPLAY_TEXT || !ruby->text.is_ruby)
                continue;
            const unit ascent = text_ascent(ruby->text.size), descent = ruby->text.size - ascent;
            const unit from = vertical ? ruby->text.x - descent : ruby->text.y - ascent;
            const unit at = vertical ? rule->line.x1 : rule->line.y1, half = rule->line.width / 2;
            through += at + half > from && at - half < from + ruby->text.size;
        }
    }
    return through;
}

/* The line before, its own line, the paragraph before, a blank to be written on; whatever the pitch. */
static void
no_underline_runs_through_ruby(void **state)
{
#define NAME "<ruby base='n' text='k' underline='yes'/>"
    static const char *const bodies[] = {"<block%s><p>" NAME "は" NAME "と" NAME "</p></block>",
                                         "<block%s><p>" NAME "<br/>" NAME "</p></block>",
                                         "<block%s><p>" NAME "</p><p>" NAME "</p></block>",
                                         "<block%s><p><blank width='9mm' line='yes'/></p><p>" NAME "</p></block>"};
    static const char *const pitches[] = {"10pt", "11pt", "14pt", "16pt", "20pt"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(bodies) * G_N_ELEMENTS(pitches) * 2; i++) {
        const bool vertical = i % 2;
        const char *pitch = pitches[i / 2 % G_N_ELEMENTS(pitches)];
        const char *body = bodies[i / 2 / G_N_ELEMENTS(pitches)];
        char **around = g_strsplit(body, "%s", 2);
        const char *whole = arena_printf(w->a, "%s%s%s", around[0],
                                         vertical ? " writing='vertical' height='15mm'" : " width='15mm'", around[1]);
        g_strfreev(around);
        const display *l = display_composed(
            w, compose_bound(w, bind_form(w, arena_printf(w->a, "<style name='base' size='10pt' pitch='%s'/>", pitch),
                                          whole, "<d><n>勅使河</n><k>てしがわ</k></d>")));
        if (!l || diag_length(w->d))
            fail_msg("%s: %s", whole, messages(w));
        assert_true(count_ops(l, 0, DISPLAY_LINE) >= 1);
        if (rules_through_ruby(l, vertical))
            fail_msg("pitch %s: %s", pitch, whole);
    }
#undef NAME
}

static void
a_cut_line_is_dashed_on_either_side_of_its_words(void **state)
{
    world *w = *state;
    const display *l = good_line(w, "<cut-line text='きりとり'/>", "<d/>");
    const display_line *a = &op_at(l, 0, DISPLAY_LINE, 0)->line, *b = &op_at(l, 0, DISPLAY_LINE, 1)->line;
    const display_text *t = text_op(l, 0, "きりとり");
    assert_int_equal(a->dash, DISPLAY_DASHED);
    assert_int_equal(a->x1, unit_from_um(20000));
    assert_int_equal(b->x2, unit_from_um(148000) - unit_from_um(20000));
    assert_true(a->x2 < t->x && b->x1 > t->x + 4 * t->size);
    l = good_line(w, "<cut-line text='きりとり＆'/>", "<d/>"); /* words, and no expression */
    assert_non_null(text_op(l, 0, "きりとり＆"));
    l = good_line(w, "<cut-line/>", "<d/>");
    assert_true(count_ops(l, 0, DISPLAY_LINE) >= 1);
    assert_int_equal(count_ops(l, 0, DISPLAY_TEXT), 0);
}

static void
furigana_is_half_as_large_and_above(void **state)
{
    world *w = *state;
    const display *l = good_line(w, "<p>前</p><p><ruby base='b' text='r'/></p>", "<d><b>相原</b><r>あいはら</r></d>");
    const display_text *base = text_op(l, 0, "相原"), *ruby = text_op(l, 0, "あいはら");
    assert_true(ruby->is_ruby && !base->is_ruby);
    assert_int_equal(ruby->size, base->size / 2);
    assert_true(ruby->y < base->y - base->size / 2);
    assert_true(ruby->y - ruby->size > text_op(l, 0, "前")->y); /* the line above is not touched */
}

/* ---- the document ---- */

static void
bookmarks_stand_under_the_title(void **state)
{
    static const struct {
        const char *title;
        int level;
        size_t page;
    } expected[] = {{"bookmarks", 0, 0}, {"第一", 1, 0}, {"第二", 1, 1}, {"第三", 1, 1}};
    world *w = *state;
    const display *l = display_form(w, "bookmarks");
    assert_non_null(l);
    assert_int_equal(l->bookmarks->len, G_N_ELEMENTS(expected));
    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
        const display_bookmark *b = &g_array_index(l->bookmarks, display_bookmark, i);
        assert_string_equal(b->title, expected[i].title);
        assert_int_equal(b->level, expected[i].level);
        assert_int_equal(b->page, expected[i].page);
    }
}

static void
a_watermark_is_outlined_under_the_text_when_its_test_holds(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "heads-and-feet");
    assert_null(text_op(l, 0, "案"));
    l = display_composed(w, compose_bound(w, bind_files(w, "tests/forms/heads-and-feet/form.xml",
                                                        own_file(w, "data.xml", "<d><w/></d>"))));
    for (size_t page = 0; page < 3; page++) {
        const display_op *first = &g_array_index(page_at(l, page)->ops, display_op, 0);
        assert_int_equal(first->kind, DISPLAY_TEXT);
        assert_string_equal(first->text.utf8, "案");
        assert_int_equal(first->text.ink, DISPLAY_OUTLINE);
        assert_true(first->text.gray > 100);
    }
}

/* A watermark that is too long for the page is not cut off. */
static void
every_character_of_a_watermark_is_there(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "wide-watermark");
    if (!l || diag_length(w->d))
        return; /* refused: not silent */
    GString *all = g_string_new(NULL);
    const display_op *op;
    for (size_t i = 0; (op = op_at(l, 0, DISPLAY_TEXT, i)); i++)
        if (op->text.ink == DISPLAY_OUTLINE)
            g_string_append(all, op->text.utf8);
    const char *copy = arena_strdup(w->a, all->str);
    g_string_free(all, TRUE);
    assert_string_equal(copy, "見本（複写・転載を禁ず）");
}

static void
pages_carry_their_labels_and_the_document_its_title(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "heads-and-feet");
    assert_string_equal(page_at(l, 0)->label, "1");
    assert_string_equal(page_at(l, 2)->label, "3");
    assert_string_equal(l->title, "heads-and-feet");
    assert_string_equal(l->form_name, "heads-and-feet");
    assert_string_equal(l->language, "ja");
    assert_false(l->has_date);
    assert_int_equal(page_at(l, 0)->width, unit_from_um(148000));
}

static void
what_leaves_the_paper_is_an_error(void **state)
{
    world *w = *state;
    const char *path = own_file(w, "form.xml",
                                "<form name='t' title='t' data='any'><page size='A5' margin='0mm'/>"
                                "<body><p><circle test='true()'>可</circle></p></body></form>");
    const composed *c = compose_bound(w, bind_files(w, path, own_file(w, "data.xml", "<d/>")));
    w->list = emit_document(w->a, c, NULL);
    assert_string_equal(display_check(w->list, w->a), "page 1 op 1: outside its page");
}

/* What is drawn for the body moved onto the foot, or onto the head, is found. */
static void
pages_know_where_head_body_and_foot_stand(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "heads-and-feet");
    const unit moves[] = {0, unit_from_um(100000), -unit_from_um(4000)};
    for (guint i = 0; i < l->pages->len; i++) {
        const display_page *p = page_at(l, i);
        assert_true(p->head.end > p->head.first && p->body.end > p->body.first && p->foot.end > p->foot.first);
        assert_int_equal(p->foot.end, p->ops->len);
        display_op *op = &g_array_index(p->ops, display_op, p->body.first);
        const unit y = op->text.y;
        for (size_t k = 0; k < G_N_ELEMENTS(moves); k++) {
            op->text.y = y + moves[k];
            const char *fault = display_check(l, w->a);
            assert_true((fault != NULL) == (k > 0));
        }
        op->text.y = y;
    }
}

/* Whatever the form: head, body and foot stay within the margins, and nothing is printed over the edge. */
static void
all_text_stands_within_the_margins(void **state)
{
    world *w = *state;
    GDir *dir = g_dir_open("tests/forms", 0, NULL);
    int composed_forms = 0;
    for (const char *name; (name = g_dir_read_name(dir)); forget(w)) {
        const display *l = display_form(w, name);
        if (!l)
            continue;
        const unit margin = unit_from_um(20000), right = page_at(l, 0)->width - margin;
        const unit bottom = page_at(l, 0)->height - unit_from_um(90000);
        const display_op *op;
        composed_forms++;
        for (guint page = 0; page < l->pages->len; page++)
            for (size_t i = 0; (op = op_at(l, page, DISPLAY_TEXT, i)); i++) {
                const display_text *t = &op->text;
                if (t->ink != DISPLAY_OUTLINE && (t->x < margin || t->x >= right || t->y < margin || t->y > bottom))
                    fail_msg("%s: page %u: text at %d,%d", name, page + 1, (int)t->x, (int)t->y);
            }
    }
    g_dir_close(dir);
    assert_true(composed_forms > 15);
}

static void
text_remembers_both_its_places(void **state)
{
    world *w = *state;
    const display *l = good_line(w, "<p>担当\n<value select='n'/></p>", "<d>\n<n>青木</n></d>");
    const display_op *op;
    for (size_t i = 0; (op = op_at(l, 0, DISPLAY_TEXT, i)); i++) {
        const bool value = strstr(op->text.utf8, "青木") != NULL;
        assert_int_equal(op->origin->form.line, value ? 5 : 4);
        assert_int_equal(op->origin->data.line, value ? 2 : 0);
    }
}

/* ---- 割注 ---- */

static void
a_note_stands_in_two_lines_in_brackets(void **state)
{
    world *w = *state;
    const display *l = good_line(w, "<p>日<note>語学<value select='n'/></note>本</p>", "<d><n>校国</n></d>");
    assert_string_equal(page_text(w, l, 0), "日|（|語学|校国|）|本");
    const display_text *upper = text_op(l, 0, "語学"), *lower = text_op(l, 0, "校国"), *around = text_op(l, 0, "本");
    assert_int_equal(upper->x, lower->x);
    assert_int_equal(upper->size, around->size / 2);
    assert_int_equal(lower->y - upper->y, upper->size);
}

static void
an_empty_note_is_nothing(void **state)
{
    world *w = *state;
    good_line(w, "<p>日<note><value select='n' missing=''/></note>本</p>", "<d/>");
    assert_string_equal(page_text(w, w->list, 0), "日|本");
}

static void
a_note_holds_text_alone(void **state)
{
    world *w = *state;
    static const char *const inner[] = {"<tick>語</tick>", "<ruby base='n' text='n'/>", "<sup>2</sup>", "<seal/>",
                                        "<circle test='true()'>語</circle>"};
    for (size_t i = 0; i < G_N_ELEMENTS(inner); i++) {
        assert_null(display_line_of(w, arena_printf(w->a, "<p>日<note>%s</note></p>", inner[i]), "<d><n>語</n></d>"));
        check_codes(w, "compose-place");
        forget(w);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_tick_is_a_box_and_two_strokes_with_its_text),
        TEST(a_circle_goes_round_the_words_that_are_chosen),
        TEST(words_of_one_choice_have_one_circle),
        TEST(two_choices_side_by_side_have_two_circles),
        TEST(a_seal_is_light_and_round),
        TEST(a_sign_line_is_a_rule_with_room_above),
        TEST(blanks_are_lined_only_when_told),
        TEST(underlined_words_have_a_rule_under_them),
        TEST(no_underline_runs_through_ruby),
        TEST(a_cut_line_is_dashed_on_either_side_of_its_words),
        TEST(furigana_is_half_as_large_and_above),
        TEST(bookmarks_stand_under_the_title),
        TEST(a_watermark_is_outlined_under_the_text_when_its_test_holds),
        TEST(every_character_of_a_watermark_is_there),
        TEST(pages_carry_their_labels_and_the_document_its_title),
        TEST(what_leaves_the_paper_is_an_error),
        TEST(pages_know_where_head_body_and_foot_stand),
        TEST(all_text_stands_within_the_margins),
        TEST(text_remembers_both_its_places),
        TEST(a_note_stands_in_two_lines_in_brackets),
        TEST(an_empty_note_is_nothing),
        TEST(a_note_holds_text_alone),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
