/* A book as the bytes of a workbook, read back again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "xlsx_support.h"

#include "base/digest.h"

static char *
bytes_of(const book *b, size_t *length)
{
    diag *d = diag_new();
    char *bytes = xlsx_bytes(b, length, d);
    assert_int_equal(diag_length(d), 0);
    assert_non_null(bytes);
    diag_drop(d);
    return bytes;
}

static char *
written_and_read(const book *b)
{
    size_t length;
    char *bytes = bytes_of(b, &length), *text = read_as_text(bytes, length, &xlsx_limits_usual);
    g_free(bytes);
    return text;
}

static book_sheet *
one_sheet(arena *a, book **b)
{
    *b = book_new(a, "台帳");
    return book_add_sheet(*b, "児童");
}

static void
each_kind_comes_back(void **state)
{
    (void)state;
    arena *a = arena_new();
    book *b;
    book_sheet *s = one_sheet(a, &b);
    static const struct {
        book_kind kind;
        const char *text, *read; /* read NULL: nothing is in the cell */
    } cells[] = {
        {BOOK_TEXT, "相原 湊", "text 相原 湊"},
        {BOOK_TEXT, "0000010001", "text 0000010001"},
        {BOOK_TEXT, "=1+1", "text =1+1"},
        {BOOK_TEXT, "一行目\n二行目", "text 一行目\\n二行目"},
        {BOOK_TEXT, " 前後の空白 ", "text  前後の空白 "},
        {BOOK_TEXT, "_x000D_", "text _x000D_"},
        {BOOK_TEXT, "_x0041_x0042_", "text _x0041_x0042_"},
        {BOOK_TEXT, "__x0041__", "text __x0041__"},
        {BOOK_TEXT, "_x004_", "text _x004_"},
        {BOOK_TEXT, "<&>\"'", "text <&>\"'"},
        {BOOK_TEXT, "𠮷田髙﨑德瀨栁辻󠄀", "text 𠮷田髙﨑德瀨栁辻󠄀"},
        {BOOK_TEXT, "", NULL},
        {BOOK_TEXT, NULL, NULL},
        {BOOK_NUMBER, "12.5", "number 12.5"},
        {BOOK_NUMBER, "-3", "number -3"},
        {BOOK_NUMBER, "0.1", "number 0.1"},
        {BOOK_NUMBER, "123456789012345", "number 123456789012345"},
        {BOOK_NUMBER, "十", "text 十"},
        {BOOK_NUMBER, "0x10", "text 0x10"},
        {BOOK_NUMBER, "nan", "text nan"},
        {BOOK_DATE, "2026-04-01", "date 2026-04-01 as yyyy\\-mm\\-dd"},
        {BOOK_DATE, "1900-03-01", "date 1900-03-01 as yyyy\\-mm\\-dd"},
        {BOOK_DATE, "1900-02-28", "text 1900-02-28"},
        {BOOK_DATE, "1899-12-31", "text 1899-12-31"},
        {BOOK_DATE, "2026-02-30", "text 2026-02-30"},
        {BOOK_DATE, "2024-02-29", "date 2024-02-29 as yyyy\\-mm\\-dd"},
        {BOOK_MONTH, "2026-04", "date 2026-04-01 as yyyy\\-mm"},
        {BOOK_TIME, "09:30", "time 09:30 as [hh]:mm"},
        {BOOK_TIME, "00:00", "time 00:00 as [hh]:mm"},
        {BOOK_TIME, "23:59", "time 23:59 as [hh]:mm"},
        {BOOK_TIME, "24:00", "time 24:00 as [hh]:mm"},
        {BOOK_TIME, "25:00", "text 25:00"},
        {BOOK_DATE, NULL, NULL},
    };
    GString *wanted = g_string_new("sheet 1 児童 shown\n");
    for (size_t i = 0; i < G_N_ELEMENTS(cells); i++) {
        book_put(b, s, (int)i + 1, 3, BOOK_VALUE, cells[i].kind, cells[i].text);
        if (cells[i].read)
            g_string_append_printf(wanted, "C%zu %s\n", i + 1, cells[i].read);
    }
    char *text = written_and_read(b);
    assert_string_equal(text, wanted->str);
    g_free(text);
    g_string_free(wanted, TRUE);
    arena_drop(a);
}

