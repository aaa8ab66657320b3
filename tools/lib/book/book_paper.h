/* book_paper.h: one sheet of somebody's workbook as it is printed: not what it means (book.h) but how it looks.
 *
 * xlsx reads one, formin makes a form of it. Rows and columns count from 1. Lengths of the page are mm, row heights and
 * sizes of letters pt, widths of columns in characters of the usual font, as the file has them: what a character is, is
 * for whoever measures.
 *
 * Ownership: everything lives in the arena that it was read into. */
#ifndef RENKEI_BOOK_BOOK_PAPER_H
#define RENKEI_BOOK_BOOK_PAPER_H

#include "book/book.h"

/* Rules round a cell, and through it. */
typedef enum book_edge {
    BOOK_TOP,
    BOOK_RIGHT,
    BOOK_BOTTOM,
    BOOK_LEFT,
    BOOK_RISING,  /* from the left below to the right above */
    BOOK_FALLING, /* from the left above to the right below */
    BOOK_EDGE_COUNT
} book_edge;

/* From the weakest: of two that meet the stronger is drawn. */
typedef enum book_line {
    BOOK_LINE_NONE,
    BOOK_LINE_HAIR,
    BOOK_LINE_DOTTED,
    BOOK_LINE_DASH_DOT_DOT,
    BOOK_LINE_DASH_DOT,
    BOOK_LINE_DASHED,
    BOOK_LINE_THIN,
    BOOK_LINE_MEDIUM_DASH_DOT_DOT,
    BOOK_LINE_SLANT_DASH_DOT,
    BOOK_LINE_MEDIUM_DASH_DOT,
    BOOK_LINE_MEDIUM_DASHED,
    BOOK_LINE_MEDIUM,
    BOOK_LINE_THICK,
    BOOK_LINE_DOUBLE,
    BOOK_LINE_COUNT
} book_line;
/* As the format has it: "thin", "mediumDashDot" …; NONE of others and NULL. */
book_line book_line_find(const char *name);
const char *book_line_name(book_line line);

enum { BOOK_NO_COLOR = -1 };

typedef struct book_font {
    const char *name;
    double size;
    bool bold, italic, underline, struck;
    int raised; /* 1: superscript, -1: subscript */
    int color;  /* 0xRRGGBB; BOOK_NO_COLOR: the usual black */
} book_font;

typedef enum book_align {
    BOOK_ALIGN_GENERAL, /* by what is in it */
    BOOK_ALIGN_LEFT,
    BOOK_ALIGN_CENTER,
    BOOK_ALIGN_RIGHT,
    BOOK_ALIGN_FILL,
    BOOK_ALIGN_JUSTIFY,
    BOOK_ALIGN_ACROSS, /* in the middle of the empty cells beside it */
    BOOK_ALIGN_DISTRIBUTED
} book_align;

typedef enum book_rise {
    BOOK_RISE_BOTTOM, /* as a new cell has it */
    BOOK_RISE_TOP,
    BOOK_RISE_CENTER,
    BOOK_RISE_JUSTIFY,
    BOOK_RISE_DISTRIBUTED
} book_rise;

enum { BOOK_STACKED = 255 }; /* a rotation: letters stand, lines go down */

typedef struct book_look {
    book_font font;
    const char *format; /* of numbers */
    book_align align;
    book_rise rise;
    int indent;
    int rotation; /* 0 … 90 upwards, 91 … 180 downwards (90 + degrees), BOOK_STACKED */
    bool wrap, shrink;
    int fill; /* 0xRRGGBB or BOOK_NO_COLOR */
    bool patterned;
    unsigned char lines[BOOK_EDGE_COUNT]; /* book_line */
} book_look;

/* A stretch of a text that looks the same. */
typedef struct book_run {
    const char *text;
    book_font font; /* size 0: that of the cell */
} book_run;

typedef struct book_value {
    int row, column;
    book_entry_kind kind;
    const char *text; /* as book_entry has it; may be NULL */
    const char *format;
    double number;
    bool formula;
    const book_run *runs; /* NULL: one look for all of it */
    size_t run_count;
} book_value;

typedef struct book_place {
    int row, column;
    const book_look *look;
} book_place;

typedef struct book_span { /* of columns or rows that are alike */
    int from, to;
    double size; /* characters or pt; 0: as usual */
    bool hidden;
    const book_look *look; /* of what has no cell of its own; NULL */
} book_span;

/* What is on a sheet and is no cell. */
typedef enum book_thing_kind {
    BOOK_THING_PICTURE,
    BOOK_THING_SHAPE, /* also a text box */
    BOOK_THING_LINE,
    BOOK_THING_CHART, /* or another frame of a program */
    BOOK_THING_CONTROL,
    BOOK_THING_OBJECT,
    BOOK_THING_COMMENT,
    BOOK_THING_LINK,
    BOOK_THING_CONDITION,  /* a conditional format */
    BOOK_THING_VALIDATION, /* what may be typed */
    BOOK_THING_BACKGROUND,
    BOOK_THING_SPARKLINE,
    BOOK_THING_UNREAD, /* something whose part cannot be read */
    BOOK_THING_KIND_COUNT
} book_thing_kind;

/* A picture whose bytes are there, whole and upright: from a place in a cell to one in another, or of a size. */
typedef struct book_picture {
    const void *bytes; /* PNG or JPEG, by its first bytes */
    size_t length;
    bool jpeg;
    int to_row, to_column;        /* 0: it has a width and a height */
    double left, top, to_x, to_y; /* mm, from the edges of the cells */
    double width, height;         /* mm */
} book_picture;

typedef struct book_thing {
    book_thing_kind kind;
    int row, column;             /* where it begins; 0: of the whole sheet */
    const char *range;           /* as the file has it, of conditions and validations; NULL */
    const char *text;            /* what is written on it; of a picture what describes it; NULL */
    const book_picture *picture; /* NULL: it is none, or cannot be had as it is seen */
} book_thing;

typedef struct book_paper {
    const char *file, *sheet;
    book_font usual;     /* of the style that all others begin with */
    double usual_width;  /* characters; 0: not said */
    double usual_height; /* pt; 0: not said */
    int base_width;

    const book_span *columns, *rows;
    size_t column_count, row_count;
    const book_place *places; /* by rows, then columns */
    size_t place_count;
    const book_value *values; /* the same */
    size_t value_count;
    const book_range *merges;
    size_t merge_count;
    const book_thing *things;
    size_t thing_count;

    const book_range *areas; /* to be printed; none: whatever is there */
    size_t area_count;
    book_range repeated;          /* rows (row 0: none) and columns (column 0) that stand on each page */
    int paper;                    /* as the format counts: 9 is A4 */
    double own_width, own_height; /* mm, upright, of a paper that has no number; 0: it has one */
    bool landscape, fit, center_x, center_y, grid, headings, across_first;
    int scale;         /* per cent */
    int fit_x, fit_y;  /* pages; 0: as many as it takes */
    double margins[6]; /* mm: top, right, bottom, left, head, foot */
    bool first_differs, even_differs;
    const char *head[3], *foot[3];         /* odd, first, even; NULL: none */
    const int *row_breaks, *column_breaks; /* a page ends behind these */
    size_t row_break_count, column_break_count;
} book_paper;

/* The whole of it as text, a line a thing. */
void book_paper_print(const book_paper *p, GString *out);

#endif
