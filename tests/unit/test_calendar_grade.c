#include "test_calendar_check.h"

#include <string.h>

static const schooling ordinary = {0};

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
    SAYS("小学校6年", grade_append, grade_at(DATE(2013, 4, 1), DATE(2024, 8, 1)), &ordinary);
    SAYS("年長（5歳児）", grade_append, grade_at(second, DATE(2025, 4, 1)), &ordinary);
    SAYS("年長", grade_append_short, grade_at(second, DATE(2026, 3, 31)), SCHOOL_ORDINARY);
    SAYS("小1", grade_append_short, grade_at(second, DATE(2026, 4, 1)), SCHOOL_ORDINARY);
    SAYS("中学校2年", grade_append, grade_at(third, DATE(2024, 7, 10)), &ordinary);
    SAYS("中2", grade_append_short, grade_at(third, DATE(2024, 7, 10)), SCHOOL_ORDINARY);
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

/* What stands in a paper for a grade, by the kinds of place, class and course. */
typedef struct said_row {
    const char *place, *class_kind, *course;
    int grade;
    const char *words;
} said_row;

static const said_row said_rows[] = {
    {"", "", "", 1, "小学校1年"},
    {"小学校", "通常の学級", "", 6, "小学校6年"},
    {"小学校", "特別支援学級", "", 6, "小学校6年"},
    {"中学校", "通級", "", 7, "中学校1年"},
    {"中学校", "", "", 9, "中学校3年"},
    {"高等学校", "", "全日制", 10, "高等学校1年"},
    {"高等学校", "", "", 12, "高等学校3年"},
    {"高等学校", "", "", 13, "高等学校4年"}, /* the course is not said */
    {"高等学校", "", "全日制", 13, "卒業"},
    {"高等学校", "", "定時制", 12, "高等学校3年"},
    {"高等学校", "", "定時制", 13, "高等学校4年"},
    {"高等学校", "", "通信制", 13, "高等学校4年"},
    {"高等学校", "", "定時制", 14, "卒業"},
    {"高等学校", "", "専攻科", 12, "高等学校3年"},
    {"高等学校", "", "専攻科", 14, "専攻科2年"},
    {"特別支援学校", "", "専攻科", 12, "高等部3年"},
    {"特別支援学校", "特別支援学校", "専攻科", 13, "専攻科1年"},
    {"特別支援学校", "", "", -2, "幼稚部3歳児"},
    {"特別支援学校", "", "", 0, "幼稚部5歳児"},
    {"特別支援学校", "", "", 1, "小学部1年"},
    {"特別支援学校", "特別支援学校", "", 6, "小学部6年"},
    {"特別支援学校", "", "", 7, "中学部1年"},
    {"特別支援学校", "", "", 10, "高等部1年"},
    {"特別支援学校", "", "", 13, "卒業"},
    {"その他", "特別支援学校", "", 8, "中学部2年"},
    {"小学校", "特別支援学校", "", 3, "小学部3年"},
    {"義務教育学校", "", "", 1, "1年"},
    {"義務教育学校", "特別支援学級", "", 8, "8年"},
    {"義務教育学校", "", "", 9, "9年"},
    {"義務教育学校", "", "", 10, "高等学校1年"},
    {"中等教育学校", "", "", 6, "小学校6年"},
    {"中等教育学校", "", "", 7, "前期課程1年"},
    {"中等教育学校", "", "", 9, "前期課程3年"},
    {"中等教育学校", "", "", 10, "後期課程4年"},
    {"中等教育学校", "", "", 12, "後期課程6年"},
    {"高等専門学校", "", "", 9, "中学校3年"},
    {"高等専門学校", "", "", 10, "高等専門学校1年"},
    {"高専", "", "", 14, "高等専門学校5年"},
    {"高等専門学校", "", "", 15, "卒業"},
    {"幼稚園", "園", "", -2, "年少（3歳児）"},
    {"幼児園", "園", "", -1, "年中（4歳児）"},
    {"その他", "園", "", 0, "年長（5歳児）"},
    {"幼稚園", "", "", -3, "2歳児クラス"},
    {"保育所", "", "", -5, "0歳児クラス"},
    {"保育園", "園", "", -3, "2歳児クラス"},
    {"こども園", "園", "", -2, "3歳児クラス"},
    {"認定こども園", "", "", 0, "5歳児クラス"},
    {"保育所", "", "", -6, "未就園"},
    {"保育所", "", "", 1, "小学校1年"},
    {"", "", "", -3, "未就園"},
    {"", "", "", 0, "年長（5歳児）"},
    {"乳児院", "", "", -4, "未就園"},
};

