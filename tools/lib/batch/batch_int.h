/* batch_int.h: shared by the sources of the batch room only. */
#ifndef RENKEI_BATCH_BATCH_INT_H
#define RENKEI_BATCH_BATCH_INT_H

#include <inttypes.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/arena.h"
#include "batch/batch_issue.h"
#include "calendar/calendar.h"
#include "confine/confine.h"

/* ---- batch_order.c ---- */
GArray *batch_forms_new(void); /* of batch_form; it frees their strings */
void batch_forms_add(GArray *forms, const char *form, const char *month, const char *as_of, place where);

/* ---- batch_wish.c ---- */
/* One of those that batch_order_add_wishes reads. */
bool batch_wish_parse(const char *text, batch_wish *out);
char *batch_wish_text(const batch_wish *w);                              /* as it was read; g_free it */
char *batch_wishes_text(const GArray *wishes);                           /* the same of several */
const batch_wish *batch_wish_find(const GArray *wishes, const char *to); /* NULL: nobody asks for this kind */
void batch_wish_add(GArray *wishes, const batch_wish *w);

/* Of a list that may be as long as the town's, so many lines and a number. */
enum { BATCH_MOST_TOLD = 20 };
/* Why a run withdraws a bundle of which nothing is left, in the journal. */
#define BATCH_NOTHING_LEFT "none"

/* ---- batch_when.c ---- */
/* The only clock of what is made, issued and counted: seconds since 1970-01-01T00:00:00Z by SOURCE_DATE_EPOCH of the
 * environment, so that the same night can be told again (reproducible-builds.org); the machine's when there is none or
 * it is no such number. */
int64_t batch_now_seconds(void);
char *batch_now_utc(void);            /* the same as ISO 8601; g_free it */
char *batch_before_now_utc(int days); /* so many days ago; the same */
/* `batch-clock-back` when what was written last (UTC, ISO 8601; "" nothing) is of a day that is still to come: by the
 * clocks of several machines it may be some minutes later than now. */
void batch_tell_clock_back(const char *last, diag *d);
date batch_day_of(int64_t seconds); /* in Japan, of seconds since 1970-01-01T00:00:00Z */

/* ---- batch_name.c ---- */
/* The pattern of a form's documents; false after `batch-name`. */
bool batch_name_check(const char *pattern, bool has_month, bool has_as_of, diag *d);
/* The name, with whatever is no letter, digit, dot, minus or underscore of ASCII written as %XX. */
const char *batch_name_make(arena *a, const char *pattern, const char *key, const batch_form *f);
/* The same of one text, cut after so many bytes: for names that something else makes unique. */
void batch_name_append_safely(GString *s, const char *text, size_t most);
/* "templates/plan/form.xml" → plan, as names and tables show it; g_free it. */
char *batch_form_name(const char *form);

/* ---- batch_files.c ---- */
/* A file as it is looked at: device, number, size, times, and now. g_free it. */
char *batch_stat_text(const struct stat *is);
/* Whether a file is still as it was at that look, and none could have changed it unseen. */
bool batch_stat_holds(const char *text, const struct stat *is);

/* Sums of files that were read before, by what the ledger knows (NULL: nothing) and what is learned. */
typedef struct batch_files batch_files;
batch_files *batch_files_new(ledger *l);
void batch_files_drop(batch_files *b); /* takes NULL */
/* False: it must be read. `head` (may be NULL) gets what was noted with it. */
bool batch_files_find(const batch_files *b, const char *path, digest *sum, const char **head);
/* stat_text: taken before it was read. */
void batch_files_note(batch_files *b, const char *path, const char *stat_text, const digest *sum, const char *head);
/* Reads it where it must be. False when it cannot be. */
bool batch_files_sum(batch_files *b, const char *path, digest *sum);
/* Of bytes that were mapped from it, when it was as that look says; summed where they are not known. */
digest batch_files_mapped(batch_files *b, const char *path, const struct stat *is, struct timespec looked,
                          const void *bytes, size_t length);
bool batch_files_save(batch_files *b, ledger *l); /* what the ledger does not know */

/* ---- batch_inputs.c ---- */
/* Files and their sums, each summed once. */
typedef struct batch_inputs batch_inputs;
batch_inputs *batch_inputs_new(void);
/* Files that are known need not be read; `files` (may be NULL) lives as long. */
void batch_inputs_use(batch_inputs *i, batch_files *files);
void batch_inputs_drop(batch_inputs *i);
/* A set of files as one sum, by their names without folders; none when any of them cannot be read. Remembered for
 * batch_inputs_save under that sum. */
