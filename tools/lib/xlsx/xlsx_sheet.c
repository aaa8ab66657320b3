#include <math.h>
#include <string.h>

#include "xlsx/xlsx_int.h"

/* Of the attribute t of a cell. */
typedef enum cell_type { OF_NUMBER, OF_SHARED, OF_TEXT, OF_INLINE, OF_BOOLEAN, OF_ERROR, OF_DATE } cell_type;

typedef struct sheet_reading {
    xlsx_reading *r;
    const char *part;
    const book_sheet_entry *sheet;
    int depth; /* worksheet 1, sheetData 2, row 3, c 4, v 5 */
    bool in_data, in_row, in_merges;
    int row, column; /* of the cell that is met, or of the last one */

    bool in_cell, in_value, in_inline, formula;
    cell_type type;
    const xlsx_cell_format *format;
    GString *value, *text;
    xlsx_string inlined;
    GArray *merges; /* of book_range */
} sheet_reading;

static const char *
where_is(const sheet_reading *s)
{
    char address[BOOK_ADDRESS];
    if (s->row < 1)
        return s->part;
    return arena_printf(s->r->memory, "%s!%s", s->sheet->sheet, book_address(s->row, MAX(s->column, 1), address));
}

static bool
damaged_cell(sheet_reading *s, const char *ja, const char *en)
{
    return xlsx_damaged(s->r, where_is(s), ja, en);
}

/* ---- what begins ---- */

/* A row, and a cell, without its place is the next one. */
static bool
start_row(sheet_reading *s, const char *const *attributes)
{
    const char *r = xml_stream_attribute(attributes, "r");
    const gint64 row = r ? g_ascii_strtoll(r, NULL, 10) : (gint64)s->row + 1;
    if (row <= s->row || row > BOOK_ROWS)
        return damaged_cell(s, "この次の行の番号が正しくありません", "the number of the row after it is not right");
    s->row = (int)row;
    s->column = 0;
    s->in_row = true;
    return true;
}

static cell_type
type_of(const char *t)
{
    static const struct {
        const char *name;
        cell_type type;
    } types[] = {{"s", OF_SHARED},  {"str", OF_TEXT}, {"inlineStr", OF_INLINE},
                 {"b", OF_BOOLEAN}, {"e", OF_ERROR},  {"d", OF_DATE}};
    for (size_t i = 0; t && i < G_N_ELEMENTS(types); i++)
        if (!strcmp(types[i].name, t))
            return types[i].type;
    return OF_NUMBER;
}

static bool
start_cell(sheet_reading *s, const char *const *attributes)
{
    int row = s->row, column = s->column + 1;
    const char *r = xml_stream_attribute(attributes, "r");
    if ((r && !book_address_read(r, &row, &column)) || row != s->row || column <= s->column || column > BOOK_COLUMNS)
        return damaged_cell(s, "この次のセルの番地が正しくありません", "the address of the cell after it is not right");
    s->column = column;
    s->type = type_of(xml_stream_attribute(attributes, "t"));
    s->format = xlsx_formats_at(s->r->formats, xml_stream_attribute(attributes, "s"));
    s->in_cell = true;
    s->formula = false;
    g_string_truncate(s->value, 0);
    xlsx_string_clear(&s->inlined);
    return true;
}

static bool
start_merge(sheet_reading *s, const char *const *attributes)
{
    const char *ref = xml_stream_attribute(attributes, "ref");
    const char *colon = ref ? strchr(ref, ':') : NULL;
    char from[2 * BOOK_ADDRESS] = "";
    book_range m;
    if (colon && (size_t)(colon - ref) < sizeof from)
        memcpy(from, ref, (size_t)(colon - ref));
    if (!colon || !book_address_read(from, &m.row, &m.column) ||
        !book_address_read(colon + 1, &m.last_row, &m.last_column) || m.row > m.last_row || m.column > m.last_column)
        return xlsx_damaged(s->r, s->part, "結合されたセルの範囲が読めません",
                            "a range of merged cells cannot be read");
    if (s->merges->len >= s->r->limits->merges)
        return xlsx_too_large(s->r, s->part, "結合されたセルが多すぎます", "it has too many merged cells");
    g_array_append_val(s->merges, m);
    return true;
}

