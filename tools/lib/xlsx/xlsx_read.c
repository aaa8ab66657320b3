/* xlsx_read.c: which parts a workbook has, and its sheets one after the other. */
#include <string.h>
#include <sys/stat.h>

#include "base/asked.h"
#include "base/fault.h"
#include "xlsx/xlsx_int.h"
#include "xml/xml.h"

const xlsx_limits xlsx_limits_usual = {.file_bytes = 64 << 20,
                                       .part_bytes = 1 << 30,
                                       .string_bytes = 128 << 20,
                                       .strings = 4000000,
                                       .cells = 20000000,
                                       .sheets = 1000,
                                       .formats = 200000,
                                       .merges = 200000,
                                       .depth = 32,
                                       .entries = 10000};

/* ---- the workbook: which sheets ---- */

typedef struct named_sheet {
    const char *name, *id;
    book_visibility visibility;
} named_sheet;

typedef struct workbook_reading {
    xlsx_reading *reading;
    const char *part;
    int depth;
    bool in_sheets;
    GArray *sheets; /* of named_sheet */
} workbook_reading;

static bool
meet_sheet(workbook_reading *w, const char *const *attributes)
{
    const char *name = xml_stream_attribute(attributes, "name"), *id = xml_stream_attribute(attributes, ":id"),
               *state = xml_stream_attribute(attributes, "state");
    if (!name || !id)
        return xlsx_damaged(w->reading, w->part, "シートに名前か番号がありません", "a sheet has no name or no number");
    if (w->sheets->len >= w->reading->limits->sheets)
        return xlsx_too_large(w->reading, w->part, "シートが多すぎます", "it has too many sheets");
    named_sheet s = {arena_strdup(w->reading->memory, name), arena_strdup(w->reading->memory, id), BOOK_SHOWN};
    if (state && !strcmp(state, "hidden"))
        s.visibility = BOOK_HIDDEN;
    else if (state && !strcmp(state, "veryHidden"))
        s.visibility = BOOK_VERY_HIDDEN;
    g_array_append_val(w->sheets, s);
    return true;
}

static bool
start_element(void *data, const char *name, const char *const *attributes)
{
    workbook_reading *w = data;
    w->depth++;
    if (w->depth == 1)
        return !strcmp(name, "workbook") ||
               xlsx_damaged(w->reading, w->part, "ブックの目次ではありません", "it is no list of sheets");
    if (w->depth == 2) {
        const char *from_1904 = xml_stream_attribute(attributes, "date1904");
        if (!strcmp(name, "workbookPr"))
            w->reading->date1904 = from_1904 && (!strcmp(from_1904, "1") || !strcmp(from_1904, "true"));
        w->in_sheets = !strcmp(name, "sheets");
    }
    return w->depth != 3 || !w->in_sheets || strcmp(name, "sheet") != 0 || meet_sheet(w, attributes);
}

static bool
end_element(void *data, const char *name)
{
    (void)name;
    ((workbook_reading *)data)->depth--;
    return true;
}

/* Spreadsheets tell sheets apart whatever the case of their letters, and save no two of one name. */
static bool
is_name_twice(const GArray *sheets)
{
    GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    bool twice = false;
    for (guint i = 0; i < sheets->len && !twice; i++)
        twice = !g_hash_table_add(names, g_utf8_casefold(g_array_index(sheets, named_sheet, i).name, -1));
    g_hash_table_destroy(names);
    return twice;
}

/* ---- the whole ---- */

/* A sheet of another kind (a chart alone) has no cells. */
static bool
read_sheet(xlsx_reading *r, const xlsx_relations *parts, const named_sheet *named, int number)
{
    const char *part = xlsx_relations_part(parts, named->id, "worksheet");
    const book_sheet_entry sheet = {named->name, number, named->visibility, r->date1904};
    if (!part)
        return xlsx_relations_part(parts, named->id, "chartsheet") ||
               xlsx_relations_part(parts, named->id, "dialogsheet") ||
               xlsx_relations_part(parts, named->id, "xlMacrosheet") ||
               xlsx_damaged(r, named->name, "このシートの中身がありません", "the contents of this sheet are missing");
    if (r->visitor->begin_sheet && !r->visitor->begin_sheet(r->data, &sheet))
        return true;
    return xlsx_sheet_read(r, part, &sheet);
}

static bool
read_sheets(xlsx_reading *r, const xlsx_relations *parts, const char *workbook, const GArray *sheets)
{
    r->strings_part = xlsx_relations_part(parts, NULL, "sharedStrings");
    r->formats_part = xlsx_relations_part(parts, NULL, "styles");
    r->formats = xlsx_formats_read(r);
    if (!r->formats)
        return false;
    for (guint i = 0; i < sheets->len; i++) {
        const named_sheet *s = &g_array_index(sheets, named_sheet, i);
        const char *part = xlsx_relations_part(parts, s->id, "worksheet");
        if (!read_sheet(r, parts, s, (int)i + 1))
            return r->left;
        if (r->also && part && !r->also(r, workbook, part, (int)i + 1))
            return false;
    }
    return true;
}

static bool
read_workbook(xlsx_reading *r)
{
    static const xml_stream_visitor visitor = {start_element, NULL, end_element};
    xlsx_relations *parts = xlsx_relations_new(r);
    workbook_reading w = {.reading = r, .sheets = g_array_new(FALSE, FALSE, sizeof(named_sheet))};
    bool good = xlsx_relations_read(parts, "");
    if (good) {
        w.part = xlsx_relations_part(parts, NULL, "officeDocument");
        good = w.part ? xlsx_part_stream(r, w.part, &visitor, &w) && xlsx_relations_read(parts, w.part)
                      : xlsx_damaged(r, "_rels/.rels", "ブックがどの部分かが書かれていません",
                                     "it does not say which part is the workbook");
    }
    if (good && !w.sheets->len)
        good = xlsx_damaged(r, w.part, "シートがありません", "it has no sheet");
    if (good && is_name_twice(w.sheets))
        good = xlsx_damaged(r, w.part, "同じ名前のシートが二つあります", "two sheets have the same name");
    good = good && read_sheets(r, parts, w.part, w.sheets);
    g_array_free(w.sheets, TRUE);
    xlsx_relations_drop(parts);
    return good;
}

