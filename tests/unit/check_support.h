/* check_support.h: what the tests of the check room share: rules of a line, an edited sample that they judge, and
 * findings as text. */
#ifndef RENKEI_TEST_CHECK_SUPPORT_H
#define RENKEI_TEST_CHECK_SUPPORT_H

#include "rule_edits.h"

/* A rule of one check; `inner` is what stands in <check>. */
#define RULE_OF(id, attributes, check)                                                                                 \
    "<rule id='" id "' source='根拠' " attributes "><title>題</title><title-en>title</title-en>"                      \
    "<explain>意味</explain><explain-en>meaning</explain-en>" check "</rule>\n"
#define RULE(id, attributes, context, inner) RULE_OF(id, attributes, "<check context=\"" context "\" " inner "</check>")
/* An assert that always fails. */
#define FAILS(severity, message) ASSERT("false()", severity, message)
#define ASSERT(test, severity, message)                                                                                \
    "<assert test=\"" test "\" severity='" severity "' repair='欄'><message>" message "</message>"                     \
    "<message-en>en</message-en></assert>"
/* An assert of a month that may still be open. */
#define MONTHLY "<assert test='false()' severity='E' open='W' repair='欄'><message>文</message><message-en/></assert>"
/* A rule that always fails, on a day. */
#define DATED(id, severity, when) RULE(id, "", "child", " when=\"'" when "'\">" FAILS(severity, "文"))

typedef struct world {
    char *folder; /* of the rule files */
    rule_world shared;
    rule_case sample;
    const check_result *result;
    GString *text;
    bool open;
} world;

static inline int
begin(void **state)
{
    world *w = g_new0(world, 1);
    w->folder = g_dir_make_tmp("renkei-check-XXXXXX", NULL);
    w->text = g_string_new(NULL);
    *state = w;
    return 0;
}

static inline void
forget_rules(world *w)
{
    if (w->open) {
        rule_case_close(&w->sample);
        rule_world_close(&w->shared);
    }
    w->open = false;
}

static inline char *
rule_file(const world *w, const char *name)
{
    return g_build_filename(w->folder, name, NULL);
}

static inline int
end(void **state)
{
    world *w = *state;
    forget_rules(w);
    remove_tree(w->folder);
    g_free(w->folder);
    g_string_free(w->text, TRUE);
    g_free(w);
    return 0;
}

static inline void
write_rules(const world *w, const char *name, const char *rules)
{
    char *path = rule_file(w, name);
    char *text = g_strdup_printf("<rules version='1' title='試験'>\n%s</rules>\n", rules);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    g_free(text);
    g_free(path);
}

static inline date
day(const char *text)
{
    date d = {0};
    assert_true(date_parse(text, &d));
    return d;
}

/* Judges a sample, edited, by these rules. */
static inline void
judge(world *w, const char *rules, const char *edits, const char *as_of)
{
    forget_rules(w);
    write_rules(w, "a.xml", rules);
    rule_world_open(&w->shared, w->folder);
    rule_case_open(&w->sample, "hodei-futoukou");
    w->open = true;
    /* The sample's own options name rules that are not here. */
    assert_true(rule_edits(&w->sample, "delete municipality:municipality/rule-option"));
    if (!rule_edits(&w->sample, edits))
        fail_msg("%s", w->sample.why);
    w->result = rule_case_check(&w->shared, &w->sample, day(as_of));
    if (!w->result)
        rule_print_messages(w->sample.d);
}

/* "id:severity@when text" of each finding, ` | ` between them; `?` after the severity of an undetermined one. */
static inline const char *
told(world *w)
{
    assert_non_null(w->result);
    g_string_truncate(w->text, 0);
    for (size_t i = 0; i < w->result->count; i++) {
        const check_finding *f = &w->result->findings[i];
        g_string_append_printf(w->text, "%s%s:%c%s%s%s %s", i ? " | " : "", f->id, check_severity_letter(f->severity),
                               f->undetermined ? "?" : "", *f->when ? "@" : "", f->when, f->text);
    }
    return w->text->str;
}

static inline void
check_told(world *w, const char *rules, const char *edits, const char *as_of, const char *expected)
{
    judge(w, rules, edits, as_of);
    assert_string_equal(told(w), expected);
}

/* What an expression gives in the edited sample. */
static inline void
check_count(world *w, const char *expression, const char *edits, const char *expected)
{
    char *rules = g_strdup_printf(RULE_OF("K1.1", "",
                                          "<check context='.'><assert test='false()' severity='A' repair='欄'>"
                                          "<message><value-of select=\"%s\"/></message><message-en/></assert></check>"),
                                  expression);
    judge(w, rules, edits, "2025-04-30"); /* after all that the samples and the edits record of it */
    assert_non_null(w->result);
    if (strcmp(w->result->findings[0].text, expected) != 0)
        fail_msg("%s in %s: %s instead of %s", expression, edits, w->result->findings[0].text, expected);
    g_free(rules);
}

static inline const char *
codes(const diag *d)
{
    static char all[1000];
    *all = '\0';
    for (size_t i = 0; i < diag_length(d); i++)
        g_snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", i ? " " : "", diag_name(diag_at(d, i)->code));
    return all;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

#endif
