/* test_new_era.c: one line more in the table of eras, and every place follows. This program has its own era.c, read
 * with that table; the library's stays out, since nothing is left for it to define. */
#define ERA_TABLE "../../../tests/unit/new_era.def"
#include "calendar/era.c"

#include "aids/aids.h"
#include "bind_support.h"
#include "check/check_int.h"
#include "test_calendar_check.h"

static void
dates_are_printed_in_it(void **state)
{
    (void)state;
    SAYS("令和13年4月30日", date_append_era, DATE(2031, 4, 30));
    SAYS("安永元年5月1日", date_append_era, DATE(2031, 5, 1));
    SAYS("安永2年1月1日（木）", date_append_era_weekday, DATE(2032, 1, 1));
    SAYS("A2.1.1", date_append_short, DATE(2032, 1, 1));
    SAYS("令和13年4月", year_month_append_era, ((year_month){2031, 4}));
    SAYS("安永元年5月", year_month_append_era, ((year_month){2031, 5}));
    SAYS("安永元年度", fiscal_year_append, 2031);
    SAYS("令和13年4月30日～安永2年3月31日", date_append_range, DATE(2031, 4, 30), DATE(2032, 3, 31));
}

/* What an expression with the functions of forms and of rules gives. */
static const char *
result(world *w, const char *expression)
{
    const char *file = own_file(w, "d.xml",
                                "<d><a>安永元年5月1日（木）</a><a>安永元年5月1日（金）</a>"
                                "<a>A2.1.1(木)</a><a>A2.1.1(金)</a><a>R14.1.1(木)</a></d>");
    xml_doc *doc = xml_read_file(w->s, file, XML_DATA, &xml_limits_case, w->d);
    assert_non_null(doc);
    xml_xpath *x = xml_xpath_new(w->s);
    functions_add(x, w->a, NULL);
    functions_add_rows(x, w->a, NULL, rule_day_functions);
    xml_value v;
    const xml_expr *e = xml_expr_compile(w->s, expression, PLACE_NONE, w->d);
    assert_true(e && xml_eval(x, w->a, e, xml_root(doc), 1, 1, PLACE_NONE, w->d, &v));
    const char *text = xml_value_string(w->a, &v);
    xml_xpath_drop(x);
    return text;
}

static void
functions_and_checks_know_it(void **state)
{
    world *w = *state;
    assert_string_equal(result(w, "era-date('2031-05-01')"), "安永元年5月1日");
    assert_string_equal(result(w, "era('2031-05-01')"), "安永");
    assert_string_equal(result(w, "era-year('2032-05-01')"), "安永2年");
    assert_string_equal(result(w, "birth-date('2031-06-01')"), "安永元年6月1日");
    assert_string_equal(result(w, "fiscal-year('2032-03-31')"), "安永元年度");
    assert_string_equal(result(w, "count(wrong-weekdays(a, '2031-06-01'))"), "2");
    assert_string_equal(result(w, "join(wrong-weekdays(a, '2031-06-01'), '、')"), "安永元年5月1日（金）、A2.1.1(金)");
}

/* A paper has the era of its day; one of no day, that which is new. */
static void
blanks_are_for_it(void **state)
{
    static const char body[] = "<p><blank as='era-date'/> <value select='x' as='era-month' missing='？'/> "
                               "<value select='y' as='fiscal-year' blank-as='birth-date' missing='？'/></p>";
    world *w = *state;
    check_text(w, body, NULL, "安永　　年　　月　　日 安永　　年　　月 平成・令和・安永　　年　　月　　日");
    w->options.as_of = "2031-04-30";
    check_text(w, body, NULL, "令和　　年　　月　　日 令和　　年　　月 平成・令和　　年　　月　　日");
    check_text(w, body, "<d/>", "令和　　年　　月　　日 ？ ？");
    w->options.as_of = "2051-05-02";
    check_text(w, body, NULL, "安永　　年　　月　　日 安永　　年　　月 安永　　年　　月　　日");
}