static bool
start_element(void *data, const char *name, const char *const *attributes)
{
    sheet_reading *s = data;
    switch (++s->depth) {
    case 1:
        return !strcmp(name, "worksheet") || xlsx_damaged(s->r, s->part, "シートではありません", "it is no sheet");
    case 2:
        s->in_data = !strcmp(name, "sheetData");
        s->in_merges = !strcmp(name, "mergeCells");
        return true;
    case 3:
        if (s->in_data && !strcmp(name, "row"))
            return start_row(s, attributes);
        return !s->in_merges || strcmp(name, "mergeCell") != 0 || start_merge(s, attributes);
    case 4:
        return !s->in_row || strcmp(name, "c") != 0 || start_cell(s, attributes);
    case 5:
        s->in_value = s->in_cell && !strcmp(name, "v");
        s->in_inline = s->in_cell && !strcmp(name, "is");
        s->formula |= s->in_cell && !strcmp(name, "f");
        return true;
    default:
        if (s->in_inline)
            xlsx_string_start(&s->inlined, s->depth - 5, name, attributes);
        return true;
    }
}

static bool
take_text(void *data, const char *bytes, size_t length)
{
    sheet_reading *s = data;
    bool fits = true;
    if (s->in_value && s->depth == 5) {
        fits = s->value->len + length <= XLSX_TEXT_BYTES;
        if (fits)
            g_string_append_len(s->value, bytes, (gssize)length);
    } else if (s->in_inline)
        fits = xlsx_string_text(&s->inlined, bytes, length);
    return fits || xlsx_too_large(s->r, where_is(s), "セルの文字が、一つのセルに入る長さを超えています",
                                  "the text of the cell is longer than a cell can hold");
}

/* ---- what a cell holds ---- */

static bool
take_shared(sheet_reading *s, book_entry *e)
{
    char *end = NULL;
    const guint64 i = g_ascii_strtoull(s->value->str, &end, 10);
    if (!s->r->strings && !(s->r->strings = xlsx_strings_read(s->r)))
        return false;
    xlsx_shared shared;
    if (end == s->value->str || *end || !xlsx_strings_at(s->r->strings, (size_t)i, &shared))
        return damaged_cell(s, "このセルの文字列がありません", "the text of this cell is not there");
    e->kind = BOOK_ENTRY_TEXT;
    e->text = e->raw = shared.text;
    e->phonetic = shared.phonetic;
    e->rich = shared.rich;
    e->struck |= shared.struck;
    return true;
}

static void
take_inline(sheet_reading *s, book_entry *e)
{
    xlsx_string_finish(&s->inlined);
    e->kind = BOOK_ENTRY_TEXT;
    e->text = e->raw = s->inlined.text->str;
    e->phonetic = s->inlined.phonetic->len ? s->inlined.phonetic->str : NULL;
    e->rich = s->inlined.rich;
    e->struck |= s->inlined.struck;
}

/* The days of 1904 begin 1,462 later; a time of day is the same. */
static bool
take_number(sheet_reading *s, book_entry *e)
{
    enum { DAYS_TO_1904 = 1462 };
    char *end = NULL;
    e->number = g_ascii_strtod(s->value->str, &end);
    if (end == s->value->str || *end || !isfinite(e->number) || strpbrk(s->value->str, "xX"))
        return damaged_cell(s, "このセルの数が読めません", "the number of this cell cannot be read");
    e->kind = s->format->kind;
    if (s->r->date1904 && (e->kind == BOOK_ENTRY_DATE || e->kind == BOOK_ENTRY_MOMENT))
        e->number += DAYS_TO_1904;
    e->text = xlsx_number_text(e->number, &e->kind, s->text) ? s->text->str : NULL;
    return true;
}

