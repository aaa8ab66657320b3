/* A file that is edited: what is said again changes no byte, what is said otherwise changes its line alone and is read
 * back as it was said; of every sample, and of each in other quotes, line ends and encodings. */
#include "test_xml_check.h"

#include "edit/edit.h"
#include "folder_support.h"

typedef struct bytes {
    char *at;
    size_t length;
} bytes;

static bytes
file_bytes(const char *path)
{
    bytes b = {NULL, 0};
    assert_true(g_file_get_contents(path, &b.at, &b.length, NULL));
    return b;
}

static bytes
replaced(bytes from, const char *what, const char *by)
{
    char **parts = g_strsplit(from.at, what, -1), *all = g_strjoinv(by, parts);
    g_strfreev(parts);
    g_free(from.at);
    return (bytes){all, strlen(all)};
}

/* Quotes of attributes that hold none of the other kind. */
static bytes
in_single_quotes(bytes from)
{
    bool inside = false;
    for (char *p = from.at; *p; p++) {
        if (*p == '"' && (inside || p[-1] == '=')) {
            const char *close = strchr(p + 1, '"'), *other = strchr(p + 1, '\'');
            if (!inside && (!close || (other && other < close)))
                continue;
            *p = '\'';
            inside = !inside;
        }
    }
    return from;
}

static bytes
in_utf16(bytes from, bool little)
{
    char *marked = g_strconcat("\xef\xbb\xbf", from.at, NULL);
    bytes wide = {NULL, 0};
    wide.at = g_convert(marked, -1, little ? "UTF-16LE" : "UTF-16BE", "UTF-8", NULL, &wide.length, NULL);
    g_free(marked);
    g_free(from.at);
    return wide;
}

enum { AS_IT_IS, CRLF, TABS, SINGLE, MARKED, UTF16LE, UTF16BE, VARIANTS };

static bytes
variant_of(const char *path, int variant)
{
    bytes b = file_bytes(path);
    if (variant == UTF16LE || variant == UTF16BE) {
        b = replaced(b, "encoding=\"UTF-8\"", "encoding=\"UTF-16\"");
        return in_utf16(b, variant == UTF16LE);
    }
    if (variant == MARKED) {
        char *marked = g_strconcat("\xef\xbb\xbf", b.at, NULL);
        g_free(b.at);
        return (bytes){marked, strlen(marked)};
    }
    return variant == CRLF     ? replaced(b, "\n", "\r\n")
           : variant == TABS   ? replaced(b, "  ", "\t")
           : variant == SINGLE ? in_single_quotes(b)
                               : b;
}

static void
for_each_sample(world *w, void (*look)(world *w, const char *path, int variant))
{
    GDir *dir = g_dir_open("samples", 0, NULL);
    size_t count = 0;
    for (const char *name; (name = g_dir_read_name(dir));) {
        const char *path = arena_printf(w->a, "samples/%s/case.xml", name);
        if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
            continue;
        for (int v = 0; v < VARIANTS; v++, count++)
            look(w, path, v);
    }
    g_dir_close(dir);
    assert_true(count >= 5 * VARIANTS);
    static const char *const masters[] = {"office", "partners", "municipality", "calendar"};
    for (size_t i = 0; i < G_N_ELEMENTS(masters); i++)
        for (int v = 0; v < VARIANTS; v++)
            look(w, arena_printf(w->a, "samples/masters/%s.xml", masters[i]), v);
}

static edit *
opened(world *w, const char *name, bytes b)
{
    edit *e = edit_open(name, b.at, b.length, w->d);
    if (!e)
        diag_print(w->d, stderr, DIAG_EN);
    assert_non_null(e);
    return e;
}

static void
check_bytes(edit *e, bytes expected)
{
    GByteArray *got = edit_bytes(e);
    assert_int_equal(got->len, expected.length);
    assert_memory_equal(got->data, expected.at, expected.length);
    g_byte_array_unref(got);
}

