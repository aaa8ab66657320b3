/* test_check_dates.c: every date of the schemas, and its manner.
 *
 * A day says that something happened, or bounds a period, or is known or planned ahead. Of those that say that
 * something happened: over every sample, a case in which it happens after the day is judged, and has deadlines, as the
 * case in which it is not written, or (where it cannot be left out) without its record. A date of a schema that has no
 * row here fails. */
#include "until_support.h"

enum { LEAST_COMPARED = 200, MOST_OF_A_SAMPLE = 2 };

typedef enum manner {
    BIRTH,
    FROM, /* the first day of a period: what begins later is known ahead */
    TO,
    DUE,
    PLANNED, /* is judged although it is later, so that it can still be changed: `what` says why */
    EVENT,   /* an attribute without which the record is there */
    RECORD,  /* the day of the element itself */
} manner;

/* owner: the element that bears it, or #define of the schema. what: of EVENT and RECORD the elements. */
static const struct row {
    const char *schema, *owner, *attribute;
    manner manner;
    const char *what;
} rows[] = {
    {"case", "child", "birth-date", BIRTH, NULL},
    {"case", "certificate", "from", FROM, NULL},
    {"case", "certificate", "to", TO, NULL},
    {"case", "enrolment", "from", FROM, NULL},
    {"case", "enrolment", "to", TO, NULL},
    {"case", "education-plan", "made-on", PLANNED, "the school's plan; when it is shared is what counts"},
    {"case", "education-plan", "shared-on", EVENT, "//education-plan"},
    {"case", "service-use", "start", FROM, NULL},
    {"case", "service-use", "end", TO, NULL},
    {"case", "consultation-support", "plan-made-on", EVENT, "//consultation-support"},
    {"case", "consultation-support", "exchanged-on", EVENT, "//consultation-support"},
    {"case", "programme", "from", FROM, NULL},
    {"case", "programme", "to", TO, NULL},
    {"case", "commute", "start", FROM, NULL},
    {"case", "commute", "school-informed-on", EVENT, "//commute"},
    {"case", "independence-plan", "made-on", PLANNED, "a paper, judged before it is made"},
    {"case", "independence-plan", "school-info-on", EVENT, "//independence-plan"},
    {"case", "independence-plan", "signed-on", EVENT, "//independence-plan"},
    {"case", "session", "date", PLANNED, "days that are planned"},
    {"case", "review", "date", PLANNED, "reviews that are planned"},
    {"case", "behaviour-support", "sheet-on", EVENT, "//behaviour-support"},
    {"case", "intensive-support", "from", FROM, NULL},
    {"case", "intensive-support", "to", TO, NULL},
    {"case", "intensive-support", "school-info-on", EVENT, "//intensive-support"},
    {"case", "medical-link", "exchanged-on", EVENT, "//medical-link"},
    {"case", "first-contact", "date", RECORD, "//first-contact"},
    {"case", "assessment", "made-on", PLANNED, "the rule (N6.2) compares the day with the plan's draft"},
    {"case", "party", "confirmed-on", RECORD, "//party"},
    {"case", "#judgement-date", "date", RECORD, "//judgement"},
    {"case", "#link-date", "date", PLANNED, "goes with a plan or a supplement, of which it is part"},
    {"case", "#sharing-date", "date", RECORD, "//month/school-sharing"},
    {"case", "consent", "explained-on", PLANNED, "a paper, judged before it is explained"},
    {"case", "consent", "signed-on", EVENT, "//consent"},
    {"case", "consent", "valid-to", TO, NULL},
    {"case", "consent", "withdrawn-on", EVENT, "//consent"},
    {"case", "plan", "interviewed-on", PLANNED, "with the plan"},
    {"case", "plan", "draft-on", PLANNED, "with the plan"},
    {"case", "plan", "made-on", PLANNED, "a paper, judged before it is made"},
    {"case", "plan", "from", FROM, NULL},
    {"case", "plan", "to", TO, NULL},
    {"case", "plan", "signed-on", EVENT, "//plan"},
    {"case", "delivered", "on", PLANNED, "the rule (G4) compares the day"},
    {"case", "meeting", "date", PLANNED, "with the plan"},
    {"case", "monitoring", "date", PLANNED, "with the plan"},
    {"case", "class-hours", "school-agreed-on", PLANNED, "to be had before the first day; the rule (N8.3) compares it"},
    {"case", "class-hours", "family-agreed-on", PLANNED, "to be had before the first day; the rule (N8.3) compares it"},
    {"case", "education-plan", "on", PLANNED, "part of the plan"},
    {"case", "schedule", "from", FROM, NULL},
    {"case", "schedule", "to", TO, NULL},
    {"case", "schedule", "made-on", PLANNED, "a paper, judged before it is made"},
    {"case", "schedule", "signed-on", EVENT, "//schedule"},
    {"case", "day", "school-agreed-on", PLANNED, "to be had before the first day; the rule (N8.3) compares it"},
    {"case", "day", "family-agreed-on", PLANNED, "to be had before the first day; the rule (N8.3) compares it"},
    {"case", "supplement", "made-on", PLANNED, "a paper, judged before it is made"},
    {"case", "supplement", "collaboration-since", FROM, NULL},
    {"case", "supplement", "valid-until", TO, NULL},
    {"case", "supplement", "signed-on", EVENT, "//supplement"},
    {"case", "claim", "sent-on", EVENT, "//claim"},
    {"case", "addition-iii", "on", RECORD, "//addition-iii"},
    {"case", "other", "on", RECORD, "//other"},
    {"case", "actual", "date", RECORD, "//actual"},
    {"case", "school-sharing", "recorded-on", PLANNED, "its paper bears the day of the sharing, and is judged with it"},
    {"case", "school-sharing", "next-on", PLANNED, "the next one"},
    {"case", "arranged", "on", RECORD, "//visit/arranged"},
    {"case", "attendance", "from", FROM, NULL},
    {"case", "attendance", "to", TO, NULL},
    {"case", "learning", "examined-on", EVENT, "//learning"},
    {"case", "family-support", "date", RECORD, "//family-support"},
    {"case", "family-support", "recorded-on", PLANNED, "its paper bears the day of the support, and is judged with it"},
    {"case", "family-support", "next-on", PLANNED, "the next one"},
    {"case", "letter", "date", PLANNED, "a paper, judged before it leaves"},
    {"case", "letter", "reply-due", DUE, NULL},
    {"case", "candidate", "date", PLANNED, "days wished for"},
    {"case", "arranged", "date", PLANNED, "the day that was agreed"},
    {"case", "done", "date", RECORD, "//done"},
    {"case", "pickup", "from", FROM, NULL},
    {"case", "pickup", "to", TO, NULL},
    {"case", "change", "date", PLANNED, "told beforehand"},
    {"case", "delay", "date", RECORD, "//delay"},
    {"case", "cancellation", "date", PLANNED, "told beforehand"},
    {"case", "early-entry", "date", PLANNED, "asked for beforehand"},
    {"case", "early-entry", "guardian-consulted-on", EVENT, "//early-entry"},
    {"case", "inquiry", "received", RECORD, "//inquiry"},
    {"case", "inquiry", "due", DUE, NULL},
    {"case", "inquiry", "answered", EVENT, "//inquiry"},
    {"case", "evaluation", "sent", PLANNED, "the deadline (D11) compares the day"},
    {"case", "evaluation", "due", DUE, NULL},
    {"case", "evaluation", "returned", EVENT, "//evaluation"},
    {"case", "transition", "exit-on", PLANNED, "an exit is prepared"},
    {"case", "transition", "made-on", PLANNED, "a paper, judged before it is made"},
    {"case", "action", "date", PLANNED, "before and after an exit"},
    {"case", "contract", "on", PLANNED, "a contract is made before it begins"},
    {"case", "contract", "end-on", PLANNED, "an end is known ahead"},
    {"case", "transition-plan", "made-on", PLANNED, "a paper, judged before it is made"},
    {"case", "transition-plan", "signed-on", EVENT, "//transition-plan"},
    {"case", "assessment-sheet", "made-on", PLANNED, "a paper, judged before it is made"},
    {"case", "source", "on", PLANNED, "a paper, judged before it is made"},
    {"case", "cover-letter", "date", PLANNED, "a letter is prepared"},
    {"office", "staff", "from", FROM, NULL},
    {"office", "staff", "to", TO, NULL},
    {"office", "training", "date", RECORD, "//training"},
    {"partners", "contact-window", "confirmed-on", EVENT, "//contact-window"},
    {"partners", "closed-day", "date", PLANNED, "known ahead"},
    {"partners", "vacation", "from", FROM, NULL},
    {"partners", "vacation", "to", TO, NULL},
    {"partners", "short-day", "from", FROM, NULL},
    {"partners", "short-day", "to", TO, NULL},
    {"partners", "open-day", "date", PLANNED, "known ahead"},
    {"partners", "class-closure", "from", FROM, NULL},
    {"partners", "class-closure", "to", TO, NULL},
    {"municipality", "rule-option", "from", FROM, NULL},
    {"municipality", "rule-option", "to", TO, NULL},
    {"types", "#busy-days", "from", FROM, NULL},
    {"types", "#busy-days", "to", TO, NULL},
    {"types", "#evaluation-round", "from", FROM, NULL},
    {"types", "#evaluation-round", "to", TO, NULL},
    {"types", "#evaluation-round", "published-on", EVENT, "//evaluation"},
    {"types", "#evaluation-round", "made-on", PLANNED, "a paper, judged before it is made"},
    {"calendar", "holiday", "on", PLANNED, "known ahead"},
    {"calendar", "not-holiday", "on", PLANNED, "known ahead"},
};

