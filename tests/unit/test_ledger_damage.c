/* test_ledger_damage.c: hundreds of faults, each told or harmless: a ledger that opens says what was written, whatever
 * happened to its file; and the chain tells what somebody changed who knows how seals are made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "ledger/ledger_int.h"

#include "ledger_support.h"

enum { DOCUMENTS = 60, PAGE = 4096 };

/* The ledger as it was closed. */
typedef struct sound {
    world *w;
    char *bytes, *sum, *says; /* says: all its rows */
    gsize size;
    size_t told, harmless;
} sound;

/* ---- what a ledger says ---- */

static void
say_table(sqlite3 *db, const ledger_table *t, GString *out)
{
    char *text = g_strdup_printf("SELECT %s FROM %s ORDER BY %s", t->columns, t->name, t->row);
    sqlite3_stmt *s = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, text, -1, &s, NULL), SQLITE_OK);
    g_string_append_printf(out, "%s\n", t->name);
    while (sqlite3_step(s) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(s); i++) {
            const bool blob = sqlite3_column_type(s, i) == SQLITE_BLOB;
            const guint8 *bytes = blob ? sqlite3_column_blob(s, i) : NULL;
            for (int k = 0; blob && k < sqlite3_column_bytes(s, i); k++)
                g_string_append_printf(out, "%02x", bytes[k]);
            if (!blob)
                g_string_append(out, (const char *)sqlite3_column_text(s, i) ? (const char *)sqlite3_column_text(s, i)
                                                                             : "NULL");
            g_string_append_c(out, '\t');
        }
        g_string_append_c(out, '\n');
    }
    sqlite3_finalize(s);
    g_free(text);
}

static char *
say_all(ledger *l)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < LEDGER_TABLE_COUNT; i++)
        say_table(l->db, &ledger_sealed[i], out);
    return g_string_free(out, FALSE);
}

/* ---- faults ---- */

static char *
beside(const sound *s, const char *ending)
{
    return g_strconcat(s->w->path, ending, NULL);
}

static void
put_file(const sound *s, const char *ending, const void *bytes, gsize size)
{
    char *path = beside(s, ending);
    assert_true(g_file_set_contents(path, bytes, (gssize)size, NULL));
    g_free(path);
}

static void
remove_file(const sound *s, const char *ending)
{
    char *path = beside(s, ending);
    g_unlink(path);
    g_free(path);
}

/* The ledger with other bytes; its sum is there, or nobody closed it. */
static void
put_ledger(const sound *s, const char *bytes, gsize size, bool with_sum)
{
    static const char *const endings[] = {"-wal", "-shm", "-journal", ".sum"};
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
        remove_file(s, endings[i]);
    put_file(s, "", bytes, size);
    if (with_sum)
        put_file(s, ".sum", s->sum, strlen(s->sum));
}

/* Whoever opens it says what is wrong, or the ledger says what it said. True: it was told. */
static bool
is_told(sound *s, ledger_mode mode, const char *what)
{
    diag *d = diag_new();
    ledger *l = ledger_open(s->w->path, mode, d);
    const bool told = !l;
    if (l) {
        char *says = say_all(l);
        if (strcmp(says, s->says) != 0)
            fail_msg("%s: the ledger says something else, and nobody tells", what);
        g_free(says);
        ledger_close(l);
    } else if (diag_exit_status(d) != EXIT_DAMAGED) {
        fail_msg("%s: %s", what, diag_length(d) ? diag_name(diag_at(d, 0)->code) : "no word");
    }
    diag_drop(d);
    s->told += told;
    s->harmless += !told;
    return told;
}

static void
check_told(sound *s, const char *what)
{
    if (!is_told(s, LEDGER_READ, what))
        fail_msg("%s: nobody tells", what);
}

/* With its sum every fault is told; without it, every one that matters. */
static void
check_bytes(sound *s, const char *bytes, gsize size, const char *what, gsize at)
{
    char *name = g_strdup_printf("%s at %" G_GSIZE_FORMAT, what, at);
    put_ledger(s, bytes, size, true);
    check_told(s, name);
    put_ledger(s, bytes, size, false);
    is_told(s, LEDGER_READ, name);
    is_told(s, LEDGER_WRITE, name);
    g_free(name);
}

