/* test_compose_sums.c: page subtotals, amounts carried forward and the foot of a table: right on every page for any
 * number of rows, with room of their own, and only where they belong. */
#include "bind/bind_filled.h"
#include "test_pipeline.h"

#define STYLE "<style name='base' size='9pt' pitch='5mm' pad='0.5mm'/>"
#define PARTS                                                                                                          \
    "<table-head><row><cell>頭</cell><cell>額</cell></row></table-head>"                                             \
    "<table-head on='later'><row><cell>前より</cell><cell>前=<page-sum of='y' "                                    \
    "over='before'/>;</cell></row></table-head>"
#define FEET                                                                                                           \
    "<table-foot on='every'><row><cell>小計</cell><cell>小=<page-sum of='y'/>;</cell></row></table-foot>"           \
    "<table-foot on='continued'><row><cell>次へ</cell><cell>次=<page-sum of='y' "                                   \
    "over='so-far'/>;</cell></row></table-foot>"                                                                       \
    "<table-foot><row><cell>合計</cell><cell>計=<page-sum of='y' over='all'/>;</cell></row></table-foot>"

static const char *
data_of(world *w, int rows)
{
    GString *s = g_string_new("<d>");
    for (int i = 0; i < rows; i++)
        g_string_append_printf(s, "<r y='%s%d.%02d'/>", i % 5 == 4 ? "-" : "", i * 7 % 100, i * 13 % 100);
    g_string_append(s, "</d>");
    const char *copy = arena_strdup(w->a, s->str);
    g_string_free(s, TRUE);
    return copy;
}

static int
hundredths(int i)
{
    const int n = i * 7 % 100 * 100 + i * 13 % 100;
    return i % 5 == 4 ? -n : n;
}

static const char *
decimal_of(world *w, int n)
{
    char *s = g_strdup_printf("%s%d.%02d", n < 0 ? "-" : "", abs(n) / 100, abs(n) % 100);
    while (g_str_has_suffix(s, "0") && strchr(s, '.'))
        s[strlen(s) - 1] = '\0';
    if (g_str_has_suffix(s, "."))
        s[strlen(s) - 1] = '\0';
    const char *copy = arena_strdup(w->a, s);
    g_free(s);
    return copy;
}

static void
need_text(const char *page, const char *text, int times)
{
    if ((int)count_of(page, text) != times)
        fail_msg("%d times wanted: %s in\n%s", times, text, page);
}

/* Every page adds up. */
static void
check_pages(world *w, int rows, int *pages_seen)
{
    int from = 0, sum = 0, before = 0, all = 0;
    for (int i = 0; i < rows; i++)
        all += hundredths(i);
    char **pages = g_strsplit(w->text->str, "\npage ", 0);
    const int count = (int)g_strv_length(pages);
    for (int k = 0; k < count; k++) {
        const bool is_last = k + 1 == count;
        for (sum = 0; strstr(pages[k], arena_printf(w->a, "\"行%d。\"", from + 1)); from++)
            sum += hundredths(from);
        need_text(pages[k], arena_printf(w->a, "小=%s;", decimal_of(w, sum)), 1);
        need_text(pages[k], "頭", 1);
        need_text(pages[k], arena_printf(w->a, "前=%s;", decimal_of(w, before)), k > 0);
        before += sum;
        need_text(pages[k], arena_printf(w->a, "次=%s;", decimal_of(w, before)), !is_last);
        need_text(pages[k], arena_printf(w->a, "計=%s;", decimal_of(w, all)), is_last);
        need_text(pages[k], "計=", is_last);
        need_text(pages[k], "次=", !is_last);
    }
    assert_int_equal(from, rows);
    *pages_seen = count;
    g_strfreev(pages);
}

#define ROWS(inside)                                                                                                   \
    "<table columns='30mm *'>" PARTS "<for-each select='r'><row><cell>行<value select='position()'/>。</cell><cell>" \
    "<value select='@y' sum='y'/>" inside "</cell></row></for-each>" FEET "</table>"

static void
every_page_adds_up(void **state)
{
    int most = 0;
    for (int rows = 1; rows < 110; rows++) {
        world *w = *state;
        const bound *b = bind_form(w, STYLE, ROWS(""), data_of(w, rows));
        const composed *c = b ? compose_bound(w, b) : NULL;
        if (!c)
            fail_msg("%d rows: %s", rows, messages(w));
        int pages;
        check_pages(w, rows, &pages);
        assert_true(pages >= most);
        most = pages;
        const display *l = display_composed(w, c);
        assert_null(display_check(l, w->a));
    }
    assert_true(most >= 3);
}

