/* formin_measure.c: how wide and high what is printed is, by the arithmetic of spreadsheets, and where pages end. */
#include <math.h>
#include <string.h>

#include "formin/formin_int.h"

#define MM_PER_PT (25.4 / 72)
#define MM_PER_PIXEL (25.4 / 96)

/* ---- columns ---- */

/* The widest digit, as a part of the size. Of the fonts with half and full widths it is a half. */
static double
digit_part(const char *name)
{
    static const struct {
        const char *name;
        double part;
    } fonts[] = {{"Calibri", 0.507},   {"Carlito", 0.507},       {"Arial", 0.556},     {"Liberation Sans", 0.556},
                 {"Cambria", 0.554},   {"Times New Roman", 0.5}, {"BIZ UDP", 0.755},   {"游ゴシック", 0.555},
                 {"Yu Gothic", 0.555}, {"游明朝", 0.53},         {"Yu Mincho", 0.53},  {"メイリオ", 0.619},
                 {"Meiryo", 0.619},    {"Meiryo UI", 0.56},      {"Aptos Narrow", 0.5}};
    for (size_t i = 0; i < G_N_ELEMENTS(fonts); i++)
        if (g_str_has_prefix(name, fonts[i].name))
            return fonts[i].part;
    return 0.5;
}

double
formin_digit_pixels(const book_font *usual)
{
    const double part = digit_part(usual->name), pixels = usual->size * 96 / 72;
    /* Those with half widths are drawn in whole pixels. */
    return MAX(1, floor((part == 0.5 ? round(pixels) : pixels) * part + 0.5));
}

static const book_span *
span_at(const book_span *spans, size_t count, int at)
{
    for (size_t i = 0; i < count; i++)
        if (spans[i].from <= at && at <= spans[i].to)
            return &spans[i];
    return NULL;
}

/* Rows come in order, one each, and may be many. */
static const book_span *
row_at(const book_paper *p, int row)
{
    size_t from = 0, to = p->row_count;
    while (from < to) {
        const size_t half = (from + to) / 2;
        if (p->rows[half].from < row)
            from = half + 1;
        else
            to = half;
    }
    return from < p->row_count && p->rows[from].from == row ? &p->rows[from] : NULL;
}

/* A width that the file has holds 5 pixels of edges already; the usual one in whole characters does not. */
double
formin_column_mm(const book_paper *p, int column)
{
    enum { EDGES = 5, STEP = 8 };
    const double digit = formin_digit_pixels(&p->usual);
    const book_span *c = span_at(p->columns, p->column_count, column);
    const double width = c && c->size > 0 ? c->size : p->usual_width;
    double pixels = width > 0 ? floor((256 * width + floor(128 / digit)) / 256 * digit)
                              : ceil((p->base_width * digit + EDGES) / STEP) * STEP;
    return pixels * MM_PER_PIXEL;
}

double
formin_row_mm(const book_paper *p, int row)
{
    const book_span *r = row_at(p, row);
    const double usual = p->usual_height > 0 ? p->usual_height : ceil(p->usual.size * 1.23 * 4 / 3) * 0.75;
    return (r && r->size > 0 ? r->size : usual) * MM_PER_PT;
}

bool
formin_is_hidden_column(const book_paper *p, int column)
{
    const book_span *c = span_at(p->columns, p->column_count, column);
    return c && c->hidden;
}

bool
formin_is_hidden_row(const book_paper *p, int row)
{
    const book_span *r = row_at(p, row);
    return r && r->hidden;
}

double
formin_text_width(const char *text, double size)
{
    double ems = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        ems += c < 0x2000 || (c >= 0xff61 && c <= 0xff9f) ? 0.5 : g_unichar_iszerowidth(c) ? 0 : 1;
    }
    return ems * size;
}

/* ---- which part of the sheet ---- */

static void
widen_range(book_range *r, int row, int column)
{
    if (!r->row)
        *r = (book_range){row, column, row, column};
    r->row = MIN(r->row, row);
    r->column = MIN(r->column, column);
    r->last_row = MAX(r->last_row, row);
    r->last_column = MAX(r->last_column, column);
}

