/* test_check_lasting.c: what is wrong with a plan, its schedule or a judgement is wrong for every claim that rests on
 * it: a finding of one day says until when (`until`; templates/rules/README.md), so that no later month is in order. */
#include "rule_world.h"

/* ---- of the rules ---- */

/* Checks of what happens on a day or in a month: each finding is about that, and the next is judged by itself. */
static const struct {
    const char *context, *why;
} of_a_record[] = {
    {"month", "a month, a claim or a record of it"},
    {"first-of-each(month/", "what was given in a month"},
    {"visit", "a visit or its letter"},
    {"inquiry", "an inquiry"},
    {"pickup", "how a child is fetched: no claim rests on it"},
    {"evaluation", "an evaluation: no claim rests on it"},
    {"transition/action", "what was done on a day"},
    {"programme[@no = '6']/intensive-support/session", "what was done on a day"},
    {"plan/delivered", "the day of handing over"},
    {"non-attendance/attendance", "the numbers of a month"},
};

/* Checks of something that lasts, which say nothing of later claims. */
static const struct {
    const char *id, *context, *why;
} of_a_day[] = {
    {"G1", "plan", "the day on which it ends"},
    {"G26", "(month/", "a text of one record"},
    {"G26", "(plan", "a text that is to be written anew; no claim rests on it alone"},
    {"G26", "(visit", "a text of one visit"},
    {"G26", "(programme", "a text of one session"},
    {"G26", "(non-attendance/judgement", "the words of a judgement, not the judgement"},
    {"G26", "(assessment-sheet", "a text that is to be written anew; no claim rests on it alone"},
    {"G26", "(inquiry", "a text of one reply"},
    {"G26", "(evaluation", "a text of one evaluation"},
    {"G12", "plan | month", "a weekday that is written wrong"},
    {"G12", "enrolment", "a grade: it is printed, and no claim rests on it"},
    {"G13", ".", "an honorific of the master, which has no day"},
    {"G16", "service-use", "the questionnaire of the office's evaluation"},
    {"G20", "consent[@explainer]", "who explained it on that day; the consent holds"},
    {"G20", "(programme/commute", "who is named on its first day; a claim asks who was there"},
    {"G22", "service-use", "the numbers of the office's evaluation"},
    {"K2.1", "programme", "a first day before there was such a thing: what is claimed then is told by itself"},
    {"K3.4", "programme", "the service of the programme, as long as it goes on"},
    {"K3.7", "transition[ref", "two last days that differ"},
    {"K3.8a", "plan[", "a plan of 保育所等訪問支援, on which no claim of the addition rests"},
    {"K3.8b", "service-use", "found on the day as of which it is asked: no evaluation since"},
    {"K7.1", "transition", "the day on which the destination is told"},
};

static bool
says_why_not(const char *id, const char *context)
{
    for (size_t i = 0; i < G_N_ELEMENTS(of_a_record); i++)
        if (g_str_has_prefix(context, of_a_record[i].context))
            return true;
    for (size_t i = 0; i < G_N_ELEMENTS(of_a_day); i++)
        if (strcmp(of_a_day[i].id, id) == 0 && g_str_has_prefix(context, of_a_day[i].context))
            return true;
    return false;
}

