/* batch.h: thousands of documents in one go, and the account of them.
 *
 *   order   what is asked for: cases, forms, month, day, names (a run file or options)
 *   plan    one line a document: whose, by which form, from which inputs, to which file
 *   pool    worker processes that make documents; a bad case fails its own documents and nothing else.
 *           What a worker dies of is tried once more, in a fresh one by itself, before it has failed
 *   ledger  what became of every document (room ledger)
 *
 * Always true: in = made + absent + blocked + failed, or the run says that it was broken off (exit 75) and how many
 * documents are still to be made. `absent`: the case has no subject for this form, and nobody need do anything.
 * `blocked`: a rule forbids that it leaves the office. `failed`: anything else. Documents whose inputs are unchanged
 * and whose file is there, byte for byte, are not made again.
 *
 * Files: OUT/NAME by a pattern of keys (never a person's name); OUT/.renkei holds the ledger, the lock and files in the
 * making. Files are written beside, synced and then renamed, some hundreds together: at any moment one is whole or
 * absent. The bytes depend on the inputs alone, not on the number of jobs, the clock, or what was made before.
 *
 * Shards: `--shard K/N` takes the keys whose sum falls to K; each has a ledger and a lock of its own, and `merge` joins
 * the ledgers.
 *
 * Bundles: when all documents are done, those that go to one recipient become one PDF in OUT/bundles (room bundle),
 * each page with n／N and the recipient's key. A bundle that might lack a document, as one of its household failed (or,
 * where households are together, one of its forms for anybody), is held and not made. */
#ifndef RENKEI_BATCH_BATCH_H
#define RENKEI_BATCH_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/digest.h"
#include "ledger/ledger.h"
#include "render/render.h"

/* ---- order: what is asked for ---- */

typedef struct batch_form {
    char *form;          /* as render_request has it; of a copy (render_copy_split) with the edition's name, of a blank
                            form with @blank: a document of its own, beside the filled one of the same case */
    char *month, *as_of; /* NULL: none */
    place where;         /* in the run file; PLACE_NONE: an option */
} batch_form;

/* Which documents are bundled: those that go to a kind of recipient ("household", "partner", "municipality",
 * "office"); together: one bundle a recipient, else one a recipient and household. */
typedef struct batch_wish {
    char to[16];
    bool together;
    bool names_gaps; /* a document that should be in it and could not be made is named on the cover; else it is held */
    bool duplex;     /* every document begins on a front */
    bool cover;      /* with a letter that lists what is in it; of a household unless it is said otherwise */
    bool envelope;   /* with the envelope itself, addressed, as its first page: for envelopes without a window */
} batch_wish;

/* A folder of cases that cannot be read: the children whose cases the ledger knows to be in it have none of their
 * documents made; others have all. */
typedef struct batch_unread {
    char *folder;
    int error; /* errno */
} batch_unread;

typedef struct batch_order {
    GPtrArray *cases;    /* char *: paths of case files, in the order of the run file */
    GArray *unread;      /* batch_unread */
    GPtrArray *skipped;  /* char *: what looks like a case, and was left out for its name or as it is behind a link */
    GArray *forms;       /* batch_form */
    char *month, *as_of; /* of forms that have none of their own */
    GArray *wishes;      /* batch_wish */
    char *name;          /* pattern; NULL: {key}/{form}.pdf, or {month}/{key}/{form}.pdf for a form with a month */
    bool name_typed;     /* it is an option's, whatever the run file says */
    char *output;        /* folder */
    char *local_rules;   /* folder; NULL: not said */
    char *status;        /* file for a line of JSON; NULL: none */
    char *metrics;       /* file for Prometheus; NULL: none */
    char *printer;       /* lp -d of the verb print; NULL: the usual one */
    char *print_options; /* lp -o each, parted by blanks; NULL: none */
    char *label;         /* what the run file is called, without its folder; NULL: none */
    char *roster;        /* name of the roster, by which a run knows its last one; NULL: the label */
    int missing;         /* per cent of the roster that may be missing and is then withdrawn; -1: not said */
    char *file;          /* the run file; NULL: none */
    place where;         /* its outermost element; PLACE_NONE: all was typed */
} batch_order;

