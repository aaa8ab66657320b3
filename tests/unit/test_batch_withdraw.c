/* test_batch_withdraw.c: what a run takes out of the working state of itself is in the journal, with whose it was, when
 * and why, and is destroyed with the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "batch_support.h"

static void
take_withdrawal(void *data, const ledger_entry *x)
{
    GString *s = data;
    if (x->act != LEDGER_WITHDRAW && x->act != LEDGER_EXPIRE)
        return;
    g_string_append_printf(s, "%s %s %s %s %s %s %zu %" PRId64 "\n", ledger_act_name(x->act), x->key, x->form, x->name,
                           x->who, x->reason, x->member_count, x->run);
    assert_false(x->act == LEDGER_WITHDRAW && digest_is_none(&x->output));
    assert_true(x->bytes > 0 && x->pages > 0);
}

static void
assert_withdrawals(const world *w, const char *expected)
{
    GString *s = g_string_new(NULL);
    diag *d = diag_new();
    char *path = batch_ledger_path(w->output, (batch_shard){0, 0});
    ledger *l = ledger_open(path, LEDGER_READ, d);
    assert_true(l && ledger_each_entry(l, NULL, take_withdrawal, s));
    ledger_close(l);
    assert_string_equal(s->str, expected);
    g_string_free(s, TRUE);
    diag_drop(d);
    g_free(path);
}

/* How many files there are in a folder of the program's own. */
static size_t
own_files(const world *w, const char *folder)
{
    char *path = g_build_filename(w->output, ".renkei", folder, NULL);
    const size_t n = count_entries(path);
    g_free(path);
    return n;
}

static size_t
withdrawn_files(const world *w)
{
    return own_files(w, "withdrawn");
}

static size_t
expire(world *w)
{
    batch_expired x;
    const batch_expiry o = {.before = "2029-12-31", .deed = {.who = "係", .reason = "年限"}};
    g_setenv("SOURCE_DATE_EPOCH", "1893456000", TRUE); /* 2030 */
    assert_true(batch_expire(&o, &w->paths, w->output, &x, w->d));
    g_unsetenv("SOURCE_DATE_EPOCH");
    const size_t destroyed = x.drafts;
    batch_expired_clear(&x);
    return destroyed;
}

static void
edit(const world *w, const char *from, const char *to)
{
    char *path = case_path(w, 0);
    replace_words(path, from, to);
    g_free(path);
}

/* The case is sound again, and its service has ended. */
static void
end_service(const world *w)
{
    edit(w, "<case odd=\"x\" ", "<case ");
    edit(w, "start=\"2022-06-01\"", "start=\"2022-06-01\" end=\"2022-06-30\"");
}

/* Forbidden, failed, not applicable: the earlier file goes, and the journal says so; made and withdrawn again, again.
 */
static void
a_document_that_goes_is_told(void **state)
{
    world *w = *state;
    w->settings.who = "夜間";
    assert_int_equal(run(w), EXIT_DONE);
    assert_withdrawals(w, "");
    edit(w, "<case ", "<case odd=\"x\" ");
    run(w);
    static const char once[] = "withdraw K-0 plan K-0/plan.pdf 夜間 failed: xml-attribute-unknown 0 2\n";
    assert_withdrawals(w, once);
    assert_int_equal(withdrawn_files(w), 1);
    run(w); /* nothing is withdrawn twice */
    assert_withdrawals(w, once);
    edit(w, "<case odd=\"x\" ", "<case ");
    run(w);
    edit(w, "<case ", "<case odd=\"x\" ");
    run(w);
    assert_withdrawals(w, "withdraw K-0 plan K-0/plan.pdf 夜間 failed: xml-attribute-unknown 0 2\n"
                          "withdraw K-0 plan K-0/plan.pdf 夜間 failed: xml-attribute-unknown 0 5\n");
    assert_int_equal(withdrawn_files(w), 1);
    end_service(w);
    assert_int_equal(expire(w), 1); /* one file, one tombstone */
    assert_int_equal(withdrawn_files(w), 0);
    assert_int_equal(expire(w), 0);
}

