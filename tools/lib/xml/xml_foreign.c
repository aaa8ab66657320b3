/* xml_foreign.c: what a file is that is no XML, from its first bytes and a look at its lines.
 *
 * Signatures as file formats publish them. Text is XML when it begins with `<`; what begins otherwise but has a tag
 * somewhere is left to the parser, which tells where XML should have begun. Nothing of the file is repeated. */
#include "xml/xml_int.h"

#include <string.h>

#include "base/blank.h"

typedef struct foreign {
    const char *ja, *en;
    const char *do_ja, *do_en; /* NULL: another file is wanted, as the role says */
} foreign;

#define REPACKED "展開して、中のファイルを指定してください", "unpack it and name the file in it"
#define RESTORED "保存し直すか、控えから戻してください", "save it again, or restore it from a copy"

static const struct {
    size_t at, length;
    const char *bytes;
    foreign is;
} signatures[] = {
    {0, 4, "%PDF", {"PDF", "a PDF", NULL, NULL}},
    {0, 8, "\x89PNG\r\n\x1a\n", {"画像（PNG）", "a picture (PNG)", NULL, NULL}},
    {0, 3, "\xff\xd8\xff", {"画像（JPEG）", "a picture (JPEG)", NULL, NULL}},
    {0, 4, "GIF8", {"画像（GIF）", "a picture (GIF)", NULL, NULL}},
    {0, 4, "II*\0", {"画像（TIFF）", "a picture (TIFF)", NULL, NULL}},
    {0, 4, "MM\0*", {"画像（TIFF）", "a picture (TIFF)", NULL, NULL}},
    {8, 4, "WEBP", {"画像（WebP）", "a picture (WebP)", NULL, NULL}},
    {4, 4, "ftyp", {"写真か動画（HEIC、MP4など）", "a photograph or film (HEIC, MP4 …)", NULL, NULL}},
    {0, 5, "{\\rtf", {"リッチテキスト（RTF）の文書", "a rich text document (RTF)", NULL, NULL}},
    {0, 15, "SQLite format 3", {"データベース（SQLite）", "a database (SQLite)", NULL, NULL}},
    {0, 2, "\x1f\x8b", {"圧縮されたファイル（gzip）", "a compressed file (gzip)", REPACKED}},
    {0, 3, "BZh", {"圧縮されたファイル（bzip2）", "a compressed file (bzip2)", REPACKED}},
    {0,
     6,
     "\xfd"
     "7zXZ\0",
     {"圧縮されたファイル（xz）", "a compressed file (xz)", REPACKED}},
    {0, 6, "7z\xbc\xaf\x27\x1c", {"圧縮されたファイル（7z）", "a compressed file (7z)", REPACKED}},
    {0, 4, "PK\5\6", {"空の圧縮されたファイル（zip）", "an empty compressed file (zip)", RESTORED}},
    {0, 4, "PK\7\x08", {"圧縮されたファイル（zip）", "a compressed file (zip)", REPACKED}},
    {2, 3, "-lh", {"圧縮されたファイル（LZH）", "a compressed file (LZH)", REPACKED}},
    {0, 4, "MSCF", {"圧縮されたファイル（CAB）", "a compressed file (CAB)", REPACKED}},
    {0, 4, "\x28\xb5\x2f\xfd", {"圧縮されたファイル（zstd）", "a compressed file (zstd)", REPACKED}},
    {257, 5, "ustar", {"まとめられたファイル（tar）", "an archive (tar)", REPACKED}},
    {4, 15, "Standard Jet DB", {"Accessのデータベース（.mdb）", "an Access database (.mdb)", NULL, NULL}},
    {4, 15, "Standard ACE DB", {"Accessのデータベース（.accdb）", "an Access database (.accdb)", NULL, NULL}},
    {0, 4, "%!PS", {"PostScript", "PostScript", NULL, NULL}},
    {0, 8, "bplist00", {"Macの設定ファイル（plist）", "a property list (plist)", NULL, NULL}},
    {0, 15, "BEGIN:VCALENDAR", {"予定表のデータ（iCalendar）", "a calendar (iCalendar)", NULL, NULL}},
    {0, 11, "BEGIN:VCARD", {"連絡先のデータ（vCard）", "contacts (vCard)", NULL, NULL}},
    {0, 4, "Rar!", {"圧縮されたファイル（RAR）", "a compressed file (RAR)", REPACKED}},
};

static bool
has_bytes(const char *bytes, size_t length, const char *part, size_t part_length)
{
    return memmem(bytes, length, part, part_length) != NULL;
}
#define HOLDS(bytes, length, literal) has_bytes(bytes, length, literal, sizeof literal - 1)