/* Content of other heights, and rows that are parted themselves. */
static void
tall_rows_add_up(void **state)
{
    for (int rows = 1; rows < 24; rows++) {
        world *w = *state;
        const composed *c =
            compose_bound(w, bind_form(w, STYLE, ROWS("<p>あ</p><p>い</p><p>う</p>"), data_of(w, rows)));
        if (!c)
            fail_msg("%d rows: %s", rows, messages(w));
        int pages;
        check_pages(w, rows, &pages);
    }
}

/* What stands on one page carries nothing forward, up to the last row that has room. */
static void
one_page_carries_nothing(void **state)
{
    world *w = *state;
    for (int rows = 0; rows < 16; rows++) {
        assert_non_null(compose_bound(w, bind_form(w, STYLE, ROWS(""), data_of(w, rows))));
        if (strstr(w->text->str, "page 2"))
            break;
        need_text(w->text->str, "次=", 0);
        need_text(w->text->str, "前=", 0);
    }
    assert_non_null(compose_bound(w, bind_form(w, STYLE, ROWS(""), "<d/>")));
    need_text(w->text->str, "小=0;", 1);
}

static void
sums_are_exact(void **state)
{
    static const struct {
        const char *a, *b, *sum;
    } rows[] = {{"0.1", "0.2", "0.3"},
                {"999999999999999", "1", "1000000000000000"},
                {"-5", "5.00", "0"},
                {"-5", "4.5", "-0.5"},
                {"+3", "0007", "10"},
                {"999999999999999", "999999999999999", "1999999999999998"},
                {"0.00000000000001", "100000000000000", "100000000000000.00000000000001"},
                {".5", "5.", "5.5"},
                {"1200", " 34 ", "1234"}};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *data = arena_printf(w->a, "<d><r y='%s'/><r y='%s'/></d>", rows[i].a, rows[i].b);
        if (!compose_bound(w, bind_form(w, STYLE, ROWS(""), data)))
            fail_msg("%s: %s", data, messages(w));
        need_text(w->text->str, arena_printf(w->a, "計=%s;", rows[i].sum), 1);
    }
}

static void
what_is_no_amount_is_a_fault_of_the_data(void **state)
{
    static const char *const bad[] = {"1,200", "１２", "x", "1e3", "1234567890123456", "1 2", "--1", "."};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        assert_null(bind_form(w, STYLE, ROWS(""), arena_printf(w->a, "<d><r y='%s'/></d>", bad[i])));
        if (!g_str_has_prefix(messages(w), "form-xpath-value"))
            fail_msg("%s: %s", bad[i], messages(w));
        forget(w);
    }
}

