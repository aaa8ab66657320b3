/* xlsx_paper.c: one sheet as it is printed. */
#include <string.h>

#include "xlsx/xlsx_int.h"

/* What one sheet may have of that is kept in memory. */
enum { PLACES = 1000000, SPANS = 100000, AREAS = 100, BREAKS = 10000 };

typedef struct paper_reading {
    xlsx_reading r;
    arena *a;
    book_paper *p;
    int number; /* of the sheet */

    xlsx_looks looks;
    GArray *columns, *rows, *places, *values, *merges, *things, *areas, *row_breaks, *column_breaks;
    GHashTable *shared; /* 1 + number of a shared text → it is wanted */
    GArray *of_shared;  /* guint64: of each place the same; 0: none */

    int depth, row, column;
    const char *group, *subgroup; /* element of depth 2, 3 */
    bool in_value, in_text, shared_cell;
    GString *text;
    char name[64]; /* of a defined name that is open */
} paper_reading;

static const char *
attribute_of(const char *const *attributes, const char *name)
{
    return xml_stream_attribute(attributes, name);
}

static double
number_of(const char *const *attributes, const char *name, double otherwise)
{
    const char *value = attribute_of(attributes, name);
    const double n = value ? g_ascii_strtod(value, NULL) : otherwise;
    return n >= -1e9 && n <= 1e9 ? n : otherwise;
}

static bool
is_set(const char *const *attributes, const char *name)
{
    const char *value = attribute_of(attributes, name);
    return value && xlsx_is_on(value);
}

static bool
too_many(paper_reading *s)
{
    return xlsx_too_large(&s->r, s->p->sheet, "シートの書式が多すぎます", "the sheet has too many formats");
}

static const book_look *
look_at(const paper_reading *s, const char *const *attributes, const char *name)
{
    const double i = number_of(attributes, name, 0);
    const guint at = i > 0 && i < s->looks.cells->len ? (guint)i : 0;
    return g_ptr_array_index(s->looks.cells, at);
}

/* ---- names: which area is printed, which rows and columns are repeated ---- */

static bool
start_name(void *data, const char *name, const char *const *attributes)
{
    paper_reading *s = data;
    const char *of = attribute_of(attributes, "name");
    s->name[0] = '\0';
    g_string_truncate(s->text, 0);
    if (!strcmp(name, "definedName") && of && (int)number_of(attributes, "localSheetId", -1) == s->number - 1)
        g_strlcpy(s->name, of, sizeof s->name);
    return true;
}

static bool
take_name(void *data, const char *bytes, size_t length)
{
    paper_reading *s = data;
    if (s->name[0] && s->text->len + length < 65536)
        g_string_append_len(s->text, bytes, (gssize)length);
    return true;
}

/* A1, $A$1, $A (a column) or $1 (a row): what it does not say is 0. */
static bool
read_corner(const char *text, int *row, int *column)
{
    char address[BOOK_ADDRESS] = "";
    size_t n = 0;
    for (const char *p = text; *p && n + 2 < sizeof address; p++)
        if (*p != '$')
            address[n++] = *p;
    *row = *column = 0;
    if (book_address_read(address, row, column))
        return true;
    if (g_ascii_isdigit(address[0]))
        *row = (int)CLAMP(g_ascii_strtoll(address, NULL, 10), 0, BOOK_ROWS);
    else {
        address[n] = '1';
        int one;
        if (!book_address_read(address, &one, column))
            return false;
    }
    return *row > 0 || *column > 0;
}

/* 'Sheet 1'!$A$1:$F$30 */
static bool
read_range(const char *text, book_range *out)
{
    const char *mark = strrchr(text, '!');
    char **ends = g_strsplit(mark ? mark + 1 : text, ":", 2);
    bool good = ends[0] && read_corner(ends[0], &out->row, &out->column);
    if (good && ends[1])
        good = read_corner(ends[1], &out->last_row, &out->last_column);
    else if (good) {
        out->last_row = out->row;
        out->last_column = out->column;
    }
    g_strfreev(ends);
    return good && out->row <= out->last_row && out->column <= out->last_column;
}

