/* Workbooks as other programs make them: what is in a cell, and what is no workbook. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "xlsx_support.h"

#define SHEET(data) XML_HEAD "<worksheet " MAIN "><dimension ref=\"A1\"/><sheetData>" data "</sheetData></worksheet>"
#define STRINGS(body) XML_HEAD "<sst " MAIN ">" body "</sst>"

static char *
read_parts(const made_part *parts, const xlsx_limits *limits)
{
    size_t length;
    char *bytes = make_workbook(parts, &length), *text = read_as_text(bytes, length, limits);
    g_free(bytes);
    return text;
}

static void
expect(const char *part, const char *content, const char *wanted)
{
    char *text = read_parts((made_part[]){{part, content}, {NULL, NULL}}, &xlsx_limits_usual);
    if (strcmp(text, wanted) != 0)
        fail_msg("%s\nis read as\n%sand not as\n%s", content ? content : part, text, wanted);
    g_free(text);
}

/* One row of a sheet: its cells, and what is read of them. */
static const struct {
    const char *cells, *read;
} rows[] = {
    {"<c r=\"A1\" t=\"s\"><v>0</v></c>", "A1 text 相原 湊\n"},
    {"<c t=\"s\"><v>0</v></c><c/><c t=\"s\"><v>0</v></c>", "A1 text 相原 湊\nC1 text 相原 湊\n"},
    {"<c r=\"XFD1\"><v>1</v></c>", "XFD1 number 1\n"},
    {"<c r=\"B1\" s=\"1\"/>", ""},
    {"<c r=\"A1\"><v></v></c>", ""},
    {"<c r=\"A1\"><v>0.30000000000000004</v></c>", "A1 number 0.3\n"},
    {"<c r=\"A1\"><v>1E+05</v></c>", "A1 number 100000\n"},
    {"<c r=\"A1\"><v>1.0000000000000001E-2</v></c>", "A1 number 0.01\n"},
    {"<c r=\"A1\"><v>-0</v></c>", "A1 number 0\n"},
    {"<c r=\"A1\" s=\"1\"><v>38808</v></c>", "A1 date 2006-04-01 as yyyy\\-mm\\-dd\n"},
    {"<c r=\"A1\" s=\"5\"><v>46113</v></c>", "A1 date 2026-04-01 as m\"月\"d\"日\"\n"},
    {"<c r=\"A1\" s=\"7\"><v>46113</v></c>", "A1 date 2026-04-01 as yyyy/m/d\n"},
    {"<c r=\"A1\" s=\"1\"><v>60</v></c>", "A1 date (none) as yyyy\\-mm\\-dd\n"},
    {"<c r=\"A1\" s=\"1\"><v>59</v></c>", "A1 date 1900-02-28 as yyyy\\-mm\\-dd\n"},
    {"<c r=\"A1\" s=\"1\"><v>1</v></c>", "A1 date 1900-01-01 as yyyy\\-mm\\-dd\n"},
    {"<c r=\"A1\" s=\"1\"><v>0</v></c>", "A1 date (none) as yyyy\\-mm\\-dd\n"},
    {"<c r=\"A1\" s=\"1\"><v>-5</v></c>", "A1 date (none) as yyyy\\-mm\\-dd\n"},
    {"<c r=\"A1\" s=\"1\"><v>2958466</v></c>", "A1 date (none) as yyyy\\-mm\\-dd\n"},
    {"<c r=\"A1\" s=\"1\"><v>1e300</v></c>", "A1 date (none) as yyyy\\-mm\\-dd\n"},
    {"<c r=\"A1\" s=\"1\"><v>0.5</v></c>", "A1 time 12:00 as yyyy\\-mm\\-dd\n"},
    {"<c r=\"A1\" s=\"1\"><v>46113.5</v></c>", "A1 moment 2026-04-01T12:00 as yyyy\\-mm\\-dd\n"},
    {"<c r=\"A1\" s=\"3\"><v>46113</v></c>", "A1 date 2026-04-01 as yyyy/m/d h:mm\n"},
    {"<c r=\"A1\" s=\"2\"><v>0.39583333333333331</v></c>", "A1 time 09:30 as h:mm\n"},
    {"<c r=\"A1\" s=\"2\"><v>0.39600694444444445</v></c>", "A1 time 09:30:15 as h:mm\n"},
    {"<c r=\"A1\" s=\"2\"><v>0.99999999</v></c>", "A1 time 24:00 as h:mm\n"},
    {"<c r=\"A1\" s=\"6\"><v>1.0625</v></c>", "A1 time 25:30 as [h]:mm:ss\n"},
    {"<c r=\"A1\" t=\"d\" s=\"1\"><v>2026-04-01T00:00:00</v></c>", "A1 date 2026-04-01 as yyyy\\-mm\\-dd\n"},
    {"<c r=\"A1\" t=\"d\" s=\"1\"><v>2026-04-01</v></c>", "A1 date 2026-04-01 as yyyy\\-mm\\-dd\n"},
    {"<c r=\"A1\" t=\"d\" s=\"1\"><v>2026-04-01T09:30:00</v></c>", "A1 moment 2026-04-01T09:30 as yyyy\\-mm\\-dd\n"},
    {"<c r=\"A1\" t=\"d\" s=\"1\"><v>2026-02-30</v></c>", "A1 moment (none) as yyyy\\-mm\\-dd\n"},
    {"<c r=\"A1\" t=\"b\"><v>1</v></c><c r=\"B1\" t=\"b\"><v>0</v></c>", "A1 boolean TRUE\nB1 boolean FALSE\n"},
    {"<c r=\"A1\" t=\"e\"><v>#N/A</v></c>", "A1 error #N/A\n"},
    {"<c r=\"A1\"><f>SUM(B1:B2)</f><v>3</v></c>", "A1 number 3 formula\n"},
    {"<c r=\"A1\"><f>TODAY()</f></c>", "A1 uncounted (none) formula\n"},
    {"<c r=\"A1\"><f>TODAY()</f><v/></c>", "A1 uncounted (none) formula\n"},
    {"<c r=\"A1\" t=\"str\"><f>B1&amp;C1</f><v>相原</v></c>", "A1 text 相原 formula\n"},
    {"<c r=\"A1\" t=\"str\"><f>\"\"</f><v></v></c>", ""},
    {"<c r=\"A1\" s=\"4\"><v>3</v></c>", "A1 number 3 struck\n"},
    {"<c r=\"A1\" t=\"inlineStr\"><is><t>相原</t></is></c>", "A1 text 相原\n"},
    {"<c r=\"A1\" t=\"inlineStr\"><is><t/></is></c>", ""},
    {"<c r=\"A1\" t=\"inlineStr\"><is><r><t>相</t></r><r><rPr><b/><strike/></rPr><t>原</t></r></is></c>",
     "A1 text 相原 rich struck\n"},
    {"<c r=\"A1\" t=\"inlineStr\"><is><r><rPr><strike val=\"0\"/></rPr><t>相</t></r></is></c>", "A1 text 相 rich\n"},
    /* Furigana is no part of the value. */
    {"<c r=\"A1\" t=\"inlineStr\"><is><t>相原 湊</t><rPh sb=\"0\" eb=\"2\"><t>アイハラ</t></rPh>"
     "<rPh sb=\"3\" eb=\"4\"><t>ミナト</t></rPh><phoneticPr fontId=\"1\"/></is></c>",
     "A1 text 相原 湊 read アイハラ ミナト\n"},
    {"<c r=\"A1\" t=\"inlineStr\"><is><t>𠮷田さん</t><rPh sb=\"0\" eb=\"3\"><t>ヨシダ</t></rPh></is></c>",
     "A1 text 𠮷田さん read ヨシダさん\n"},
    {"<c r=\"A1\" t=\"inlineStr\"><is><t>相原</t><rPh sb=\"7\" eb=\"2\"><t>ア</t></rPh><rPh><t>イ</t></rPh></is></c>",
     "A1 text 相原 read 相原アイ\n"},
    /* Escapes and line ends. */
    {"<c r=\"A1\" t=\"inlineStr\"><is><t>一_x000D_\n二&#13;三&#10;四</t></is></c>", "A1 text 一\\n二\\n三\\n四\n"},
    {"<c r=\"A1\" t=\"inlineStr\"><is><t>_x005F_x000D__x0041_</t></is></c>", "A1 text _x000D_A\n"},
    {"<c r=\"A1\" t=\"inlineStr\"><is><t>_xD842__xDFB7_田_xD842__x0000_</t></is></c>", "A1 text 𠮷田��\n"},
    {"<c r=\"A1\" t=\"inlineStr\"><is><t>_xE000__x004_x0041_</t></is></c>", "A1 text \xee\x80\x80_x004A\n"},
    {"<c r=\"A1\" t=\"inlineStr\"><is><t><![CDATA[<相&原>]]></t></is></c>", "A1 text <相&原>\n"},
    /* What others hang on to a cell is not taken for it. */
    {"<c r=\"A1\"><v>1</v><extLst><ext><x><v>2</v><t>3</t></x></ext></extLst></c>", "A1 number 1\n"},
    /* What cannot be. */
    {"<c r=\"A1\" t=\"s\"><v>1</v></c>", "xlsx-damaged: 児童!A1: the text of this cell is not there\n"},
    {"<c r=\"A1\" t=\"s\"><v>-1</v></c>", "xlsx-damaged: 児童!A1: the text of this cell is not there\n"},
    {"<c r=\"A1\" t=\"s\"><v>0x</v></c>", "xlsx-damaged: 児童!A1: the text of this cell is not there\n"},
    {"<c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c>",
     "A1 number 1\nxlsx-damaged: 児童!A1: the address of the cell after it is not right\n"},
    {"<c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>2</v></c>",
     "B1 number 1\nxlsx-damaged: 児童!B1: the address of the cell after it is not right\n"},
    {"<c r=\"A2\"><v>1</v></c>", "xlsx-damaged: 児童!A1: the address of the cell after it is not right\n"},
    {"<c r=\"XFE1\"><v>1</v></c>", "xlsx-damaged: 児童!A1: the address of the cell after it is not right\n"},
    {"<c r=\"XFD1\"/><c/>", "xlsx-damaged: 児童!XFD1: the address of the cell after it is not right\n"},
    {"<c r=\"A1\"><v>一</v></c>", "xlsx-damaged: 児童!A1: the number of this cell cannot be read\n"},
    {"<c r=\"A1\"><v>NaN</v></c>", "xlsx-damaged: 児童!A1: the number of this cell cannot be read\n"},
    {"<c r=\"A1\"><v>0x1F</v></c>", "xlsx-damaged: 児童!A1: the number of this cell cannot be read\n"},
};

