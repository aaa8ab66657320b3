/* test_batch_verify.c: a ledger against itself: envelopes that hold other papers than those of today, papers in none,
 * rosters and what the last run accounted for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "batch/batch_int.h"
#include "folder_support.h"

typedef struct site {
    char *folder;
    ledger *l;
    int64_t run;
    diag *d;
} site;

static const ledger_recipient household = {.to = "household", .key = "K-1"};

static void
put_document(const site *s, const char *key, const char *form, const char *bytes)
{
    char *file = g_strdup_printf("%s/%s.pdf", key, form);
    const ledger_document x = {.key = key,
                               .form = form,
                               .month = "",
                               .as_of = "",
                               .series = "",
                               .consented = "",
                               .case_path = key,
                               .status = LEDGER_MADE,
                               .file = file,
                               .output = digest_of(bytes, strlen(bytes)),
                               .output_stat = "",
                               .bytes = 1,
                               .pages = 1,
                               .recipients = &household,
                               .recipient_count = 1};
    assert_true(ledger_save(s->l, s->run, &x));
    g_free(file);
}

static void
put_bundle(const site *s, const ledger_member *members, size_t count)
{
    const ledger_bundle b = {.name = "household/K-1",
                             .series = "",
                             .to = "household",
                             .mark = "K-1",
                             .wish = "household",
                             .documents = (int)count,
                             .file = "bundles/household/K-1.pdf",
                             .bytes = 1,
                             .pages = 1,
                             .members = members,
                             .member_count = count};
    assert_true(ledger_save_bundle(s->l, s->run, &b));
}

static void
put_roster(const site *s, const char *more)
{
    const ledger_roster_row rows[] = {
        {"n", "K-1", "plan", "", ""}, {"n", "K-1", more, "", ""}, {"n", "", "", "", "household"}};
    assert_true(ledger_save_roster(s->l, "n", s->run, rows, G_N_ELEMENTS(rows)));
}

static int
begin_site(void **state)
{
    site *s = g_new0(site, 1);
    const ledger_run r = {.started = "2025-04-01T00:00:00Z",
                          .shard = "",
                          .edition = "",
                          .bundles = "household",
                          .series = "",
                          .order = "",
                          .name = "n",
                          .identity = "",
                          .month = "",
                          .as_of = "",
                          .planned = 2};
    s->folder = g_dir_make_tmp("renkei-verify-XXXXXX", NULL);
    s->d = diag_new();
    char *path = g_build_filename(s->folder, "ledger.sqlite", NULL);
    s->l = ledger_open(path, LEDGER_WRITE, s->d);
    g_free(path);
    assert_true(s->l && ledger_begin(s->l) && ledger_start_run(s->l, &r, &s->run));
    put_document(s, "K-1", "plan", "a");
    put_document(s, "K-1", "schedule", "b");
    *state = s;
    return 0;
}

static int
end_site(void **state)
{
    site *s = *state;
    ledger_close(s->l);
    remove_tree(s->folder);
    g_free(s->folder);
    diag_drop(s->d);
    g_free(s);
    return 0;
}

/* What is told, and of what, in the order it is told; "" nothing. */
static void
assert_told(site *s, const char *expected)
{
    ledger_run last;
    batch_verified out = {0};
    GString *told = g_string_new(NULL);
    assert_true(ledger_end_run(s->l, s->run, "2025-04-01T01:00:00Z", 0) && ledger_commit(s->l));
    assert_true(ledger_last_run(s->l, &last));
    assert_true(batch_verify_state(s->l, &last, &out, s->d));
    for (size_t i = 0; i < diag_length(s->d); i++)
        g_string_append_printf(told, "%s %s;", diag_name(diag_at(s->d, i)->code), diag_at(s->d, i)->args[0]);
    assert_string_equal(told->str, expected);
    g_string_free(told, TRUE);
}

static ledger_member
member_of(const char *form, const char *bytes, const char *gap)
{
    return (ledger_member){.key = "K-1",
                           .form = form,
                           .month = "",
                           .output = *gap ? (digest){{0}} : digest_of(bytes, strlen(bytes)),
                           .pages = 1,
                           .gap = gap};
}

static void
what_agrees_is_not_told(void **state)
{
    const ledger_member members[] = {member_of("plan", "a", ""), member_of("schedule", "b", "")};
    put_bundle(*state, members, 2);
    put_roster(*state, "schedule");
    assert_told(*state, "");
}

static void
an_envelope_with_the_paper_of_yesterday_is_told(void **state)
{
    const ledger_member members[] = {member_of("plan", "old", ""), member_of("schedule", "b", "")};
    put_bundle(*state, members, 2);
    put_roster(*state, "schedule");
    assert_told(*state, "batch-bundle-stale bundles/household/K-1.pdf;");
}

static void
a_paper_in_no_envelope_is_told(void **state)
{
    const ledger_member members[] = {member_of("plan", "a", "")};
    put_bundle(*state, members, 1);
    put_roster(*state, "schedule");
    assert_told(*state, "batch-not-enclosed K-1/schedule.pdf;");
}

/* A run for a month had envelopes; a later one without a month asked for papers alone. */
static void
a_series_without_envelopes_lacks_none(void **state)
{
    put_roster(*state, "schedule");
    assert_told(*state, "");
}

static void
a_gap_where_the_paper_is_there_is_told(void **state)
{
    const ledger_member members[] = {member_of("plan", "a", ""), member_of("schedule", "", "failed")};
    put_bundle(*state, members, 2);
    put_roster(*state, "schedule");
    assert_told(*state, "batch-bundle-stale bundles/household/K-1.pdf;batch-not-enclosed K-1/schedule.pdf;");
}

static void
a_paper_of_no_roster_and_one_that_nobody_covered_are_told(void **state)
{
    const ledger_member members[] = {member_of("plan", "a", ""), member_of("schedule", "b", "")};
    put_bundle(*state, members, 2);
    put_roster(*state, "consent");
    assert_told(*state, "batch-off-roster K-1/schedule.pdf;batch-not-covered K-1;");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_site, end_site)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_agrees_is_not_told),
        TEST(an_envelope_with_the_paper_of_yesterday_is_told),
        TEST(a_paper_in_no_envelope_is_told),
        TEST(a_series_without_envelopes_lacks_none),
        TEST(a_gap_where_the_paper_is_there_is_told),
        TEST(a_paper_of_no_roster_and_one_that_nobody_covered_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
