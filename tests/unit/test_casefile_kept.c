/* Many cases by one set of schemas: each is told what it would be told alone, kept masters or not. */
#include "casefile_support.h"

static const char case_schema[] =
    "<grammar xmlns='http://relaxng.org/ns/structure/1.0' xmlns:r='urn:renkei:schema:1'\n"
    " datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'><start><element name='case'>\n"
    "<element name='masters'><attribute name='office'/><optional><attribute "
    "name='partners'/></optional><empty/></element>\n"
    "<zeroOrMore><element name='row'><optional><attribute name='id' r:id='yes'/></optional>\n"
    "<optional><attribute name='staff' r:refers='staff'/></optional>\n"
    "<optional><attribute name='on'><data type='date'/></attribute></optional>\n"
    "<empty/></element></zeroOrMore></element></start></grammar>\n";

static const char master_schema[] =
    "<grammar xmlns='http://relaxng.org/ns/structure/1.0' xmlns:r='urn:renkei:schema:1'><start>\n"
    "<element name='master'><zeroOrMore><choice>\n"
    "<element name='staff'><attribute name='id' r:id='yes'/><empty/></element>\n"
    "<element name='of'><attribute name='ref' r:refers='staff'/><empty/></element>\n"
    "</choice></zeroOrMore></element></start></grammar>\n";

static void
write_model(world *w)
{
    write_file(w, "case.rng", case_schema);
    write_file(w, "office.rng", master_schema);
    write_file(w, "partners.rng", master_schema);
    write_file(w, "office.xml", "<master>\n<staff id='s1'/>\n<staff id='s2'/></master>");
    write_file(w, "partners.xml", "<master>\n<of ref='s2'/></master>");
}

static casefile *
read_by(world *w, casefile_schemas *schemas, const char *masters, const char *rows)
{
    const char *path = write_file(w, "case.xml", arena_printf(w->a, "<case>\n<masters %s/>\n%s</case>", masters, rows));
    forget(w);
    return casefile_read_with(w->a, w->s, path, schemas, w->d);
}

#define BOTH "office='office.xml' partners='partners.xml'"

/* Good, bad and good again, and what the messages say of kept masters. */
static void
run_of_cases(world *w, casefile_schemas *schemas)
{
    for (int i = 0; i < 2; i++) {
        casefile *c = read_by(w, schemas, BOTH, "<row id='r1' staff='s1'/>\n");
        assert_non_null(c);
        check_here(w, "");
        assert_true(xml_named(casefile_find(c, "s2"), "staff"));
        assert_true(xml_named(casefile_master(c, "partners"), "master"));
        assert_int_equal(casefile_document_count(c), 3);
        assert_null(read_by(w, schemas, BOTH, "<row id='s2'/>\n<row staff='s3'/>\n<row on='1800-01-01'/>\n"));
        check_here(w, "casefile-date case.xml:5 /case/row[3]/@on\n"
                      "casefile-id-duplicate office.xml:3 /master/staff[2]/@id\n"
                      "casefile-ref-missing case.xml:4 /case/row[2]/@staff\n"
                      "casefile-ref-kind partners.xml:2 /master/of/@ref");
        /* A kept master's own reference is looked up beside every case. */
        write_file(w, "other.xml", "<master>\n<staff id='s1'/></master>");
        assert_null(read_by(w, schemas, "office='other.xml' partners='partners.xml'", ""));
        check_here(w, "casefile-ref-missing partners.xml:2 /master/of/@ref");
    }
}

static void
cases_in_a_row_are_told_what_each_is_told_alone(void **state)
{
    world *w = *state;
    write_model(w);
    for (int keep = 0; keep < 2; keep++) {
        casefile_schemas *schemas = casefile_schemas_open(folder, keep);
        run_of_cases(w, schemas);
        casefile_schemas_close(schemas);
    }
}

static void
a_master_is_read_once_only_if_it_is_to_be_kept(void **state)
{
    world *w = *state;
    for (int keep = 0; keep < 2; keep++) {
        write_model(w);
        casefile_schemas *schemas = casefile_schemas_open(folder, keep);
        assert_non_null(read_by(w, schemas, BOTH, "<row staff='s1'/>\n"));
        write_file(w, "office.xml", "<master><staff id='s2'/></master>");
        assert_int_equal(read_by(w, schemas, BOTH, "<row staff='s1'/>\n") != NULL, keep);
        casefile_schemas_close(schemas);
    }
}

