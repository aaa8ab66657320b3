/* test_ledger_journal.c: what is added to the journal stays, and each entry follows from those before; rosters, members
 * of envelopes and what is known of files come back as they went. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "ledger/ledger_int.h"

#include "ledger_support.h"

static ledger_entry
issue(const char *key, const char *form, int version)
{
    return (ledger_entry){.act = LEDGER_ISSUE,
                          .on = "2026-04-01T00:00:00Z",
                          .who = "係",
                          .host = "h",
                          .reason = "四月分",
                          .run = 3,
                          .key = key,
                          .form = form,
                          .month = "2026-04",
                          .version = version,
                          .name = "K-1/plan.pdf",
                          .consented = "2026-03-28",
                          .output = digest_of("o", 1),
                          .bytes = 12,
                          .pages = 2,
                          .case_sum = digest_of("c", 1),
                          .masters = digest_of("m", 1),
                          .kit = digest_of("k", 1),
                          .inputs = digest_of("i", 1)};
}

static void
say_member(GString *said, const ledger_member *m)
{
    g_string_append_printf(said, " (%s %s %s %d %02x %d %s)", m->key, m->form, m->month, m->version, m->output.bytes[0],
                           m->pages, m->gap);
}

static void
say_entry(void *data, const ledger_entry *x)
{
    char hash[DIGEST_TEXT], previous[DIGEST_TEXT];
    g_string_append_printf(
        data, "%d %s %s %s %s %s %d%s %s %s %s %d.%d %s %s %02x %d %d %02x%02x%02x%02x%02x %.4s<%.4s", (int)x->number,
        ledger_act_name(x->act), x->on, x->who, x->host, x->reason, (int)x->run, x->bundle ? " bundle" : "", x->key,
        x->form, x->month, x->version, x->copy, x->name, x->consented, x->output.bytes[0], (int)x->bytes, x->pages,
        x->case_sum.bytes[0], x->masters.bytes[0], x->kit.bytes[0], x->inputs.bytes[0], x->of.bytes[0],
        digest_text(&x->previous, previous), digest_text(&x->hash, hash));
    for (size_t i = 0; i < x->member_count; i++)
        say_member(data, &x->members[i]);
    g_string_append_c(data, '\n');
}

static const char *
entries(world *w, ledger *l, const char *key)
{
    g_string_truncate(w->said, 0);
    assert_true(ledger_each_entry(l, key, say_entry, w->said));
    return w->said->str;
}

static const ledger_member two[] = {{"K-1", "plan", "2026-04", 2, {{7}}, 2, ""},
                                    {"K-2", "plan", "2026-04", 0, {{0}}, 0, "blocked"}};

static void
append_three(ledger *l)
{
    ledger_entry x = issue("K-1", "plan", 1), again = x, envelope = issue("household/K-1", "household", 1);
    int64_t number;
    again.act = LEDGER_REISSUE;
    again.copy = 1;
    again.of = x.output;
    again.output = digest_of("p", 1);
    envelope.bundle = true;
    envelope.members = two;
    envelope.member_count = 2;
    assert_true(ledger_begin(l));
    assert_true(ledger_append(l, &x, &number));
    assert_int_equal(number, 1);
    assert_true(ledger_append(l, &again, &number));
    assert_true(ledger_append(l, &envelope, NULL));
    assert_int_equal(number, 2);
    assert_true(ledger_commit(l));
}

static void
an_entry_comes_back_as_it_went(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    int64_t number;
    digest head;
    assert_true(ledger_head(l, &number, &head));
    assert_true(number == 0 && digest_is_none(&head));
    append_three(l);
    ledger_close(l);
    l = ledger_open(w->path, LEDGER_READ, w->d);
    assert_string_equal(
        entries(w, l, NULL),
        "1 issue 2026-04-01T00:00:00Z 係 h 四月分 3 K-1 plan 2026-04 1.0 K-1/plan.pdf 2026-03-28 65 12 2 2e6282de00 "
        "0000<e424\n"
        "2 reissue 2026-04-01T00:00:00Z 係 h 四月分 3 K-1 plan 2026-04 1.1 K-1/plan.pdf 2026-03-28 14 12 2 2e6282de65 "
        "e424<e354\n"
        "3 issue 2026-04-01T00:00:00Z 係 h 四月分 3 bundle household/K-1 household 2026-04 1.0 K-1/plan.pdf 2026-03-28 "
        "65 12 2 2e6282de00 e354<8cb2 (K-1 plan 2026-04 2 07 2 ) (K-2 plan 2026-04 0 00 0 blocked)\n");
    assert_true(ledger_head(l, &number, &head));
    assert_true(number == 3 && head.bytes[0] == 0x8c);
    ledger_close(l);
}

/* The text of ledger.h, put together here without the room. */
static void
the_hash_is_that_of_the_manual(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    const ledger_entry x = {.act = LEDGER_HOLD, .on = "2026-04-01T00:00:00Z", .key = "K-1", .reason = "照会"};
    const ledger_member member = {"K-2", "plan", "", 2, {{0}}, 3, "failed"};
    ledger_entry y = {
        .act = LEDGER_ISSUE, .on = "t", .key = "b", .bundle = true, .members = &member, .member_count = 1};
    assert_true(ledger_begin(l) && ledger_append(l, &x, NULL));
    static const char first[] =
        "0:,1:1,4:hold,20:2026-04-01T00:00:00Z,0:,0:,6:照会,1:0,1:0,3:K-1,0:,0:,1:0,1:0,0:,0:,0:,"
        "1:0,1:0,0:,0:,0:,0:,0:,1:0,";
    digest expected = digest_of(first, strlen(first)), head;
    int64_t number;
    assert_true(ledger_head(l, &number, &head));
    assert_memory_equal(&head, &expected, sizeof head);
    assert_true(ledger_append(l, &y, NULL) && ledger_commit(l));
    char before[DIGEST_TEXT];
    char *second = g_strdup_printf("64:%s,1:2,5:issue,1:t,0:,0:,0:,1:0,1:1,1:b,0:,0:,1:0,1:0,0:,0:,0:,1:0,1:0,0:,0:,0:,"
                                   "0:,0:,1:1,3:K-2,4:plan,0:,1:2,0:,1:3,6:failed,",
                                   digest_text(&expected, before));
    expected = digest_of(second, strlen(second));
    g_free(second);
    assert_true(ledger_head(l, &number, &head));
    assert_memory_equal(&head, &expected, sizeof head);
    assert_int_equal(number, 2);
    assert_true(ledger_check(l, w->d));
    ledger_close(l);
}

