/* test_batch_store.c: what was issued stays, byte for byte: nothing writes over it, a broken order leaves all or none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "batch/batch_int.h"
#include "folder_support.h"

typedef struct site {
    char *folder;
    batch_place place;
    diag *d;
} site;

static int
begin_site(void **state)
{
    site *s = g_new0(site, 1);
    s->d = diag_new();
    s->folder = g_dir_make_tmp("renkei-store-XXXXXX", NULL);
    assert_true(batch_place_open(&s->place, s->folder, (batch_shard){0, 0}, s->d));
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
    diag_drop(s->d);
    g_free(s);
    return 0;
}

/* OUT/.renkei/issued/… of a text's sum. */
static char *
path_of(const site *s, const char *text, bool waits)
{
    const digest sum = digest_of(text, strlen(text));
    char hex[DIGEST_TEXT], *name = g_strdup_printf("%s.pdf", digest_text(&sum, hex));
    char shelf[3] = {hex[0], hex[1], '\0'};
    char *path = g_build_filename(s->folder, ".renkei", "issued", waits ? "new" : shelf, name, NULL);
    g_free(name);
    return path;
}

static bool
is_in_store(const site *s, const char *text)
{
    char *path = path_of(s, text, false);
    const bool there = g_file_test(path, G_FILE_TEST_EXISTS);
    g_free(path);
    return there;
}

static int
add_text(const site *s, const char *text)
{
    const digest sum = digest_of(text, strlen(text));
    return batch_store_add(&s->place, text, strlen(text), &sum);
}

static bool
has_text(const site *s, const char *text)
{
    const digest sum = digest_of(text, strlen(text));
    return batch_store_has(&s->place, &sum);
}

static bool
is_named(const void *data, const digest *sum)
{
    const char *text = data;
    const digest named = digest_of(text ? text : "", text ? strlen(text) : 0);
    return text && digest_equal(sum, &named);
}

static size_t
count_waiting(const site *s)
{
    char *path = g_build_filename(s->folder, ".renkei", "issued", "new", NULL);
    const size_t n = count_entries(path);
    g_free(path);
    return n;
}

static void
what_is_issued_is_read_back(void **state)
{
    site *s = *state;
    struct stat is;
    char *bytes = NULL, *path = path_of(s, "one", false);
    gsize length = 0;
    assert_int_equal(add_text(s, "one"), 0);
    assert_int_equal(add_text(s, "two"), 0);
    assert_int_equal(add_text(s, "one"), 0); /* two documents with the same bytes */
    assert_false(has_text(s, "one"));
    assert_int_equal(batch_store_keep(&s->place, s->d), 0);
    assert_int_equal(batch_store_settle(&s->place), 0);
    assert_int_equal(count_waiting(s), 0);
    assert_true(has_text(s, "one") && has_text(s, "two") && !has_text(s, "three"));
    const digest sum = digest_of("one", 3);
    assert_true(batch_store_read(&s->place, &sum, &bytes, &length, s->d));
    assert_int_equal(length, 3);
    assert_memory_equal(bytes, "one", 3);
    assert_int_equal(stat(path, &is), 0);
    assert_int_equal(is.st_mode & 07777, 0400);
    assert_int_equal(is.st_nlink, 1);
    g_free(bytes);
    g_free(path);
}

/* The same bytes again are nothing new; other bytes under a sum are told, and stay as they are. */
static void
nothing_is_written_over(void **state)
{
    site *s = *state;
    struct stat before, after;
    char *path = path_of(s, "one", false), *text = NULL;
    add_text(s, "one");
    batch_store_keep(&s->place, s->d);
    batch_store_settle(&s->place);
    assert_int_equal(stat(path, &before), 0);
    assert_int_equal(add_text(s, "one"), 0);
    assert_int_equal(batch_store_keep(&s->place, s->d), 0);
    batch_store_settle(&s->place);
    assert_int_equal(stat(path, &after), 0);
    assert_true(before.st_ino == after.st_ino && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec);
    assert_int_equal(g_chmod(path, 0600), 0);
    assert_true(g_file_set_contents(path, "odd", 3, NULL));
    add_text(s, "one");
    assert_int_equal(batch_store_keep(&s->place, s->d), EBADMSG);
    assert_int_equal(diag_length(s->d), 1);
    assert_int_equal(diag_at(s->d, 0)->code, DIAG_BATCH_ISSUED_DAMAGED);
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_string_equal(text, "odd");
    const digest sum = digest_of("one", 3);
    char *bytes = NULL;
    gsize length;
    assert_false(batch_store_read(&s->place, &sum, &bytes, &length, s->d));
    assert_int_equal(diag_at(s->d, 1)->code, DIAG_BATCH_ISSUED_DAMAGED);
    g_free(text);
    g_free(path);
}

