/* formin_page.c: the cells of one page: which places belong to which, the rules between them, texts that run on over
 * empty neighbours, and empty places that are one. */
#include <math.h>
#include <string.h>

#include "formin/formin_int.h"

#define PT_PER_MM (72 / 25.4)

enum { NOBODY = -1 };

typedef struct page_making {
    arena *a;
    const formin_grid *g;
    const formin_tile *t;
    formin_page *out;
    formin_told *told;
    int rows, columns;
    const book_look **looks;      /* of each place; NULL: none */
    const book_value **values;    /* the same */
    int *owners;                  /* index of a cell, or NOBODY */
    unsigned char *across, *down; /* rules: [rows + 1][columns], [rows][columns + 1] */
    GArray *cells;                /* of formin_cell */
} page_making;

#define AT(m, row, column) ((size_t)(row) * (size_t)(m)->columns + (size_t)(column))
#define ACROSS(m, edge, column) ((m)->across[(size_t)(edge) * (size_t)(m)->columns + (size_t)(column)])
#define DOWN(m, row, edge) ((m)->down[(size_t)(row) * ((size_t)(m)->columns + 1) + (size_t)(edge)])

/* Where a row of the sheet is on the page: the first shown one from it on; count: behind all. */
static int
index_from(const int *numbers, int count, int number)
{
    int from = 0, to = count;
    while (from < to) {
        const int half = (from + to) / 2;
        if (numbers[half] < number)
            from = half + 1;
        else
            to = half;
    }
    return from;
}

static int
index_of(const int *numbers, int count, int number)
{
    const int i = index_from(numbers, count, number);
    return i < count && numbers[i] == number ? i : -1;
}

/* ---- what the sheet has there ---- */

static void
take_spans(page_making *m)
{
    const book_paper *p = m->g->paper;
    for (size_t i = 0; i < p->column_count; i++)
        for (int c = index_from(m->t->columns, m->columns, p->columns[i].from);
             p->columns[i].look && c < m->columns && m->t->columns[c] <= p->columns[i].to; c++)
            for (int r = 0; r < m->rows; r++)
                m->looks[AT(m, r, c)] = p->columns[i].look;
    for (size_t i = 0; i < p->row_count; i++) {
        const int r = index_of(m->t->rows, m->rows, p->rows[i].from);
        for (int c = 0; r >= 0 && p->rows[i].look && c < m->columns; c++)
            m->looks[AT(m, r, c)] = p->rows[i].look;
    }
}

static void
take_places(page_making *m)
{
    const book_paper *p = m->g->paper;
    for (size_t i = 0; i < p->place_count; i++) {
        const int r = index_of(m->t->rows, m->rows, p->places[i].row),
                  c = index_of(m->t->columns, m->columns, p->places[i].column);
        if (r >= 0 && c >= 0)
            m->looks[AT(m, r, c)] = p->places[i].look;
    }
    for (size_t i = 0; i < p->value_count; i++) {
        const book_value *v = &p->values[i];
        const int r = index_of(m->t->rows, m->rows, v->row), c = index_of(m->t->columns, m->columns, v->column);
        if (r >= 0 && c >= 0)
            m->values[AT(m, r, c)] = v;
        else if (v->row >= m->t->rows[0] && v->row <= m->t->rows[m->rows - 1] && v->column >= m->t->columns[0] &&
                 v->column <= m->t->columns[m->columns - 1] &&
                 (formin_is_hidden_row(p, v->row) || formin_is_hidden_column(p, v->column)))
            formin_told_cell(m->told, v->row, v->column, "隠した行か列の中身（印刷されない）",
                             "what stands in a hidden row or column, which is not printed");
    }
}

/* ---- cells ---- */

static int
add_cell(page_making *m, int row, int column, int rows, int columns)
{
    formin_cell c = {.row = row, .column = column, .rows = rows, .columns = columns, .fill = -1};
    char at[BOOK_ADDRESS];
    c.address = arena_strdup(m->a, book_address(m->t->rows[row], m->t->columns[column], at));
    c.look = m->looks[AT(m, row, column)];
    g_array_append_val(m->cells, c);
    const int i = (int)m->cells->len - 1;
    for (int r = row; r < row + rows; r++)
        for (int k = column; k < column + columns; k++)
            m->owners[AT(m, r, k)] = i;
    return i;
}