/* Office files are zips; the names in one tell which. */
static foreign
zip_kind(const char *bytes, size_t length)
{
    if (HOLDS(bytes, length, "xl/"))
        return (foreign){"Excelのブック（.xlsx）", "an Excel workbook (.xlsx)", NULL, NULL};
    if (HOLDS(bytes, length, "word/"))
        return (foreign){"Wordの文書（.docx）", "a Word document (.docx)", NULL, NULL};
    if (HOLDS(bytes, length, "ppt/"))
        return (foreign){"PowerPointの資料（.pptx）", "a PowerPoint presentation (.pptx)", NULL, NULL};
    if (HOLDS(bytes, length, "opendocument.spreadsheet"))
        return (foreign){"LibreOfficeの表（.ods）", "a LibreOffice spreadsheet (.ods)", NULL, NULL};
    if (HOLDS(bytes, length, "opendocument."))
        return (foreign){"LibreOfficeの文書（.odtなど）", "a LibreOffice document (.odt …)", NULL, NULL};
    return (foreign){"圧縮されたファイル（zip）", "a compressed file (zip)", REPACKED};
}

/* The older Office files: a file system in a file, with names in UTF-16. */
static foreign
ole_kind(const char *bytes, size_t length)
{
    if (HOLDS(bytes, length, "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e"))
        return (foreign){"パスワードの付いたOfficeのファイル", "an Office file with a password", NULL, NULL};
    if (HOLDS(bytes, length, "W\0o\0r\0k\0b\0o\0o\0k") || HOLDS(bytes, length, "B\0o\0o\0k"))
        return (foreign){"Excelのブック（.xls）", "an Excel workbook (.xls)", NULL, NULL};
    if (HOLDS(bytes, length, "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t"))
        return (foreign){"Wordの文書（.doc）", "a Word document (.doc)", NULL, NULL};
    return (foreign){"Officeの古い形式のファイル", "a file of an older Office", NULL, NULL};
}

static bool
find_signature(const char *bytes, size_t length, foreign *found)
{
    if (length >= 4 && memcmp(bytes, "PK\3\4", 4) == 0) {
        *found = zip_kind(bytes, length);
        return true;
    }
    if (length >= 8 && memcmp(bytes, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0) {
        *found = ole_kind(bytes, length);
        return true;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(signatures); i++) {
        const size_t at = signatures[i].at, n = signatures[i].length;
        if (length >= at + n && memcmp(bytes + at, signatures[i].bytes, n) == 0) {
            *found = signatures[i].is;
            return true;
        }
    }
    return false;
}

/* ---- text, in whatever encoding that has ASCII in it ---- */

/* The first byte that is no blank; the bytes need not be UTF-8 to the end. */
static const char *
skip_blanks(const char *p, const char *end)
{
    while (p < end) {
        const gunichar c = g_utf8_get_char_validated(p, end - p);
        if (c == (gunichar)-1 || c == (gunichar)-2 || !blank_is_char(c))
            break;
        p = g_utf8_next_char(p);
    }
    return p;
}

/* Past what may stand before the outermost element; NULL when a comment or declaration does not end. */
static const char *
skip_prolog(const char *p, const char *end)
{
    for (;;) {
        p = skip_blanks(p, end);
        const char *close = end - p >= 2 && memcmp(p, "<?", 2) == 0     ? "?>"
                            : end - p >= 4 && memcmp(p, "<!--", 4) == 0 ? "-->"
                                                                        : NULL;
        if (!close)
            return p;
        p = memmem(p, (size_t)(end - p), close, strlen(close));
        if (!p)
            return NULL;
        p += strlen(close);
    }
}

static bool
begins_with(const char *p, const char *end, const char *word)
{
    const size_t n = strlen(word);
    return (size_t)(end - p) >= n && g_ascii_strncasecmp(p, word, n) == 0;
}

static bool
is_html(const char *p, const char *end)
{
    p = skip_prolog(p, end);
    return p &&
           (begins_with(p, end, "<!doctype html") || begins_with(p, end, "<html>") || begins_with(p, end, "<html ") ||
            begins_with(p, end, "<html\n") || begins_with(p, end, "<head>") || begins_with(p, end, "<body"));
}

static bool
is_json(const char *p, const char *end)
{
    if (*p != '{' && *p != '[')
        return false;
    p = skip_blanks(p + 1, end);
    return p < end && (strchr("\"{[]}-", *p) || g_ascii_isdigit(*p) || begins_with(p, end, "null") ||
                       begins_with(p, end, "true") || begins_with(p, end, "false"));
}

/* A tag, a comment or a declaration somewhere: XML with something before it. */
static bool
has_tag(const char *p, const char *end)
{
    while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
        p++;
        if (p < end && (g_ascii_isalpha(*p) || strchr("?!/", *p)))
            return true;
    }
    return false;
}

