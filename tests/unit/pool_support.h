/* pool_support.h: tasks of the tests' own for a pool: things that end well, die, never end, take all memory; and what
 * is heard of them. */
#ifndef RENKEI_TEST_POOL_SUPPORT_H
#define RENKEI_TEST_POOL_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "base/fault.h"
#include "batch/batch_int.h"
#include "folder_support.h"

enum { MOST = 64, BOUND = 300 /* s: a pool that does not end fails */ };

typedef enum deed {
    MAKE,
    LEAVE,
    DIE,
    LEAVE_WITH_7,
    NEVER_END,
    TAKE_ALL,
    TAKE_ALL_AND_SAY_NOTHING,
    STUMBLE,
    DIE_ONCE
} deed;

/* A task and what is heard of it. */
typedef struct scene {
    size_t length, together; /* things of one unit */
    deed deeds[MOST];
    bool there[MOST];  /* as made before */
    unsigned *tries;   /* of each thing, in whatever process */
    bool dies_between; /* the worker, at the end of a unit */
    char *folder;
    batch_place place;
    batch_settings settings;
    bool trial;
    pid_t supervisor;
    size_t stop_after, signal_after; /* results; 0: never */
    bool stop_at_tick;
    /* Heard. */
    size_t heard;
    batch_outcome outcomes[MOST]; /* messages are kept */
    size_t times[MOST];
    diag *d;
} scene;

static inline int
begin_scene(void **state)
{
    scene *s = g_new0(scene, 1);
    s->d = diag_new();
    s->folder = g_dir_make_tmp("renkei-pool-XXXXXX", NULL);
    assert_true(batch_place_open(&s->place, s->folder, (batch_shard){0, 0}, s->d));
    s->settings = (batch_settings){.jobs = 3, .time_limit = BOUND};
    s->together = 1;
    s->supervisor = getpid();
    s->tries = mmap(NULL, MOST * sizeof *s->tries, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(s->tries != MAP_FAILED);
    alarm(BOUND);
    *state = s;
    return 0;
}

static inline int
end_scene(void **state)
{
    scene *s = *state;
    alarm(0);
    for (size_t i = 0; i < MOST; i++)
        batch_outcome_clear(&s->outcomes[i]);
    batch_place_close(&s->place);
    munmap(s->tries, MOST * sizeof *s->tries);
    remove_tree(s->folder);
    g_free(s->folder);
    diag_drop(s->d);
    g_free(s);
    return 0;
}

/* ---- the task ---- */

static inline size_t
end_of_unit(const void *of, size_t first)
{
    const scene *s = of;
    return MIN(first + s->together, s->length);
}

static const char *
file_of_thing(const void *of, size_t index)
{
    static const char *const names[] = {"zero", "one", "two", "three"};
    (void)of;
    return names[index % G_N_ELEMENTS(names)];
}

static inline bool
is_thing_there(const batch_job *job, size_t index, batch_outcome *out)
{
    const scene *s = job->task->of;
    if (!s->there[index])
        return false;
    out->pages = (int)index + 1000;
    return true;
}

static inline void
take_memory(bool until_it_fails)
{
    for (char *p; (p = malloc(1 << 20));)
        memset(p, 1, 1 << 20);
    if (until_it_fails)
        g_free(g_malloc(1 << 30));
}

/* `before`: how often it was tried. */
static inline void
do_deed(deed what, unsigned before)
{
    switch (what) {
    case DIE_ONCE:
        if (before == 0) {
            signal(SIGSEGV, SIG_DFL); /* the test's own handler would go on with the test in this process */
            raise(SIGSEGV);
        }
        break;
    case MAKE:
    case LEAVE:
        break;
    case DIE:
        raise(SIGKILL);
        break;
    case LEAVE_WITH_7:
        _exit(7);
    case NEVER_END:
        for (;;)
            pause();
    case TAKE_ALL:
        take_memory(true);
        break;
    case TAKE_ALL_AND_SAY_NOTHING:
        take_memory(false);
        break;
    case STUMBLE:
        take_memory(false);
        raise(SIGSEGV);
    }
}

/* The unit counts its things: each knows that it comes in turn, in one process. */
static inline GByteArray *
make_thing(const batch_job *job, void **group, size_t index, batch_outcome *out)
{
    const scene *s = job->task->of;
    size_t *count = *group ? *group : (*group = g_new0(size_t, 1));
    do_deed(s->deeds[index], s->tries[index]++);
    if (s->together > 1 && (*count)++ != index % s->together)
        diag_add(out->messages, DIAG_USAGE, PLACE_NONE, PLACE_NONE, "out of turn", NULL);
    if (s->deeds[index] == LEAVE || !job->place) {
        diag_add(out->messages, DIAG_BIND_NO_SUBJECT, PLACE_NONE, PLACE_NONE, "nothing", NULL);
        return NULL;
    }
    GByteArray *bytes = g_byte_array_new();
    for (size_t i = 0; i <= index; i++)
        g_byte_array_append(bytes, (const guint8 *)"x", 1);
    out->pages = getpid();
    return bytes;
}

static inline void
drop_unit(void *group)
{
    g_free(group);
}

static inline void
drop_unit_and_die(void *group)
{
    g_free(group);
    raise(SIGKILL);
}

/* ---- what is heard ---- */

static inline bool
hear_done(void *data, size_t index, batch_outcome *x)
{
    scene *s = data;
    assert_in_range(index, 0, s->length - 1);
    s->times[index]++;
    s->heard++;
    batch_outcome_clear(&s->outcomes[index]);
    s->outcomes[index] = *x;
    if (s->heard == s->signal_after)
        raise(SIGTERM);
    return s->heard != s->stop_after;
}

static inline bool
hear_tick(void *data)
{
    return !((scene *)data)->stop_at_tick;
}

static inline size_t
run_pool(scene *s)
{
    const batch_task task = {.of = s,
                             .length = s->length,
                             .unit_end = end_of_unit,
                             .file = file_of_thing,
                             .is_unchanged = is_thing_there,
                             .make = make_thing,
                             .drop_unit = s->dies_between ? drop_unit_and_die : drop_unit};
    const batch_job job = {.task = &task,
                           .settings = &s->settings,
                           .place = s->trial ? NULL : &s->place,
                           .folder = s->place.folder,
                           .supervisor = s->supervisor};
    const batch_pool_hooks hooks = {hear_done, hear_tick, s};
    return batch_pool_run(&job, &hooks, s->d);
}

static const diag_message *
only_message(const scene *s, size_t index, diag_code code)
{
    const diag *d = s->outcomes[index].messages;
    assert_int_equal(s->outcomes[index].status, LEDGER_FAILED);
    assert_int_equal(diag_length(d), 1);
    assert_string_equal(diag_name(diag_at(d, 0)->code), diag_name(code));
    return diag_at(d, 0);
}

static inline void
assert_each_once(const scene *s)
{
    for (size_t i = 0; i < s->length; i++)
        assert_int_equal(s->times[i], 1);
    assert_int_equal(s->heard, s->length);
}

#endif
