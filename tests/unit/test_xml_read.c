/* Reading: what is well-formed arrives unchanged and knows its place; what is hostile is refused by name. */
#include "test_xml_check.h"

#include <errno.h>
#include <sys/stat.h>

/* ---- what is good ---- */

static void
a_document_arrives_with_its_places(void **state)
{
    world *w = *state;
    xml_doc *doc = read_text(w, "<?xml version='1.0' encoding='UTF-8'?>\n"
                                "<case id='c1'>\n"
                                "  <row/>\n"
                                "  <row\n"
                                "     goal='g'\n"
                                "     note='n &amp; m'>\n"
                                "\n"
                                "    text</row>\n"
                                "</case>\n");
    assert_non_null(doc);
    xml_node *root = xml_root(doc), *row = xml_next_element(xml_first_element(root));
    assert_true(xml_named(root, "case"));
    assert_string_equal(xml_attribute(w->a, row, "note"), "n & m");
    assert_null(xml_attribute(w->a, row, "none"));
    assert_string_equal(xml_text(w->a, row), "\n\n    text");

    const place at = xml_place(w->a, row, true);
    assert_string_equal(at.file, "t.xml");
    assert_int_equal(at.line, 4); /* where the tag begins, not where it ends */
    assert_string_equal(at.path, "/case/row[2]");
    const place note = xml_place(w->a, xml_attribute_node(row, "note"), true);
    assert_int_equal(note.line, 6);
    assert_string_equal(note.path, "/case/row[2]/@note");
    const place text = xml_place(w->a, xml_first_child(row), true);
    assert_int_equal(text.line, 8);
    assert_null(xml_place(w->a, root, false).path);
    assert_int_equal(diag_length(w->d), 0);
}

/* By looking at all its brothers. */
static const char *
path_by_brothers(arena *a, const xml_node *n)
{
    const xml_node *parent = xml_parent(n);
    const char *above = parent ? path_by_brothers(a, parent) : "";
    size_t before = 0, all = 0;
    for (const xml_node *s = parent ? xml_first_element(parent) : n; s; s = xml_next_element(s)) {
        all += strcmp(xml_name(s), xml_name(n)) == 0;
        if (s == n)
            before = all;
    }
    return all > 1 ? arena_printf(a, "%s/%s[%zu]", above, xml_name(n), before)
                   : arena_printf(a, "%s/%s", above, xml_name(n));
}

static void
check_paths(world *w, const xml_node *n)
{
    const char *path = path_by_brothers(w->a, n);
    assert_string_equal(xml_place(w->a, n, true).path, path);
    for (const xml_node *attr = xml_first_attribute(n); attr; attr = xml_next(attr))
        assert_string_equal(xml_place(w->a, attr, true).path, arena_printf(w->a, "%s/@%s", path, xml_name(attr)));
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        check_paths(w, c);
}

static void
write_family(GString *out, GRand *r, int depth)
{
    const int children = depth ? g_rand_int_range(r, 0, 60) : 0, names = g_rand_int_range(r, 1, 50);
    for (int i = 0; i < children; i++) {
        const int name = g_rand_int_range(r, 0, names);
        g_string_append_printf(out, "<%s%d a='1' 様式='2'>", name % 3 ? "row" : "行", name);
        if (g_rand_int_range(r, 0, 12) == 0)
            write_family(out, r, depth - 1);
        g_string_append_printf(out, " </%s%d>\n", name % 3 ? "row" : "行", name);
    }
}

/* Of families of few names and of many. */
static void
a_path_numbers_brothers_of_one_name(void **state)
{
    world *w = *state;
    GRand *r = g_rand_new_with_seed(7);
    for (int i = 0; i < 20; i++) {
        GString *text = g_string_new("<case>");
        write_family(text, r, 3);
        g_string_append(text, "</case>");
        xml_doc *doc = read_text(w, text->str);
        assert_non_null(doc);
        check_paths(w, xml_root(doc));
        g_string_free(text, TRUE);
    }
    g_rand_free(r);
}

