/* test_check_lasting.c: what is wrong with a plan, its schedule or a judgement is wrong for every claim that rests on
 * it: a finding of one day says until when (`until`; templates/rules/README.md), so that no later month is in order. */
#include "rule_world.h"

/* ---- of the rules ---- */

/* Checks of a plan, a schedule or a judgement that say nothing of later claims. */
static const struct {
    const char *id, *context, *why;
} of_a_day[] = {
    {"G1", "plan", "the day on which it ends"},
    {"G4", "plan/delivered", "the day of handing over"},
    {"G12", "plan | month", "a weekday that is written wrong"},
    {"K3.8a", "plan[", "a plan of 保育所等訪問支援, on which no claim of the addition rests"},
};

static bool
is_of_a_day(const char *id, const char *context)
{
    for (size_t i = 0; i < G_N_ELEMENTS(of_a_day); i++)
        if (strcmp(of_a_day[i].id, id) == 0 && g_str_has_prefix(context, of_a_day[i].context))
            return true;
    return false;
}

/* How many checks there are. */
static size_t
hold_file(const char *name, size_t *wrong)
{
    static const char lasting[] =
        "//check[starts-with(@context, 'plan') or starts-with(@context, 'supplement') or "
        "starts-with(@context, 'non-attendance/judgement') or starts-with(@context, 'non-attendance[cause]')]"
        "[assert[@severity = 'E' or @severity = 'W']]";
    char *path = g_build_filename("templates/rules", name, NULL), *bytes = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    xmlDoc *doc = xmlReadMemory(bytes, (int)length, path, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    xmlXPathObject *found = rule_select(doc, lasting);
    const size_t count = found ? (size_t)found->nodesetval->nodeNr : 0;
    for (size_t i = 0; i < count; i++) {
        xmlNode *n = found->nodesetval->nodeTab[i];
        xmlChar *id = xmlGetProp(n->parent, (const xmlChar *)"id"),
                *context = xmlGetProp(n, (const xmlChar *)"context");
        if (!xmlHasProp(n, (const xmlChar *)"until") && !is_of_a_day((const char *)id, (const char *)context)) {
            print_message("%s of %.50s: until when?\n", (const char *)id, (const char *)context);
            ++*wrong;
        }
        xmlFree(context);
        xmlFree(id);
    }
    xmlXPathFreeObject(found);
    xmlFreeDoc(doc);
    g_free(bytes);
    g_free(path);
    return count;
}

static void
what_is_wrong_with_a_plan_says_until_when(void **state)
{
    (void)state;
    static const char *const files[] = {"cfa-notice-2024.xml", "kariya-handbook.xml", "practice.xml", "additions.xml"};
    size_t count = 0, wrong = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
        count += hold_file(files[i], &wrong);
    assert_int_equal(wrong, 0);
    assert_true(count >= 25);
}

/* ---- of a case ---- */

static const struct {
    const char *id, *edits, *until;
} faults[] = {
#define DAY "plan[1]/schedule[1]/day[@weekday='火']"
    {"G5", "set plan[1]/schedule[1]/day[@weekday='月']/@end=18:41", "2024-07-20"},
    {"G5", "set plan[1]/schedule[1]/day[@weekday='月']/@end=18:41 ;; set plan[1]/schedule[1]/@to=2024-06-29",
     "2024-06-29"},
    {"G6", "set " DAY "/ext-after/@end=14:29", "2024-07-20"},
    {"G6", "set " DAY "/@end=13:29 ;; set " DAY "/ext-after/@start=13:29", "2024-07-20"},
    {"N2.1", "delete plan[1]/school-participation;;delete plan[1]/row[@group='地域支援・地域連携']", "2024-07-20"},
    {"G3", "delete plan[1]/@interviewed-on", "2024-07-20"},
    {"G4", "delete plan[1]/delivered[@to='保護者']", "2024-07-20"},
    {"N7.1", "delete non-attendance/judgement/party[@side='本人']", "2024-07-20"},
};

static void
a_finding_lasts_as_long_as_what_rests_on_it(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
        rule_case c;
        rule_case_open(&c, "hodei-futoukou");
        assert_true(rule_edits(&c, faults[i].edits));
        const check_result *r = rule_case_check(&world, &c, day_of("2024-08-01"));
        assert_non_null(r);
        const char *until = "not found";
        for (size_t k = 0; k < r->count; k++)
            if (strcmp(r->findings[k].id, faults[i].id) == 0)
                until = r->findings[k].until;
        if (strcmp(until, faults[i].until) != 0) {
            print_message("%s after %s: until %s instead of %s\n", faults[i].id, faults[i].edits, until,
                          faults[i].until);
            wrong++;
        }
        rule_case_close(&c);
    }
    assert_int_equal(wrong, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_with_a_plan_says_until_when),
        cmocka_unit_test(a_finding_lasts_as_long_as_what_rests_on_it),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
