/* batch_spool.h: bytes go to the printer by way of lp(1), whichever is found on PATH. No shell is between: what a run
 * file says are words of the call, as they are. */
#ifndef RENKEI_BATCH_BATCH_SPOOL_H
#define RENKEI_BATCH_BATCH_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "confine/starter.h"

typedef struct batch_spooler {
    const starter *by;   /* of batch_spool_asked; lp talks to whoever it likes, and who reads papers may not */
    const char *printer; /* lp -d; NULL: the usual one (LPDEST, or the system's) */
    const char *options; /* for lp -o each, parted by blanks, "sides=two-sided-long-edge media=A4"; NULL: none */
} batch_spooler;

/* The words of the call, NULL-ended; g_strfreev them. */
char **batch_spool_words(const batch_spooler *s, const char *title);

/* A starter_words: of what batch_spool_bytes asks for. It is lp that is called, whatever is asked. */
char **batch_spool_asked(const void *data, const char *const *asked);

/* True when lp has taken them all (status 0, and read to the end): it reads them on its standard input, and they need
 * lie nowhere. `title` is what the queue shows: a key, never a name. Else `batch-spooler` (exit 5), with its status and
 * the first line of what it said. */
bool batch_spool_bytes(const batch_spooler *s, const char *title, const void *bytes, size_t length, diag *d);

#endif
