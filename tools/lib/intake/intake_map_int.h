/* intake_map_int.h: a mapping as it was read; for the sources intake_map_*.c and who takes its rows in. */
#ifndef RENKEI_INTAKE_INTAKE_MAP_INT_H
#define RENKEI_INTAKE_INTAKE_MAP_INT_H

#include "intake/intake_int.h"
#include "intake/intake_map.h"

/* What a value of the CSV means. */
typedef struct map_word {
    const char *says;  /* as map_fold makes it; "" of a blank cell */
    const char *means; /* NULL: nothing */
    int line;
} map_word;

typedef struct map_words {
    const map_word *words;
    size_t count;
} map_words;

typedef enum map_source_kind { MAP_COLUMN, MAP_JOINED, MAP_CONSTANT } map_source_kind;
typedef enum map_joint { MAP_AS_TEXT, MAP_AS_NAME, MAP_AS_DATE } map_joint;

/* Where values come from: a column of the CSV, several of them joined, or a constant. */
typedef struct map_source {
    map_source_kind kind;
    const char *name;    /* as messages call it; "" of a constant */
    const char *heading; /* of a column; NULL: it has none, … */
    int column;          /* … and stands here; of one with a heading 0: wherever that is */
    map_joint joint;
    const size_t *parts; /* of a joined one: places in the mapping */
    size_t part_count;
    const char *says; /* of a constant */
    map_words skips;
    bool ignored;
    bool only_joined; /* it goes nowhere by itself */
    int line;
} map_source;

typedef enum map_part { MAP_WHOLE, MAP_FIRST, MAP_SECOND, MAP_MONTH } map_part;

/* Where a source goes in one sheet. */
typedef struct map_to {
    const map_source *from; /* NULL: a tick beside ticks that the mapping names; it stays as it is */
    size_t source;          /* its place in the mapping */
    const layout_column *column;
    map_part part;
    bool key, replaces;
    bool finds;                  /* a record, which the value is then the id of: … */
    const layout_column *by;     /* … by this column, NULL: by what people know it by … */
    const layout_record *within; /* … of this record, which is that one or is in it */
    map_words by_words;          /* what values mean there */
    map_words words;
    int line;
} map_to;

typedef struct map_sheet {
    const layout_sheet *sheet;
    bool makes_new, repeats;
    bool identifies; /* its own record is told by what is marked as key */
    const map_to *to;
    size_t count;
    int line;
} map_sheet;

struct intake_map {
    const char *file, *encoding;
    char separator;
    int heading_row; /* 0: there is none */
    const map_source *sources;
    size_t source_count;
    const map_sheet *sheets; /* in the order of the layout: records before those in them */
    size_t sheet_count;
};

/* A CSV as it was read. */
typedef struct in_csv {
    const intake_map *map;
    const char *file;
    in_sheet *cells;
    const int *columns; /* by source: its column; of a joined one that of its first part, 0 of a constant */
    int width;
    GHashTable *skipped; /* rows */
} in_csv;

/* A text as it is compared: whatever its width, capitals and blanks. */
const char *map_fold(arena *a, const char *text);
/* What a value means; false: it is not named. */
bool map_word_find(arena *a, const map_words *w, const char *text, const char **means);
/* What nobody calls a column: a date, a number, a time; where one stands, the row is one of values. */
bool map_is_no_heading(const char *text);

/* ---- intake_map_field.c: fields by what the workbooks call them ---- */
typedef struct map_reader {
    arena *a;
    const layout *l;
    const char *file;
    diag *d;
} map_reader;
/* It says of which case or master a row is. */
bool map_is_outermost(const layout_column *c);
const layout_sheet *map_sheet_named(const map_reader *r, const xml_node *n, const char *workbook, const char *name);
/* The columns of a sheet that have this heading (and group, NULL: any); of const layout_column *, free the array. */
GPtrArray *map_columns_named(const layout_sheet *s, const char *group, const char *field);
void map_tell_field(const map_reader *r, const xml_node *n, GPtrArray *sheets, const char *field);
void map_tell(const map_reader *r, int line, diag_code code, const char *a1, const char *a2, const char *a3);

/* ---- intake_map_source.c ---- */
/* A <column>, <ignore>, <part> or <constant>, without what it skips. headless: the CSV has no headings. */
map_source map_source_read(const map_reader *r, const xml_node *n, bool headless);
/* The same column among those that are known (of map_source); NULL. */
map_source *map_source_find(const GArray *sources, const map_source *s);
/* Tells of columns of which it is not said what becomes of them. */
void map_check_sources(const map_reader *r, const GArray *sources);
/* What a source says in a row, given its cells by column: without blanks at its ends; "": nothing. */
const char *map_source_text(arena *a, const in_csv *csv, size_t source, const book_entry *const *cells);

/* ---- intake_map_find.c: records by what is said of them ---- */
/* The id of the record that a value means, in a case (its id; "": of masters). NULL after a report at the field. */
const char *map_find_record(in_reading *r, int field, const map_to *to, const char *scope, const char *value);
/* The row's own record by what is marked as key: NULL and no report: there is none. */
in_target *map_find_own(in_reading *r, const in_target *parent, bool *good);
void map_note_own(in_reading *r, in_target *t);

/* ---- intake_map_csv.c ---- */
void in_csv_drop(in_csv *csv);

/* ---- intake_map_rows.c ---- */
void in_read_csv(intake *k, const in_csv *csv, bool masters);

#endif
