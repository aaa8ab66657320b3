/* test_batch_run.c: what happens between a plan and its end, at moments that no command line can choose: files that
 * change meanwhile, workers that cannot be started, an account that does not add up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dirent.h>
#include <string.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "batch_support.h"

/* ---- another state of a file, after the plan was made and before anything is parsed ---- */

typedef struct swap {
    const char *path, *from, *to; /* words; path NULL: nothing is done */
    bool back;                    /* when all is made, it is as it was */
} swap;
static swap swapped;

size_t __real_batch_pool_run(const batch_job *job, const batch_pool_hooks *hooks, diag *d);
size_t __wrap_batch_pool_run(const batch_job *job, const batch_pool_hooks *hooks, diag *d);

size_t
__wrap_batch_pool_run(const batch_job *job, const batch_pool_hooks *hooks, diag *d)
{
    const swap s = swapped;
    swapped = (swap){0};
    if (s.path)
        replace_words(s.path, s.from, s.to);
    const size_t left = __real_batch_pool_run(job, hooks, d);
    if (s.path && s.back)
        replace_words(s.path, s.to, s.from);
    return left;
}

/* What was made is of the bytes that were parsed, and so says the account. */
static void
a_case_that_changes_meanwhile_is_what_was_parsed(void **state)
{
    world *w = *state;
    char *last = case_path(w, CASES - 1);
    swapped = (swap){last, "</case>", "</case><!-- -->", false};
    assert_int_equal(run(w), EXIT_DONE);
    assert_int_equal(w->counts.made, CASES);
    assert_true(verify(w));
    assert_int_equal(run(w), EXIT_DONE);
    assert_int_equal(w->counts.unchanged, CASES);
    g_free(last);
}

/* Saved wrong and put back: what was made of it is not taken for right. */
static void
a_case_that_was_another_for_a_while_is_told(void **state)
{
    world *w = *state;
    char *last = case_path(w, CASES - 1);
    swapped = (swap){last, "</case>", "</case><!-- -->", true};
    assert_int_equal(run(w), EXIT_DONE);
    assert_int_equal(w->counts.made, CASES);
    assert_false(verify(w));
    assert_int_equal(run(w), EXIT_DONE);
    assert_int_equal(w->counts.unchanged, CASES - 1);
    assert_true(verify(w));
    g_free(last);
}

static void
a_case_that_becomes_anothers_fails(void **state)
{
    world *w = *state;
    char *last = case_path(w, CASES - 1);
    swapped = (swap){last, "\"K-7\"", "\"K-77\"", false};
    assert_int_equal(run(w), EXIT_SOME);
    assert_string_equal(w->said->str, "K-7 batch-case-changed\n");
    assert_int_equal(w->counts.made, CASES - 1);
    assert_int_equal(w->counts.failed, 1);
    g_free(last);
}

/* The very words that were printed are gone again when the run ends. */
static void
a_master_that_was_another_for_a_while_stops_the_run(void **state)
{
    world *w = *state;
    char *master = g_build_filename(w->folder, "masters", "office.xml", NULL);
    w->settings.jobs = 2;
    swapped = (swap){master, "</office>", "</office><!-- -->", true};
    assert_int_equal(run(w), EXIT_AGAIN);
    assert_codes(w, "batch-shared-changed");
    assert_int_equal(w->counts.made, CASES);
    assert_false(verify(w));
    forget_messages(w);
    assert_int_equal(run(w), EXIT_DONE);
    assert_int_equal(w->counts.made, CASES);
    assert_int_equal(w->counts.unchanged, 0);
    assert_true(verify(w));
    assert_int_equal(run(w), EXIT_DONE);
    assert_int_equal(w->counts.unchanged, CASES);
    g_free(master);
}

static digest
kit_of_plan(world *w, render_environment *e)
{
    batch_plan *p = batch_plan_new(w->order, e, &w->settings, NULL, w->d);
    assert_non_null(p);
    const digest kit = *batch_plan_kit(p, batch_plan_at(p, 0));
    batch_plan_drop(p);
    return kit;
}

/* A form is parsed once, before it is summed: its sum is of what was parsed. */
static void
a_form_is_summed_as_it_was_parsed(void **state)
{
    world *w = *state;
    char *path = g_build_filename(w->folder, "letter.xml", NULL);
    static const char text[] = "<form name=\"letter\" title=\"x\"><page size=\"A5\"/><body><p>x</p></body></form>";
    assert_true(g_file_set_contents(path, text, -1, NULL));
    g_array_set_size(w->order->forms, 0);
    batch_order_add_form(w->order, path, NULL, NULL, PLACE_NONE);
    render_environment *e = render_open(&w->paths, RENDER_KEEP, w->d), *later;
    render_sum_files(e, digest_of);
    assert_true(render_warm(e, path, w->d));
    assert_non_null(render_parsed_sum(e, "templates/schema/case.rng"));
    const digest before = kit_of_plan(w, e);
    replace_words(path, "<p>x</p>", "<p>y</p>");
    const digest still = kit_of_plan(w, e);
    assert_true(digest_equal(&before, &still));
    later = render_open(&w->paths, RENDER_KEEP, w->d);
    const digest now = kit_of_plan(w, later);
    assert_false(digest_equal(&before, &now));
    render_close(e);
    render_close(later);
    g_free(path);
}

