/* test_xml_plain.c: a document that is read plainly is the one that libxml2 makes of the same bytes: node for node,
 * line for line, with what is left out of a lean one; and what is not well-formed is never taken. */
#include <dirent.h>

#include "test_xml_check.h"

#include "xml/xml_int.h"

static bool
keeps_marked(const void *data, const char *bytes, size_t length)
{
    return memmem(bytes, length, data, strlen(data));
}

/* How forms, schemas and rules are read, and a case. */
static const xml_lean no_words = {.removed = "a:documentation", .packed = true};
static const xml_lean few_rules = {
    .emptied = {"title", "explain", NULL}, .sifted = "rule", .keeps = keeps_marked, .data = "N"};
static const struct way {
    const xml_limits *limits;
    const xml_lean *lean;
} ways[] = {
    {&xml_limits_case, NULL},      {&xml_limits_schema, NULL},     {&xml_limits_schema, &no_words},
    {&xml_limits_form, &no_words}, {&xml_limits_form, &few_rules},
};

/* What is compared, for whoever sees it fail. */
static const char *compared;
static size_t compared_way;

static void
assert_same_text(const xml_node *x, const xml_node *y)
{
    if (g_strcmp0(xml_borrow_value(x), xml_borrow_value(y)) != 0)
        print_message("way %zu, line %d of %.600s\n", compared_way, xml_line(x), compared);
    assert_string_equal(x ? xml_borrow_value(x) : "", y ? xml_borrow_value(y) : "");
}

static void
assert_same_name(const xml_node *x, const xml_node *y)
{
    assert_string_equal(xml_name(x), xml_name(y));
    assert_string_equal(xml_namespace(x), xml_namespace(y));
    assert_string_equal(xml_prefix(x), xml_prefix(y));
}

static void
assert_same_info(const xml_node *x, const xml_node *y)
{
    const xml_info *a = xml_info_of(x), *b = xml_info_of(y);
    assert_true(a && b);
    assert_int_equal(a->line, b->line);
    assert_int_equal(a->order, b->order);
    assert_int_equal(a->blank, b->blank);
    assert_true(x->doc && x->parent);
}

static void
assert_same_element(const xml_node *x, const xml_node *y)
{
    assert_int_equal(x->type, y->type);
    assert_same_info(x, y);
    if (!xml_is_element(x)) {
        assert_same_text(x, y);
        return;
    }
    assert_same_name(x, y);
    const xmlNs *n = x->nsDef, *m = y->nsDef;
    for (; n && m; n = n->next, m = m->next) {
        assert_string_equal((const char *)n->href, (const char *)m->href);
        assert_int_equal(xmlStrcmp(n->prefix, m->prefix), 0);
    }
    assert_true(!n && !m);
    const xml_node *a = xml_first_attribute(x), *b = xml_first_attribute(y), *last = NULL;
    for (; a && b; last = a, a = xml_next(a), b = xml_next(b)) {
        assert_same_info(a, b);
        assert_same_name(a, b);
        assert_same_text(a, b);
        assert_ptr_equal(a->prev, last);
    }
    assert_true(!a && !b);
    for (a = x->children, b = y->children, last = NULL; a && b; last = a, a = a->next, b = b->next) {
        assert_ptr_equal(a->prev, last);
        assert_ptr_equal(a->parent, x);
        assert_same_element(a, b);
    }
    assert_true(!a && !b);
    assert_ptr_equal(x->last, last);
}

/* How many of the ways took it plainly. */
static size_t
compare_ways(const char *bytes, size_t length)
{
    size_t taken = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        diag *d = diag_new();
        xml_store *s = xml_store_new();
        xml_doc plain = {.memory = xml_store_arena(s), .store = s, .file = "x"};
        const bool is_plain = xml_plain_take(&plain, bytes, length, ways[i].limits, ways[i].lean);
        const xml_doc *parsed = xml_read_parsed(s, "x", bytes, length, XML_FORM, ways[i].limits, ways[i].lean, d);
        if (is_plain && !parsed)
            print_message("taken, and not well-formed: %.*s\n", (int)MIN(length, 2000), bytes);
        compared = bytes;
        compared_way = i;
        if (is_plain) {
            assert_non_null(parsed);
            assert_same_element(xml_root(&plain), xml_root(parsed));
            xml_tree_drop(plain.tree);
            taken++;
        }
        xml_store_drop(s);
        diag_drop(d);
    }
    return taken;
}

/* ---- the files of the project ---- */

typedef void (*each_file)(const char *path, char *bytes, size_t length);

static void
visit_files(const char *folder, const char *ending, each_file visit)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    assert_non_null(dir);
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL), *bytes;
        gsize length;
        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            visit_files(path, ending, visit);
        else if (g_str_has_suffix(name, ending) && g_file_get_contents(path, &bytes, &length, NULL)) {
            visit(path, bytes, length);
            g_free(bytes);
        }
        g_free(path);
    }
    g_dir_close(dir);
}

