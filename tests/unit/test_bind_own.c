/* test_bind_own.c: a form's own data (<data href grammar>): the same with every case, so that a blank form has it, too.
 */
#include "bind_support.h"

static const char set_rng[] = "<grammar xmlns='http://relaxng.org/ns/structure/1.0' "
                              "datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>\n"
                              "<start><element name='set'><attribute name='of'/><zeroOrMore><element name='i'>\n"
                              "<attribute name='k'/><text/></element></zeroOrMore></element></start></grammar>\n";
static const char fruit[] = "<set of='果物'><i k='甲'>桃</i><i k='乙'>柿</i><i k='甲'>梨</i></set>\n";
static const char data_element[] = "<data name='fruit' href='fruit.xml' grammar='set.rng'/>";

static const char *
written_form(world *w, const char *before_page, const char *body)
{
    own_file(w, "set.rng", set_rng);
    own_file(w, "fruit.xml", fruit);
    return own_file(w, "form.xml", form_text(w, before_page, body));
}

static void
check_own(world *w, const char *body, const char *data, const char *expected)
{
    w->options.blank = data == NULL;
    const bound *b = bind_files(w, written_form(w, data_element, body), data ? own_file(w, "data.xml", data) : NULL);
    if (!b)
        fail_msg("%s: %s", body, messages(w));
    if (strcmp(body_text(w, b), expected) != 0)
        fail_msg("%s: \"%s\" instead of \"%s\"", body, body_text(w, b), expected);
}

/* With data and without. */
static void
what_is_the_forms_own_is_printed_in_every_mode(void **state)
{
    static const struct {
        const char *body, *expected;
    } rows[] = {
        {"<p><value select='$fruit/@of'/></p>", "果物"},
        {"<p><value select=\"concat('全', count($fruit/i), '個')\"/></p>", "全3個"},
        {"<p><for-each select='$fruit/i' join='、'><value select='position()'/><value select='.'/></for-each></p>",
         "1桃、2柿、3梨"},
        {"<p><for-each select=\"$fruit/i[@k = '甲']\"><value select='string()'/></for-each></p>", "桃梨"},
        {"<p><for-each select='$fruit/i[not(@k = preceding-sibling::i/@k)]'><let name='k' select='@k'/><value "
         "select='$k'/><value select='count($fruit/i[@k = $k])'/></for-each></p>",
         "甲2乙1"},
        {"<p><for-each select='$fruit/i' order-by='@k' order='descending'><value select='.'/></for-each></p>",
         "桃梨柿"},
        {"<p><for-each select='$fruit/i'><value select='count($so-far)'/></for-each></p>", "123"},
        {"<p><if test=\"$fruit/@of = '果物'\" blank='no'>一</if><if test='not($fruit/i)'>二</if></p>", "一"},
        {"<p><choose><when test=\"$fruit/@of = '野菜'\">一</when><otherwise>二</otherwise></choose></p>", "二"},
        {"<p><tick test=\"$fruit/@of = '果物'\">有</tick></p>", "[x]有"},
        {"<block><let name='l' select='$fruit/i[last()]'/><p><value select='$l'/></p></block>", "梨"},
        {"<p><value select='either($fruit/i[2], $fruit/i[2], 1)'/></p>", "柿"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        check_own(w, rows[i].body, STAFF, rows[i].expected);
        check_own(w, rows[i].body, NULL, rows[i].expected);
    }
}

static void
what_the_data_has_a_part_in_stays_for_the_hand(void **state)
{
    static const char *const selects[] = {"concat($fruit/@of, n)", "n | $fruit/i", "count($fruit/i) + count(n)",
                                          "$as-of"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(selects); i++)
        check_own(w, arena_printf(w->a, "<p>（<value select='%s'/>）</p>", selects[i]), NULL, "（）");
}

/* A round that fills a paper is as of a blank form. */
static void
rounds_that_fill_a_paper_have_it_and_no_data(void **state)
{
    check_own(*state,
              "<block><let name='x' select='n[1]'/><p><for-each select='n' fill-to='5' join='/'><value "
              "select='$fruit/@of'/><value select='concat($x, $fruit/@of)' missing=''/></for-each></p></block>",
              STAFF, "果物青木果物/果物青木果物/果物青木果物/果物/果物");
}

static void
parts_have_their_own(void **state)
{
    world *w = *state;
    own_file(w, "parts.xml",
             "<parts><part name='p'><value select='$fruit/i[1]'/></part>"
             "<data name='fruit' href='fruit.xml' grammar='set.rng'/></parts>");
    w->options.blank = true;
    const bound *b = bind_files(w, written_form(w, "<include href='parts.xml'/>", "<p><call part='p'/></p>"), NULL);
    assert_non_null(b);
    assert_string_equal(body_text(w, b), "桃");
}

/* Whoever asks what a paper is made of hears of both. */
static void
its_files_are_those_of_the_form(void **state)
{
    world *w = *state;
    const form *f = read_form(w, written_form(w, data_element, "<p>あ</p>"));
    assert_non_null(f);
    bool has_data = false, has_grammar = false;
    for (size_t i = 0; f->files[i]; i++) {
        has_data = has_data || g_str_has_suffix(f->files[i], "/fruit.xml");
        has_grammar = has_grammar || g_str_has_suffix(f->files[i], "/set.rng");
    }
    assert_true(has_data && has_grammar);
}

static void
what_is_wrong_with_it_is_the_forms_fault(void **state)
{
    static const struct {
        const char *elements, *told;
    } rows[] = {
        {"<data name='a' href='none.xml' grammar='set.rng'/>", "form-grammar form.xml:2"},
        {"<data name='a' href='fruit.xml' grammar='none.rng'/>", "form-grammar form.xml:2"},
        {"<data name='a' href='/etc/fruit.xml' grammar='set.rng'/>", "form-grammar form.xml:2"},
        {"<data name='a' href='https://example.jp/a.xml' grammar='set.rng'/>", "form-grammar form.xml:2"},
        {"<data name='case' href='fruit.xml' grammar='set.rng'/>", "form-grammar form.xml:2"},
        {"<data name='a' href='fruit.xml' grammar='set.rng'/><data name='a' href='fruit.xml' grammar='set.rng'/>",
         "form-grammar form.xml:2"},
        {"<data name='a' file='x.xml'/><data name='a' href='fruit.xml' grammar='set.rng'/>", "form-grammar form.xml:2"},
        {"<data name='a' href='other.xml' grammar='set.rng'/>", "form-xml-attribute-missing other.xml:1"},
        {"<data name='a' href='broken.xml' grammar='set.rng'/>", "form-"},
    };
    world *w = *state;
    own_file(w, "other.xml", "<set><i k='a'>b</i></set>\n");
    own_file(w, "broken.xml", "<set of='a'>\n");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        forget(w);
        assert_null(read_form(w, written_form(w, rows[i].elements, "<p>あ</p>")));
        if (!g_str_has_prefix(messages(w), rows[i].told))
            fail_msg("%s: %s", rows[i].elements, messages(w));
        assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
    }
}