static edit *
opened_again(world *w, edit *e)
{
    GByteArray *got = edit_bytes(e);
    edit *again = opened(w, edit_name(e), (bytes){(char *)got->data, got->len});
    g_byte_array_unref(got);
    return again;
}

/* ---- every value ---- */

/* The attributes of an element as the schema-blind parser has them. */
typedef void (*value_visit)(edit_node *n, const char *attribute, void *data); /* NULL: the text */

static void
each_value(edit_node *n, const xml_node *x, value_visit visit, void *data)
{
    assert_string_equal(edit_tag(n), xml_name(x));
    for (const xml_node *attr = xml_first_attribute(x); attr; attr = xml_next(attr))
        visit(n, xml_name(attr), data);
    if (!xml_first_element(x) && xml_first_child(x))
        visit(n, NULL, data);
    edit_node *c = edit_first(n);
    for (const xml_node *y = xml_first_element(x); y; y = xml_next_element(y), c = edit_next(c)) {
        assert_non_null(c);
        each_value(c, y, visit, data);
    }
    assert_null(c);
}

static const xml_node *
tree_of(world *w, const char *name, bytes b)
{
    const xml_doc *doc = xml_read_memory(w->s, name, b.at, b.length, XML_DATA, &xml_limits_case, w->d);
    assert_non_null(doc);
    return xml_root(doc);
}

static void
say_again(edit_node *n, const char *attribute, void *data)
{
    char *same = g_strdup(attribute ? edit_attribute(n, attribute) : edit_text(n));
    if (attribute)
        edit_set_attribute(n, attribute, same);
    else
        edit_set_text(n, same);
    g_free(same);
    ++*(size_t *)data;
}

static void
nothing_changes(world *w, const char *path, int variant)
{
    bytes b = variant_of(path, variant);
    edit *e = opened(w, path, b);
    size_t count = 0;
    each_value(edit_root(e), tree_of(w, path, b), say_again, &count);
    assert_true(count > 5);
    assert_false(edit_is_changed(e));
    check_bytes(e, b);
    GString *diff = edit_diff(e);
    assert_int_equal(diff->len, 0);
    g_string_free(diff, TRUE);
    edit_close(e);
    g_free(b.at);
}

static void
to_say_the_same_again_changes_no_byte(void **state)
{
    for_each_sample(*state, nothing_changes);
}

/* All the characters that mean something in XML. */
static const char other[] = "x<&>\"'\t]]> 漢𠮷";

static void
say_otherwise(edit_node *n, const char *attribute, void *data)
{
    (void)data;
    char *value = g_strconcat(other, attribute ? edit_attribute(n, attribute) : edit_text(n), NULL);
    if (attribute)
        edit_set_attribute(n, attribute, value);
    else
        edit_set_text(n, value);
    g_free(value);
}

typedef struct comparison {
    edit *was;
    size_t count;
} comparison;

static void
says_otherwise(edit_node *n, const char *attribute, void *data)
{
    comparison *c = data;
    const edit_node *before = edit_find(c->was, edit_path(n));
    assert_non_null(before);
    const char *was = attribute ? edit_attribute(before, attribute) : edit_text(before);
    const char *is = attribute ? edit_attribute(n, attribute) : edit_text(n);
    assert_true(g_str_has_prefix(is, other));
    assert_string_equal(is + strlen(other), was);
    c->count++;
}

static void
all_is_said_otherwise(world *w, const char *path, int variant)
{
    bytes b = variant_of(path, variant);
    edit *e = opened(w, path, b), *was = opened(w, path, b);
    each_value(edit_root(e), tree_of(w, path, b), say_otherwise, NULL);
    edit *again = opened_again(w, e);
    comparison c = {was, 0};
    each_value(edit_root(again), tree_of(w, path, b), says_otherwise, &c);
    assert_true(c.count > 5);
    edit_close(again);
    edit_close(was);
    edit_close(e);
    g_free(b.at);
}

