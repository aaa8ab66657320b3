/* test_check_functions.c: what the functions of the rules give. */
#include "check_support.h"

typedef struct call {
    const char *expression, *result; /* result NULL: refused */
} call;

/* Over the case: months, days of claims and the sheets of the sample. */
static const call calls[] = {
    {"month-start('2024-06')", "2024-06-01"},
    {"month-start(@none)", ""},
    {"month-start('2024-06-01')", NULL},
    {"month-end('2024-02')", "2024-02-29"},
    {"month-end('2023-02')", "2023-02-28"},
    {"month-end(@none)", ""},
    {"month-end('x')", NULL},
    {"month-end('2024-02', 1)", NULL},
    {"month-of('2024-06-12')", "2024-06"},
    {"month-of('2024-06')", "2024-06"},
    {"month-of(@none)", ""},
    {"month-of('6月')", NULL},
    {"month-add('2024-01', -1)", "2023-12"},
    {"month-add('2024-12', 1)", "2025-01"},
    {"month-add('2024-12-31', 2)", "2025-02"},
    {"month-add(@none, 1)", ""},
    {"month-add('2024-12', 'x')", NULL},
    {"day-add('2024-02-28', 2)", "2024-03-01"},
    {"day-add('2025-01-01', -1)", "2024-12-31"},
    {"day-add(@none, 1)", ""},
    {"day-add('2024-12-01', number(@none))", ""},
    {"day-add('2024-12', 1)", NULL},
    {"day-add('2024-12-01', 99999)", NULL},
    {"months-last('2024-04-01', 6)", "2024-09-30"},
    {"months-last('2024-04-15', 6)", "2024-10-14"},
    {"months-last('2023-08-31', 6)", "2024-02-29"},
    {"months-last('2024-11-30', 3)", "2025-02-28"},
    {"months-last('2025-03-31', 1)", "2025-04-30"},
    {"months-last(@none, 6)", ""},
    {"months-last('2024-04', 6)", NULL},
    {"months-last('2024-04-01', -1)", NULL},
    {"months-apart('2024-04', '2025-03')", "11"},
    {"months-apart('2024-04-30', '2024-05-01')", "1"},
    {"months-apart('2024-04', '2024-03')", "-1"},
    {"months-apart('2024-04', @none)", "NaN"},
    {"before('2024-04-01', '2024-04-02')", "true"},
    {"before('2024-04-01', '2024-04-01')", "false"},
    {"before('09:00', '10:00')", "true"},
    {"before(@none, '2024-04-01')", "false"},
    {"before('2024-04', '2024-04-01')", NULL},
    {"within('2024-04-01', '2024-04-01', '2024-04-01')", "true"},
    {"within('2024-04-02', '2024-04-01', '2024-04-01')", "false"},
    {"within('2024-03-31', '2024-04-01', @none)", "false"},
    {"within('2024-04-02', '2024-04-01', @none)", "true"},
    {"within('2024-04-02', @none, '2024-04-01')", "false"},
    {"within(@none, '2024-04-01', @none)", "false"},
    {"within('2024-04', '2024-04-01', @none)", NULL},
    {"text-length(' あ い\n(1) ')", "5"},
    {"text-length(@none)", "0"},
    {"same-text('あ い', 'あい')", "true"},
    {"same-text('あ', 'い')", "false"},
    {"same-text(' ', '')", "false"},
    {"pasted-text('4月8日（月）に2回', '5月16日(木)に10回')", "true"},
    {"pasted-text('4月8日月曜日', '5月16日木曜日')", "true"},
    {"pasted-text('火・木曜日', '月、金曜日')", "true"},
    {"pasted-text('三人で十五枚', '四人で二枚')", "true"},
    {"pasted-text('第三回、百二十歩', '第一回，千歩')", "true"},
    {"pasted-text('令和元年の冬', '令和7年の冬')", "true"},
    {"pasted-text('2.5時間・1,200歩', '3時間・900歩')", "true"},
    {"pasted-text('3～4人', '5〜6人')", "true"},
    {"pasted-text('①三つ', '②二つ')", "true"},
    {"pasted-text('ｸﾞﾙｰﾌﾟで', 'グループで')", "true"},
    {"pasted-text('あ、い。', 'あ，い．')", "true"},
    {"pasted-text('あ　い', 'あ\u200bい')", "true"},
    {"pasted-text('Zoom10分', 'Zoom15分')", "true"},
    {"pasted-text('No.3の表', 'No.4の表')", "true"},
    {"pasted-text('A45の紙', 'A46の紙')", "false"},
    {"pasted-text('加算Ⅲ', '加算Ⅱ')", "false"},
    {"pasted-text('三宅', '二宅')", "false"},
    {"pasted-text('着替え○', '着替え◎')", "false"},
    {"pasted-text('元気だ', '一気だ')", "false"},
    {"pasted-text('月の話', '火の話')", "false"},
    {"pasted-text('片付けた', '片付けない')", "false"},
    {"pasted-text('。', '、')", "false"},
    {"pasted-text('', '')", "false"},
    {"bare-text('4月8日（月）に2回、A4で。') = bare-text('5月16日(木)に 10回A4で')", "true"},
    {"bare-text('あ、 い。')", "あい"},
    {"bare-text('（月）3回')", "#回"},
    {"bare-text('。 ')", ""},
    {"packed-text(' あ　い。')", "あい。"},
    {"packed-text(' ')", ""},
    {"distinct(certificate/@municipality)", "1"},
    {"distinct(guardian/@relation | no-such)", "2"},
    {"distinct(1)", NULL},
    {"count(first-of-each(month/actual, 'service'))", "4"},
    {"count(first-of-each(month/actual, 'no-such')) = count(month/actual)", "true"},
    {"count(first-of-each(month[1]/actual/@date, 'service')) = count(month[1]/actual)", "true"},
    {"count(first-of-each(guardian | no-such, 'relation'))", "2"},
    {"first-of-each(month/actual, 'service')[2]/@date = month[actual][2]/actual[1]/@date", "true"},
    {"first-of-each(no-such, 'service')", ""},
    {"first-of-each('month', 'service')", NULL},
    {"mentions('先生のせいで', 'せいで|ひどい')", "true"},
    {"mentions('先生', 'せいで|')", "false"},
    {"mentions(guardian/@relation, '父')", "true"},
    {"mentions(no-such, '父')", "false"},
    {"role-is('祖母（元教員）', '母|父')", "true"},
    {"role-is('祖母（元教員）', '教員')", "false"},
    {"role-is('保護者対応の教員', '保護者|親')", "false"},
    {"role-is('保護者対応の教員', '教員|職員')", "true"},
    {"role-is('担任・母', '母|父')", "true"},
    {"role-is('母と担任', '母|父')", "true"},
    {"role-is('いとこ', 'いとこ|おい')", "true"},
    {"role-is('こ', 'いとこ|')", "false"},
    {"role-is('お母さん', '母')", "true"},
    {"role-is('母様、担任様', '担任')", "true"},
    {"role-is('母 (', '母')", "true"},
    {"role-is('） 母', '母')", "true"},
    {"role-is(guardian/@relation, '父')", "true"},
    {"role-is(no-such, '父|')", "false"},
    {"count(persons-of(month/family-support/guardian-ref, '家庭')) = count(month/family-support/guardian-ref)", "true"},
    {"count(persons-of(month/family-support/guardian-ref, '学校側'))", "0"},
    {"count(persons-of(month/school-sharing/school-who, '職員')) = count(month/school-sharing/school-who)", "true"},
    {"count(persons-of(month/school-sharing/school-who, '家庭外')) = count(month/school-sharing/school-who)", "true"},
    {"count(persons-of(month/school-sharing/school-who, ''))", "0"},
    {"count(persons-of(no-such, ''))", "0"},
    {"persons-of('担任', '職員')", NULL},
    {"count(records-with(month/school-sharing, '学校側')) = count(month/school-sharing)", "true"},
    {"count(records-with(month/family-support, '家庭側')) = count(month/family-support)", "true"},
    {"count(records-with(month/family-support/guardian-ref, '学校側')) = count(month/family-support/guardian-ref)",
     "true"}, /* nobody is named in them */
    {"records-with(month, '職員')", NULL},
    {"records-with('担任', '学校側')", NULL},
    {"count(inside(month/claim/addition-iii/@on, certificate[1], 'from', 'to'))", "0"},
    {"count(outside(month[1]/claim/addition-iii/@on, certificate, 'from', 'to'))", "0"},
    {"string(inside(month/claim/addition-iii/@on, plan/schedule[2], 'from', 'to')[1])", ""},
    {"string(inside(month/claim/addition-iii/@on, month[@ym = '2024-07'] | plan/schedule[1], 'from', 'to')[1])",
     "2024-04-11"},
    {"count(outside(plan/@made-on, certificate, 'to', 'from'))", "2"},
    {"count(outside(plan/@made-on, certificate, 'none', 'to'))", "2"},
    {"count(inside(plan/@made-on, certificate, 'from', 'none'))", "2"},
    {"count(inside(plan/@id, certificate, 'from', 'to'))", NULL},
    {"count(inside('2024-04-01', certificate, 'from', 'to'))", NULL},
    {"join(class-hours(plan[1]/schedule[1]/day)/@weekday, '')", "火木"},
    {"count(class-hours(plan/schedule[starts-with(@label, '夏季')]/day))", "0"},
    {"count(class-hours-unknown(plan/schedule/day))", "0"},
    {"count(class-hours(1))", NULL},
    {"string(class-hours(month/actual)[1]/@date)", "2024-04-11"},
    {"count(class-hours(month/actual[weekday(@date) = '土']))", "0"},
    {"count(off-schedule(month/actual, plan/schedule, 600))", "0"},
    {"count(off-schedule(month/actual, 1, 60))", NULL},
    {"count(wrong-weekdays(child, 'x'))", NULL},
};

