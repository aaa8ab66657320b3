/* test_check_words.c: titles and explanations say the numbers of rules by the table of values, so that a reform is a
 * change of values there. No number of a limit, a period or a day stands as prose in a title, an explanation or a
 * message; what may is in tests/prose/rules.tsv, with its reason. */
#include "check_support.h"

#include <string.h>

#include "check/check_int.h"

#include "forms_support.h"

#define PROSE "tests/prose/rules.tsv"

/* ---- numbers as prose ---- */

/* A number and what it counts: 90日, 3か月, 1年に, 月4回, 30–59 minutes, three months, twice, 2024-04-01, April 2024.
 */
static const char number_of_a_rule[] =
    "[0-9０-９]+(?:つの|人|日|か月|月|年|回|分|時間|字|点|単位|％|%)"
    "|[二三四五六七八九十]+(?:人|日|か月|月|年|回|時間|字|点)"
    "|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?|[A-Z][a-z]+ [0-9]{4}|[0-9]+ [A-Z][a-z]+"
    "|\\b(?:[0-9]+|two|three|four|five|six|seven|eight|nine|ten|twelve|thirteen|fourteen|fifteen|thirty|sixty|ninety)"
    "(?:[ -]or more)?[ -](?:days?|weeks?|months?|years?|hours?|minutes?|min|times|units|people|staff|claims?|actions?|"
    "visits?|characters)\\b"
    "|\\ban? (?:hour|week|year)\\b|\\b(?:once|twice) (?:a|every)\\b|\\b[0-9]+h\\b";

/* The words with a mark where a value stands: what the file has as prose. */
static char *
prose_of(const rule_words *w)
{
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < w->count; i++)
        g_string_append(s, w->pieces[i].text ? w->pieces[i].text : "□");
    return g_string_free(s, FALSE);
}

typedef struct search {
    GRegex *number;
    char **allowed; /* "id\tnumber\treason" */
    bool *used;
    size_t found;
} search;

static bool
is_allowed(search *s, const char *id, const char *number)
{
    char *begin = g_strdup_printf("%s\t%s\t", id, number);
    bool found = false;
    for (size_t i = 0; s->allowed[i]; i++)
        if (g_str_has_prefix(s->allowed[i], begin)) {
            assert_true(strlen(s->allowed[i]) > strlen(begin)); /* there is a reason */
            s->used[i] = found = true;
        }
    g_free(begin);
    return found;
}

static void
search_words(search *s, const char *id, const rule_words *w)
{
    char *prose = prose_of(w);
    GMatchInfo *m = NULL;
    for (g_regex_match(s->number, prose, 0, &m); g_match_info_matches(m); g_match_info_next(m, NULL)) {
        char *number = g_match_info_fetch(m, 0);
        if (!is_allowed(s, id, number)) {
            print_message("%s\t%s\tin: %s\n", id, number, prose);
            s->found++;
        }
        g_free(number);
    }
    g_match_info_free(m);
    g_free(prose);
}

static void
search_rule(search *s, const rule *r)
{
    for (int language = DIAG_JA; language <= DIAG_EN; language++) {
        search_words(s, r->id, &r->title[language]);
        search_words(s, r->id, &r->explain[language]);
        for (size_t i = 0; i < r->check_count; i++)
            for (size_t j = 0; j < r->checks[i].assert_count; j++)
                search_words(s, r->id, &r->checks[i].asserts[j].message[language]);
    }
}

/* The shipped rules, for one test. */
typedef struct shipped {
    arena *a;
    xml_store *s;
    diag *d;
    const check_rules *rules;
} shipped;

static shipped
open_shipped(const char *local)
{
    shipped w = {arena_new(), xml_store_new(), diag_new(), NULL};
    const check_source from = {
        .rules = "templates/rules", .schema = "templates/schema", .local = local, .compile = true};
    w.rules = check_rules_load(w.a, w.s, &from, w.d);
    return w;
}

static void
close_shipped(shipped *w)
{
    diag_drop(w->d);
    xml_store_drop(w->s);
    arena_drop(w->a);
}

static void
no_number_of_a_rule_is_prose(void **state)
{
    (void)state;
    shipped w = open_shipped(NULL);
    char *text = NULL;
    assert_true(g_file_get_contents(PROSE, &text, NULL, NULL));
    search s = {.number = g_regex_new(number_of_a_rule, G_REGEX_OPTIMIZE, 0, NULL),
                .allowed = g_strsplit(text, "\n", -1)};
    assert_non_null(s.number);
    s.used = g_new0(bool, g_strv_length(s.allowed) + 1);
    for (size_t i = 0; i < w.rules->count; i++)
        search_rule(&s, &w.rules->items[i]);
    for (size_t i = 0; s.allowed[i]; i++)
        if (*s.allowed[i] && *s.allowed[i] != '#' && !s.used[i]) {
            print_message("%s: no such number stands there any more: %s\n", PROSE, s.allowed[i]);
            s.found++;
        }
    assert_int_equal(s.found, 0);
    g_free(s.used);
    g_strfreev(s.allowed);
    g_regex_unref(s.number);
    g_free(text);
    close_shipped(&w);
}

