/* formin.c: the grid of a sheet, and the grid as text. */
#include <math.h>
#include <string.h>

#include "formin/formin_int.h"

/* ---- where the cells are on the paper ---- */

static double
sum_of(const double *lengths, int count)
{
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += lengths[i];
    return sum;
}

/* What is in the middle of the paper begins there. */
static void
place_cells(formin_grid *g)
{
    double width = 0, height = 0;
    for (size_t i = 0; i < g->page_count; i++) {
        width = MAX(width, sum_of(g->pages[i].columns, g->pages[i].column_count));
        height = MAX(height, sum_of(g->pages[i].rows, g->pages[i].row_count));
    }
    const double across = g->page_width - g->margins[BOOK_LEFT] - g->margins[BOOK_RIGHT] - width,
                 down = g->page_height - g->margins[BOOK_TOP] - g->margins[BOOK_BOTTOM] - height;
    if (g->paper->center_y && down > 0)
        g->margins[BOOK_TOP] += down / 2;
    /* What a ruler says may be a little wider than there is room for. */
    if (across < 0) {
        g->margins[BOOK_LEFT] = MAX(0, g->margins[BOOK_LEFT] + (g->paper->center_x ? across / 2 : across));
        g->margins[BOOK_LEFT] = MIN(g->margins[BOOK_LEFT], MAX(0, g->page_width - width));
        g->margins[BOOK_RIGHT] = MAX(0, g->page_width - g->margins[BOOK_LEFT] - width);
    }
    const double left = g->page_height - g->margins[BOOK_TOP] - height;
    g->margins[BOOK_BOTTOM] = CLAMP(g->margins[BOOK_BOTTOM], 0, MAX(0, left - 0.2));
    g->margins[5] = MIN(g->margins[5], g->margins[BOOK_BOTTOM]);
}

/* ---- the page set-up that is not carried ---- */

static void
tell_page(formin_told *t, const formin_grid *g)
{
    formin_size size;
    const book_paper *p = g->paper;
    if (!formin_paper(g->arena, p, &size))
        formin_told_cell(t, 0, 0, "知らない用紙（A4にした）", "a paper that is not known (made A4)");
    if (p->grid)
        formin_told_cell(t, 0, 0, "枠線の印刷", "gridlines that are printed");
    if (p->headings)
        formin_told_cell(t, 0, 0, "行列番号の印刷", "row and column headings that are printed");
}

/* ---- values in framed cells ---- */

static bool
is_framed(const formin_cell *c)
{
    return c->lines[BOOK_TOP] && c->lines[BOOK_RIGHT] && c->lines[BOOK_BOTTOM] && c->lines[BOOK_LEFT] &&
           !c->lines[BOOK_RISING] && !c->lines[BOOK_FALLING];
}

static void
add_fields(arena *a, formin_page *p)
{
    static const formin_piece value = {FORMIN_VALUE, "", NULL};
    for (size_t i = 0; i < p->cell_count; i++) {
        formin_cell *c = &p->cells[i];
        if (c->piece_count || c->picture || !is_framed(c) || !c->label)
            continue;
        c->pieces = arena_copy(a, &value, sizeof value);
        c->piece_count = 1;
    }
}

/* ---- cells that stand on several pages ---- */

/* By their addresses; each has one of its own. */
static void
find_again(arena *a, formin_page *p, size_t page, GHashTable *cells)
{
    for (size_t i = 0; i < p->cell_count; i++) {
        formin_cell *c = &p->cells[i];
        c->first = g_hash_table_lookup(cells, c->address);
        if (c->first)
            c->address = arena_printf(a, "%s@%zu", c->address, page);
        else
            g_hash_table_insert(cells, (void *)c->address, c);
    }
}

