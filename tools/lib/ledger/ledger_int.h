/* ledger_int.h: shared by the sources of the ledger room only. From below: way; statement, seal, schema, sum; run,
 * document, bundle, roster, journal; check; ledger; backup. */
#ifndef RENKEI_LEDGER_LEDGER_INT_H
#define RENKEI_LEDGER_LEDGER_INT_H

#include <sqlite3.h>

#include <glib.h>

#include "ledger/ledger.h"

/* Every statement there is; its SQL is in ledger_statement.c. */
typedef enum ledger_statement {
    STATEMENT_BEGIN,
    STATEMENT_COMMIT,
    STATEMENT_START_RUN,
    STATEMENT_END_RUN,
    STATEMENT_LAST_RUN,
    STATEMENT_NEWEST,
    STATEMENT_EACH_OWING,
    STATEMENT_SAVE_INPUT,
    STATEMENT_EACH_INPUT,
    STATEMENT_SAVE_FILE,
    STATEMENT_DROP_FILE,
    STATEMENT_EACH_FILE,
    STATEMENT_FIND_DOCUMENT,
    STATEMENT_NEXT_DOCUMENT,
    STATEMENT_NEW_DOCUMENT,
    STATEMENT_SAVE_DOCUMENT,
    STATEMENT_SAVE_OUTPUT_STAT,
    STATEMENT_DROP_DOCUMENT,
    STATEMENT_ACCOUNT,
    STATEMENT_DROP_ACCOUNT,
    STATEMENT_LAST_OF_PLACES,
    STATEMENT_LEAVE_PLACES,
    STATEMENT_FORGET_PLACES,
    STATEMENT_FORGET_LEFT,
    STATEMENT_EACH_DOCUMENT,
    STATEMENT_DROP_MESSAGES,
    STATEMENT_SAVE_MESSAGE,
    STATEMENT_EACH_MESSAGE,
    STATEMENT_DROP_RECIPIENTS,
    STATEMENT_DROP_PLACES,
    STATEMENT_HAS_MARKED_PLACES,
    STATEMENT_EACH_PLACES,
    STATEMENT_SAVE_RECIPIENT,
    STATEMENT_EACH_RECIPIENT,
    STATEMENT_SAVE_BUNDLE,
    STATEMENT_KEEP_BUNDLE,
    STATEMENT_DROP_BUNDLE,
    STATEMENT_EACH_BUNDLE,
    STATEMENT_SAVE_MEMBER,
    STATEMENT_DROP_MEMBERS,
    STATEMENT_EACH_MEMBER,
    STATEMENT_SAVE_UNMADE,
    STATEMENT_DROP_UNMADE,
    STATEMENT_EACH_UNMADE,
    STATEMENT_FIND_ROSTER,
    STATEMENT_SAVE_ROSTER,
    STATEMENT_ADD_ROSTER_ROW,
    STATEMENT_DROP_ROSTER_ROW,
    STATEMENT_DROP_FROM_ROSTER,
    STATEMENT_EACH_ROSTER,
    STATEMENT_APPEND,
    STATEMENT_APPEND_MEMBER,
    STATEMENT_HEAD,
    STATEMENT_EACH_ENTRY,
    STATEMENT_EACH_ENTRY_OF,
    STATEMENT_EACH_ENTRY_MEMBER,
    STATEMENT_SAVE_REISSUE,
    STATEMENT_EACH_REISSUE,
    STATEMENT_TRIM_RUNS,
    STATEMENT_TRIM_MESSAGES,
    STATEMENT_TRIM_INPUTS,
    STATEMENT_TRIM_FILES,
    STATEMENT_TRIM_PLACES,
    STATEMENT_TRIM_LEFT,
    STATEMENT_COUNT
} ledger_statement;

struct ledger {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENT_COUNT]; /* prepared when first used */
    char *path;                                /* as it is told … */
    char *at;                                  /* … and opened, below … */
    int folder;                                /* … this one; -1: there is none */
    bool writes, failed;
    int64_t steps;         /* of SQLite, in thousands, that reading a ledger that may be damaged may still take */
    GStringChunk *strings; /* of the last run that was asked for */
    diag *d;
};

/* ---- ledger_way.c: where it is ---- */
/* From now on SQLite goes by l->at of every ledger: once for the process. */
void ledger_way_begin(void);
/* Sets l->folder and l->at, which is a path by name where there is no folder (-1). */
void ledger_way_find(ledger *l, int folder, const char *name);

/* ---- ledger_seal.c: what shows that a row is as it was written ---- */

/* The columns of a table that its seal covers, as SQL; the seal is the column after them. */
typedef struct ledger_table {
    const char *name, *columns;
    const char *row; /* an expression that names a row to a person */
} ledger_table;

/* The columns of each table, as they are written and sealed. */
#define RUN_COLUMNS                                                                                                    \
    "id, started, ended, shard, edition, bundles, series, \"order\", month, as_of, planned, exit_status, name, "       \
    "identity"
#define INPUT_COLUMNS "set_sum, path, sum"
#define FILE_COLUMNS "path, stat, sum, head"
#define DOCUMENT_COLUMNS                                                                                               \
    "id, key, form, month, as_of, consented, case_path, case_sum, masters, kit, inputs, status, file, output,"         \
    " output_stat, bytes, pages, cpu, wall, same_bytes, made_run"