digest batch_inputs_set(batch_inputs *i, const char *const *paths, size_t count);
/* The same, remembered under *placed, which tells apart where they are. */
digest batch_inputs_placed(batch_inputs *i, const char *const *paths, size_t count, digest *placed);
/* In place of a path and a sum of what a document was made from (batch_outcome.parsed): pictures that its data names.
 */
#define BATCH_PICTURES ":pictures"
/* The sum that a file had when it was parsed: it is not read again for it. */
void batch_inputs_know(batch_inputs *i, const char *path, const digest *sum);
/* The same of a set as a worker parsed it: paths and sums (text) in turn, NULL-ended. One that is not as it was when
 * the others were summed is remembered for batch_inputs_are_current. */
digest batch_inputs_parsed(batch_inputs *i, char *const *paths_sums, digest *placed);
/* The sum that tells apart where they are (*placed) of files as they were parsed. */
digest batch_inputs_placed_as(const render_file_sum *files, size_t count);
/* Of everything that documents of these forms share: forms and schemas by the bytes that were parsed, fonts by those
 * that are mapped. */
digest batch_inputs_kit(batch_inputs *i, render_environment *e, const char *const *forms, size_t count, diag *d);
bool batch_inputs_save(batch_inputs *i, ledger *l); /* what was not saved before */
/* Sums every file again; false after `batch-shared-changed` for each that is not as it was, or was another meanwhile.
 */
bool batch_inputs_are_current(const batch_inputs *i, diag *d);

/* ---- batch_case.c ---- */
/* Appends the cases of an order, sorted by key and path; what they say lives in `a`, and why one of them cannot be made
 * (diag *, its own) in `reasons`. `l` may be NULL. */
void batch_cases_read(arena *a, GPtrArray *reasons, batch_inputs *inputs, batch_files *files, const batch_order *o,
                      ledger *l, GArray *out);

/* ---- batch_place.c: the output folder. Below it no link is ever followed (base/below.h) ---- */
typedef struct batch_place {
    char *output; /* as it was given */
    int folder;   /* the output folder, open: what is made lies below it even if it is renamed */
    int locks[2]; /* of all, of the shard; -1: none */
    dev_t device; /* of the lock file, by which a folder is known that was replaced */
    ino_t inode;
    char *tmp;    /* below the folder */
    char *ledger; /* path */
} batch_place;

#define BATCH_OWN ".renkei"
/* What is made is personal: its owner alone may look; what was issued is written to by nobody. */
enum { BATCH_FILE_MODE = 0600, BATCH_FOLDER_MODE = 0700, BATCH_ISSUED_MODE = 0400, BATCH_OTHERS = 0077 };
#define BATCH_REISSUED "再発行"   /* what is issued again; no key or form gives a document such a name */
#define BATCH_REPORT "report.pdf" /* the name that `report --pdf` may have in the output folder */

/* Makes the folder where it is missing, closes it to others (`batch-folder-closed`), takes the locks, removes what was
 * left half-made. False after a report. */
bool batch_place_open(batch_place *p, const char *output, batch_shard shard, diag *d);
/* Only opens it, for who writes nothing. False after a report, which `batch-locked` is while a run has it. */
bool batch_place_look(batch_place *p, const char *output, batch_shard shard, diag *d);
void batch_place_close(batch_place *p);
/* Whether a run, or this shard's, has the folder now. Takes nothing. */
bool batch_place_is_busy(int folder, batch_shard shard);
/* How all ledgers there stand: whoever opens one to write, even for an instant between two looks, leaves another mark.
 * g_free it. */
char *batch_place_mark(int folder);
/* In a worker: the locks are the supervisor's. */
void batch_place_leave_locks(batch_place *p);
int batch_place_write_all(int fd, const void *bytes, size_t length); /* 0, or errno */
/* Writes beside, under the number of what is made. 0, or errno. */
int batch_place_write(const batch_place *p, size_t index, const void *bytes, size_t length);
/* What was written gets its names: all of it is on the disk before, and the names are when this returns, so that a file
 * of that name is whole whatever happens. One that cannot have its name has its error set, nothing is left of it, and
 * the others get theirs. 0, or errno of *which where no other could have its name either: the disk is full, the folder
 * gone. */
