/* batch_retention.h: until when the records of a child are to be kept: so many years from the end of the service, as
 * the municipality says (municipality/@record-years), else five. Of a case whose end is not written nothing is known.
 */
#ifndef RENKEI_BATCH_BATCH_RETENTION_H
#define RENKEI_BATCH_BATCH_RETENTION_H

#include "base/diag.h"
#include "calendar/calendar.h"

enum { BATCH_RECORD_YEARS = 5 };

typedef struct batch_retention {
    date end, until;    /* of the last service; the last day on which they must be kept */
    const char *why[2]; /* not known: why, by diag_language */
} batch_retention;

typedef struct batch_cases batch_cases; /* what reads them */
batch_cases *batch_cases_open(const char *schema_dir);
void batch_cases_close(batch_cases *c);
/* Of the case with this id in this file (NULL: there is none). False: not known. */
bool batch_cases_retention(batch_cases *c, const char *path, const char *id, batch_retention *out);

#endif
