/* test_batch_place.c: the output folder: who may have it, what is left half-made, names that files get and lose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "batch/batch_int.h"
#include "folder_support.h"

static const batch_shard whole = {0, 0};

typedef struct site {
    char *folder, *output;
    batch_place place;
    diag *d;
} site;

static int
begin_site(void **state)
{
    site *s = g_new0(site, 1);
    s->d = diag_new();
    s->folder = g_dir_make_tmp("renkei-place-XXXXXX", NULL);
    s->output = g_build_filename(s->folder, "a", "b", NULL);
    assert_true(batch_place_open(&s->place, s->output, whole, s->d));
    *state = s;
    return 0;
}

static int
end_site(void **state)
{
    site *s = *state;
    batch_place_close(&s->place);
    remove_tree(s->folder);
    g_free(s->folder);
    g_free(s->output);
    diag_drop(s->d);
    g_free(s);
    return 0;
}

static char *
path_in(const site *s, const char *file)
{
    return g_build_filename(s->output, file, NULL);
}

static bool
is_there(const site *s, const char *file)
{
    char *path = path_in(s, file);
    const bool there = g_file_test(path, G_FILE_TEST_EXISTS);
    g_free(path);
    return there;
}

static void
assert_text(const site *s, const char *file, const char *expected)
{
    char *path = path_in(s, file), *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_string_equal(text, expected);
    g_free(text);
    g_free(path);
}

static void
put_file(const site *s, const char *file, const char *text)
{
    char *path = path_in(s, file), *folder = g_path_get_dirname(path);
    g_mkdir_with_parents(folder, 0700);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    g_free(folder);
    g_free(path);
}

static void
assert_mode(const site *s, const char *file, mode_t expected)
{
    struct stat is;
    char *path = path_in(s, file);
    assert_int_equal(stat(path, &is), 0);
    assert_int_equal(is.st_mode & 07777, expected);
    g_free(path);
}

static void
assert_opens(const site *s, batch_shard shard, bool good)
{
    diag *d = diag_new();
    batch_place p;
    assert_int_equal(batch_place_open(&p, s->output, shard, d), good);
    assert_int_equal(diag_length(d), !good);
    if (!good)
        assert_int_equal(diag_at(d, 0)->code, DIAG_BATCH_LOCKED);
    batch_place_close(&p); /* as it may be after a failure */
    diag_drop(d);
}

/* A run over all excludes every other; shards exclude it, and each its own twin. */
static void
a_folder_has_one_owner(void **state)
{
    site *s = *state;
    const batch_shard first = {1, 2}, second = {2, 2};
    assert_opens(s, whole, false);
    assert_opens(s, first, false);
    batch_place_close(&s->place);
    assert_opens(s, whole, true);
    assert_true(batch_place_open(&s->place, s->output, first, s->d));
    assert_opens(s, whole, false);
    assert_opens(s, first, false);
    assert_opens(s, second, true);
    /* A worker's copies are not the locks. */
    batch_place_leave_locks(&s->place);
    assert_opens(s, first, true);
}

static void
what_was_left_half_made_goes(void **state)
{
    site *s = *state;
    assert_int_equal(batch_place_write(&s->place, 7, "x", 1), 0);
    assert_true(is_there(s, ".renkei/tmp/7.pdf"));
    batch_place_close(&s->place);
    /* Of another shard it is another's to remove. */
    assert_true(batch_place_open(&s->place, s->output, (batch_shard){1, 2}, s->d));
    assert_true(is_there(s, ".renkei/tmp/7.pdf"));
    batch_place_close(&s->place);
    assert_true(batch_place_open(&s->place, s->output, whole, s->d));
    assert_false(is_there(s, ".renkei/tmp/7.pdf"));
}

