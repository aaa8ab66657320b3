/* formin_picture.c: pictures of a sheet: which page has them, where, and what becomes of them. */
#include <math.h>
#include <string.h>

#include "formin/formin_int.h"

#define AWAY 3.0 /* mm: farther from where it was none is put */

/* ---- where they are ---- */

static double
sum_of(const double *lengths, int count)
{
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += lengths[i];
    return sum;
}

static int
index_from(const int *numbers, int count, int number)
{
    int i = 0;
    while (i < count && numbers[i] < number)
        i++;
    return i;
}

static const char *
file_of(arena *a, const book_picture *p)
{
    char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, p->bytes, p->length);
    const char *file = arena_printf(a, "picture-%.8s.%s", sum, p->jpeg ? "jpg" : "png");
    g_free(sum);
    return file;
}

/* False: it begins on another page, or is nothing that is seen. */
static bool
find_picture(arena *a, const formin_grid *g, const formin_tile *tile, const formin_page *page, const book_thing *thing,
             formin_picture *out)
{
    const book_picture *p = thing->picture;
    const int row = index_from(tile->rows, tile->row_count, thing->row),
              column = index_from(tile->columns, tile->column_count, thing->column);
    if (row >= tile->row_count || column >= tile->column_count || tile->rows[row] != thing->row ||
        tile->columns[column] != thing->column)
        return false;
    const double across = page->columns[column] / MAX(formin_column_mm(g->paper, thing->column), 0.01);
    *out = (formin_picture){.thing = thing,
                            .x = sum_of(page->columns, column) + p->left * across,
                            .y = sum_of(page->rows, row) + p->top * g->scale,
                            .width = p->width * across,
                            .height = p->height * g->scale};
    if (p->to_row) {
        const int last = index_from(tile->rows, tile->row_count, p->to_row),
                  end = index_from(tile->columns, tile->column_count, p->to_column);
        out->width = sum_of(page->columns, end) + (end < tile->column_count ? p->to_x * across : 0) - out->x;
        out->height = sum_of(page->rows, last) + (last < tile->row_count ? p->to_y * g->scale : 0) - out->y;
    }
    out->file = file_of(a, p);
    return out->width >= 1 && out->height >= 1;
}

/* ---- in a cell ---- */

/* Where in the room that is left, by the words for it; how far that is from where it was. */
static double
choose_place(double before, double after, const char *const words[3], const char **word)
{
    const double away[] = {fabs(before), fabs(before - after) / 2, fabs(after)};
    int best = 0;
    for (int i = 1; i < 3; i++)
        if (away[i] < away[best])
            best = i;
    *word = words[best];
    return away[best];
}

static void
put_in_cell(const formin_page *p, formin_picture *picture, GArray *cells)
{
    static const char *const across[] = {"start", "center", "end"}, *const down[] = {"top", "middle", "bottom"};
    for (guint i = 0; i < cells->len; i++) {
        formin_cell *c = &g_array_index(cells, formin_cell, i);
        const double left = picture->x - sum_of(p->columns, c->column),
                     right = sum_of(p->columns, c->column + c->columns) - picture->x - picture->width,
                     top = picture->y - sum_of(p->rows, c->row),
                     bottom = sum_of(p->rows, c->row + c->rows) - picture->y - picture->height;
        if (c->piece_count || c->picture || MIN(MIN(left, right), MIN(top, bottom)) < -0.5)
            continue;
        const char *align, *rise;
        if (choose_place(left, right, across, &align) > AWAY || choose_place(top, bottom, down, &rise) > AWAY)
            continue;
        picture->width = MIN(picture->width, left + right + picture->width - 1);
        picture->height = MIN(picture->height, top + bottom + picture->height - 1);
        if (picture->width < 1 || picture->height < 1)
            continue;
        c->picture = picture;
        c->picture_align = align;
        c->picture_rise = rise;
        return;
    }
}

void
formin_find_pictures(arena *a, const formin_grid *g, const formin_tile *tile, formin_page *p, GArray *cells)
{
    const book_paper *paper = g->paper;
    p->pictures = ARENA_ARRAY(a, formin_picture, paper->thing_count + 1);
    for (size_t i = 0; i < paper->thing_count; i++) {
        formin_picture *one = &p->pictures[p->picture_count];
        if (!paper->things[i].picture || !find_picture(a, g, tile, p, &paper->things[i], one))
            continue;
        p->picture_count++;
        put_in_cell(p, one, cells);
    }
}

/* ---- below the page ---- */

static bool
is_in_cell(const formin_page *p, const formin_picture *picture)
{
    for (size_t i = 0; i < p->cell_count; i++)
        if (p->cells[i].picture == picture)
            return true;
    return false;
}

static formin_picture *
picture_on(const formin_page *p, const book_thing *thing)
{
    for (size_t i = 0; i < p->picture_count; i++)
        if (p->pictures[i].thing == thing)
            return &p->pictures[i];
    return NULL;
}

/* The same picture at the same place of all pages from … on. */
static bool
is_on_all(const formin_grid *g, const book_thing *thing, size_t from)
{
    const formin_picture *first = from < g->page_count ? picture_on(&g->pages[from], thing) : NULL;
    for (size_t i = from; first && i < g->page_count; i++) {
        const formin_picture *p = picture_on(&g->pages[i], thing);
        if (!p || is_in_cell(&g->pages[i], p) || fabs(p->x - first->x) > 0.1 || fabs(p->y - first->y) > 0.1)
            return false;
    }
    return first != NULL;
}

