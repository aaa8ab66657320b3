/* xlsx.h: workbooks as Excel and LibreOffice have them (Office Open XML, ECMA-376). The only room that knows the
 * libraries: libxlsxwriter writes, libzip opens what is read.
 *
 * Written: the same bytes for the same book, on any day (the date in its properties is SOURCE_DATE_EPOCH of the
 * environment, else 2000-01-01) and with any locale.
 *
 * Read: cells as they are met, in memory that does not grow with the rows; what grows is what cells share (strings and
 * formats), and that is bounded, as a file of some kilobytes may expand to terabytes. A workbook from outside is
 * hostile until it is read. */
#ifndef RENKEI_XLSX_XLSX_H
#define RENKEI_XLSX_XLSX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "book/book.h"
#include "book/book_paper.h"

/* ---- writing ---- */

/* The bytes of the book, to be g_freed; NULL after a message:
 *
 *   xlsx-long   a text is longer than a cell can hold (32,767 UTF-16 units); each such cell is told
 *   xlsx-write  the library failed (no memory, no space for its temporary files)
 *
 * A date before 1900-03-01, which no spreadsheet can count, and a value that is not of its kind are written as text. At
 * least one sheet of the book is shown. */
char *xlsx_bytes(const book *b, size_t *length, diag *d);
/* The same into a file, whole or not at all (base/outfile.h). */
bool xlsx_write(const book *b, const char *path, diag *d);

/* ---- reading ---- */

typedef struct xlsx_limits {
    size_t file_bytes;   /* of the file, as it is stored */
    size_t part_bytes;   /* of each part, expanded */
    size_t string_bytes; /* of all shared strings together, as they are held */
    size_t strings;      /* how many of them */
    size_t cells;        /* in which something is, of all sheets that are read */
    size_t sheets;
    size_t formats; /* of cells */
    size_t merges;  /* of one sheet */
    int depth;      /* of elements in a part */
    size_t entries; /* of the archive */
} xlsx_limits;

/* Enough for any office: 64 MiB, 1 GiB a part, 128 MiB of 4,000,000 strings, 20,000,000 cells. */
extern const xlsx_limits xlsx_limits_usual;

/* Calls the visitor for each sheet, in the order of the tabs, and for each cell in which something is. True when all of
 * it was read, or the visitor ended it; false after a message, and then what was told is not all:
 *
 *   file-asked      there is no such file, or it cannot be had
 *   xlsx-not        it is another kind of file, told by its name: .xls, .ods, a CSV, a PDF …
 *   xlsx-encrypted  a password protects it
 *   xlsx-damaged    what must be there is not there, or is not what the format says
 *   xlsx-too-large  beyond a limit */
bool xlsx_read(const char *path, const xlsx_limits *limits, const book_visitor *visitor, void *data, diag *d);
/* The same of bytes, for tests and fuzzing; `name` is what messages print. */
bool xlsx_read_memory(const char *name, const void *bytes, size_t length, const xlsx_limits *limits,
                      const book_visitor *visitor, void *data, diag *d);

/* ---- reading how a sheet is printed ---- */

typedef struct xlsx_named {
    const char *name;
    int number; /* from 1 */
    bool shown;
} xlsx_named;

/* The sheets with cells, in the order of the tabs; as xlsx_read is. */
bool xlsx_sheets_read(arena *a, const char *path, const xlsx_limits *limits, const xlsx_named **sheets, size_t *count,
                      diag *d);
/* One of them; NULL after a message as of xlsx_read. */
const book_paper *xlsx_paper_read(arena *a, const char *path, const xlsx_named *sheet, const xlsx_limits *limits,
                                  diag *d);

#endif
