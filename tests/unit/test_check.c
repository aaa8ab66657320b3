/* test_check.c: how rules are judged, dated, overridden and sorted: by small rules of the test's own over edited
 * samples. The rules of templates/rules have their own test. */
#include "check_support.h"

/* ---- one check ---- */

static void
a_rule_that_does_not_apply_is_silent(void **state)
{
    world *w = *state;
    check_told(w, RULE("K1.1", "", "child", "><applies test='@birth-date = 1'/>" FAILS("E", "文")), "-", "2024-07-10",
               "");
    check_told(w, RULE("K1.1", "", "child", "><applies test='@birth-date'/>" FAILS("E", "文")), "-", "2024-07-10",
               "K1.1:E 文");
    check_told(w, RULE("K1.1", "", "no-such", ">" FAILS("E", "文")), "-", "2024-07-10", "");
    /* What must apply is asked for in order: a need after it is not looked at. */
    check_told(w,
               RULE("K1.1", "", "child", "><applies test='false()'/><needs select='no' field='欄'/>" FAILS("E", "文")),
               "-", "2024-07-10", "");
}

static void
missing_data_is_never_passed(void **state)
{
    world *w = *state;
#define NEEDS                                                                                                          \
    RULE("N3.4", "", "child", " when='@birth-date'><needs select='allergies' field='アレルギー'/>" FAILS("E", "文"))
    check_told(w, NEEDS, "-", "2024-07-10", "N3.4:E@2013-04-01 文");
    check_told(w, NEEDS, "set child/allergies= ", "2024-07-10",
               "N3.4:W?@2013-04-01 判定できません：題（アレルギーの記載がありません）");
    check_told(w, NEEDS, "delete child/allergies", "2024-07-10",
               "N3.4:W?@2013-04-01 判定できません：題（アレルギーの記載がありません）");
    assert_string_equal(w->result->findings[0].repair[DIAG_JA], "アレルギー");
    /* Needs that stand together are told together; what comes after a let or an applies may depend on them. */
    check_told(w,
               RULE("N3.4", "", "child",
                    "><needs select='a' field='甲'/><needs select='b' field='乙'/><let name='x' select='1'/>"
                    "<applies test='false()'/><needs select='c' field='丙'/>" FAILS("E", "文")),
               "-", "2024-07-10", "N3.4:W? 判定できません：題（甲・乙の記載がありません）");
    /* The rule's when may stand on lets that come later. */
    check_told(
        w,
        RULE("N3.4", "", "child",
             " when='$day'><needs select='a' field='甲'/><let name='day' select='@birth-date'/>" FAILS("E", "文")),
        "-", "2024-07-10", "N3.4:W?@2013-04-01 判定できません：題（甲の記載がありません）");
}

static void
needs_may_be_any_value(void **state)
{
    world *w = *state;
#define NEED(select) RULE("N3.4", "", "child", "><needs select=\"" select "\" field='欄'/>" ASSERT("true()", "E", "文"))
    static const char missing[] = "N3.4:W? 判定できません：題（欄の記載がありません）";
    check_told(w, NEED("''"), "-", "2024-07-10", missing);
    check_told(w, NEED("' '"), "-", "2024-07-10", missing);
    check_told(w, NEED("number('x')"), "-", "2024-07-10", missing);
    check_told(w, NEED("false()"), "-", "2024-07-10", missing);
    check_told(w, NEED("0"), "-", "2024-07-10", "");
    check_told(w, NEED("@birth-date"), "-", "2024-07-10", "");
    check_told(w, NEED("name"), "-", "2024-07-10", "");
}

