/* ledger_statement.c: all SQL of the program, and how a statement is run. */
#include "ledger/ledger_int.h"

/* Values of the first columns of a table, in their order. */
#define V3 "?1, ?2, ?3"
#define V4 V3 ", ?4"
#define V5 V4 ", ?5"
#define V7 V5 ", ?6, ?7"
#define V8 V7 ", ?8"
#define V9 V8 ", ?9"
#define V10 V9 ", ?10"
#define V11 V10 ", ?11"
#define V12 V11 ", ?12"
#define V21 V12 ", ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21"
#define V24 V21 ", ?22, ?23, ?24"

#define SEALED_VALUES(table, values) values ", seal('" table "', " values ")"
#define INSERT(table, columns, values)                                                                                 \
    "INSERT INTO " table " (" columns ", seal) VALUES (" SEALED_VALUES(table, values) ")"
#define UPDATE(table, columns, values) "UPDATE " table " SET (" columns ", seal) = (" SEALED_VALUES(table, values) ")"
/* Writes over a row that has the same key. */
#define UPSERT(table, columns, values, key)                                                                            \
    INSERT(table, columns, values)                                                                                     \
    " ON CONFLICT (" key ") DO "                                                                                       \
    "UPDATE SET (" columns ", seal) = (" SEALED_VALUES(table, values) ")"

#define NEW_RUN "(SELECT coalesce(max(id), 0) + 1 FROM run), ?1, NULL, ?2, ?3, ?4, ?6, ?7, ?8, ?9, ?5, NULL, ?10, ?11"
#define ENDED_RUN                                                                                                      \
    "id, started, ?2, shard, edition, bundles, series, \"order\", month, as_of, planned, ?3, name, identity"
#define WITH_STAT                                                                                                      \
    "id, key, form, month, as_of, consented, case_path, case_sum, masters, kit, inputs, status, file, output,"         \
    " ?4, bytes, pages, cpu, wall, same_bytes, made_run"
/* All that is left of a document that was dropped: whose it was, and of which file. */
#define LEFT                                                                                                           \
    "id, key, form, month, '', '', case_path, '', '', '', '', 'absent', '', '', '', 0, 0, 0.0, 0.0, 0, made_run"
#define NOT_ACCOUNTED "id NOT IN (SELECT document FROM account)"
/* Cases of the working state whose places are known, of one kind or of both. */
#define KNOWN(what, kinds)                                                                                             \
    "SELECT n." what " FROM document n JOIN account a ON a.document = n.id"                                            \
    " JOIN recipient r ON r.document = n.id AND r.number = 0 WHERE r.kind " kinds
#define OF_RUN "series, name, kind, mark, wish, documents, inputs, file, output, bytes, pages, ?3"

#define ASKED_OF(table) "coalesce((SELECT bundles FROM run WHERE id = " table ".run), '')"

#define KEPT_RUNS "SELECT id FROM run ORDER BY id DESC LIMIT ?1"
#define ENTRIES                                                                                                        \
    "SELECT " JOURNAL_COLUMNS ", (SELECT p.hash FROM journal p WHERE p.number = j.number - 1) FROM journal j"

