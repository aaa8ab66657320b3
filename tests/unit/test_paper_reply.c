/* test_paper_reply.c: an answer to a municipality tells of the months that it asks for, of the office that answers and
 * of what that municipality pays, and leaves nothing of this out. */
#include "paper_support.h"
#include "rule_edits.h"

typedef struct reply_row {
    const char *edits;
    const char *has;   /* words, parted by | */
    const char *lacks; /* likewise; "" for none */
} reply_row;

/* The answer that the edited sample gives, without the spaces that part its cells. */
static void
hold_replies(const reply_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        rule_case c;
        rule_case_open(&c, "hodei-futoukou");
        if (!rule_edits(&c, rows[i].edits))
            fail_msg("row %zu: %s", i, c.why);
        rule_write(&world, &c);
        rule_case_close(&c);
        char *words = paper_words("inquiry-reply", NULL, false);
        char **has = g_strsplit(rows[i].has, "|", -1), **lacks = g_strsplit(rows[i].lacks, "|", -1);
        for (char **word = has; *word; word++)
            if (!strstr(words, *word))
                fail_msg("row %zu: the reply does not say %s:\n%s", i, *word, words);
        for (char **word = lacks; *word; word++)
            if (strstr(words, *word))
                fail_msg("row %zu: the reply says %s:\n%s", i, *word, words);
        g_strfreev(has);
        g_strfreev(lacks);
        g_free(words);
    }
}

/* The days of claim in April, May and June; the rows are 日数, 授業日数 and so on. */
#define DAYS(april, may, june)                                                                                         \
    "令和6年4月" april "日17日4日13日3日令和6年5月" may "日21日6日15日4日令和6年6月" june "日20日8日12日4日"

#define OTHER_OFFICE(from)                                                                                             \
    "after service-use[1] <service-use id='su-b' kind='放デイ' office='solairo' start='" from "'>"                     \
    "<use-day weekday='水'/></service-use>;;after programme[1] <programme no='4' service='su-b' from='" from "'/>"

static void
whoever_was_asked_answers(void **state)
{
    (void)state;
    static const reply_row rows[] = {
        {"-", "特定非営利活動法人あおばの森|（放課後等デイサービスこもれび）|" DAYS("14", "18", "20"), "ソライロ"},
        /* a programme that began at another office after the months */
        {"set programme[1]/@to=2024-06-30;;" OTHER_OFFICE("2024-07-10"),
         "特定非営利活動法人あおばの森|（放課後等デイサービスこもれび）|" DAYS("14", "18", "20"), "ソライロ"},
        {"set programme[1]/@to=2024-06-30;;delete inquiry/@contact;;" OTHER_OFFICE("2024-07-10"),
         "特定非営利活動法人あおばの森|（放課後等デイサービスこもれび）|" DAYS("14", "18", "20"), "ソライロ"},
        /* beside it: claims, records and plans of the other office are that office's answer */
        {OTHER_OFFICE("2024-05-10") ";;add month[@ym='2024-05']/claim <addition-iii on='2024-05-15' service='su-b'/>",
         "（放課後等デイサービスこもれび）|" DAYS("14", "18", "20"), "ソライロ"},
        {OTHER_OFFICE("2024-05-10") ";;add month[@ym='2024-05']/claim <addition-iii on='2024-05-15' service='su-b'/>;;"
                                    "set inquiry/@contact=so-02",
         "（放課後等デイサービスソライロ）", "こもれび）"},
        {OTHER_OFFICE("2024-04-01") ";;set month[@ym='2024-05']/school-sharing/@recorder=so-02;;"
                                    "set month[@ym='2024-05']/school-sharing/office-who/@staff=so-02",
         "令和6年5月記録なし|5月：（検討の記録なし）", "5月16日（木）"},
        {OTHER_OFFICE("2024-04-01") ";;set plan[2]/@service=su-b;;set plan[2]/@explainer=so-02;;"
                                    "set plan[2]/@interviewed-on=2024-05-01;;set plan[2]/@draft-on=2024-05-02;;"
                                    "set plan[2]/@made-on=2024-05-08;;set plan[2]/@from=2024-05-10;;"
                                    "set plan[2]/@to=2024-10-31;;set plan[2]/@signed-on=2024-05-09",
         "令和6年1月24日（令和6年2月1日", "令和6年5月8日"},
    };
    hold_replies(rows, G_N_ELEMENTS(rows));
}

#define MOVED(from)                                                                                                    \
    "set certificate[2]/@to=2024-05-31;;after certificate[2] <certificate number='0000099999' municipality='tonari' "  \
    "kind='放デイ' days-per-month='23' from='" from "' to='2025-03-31'/>;;"                                            \
    "add municipality:. <municipality id='tonari' "                                                                    \
    "handbook='no'><prefecture>東海県</prefecture><name>隣市</name></municipality>"

