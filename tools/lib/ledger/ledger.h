/* ledger.h: the account of a batch: every document, what it was made from, what came out, in which run. The only room
 * that knows SQLite, and no SQL is seen outside it.
 *
 * A ledger is one file (SQLite, write-ahead log), written by one process at a time: whoever writes holds the lock of
 * the output folder (batch/place.h). It has two halves. The working state tells how things stand now: a document is one
 * row, known by key, form and month, written over when the document is made again; envelopes, rosters and what is known
 * of files are of this half, too. The journal (発行簿) tells what was done and is only ever added to: every issue,
 * reissue, withdrawal and destruction, each with a hash over itself and over the one before.
 *
 * What is written becomes durable with ledger_commit, all of it or nothing: a process killed at any moment leaves the
 * account of the last commit.
 *
 * Every row of every table has a seal (a sum over its table's name and its values), every table a tally of its rows,
 * and a ledger that nobody writes to has a sum of its whole file beside it (LEDGER.sum): what something else than this
 * room wrote is seen, and such a ledger is not opened. Where there is no sum (a writer is at work, or was killed) every
 * row is looked at instead. A ledger that another program only put in order (VACUUM) is taken again once LEDGER.sum is
 * removed.
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

/* Whether there is one, or was: its file, or what lies beside one (.sum, -wal). */
bool ledger_is_there(const char *path);

/* A ledger of an earlier version becomes one of this when it is opened for writing; a reader sees it as if it had, and
 * changes nothing.
 *
 * NULL after `ledger-missing` (exit 2: LEDGER_READ, and there is no such file), `ledger-damaged` (exit 9: no ledger, no
 * file, of another edition of renkei, not the file that was closed, or gone while what lies beside it is there), what
 * ledger_check tells, `ledger-failed` (exit 75: the disk is full, the folder is gone, another process has it too long),
 * or of a reader `ledger-unreadable` (exit 5: it may not, or the disk does not). `d` takes what later calls report,
 * too, and must outlive the ledger. */
ledger *ledger_open(const char *path, ledger_mode mode, diag *d);
/* The same in an open folder, whatever has the folder's name now: `path` is how the ledger is told, and its last step
 * the name in the folder (-1: none). Neither it nor what lies beside it is opened through a link. */
ledger *ledger_open_in(int folder, const char *path, ledger_mode mode, diag *d);
void ledger_report_to(ledger *l, diag *d); /* what later calls report */
void ledger_close(ledger *l);              /* takes NULL; what was not committed is lost */

/* Every damage that can be seen, each told with its table and row: pages and indices, the tables themselves, rows that
 * are not as they were sealed, rows that are lost or too many, entries of the journal that do not follow from those
 * before. True when there is none. Codes: ledger-damaged, ledger-row-damaged, ledger-rows-missing,
 * ledger-chain-broken. Of one moment, while another process may write. */
bool ledger_check(ledger *l, diag *d);

/* Writes between begin and commit count together. After any call that returned false the rest of the writes should
 * not be tried: the account stays that of the last commit. */
bool ledger_begin(ledger *l);
bool ledger_has_failed(const ledger *l); /* whether any call reported something since it was opened */
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
    const char *name;            /* of its roster; "" none */
    const char *identity;        /* of the set of shards that it is one of; "" none */
    const char *month, *as_of;   /* of the run; "" none */
    int64_t planned;             /* documents that were asked for */
    int exit_status;             /* of the program; meaningless while ended is NULL */
} ledger_run;

/* r->started, shard, edition, bundles, series, order, name, identity, month, as_of and planned
 * count. *id is the new run's. */
bool ledger_start_run(ledger *l, const ledger_run *r, int64_t *id);
/* Trims the ledger, too (ledger_trim). */
bool ledger_end_run(ledger *l, int64_t id, const char *ended, int exit_status);
/* The newest run; out->id is 0 and its strings are "" when there is none. False after a report: then nobody knows. The
 * strings belong to the ledger until the next call. */
bool ledger_last_run(ledger *l, ledger_run *out);
/* The newest moment before one (UTC, ISO 8601) at which a run began or the journal was added to; "" none. NULL after a
 * report. g_free it. */
