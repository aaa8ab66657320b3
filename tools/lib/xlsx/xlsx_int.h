/* xlsx_int.h: shared by the sources of the xlsx room only. From below: number, zip; style, write; part, string,
 * strings, formats, sheet, read. */
#ifndef RENKEI_XLSX_XLSX_INT_H
#define RENKEI_XLSX_XLSX_INT_H

#include <glib.h>

#include "base/arena.h"
#include "xlsx/xlsx.h"
#include "xml/xml_stream.h"

/* ---- xlsx_number.c: what numbers mean ---- */

/* The serial number of a value in its lexical form; false when it is none of that kind, or a date that cannot be
 * counted. */
bool xlsx_serial(book_kind kind, const char *text, double *serial);

/* What a number of this format is: BOOK_ENTRY_NUMBER, _DATE, _TIME or _MOMENT (both). */
book_entry_kind xlsx_format_kind(const char *format);
/* The format of a number that a program has built in (0 … 49 as ECMA-376 lists them, and those of Japanese); "General"
 * of those it does not list. */
const char *xlsx_built_in_format(int id);

/* The lexical form of a serial number that counts from 1899-12-30 into `out`; false when it is none. A moment without a
 * time of day is a date, and one without days a time: *kind says so then. */
bool xlsx_number_text(double number, book_entry_kind *kind, GString *out);

/* ---- xlsx_zip.c: the archive; alone with libzip ---- */

/* Makes the sheets that are very hidden that, which libxlsxwriter cannot; false when the archive could not be changed.
 * *bytes are g_freed and made anew. */
bool xlsx_hide(const book *b, char **bytes, size_t *length);

typedef struct xlsx_archive xlsx_archive;
/* NULL when it is no archive, or one that is cut off. The bytes stay the caller's. */
xlsx_archive *xlsx_archive_open(const void *bytes, size_t length);
void xlsx_archive_close(xlsx_archive *z); /* takes NULL */
/* Whether every part can be expanded and has the sum that the archive says. */
bool xlsx_archive_is_whole(const void *bytes, size_t length);
size_t xlsx_archive_entries(const xlsx_archive *z);
bool xlsx_archive_is_locked(const xlsx_archive *z);    /* a part of it is encrypted */
bool xlsx_archive_is_ambiguous(const xlsx_archive *z); /* two parts have one name: which is meant is not known */
/* Whether there is such a part; names are compared as the format says, A like a. */
bool xlsx_archive_has(const xlsx_archive *z, const char *name);

/* Opens a part for xlsx_part_read (which is an xml_stream_source); NULL: it is not there, or cannot be expanded. */
typedef struct xlsx_part xlsx_part;
xlsx_part *xlsx_part_open(xlsx_archive *z, const char *name);
void xlsx_part_close(xlsx_part *p);
long xlsx_part_read(void *part, char *bytes, size_t room);

/* ---- reading: what all parts of a workbook share ---- */

typedef struct xlsx_strings xlsx_strings;
typedef struct xlsx_formats xlsx_formats;

typedef struct xlsx_reading xlsx_reading;
struct xlsx_reading {
    arena *memory;
    xlsx_archive *archive;
    const char *name; /* of the file, as messages have it */
    const xlsx_limits *limits;
    const book_visitor *visitor;
    void *data;
    diag *d;
    const char *strings_part, *formats_part; /* NULL: there are none */
    xlsx_strings *strings;                   /* NULL until a cell wants one */
    xlsx_formats *formats;
    bool date1904;
    size_t cells; /* so far */
    bool failed;  /* a message was added */
    bool left;    /* the visitor ended it */
    /* Called behind each sheet, with the parts of the book and the sheet; false: not all could be read. May be NULL. */
    bool (*also)(xlsx_reading *r, const char *workbook, const char *part, int number);
};

/* xlsx_read.c: of the file r->name; the caller makes and drops r->memory. */
bool xlsx_read_file(xlsx_reading *r);

/* xlsx_part.c */
/* Reads a part from its beginning to its end; false when it is not all read, and told unless a visitor ended it. */
bool xlsx_part_stream(xlsx_reading *r, const char *part, const xml_stream_visitor *visitor, void *data);
/* Both return false, for `return xlsx_damaged(…)` in a visitor. `where` is a part, or a sheet and a cell. */
bool xlsx_damaged(xlsx_reading *r, const char *where, const char *ja, const char *en);
bool xlsx_too_large(xlsx_reading *r, const char *where, const char *ja, const char *en);

