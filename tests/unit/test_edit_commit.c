/* Files that are changed together: all or none, whenever the program is killed and wherever the disk is full. What the
 * system is asked for on the way is counted here, and at a given number the process dies, or the system refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "edit/edit.h"
#include "folder_support.h"

/* ---- the system, which may fail ---- */

static int step, die_at, refuse_at; /* counted from 1; 0: never */

static bool
refused(void)
{
    step++;
    if (step == die_at)
        _exit(77);
    if (step != refuse_at)
        return false;
    errno = ENOSPC;
    return true;
}

/* The library is linked against these before the C library's own. */
int
renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    return refused() ? -1 : (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, 0);
}

int
fsync(int fd)
{
    return refused() ? -1 : (int)syscall(SYS_fsync, fd);
}

int
mkdirat(int folder, const char *path, mode_t mode)
{
    return refused() ? -1 : (int)syscall(SYS_mkdirat, folder, path, mode);
}

int
unlinkat(int folder, const char *path, int flags)
{
    step++;
    if (step == die_at)
        _exit(77);
    return (int)syscall(SYS_unlinkat, folder, path, flags);
}

/* ---- a folder with two files, of which one is new below new folders ---- */

typedef struct world {
    char *folder, *old, *new, *inner, *linked;
    diag *d;
} world;

static int
begin(void **state)
{
    world *w = g_new0(world, 1);
    step = die_at = refuse_at = 0;
    w->folder = g_dir_make_tmp("renkei-commit-XXXXXX", NULL);
    w->old = g_build_filename(w->folder, "old.xml", NULL);
    w->linked = g_build_filename(w->folder, "link.xml", NULL);
    w->inner = g_build_filename(w->folder, "a", NULL);
    w->new = g_build_filename(w->folder, "a", "b", "new.xml", NULL);
    assert_true(g_file_set_contents(w->old, "old", -1, NULL));
    assert_int_equal(chmod(w->old, 0640), 0);
    assert_int_equal(symlink("old.xml", w->linked), 0);
    w->d = diag_new();
    *state = w;
    return 0;
}

static int
end(void **state)
{
    world *w = *state;
    die_at = refuse_at = 0;
    remove_tree(w->folder);
    g_free(w->folder);
    g_free(w->old);
    g_free(w->new);
    g_free(w->inner);
    g_free(w->linked);
    diag_drop(w->d);
    g_free(w);
    return 0;
}

static bool
commit_both(world *w, const char *was)
{
    const edit_change changes[] = {
        {w->linked, was, strlen(was), "changed", strlen("changed")},
        {w->new, NULL, 0, "new", strlen("new")},
    };
    return edit_commit(w->folder, changes, G_N_ELEMENTS(changes), w->d);
}

static void
check_file(const char *path, const char *expected)
{
    char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_string_equal(text, expected);
    g_free(text);
}

/* Nothing in the folder but the file, its link and, where it was made, the new folder with its file. */
static size_t
count_names(const char *folder)
{
    size_t n = 0;
    GDir *dir = g_dir_open(folder, 0, NULL);
    while (dir && g_dir_read_name(dir))
        n++;
    if (dir)
        g_dir_close(dir);
    return n;
}

static void
check_all_changed(world *w)
{
    struct stat is;
    check_file(w->old, "changed");
    check_file(w->new, "new");
    assert_int_equal(count_names(w->folder), 3);
    char *b = g_path_get_dirname(w->new);
    assert_int_equal(count_names(b), 1);
    g_free(b);
    assert_int_equal(stat(w->old, &is), 0);
    assert_int_equal(is.st_mode & 07777, 0640);
    assert_int_equal(lstat(w->linked, &is), 0);
    assert_true(S_ISLNK(is.st_mode));
    assert_int_equal(stat(w->new, &is), 0);
    assert_int_equal(is.st_mode & 07777, 0600);
}

static void
check_nothing_changed(world *w)
{
    check_file(w->old, "old");
    assert_int_equal(count_names(w->folder), 2);
}

static void
check_codes(world *w, const char *expected)
{
    GString *codes = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(w->d); i++)
        g_string_append_printf(codes, "%s%s", i ? " " : "", diag_name(diag_at(w->d, i)->code));
    assert_string_equal(codes->str, expected);
    g_string_free(codes, TRUE);
}

static void
put_back(world *w)
{
    remove_tree(w->inner);
    assert_true(g_file_set_contents(w->old, "old", -1, NULL));
    assert_int_equal(chmod(w->old, 0640), 0);
}

/* ---- tests ---- */

static void
files_change_together(void **state)
{
    world *w = *state;
    assert_true(edit_recover(w->folder, w->d));
    assert_true(commit_both(w, "old"));
    check_all_changed(w);
    check_codes(w, "");
    assert_true(edit_commit(w->folder, NULL, 0, w->d));
}