/* Control characters that no text has. */
static bool
is_binary(const char *p, const char *end)
{
    for (; p < end; p++)
        if ((unsigned char)*p < 0x20 && !strchr("\t\n\v\f\r\x1a\x1b", *p))
            return true;
    return false;
}

/* Every second byte of most of the beginning is zero: letters of ASCII in UTF-16. */
static bool
is_wide(const char *bytes, size_t length)
{
    const size_t most = MIN(length, 400);
    size_t zeroes[2] = {0, 0};
    for (size_t i = 0; i < most; i++)
        zeroes[i % 2] += bytes[i] == '\0';
    return most >= 4 && ((zeroes[0] == 0 && zeroes[1] > most / 8) || (zeroes[1] == 0 && zeroes[0] > most / 8));
}

/* The separator of a table: in the first line that says something. */
static bool
text_kind(const char *p, const char *end, foreign *found)
{
    const char *line = memchr(p, '\n', (size_t)(end - p));
    const size_t width = (size_t)((line ? line : end) - p);
    const bool tabs = memchr(p, '\t', width), commas = memchr(p, ',', width);
    if (has_tag(p, tabs || commas ? p + width : end))
        return false;
    if (tabs)
        *found = (foreign){"タブ区切りの表（TSV）", "a table with tabs (TSV)", NULL, NULL};
    else if (commas)
        *found = (foreign){"コンマ区切りの表（CSV）", "a table with commas (CSV)", NULL, NULL};
    else
        *found = (foreign){"ただの文章（テキスト）", "plain text", NULL, NULL};
    return true;
}

static bool
find_text(const char *bytes, size_t length, foreign *found)
{
    const char *const end = bytes + length, *const p = skip_blanks(bytes, end);
    size_t zeroes = 0;
    while (zeroes < length && bytes[zeroes] == '\0')
        zeroes++;
    if (length == 0)
        *found = (foreign){"空のファイル", "an empty file", RESTORED};
    else if (zeroes == length)
        *found = (foreign){"中身の失われたファイル（すべてバイト0）", "a file whose contents are lost (all zero bytes)",
                           RESTORED};
    else if (p == end)
        *found = (foreign){"空白だけのファイル", "a file of blanks alone", RESTORED};
    else if (is_html(p, end))
        *found = (foreign){"ウェブページ（HTML）", "a web page (HTML)", NULL, NULL};
    else if (*p == '<')
        return false;
    else if (is_wide(bytes, length))
        *found = (foreign){"文字コードの印（BOM）のない UTF-16 の文章か表",
                           "text or a table in UTF-16 without a byte order mark", NULL, NULL};
    else if (is_binary(p, end))
        *found = (foreign){"XMLでもテキストでもないファイル", "neither XML nor text", NULL, NULL};
    else if (is_json(p, end))
        *found = (foreign){"JSON", "JSON", NULL, NULL};
    else
        return text_kind(p, end, found);
    return true;
}

/* ---- XML of other programs ---- */

/* By the name of the outermost element, whatever its prefix, and a namespace in its tag; NULL: the name will do. */
static const struct {
    const char *name, *namespace;
    const char *ja, *en;
} other_kinds[] = {
    {"Workbook", "urn:schemas-microsoft-com:office:spreadsheet", "Excelの「XMLスプレッドシート2003」",
     "an Excel workbook (XML Spreadsheet 2003)"},
    {"wordDocument", "schemas.microsoft.com/office/word/2003", "Wordの「Word 2003 XML文書」",
     "a Word document (Word 2003 XML)"},
    {"package", "schemas.microsoft.com/office/2006/xmlPackage", "Officeの「XML文書」", "an Office document (Flat OPC)"},
    {"workbook", "schemas.openxmlformats.org", "展開したExcelのブックの中身", "a part of an unpacked Excel workbook"},
    {"worksheet", "schemas.openxmlformats.org", "展開したExcelのブックの中身", "a part of an unpacked Excel workbook"},
    {"sst", "schemas.openxmlformats.org", "展開したExcelのブックの中身", "a part of an unpacked Excel workbook"},
    {"document", "schemas.openxmlformats.org", "展開したWordの文書の中身", "a part of an unpacked Word document"},
    {"document", "urn:oasis:names:tc:opendocument", "LibreOfficeの文書（.fods・.fodtなど）",
     "a LibreOffice document (.fods, .fodt …)"},
    {"document-content", "urn:oasis:names:tc:opendocument", "展開したLibreOfficeの文書の中身",
     "a part of an unpacked LibreOffice document"},
    {"rss", NULL, "ウェブの更新情報（RSS）", "a news feed (RSS)"},
    {"RDF", "w3.org/1999/02/22-rdf-syntax-ns", "ウェブの更新情報（RSS・RDF）", "a news feed (RSS, RDF)"},
    {"feed", "w3.org/2005/Atom", "ウェブの更新情報（Atom）", "a news feed (Atom)"},
    {"svg", NULL, "画像（SVG）", "a picture (SVG)"},
    {"plist", NULL, "Macの設定ファイル（plist）", "a property list (plist)"},
    {"kml", NULL, "地図のデータ（KML）", "map data (KML)"},
    {"gpx", NULL, "位置の記録（GPX）", "a track (GPX)"},
    {"FMPXMLRESULT", NULL, "FileMakerの書き出し", "an export of FileMaker"},
    {"dataroot", "urn:schemas-microsoft-com:officedata", "Accessの書き出し", "an export of Access"},
    {"Envelope", "schemas.xmlsoap.org", "通信の記録（SOAP）", "a message (SOAP)"},
    {"stylesheet", "w3.org/1999/XSL/Transform", "変換の指定（XSLT）", "a stylesheet (XSLT)"},
    {"schema", "w3.org/2001/XMLSchema", "スキーマ（XML Schema）", "a schema (XML Schema)"},
};

