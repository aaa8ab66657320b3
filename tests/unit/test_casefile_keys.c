/* Keys: what a list says twice is told with both places; what an id could have been is told with the ids there are. */
#include "casefile_support.h"

static const char case_schema[] =
    "<grammar xmlns='http://relaxng.org/ns/structure/1.0' xmlns:r='urn:renkei:schema:1'><start>\n"
    "<element name='case'><element name='masters'><empty/></element><zeroOrMore><choice>\n"
    "<element name='both' r:unique='a b?'><attribute name='a'/><optional><attribute name='b'/></optional></element>\n"
    "<element name='word' r:unique='.'><text/></element>\n"
    "<element name='item' r:unique='a .?'><optional><attribute name='a'/></optional><text/></element>\n"
    "<element name='staff'><attribute name='id' r:id='yes'/></element>\n"
    "<element name='desk'><attribute name='id' r:id='yes'/></element>\n"
    "<element name='by'><attribute name='staff' r:refers='staff'/></element>\n"
    "</choice></zeroOrMore></element></start></grammar>\n";

static void
check_rows(world *w, const char *rows, const char *expected)
{
    write_file(w, "case.rng", case_schema);
    const char *path = write_file(w, "case.xml", arena_printf(w->a, "<case><masters/>%s</case>", rows));
    forget(w);
    assert_int_equal(casefile_read(w->a, w->s, path, folder, w->d) != NULL, *expected == '\0');
    check_here(w, expected);
}

static void
a_key_may_have_parts_that_are_missing(void **state)
{
    world *w = *state;
    check_rows(w, "<both a='1'/><both a='2'/><both a='1' b='1'/>", "");
    check_rows(w, "<both a='1'/>\n<both a='1'/>", "casefile-unique case.xml:2 /case/both[2]");
    check_rows(w, "<both a='1' b='2'/>\n<both a=' 1' b='2 '/>", "casefile-unique case.xml:2 /case/both[2]");
    check_rows(w, "<word>x</word><word>y</word><word/><word/>", "");
    check_rows(w, "<word>x</word>\n<word> x　</word>", "casefile-unique case.xml:2 /case/word[2]");
    check_rows(w, "<item/><item/><item a='1'/><item a='1'>x</item><item a='1'>y</item>", "");
    check_rows(w, "<item a='1'/>\n<item a='1'/>", "casefile-unique case.xml:2 /case/item[2]");
}

static void
both_places_are_told(void **state)
{
    world *w = *state;
    check_rows(w, "<word>相原</word>\n<word>相原</word>", "casefile-unique case.xml:2 /case/word[2]");
    assert_non_null(strstr(wordings(w), "同じ 文 の <word> が "));
    assert_non_null(strstr(wordings(w), "case.xml:1 にあります"));
    assert_non_null(strstr(wordings(w), "a <word> with the same text is at "));
    assert_null(strstr(wordings(w), "相原"));
}

static void
the_ids_that_there_are_are_listed(void **state)
{
    world *w = *state;
    check_rows(w, "<staff id='ko-01'/><desk id='d-1'/><staff id='ko-02'/><by staff='ko-2'/>",
               "casefile-ref-missing case.xml:1 /case/by/@staff");
    assert_non_null(strstr(wordings(w), "<staff> のid：ko-02 のことですか。あるのは ko-01 ko-02\n"));
    assert_non_null(strstr(wordings(w), "<staff>: did you mean ko-02? there are ko-01 ko-02\n"));
    check_rows(w, "<staff id='ko-01'/><desk id='d-1'/><by staff='d-1'/>",
               "casefile-ref-kind case.xml:1 /case/by/@staff");
    assert_non_null(strstr(wordings(w), "<staff> のid：あるのは ko-01\n"));
    check_rows(w, "<by staff='x'/>", "casefile-ref-missing case.xml:1 /case/by/@staff");
    assert_non_null(strstr(wordings(w), "一つもありません"));
}

/* ---- the schemas ---- */

/* Lists whose members are told apart by nothing, or may say the same twice: each with its reason. */
static const struct {
    const char *element, *why;
} free_lists[] = {
    {"other", "送迎加算 is claimed there and back; what else is claimed twice rule G25 tells"},
    {"goal", "words alone, numbered in order"},
    {"short-goal", "words alone, numbered in order"},
    {"row", "words alone, in order"},
    {"party", "two persons of one side"},
    {"who", "names of persons, and two may be the same"},
    {"school-who", "names of persons, and two may be the same"},
    {"host-who", "names of persons, and two may be the same"},
    {"contact", "two persons of one school"},
    {"arranged", "a date that was moved and moved back"},
    {"opinion", "what was written, as often as it was"},
    {"care-scene", "words alone"},
};

