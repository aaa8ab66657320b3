/* test_ledger_versions.c: ledgers that earlier programs wrote (tests/ledgers) say after all what they said, are not
 * touched by who reads them, and go on from there; a migration that is killed at any moment leaves the one or the
 * other. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>

#include "ledger/ledger_int.h"

#include "ledger_support.h"

/* By the programs of layout edition 1 and of the last edition before version 3: plans and schedules of the samples with
 * bundles, run twice, and one plan issued again twice. By the last one before version 4: the same, with an envelope
 * that is held, two documents and an envelope issued, one issued again, and one case kept. */
static const char *const names[] = {"tests/ledgers/version-1.sqlite", "tests/ledgers/version-2.sqlite",
                                    "tests/ledgers/version-3.sqlite"};

/* All that they say, asked of the tables of then. What is new since must be empty. */
static const char *const asked[][2] = {
    {"SELECT id, started, ended, shard, edition, bundles, series, \"order\", month, as_of, planned, exit_status"
     " FROM run ORDER BY 1",
     "SELECT id, started, ended, shard, edition, bundles, series, \"order\", month, as_of, planned, exit_status"
     " FROM run WHERE name = '' ORDER BY 1"},
    {"SELECT set_sum, path, sum FROM input ORDER BY 1, 2", "SELECT set_sum, path, sum FROM input ORDER BY 1, 2"},
    {"SELECT id, key, form, month, as_of, case_path, case_sum, masters, kit, inputs, status, file, output, bytes, "
     "pages,"
     " cpu, wall, run, unchanged, place FROM document ORDER BY 1",
     "SELECT id, key, form, month, as_of, case_path, case_sum, masters, kit, inputs, status, file, output, bytes, "
     "pages,"
     " cpu, wall, run, made_run <> run, place FROM document JOIN account ON document = id"
     " WHERE consented = '' AND output_stat = '' AND same_bytes = 0 ORDER BY 1"},
    {"SELECT * FROM message ORDER BY 1, 2",
     "SELECT document, number, code, form_file, form_line, data_file, data_line, data_path, a1, a2, a3, a4 FROM message"
     " ORDER BY 1, 2"},
    {"SELECT * FROM recipient ORDER BY 1, 2", "SELECT document, number, kind, key FROM recipient ORDER BY 1, 2"},
    {"SELECT * FROM bundle ORDER BY 1, 2",
     "SELECT series, name, kind, mark, documents, inputs, file, output, bytes, pages, run FROM bundle WHERE wish = ''"
     " ORDER BY 1, 2"},
    {"SELECT d.key, d.form, d.month, r.number, r.reason, r.made_on, r.first, r.file, r.output, r.bytes, r.pages"
     " FROM reissue r JOIN document d ON d.id = r.document ORDER BY 1, 2, 3, 4",
     "SELECT key, form, month, number, reason, made_on, first, file, output, bytes, pages FROM reissue"
     " ORDER BY 1, 2, 3, 4"},
};

/* How many rows there were. */
static size_t
append_answer(sqlite3 *db, const char *question, GString *out)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(db, question, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    size_t rows = 0;
    for (; sqlite3_step(s) == SQLITE_ROW; rows++)
        for (int k = 0; k < sqlite3_column_count(s); k++) {
            const char *text = (const char *)sqlite3_column_text(s, k);
            g_string_append_printf(out, "%s%c", text ? text : "NULL", k + 1 < sqlite3_column_count(s) ? '\t' : '\n');
        }
    sqlite3_finalize(s);
    return rows;
}

/* All rows of all tables with their seals; of unmade, which has a column more and so other seals, what it said. */
static void
append_tables(sqlite3 *db, int version, GString *out)
{
    for (size_t i = 0; i < LEDGER_TABLE_COUNT; i++) {
        const ledger_table *t = &ledger_sealed[i];
        const bool unmade = strcmp(t->name, "unmade") == 0, old = strcmp(t->name, "reissue") == 0;
        char *order = g_strdup_printf("%s, hex(seal)", t->columns);
        char *question = unmade ? g_strdup_printf("SELECT " UNMADE_COLUMNS_3 " FROM unmade %s ORDER BY 1, 2",
                                                  version == LEDGER_VERSION ? "WHERE wish = ''" : "")
                                : g_strdup_printf("SELECT %s FROM %s ORDER BY %s", order, t->name, order);
        g_string_append_printf(out, "[%s]\n", t->name);
        const size_t rows = append_answer(db, question, out);
        assert_true(rows > 0 || old);
        g_free(question);
        g_free(order);
    }
}

