/* test_ledger_backup.c: a copy has what is committed, whoever writes meanwhile, and takes the place of no file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>

#include "ledger/ledger_int.h"

#include "ledger_support.h"

static void
say_key(void *data, const ledger_document *x)
{
    g_string_append_printf(data, "%s ", x->key);
}

static void
check_keys(world *w, const char *path, const char *expected)
{
    ledger *l = ledger_open(path, LEDGER_READ, w->d);
    assert_non_null(l);
    g_string_truncate(w->said, 0);
    assert_true(ledger_each(l, 0, false, say_key, w->said));
    assert_string_equal(w->said->str, expected);
    ledger_close(l);
}

static void
a_copy_has_what_is_committed(void **state)
{
    world *w = *state;
    fill_ledger(w, 2);
    char *copy = g_build_filename(w->folder, "copy.sqlite", NULL), *log = g_strconcat(copy, "-wal", NULL);
    ledger *writer = ledger_of_world(w);
    const ledger_document x = made("K-8", "plan"), y = made("K-9", "plan");
    assert_true(ledger_begin(writer));
    const int64_t run = start_run(writer, 1);
    assert_true(ledger_save(writer, run, &x) && ledger_commit(writer));
    assert_true(ledger_begin(writer) && ledger_save(writer, run, &y)); /* in the log, and not committed */
    ledger *reader = ledger_open(w->path, LEDGER_READ, w->d);
    assert_non_null(reader);
    assert_true(ledger_backup(reader, copy, w->d));
    ledger_close(reader);
    assert_true(ledger_commit(writer));
    ledger_close(writer);
    check_keys(w, copy, "K-1 K-2 K-8 ");
    check_keys(w, w->path, "K-1 K-2 K-8 K-9 ");
    struct stat is;
    assert_int_equal(stat(copy, &is), 0);
    assert_int_equal(is.st_mode & 0777, 0600);
    assert_false(g_file_test(log, G_FILE_TEST_EXISTS)); /* the copy is one file */
    assert_int_equal(diag_length(w->d), 0);
    g_free(copy);
    g_free(log);
}

static size_t
count_files(const world *w)
{
    size_t n = 0;
    GDir *dir = g_dir_open(w->folder, 0, NULL);
    while (g_dir_read_name(dir))
        n++;
    g_dir_close(dir);
    return n;
}

static void
nothing_is_written_over_and_nothing_left(void **state)
{
    world *w = *state;
    fill_ledger(w, 1);
    char *there = g_build_filename(w->folder, "there", NULL), *none = g_build_filename(w->folder, "no", "copy", NULL);
    char *text = NULL;
    assert_true(g_file_set_contents(there, "mine", 4, NULL));
    ledger *l = ledger_open(w->path, LEDGER_READ, w->d);
    const size_t before = count_files(w);
    assert_false(ledger_backup(l, there, w->d));
    assert_int_equal(diag_at(w->d, 0)->code, DIAG_FILE_WRITE);
    assert_false(ledger_backup(l, none, w->d));
    assert_int_equal(diag_at(w->d, 1)->code, DIAG_FILE_WRITE);
    assert_int_equal(count_files(w), before);
    assert_true(g_file_get_contents(there, &text, NULL, NULL));
    assert_string_equal(text, "mine");
    ledger_close(l);
    g_free(text);
    g_free(there);
    g_free(none);
}

/* A row that went wrong while it was open: the copy is looked at, and has no name. */
static void
a_damaged_ledger_has_no_copy(void **state)
{
    world *w = *state;
    fill_ledger(w, 1);
    char *copy = g_build_filename(w->folder, "copy.sqlite", NULL);
    ledger *l = ledger_open(w->path, LEDGER_READ, w->d);
    g_free(ask_sqlite(w, "UPDATE document SET pages = 9"));
    assert_false(ledger_backup(l, copy, w->d));
    assert_int_equal(diag_at(w->d, 0)->code, DIAG_LEDGER_ROW_DAMAGED);
    assert_false(g_file_test(copy, G_FILE_TEST_EXISTS));
    ledger_close(l);
    g_free(copy);
}

static bool
is_there(const world *w, const char *name)
{
    char *path = g_build_filename(w->folder, name, NULL);
    const bool there = g_file_test(path, G_FILE_TEST_EXISTS);
    g_free(path);
    return there;
}

static void
put(const world *w, const char *name)
{
    char *path = g_build_filename(w->folder, name, NULL);
    assert_true(g_file_set_contents(path, "half", 4, NULL));
    g_free(path);
}

/* Copies in the making have names; of a process that was killed they stay. */
static void
what_a_killed_one_left_goes_with_the_next(void **state)
{
    static const char *const left[] = {".renkei-copy.aB3dE9", ".renkei-copy.aB3dE9-journal", ".renkei-copy.x00000-wal"},
                             *const others[] = {".renkei-copy.aB3dE9.pdf", ".renkei-copy", "renkei-copy.aB3dE9",
                                                ".renkei-copy.short"};
    world *w = *state;
    fill_ledger(w, 1);
    for (size_t i = 0; i < G_N_ELEMENTS(left); i++)
        put(w, left[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        put(w, others[i]);
    char *one = g_build_filename(w->folder, "one", NULL), *two = g_build_filename(w->folder, "two", NULL);
    ledger *l = ledger_open(w->path, LEDGER_READ, w->d);
    const int other = open(w->folder, O_RDONLY | O_DIRECTORY); /* somebody else makes a copy here now */
    assert_int_equal(flock(other, LOCK_SH), 0);
    assert_true(ledger_backup(l, one, w->d));
    assert_true(is_there(w, left[0]) && is_there(w, left[1]) && is_there(w, left[2]));
    close(other);
    assert_true(ledger_backup(l, two, w->d));
    assert_false(is_there(w, left[0]) || is_there(w, left[1]) || is_there(w, left[2]));
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        assert_true(is_there(w, others[i]));
    check_keys(w, one, "K-1 ");
    check_keys(w, two, "K-1 ");
    ledger_close(l);
    g_free(one);
    g_free(two);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_copy_has_what_is_committed, world_begin, world_end),
        cmocka_unit_test_setup_teardown(nothing_is_written_over_and_nothing_left, world_begin, world_end),
        cmocka_unit_test_setup_teardown(a_damaged_ledger_has_no_copy, world_begin, world_end),
        cmocka_unit_test_setup_teardown(what_a_killed_one_left_goes_with_the_next, world_begin, world_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
