/* intake.h: workbooks that people filled in become cases and masters: new ones, and changes of those that are there.
 *
 * Nothing is written before everything is judged: values, references, keys and headings of all workbooks, and then the
 * documents as they would be; all that is wrong is told in one go, by file, sheet and cell. What is written is written
 * all or not at all (edit.h), and of a file only what changed.
 *
 * Merging: a workbook remembers what each value was when it was made (the sheet 控え, as hashes). What stands in a cell
 * and is what the case says, changes nothing; what is as it was leaves the case as it is, whatever was changed there;
 * what the case has as it was takes the cell's value; else both were changed, which is `sheet-conflict`. A blank cell
 * deletes nothing, and is told (sheet-kept); LAYOUT_REMOVED takes an optional value away; a row that is missing deletes
 * nothing. */
#ifndef RENKEI_INTAKE_INTAKE_H
#define RENKEI_INTAKE_INTAKE_H

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "layout/layout.h"
#include "layout/layout_files.h"

typedef struct intake intake;
struct intake_map; /* intake_map.h */

typedef struct intake_asked {
    const layout *l;
    const char *schema_dir;
    const char *folder;  /* of the cases: folder/ID/case.xml is made of a new one, folder/masters/… of a master */
    const GArray *files; /* of layout_file: what is there (layout_files_read) */
} intake_asked;

/* Lives in the arena and the store, with what it opens. Never NULL; when it reports that a file, which was
 * there, cannot be read again, it is good for nothing but to be closed. */
intake *intake_open(arena *a, xml_store *s, const intake_asked *asked, diag *d);
void intake_close(intake *k); /* takes NULL */

/* Reads a workbook; what is wrong is told. Sheets that are not of its workbook are told, too. */
void intake_add_workbook(intake *k, const char *path);
/* Reads a CSV that goes by a mapping; encoding NULL: as that says, or by its byte order mark, else UTF-8. What the
 * mapping does not know, or the CSV lacks, is told. A CSV remembers nothing of what was before: a value that is another
 * one in the case is `map-conflict`, but where the mapping lets it replace that. */
void intake_add_csv(intake *k, const struct intake_map *m, const char *path, const char *encoding);
/* Takes the rows of all workbooks and CSVs into the documents, in memory. Cells with a wrong value are told and passed
 * over. */
void intake_merge(intake *k);
/* Judges the documents as they would be; not those that lack rows of which it is not known what they are. False after a
 * report: nothing may be written. */
bool intake_judge(intake *k);
/* What will change, in words, a line each, with what stood there before; "" where nothing does. */
const char *intake_echo(const intake *k);
/* How many files would be written. */
size_t intake_changed(const intake *k);
/* Writes them. False after a report: none was. */
bool intake_write(intake *k);

#endif