/* A file that is not as it was made goes under its own sum, which is the one that the journal has. */
static void
what_was_changed_is_destroyed_too(void **state)
{
    world *w = *state;
    w->settings.who = "夜間";
    run(w);
    char *file = g_build_filename(w->output, "K-0", "plan.pdf", NULL);
    FILE *f = fopen(file, "a");
    assert_non_null(f);
    fputs("more", f);
    fclose(f);
    g_free(file);
    edit(w, "<case ", "<case odd=\"x\" ");
    run(w);
    assert_int_equal(withdrawn_files(w), 1);
    end_service(w);
    assert_int_equal(expire(w), 1);
    assert_int_equal(withdrawn_files(w), 0);
}

/* An envelope that is held, as a paper of it failed; and whose papers have another name now. */
static void
an_envelope_that_is_held_is_told(void **state)
{
    world *w = *state;
    w->settings.who = "夜間";
    assert_true(batch_order_add_wishes(w->order, "household"));
    run(w);
    edit(w, "<case ", "<case odd=\"x\" ");
    run(w);
    assert_withdrawals(w, "withdraw K-0 plan K-0/plan.pdf 夜間 failed: xml-attribute-unknown 0 2\n"
                          "withdraw household/K-0 household bundles/household/K-0.pdf 夜間 batch-bundle-held 8 2\n");
    assert_int_equal(withdrawn_files(w), 2);
    edit(w, "<case odd=\"x\" ", "<case ");
    w->order->name = g_strdup("{form}/{key}.pdf");
    run(w);
    char *path = g_build_filename(w->output, "plan", "K-1.pdf", NULL);
    assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
    g_free(path);
    assert_int_equal(withdrawn_files(w), 2); /* the plans have the same bytes */
    edit(w, "start=\"2022-06-01\"", "start=\"2022-06-01\" end=\"2022-06-30\"");
    assert_int_equal(expire(w), 2);          /* the plan, and the envelope with it */
    assert_int_equal(withdrawn_files(w), 1); /* that of the others */
}

/* ---- kills ---- */

static size_t
waiting_files(const world *w)
{
    return own_files(w, "tmp");
}

/* What a run does that withdraws the plan of K-0, up to where it is killed. */
static void
withdraw_and_die(world *w, bool committed)
{
    batch_place p;
    assert_true(batch_place_open(&p, w->output, (batch_shard){0, 0}, w->d));
    ledger *l = ledger_open(p.ledger, LEDGER_WRITE, w->d);
    char *path = g_build_filename(w->output, "K-0", "plan.pdf", NULL), *bytes;
    gsize length;
    assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    const ledger_entry what = {.reason = "failed: x",
                               .run = 1,
                               .key = "K-0",
                               .form = "plan",
                               .name = "K-0/plan.pdf",
                               .output = digest_of(bytes, length),
                               .bytes = (int64_t)length,
                               .pages = 1};
    assert_true(ledger_begin(l) && batch_withdraw_file(&p, l, &what, "夜間", w->d));
    assert_true(!committed || ledger_commit(l));
    ledger_close(l);
    batch_place_close(&p);
    assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    assert_int_equal(waiting_files(w), 1);
    assert_int_equal(withdrawn_files(w), 0);
    g_free(path);
    g_free(bytes);
}

/* Before the journal has it, it is not withdrawn: nobody's bytes lie about without an account of them. */
static void
a_kill_before_the_journal_has_it_withdraws_nothing(void **state)
{
    world *w = *state;
    run(w);
    withdraw_and_die(w, false);
    run(w);
    assert_int_equal(w->counts.unchanged, w->counts.made); /* it is back */
    assert_int_equal(waiting_files(w), 0);
    assert_int_equal(withdrawn_files(w), 0);
    assert_withdrawals(w, "");
}

/* Who decides something comes before the next run, and finds it back, too. */
static void
whoever_decides_finds_it_back(void **state)
{
    world *w = *state;
    run(w);
    withdraw_and_die(w, false);
    assert_int_equal(expire(w), 0);
    char *path = g_build_filename(w->output, "K-0", "plan.pdf", NULL);
    assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
    g_free(path);
    assert_int_equal(waiting_files(w), 0);
}