/* Nobody can tell which of the two states the kept master was: the run must be repeated. */
static void
a_master_that_changes_meanwhile_stops_the_run(void **state)
{
    world *w = *state;
    char *master = g_build_filename(w->folder, "masters", "office.xml", NULL);
    w->change = master;
    assert_int_equal(run(w), EXIT_AGAIN);
    assert_codes(w, "batch-shared-changed");
    batch_verified v;
    assert_false(batch_verify(w->output, (batch_shard){0, 0}, NULL, &v, w->d));
    w->change = NULL;
    assert_int_equal(run(w), EXIT_AGAIN); /* by what is still in w->d */
    assert_int_equal(w->counts.made, CASES);
    assert_int_equal(w->counts.unchanged, 0);
    g_free(master);
}

static void
a_case_whose_head_is_too_far_fails(void **state)
{
    world *w = *state;
    char *path = case_path(w, 3), *text;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    GString *s = g_string_new(text), *comment = g_string_new("<!--");
    for (int i = 0; i < 300000; i++)
        g_string_append_c(comment, 'x');
    g_string_append(comment, "--><masters ");
    g_string_replace(s, "<masters ", comment->str, 1);
    assert_true(g_file_set_contents(path, s->str, (gssize)s->len, NULL));
    assert_int_equal(run(w), EXIT_SOME);
    char *expected = g_strdup_printf("%s batch-no-key\n", path);
    assert_string_equal(w->said->str, expected);
    g_free(expected);
    g_string_free(s, TRUE);
    g_string_free(comment, TRUE);
    g_free(text);
    g_free(path);
}

static rlim_t
files_open(void)
{
    rlim_t n = 0;
    DIR *dir = opendir("/proc/self/fd");
    while (readdir(dir))
        n++;
    closedir(dir);
    return n;
}

static void
no_worker_is_to_try_again(void **state)
{
    world *w = *state;
    struct rlimit before;
    w->settings.jobs = CASES;
    getrlimit(RLIMIT_NOFILE, &before);
    setrlimit(RLIMIT_NOFILE, &(struct rlimit){files_open() + 7, before.rlim_max});
    assert_int_equal(run(w), EXIT_AGAIN);
    setrlimit(RLIMIT_NOFILE, &before);
    assert_codes(w, "batch-worker");
    assert_true(w->counts.made < CASES);
    diag_drop(w->d);
    w->d = diag_new();
    assert_int_equal(run(w), EXIT_DONE);
    assert_int_equal(w->counts.made, CASES);
}

static void
totals_that_do_not_agree_are_told(void **state)
{
    world *w = *state;
    assert_int_equal(run(w), EXIT_DONE);
    char *path = batch_ledger_path(w->output, (batch_shard){0, 0});
    ledger *l = ledger_open(path, LEDGER_WRITE, w->d);
    int64_t id;
    const ledger_run r = {.started = "2024-07-01T20:00:00Z", .shard = "", .edition = "x", .planned = 2};
    assert_true(ledger_begin(l) && ledger_start_run(l, &r, &id) && ledger_keep(l, id, "K-1", "plan", "", 0) &&
                ledger_end_run(l, id, "2024-07-01T20:01:00Z", 0) && ledger_commit(l));
    ledger_close(l);
    batch_verified v;
    assert_false(batch_verify(w->output, (batch_shard){0, 0}, NULL, &v, w->d));
    assert_codes(w, "batch-totals");
    assert_int_equal(v.files_good, CASES);
    g_free(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_case_that_changes_meanwhile_is_what_was_parsed, begin, end),
        cmocka_unit_test_setup_teardown(a_case_that_was_another_for_a_while_is_told, begin, end),
        cmocka_unit_test_setup_teardown(a_case_that_becomes_anothers_fails, begin, end),
        cmocka_unit_test_setup_teardown(a_master_that_was_another_for_a_while_stops_the_run, begin, end),
        cmocka_unit_test_setup_teardown(a_form_is_summed_as_it_was_parsed, begin, end),
        cmocka_unit_test_setup_teardown(a_master_that_changes_meanwhile_stops_the_run, begin, end),
        cmocka_unit_test_setup_teardown(a_case_whose_head_is_too_far_fails, begin, end),
        cmocka_unit_test_setup_teardown(no_worker_is_to_try_again, begin, end),
        cmocka_unit_test_setup_teardown(totals_that_do_not_agree_are_told, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
