/* test_batch_spool.c: the words that lp gets, what it reads, and what is told when it does not take it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "batch/batch_spool.h"
#include "folder_support.h"

typedef struct tray {
    char *folder, *path; /* path: PATH as it was */
    diag *d;
} tray;

static int
begin_tray(void **state)
{
    tray *t = g_new0(tray, 1);
    t->folder = g_dir_make_tmp("renkei-spool-XXXXXX", NULL);
    t->path = g_strdup(g_getenv("PATH"));
    t->d = diag_new();
    g_setenv("TRAY", t->folder, TRUE);
    *state = t;
    return 0;
}

static int
end_tray(void **state)
{
    tray *t = *state;
    g_setenv("PATH", t->path, TRUE);
    remove_tree(t->folder);
    diag_drop(t->d);
    g_free(t->folder);
    g_free(t->path);
    g_free(t);
    return 0;
}

/* An lp that does this comes first on PATH. */
static void
put_lp(const tray *t, const char *what)
{
    char *lp = g_build_filename(t->folder, "lp", NULL);
    char *script = g_strdup_printf("#!/bin/sh\n%s\n", what);
    char *path = g_strdup_printf("%s:%s", t->folder, t->path);
    assert_true(g_file_set_contents(lp, script, -1, NULL));
    assert_int_equal(g_chmod(lp, 0700), 0);
    g_setenv("PATH", path, TRUE);
    g_free(lp);
    g_free(script);
    g_free(path);
}

/* By a starter of the environment as it is now. */
static bool
spool_bytes(const void *bytes, size_t length, diag *d)
{
    starter *by = starter_new(batch_spool_asked, NULL);
    assert_non_null(by);
    const bool good = batch_spool_bytes(&(batch_spooler){by, NULL, NULL}, "K", bytes, length, d);
    starter_drop(by);
    return good;
}

static void
assert_told(const tray *t, const char *words)
{
    char *told = NULL;
    size_t length;
    FILE *to = open_memstream(&told, &length);
    assert_int_equal(diag_count(t->d, DIAG_ERROR), 1);
    diag_print(t->d, to, DIAG_EN);
    assert_int_equal(fclose(to), 0);
    if (!strstr(told, "batch-spooler") || !strstr(told, words))
        fail_msg("%s: not told: %s", words, told);
    assert_int_equal(diag_exit_status(t->d), 5);
    free(told);
}

static void
the_words_are_those_of_the_run_file(void **state)
{
    (void)state;
    static const struct {
        batch_spooler of;
        const char *title, *words;
    } rows[] = {{{NULL, NULL, NULL}, "K-1 plan", "lp|-t|K-1 plan"},
                {{NULL, "tray2", NULL}, "-K", "lp|-d|tray2|-t|-K"},
                {{NULL, "tray2", ""}, "K", "lp|-d|tray2|-t|K"},
                {{NULL, NULL, " sides=two-sided-long-edge\n media=A4,upper "},
                 "K",
                 "lp|-o|sides=two-sided-long-edge|-o|media=A4,upper|-t|K"},
                {{NULL, NULL, "a=$(x);"}, "`x`", "lp|-o|a=$(x);|-t|`x`"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char **words = batch_spool_words(&rows[i].of, rows[i].title), *text = g_strjoinv("|", words);
        assert_string_equal(text, rows[i].words);
        /* The same, asked for over there. */
        const char *const asked[] = {rows[i].title, rows[i].of.printer ? "-d" : "",
                                     rows[i].of.printer ? rows[i].of.printer : "",
                                     rows[i].of.options ? rows[i].of.options : "", NULL};
        char **there = batch_spool_asked(NULL, asked), *same = g_strjoinv("|", there);
        assert_string_equal(same, rows[i].words);
        g_free(same);
        g_strfreev(there);
        g_free(text);
        g_strfreev(words);
    }
    assert_null(batch_spool_asked(NULL, (const char *const[]){"K", "", "", NULL}));
    assert_null(batch_spool_asked(NULL, (const char *const[]){"K", "", "", "", "x", NULL}));
}

/* More than any pipe holds, zeros and all. */
static void
lp_reads_all_the_bytes(void **state)
{
    tray *t = *state;
    enum { LENGTH = 3 << 20 };
    char *bytes = g_malloc(LENGTH), *read = NULL, *file = g_build_filename(t->folder, "paper", NULL);
    gsize length;
    for (size_t i = 0; i < LENGTH; i++)
        bytes[i] = (char)(i * 7919 >> 5);
    put_lp(t, "cat >\"$TRAY/paper\"; echo request id is x-1; echo warning >&2");
    assert_true(spool_bytes(bytes, LENGTH, t->d));
    assert_true(g_file_get_contents(file, &read, &length, NULL));
    assert_int_equal(length, LENGTH);
    assert_memory_equal(read, bytes, LENGTH);
    assert_int_equal(diag_count(t->d, DIAG_ERROR), 0);
    g_free(bytes);
    g_free(read);
    g_free(file);
}

static void
assert_fails(tray *t, const char *words)
{
    assert_false(spool_bytes("x", 1, t->d));
    assert_told(t, words);
}

/* Whatever is called lp: what ends well and has not read the whole has printed nothing that we know of. */
static void
what_was_not_read_was_not_taken(void **state)
{
    tray *t = *state;
    static const char *const ways[] = {"exit 0", "head -c 1000 >/dev/null", "exec <&-; cat >/dev/null 2>&1; exit 0"};
    char *bytes = g_malloc0(1 << 20);
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        diag_drop(t->d);
        t->d = diag_new();
        put_lp(t, ways[i]);
        assert_false(spool_bytes(bytes, 1 << 20, t->d));
        assert_told(t, "did not read the document to its end");
    }
    g_free(bytes);
}

static void
a_status_is_told_with_what_lp_said(void **state)
{
    put_lp(*state, "echo 'lp: no such printer' >&2; echo more >&2; exit 4");
    assert_fails(*state, "lp ended with status 4: lp: no such printer;");
}

static void
a_signal_is_told(void **state)
{
    put_lp(*state, "kill -9 $$");
    assert_fails(*state, "lp was stopped by signal 9;");
}

static void
bytes_that_are_no_text_do_no_harm(void **state)
{
    put_lp(*state, "printf '\\377\\033[1m%01000d' 7 >&2; exit 1");
    assert_fails(*state, "lp ended with status 1");
}

static void
a_missing_lp_is_told(void **state)
{
    const tray *t = *state;
    g_setenv("PATH", t->folder, TRUE);
    assert_fails(*state, "there is no lp on PATH");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_tray, end_tray)

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(the_words_are_those_of_the_run_file),
                                       TEST(lp_reads_all_the_bytes),
                                       TEST(what_was_not_read_was_not_taken),
                                       TEST(a_status_is_told_with_what_lp_said),
                                       TEST(a_signal_is_told),
                                       TEST(bytes_that_are_no_text_do_no_harm),
                                       TEST(a_missing_lp_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