static bool
is_free(const char *element)
{
    for (size_t i = 0; i < G_N_ELEMENTS(free_lists); i++)
        if (strcmp(free_lists[i].element, element) == 0)
            return true;
    return false;
}

static bool
has_key(world *w, const xml_node *element)
{
    if (xml_attribute_ns(w->a, element, "urn:renkei:schema:1", "unique"))
        return true;
    for (const xml_node *c = xml_first_element(element); c; c = xml_next_element(c))
        if (xml_named(c, "attribute") && xml_attribute_ns(w->a, c, "urn:renkei:schema:1", "id"))
            return true;
    return false;
}

static const xml_node *
definition(world *w, const xml_node *grammar, const char *name)
{
    for (const xml_node *c = xml_first_element(grammar); c; c = xml_next_element(c))
        if (xml_named(c, "define") && g_strcmp0(xml_attribute(w->a, c, "name"), name) == 0)
            return xml_first_element(c);
    return NULL;
}

static size_t
check_lists(world *w, const xml_node *grammar, const xml_node *n)
{
    size_t lists = 0;
    const bool repeats = xml_named(n, "zeroOrMore") || xml_named(n, "oneOrMore");
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c)) {
        lists += check_lists(w, grammar, c);
        const xml_node *one = xml_named(c, "ref") ? definition(w, grammar, xml_attribute(w->a, c, "name")) : c;
        if (!repeats || !one || !xml_named(one, "element"))
            continue;
        const char *name = xml_attribute(w->a, one, "name");
        if (!has_key(w, one) && !is_free(name))
            fail_msg("<%s> at line %d has neither r:unique nor an id, and no reason for that", name,
                     xml_place(w->a, one, false).line);
        lists++;
    }
    return lists;
}

/* Whatever is added to a case: what tells its members apart is thought of. */
static void
every_list_of_the_schemas_has_a_key(void **state)
{
    world *w = *state;
    static const char *const schemas[] = {"case", "office", "partners", "municipality", "calendar"};
    size_t lists = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(schemas); i++) {
        const xml_doc *doc = xml_read_file(w->s, arena_printf(w->a, "templates/schema/%s.rng", schemas[i]), XML_FORM,
                                           &xml_limits_schema, w->d);
        lists += check_lists(w, xml_root(doc), xml_root(doc));
    }
    assert_true(lists > 60);
}

/* A member of a list of a good case written twice: told as such, or as an id that is there twice. */
static void
what_a_sample_says_twice_is_told(void **state)
{
    world *w = *state;
    static const struct {
        const char *line, *code; /* what begins the line of an element that is all on this line */
    } doubled[] = {
        {"    <actual date=\"2024-04-12\"", "casefile-unique"},
        {"  <certificate number=\"0000010001\" municipality=\"aobano\" kind=\"放デイ\" days-per-month=\"23\" "
         "from=\"2024",
         "casefile-unique"},
        {"  <programme no=\"4\"", "casefile-unique"},
    };
    char *text = NULL;
    assert_true(g_file_get_contents("samples/hodei-futoukou/case.xml", &text, NULL, NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(doubled); i++) {
        const char *at = strstr(text, doubled[i].line), *end = at ? strchr(at, '\n') : NULL;
        assert_non_null(end);
        GString *twice = g_string_new_len(text, end + 1 - text);
        g_string_append_len(twice, at, end + 1 - at);
        g_string_append(twice, end + 1);
        char *masters = g_canonicalize_filename("samples/masters", NULL);
        g_string_replace(twice, "=\"../masters/", "=\"masters/", 0);
        char *link = g_build_filename(folder, "masters", NULL);
        g_unlink(link);
        assert_int_equal(symlink(masters, link), 0);
        const char *path = write_file(w, "case.xml", twice->str);
        forget(w);
        assert_null(casefile_read(w->a, w->s, path, "templates/schema", w->d));
        assert_int_equal(diag_length(w->d), 1);
        assert_string_equal(diag_name(diag_at(w->d, 0)->code), doubled[i].code);
        g_unlink(link);
        g_free(link);
        g_free(masters);
        g_string_free(twice, TRUE);
    }
    g_free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_key_may_have_parts_that_are_missing, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(both_places_are_told, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(the_ids_that_there_are_are_listed, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(every_list_of_the_schemas_has_a_key, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(what_a_sample_says_twice_is_told, begin_folder, end_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
