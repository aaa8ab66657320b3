/* test_check.c: how rules are read, judged, dated, overridden, sorted and told: by small rules of the test's own over
 * edited samples. The rules of templates/rules have their own test. */
#include "rule_edits.h"

/* A rule of one check; `inner` is what stands in <check>. */
#define RULE_OF(id, attributes, check)                                                                                 \
    "<rule id='" id "' source='根拠' " attributes "><title>題</title><title-en>title</title-en>"                      \
    "<explain>意味</explain><explain-en>meaning</explain-en>" check "</rule>\n"
#define RULE(id, attributes, context, inner) RULE_OF(id, attributes, "<check context=\"" context "\" " inner "</check>")
/* An assert that always fails. */
#define FAILS(severity, message) ASSERT("false()", severity, message)
#define ASSERT(test, severity, message)                                                                                \
    "<assert test=\"" test "\" severity='" severity "' repair='欄'><message>" message "</message>"                     \
    "<message-en>en</message-en></assert>"

typedef struct world {
    char *folder; /* of the rule files */
    rule_world shared;
    rule_case sample;
    const check_result *result;
    GString *text;
    bool open;
} world;

static int
begin(void **state)
{
    world *w = g_new0(world, 1);
    w->folder = g_dir_make_tmp("renkei-check-XXXXXX", NULL);
    w->text = g_string_new(NULL);
    *state = w;
    return 0;
}

static void
forget_rules(world *w)
{
    if (w->open) {
        rule_case_close(&w->sample);
        rule_world_close(&w->shared);
    }
    w->open = false;
}

static char *
rule_file(const world *w, const char *name)
{
    return g_build_filename(w->folder, name, NULL);
}

static int
end(void **state)
{
    static const char *const names[] = {"a.xml", "b.xml", "README"};
    world *w = *state;
    forget_rules(w);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        char *path = rule_file(w, names[i]);
        g_unlink(path);
        g_free(path);
    }
    g_rmdir(w->folder);
    g_free(w->folder);
    g_string_free(w->text, TRUE);
    g_free(w);
    return 0;
}

static void
write_rules(const world *w, const char *name, const char *rules)
{
    char *path = rule_file(w, name);
    char *text = g_strdup_printf("<rules version='1' title='試験'>\n%s</rules>\n", rules);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    g_free(text);
    g_free(path);
}

static date
day(const char *text)
{
    date d = {0};
    assert_true(date_parse(text, &d));
    return d;
}

/* Judges a sample, edited, by these rules. */
static void
judge(world *w, const char *rules, const char *edits, const char *as_of)
{
    forget_rules(w);
    write_rules(w, "a.xml", rules);
    rule_world_open(&w->shared, w->folder);
    rule_case_open(&w->sample, "hodei-futoukou");
    w->open = true;
    /* The sample's own options name rules that are not here. */
    assert_true(rule_edits(&w->sample, "delete municipality:municipality/rule-option"));
    if (!rule_edits(&w->sample, edits))
        fail_msg("%s", w->sample.why);
    w->result = rule_case_check(&w->shared, &w->sample, day(as_of));
}

/* "id:severity@when text" of each finding, ` | ` between them; `?` after the severity of an undetermined one. */
static const char *
told(world *w)
{
    assert_non_null(w->result);
    g_string_truncate(w->text, 0);
    for (size_t i = 0; i < w->result->count; i++) {
        const check_finding *f = &w->result->findings[i];
        g_string_append_printf(w->text, "%s%s:%c%s%s%s %s", i ? " | " : "", f->id, check_severity_letter(f->severity),
                               f->undetermined ? "?" : "", *f->when ? "@" : "", f->when, f->text);
    }
    return w->text->str;
}

static void
check_told(world *w, const char *rules, const char *edits, const char *as_of, const char *expected)
{
    judge(w, rules, edits, as_of);
    assert_string_equal(told(w), expected);
}