/* Every minute of a day and every day of a century and a half is what it was. */
static void
all_days_and_minutes_come_back(void **state)
{
    (void)state;
    arena *a = arena_new();
    book *b;
    book_sheet *s = one_sheet(a, &b);
    GString *wanted = g_string_new("sheet 1 児童 shown\n");
    for (int m = 0; m <= 24 * 60; m++) {
        char time[16];
        g_snprintf(time, sizeof time, "%02d:%02d", m / 60, m % 60);
        book_put(b, s, m + 1, 1, BOOK_VALUE, BOOK_TIME, time);
        g_string_append_printf(wanted, "A%d time %s as [hh]:mm\n", m + 1, time);
    }
    GDate day;
    g_date_clear(&day, 1);
    g_date_set_dmy(&day, 1, 3, 1900);
    for (int row = 2000; g_date_get_year(&day) < 2051; row++, g_date_add_days(&day, 1)) {
        char date[16];
        g_date_strftime(date, sizeof date, "%Y-%m-%d", &day);
        book_put(b, s, row, 1, BOOK_VALUE, BOOK_DATE, date);
        g_string_append_printf(wanted, "A%d date %s as yyyy\\-mm\\-dd\n", row, date);
    }
    char *text = written_and_read(b);
    assert_string_equal(text, wanted->str);
    g_free(text);
    g_string_free(wanted, TRUE);
    arena_drop(a);
}

static void
fill_with_all(book *b)
{
    book_sheet *s = book_add_sheet(b, "児童'台帳");
    s->protected = true;
    s->frozen_rows = 5;
    s->frozen_columns = 1;
    s->landscape = true;
    s->pages_across = 3;
    s->printed = 5;
    s->repeated_rows = 4;
    s->repeated_columns = 1;
    s->header = "&L台帳&R&A";
    s->footer = "&P / &N";
    s->filtered = (book_range){5, 1, 9, 3};
    s->tab_color = 0x3b5b7e;
    for (int style = 0; style < BOOK_STYLE_COUNT; style++)
        for (int kind = 0; kind < BOOK_KIND_COUNT; kind++)
            book_put(b, s, 10 + style, 1 + kind, (book_style)style, (book_kind)kind, NULL);
    book_set_column(b, s, (book_column){2, 14, BOOK_VALUE, BOOK_DATE, false});
    book_set_column(b, s, (book_column){9, 0, BOOK_KEY, BOOK_TEXT, true});
    book_set_row(b, s, (book_row){5, 30, false});
    book_set_row(b, s, (book_row){6, 0, true});
    book_put(b, s, 1, 1, BOOK_TITLE, BOOK_TEXT, "題");
    book_merge(b, s, (book_range){1, 1, 1, 4});
    book_add_note(b, s, 3, 1, "書き方");
    book_sheet *list = book_add_sheet(b, "リスト'一覧");
    list->visibility = BOOK_HIDDEN;
    book_put(b, list, 1, 1, BOOK_PLAIN, BOOK_TEXT, "ko-01　相原 湊");
    book_sheet *kept = book_add_sheet(b, "控え");
    kept->visibility = BOOK_VERY_HIDDEN;
    book_put(b, kept, 1, 1, BOOK_PLAIN, BOOK_TEXT, "1f2e");
    const char *const words[] = {"男", "女", NULL};
    char *longest = g_strnfill(300, 'x');
    for (int kind = 0; kind <= BOOK_RULE_LENGTH; kind++) {
        const bool range = kind == BOOK_RULE_RANGE, in_words = kind == BOOK_RULE_WORDS;
        book_add_rule(b, s,
                      &(book_rule){.range = {10, 1 + kind, 1000, 1 + kind},
                                   .kind = (book_rule_kind)kind,
                                   .list_sheet = range ? "リスト'一覧" : NULL,
                                   .list = {1, 1, range ? 9 : 1, 1},
                                   .words = in_words ? words : NULL,
                                   .from = kind == BOOK_RULE_DATE ? "1900-03-01" : NULL,
                                   .warns = kind % 2 == 1,
                                   .title = "見出しがとても長くて三十二文字を超えてしまうときはここで切られて点が付く",
                                   .message = longest});
    }
    g_free(longest);
}