static const book_value *
value_at(const book_paper *p, int row, int column)
{
    size_t from = 0, to = p->value_count;
    while (from < to) {
        const size_t half = (from + to) / 2;
        const book_value *v = &p->values[half];
        if (v->row < row || (v->row == row && v->column < column))
            from = half + 1;
        else
            to = half;
    }
    return from < p->value_count && p->values[from].row == row && p->values[from].column == column ? &p->values[from]
                                                                                                   : NULL;
}

static bool
is_free(const page_making *m, int row, int column, int rows, int columns)
{
    for (int r = row; r < row + rows; r++)
        for (int c = column; c < column + columns; c++)
            if (m->owners[AT(m, r, c)] != NOBODY)
                return false;
    return true;
}

/* Whether no row, or column, from … to is shown. */
static bool
is_hidden(const book_paper *p, bool (*hidden)(const book_paper *p, int at), int from, int to)
{
    while (from <= to && hidden(p, from))
        from++;
    return from > to;
}

/* A merged cell, as much of it as is on the page: what is on the page before stays there. */
static void
take_merge(page_making *m, const book_range *range)
{
    const int top = index_from(m->t->rows, m->rows, range->row),
              left = index_from(m->t->columns, m->columns, range->column),
              bottom = index_from(m->t->rows, m->rows, range->last_row + 1),
              right = index_from(m->t->columns, m->columns, range->last_column + 1);
    if (top >= bottom || left >= right || !is_free(m, top, left, bottom - top, right - left))
        return;
    for (int r = top; r < bottom; r++)
        for (int c = left; c < right; c++)
            m->values[AT(m, r, c)] = NULL;
    const book_paper *p = m->g->paper;
    const bool begins = is_hidden(p, formin_is_hidden_row, range->row, m->t->rows[top] - 1) &&
                        is_hidden(p, formin_is_hidden_column, range->column, m->t->columns[left] - 1),
               ends = is_hidden(p, formin_is_hidden_row, m->t->rows[bottom - 1] + 1, range->last_row) &&
                      is_hidden(p, formin_is_hidden_column, m->t->columns[right - 1] + 1, range->last_column);
    if (!begins || !ends)
        formin_told_cell(m->told, m->t->rows[top], m->t->columns[left],
                         "結合したセルが、ページか印刷範囲の境で分かれる",
                         "a merged cell is parted by the end of the page or of what is printed");
    const book_value *v = begins ? value_at(p, range->row, range->column) : NULL;
    m->values[AT(m, top, left)] = v;
    add_cell(m, top, left, bottom - top, right - left);
}

static void
take_cells(page_making *m)
{
    for (int r = 0; r < m->rows; r++)
        for (int c = 0; c < m->columns; c++)
            if (m->owners[AT(m, r, c)] == NOBODY && m->values[AT(m, r, c)])
                add_cell(m, r, c, 1, 1);
}

/* ---- rules ---- */

static unsigned char
line_of(const page_making *m, int row, int column, book_edge edge)
{
    if (row < 0 || column < 0 || row >= m->rows || column >= m->columns)
        return BOOK_LINE_NONE;
    const book_look *k = m->looks[AT(m, row, column)];
    return k ? k->lines[edge] : BOOK_LINE_NONE;
}

static bool
is_inside(const page_making *m, int row_a, int column_a, int row_b, int column_b)
{
    if (row_a < 0 || column_a < 0 || row_b >= m->rows || column_b >= m->columns)
        return false;
    const int a = m->owners[AT(m, row_a, column_a)];
    return a != NOBODY && a == m->owners[AT(m, row_b, column_b)];
}

/* Of two cells that meet, the firmer rule. Within a merged cell there is none. */
static void
find_rules(page_making *m)
{
    for (int e = 0; e <= m->rows; e++)
        for (int c = 0; c < m->columns; c++)
            ACROSS(m, e, c) = is_inside(m, e - 1, c, e, c)
                                  ? (unsigned char)BOOK_LINE_NONE
                                  : MAX(line_of(m, e - 1, c, BOOK_BOTTOM), line_of(m, e, c, BOOK_TOP));
    for (int r = 0; r < m->rows; r++)
        for (int e = 0; e <= m->columns; e++)
            DOWN(m, r, e) = is_inside(m, r, e - 1, r, e)
                                ? (unsigned char)BOOK_LINE_NONE
                                : MAX(line_of(m, r, e - 1, BOOK_RIGHT), line_of(m, r, e, BOOK_LEFT));
}

/* ---- texts that run on ---- */

