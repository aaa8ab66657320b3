#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "base/outfile.h"
#include "folder_support.h"

/* A folder of the test's own, and what was reported. */
typedef struct world {
    char *folder, *path;
    diag *d;
} world;

static int
begin(void **state)
{
    world *w = g_new0(world, 1);
    w->folder = g_dir_make_tmp("renkei-out-XXXXXX", NULL);
    w->path = g_build_filename(w->folder, "plan.pdf", NULL);
    w->d = diag_new();
    *state = w;
    return 0;
}

static int
end(void **state)
{
    world *w = *state;
    remove_tree(w->folder);
    g_free(w->folder);
    g_free(w->path);
    diag_drop(w->d);
    g_free(w);
    return 0;
}

static size_t
files_in(const char *folder)
{
    size_t n = 0;
    GDir *dir = g_dir_open(folder, 0, NULL);
    while (g_dir_read_name(dir))
        n++;
    g_dir_close(dir);
    return n;
}

static void
check_holds(const char *path, const char *expected)
{
    char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_string_equal(text, expected);
    g_free(text);
}

static void
check_refused(const world *w, const char *path)
{
    assert_false(outfile_write(path, "new", 3, w->d));
    assert_int_equal(diag_length(w->d), 1);
    assert_int_equal(diag_at(w->d, 0)->code, DIAG_FILE_WRITE);
    assert_string_equal(diag_at(w->d, 0)->args[0], path);
    assert_int_equal(diag_exit_status(w->d), EXIT_ENVIRONMENT);
}

static void
a_file_is_written_whole_and_for_its_owner_only(void **state)
{
    const world *w = *state;
    struct stat is;
    const mode_t mask = umask(0);
    assert_true(outfile_write(w->path, "hello\0world", 11, w->d));
    umask(mask);
    assert_int_equal(stat(w->path, &is), 0);
    assert_int_equal(is.st_size, 11);
    assert_int_equal(is.st_mode & 0777, 0600);
    assert_int_equal(files_in(w->folder), 1);
    assert_true(outfile_write(w->path, "", 0, w->d));
    check_holds(w->path, "");
    assert_int_equal(diag_length(w->d), 0);
}

static void
an_old_file_is_replaced(void **state)
{
    const world *w = *state;
    assert_true(g_file_set_contents(w->path, "a long old text", -1, NULL));
    assert_true(outfile_write(w->path, "new", 3, w->d));
    check_holds(w->path, "new");
    assert_int_equal(files_in(w->folder), 1);
}

/* The disk is full in the middle: a limit on the size of files does as well. */
static void
a_failed_write_leaves_the_old_file_and_nothing_else(void **state)
{
    enum { LENGTH = 200000 };
    const world *w = *state;
    struct rlimit old, low;
    char *bytes = g_malloc0(LENGTH);
    assert_true(g_file_set_contents(w->path, "old", -1, NULL));
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old);
    low = old;
    low.rlim_cur = 100000;
    setrlimit(RLIMIT_FSIZE, &low);
    const bool done = outfile_write(w->path, bytes, LENGTH, w->d);
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, SIG_DFL);
    g_free(bytes);
    assert_false(done);
    assert_int_equal(diag_at(w->d, 0)->code, DIAG_FILE_WRITE);
    check_holds(w->path, "old");
    assert_int_equal(files_in(w->folder), 1);
}

/* The signal of a file that grows too large comes in the middle of writing. */
_Noreturn static void
write_until_killed(const char *path)
{
    enum { LENGTH = 200000 };
    const struct rlimit low = {100000, 100000};
    diag *d = diag_new();
    signal(SIGXFSZ, SIG_DFL);
    setrlimit(RLIMIT_FSIZE, &low);
    outfile_write(path, g_malloc0(LENGTH), LENGTH, d);
    _exit(0);
}

static void
who_is_killed_leaves_nothing(void **state)
{
    const world *w = *state;
    assert_true(g_file_set_contents(w->path, "old", -1, NULL));
    const int file = open(w->folder, O_TMPFILE | O_WRONLY, 0600);
    if (file < 0) /* this file system has only files with a name */
        skip();
    close(file);
    int status;
    const pid_t writer = fork();
    if (writer == 0)
        write_until_killed(w->path);
    assert_int_equal(waitpid(writer, &status, 0), writer);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ);
    check_holds(w->path, "old");
    assert_int_equal(files_in(w->folder), 1);
}