static void
prepare(sound *s, void **state)
{
    *s = (sound){.w = *state};
    fill_ledger(s->w, DOCUMENTS);
    assert_true(g_file_get_contents(s->w->path, &s->bytes, &s->size, NULL));
    char *path = beside(s, ".sum");
    assert_true(g_file_get_contents(path, &s->sum, NULL, NULL));
    g_free(path);
    ledger *l = ledger_open(s->w->path, LEDGER_READ, s->w->d);
    assert_non_null(l);
    s->says = say_all(l);
    ledger_close(l);
    assert_true(s->size > 30 * (gsize)PAGE);
}

static void
finish(sound *s)
{
    put_ledger(s, s->bytes, s->size, true);
    assert_false(is_told(s, LEDGER_READ, "the sound ledger"));
    g_free(s->bytes);
    g_free(s->sum);
    g_free(s->says);
}

static void
a_changed_byte_is_told(void **state)
{
    sound s;
    prepare(&s, state);
    GRand *random = g_rand_new_with_seed(14);
    for (gsize at = 0; at < s.size; at += (gsize)g_rand_int_range(random, 1, PAGE / 4)) {
        char *bytes = g_memdup2(s.bytes, s.size);
        bytes[at] = (char)(bytes[at] ^ (1 << g_rand_int_range(random, 0, 8)));
        check_bytes(&s, bytes, s.size, "bit", at);
        g_free(bytes);
    }
    g_rand_free(random);
    assert_true(s.told >= 400);
    finish(&s);
}

static void
lost_and_moved_pages_are_told(void **state)
{
    sound s;
    prepare(&s, state);
    for (gsize at = 0; at < s.size; at += PAGE) {
        char *bytes = g_memdup2(s.bytes, s.size);
        memset(bytes + at, 0, PAGE);
        check_bytes(&s, bytes, s.size, "zeroed page", at);
        memcpy(bytes + at, s.bytes + (at + PAGE) % s.size, PAGE);
        memcpy(bytes + (at + PAGE) % s.size, s.bytes + at, PAGE);
        check_bytes(&s, bytes, s.size, "swapped page", at);
        if (at > 0)
            check_bytes(&s, s.bytes, at, "cut off", at);
        check_bytes(&s, s.bytes, at + PAGE / 3, "cut off", at + PAGE / 3);
        g_free(bytes);
    }
    assert_true(s.told >= 200);
    finish(&s);
}

/* A page of a tree that leads to itself, or back to the first: who follows it reads for ever. */
static void
a_tree_that_leads_back_is_told(void **state)
{
    sound s;
    prepare(&s, state);
    size_t trees = 0;
    for (gsize at = 0; at < s.size; at += PAGE) {
        const gsize header = at + (at == 0 ? 100 : 0);
        const guint8 kind = (guint8)s.bytes[header];
        if (kind != 2 && kind != 5)
            continue;
        trees++;
        char *bytes = g_memdup2(s.bytes, s.size);
        const guint32 self = GUINT32_TO_BE((guint32)(at / PAGE + 1)), first = GUINT32_TO_BE(1);
        memcpy(bytes + header + 8, &self, sizeof self); /* the child after the last key */
        check_bytes(&s, bytes, s.size, "loop", at);
        memcpy(bytes + header + 8, &first, sizeof first);
        check_bytes(&s, bytes, s.size, "loop to the first page", at);
        g_free(bytes);
    }
    assert_true(trees >= 2);
    finish(&s);
}

/* ---- rows, by another program ---- */