/* xlsx_relations.c: the parts that a part names. */
typedef struct xlsx_relations xlsx_relations;
xlsx_relations *xlsx_relations_new(xlsx_reading *r);
void xlsx_relations_drop(xlsx_relations *r);
/* Of "xl/workbook.xml" those in "xl/_rels/workbook.xml.rels"; of "" those of the archive. They take the place of what
 * was read before. */
bool xlsx_relations_read(xlsx_relations *r, const char *part);
bool xlsx_relations_read_any(xlsx_relations *r, const char *part); /* it may name none */
/* The first of that type (the last word of it) and id (NULL: any); NULL. */
const char *xlsx_relations_part(const xlsx_relations *r, const char *id, const char *type);

/* xlsx_string.c: one text as <si> and <is> have it, with its parts. */
typedef struct xlsx_string {
    GString *text, *phonetic; /* phonetic: empty when there are no readings */
    bool rich, struck;
    bool in_text, in_reading, has_reading;
    size_t covered; /* bytes of the text for which the phonetic has been made */
} xlsx_string;
enum { XLSX_TEXT_BYTES = 4 * BOOK_CELL_TEXT };
void xlsx_string_open(xlsx_string *s);
void xlsx_string_close(xlsx_string *s);
void xlsx_string_clear(xlsx_string *s);
/* Of what is within <si>: its children are of depth 1. text: false when it is longer than a cell can hold. */
void xlsx_string_start(xlsx_string *s, int depth, const char *name, const char *const *attributes);
bool xlsx_string_text(xlsx_string *s, const char *bytes, size_t length);
void xlsx_string_end(xlsx_string *s, int depth, const char *name);
/* After its end: line ends are \n, _x0041_ is A. */
void xlsx_string_finish(xlsx_string *s);
void xlsx_unescape(GString *text);

/* xlsx_strings.c: the texts that cells share. */
typedef struct xlsx_shared {
    const char *text, *phonetic; /* phonetic NULL: none */
    bool rich, struck;
} xlsx_shared;
xlsx_strings *xlsx_strings_read(xlsx_reading *r); /* NULL after a message */
void xlsx_strings_drop(xlsx_strings *s);          /* takes NULL */
bool xlsx_strings_at(const xlsx_strings *s, size_t i, xlsx_shared *out);

/* xlsx_formats.c: what cells look like, as far as it says what they mean. */
typedef struct xlsx_cell_format {
    const char *code;
    book_entry_kind kind; /* of a number in it */
    bool struck;
} xlsx_cell_format;
xlsx_formats *xlsx_formats_read(xlsx_reading *r); /* NULL after a message */
void xlsx_formats_drop(xlsx_formats *f);          /* takes NULL */
/* The general one where a cell has none, or one that there is not. */
const xlsx_cell_format *xlsx_formats_at(const xlsx_formats *f, const char *index);

/* ---- how a sheet is printed: xlsx_look.c, xlsx_runs.c, xlsx_things.c; xlsx_paper.c ---- */

typedef struct xlsx_looks {
    book_font usual;
    GPtrArray *cells; /* of book_look */
} xlsx_looks;
/* Of the arena; false after a message. */
bool xlsx_looks_read(xlsx_reading *r, arena *a, const char *theme, xlsx_looks *out);
void xlsx_looks_clear(xlsx_looks *l);
/* What is inside of a font (<b/>, <sz val=…>) is met. */
void xlsx_font_meet(arena *a, book_font *f, const char *name, const char *const *attributes, const int *theme);
/* 0xRRGGBB of rgb=, theme= and tint=, indexed=; BOOK_NO_COLOR. */
int xlsx_color(const char *const *attributes, const int *theme);
enum { XLSX_THEME_COLORS = 12 };
bool xlsx_theme_read(xlsx_reading *r, const char *part, int colors[XLSX_THEME_COLORS]);
bool xlsx_is_on(const char *value); /* of a boolean attribute that stands for true where it is left out */

/* The runs of the shared texts that `wanted` has (index → anything): index → GArray of book_run. */
GHashTable *xlsx_runs_read(xlsx_reading *r, arena *a, GHashTable *wanted, const book_font *usual);

/* What else is on a sheet: its drawing, comments, controls and links, into an array of book_thing. What cannot be read
 * is a thing itself. */
void xlsx_things_read(xlsx_reading *r, arena *a, const char *sheet_part, GArray *things);

/* xlsx_sheet.c: false when it was not read to its end. */
bool xlsx_sheet_read(xlsx_reading *r, const char *part, const book_sheet_entry *sheet);

#endif