/* Of the tag that begins the document: p is behind its `<`. */
static size_t
other_kind_of(const char *p, const char *end)
{
    const char *close = memchr(p, '>', (size_t)(end - p));
    const size_t length = (size_t)((close ? close : end) - p);
    size_t name = 0;
    while (name < length && !strchr(" \t\r\n/", p[name]))
        name++;
    const char *colon = memchr(p, ':', name), *local = colon ? colon + 1 : p;
    const size_t n = name - (size_t)(local - p);
    size_t i = 0;
    for (; i < G_N_ELEMENTS(other_kinds); i++) {
        const char *ns = other_kinds[i].namespace;
        if (strlen(other_kinds[i].name) == n && strncmp(other_kinds[i].name, local, n) == 0 &&
            (!ns || has_bytes(p, length, ns, strlen(ns))))
            break;
    }
    return i;
}

/* G_N_ELEMENTS(other_kinds): it is none of them. */
static size_t
find_other_kind(const char *bytes, size_t length)
{
    const char *p = skip_prolog(bytes, bytes + length);
    return p && p < bytes + length && *p == '<' ? other_kind_of(p + 1, bytes + length) : G_N_ELEMENTS(other_kinds);
}

void
xml_foreign_kind(const char *bytes, size_t length, const char **ja, const char **en)
{
    foreign found;
    bytes = bytes ? bytes : ""; /* of nothing there may be no place */
    const size_t i = find_other_kind(bytes, length);
    if (i < G_N_ELEMENTS(other_kinds))
        found = (foreign){other_kinds[i].ja, other_kinds[i].en, NULL, NULL};
    else if (!find_signature(bytes, length, &found) && !find_text(bytes, length, &found))
        found = (foreign){"XMLのファイル", "an XML file", NULL, NULL};
    *ja = found.ja;
    *en = found.en;
}

bool
xml_is_foreign(const char *bytes, size_t length)
{
    foreign found;
    return find_other_kind(bytes, length) < G_N_ELEMENTS(other_kinds) || find_text(bytes, length, &found);
}

static bool
report_other_kind(const xml_doc *doc, const char *bytes, size_t length, diag *d)
{
    const size_t i = find_other_kind(bytes, length);
    if (i == G_N_ELEMENTS(other_kinds))
        return false;
    const bool form = doc->role == XML_FORM;
    xml_report(
        d, doc->role, DIAG_XML_WRONG_KIND, (place){doc->file, 0, NULL},
        (const char *[4]){other_kinds[i].ja, other_kinds[i].en,
                          form ? "様式のファイル（form.xml）" : "renkei のデータのファイル（事例なら case.xml）",
                          form ? "name the file of a form (form.xml)" : "name a file of renkei (case.xml of a case)"});
    return true;
}

bool
xml_report_foreign(xml_doc *doc, const char *bytes, size_t length, bool is_text, diag *d)
{
    foreign found;
    if (is_text && report_other_kind(doc, bytes, length, d))
        return true;
    if (!(is_text ? find_text(bytes, length, &found) : find_signature(bytes, length, &found)))
        return false;
    const bool form = doc->role == XML_FORM;
    const char *ja = form ? "様式のファイル（form.xml）を指定してください"
                          : "XMLで書かれたファイル（事例なら case.xml）を指定してください";
    const char *en = form ? "name the file of a form (form.xml)" : "name a file that is XML (case.xml of a case)";
    xml_report(d, doc->role, DIAG_XML_NOT_XML, (place){doc->file, 0, NULL},
               (const char *[4]){found.ja, found.en, found.do_ja ? found.do_ja : ja, found.do_en ? found.do_en : en});
    return true;
}