batch_order *batch_order_new(void);
void batch_order_drop(batch_order *o); /* takes NULL */
/* Adds what a run file says (templates/schema/run.rng); its paths are relative to it. False after diagnostics (exit
 * 3; 2 when there is no such file). */
bool batch_order_read(batch_order *o, const char *path, const char *schema_dir, diag *d);
/* How cases are found in a folder. */
typedef struct batch_search {
    const char *files; /* names of case files, with * and ?; of a pattern with these, a file whose root is another than
                          <case> (a master) is none. NULL: case.xml */
    bool links;        /* links to folders are followed, each folder once; else they are left out */
} batch_search;

/* Every case file below a folder, sorted; or one case file. False after a diagnostic, at the place in the run file that
 * names it (PLACE_NONE: an option does): there is no such folder or file. What cannot be read inside is no error of the
 * order. */
bool batch_order_add_cases(batch_order *o, const char *path, const batch_search *how, place where, diag *d);
/* What was left out though it looks like a case, once, with its number (`batch-cases-skipped`, a warning). */
void batch_order_tell_skipped(const batch_order *o, diag *d);
/* "household", "partner+" (together), "household,gaps=name,duplex=yes,cover=no", several parted by spaces; of one kind
 * the last counts. False when one is no kind of recipient, or is to be as no bundle can be. */
bool batch_order_add_wishes(batch_order *o, const char *text);
/* `where` lives as long as the order: its file is o->file, or none. */
void batch_order_add_form(batch_order *o, const char *form, const char *month, const char *as_of, place where);
/* Whether the month can mean anything: to one of the forms, or, as bundles are named by it, wherever there are some; a
 * form's own to that form. Else a `usage`: typed, or at its place in the run file. */
void batch_order_check_month(const batch_order *o, const render_paths *paths, bool typed, diag *d);

/* What is said from today (year_month_parse_words, date_parse_words) becomes a month or a day (NULL: none), and is told
 * as a note (`batch-when`). Today is that of Japan when the process first asked, by SOURCE_DATE_EPOCH of the
 * environment if it is there. False after `usage`. batch_order_read does it for what a run file says. */
bool batch_resolve_month(char **month, place where, diag *d);
bool batch_resolve_day(char **day, place where, diag *d);
/* By which a run knows its last one: what the run file or an option says, else what the run file is called. "": by
 * nothing, and nothing is missing then. */
const char *batch_order_roster(const batch_order *o);

/* ---- shards ---- */

typedef struct batch_shard {
    unsigned number, count; /* 1-based; count 0: not sharded */
} batch_shard;

/* "2/8". False when it is not that. */
bool batch_shard_parse(const char *text, batch_shard *out);
/* What the scheduler says of this process: SLURM_ARRAY_TASK_ID (with _MIN and _COUNT), or Kubernetes'
 * JOB_COMPLETION_INDEX with `shards` (--shards N) or JOB_COMPLETIONS. Count 0: it says nothing. False after `usage`:
 * what it says is not enough. */
bool batch_shard_of_scheduler(batch_shard *out, unsigned shards, diag *d);
bool batch_shard_has(batch_shard s, const char *key);

/* OUTPUT/.renkei/ledger.sqlite, or ledger-2-of-8.sqlite of a shard; g_free it. */
char *batch_ledger_path(const char *output, batch_shard shard);
/* Whether it is there. Else false after `ledger-missing`, or, when that of all shards is gone and what was issued by it
 * is there, `ledger-damaged`. With `none` (may be NULL) a folder in which nothing was made is no fault: *none is set,
 * and nothing is told. */
bool batch_ledger_find(const char *output, batch_shard shard, bool *none, diag *d);
/* The same, to be looked into; NULL also after what ledger_open tells, or `batch-locked` when a run is just making it.
 */
ledger *batch_ledger_read(const char *output, batch_shard shard, bool *none, diag *d);
/* The ledger of batch_ledger_path below the output folder that is open (-1: it cannot be), whatever has that name now.
 * NULL after what ledger_open tells, and after `batch-link` where a link stands for OUTPUT/.renkei. */
ledger *batch_ledger_open(int folder, const char *path, ledger_mode mode, diag *d);
ledger *batch_ledger_look(const char *path, diag *d); /* the same, to be read, of a folder that is not open */

/* ---- how a run is to be made ---- */