typedef struct batch_written {
    size_t index;
    const char *file;
    int error; /* of this name alone */
} batch_written;
int batch_place_publish(const batch_place *p, batch_written *written, size_t count, const char **which);
/* Whether an error is of one name alone, and every other file may still be made. */
bool batch_place_is_alone(const batch_place *p, int error);
/* A file that is no longer what the ledger says goes to .renkei/tmp under its sum, until batch_withdraw_settle keeps it
 * in .renkei/withdrawn; the folders that it leaves empty go, too. What is no file stays where it is. *sum is what it
 * should be, and becomes what it is, *bytes how long it is; 0: there was nothing to keep. 0, or errno. */
int batch_place_withdraw(const batch_place *p, const char *file, digest *sum, int64_t *bytes);
/* A file that is to be no more, with the folders that it leaves empty; one that is not there is none. 0, or errno. */
int batch_place_remove(const batch_place *p, const char *file);
/* Whether it is still the folder that was opened; false after `batch-output-gone`. */
bool batch_place_is_there(const batch_place *p, diag *d);
/* `batch-link` of a link, `batch-in-the-way` of what else a name meets, else `batch-write`. */
void batch_place_report(const char *file, int error, diag *d);
/* Whether a file of that name can be put there: nothing that is not ours stands in its place or in that of a folder on
 * the way. Nothing is made: a document that fails leaves no folder. 0, or errno; *alone: it is of this name, and every
 * other file may still be made. */
int batch_place_prepare(const batch_place *p, const char *file, bool *alone);
/* The bytes of a file below a folder, and a zero after them, the caller's to g_free. 0, or errno. */
int batch_place_read(int folder, const char *file, char **bytes, gsize *length);
/* Whether the file is there as the ledger has it, byte for byte, and for its owner alone. */
bool batch_place_has(int folder, const char *file, int64_t bytes, const digest *sum);

/* ---- batch_own.c: OUT/.renkei, and what lies beside the documents ---- */
/* Names below the output folder that are renkei-batch's own, whatever the ledger says. */
bool batch_own_is_folder(const char *name);
bool batch_own_is_file(const char *name);
bool batch_own_sum_of(const char *name, digest *sum); /* "HASH.pdf", without a folder */
/* A file of the store that no order has settled yet (batch_store.c). */
bool batch_own_is_waiting(const char *name);
/* A file of which the name is the sum: what was withdrawn, what waits. */
bool batch_own_is_sum(const char *name, digest *sum);
/* Where what was withdrawn is kept; g_free it. Whether a name is below that. */
char *batch_withdrawn_name(const digest *sum);
bool batch_own_is_withdrawn(const char *name);
/* What batch_beside_note noted. */
typedef void (*batch_beside_visit)(void *data, const char *name, const digest *sum);
void batch_beside_each(const char *output, batch_beside_visit visit, void *data);

/* ---- batch_tree.c: what should lie in the output folder, and what does ---- */
typedef struct batch_tree batch_tree;
batch_tree *batch_tree_new(int folder, diag *d);
void batch_tree_drop(batch_tree *t); /* takes NULL */
/* A file that should be there; of a name that is named twice the first counts. */
void batch_tree_expect(batch_tree *t, const char *file, const digest *sum);
void batch_tree_expect_issued(batch_tree *t, const char *file, const digest *sum); /* of the store: read-only */
/* What was withdrawn, under its sum; kept: and must be there, else it may. Not of those that batch_tree_check counts.
 */
void batch_tree_expect_withdrawn(batch_tree *t, const digest *sum, bool kept);
bool batch_tree_knows_withdrawn(batch_tree *t); /* whether nothing else lies where they are kept */
/* Looks at each of them, when all are named; how many, and how many are as they should be. */
void batch_tree_check(batch_tree *t, size_t *files, size_t *good);
/* Tells what else there is: files of any kind, links, folders with something in them; modes of folders; and what was
 * withdrawn and is not there. */
void batch_tree_look_round(batch_tree *t);

/* ---- batch_store.c: the bytes that were issued, each under its own sum ---- */
/* Files 0400 below OUT/.renkei/issued, never written over. An order adds its files, keeps them (all are on the disk and
 * have their names), commits the journal and settles. All of these: 0, or errno; keep has told it then: EBADMSG is
 * `batch-issued-damaged`, the store has other bytes, or no file, under that sum. */
