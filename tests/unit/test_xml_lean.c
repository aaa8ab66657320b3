/* test_xml_lean.c: what a lean reader leaves out, what it does not, and that lines and words can be found again. */
#include "test_xml_check.h"

static bool
keeps_marked(const void *data, const char *bytes, size_t length)
{
    return memmem(bytes, length, data, strlen(data));
}

static const xml_lean lean = {
    .removed = "a:doc", .emptied = {"words", NULL}, .sifted = "rule", .keeps = keeps_marked, .data = "mark"};

static const xml_doc *
read_lean(world *w, const char *bytes, const xml_lean *how)
{
    char *path = g_build_filename(g_get_tmp_dir(), "renkei-lean-XXXXXX", NULL);
    const int fd = g_mkstemp(path);
    assert_true(fd >= 0 && write(fd, bytes, strlen(bytes)) == (ssize_t)strlen(bytes));
    close(fd);
    const xml_doc *doc = xml_read_lean(w->s, arena_strdup(w->a, path), XML_FORM, &xml_limits_form, how, w->d);
    g_unlink(path);
    g_free(path);
    return doc;
}

/* The elements as name:line(text of its own), in turn. */
static void
append_elements(world *w, const xml_node *n, GString *out)
{
    g_string_append_printf(out, "%s:%d ", xml_name(n), xml_place(w->a, n, false).line);
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        append_elements(w, c, out);
}

static void
what_is_left_out_is_not_there_and_lines_stay(void **state)
{
    static const struct {
        const char *inside, *elements;
    } rows[] = {
        {"<a:doc>言葉\nと言葉</a:doc>\n<b/>", "r:1 b:3 "},
        {"<a:doc x='>'>言葉</a:doc><b/>", "r:1 b:1 "},
        {"<a:doc/><b/>", "r:1 doc:1 b:1 "},                   /* no text: nothing to save */
        {"<a:doc>言<i/>葉</a:doc>", "r:1 doc:1 i:1 "},        /* not text alone */
        {"<a:documents>x</a:documents>", "r:1 documents:1 "}, /* another name */
        {"<!-- 一\n二 <b/> -->\n<b/>", "r:1 b:3 "},
        {"<rule>\n<b/></rule>\n<rule mark='1'><c/></rule>", "r:1 rule:3 c:3 "},
        {"<rules><rule>x</rule></rules><b/>", "r:1 rules:1 b:1 "},
        {"<rule>x</rule ><rule mark='1'/><b/>", "r:1 rule:1 rule:1 b:1 "}, /* its end is not told from the bytes */
        {"<rule>x</rule\n><b/><rule>x</rule><c/>", "r:1 rule:1 b:2 c:2 "},
        {"<rule x='>'/><b/><rule>x</rule><c/>", "r:1 rule:1 b:1 c:1 "},
        {"<![CDATA[<a:doc>x</a:doc>]]><a:doc>x</a:doc>", "r:1 doc:1 "}, /* where < begins no tag, all is read */
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        for (int packed = 0; packed < 2; packed++) {
            xml_lean how = lean;
            how.packed = packed;
            char *bytes = g_strdup_printf("<r xmlns:a='u'>%s</r>\n", rows[i].inside);
            GString *out = g_string_new(NULL);
            const xml_doc *doc = read_lean(w, bytes, &how);
            assert_non_null(doc);
            append_elements(w, xml_root(doc), out);
            assert_string_equal(out->str, rows[i].elements);
            g_string_free(out, TRUE);
            g_free(bytes);
        }
}

static void
words_are_left_out_and_texts_are_not(void **state)
{
    static const struct {
        const char *inside, *text;
    } rows[] = {
        {"<words>言葉</words>", ""},
        {"<words>言<b/>葉<b x='>'/></words>", ""}, /* with the empty elements in them */
        {"<words>言<b>と</b>葉</words>", "言と葉"},
        {"<words>言<b/><!-- 注 -->葉</words>", "言葉"},
        {"<m>あ<!-- 注 -->い</m>", "あい"}, /* in a text a comment is nothing, and leaves no space */
        {"<m>あ <b/> い</m>", "あ  い"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *bytes = g_strdup_printf("<r>%s</r>", rows[i].inside);
        const xml_doc *doc = read_lean(w, bytes, &lean);
        assert_string_equal(xml_text(w->a, xml_root(doc)), rows[i].text);
        g_free(bytes);
    }
}

static bool
is_documentation(const xml_node *n) /* in a namespace of its own */
{
    return n && strcmp(xml_name(n), "documentation") == 0;
}

/* The place of an element among its brothers is the same but for what was removed. */
static void
the_whole_is_found_again(void **state)
{
    world *w = *state;
    const char *path = "templates/schema/types.rng";
    static const xml_lean how = {.removed = "a:documentation", .packed = true};
    const xml_doc *doc = xml_read_lean(w->s, path, XML_FORM, &xml_limits_form, &how, w->d);
    size_t found = 0;
    for (const xml_node *n = xml_first_element(xml_root(doc)); n; n = xml_next_element(n)) {
        const xml_node *whole = xml_whole(n);
        assert_int_equal(xml_place(w->a, n, false).line, xml_place(w->a, whole, false).line);
        assert_string_equal(xml_attribute(w->a, n, "name"), xml_attribute(w->a, whole, "name"));
        assert_false(is_documentation(xml_first_element(n)));
        found += is_documentation(xml_first_element(whole));
    }
    assert_true(found >= 8);
    const xml_doc *gone = read_lean(w, "<r xmlns:a='u'><a:doc>x</a:doc><b/></r>", &lean); /* its file is no more */
    assert_string_equal(xml_name(xml_first_element(xml_root(gone))), "b");
    assert_string_equal(xml_text(w->a, xml_first_element(xml_whole(xml_root(gone)))), "x");
    const xml_doc *plain = xml_read_file(w->s, path, XML_FORM, &xml_limits_form, w->d);
    assert_ptr_equal(xml_whole(xml_root(plain)), xml_root(plain));
}

/* Bytes that no XML has are for the parser to refuse, as ever. */
static void
what_is_no_xml_is_refused_as_ever(void **state)
{
    world *w = *state;
    assert_null(read_lean(w, "<r xmlns:a='u'><a:doc>\1</a:doc></r>", &lean));
    assert_null(read_lean(w, "<r xmlns:a='u'><a:doc>x</a:doc>", &lean));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_left_out_is_not_there_and_lines_stay),
        TEST(words_are_left_out_and_texts_are_not),
        TEST(the_whole_is_found_again),
        TEST(what_is_no_xml_is_refused_as_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