static void
all_of_a_book_is_taken(void **state)
{
    (void)state;
    arena *a = arena_new();
    book *b = book_new(a, "台帳");
    fill_with_all(b);
    char *text = written_and_read(b);
    assert_string_equal(text, "sheet 1 児童'台帳 shown\nA1 text 題\nmerge A1:D1\n"
                              "sheet 2 リスト'一覧 hidden\nA1 text ko-01　相原 湊\n"
                              "sheet 3 控え very-hidden\nA1 text 1f2e\n");
    g_free(text);
    arena_drop(a);
}

/* The part of the archive as text; g_free it. */
static char *
part_of(const char *bytes, size_t length, const char *name)
{
    zip_t *zip = zip_open_from_source(zip_source_buffer_create(bytes, length, 0, NULL), ZIP_RDONLY, NULL);
    assert_non_null(zip);
    zip_file_t *file = zip_fopen(zip, name, 0);
    assert_non_null(file);
    GString *text = g_string_new(NULL);
    char piece[4096];
    for (zip_int64_t n; (n = zip_fread(file, piece, sizeof piece)) > 0;)
        g_string_append_len(text, piece, (gssize)n);
    zip_fclose(file);
    zip_discard(zip);
    return g_string_free(text, FALSE);
}

static void
rules_and_shape_are_in_it(void **state)
{
    (void)state;
    arena *a = arena_new();
    book *b = book_new(a, "台帳");
    fill_with_all(b);
    size_t length;
    char *bytes = bytes_of(b, &length), *sheet = part_of(bytes, length, "xl/worksheets/sheet1.xml"),
         *workbook = part_of(bytes, length, "xl/workbook.xml");
    static const char *const held[] = {
        "<pane xSplit=\"1\" ySplit=\"5\" topLeftCell=\"B6\" activePane=\"bottomRight\" state=\"frozen\"/>",
        "<col min=\"9\" max=\"9\"",
        "hidden=\"1\"",
        "<sheetProtection ",
        "<autoFilter ref=\"A5:C9\"/>",
        "<mergeCell ref=\"A1:D1\"/>",
        "<dataValidations count=\"7\">",
        "<dataValidation type=\"list\" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\"",
        "<formula1>'リスト''一覧'!$A$1:$A$9</formula1>",
        "<formula1>\"男,女\"</formula1>",
        "<formula1>61</formula1><formula2>2958465</formula2>",
        "errorStyle=\"warning\"",
        "…\" promptTitle=",
        "orientation=\"landscape\"",
        "fitToWidth=\"3\"",
        "fitToHeight=\"0\"",
        "&amp;P / &amp;N",
        "<legacyDrawing ",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(held); i++)
        if (!strstr(sheet, held[i]))
            fail_msg("the sheet has no %s:\n%s", held[i], sheet);
    assert_non_null(strstr(workbook, "sheetId=\"2\" state=\"hidden\""));
    assert_non_null(strstr(workbook, "sheetId=\"3\" state=\"veryHidden\""));
    assert_non_null(strstr(workbook, "!$1:$4"));
    assert_non_null(strstr(workbook, "!$A$1:$E$"));
    g_free(workbook);
    g_free(sheet);
    g_free(bytes);
    arena_drop(a);
}

/* 255 bytes: what may be a rule's own is written whole. */
static void
longest_words_of_a_rule_are_in_it(void **state)
{
    (void)state;
    arena *a = arena_new();
    book *b = book_new(a, "台帳");
    book_sheet *s = book_add_sheet(b, "児童");
    const char *words[10] = {NULL};
    for (int i = 0; i < 8; i++)
        words[i] = "一二三四五六七八九十";
    words[8] = "甲乙a";
    assert_true(book_words_fit(words));
    book_add_rule(b, s, &(book_rule){.range = {6, 1, 9, 1}, .kind = BOOK_RULE_WORDS, .words = words});
    size_t length;
    char *bytes = bytes_of(b, &length), *sheet = part_of(bytes, length, "xl/worksheets/sheet1.xml");
    char *joined = g_strjoinv(",", (char **)words), *wanted = g_strdup_printf("<formula1>\"%s\"</formula1>", joined);
    assert_int_equal(strlen(joined), 255);
    assert_non_null(strstr(sheet, wanted));
    g_free(wanted);
    g_free(joined);
    g_free(sheet);
    g_free(bytes);
    arena_drop(a);
}

