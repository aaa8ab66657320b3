/* batch_retention.h: until when the records of a child are to be kept: so many years from the end of the service, as
 * the rules (record-years of parameters.xml, or of the folder of local rules) say, or longer, as the municipality does
 * (municipality/@record-years). Of a case whose end is not written nothing is known. */
#ifndef RENKEI_BATCH_BATCH_RETENTION_H
#define RENKEI_BATCH_BATCH_RETENTION_H

#include "base/diag.h"
#include "calendar/calendar.h"
#include "render/render.h"

typedef struct batch_retention {
    date end, until;    /* of the last service; the last day on which they must be kept */
    const char *why[2]; /* not known: why, by diag_language */
} batch_retention;

typedef struct batch_cases batch_cases;                            /* what reads them */
batch_cases *batch_cases_open(const render_paths *paths, diag *d); /* NULL after a diagnostic */
void batch_cases_close(batch_cases *c);
/* Of the case with this id in this file (NULL: there is none), as asked on a day: of what the rules say on it, said
 * when the service ended, and said when a consent that promises it was explained, the longest. False: not known. */
bool batch_cases_retention(batch_cases *c, const char *path, const char *id, date on, batch_retention *out);

#endif