static const char *
codes(const diag *d)
{
    static char all[1000];
    *all = '\0';
    for (size_t i = 0; i < diag_length(d); i++)
        g_snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", i ? " " : "", diag_name(diag_at(d, i)->code));
    return all;
}

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
    assert_string_equal(w->result->findings[0].repair, "アレルギー");
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

#define MONTHLY "<assert test='false()' severity='E' open='W' repair='欄'><message>文</message><message-en/></assert>"

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

static void
an_option_for_no_rule_is_told(void **state)
{
    world *w = *state;
    judge(w, RULE("N5.2b", "", "child", ">" FAILS("A", "文")), OPTION("off"), "2024-07-10");
    assert_non_null(w->result);
    assert_string_equal(codes(w->sample.d), "check-option");
    assert_int_equal(diag_exit_status(w->sample.d), EXIT_DONE);
}

/* ---- order, forms, words ---- */

#define DATED(id, severity, when) RULE(id, "", "child", " when=\"'" when "'\">" FAILS(severity, "文"))

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
    assert_non_null(check_forbids(w->result, "plan"));
    assert_non_null(check_forbids(w->result, "school-sharing"));
    assert_null(check_forbids(w->result, "sharing"));
    assert_null(check_forbids(w->result, "school"));
    assert_null(check_forbids(w->result, "pla"));
    judge(w, RULE("K1.1", "documents='plan'", "child", ">" FAILS("W", "文")), "-", "2024-07-10");
    assert_null(check_forbids(w->result, "plan"));
    judge(w,
          RULE("K1.1", "documents='plan'", "child",
               "><assert test='false()' severity='E' documents='transition' repair='欄'><message>文</message>"
               "<message-en/></assert>"),
          "-", "2024-07-10");
    assert_null(check_forbids(w->result, "plan"));
    assert_non_null(check_forbids(w->result, "transition"));
}

static void
findings_are_printed(void **state)
{
    world *w = *state;
    judge(w, RULE("N5.1d", "documents='plan consent'", "month[@ym = '2024-06']", " when='@ym'>" MONTHLY), "-",
          "2024-07-10");
    const check_finding *f = &w->result->findings[0];
    char *expected = g_strdup_printf("%s:%d: N5.1d E [K-0001] 令和6年6月：文 — 直す欄：欄（根拠：根拠）\n"
                                     "%s: [K-0001] 令和6年7月10日の時点：E 1件、W 0件、A 0件\n",
                                     f->where.file, f->where.line, f->where.file);
    g_string_truncate(w->text, 0);
    check_print(w->result, DIAG_JA, w->text);
    assert_string_equal(w->text->str, expected);
    g_free(expected);
    expected = g_strdup_printf("%s:%d: N5.1d E [K-0001] 2024-06: 文 — repair: 欄 (source: 根拠)\n"
                               "%s: [K-0001] as of 2024-07-10: E 1, W 0, A 0\n",
                               f->where.file, f->where.line, f->where.file);
    g_string_truncate(w->text, 0);
    check_print(w->result, DIAG_EN, w->text);
    assert_string_equal(w->text->str, expected);
    g_free(expected);
    expected =
        g_strdup_printf("{\"v\":1,\"rule\":\"N5.1d\",\"severity\":\"E\",\"undetermined\":false,\"child\":\"K-0001\","
                        "\"when\":\"2024-06\",\"message\":\"文\",\"repair\":\"欄\",\"source\":\"根拠\","
                        "\"documents\":[\"plan\",\"consent\"],\"data\":{\"file\":\"%s\",\"line\":%d,"
                        "\"path\":\"/case/month[3]\"}}\n",
                        f->where.file, f->where.line);
    g_string_truncate(w->text, 0);
    check_print_json(w->result, w->text);
    assert_string_equal(w->text->str, expected);
    g_free(expected);
}