static void
functions_give_what_they_should(void **state)
{
    world *w = *state;
    size_t wrong = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(calls); i++) {
        char *expression = g_markup_escape_text(calls[i].expression, -1);
        char *rules = g_strdup_printf(RULE_OF("K1.1", "",
                                              "<check context='.'><assert test='false()' severity='A' "
                                              "repair='欄'><message>=<value-of select=\"%s\"/></message><message-en/>"
                                              "</assert></check>"),
                                      expression);
        judge(w, rules, "-", "2024-07-10");
        const char *got = w->result ? w->result->findings[0].text + 1 : NULL;
        if (g_strcmp0(got, calls[i].result) != 0) {
            print_message("%s: %s instead of %s\n", calls[i].expression, got ? got : "refused",
                          calls[i].result ? calls[i].result : "refused");
            wrong++;
        }
        if (!w->result)
            assert_string_equal(codes(w->sample.d), "check-eval");
        g_free(rules);
        g_free(expression);
    }
    assert_int_equal(wrong, 0);
}

static void
class_hours_follow_school_and_calendar(void **state)
{
    world *w = *state;
    static const char actual[] = "count(class-hours(month/actual[@date = '2024-06-11']))"; /* a Tuesday, 10:30–13:30 */
    static const char unknown[] = "count(class-hours-unknown(month/actual[@date = '2024-06-11']))";
    check_count(w, actual, "-", "1");
    check_count(w, actual, "before partners:partner[@id='wakabadai']/vacation[1] <closed-day date='2024-06-11'/>", "0");
    check_count(w, actual, "set partners:partner[@id='wakabadai']/vacation[1]/@from=2024-06-11", "0");
    check_count(w, actual,
                "set month/actual[@date='2024-06-11']/@start=15:25;;set month/actual[@date='2024-06-11']/@end=17:00;;"
                "delete month/actual[@date='2024-06-11']/ext-after",
                "0");
    check_count(w, actual,
                "set month/actual[@date='2024-06-11']/@start=15:24;;set month/actual[@date='2024-06-11']/@end=17:00;;"
                "delete month/actual[@date='2024-06-11']/ext-after",
                "1");
    check_count(w, unknown, "-", "0");
    check_count(w, unknown, "set partners:partner[@id='wakabadai']/timetable/@fy=2023", "1");
    check_count(w, unknown, "set enrolment[2]/@from=2024-06-12", "1");
    check_count(w, unknown, "set enrolment[2]/@to=2024-06-10", "1");
    /* A holiday is never a matter of class hours: 2024-04-29 is 昭和の日. */
    check_count(w, "count(class-hours-unknown(month/actual))",
                "set partners:partner[@id='wakabadai']/timetable/@fy=2023;;delete month/actual[@date != '2024-04-30'];;"
                "set month/actual/@date=2024-04-29",
                "0");
}