/* ---- what the file is ---- */

static bool
report_other_kind(const char *name, const char *ja, const char *en, diag *d)
{
    diag_add(d, DIAG_XLSX_NOT, PLACE_NONE, (place){name, 0, NULL}, ja, en,
             "表計算ソフトで開けるものなら、「Excelブック（.xlsx）」として保存し直してください",
             "if a spreadsheet program opens it, save it again as an Excel workbook (.xlsx)", NULL);
    return false;
}

#define HOLDS(bytes, length, literal) (memmem(bytes, length, literal, sizeof literal - 1) != NULL)

/* What begins as no archive does. */
static bool
report_no_archive(const char *name, const char *bytes, size_t length, diag *d)
{
    const char *ja, *en;
    xml_foreign_kind(bytes, length, &ja, &en);
    if (length >= 4 && !memcmp(bytes, "\xd0\xcf\x11\xe0", 4) &&
        HOLDS(bytes, length, "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e")) {
        diag_add(d, DIAG_XLSX_ENCRYPTED, PLACE_NONE, (place){name, 0, NULL}, NULL);
        return false;
    }
    return report_other_kind(name, ja, en, d);
}

/* An archive without a workbook: of another program, or another format of the same one. */
static bool
has_workbook(xlsx_reading *r, const char *bytes, size_t length)
{
    const char *ja = "バイナリ形式のExcelブック（.xlsb）", *en = "a binary Excel workbook (.xlsb)";
    if (xlsx_archive_has(r->archive, "xl/workbook.bin"))
        return report_other_kind(r->name, ja, en, r->d);
    if (xlsx_archive_has(r->archive, "[Content_Types].xml") && !xlsx_archive_has(r->archive, "word/document.xml") &&
        !xlsx_archive_has(r->archive, "ppt/presentation.xml"))
        return true;
    if (xlsx_archive_has(r->archive, "xl/workbook.xml"))
        return xlsx_damaged(r, "[Content_Types].xml", "あるはずの部分がありません",
                            "a part that must be there is missing");
    xml_foreign_kind(bytes, length, &ja, &en);
    return report_other_kind(r->name, ja, en, r->d);
}

static bool
read_archive(xlsx_reading *r, const char *bytes, size_t length)
{
    if (xlsx_archive_entries(r->archive) > r->limits->entries)
        return xlsx_too_large(r, r->name, "部分が多すぎます", "it has too many parts");
    if (xlsx_archive_is_locked(r->archive)) {
        diag_add(r->d, DIAG_XLSX_ENCRYPTED, PLACE_NONE, (place){r->name, 0, NULL}, NULL);
        return false;
    }
    if (xlsx_archive_is_ambiguous(r->archive))
        return xlsx_damaged(r, "zip", "同じ名前の部分が二つあります", "two parts have the same name");
    return has_workbook(r, bytes, length) && read_workbook(r);
}

static bool
read_bytes(xlsx_reading *r, const void *bytes, size_t length)
{
    if (length < 4 || memcmp(bytes, "PK\3\4", 4) != 0)
        return report_no_archive(r->name, bytes, length, r->d);
    r->archive = xlsx_archive_open(bytes, length);
    const bool good =
        r->archive ? read_archive(r, bytes, length)
                   : xlsx_damaged(r, "zip", "途中で切れているか、書き換わっています", "it is cut off or was changed");
    xlsx_archive_close(r->archive);
    xlsx_strings_drop(r->strings);
    xlsx_formats_drop(r->formats);
    return good;
}

bool
xlsx_read_memory(const char *name, const void *bytes, size_t length, const xlsx_limits *limits,
                 const book_visitor *visitor, void *data, diag *d)
{
    xlsx_reading r = {.memory = arena_new(), .name = name, .limits = limits, .visitor = visitor, .data = data, .d = d};
    const bool good = read_bytes(&r, bytes, length);
    arena_drop(r.memory);
    return good;
}

bool
xlsx_read_file(xlsx_reading *r)
{
    const int error = asked_file_error(r->name);
    char *bytes = NULL;
    gsize length = 0;
    GError *why = NULL;
    struct stat at;
    if (error) {
        asked_report(r->d, DIAG_FILE_ASKED, PLACE_NONE, r->name, error);
        return false;
    }
    if (stat(r->name, &at) == 0 && at.st_size > 0 && (size_t)at.st_size > r->limits->file_bytes) {
        diag_add(r->d, DIAG_XLSX_TOO_LARGE, PLACE_NONE, (place){r->name, 0, NULL}, "", "ファイルが大きすぎます",
                 "the file is too large", NULL);
        return false;
    }
    if (!g_file_get_contents(r->name, &bytes, &length, &why)) {
        asked_report(r->d, DIAG_FILE_ASKED, PLACE_NONE, r->name, fault_take(why));
        return false;
    }
    const bool good = read_bytes(r, bytes, length);
    g_free(bytes);
    return good;
}

bool
xlsx_read(const char *path, const xlsx_limits *limits, const book_visitor *visitor, void *data, diag *d)
{
    xlsx_reading r = {.memory = arena_new(), .name = path, .limits = limits, .visitor = visitor, .data = data, .d = d};
    const bool good = xlsx_read_file(&r);
    arena_drop(r.memory);
    return good;
}
