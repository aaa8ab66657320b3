/* intake_map.h: the table that another program exports (CSV) goes into our sheets as a mapping says: a file that the
 * office writes once (templates/schema/mapping.rng, chapter of renkei-sheet.1), in the words of the workbooks.
 *
 * Every column of the CSV goes somewhere or is ignored; one that the mapping does not know is an error, and so is one
 * that it knows and the CSV has not. Values are judged as those of cells are (intake_value.h), after what the mapping
 * says they mean. Which record a row is of is said by its keys, or by fields that the mapping marks; a record that is
 * looked for by a name or a number, of which there are several, is asked back and never chosen. */
#ifndef RENKEI_INTAKE_INTAKE_MAP_H
#define RENKEI_INTAKE_INTAKE_MAP_H

#include "base/arena.h"
#include "base/diag.h"
#include "layout/layout.h"

typedef struct intake_map intake_map;

/* Lives in the arena and the store. NULL after a report of all that is wrong with it, by line: what the schema says,
 * and map-sheet, map-field, map-field-several, map-twice, map-nowhere, map-key, map-use, and cell-… of a value that a
 * field cannot say. */
const intake_map *intake_map_read(arena *a, xml_store *s, const layout *l, const char *schema_dir, const char *path,
                                  diag *d);

/* Appends a mapping for a CSV, from its first row that has several fields: each column without a place yet, with
 * comments that say what to fill in and which fields have the same heading; where two have one heading, or the row is
 * one of values, with their letters. False after a report (csv-…, map-no-heading). */
bool intake_map_skeleton(arena *a, const layout *l, const char *path, const char *encoding, GString *out, diag *d);

#endif