typedef struct batch_settings {
    batch_shard shard;
    int jobs;
    double time_limit;    /* seconds, of one document */
    int64_t memory_limit; /* bytes beyond what the worker has when the document begins; 0: none */
    bool force;           /* unchanged ones are made, too */
    bool accept_missing;  /* what the last run of the roster covered and this one does not is withdrawn … */
    const char *reason;   /* … for this reason … */
    const char *who;      /* … by whom; NULL: RENKEI_WHO of the environment, else the login name */
    bool progress;        /* on stderr */
    bool colour;
    diag_language language;
} batch_settings;

/* ---- plan ---- */

/* What is known of a document before it is made. */
typedef enum batch_state {
    BATCH_NEW,
    BATCH_UNCHANGED,
    BATCH_CHANGED, /* its inputs, its name, or its file in the output folder */
    BATCH_AGAIN,   /* was blocked or failed the last time */
} batch_state;

typedef struct batch_plan batch_plan;

typedef struct batch_case {
    const char *path, *key;
    digest sum; /* none: nobody has read it all yet */
    const char *stat,
        *head; /* as it was looked at, and what it said (ledger_file), when it was not known; NULL: it was */
    digest masters, masters_content; /* of these files where they are; of what is in them, wherever */
    bool read;                       /* its id and its masters could be read */
    bool known;          /* the key is its own, read from it or known to the ledger; else the key is the path */
    const diag *refused; /* why none of its documents can be made; NULL: nothing is known to forbid it */
} batch_case;

typedef struct batch_document {
    uint32_t of_case, of_form; /* indices */
    const char *file;          /* below the output folder; "" when the key is not known */
    const diag *refused;       /* why it cannot be made, beside its case's reasons; NULL: nothing is known */
    digest inputs;             /* none: never take it for unchanged */
    /* Of the ledger: */
    batch_state state; /* UNCHANGED still to be confirmed by reading the file */
    digest output;
    int64_t bytes;
    int pages;
    const char *old_file;    /* the file it had; NULL: none */
    const char *output_stat; /* of that file, when it was last looked at; NULL: it was not */
    ledger_status old_status;
    bool same_inputs;    /* as those */
    const diag *verdict; /* why the rules forbade it, from the same inputs; NULL: nobody has judged these */
} batch_document;

/* Reads the head of every case, sums all inputs, gives names. Nothing is written. `l` (may be NULL) is what was made
 * before. NULL after diagnostics: a form or a pattern of names that cannot be used, no case at all. What is wrong with
 * one case fails its documents alone: a key that several have (all of them, each naming another), a name that the
 * document of another case has, a head that cannot be read. A case that cannot say its key has that under which the
 * ledger knows its file, so that nothing older stands for it. */
batch_plan *batch_plan_new(const batch_order *o, render_environment *e, const batch_settings *s, ledger *l, diag *d);
void batch_plan_drop(batch_plan *p); /* takes NULL */
size_t batch_plan_length(const batch_plan *p);
/* Documents of one case stand together, in the order of the forms; cases are sorted by key. */
const batch_document *batch_plan_at(const batch_plan *p, size_t i);
const batch_case *batch_plan_case(const batch_plan *p, const batch_document *x);
const batch_form *batch_plan_form(const batch_plan *p, const batch_document *x);
const digest *batch_plan_kit(const batch_plan *p, const batch_document *x);
/* A sum over the keys of all cases, whatever the shard. */
digest batch_plan_cases_sum(const batch_plan *p);
/* Adds all forms, with their months, days and what they are made of. */
void batch_plan_add_forms(const batch_plan *p, digest_sum *s);
/* Writes the sets of inputs that the plan has, and those that were met since, to the ledger, once. */
bool batch_plan_save_inputs(batch_plan *p, ledger *l);
/* Whether what all documents share is as it was when the plan was made, and none was made from anything else meanwhile:
 * false after `batch-shared-changed`. */
bool batch_plan_is_current(const batch_plan *p, diag *d);

/* The edition of the engine: the layout's (render/edition.h) and the program's. */
const char *batch_edition(void);

/* ---- run ---- */

