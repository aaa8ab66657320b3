/* A case with its masters: found, checked as a whole, and told apart from what is broken. */
#include "casefile/casefile_int.h"
#include "casefile_support.h"

#define FOLDER "tests/golden/casefile"

/* A small model with every annotation, and one master. */
static const char case_schema[] =
    "<grammar xmlns='http://relaxng.org/ns/structure/1.0' xmlns:r='urn:renkei:schema:1'\n"
    " datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'><start>\n"
    "<element name='case' r:exactly-one=\"row[@main='yes']\">\n"
    "<element name='masters'><attribute name='office'/><optional><attribute name='partners'/></optional>\n"
    "<optional><attribute name='calendar'/></optional><empty/></element>\n"
    "<zeroOrMore><element name='row' r:ordered='from to; first second' r:unique='key part'>\n"
    "<optional><attribute name='id' r:id='yes'/></optional>\n"
    "<optional><attribute name='main'/></optional>\n"
    "<optional><attribute name='staff' r:refers='staff row'/></optional>\n"
    "<optional><attribute name='from'><choice><data type='date'/><value>open</value></choice></attribute></optional>\n"
    "<optional><attribute name='to'><data type='date'/></attribute></optional>\n"
    "<optional><attribute name='key'/></optional>\n"
    "<optional><element name='first'><text/></element></optional>\n"
    "<optional><element name='second'><text/></element></optional>\n"
    "<optional><element name='part'><text/></element></optional>\n"
    "<optional><element name='when'><data type='date'/></element></optional>\n"
    "<optional><element name='name'><optional><element name='x'><text/></element></optional>"
    "<optional><element name='y'><text/></element></optional></element></optional>\n"
    "<optional><element name='said' r:parts='name'><optional><element name='x'><text/></element></optional>"
    "<optional><element name='y'><text/></element></optional></element></optional>\n"
    "</element></zeroOrMore></element></start></grammar>\n";

static const char office_schema[] =
    "<grammar xmlns='http://relaxng.org/ns/structure/1.0' xmlns:r='urn:renkei:schema:1'><start>\n"
    "<element name='office-master'><zeroOrMore><choice>\n"
    "<element name='staff'><attribute name='id' r:id='yes'/><empty/></element>\n"
    "<element name='desk'><attribute name='id' r:id='yes'/><empty/></element>\n"
    "</choice></zeroOrMore></element></start></grammar>\n";

static casefile *
read_here(world *w, const char *rows)
{
    write_file(w, "case.rng", case_schema);
    write_file(w, "office.rng", office_schema);
    write_file(w, "office.xml", "<office-master>\n<staff id='s1'/>\n<desk id='d1'/>\n</office-master>");
    const char *path =
        write_file(w, "case.xml", arena_printf(w->a, "<case>\n<masters office='office.xml'/>\n%s</case>", rows));
    forget(w);
    return casefile_read(w->a, w->s, path, folder, w->d);
}

#define MAIN "<row main='yes'/>\n"

/* ---- reading ---- */

static void
the_samples_are_good(void **state)
{
    world *w = *state;
    static const char *const samples[] = {FOLDER "/minimal.xml", "samples/hodei-futoukou/case.xml",
                                          "samples/jihatsu-houmon/case.xml", "samples/ihan-mihon/case.xml"};
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        assert_non_null(casefile_read(w->a, w->s, samples[i], "templates/schema", w->d));
        check_messages(w, "");
    }
}

static void
a_case_knows_its_masters_and_ids(void **state)
{
    world *w = *state;
    casefile *c = read_here(w, MAIN "<row id='r1' staff='s1 r1'/>\n");
    assert_non_null(c);
    assert_true(xml_named(casefile_root(c), "case"));
    assert_true(xml_named(casefile_master(c, "office"), "office-master"));
    assert_null(casefile_master(c, "partners"));
    assert_true(xml_named(casefile_find(c, "s1"), "staff"));
    assert_true(xml_named(casefile_find(c, "r1"), "row"));
    assert_null(casefile_find(c, "r2"));
    assert_int_equal(casefile_document_count(c), 2);
    assert_ptr_equal(xml_root(casefile_document(c, 0)), casefile_root(c));
    assert_int_equal(casefile_holidays(c)->count, 0);
}

