/* test_compose_notes.c: notes.c: a footnote stands on the page of its mark, under the body and over the foot. */
#include "test_pipeline.h"

static const bound *
bind_body(world *w, const char *body)
{
    const char *text = arena_printf(w->a,
                                    "<form name='t' title='t' data='any'><style name='base' size='10pt' pitch='15pt'/>"
                                    "<style name='n' like='base' size='8pt' pitch='11pt'/>"
                                    "<page size='A5' margin='15mm'><foot>脚</foot></page><body>%s</body></form>",
                                    body);
    w->options.blank = true;
    return bind_files(w, own_file(w, "form.xml", text), NULL);
}

/* What is printed on a page, as one text. */
static const char *
text_on(world *w, const display *l, size_t at)
{
    char **pieces = g_strsplit(page_text(w, l, at), "|", 0), *joined = g_strjoinv("", pieces);
    const char *copy = arena_strdup(w->a, joined);
    g_free(joined);
    g_strfreev(pieces);
    return copy;
}

static const char *
shape_of(world *w, const display *l)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < l->pages->len; i++)
        g_string_append_printf(out, "%s%s", i ? " / " : "", text_on(w, l, i));
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

static void
notes_stand_at_the_foot_in_order(void **state)
{
    static const char *const rows[][2] = {
        {"あ<footnote>甲</footnote>い<footnote>乙</footnote><p>う</p>", "あ1)い2)う1)　甲2)　乙脚"},
        {"あ<footnote>甲</footnote><page-break/>い<footnote>乙</footnote>", "あ1)1)　甲脚 / い2)2)　乙脚"},
        {"あ<footnote/>い", "あい脚"},
        {"<table columns='*' layout='yes'><row><cell>あ<footnote>甲</footnote></cell></row></table>い",
         "あ1)い1)　甲脚"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_string_equal(shape_of(w, display_composed(w, compose_bound(w, bind_body(w, rows[i][0])))), rows[i][1]);
}

/* From top to bottom, within the body. */
static void
text_runs_down(const display *l)
{
    for (guint i = 0; i < l->pages->len; i++) {
        const display_page *p = page_at(l, i);
        unit y = 0;
        for (guint k = p->body.first; k < p->body.end; k++) {
            const display_op *op = &g_array_index(p->ops, display_op, k);
            if (op->kind != DISPLAY_TEXT || op->text.size < 8 * UNIT_PT)
                continue;
            assert_true(op->text.y >= y && op->text.y <= p->body.bottom);
            y = op->text.y;
        }
    }
}

/* Any number of lines with notes of any length: each mark on the page of its note, and nothing on anything else. */
static void
notes_are_on_the_page_of_their_marks(void **state)
{
    world *w = *state;
    GRand *rand = g_rand_new_with_seed(6);
    for (int round = 0; round < 40; round++) {
        GString *body = g_string_new(NULL);
        const int lines = g_rand_int_range(rand, 1, 90);
        int notes = 0;
        for (int i = 0; i < lines; i++) {
            g_string_append_printf(body, "<p>行");
            if (g_rand_int_range(rand, 0, 4) == 0) {
                g_string_append_printf(body, "<footnote style='n'>注%d", ++notes);
                for (int k = g_rand_int_range(rand, 1, 200); k > 0; k--)
                    g_string_append(body, "文");
                g_string_append(body, "</footnote>");
            }
            g_string_append(body, "。</p>");
        }
        const display *l = display_composed(w, compose_bound(w, bind_body(w, body->str)));
        if (!l)
            fail_msg("%s", messages(w));
        g_string_free(body, TRUE);
        assert_int_equal(count_printed(w, l, "行"), lines);
        for (int n = 1; n <= notes; n++) {
            const char *mark = arena_printf(w->a, "行%d)", n), *note = arena_printf(w->a, "%d)　注%d文", n, n);
            size_t marks = 0;
            for (guint i = 0; i < l->pages->len; i++) {
                const char *text = text_on(w, l, i);
                marks += count_of(text, mark);
                assert_int_equal(count_of(text, mark), count_of(text, note));
            }
            assert_int_equal(marks, 1);
        }
        text_runs_down(l);
    }
    g_rand_free(rand);
}

/* Notes of rows that stand on each page of a table, of any length, with those of its rows. */
static void
notes_of_heads_and_feet_have_room(void **state)
{
    world *w = *state;
    for (int length = 1; length < 700; length += 37) {
        GString *note = g_string_new(NULL);
        for (int k = 0; k < length; k++)
            g_string_append(note, "文");
        const char *own = length % 2 ? "<footnote style='n'>行の注</footnote>" : "";
        const char *body =
            arena_printf(w->a,
                         "<table columns='*'><table-head><row><cell>頭</cell></row></table-head><table-head on='later'>"
                         "<row><cell>前<footnote style='n'>前の注%s</footnote></cell></row></table-head>"
                         "<for-each select='60'><row><cell>行%s</cell></row></for-each><table-foot on='continued'><row>"
                         "<cell>次<footnote style='n'>次の注%s</footnote></cell></row></table-foot></table>",
                         note->str, length % 5 ? "" : own, note->str);
        const display *l = display_composed(w, compose_bound(w, bind_body(w, body)));
        if (!l)
            fail_msg("%s", messages(w));
        text_runs_down(l);
        assert_int_equal(count_printed(w, l, "前の注"), l->pages->len - 1);
        assert_int_equal(count_printed(w, l, "次の注"), l->pages->len - 1);
        g_string_free(note, TRUE);
    }
}

static void
a_note_is_an_element_that_its_mark_leads_to(void **state)
{
    world *w = *state;
    const display *l = display_composed(w, compose_bound(w, bind_body(w, "<p>あ<footnote>甲</footnote></p><p>い</p>")));
    g_string_truncate(w->text, 0);
    display_print_structure(l, w->text);
    assert_string_equal(w->text->str,
                        "Document\n  P\n    \"あ\"\n    Link\n      \"1)\"\n  P\n    \"い\"\n  Note\n    P\n"
                        "      \"1)　甲\"\n");
    const display_link *k = &g_array_index(page_at(l, 0)->links, display_link, 0);
    assert_non_null(display_find_anchor(l, k->to));
}

/* In the head of a table the mark is on each of its pages, and so is the note; it is told once. */
static void
a_repeated_note_is_told_once(void **state)
{
    world *w = *state;
    const char *body = "<table columns='*'><table-head><row><cell>頭<footnote>注</footnote></cell></row></table-head>"
                       "<for-each select='60'><row><cell>行</cell></row></for-each></table>";
    const display *l = display_composed(w, compose_bound(w, bind_body(w, body)));
    assert_true(l->pages->len > 1);
    assert_int_equal(count_printed(w, l, "注"), l->pages->len);
    g_string_truncate(w->text, 0);
    display_print_structure(l, w->text);
    assert_int_equal(count_of(w->text->str, "注"), 1);
}

static void
what_has_no_foot_has_no_notes(void **state)
{
    static const char *const rows[] = {"あ<footnote>甲<footnote>乙</footnote></footnote>",
                                       "<columns count='2'><p>あ<footnote>甲</footnote></p></columns>"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_null(compose_bound(w, bind_body(w, rows[i])));
        assert_string_equal(codes(w), "compose-place");
        forget(w);
    }
}

#define FIGURES "零一二三四五六七八九"

/* So many figures of one number after the other: one that is lost or printed twice shows. */
static const char *
long_text(world *w, int length)
{
    GString *s = g_string_new(NULL);
    for (int i = 0; i < length; i++) {
        const char *number = arena_printf(w->a, "%04d", i / 4);
        const char *figure = g_utf8_offset_to_pointer(FIGURES, number[i % 4] - '0');
        g_string_append_unichar(s, g_utf8_get_char(figure));
    }
    const char *text = arena_strdup(w->a, s->str);
    g_string_free(s, TRUE);
    return text;
}

/* All of it once, in order. */
static void
long_text_is_printed(world *w, const display *l, int length)
{
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < l->pages->len; i++)
        for (const char *p = text_on(w, l, i); *p; p = g_utf8_next_char(p))
            if (g_utf8_strchr(FIGURES, -1, g_utf8_get_char(p)))
                g_string_append_unichar(all, g_utf8_get_char(p));
    assert_string_equal(all->str, long_text(w, length));
    g_string_free(all, TRUE);
}

/* One that no page has room for begins on the page of its mark and goes on at the foot of the next, over the foot. */
static void
a_note_taller_than_a_page_goes_on(void **state)
{
    static const char *const bodies[] = {
        "<p>Ａ<footnote style='n'>%s</footnote></p>",
        "<p>Ａ<footnote style='n'>%s</footnote></p><for-each select='50'><p>Ｂ</p></for-each>",
        "<p keep='next'>Ｈ</p><p>Ａ<footnote style='n'>%s</footnote></p><p>Ｂ<footnote>Ｃ</footnote></p>",
        "<for-each select='20'><p>Ｂ<footnote>Ｃ</footnote></p></for-each><p>Ａ<footnote style='n'>%s</footnote></p>",
        "<p>Ａ<footnote>Ｃ</footnote>Ｂ<footnote style='n'>%s</footnote>Ｄ<footnote>Ｅ</footnote></p>",
        "<table columns='*'><table-head><row><cell>Ｈ</cell></row></table-head><for-each "
        "select='9'><row><cell>Ｂ</cell>"
        "</row></for-each><row><cell>Ａ<footnote style='n'>%s</footnote></cell></row><for-each select='9'><row><cell>Ｂ"
        "</cell></row></for-each><table-foot on='continued'><row><cell>Ｆ</cell></row></table-foot></table>",
        "<table columns='*'><table-head><row><cell>Ｈ<footnote style='n'>%s</footnote></cell></row></table-head><row>"
        "<cell>Ｂ</cell></row></table>",
        "<p>Ｂ</p><block at='page-foot'><p>Ａ<footnote style='n'>%s</footnote></p></block><p>Ｂ</p>",
        "<table columns='*'><row><cell><p>Ａ<footnote style='n'>%s</footnote></p><for-each "
        "select='60'><p>Ｂ</p></for-each>"
        "</cell></row></table>",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++)
        for (int length = 900; length < 6000; length += 1233) {
            const display *l = display_composed(
                w, compose_bound(w, bind_body(w, arena_printf(w->a, bodies[i], long_text(w, length)))));
            if (!l)
                fail_msg("%s: %s", bodies[i], messages(w));
            long_text_is_printed(w, l, length);
            text_runs_down(l);
            assert_true(l->pages->len >= (guint)length / 1700 && l->pages->len <= (guint)length / 900 + 4);
            g_string_truncate(w->text, 0);
            display_print_structure(l, w->text);
            assert_int_equal(count_of(w->text->str, "Note\n"), count_of(bodies[i], "<footnote") + (i == 3 ? 19 : 0));
        }
}

/* With the head of a table it would be on each page of that, and leave no room for the rows. */
static void
a_note_that_cannot_go_on_is_refused(void **state)
{
    world *w = *state;
    const char *body = arena_printf(w->a,
                                    "<table columns='*'><table-head><row><cell>頭<footnote>%s</footnote></cell></row>"
                                    "</table-head><for-each select='90'><row><cell>行</cell></row></for-each></table>",
                                    long_text(w, 4000));
    assert_null(compose_bound(w, bind_body(w, body)));
    assert_string_equal(codes(w), "compose-too-tall");
    forget(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(notes_stand_at_the_foot_in_order),  TEST(notes_are_on_the_page_of_their_marks),
        TEST(notes_of_heads_and_feet_have_room), TEST(a_note_is_an_element_that_its_mark_leads_to),
        TEST(a_repeated_note_is_told_once),      TEST(what_has_no_foot_has_no_notes),
        TEST(a_note_taller_than_a_page_goes_on), TEST(a_note_that_cannot_go_on_is_refused)};
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
