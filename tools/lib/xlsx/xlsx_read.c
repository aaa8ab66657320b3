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

/* ---- relationships: which part is what ---- */

typedef struct relationship {
    const char *id, *type, *part; /* type: its last word */
} relationship;

typedef struct relationships {
    xlsx_reading *reading;
    const char *base; /* the folder that targets are told from: "xl/" */
    GArray *all;      /* of relationship; strings in the arena */
} relationships;

/* "/xl/a.xml" and "../a.xml" as the archive names them. */
static const char *
resolve_part(arena *a, const char *base, const char *target)
{
    char *joined = *target == '/' ? g_strdup(target + 1) : g_strconcat(base, target, NULL);
    char **steps = g_strsplit(joined, "/", -1);
    GPtrArray *kept = g_ptr_array_new();
    for (char **s = steps; *s; s++) {
        if (!strcmp(*s, "..") && kept->len)
            g_ptr_array_set_size(kept, (gint)kept->len - 1);
        else if (**s && strcmp(*s, ".") != 0 && strcmp(*s, "..") != 0)
            g_ptr_array_add(kept, *s);
    }
    g_ptr_array_add(kept, NULL);
    char *path = g_strjoinv("/", (char **)kept->pdata);
    const char *part = arena_strdup(a, path);
    g_free(path);
    g_ptr_array_free(kept, TRUE);
    g_strfreev(steps);
    g_free(joined);
    return part;
}

static bool
meet_relationship(void *data, const char *name, const char *const *attributes)
{
    relationships *r = data;
    const char *id = xml_stream_attribute(attributes, "Id"), *type = xml_stream_attribute(attributes, "Type"),
               *target = xml_stream_attribute(attributes, "Target"),
               *mode = xml_stream_attribute(attributes, "TargetMode");
    if (strcmp(name, "Relationship") != 0 || !id || !type || !target || (mode && !strcmp(mode, "External")))
        return true;
    if (r->all->len >= r->reading->limits->entries)
        return xlsx_too_large(r->reading, "_rels", "部分が多すぎます", "it has too many parts");
    const char *slash = strrchr(type, '/');
    arena *a = r->reading->memory;
    relationship one = {arena_strdup(a, id), arena_strdup(a, slash ? slash + 1 : type),
                        resolve_part(a, r->base, target)};
    g_array_append_val(r->all, one);
    return true;
}

/* Of "xl/workbook.xml" those in "xl/_rels/workbook.xml.rels"; of "" those of the archive. */
static bool
read_relationships(relationships *r, const char *part)
{
    static const xml_stream_visitor visitor = {meet_relationship, NULL, NULL};
    const char *slash = strrchr(part, '/');
    arena *a = r->reading->memory;
    r->base = slash ? arena_strndup(a, part, (size_t)(slash + 1 - part)) : "";
    g_array_set_size(r->all, 0);
    return xlsx_part_stream(r->reading, arena_printf(a, "%s_rels/%s.rels", r->base, slash ? slash + 1 : part), &visitor,
                            r);
}

static const char *
part_of(const relationships *r, const char *id, const char *type)
{
    for (guint i = 0; i < r->all->len; i++) {
        const relationship *one = &g_array_index(r->all, relationship, i);
        if ((!id || !strcmp(one->id, id)) && !strcmp(one->type, type))
            return one->part;
    }
    return NULL;
}

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
read_sheet(xlsx_reading *r, const relationships *parts, const named_sheet *named, int number)
{
    const char *part = part_of(parts, named->id, "worksheet");
    const book_sheet_entry sheet = {named->name, number, named->visibility, r->date1904};
    if (!part)
        return part_of(parts, named->id, "chartsheet") || part_of(parts, named->id, "dialogsheet") ||
               part_of(parts, named->id, "xlMacrosheet") ||
               xlsx_damaged(r, named->name, "このシートの中身がありません", "the contents of this sheet are missing");
    if (r->visitor->begin_sheet && !r->visitor->begin_sheet(r->data, &sheet))
        return true;
    return xlsx_sheet_read(r, part, &sheet);
}

static bool
read_sheets(xlsx_reading *r, const relationships *parts, const GArray *sheets)
{
    r->strings_part = part_of(parts, NULL, "sharedStrings");
    r->formats_part = part_of(parts, NULL, "styles");
    r->formats = xlsx_formats_read(r);
    if (!r->formats)
        return false;
    for (guint i = 0; i < sheets->len; i++)
        if (!read_sheet(r, parts, &g_array_index(sheets, named_sheet, i), (int)i + 1))
            return r->left;
    return true;
}

static bool
read_workbook(xlsx_reading *r)
{
    static const xml_stream_visitor visitor = {start_element, NULL, end_element};
    relationships parts = {.reading = r, .all = g_array_new(FALSE, FALSE, sizeof(relationship))};
    workbook_reading w = {.reading = r, .sheets = g_array_new(FALSE, FALSE, sizeof(named_sheet))};
    bool good = read_relationships(&parts, "");
    if (good) {
        w.part = part_of(&parts, NULL, "officeDocument");
        good = w.part ? xlsx_part_stream(r, w.part, &visitor, &w) && read_relationships(&parts, w.part)
                      : xlsx_damaged(r, "_rels/.rels", "ブックがどの部分かが書かれていません",
                                     "it does not say which part is the workbook");
    }
    if (good && !w.sheets->len)
        good = xlsx_damaged(r, w.part, "シートがありません", "it has no sheet");
    if (good && is_name_twice(w.sheets))
        good = xlsx_damaged(r, w.part, "同じ名前のシートが二つあります", "two sheets have the same name");
    good = good && read_sheets(r, &parts, w.sheets);
    g_array_free(w.sheets, TRUE);
    g_array_free(parts.all, TRUE);
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

bool
xlsx_read_memory(const char *name, const void *bytes, size_t length, const xlsx_limits *limits,
                 const book_visitor *visitor, void *data, diag *d)
{
    if (length < 4 || memcmp(bytes, "PK\3\4", 4) != 0)
        return report_no_archive(name, bytes, length, d);
    xlsx_reading r = {.memory = arena_new(), .name = name, .limits = limits, .visitor = visitor, .data = data, .d = d};
    r.archive = xlsx_archive_open(bytes, length);
    const bool good =
        r.archive ? read_archive(&r, bytes, length)
                  : xlsx_damaged(&r, "zip", "途中で切れているか、書き換わっています", "it is cut off or was changed");
    xlsx_archive_close(r.archive);
    xlsx_strings_drop(r.strings);
    xlsx_formats_drop(r.formats);
    arena_drop(r.memory);
    return good;
}

bool
xlsx_read(const char *path, const xlsx_limits *limits, const book_visitor *visitor, void *data, diag *d)
{
    const int error = asked_file_error(path);
    char *bytes = NULL;
    gsize length = 0;
    GError *why = NULL;
    struct stat at;
    if (error) {
        asked_report(d, DIAG_FILE_ASKED, PLACE_NONE, path, error);
        return false;
    }
    if (stat(path, &at) == 0 && at.st_size > 0 && (size_t)at.st_size > limits->file_bytes) {
        diag_add(d, DIAG_XLSX_TOO_LARGE, PLACE_NONE, (place){path, 0, NULL}, "", "ファイルが大きすぎます",
                 "the file is too large", NULL);
        return false;
    }
    if (!g_file_get_contents(path, &bytes, &length, &why)) {
        asked_report(d, DIAG_FILE_ASKED, PLACE_NONE, path, fault_take(why));
        return false;
    }
    const bool good = xlsx_read_memory(path, bytes, length, limits, visitor, data, d);
    g_free(bytes);
    return good;
}
