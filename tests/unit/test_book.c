/* A book as a value: places, names of sheets, what is put into it, and how it prints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "book/book.h"

static void
addresses(void **state)
{
    (void)state;
    static const struct {
        int row, column;
        const char *text;
    } cases[] = {{1, 1, "A1"},
                 {4, 4, "D4"},
                 {10, 26, "Z10"},
                 {1, 27, "AA1"},
                 {7, 52, "AZ7"},
                 {7, 53, "BA7"},
                 {99, 702, "ZZ99"},
                 {99, 703, "AAA99"},
                 {1, 676, "YZ1"},
                 {1, 677, "ZA1"},
                 {1048576, 16384, "XFD1048576"}};
    char out[BOOK_ADDRESS];
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        assert_string_equal(book_address(cases[i].row, cases[i].column, out), cases[i].text);
        int row = 0, column = 0;
        assert_true(book_address_read(cases[i].text, &row, &column));
        assert_int_equal(row, cases[i].row);
        assert_int_equal(column, cases[i].column);
    }
    int row = 5, column = 6;
    assert_true(book_address_read("$AB$12", &row, &column));
    assert_int_equal(row, 12);
    assert_int_equal(column, 28);
    static const char *const bad[] = {
        "",     "A",     "1",        "A0",   "A01",  "a1",           "A1 ",          " A1",  "A-1",
        "XFE1", "AAAA1", "A1048577", "$$A1", "A$$1", "ZZZZZZZZZZZ1", "A99999999999", "A1:B2"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        if (book_address_read(bad[i], &row, &column))
            fail_msg("%s was read as an address", bad[i]);
        assert_int_equal(row, 12);
    }
}

static void
names_of_sheets(void **state)
{
    (void)state;
    assert_true(book_is_sheet_name("受給者証"));
    assert_true(book_is_sheet_name("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一"));
    assert_false(book_is_sheet_name("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二"));
    static const char *const bad[] = {"", "a/b", "a\\b", "a?", "a*", "[a]", "a:b", "'a", "a'", "\xff"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        if (book_is_sheet_name(bad[i]))
            fail_msg("「%s」 is no name of a sheet", bad[i]);
}

static void
what_was_put_last_is_there(void **state)
{
    (void)state;
    arena *a = arena_new();
    book *b = book_new(a, NULL);
    book_sheet *s = book_add_sheet(b, "児童");
    for (int i = 1; i <= 1000; i++)
        book_put(b, s, i, 2, BOOK_VALUE, BOOK_TEXT, i % 2 ? "奇数" : NULL);
    book_put(b, s, 7, 2, BOOK_LOCKED, BOOK_NUMBER, "12.5");
    assert_string_equal(book_find_cell(s, 7, 2)->text, "12.5");
    assert_string_equal(book_find_cell(s, 999, 2)->text, "奇数");
    assert_null(book_find_cell(s, 1000, 2)->text);
    assert_null(book_find_cell(s, 1, 1));
    assert_ptr_equal(book_find_sheet(b, "児童"), s);
    assert_null(book_find_sheet(b, "保護者"));
    arena_drop(a);
}

static void
words_of_a_rule_fit(void **state)
{
    (void)state;
    assert_true(book_words_fit((const char *const[]){"はい", "いいえ", NULL}));
    assert_true(book_words_fit((const char *const[]){NULL}));
    assert_false(book_words_fit((const char *const[]){"月,火", NULL}));
    assert_false(book_words_fit((const char *const[]){"月", "", NULL}));
    const char *tens[27] = {NULL}; /* n words of ten, and n - 1 commas */
    for (int i = 0; i < 23; i++)
        tens[i] = "abcdefghij";
    assert_true(book_words_fit(tens));
    tens[23] = "ab";
    assert_true(book_words_fit(tens));
    tens[23] = "abc";
    assert_false(book_words_fit(tens));
    tens[23] = "一"; /* bytes, not characters */
    assert_false(book_words_fit(tens));
}

static void
prints_as_text(void **state)
{
    (void)state;
    arena *a = arena_new();
    book *b = book_new(a, "台帳");
    book_sheet *s = book_add_sheet(b, "児童");
    s->protected = true;
    s->frozen_rows = 5;
    s->frozen_columns = 2;
    s->landscape = true;
    s->pages_across = 2;
    s->printed = 9;
    s->repeated_rows = 4;
    s->footer = "&P / &N";
    s->filtered = (book_range){5, 1, 5, 3};
    book_set_column(b, s, (book_column){3, 12, BOOK_VALUE, BOOK_DATE, false});
    book_set_row(b, s, (book_row){5, 0, true});
    book_merge(b, s, (book_range){1, 1, 1, 6});
    book_put(b, s, 1, 1, BOOK_TITLE, BOOK_TEXT, "児童\n一人一行");
    book_put(b, s, 6, 3, BOOK_VALUE, BOOK_DATE, "2016-05-14");
    book_put(b, s, 7, 3, BOOK_VALUE, BOOK_DATE, NULL);
    const char *const words[] = {"男", "女", NULL};
    book_add_rule(b, s, &(book_rule){.range = {6, 4, 1000, 4}, .kind = BOOK_RULE_WORDS, .words = words});
    book_add_rule(b, s,
                  &(book_rule){.range = {6, 3, 1000, 3},
                               .kind = BOOK_RULE_DATE,
                               .from = "1900-03-01",
                               .title = "生年月日",
                               .message = "西暦か元号で"});
    book_sheet *list = book_add_sheet(b, "リスト");
    list->visibility = BOOK_VERY_HIDDEN;
    book_add_rule(b, s,
                  &(book_rule){.range = {6, 1, 6, 1},
                               .kind = BOOK_RULE_RANGE,
                               .list_sheet = "リスト",
                               .list = {1, 1, 9, 1},
                               .warns = true});
    book_add_note(b, s, 3, 3, "この日\nから");
    GString *out = g_string_new(NULL);
    book_print(b, out);
    assert_string_equal(out->str,
                        "book 台帳\n"
                        "sheet 児童 shown protected freeze 5,2 landscape pages 2 printed 9 repeat 4,0 filter A5:C5\n"
                        "footer &P / &N\n"
                        "column C 12 value date\n"
                        "row 5 0 hidden\n"
                        "merge A1:F1\n"
                        "A1 title text 児童\\n一人一行\n"
                        "C6 value date 2016-05-14\n"
                        "C7 value date\n"
                        "rule D6:D1000 words 男|女 stop\n"
                        "rule C6:C1000 date 1900-03-01.. stop 「生年月日」 西暦か元号で\n"
                        "rule A6 range リスト!A1:A9 warn\n"
                        "note C3 この日\\nから\n"
                        "sheet リスト very-hidden\n");
    g_string_free(out, TRUE);
    arena_drop(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses),
        cmocka_unit_test(names_of_sheets),
        cmocka_unit_test(what_was_put_last_is_there),
        cmocka_unit_test(words_of_a_rule_fit),
        cmocka_unit_test(prints_as_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
