/* test_check_growth.c: no rule goes through the whole case again for every month or record of it.
 *
 * The records of a sample are copied for later years, once so many times and once twice as many. What each check of
 * each rule and deadline looks at (check_cost: steps, no time) may then grow as the records do, and not as their
 * square. What holds for years (certificates, enrolments, consents, programmes, services) is not copied. GROWTH_SHOW=1
 * prints every check. */
#include "check_mutations.h"

#include "check/check_int.h"
#include "timeline/timeline.h"

enum {
    YEARS_APART = 4, /* from copy to copy: longer than the records of any sample */
    COPIES = 7,
    LEAST_STEPS = 1500, /* of fewer, the constant part says nothing about growth */
    LEAST_CHECKS = 200  /* that grow so far, of all samples */
};
static const double most_growth = 2.5;

static rule_world world;

/* ---- more records ---- */

static bool
is_record(const xmlNode *n)
{
    static const char *const names[] = {"month", "visit", "inquiry", "evaluation", "pickup", "plan"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, names[i]) == 0)
            return true;
    return false;
}

static void
collect_ids(const xmlNode *n, GHashTable *ids)
{
    for (const xmlAttr *a = n->properties; a; a = a->next)
        if (strcmp((const char *)a->name, "id") == 0 && a->children)
            g_hash_table_add(ids, g_strdup((const char *)a->children->content));
    for (const xmlNode *e = n->children; e; e = e->next)
        if (e->type == XML_ELEMENT_NODE)
            collect_ids(e, ids);
}

/* 2024-06-03 and 2024-06, later; an id of its own, where one is meant; NULL: it stays. */
static char *
later_value(const char *value, int years, GHashTable *ids)
{
    date d;
    year_month m;
    if (g_hash_table_contains(ids, value))
        return g_strdup_printf("%s-%d", value, years);
    if (date_parse(value, &d)) { /* years apart by four: the 29th of February is there, too */
        d.year += years;
        return g_strdup_printf("%04d-%02d-%02d", d.year, d.month, d.day);
    }
    return year_month_parse(value, &m) ? g_strdup_printf("%04d-%02d", m.year + years, m.month) : NULL;
}

static void
make_later(xmlNode *n, int years, GHashTable *ids)
{
    for (xmlAttr *a = n->properties; a; a = a->next) {
        char *value = a->children ? later_value((const char *)a->children->content, years, ids) : NULL;
        if (value)
            xmlSetProp(n, a->name, (const xmlChar *)value);
        g_free(value);
    }
    for (xmlNode *e = n->children; e; e = e->next)
        if (e->type == XML_ELEMENT_NODE)
            make_later(e, years, ids);
}

static void
grow_case(rule_case *c, int copies)
{
    xmlNode *root = xmlDocGetRootElement(c->docs[0]);
    GHashTable *ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GPtrArray *records = g_ptr_array_new();
    for (xmlNode *n = root->children; n; n = n->next)
        if (is_record(n)) {
            g_ptr_array_add(records, n);
            collect_ids(n, ids);
        }
    for (guint i = records->len; i-- > 0;) {
        xmlNode *after = g_ptr_array_index(records, i), *last = after;
        while (last->next && !(last->next->type == XML_ELEMENT_NODE && !xmlStrEqual(last->next->name, after->name)))
            last = last->next; /* those of a kind stand together */
        for (int k = 1; k < copies; k++) {
            xmlNode *copy = xmlCopyNode(after, 1);
            make_later(copy, k * YEARS_APART, ids);
            last = xmlAddNextSibling(last, copy);
        }
    }
    g_ptr_array_free(records, TRUE);
    g_hash_table_destroy(ids);
}

/* ---- what they cost ---- */

typedef struct cost {
    char *name; /* K6.1:735 */
    size_t steps;
} cost;

static void
drop_cost(gpointer p)
{
    g_free(((cost *)p)->name);
    g_free(p);
}

static void
add_cost(GPtrArray *costs, const char *name, int line, size_t steps)
{
    cost *c = g_new(cost, 1);
    *c = (cost){g_strdup_printf("%s:%d", name, line), steps};
    g_ptr_array_add(costs, c);
}

static void
add_costs(GPtrArray *costs, const check_result *r)
{
    assert_non_null(r);
    for (size_t i = 0; i < r->cost_count; i++)
        add_cost(costs, r->costs[i].id, r->costs[i].where.line, r->costs[i].steps);
}

/* Of every check and deadline, then of all that the timeline looked at, gaps included. */
static GPtrArray *
costs_of(const char *sample, int copies)
{
    GPtrArray *costs = g_ptr_array_new_with_free_func(drop_cost);
    const date as_of = {2027 + copies * YEARS_APART, 6, 1};
    rule_case c;
    rule_case_open(&c, sample);
    grow_case(&c, copies);
    const casefile *read = rule_case_read(&world, &c);
    if (!read)
        rule_print_messages(c.d);
    assert_non_null(read);
    add_costs(costs, check_case(c.a, c.s, world.rules, read, as_of, DIAG_JA, c.d));
    add_costs(costs, rule_run(c.a, c.s, world.rules, read, as_of, DIAG_JA, RULES_OF_DEADLINES, NULL, c.d));
    add_cost(costs, "timeline", 0, timeline_looks(timeline_of(read)));
    rule_case_close(&c);
    return costs;
}

