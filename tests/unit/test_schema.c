/* Validation: every violation is explained once, at its place. */
#include "test_xml_check.h"

#include "schema/schema.h"

#define MODEL "tests/golden/xml/model.rng"
#define CHILD "<child birth-date='2013-04-01'><family>相原</family><given>湊</given></child>\n"
#define ROW "<row day='月'>a</row>"

static schema_grammar *
model(world *w)
{
    schema_grammar *s = schema_read(w->s, MODEL, w->d);
    assert_non_null(s);
    assert_int_equal(diag_length(w->d), 0);
    return s;
}

static void
check(world *w, const schema_grammar *s, const char *inside, const char *expected)
{
    forget(w);
    xml_doc *doc = read_text(w, arena_printf(w->a, "<case id='c1'>%s</case>", inside));
    assert_non_null(doc);
    const bool valid = schema_validate(s, doc, w->d);
    check_messages(w, expected);
    assert_int_equal(valid, *expected == '\0');
    assert_int_equal(diag_exit_status(w->d), valid ? EXIT_DONE : EXIT_DATA);
}

static void
what_is_valid_passes(void **state)
{
    world *w = *state;
    const schema_grammar *s = model(w);
    check(w, s, CHILD, "");
    check(w, s,
          CHILD "<plan from='2024-02-29' month='2024-02' at='09:05:00' days='31' start='23:59' code='abc'>"
                "<goal/><row day=' 月 '>x</row>" ROW "<remark>r</remark></plan>",
          "");
    check(w, s, CHILD "<either weekday='火'/>", "");
    check(w, s, CHILD "<either holiday='yes'><why>w</why></either>", "");
    check(w, s, CHILD "<first/><second/>", "");
    check(w, s, CHILD "<mixture><many/><two/><many/><one/></mixture><days>月 火 月</days><note>a<b>b</b>c</note>", "");
}

static void
children_are_explained(void **state)
{
    static const struct {
        const char *inside, *expected;
    } cases[] = {
        {"\n", "xml-element-missing t.xml:1 /case"},
        {CHILD "<plan>\n<goal/></plan>", "xml-element-missing t.xml:2 /case/plan"},
        {CHILD "<plan>\n" ROW "</plan>", "xml-element-missing t.xml:2 /case/plan"},
        {CHILD "<plan></plan>", "xml-element-missing t.xml:2 /case/plan\nxml-element-missing t.xml:2 /case/plan"},
        {CHILD "<plan>\n" ROW "\n<goal/></plan>", "xml-element-order t.xml:4 /case/plan/goal"},
        {CHILD "<plan><goal/>\n<goal/>" ROW "</plan>", "xml-element-repeated t.xml:3 /case/plan/goal[2]"},
        {CHILD "<plan><goal/>" ROW "<remark/>\n" ROW "</plan>", "xml-element-order t.xml:3 /case/plan/row[2]"},
        {CHILD "<plan><gaol/>" ROW "</plan>", "xml-element-similar t.xml:2 /case/plan/gaol"},
        {CHILD "<plan><goal/>" ROW "\n<zebra/><remark/></plan>", "xml-element-unknown t.xml:3 /case/plan/zebra"},
        {CHILD "<plan><goal/>\nstray" ROW " more</plan>", "xml-text-unexpected t.xml:3 /case/plan"},
        {CHILD "<either weekday='月'/>\n<first/>", "xml-element-excluded t.xml:3 /case/first"},
        {CHILD "<first/>", "xml-element-missing t.xml:1 /case"},
        {CHILD "<end day='月'/><end\non='2024-02-30'/>", "xml-value-date t.xml:3 /case/end[2]/@on"},
        {CHILD "<mixture><many/><two/><two/></mixture>",
         "xml-element-repeated t.xml:2 /case/mixture/two[2]\nxml-element-missing t.xml:2 /case/mixture"},
        {CHILD "<either/>", "xml-attribute-missing t.xml:2 /case/either"},
        {CHILD "<either holiday='yes'/>", "xml-element-missing t.xml:2 /case/either"},
        {CHILD "<third/>", "xml-attribute-missing t.xml:2 /case/third"},
        {CHILD "<third\nx='1'\ny='1'/>", "xml-attribute-excluded t.xml:4 /case/third/@y"},
        {"<child birth-date='2013-04-01'><family>a</family></child>", "xml-element-missing t.xml:1 /case/child"},
        {CHILD "<stop><why>b</why>a</stop>", ""},
        {CHILD "<stop>a\n<why>b</why></stop>", "xml-element-after-text t.xml:3 /case/stop/why"},
        {CHILD "<stop>a\n<why>b</why>c\n<why/></stop>",
         "xml-element-after-text t.xml:3 /case/stop/why[1]\nxml-element-repeated t.xml:4 /case/stop/why[2]"},
        {CHILD "<stop><why/>a\n<why/></stop>", "xml-element-repeated t.xml:3 /case/stop/why[2]"},
        {CHILD "<stop>a <br/></stop>", "xml-element-unknown t.xml:2 /case/stop/br"},
        {CHILD "<plan>\n<goal>a<b>c</b>d<b>e</b></goal>" ROW "</plan>",
         "xml-element-in-text t.xml:3 /case/plan/goal/b[1]"},
        {"<child birth-date='2013-04-01'><family>a<br/>b</family><given>c</given></child>",
         "xml-element-in-text t.xml:1 /case/child/family/br"},
    };
    world *w = *state;
    const schema_grammar *s = model(w);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        check(w, s, cases[i].inside, cases[i].expected);
}

