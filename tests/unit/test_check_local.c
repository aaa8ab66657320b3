/* test_check_local.c: a folder of local rules beside the shipped ones, and values with their days. */
#include "check_support.h"

#define VALUE(name, attributes)                                                                                        \
    "<parameter name='" name "' source='根拠' " attributes "><title>題</title><title-en>title</title-en></"           \
    "parameter>\n"
/* Fails, and says the value of the day. */
#define SAYS(id, name, when)                                                                                           \
    RULE(id, "", "child",                                                                                              \
         " when=\"" when "\"><assert test=\"false()\" severity=\"A\" repair=\"欄\"><message>"                         \
         "<value-of select=\"parameter('" name "', " when ")\"/></message><message-en/></assert>")

/* Reads shipped and local rules; the codes of what is wrong, what was found, and what was not judged; or "". */
static const char *
read_both(world *w, const char *shipped, const char *local, const char *form, int *status)
{
    static char told_codes[900];
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    char *folder = rule_file(w, "local"), *file = g_build_filename(folder, "l.xml", NULL);
    char *text = g_strdup_printf("<rules version='1' title='試験'>\n%s</rules>\n", local);
    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    assert_true(g_file_set_contents(file, text, -1, NULL));
    write_rules(w, "a.xml", shipped);
    const check_source from = {
        .rules = w->folder, .local = folder, .schema = "templates/schema", .form = form, .compile = !form};
    const check_rules *rules = check_rules_load(a, s, &from, d);
    assert_true(!rules == (diag_count(d, DIAG_ERROR) > 0));
    g_strlcpy(told_codes, codes(d), sizeof told_codes);
    *status = diag_exit_status(d);
    if (rules) {
        const casefile *c = casefile_read(a, s, "samples/kyotaku-houmon/case.xml", "templates/schema", d);
        const check_result *r = form ? check_case_for(a, s, rules, c, day("2024-07-10"), DIAG_JA, form, d)
                                     : check_case(a, s, rules, c, day("2024-07-10"), DIAG_JA, d);
        assert_non_null(r);
        for (size_t i = 0; i < r->count; i++)
            g_snprintf(told_codes + strlen(told_codes), sizeof told_codes - strlen(told_codes), "%s%s %s",
                       *told_codes ? " | " : "", r->findings[i].id, r->findings[i].text);
        for (size_t i = 0; i < r->off_count; i++)
            g_snprintf(told_codes + strlen(told_codes), sizeof told_codes - strlen(told_codes), "%soff %s %s",
                       *told_codes ? " | " : "", r->offs[i].id, r->offs[i].texts[DIAG_JA]);
        for (size_t i = 0; i < r->replaced_count; i++) {
            g_snprintf(told_codes + strlen(told_codes), sizeof told_codes - strlen(told_codes), "%sby %s %s",
                       *told_codes ? " | " : "", r->replaced[i].id, r->replaced[i].texts[DIAG_JA]);
            assert_true(g_str_has_suffix(r->replaced[i].where.file, "l.xml") && r->replaced[i].where.line > 1);
        }
    }
    g_free(text);
    g_free(file);
    g_free(folder);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
    return told_codes;
}

/* The sample's own options name rules that are not here. */
static const char *
pass_options(const char *all)
{
    while (g_str_has_prefix(all, "check-option")) {
        all += strlen("check-option");
        all += strspn(all, " |");
    }
    return all;
}

/* What stands in the place of something shipped is told of each; it is looked at where a row expects it. */
static void
check_both(world *w, const char *shipped, const char *local, const char *expected, int expected_status)
{
    int status;
    char *all = (char *)(uintptr_t)pass_options(read_both(w, shipped, local, NULL, &status));
    char *by = strstr(expected, "by ") ? NULL : g_str_has_prefix(all, "by ") ? all : strstr(all, " | by ");
    if (by)
        *by = '\0';
    assert_string_equal(all, expected);
    assert_int_equal(status, expected_status);
}

#define SHIPPED RULE("K1.1", "", "child", ">" FAILS("A", "元"))
#define LOCAL(id, attributes) RULE(id, attributes, "child", ">" FAILS("A", "地"))

