/* In a workbook, too, one event is typed once: a row names the meeting, and leaves empty what the meeting says. */
#include "intake_support.h"

#define SHEET "計画作成にあたっての学校等との連携"

static void
a_row_names_its_meeting(void **state)
{
    world *w = *state;
    fresh(w, "計画");
    put(w, SHEET, FIRST + 1, SHEET, "会議", BOOK_TEXT, "meeting-2");
    put(w, SHEET, FIRST + 1, SHEET, "連携の日", BOOK_TEXT, LAYOUT_REMOVED);
    put(w, SHEET, FIRST + 1, SHEET, "連携の方法", BOOK_TEXT, LAYOUT_REMOVED);
    assert_true(take(w, true));
    told(w, "");
    check_file(w, CASE, "<school-participation id=\"participation-2\" partner=\"wakabadai\" meeting=\"meeting-2\">",
               NULL);
    assert_true(take(w, false)); /* it says what the case says now */
    assert_int_equal(w->changed, 0);
}

static void
what_the_two_say_differently_is_told(void **state)
{
    world *w = *state;
    fresh(w, "計画");
    put(w, SHEET, FIRST, SHEET, "会議", BOOK_TEXT, "meeting-1");
    assert_false(take(w, true));
    /* at the day and the means, which the clerk is to take away if it is that meeting */
    told(w, "casefile-meeting-differs " SHEET "!D6\ncasefile-meeting-differs " SHEET "!F6");
    check_file(w, CASE, "date=\"2024-01-18\" partner", "meeting=");
}

/* Without a meeting the day is wanted, as ever. */
static void
a_row_without_a_meeting_has_a_day(void **state)
{
    world *w = *state;
    fresh(w, "計画");
    put(w, SHEET, FIRST, SHEET, "連携の日", BOOK_TEXT, LAYOUT_REMOVED);
    assert_false(take(w, true));
    assert_int_equal(diag_length(w->d), 1);
    assert_string_equal(diag_name(diag_at(w->d, 0)->code), "xml-attribute-missing");
    check_file(w, CASE, "date=\"2024-01-18\" partner", NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_row_names_its_meeting, open_world, close_world),
        cmocka_unit_test_setup_teardown(what_the_two_say_differently_is_told, open_world, close_world),
        cmocka_unit_test_setup_teardown(a_row_without_a_meeting_has_a_day, open_world, close_world),
    };
    return cmocka_run_group_tests_name("intake_meeting", tests, NULL, NULL);
}