/* ---- what is said on a day ---- */

static char *
explained(const shipped *w, const char *id, date day, diag_language language)
{
    GString *out = g_string_new(NULL);
    assert_true(check_explain(w->rules, id, day, language, out, w->d));
    return g_string_free(out, FALSE);
}

/* A second value from a day (templates/rules/README.md): titles and explanations follow, in both languages. */
static void
a_reform_is_a_change_of_values(void **state)
{
    world *w = *state;
    static const char local[] =
        "<rules version='1' title='改定'><parameter name='intensive-months' value='5' unit='か月' from='2027-04-01' "
        "replaces='yes' source='改定'><title>月数</title><title-en>months</title-en></parameter></rules>";
    char *path = rule_file(w, "kaitei.xml");
    assert_true(g_file_set_contents(path, local, -1, NULL));
    shipped r = open_shipped(w->folder);
    assert_non_null(r.rules);
    static const struct {
        date day;
        diag_language language;
        const char *title, *sentence;
    } rows[] = {
        {{2027, 3, 31}, DIAG_JA, "期間（3か月）・回数（月4回）", "始めた月から3か月以内、月4回まで"},
        {{2027, 4, 1}, DIAG_JA, "期間（5か月）・回数（月4回）", "始めた月から5か月以内、月4回まで"},
        {{2027, 3, 31}, DIAG_EN, "at most 3 months, 4 visits", "within 3 months, at most 4 times"},
        {{2027, 4, 1}, DIAG_EN, "at most 5 months, 4 visits", "within 5 months, at most 4 times"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *text = explained(&r, "K3.6", rows[i].day, rows[i].language);
        assert_non_null(strstr(text, rows[i].title));
        assert_non_null(strstr(text, rows[i].sentence));
        g_free(text);
        GString *list = g_string_new(NULL);
        check_list_rules(r.rules, rows[i].day, rows[i].language, list, r.d);
        assert_non_null(strstr(list->str, rows[i].title));
        g_string_free(list, TRUE);
    }
    assert_int_equal(diag_length(r.d), 0);
    g_unlink(path);
    g_free(path);
    close_shipped(&r);
}

/* 判定できません names the rule by its title, as of the day that is judged and not of the day it is judged on. */
static void
a_title_in_a_finding_is_of_the_day_judged(void **state)
{
    world *w = *state;
    judge(w,
          "<parameter name='days' value='90' source='s' "
          "to='2024-05-31'><title>日</title><title-en>d</title-en></parameter>"
          "<parameter name='days' value='60' source='s' from='2024-06-01'><title>日</title><title-en>d</title-en>"
          "</parameter>"
          "<rule id='K1' source='根拠'><title>期間（<value-of select=\"parameter('days', $day)\"/>日）</title>"
          "<title-en>t</title-en><explain>e</explain><explain-en>e</explain-en>"
          "<check context='child' when=\"'2024-05-31'\"><needs select='@none' field='欄'/>" FAILS(
              "E", "文") "</check>"
                         "<check context='child' when=\"'2024-06'\"><needs select='@none' field='欄'/>" FAILS(
                             "E", "文") "</check>"
                                        "</rule>",
          "-", "2024-07-10");
    assert_int_equal(w->result->count, 2);
    assert_non_null(strstr(w->result->findings[0].text, "期間（90日）"));
    assert_non_null(strstr(w->result->findings[1].text, "期間（60日）"));
}

/* What is wrong with an expression in a title is told at its place, and the rest is still said. */
static void
a_wrong_value_in_a_title_is_told(void **state)
{
    world *w = *state;
    static const char *const wrong[] = {"parameter('no-such-name', $day)", "$case/child", "no-such-function()"};
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        char *path = rule_file(w, "chigau.xml"),
             *text = g_strdup_printf("<rules version='1' title='題'><rule id='L1' source='根拠'>"
                                     "<title>題<value-of select=\"%s\"/></title><title-en>t</title-en>"
                                     "<explain>e</explain><explain-en>e</explain-en>"
                                     "<not-computable>理由</not-computable></rule></rules>",
                                     wrong[i]);
        assert_true(g_file_set_contents(path, text, -1, NULL));
        shipped r = open_shipped(w->folder);
        assert_non_null(r.rules);
        char *said = explained(&r, "L1", (date){2024, 8, 1}, DIAG_JA);
        assert_non_null(strstr(said, "根拠：根拠"));
        assert_int_equal(diag_length(r.d), 1);
        assert_string_equal(diag_name(diag_at(r.d, 0)->code), "check-local-eval");
        assert_string_equal(diag_at(r.d, 0)->form.file, path);
        g_free(said);
        g_unlink(path);
        g_free(text);
        g_free(path);
        close_shipped(&r);
    }
}

