/* test_base_below.c: names below a folder, and links that would lead out of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "base/below.h"
#include "folder_support.h"

typedef struct site {
    char *path;
    int folder;
} site;

static char *
path_in(const site *s, const char *name)
{
    return g_build_filename(s->path, name, NULL);
}

static void
put_file(const site *s, const char *name, const char *text)
{
    char *path = path_in(s, name), *folder = g_path_get_dirname(path);
    g_mkdir_with_parents(folder, 0700);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    g_free(folder);
    g_free(path);
}

static void
put_link(const site *s, const char *name, const char *target)
{
    char *path = path_in(s, name);
    assert_int_equal(symlink(target, path), 0);
    g_free(path);
}

static int
begin_site(void **state)
{
    site *s = g_new0(site, 1);
    s->path = g_dir_make_tmp("renkei-below-XXXXXX", NULL);
    put_file(s, "outside/victim", "theirs");
    put_file(s, "in/a/b/file", "ours");
    char *in = path_in(s, "in"), *pipe = path_in(s, "in/pipe");
    s->folder = open(in, O_RDONLY | O_DIRECTORY);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    g_free(in);
    g_free(pipe);
    put_link(s, "in/out", "../outside");
    put_link(s, "in/a/up", "..");
    put_link(s, "in/a/victim", "../../outside/victim");
    put_link(s, "in/a/lost", "nowhere");
    *state = s;
    return 0;
}

static int
end_site(void **state)
{
    site *s = *state;
    close(s->folder);
    remove_tree(s->path);
    g_free(s->path);
    g_free(s);
    return 0;
}

/* Every way to look at, read, write, rename or remove refuses each of these names, for the same reason. */
static void
what_is_no_name_below_is_refused_everywhere(void **state)
{
    static const struct {
        const char *name;
        int error;
    } refused[] = {{"out/victim", ELOOP},  {"out/new", ELOOP},      {"a/up/a/b/file", ELOOP}, {"out/x/y", ELOOP},
                   {"../outside", EINVAL}, {"a/../x", EINVAL},      {"a/./x", EINVAL},        {"/etc/passwd", EINVAL},
                   {"", EINVAL},           {"a//x", EINVAL},        {"a/..", EINVAL},         {"a/", EINVAL},
                   {"a/b//", EINVAL},      {"a/b/file/x", ENOTDIR}, {"pipe/x", ENOTDIR},      {"none/x", ENOENT}};
    site *s = *state;
    struct stat is;
    digest sum;
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        const char *name = refused[i].name, *last;
        assert_int_equal(below_look(s->folder, name, &is), refused[i].error);
        assert_int_equal(below_sum(s->folder, name, &is, &sum), refused[i].error);
        assert_int_equal(below_open(s->folder, name, O_WRONLY | O_CREAT, 0600), -1);
        assert_int_equal(errno, refused[i].error);
        assert_int_equal(below_rename(s->folder, "a/b/file", name, 0), refused[i].error);
        assert_int_equal(below_rename(s->folder, name, "a/b/file", 0), refused[i].error);
        assert_int_equal(below_unlink(s->folder, name, 0), refused[i].error);
        if (refused[i].error != ENOENT) {
            assert_int_equal(below_parent(s->folder, name, 0700, &last), -1);
            assert_int_equal(errno, refused[i].error);
        }
    }
    char *victim = path_in(s, "outside/victim"), *made = path_in(s, "outside/new"), *text = NULL;
    assert_true(g_file_get_contents(victim, &text, NULL, NULL));
    assert_string_equal(text, "theirs");
    assert_false(g_file_test(made, G_FILE_TEST_EXISTS));
    g_free(text);
    g_free(made);
    g_free(victim);
}

