/* test_batch_kill.c: a run that is killed while it makes bundles, or its worker is, at each call by which they change
 * anything on the disk, one after another: whoever runs again has what an unbroken run has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "batch/batch_int.h"
#include "folder_support.h"

enum { CASES = 2, LIMIT = 500 };

/* ---- the steps ---- */

/* Which process dies, and at which step from the beginning of bundling on; 0: at the beginning itself. */
static struct {
    bool bundling, worker;
    int at, steps; /* at -1: never */
    pid_t supervisor;
} killing = {.at = -1};

static void
step(void)
{
    if (!killing.bundling || killing.worker == (getpid() == killing.supervisor))
        return;
    if (++killing.steps == killing.at)
        kill(getpid(), SIGKILL);
}

/* The system's calls, each a step: those of this program and of the libraries that it writes by. */
#define STEP(type, name, parameters, ...)                                                                              \
    type name parameters;                                                                                              \
    type name parameters                                                                                               \
    {                                                                                                                  \
        static type(*next) parameters;                                                                                 \
        if (!next)                                                                                                     \
            *(void **)&next = dlsym(RTLD_NEXT, #name);                                                                 \
        step();                                                                                                        \
        return next(__VA_ARGS__);                                                                                      \
    }
STEP(int, renameat, (int from, const char *old, int to, const char *new), from, old, to, new)
STEP(int, unlinkat, (int folder, const char *name, int flags), folder, name, flags)
STEP(int, mkdirat, (int folder, const char *name, mode_t mode), folder, name, mode)
STEP(int, fchmod, (int fd, mode_t mode), fd, mode)
STEP(int, ftruncate, (int fd, off_t length), fd, length)
STEP(int, ftruncate64, (int fd, off_t length), fd, length)
STEP(ssize_t, pwrite, (int fd, const void *bytes, size_t length, off_t at), fd, bytes, length, at)
STEP(ssize_t, pwrite64, (int fd, const void *bytes, size_t length, off_t at), fd, bytes, length, at)
STEP(ssize_t, write, (int fd, const void *bytes, size_t length), fd, bytes, length)

/* A kill loses nothing of what was written: that it is on the disk need not be waited for. */
#define STEP_OF_DISK(name)                                                                                             \
    int name(int fd);                                                                                                  \
    int name(int fd)                                                                                                   \
    {                                                                                                                  \
        (void)fd;                                                                                                      \
        step();                                                                                                        \
        return 0;                                                                                                      \
    }
STEP_OF_DISK(syncfs)
STEP_OF_DISK(fsync)
STEP_OF_DISK(fdatasync)

bool __real_batch_bundles_run(ledger *l, int64_t run, const batch_order *o, const render_paths *paths,
                              render_environment *e, batch_place *where, const batch_settings *s, batch_counts *counts,
                              diag *d);
bool __wrap_batch_bundles_run(ledger *l, int64_t run, const batch_order *o, const render_paths *paths,
                              render_environment *e, batch_place *where, const batch_settings *s, batch_counts *counts,
                              diag *d);

bool
__wrap_batch_bundles_run(ledger *l, int64_t run, const batch_order *o, const render_paths *paths, render_environment *e,
                         batch_place *where, const batch_settings *s, batch_counts *counts, diag *d)
{
    if (killing.at == 0)
        kill(getpid(), SIGKILL);
    killing.bundling = killing.at > 0;
    return __real_batch_bundles_run(l, run, o, paths, e, where, s, counts, d);
}

/* ---- a folder of cases ---- */

typedef struct world {
    char *folder, *output;
    render_paths paths;
} world;

static void
write_edited(const world *w, int i, const char *policy)
{
    char *text, *folder = g_strdup_printf("%s/c%d", w->folder, i), *path = g_build_filename(folder, "case.xml", NULL);
    char *id = g_strdup_printf("\"K-%d\"", i), *lot = g_strdup_printf("三丁目%d番地", i + 1);
    assert_true(g_file_get_contents("samples/hodei-futoukou/case.xml", &text, NULL, NULL));
    GString *s = g_string_new(text);
    g_string_replace(s, "\"K-0001\"", id, 1);
    g_string_replace(s, "三丁目14番地", lot, 0);
    char *policies = g_strconcat("<policy>", policy, NULL);
    assert_true(g_string_replace(s, "<policy>", policies, 0) > 0);
    g_mkdir_with_parents(folder, 0700);
    assert_true(write_file_anew(path, s->str, (gssize)s->len));
    g_string_free(s, TRUE);
    g_free(policies);
    g_free(lot);
    g_free(id);
    g_free(path);
    g_free(folder);
    g_free(text);
}

static void
copy_tree(const char *from, const char *to)
{
    const char *const arguments[] = {"cp", "-a", from, to, NULL};
    int status = 1;
    remove_tree(to);
    assert_true(
        g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
    assert_int_equal(status, 0);
}

static int
begin(void **state)
{
    world *w = g_new0(world, 1);
    w->folder = g_dir_make_tmp("renkei-kill-XXXXXX", NULL);
    w->output = g_build_filename(w->folder, "out", NULL);
    w->paths = (render_paths){
        .forms = g_strdup("templates"), .schema = g_strdup("templates/schema"), .fonts = g_strdup("fonts")};
    char *masters = g_build_filename(w->folder, "masters", NULL);
    copy_tree("samples/masters", masters);
    g_free(masters);
    for (int i = 0; i < CASES; i++)
        write_edited(w, i, "");
    *state = w;
    return 0;
}

static int
end(void **state)
{
    world *w = *state;
    remove_tree(w->folder);
    render_paths_clear(&w->paths);
    g_free(w->output);
    g_free(w->folder);
    g_free(w);
    return 0;
}

/* ---- runs ---- */

/* In this process. wishes NULL: no bundles are asked for. */
static int
run_here(const world *w, const char *wishes)
{
    diag *d = diag_new();
    batch_order *o = batch_order_new();
    batch_counts counts = {0};
    const batch_settings settings = {.jobs = 1, .time_limit = 60};
    o->output = g_strdup(w->output);
    batch_order_add_form(o, "school-sharing", NULL, NULL, PLACE_NONE);
    batch_order_add_form(o, "plan", NULL, NULL, PLACE_NONE);
    batch_order_add_cases(o, w->folder, NULL, PLACE_NONE, d);
    if (wishes)
        assert_true(batch_order_add_wishes(o, wishes));
    const int status = batch_run(o, &w->paths, &settings, NULL, NULL, &counts, d);
    batch_order_drop(o);
    diag_drop(d);
    return status;
}

/* In one that dies at that step; whether it did. A worker's death is no end of the run. */
static bool
run_killed(const world *w, const char *wishes, bool worker, int at)
{
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        killing.worker = worker;
        killing.at = at;
        killing.supervisor = getpid();
        _exit(run_here(w, wishes));
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status);
}

/* Until it is not refused: the lock of a run that was killed goes with its workers. */
static int
run_again(const world *w, const char *wishes)
{
    int status = EXIT_AGAIN;
    for (int i = 0; i < LIMIT && status == EXIT_AGAIN; i++) {
        status = run_here(w, wishes);
        if (status == EXIT_AGAIN)
            g_usleep(10000);
    }
    return status;
}

static void
list_files(const char *root, const char *below, GPtrArray *lines)
{
    char *path = g_build_filename(root, below, NULL);
    GDir *dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *inner = *below ? g_build_filename(below, name, NULL) : g_strdup(name);
        char *whole = g_build_filename(root, inner, NULL), text[DIGEST_TEXT];
        digest sum;
        if (g_file_test(whole, G_FILE_TEST_IS_DIR) && strcmp(inner, ".renkei") != 0)
            list_files(root, inner, lines);
        else if (digest_file(whole, &sum, NULL, 0, NULL))
            g_ptr_array_add(lines, g_strdup_printf("%s %s", inner, digest_text(&sum, text)));
        g_free(whole);
        g_free(inner);
    }
    if (dir)
        g_dir_close(dir);
    g_free(path);
}

