/* ledger_int.h: shared by the sources of the ledger room only. */
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
    STATEMENT_DROP_INPUTS,
    STATEMENT_LAST_RUN,
    STATEMENT_SAVE_INPUT,
    STATEMENT_EACH_INPUT,
    STATEMENT_SAVE_DOCUMENT,
    STATEMENT_KEEP_DOCUMENT,
    STATEMENT_EACH_DOCUMENT,
    STATEMENT_DROP_MESSAGES,
    STATEMENT_SAVE_MESSAGE,
    STATEMENT_EACH_MESSAGE,
    STATEMENT_DROP_RECIPIENTS,
    STATEMENT_SAVE_RECIPIENT,
    STATEMENT_EACH_RECIPIENT,
    STATEMENT_SAVE_BUNDLE,
    STATEMENT_DROP_BUNDLE,
    STATEMENT_EACH_BUNDLE,
    STATEMENT_SAVE_UNMADE,
    STATEMENT_DROP_UNMADE,
    STATEMENT_EACH_UNMADE,
    STATEMENT_SAVE_REISSUE,
    STATEMENT_EACH_REISSUE,
    STATEMENT_COUNT
} ledger_statement;

struct ledger {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENT_COUNT]; /* prepared when first used */
    char *path;
    int version;           /* of the file: a reader migrates nothing */
    GStringChunk *strings; /* of the last run that was asked for */
    diag *d;
};

extern const char ledger_tables[]; /* SQL that makes a new ledger */
enum { LEDGER_APPLICATION = 0x726b6c67, LEDGER_VERSION = 2 };
/* What makes version i + 2 of version i + 1; version 1 has bundles that were made alone. */
extern const char *const ledger_migrations[LEDGER_VERSION - 1];

/* The statement, ready to be bound; NULL after a report. */
sqlite3_stmt *ledger_prepare(ledger *l, ledger_statement which);
/* Runs one that returns no rows. */
bool ledger_run_statement(ledger *l, sqlite3_stmt *s);
/* True while there is a row; at the end, and after an error (*good false), the statement is ready for another time. */
bool ledger_step(ledger *l, sqlite3_stmt *s, bool *good);
/* Reports what the library says; false. */
bool ledger_fail(ledger *l);

/* NULL is an empty text. The bytes must stay until the statement has run. */
void ledger_bind_text(sqlite3_stmt *s, int at, const char *text);
void ledger_bind_digest(sqlite3_stmt *s, int at, const digest *d); /* none: an empty text */
const char *ledger_column_text(sqlite3_stmt *s, int at);           /* never NULL */
digest ledger_column_digest(sqlite3_stmt *s, int at);

#endif
