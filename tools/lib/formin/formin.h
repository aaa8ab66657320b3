/* formin.h: an official sheet of Excel becomes a form that prints like it, and becomes it again when it was revised.
 *
 *   paper (book_paper.h)  ──▶  grid  ──▶  form.xml
 *   as the file has it         in mm      as an author goes on with it
 *
 * The grid is the plain value in the middle: pages of rows of cells, each with its rules, its looks and what stands in
 * it; formin_print shows it (renkei-form -T grid). What cannot be carried over is told by sheet and cell
 * (`formin-left`), never dropped without a word.
 *
 * Ownership: all of it lives in the arena that it was made in. */
#ifndef RENKEI_FORMIN_FORMIN_H
#define RENKEI_FORMIN_FORMIN_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "book/book_paper.h"

/* The largest sheet that is a form: beyond it is no paper that somebody fills in. */
enum { FORMIN_COLUMNS = 400, FORMIN_ROWS = 2000, FORMIN_PAGES = 100 };

typedef struct formin_order {
    const char *name, *title; /* of the form; title NULL: that of the sheet */
    double width, height;     /* mm that the first page's cells have on paper, as a ruler says; 0: as computed */
    bool fields;              /* framed cells in which nothing is are values, too */
} formin_order;

/* ---- the grid ---- */

typedef enum formin_piece_kind {
    FORMIN_TEXT,
    FORMIN_BREAK, /* of a line */
    FORMIN_VALUE, /* text: what it selects */
    FORMIN_COUNT  /* of the rounds of a loop; text: what is added to it, "0" */
} formin_piece_kind;

typedef struct formin_piece {
    formin_piece_kind kind;
    const char *text;
    const book_font *font; /* in what it differs from its cell; NULL */
} formin_piece;

/* A picture of the sheet: a file beside the form. */
typedef struct formin_picture {
    const book_thing *thing;
    const char *file;           /* "picture-0a1b2c3d.png": by what is in it */
    double x, y, width, height; /* mm, from where the cells of the page begin */
    const char *on;             /* below the page: "first", "later", "" (all); NULL: not below it */
    bool used;                  /* in a cell, or below the page */
} formin_picture;

typedef struct formin_cell {
    int row, column, rows, columns;  /* from 0, of the page */
    const char *address;             /* "C7": of its first cell on the sheet; "C7@2": on page 2, once more */
    const struct formin_cell *first; /* the same one of an earlier page; NULL */
    const char *label;               /* what it is called by the labels around it; NULL */
    const book_look *look;
    book_line lines[BOOK_EDGE_COUNT];
    int fill;         /* 0 black … 255; -1: none */
    book_align align; /* never GENERAL */
    formin_piece *pieces;
    size_t piece_count;
    double width, height;                     /* mm */
    const formin_picture *picture;            /* it is all that is in it; NULL */
    const char *picture_align, *picture_rise; /* where it is */
} formin_cell;

/* Rows that are alike: rows of them, from `row` on; the first is the pattern. */
typedef struct formin_loop {
    int row, rows;
    const char *select; /* elements; NULL: a number of rounds */
} formin_loop;

/* Rows that share their first cell, among which some are repeated. */
typedef struct formin_group {
    int row, rows;
} formin_group;

typedef struct formin_page {
    double *columns, *rows; /* mm */
    int column_count, row_count;
    int head_rows;          /* so many of the first stand on each page */
    const char **row_names; /* "7" or "7-9": rows of the sheet */
    formin_cell *cells;     /* by rows, then columns */
    size_t cell_count;
    formin_loop *loops;
    size_t loop_count;
    formin_group *groups;
    size_t group_count;
    formin_picture *pictures;
    size_t picture_count;
} formin_page;

typedef struct formin_grid {
    arena *arena;
    const book_paper *paper;
    const formin_order *order;
    const char *size; /* of the paper: "A4", "98mm 190mm" */
    bool landscape;
    double page_width, page_height; /* mm */
    double margins[6];              /* as those of the paper; left as it comes of where the cells are */
    double scale;
    formin_page *pages;
    size_t page_count;
} formin_grid;

/* NULL after a message: formin-empty, formin-large. */
const formin_grid *formin_make(arena *a, const book_paper *paper, const formin_order *order, diag *d);
void formin_print(const formin_grid *g, GString *out);

/* The form; g_string_free it. */
GString *formin_write(const formin_grid *g, diag *d);

/* ---- again ---- */

/* A form of a former sheet with what its author made of it, and the one of the new sheet: the author's part in the new
 * one. `was`: what the former sheet gave, NULL where that is not known any more. What moved, came and went is told.
 * What has no place any more is in *gone (XML, with what was there), NULL: nothing is. NULL after a message. */
typedef struct formin_files {
    const char *name;            /* of the form's file, for messages */
    const char *was, *is, *gone; /* texts; was, gone may be NULL */
} formin_files;
GString *formin_again(arena *a, const formin_files *files, const GString *made, GString **gone, diag *d);

#endif