/* Where something is seen, from A1 on: a text, a rule, a ground that is not white. */
static book_range
used_range(const book_paper *p)
{
    book_range used = {0, 0, 0, 0};
    for (size_t i = 0; i < p->value_count; i++)
        widen_range(&used, p->values[i].row, p->values[i].column);
    for (size_t i = 0; i < p->place_count; i++) {
        const book_look *k = p->places[i].look;
        bool seen = k->fill != BOOK_NO_COLOR && k->fill != 0xffffff;
        for (int e = 0; e < BOOK_EDGE_COUNT; e++)
            seen |= k->lines[e] != BOOK_LINE_NONE;
        if (seen)
            widen_range(&used, p->places[i].row, p->places[i].column);
    }
    if (used.row) {
        const book_range first = used;
        for (size_t i = 0; i < p->merge_count; i++) /* all of a merged cell whose first is in it */
            if (p->merges[i].row <= first.last_row && p->merges[i].column <= first.last_column &&
                p->merges[i].last_row - p->merges[i].row < FORMIN_ROWS &&
                p->merges[i].last_column - p->merges[i].column < FORMIN_COLUMNS)
                widen_range(&used, p->merges[i].last_row, p->merges[i].last_column);
        widen_range(&used, 1, 1);
    }
    return used;
}

static int
shown_rows(const book_paper *p, int from, int to)
{
    int count = 0;
    for (int r = from; r <= to; r++)
        count += !formin_is_hidden_row(p, r);
    return count;
}

/* A whole column is as long as what is in it. */
static book_range
clip_area(const book_paper *p, book_range area)
{
    const book_range used = used_range(p);
    if (area.last_row == BOOK_ROWS)
        area.last_row = MAX(used.last_row, area.row);
    if (area.last_column == BOOK_COLUMNS)
        area.last_column = MAX(used.last_column, area.column);
    return area;
}

/* ---- where pages end ---- */

/* From, to (both belong to it) of stretches that fit, or end by hand. */
typedef struct stretch {
    int from, to;
} stretch;

static bool
is_break(const int *breaks, size_t count, int after)
{
    for (size_t i = 0; i < count; i++)
        if (breaks[i] == after)
            return true;
    return false;
}

/* No merged cell is cut where it can be kept whole. */
static bool
cuts_merge(const book_paper *p, int row, const book_range *area)
{
    for (size_t i = 0; i < p->merge_count; i++)
        if (p->merges[i].row <= row && row < p->merges[i].last_row && p->merges[i].column <= area->last_column &&
            p->merges[i].last_column >= area->column)
            return true;
    return false;
}

static double
rows_mm(const formin_grid *g, int from, int to)
{
    double sum = 0;
    for (int r = from; r <= to; r++)
        sum += formin_is_hidden_row(g->paper, r) ? 0 : formin_row_mm(g->paper, r) * g->scale;
    return sum;
}

static double
columns_mm(const formin_grid *g, int from, int to)
{
    double sum = 0;
    for (int c = from; c <= to; c++)
        sum += formin_is_hidden_column(g->paper, c) ? 0 : formin_column_mm(g->paper, c) * g->scale;
    return sum;
}

/* What stands on each page takes of the room of those behind it. */
static bool
has_repeated_rows(const book_paper *p, int from)
{
    return p->repeated.row && from > p->repeated.last_row;
}

static bool
has_repeated_columns(const book_paper *p, int from)
{
    return p->repeated.column && from > p->repeated.last_column;
}

static double
head_mm(const formin_grid *g, int from)
{
    const book_range *r = &g->paper->repeated;
    return has_repeated_rows(g->paper, from) ? rows_mm(g, r->row, r->last_row) : 0;
}

static double
side_mm(const formin_grid *g, int from)
{
    const book_range *r = &g->paper->repeated;
    return has_repeated_columns(g->paper, from) ? columns_mm(g, r->column, r->last_column) : 0;
}

static GArray *
cut_rows(const formin_grid *g, const book_range *area, double room)
{
    const book_paper *p = g->paper;
    GArray *out = g_array_new(FALSE, FALSE, sizeof(stretch));
    stretch s = {area->row, area->row};
    double sum = head_mm(g, area->row);
    for (int r = area->row; r <= area->last_row; r++) {
        const double height = rows_mm(g, r, r);
        const bool full = (!p->fit || p->fit_y != 1) && r > s.from && sum > 0 && sum + height > room + 0.5;
        if (r > area->row && (full || is_break(p->row_breaks, p->row_break_count, r - 1))) {
            int end = r - 1;
            while (full && end > s.from && cuts_merge(p, end, area))
                end--;
            s.to = full && end > s.from ? end : r - 1;
            g_array_append_val(out, s);
            s.from = s.to + 1;
            sum = head_mm(g, s.from) + rows_mm(g, s.from, r - 1);
        }
        sum += height;
    }
    s.to = area->last_row;
    g_array_append_val(out, s);
    return out;
}