static void
lines_beyond_65535_are_right(void **state)
{
    world *w = *state;
    GString *text = g_string_new("<a>");
    for (int i = 1; i < 70000; i++)
        g_string_append_c(text, '\n');
    g_string_append(text, "<b\n x='1'/></a>");
    xml_doc *doc = read_text(w, text->str);
    assert_non_null(doc);
    xml_node *b = xml_first_element(xml_root(doc));
    assert_int_equal(xml_place(w->a, b, false).line, 70000);
    assert_int_equal(xml_place(w->a, xml_attribute_node(b, "x"), false).line, 70001);
    g_string_free(text, TRUE);
}

static void
comments_go_and_cdata_is_text(void **state)
{
    world *w = *state;
    xml_doc *doc = read_text(w, "<a>x<!-- 注 -->y<?pi z?><![CDATA[<&>]]></a>");
    assert_non_null(doc);
    assert_string_equal(xml_text(w->a, xml_root(doc)), "xy<&>");
    assert_null(xml_next(xml_first_child(xml_root(doc))));
}

static void
hard_names_are_not_normalised(void **state)
{
    world *w = *state;
    /* compatibility kanji 﨑, ideographic variation 葛󠄀, 𠮷 outside the BMP, decomposed が */
    const char *name = "髙﨑 葛\xf3\xa0\x84\x80城 \xf0\xa0\xae\xb7田 か\xe3\x82\x99";
    xml_doc *doc = read_text(w, arena_printf(w->a, "<a n='%s'>%s</a>", name, name));
    assert_string_equal(xml_text(w->a, xml_root(doc)), name);
    assert_string_equal(xml_attribute(w->a, xml_root(doc), "n"), name);
}

/* The bytes of a text, as a program that saves in `encoding` writes them. */
static GBytes *
encode_text(const char *mark, const char *text, const char *encoding)
{
    gsize length;
    char *body = g_convert(text, -1, encoding, "UTF-8", NULL, &length, NULL);
    assert_non_null(body);
    GByteArray *bytes = g_byte_array_new();
    g_byte_array_append(bytes, (const guint8 *)mark, (guint)strlen(mark));
    g_byte_array_append(bytes, (const guint8 *)body, (guint)length);
    g_free(body);
    return g_byte_array_free_to_bytes(bytes);
}

typedef struct encoded {
    const char *mark, *declared, *encoding; /* declared NULL: no declaration */
    const char *said;                       /* NULL: it is read */
} encoded;

/* What programs of offices save, and what becomes of a file whose declaration was not changed with its bytes. */
static const encoded encodings[] = {
    {"", NULL, "UTF-8", NULL},
    {"", "UTF-8", "UTF-8", NULL},
    {"", "utf-8", "UTF-8", NULL},
    {"\xef\xbb\xbf", NULL, "UTF-8", NULL},
    {"\xef\xbb\xbf", "UTF-8", "UTF-8", NULL},
    {"\xff\xfe", NULL, "UTF-16LE", NULL},
    {"\xfe\xff", NULL, "UTF-16BE", NULL},
    {"\xff\xfe", "UTF-16", "UTF-16LE", NULL},
    {"\xfe\xff", "utf-16", "UTF-16BE", NULL},
    {"\xff\xfe", "UTF-16LE", "UTF-16LE", NULL},
    {"\xfe\xff", "UTF-16BE", "UTF-16BE", NULL},
    {"\xff\xfe", "UTF-16BE", "UTF-16LE", "the text is UTF-16, but the XML declaration says UTF-16BE"},
    {"\xfe\xff", "UTF-8", "UTF-16BE", "the text is UTF-16, but the XML declaration says UTF-8"},
    {"\xff\xfe", "Shift_JIS", "UTF-16LE", "the text is UTF-16, but the XML declaration says Shift_JIS"},
    {"", NULL, "UTF-16LE", "this seems to be UTF-16, but no byte order mark is before it"},
    {"", "UTF-16", "UTF-16BE", "this seems to be UTF-16, but no byte order mark is before it"},
    {"", "UTF-16", "UTF-8", "the XML declaration says UTF-16, but the text is not UTF-16"},
    {"\xef\xbb\xbf", "UTF-16LE", "UTF-8", "the XML declaration says UTF-16LE, but the text is not UTF-16"},
    {"\xef\xbb\xbf", "Shift_JIS", "UTF-8", "the XML declaration says Shift_JIS"},
    {"", "Shift_JIS", "SHIFT_JIS", "the XML declaration says Shift_JIS"},
    {"", "Windows-31J", "CP932", "the XML declaration says Windows-31J"},
    {"", "EUC-JP", "EUC-JP", "the XML declaration says EUC-JP"},
    {"", "ISO-2022-JP", "ISO-2022-JP", "the XML declaration says ISO-2022-JP"},
    {"", NULL, "CP932", "this seems to be Shift_JIS, not UTF-8"},
    {"", "UTF-8", "EUC-JP", "this seems to be EUC-JP, not UTF-8"},
};

