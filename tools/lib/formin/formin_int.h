/* formin_int.h: shared by the sources of the formin room only. From below: shown, name, paper, measure, told; text;
 * grid, loop; head, write; again. */
#ifndef RENKEI_FORMIN_FORMIN_INT_H
#define RENKEI_FORMIN_FORMIN_INT_H

#include "formin/formin.h"

/* ---- formin_shown.c: what a cell shows ---- */
/* False: its format is one that is not known whole, and the value stands as plainly as it can. */
bool formin_shown(const book_value *v, GString *out);

/* ---- formin_measure.c: widths, heights, pages ---- */
double formin_digit_pixels(const book_font *usual); /* how wide a character of widths is */
double formin_column_mm(const book_paper *p, int column);
double formin_row_mm(const book_paper *p, int row);
bool formin_is_hidden_column(const book_paper *p, int column);
bool formin_is_hidden_row(const book_paper *p, int row);
/* How wide a text of that size would be in one line, pt. */
double formin_text_width(const char *text, double size);

/* A part of the sheet that is one page: rows and columns that are shown, in order. */
typedef struct formin_tile {
    int *rows, *columns;
    int row_count, column_count;
    int head_rows; /* the first of them stand on each page */
} formin_tile;
/* Of formin_tile; and what of the grid is about the page. NULL after a message. */
GArray *formin_tiles(arena *a, formin_grid *g, diag *d);

/* ---- formin_paper.c ---- */
/* The paper in the words of the form language ("A4", "98mm 190mm"), and its sides as it is printed. */
typedef struct formin_size {
    const char *name;
    bool landscape; /* a name that lies; a size of its own is as wide as it says */
    double width, height;
} formin_size;
/* False: there is none of that number, A4 it is. */
bool formin_paper(arena *a, const book_paper *p, formin_size *out);

/* ---- formin_told.c: what is not carried over ---- */
/* At an address, or of the whole sheet (NULL); both words. */
void formin_tell(const formin_grid *g, const char *address, const char *ja, const char *en, diag *d);
/* Many cells of one fault are one message: addresses are gathered under its words and told at the end. */
typedef struct formin_told formin_told;
formin_told *formin_told_new(const formin_grid *g, diag *d);
void formin_told_cell(formin_told *t, int row, int column, const char *ja, const char *en);
void formin_told_end(formin_told *t);
/* Things, page set-up, and what cells look like that the language has no word for. */
void formin_tell_things(formin_told *t, const formin_grid *g);
void formin_tell_look(formin_told *t, int row, int column, const book_look *look, bool has_text);

/* ---- formin_text.c: what stands in a cell ---- */
/* "{…}" is a value. */
void formin_cut_text(arena *a, const book_value *v, const book_look *look, formin_cell *c, formin_told *t);
bool formin_has_value(const formin_cell *c);
bool formin_has_text(const formin_cell *c);
/* The words of it alone, without blanks; g_free it. */
char *formin_plain(const formin_cell *c);

/* ---- formin_name.c ---- */
/* What cells are called by the labels beside and above them. */
void formin_label_cells(arena *a, formin_page *p);
/* Names of values, after the loops are found: `taken` are those of the form so far. */
void formin_name_values(arena *a, formin_page *p, GHashTable *taken);
const formin_loop *formin_loop_at(const formin_page *p, int row);   /* NULL */
const formin_group *formin_group_at(const formin_page *p, int row); /* NULL */
char *formin_name_of(const char *label); /* as a name of XML; g_free it; "" where nothing is left */
bool formin_is_path(const char *text);   /* an expression that selects something */
const char *formin_unique(arena *a, GHashTable *taken, const char *name);

/* ---- formin_page.c: one page of cells; formin_loop.c: rows that are alike ---- */
void formin_page_make(arena *a, const formin_grid *g, const formin_tile *tile, formin_page *out, formin_told *t);
void formin_find_loops(arena *a, formin_page *p);

/* ---- formin_picture.c: pictures go into the empty cell that they are in, else below the page ---- */
/* Of a page whose cells have their places on the tile; and of all of them. What has no place is told. */
void formin_find_pictures(arena *a, const formin_grid *g, const formin_tile *tile, formin_page *p, GArray *cells);
void formin_place_pictures(formin_grid *g, formin_told *t);
void formin_write_picture(const formin_cell *c, GString *out);
void formin_write_backgrounds(const formin_grid *g, GString *out);

/* ---- formin_head.c ---- */
/* Whether any page has one, of the heads or the feet of a sheet. */
bool formin_has_head(const book_paper *p, const char *const *texts);
void formin_write_heads(const formin_grid *g, GString *out, formin_told *t);
void formin_append_escaped(GString *out, const char *text, bool attribute);

#endif
