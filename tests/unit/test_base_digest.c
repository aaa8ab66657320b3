/* test_base_digest.c: sums against those published (FIPS 180-4), files in pieces, and parts that cannot be confused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "base/digest.h"

static void
assert_text(const digest *d, const char *expected)
{
    char text[DIGEST_TEXT];
    assert_string_equal(digest_text(d, text), expected);
}

static void
test_known(void **state)
{
    (void)state;
    const digest nothing = digest_of("", 0), abc = digest_of("abc", 3);
    assert_text(&nothing, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_text(&abc, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_false(digest_is_none(&nothing));
    assert_true(digest_is_none(&(digest){{0}}));
}

static void
test_text_and_back(void **state)
{
    (void)state;
    char text[DIGEST_TEXT];
    const digest abc = digest_of("abc", 3);
    digest back;
    assert_true(digest_parse(digest_text(&abc, text), &back));
    assert_true(digest_equal(&abc, &back));
    text[0] = 'B';
    assert_false(digest_parse(text, &back));
    assert_false(digest_parse("ba78", &back));
    assert_false(digest_parse("", &back));
}

/* Longer than a piece that is read at once, and the head is what the file begins with. */
static void
test_file(void **state)
{
    (void)state;
    enum { LENGTH = 200001 };
    char *folder = g_dir_make_tmp("renkei-digest-XXXXXX", NULL), *path = g_build_filename(folder, "x", NULL);
    char *bytes = g_malloc(LENGTH), head[70000];
    for (size_t i = 0; i < LENGTH; i++)
        bytes[i] = (char)(i * 7 + i / 251);
    assert_true(g_file_set_contents(path, bytes, LENGTH, NULL));
    digest file;
    size_t length;
    assert_true(digest_file(path, &file, head, sizeof head, &length));
    const digest memory = digest_of(bytes, LENGTH);
    assert_true(digest_equal(&file, &memory));
    assert_int_equal(length, sizeof head);
    assert_memory_equal(head, bytes, sizeof head);
    assert_true(g_file_set_contents(path, "abc", 3, NULL));
    assert_true(digest_file(path, &file, head, sizeof head, &length));
    assert_int_equal(length, 3);
    assert_true(digest_file(path, &file, NULL, 0, NULL));
    assert_false(digest_file(folder, &file, NULL, 0, NULL));
    g_unlink(path);
    assert_false(digest_file(path, &file, NULL, 0, NULL));
    g_rmdir(folder);
    g_free(bytes);
    g_free(path);
    g_free(folder);
}

static digest
sum_of(const char *a, const char *b)
{
    digest_sum *s = digest_sum_new();
    digest_sum_add_text(s, a);
    digest_sum_add_text(s, b);
    return digest_sum_close(s);
}

static void
test_parts_stay_apart(void **state)
{
    (void)state;
    const digest sums[] = {sum_of("ab", "c"), sum_of("a", "bc"), sum_of("abc", ""), sum_of("abc", NULL),
                           sum_of(NULL, "abc")};
    for (size_t i = 0; i < G_N_ELEMENTS(sums); i++)
        for (size_t k = 0; k < i; k++)
            assert_false(digest_equal(&sums[i], &sums[k]));
    const digest again = sum_of("ab", "c");
    assert_true(digest_equal(&again, &sums[0]));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_text_and_back),
        cmocka_unit_test(test_file),
        cmocka_unit_test(test_parts_stay_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
