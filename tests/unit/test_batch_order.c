/* test_batch_order.c: a run file is taken as it is written: what stands in it and says nothing is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "batch/batch_int.h"
#include "folder_support.h"
#include "schema/schema.h"
#include "xml/xml.h"

/* Every attribute that there is (a test sees to that), each element on a line of its own. */
static const char whole[] =
    "<run version=\"1\" month=\"2024-06\" as-of=\"2024-08-01\" output=\"out\" local-rules=\"rules\" status=\"s.json\""
    " metrics=\"m.prom\" name=\"{key}.pdf\" roster=\"r\" missing=\"5%\">\n"
    "<cases folder=\"cases\" files=\"*.xml\" links=\"follow\"/>\n"
    "<case file=\"cases/case.xml\"/>\n"
    "<form name=\"plan\" edition=\"school\" month=\"previous\" as-of=\"today\"/>\n"
    "<form name=\"consent\" blank=\"yes\"/>\n"
    "<bundle to=\"household\" together=\"no\" gaps=\"hold\" duplex=\"no\" cover=\"yes\" envelope=\"no\"/>\n"
    "<print printer=\"tray2\" options=\"media=A4\"/>\n"
    "</run>\n";

static char *folder, *path;

static int
begin(void **state)
{
    (void)state;
    folder = g_dir_make_tmp("renkei-order-XXXXXX", NULL);
    path = g_build_filename(folder, "run.xml", NULL);
    char *cases = g_build_filename(folder, "cases", NULL), *file = g_build_filename(cases, "case.xml", NULL);
    assert_int_equal(g_mkdir(cases, 0700), 0);
    assert_true(write_file_anew(file, "<case/>", -1));
    g_free(file);
    g_free(cases);
    return 0;
}

static int
end(void **state)
{
    (void)state;
    remove_tree(folder);
    g_free(folder);
    g_free(path);
    return 0;
}

static bool
is_read(const char *text, diag *d)
{
    assert_true(write_file_anew(path, text, -1));
    batch_order *o = batch_order_new();
    const bool good = batch_order_read(o, path, "templates/schema", d);
    batch_order_drop(o);
    return good;
}

static void
note_pattern(void *data, const xml_node *pattern, xml_node *n)
{
    if (xml_is_attribute(n))
        g_hash_table_add(data, (gpointer)pattern);
}

static size_t
attributes_below(const xml_node *n)
{
    size_t count = xml_named(n, "attribute");
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        count += attributes_below(c);
    return count;
}

static void
the_whole_file_has_every_attribute_of_the_grammar(void **state)
{
    (void)state;
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    int error = 0;
    assert_true(is_read(whole, d));
    schema_grammar *g = schema_read(s, "templates/schema/run.rng", d);
    xml_doc *doc = xml_read_asked(s, path, XML_DATA, &xml_limits_case, &error, d);
    assert_true(g && doc);
    GHashTable *met = g_hash_table_new(NULL, NULL);
    schema_walk(g, doc, note_pattern, met);
    assert_int_equal(schema_source_count(g), 1);
    assert_int_equal(g_hash_table_size(met), attributes_below(schema_source(g, 0)));
    g_hash_table_destroy(met);
    xml_store_drop(s);
    diag_drop(d);
}

/* One that was begun and not written is no order to do without it. */
static void
an_empty_attribute_is_an_error_at_its_line(void **state)
{
    static const char *const nothings[] = {"", " ", "\t", "\xe3\x80\x80", "\xe2\x80\x8b"};
    (void)state;
    int line = 1, attributes = 0;
    for (const char *at = whole; *at; at++) {
        line += *at == '\n';
        if (strncmp(at, "=\"", 2) != 0)
            continue;
        const char *value = at + 2, *after = strchr(value, '"');
        attributes++;
        for (size_t i = 0; i < G_N_ELEMENTS(nothings); i++) {
            char *text = g_strdup_printf("%.*s%s%s", (int)(value - whole), whole, nothings[i], after);
            diag *d = diag_new();
            assert_false(is_read(text, d));
            assert_int_equal(diag_length(d), 1);
            const diag_message *m = diag_at(d, 0);
            if (m->code != DIAG_XML_VALUE_EMPTY || m->data.line != line || strcmp(m->data.file, path) != 0)
                fail_msg("%s:%d %s: %.*s", m->data.file, m->data.line, diag_name(m->code), (int)(after - at) + 20,
                         at - 20);
            assert_int_equal(diag_exit_status(d), EXIT_DATA);
            diag_drop(d);
            g_free(text);
        }
        at = after;
    }
    assert_true(attributes > 20);
}

/* Beside one, what else is wrong is told, too. */
static void
all_that_is_wrong_is_told_at_once(void **state)
{
    (void)state;
    diag *d = diag_new();
    assert_false(is_read("<run version=\"1\" output=\"\" roster=\" \">\n<cases folder=\"\"/>\n"
                         "<form name=\"plan\" month=\"June\"/>\n<bundle to=\"nobody\" cover=\"\"/></run>",
                         d));
    GString *said = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(d); i++)
        g_string_append_printf(said, "%d %s\n", diag_at(d, i)->data.line, diag_name(diag_at(d, i)->code));
    assert_string_equal(said->str, "1 xml-value-empty\n1 xml-value-empty\n2 xml-value-empty\n4 xml-value-empty\n"
                                   "3 xml-value-form\n4 xml-value-list\n");
    g_string_free(said, TRUE);
    diag_drop(d);
}

/* The forms of a run file by their names as documents, each with a ';', or "-" for one that is refused. */
static char *
forms_of(const char *forms)
{
    char *text = g_strdup_printf("<run version=\"1\"><cases folder=\"cases\"/>%s</run>", forms);
    assert_true(write_file_anew(path, text, -1));
    batch_order *o = batch_order_new();
    diag *d = diag_new();
    GString *out = g_string_new(batch_order_read(o, path, "templates/schema", d) ? "" : "-");
    for (guint i = 0; i < o->forms->len; i++)
        g_string_append_printf(out, "%s;", g_array_index(o->forms, batch_form, i).form);
    batch_order_drop(o);
    diag_drop(d);
    g_free(text);
    return g_string_free(out, FALSE);
}

static void
a_form_is_filled_copied_or_blank(void **state)
{
    (void)state;
    static const struct {
        const char *forms, *names;
    } rows[] = {{"<form name=\"plan\"/><form name=\"plan\" blank=\"yes\"/>", "plan;plan@blank;"},
                {"<form name=\"plan\" blank=\"no\"/><form name=\"plan\" edition=\"学校\"/>", "plan;plan@school;"},
                {"<form name=\"plan\" edition=\"school\" blank=\"yes\"/>", "-"},
                {"<form name=\"plan\" edition=\"blank\"/>", "-"},
                {"<form name=\"plan\" blank=\"maybe\"/>", "-"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *names = forms_of(rows[i].forms);
        assert_string_equal(names, rows[i].names);
        g_free(names);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(the_whole_file_has_every_attribute_of_the_grammar),
                                       TEST(an_empty_attribute_is_an_error_at_its_line),
                                       TEST(all_that_is_wrong_is_told_at_once), TEST(a_form_is_filled_copied_or_blank)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