static void
json_strings_are_escaped(void **state)
{
    world *w = *state;
    judge(w, RULE("K1.1", "", "child", " when=\"'2024-06-03'\">" FAILS("A", "「&quot;\\」")), "-", "2024-07-10");
    g_string_truncate(w->text, 0);
    check_print_json(w->result, w->text);
    assert_non_null(strstr(w->text->str, "\"message\":\"「\\\"\\\\」\""));
    assert_non_null(strstr(w->text->str, "\"documents\":[]"));
    g_string_truncate(w->text, 0);
    check_print(w->result, DIAG_JA, w->text);
    assert_non_null(strstr(w->text->str, "令和6年6月3日（月）：「\"\\」"));
}

static void
rules_are_listed_and_explained(void **state)
{
    world *w = *state;
    judge(w,
          RULE_OF("K0", "", "<not-computable>背景だから</not-computable>")
              RULE("K1.1", "from='2024-04-01' documents='plan'", "child", ">" FAILS("W", "文") FAILS("E", "文")),
          "-", "2024-07-10");
    g_string_truncate(w->text, 0);
    check_list_rules(w->shared.rules, DIAG_JA, w->text);
    assert_string_equal(w->text->str, "K0\t-\t題（自動では判定しません：背景だから）\t根拠\nK1.1\tE,W\t題\t根拠\n");
    g_string_truncate(w->text, 0);
    assert_true(check_explain(w->shared.rules, "K1.1", DIAG_JA, w->text));
    assert_string_equal(w->text->str, "K1.1 E,W 題\n根拠：根拠\n施行期間：令和6年4月1日～\n\n意味\n\n直す欄：欄\n"
                                      "E のとき事業所の外に出さない様式：plan\n");
    g_string_truncate(w->text, 0);
    assert_true(check_explain(w->shared.rules, "K0", DIAG_EN, w->text));
    assert_non_null(strstr(w->text->str, "meaning"));
    assert_false(check_explain(w->shared.rules, "K9", DIAG_JA, w->text));
}

/* ---- summaries ---- */

#define BOTH                                                                                                           \
    RULE("N5.1d", "", "month[claim/addition-iii]",                                                                     \
         " when='@ym'><assert test='school-sharing' severity='E' open='W' "                                            \
         "repair='欄'><message>文</message><message-en/></assert>")                                                    \
    RULE("N5.2a", "", "month[claim/addition-iii]",                                                                     \
         " when='@ym'><assert test='family-support' severity='E' open='W' "                                            \
         "repair='欄'><message>文</message><message-en/></assert>")                                                    \
    RULE("N6.4", "", "month[@ym = '2024-05']/school-sharing", " when='@date'>" FAILS("W", "文"))

/* The line of a month, as the table has it. */
static const char *
month_line(world *w, const char *rules, const char *edits, const char *as_of, const char *month)
{
    forget_rules(w);
    write_rules(w, "a.xml", rules);
    rule_world_open(&w->shared, w->folder);
    rule_case_open(&w->sample, "hodei-futoukou");
    w->open = true;
    assert_true(rule_edits(&w->sample, "delete municipality:municipality/rule-option"));
    assert_true(rule_edits(&w->sample, edits));
    assert_non_null(rule_case_check(&w->shared, &w->sample, day(as_of)));
    char *path = rule_path(w->shared.folder, "case", 0);
    const casefile *c = casefile_read_with(w->sample.a, w->sample.s, path, w->shared.schemas, w->sample.d);
    const check_result *r = check_case(w->sample.a, w->sample.s, w->shared.rules, c, day(as_of), DIAG_JA, w->sample.d);
    g_free(path);
    g_string_truncate(w->text, 0);
    check_print_months(r, c, DIAG_JA, w->text);
    char *mark = g_strdup_printf("\n%s\t", month), *line = strstr(w->text->str, mark);
    assert_non_null(line);
    line += strlen(mark);
    *strchr(line, '\n') = '\0';
    g_free(mark);
    return line;
}