static void
variables_belong_to_their_check(void **state)
{
    world *w = *state;
    check_told(w,
               RULE("K1.1", "", "guardian",
                    "><let name='n' select='position()'/><let name='m' select='$n + 1'/>"
                    "<assert test='$m &lt; 3' severity='A' repair='欄'><message>番目<value-of select='$n'/>／"
                    "<value-of select='$context/@id'/>／<value-of select='$case/@id'/>／<value-of select='$as-of'/>"
                    "</message><message-en/></assert>"),
               "-", "2024-07-10", "K1.1:A 番目2／guardian-2／K-0001／2024-07-10");
    judge(w,
          RULE("K1.1", "", "child", "><let name='x' select='1'/>" FAILS("A", "文"))
              RULE("K1.2", "", "child", ">" ASSERT("$x", "A", "文")),
          "-", "2024-07-10");
    assert_null(w->result);
    assert_string_equal(codes(w->sample.d), "check-eval");
    assert_int_equal(diag_exit_status(w->sample.d), EXIT_ENVIRONMENT);
}

/* key() and its like are what a predicate over the whole case would select. */
static void
records_are_looked_up_by_what_they_say(void **state)
{
    world *w = *state;
    static const char *const same[] = {
        /* what is looked up, and the same without */
        "key('month')",
        "month",
        "key('month', '@ym', '2024-06')",
        "month[@ym = '2024-06']",
        "key('month', '@ym', ' 2024-06 ')",
        "month[@ym = '2024-06']",
        "key('month', '@ym', '2031-06')",
        "no-such",
        "key('month', '@ym', '')",
        "no-such",
        "key('month', '@no-such', '')",
        "no-such",
        "key('month', '@ym', month[position() &lt; 3]/@ym)",
        "month[position() &lt; 3]",
        "key('month', '@ym', no-such)",
        "no-such",
        "key('month/actual', '../@ym', month/@ym)",
        "month/actual",
        "key('plan', '@service | @also-service', plan/@service | plan/@also-service)",
        "plan",
        "key('month/school-sharing', 'month-of(@date)', '2024-05')",
        "month/school-sharing[month-of(@date) = '2024-05']",
        "key('month/claim/addition-iii/@on', 'month-of(.)', '2024-05')",
        "month/claim/addition-iii/@on[month-of(.) = '2024-05']",
        "key('guardian', 'position() + 0', 1)",
        "guardian",
        "key-before('month', '@ym', '2024-06')",
        "month[@ym = '2024-05']",
        "key-before('month', '@ym', '2031-06')",
        "month[last()]",
        "key-before('month/actual', '../@ym', '2024-06')",
        "month[@ym = '2024-05']/actual",
        "key-before('month', '@ym', month[1]/@ym)",
        "no-such",
        "key-before('month', '@ym', '')",
        "no-such",
        "key-within('month', '@ym', '2024-05', '2024-06')",
        "month[@ym = '2024-05' or @ym = '2024-06']",
        "key-within('month', '@ym', '', '2024-05')",
        "month[@ym = '2024-05' or before(@ym, '2024-05')]",
        "key-within('month', '@ym', '2024-06', '2024-05')",
        "no-such",
        "key-within('month', '@ym', '2031-05', '2031-06')",
        "no-such",
        "key-last('month', '@ym', '2024-06')",
        "month[@ym = '2024-06']",
        "key-last('month/actual', '../@ym', '2024-06')",
        "month[@ym = '2024-06']/actual[last()]",
        "key-last('month/actual', '../@ym', '2031-06')",
        "no-such",
        "key-last('month/actual', '../@ym', '')",
        "no-such",
        "key-last('month/actual', '../@ym', '2024-06', month[@ym = '2024-06']/actual[2])",
        "month[@ym = '2024-06']/actual[1]",
        "key-last('month/actual', '../@ym', '2024-06', month[@ym = '2024-06']/actual[1])",
        "no-such",
        "key-last('month/actual', '../@ym', '2024-06', no-such)",
        "no-such",
        "key-last('month/actual/@date', '../../@ym', '2024-05', month[@ym = '2024-05']/actual[3])",
        "month[@ym = '2024-05']/actual[2]/@date",
        "copied-from('month', '@ym', month[1], 40, 90, 75)", /* of no group */
        "no-such",
        "copied-from('month', 'no-such', month[1], 40, 90, 75)",
        "no-such",
        "copied-from('no-such', '@ym', month[1], 40, 90, 75)",
        "no-such",
        "copied-from('month', '@ym', no-such, 40, 90, 75)",
        "no-such",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(same); i += 2) {
        char *test = g_strdup_printf("concat(count(%s) = count(%s), count(%s | %s) = count(%s))", same[i], same[i + 1],
                                     same[i], same[i + 1], same[i + 1]);
        check_count(w, test, "-", "truetrue");
        g_free(test);
    }
    static const char *const wrong[] = {"key()",
                                        "key('month', '@ym')",
                                        "key('mon th', '@ym', 1)",
                                        "key('1', '@ym', 1)",
                                        "key('month', '@ym[', 1)",
                                        "key('month', '$context/@ym', 1)",
                                        "key-before('month', '@ym')",
                                        "key-within('month', '@ym', '1')",
                                        "key-last('month', '@ym')",
                                        "key-last('month', '@ym', 1, 'month')",
                                        "copied-from('month', '@ym', month, 40, 90)",
                                        "copied-from('month', '@ym', 'month', 40, 90, 75)",
                                        "copied-from('month', '@ym', month, -1, 90, 75)",
                                        "copied-from('month', '@ym', month, 40, 'x', 75)",
                                        "copied-from('mon th', '@ym', month, 40, 90, 75)",
                                        "copied-from('1', '@ym', month, 40, 90, 75)",
                                        "copied-from('month', '@ym[', month, 40, 90, 75)"};
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        char *rule = g_strdup_printf(RULE("K1.1", "", "child", ">" ASSERT("%s", "A", "文")), wrong[i]);
        judge(w, rule, "-", "2024-07-10");
        assert_null(w->result);
        assert_string_equal(codes(w->sample.d), "check-eval");
        g_free(rule);
    }
}

