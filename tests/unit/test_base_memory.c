/* A process that gets no memory ends, and says so in the words of diag.def. What it ends with is tried with every call
 * of every tool by tests/failures.py. */
#include <setjmp.h>
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>

#include "base/memory.h"

typedef void *ask(void);

/* More than there are addresses, and no more than may be asked for. */
static volatile size_t too_much = PTRDIFF_MAX / 2;

static void *
ask_malloc(void)
{
    return malloc(too_much);
}

static void *
ask_calloc(void)
{
    return calloc(too_much / 16, 16);
}

static void *
ask_calloc_past_all(void)
{
    return calloc(too_much, too_much);
}

static void *
ask_realloc(void)
{
    return realloc(malloc(10), too_much);
}

static void *
ask_aligned(void)
{
    return aligned_alloc(64, too_much / 64 * 64);
}

static void *
ask_posix(void)
{
    void *p = NULL;
    return posix_memalign(&p, 64, too_much) == 0 ? p : NULL;
}

static void *
ask_glib(void)
{
    return g_try_malloc(too_much);
}

static ask *const asks[] = {ask_malloc, ask_calloc, ask_calloc_past_all, ask_realloc, ask_aligned, ask_posix, ask_glib};

/* What a process says on stderr that asks for that; its exit status is *code, -1 when a signal ended it. */
static char *
what_is_said(ask *one, void (*before)(void), int *code)
{
    int ends[2], status = 0;
    GString *said = g_string_new(NULL);
    char piece[256];
    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        if (before)
            before();
        _exit(one() ? 100 : 101);
    }
    close(ends[1]);
    for (ssize_t n; (n = read(ends[0], piece, sizeof piece)) > 0;)
        g_string_append_len(said, piece, n);
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return g_string_free(said, FALSE);
}

static char *
as_diag_has_it(diag_language language, bool json)
{
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);
    diag *d = diag_new();
    diag_add(d, DIAG_MEMORY_SHORT, PLACE_NONE, PLACE_NONE, NULL);
    (json ? diag_print_json : diag_print)(d, to, language);
    diag_drop(d);
    fclose(to);
    return text;
}

static void
speak_english(void)
{
    memory_speak(DIAG_EN, false);
}

static void
speak_json(void)
{
    memory_speak(DIAG_JA, true);
}

static void
speak_english_json(void)
{
    memory_speak(DIAG_EN, true);
}

static void
whoever_asks_the_process_ends(void **state)
{
    (void)state;
    char *told = as_diag_has_it(DIAG_JA, false);
    for (size_t i = 0; i < G_N_ELEMENTS(asks); i++) {
        int code;
        char *said = what_is_said(asks[i], NULL, &code);
        if (code != EXIT_ENVIRONMENT)
            fail_msg("ask %zu: exit status %d", i, code);
        assert_string_equal(said, told);
        g_free(said);
    }
    free(told);
}

static void
it_is_told_as_all_messages_are(void **state)
{
    static const struct {
        void (*before)(void);
        diag_language language;
        bool json;
    } ways[] = {{speak_english, DIAG_EN, false}, {speak_json, DIAG_JA, true}, {speak_english_json, DIAG_EN, true}};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        int code;
        char *told = as_diag_has_it(ways[i].language, ways[i].json),
             *said = what_is_said(ask_malloc, ways[i].before, &code);
        assert_string_equal(said, told);
        g_free(said);
        free(told);
    }
}

static void
end_as_parent_knows(size_t wanted)
{
    _exit(wanted == too_much ? 77 : 78);
}

static void
end_otherwise(void)
{
    memory_end_by(end_as_parent_knows);
}

static void
a_process_of_ours_ends_as_its_parent_knows(void **state)
{
    (void)state;
    int code;
    char *said = what_is_said(ask_malloc, end_otherwise, &code);
    assert_int_equal(code, 77);
    assert_string_equal(said, "");
    g_free(said);
}

/* A wrong request is no want of memory, and nothing is no request. */
static void
what_is_no_want_of_memory_is_answered(void **state)
{
    (void)state;
    void *p = NULL;
    volatile size_t none = 0, odd = 24;
    assert_int_equal(posix_memalign(&p, odd, 8), EINVAL);
    assert_int_equal(posix_memalign(&p, none, 8), EINVAL);
    assert_int_equal(posix_memalign(&p, 4096, 100), 0);
    assert_int_equal((uintptr_t)p % 4096, 0);
    p = realloc(p, none);
    assert_null(p);
    p = malloc(none);
    free(p);
}

/* As much as a document takes, in pieces as small as its words. How many pages had to be asked for anew. */
static long
faults_of_use(void)
{
    static char *pieces[8 << 10];
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++)
        memset(pieces[i] = malloc(1 << 10), 1, 1 << 10);
    for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++)
        free(pieces[i]);
    getrusage(RUSAGE_SELF, &after);
    return after.ru_minflt - before.ru_minflt;
}

static void
what_is_freed_stays_with_the_process(void **state)
{
    (void)state;
    memory_keep();
    const long first = faults_of_use(), second = faults_of_use();
    if (second > first / 10)
        fail_msg("%ld pages were asked for, then %ld again", first, second);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_asks_the_process_ends),
        cmocka_unit_test(it_is_told_as_all_messages_are),
        cmocka_unit_test(a_process_of_ours_ends_as_its_parent_knows),
        cmocka_unit_test(what_is_no_want_of_memory_is_answered),
        cmocka_unit_test(what_is_freed_stays_with_the_process),
    };
#ifdef __SANITIZE_ADDRESS__
    (void)tests;
    return 0; /* it has an allocator of its own, and ends itself */
#else
    return cmocka_run_group_tests(tests, NULL, NULL);
#endif
}
