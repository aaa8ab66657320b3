#include "test_calendar_check.h"

static void
only_two_digits_a_colon_and_two_digits_are_a_time(void **state)
{
    (void)state;
    static const char *const bad[] = {"",         "9:05",
                                      "09:5",     "0905",
                                      "09:60",    "24:01",
                                      "25:00",    "99:99",
                                      "09:05 ",   " 09:05",
                                      "09-05",    "09:0x",
                                      "-1:00",    "+9:05",
                                      "09:05:00", "09：05",
                                      "午前9時",  "10:3O",
                                      "1 :30",    "：",
                                      "12345",    "99999999999999999999:00"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        int minutes = 77;
        if (time_parse(bad[i], &minutes))
            fail_msg("read as a time: \"%s\"", bad[i]);
        assert_int_equal(minutes, 77);
    }

    int minutes;
    assert_true(time_parse("09:05", &minutes));
    assert_int_equal(minutes, 545);
    assert_true(time_parse("00:00", &minutes));
    assert_int_equal(minutes, 0);
    assert_true(time_parse("23:59", &minutes));
    assert_int_equal(minutes, 1439);
    assert_true(time_parse("24:00", &minutes));
    assert_int_equal(minutes, 1440);
}

static void
times_are_written_in_figures_and_in_words(void **state)
{
    (void)state;
    SAYS("9:05", time_append, 545);
    SAYS("10:30", time_append, 630);
    SAYS("0:00", time_append, 0);
    SAYS("24:00", time_append, 1440);

    SAYS("午前9時5分", time_append_words, 545);
    SAYS("午前10時30分", time_append_words, 630);
    SAYS("午前10時", time_append_words, 600);
    SAYS("午前0時", time_append_words, 0);
    SAYS("午前11時59分", time_append_words, 719);
    SAYS("午後0時", time_append_words, 720);
    SAYS("午後0時1分", time_append_words, 721);
    SAYS("午後1時30分", time_append_words, 810);
    SAYS("午後11時59分", time_append_words, 1439);
    SAYS("午後12時", time_append_words, 1440);
}

static void
durations_have_two_digits_of_minutes(void **state)
{
    (void)state;
    SAYS("3時間00分", duration_append, 180);
    SAYS("1時間05分", duration_append, 65);
    SAYS("0時間30分", duration_append, 30);
    SAYS("0時間00分", duration_append, 0);
    SAYS("12時間45分", duration_append, 765);
    SAYS("-0時間30分", duration_append, -30);
}

/* G5 */
static void
time_classes_end_where_the_rule_says(void **state)
{
    (void)state;
    static const struct {
        int minutes, expected;
    } rule[] = {{-60, 0}, {0, 0},   {29, 0},  {30, 1},  {60, 1},  {90, 1},
                {91, 2},  {180, 2}, {181, 3}, {300, 3}, {301, 0}, {1440, 0}};
    static const int most[] = {90, 180, 300};
    for (size_t i = 0; i < G_N_ELEMENTS(rule); i++)
        if (time_class(rule[i].minutes, 30, most, 3) != rule[i].expected)
            fail_msg("%d minutes: class %d", rule[i].minutes, time_class(rule[i].minutes, 30, most, 3));
    assert_int_equal(time_class(300, 30, most, 2), 0);
    assert_int_equal(time_class(20, 15, most, 1), 1);
}

static void
shared_minutes_are_those_inside_both(void **state)
{
    (void)state;
    /* 10:30–13:30 in the class hours 8:35–15:25 of case 1 */
    assert_int_equal(minutes_shared(630, 810, 515, 925), 180);
    assert_int_equal(minutes_shared(515, 925, 630, 810), 180);
    /* 15:40–17:40 after them */
    assert_int_equal(minutes_shared(940, 1060, 515, 925), 0);
    assert_int_equal(minutes_shared(600, 660, 660, 720), 0); /* the end is not inside */
    assert_int_equal(minutes_shared(600, 661, 660, 720), 1);
    assert_int_equal(minutes_shared(600, 660, 600, 660), 60);
    assert_int_equal(minutes_shared(600, 660, 630, 700), 30);
    assert_int_equal(minutes_shared(600, 600, 0, 1440), 0);
    assert_int_equal(minutes_shared(660, 600, 0, 1440), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_two_digits_a_colon_and_two_digits_are_a_time),
        cmocka_unit_test(times_are_written_in_figures_and_in_words),
        cmocka_unit_test(durations_have_two_digits_of_minutes),
        cmocka_unit_test(time_classes_end_where_the_rule_says),
        cmocka_unit_test(shared_minutes_are_those_inside_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
