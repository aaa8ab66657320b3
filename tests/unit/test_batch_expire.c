/* test_batch_expire.c: the end of what was issued, and of what a run withdrew: with a tombstone of each, for whom
 * nothing has to be kept any more, and for nobody else. */
#include "issue_support.h"

#include <signal.h>
#include <sys/wait.h>

static const batch_release_order all = {0};

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
withdraw_draft(world *w, const char *key, const char *text, const ledger_member *members, size_t count)
{
    const digest sum = digest_of(text, strlen(text));
    char hex[DIGEST_TEXT], *file = g_strdup_printf(".renkei/withdrawn/%s.pdf", digest_text(&sum, hex));
    ledger *l = begin_night(w, 0);
    const ledger_entry e = {.act = LEDGER_WITHDRAW,
                            .on = "2026-01-01T00:00:00Z",
                            .who = "係",
                            .host = "pc1",
                            .reason = "退所",
                            .bundle = strchr(key, '/') != NULL,
                            .key = key,
                            .form = strchr(key, '/') ? "household" : "schedule",
                            .month = "",
                            .output = sum,
                            .members = members,
                            .member_count = count};
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

/* Versions destroyed. */
static size_t
expire(world *w, const char *before, const batch_order *order)
{
    batch_expired x;
    const batch_expiry o = {.before = before, .order = order, .deed = deed};
    batch_expire(&o, &w->paths, w->folder, &x, w->d);
    const size_t destroyed = x.destroyed;
    batch_expired_clear(&x);
    return destroyed;
}

static void
set_clock(void)
{
    g_setenv("SOURCE_DATE_EPOCH", "1893456000", TRUE); /* 2030 */
}

/* ---- what a run withdrew ---- */

/* The journal's tombstones of a key, or of an envelope. */
typedef struct tombs {
    const char *key;
    size_t count;
} tombs;

static void
count_tomb(void *data, const ledger_entry *x)
{
    tombs *t = data;
    t->count += x->act == LEDGER_EXPIRE && strcmp(x->key, t->key) == 0;
}

static size_t
tombstones(world *w, const char *key)
{
    tombs t = {key, 0};
    char *path = batch_ledger_path(w->folder, (batch_shard){0, 0});
    ledger *l = ledger_open(path, LEDGER_READ, w->d);
    assert_true(l && ledger_each_entry(l, NULL, count_tomb, &t));
    ledger_close(l);
    g_free(path);
    return t.count;
}

static void
assert_drafts(world *w, const char *key, size_t buried, size_t left)
{
    assert_int_equal(tombstones(w, key), buried);
    assert_int_equal(drafts(w), left);
}

/* K-0 was issued, too; of K-7 nothing ever was, and nothing is left but what a run withdrew. */
static void
what_a_run_withdrew_goes_with_the_rest(void **state)
{
    world *w = *state;
    set_clock();
    children_that_left(w);
    char *from = g_build_filename(w->folder, "cases", "K-5", "case.xml", NULL), *text = NULL;
    assert_true(g_file_get_contents(from, &text, NULL, NULL));
    GString *other = g_string_new(text);
    g_string_replace(other, "K-5", "K-7", 0);
    write_made(w, "cases/K-7/case.xml", other->str);
    withdraw_draft(w, "K-0", "of K-0", NULL, 0);
    withdraw_draft(w, "K-7", "of K-7", NULL, 0);
    withdraw_draft(w, "K-8", "of K-8", NULL, 0);
    assert_int_equal(expire(w, "2030-01-01", NULL), CHILDREN);
    assert_codes(w, "batch-end-unknown batch-end-unknown"); /* where their cases are nobody said */
    assert_drafts(w, "K-0", 2, 2);
    batch_order *order = batch_order_new();
    g_ptr_array_add(order->cases, g_build_filename(w->folder, "cases", "K-7", "case.xml", NULL));
    assert_int_equal(expire(w, "2027-06-30", order), 0); /* to the day */
    assert_drafts(w, "K-7", 0, 2);
    forget(w);
    assert_int_equal(expire(w, "2027-07-01", order), 0);
    assert_codes(w, "batch-end-unknown");
    assert_drafts(w, "K-7", 1, 1);
    assert_int_equal(expire(w, "2030-01-01", order), 0); /* nothing is buried twice */
    assert_drafts(w, "K-7", 1, 1);
    batch_order_drop(order);
    g_string_free(other, TRUE);
    g_free(text);
    g_free(from);
    g_unsetenv("SOURCE_DATE_EPOCH");
}

static ledger_member
plan_of(const char *key)
{
    return (ledger_member){key, "plan", "", 1, digest_of(key, strlen(key)), 1, ""};
}

/* An envelope of siblings is kept as long as one of them is, whichever ends first; a withdrawn one that nobody issued
 * is no record, and goes with the first. */
static void
an_envelope_goes_with_the_last_of_its_children(void **state)
{
    world *w = *state;
    set_clock();
    const ledger_member both[] = {plan_of("K-0"), plan_of("K-1")};
    children_that_left(w);
    char *path = g_build_filename(w->folder, "cases", "K-1", "case.xml", NULL), *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    GString *later = g_string_new(text);
    g_string_replace(later, "end=\"2022-06-30\"", "end=\"2023-06-30\"", 0);
    assert_true(write_file_anew(path, later->str, -1));
    save_envelope(w, "household/K-0", "", NULL, both, 2);
    g_free(release(w, &(batch_release_order){.all_bundles = true}));
    withdraw_draft(w, "household/K-0", "a withdrawn envelope", both, 2);
    withdraw_draft(w, "household/K-1", "one of an earlier program", NULL, 0);
    assert_codes(w, "");
    assert_int_equal(kept_files(w), CHILDREN + 1);
    assert_int_equal(expire(w, "2028-01-01", NULL), CHILDREN - 1); /* all but K-1 */
    assert_drafts(w, "household/K-0", 1, 1);
    assert_int_equal(kept_files(w), 2);
    assert_int_equal(expire(w, "2029-01-01", NULL), 2); /* K-1, and the envelope, of which K-0 was gone before */
    assert_drafts(w, "household/K-0", 2, 0);
    assert_int_equal(kept_files(w), 0);
    assert_codes(w, "");
    g_string_free(later, TRUE);
    g_free(text);
    g_free(path);
    g_unsetenv("SOURCE_DATE_EPOCH");
}

/* ---- a clock that stands wrong ---- */

/* Nothing goes by a clock that is years after all that was done, though tonight's run was under it, too; the day that
 * somebody says counts, and so does an account that goes on. */
static void
a_clock_that_is_years_ahead_ends_nothing(void **state)
{
    world *w = *state;
    set_clock();
    children_that_left(w);
    assert_int_equal(expire(w, NULL, NULL), 0);
    assert_codes(w, "batch-clock-ahead");
    g_setenv("SOURCE_DATE_EPOCH", "1895184000",
             TRUE); /* twenty days later: what the release wrote is of the same clock */
    assert_int_equal(expire(w, NULL, NULL), 0);
    assert_codes(w, "batch-clock-ahead");
    assert_int_equal(kept_files(w), CHILDREN);
    g_setenv("SOURCE_DATE_EPOCH", "1897776000", TRUE); /* fifty days: the account goes on */
    assert_int_equal(expire(w, "2027-06-30", NULL), 0);
    const size_t gone = expire(w, NULL, NULL);
    assert_codes(w, "");
    assert_int_equal(gone, CHILDREN);
    g_unsetenv("SOURCE_DATE_EPOCH");
}

/* What was written last is of a day to come: told, by everything that writes, and no more once that is over. */
static void
a_clock_that_goes_back_is_told(void **state)
{
    world *w = *state;
    set_clock();
    children_that_left(w);
    g_setenv("SOURCE_DATE_EPOCH", "1893455000", TRUE); /* some minutes: another machine */
    assert_int_equal(expire(w, "2026-01-01", NULL), 0);
    assert_codes(w, "");
    g_setenv("SOURCE_DATE_EPOCH", "1861920000", TRUE); /* 2029 */
    assert_int_equal(expire(w, "2026-01-01", NULL), 0);
    assert_codes(w, "batch-clock-back");
    assert_true(batch_hold_key("K-0", true, &deed, w->folder, w->d));
    assert_codes(w, "batch-clock-back");
    assert_true(batch_hold_key("K-0", false, &deed, w->folder, w->d));
    assert_codes(w, "");
    g_unsetenv("SOURCE_DATE_EPOCH");
}

/* ---- kills ---- */

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
        withdraw_draft(w, "K-0", "a draft", NULL, 0);
        const pid_t child = fork();
        if (child == 0) {
            expire(w, "2030-01-01", NULL);
            _exit(0);
        }
        g_usleep((gulong)g_rand_int_range(random, 0, 60000 * (1 + 4 * IS_SANITIZED)));
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        const int64_t now = entries(w);
        assert_true(now == CHILDREN + 1 || now == 2 * CHILDREN + 2);
        assert_true(now == 2 * CHILDREN + 2 || kept_files(w) == CHILDREN);
        assert_int_equal(expire(w, "2030-01-01", NULL), now == CHILDREN + 1 ? CHILDREN : 0);
        assert_int_equal(entries(w), 2 * CHILDREN + 2);
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
    const struct CMUnitTest tests[] = {TEST(what_a_run_withdrew_goes_with_the_rest),
                                       TEST(an_envelope_goes_with_the_last_of_its_children),
                                       TEST(a_clock_that_is_years_ahead_ends_nothing),
                                       TEST(a_clock_that_goes_back_is_told), TEST(a_killed_end_is_ended_by_the_next)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