static void
run_sql(const sound *s, const char *text, const char *what)
{
    sqlite3 *db = NULL;
    char *error = NULL;
    assert_int_equal(sqlite3_open(s->w->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, text, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s: %s", what, error);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

#define UNLOCK                                                                                                         \
    "PRAGMA ignore_check_constraints = 1; DROP TRIGGER journal_fixed; DROP TRIGGER journal_kept;"                      \
    "DROP TRIGGER journal_member_fixed; DROP TRIGGER journal_member_kept;"
#define LOCK                                                                                                           \
    "CREATE TRIGGER journal_kept BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'append only'); END;"              \
    "CREATE TRIGGER journal_fixed BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'append only'); END;"             \
    "CREATE TRIGGER journal_member_kept BEFORE DELETE ON journal_member BEGIN SELECT RAISE(ABORT, 'append only'); "    \
    "END;"                                                                                                             \
    "CREATE TRIGGER journal_member_fixed BEFORE UPDATE ON journal_member BEGIN SELECT RAISE(ABORT, 'append only'); "   \
    "END;"

/* A change that the seals must show: there is no sum, and the tables are as they should be. */
static void
check_change(sound *s, const char *change, const char *table)
{
    char *text = g_strconcat("PRAGMA foreign_keys = OFF;" UNLOCK, change, ";" LOCK, NULL);
    put_ledger(s, s->bytes, s->size, false);
    run_sql(s, text, change);
    diag *d = diag_new();
    ledger *l = ledger_open(s->w->path, LEDGER_READ, d);
    bool named = false;
    for (size_t i = 0; !l && i < diag_length(d); i++)
        named = named || g_strcmp0(diag_at(d, i)->args[1], table) == 0;
    if (!named)
        fail_msg("%s: %s", change, l ? "nobody tells" : "the table is not named");
    s->told++;
    diag_drop(d);
    g_free(text);
}

static void
check_table(sound *s, const ledger_table *t)
{
    char **columns = g_strsplit(t->columns, ", ", -1);
    for (char **c = columns; *c; c++) {
        char *text = g_strdup_printf("UPDATE %s SET %s = CASE typeof(%s) WHEN 'integer' THEN %s + 1000 WHEN 'real' THEN"
                                     " %s + 1 WHEN 'blob' THEN zeroblob(7) ELSE ifnull(%s, 1) || 'x' END"
                                     " WHERE %s = (SELECT max(%s) FROM %s)",
                                     t->name, *c, *c, *c, *c, *c, t->row, t->row, t->name);
        if (!(strcmp(t->name, "run") == 0 && strcmp(*c, "exit_status") == 0)) /* NULL, and no text fits it */
            check_change(s, text, t->name);
        g_free(text);
    }
    char *lost =
        g_strdup_printf("DELETE FROM %s WHERE %s = (SELECT max(%s) FROM %s)", t->name, t->row, t->row, t->name);
    char *seal = g_strdup_printf("UPDATE %s SET seal = zeroblob(16)", t->name);
    char *all = g_strdup_printf("DELETE FROM %s", t->name);
    char *tally = g_strdup_printf("UPDATE tally SET rows = rows + 1 WHERE name = '%s'", t->name);
    char *no_tally = g_strdup_printf("DELETE FROM tally WHERE name = '%s'", t->name);
    const char *const changes[] = {lost, seal, all, tally, no_tally};
    for (size_t i = 0; i < G_N_ELEMENTS(changes); i++)
        check_change(s, changes[i], t->name);
    g_free(lost);
    g_free(seal);
    g_free(all);
    g_free(tally);
    g_free(no_tally);
    g_strfreev(columns);
}

static void
rows_that_another_program_wrote_are_told(void **state)
{
    sound s;
    prepare(&s, state);
    for (size_t i = 0; i < LEDGER_TABLE_COUNT; i++)
        check_table(&s, &ledger_sealed[i]);
    static const char *const others[][2] = {
        /* A row that was copied, with its seal, under another key. */
        {"INSERT INTO account SELECT document + 900, run, place, seal FROM account LIMIT 1", "account"},
        {"INSERT INTO unmade SELECT series, name || 'x', kind, mark, status, why, run, wish, seal FROM unmade",
         "unmade"},
        /* Two rows that change places. */
        {"UPDATE account SET place = place + 1, seal = (SELECT seal FROM account WHERE document = 2) WHERE document = "
         "1",
         "account"},
        /* Of an earlier day, sealed then, which was written over. */
        {"UPDATE run SET exit_status = 'x' WHERE 0; UPDATE run SET planned = 0", "run"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        check_change(&s, others[i][0], others[i][1]);
    static const char *const tables[] = {"DROP INDEX journal_key", "ALTER TABLE run ADD COLUMN more TEXT",
                                         "DROP TABLE tally", "CREATE VIEW v AS SELECT 1",
                                         "CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM unmade; END"};
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
        check_change(&s, tables[i], "sqlite_schema");
    assert_true(s.told >= 200);
    finish(&s);
}

/* ---- what a killed writer left, and what somebody put there ---- */

static void
a_log_that_is_not_the_ledgers_is_told(void **state)
{
    sound s;
    prepare(&s, state);
    char *path = beside(&s, "-wal"), *log = NULL, *shm = beside(&s, "-shm");
    gsize size;
    /* A killed writer's log is his last commit: it counts while there is no sum. */
    diag *d = diag_new();
    ledger *l = ledger_open(s.w->path, LEDGER_WRITE, d);
    assert_true(ledger_begin(l) && ledger_drop_unmade(l, "", NULL) && ledger_commit(l));
    assert_true(g_file_get_contents(path, &log, &size, NULL) && size > 0);
    char *left = NULL;
    gsize left_size;
    assert_true(g_file_get_contents(s.w->path, &left, &left_size, NULL));
    ledger_close(l);
    put_ledger(&s, left, left_size, false);
    put_file(&s, "-wal", log, size);
    l = ledger_open(s.w->path, LEDGER_WRITE, d);
    assert_non_null(l);
    char *says = say_all(l);
    assert_null(strstr(says, "bind-missing\t1\t"));
    assert_string_not_equal(says, s.says);
    ledger_close(l);
    /* Beside a ledger that was closed there is none. */
    static const char *const endings[] = {"-wal", "-journal"};
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        put_ledger(&s, s.bytes, s.size, true);
        put_file(&s, endings[i], log, size);
        check_told(&s, endings[i]);
        put_file(&s, endings[i], "no log", 6);
        check_told(&s, endings[i]);
    }
    /* A log that was cut or changed is as far as it goes, and what it says is one commit or the other. */
    for (gsize at = 0; at < size; at += 509) {
        put_ledger(&s, left, left_size, false);
        char *changed = g_memdup2(log, size);
        changed[at] ^= 4;
        put_file(&s, "-wal", changed, size);
        g_free(changed);
        ledger *again = ledger_open(s.w->path, LEDGER_READ, d);
        if (again) {
            char *now = say_all(again);
            assert_true(strcmp(now, says) == 0 || strcmp(now, s.says) == 0);
            g_free(now);
        }
        ledger_close(again);
    }
    g_unlink(shm);
    diag_drop(d);
    g_free(says);
    g_free(left);
    g_free(log);
    g_free(path);
    g_free(shm);
    finish(&s);
}

/* ---- the chain ---- */

/* By somebody who seals what he changes, and counts it. */
static void
forge(const sound *s, const char *change)
{
    diag *d = diag_new();
    put_ledger(s, s->bytes, s->size, true);
    ledger *l = ledger_open(s->w->path, LEDGER_WRITE, d);
    char *error = NULL,
         *text =
             g_strconcat("PRAGMA foreign_keys = OFF;" UNLOCK, change,
                         ";UPDATE journal SET seal = seal('journal', " JOURNAL_COLUMNS ");"
                         "UPDATE journal_member SET seal = seal('journal_member', " JOURNAL_MEMBER_COLUMNS ");" LOCK,
                         NULL);
    if (sqlite3_exec(l->db, text, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s: %s", change, error);
    g_free(text);
    ledger_close(l);
    diag_drop(d);
}

static void
check_chain(sound *s, const char *change)
{
    forge(s, change);
    diag *d = diag_new();
    ledger *l = ledger_open(s->w->path, LEDGER_READ, d); /* it was closed well: nothing is wrong with the file */
    assert_non_null(l);
    if (ledger_check(l, d))
        fail_msg("%s: nobody tells", change);
    for (size_t i = 0; i < diag_length(d); i++)
        assert_int_equal(diag_at(d, i)->code, DIAG_LEDGER_CHAIN_BROKEN);
    ledger_close(l);
    diag_drop(d);
    s->told++;
}

static void
check_chain_columns(sound *s, const char *table, const char *columns)
{
    char **all = g_strsplit(columns, ", ", -1);
    for (char **c = all; *c; c++)
        if (strcmp(*c, "entry") != 0 && strcmp(*c, "act") != 0) {
            char *text = g_strdup_printf("UPDATE %s SET %s = CASE typeof(%s) WHEN 'integer' THEN %s = 0"
                                         " WHEN 'blob' THEN CAST('12345678123456781234567812345678' AS BLOB)"
                                         " ELSE %s || 'x' END WHERE %s = 2",
                                         table, *c, *c, *c, *c, strcmp(table, "journal") == 0 ? "number" : "entry");
            check_chain(s, text);
            g_free(text);
        }
    g_strfreev(all);
}

/* The order of members is no column of the hash, it is the hash: a member's number alone says nothing. */
static void
the_chain_tells_what_was_forged(void **state)
{
    sound s;
    prepare(&s, state);
    check_chain_columns(&s, "journal", JOURNAL_COLUMNS);
    check_chain_columns(&s, "journal_member", "key, form, month, version, output, pages, gap");
    static const char *const changes[] = {
        "UPDATE journal SET act = 'hold' WHERE number = 2",
        "DELETE FROM journal_member WHERE entry = 1; DELETE FROM journal WHERE number = 1",
        "DELETE FROM journal_member WHERE entry = 2; DELETE FROM journal WHERE number = 2",
        "DELETE FROM journal_member WHERE entry = 2",
        "INSERT INTO journal_member SELECT entry, 2, key, form, month, version, output, pages, gap, seal"
        " FROM journal_member WHERE entry = 2",
        "UPDATE journal SET number = 9 WHERE number = 2; UPDATE journal SET number = 2 WHERE number = 1;"
        "UPDATE journal SET number = 1 WHERE number = 9",
        "UPDATE journal SET version = 8 - version; UPDATE journal SET hash = (SELECT hash FROM journal WHERE number = "
        "1)"
        " WHERE number = 2",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(changes); i++)
        check_chain(&s, changes[i]);
    finish(&s);
}

/* Who cuts off the end, and seals and counts the rest, leaves a ledger without a fault: the head noted elsewhere tells.
 */
static void
a_head_noted_elsewhere_tells_a_lost_end(void **state)
{
    sound s;
    prepare(&s, state);
    ledger *l = ledger_open(s.w->path, LEDGER_READ, s.w->d);
    int64_t number, after;
    digest head, other;
    assert_true(ledger_head(l, &number, &head));
    assert_int_equal(number, 3);
    ledger_close(l);
    forge(&s, "DELETE FROM journal_member WHERE entry = 3; DELETE FROM journal WHERE number = 3");
    l = ledger_open(s.w->path, LEDGER_READ, s.w->d);
    assert_non_null(l);
    assert_true(ledger_check(l, s.w->d) && ledger_head(l, &after, &other));
    assert_true(after == 2 && !digest_equal(&head, &other));
    ledger_close(l);
    finish(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_changed_byte_is_told, world_begin, world_end),
        cmocka_unit_test_setup_teardown(lost_and_moved_pages_are_told, world_begin, world_end),
        cmocka_unit_test_setup_teardown(a_tree_that_leads_back_is_told, world_begin, world_end),
        cmocka_unit_test_setup_teardown(rows_that_another_program_wrote_are_told, world_begin, world_end),
        cmocka_unit_test_setup_teardown(a_log_that_is_not_the_ledgers_is_told, world_begin, world_end),
        cmocka_unit_test_setup_teardown(the_chain_tells_what_was_forged, world_begin, world_end),
        cmocka_unit_test_setup_teardown(a_head_noted_elsewhere_tells_a_lost_end, world_begin, world_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