/* Under its number until then; whole, in folders that are made, for its owner alone. */
static void
files_get_their_names_together(void **state)
{
    site *s = *state;
    batch_written written[] = {{3, "K-1/plan.pdf", 0}, {1, "2024-06/K-2/plan.pdf", 0}, {2, "top.pdf", 0}};
    const char *which;
    put_file(s, "top.pdf", "of an earlier night, and longer");
    assert_int_equal(batch_place_write(&s->place, 3, "three", 5), 0);
    assert_int_equal(batch_place_write(&s->place, 1, "not this", 8), 0);
    assert_int_equal(batch_place_write(&s->place, 1, "one", 3), 0);
    assert_int_equal(batch_place_write(&s->place, 2, "", 0), 0);
    assert_false(is_there(s, "K-1"));
    assert_int_equal(batch_place_publish(&s->place, written, G_N_ELEMENTS(written), &which), 0);
    assert_text(s, "K-1/plan.pdf", "three");
    assert_text(s, "2024-06/K-2/plan.pdf", "one");
    assert_text(s, "top.pdf", "");
    assert_mode(s, "K-1/plan.pdf", 0600);
    assert_mode(s, "2024-06/K-2", 0700);
    assert_false(is_there(s, ".renkei/tmp/1.pdf"));
    /* What is not there cannot be named, nor where a file stands in the way; which it was is told. */
    assert_int_equal(batch_place_publish(&s->place, written, 1, &which), ENOENT);
    assert_string_equal(which, "K-1/plan.pdf");
    /* … and that is of the one name: the other has its own. */
    batch_written some[] = {{4, "top.pdf/plan.pdf", 0}, {5, "K-5/plan.pdf", 0}};
    assert_int_equal(batch_place_write(&s->place, 4, "four", 4), 0);
    assert_int_equal(batch_place_write(&s->place, 5, "five", 4), 0);
    assert_int_equal(batch_place_publish(&s->place, some, 2, &which), 0);
    assert_int_equal(some[0].error, ENOTDIR);
    assert_int_equal(some[1].error, 0);
    assert_text(s, "K-5/plan.pdf", "five");
    assert_false(is_there(s, ".renkei/tmp/4.pdf"));
}

/* Kept under the sum of what was issued, so that whoever has a copy finds which it was. */
static void
what_is_withdrawn_is_kept_under_its_sum(void **state)
{
    site *s = *state;
    digest sum = digest_of("old", 3);
    int64_t bytes;
    char text[DIGEST_TEXT];
    char *name = g_strdup_printf(".renkei/withdrawn/%s.pdf", digest_text(&sum, text)),
         *waiting = g_strdup_printf(".renkei/tmp/%s.pdf", text);
    put_file(s, "K-1/plan.pdf", "old");
    char *path = path_in(s, "K-1/plan.pdf");
    g_chmod(path, 0644);
    g_free(path);
    assert_int_equal(batch_place_withdraw(&s->place, "K-1/plan.pdf", &sum, &bytes), 0);
    assert_int_equal(bytes, 3);
    assert_false(is_there(s, "K-1")); /* no folder is left */
    assert_text(s, waiting, "old");   /* till the journal has it */
    assert_false(is_there(s, name));
    assert_true(batch_withdraw_settle(&s->place, s->d));
    assert_text(s, name, "old");
    assert_mode(s, name, 0600);
    assert_int_equal(batch_place_withdraw(&s->place, "K-1/plan.pdf", &sum, &bytes), 0); /* gone already */
    assert_int_equal(bytes, 0);
    assert_true(batch_withdraw_settle(&s->place, s->d));
    assert_text(s, name, "old");
    assert_false(is_there(s, waiting));
    g_free(name);
    g_free(waiting);
}

static void
a_file_is_known_byte_for_byte(void **state)
{
    site *s = *state;
    const digest sum = digest_of("same", 4), other = digest_of("else", 4);
    const int folder = s->place.folder;
    put_file(s, "f.pdf", "same");
    assert_true(batch_place_has(folder, "f.pdf", 4, &sum));
    assert_false(batch_place_has(folder, "f.pdf", 5, &sum));
    assert_false(batch_place_has(folder, "f.pdf", 4, &other));
    assert_false(batch_place_has(folder, "g.pdf", 4, &sum));
    char *path = path_in(s, "f.pdf");
    g_chmod(path, 0644);
    assert_false(batch_place_has(folder, "f.pdf", 4, &sum));
    g_free(path);
    /* A link may show another tomorrow, even one as long as the file. */
    char *link = path_in(s, "l.pdf");
    put_file(s, "four", "same");
    assert_int_equal(symlink("four", link), 0);
    assert_false(batch_place_has(folder, "l.pdf", 4, &sum));
    g_free(link);
}

static void
put_link(const site *s, const char *name, const char *target)
{
    char *path = path_in(s, name);
    assert_int_equal(symlink(target, path), 0);
    g_free(path);
}