static void
local_rules_are_added_replaced_and_switched_off_by_what_they_say(void **state)
{
    world *w = *state;
    check_both(w, SHIPPED, LOCAL("L1", ""), "K1.1 元 | L1 地", EXIT_DONE);
    check_both(w, SHIPPED, LOCAL("K1.1", "replaces='yes'"), "K1.1 地", EXIT_DONE);
    check_both(w, SHIPPED, "<switch-off rule='K1.1'>理由</switch-off>", "off K1.1 題（理由）", EXIT_DONE);
    check_both(w, SHIPPED RULE("K1.2", "to='2024-06-30'", "child", ">" FAILS("A", "旧")),
               LOCAL("K1.2", "replaces='yes' from='2024-01-01'"), "K1.1 元 | K1.2 地", EXIT_DONE);
}

/* A local rule that takes the place of a shipped one and judges nothing on the day is told like one switched off. */
static void
what_judges_nothing_in_the_place_of_a_rule_is_told(void **state)
{
#define IN_PLACE(attributes, inside)                                                                                      \
    "<rule id='K1.1' replaces='yes' " attributes " source='市'><title>地の題</title><title-en>t</title-en><explain/>" \
    "<explain-en/>" inside "</rule>\n"
#define IDLE "off K1.1 題（代わりの手元の要件は、どの事例でも、いつも成り立ちます）"
#define IN_ITS_PLACE "by K1.1 題"
#define TESTS(steps, test) IN_PLACE("", "<check context='child'>" steps ASSERT(test, "A", "地") "</check>")
    static const struct {
        const char *local, *says;
    } rows[] = {
        {IN_PLACE("", "<not-computable>市が見る</not-computable>"),
         "off K1.1 題（手元の要件に代えています：市が見る）"},
        {LOCAL("K1.1", "replaces='yes' from='2030-01-01'"),
         "off K1.1 題（代わりの手元の要件は、令和12年1月1日からです）"},
        {LOCAL("K1.1", "replaces='yes' to='2024-07-09'"), "off K1.1 題（代わりの手元の要件は、令和6年7月9日までです）"},
        {LOCAL("K1.1", "replaces='yes' to='2024-07-10'"), "K1.1 地"},
        {LOCAL("K1.1", "replaces='yes' to='2024-05-31'") LOCAL("K1.1", "replaces='yes' from='2024-06-01'"), "K1.1 地"},
        {LOCAL("K1.1", "replaces='yes' to='2024-07-31'") LOCAL("K1.1", "replaces='yes' from='2024-08-01'"), "K1.1 地"},
        {TESTS("", "true()"), IDLE},
        {TESTS("", "1 = 1"), IDLE},
        {TESTS("", "2 * 3 &gt; 5 and 'child'"), IDLE},
        {TESTS("", "@birth-date = '2000-01-01' or true()"), IDLE},
        {TESTS("<let name='yes' select='not(false())'/>", "$yes"), IDLE},
        {TESTS("<applies test='false()'/>", "@birth-date = '2000-01-01'"), IDLE},
        {TESTS("", "$as-of"), IDLE},
        {TESTS("", "string(@birth-date) = string(@birth-date)"), IDLE},
        {TESTS("", "count(name)=count(name) or false()"), IDLE},
        {TESTS("", "count(name) &lt;= count(name)"), IDLE},
        {TESTS("", "not(normalize-space(name) != normalize-space(name))"), IDLE},
        {TESTS("<applies test='count(name) != count(name)'/>", "@birth-date = '2000-01-01'"), IDLE},
        {TESTS("", "count(name) = count(name/*)"), "K1.1 地"},
        {TESTS("", "address/@withheld = address/@withheld"), "K1.1 地"},
        {TESTS("", "number(name) = number(name)"), "K1.1 地"},
        {TESTS("", "string(@sex) &lt;= string(@sex)"), "K1.1 地"},
        {TESTS("", "false()"), "K1.1 地"},
        {TESTS("", "@birth-date"), ""},
        {TESTS("<let name='day' select='@birth-date'/>", "$day"), ""},
        {TESTS("", "name or name/*"), ""},
        {TESTS("", "count(/case/child) = 1 or false()"), ""},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        check_both(w, SHIPPED, rows[i].local, rows[i].says, EXIT_DONE);
    /* nothing was judged by it before */
    check_both(w, RULE("K1.1", "from='2025-01-01'", "child", ">" FAILS("A", "元")), rows[0].local, "", EXIT_DONE);
}

static void
no_accident_replaces(void **state)
{
    world *w = *state;
    check_both(w, SHIPPED, LOCAL("K1.1", ""), "check-local-id", EXIT_FORM);
    check_both(w, SHIPPED, LOCAL("K1.2", ""), "check-local-id", EXIT_FORM);
    check_both(w, SHIPPED, LOCAL("K1.2", "replaces='yes'"), "check-local-none", EXIT_FORM);
    check_both(w, SHIPPED, LOCAL("L1", "replaces='yes'"), "check-local-none", EXIT_FORM);
    check_both(w, SHIPPED, "<switch-off rule='K1.2'>理由</switch-off>", "check-local-none", EXIT_FORM);
    check_both(w, SHIPPED, LOCAL("L1", "") LOCAL("L1", ""), "check-local-twice", EXIT_FORM);
    check_both(w, SHIPPED VALUE("days", "value='3'"), VALUE("days", "value='4'"), "check-local-id", EXIT_FORM);
    check_both(w, SHIPPED, VALUE("days", "value='4'"), "check-local-id", EXIT_FORM);
    check_both(w, SHIPPED, VALUE("days", "value='4' replaces='yes'"), "check-local-none", EXIT_FORM);
    check_both(w, SHIPPED, VALUE("local-days", "value='4'") VALUE("local-days", "value='5'"), "check-local-twice",
               EXIT_FORM);
    check_both(w, SHIPPED, VALUE("local-days", "value='many'"), "check-local", EXIT_FORM);
    check_both(w, SHIPPED, VALUE("local-days", "value='2024-02-30'"), "check-local", EXIT_FORM);
}

/* What only a local folder has is our mistake in ours. */
static void
shipped_rules_have_nothing_local(void **state)
{
    static const char *const wrong[] = {LOCAL("L1", ""), LOCAL("K1.2", "replaces='yes'"),
                                        VALUE("local-days", "value='1'"), VALUE("days", "value='1' replaces='yes'"),
                                        "<switch-off rule='K1.1'>理由</switch-off>"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        char *shipped = g_strconcat(SHIPPED, wrong[i], NULL);
        check_both(w, shipped, LOCAL("L2", ""), "check-rules", EXIT_ENVIRONMENT);
        g_free(shipped);
    }
    check_both(w, SHIPPED VALUE("days", "value='3'") VALUE("days", "value='4'"), LOCAL("L2", ""), "check-rule-twice",
               EXIT_ENVIRONMENT);
}

static void
a_value_is_that_of_the_day(void **state)
{
#define DATED_VALUES VALUE("days", "value='3' to='2027-03-31'") VALUE("days", "value='4' from='2027-04-01'")
    static const struct {
        const char *local, *when, *says;
    } rows[] = {
        {LOCAL("L9", "from='2030-01-01'"), "'2027-03-31'", "K2.1 3"},
        {LOCAL("L9", "from='2030-01-01'"), "'2027-04-01'", "K2.1 4"},
        {LOCAL("L9", "from='2030-01-01'"), "'2027-03'", "K2.1 3"},
        {VALUE("days", "value='7' replaces='yes' from='2024-05-01' to='2024-06-30'"), "'2024-04-30'", "K2.1 3"},
        {VALUE("days", "value='7' replaces='yes' from='2024-05-01' to='2024-06-30'"), "'2024-05-01'", "K2.1 7"},
        {VALUE("days", "value='7' replaces='yes' from='2024-05-01' to='2024-06-30'"), "'2024-06'", "K2.1 7"},
        {VALUE("days", "value='7' replaces='yes' from='2024-05-01' to='2024-06-30'"), "'2024-07-01'", "K2.1 3"},
        {VALUE("days", "value='2024-05-10' replaces='yes'"), "'2031-07-01'", "K2.1 2024-05-10"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *shipped =
            g_strdup_printf(DATED_VALUES RULE("K2.1", "", "child",
                                              " when=\"%s\">"
                                              "<assert test=\"false()\" severity=\"A\" repair=\"欄\"><message>"
                                              "<value-of select=\"parameter('days', %s)\"/></message><message-en/>"
                                              "</assert>"),
                            rows[i].when, rows[i].when);
        check_both(w, shipped, rows[i].local, rows[i].says, EXIT_DONE);
        g_free(shipped);
    }
}

/* A value that leaves a rule nothing to judge is refused: a switch-off says it, with a reason. */
static void
a_value_that_empties_a_rule_is_refused(void **state)
{
    world *w = *state;
    const char *number = VALUE("least-days", "value='2'"), *day = VALUE("days-since", "value='2024-04-01'");
    check_both(w, number, VALUE("least-days", "value='0' replaces='yes'"), "check-local", EXIT_FORM);
    check_both(w, number, VALUE("least-days", "value='0.0' replaces='yes' from='2024-05-01'"), "check-local",
               EXIT_FORM);
    check_both(w, number, VALUE("least-days", "value='1' replaces='yes'"), "", EXIT_DONE);
    check_both(w, day, VALUE("days-since", "value='2030-01-01' replaces='yes'"), "check-local", EXIT_FORM);
    static const struct {
        const char *name, *unit, *most, *beyond;
    } reach[] = {
        {"x-months", "か月", "220", "9999"}, {"x-days", "日", "6600", "6601"},  {"x-minutes", "分", "1440", "1441"},
        {"x-years", "年", "100", "100.5"},   {"x-a-month", "回", "31", "32"},   {"x-a-day", "回", "24", "25"},
        {"x-a-year", "回", "366", "367"},    {"x-before", "回", "366", "1000"}, {"x-score", "点", "9999", NULL}};
    for (size_t i = 0; i < G_N_ELEMENTS(reach); i++)
        for (int beyond = 0; beyond <= (reach[i].beyond ? 1 : 0); beyond++) {
            char *from = g_strdup_printf(VALUE("%s", "value='3' unit='%s'"), reach[i].name, reach[i].unit);
            char *to = g_strdup_printf(VALUE("%s", "value='%s' replaces='yes'"), reach[i].name,
                                       beyond ? reach[i].beyond : reach[i].most);
            check_both(w, from, to, beyond ? "check-local" : "", beyond ? EXIT_FORM : EXIT_DONE);
            g_free(from);
            g_free(to);
        }
    check_both(w, day, VALUE("days-since", "value='2024-03-01' replaces='yes'"), "", EXIT_DONE);
}

/* What reads the case, and holds of any, is told; what only looks so is not. */
static void
what_holds_of_every_case_is_told(void **state)
{
    static const char *const always[] = {
        "count(@birth-date) &gt;= 0",
        "0 &lt;= count(allergies)",
        "string-length(@birth-date) &gt; -1",
        "text-length(name) + count(allergies) &gt;= 0",
        "count(allergies) * 2 + 1",
        "round(count(name) div 2) != -1",
        "position() &gt;= 1",
        "not(count(allergies) &lt; 0)",
        "true() or @birth-date",
        "@birth-date or (not(@birth-date))",
        "not(@birth-date = '2000-01-01' and not(@birth-date='2000-01-01'))",
        "(name and allergies) or not(name) or not( allergies )",
        "boolean(name) or not(boolean(name))",
        "count(name) = 1 or count(name) != 1 or not(count(name) != 1)",
        "contains(name, '')",
        "starts-with(@birth-date, substring('a', 2))",
        "concat(@birth-date, 'x')",
        "count(allergies) &gt;= number(substring('a0', 2))",
        "not(allergies[false()])",
        "not(/case/month[1 = 2]/claim | name['a' = 'b'])",
    };
    static const char *const at_times[] = {
        "count(@birth-date) &gt;= 1",
        "count(name) - count(allergies) &lt;= 9",
        "number(@birth-date) &gt;= 0 or name",
        "name or not(allergies) or address/@postal-code",
        "address[@postal-code or not(@postal-code)]",
        "name = name",
        "count(address[not(@postal-code) or @postal-code]) &gt;= 1",
        "not(@sex) and not(@birth-date and not(@sex))",
        "concat(@birth-date, ' ')",
        "contains(@birth-date, '-')",
        "string-length(@birth-date) = 10",
        "round(count(name)) &gt;= 0.5",
        "position() = last()",
        "name[1 or false()]",
        "count(name) * 1 &lt;= 1",
        "name and ' '",
        "-count(name) &lt; 0",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(always) + G_N_ELEMENTS(at_times); i++) {
        const bool is_always = i < G_N_ELEMENTS(always);
        const char *test = is_always ? always[i] : at_times[i - G_N_ELEMENTS(always)];
        int status;
        char *local = g_strdup_printf(TESTS("", "%s"), test);
        const char *says = pass_options(read_both(w, SHIPPED, local, NULL, &status));
        const bool told = g_str_has_prefix(says, "off K1.1");
        if (told != is_always)
            fail_msg("%s: %s", test, says);
        g_free(local);
    }
    check_both(w, SHIPPED, TESTS("<let name='n' select='count(name)'/>", "$n &gt;= 0"), IDLE, EXIT_DONE);
    check_both(w, SHIPPED, TESTS("<let name='n' select='count(name)'/>", "$n &gt;= 1"), IN_ITS_PLACE, EXIT_DONE);
    check_both(w, SHIPPED, TESTS("<applies test='string-length(@birth-date) &lt; 0'/>", "name[2]"), IDLE, EXIT_DONE);
    check_both(w, SHIPPED, IN_PLACE("", "<check context='child[1 = 2]'>" FAILS("A", "地") "</check>"), IDLE, EXIT_DONE);
    check_both(w, SHIPPED, IN_PLACE("", "<check context='child[address/@withheld]'>" FAILS("A", "地") "</check>"), IN_ITS_PLACE,
               EXIT_DONE);
    check_both(w, SHIPPED VALUE("most-days", "value='3'"),
               TESTS("", "count(name) &gt;= parameter('most-days', $as-of) - 3"), IDLE, EXIT_DONE);
}

/* A local rule or value that judges in the place of one of renkei's is told, whatever it finds. */
static void
what_judges_in_the_place_of_a_rule_is_told(void **state)
{
    world *w = *state;
    const char *days = VALUE("days", "value='3' to='2024-03-31'") VALUE("days", "value='5' from='2024-04-01'");
    check_both(w, SHIPPED, TESTS("", "name"), IN_ITS_PLACE, EXIT_DONE);
    check_both(w, SHIPPED, TESTS("", "name[2]"), "K1.1 地 | " IN_ITS_PLACE, EXIT_DONE);
    check_both(w, SHIPPED, LOCAL("L1", ""), "K1.1 元 | L1 地", EXIT_DONE);
    check_both(w, days, VALUE("days", "value='7' replaces='yes'"), "by days 題 5 → 7", EXIT_DONE);
    check_both(w, days, VALUE("days", "value='7' replaces='yes' from='2024-03-01' to='2024-03-31'"),
               "by days 題 3 → 7（令和6年3月1日～令和6年3月31日）", EXIT_DONE);
    check_both(w, days, VALUE("days", "value='7' replaces='yes' from='2025-03-01'"), "", EXIT_DONE);
    check_both(w, days, VALUE("local-days", "value='7'"), "", EXIT_DONE);
}

/* The first value judges the days before it. */
static void
every_day_has_a_value(void **state)
{
    check_both(*state, VALUE("days", "value='3' from='2024-04-01'") SAYS("K2.1", "days", "'2020-01-01'"),
               VALUE("local-days", "value='5' from='2024-04-01'") SAYS("L1", "local-days", "'2020-01-01'"),
               "K2.1 3 | L1 5", EXIT_DONE);
}

/* A local rule that forbids a form is read for it; what a local file says of values and of shipped rules always is. */
static void
local_rules_keep_forms_too(void **state)
{
#define READS(name)                                                                                                    \
    RULE("K1.1", "documents='plan'", "child", ">" ASSERT("parameter(" name ", '2024-07-01') = 3", "E", "値"))
#define KEEPS(id, attributes, text) RULE(id, "documents='plan' " attributes, "child", ">" FAILS("E", text))
    static const struct {
        const char *shipped, *local, *says;
    } rows[] = {
        {SHIPPED, KEEPS("L1", "", "地"), "L1 地"},
        {KEEPS("K1.1", "", "元"), LOCAL("L1", ""), "K1.1 元"},
        {KEEPS("K1.1", "", "元"), LOCAL("K1.1", "replaces='yes'"), ""},
        {SHIPPED, KEEPS("K1.1", "replaces='yes'", "地"), "K1.1 地"},
        {KEEPS("K1.1", "", "元"), LOCAL("L1", "") "<switch-off rule='K1.1'>理由</switch-off>", ""},
        {KEEPS("K1.2", "", "元") SHIPPED, LOCAL("L1", "") "<switch-off rule='K1.1'>理由</switch-off>", "K1.2 元"},
        {VALUE("days", "value='3'") READS("'days'"), LOCAL("L1", "") VALUE("days", "value='4' replaces='yes'"),
         "K1.1 値"},
        /* a file of values alone is read for those that the rules of the form name, however they name them */
        {VALUE("days", "value='3'") READS("'days'"), VALUE("days", "value='4' replaces='yes'"), "K1.1 値"},
        {READS("'local-y'"), VALUE("local-y", "value='1'") VALUE("local-x", "value='many'"), "K1.1 値"},
        {READS("concat('local-', 'y')"), VALUE("local-y", "value='1'") VALUE("local-x", "value='many'"), "check-local"},
        {VALUE("days", "value='3'") READS("  'days'"), VALUE("local-x", "value='4'"), ""},
        {VALUE("days", "value='3'") READS("concat('da', 'ys')"), VALUE("days", "value='4' replaces='yes'"), "K1.1 値"},
        {VALUE("days", "value='3'") READS("&apos;days&apos;"),
         VALUE("local-x", "value='4'") VALUE("days", "value='4' replaces='yes'"), "K1.1 値"},
        {VALUE("days", "value='3'") READS("'days'"),
         "<!-- <parameter name='days'/> -->" VALUE("days", "value='4' replaces='yes'"), "K1.1 値"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        int status;
        const char *all = pass_options(read_both(w, rows[i].shipped, rows[i].local, "plan", &status));
        assert_string_equal(all, rows[i].says);
    }
}

/* A folder of rules that was named in the place of renkei's: its mistakes are those of whoever named it. */
static void
a_folder_of_rules_that_was_named_is_the_users(void **state)
{
    world *w = *state;
    static const char *const faulty[] = {
        RULE("K1.1", "", "child", ">" FAILS("A", "元")) RULE("K1.1", "", "child", ">" FAILS("A", "元")),
        VALUE("days", "value='many'"), LOCAL("L1", ""), "<switch-off rule='K1.1'>理由</switch-off>", "<nothing/>"};
    for (size_t i = 0; i < 2 * G_N_ELEMENTS(faulty); i++) {
        arena *a = arena_new();
        xml_store *s = xml_store_new();
        diag *d = diag_new();
        write_rules(w, "a.xml", faulty[i / 2]);
        const check_source from = {.rules = w->folder, .named = i % 2, .schema = "templates/schema", .compile = true};
        assert_null(check_rules_load(a, s, &from, d));
        assert_int_equal(diag_exit_status(d), from.named ? EXIT_FORM : EXIT_ENVIRONMENT);
        diag_drop(d);
        xml_store_drop(s);
        arena_drop(a);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_folder_of_rules_that_was_named_is_the_users),
        TEST(local_rules_are_added_replaced_and_switched_off_by_what_they_say),
        TEST(what_judges_nothing_in_the_place_of_a_rule_is_told),
        TEST(what_holds_of_every_case_is_told),
        TEST(what_judges_in_the_place_of_a_rule_is_told),
        TEST(no_accident_replaces),
        TEST(shipped_rules_have_nothing_local),
        TEST(a_value_is_that_of_the_day),
        TEST(a_value_that_empties_a_rule_is_refused),
        TEST(every_day_has_a_value),
        TEST(local_rules_keep_forms_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