static const char *const sql[STATEMENT_COUNT] = {
    [STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
    [STATEMENT_COMMIT] = "COMMIT",
    [STATEMENT_START_RUN] = INSERT("run", RUN_COLUMNS, NEW_RUN),
    [STATEMENT_END_RUN] =
        "UPDATE run SET ended = ?2, exit_status = ?3, seal = seal('run', " ENDED_RUN ") WHERE id = ?1",
    [STATEMENT_LAST_RUN] = "SELECT id, started, ended, shard, edition, bundles, planned, exit_status, series,"
                           " \"order\", month, as_of, name, identity FROM run ORDER BY id DESC LIMIT 1",
    [STATEMENT_NEWEST] = "SELECT max(moment) FROM (SELECT max(started) AS moment FROM run WHERE started < ?1"
                         " UNION ALL SELECT max(made_on) FROM journal WHERE made_on < ?1)",
    [STATEMENT_EACH_OWING] =
        "SELECT id, started, bundles, series, name FROM run r WHERE ended IS NULL AND shard = '' AND bundles <> ''"
        " AND EXISTS (SELECT 1 FROM run n WHERE n.id > r.id)"
        " AND NOT EXISTS (SELECT 1 FROM run n WHERE n.id > r.id AND n.shard = ''"
        " AND (n.name = r.name OR (r.name = '' AND n.bundles = r.bundles)) AND n.series = r.series AND n.ended IS NOT "
        "NULL) ORDER BY id",
    [STATEMENT_SAVE_INPUT] = UPSERT("input", INPUT_COLUMNS, V3, "set_sum, path") " WHERE sum <> excluded.sum",
    [STATEMENT_EACH_INPUT] =
        "SELECT set_sum, path, sum FROM input WHERE set_sum IN"
        " (SELECT masters FROM document JOIN account ON document = id WHERE run = ?1 OR ?1 = 0 UNION"
        " SELECT kit FROM document JOIN account ON document = id WHERE run = ?1 OR ?1 = 0)"
        " ORDER BY set_sum, path",
    [STATEMENT_SAVE_FILE] = UPSERT("file", FILE_COLUMNS, V4, "path"),
    [STATEMENT_DROP_FILE] = "DELETE FROM file WHERE path = ?1",
    [STATEMENT_EACH_FILE] = "SELECT path, stat, sum, head FROM file ORDER BY path",
    [STATEMENT_FIND_DOCUMENT] = "SELECT id FROM document WHERE key = ?1 AND form = ?2 AND month = ?3",
    [STATEMENT_NEXT_DOCUMENT] = "SELECT coalesce(max(id), 0) + 1 FROM document",
    [STATEMENT_NEW_DOCUMENT] = INSERT("document", DOCUMENT_COLUMNS, V21),
    [STATEMENT_SAVE_DOCUMENT] = UPDATE("document", DOCUMENT_COLUMNS, V21) " WHERE id = ?1",
    [STATEMENT_SAVE_OUTPUT_STAT] = "UPDATE document SET output_stat = ?4, seal = seal('document', " WITH_STAT ")"
                                   " WHERE key = ?1 AND form = ?2 AND month = ?3",
    [STATEMENT_DROP_DOCUMENT] = "DELETE FROM document WHERE id = ?1",
    [STATEMENT_ACCOUNT] = UPSERT("account", ACCOUNT_COLUMNS, V3, "document"),
    [STATEMENT_DROP_ACCOUNT] = "DELETE FROM account WHERE document = ?1",
    [STATEMENT_LAST_OF_PLACES] =
        "SELECT 1 FROM recipient own JOIN document o ON o.id = own.document WHERE o.id = ?1 AND own.number = 0"
        " AND NOT EXISTS (SELECT 1 FROM document d JOIN recipient r ON r.document = d.id AND r.number = 0"
        " WHERE d.key = o.key AND d.id <> o.id AND r.home = own.home)",
    [STATEMENT_LEAVE_PLACES] = UPDATE("document", DOCUMENT_COLUMNS, LEFT) " WHERE id = ?1",
    [STATEMENT_FORGET_PLACES] = "DELETE FROM recipient WHERE number = 0 AND document IN"
                                " (SELECT id FROM document WHERE key = ?1 AND " NOT_ACCOUNTED ")",
    [STATEMENT_FORGET_LEFT] = "DELETE FROM document WHERE key = ?1 AND " NOT_ACCOUNTED,
    [STATEMENT_EACH_DOCUMENT] =
        "SELECT d.id, d.key, d.form, d.month, d.as_of, coalesce(r.series, ''), d.consented, d.case_path, d.case_sum, "
        "d.masters, d.kit,"
        " d.inputs, d.status, d.file, d.output, d.output_stat, d.bytes, d.pages, d.cpu, d.wall, d.same_bytes,"
        " d.made_run <> a.run, a.place, d.made_run FROM document d CROSS JOIN account a ON a.document = d.id"
        " LEFT JOIN run r ON r.id = a.run"
        " WHERE a.run = ?1 OR ?1 = 0 ORDER BY d.key, d.form, d.month",
    [STATEMENT_DROP_MESSAGES] = "DELETE FROM message WHERE document = ?1",
    [STATEMENT_SAVE_MESSAGE] = INSERT("message", MESSAGE_COLUMNS, V12),
    [STATEMENT_EACH_MESSAGE] = "SELECT code, form_file, form_line, data_file, data_line, data_path, a1, a2, a3, a4"
                               " FROM message WHERE document = ?1 ORDER BY number",
    [STATEMENT_DROP_RECIPIENTS] = "DELETE FROM recipient WHERE document = ?1 AND number > 0",
    [STATEMENT_DROP_PLACES] = "DELETE FROM recipient WHERE document = ?1 AND number = 0",
    [STATEMENT_HAS_MARKED_PLACES] = "SELECT 1 FROM recipient WHERE number = 0 AND kind = '" PLACES_MARKED "' LIMIT 1",
    [STATEMENT_EACH_PLACES] = "SELECT DISTINCT d.key, r.home FROM recipient r JOIN document d ON d.id = r.document"
                              " WHERE r.number = 0 ORDER BY d.key, r.home",
    [STATEMENT_SAVE_RECIPIENT] = INSERT("recipient", RECIPIENT_COLUMNS, V5),
    [STATEMENT_EACH_RECIPIENT] = "SELECT kind, key, home, number FROM recipient WHERE document = ?1 ORDER BY number",
    [STATEMENT_SAVE_BUNDLE] = UPSERT("bundle", BUNDLE_COLUMNS, V12, "series, name"),
    [STATEMENT_KEEP_BUNDLE] = "UPDATE bundle SET run = ?3, seal = seal('bundle', " OF_RUN ")"
                              " WHERE series = ?1 AND name = ?2",
    [STATEMENT_DROP_BUNDLE] = "DELETE FROM bundle WHERE series = ?1 AND name = ?2",
    [STATEMENT_EACH_BUNDLE] = "SELECT series, name, kind, mark, documents, inputs, file, output, bytes, pages, wish,"
                              " " ASKED_OF("bundle") " FROM bundle WHERE run = ?1 OR ?1 = 0 ORDER BY series, name",
    [STATEMENT_SAVE_MEMBER] = INSERT("member", MEMBER_COLUMNS, V10),
    [STATEMENT_DROP_MEMBERS] = "DELETE FROM member WHERE series = ?1 AND name = ?2",
    [STATEMENT_EACH_MEMBER] = "SELECT key, form, month, version, output, pages, gap FROM member"
                              " WHERE series = ?1 AND name = ?2 ORDER BY number",
    [STATEMENT_SAVE_UNMADE] = UPSERT("unmade", UNMADE_COLUMNS, V8, "series, name"),
    [STATEMENT_DROP_UNMADE] = "DELETE FROM unmade WHERE series = ?1 AND (?2 IS NULL OR name = ?2)",
    [STATEMENT_EACH_UNMADE] = "SELECT series, name, kind, mark, status, why, wish, " ASKED_OF(
        "unmade") " FROM unmade"
                  " WHERE run = ?1 OR ?1 = 0 ORDER BY series, name",
    [STATEMENT_FIND_ROSTER] = "SELECT coalesce((SELECT id FROM roster WHERE name = ?1),"
                              " (SELECT coalesce(max(id), 0) + 1 FROM roster))",
    [STATEMENT_SAVE_ROSTER] = UPSERT("roster", ROSTER_COLUMNS, V3, "id"),
    [STATEMENT_ADD_ROSTER_ROW] = INSERT("roster_row", ROSTER_ROW_COLUMNS, V5),
    [STATEMENT_DROP_ROSTER_ROW] = "DELETE FROM roster_row WHERE roster = ?1 AND key = ?2 AND form = ?3 AND month = ?4"
                                  " AND kind = ?5",
    [STATEMENT_DROP_FROM_ROSTER] = "DELETE FROM roster_row WHERE roster = (SELECT id FROM roster WHERE name = ?1)"
                                   " AND key = ?2 AND form = ?3 AND month = ?4",
    [STATEMENT_EACH_ROSTER] = "SELECT r.name, x.key, x.form, x.month, x.kind FROM roster r JOIN roster_row x"
                              " ON x.roster = r.id WHERE r.name = ?1 OR ?1 IS NULL"
                              " ORDER BY r.name, x.key, x.form, x.month, x.kind",
    [STATEMENT_APPEND] = INSERT("journal", JOURNAL_COLUMNS, V24),
    [STATEMENT_APPEND_MEMBER] = INSERT("journal_member", JOURNAL_MEMBER_COLUMNS, V9),
    [STATEMENT_HEAD] = "SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1",
    [STATEMENT_EACH_ENTRY] = ENTRIES " ORDER BY number",
    [STATEMENT_EACH_ENTRY_OF] = ENTRIES " WHERE key = ?1 ORDER BY number",
    [STATEMENT_EACH_ENTRY_MEMBER] = "SELECT key, form, month, version, output, pages, gap FROM journal_member"
                                    " WHERE entry = ?1 ORDER BY number",
    [STATEMENT_SAVE_REISSUE] = INSERT("reissue", REISSUE_COLUMNS, V11) " ON CONFLICT DO NOTHING",
    [STATEMENT_EACH_REISSUE] = "SELECT " REISSUE_COLUMNS " FROM reissue ORDER BY key, form, month, number",
    [STATEMENT_TRIM_RUNS] = "DELETE FROM run WHERE id NOT IN (" KEPT_RUNS ") AND id NOT IN (SELECT run FROM account"
                            " UNION SELECT run FROM bundle UNION SELECT run FROM unmade UNION SELECT run FROM roster)",
    [STATEMENT_TRIM_MESSAGES] = "DELETE FROM message WHERE document IN (SELECT document FROM account WHERE run NOT IN"
                                " (" KEPT_RUNS "))",
    [STATEMENT_TRIM_INPUTS] =
        "DELETE FROM input WHERE set_sum NOT IN"
        " (SELECT masters FROM document JOIN account ON document = id WHERE run IN (" KEPT_RUNS
        ") UNION SELECT kit FROM document JOIN account ON document = id WHERE run IN (" KEPT_RUNS "))",
    [STATEMENT_TRIM_FILES] = "DELETE FROM file WHERE path NOT IN"
                             " (SELECT case_path FROM document UNION SELECT path FROM input)",
    [STATEMENT_TRIM_PLACES] =
        "DELETE FROM recipient WHERE number = 0 AND document IN (SELECT id FROM document WHERE " NOT_ACCOUNTED
        " AND (key IN (" KNOWN("key", "<> ''") ") OR case_path IN (" KNOWN("case_path", "= '" PLACES "'") ")))",
    [STATEMENT_TRIM_LEFT] =
        "DELETE FROM document WHERE " NOT_ACCOUNTED " AND id NOT IN (SELECT document FROM recipient)",
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
    case SQLITE_INTERRUPT: /* of ledger_check_begin */
        return "同じページを読み続けます";
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
    l->failed = true;
    const bool damaged =
        code == SQLITE_NOTADB || code == SQLITE_CORRUPT || code == SQLITE_ERROR || code == SQLITE_INTERRUPT;
    /* Who only reads, and waits for nobody, is not helped by another time. */
    const bool waits = l->writes || code == SQLITE_BUSY || code == SQLITE_LOCKED;
    char number[32];
    g_snprintf(number, sizeof number, "SQLite のエラー番号%d", code);
    diag_add(l->d,
             damaged ? DIAG_LEDGER_DAMAGED
             : waits ? DIAG_LEDGER_FAILED
                     : DIAG_LEDGER_UNREADABLE,
             PLACE_NONE, PLACE_NONE, l->path, fault_of_base(code) ? fault_of_base(code) : number, sqlite3_errmsg(l->db),
             NULL);
    return false;
}

bool
ledger_has_failed(const ledger *l)
{
    g_assert(l);
    return l->failed;
}

bool
ledger_execute(ledger *l, const char *text)
{
    return sqlite3_exec(l->db, text, NULL, NULL, NULL) == SQLITE_OK || ledger_fail(l);
}

bool
ledger_read_number(ledger *l, const char *text, int64_t *number)
{
    sqlite3_stmt *s = NULL;
    const bool good = sqlite3_prepare_v2(l->db, text, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW;
    if (good)
        *number = sqlite3_column_int64(s, 0);
    else
        ledger_fail(l);
    sqlite3_finalize(s);
    return good;
}

bool
ledger_copy_pages(sqlite3 *from, sqlite3 *into)
{
    sqlite3_backup *b = sqlite3_backup_init(into, "main", from, "main");
    if (!b)
        return false;
    const int code = sqlite3_backup_step(b, -1); /* at once: what another process commits meanwhile is not in it */
    return sqlite3_backup_finish(b) == SQLITE_OK && code == SQLITE_DONE;
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
