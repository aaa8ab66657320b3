#include "test_calendar_check.h"

static void
an_era_begins_on_its_day(void **state)
{
    (void)state;
    SAYS("明治6年1月1日", date_append_era, DATE(1873, 1, 1));
    SAYS("明治45年7月29日", date_append_era, DATE(1912, 7, 29));
    SAYS("大正元年7月30日", date_append_era, DATE(1912, 7, 30));
    SAYS("大正元年12月31日", date_append_era, DATE(1912, 12, 31));
    SAYS("大正2年1月1日", date_append_era, DATE(1913, 1, 1));
    SAYS("大正15年12月24日", date_append_era, DATE(1926, 12, 24));
    SAYS("昭和元年12月25日", date_append_era, DATE(1926, 12, 25));
    SAYS("昭和2年1月1日", date_append_era, DATE(1927, 1, 1));
    SAYS("昭和64年1月7日", date_append_era, DATE(1989, 1, 7));
    SAYS("平成元年1月8日", date_append_era, DATE(1989, 1, 8));
    SAYS("平成2年1月1日", date_append_era, DATE(1990, 1, 1));
    SAYS("平成31年4月30日", date_append_era, DATE(2019, 4, 30));
    SAYS("令和元年5月1日", date_append_era, DATE(2019, 5, 1));
    SAYS("令和元年12月31日", date_append_era, DATE(2019, 12, 31));
    SAYS("令和2年1月1日", date_append_era, DATE(2020, 1, 1));
    SAYS("令和6年4月22日", date_append_era, DATE(2024, 4, 22));
    SAYS("平成25年4月1日", date_append_era, DATE(2013, 4, 1));
    SAYS("令和81年12月31日", date_append_era, DATE(2099, 12, 31));
}

static void
era_and_year_can_be_asked_for(void **state)
{
    (void)state;
    const era *e = era_of(DATE(2024, 4, 22));
    assert_non_null(e);
    assert_string_equal(e->name, "令和");
    assert_int_equal(e->initial, 'R');
    assert_int_equal(date_compare(e->from, DATE(2019, 5, 1)), 0);
    assert_int_equal(era_year(DATE(2024, 4, 22)), 6);
    assert_int_equal(era_year(DATE(2019, 5, 1)), 1);
    assert_int_equal(era_year(DATE(2019, 4, 30)), 31);
    assert_int_equal(era_year(DATE(1873, 1, 1)), 6);
}

/* Every other place reads the table by these rules. */
static void
the_table_is_in_order(void **state)
{
    (void)state;
    size_t n = 0;
    for (const era *e; (e = era_at(n)); n++) {
        assert_true(date_compare(e->from, DATE(1868, 1, 1)) > 0);
        assert_true(days_in_month(e->from.year, e->from.month) >= e->from.day && e->from.day > 0);
        assert_true(n == 0 || date_compare(era_at(n - 1)->from, e->from) < 0);
        assert_true(g_ascii_isupper(e->initial));
        const char initial[] = {e->initial, '\0'};
        assert_ptr_equal(era_named(initial), e); /* no two have one name */
        assert_ptr_equal(era_named(e->name), e);
    }
    assert_true(n >= 5);
    assert_ptr_equal(era_newest(), era_at(n - 1));
    assert_null(era_at(n + 1));
    assert_null(era_named(""));
    assert_null(era_named("R6"));
    assert_null(era_named("応仁"));
}

static void
the_eras_of_a_span_are_a_choice(void **state)
{
    (void)state;
    SAYS("平成・令和", eras_append, DATE(2004, 4, 1), DATE(2024, 4, 1));
    SAYS("令和", eras_append, DATE(2019, 5, 1), DATE(2024, 4, 1));
    SAYS("平成・令和", eras_append, DATE(2019, 4, 30), DATE(2019, 5, 1));
    SAYS("平成", eras_append, DATE(1989, 1, 8), DATE(2019, 4, 30));
    SAYS("明治・大正・昭和・平成・令和", eras_append, DATE(1900, 1, 1), DATE(2099, 1, 1));
    SAYS("", eras_append, DATE(2024, 4, 1), DATE(1900, 1, 1));
}

