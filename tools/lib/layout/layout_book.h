/* layout_book.h: a workbook of the layout as a book: with what the documents given say, ready to be written.
 *
 * A sheet (fields as columns): row 1 what it is and how it is filled in; 2 the group, 3 the field, 4 how a value looks
 * and whether there must be one (必須), 5 an example (its first cell says 例: not read), from 6 the records, a row
 * each. Where fields are long texts (layout_sheet.across) they run down and records across: column A the group, B the
 * field, C how a value looks, D the example, from E the records; row 1 as above, the fields from row 2.
 *
 * The hidden sheet リスト has what is chosen from; 控え, which only a program sees, the hash of each value as it was
 * (layout_base): by it a reader knows what was changed here and what in the case meanwhile. */
#ifndef RENKEI_LAYOUT_LAYOUT_BOOK_H
#define RENKEI_LAYOUT_LAYOUT_BOOK_H

#include "book/book.h"
#include "layout/layout.h"

#define LAYOUT_EXAMPLE "例"
#define LAYOUT_LISTS "リスト"
#define LAYOUT_BASE "控え"
#define LAYOUT_BASE_MARK "renkei-sheet 1" /* its first cell; beside it the workbook and the month */

/* Where things stand: of a sheet with fields as columns the rows, of the other the columns. */
enum {
    LAYOUT_GROUP_AT = 2,
    LAYOUT_FIELD_AT = 3,
    LAYOUT_NOTE_AT = 4,
    LAYOUT_EXAMPLE_AT = 5,
    LAYOUT_RECORDS_AT = 6,
    LAYOUT_ACROSS_LESS = 1, /* in a sheet across it is one less of each: its title is no column */
    LAYOUT_ACROSS_FIELDS_AT = 2
};

/* Line (2 group … 6 and on records) and field (from 1) as row and column of the sheet, and back; 0 for what is
 * neither. */
void layout_cell(const layout_sheet *s, int line, int field, int *row, int *column);
void layout_line(const layout_sheet *s, int row, int column, int *line, int *field);

typedef struct layout_document {
    size_t grammar;
    const xml_doc *doc; /* valid, as schema_take leaves it */
} layout_document;

typedef struct layout_content {
    const layout *l;
    const char *workbook;
    const layout_document *documents;
    size_t count;
    const char *month; /* YYYY-MM: only records of this month, and a row for it in every case; NULL: all */
} layout_content;

/* A workbook is one of layout_workbooks. */
book *layout_book(arena *a, const layout_content *c);

/* How a value looks, with 必須 where there must be one (own: the key of the sheet's own records). */
const char *layout_note(arena *a, const layout_column *c, bool own);
/* What stands in the line of the example, but for its first cell; NULL: nothing. */
const char *layout_example(arena *a, const layout_column *c);
/* The columns of a sheet with those that are numbered as often as `rows` (of layout_row) need, and some to spare; of
 * layout_column. */
GArray *layout_spread(arena *a, const layout_sheet *s, const GPtrArray *rows);
/* A column's name that no other of its sheet has, without blanks: in 控え. */
const char *layout_column_id(arena *a, const layout_column *c);
/* What people know ids by. Two cases may have the same id for two things: each is known in its scope, that of its
 * document (the id of a case, "" of all masters). Free it by g_hash_table_destroy; the names are the caller's. */
GHashTable *layout_names_new(void);
void layout_names_add(GHashTable *names, const char *scope, const char *id, const char *name);
/* Of that document, or else of a master; NULL: not known. */
const char *layout_names_find(GHashTable *names, const char *scope, const char *id);
const char *layout_scope(const layout_row *row);

/* A value as a cell of a document shows it, by its file's word; `names` may be NULL. */
const char *layout_shown(arena *a, const layout_column *c, const char *value, GHashTable *names, const char *scope);
/* Whether a row is of this month, or of none. */
bool layout_is_of_month(const layout_row *row, const char *month);

#endif
