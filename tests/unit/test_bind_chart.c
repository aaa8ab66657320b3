/* test_bind_chart.c: the scale of a chart, its shares, what it says, and what is no chart. */
#include "bind_support.h"

#define MONTHS(a, b, c) "<d><m n='4' a='" a "'/><m n='5' a='" b "'/><m n='6' a='" c "'/></d>"
#define POINTS(amounts) "<for-each select='m'><point><value select='@n'/>月" amounts "</point></for-each>"
#define CHART(attributes, content) "<chart alt='日数' height='40mm'" attributes ">" content "</chart>"

/* "0 5 10 12=6000 …": the marks of the scale, and each amount with its share. */
static const char *
print_chart(world *w, const bound_node *chart)
{
    GString *out = g_string_new(NULL);
    for (EACH_BOUND(mark, chart->first, FORM_SCALE_MARK))
        g_string_append_printf(out, "%s%s", out->len ? " " : "", mark->first->inlines[0].text);
    for (EACH_BOUND(point, chart->first, FORM_POINT))
        for (EACH_BOUND(amount, point->first, FORM_AMOUNT))
            g_string_append_printf(out, "%s%s=%d", out->len ? " " : "",
                                   amount->first->inline_count ? amount->first->inlines[0].text : "", amount->share);
    const char *text = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return text;
}

static void
check_chart(world *w, const char *body, const char *data, const char *expected)
{
    const bound *b = bind_line(w, body, data);
    if (!b || diag_length(w->d))
        fail_msg("%s: %s", body, messages(w));
    const char *got = print_chart(w, bound_of_kind(b->body, FORM_CHART));
    if (strcmp(got, expected) != 0)
        fail_msg("%s: \"%s\" instead of \"%s\"", body, got, expected);
}

static void
check_refused(world *w, const char *body, const char *data, const char *expected)
{
    assert_null(bind_line(w, body, data));
    if (strcmp(messages(w), expected) != 0)
        fail_msg("%s: \"%s\" instead of \"%s\"", body, messages(w), expected);
    forget(w);
}

static void
a_scale_has_round_numbers(void **state)
{
    static const struct {
        const char *data, *expected;
    } rows[] = {
        {MONTHS("12", "15", "18"), "0 5 10 15 20 12=6000 15=7500 18=9000"},
        {MONTHS("0", "0", "0"), "0 1 0=0 0=0 0=0"},
        {MONTHS("1", "0", "1"), "0 1 1=10000 0=0 1=10000"},
        {MONTHS("0.5", "0.25", "0"), "0 0.1 0.2 0.3 0.4 0.5 0.5=10000 0.25=5000 0=0"},
        {MONTHS("100", "50", "7"), "0 20 40 60 80 100 100=10000 50=5000 7=700"},
        {MONTHS("101", "0", "0"), "0 50 100 150 101=6733 0=0 0=0"},
        {MONTHS("3.5", "7", "0"), "0 2 4 6 8 3.5=4375 7=8750 0=0"},
        {MONTHS("１２", " 15 ", "18"), "0 5 10 15 20 １２=6000 15=7500 18=9000"},
        {MONTHS("250000", "1", "0"), "0 50000 100000 150000 200000 250000 250000=10000 1=0 0=0"},
        {MONTHS("0.0001", "0", "0"), "0 0.00002 0.00004 0.00006 0.00008 0.0001 0.0001=10000 0=0 0=0"},
        {MONTHS("0.0000002", "0", "0"), "0 0.00000005 0.0000001 0.00000015 0.0000002 0.0000002=10000 0=0 0=0"},
        {MONTHS("900000000000", "0", "0"),
         "0 200000000000 400000000000 600000000000 800000000000 1000000000000 900000000000=9000 0=0 0=0"},
        {MONTHS("0.001", "0", "0"), "0 0.0002 0.0004 0.0006 0.0008 0.001 0.001=10000 0=0 0=0"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        check_chart(w, CHART("", POINTS("<amount select='@a'/>")), rows[i].data, rows[i].expected);
}

static void
a_form_may_say_the_top(void **state)
{
    world *w = *state;
    check_chart(w, CHART(" most='31'", POINTS("<amount select='@a'/>")), MONTHS("0", "10", "31"),
                "0 10 20 30 0=0 10=3226 31=10000");
    check_refused(w, CHART(" most='31'", POINTS("<amount select='@a'/>")), MONTHS("0", "10", "32"),
                  "bind-amount form.xml:4 data.xml:1");
    check_chart(w, CHART(" most='6'", POINTS("<amount select='@a'/>")), NULL, "0 1 2 3 4 5 6 =-1");
    check_chart(w,
                CHART("", POINTS("<amount select='@a'/><amount select='3'/>") "<series>甲</series><series>乙</series>"),
                NULL, "=-1 3=-1");
}

static void
an_amount_is_a_number_or_said_to_be_missing(void **state)
{
    static const char *const wrong[] = {"1,200", "-1", "x", "12日", "1e400", "1e13", "NaN", "十二", "1/2", "12-15"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
        check_refused(w, CHART("", POINTS("<amount select='@a' missing='－'/>")),
                      arena_printf(w->a, MONTHS("1", "%s", "2"), wrong[i]), "bind-amount form.xml:4 data.xml:1");
    check_refused(w, CHART("", POINTS("<amount select='@a'/>")), MONTHS("1", "", "2"),
                  "bind-missing form.xml:4 data.xml:1");
    check_refused(w, CHART("", "<point>甲<amount select='m/@a'/></point>"), MONTHS("1", "2", "2"),
                  "bind-many form.xml:4 data.xml:1");
    check_chart(w, CHART("", POINTS("<amount select='@a' missing='－'/>")), MONTHS("1", "", "2"),
                "0 1 2 1=5000 －=-1 2=10000");
}

static void
it_says_all_that_it_shows(void **state)
{
    world *w = *state;
    const bound *b = bind_line(w,
                               CHART(" unit='日'", "<series>登校</series><series>欠席</series>" POINTS(
                                                       "<amount select='@a' missing='－'/><amount select='2'/>")),
                               MONTHS("1", "", "2"));
    assert_string_equal(bound_of_kind(b->body, FORM_CHART)->says,
                        "日数。4月：登校1日、欠席2日。5月：登校－、欠席2日。6月：登校2日、欠席2日。");
}

static void
what_is_no_chart_is_told(void **state)
{
    static const struct {
        const char *content;
    } rows[] = {
        {"<series>甲</series><series>乙</series>" POINTS("<amount select='@a'/>")},
        {POINTS("<amount select='@a'/><amount select='@a'/>")},
        {POINTS("")},
        {"<series>甲</series><series>乙</series><series>丙</series><series>丁</series><series>戊</series>"},
        {"<p>文</p>"},
        {"文<point>甲<amount select='1'/></point>"},
        {"<amount select='1'/>"},
        {"<for-each select='367'><point>甲<amount select='1'/></point></for-each>"},
        {"<table columns='*'><row><cell>甲</cell></row></table>"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *body = arena_printf(w->a, CHART("", "%s"), rows[i].content);
        assert_null(bind_line(w, body, MONTHS("1", "2", "3")));
        if (strncmp(messages(w), "bind-chart form.xml:4", 21) != 0)
            fail_msg("%s: %s", body, messages(w));
        forget(w);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_scale_has_round_numbers),
        TEST(a_form_may_say_the_top),
        TEST(an_amount_is_a_number_or_said_to_be_missing),
        TEST(it_says_all_that_it_shows),
        TEST(what_is_no_chart_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