/* Where the cells of a page begin on the paper. */
static double
left_of(const formin_grid *g, const formin_page *page)
{
    const double width = sum_of(page->columns, page->column_count),
                 room = g->page_width - g->margins[BOOK_LEFT] - g->margins[BOOK_RIGHT] - width;
    return g->margins[BOOK_LEFT] + (g->paper->center_x ? MAX(room, 0) / 2 : 0);
}

/* All of it is on the paper, and no other one is below the same pages: a page has one background. */
static bool
is_free(const formin_grid *g, const formin_page *page, const formin_picture *p)
{
    const double left = left_of(g, page) + p->x, top = g->margins[BOOK_TOP] + p->y;
    bool free = left >= 0 && top >= 0 && left + p->width < g->page_width && top + p->height < g->page_height;
    for (size_t i = 0; i < g->page_count; i++)
        for (size_t k = 0; k < g->pages[i].picture_count; k++) {
            const formin_picture *other = &g->pages[i].pictures[k];
            if (other != p && other->on)
                free &= *other->on && *p->on && strcmp(other->on, p->on) != 0;
        }
    return free;
}

static bool
put_below(formin_grid *g, const book_thing *thing)
{
    size_t first = 0, count = 0;
    for (size_t i = g->page_count; i-- > 0;) {
        const formin_picture *p = picture_on(&g->pages[i], thing);
        count += p != NULL;
        first = p ? i : first;
    }
    formin_picture *p = count ? picture_on(&g->pages[first], thing) : NULL;
    if (!p)
        return false;
    p->on = first == 0 && is_on_all(g, thing, 0)   ? ""
            : first == 0 && count == 1             ? "first"
            : first == 1 && is_on_all(g, thing, 1) ? "later"
                                                   : NULL;
    if (p->on && !is_free(g, &g->pages[first], p))
        p->on = NULL;
    return p->on != NULL;
}

static bool
is_in_cells(const formin_grid *g, const book_thing *thing)
{
    bool any = false;
    for (size_t i = 0; i < g->page_count; i++) {
        const formin_picture *p = picture_on(&g->pages[i], thing);
        if (p && !is_in_cell(&g->pages[i], p))
            return false;
        any |= p != NULL;
    }
    return any;
}

static void
drop_from_cells(formin_grid *g, const book_thing *thing)
{
    for (size_t i = 0; i < g->page_count; i++)
        for (size_t k = 0; k < g->pages[i].cell_count; k++) {
            formin_cell *c = &g->pages[i].cells[k];
            if (c->picture && c->picture->thing == thing)
                c->picture = NULL;
        }
}

static void
tell_picture(const formin_grid *g, formin_told *t, const book_thing *k, const char *ja, const char *en)
{
    formin_told_cell(t, k->row, k->column, k->text ? arena_printf(g->arena, "%s「%s」", ja, k->text) : ja,
                     k->text ? arena_printf(g->arena, "%s, “%s”", en, k->text) : en);
}

static void
use_picture(formin_grid *g, const book_thing *thing, bool used)
{
    for (size_t i = 0; i < g->page_count; i++) {
        formin_picture *p = picture_on(&g->pages[i], thing);
        if (p)
            p->used = used;
    }
}

void
formin_place_pictures(formin_grid *g, formin_told *t)
{
    for (size_t i = 0; i < g->paper->thing_count; i++) {
        const book_thing *k = &g->paper->things[i];
        if (!k->picture)
            continue;
        use_picture(g, k, true);
        if (is_in_cells(g, k)) {
            if (!k->text)
                tell_picture(g, t, k, "画像の説明（シートにない。alt を「画像」にした）",
                             "what a picture shows (the sheet does not say; alt is 画像)");
            continue;
        }
        drop_from_cells(g, k);
        if (put_below(g, k))
            tell_picture(g, t, k, "画像の読み上げ（ページの背景に敷いた。網の下では見えない）",
                         "a picture is not read aloud (it is a background of the page, not seen below greys)");
        else {
            use_picture(g, k, false);
            tell_picture(g, t, k, "画像（様式の image で置き直す）", "a picture (put it in again as image)");
        }
    }
}

/* ---- as the form has them ---- */

static const char *
mm_text(char room[32], double mm)
{
    return g_ascii_formatd(room, 32, "%.2f", mm);
}

void
formin_write_picture(const formin_cell *c, GString *out)
{
    char width[32], height[32];
    const formin_picture *p = c->picture;
    g_string_append_printf(out, "<image src=\"%s\" alt=\"", p->file);
    formin_append_escaped(out, p->thing->text ? p->thing->text : "画像", true);
    g_string_append_printf(out, "\" width=\"%smm\" height=\"%smm\"/>", mm_text(width, p->width),
                           mm_text(height, p->height));
}

static void
write_background(const formin_grid *g, const formin_page *page, const formin_picture *p, GString *out)
{
    char room[4][32];
    g_string_append_printf(out, "    <background src=\"%s\"", p->file);
    if (*p->on)
        g_string_append_printf(out, " on=\"%s\"", p->on);
    g_string_append_printf(out, " left=\"%smm\" top=\"%smm\" width=\"%smm\" height=\"%smm\"/>\n",
                           mm_text(room[0], left_of(g, page) + p->x), mm_text(room[1], g->margins[BOOK_TOP] + p->y),
                           mm_text(room[2], p->width), mm_text(room[3], p->height));
}

void
formin_write_backgrounds(const formin_grid *g, GString *out)
{
    for (size_t i = 0; i < g->page_count; i++)
        for (size_t k = 0; k < g->pages[i].picture_count; k++)
            if (g->pages[i].pictures[k].on)
                write_background(g, &g->pages[i], &g->pages[i].pictures[k], out);
}
