#include "test_calendar_check.h"

#define FIRST_DAY DATE(1873, 1, 1)
#define LAST_DAY DATE(2099, 12, 31)

static void
assert_date(date d, int year, int month, int day)
{
    assert_int_equal(d.year, year);
    assert_int_equal(d.month, month);
    assert_int_equal(d.day, day);
}

static void
the_range_ends_where_the_header_says(void **state)
{
    (void)state;
    assert_true(date_valid(FIRST_DAY));
    assert_true(date_valid(LAST_DAY));
    assert_false(date_valid(DATE(1872, 12, 31)));
    assert_false(date_valid(DATE(2100, 1, 1)));
    assert_false(date_valid(DATE(0, 0, 0)));
    assert_false(date_valid(DATE(2024, 0, 1)));
    assert_false(date_valid(DATE(2024, 13, 1)));
    assert_false(date_valid(DATE(2024, -1, 1)));
    assert_false(date_valid(DATE(2024, 1, 0)));
    assert_false(date_valid(DATE(2024, 1, -1)));
}

static void
months_have_their_days(void **state)
{
    (void)state;
    assert_int_equal(days_in_month(2024, 1), 31);
    assert_int_equal(days_in_month(2024, 4), 30);
    assert_int_equal(days_in_month(2024, 2), 29);
    assert_int_equal(days_in_month(2023, 2), 28);
    assert_int_equal(days_in_month(2000, 2), 29);
    assert_int_equal(days_in_month(1900, 2), 28);
    assert_int_equal(days_in_month(2024, 0), 0);
    assert_int_equal(days_in_month(2024, 13), 0);
}

static void
only_whole_iso_dates_are_read(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "2024",
        "2024-04",
        "2023-02-29",
        "2024-4-1",
        "2024-04-1",
        "2024-4-01",
        "2024-04-31",
        "2024-02-30",
        "2024-00-10",
        "2024-13-01",
        "2024-04-00",
        "2024-04-32",
        "1900-02-29",
        "1872-12-31",
        "2100-01-01",
        "0000-00-00",
        "9999-12-31",
        "2024/04/22",
        "20240422",
        "2024-04-22 ",
        " 2024-04-22",
        "+024-04-22",
        "-024-04-22",
        "2024--4-22",
        "2024-04-2x",
        "2024-04-22T00:00:00",
        "20244-04-22",
        "99999999999999999999-01-01",
        "2024-99999999999-01",
        "2024-04-99999999999999999999",
        "２０２４-04-22",
        "R6.4.22",
        "令和6年4月22日",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        date d = {1, 2, 3};
        if (date_parse(bad[i], &d))
            fail_msg("read as a date: \"%s\"", bad[i]);
        assert_date(d, 1, 2, 3);
    }

    date d;
    assert_true(date_parse("2024-04-22", &d));
    assert_date(d, 2024, 4, 22);
    assert_true(date_parse("2024-02-29", &d));
    assert_date(d, 2024, 2, 29);
    assert_true(date_parse("1873-01-01", &d));
    assert_date(d, 1873, 1, 1);
    assert_true(date_parse("2099-12-31", &d));
    assert_date(d, 2099, 12, 31);
}

static void
only_whole_iso_months_are_read(void **state)
{
    (void)state;
    static const char *const bad[] = {"",        "2024",     "2024-4",  "2024-00",    "2024-13", "2024-04-",
                                      "1872-12", "2100-01",  "2024/04", "2024-04-22", "202-404", "2024-0x",
                                      "202404",  " 2024-04", "2024- 4", "+024-04",    "２-04"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        year_month ym = {1, 2};
        if (year_month_parse(bad[i], &ym))
            fail_msg("read as a month: \"%s\"", bad[i]);
        assert_int_equal(ym.year, 1);
        assert_int_equal(ym.month, 2);
    }

    year_month ym;
    assert_true(year_month_parse("2024-04", &ym));
    assert_int_equal(ym.year, 2024);
    assert_int_equal(ym.month, 4);
    assert_true(year_month_parse("1873-01", &ym));
    assert_true(year_month_parse("2099-12", &ym));
    assert_int_equal(ym.month, 12);
}

static void
serials_count_from_1970(void **state)
{
    (void)state;
    assert_int_equal(date_serial(DATE(1970, 1, 1)), 0);
    assert_int_equal(date_serial(DATE(1969, 12, 31)), -1);
    assert_int_equal(date_serial(DATE(2000, 3, 1)), 11017);
    assert_int_equal(date_serial(DATE(2024, 4, 22)), 19835);
    assert_int_equal(date_serial(FIRST_DAY), -35428);
    assert_int_equal(date_serial(LAST_DAY), 47481);
}

