#include <string.h>

#include "xlsx/xlsx_int.h"

struct xlsx_formats {
    xlsx_cell_format general;
    GArray *cells; /* of xlsx_cell_format */
};

typedef struct formats_reading {
    xlsx_reading *reading;
    GHashTable *codes; /* number → code, of those that the workbook adds */
    GArray *struck;    /* of bool, of each font */
    GArray *cells;
    int depth; /* styleSheet 1, numFmts 2, numFmt 3 */
    enum { ELSEWHERE, IN_CODES, IN_FONTS, IN_CELLS } group;
} formats_reading;

static int
number_of(const char *const *attributes, const char *name)
{
    const char *value = xml_stream_attribute(attributes, name);
    const gint64 n = value ? g_ascii_strtoll(value, NULL, 10) : 0;
    return n >= 0 && n < G_MAXINT ? (int)n : 0;
}

static void
add_cell_format(formats_reading *f, const char *const *attributes)
{
    const int id = number_of(attributes, "numFmtId");
    const guint font = (guint)number_of(attributes, "fontId");
    const char *own = g_hash_table_lookup(f->codes, GINT_TO_POINTER(id));
    xlsx_cell_format c = {.code = own ? own : xlsx_built_in_format(id),
                          .struck = font < f->struck->len && g_array_index(f->struck, bool, font)};
    c.kind = xlsx_format_kind(c.code);
    g_array_append_val(f->cells, c);
}

static bool
start_in_group(formats_reading *f, const char *name, const char *const *attributes)
{
    const char *part = f->reading->formats_part;
    if (f->cells->len + f->struck->len + g_hash_table_size(f->codes) > f->reading->limits->formats)
        return xlsx_too_large(f->reading, part, "書式が多すぎます", "it has too many formats");
    if (f->group == IN_CODES && !strcmp(name, "numFmt")) {
        const char *code = xml_stream_attribute(attributes, "formatCode");
        if (!code || strlen(code) > 1024)
            return xlsx_damaged(f->reading, part, "表示形式が読めません", "a number format cannot be read");
        g_hash_table_insert(f->codes, GINT_TO_POINTER(number_of(attributes, "numFmtId")),
                            arena_strdup(f->reading->memory, code));
    } else if (f->group == IN_FONTS) {
        g_array_append_val(f->struck, (bool){false});
    } else if (f->group == IN_CELLS && !strcmp(name, "xf"))
        add_cell_format(f, attributes);
    return true;
}

static bool
start_element(void *data, const char *name, const char *const *attributes)
{
    formats_reading *f = data;
    f->depth++;
    if (f->depth == 2)
        f->group = !strcmp(name, "numFmts")   ? IN_CODES
                   : !strcmp(name, "fonts")   ? IN_FONTS
                   : !strcmp(name, "cellXfs") ? IN_CELLS
                                              : ELSEWHERE;
    else if (f->depth == 3)
        return start_in_group(f, name, attributes);
    else if (f->depth == 4 && f->group == IN_FONTS && f->struck->len && !strcmp(name, "strike")) {
        const char *value = xml_stream_attribute(attributes, "val");
        g_array_index(f->struck, bool, f->struck->len - 1) =
            !value || (strcmp(value, "0") != 0 && strcmp(value, "false") != 0);
    }
    return true;
}

static bool
end_element(void *data, const char *name)
{
    (void)name;
    ((formats_reading *)data)->depth--;
    return true;
}

xlsx_formats *
xlsx_formats_read(xlsx_reading *r)
{
    static const xml_stream_visitor visitor = {start_element, NULL, end_element};
    formats_reading f = {.reading = r,
                         .codes = g_hash_table_new(g_direct_hash, g_direct_equal),
                         .struck = g_array_new(FALSE, FALSE, sizeof(bool)),
                         .cells = g_array_new(FALSE, FALSE, sizeof(xlsx_cell_format))};
    const bool whole = !r->formats_part || xlsx_part_stream(r, r->formats_part, &visitor, &f);
    g_hash_table_destroy(f.codes);
    g_array_free(f.struck, TRUE);
    if (!whole) {
        g_array_free(f.cells, TRUE);
        return NULL;
    }
    xlsx_formats *formats = g_new0(xlsx_formats, 1);
    formats->general = (xlsx_cell_format){"General", BOOK_ENTRY_NUMBER, false};
    formats->cells = f.cells;
    return formats;
}

void
xlsx_formats_drop(xlsx_formats *f)
{
    if (!f)
        return;
    g_array_free(f->cells, TRUE);
    g_free(f);
}

const xlsx_cell_format *
xlsx_formats_at(const xlsx_formats *f, const char *index)
{
    const guint64 i = index ? g_ascii_strtoull(index, NULL, 10) : 0;
    return i < f->cells->len ? &g_array_index(f->cells, xlsx_cell_format, i) : &f->general;
}
