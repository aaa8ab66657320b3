/* Workbooks that are made to hurt whoever reads them, and workbooks of which something broke on the way: each is told,
 * and nothing is read beyond the bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "xlsx_support.h"

#define HEAD XML_HEAD "<worksheet " MAIN "><sheetData>"
#define FOOT "</sheetData></worksheet>"

static char *
repeated(const char *head, const char *middle, size_t times, const char *foot)
{
    GString *text = g_string_new(head);
    for (size_t i = 0; i < times; i++)
        g_string_append(text, middle);
    g_string_append(text, foot);
    return g_string_free(text, FALSE);
}

static xlsx_limits
small_limits(void)
{
    xlsx_limits l = xlsx_limits_usual;
    l.part_bytes = 1 << 20;
    l.string_bytes = 1 << 16;
    l.strings = 1000;
    l.cells = 1000;
    l.sheets = 10;
    l.formats = 100;
    l.merges = 100;
    l.depth = 16;
    l.entries = 50;
    return l;
}

/* The part, made of repetitions, is what the message says; a moderate one of the same kind is read. */
static void
bombs_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *part, *head, *middle, *foot;
        size_t good, times;
        const char *told;
    } bombs[] = {
        {"xl/worksheets/sheet1.xml", HEAD, "                                ", FOOT, 1000, 40000,
         "xlsx-too-large: xl/worksheets/sheet1.xml: it expands to too many bytes"},
        {"xl/worksheets/sheet1.xml", HEAD "<row>", "<c><v>1</v></c>", "</row>" FOOT, 1000, 1001,
         "xlsx-too-large: 児童!ALM1: there are too many cells"},
        {"xl/worksheets/sheet1.xml", XML_HEAD "<worksheet " MAIN "><mergeCells>", "<mergeCell ref=\"A1:B1\"/>",
         "</mergeCells></worksheet>", 100, 101,
         "xlsx-too-large: xl/worksheets/sheet1.xml: it has too many merged cells"},
        {"xl/worksheets/sheet1.xml", HEAD "<row><c t=\"inlineStr\"><is><t>", "0123456789", "</t></is></c></row>" FOOT,
         1000, 14000, "xlsx-too-large: 児童!A1: the text of the cell is longer than a cell can hold"},
        {"xl/worksheets/sheet1.xml", HEAD "<row><c><v>", "0", "</v></c></row>" FOOT, 1000, 140000,
         "xlsx-too-large: 児童!A1: the text of the cell is longer than a cell can hold"},
        {"xl/worksheets/sheet1.xml", XML_HEAD "<worksheet " MAIN ">", "<a>", "", 0, 100,
         "xlsx-too-large: xl/worksheets/sheet1.xml: its elements are nested too deeply"},
        {"xl/sharedStrings.xml", XML_HEAD "<sst " MAIN "><si><t>x</t></si>", "<si/>", "</sst>", 900, 1000,
         "xlsx-too-large: xl/sharedStrings.xml: it has too many texts"},
        {"xl/sharedStrings.xml", XML_HEAD "<sst " MAIN ">",
         "<si><t>0123456789012345678901234567890123456789"
         "0123456789012345678901234567890123456789</t></si>",
         "</sst>", 700, 900, "xlsx-too-large: xl/sharedStrings.xml: it has too many texts"},
        {"xl/sharedStrings.xml", XML_HEAD "<sst " MAIN "><si><t>", "0123456789", "</t></si></sst>", 1000, 14000,
         "xlsx-too-large: xl/sharedStrings.xml: it has a text that is longer than a cell can hold"},
        {"xl/sharedStrings.xml", XML_HEAD "<sst " MAIN "><si><t>x</t>",
         "<rPh sb=\"0\" eb=\"1\"><t>0123456789</t></rPh>", "</si></sst>", 1000, 14000,
         "xlsx-too-large: xl/sharedStrings.xml: it has a text that is longer than a cell can hold"},
        {"xl/styles.xml", XML_HEAD "<styleSheet " MAIN "><cellXfs>", "<xf numFmtId=\"0\"/>", "</cellXfs></styleSheet>",
         100, 102, "xlsx-too-large: xl/styles.xml: it has too many formats"},
        {"xl/styles.xml", XML_HEAD "<styleSheet " MAIN "><fonts>", "<font/>", "</fonts></styleSheet>", 100, 102,
         "xlsx-too-large: xl/styles.xml: it has too many formats"},
        {"xl/workbook.xml", XML_HEAD "<workbook " MAIN "><sheets>", "<sheet name=\"一\" r:id=\"rId1\"/>",
         "</sheets></workbook>", 0, 11, "xlsx-too-large: xl/workbook.xml: it has too many sheets"},
        {"xl/_rels/workbook.xml.rels",
         XML_HEAD "<Relationships>" REL("rId1", "worksheet", "worksheets/sheet1.xml")
             REL("rId2", "sharedStrings", "sharedStrings.xml"),
         REL("rId7", "theme", "t.xml"), "</Relationships>", 40, 60, "xlsx-too-large: _rels: it has too many parts"},
    };
    xlsx_limits limits = small_limits();
    const char *wants_string = HEAD "<row><c t=\"s\"><v>0</v></c></row>" FOOT;
    for (size_t i = 0; i < G_N_ELEMENTS(bombs); i++) {
        const bool of_sheet = !strcmp(bombs[i].part, "xl/worksheets/sheet1.xml");
        for (int bad = 0; bad < 2; bad++) {
            const size_t times = bad ? bombs[i].times : bombs[i].good;
            if (!times)
                continue;
            char *content = repeated(bombs[i].head, bombs[i].middle, times, bombs[i].foot);
            size_t length;
            char *bytes = make_workbook((made_part[]){{bombs[i].part, content},
                                                      {of_sheet ? NULL : "xl/worksheets/sheet1.xml", wants_string},
                                                      {NULL, NULL}},
                                        &length);
            char *text = read_as_text(bytes, length, &limits);
            if (bad != (strstr(text, bombs[i].told) != NULL))
                fail_msg("%s, %zu times: %s", bombs[i].middle, times, text);
            if (!bad && strstr(text, "xlsx-"))
                fail_msg("%s, %zu times is not read: %s", bombs[i].middle, times, text);
            g_free(text);
            g_free(bytes);
            g_free(content);
        }
    }
}

