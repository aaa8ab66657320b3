/* test_functions.c: every function of expressions, a row a call. */
#include "functions/functions.h"
#include "test_pipeline.h"

/* What the rows select from. */
#define DATA                                                                                                           \
    "<d from='2024-04-01' to='2024-09-30' bad='2024-02-30' month='2024-06' born='2013-04-01' at='09:05' end='12:35' "  \
    "n='1234567' text='１２ab'><s>一</s><s> </s><s> 二 </s></d>"

/* `result` is what string(call) gives; with `wrong` it is the reason that the call is refused for. */
typedef struct row {
    const char *call, *result;
    bool wrong;
} row;

static const row rows[] = {
    {"left-out(., 's')", "false", false},
    {"left-out('s', 's')", "the first argument must be nodes", true},
    {"era(@from)", "令和", false},
    {"era(@none)", "", false},
    {"era(@bad)", "not a date YYYY-MM-DD", true},
    {"era-year(@from)", "令和6年", false},
    {"era-year('2019-05-01')", "令和元年", false},
    {"era-year(@none)", "", false},
    {"era-year('4月')", "not a date YYYY-MM-DD", true},
    {"birth-date(@born)", "平成25年4月1日", false},
    {"birth-date(@none)", "", false},
    {"birth-date(@bad)", "not a date YYYY-MM-DD", true},
    {"era-date(@from)", "令和6年4月1日", false},
    {"era-date('2019-05-01')", "令和元年5月1日", false},
    {"era-date(' 2019-04-30 ')", "平成31年4月30日", false},
    {"era-date(@none)", "", false},
    {"era-date(@bad)", "not a date YYYY-MM-DD", true},
    {"era-date(@from, @to)", "wrong number of arguments", true},
    {"era-date()", "wrong number of arguments", true},
    {"era-date-weekday(@from)", "令和6年4月1日（月）", false},
    {"era-date-weekday(@none)", "", false},
    {"era-date-weekday(@bad)", "not a date YYYY-MM-DD", true},
    {"western-year(@from)", "2024年", false},
    {"western-year(@none)", "", false},
    {"western-year(@month)", "not a date YYYY-MM-DD", true},
    {"western-month(@month)", "2024年6月", false},
    {"western-month(@none)", "", false},
    {"western-month(@from)", "not a month YYYY-MM", true},
    {"western-date('2019-04-30')", "2019年4月30日", false},
    {"western-date(@none)", "", false},
    {"western-date(@bad)", "not a date YYYY-MM-DD", true},
    {"western-date(@from, @to)", "wrong number of arguments", true},
    {"western-date-weekday(@from)", "2024年4月1日（月）", false},
    {"western-date-weekday(@none)", "", false},
    {"western-date-weekday(@bad)", "not a date YYYY-MM-DD", true},
    {"short-date(@from)", "R6.4.1", false},
    {"short-date(@none)", "", false},
    {"short-date('4/1')", "not a date YYYY-MM-DD", true},
    {"month-day(@to)", "9月30日", false},
    {"month-day(@none)", "", false},
    {"month-day(@bad)", "not a date YYYY-MM-DD", true},
    {"month-day-weekday(@to)", "9月30日（月）", false},
    {"month-day-weekday(@none)", "", false},
    {"month-day-weekday(@bad)", "not a date YYYY-MM-DD", true},
    {"date-range(@from, @to)", "令和6年4月1日～令和6年9月30日", false},
    {"date-range(@from, @none)", "", false},
    {"date-range(@none, @to)", "", false},
    {"date-range(@from, @bad)", "not a date YYYY-MM-DD", true},
    {"date-range(@from)", "wrong number of arguments", true},
    {"era-month(@month)", "令和6年6月", false},
    {"era-month(@none)", "", false},
    {"era-month(@from)", "not a month YYYY-MM", true},
    {"weekday(@from)", "月", false},
    {"weekday(@none)", "", false},
    {"weekday(@bad)", "not a date YYYY-MM-DD", true},
    {"fiscal-year('2025-03-31')", "令和6年度", false},
    {"fiscal-year(@none)", "", false},
    {"fiscal-year(@bad)", "not a date YYYY-MM-DD", true},
    {"fiscal-year-number('2025-03-31')", "2024", false},
    {"fiscal-year-number(@none)", "", false},
    {"fiscal-year-number(@bad)", "not a date YYYY-MM-DD", true},
    {"season-greeting('2024-05-10')", "新緑の候", false},
    {"season-greeting(@none)", "", false},
    {"season-greeting(@bad)", "not a date YYYY-MM-DD", true},
    {"days('1970-01-02')", "1", false},
    {"days(@to) - days(@from)", "182", false},
    {"days(@none)", "", false},
    {"days(@bad)", "not a date YYYY-MM-DD", true},
    {"on-or-before(@from, @to)", "true", false},
    {"on-or-before(@from, @from)", "true", false},
    {"on-or-before(@to, @from)", "false", false},
    {"on-or-before(@none, @to)", "false", false},
    {"on-or-before(@from, @none)", "false", false},
    {"on-or-before(@from, @bad)", "not a date YYYY-MM-DD", true},
    {"months-between(@from, @to)", "5", false},
    {"months-between(@to, @from)", "-6", false},
    {"months-between(@none, @to)", "", false},
    {"months-between(@bad, @to)", "not a date YYYY-MM-DD", true},
    {"add-months('2024-08-31', 6)", "2025-02-28", false},
    {"add-months(@from, -1)", "2024-03-01", false},
    {"add-months(@none, 6)", "", false},
    {"add-months(@bad, 6)", "not a date YYYY-MM-DD", true},
    {"add-months(@from, 'x')", "not a number", true},
    {"add-months('1999-01-31', 1200)", "2099-01-31", false},
    {"add-months('1999-01-31', 1201)", "not a number", true},
    {"add-months('2099-12-31', 1)", "the result is outside the calendar (1873-01-01 to 2099-12-31)", true},
    {"age(@born, '2024-03-31')", "10", false},
    {"age(@born, @from)", "11", false},
    {"age(@none, @from)", "", false},
    {"age(@born, @bad)", "not a date YYYY-MM-DD", true},
    {"age(@from, @born)", "before the birth date", true},
    {"grade(@born, @from)", "小学校6年", false},
    {"grade('2013-04-02', @from)", "小学校5年", false},
    {"grade(@born, @from, '特別支援学校')", "小学部6年", false},
    {"grade(@born, @from, '義務教育学校')", "6年", false},
    {"grade(@born, @from, '特別支援学級')", "小学校6年", false},
    {"grade('2021-05-01', @from, '園')", "2歳児クラス", false},
    {"grade('2005-05-01', @from, '定時制')", "高等学校4年", false},
    {"grade(@born, @from, @none)", "小学校6年", false},
    {"grade(@none, @from)", "", false},
    {"grade(@bad, @from)", "not a date YYYY-MM-DD", true},
    {"grade(@born)", "wrong number of arguments", true},
    {"grade-beside(@born, @from)", "小学校6年", false},
    {"grade-beside('2018-05-01', @from, '幼稚園')", "年長", false},
    {"grade-beside(@none, @from)", "", false},
    {"grade-beside(@bad, @from)", "not a date YYYY-MM-DD", true},
    {"grade-short(@born, @from)", "小6", false},
    {"grade-short('2005-05-01', @from, '定時制')", "高4", false},
    {"grade-short(@born, @none)", "", false},
    {"grade-short(@born, @bad)", "not a date YYYY-MM-DD", true},
    {"grade-number(@born, @from)", "6", false},
    {"grade-number(@none, @from)", "", false},
    {"grade-fits(@born, @from, @none)", "true", false},
    {"grade-fits(@born, @bad, @none)", "not a date YYYY-MM-DD", true},
    {"latest(@from | @to)", "2024-09-30", false},
    {"earliest(@to | @from)", "2024-04-01", false},
    {"latest(@none)", "", false},
    {"earliest(@none)", "", false},
    {"latest('2024-04-01')", "the first argument must be nodes", true},
    {"earliest(1)", "the first argument must be nodes", true},
    {"grade-years(@none)", "", false},
    {"grade-years(@from)", "", false},
    {"grade-years()", "wrong number of arguments", true},
    {"grade-fits(@born, @from)", "wrong number of arguments", true},
    {"place-word('高等専門学校')", "学校", false},
    {"place-word('保育所')", "園", false},
    {"place-word('学童')", "", false},
    {"place-word(@none)", "", false},
    {"place-word()", "wrong number of arguments", true},
    {"in-force(@text, '2024-04-01')", "", false},
    {"count(in-force(., '2024-04-01'))", "1", false},
    {"count(in-force(., '2024-09-30'))", "1", false},
    {"count(in-force(., '2024-10-01'))", "0", false},
    {"count(in-force(., '2024-03-31'))", "0", false},
    {"count(in-force(., @none))", "0", false},
    {"in-force(., @bad)", "not a date YYYY-MM-DD", true},
    {"in-force('x', @from)", "the first argument must be nodes", true},
    {"grade-number(@bad, @from)", "not a date YYYY-MM-DD", true},
    /* What holds on a day: test_timeline.c; here nothing does, as this is no child's case. */
    {"count(plan-on(@from, 'su'))", "0", false},
    {"count(plan-on(@none, 'su'))", "0", false},
    {"plan-on(@bad, 'su')", "not a date YYYY-MM-DD", true},
    {"count(plans-within(@from, @from, 'su'))", "0", false},
    {"count(plans-within(@none, @from, 'su'))", "0", false},
    {"plans-within(@from, @bad, 'su')", "not a date YYYY-MM-DD", true},
    {"plans-within(@bad, @from, 'su')", "not a date YYYY-MM-DD", true},
    {"count(claims-under(*))", "0", false},
    {"claims-under('x')", "the first argument must be nodes", true},
    {"plan-last(.)", "", false},
    {"plan-last(@from)", "", false},
    {"plan-last('x')", "the first argument must be nodes", true},
    {"count(school-on(@from))", "0", false},
    {"school-on(@bad)", "not a date YYYY-MM-DD", true},
    {"day-kind(@none)", "", false},
    {"day-kind(@bad)", "not a date YYYY-MM-DD", true},
    {"class-start(@from)", "", false},
    {"class-start(@bad)", "not a date YYYY-MM-DD", true},
    {"class-end(@from)", "", false},
    {"class-end(@bad)", "not a date YYYY-MM-DD", true},
    {"count(consents-on(@from, '加算Ⅲ'))", "0", false},
    {"consents-on('2024-04-01', '加算')", "needs 情報共有, 加算Ⅲ, 授業時間帯, 訪問 or 移行支援", true},
    {"consents-on(@bad, '訪問')", "not a date YYYY-MM-DD", true},
    {"count(settled-consents-on(@from, '訪問'))", "0", false},
    {"settled-consents-on('2024-04-01', '加算', 'x')", "needs 情報共有, 加算Ⅲ, 授業時間帯, 訪問 or 移行支援", true},
    {"settled-consents-on(@bad, '訪問')", "not a date YYYY-MM-DD", true},
    {"count(newer-consents(@none, @from))", "0", false},
    {"count(newer-consents(@none, @from, 'x'))", "0", false},
    {"newer-consents('x', @from)", "the first argument must be nodes", true},
    {"newer-consents(@none, @bad)", "not a date YYYY-MM-DD", true},
    {"count(ending-consents(@none, @from))", "0", false},
    {"ending-consents('x', @from)", "the first argument must be nodes", true},
    {"ending-consents(@none, @bad)", "not a date YYYY-MM-DD", true},
    {"count(refusal-on(@from, '訪問'))", "0", false},
    {"refusal-on('2024-04-01', '')", "needs 情報共有, 加算Ⅲ, 授業時間帯, 訪問 or 移行支援", true},
    {"count(signed-by-holder(@none))", "0", false},
    {"signed-by-holder('x')", "the first argument must be nodes", true},
    {"count(signed-by-holder(@none, '2024-04-11'))", "0", false},
    {"count(certificate-on(@from, '放デイ'))", "0", false},
    {"certificate-on(@bad, '放デイ')", "not a date YYYY-MM-DD", true},
    {"count(certificates-over(@from, '放デイ'))", "0", false},
    {"certificates-over('2024-04-01', '放デイ')", "the first argument must be nodes", true},
    {"count(programme-on(@from, '4'))", "0", false},
    {"count(programme-on(@none, '4', 'su'))", "0", false},
    {"programme-on(@bad, '4')", "not a date YYYY-MM-DD", true},
    {"count(judgement-on(@from))", "0", false},
    {"judgement-on(@bad)", "not a date YYYY-MM-DD", true},
    {"count(judgement-unclear(@none))", "0", false},
    {"judgement-unclear('x')", "the first argument must be nodes", true},
    {"count(ended-on(@from))", "0", false},
    {"ended-on(@bad)", "not a date YYYY-MM-DD", true},
    {"claim-service(.)", "", false},
    {"claim-service('x')", "the first argument must be nodes", true},
    {"count(used-on(.))", "0", false},
    {"used-on('x')", "the first argument must be nodes", true},
    {"count(used-in('2024-06'))", "0", false},
    {"count(used-in(@none))", "0", false},
    {"used-in('6月')", "not a month YYYY-MM", true},
    {"count(overlapping(*))", "0", false},
    {"overlapping('x')", "the first argument must be nodes", true},
    {"count(class-hours(*))", "0", false},
    {"class-hours('x')", "the first argument must be nodes", true},
    {"count(class-hours-unknown(*))", "2", false},
    {"count(on-class-days(*))", "0", false},
    {"class-hours-unknown('x')", "the first argument must be nodes", true},
    {"class-hours-unknown('x', @none)", "the first argument must be nodes", true},
    {"class-hours-unknown(*, @bad)", "not a date YYYY-MM-DD", true},
    {"count(class-hours-unknown(*, @none))", "2", false},
    {"class-hours-from(*)", "", false},
    {"class-hours-from('x')", "the first argument must be nodes", true},
    {"count(planned-in-class(*))", "0", false},
    {"count(planned-day(*))", "0", false},
    {"planned-day('x')", "the first argument must be nodes", true},
    {"planned-in-class('x')", "the first argument must be nodes", true},
    {"count(unplaced-in-class(*))", "0", false},
    {"count(unplaced-in-class(*, 30))", "0", false},
    {"unplaced-in-class('x', 30)", "the first argument must be nodes", true},
    {"count(kind-unplanned(*))", "0", false},
    {"kind-unplanned('x')", "the first argument must be nodes", true},
    {"count(extension-unplanned(*))", "0", false},
    {"extension-unplanned('x')", "the first argument must be nodes", true},
    {"on-class-days('x')", "the first argument must be nodes", true},
    {"holiday('2024-05-03')", "憲法記念日", false},
    {"holiday(@from)", "", false},
    {"holiday(@none)", "", false},
    {"holiday(@bad)", "not a date YYYY-MM-DD", true},
    {"school-weekdays('2024-05')", "21", false},
    {"school-weekdays(@none)", "", false},
    {"school-weekdays(@from)", "not a month YYYY-MM", true},
    {"time(@at)", "9:05", false},
    {"time(@none)", "", false},
    {"time('25:00')", "not a time HH:MM", true},
    {"time-words(@at)", "午前9時5分", false},
    {"time-words(@none)", "", false},
    {"time-words('9')", "not a time HH:MM", true},
    {"minutes(@at)", "545", false},
    {"minutes(@none)", "", false},
    {"minutes('x')", "not a time HH:MM", true},
    {"minutes-between(@at, @end)", "210", false},
    {"minutes-between(@at, @end, '13:00', '13:30')", "240", false},
    {"minutes-between(@none, @none, '13:00', '13:30')", "30", false},
    {"minutes-between(@none, @none)", "", false},
    {"minutes-between(@at, @none)", "not a time HH:MM", true},
    {"minutes-between(@end, @at)", "end before start", true},
    {"minutes-between(@at, @end, @at)", "needs pairs of start and end", true},
    {"minutes-between(@at)", "wrong number of arguments", true},
    {"minutes-shared('09:00', '12:00', '11:00', '13:00')", "60", false},
    {"minutes-shared('09:00', '10:00', '11:00', '13:00')", "0", false},
    {"minutes-shared(@at, @end, @none, @none)", "0", false},
    {"minutes-shared('x', '12:00', '11:00', '13:00')", "not a time HH:MM", true},
    {"duration(210)", "3時間30分", false},
    {"duration(0)", "0時間00分", false},
    {"duration(minutes-between(@none, @none))", "", false},
    {"duration(@none)", "", false},
    {"duration(-1)", "not a number", true},
    {"duration(100001)", "not a number", true},
    {"time-class(90, 30, 90, 180, 300)", "1", false},
    {"time-class(10, 30, 90, 180, 300)", "0", false},
    {"time-class(200, 30, 90, 180)", "0", false},
    {"time-class(@none, 30, 90)", "", false},
    {"time-class(-5, 30, 90)", "not a number", true},
    {"time-class(60, 30, 'x')", "not a number", true},
    {"grouped(@n)", "1,234,567", false},
    {"grouped(-1234)", "-1,234", false},
    {"grouped(@none)", "", false},
    {"grouped(1.5)", "1.5", false},
    {"grouped(1234567.25)", "1,234,567.25", false},
    {"grouped(-0.5)", "-0.5", false},
    {"grouped(1000000 * 1000000)", "1,000,000,000,000", false},
    {"grouped(1 div 0)", "not a number", true},
    {"circled(1)", "①", false},
    {"circled(20)", "⑳", false},
    {"circled(0)", "needs a number from 1 to 20", true},
    {"circled(21)", "needs a number from 1 to 20", true},
    {"circled(1.5)", "needs a number from 1 to 20", true},
    {"kanji-figures('1-2-30号')", "一－二－三〇号", false},
    {"kanji-figures(@text)", "一二ａｂ", false},
    {"kanji-figures(@none)", "", false},
    {"kanji-figures()", "wrong number of arguments", true},
    {"kanji-numbers('12月')", "十二月", false},
    {"kanji-numbers(@n)", "百二十三万四千五百六十七", false},
    {"kanji-numbers(@none)", "", false},
    {"kanji-numbers('1', '2')", "wrong number of arguments", true},
    {"fullwidth(@text)", "１２ａｂ", false},
    {"fullwidth(@none)", "", false},
    {"fullwidth()", "wrong number of arguments", true},
    {"halfwidth(@text)", "12ab", false},
    {"halfwidth(@none)", "", false},
    {"halfwidth('a', 'b')", "wrong number of arguments", true},
    {"initial('みなと')", "M.", false},
    {"initial(' チヒロ')", "C.", false},
    {"initial(@none)", "", false},
    {"initial('ウィリアム')", "W.", false},
    {"initial('湊', 'みなと')", "M.", false},
    {"initial('Jhon', 'ジョン')", "J.", false},
    {"initial('Chen', 'ちん')", "C.", false},
    {"initial('Đặng', 'だん')", "Đ.", false},
    {"initial(@none, @none)", "", false},
    {"initial(@none, 'みなと')", "M.", false},
    {"initial('Ana', @none)", "A.", false},
    {"initial('湊', 'Minato')", "does not begin with a kana", true},
    {"initial('湊')", "does not begin with a kana", true},
    {"either(@from, 'あり', 'なし')", "あり", false},
    {"either(@none, 'あり', 'なし')", "なし", false},
    {"either(true(), 'あり')", "wrong number of arguments", true},
    {"count(either(true(), s, @n))", "2", false},
    {"join(s, '、')", "一、二", false},
    {"join(@none, '、')", "", false},
    {"join('text', '、')", "the first argument must be nodes", true},
    {"join(s)", "wrong number of arguments", true},
    {"count(ref('nobody'))", "there is no id nobody; there are none", true},
    {"count(ref(@from))", "there is no id 2024-04-01; there are none", true},
    {"count(ref(@text))", "there is no id ?; there are none", true},
    {"count(ref(' '))", "0", false},
    {"count(ref(@none))", "0", false},
    {"ref()", "wrong number of arguments", true},
    {"count(master('office'))", "0", false},
    {"count(master(@none))", "0", false},
    {"master('offcie')", "needs office, partners, municipality or calendar", true},
    {"master('a', 'b')", "wrong number of arguments", true},
};