static size_t
wrong_growth(const char *sample, size_t *compared)
{
    GPtrArray *once = costs_of(sample, COPIES), *twice = costs_of(sample, 2 * COPIES);
    size_t wrong = 0;
    assert_int_equal(once->len, twice->len);
    for (guint i = 0; i < once->len; i++) {
        const cost *a = g_ptr_array_index(once, i), *b = g_ptr_array_index(twice, i);
        assert_string_equal(a->name, b->name);
        const double growth = (double)b->steps / (double)MAX(a->steps, 1);
        const bool too_much = b->steps >= LEAST_STEPS && growth >= most_growth;
        if (too_much || g_getenv("GROWTH_SHOW"))
            print_message("%s %s: %zu, then %zu steps\n", sample, a->name, a->steps, b->steps);
        *compared += b->steps >= LEAST_STEPS && growth > 1.5;
        wrong += too_much;
    }
    g_ptr_array_free(once, TRUE);
    g_ptr_array_free(twice, TRUE);
    return wrong;
}

static void
no_check_grows_faster_than_the_records(void **state)
{
    static const char *const samples[] = {"hodei-futoukou", "jihatsu-houmon", "koukou-jiritsu", "kyotaku-houmon",
                                          "ihan-mihon"};
    size_t wrong = 0, compared = 0;
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++)
        wrong += wrong_growth(samples[i], &compared);
    assert_int_equal(wrong, 0);
    assert_true(compared >= LEAST_CHECKS);
}

/* ---- what no sample has ---- */

static bool
speaks_of(const xmlNode *n, const char *text)
{
    for (const xmlAttr *a = n->properties; a; a = a->next)
        if (a->children && strstr((const char *)a->children->content, text))
            return true;
    return false;
}

static size_t
whole_cases_in(const char *id, const xmlNode *check)
{
    size_t found = speaks_of(check, "$case/");
    for (const xmlNode *e = check->children; e; e = e->next)
        found += e->type == XML_ELEMENT_NODE ? whole_cases_in(id, e) : 0;
    if (found && xmlHasProp(check, (const xmlChar *)"context"))
        print_message("%s:%ld goes through the case for each record; key() does not\n", id, xmlGetLineNo(check));
    return found;
}

/* The context selects records, of which there may be any number. */
static bool
is_of_records(const xmlNode *check)
{
    xmlChar *context = xmlGetProp((xmlNode *)check, (const xmlChar *)"context");
    char **words = g_strsplit_set((const char *)context, "/[]()| .", -1);
    bool found = false;
    for (char **w = words; *w && !found && strcmp((const char *)context, ".") != 0; w++)
        found = strcmp(*w, "month") == 0 || strcmp(*w, "visit") == 0 || strcmp(*w, "inquiry") == 0 ||
                strcmp(*w, "evaluation") == 0 || strcmp(*w, "pickup") == 0 || strcmp(*w, "plan") == 0;
    g_strfreev(words);
    xmlFree(context);
    return found;
}

static void
no_check_of_records_speaks_of_the_whole_case(void **state)
{
    static const char *const files[] = {"cfa-notice-2024", "kariya-handbook", "practice", "deadlines"};
    size_t found = 0, checks = 0;
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        char *path = g_strdup_printf("templates/rules/%s.xml", files[i]), *bytes = NULL;
        gsize length = 0;
        assert_true(g_file_get_contents(path, &bytes, &length, NULL));
        xmlDoc *doc = xmlReadMemory(bytes, (int)length, path, NULL, XML_PARSE_NONET);
        for (xmlNode *r = xmlDocGetRootElement(doc)->children; r; r = r->next)
            for (xmlNode *c = r->type == XML_ELEMENT_NODE ? r->children : NULL; c; c = c->next) {
                const bool check = c->type == XML_ELEMENT_NODE && xmlHasProp(c, (const xmlChar *)"context");
                if (!check || !is_of_records(c))
                    continue;
                xmlChar *id = xmlGetProp(r, (const xmlChar *)"id");
                found += whole_cases_in((const char *)id, c);
                checks++;
                xmlFree(id);
            }
        xmlFreeDoc(doc);
        g_free(bytes);
        g_free(path);
    }
    assert_true(checks > 80);
    assert_int_equal(found, 0);
}

static int
open_world(void **state)
{
    (void)state;
    rule_world_open(&world, "templates/rules");
    return 0;
}

static int
close_world(void **state)
{
    (void)state;
    rule_world_close(&world);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_check_grows_faster_than_the_records),
        cmocka_unit_test(no_check_of_records_speaks_of_the_whole_case),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