static void
the_journal_is_only_added_to(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    append_three(l);
    const ledger_entry x = issue("K-1", "plan", 1);
    assert_false(ledger_append(l, &x, NULL)); /* this version was issued */
    assert_int_equal(diag_at(w->d, 0)->code, DIAG_LEDGER_FAILED);
    static const char *const changes[] = {"DELETE FROM journal", "UPDATE journal SET who = 'x'",
                                          "DELETE FROM journal_member", "UPDATE journal_member SET pages = 1"};
    for (size_t i = 0; i < G_N_ELEMENTS(changes); i++)
        assert_int_not_equal(sqlite3_exec(l->db, changes[i], NULL, NULL, NULL), SQLITE_OK);
    assert_true(ledger_trim(l, 1));
    ledger_close(l);
    l = ledger_open(w->path, LEDGER_READ, w->d);
    assert_string_equal(strchr(entries(w, l, "household/K-1"), '('),
                        "(K-1 plan 2026-04 2 07 2 ) (K-2 plan 2026-04 0 00 0 blocked)\n");
    ledger_close(l);
}

static void
say_row(void *data, const ledger_roster_row *x)
{
    g_string_append_printf(data, "%s: %s %s %s %s\n", x->name, x->key, x->form, x->month, x->kind);
}

static const char *
roster(world *w, ledger *l, const char *name)
{
    g_string_truncate(w->said, 0);
    assert_true(ledger_each_roster(l, name, say_row, w->said));
    return w->said->str;
}

static void
a_roster_is_what_was_saved_last(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    const ledger_roster_row rows[] = {{"", "K-2", "plan", "", ""},
                                      {"", "K-1", "schedule", "previous", ""},
                                      {"", "K-1", "plan", "", ""},
                                      {"", "", "", "", "household"}};
    assert_true(ledger_begin(l) && ledger_save_roster(l, "月次", 1, rows, 4));
    assert_true(ledger_save_roster(l, "other", 1, rows, 1));
    assert_string_equal(roster(w, l, "月次"), "月次:    household\n月次: K-1 plan  \n月次: K-1 schedule previous \n"
                                              "月次: K-2 plan  \n");
    const int before = sqlite3_total_changes(l->db);
    assert_true(ledger_save_roster(l, "月次", 2, rows + 1, 2));
    assert_in_range(sqlite3_total_changes(l->db) - before, 1, 3 * 2); /* two rows go, none is written again */
    assert_string_equal(roster(w, l, NULL), "other: K-2 plan  \n月次: K-1 plan  \n月次: K-1 schedule previous \n");
    assert_true(ledger_drop_roster(l, "月次", "K-1", "plan", "") && ledger_drop_roster(l, "none", "K-1", "plan", ""));
    assert_string_equal(roster(w, l, "月次"), "月次: K-1 schedule previous \n");
    assert_true(ledger_commit(l) && ledger_check(l, w->d));
    ledger_close(l);
}

static void
say_bundle(void *data, const ledger_bundle *x)
{
    g_string_append_printf(data, "%s %s %s %d", x->series, x->name, x->wish, x->documents);
    for (size_t i = 0; i < x->member_count; i++)
        say_member(data, &x->members[i]);
    g_string_append_c(data, '\n');
}

static const char *
bundles(world *w, ledger *l, int64_t run)
{
    g_string_truncate(w->said, 0);
    assert_true(ledger_each_bundle(l, run, say_bundle, w->said));
    return w->said->str;
}

