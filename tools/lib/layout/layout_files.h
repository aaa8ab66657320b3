/* layout_files.h: the cases and masters of a folder, read for a workbook: as their files say it, nothing emptied or
 * filled in, each file once. */
#ifndef RENKEI_LAYOUT_LAYOUT_FILES_H
#define RENKEI_LAYOUT_LAYOUT_FILES_H

#include "layout/layout.h"

typedef struct layout_file {
    size_t grammar;
    const char *path;
    const char *id;     /* of a case; NULL of a master */
    const xml_doc *doc; /* valid, as schema_take leaves it */
} layout_file;

/* cases: paths of case files. Their masters are read, too; where there is no case, those in `folder`/masters (which may
 * not be there). Of layout_file, cases first; NULL after a report of all that is wrong. Free the array. */
GArray *layout_files_read(arena *a, xml_store *s, const layout *l, const GPtrArray *cases, const char *folder, diag *d);
/* folder/masters/office.xml: where a master of a grammar is, when nobody says otherwise. */
const char *layout_master_path(arena *a, const char *folder, size_t grammar);

/* Beside a master that no case names yet: the grammar of own fields (fields.rng in its folder); NULL: there is none. */
const char *layout_lone_fields(arena *a, const char *master_path);

#endif