/* What a ledger that was of version `was` says, asked of the tables of `version`. */
static char *
answers(sqlite3 *db, int was, int version)
{
    GString *out = g_string_new(NULL);
    if (was == 3)
        append_tables(db, version, out);
    for (size_t i = 0; was != 3 && i < G_N_ELEMENTS(asked); i++)
        assert_true(append_answer(db, asked[i][version == LEDGER_VERSION], out) > 0);
    return g_string_free(out, FALSE);
}

/* What the file says to who knows nothing of versions. */
static char *
answers_of_file(const char *path, int was, int *version)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    *version = sqlite3_column_int(s, 0);
    sqlite3_finalize(s);
    char *text = answers(db, was, *version);
    sqlite3_close(db);
    return text;
}

static void
copy_fixture(const world *w, const char *name)
{
    static const char *const endings[] = {"-wal", "-shm", ".sum"};
    char *bytes = NULL;
    gsize size;
    assert_true(g_file_get_contents(name, &bytes, &size, NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        char *path = g_strconcat(w->path, endings[i], NULL);
        g_unlink(path);
        g_free(path);
    }
    assert_true(g_file_set_contents(w->path, bytes, (gssize)size, NULL));
    g_free(bytes);
}

static void
check_says(ledger *l, int was, const char *expected)
{
    assert_non_null(l);
    char *says = answers(l->db, was, LEDGER_VERSION);
    assert_string_equal(says, expected);
    g_free(says);
    assert_true(ledger_check(l, l->d));
}

static void
who_reads_changes_nothing(void **state)
{
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        int version;
        copy_fixture(w, names[i]);
        char *before = answers_of_file(w->path, (int)i + 1, &version), *bytes = NULL, *after = NULL;
        gsize size, length;
        assert_int_equal(version, (int)i + 1);
        assert_true(g_file_get_contents(w->path, &bytes, &size, NULL));
        ledger *l = ledger_open(w->path, LEDGER_READ, w->d);
        check_says(l, (int)i + 1, before);
        ledger_close(l);
        assert_true(g_file_get_contents(w->path, &after, &length, NULL));
        assert_true(size == length && memcmp(bytes, after, size) == 0);
        g_free(before);
        g_free(bytes);
        g_free(after);
    }
    assert_int_equal(diag_length(w->d), 0);
}

static void
who_writes_goes_on_from_what_was_said(void **state)
{
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        int version;
        copy_fixture(w, names[i]);
        char *before = answers_of_file(w->path, (int)i + 1, &version);
        for (int time = 0; time < 2; time++) { /* the second finds it migrated */
            ledger *l = ledger_open(w->path, LEDGER_WRITE, w->d);
            check_says(l, (int)i + 1, before);
            ledger_close(l);
        }
        ledger *l = ledger_open(w->path, LEDGER_WRITE, w->d);
        const ledger_entry x = {.act = LEDGER_ISSUE, .on = "t", .key = "K-0009", .form = "plan", .version = 1};
        assert_true(ledger_begin(l));
        const int64_t run = start_run(l, 1);
        assert_true(run > 2);
        assert_true(ledger_keep(l, run, "K-0001", "plan", "2024-06", 0));
        assert_true(ledger_append(l, &x, NULL) && ledger_commit(l) && ledger_check(l, w->d));
        ledger_close(l);
        g_free(before);
    }
    assert_int_equal(diag_length(w->d), 0);
}

/* ---- killed ---- */

static int statements_left;

static int
count_statement(unsigned kind, void *data, void *statement, void *text)
{
    (void)kind;
    (void)data;
    (void)statement;
    (void)text;
    if (statements_left-- == 0)
        kill(getpid(), SIGKILL);
    return 0;
}

static int
trace_connection(sqlite3 *db, char **error, const struct sqlite3_api_routines *api)
{
    (void)error;
    (void)api;
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, count_statement, NULL);
}

