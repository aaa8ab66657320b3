/* layout.h: the workbooks that an office keeps its cases and masters in, as they follow from the grammars alone.
 *
 * A record is an element that has a row of its own: the outermost one; one that may be there more than once and says
 * more than a single value; one that stands once, but in another workbook than what it is in (r:workbook, types.rng).
 * All else is a column of its record: attributes, own text, and those of elements that are there at most once. What may
 * be there more than once and is one word of a list is a tick for each word; another single value has numbered columns.
 *
 * Every attribute and every text that the grammars allow has its place in exactly one workbook; what can have but one
 * value (@version) needs none. The workbook はじめ repeats what a first plan needs: what is required, and what
 * r:first adds.
 *
 * A layout lives in the arena and the store that it was made in. */
#ifndef RENKEI_LAYOUT_LAYOUT_H
#define RENKEI_LAYOUT_LAYOUT_H

#include <glib.h>

#include "schema/schema_outline.h"

#define LAYOUT_FIRST "はじめ"
/* Between what a cell says and what it shows beside that: `ko-02　森川 千尋`. */
#define LAYOUT_BESIDE "\u3000"
/* What a tick says; or 1, 2, 3 where order matters. */
#define LAYOUT_TICK "○"
/* In a cell: the value is to be taken away. */
#define LAYOUT_REMOVED "（削除）"

enum { LAYOUT_GRAMMARS = 5 }; /* case first, then the masters */
extern const char *const layout_grammar_names[LAYOUT_GRAMMARS];

/* How the rows of a record are told apart, among those of the same parent. */
typedef enum layout_key {
    LAYOUT_KEY_NONE,   /* there is but one */
    LAYOUT_KEY_ID,     /* by the attribute with r:id */
    LAYOUT_KEY_VALUE,  /* by the one attribute that r:unique names, as records with parts of their own have it */
    LAYOUT_KEY_ORDINAL /* 1, 2, 3: none of these */
} layout_key;

typedef struct layout_record layout_record;
struct layout_record {
    size_t grammar; /* of layout_grammar_names */
    const schema_spot *spot;
    const layout_record *parent;    /* NULL: the outermost element */
    const schema_spot *const *path; /* the elements from below the parent's to its own */
    size_t depth;
    layout_key key;
    const schema_spot *key_spot; /* the attribute; NULL for none and ordinals */
    const char *workbook;
};

typedef enum layout_role {
    LAYOUT_KEY_OF, /* a key: of `record`, which is the sheet's own or above it */
    LAYOUT_VALUE,
    LAYOUT_THERE,   /* whether an element that may say nothing is there: a tick */
    LAYOUT_TICKED,  /* `word` of those that may be ticked */
    LAYOUT_NUMBERED /* one of several single values: `number` is set by whoever has cells; 0 here */
} layout_role;

/* What stands in a cell, for whoever writes or reads one. */
typedef enum layout_kind {
    LAYOUT_TEXT,      /* one line */
    LAYOUT_LONG,      /* several */
    LAYOUT_WORD,      /* one of column.words, shown as in column.shown */
    LAYOUT_REFERENCE, /* an id of column.refers */
    LAYOUT_ID,
    LAYOUT_DATE,
    LAYOUT_MONTH,  /* 2024-04 */
    LAYOUT_TIME,   /* 08:35 */
    LAYOUT_YEAR,   /* 2024, a fiscal year */
    LAYOUT_NUMBER, /* an integer from lowest to highest */
    LAYOUT_CODE,   /* digits and marks that must not become a number: a postal code, a number of a certificate */
    LAYOUT_MARK    /* a tick, or its place */
} layout_kind;

typedef struct layout_column {
    layout_role role;
    const char *group, *field; /* its two headings; together once in a sheet */
    const char *help;          /* more about it; "" */
    const layout_record *record;
    /* Where its value is: the elements below the record's own, then (is one) the attribute. depth 0 and no attribute:
     * the record's own text. Of a tick and a number the last element is the one that may be there more than once. */
    const schema_spot *const *path;
    size_t depth;
    const schema_spot *spot; /* what has the value: the attribute, or the last element */
    layout_kind kind;
    bool required;      /* when the record is there */
    const char *either; /* the field of which, or of this one, there must be one then; NULL */
    const char *word;
    const char *const *words, *const *shown;
    size_t word_count;
    const char *refers; /* names of elements, as in r:refers */
    long lowest, highest;
    size_t number; /* 0, or which of several single values */
} layout_column;

