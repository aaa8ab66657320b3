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
        if (n->kind == FORM_TABLE_HEAD && n->form->on == PART_ON_LATER)
            continue; /* only on a page where its table goes on */
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
    /* A blank form is little else than labels, which stay on their lines and are smaller where those are short. */
    /* On an envelope an address is on one line, and smaller where it is long. */
    const int least = g_str_has_prefix(form_name, "envelope") ? 11 : sample ? 13 : 12;
    if (now.least < usual.least || now.sum * usual.glyphs * 10 < usual.sum * least * now.glyphs)
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

/* The pages of a blank form with this body, as text. */
static GString *
pages_of(fixture *f, const char *body, bool large)
{
    made m = open_made();
    char *path = g_build_filename(f->folder, "form.xml", NULL);
    char *text = g_strdup_printf("<form name='t' title='t' data='any'><style name='base' size='10pt' "
                                 "pitch='14pt'/><style name='label' size='10pt'/>"
                                 "<page margin='15mm'/><body>%s</body></form>",
                                 body);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    const form *read =
        (large ? form_read_large : form_read_with)(m.a, m.s, path, form_schema_read(m.s, "templates/schema", m.d), m.d);
    const bind_options o = {.blank = true};
    m.b = read ? bind_case(m.a, m.s, read, NULL, &o, m.d) : NULL;
    m.pages = m.b ? compose_document(m.a, f->engine, f->fonts, m.b, m.d) : NULL;
    GString *out = g_string_new(NULL);
    if (m.pages)
        composed_print(m.pages, out);
    else
        diag_print(m.d, stderr, DIAG_JA);
    g_free(text);
    g_free(path);
    drop(&m);
    return out;
}

/* What parts a word in no ordinary page parts none in a large one: labels stay on as many lines, numbers of telephones
 * and others stay whole, in columns of any width that holds them. What holds a sentence takes more lines. */
static void
words_stay_whole(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *table;
        int mm; /* that hold it, at the ordinary size */
        const char *lines[2];
    } tried[] = {
        {"<table columns='%dmm *'><table-head><row><cell>わからない</cell><cell/></row></table-head>"
         "<row><cell/><cell/></row></table>",
         21,
         {"わからない"}},
        {"<table columns='%dmm *'><table-head><row><for-each "
         "select='ensoku'><cell>どちらとも<br/>いえない</cell></for-each>"
         "<cell/></row></table-head><row><cell/><cell/></row></table>",
         21,
         {"どちらとも", "いえない"}},
        {"<table columns='%dmm *'><group><cell>体制整備</cell><row><cell>一</cell></row><row><cell>二</cell></row>"
         "</group></table>",
         18,
         {"体制整備"}},
        {"<table columns='%dmm *'><row><label>生年月日</label><cell>様子</cell></row></table>", 17, {"生年月日"}},
        {"<table columns='%dmm *'><row><label>氏名（署名）</label><cell>様子</cell></row></table>",
         27,
         {"氏名（署名）"}},
        {"<table columns='%dmm *'><row><label>達成<br/>時期</label><cell>様子</cell></row></table>",
         10,
         {"達成", "時期"}},
        {"<table columns='%dmm *'><row><label>コミュニケーション</label><cell>様子</cell></row></table>",
         35,
         {"コミュニケーション"}},
        {"<table columns='%dmm *'><row><label><p>目標</p><p>（到達目標）</p></label><cell>様子</cell></row></table>",
         25,
         {"目標", "（到達目標）"}},
        {"<table columns='%dmm *'><row><cell>0000-00-4201</cell><cell>様子</cell></row></table>", 26, {"0000-00-4201"}},
        {"<table columns='%dmm *'><row><cell max-lines='1'>1234567890123456</cell><cell>様子</cell></row></table>",
         32,
         {"1234567890123456"}},
        {"<table columns='%dmm *'><row><cell fit='grow'>0120-000-000</cell><cell>様子</cell></row></table>",
         26,
         {"0120-000-000"}},
        {"<table columns='%dmm *'><row><cell><p>www.example.jp</p></cell><cell>様子</cell></row></table>",
         37,
         {"www.example.jp"}},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(tried); i++)
        for (int more = 0; more < 12; more++) {
            char *body = g_strdup_printf(tried[i].table, tried[i].mm + more);
            GString *usual = pages_of(f, body, false), *large = pages_of(f, body, true);
            for (size_t k = 0; k < 2 && tried[i].lines[k]; k++) {
                char *line = g_strdup_printf("\"%s\"", tried[i].lines[k]);
                if (!strstr(usual->str, line) || !strstr(large->str, line))
                    fail_msg("%s, %d mm:\n%s\n%s", tried[i].table, tried[i].mm + more, usual->str, large->str);
                g_free(line);
            }
            g_string_free(usual, TRUE);
            g_string_free(large, TRUE);
            g_free(body);
        }
    GString *sentence =
        pages_of(f, "<table columns='30mm *'><row><cell>学校での様子を話す</cell><cell/></row></table>", true);
    assert_non_null(strstr(sentence->str, "\"学校での")); /* as large as it is to be, on two lines */
    assert_null(strstr(sentence->str, "shrunk"));
    g_string_free(sentence, TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_document_has_a_large_print_edition),
        cmocka_unit_test(words_stay_whole),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
