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
    else if (is_binary(p, end))
        *found = (foreign){"XMLでもテキストでもないファイル", "neither XML nor text", NULL, NULL};
    else if (is_json(p, end))
        *found = (foreign){"JSON", "JSON", NULL, NULL};
    else
        return text_kind(p, end, found);
    return true;
}

bool
xml_report_foreign(xml_doc *doc, const char *bytes, size_t length, bool is_text, diag *d)
{
    foreign found;
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