static gint
compare_lines(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Files and their sums, what verify says, and whether something half-made is left. */
static char *
state_of(const world *w, int status)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    batch_verified v;
    diag *d = diag_new();
    list_files(w->output, "", lines);
    batch_verify(w->output, (batch_shard){0, 0}, NULL, &v, d);
    for (size_t i = 0; i < diag_length(d); i++)
        g_ptr_array_add(lines, g_strdup_printf("%s %s", diag_name(diag_at(d, i)->code),
                                               diag_at(d, i)->args[0] ? diag_at(d, i)->args[0] : ""));
    char *tmp = g_build_filename(w->output, BATCH_OWN "/tmp", NULL);
    list_files(tmp, "", lines);
    g_ptr_array_add(lines, g_strdup_printf("exit %d", status));
    g_ptr_array_sort(lines, compare_lines);
    g_ptr_array_add(lines, NULL);
    char *text = g_strjoinv("\n", (char **)lines->pdata);
    g_ptr_array_free(lines, TRUE);
    diag_drop(d);
    g_free(tmp);
    return text;
}

/* From the folder `base` on, killed at each step in turn: `expected` is what comes of it. How many steps there were. */
static int
kill_at_each_step(world *w, const char *base, const char *wishes, bool worker, const char *expected)
{
    int at = 1;
    bool died = true;
    for (; died && at < LIMIT; at++) {
        copy_tree(base, w->output);
        died = run_killed(w, wishes, worker, at);
        char *now = state_of(w, run_again(w, wishes));
        if (strcmp(now, expected) != 0)
            fail_msg("%s killed at step %d of bundling:\n%s\ninstead of\n%s", worker ? "worker" : "run", at, now,
                     expected);
        g_free(now);
        if (worker) /* it ends in any case; its workers have no more steps than this */
            died = at < 6;
    }
    return at - 1;
}

