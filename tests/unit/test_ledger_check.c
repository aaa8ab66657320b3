/* test_ledger_check.c: what something else than the ledger room wrote is told, with its table and row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "ledger/ledger_int.h"

#include "ledger_support.h"

/* Opening it for reading or for writing: code, table and row of each fault; nobody changes anything. */
static void
check_said(world *w, const char *expected)
{
    for (ledger_mode mode = LEDGER_READ; mode <= LEDGER_WRITE; mode++) {
        diag *d = diag_new();
        ledger *l = ledger_open(w->path, mode, d);
        GString *said = g_string_new(NULL);
        for (size_t i = 0; i < diag_length(d); i++) {
            const diag_message *m = diag_at(d, i);
            g_string_append_printf(said, "%s %s %s\n", diag_name(m->code), m->args[1], m->args[2] ? m->args[2] : "");
        }
        assert_string_equal(said->str, expected);
        assert_int_equal(l != NULL, *expected == '\0');
        g_string_free(said, TRUE);
        ledger_close(l);
        diag_drop(d);
    }
}

/* By another program, which knows no seals. */
static void
change(world *w, const char *text)
{
    g_free(ask_sqlite(w, text));
}

static void
what_another_program_wrote_is_told(void **state)
{
    world *w = *state;
    fill_ledger(w, 3);
    check_said(w, "");
    change(w, "UPDATE document SET pages = 9 WHERE id = 2");
    check_said(w, "ledger-row-damaged document 2 K-2 plan 2024-06\n");
    change(w, "UPDATE document SET pages = 3 WHERE id = 2");
    check_said(w, "");
    change(w, "PRAGMA page_size = 8192; PRAGMA journal_mode = DELETE; VACUUM"); /* the rows stay as they were */
    check_said(w, "ledger-damaged 閉じたときのファイルではありません（.sum と合いません） "
                  "not the file that was closed: it does not agree with its .sum\n");
    char *sum = g_strconcat(w->path, ".sum", NULL);
    g_unlink(sum);
    check_said(w, ""); /* every row is as it was written; a sum is taken when the writer closes it */
    assert_true(g_file_test(sum, G_FILE_TEST_EXISTS));
    assert_true(g_file_set_contents(sum, "0123", 4, NULL)); /* of a writer who was killed: no sum */
    check_said(w, "");
    change(w, "DELETE FROM unmade");
    check_said(w, "ledger-rows-missing unmade 1\n");
    change(w, "CREATE TABLE more (x)");
    check_said(w, "ledger-row-damaged sqlite_schema more\nledger-rows-missing unmade 1\n");
    g_unlink(w->path);
    diag *d = diag_new();
    assert_null(ledger_open(w->path, LEDGER_WRITE, d)); /* not begun anew: it was there */
    assert_int_equal(diag_at(d, 0)->code, DIAG_LEDGER_DAMAGED);
    diag_drop(d);
    g_free(sum);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_another_program_wrote_is_told, world_begin, world_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