static const struct {
    const char *sample, *as_of;
} samples[] = {
    {"hodei-futoukou", "2024-08-01"}, {"jihatsu-houmon", "2026-02-27"}, {"koukou-jiritsu", "2027-06-01"},
    {"kyotaku-houmon", "2024-05-01"}, {"ihan-mihon", "2024-07-10"},     {"jihatsu-houmon", "2025-05-27"},
};

/* ---- judged ---- */

/* The list of deadlines without where they stand. */
static void
append_dues(check_dues *l, GString *out)
{
    GString *list = g_string_new(NULL);
    check_dues_print(l, DIAG_JA, list);
    char **lines = g_strsplit(list->str, "\n", -1);
    for (char **line = lines; *line; line++) {
        char **f = g_strsplit(*line, "	", -1);
        if (g_strv_length(f) == 7)
            g_string_append_printf(out, "%s %s %s\n", f[6], f[0], f[3]);
        g_strfreev(f);
    }
    g_strfreev(lines);
    g_string_free(list, TRUE);
}

/* What is said of it, and what is due within a month; NULL: the schema does not have it so. */
static char *
said_of(rule_case *c, const char *day)
{
    const casefile *read = rule_case_read(&world, c);
    if (!read)
        return NULL;
    const check_result *r = check_case(c->a, c->s, world.rules, read, day_of(day), DIAG_JA, c->d);
    assert_non_null(r);
    char *words = words_of_result(r, read);
    GString *all = g_string_new(words);
    check_dues *l = check_dues_new(day_of(day), 31);
    assert_true(check_dues_add(l, c->s, world.rules, read, c->d));
    append_dues(l, all);
    check_dues_drop(l);
    g_free(words);
    return g_string_free(all, FALSE);
}