static void
what_is_said_otherwise_is_read_so(void **state)
{
    for_each_sample(*state, all_is_said_otherwise);
}

/* Lines that go and come by a diff. */
static void
count_marks(const GString *diff, size_t *gone, size_t *come)
{
    *gone = *come = 0;
    char **lines = g_strsplit(diff->str, "\n", -1);
    for (char **l = lines; *l; l++) {
        *gone += **l == '-' && !g_str_has_prefix(*l, "--- ");
        *come += **l == '+' && !g_str_has_prefix(*l, "+++ ");
    }
    g_strfreev(lines);
}

typedef struct some {
    size_t met, said;
} some;

static void
say_some_otherwise(edit_node *n, const char *attribute, void *data)
{
    some *k = data;
    if (k->met++ % 23 || (!attribute && strchr(edit_text(n), '\n')))
        return;
    k->said++;
    if (attribute)
        edit_set_attribute(n, attribute, "another");
    else
        edit_set_text(n, "another");
}

static void
some_lines_change(world *w, const char *path, int variant)
{
    bytes b = variant_of(path, variant);
    edit *e = opened(w, path, b);
    some k = {0, 0};
    each_value(edit_root(e), tree_of(w, path, b), say_some_otherwise, &k);
    GString *diff = edit_diff(e);
    size_t gone, come;
    count_marks(diff, &gone, &come);
    assert_true(gone == come && gone > 0 && gone <= k.said);
    char **lines = g_strsplit(diff->str, "\n", -1);
    for (char **l = lines; *l; l++)
        assert_true(**l != '+' || g_str_has_prefix(*l, "+++ ") || strstr(*l, "another"));
    g_strfreev(lines);
    g_string_free(diff, TRUE);
    edit_close(e);
    g_free(b.at);
}

static void
what_is_said_otherwise_changes_its_line_alone(void **state)
{
    for_each_sample(*state, some_lines_change);
}

/* ---- elements ---- */

static size_t
count_below(const edit_node *n)
{
    size_t count = 1;
    for (const edit_node *c = edit_first(n); c; c = edit_next(c))
        count += count_below(c);
    return count;
}

static edit_node *
nth_below(edit_node *n, size_t *i)
{
    if ((*i)-- == 0)
        return n;
    edit_node *found = NULL;
    for (edit_node *c = edit_first(n); c && !found; c = edit_next(c))
        found = nth_below(c, i);
    return found;
}

/* Behind every so many elements one is put in, written, read and taken out again. */
static void
put_in_and_out(world *w, const char *path, int variant)
{
    bytes b = variant_of(path, variant);
    edit *e = opened(w, path, b);
    const size_t count = count_below(edit_root(e));
    edit_close(e);
    for (size_t i = 1; i < count; i += 41) {
        e = opened(w, path, b);
        size_t at = i;
        edit_node *n = nth_below(edit_root(e), &at), *new = edit_insert_after(edit_parent(n), n, "put-in");
        edit_set_attribute(new, "id", "x<y");
        edit_set_text(edit_insert_after(new, NULL, "inner"), "一行\n二行");
        const char *where = edit_path(new);
        edit *again = opened_again(w, e);
        new = edit_find(again, where);
        assert_non_null(new);
        assert_string_equal(edit_attribute(new, "id"), "x<y");
        assert_string_equal(edit_text(edit_first(new)), "一行\n二行");
        assert_ptr_equal(edit_find_id(again, "x<y"), new);
        edit_remove(new);
        check_bytes(again, b);
        edit_close(again);
        edit_remove(edit_find(e, where)); /* and as if it had never been there */
        assert_false(edit_is_changed(e));
        edit_close(e);
    }
    g_free(b.at);
}

static void
what_is_put_in_and_taken_out_leaves_no_trace(void **state)
{
    for_each_sample(*state, put_in_and_out);
}