char *batch_store_name(const digest *sum); /* below the output folder; g_free it */
int batch_store_add(const batch_place *p, const void *bytes, size_t length, const digest *sum);
int batch_store_keep(const batch_place *p, diag *d);
int batch_store_settle(const batch_place *p);
/* Takes back what an order that was broken off has added, but for what `is_issued`; before an order begins. */
int batch_store_recover(const batch_place *p, bool (*is_issued)(const void *data, const digest *sum), const void *data);
bool batch_store_has(const batch_place *p, const digest *sum);      /* byte for byte */
bool batch_store_is_there(const batch_place *p, const digest *sum); /* whatever its bytes */
/* *bytes is the caller's (g_free). False after `batch-issued-missing` or `batch-issued-damaged`. */
bool batch_store_read(const batch_place *p, const digest *sum, char **bytes, gsize *length, diag *d);
/* False after `ledger-damaged`: something was issued here, and the ledger that says what is gone; a new one would begin
 * at the first version again. */
bool batch_store_has_ledger(int folder, const char *output, diag *d);
int batch_store_destroy(const batch_place *p, const digest *sum); /* one that is not there is destroyed */

/* ---- batch_night.c: that shards belong together ---- */
/* What a shard's run keeps of its set: "SUM-OF-ORDER TOKEN"; g_free it. NULL after a report. */
char *batch_night_join(const batch_place *where, const batch_plan *p, const batch_order *o, ledger *l, diag *d);
/* Whether shards have run that nobody merged; whether nothing else changed the account of all since they ran; whether a
 * run is of the last night, or none is known; whether two are of one. `folder`: the output. */
bool batch_night_waits(int folder);
bool batch_night_is_newest(int folder);
bool batch_night_is_now(int folder, const char *identity);
bool batch_night_same(const char *a, const char *b);
/* They were merged; or the account of all is about to be changed by something else than merge, so that what they say is
 * older. False after a report. */
bool batch_night_end(const batch_place *where, diag *d);
bool batch_night_overtake(const batch_place *where, diag *d);

/* ---- batch_shard.c: into how many parts the ledgers in the folder say that the work is divided; 0: there are none
 * ---- */
void batch_shards_found(const char *output, unsigned *least, unsigned *most);

/* ---- batch_verify.c ---- */
/* Tells `batch-unfinished` of a run that did not end; whether it did not. */
bool batch_tell_unfinished(const ledger_run *r, size_t found, diag *d);

/* ---- batch_verify_shards.c ---- */
/* Whether the ledgers of all shards, or of `only` (count 0: of all), are the parts of one night: `batch-shard-absent`,
 * `batch-shard-unfinished`, `batch-shard-night`, `batch-shard-order` for each that is not; `batch-shards-unmerged` when
 * they are and wait for merge. Without shards nothing is told. False: `only` or the merged ledger is not there. */
bool batch_verify_shards(int folder, const char *output, batch_shard only, diag *d);

/* ---- batch_verify_ledger.c ---- */
/* The end of the journal. anchor (NULL: none): the hash of an entry that somebody noted; `batch-head-unknown` when no
 * entry has it. False after a report of the ledger. */
bool batch_verify_head(ledger *l, const digest *anchor, batch_verified *out, diag *d);
/* Envelopes against the documents of today, rosters against what there is and what the last run accounted for. */
bool batch_verify_state(ledger *l, const ledger_run *last, batch_verified *out, diag *d);

/* ---- batch_withheld.c: an address that one case withholds (支援措置) and another tells ---- */
/* What a case says of where people live, as sums parted by blanks, those that are withheld with a '!'; "" when it
 * cannot be used. g_free it. */
char *batch_places_text(render_case *c);
typedef struct batch_withheld batch_withheld;
/* By what the ledger knows of all cases of all rosters. NULL after a report. */
batch_withheld *batch_withheld_read(ledger *l);
void batch_withheld_drop(batch_withheld *w); /* takes NULL */
/* Whether a paper, by the places that its case had when it was made, tells an address that any case withholds. */
bool batch_withheld_tells(const batch_withheld *w, const char *places);
/* For batch_withheld_may_tell: what the working state has. False after a report. */
bool batch_withheld_read_made(batch_withheld *w, ledger *l);
/* The same of bytes that were issued: as the working state knows them, and where it has others by now, whether their
 * case withholds an address, or has one that another withholds: the bytes may be from before that was said. */
bool batch_withheld_may_tell(const batch_withheld *w, const char *key, const char *form, const digest *output);
/* Tells every such pair of which this run accounts for either (`batch-withheld-elsewhere`), and of guardians that are
 * the same by name and have another address (`batch-withheld-guardian`). False after a report. */
