/* ledger_statement.c: all SQL of the program, and how a statement is run. */
#include "ledger/ledger_int.h"

/* A sum is 64 hexadecimal digits, or empty. Times are text (UTC), so that a ledger can be read with sqlite3 alone. */
#define UNMADE_TABLE                                                                                                   \
    "CREATE TABLE unmade (series TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, mark TEXT NOT NULL,"           \
    " status TEXT NOT NULL CHECK (status IN ('held', 'failed')), why TEXT NOT NULL, run INTEGER NOT NULL REFERENCES "  \
    "run,"                                                                                                             \
    " PRIMARY KEY (series, name)) STRICT, WITHOUT ROWID;"

const char *const ledger_migrations[LEDGER_VERSION - 1] = {UNMADE_TABLE};

const char ledger_tables[] =
    "CREATE TABLE run (id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, shard TEXT NOT NULL,"
    " edition TEXT NOT NULL, bundles TEXT NOT NULL, series TEXT NOT NULL, \"order\" TEXT NOT NULL, month TEXT NOT "
    "NULL, as_of TEXT NOT NULL, planned INTEGER NOT NULL, exit_status "
    "INTEGER) STRICT;"
    "CREATE TABLE input (set_sum TEXT NOT NULL, path TEXT NOT NULL, sum TEXT NOT NULL,"
    " PRIMARY KEY (set_sum, path)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE document (id INTEGER PRIMARY KEY, key TEXT NOT NULL, form TEXT NOT NULL, month TEXT NOT NULL,"
    " as_of TEXT NOT NULL, case_path TEXT NOT NULL, case_sum TEXT NOT NULL, masters TEXT NOT NULL, kit TEXT NOT NULL,"
    " inputs TEXT NOT NULL, status TEXT NOT NULL CHECK (status IN ('made', 'blocked', 'failed')), file TEXT NOT NULL,"
    " output TEXT NOT NULL, bytes INTEGER NOT NULL, pages INTEGER NOT NULL, cpu REAL NOT NULL, wall REAL NOT NULL,"
    " run INTEGER NOT NULL REFERENCES run, unchanged INTEGER NOT NULL, place INTEGER NOT NULL, UNIQUE (key, form, "
    "month)) STRICT;"
    "CREATE INDEX document_run ON document (run);"
    "CREATE TABLE message (document INTEGER NOT NULL REFERENCES document, number INTEGER NOT NULL, code TEXT NOT NULL,"
    " form_file TEXT, form_line INTEGER NOT NULL, data_file TEXT, data_line INTEGER NOT NULL, data_path TEXT, a1 TEXT,"
    " a2 TEXT, a3 TEXT, a4 TEXT, PRIMARY KEY (document, number)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE recipient (document INTEGER NOT NULL REFERENCES document, number INTEGER NOT NULL, kind TEXT NOT "
    "NULL,"
    " key TEXT NOT NULL, PRIMARY KEY (document, number)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE bundle (series TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, mark TEXT NOT NULL,"
    " documents INTEGER NOT NULL, inputs TEXT NOT NULL, file TEXT NOT NULL, output TEXT NOT NULL,"
    " bytes INTEGER NOT NULL, pages INTEGER NOT NULL, run INTEGER NOT NULL REFERENCES run,"
    " PRIMARY KEY (series, name)) STRICT, WITHOUT ROWID;" UNMADE_TABLE
    "CREATE TABLE reissue (document INTEGER NOT NULL REFERENCES document, number INTEGER NOT NULL,"
    " reason TEXT NOT NULL, made_on TEXT NOT NULL, first TEXT NOT NULL, file TEXT NOT NULL, output TEXT NOT NULL,"
    " bytes INTEGER NOT NULL, pages INTEGER NOT NULL, PRIMARY KEY (document, number)) STRICT, WITHOUT ROWID;";

#define WHICH_DOCUMENT "(SELECT id FROM document WHERE key = ?1 AND form = ?2 AND month = ?3)"

