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
        TEST(a_blank_form_knows_its_own_words),
        TEST(a_blank_form_has_the_branches_and_rounds_it_is_told),
        TEST(a_blank_form_has_taller_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
