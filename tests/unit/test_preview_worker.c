/* test_preview_worker.c: processes that compose: what they are told and tell, how they end, and that nobody waits for
 * one that does not. */
#include "preview_support.h"

#include <sys/prctl.h>
#include <sys/wait.h>

#include "preview/gallery.h"
#include "preview/preview_int.h"

/* ---- a worker that does what its word says ---- */

static void
eat_memory(void)
{
    while (calloc(64, 1 << 20)) /* not touched: that would take time */
        continue;
}

static void
do_words(desk *k, void *data)
{
    (void)data;
    for (const char *word;;) {
        GVariant *with = desk_next(k, &word);
        const bool is = g_variant_is_of_type(with, G_VARIANT_TYPE("(bsv)"));
        gboolean fresh = FALSE;
        if (is)
            g_variant_get_child(with, 0, "b", &fresh);
        g_variant_unref(with);
        if (!is)
            continue;
        guint seen = 0;
        desk_tell(k, "begun", g_variant_new("(ub)", (guint)getpid(), fresh));
        if (strcmp(word, "crash") == 0)
            abort();
        else if (strcmp(word, "exit") == 0)
            _exit(0);
        else if (strcmp(word, "eat") == 0)
            eat_memory();
        while (strcmp(word, "loop") == 0)
            continue;
        while (strcmp(word, "steps") == 0 && !desk_is_stopped(k, &seen) && seen != 7)
            g_usleep(1000);
        if (strcmp(word, "deaf") == 0)
            g_usleep(300 * 1000);
        if (strcmp(word, "number") == 0)
            seen = desk_number(k, "/elsewhere/form.xml");
        desk_tell(k, "seen", g_variant_new_uint32(seen));
        desk_tell(k, "done", NULL);
    }
}

typedef struct outcome {
    bool begun, fresh, ended;
    worker_end end;
    guint pid, seen;
    int told; /* a descriptor that gets the number of the worker; 0: none */
} outcome;

static void
note_heard(void *data, const char *word, GVariant *with)
{
    outcome *o = data;
    if (strcmp(word, "begun") == 0) {
        gboolean fresh;
        g_variant_get(with, "(ub)", &o->pid, &fresh);
        o->begun = true;
        o->fresh = fresh;
        if (o->told && write(o->told, &o->pid, sizeof o->pid) < 0)
            _exit(1);
    } else if (strcmp(word, "seen") == 0) {
        o->seen = g_variant_get_uint32(with);
    }
}

static void
note_end(void *data, worker_end end)
{
    outcome *o = data;
    assert_false(o->ended);
    o->ended = true;
    o->end = end;
}

static task *
begin(pool *p, const char *of, const char *word, outcome *o)
{
    *o = (outcome){.told = o->told};
    return pool_begin(p, of, word, g_variant_new("()"), (task_listener){note_heard, note_end, o});
}

static bool
has_begun(void *o)
{
    return ((outcome *)o)->begun;
}

static bool
has_ended(void *o)
{
    return ((outcome *)o)->ended;
}

static const worker_bounds bounds = {1, 2048};

static void
assert_no_child(void)
{
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

/* ---- how it ends ---- */

static void
every_end_is_told_and_the_next_is_done(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        worker_end end;
    } rows[] = {
        {"nothing", WORKER_DONE}, {"crash", WORKER_CRASHED}, {"exit", WORKER_CRASHED}, {"loop", WORKER_LATE},
#ifndef __SANITIZE_ADDRESS__
        {"eat", WORKER_SHORT},
#endif
    };
    preview_files *f = files_new();
    pool *p = pool_new(do_words, NULL, bounds, f);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        outcome o = {0}, next = {0};
        begin(p, "a", rows[i].word, &o);
        turn_until(has_ended, &o);
        if (o.end != rows[i].end)
            fail_msg("%s: %d", rows[i].word, o.end);
        begin(p, "a", "nothing", &next);
        turn_until(has_ended, &next);
        assert_int_equal(next.end, WORKER_DONE);
        assert_int_equal(next.fresh, rows[i].end != WORKER_DONE);
        assert_int_equal(next.pid == o.pid, rows[i].end == WORKER_DONE);
    }
    pool_drop(p);
    files_drop(f);
    assert_no_child();
}