static void
holidays_come_from_the_calendar(void **state)
{
    world *w = *state;
    write_file(w, "calendar.xml",
               "<calendar-master version='1'><holiday on='2024-05-07'>開所記念日</holiday>"
               "<not-holiday on='2024-05-06'/></calendar-master>");
    char *minimal = NULL;
    assert_true(g_file_get_contents(FOLDER "/minimal.xml", &minimal, NULL, NULL));
    char *root = g_get_current_dir(), *up = g_strdup_printf("../..%s/samples/masters", root);
    char **parts = g_strsplit(minimal, "../../../samples/masters", -1);
    char *text = g_strjoinv(up, parts), **split = g_strsplit(text, "<masters", 2);
    const char *path =
        write_file(w, "case.xml", arena_printf(w->a, "%s<masters calendar='calendar.xml'%s", split[0], split[1]));
    const casefile *c = casefile_read(w->a, w->s, path, "templates/schema", w->d);
    check_messages(w, "");
    const holiday_overrides *days = casefile_holidays(c);
    assert_int_equal(days->count, 2);
    assert_string_equal(holiday_name((date){2024, 5, 7}, days), "開所記念日");
    assert_null(holiday_name((date){2024, 5, 6}, days));
    assert_non_null(holiday_name((date){2024, 5, 6}, NULL));
    g_strfreev(split);
    g_strfreev(parts);
    g_free(text);
    g_free(up);
    g_free(root);
    g_free(minimal);
}

static void
masters_are_named_by_relative_paths(void **state)
{
    static const char *const refused[] = {
        "/etc/passwd", "file:office.xml", "http://example.invalid/o.xml", "C:/o.xml", "..\\office.xml", "", "\t"};
    world *w = *state;
    read_here(w, MAIN);
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        forget(w);
        const char *path = write_file(
            w, "case.xml", arena_printf(w->a, "<case>\n<masters\noffice='%s'/>\n" MAIN "</case>", refused[i]));
        assert_null(casefile_read(w->a, w->s, path, folder, w->d));
        check_here(w, "casefile-master-path case.xml:3 /case/masters/@office");
        assert_int_equal(diag_exit_status(w->d), EXIT_DATA);
    }
}

static void
a_missing_master_has_two_ends(void **state)
{
    world *w = *state;
    read_here(w, MAIN);
    forget(w);
    const char *path =
        write_file(w, "case.xml", "<case>\n<masters office='none.xml'/>\n<row main='yes' staff='s1'/></case>");
    assert_null(casefile_read(w->a, w->s, path, folder, w->d));
    check_here(w, "casefile-master-read case.xml:2 /case/masters/@office");
}

static void
one_file_is_read_once(void **state)
{
    world *w = *state;
    read_here(w, MAIN);
    forget(w);
    write_file(w, "partners.rng", office_schema);
    const char *path =
        write_file(w, "case.xml", "<case>\n<masters office='office.xml' partners='./office.xml'/>\n" MAIN "</case>");
    const casefile *c = casefile_read(w->a, w->s, path, folder, w->d);
    check_here(w, "");
    assert_int_equal(casefile_document_count(c), 2);
    assert_ptr_equal(casefile_master(c, "office"), casefile_master(c, "partners"));
}

static void
a_broken_schema_is_no_fault_of_the_case(void **state)
{
    world *w = *state;
    read_here(w, MAIN);
    static const char *const notes[] = {"r:refer='staff'", "r:id='no'", "r:ordered='from'", "r:text='zebra'",
                                        "r:exactly-one='a['"};
    for (size_t i = 0; i < G_N_ELEMENTS(notes); i++) {
        forget(w);
        write_file(w, "office.rng",
                   arena_printf(w->a,
                                "<grammar xmlns='http://relaxng.org/ns/structure/1.0' xmlns:r='urn:renkei:schema:1'>\n"
                                "<start><element name='office-master' %s><zeroOrMore><element><anyName/>\n"
                                "<attribute name='id'/></element></zeroOrMore></element></start></grammar>",
                                notes[i]));
        assert_null(casefile_read(w->a, w->s, arena_printf(w->a, "%s/case.xml", folder), folder, w->d));
        check_here(w, i == 4 ? "form-xpath office.rng:2" : "schema-broken office.rng:2");
        assert_int_equal(diag_exit_status(w->d), i == 4 ? EXIT_FORM : EXIT_ENVIRONMENT);
    }
}

