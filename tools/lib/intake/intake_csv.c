#include "intake/intake_csv.h"

#include <string.h>
#include <sys/stat.h>

#include "base/asked.h"
#include "base/fault.h"

enum { CSV_BYTES = 256 << 20, CSV_FIELD = 1 << 20 };

/* ---- encodings ---- */

static const struct {
    const char *name, *of; /* as people call it; as iconv does: its SHIFT_JIS refuses 髙 and ① */
} encodings[] = {{"utf-8", "UTF-8"}, {"utf8", "UTF-8"},        {"utf-16", "UTF-16"},     {"utf16", "UTF-16"},
                 {"cp932", "CP932"}, {"shift_jis", "CP932"},   {"shift-jis", "CP932"},   {"sjis", "CP932"},
                 {"ms932", "CP932"}, {"windows-31j", "CP932"}, {"cswindows31j", "CP932"}};

static bool
report_csv(diag *d, diag_code code, const char *name, int line, const char *ja, const char *en)
{
    diag_add(d, code, PLACE_NONE, (place){name, line, NULL}, ja, en, NULL);
    return false;
}

static int
line_of(const char *bytes, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at; i++)
        line += bytes[i] == '\n';
    return line;
}

/* What iconv is to read it as; NULL: there is no such encoding. */
static const char *
encoding_of(const char *asked, const char *bytes, size_t length)
{
    if (!asked)
        return length >= 2 && (!memcmp(bytes, "\xff\xfe", 2) || !memcmp(bytes, "\xfe\xff", 2)) ? "UTF-16" : "UTF-8";
    for (size_t i = 0; i < G_N_ELEMENTS(encodings); i++)
        if (!g_ascii_strcasecmp(encodings[i].name, asked))
            return encodings[i].of;
    return NULL;
}

const char *
intake_csv_encoding(const char *name)
{
    static const char *const own[] = {"utf-8", "utf-16", "cp932"};
    const char *of = encoding_of(name, "", 0);
    for (size_t i = 0; of && i < G_N_ELEMENTS(own); i++)
        if (!g_ascii_strcasecmp(own[i], of))
            return own[i];
    return NULL;
}

/* UTF-8 without a byte order mark, to be g_freed; NULL after a message. */
static char *
decode_csv(const char *name, const char *bytes, size_t length, const char *asked, size_t *decoded, diag *d)
{
    const char *of = encoding_of(asked, bytes, length);
    gsize read = 0, written = 0;
    if (!of) {
        report_csv(d, DIAG_CSV_ENCODING, name, 0,
                   "知らない文字コードの名前です。utf-8・utf-16・cp932 のどれかを指定してください",
                   "there is no encoding of that name: name utf-8, utf-16 or cp932");
        return NULL;
    }
    if (!strcmp(of, "UTF-16") && length % 2) {
        report_csv(d, DIAG_CSV_ENCODING, name, 0, "UTF-16 の途中で切れています", "it is UTF-16 that is cut off");
        return NULL;
    }
    if (!strcmp(of, "UTF-8") && length >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3)) {
        bytes += 3;
        length -= 3;
    }
    GError *error = NULL;
    char *text = g_convert(bytes, (gssize)length, "UTF-8", of, &read, &written, &error);
    g_clear_error(&error);
    if (text && read < length) { /* it ends within a character */
        g_free(text);
        text = NULL;
    }
    if (!text) {
        const bool utf8 = !strcmp(of, "UTF-8");
        report_csv(d, DIAG_CSV_ENCODING, name, line_of(bytes, read),
                   utf8 ? "UTF-8 でないバイトがあります。Excelやほかのソフトが書き出したCSVなら --encoding cp932 "
                          "を付けてください"
                        : "その文字コードにないバイトがあります。文字コードを確かめてください",
                   utf8 ? "it has bytes that are no UTF-8: of a CSV of Excel or the like say --encoding cp932"
                        : "it has bytes that the encoding has not: see which encoding it is");
        return NULL;
    }
    *decoded = written;
    return text;
}

/* ---- fields ---- */

typedef struct csv {
    const char *name, *p, *end;
    char separator;
    int line, row, column;
    GString *field;
    const book_visitor *visitor;
    void *data;
    diag *d;
    bool failed, left;
} csv;

/* Past a line end, of whichever kind; NULL: there is none at p. */
static const char *
skip_line_end(const csv *c, const char *p)
{
    if (p < c->end && *p == '\r')
        return p + 1 < c->end && p[1] == '\n' ? p + 2 : p + 1;
    return p < c->end && *p == '\n' ? p + 1 : NULL;
}

static bool
fail_csv(csv *c, const char *ja, const char *en)
{
    c->failed = true;
    return report_csv(c->d, DIAG_CSV_MALFORMED, c->name, c->line, ja, en);
}

