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

static void
a_blank_form_knows_its_own_words(void **state)
{
    world *w = *state;
    check_blank(w, "<block><let name='k' select=\"'依頼'\"/><p>（<value select='$k'/>）</p></block>", "（依頼）");
    check_blank(w, "<block><let name='k' select='x'/><p>（<value select='$k'/>）</p></block>", "（）");
    check_blank(w, "<block><let name='k' select=\"concat('a', 'b')\"/><p>（<value select='$k'/>）</p></block>", "（）");
    check_blank(w, "<p>（<value select='$as-of'/>）</p>", "（）");
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
        TEST(words_round_a_date_to_be_written_are_the_same_in_every_form),
        TEST(a_blank_in_words_is_one_text_with_what_is_around_it),
        TEST(a_blank_is_a_width_or_words_that_exist),
        TEST(a_blank_has_the_era_of_the_paper),
        TEST(a_blank_form_knows_its_own_words),
        TEST(a_blank_form_has_the_branches_and_rounds_it_is_told),
        TEST(a_blank_form_has_taller_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
