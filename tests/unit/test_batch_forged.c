/* test_batch_forged.c: a ledger that somebody wrote who knows how seals are made: every column of every table with odd
 * values, references that lead nowhere or back to themselves, rows that are doubled or gone. Nothing in the file is
 * damaged; whatever it says, each verb ends, by itself, with a status that it has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "batch_support.h"
#include "ledger/ledger_int.h"

typedef struct forgery {
    world *w;
    char *tool, *ledger, *cases, *bytes;
    gsize size;
    size_t made, calls;
} forgery;

/* ---- the programs ---- */

/* What it ended with; a generous bound against one that does not. */
static int
call(forgery *f, const char *what, const char *const *words)
{
    static const int known[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 75};
    GPtrArray *argv = g_ptr_array_new();
    static const char *const bound[] = {"timeout", "-s", "KILL", "120"};
    for (size_t i = 0; i < G_N_ELEMENTS(bound); i++)
        g_ptr_array_add(argv, (char *)bound[i]);
    g_ptr_array_add(argv, f->tool);
    for (; *words; words++)
        g_ptr_array_add(argv, strcmp(*words, "CASES") == 0 ? f->cases : (char *)*words);
    g_ptr_array_add(argv, (char *)"-o");
    g_ptr_array_add(argv, f->w->output);
    g_ptr_array_add(argv, NULL);
    int status = -1;
    char *out = NULL, *said = NULL;
    assert_true(
        g_spawn_sync(NULL, (char **)argv->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &said, &status, NULL));
    bool good = false;
    for (size_t i = 0; WIFEXITED(status) && i < G_N_ELEMENTS(known); i++)
        good = good || WEXITSTATUS(status) == known[i];
    if (!good)
        fail_msg("%s: %s ends with %d: %.300s", what, (char *)argv->pdata[5], status, said);
    f->calls++;
    g_ptr_array_free(argv, TRUE);
    g_free(out);
    g_free(said);
    return WEXITSTATUS(status);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void
prepare(forgery *f, world *w)
{
    const char *bin = g_getenv("BIN"), *folder = bin ? bin : g_getenv("BUILD");
    *f = (forgery){.w = w,
                   .tool = g_build_filename(folder ? folder : "build", "renkei-batch", NULL),
                   .ledger = batch_ledger_path(w->output, (batch_shard){0, 0}),
                   .cases = case_path(w, 0)};
    assert_int_equal(call(f, "run", WORDS("run", "--cases", "CASES", "--form", "plan", "--bundle", "household")), 0);
    assert_int_equal(call(f, "release", WORDS("release", "--reason", "送付", "--who", "clerk")), 0);
    assert_int_equal(call(f, "reprint", WORDS("reprint", "K-0", "--form", "plan", "--reason", "汚損")), 0);
    assert_int_equal(call(f, "hold", WORDS("hold", "K-0", "--reason", "照会")), 0);
    assert_true(g_file_get_contents(f->ledger, &f->bytes, &f->size, NULL));
}

static void
finish(forgery *f)
{
    g_free(f->tool);
    g_free(f->ledger);
    g_free(f->cases);
    g_free(f->bytes);
}

/* ---- a forged ledger ---- */

#define UNLOCK                                                                                                         \
    "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = 1; DROP TRIGGER journal_fixed;"                      \
    "DROP TRIGGER journal_kept; DROP TRIGGER journal_member_fixed; DROP TRIGGER journal_member_kept;"
#define LOCK                                                                                                           \
    "CREATE TRIGGER journal_kept BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'append only'); END;"              \
    "CREATE TRIGGER journal_fixed BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'append only'); END;"             \
    "CREATE TRIGGER journal_member_kept BEFORE DELETE ON journal_member BEGIN SELECT RAISE(ABORT, 'append only'); "    \
    "END;"                                                                                                             \
    "CREATE TRIGGER journal_member_fixed BEFORE UPDATE ON journal_member BEGIN SELECT RAISE(ABORT, 'append only'); "   \
    "END;"

/* Sealed and counted. False: no table takes such a row, and there is no such ledger. */
static bool
forge(forgery *f, const ledger_table *t, const char *change)
{
    char *sum = g_strconcat(f->ledger, ".sum", NULL);
    g_unlink(sum);
    g_free(sum);
    assert_true(g_file_set_contents(f->ledger, f->bytes, (gssize)f->size, NULL));
    assert_int_equal(g_chmod(f->ledger, 0600), 0);
    diag *d = diag_new();
    ledger *l = ledger_open(f->ledger, LEDGER_WRITE, d);
    assert_non_null(l);
    char *text =
        g_strdup_printf(UNLOCK "%s; UPDATE %s SET seal = seal('%s', %s);" LOCK, change, t->name, t->name, t->columns);
    const bool taken = sqlite3_exec(l->db, text, NULL, NULL, NULL) == SQLITE_OK;
    ledger_close(l);
    diag_drop(d);
    g_free(text);
    return taken;
}

static void
try_verbs(forgery *f, const char *what)
{
    const char *const *const verbs[] = {
        WORDS("report"),
        WORDS("verify"),
        WORDS("index", "K-0"),
        WORDS("plan", "--cases", "CASES", "--form", "plan", "--bundle", "household"),
        WORDS("release", "--reason", "送付"),
        WORDS("print", "--dry-run"),
        WORDS("reprint", "K-0", "--form", "plan", "--reason", "汚損"),
        WORDS("expire", "--cases", "CASES", "--before", "2060-01-01", "--reason", "年限", "--dry-run"),
        WORDS("withdraw", "K-0", "--form", "plan", "--reason", "誤り", "--dry-run"),
        WORDS("run", "--cases", "CASES", "--form", "plan", "--bundle", "household"),
        WORDS("merge"),
    };
    const size_t n = G_N_ELEMENTS(verbs);
    call(f, what, verbs[f->made++ % n]);
}

static void
try_change(forgery *f, const ledger_table *t, const char *change)
{
    if (forge(f, t, change))
        try_verbs(f, change);
}

static void
try_column(forgery *f, const ledger_table *t, const char *column)
{
    static const char *const values[] = {"NULL",
                                         "''",
                                         "-1",
                                         "9223372036854775807",
                                         "char(10)||'../..'||char(9)||'%s%n'||char(8238)",
                                         "hex(zeroblob(20000))"};
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
        char *change = g_strdup_printf("UPDATE %s SET %s = %s", t->name, column, values[i]);
        try_change(f, t, change);
        g_free(change);
    }
}