static void
same_bytes_for_the_same_book(void **state)
{
    (void)state;
    digest sums[3];
    static const char *const epochs[] = {NULL, NULL, "1700000000"};
    for (int i = 0; i < 3; i++) {
        arena *a = arena_new();
        book *b = book_new(a, "台帳");
        fill_with_all(b);
        size_t length;
        if (epochs[i])
            setenv("SOURCE_DATE_EPOCH", epochs[i], 1);
        else
            unsetenv("SOURCE_DATE_EPOCH");
        char *bytes = bytes_of(b, &length);
        sums[i] = digest_of(bytes, length);
        char *core = part_of(bytes, length, "docProps/core.xml");
        assert_non_null(strstr(core, epochs[i] ? "2023-11-14T22:13:20Z" : "2000-01-01T00:00:00Z"));
        g_free(core);
        g_free(bytes);
        arena_drop(a);
        g_usleep(i ? 0 : 1100000); /* the clock of archives counts in two seconds, that of properties in one */
    }
    unsetenv("SOURCE_DATE_EPOCH");
    assert_true(digest_equal(&sums[0], &sums[1]));
    assert_false(digest_equal(&sums[0], &sums[2]));
}

/* A half of the pairs of UTF-16 counts: 𠮷 is two of them. */
static void
too_long_texts_are_told(void **state)
{
    (void)state;
    arena *a = arena_new();
    book *b;
    book_sheet *s = one_sheet(a, &b);
    GString *text = g_string_new(NULL);
    for (int i = 0; i < BOOK_CELL_TEXT / 2; i++)
        g_string_append(text, "𠮷");
    g_string_append(text, "一");
    book_put(b, s, 3, 2, BOOK_LONG, BOOK_TEXT, text->str);
    size_t length;
    g_free(bytes_of(b, &length));
    g_string_append(text, "一");
    book_put(b, s, 7, 28, BOOK_LONG, BOOK_TEXT, text->str);
    book_put(b, s, 8, 28, BOOK_LONG, BOOK_TEXT, text->str);
    diag *d = diag_new();
    assert_null(xlsx_bytes(b, &length, d));
    assert_int_equal(diag_length(d), 2);
    assert_int_equal(diag_at(d, 0)->code, DIAG_XLSX_LONG);
    assert_string_equal(diag_at(d, 0)->args[0], "児童");
    assert_string_equal(diag_at(d, 1)->args[1], "AB8");
    diag_drop(d);
    g_string_free(text, TRUE);
    arena_drop(a);
}

/* No place for its temporary files: the library wants one for each sheet. */
static void
a_failure_of_the_library_is_told(void **state)
{
    (void)state;
    arena *a = arena_new();
    book *b;
    book_sheet *s = one_sheet(a, &b);
    book_put(b, s, 1, 1, BOOK_VALUE, BOOK_TEXT, "一");
    struct rlimit usual, none;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
    none = usual;
    none.rlim_cur = 0;
    diag *d = diag_new();
    size_t length;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    char *bytes = xlsx_bytes(b, &length, d);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
    assert_null(bytes);
    assert_int_equal(diag_length(d), 1);
    assert_int_equal(diag_at(d, 0)->code, DIAG_XLSX_WRITE);
    diag_drop(d);
    arena_drop(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_comes_back),
        cmocka_unit_test(all_days_and_minutes_come_back),
        cmocka_unit_test(all_of_a_book_is_taken),
        cmocka_unit_test(rules_and_shape_are_in_it),
        cmocka_unit_test(longest_words_of_a_rule_are_in_it),
        cmocka_unit_test(same_bytes_for_the_same_book),
        cmocka_unit_test(too_long_texts_are_told),
        cmocka_unit_test(a_failure_of_the_library_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