bool batch_withheld_tell(const batch_withheld *w, ledger *l, int64_t run, diag *d);

/* ---- batch_wire.c: what passes between supervisor and worker ---- */
typedef enum batch_frame_kind {
    FRAME_START,  /* a document begins: its limits count from now */
    FRAME_DONE,   /* with an outcome */
    FRAME_STOPPED /* the output folder cannot be written to: with messages */
} batch_frame_kind;

typedef struct batch_frame {
    uint32_t kind, index, length; /* length: of what follows */
} batch_frame;

/* What a worker is to do: documents first … end - 1, all of one case, or one bundle. */
typedef struct batch_unit {
    uint32_t first, end;
} batch_unit;

bool batch_wire_send(int fd, batch_frame_kind kind, size_t index, const batch_outcome *x);
void batch_outcome_clear(batch_outcome *x);
/* Takes the first frame out of `bytes` when it is whole; *x is the caller's to clear. */
bool batch_wire_take(GByteArray *bytes, batch_frame *f, batch_outcome *x);

/* ---- a task: what a pool makes with its workers. They know nothing else of it ---- */
typedef struct batch_job batch_job;

typedef struct batch_task {
    const void *of; /* the task's own */
    size_t length;  /* how many things there are to make */
    /* The end of those that belong together from `first` on: one worker makes them, in turn. */
    size_t (*unit_end)(const void *of, size_t first);
    const char *(*file)(const void *of, size_t index); /* below the output folder */
    /* In a worker. It is there as it would be made: fills *out. */
    bool (*is_unchanged)(const batch_job *job, size_t index, batch_outcome *out);
    /* In a worker. Of what was made and has its sum in *out: whether it has the bytes that it had (out->same), and
     * whether its file has them already (out->there). NULL: nobody asks. */
    void (*compare)(const batch_job *job, size_t index, batch_outcome *out);
    /* In a worker. The bytes of the file, to be unref'd; NULL after messages in *out, or when nothing is to be known.
     * *unit is the task's, NULL at the beginning of a unit. */
    GByteArray *(*make)(const batch_job *job, void **unit, size_t index, batch_outcome *out);
    void (*drop_unit)(void *unit); /* NULL when make never sets it */
} batch_task;

struct batch_job {
    const batch_task *task;
    render_environment *environment;
    const batch_settings *settings;
    batch_place *place;             /* NULL: a trial, nothing is written */
    const batch_forecast *forecast; /* of a trial: whose bytes are asked for; NULL: none */
    int folder;                     /* of the output; -1: there is none yet */
    const confine *confine;         /* of files, what a worker still needs; NULL: what its parent has */
    pid_t supervisor;
};

/* ---- batch_confine.c ---- */
/* What workers need who read some cases (paths), the forms, and what is in `output` (NULL: nothing), and who write into
 * the folder `writes` (NULL: nowhere). Masters are those that the cases name. confine_drop it. */
confine *batch_confine_workers(const render_paths *paths, const batch_order *order, const GPtrArray *cases,
                               const char *output, const char *writes);
/* A worker gives up the rest; what could not be given up is told, and false. */
bool batch_confine_worker(const batch_job *job, diag *d);

/* ---- batch_withdraw.c ---- */
/* Who does something and where, as the journal names them; to be g_free'd. said: by --who; NULL or "": nobody. */
char *batch_name_of_doer(const char *said);
char *batch_name_of_host(void);
/* Withdraws the file what->name, whose sum should be what->output, and adds the entry of the journal, which gets act,
 * day, who, host and bytes here. Inside begin and commit; false after a report. */
bool batch_withdraw_file(const batch_place *p, ledger *l, const ledger_entry *what, const char *who, diag *d);
/* The same; that the file cannot be moved away, which is of its name alone, is told to `alone`. It stays where it is,
 * the journal says that nothing was kept, and verify tells that it is nobody's. */
bool batch_withdraw_from(const batch_place *p, ledger *l, const ledger_entry *what, const char *who, diag *alone,
                         diag *d);
/* What was withdrawn and is committed goes where it is kept. After every commit in which something may have been. */
bool batch_withdraw_settle(const batch_place *p, diag *d);
/* The same of what a run left that was killed in between, where the journal has it; else it goes back to the name by
 * which the ledger knows it. Before anything is made or decided. Both false after a report. */
bool batch_withdraw_recover(const batch_place *p, ledger *l, diag *d);