static void
each_encoding_is_read_or_named(void **state)
{
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(encodings); i++) {
        const encoded *e = &encodings[i];
        forget(w);
        const char *first = e->declared ? arena_printf(w->a, "<?xml version='1.0' encoding='%s'?>", e->declared) : "";
        GBytes *bytes = encode_text(e->mark, arena_printf(w->a, "%s<a>\n<b>花</b></a>", first), e->encoding);
        gsize length;
        const char *data = g_bytes_get_data(bytes, &length);
        xml_doc *doc = xml_read_memory(w->s, "t.xml", data, length, XML_DATA, &xml_limits_case, w->d);
        if (!doc != !!e->said)
            fail_msg("encoding %zu: %s", i, doc ? "read" : messages(w));
        if (doc) {
            assert_string_equal(xml_text(w->a, xml_first_element(xml_root(doc))), "花");
            assert_int_equal(xml_place(w->a, xml_first_element(xml_root(doc)), false).line, 2);
        } else {
            assert_int_equal(diag_length(w->d), 1);
            assert_int_equal(diag_at(w->d, 0)->code, DIAG_XML_ENCODING);
            assert_string_equal(diag_at(w->d, 0)->args[1], e->said);
        }
        g_bytes_unref(bytes);
    }
}

static void
a_text_node_has_no_children(void **state)
{
    world *w = *state;
    xml_doc *doc = read_text(w, "<a b='c'>t<d/></a>");
    xml_node *text = xml_first_child(xml_root(doc));
    assert_true(xml_is_text(text));
    assert_false(xml_is_element(text));
    assert_null(xml_first_child(text));
    assert_null(xml_first_element(text));
    assert_true(xml_named(xml_next(text), "d"));
    assert_null(xml_parent(xml_root(doc)));
    assert_true(xml_is_attribute(xml_first_attribute(xml_root(doc))));
    assert_ptr_equal(xml_doc_of(text), doc);
    assert_string_equal(xml_namespace(xml_next(text)), "");
}

/* ---- what is broken or hostile ---- */

typedef struct bad_input {
    const char *text, *expected;
} bad_input;

static void
broken_text_is_named_with_its_line(void **state)
{
    static const bad_input inputs[] = {
        {"", "xml-not-xml t.xml:0"},
        {"\xef\xbb\xbf", "xml-not-xml t.xml:0"},
        {"<a>\n<b>\n</a>", "xml-malformed t.xml:3"},
        {"<a>\n<b>text", "xml-malformed t.xml:2"},
        {"<a>\nx & y</a>", "xml-malformed t.xml:2"},
        {"<a>\n\n&nbsp;</a>", "xml-malformed t.xml:3"},
        {"<a>\n<b c='1' c='2'/></a>", "xml-malformed t.xml:2"},
        {"<a>\n<b c=1/></a>", "xml-malformed t.xml:2"},
        {"<a/>\n<b/>", "xml-malformed t.xml:2"},
        {"<a>\n<x:b/></a>", "xml-malformed t.xml:2"},
        {"<a>\n&#1;</a>", "xml-malformed t.xml:2"},
        {"<a>\n\x01</a>", "xml-malformed t.xml:2"},
        {"<!DOCTYPE a>\n<a/>", "xml-doctype t.xml:1"},
        {"\n<!DOCTYPE a SYSTEM 'http://example.invalid/a.dtd'>\n<a/>", "xml-doctype t.xml:2"},
        {"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<a>&x;</a>", "xml-doctype t.xml:1"},
        {"<!DOCTYPE a [\n<!ENTITY l 'lol'>\n<!ENTITY m '&l;&l;&l;&l;&l;&l;&l;&l;'>\n<!ENTITY n '&m;&m;&m;&m;&m;&m;&m;'>"
         "\n<!ENTITY o '&n;&n;&n;&n;&n;&n;'>]>\n<a>&o;</a>",
         "xml-doctype t.xml:1"},
        {"<?xml version='1.0' encoding='Shift_JIS'?>\n<a/>", "xml-encoding t.xml:1"},
        {"<?xml version='1.0' encoding='UTF-16'?>\n<a/>", "xml-encoding t.xml:1"},
        {"<?xml version='1.0' encoding='EUC-JP'?>\n<a/>", "xml-encoding t.xml:1"},
        {"<a>\n\x83\x65\x83\x58\x83\x67</a>", "xml-encoding t.xml:2"}, /* Shift_JIS without a word about it */
        {"<a>\n\n\xed\xa0\x80</a>", "xml-encoding t.xml:3"},           /* a lone surrogate */
        {"<a>\n\xc0\xaf</a>", "xml-encoding t.xml:2"},                 /* overlong */
        {"<a>\n\xe8\x8a", "xml-malformed t.xml:2"},                    /* cut in a character */
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(inputs); i++) {
        forget(w);
        assert_null(read_text(w, inputs[i].text));
        const char *got = messages(w);
        if (!g_str_has_prefix(got, inputs[i].expected))
            fail_msg("input %zu: %s instead of %s", i, got, inputs[i].expected);
        assert_int_equal(diag_exit_status(w->d), EXIT_DATA);
    }
}