/* Of the children of every element each is taken out and put where the schema wants it: that is where it was, or among
 * those of its name. */
static void
each_has_its_place(const schema_grammar *g, edit_node *n)
{
    GString *before = g_string_new(NULL), *after = g_string_new(NULL);
    GPtrArray *children = g_ptr_array_new();
    for (edit_node *c = edit_first(n); c; c = edit_next(c)) {
        g_string_append_printf(before, "%s ", edit_tag(c));
        g_ptr_array_add(children, c);
    }
    for (guint i = 0; i < children->len; i++) {
        edit_node *c = g_ptr_array_index(children, i);
        edit_remove(c);
        edit_node *new = edit_insert(n, g, edit_tag(c));
        assert_non_null(new);
        g_string_truncate(after, 0);
        for (edit_node *k = edit_first(n); k; k = edit_next(k))
            g_string_append_printf(after, "%s ", edit_tag(k));
        assert_string_equal(after->str, before->str);
    }
    g_ptr_array_free(children, TRUE);
    g_string_free(before, TRUE);
    g_string_free(after, TRUE);
}

static void
each_below_has_its_place(const schema_grammar *g, edit_node *n)
{
    for (edit_node *c = edit_first(n); c; c = edit_next(c))
        each_below_has_its_place(g, c);
    each_has_its_place(g, n);
}

static void
a_new_element_stands_where_the_schema_wants_it(void **state)
{
    world *w = *state;
    const schema_grammar *g = schema_read(w->s, "templates/schema/case.rng", w->d);
    assert_non_null(g);
    static const char *const samples[] = {"hodei-futoukou", "ihan-mihon", "jihatsu-houmon", "koukou-jiritsu"};
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        const char *path = arena_printf(w->a, "samples/%s/case.xml", samples[i]);
        edit *e = edit_open_file(path, w->d);
        each_below_has_its_place(g, edit_root(e));
        assert_null(edit_insert(edit_root(e), g, "no-such"));
        edit_close(e);
    }
}

/* ---- single things ---- */

static void
becomes(world *w, const char *was, void (*change)(edit *e), const char *is)
{
    edit *e = opened(w, "x.xml", (bytes){(char *)was, strlen(was)});
    change(e);
    GByteArray *got = edit_bytes(e);
    g_byte_array_append(got, (const guint8 *)"", 1);
    assert_string_equal((const char *)got->data, is);
    g_byte_array_unref(got);
    edit_close(e);
}

static void
set_text_of_b(edit *e)
{
    edit_set_text(edit_find(e, "/a/b"), "新しい\n文");
}

static void
insert_c_in_b(edit *e)
{
    edit_set_attribute(edit_insert_after(edit_find(e, "/a/b"), NULL, "c"), "n", "1");
}

static void
insert_c_behind_b(edit *e)
{
    edit_comment(edit_insert_after(edit_root(e), edit_find(e, "/a/b"), "c"), "注");
}

static void
remove_b(edit *e)
{
    edit_remove(edit_find(e, "/a/b"));
}

static void
change_attributes_of_b(edit *e)
{
    edit_node *b = edit_find(e, "/a/b");
    edit_set_attribute(b, "x", NULL);
    edit_set_attribute(b, "y", "1 < \"2\" & '3'");
    edit_set_attribute(b, "z", "new\nline");
    edit_set_attribute(b, "none", NULL);
}

static void
texts_keep_what_is_around_them(void **state)
{
    world *w = *state;
    becomes(w, "<a><b/></a>", set_text_of_b, "<a><b>新しい\n文</b></a>");
    becomes(w, "<a><b x='1' /></a>", set_text_of_b, "<a><b x='1'>新しい\n文</b></a>");
    becomes(w, "<a><b></b></a>", set_text_of_b, "<a><b>新しい\n文</b></a>");
    becomes(w, "<a>\r\n<b>old</b></a>", set_text_of_b, "<a>\r\n<b>新しい\r\n文</b></a>");
    becomes(w, "<a><b><![CDATA[o<ld]]></b></a>", set_text_of_b, "<a><b><![CDATA[新しい\n文]]></b></a>");
    becomes(w, "<a><b>o<!-- c -->l<![CDATA[d]]><?p q?></b></a>", set_text_of_b,
            "<a><b>新しい\n文<!-- c --><?p q?></b></a>");
    becomes(w, "<a><b><!-- c --></b></a>", set_text_of_b, "<a><b>新しい\n文<!-- c --></b></a>");
}