static GArray *
cut_columns(const formin_grid *g, const book_range *area, double room)
{
    const book_paper *p = g->paper;
    GArray *out = g_array_new(FALSE, FALSE, sizeof(stretch));
    stretch s = {area->column, area->column};
    double sum = side_mm(g, area->column);
    for (int c = area->column; c <= area->last_column; c++) {
        const double width = columns_mm(g, c, c);
        const bool full =
            (!p->fit || p->fit_x != 1) && c > s.from && sum > 0 && sum + width > room + 0.5 && g->order->width <= 0;
        if (c > area->column && (full || is_break(p->column_breaks, p->column_break_count, c - 1))) {
            s.to = c - 1;
            g_array_append_val(out, s);
            s.from = c;
            sum = side_mm(g, c);
        }
        sum += width;
    }
    s.to = area->last_column;
    g_array_append_val(out, s);
    return out;
}

static void
add_row(formin_tile *t, const book_paper *p, int row)
{
    if (!formin_is_hidden_row(p, row))
        t->rows[t->row_count++] = row;
}

static void
add_column(formin_tile *t, const book_paper *p, int column)
{
    if (!formin_is_hidden_column(p, column))
        t->columns[t->column_count++] = column;
}

static formin_tile
tile_of(arena *a, const book_paper *p, stretch rows, stretch columns)
{
    const book_range *again = &p->repeated;
    const int more_rows = has_repeated_rows(p, rows.from) ? again->last_row - again->row + 1 : 0,
              more_columns = has_repeated_columns(p, columns.from) ? again->last_column - again->column + 1 : 0;
    formin_tile t = {.rows = ARENA_ARRAY(a, int, more_rows + rows.to - rows.from + 1),
                     .columns = ARENA_ARRAY(a, int, more_columns + columns.to - columns.from + 1)};
    for (int i = 0; i < more_rows; i++)
        add_row(&t, p, again->row + i);
    for (int r = rows.from; r <= rows.to; r++)
        add_row(&t, p, r);
    for (int i = 0; i < more_columns; i++)
        add_column(&t, p, again->column + i);
    for (int c = columns.from; c <= columns.to; c++)
        add_column(&t, p, c);
    /* Rows that begin a page are its head, those of the first page, too. */
    const bool begins = more_rows || (again->row && rows.from >= again->row && rows.from <= again->last_row);
    while (begins && t.head_rows < t.row_count && t.rows[t.head_rows] <= again->last_row)
        t.head_rows++;
    return t;
}

/* Down first, or across first. */
static void
add_tiles(arena *a, const formin_grid *g, const GArray *rows, const GArray *columns, GArray *out)
{
    const bool across = g->paper->across_first;
    const guint outer = across ? rows->len : columns->len, inner = across ? columns->len : rows->len;
    for (guint i = 0; i < outer; i++)
        for (guint k = 0; k < inner; k++) {
            const formin_tile t = tile_of(a, g->paper, g_array_index(rows, stretch, across ? i : k),
                                          g_array_index(columns, stretch, across ? k : i));
            if (t.row_count && t.column_count)
                g_array_append_val(out, t);
        }
}

/* ---- how much smaller ---- */

static void
sum_area(const book_paper *p, const book_range *area, double *width, double *height)
{
    *width = *height = 0;
    for (int c = area->column; c <= area->last_column; c++)
        *width += formin_is_hidden_column(p, c) ? 0 : formin_column_mm(p, c);
    for (int r = area->row; r <= area->last_row; r++)
        *height += formin_is_hidden_row(p, r) ? 0 : formin_row_mm(p, r);
}

