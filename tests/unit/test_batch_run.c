/* test_batch_run.c: what happens between a plan and its end, at moments that no command line can choose: files that
 * change meanwhile, workers that cannot be started, an account that does not add up; and how often a document is bound
 * on the way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dirent.h>
#include <string.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "batch/batch_int.h"
#include "bind/bind.h"

enum { CASES = 8 };

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

typedef struct world {
    char *folder, *output;
    render_paths paths;
    batch_order *order;
    batch_settings settings;
    batch_counts counts;
    GString *said;      /* codes of documents that were not made */
    const char *change; /* file to be written to when the first document is done */
    size_t done;
    diag *d;
} world;

static void
copy_file(const char *from, const char *to, const char *id)
{
    char *text;
    gsize length;
    assert_true(g_file_get_contents(from, &text, &length, NULL));
    GString *s = g_string_new_len(text, (gssize)length);
    if (id)
        g_string_replace(s, "\"K-0001\"", id, 1);
    assert_true(g_file_set_contents(to, s->str, (gssize)s->len, NULL));
    g_string_free(s, TRUE);
    g_free(text);
}

static char *
case_path(const world *w, int i)
{
    return g_strdup_printf("%s/c%d/case.xml", w->folder, i);
}

static int
begin(void **state)
{
    static const char *const masters[] = {"office", "partners", "municipality", "calendar"};
    world *w = g_new0(world, 1);
    w->folder = g_dir_make_tmp("renkei-batch-XXXXXX", NULL);
    w->output = g_build_filename(w->folder, "out", NULL);
    w->paths = (render_paths){
        .forms = g_strdup("templates"), .schema = g_strdup("templates/schema"), .fonts = g_strdup("fonts")};
    w->d = diag_new();
    w->said = g_string_new(NULL);
    w->settings = (batch_settings){.jobs = 1, .time_limit = 60};
    w->order = batch_order_new();
    w->order->output = g_strdup(w->output);
    batch_order_add_form(w->order, "plan", NULL, NULL, PLACE_NONE);
    char *folder = g_build_filename(w->folder, "masters", NULL);
    g_mkdir(folder, 0700);
    for (size_t i = 0; i < G_N_ELEMENTS(masters); i++) {
        char *from = g_strdup_printf("samples/masters/%s.xml", masters[i]);
        char *to = g_strdup_printf("%s/%s.xml", folder, masters[i]);
        copy_file(from, to, NULL);
        g_free(from);
        g_free(to);
    }
    g_free(folder);
    for (int i = 0; i < CASES; i++) {
        char *path = case_path(w, i), *id = g_strdup_printf("\"K-%d\"", i), *own = g_path_get_dirname(path);
        g_mkdir(own, 0700);
        copy_file("samples/hodei-futoukou/case.xml", path, id);
        batch_order_add_cases(w->order, path, NULL, PLACE_NONE, w->d);
        g_free(path);
        g_free(id);
        g_free(own);
    }
    *state = w;
    return 0;
}

static void
remove_all(const char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL);
        if (g_unlink(path) != 0)
            remove_all(path);
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
    g_rmdir(folder);
}

static int
end(void **state)
{
    world *w = *state;
    remove_all(w->folder);
    g_free(w->folder);
    g_free(w->output);
    render_paths_clear(&w->paths);
    batch_order_drop(w->order);
    g_string_free(w->said, TRUE);
    diag_drop(w->d);
    g_free(w);
    return 0;
}

static void
take(void *data, const batch_plan *p, size_t index, const batch_outcome *x)
{
    world *w = data;
    const batch_case *c = batch_plan_case(p, batch_plan_at(p, index));
    for (size_t i = 0; i < diag_length(x->messages); i++)
        g_string_append_printf(w->said, "%s %s\n", c->key, diag_name(diag_at(x->messages, i)->code));
    if (w->done++ == 0 && w->change) {
        FILE *f = fopen(w->change, "a");
        assert_non_null(f);
        fputs("<!-- -->\n", f);
        fclose(f);
    }
}

static size_t pool_length; /* what workers were wanted for in the last run: documents, and envelopes after them */