static void
cells_are_what_they_are(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *sheet = g_strconcat(XML_HEAD "<worksheet " MAIN "><sheetData><row r=\"1\">", rows[i].cells,
                                  "</row></sheetData></worksheet>", NULL),
             *wanted = g_strconcat("sheet 1 児童 shown\n", rows[i].read, NULL);
        expect("xl/worksheets/sheet1.xml", sheet, wanted);
        g_free(wanted);
        g_free(sheet);
    }
}

static void
rows_follow_one_another(void **state)
{
    (void)state;
    expect("xl/worksheets/sheet1.xml",
           SHEET("<row><c><v>1</v></c></row><row r=\"5\"><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>"),
           "sheet 1 児童 shown\nA1 number 1\nA5 number 2\nB6 number 3\n");
    expect("xl/worksheets/sheet1.xml", SHEET("<row r=\"5\"/><row r=\"5\"/>"),
           "sheet 1 児童 shown\nxlsx-damaged: 児童!A5: the number of the row after it is not right\n");
    expect("xl/worksheets/sheet1.xml", SHEET("<row r=\"1048577\"/>"),
           "sheet 1 児童 shown\nxlsx-damaged: xl/worksheets/sheet1.xml: the number of the row after it is not right\n");
    expect("xl/worksheets/sheet1.xml", SHEET("<row r=\"1048576\"><c r=\"XFD1048576\"><v>9</v></c></row>"),
           "sheet 1 児童 shown\nXFD1048576 number 9\n");
    expect("xl/worksheets/sheet1.xml",
           XML_HEAD "<worksheet " MAIN "><sheetData/><mergeCells count=\"2\"><mergeCell ref=\"A1:F1\"/>"
                    "<mergeCell ref=\"B2:B3\"/></mergeCells></worksheet>",
           "sheet 1 児童 shown\nmerge A1:F1\nmerge B2:B3\n");
    expect("xl/worksheets/sheet1.xml",
           XML_HEAD "<worksheet " MAIN "><sheetData/><mergeCells><mergeCell ref=\"F1:A1\"/></mergeCells></worksheet>",
           "sheet 1 児童 shown\nxlsx-damaged: xl/worksheets/sheet1.xml: a range of merged cells cannot be read\n");
}