static void
compare_file(const char *path, char *bytes, size_t length)
{
    const size_t taken = compare_ways(bytes, length);
    if (taken == 0)
        print_message("%s is not plain\n", path);
    assert_true(taken > 0);
}

static void
every_file_of_ours_is_plain_and_the_same(void **state)
{
    (void)state;
    visit_files("templates", ".rng", compare_file);
    visit_files("templates", ".xml", compare_file);
    visit_files("samples", ".xml", compare_file);
}

/* ---- anything ---- */

static const char *const pieces[] = {
    "<a>",
    "</a>",
    "<b/>",
    "<b x='1' y=\"2\"/>",
    " ",
    "\n",
    "\t",
    "\r",
    "\r\n",
    "語",
    "（",
    "&amp;",
    "&lt;",
    "&#10;",
    "&#x3042;",
    "&x;",
    "]",
    "]]>",
    ">",
    "<",
    "'",
    "\"",
    "<!-- c -->",
    "<!--\n\n-->",
    "<!-- -- -->",
    "<?p q?>",
    "<?xml?>",
    "<![CDATA[x<y]]>",
    "\xef\xbf\xbe",
    "\xef\xbf\xbd",
    "\x01",
    "\xff",
    "<a:documentation>words\nand\n</a:documentation>",
    "<a:documentation/>",
    "<rule>\n<b/></rule>",
    "<rule id='N1'> x </rule>",
    "<title>w<b/>\nw</title>",
    "<title>w&amp;</title>",
    "<rule >",
    "</rule>",
    "<a xml:lang='ja'>",
    "<a xml:space='preserve' >",
    "<p:q xmlns:p='urn:p'>",
    "</p:q>",
    "<a\n  x='1'\n\n y='&quot;a&apos;\n\tb'>",
    "<a xmlns='urn:other'>",
    "<a xmlns=''>",
    "<a x='1' x='2'/>",
    "<a a:x='1' x='2'/>",
    "<c x='a>b'/>",
    "<c x='a<b'/>",
    "</a >",
    "</a\n>",
    "<語/>",
    "<a x = '1'/>",
    "x",
    "N",
};

static char *
make_text(GRand *r, int count)
{
    GString *out = g_string_new(g_rand_boolean(r) ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" : "");
    g_string_append(out, "<r xmlns='urn:r' xmlns:a='urn:a'>");
    int open = 0;
    for (int i = 0; i < count; i++) {
        const char *piece = pieces[g_rand_int_range(r, 0, (gint)G_N_ELEMENTS(pieces))];
        if (g_rand_int_range(r, 0, 3) == 0)
            piece = open && g_rand_boolean(r) ? "</a>" : "<a>";
        open += strcmp(piece, "<a>") == 0 ? 1 : strcmp(piece, "</a>") == 0 ? -1 : 0;
        g_string_append(out, piece);
    }
    while (open-- > 0)
        g_string_append(out, "</a>");
    g_string_append(out, "</r>\n");
    return g_string_free(out, FALSE);
}

static void
what_pieces_make_is_the_same_or_not_taken(void **state)
{
    (void)state;
    size_t taken = 0;
    GRand *r = g_rand_new_with_seed(7);
    for (int i = 0; i < 20000; i++) {
        char *text = make_text(r, g_rand_int_range(r, 0, 7));
        taken += compare_ways(text, strlen(text));
        g_free(text);
    }
    assert_true(taken > 10000);
    g_rand_free(r);
}

static GRand *changes;

/* A piece put in, bytes taken out, or changed. */
static void
change_file(const char *path, char *bytes, size_t length)
{
    (void)path;
    if (length > 12000) /* the beginning, which does not end, would never be taken */
        return;
    for (int i = 0; i < 40; i++) {
        GString *text = g_string_new_len(bytes, (gssize)length);
        const gssize at = g_rand_int_range(changes, 0, (gint)length);
        const char *piece = pieces[g_rand_int_range(changes, 0, (gint)G_N_ELEMENTS(pieces))];
        switch (g_rand_int_range(changes, 0, 3)) {
        case 0:
            g_string_insert(text, at, piece);
            break;
        case 1:
            g_string_erase(text, at, 1 + g_rand_int_range(changes, 0, (gint)(length - (size_t)at)) % 20);
            break;
        default:
            text->str[at] = *piece;
        }
        compare_ways(text->str, text->len);
        g_string_free(text, TRUE);
    }
}

static void
a_file_with_a_change_is_the_same_or_not_taken(void **state)
{
    (void)state;
    changes = g_rand_new_with_seed(11);
    visit_files("templates", ".xml", change_file);
    visit_files("templates/schema", ".rng", change_file);
    visit_files("samples/masters", ".xml", change_file);
    g_rand_free(changes);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_of_ours_is_plain_and_the_same),
        cmocka_unit_test(what_pieces_make_is_the_same_or_not_taken),
        cmocka_unit_test(a_file_with_a_change_is_the_same_or_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