/* Another's folder, with a file that nobody here has to do with; every name that would lead there through a link. */
static void
no_link_leads_elsewhere(void **state)
{
    site *s = *state;
    digest sum = digest_of("theirs", 6);
    const char *which;
    bool alone;
    int64_t bytes;
    put_file(s, "../../victim/1.pdf", "theirs");
    put_file(s, "../../victim/plan.pdf", "theirs");
    put_link(s, "K-1", "../../victim");
    put_file(s, "K-2/x", "");
    put_link(s, "K-2/deep", "../../../victim");
    put_link(s, "K-2/plan.pdf", "../../../victim/plan.pdf");
    const char *const behind[] = {"K-1/plan.pdf", "K-1/new/plan.pdf", "K-2/deep/plan.pdf", "K-1/1.pdf"};
    for (size_t i = 0; i < G_N_ELEMENTS(behind); i++) {
        batch_written written = {i, behind[i], 0};
        assert_int_equal(batch_place_prepare(&s->place, behind[i], &alone), ELOOP);
        assert_true(alone);
        assert_int_equal(batch_place_write(&s->place, i, "ours", 4), 0);
        assert_int_equal(batch_place_publish(&s->place, &written, 1, &which), 0);
        assert_int_equal(written.error, ELOOP);
        assert_int_equal(batch_place_withdraw(&s->place, behind[i], &sum, &bytes), 0);
        assert_false(batch_place_has(s->place.folder, behind[i], 6, &sum));
    }
    /* A link in a file's own place is not kept as what was withdrawn; when the file is made it is replaced, not written
     * through. */
    assert_int_equal(batch_place_withdraw(&s->place, "K-2/plan.pdf", &sum, &bytes), 0);
    assert_int_equal(bytes, 0);
    assert_true(is_there(s, "K-2/plan.pdf"));
    batch_written written = {9, "K-2/plan.pdf", 0};
    assert_int_equal(batch_place_prepare(&s->place, "K-2/plan.pdf", &alone), 0);
    assert_int_equal(batch_place_write(&s->place, 9, "ours", 4), 0);
    assert_int_equal(batch_place_publish(&s->place, &written, 1, &which), 0);
    assert_text(s, "K-2/plan.pdf", "ours");
    assert_text(s, "../../victim/1.pdf", "theirs");
    assert_text(s, "../../victim/plan.pdf", "theirs");
    assert_false(is_there(s, "../../victim/new"));
}

/* Our own folder, the lock, the ledger: with a link in the place of any, nothing is opened and nothing is touched. */
static void
no_link_stands_for_what_is_our_own(void **state)
{
    site *s = *state;
    static const char *const own[] = {".renkei/tmp", ".renkei", ".renkei/lock", ".renkei/ledger.sqlite",
                                      ".renkei/ledger.sqlite-wal"};
    put_file(s, "../../victim/1.pdf", "theirs");
    batch_place_close(&s->place);
    for (size_t i = 0; i < G_N_ELEMENTS(own); i++) {
        diag *d = diag_new();
        batch_place p;
        char *path = path_in(s, own[i]), *aside = g_strdup_printf("%s/aside-%zu", s->folder, i);
        if (g_rename(path, aside) != 0)
            assert_true(g_file_set_contents(aside, "", 0, NULL));
        assert_int_equal(symlink(strstr(own[i], "tmp") ? "../../../victim" : aside, path), 0);
        assert_false(batch_place_open(&p, s->output, whole, d));
        assert_int_equal(diag_length(d), 1);
        assert_int_equal(diag_at(d, 0)->code, DIAG_BATCH_LINK);
        assert_string_equal(diag_at(d, 0)->args[0], path);
        assert_int_equal(g_unlink(path), 0);
        assert_int_equal(g_rename(aside, path), 0);
        g_free(path);
        g_free(aside);
        diag_drop(d);
    }
    assert_text(s, "../../victim/1.pdf", "theirs");
    char *stray = path_in(s, ".renkei/ledger.sqlite-wal");
    g_unlink(stray);
    g_free(stray);
}

/* What stands in the way of one name is that name's alone. */
static void
a_name_that_cannot_be_is_told_before_it_is_written(void **state)
{
    site *s = *state;
    bool alone;
    char *long_name = g_strnfill(256, 'K'), *longest = g_strdup_printf("%s/plan.pdf", long_name);
    put_file(s, "K-1", "a file");
    put_file(s, "K-2/plan.pdf/x", "");
    assert_int_equal(batch_place_prepare(&s->place, "K-1/plan.pdf", &alone), ENOTDIR);
    assert_true(alone);
    assert_int_equal(batch_place_prepare(&s->place, "K-2/plan.pdf", &alone), EISDIR);
    assert_true(alone);
    assert_int_equal(batch_place_prepare(&s->place, longest, &alone), ENAMETOOLONG);
    assert_true(alone);
    assert_int_equal(batch_place_prepare(&s->place, "../K-3/plan.pdf", &alone), EINVAL);
    assert_true(alone);
    char *long_file = g_strdup_printf("K-3/%s", long_name);
    assert_int_equal(batch_place_prepare(&s->place, long_file, &alone), ENAMETOOLONG);
    assert_true(alone);
    g_free(long_file);
    assert_int_equal(batch_place_prepare(&s->place, "K-3/K-4/plan.pdf", &alone), 0);
    char *none = path_in(s, "K-3");
    assert_false(g_file_test(none, G_FILE_TEST_EXISTS));
    g_free(none);
    diag *d = diag_new();
    batch_place_report("a", ENOTDIR, d);
    batch_place_report("a", ENOSPC, d);
    assert_int_equal(diag_at(d, 0)->code, DIAG_BATCH_IN_THE_WAY);
    assert_int_equal(diag_at(d, 1)->code, DIAG_BATCH_WRITE);
    diag_drop(d);
    g_free(long_name);
    g_free(longest);
}