static void
an_envelope_knows_what_is_in_it(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    ledger_bundle x = {.name = "a",
                       .series = "2026-04",
                       .to = "household",
                       .mark = "K-1",
                       .wish = "household",
                       .documents = 1,
                       .file = "bundles/a.pdf",
                       .members = two,
                       .member_count = 2};
    assert_true(ledger_begin(l));
    const int64_t one = start_run(l, 1), other = start_run(l, 1);
    assert_true(ledger_save_bundle(l, one, &x));
    x.member_count = 1; /* written over */
    assert_true(ledger_save_bundle(l, one, &x));
    assert_string_equal(bundles(w, l, one), "2026-04 a household 1 (K-1 plan 2026-04 2 07 2 )\n");
    assert_true(ledger_keep_bundle(l, other, "2026-04", "a"));
    assert_string_equal(bundles(w, l, one), "");
    assert_string_equal(bundles(w, l, other), "2026-04 a household 1 (K-1 plan 2026-04 2 07 2 )\n");
    assert_true(ledger_check(l, w->d));
    assert_true(ledger_drop_bundle(l, "2026-04", "a") && ledger_commit(l));
    assert_string_equal(bundles(w, l, 0), "");
    assert_true(ledger_check(l, w->d));
    ledger_close(l);
}

static void
say_file(void *data, const ledger_file *x)
{
    g_string_append_printf(data, "%s %s %02x %s\n", x->path, x->stat, x->sum.bytes[0], x->head);
}

static void
a_file_is_known_until_nothing_is_made_of_it(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    const ledger_document x = made("K-1", "plan");
    const ledger_input master = {"office.xml", digest_of("1", 1)};
    const ledger_file files[] = {{"case.xml", "1 2 3", {{1}}, "K-1"},
                                 {"office.xml", "4 5 6", {{2}}, ""},
                                 {"gone.xml", "7", {{3}}, ""},
                                 {"other.xml", "8", {{4}}, ""}};
    assert_true(ledger_begin(l));
    const int64_t run = start_run(l, 1);
    assert_true(ledger_save(l, run, &x) && ledger_save_set(l, &x.masters, &master, 1));
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
        assert_true(ledger_save_file(l, &files[i]));
    assert_true(ledger_drop_file(l, "other.xml") && ledger_each_file(l, say_file, w->said));
    assert_string_equal(w->said->str, "case.xml 1 2 3 01 K-1\ngone.xml 7 03 \noffice.xml 4 5 6 02 \n");
    assert_true(ledger_trim(l, 10));
    g_string_truncate(w->said, 0);
    assert_true(ledger_each_file(l, say_file, w->said));
    assert_string_equal(w->said->str, "case.xml 1 2 3 01 K-1\noffice.xml 4 5 6 02 \n");
    assert_true(ledger_commit(l) && ledger_check(l, w->d));
    ledger_close(l);
}

static void
say_state(void *data, const ledger_document *x)
{
    g_string_append_printf(data, "%s %s %s '%s' %s %d%d\n", x->key, ledger_status_name(x->status), x->series,
                           x->output_stat, x->consented, x->unchanged, x->same_bytes);
}

/* A document that is kept is of the series of the run that keeps it. */
static void
a_document_is_of_the_series_of_its_run(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    ledger_document x = made("K-1", "plan"), absent = made("K-2", "plan");
    x.consented = "2026-03-28";
    x.same_bytes = true;
    absent.status = LEDGER_ABSENT;
    absent.output_stat = "1 2";
    const ledger_run may = {.started = "t", .series = "2026-05", .name = "月次"};
    int64_t second;
    ledger_run last;
    assert_true(ledger_begin(l));
    const int64_t first = start_run(l, 1);
    assert_true(ledger_save(l, first, &x) && ledger_save(l, first, &absent));
    assert_true(ledger_save_output_stat(l, "K-1", "plan", "2024-06", "9 9"));
    assert_true(ledger_start_run(l, &may, &second) && ledger_keep(l, second, "K-1", "plan", "2024-06", 0));
    assert_true(ledger_each(l, 0, false, say_state, w->said));
    assert_string_equal(w->said->str, "K-1 made 2026-05 '9 9' 2026-03-28 11\nK-2 absent  '1 2'  00\n");
    assert_true(ledger_last_run(l, &last));
    assert_string_equal(last.name, "月次");
    assert_true(ledger_commit(l) && ledger_check(l, w->d));
    ledger_close(l);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_entry_comes_back_as_it_went, world_begin, world_end),
        cmocka_unit_test_setup_teardown(the_hash_is_that_of_the_manual, world_begin, world_end),
        cmocka_unit_test_setup_teardown(the_journal_is_only_added_to, world_begin, world_end),
        cmocka_unit_test_setup_teardown(a_roster_is_what_was_saved_last, world_begin, world_end),
        cmocka_unit_test_setup_teardown(an_envelope_knows_what_is_in_it, world_begin, world_end),
        cmocka_unit_test_setup_teardown(a_file_is_known_until_nothing_is_made_of_it, world_begin, world_end),
        cmocka_unit_test_setup_teardown(a_document_is_of_the_series_of_its_run, world_begin, world_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
