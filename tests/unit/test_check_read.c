/* test_check_read.c: files of rules become one table, and broken ones are our mistake. */
#include "check_support.h"

static void
check_unread(world *w, const char *expected)
{
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    assert_null(check_rules_read(a, s, w->folder, "templates/schema", d));
    assert_string_equal(codes(d), expected);
    assert_int_equal(diag_exit_status(d), EXIT_ENVIRONMENT);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
}

static void
broken_rules_are_our_mistake(void **state)
{
    world *w = *state;
    char *path = rule_file(w, "README");
    check_unread(w, "check-no-rules");
    assert_true(g_file_set_contents(path, "no rules", -1, NULL));
    g_free(path);
    check_unread(w, "check-no-rules");
    write_rules(w, "a.xml", RULE("K1.1", "", "child", ">" FAILS("E", "文")));
    write_rules(w, "b.xml", RULE("K1.1", "", "child", ">" FAILS("E", "文")));
    check_unread(w, "check-rule-twice");
    write_rules(w, "b.xml", RULE("K1.2", "", "child", ">" FAILS("E", "文")) "<odd/>");
    check_unread(w, "check-rules");
    write_rules(w, "b.xml", RULE("K1.2", "", "child", ">" FAILS("X", "文")));
    check_unread(w, "check-rules");
    write_rules(w, "b.xml", RULE("K1.2", "", "child[", ">" ASSERT("1 +", "E", "文")));
    check_unread(w, "check-rules check-rules");
    write_rules(w, "b.xml", RULE("K1.2", "from='2150-01-01'", "child", ">" FAILS("E", "文")));
    check_unread(w, "check-rules");
    /* Versions must part the days. */
#define VERSION(dates) RULE("K1.2", dates, "child", ">" FAILS("E", "文"))
    write_rules(w, "b.xml", VERSION("to='2024-06-30'") VERSION("from='2024-06-30'"));
    check_unread(w, "check-rule-twice");
    write_rules(w, "b.xml", VERSION("from='2024-01-01'") VERSION("from='2024-06-30'"));
    check_unread(w, "check-rule-twice");
}

static void
rules_of_several_files_are_one_table(void **state)
{
    world *w = *state;
    write_rules(w, "b.xml", RULE("K1.1", "from='2024-07-01'", "child", ">" FAILS("A", "新")) DATED("K0", "A", ""));
    check_told(w, RULE("K1.1", "to='2024-06-30'", "child", ">" FAILS("A", "旧")), "-", "2024-07-10",
               "K0:A 文 | K1.1:A 新");
}

/* The codes of judging a sample for a form by the rules of the folder. */
static const char *
judged_for(world *w, arena *a, const char *form, bool *good)
{
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    const casefile *c = casefile_read(a, s, "samples/hodei-futoukou/case.xml", "templates/schema", d);
    const check_rules *rules = check_rules_open(a, s, w->folder, "templates/schema", d);
    assert_non_null(rules);
    const check_result *r = check_case_for(a, s, rules, c, (date){2024, 7, 10}, DIAG_JA, form, d);
    *good = r != NULL;
    const char *told = arena_strdup(a, codes(d));
    diag_drop(d);
    xml_store_drop(s);
    return told;
}

/* Who asks about one form hears nothing of a rule that cannot forbid it. */
static void
a_check_is_compiled_when_a_form_needs_it(void **state)
{
    world *w = *state;
    arena *a = arena_new();
    bool good;
    write_rules(w, "a.xml",
                RULE("K1.1", "documents='consent'", "child", ">" ASSERT("1 +", "E", "文"))
                    RULE("K1.2", "documents='plan'", "child", ">" FAILS("E", "文")));
    check_unread(w, "check-rules");
    assert_null(strstr(judged_for(w, a, "plan", &good), "check-rules"));
    assert_true(good);
    assert_non_null(strstr(judged_for(w, a, "consent", &good), "check-rules"));
    assert_false(good);
    arena_drop(a);
}

/* A finding is worded in both languages, and judged once. */
static void
findings_are_told_in_both_languages(void **state)
{
    world *w = *state;
    check_told(w, RULE("K1.1", "", "child", ">" FAILS("A", "文")), "-", "2024-07-10", "K1.1:A 文");
    assert_string_equal(w->result->findings[0].texts[DIAG_JA], "文");
    assert_string_equal(w->result->findings[0].texts[DIAG_EN], "en");
    check_told(w, RULE("K1.1", "", "child", "><needs select='no-such' field='欄'/>" FAILS("A", "文")), "-",
               "2024-07-10", "K1.1:W? 判定できません：題（欄の記載がありません）");
    assert_string_equal(w->result->findings[0].texts[DIAG_EN], "cannot be judged: title (missing: 欄)");
}

/* ---- the rules of one form ---- */

/* The id of the rule that forbids the form, "" for none, "-" for rules that are refused, when only its own rules are
 * read. */