static void
zero_bytes_are_refused(void **state)
{
    world *w = *state;
    static const char text[] = "<a>\n<b>\0</b></a>";
    assert_null(xml_read_memory(w->s, "t.xml", text, sizeof text - 1, XML_DATA, &xml_limits_case, w->d));
    check_messages(w, "xml-encoding t.xml:2");
    forget(w);
    static const char wide[] = "\xff\xfe\0\0<\0\0\0";
    assert_null(xml_read_memory(w->s, "t.xml", wide, sizeof wide - 1, XML_DATA, &xml_limits_case, w->d));
    check_messages(w, "xml-encoding t.xml:1");
    forget(w);
    static const char odd[] = "\xff\xfe<\0a";
    assert_null(xml_read_memory(w->s, "t.xml", odd, sizeof odd - 1, XML_DATA, &xml_limits_case, w->d));
    check_messages(w, "xml-encoding t.xml:1");
}

static void
messages_never_repeat_text(void **state)
{
    world *w = *state;
    assert_null(read_text(w, "<case><name>相原 湊 & 美咲</name>\n<sex kind=相原/><湊></美咲>\n&相原;</case>"));
    assert_true(diag_length(w->d) > 0);
    assert_null(strstr(wordings(w), "相原"));
}

static void
every_mistake_is_reported(void **state)
{
    world *w = *state;
    assert_null(read_text(w, "<a>\n<b>x & y</b>\n<c d='1' d='2'/>\n&nbsp;\n</a>"));
    check_messages(w, "xml-malformed t.xml:2\nxml-malformed t.xml:3\nxml-malformed t.xml:4");
}