static void
what_is_gone_is_told(void **state)
{
    site *s = *state;
    const digest sum = digest_of("one", 3);
    char *bytes = NULL;
    gsize length;
    assert_false(batch_store_read(&s->place, &sum, &bytes, &length, s->d));
    assert_int_equal(diag_at(s->d, 0)->code, DIAG_BATCH_ISSUED_MISSING);
    assert_non_null(strstr(diag_at(s->d, 0)->args[0], ".pdf"));
    add_text(s, "one");
    batch_store_keep(&s->place, s->d);
    batch_store_settle(&s->place);
    assert_int_equal(batch_store_destroy(&s->place, &sum), 0);
    assert_int_equal(batch_store_destroy(&s->place, &sum), 0);
    assert_false(is_in_store(s, "one"));
}

/* An order that was broken off before the journal named it is taken back, whatever it had done; what was there before
 * it, and what the journal names, stays. */
static void
a_broken_order_is_taken_back(void **state)
{
    site *s = *state;
    add_text(s, "old");
    batch_store_keep(&s->place, s->d);
    batch_store_settle(&s->place);
    add_text(s, "old"); /* issued before, and again by the broken order */
    add_text(s, "new");
    add_text(s, "named");
    assert_int_equal(batch_store_keep(&s->place, s->d), 0);
    add_text(s, "later"); /* not even kept */
    assert_int_equal(count_waiting(s), 4);
    assert_int_equal(batch_store_recover(&s->place, is_named, "named"), 0);
    assert_int_equal(count_waiting(s), 0);
    assert_true(has_text(s, "old") && has_text(s, "named"));
    assert_false(is_in_store(s, "new") || is_in_store(s, "later"));
}

/* Killed at any moment: the next order finds nothing half, and nothing that the journal does not name. */
static void
a_kill_leaves_all_or_none(void **state)
{
    site *s = *state;
    GRand *random = g_rand_new_with_seed(14);
    for (int round = 0; round < 40; round++) {
        const pid_t child = fork();
        if (child == 0) {
            for (int i = 0; i < 40; i++) {
                char text[48];
                snprintf(text, sizeof text, "round %d text %d", round, i);
                add_text(s, text);
                if (i % 10 == 9)
                    batch_store_keep(&s->place, s->d);
            }
            _exit(0);
        }
        g_usleep((gulong)g_rand_int_range(random, 0, 4000));
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        assert_int_equal(batch_store_recover(&s->place, is_named, "round 3 text 3"), 0);
        assert_int_equal(count_waiting(s), 0);
        for (int r = 0; r <= round; r++)
            for (int i = 0; i < 40; i++) {
                char text[32];
                snprintf(text, sizeof text, "round %d text %d", r, i);
                if (strcmp(text, "round 3 text 3") != 0)
                    assert_false(is_in_store(s, text));
                else if (is_in_store(s, text))
                    assert_true(has_text(s, text));
            }
    }
    g_rand_free(random);
}

/* A disk that is full leaves no half of a file under any name. */
static void
a_full_disk_is_told(void **state)
{
    site *s = *state;
    struct rlimit before;
    char text[4096];
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    getrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){100, before.rlim_max});
    const int error = add_text(s, text);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(error, EFBIG);
    assert_int_equal(count_waiting(s), 0);
    assert_int_equal(batch_store_keep(&s->place, s->d), 0);
    assert_false(is_in_store(s, text));
}

/* A link in the place of the store leads nowhere. */
static void
a_link_is_not_followed(void **state)
{
    site *s = *state;
    char *other = g_dir_make_tmp("renkei-store-XXXXXX", NULL);
    char *store = g_build_filename(s->folder, ".renkei", "issued", NULL);
    assert_int_equal(symlink(other, store), 0);
    assert_int_not_equal(add_text(s, "one"), 0);
    GDir *dir = g_dir_open(other, 0, NULL);
    assert_null(g_dir_read_name(dir));
    g_dir_close(dir);
    remove_tree(other);
    g_free(other);
    g_free(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_site, end_site)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_issued_is_read_back),  TEST(nothing_is_written_over),   TEST(what_is_gone_is_told),
        TEST(a_broken_order_is_taken_back), TEST(a_kill_leaves_all_or_none), TEST(a_full_disk_is_told),
        TEST(a_link_is_not_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
