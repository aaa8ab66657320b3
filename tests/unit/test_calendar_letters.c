#include "test_calendar_check.h"

/* Section 5.2, early (the 10th) and late (the 25th). */
static void
each_half_month_has_its_words(void **state)
{
    (void)state;
    static const char *const words[12][2] = {
        {"初春の候", "厳寒の候"}, {"立春の候", "余寒の候"}, {"早春の候", "春分の候"}, {"陽春の候", "春暖の候"},
        {"新緑の候", "薫風の候"}, {"初夏の候", "向夏の候"}, {"盛夏の候", "炎暑の候"}, {"残暑の候", "晩夏の候"},
        {"初秋の候", "秋涼の候"}, {"仲秋の候", "秋冷の候"}, {"晩秋の候", "向寒の候"}, {"初冬の候", "師走の候"},
    };
    for (int month = 1; month <= 12; month++) {
        assert_string_equal(season_greeting(DATE(2024, month, 10)), words[month - 1][0]);
        assert_string_equal(season_greeting(DATE(2024, month, 15)), words[month - 1][0]);
        assert_string_equal(season_greeting(DATE(2024, month, 25)), words[month - 1][1]);
        assert_string_equal(season_greeting(DATE(2024, month, days_in_month(2024, month))), words[month - 1][1]);
        if (month != 3)
            assert_string_equal(season_greeting(DATE(2024, month, 16)), words[month - 1][1]);
        if (month != 2 && month != 8)
            assert_string_equal(season_greeting(DATE(2024, month, 1)), words[month - 1][0]);
    }
}

static void
no_letter_greets_a_season_before_it_has_come(void **state)
{
    (void)state;
    assert_string_equal(season_greeting(DATE(2024, 8, 1)), "炎暑の候");
    assert_string_equal(season_greeting(DATE(2024, 8, 7)), "炎暑の候");
    assert_string_equal(season_greeting(DATE(2024, 8, 8)), "残暑の候");
    assert_string_equal(season_greeting(DATE(2025, 2, 3)), "厳寒の候");
    assert_string_equal(season_greeting(DATE(2025, 2, 4)), "立春の候");
    assert_string_equal(season_greeting(DATE(2025, 3, 16)), "早春の候");
    assert_string_equal(season_greeting(DATE(2025, 3, 20)), "早春の候");
    assert_string_equal(season_greeting(DATE(2025, 3, 21)), "春分の候");
}

static void
the_letter_of_the_guide_goes_out_in_the_fragrant_wind(void **state)
{
    (void)state;
    assert_string_equal(season_greeting(DATE(2025, 5, 23)), "薫風の候");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_half_month_has_its_words),
        cmocka_unit_test(no_letter_greets_a_season_before_it_has_come),
        cmocka_unit_test(the_letter_of_the_guide_goes_out_in_the_fragrant_wind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
