/* batch_roster.h: the roster (名簿) of a run. A run knows what it covers (whose documents, by which forms, which kinds
 * of envelopes) and compares that with the last run of its name. What is missing now is told, and stays as it is:
 * files, rows, envelopes, and its place in the roster. Nothing is withdrawn but by a decision, which the journal keeps
 * with its reason: of a person (--accept-missing), or of the run file, which declares what share may be missing.
 *
 * The month does not count: a new month is new work of the same roster. A form that is asked for for several months has
 * a row for each, by its turn. Only cases whose key is known are in a roster. */
#ifndef RENKEI_BATCH_BATCH_ROSTER_H
#define RENKEI_BATCH_BATCH_ROSTER_H

#include "batch/batch_int.h"

typedef struct batch_roster batch_roster;

/* name "": of no roster; then nothing is ever missing. series: the month of the run, or "". */
batch_roster *batch_roster_new(const char *name, const char *series);
void batch_roster_drop(batch_roster *r); /* takes NULL */

/* ---- what is covered now: before batch_roster_compare ---- */
/* month NULL or "": none. form_place: of the form in the order. */
void batch_roster_cover(batch_roster *r, const char *key, const char *form, const char *month, int form_place);
void batch_roster_cover_plan(batch_roster *r, const batch_plan *p);
/* The same of a document that a run accounts for; a ledger_visit. */
void batch_roster_cover_row(void *roster, const ledger_document *x);
/* Kinds of envelopes, as batch_order_add_wishes reads them. */
void batch_roster_cover_kinds(batch_roster *r, const char *wishes);

/* ---- what is missing ---- */
/* Of the last roster of its name, as the ledger has it. False after a report. */
bool batch_roster_compare(batch_roster *r, ledger *l);
size_t batch_roster_missing(const batch_roster *r); /* rows, without those that were accepted */
typedef void (*batch_roster_visit)(void *data, const char *key, const char *form, const char *kind);
/* kind "": a document; else key and form are "". */
void batch_roster_each_missing(const batch_roster *r, batch_roster_visit visit, void *data);

/* All of these of a plan (of a shard: of no roster, as `merge` compares). l may be NULL: nothing was made before. NULL
 * after a report. */
batch_roster *batch_roster_of_plan(const batch_order *o, const batch_plan *p, batch_shard shard, ledger *l);

/* ---- what is decided ---- */
void batch_roster_accept_all(batch_roster *r);
/* All that is missing, if it is no more than so many per cent of the last roster: but for what is in an envelope of a
 * household, which a person must decide about. percent < 0: nothing. False after a report. */
bool batch_roster_accept_share(batch_roster *r, ledger *l, int percent);
/* A line for each key (`batch-roster-missing`, which ends with EXIT_MISSING), at most twenty, and how many more. reason
 * not NULL: what is accepted, too, as withdrawn for it. */
void batch_roster_tell(const batch_roster *r, const char *reason, diag *d);

/* Who decided, why, and in which run. */
typedef struct batch_decision {
    const char *on, *who, *host, *reason;
    int64_t run;
} batch_decision;

/* Withdraws what was accepted, unless another roster covers it: the files go to .renkei/withdrawn, the documents out of
 * the working state, and envelopes of which nothing is left (`batch-envelope-withdrawn`); each is an entry of the
 * journal. What was issued stands. Inside begin and commit; false after a report. */
bool batch_roster_withdraw(const batch_roster *r, ledger *l, const batch_place *where, const batch_decision *decision,
                           diag *d);
/* What is covered now and what is missing and not accepted is the next roster. Inside begin and commit. */
bool batch_roster_save(const batch_roster *r, ledger *l, int64_t run);

/* All of it, as the order and the settings say: what is accepted is withdrawn, what is missing is told, the roster is
 * written. Inside begin and commit; false after a report. */
bool batch_roster_settle(batch_roster *r, ledger *l, const batch_place *where, const batch_order *o,
                         const batch_settings *s, int64_t run, diag *d);

#endif