typedef struct tally {
    size_t compared, wrong;
} tally;

static void
compare(rule_case *later, rule_case *without, const struct row *row, const char *sample, const char *day, tally *t)
{
    char *of_later = said_of(later, day), *of_none = of_later ? said_of(without, day) : NULL;
    if (of_later && of_none) {
        t->compared++;
        if (strcmp(of_later, of_none) != 0) {
            print_message("%s/@%s of %s as of %s: \"%s\" when it comes later, ", row->owner, row->attribute, sample,
                          day, line_apart(of_later, of_none));
            print_message("\"%s\" without it\n", line_apart(of_none, of_later));
            t->wrong++;
        }
    }
    g_free(of_later);
    g_free(of_none);
}

static xmlDoc *
document_of(const rule_case *c, const struct row *row)
{
    for (size_t i = 1; i < G_N_ELEMENTS(rule_documents); i++)
        if (strcmp(rule_documents[i], row->schema) == 0)
            return c->docs[i];
    return c->docs[0];
}

static char *
text_of_day(date d)
{
    return g_strdup_printf("%04d-%02d-%02d", d.year, d.month, d.day);
}

/* The day before the one that is written, or NULL. */
static char *
day_before(rule_case *c, const struct row *row, const char *path)
{
    char *at = g_strdup_printf("%s/@%s", path, row->attribute), *day = NULL;
    xmlXPathObject *found = rule_select(document_of(c, row), at);
    if (found) {
        xmlChar *text = xmlNodeGetContent(found->nodesetval->nodeTab[0]);
        day = text_of_day(date_from_serial(date_serial(day_of((const char *)text)) - 1));
        xmlFree(text);
        xmlXPathFreeObject(found);
    }
    g_free(at);
    return day;
}

/* One of the elements, on the day before it happened, or (`as_of`) put off to the day after. */
static void
hold_one(const struct row *row, const char *sample, const char *path, const char *as_of, tally *t)
{
    rule_case later, without;
    rule_case_open(&later, sample);
    rule_case_open(&without, sample);
    char *day = as_of ? g_strdup(as_of) : day_before(&later, row, path);
    if (day && as_of) {
        char *next = text_of_day(date_from_serial(date_serial(day_of(day)) + 1));
        char *at = g_strdup_printf("%s/@%s", path, row->attribute);
        assert_true(rule_set(document_of(&later, row), at, next));
        assert_true(rule_set(document_of(&without, row), at, next));
        g_free(at);
        g_free(next);
    }
    if (day) {
        char *gone = row->manner == RECORD ? g_strdup(path) : g_strdup_printf("%s/@%s", path, row->attribute);
        if (row->manner == RECORD)
            take_out(&without, document_of(&without, row), gone);
        else
            assert_true(rule_delete(document_of(&without, row), gone));
        compare(&later, &without, row, sample, day, t);
        g_free(gone);
    }
    g_free(day);
    rule_case_close(&without);
    rule_case_close(&later);
}

