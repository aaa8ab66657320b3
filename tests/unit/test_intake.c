/* Workbooks into cases: what changes, what does not, and what is told. */
#include "intake_support.h"

static void
what_is_changed_is_one_line(void **state)
{
    world *w = *state;
    fresh(w, "台帳");
    assert_true(take(w, true));
    assert_string_equal(w->echo, "");
    assert_int_equal(w->changed, 0);
    put(w, "受給者証", FIRST + 1, "受給者証", "有効期間の末日", BOOK_DATE, "2025-04-30");
    assert_true(take(w, true));
    told(w, "");
    assert_string_equal(w->echo, "K-0001（相原 湊）　受給者証 2　有効期間の末日：2025-03-31（令和7年3月31日（月））"
                                 " → 2025-04-30（令和7年4月30日（水））　［受給者証!H7］\n");
    assert_int_equal(w->changed, 1);
    char *was, *is, *path = g_build_filename(w->cases, CASE, NULL);
    assert_true(g_file_get_contents("samples/" CASE, &was, NULL, NULL));
    assert_true(g_file_get_contents(path, &is, NULL, NULL));
    char **old = g_strsplit(was, "\n", -1), **new = g_strsplit(is, "\n", -1);
    assert_int_equal(g_strv_length(old), g_strv_length(new));
    size_t lines = 0;
    for (size_t i = 0; old[i]; i++)
        lines += strcmp(old[i], new[i]) != 0;
    assert_int_equal(lines, 1);
    g_strfreev(old);
    g_strfreev(new);
    g_free(was);
    g_free(is);
    g_free(path);
}

static void
nothing_is_deleted_by_itself(void **state)
{
    world *w = *state;
    fresh(w, "台帳");
    put(w, "ケース", FIRST, "児童", "性別", BOOK_TEXT, NULL);
    put(w, "ケース", FIRST, "児童", "アレルギー", BOOK_TEXT, LAYOUT_REMOVED);
    put(w, "在籍", FIRST, "個別の教育支援計画", "作成日", BOOK_TEXT, LAYOUT_REMOVED);
    assert_true(take(w, true));
    told(w, "sheet-kept ケース!L6");
    assert_int_equal(w->changed, 1);
    check_file(w, CASE, "sex=\"男\"", "<allergies>");
    check_file(w, CASE, "<education-plan shared-on=\"2024-01-18\"/>", NULL);
    /* What must be there cannot be taken away: told where it stood. */
    fresh(w, "台帳");
    put(w, "受給者証", FIRST, "受給者証", "有効期間の末日", BOOK_TEXT, LAYOUT_REMOVED);
    assert_false(take(w, true));
    told(w, "xml-attribute-missing 受給者証!H6");
    check_file(w, CASE, "to=\"2024-03-31\"", NULL);
}

static void
both_sides_may_have_changed(void **state)
{
    world *w = *state;
    fresh(w, "台帳");
    edit_case(w, "days-per-month=\"23\"", "days-per-month=\"20\"");
    assert_true(take(w, true)); /* not touched in the workbook */
    told(w, "");
    assert_int_equal(w->changed, 0);
    put(w, "受給者証", FIRST, "受給者証", "支給量", BOOK_NUMBER, "20"); /* the same on both sides */
    assert_true(take(w, true));
    assert_int_equal(w->changed, 0);
    put(w, "受給者証", FIRST, "受給者証", "支給量", BOOK_NUMBER, "10");
    assert_false(take(w, true));
    told(w, "sheet-conflict 受給者証!F6");
    check_file(w, CASE, "days-per-month=\"20\"", "days-per-month=\"10\"");
}