/* What became of a document. */
typedef struct batch_outcome {
    ledger_status status;
    bool unchanged; /* settled before, from the same inputs, and still so: a made one's file is there */
    bool same;      /* made anew, with the bytes that it had … */
    bool there;     /* … which its file still has: nothing is written */
    digest output;
    int64_t bytes;
    int pages;
    double cpu, wall;
    diag *messages;     /* owned by whoever has the outcome, as are … */
    char **recipients;  /* … kind, id and home in turn, NULL-ended; NULL: nobody asked, and … */
    char **parsed;      /* path and sum in turn of what it was read from, by the bytes that were parsed: the case, then
                           its masters, NULL-ended; NULL or empty: nothing was */
    char consented[11]; /* day on which the paper was consented to; "" none, or not known yet */
    char *places;       /* what its case says of where people live (batch_withheld.c); NULL or "": not known */
    char *result;       /* what a task that makes no file found out, in its own words; NULL or "": nothing */
} batch_outcome;

/* What a document was made from: the very bytes that were parsed, where any were; else what the plan knows. */
typedef struct batch_sums {
    digest case_sum, masters, inputs;
} batch_sums;
batch_sums batch_plan_sums(batch_plan *p, const batch_document *x, const batch_outcome *out);

/* Writes what was learned of files, for the next run. */
bool batch_plan_save_files(batch_plan *p, ledger *l);

typedef struct batch_counts {
    size_t planned, made, unchanged, same, absent, blocked, failed; /* unchanged and same: of the made ones */
    int64_t pages, bytes;
    double seconds, cpu;
    size_t missing; /* of the roster: covered by the last run of its name, not by this one, and not withdrawn */
    size_t bundles, bundles_unchanged, bundles_held, bundles_failed; /* bundles: those that are there */
} batch_counts;

/* Called in the supervisor for each document as it is done, in no order. */
typedef void (*batch_done)(void *data, const batch_plan *p, size_t index, const batch_outcome *x);

/* What becomes of a document, or of an envelope, that is to be issued. */
typedef enum batch_going {
    BATCH_NEW_ISSUE,       /* 新しく出る: nothing stands that was issued */
    BATCH_REPLACES,        /* 差替え: a version stands, with other bytes */
    BATCH_SAME,            /* 同じ内容: it was issued with these bytes */
    BATCH_NOTHING,         /* 対象外: there is nothing to issue */
    BATCH_STAYS_WITHDRAWN, /* 取下げのまま: these bytes were withdrawn, and nobody decided that they go again */
    BATCH_REFUSED,
} batch_going;
enum { BATCH_GOINGS = BATCH_REFUSED + 1 };

/* What issuing the documents of a plan would be, by what the journal of `l` says was issued. NULL after a report. */
typedef struct batch_forecast batch_forecast;
batch_forecast *batch_forecast_new(const batch_plan *p, const render_paths *paths, ledger *l);
void batch_forecast_drop(batch_forecast *f); /* takes NULL */
/* Whether something was issued, so that the bytes decide. */
bool batch_forecast_asks(const batch_forecast *f, size_t index);
/* Of an outcome with its output where that was asked for. *version: as of a batch_release_line. */
batch_going batch_forecast_of(const batch_forecast *f, size_t index, const batch_outcome *x, int *version);

/* What would be: binds and judges every document in workers; writes nothing, and composes only what was made before (so
 * that it is known whether its bytes change) and what a forecast (NULL:
 * none) asks for. Unchanged ones are looked for in the folder `output`. False when it was broken off (SIGTERM). */
bool batch_try(batch_plan *p, render_environment *e, const char *output, const batch_settings *s,
               const batch_forecast *f, batch_done done, void *data, diag *d);

/* What the roster has and the plan does not is counted and told (`batch-roster-missing`); nothing changes. l NULL:
 * nothing was made before. */
void batch_roster_told(const batch_order *o, const batch_plan *p, batch_shard shard, ledger *l, batch_counts *counts,
                       diag *d);

/* "新規" …: the state before, or why there is none. */
const char *batch_state_word(const batch_document *x, const batch_outcome *out, diag_language language);
/* One document as a line: key, form, month, state, file, recipients (where they are known), tab-separated, and of a
 * forecast (NULL: none) what issuing it would be; its messages follow, a line each. */
void batch_print(const batch_plan *p, size_t index, const batch_outcome *x, const batch_forecast *next,
                 diag_language language, GString *out);
/* {"v":1,"key","form","month","state","file","issue","version","messages":[…]} */
void batch_print_json(const batch_plan *p, size_t index, const batch_outcome *x, const batch_forecast *next,
                      diag_language language, GString *out);
