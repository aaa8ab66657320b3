/* test_check_print.c: findings and rules as people and programs read them. */
#include "check_support.h"

#include "check/check_int.h"

/* Its chain is complete: the use begins where its papers do. */
#define COMPLETE "set service-use/@start=2024-02-01"

static const char *
printed(world *w, diag_language language, void print(const check_result *, diag_language, GString *))
{
    g_string_truncate(w->text, 0);
    print(w->result, language, w->text);
    return w->text->str;
}

static void
findings_are_printed(void **state)
{
    world *w = *state;
    judge(w, RULE("N5.1d", "documents='plan consent'", "month[@ym = '2024-06']", " when='@ym'>" MONTHLY), COMPLETE,
          "2024-08-01");
    const check_finding *f = &w->result->findings[0];
    char *expected =
        g_strdup_printf("%s:%d: N5.1d E [K-0001] 令和6年6月：文 — 直す欄：欄（根拠：根拠）\n"
                        "%s: [K-0001] 令和6年8月1日の時点（令和6年2月1日からの利用 1件）：E 1件、W 0件、A 0件\n",
                        f->where.file, f->where.line, f->where.file);
    assert_string_equal(printed(w, DIAG_JA, check_print), expected);
    g_free(expected);
    expected = g_strdup_printf("%s:%d: N5.1d E [K-0001] 2024-06: 文 — repair: 欄 (source: 根拠)\n"
                               "%s: [K-0001] as of 2024-08-01 (1 service(s) in use, from 2024-02-01): E 1, W 0, A 0\n",
                               f->where.file, f->where.line, f->where.file);
    assert_string_equal(printed(w, DIAG_EN, check_print), expected);
    g_free(expected);
    expected = g_strdup_printf(
        "{\"v\":1,\"rule\":\"N5.1d\",\"severity\":\"E\",\"undetermined\":false,\"child\":\"K-0001\","
        "\"when\":\"2024-06\",\"until\":\"\",\"message\":\"文\",\"repair\":\"欄\",\"source\":\"根拠\","
        "\"documents\":[\"plan\",\"consent\"],\"until-signed\":[],\"data\":{\"file\":\"%s\",\"line\":%d,"
        "\"path\":\"/case/month[3]\"}}\n",
        f->where.file, f->where.line);
    assert_string_equal(printed(w, DIAG_JA, check_print_json), expected);
    g_free(expected);
}

/* No E is not comfort when something could not be judged: it is told, with the field to fill in. */
static void
what_could_not_be_judged_is_printed(void **state)
{
    world *w = *state;
    judge(w, RULE("K1.1", "", "child", "><needs select='@none' field='欄'/>" ASSERT("true()", "E", "文")),
          "set service-use/@start=2024-01-30", "2024-07-10");
    assert_int_equal(w->result->gap_count, 1);
    assert_int_equal(check_undetermined(w->result), 2);
    const check_gap *g = &w->result->gaps[0];
    char *expected = g_strdup_printf(
        "%s:%d: [K-0001] 確かめられなかったこと：令和6年1月30日～令和6年1月31日の個別支援計画がない（放デイ）"
        " — 書く欄：plan/@from・@to（計画期間）\n"
        "%s: [K-0001] 令和6年7月10日の時点（令和6年1月30日からの利用 1件）："
        "E 0件（確かめられた範囲で）、W 1件、A 0件、判定できなかったこと 2件、その日より後のため見ていない記録・算定 "
        "%zu件\n",
        g->where.file, g->where.line, g->where.file, w->result->later);
    assert_true(w->result->later > 0);
    assert_true(g_str_has_suffix(printed(w, DIAG_JA, check_print), expected));
    g_free(expected);
    expected = g_strdup_printf("%s:%d: [K-0001] could not be judged: 2024-01-30 to 2024-01-31: no plan (放デイ)"
                               " — fill in: plan/@from, @to\n"
                               "%s: [K-0001] as of 2024-07-10 (1 service(s) in use, from 2024-01-30): "
                               "E 0 (as far as could be judged), W 1, A 0, not judged 2, left out as later %zu\n",
                               g->where.file, g->where.line, g->where.file, w->result->later);
    assert_true(g_str_has_suffix(printed(w, DIAG_EN, check_print), expected));
    g_free(expected);
    expected = g_strdup_printf("\n{\"v\":1,\"gap\":\"plan\",\"child\":\"K-0001\",\"when\":\"2024-01-30\","
                               "\"until\":\"2024-01-31\",\"message\":\"2024-01-30 to 2024-01-31: no plan (放デイ)\","
                               "\"repair\":\"plan/@from, @to\",\"data\":{\"file\":\"%s\",\"line\":%d,"
                               "\"path\":\"/case/service-use\"}}\n",
                               g->where.file, g->where.line);
    assert_true(g_str_has_suffix(printed(w, DIAG_EN, check_print_json), expected));
    g_free(expected);
}

