/* batch_issue.h: issuing: what leaves the house.
 *
 * What `run` makes is a working state that the next run may make anew. What is issued (発行) is for good: its bytes lie
 * in OUT/.renkei/issued under their own sum, are never written over, and the journal of the ledger, a chain of hashes,
 * says what was issued when, by whom, where and why. A document that is issued again with other bytes is its next
 * version (版); with the same bytes nothing is issued. Each of these calls takes the lock of the output folder, and
 * refuses to go on with a ledger that is damaged. */
#ifndef RENKEI_BATCH_BATCH_ISSUE_H
#define RENKEI_BATCH_BATCH_ISSUE_H

#include "batch/batch.h"

/* Who does it and why. */
typedef struct batch_deed {
    const char *reason;
    const char *who; /* NULL: RENKEI_WHO of the environment, else the login name */
    bool dry_run;    /* tell what would become of it, and write nothing: no lock, no entry, no byte, no ledger of an
                        earlier version brought forward */
} batch_deed;

typedef struct batch_release_order {
    const char *const *keys;    /* NULL-ended; none: of every case */
    const char *form, *month;   /* NULL: any; the month counts before that of the run file */
    const batch_order *order;   /* the cases, forms and months of a run file; NULL: any */
    const char *const *bundles; /* names or kinds of envelopes; then their documents and no others, … */
    bool all_bundles;           /* … of all (a run file's kinds): those of which all is of these keys and cases. One
                                   that holds others, too, is refused */
    bool again;                 /* what was withdrawn, too */
    batch_deed deed;
} batch_release_order;

typedef struct batch_release_line {
    bool bundle;
    const char *key, *form, *month; /* of an envelope: its name, kind of recipient, series */
    batch_going going;
    int version; /* that it has, or gets; 0: none */
    int pages;
    const char *why[2]; /* refused: by diag_language */
    bool judged;
} batch_release_line;

typedef struct batch_released {
    GArray *lines; /* batch_release_line: documents by key, form, month, then envelopes */
    size_t count[BATCH_GOINGS];
    size_t forbidden; /* of those refused: by a rule */
    size_t consents;  /* versions issued before, whose papers were consented to since: the journal takes it down */
    bool refused_all; /* something that must go cannot: nothing was issued */
    bool issued;
    arena *a;
} batch_released;

/* Issues what is made, all of it or nothing. What was withdrawn stays withdrawn while its bytes are the same. What a
 * rule forbids, what could not be made, and an envelope that was held or has another document in it than there is now,
 * stays behind, and keeps all back when it was named; a file that is not what the ledger says always does. False after
 * a diagnostic; *out is filled in any case, to be cleared. */
bool batch_release(const batch_release_order *o, const render_paths *paths, const char *output, batch_released *out,
                   diag *d);
void batch_released_clear(batch_released *x);
void batch_released_print(const batch_released *x, bool dry_run, diag_language language, GString *out);
void batch_released_print_json(const batch_released *x, bool dry_run, diag_language language, GString *out);

/* A version that was issued. */
typedef struct batch_choice {
    const char *key, *form, *month; /* form, month NULL: any; there must be one such paper. Of an envelope: its name */
    bool bundle;
    int version; /* 0: the one that stands */
} batch_choice;

/* A version that was issued again. */
typedef struct batch_reprinted {
    GString *file; /* its name below the output folder, which no document can have; the caller's, and set by no other */
    int version, copy, pages;
} batch_reprinted;

/* Repeats a version: the very bytes that were issued, with 再発行 and the number of the copy on every page, whatever
 * the case says by now. False after `batch-not-issued` when it was only made, and others. */
bool batch_reprint(const batch_choice *c, const batch_deed *deed, const render_paths *paths, const char *output,
                   batch_reprinted *out, diag *d);

/* A decision in the journal: what was issued does not stand any more, and is not issued with the same bytes again until
 * that is asked for (batch_release_order.again). How many versions; 0 after a diagnostic. */
size_t batch_withdraw(const batch_choice *c, const batch_deed *deed, const char *output, diag *d);
/* What was issued for a key is kept beyond its retention, until that is ended. False after a diagnostic. */
bool batch_hold_key(const char *key, bool hold, const batch_deed *deed, const char *output, diag *d);

/* ---- the end of what was issued ---- */

typedef struct batch_expiry {
    const char *before;       /* YYYY-MM-DD: what is to be kept until a day before this one; NULL: today */
    const batch_order *order; /* where the cases are of which nothing is left but what was withdrawn; NULL: not said */
    batch_deed deed;
} batch_expiry;

typedef enum batch_keeping { BATCH_EXPIRES, BATCH_KEPT, BATCH_ON_HOLD, BATCH_END_UNKNOWN } batch_keeping;

typedef struct batch_expiry_line {
    const char *key;
    batch_keeping keeping;
    char end[11], until[11]; /* of the service, of the retention; "" unknown */
    size_t versions;         /* that are there … */
    size_t drafts;           /* … and files that a run has withdrawn, which need never have been issued */
} batch_expiry_line;

typedef struct batch_expired {
    GArray *lines;    /* batch_expiry_line, by key: all of whom something issued, or withdrawn by a run, is kept */
    size_t destroyed; /* versions */
    size_t drafts;    /* files that a run had withdrawn */
    arena *a;
} batch_expired;

/* Destroys what was issued for children whose service ended so long ago that their retention (batch_retention.h) has
 * ended, and what runs withdrew of them; each version and each such
 * file leaves a tombstone in the journal, which is written before the bytes go. What only has the name of one of them
 * is told and stays. What is on hold, and whose end of service is not known, stays. False after a diagnostic; *out is
 * filled in any case, to be cleared. */
bool batch_expire(const batch_expiry *o, const render_paths *paths, const char *output, batch_expired *out, diag *d);
void batch_expired_clear(batch_expired *x);
void batch_expired_print(const batch_expired *x, bool dry_run, diag_language language, GString *out);
void batch_expired_print_json(const batch_expired *x, bool dry_run, GString *out);

/* ---- the index of what was issued for a key ---- */

typedef struct batch_index batch_index;
/* Reads only, and needs no lock. NULL after a diagnostic. */
batch_index *batch_index_new(const char *output, const char *key, diag *d);
void batch_index_drop(batch_index *x); /* takes NULL */
void batch_index_print(const batch_index *x, diag_language language, GString *out);
void batch_index_print_json(const batch_index *x, GString *out);
/* Data of templates/schema/index.rng. */
void batch_index_data(const batch_index *x, render_environment *e, GString *out, diag *d);
/* 発行の索引, by the form templates/batch/index.xml; NULL after a diagnostic. */
GByteArray *batch_index_pdf(const batch_index *x, const render_paths *paths, diag *d);

#endif