/* How many documents a forecast has of each kind: a line. */
void batch_print_forecast(const size_t count[BATCH_GOINGS], diag_language language, GString *out);
/* One document more; `same` counts of one that was made anew. */
void batch_counts_add(batch_counts *n, ledger_status s, bool unchanged, bool same);
/* What they add up to: made + absent + blocked + failed. */
size_t batch_counts_done(const batch_counts *n);
size_t batch_counts_left(const batch_counts *n); /* of a run that was broken off */
/* EXIT_SOME when a document failed, or an envelope failed or was held; else EXIT_FORBIDDEN when a rule forbade one. */
int batch_counts_exit(const batch_counts *n);
/* Whether somebody must do something about it: forbidden or failed. */
bool batch_status_is_bad(ledger_status s);
const char *batch_status_word(ledger_status s, diag_language language);
/* in = made + absent + blocked + failed, and pages: what every telling of a run has. No end of line. */
void batch_print_totals(const batch_counts *n, diag_language language, GString *out);
/* The same, with time and documents a second: a line. */
void batch_print_counts(const batch_counts *n, diag_language language, GString *out);
void batch_print_counts_json(const batch_counts *n, GString *out);

/* Makes what is to be made. `done` (may be NULL) hears of each document. The exit status: that of the counts, 75, or
 * that of what was reported in `d`, whichever is worse. */
int batch_run(const batch_order *o, const render_paths *paths, const batch_settings *s, batch_done done, void *data,
              batch_counts *counts, diag *d);

/* ---- afterwards ---- */

typedef struct batch_verified {
    batch_counts counts;                           /* of the last run */
    size_t files, files_good, inputs, inputs_good; /* looked at, and as they were */
    size_t missing;                                /* of the roster, that the last run did not account for */
    int64_t entries;                               /* of the journal */
    digest head;                                   /* the hash of the last; none: there is none */
} batch_verified;

/* Whether the totals of the last run agree; every file of the ledger is there byte for byte, with its own bytes and not
 * another's, for its owner alone, and not behind a link; every input is as it was; nothing else of any kind lies in the
 * output folder; what was issued is in the store; envelopes hold the documents of today; the last run accounted for all
 * of its roster; and the ledger is as it was written, with an entry of the hash `anchor` (NULL: any) in its journal.
 * False after diagnostics, each fault with its own (exit 8, or 9 where the account itself is not to
 * be trusted); `batch-locked` (75) while a run is at work. Nothing is written. */
bool batch_verify(const char *output, batch_shard shard, const digest *anchor, batch_verified *out, diag *d);

/* Totals, what is as it was, and the last entry of the journal, which is worth noting elsewhere. A line or two. */
void batch_verified_print(const batch_verified *v, diag_language language, GString *out);
void batch_verified_print_json(const batch_verified *v, GString *out);

/* A call of renkei-batch, for whoever watches. */
typedef struct batch_call {
    const char *verb;
    const char *output; /* folder; NULL: it did not come so far as to know it */
    const char *order;  /* what the run file is called; NULL: none */
    batch_shard shard;
    int exit_status;
    int64_t on; /* seconds since 1970: when it ended */
} batch_call;

/* Writes how it stands, each as a file that is whole or not there (NULL: not this one):
 *   status   {"v":1,"verb","on","exit","order","run":{"number","started","ended","exit", counts},"bundles-owed",
 *            "entries","head","told":{"batch-locked":1, …}}
 *   metrics  the text format of Prometheus: renkei_batch_* by order and verb; what it has of other verbs stays
 * No key and nothing of a case is in them. Everybody may read them (0644), but below the output folder. `d`: what the
 * call reported. False after `file-write`. */
bool batch_status_write(const batch_call *c, const char *status, const char *metrics, diag *d);

/* What somebody wanted in the output folder (a report, a status file) is noted in OUT/.renkei/beside, in the form of
 * sha256sum, so that it is known again and nothing else is taken for it. One that lies elsewhere is not noted. */
void batch_beside_note(const char *output, const char *path, const void *bytes, size_t length, diag *d);