/* How many checks say until when. */
static size_t
hold_file(const char *name, size_t *wrong)
{
    static const char all[] = "//check[assert[@severity = 'E' or @severity = 'W']]";
    char *path = g_build_filename("templates/rules", name, NULL), *bytes = NULL;
    gsize length = 0;
    size_t count = 0;
    assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    xmlDoc *doc = xmlReadMemory(bytes, (int)length, path, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    xmlXPathObject *found = rule_select(doc, all);
    for (int i = 0; found && i < found->nodesetval->nodeNr; i++) {
        xmlNode *n = found->nodesetval->nodeTab[i];
        xmlChar *id = xmlGetProp(n->parent, (const xmlChar *)"id"),
                *context = xmlGetProp(n, (const xmlChar *)"context");
        const bool says = xmlHasProp(n, (const xmlChar *)"until") || xmlHasProp(n, (const xmlChar *)"claims");
        count += says;
        if (!says && !says_why_not((const char *)id, (const char *)context)) {
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
what_lasts_says_until_when(void **state)
{
    (void)state;
    static const char *const files[] = {"cfa-notice-2024.xml", "kariya-handbook.xml", "practice.xml", "additions.xml"};
    size_t count = 0, wrong = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
        count += hold_file(files[i], &wrong);
    assert_int_equal(wrong, 0);
    assert_true(count >= 65);
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

/* Programmes and uses of a service: in the months of the claims that rest on them, and in no other one. */
static const struct {
    const char *id, *sample, *as_of, *edits, *until, *months;
} resting[] = {
#define MONTH(ym, claims) "<month ym=\"" ym "\"><claim>" claims "</claim></month>"
#define OTHER(name, on) "<other name=\"" name "\" on=\"" on "\"/>"
#define YEAR(name)                                                                                                     \
    "after month[@ym='2027-05'] " MONTH("2027-06", OTHER(name, "2027-06-07"))                                          \
        MONTH("2027-07", OTHER("送迎加算", "2027-07-05")) MONTH("2027-08", OTHER(name, "2027-08-02")) " ;; "
    {"K3.2", "koukou-jiritsu", "2027-09-01",
     YEAR("通所自立支援加算") "set programme[@no='2']/commute/@transport-addition=yes", "2027-06-07", "2027-06"},
    {"K3.2", "koukou-jiritsu", "2027-09-01",
     YEAR("通所自立支援加算") "delete programme[@no='2']/@to ;; delete programme[@no='2']/commute/staff-ref",
     "2027-08-02", "2027-06 2027-08"},
    {"K3.3", "koukou-jiritsu", "2027-09-01", YEAR("自立サポート加算") "set programme[@no='3']/@service=su-soudan",
     "2027-08-02", "2027-06 2027-08"},
    {"K3.5", "koukou-jiritsu", "2027-09-01",
     YEAR("強度行動障害児支援加算") "set programme[@no='5']/behaviour-support/@score=1", "2027-08-02",
     "2027-06 2027-08"},
    {"K3.5", "koukou-jiritsu", "2027-09-01",
     YEAR("自立サポート加算") "set programme[@no='5']/behaviour-support/@score=1", "", ""},
    {"K3.6", "koukou-jiritsu", "2027-09-01",
     YEAR("集中的支援加算") "set programme[@no='6']/intensive-support/@to=2027-08-31 ;; set "
                            "programme[@no='6']/@to=2027-08-31",
     "2027-08-02", "2027-08"},
    {"K3.10", "koukou-jiritsu", "2027-09-01",
     YEAR("医療・保育・教育機関等連携加算") "delete programme[@no='10']/medical-link/partner-ref", "2027-08-02",
     "2027-06 2027-08"},
    {"K1.0", "hodei-futoukou", "2024-08-01", "office: set //office[@id='komorebi']/service/@kind=児発", "2024-07-20",
     "2024-04 2024-05 2024-06 2024-07"},
    {"N7.3", "hodei-futoukou", "2024-08-01", "set service-use/@start=2023-11-01", "2024-07-20",
     "2024-04 2024-05 2024-06 2024-07"},
    {"N7.3", "hodei-futoukou", "2024-08-01", "delete plan/row/cause-ref ;; delete non-attendance", "2024-07-20",
     "2024-04 2024-05 2024-06 2024-07"},
    {"N7.4", "hodei-futoukou", "2024-08-01", "set service-use/@start=2023-11-01", "2024-07-20",
     "2024-04 2024-05 2024-06 2024-07"},
    {"G18", "hodei-futoukou", "2024-08-01",
     "delete guardian[@id='guardian-1']/@signer ;; set consent[@kind='加算Ⅲ']/@signer=guardian-2", "2024-07-20",
     "2024-04 2024-05 2024-06 2024-07"},
};

static bool
is_judged(const GString *lines, const char *ym, const char *id)
{
    char *month = g_strdup_printf("\"month\":\"%s\"", ym), *rule = g_strdup_printf("\"%s\"", id);
    const char *line = strstr(lines->str, month), *end = line ? strchr(line, '\n') : NULL;
    const bool found = line && end && g_strstr_len(line, end - line, rule);
    g_free(rule);
    g_free(month);
    return found;
}

/* Of the months after that in which it is found. */
static bool
stands_in_those(const casefile *c, const check_result *r, const char *id, const char *when, const char *months)
{
    static const char *const all[] = {"2024-04", "2024-05", "2024-06", "2024-07", "2027-06", "2027-07", "2027-08"};
    GString *lines = g_string_new(NULL);
    bool good = true;
    check_print_months_json(r, c, DIAG_EN, lines);
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        if (strncmp(when, all[i], strlen(all[i])) < 0 && strstr(lines->str, all[i]) &&
            is_judged(lines, all[i], id) != (strstr(months, all[i]) != NULL)) {
            print_message("%s in %s?\n", id, all[i]);
            good = false;
        }
    g_string_free(lines, TRUE);
    return good;
}

static void
what_rests_on_a_programme_is_not_in_order(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(resting); i++) {
        rule_case c;
        rule_case_open(&c, resting[i].sample);
        const casefile *read = rule_edits(&c, resting[i].edits) ? rule_case_read(&world, &c) : NULL;
        if (!read)
            fail_msg("%s: %s", resting[i].id, c.why ? c.why : "the case is not valid");
        const check_result *r = check_case(c.a, c.s, world.rules, read, day_of(resting[i].as_of), DIAG_JA, c.d);
        assert_non_null(r);
        const check_finding *f = NULL;
        for (size_t k = 0; k < r->count; k++)
            if (strcmp(r->findings[k].id, resting[i].id) == 0 && (!f || strcmp(r->findings[k].until, f->until) > 0))
                f = &r->findings[k];
        if (!f || strcmp(f->until, resting[i].until) != 0 ||
            !stands_in_those(read, r, resting[i].id, f->when, resting[i].months)) {
            print_message("%s after %s: until %s instead of %s\n", resting[i].id, resting[i].edits,
                          f ? f->until : "not found", resting[i].until);
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
        cmocka_unit_test(what_lasts_says_until_when),
        cmocka_unit_test(a_finding_lasts_as_long_as_what_rests_on_it),
        cmocka_unit_test(what_rests_on_a_programme_is_not_in_order),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