/* A crowd of them run away, as many as there are workers but one. */
static void
nobody_waits_for_one_that_runs_away(void **state)
{
    (void)state;
    preview_files *f = files_new();
    pool *p = pool_new(do_words, NULL, (worker_bounds){1000, 2048}, f);
    outcome away[3] = {{0}}, o = {0};
    for (size_t i = 0; i < G_N_ELEMENTS(away); i++) {
        char of[8];
        g_snprintf(of, sizeof of, "%zu", i);
        begin(p, of, "loop", &away[i]);
        turn_until(has_begun, &away[i]);
    }
    begin(p, "b", "nothing", &o);
    turn_until(has_ended, &o);
    assert_int_equal(o.end, WORKER_DONE);
    pool_drop(p);
    for (size_t i = 0; i < G_N_ELEMENTS(away); i++)
        assert_int_equal(away[i].end, WORKER_KILLED);
    files_drop(f);
    assert_no_child();
}

static void
what_is_not_wanted_makes_room(void **state)
{
    (void)state;
    preview_files *f = files_new();
    pool *p = pool_new(do_words, NULL, (worker_bounds){1000, 2048}, f);
    outcome loop = {0}, steps = {0}, after = {0};
    task *t = begin(p, "a", "loop", &loop); /* it does not listen: it is killed */
    turn_until(has_begun, &loop);
    task_hurry(t);
    turn_until(has_ended, &loop);
    assert_int_equal(loop.end, WORKER_KILLED);
    t = begin(p, "a", "steps", &steps); /* it does: it goes on with the next */
    turn_until(has_begun, &steps);
    task_hurry(t);
    begin(p, "a", "nothing", &after);
    turn_until(has_ended, &after);
    assert_int_equal(steps.end, WORKER_DONE);
    assert_int_equal(after.pid, steps.pid);
    t = begin(p, "a", "steps", &steps);
    turn_until(has_begun, &steps);
    task_tell(t, "seen", g_variant_new_uint32(7));
    turn_until(has_ended, &steps);
    assert_int_equal(steps.seen, 7);
    t = begin(p, "a", "steps", &steps); /* nothing more is heard of it */
    turn_until(has_begun, &steps);
    task_forget(t);
    begin(p, "a", "nothing", &after);
    turn_until(has_ended, &after);
    assert_false(steps.ended);
    pool_drop(p);
    files_drop(f);
    assert_no_child();
}

/* Somebody turns pages while a long document is composed. */
static void
what_a_busy_worker_is_told_waits_for_it(void **state)
{
    (void)state;
    enum { TURNED = 5000, TOO_MUCH = 1 << 20 };
    preview_files *f = files_new();
    pool *p = pool_new(do_words, NULL, (worker_bounds){1000, 2048}, f);
    outcome deaf = {0}, after = {0}, loop = {0};
    task *t = begin(p, "a", "deaf", &deaf);
    turn_until(has_begun, &deaf);
    for (guint i = 0; i < TURNED; i++)
        task_tell(t, "seen", g_variant_new_uint32(i));
    turn_until(has_ended, &deaf);
    assert_int_equal(deaf.end, WORKER_DONE);
    begin(p, "a", "number", &after);
    turn_until(has_ended, &after);
    assert_int_equal(after.end, WORKER_DONE);
    assert_int_equal(after.pid, deaf.pid);
    t = begin(p, "a", "loop", &loop); /* but not for ever */
    turn_until(has_begun, &loop);
    for (guint i = 0; i < TOO_MUCH; i++)
        task_tell(t, "seen", g_variant_new_uint32(i));
    turn_until(has_ended, &loop);
    assert_int_equal(loop.end, WORKER_KILLED);
    pool_drop(p);
    files_drop(f);
    assert_no_child();
}

