/* outfile.h: a file appears whole or not at all.
 *
 * The bytes are written beside the target under a name of their own, synced, then renamed over it. On any
 * failure the temporary file is removed, the target stays as it was, and `file-write` is reported. */
#ifndef RENKEI_BASE_OUTFILE_H
#define RENKEI_BASE_OUTFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

/* path "-" is stdout. The file is readable by its owner only (0600): what it holds is personal. */
bool outfile_write(const char *path, const void *bytes, size_t length, diag *d);

#endif