static void
assert_grade(const char *expected, int grade, const schooling *of)
{
    GString *s = g_string_new("＜");
    grade_append(s, grade, of);
    assert_string_equal(s->str + strlen("＜"), expected);
    g_string_free(s, TRUE);
}

static void
a_grade_is_said_by_the_kind_of_school(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(said_rows); i++) {
        const said_row *r = &said_rows[i];
        const schooling of = {.words = school_words_of(r->place, r->class_kind, r->course)};
        assert_grade(r->words, r->grade, &of);
    }
}

/* Beside the school's name, which says its kind itself. */
static const struct {
    const char *place, *name;
    int grade;
    const char *words;
} beside[] = {
    {"中学校", "港南中学校", 7, "1年"},
    {"小学校", "青葉野市立若葉台小学校", 6, "6年"},
    {"小学校", "若葉台小学校北分校", 6, "6年"},
    {"高等学校", "東海県立青葉野南高等学校", 11, "2年"},
    {"高等学校", "東海県立府中高等学校", 11, "2年"},
    {"高等学校", "南高校", 11, "2年"},
    {"高等専門学校", "青葉野工業高等専門学校", 10, "1年"},
    {"高等専門学校", "青葉野高専", 11, "2年"},
    {"中等教育学校", "県立青葉中等教育学校", 7, "1年"},
    {"中等教育学校", "県立青葉中等教育学校", 10, "4年"},
    {"義務教育学校", "みどり学園", 8, "8年"},
    {"特別支援学校", "青葉野特別支援学校", 6, "小学部6年"},
    {"特別支援学校", "青葉野特別支援学校小学部", 6, "6年"},
    {"特別支援学校", "青葉野特別支援学校小学部・中学部", 6, "小学部6年"},
    {"幼児園", "中央第二幼児園", 0, "年長"},
    {"保育所", "ひかり保育園", -3, "2歳児クラス"},
    {"小学校", "みどり小中学校", 5, "小学校5年"}, /* which of the two is not said by the name */
    {"中学校", "みどり小・中学校", 8, "中学校2年"},
    {"中学校", "青葉中学校・高等学校", 8, "中学校2年"},
    {"高等学校", "青葉中学高等学校", 10, "高等学校1年"},
    {"中学校", "青葉学園", 7, "中学校1年"},
    {"小学校", "若葉台小学校", 7, "中学校1年"}, /* not a year of this school: said in full */
};

static void
the_kind_that_the_name_says_is_not_said_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(beside); i++) {
        const schooling of = {.words = school_words_of(beside[i].place, "", ""), .place = beside[i].name};
        assert_grade(beside[i].words, beside[i].grade, &of);
    }
}

static void
a_place_is_known_by_its_whole_name(void **state)
{
    static const char *const schools[] = {"小学校",       "中学校",       "高等学校",    "特別支援学校",
                                          "義務教育学校", "中等教育学校", "高等専門学校"};
    static const char *const nurseries[] = {"幼稚園", "幼児園", "保育園", "保育所", "こども園", "認定こども園"};
    static const char *const others[] = {"学童", "教育支援センター", "乳児院", "その他", "学校", "小学校の隣", ""};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(schools); i++)
        assert_string_equal(school_place_word(schools[i]), "学校");
    for (size_t i = 0; i < G_N_ELEMENTS(nurseries); i++)
        assert_string_equal(school_place_word(nurseries[i]), "園");
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        assert_string_equal(school_place_word(others[i]), "");
}

