/* ledger.h: the account of a batch: every document, what it was made from, what came out, in which run. The only room
 * that knows SQLite, and no SQL is seen outside it.
 *
 * A ledger is one file (SQLite, write-ahead log), written by one process at a time: whoever writes holds the lock of
 * the output folder (batch/place.h). A document is one row, known by key, form and month, that tells how it stands now;
 * it is written over when the document is made again. A document that was issued a second time (再発行) is a row of its
 * own that names the first. What is written becomes durable with ledger_commit, all of it or nothing: a process killed
 * at any moment leaves the account of the last commit.
 *
 * No personal data: keys, paths, sums, counts, codes of diagnostics with their arguments. */
#ifndef RENKEI_LEDGER_LEDGER_H
#define RENKEI_LEDGER_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/digest.h"

typedef struct ledger ledger;

typedef enum ledger_mode {
    LEDGER_READ,  /* must be there; may be read while another process writes */
    LEDGER_WRITE, /* made when it is not there */
} ledger_mode;

/* NULL after `ledger-missing` (exit 2: LEDGER_READ, and there is no such file), `ledger-damaged` (exit 5: no ledger, or
 * of another edition of renkei) or `ledger-failed` (exit 75: the disk is full, the folder is gone). `d` takes what
 * later calls report, too, and must outlive the ledger. */
ledger *ledger_open(const char *path, ledger_mode mode, diag *d);
void ledger_close(ledger *l); /* takes NULL; what was not committed is lost */

/* Writes between begin and commit count together. After any call that returned false the rest of the writes should
 * not be tried: the account stays that of the last commit. */
bool ledger_begin(ledger *l);
bool ledger_commit(ledger *l);

/* ---- runs ---- */
typedef struct ledger_run {
    int64_t id;
    const char *started, *ended; /* UTC, ISO 8601; ended NULL: it was broken off or is going on */
    const char *shard;           /* "2/8"; "" for a run over all */
    const char *edition;         /* of the engine, see batch_edition */
    const char *bundles;         /* which bundles were asked for, "household partner+"; "" none */
    const char *series;          /* of the bundles */
    const char *order;           /* what the run file is called; "" by options */
    const char *month, *as_of;   /* of the run; "" none */
    int64_t planned;             /* documents that were asked for */
    int exit_status;             /* of the program; meaningless while ended is NULL */
} ledger_run;

/* r->started, shard, edition, bundles, series, order, month, as_of and planned count. *id is the new run's. */
bool ledger_start_run(ledger *l, const ledger_run *r, int64_t *id);
bool ledger_end_run(ledger *l, int64_t id, const char *ended, int exit_status);
/* The newest run; false when there is none. The strings belong to the ledger until the next call. */
bool ledger_last_run(ledger *l, ledger_run *out);

/* ---- what documents are made from ---- */
/* A set of files known by one sum: the masters of a case, a form with what it includes, the fonts. */
typedef struct ledger_input {
    const char *path;
    digest sum;
} ledger_input;
bool ledger_save_set(ledger *l, const digest *set, const ledger_input *inputs, size_t count);
typedef void (*ledger_input_visit)(void *data, const digest *set, const ledger_input *input);
/* The inputs of every set that a document of this run was made from, by set and path. */
bool ledger_each_input(ledger *l, int64_t run, ledger_input_visit visit, void *data);

/* ---- documents ---- */
typedef enum ledger_status {
    LEDGER_MADE,
    LEDGER_BLOCKED, /* the case cannot or must not give this form */
    LEDGER_FAILED,
} ledger_status;
const char *ledger_status_name(ledger_status s); /* made, blocked, failed */

/* To whom a document goes: "household", "partner", "municipality", "office", and an id. */
typedef struct ledger_recipient {
    const char *to, *key;
} ledger_recipient;

typedef struct ledger_document {
    const char *key;   /* the case's id; of a case that cannot be read, its path */
    const char *form;  /* as it was asked for */
    int place;         /* of the form in the run file */
    const char *month; /* "": none */
    const char *as_of; /* "": none */
    const char *case_path;
    digest case_sum, masters, kit; /* kit: the set of the form; none (all zero) where it could not be read */
    digest inputs;                 /* of all that decides the bytes; none: never take it for unchanged */
    ledger_status status;
    const char *file; /* below the output folder; "" when not made */
    digest output;
    int64_t bytes;
    int pages;
    double cpu, wall;     /* seconds */
    bool unchanged;       /* made in an earlier run, and kept by this one; for reading only */
    const diag *messages; /* NULL: none */
    const ledger_recipient *recipients;
    size_t recipient_count;
} ledger_document;

/* Writes or overwrites a document and accounts for it in this run. */
bool ledger_save(ledger *l, int64_t run, const ledger_document *x);
/* The document stands as it was and is accounted for in this run. */
bool ledger_keep(ledger *l, int64_t run, const char *key, const char *form, const char *month, int form_place);

typedef void (*ledger_visit)(void *data, const ledger_document *x);
/* The documents accounted for in a run (0: all there are), by key, form and month. What x points to lives as long as
 * the call of `visit`. whole false leaves messages and recipients out. */
bool ledger_each(ledger *l, int64_t run, bool whole, ledger_visit visit, void *data);

/* ---- bundles ---- */
typedef struct ledger_bundle {
    const char *name;   /* of the envelope, unique in a series */
    const char *series; /* runs of other series leave it alone: the month, or "" */
    const char *to, *mark;
    int documents;
    digest inputs;
    const char *file; /* below the output folder */
    digest output;
    int64_t bytes;
    int pages;
} ledger_bundle;

bool ledger_save_bundle(ledger *l, int64_t run, const ledger_bundle *x);
bool ledger_drop_bundle(ledger *l, const char *series, const char *name);
typedef void (*ledger_bundle_visit)(void *data, const ledger_bundle *x);
/* Those of a run (0: all), by series and name. */
bool ledger_each_bundle(ledger *l, int64_t run, ledger_bundle_visit visit, void *data);

/* A bundle that a run should have made and did not: nobody must take its absence for nothing to send. */
typedef struct ledger_unmade {
    const char *name, *series, *to, *mark; /* as of a bundle */
    bool failed;                           /* false: held, as a document of it failed */
    const char *why;                       /* name of a diagnostic */
} ledger_unmade;

bool ledger_save_unmade(ledger *l, int64_t run, const ledger_unmade *x);
bool ledger_drop_unmade(ledger *l, const char *series); /* all of a series: the run begins to bundle */
typedef void (*ledger_unmade_visit)(void *data, const ledger_unmade *x);
/* Those of a run (0: all), by series and name. */
bool ledger_each_unmade(ledger *l, int64_t run, ledger_unmade_visit visit, void *data);

/* ---- issued again ---- */
typedef struct ledger_reissue {
    const char *key, *form, *month; /* of the document, which must be in the ledger */
    int number;                     /* 2 is the first that was made again */
    const char *reason, *on;        /* on: UTC, ISO 8601 */
    digest first;                   /* the output it repeats */
    const char *file;
    digest output;
    int64_t bytes;
    int pages;
} ledger_reissue;

bool ledger_save_reissue(ledger *l, const ledger_reissue *x);
typedef void (*ledger_reissue_visit)(void *data, const ledger_reissue *x);
bool ledger_each_reissue(ledger *l, ledger_reissue_visit visit, void *data);

#endif