static void
elements_stand_like_their_siblings(void **state)
{
    world *w = *state;
    becomes(w, "<a>\n\t<b/>\n</a>\n", insert_c_in_b, "<a>\n\t<b>\n\t\t<c n=\"1\"/>\n\t</b>\n</a>\n");
    becomes(w, "<a>\n  <b y='/>'>\n  </b>\n</a>\n", insert_c_in_b,
            "<a>\n  <b y='/>'>\n    <c n=\"1\"/>\n  </b>\n</a>\n");
    becomes(w, "<a>\n  <b><!-- first -->\n    <d/>\n  </b>\n</a>\n", insert_c_in_b,
            "<a>\n  <b><!-- first -->\n    <c n=\"1\"/>\n    <d/>\n  </b>\n</a>\n");
    becomes(w, "<a>\n  <b>\n    <!-- only -->\n  </b>\n</a>\n", insert_c_in_b,
            "<a>\n  <b>\n    <!-- only -->\n    <c n=\"1\"/>\n  </b>\n</a>\n");
    becomes(w, "<a>\n  <b/> <!-- of b -->\n  <!-- of d -->\n  <d/>\n</a>\n", insert_c_behind_b,
            "<a>\n  <b/> <!-- of b -->\n  <!-- 注 -->\n  <c/>\n  <!-- of d -->\n  <d/>\n</a>\n");
    becomes(w, "<a>\n\n  <b/>\n\n  <d/>\n</a>\n", insert_c_behind_b,
            "<a>\n\n  <b/>\n\n  <!-- 注 -->\n  <c/>\n\n  <d/>\n</a>\n");
    becomes(w, "<a><b/><d/></a>", insert_c_in_b, "<a><b>\n  <c n=\"1\"/>\n</b><d/></a>");
}

static void
what_goes_takes_its_line_along(void **state)
{
    world *w = *state;
    becomes(w, "<a>\r\n  <b>\r\n <c/></b>  \r\n  <d/>\r\n</a>", remove_b, "<a>\r\n  <d/>\r\n</a>");
    becomes(w, "<a><b/><d/></a>", remove_b, "<a><d/></a>");
    becomes(w, "<a>\n  <b/> <!-- stays -->\n</a>", remove_b, "<a>\n   <!-- stays -->\n</a>");
    becomes(w, "<a>\n  <b/>\n</a>", remove_b, "<a/>");
    becomes(w, "<a n='1'>\n  <b/>\n  <!-- stays -->\n</a>", remove_b, "<a n='1'>\n  <!-- stays -->\n</a>");
    becomes(w, "<a><b x='0'\n      y='old' q=\"&amp;&#x4e00;\"/></a>", change_attributes_of_b,
            "<a><b\n      y='1 &lt; \"2\" &amp; &apos;3&apos;' q=\"&amp;&#x4e00;\" z=\"new&#10;line\"/></a>");
    becomes(w, "<a><b/></a>", change_attributes_of_b,
            "<a><b y=\"1 &lt; &quot;2&quot; &amp; '3'\" z=\"new&#10;line\"/></a>");
}

static void
what_is_no_xml_is_not_opened(void **state)
{
    world *w = *state;
    assert_null(edit_open("x.xml", "<a><b></a>", 10, w->d));
    check_messages(w, "xml-malformed x.xml:1");
}

/* ---- diffs ---- */

