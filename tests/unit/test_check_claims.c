/* test_check_claims.c: no addition is claimed with nothing behind it and nothing said.
 *
 * The names of additions are read from the schema: one that is added there has to be judged, or told as what cannot be
 * judged (templates/rules/additions.xml and K3.1 to K3.10). What one rests on is told by a table here. */
#include "rule_world.h"

enum { FUTOUKOU, HOUMON, LEAST_NAMES = 17 };

static const struct {
    const char *sample, *as_of;
} bases[] = {
    [FUTOUKOU] = {"hodei-futoukou", "2024-08-01"},
    [HOUMON] = {"jihatsu-houmon", "2026-02-27"},
};

/* ---- judging ---- */

/* Findings (id:severity@when) and how often each is there; of E and W, what cannot be judged among them. */
static GHashTable *
alarms_after(int base, const char *edits)
{
    rule_case c;
    rule_case_open(&c, bases[base].sample);
    const check_result *r = rule_edits(&c, edits) ? rule_case_check(&world, &c, day_of(bases[base].as_of)) : NULL;
    if (!r) {
        print_message("%s: %s\n", edits, c.why ? c.why : "not valid");
        if (c.d)
            rule_print_messages(c.d);
    }
    assert_non_null(r);
    GHashTable *alarms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t i = 0; i < r->count; i++) {
        const check_finding *f = &r->findings[i];
        char *name = rule_finding_name(f);
        if (check_severity_letter(f->severity) == 'E' || check_severity_letter(f->severity) == 'W')
            g_hash_table_insert(alarms, name, NULL);
        else
            g_free(name);
    }
    rule_case_close(&c);
    return alarms;
}

/* What is told of the edited case besides what is told of it with the first edits alone: "G24:W@2024-06-03 …"; g_free
 * it. */
static char *
news_of_claim(int base, const char *first_edits, const char *claim)
{
    GHashTable *before = alarms_after(base, first_edits);
    char *all = g_strconcat(first_edits, " ;; ", claim, NULL);
    GHashTable *after = alarms_after(base, all);
    GString *news = g_string_new(" ");
    GHashTableIter at;
    gpointer name;
    for (g_hash_table_iter_init(&at, after); g_hash_table_iter_next(&at, &name, NULL);)
        if (!g_hash_table_contains(before, name))
            g_string_append_printf(news, "%s ", (const char *)name);
    g_hash_table_destroy(before);
    g_hash_table_destroy(after);
    g_free(all);
    return g_string_free(news, FALSE);
}

static bool
is_told(const char *news, const char *id, const char *day)
{
    char *told = g_strdup_printf(" %s@%s ", id, day);
    const bool is = strstr(news, told);
    g_free(told);
    return is;
}

/* ---- every name of the schema ---- */

/* Of claim/other/@name; g_ptr_array_unref it. */
static GPtrArray *
names_of_additions(void)
{
    char *bytes = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents("templates/schema/case.rng", &bytes, &length, NULL));
    xmlDoc *doc = xmlReadMemory(bytes, (int)length, "case.rng", NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    xmlXPathObject *found =
        rule_select(doc, "//*[local-name()='element'][@name='claim']//*[local-name()='element'][@name='other']"
                         "/*[local-name()='attribute'][@name='name']/*[local-name()='choice']/*[local-name()='value']");
    assert_non_null(found);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; i < found->nodesetval->nodeNr; i++) {
        xmlChar *text = xmlNodeGetContent(found->nodesetval->nodeTab[i]);
        g_ptr_array_add(names, g_strdup((const char *)text));
        xmlFree(text);
    }
    xmlXPathFreeObject(found);
    xmlFreeDoc(doc);
    g_free(bytes);
    return names;
}

/* Nothing in the case is of the addition: no pickup, and no programme but that of 個別サポート（Ⅲ）. */
static const char *const worlds[] = {
    "delete pickup",
    "delete pickup ;; set municipality:.//municipality/@handbook=no",
    "delete pickup ;; delete month[@ym='2024-06']/actual",
    "delete pickup ;; delete month/actual ;; set municipality:.//municipality/@handbook=no",
};
static const char *const days[] = {"2024-06-03", "2024-06-05"}; /* a day of use, and none */
static const char *const services[] = {"", " service=\"su-komorebi\""};

static bool
is_never_silent(const char *name)
{
    bool told = true;
    for (size_t w = 0; w < G_N_ELEMENTS(worlds); w++)
        for (size_t i = 0; i < G_N_ELEMENTS(days) * G_N_ELEMENTS(services); i++) {
            char *claim = g_strdup_printf("add month[@ym='2024-06']/claim <other name=\"%s\" on=\"%s\"%s/>", name,
                                          days[i / 2], services[i % 2]);
            char *news = news_of_claim(FUTOUKOU, worlds[w], claim);
            if (strcmp(news, " ") == 0) {
                print_message("%s: %s\n    nothing is told\n", worlds[w], claim);
                told = false;
            }
            g_free(news);
            g_free(claim);
        }
    return told;
}

static void
a_claim_with_nothing_behind_it_is_never_silent(void **state)
{
    (void)state;
    GPtrArray *names = names_of_additions();
    assert_true(names->len >= LEAST_NAMES);
    size_t silent = 0;
    for (guint i = 0; i < names->len; i++)
        silent += !is_never_silent(g_ptr_array_index(names, i));
    g_ptr_array_unref(names);
    assert_int_equal(silent, 0);
    char *news = news_of_claim(
        HOUMON, "delete pickup",
        "before month[@ym='2025-06']/claim/other[1] <addition-iii on=\"2025-06-06\" service=\"su-jihatsu\"/>");
    assert_true(strstr(news, ":E@"));
    g_free(news);
}

