/* test_compose_nested.c: tables in cells go on as tables on pages do: no row is lost or shown twice, and the head of
 * each stands over what goes on. */
#include "test_pipeline.h"

/* Tables in one another, each with a head of so many rows and the innermost with these rows. */
static const char *
tables_of(world *w, int depth, int heads, int rows, const char *row_text)
{
    GString *s = g_string_new("<table columns='18mm *'><table-head>");
    for (int i = 0; i < heads; i++)
        g_string_append_printf(s, "<row><cell>頭%d</cell><cell>見%d</cell></row>", depth, i);
    g_string_append(s, heads ? "</table-head>" : "");
    if (!heads)
        g_string_assign(s, "<table columns='18mm *'>");
    for (int i = 0; depth == 1 && i < rows; i++)
        g_string_append_printf(s, "<row><cell>行%d。</cell><cell>%s</cell></row>", i, row_text);
    if (depth > 1)
        g_string_append_printf(s, "<row><cell>外</cell><cell>%s</cell></row>",
                               tables_of(w, depth - 1, heads, rows, row_text));
    g_string_append(s, "</table>");
    const char *copy = arena_strdup(w->a, s->str);
    g_string_free(s, TRUE);
    return copy;
}

static void
check_pages(world *w, const char *body, int depth, int heads, int rows)
{
    const composed *c =
        compose_bound(w, bind_form(w, "<style name='base' size='9pt' pitch='5mm' pad='0.5mm'/>", body, "<d/>"));
    if (!c)
        fail_msg("%s: %s", body, messages(w));
    for (int i = 0; i < rows; i++)
        if (count_of(w->text->str, arena_printf(w->a, "\"行%d。\"", i)) != 1)
            fail_msg("row %d of %d at depth %d: %s", i, rows, depth, w->text->str);
    char **pages = g_strsplit(w->text->str, "\npage ", 0);
    for (char **page = pages; *page; page++)
        for (int d = 1; d <= depth; d++)
            if ((int)count_of(*page, arena_printf(w->a, "\"頭%d\"", d)) != (strstr(*page, "\"行") ? heads : 0))
                fail_msg("%d heads of depth %d wanted, %d rows:\n%s", heads, d, rows, *page);
    g_strfreev(pages);
}

static void
heads_stand_over_what_goes_on(void **state)
{
    for (int depth = 1; depth <= 3; depth++)
        for (int heads = 0; heads < 3; heads++)
            for (int rows = 1; rows < 160; rows = rows * 2 + 1) {
                world *w = *state;
                check_pages(w, tables_of(w, depth, heads, rows, "値"), depth, heads, rows);
                check_pages(w, tables_of(w, depth, heads, rows, "<p>値</p><p>値</p><p>値</p>"), depth, heads, rows);
            }
}

/* Rows that are parted themselves. */
static void
tall_rows_go_on_under_the_heads(void **state)
{
    world *w = *state;
    GString *tall = g_string_new(NULL);
    for (int i = 0; i < 90; i++)
        g_string_append_printf(tall, "<p>文%d。</p>", i);
    for (int depth = 1; depth <= 3; depth++) {
        const char *body = tables_of(w, depth, 1, 2, tall->str);
        const composed *c =
            compose_bound(w, bind_form(w, "<style name='base' size='9pt' pitch='5mm' pad='0.5mm'/>", body, "<d/>"));
        if (!c)
            fail_msg("%s", messages(w));
        for (int i = 0; i < 90; i++)
            assert_int_equal(count_of(w->text->str, arena_printf(w->a, "\"文%d。\"", i)), 2);
        assert_int_equal(count_of(w->text->str, "\"頭1\""), composed_page_count(c));
    }
    g_string_free(tall, TRUE);
}

/* As two tables do that have the same words. */
static void
a_head_is_not_shown_where_its_table_begins(void **state)
{
    world *w = *state;
    const char *one = tables_of(w, 1, 1, 20, "値"), *style = "<style name='base' size='9pt' pitch='5mm'/>";
    const char *body = arena_printf(
        w->a, "<table columns='*'><row><cell><p>前</p>%s<p>間</p>%s<p>後</p></cell></row></table>", one, one);
    compose_bound(w, bind_form(w, style, body, "<d/>"));
    assert_int_equal(count_of(w->text->str, "\"行3。\""), 2);
    assert_in_range(count_of(w->text->str, "\"頭1\""), 2, 3);
}

/* What stands above a head that comes later would be repeated as a part of it, which no page need hold. */
static void
a_head_stands_before_all_rows(void **state)
{
    static const char *const wrong[] = {
        "<table columns='*'><row><cell/></row><table-head><row><cell/></row></table-head></table>",
        "<table columns='*'><table-head><row><cell/></row></table-head><row><cell/></row><table-head><row><cell/></row>"
        "</table-head><row><cell/></row></table>",
        "<table columns='5mm "
        "*'><group><cell/><row><cell/></row></group><table-head><row><cell/><cell/></row></table-head>"
        "</table>",
        "<table columns='*'><for-each "
        "select='r'><table-head><row><cell/></row></table-head><row><cell/></row></for-each>"
        "</table>",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        forget(w);
        assert_null(compose_bound(w, bind_line(w, wrong[i], "<d><r/><r/></d>")));
        assert_string_equal(messages(w), "compose-late-head form.xml:4");
    }
    forget(w); /* one in two pieces */
    assert_non_null(compose_bound(w, bind_line(w,
                                               "<table columns='*'><table-head><row><cell/></row></table-head>"
                                               "<table-head><row><cell/></row></table-head><row><cell/></row></table>",
                                               "<d/>")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(heads_stand_over_what_goes_on),
        TEST(tall_rows_go_on_under_the_heads),
        TEST(a_head_is_not_shown_where_its_table_begins),
        TEST(a_head_stands_before_all_rows),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