/* ---- batch_document.c: the documents of a plan ---- */
/* Those that a worker is needed for. */
typedef struct batch_rest {
    const batch_plan *plan;
    uint32_t *indices; /* in the plan; a task's things are numbered by this array */
    size_t count;
    GPtrArray *looks; /* char *: of each, its file as it stood before a worker reads it (batch_stat_text); NULL */
} batch_rest;

/* Hears of a document that is settled, by its index in the plan. Clears x. False: stop. */
typedef bool (*batch_settled)(void *data, size_t index, batch_outcome *x);
/* Tells `settled` of each that is (force: of none); the others are the rest. */
batch_rest *batch_rest_new(const batch_plan *p, int folder, bool force, batch_settled settled, void *data);
void batch_rest_drop(batch_rest *r); /* takes NULL */
batch_task batch_documents(const batch_rest *r);
/* By what a ledger knows the home of a household (bound_home): an address goes no further. "" for no place; to be
 * g_free'd. Equal in every release: ledgers outlive programs. */
char *batch_home_sum(const char *address, const char *name);

/* ---- batch_worker.c ---- */
/* Exit status: its limit left no more, or the machine has none. */
enum { WORKER_OUT_OF_MEMORY = 3, WORKER_MEMORY_SHORT };

/* Serves units from `fd` until it is closed; never returns. */
_Noreturn void batch_worker_run(const batch_job *job, int fd);
/* Made, when nothing is an error; absent or blocked when nothing else is one; else failed. */
ledger_status batch_status_of(const diag *messages);

/* ---- batch_pool.c ---- */
typedef struct batch_pool_hooks {
    /* False: stop. Clears x. */
    bool (*done)(void *data, size_t index, batch_outcome *x);
    /* Called several times a second. False: stop. */
    bool (*tick)(void *data);
    void *data;
} batch_pool_hooks;

/* SIGTERM and SIGINT wait until a pool runs, so that a run has one way to be stopped. */
void batch_signals_hold(sigset_t *before);
/* One that came after the last pool is too late: everything is done. */
void batch_signals_release(const sigset_t *before);

/* Every document or bundle once, or until stopped; how many were left. Reports why it stopped. */
size_t batch_pool_run(const batch_job *job, const batch_pool_hooks *hooks, diag *d);

/* ---- batch_bundle.c ---- */
typedef struct batch_bundles batch_bundles;
/* The bundles that a run is to make: of the working state of its series those that it asks for and has a paper of, and,
 * of any series, those that exist and have a paper that it made anew. NULL after a diagnostic; one that is held is
 * reported (`batch-bundle-held`). */
batch_bundles *batch_bundles_new(ledger *l, int64_t run, const batch_order *o, const render_paths *paths,
                                 render_environment *e, batch_counts *counts, diag *d);
void batch_bundles_drop(batch_bundles *b); /* takes NULL */
/* The bundles that are not held. */
batch_task batch_bundle_task(const batch_bundles *b);
/* All of it, with workers: true when nothing kept it from being accounted for. Counts them; what failed is told by name
 * (`batch-bundle-failed`). */
bool batch_bundles_run(ledger *l, int64_t run, const batch_order *o, const render_paths *paths, render_environment *e,
                       batch_place *where, const batch_settings *s, batch_counts *counts, diag *d);

/* ---- batch_print.c ---- */
/* FILE:LINE: error: …, a line a message. */
void batch_append_messages(GString *out, const diag *messages, diag_language language);
/* ,"messages":[…] */
void batch_append_messages_json(GString *out, const diag *messages, diag_language language);

/* ---- batch_release_print.c ---- */
const char *batch_going_name(batch_going g); /* new, replaces, same, nothing, refused */
/* "差替え（第1版→第2版）" */
void batch_append_going(GString *out, batch_going g, int version, diag_language language);

/* ---- batch_report_data.c: pieces of XML ---- */
void batch_append_text(GString *x, const char *text);
void batch_append_attribute(GString *x, const char *name, const char *text); /* none when the text is empty */
/* Of a moment in UTC, what a clock in Japan shows, by a format of g_date_time_format. */
void batch_append_moment(GString *x, const char *name, const char *utc, const char *format);

/* ---- batch_progress.c ---- */
typedef struct batch_progress {
    size_t total, done, bad;
    gint64 started, drawn; /* µs */
    bool colour, shown;
    diag_language language;
} batch_progress;

void batch_progress_draw(batch_progress *p, bool now);
void batch_progress_clear(batch_progress *p);

#endif