/* The new text, by the old one and the diff. */
static char *
patched(const char *was, const char *diff)
{
    char **lines = g_strsplit(was, "\n", -1), **steps = g_strsplit(diff, "\n", -1);
    GString *is = g_string_new(NULL);
    size_t at = 0, count = g_strv_length(lines);
    for (char **s = steps; *s && **s; s++) {
        size_t from, from_count;
        if (sscanf(*s, "@@ -%zu,%zu", &from, &from_count) == 2) {
            for (const size_t to = from - (from_count > 0); at < to; at++)
                g_string_append_printf(is, "%s\n", lines[at]);
        } else if (**s == '+' && !g_str_has_prefix(*s, "+++ ")) {
            g_string_append_printf(is, "%s\n", *s + 1);
        } else if (**s == ' ' || (**s == '-' && !g_str_has_prefix(*s, "--- "))) {
            assert_true(at < count);
            assert_string_equal(lines[at], *s + 1);
            if (**s == ' ')
                g_string_append_printf(is, "%s\n", lines[at]);
            at++;
        }
    }
    for (; at + 1 < count; at++)
        g_string_append_printf(is, "%s\n", lines[at]);
    g_strfreev(lines);
    g_strfreev(steps);
    return g_string_free(is, FALSE);
}

static void
a_diff_makes_the_new_of_the_old(void **state)
{
    (void)state;
    GRand *rand = g_rand_new_with_seed(15);
    for (int round = 0; round < 400; round++) {
        GString *was = g_string_new(NULL), *is = g_string_new(NULL);
        const int count = g_rand_int_range(rand, 0, 40);
        for (int i = 0; i < count; i++) {
            const int kind = g_rand_int_range(rand, 0, 8), word = g_rand_int_range(rand, 0, 6);
            if (kind != 0)
                g_string_append_printf(was, "line %d\n", word);
            if (kind != 1)
                g_string_append_printf(is, "line %d\n", kind == 2 ? word + 1 : word);
        }
        GString *diff = edit_diff_text("x", was->str, was->len, is->str, is->len);
        char *got = patched(was->str, diff->str);
        assert_string_equal(got, is->str);
        assert_int_equal(diff->len == 0, strcmp(was->str, is->str) == 0);
        g_free(got);
        g_string_free(diff, TRUE);
        g_string_free(was, TRUE);
        g_string_free(is, TRUE);
    }
    g_rand_free(rand);
}

static void
a_diff_shows_three_lines_around(void **state)
{
    (void)state;
    static const char was[] = "1\n2\n3\n4\n5\n6\n7\n8\n9\n", is[] = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n";
    GString *diff = edit_diff_text("a/x.xml", was, strlen(was), is, strlen(is));
    assert_string_equal(diff->str, "--- a/x.xml\n+++ a/x.xml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    g_string_free(diff, TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(to_say_the_same_again_changes_no_byte, begin, end),
        cmocka_unit_test_setup_teardown(what_is_said_otherwise_is_read_so, begin, end),
        cmocka_unit_test_setup_teardown(what_is_said_otherwise_changes_its_line_alone, begin, end),
        cmocka_unit_test_setup_teardown(what_is_put_in_and_taken_out_leaves_no_trace, begin, end),
        cmocka_unit_test_setup_teardown(a_new_element_stands_where_the_schema_wants_it, begin, end),
        cmocka_unit_test_setup_teardown(texts_keep_what_is_around_them, begin, end),
        cmocka_unit_test_setup_teardown(elements_stand_like_their_siblings, begin, end),
        cmocka_unit_test_setup_teardown(what_goes_takes_its_line_along, begin, end),
        cmocka_unit_test_setup_teardown(what_is_no_xml_is_not_opened, begin, end),
        cmocka_unit_test(a_diff_makes_the_new_of_the_old),
        cmocka_unit_test(a_diff_shows_three_lines_around),
    };
    return cmocka_run_group_tests_name("edit", tests, NULL, NULL);
}
