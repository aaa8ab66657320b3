/* test_compose_hold.c: what goes on the next page with what (never-alone, keep), whatever stands between and however
 * full the page is. */
#include "test_pipeline.h"

/* What shows nothing, or only parts: no company. */
static const char *const between[] = {"",
                                      "<space height='3mm'/>",
                                      "<space height='3mm'/><space height='30mm'/>",
                                      "<p/>",
                                      "<p>　</p>",
                                      "<p><value select='none' missing=''/></p>",
                                      "<p><value select='none' missing='　'/></p><space height='2mm'/>",
                                      "<block/>",
                                      "<block><space height='3mm'/><p/></block>",
                                      "<if test='none'><p>x</p></if>",
                                      "<rule weight='thin'/>",
                                      "<space height='3mm'/><rule weight='thin'/><p/>"};

/* On no page does 甲 begin, or 乙 end, what is to be seen. */
static void
check_company(world *w, const char *body, int lines)
{
    GString *data = g_string_new("<d>");
    for (int i = 0; i < lines; i++)
        g_string_append(data, "<l/>");
    g_string_append(data, "</d>");
    const char *all = arena_printf(w->a, "<for-each select='l'><p>行</p></for-each>%s", body);
    if (!compose_bound(w, bind_form(w, "<style name='base' size='10pt' pitch='10mm'/>", all, data->str)))
        fail_msg("%s: %s", body, messages(w));
    g_string_free(data, TRUE);
    char **pages = g_strsplit(w->text->str, "\npage ", 0);
    for (char **page = pages; *page; page++) {
        const char *first = strchr(*page, '"'), *last = strrchr(*page, '"');
        while (last && last > *page && last[-1] != '"')
            last--;
        if (first && page > pages && g_str_has_prefix(first, "\"甲"))
            fail_msg("%s: alone after %d lines:\n%s", body, lines, w->text->str);
        if (last && page[1] && g_str_has_prefix(last, "乙"))
            fail_msg("%s: left behind after %d lines:\n%s", body, lines, w->text->str);
    }
    g_strfreev(pages);
}

static void
check_companies(world *w, const char *before, const char *after)
{
    for (size_t i = 0; i < G_N_ELEMENTS(between); i++)
        for (int lines = 8; lines < 19; lines++)
            check_company(w, arena_printf(w->a, "%s%s%s", before, between[i], after), lines);
}

static void
nothing_that_must_not_be_alone_is(void **state)
{
    static const char *const blocks[] = {"<p never-alone='yes'>甲</p>",
                                         "<block keep='together' never-alone='yes'><p>甲</p><p>印</p></block>",
                                         "<block never-alone='yes'><space height='2mm'/><p>甲</p></block>",
                                         "<block><p never-alone='yes'>甲</p></block>",
                                         "<table columns='*' never-alone='yes'><row><cell>甲</cell></row></table>",
                                         "<block writing='vertical' height='20mm' never-alone='yes'><p>甲</p></block>"};
    for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++)
        check_companies(*state, "", blocks[i]);
}

static void
a_chain_of_them_takes_along_what_is_before_the_first(void **state)
{
    check_companies(*state, "<p never-alone='yes'>甲一</p>", "<p never-alone='yes'>甲二</p>");
    check_companies(*state, "<p never-alone='yes'>甲一</p><space height='3mm'/><p never-alone='yes'/>",
                    "<space height='3mm'/><block never-alone='yes'><p>甲二</p></block>");
}

static void
a_heading_goes_with_what_is_after_it_through_whatever_is_between(void **state)
{
    static const char *const next[] = {"<p>文</p>", "<block><p>文</p></block>",
                                       "<block keep='together'><p>文</p></block>",
                                       "<table columns='*'><row><cell>文</cell></row></table>"};
    for (size_t i = 0; i < G_N_ELEMENTS(next); i++) {
        check_companies(*state, "<p keep='next'>乙</p>", next[i]);
        check_companies(*state, "<block keep='next'><p>乙</p></block>", next[i]);
        check_companies(*state, "<block><p keep='next'>乙</p></block>", next[i]);
    }
}

/* Somebody asked for the break. */
static void
a_page_break_parts_what_holds(void **state)
{
    world *w = *state;
    const bound *b = bind_line(w, "<p>一</p><page-break/><p never-alone='yes'>二</p>", "<d/>");
    assert_int_equal(composed_page_count(compose_bound(w, b)), 2);
}

/* What holds to all before it, and with it needs more than a page, is parted all the same. */
static void
a_chain_longer_than_a_page_ends(void **state)
{
    world *w = *state;
    const bound *b = bind_form(w, "<style name='base' size='10pt' pitch='10mm'/>",
                               "<for-each select='l'><space height='8mm'/><p never-alone='yes'>行</p></for-each>",
                               "<d><l/><l/><l/><l/><l/><l/><l/><l/><l/><l/><l/><l/><l/><l/><l/><l/><l/><l/></d>");
    assert_int_equal(composed_page_count(compose_bound(w, b)), 2);
    assert_int_equal(count_of(w->text->str, "\"行\""), 18);
}

/* A row that is parted keeps in its cells what a page keeps. */
static void
a_cell_that_is_parted_keeps_what_holds(void **state)
{
    world *w = *state;
    for (int lines = 3; lines < 18; lines++) {
        GString *cell = g_string_new("<table columns='*'><row><cell>");
        for (int i = 0; i < 18; i++)
            g_string_append(cell, i == lines ? "<p keep='next'>乙</p><space height='1mm'/>" : "<p>行</p>");
        g_string_append(cell, "</cell></row></table>");
        check_company(w, cell->str, 0);
        g_string_free(cell, TRUE);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_that_must_not_be_alone_is),
        TEST(a_chain_of_them_takes_along_what_is_before_the_first),
        TEST(a_heading_goes_with_what_is_after_it_through_whatever_is_between),
        TEST(a_page_break_parts_what_holds),
        TEST(a_chain_longer_than_a_page_ends),
        TEST(a_cell_that_is_parted_keeps_what_holds),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
