/* test_bind_blank.c: a form without data, to be filled in by hand. */
#include "bind_support.h"

static void
check_blank(world *w, const char *body, const char *expected)
{
    check_text(w, body, NULL, expected);
}

static void
a_blank_form_needs_no_data(void **state)
{
    world *w = *state;
    check_blank(w, "<p>氏名<value select='$nobody/name' blank-width='30mm'/>様</p>", "氏名_様");
    check_blank(w, "<p>［<value select='x'/>］</p>", "［］");
    check_blank(w, "<p><value select='x' as='era-date'/></p>", "令和　　年　　月　　日");
    check_blank(w, "<p><value select='x' as='era-date' blank-text='年月日'/></p>", "年月日");
    check_blank(w, "<p><ruby base='x' text='y' blank-width='20mm'/></p>", "_");
    check_blank(w, "<p><tick test='true()'>有</tick><circle test='true()'>無</circle></p>", "[ ]有無");
    check_blank(w, "<fail message='だめ'/><p>あ</p>", "あ");
}

/* With data and without. */
static void
check_both(world *w, const char *body, const char *expected)
{
    check_text(w, body, NULL, expected);
    check_text(w, body, STAFF, expected);
}

/* A code whose content data would give is room alone; what is the form's own stands in it. */
static void
codes_are_room_for_what_the_hand_fills(void **state)
{
    world *w = *state;
    check_blank(w, "<p>a<code kind='qr' width='20mm' select='x'/>b</p>", "a<>b");
    check_blank(w, "<p><code kind='qr' width='20mm'>No <value select='x' blank-text='空'/>-<page-number/></code></p>",
                "<>");
    check_blank(w, "<p><code kind='qr' width='20mm' select='x' as='era-date'/></p>", "<>");
    check_blank(w, "<p><code kind='qr' width='20mm' select=\"concat('F-', 2 + 1)\"/></p>", "<F-3>");
    check_both(w, "<p><code kind='nw-7' width='40mm' height='8mm'> 12<page-number/> </code></p>", "<12>");
    check_both(w, "<p><code kind='qr' width='20mm' select=\"''\" missing=''/></p>", "<>");
}

static void
words_round_a_date_to_be_written_are_the_same_in_every_form(void **state)
{
    world *w = *state;
    check_both(w, "<p>交付日　<blank as='era-date'/>　署名</p>", "交付日　令和　　年　　月　　日　署名");
    check_both(w, "<p><blank as='era'/>　　　年</p>", "令和　　　年");
    check_both(w, "<p><blank as='time'/><blank as='duration'/></p>", "　　：　　　　時間　　分");
    check_both(w, "<p>\n<blank as='era-year'/>\n</p>", "令和　　年");
    check_blank(w, "<p><value select='x' blank-as='date-range'/></p>",
                "令和　　年　　月　　日～令和　　年　　月　　日");
    check_blank(w, "<p><value select='x' as='era-month' blank-as='era-year'/></p>", "令和　　年");
    check_text(w, "<p><value select='n[1]' blank-as='era-year'/></p>", STAFF, "青木");
}

/* With and without data: of data that no grammar knows nothing stays. */
static void
what_is_not_known_may_be_said_in_another_way(void **state)
{
    world *w = *state;
    check_blank(w, "<p><value select='x' as='era-month' blank-select=\"'2026-07'\"/></p>", "令和8年7月");
    check_blank(w, "<p><value select='x' as='era-month' blank-select='$month'/></p>", "令和　　年　　月");
    check_blank(w, "<p><value select='x' blank-select='y' blank-text='空'/></p>", "空");
    check_text(w, "<p><value select='n[1]' blank-select=\"'乙'\"/></p>", STAFF, "青木");
    check_blank(w, "<if test='true()' blank='case'><p>甲</p></if><p>乙</p>", "乙");
    check_text(w, "<if test='n' blank='case'><p>甲</p></if>", STAFF, "甲");
}

/* So that nothing is set differently, or breaks, where a text goes on. */
static void
a_blank_in_words_is_one_text_with_what_is_around_it(void **state)
{
    world *w = *state;
    const bound *b = bind_line(w, "<p>前<blank as='era-year'/>後<br/><blank as='era'/></p>", STAFF);
    assert_int_equal(b->body->inline_count, 3);
    assert_string_equal(b->body->inlines[0].text, "前令和　　年後");
    assert_string_equal(b->body->inlines[2].text, "令和");
    assert_int_equal(b->body->inlines[0].origin->form.line, 4);
}