static void
what_is_forged_hangs_and_breaks_no_verb(void **state)
{
    forgery f;
    prepare(&f, *state);
    for (size_t i = 0; i < LEDGER_TABLE_COUNT; i++) {
        const ledger_table *t = &ledger_sealed[i];
        char **columns = g_strsplit(t->columns, ", ", -1);
        for (char **c = columns; *c; c++)
            try_column(&f, t, *c);
        g_strfreev(columns);
        char *gone = g_strdup_printf("DELETE FROM %s", t->name);
        try_change(&f, t, gone);
        g_free(gone);
    }
    assert_true(f.made > 250);
    finish(&f);
}

/* What one row says of another: itself, one that comes later, one in a circle, none. */
static void
references_that_lead_astray_are_no_matter(void **state)
{
    static const char *const changes[][2] = {
        {"account", "UPDATE account SET document = 999"},
        {"account", "UPDATE account SET run = run + 7"},
        {"message", "INSERT INTO message SELECT 999, 1, 'x', NULL, 0, NULL, 0, NULL, NULL, NULL, NULL, NULL, seal"
                    " FROM document LIMIT 1"},
        {"document", "UPDATE document SET made_run = made_run + 5"},
        {"document", "UPDATE document SET file = (SELECT file FROM bundle LIMIT 1)"},
        {"document", "UPDATE document SET file = '../../x.pdf'"},
        {"document", "UPDATE document SET file = '.renkei/ledger.sqlite'"},
        {"bundle", "UPDATE bundle SET file = (SELECT file FROM document LIMIT 1)"},
        {"bundle", "UPDATE bundle SET file = '/etc/passwd'"},
        {"member", "UPDATE member SET key = (SELECT name FROM bundle LIMIT 1)"},
        {"journal", "UPDATE journal SET number = -number"},
        {"journal", "UPDATE journal SET of = output"},
        {"journal", "UPDATE journal SET version = version + 1, copy = copy + 1"},
        {"journal", "UPDATE journal SET hash = (SELECT hash FROM journal WHERE number = 1)"},
        {"journal_member", "UPDATE journal_member SET entry = 999"},
        {"journal_member", "UPDATE journal_member SET key = (SELECT key FROM journal WHERE bundle = 1)"},
    };
    forgery f;
    prepare(&f, *state);
    for (size_t i = 0; i < G_N_ELEMENTS(changes); i++)
        for (size_t k = 0; k < LEDGER_TABLE_COUNT; k++)
            for (int turn = 0; turn < 4 && strcmp(ledger_sealed[k].name, changes[i][0]) == 0; turn++)
                try_change(&f, &ledger_sealed[k], changes[i][1]);
    assert_true(f.made > 40);
    finish(&f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_forged_hangs_and_breaks_no_verb, begin, end),
        cmocka_unit_test_setup_teardown(references_that_lead_astray_are_no_matter, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