char *ledger_newest(ledger *l, const char *before);

/* Runs before the last that should have made bundles and did not end, and none of the same roster and series has ended
 * since (of one without a name, as in ledgers of before version 3, of the same bundles and series): nobody made them.
 * Only what is of use then is there: id, started, bundles, series, name. */
typedef void (*ledger_run_visit)(void *data, const ledger_run *r);
bool ledger_each_owing(ledger *l, ledger_run_visit visit, void *data);

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

/* What is known of a file that was read: while `stat` is as it was, its sum is. */
typedef struct ledger_file {
    const char *path; /* as in a document's case_path or in an input: others are forgotten when the ledger is trimmed */
    const char
        *stat; /* device, number, size, times, and when they were taken; the reader judges whether to trust them */
    digest sum;
    const char *head; /* of a case: its key and the paths of its masters, a line each; "" else */
} ledger_file;
bool ledger_save_file(ledger *l, const ledger_file *x);
bool ledger_drop_file(ledger *l, const char *path); /* the file is gone */
typedef void (*ledger_file_visit)(void *data, const ledger_file *x);
bool ledger_each_file(ledger *l, ledger_file_visit visit, void *data); /* by path */

/* ---- documents ---- */
typedef enum ledger_status {
    LEDGER_MADE,
    LEDGER_ABSENT,  /* 対象外: the case has no subject for this form */
    LEDGER_BLOCKED, /* 禁止: a rule forbids that it leaves */
    LEDGER_FAILED,  /* the last: a number above it is no status */
} ledger_status;
const char *ledger_status_name(ledger_status s); /* made, absent, blocked, failed */

/* To whom a document goes: "household", "partner", "municipality", "office", and an id. */
typedef struct ledger_recipient {
    const char *to, *key;
    const char
        *home; /* of a household: a sum of where it is and whom its envelope names, equal for those that share one;
                  "" shared with none. Not to be shown: who guesses the address can tell that it is this one */
} ledger_recipient;

typedef struct ledger_document {
    const char *key;       /* the case's id; of a case that cannot be read, its path */
    const char *form;      /* as it was asked for */
    int place;             /* of the form in the run file */
    const char *month;     /* "": none */
    const char *as_of;     /* "": none */
    const char *series;    /* of the run that accounts for it: its envelopes are of the same; for reading only */
    const char *consented; /* day on which the paper was consented to; "" none */
    const char *case_path;
    digest case_sum, masters, kit; /* kit: the set of the form; none (all zero) where it could not be read */
    digest inputs;                 /* of all that decides the bytes; none: never take it for unchanged */
    ledger_status status;
    const char *file; /* below the output folder; "" when not made */
    digest output;
    const char *output_stat; /* of the file that has this output, as in ledger_file; "" not taken */
    int64_t bytes;
    int pages;
    double cpu, wall;     /* seconds */
    bool unchanged;       /* made in an earlier run, and kept by the one that accounts for it … */
    int64_t made_run;     /* … the run that made it; 0 not known. Of one that is not unchanged for reading only */
    bool same_bytes;      /* made anew, with the bytes that it had */
    const diag *messages; /* NULL: none */
    const ledger_recipient *recipients; /* of one that failed without any, those that it had are kept */
    size_t recipient_count;
    const char *places; /* what its case says of where people live, as sums; "" or NULL: not known, and what was is
                           kept. Not read but by ledger_each_places and by whole */
} ledger_document;

/* Writes or overwrites a document and accounts for it in this run. */
bool ledger_save(ledger *l, int64_t run, const ledger_document *x);
/* The document stands as it was and is accounted for in this run. */
bool ledger_keep(ledger *l, int64_t run, const char *key, const char *form, const char *month, int form_place);
/* Its output was looked at and is what it was. */
bool ledger_save_output_stat(ledger *l, const char *key, const char *form, const char *month, const char *output_stat);
/* It is no longer of the working state. What the journal says of it stays; and, of the last document that tells them,
 * the places of its case: what was issued of it, and of those who live there, is judged by them. They go when a run
 * knows its places anew, or another id's whose file is the same and withholds none (ledger_trim), or with
 * ledger_forget_places. */