static void
text_is_set_as_japanese(void **state)
{
    world *w = *state;
    check_told(w, RULE("K1.1", "", "child", ">" FAILS("A", "\n   一行目、\n   二行目 a\n   b ")), "-", "2024-07-10",
               "K1.1:A 一行目、二行目 a b");
}

static void
a_finding_stands_where_it_is_told_to(void **state)
{
    world *w = *state;
#define AT(at)                                                                                                         \
    RULE("K1.1", "", "child",                                                                                          \
         "><assert test='false()' severity='A' at='" at "' repair='欄'>"                                              \
         "<message>文</message><message-en/></assert>")
    judge(w, AT("name/given"), "-", "2024-07-10");
    assert_string_equal(w->result->findings[0].where.path, "/case/child/name/given");
    judge(w, AT("no-such"), "-", "2024-07-10");
    assert_string_equal(w->result->findings[0].where.path, "/case/child");
}

static void
one_fault_is_told_once(void **state)
{
    world *w = *state;
    check_told(w,
               RULE_OF("K1.1", "",
                       "<check context='child'>" FAILS("A", "文") "</check><check context='child'>" FAILS("A", "文")
                           FAILS("A", "別") "</check>"),
               "-", "2024-07-10", "K1.1:A 別 | K1.1:A 文");
}

/* ---- when ---- */

static void
an_open_month_is_lighter(void **state)
{
    world *w = *state;
#define JUNE RULE("N5.1d", "", "month[@ym = '2024-06']", " when='@ym'>" MONTHLY)
    check_told(w, JUNE, "-", "2024-06-01", "N5.1d:W@2024-06 文");
    check_told(w, JUNE, "-", "2024-06-30", "N5.1d:W@2024-06 文");
    check_told(w, JUNE, "-", "2024-07-01", "N5.1d:E@2024-06 文");
    /* Only a month is open, never a day. */
    check_told(w, RULE("N5.1d", "", "child", " when=\"'2024-06-30'\">" MONTHLY), "-", "2024-06-01",
               "N5.1d:E@2024-06-30 文");
}