static void
shared_texts(void **state)
{
    (void)state;
    const char *sheet = SHEET("<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c></row>");
    char *text = read_parts(
        (made_part[]){{"xl/worksheets/sheet1.xml", sheet},
                      {"xl/sharedStrings.xml",
                       STRINGS("<si><t>相原</t><rPh sb=\"0\" eb=\"2\"><t>あいはら</t></rPh></si>"
                               "<si><r><rPr><strike/></rPr><t>森</t></r><r><t>川</t></r></si><si><t></t></si>")},
                      {NULL, NULL}},
        &xlsx_limits_usual);
    assert_string_equal(text, "sheet 1 児童 shown\nA1 text 相原 read あいはら\nB1 text 森川 rich struck\n");
    g_free(text);
}

/* Days that count from 1904 are told as the same days; times of day stay. */
static void
days_of_1904(void **state)
{
    (void)state;
    char *text = read_parts(
        (made_part[]){{"xl/workbook.xml", XML_HEAD "<workbook " MAIN "><workbookPr date1904=\"1\"/><sheets><sheet "
                                                   "name=\"児童\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
                      {"xl/worksheets/sheet1.xml",
                       SHEET("<row><c s=\"1\"><v>44651</v></c><c s=\"2\"><v>0.5</v></c><c><v>44651</v></c></row>")},
                      {NULL, NULL}},
        &xlsx_limits_usual);
    assert_string_equal(text, "sheet 1 児童 shown 1904\nA1 date 2026-04-01 as yyyy\\-mm\\-dd\nB1 time 12:00 as h:mm\n"
                              "C1 number 44651\n");
    g_free(text);
}

static void
what_formats_mean(void **state)
{
    (void)state;
    static const struct {
        const char *code, *read;
    } formats[] = {{"yyyy/m/d", "date"},
                   {"[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@", "date"},
                   {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "date"},
                   {"mmm\\-yy", "date"},
                   {"mm", "date"},
                   {"m&quot;月分&quot;", "date"},
                   {"aaa", "date"},
                   {"m/d(aaa)", "date"},
                   {"yyyy/m/d\\ h:mm", "date"},
                   {"h&quot;時&quot;mm&quot;分&quot;", "time"},
                   {"[h]:mm", "time"},
                   {"[mm]:ss", "time"},
                   {"mm:ss.0", "time"},
                   {"0", "number"},
                   {"0.00E+00", "number"},
                   {"#,##0&quot;日&quot;", "number"},
                   {"&quot;day&quot;0", "number"},
                   {"General", "number"},
                   {"[Red]0;[Blue]-0", "number"},
                   {"\\d0", "number"},
                   {"_d0", "number"},
                   {"@", "number"},
                   {"", "number"},
                   {"&quot;unended", "number"},
                   {"[unended", "number"},
                   {"\\", "number"}};
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        const bool time = !strcmp(formats[i].read, "time");
        char *styles =
            g_strconcat(XML_HEAD "<styleSheet " MAIN "><numFmts><numFmt numFmtId=\"164\" formatCode=\"",
                        formats[i].code, "\"/></numFmts><cellXfs><xf numFmtId=\"164\"/></cellXfs></styleSheet>", NULL);
        char *text =
            read_parts((made_part[]){{"xl/styles.xml", styles},
                                     {"xl/worksheets/sheet1.xml", time ? SHEET("<row><c><v>0.5</v></c></row>")
                                                                       : SHEET("<row><c><v>46113</v></c></row>")},
                                     {NULL, NULL}},
                       &xlsx_limits_usual);
        char *wanted = g_strdup_printf("\nA1 %s ", formats[i].read);
        if (!strstr(text, wanted))
            fail_msg("%s is of another kind than %s: %s", formats[i].code, formats[i].read, text);
        g_free(wanted);
        g_free(text);
        g_free(styles);
    }
}

