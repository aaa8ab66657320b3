#include <setjmp.h>
#include <stdarg.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"

/* Memory that another arena gave back, so that it holds something. */
static void
memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    arena *used = arena_new();
    memset(arena_alloc(used, 16000), 0xAA, 16000);
    memset(arena_alloc(used, 16000), 0xAA, 16000);
    arena_drop(used);
    arena *a = arena_new();
    for (size_t size = 0; size < 200; size++) {
        const unsigned char *p = arena_alloc(a, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        assert_int_equal(strlen(arena_strndup(a, "0123456789abcdefghij", size % 21)), size % 21);
    }
    arena_drop(a);
}

/* Large and small pieces in turn: none may lie in another. */
static void
pieces_do_not_overlap(void **state)
{
    enum { COUNT = 300 };
    unsigned char *pieces[COUNT];
    size_t sizes[COUNT];
    (void)state;
    arena *a = arena_new();
    for (size_t i = 0; i < COUNT; i++) {
        sizes[i] = i % 7 == 0 ? 70000 + i : i % 3 == 0 ? 20000 : 1 + i;
        pieces[i] = arena_alloc(a, sizes[i]);
        memset(pieces[i], (int)(i & 0xff), sizes[i]);
    }
    for (size_t i = 0; i < COUNT; i++)
        for (size_t k = 0; k < sizes[i]; k++)
            assert_int_equal(pieces[i][k], i & 0xff);
    arena_drop(a);
}

static void
strings_are_copies(void **state)
{
    (void)state;
    arena *a = arena_new();
    char source[] = "個別支援計画";
    char *whole = arena_strdup(a, source), *part = arena_strndup(a, source, 6), *none = arena_strndup(a, source, 0);
    memset(source, 'x', sizeof source - 1);
    assert_string_equal(whole, "個別支援計画");
    assert_string_equal(part, "個別");
    assert_string_equal(none, "");
    assert_string_equal(arena_printf(a, "%s-%d", "plan", 7), "plan-7");
    assert_string_equal(arena_join(a, whole, "/@", "id"), "個別支援計画/@id");
    assert_string_equal(arena_join(a, "", "", ""), "");
    const int numbers[] = {1, 2, 3};
    assert_memory_equal(arena_copy(a, numbers, sizeof numbers), numbers, sizeof numbers);
    assert_non_null(arena_copy(a, NULL, 0));
    arena_drop(a);
}

static void
what_is_handed_out_is_counted(void **state)
{
    (void)state;
    arena *a = arena_new();
    assert_int_equal(arena_used(a), 0);
    arena_alloc(a, 1000);
    const size_t before = arena_used(a);
    assert_true(before >= 1000 && before < 1100);
    arena_alloc(a, 1000000);
    assert_true(arena_used(a) >= before + 1000000 && arena_used(a) < before + 1000100);
    arena_drop(a);
}

/* Whatever the sizes, little more is taken from the machine than is handed out. */
static void
what_is_held_is_what_is_handed_out(void **state)
{
    static const size_t sizes[] = {1, 100, 5000, 16384, 16385, 20000, 33000, 65536, 65537};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        arena *a = arena_new();
        const int count = (int)(20000000 / (sizes[i] + 1000));
        for (int k = 0; k < count; k++)
            arena_alloc(a, sizes[i]);
        assert_true(arena_held(a) >= arena_used(a));
        assert_true(arena_held(a) <= arena_used(a) / 3 * 4 + 66000);
        arena_drop(a);
    }
}

/* ---- what no machine has ---- */

static void
ask_for_array(arena *a)
{
    arena_alloc_many(a, SIZE_MAX / 8 + 2, 8); /* 8 bytes, were it not checked */
}

static void
ask_for_fewer_than_none(arena *a)
{
    volatile int n = -1;
    (void)ARENA_ARRAY(a, char, n);
}

static void
ask_for_string(arena *a)
{
    arena_strndup(a, "", SIZE_MAX);
}

static void
ask_for_all(arena *a)
{
    volatile size_t size = SIZE_MAX - 3; /* which the compiler would refuse as well */
    arena_alloc(a, size);
}

/* The process ends, and says on one line why. */
static void
impossible_sizes_end_the_process(void **state)
{
    static void (*const asks[])(arena *) = {ask_for_array, ask_for_fewer_than_none, ask_for_string, ask_for_all};
    (void)state;
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        int ends[2], status = 0;
        char said[500] = "";
        assert_int_equal(pipe(ends), 0);
        const pid_t child = fork();
        if (child == 0) {
            signal(SIGABRT, SIG_DFL);
            signal(SIGTRAP, SIG_DFL);
            dup2(ends[1], STDERR_FILENO);
            asks[i](arena_new());
            _exit(0);
        }
        close(ends[1]);
        FILE *from = fdopen(ends[0], "r");
        (void)!fread(said, 1, sizeof said - 1, from);
        fclose(from);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        if (!strstr(said, "arena"))
            fail_msg("ask %zu: %s", i, said);
    }
}

static void
dropping_nothing_is_allowed(void **state)
{
    (void)state;
    arena_drop(NULL);
    arena_drop(arena_new());
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(pieces_do_not_overlap),
        cmocka_unit_test(strings_are_copies),
        cmocka_unit_test(what_is_handed_out_is_counted),
        cmocka_unit_test(what_is_held_is_what_is_handed_out),
        cmocka_unit_test(impossible_sizes_end_the_process),
        cmocka_unit_test(dropping_nothing_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