static book_align
align_of(const book_look *k, const book_value *v)
{
    const book_align align = k ? k->align : BOOK_ALIGN_GENERAL;
    if (align != BOOK_ALIGN_GENERAL)
        return align;
    if (v && (v->kind == BOOK_ENTRY_NUMBER || v->kind == BOOK_ENTRY_DATE || v->kind == BOOK_ENTRY_TIME ||
              v->kind == BOOK_ENTRY_MOMENT))
        return BOOK_ALIGN_RIGHT;
    return v && (v->kind == BOOK_ENTRY_BOOLEAN || v->kind == BOOK_ENTRY_ERROR) ? BOOK_ALIGN_CENTER : BOOK_ALIGN_LEFT;
}

/* The widest line as it is, mm. */
static double
text_mm(const formin_cell *c, double scale)
{
    double line = 0, widest = 0;
    const double size = c->look ? c->look->font.size : 11;
    for (size_t i = 0; i < c->piece_count; i++) {
        const formin_piece *p = &c->pieces[i];
        if (p->kind == FORMIN_BREAK)
            line = 0;
        else if (p->kind == FORMIN_TEXT)
            line += formin_text_width(p->text, p->font && p->font->size > 0 ? p->font->size : size);
        else
            line += size * 4;
        widest = MAX(widest, line);
    }
    return widest * scale / PT_PER_MM;
}

static double
columns_mm(const page_making *m, int from, int count)
{
    double sum = 0;
    for (int c = from; c < from + count; c++)
        sum += m->out->columns[c];
    return sum;
}

static bool
is_same_fill(const book_look *a, const book_look *b)
{
    return (a ? a->fill : BOOK_NO_COLOR) == (b ? b->fill : BOOK_NO_COLOR);
}

/* Whether the place beside a cell of one row can be a part of it. */
static bool
can_run_on(const page_making *m, const formin_cell *c, int column, int edge)
{
    const int r = c->row;
    if (column < 0 || column >= m->columns || c->rows > 1 || m->owners[AT(m, r, column)] != NOBODY)
        return false;
    return !DOWN(m, r, edge) && ACROSS(m, r, column) == ACROSS(m, r, c->column) &&
           ACROSS(m, r + 1, column) == ACROSS(m, r + 1, c->column) &&
           is_same_fill(m->looks[AT(m, r, column)], m->looks[AT(m, r, c->column)]);
}

static void
grow_cell(page_making *m, int i, bool right)
{
    formin_cell *c = &g_array_index(m->cells, formin_cell, i);
    if (!right)
        c->column--;
    c->columns++;
    m->owners[AT(m, c->row, right ? c->column + c->columns - 1 : c->column)] = i;
}

/* In the middle of the cells of the same alignment. */
static void
run_across(page_making *m, int i)
{
    const formin_cell *c = &g_array_index(m->cells, formin_cell, i);
    for (int k = c->column + c->columns; can_run_on(m, c, k, k); k++) {
        const book_look *look = m->looks[AT(m, c->row, k)];
        if (!look || look->align != BOOK_ALIGN_ACROSS)
            return;
        grow_cell(m, i, true);
    }
}

static void
run_on(page_making *m, int i)
{
    formin_cell *c = &g_array_index(m->cells, formin_cell, i);
    const double needs = text_mm(c, m->g->scale) + 1;
    if (c->align == BOOK_ALIGN_ACROSS)
        run_across(m, i);
    if (!c->piece_count || (c->look && (c->look->wrap || c->look->shrink || c->look->rotation)))
        return;
    const bool left = c->align == BOOK_ALIGN_RIGHT || c->align == BOOK_ALIGN_CENTER,
               right = c->align == BOOK_ALIGN_LEFT || c->align == BOOK_ALIGN_CENTER;
    while (columns_mm(m, c->column, c->columns) < needs) {
        const int after = c->column + c->columns;
        const bool to_right = right && can_run_on(m, c, after, after),
                   to_left = left && can_run_on(m, c, c->column - 1, c->column);
        if (left && right && !(to_left && to_right))
            return; /* what stands in the middle stays there */
        if (!to_left && !to_right)
            return;
        if (to_right)
            grow_cell(m, i, true);
        if (to_left)
            grow_cell(m, i, false);
    }
}

/* ---- empty places ---- */

