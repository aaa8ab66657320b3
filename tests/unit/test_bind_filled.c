/* test_bind_filled.c: every document of the samples as a filled form: the same pages come of it, nothing that is not
 * printed is in it, and a file that somebody changed is refused or makes other pages, but does no harm. */
#include "samples_support.h"

#include "bind/bind_filled.h"

static const bind_filled_font face = {"A face", "00ff"};
static const bind_filled_made now = {.edition = 7, .program = "1.0", .fonts = &face, .font_count = 1};

/* As printed on the first so many pages. */
static GString *
written_of(const made *m, guint pages)
{
    GString *out = g_string_new(NULL);
    GHashTable *printed = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < pages; i++) {
        const display_page *p = g_ptr_array_index(m->l->pages, i);
        g_hash_table_add(printed, (gpointer)p->head_of);
        g_hash_table_add(printed, (gpointer)p->foot_of);
    }
    bind_filled_write(m->b, &now, printed, out);
    g_hash_table_destroy(printed);
    return out;
}

static GString *
written(const made *m)
{
    return written_of(m, m->l->pages->len);
}

/* The document of these bytes; false after messages. */
static bool
read_again(const fixture *f, const char *bytes, size_t length, made *m)
{
    bind_filled_made then;
    *m = open_made();
    const xml_doc *doc = xml_read_memory(m->s, "filled.xml", bytes, length, XML_DATA, &xml_limits_case, m->d);
    m->b = doc ? bind_filled_read(m->a, doc, &then, m->d) : NULL;
    m->pages = m->b ? compose_document(m->a, f->engine, f->fonts, m->b, m->d) : NULL;
    m->l = m->pages ? emit_document(m->a, m->pages, NULL) : NULL;
    if (m->b) {
        assert_true(then.edition > 0);
        assert_non_null(then.program);
    }
    return m->l && !display_check(m->l, m->a);
}

static void
drop_read(made *m)
{
    if (m->l) {
        drop(m);
        return;
    }
    xml_store_drop(m->s);
    arena_drop(m->a);
    diag_drop(m->d);
}

static GString *
trace(const display *l)
{
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "%s %s %s %s %s %d-%d-%d\n", l->title, l->author, l->subject, l->keywords, l->form_name,
                           l->created.year, l->created.month, l->created.day);
    display_print(l, false, out);
    display_print_structure(l, out);
    return out;
}

/* ---- the same pages ---- */

static void
look_at_same(fixture *f, const char *sample, const char *form_name, const made *m)
{
    GString *xml = written(m);
    made again;
    if (!read_again(f, xml->str, xml->len, &again)) {
        diag_print(again.d, stderr, DIAG_JA);
        fail_msg("%s %s is not made again", sample, form_name);
    }
    GString *before = trace(m->l), *after = trace(again.l), *twice = written(&again);
    assert_string_equal(before->str, after->str);
    assert_string_equal(xml->str, twice->str);
    g_string_free(twice, TRUE);
    g_string_free(after, TRUE);
    g_string_free(before, TRUE);
    g_string_free(xml, TRUE);
    drop(&again);
}

static void
the_same_pages_come_of_it(void **state)
{
    for_each_document(*state, true, look_at_same);
}

static void
drafts_too(void **state)
{
    fixture *f = *state;
    const bind_options o = {.draft = true};
    size_t count = 0;
    for (char **form_name = f->forms; *form_name; form_name++) {
        made m = open_made();
        if (make(f, *form_name, "ihan-mihon", &o, &m)) {
            look_at_same(f, "ihan-mihon", *form_name, &m);
            count++;
        }
        drop_read(&m);
    }
    assert_true(count > 5);
}

/* ---- only what is printed ---- */

static void
collect_strings(arena *a, const xml_node *n, GPtrArray *values)
{
    for (const xml_node *x = xml_first_attribute(n); x; x = xml_next(x))
        g_ptr_array_add(values, (gpointer)xml_text(a, x));
    for (const xml_node *x = xml_first_child(n); x; x = xml_next(x)) {
        if (xml_is_text(x) && !xml_is_blank_text(x))
            g_ptr_array_add(values, (gpointer)xml_text(a, x));
        if (xml_is_element(x))
            collect_strings(a, x, values);
    }
}

/* What a word of a program is not. */
static bool
is_telling(const char *value)
{
    size_t figures = 0, wide = 0;
    for (const char *p = value; *p; p++) {
        figures += g_ascii_isdigit(*p);
        wide += (unsigned char)*p > 127;
    }
    return wide > 5 || figures > 5;
}

