/* test_batch_kills.c: a release is killed at any moment: all of it or nothing, and the next one goes on. */
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_killed_release_leaves_all_or_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
