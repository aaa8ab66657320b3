/* test_evaluation_items.c: the sheets of the yearly evaluation take the items of any official sheet from the office
 * master: categories in its own words, as many items as it has; what they say of returning the answers agrees. */
#include "paper_support.h"
#include "rule_edits.h"

/* All words of the paper of the edited sample; g_free it. */
static char *
words_of(const char *name, const char *edits, const char *as_of)
{
    rule_case edited;
    rule_case_open(&edited, "jihatsu-houmon");
    if (!rule_edits(&edited, edits))
        fail_msg("%s", edited.why);
    rule_write(&world, &edited);
    char *words = paper_words(name, as_of, true);
    rule_case_close(&edited);
    assert_non_null(words);
    return words;
}

static void
check_words(const char *name, const char *edits, const char *as_of, const char *has, const char *has_not)
{
    char *words = words_of(name, edits, as_of);
    if (has && !strstr(words, has))
        fail_msg("%s with %s: no %s in %s", name, edits, has, words);
    if (has_not && strstr(words, has_not))
        fail_msg("%s with %s: %s in %s", name, edits, has_not, words);
    g_free(words);
}

static const struct {
    const char *paper, *questionnaire;
} sheets[] = {{"evaluation", "q-host"},
              {"evaluation-guardian", "q-guardian"},
              {"evaluation-self", "q-self"},
              {"evaluation-result", "q-self"}};

/* Of one category together, also where others stand between them; numbered through as they are printed. */
static void
categories_are_those_of_the_sheet(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(sheets); i++) {
        char *edits = g_strdup_printf(
            "delete .//item-result ;; delete office:.//item-result ;; delete office:questionnaire[@id='%s']/item ;; "
            "add "
            "office:questionnaire[@id='%s'] <item id=\"z-1\" category=\"業務改善\">甲の項目</item><item id=\"z-2\" "
            "category=\"非常時等の対応\">乙の項目</item><item id=\"z-3\" category=\"業務改善\">丙の項目</item>",
            sheets[i].questionnaire, sheets[i].questionnaire);
        check_words(sheets[i].paper, edits, "2026-03-10", "業務改善1甲の項目", NULL);
        check_words(sheets[i].paper, edits, "2026-03-10", "2丙の項目", NULL);
        check_words(sheets[i].paper, edits, "2026-03-10", "3乙の項目", NULL);
        g_free(edits);
    }
}

/* A sheet of the length of an official one: more pages, and all of it. */
static void
a_long_sheet_is_printed_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(sheets); i++) {
        GString *edits = g_string_new(NULL);
        g_string_printf(edits,
                        "delete .//item-result ;; delete office:.//item-result ;; delete "
                        "office:questionnaire[@id='%s']/item ;; add "
                        "office:questionnaire[@id='%s'] ",
                        sheets[i].questionnaire, sheets[i].questionnaire);
        for (int k = 1; k <= 54; k++)
            g_string_append_printf(
                edits,
                "<item id=\"z-%d\" category=\"区分の%d番\">項目の%d番は、こどもと保護者の希望や課題が"
                "客観的に分析された上で、計画が作成され、それに沿った支援が行われ、記録され、定期的に"
                "見直され、その内容が保護者に分かりやすく説明されているかを問うものとする</item>",
                k, k / 9, k);
        check_words(sheets[i].paper, edits->str, "2026-03-10", "54項目の54番は", NULL);
        g_string_free(edits, TRUE);
    }
}

/* Self-evaluation knows はい and いいえ, unless somebody answered otherwise. */
static void
a_self_evaluation_has_the_answers_given(void **state)
{
    (void)state;
    static const char other[] = "set .//item-result[@item='qs-4']/@unknown=1 ;; set "
                                ".//item-result[@item='qs-4']/@no=1";
    const char *const two = "はいいいえ工夫している点", *const four = "いいえわからない工夫している点";
    check_words("evaluation-result", "-", "2026-03-10", two, four);
    check_words("evaluation-result", other, "2026-03-10", four, two);
}

/* What the table says is what the request says, or leaves it to it. */
static void
answers_come_back_one_way(void **state)
{
    (void)state;
    static const struct {
        const char *paper, *id;
    } asked[] = {{"evaluation", "host"}, {"evaluation-guardian", "guardian"}};
    for (size_t i = 0; i < G_N_ELEMENTS(asked); i++) {
        const char *id = asked[i].id;
        char *given = g_strdup_printf("set evaluation[@id='eval-2025-%s']/@collected=回収箱へ ;; set "
                                      "evaluation[@id='eval-2024-%s']/@collected=回収箱へ",
                                      id, id);
        char *bare = g_strdup_printf("%s ;; delete evaluation/@collected", given);
        check_words(asked[i].paper, given, "2026-03-10", "回収方法回収箱へ", "末尾の連絡先へ");
        check_words(asked[i].paper, bare, "2026-03-10", "回収方法依頼文のとおり", "末尾の連絡先へ");
        check_words(asked[i].paper, bare, "2025-03-10", "回収方法末尾の連絡先へ返送", "依頼文のとおり");
        check_words(asked[i].paper, given, "2025-03-10", "回収方法回収箱へ", "末尾の連絡先へ");
        g_free(given);
        g_free(bare);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(categories_are_those_of_the_sheet),
        cmocka_unit_test(a_long_sheet_is_printed_whole),
        cmocka_unit_test(a_self_evaluation_has_the_answers_given),
        cmocka_unit_test(answers_come_back_one_way),
    };
    return cmocka_run_group_tests(tests, open_papers, close_papers);
}
