/* test_batch_again.c: what the same again costs, and what is said of it: what nobody touched is not bound nor read, a
 * verdict stands while its inputs do, and what is made anew with the bytes that it had is counted and not written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <fcntl.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "batch_support.h"
#include "bind/bind.h"

/* Calls of bind_case (the linker sends them here), in this process and in every worker: the page is shared with them.
 */
static _Atomic size_t *bind_calls;

bound *__real_bind_case(arena *a, xml_store *s, const form *f, const casefile *c, const bind_options *options, diag *d);
bound *__wrap_bind_case(arena *a, xml_store *s, const form *f, const casefile *c, const bind_options *options, diag *d);

bound *
__wrap_bind_case(arena *a, xml_store *s, const form *f, const casefile *c, const bind_options *options, diag *d)
{
    atomic_fetch_add(bind_calls, 1);
    return __real_bind_case(a, s, f, c, options, d);
}

static size_t pool_length; /* what workers were wanted for in the last run: documents, and envelopes after them */

size_t __real_batch_pool_run(const batch_job *job, const batch_pool_hooks *hooks, diag *d);
size_t __wrap_batch_pool_run(const batch_job *job, const batch_pool_hooks *hooks, diag *d);

size_t
__wrap_batch_pool_run(const batch_job *job, const batch_pool_hooks *hooks, diag *d)
{
    pool_length += job->task->length;
    return __real_batch_pool_run(job, hooks, d);
}

/* The exit status; what was bound and what workers were wanted for is of this run, and what was said of documents. */
static int
run_again(world *w)
{
    pool_length = 0;
    atomic_store(bind_calls, 0);
    g_string_truncate(w->said, 0);
    return run(w);
}

/* From the plan to the last bundle, whose stamp and cover are documents, too; all are of one home. What stands
 * unchanged is not bound at all. */
static void
a_document_is_bound_once(void **state)
{
    world *w = *state;
    w->settings.jobs = 2;
    assert_true(batch_order_add_wishes(w->order, "household"));
    batch_order_add_form(w->order, "consent", NULL, NULL, PLACE_NONE);
    batch_order_add_form(w->order, "envelope", NULL, NULL, PLACE_NONE);
    assert_int_equal(run_again(w), EXIT_DONE);
    assert_int_equal(w->counts.made, 3 * CASES);
    assert_int_equal(w->counts.bundles, 1);
    assert_int_equal(atomic_load(bind_calls), 3 * CASES + 2);
    assert_int_equal(run_again(w), EXIT_DONE);
    assert_int_equal(w->counts.unchanged, 3 * CASES);
    assert_int_equal(atomic_load(bind_calls), 0);
}

/* Nothing is read for it, nor is a worker begun: neither for what stands nor for what there is nothing to make of. */
static void
what_nobody_touched_needs_no_worker(void **state)
{
    world *w = *state;
    batch_order_add_form(w->order, "supplement", NULL, NULL, PLACE_NONE);
    assert_int_equal(run_again(w), EXIT_DONE);
    assert_int_equal(pool_length, 2 * CASES);
    const size_t made = w->counts.made, absent = w->counts.absent;
    assert_int_equal(made + absent, 2 * CASES);
    g_usleep(100000); /* files are older than a tick of any clock; what was looked at too early is looked at again */
    assert_int_equal(run_again(w), EXIT_DONE);
    assert_int_equal(run_again(w), EXIT_DONE);
    assert_int_equal(pool_length, 0);
    assert_int_equal(w->counts.unchanged, made);
    assert_int_equal(w->counts.absent, absent);
    assert_true(verify(w));
    /* As long as it was, and of the same time: it is seen all the same. */
    char *pdf = g_build_filename(w->output, "K-3", "plan.pdf", NULL);
    struct stat is;
    assert_int_equal(stat(pdf, &is), 0);
    FILE *f = fopen(pdf, "r+");
    fputs("%PDX", f);
    fclose(f);
    const struct timespec times[2] = {is.st_atim, is.st_mtim};
    assert_int_equal(utimensat(AT_FDCWD, pdf, times, 0), 0);
    assert_int_equal(run_again(w), EXIT_DONE);
    assert_int_equal(pool_length, 1);
    assert_int_equal(w->counts.unchanged, made - 1);
    assert_true(verify(w));
    w->settings.force = true;
    assert_int_equal(run_again(w), EXIT_DONE);
    assert_int_equal(pool_length, 2 * CASES);
    g_free(pdf);
}

/* ---- what the rules forbid ---- */

static const char *const school = "<party side=\"学校\"", *const other = "<party side=\"事業所\"";

/* It is counted and told each night, and judged once; not by what was said in another language, or of another state of
 * what it is made from. */
