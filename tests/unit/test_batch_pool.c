/* test_batch_pool.c: pool and workers with tasks of the test's own: things that end well, die, never end, take all
 * memory. What a worker makes is told by what it leaves: its file, and the outcome the supervisor hears. */
#include "pool_support.h"

static void
everything_is_made_once_and_in_turn(void **state)
{
    scene *s = *state;
    s->length = 50;
    s->together = 4; /* the last is of two */
    assert_int_equal(run_pool(s), 0);
    assert_int_equal(diag_length(s->d), 0);
    assert_each_once(s);
    for (size_t i = 0; i < s->length; i++) {
        const batch_outcome *x = &s->outcomes[i];
        char *path = g_strdup_printf("%s/%s/%zu.pdf", s->folder, s->place.tmp, i), *text = NULL;
        assert_int_equal(x->status, LEDGER_MADE);
        assert_int_equal(diag_length(x->messages), 0);
        assert_int_equal(x->bytes, i + 1);
        assert_true(g_file_get_contents(path, &text, NULL, NULL));
        assert_int_equal(strlen(text), i + 1);
        const digest sum = digest_of(text, i + 1);
        assert_true(digest_equal(&sum, &x->output));
        assert_int_equal(x->pages, s->outcomes[i / 4 * 4].pages); /* one process */
        assert_int_not_equal(x->pages, getpid());
        g_free(text);
        g_free(path);
    }
}

static void
nothing_to_make_is_done_at_once(void **state)
{
    scene *s = *state;
    assert_int_equal(run_pool(s), 0);
    assert_int_equal(s->heard, 0);
    assert_int_equal(diag_length(s->d), 0);
}

/* What is there is not made, unless it is asked for, or there is no folder where it could be. */
static void
what_is_there_is_left(void **state)
{
    scene *s = *state;
    s->length = 4;
    s->there[1] = s->there[2] = true;
    assert_int_equal(run_pool(s), 0);
    for (size_t i = 0; i < s->length; i++) {
        assert_int_equal(s->outcomes[i].unchanged, s->there[i]);
        assert_int_equal(s->outcomes[i].status, LEDGER_MADE);
        assert_int_equal(s->outcomes[i].pages == (int)i + 1000, s->there[i]);
        assert_int_equal(s->outcomes[i].bytes, s->there[i] ? 0 : i + 1);
    }
    s->settings.force = true;
    assert_int_equal(run_pool(s), 0);
    for (size_t i = 0; i < s->length; i++)
        assert_false(s->outcomes[i].unchanged);
    s->settings.force = false;
    const int folder = s->place.folder;
    s->place.folder = -1;
    s->trial = true;
    assert_int_equal(run_pool(s), 0);
    s->place.folder = folder;
    for (size_t i = 0; i < s->length; i++)
        assert_false(s->outcomes[i].unchanged);
}

static void
a_trial_writes_nothing(void **state)
{
    scene *s = *state;
    s->length = 3;
    s->trial = true;
    assert_int_equal(run_pool(s), 0);
    assert_each_once(s);
    assert_int_equal(s->outcomes[2].status, LEDGER_ABSENT);
    char *path = g_build_filename(s->folder, s->place.tmp, NULL);
    GDir *dir = g_dir_open(path, 0, NULL);
    assert_null(g_dir_read_name(dir));
    g_dir_close(dir);
    g_free(path);
}

/* The thing in hand fails, those beside it and after it are made. */
static void
a_worker_that_dies_takes_one_thing_with_it(void **state)
{
    scene *s = *state;
    s->length = 12;
    s->together = 3;
    s->settings.jobs = 2;
    s->deeds[0] = DIE;
    s->deeds[5] = LEAVE_WITH_7; /* the last of its unit */
    s->deeds[11] = DIE;
    /* A unit that was broken off goes on in another process, which counts anew. */
    for (size_t i = 1; i < 3; i++)
        s->deeds[i] = LEAVE;
    assert_int_equal(run_pool(s), 0);
    assert_int_equal(diag_length(s->d), 0);
    assert_each_once(s);
    assert_string_equal(only_message(s, 0, DIAG_BATCH_CRASHED)->args[1], "signal 9");
    assert_string_equal(only_message(s, 5, DIAG_BATCH_CRASHED)->args[1], "exit status 7");
    assert_string_equal(only_message(s, 5, DIAG_BATCH_CRASHED)->args[0], "終了コード 7");
    assert_string_equal(only_message(s, 11, DIAG_BATCH_CRASHED)->args[0], "シグナル 9");
    for (size_t i = 3; i < 11; i++)
        if (i != 5)
            assert_int_equal(s->outcomes[i].status, LEDGER_MADE);
}