static void
a_folder_that_is_not_there_is_refused(void **state)
{
    const world *w = *state;
    char *path = g_build_filename(w->folder, "no", "such", "plan.pdf", NULL);
    check_refused(w, path);
    g_free(path);
    assert_int_equal(files_in(w->folder), 0);
}

static void
a_folder_that_cannot_be_written_is_refused(void **state)
{
    const world *w = *state;
    (void)w;
    if (geteuid() == 0) { /* may write anywhere but in /proc */
        check_refused(w, "/proc/plan.pdf");
        return;
    }
    g_chmod(w->folder, 0500);
    check_refused(w, w->path);
    g_chmod(w->folder, 0700);
    assert_int_equal(files_in(w->folder), 0);
}

static void
a_folder_in_the_place_of_the_file_is_refused(void **state)
{
    const world *w = *state;
    assert_int_equal(g_mkdir(w->path, 0700), 0);
    check_refused(w, w->path);
    assert_true(g_file_test(w->path, G_FILE_TEST_IS_DIR));
    assert_int_equal(files_in(w->folder), 1);
}

static void
a_file_in_the_place_of_the_folder_is_refused(void **state)
{
    const world *w = *state;
    assert_true(g_file_set_contents(w->path, "old", -1, NULL));
    char *path = g_build_filename(w->path, "plan.pdf", NULL);
    check_refused(w, path);
    g_free(path);
    check_holds(w->path, "old");
}

static void
an_empty_name_is_refused(void **state)
{
    const world *w = *state;
    char *here = g_get_current_dir();
    assert_int_equal(g_chdir(w->folder), 0);
    check_refused(w, "");
    assert_int_equal(g_chdir(here), 0);
    g_free(here);
    assert_int_equal(files_in(w->folder), 0);
}

static void
a_device_is_written_to_and_not_replaced(void **state)
{
    const world *w = *state;
    struct stat is;
    assert_true(outfile_write("/dev/null", "bytes", 5, w->d));
    assert_int_equal(stat("/dev/null", &is), 0);
    assert_true(S_ISCHR(is.st_mode));
}

static void
a_full_device_is_reported(void **state)
{
    check_refused(*state, "/dev/full");
}