static void
values_are_explained(void **state)
{
    static const struct {
        const char *attribute, *code;
    } cases[] = {
        {"from='2024-02-30'", "xml-value-date"}, {"from='R6.4.1'", "xml-value-date"},
        {"from=''", "xml-value-empty"},          {"month='2024-13'", "xml-value-month"},
        {"at='25:00:00'", "xml-value-time"},     {"days='32'", "xml-value-number"},
        {"days='三'", "xml-value-number"},       {"start='9:05'", "xml-value-form"},
        {"code='abcd'", "xml-value-length"},
    };
    world *w = *state;
    const schema_grammar *s = model(w);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *name = g_strndup(cases[i].attribute, strcspn(cases[i].attribute, "="));
        check(w, s, arena_printf(w->a, CHILD "<plan %s><goal/>" ROW "</plan>", cases[i].attribute),
              arena_printf(w->a, "%s t.xml:2 /case/plan/@%s", cases[i].code, name));
        g_free(name);
    }
    check(w, s, CHILD "<plan><goal/><row day='水'/></plan>", "xml-value-list t.xml:2 /case/plan/row/@day");
    check(w, s, CHILD "<days>月\n水</days>", "xml-value-list t.xml:2 /case/days");
    check(w, s, "<child birth-date='2013-04-01'><family/><given>湊</given></child>",
          "xml-value-empty t.xml:1 /case/child/family");
}

static void
attributes_are_explained(void **state)
{
    world *w = *state;
    const schema_grammar *s = model(w);
    check(w, s, "<child birthdate='2013-04-01'><family>a</family><given>b</given></child>",
          "xml-attribute-similar t.xml:1 /case/child/@birthdate");
    check(w, s, "<child><family>a</family><given>b</given></child>", "xml-attribute-missing t.xml:1 /case/child");
    check(w, s, CHILD "<plan\n  zebra='1'><goal/>" ROW "</plan>", "xml-attribute-unknown t.xml:3 /case/plan/@zebra");
}

static void
all_violations_come_at_once(void **state)
{
    world *w = *state;
    check(w, model(w),
          "\n<child birth-date='x'>\n<given>湊</given>\n<family>相原</family>\n</child>\n"
          "<plan from='y'>\n<zebra/>\n<goal/>\n</plan>",
          "xml-value-date t.xml:2 /case/child/@birth-date\n"
          "xml-element-order t.xml:4 /case/child/family\n"
          "xml-value-date t.xml:6 /case/plan/@from\n"
          "xml-element-unknown t.xml:7 /case/plan/zebra\n"
          "xml-element-missing t.xml:6 /case/plan");
}