/* Walks the calendar day by day beside the serials: each date one further, each weekday the next. */
static void
every_day_of_the_range_comes_back(void **state)
{
    (void)state;
    date d = FIRST_DAY;
    long serial = date_serial(d);
    int weekday = 3; /* 1873-01-01 was a Wednesday */
    int days = 0;

    for (; date_compare(d, LAST_DAY) <= 0; days++) {
        if (date_serial(d) != serial + days || date_weekday(d) != (weekday + days) % 7 ||
            date_compare(date_from_serial(serial + days), d) != 0)
            fail_msg("%04d-%02d-%02d does not come back", d.year, d.month, d.day);
        if (d.day < days_in_month(d.year, d.month))
            d.day++;
        else
            d = d.month < 12 ? DATE(d.year, d.month + 1, 1) : DATE(d.year + 1, 1, 1);
    }
    assert_int_equal(days, 82910);
}

static void
counting_goes_on_outside_the_range(void **state)
{
    (void)state;
    assert_date(date_from_serial(date_serial(DATE(2100, 2, 28)) + 1), 2100, 3, 1);
    assert_date(date_from_serial(date_serial(DATE(1600, 3, 1)) - 1), 1600, 2, 29);
    assert_date(date_from_serial(date_serial(DATE(1, 1, 1)) - 1), 0, 12, 31);
    assert_date(date_from_serial(date_serial(DATE(0, 3, 1)) - 1), 0, 2, 29);
    assert_date(date_from_serial(date_serial(DATE(-1, 12, 31)) + 1), 0, 1, 1);
}

static void
dates_compare_by_year_then_month_then_day(void **state)
{
    (void)state;
    assert_int_equal(date_compare(DATE(2024, 4, 22), DATE(2024, 4, 22)), 0);
    assert_true(date_compare(DATE(2024, 4, 21), DATE(2024, 4, 22)) < 0);
    assert_true(date_compare(DATE(2024, 4, 22), DATE(2024, 4, 21)) > 0);
    assert_true(date_compare(DATE(2024, 3, 31), DATE(2024, 4, 1)) < 0);
    assert_true(date_compare(DATE(2025, 1, 1), DATE(2024, 12, 31)) > 0);
    assert_true(date_compare(DATE(2100, 6, 30), DATE(2099, 12, 31)) > 0);
}