/* The child dies at each step; its parent finds all or nothing, and says which. */
static void
whoever_comes_next_finds_all_or_nothing(void **state)
{
    world *w = *state;
    int changed = 0, unchanged = 0, status = 0;
    for (int at = 1;; at++) {
        step = 0;
        const pid_t child = fork();
        if (child == 0) {
            die_at = at;
            _exit(commit_both(w, "old") ? 0 : 1);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        diag_drop(w->d);
        w->d = diag_new();
        assert_true(edit_recover(w->folder, w->d));
        if (WEXITSTATUS(status) == 0)
            break;
        assert_int_equal(WEXITSTATUS(status), 77);
        if (g_file_test(w->new, G_FILE_TEST_EXISTS)) {
            check_all_changed(w);
            changed++;
        } else {
            check_nothing_changed(w);
            unchanged++;
        }
        if (diag_length(w->d)) /* none where there was nothing left to do */
            check_codes(w, g_file_test(w->new, G_FILE_TEST_EXISTS) ? "edit-finished" : "edit-undone");
        put_back(w);
    }
    check_all_changed(w);
    assert_true(changed > 3 && unchanged > 5);
}

/* Dying while it is finished, or undone, is no other matter. */
static void
who_finishes_may_die_too(void **state)
{
    world *w = *state;
    int status;
    for (int first = 1; first < 24; first++) {
        for (int at = 1; at < 12; at++) {
            for (int turn = 0; turn < 2; turn++) {
                step = 0;
                const pid_t child = fork();
                if (child == 0) {
                    die_at = turn ? at : first;
                    _exit(turn ? edit_recover(w->folder, w->d) : commit_both(w, "old"));
                }
                assert_int_equal(waitpid(child, &status, 0), child);
            }
            assert_true(edit_recover(w->folder, w->d));
            if (g_file_test(w->new, G_FILE_TEST_EXISTS))
                check_all_changed(w);
            else
                check_nothing_changed(w);
            put_back(w);
        }
    }
}

static void
a_full_disk_changes_nothing(void **state)
{
    world *w = *state;
    int refusals = 0, unfinished = 0;
    for (int at = 1; at < 30; at++) {
        step = 0;
        refuse_at = at;
        const bool done = commit_both(w, "old");
        refuse_at = 0;
        if (!done && strcmp(diag_name(diag_at(w->d, 0)->code), "edit-unfinished") == 0) {
            unfinished++; /* the first file has its place already */
            assert_int_equal(diag_exit_status(w->d), EXIT_AGAIN);
            assert_true(edit_recover(w->folder, w->d));
            check_all_changed(w);
        } else if (!done) {
            check_codes(w, "file-write");
            check_nothing_changed(w);
            refusals++;
        } else {
            check_all_changed(w);
        }
        put_back(w);
        diag_drop(w->d);
        w->d = diag_new();
    }
    assert_true(refusals > 3 && unfinished > 0);
}

static void
what_is_not_as_it_was_read_is_refused(void **state)
{
    world *w = *state;
    assert_false(commit_both(w, "older"));
    check_codes(w, "edit-file-changed");
    assert_int_equal(diag_exit_status(w->d), EXIT_AGAIN);
    check_nothing_changed(w);
    assert_int_equal(g_mkdir_with_parents(w->new, 0700), 0); /* what should not be there is */
    assert_false(commit_both(w, "old"));
    check_file(w->old, "old");
}

/* A folder that came from elsewhere, with a journal in it that means another's files: whatever it says, nothing outside
 * of the folder is removed or gets its place, nor what no commit of ours has written. */
static void
a_journal_that_is_not_ours_does_nothing(void **state)
{
    static const char *const says[] = {
        "file\t../victim/keep\t../victim/keep.new\t-",
        "file\t../victim/keep\told.xml\t-",
        "file\told.xml\t../victim/planted\t-",
        "file\t.renkei-edit.1.0\t../victim/planted\t-",
        "file\tout/.renkei-edit.1.0\tout/planted\t-",
        "file\t../victim/.renkei-edit.1.0\tplanted\t-",
        "file\told.xml\tplanted\t-",
        "file\t.renkei-edit.x.0\tplanted\t-",
        "file\t.renkei-edit.1.2\tplanted\t-",
        "folder\t../victim/empty",
        "folder\tout/empty",
        "folder\t/tmp",
        "file\t../victim/keep\t../victim/keep.new\t-\nfile\t.renkei-edit.1.0\tplanted\t-",
    };
    world *w = *state;
    char *above = g_dir_make_tmp("renkei-journal-XXXXXX", NULL), *victim = g_build_filename(above, "victim", NULL);
    char *folder = g_build_filename(above, "came", NULL), *empty = g_build_filename(victim, "empty", NULL);
    char *keep = g_build_filename(victim, "keep", NULL), *theirs = g_build_filename(victim, ".renkei-edit.1.0", NULL);
    char *old = g_build_filename(folder, "old.xml", NULL), *odd = g_build_filename(folder, ".renkei-edit.x.0", NULL);
    char *out = g_build_filename(folder, "out", NULL), *linked = g_build_filename(folder, ".renkei-edit.1.2", NULL);
    assert_int_equal(g_mkdir_with_parents(empty, 0700), 0);
    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    const char *const files[] = {keep, theirs, old, odd};
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
        assert_true(g_file_set_contents(files[i], "whole", -1, NULL));
    assert_int_equal(symlink("../victim", out), 0);
    assert_int_equal(symlink("../victim/keep", linked), 0);
    for (size_t i = 0; i < 2 * G_N_ELEMENTS(says); i++) {
        const char *name = i % 2 ? ".renkei-edit.commit" : ".renkei-edit.prepare";
        char *journal = g_build_filename(folder, name, NULL);
        char *text = g_strdup_printf("renkei-edit 1\n%s\nend\n", says[i / 2]);
        assert_true(g_file_set_contents(journal, text, -1, NULL));
        edit_recover(folder, w->d);
        for (size_t k = 0; k < G_N_ELEMENTS(files); k++)
            if (!g_file_test(files[k], G_FILE_TEST_IS_REGULAR))
                fail_msg("%s: %s took %s", says[i / 2], name, files[k]);
        if (count_names(victim) != 3 || count_names(empty) != 0 || !g_file_test(empty, G_FILE_TEST_IS_DIR))
            fail_msg("%s: %s changed another's folder", says[i / 2], name);
        g_unlink(journal);
        g_free(journal);
        g_free(text);
    }
    remove_tree(above);
    char *all[] = {above, victim, folder, empty, keep, theirs, old, odd, out, linked};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        g_free(all[i]);
}

/* A new file below a link that somebody has in the folder on purpose is made where it leads. */
static void
a_link_on_purpose_is_followed(void **state)
{
    world *w = *state;
    char *real = g_build_filename(w->folder, "real", NULL), *link = g_build_filename(w->folder, "way", NULL);
    char *by_link = g_build_filename(link, "deep", "new.xml", NULL),
         *made = g_build_filename(real, "deep", "new.xml", NULL);
    assert_int_equal(g_mkdir(real, 0700), 0);
    assert_int_equal(symlink("real", link), 0);
    const edit_change change = {by_link, NULL, 0, "new", 3};
    assert_true(edit_commit(w->folder, &change, 1, w->d));
    check_file(made, "new");
    assert_true(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
    char *all[] = {real, link, by_link, made};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        g_free(all[i]);
}

static void
one_at_a_time(void **state)
{
    world *w = *state;
    const int fd = open(w->folder, O_RDONLY | O_DIRECTORY);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    assert_false(commit_both(w, "old"));
    check_codes(w, "edit-busy");
    check_nothing_changed(w);
    close(fd);
    assert_true(commit_both(w, "old"));
}

/* Killed after it was decided, and changed by somebody else before it could be finished: nobody's text is lost. */
static void
what_somebody_else_wrote_meanwhile_is_not_lost(void **state)
{
    world *w = *state;
    int status, at = 0;
    char *journal = g_build_filename(w->folder, ".renkei-edit.commit", NULL);
    do {
        put_back(w);
        assert_true(edit_recover(w->folder, w->d));
        put_back(w);
        step = 0;
        at++;
        const pid_t child = fork();
        if (child == 0) {
            die_at = at;
            _exit(commit_both(w, "old"));
        }
        assert_int_equal(waitpid(child, &status, 0), child);
    } while (!g_file_test(journal, G_FILE_TEST_EXISTS));
    assert_true(g_file_set_contents(w->old, "hers", -1, NULL));
    diag_drop(w->d);
    w->d = diag_new();
    assert_false(edit_recover(w->folder, w->d));
    check_codes(w, "edit-torn");
    assert_int_equal(diag_exit_status(w->d), EXIT_DIFFERS);
    check_file(w->old, "hers");
    char *written = g_strdup(diag_at(w->d, 0)->args[1]);
    check_file(written, "changed");
    assert_int_equal(g_unlink(written), 0); /* she has decided */
    assert_true(edit_recover(w->folder, w->d));
    check_file(w->old, "hers");
    check_file(w->new, "new");
    g_free(written);
    assert_true(g_file_set_contents(journal, "not ours\n", -1, NULL));
    assert_false(edit_recover(w->folder, w->d));
    check_codes(w, "edit-torn edit-finished edit-unfinished");
    g_free(journal);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_change_together, begin, end),
        cmocka_unit_test_setup_teardown(whoever_comes_next_finds_all_or_nothing, begin, end),
        cmocka_unit_test_setup_teardown(who_finishes_may_die_too, begin, end),
        cmocka_unit_test_setup_teardown(a_full_disk_changes_nothing, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_as_it_was_read_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(a_journal_that_is_not_ours_does_nothing, begin, end),
        cmocka_unit_test_setup_teardown(a_link_on_purpose_is_followed, begin, end),
        cmocka_unit_test_setup_teardown(one_at_a_time, begin, end),
        cmocka_unit_test_setup_teardown(what_somebody_else_wrote_meanwhile_is_not_lost, begin, end),
    };
    return cmocka_run_group_tests_name("edit_commit", tests, NULL, NULL);
}