static void
a_verdict_stands_while_its_inputs_do(void **state)
{
    world *w = *state;
    char *path = case_path(w, 3);
    replace_words(path, school, other);
    assert_int_equal(run_again(w), EXIT_FORBIDDEN);
    assert_int_equal(atomic_load(bind_calls), CASES);
    char *said = g_strdup(w->said->str);
    assert_string_equal(said, "K-3 render-forbidden\n");
    for (int night = 0; night < 2; night++) {
        assert_int_equal(run_again(w), EXIT_FORBIDDEN);
        assert_int_equal(atomic_load(bind_calls), 0);
        assert_int_equal(w->counts.blocked, 1);
        assert_int_equal(w->counts.unchanged, CASES - 1);
        assert_string_equal(w->said->str, said);
        assert_true(verify(w));
    }
    w->settings.language = DIAG_EN;
    assert_int_equal(run_again(w), EXIT_FORBIDDEN);
    assert_int_equal(atomic_load(bind_calls), 1);
    assert_int_equal(run_again(w), EXIT_FORBIDDEN);
    assert_int_equal(atomic_load(bind_calls), 0);
    replace_words(path, "</case>", "</case><!-- -->");
    assert_int_equal(run_again(w), EXIT_FORBIDDEN);
    assert_int_equal(atomic_load(bind_calls), 1);
    assert_string_equal(w->said->str, said);
    w->settings.force = true;
    assert_int_equal(run_again(w), EXIT_FORBIDDEN);
    assert_int_equal(atomic_load(bind_calls), CASES);
    w->settings.force = false;
    replace_words(path, other, school);
    assert_int_equal(run_again(w), EXIT_DONE);
    assert_int_equal(atomic_load(bind_calls), 1);
    assert_int_equal(w->counts.made, CASES);
    assert_true(verify(w));
    g_free(said);
    g_free(path);
}

/* ---- made again, with the bytes that it had ---- */

static char *
master_path(const world *w)
{
    return g_build_filename(w->folder, "masters", "office.xml", NULL);
}

static ino_t
number_of(const world *w, const char *name)
{
    struct stat is;
    char *path = g_build_filename(w->output, name, NULL);
    assert_int_equal(stat(path, &is), 0);
    g_free(path);
    return is.st_ino;
}

/* The ledger knows what the run counted. */
static void
assert_same(world *w, size_t same)
{
    assert_int_equal(w->counts.made, CASES);
    assert_int_equal(w->counts.same, same);
    batch_report *r = batch_report_new(w->output, (batch_shard){0, 0}, w->d);
    assert_non_null(r);
    assert_int_equal(r->counts.same, same);
    assert_int_equal(r->counts.unchanged, w->counts.unchanged);
    batch_report_drop(r);
    assert_true(verify(w));
}

static void
what_comes_out_the_same_is_counted_and_not_written(void **state)
{
    world *w = *state;
    char *master = master_path(w), *changed = case_path(w, 5);
    assert_int_equal(run_again(w), EXIT_DONE);
    assert_same(w, 0);
    const ino_t before[2] = {number_of(w, "K-2/plan.pdf"), number_of(w, "K-5/plan.pdf")};
    replace_words(master, "</office>", "<!-- --> </office>");
    replace_words(changed, "「お守りメモ」から方法", "「お守りの紙」から方法");
    assert_int_equal(run_again(w), EXIT_DONE);
    assert_int_equal(atomic_load(bind_calls), CASES);
    assert_int_equal(w->counts.unchanged, 0);
    assert_same(w, CASES - 1);
    assert_true(number_of(w, "K-2/plan.pdf") == before[0]);
    assert_false(number_of(w, "K-5/plan.pdf") == before[1]);
    g_usleep(100000); /* files are older than a tick of any clock */
    assert_int_equal(run_again(w), EXIT_DONE);
    assert_int_equal(w->counts.unchanged, CASES);
    assert_same(w, 0);
    assert_int_equal(run_again(w), EXIT_DONE);
    assert_int_equal(pool_length, 0);
    g_free(changed);
    g_free(master);
}

/* Same bytes, and no file that has them: one that is gone, one that is not what it was, one that is to have another
 * name; or all are to be written. */
static void
what_is_the_same_is_written_where_it_is_not_there(void **state)
{
    world *w = *state;
    assert_int_equal(run_again(w), EXIT_DONE);
    char *gone = g_build_filename(w->output, "K-1", "plan.pdf", NULL);
    char *damaged = g_build_filename(w->output, "K-2", "plan.pdf", NULL), *master = master_path(w);
    replace_words(master, "</office>", "<!-- --> </office>");
    assert_int_equal(g_unlink(gone), 0);
    assert_true(g_file_set_contents(damaged, "x", 1, NULL));
    assert_int_equal(run_again(w), EXIT_DONE);
    assert_same(w, CASES);
    const ino_t before = number_of(w, "K-4/plan.pdf");
    w->settings.force = true;
    assert_int_equal(run_again(w), EXIT_DONE);
    assert_same(w, CASES);
    assert_false(number_of(w, "K-4/plan.pdf") == before);
    w->settings.force = false;
    w->order->name = g_strdup("{form}/{key}.pdf");
    assert_int_equal(run_again(w), EXIT_DONE);
    assert_same(w, CASES);
    assert_false(g_file_test(gone, G_FILE_TEST_EXISTS));
    assert_true(number_of(w, "plan/K-1.pdf") != 0);
    g_free(master);
    g_free(damaged);
    g_free(gone);
}

int
main(void)
{
    bind_calls = mmap(NULL, sizeof *bind_calls, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (bind_calls == MAP_FAILED)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_document_is_bound_once, begin, end),
        cmocka_unit_test_setup_teardown(what_nobody_touched_needs_no_worker, begin, end),
        cmocka_unit_test_setup_teardown(a_verdict_stands_while_its_inputs_do, begin, end),
        cmocka_unit_test_setup_teardown(what_comes_out_the_same_is_counted_and_not_written, begin, end),
        cmocka_unit_test_setup_teardown(what_is_the_same_is_written_where_it_is_not_there, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