/* Nor is a rule that was switched off. */
static void
what_is_switched_off_is_printed(void **state)
{
    world *w = *state;
    judge(
        w, RULE("K1.1", "", "child", ">" FAILS("E", "文")),
        "municipality:add municipality[1] <rule-option rule='K1.1' level='off' to='2025-03-31'>市の試行</rule-option>",
        "2024-08-01");
    assert_int_equal(w->result->count, 0);
    assert_int_equal(w->result->off_count, 1);
    assert_non_null(
        strstr(printed(w, DIAG_JA, check_print),
               "[K-0001] 市町村・事業所の定めで判定していない要件：K1.1 題（市の試行。～令和7年3月31日）\n"));
    assert_non_null(strstr(printed(w, DIAG_JA, check_print), "、判定していない要件 1件\n"));
    assert_non_null(strstr(printed(w, DIAG_EN, check_print), ": K1.1 title (市の試行; to 2025-03-31)\n"));
    assert_true(g_str_has_suffix(
        printed(w, DIAG_JA, check_print_json),
        "{\"v\":1,\"off\":\"K1.1\",\"child\":\"K-0001\",\"message\":\"題（市の試行。～令和7年3月31日）\"}\n"));
}

/* Before the first day of use there is nothing to judge. */
static void
a_day_before_all_use_says_so(void **state)
{
    world *w = *state;
    judge(w, RULE("K1.1", "", "child", ">" ASSERT("true()", "E", "文")), "-", "2022-05-31");
    assert_int_equal(w->result->gap_count, 0);
    assert_non_null(
        strstr(printed(w, DIAG_JA, check_print), "の時点（この日までの利用なし）：E 0件、W 0件、A 0件、その日より後"));
    assert_non_null(strstr(printed(w, DIAG_EN, check_print),
                           " (no use of a service until then): E 0, W 0, A 0, left out as later"));
}

static void
json_strings_are_escaped(void **state)
{
    world *w = *state;
    judge(w, RULE("K1.1", "", "child", " when=\"'2024-06-03'\">" FAILS("A", "「&quot;\\」")), "-", "2024-07-10");
    g_string_truncate(w->text, 0);
    check_print_json(w->result, DIAG_JA, w->text);
    assert_non_null(strstr(w->text->str, "\"message\":\"「\\\"\\\\」\""));
    assert_non_null(strstr(w->text->str, "\"documents\":[]"));
    g_string_truncate(w->text, 0);
    check_print(w->result, DIAG_JA, w->text);
    assert_non_null(strstr(w->text->str, "令和6年6月3日（月）：「\"\\」"));
}

static void
repairs_are_names_in_english(void **state)
{
    (void)state;
    static const struct {
        const char *repair, *names;
    } cases[] = {
        {"month/school-sharing（学校との情報共有）、plan/@from・@to（期間）", "month/school-sharing, plan/@from, @to"},
        {"署名日（plan/@signed-on）", "plan/@signed-on"},
        {"programme[@no='4']（加算（Ⅲ）の取組）", "programme[@no='4']"},
        {"市町村マスターの contact-office[@for='園']（窓口）", "contact-office[@for='園']"},
        {"欄", "欄"},
    };
    arena *a = arena_new();
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_string_equal(check_repair_names(a, cases[i].repair), cases[i].names);
    arena_drop(a);
}

