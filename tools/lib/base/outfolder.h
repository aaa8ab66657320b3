/* outfolder.h: a folder of pages appears whole or not at all, and never over anything but its own kind.
 *
 * It is filled beside its place, for its owner alone (0700), and then takes it; what a program wrote there before goes.
 * A folder with one other entry in it is somebody's, and stays. The folder that it stands in is opened once; nothing in
 * it is reached through a link. */
#ifndef RENKEI_BASE_OUTFOLDER_H
#define RENKEI_BASE_OUTFOLDER_H

#include <stdbool.h>

#include <glib.h>

#include "base/diag.h"

/* Whether an entry is one that the program writes there. */
typedef bool (*outfolder_is_part)(const char *folder, const char *name);

/* Whether the entry is what `kind` says, and no link. */
bool outfolder_is_plain(const char *folder, const char *name, GFileTest kind);
/* Whether every entry passes; of a folder that cannot be read, none does. */
bool outfolder_all(const char *folder, outfolder_is_part pass);
/* Whether it is new, empty, or has the file `mark` and nothing but parts. */
bool outfolder_may_become(const char *folder, const char *mark, outfolder_is_part is_part);

/* A new folder beside its place; NULL after `file-write`. outfolder_end takes it back. */
typedef struct outfolder outfolder;
outfolder *outfolder_begin(const char *folder, diag *d);
/* The path by which it is filled: it leads there, in a forked process too, whatever becomes of its name. */
const char *outfolder_way(const outfolder *o);
/* Makes a folder in it. False after `file-write`. */
bool outfolder_add(const outfolder *o, const char *name, diag *d);
/* When `good`, gives it its place; whatever is left beside is removed. False after `file-write`, or when not good. */
bool outfolder_end(outfolder *o, bool good, diag *d);

#endif
