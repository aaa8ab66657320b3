/* Tables of other programs: fields, encodings, and what is no table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "intake/intake_csv.h"

static bool
note_cell(void *data, const book_entry *e)
{
    char address[BOOK_ADDRESS];
    assert_int_equal(e->kind, BOOK_ENTRY_TEXT);
    g_string_append_printf(data, "%s=%s|", book_address(e->row, e->column, address), e->text);
    return strcmp(e->text, "stop") != 0;
}

static const book_visitor notes = {.cell = note_cell};

static char *
read_csv(const char *bytes, size_t length, const char *encoding)
{
    GString *out = g_string_new(NULL);
    diag *d = diag_new();
    const bool good = intake_csv_read_memory("a.csv", bytes, length, encoding, 0, &notes, out, d);
    assert_true(good == (diag_length(d) == 0));
    if (!good)
        g_string_append_printf(out, "%s:%d", diag_name(diag_at(d, 0)->code), diag_at(d, 0)->data.line);
    diag_drop(d);
    return g_string_free(out, FALSE);
}

static void
tables_are_read(void **state)
{
    (void)state;
#define CSV(bytes) bytes, sizeof bytes - 1
    static const struct {
        const char *bytes;
        size_t length;
        const char *encoding, *read;
    } tables[] = {
        {CSV("氏名,番号\r\n相原 湊,0000010001\r\n"), NULL, "A1=氏名|B1=番号|A2=相原 湊|B2=0000010001|"},
        {CSV("a,b\nc"), NULL, "A1=a|B1=b|A2=c|"},
        {CSV("a\rb\r"), NULL, "A1=a|A2=b|"},
        {CSV("a,,c\n,,\n\nd"), NULL, "A1=a|C1=c|A4=d|"},
        {CSV("\"一行目\r\n二行目\",\"a,b\",\"c\"\"d\"\ne"), NULL, "A1=一行目\n二行目|B1=a,b|C1=c\"d|A2=e|"},
        {CSV("\"\",\"a\""), NULL, "B1=a|"},
        {CSV("a\"b,c"), NULL, "A1=a\"b|B1=c|"},
        {CSV(" a ,b"), NULL, "A1= a |B1=b|"},
        {CSV("a\tb\n\"c\td\"\te"), NULL, "A1=a|B1=b|A2=c\td|B2=e|"},
        {CSV("a,b\tc"), NULL, "A1=a|B1=b\tc|"},
        {CSV(""), NULL, ""},
        {CSV("\xef\xbb\xbf氏名"), NULL, "A1=氏名|"},
        {CSV("\xef\xbb\xbf\"氏名\""), "utf-8", "A1=氏名|"},
        {CSV("\xff\xfe\x0f\x6c\x0d\x54,\0a\0"), NULL, "A1=氏名|B1=a|"},
        {CSV("\xfe\xff\x6c\x0f\x54\x0d"), NULL, "A1=氏名|"},
        {CSV("\xff\xfe\x0f\x6c"), "UTF-16", "A1=氏|"},
        /* 氏名, 髙﨑, ①, ソ (whose second byte is a backslash), a 外字 */
        {CSV("\x8e\x81\x96\xbc"), "cp932", "A1=氏名|"},
        {CSV("\xfb\xfc\xfa\xb1,\x87\x40"), "Shift_JIS", "A1=髙﨑|B1=①|"},
        {CSV("\"\x83\x5c\",\xb1"), "windows-31j", "A1=ソ|B1=ｱ|"},
        {CSV("\xf0\x40"), "sjis", "A1=\xee\x80\x80|"},
        {CSV("a\nstop\nb"), NULL, "A1=a|A2=stop|"},
        /* what is none */
        {CSV("a\n\x8e\x81\x96\xbc"), NULL, "csv-encoding:2"},
        {CSV("a\nb\n\x81"), "cp932", "csv-encoding:3"},
        {CSV("\xff\xfe\x0f"), NULL, "csv-encoding:0"},
        {CSV("a"), "ebcdic", "csv-encoding:0"},
        {CSV("a,b\n\"c\nd"), NULL, "A1=a|B1=b|csv-malformed:2"},
        {CSV("\"a\"b"), NULL, "csv-malformed:1"},
        {CSV("a\0b"), NULL, "csv-malformed:1"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
        char *copy = g_memdup2(tables[i].bytes, tables[i].length); /* of its very length, for the sanitizer */
        char *read = read_csv(copy ? copy : "", tables[i].length, tables[i].encoding);
        if (strcmp(read, tables[i].read) != 0)
            fail_msg("table %zu is read as %s and not as %s", i, read, tables[i].read);
        g_free(read);
        g_free(copy);
    }
}

static void
too_many_columns_are_told(void **state)
{
    (void)state;
    char *commas = g_strnfill(BOOK_COLUMNS, ','), *read = read_csv(commas, BOOK_COLUMNS - 1, NULL);
    assert_string_equal(read, "");
    g_free(read);
    read = read_csv(commas, BOOK_COLUMNS, NULL);
    assert_string_equal(read, "csv-too-large:1");
    g_free(read);
    g_free(commas);
}

static void
a_file_that_is_not_there(void **state)
{
    (void)state;
    diag *d = diag_new();
    assert_false(intake_csv_read("/nowhere/at/all.csv", NULL, 0, &notes, NULL, d));
    assert_int_equal(diag_at(d, 0)->code, DIAG_FILE_ASKED);
    diag_drop(d);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_read),
        cmocka_unit_test(too_many_columns_are_told),
        cmocka_unit_test(a_file_that_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
