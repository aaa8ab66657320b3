/* ledger_seal.c: seals of rows and tallies of tables. A seal is no secret: it shows what went wrong by itself or by
 * another program, not what somebody made right again who knows how; the journal's chain is for that. */
#include "ledger/ledger_int.h"

#include <string.h>

#include "base/diag.h"

enum {
    SEAL = 16,
    MOST_ROWS = 20, /* that are told of one table: the rest is of the same damage */
};

const ledger_table ledger_sealed[LEDGER_TABLE_COUNT] = {
    {"run", RUN_COLUMNS, "id"},
    {"input", INPUT_COLUMNS, "path"},
    {"file", FILE_COLUMNS, "path"},
    {"document", DOCUMENT_COLUMNS, "id || ' ' || key || ' ' || form || ' ' || month"},
    {"account", ACCOUNT_COLUMNS, "document"},
    {"message", MESSAGE_COLUMNS, "document || ' ' || number"},
    {"recipient", RECIPIENT_COLUMNS, "document || ' ' || number"},
    {"bundle", BUNDLE_COLUMNS, "series || ' ' || name"},
    {"member", MEMBER_COLUMNS, "series || ' ' || name || ' ' || number"},
    {"unmade", UNMADE_COLUMNS, "series || ' ' || name"},
    {"roster", ROSTER_COLUMNS, "id"},
    {"roster_row", ROSTER_ROW_COLUMNS, "roster || ' ' || key || ' ' || form || ' ' || month || ' ' || kind"},
    {"journal", JOURNAL_COLUMNS, "number"},
    {"journal_member", JOURNAL_MEMBER_COLUMNS, "entry || ' ' || number"},
    {"reissue", REISSUE_COLUMNS, "key || ' ' || form || ' ' || month || ' ' || number"},
};

/* ---- functions ---- */

/* A value with its type and its length, so that two different rows do not run together. */
static void
append_value(GByteArray *bytes, sqlite3_value *v)
{
    const int type = sqlite3_value_type(v);
    const double real = type == SQLITE_FLOAT ? sqlite3_value_double(v) : 0;
    const gint64 number = type == SQLITE_INTEGER ? sqlite3_value_int64(v) : 0;
    const void *at = type == SQLITE_FLOAT ? (const void *)&real : (const void *)&number;
    gint64 size = type == SQLITE_NULL ? 0 : sizeof number;
    if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
        at = type == SQLITE_TEXT ? (const void *)sqlite3_value_text(v) : sqlite3_value_blob(v);
        size = sqlite3_value_bytes(v);
    }
    const guint8 kind = (guint8)type;
    g_byte_array_append(bytes, &kind, 1);
    g_byte_array_append(bytes, (const guint8 *)&size, sizeof size);
    if (size > 0 && at)
        g_byte_array_append(bytes, at, (guint)size);
}

static void
run_seal(sqlite3_context *c, int count, sqlite3_value **values)
{
    GByteArray *bytes = sqlite3_user_data(c);
    g_byte_array_set_size(bytes, 0);
    for (int i = 0; i < count; i++)
        append_value(bytes, values[i]);
    const digest d = digest_of(bytes->data, bytes->len);
    sqlite3_result_blob(c, d.bytes, SEAL, SQLITE_TRANSIENT);
}

static void
run_mix(sqlite3_context *c, int count, sqlite3_value **values)
{
    guint8 sum[SEAL] = {0};
    for (int i = 0; i < count; i++) {
        const guint8 *more = sqlite3_value_blob(values[i]);
        if (more && sqlite3_value_bytes(values[i]) == SEAL)
            for (size_t k = 0; k < SEAL; k++)
                sum[k] ^= more[k];
    }
    sqlite3_result_blob(c, sum, SEAL, SQLITE_TRANSIENT);
}

static void
drop_bytes(void *bytes)
{
    g_byte_array_free(bytes, TRUE);
}

bool
ledger_seal_functions(ledger *l)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    GByteArray *bytes = g_byte_array_sized_new(1024);
    return (sqlite3_create_function_v2(l->db, "seal", -1, flags, bytes, run_seal, NULL, NULL, drop_bytes) ==
                SQLITE_OK &&
            sqlite3_create_function_v2(l->db, "mix", -1, flags, NULL, run_mix, NULL, NULL, NULL) == SQLITE_OK) ||
           ledger_fail(l);
}

/* ---- tallies ---- */

/* Triggers of this connection alone: they are not in the file, so that a program without these functions can read it.
 */
static const char watch[] = "CREATE TEMP TRIGGER tally_%s_insert AFTER INSERT ON main.%s BEGIN UPDATE tally SET"
                            " rows = rows + 1, sum = mix(sum, NEW.seal) WHERE name = '%s'; END;"
                            "CREATE TEMP TRIGGER tally_%s_delete AFTER DELETE ON main.%s BEGIN UPDATE tally SET"
                            " rows = rows - 1, sum = mix(sum, OLD.seal) WHERE name = '%s'; END;"
                            "CREATE TEMP TRIGGER tally_%s_update AFTER UPDATE ON main.%s BEGIN UPDATE tally SET"
                            " sum = mix(sum, OLD.seal, NEW.seal) WHERE name = '%s'; END;";