static void
a_municipality_is_told_of_what_it_pays(void **state)
{
    (void)state;
    static const reply_row rows[] = {
        {MOVED("2024-06-01"), "0000010001|ほかの市町村の受給者証による算定日は含みません|" DAYS("14", "18", "0"),
         "0000099999"},
        {MOVED("2024-06-01") ";;set inquiry/@municipality=tonari",
         "隣市長|0000099999|ほかの市町村の受給者証による算定日は含みません|" DAYS("0", "0", "20"), "0000010001"},
        {"-", "0000010001", "ほかの市町村"},
        {"delete certificate", DAYS("14", "18", "20"), "ほかの市町村"},
        {"delete certificate/@municipality", "0000010001|" DAYS("14", "18", "20"), "ほかの市町村"},
    };
    hold_replies(rows, G_N_ELEMENTS(rows));
}

#define JUDGED(day)                                                                                                    \
    "after non-attendance/judgement <judgement date='" day "' means='会議'><party side='学校' confirmed-on='" day      \
    "' means='会議'>新任 "                                                                                         \
    "太郎</party><conclusion>個別サポート加算（Ⅲ）による支援の対象とする。</conclusion></judgement>"

static void
the_judgement_is_that_of_the_months(void **state)
{
    (void)state;
    static const reply_row rows[] = {
        /* after the months: no reason for their claims */
        {JUDGED("2024-07-20"), "佐伯 亮（担任）|令和6年3月　授業日数18日", "新任 太郎|令和6年4月　授業日数"},
        /* in them: both */
        {JUDGED("2024-06-20"), "佐伯 亮（担任）|新任 太郎|令和6年3月　授業日数18日", "令和6年4月　授業日数"},
        /* before them: the one that held */
        {JUDGED("2024-03-20"), "佐伯 亮（担任）|新任 太郎", "判断の記録なし"},
        {"set inquiry/months/@from=2024-05", "佐伯 亮（担任）", "判断の記録なし"},
        /* only later ones are known */
        {"set non-attendance/judgement/@date=2024-07-20", "佐伯 亮（担任）", "判断の記録なし"},
        {"delete non-attendance/judgement", "（判断の記録なし）", "佐伯 亮（担任）、三宅"},
    };
    hold_replies(rows, G_N_ELEMENTS(rows));
}

#define NEW_SCHOOL                                                                                                     \
    "set enrolment[2]/@to=2024-07-20;;after enrolment[2] <enrolment partner='seibu' from='2024-07-21'/>;;"             \
    "partners: set partner[@id='seibu']/@kind=小学校;;partners: set partner[@id='seibu']/name=青葉野市立西部小学校"

static void
school_and_consents_are_those_of_the_months(void **state)
{
    (void)state;
    static const reply_row rows[] = {
        {NEW_SCHOOL, "青葉野市立西部小学校|（令和6年7月20日まで　青葉野市立若葉台小学校）|情報共有　令和5年11月13日",
         ""},
        {"-", "青葉野市立若葉台小学校|情報共有　令和5年11月13日　　加算Ⅲ　令和6年4月8日",
         "まで　青葉野市立若葉台小学校"},
        {"delete enrolment", "情報共有　令和5年11月13日", "（同意の記録がありません）"},
        {"delete consent[1];;delete consent/@addition-iii", "（同意の記録がありません）", "加算Ⅲ　令和"},
        {"set consent/@withdrawn-on=2024-06-15", "（令和6年6月15日撤回）", ""},
    };
    hold_replies(rows, G_N_ELEMENTS(rows));
}

/* What the plan placed into class hours is told, too, where nobody knows the hours. */
static void
class_hours_that_were_agreed_stay(void **state)
{
    (void)state;
    static const reply_row rows[] = {
        {"-", "月曜の疲れが残りやすい|木曜は学年全体の活動が多く", "確かめていません"},
        {"delete enrolment", "月曜の疲れが残りやすい|木曜は学年全体の活動が多く|確かめていません", ""},
        {"partners: delete partner[@id='wakabadai']/timetable", "月曜の疲れが残りやすい|木曜は学年全体の活動が多く",
         ""},
    };
    hold_replies(rows, G_N_ELEMENTS(rows));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_was_asked_answers),
        cmocka_unit_test(a_municipality_is_told_of_what_it_pays),
        cmocka_unit_test(the_judgement_is_that_of_the_months),
        cmocka_unit_test(school_and_consents_are_those_of_the_months),
        cmocka_unit_test(class_hours_that_were_agreed_stay),
    };
    return cmocka_run_group_tests(tests, open_papers, close_papers);
}