static int
run(world *w)
{
    pool_length = 0;
    return batch_run(w->order, &w->paths, &w->settings, take, w, &w->counts, w->d);
}

static const char *
codes(const world *w)
{
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(w->d); i++)
        g_string_append_printf(s, "%s%s", i ? " " : "", diag_name(diag_at(w->d, i)->code));
    return g_string_free(s, FALSE);
}

static void
assert_codes(const world *w, const char *expected)
{
    char *text = (char *)codes(w);
    assert_string_equal(text, expected);
    g_free(text);
}

/* ---- another state of a file, after the plan was made and before anything is parsed ---- */

typedef struct swap {
    const char *path, *from, *to; /* words; path NULL: nothing is done */
    bool back;                    /* when all is made, it is as it was */
} swap;
static swap swapped;

static void
replace_words(const char *path, const char *from, const char *to)
{
    char *text;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    GString *s = g_string_new(text);
    assert_true(g_string_replace(s, from, to, 1) == 1);
    assert_true(g_file_set_contents(path, s->str, (gssize)s->len, NULL));
    g_string_free(s, TRUE);
    g_free(text);
}

size_t __real_batch_pool_run(const batch_job *job, const batch_pool_hooks *hooks, diag *d);
size_t __wrap_batch_pool_run(const batch_job *job, const batch_pool_hooks *hooks, diag *d);

size_t
__wrap_batch_pool_run(const batch_job *job, const batch_pool_hooks *hooks, diag *d)
{
    const swap s = swapped;
    swapped = (swap){0};
    pool_length += job->task->length;
    if (s.path)
        replace_words(s.path, s.from, s.to);
    const size_t left = __real_batch_pool_run(job, hooks, d);
    if (s.path && s.back)
        replace_words(s.path, s.to, s.from);
    return left;
}

static bool
verify(world *w)
{
    batch_verified v;
    diag *d = diag_new();
    const bool good = batch_verify(w->output, (batch_shard){0, 0}, NULL, &v, d);
    diag_drop(d);
    return good;
}

static void
forget_messages(world *w)
{
    diag_drop(w->d);
    w->d = diag_new();
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
    batch_plan *p = batch_plan_new(w->order, e, (batch_shard){0, 0}, NULL, w->d);
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
    atomic_store(bind_calls, 0);
    assert_int_equal(run(w), EXIT_DONE);
    assert_int_equal(w->counts.made, 3 * CASES);
    assert_int_equal(w->counts.bundles, 1);
    assert_int_equal(atomic_load(bind_calls), 3 * CASES + 2);
    atomic_store(bind_calls, 0);
    assert_int_equal(run(w), EXIT_DONE);
    assert_int_equal(w->counts.unchanged, 3 * CASES);
    assert_int_equal(atomic_load(bind_calls), 0);
}

/* Nothing is read for it, nor is a worker begun: neither for what stands nor for what there is nothing to make of. */
static void
what_nobody_touched_needs_no_worker(void **state)
{
    world *w = *state;
    batch_order_add_form(w->order, "supplement", NULL, NULL, PLACE_NONE);
    assert_int_equal(run(w), EXIT_DONE);
    assert_int_equal(pool_length, 2 * CASES);
    const size_t made = w->counts.made, absent = w->counts.absent;
    assert_int_equal(made + absent, 2 * CASES);
    g_usleep(100000);                    /* files are older than a tick of any clock */
    assert_int_equal(run(w), EXIT_DONE); /* looks again at what was looked at too early */
    assert_int_equal(run(w), EXIT_DONE);
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
    assert_int_equal(run(w), EXIT_DONE);
    assert_int_equal(pool_length, 1);
    assert_int_equal(w->counts.unchanged, made - 1);
    assert_true(verify(w));
    w->settings.force = true;
    assert_int_equal(run(w), EXIT_DONE);
    assert_int_equal(pool_length, 2 * CASES);
    g_free(pdf);
}

int
main(void)
{
    bind_calls = mmap(NULL, sizeof *bind_calls, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (bind_calls == MAP_FAILED)
        return 1;
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
        cmocka_unit_test_setup_teardown(a_document_is_bound_once, begin, end),
        cmocka_unit_test_setup_teardown(what_nobody_touched_needs_no_worker, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