static bool
end_name(void *data, const char *name)
{
    paper_reading *s = data;
    const bool area = !strcmp(s->name, "_xlnm.Print_Area"), titles = !strcmp(s->name, "_xlnm.Print_Titles");
    if (strcmp(name, "definedName") != 0 || (!area && !titles))
        return true;
    char **parts = g_strsplit(s->text->str, ",", AREAS);
    for (char **part = parts; *part; part++) {
        book_range range = {0, 0, 0, 0};
        if (!read_range(*part, &range))
            continue;
        if (titles) {
            if (range.row) {
                s->p->repeated.row = range.row;
                s->p->repeated.last_row = range.last_row;
            } else {
                s->p->repeated.column = range.column;
                s->p->repeated.last_column = range.last_column;
            }
            continue;
        }
        if (!range.row) { /* whole columns, whole rows */
            range.row = 1;
            range.last_row = BOOK_ROWS;
        }
        if (!range.column) {
            range.column = 1;
            range.last_column = BOOK_COLUMNS;
        }
        g_array_append_val(s->areas, range);
    }
    g_strfreev(parts);
    s->name[0] = '\0';
    return true;
}

/* ---- the sheet ---- */

static bool
meet_column(paper_reading *s, const char *const *attributes)
{
    book_span c = {(int)number_of(attributes, "min", 0), (int)number_of(attributes, "max", 0),
                   number_of(attributes, "width", 0), is_set(attributes, "hidden"), NULL};
    if (attribute_of(attributes, "style"))
        c.look = look_at(s, attributes, "style");
    if (c.from < 1 || c.to < c.from || c.from > BOOK_COLUMNS)
        return true;
    c.to = MIN(c.to, BOOK_COLUMNS);
    c.size = CLAMP(c.size, 0, 255);
    if (s->columns->len >= SPANS)
        return too_many(s);
    g_array_append_val(s->columns, c);
    return true;
}

static bool
meet_row(paper_reading *s, const char *const *attributes)
{
    s->row = (int)CLAMP(number_of(attributes, "r", s->row + 1), 1, BOOK_ROWS);
    s->column = 0;
    book_span row = {s->row, s->row, CLAMP(number_of(attributes, "ht", 0), 0, 409.5), is_set(attributes, "hidden"),
                     NULL};
    if (is_set(attributes, "customFormat"))
        row.look = look_at(s, attributes, "s");
    if (s->rows->len >= PLACES)
        return too_many(s);
    if (row.size > 0 || row.hidden || row.look)
        g_array_append_val(s->rows, row);
    return true;
}

static bool
meet_cell(paper_reading *s, const char *const *attributes)
{
    int row = s->row, column = s->column + 1;
    const char *at = attribute_of(attributes, "r"), *type = attribute_of(attributes, "t");
    if (at)
        book_address_read(at, &row, &column);
    s->column = column;
    const book_place one = {s->row, column, look_at(s, attributes, "s")};
    const guint64 none = 0;
    if (s->places->len >= PLACES)
        return too_many(s);
    g_array_append_val(s->places, one);
    g_array_append_val(s->of_shared, none);
    s->shared_cell = type && !strcmp(type, "s");
    return true;
}

static void
meet_margins(book_paper *p, const char *const *attributes)
{
    static const char *const names[] = {"top", "right", "bottom", "left", "header", "footer"};
    for (int i = 0; i < 6; i++)
        p->margins[i] = CLAMP(number_of(attributes, names[i], p->margins[i] / 25.4), 0, 50) * 25.4;
}

/* "98mm"; 0 of what is no length. */
static double
mm_of(const char *text)
{
    static const struct {
        const char *unit;
        double mm;
    } units[] = {{"mm", 1}, {"cm", 10}, {"in", 25.4}, {"pt", 25.4 / 72}, {"pc", 25.4 / 6}, {"pi", 25.4 / 6}};
    char *end = NULL;
    const double number = text ? g_ascii_strtod(text, &end) : 0;
    for (size_t i = 0; text && i < G_N_ELEMENTS(units); i++)
        if (!strcmp(end, units[i].unit) && number > 0 && number < 100000)
            return number * units[i].mm;
    return 0;
}

static void
meet_setup(book_paper *p, const char *const *attributes)
{
    const char *way = attribute_of(attributes, "orientation");
    p->paper = (int)number_of(attributes, "paperSize", p->paper);
    p->landscape = way && !strcmp(way, "landscape");
    p->own_width = mm_of(attribute_of(attributes, "paperWidth"));
    p->own_height = mm_of(attribute_of(attributes, "paperHeight"));
    if (p->own_width <= 0 || p->own_height <= 0)
        p->own_width = p->own_height = 0;
    p->scale = (int)CLAMP(number_of(attributes, "scale", 100), 10, 400);
    p->fit_x = (int)CLAMP(number_of(attributes, "fitToWidth", 1), 0, 32767);
    p->fit_y = (int)CLAMP(number_of(attributes, "fitToHeight", 1), 0, 32767);
    const char *order = attribute_of(attributes, "pageOrder");
    p->across_first = order && !strcmp(order, "overThenDown");
}