const formin_grid *
formin_make(arena *a, const book_paper *paper, const formin_order *order, diag *d)
{
    formin_grid *g = ARENA_NEW(a, formin_grid);
    *g = (formin_grid){.arena = a, .paper = paper, .order = order, .scale = 1};
    GArray *tiles = formin_tiles(a, g, d);
    if (!tiles)
        return NULL;
    memcpy(g->margins, paper->margins, sizeof g->margins);
    g->pages = ARENA_ARRAY(a, formin_page, tiles->len);
    g->page_count = tiles->len;
    GHashTable *taken = g_hash_table_new(g_str_hash, g_str_equal), *cells = g_hash_table_new(g_str_hash, g_str_equal);
    formin_told *t = formin_told_new(g, d);
    for (guint i = 0; i < tiles->len; i++) {
        formin_page *p = &g->pages[i];
        formin_page_make(a, g, &g_array_index(tiles, formin_tile, i), p, t);
        find_again(a, p, i + 1, cells);
        formin_label_cells(a, p);
        if (order->fields)
            add_fields(a, p);
        formin_find_loops(a, p);
        formin_name_values(a, p, taken);
    }
    place_cells(g);
    formin_place_pictures(g, t);
    tell_page(t, g);
    formin_tell_things(t, g);
    formin_told_end(t);
    g_hash_table_destroy(taken);
    g_hash_table_destroy(cells);
    g_array_free(tiles, TRUE);
    return g;
}

/* ---- as text ---- */

static void
print_lengths(const char *what, const double *lengths, int count, GString *out)
{
    g_string_append(out, what);
    for (int i = 0; i < count; i++)
        g_string_append_printf(out, " %.2f", lengths[i]);
    g_string_append_c(out, '\n');
}

static void
print_cell(const formin_cell *c, GString *out)
{
    static const char *const kinds[] = {"text", "break", "value", "count"}, *const aligns[] = {
                                                                                "general", "left",       "center",
                                                                                "right",   "fill",       "justify",
                                                                                "across",  "distributed"};
    g_string_append_printf(out, "  %s at %d,%d", c->address, c->row + 1, c->column + 1);
    if (c->rows > 1 || c->columns > 1)
        g_string_append_printf(out, " over %dx%d", c->rows, c->columns);
    g_string_append_printf(out, " rules %s %s %s %s", book_line_name(c->lines[0]), book_line_name(c->lines[1]),
                           book_line_name(c->lines[2]), book_line_name(c->lines[3]));
    if (c->lines[BOOK_RISING] || c->lines[BOOK_FALLING])
        g_string_append_printf(out, " diagonals %s %s", book_line_name(c->lines[4]), book_line_name(c->lines[5]));
    if (c->fill >= 0)
        g_string_append_printf(out, " fill %d", c->fill);
    if (c->label)
        g_string_append_printf(out, " of %s", c->label);
    if (c->piece_count)
        g_string_append_printf(out, " %s", aligns[c->align]);
    for (size_t i = 0; i < c->piece_count; i++)
        g_string_append_printf(out, "%s %s “%s”", i ? "," : ":", kinds[c->pieces[i].kind], c->pieces[i].text);
    g_string_append_c(out, '\n');
}

void
formin_print(const formin_grid *g, GString *out)
{
    g_string_append_printf(out, "grid %s %s%s scale %g margins %.2f %.2f %.2f %.2f\n", g->paper->sheet, g->size,
                           g->landscape ? " landscape" : "", g->scale, g->margins[0], g->margins[1], g->margins[2],
                           g->margins[3]);
    for (size_t i = 0; i < g->page_count; i++) {
        const formin_page *p = &g->pages[i];
        g_string_append_printf(out, "page %zu\n", i + 1);
        print_lengths("columns", p->columns, p->column_count, out);
        print_lengths("rows", p->rows, p->row_count, out);
        for (size_t k = 0; k < p->loop_count; k++)
            g_string_append_printf(out, "loop row %s, %d of them: %s\n", p->row_names[p->loops[k].row],
                                   p->loops[k].rows, p->loops[k].select ? p->loops[k].select : "counted");
        for (size_t k = 0; k < p->cell_count; k++)
            print_cell(&p->cells[k], out);
    }
}
