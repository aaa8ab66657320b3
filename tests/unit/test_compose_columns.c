/* test_compose_columns.c: columns.c: text that flows in columns is all there, in order, within its page and its column,
 * and its columns are of one height where it ends. */
#include "test_pipeline.h"

enum { PITCH = 15 * UNIT_PT };

static const bound *
bind_body(world *w, const char *body)
{
    const char *text = arena_printf(w->a,
                                    "<form name='t' title='t' data='any'><style name='base' size='10pt' pitch='15pt'/>"
                                    "<page size='A5' margin='15mm'><foot>脚</foot></page><body>%s</body></form>",
                                    body);
    w->options.blank = true;
    return bind_files(w, own_file(w, "form.xml", text), NULL);
}

static const char *
numbered_lines(world *w, int count, int columns, const char *words)
{
    return arena_printf(w->a,
                        "<columns count='%d' gap='5mm' rule='thin'><for-each select='%d'><p><value "
                        "select='position()'/></p></for-each></columns>%s",
                        columns, count, words);
}

/* Numbers of a page's body are the next ones, from top to bottom, column by column; gives how deep each column goes. */
static int
check_page_of_columns(world *w, const display_page *p, int next, unit *deepest, unit *shallowest)
{
    unit x = -1, y = 0;
    *deepest = 0;
    *shallowest = p->height;
    for (guint i = p->body.first; i < p->body.end; i++) {
        const display_op *op = &g_array_index(p->ops, display_op, i);
        if (op->kind != DISPLAY_TEXT || !g_ascii_isdigit(*op->text.utf8))
            continue;
        assert_string_equal(op->text.utf8, arena_printf(w->a, "%d", next++));
        assert_true(op->text.x >= x);
        assert_true(op->text.x > x || op->text.y > y);
        if (op->text.x > x && x >= 0)
            *shallowest = MIN(*shallowest, y);
        x = op->text.x;
        y = op->text.y;
        *deepest = MAX(*deepest, y);
        assert_true(y <= p->body.bottom);
    }
    return next;
}

static void
all_of_it_is_there_in_order(void **state)
{
    world *w = *state;
    for (int columns = 2; columns <= 6; columns++)
        for (int lines = 1; lines < 400; lines += 37) {
            const display *l =
                display_composed(w, compose_bound(w, bind_body(w, numbered_lines(w, lines, columns, ""))));
            assert_non_null(l);
            int next = 1;
            unit deepest, shallowest;
            for (guint i = 0; i < l->pages->len; i++)
                next = check_page_of_columns(w, page_at(l, i), next, &deepest, &shallowest);
            assert_int_equal(next, lines + 1);
        }
}

/* On one page, with a line under them. */
static void
columns_end_at_one_height(void **state)
{
    world *w = *state;
    for (int lines = 2; lines < 60; lines += 2) {
        const display *l =
            display_composed(w, compose_bound(w, bind_body(w, numbered_lines(w, lines, 2, "<p>後</p>"))));
        unit deepest, shallowest;
        assert_int_equal(l->pages->len, 1);
        check_page_of_columns(w, page_at(l, 0), 1, &deepest, &shallowest);
        assert_int_equal(deepest, shallowest);
        const display_text *after = text_op(l, 0, "後");
        assert_int_equal(after->y - deepest, PITCH);
    }
}

static void
keeps_hold_in_columns(void **state)
{
    world *w = *state;
    const char *body =
        "<columns count='2'><for-each select='9'><p keep='next'>見出し</p><p>文</p></for-each></columns>";
    const display *l = display_composed(w, compose_bound(w, bind_body(w, body)));
    const display_page *p = page_at(l, 0);
    const display_op *before = NULL;
    for (guint i = p->body.first; i < p->body.end; i++) {
        const display_op *op = &g_array_index(p->ops, display_op, i);
        if (op->kind == DISPLAY_TEXT && strcmp(op->text.utf8, "文") == 0)
            assert_true(before && before->text.x == op->text.x);
        before = op->kind == DISPLAY_TEXT ? op : before;
    }
}

static void
what_no_column_holds_is_refused(void **state)
{
    static const char *const rows[][2] = {
        {"<columns count='2'><table columns='*' layout='yes'><row><cell>あ</cell></row></table></columns>",
         "compose-place"},
        {"<columns count='2'><columns count='2'><p>あ</p></columns></columns>", "compose-place"},
        {"<columns count='2'><page-break/></columns>", "compose-place"},
        {"<columns count='6' gap='30mm'><p>あ</p></columns>", "compose-widths"},
        {"<table columns='*' layout='yes'><row><cell><columns count='2'><p>あ</p></columns></cell></row></table>",
         "compose-place"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_null(compose_bound(w, bind_body(w, rows[i][0])));
        assert_string_equal(codes(w), rows[i][1]);
        forget(w);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(all_of_it_is_there_in_order), TEST(columns_end_at_one_height),
                                       TEST(keeps_hold_in_columns), TEST(what_no_column_holds_is_refused)};
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