/* A sheet that the visitor passes over is not even expanded; who wants no more is no failure. */
static bool
pass_over(void *data, const book_sheet_entry *s)
{
    (void)s;
    (*(int *)data)++;
    return false;
}

static bool
stop_at_first(void *data, const book_entry *e)
{
    (void)e;
    (*(int *)data)++;
    return false;
}

static void
visitors_decide(void **state)
{
    (void)state;
    size_t length;
    int count = 0;
    diag *d = diag_new();
    char *bytes = make_workbook((made_part[]){{"xl/worksheets/sheet1.xml", "no XML"}, {NULL, NULL}}, &length);
    assert_true(
        xlsx_read_memory("b", bytes, length, &xlsx_limits_usual, &(book_visitor){.begin_sheet = pass_over}, &count, d));
    assert_int_equal(count, 1);
    assert_false(xlsx_read_memory("b", bytes, length, &xlsx_limits_usual, &(book_visitor){NULL, NULL, NULL}, NULL, d));
    assert_int_equal(diag_length(d), 1);
    g_free(bytes);
    bytes = make_workbook(
        (made_part[]){{"xl/worksheets/sheet1.xml", SHEET("<row><c><v>1</v></c><c><v>2</v></c></row><row>")},
                      {NULL, NULL}},
        &length);
    count = 0;
    assert_true(
        xlsx_read_memory("b", bytes, length, &xlsx_limits_usual, &(book_visitor){.cell = stop_at_first}, &count, d));
    assert_int_equal(count, 1);
    assert_int_equal(diag_length(d), 1);
    g_free(bytes);
    diag_drop(d);
}