static void
sums_and_parts_have_their_places(void **state)
{
    static const struct {
        const char *body, *code;
    } rows[] = {
        {"<p><value select='1' sum='y'/><page-sum of='y'/></p>", "compose-place"},
        {"<table columns='*'><row><cell><value select='1' sum='y'/><page-sum of='y'/></cell></row></table>",
         "compose-place"},
        {"<table columns='*'><table-foot><row><cell>あ</cell></row></table-foot><row><cell/></row></table>",
         "compose-place"},
        {"<table columns='*'><table-foot><cell/></table-foot></table>", "compose-place"},
        {"<table columns='*'><row><cell><table columns='*'><row><cell/></row><table-foot "
         "on='continued'><row><cell/></row>"
         "</table-foot></table></cell></row></table>",
         "compose-place"},
        {"<table columns='*'><row><cell><value select='1' sum='y'/><table "
         "columns='*'><row><cell/></row><table-foot><row>"
         "<cell><page-sum of='y'/></cell></row></table-foot></table></cell></row></table>",
         "compose-place"},
        {"<table columns='* *'><row><cell/><cell/></row><table-foot><row><cell/></row></table-foot></table>",
         "compose-columns"},
        {"<table columns='*'><row><cell/></row><table-foot on='continued'><row><cell "
         "rows='2'/></row></table-foot></table>",
         "compose-rows"},
        {"<p><page-sum of='y'/></p>", "form-sum-unknown"},
        {"<p><value select='1' sum='x'/><page-sum of='y'/></p>", "form-sum-unknown"},
        {"<table columns='*'><row><cell><value select='1' sum='y'/></cell></row></table><table columns='*'><row><cell>"
         "<value select='1' sum='x'/></cell></row><table-foot><row><cell><page-sum of='y'/></cell></row></table-foot>"
         "</table>",
         "form-sum-unknown"},
        {"<table columns='*'><table-head><row><cell><value select='1' sum='y'/></cell></row></table-head><row><cell/>"
         "</row></table>",
         "compose-place"},
        {"<table columns='*'><row><cell/></row><table-foot><row><cell><value select='1' sum='y'/></cell></row>"
         "</table-foot></table>",
         "compose-place"},
        {"<table columns='*'><row><cell>あ<footnote><value select='1' sum='y'/></footnote></cell></row></table>",
         "compose-place"},
        {"<table columns='*'><row><cell><value select='1' sum='y'/></cell></row><table-foot><row><cell><page-sum "
         "of='y' "
         "as='era-date'/></cell></row></table-foot></table>",
         "bind-as"},
        {"<table columns='*'><table-foot on='later'/></table>", "form-xml-value-list"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const bound *b = bind_form(w, STYLE, rows[i].body, "<d/>");
        if (b && compose_bound(w, b))
            fail_msg("%s: %s", rows[i].body, w->text->str);
        if (!strstr(codes(w), rows[i].code))
            fail_msg("%s: %s", rows[i].body, messages(w));
        forget(w);
    }
    const char *nested = "<table columns='*'><row><cell><table columns='*'><row><cell>行</cell></row><table-foot><row>"
                         "<cell>終わり</cell></row></table-foot></table></cell></row></table>";
    assert_non_null(compose_bound(w, bind_form(w, STYLE, nested, "<d/>")));
    need_text(w->text->str, "終わり", 1);
}

/* A foot that leaves a row no room is told with what both need. */
static void
a_foot_taller_than_the_page_is_told(void **state)
{
    world *w = *state;
    const bound *b =
        bind_form(w, STYLE,
                  "<table columns='*'><for-each select='60'><row><cell>行</cell></row></for-each><table-foot "
                  "on='continued'><row><cell><for-each select='60'><p>次</p></for-each></cell></row>"
                  "</table-foot></table>",
                  "<d/>");
    assert_null(compose_bound(w, b));
    assert_string_equal(codes(w), "compose-too-tall");
    assert_true(g_ascii_strtod(diag_at(w->d, 0)->args[0], NULL) > 300);
}

/* Of a blank form the sums are for the hand, too. */
static void
a_blank_form_has_its_feet(void **state)
{
    world *w = *state;
    if (!compose_bound(w, bind_line(w, ROWS(""), NULL)))
        fail_msg("%s", messages(w));
    need_text(w->text->str, "小=;", 1);
    need_text(w->text->str, "計=;", 1);
}

/* An archive edition is made again with its sums. */
static void
an_archive_adds_up_again(void **state)
{
    world *w = *state;
    const bound *b = bind_form(w, STYLE, ROWS(""), data_of(w, 40));
    GString *filled = g_string_new(NULL);
    bind_filled_made made = {.edition = 1, .program = "test"};
    assert_non_null(compose_bound(w, b));
    const char *first = arena_strdup(w->a, w->text->str);
    GHashTable *printed = g_hash_table_new(NULL, NULL);
    bind_filled_write(b, &made, printed, filled);
    g_hash_table_destroy(printed);
    xml_doc *doc = xml_read_file(w->s, own_file(w, "filled.xml", filled->str), XML_DATA, &xml_limits_case, w->d);
    g_string_free(filled, TRUE);
    const bound *again = doc ? bind_filled_read(w->a, doc, &made, w->d) : NULL;
    if (!again || !compose_bound(w, again))
        fail_msg("%s", messages(w));
    int pages;
    check_pages(w, 40, &pages);
    assert_int_equal(count_of(first, "次="), count_of(w->text->str, "次="));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_page_adds_up),
        TEST(tall_rows_add_up),
        TEST(one_page_carries_nothing),
        TEST(sums_are_exact),
        TEST(what_is_no_amount_is_a_fault_of_the_data),
        TEST(sums_and_parts_have_their_places),
        TEST(a_foot_taller_than_the_page_is_told),
        TEST(a_blank_form_has_its_feet),
        TEST(an_archive_adds_up_again),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