/* What a value of this call prints, with "［" and "］" round it so that nothing is seen as well. */
static const char *
printed(world *w, const char *call)
{
    const bound *b =
        bind_line(w, arena_printf(w->a, "<p>［<value select=\"string(%s)\" missing=\"\"/>］</p>", call), DATA);
    if (!b)
        return NULL;
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < b->body->inline_count; i++)
        g_string_append(out, b->body->inlines[i].text);
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

/* A value from the data is the data's mistake; a literal, or how the function is called, is the form's. */
static bool
is_of_data(const row *r)
{
    static const char *const uses[] = {"arguments", "argument must be", "needs pairs"};
    for (size_t i = 0; i < G_N_ELEMENTS(uses); i++)
        if (strstr(r->result, uses[i]))
            return false;
    return strchr(r->call, '@') && !strstr(r->call, "'x'");
}

static void
check_row(world *w, const row *r)
{
    const char *got = printed(w, r->call);
    if (r->wrong) {
        const bool of_data = is_of_data(r);
        if (got || strcmp(codes(w), of_data ? "form-xpath-value" : "form-xpath-eval") != 0 ||
            diag_exit_status(w->d) != (of_data ? EXIT_DATA : EXIT_FORM))
            fail_msg("%s: \"%s\" and \"%s\"", r->call, got ? got : "(nothing)", codes(w));
        const diag_message *m = diag_at(w->d, 0);
        bool told = false;
        for (size_t i = 0; i < G_N_ELEMENTS(m->args) && m->args[i]; i++)
            told = told || strstr(m->args[i], r->result);
        char *in_japanese = diag_text(m, DIAG_JA);
        if (told && strstr(in_japanese, r->result))
            fail_msg("%s: the Japanese message says \"%s\"", r->call, r->result);
        g_free(in_japanese);
        if (!told)
            fail_msg("%s: the reason is not \"%s\"", r->call, r->result);
    } else if (!got || strcmp(got, arena_printf(w->a, "［%s］", r->result)) != 0) {
        fail_msg("%s: \"%s\" instead of \"%s\" %s", r->call, got ? got : "(nothing)", r->result, codes(w));
    }
    forget(w);
}

