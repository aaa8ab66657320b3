/* test_batch_publish.c: a file that is made and cannot have its name: whatever the system says of it, its document
 * fails and no other, the account is exact, and the next run makes it. What is of the disk ends the run, and loses
 * nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>

#include "batch_support.h"

/* ---- the system, which refuses the names of one folder ---- */

static int refusal;         /* errno; 0: nothing is refused */
static bool keeps_what_was; /* what is in the folder cannot be moved away, either */
static const char refused_folder[] = "/K-2";

static bool
is_refused(int folder)
{
    char link[64], path[4096];
    g_snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    const ssize_t n = refusal ? readlink(link, path, sizeof path - 1) : -1;
    path[MAX(n, 0)] = '\0';
    return n > 0 && g_str_has_suffix(path, refused_folder);
}

/* The library is linked against this before the C library's own. */
int
renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    if (is_refused(to_folder) || (keeps_what_was && is_refused(from_folder))) {
        errno = refusal;
        return -1;
    }
    return (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, 0);
}

static void
refuse(int error, bool keeps)
{
    refusal = error;
    keeps_what_was = keeps;
}

/* ---- what is there ---- */

static bool
has_file(const world *w, int number)
{
    char *path = g_strdup_printf("%s/K-%d/plan.pdf", w->output, number);
    const bool there = g_file_test(path, G_FILE_TEST_IS_REGULAR);
    g_free(path);
    return there;
}

static bool
is_empty(const world *w, const char *name)
{
    char *path = g_build_filename(w->output, name, NULL);
    GDir *dir = g_dir_open(path, 0, NULL);
    const bool empty = dir && !g_dir_read_name(dir);
    if (dir)
        g_dir_close(dir);
    g_free(path);
    return empty;
}

static void
check_others(world *w, int error)
{
    char *said = g_strdup_printf("K-2 %s\n", error == EROFS   ? "batch-write"
                                             : error == ELOOP ? "batch-link"
                                                              : "batch-in-the-way");
    if (w->counts.made != CASES - 1 || w->counts.failed != 1)
        fail_msg("%s: made %zu, failed %zu", g_strerror(error), w->counts.made, w->counts.failed);
    assert_non_null(strstr(w->said->str, said));
    for (int i = 0; i < CASES; i++)
        if (i != 2)
            assert_true(has_file(w, i));
    assert_true(is_empty(w, ".renkei/tmp"));
    g_free(said);
}

static void
forget(world *w)
{
    forget_messages(w);
    g_string_truncate(w->said, 0);
}

/* ---- tests ---- */

static const int of_a_name[] = {EXDEV,  EBUSY,        EPERM,     EACCES, ELOOP, ENOTDIR,
                                EISDIR, ENAMETOOLONG, ENOTEMPTY, EEXIST, EROFS};

static void
what_cannot_have_its_name_fails_alone(void **state)
{
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(of_a_name); i++) {
        refuse(of_a_name[i], false);
        assert_int_equal(run(w), EXIT_SOME);
        check_others(w, of_a_name[i]);
        assert_false(has_file(w, 2));
        assert_codes(w, "");
        assert_true(verify(w)); /* it is accounted for, as one that failed */
        refuse(0, false);
        forget(w);
        assert_int_equal(run(w), EXIT_DONE);
        assert_int_equal(w->counts.made, CASES);
        assert_int_equal(w->counts.unchanged, CASES - 1);
        assert_true(has_file(w, 2));
        assert_true(verify(w));
        remove_tree(w->output);
        forget(w);
    }
}

/* The one of an earlier night is no more of the working state, though nobody can move it away. */
static void
an_older_one_does_not_stand_for_it(void **state)
{
    static const int some[] = {EACCES, EPERM, EROFS, EXDEV};
    world *w = *state;
    for (size_t i = 0; i < 2 * G_N_ELEMENTS(some); i++) {
        assert_int_equal(run(w), EXIT_DONE);
        char *last = case_path(w, 2);
        replace_words(last, "<family>相原", "<family>相浦");
        refuse(some[i / 2], i % 2);
        assert_int_equal(run(w), EXIT_SOME);
        check_others(w, some[i / 2]);
        assert_int_equal(has_file(w, 2), i % 2);
        refuse(0, false);
        forget(w);
        assert_int_equal(verify(w), i % 2 == 0); /* what stays there is told to be nobody's */
        forget(w);
        assert_int_equal(run(w), EXIT_DONE);
        assert_true(has_file(w, 2));
        assert_true(verify(w));
        replace_words(last, "<family>相浦", "<family>相原");
        remove_tree(w->output);
        forget(w);
        g_free(last);
    }
}

static void
a_disk_that_fails_ends_the_run(void **state)
{
    static const int of_the_disk[] = {ENOSPC, EDQUOT, EIO};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(of_the_disk); i++) {
        refuse(of_the_disk[i], false);
        assert_int_equal(run(w), EXIT_AGAIN);
        assert_codes(w, "batch-write");
        refuse(0, false);
        forget(w);
        assert_int_equal(run(w), EXIT_DONE);
        assert_int_equal(w->counts.made, CASES);
        assert_true(verify(w));
        remove_tree(w->output);
        forget(w);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_cannot_have_its_name_fails_alone, begin, end),
        cmocka_unit_test_setup_teardown(an_older_one_does_not_stand_for_it, begin, end),
        cmocka_unit_test_setup_teardown(a_disk_that_fails_ends_the_run, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
