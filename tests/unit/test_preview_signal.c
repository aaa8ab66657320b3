/* test_preview_signal.c: a signal ends the preview whatever it is doing. In a process of its own, before any thread. */
#include "preview_support.h"

#include <sys/wait.h>

static int ready[2];

/* A form that runs away: the loop does not turn any more. */
static gboolean
never_return(gpointer data)
{
    (void)data;
    if (write(ready[1], "", 1) != 1)
        _exit(1);
    for (volatile int turns = 0;; turns ^= 1)
        continue;
}

static gboolean
tell_ready(gpointer data)
{
    (void)data;
    return write(ready[1], "", 1) == 1 ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

/* The child: a preview that is open; and it does what it is to do in its loop. */
static void
serve(GSourceFunc doing)
{
    void *state = NULL;
    if (open_shop(&state))
        _exit(2);
    shop *s = state;
    const preview_options o = {.form = s->form};
    s->p = preview_open(&s->paths, &o, s->d);
    remove_tree(s->folder); /* it may not come to it later */
    if (!s->p)
        _exit(3);
    g_idle_add(doing, NULL);
    preview_run(s->p);
    _exit(0);
}

/* How it ends after so many signals. */
static int
end_of(GSourceFunc doing, int number, int times)
{
    assert_int_equal(pipe(ready), 0);
    const pid_t child = fork();
    if (child == 0)
        serve(doing);
    char byte;
    int status = 0;
    assert_int_equal(read(ready[0], &byte, 1), 1);
    for (int i = 0; i < times; i++) {
        assert_int_equal(kill(child, number), 0);
        g_usleep(100000); /* so that they are two */
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    close(ready[0]);
    close(ready[1]);
    return status;
}

static void
a_signal_ends_it_in_order(void **state)
{
    (void)state;
    static const int numbers[] = {SIGINT, SIGTERM};
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        assert_int_equal(end_of(tell_ready, numbers[i], 1), 0);
}

static void
a_signal_ends_it_while_a_form_runs_away(void **state)
{
    (void)state;
    static const int numbers[] = {SIGINT, SIGTERM};
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        for (int times = 1; times <= 2; times++) {
            const int status = end_of(never_return, numbers[i], times);
            assert_true(WIFSIGNALED(status));
            assert_int_equal(WTERMSIG(status), numbers[i]);
        }
}

int
main(void)
{
    alarm(BOUND_S); /* what never ends is a failure */
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_signal_ends_it_in_order),
                                       cmocka_unit_test(a_signal_ends_it_while_a_form_runs_away)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
