/* test_ledger_readers.c: who reads a ledger leaves nothing beside it and takes nothing from who writes it, whoever of
 * them comes first, or goes first. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>

#include "ledger/ledger.h"

#include "ledger_support.h"

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of the files of the folder, parted by blanks. */
static const char *
files(world *w)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GDir *dir = g_dir_open(w->folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));)
        g_ptr_array_add(names, g_strdup(name));
    g_dir_close(dir);
    g_ptr_array_sort(names, compare_names);
    g_string_truncate(w->said, 0);
    for (guint i = 0; i < names->len; i++)
        g_string_append_printf(w->said, "%s%s", i ? " " : "", (char *)g_ptr_array_index(names, i));
    g_ptr_array_unref(names);
    return w->said->str;
}

static void
count_entry(void *data, const ledger_entry *x)
{
    (void)x;
    ++*(size_t *)data;
}

static size_t
entries(ledger *l)
{
    size_t count = 0;
    assert_true(ledger_each_entry(l, NULL, count_entry, &count));
    return count;
}

static bool
append(ledger *l, int version)
{
    const ledger_entry x = {.act = LEDGER_ISSUE, .on = "t", .key = "K-9", .form = "plan", .version = version};
    return ledger_begin(l) && ledger_append(l, &x, NULL) && ledger_commit(l);
}

static ledger *
reader_of(world *w)
{
    ledger *l = ledger_open(w->path, LEDGER_READ, w->d);
    assert_non_null(l);
    assert_true(ledger_check(l, w->d));
    return l;
}

static char *
sum_of(const world *w)
{
    char *bytes = NULL;
    gsize size;
    assert_true(g_file_get_contents(w->path, &bytes, &size, NULL));
    char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, size);
    g_free(bytes);
    return sum;
}

static void
who_reads_a_closed_ledger_leaves_it_alone(void **state)
{
    world *w = *state;
    fill_ledger(w, 3);
    char *before = sum_of(w);
    ledger *one = reader_of(w), *other = reader_of(w);
    ledger_close(one);
    assert_int_equal(entries(other), 3); /* the other's are not taken from it */
    ledger_close(other);
    assert_string_equal(files(w), "ledger.sqlite ledger.sqlite.sum");
    char *after = sum_of(w);
    assert_string_equal(before, after);
    g_free(before);
    g_free(after);
    /* The same of one that has no sum. */
    char *sum = g_strconcat(w->path, ".sum", NULL);
    g_unlink(sum);
    g_free(sum);
    ledger_close(reader_of(w));
    assert_string_equal(files(w), "ledger.sqlite");
    assert_int_equal(diag_length(w->d), 0);
}

static void
who_reads_takes_nothing_from_who_writes(void **state)
{
    world *w = *state;
    fill_ledger(w, 3);
    ledger *l = ledger_of_world(w);
    ledger_close(reader_of(w)); /* before anything is in the log */
    assert_true(append(l, 1));
    ledger *r = reader_of(w);
    assert_int_equal(entries(r), 4);
    ledger_close(r);
    assert_string_equal(files(w), "ledger.sqlite ledger.sqlite-shm ledger.sqlite-wal");
    assert_true(append(l, 2));
    r = reader_of(w);
    ledger_close(l); /* it goes first, and leaves to the reader what that still reads by */
    assert_int_equal(entries(r), 5);
    ledger_close(r);
    assert_string_equal(files(w), "ledger.sqlite ledger.sqlite.sum");
    r = reader_of(w);
    assert_int_equal(entries(r), 5);
    ledger_close(r);
    assert_int_equal(diag_length(w->d), 0);
}

/* The log of a writer that was killed is his last commits. */
static void
who_reads_keeps_the_log_of_a_killed_writer(void **state)
{
    world *w = *state;
    fill_ledger(w, 3);
    const pid_t child = fork();
    if (child == 0) {
        ledger *l = ledger_open(w->path, LEDGER_WRITE, w->d);
        if (l && append(l, 1))
            kill(getpid(), SIGKILL);
        _exit(1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    for (int time = 0; time < 2; time++) {
        ledger *r = reader_of(w);
        assert_int_equal(entries(r), 4);
        ledger_close(r);
        assert_string_equal(files(w), "ledger.sqlite ledger.sqlite-shm ledger.sqlite-wal");
    }
    ledger_close(ledger_of_world(w));
    assert_string_equal(files(w), "ledger.sqlite ledger.sqlite.sum");
    assert_int_equal(diag_length(w->d), 0);
}

/* Readers come and go while a writer opens, commits and closes: each commit is kept, and no reader sees less than what
 * was there when it came. */
static void
many_readers_and_a_writer(void **state)
{
    enum { READERS = 3, NIGHTS = 12, COMMITS = 4 };
    world *w = *state;
    fill_ledger(w, 3);
    pid_t readers[READERS];
    for (int i = 0; i < READERS; i++) {
        readers[i] = fork();
        if (readers[i])
            continue;
        size_t most = 0, now = 0;
        while (now < 3 + NIGHTS * COMMITS) {
            diag *d = diag_new();
            ledger *l = ledger_open(w->path, LEDGER_READ, d);
            now = l ? entries(l) : 0;
            if (!l || now < most || !ledger_check(l, d) || diag_length(d)) {
                diag_print(d, stderr, DIAG_EN);
                _exit(1);
            }
            most = now;
            ledger_close(l);
            diag_drop(d);
        }
        _exit(0);
    }
    for (int night = 0; night < NIGHTS; night++) {
        ledger *l = ledger_of_world(w);
        for (int i = 0; i < COMMITS; i++)
            assert_true(append(l, night * COMMITS + i + 1));
        ledger_close(l);
    }
    for (int i = 0; i < READERS; i++) {
        int status;
        assert_int_equal(waitpid(readers[i], &status, 0), readers[i]);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
    ledger *r = reader_of(w);
    assert_int_equal(entries(r), 3 + NIGHTS * COMMITS);
    ledger_close(r);
    assert_string_equal(files(w), "ledger.sqlite ledger.sqlite.sum");
    assert_int_equal(diag_length(w->d), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_begin, world_end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_reads_a_closed_ledger_leaves_it_alone), TEST(who_reads_takes_nothing_from_who_writes),
        TEST(who_reads_keeps_the_log_of_a_killed_writer), TEST(many_readers_and_a_writer)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
