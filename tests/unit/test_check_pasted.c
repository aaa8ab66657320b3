/* test_check_pasted.c: what is pasted from the record before is looked up, and found as by holding each text against
 * each of the records before it (tests/rules/pasted): the same findings of the same texts, whatever the records say.
 * And as many records as a month may have are looked at once each. */
#include "check_mutations.h"

enum { ROUNDS = 24 };

static rule_world world;
static const check_rules *both; /* those that come with renkei, and those that hold each against each */

/* ---- records that say much the same ---- */

/* The same but for numbers, long and short, with nothing in them but what does not count, and others. */
static const char *const texts[] = {
    "4月8日（月）は2回登校し、別室で過ごした。小さい集まりの活動に自分から加わり、片付けまでやりきった。",
    "5月16日(木)は10回登校し、別室で過ごした。小さい集まりの活動に自分から加わり、片付けまでやりきった。",
    "６月は3回登校し別室で過ごした、小さい集まりの活動に自分から加わり、片付けまでやりきった",
    "小さい集まりの活動に自分から加わり、片付けはまだできないが、見ている時間が長くなった。",
    "家での過ごし方を相談し、朝の声かけを続けることを確かめた。",
    "家での過ごし方を相談し、\n朝の声かけを続けることを確かめた。",
    "登校の様子を話した。",
    "3回",
    "。",
    "",
};

static const char *
any_text(GRand *g)
{
    return texts[g_rand_int_range(g, 0, G_N_ELEMENTS(texts))];
}

static void
write_texts(xmlNode *n, GRand *g)
{
    for (xmlNode *e = n->children; e; e = e->next)
        if (e->type == XML_ELEMENT_NODE && xmlFirstElementChild(e))
            write_texts(e, g);
        else if (e->type == XML_ELEMENT_NODE && e->children && !e->properties && g_rand_int_range(g, 0, 4))
            xmlNodeSetContent(e, (const xmlChar *)any_text(g));
}

/* A copy in the same month, before or behind; of its own id, by which it is told apart from others, and time. */
static void
repeat_record(xmlNode *n, unsigned number, bool behind)
{
    xmlNode *copy = xmlCopyNode(n, 1);
    char *id = g_strdup_printf("copy-%u", number);
    char *start = g_strdup_printf("%02u:%02u", number / 60 % 23, number % 60);
    xmlSetProp(copy, (const xmlChar *)"id", (const xmlChar *)id);
    xmlSetProp(copy, (const xmlChar *)"end", (const xmlChar *)"23:59");
    xmlSetProp(copy, (const xmlChar *)"start", (const xmlChar *)start);
    (behind ? xmlAddNextSibling : xmlAddPrevSibling)(n, copy);
    g_free(start);
    g_free(id);
}

static bool
is_record(const xmlNode *n)
{
    return n->type == XML_ELEMENT_NODE && (xmlStrEqual(n->name, (const xmlChar *)"school-sharing") ||
                                           xmlStrEqual(n->name, (const xmlChar *)"family-support"));
}

static void
change_records(rule_case *c, GRand *g)
{
    unsigned number = 0;
    for (xmlNode *m = xmlDocGetRootElement(c->docs[0])->children; m; m = m->next) {
        if (m->type != XML_ELEMENT_NODE || !xmlStrEqual(m->name, (const xmlChar *)"month"))
            continue;
        for (xmlNode *n = m->children, *next; n; n = next) {
            next = n->next;
            for (int left = is_record(n) ? g_rand_int_range(g, 0, 4) : 0; left > 0; left--)
                repeat_record(n, number++, g_rand_boolean(g));
        }
        for (xmlNode *n = m->children; n; n = n->next)
            if (is_record(n))
                write_texts(n, g);
    }
}

/* ---- the same findings ---- */

static gint
compare_lines(gconstpointer x, gconstpointer y)
{
    return strcmp(*(char *const *)x, *(char *const *)y);
}

/* What is alike, and not the same, is not found by holding each against each. */
static bool
is_alike(const check_finding *f)
{
    return strstr(f->text, "ほとんど同じ") != NULL;
}