/* ---- what an addition rests on ---- */

/* A programme from 10 to 20 June 2024, with what makes a claim of the 11th right. */
typedef struct rest {
    const char *name, *no, *id; /* `id`: the finding of a claim outside the programme */
    const char *inside;         /* of the programme */
    bool of_use;                /* paid for a day of use */
} rest;

#define STAFF "<staff-ref staff=\"ko-02\"/>"

static const rest rests[] = {
    {"関係機関連携加算（Ⅰ）", "1", "G24:W", "", false},
    {"関係機関連携加算（Ⅱ）", "1", "G24:W", "", false},
    {"通所自立支援加算", "2", "G24:E",
     "<commute start=\"2024-06-10\" school-informed-on=\"2024-06-03\" "
     "transport-addition=\"no\"><route>徒歩</route>" STAFF "</commute>",
     true},
    {"自立サポート加算", "3", "K3.3:E",
     "<independence-plan made-on=\"2024-06-01\"><session date=\"2024-06-03\" kind=\"体験\"/><session "
     "date=\"2024-06-11\" kind=\"体験\"/><session date=\"2024-06-24\" kind=\"体験\"/></independence-plan>",
     false},
    {"強度行動障害児支援加算", "5", "K3.5:E",
     "<behaviour-support sheet-on=\"2024-06-01\" score=\"30\">" STAFF "</behaviour-support>", true},
    {"集中的支援加算", "6", "G24:E",
     "<intensive-support from=\"2024-06-01\" to=\"2024-06-30\"><expert><name>東 一</name></expert><session "
     "date=\"2024-06-03\"/><session date=\"2024-06-11\"/><session date=\"2024-06-24\"/></intensive-support>",
     false},
    {"ケアニーズ対応加算", "9", "G24:E", "<team care-needs=\"yes\">" STAFF "</team>", true},
    {"多職種連携支援加算", "9", "G24:E", "<team multi-occupation=\"yes\">" STAFF "</team>", false},
    {"医療・保育・教育機関等連携加算", "10", "G24:E", "<medical-link exchanged-on=\"2024-06-01\"/>", false},
    {"延長支援加算", NULL, NULL, "", true},
    {"送迎加算", NULL, NULL, "", true},
};

/* The service that a programme belongs to, and what puts it into the case: with a use on the 11th. */
typedef struct service_row {
    const char *no, *id, *edits;
} service_row;

static const service_row *
service_of(const char *no)
{
    static const service_row others[] = {
        {"9", "su-visits",
         "after service-use <service-use id=\"su-visits\" kind=\"保育所等訪問\" office=\"komorebi\" "
         "start=\"2024-02-01\" visited-partner=\"wakabadai\"/> ;; after month[@ym='2024-06']/actual[last()] "
         "<actual date=\"2024-06-11\" service=\"su-visits\" start=\"16:00\" end=\"16:30\"/> ;; "},
        {"10", "su-plans",
         "after service-use <service-use id=\"su-plans\" kind=\"障害児相談支援\" office=\"komorebi\" "
         "start=\"2024-02-01\"/> ;; "},
    };
    static const service_row day = {NULL, "su-komorebi", ""};
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        if (strcmp(others[i].no, no) == 0)
            return &others[i];
    return &day;
}

/* A claim of that day in the case with the programme. */
static char *
news_of_rest(const rest *r, const char *day)
{
    char *programme = r->no
                          ? g_strdup_printf("%safter programme <programme no=\"%s\" service=\"%s\" from=\"2024-06-10\" "
                                            "to=\"2024-06-20\">%s</programme>",
                                            service_of(r->no)->edits, r->no, service_of(r->no)->id, r->inside)
                          : g_strdup("set child/@sex=女"); /* any edit that changes nothing of the rules */
    char *claim = g_strdup_printf("add month[@ym='2024-06']/claim <other name=\"%s\" on=\"%s\"/>", r->name, day);
    char *news = news_of_claim(FUTOUKOU, programme, claim);
    g_free(programme);
    g_free(claim);
    return news;
}

static bool
expect_told(const rest *r, const char *day, const char *id, bool wanted)
{
    char *news = news_of_rest(r, day);
    const bool good = is_told(news, id, day) == wanted;
    if (!good)
        print_message("%s on %s: %s %s, but%s\n", r->name, day, id, wanted ? "is wanted" : "is too much", news);
    g_free(news);
    return good;
}

static void
a_programme_is_claimed_within_its_dates(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(rests); i++) {
        const rest *r = &rests[i];
        if (!r->no)
            continue;
        wrong += !expect_told(r, "2024-06-03", r->id, true);
        wrong += !expect_told(r, "2024-06-24", r->id, true);
        wrong += !g_str_has_prefix(r->id, "K") && !expect_told(r, "2024-06-11", r->id, false);
    }
    assert_int_equal(wrong, 0);
}

/* 12 June is in every programme, and no day of use; 11 June is one, with an extension. */
static void
what_is_paid_for_a_day_of_use_is_claimed_on_one(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(rests); i++) {
        wrong += !expect_told(&rests[i], "2024-06-12", "G24:E", rests[i].of_use);
        wrong += !expect_told(&rests[i], "2024-06-11", "G24:E", false);
    }
    assert_int_equal(wrong, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_claim_with_nothing_behind_it_is_never_silent),
        cmocka_unit_test(a_programme_is_claimed_within_its_dates),
        cmocka_unit_test(what_is_paid_for_a_day_of_use_is_claimed_on_one),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
