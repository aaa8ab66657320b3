/* A file that is no XML is told as what it is. */
#include "test_xml_check.h"

typedef struct sample {
    const char *bytes;
    size_t length; /* 0: as a string */
    const char *ja, *en;
} sample;

static void
check_sample(world *w, const sample *s, xml_role role, const char *code)
{
    forget(w);
    const size_t length = s->length ? s->length : strlen(s->bytes);
    assert_null(xml_read_memory(w->s, "t.xml", s->bytes, length, role, &xml_limits_form, w->d));
    check_messages(w, arena_printf(w->a, "%s t.xml:0", code));
    if (!strstr(wordings(w), s->ja) || !strstr(wordings(w), s->en))
        fail_msg("%s instead of %s", wordings(w), s->ja);
    assert_int_equal(diag_exit_status(w->d), role == XML_FORM ? EXIT_FORM : EXIT_DATA);
}

#define BYTES(text) text, sizeof text - 1

/* The first bytes that the formats have, and what a clerk calls them. */
static void
other_files_are_told_as_what_they_are(void **state)
{
    static const sample samples[] = {
        {BYTES("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), "PDFです", "a PDF"},
        {BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "画像（PNG）", "PNG"},
        {BYTES("\xff\xd8\xff\xe0\0\x10JFIF\0"), "画像（JPEG）", "JPEG"},
        {BYTES("GIF89a\1\0\1\0"), "画像（GIF）", "GIF"},
        {BYTES("II*\0\x08\0\0\0"), "画像（TIFF）", "TIFF"},
        {BYTES("MM\0*\0\0\0\x08"), "画像（TIFF）", "TIFF"},
        {BYTES("RIFF\x24\0\0\0WEBPVP8 "), "画像（WebP）", "WebP"},
        {BYTES("\0\0\0\x18"
               "ftypheic\0\0\0\0"),
         "HEIC", "HEIC"},
        {BYTES("PK\3\4\x14\0\6\0\x08\0\0\0!\0[Content_Types].xml\x50K\3\4xl/workbook.xml"), "Excelのブック（.xlsx）",
         "Excel workbook (.xlsx)"},
        {BYTES("PK\3\4\x14\0\6\0\x08\0\0\0!\0[Content_Types].xml\x50K\3\4word/document.xml"), "Wordの文書（.docx）",
         "Word document (.docx)"},
        {BYTES("PK\3\4\x14\0\6\0\x08\0\0\0!\0[Content_Types].xml\x50K\3\4ppt/presentation.xml"), ".pptx", ".pptx"},
        {BYTES("PK\3\4\x14\0\0\x08mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"), ".ods", ".ods"},
        {BYTES("PK\3\4\x14\0\0\x08mimetypeapplication/vnd.oasis.opendocument.textPK"), ".odt", ".odt"},
        {BYTES("PK\3\4\x14\0\0\x08hodei/case.xml"), "（zip）です。展開して", "(zip): unpack it"},
        {BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0W\0o\0r\0k\0b\0o\0o\0k\0"), "Excelのブック（.xls）", "(.xls)"},
        {BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"), "Wordの文書（.doc）",
         "(.doc)"},
        {BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0"), "古い形式", "older Office"},
        {BYTES("{\\rtf1\\ansi"), "RTF", "RTF"},
        {BYTES("SQLite format 3\0\x10\0"), "SQLite", "SQLite"},
        {BYTES("\x1f\x8b\x08\0\0\0\0\0"), "（gzip）です。展開して", "(gzip): unpack it"},
        {BYTES("BZh91AY&SY"), "bzip2", "bzip2"},
        {BYTES("\xfd"
               "7zXZ\0\0\4"),
         "（xz）", "(xz)"},
        {BYTES("7z\xbc\xaf\x27\x1c\0\4"), "（7z）", "(7z)"},
        {BYTES("Rar!\x1a\7\1\0"), "RAR", "RAR"},
        {BYTES("PK\5\6\0\0\0\0"), "空の圧縮されたファイル", "an empty compressed file"},
        {BYTES("\x1f\x21-lh5-\0"), "LZH", "LZH"},
        {BYTES("MSCF\0\0\0\0"), "CAB", "CAB"},
        {BYTES("\0\1\0\0Standard ACE DB\0"), "Access", "Access"},
        {BYTES("BEGIN:VCARD\r\nVERSION:4.0\r\n"), "vCard", "vCard"},
        {BYTES("BEGIN:VCALENDAR\r\n"), "iCalendar", "iCalendar"},
        {BYTES("%!PS-Adobe-3.0\n"), "PostScript", "PostScript"},
        {BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"
               "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"),
         "パスワードの付いた", "with a password"},
        {BYTES("a\0,\0b\0\r\0\n\0"
               "1\0,\0"
               "2\0"),
         "UTF-16 の文章か表", "UTF-16 without a byte order mark"},
        {BYTES("\0a\0,\0b\0\r\0\n"), "UTF-16 の文章か表", "UTF-16 without a byte order mark"},
        {BYTES("\x7f"
               "ELF\2\1\1\0"),
         "XMLでもテキストでもない", "neither XML nor text"},
        {BYTES("\0\0\0\0\0\0\0\0"), "中身の失われたファイル", "contents are lost"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        check_sample(w, &samples[i], XML_DATA, "xml-not-xml");
        check_sample(w, &samples[i], XML_FORM, "form-xml-not-xml");
    }
}

static void
texts_are_told_as_what_they_are(void **state)
{
    static const sample samples[] = {
        {"\xef\xbb\xbf", 0, "空のファイルです。保存し直すか", "an empty file: save it again"},
        {" \r\n\t\n", 0, "空白だけのファイル", "blanks alone"},
        {"　\xc2\xa0\n\xef\xbb\xbf\xe2\x80\x8b", 0, "空白だけのファイル", "blanks alone"},
        {"氏名,生年月日\n相原,2013-04-01\n", 0, "コンマ区切りの表（CSV）", "(CSV)"},
        {"\n\"氏名\",\"欄\"\n\"a\",\"<b>\"\n", 0, "コンマ区切りの表（CSV）", "(CSV)"},
        {"\x8e\x81\x96\xbc,\x90\xb6\x94\x4e\x8c\x8e\x93\xfa\r\n", 0, "コンマ区切りの表（CSV）", "(CSV)"}, /* CP932 */
        {"氏名\t生年月日\n相原\t2013-04-01\n", 0, "タブ区切りの表（TSV）", "(TSV)"},
        {"氏名　相原\n1 < 2\n", 0, "ただの文章（テキスト）", "plain text"},
        {"\x8e\x81\x96\xbc\r\n", 0, "ただの文章（テキスト）", "plain text"},
        {"{\"case\": {\"id\": \"<a>\"}}", 0, "JSON", "JSON"},
        {"\n[\n {}]", 0, "JSON", "JSON"},
        {"[1, 2]", 0, "JSON", "JSON"},
        {"<!DOCTYPE html>\n<html lang=ja><p>a", 0, "ウェブページ（HTML）", "(HTML)"},
        {"<!-- saved -->\n<!doctype HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">", 0, "ウェブページ（HTML）", "(HTML)"},
        {"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'>\n<html/>", 0, "ウェブページ（HTML）",
         "(HTML)"},
        {"<html><body>a<br></body></html>", 0, "ウェブページ（HTML）", "(HTML)"},
        {"\n<HTML xmlns='urn:x'>\n", 0, "ウェブページ（HTML）", "(HTML)"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        check_sample(w, &samples[i], XML_DATA, "xml-not-xml");
        check_sample(w, &samples[i], XML_FORM, "form-xml-not-xml");
        /* Excel saves "Unicode text" as UTF-16. */
        gsize length = 0;
        char *wide = g_convert(samples[i].bytes, -1, "UTF-16LE", "UTF-8", NULL, &length, NULL);
        if (wide && !g_str_has_prefix(samples[i].bytes, "\xef\xbb\xbf")) {
            char *marked = g_malloc(length + 2);
            memcpy(marked, "\xff\xfe", 2);
            memcpy(marked + 2, wide, length);
            check_sample(w, &(sample){marked, length + 2, samples[i].ja, samples[i].en}, XML_DATA, "xml-not-xml");
            g_free(marked);
        }
        g_free(wide);
    }
}

/* XML, but another program's: by its outermost element, however its prefix is called. */
static void
other_xml_is_told_as_what_it_is(void **state)
{
    static const sample samples[] = {
        {"<?xml version='1.0'?>\n<?mso-application progid='Excel.Sheet'?>\n<Workbook "
         "xmlns='urn:schemas-microsoft-com:office:spreadsheet'><a/></Workbook>",
         0, "XMLスプレッドシート2003", "XML Spreadsheet 2003"},
        {"<ss:Workbook xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'/>", 0, "XMLスプレッドシート2003",
         "XML Spreadsheet 2003"},
        {"<w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'/>", 0, "Word 2003 XML文書",
         "Word 2003 XML"},
        {"<pkg:package xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'/>", 0, "Officeの「XML文書」",
         "Flat OPC"},
        {"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>", 0, "展開したExcel",
         "unpacked Excel"},
        {"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>", 0, "展開したWord",
         "unpacked Word"},
        {"<office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'/>", 0, ".fods", ".fods"},
        {"<rss version='2.0'><channel/></rss>", 0, "（RSS）", "(RSS)"},
        {"<feed xmlns='http://www.w3.org/2005/Atom'/>", 0, "（Atom）", "(Atom)"},
        {"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>", 0, "RDF", "RDF"},
        {"<!-- x --><svg xmlns='http://www.w3.org/2000/svg'/>", 0, "（SVG）", "(SVG)"},
        {"<plist version='1.0'><dict/></plist>", 0, "plist", "plist"},
        {"<kml/>", 0, "KML", "KML"},
        {"<FMPXMLRESULT xmlns='http://www.filemaker.com/fmpxmlresult'/>", 0, "FileMaker", "FileMaker"},
        {"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>", 0, "XML Schema", "XML Schema"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        check_sample(w, &samples[i], XML_DATA, "xml-wrong-kind");
        check_sample(w, &samples[i], XML_FORM, "form-xml-wrong-kind");
    }
}

/* What is XML, or was meant to be, is left to the parser. */
static void
xml_is_not_taken_for_something_else(void **state)
{
    static const struct {
        const char *text, *expected;
    } inputs[] = {
        {"<a>,\t{}</a>", ""},
        {"<htmlish/>", ""},
        {"<Workbook/>", ""},
        {"<document xmlns='urn:other'/>", ""},
        {"<case note='rss'/>", ""},
        {"<?xml version='1.0'?>\n<!-- <html> --><a/>", ""},
        {"あ,<a/>", "xml-malformed t.xml:1"},
        {"記録\n<a/>", "xml-malformed t.xml:1"},
        {"<!DOCTYPE a>\n<a/>", "xml-doctype t.xml:1"},
        {"<a>\0</a>", "xml-malformed t.xml:1"},
        {"<", "xml-malformed t.xml:1"},
        {"<!-- ", "xml-malformed t.xml:1"},
        {"<?xml ", "xml-malformed t.xml:1"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(inputs); i++) {
        forget(w);
        const bool read = read_text(w, inputs[i].text) != NULL;
        check_messages(w, inputs[i].expected);
        assert_int_equal(read, *inputs[i].expected == '\0');
    }
}

/* A large file is told as what it is, not as one that is to be made smaller. */
static void
size_does_not_matter(void **state)
{
    world *w = *state;
    const size_t length = xml_limits_form.bytes + 1;
    char *bytes = g_malloc0(length);
    memcpy(bytes, "%PDF-1.4\n", 9);
    check_sample(w, &(sample){bytes, length, "PDFです", "a PDF"}, XML_DATA, "xml-not-xml");
    g_free(bytes);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(other_files_are_told_as_what_they_are, begin, end),
        cmocka_unit_test_setup_teardown(texts_are_told_as_what_they_are, begin, end),
        cmocka_unit_test_setup_teardown(other_xml_is_told_as_what_it_is, begin, end),
        cmocka_unit_test_setup_teardown(xml_is_not_taken_for_something_else, begin, end),
        cmocka_unit_test_setup_teardown(size_does_not_matter, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