static size_t
count_of(const char *sample, const struct row *row)
{
    rule_case c;
    rule_case_open(&c, sample);
    xmlXPathObject *found = rule_select(document_of(&c, row), row->what);
    const size_t count = found ? (size_t)found->nodesetval->nodeNr : 0;
    xmlXPathFreeObject(found);
    rule_case_close(&c);
    return count;
}

static void
hold_row(const struct row *row, tally *t)
{
    for (size_t s = 0; s < G_N_ELEMENTS(samples); s++) {
        const size_t count = count_of(samples[s].sample, row);
        for (size_t i = 0; i < count && i < MOST_OF_A_SAMPLE; i++) {
            char *path = g_strdup_printf("(%s)[%zu]", row->what, i ? count : 1);
            hold_one(row, samples[s].sample, path, NULL, t);
            if (row->manner == EVENT) /* a record of another day may be one of another month */
                hold_one(row, samples[s].sample, path, samples[s].as_of, t);
            g_free(path);
        }
    }
}

static void
what_happens_later_is_as_if_it_were_not_written(void **state)
{
    (void)state;
    size_t compared = 0, wrong = 0, missing = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tally t = {0};
        if (rows[i].manner == EVENT || rows[i].manner == RECORD) {
            hold_row(&rows[i], &t);
            if (t.compared == 0) {
                print_message("%s/@%s: no sample has it\n", rows[i].owner, rows[i].attribute);
                missing++;
            }
        }
        compared += t.compared;
        wrong += t.wrong;
    }
    print_message("%zu compared, %zu wrong\n", compared, wrong);
    assert_int_equal(wrong + missing, 0);
    assert_true(compared >= LEAST_COMPARED);
}

/* ---- the schemas ---- */

static bool
is_known(const char *schema, const char *owner, const char *attribute)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        if (strcmp(rows[i].schema, schema) == 0 && strcmp(rows[i].owner, owner) == 0 &&
            strcmp(rows[i].attribute, attribute) == 0)
            return true;
    return false;
}

/* The attribute around a date, and the element or definition that has it. */
static const char *
name_of_owner(arena *a, const xml_node *attribute)
{
    const xml_node *up = xml_parent(attribute);
    while (up && !xml_named(up, "element") && !xml_named(up, "define"))
        up = xml_parent(up);
    assert_non_null(up);
    return xml_named(up, "element") ? xml_attribute(a, up, "name")
                                    : arena_printf(a, "#%s", xml_attribute(a, up, "name"));
}

static void
count_unknown(const char *schema, size_t *known, size_t *unknown)
{
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    const char *path = arena_printf(a, "templates/schema/%s.rng", schema);
    const xml_doc *doc = xml_read_file(s, path, XML_DATA, &xml_limits_schema, d);
    xml_xpath *x = xml_xpath_new(s);
    const xml_expr *e = xml_expr_compile(s, "//*[local-name() = 'ref'][@name = 'date']", PLACE_NONE, d);
    xml_value found;
    assert_true(xml_eval(x, a, e, xml_root(doc), 1, 1, PLACE_NONE, d, &found));
    for (size_t i = 0; i < found.count; i++) {
        const xml_node *n = found.nodes[i];
        while (!xml_named(n, "attribute"))
            n = xml_parent(n);
        const char *owner = name_of_owner(a, n), *attribute = xml_attribute(a, n, "name");
        if (is_known(schema, owner, attribute)) {
            ++*known;
            continue;
        }
        print_message("%s of %s bears @%s: did it happen then, or is it known ahead? It has no row.\n", owner, schema,
                      attribute);
        ++*unknown;
    }
    xml_xpath_drop(x);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
}

static void
every_date_of_the_schemas_has_a_manner(void **state)
{
    (void)state;
    static const char *const schemas[] = {"case", "office", "partners", "municipality", "calendar", "types"};
    size_t known = 0, unknown = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(schemas); i++)
        count_unknown(schemas[i], &known, &unknown);
    assert_int_equal(unknown, 0);
    assert_true(known >= G_N_ELEMENTS(rows)); /* no row is of a date that is gone */
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_true(rows[i].manner != PLANNED || rows[i].what);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_date_of_the_schemas_has_a_manner),
        cmocka_unit_test(what_happens_later_is_as_if_it_were_not_written),
    };
    return cmocka_run_group_tests(tests, open_papers, close_papers);
}