static void
a_link_at_the_end_is_not_followed(void **state)
{
    static const char *const links[] = {"out", "a/victim", "a/lost", "a/up"};
    site *s = *state;
    struct stat is;
    digest sum;
    for (size_t i = 0; i < G_N_ELEMENTS(links); i++) {
        assert_int_equal(below_look(s->folder, links[i], &is), 0);
        assert_true(S_ISLNK(is.st_mode));
        assert_int_equal(below_sum(s->folder, links[i], &is, &sum), ELOOP);
        assert_int_equal(below_folder(s->folder, links[i], 0700), -1);
        assert_int_equal(errno, ELOOP);
        assert_int_equal(below_open(s->folder, links[i], O_RDWR | O_CREAT, 0600), -1);
        assert_int_equal(errno, ELOOP);
    }
    /* A name may take the place of a link, and a link may go. */
    assert_int_equal(below_rename(s->folder, "a/b/file", "a/victim", 0), 0);
    assert_int_equal(below_look(s->folder, "a/victim", &is), 0);
    assert_true(S_ISREG(is.st_mode));
    assert_int_equal(below_unlink(s->folder, "out", 0), 0);
    char *victim = path_in(s, "outside/victim");
    assert_true(g_file_test(victim, G_FILE_TEST_EXISTS));
    g_free(victim);
}

static void
files_are_summed_and_nothing_else_is(void **state)
{
    site *s = *state;
    struct stat is;
    digest sum, expected = digest_of("ours", 4);
    assert_int_equal(below_sum(s->folder, "a/b/file", &is, &sum), 0);
    assert_true(digest_equal(&sum, &expected));
    assert_int_equal(is.st_size, 4);
    assert_int_equal(below_sum(s->folder, "a/b", &is, &sum), EISDIR);
    assert_int_equal(below_sum(s->folder, "pipe", &is, &sum), EINVAL); /* and does not wait for a writer */
    assert_int_equal(below_sum(s->folder, "a/b/none", &is, &sum), ENOENT);
}

static void
folders_are_made_where_that_is_asked(void **state)
{
    site *s = *state;
    struct stat is;
    const char *last;
    assert_int_equal(below_parent(s->folder, "x/y/z", 0, &last), -1);
    assert_int_equal(errno, ENOENT);
    int fd = below_parent(s->folder, "x/y/z", 0700, &last);
    assert_true(fd >= 0);
    assert_string_equal(last, "z");
    close(fd);
    assert_int_equal(below_look(s->folder, "x/y", &is), 0);
    assert_true(S_ISDIR(is.st_mode));
    assert_int_equal(is.st_mode & 07777, 0700);
    assert_int_equal(below_look(s->folder, "x/y/z", &is), ENOENT);
    assert_int_equal(below_rename(s->folder, "a/b/file", "m/n/file", 0700), 0);
    fd = below_folder(s->folder, "m/n", 0);
    assert_true(fd >= 0);
    assert_int_equal(below_look(fd, "file", &is), 0);
    close(fd);
}

/* Whatever was looked at before, a look says what below_look says. */
static void
looks_in_turn_are_looks(void **state)
{
    const site *s = *state;
    static const char *const names[] = {
        "a/b/file", "a/b/none", "pipe",     "a/b/file", "a/up",   "a/up/b/file", "out/victim",
        "a/b/..",   "a/b/file", "a/b/",     "a",        "a/b",    "..",          "a//b",
        "/a",       "",         "a/none/x", "a/b/.",    "pipe/x", "./a",
    };
    below_looker l = {.folder = s->folder};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        for (size_t k = 0; k < G_N_ELEMENTS(names); k++) {
            const char *const pair[2] = {names[i], names[k]};
            for (size_t n = 0; n < 2; n++) {
                struct stat one = {0}, other = {0};
                assert_int_equal(below_look_near(&l, pair[n], &one), below_look(s->folder, pair[n], &other));
                assert_true(one.st_ino == other.st_ino && one.st_mode == other.st_mode);
            }
        }
    below_looker_close(&l);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_site, end_site)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_no_name_below_is_refused_everywhere),
        TEST(a_link_at_the_end_is_not_followed),
        TEST(looks_in_turn_are_looks),
        TEST(files_are_summed_and_nothing_else_is),
        TEST(folders_are_made_where_that_is_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