static void
a_kill_after_the_journal_has_it_has_withdrawn_it(void **state)
{
    world *w = *state;
    run(w);
    withdraw_and_die(w, true);
    run(w); /* makes it again */
    assert_int_equal(waiting_files(w), 0);
    assert_int_equal(withdrawn_files(w), 1);
    assert_withdrawals(w, "withdraw K-0 plan K-0/plan.pdf 夜間 failed: x 0 1\n");
    edit(w, "start=\"2022-06-01\"", "start=\"2022-06-01\" end=\"2022-06-30\"");
    assert_int_equal(expire(w), 1);
    assert_int_equal(withdrawn_files(w), 0);
}

/* What was not as it was made, or whose place is taken, is half-made like all else that a kill leaves. */
static void
what_nobody_knows_goes(void **state)
{
    world *w = *state;
    run(w);
    char *path = g_build_filename(w->output, "K-0", "plan.pdf", NULL);
    FILE *f = fopen(path, "a");
    assert_non_null(f);
    fputs("more", f);
    fclose(f);
    withdraw_and_die(w, false);
    run(w);
    assert_int_equal(waiting_files(w), 0);
    assert_int_equal(withdrawn_files(w), 0);
    assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
    g_free(path);
}

static void
assert_verified(const world *w, const char *expected)
{
    batch_verified v;
    diag *d = diag_new();
    GString *s = g_string_new(NULL);
    const bool good = batch_verify(w->output, (batch_shard){0, 0}, NULL, &v, d);
    for (size_t i = 0; i < diag_length(d); i++)
        g_string_append_printf(s, "%s%s", i ? " " : "", diag_name(diag_at(d, i)->code));
    assert_string_equal(s->str, expected);
    assert_int_equal(good, !*expected);
    g_string_free(s, TRUE);
    diag_drop(d);
}

static void
add_killed(const world *w, const char *roster)
{
    int64_t id;
    diag *d = diag_new();
    char *path = batch_ledger_path(w->output, (batch_shard){0, 0});
    ledger *l = ledger_open(path, LEDGER_WRITE, d);
    const ledger_run killed = {.started = "2026-01-01T00:00:00Z",
                               .shard = "",
                               .edition = "",
                               .bundles = "household",
                               .series = "",
                               .order = "",
                               .name = roster,
                               .identity = "",
                               .month = "",
                               .as_of = ""};
    assert_true(ledger_begin(l) && ledger_start_run(l, &killed, &id) && ledger_commit(l));
    ledger_close(l);
    g_free(path);
    diag_drop(d);
}

/* A run with envelopes is killed before it makes them: whoever runs another order since has none of them, and that is
 * told until somebody runs it to its end. */
static void
envelopes_of_a_killed_run_are_not_forgotten(void **state)
{
    world *w = *state;
    w->order->roster = g_strdup("plans");
    run(w);
    add_killed(w, "letters");
    assert_verified(w, "batch-unfinished");
    run(w);
    assert_verified(w, "batch-bundles-owed");
    run(w);
    assert_verified(w, "batch-bundles-owed");
    g_free(w->order->roster);
    w->order->roster = g_strdup("letters");
    assert_true(batch_order_add_wishes(w->order, "household"));
    run(w);
    assert_int_equal(w->counts.bundles, 1);
    assert_verified(w, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

/* Before version 3 runs had no name: the next one with these envelopes makes them. */
static void
those_of_an_old_ledger_are_made_by_the_next(void **state)
{
    world *w = *state;
    run(w);
    add_killed(w, "");
    w->order->roster = g_strdup("plans");
    run(w);
    assert_verified(w, "batch-bundles-owed");
    assert_true(batch_order_add_wishes(w->order, "household"));
    run(w);
    assert_verified(w, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_document_that_goes_is_told),
        TEST(what_was_changed_is_destroyed_too),
        TEST(a_kill_before_the_journal_has_it_withdraws_nothing),
        TEST(whoever_decides_finds_it_back),
        TEST(a_kill_after_the_journal_has_it_has_withdrawn_it),
        TEST(what_nobody_knows_goes),
        TEST(an_envelope_that_is_held_is_told),
        TEST(envelopes_of_a_killed_run_are_not_forgotten),
        TEST(those_of_an_old_ledger_are_made_by_the_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
