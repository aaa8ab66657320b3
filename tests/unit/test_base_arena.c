#include <setjmp.h>
#include <stdarg.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static void
memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    arena *a = arena_new();
    for (size_t size = 0; size < 200; size++) {
        const unsigned char *p = arena_alloc(a, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
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
        cmocka_unit_test(memory_is_zeroed_and_aligned), cmocka_unit_test(pieces_do_not_overlap),
        cmocka_unit_test(strings_are_copies),           cmocka_unit_test(what_is_handed_out_is_counted),
        cmocka_unit_test(dropping_nothing_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
