#include "test_calendar_check.h"

static void
assert_month(const char *text, date today, const char *expected)
{
    year_month ym;
    if (!year_month_parse_words(text, today, &ym))
        fail_msg("%s is no month", text);
    char *said = g_strdup_printf("%04d-%02d", ym.year, ym.month);
    assert_string_equal(said, expected);
    g_free(said);
}

static void
a_month_is_said_from_today(void **state)
{
    (void)state;
    const date end = DATE(2024, 3, 31), january = DATE(2025, 1, 15), december = DATE(2024, 12, 31);
    assert_month("previous", end, "2024-02");
    assert_month("current", end, "2024-03");
    assert_month("next", end, "2024-04");
    assert_month("previous", january, "2024-12");
    assert_month("next", december, "2025-01");
    assert_month("2023-07", end, "2023-07");
    year_month ym = {1, 1};
    static const char *const bad[] = {"", "Previous", "previous ", "next+1", "today", "2024-13", "last"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        assert_false(year_month_parse_words(bad[i], end, &ym));
    assert_false(year_month_parse_words("next", DATE(2099, 12, 1), &ym));
    assert_int_equal(ym.year, 1);
}

static void
assert_day(const char *text, date today, const char *expected)
{
    date d;
    if (!date_parse_words(text, today, &d))
        fail_msg("%s is no day", text);
    char *said = g_strdup_printf("%04d-%02d-%02d", d.year, d.month, d.day);
    assert_string_equal(said, expected);
    g_free(said);
}

static void
a_day_is_said_from_today(void **state)
{
    (void)state;
    const date leap = DATE(2024, 3, 31), january = DATE(2025, 1, 1);
    assert_day("today", leap, "2024-03-31");
    assert_day("today -31 days", leap, "2024-02-29");
    assert_day("today+1", leap, "2024-04-01");
    assert_day("today - 1 day", january, "2024-12-31");
    assert_day("month-begin", leap, "2024-03-01");
    assert_day("month-end", january, "2025-01-31");
    assert_day("month-end -3 days", january, "2025-01-28");
    assert_day("previous-month-end", leap, "2024-02-29");
    assert_day("previous-month-begin", january, "2024-12-01");
    assert_day("previous-month-end+10", leap, "2024-03-10");
    assert_day("next-month-begin", leap, "2024-04-01");
    assert_day("next-month-end", leap, "2024-04-30");
    assert_day("2024-02-29", january, "2024-02-29");
    date d = {1, 1, 1};
    static const char *const bad[] = {"",
                                      "Today",
                                      "today 3",
                                      "today +",
                                      "today + days",
                                      "today +1 week",
                                      "today +1 days x",
                                      "month-ends",
                                      "tomorrow",
                                      "today+ 100000",
                                      "2024-02-30",
                                      "today +99999",
                                      "today -99999",
                                      "month-end --1",
                                      "yesterday",
                                      "month-end +x",
                                      "today+1day+1day"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        if (date_parse_words(bad[i], leap, &d))
            fail_msg("%s is a day", bad[i]);
    assert_int_equal(d.year, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_month_is_said_from_today),
        cmocka_unit_test(a_day_is_said_from_today),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