#define RNG "<grammar xmlns='http://relaxng.org/ns/structure/1.0' xmlns:r='urn:renkei:schema:1'>\n"

/* It is read again with each grammar that has a part in it: what was met by then is still what it was. */
static void
a_broken_part_of_several_schemas_is_told(void **state)
{
    world *w = *state;
    read_here(w, MAIN);
    write_file(w, "types.rng",
               RNG "<define name='staff'><attribute name='staff' r:refers='staff' r:zebra='x'/></define></grammar>");
    write_file(w, "case.rng",
               RNG "<include href='types.rng'/><start><element name='case'><element name='masters'>"
                   "<attribute name='office'/><empty/></element><element name='row'><ref name='staff'/><empty/>"
                   "</element></element></start></grammar>");
    write_file(w, "office.rng",
               RNG "<include href='types.rng'/><start><element name='office-master'><zeroOrMore>"
                   "<element><anyName/><attribute name='id'/><optional><ref name='staff'/></optional></element>"
                   "</zeroOrMore></element></start></grammar>");
    static const char *const named[] = {"s1", "nobody"};
    for (size_t i = 0; i < G_N_ELEMENTS(named); i++) {
        const char *text = arena_printf(w->a, "<case><masters office='office.xml'/><row staff='%s'/></case>", named[i]);
        const char *path = write_file(w, "case.xml", text);
        forget(w);
        assert_null(casefile_read(w->a, w->s, path, folder, w->d));
        assert_non_null(strstr(messages(w), "schema-broken"));
        assert_int_equal(diag_exit_status(w->d), EXIT_ENVIRONMENT);
    }
}

/* ---- what the schema's annotations say ---- */