/* Whatever the umask, and over what a worker that died left. */
static void
what_is_made_is_its_owners_alone(void **state)
{
    site *s = *state;
    batch_written written = {1, "K-1/plan.pdf", 0};
    const char *which;
    const mode_t before = umask(0277);
    assert_int_equal(batch_place_write(&s->place, 1, "left", 4), 0);
    assert_int_equal(batch_place_write(&s->place, 1, "ours", 4), 0);
    umask(0);
    assert_int_equal(batch_place_publish(&s->place, &written, 1, &which), 0);
    umask(before);
    assert_text(s, "K-1/plan.pdf", "ours");
    assert_mode(s, "K-1/plan.pdf", 0600);
    assert_mode(s, "K-1", 0700);
    char *own = path_in(s, ".renkei");
    g_chmod(own, 0755);
    batch_place_close(&s->place);
    assert_true(batch_place_open(&s->place, s->output, whole, s->d));
    assert_mode(s, ".renkei", 0700);
    g_free(own);
}

/* Moved away, or another put in its place: what is named from now on would not be found. */
static void
a_folder_that_went_away_is_told(void **state)
{
    site *s = *state;
    assert_true(batch_place_is_there(&s->place, s->d));
    char *away = g_build_filename(s->folder, "away", NULL);
    assert_int_equal(g_rename(s->output, away), 0);
    assert_false(batch_place_is_there(&s->place, s->d));
    put_file(s, ".renkei/lock", "");
    assert_false(batch_place_is_there(&s->place, s->d));
    assert_int_equal(diag_length(s->d), 1); /* told once */
    assert_int_equal(diag_at(s->d, 0)->code, DIAG_BATCH_OUTPUT_GONE);
    g_free(away);
}

static void
a_folder_that_cannot_be_is_told(void **state)
{
    site *s = *state;
    batch_place p;
    put_file(s, "file", "");
    char *path = path_in(s, "file/out");
    assert_false(batch_place_open(&p, path, whole, s->d));
    assert_int_equal(diag_length(s->d), 1);
    assert_int_equal(diag_at(s->d, 0)->code, DIAG_BATCH_IN_THE_WAY);
    assert_string_equal(diag_at(s->d, 0)->args[0], path);
    g_free(path);
}

static void
a_shard_has_its_own_account(void **state)
{
    (void)state;
    char *all = batch_ledger_path("out", whole), *one = batch_ledger_path("out", (batch_shard){2, 8});
    assert_string_equal(all, "out/.renkei/ledger.sqlite");
    assert_string_equal(one, "out/.renkei/ledger-2-of-8.sqlite");
    g_free(all);
    g_free(one);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_site, end_site)

/* Whether the folder stands otherwise than at the last time. */
static bool
has_moved(const site *s, char **mark)
{
    char *now = batch_place_mark(s->place.folder);
    const bool moved = strcmp(*mark, now) != 0;
    g_free(*mark);
    *mark = now;
    return moved;
}

static void
who_wrote_leaves_a_mark_and_who_read_none(void **state)
{
    site *s = *state;
    char *mark = batch_place_mark(s->place.folder);
    for (unsigned count = 0; count < 3; count += 2) { /* of all, and of a shard */
        char *path = batch_ledger_path(s->output, (batch_shard){count ? 1 : 0, count});
        ledger_close(ledger_open(path, LEDGER_WRITE, s->d));
        assert_true(has_moved(s, &mark));
        assert_false(has_moved(s, &mark));
        ledger *l = ledger_open(path, LEDGER_READ, s->d);
        assert_false(has_moved(s, &mark));
        ledger_close(l);
        assert_false(has_moved(s, &mark));
        ledger_close(ledger_open(path, LEDGER_WRITE, s->d)); /* who wrote nothing in the end, too */
        assert_true(has_moved(s, &mark));
        g_free(path);
    }
    g_free(mark);
    mark = batch_place_mark(-1);
    assert_string_equal(mark, "");
    g_free(mark);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_folder_has_one_owner),
        TEST(what_was_left_half_made_goes),
        TEST(files_get_their_names_together),
        TEST(what_is_withdrawn_is_kept_under_its_sum),
        TEST(no_link_leads_elsewhere),
        TEST(no_link_stands_for_what_is_our_own),
        TEST(a_name_that_cannot_be_is_told_before_it_is_written),
        TEST(what_is_made_is_its_owners_alone),
        TEST(a_file_is_known_byte_for_byte),
        TEST(a_folder_that_went_away_is_told),
        TEST(who_wrote_leaves_a_mark_and_who_read_none),
        TEST(a_folder_that_cannot_be_is_told),
        cmocka_unit_test(a_shard_has_its_own_account),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
