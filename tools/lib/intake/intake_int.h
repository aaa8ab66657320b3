/* intake_int.h: what the sources of the intake room share; nobody else includes it. */
#ifndef RENKEI_INTAKE_INTAKE_INT_H
#define RENKEI_INTAKE_INTAKE_INT_H

#include "book/book.h"
#include "edit/edit.h"
#include "intake/intake.h"
#include "layout/layout_book.h"

/* ---- a workbook as it was read ---- */

typedef struct in_sheet {
    const char *name;
    GArray *cells; /* of book_entry, copied; row by row */
    const book_range *merges;
    size_t merge_count;
} in_sheet;

typedef struct in_book {
    const char *file;
    const char *workbook; /* NULL: it does not say */
    bool date1904;        /* its days count from 1904 */
    GPtrArray *sheets;    /* of in_sheet */
    GHashTable *base;     /* "sheet\nrecord": its hashes, parted by spaces (const char *) */
    GHashTable *ids;      /* sheet: the ids of its columns, the same way */
} in_book;

/* NULL after a report. */
in_book *in_book_read(arena *a, const char *path, diag *d);
void in_book_drop(in_book *b); /* takes NULL */
/* It is the intake's from then on. */
void in_add_book(intake *k, in_book *b);
const in_sheet *in_book_sheet(const in_book *b, const char *name);
/* The hash that a value had when the workbook was made; NULL: the workbook does not say. */
const char *in_book_base(arena *a, const in_book *b, const char *sheet, const char *record, const char *column_id);
/* Whether a sheet had this column when the workbook was made; true also where the workbook does not say. */
bool in_book_had(const in_book *b, const char *sheet, const char *column_id);

/* ---- what is to become of it ---- */

typedef struct in_document {
    size_t grammar;
    const char *path, *id; /* id NULL: a master */
    edit *e;
    bool is_new;
} in_document;

/* A record that a row may mean: one that is there, or one that a row makes. */
typedef struct in_target in_target;
struct in_target {
    const layout_record *record;
    in_target *parent;
    in_document *document;
    const layout_row *row; /* NULL: a new one */
    const char *name;      /* as layout_row.name */
    const char *key;
    const char *beside;      /* what people know it by; NULL: not asked for yet */
    edit_node *node;         /* NULL: not looked for, or not made, yet */
    const char *seen;        /* where a row of … has it; NULL: none has */
    const in_sheet *seen_in; /* … this sheet */
};

/* What a cell has said of a value. */
typedef struct in_said {
    const char *value, *cell;
} in_said;

/* Where a value of a record stands, whether or not there is one. */
typedef struct in_spot {
    const in_target *target;
    const layout_column *column;
    const char *cell; /* FILE.xlsx:受給者証!D4 */
} in_spot;

struct intake {
    arena *a;
    xml_store *s;
    const intake_asked *asked;
    const layout *l;
    GPtrArray *books;     /* of in_book */
    GPtrArray *documents; /* of in_document */
    GHashTable *targets;  /* "record name": in_target */
    GPtrArray *in_order;  /* the same, as they are in the documents */
    GHashTable *ids;      /* "document id" of all documents: in_target */
    GHashTable *names;    /* what people know ids by (layout_names_new) */
    GHashTable *said;     /* "target column": in_said */
    GArray *spots;        /* of in_spot */
    GHashTable *fresh;    /* what rows of new records say, and of what: where (const char *) */
    GHashTable *told;     /* cells whose value is wrong, and was told to be (FILE.xlsx:受給者証!D4) */
    GPtrArray *csvs;      /* of in_csv */
    GHashTable *found;    /* of a mapping: what records are found by (intake_map_find.c) */
    bool broken;          /* rows are missing, as it is not known what they are of: documents cannot be judged */
    GString *echo;
    const in_target *echoed; /* the new record that its last lines are of; NULL */
    diag *d;
};