static void
every_row_gives_what_it_says(void **state)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        check_row(*state, &rows[i]);
}

/* A number that is not there must be told as missing by the value that prints it (circled as any other). */
static void
a_missing_argument_is_a_missing_value(void **state)
{
    static const char *const calls[] = {"era-date(@none)", "age(@none, @from)",         "duration(@none)",
                                        "grouped(@none)",  "time-class(@none, 30, 90)", "circled(@none)"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(calls); i++) {
        assert_null(bind_line(w, arena_printf(w->a, "<p><value select=\"%s\"/></p>", calls[i]), DATA));
        if (strcmp(codes(w), "bind-missing") != 0)
            fail_msg("%s: %s", calls[i], codes(w));
        forget(w);
    }
}

/* No function is forgotten here: each name in the source's table has a row that works and one that does not. */
static void
every_function_has_its_rows(void **state)
{
    char *source = NULL;
    (void)state;
    assert_true(g_file_get_contents("tools/lib/functions/functions.c", &source, NULL, NULL));
    GRegex *regex = g_regex_new("\\n    \\{\"([a-z-]+)\", f_", 0, 0, NULL);
    GMatchInfo *match;
    size_t names = 0;
    for (g_regex_match(regex, source, 0, &match); g_match_info_matches(match); g_match_info_next(match, NULL)) {
        char *name = g_match_info_fetch(match, 1), *call = g_strdup_printf("%s(", name);
        bool good = false, wrong = false;
        for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
            if (strstr(rows[i].call, call))
                *(rows[i].wrong ? &wrong : &good) = true;
        }
        if (!good || !wrong)
            fail_msg("%s lacks a row", name);
        names++;
        g_free(call);
        g_free(name);
    }
    assert_true(names >= 40);
    g_match_info_free(match);
    g_regex_unref(regex);
    g_free(source);
}