static void
a_year_is_summed_up_by_months(void **state)
{
    world *w = *state;
#define LINE(edits, as_of, month) month_line(w, BOTH, edits, as_of, month)
    assert_string_equal(LINE("-", "2024-08-01", "令和6年4月"), "14日\t○\t○\t○\t");
    assert_string_equal(LINE("-", "2024-08-01", "令和6年5月"), "18日\t○\t○\t△\tN6.4");
    assert_string_equal(LINE("-", "2024-08-01", "令和7年3月"), "0日\t－\t－\t－\t");
    assert_string_equal(LINE("delete month[3]/school-sharing", "2024-08-01", "令和6年6月"), "20日\t×\t○\t×\tN5.1d");
    assert_string_equal(LINE("delete month[3]/school-sharing", "2024-06-30", "令和6年6月"),
                        "20日\t途中\t○\t途中\tN5.1d");
    assert_string_equal(LINE("delete month[3]/family-support", "2024-08-01", "令和6年6月"), "20日\t○\t×\t×\tN5.2a");
    /* What comes after the day is not counted; the year is that of the day. */
    assert_string_equal(LINE("-", "2024-04-12", "令和6年4月"), "2日\t－\t－\t途中\t");
    assert_string_equal(LINE("-", "2025-04-01", "令和7年4月"), "0日\t－\t－\t－\t");
}

static const check_result *
result_of(const char *child, const check_finding *findings, size_t count)
{
    check_result *r = g_new0(check_result, 1);
    *r = (check_result){.child = child, .findings = findings, .count = count};
    return r;
}

static void
children_are_summed_up_by_rules(void **state)
{
    world *w = *state;
    const check_finding first[] = {{.id = "N5.1d", .severity = CHECK_ERROR},
                                   {.id = "N5.1d", .severity = CHECK_WARNING},
                                   {.id = "K6.1", .severity = CHECK_ADVICE}};
    const check_finding second[] = {{.id = "K3.9", .severity = CHECK_ERROR}, {.id = "G2", .severity = CHECK_ERROR}};
    const check_finding third[] = {{.id = "K6.1", .severity = CHECK_ADVICE}};
    const check_result *results[] = {result_of("c-none", NULL, 0), result_of("c-third", third, 1),
                                     result_of("c-first", first, 3), result_of("c-second", second, 2)};
    check_table *t = check_table_new();
    for (size_t i = 0; i < G_N_ELEMENTS(results); i++) {
        check_table_add(t, results[i]);
        g_free((void *)results[i]);
    }
    check_table_print(t, 1, DIAG_JA, w->text);
    assert_string_equal(w->text->str, "児童\tE\tW\tA\tK3.9\tN5.1d\tG2\tK6.1\n"
                                      "c-second\t2\t0\t0\tE\t\tE\t\n"
                                      "c-first\t1\t1\t1\t\tE2\t\tA\n"
                                      "c-third\t0\t0\t1\t\t\t\tA\n"
                                      "c-none\t0\t0\t0\t\t\t\t\n"
                                      "人数\t\t\t\t1\t1\t1\t2\n"
                                      "判定できなかった事例：1件\n");
    check_table_drop(t);
}

/* ---- reading ---- */

static void
check_unread(world *w, const char *expected)
{
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    assert_null(check_rules_read(a, s, w->folder, "templates/schema", d));
    assert_string_equal(codes(d), expected);
    assert_int_equal(diag_exit_status(d), EXIT_ENVIRONMENT);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
}

static void
broken_rules_are_our_mistake(void **state)
{
    world *w = *state;
    char *path = rule_file(w, "README");
    check_unread(w, "check-no-rules");
    assert_true(g_file_set_contents(path, "no rules", -1, NULL));
    g_free(path);
    check_unread(w, "check-no-rules");
    write_rules(w, "a.xml", RULE("K1.1", "", "child", ">" FAILS("E", "文")));
    write_rules(w, "b.xml", RULE("K1.1", "", "child", ">" FAILS("E", "文")));
    check_unread(w, "check-rule-twice");
    write_rules(w, "b.xml", RULE("K1.2", "", "child", ">" FAILS("E", "文")) "<odd/>");
    check_unread(w, "check-rules");
    write_rules(w, "b.xml", RULE("K1.2", "", "child", ">" FAILS("X", "文")));
    check_unread(w, "check-rules");
    write_rules(w, "b.xml", RULE("K1.2", "", "child[", ">" ASSERT("1 +", "E", "文")));
    check_unread(w, "check-rules check-rules");
    write_rules(w, "b.xml", RULE("K1.2", "from='2150-01-01'", "child", ">" FAILS("E", "文")));
    check_unread(w, "check-rules");
    /* Versions must part the days. */
#define VERSION(dates) RULE("K1.2", dates, "child", ">" FAILS("E", "文"))
    write_rules(w, "b.xml", VERSION("to='2024-06-30'") VERSION("from='2024-06-30'"));
    check_unread(w, "check-rule-twice");
    write_rules(w, "b.xml", VERSION("from='2024-01-01'") VERSION("from='2024-06-30'"));
    check_unread(w, "check-rule-twice");
}

