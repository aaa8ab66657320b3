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

/* A row in every table. */
static void
fill(world *w)
{
    ledger *l = ledger_of_world(w);
    const ledger_recipient to = {"household", "K-1"};
    const ledger_input input = {"office.xml", digest_of("1", 1)};
    const ledger_file file = {"case.xml", "1 2 3", {{1}}, "K-1"};
    const ledger_member member = {"K-1", "plan", "2024-06", 1, {{7}}, 3, ""};
    const ledger_bundle bundle = {.name = "a",
                                  .series = "",
                                  .to = "household",
                                  .mark = "K-1",
                                  .file = "a.pdf",
                                  .members = &member,
                                  .member_count = 1};
    const ledger_unmade unmade = {"b", "", "household", "K-2", true, "bind-missing"};
    const ledger_roster_row row = {"", "K-1", "plan", "", ""};
    ledger_entry entry = {
        .act = LEDGER_ISSUE, .on = "t", .key = "a", .bundle = true, .members = &member, .member_count = 1};
    const ledger_reissue again = {
        .key = "K-1", .form = "plan", .month = "", .number = 2, .reason = "r", .on = "t", .file = "r.pdf"};
    diag *messages = diag_new();
    diag_add(messages, DIAG_BIND_MISSING, PLACE_NONE, PLACE_NONE, "goal", NULL);
    assert_true(ledger_begin(l));
    const int64_t run = start_run(l, 2);
    for (int i = 1; i <= 3; i++) {
        char key[8];
        g_snprintf(key, sizeof key, "K-%d", i);
        ledger_document x = made(key, "plan");
        x.messages = messages;
        x.recipients = &to;
        x.recipient_count = 1;
        entry.version = i;
        assert_true(ledger_save(l, run, &x) && ledger_append(l, &entry, NULL));
    }
    const digest set = made("K-1", "plan").masters;
    assert_true(ledger_save_set(l, &set, &input, 1) && ledger_save_file(l, &file));
    assert_true(ledger_save_bundle(l, run, &bundle) && ledger_save_unmade(l, run, &unmade));
    assert_true(ledger_save_roster(l, "m", run, &row, 1) && ledger_save_reissue(l, &again) && ledger_commit(l));
    assert_true(ledger_check(l, w->d));
    ledger_close(l);
    diag_drop(messages);
}

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
    fill(w);
    check_said(w, "");
    change(w, "UPDATE document SET pages = 9 WHERE id = 2");
    check_said(w, "ledger-row-damaged document 2 K-2 plan 2024-06\n");
    change(w, "UPDATE document SET pages = 3 WHERE id = 2");
    check_said(w, "");
    change(w, "PRAGMA page_size = 8192; PRAGMA journal_mode = DELETE; VACUUM"); /* the rows stay as they were */
    check_said(w, "ledger-damaged 閉じたときのファイルではありません（.sum と合わないか、-wal が残されています） "
                  "not the file that was closed: it does not agree with its .sum, or there is a -wal\n");
    char *sum = g_strconcat(w->path, ".sum", NULL);
    g_unlink(sum);
    check_said(w, ""); /* every row is as it was written; a sum is taken when the writer closes it */
    assert_true(g_file_test(sum, G_FILE_TEST_EXISTS));
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