static void
hours_off_the_plan_are_found(void **state)
{
    world *w = *state;
    static const char expression[] = "count(off-schedule(month/actual[@date = '2024-06-11'], plan/schedule, 30))";
    check_count(w, expression, "-", "0");
    check_count(w, expression, "set month/actual[@date='2024-06-11']/@end=13:01", "0");
    check_count(w, expression, "set month/actual[@date='2024-06-11']/@end=13:00", "1");
    check_count(w, expression,
                "set month/actual[@date='2024-06-11']/@end=13:00;;delete plan/schedule/day[@weekday='火']", "0");
}

static void
wrong_weekdays_are_found(void **state)
{
    static const struct {
        const char *text, *count;
    } rows[] = {
        {"6月11日（火）に", "0"},
        {"6月11日（水）に", "1"},
        {"令和6年6月11日（火）", "0"},
        {"令和5年6月11日（火）", "1"},
        {"令和5年6月11日（日）", "0"},
        {"令和元年5月1日（水）", "0"},
        {"平成31年4月30日（火）", "0"},
        {"R6.6.11（火）", "0"},
        {"R6.6.11（水）", "1"},
        {"Ｒ５．６．１１（火）", "1"},
        {"Ｒ５．６．１１（日）", "0"},
        {"R元.5.1（水）とH31/4/30（火）", "0"},
        {"PHR6.6.11（水）", "0"}, /* a number of something else */
        {"6.11（水）", "0"},
        {"2024年6月11日（月）", "1"},
        {"2024/6/11（火）", "0"},
        {"６月１１日（火）", "0"},
        {"６月１１日（木）", "1"},
        {"6/11(火・祝)", "0"},
        {"6/11(水・祝)", "1"},
        {"6月31日（月）", "1"},
        {"6月11日（火曜）", "0"},
        {"1月8日（月）", "0"},
        {"6月11日", "0"},
        {"6月10日（月）と6月11日（水）", "1"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *edits = g_strdup_printf("set child/allergies=%s", rows[i].text);
        check_count(w, "count(wrong-weekdays(child/allergies, '2024-06-15'))", edits, rows[i].count);
        g_free(edits);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(functions_give_what_they_should),
        TEST(class_hours_follow_school_and_calendar),
        TEST(hours_off_the_plan_are_found),
        TEST(wrong_weekdays_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