/* A spreadsheet takes whole per cents, and makes nothing larger to fit. */
static double
find_scale(const formin_grid *g, const book_range *area)
{
    const book_paper *p = g->paper;
    double width, height, scale = 1;
    sum_area(p, area, &width, &height);
    if (g->order->height > 0 && height > 0 && (!p->fit || p->fit_y <= 1))
        return g->order->height / height;
    if (!p->fit)
        return p->scale / 100.0;
    const double across = g->page_width - p->margins[BOOK_RIGHT] - p->margins[BOOK_LEFT],
                 down = g->page_height - p->margins[BOOK_TOP] - p->margins[BOOK_BOTTOM];
    if (p->fit_x > 0 && width > 0)
        scale = MIN(scale, across * p->fit_x / width);
    if (p->fit_y > 0 && height > 0)
        scale = MIN(scale, down * p->fit_y / height);
    return MAX(0.1, floor(scale * 100 + 1e-9) / 100);
}

/* ---- the whole ---- */

static bool
check_area(const formin_grid *g, const book_range *area, diag *d)
{
    char at[2][BOOK_ADDRESS];
    const book_paper *p = g->paper;
    const place where = {p->file, 0, NULL};
    if (!area->row) {
        diag_add(d, DIAG_FORMIN_EMPTY, PLACE_NONE, where, p->sheet, NULL);
        return false;
    }
    const book_range *again = &p->repeated;
    const bool few = again->last_row - again->row < FORMIN_ROWS && again->last_column - again->column < FORMIN_COLUMNS;
    if (few && area->last_column - area->column < FORMIN_COLUMNS && area->last_row - area->row < 20 * FORMIN_ROWS &&
        shown_rows(p, area->row, area->last_row) <= FORMIN_ROWS)
        return true;
    diag_add(d, DIAG_FORMIN_LARGE, PLACE_NONE, where, p->sheet,
             arena_printf(g->arena, "%s:%s", book_address(area->row, area->column, at[0]),
                          book_address(area->last_row, area->last_column, at[1])),
             NULL);
    return false;
}

static bool
add_area(arena *a, formin_grid *g, book_range area, bool first, GArray *tiles, diag *d)
{
    const book_paper *p = g->paper;
    area = clip_area(p, area);
    if (!check_area(g, &area, d))
        return false;
    if (first)
        g->scale = find_scale(g, &area);
    GArray *rows = cut_rows(g, &area, g->page_height - p->margins[BOOK_TOP] - p->margins[BOOK_BOTTOM]);
    GArray *columns = cut_columns(g, &area, g->page_width - p->margins[BOOK_LEFT] - p->margins[BOOK_RIGHT]);
    add_tiles(a, g, rows, columns, tiles);
    g_array_free(rows, TRUE);
    g_array_free(columns, TRUE);
    return true;
}

GArray *
formin_tiles(arena *a, formin_grid *g, diag *d)
{
    const book_paper *p = g->paper;
    GArray *tiles = g_array_new(FALSE, FALSE, sizeof(formin_tile));
    formin_size size;
    char at[2][BOOK_ADDRESS];
    formin_paper(a, p, &size);
    g->size = size.name;
    g->landscape = size.landscape;
    g->page_width = size.width;
    g->page_height = size.height;
    bool good = true;
    for (size_t i = 0; i < p->area_count; i++)
        good = add_area(a, g, p->areas[i], i == 0, tiles, d) && good;
    if (!p->area_count) {
        const book_range used = used_range(p);
        good = add_area(a, g, used, true, tiles, d);
        if (good)
            diag_add(d, DIAG_FORMIN_NO_AREA, PLACE_NONE, (place){p->file, 0, NULL}, p->sheet,
                     arena_printf(a, "%s:%s", book_address(used.row, used.column, at[0]),
                                  book_address(used.last_row, used.last_column, at[1])),
                     NULL);
    }
    if (good && !tiles->len) {
        diag_add(d, DIAG_FORMIN_EMPTY, PLACE_NONE, (place){p->file, 0, NULL}, p->sheet, NULL);
        good = false;
    }
    if (tiles->len > FORMIN_PAGES) {
        diag_add(d, DIAG_FORMIN_LARGE, PLACE_NONE, (place){p->file, 0, NULL}, p->sheet,
                 arena_printf(a, "%u", tiles->len), NULL);
        good = false;
    }
    if (good)
        return tiles;
    g_array_free(tiles, TRUE);
    return NULL;
}
