#include "test_calendar_check.h"

static void
the_fiscal_year_begins_in_april(void **state)
{
    (void)state;
    assert_int_equal(fiscal_year(DATE(2024, 3, 31)), 2023);
    assert_int_equal(fiscal_year(DATE(2024, 4, 1)), 2024);
    assert_int_equal(fiscal_year(DATE(2024, 12, 31)), 2024);
    assert_int_equal(fiscal_year(DATE(2025, 2, 1)), 2024); /* 令和7年2月 belongs to 令和6年度 */
    assert_int_equal(fiscal_year(DATE(2025, 3, 31)), 2024);
    assert_int_equal(fiscal_year(DATE(2019, 4, 30)), 2019); /* 平成31年4月30日 is in 令和元年度 */
}

static void
age_steps_on_the_birthday(void **state)
{
    (void)state;
    const date birth = DATE(2013, 4, 1);
    assert_int_equal(age_at(birth, DATE(2013, 3, 31)), -1);
    assert_int_equal(age_at(birth, DATE(2013, 4, 1)), 0);
    assert_int_equal(age_at(birth, DATE(2014, 3, 31)), 0);
    assert_int_equal(age_at(birth, DATE(2014, 4, 1)), 1);
    assert_int_equal(age_at(birth, DATE(2024, 3, 31)), 10);
    assert_int_equal(age_at(birth, DATE(2024, 4, 1)), 11);
    assert_int_equal(age_at(DATE(2010, 12, 31), DATE(2024, 12, 30)), 13);
    assert_int_equal(age_at(DATE(2010, 12, 31), DATE(2024, 12, 31)), 14);
}

static void
born_on_the_leap_day_steps_on_1_march_in_common_years(void **state)
{
    (void)state;
    const date birth = DATE(2016, 2, 29);
    assert_int_equal(age_at(birth, DATE(2016, 2, 29)), 0);
    assert_int_equal(age_at(birth, DATE(2023, 2, 28)), 6);
    assert_int_equal(age_at(birth, DATE(2023, 3, 1)), 7);
    assert_int_equal(age_at(birth, DATE(2024, 2, 28)), 7);
    assert_int_equal(age_at(birth, DATE(2024, 2, 29)), 8);
}

static void
born_on_1_april_is_a_year_ahead(void **state)
{
    (void)state;
    const date in_2024 = DATE(2024, 8, 1);
    assert_int_equal(grade_at(DATE(2013, 4, 1), in_2024), 6);
    assert_int_equal(grade_at(DATE(2013, 4, 2), in_2024), 5);
    assert_int_equal(grade_at(DATE(2013, 3, 31), in_2024), 6);
    assert_int_equal(grade_at(DATE(2012, 4, 2), in_2024), 6);
    assert_int_equal(grade_at(DATE(2012, 4, 1), in_2024), 7);
    assert_int_equal(grade_at(DATE(2012, 12, 31), in_2024), 6);
    assert_int_equal(grade_at(DATE(2013, 1, 1), in_2024), 6);
    assert_int_equal(grade_at(DATE(2012, 2, 29), in_2024), 7);
}

/* The three children of the guide. */
static void
grades_of_the_guide_agree(void **state)
{
    (void)state;
    const date second = DATE(2019, 5, 1), third = DATE(2010, 4, 2);
    SAYS("小学校6年", grade_append, grade_at(DATE(2013, 4, 1), DATE(2024, 8, 1)), SCHOOL_ORDINARY);
    SAYS("年長（5歳児）", grade_append, grade_at(second, DATE(2025, 4, 1)), SCHOOL_ORDINARY);
    SAYS("年長", grade_append_short, grade_at(second, DATE(2026, 3, 31)));
    SAYS("小1", grade_append_short, grade_at(second, DATE(2026, 4, 1)));
    SAYS("中学校2年", grade_append, grade_at(third, DATE(2024, 7, 10)), SCHOOL_ORDINARY);
    SAYS("中2", grade_append_short, grade_at(third, DATE(2024, 7, 10)));
}

static void
the_grade_steps_on_1_april(void **state)
{
    (void)state;
    const date birth = DATE(2013, 4, 1);
    assert_int_equal(grade_at(birth, DATE(2019, 3, 31)), 0);
    assert_int_equal(grade_at(birth, DATE(2019, 4, 1)), 1);
    assert_int_equal(grade_at(birth, DATE(2025, 3, 31)), 6);
    assert_int_equal(grade_at(birth, DATE(2025, 4, 1)), 7);
    assert_int_equal(grade_at(birth, DATE(2028, 4, 1)), 10);
    assert_int_equal(grade_at(birth, DATE(2031, 3, 31)), 12);
    assert_int_equal(grade_at(birth, DATE(2031, 4, 1)), 13);
    assert_int_equal(grade_at(birth, DATE(2016, 4, 1)), -2);
    assert_int_equal(grade_at(birth, DATE(2016, 3, 31)), -3);
}