bool ledger_drop(ledger *l, const char *key, const char *form, const char *month);
/* Nothing is left of its documents that were dropped. */
bool ledger_forget_places(ledger *l, const char *key);

/* What was said of it, the caller's; nothing of one that the ledger does not know. *good: false after a report. */
diag *ledger_messages(ledger *l, const char *key, const char *form, const char *month, bool *good);
/* What is known of the places of cases, each once; nothing at all when none of them has a '!' in its text. */
typedef void (*ledger_places_visit)(void *data, const char *key, const char *places);
bool ledger_each_places(ledger *l, ledger_places_visit visit, void *data);

typedef void (*ledger_visit)(void *data, const ledger_document *x);
/* The documents accounted for in a run (0: all there are), by key, form and month. What x points to lives as long as
 * the call of `visit`. whole false leaves messages and recipients out. */
bool ledger_each(ledger *l, int64_t run, bool whole, ledger_visit visit, void *data);

/* ---- bundles ---- */
/* A document in an envelope, or one that should be in it. */
typedef struct ledger_member {
    const char *key, *form, *month;
    int version;     /* 0: not issued */
    digest output;   /* none when it is a gap */
    int pages;       /* that it fills in the envelope's file */
    const char *gap; /* "", or why it is not in it: a ledger_status_name */
} ledger_member;

typedef struct ledger_bundle {
    const char *name;   /* of the envelope, unique in a series */
    const char *series; /* runs of other series leave it alone: the month, or "" */
    const char *to, *mark;
    const char *wish;  /* the kind as it was asked for, "household", "partner+"; "" not known */
    const char *asked; /* all that its run asked for (ledger_run.bundles); for reading only */
    int documents;
    digest inputs;
    const char *file; /* below the output folder */
    digest output;
    int64_t bytes;
    int pages;
    const ledger_member *members; /* in the order of the file; none for one of a ledger before version 3 */
    size_t member_count;
} ledger_bundle;

bool ledger_save_bundle(ledger *l, int64_t run, const ledger_bundle *x);
/* The bundle stands as it was and is accounted for in this run. */
bool ledger_keep_bundle(ledger *l, int64_t run, const char *series, const char *name);
bool ledger_drop_bundle(ledger *l, const char *series, const char *name);
typedef void (*ledger_bundle_visit)(void *data, const ledger_bundle *x);
/* Those of a run (0: all), by series and name. */
bool ledger_each_bundle(ledger *l, int64_t run, ledger_bundle_visit visit, void *data);

/* A bundle that a run should have made and did not: nobody must take its absence for nothing to send. */
typedef struct ledger_unmade {
    const char *name, *series, *to, *mark; /* as of a bundle */
    bool failed;                           /* false: held, as a document of it failed */
    const char *why;                       /* name of a diagnostic */
    const char *wish;                      /* as of a bundle: it is made by it when it can be; "" not known */
    const char *asked;                     /* as of a bundle */
} ledger_unmade;

bool ledger_save_unmade(ledger *l, int64_t run, const ledger_unmade *x);
/* Of a series those of one name, or (NULL) all. */
bool ledger_drop_unmade(ledger *l, const char *series, const char *name);
typedef void (*ledger_unmade_visit)(void *data, const ledger_unmade *x);
/* Those of a run (0: all), by series and name. */
bool ledger_each_unmade(ledger *l, int64_t run, ledger_unmade_visit visit, void *data);

/* ---- rosters ---- */
/* What a run of this name is expected to give, whatever its month. */
typedef struct ledger_roster_row {
    const char *name; /* of the roster */
    const char *key, *form;
    const char *month; /* as it is asked for: "previous", "2024-06", "" none */
    const char *kind;  /* of a bundle, "household", "partner+"; "" for a document */
} ledger_roster_row;

