/* batch_expire_int.h: shared by the sources of expire only. */
#ifndef RENKEI_BATCH_BATCH_EXPIRE_INT_H
#define RENKEI_BATCH_BATCH_EXPIRE_INT_H

#include "batch/batch_desk.h"

/* What the working state has of somebody whose retention has ended. */
typedef struct batch_leftover {
    bool bundle;
    char *key, *form, *month, *file; /* of an envelope: name, "", series */
    digest output;
} batch_leftover;

/* Destroys, by the journal as it is now, whatever has a tombstone, and the files of `left` (batch_leftover). What only
 * has the name of one and is something else stays, and is told (`batch-file-foreign`, `batch-file-link`). False after a
 * report that it could not go on. */
bool batch_expire_bytes(const batch_desk *desk, const GArray *left);

#endif