static void
join_empty_row(page_making *m, int r)
{
    for (int c = 0; c < m->columns; c++) {
        if (m->owners[AT(m, r, c)] != NOBODY)
            continue;
        int count = 1;
        const formin_cell one = {.row = r, .column = c, .rows = 1, .columns = 1};
        const book_look *k = m->looks[AT(m, r, c)];
        const bool diagonal = k && (k->lines[BOOK_RISING] || k->lines[BOOK_FALLING]);
        while (!diagonal && can_run_on(m, &one, c + count, c + count) && !line_of(m, r, c + count, BOOK_RISING) &&
               !line_of(m, r, c + count, BOOK_FALLING))
            count++;
        add_cell(m, r, c, 1, count);
    }
}

/* A framed box of empty rows is one cell. */
static bool
is_below(const page_making *m, const formin_cell *above, const formin_cell *c)
{
    const int right = c->column + c->columns;
    if (above->piece_count || c->piece_count || c->rows != 1 || above->column != c->column ||
        above->columns != c->columns || above->row + above->rows != c->row || !is_same_fill(above->look, c->look) ||
        !DOWN(m, c->row, c->column) || !DOWN(m, c->row, right) ||
        DOWN(m, c->row, c->column) != DOWN(m, above->row, c->column) ||
        DOWN(m, c->row, right) != DOWN(m, above->row, right))
        return false;
    for (int k = c->column; k < right; k++)
        if (ACROSS(m, c->row, k))
            return false;
    return true;
}

static void
join_boxes(page_making *m)
{
    for (guint i = 0; i < m->cells->len; i++) {
        formin_cell *c = &g_array_index(m->cells, formin_cell, i);
        if (c->rows != 1 || c->row == 0)
            continue;
        const int over = m->owners[AT(m, c->row - 1, c->column)];
        formin_cell *above = &g_array_index(m->cells, formin_cell, over);
        if (over == (int)i || above->rows == 0 || !is_below(m, above, c))
            continue;
        for (int k = c->column; k < c->column + c->columns; k++)
            m->owners[AT(m, c->row, k)] = over;
        above->rows++;
        c->rows = 0; /* it is none any more */
    }
}

/* ---- what each cell has in the end ---- */

/* A rule along the whole side; false: it changes on the way. */
static bool
side_of(const page_making *m, const formin_cell *c, book_edge edge, book_line *line)
{
    const bool across = edge == BOOK_TOP || edge == BOOK_BOTTOM;
    const int at = edge == BOOK_TOP      ? c->row
                   : edge == BOOK_BOTTOM ? c->row + c->rows
                   : edge == BOOK_LEFT   ? c->column
                                         : c->column + c->columns;
    const int from = across ? c->column : c->row, to = from + (across ? c->columns : c->rows);
    *line = (book_line)(across ? ACROSS(m, at, from) : DOWN(m, from, at));
    for (int k = from; k < to; k++)
        if ((book_line)(across ? ACROSS(m, at, k) : DOWN(m, k, at)) != *line)
            return false;
    return true;
}

/* A side of which the rule changes has none: those that stand along it have theirs. Where both change, that is told. */
static bool
has_along(const page_making *m, const formin_cell *c, book_edge edge)
{
    const bool across = edge == BOOK_TOP || edge == BOOK_BOTTOM;
    const int at = edge == BOOK_TOP      ? c->row - 1
                   : edge == BOOK_BOTTOM ? c->row + c->rows
                   : edge == BOOK_LEFT   ? c->column - 1
                                         : c->column + c->columns;
    static const book_edge opposite[] = {BOOK_BOTTOM, BOOK_LEFT, BOOK_TOP, BOOK_RIGHT};
    if (at < 0 || at >= (across ? m->rows : m->columns))
        return false;
    for (int k = across ? c->column : c->row; k < (across ? c->column + c->columns : c->row + c->rows); k++) {
        const int owner = m->owners[across ? AT(m, at, k) : AT(m, k, at)];
        book_line line;
        if (!side_of(m, &g_array_index(m->cells, formin_cell, owner), opposite[edge], &line))
            return false;
    }
    return true;
}

static int
gray_of(int color)
{
    if (color == BOOK_NO_COLOR)
        return -1;
    const int gray = ((color >> 16 & 0xff) * 299 + (color >> 8 & 0xff) * 587 + (color & 0xff) * 114 + 500) / 1000;
    return gray >= 255 ? -1 : gray;
}