static void
annotations_are_checked(void **state)
{
    static const struct {
        const char *rows, *expected;
    } cases[] = {
        {MAIN "<row id='s1'/>", "casefile-id-duplicate office.xml:2 /office-master/staff/@id"},
        {MAIN "<row id='a'/>\n<row\nid='a'/>", "casefile-id-duplicate case.xml:6 /case/row[3]/@id"},
        {MAIN "<row staff='s2'/>", "casefile-ref-missing case.xml:4 /case/row[2]/@staff"},
        {MAIN "<row staff='d1'/>", "casefile-ref-kind case.xml:4 /case/row[2]/@staff"},
        {MAIN "<row staff='s1 s3 d1'/>",
         "casefile-ref-missing case.xml:4 /case/row[2]/@staff\ncasefile-ref-kind case.xml:4 /case/row[2]/@staff"},
        {MAIN "<row from='2024-04-02' to='2024-04-01'/>", "casefile-order case.xml:4 /case/row[2]/@to"},
        {MAIN "<row from='2024-04-01' to='2024-04-01'/>", ""},
        {MAIN "<row to='2024-04-01'/>", ""},
        {MAIN "<row><first>9:30</first><second>09:05</second></row>", "schema-broken case.xml:4"},
        {MAIN "<row><first>09:30</first>\n<second>09:05</second></row>",
         "casefile-order case.xml:5 /case/row[2]/second"},
        {MAIN "<row><first>2024-10</first>\n<second>2024-09</second></row>",
         "casefile-order case.xml:5 /case/row[2]/second"},
        {MAIN "<row><first>9</first><second>10</second></row>", ""},
        {MAIN "<row key='k'><part>p</part></row>\n<row key='k'><part>p</part></row>",
         "casefile-unique case.xml:5 /case/row[3]"},
        {MAIN "<row key='k'><part>p</part></row>\n<row key='k'><part>q</part></row>\n<row key='k'/><row key='k'/>", ""},
        {"<row/>", "casefile-exactly-one case.xml:1 /case"},
        {MAIN MAIN, "casefile-exactly-one case.xml:1 /case"},
        {MAIN "<row from='1872-12-31'/>", "casefile-date case.xml:4 /case/row[2]/@from"},
        {MAIN "<row to='2100-01-01'/>", "casefile-date case.xml:4 /case/row[2]/@to"},
        {MAIN "<row from='open'/>", ""},
        {MAIN "<row><when>2024-04-01Z</when></row>", "casefile-date case.xml:4 /case/row[2]/when"},
        {MAIN "<row><name><x>a</x><y>b</y></name><said><x>a</x><y>b</y></said></row>", ""},
        {MAIN "<row><name><y>b</y></name><said><y>b</y></said></row>", ""},
        {MAIN "<row><said><y>b</y></said></row>", ""},
        {MAIN "<row><name><y>b</y></name>\n<said><x>a</x>\n<y>b</y></said></row>",
         "casefile-parts case.xml:5 /case/row[2]/said/x"},
        {MAIN "<row><name><x>a</x><y>b</y></name>\n<said><x>a</x></said></row>",
         "casefile-parts case.xml:5 /case/row[2]/said"},
        {MAIN "<row><name><x>a</x></name>\n<said><y>a</y></said></row>",
         "casefile-parts case.xml:5 /case/row[2]/said/y"},
        {MAIN "<row to='2024-02-30'/>", "xml-value-date case.xml:4 /case/row[2]/@to"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const casefile *c = read_here(w, cases[i].rows);
        check_here(w, cases[i].expected);
        assert_int_equal(c != NULL, *cases[i].expected == '\0');
    }
}

static void
all_is_reported_in_one_run(void **state)
{
    world *w = *state;
    assert_null(read_here(w, "<zebra/>\n<row staff='nobody'/>\n<row from='2024-04-02' to='2024-04-01'/>"));
    check_here(w, "xml-element-unknown case.xml:3 /case/zebra\n"
                  "casefile-exactly-one case.xml:1 /case\n"
                  "casefile-order case.xml:5 /case/row[2]/@to\n"
                  "casefile-ref-missing case.xml:4 /case/row[1]/@staff");
    /* What might have been what has the id is not what is missing; what could not be read might have anything. */
    assert_null(read_here(w, MAIN "<zebra di='nobody'/>\n<row staff='nobody'/>"));
    check_here(w, "xml-element-unknown case.xml:4 /case/zebra");
    assert_null(read_here(w, MAIN "<row staff='nobody' to='1'/>\n<row key='nobody'/>"));
    check_here(w, "xml-value-date case.xml:4 /case/row[2]/@to");
    write_file(w, "office.xml", "<office-master>");
    forget(w);
    assert_null(casefile_read(w->a, w->s, arena_printf(w->a, "%s/case.xml", folder), folder, w->d));
    assert_null(strstr(messages(w), "casefile-ref-missing"));
    write_file(w, "office.xml", "<form/>"); /* another document has nothing of what a master would */
    forget(w);
    assert_null(casefile_read(w->a, w->s, arena_printf(w->a, "%s/case.xml", folder), folder, w->d));
    assert_null(strstr(messages(w), "casefile-ref-missing"));
    assert_non_null(strstr(messages(w), "xml-wrong-kind"));
}

static void
no_value_is_repeated(void **state)
{
    world *w = *state;
    assert_null(read_here(w, MAIN "<row staff='湊 s1' key='相原'/><row key='相原'/><row id='相原'/><row id='相原'/>"));
    assert_true(diag_length(w->d) >= 2);
    assert_null(strstr(wordings(w), "相原"));
    assert_null(strstr(wordings(w), "湊"));
}

/* Whatever line is lost or doubled, what libxml2 refuses is explained, and what it accepts is not blamed. */
static void
every_damage_is_explained(void **state)
{
    world *w = *state;
    char *text = NULL;
    assert_true(g_file_get_contents(FOLDER "/minimal.xml", &text, NULL, NULL));
    char **lines = g_strsplit(text, "\n", -1);
    schema_grammar *schema = schema_read(w->s, "templates/schema/case.rng", w->d);
    int refused = 0;
    for (guint i = 2; i < g_strv_length(lines); i++) {
        for (int copies = 0; copies <= 2; copies += 2) {
            GString *damaged = g_string_new(NULL);
            for (guint j = 0; lines[j]; j++)
                for (int n = j == i ? copies : 1; n > 0; n--)
                    g_string_append_printf(damaged, "%s\n", lines[j]);
            forget(w);
            const xml_doc *doc = read_text(w, damaged->str);
            const bool valid = doc && schema_validate(schema, doc, w->d);
            assert_int_equal(valid, diag_length(w->d) == 0);
            assert_null(strstr(messages(w), "xml-invalid"));
            refused += !valid;
            g_string_free(damaged, TRUE);
        }
    }
    assert_true(refused > 30);
    g_strfreev(lines);
    g_free(text);
}

/* ---- other documents and printing ---- */

static void
any_document_can_be_read(void **state)
{
    world *w = *state;
    const char *path = write_file(w, "any.xml", "<list>\n<item id='a'>x</item><item id='a'>y</item>\n</list>");
    const casefile *c = casefile_read_any(w->a, w->s, path, w->d);
    check_messages(w, "");
    assert_string_equal(xml_text(w->a, casefile_find(c, "a")), "x");
    assert_null(casefile_master(c, "office"));
    assert_int_equal(casefile_document_count(c), 1);
    assert_int_equal(casefile_holidays(c)->count, 0);
    assert_null(casefile_read_any(w->a, w->s, "tests/golden/casefile/none.xml", w->d));
}

static void
a_case_is_printed_with_its_places(void **state)
{
    world *w = *state;
    const casefile *c = read_here(w, "<row main='yes'\n key='a\"b'><first>一\n二\\</first>\n</row>\n");
    GString *out = g_string_new(NULL);
    casefile_print(c, out);
    const char *expected = arena_printf(w->a,
                                        "%1$s/case.xml:1: case\n"
                                        "%1$s/case.xml:2:   masters @office=\"office.xml\"\n"
                                        "%1$s/case.xml:3:   row @main=\"yes\" @key=\"a\\\"b\"\n"
                                        "%1$s/case.xml:4:     first \"一\\n二\\\\\"\n"
                                        "%1$s/office.xml:1: office-master\n"
                                        "%1$s/office.xml:2:   staff @id=\"s1\"\n"
                                        "%1$s/office.xml:3:   desk @id=\"d1\"\n",
                                        folder);
    assert_string_equal(out->str, expected);
    g_string_free(out, TRUE);
}

static void
months_are_those_of_dates_and_months(void **state)
{
    world *w = *state;
    const char *path = write_file(w, "any.xml",
                                  "<p on='2024-05-31' no='2024' id='2024-13'>\n"
                                  "<q ym='2024-04'>2023-12-01</q><q ym='2024-05'>2024-06-01 から</q></p>");
    GPtrArray *months = casefile_months(w->a, casefile_read_any(w->a, w->s, path, w->d));
    g_ptr_array_add(months, NULL);
    char *all = g_strjoinv(" ", (char **)months->pdata);
    assert_string_equal(all, "2023-12 2024-04 2024-05");
    g_free(all);
    g_ptr_array_free(months, TRUE);
}

/* What is blank is absent without a schema, too; what was written without a text speaks by its name. */
static void
a_blank_of_any_document_is_not_there(void **state)
{
    static const struct {
        const char *content, *expected;
    } rows[] = {
        {"<d><a>\xE3\x80\x80</a><b>1</b></d>", "d b \"1\""},
        {"<d><a>\xEF\xB8\x80</a><a>\xCC\x81</a><a>&#x1D159;</a><a>\n</a></d>", "d"},
        {"<d><a x=''> </a><a x='1'> </a></d>", "d a @x=\"1\""},
        {"<d x=' ' y='&#xE0101;' z='1'/>", "d @z=\"1\""},
        {"<d><a/><b><c>\xE2\x80\x8B</c></b></d>", "d a"},
        {"<d><a>1\xE2\x80\xA8"
         "2&#13;&#10;3<![CDATA[\xC2\x85]]>4</a></d>",
         "d a \"1\\n2\\n3\\n4\""},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        world *w = *state;
        const char *path = write_file(w, "any.xml", rows[i].content);
        GString *out = g_string_new(NULL);
        casefile_print(casefile_read_any(w->a, w->s, path, w->d), out);
        GRegex *layout = g_regex_new("(^|\n)[^\n]*?:[0-9]+: +|\n$", 0, 0, NULL);
        char *got = g_regex_replace_literal(layout, out->str, -1, 0, " ", 0, NULL);
        assert_string_equal(g_strstrip(got), rows[i].expected);
        g_free(got);
        g_regex_unref(layout);
        g_string_free(out, TRUE);
    }
}

/* The ends of names that people have are no honorifics. */
static void
an_honorific_is_told_by_the_kind_of_name(void **state)
{
    static const struct {
        words_kind kind;
        const char *name, *latin; /* NULL: none */
    } rows[] = {
        {WORDS_GIVEN, "湊さん", "san"},
        {WORDS_GIVEN, "湊くん", "kun"},
        {WORDS_GIVEN, "湊ちゃん", "chan"},
        {WORDS_FAMILY, "相原様", "sama"},
        {WORDS_FAMILY, "相原　さま", "sama"},
        {WORDS_PERSON, "田中先生", "sensei"},
        {WORDS_PERSON, "田中　太郎 殿", "dono"},
        {WORDS_PERSON, "田中氏", "shi"},
        {WORDS_GIVEN, "湊　君", "kun"},
        {WORDS_FAMILY, "相原 殿", "dono"},
        {WORDS_FAMILY, "鵜殿", NULL},
        {WORDS_FAMILY, "源氏", NULL},
        {WORDS_GIVEN, "真君", NULL},
        {WORDS_GIVEN, "さん", NULL},
        {WORDS_GIVEN, "君", NULL},
        {WORDS_FAMILY, "様", NULL},
        {WORDS_GIVEN, "　くん", NULL},
        {WORDS_GIVEN, "さんご", NULL},
        {WORDS_GIVEN, "ハッサン", NULL},
        {WORDS_GIVEN_KANA, "はっさん", NULL},
        {WORDS_PLACE, "おひさまさん", NULL},
        {WORDS_CODE, "様", NULL},
        {WORDS_COUNT, "皆様", NULL},
    };
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const honorific *found = casefile_honorific(rows[i].kind, rows[i].name);
        if (g_strcmp0(found ? found->latin : NULL, rows[i].latin) != 0)
            fail_msg("%s: %s", rows[i].name, found ? found->latin : "none");
    }
}

