#ifndef RENKEI_BATCH_BATCH_RELEASE_INT_H
#define RENKEI_BATCH_BATCH_RELEASE_INT_H

/* What a release chooses and judges, inside the batch room: the documents and envelopes that the order names, and of
 * each whether it may go. Owner: batch_release.c, which fills it; batch_release_judge.c fills the lines. */
#include "batch/batch_desk.h"

/* A document of the working state. Of a form that reads no month there may be several, of the runs of several months:
 * one paper, of which the newest is what there is. */
typedef struct batch_letter batch_letter;
struct batch_letter {
    ledger_document of;         /* its texts in the arena */
    batch_release_line line;    /* its month is that of the paper */
    const batch_letter *newest; /* itself, or the one that is */
    bool wanted, named;         /* named: by its key, so that it must go */
    bool signed_since;          /* it was issued with these bytes, and its paper was consented to since */
    bool tells;                 /* an address that a case withholds */
};

typedef struct batch_envelope {
    ledger_bundle of;
    ledger_member *members; /* of->members, with the versions that they have then */
    batch_release_line line;
    bool named; /* by its own name, so that it must go */
    bool whole; /* its documents are those that are in it */
} batch_envelope;

typedef struct batch_releasing {
    const batch_release_order *o;
    batch_desk *desk;
    GPtrArray *letters;  /* batch_letter, by key, form, month */
    GHashTable *by_name; /* of letters; keys owned */
    GHashTable *papers;  /* the newest letter of a paper, by the paper's month; keys owned */
    batch_months months;
    GPtrArray *envelopes; /* batch_envelope */
    GHashTable *cases;    /* paths of those of the run file; keys owned. NULL: any */
    GHashTable *asked;    /* keys of those that the order is about, of envelopes; NULL: any */
    GHashTable *known;    /* keys of all */
    GHashTable *tonight;  /* documents that the last run covers; keys owned */
    batch_withheld *withheld;
    int64_t run;   /* the last */
    char *series;  /* of the envelopes */
    bool restores; /* what was issued is no more in the store, and is put there again */
    bool begun;    /* the store was given what the journal is to name: only the journal can tell what came of it */
    arena *a;
} batch_releasing;

/* The name of a document in the tables of a batch_releasing; g_free it. */
char *batch_release_name(const char *key, const char *form, const char *month);

/* It stays where it is; `why` in Japanese and English. */
void batch_release_refuse(batch_release_line *x, const char *const why[2]);

/* Judges what is wanted: each line has its going and version then, and what is to go is put aside in the store (not on
 * a dry run). false: the store could not take it, which was reported. */
bool batch_release_judge(batch_releasing *r);
/* Of a run that did not end nobody knows what is wanting: only what is named (a KEY, an envelope) goes from there.
 * False after `batch-unfinished`. `tonight` is filled. */
bool batch_release_is_of_ended(const batch_releasing *r, const ledger_run *last);

#endif