static void
archives_of_many_parts_are_told(void **state)
{
    (void)state;
    made_part parts[60] = {{NULL, NULL}};
    char names[59][8];
    for (int i = 0; i < 59; i++) {
        g_snprintf(names[i], sizeof names[i], "p%d", i);
        parts[i] = (made_part){names[i], ""};
    }
    size_t length;
    char *bytes = make_workbook(parts, &length);
    const xlsx_limits limits = small_limits();
    char *text = read_as_text(bytes, length, &limits);
    assert_string_equal(text, "xlsx-too-large: b.xlsx: it has too many parts\n");
    g_free(text);
    g_free(bytes);
}

/* Programs differ in which of two parts of one name they take. */
static void
two_parts_of_one_name_are_told(void **state)
{
    (void)state;
    static const char *const others[] = {"xl/x1.xml", "xl/X1.xml"};
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        size_t length;
        char *bytes = make_workbook((made_part[]){{"xl/x1.xml", "a"}, {"xl/x2.xml", "b"}, {NULL, NULL}}, &length);
        for (char *at; (at = memmem(bytes, length, "xl/x2.xml", strlen(others[i])));)
            memcpy(at, others[i], strlen(others[i]));
        char *text = read_as_text(bytes, length, &xlsx_limits_usual);
        assert_string_equal(text, "xlsx-damaged: zip: two parts have the same name\n");
        g_free(text);
        g_free(bytes);
    }
}

