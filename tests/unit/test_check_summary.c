/* test_check_summary.c: a year by its months, and children by the rules they break. */
#include "check_support.h"

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
    judge(w, rules, edits, as_of);
    assert_non_null(w->result);
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
    assert_string_equal(LINE("-", "2024-08-01", "令和6年4月"), "14日\t○\t○\t○\t\t");
    assert_string_equal(LINE("-", "2024-08-01", "令和6年5月"), "18日\t○\t○\t△\tN6.4\t");
    assert_string_equal(LINE("-", "2024-08-01", "令和7年3月"), "0日\t－\t－\t－\t\t");
    assert_string_equal(LINE("delete month[3]/school-sharing", "2024-08-01", "令和6年6月"), "20日\t×\t○\t×\tN5.1d\t");
    assert_string_equal(LINE("delete month[3]/school-sharing", "2024-06-30", "令和6年6月"),
                        "20日\t途中\t○\t途中\tN5.1d\t");
    assert_string_equal(LINE("delete month[3]/family-support", "2024-08-01", "令和6年6月"), "20日\t○\t×\t×\tN5.2a\t");
    /* Of a month that has not begun there is nothing to say, though its claims are there. */
    assert_string_equal(LINE("delete month[3]/school-sharing", "2024-05-31", "令和6年6月"), "0日\t－\t－\t－\t\t");
    /* A month whose chain has gaps is not in order, whatever its records; an error stays one. */
    assert_string_equal(LINE("delete month/actual;;delete enrolment", "2024-08-01", "令和6年7月"),
                        "13日\t○\t○\t不明\t\t在籍");
    assert_string_equal(LINE("delete month/actual;;delete enrolment", "2024-07-10", "令和6年7月"),
                        "6日\t途中\t途中\t途中\tN5.1d N5.2a\t在籍");
    assert_string_equal(
        LINE("delete month/actual;;delete enrolment;;delete month[4]/family-support", "2024-08-01", "令和6年7月"),
        "13日\t○\t×\t×\tN5.2a\t在籍");
    assert_string_equal(LINE("delete month;;delete supplement", "2024-08-01", "令和6年6月"),
                        "0日\t－\t－\t不明\t\t月の記録");
    /* What comes after the day is not counted; the year is that of the day. */
    assert_string_equal(LINE("-", "2024-04-12", "令和6年4月"), "2日\t途中\t途中\t途中\tN5.1d N5.2a\t");
    assert_string_equal(LINE("-", "2025-04-01", "令和7年4月"), "0日\t－\t－\t不明\t\t受給者証 個別支援計画 加算の同意");
}

/* The same as XML for forms, with what cannot be judged, and every fiscal year that there are months of. */
static void
what_was_judged_is_data_for_forms(void **state)
{
    world *w = *state;
    judge(w,
          RULE("N5.1d", "", "month[@ym = '2024-05']",
               " when='@ym'><needs select='@none' field='欄（none）・日（@on）'/>" ASSERT("true()", "E", "文"))
              RULE("K1.1", "", "child", ">" FAILS("E", "甲&lt;乙（1回）を在籍（enrolment）に")),
          "set month[@ym='2024-04']/@ym=2023-01;;set month[@ym='2024-06']/@ym=2023-02;;"
          "set service-use/@start=2024-01-30;;set programme/@from=2024-08-01",
          "2024-08-01");
    char *path = rule_path(w->shared.folder, "case", 0);
    const casefile *c = casefile_read_with(w->sample.a, w->sample.s, path, w->shared.schemas, w->sample.d);
    g_free(path);
    assert_non_null(w->result);
    g_string_truncate(w->text, 0);
    check_print_judged(w->result, c, w->text);
    assert_true(g_str_has_prefix(w->text->str, "<judged as-of=\"2024-08-01\">\n<month ym=\"2022-04\" open=\"no\" "
                                               "claims=\"0\" sharing=\"－\" support=\"－\" verdict=\"－\" errors=\"0\" "
                                               "warnings=\"0\" undetermined=\"0\" gaps=\"0\" rules=\"\"/>\n"));
    assert_non_null(
        strstr(w->text->str,
               "<month ym=\"2024-05\" open=\"no\" claims=\"18\" sharing=\"△\" support=\"○\" "
               "verdict=\"不明\" errors=\"0\" warnings=\"0\" undetermined=\"1\" gaps=\"0\" rules=\"N5.1d\"/>\n"));
    assert_non_null(strstr(w->text->str, "<month ym=\"2025-03\" open=\"yes\""));
    assert_null(strstr(w->text->str, "ym=\"2023-04\""));
    assert_true(g_str_has_suffix(w->text->str, "<finding rule=\"K1.1\" severity=\"E\" undetermined=\"no\" "
                                               "lowered=\"no\" when=\"\" until=\"\" month=\"\" source=\"根拠\">"
                                               "甲&lt;乙（1回）を在籍に</finding>\n"
                                               "<finding rule=\"N5.1d\" severity=\"W\" undetermined=\"yes\" "
                                               "lowered=\"no\" when=\"2024-05\" until=\"\" month=\"2024-05\" "
                                               "source=\"根拠\">"
                                               "判定できません：題（欄・日の記載がありません）</finding>\n"
                                               "<gap kind=\"plan\" when=\"2024-01-30\" until=\"2024-01-31\">"
                                               "令和6年1月30日～令和6年1月31日の個別支援計画がない（放デイ）</gap>\n"
                                               "</judged>\n"));
}

static check_result *
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
    const check_finding unknown[] = {{.id = "K6.1", .severity = CHECK_WARNING, .undetermined = true}};
    check_result *gaps = result_of("c-gaps", unknown, 1);
    gaps->gap_count = 2;
    /* Of one rule two periods are one child. */
    const check_off off[] = {{"N5.1d", {"題", "title"}}, {"N5.1d", {"題", "title"}}, {"K3.9", {"題", "title"}}};
    gaps->offs = off;
    gaps->off_count = G_N_ELEMENTS(off);
    const check_result *results[] = {result_of("c-none", NULL, 0), gaps, result_of("c-third", third, 1),
                                     result_of("c-first", first, 3), result_of("c-second", second, 2)};
    check_table *t = check_table_new();
    for (size_t i = 0; i < G_N_ELEMENTS(results); i++) {
        check_table_add(t, results[i]);
        g_free((void *)results[i]);
    }
    check_table_print(t, 1, DIAG_JA, w->text);
    assert_string_equal(w->text->str, "児童\tE\tW\tA\t判定不能\tK3.9\tN5.1d\tG2\tK6.1\n"
                                      "c-second\t2\t0\t0\t0\tE\t\tE\t\n"
                                      "c-first\t1\t1\t1\t0\t\tE2\t\tA\n"
                                      "c-gaps\t0\t1\t0\t3\t\t\t\tW\n"
                                      "c-third\t0\t0\t1\t0\t\t\t\tA\n"
                                      "c-none\t0\t0\t0\t0\t\t\t\t\n"
                                      "人数\t\t\t\t\t1\t1\t1\t3\n"
                                      "市町村・事業所の定めで判定していない要件：K3.9（1人） N5.1d（1人）\n"
                                      "判定できなかった事例：1件\n");
    check_table_drop(t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_year_is_summed_up_by_months),
        TEST(what_was_judged_is_data_for_forms),
        TEST(children_are_summed_up_by_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