/* 2006-04-01, 2006-04-01T00:00:00 or with a time of day; the seconds are left out where there are none. */
static void
take_iso(sheet_reading *s, book_entry *e)
{
    const char *v = s->value->str, *t = strchr(v, 'T');
    g_string_assign(s->text, v);
    double days = 0, minutes = 0;
    char time[6] = "";
    if (t && strlen(t) >= 6)
        memcpy(time, t + 1, 5);
    if (t)
        g_string_truncate(s->text, (gsize)(t - v));
    const bool read = xlsx_serial(BOOK_DATE, s->text->str, &days) && (!t || xlsx_serial(BOOK_TIME, time, &minutes));
    e->number = days + minutes;
    e->kind = BOOK_ENTRY_MOMENT;
    e->text = read && xlsx_number_text(e->number, &e->kind, s->text) ? s->text->str : NULL;
}

/* False: there is nothing in it, or (failed) it cannot be read. */
static bool
take_value(sheet_reading *s, book_entry *e)
{
    if (s->type == OF_INLINE) {
        take_inline(s, e);
        return e->text[0];
    }
    if (!s->value->len) {
        e->kind = BOOK_ENTRY_UNCOUNTED;
        return s->formula && s->type != OF_TEXT;
    }
    switch (s->type) {
    case OF_SHARED:
        return take_shared(s, e) && e->text[0];
    case OF_TEXT:
        g_string_assign(s->text, s->value->str);
        xlsx_unescape(s->text);
        e->kind = BOOK_ENTRY_TEXT;
        e->text = e->raw = s->text->str;
        return true;
    case OF_BOOLEAN:
        e->kind = BOOK_ENTRY_BOOLEAN;
        e->text = !strcmp(s->value->str, "1") || !strcmp(s->value->str, "true") ? "TRUE" : "FALSE";
        return true;
    case OF_ERROR:
        e->kind = BOOK_ENTRY_ERROR;
        e->text = s->value->str;
        return true;
    case OF_DATE:
        take_iso(s, e);
        return true;
    default:
        return take_number(s, e);
    }
}

static bool
end_cell(sheet_reading *s)
{
    xlsx_reading *r = s->r;
    s->in_cell = false;
    book_entry e = {.sheet = s->sheet->sheet,
                    .row = s->row,
                    .column = s->column,
                    .raw = s->value->str,
                    .format = s->format->code,
                    .formula = s->formula,
                    .struck = s->format->struck};
    if (!take_value(s, &e))
        return !r->failed;
    if (++r->cells > r->limits->cells)
        return xlsx_too_large(r, where_is(s), "セルが多すぎます", "there are too many cells");
    if (r->visitor->cell && !r->visitor->cell(r->data, &e))
        r->left = true;
    return !r->left;
}

static bool
end_element(void *data, const char *name)
{
    sheet_reading *s = data;
    const int depth = s->depth--;
    if (depth > 5 && s->in_inline)
        xlsx_string_end(&s->inlined, depth - 5, name);
    else if (depth == 5)
        s->in_value = s->in_inline = false;
    else if (depth == 4 && s->in_cell)
        return end_cell(s);
    else if (depth == 3)
        s->in_row = false;
    return true;
}

bool
xlsx_sheet_read(xlsx_reading *r, const char *part, const book_sheet_entry *sheet)
{
    static const xml_stream_visitor visitor = {start_element, take_text, end_element};
    sheet_reading s = {.r = r,
                       .part = part,
                       .sheet = sheet,
                       .value = g_string_new(NULL),
                       .text = g_string_new(NULL),
                       .merges = g_array_new(FALSE, FALSE, sizeof(book_range))};
    xlsx_string_open(&s.inlined);
    bool whole = xlsx_part_stream(r, part, &visitor, &s);
    if (whole && r->visitor->end_sheet &&
        !r->visitor->end_sheet(r->data, sheet, (const book_range *)(void *)s.merges->data, s.merges->len)) {
        r->left = true;
        whole = false;
    }
    xlsx_string_close(&s.inlined);
    g_array_free(s.merges, TRUE);
    g_string_free(s.text, TRUE);
    g_string_free(s.value, TRUE);
    return whole;
}