/* Of forms of cases, whose names are known. */
static void
names_are_held_against_its_grammar(void **state)
{
    static const struct {
        const char *select, *told;
    } rows[] = {{"$fruit/i/@k", NULL},
                {"$fruit/j", "form-xpath-name form.xml:4"},
                {"$fruit/@off", "form-xpath-name form.xml:4"},
                {"$fruit/i/@of", "form-xpath-name form.xml:4"},
                {"$fruit/child", "form-xpath-name form.xml:4"}};
    world *w = *state;
    written_form(w, "", "");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        forget(w);
        const form *f =
            read_form(w, own_file(w, "form.xml",
                                  arena_printf(w->a,
                                               "<form name='t' title='試験'>\n%s\n<page size='A5'/>\n"
                                               "<body><p><value select='%s' missing='—'/></p></body></form>\n",
                                               data_element, rows[i].select)));
        assert_true(!f == (rows[i].told != NULL));
        assert_string_equal(messages(w), rows[i].told ? rows[i].told : "");
    }
    forget(w); /* where they cannot be known, that alone is told */
    assert_null(read_form(w, own_file(w, "form.xml",
                                      "<form name='t' title='試験'>\n"
                                      "<data name='fruit' href='none.xml' grammar='set.rng'/>\n<page size='A5'/>\n"
                                      "<body><p><value select='$fruit/i/@k' missing='—'/></p></body></form>\n")));
    assert_string_equal(messages(w), "form-grammar form.xml:2");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_the_forms_own_is_printed_in_every_mode),
        TEST(what_the_data_has_a_part_in_stays_for_the_hand),
        TEST(rounds_that_fill_a_paper_have_it_and_no_data),
        TEST(parts_have_their_own),
        TEST(its_files_are_those_of_the_form),
        TEST(what_is_wrong_with_it_is_the_forms_fault),
        TEST(names_are_held_against_its_grammar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