static void
finish_cell(page_making *m, formin_cell *c)
{
    if (c->align == BOOK_ALIGN_GENERAL)
        c->align = BOOK_ALIGN_LEFT;
    static const book_edge sides[] = {BOOK_TOP, BOOK_RIGHT, BOOK_BOTTOM, BOOK_LEFT};
    for (size_t i = 0; i < G_N_ELEMENTS(sides); i++) {
        book_line line;
        const bool whole = side_of(m, c, sides[i], &line);
        c->lines[sides[i]] = whole ? line : BOOK_LINE_NONE;
        if (!whole && !has_along(m, c, sides[i]))
            formin_told_cell(m->told, m->t->rows[c->row], m->t->columns[c->column],
                             "一辺の途中で変わる罫線（引いていない）", "a rule that changes along a side (not drawn)");
    }
    if (c->look) {
        c->lines[BOOK_RISING] = (book_line)c->look->lines[BOOK_RISING];
        c->lines[BOOK_FALLING] = (book_line)c->look->lines[BOOK_FALLING];
        c->fill = gray_of(c->look->fill);
    }
    c->width = columns_mm(m, c->column, c->columns);
    for (int r = c->row; r < c->row + c->rows; r++)
        c->height += m->out->rows[r];
}

static void
tell_looks(page_making *m)
{
    for (int r = 0; r < m->rows; r++)
        for (int c = 0; c < m->columns; c++)
            if (m->looks[AT(m, r, c)])
                formin_tell_look(m->told, m->t->rows[r], m->t->columns[c], m->looks[AT(m, r, c)],
                                 m->values[AT(m, r, c)] != NULL);
}

/* ---- edges that no cell needs are gone ---- */

/* Where each edge comes to stand; the new count. */
static int
keep_edges(const bool *used, int count, int *now)
{
    int kept = 0;
    for (int i = 0; i <= count; i++) {
        now[i] = kept;
        kept += i < count && (used[i + 1] || i + 1 == count);
    }
    return kept;
}

static void
sum_lengths(double *lengths, const int *now, int count, int kept)
{
    double *sums = g_new0(double, kept + 1);
    for (int i = 0; i < count; i++)
        sums[now[i]] += lengths[i];
    memcpy(lengths, sums, sizeof *sums * (size_t)kept);
    g_free(sums);
}

static void
name_rows(page_making *m, const int *now, int kept)
{
    m->out->row_names = ARENA_ARRAY(m->a, const char *, kept + 1);
    for (int i = 0; i < m->rows;) {
        int last = i;
        while (last + 1 < m->rows && now[last + 1] == now[i])
            last++;
        m->out->row_names[now[i]] = last > i ? arena_printf(m->a, "%d-%d", m->t->rows[i], m->t->rows[last])
                                             : arena_printf(m->a, "%d", m->t->rows[i]);
        i = last + 1;
    }
}

static void
drop_edges(page_making *m)
{
    bool *rows = g_new0(bool, m->rows + 1), *columns = g_new0(bool, m->columns + 1);
    int *row_now = g_new0(int, m->rows + 1), *column_now = g_new0(int, m->columns + 1);
    for (guint i = 0; i < m->cells->len; i++) {
        const formin_cell *c = &g_array_index(m->cells, formin_cell, i);
        rows[c->row] = rows[c->row + c->rows] = columns[c->column] = columns[c->column + c->columns] = true;
    }
    const int row_count = keep_edges(rows, m->rows, row_now),
              column_count = keep_edges(columns, m->columns, column_now);
    for (guint i = 0; i < m->cells->len; i++) {
        formin_cell *c = &g_array_index(m->cells, formin_cell, i);
        const int bottom = row_now[c->row + c->rows], right = column_now[c->column + c->columns];
        c->row = row_now[c->row];
        c->column = column_now[c->column];
        c->rows = bottom - c->row;
        c->columns = right - c->column;
    }
    m->out->head_rows = row_now[m->out->head_rows];
    name_rows(m, row_now, row_count);
    sum_lengths(m->out->rows, row_now, m->rows, row_count);
    sum_lengths(m->out->columns, column_now, m->columns, column_count);
    m->out->row_count = row_count;
    m->out->column_count = column_count;
    g_free(rows);
    g_free(columns);
    g_free(row_now);
    g_free(column_now);
}

/* ---- the whole ---- */

/* Once more, when cells have other numbers. */
static void
own_places(page_making *m)
{
    for (guint i = 0; i < m->cells->len; i++) {
        const formin_cell *c = &g_array_index(m->cells, formin_cell, i);
        for (int r = c->row; r < c->row + c->rows; r++)
            for (int k = c->column; k < c->column + c->columns; k++)
                m->owners[AT(m, r, k)] = (int)i;
    }
}