/* The dates that the guide's cases and its documents give with their weekday. */
static void
weekdays_of_the_guide_agree(void **state)
{
    (void)state;
    static const struct {
        date on;
        const char *weekday;
    } given[] = {
        /* case 1 */
        {{2024, 4, 8}, "月"},
        {{2024, 4, 10}, "水"},
        {{2024, 4, 11}, "木"},
        {{2024, 1, 26}, "金"},
        {{2024, 4, 26}, "金"},
        {{2024, 5, 9}, "木"},
        {{2024, 7, 11}, "木"},
        {{2024, 7, 24}, "水"},
        {{2024, 7, 26}, "金"},
        /* case 2 */
        {{2025, 3, 19}, "水"},
        {{2025, 3, 26}, "水"},
        {{2025, 3, 5}, "水"},
        {{2025, 9, 11}, "木"},
        {{2025, 9, 24}, "水"},
        {{2025, 5, 23}, "金"},
        {{2025, 6, 2}, "月"},
        {{2025, 6, 10}, "火"},
        {{2025, 6, 19}, "木"},
        {{2025, 6, 26}, "木"},
        {{2025, 5, 29}, "木"},
        {{2025, 11, 20}, "木"},
        {{2025, 12, 12}, "金"},
        {{2026, 2, 27}, "金"},
        {{2025, 2, 28}, "金"},
        {{2026, 1, 14}, "水"},
        {{2026, 2, 13}, "金"},
        {{2026, 3, 31}, "火"},
        /* case 3 */
        {{2024, 4, 12}, "金"},
        {{2024, 6, 11}, "火"},
        /* the form of a date in section 5.1 */
        {{2024, 4, 22}, "月"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(given); i++)
        assert_string_equal(weekday_name(date_weekday(given[i].on)), given[i].weekday);
}

static void
weekday_names_begin_with_sunday(void **state)
{
    (void)state;
    assert_string_equal(weekday_name(0), "日");
    assert_string_equal(weekday_name(1), "月");
    assert_string_equal(weekday_name(6), "土");
    assert_string_equal(weekday_name(7), "日");
    assert_string_equal(weekday_name(-1), "土");
}

static void
months_are_added_to_the_last_day_there_is(void **state)
{
    (void)state;
    assert_date(date_add_months(DATE(2024, 4, 1), 6), 2024, 10, 1);
    assert_date(date_add_months(DATE(2024, 8, 31), 6), 2025, 2, 28);
    assert_date(date_add_months(DATE(2023, 8, 31), 6), 2024, 2, 29);
    assert_date(date_add_months(DATE(2024, 1, 31), 1), 2024, 2, 29);
    assert_date(date_add_months(DATE(2024, 3, 31), 1), 2024, 4, 30);
    assert_date(date_add_months(DATE(2024, 11, 30), 3), 2025, 2, 28);
    assert_date(date_add_months(DATE(2024, 2, 29), 12), 2025, 2, 28);
    assert_date(date_add_months(DATE(2024, 2, 29), 48), 2028, 2, 29);
    assert_date(date_add_months(DATE(2024, 12, 15), 1), 2025, 1, 15);
    assert_date(date_add_months(DATE(2024, 1, 15), -1), 2023, 12, 15);
    assert_date(date_add_months(DATE(2024, 3, 31), -1), 2024, 2, 29);
    assert_date(date_add_months(DATE(2024, 3, 31), -15), 2022, 12, 31);
    assert_date(date_add_months(DATE(2024, 3, 31), 0), 2024, 3, 31);

    const date beyond = date_add_months(DATE(2099, 8, 31), 6);
    assert_date(beyond, 2100, 2, 28);
    assert_false(date_valid(beyond));
}

static void
a_month_is_full_on_the_same_day(void **state)
{
    (void)state;
    assert_int_equal(months_between(DATE(2024, 4, 1), DATE(2024, 4, 1)), 0);
    assert_int_equal(months_between(DATE(2024, 4, 1), DATE(2024, 4, 30)), 0);
    assert_int_equal(months_between(DATE(2024, 4, 1), DATE(2024, 5, 1)), 1);
    assert_int_equal(months_between(DATE(2024, 4, 1), DATE(2024, 9, 30)), 5);
    assert_int_equal(months_between(DATE(2024, 4, 1), DATE(2024, 10, 1)), 6);
    assert_int_equal(months_between(DATE(2024, 1, 31), DATE(2024, 2, 28)), 0);
    assert_int_equal(months_between(DATE(2024, 1, 31), DATE(2024, 2, 29)), 1);
    assert_int_equal(months_between(DATE(2024, 12, 31), DATE(2025, 1, 30)), 0);
    assert_int_equal(months_between(DATE(2023, 11, 20), DATE(2024, 11, 20)), 12);
    assert_int_equal(months_between(DATE(2024, 4, 2), DATE(2024, 4, 1)), -1);
    assert_int_equal(months_between(DATE(2024, 4, 1), DATE(2024, 3, 1)), -1);
    assert_int_equal(months_between(DATE(2024, 4, 1), DATE(2024, 2, 29)), -2);
}

/* For a year of starts: the months counted are the most that still fit. */
static void
months_between_undoes_add_months(void **state)
{
    (void)state;
    for (long from = date_serial(DATE(2023, 12, 1)); from <= date_serial(DATE(2024, 12, 31)); from += 3) {
        const date a = date_from_serial(from);
        for (long to = from; to <= from + 800; to += 7) {
            const date b = date_from_serial(to);
            const int n = months_between(a, b);
            assert_true(date_compare(date_add_months(a, n), b) <= 0);
            assert_true(date_compare(date_add_months(a, n + 1), b) > 0);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_range_ends_where_the_header_says),
        cmocka_unit_test(months_have_their_days),
        cmocka_unit_test(only_whole_iso_dates_are_read),
        cmocka_unit_test(only_whole_iso_months_are_read),
        cmocka_unit_test(serials_count_from_1970),
        cmocka_unit_test(every_day_of_the_range_comes_back),
        cmocka_unit_test(counting_goes_on_outside_the_range),
        cmocka_unit_test(dates_compare_by_year_then_month_then_day),
        cmocka_unit_test(weekdays_of_the_guide_agree),
        cmocka_unit_test(weekday_names_begin_with_sunday),
        cmocka_unit_test(months_are_added_to_the_last_day_there_is),
        cmocka_unit_test(a_month_is_full_on_the_same_day),
        cmocka_unit_test(months_between_undoes_add_months),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