typedef struct layout_sheet {
    const char *name; /* once in its workbook, and such as spreadsheets take */
    const char *workbook;
    const layout_record *record;
    bool across; /* fields down, records across: four or more long texts */
    const layout_column *columns;
    size_t count, keys; /* the first `keys` of them are keys, its own the last of these (but for LAYOUT_KEY_NONE) */
} layout_sheet;

typedef struct layout {
    const schema_grammar *grammars[LAYOUT_GRAMMARS];
    const layout_record *const *records; /* all, parents first */
    size_t record_count;
    const layout_sheet *sheets; /* of all workbooks, each together */
    size_t sheet_count;
    struct layout_owns *owns; /* the same grammars with the own fields of authors, as they are asked for */
} layout;

/* schema_take by one of the grammars, with the own fields of the grammar in the file `fields` (NULL: there are none;
 * `named`: where a case names it): these have no columns, and stay in the file as they are. */
bool layout_take(const layout *l, size_t grammar, const char *fields, place named, xml_doc *doc, diag *d);
/* The file that <masters> of a case names as the grammar of own fields; NULL: it names none. */
const char *layout_fields_of(arena *a, const char *case_path, const xml_doc *doc, place *named);

/* From the grammars in a folder (render_paths.schema); NULL after a report. */
const layout *layout_read(arena *a, xml_store *s, const char *schema_dir, diag *d);
/* The names of the workbooks, はじめ first; of const char *, free the array. */
GPtrArray *layout_workbooks(const layout *l);
/* The layout's own word for that name; NULL. */
const char *layout_workbook_named(const layout *l, const char *name);
/* The names of its sheets, in their order; of const char *, free the array. */
GPtrArray *layout_sheet_names(const layout *l, const char *workbook);
/* The sheet of that name in a workbook; NULL. */
const layout_sheet *layout_sheet_named(const layout *l, const char *workbook, const char *name);
/* Whether cases (and not masters alone) are in it. */
bool layout_has_cases(const layout *l, const char *workbook);

/* ---- the rows that documents have ---- */

typedef struct layout_row layout_row;
struct layout_row {
    const layout_record *record;
    const xml_node *element;
    const layout_row *parent; /* NULL: the outermost element */
    const char *key;          /* its own; "" where there is but one */
    const char *name;         /* "case K-0001", "office": which document; then the keys down to its own, parted by / */
};

/* All records of a document, in document order, parents first; of const layout_row *, free the array. The document is
 * as schema_take leaves it. Of an invalid one what the schema does not know is left out. */
GPtrArray *layout_rows(arena *a, const layout *l, size_t grammar, const xml_doc *doc);
/* What a column says in a row, as the file has it (a tick: LAYOUT_TICK, or its place where their order is not that of
 * the schema); NULL: nothing. Of a numbered column that of c->number. A key of a record above is that record's. */
const char *layout_value_of(arena *a, const layout_column *c, const layout_row *row);
/* Whether what stands in the column is the key of such a record: it is the column of its key, or may refer to it. */
bool layout_column_means(const layout_column *c, const layout_record *record);
/* The element that says it, or whose attribute does; of a tick what holds those elements. NULL: it is not there. */
const xml_node *layout_element_of(const layout_column *c, const layout_row *row);
/* How many values a numbered column has there. */
size_t layout_number_of(const layout_column *c, const layout_row *row);
/* What people know it by beside its key: a name (r:text), else its first word of a list or first date; "". */
const char *layout_beside(arena *a, const layout_row *row);
/* Digits of 64 bits; "-" of NULL. */
const char *layout_hash(arena *a, const char *value);

/* -T layout: workbooks, sheets and columns as indented text. workbook NULL: all. */
void layout_print(const layout *l, const char *workbook, GString *out);

#endif