static void
drop_joined(GArray *cells)
{
    guint kept = 0;
    for (guint i = 0; i < cells->len; i++)
        if (g_array_index(cells, formin_cell, i).rows)
            g_array_index(cells, formin_cell, kept++) = g_array_index(cells, formin_cell, i);
    g_array_set_size(cells, kept);
}

static int
compare_cells(const void *a, const void *b)
{
    const formin_cell *x = a, *y = b;
    return x->row != y->row ? x->row - y->row : x->column - y->column;
}

static void
measure_lines(page_making *m)
{
    const book_paper *p = m->g->paper;
    m->out->rows = ARENA_ARRAY(m->a, double, m->rows + 1);
    m->out->columns = ARENA_ARRAY(m->a, double, m->columns + 1);
    double width = 0;
    for (int r = 0; r < m->rows; r++)
        m->out->rows[r] = formin_row_mm(p, m->t->rows[r]) * m->g->scale;
    for (int c = 0; c < m->columns; c++)
        width += m->out->columns[c] = formin_column_mm(p, m->t->columns[c]) * m->g->scale;
    for (int c = 0; m->g->order->width > 0 && width > 0 && c < m->columns; c++)
        m->out->columns[c] *= m->g->order->width / width;
}

static void
fill_cells(page_making *m)
{
    for (guint i = 0; i < m->cells->len; i++) {
        formin_cell *c = &g_array_index(m->cells, formin_cell, i);
        const book_value *v = m->values[AT(m, c->row, c->column)];
        static const book_look plain = {.font = {"", 11, false, false, false, false, 0, BOOK_NO_COLOR}};
        c->align = align_of(c->look, v);
        if (v)
            formin_cut_text(m->a, v, c->look ? c->look : &plain, c, m->told);
    }
}

/* A head that no cell leaves, above something else; else the rows stand there as others do. */
static int
head_rows(const page_making *m)
{
    const int end = m->t->head_rows;
    bool whole = end < m->rows;
    for (guint i = 0; i < m->cells->len && whole; i++) {
        const formin_cell *c = &g_array_index(m->cells, formin_cell, i);
        whole = c->row >= end || c->row + c->rows <= end;
    }
    return whole ? end : 0;
}

void
formin_page_make(arena *a, const formin_grid *g, const formin_tile *tile, formin_page *out, formin_told *t)
{
    page_making m = {
        .a = a, .g = g, .t = tile, .out = out, .told = t, .rows = tile->row_count, .columns = tile->column_count};
    const size_t places = (size_t)m.rows * (size_t)m.columns;
    m.looks = g_new0(const book_look *, places);
    m.values = g_new0(const book_value *, places);
    m.owners = g_new(int, places);
    memset(m.owners, 0xff, places * sizeof *m.owners); /* NOBODY */
    m.across = g_new0(unsigned char, (gsize)(m.rows + 1) * (gsize)m.columns);
    m.down = g_new0(unsigned char, (gsize)m.rows *(gsize)(m.columns + 1));
    m.cells = g_array_new(FALSE, FALSE, sizeof(formin_cell));
    measure_lines(&m);
    take_spans(&m);
    take_places(&m);
    for (size_t i = 0; i < g->paper->merge_count; i++)
        take_merge(&m, &g->paper->merges[i]);
    take_cells(&m);
    tell_looks(&m);
    find_rules(&m);
    fill_cells(&m);
    for (guint i = 0; i < m.cells->len; i++)
        run_on(&m, (int)i);
    for (int r = 0; r < m.rows; r++)
        join_empty_row(&m, r);
    g_array_sort(m.cells, compare_cells);
    own_places(&m);
    join_boxes(&m);
    drop_joined(m.cells);
    own_places(&m);
    for (guint i = 0; i < m.cells->len; i++)
        finish_cell(&m, &g_array_index(m.cells, formin_cell, i));
    out->head_rows = head_rows(&m);
    formin_find_pictures(a, g, tile, out, m.cells);
    drop_edges(&m);
    out->cells = arena_copy(a, m.cells->data, m.cells->len * sizeof(formin_cell));
    out->cell_count = m.cells->len;
    g_array_free(m.cells, TRUE);
    g_free(m.looks);
    g_free(m.values);
    g_free(m.owners);
    g_free(m.across);
    g_free(m.down);
}
