/* test_batch_files.c: when a file need not be read again, and when it must be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "batch/batch_int.h"
#include "folder_support.h"

static char *folder, *path;

static int
begin(void **state)
{
    (void)state;
    folder = g_dir_make_tmp("renkei-files-XXXXXX", NULL);
    path = g_build_filename(folder, "case.xml", NULL);
    assert_true(write_file_anew(path, "one", -1));
    return 0;
}

static int
end(void **state)
{
    (void)state;
    remove_tree(folder);
    g_free(folder);
    g_free(path);
    return 0;
}

static struct stat
look(void)
{
    struct stat is;
    assert_int_equal(stat(path, &is), 0);
    return is;
}

/* As if the file had been looked at so many nanoseconds after its last change. */
static char *
text_of_look(const struct stat *is, int64_t later)
{
    return g_strdup_printf("%ju %ju %jd %jd%09ld %jd%09ld %" PRId64, (uintmax_t)is->st_dev, (uintmax_t)is->st_ino,
                           (intmax_t)is->st_size, (intmax_t)is->st_mtim.tv_sec, is->st_mtim.tv_nsec,
                           (intmax_t)is->st_ctim.tv_sec, is->st_ctim.tv_nsec,
                           (int64_t)is->st_ctim.tv_sec * 1000000000 + is->st_ctim.tv_nsec + later);
}

static bool
holds(const char *text)
{
    const struct stat is = look();
    return batch_stat_holds(text, &is);
}

static void
an_untouched_file_is_known(void **state)
{
    (void)state;
    const struct stat is = look();
    char *late = text_of_look(&is, 3000000000), *at_once = text_of_look(&is, 0), *before = text_of_look(&is, -1);
    assert_true(holds(late));
    assert_false(holds(at_once)); /* a change in the same tick would not be seen */
    assert_false(holds(before));
    assert_false(holds(""));
    assert_false(holds("1 2 3"));
    g_free(late);
    g_free(at_once);
    g_free(before);
}

/* Where times are whole seconds, so are the ticks. */
static void
coarse_times_are_trusted_later(void **state)
{
    (void)state;
    struct stat is = look();
    is.st_ctim.tv_nsec = 0;
    char *soon = text_of_look(&is, 1000000000), *late = text_of_look(&is, 2000000001);
    assert_false(batch_stat_holds(soon, &is));
    assert_true(batch_stat_holds(late, &is));
    is.st_ctim.tv_nsec = 123456789;
    char *fine = text_of_look(&is, 1000000000);
    assert_true(batch_stat_holds(fine, &is));
    g_free(soon);
    g_free(late);
    g_free(fine);
}

/* Even of the same length, with its time of change put back. */
static void
a_touched_file_is_read(void **state)
{
    (void)state;
    const struct stat is = look();
    char *text = text_of_look(&is, 3000000000);
    g_usleep(20000); /* more than a tick */
    FILE *f = fopen(path, "r+");
    fputs("two", f);
    fclose(f);
    const struct timespec times[2] = {is.st_atim, is.st_mtim};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    const struct stat now = look();
    assert_int_equal(now.st_size, is.st_size);
    assert_memory_equal(&now.st_mtim, &is.st_mtim, sizeof now.st_mtim);
    assert_false(holds(text));
    g_free(text);
}

static void
another_file_of_the_name_is_read(void **state)
{
    (void)state;
    const struct stat is = look();
    char *text = text_of_look(&is, 3000000000), *other = g_build_filename(folder, "other", NULL);
    assert_true(write_file_anew(other, "one", -1));
    assert_int_equal(g_rename(other, path), 0);
    assert_false(holds(text));
    assert_int_equal(g_unlink(path), 0);
    assert_int_equal(g_mkdir(path, 0700), 0);
    assert_false(holds(text));
    g_free(text);
    g_free(other);
}

static void
what_is_known_is_not_read_and_is_kept(void **state)
{
    (void)state;
    diag *d = diag_new();
    char *name = g_build_filename(folder, "ledger.sqlite", NULL);
    ledger *l = ledger_open(name, LEDGER_WRITE, d);
    batch_files *b = batch_files_new(l);
    const struct stat is = look();
    const digest mark = digest_of("no sum of this file", 19), one = digest_of("one", 3);
    const char *head;
    char *text = text_of_look(&is, 3000000000);
    digest sum;
    assert_false(batch_files_find(b, path, &sum, NULL));
    assert_true(batch_files_sum(b, path, &sum));
    assert_true(digest_equal(&sum, &one));
    batch_files_note(b, path, text, &mark, "K-1\noffice.xml");
    assert_true(batch_files_sum(b, path, &sum));
    assert_true(digest_equal(&sum, &mark));
    assert_true(ledger_begin(l) && batch_files_save(b, l) && ledger_commit(l));
    batch_files_drop(b);
    b = batch_files_new(l);
    assert_true(batch_files_find(b, path, &sum, &head));
    assert_true(digest_equal(&sum, &mark));
    assert_string_equal(head, "K-1\noffice.xml");
    assert_int_equal(g_unlink(path), 0);
    assert_false(batch_files_find(b, path, &sum, &head));
    assert_false(batch_files_sum(b, path, &sum));
    batch_files_drop(b);
    ledger_close(l);
    assert_int_equal(diag_length(d), 0);
    diag_drop(d);
    g_free(text);
    g_free(name);
}

/* Whatever has the name by now: the bytes are those that were mapped, known without summing only for the very file. */
static void
what_is_mapped_is_what_was_mapped(void **state)
{
    (void)state;
    batch_files *b = batch_files_new(NULL);
    const struct stat is = look();
    const struct timespec at_once = is.st_ctim, late = {.tv_sec = is.st_ctim.tv_sec + 3};
    const digest one = digest_of("one", 3), mapped = digest_of("mapped", 6);
    char *other = g_build_filename(folder, "other", NULL);
    digest sum = batch_files_mapped(b, path, &is, late, "mapped", 6);
    assert_true(digest_equal(&sum, &mapped));
    sum = batch_files_mapped(b, path, &is, late, "not summed", 10);
    assert_true(digest_equal(&sum, &mapped));
    assert_true(write_file_anew(other, "one", -1));
    assert_int_equal(g_rename(other, path), 0);
    assert_true(batch_files_sum(b, path, &sum)); /* as whoever looks whether all is as it was */
    assert_true(digest_equal(&sum, &one));
    sum = batch_files_mapped(b, path, &is, late, "mapped", 6);
    assert_true(digest_equal(&sum, &mapped));
    batch_files_drop(b);
    b = batch_files_new(NULL);
    batch_files_mapped(b, path, &is, at_once, "mapped", 6); /* might have been changed in the same tick */
    sum = batch_files_mapped(b, path, &is, late, "summed", 6);
    const digest again = digest_of("summed", 6);
    assert_true(digest_equal(&sum, &again));
    batch_files_drop(b);
    g_free(other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_untouched_file_is_known),
        TEST(coarse_times_are_trusted_later),
        TEST(a_touched_file_is_read),
        TEST(another_file_of_the_name_is_read),
        TEST(what_is_known_is_not_read_and_is_kept),
        TEST(what_is_mapped_is_what_was_mapped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