/* Whatever killed the worker: the second is fresh, and has nothing else to do. */
static void
what_a_worker_died_of_is_tried_once_more(void **state)
{
    scene *s = *state;
    s->length = 12;
    s->together = 3;
    s->settings.jobs = 2;
    for (size_t i = 0; i < s->length; i++)
        s->deeds[i] = LEAVE;
    s->deeds[1] = s->deeds[6] = DIE_ONCE;
    s->deeds[8] = DIE;
    assert_int_equal(run_pool(s), 0);
    assert_int_equal(diag_length(s->d), 0);
    assert_each_once(s);
    for (size_t i = 0; i < s->length; i++)
        assert_int_equal(s->tries[i], 1 + (s->deeds[i] != LEAVE));
    assert_int_equal(s->outcomes[1].bytes, 2);
    assert_int_equal(s->outcomes[6].bytes, 7);
    only_message(s, 8, DIAG_BATCH_CRASHED);
    s->deeds[1] = NEVER_END; /* a limit that was met would be met again */
    s->settings.time_limit = 0.25;
    assert_int_equal(run_pool(s), 0);
    only_message(s, 1, DIAG_BATCH_TIME);
    assert_int_equal(s->tries[1], 3);
}

static void
what_never_ends_is_ended(void **state)
{
    scene *s = *state;
    s->length = 1;
    s->deeds[0] = NEVER_END;
    s->settings.time_limit = 0.25;
    assert_int_equal(run_pool(s), 0);
    assert_string_equal(only_message(s, 0, DIAG_BATCH_TIME)->args[0], "0.25");
    assert_true(s->outcomes[0].wall >= 0.25);
}

/* However a library takes it that there is no memory. The worker is replaced; the next thing has all of it again. */
static void
what_takes_all_memory_is_told_so(void **state)
{
#ifdef __SANITIZE_ADDRESS__
    (void)state;
    skip(); /* there is no limit then */
#else
    scene *s = *state;
    s->length = 6;
    s->settings.jobs = 1;
    s->settings.memory_limit = 64 << 20;
    s->deeds[0] = TAKE_ALL;
    s->deeds[2] = TAKE_ALL_AND_SAY_NOTHING;
    s->deeds[4] = STUMBLE;
    assert_int_equal(run_pool(s), 0);
    assert_each_once(s);
    for (size_t i = 0; i < s->length; i += 2) {
        assert_string_equal(only_message(s, i, DIAG_BATCH_MEMORY)->args[0], "64");
        assert_int_equal(s->outcomes[i + 1].status, LEDGER_MADE);
    }
    assert_int_not_equal(s->outcomes[3].pages, s->outcomes[2].pages); /* another process, though this one lived */
#endif
}

/* Else they would be replaced for ever. */
static void
workers_that_never_begin_are_given_up(void **state)
{
    scene *s = *state;
    s->length = 5;
    s->supervisor = getpid() + 1; /* a worker whose supervisor is another ends at once */
    assert_int_equal(run_pool(s), 5);
    assert_int_equal(s->heard, 0);
    assert_int_equal(diag_length(s->d), 1);
    assert_int_equal(diag_at(s->d, 0)->code, DIAG_BATCH_WORKER);
}

/* Those that made something are not counted with them, however many die. */
static void
workers_that_die_between_things_are_borne(void **state)
{
    scene *s = *state;
    s->length = MOST;
    s->dies_between = true;
    assert_int_equal(run_pool(s), 0);
    assert_int_equal(diag_length(s->d), 0);
    assert_each_once(s);
    for (size_t i = 0; i < s->length; i++)
        assert_int_equal(s->outcomes[i].status, LEDGER_MADE);
}

/* What is begun is ended and heard; no more is begun. */
static void
who_hears_can_stop_it(void **state)
{
    scene *s = *state;
    s->length = MOST;
    s->together = MOST;
    s->settings.jobs = 1;
    s->stop_after = 3;
    s->deeds[40] = NEVER_END; /* it cannot be through before it is told */
    s->settings.time_limit = 3;
    const size_t left = run_pool(s);
    assert_in_range(left, MOST - 41, MOST - 3);
    assert_int_equal(left, MOST - s->heard);
    assert_int_equal(diag_length(s->d), 0);
}

static void
a_tick_can_stop_it(void **state)
{
    scene *s = *state;
    s->length = 4;
    s->settings.jobs = 1;
    s->deeds[0] = NEVER_END;
    s->settings.time_limit = 0.5;
    s->stop_at_tick = true;
    assert_int_equal(run_pool(s), 3); /* the one in hand ends by its limit */
    only_message(s, 0, DIAG_BATCH_TIME);
}

static void
ignore_signal(int number)
{
    (void)number;
}

static void
a_signal_stops_it_and_says_what_is_left(void **state)
{
    scene *s = *state;
    struct sigaction mine = {.sa_handler = ignore_signal}, before, after;
    sigset_t mask;
    sigaction(SIGTERM, &mine, &before);
    s->length = MOST;
    s->settings.jobs = 1;
    s->signal_after = 2;
    s->deeds[40] = NEVER_END; /* it cannot be through before it is told */
    s->settings.time_limit = 3;
    const size_t left = run_pool(s);
    assert_in_range(left, MOST - 41, MOST - 2);
    assert_int_equal(left, MOST - s->heard);
    assert_int_equal(diag_length(s->d), 1);
    assert_int_equal(diag_at(s->d, 0)->code, DIAG_BATCH_INTERRUPTED);
    char *text = g_strdup_printf("%zu", left);
    assert_string_equal(diag_at(s->d, 0)->args[0], text);
    g_free(text);
    sigaction(SIGTERM, &before, &after);
    assert_true(after.sa_handler == ignore_signal); /* as it was before the pool */
    sigprocmask(SIG_SETMASK, NULL, &mask);
    assert_false(sigismember(&mask, SIGTERM));
}