static void
an_assert_may_have_its_own_when(void **state)
{
    world *w = *state;
    check_told(w,
               RULE("K1.1", "", "child",
                    " when=\"'2024-06'\"><assert test='false()' severity='A' when=\"' 2024-05-02 '\" repair='欄'>"
                    "<message>文</message><message-en/></assert>" FAILS("A", "文")),
               "-", "2024-07-10", "K1.1:A@2024-05-02 文 | K1.1:A@2024-06 文");
    judge(w, RULE("K1.1", "", "child", " when=\"'R6.5.2'\">" FAILS("A", "文")), "-", "2024-07-10");
    assert_null(w->result);
    assert_string_equal(codes(w->sample.d), "check-when");
    judge(w, RULE("K1.1", "", "1 + 1", ">" FAILS("A", "文")), "-", "2024-07-10");
    assert_null(w->result);
    assert_string_equal(codes(w->sample.d), "check-context");
}

static void
a_rule_is_in_force_from_its_day(void **state)
{
    world *w = *state;
#define SINCE RULE("K1.1", "from='2024-04-01'", "child", " when='@birth-date'>" FAILS("E", "文"))
    check_told(w, SINCE, "-", "2024-03-31", "");
    check_told(w, SINCE, "-", "2024-04-01", "K1.1:E@2013-04-01 文"); /* no former version: earlier days are its own */
#define NUMBERED(when) RULE("K1.1", "to='2024-06-30'", "child", " when=\"" when "\">" FAILS("E", "文"))
    check_told(w, NUMBERED("'2024-06-30'"), "-", "2024-07-10", "K1.1:E@2024-06-30 文");
    check_told(w, NUMBERED("'2024-07-01'"), "-", "2024-07-10", "");
    check_told(w, NUMBERED("''"), "-", "2024-06-30", "K1.1:E 文");
    check_told(w, NUMBERED("''"), "-", "2024-07-01", "");
}

static void
the_version_of_the_day_judges(void **state)
{
    world *w = *state;
#define VERSIONS                                                                                                       \
    RULE("K1.1", "from='2024-06-16'", "month", " when='@ym'>" FAILS("W", "新"))                                        \
    RULE("K1.1", "from='2024-04-01' to='2024-06-15'", "month", " when='@ym'>" FAILS("E", "旧"))
    check_told(w, VERSIONS, "-", "2024-07-31",
               "K1.1:E@2024-04 旧 | K1.1:E@2024-05 旧 | K1.1:W@2024-06 新 | K1.1:W@2024-07 新");
    check_told(w, VERSIONS, "-", "2024-06-15", "K1.1:E@2024-04 旧 | K1.1:E@2024-05 旧");
    check_told(w, VERSIONS, "-", "2024-03-31", "");
}

/* ---- the municipality's options ---- */

#define OPTION(level) "add municipality:municipality <rule-option rule='N5.2a' level='" level "'/>"
#define MAY RULE("N5.2a", "", "month[@ym = '2024-05']", " when='@ym'>" MONTHLY)

static void
a_municipality_may_change_a_rule(void **state)
{
    world *w = *state;
    check_told(w, MAY, OPTION("on"), "2024-07-10", "N5.2a:E@2024-05 文");
    check_told(w, MAY, OPTION("off"), "2024-07-10", "");
    check_told(w, MAY, OPTION("W"), "2024-07-10", "N5.2a:W@2024-05 文");
    check_told(w, MAY, OPTION("A"), "2024-07-10", "N5.2a:A@2024-05 文");
    check_told(w, RULE("N5.2a", "", "child", ">" FAILS("A", "文")), OPTION("E"), "2024-07-10", "N5.2a:E 文");
    /* A month that is not over stays a W, and what cannot be judged too. */
    check_told(w, MAY, OPTION("E"), "2024-05-10", "N5.2a:W@2024-05 文");
    check_told(w, MAY, OPTION("A"), "2024-05-10", "N5.2a:A@2024-05 文");
    check_told(w, RULE("N5.2a", "", "child", "><needs select='no' field='欄'/>" FAILS("A", "文")), OPTION("E"),
               "2024-07-10", "N5.2a:W? 判定できません：題（欄の記載がありません）");
}

