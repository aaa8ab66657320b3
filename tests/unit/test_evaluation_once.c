/* test_evaluation_once.c: an evaluation that stands both in the case and in the office master (one kind, one period,
 * one office) is one: papers print it once, as if it stood in the case alone; another is another. */
#include "paper_support.h"
#include "rule_edits.h"

#define OFFICE_HAS(kind, from, to)                                                                                     \
    "after office://office[@id='kizahashi']/staff[last()] <evaluation kind=\"" kind "\" from=\"" from "\" to=\"" to    \
    "\" published-on=\"2026-02-27\" asked=\"9\" answered=\"9\"><summary>別の文。</summary></evaluation>"

/* All words of the paper of the edited sample; g_free it. */
static char *
words_of(const char *name, const char *edits)
{
    rule_case edited;
    rule_case_open(&edited, "jihatsu-houmon");
    if (!rule_edits(&edited, edits))
        fail_msg("%s", edited.why);
    rule_write(&world, &edited);
    char *words = paper_words(name, "2026-03-10", true);
    rule_case_close(&edited);
    return words;
}

static void
check_pair(const char *name, const char *edits, bool same)
{
    char *alone = words_of(name, "-"), *both = words_of(name, edits);
    if ((strcmp(alone, both) == 0) != same)
        fail_msg("%s with %s: %s", name, edits, same ? "is not as it was" : "is as it was");
    g_free(alone);
    g_free(both);
}

static void
the_results_print_it_once(void **state)
{
    (void)state;
    check_pair("evaluation-result", OFFICE_HAS("自己評価", "2025-11-10", "2025-12-12"), true);
    check_pair("evaluation-result", OFFICE_HAS("保護者評価", "2025-11-20", "2025-12-12"), true);
    check_pair("evaluation-result", OFFICE_HAS("訪問先施設評価", "2025-11-20", "2025-12-12"), true);
    check_pair("evaluation-result", OFFICE_HAS("自己評価", "2025-11-20", "2025-12-12"), false);
    check_pair("evaluation-result", OFFICE_HAS("自己評価", "2025-11-10", "2025-12-13"), false);
    check_pair("evaluation-result", OFFICE_HAS("自己評価", "2024-11-11", "2024-12-13"), true); /* of the year before */
}

/* Without results in the case those of the office are printed. */
static void
what_the_case_lacks_comes_from_the_office(void **state)
{
    (void)state;
    char *words = words_of("evaluation-result", "delete evaluation[@id='eval-2025-guardian'] ;; " OFFICE_HAS(
                                                    "保護者評価", "2025-11-20", "2025-12-12"));
    assert_non_null(strstr(words, "別の文。"));
    g_free(words);
}

/* The plan names each day of publication once, and on it each kind once. */
static void
the_plan_names_it_once(void **state)
{
    (void)state;
    static const char twin[] =
        "after office://office[@id='kizahashi']/staff[last()] <evaluation kind=\"自己評価\" from=\"2024-11-11\" "
        "to=\"2024-12-13\" published-on=\"2025-02-28\"/>";
    static const char other[] =
        "after office://office[@id='kizahashi']/staff[last()] <evaluation kind=\"自己評価\" from=\"2024-11-11\" "
        "to=\"2024-12-13\" published-on=\"2025-03-03\"/>";
    check_pair("plan", twin, true);
    check_pair("plan", other, false);
}

/* An evaluation of another service of the office is another, and no evaluation of 保育所等訪問支援. */
static void
another_service_is_evaluated_beside_it(void **state)
{
    (void)state;
    static const char same_day[] =
        "after office://office[@id='kizahashi']/staff[last()] <evaluation service-kind=\"児発\" kind=\"保護者評価\" "
        "from=\"2025-11-20\" to=\"2025-12-12\" published-on=\"2026-02-27\" asked=\"9\" answered=\"9\"/>";
    static const char day_before[] =
        "after office://office[@id='kizahashi']/staff[last()] <evaluation service-kind=\"児発\" kind=\"自己評価\" "
        "from=\"2024-11-11\" to=\"2024-12-13\" published-on=\"2025-03-03\"/>";
    check_pair("evaluation-result", same_day, false);
    check_pair("evaluation-summary", same_day, true);
    check_pair("plan", day_before, true);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_results_print_it_once),
        cmocka_unit_test(what_the_case_lacks_comes_from_the_office),
        cmocka_unit_test(the_plan_names_it_once),
        cmocka_unit_test(another_service_is_evaluated_beside_it),
    };
    return cmocka_run_group_tests(tests, open_papers, close_papers);
}