static void
new_records_are_made(void **state)
{
    world *w = *state;
    fresh(w, "台帳");
    const int line = FIRST + 7;
    put(w, "保護者", line, "どの記録か", "ケース", BOOK_TEXT, "K-0001　相原 湊");
    put(w, "保護者", line, "保護者", "続柄", BOOK_TEXT, "祖母");
    put(w, "保護者", line, "保護者", "通所給付決定保護者か", BOOK_TEXT, "いいえ");
    put(w, "保護者", line, "氏名", "姓", BOOK_TEXT, "相原");
    put(w, "保護者", line, "ふりがな", "姓のふりがな", BOOK_TEXT, "あいはら");
    /* A case: it needs a guardian and a service. */
    put(w, "ケース", line, "どの記録か", "ケース", BOOK_TEXT, "K-0900");
    put(w, "ケース", line, "児童", "生年月日", BOOK_DATE, "2015-06-02");
    put(w, "ケース", line, "児童／氏名", "名", BOOK_TEXT, "空");
    put(w, "ケース", line, "児童／ふりがな", "名のふりがな", BOOK_TEXT, "そら");
    put(w, "保護者", line + 1, "どの記録か", "ケース", BOOK_TEXT, "K-0900");
    put(w, "保護者", line + 1, "保護者", "続柄", BOOK_TEXT, "父");
    put(w, "保護者", line + 1, "保護者", "通所給付決定保護者か", BOOK_TEXT, "はい");
    put(w, "保護者", line + 1, "氏名", "姓", BOOK_TEXT, "林");
    put(w, "保護者", line + 1, "ふりがな", "姓のふりがな", BOOK_TEXT, "はやし");
    put(w, "サービス利用", line, "どの記録か", "ケース", BOOK_TEXT, "K-0900");
    put(w, "サービス利用", line, "サービス利用", "サービスの種類", BOOK_TEXT, "放デイ");
    put(w, "サービス利用", line, "サービス利用", "事業所", BOOK_TEXT, "komorebi");
    put(w, "サービス利用", line, "サービス利用", "利用開始日", BOOK_DATE, "2024-04-01");
    put(w, "サービス利用", line, "利用曜日", "金", BOOK_TEXT, "1");
    put(w, "サービス利用", line, "利用曜日", "火", BOOK_TEXT, "2");
    const bool good = take(w, true);
    told(w, "");
    assert_true(good);
    assert_int_equal(w->changed, 2);
    /* A clerk sees what will be made, and where it was typed. */
    assert_non_null(strstr(w->echo, "K-0001（相原 湊）　保護者 guardian-3　… 新しく作ります　［保護者!A13］\n"
                                    "　　続柄：祖母　［保護者!C13］\n"));
    assert_non_null(strstr(w->echo, "\n　　ふりがな／姓のふりがな：あいはら　［保護者!"));
    assert_non_null(strstr(w->echo, "\n　　児童／生年月日：2015-06-02（平成27年6月2日（火））　［ケース!"));
    check_file(w, CASE, "<guardian id=\"guardian-3\" relation=\"祖母\" decision-holder=\"no\">", NULL);
    check_file(w, "K-0900/case.xml", "<masters office=\"../masters/office.xml\" partners=\"../masters/partners.xml\"",
               NULL);
    check_file(w, "K-0900/case.xml", "<use-day weekday=\"金\"/>\n    <use-day weekday=\"火\"/>", NULL);
    remove_tree(arena_printf(w->a, "%s/K-0900", w->cases));
}

static void
what_a_row_lacks_is_told_by_cell(void **state)
{
    world *w = *state;
    fresh(w, "台帳");
    const int line = FIRST + 7;
    put(w, "受給者証", line, "どの記録か", "ケース", BOOK_TEXT, "K-0001");
    put(w, "受給者証", line, "受給者証", "受給者証番号", BOOK_TEXT, "0000010009");
    put(w, "受給者証", line, "受給者証", "サービスの種類", BOOK_TEXT, "放デイ");
    put(w, "受給者証", line, "受給者証", "支給量", BOOK_NUMBER, "23");
    put(w, "受給者証", line, "受給者証", "有効期間の初日", BOOK_DATE, "2026-04-01");
    put(w, "受給者証", FIRST, "受給者証", "支給決定市町村", BOOK_TEXT, "nowhere");
    put(w, "受給者証", FIRST + 1, "受給者証", "支給量", BOOK_NUMBER, "32");
    assert_false(take(w, true));
    GString *all = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(w->d); i++)
        g_string_append_printf(all, "%s %s\n", diag_name(diag_at(w->d, i)->code),
                               strstr(diag_at(w->d, i)->data.file, ".xlsx:"));
    assert_string_equal(all->str, "cell-number .xlsx:受給者証!F7\n"
                                  "xml-attribute-missing .xlsx:受給者証!H13\n"
                                  "casefile-ref-missing .xlsx:受給者証!D6\n");
    g_string_free(all, TRUE);
    check_file(w, CASE, NULL, "0000010009");
}