#define ACCOUNT_COLUMNS "document, run, place"
#define MESSAGE_COLUMNS "document, number, code, form_file, form_line, data_file, data_line, data_path, a1, a2, a3, a4"
/* Number 0 is no recipient, but the places of the case (ledger_document.places), of one of two kinds. */
#define RECIPIENT_COLUMNS "document, number, kind, key, home"
#define PLACES "places"
#define PLACES_MARKED "places!"
#define BUNDLE_COLUMNS "series, name, kind, mark, wish, documents, inputs, file, output, bytes, pages, run"
#define MEMBER_COLUMNS "series, name, number, key, form, month, version, output, pages, gap"
#define UNMADE_COLUMNS_3 "series, name, kind, mark, status, why, run" /* of a ledger of version 3 */
#define UNMADE_COLUMNS UNMADE_COLUMNS_3 ", wish"
#define ROSTER_COLUMNS "id, name, run"
#define ROSTER_ROW_COLUMNS "roster, key, form, month, kind"
#define JOURNAL_COLUMNS                                                                                                \
    "number, act, made_on, who, host, reason, run, bundle, key, form, month, version, copy, name, consented, output,"  \
    " bytes, pages, case_sum, masters, kit, inputs, of, hash"
#define JOURNAL_MEMBER_COLUMNS "entry, number, key, form, month, version, output, pages, gap"
#define REISSUE_COLUMNS "key, form, month, number, reason, made_on, first, file, output, bytes, pages"

enum { LEDGER_TABLE_COUNT = 15 };
extern const ledger_table ledger_sealed[LEDGER_TABLE_COUNT];

/* Gives the connection seal(table, value, …), a sum of 16 bytes, and mix(sum, sum), their sum without an order. */
bool ledger_seal_functions(ledger *l);
/* From now on the tallies follow what this connection writes; the tables must be there. */
bool ledger_seal_watch(ledger *l);
/* Begins the tallies, all of nothing. */
bool ledger_seal_begin(ledger *l);
/* Tells every row that is not as it was sealed, and every table that has not the rows of its tally. */
bool ledger_seal_check(ledger *l, diag *d);

/* ---- ledger_sum.c: the sum of the whole file, beside it while nobody writes ---- */
typedef enum ledger_sum { LEDGER_SUM_NONE, LEDGER_SUM_GOOD, LEDGER_SUM_BAD } ledger_sum;
/* A ledger that was closed has no log; SQLite would read one into it. */
bool ledger_sum_has_log(const char *path);
ledger_sum ledger_sum_look(const char *path);
int ledger_sum_remove(const char *path); /* 0, or errno */
void ledger_sum_write(const char *path); /* of a file that is closed; where it cannot, there is none */

/* ---- ledger_schema.c: the tables ---- */
enum { LEDGER_APPLICATION = 0x726b6c67, LEDGER_VERSION = 4 };
extern const char ledger_tables[]; /* SQL that makes those of a new ledger */
/* The tables of this version from those of an earlier one, in the transaction of the caller. */
bool ledger_schema_migrate(ledger *l, int version);
bool ledger_schema_make(ledger *l);
/* That the tables are as this version makes them; tells each that is not. */
bool ledger_schema_check(ledger *l, diag *d);

/* ---- ledger_check.c ---- */
/* From now on reading takes no more work than rows that fit into the file could make: a page that follows itself would
 * be read for ever. */
void ledger_check_begin(ledger *l);
void ledger_check_end(ledger *l);
/* Pages and indices alone: all that is known of a ledger from before version 3. */
bool ledger_check_pages(ledger *l, diag *d);

/* ---- ledger_journal.c ---- */
/* That each entry follows from those before it; tells the first that does not, and each after which it goes wrong anew.
 */
bool ledger_journal_check(ledger *l, diag *d);

/* ---- ledger_statement.c ---- */
/* The statement, ready to be bound; NULL after a report. */
sqlite3_stmt *ledger_prepare(ledger *l, ledger_statement which);
/* Runs one that returns no rows. */
bool ledger_run_statement(ledger *l, sqlite3_stmt *s);
/* True while there is a row; at the end, and after an error (*good false), the statement is ready for another time. */
bool ledger_step(ledger *l, sqlite3_stmt *s, bool *good);
/* Runs SQL that returns no rows. */
bool ledger_execute(ledger *l, const char *text);
/* The first number that SQL returns, of whatever sign; false after a report. */
bool ledger_read_number(ledger *l, const char *text, int64_t *number);
/* All that is committed, as it is now. */
bool ledger_copy_pages(sqlite3 *from, sqlite3 *into);
/* Reports what the library says; false. */
bool ledger_fail(ledger *l);

/* NULL is an empty text. The bytes must stay until the statement has run. */
void ledger_bind_text(sqlite3_stmt *s, int at, const char *text);
void ledger_bind_digest(sqlite3_stmt *s, int at, const digest *d); /* none: an empty text */
const char *ledger_column_text(sqlite3_stmt *s, int at);           /* never NULL */
digest ledger_column_digest(sqlite3_stmt *s, int at);

/* Members of an envelope, in their seven columns. */
typedef struct ledger_members {
    GArray *list; /* ledger_member */
    GStringChunk *strings;
} ledger_members;
void ledger_bind_member(sqlite3_stmt *s, int at, const ledger_member *m);
/* Those that s (NULL: none) returns, of an entry or a bundle (*members, *count); to be dropped in any case. */
bool ledger_read_members(ledger *l, sqlite3_stmt *s, ledger_members *into, const ledger_member **members,
                         size_t *count);
void ledger_drop_members(ledger_members *m);

#endif