/* What is in quotes, up to its last one. */
static bool
read_quoted(csv *c)
{
    const int begun = c->line;
    for (c->p++; c->p < c->end;) {
        const char *past = skip_line_end(c, c->p);
        if (past) {
            c->line++;
            g_string_append_c(c->field, '\n');
            c->p = past;
        } else if (*c->p != '"')
            g_string_append_c(c->field, *c->p++);
        else if (c->p + 1 < c->end && c->p[1] == '"') {
            g_string_append_c(c->field, '"');
            c->p += 2;
        } else {
            c->p++;
            return true;
        }
    }
    c->line = begun;
    return fail_csv(c, "引用符（\"）が閉じていません", "a quotation mark is not closed");
}

static bool
read_field(csv *c)
{
    g_string_truncate(c->field, 0);
    if (c->p < c->end && *c->p == '"') {
        if (!read_quoted(c))
            return false;
        if (c->p < c->end && *c->p != c->separator && !skip_line_end(c, c->p))
            return fail_csv(c, "閉じた引用符（\"）の後に文字があります。値の中の引用符は二つ重ねて書きます",
                            "text stands behind a closed quotation mark: one within a value is written twice");
    }
    while (c->p < c->end && *c->p != c->separator && !skip_line_end(c, c->p))
        g_string_append_c(c->field, *c->p++);
    if (c->field->len > CSV_FIELD || strlen(c->field->str) != c->field->len)
        return fail_csv(c, "長すぎる値か、文字でないバイト（0）があります", "a value is too long, or has a zero byte");
    return true;
}

static bool
tell_field(csv *c)
{
    const book_entry e = {.sheet = "CSV",
                          .row = c->row,
                          .column = c->column,
                          .kind = BOOK_ENTRY_TEXT,
                          .text = c->field->str,
                          .raw = c->field->str,
                          .format = ""};
    if (c->field->len && c->visitor->cell && !c->visitor->cell(c->data, &e))
        c->left = true;
    return !c->left;
}

/* A row is a record, whatever lines it takes: the message of a cell names both. */
static bool
read_record(csv *c)
{
    const char *past;
    c->row++;
    for (c->column = 1;; c->column++) {
        if (c->column > BOOK_COLUMNS || c->row > BOOK_ROWS) {
            c->failed = true;
            return report_csv(c->d, DIAG_CSV_TOO_LARGE, c->name, c->line, "行か列が多すぎます",
                              "it has too many rows or columns");
        }
        if (!read_field(c) || !tell_field(c))
            return false;
        if (c->p < c->end && *c->p == c->separator) {
            c->p++;
            continue;
        }
        past = skip_line_end(c, c->p);
        c->p = past ? past : c->end;
        c->line += past != NULL;
        return true;
    }
}

static char
separator_of(const char *p, const char *end)
{
    bool tab = false;
    for (; p < end && *p != '\n' && *p != '\r'; p++) {
        if (*p == ',')
            return ',';
        tab |= *p == '\t';
    }
    return tab ? '\t' : ',';
}

bool
intake_csv_read_memory(const char *name, const char *bytes, size_t length, const char *encoding, char separator,
                       const book_visitor *visitor, void *data, diag *d)
{
    size_t decoded = 0;
    char *text = decode_csv(name, bytes, length, encoding, &decoded, d);
    if (!text)
        return false;
    const char *begin = g_str_has_prefix(text, "\xef\xbb\xbf") ? text + 3 : text; /* of UTF-16 */
    csv c = {.name = name,
             .p = begin,
             .end = text + decoded,
             .separator = separator ? separator : separator_of(begin, text + decoded),
             .line = 1,
             .field = g_string_new(NULL),
             .visitor = visitor,
             .data = data,
             .d = d};
    const book_sheet_entry sheet = {"CSV", 1, BOOK_SHOWN, false};
    if (!visitor->begin_sheet || visitor->begin_sheet(data, &sheet)) {
        while (c.p < c.end && read_record(&c))
            continue;
        if (!c.failed && !c.left && visitor->end_sheet)
            visitor->end_sheet(data, &sheet, NULL, 0);
    }
    g_string_free(c.field, TRUE);
    g_free(text);
    return !c.failed;
}

bool
intake_csv_read(const char *path, const char *encoding, char separator, const book_visitor *visitor, void *data,
                diag *d)
{
    const int error = asked_file_error(path);
    struct stat at;
    char *bytes = NULL;
    gsize length = 0;
    GError *why = NULL;
    if (error) {
        asked_report(d, DIAG_FILE_ASKED, PLACE_NONE, path, error);
        return false;
    }
    if (stat(path, &at) == 0 && at.st_size > CSV_BYTES)
        return report_csv(d, DIAG_CSV_TOO_LARGE, path, 0, "ファイルが大きすぎます", "the file is too large");
    if (!g_file_get_contents(path, &bytes, &length, &why)) {
        asked_report(d, DIAG_FILE_ASKED, PLACE_NONE, path, fault_take(why));
        return false;
    }
    const bool good = intake_csv_read_memory(path, bytes, length, encoding, separator, visitor, data, d);
    g_free(bytes);
    return good;
}