static bool
has_year(const char *place, const char *course, int grade)
{
    return schooling_has_year(place, school_words_of(place, "", course), grade);
}

static void
a_school_has_its_own_years_only(void **state)
{
    (void)state;
    assert_true(has_year("小学校", "", 1));
    assert_true(has_year("小学校", "", 6));
    assert_false(has_year("小学校", "", 7));
    assert_false(has_year("小学校", "", 0));
    assert_true(has_year("中学校", "", 9));
    assert_false(has_year("中学校", "", 6));
    assert_true(has_year("高等学校", "", 13)); /* as its course is not said */
    assert_false(has_year("高等学校", "", 14));
    assert_false(has_year("高等学校", "全日制", 13));
    assert_true(has_year("高等学校", "定時制", 13));
    assert_false(has_year("高等学校", "定時制", 14));
    assert_true(has_year("高等学校", "専攻科", 15));
    assert_true(has_year("特別支援学校", "専攻科", 13));
    assert_false(has_year("特別支援学校", "", 13));
    assert_true(has_year("特別支援学校", "", -2));
    assert_true(has_year("義務教育学校", "", 9));
    assert_false(has_year("義務教育学校", "", 10));
    assert_false(has_year("中等教育学校", "", 6));
    assert_true(has_year("高等専門学校", "", 14));
    assert_true(has_year("保育所", "", -5));
    assert_false(has_year("保育所", "", 1));
    assert_true(has_year("学童", "", 3));
    assert_true(has_year("", "", 20));
    assert_true(schooling_has_year("小学校", school_words_of("小学校", "特別支援学校", ""), 8));
}

/* 過年度生, 就学猶予, 飛び級: written for the day the enrolment begins. */
static void
a_written_grade_goes_on_from_its_day(void **state)
{
    const date born = {2007, 5, 5};
    schooling of = {.written = true, .grade = 10, .since = {2024, 4, 1}};
    (void)state;
    assert_int_equal(schooling_grade(&of, born, DATE(2024, 4, 1)), 10);
    assert_int_equal(schooling_grade(&of, born, DATE(2025, 3, 31)), 10);
    assert_int_equal(schooling_grade(&of, born, DATE(2025, 4, 1)), 11);
    assert_int_equal(schooling_grade(&of, born, DATE(2024, 3, 31)), 9);
    of.since = DATE(2024, 9, 1);
    assert_int_equal(schooling_grade(&of, born, DATE(2025, 3, 31)), 10);
    of.written = false;
    assert_int_equal(schooling_grade(&of, born, DATE(2024, 4, 1)), 11);
}

static const struct {
    int grade;
    school_words words;
    const char *word;
} shorts[] = {
    {1, SCHOOL_ORDINARY, "小1"},   {6, SCHOOL_ORDINARY, "小6"},       {7, SCHOOL_ORDINARY, "中1"},
    {9, SCHOOL_ORDINARY, "中3"},   {10, SCHOOL_ORDINARY, "高1"},      {12, SCHOOL_ORDINARY, "高3"},
    {8, SCHOOL_COMPULSORY, "中2"}, {6, SCHOOL_SPECIAL, "小6"},        {13, SCHOOL_PART_TIME, "高4"},
    {14, SCHOOL_TECHNICAL, "高5"}, {15, SCHOOL_ADVANCED, "高6"},      {0, SCHOOL_ORDINARY, "年長"},
    {-1, SCHOOL_NURSERY, "年中"},  {-2, SCHOOL_KINDERGARTEN, "年少"}, {-3, SCHOOL_KINDERGARTEN, "2歳児"},
    {-5, SCHOOL_NURSERY, "0歳児"},
};

static void
tables_have_the_short_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(shorts); i++) {
        int grade = 99;
        GString *s = g_string_new(NULL);
        grade_append_short(s, shorts[i].grade, shorts[i].words);
        assert_string_equal(s->str, shorts[i].word);
        g_string_free(s, TRUE);
        assert_true(grade_of_word(shorts[i].word, &grade));
        assert_int_equal(grade, shorts[i].grade);
    }
    SAYS("未就園", grade_append_short, -3, SCHOOL_ORDINARY);
    SAYS("卒業", grade_append_short, 13, SCHOOL_ORDINARY);
}