static void
headings_and_keys_are_asked_back(void **state)
{
    world *w = *state;
    const struct {
        const char *sheet;
        int line, field;
        const char *text, *expected;
    } cases[] = {
        {"受給者証", LAYOUT_FIELD_AT, 6, "支給料", "sheet-heading-unknown 受給者証!F3\nsheet-heading-missing 受給者証"},
        {"受給者証", LAYOUT_FIELD_AT, 8, "有効期間の初日",
         "sheet-heading-twice 受給者証!H3\nsheet-heading-missing 受給者証"},
        {"受給者証", LAYOUT_EXAMPLE_AT, 1, "K-0001", "sheet-example 受給者証!A5"},
        {"受給者証", FIRST + 1, 1, LAYOUT_EXAMPLE, "sheet-example 受給者証!A7"},
        {"受給者証", FIRST, 1, "K-0008", "sheet-key-unknown 受給者証!A6"},
        {"受給者証", FIRST, 1, NULL, "sheet-key-missing 受給者証!A6"},
        {"受給者証", FIRST + 1, 2, "1", "sheet-row-twice 受給者証!B7"},
        {"受給者証", FIRST, 2, NULL, "sheet-row-same 受給者証!B6"},
        {"受給者証", FIRST, 12, "x", "sheet-heading-unknown 受給者証!L6"},
        {"ケース", FIRST, 1, "相原", "sheet-key-form ケース!A6"},
        {"サービス利用", FIRST, 8, "1", "sheet-ticks サービス利用!H6"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        fresh(w, "台帳");
        put_at(w, cases[i].sheet, cases[i].line, cases[i].field, BOOK_TEXT, cases[i].text);
        assert_false(take(w, true));
        told(w, cases[i].expected);
        check_file(w, CASE, "days-per-month=\"23\"", NULL);
    }
}

/* A record typed over the example, with 例 left before it: it is not read, and that is told. */
static void
what_is_written_into_the_example_is_told(void **state)
{
    world *w = *state;
    fresh(w, "台帳");
    put(w, "受給者証", LAYOUT_EXAMPLE_AT, "受給者証", "受給者証番号", BOOK_TEXT, "0000010009");
    put(w, "受給者証", LAYOUT_EXAMPLE_AT, "受給者証", "支給量", BOOK_NUMBER, "23");
    assert_true(take(w, true));
    told(w, "sheet-example-changed 受給者証!C5");
    assert_non_null(strstr(diag_at(w->d, 0)->args[0], "、支給量"));
    assert_string_equal(w->echo, "");
    /* The example typed anew, or blank, is the example. */
    fresh(w, "台帳");
    put(w, "受給者証", LAYOUT_EXAMPLE_AT, "受給者証", "支給量", BOOK_NUMBER, "10");
    put(w, "受給者証", LAYOUT_EXAMPLE_AT, "受給者証", "有効期間の初日", BOOK_DATE, "2024-04-22");
    put(w, "受給者証", LAYOUT_EXAMPLE_AT, "受給者証", "サービスの種類", BOOK_TEXT, NULL);
    assert_true(take(w, true));
    told(w, "");
    /* Where records stand side by side the example is a column. */
    fresh(w, "計画");
    put(w, "個別支援計画", LAYOUT_EXAMPLE_AT, "長期目標", "長期目標", BOOK_TEXT, "友だちと遊ぶ。");
    assert_true(take(w, true));
    assert_int_equal(diag_length(w->d), 1);
    assert_string_equal(diag_name(diag_at(w->d, 0)->code), "sheet-example-changed");
}

/* Each child has a guardian-1 and a plan-1: what a cell shows beside an id is what was chosen. */
static void
what_stands_beside_an_id_is_of_it(void **state)
{
    world *w = *state;
    static const struct {
        const char *sheet, *group, *field, *text, *expected;
    } cases[] = {
        {"受給者証", "どの記録か", "ケース", "K-0001　髙﨑 凜桜", "sheet-beside 受給者証!A6"},
        {"受給者証", "どの記録か", "ケース", "K-0001　相原　湊", ""},
        {"受給者証", "どの記録か", "ケース", "K-0001 相原 奏", ""}, /* nobody's: a name that was put right, perhaps */
        {"受給者証", "どの記録か", "ケース", "K-0001", ""},
        {"サービス利用", "サービス利用", "事業所",
         "komorebi　多機能型児童発達支援センターきざはし保育所等訪問支援事業所", "sheet-beside-kept サービス利用!D6"},
        {"サービス利用", "サービス利用", "事業所",
         "solairo　多機能型児童発達支援センターきざはし保育所等訪問支援事業所", "sheet-beside サービス利用!D6"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        fresh(w, "台帳");
        put(w, cases[i].sheet, FIRST, cases[i].group, cases[i].field, BOOK_TEXT, cases[i].text);
        take(w, true);
        told(w, cases[i].expected);
        assert_string_equal(w->echo, "");
    }
}

/* What a setting, or somebody who writes where nothing is read, makes of a workbook; a new record that is there twice.
 */
static void
what_would_be_lost_is_told(void **state)
{
    world *w = *state;
    fresh(w, "台帳");
    put_at(w, "受給者証", LAYOUT_NOTE_AT, 1, BOOK_TEXT, "K-0001");
    assert_true(take(w, false));
    told(w, "sheet-note-changed 受給者証!A4");
    /* of other fields it has changed with the versions */
    fresh(w, "台帳");
    put_at(w, "受給者証", LAYOUT_NOTE_AT, 3, BOOK_TEXT, "必須");
    assert_true(take(w, false));
    told(w, "");
    for (int same = 0; same < 2; same++) {
        fresh(w, "計画");
        for (int line = FIRST + 20; line < FIRST + 22; line++) {
            put_at(w, "会議の出席者", line, 1, BOOK_TEXT, "K-0001");
            put_at(w, "会議の出席者", line, 2, BOOK_TEXT, "plan-1");
            put_at(w, "会議の出席者", line, 3, BOOK_TEXT, "meeting-1");
            put(w, "会議の出席者", line, "会議の出席者", "会議の出席者", BOOK_TEXT,
                same || line == FIRST + 20 ? "新見 律" : "新見 環");
        }
        assert_true(take(w, false) == !same);
        told(w, same ? "sheet-row-again 会議の出席者!D27" : "");
    }
}

/* Merged cells show their value in all of them, and have it in the first. */
static void
merged_cells_are_asked_back(void **state)
{
    static const struct {
        int row, column, last_row, last_column;
        const char *told;
    } rows[] = {
        {FIRST, 1, FIRST + 1, 1, "sheet-merged 受給者証!A6"},
        {FIRST, 3, FIRST, 4, "sheet-merged 受給者証!C6"},
        {FIRST, 6, FIRST + 3, 7, "sheet-merged 受給者証!F6"},
        {LAYOUT_FIELD_AT, 3, FIRST, 3, "sheet-merged 受給者証!C3"},
        {1, 1, 1, 8, ""},                              /* the title */
        {LAYOUT_NOTE_AT, 3, LAYOUT_EXAMPLE_AT, 3, ""}, /* nobody reads it */
        {FIRST + 40, 3, FIRST + 41, 4, ""},            /* nothing is in it */
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        fresh(w, "台帳");
        book_merge(w->b, book_find_sheet(w->b, "受給者証"),
                   (book_range){rows[i].row, rows[i].column, rows[i].last_row, rows[i].last_column});
        assert_true(take(w, false) == !*rows[i].told);
        told(w, rows[i].told);
    }
}

static void
sheets_are_known_by_name(void **state)
{
    world *w = *state;
    fresh(w, "台帳");
    book_put(w->b, book_add_sheet(w->b, "在席"), 1, 1, BOOK_PLAIN, BOOK_TEXT, "x");
    assert_false(take(w, true));
    told(w, "sheet-unknown 在席");
    w->b = book_new(w->a, "x");
    book_put(w->b, book_add_sheet(w->b, "Sheet1"), 1, 1, BOOK_PLAIN, BOOK_TEXT, "x");
    assert_false(take(w, true));
    assert_int_equal(diag_at(w->d, 0)->code, DIAG_SHEET_NONE);
}

/* Columns may stand anywhere; numbered ones need not all be there. */
static void
columns_may_be_moved(void **state)
{
    world *w = *state;
    fresh(w, "台帳");
    book_sheet *s = book_find_sheet(w->b, "受給者証");
    for (size_t i = 0; i < s->cell_count; i++)
        if (s->cells[i].row > 1)
            s->cells[i].column = s->cells[i].column == 1 ? 30 : s->cells[i].column + 2;
    s->rule_count = s->merge_count = s->note_count = s->column_count = 0;
    assert_true(take(w, true));
    told(w, "");
    assert_int_equal(w->changed, 0);
}

/* ---- mutations ---- */

typedef enum mutation { BLANKED, DOUBLED, MOVED, OTHER_TYPE, MUTATIONS } mutation;

/* Whatever is done to a cell: what is written was told, and what is told to be wrong is not written. */
static void
mutate(world *w, const char *workbook, const char *name, size_t at, mutation how)
{
    fresh(w, workbook);
    book_sheet *s = book_find_sheet(w->b, name);
    const book_cell c = s->cells[at];
    if (how == BLANKED || how == MOVED)
        book_put(w->b, s, c.row, c.column, c.style, c.kind, NULL);
    if (how == DOUBLED || how == MOVED)
        book_put(w->b, s, c.row + 1, c.column, c.style, c.kind, c.text);
    if (how == OTHER_TYPE)
        book_put(w->b, s, c.row, c.column, c.style, c.kind == BOOK_TEXT ? BOOK_NUMBER : BOOK_TEXT, "12");
    const bool good = take(w, false);
    if (good && (w->changed > 0) != (*w->echo != '\0'))
        fail_msg("%s %s %d,%d by %d: %zu files and %s", workbook, name, c.row, c.column, (int)how, w->changed, w->echo);
    if (!good)
        assert_true(diag_count(w->d, DIAG_ERROR) > 0);
    if (how == BLANKED && good && w->changed)
        fail_msg("%s %s %d,%d: a blank changes something: %s", workbook, name, c.row, c.column, w->echo);
}

static void
no_mutation_is_silent(void **state)
{
    world *w = *state;
    enum { STEP = 211 }; /* every so many-th cell */
    size_t tried = 0;
    fresh(w, LAYOUT_FIRST);
    GPtrArray *names = layout_workbooks(w->l), *workbooks = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < names->len; i++)
        g_ptr_array_add(workbooks, g_strdup(g_ptr_array_index(names, i)));
    g_ptr_array_free(names, TRUE);
    for (guint i = 0; i < workbooks->len; i++) {
        const char *workbook = g_ptr_array_index(workbooks, i);
        fresh(w, workbook);
        const size_t sheets = w->b->sheet_count;
        for (size_t j = 0; j < sheets; j++) {
            char *name = g_strdup(w->b->sheets[j]->name);
            const size_t count = book_find_sheet(w->b, name)->cell_count;
            for (size_t at = 7 * j % STEP; at < count; at += STEP)
                for (mutation how = BLANKED; how < MUTATIONS; how++, tried++)
                    if (strcmp(name, LAYOUT_LISTS) != 0)
                        mutate(w, workbook, name, at, how);
            g_free(name);
        }
    }
    assert_true(tried > 200);
    g_ptr_array_free(workbooks, TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_changed_is_one_line),
        cmocka_unit_test(nothing_is_deleted_by_itself),
        cmocka_unit_test(both_sides_may_have_changed),
        cmocka_unit_test(new_records_are_made),
        cmocka_unit_test(what_a_row_lacks_is_told_by_cell),
        cmocka_unit_test(headings_and_keys_are_asked_back),
        cmocka_unit_test(what_is_written_into_the_example_is_told),
        cmocka_unit_test(what_stands_beside_an_id_is_of_it),
        cmocka_unit_test(sheets_are_known_by_name),
        cmocka_unit_test(merged_cells_are_asked_back),
        cmocka_unit_test(what_would_be_lost_is_told),
        cmocka_unit_test(columns_may_be_moved),
        cmocka_unit_test(no_mutation_is_silent),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