/* A row of a sheet, with what it is read with. Of a CSV it is the row as the sheet would have it. */
typedef struct in_reading {
    intake *k;
    const in_book *book;         /* NULL: of a CSV, … */
    const struct map_sheet *map; /* … by this mapping */
    const place *places;         /* of a CSV: where each field's value stands; 0: the row */
    const char *file;            /* the CSV */
    const layout_sheet *sheet;
    const in_sheet *source;
    const layout_column **columns; /* by field, from 1; NULL: there is no heading */
    int fields;
    const book_entry **cells; /* of the line, by field */
    bool *bad;                /* a value that is wrong, and was told to be, by field */
    const char **values;      /* as the schema has them; NULL: blank */
    int line;
} in_reading;

/* ---- documents and records (intake_target.c) ---- */
/* As layout_scope. */
const char *in_scope(const in_document *doc);
void in_open_targets(intake *k);
in_target *in_find(const intake *k, const layout_record *r, const char *name);
in_target *in_add_target(intake *k, const layout_record *r, in_target *parent, in_document *doc, const char *key);
/* A document that is to be made: of a case with this id, or (NULL) of a master. */
in_document *in_new_document(intake *k, size_t grammar, const char *id);
in_document *in_master(intake *k, size_t grammar); /* the one that is there; NULL */
/* The element of a record, made where it is not there yet; NULL: it cannot be (which is told elsewhere). */
edit_node *in_node(intake *k, in_target *t);
/* The element at a column's path below a record, made where asked for. depth: how many steps. */
edit_node *in_descend(intake *k, in_target *t, const layout_column *c, size_t depth, bool make);
edit_node *in_insert(intake *k, in_target *t, edit_node *parent, edit_node *after, const schema_spot *spot);
/* The same before its first brother. */
edit_node *in_insert_before(edit_node *parent, edit_node *first, const schema_spot *spot);
/* Whether something stands in an element beside its text. */
bool in_says_more(const schema_spot *spot, const edit_node *n);
/* Elements that must be there and may say nothing. */
void in_fill_required(intake *k, in_target *t);
/* An id that no document has that is read together with this one: guardian-3. */
const char *in_make_id(intake *k, const layout_record *r, const in_document *doc);
/* The record with this id that a document may refer to; NULL. */
in_target *in_find_id(const intake *k, const in_document *doc, const char *id);
/* A new case says where its masters are; when all rows are in. */
void in_name_masters(intake *k);
/* A path as the file `from` must say it. */
const char *in_path_from(arena *a, const char *from, const char *to);

/* ---- headings (intake_heads.c) ---- */
/* As people see them, which may have been broken into lines or padded (intake_map_text.c). */
const char *in_plain_heading(arena *a, const char *text);
/* The sheet's columns by its headings; false after a report. */
bool in_read_heads(in_reading *r, const in_sheet *s);

/* ---- rows (intake_rows.c) and cells (intake_merge.c) ---- */
void in_read_sheet(intake *k, const in_book *b, const layout_sheet *sheet, const in_sheet *s);
/* The record that the values of a line mean, and what they change. */
void in_read_row(in_reading *r);
/* The cell of a field into r->values; false: there is no heading above it, or (a key) its value is wrong, which is
 * told. A wrong value of another cell leaves what is there as it is: all that is wrong is told in one go. */
bool in_read_value(in_reading *r, int field);
void in_merge_row(in_reading *r, in_target *t);
/* "FILE.xlsx:受給者証!D4" of a field of the line. */
const char *in_cell_name(const in_reading *r, int field);
place in_cell_place(const in_reading *r, int field);
void in_tell(const in_reading *r, int field, diag_code code, const char *a1, const char *a2, const char *a3);
/* That a value of the record stands there: for whatever is told of it later. */
void in_note_place(const in_reading *r, const in_target *t, const layout_column *c, int field);

/* ---- what stands beside ids (intake_beside.c) ---- */
/* False after a report: the key's cell shows what another record is known by. */
bool in_judge_key(in_reading *r, int field, in_target *t);
/* The same of a reference in the record t. Where its id does not change the report is a warning. */
bool in_judge_reference(in_reading *r, const in_target *t, int field, bool changes);

/* ---- in words (intake_echo.c) ---- */
/* With the row, or the cell, that it stands in. */
void in_echo_new(const in_reading *r, const in_target *t);
void in_echo_change(const in_reading *r, const in_target *t, int field, const char *was, const char *is);

#endif