static void
what_is_no_grade_is_refused(void **state)
{
    static const char *const none[] = {"",    "小",    "小0",  "小7",  "中4",    "高7",    "高0",  "小10",
                                       "大1", "3歳児", "歳児", "小６", "年長児", "未就園", "卒業", "6"};
    int grade = 99;
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(none); i++)
        assert_false(grade_of_word(none[i], &grade));
    assert_int_equal(grade, 99);
}

/* ---- what a place has ---- */

typedef struct years_row {
    const char *place, *class_kind, *years;
} years_row;

static const years_row years_rows[] = {
    {"小学校", "", "小1～小6"},
    {"中学校", "特別支援学級", "中1～中3"},
    {"小学校", "特別支援学校", "年少～高3"},
    {"特別支援学校", "", "年少～高3、専攻科は年少～高6"},
    {"義務教育学校", "", "小1～中3"},
    {"高等学校", "", "高1～高4、全日制は高1～高3、専攻科は高1～高6"},
    {"高等専門学校", "", "高1～高5"},
    {"幼稚園", "園", "0歳児～年長"},
    {"保育所", "園", "0歳児～年長"},
};

static void
the_years_of_a_place_are_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(years_rows); i++) {
        GString *s = g_string_new(NULL);
        schooling_append_years(s, years_rows[i].place, years_rows[i].class_kind);
        assert_string_equal(s->str, years_rows[i].years);
        g_string_free(s, TRUE);
    }
}

/* Every course and kind of class of the schema, at every kind of place: those that it has are marked. */
static void
a_place_has_its_classes_and_courses(void **state)
{
    static const char *const classes[] = {"通常の学級", "特別支援学級", "通級", "特別支援学校", "園"};
    static const char *const courses[] = {"全日制", "定時制", "通信制", "専攻科"};
    static const struct {
        const char *place, *has_class, *has_course;
    } rows[] = {
        {"小学校", "yyyy-", "----"},       {"中学校", "yyyy-", "----"},       {"高等学校", "yyyy-", "yyyy"},
        {"特別支援学校", "---y-", "---y"}, {"義務教育学校", "yyyy-", "----"}, {"中等教育学校", "yyyy-", "yyyy"},
        {"高等専門学校", "yyyy-", "----"}, {"幼稚園", "----y", "----"},       {"幼児園", "----y", "----"},
        {"保育所", "----y", "----"},       {"保育園", "----y", "----"},       {"認定こども園", "----y", "----"},
        {"こども園", "----y", "----"},     {"学童", "yyyyy", "yyyy"},         {"その他", "yyyyy", "yyyy"},
    };
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        for (size_t k = 0; k < G_N_ELEMENTS(classes); k++)
            if (!school_wrong_class(rows[i].place, classes[k]) != (rows[i].has_class[k] == 'y'))
                fail_msg("%s: %s", rows[i].place, classes[k]);
        for (size_t k = 0; k < G_N_ELEMENTS(courses); k++)
            if (!school_wrong_course(rows[i].place, courses[k]) != (rows[i].has_course[k] == 'y'))
                fail_msg("%s: %s", rows[i].place, courses[k]);
    }
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
        cmocka_unit_test(a_grade_is_said_by_the_kind_of_school),
        cmocka_unit_test(the_kind_that_the_name_says_is_not_said_again),
        cmocka_unit_test(a_place_is_known_by_its_whole_name),
        cmocka_unit_test(a_school_has_its_own_years_only),
        cmocka_unit_test(a_written_grade_goes_on_from_its_day),
        cmocka_unit_test(tables_have_the_short_form),
        cmocka_unit_test(what_is_no_grade_is_refused),
        cmocka_unit_test(the_years_of_a_place_are_told),
        cmocka_unit_test(a_place_has_its_classes_and_courses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