static void
parts_that_are_missing(void **state)
{
    (void)state;
    static const struct {
        const char *part, *content, *read;
    } cases[] = {
        {"_rels/.rels", NULL, "xlsx-damaged: _rels/.rels: a part that must be there is missing\n"},
        {"_rels/.rels", RELS(""), "xlsx-damaged: _rels/.rels: it does not say which part is the workbook\n"},
        {"xl/workbook.xml", NULL, "xlsx-damaged: xl/workbook.xml: a part that must be there is missing\n"},
        {"xl/workbook.xml", "", "xlsx-damaged: xl/workbook.xml: line 1: "},
        {"xl/workbook.xml", "<html/>", "xlsx-damaged: xl/workbook.xml: it is no list of sheets\n"},
        {"xl/workbook.xml", "<workbook/>", "xlsx-damaged: xl/workbook.xml: it has no sheet\n"},
        {"xl/workbook.xml", "<workbook><sheets><sheet name=\"一\"/></sheets></workbook>",
         "xlsx-damaged: xl/workbook.xml: a sheet has no name or no number\n"},
        {"xl/workbook.xml",
         "<workbook " MAIN "><sheets><sheet name=\"Ａbc\" r:id=\"rId1\"/><sheet name=\"Ａbc \" r:id=\"rId1\"/>"
         "<sheet name=\"ＡBC\" r:id=\"rId1\"/></sheets></workbook>",
         "xlsx-damaged: xl/workbook.xml: two sheets have the same name\n"},
        {"xl/_rels/workbook.xml.rels", NULL,
         "xlsx-damaged: xl/_rels/workbook.xml.rels: a part that must be there is missing\n"},
        {"xl/_rels/workbook.xml.rels", RELS(""), "xlsx-damaged: 児童: the contents of this sheet are missing\n"},
        {"xl/_rels/workbook.xml.rels", RELS(REL("rId1", "chartsheet", "c.xml")), ""},
        {"xl/worksheets/sheet1.xml", NULL,
         "sheet 1 児童 shown\nxlsx-damaged: xl/worksheets/sheet1.xml: a part that must be there is missing\n"},
        {"xl/worksheets/sheet1.xml", "<sst/>",
         "sheet 1 児童 shown\nxlsx-damaged: xl/worksheets/sheet1.xml: it is no sheet\n"},
        {"xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>",
         "sheet 1 児童 shown\nxlsx-damaged: xl/worksheets/sheet1.xml: line 1: "},
        {"xl/worksheets/sheet1.xml", "<!DOCTYPE worksheet [<!ENTITY a \"b\">]><worksheet/>",
         "sheet 1 児童 shown\nxlsx-damaged: xl/worksheets/sheet1.xml: it has a DOCTYPE, which no spreadsheet program "
         "writes\n"},
        {"xl/sharedStrings.xml", NULL, "sheet 1 児童 shown\n"}, /* no cell wants one */
        {"xl/styles.xml", NULL, "xlsx-damaged: xl/styles.xml: a part that must be there is missing\n"},
        {"xl/styles.xml", "<styleSheet><numFmts><numFmt numFmtId=\"1\"/></numFmts></styleSheet>",
         "xlsx-damaged: xl/styles.xml: a number format cannot be read\n"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = read_parts((made_part[]){{cases[i].part, cases[i].content}, {NULL, NULL}}, &xlsx_limits_usual);
        if (!g_str_has_prefix(text, cases[i].read))
            fail_msg("%s, %s: %s", cases[i].part, cases[i].content, text);
        g_free(text);
    }
}

/* Targets from the root and with steps up; strict files, whose namespaces are others; a sheet without a format. */
static void
other_spellings_are_read(void **state)
{
    (void)state;
    expect("xl/_rels/workbook.xml.rels", RELS(REL("rId1", "worksheet", "/xl/worksheets/../worksheets/./sheet1.xml")),
           "sheet 1 児童 shown\n");
    expect("xl/workbook.xml",
           "<?xml version=\"1.0\"?><x:workbook xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" "
           "xmlns:q=\"http://purl.oclc.org/ooxml/officeDocument/relationships\"><x:sheets><x:sheet name=\"A&amp;B\" "
           "q:id=\"rId1\" state=\"veryHidden\"/></x:sheets></x:workbook>",
           "sheet 1 A&B very-hidden\n");
    expect("xl/worksheets/sheet1.xml", SHEET("<row><c s=\"99\"><v>46113</v></c></row>"),
           "sheet 1 児童 shown\nA1 number 46113\n");
}

/* ---- what is no workbook ---- */

static void
expect_bytes(const void *bytes, size_t length, const char *wanted)
{
    char *text = read_as_text(bytes, length, &xlsx_limits_usual);
    if (!g_str_has_prefix(text, wanted))
        fail_msg("read as\n%sand not as\n%s", text, wanted);
    g_free(text);
}

static void
other_kinds_are_named(void **state)
{
    (void)state;
#define XLS "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1----"
    static const struct {
        const char *bytes;
        size_t length;
        const char *read;
    } kinds[] = {
#define KIND(bytes, read) {bytes, sizeof bytes - 1, "xlsx-not: " read}
        KIND("", "空のファイル"),
        KIND("%PDF-1.7 ...", "PDF"),
        KIND("氏名,年齢\n相原,10\n", "コンマ区切りの表（CSV）"),
        KIND("<html><table></table></html>", "ウェブページ（HTML）"),
        KIND("<?xml version=\"1.0\"?><case/>", "XMLのファイル"),
        KIND("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>",
             "Excelの「XMLスプレッドシート2003」"),
        KIND(XLS "W\0o\0r\0k\0b\0o\0o\0k\0", "Excelのブック（.xls）"),
        KIND(XLS "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", "Wordの文書（.doc）"),
        KIND("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "空の圧縮されたファイル（zip）"),
        {XLS "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", sizeof XLS - 1 + 32, "xlsx-encrypted: "},
        {"PK\3\4 and no more", 16, "xlsx-damaged: zip: it is cut off or was changed"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        expect_bytes(kinds[i].bytes, kinds[i].length, kinds[i].read);
}

static void
other_archives_are_named(void **state)
{
    (void)state;
    static const struct {
        made_part parts[4];
        const char *read;
    } archives[] = {
        {{{"xl/workbook.bin", "x"}}, "xlsx-not: バイナリ形式のExcelブック（.xlsb）"},
        {{{"word/document.xml", "<d/>"}, {"[Content_Types].xml", NULL}, {"xl/workbook.xml", NULL}}, "xlsx-not: "},
        {{{"[Content_Types].xml", NULL}}, "xlsx-damaged: [Content_Types].xml"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(archives); i++) {
        char *text = read_parts(archives[i].parts, &xlsx_limits_usual);
        if (!g_str_has_prefix(text, archives[i].read))
            fail_msg("%s: %s", archives[i].read, text);
        g_free(text);
    }
}

static void
parts_with_a_password_are_told(void **state)
{
    (void)state;
    size_t length;
    char *bytes = make_workbook((made_part[]){{NULL, NULL}}, &length);
    for (size_t i = 0; i + 10 < length; i++) /* the bit that says encrypted, in both headers */
        if (!memcmp(bytes + i, "PK\3\4", 4))
            bytes[i + 6] |= 1;
        else if (!memcmp(bytes + i, "PK\1\2", 4))
            bytes[i + 8] |= 1;
    expect_bytes(bytes, length, "xlsx-encrypted: ");
    g_free(bytes);
}

static void
files_that_cannot_be_had(void **state)
{
    (void)state;
    diag *d = diag_new();
    assert_false(xlsx_read("/nowhere/at/all.xlsx", &xlsx_limits_usual, &record_visitor, NULL, d));
    assert_int_equal(diag_at(d, 0)->code, DIAG_FILE_ASKED);
    diag_drop(d);
    d = diag_new();
    char path[] = "/tmp/renkei-xlsx-XXXXXX";
    const int fd = mkstemp(path);
    assert_int_equal(write(fd, "PK\3\4 0123456789", 15), 15);
    close(fd);
    xlsx_limits small = xlsx_limits_usual;
    small.file_bytes = 10;
    assert_false(xlsx_read(path, &small, &record_visitor, NULL, d));
    assert_int_equal(diag_at(d, 0)->code, DIAG_XLSX_TOO_LARGE);
    assert_false(xlsx_read(path, &xlsx_limits_usual, &record_visitor, NULL, d));
    assert_int_equal(diag_at(d, 1)->code, DIAG_XLSX_DAMAGED);
    unlink(path);
    diag_drop(d);
}

/* What we wrote comes back from LibreOffice as it was; a sheet that was very hidden is hidden. */
static void
what_libreoffice_saved_again(void **state)
{
    (void)state;
    GString *out = g_string_new(NULL);
    diag *d = diag_new();
    assert_true(xlsx_read("tests/books/libreoffice.xlsx", &xlsx_limits_usual, &record_visitor, out, d));
    assert_int_equal(diag_length(d), 0);
    assert_string_equal(out->str, "sheet 1 児童 shown\n"
                                  "A1 text 児童\n"
                                  "A6 text 相原 湊\nB6 date 2026-04-01 as yyyy\\-mm\\-dd\n"
                                  "A7 text 0000010001\nB7 date 1900-03-01 as yyyy\\-mm\\-dd\n"
                                  "A8 text 一行目\\n二行目\nB8 date 2026-04-01 as yyyy\\-mm\n"
                                  "A9 text  前後の空白 \nB9 time 09:30 as [hh]:mm\n"
                                  "A10 text _x000D_\nB10 time 24:00 as [hh]:mm\n"
                                  "A11 text 髙﨑德瀨栁𠮷辻󠄀\nB11 number 12.5\n"
                                  "A12 text =1+1\nB12 number -3\n"
                                  "A13 text <&>\n"
                                  "merge A1:D1\n"
                                  "sheet 2 リスト hidden\nA1 text ko-02　森川 千尋\n"
                                  "sheet 3 控え hidden\nA1 text 1f2e\n");
    diag_drop(d);
    g_string_free(out, TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_what_they_are),
        cmocka_unit_test(rows_follow_one_another),
        cmocka_unit_test(shared_texts),
        cmocka_unit_test(days_of_1904),
        cmocka_unit_test(what_formats_mean),
        cmocka_unit_test(visitors_decide),
        cmocka_unit_test(parts_that_are_missing),
        cmocka_unit_test(other_spellings_are_read),
        cmocka_unit_test(other_kinds_are_named),
        cmocka_unit_test(other_archives_are_named),
        cmocka_unit_test(parts_with_a_password_are_told),
        cmocka_unit_test(files_that_cannot_be_had),
        cmocka_unit_test(what_libreoffice_saved_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