/* No table of words names it. */
static void
words_are_read_and_glossed_with_it(void **state)
{
    world *w = *state;
    static const char *const tags[] = {"en", "zh", "vi", "pt", "tl"};
    for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
        const aids_wish wish = {.furigana = AIDS_LABELS, .gloss = tags[i]};
        aids *t = aids_read(w->a, w->s, &wish, "templates/words", "templates/schema", "templates/plan/form.xml", w->d);
        if (!t)
            fail_msg("%s", messages(w));
        assert_null(aids_unread(t, "平成・令和・安永　　年　　月　　日"));
        assert_string_equal(aids_unread(t, "安寧"), "安寧");
        assert_true(aids_has_gloss(t, "安永") && aids_has_gloss(t, "平成・令和・安永"));
        assert_true(aids_has_gloss(t, "安永　　年　　月　　日") &&
                    aids_has_gloss(t, "安永　　年　　月　　日～安永　　年　　月　　日"));
        assert_false(aids_has_gloss(t, "安永の人"));
        aids_drop(t);
    }
}

/* ---- the repository's own forms and sources ---- */

typedef void look_at(world *w, const char *path);

static void
walk(world *w, const char *folder, look_at *look)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    assert_non_null(dir);
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            walk(w, path, look);
        else
            look(w, path);
        g_free(path);
    }
    g_dir_close(dir);
}

static size_t forms_seen, sources_seen;

static void
look_at_blank(world *w, const char *path)
{
    if (!g_str_has_suffix(path, "/form.xml"))
        return;
    forget(w);
    w->options.blank = true;
    const bound *b = bind_files(w, path, NULL);
    if (!b)
        fail_msg("%s: %s", path, messages(w));
    GString *out = g_string_new(NULL);
    bound_print(b, out);
    if (strstr(out->str, "令和　"))
        fail_msg("%s: a blank of the old era:\n%s", path, out->str);
    forms_seen++;
    g_string_free(out, TRUE);
}

static void
the_blanks_of_all_forms_are_for_it(void **state)
{
    forms_seen = 0;
    walk(*state, "templates", look_at_blank);
    assert_true(forms_seen >= 14);
}

/* An era's name in front of a year is a date in somebody's words; any other is one more place for a new era. */
static void
look_at_source(world *w, const char *path)
{
    (void)w;
    const bool is_xml = g_str_has_suffix(path, ".xml") || g_str_has_suffix(path, ".rng");
    const bool is_code = g_str_has_suffix(path, ".c") || g_str_has_suffix(path, ".h") ||
                         g_str_has_suffix(path, ".js") || g_str_has_suffix(path, ".html");
    char *text;
    if ((!is_xml && !is_code) || !g_file_get_contents(path, &text, NULL, NULL))
        return;
    GRegex *comment = g_regex_new(is_xml ? "<!--.*?-->" : "/\\*.*?\\*/", G_REGEX_DOTALL, 0, NULL);
    GRegex *bare = g_regex_new("(明治|大正|昭和|平成|令和)(?![0-9元]|の日)", 0, 0, NULL);
    char *plain = g_regex_replace_literal(comment, text, -1, 0, "", 0, NULL);
    if (g_regex_match(bare, plain, 0, NULL))
        fail_msg("%s names an era without a year", path);
    sources_seen++;
    g_free(plain);
    g_free(text);
    g_regex_unref(comment);
    g_regex_unref(bare);
}

static void
only_the_table_names_eras(void **state)
{
    sources_seen = 0;
    walk(*state, "templates", look_at_source);
    walk(*state, "tools", look_at_source);
    assert_true(sources_seen > 250);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_printed_in_it),
        TEST(functions_and_checks_know_it),
        TEST(blanks_are_for_it),
        TEST(words_are_read_and_glossed_with_it),
        TEST(the_blanks_of_all_forms_are_for_it),
        TEST(only_the_table_names_eras),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