static void
check_blank_of(const char *function, date on, const char *expected)
{
    GString *s = g_string_new("＜");
    assert_true(functions_append_blank(s, function, on));
    assert_string_equal(s->str + strlen("＜"), expected);
    g_string_free(s, TRUE);
}

static void
blanks_have_the_era_of_the_day(void **state)
{
    const date none = {0, 0, 0}, heisei = {2019, 4, 30}, reiwa = {2019, 5, 1};
    (void)state;
    check_blank_of("era-date", none, "令和　　年　　月　　日");
    check_blank_of("era-date", heisei, "平成　　年　　月　　日");
    check_blank_of("era-date", reiwa, "令和　　年　　月　　日");
    check_blank_of("date-range", heisei, "平成　　年　　月　　日～平成　　年　　月　　日");
    check_blank_of("fiscal-year", reiwa, "令和　　年度");
    check_blank_of("era", reiwa, "令和");
    check_blank_of("time", none, "　　：　　");
    check_blank_of("birth-date", none, "平成・令和　　年　　月　　日");
    check_blank_of("birth-date", heisei, "平成　　年　　月　　日");
    check_blank_of("birth-date", (date){2009, 1, 7}, "昭和・平成　　年　　月　　日"); /* 20 on the next day */
    check_blank_of("birth-date", (date){2009, 1, 8}, "平成　　年　　月　　日");
    check_blank_of("birth-date", (date){2039, 4, 30}, "平成・令和　　年　　月　　日");
    check_blank_of("birth-date", (date){2039, 5, 1}, "令和　　年　　月　　日");
    GString *s = g_string_new(NULL);
    assert_false(functions_append_blank(s, "holiday", none)); /* it has none */
    assert_false(functions_append_blank(s, "no-such", none));
    assert_string_equal(s->str, "");
    g_string_free(s, TRUE);
}