bool
ledger_seal_watch(ledger *l)
{
    bool good = ledger_execute(l, "PRAGMA recursive_triggers = ON");
    for (size_t i = 0; good && i < LEDGER_TABLE_COUNT; i++) {
        const char *n = ledger_sealed[i].name;
        char *text = g_strdup_printf(watch, n, n, n, n, n, n, n, n, n);
        good = ledger_execute(l, text);
        g_free(text);
    }
    return good;
}

bool
ledger_seal_begin(ledger *l)
{
    bool good = true;
    for (size_t i = 0; good && i < LEDGER_TABLE_COUNT; i++) {
        char *text = g_strdup_printf("INSERT INTO tally (name, rows, sum) VALUES ('%s', 0, zeroblob(%d))",
                                     ledger_sealed[i].name, SEAL);
        good = ledger_execute(l, text);
        g_free(text);
    }
    return good;
}

/* ---- checking ---- */

/* What a damaged row calls itself may be anything. */
static char *
printable_row(const char *name)
{
    GString *s = g_string_new(NULL);
    char *valid = g_utf8_make_valid(name, -1);
    for (const char *p = valid; *p && s->len < 120; p = g_utf8_next_char(p))
        g_string_append_unichar(s, g_unichar_isgraph(g_utf8_get_char(p)) || *p == ' ' ? g_utf8_get_char(p) : '?');
    g_free(valid);
    return g_string_free(s, FALSE);
}

static void
tell_row(ledger *l, const ledger_table *t, const char *row, diag *d)
{
    char *name = printable_row(row);
    diag_add(d, DIAG_LEDGER_ROW_DAMAGED, PLACE_NONE, PLACE_NONE, l->path, t->name, name, NULL);
    g_free(name);
}

/* Adds up the seals of a table as they stand, and tells those that do not fit their row. */
static bool
check_rows(ledger *l, const ledger_table *t, int64_t *rows, guint8 sum[SEAL], diag *d)
{
    char *text =
        g_strdup_printf("SELECT %s, seal, seal = seal('%s', %s) FROM %s", t->row, t->name, t->columns, t->name);
    sqlite3_stmt *s = NULL;
    bool good = sqlite3_prepare_v2(l->db, text, -1, &s, NULL) == SQLITE_OK || ledger_fail(l);
    int damaged = 0;
    g_free(text);
    while (good && ledger_step(l, s, &good)) {
        const guint8 *seal = sqlite3_column_blob(s, 1);
        ++*rows;
        for (size_t k = 0; k < SEAL && seal && sqlite3_column_bytes(s, 1) == SEAL; k++)
            sum[k] ^= seal[k];
        if (!sqlite3_column_int(s, 2) && damaged++ < MOST_ROWS)
            tell_row(l, t, ledger_column_text(s, 0), d);
    }
    sqlite3_finalize(s);
    return good && damaged == 0;
}

static bool
check_tally(ledger *l, const ledger_table *t, int64_t rows, const guint8 sum[SEAL], diag *d)
{
    sqlite3_stmt *s = NULL;
    bool good = sqlite3_prepare_v2(l->db, "SELECT rows, sum FROM tally WHERE name = ?1", -1, &s, NULL) == SQLITE_OK ||
                ledger_fail(l);
    if (!good)
        return false;
    ledger_bind_text(s, 1, t->name);
    const bool there = ledger_step(l, s, &good);
    const int64_t expected = there ? sqlite3_column_int64(s, 0) : 0;
    const guint8 *known = there ? sqlite3_column_blob(s, 1) : NULL;
    const bool sound =
        good && known && expected == rows && sqlite3_column_bytes(s, 1) == SEAL && !memcmp(known, sum, SEAL);
    if (good && !sound) {
        char a[24], b[24];
        g_snprintf(a, sizeof a, "%" G_GINT64_FORMAT, (gint64)expected);
        g_snprintf(b, sizeof b, "%" G_GINT64_FORMAT, (gint64)rows);
        diag_add(d, DIAG_LEDGER_ROWS_MISSING, PLACE_NONE, PLACE_NONE, l->path, t->name, a, b, NULL);
    }
    sqlite3_finalize(s);
    return sound;
}

bool
ledger_seal_check(ledger *l, diag *d)
{
    bool sound = true;
    for (size_t i = 0; i < LEDGER_TABLE_COUNT; i++) {
        int64_t rows = 0;
        guint8 sum[SEAL] = {0};
        /* A row that is told already may be why the tally does not fit. */
        if (!check_rows(l, &ledger_sealed[i], &rows, sum, d))
            sound = false;
        if (!check_tally(l, &ledger_sealed[i], rows, sum, d))
            sound = false;
    }
    return sound;
}
