/* test_bind_boxes.c: マス目: how a text is cut into boxes, what is too long for them, how they stand on the page and
 * what their text tells. */
#include "bind_support.h"

#define OFFICE "<d no='1312345678' zip='1234567' kana='アイ　ガｺﾞぷ' few='12' none=''/>"

static void
a_text_is_cut_into_boxes(void **state)
{
    static const struct {
        const char *text, *whole, *split;
    } rows[] = {
        {"", "", ""},
        {"123", "1|2|3", "1|2|3"},
        {"ガギ", "ガ|ギ", "カ|゛|キ|゛"},
        {"ぱヴ", "ぱ|ヴ", "は|゜|ウ|゛"},
        {"ｶﾞﾊﾟ", "ｶﾞ|ﾊﾟ", "ｶ|ﾞ|ﾊ|ﾟ"},
        {"か\xE3\x82\x99あ", "か\xE3\x82\x99|あ", "か|゛|あ"},
        {"葛\xF3\xA0\x84\x80城", "葛\xF3\xA0\x84\x80|城", "葛\xF3\xA0\x84\x80|城"},
        {"ア　イ ウ", "ア|　|イ| |ウ", "ア|　|イ| |ウ"},
        {"é", "é", "é"},
        {"ー・", "ー|・", "ー|・"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        for (int split = 0; split < 2; split++) {
            text_box *boxes;
            const size_t count = text_boxes(w->a, rows[i].text, split, &boxes);
            GString *shown = g_string_new(NULL), *source = g_string_new(NULL);
            for (size_t k = 0; k < count; k++) {
                g_string_append_printf(shown, "%s%s", k ? "|" : "", boxes[k].shown);
                g_string_append_len(source, boxes[k].source, (gssize)boxes[k].length);
            }
            assert_string_equal(shown->str, split ? rows[i].split : rows[i].whole);
            assert_string_equal(source->str, rows[i].text);
            g_string_free(shown, TRUE);
            g_string_free(source, TRUE);
        }
}

static void
what_is_too_long_is_refused_with_both_numbers(void **state)
{
    static const struct {
        const char *attributes, *need, *has;
    } rows[] = {
        {"count='9' select='@no'", "10", "9"},
        {"count='9' select='@no' align='end'", "10", "9"},
        {"count='5' select='@kana'", "6", "5"},
        {"count='8' select='@kana' kana='split'", "9", "8"},
        {"count='1' select='@none' missing='なし'", "2", "1"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_null(bind_line(w, arena_printf(w->a, "<p><boxes %s/></p>", rows[i].attributes), OFFICE));
        if (strcmp(messages(w), "bind-boxes form.xml:4 data.xml:1") != 0)
            fail_msg("%s: %s", rows[i].attributes, messages(w));
        assert_string_equal(diag_at(w->d, 0)->args[1], rows[i].need);
        assert_string_equal(diag_at(w->d, 0)->args[2], rows[i].has);
        forget(w);
    }
    assert_null(bind_line(w, "<p><boxes count='5' select='@none'/></p>", OFFICE));
    assert_string_equal(messages(w), "bind-missing form.xml:4 data.xml:1");
}

static void
boxes_are_written_as_the_grammar_has_them(void **state)
{
    static const char *const bad[] = {"count='0'",
                                      "count='101'",
                                      "count='3' groups='2 2'",
                                      "count='3' groups='0 3'",
                                      "count='3' width='0mm'",
                                      "count='3' align='center'",
                                      "count='3' kana='join'",
                                      "select='@no'"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        assert_null(bind_line(w, arena_printf(w->a, "<p><boxes %s/></p>", bad[i]), OFFICE));
        if (!g_str_has_prefix(messages(w), "form-"))
            fail_msg("%s: %s", bad[i], messages(w));
        forget(w);
    }
}

/* Where the glyphs of each text stand, and what it tells. */
static const char *
texts_of(world *w, const display *l)
{
    GString *out = g_string_new(NULL);
    const display_page *p = g_ptr_array_index(l->pages, 0);
    for (guint i = 0; i < p->ops->len; i++) {
        const display_op *op = &g_array_index(p->ops, display_op, i);
        if (op->kind != DISPLAY_TEXT)
            continue;
        g_string_append_printf(out, "%s%s[", op->goes_on ? "+" : "", op->text.utf8);
        for (size_t k = 0; k < op->text.glyph_count; k++) /* in boxes of 10 mm from 20 mm on */
            g_string_append_printf(
                out, "%d", (int)((op->text.x + op->text.glyphs[k].x - unit_from_um(20000)) / unit_from_um(10000)));
        g_string_append(out, "]");
    }
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

static void
check_boxes(world *w, const char *attributes, const char *data, const char *expected)
{
    const display *l =
        display_line_of(w, arena_printf(w->a, "<p><boxes width='10mm' height='8mm' %s/></p>", attributes), data);
    if (!l)
        fail_msg("%s: %s", attributes, messages(w));
    assert_null(display_check(l, w->a));
    if (strcmp(texts_of(w, l), expected) != 0)
        fail_msg("%s: %s instead of %s", attributes, texts_of(w, l), expected);
}

static void
characters_stand_in_their_boxes_and_are_one_text(void **state)
{
    world *w = *state;
    check_boxes(w, "count='10' select='@no'", OFFICE, "1312345678[0123456789]");
    check_boxes(w, "count='4' select='@few'", OFFICE, "12[01]");
    check_boxes(w, "count='4' align='end' select='@few'", OFFICE, "12[23]");
    check_boxes(w, "count='7' groups='3 4' gap='10mm' select='@zip'", OFFICE, "1234567[0124567]");
    check_boxes(w, "count='7' groups='3' separator='-' gap='10mm' select='@zip'", OFFICE, "123[012]+-[3]+4567[4567]");
    check_boxes(w, "count='9' kana='split' select='@kana'", OFFICE, "アイ　ガｺﾞぷ[012345678]");
    check_boxes(w, "count='3'", OFFICE, "");
    check_boxes(w, "count='3' select='@none' missing=''", OFFICE, "");
    check_boxes(w, "count='3' select='12'", OFFICE, "12[01]");
}

static void
a_blank_form_has_empty_boxes(void **state)
{
    world *w = *state;
    check_boxes(w, "count='10' select='@no'", NULL, "");
    check_boxes(w, "count='3' select='12'", NULL, "12[01]");
    assert_int_equal(w->list->nodes->len, 2);
    check_boxes(w, "count='10' select='@no' name='番号'", NULL, "");
    const display_node *n = display_node_at(w->list, w->list->nodes->len);
    assert_int_equal(n->role, DISPLAY_FIGURE);
    assert_string_equal(n->alt, "記入欄（番号）");
}

/* Ten boxes of 4 mm are 40 mm wide, and in a box that is too small the type is smaller, but never too small to read. */
static void
boxes_need_their_room(void **state)
{
    static const struct {
        const char *body, *message;
    } rows[] = {
        {"<table columns='41mm'><row><cell pad='1mm 0mm'><boxes count='10' width='4mm' "
         "select='@no'/></cell></row></table>",
         ""},
        {"<table columns='39mm'><row><cell pad='1mm 0mm'><boxes count='10' width='4mm' "
         "select='@no'/></cell></row></table>",
         "compose-overfull form.xml:4 data.xml:1"},
        {"<p><boxes count='3' width='3mm' select='\"漢字\"'/></p>", ""},
        {"<p><boxes count='3' width='2mm' select='\"漢字\"'/></p>", "compose-widths form.xml:4"},
        {"<p><boxes count='3' height='2mm' select='\"漢字\"'/></p>", "compose-widths form.xml:4"},
        {"<block writing='vertical' height='50mm'><p><boxes count='3'/></p></block>", "compose-place form.xml:4"},
        {"<p><note><boxes count='3'/></note></p>", "compose-place form.xml:4"},
        {"<p><sup><boxes count='3'/></sup></p>", "compose-place form.xml:4"},
        {"<p><boxes count='3' select='\"&#xE000;\"'/></p>", "text-private form.xml:4 data.xml:1"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const bound *b = bind_line(w, rows[i].body, OFFICE);
        const composed *c = b ? compose_bound(w, b) : NULL;
        if ((c != NULL) != !*rows[i].message || strcmp(messages(w), rows[i].message) != 0)
            fail_msg("%s: %s", rows[i].body, messages(w));
        forget(w);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_text_is_cut_into_boxes),
        TEST(what_is_too_long_is_refused_with_both_numbers),
        TEST(boxes_are_written_as_the_grammar_has_them),
        TEST(characters_stand_in_their_boxes_and_are_one_text),
        TEST(a_blank_form_has_empty_boxes),
        TEST(boxes_need_their_room),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