/* Each rule names its source in both languages; findings in English do, too. */
static void
sources_have_an_english_name(void **state)
{
    (void)state;
    shipped w = open_shipped(NULL);
    for (size_t i = 0; i < w.rules->count; i++) {
        const rule *r = &w.rules->items[i];
        if (!*r->source[DIAG_EN] || !g_str_is_ascii(r->source[DIAG_EN]))
            fail_msg("%s: %s", r->id, r->source[DIAG_EN]);
    }
    close_shipped(&w);
}

/* ---- numbers in the forms ---- */

#define FORMS "tests/prose/forms.tsv"

/* A form reads a value of the rules by parameter(), as rules do: each number that counts something in its words stands
 * in the table, with the reason why it is none. */
/* form, number, the reason */
static bool
is_told(char **rows, bool *used, const char *paper, const char *number)
{
    char *begin = g_strdup_printf("%s\t%s\t", paper, number);
    bool found = false;
    for (size_t i = 0; rows[i] && !found; i++) {
        if (!g_str_has_prefix(rows[i], begin))
            continue;
        used[i] = found = true;
        assert_true(rows[i][strlen(begin)]);
    }
    g_free(begin);
    return found;
}

/* What is printed: text between tags, and what stands for it in attributes; not what is told on a screen. */
static size_t
search_form(char **rows, bool *used, const char *paper, const char *xml)
{
    GRegex *left_out =
        g_regex_new("<!--.*?-->|message(-en)?=\"[^\"]*\"|(test|select)=\"[^\"]*\"", G_REGEX_DOTALL, 0, NULL);
    GRegex *number = g_regex_new("[0-9０-９]+(?:人|日|か月|月|年|回|分|時間|字|点|単位)", 0, 0, NULL);
    char *text = g_regex_replace_literal(left_out, xml, -1, 0, "", 0, NULL);
    GMatchInfo *m = NULL;
    size_t wrong = 0;
    for (g_regex_match(number, text, 0, &m); g_match_info_matches(m); g_match_info_next(m, NULL)) {
        char *found = g_match_info_fetch(m, 0);
        if (!is_told(rows, used, paper, found)) {
            print_message("%s\t%s\tis not in %s\n", paper, found, FORMS);
            wrong++;
        }
        g_free(found);
    }
    g_match_info_free(m);
    g_free(text);
    g_regex_unref(number);
    g_regex_unref(left_out);
    return wrong;
}

/* The classes by which a form tells hours are those of the rules (G5): no number stands there. */
static void
time_classes_in_forms_are_the_values_of_rules(void **state)
{
    (void)state;
    static const char *const names[] = {"service-least-minutes", "class-one-most-minutes", "school-day-most-minutes",
                                        "free-day-most-minutes"};
    GRegex *with_number = g_regex_new("time-class\\([^\"]*, *[0-9]", 0, 0, NULL);
    char **forms = forms_of_cases();
    size_t calls = 0;
    for (char **f = forms; *f; f++) {
        char *xml = NULL, *path = g_strdup_printf("templates/%s/form.xml", *f);
        assert_true(g_file_get_contents(path, &xml, NULL, NULL));
        const bool has = strstr(xml, "time-class(");
        calls += has;
        for (size_t i = 0; has && i < G_N_ELEMENTS(names); i++)
            assert_non_null(strstr(xml, names[i]));
        assert_false(g_regex_match(with_number, xml, 0, NULL));
        g_free(xml);
        g_free(path);
    }
    assert_true(calls > 0);
    g_strfreev(forms);
    g_regex_unref(with_number);
}

static void
numbers_in_the_words_of_forms_are_no_values_of_rules(void **state)
{
    (void)state;
    char *text = NULL, **forms = forms_of_cases();
    assert_true(g_file_get_contents(FORMS, &text, NULL, NULL));
    char **rows = g_strsplit(text, "\n", -1);
    bool *used = g_new0(bool, g_strv_length(rows) + 1);
    size_t wrong = 0;
    for (char **name = forms; *name; name++) {
        char *path = g_build_filename("templates", *name, "form.xml", NULL), *xml = NULL;
        assert_true(g_file_get_contents(path, &xml, NULL, NULL));
        wrong += search_form(rows, used, *name, xml);
        g_free(xml);
        g_free(path);
    }
    for (size_t i = 0; rows[i]; i++)
        if (*rows[i] && *rows[i] != '#' && !used[i]) {
            print_message("%s: no form says this any more: %s\n", FORMS, rows[i]);
            wrong++;
        }
    assert_int_equal(wrong, 0);
    g_free(used);
    g_strfreev(rows);
    g_strfreev(forms);
    g_free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_number_of_a_rule_is_prose),
        TEST(a_reform_is_a_change_of_values),
        TEST(a_title_in_a_finding_is_of_the_day_judged),
        TEST(a_wrong_value_in_a_title_is_told),
        cmocka_unit_test(sources_have_an_english_name),
        cmocka_unit_test(numbers_in_the_words_of_forms_are_no_values_of_rules),
        cmocka_unit_test(time_classes_in_forms_are_the_values_of_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
