/* book.h: a workbook as a value: what one is to be, and what is met when one is read.
 *
 * This room knows no file format: layout makes a book and xlsx writes it; xlsx and the CSV reader of intake give what
 * they read as entries, which intake judges. Rows and columns count from 1, as people see them: row 1, column 1 is A1.
 *
 * Every value stands in the book as its schema's lexical form ("2026-04-01", "09:30", "12.5"), never as a number of a
 * spreadsheet: what serial number and what number format that is, is the business of the room that writes it.
 *
 * Ownership: a book lives in the arena it was made in; all strings that it is given are copied there. */
#ifndef RENKEI_BOOK_BOOK_H
#define RENKEI_BOOK_BOOK_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/arena.h"

/* What a sheet can hold at most, and the longest name of one, in characters. */
enum { BOOK_ROWS = 1048576, BOOK_COLUMNS = 16384, BOOK_NAME = 31, BOOK_CELL_TEXT = 32767 };

/* ---- places ---- */

/* Both ends belong to it. */
typedef struct book_range {
    int row, column, last_row, last_column;
} book_range;

enum { BOOK_ADDRESS = 16 };
/* "D4" into `out`, which is returned. */
const char *book_address(int row, int column, char out[BOOK_ADDRESS]);
/* "D" of 4. */
const char *book_column_letters(int column, char out[BOOK_ADDRESS]);
/* Reads "D4" and "$D$4", nothing else; false when it is none or lies beyond the last row or column. */
bool book_address_read(const char *text, int *row, int *column);

/* Not blank, not too long, none of []:*?/\ in it, no apostrophe at an end. */
bool book_is_sheet_name(const char *name);

/* ---- what a book is ---- */

/* What a cell is for: the number format it has, whether there is something in it or not. Text cells are of the format
 * "text", so that what is typed there stays what was typed: 0000010001 keeps its zeros, and 4/1 makes no date. */
typedef enum book_kind {
    BOOK_TEXT,
    BOOK_NUMBER, /* "12.5" */
    BOOK_DATE,   /* "2026-04-01", shown as that */
    BOOK_MONTH,  /* "2026-04": the first day of it, shown as 2026-04 */
    BOOK_TIME,   /* "09:30", up to "24:00", shown as that */
    BOOK_KIND_COUNT
} book_kind;

/* How it looks, and whether it can be typed into where the sheet is protected (those marked *). */
typedef enum book_style {
    BOOK_PLAIN,
    BOOK_TITLE,
    BOOK_HOW_TO, /* beside or below the title, small */
    BOOK_GROUP,
    BOOK_FIELD,
    BOOK_FIELD_REQUIRED,
    BOOK_NOTE,          /* what to type, small */
    BOOK_NOTE_REQUIRED, /* with 必須 in it */
    BOOK_EXAMPLE,       /* grey: not read */
    BOOK_KEY,           /* * which record this is */
    BOOK_VALUE,         /* * */
    BOOK_LONG,          /* * a text of lines: wrapped, at the top of its cell */
    BOOK_TICK,          /* * ○ or a number, in the middle */
    BOOK_LOCKED,        /* a value that is shown and not read */
    BOOK_STYLE_COUNT
} book_style;

typedef struct book_cell {
    int row, column;
    book_style style;
    book_kind kind;
    const char *text; /* in the lexical form of its kind; NULL: nothing is in it, it only looks like that */
} book_cell;

typedef struct book_note {
    int row, column;
    const char *text;
} book_note;

typedef enum book_rule_kind {
    BOOK_RULE_RANGE,   /* one of the cells of `list` on `list_sheet` */
    BOOK_RULE_WORDS,   /* one of `words`, which are few: 255 bytes in all, with a comma between each */
    BOOK_RULE_DATE,    /* from … to, dates */
    BOOK_RULE_TIME,    /* from … to, times */
    BOOK_RULE_INTEGER, /* from … to, whole numbers */
    BOOK_RULE_DECIMAL, /* from … to, numbers */
    BOOK_RULE_LENGTH   /* from … to characters */
} book_rule_kind;

/* What may be typed into a range. A blank cell never breaks one. */
typedef struct book_rule {
    book_range range;
    book_rule_kind kind;
    const char *list_sheet; /* BOOK_RULE_RANGE */
    book_range list;
    const char *const *words; /* BOOK_RULE_WORDS; NULL-ended */
    const char *from, *to;    /* lexical form, either may be NULL: no bound */
    bool warns;               /* the spreadsheet asks whether to keep the value; else it refuses it */
    const char *title;        /* shown when the cell is chosen, and when it is refused; may be NULL */
    const char *message;      /* what to type; may be NULL. What is too long for a spreadsheet ends in … */
} book_rule;

typedef enum book_visibility { BOOK_SHOWN, BOOK_HIDDEN, BOOK_VERY_HIDDEN } book_visibility;

/* How a column is where no cell of it says otherwise, down to the last row. */
typedef struct book_column {
    int column;
    double width; /* in characters of the usual font (a kanji is two); 0: as usual */
    book_style style;
    book_kind kind;
    bool hidden;
} book_column;

typedef struct book_row {
    int row;
    double height; /* pt; 0: as high as its text needs */
    bool hidden;
} book_row;