/* A signal that comes while nothing is made waits for the pool; one after the last is too late. */
static void
a_signal_waits_for_the_pool(void **state)
{
    scene *s = *state;
    sigset_t before;
    s->length = 2;
    s->settings.jobs = 1;
    s->deeds[0] = s->deeds[1] = NEVER_END;
    s->settings.time_limit = 0.5;
    batch_signals_hold(&before);
    raise(SIGTERM);
    assert_in_range(run_pool(s), 1, 2);
    assert_int_equal(diag_length(s->d), 1);
    assert_int_equal(diag_at(s->d, 0)->code, DIAG_BATCH_INTERRUPTED);
    raise(SIGTERM);
    batch_signals_release(&before); /* else it would end the test */
    sigset_t pending;
    sigpending(&pending);
    assert_false(sigismember(&pending, SIGTERM));
}

static void
what_cannot_be_written_stops_it(void **state)
{
    scene *s = *state;
    s->length = 9;
    s->settings.jobs = 1;
    char *path = g_build_filename(s->folder, s->place.tmp, NULL);
    assert_int_equal(g_rmdir(path), 0);
    assert_int_equal(run_pool(s), 9);
    assert_int_equal(s->heard, 0);
    assert_int_equal(diag_length(s->d), 1);
    assert_int_equal(diag_at(s->d, 0)->code, DIAG_BATCH_WRITE);
    assert_string_equal(diag_at(s->d, 0)->args[0], "zero");
    assert_string_equal(diag_at(s->d, 0)->args[1], fault_words(ENOENT, DIAG_JA));
    g_free(path);
}

/* The case has no subject for the form, a rule forbids it, or something else went wrong; a note is no reason. */
static void
messages_say_the_status(void **state)
{
    (void)state;
    static const struct {
        diag_code codes[2];
        size_t count;
        ledger_status status;
    } rows[] = {
        {{0}, 0, LEDGER_MADE},
        {{DIAG_TEXT_LEFTOVER}, 1, LEDGER_MADE},
        {{DIAG_BIND_NO_SUBJECT}, 1, LEDGER_ABSENT},
        {{DIAG_RENDER_FORBIDDEN}, 1, LEDGER_BLOCKED},
        {{DIAG_BIND_FORBIDDEN}, 1, LEDGER_BLOCKED},
        {{DIAG_BIND_FAIL}, 1, LEDGER_FAILED},
        {{DIAG_BIND_FORBIDDEN, DIAG_RENDER_FORBIDDEN}, 2, LEDGER_BLOCKED},
        {{DIAG_BIND_FORBIDDEN, DIAG_BIND_FAIL}, 2, LEDGER_FAILED},
        {{DIAG_BIND_NO_SUBJECT, DIAG_RENDER_FORBIDDEN}, 2, LEDGER_BLOCKED},
        {{DIAG_RENDER_FORBIDDEN, DIAG_BIND_NO_SUBJECT}, 2, LEDGER_BLOCKED},
        {{DIAG_BIND_NO_SUBJECT, DIAG_BIND_MISSING}, 2, LEDGER_FAILED},
        {{DIAG_BIND_MISSING}, 1, LEDGER_FAILED},
        {{DIAG_RENDER_FORBIDDEN, DIAG_BIND_MISSING}, 2, LEDGER_FAILED},
        {{DIAG_BIND_MISSING, DIAG_RENDER_FORBIDDEN}, 2, LEDGER_FAILED},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        diag *d = diag_new();
        for (size_t k = 0; k < rows[i].count; k++)
            diag_add(d, rows[i].codes[k], PLACE_NONE, PLACE_NONE, "1", NULL);
        assert_int_equal(batch_status_of(d), rows[i].status);
        diag_drop(d);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_scene, end_scene)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(everything_is_made_once_and_in_turn),
        TEST(nothing_to_make_is_done_at_once),
        TEST(what_is_there_is_left),
        TEST(a_trial_writes_nothing),
        TEST(a_worker_that_dies_takes_one_thing_with_it),
        TEST(what_a_worker_died_of_is_tried_once_more),
        TEST(what_never_ends_is_ended),
        TEST(what_takes_all_memory_is_told_so),
        TEST(workers_that_never_begin_are_given_up),
        TEST(workers_that_die_between_things_are_borne),
        TEST(who_hears_can_stop_it),
        TEST(a_tick_can_stop_it),
        TEST(a_signal_stops_it_and_says_what_is_left),
        TEST(a_signal_waits_for_the_pool),
        TEST(what_cannot_be_written_stops_it),
        cmocka_unit_test(messages_say_the_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