static void
what_is_no_date_here_has_no_era(void **state)
{
    (void)state;
    assert_null(era_of(DATE(1872, 12, 31)));
    assert_null(era_of(DATE(2100, 1, 1)));
    assert_null(era_of(DATE(2023, 2, 29)));
    assert_int_equal(era_year(DATE(2100, 1, 1)), 0);
    SAYS("2100年2月28日", date_append_era, DATE(2100, 2, 28));
    SAYS("2100.2.28", date_append_short, DATE(2100, 2, 28));
    SAYS("2100年度", fiscal_year_append, 2100);
}

static void
the_weekday_stands_in_full_width_parentheses(void **state)
{
    (void)state;
    SAYS("令和6年4月22日（月）", date_append_era_weekday, DATE(2024, 4, 22));
    SAYS("令和元年5月1日（水）", date_append_era_weekday, DATE(2019, 5, 1));
    SAYS("平成31年4月30日（火）", date_append_era_weekday, DATE(2019, 4, 30));
    SAYS("昭和64年1月7日（土）", date_append_era_weekday, DATE(1989, 1, 7));
    SAYS("平成元年1月8日（日）", date_append_era_weekday, DATE(1989, 1, 8));
    SAYS("4月22日", date_append_month_day, DATE(2024, 4, 22));
    SAYS("6月10日（火）", date_append_month_day_weekday, DATE(2025, 6, 10));
}

static void
tables_count_the_first_year_as_one(void **state)
{
    (void)state;
    SAYS("R6.4.22", date_append_short, DATE(2024, 4, 22));
    SAYS("R1.5.1", date_append_short, DATE(2019, 5, 1));
    SAYS("H31.4.30", date_append_short, DATE(2019, 4, 30));
    SAYS("S64.1.7", date_append_short, DATE(1989, 1, 7));
    SAYS("H1.1.8", date_append_short, DATE(1989, 1, 8));
    SAYS("T1.7.30", date_append_short, DATE(1912, 7, 30));
    SAYS("M6.1.1", date_append_short, DATE(1873, 1, 1));
}

static void
ranges_name_both_days_in_full(void **state)
{
    (void)state;
    SAYS("令和6年4月1日～令和6年9月30日", date_append_range, DATE(2024, 4, 1), DATE(2024, 9, 30));
    SAYS("平成31年4月1日～令和元年9月30日", date_append_range, DATE(2019, 4, 1), DATE(2019, 9, 30));
}

static void
a_month_with_two_eras_has_that_of_most_days(void **state)
{
    (void)state;
    SAYS("令和6年6月", year_month_append_era, ((year_month){2024, 6}));
    SAYS("平成31年4月", year_month_append_era, ((year_month){2019, 4}));
    SAYS("令和元年5月", year_month_append_era, ((year_month){2019, 5}));
    SAYS("令和元年12月", year_month_append_era, ((year_month){2019, 12}));
    SAYS("令和2年1月", year_month_append_era, ((year_month){2020, 1}));
    SAYS("昭和63年12月", year_month_append_era, ((year_month){1988, 12}));
    SAYS("平成元年1月", year_month_append_era, ((year_month){1989, 1}));
    SAYS("大正15年12月", year_month_append_era, ((year_month){1926, 12}));
    SAYS("明治45年7月", year_month_append_era, ((year_month){1912, 7}));
}

static void
a_fiscal_year_has_the_era_of_its_most_part(void **state)
{
    (void)state;
    SAYS("令和6年度", fiscal_year_append, 2024);
    SAYS("令和元年度", fiscal_year_append, 2019);
    SAYS("平成30年度", fiscal_year_append, 2018);
    SAYS("令和2年度", fiscal_year_append, 2020);
    SAYS("昭和63年度", fiscal_year_append, 1988);
    SAYS("平成元年度", fiscal_year_append, 1989);
    SAYS("大正元年度", fiscal_year_append, 1912);
    SAYS("大正15年度", fiscal_year_append, 1926);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_era_begins_on_its_day),
        cmocka_unit_test(era_and_year_can_be_asked_for),
        cmocka_unit_test(the_table_is_in_order),
        cmocka_unit_test(the_eras_of_a_span_are_a_choice),
        cmocka_unit_test(what_is_no_date_here_has_no_era),
        cmocka_unit_test(the_weekday_stands_in_full_width_parentheses),
        cmocka_unit_test(tables_count_the_first_year_as_one),
        cmocka_unit_test(ranges_name_both_days_in_full),
        cmocka_unit_test(a_month_with_two_eras_has_that_of_most_days),
        cmocka_unit_test(a_fiscal_year_has_the_era_of_its_most_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