/* What the pages say, and what the file says of itself; text without gaps. */
static GString *
all_that_is_told(const display *l)
{
    GString *s = g_string_new(NULL);
    for (guint i = 0; i < l->pages->len; i++) {
        GString *page = page_text(g_ptr_array_index(l->pages, i));
        g_string_append(s, page->str);
        g_string_free(page, TRUE);
    }
    const char *const texts[] = {l->title, l->author, l->subject, l->keywords};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        append_solid(s, texts[i] ? texts[i] : "");
    g_string_append_printf(s, "%04d-%02d-%02d", l->created.year, l->created.month, l->created.day);
    return s;
}

/* Whether the pages say one word, part by part. */
static bool
is_word_told(const GString *told, const char *word)
{
    bool said = true;
    for (const char *p = word; said && *p;) {
        const char *end = p;
        for (int i = 0; i < 6 && *end; i++)
            end = g_utf8_next_char(end);
        char *part = g_strndup(p, (gsize)(end - p));
        said = strstr(told->str, part) != NULL;
        g_free(part);
        p = end;
    }
    return said;
}

/* Whether the pages say it; the parts of a split row stand between those of its neighbours, and the words of a name
 * between their readings. */
static bool
is_told(const GString *told, const char *value)
{
    GString *word = g_string_new(NULL);
    bool said = true;
    for (const char *p = value; said && *p;) {
        const char *end = g_utf8_next_char(p);
        for (; *end && *end != ' ' && !g_str_has_prefix(end, "　");)
            end = g_utf8_next_char(end);
        char *solid = g_strndup(p, (gsize)(end - p));
        g_string_truncate(word, 0);
        append_solid(word, solid);
        said = is_word_told(told, word->str);
        g_free(solid);
        p = end;
    }
    g_string_free(word, TRUE);
    return said;
}

static size_t hidden_values;

/* Every value of the case and of its masters that is in the file is on its pages. */
static void
look_at_leaks(fixture *f, const char *sample, const char *form_name, const made *m)
{
    (void)f;
    GString *xml = written(m), *told = all_that_is_told(m->l);
    GPtrArray *values = g_ptr_array_new();
    for (size_t i = 0; i < casefile_document_count(m->c); i++)
        collect_strings(m->a, xml_root(casefile_document(m->c, i)), values);
    for (guint i = 0; i < values->len; i++) {
        const char *value = g_ptr_array_index(values, i);
        if (!is_telling(value) || is_told(told, value))
            continue;
        hidden_values++;
        if (strstr(xml->str, value))
            fail_msg("%s %s: %s is in the file and not on a page", sample, form_name, value);
    }
    g_ptr_array_free(values, TRUE);
    g_string_free(told, TRUE);
    g_string_free(xml, TRUE);
}

static void
nothing_is_in_it_that_is_not_printed(void **state)
{
    hidden_values = 0;
    for_each_document(*state, false, look_at_leaks);
    assert_true(hidden_values > 1000);
}

/* The other way round: all that it says as text is on the pages. */
static void
look_at_texts(fixture *f, const char *sample, const char *form_name, const made *m)
{
    GString *xml = written(m), *told = all_that_is_told(m->l);
    (void)f;
    const char *p = xml->str;
    while ((p = strstr(p, "<text "))) {
        p = strchr(p, '>') + 1;
        char *text = g_strndup(p, strcspn(p, "<"));
        if (!strchr(text, '&') && !is_told(told, text))
            fail_msg("%s %s: 「%s」 is in the file and not on a page", sample, form_name, text);
        g_free(text);
    }
    g_string_free(told, TRUE);
    g_string_free(xml, TRUE);
}

static void
all_its_texts_are_printed(void **state)
{
    for_each_document(*state, true, look_at_texts);
}

/* The head of later pages is in it when there are some. */
static void
later_heads_need_later_pages(void **state)
{
    const fixture *f = *state;
    const bind_options o = {.as_of = NULL};
    made m = open_made();
    assert_true(make(f, "plan", "hodei-futoukou", &o, &m));
    GString *one = written_of(&m, 1), *three = written(&m);
    assert_true(m.l->pages->len > 1);
    assert_true(!m.b->masters->head.has[ON_LATER] || strstr(three->str, "<head-later>"));
    assert_null(strstr(one->str, "-later>"));
    g_string_free(three, TRUE);
    g_string_free(one, TRUE);
    drop(&m);
}

