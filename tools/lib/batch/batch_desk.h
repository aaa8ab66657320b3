/* batch_desk.h: the place at which something is done that stays: the output folder with its lock, the ledger, what was
 * issued so far, and who does it, when, where and why. Shared by release, reprint, withdraw, hold and expire. */
#ifndef RENKEI_BATCH_BATCH_DESK_H
#define RENKEI_BATCH_BATCH_DESK_H

#include "batch/batch_issued.h"

typedef struct batch_desk {
    batch_place place;
    ledger *ledger;
    batch_issued *issued;
    char *on, *who, *host; /* on: UTC, ISO 8601, one moment for all of an order */
    const char *reason;
    bool looks; /* dry run: nothing of it may be written to */
    diag *d;
} batch_desk;

/* Takes the lock, looks whether the ledger is sound, reads the journal, and takes back what a broken order left in the
 * store. On a dry run it only looks: nothing is locked, made or brought forward, and `batch-locked` is told while
 * somebody else has the lock. False after a report; nothing was changed then. */
bool batch_desk_open(batch_desk *k, const char *output, const batch_deed *deed, diag *d);
void batch_desk_close(batch_desk *k);
/* An entry with the act, who, when, where and why. */
ledger_entry batch_desk_entry(const batch_desk *k, ledger_act act);
/* The same of a paper: with its key, form and month. */
ledger_entry batch_desk_paper_entry(const batch_desk *k, ledger_act act, const batch_paper *p);
/* The one paper that is meant; NULL after `batch-not-issued` or `batch-several`. */
const batch_paper *batch_desk_choose(const batch_desk *k, const batch_choice *c);
/* `batch-not-issued`, with what was issued of the key, or of any. */
void batch_desk_tell_not_issued(const batch_desk *k, const batch_choice *c);
/* What is withheld by now, for batch_desk_is_tellable; NULL after a report. */
batch_withheld *batch_desk_withheld(const batch_desk *k);
/* Whether a version that was issued may leave the house once more; else `batch-issued-withheld`. */
bool batch_desk_is_tellable(const batch_desk *k, const batch_withheld *w, const batch_paper *p, const batch_version *v);

/* ---- batch_covered.c ---- */
/* Copies for a reader that the consents, as the working state was judged by them, do not cover. NULL after a report. */
typedef struct batch_covered batch_covered;
batch_covered *batch_covered_read(ledger *l);
void batch_covered_drop(batch_covered *c); /* takes NULL */
/* Whether a version may be given to its reader once more; else `batch-issued-no-consent`, of an envelope with a copy in
 * it, too. */
bool batch_desk_is_covered(const batch_desk *k, const batch_covered *c, const batch_paper *p, const batch_version *v);

#endif