static void
the_certificate_tells_the_municipality(void **state)
{
    world *w = *state;
#define TWO                                                                                                            \
    "after municipality:municipality <municipality id='tonari' handbook='no'><prefecture>東海県</prefecture>"       \
    "<name>青葉野市</name><rule-option rule='N5.2a' level='off'/></municipality>"
    check_told(w, MAY, TWO, "2024-07-10", "N5.2a:E@2024-05 文");
    check_told(w, MAY, TWO ";;set certificate[2]/@municipality=tonari", "2024-07-10", "");
    check_told(w, MAY, TWO ";;set certificate[1]/@municipality=tonari", "2024-07-10", "N5.2a:E@2024-05 文");
    check_told(w, MAY, TWO ";;set certificate[1]/@municipality=tonari;;set certificate[2]/@from=2024-08-01",
               "2024-07-10", "N5.2a:E@2024-05 文");
    /* Without a certificate only an only municipality can be meant. */
    check_told(w, MAY, TWO ";;delete certificate", "2024-07-10", "N5.2a:E@2024-05 文");
    check_told(w, MAY, OPTION("off") ";;delete certificate", "2024-07-10", "");
}

/* The child moves in the middle of May: each city's word counts for the days that it pays, and only while it says so.
 */
static void
an_option_is_that_of_the_day_of_the_finding(void **state)
{
    world *w = *state;
#define DAYS                                                                                                           \
    DATED("N5.2a", "E", "2024-05-15")                                                                                  \
    DATED("N5.2b", "E", "2024-05-16")                                                                                  \
    RULE("N5.2c", "", "month[@ym = '2024-04' or @ym = '2024-05']", " when='@ym'>" FAILS("E", "文"))
#define MOVED                                                                                                             \
    "after municipality:municipality <municipality id='tonari' handbook='yes'><prefecture>東海県</prefecture>"         \
    "<name>隣市</name>%s</municipality>;;set certificate[2]/@to=2024-05-15;;set certificate[2]/@municipality=tonari"    \
    ";;after certificate[2] <certificate number='0000010001' municipality='aobano' kind='放デイ' days-per-month='23' " \
    "from='2024-05-16' to='2025-03-31'/>"
#define OFF(id, days) "<rule-option rule='" id "' level='off' " days "/>"
#define ALL_OFF(days) OFF("N5.2a", days) OFF("N5.2b", days) OFF("N5.2c", days)
    static const struct {
        const char *there, *here, *told;
    } rows[] = {
        {"", "", "N5.2c:E@2024-04 文 | N5.2c:E@2024-05 文 | N5.2a:E@2024-05-15 文 | N5.2b:E@2024-05-16 文"},
        {ALL_OFF(""), "", "N5.2c:E@2024-05 文 | N5.2b:E@2024-05-16 文"},
        {"", ALL_OFF(""), "N5.2c:E@2024-04 文 | N5.2c:E@2024-05 文 | N5.2a:E@2024-05-15 文"}, /* both pay for May */
        {ALL_OFF(""), ALL_OFF(""), ""},
        {ALL_OFF("from='2024-05-01'"), "", "N5.2c:E@2024-04 文 | N5.2c:E@2024-05 文 | N5.2b:E@2024-05-16 文"},
        {ALL_OFF("to='2024-05-14'"), "", "N5.2c:E@2024-05 文 | N5.2a:E@2024-05-15 文 | N5.2b:E@2024-05-16 文"},
        {"", ALL_OFF("to='2024-05-16'"), "N5.2c:E@2024-04 文 | N5.2c:E@2024-05 文 | N5.2a:E@2024-05-15 文"},
        {"", OFF("N5.2b", "") "<rule-option rule='N5.2b' level='W' from='2024-05-01' to='2024-05-31'/>",
         "N5.2c:E@2024-04 文 | N5.2c:E@2024-05 文 | N5.2a:E@2024-05-15 文 | N5.2b:W@2024-05-16 文"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *moved = g_strdup_printf(MOVED, rows[i].there);
        char *edits = *rows[i].here ? g_strdup_printf("add municipality:municipality[1] %s;;%s", rows[i].here, moved)
                                    : g_strdup(moved);
        check_told(w, DAYS, edits, "2024-07-10", rows[i].told);
        g_free(edits);
        g_free(moved);
    }
}

/* The older certificate's printed period may run on after the move. */
static void
the_newest_certificate_tells_who_pays(void **state)
{
    check_told(
        *state, DATED("N5.2a", "E", "2024-05-15") DATED("N5.2b", "E", "2024-05-16"),
        "after municipality:municipality <municipality id='tonari' handbook='yes'><prefecture>東海県</prefecture>"
        "<name>隣市</name><rule-option rule='N5.2b' level='off'/><rule-option rule='N5.2a' level='off'/>"
        "</municipality>;;before certificate[1] <certificate number='0000010001' municipality='tonari' "
        "kind='放デイ' days-per-month='23' from='2024-05-16' to='2025-03-31'/>",
        "2024-07-10", "N5.2a:E@2024-05-15 文");
}

static void
an_option_for_no_rule_is_told(void **state)
{
    world *w = *state;
    judge(w, RULE("N5.2b", "", "child", ">" FAILS("A", "文")), OPTION("off"), "2024-07-10");
    assert_non_null(w->result);
    assert_string_equal(codes(w->sample.d), "check-option");
    assert_int_equal(diag_exit_status(w->sample.d), EXIT_DONE);
}

/* ---- order and forms ---- */

static void
findings_come_as_a_clerk_works(void **state)
{
    world *w = *state;
    check_told(w,
               DATED("G1", "A", "2024-01-01") DATED("N3.1", "W", "2024-05-01") DATED("K3.10", "E", "2024-06")
                   DATED("K3.9", "E", "2024-06") DATED("N5.1b", "E", "2024-06-01") DATED("N5.1a", "E", "2024-06-01")
                       DATED("G2", "E", "") DATED("K3.2", "E", "2024-05-31"),
               "-", "2024-07-10",
               "K3.2:E@2024-05-31 文 | K3.9:E@2024-06 文 | K3.10:E@2024-06 文 | N5.1a:E@2024-06-01 文 | "
               "N5.1b:E@2024-06-01 文 | G2:E 文 | N3.1:W@2024-05-01 文 | G1:A@2024-01-01 文");
    assert_int_equal(w->result->worst, CHECK_ERROR);
    assert_string_equal(w->result->child, "K-0001");
    check_told(w, RULE("G1", "", "child", ">" ASSERT("true()", "E", "文")), "-", "2024-07-10", "");
    assert_int_equal(w->result->worst, CHECK_ADVICE);
}

static void
an_error_forbids_its_forms(void **state)
{
    world *w = *state;
    judge(w, RULE("K1.1", "documents='school-sharing plan'", "child", ">" FAILS("E", "文")), "-", "2024-07-10");
    assert_non_null(check_forbids(w->result, "plan", NULL));
    assert_non_null(check_forbids(w->result, "school-sharing", NULL));
    assert_null(check_forbids(w->result, "sharing", NULL));
    assert_null(check_forbids(w->result, "school", NULL));
    assert_null(check_forbids(w->result, "pla", NULL));
    judge(w, RULE("K1.1", "documents='plan'", "child", ">" FAILS("W", "文")), "-", "2024-07-10");
    assert_null(check_forbids(w->result, "plan", NULL));
    judge(w,
          RULE("K1.1", "documents='plan'", "child",
               "><assert test='false()' severity='E' documents='transition' repair='欄'><message>文</message>"
               "<message-en/></assert>"),
          "-", "2024-07-10");
    assert_null(check_forbids(w->result, "plan", NULL));
    assert_non_null(check_forbids(w->result, "transition", NULL));
}

static const xml_node *
plan_number(const xml_node *root, int number)
{
    for (const xml_node *n = xml_first_element(root); n; n = xml_next_element(n))
        if (xml_named(n, "plan") && number-- == 1)
            return n;
    fail_msg("no such plan");
    return NULL;
}

/* A fault of one plan, of one of its schedules and of the child, asked of the papers about each plan and its parts. */
static void
an_error_forbids_the_papers_that_it_is_about(void **state)
{
    world *w = *state;
    static const char rules[] = RULE("K1.1", "documents='plan'", "plan[1]/row[1]/content", ">" FAILS("E", "文"))
        RULE("K1.2", "documents='schedule'", "plan[1]/schedule[2]/day[1]/@start", ">" FAILS("E", "文"))
            RULE("K1.3", "documents='envelope'", "child", ">" FAILS("E", "文"))
                RULE("K1.4", "documents='plan'", "office", ">" FAILS("E", "文"));
    judge(w, rules, "-", "2024-07-10");
    const check_finding *content = check_forbids(w->result, "plan", NULL);
    assert_non_null(content);
    const xml_node *root = content->node;
    while (!xml_named(root, "case"))
        root = xml_parent(root);
    const xml_node *first = plan_number(root, 1), *second = plan_number(root, 2);
    assert_ptr_equal(check_forbids(w->result, "plan", first), content);
    assert_ptr_equal(check_forbids(w->result, "plan", root), content);
    assert_ptr_equal(check_forbids(w->result, "plan", content->node), content);
    assert_null(check_forbids(w->result, "plan", second));
    assert_null(check_forbids(w->result, "plan", xml_element_named(second, "row")));
    assert_non_null(check_forbids(w->result, "schedule", first));
    assert_null(check_forbids(w->result, "schedule", second));
    assert_null(check_forbids(w->result, "schedule", xml_element_named(first, "schedule"))); /* it is of the other */
    assert_non_null(check_forbids(w->result, "schedule", xml_element_named(first, "row")));
    assert_non_null(check_forbids(w->result, "envelope", second));
}

/* A signature, also of what the paper is part of, makes it a record; not one of a later day. */
static void
a_signed_paper_is_a_record(void **state)
{
    world *w = *state;
    static const char rules[] = RULE("K1.1", "until-signed='plan schedule'", "plan[1]", ">" FAILS("E", "文"));
    static const struct {
        const char *edits, *as_of;
        bool forbidden;
    } rows[] = {{"set plan[1]/@signed-on=2024-04-05", "2024-07-10", false},
                {"set plan[1]/@signed-on=2024-04-05", "2024-04-05", false},
                {"set plan[1]/@signed-on=2024-07-11", "2024-07-10", true},
                {"delete plan[1]/@signed-on", "2024-07-10", true}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        judge(w, rules, rows[i].edits, rows[i].as_of);
        assert_non_null(w->result);
        assert_int_equal(w->result->count, 1);
        const xml_node *plan = w->result->findings[0].node;
        assert_int_equal(check_forbids(w->result, "plan", plan) != NULL, rows[i].forbidden);
        assert_int_equal(check_forbids(w->result, "schedule", xml_element_named(plan, "row")) != NULL,
                         rows[i].forbidden);
        assert_non_null(check_forbids(w->result, "plan", NULL));
        assert_null(check_forbids(w->result, "envelope", plan));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_rule_that_does_not_apply_is_silent),
        TEST(missing_data_is_never_passed),
        TEST(needs_may_be_any_value),
        TEST(variables_belong_to_their_check),
        TEST(records_are_looked_up_by_what_they_say),
        TEST(text_is_set_as_japanese),
        TEST(a_finding_stands_where_it_is_told_to),
        TEST(one_fault_is_told_once),
        TEST(an_open_month_is_lighter),
        TEST(an_assert_may_have_its_own_when),
        TEST(a_rule_is_in_force_from_its_day),
        TEST(the_version_of_the_day_judges),
        TEST(a_municipality_may_change_a_rule),
        TEST(the_certificate_tells_the_municipality),
        TEST(an_option_is_that_of_the_day_of_the_finding),
        TEST(the_newest_certificate_tells_who_pays),
        TEST(an_option_for_no_rule_is_told),
        TEST(findings_come_as_a_clerk_works),
        TEST(an_error_forbids_the_papers_that_it_is_about),
        TEST(a_signed_paper_is_a_record),
        TEST(an_error_forbids_its_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