static const char *
forbidden_by_own(world *w, const char *form_name)
{
    static char id[32];
    diag *d = diag_new();
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    const check_rules *own = check_rules_open_for(a, s, w->folder, "templates/schema", form_name, d);
    const bool told = !own;
    const casefile *c = casefile_read(a, s, "samples/hodei-futoukou/case.xml", "templates/schema", d);
    const check_result *result = own ? check_case_for(a, s, own, c, day("2024-07-10"), DIAG_JA, form_name, d) : NULL;
    const check_finding *f = result ? check_forbids(result, form_name, NULL) : NULL;
    g_strlcpy(id, told ? "-" : f ? f->id : "", sizeof id); /* "-": the rules were refused */
    xml_store_drop(s);
    arena_drop(a);
    diag_drop(d);
    return id;
}

/* However its name is written, a rule that can keep a form in the office is among those that are read for it. */
static void
the_rules_of_a_form_are_those_that_can_keep_it(void **state)
{
#define SPACED(id, attributes)                                                                                         \
    "<rule id='" id "' source='根拠' " attributes                                                                      \
    "><title>題</title><title-en>title</title-en><explain>意味</explain>"                                           \
    "<explain-en>meaning</explain-en><check context='child'>" FAILS("E", "文") "</check></rule\n>\n"
#define OTHER RULE("K9.9", "", "child", ">" FAILS("E", "文"))
    static const struct {
        const char *rules, *form, *forbids;
    } rows[] = {
        {RULE("K1.1", "documents='plan'", "child", ">" FAILS("E", "文")) OTHER, "plan", "K1.1"},
        {RULE("K1.1", "documents='plan'", "child", ">" FAILS("E", "文")) OTHER, "consent", ""},
        {RULE("K1.1", "documents = \"  schedule\n plan \"", "child", ">" FAILS("E", "文")) OTHER, "plan", "K1.1"},
        {RULE("K1.1", "documents='pl&#97;n'", "child", ">" FAILS("E", "文")) OTHER, "plan", "K1.1"},
        {RULE("K1.1", "documents='plan-b'", "child", ">" FAILS("E", "文")) OTHER, "plan", ""},
        {RULE("K1.1", "", "child",
              "><assert documents='plan' test='false()' severity='E' repair='欄'>"
              "<message>文</message><message-en>en</message-en></assert>") OTHER,
         "plan", "K1.1"},
        {"<!-- <rule id='K2.1' documents='plan'></rule> -->" OTHER, "plan", ""},
        {"<!-- documents='plan' -->" RULE("K1.1", "documents='plan'", "child", ">" FAILS("E", "<![CDATA[文]]>")) OTHER,
         "plan", "K1.1"},
        {RULE("K1.1", "title=\" documents='zz \" documents='plan'", "child", ">" FAILS("E", "文")) OTHER, "plan", "-"},
        {RULE("K1.1", "from=\"2024-04-01\" documents='plan'", "child", ">" FAILS("E", "文")) OTHER, "plan", "K1.1"},
        {"<?x <rule id='N0.0'> ?>" RULE("K1.1", "documents='plan'", "child", ">" FAILS("E", "文")) OTHER, "plan",
         "K1.1"},
        /* end tags with a blank: what follows is another rule */
        {SPACED("K1.1", "") RULE("K1.2", "documents='plan'", "child", ">" FAILS("E", "文")) OTHER, "plan", "K1.2"},
        {OTHER SPACED("K1.2", "documents='plan'"), "plan", "K1.2"},
        {OTHER SPACED("K1.1", "documents='plan'") SPACED("K1.2", ""), "plan", "K1.1"},
        {SPACED("K1.1", "") SPACED("K1.2", "documents='plan'") OTHER, "plan", "K1.2"},
        {OTHER RULE("K1.1", "documents='plan' to='2031-03-31'", "child", ">" FAILS("E", "文")) SPACED("K8.1", "")
             RULE("K1.1", "from='2031-04-01'", "child", ">" FAILS("E", "文")),
         "plan", "K1.1"},
        {"<!-- no rule -->", "plan", "-"}, /* nothing that could be left out: it is read, and told */
        /* a version that does not name the form still ends the former's days */
        {RULE("K1.1", "to='2024-03-31' documents='plan'", "child", " when=\"'2024-04-01'\">" FAILS("E", "文"))
             RULE("K1.1", "from='2024-04-01'", "child", " when=\"'2024-04-01'\">" FAILS("E", "文")),
         "plan", ""},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        write_rules(w, "a.xml", rows[i].rules);
        assert_string_equal(forbidden_by_own(w, rows[i].form), rows[i].forbids);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(broken_rules_are_our_mistake),
        TEST(rules_of_several_files_are_one_table),
        TEST(a_check_is_compiled_when_a_form_needs_it),
        TEST(findings_are_told_in_both_languages),
        TEST(the_rules_of_a_form_are_those_that_can_keep_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