/* Told as the form's fault, in every mode, since the grammar knows the words. */
static void
a_blank_is_a_width_or_words_that_exist(void **state)
{
    static const char *const wrong[] = {
        "<p><blank/></p>",
        "<p><blank as='holiday'/></p>",
        "<p><blank as='era' width='2mm'/></p>",
        "<p><value select='x' blank-as='nonsense'/></p>",
        "<p><value select='x' blank-as='era' blank-text='年'/></p>",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        forget(w);
        assert_null(bind_line(w, wrong[i], STAFF));
        assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
    }
}

/* The day of the paper: the one asked for, else that of the document, else unknown and the newest era. */
static void
a_blank_has_the_era_of_the_paper(void **state)
{
    static const char body[] = "<p><blank as='era-year'/></p>", dated[] = "<d on='2019-04-30'/>";
    world *w = *state;
    assert_string_equal(body_text(w, bind_form(w, "<info date='@on'/>", body, dated)), "平成　　年");
    w->options.as_of = "2019-05-01";
    assert_string_equal(body_text(w, bind_form(w, "<info date='@on'/>", body, dated)), "令和　　年");
    w->options.as_of = "2019-04-30";
    check_both(w, body, "平成　　年");
}

/* What is the same whatever the data is stands on the blank form as on one with data. */
static void
what_is_not_of_the_data_is_printed(void **state)
{
    static const struct {
        const char *body, *expected;
    } rows[] = {
        {"<p><value select=\"'四'\"/></p>", "四"},
        {"<p><value select='3'/></p>", "3"},
        {"<p><value select='-3.5'/></p>", "-3.5"},
        {"<p><value select='2 * (3 + 4) div 2 mod 5'/></p>", "2"},
        {"<p><value select=\"concat('第', 1 + 1, '条')\"/></p>", "第2条"},
        {"<p><value select='1 &lt; 2 and not(false())'/></p>", "true"},
        {"<p><value select='circled(5)'/></p>", "⑤"},
        {"<p><value select=\"age('2013-04-01', '2024-04-22')\"/></p>", "11"},
        {"<p><value select=\"'2024-04-01'\" as='era-date'/></p>", "令和6年4月1日"},
        {"<p><value select='12' figures='kanji-ten'/></p>", "十二"},
        {"<p><value select='$form-title'/></p>", "試験"},
        {"<p><value select=\"''\" missing='—'/></p>", "—"},
        {"<p><ruby base=\"'東京'\" text=\"'とうきょう'\"/></p>", "{東京/とうきょう}"},
        {"<p><value select='position()'/>/<value select='last()'/></p>", "1/1"},
        {"<block><let name='k' select=\"'依頼'\"/><p><value select='$k'/></p></block>", "依頼"},
        {"<block><let name='k' select='1'/><p><value select='$k + 1'/></p></block>", "2"},
        {"<block><let name='k' select='2'/><let name='l' select='$k * $k'/><p><value "
         "select='circled($l)'/></p></block>",
         "④"},
        {"<block><let name='k' select='1'/><let name='k' select='$k + 1'/><p><value select='$k'/></p></block>", "2"},
        {"<block><let name='k' select=\"concat('a', 'b')\"/><p>（<value select='$k'/>）</p></block>", "（ab）"},
        {"<block><let name='k' select=\"'依頼'\"/><p><value select='$k' blank-text='　'/></p></block>", "依頼"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        check_both(w, rows[i].body, rows[i].expected);
    assert_string_equal(body_text(w, bind_form(w, "<part name='h'><value select='$d'/>日</part>",
                                               "<p><call part='h'><let name='d' select='1'/></call></p>", "<d/>")),
                        "1日");
}

static void
what_is_of_the_data_stays_for_handwriting(void **state)
{
    static const char *const selects[] = {"x",
                                          ".",
                                          "@x",
                                          "count(x)",
                                          "string()",
                                          "concat(x)",
                                          "1 + x",
                                          "$case",
                                          "$subject/x",
                                          "$as-of",
                                          "$month",
                                          "name()",
                                          "ref('a')",
                                          "holiday(x)",
                                          "era-date(x)",
                                          "sum(x) * 2",
                                          "(x)[1]",
                                          "x | y",
                                          "not(x)",
                                          "$none",
                                          "latest(x)",
                                          "string(.)",
                                          "'a' = x",
                                          "age(x, '2024-01-01')",
                                          "position() + count(x)",
                                          "holiday('2024-01-01')"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(selects); i++) {
        const char *body = "<p>（<value select=\"%s\"/>）</p><block><let name='k' select=\"%s\"/>"
                           "<p>（<value select='$k'/>）（<value select='concat($k, 1)'/>）</p></block>";
        check_blank(w, arena_printf(w->a, body, selects[i], selects[i]), "（）/（）（）");
    }
}

/* A let hides the one around it, though it holds nothing. */
static void
a_let_that_would_hold_data_hides_what_does_not(void **state)
{
    check_blank(
        *state,
        "<block><let name='k' select='1'/><block><let name='k' select='x'/><p>（<value select='$k'/>）</p></block>"
        "<p><value select='$k'/></p></block>",
        "（）/1");
}

static void
a_row_to_be_written_by_hand_may_leave_its_number(void **state)
{
    check_blank(*state, "<p><value select='position()' blank-text='（　）'/></p>", "（　）");
    check_blank(*state, "<p><value select='3' blank-width='9mm'/></p>", "_");
}

static void
what_a_form_says_wrong_is_told_without_data(void **state)
{
    world *w = *state;
    assert_null(bind_line(w, "<p><value select='circled(50)'/></p>", NULL));
    assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
}

static void
a_blank_form_has_the_branches_and_rounds_it_is_told(void **state)
{
    world *w = *state;
    check_blank(w, "<p><if test='x'>一</if><if test='x' blank='no'>二</if></p>", "一");
    check_blank(w,
                "<p><choose><when test='x' blank='no'>一</when><when test='y'>二</when>"
                "<otherwise>三</otherwise></choose></p>",
                "二");
    check_blank(w, "<p><choose><when test='x' blank='no'>一</when><otherwise>三</otherwise></choose></p>", "三");
    check_blank(w, "<p><for-each select='x'>行</for-each></p>", "行");
    check_blank(w, "<p><for-each select='x' blank-count='3'>行</for-each></p>", "行行行");
    check_blank(w, "<p><for-each select='x' blank-count='3' join='、'>行<value select='position()'/></for-each></p>",
                "行1、行2、行3");
    check_blank(w,
                "<p><for-each select='x' blank-count='2'><value select='position()'/>:<for-each select='y' "
                "blank-count='2'><value select='position()'/></for-each> </for-each></p>",
                "1:12 2:12 ");
    check_blank(w, "<p>［<for-each select='x' blank-count='0'>行</for-each>］</p>", "［］");
}

static void
a_blank_form_has_taller_rows(void **state)
{
    world *w = *state;
    const char *body = "<table columns='*'><row min-height='5mm' blank-height='20mm'><cell/></row></table>";
    assert_int_equal(bind_line(w, body, NULL)->body->first->min_height, unit_from_um(20000));
    assert_int_equal(bind_line(w, body, STAFF)->body->first->min_height, unit_from_um(5000));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_blank_form_needs_no_data),
        TEST(what_is_not_known_may_be_said_in_another_way),
        TEST(codes_are_room_for_what_the_hand_fills),
        TEST(words_round_a_date_to_be_written_are_the_same_in_every_form),
        TEST(a_blank_in_words_is_one_text_with_what_is_around_it),
        TEST(a_blank_is_a_width_or_words_that_exist),
        TEST(a_blank_has_the_era_of_the_paper),
        TEST(what_is_not_of_the_data_is_printed),
        TEST(what_is_of_the_data_stays_for_handwriting),
        TEST(a_let_that_would_hold_data_hides_what_does_not),
        TEST(a_row_to_be_written_by_hand_may_leave_its_number),
        TEST(what_a_form_says_wrong_is_told_without_data),
        TEST(a_blank_form_has_the_branches_and_rounds_it_is_told),
        TEST(a_blank_form_has_taller_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
