/* A workbook may be older than the schema: a field that came later has no heading in it, and stays as the case has it.
 */
#include "intake_support.h"

#define SHEET "計画作成にあたっての学校等との連携"
#define LATER "@meeting" /* the id of the column 「会議」 */

/* Takes a field's headings and values out of the sheet, as if it had never been there. */
static void
take_out_column(world *w, const char *group, const char *name)
{
    const int field = field_of(w, SHEET, group, name);
    book_sheet *in = book_find_sheet(w->b, SHEET);
    for (int line = LAYOUT_GROUP_AT; line < FIRST + 60; line++) {
        int row, column;
        layout_cell(sheet_of(w, SHEET), line, field, &row, &column);
        if (book_find_cell(in, row, column))
            book_put(w->b, in, row, column, BOOK_VALUE, BOOK_TEXT, NULL);
    }
}

/* Takes word number `at` out of words parted by spaces. */
static const char *
without_word(arena *a, const char *words, size_t at)
{
    GString *out = g_string_new(NULL);
    char **all = g_strsplit(words, " ", -1);
    for (size_t i = 0; all[i]; i++)
        if (i != at)
            g_string_append_printf(out, "%s%s", out->len ? " " : "", all[i]);
    g_strfreev(all);
    const char *text = arena_strdup(a, out->str);
    g_string_free(out, TRUE);
    return text;
}

/* … and out of what the workbook remembers of the sheet. */
static void
forget_column(world *w, const char *id)
{
    book_sheet *base = book_find_sheet(w->b, LAYOUT_BASE);
    size_t at = SIZE_MAX;
    for (int row = 2; row < 2000; row++) {
        const book_cell *sheet = book_find_cell(base, row, 1), *cell = book_find_cell(base, row, 3);
        if (!sheet || !cell || strcmp(sheet->text, SHEET) != 0)
            continue;
        if (at == SIZE_MAX) {
            char **ids = g_strsplit(cell->text, " ", -1);
            for (at = 0; ids[at] && strcmp(ids[at], id) != 0;)
                at++;
            assert_non_null(ids[at]);
            g_strfreev(ids);
        }
        book_put(w->b, base, row, 3, BOOK_LOCKED, BOOK_TEXT, without_word(w->a, cell->text, at));
    }
    assert_true(at != SIZE_MAX);
}

static void
make_older(world *w)
{
    take_out_column(w, SHEET, "会議");
    forget_column(w, LATER);
}

static void
a_field_that_came_later_is_not_missed(void **state)
{
    world *w = *state;
    fresh(w, "計画");
    make_older(w);
    put(w, SHEET, FIRST, SHEET, "連携の日", BOOK_TEXT, "2024-01-19");
    assert_true(take(w, true));
    told(w, "");
    assert_int_equal(w->changed, 1);
    check_file(w, CASE, "date=\"2024-01-19\" partner", NULL);
}

/* What the case says in that field meanwhile is neither taken away nor a conflict. */
static void
what_the_case_says_of_it_stays(void **state)
{
    world *w = *state;
    fresh(w, "計画");
    make_older(w);
    edit_case(w, "<school-participation id=\"participation-2\"",
              "<school-participation id=\"participation-2\" meeting=\"meeting-2\"");
    put(w, SHEET, FIRST, SHEET, "連携の日", BOOK_TEXT, "2024-01-19");
    assert_true(take(w, true));
    check_file(w, CASE, "<school-participation id=\"participation-2\" meeting=\"meeting-2\"", NULL);
    check_file(w, CASE, "date=\"2024-01-19\" partner", NULL);
}

/* A heading that the workbook had when it was made was taken out by somebody. */
static void
a_heading_that_was_taken_out_is_missed(void **state)
{
    world *w = *state;
    fresh(w, "計画");
    take_out_column(w, SHEET, "会議");
    assert_false(take(w, true));
    told(w, "sheet-heading-missing " SHEET);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_field_that_came_later_is_not_missed, open_world, close_world),
        cmocka_unit_test_setup_teardown(what_the_case_says_of_it_stays, open_world, close_world),
        cmocka_unit_test_setup_teardown(a_heading_that_was_taken_out_is_missed, open_world, close_world),
    };
    return cmocka_run_group_tests_name("intake_older", tests, NULL, NULL);
}