typedef struct book_sheet {
    const char *name;
    book_visibility visibility;
    bool protected;  /* what is no place to type in cannot be changed; without a password: it only stops slips */
    int frozen_rows; /* these many from the top, and from the left, stay where they are; 0: none */
    int frozen_columns;
    bool landscape;    /* A4 either way */
    int pages_across;  /* printed as wide as so many pages, side by side; 0: as one */
    int printed;       /* so many of the first columns are printed; 0: as many as have something in them */
    int repeated_rows; /* the first rows stand on each page; 0: none */
    int repeated_columns;
    const char *header; /* in a spreadsheet's own notation (&L &C &R &P &N &A); NULL: none */
    const char *footer;
    book_range filtered; /* with the buttons of a filter; row 0: none */
    int tab_color;       /* 0xRRGGBB; -1: none */

    book_cell *cells; /* in the order they were put */
    size_t cell_count, cell_room;
    book_column *columns;
    size_t column_count, column_room;
    book_row *rows;
    size_t row_count, row_room;
    book_note *notes;
    size_t note_count, note_room;
    book_rule *rules;
    size_t rule_count, rule_room;
    book_range *merges;
    size_t merge_count, merge_room;
} book_sheet;

typedef struct book {
    arena *arena;
    const char *title; /* of its properties; may be NULL */
    book_sheet **sheets;
    size_t sheet_count, sheet_room;
} book;

/* ---- making one ---- */

book *book_new(arena *a, const char *title);
/* The name must be one (book_is_sheet_name) and be there once; else the process ends: names come from a grammar. What
 * is not put into the sheet's plain members below is as a new spreadsheet has it. */
book_sheet *book_add_sheet(book *b, const char *name);
book_sheet *book_find_sheet(const book *b, const char *name);
/* A cell that is put again is the new one. text may be NULL. */
void book_put(book *b, book_sheet *s, int row, int column, book_style style, book_kind kind, const char *text);
void book_set_column(book *b, book_sheet *s, book_column column);
void book_set_row(book *b, book_sheet *s, book_row row);
void book_add_note(book *b, book_sheet *s, int row, int column, const char *text);
/* Words of a rule must fit (book_words_fit); what does not goes to a list on a sheet. */
void book_add_rule(book *b, book_sheet *s, const book_rule *rule);
/* Whether words can be a rule's own: 255 bytes with their commas, and no comma in one. */
bool book_words_fit(const char *const *words);
void book_merge(book *b, book_sheet *s, book_range range); /* two or more cells, none of another merge */

/* What is in a cell: the last that was put there; NULL. Looks at all cells, so it is for tests and few of them. */
const book_cell *book_find_cell(const book_sheet *s, int row, int column);

/* The whole of it as text, a line a thing (-T book, goldens):
 *
 *   sheet 台帳 shown protected freeze 5,2 landscape
 *   column C 12 value date
 *   A1 title 台帳　…
 *   C6 value date 2026-04-01
 *   rule C6:C1000 date 1900-01-01.. stop 「生年月日」…
 *   note C3 …
 *   merge A1:F1 */
void book_print(const book *b, GString *out);

/* ---- reading one ---- */

typedef enum book_entry_kind {
    BOOK_ENTRY_TEXT,
    BOOK_ENTRY_NUMBER,   /* not of a date's or time's format */
    BOOK_ENTRY_DATE,     /* a number of such a format; text: "2006-04-01" */
    BOOK_ENTRY_TIME,     /* text: "09:30", "09:30:15"; of a duration more than a day: "25:30" */
    BOOK_ENTRY_MOMENT,   /* both: "2006-04-01T09:30" */
    BOOK_ENTRY_BOOLEAN,  /* text: "TRUE" or "FALSE" */
    BOOK_ENTRY_ERROR,    /* text: "#N/A" … */
    BOOK_ENTRY_UNCOUNTED /* a formula that no program has computed: there is no value */
} book_entry_kind;

/* One cell in which there is something. The strings live until the visit is over. */
typedef struct book_entry {
    const char *sheet;
    int row, column;
    book_entry_kind kind;
    /* Of a text: all of it, line ends \n, without furigana, _x000D_ and the like decoded as the format says. Of a
     * number: the shortest that is this number (0.30000000000000004 → 0.3: 15 digits, as a spreadsheet shows it). Of
     * the others as above. NULL: a date or time whose number is none (negative, 1900-02-29, beyond the year 9999). */
    const char *text;
    const char *raw;      /* as the file has it: "0.30000000000000004", "46113"; of a text the same as text */
    double number;        /* of number, date, time, moment: days count from 1899-12-30, whatever system the file has */
    const char *format;   /* number format, "General", "yyyy/m/d", "@" …; never NULL; "" in a CSV, which has none */
    bool formula;         /* the value was computed */
    bool rich;            /* the text has parts that look different: some may be struck through */
    bool struck;          /* (a part of) it is struck through */
    const char *phonetic; /* furigana that the spreadsheet kept of the typing, never a part of the value; NULL: none */
} book_entry;

/* A sheet as it is met. The strings live until its end. */
typedef struct book_sheet_entry {
    const char *sheet;
    int number; /* from 1, in the order of the tabs */
    book_visibility visibility;
    bool date1904; /* its numbers count from 1904; those of the entries do not */
} book_sheet_entry;

/* What a reader calls. Each returns false to end the reading, which is no error. Members may be NULL. Cells come row by
 * row, from left to right, each place once. */
typedef struct book_visitor {
    /* false: this sheet is passed over (its cells are not read at all). */
    bool (*begin_sheet)(void *data, const book_sheet_entry *s);
    bool (*cell)(void *data, const book_entry *e);
    /* Merged cells are told at the end: only the first of each can have a value. */
    bool (*end_sheet)(void *data, const book_sheet_entry *s, const book_range *merges, size_t merge_count);
} book_visitor;

/* How an entry's kind is told and tested: "text", "number", "date", "time", "moment", "boolean", "error", "uncounted".
 */
const char *book_entry_kind_name(book_entry_kind kind);

#endif