static void
the_words_are_those_of_the_schema(void **state)
{
    world *w = *state;
    const schema_grammar *s = model(w);
    check(w, s,
          "<child birth-date='秘密'><family>秘密</family><given>湊</given></child><plan start='秘密'><goal/>" ROW
          "</plan>",
          "xml-value-date t.xml:1 /case/child/@birth-date\nxml-value-form t.xml:1 /case/plan/@start");
    const char *text = wordings(w);
    assert_non_null(strstr(text, "@birth-date（生年月日）"));
    assert_non_null(strstr(text, "@birth-date (Date of birth)"));
    assert_non_null(strstr(text, "09:05 の形の時刻"));
    assert_non_null(strstr(text, "a time such as 09:05"));
    assert_null(strstr(text, "秘密"));
    check(w, s, "", "xml-element-missing t.xml:1 /case");
    assert_non_null(strstr(wordings(w), "<child>（児童）"));
    assert_non_null(strstr(wordings(w), "<child> (The child)"));
    check(w, s, CHILD "<third/>", "xml-attribute-missing t.xml:2 /case/third");
    assert_non_null(strstr(wordings(w), "@xまたは@y"));
    check(w, s, CHILD "<plan><goal/><row day='水'/></plan>", "xml-value-list t.xml:2 /case/plan/row/@day");
    assert_non_null(strstr(wordings(w), "月, 火"));
}

static void
the_root_is_checked(void **state)
{
    world *w = *state;
    const schema_grammar *s = model(w);
    xml_doc *doc = read_text(w, "\n<office/>");
    assert_false(schema_validate(s, doc, w->d));
    check_messages(w, "xml-root t.xml:2 /office");
}

static void
check_root(world *w, const schema_grammar *s, const char *text, const char *expected, const char *words)
{
    forget(w);
    assert_false(schema_validate(s, read_text(w, text), w->d));
    check_messages(w, expected);
    if (!strstr(wordings(w), words))
        fail_msg("%s does not say %s", wordings(w), words);
}

/* What is another of our documents is told as what it is, and what is wanted. */
static void
another_document_is_told_as_what_it_is(void **state)
{
    world *w = *state;
    const schema_grammar *s = schema_read(w->s, "templates/schema/case.rng", w->d);
    check_root(w, s, "\n<office-master/>", "xml-wrong-kind t.xml:2 /office-master", "事業所のマスター");
    assert_non_null(strstr(wordings(w), "ここには事例のデータ（<case>）を"));
    check_root(w, s, "<form/>", "xml-wrong-kind t.xml:1 /form", "a form (<form>)");
    check_root(w, s,
               "<grammar xmlns='"
               "http://relaxng.org/ns/structure/1.0"
               "'/>",
               "xml-wrong-kind t.xml:1 /grammar", "スキーマ");
    check_root(w, s, "<Workbook/>", "xml-root t.xml:1 /Workbook", "<Workbook>");
    s = schema_read(w->s, "templates/schema/office.rng", w->d);
    check_root(w, s, "<case/>", "xml-wrong-kind t.xml:1 /case", "<masters office=…> には事業所のマスター");
}

/* Every schema that there is has its place among them. */
static void
every_document_is_known_by_its_root(void **state)
{
    world *w = *state;
    GDir *dir = g_dir_open("templates/schema", 0, NULL);
    size_t roots = 0;
    for (const char *name; (name = g_dir_read_name(dir));) {
        const char *path = arena_printf(w->a, "templates/schema/%s", name);
        const xml_doc *doc = xml_read_file(w->s, path, XML_FORM, &xml_limits_schema, w->d);
        assert_true(schema_knows_kind(xml_name(xml_root(doc))));
        if (!down(xml_root(doc), "start"))
            continue; /* of values alone */
        const schema_grammar *s = schema_read(w->s, path, w->d);
        forget(w);
        schema_validate(s, read_text(w, "<nothing/>"), w->d);
        assert_string_equal(diag_name(diag_at(w->d, 0)->code), "xml-root");
        char **wanted = g_strsplit(diag_at(w->d, 0)->args[1], ", ", -1);
        for (char **root = wanted; *root; root++, roots++)
            if (!schema_knows_kind(*root))
                fail_msg("%s: <%s> is not known", name, *root);
        g_strfreev(wanted);
    }
    g_dir_close(dir);
    assert_true(roots >= 10);
}