/* Sections, heads and feet of all kinds, references, contents, links, columns, footnotes, blocks at the foot. */
static void
the_words_of_pages_come_back(void **state)
{
    const fixture *f = *state;
    made m = open_made(), back;
    const form *page_words = form_read_file(m.a, m.s, "tests/forms/page-words/form.xml", "templates/schema", m.d);
    assert_non_null(page_words);
    const bind_options o = {.blank = true};
    m.b = bind_case(m.a, m.s, page_words, NULL, &o, m.d);
    m.pages = compose_document(m.a, f->engine, f->fonts, m.b, m.d);
    assert_non_null(m.pages);
    m.l = emit_document(m.a, m.pages, NULL);
    assert_true(m.l->pages->len > 3 && m.l->anchors->len > 4);
    GString *xml = written(&m), *then = trace(m.l);
    assert_true(read_again(f, xml->str, xml->len, &back));
    assert_string_equal(back.b->again, "（つづく）");
    GString *now_traced = trace(back.l);
    assert_string_equal(now_traced->str, then->str);
    g_string_free(now_traced, TRUE);
    g_string_free(then, TRUE);
    g_string_free(xml, TRUE);
    drop(&back);
    drop(&m);
}

/* An address that no form may have is none here. */
static void
unsafe_links_are_refused(void **state)
{
    const fixture *f = *state;
    made m;
    static const char bytes[] =
        "<filled v=\"1\" layout-edition=\"1\" program=\"1\" form=\"x\" form-title=\"x\" title=\"x\">"
        "<style id=\"s1\" name=\"base\" family=\"mincho\" size=\"9216\" pitch=\"12800\" valign=\"top\"/>"
        "<page width=\"600000\" height=\"800000\" top=\"9\" right=\"9\" bottom=\"9\" left=\"9\"/>"
        "<body><p style=\"s1\"><text style=\"s1\" link=\"1\" uri=\"javascript:1\">x</text></p></body></filled>";
    assert_false(read_again(f, bytes, strlen(bytes), &m));
    assert_string_equal(diag_name(diag_at(m.d, 0)->code), "bind-archive");
    drop_read(&m);
}

/* ---- what somebody changed ---- */

static void
assert_refused(const fixture *f, const char *bytes, const char *code)
{
    made m;
    assert_false(read_again(f, bytes, strlen(bytes), &m));
    assert_true(diag_length(m.d) > 0);
    assert_string_equal(diag_name(diag_at(m.d, 0)->code), code);
    assert_int_equal(diag_exit_status(m.d), EXIT_DATA);
    drop_read(&m);
}

#define HEAD "<filled v=\"1\" layout-edition=\"1\" program=\"1\" form=\"x\" form-title=\"x\" title=\"x\""
#define STYLE "<style id=\"s1\" name=\"base\" family=\"mincho\" size=\"9216\" pitch=\"12800\" valign=\"top\"/>"
#define PAGE "<page width=\"600000\" height=\"800000\" top=\"9\" right=\"9\" bottom=\"9\" left=\"9\"/>"