static void
rules_of_several_files_are_one_table(void **state)
{
    world *w = *state;
    write_rules(w, "b.xml", RULE("K1.1", "from='2024-07-01'", "child", ">" FAILS("A", "新")) DATED("K0", "A", ""));
    check_told(w, RULE("K1.1", "to='2024-06-30'", "child", ">" FAILS("A", "旧")), "-", "2024-07-10",
               "K0:A 文 | K1.1:A 新");
}

/* ---- functions ---- */

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
    {"earliest(month/@ym)", "2024-04"},
    {"latest(certificate/@to)", "2025-03-31"},
    {"latest(no-such)", ""},
    {"latest('2024')", NULL},
    {"text-length(' あ い\n(1) ')", "5"},
    {"text-length(@none)", "0"},
    {"same-text('あ い', 'あい')", "true"},
    {"same-text('あ', 'い')", "false"},
    {"same-text(' ', '')", "false"},
    {"distinct(certificate/@municipality)", "1"},
    {"distinct(guardian/@relation | no-such)", "2"},
    {"distinct(1)", NULL},
    {"mentions('先生のせいで', 'せいで|ひどい')", "true"},
    {"mentions('先生', 'せいで|')", "false"},
    {"mentions(guardian/@relation, '父')", "true"},
    {"mentions(no-such, '父')", "false"},
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

/* How many of these an expression counts in the edited sample. */
static void
check_count(world *w, const char *expression, const char *edits, const char *expected)
{
    char *rules = g_strdup_printf(RULE_OF("K1.1", "",
                                          "<check context='.'><assert test='false()' severity='A' repair='欄'>"
                                          "<message><value-of select=\"%s\"/></message><message-en/></assert></check>"),
                                  expression);
    judge(w, rules, edits, "2024-07-10");
    if (!w->result)
        rule_print_messages(w->sample.d);
    assert_non_null(w->result);
    assert_string_equal(w->result->findings[0].text, expected);
    g_free(rules);
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

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_rule_that_does_not_apply_is_silent),
        TEST(missing_data_is_never_passed),
        TEST(needs_may_be_any_value),
        TEST(variables_belong_to_their_check),
        TEST(text_is_set_as_japanese),
        TEST(a_finding_stands_where_it_is_told_to),
        TEST(one_fault_is_told_once),
        TEST(an_open_month_is_lighter),
        TEST(an_assert_may_have_its_own_when),
        TEST(a_rule_is_in_force_from_its_day),
        TEST(the_version_of_the_day_judges),
        TEST(a_municipality_may_change_a_rule),
        TEST(the_certificate_tells_the_municipality),
        TEST(an_option_for_no_rule_is_told),
        TEST(findings_come_as_a_clerk_works),
        TEST(an_error_forbids_its_forms),
        TEST(findings_are_printed),
        TEST(json_strings_are_escaped),
        TEST(rules_are_listed_and_explained),
        TEST(a_year_is_summed_up_by_months),
        TEST(children_are_summed_up_by_rules),
        TEST(broken_rules_are_our_mistake),
        TEST(rules_of_several_files_are_one_table),
        TEST(functions_give_what_they_should),
        TEST(class_hours_follow_school_and_calendar),
        TEST(hours_off_the_plan_are_found),
        TEST(wrong_weekdays_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