/* But for what stands between quotation marks: a value of the data. */
static bool
is_english(const char *text)
{
    bool quoted = false;
    for (const char *p = text; *p; p++) {
        quoted = quoted != (*p == '\'');
        if (!quoted && (unsigned char)*p >= 0x80)
            return false;
    }
    return true;
}

/* Of every rule that there is: what it explains in English is English, but data words. */
static void
english_explanations_are_english(void **state)
{
    world *w = *state;
    arena *a = arena_new();
    xml_store *store = xml_store_new();
    diag *d = diag_new();
    const check_rules *rules = check_rules_read(a, store, "templates/rules", "templates/schema", d);
    GPtrArray *ids = check_rule_ids(rules);
    assert_true(ids->len > 80);
    for (guint i = 0; i < ids->len; i++) {
        g_string_truncate(w->text, 0);
        assert_true(check_explain(rules, g_ptr_array_index(ids, i), (date){2024, 8, 1}, DIAG_EN, w->text, d));
        char **lines = g_strsplit(w->text->str, "\n", -1);
        for (char **line = lines; *line; line++)
            if ((g_str_has_prefix(*line, "Repair: ") || g_str_has_prefix(*line, "In force: ") ||
                 g_str_has_prefix(*line, "Source: ") || g_str_has_prefix(*line, "Not judged ")) &&
                (!is_english(*line) || g_str_has_suffix(*line, "program.")))
                fail_msg("%s: %s", (const char *)g_ptr_array_index(ids, i), *line);
        g_strfreev(lines);
    }
    g_ptr_array_free(ids, TRUE);
    diag_drop(d);
    xml_store_drop(store);
    arena_drop(a);
}

static void
rules_are_listed_and_explained(void **state)
{
    world *w = *state;
    judge(w,
          RULE_OF("K0", "", "<not-computable>背景だから</not-computable>") RULE_OF(
              "K2", "", "<not-computable>背景だから</not-computable><not-computable-en>background</not-computable-en>")
              RULE("K1.1", "from='2024-04-01' documents='plan'", "child", ">" FAILS("W", "文") FAILS("E", "文")),
          "-", "2024-07-10");
    g_string_truncate(w->text, 0);
    rule_world_list(&w->shared, DIAG_JA, w->text);
    assert_string_equal(w->text->str, "K0\t-\t題（自動では判定しません：背景だから）\t根拠\nK1.1\tE,W\t題\t根拠\n"
                                      "K2\t-\t題（自動では判定しません：背景だから）\t根拠\n");
    g_string_truncate(w->text, 0);
    assert_true(rule_world_explain(&w->shared, "K1.1", DIAG_JA, w->text));
    assert_string_equal(w->text->str, "K1.1 E,W 題\n根拠：根拠\n施行期間：令和6年4月1日～\n\n意味\n\n直す欄：欄\n"
                                      "E のとき事業所の外に出さない様式：plan\n");
    g_string_truncate(w->text, 0);
    assert_true(rule_world_explain(&w->shared, "K0", DIAG_EN, w->text));
    assert_non_null(strstr(w->text->str, "meaning"));
    assert_non_null(strstr(w->text->str, "\n\nNot judged by the program.\n"));
    g_string_truncate(w->text, 0);
    assert_true(rule_world_explain(&w->shared, "K2", DIAG_EN, w->text));
    assert_non_null(strstr(w->text->str, "\n\nNot judged by the program: background\n"));
    g_string_truncate(w->text, 0);
    assert_true(rule_world_explain(&w->shared, "K2", DIAG_JA, w->text));
    assert_non_null(strstr(w->text->str, "\n\n自動では判定しません：背景だから\n"));
    assert_false(rule_world_explain(&w->shared, "K9", DIAG_JA, w->text));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(findings_are_printed),
        TEST(json_strings_are_escaped),
        TEST(what_could_not_be_judged_is_printed),
        TEST(what_is_switched_off_is_printed),
        TEST(a_day_before_all_use_says_so),
        TEST(repairs_are_names_in_english),
        TEST(english_explanations_are_english),
        TEST(rules_are_listed_and_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