/* The roster is these rows and no others; what stood in it is not written again. Their `name` does not count. */
bool ledger_save_roster(ledger *l, const char *name, int64_t run, const ledger_roster_row *rows, size_t count);
/* False only after a report: that it was not in it is no fault. */
bool ledger_drop_roster(ledger *l, const char *name, const char *key, const char *form, const char *month);
typedef void (*ledger_roster_visit)(void *data, const ledger_roster_row *x);
/* Those of a name (NULL: all), by name, key, form, month, kind. */
bool ledger_each_roster(ledger *l, const char *name, ledger_roster_visit visit, void *data);

/* ---- the journal ---- */
typedef enum ledger_act {
    LEDGER_ISSUE,
    LEDGER_REISSUE,
    LEDGER_WITHDRAW,
    LEDGER_HOLD,
    LEDGER_UNHOLD,
    LEDGER_EXPIRE,
    LEDGER_ACCEPT,
    LEDGER_CONSENT, /* a version that was issued before its paper was signed: the day has become known */
    LEDGER_PRINT,   /* a version was handed over to the printer */
} ledger_act;
const char *ledger_act_name(ledger_act a); /* issue, reissue, withdraw, hold, unhold, expire, accept, consent, print */

typedef struct ledger_entry {
    int64_t number; /* 1, 2, … without gap; set by the ledger */
    ledger_act act;
    const char *on; /* UTC, ISO 8601 */
    const char *who, *host, *reason;
    int64_t run; /* 0: none */
    bool bundle; /* key: name of the envelope, form: kind of recipient, month: series */
    const char *key, *form, *month;
    int version;           /* of a key, form and month: 1, 2, … */
    int copy;              /* of a reissue, 1 the first; else 0 */
    const char *name;      /* file below the output folder when it was issued */
    const char *consented; /* "" none */
    digest output;
    int64_t bytes;
    int pages;
    digest case_sum, masters, kit, inputs;
    digest of;                    /* reissue: the output it repeats; expire: the output destroyed */
    const ledger_member *members; /* of an envelope, in the order of the file */
    size_t member_count;
    digest previous, hash; /* set by the ledger */
} ledger_entry;

/* Adds an entry; NULL texts are "". A second issue of one version, and a second reissue of one copy, is refused as
 * `ledger-failed`. *number (may be NULL) is the entry's.
 *
 * Its hash is the SHA-256 of this text: each of the following with its length in bytes before it and a comma after
 * ("2:K1,"), in this order: the hash before in 64 hexadecimal digits (empty for number 1); number, act, on, who, host,
 * reason, run, bundle (0 or 1), key, form, month, version, copy, name, consented, output, bytes, pages, case_sum,
 * masters, kit, inputs, of, how many members; and for each member key, form, month, version, output, pages, gap.
 * Numbers are decimal, sums 64 hexadecimal digits or empty. */
bool ledger_append(ledger *l, const ledger_entry *x, int64_t *number);
typedef void (*ledger_entry_visit)(void *data, const ledger_entry *x);
/* The entries of a key (NULL: all), by number. What x points to lives as long as the call. */
bool ledger_each_entry(ledger *l, const char *key, ledger_entry_visit visit, void *data);
/* The last entry: who notes its number and hash elsewhere can tell later that nothing before it was changed. 0 and none
 * for an empty journal. */
bool ledger_head(ledger *l, int64_t *number, digest *hash);

/* ---- for years ---- */
/* A whole copy of what is committed now, in one file (0600), while another process may write. Every row of the copy is
 * looked at before it has its name; a file of that name is not written over. False after a report (ledger_check's,
 * `file-write`, `ledger-failed`), and then there is no file; of one that is killed the next into the same folder takes
 * away what is left (.renkei-copy.XXXXXX). To restore: put it in the ledger's place, without the
 * ledger's .sum, -wal and -shm. */
bool ledger_backup(ledger *l, const char *path, diag *d);
/* Forgets runs but the last `runs_kept` and those that something still stands in; what was said of documents, and made
 * into them, that none of these runs accounts for; files of no document. A document's row stays while the document
 * does, and the journal is never shortened. Inside begin and commit. */
enum { LEDGER_RUNS_KEPT = 366 }; /* by ledger_end_run: a year of nights */
bool ledger_trim(ledger *l, int runs_kept);

/* ---- issued again, before version 3 ---- */
/* How often a document was issued again before there was a journal: its copies count on from here. */
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