static const char *const sql[STATEMENT_COUNT] = {
    [STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
    [STATEMENT_COMMIT] = "COMMIT",
    [STATEMENT_START_RUN] =
        "INSERT INTO run (started, shard, edition, bundles, planned, series, \"order\", month, as_of)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [STATEMENT_END_RUN] = "UPDATE run SET ended = ?2, exit_status = ?3 WHERE id = ?1",
    [STATEMENT_DROP_INPUTS] = "DELETE FROM input WHERE set_sum NOT IN"
                              " (SELECT masters FROM document UNION SELECT kit FROM document)",
    [STATEMENT_LAST_RUN] = "SELECT id, started, ended, shard, edition, bundles, planned, exit_status, series, "
                           "\"order\", month, as_of FROM run"
                           " ORDER BY id DESC LIMIT 1",
    [STATEMENT_SAVE_INPUT] = "INSERT INTO input (set_sum, path, sum) VALUES (?1, ?2, ?3)"
                             " ON CONFLICT DO UPDATE SET sum = excluded.sum",
    [STATEMENT_EACH_INPUT] = "SELECT set_sum, path, sum FROM input WHERE set_sum IN"
                             " (SELECT masters FROM document WHERE run = ?1 OR ?1 = 0 UNION"
                             " SELECT kit FROM document WHERE run = ?1 OR ?1 = 0) ORDER BY set_sum, path",
    [STATEMENT_SAVE_DOCUMENT] =
        "INSERT INTO document (key, form, month, as_of, case_path, case_sum, masters, kit, inputs, status, file,"
        " output, bytes, pages, cpu, wall, run, unchanged, place) VALUES"
        " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, 0, ?18)"
        " ON CONFLICT DO UPDATE SET as_of = excluded.as_of, case_path = excluded.case_path,"
        " case_sum = excluded.case_sum, masters = excluded.masters, kit = excluded.kit, inputs = excluded.inputs,"
        " status = excluded.status, file = excluded.file, output = excluded.output, bytes = excluded.bytes,"
        " pages = excluded.pages, cpu = excluded.cpu, wall = excluded.wall, run = excluded.run, unchanged = 0, place = "
        "excluded.place",
    [STATEMENT_KEEP_DOCUMENT] =
        "UPDATE document SET run = ?4, unchanged = 1, place = ?5 WHERE key = ?1 AND form = ?2 AND month = ?3",
    [STATEMENT_EACH_DOCUMENT] =
        "SELECT id, key, form, month, as_of, case_path, case_sum, masters, kit, inputs, status, file, output, bytes,"
        " pages, cpu, wall, unchanged, place FROM document WHERE run = ?1 OR ?1 = 0 ORDER BY key, form, month",
    [STATEMENT_DROP_MESSAGES] = "DELETE FROM message WHERE document = " WHICH_DOCUMENT,
    [STATEMENT_SAVE_MESSAGE] = "INSERT INTO message (document, number, code, form_file, form_line, data_file,"
                               " data_line, data_path, a1, a2, a3, a4) VALUES (" WHICH_DOCUMENT ","
                               " ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    [STATEMENT_EACH_MESSAGE] = "SELECT code, form_file, form_line, data_file, data_line, data_path, a1, a2, a3, a4"
                               " FROM message WHERE document = ?1 ORDER BY number",
    [STATEMENT_DROP_RECIPIENTS] = "DELETE FROM recipient WHERE document = " WHICH_DOCUMENT,
    [STATEMENT_SAVE_RECIPIENT] = "INSERT INTO recipient (document, number, kind, key)"
                                 " VALUES (" WHICH_DOCUMENT ", ?4, ?5, ?6)",
    [STATEMENT_EACH_RECIPIENT] = "SELECT kind, key FROM recipient WHERE document = ?1 ORDER BY number",
    [STATEMENT_SAVE_BUNDLE] =
        "INSERT OR REPLACE INTO bundle (series, name, kind, mark, documents, inputs, file, output,"
        " bytes, pages, run) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [STATEMENT_DROP_BUNDLE] = "DELETE FROM bundle WHERE series = ?1 AND name = ?2",
    [STATEMENT_EACH_BUNDLE] =
        "SELECT series, name, kind, mark, documents, inputs, file, output, bytes, pages FROM bundle"
        " WHERE run = ?1 OR ?1 = 0 ORDER BY series, name",
    [STATEMENT_SAVE_UNMADE] = "INSERT OR REPLACE INTO unmade (series, name, kind, mark, status, why, run)"
                              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [STATEMENT_DROP_UNMADE] = "DELETE FROM unmade WHERE series = ?1",
    [STATEMENT_EACH_UNMADE] = "SELECT series, name, kind, mark, status, why FROM unmade"
                              " WHERE run = ?1 OR ?1 = 0 ORDER BY series, name",
    [STATEMENT_SAVE_REISSUE] = "INSERT INTO reissue (document, number, reason, made_on, first, file, output, bytes,"
                               " pages) VALUES (" WHICH_DOCUMENT ", ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
                               " ON CONFLICT DO NOTHING",
    [STATEMENT_EACH_REISSUE] = "SELECT d.key, d.form, d.month, r.number, r.reason, r.made_on, r.first, r.file,"
                               " r.output, r.bytes, r.pages FROM reissue r JOIN document d ON d.id = r.document"
                               " ORDER BY d.key, d.form, d.month, r.number",
};

/* SQLite speaks English alone. */
static const char *
fault_of_base(int code)
{
    switch (code) {
    case SQLITE_NOTADB:
        return "データベースのファイルではありません";
    case SQLITE_CORRUPT:
        return "データベースが壊れています";
    case SQLITE_FULL:
        return "ディスクに空きがありません";
    case SQLITE_READONLY:
        return "読み取り専用です";
    case SQLITE_CANTOPEN:
        return "開けません";
    case SQLITE_PERM:
        return "権限がありません";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "ほかで使われています";
    case SQLITE_IOERR:
        return "読み書きの途中で誤りがありました";
    case SQLITE_NOMEM:
        return "メモリーが足りません";
    case SQLITE_TOOBIG:
        return "大きすぎます";
    case SQLITE_CONSTRAINT:
        return "台帳の決まりに合わない値です";
    case SQLITE_ERROR: /* our statements, of which each is right, do not fit its tables */
        return "表がこの版の renkei の台帳のものではありません";
    default:
        return NULL;
    }
}

bool
ledger_fail(ledger *l)
{
    const int code = sqlite3_errcode(l->db) & 0xff;
    const bool damaged = code == SQLITE_NOTADB || code == SQLITE_CORRUPT || code == SQLITE_ERROR;
    char number[32];
    g_snprintf(number, sizeof number, "SQLite のエラー番号%d", code);
    diag_add(l->d, damaged ? DIAG_LEDGER_DAMAGED : DIAG_LEDGER_FAILED, PLACE_NONE, PLACE_NONE, l->path,
             fault_of_base(code) ? fault_of_base(code) : number, sqlite3_errmsg(l->db), NULL);
    return false;
}

sqlite3_stmt *
ledger_prepare(ledger *l, ledger_statement which)
{
    if (!l->statements[which] &&
        sqlite3_prepare_v3(l->db, sql[which], -1, SQLITE_PREPARE_PERSISTENT, &l->statements[which], NULL) != SQLITE_OK)
        ledger_fail(l);
    return l->statements[which];
}

bool
ledger_step(ledger *l, sqlite3_stmt *s, bool *good)
{
    const int code = sqlite3_step(s);
    *good = code == SQLITE_ROW || code == SQLITE_DONE || ledger_fail(l);
    if (code != SQLITE_ROW) {
        sqlite3_reset(s);
        sqlite3_clear_bindings(s);
    }
    return code == SQLITE_ROW;
}

bool
ledger_run_statement(ledger *l, sqlite3_stmt *s)
{
    bool good = s != NULL;
    if (s)
        ledger_step(l, s, &good);
    return good;
}

void
ledger_bind_text(sqlite3_stmt *s, int at, const char *text)
{
    sqlite3_bind_text(s, at, text ? text : "", -1, SQLITE_STATIC);
}

void
ledger_bind_digest(sqlite3_stmt *s, int at, const digest *d)
{
    char text[DIGEST_TEXT] = "";
    if (!digest_is_none(d))
        digest_text(d, text);
    sqlite3_bind_text(s, at, text, -1, SQLITE_TRANSIENT);
}

const char *
ledger_column_text(sqlite3_stmt *s, int at)
{
    const char *text = (const char *)sqlite3_column_text(s, at);
    return text ? text : "";
}

digest
ledger_column_digest(sqlite3_stmt *s, int at)
{
    digest d;
    return digest_parse(ledger_column_text(s, at), &d) ? d : (digest){{0}};
}