static void
letters_name_the_school(void **state)
{
    (void)state;
    SAYS("小学校1年", grade_append, 1, SCHOOL_ORDINARY);
    SAYS("小学校6年", grade_append, 6, SCHOOL_ORDINARY);
    SAYS("中学校1年", grade_append, 7, SCHOOL_ORDINARY);
    SAYS("中学校3年", grade_append, 9, SCHOOL_ORDINARY);
    SAYS("高等学校1年", grade_append, 10, SCHOOL_ORDINARY);
    SAYS("高等学校3年", grade_append, 12, SCHOOL_ORDINARY);
    SAYS("小学部6年", grade_append, 6, SCHOOL_SPECIAL);
    SAYS("中学部1年", grade_append, 7, SCHOOL_SPECIAL);
    SAYS("高等部3年", grade_append, 12, SCHOOL_SPECIAL);
    SAYS("1年", grade_append, 1, SCHOOL_COMPULSORY);
    SAYS("7年", grade_append, 7, SCHOOL_COMPULSORY);
    SAYS("9年", grade_append, 9, SCHOOL_COMPULSORY);
    SAYS("高等学校1年", grade_append, 10, SCHOOL_COMPULSORY);
}

static void
kinds_of_schools_count_their_own_years(void **state)
{
    (void)state;
    SAYS("小学校6年", grade_append, 6, SCHOOL_SECONDARY);
    SAYS("1年", grade_append, 7, SCHOOL_SECONDARY);
    SAYS("6年", grade_append, 12, SCHOOL_SECONDARY);
    SAYS("卒業", grade_append, 13, SCHOOL_SECONDARY);
    SAYS("中学校3年", grade_append, 9, SCHOOL_TECHNICAL);
    SAYS("1年", grade_append, 10, SCHOOL_TECHNICAL);
    SAYS("5年", grade_append, 14, SCHOOL_TECHNICAL);
    SAYS("卒業", grade_append, 15, SCHOOL_TECHNICAL);
    SAYS("高等学校1年", grade_append, 10, SCHOOL_PART_TIME);
    SAYS("高等学校4年", grade_append, 13, SCHOOL_PART_TIME);
    SAYS("卒業", grade_append, 14, SCHOOL_PART_TIME);
    SAYS("卒業", grade_append, 13, SCHOOL_SPECIAL);
    SAYS("未就園", grade_append, -6, SCHOOL_NURSERY);
    SAYS("0歳児クラス", grade_append, -5, SCHOOL_NURSERY);
    SAYS("2歳児クラス", grade_append, -3, SCHOOL_NURSERY);
    SAYS("年少（3歳児）", grade_append, -2, SCHOOL_NURSERY);
    SAYS("小学校1年", grade_append, 1, SCHOOL_NURSERY);
}

/* A special class is a class of an ordinary school. */
static void
a_kind_is_known_by_its_whole_name(void **state)
{
    (void)state;
    assert_int_equal(school_words_of("特別支援学校"), SCHOOL_SPECIAL);
    assert_int_equal(school_words_of("特別支援学級"), SCHOOL_ORDINARY);
    assert_int_equal(school_words_of("通級"), SCHOOL_ORDINARY);
    assert_int_equal(school_words_of("義務教育学校"), SCHOOL_COMPULSORY);
    assert_int_equal(school_words_of("中等教育学校"), SCHOOL_SECONDARY);
    assert_int_equal(school_words_of("高専"), SCHOOL_TECHNICAL);
    assert_int_equal(school_words_of("高等専門学校"), SCHOOL_TECHNICAL);
    assert_int_equal(school_words_of("定時制"), SCHOOL_PART_TIME);
    assert_int_equal(school_words_of("園"), SCHOOL_NURSERY);
    assert_int_equal(school_words_of("こども園"), SCHOOL_NURSERY);
    assert_int_equal(school_words_of(""), SCHOOL_ORDINARY);
}

static void
before_and_after_school_have_words_of_their_own(void **state)
{
    (void)state;
    SAYS("年長（5歳児）", grade_append, 0, SCHOOL_COMPULSORY);
    SAYS("年中（4歳児）", grade_append, -1, SCHOOL_ORDINARY);
    SAYS("年少（3歳児）", grade_append, -2, SCHOOL_SPECIAL);
    SAYS("未就園", grade_append, -3, SCHOOL_ORDINARY);
    SAYS("卒業", grade_append, 13, SCHOOL_ORDINARY);
    SAYS("卒業", grade_append, 13, SCHOOL_COMPULSORY);
}

static void
tables_have_the_short_form(void **state)
{
    (void)state;
    SAYS("小3", grade_append_short, 3);
    SAYS("小6", grade_append_short, 6);
    SAYS("中1", grade_append_short, 7);
    SAYS("中2", grade_append_short, 8);
    SAYS("高1", grade_append_short, 10);
    SAYS("高3", grade_append_short, 12);
    SAYS("年長", grade_append_short, 0);
    SAYS("年中", grade_append_short, -1);
    SAYS("年少", grade_append_short, -2);
    SAYS("未就園", grade_append_short, -3);
    SAYS("卒業", grade_append_short, 13);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fiscal_year_begins_in_april),
        cmocka_unit_test(age_steps_on_the_birthday),
        cmocka_unit_test(born_on_the_leap_day_steps_on_1_march_in_common_years),
        cmocka_unit_test(born_on_1_april_is_a_year_ahead),
        cmocka_unit_test(grades_of_the_guide_agree),
        cmocka_unit_test(the_grade_steps_on_1_april),
        cmocka_unit_test(letters_name_the_school),
        cmocka_unit_test(kinds_of_schools_count_their_own_years),
        cmocka_unit_test(a_kind_is_known_by_its_whole_name),
        cmocka_unit_test(before_and_after_school_have_words_of_their_own),
        cmocka_unit_test(tables_have_the_short_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