/* The text that entities would swell to is never made: a DOCTYPE ends the reading. */
static void
entities_do_not_swell(void **state)
{
    (void)state;
    GString *text = g_string_new("<!DOCTYPE worksheet [<!ENTITY a0 \"xxxxxxxxxx\">");
    for (int i = 1; i < 12; i++)
        g_string_append_printf(text, "<!ENTITY a%d \"&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;\">", i, i - 1, i - 1,
                               i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    g_string_append(text, "]><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&a11;</t></is></c></row></sheetData>"
                          "</worksheet>");
    size_t length;
    char *bytes = make_workbook((made_part[]){{"xl/worksheets/sheet1.xml", text->str}, {NULL, NULL}}, &length);
    char *read = read_as_text(bytes, length, &xlsx_limits_usual);
    assert_non_null(strstr(read, "it has a DOCTYPE"));
    g_free(read);
    g_free(bytes);
    g_string_free(text, TRUE);
}

/* ---- what breaks on the way ---- */

static char *
a_good_one(size_t *length)
{
    arena *a = arena_new();
    book *b = book_new(a, "台帳");
    book_sheet *s = book_add_sheet(b, "児童");
    for (int row = 1; row <= 40; row++) {
        char text[32];
        g_snprintf(text, sizeof text, "児童%d", row % 13);
        book_put(b, s, row, 1, BOOK_KEY, BOOK_TEXT, text);
        book_put(b, s, row, 2, BOOK_VALUE, BOOK_DATE, "2016-05-14");
        book_put(b, s, row, 3, BOOK_VALUE, BOOK_NUMBER, "12.5");
    }
    diag *d = diag_new();
    char *bytes = xlsx_bytes(b, length, d);
    assert_non_null(bytes);
    diag_drop(d);
    arena_drop(a);
    return bytes;
}

static void
cut_off_anywhere(void **state)
{
    (void)state;
    size_t length;
    char *bytes = a_good_one(&length);
    for (size_t cut = 0; cut < length; cut += 1 + cut % 7) {
        char *copy = g_memdup2(bytes, cut); /* of its very length, for the sanitizer */
        char *text = read_as_text(copy ? copy : "", cut, &xlsx_limits_usual);
        if (!strstr(text, "xlsx-damaged: ") && !strstr(text, "xlsx-not: "))
            fail_msg("cut off at %zu of %zu it is taken for whole", cut, length);
        g_free(text);
        g_free(copy);
    }
    g_free(bytes);
}

static void
damaged_anywhere(void **state)
{
    (void)state;
    size_t length;
    char *bytes = a_good_one(&length), *whole = read_as_text(bytes, length, &xlsx_limits_usual);
    GRand *random = g_rand_new_with_seed(15);
    size_t told = 0;
    for (int i = 0; i < 1500; i++) {
        char *copy = g_memdup2(bytes, length);
        for (int n = g_rand_int_range(random, 1, 4); n > 0; n--)
            copy[g_rand_int_range(random, 0, (gint32)length)] ^= (char)(1 << g_rand_int_range(random, 0, 8));
        char *text = read_as_text(copy, length, &xlsx_limits_usual);
        told += strcmp(text, whole) != 0;
        g_free(text);
        g_free(copy);
    }
    assert_true(told > 1000); /* a check sum stands behind what is read; dates of files and the like are not read */
    g_rand_free(random);
    g_free(whole);
    g_free(bytes);
}

/* Every part of a workbook, with bytes changed before it is packed: no check sum warns of it. */
static void
parts_damaged_anywhere(void **state)
{
    (void)state;
    static const char *const parts[] = {"xl/workbook.xml",      "xl/_rels/workbook.xml.rels", "xl/styles.xml",
                                        "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml",   "_rels/.rels"};
    static const char *const pieces[] = {"<",
                                         ">",
                                         "\"",
                                         "&",
                                         "/",
                                         "\xe7",
                                         "<c>",
                                         "</c>",
                                         "<v>",
                                         "<is><t>",
                                         "<rPh sb=\"9999999999\">",
                                         "<row r=\"-1\">",
                                         "s=\"4294967296\"",
                                         "0",
                                         "_xD800_",
                                         "<![CDATA[",
                                         "]]>",
                                         "<si>",
                                         "e999"};
    const char *sheet = HEAD "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>46113</v></c>"
                             "<c r=\"C1\" t=\"inlineStr\"><is><r><t>相_x0041_</t></r><rPh sb=\"0\" eb=\"1\"><t>ア</t>"
                             "</rPh></is></c><c r=\"D1\" t=\"d\"><v>2026-04-01T09:30:00</v></c></row>" FOOT;
    GRand *random = g_rand_new_with_seed(16);
    for (int i = 0; i < 3000; i++) {
        const char *part = parts[g_rand_int_range(random, 0, G_N_ELEMENTS(parts))];
        GString *text = g_string_new(!strcmp(part, "xl/worksheets/sheet1.xml") ? sheet : usual_part(part));
        for (int n = g_rand_int_range(random, 1, 4); n > 0; n--) {
            const gint at = g_rand_int_range(random, 0, (gint)text->len);
            const gint less = g_rand_int_range(random, 0, 9);
            g_string_erase(text, at, MIN(less, (gint)text->len - at));
            g_string_insert(text, MIN(at, (gint)text->len), pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
        }
        size_t length;
        const bool of_sheet = !strcmp(part, "xl/worksheets/sheet1.xml");
        char *bytes = make_workbook(
            (made_part[]){{part, text->str}, {of_sheet ? NULL : "xl/worksheets/sheet1.xml", sheet}, {NULL, NULL}},
            &length);
        char *read = read_as_text(bytes, length, &xlsx_limits_usual);
        if (!g_utf8_validate(read, -1, NULL))
            fail_msg("what is read of %s is no UTF-8", text->str);
        g_free(read);
        g_free(bytes);
        g_string_free(text, TRUE);
    }
    g_rand_free(random);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bombs_are_told),
        cmocka_unit_test(archives_of_many_parts_are_told),
        cmocka_unit_test(two_parts_of_one_name_are_told),
        cmocka_unit_test(entities_do_not_swell),
        cmocka_unit_test(cut_off_anywhere),
        cmocka_unit_test(damaged_anywhere),
        cmocka_unit_test(parts_damaged_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