/* What is wrong within a master is found by walking it: only one that is in order is kept. */
static void
a_master_that_is_not_in_order_is_not_kept(void **state)
{
    world *w = *state;
    write_model(w);
    write_file(
        w, "office.rng",
        "<grammar xmlns='http://relaxng.org/ns/structure/1.0' xmlns:r='urn:renkei:schema:1'><start>\n"
        "<element name='master'><zeroOrMore><element name='span' r:ordered='from to'>"
        "<attribute name='from'/><attribute name='to'/><empty/></element></zeroOrMore></element></start></grammar>");
    write_file(w, "office.xml", "<master>\n<span from='2' to='1'/></master>");
    casefile_schemas *schemas = casefile_schemas_open(folder, true);
    for (int i = 0; i < 2; i++) {
        assert_null(read_by(w, schemas, "office='office.xml'", ""));
        check_here(w, "casefile-order office.xml:2 /master/span/@to");
    }
    casefile_schemas_close(schemas);
}

/* Each reading of a master is judged where it stands, with every case that names it. */
static void
readings_of_masters_are_judged(void **state)
{
    world *w = *state;
    write_model(w);
    write_file(
        w, "partners.rng",
        "<grammar xmlns='http://relaxng.org/ns/structure/1.0' xmlns:r='urn:renkei:schema:1'><start>\n"
        "<element name='master'><zeroOrMore><choice><element name='kana' r:text='place-kana'><text/></element>\n"
        "<element name='given' r:text='given-kana'><text/></element>\n"
        "<element name='name' r:text='given'><text/></element></choice></zeroOrMore></element></start></grammar>");
    write_file(w, "partners.xml",
               "<master>\n<kana>みどりしょうがっこう</kana>\n<kana>ﾐﾄﾞﾘ</kana>\n<given>Anna</given>\n"
               "<given>アンナ・マリー</given>\n<name>Anna</name>\n<kana>緑</kana></master>");
    casefile_schemas *schemas = casefile_schemas_open(folder, true);
    for (int i = 0; i < 2; i++) {
        assert_null(read_by(w, schemas, BOTH, ""));
        check_here(w, "casefile-reading partners.xml:3 /master/kana[2]\n"
                      "casefile-reading partners.xml:4 /master/given[1]\n"
                      "casefile-reading partners.xml:7 /master/kana[3]");
        assert_int_equal(diag_exit_status(w->d), EXIT_DATA);
    }
    casefile_schemas_close(schemas);
}

static void
what_is_broken_is_told_with_every_case(void **state)
{
    world *w = *state;
    write_model(w);
    write_file(w, "office.xml", "<master>\n<odd/></master>");
    write_file(w, "partners.rng",
               "<grammar xmlns='http://relaxng.org/ns/structure/1.0' xmlns:r='urn:renkei:schema:1'>\n"
               "<start><element name='master' r:odd='yes'><empty/></element></start></grammar>");
    write_file(w, "partners.xml", "<master/>");
    casefile_schemas *schemas = casefile_schemas_open(folder, true);
    for (int i = 0; i < 2; i++) {
        assert_null(read_by(w, schemas, BOTH, ""));
        check_here(w, "xml-element-unknown office.xml:2 /master/odd\nschema-broken partners.rng:2");
    }
    g_unlink(write_file(w, "office.rng", ""));
    for (int i = 0; i < 2; i++) {
        assert_null(read_by(w, schemas, "office='office.xml'", ""));
        check_here(w, "xml-element-unknown office.xml:2 /master/odd"); /* the schema was read before */
    }
    casefile_schemas_close(schemas);
    schemas = casefile_schemas_open(folder, true);
    for (int i = 0; i < 2; i++) {
        assert_null(read_by(w, schemas, "office='office.xml'", ""));
        check_here(w, "file-read office.rng:0\nschema-broken office.rng:0");
    }
    casefile_schemas_close(schemas);
    casefile_schemas_close(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cases_in_a_row_are_told_what_each_is_told_alone, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(a_master_is_read_once_only_if_it_is_to_be_kept, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(a_master_that_is_not_in_order_is_not_kept, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(readings_of_masters_are_judged, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(what_is_broken_is_told_with_every_case, begin_folder, end_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