static void
a_namespace_is_named(void **state)
{
    static const struct {
        const char *text, *expected, *words;
    } cases[] = {
        {"<case xmlns='urn:x' id='c1'>" CHILD "</case>", "xml-namespace t.xml:1 /case", "xmlns=\"…\" を消して"},
        {"<k:case xmlns:k='urn:x' id='c1'/>", "xml-namespace t.xml:1 /case", "xmlns:k=\"…\" と、名前の前の k: を"},
        {"<case id='c1'>\n<child xmlns='urn:x'/></case>", "xml-namespace t.xml:2 /case/child", "<child>"},
        {"<case id='c1' xmlns:xsi='urn:x'\nxsi:schemaLocation='a'>" CHILD "</case>",
         "xml-namespace t.xml:2 /case/@schemaLocation", "xmlns:xsi="},
    };
    world *w = *state;
    const schema_grammar *s = model(w);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        check_root(w, s, cases[i].text, cases[i].expected, cases[i].words);
}

static void
an_include_may_be_overridden(void **state)
{
    world *w = *state;
    const schema_grammar *s = model(w);
    xml_doc *doc = read_text(w, "<case id='c1' kind='ours'>" CHILD "</case>");
    assert_true(schema_validate(s, doc, w->d));
    doc = read_text(w, "<case id='c1' kind='theirs'>" CHILD "</case>");
    assert_false(schema_validate(s, doc, w->d));
    check_messages(w, "xml-value-list t.xml:1 /case/@kind");
}

/* ---- the walk ---- */

static void
note_visit(void *data, const xml_node *pattern, xml_node *n)
{
    arena *a = arena_new();
    const place p = xml_place(a, pattern, false);
    char *file = g_path_get_basename(p.file);
    assert_true(p.line > 0);
    g_string_append_printf(data, "%s%s=%s:%s ", xml_is_attribute(n) ? "@" : "", xml_name(n), file,
                           xml_attribute(a, pattern, "name"));
    g_free(file);
    arena_drop(a);
}

static void
the_walk_pairs_nodes_with_patterns(void **state)
{
    world *w = *state;
    const schema_grammar *s = model(w);
    GString *out = g_string_new(NULL);
    xml_doc *doc =
        read_text(w, "<case id='c1'>" CHILD "<either holiday='yes'><why/></either><end on='2024-04-01'/></case>");
    schema_walk(s, doc, note_visit, out);
    assert_string_equal(out->str,
                        "case=model.rng:case @id=model.rng:id child=model.rng:child @birth-date=model.rng:birth-date "
                        "family=model.rng:family given=model.rng:given either=model.rng:either "
                        "@holiday=model.rng:holiday why=model.rng:why end=model.rng:end @on=model.rng:on ");
    g_string_free(out, TRUE);
}

static void
note_datatype(void *data, const xml_node *pattern, xml_node *n)
{
    void **both = data;
    world *w = both[0];
    const char *type = schema_datatype(w->a, both[1], pattern, xml_text(w->a, n));
    if (type && strcmp(type, "string") != 0)
        g_string_append_printf(both[2], "%s=%s ", xml_name(n), type);
}

static void
datatypes_are_told(void **state)
{
    world *w = *state;
    const schema_grammar *s = model(w);
    void *both[] = {w, (void *)s, g_string_new(NULL)};
    xml_doc *doc = read_text(w, "<case id='c1'>" CHILD "<plan month='2024-04' days='3'><goal/>" ROW "</plan></case>");
    schema_walk(s, doc, note_datatype, both);
    assert_string_equal(((GString *)both[2])->str, "birth-date=date month=gYearMonth days=integer ");
    g_string_free(both[2], TRUE);
}

/* ---- broken schemas ---- */