static int
compare_words(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What the first group of `pattern` matches in a file after `begin` and before the next `end`, sorted, a word a line.
 */
static char *
words_of(const char *path, const char *begin, const char *end_word, const char *pattern)
{
    char *source = NULL;
    GMatchInfo *match;
    assert_true(g_file_get_contents(path, &source, NULL, NULL));
    char *from = strstr(source, begin);
    assert_non_null(from);
    *strstr(from, end_word) = '\0';
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
    GRegex *regex = g_regex_new(pattern, 0, 0, NULL);
    for (g_regex_match(regex, from, 0, &match); g_match_info_matches(match); g_match_info_next(match, NULL))
        g_ptr_array_add(words, g_match_info_fetch(match, 1));
    g_ptr_array_sort(words, compare_words);
    g_ptr_array_add(words, NULL);
    char *all = g_strjoinv("\n", (char **)words->pdata);
    g_ptr_array_free(words, TRUE);
    g_match_info_free(match);
    g_regex_unref(regex);
    g_free(source);
    return all;
}

/* The grammar of forms lists the functions that leave room in words: nothing else comes to bind. */
static void
the_grammar_knows_every_blank(void **state)
{
    (void)state;
    char *table = words_of("tools/lib/functions/functions.c", "function_row functions[]", "{NULL",
                           "\\{\"([a-z-]+)\", f_[a-z_]+, [0-9], [0-9], \"");
    char *grammar =
        words_of("templates/schema/form.rng", "<define name=\"handwriting\">", "</define>", "<value>([a-z-]+)<");
    assert_string_equal(grammar, table);
    g_free(table);
    g_free(grammar);
}

/* value/@as takes the functions of one argument and leaves the room for handwriting that they imply. */
static void
as_takes_functions_of_one_value_only(void **state)
{
    world *w = *state;
    assert_non_null(bind_line(w, "<p><value select=\"@at\" as=\"time-words\"/></p>", DATA));
    assert_null(bind_line(w, "<p><value select=\"@from\" as=\"date-range\"/></p>", DATA));
    check_codes(w, "bind-as");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_row_gives_what_it_says),
        TEST(a_missing_argument_is_a_missing_value),
        cmocka_unit_test(every_function_has_its_rows),
        cmocka_unit_test(blanks_have_the_era_of_the_day),
        cmocka_unit_test(the_grammar_knows_every_blank),
        TEST(as_takes_functions_of_one_value_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