static void
what_is_none_is_refused(void **state)
{
    static const char *const rows[][2] = {
        {"", "xml-not-xml"},
        {"<filled/>", "bind-archive"},
        {"<case/>", "bind-archive"},
        {"<!DOCTYPE filled><filled/>", "xml-doctype"},
        {HEAD ">" STYLE PAGE "</filled>", "bind-archive"},
        {HEAD ">" PAGE "<body/></filled>", "bind-archive"},
        {HEAD ">" STYLE "<body/></filled>", "bind-archive"},
        {HEAD " x=\"1\">" STYLE PAGE "<body/></filled>", "bind-archive"},
        {HEAD ">" STYLE PAGE "<script/><body/></filled>", "bind-archive"},
        {HEAD " subject=\"a&#10;b\">" STYLE PAGE "<body/></filled>", "bind-archive"},
        {HEAD ">" STYLE PAGE "<body><p style=\"s1\"><seal style=\"s1\" word=\"a&#9;b\"/></p></body></filled>",
         "bind-archive"},
        {HEAD ">" STYLE PAGE "<body><p style=\"s1\"><text style=\"s1\">a&#10;b</text></p></body></filled>",
         "text-bad-character"},
        {HEAD ">" STYLE PAGE "<body><for-each/></body></filled>", "bind-archive"},
        {HEAD ">" STYLE PAGE "<body><p/></body></filled>", "bind-archive"},
        {HEAD ">" STYLE PAGE "<body><p style=\"s2\"/></body></filled>", "bind-archive"},
        {HEAD ">" STYLE PAGE "<body><p style=\"s1\" select=\"/\"/></body></filled>", "bind-archive"},
        {HEAD ">" STYLE PAGE "<body><table style=\"s1\" own=\"yes\"/></body></filled>", "bind-archive"},
        {HEAD ">" STYLE PAGE "<body><table style=\"s1\" own=\"yes\" columns=\"length:0\"/></body></filled>",
         "bind-archive"},
        {HEAD ">" STYLE PAGE "<body><space style=\"s1\" own=\"yes\" height=\"99999999999\"/></body></filled>",
         "bind-archive"},
        {HEAD ">" STYLE PAGE "<body><text style=\"s1\">x</text></body></filled>", "bind-archive"},
        {HEAD ">" STYLE PAGE "<body><p style=\"s1\"><text style=\"s1\"><b/></text></p></body></filled>",
         "bind-archive"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_refused(*state, rows[i][0], rows[i][1]);
    made m;
    static const char least[] =
        HEAD ">" STYLE PAGE "<body><p style=\"s1\"><text style=\"s1\">x</text></p></body></filled>";
    assert_true(read_again(*state, least, strlen(least), &m));
    drop_read(&m);
}

/* A number becomes another, a word of the file takes another's place, an element goes or comes twice. */
static GString *
changed(const GString *xml, GRand *r)
{
    GString *out = g_string_new_len(xml->str, (gssize)xml->len);
    static const char *const numbers[] = {"0", "1", "-1", "2", "9999", "409600", "4096000", "-4096000", "2147483647"};
    for (int i = g_rand_int_range(r, 1, 4); i > 0; i--) {
        const gsize at = (gsize)g_rand_int_range(r, 0, (gint32)out->len);
        char *open = strchr(out->str + at, g_rand_int_range(r, 0, 3) ? '"' : '<');
        if (!open)
            continue;
        const gsize from = (gsize)(open - out->str);
        const gsize length = strcspn(open + 1, "\"<>");
        if (*open == '<') { /* an element without content, or a tag */
            char *tag = g_strndup(open, length + 2);
            if (g_rand_boolean(r))
                g_string_erase(out, (gssize)from, (gssize)MIN(length + 2, out->len - from));
            else
                g_string_insert(out, (gssize)from, tag);
            g_free(tag);
        } else if (length > 0 && strspn(open + 1, "-0123456789") == length) {
            g_string_erase(out, (gssize)from + 1, (gssize)length);
            g_string_insert(out, (gssize)from + 1, numbers[g_rand_int_range(r, 0, G_N_ELEMENTS(numbers))]);
        }
    }
    return out;
}

static void
what_was_changed_does_no_harm(void **state)
{
    fixture *f = *state;
    static const char *const forms[] = {"schedule", "consent", "envelope"};
    size_t good = 0, refused = 0;
    for (size_t k = 0; k < G_N_ELEMENTS(forms); k++) {
        GRand *r = g_rand_new_with_seed((guint32)k);
        const bind_options o = {.blank = true};
        made m = open_made();
        assert_true(make(f, forms[k], NULL, &o, &m));
        GString *xml = written(&m);
        for (int i = 0; i < 150; i++) {
            GString *other = changed(xml, r);
            made again;
            if (read_again(f, other->str, other->len, &again))
                good++;
            else
                refused += diag_length(again.d) > 0;
            drop_read(&again);
            g_string_free(other, TRUE);
        }
        g_rand_free(r);
        g_string_free(xml, TRUE);
        drop(&m);
    }
    assert_true(good > 10 && refused > 10);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_same_pages_come_of_it),
                                       cmocka_unit_test(drafts_too),
                                       cmocka_unit_test(nothing_is_in_it_that_is_not_printed),
                                       cmocka_unit_test(all_its_texts_are_printed),
                                       cmocka_unit_test(later_heads_need_later_pages),
                                       cmocka_unit_test(the_words_of_pages_come_back),
                                       cmocka_unit_test(unsafe_links_are_refused),
                                       cmocka_unit_test(what_is_none_is_refused),
                                       cmocka_unit_test(what_was_changed_does_no_harm)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