/* A file may have any name. */
static void
names_of_files_are_told_as_bytes(void **state)
{
    (void)state;
    const render_request of = {
        .form = "/x/\x83\x65/form.xml", .case_path = "/\xff.xml", .month = "2024-04", .draft = true};
    render_alteration how;
    GVariant *asked = g_variant_ref_sink(sight_ask(&of, RENDER_LONG));
    assert_true(g_variant_is_of_type(asked, G_VARIANT_TYPE(SIGHT_ASKED)));
    const render_request r = sight_request(asked, &how);
    assert_string_equal(r.form, of.form);
    assert_string_equal(r.case_path, of.case_path);
    assert_string_equal(r.month, of.month);
    assert_null(r.as_of);
    assert_true(r.draft && !r.blank && how == RENDER_LONG);
    g_variant_unref(asked);
    GVariant *pair = g_variant_ref_sink(g_variant_new(GALLERY_ASKED, "plan", of.form, "one", of.case_path));
    char *strings[4];
    g_variant_get(pair, GALLERY_ASKED, &strings[0], &strings[1], &strings[2], &strings[3]);
    assert_string_equal(strings[1], of.form);
    assert_string_equal(strings[3], of.case_path);
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    g_variant_unref(pair);
}

static void
files_have_the_same_number_for_all(void **state)
{
    (void)state;
    preview_files *f = files_new();
    files_number(f, "/elsewhere/case.xml");
    pool *p = pool_new(do_words, NULL, bounds, f);
    for (int i = 0; i < 2; i++) {
        outcome o = {0};
        begin(p, i ? "a" : "b", "number", &o);
        turn_until(has_ended, &o);
        assert_int_equal(o.seen, 1);
    }
    assert_string_equal(files_path(f, 1), "/elsewhere/form.xml");
    pool_drop(p);
    files_drop(f);
}

/* However the server ends. */
static void
no_worker_is_left_when_the_server_is_killed(void **state)
{
    (void)state;
    int ready[2], status = 0;
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0); /* then orphans are ours */
    const pid_t child = fork();
    if (child == 0) {
        outcome o = {.told = ready[1]};
        begin(pool_new(do_words, NULL, (worker_bounds){1000, 2048}, files_new()), "a", "loop", &o);
        for (;;)
            g_main_context_iteration(NULL, TRUE);
    }
    guint pid = 0;
    assert_int_equal(read(ready[0], &pid, sizeof pid), sizeof pid);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(waitpid((pid_t)pid, &status, 0), (pid_t)pid);
    assert_true(WIFSIGNALED(status));
    prctl(PR_SET_CHILD_SUBREAPER, 0);
    close(ready[0]);
    close(ready[1]);
}

/* ---- a preview whose worker does not answer ---- */

/* The worker that made the view: it was the first to be started. */
static pid_t
first_worker(void)
{
    char *text = NULL, *path = g_strdup_printf("/proc/self/task/%d/children", (int)getpid());
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    const pid_t pid = (pid_t)atoi(text);
    assert_int_not_equal(pid, 0);
    g_free(text);
    g_free(path);
    return pid;
}

static void
assert_event(client *c, const char *name, const char *says)
{
    char *event = client_event(c, name);
    if (!strstr(event, says))
        fail_msg("no %s in %s", says, event);
    g_free(event);
}

static bool
is_asleep(pid_t pid)
{
    char *text = NULL, *path = g_strdup_printf("/proc/%d/stat", (int)pid);
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    const bool asleep = strstr(text, ") S ") != NULL;
    g_free(text);
    g_free(path);
    return asleep;
}