/* Opens it in a process that is killed before the statement of that number. True: it was. */
static bool
migrate_and_die(const world *w, int number)
{
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        diag *d = diag_new();
        statements_left = number;
        sqlite3_auto_extension((void (*)(void))trace_connection);
        ledger *l = ledger_open(w->path, LEDGER_WRITE, d);
        _exit(l ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFSIGNALED(status))
        assert_int_equal(WEXITSTATUS(status), 0);
    return WIFSIGNALED(status);
}

static void
a_killed_migration_leaves_the_one_or_the_other(void **state)
{
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        int version, olds = 0, number = 0;
        copy_fixture(w, names[i]);
        char *before = answers_of_file(w->path, (int)i + 1, &version);
        const int step = version == 3 ? 1 : 4; /* it has fewer of them */
        for (;; number += step) {
            copy_fixture(w, names[i]);
            const bool killed = migrate_and_die(w, number);
            int found;
            char *after = answers_of_file(w->path, version, &found);
            assert_true(found == version || found == LEDGER_VERSION);
            assert_string_equal(after, before);
            olds += found == version;
            g_free(after);
            ledger *l = ledger_open(w->path, LEDGER_WRITE, w->d);
            check_says(l, (int)i + 1, before);
            ledger_close(l);
            if (!killed)
                break;
        }
        assert_true(number > (version == 3 ? 30 : 60) && olds > 20);
        g_free(before);
    }
    assert_int_equal(diag_length(w->d), 0);
}

/* Of an old ledger nothing is sealed: its pages and indices are what shows. */
static void
an_old_ledger_with_broken_pages_is_told(void **state)
{
    world *w = *state;
    char *bytes = NULL;
    gsize size;
    assert_true(g_file_get_contents(names[1], &bytes, &size, NULL));
    for (gsize at = 4096; at < size; at += 4096) {
        char *changed = g_memdup2(bytes, size);
        memset(changed + at, 0, 4096);
        copy_fixture(w, names[1]);
        assert_true(g_file_set_contents(w->path, changed, (gssize)size, NULL));
        for (ledger_mode mode = LEDGER_READ; mode <= LEDGER_WRITE; mode++) {
            diag *d = diag_new();
            ledger *l = ledger_open(w->path, mode, d);
            if (l)
                fail_msg("page %d", (int)(at / 4096 + 1));
            assert_int_equal(diag_exit_status(d), EXIT_DAMAGED);
            diag_drop(d);
        }
        g_free(changed);
    }
    g_free(bytes);
}

/* One of version 3 has seals: nothing that is not as it was sealed is brought forward, and it stays as it is. */
static void
an_old_ledger_with_other_rows_is_told(void **state)
{
    static const char *const tampering[] = {
        "UPDATE unmade SET why = 'other'",  "DELETE FROM unmade",
        "UPDATE document SET pages = 1000", "DELETE FROM member WHERE number = 1",
        "UPDATE tally SET rows = 0",        "DROP TRIGGER journal_fixed; UPDATE journal SET reason = 'other'",
        "CREATE TABLE other (x TEXT)",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(tampering); i++) {
        sqlite3 *db = NULL;
        copy_fixture(w, names[2]);
        assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, tampering[i], NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
        for (ledger_mode mode = LEDGER_READ; mode <= LEDGER_WRITE; mode++) {
            int version;
            diag *d = diag_new();
            if (ledger_open(w->path, mode, d))
                fail_msg("%s", tampering[i]);
            assert_int_equal(diag_exit_status(d), EXIT_DAMAGED);
            diag_drop(d);
            assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
            GString *text = g_string_new(NULL);
            append_answer(db, "PRAGMA user_version", text);
            version = atoi(text->str);
            g_string_free(text, TRUE);
            sqlite3_close(db);
            assert_int_equal(version, 3);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_reads_changes_nothing, world_begin, world_end),
        cmocka_unit_test_setup_teardown(who_writes_goes_on_from_what_was_said, world_begin, world_end),
        cmocka_unit_test_setup_teardown(a_killed_migration_leaves_the_one_or_the_other, world_begin, world_end),
        cmocka_unit_test_setup_teardown(an_old_ledger_with_broken_pages_is_told, world_begin, world_end),
        cmocka_unit_test_setup_teardown(an_old_ledger_with_other_rows_is_told, world_begin, world_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