static void
check_scenario(world *w, const char *base, const char *wishes, const char *expected)
{
    const int steps = kill_at_each_step(w, base, wishes, false, expected);
    if (steps < 10)
        fail_msg("bundling has only %d steps", steps);
    kill_at_each_step(w, base, wishes, true, expected);
}

/* Documents are there and bundles are asked for. */
static void
the_first_bundles(void **state)
{
    world *w = *state;
    char *base = g_build_filename(w->folder, "base", NULL);
    static const char wishes[] = "household partner+";
    assert_int_equal(run_here(w, NULL), EXIT_DONE);
    copy_tree(w->output, base);
    char *expected = state_of(w, run_here(w, wishes));
    assert_non_null(strstr(expected, "bundles/"));
    check_scenario(w, base, wishes, expected);
    g_free(expected);
    g_free(base);
}

/* Bundles are there, and nobody asks for any: one is to be made anew, one to be held. */
static void
bundles_that_are_kept_up(void **state)
{
    world *w = *state;
    char *base = g_build_filename(w->folder, "base", NULL);
    assert_int_equal(run_here(w, "household"), EXIT_DONE);
    write_edited(w, 0, "改めた。");
    write_edited(w, 1, "&#xE000;");
    copy_tree(w->output, base);
    char *expected = state_of(w, run_here(w, NULL));
    assert_non_null(strstr(expected, "batch-bundle-missing"));
    /* Documents are made and accounted for, and the bundles are not begun with. */
    copy_tree(base, w->output);
    assert_true(run_killed(w, NULL, false, 0));
    char *text = state_of(w, 0);
    assert_non_null(strstr(text, "batch-bundle-stale"));
    g_free(text);
    copy_tree(w->output, base);
    check_scenario(w, base, NULL, expected);
    g_free(expected);
    g_free(base);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(the_first_bundles), TEST(bundles_that_are_kept_up)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