/* Until it waits for its next task, and the server has heard that it is done with this one. */
static void
wait_until_idle(pid_t pid)
{
    do {
        while (g_main_context_iteration(NULL, FALSE))
            continue;
        g_usleep(1000);
    } while (!is_asleep(pid) || g_main_context_pending(NULL));
}

/* Somebody looks at a view, whose worker has stopped, and has saved: the pages are late. */
static client *
watch_one_that_is_stuck(shop *s, const preview_options *o, pid_t *stuck)
{
    s->p = preview_open(&s->paths, o, s->d);
    assert_non_null(s->p);
    client *c = ask_for(s, "events");
    assert_event(c, "whole", "\"n\":1");
    *stuck = first_worker();
    wait_until_idle(*stuck);
    assert_int_equal(kill(*stuck, SIGSTOP), 0); /* as one that runs away */
    edit_file(s->form, "<body>", "<body><p style=\"base\">一つめ</p>");
    assert_event(c, "late", "\"view\":\"0\"");
    return c;
}

static void
while_it_composes_others_are_answered_and_a_newer_save_comes_first(void **state)
{
    shop *s = *state;
    const preview_options o = {.form = s->form, .cases = (const char *const *)s->cases};
    pid_t stuck;
    client *c = watch_one_that_is_stuck(s, &o, &stuck);
    assert_int_equal(status_of(ask_for(s, "session")), 200);
    client *blank = ask_for(s, "events?view=blank"); /* another author */
    assert_event(blank, "state", "\"view\":\"blank\",\"state\":\"good\"");
    client *other = ask_for(s, "events"); /* who comes now has what there is, and is told */
    assert_event(other, "state", "\"n\":1,");
    assert_event(other, "late", "\"view\":\"0\"");
    edit_file(s->form, "<body>", "<body><p style=\"base\">二つめ</p>");
    assert_event(c, "state", "\"n\":2,\"view\":\"0\",\"state\":\"good\"");
    assert_int_equal(kill(stuck, 0), -1);
    client_close(blank);
    client_close(other);
    client_close(c);
}

static void
a_worker_that_dies_is_told_with_the_form_and_a_save_mends_it(void **state)
{
    shop *s = *state;
    const preview_options o = {.form = s->form, .cases = (const char *const *)s->cases};
    pid_t stuck;
    client *c = watch_one_that_is_stuck(s, &o, &stuck);
    assert_int_equal(kill(stuck, SIGKILL), 0);
    char *event = client_event(c, "state");
    static const char *const said[] = {"\"n\":2,\"view\":\"0\",\"state\":\"broken\"",
                                       "preview-worker",
                                       "pickup/form.xml",
                                       "落ちた",
                                       "crashed",
                                       "\"id\":\"0-1.1\""};
    for (size_t i = 0; i < G_N_ELEMENTS(said); i++)
        if (!strstr(event, said[i]))
            fail_msg("no %s in %s", said[i], event);
    g_free(event);
    edit_file(s->form, "<body>", "<body><p style=\"base\">二つめ</p>");
    assert_event(c, "state", "\"n\":3,\"view\":\"0\",\"state\":\"good\"");
    client_close(c);
}

static int
close_clean(void **state)
{
    close_shop(state);
    assert_no_child();
    return 0;
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_shop, close_clean)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_end_is_told_and_the_next_is_done),
        cmocka_unit_test(nobody_waits_for_one_that_runs_away),
        cmocka_unit_test(what_is_not_wanted_makes_room),
        cmocka_unit_test(what_a_busy_worker_is_told_waits_for_it),
        cmocka_unit_test(names_of_files_are_told_as_bytes),
        cmocka_unit_test(files_have_the_same_number_for_all),
        cmocka_unit_test(no_worker_is_left_when_the_server_is_killed),
        TEST(while_it_composes_others_are_answered_and_a_newer_save_comes_first),
        TEST(a_worker_that_dies_is_told_with_the_form_and_a_save_mends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
