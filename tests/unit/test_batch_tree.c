/* test_batch_tree.c: names of our own, what is noted beside the documents, and a tree that is not as it should be; what
 * is done to a whole output folder is in tests/batch_tamper.sh. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "batch/batch_int.h"
#include "folder_support.h"

typedef struct site {
    char *path;
    int folder;
    diag *d;
    batch_tree *tree;
} site;

static void
put_file(const site *s, const char *name, const char *text)
{
    char *path = g_build_filename(s->path, name, NULL), *folder = g_path_get_dirname(path);
    g_mkdir_with_parents(folder, 0700);
    assert_true(g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    g_free(folder);
    g_free(path);
}

static int
begin_site(void **state)
{
    site *s = g_new0(site, 1);
    s->path = g_dir_make_tmp("renkei-tree-XXXXXX", NULL);
    s->folder = open(s->path, O_RDONLY | O_DIRECTORY);
    s->d = diag_new();
    s->tree = batch_tree_new(s->folder, s->d);
    *state = s;
    return 0;
}

static int
end_site(void **state)
{
    site *s = *state;
    batch_tree_drop(s->tree);
    diag_drop(s->d);
    close(s->folder);
    remove_tree(s->path);
    g_free(s->path);
    g_free(s);
    return 0;
}

static void
names_of_our_own_are_known_and_no_others(void **state)
{
    (void)state;
    static const char *const files[] = {".renkei/lock",
                                        ".renkei/lock-2-of-8",
                                        ".renkei/ledger.sqlite",
                                        ".renkei/ledger.sqlite-wal",
                                        ".renkei/ledger.sqlite-shm",
                                        ".renkei/ledger.sqlite.sum",
                                        ".renkei/ledger-8-of-8.sqlite",
                                        ".renkei/beside",
                                        ".renkei/tmp/0.pdf",
                                        ".renkei/tmp-1-of-2/123.pdf"};
    static const char *const others[] = {"ledger.sqlite",           ".renkei/ledger",      ".renkei/ledger.sqlite-wal2",
                                         ".renkei/lock-9-of-8",     ".renkei/lock-0-of-8", ".renkei/lock-2-of-8.bak",
                                         ".renkei/tmp/a.pdf",       ".renkei/tmp/.pdf",    ".renkei/tmp/1.PDF",
                                         ".renkei/withdrawn/1.pdf", ".renkei/tmp/1/2.pdf", ".renkeix/lock",
                                         ".renkei/lock ",           ".renkei/other/1.pdf", ".renkei/"};
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
        if (!batch_own_is_file(files[i]))
            fail_msg("%s is ours", files[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        if (batch_own_is_file(others[i]))
            fail_msg("%s is not ours", others[i]);
    assert_true(batch_own_is_folder(".renkei"));
    assert_true(batch_own_is_folder(".renkei/tmp-1-of-2"));
    assert_true(batch_own_is_folder(".renkei/withdrawn"));
    assert_false(batch_own_is_folder(".renkei/tmp-3-of-2"));
    assert_false(batch_own_is_folder("tmp"));
}

static void
see_note(void *data, const char *name, const digest *sum)
{
    char hex[DIGEST_TEXT];
    g_string_append_printf(data, "%s %.8s\n", name, digest_text(sum, hex));
}

static void
note_of(const site *s, const char *name, const char *text)
{
    char *path = g_build_filename(s->path, name, NULL);
    batch_beside_note(s->path, path, text, strlen(text), s->d);
    g_free(path);
}

/* One line a file, the newest; one that is gone is forgotten; one that lies elsewhere never was. */
static void
what_lies_beside_is_noted(void **state)
{
    site *s = *state;
    GString *seen = g_string_new(NULL);
    put_file(s, ".renkei/lock", "");
    put_file(s, "report.pdf", "two");
    put_file(s, "lists/index.pdf", "i");
    note_of(s, "report.pdf", "one");
    note_of(s, "lists/index.pdf", "i");
    note_of(s, "report.pdf", "two");
    batch_beside_note(s->path, "/tmp/elsewhere.pdf", "x", 1, s->d);
    batch_beside_each(s->path, see_note, seen);
    assert_string_equal(seen->str, "lists/index.pdf de7d1b72\nreport.pdf 3fc4ccfe\n");
    char *path = g_build_filename(s->path, "lists/index.pdf", NULL);
    g_unlink(path);
    g_free(path);
    note_of(s, "report.pdf", "two");
    g_string_truncate(seen, 0);
    batch_beside_each(s->path, see_note, seen);
    assert_string_equal(seen->str, "report.pdf 3fc4ccfe\n");
    assert_int_equal(diag_length(s->d), 0);
    g_string_free(seen, TRUE);
}

