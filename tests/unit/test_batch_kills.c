/* test_batch_kills.c: a release, or the end of what was issued, is killed at any moment: all of it or nothing, and the
 * next one goes on. */
#include "issue_support.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

static const batch_release_order all = {0};

/* ---- kills ---- */

enum { MANY = 120, KILLS = 10 };

static void
many_documents(world *w, int round)
{
    ledger *l = begin_night(w, MANY);
    for (int i = 0; i < MANY; i++) {
        char key[16], text[48];
        snprintf(key, sizeof key, "K-%04d", i);
        snprintf(text, sizeof text, "round %d key %d", round, i);
        save_made(w, l, &(made){key, "plan", NULL, text, LEDGER_MADE, "", NULL});
    }
    end_night(w, l);
}

/* Killed at any moment a release has issued all or nothing; what it left is cleared by the next, which issues all. */
static void
a_killed_release_leaves_all_or_nothing(void **state)
{
    world *w = *state;
    GRand *random = g_rand_new_with_seed(9);
    int64_t before = 0;
    int none = 0;
    for (int round = 0; round < KILLS; round++) {
        many_documents(w, round);
        const pid_t child = fork();
        if (child == 0) {
            g_free(release(w, &all));
            _exit(0);
        }
        g_usleep((gulong)g_rand_int_range(random, 0, 25000 * (1 + 4 * IS_SANITIZED)));
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        const int64_t now = entries(w);
        assert_true(now == before || now == before + MANY);
        none += now == before;
        char first[32], last[32];
        snprintf(first, sizeof first, "round %d key 0", round);
        snprintf(last, sizeof last, "round %d key %d", round, MANY - 1);
        assert_true(now == before || (is_kept(w, first) && is_kept(w, last)));
        /* The order that comes next, of one key, takes back what nobody issued. */
        const char *const one[] = {"K-0000", NULL};
        g_free(release(w, &(batch_release_order){.keys = one}));
        assert_int_equal(kept_files(w), (size_t)entries(w));
        g_free(release(w, &all));
        before += MANY;
        assert_int_equal(entries(w), before);
        assert_true(is_kept(w, first) && is_kept(w, last));
    }
    assert_codes(w, "");
    assert_true(none > 0 || IS_SANITIZED);
    g_rand_free(random);
}

/* ---- the end ---- */

enum { CHILDREN = 6, ENDS = 8 };

/* Cases whose service ended in 2020, with their papers issued. */
static void
children_that_left(world *w)
{
    char *text = NULL;
    static const char *const masters[] = {"office", "partners", "municipality", "calendar"};
    for (size_t i = 0; i < G_N_ELEMENTS(masters); i++) {
        char *from = g_strdup_printf("samples/masters/%s.xml", masters[i]), *to = g_path_get_basename(from), *master;
        char *name = g_build_filename("cases", "masters", to, NULL);
        assert_true(g_file_get_contents(from, &master, NULL, NULL));
        write_made(w, name, master);
        g_free(master);
        g_free(name);
        g_free(from);
        g_free(to);
    }
    assert_true(g_file_get_contents("samples/hodei-futoukou/case.xml", &text, NULL, NULL));
    ledger *l = begin_night(w, CHILDREN);
    for (int i = 0; i < CHILDREN; i++) {
        char key[16], *name, *path;
        snprintf(key, sizeof key, "K-%d", i);
        name = g_build_filename("cases", key, "case.xml", NULL);
        path = g_build_filename(w->folder, name, NULL);
        GString *s = g_string_new(text);
        g_string_replace(s, "K-0001", key, 0);
        g_string_replace(s, "start=\"2022-06-01\"", "start=\"2022-06-01\" end=\"2022-06-30\"", 0);
        write_made(w, name, s->str);
        save_made(w, l, &(made){key, "plan", NULL, key, LEDGER_MADE, "", path});
        g_string_free(s, TRUE);
        g_free(name);
        g_free(path);
    }
    end_night(w, l);
    g_free(release(w, &all));
    l = begin_night(w, 0); /* the last run covers none of them */
    end_night(w, l);
    g_free(text);
}

/* What was made, and taken out of the working state by a decision before it was issued. */
static void
withdraw_draft(world *w, const char *key, const char *text)
{
    const digest sum = digest_of(text, strlen(text));
    char hex[DIGEST_TEXT], *file = g_strdup_printf(".renkei/withdrawn/%s.pdf", digest_text(&sum, hex));
    ledger *l = begin_night(w, 0);
    const ledger_entry e = {.act = LEDGER_WITHDRAW,
                            .on = "2026-01-01T00:00:00Z",
                            .who = "係",
                            .host = "pc1",
                            .reason = "退所",
                            .key = key,
                            .form = "schedule",
                            .month = "",
                            .output = sum};
    write_made(w, file, text);
    assert_true(ledger_append(l, &e, NULL));
    end_night(w, l);
    g_free(file);
}

static size_t
drafts(const world *w)
{
    char *path = g_build_filename(w->folder, ".renkei", "withdrawn", NULL);
    const size_t n = count_files(path);
    g_free(path);
    return n;
}

static size_t
expire(world *w)
{
    batch_expired x;
    const batch_expiry o = {.deed = deed};
    batch_expire(&o, &w->paths, w->folder, &x, w->d);
    const size_t destroyed = x.destroyed;
    batch_expired_clear(&x);
    return destroyed;
}

/* Killed at any moment: no bytes are gone without a tombstone, and the next one ends what was begun. */
static void
a_killed_end_is_ended_by_the_next(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(5);
    g_setenv("SOURCE_DATE_EPOCH", "1893456000", TRUE); /* 2030 */
    for (int round = 0; round < ENDS; round++) {
        void *inner = NULL;
        begin(&inner);
        world *w = inner;
        g_setenv("SOURCE_DATE_EPOCH", "1893456000", TRUE);
        children_that_left(w);
        withdraw_draft(w, "K-0", "a draft");
        const pid_t child = fork();
        if (child == 0) {
            expire(w);
            _exit(0);
        }
        g_usleep((gulong)g_rand_int_range(random, 0, 60000 * (1 + 4 * IS_SANITIZED)));
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        const int64_t now = entries(w);
        assert_true(now == CHILDREN + 1 || now == 2 * CHILDREN + 1);
        assert_true(now == 2 * CHILDREN + 1 || kept_files(w) == CHILDREN);
        assert_int_equal(expire(w), now == CHILDREN + 1 ? CHILDREN : 0);
        assert_int_equal(entries(w), 2 * CHILDREN + 1);
        assert_int_equal(kept_files(w), 0);
        assert_int_equal(drafts(w), 0);
        char *plan = g_build_filename(w->folder, "K-0", "plan.pdf", NULL);
        assert_false(g_file_test(plan, G_FILE_TEST_EXISTS));
        g_free(plan);
        assert_codes(w, "");
        end(&inner);
    }
    g_unsetenv("SOURCE_DATE_EPOCH");
    g_rand_free(random);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_killed_release_leaves_all_or_nothing),
                                       TEST(a_killed_end_is_ended_by_the_next)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