static void
a_form_has_codes_of_its_own(void **state)
{
    static const bad_input inputs[] = {
        {"<a>", "form-xml-malformed t.xml:1"},
        {"<!DOCTYPE a>\n<a/>", "form-xml-doctype t.xml:1"},
        {"<a>\xff</a>", "form-xml-encoding t.xml:1"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(inputs); i++) {
        forget(w);
        const char *text = inputs[i].text;
        assert_null(xml_read_memory(w->s, "t.xml", text, strlen(text), XML_FORM, &xml_limits_form, w->d));
        check_messages(w, inputs[i].expected);
        assert_non_null(diag_at(w->d, 0)->form.file);
        assert_null(diag_at(w->d, 0)->data.file);
        assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
    }
}

/* What a mistake that people make is called, and where it is. */
static void
slips_are_told_by_what_helps(void **state)
{
    static const struct {
        const char *text;
        int line;
        const char *ja, *en;
    } slips[] = {
        {"<a>\nA & B</a>", 2, "& は &amp; と", "write & as &amp;"},
        {"<a>\nA&B</a>", 2, "文字の & は &amp; と", "a plain & as &amp;"},
        {"<a b='A & B'/>", 1, "& は &amp; と", "write & as &amp;"},
        {"<a>\n\nx < y</a>", 3, "< は &lt; と", "a plain < as &lt;"},
        {"<a>\nx <3</a>", 2, "< は &lt; と", "a plain < as &lt;"},
        {"<a b='x<y'/>", 1, "< は &lt; と", "< in an attribute value as &lt;"},
        {"<a>\nx<br>y</a>", 2, "HTMLのタグは使えません", "HTML is no part of it"},
        {"<a><b>y</a>", 1, "HTMLのタグは使えません", "HTML is no part of it"},
        {"<a/>\n記録", 2, "終わった後に続きがあります", "after the end of the outermost element"},
        {"<a/>\n<a/>", 2, "終わった後に続きがあります", "after the end of the outermost element"},
        {"記録\n<a/>", 1, "ほかの文字があります", "other characters stand"},
        {"<a>\n<b>", 2, "途中で終わっています", "ends too early"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(slips); i++) {
        forget(w);
        assert_null(read_text(w, slips[i].text));
        assert_int_equal(diag_at(w->d, 0)->data.line, slips[i].line);
        if (!strstr(wordings(w), slips[i].ja) || !strstr(wordings(w), slips[i].en))
            fail_msg("%s: %s", slips[i].text, wordings(w));
        if (diag_length(w->d) != 1)
            fail_msg("%s: %s", slips[i].text, wordings(w));
    }
}

/* Wherever a file is cut off, that is what is told; what was open for long is told as such. */
static void
a_file_cut_off_is_told_as_such(void **state)
{
    static const char whole[] = "<?xml version='1.0'?>\n<case id='一'\n b='2'>\n<row n=\"a&amp;b\">葛&#x845b;</row> "
                                "<p:q xmlns:p='urn:x' />\n</case>";
    world *w = *state;
    for (size_t n = strlen("<?xml version='1.0'?>"); n < sizeof whole - 1; n++) {
        forget(w);
        assert_null(xml_read_memory(w->s, "t.xml", whole, n, XML_DATA, &xml_limits_case, w->d));
        assert_int_equal(diag_length(w->d), 1);
        if (!strstr(wordings(w), "途中で終わっています"))
            fail_msg("cut after %zu bytes: %s", n, wordings(w));
    }
}

/* ---- limits ---- */

static char *
repeat(const char *before, const char *unit, int n, const char *after)
{
    GString *s = g_string_new(before);
    for (int i = 0; i < n; i++)
        g_string_append(s, unit);
    g_string_append(s, after);
    return g_string_free(s, FALSE);
}

static void
check_text(world *w, char *text, const char *expected)
{
    forget(w);
    const bool read = read_text(w, text) != NULL;
    check_messages(w, expected);
    assert_int_equal(read, *expected == '\0');
    g_free(text);
}

static void
limits_hold_to_the_last(void **state)
{
    world *w = *state;
    char *deepest = repeat("", "<a>", 64, ""), *close = repeat("", "</a>", 64, "");
    check_text(w, g_strconcat(deepest, close, NULL), "");
    check_text(w, g_strconcat("\n<a>", deepest, close, "</a>", NULL), "xml-too-deep t.xml:2");
    g_free(deepest);
    g_free(close);
    check_text(w, repeat("", "<a>", 100000, ""), "xml-too-deep t.xml:1");
    check_text(w, repeat("<a>", "x", 256 * 1024, "</a>"), "");
    check_text(w, repeat("<a>\n", "xyz", 100 * 1024, "</a>"), "xml-text-too-long t.xml:2");
    check_text(w, repeat("<a>\n<![CDATA[", "xyz", 100 * 1024, "]]></a>"), "xml-text-too-long t.xml:2");
    check_text(w, repeat("<a>\n", "xyz<!-- -->", 100 * 1024, "</a>"), "xml-text-too-long t.xml:2");
    check_text(w, repeat("<a>\n<b c='", "xyz", 100 * 1024, "'/></a>"), "xml-text-too-long t.xml:2");
    check_text(w, repeat("<a>", "<b/>", 399999, "</a>"), "");
    check_text(w, repeat("<a>", "<b/>", 400000, "</a>"), "xml-too-many-nodes t.xml:1");
    check_text(w, repeat("<a>", "<b c='d'>e</b>", 150000, "</a>"), "xml-too-many-nodes t.xml:1");
    check_text(w, repeat("<a>", "                ", (1 << 20) + 1, "</a>"), "xml-too-large t.xml:0");
}

/* An element with so many attributes, in line 2, between others of as many as may be. */
static char *
crowd(const char *before, int attributes, const char *behind)
{
    GString *s = g_string_new("<a>\n<b");
    for (int i = 0; i < attributes; i++)
        g_string_append_printf(s, "%s x%d='%s'", i % 16 ? "" : "\n", i, i % 2 ? "a=b>" : "\" = =");
    g_string_append_printf(s, "/>%s</a>", behind);
    g_string_prepend(s, before);
    return g_string_free(s, FALSE);
}

/* What the parser would compare each with each: as many as may be, and one more. */
static void
crowds_of_attributes_stay_outside(void **state)
{
    world *w = *state;
    char *some = crowd("", XML_MOST_ATTRIBUTES, ""), *full = strstr(some, "<b");
    *strstr(full, "</a>") = '\0';
    check_text(w, crowd("", XML_MOST_ATTRIBUTES, full), "");
    check_text(w, crowd("", XML_MOST_ATTRIBUTES + 1, full), "xml-many-attributes t.xml:2");
    check_text(w, crowd("\n<!-- <c d='e' '-->\n", XML_MOST_ATTRIBUTES + 1, ""), "xml-many-attributes t.xml:4");
    check_text(w, crowd("<?p <'?>", XML_MOST_ATTRIBUTES + 1, ""), "xml-many-attributes t.xml:2");
    check_text(w, crowd("", 50000, ""), "xml-many-attributes t.xml:2");
    g_free(some);
    /* What only looks like attributes is none. */
    check_text(w, repeat("<a>", " = ", 1000, "</a>"), "");
    check_text(w, repeat("<a b='", " c=&quot;d&quot;", 1000, "'/>"), "");
    check_text(w, repeat("<a b='1'><!-- <b -->", " c='d' >", 1000, "</a>"), "");
    check_text(w, repeat("<a><!--> <b", " c='d'", 1000, "--></a>"), "");
    check_text(w, repeat("<a><![CDATA[<b", " c='d'", 1000, "]]></a>"), "");
    check_text(w, repeat("<a><?p <b", " c='d'", 1000, "?></a>"), "");
    check_text(w, repeat("<a>", "<b c='1' d='2'>=</b>", 1000, "</a>"), "");
    xml_doc *doc = xml_read_memory(w->s, "t.xml", "<a/>", 4, XML_FORM, &xml_limits_form, w->d);
    assert_non_null(doc);
}

static char *
namespaces(int within, int beside)
{
    GString *s = g_string_new("<a>\n");
    for (int i = 0; i < beside; i++)
        g_string_append_printf(s, "<s xmlns:s%d='u'/>", i);
    for (int i = 0; i < within; i++)
        g_string_append_printf(s, "%s xmlns:n%d='u%d'%s", i % 2 ? "" : "<b", i, i, i % 2 || i + 1 == within ? ">" : "");
    for (int i = 0; i < (within + 1) / 2; i++)
        g_string_append(s, "</b>");
    g_string_append(s, "</a>");
    return g_string_free(s, FALSE);
}

static void
namespaces_and_names_have_an_end(void **state)
{
    world *w = *state;
    check_text(w, namespaces(XML_MOST_NAMESPACES, 0), "");
    check_text(w, namespaces(XML_MOST_NAMESPACES, 1000), "");
    check_text(w, namespaces(XML_MOST_NAMESPACES + 1, 0), "xml-many-namespaces t.xml:2");
    check_text(w, repeat("<a>\n<", "b", XML_MOST_NAME, "/></a>"), "");
    check_text(w, repeat("<a>\n<", "b", XML_MOST_NAME + 1, "/></a>"), "xml-name-too-long t.xml:2");
    check_text(w, repeat("<a>\n<c ", "b", XML_MOST_NAME, "='1'/></a>"), "");
    check_text(w, repeat("<a>\n<c ", "b", XML_MOST_NAME + 1, "='1'/></a>"), "xml-name-too-long t.xml:2");
    check_text(w, repeat("<a>\n<c ", "名", 90, "='1'/></a>"), "xml-name-too-long t.xml:2");
    check_text(w, repeat("<a>\n<c xmlns:", "b", XML_MOST_NAME + 1, "='u'/></a>"), "xml-name-too-long t.xml:2");
    check_text(w, repeat("<a>\n<!-- ", "-b ", 1 << 20, " --></a>"), "");
    check_text(w, repeat("<a>\n<?p ", "b?>", 1, "</a>"), "");
}

/* What is looked into does not depend on how far its first tag goes. */
static bool
never_enough(void *data, const char *name, int depth, const char *const *attributes)
{
    (void)name;
    (void)depth;
    (void)attributes;
    return ++*(int *)data < 1000000;
}

static void
who_peeks_gives_up(void **state)
{
    (void)state;
    char *texts[] = {repeat("<a b='", "cccccccccccccccc", 1 << 20, "'/>"), crowd("", XML_MOST_ATTRIBUTES + 1, ""),
                     repeat("<a>", "<b c='d'/>", 1 << 20, "</a>")};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        int met = 0;
        assert_false(xml_peek(texts[i], strlen(texts[i]), never_enough, &met));
        assert_true(met < 30000);
        g_free(texts[i]);
    }
}

/* ---- files ---- */

static const char *
read_value(xml_store *s, const char *path, diag *d)
{
    xml_doc *doc = xml_read_file(s, path, XML_DATA, &xml_limits_case, d);
    assert_non_null(doc);
    return xml_attribute(xml_store_arena(s), xml_root(doc), "v");
}

/* What is read once is the same however it is spelled, and for whoever takes it over; what could not be read is not. */
static void
a_file_is_what_it_was_when_it_was_read_first(void **state)
{
    world *w = *state;
    char *folder = g_dir_make_tmp("renkei-xml-XXXXXX", NULL);
    char *path = g_build_filename(folder, "a.xml", NULL), *other = g_build_filename(folder, ".", "a.xml", NULL);
    xml_store *each = xml_store_new(), *same = xml_store_new();
    xml_store_read_once(w->s);
    assert_null(xml_read_file(w->s, path, XML_DATA, &xml_limits_case, w->d));
    forget(w);
    assert_true(g_file_set_contents(path, "<a v=\"1\"/>", -1, NULL));
    assert_string_equal(read_value(w->s, path, w->d), "1");
    assert_string_equal(read_value(each, path, w->d), "1");
    xml_store_supply_all(same, w->s);
    assert_true(g_file_set_contents(path, "<a v=\"2\"/>", -1, NULL));
    assert_string_equal(read_value(w->s, path, w->d), "1");
    assert_string_equal(read_value(w->s, other, w->d), "1");
    assert_string_equal(read_value(same, path, w->d), "1");
    assert_string_equal(read_value(each, path, w->d), "2");
    g_unlink(path);
    assert_string_equal(read_value(w->s, path, w->d), "1");
    xml_store_drop(each);
    xml_store_drop(same);
    g_rmdir(folder);
    g_free(other);
    g_free(path);
    g_free(folder);
}

static void
what_is_not_a_file_is_refused(void **state)
{
    world *w = *state;
    char *folder = g_dir_make_tmp("renkei-xml-XXXXXX", NULL);
    char *fifo = g_build_filename(folder, "pipe", NULL), *missing = g_build_filename(folder, "none", NULL);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    const struct {
        const char *path;
        int error;
    } inputs[] = {{folder, EISDIR}, {fifo, ENODEV}, {"/dev/zero", ENODEV}, {missing, ENOENT}};
    for (size_t i = 0; i < G_N_ELEMENTS(inputs); i++) {
        forget(w);
        assert_null(xml_read_file(w->s, inputs[i].path, XML_DATA, &xml_limits_case, w->d));
        assert_int_equal(diag_length(w->d), 1);
        assert_string_equal(diag_name(diag_at(w->d, 0)->code), "file-read");
        assert_int_equal(diag_exit_status(w->d), EXIT_ENVIRONMENT);
        /* One that somebody named is told by whoever knows who. */
        int error;
        forget(w);
        assert_null(xml_read_asked(w->s, inputs[i].path, XML_DATA, &xml_limits_case, &error, w->d));
        assert_int_equal(error, inputs[i].error);
        assert_int_equal(diag_length(w->d), 0);
    }
    g_unlink(fifo);
    g_rmdir(folder);
    g_free(fifo);
    g_free(missing);
    g_free(folder);
}

/* Whatever happens, libxml2 keeps its own voice to itself. */
static void
nothing_is_printed(void **state)
{
    world *w = *state;
    fflush(stderr);
    char *path = g_strdup("/tmp/renkei-stderr-XXXXXX");
    const int caught = g_mkstemp(path), own = dup(STDERR_FILENO);
    dup2(caught, STDERR_FILENO);
    read_text(w, "<a><b></a>");
    read_text(w, "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>&x;</a>");
    xml_expr_compile(w->s, "a[", PLACE_NONE, w->d);
    fflush(stderr);
    dup2(own, STDERR_FILENO);
    close(own);
    assert_int_equal(lseek(caught, 0, SEEK_END), 0);
    close(caught);
    g_unlink(path);
    g_free(path);
}

/* Byte by byte what GLib's own check says, over every lead byte and what may follow it, wherever it stands. */
static void
utf8_is_checked_as_glib_does(void **state)
{
    static const unsigned char next[] = {0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
    world *w = *state;
    for (int lead = 0x80; lead < 0x100; lead++) {
        for (size_t i = 0; i < 1000; i++) {
            char text[32];
            const size_t skip = (i * 7 + (size_t)lead) % 12;
            memset(text, 'a', sizeof text);
            memcpy(text, "<a>", 3);
            memcpy(text + sizeof text - 4, "</a>", 4);
            text[3 + skip] = (char)lead;
            for (size_t n = 0, rest = i; n < 3; n++, rest /= 10)
                text[4 + skip + n] = (char)next[rest % 10];
            forget(w);
            const bool read = xml_read_memory(w->s, "t.xml", text, sizeof text, XML_DATA, &xml_limits_case, w->d);
            const bool encoding = !read && strstr(messages(w), "xml-encoding");
            assert_int_equal(encoding, !g_utf8_validate_len(text, sizeof text, NULL));
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_document_arrives_with_its_places, begin, end),
        cmocka_unit_test_setup_teardown(a_path_numbers_brothers_of_one_name, begin, end),
        cmocka_unit_test_setup_teardown(lines_beyond_65535_are_right, begin, end),
        cmocka_unit_test_setup_teardown(comments_go_and_cdata_is_text, begin, end),
        cmocka_unit_test_setup_teardown(hard_names_are_not_normalised, begin, end),
        cmocka_unit_test_setup_teardown(each_encoding_is_read_or_named, begin, end),
        cmocka_unit_test_setup_teardown(a_text_node_has_no_children, begin, end),
        cmocka_unit_test_setup_teardown(broken_text_is_named_with_its_line, begin, end),
        cmocka_unit_test_setup_teardown(zero_bytes_are_refused, begin, end),
        cmocka_unit_test_setup_teardown(messages_never_repeat_text, begin, end),
        cmocka_unit_test_setup_teardown(every_mistake_is_reported, begin, end),
        cmocka_unit_test_setup_teardown(a_form_has_codes_of_its_own, begin, end),
        cmocka_unit_test_setup_teardown(slips_are_told_by_what_helps, begin, end),
        cmocka_unit_test_setup_teardown(a_file_cut_off_is_told_as_such, begin, end),
        cmocka_unit_test_setup_teardown(crowds_of_attributes_stay_outside, begin, end),
        cmocka_unit_test_setup_teardown(namespaces_and_names_have_an_end, begin, end),
        cmocka_unit_test_setup_teardown(who_peeks_gives_up, begin, end),
        cmocka_unit_test_setup_teardown(limits_hold_to_the_last, begin, end),
        cmocka_unit_test_setup_teardown(a_file_is_what_it_was_when_it_was_read_first, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_a_file_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(nothing_is_printed, begin, end),
        cmocka_unit_test_setup_teardown(utf8_is_checked_as_glib_does, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