static void
check_schema(world *w, const char *text, const char *expected)
{
    char *folder = g_dir_make_tmp("renkei-xml-XXXXXX", NULL), *path = g_build_filename(folder, "s.rng", NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    forget(w);
    assert_null(schema_read(w->s, path, w->d));
    assert_string_equal(diag_name(diag_at(w->d, diag_length(w->d) - 1)->code), expected);
    assert_int_equal(diag_exit_status(w->d), EXIT_ENVIRONMENT);
    g_unlink(path);
    g_rmdir(folder);
    g_free(path);
    g_free(folder);
}

static void
broken_schemas_are_ours(void **state)
{
    world *w = *state;
#define GRAMMAR "<grammar xmlns='http://relaxng.org/ns/structure/1.0'>"
    check_schema(w, "<grammar>", "schema-broken");
    check_schema(w, "<a/>", "schema-broken");
    check_schema(w, GRAMMAR "<start><ref name='nowhere'/></start></grammar>", "schema-broken");
    check_schema(w, GRAMMAR "<start><element name='a'><zebra/></element></start></grammar>", "schema-broken");
    check_schema(w, GRAMMAR "<include href='nowhere.rng'/></grammar>", "schema-broken");
    check_schema(w, GRAMMAR "<include href='/etc/passwd'/></grammar>", "schema-broken");
    check_schema(w, GRAMMAR "<include href='s.rng'/></grammar>", "schema-broken");            /* itself */
    check_schema(w, GRAMMAR "<define name='a'><empty/></define></grammar>", "schema-broken"); /* no start */
    check_schema(w, GRAMMAR "<start><element name='a'/></start></grammar>", "schema-broken");
    check_schema(w, GRAMMAR "<start><element><empty/></element></start></grammar>", "schema-broken");
    check_schema(w, GRAMMAR "<start><externalRef href='s.rng'/></start></grammar>", "schema-broken");
    check_schema(w, GRAMMAR "<start><grammar><start><empty/></start></grammar></start></grammar>", "schema-broken");
    check_schema(w,
                 GRAMMAR "<start><ref name='a'/></start><define name='a'><choice><empty/><ref name='a'/></choice>"
                         "</define></grammar>",
                 "schema-broken");
#define DATA GRAMMAR "<start><element name='a' datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>"
    check_schema(w, DATA "<data type='no-such'/></element></start></grammar>", "schema-broken");
    check_schema(w, DATA "<data type='string'><param name='pattern'>(</param></data></element></start></grammar>",
                 "schema-broken");
    check_schema(w, DATA "<data type='string'><param name='no-such'>1</param></data></element></start></grammar>",
                 "schema-broken");
    assert_null(schema_read(w->s, "tests/golden/xml/nowhere.rng", w->d));
}

/* Every number that a case or a master may hold has an end that is sensible for what it counts. */
static void
numbers_have_bounds(void **state)
{
    static const char *const names[] = {"types", "case", "office", "partners", "municipality", "calendar"};
    guint bounded = 0;
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        char *path = g_strdup_printf("templates/schema/%s.rng", names[i]), *text = NULL;
        assert_true(g_file_get_contents(path, &text, NULL, NULL));
        for (const char *at = strstr(text, "nteger\""); at; at = strstr(at + 1, "nteger\"")) {
            const char *bound = strstr(at, "<param name=\"maxInclusive\">"), *end = strstr(at, "</data>");
            if (!bound || !end || bound > end)
                fail_msg("%s: a number without an end: %.60s", path, at);
            bounded++;
        }
        g_free(text);
        g_free(path);
    }
    assert_true(bounded >= 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_valid_passes, begin, end),
        cmocka_unit_test_setup_teardown(children_are_explained, begin, end),
        cmocka_unit_test_setup_teardown(values_are_explained, begin, end),
        cmocka_unit_test_setup_teardown(attributes_are_explained, begin, end),
        cmocka_unit_test_setup_teardown(all_violations_come_at_once, begin, end),
        cmocka_unit_test_setup_teardown(the_words_are_those_of_the_schema, begin, end),
        cmocka_unit_test(numbers_have_bounds),
        cmocka_unit_test_setup_teardown(the_root_is_checked, begin, end),
        cmocka_unit_test_setup_teardown(another_document_is_told_as_what_it_is, begin, end),
        cmocka_unit_test_setup_teardown(every_document_is_known_by_its_root, begin, end),
        cmocka_unit_test_setup_teardown(a_namespace_is_named, begin, end),
        cmocka_unit_test_setup_teardown(an_include_may_be_overridden, begin, end),
        cmocka_unit_test_setup_teardown(the_walk_pairs_nodes_with_patterns, begin, end),
        cmocka_unit_test_setup_teardown(datatypes_are_told, begin, end),
        cmocka_unit_test_setup_teardown(broken_schemas_are_ours, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