static void
add_thing(paper_reading *s, book_thing_kind kind, const char *range)
{
    book_thing t = {.kind = kind, .range = range ? arena_strdup(s->a, range) : NULL};
    if (s->things->len < BREAKS)
        g_array_append_val(s->things, t);
}

static void
start_section(paper_reading *s, const char *name, const char *const *attributes)
{
    book_paper *p = s->p;
    const char *range = attribute_of(attributes, "sqref");
    if (!strcmp(name, "sheetFormatPr")) {
        p->base_width = (int)CLAMP(number_of(attributes, "baseColWidth", 8), 0, 255);
        p->usual_width = CLAMP(number_of(attributes, "defaultColWidth", 0), 0, 255);
        p->usual_height = CLAMP(number_of(attributes, "defaultRowHeight", 0), 0, 409.5);
    } else if (!strcmp(name, "pageMargins"))
        meet_margins(p, attributes);
    else if (!strcmp(name, "pageSetup"))
        meet_setup(p, attributes);
    else if (!strcmp(name, "printOptions")) {
        p->center_x = is_set(attributes, "horizontalCentered");
        p->center_y = is_set(attributes, "verticalCentered");
        p->grid = is_set(attributes, "gridLines");
        p->headings = is_set(attributes, "headings");
    } else if (!strcmp(name, "headerFooter")) {
        p->first_differs = is_set(attributes, "differentFirst");
        p->even_differs = is_set(attributes, "differentOddEven");
    } else if (!strcmp(name, "picture"))
        add_thing(s, BOOK_THING_BACKGROUND, NULL);
    else if (!strcmp(name, "conditionalFormatting"))
        add_thing(s, BOOK_THING_CONDITION, range);
}

static bool
start_part(paper_reading *s, const char *name, const char *const *attributes)
{
    const char *range = attribute_of(attributes, "sqref");
    if (!strcmp(s->group, "cols") && !strcmp(name, "col"))
        return meet_column(s, attributes);
    if (!strcmp(s->group, "sheetData") && !strcmp(name, "row"))
        return meet_row(s, attributes);
    if (!strcmp(s->group, "sheetPr") && !strcmp(name, "pageSetUpPr"))
        s->p->fit = is_set(attributes, "fitToPage");
    else if (!strcmp(s->group, "dataValidations") && !strcmp(name, "dataValidation"))
        add_thing(s, BOOK_THING_VALIDATION, range);
    else if (!strcmp(s->group, "hyperlinks"))
        add_thing(s, BOOK_THING_LINK, attribute_of(attributes, "ref"));
    else if (!strcmp(s->group, "oleObjects"))
        add_thing(s, BOOK_THING_OBJECT, NULL);
    else if (!strcmp(name, "brk")) {
        GArray *breaks = !strcmp(s->group, "rowBreaks") ? s->row_breaks : s->column_breaks;
        const int at = (int)number_of(attributes, "id", 0);
        if (at > 0 && breaks->len < BREAKS)
            g_array_append_val(breaks, at);
    } else if (!strcmp(s->group, "headerFooter"))
        g_string_truncate(s->text, 0);
    return true;
}

static bool
start_element(void *data, const char *name, const char *const *attributes)
{
    paper_reading *s = data;
    switch (++s->depth) {
    case 2:
        s->group = g_intern_string(name);
        start_section(s, name, attributes);
        return true;
    case 3:
        s->subgroup = g_intern_string(name);
        return start_part(s, name, attributes);
    case 4:
        return strcmp(s->group, "sheetData") != 0 || strcmp(name, "c") != 0 || meet_cell(s, attributes);
    case 5:
        s->in_value = s->shared_cell && !strcmp(s->group, "sheetData") && !strcmp(name, "v");
        g_string_truncate(s->text, 0);
        break;
    default:
        break;
    }
    if (s->depth > 3 && !strcmp(s->group, "extLst")) {
        if (!strcmp(name, "sparklineGroup"))
            add_thing(s, BOOK_THING_SPARKLINE, NULL);
        else if (!strcmp(name, "conditionalFormatting"))
            add_thing(s, BOOK_THING_CONDITION, NULL);
        else if (!strcmp(name, "dataValidation"))
            add_thing(s, BOOK_THING_VALIDATION, NULL);
    }
    return true;
}

