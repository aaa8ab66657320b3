/* batch_impact.h: the verb impact: what a change of forms (another folder of templates) does to the documents of cases.
 *
 * Every document is made by both in worker processes and compared (room impact). Nothing of it is kept but the account
 * and, where a folder is asked for, pages that show it; no ledger is opened, and a folder that holds a run is never
 * written into. The same folders and cases give the same bytes, with any number of jobs. */
#ifndef RENKEI_BATCH_BATCH_IMPACT_H
#define RENKEI_BATCH_BATCH_IMPACT_H

#include "batch/batch.h"

typedef struct batch_impact_asked {
    const char *from, *to;                   /* folders of forms */
    const char *const *cases, *const *forms; /* NULL-ended; forms NULL: all */
    const char *month, *as_of;               /* NULL: none */
    const char *output;                      /* folder of the pages; NULL: none */
    const batch_settings *settings;
    const render_paths *paths;
    bool json;
} batch_impact_asked;

/* EXIT_DIFFERS when anything changes, beside what is reported: a new form that cannot be read (its documents are lost,
 * and the others are compared), a case that cannot be. */
int batch_impact(const batch_impact_asked *x, GString *out, diag *d);

#endif
