/* batch_impact_int.h: shared by the sources of the verb impact only. */
#ifndef RENKEI_BATCH_BATCH_IMPACT_INT_H
#define RENKEI_BATCH_BATCH_IMPACT_INT_H

#include "batch/batch_impact.h"
#include "batch/batch_int.h"
#include "impact/impact.h"

/* A form of either folder. */
typedef struct impact_pair {
    const char *name;               /* as asked for; it may say whose copy */
    const char *before, *after;     /* names of files, with whose copy; NULL: there is none, or it cannot be read */
    bool month_before, month_after; /* it takes the month that was asked for */
    impact_form *told;
} impact_pair;

/* All that workers look at. */
typedef struct impact_work {
    const batch_impact_asked *asked;
    GArray *cases; /* batch_case */
    GArray *pairs; /* impact_pair */
    /* What is shown of documents, below a folder in the making: */
    GArray *chosen; /* guint32: documents by case and form; NULL: all, to be compared */
    const char *folder;
} impact_work;

#define BATCH_IMPACT_PICTURES "pictures"

/* Compares every document, or (chosen) draws what is to be seen of some: its result is HTML then. */
batch_task batch_impact_compare(const impact_work *w);
batch_task batch_impact_draw(const impact_work *w);
/* What a worker said of a document; the texts live in `a`. */
impact_record batch_impact_record(arena *a, const char *key, const batch_outcome *x);

/* Writes the pages of a settled account. False after a report. */
bool batch_impact_write(const impact_work *w, impact_account *account, render_environment *e, diag *d);
/* Whether pages may be written there; false after `impact-folder`. */
bool batch_impact_may_write(const char *folder, diag *d);

/* What the workers of either task need; those who draw write into a folder. confine_drop it. */
confine *batch_impact_confine(const impact_work *w, const char *writes);

#endif