static bool
take_text(void *data, const char *bytes, size_t length)
{
    paper_reading *s = data;
    const bool told = s->in_value || (s->depth == 3 && !strcmp(s->group, "headerFooter"));
    if (told && s->text->len + length < 65536)
        g_string_append_len(s->text, bytes, (gssize)length);
    return true;
}

static void
keep_head(paper_reading *s, const char *name)
{
    static const struct {
        const char *name;
        int at;
        bool head;
    } heads[] = {{"oddHeader", 0, true},  {"firstHeader", 1, true},  {"evenHeader", 2, true},
                 {"oddFooter", 0, false}, {"firstFooter", 1, false}, {"evenFooter", 2, false}};
    for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
        if (!strcmp(heads[i].name, name) && s->text->len)
            (heads[i].head ? s->p->head : s->p->foot)[heads[i].at] = arena_strdup(s->a, s->text->str);
}

static bool
end_element(void *data, const char *name)
{
    paper_reading *s = data;
    if (s->depth == 5 && s->in_value) {
        const guint64 index = g_ascii_strtoull(s->text->str, NULL, 10) + 1;
        if (s->of_shared->len)
            g_array_index(s->of_shared, guint64, s->of_shared->len - 1) = index;
        s->in_value = false;
    } else if (s->depth == 3 && !strcmp(s->group, "headerFooter"))
        keep_head(s, name);
    s->depth--;
    return true;
}

/* ---- values ---- */

static bool
begin_sheet(void *data, const book_sheet_entry *sheet)
{
    return sheet->number == ((paper_reading *)data)->number;
}

static bool
meet_value(void *data, const book_entry *e)
{
    paper_reading *s = data;
    const book_value v = {.row = e->row,
                          .column = e->column,
                          .kind = e->kind,
                          .text = e->text ? arena_strdup(s->a, e->text) : NULL,
                          .format = arena_strdup(s->a, e->format),
                          .number = e->number,
                          .formula = e->formula,
                          .run_count = e->rich ? 1 : 0};
    if (s->values->len >= PLACES)
        return too_many(s);
    g_array_append_val(s->values, v);
    return true;
}

static bool
end_sheet(void *data, const book_sheet_entry *sheet, const book_range *merges, size_t count)
{
    (void)sheet;
    g_array_append_vals(((paper_reading *)data)->merges, merges, (guint)count);
    return true;
}

/* Values and places go through the sheet side by side. */
static bool
read_runs(paper_reading *s)
{
    guint at = 0;
    GHashTable *runs;
    GArray *index = g_array_new(FALSE, TRUE, sizeof(guint64));
    g_array_set_size(index, s->values->len);
    for (guint i = 0; i < s->values->len; i++) {
        const book_value *v = &g_array_index(s->values, book_value, i);
        const book_place *p = NULL;
        for (; at < s->places->len; at++) {
            p = &g_array_index(s->places, book_place, at);
            if (p->row > v->row || (p->row == v->row && p->column >= v->column))
                break;
        }
        if (!v->run_count || at == s->places->len || p->row != v->row || p->column != v->column)
            continue;
        const guint64 text = g_array_index(s->of_shared, guint64, at);
        g_array_index(index, guint64, i) = text;
        if (text)
            g_hash_table_add(s->shared, GSIZE_TO_POINTER(text));
    }
    runs = xlsx_runs_read(&s->r, s->a, s->shared, &s->looks.usual);
    for (guint i = 0; runs && i < s->values->len; i++) {
        book_value *v = &g_array_index(s->values, book_value, i);
        const GArray *of = g_hash_table_lookup(runs, GSIZE_TO_POINTER(g_array_index(index, guint64, i)));
        v->run_count = of ? of->len : 0;
        v->runs = of ? arena_copy(s->a, of->data, of->len * sizeof(book_run)) : NULL;
    }
    g_array_free(index, TRUE);
    if (runs)
        g_hash_table_destroy(runs);
    return runs != NULL;
}

/* ---- the whole ---- */

static bool
read_also(xlsx_reading *r, const char *workbook, const char *part, int number)
{
    static const xml_stream_visitor names = {start_name, take_name, end_name},
                                    visitor = {start_element, take_text, end_element};
    paper_reading *s = (paper_reading *)(void *)r; /* its first member */
    if (number != s->number)
        return true;
    xlsx_relations *parts = xlsx_relations_new(r);
    const bool good = xlsx_relations_read(parts, workbook) &&
                      xlsx_looks_read(r, s->a, xlsx_relations_part(parts, NULL, "theme"), &s->looks) &&
                      xlsx_part_stream(r, workbook, &names, s) && xlsx_part_stream(r, part, &visitor, s) &&
                      read_runs(s);
    xlsx_relations_drop(parts);
    if (good)
        xlsx_things_read(r, s->a, part, s->things);
    return good;
}

