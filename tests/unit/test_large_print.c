/* test_large_print.c: the large-print edition of every document of the samples, and of every blank form: all that the
 * ordinary one says, larger, on as many pages as it needs. */
#include "samples_support.h"

/* The edition of a document that is made already. */
static made
make_large(fixture *f, const char *sample, const char *form_name, const schema_grammar *schema)
{
    made m = open_made();
    const bind_options o = {.blank = sample == NULL};
    const char *path = arena_printf(m.a, "templates/%s/form.xml", form_name);
    form *read = form_read_large(m.a, m.s, path, schema, m.d);
    if (sample)
        m.c = casefile_read(m.a, m.s, arena_printf(m.a, "samples/%s/case.xml", sample), "templates/schema", m.d);
    bind_options with = o;
    with.judged = judged_for(read, &m, &o);
    with.values = shipped_values();
    m.b = read && (m.c || !sample) ? bind_case(m.a, m.s, read, m.c, &with, m.d) : NULL;
    m.pages = m.b ? compose_document(m.a, f->engine, f->fonts, m.b, m.d) : NULL;
    m.l = m.pages ? emit_document(m.a, m.pages, NULL) : NULL;
    if (!m.l || display_check(m.l, m.a)) {
        diag_print(m.d, stderr, DIAG_JA);
        fail_msg("%s of %s is not made large", form_name, sample ? sample : "nothing");
    }
    return m;
}

/* Sizes of what is read: of all glyphs but furigana and superscripts, whose sizes follow. */
typedef struct sizes {
    int64_t sum, glyphs;
    unit least;
} sizes;

static sizes
sizes_of(const display *l)
{
    sizes s = {.least = G_MAXINT32};
    for (guint p = 0; p < l->pages->len; p++) {
        const display_page *page = g_ptr_array_index(l->pages, p);
        for (guint i = 0; i < page->ops->len; i++) {
            const display_op *op = &g_array_index(page->ops, display_op, i);
            if (op->kind != DISPLAY_TEXT || op->text.is_ruby || op->text.ink != DISPLAY_FILL)
                continue;
            s.sum += (int64_t)op->text.glyph_count * op->text.size;
            s.glyphs += (int64_t)op->text.glyph_count;
            s.least = MIN(s.least, op->text.size);
        }
    }
    return s;
}

static void
collect_texts(const bound_node *n, GPtrArray *texts)
{
    for (; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++)
            if (n->inlines[i].kind == INLINE_TEXT)
                g_ptr_array_add(texts, (gpointer)n->inlines[i].text);
        collect_texts(n->first, texts);
    }
}

static void
count_characters(GHashTable *counts, const char *text, int by)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const gpointer ch = GUINT_TO_POINTER(g_utf8_get_char(p));
        g_hash_table_insert(counts, ch, GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(counts, ch)) + by));
    }
}

/* Every character of what the body says is on the pages, as often as it is said: rows are split, so their words are not
 * always together. */
static void
assert_says_all(const char *sample, const char *form_name, const made *m)
{
    GHashTable *counts = g_hash_table_new(NULL, NULL);
    GPtrArray *texts = g_ptr_array_new();
    for (guint i = 0; i < m->l->pages->len; i++) {
        GString *page = page_text(g_ptr_array_index(m->l->pages, i));
        count_characters(counts, page->str, 1);
        g_string_free(page, TRUE);
    }
    collect_texts(m->b->body, texts);
    for (guint i = 0; i < texts->len; i++) {
        GString *solid = g_string_new(NULL);
        append_solid(solid, g_ptr_array_index(texts, i));
        count_characters(counts, solid->str, -1);
        g_string_free(solid, TRUE);
    }
    GHashTableIter each;
    gpointer ch, count;
    g_hash_table_iter_init(&each, counts);
    while (g_hash_table_iter_next(&each, &ch, &count))
        if (GPOINTER_TO_INT(count) < 0)
            fail_msg("%s %s: U+%04X is not on the pages", sample ? sample : "blank", form_name, GPOINTER_TO_UINT(ch));
    g_ptr_array_free(texts, TRUE);
    g_hash_table_destroy(counts);
}

static const schema_grammar *forms_schema;

static void
look_at_large(fixture *f, const char *sample, const char *form_name, const made *m)
{
    made large = make_large(f, sample, form_name, forms_schema);
    const sizes usual = sizes_of(m->l), now = sizes_of(large.l);
    if (now.least < usual.least || now.sum * usual.glyphs < usual.sum * 13 / 10 * now.glyphs)
        fail_msg("%s %s: %.2f pt on the average, %.2f pt at least", sample ? sample : "blank", form_name,
                 (double)now.sum / (double)now.glyphs / UNIT_PT, (double)now.least / UNIT_PT);
    assert_true(large.l->pages->len >= m->l->pages->len);
    assert_true(g_str_has_suffix(large.l->title, "（拡大版）"));
    const display_page *a = g_ptr_array_index(m->l->pages, 0), *b = g_ptr_array_index(large.l->pages, 0);
    assert_true(a->width == b->width && a->height == b->height);
    assert_says_all(sample, form_name, &large);
    drop(&large);
}

static void
every_document_has_a_large_print_edition(void **state)
{
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    forms_schema = form_schema_read(s, "templates/schema", d);
    assert_non_null(forms_schema);
    for_each_document(*state, true, look_at_large);
    diag_drop(d);
    xml_store_drop(s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_document_has_a_large_print_edition)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
