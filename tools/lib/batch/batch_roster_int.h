/* batch_roster_int.h: shared by the sources of the roster only. */
#ifndef RENKEI_BATCH_BATCH_ROSTER_INT_H
#define RENKEI_BATCH_BATCH_ROSTER_INT_H

#include "batch/batch_roster.h"

/* A document that is covered now. */
typedef struct roster_covered {
    const char *key, *form, *month;
    int place; /* of the form in the order */
} roster_covered;

/* One row of the last roster that is not covered any more. */
typedef struct roster_lost {
    const char *key, *form, *slot;
    const char *kind; /* "" for a document */
    bool accepted;
} roster_lost;

struct batch_roster {
    arena *a;
    const char *name, *series;
    GArray *documents;   /* roster_covered */
    GPtrArray *kinds;    /* char *, of envelopes */
    GHashTable *now;     /* char *, text of a row: ledger_roster_row */
    GHashTable *months;  /* char *, "form\nslot": the month that it has now */
    GHashTable *others;  /* char *, "key\nform" of other rosters, "\nkind": char *, name of one */
    GPtrArray *lost;     /* roster_lost *, by key and form */
    size_t before;       /* documents in the last roster */
    size_t kept;         /* rows of the last roster that are covered now */
    bool has_households; /* envelopes of households are asked for, now or then */
};

/* Whether anything that is missing was accepted. */
bool batch_roster_has_accepted(const batch_roster *r);
/* The name of another roster that has it, too, for which it stays; NULL: none. */
const char *batch_roster_elsewhere(const batch_roster *r, const roster_lost *x);

#endif
