/* test_aids_plain.c: plain words: what a label says again on the next page, and that no line parts a word of them. */
#include "aids/aids.h"
#include "samples_support.h"

/* Tables that are shipped, with those of the folder of the tests. */
static aids *
read_tables(const made *m, const fixture *f, aids_wish w)
{
    w.own = f->folder;
    aids *t = aids_read(m->a, m->s, &w, "templates/words", "templates/schema", "templates/plan/form.xml", m->d);
    if (!t)
        diag_print(m->d, stderr, DIAG_JA);
    assert_non_null(t);
    return t;
}

/* ---- （続き） ---- */

/* A row of two pages. */
static bound *
bind_long_row(made *m, const fixture *f, const char *again)
{
    GString *text = g_string_new(NULL);
    for (int i = 0; i < 60; i++)
        g_string_append(text, "あいうえお。<br/>");
    const char *path = arena_printf(m->a, "%s/form", f->folder);
    const char *file = arena_printf(m->a,
                                    "<form name='t' title='t' data='any' %s><style name='base' size='10pt' "
                                    "pitch='15pt'/><style name='label'/><page size='A5' margin='15mm'/><body>"
                                    "<table columns='60mm *'><row><label>欄</label><cell>%s</cell></row></table>"
                                    "</body></form>",
                                    again, text->str);
    g_string_free(text, TRUE);
    assert_true(g_file_set_contents(path, file, -1, NULL));
    const form *read = form_read_file(m->a, m->s, path, "templates/schema", m->d);
    assert_non_null(read);
    return bind_case(m->a, m->s, read, NULL, &(bind_options){.blank = true}, m->d);
}

/* What stands on a page as text, or over it as furigana. */
static bool
is_on_page(const display *l, guint page, const char *words, bool is_ruby)
{
    const GArray *ops = ((const display_page *)g_ptr_array_index(l->pages, page))->ops;
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < ops->len; i++) {
        const display_op *op = &g_array_index(ops, display_op, i);
        if (op->kind == DISPLAY_TEXT && op->text.is_ruby == is_ruby)
            g_string_append(all, op->text.utf8);
    }
    const bool found = strstr(all->str, words) != NULL;
    g_string_free(all, TRUE);
    return found;
}

static void
what_a_label_says_again_follows_the_edition(void **state)
{
    static const struct {
        const char *again;
        aids_wish wish;
        const char *says; /* NULL: it is refused */
        bool is_read;     /* つづ stands over it */
        size_t faults;
    } rows[] = {
        {"", {.plain = true}, "欄（つづきです）", false, 0},
        {"again='（前から）'", {.plain = true}, "欄（まえのページから）", false, 0},
        {"again='（次から）'", {.plain = true}, "欄（次から）", false, 0}, /* no table has it */
        {"again=''", {.plain = true}, "欄あい", false, 0},
        {"", {.furigana = AIDS_LABELS}, "欄（続き）", true, 0},
        {"", {.furigana = AIDS_ALL, .plain = true}, "欄（つづきです）", false, 0},
        /* whoever composes reads 続 alone */
        {"again='（次から）'", {.furigana = AIDS_LABELS}, NULL, false, 1},
        {"again='（つぎ）'", {.furigana = AIDS_LABELS}, "欄（つぎ）", false, 0},
    };
    fixture *f = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        made m = open_made();
        aids *t = read_tables(&m, f, rows[i].wish);
        const bound *b = aids_dress(t, bind_long_row(&m, f, rows[i].again), m.d);
        assert_int_equal(diag_length(m.d), rows[i].faults);
        assert_int_equal(b == NULL, rows[i].says == NULL);
        const composed *pages = !b ? NULL : compose_document(m.a, f->engine, f->fonts, b, m.d);
        m.l = !pages ? NULL : emit_document(m.a, pages, NULL);
        if (b && (!m.l || !is_on_page(m.l, 1, rows[i].says, false) || is_on_page(m.l, 0, "（", false)))
            fail_msg("row %zu: not %s", i, rows[i].says);
        if (b && is_on_page(m.l, 1, "つづ", true) != rows[i].is_read)
            fail_msg("row %zu: the reading of %s", i, rows[i].says);
        aids_drop(t);
        drop(&m);
    }
}

/* ---- words ---- */

/* The pieces of a label in this edition, with what holds them together. */
static const char *
pieces_of(made *m, const aids *t, const char *text)
{
    const text_origin none = {.form = PLACE_NONE};
    const form_style style = {.name = "base", .size = 9 * UNIT_PT};
    const bound_inline own = {.kind = INLINE_TEXT, .text = text, .style = &style, .origin = &none};
    const bound_node p = {.kind = FORM_PARA, .style = &style, .inlines = &own, .inline_count = 1, .origin = &none};
    const form f = {.base = &style};
    const bound b = {.form = &f, .title = "t", .again = "", .body = &p};
    const bound *out = aids_dress(t, &b, m->d);
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < out->body->inline_count; i++) {
        const bound_inline *piece = &out->body->inlines[i];
        g_string_append_printf(s, "%s%s%s", piece->glued ? "+" : "|", piece->text, piece->unbreakable ? "!" : "");
    }
    const char *pieces = arena_strdup(m->a, s->str);
    g_string_free(s, TRUE);
    return pieces;
}

/* A line is broken in plain words where it is with furigana over them. */
static void
plain_words_are_not_parted(void **state)
{
    made m = open_made();
    xml_doc *doc = xml_read_file(m.s, "templates/words/plain.xml", XML_FORM, &xml_limits_form, m.d);
    assert_non_null(doc);
    aids *plain = read_tables(&m, *state, (aids_wish){.plain = true}),
         *read = read_tables(&m, *state, (aids_wish){.plain = true, .furigana = AIDS_LABELS});
    size_t held = 0;
    for (const xml_node *n = xml_first_element(xml_root(doc)); n; n = xml_next_element(n)) {
        const char *of = xml_attribute(m.a, n, "of"), *got = pieces_of(&m, plain, of);
        held += strchr(got, '!') != NULL;
        assert_string_equal(got, pieces_of(&m, read, of));
    }
    assert_true(held > 100);
    assert_string_equal(pieces_of(&m, plain, "保護者控"), "|保護者!|が|持!+つ!|紙!");
    assert_string_equal(pieces_of(&m, plain, "ふりがなを見てください"), "|ふりがな!|を|見!+て!|ください!");
    aids_drop(read);
    aids_drop(plain);
    drop(&m);
}

static int
open_folder(void **state)
{
    static const char table[] = "<words><plain of='（続き）' is='（つづきです）'/><plain of='（前から）' "
                                "is='（まえのページから）'/></words>";
    if (setup(state))
        return 1;
    const fixture *f = *state;
    char *path = g_build_filename(f->folder, "own.xml", NULL);
    const bool written = g_file_set_contents(path, table, -1, NULL);
    g_free(path);
    return !written;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_label_says_again_follows_the_edition),
        cmocka_unit_test(plain_words_are_not_parted),
    };
    return cmocka_run_group_tests(tests, open_folder, teardown);
}