#define TAKE(s, from, to, type)                                                                                        \
    ((s)->p->to##s = arena_copy((s)->a, (s)->from->data, (s)->from->len * sizeof(type)),                               \
     (s)->p->to##_count = (s)->from->len)

static void
take_all(paper_reading *s)
{
    TAKE(s, columns, column, book_span);
    TAKE(s, rows, row, book_span);
    TAKE(s, places, place, book_place);
    TAKE(s, values, value, book_value);
    TAKE(s, merges, merge, book_range);
    TAKE(s, things, thing, book_thing);
    TAKE(s, areas, area, book_range);
    TAKE(s, row_breaks, row_break, int);
    TAKE(s, column_breaks, column_break, int);
    s->p->usual = s->looks.usual;
}

static GArray *
new_array(size_t size)
{
    return g_array_new(FALSE, FALSE, (guint)size);
}

static void
drop_all(paper_reading *s)
{
    GArray *all[] = {s->columns, s->rows,  s->places,     s->values,        s->merges,
                     s->things,  s->areas, s->row_breaks, s->column_breaks, s->of_shared};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        g_array_free(all[i], TRUE);
    g_hash_table_destroy(s->shared);
    g_string_free(s->text, TRUE);
    xlsx_looks_clear(&s->looks);
}

const book_paper *
xlsx_paper_read(arena *a, const char *path, const xlsx_named *sheet, const xlsx_limits *limits, diag *d)
{
    static const book_visitor visitor = {begin_sheet, meet_value, end_sheet};
    paper_reading s = {.r = {.memory = arena_new(), .name = path, .limits = limits, .visitor = &visitor, .d = d},
                       .a = a,
                       .number = sheet->number,
                       .columns = new_array(sizeof(book_span)),
                       .rows = new_array(sizeof(book_span)),
                       .places = new_array(sizeof(book_place)),
                       .values = new_array(sizeof(book_value)),
                       .merges = new_array(sizeof(book_range)),
                       .things = new_array(sizeof(book_thing)),
                       .areas = new_array(sizeof(book_range)),
                       .row_breaks = new_array(sizeof(int)),
                       .column_breaks = new_array(sizeof(int)),
                       .of_shared = new_array(sizeof(guint64)),
                       .shared = g_hash_table_new(g_direct_hash, g_direct_equal),
                       .text = g_string_new(NULL)};
    s.r.data = &s;
    s.r.also = read_also;
    s.p = ARENA_NEW(a, book_paper);
    /* As a sheet is that says nothing: Letter in the format, A4 as Japanese programs take it. */
    *s.p = (book_paper){.file = arena_strdup(a, path),
                        .sheet = arena_strdup(a, sheet->name),
                        .base_width = 8,
                        .paper = 9,
                        .scale = 100,
                        .fit_x = 1,
                        .fit_y = 1,
                        .margins = {25.4, 19.05, 25.4, 19.05, 12.7, 12.7}};
    const bool good = xlsx_read_file(&s.r) && !s.r.failed;
    if (good)
        take_all(&s);
    drop_all(&s);
    arena_drop(s.r.memory);
    return good ? s.p : NULL;
}

/* ---- which sheets there are ---- */

typedef struct sheets_reading {
    arena *a;
    GArray *all;
} sheets_reading;

static bool
note_sheet(void *data, const book_sheet_entry *sheet)
{
    sheets_reading *s = data;
    const xlsx_named one = {arena_strdup(s->a, sheet->sheet), sheet->number, sheet->visibility == BOOK_SHOWN};
    g_array_append_val(s->all, one);
    return false;
}

bool
xlsx_sheets_read(arena *a, const char *path, const xlsx_limits *limits, const xlsx_named **sheets, size_t *count,
                 diag *d)
{
    static const book_visitor visitor = {note_sheet, NULL, NULL};
    sheets_reading s = {a, new_array(sizeof(xlsx_named))};
    const bool good = xlsx_read(path, limits, &visitor, &s, d);
    *sheets = arena_copy(a, s.all->data, s.all->len * sizeof(xlsx_named));
    *count = s.all->len;
    g_array_free(s.all, TRUE);
    return good;
}
