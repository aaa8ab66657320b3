/* The head of a case: what it says is what the whole says, and what cannot be told is not guessed. */
#include "test_xml_check.h"

#include "casefile/casefile.h"

static bool
head_of(world *w, const char *text, casefile_head *out)
{
    return casefile_head_read(w->a, "some/where/case.xml", text, strlen(text), out);
}

static void
the_head_of_a_sample_is_that_of_the_whole(void **state)
{
    world *w = *state;
    const char *path = "samples/hodei-futoukou/case.xml";
    char *text;
    gsize length;
    casefile_head head;
    assert_true(g_file_get_contents(path, &text, &length, NULL));
    assert_true(casefile_head_read(w->a, path, text, MIN(length, 1000), &head));
    const casefile *c = casefile_read(w->a, w->s, path, "templates/schema", w->d);
    assert_non_null(c);
    assert_string_equal(head.id, xml_attribute(w->a, casefile_root(c), "id"));
    for (size_t i = 0; i < CASEFILE_MASTERS; i++)
        assert_string_equal(head.masters[i], xml_doc_file(casefile_document(c, i + 1)));
    g_free(text);
}

static void
only_the_beginning_is_looked_at(void **state)
{
    world *w = *state;
    casefile_head head;
    assert_true(head_of(w, "<!-- c --><case id='K&#45;1' xml:id='x'>\n<masters office='../o.xml' calendar='c.xml'/><br",
                        &head));
    assert_string_equal(head.id, "K-1");
    assert_string_equal(head.masters[0], "some/where/../o.xml");
    assert_null(head.masters[1]);
    assert_null(head.masters[2]);
    assert_string_equal(head.masters[3], "some/where/c.xml");
    assert_int_equal(diag_length(w->d), 0);
}

static void
utf16_has_a_head_too(void **state)
{
    world *w = *state;
    casefile_head head;
    gsize length;
    char *bytes =
        g_convert("\xef\xbb\xbf<case id='K-1'><masters/></case>", -1, "UTF-16LE", "UTF-8", NULL, &length, NULL);
    assert_true(casefile_head_read(w->a, "case.xml", bytes, length, &head));
    assert_string_equal(head.id, "K-1");
    g_free(bytes);
}

static void
what_is_no_head_is_refused(void **state)
{
    world *w = *state;
    casefile_head head;
    static const char *const bad[] = {
        "",
        "<",
        "no",
        "<case id='K-1'>",         /* ends before the masters */
        "<case><masters/></case>", /* no id */
        "<case id=''><masters/></case>",
        "<office id='K-1'><masters/></office>",
        "<case id='K-1'><child/><masters/></case>",
        "<case id='K-1' id='K-2'><masters/></case>",
        "<case id='K-1'>&who;<masters/></case>",
        "<!DOCTYPE case [<!ENTITY who 'x'>]><case id='K-1'><masters/></case>",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        if (head_of(w, bad[i], &head))
            fail_msg("taken for a head: %s", bad[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_head_of_a_sample_is_that_of_the_whole, begin, end),
        cmocka_unit_test_setup_teardown(only_the_beginning_is_looked_at, begin, end),
        cmocka_unit_test_setup_teardown(utf16_has_a_head_too, begin, end),
        cmocka_unit_test_setup_teardown(what_is_no_head_is_refused, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