/* Writes and notes such a file, wherever it lies, over nothing but an earlier one of its kind. */
typedef struct batch_beside {
    const char *path;
    const char *begins; /* how every file of its kind begins */
    const void *bytes;
    size_t length;
    bool everybody; /* may read it (0644), but below the output folder: nothing personal is in it */
} batch_beside;
#define BATCH_BESIDE_PDF "%PDF-"
/* output NULL: none is known. False after `file-write`: among others where there is a file that begins otherwise, where
 * a PDF below the output folder is not one that was noted (it is a document, an envelope or somebody's), and below a
 * .renkei. */
bool batch_beside_write(const char *output, const batch_beside *b, diag *d);

/* Whether a path lies where what is copied must not be: in the output folder, which is lost together with it and has no
 * file that verify does not know, or below the .renkei of another one. */
bool batch_keeps_off(const char *output, const char *path);
/* Copies the ledger to a file, also while a run writes it (ledger_backup), and says which, with the last entry of its
 * journal. False after a report. */
bool batch_backup(const char *output, batch_shard shard, const char *file, bool json, GString *out, diag *d);

/* Joins the ledgers of all shards, compares what they cover with the roster, and makes the bundles that they were asked
 * for. Of the order its output folder counts, and what share of the roster may be missing. False after
 * `batch-shard-missing` (exit 75) for each that has not ended on this night, `batch-shards-disagree` when they are not
 * the parts of one order, or `batch-shards-older` (75) when the ledger may have something newer than they say: nothing
 * is changed then. The very shards that were merged last may be merged again. */
bool batch_merge(const batch_order *o, const render_paths *paths, const batch_settings *s, batch_counts *counts,
                 diag *d);

/* The last run, for whoever tells of it. */
typedef struct batch_report_form {
    const char *form, *month; /* month "": none */
    batch_counts counts;
} batch_report_form;

typedef struct batch_report_recipient {
    const char *to, *key;
    batch_counts counts; /* of made documents: who would have had the others is not known */
} batch_report_recipient;

typedef struct batch_report_line {
    const char *key, *form, *month;
    ledger_status status;
    diag *messages;
} batch_report_line;

/* What the roster has and the run did not cover. */
typedef struct batch_report_missing {
    const char *key, *form; /* "" of a kind of bundles */
    const char *kind;       /* "" of a document */
} batch_report_missing;

typedef struct batch_report_made_bundle {
    const char *name, *to, *mark, *file;
    int documents, pages;
} batch_report_made_bundle;

/* A bundle that the run should have made. */
typedef struct batch_report_bundle {
    const char *name, *to, *mark;
    bool failed;     /* false: held */
    const char *why; /* name of a diagnostic */
} batch_report_bundle;

typedef struct batch_report {
    int64_t run;
    const char *started, *ended, *shard, *edition; /* ended NULL: broken off, or going on */
    const char *order, *month, *as_of;             /* "": none */
    const char *ledger;                            /* path */
    int exit_status;
    batch_counts counts; /* seconds are not known */
    GArray *forms;       /* batch_report_form, by month and form */
    GArray *not_made;    /* batch_report_line, by key, form and month; those that are not applicable, too */
    GArray *missing;     /* batch_report_missing, by key and form */
    GArray *recipients;  /* batch_report_recipient, by kind and key */
    GArray *bundles;     /* batch_report_made_bundle, by name */
    GArray *unmade;      /* batch_report_bundle: held or failed, by name */
    GPtrArray *gone;     /* char *: names of households' bundles of which the run left nothing */
    arena *a;            /* of the strings */
} batch_report;

/* NULL after a diagnostic. */
batch_report *batch_report_new(const char *output, batch_shard shard, diag *d);
void batch_report_drop(batch_report *r); /* takes NULL */
void batch_report_print(const batch_report *r, diag_language language, GString *out);
/* One object: started, ended, exit, counts, forms, not-made with messages, missing, bundles, bundles-not-made,
 * bundles-gone. */
void batch_report_print_json(const batch_report *r, diag_language language, GString *out);

/* Data of templates/schema/report.rng: what was not made is grouped by its reason, and long lists are cut with the
 * number of what is left out, so that a report of any run can be printed. The text and the JSON have all. False after a
 * diagnostic. */
bool batch_report_data(const batch_report *r, render_environment *e, GString *x, diag *d);
/* 実行報告書, by the form templates/batch/report.xml; NULL after a diagnostic. */
GByteArray *batch_report_pdf(const batch_report *r, const render_paths *paths, diag *d);

#endif