static void
text_between_elements_is_printed(void **state)
{
    world *w = *state;
    const char *path = write_file(w, "any.xml", "<p>一<b>二</b>\n三</p>");
    GString *out = g_string_new(NULL);
    casefile_print(casefile_read_any(w->a, w->s, path, w->d), out);
    assert_string_equal(
        out->str, arena_printf(w->a, "%1$s:1: p\n%1$s:1:   \"一\"\n%1$s:1:   b \"二\"\n%1$s:2:   \"\\n三\"\n", path));
    g_string_free(out, TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_samples_are_good, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(a_case_knows_its_masters_and_ids, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(holidays_come_from_the_calendar, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(masters_are_named_by_relative_paths, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(a_missing_master_has_two_ends, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(one_file_is_read_once, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(a_broken_schema_is_no_fault_of_the_case, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(a_broken_part_of_several_schemas_is_told, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(annotations_are_checked, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(all_is_reported_in_one_run, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(no_value_is_repeated, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(every_damage_is_explained, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(any_document_can_be_read, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(a_case_is_printed_with_its_places, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(months_are_those_of_dates_and_months, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(text_between_elements_is_printed, begin_folder, end_folder),
        cmocka_unit_test(an_honorific_is_told_by_the_kind_of_name),
        cmocka_unit_test_setup_teardown(a_blank_of_any_document_is_not_there, begin_folder, end_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