static void
a_pipe_is_written_to_and_not_replaced(void **state)
{
    const world *w = *state;
    struct stat is;
    char got[8] = {0};
    assert_int_equal(mkfifo(w->path, 0600), 0);
    const int reader = open(w->path, O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    assert_true(outfile_write(w->path, "bytes", 5, w->d));
    assert_int_equal(read(reader, got, sizeof got), 5);
    close(reader);
    assert_string_equal(got, "bytes");
    assert_int_equal(lstat(w->path, &is), 0);
    assert_true(S_ISFIFO(is.st_mode));
}

/* What a link points to is never written through: the file behind it stays, and the new one is whole. */
static void
a_link_gives_way_and_its_target_stays(void **state)
{
    const world *w = *state;
    char *target = g_build_filename(w->folder, "other.pdf", NULL);
    assert_true(g_file_set_contents(target, "other", -1, NULL));
    assert_int_equal(symlink(target, w->path), 0);
    assert_true(outfile_write(w->path, "new", 3, w->d));
    check_holds(w->path, "new");
    check_holds(target, "other");
    assert_int_equal(files_in(w->folder), 2);
    g_free(target);
}

static void
a_link_to_a_device_is_written_through(void **state)
{
    const world *w = *state;
    assert_int_equal(symlink("/dev/null", w->path), 0);
    assert_true(outfile_write(w->path, "new", 3, w->d));
    assert_true(g_file_test(w->path, G_FILE_TEST_IS_SYMLINK));
}

/* "-" is stdout, here a file. */
static void
a_dash_is_standard_output(void **state)
{
    const world *w = *state;
    fflush(stdout);
    const int saved = dup(STDOUT_FILENO), file = open(w->path, O_CREAT | O_RDWR, 0600);
    dup2(file, STDOUT_FILENO);
    const bool done = outfile_write("-", "bytes", 5, w->d);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    close(file);
    assert_true(done);
    check_holds(w->path, "bytes");
    assert_false(g_file_test("-", G_FILE_TEST_EXISTS));
}

/* Where it leads to a file, too, the name of a descriptor is written to, and stays. */
static void
names_of_descriptors_are_streams(void **state)
{
    const world *w = *state;
    fflush(stdout);
    const int saved = dup(STDOUT_FILENO), file = open(w->path, O_CREAT | O_RDWR, 0600);
    char *numbered = g_strdup_printf("/dev/fd/%d", file), *own = g_strdup_printf("/proc/self/fd/%d", file);
    const char *const names[] = {"/dev/stdout", numbered, own};
    dup2(file, STDOUT_FILENO);
    bool done = true;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        done = outfile_is_stream(names[i]) && outfile_write(names[i], "ab", 2, w->d) && done;
    dup2(saved, STDOUT_FILENO);
    close(saved);
    close(file);
    assert_true(done);
    check_holds(w->path, "ababab");
    assert_true(g_file_test("/dev/stdout", G_FILE_TEST_IS_SYMLINK));
    assert_true(outfile_is_stream("-") && outfile_is_stream("/dev/null") && outfile_is_stream("/dev/stderr"));
    assert_false(outfile_is_stream(w->path) || outfile_is_stream("/dev/fd/1x") || outfile_is_stream("/dev/fd/-1"));
    check_refused(w, own);
    g_free(numbered);
    g_free(own);
}

static void
standard_output_that_is_closed_is_reported(void **state)
{
    const world *w = *state;
    fflush(stdout);
    const int saved = dup(STDOUT_FILENO), full = open("/dev/full", O_WRONLY);
    dup2(full, STDOUT_FILENO);
    const bool done = outfile_write("-", "bytes", 5, w->d);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    close(full);
    assert_false(done);
    assert_int_equal(diag_at(w->d, 0)->code, DIAG_FILE_WRITE);
}

static void
write_old(const char *path)
{
    assert_true(g_file_set_contents(path, "old", -1, NULL));
}

/* The last of three gets no name, which is found out when the others have theirs: what was there is there again. */
static void
files_that_belong_together_come_all_or_not_at_all(void **state)
{
    world *w = *state;
    char *new = g_build_filename(w->folder, "new.png", NULL), *none = g_strnfill(300, 'n');
    char *nameless = g_build_filename(w->folder, none, NULL);
    outfile_part parts[] = {{w->path, "one", 3, false}, {new, "two", 3, false}, {nameless, "three", 5, false}};
    write_old(w->path);
    assert_false(outfile_write_all(parts, 3, w->d));
    assert_int_equal(diag_at(w->d, 0)->code, DIAG_FILE_WRITE);
    char *bytes = NULL;
    assert_true(g_file_get_contents(w->path, &bytes, NULL, NULL));
    assert_string_equal(bytes, "old");
    g_free(bytes);
    assert_int_equal(files_in(w->folder), 1);
    assert_true(outfile_write_all(parts, 2, w->d));
    assert_true(g_file_get_contents(w->path, &bytes, NULL, NULL));
    assert_string_equal(bytes, "one");
    g_free(bytes);
    assert_int_equal(files_in(w->folder), 2);
    g_free(nameless);
    g_free(none);
    g_free(new);
}

int
main(void)
{
#define IN_FOLDER(f) cmocka_unit_test_setup_teardown(f, begin, end)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_file_is_written_whole_and_for_its_owner_only),
        IN_FOLDER(an_old_file_is_replaced),
        IN_FOLDER(a_failed_write_leaves_the_old_file_and_nothing_else),
        IN_FOLDER(who_is_killed_leaves_nothing),
        IN_FOLDER(a_folder_that_is_not_there_is_refused),
        IN_FOLDER(a_folder_that_cannot_be_written_is_refused),
        IN_FOLDER(a_folder_in_the_place_of_the_file_is_refused),
        IN_FOLDER(a_file_in_the_place_of_the_folder_is_refused),
        IN_FOLDER(an_empty_name_is_refused),
        IN_FOLDER(a_device_is_written_to_and_not_replaced),
        IN_FOLDER(a_full_device_is_reported),
        IN_FOLDER(a_pipe_is_written_to_and_not_replaced),
        IN_FOLDER(a_link_gives_way_and_its_target_stays),
        IN_FOLDER(a_link_to_a_device_is_written_through),
        IN_FOLDER(a_dash_is_standard_output),
        IN_FOLDER(names_of_descriptors_are_streams),
        IN_FOLDER(standard_output_that_is_closed_is_reported),
        IN_FOLDER(files_that_belong_together_come_all_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