/* Of a rule, or of what it compares alone: how bad, when, the text and the one that it is like. */
static GPtrArray *
list_findings(const check_result *r, const char *id, bool compared)
{
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < r->count; i++) {
        const check_finding *f = &r->findings[i];
        if (strcmp(f->id, id) == 0 && (f->other || !compared) && !is_alike(f))
            g_ptr_array_add(out, g_strdup_printf("%c %s %p %p", check_severity_letter(f->severity), f->when,
                                                 (const void *)f->node, (const void *)f->other));
    }
    g_ptr_array_sort(out, compare_lines);
    return out;
}

static guint
compare_ways(const check_result *r, const char *rule, const char *each)
{
    const bool compared = strcmp(rule, "N5.2b") == 0; /* it asks other things, too */
    GPtrArray *found = list_findings(r, rule, compared), *expected = list_findings(r, each, false);
    const guint count = expected->len;
    assert_int_equal(found->len, count);
    for (guint i = 0; i < count; i++)
        assert_string_equal(found->pdata[i], expected->pdata[i]);
    g_ptr_array_unref(found);
    g_ptr_array_unref(expected);
    return count;
}

static void
what_is_looked_up_is_what_is_found_by_going_through_all(void **state)
{
    static const char *const ways[][2] = {{"G26", "L26"}, {"N5.2b", "L52"}, {"N6.6", "L66"}};
    guint found[G_N_ELEMENTS(ways)] = {0};
    GRand *g = g_rand_new_with_seed(19);
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        rule_case c;
        rule_case_open(&c, "hodei-futoukou");
        change_records(&c, g);
        const casefile *read = rule_case_read(&world, &c);
        if (!read)
            rule_print_messages(c.d);
        assert_non_null(read);
        const check_result *r = check_case(c.a, c.s, both, read, (date){2024, 9, 1}, DIAG_JA, c.d);
        assert_non_null(r);
        for (size_t i = 0; i < G_N_ELEMENTS(ways); i++)
            found[i] += compare_ways(r, ways[i][0], ways[i][1]);
        rule_case_close(&c);
    }
    g_rand_free(g);
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++)
        assert_true(found[i] > 10);
}

/* ---- as many as there are ---- */

/* What a rule looks at when each kind of record is there so many times in a month, and says the same every time. */
static size_t
steps_of(const char *id, unsigned times)
{
    rule_case c;
    size_t steps = 0;
    unsigned number = 0;
    rule_case_open(&c, "hodei-futoukou");
    for (xmlNode *m = xmlDocGetRootElement(c.docs[0])->children; m; m = m->next)
        for (xmlNode *n = m->children, *next; n; n = next) {
            next = n->next;
            for (unsigned i = 1; is_record(n) && i < times; i++)
                repeat_record(n, number++, true);
        }
    const casefile *read = rule_case_read(&world, &c);
    if (!read)
        rule_print_messages(c.d);
    assert_non_null(read);
    const check_result *r = check_case(c.a, c.s, both, read, (date){2024, 9, 1}, DIAG_JA, c.d);
    assert_non_null(r);
    for (size_t i = 0; i < r->cost_count; i++)
        steps += strcmp(r->costs[i].id, id) == 0 ? r->costs[i].steps : 0;
    rule_case_close(&c);
    return steps;
}

static void
assert_growth(const char *id, double least, double most)
{
    const size_t one = steps_of(id, 6), two = steps_of(id, 12), four = steps_of(id, 24);
    const double growth = (double)(four - two) / (double)(two - one);
    if (growth < least || growth > most)
        fail_msg("%s: %zu, %zu, %zu steps", id, one, two, four);
}

static void
a_record_is_not_held_against_each_before_it(void **state)
{
    (void)state;
    assert_growth("G26", 1.5, 2.5);
    assert_growth("N5.2b", 1.5, 2.5);
    assert_growth("N6.6", 1.5, 2.5);
    assert_growth("L26", 3, 5); /* as it is told of what does */
}

static int
open_world(void **state)
{
    (void)state;
    rule_world_open(&world, "templates/rules");
    diag *d = diag_new();
    const check_source from = {
        .rules = "templates/rules", .local = "tests/rules/pasted", .schema = "templates/schema", .compile = true};
    both = check_rules_load(world.a, world.s, &from, d);
    rule_print_messages(d);
    diag_drop(d);
    return !both;
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
        cmocka_unit_test(what_is_looked_up_is_what_is_found_by_going_through_all),
        cmocka_unit_test(a_record_is_not_held_against_each_before_it),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
