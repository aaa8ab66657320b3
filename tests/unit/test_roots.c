/* Which words of a file may name another: as an attribute would have them, whatever stands around; of a case no more
 * than its masters. And a pipe that is looked at, and then read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "render/roots_int.h"

static void
add_word(const char *word, void *of)
{
    g_string_append_printf(of, "[%s]", word);
}

/* g_free it. */
static char *
words_of(const char *bytes, gssize length, bool is_case)
{
    char *path = NULL;
    const int fd = g_file_open_tmp("renkei-roots-XXXXXX", &path, NULL);
    assert_true(fd >= 0 && g_file_set_contents(path, bytes, length, NULL));
    close(fd);
    GString *out = g_string_new(NULL);
    roots_words_find(path, is_case, add_word, out);
    assert_int_equal(g_unlink(path), 0);
    g_free(path);
    return g_string_free(out, FALSE);
}

static void
test_words(void **state)
{
    (void)state;
    static const struct {
        const char *xml, *words;
        bool is_case;
    } cases[] = {
        {"<a x='1' y=\"2\"/>", "[1][2]", false},
        {"<a x=' \n b.xml\t'/>", "[b.xml]", false},
        {"<a x='b\nc.xml'/>", "[b c.xml]", false},
        {"<a x='m&amp;n&#x2f;&#47;&lt;&quot;&apos;'/>", "[m&n//<\"']", false},
        {"<a x='&#12510;&nothing;&#0;&#xD800;&'/>", "[マ&nothing;&#0;&#xD800;&]", false},
        {"<!-- don't --><a x='b'/>", "[b]", false},
        {"<p>it's 5\" wide</p><a x=\"b\"/>", "[b]", false},
        {"<a x='\"' y='b'/>", "[\"][b]", false},
        {"<a x='b", "", false},
        {"", "", false},
        {"<case><masters office='o'/></case>", "[o]", true},
        {"<!-- <masters x='1'> --><?y <masters z='2'> ?><case><masters office='o'/></case>", "[1][2][o]", true},
        {"<!-- <masters x='1'>", "[1]", true},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *words = words_of(cases[i].xml, -1, cases[i].is_case);
        assert_string_equal(words, cases[i].words);
        g_free(words);
    }
}

/* What is before the masters may be long; what is behind them is not looked at, once they were seen. */
static void
test_long(void **state)
{
    (void)state;
    GString *xml = g_string_new("<?xml version='1'?><!-- <masters office='no'> ");
    for (int i = 0; i < 300000; i++)
        g_string_append_c(xml, 'x');
    g_string_append(xml, " --><case><masters office='o'/>");
    for (int i = 0; i < 2000000; i++)
        g_string_append_c(xml, ' ');
    g_string_append(xml, "<a x='late'/></case>");
    char *case_words = words_of(xml->str, (gssize)xml->len, true), *all = words_of(xml->str, (gssize)xml->len, false);
    assert_string_equal(case_words, "[1][no][o]");
    assert_string_equal(all, "[1][no][o][late]");
    g_free(all);
    g_free(case_words);
    g_string_free(xml, TRUE);
}

static void
test_utf16(void **state)
{
    (void)state;
    static const char xml[] = "<case><masters office='../親元/𠮷.xml'/></case>";
    static const char *const encodings[] = {"UTF-16", "UTF-16LE", "UTF-16BE"};
    for (size_t i = 0; i < G_N_ELEMENTS(encodings); i++) {
        gsize length;
        char *wide = g_convert(xml, -1, encodings[i], "UTF-8", NULL, &length, NULL);
        assert_non_null(wide);
        char *words = words_of(wide, (gssize)length, true);
        assert_string_equal(words, "[../親元/𠮷.xml]");
        g_free(words);
        g_free(wide);
    }
}

/* A pipe of a path is not opened: whoever writes into it would lose its reader. */
static void
test_fifo(void **state)
{
    (void)state;
    char *folder = g_dir_make_tmp("renkei-roots-XXXXXX", NULL), *path = g_build_filename(folder, "fifo", NULL);
    assert_int_equal(mkfifo(path, 0600), 0);
    const int told = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    struct inotify_event event;
    assert_true(inotify_add_watch(told, path, IN_OPEN) >= 0);
    GString *out = g_string_new(NULL);
    roots_words_find(path, false, add_word, out);
    assert_string_equal(out->str, "");
    assert_true(read(told, &event, sizeof event) < 0 && errno == EAGAIN);
    g_string_free(out, TRUE);
    close(told);
    assert_int_equal(g_unlink(path) | g_rmdir(folder), 0);
    g_free(path);
    g_free(folder);
}

static void
test_kept(void **state)
{
    (void)state;
    static const char xml[] = "<a x='b'/>";
    const int before = dup(STDIN_FILENO);
    int ends[2];
    char bytes[64];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], xml, strlen(xml)), (int)strlen(xml));
    close(ends[1]);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    roots_words_keep(1024);
    for (int i = 0; i < 2; i++) {
        GString *out = g_string_new(NULL);
        roots_words_find("-", false, add_word, out);
        assert_string_equal(out->str, "[b]");
        g_string_free(out, TRUE);
    }
    assert_int_equal(read(STDIN_FILENO, bytes, sizeof bytes), (int)strlen(xml));
    assert_memory_equal(bytes, xml, strlen(xml));
    before >= 0 ? dup2(before, STDIN_FILENO) : close(STDIN_FILENO);
    if (before >= 0)
        close(before);
}

/* The same letter by letter. */
static char *
words_by_letter(const char *bytes, size_t length)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0, close; i < length; i++) {
        if (bytes[i] != '"' && bytes[i] != '\'')
            continue;
        for (close = i + 1; close < length && bytes[close] != bytes[i] && bytes[close] != '<';)
            close++;
        if (close == length || bytes[close] != bytes[i])
            continue;
        g_string_append_printf(out, "[%.*s]", (int)(close - i - 1), bytes + i + 1);
        i = close;
    }
    return g_string_free(out, FALSE);
}

static void
test_any_letters(void **state)
{
    (void)state;
    static const char letters[] = "\"'\"'<ab";
    GRand *rand = g_rand_new_with_seed(7);
    for (int n = 0; n < 3000; n++) {
        char bytes[24];
        const size_t length = (size_t)g_rand_int_range(rand, 1, (gint32)sizeof bytes);
        for (size_t i = 0; i < length; i++)
            bytes[i] = letters[g_rand_int_range(rand, 0, (gint32)sizeof letters - 1)];
        char *found = words_of(bytes, (gssize)length, false), *expected = words_by_letter(bytes, length);
        assert_string_equal(found, expected);
        g_free(expected);
        g_free(found);
    }
    g_rand_free(rand);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_words), cmocka_unit_test(test_long),
                                       cmocka_unit_test(test_utf16), cmocka_unit_test(test_fifo),
                                       cmocka_unit_test(test_kept),  cmocka_unit_test(test_any_letters)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