static bool
write_beside(const site *s, const char *name, const char *begins, const char *text)
{
    char *path = g_build_filename(s->path, name, NULL);
    const batch_beside b = {path, begins, text, strlen(text), .everybody = false};
    const bool written = batch_beside_write(s->path, &b, s->d);
    g_free(path);
    return written;
}

static void
check_text(const site *s, const char *name, const char *expected)
{
    char *path = g_build_filename(s->path, name, NULL), *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_string_equal(text, expected);
    g_free(text);
    g_free(path);
}

/* What somebody wants beside the documents is written over an earlier one of its kind, and over nothing else. */
static void
nothing_else_is_written_over(void **state)
{
    site *s = *state;
    GString *seen = g_string_new(NULL);
    static const char *const kinds[] = {BATCH_BESIDE_PDF, "{\"v\":1"};
    static const char *const in_the_way[][2] = {{"plan.pdf", "%PDF-1.7 document"},
                                                {"bundles/x.pdf", "%PDF-1.7 envelope"},
                                                {"case.xml", "<case/>"},
                                                {"short", "%"},
                                                {".renkei/ledger.sqlite", "SQLite format 3"},
                                                {".renkei/empty", ""},
                                                {".renkei/issued/ab/c.pdf", "%PDF-1.7 issued"}};
    for (size_t i = 0; i < G_N_ELEMENTS(in_the_way); i++) {
        put_file(s, in_the_way[i][0], in_the_way[i][1]);
        for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++)
            assert_false(write_beside(s, in_the_way[i][0], kinds[k], kinds[k]));
        check_text(s, in_the_way[i][0], in_the_way[i][1]);
    }
    assert_false(write_beside(s, ".renkei/new.pdf", BATCH_BESIDE_PDF, "%PDF-x"));
    const size_t refused = G_N_ELEMENTS(in_the_way) + 1; /* each is told once */
    assert_int_equal(diag_length(s->d), refused);
    for (size_t i = 0; i < refused; i++)
        assert_int_equal(diag_at(s->d, i)->code, DIAG_FILE_WRITE);
    batch_beside_each(s->path, see_note, seen);
    assert_string_equal(seen->str, "");
    put_file(s, "empty.json", "");
    assert_true(write_beside(s, "empty.json", kinds[1], "{\"v\":1}"));
    for (int i = 0; i < 2; i++) {
        assert_true(write_beside(s, "report.pdf", BATCH_BESIDE_PDF, i ? "%PDF-two" : "%PDF-one"));
        assert_true(write_beside(s, "s.json", kinds[1], i ? "{\"v\":1,2}" : "{\"v\":1}"));
    }
    check_text(s, "report.pdf", "%PDF-two");
    check_text(s, "s.json", "{\"v\":1,2}");
    assert_int_equal(diag_length(s->d), refused);
    g_string_free(seen, TRUE);
}

/* A name that the system will not look at is neither missing nor good. */
static void
what_cannot_be_read_is_told_as_such(void **state)
{
    site *s = *state;
    size_t files, good;
    const digest sum = digest_of("x", 1);
    char *name = g_strnfill(300, 'K');
    put_file(s, "good.pdf", "x");
    batch_tree_expect(s->tree, name, &sum);
    batch_tree_expect(s->tree, "good.pdf", &sum);
    batch_tree_expect(s->tree, "good.pdf", &(digest){{1}}); /* the first counts */
    batch_tree_check(s->tree, &files, &good);
    assert_int_equal(files, 2);
    assert_int_equal(good, 1);
    assert_int_equal(diag_length(s->d), 1);
    assert_int_equal(diag_at(s->d, 0)->code, DIAG_BATCH_FILE_UNREAD);
    batch_tree_look_round(s->tree);
    assert_int_equal(diag_length(s->d), 1);
    g_free(name);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_site, end_site)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_our_own_are_known_and_no_others),
        TEST(what_lies_beside_is_noted),
        TEST(nothing_else_is_written_over),
        TEST(what_cannot_be_read_is_told_as_such),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
