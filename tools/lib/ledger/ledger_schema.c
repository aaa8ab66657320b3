/* ledger_schema.c: the tables of a ledger, and how those of earlier versions become them. */
#include "ledger/ledger_int.h"

#define SEALED ", seal BLOB NOT NULL"
#define DIGESTED " BLOB NOT NULL"

#define UNMADE_TABLE                                                                                                   \
    "CREATE TABLE unmade (series TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, mark TEXT NOT NULL,"           \
    " status TEXT NOT NULL CHECK (status IN ('held', 'failed')), why TEXT NOT NULL, run INTEGER NOT NULL,"             \
    " wish TEXT NOT NULL" SEALED ", PRIMARY KEY (series, name)) STRICT, WITHOUT ROWID;"

/* A sum of the working state is 64 hexadecimal digits, or empty; in the journal, which is never shortened, its bytes.
 * Times are text (UTC), so that a ledger can be read with sqlite3 alone. What every night writes for a document that
 * stays as it is (account) is a small row of its own. */
const char ledger_tables[] =
    "CREATE TABLE run (id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, shard TEXT NOT NULL,"
    " edition TEXT NOT NULL, bundles TEXT NOT NULL, series TEXT NOT NULL, \"order\" TEXT NOT NULL, month TEXT NOT NULL,"
    " as_of TEXT NOT NULL, planned INTEGER NOT NULL, exit_status INTEGER, name TEXT NOT NULL,"
    " identity TEXT NOT NULL" SEALED ") STRICT;"
    "CREATE TABLE input (set_sum TEXT NOT NULL, path TEXT NOT NULL, sum TEXT NOT NULL" SEALED
    ", PRIMARY KEY (set_sum, path)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE file (path TEXT PRIMARY KEY, stat TEXT NOT NULL, sum TEXT NOT NULL, head TEXT NOT NULL" SEALED
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE document (id INTEGER PRIMARY KEY, key TEXT NOT NULL, form TEXT NOT NULL, month TEXT NOT NULL,"
    " as_of TEXT NOT NULL, consented TEXT NOT NULL, case_path TEXT NOT NULL,"
    " case_sum TEXT NOT NULL, masters TEXT NOT NULL, kit TEXT NOT NULL, inputs TEXT NOT NULL, status TEXT NOT NULL"
    " CHECK (status IN ('made', 'absent', 'blocked', 'failed')), file TEXT NOT NULL, output TEXT NOT NULL,"
    " output_stat TEXT NOT NULL, bytes INTEGER NOT NULL, pages INTEGER NOT NULL, cpu REAL NOT NULL, wall REAL NOT NULL,"
    " same_bytes INTEGER NOT NULL, made_run INTEGER NOT NULL" SEALED ", UNIQUE (key, form, month)) STRICT;"
    "CREATE TABLE account (document INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE, run INTEGER NOT NULL,"
    " place INTEGER NOT NULL" SEALED ") STRICT;"
    "CREATE TABLE message (document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE, number INTEGER NOT NULL,"
    " code TEXT NOT NULL, form_file TEXT, form_line INTEGER NOT NULL, data_file TEXT, data_line INTEGER NOT NULL,"
    " data_path TEXT, a1 TEXT, a2 TEXT, a3 TEXT, a4 TEXT" SEALED
    ", PRIMARY KEY (document, number)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE recipient (document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE, number INTEGER NOT NULL,"
    " kind TEXT NOT NULL, key TEXT NOT NULL, home TEXT NOT NULL" SEALED
    ", PRIMARY KEY (document, number)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE bundle (series TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, mark TEXT NOT NULL,"
    " wish TEXT NOT NULL, documents INTEGER NOT NULL, inputs TEXT NOT NULL, file TEXT NOT NULL, output TEXT NOT NULL,"
    " bytes INTEGER NOT NULL, pages INTEGER NOT NULL, run INTEGER NOT NULL" SEALED
    ", PRIMARY KEY (series, name)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE member (series TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL, key TEXT NOT NULL,"
    " form TEXT NOT NULL, month TEXT NOT NULL, version INTEGER NOT NULL, output" DIGESTED ", pages INTEGER NOT NULL,"
    " gap TEXT NOT NULL" SEALED ", PRIMARY KEY (series, name, number),"
    " FOREIGN KEY (series, name) REFERENCES bundle ON DELETE CASCADE) STRICT, WITHOUT ROWID;" UNMADE_TABLE
    "CREATE TABLE roster (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, run INTEGER NOT NULL" SEALED ") STRICT;"
    "CREATE TABLE roster_row (roster INTEGER NOT NULL REFERENCES roster ON DELETE CASCADE, key TEXT NOT NULL,"
    " form TEXT NOT NULL, month TEXT NOT NULL, kind TEXT NOT NULL" SEALED
    ", PRIMARY KEY (roster, key, form, month, kind)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE journal (number INTEGER PRIMARY KEY, act TEXT NOT NULL CHECK (act IN ('issue', 'reissue', 'withdraw',"
    " 'hold', 'unhold', 'expire', 'accept', 'consent', 'print')), made_on TEXT NOT NULL, who TEXT NOT NULL, host TEXT "
    "NOT NULL,"
    " reason TEXT NOT NULL, run INTEGER NOT NULL, bundle INTEGER NOT NULL, key TEXT NOT NULL, form TEXT NOT NULL,"
    " month TEXT NOT NULL, version INTEGER NOT NULL, copy INTEGER NOT NULL, name TEXT NOT NULL,"
    " consented TEXT NOT NULL, output" DIGESTED ", bytes INTEGER NOT NULL, pages INTEGER NOT NULL, case_sum" DIGESTED
    ", masters" DIGESTED ", kit" DIGESTED ", inputs" DIGESTED ", of" DIGESTED ", hash" DIGESTED SEALED ") STRICT;"
    "CREATE INDEX journal_key ON journal (key);"
    "CREATE UNIQUE INDEX journal_issue ON journal (key, form, month, bundle, version) WHERE act = 'issue';"
    "CREATE UNIQUE INDEX journal_copy ON journal (key, form, month, bundle, version, copy) WHERE act = 'reissue';"
    "CREATE TABLE journal_member (entry INTEGER NOT NULL REFERENCES journal, number INTEGER NOT NULL,"
    " key TEXT NOT NULL, form TEXT NOT NULL, month TEXT NOT NULL, version INTEGER NOT NULL, output" DIGESTED
    ", pages INTEGER NOT NULL, gap TEXT NOT NULL" SEALED ", PRIMARY KEY (entry, number)) STRICT, WITHOUT ROWID;"
    "CREATE TRIGGER journal_kept BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'append only'); END;"
    "CREATE TRIGGER journal_fixed BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'append only'); END;"
    "CREATE TRIGGER journal_member_kept BEFORE DELETE ON journal_member BEGIN SELECT RAISE(ABORT, 'append only'); END;"
    "CREATE TRIGGER journal_member_fixed BEFORE UPDATE ON journal_member BEGIN SELECT RAISE(ABORT, 'append only'); END;"
    "CREATE TABLE reissue (key TEXT NOT NULL, form TEXT NOT NULL, month TEXT NOT NULL, number INTEGER NOT NULL,"
    " reason TEXT NOT NULL, made_on TEXT NOT NULL, first TEXT NOT NULL, file TEXT NOT NULL, output TEXT NOT NULL,"
    " bytes INTEGER NOT NULL, pages INTEGER NOT NULL" SEALED
    ", PRIMARY KEY (key, form, month, number)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE tally (name TEXT PRIMARY KEY, rows INTEGER NOT NULL, sum BLOB NOT NULL) STRICT, WITHOUT ROWID;";

/* Version 1 wrote of bundles only those that were made. */
static const char from_1[] = "CREATE TABLE unmade (series TEXT, name TEXT, kind TEXT, mark TEXT, status TEXT, why TEXT,"
                             " run INTEGER);";

/* The tables of version 2 step aside. */
static const char aside[] = "DROP INDEX document_run; ALTER TABLE run RENAME TO old_run;"
                            "ALTER TABLE input RENAME TO old_input; ALTER TABLE document RENAME TO old_document;"
                            "ALTER TABLE message RENAME TO old_message; ALTER TABLE recipient RENAME TO old_recipient;"
                            "ALTER TABLE bundle RENAME TO old_bundle; ALTER TABLE unmade RENAME TO old_unmade;"
                            "ALTER TABLE reissue RENAME TO old_reissue;";

#define COPY(table, columns, from)                                                                                     \
    "INSERT INTO " table " (" columns ", seal) SELECT " columns ", seal('" table "', " columns ") FROM (" from ");"

/* A kept document does not know any more in which run it was made (0). */
static const char from_2[] = COPY("run", RUN_COLUMNS, "SELECT *, '' AS name, '' AS identity FROM old_run") COPY(
    "input", INPUT_COLUMNS,
    "SELECT * FROM old_input") COPY("document", DOCUMENT_COLUMNS,
                                    "SELECT *, '' AS consented, '' AS output_stat, 0 AS same_bytes,"
                                    " CASE WHEN unchanged THEN 0 ELSE run END AS made_run FROM old_document")
    COPY("account", ACCOUNT_COLUMNS, "SELECT id AS document, run, place FROM old_document") COPY(
        "message", MESSAGE_COLUMNS,
        "SELECT * FROM old_message") COPY("recipient", RECIPIENT_COLUMNS,
                                          "SELECT *, '' AS home FROM old_recipient") COPY("bundle", BUNDLE_COLUMNS,
                                                                                          "SELECT *, '' AS wish FROM "
                                                                                          "old_bundle")
        COPY("unmade", UNMADE_COLUMNS, "SELECT *, '' AS wish FROM old_unmade") COPY(
            "reissue", REISSUE_COLUMNS,
            "SELECT d.key, d.form, d.month, r.number, r.reason, r.made_on, r.first, r.file, r.output, r.bytes, r.pages"
            " FROM old_reissue r JOIN old_document d ON d.id = r.document") "DROP TABLE old_reissue; DROP TABLE "
                                                                            "old_unmade; DROP TABLE old_bundle; DROP "
                                                                            "TABLE old_recipient;"
                                                                            "DROP TABLE old_message; DROP TABLE "
                                                                            "old_document; DROP TABLE old_input; DROP "
                                                                            "TABLE old_run;";

static bool
fill_new_tables(ledger *l)
{
    char *marks =
        g_strdup_printf("PRAGMA application_id = %d; PRAGMA user_version = %d;", LEDGER_APPLICATION, LEDGER_VERSION);
    const bool good =
        ledger_execute(l, ledger_tables) && ledger_execute(l, marks) && ledger_seal_begin(l) && ledger_seal_watch(l);
    g_free(marks);
    return good;
}

bool
ledger_schema_make(ledger *l)
{
    return ledger_execute(l, "BEGIN IMMEDIATE") && fill_new_tables(l) && ledger_execute(l, "COMMIT");
}

/* Version 3 did not know of an envelope that waits how it was asked for. The other tables stay as they are. */
static const char wish_of_3[] = "ALTER TABLE unmade RENAME TO old_unmade;" UNMADE_TABLE
                                "UPDATE tally SET rows = 0, sum = zeroblob(length(sum)) WHERE name = 'unmade';";
static const char from_3[] = COPY(
    "unmade", UNMADE_COLUMNS, "SELECT *, '' AS wish FROM old_unmade") "DROP TABLE old_unmade; PRAGMA user_version = 4;";

/* The rows that get a new seal must have a good one. */
static bool
is_unmade_sound(ledger *l)
{
    int64_t faults;
    if (!ledger_read_number(l,
                            "SELECT (SELECT count(*) FROM unmade WHERE seal <> seal('unmade', " UNMADE_COLUMNS_3 "))"
                            " + ((SELECT count(*) FROM unmade) <> (SELECT rows FROM tally WHERE name = 'unmade'))",
                            &faults))
        return false;
    if (faults)
        diag_add(l->d, DIAG_LEDGER_ROW_DAMAGED, PLACE_NONE, PLACE_NONE, l->path, "unmade", "-", NULL);
    return faults == 0;
}

static bool
migrate_from_3(ledger *l)
{
    return is_unmade_sound(l) && ledger_execute(l, wish_of_3) && ledger_seal_watch(l) && ledger_execute(l, from_3);
}

bool
ledger_schema_migrate(ledger *l, int version)
{
    g_assert(version >= 1 && version < LEDGER_VERSION);
    if (version == 3)
        return migrate_from_3(l);
    return (version > 1 || ledger_execute(l, from_1)) && ledger_execute(l, aside) && fill_new_tables(l) &&
           ledger_execute(l, from_2);
}

/* ---- checking ---- */

/* Name and SQL of all that is in the file; NULL: it cannot be read. */
static GHashTable *
read_schema(sqlite3 *db)
{
    sqlite3_stmt *s = NULL;
    int code = SQLITE_ERROR;
    GHashTable *t = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (sqlite3_prepare_v2(db, "SELECT type, name, tbl_name, sql FROM main.sqlite_schema", -1, &s, NULL) == SQLITE_OK)
        while ((code = sqlite3_step(s)) == SQLITE_ROW)
            g_hash_table_insert(t, g_strdup(ledger_column_text(s, 1)),
                                g_strdup_printf("%s %s %s", ledger_column_text(s, 0), ledger_column_text(s, 2),
                                                ledger_column_text(s, 3)));
    sqlite3_finalize(s);
    if (code != SQLITE_DONE)
        g_clear_pointer(&t, g_hash_table_unref);
    return t;
}

/* What is in one and is not, or otherwise, in the other. */
static bool
compare_schemas(ledger *l, GHashTable *one, GHashTable *other, bool again, diag *d)
{
    GHashTableIter i;
    gpointer name, text;
    bool sound = true;
    g_hash_table_iter_init(&i, one);
    while (g_hash_table_iter_next(&i, &name, &text)) {
        const char *there = g_hash_table_lookup(other, name);
        if (again ? there != NULL : g_strcmp0(there, text) == 0)
            continue;
        char *shown = g_utf8_make_valid(name, -1);
        diag_add(d, DIAG_LEDGER_ROW_DAMAGED, PLACE_NONE, PLACE_NONE, l->path, "sqlite_schema", shown, NULL);
        g_free(shown);
        sound = false;
    }
    return sound;
}

bool
ledger_schema_check(ledger *l, diag *d)
{
    sqlite3 *fresh = NULL;
    const bool made = sqlite3_open(":memory:", &fresh) == SQLITE_OK &&
                      sqlite3_exec(fresh, ledger_tables, NULL, NULL, NULL) == SQLITE_OK;
    GHashTable *expected = made ? read_schema(fresh) : NULL, *found = expected ? read_schema(l->db) : NULL;
    bool sound = found || ledger_fail(l);
    if (found) {
        sound = compare_schemas(l, expected, found, false, d);
        sound = compare_schemas(l, found, expected, true, d) && sound;
    }
    g_clear_pointer(&expected, g_hash_table_unref);
    g_clear_pointer(&found, g_hash_table_unref);
    sqlite3_close(fresh);
    return sound;
}
