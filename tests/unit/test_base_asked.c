/* Files and folders that somebody named and that cannot be had. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/asked.h"
#include "folder_support.h"

static char *folder;

static const char *
inside(const char *name)
{
    static char path[4][512];
    static size_t next;
    char *p = path[next++ % G_N_ELEMENTS(path)];
    g_snprintf(p, sizeof path[0], "%s/%s", folder, name);
    return p;
}

static int
make_folder(void **state)
{
    (void)state;
    folder = g_dir_make_tmp("renkei-asked-XXXXXX", NULL);
    assert_int_equal(g_mkdir_with_parents(inside("masters/empty"), 0700), 0);
    assert_true(g_file_set_contents(inside("masters/office.xml"), "<a/>", -1, NULL));
    assert_true(g_file_set_contents(inside("masters/partners.xml"), "<a/>", -1, NULL));
    assert_true(g_file_set_contents(inside("masters/事業所.xml"), "<a/>", -1, NULL));
    assert_int_equal(mkfifo(inside("pipe"), 0600), 0);
    return 0;
}

static int
drop_folder(void **state)
{
    (void)state;
    remove_tree(folder);
    g_free(folder);
    return 0;
}

/* The words without the folder's own name. */
static void
check_words(const char *name, int error, const char *ja, const char *en)
{
    char *said[2], *shown[2];
    asked_words(inside(name), error, &said[0], &said[1]);
    for (size_t i = 0; i < 2; i++) {
        char **parts = g_strsplit(said[i], folder, -1);
        shown[i] = g_strjoinv("", parts);
        g_strfreev(parts);
    }
    assert_string_equal(shown[0], ja);
    assert_string_equal(shown[1], en);
    for (size_t i = 0; i < 2; i++) {
        g_free(said[i]);
        g_free(shown[i]);
    }
}

static void
what_is_near_is_suggested(void **state)
{
    (void)state;
    static const struct {
        const char *asked, *near; /* NULL: nothing is */
    } rows[] = {{"masters/offise.xml", "/masters/office.xml"},
                {"masters/OFFICE.XML", "/masters/office.xml"},
                {"masters/ｏｆｆｉｃｅ.xml", "/masters/office.xml"},
                {"mastres/office.xml", "/masters/office.xml"},
                {"mastres/nothing.xml", "/masters"},
                {"masters/事業書.xml", "/masters/事業所.xml"},
                {"masters/calendar.xml", NULL},
                {"elsewhere/x/y.xml", NULL}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *ja = g_strdup_printf("その名前のファイルやフォルダーがありません%s%s%s", rows[i].near ? "。" : "",
                                   rows[i].near ? rows[i].near : "", rows[i].near ? " のことですか" : "");
        char *en = g_strdup_printf("no such file or folder%s%s%s", rows[i].near ? "; did you mean " : "",
                                   rows[i].near ? rows[i].near : "", rows[i].near ? "?" : "");
        assert_int_equal(asked_file_error(inside(rows[i].asked)), ENOENT);
        check_words(rows[i].asked, ENOENT, ja, en);
        g_free(ja);
        g_free(en);
    }
}

static void
what_is_no_file_is_told_as_what_it_is(void **state)
{
    (void)state;
    assert_int_equal(asked_file_error(inside("masters/office.xml")), 0);
    assert_int_equal(asked_file_error(inside("masters")), EISDIR);
    assert_int_equal(asked_file_error(inside("pipe")), ENODEV);
    assert_int_equal(asked_file_error(inside("masters/office.xml/x")), ENOTDIR);
    assert_int_equal(asked_folder_error(inside("masters")), 0);
    assert_int_equal(asked_folder_error(inside("masters/office.xml")), ENOTDIR);
    assert_int_equal(asked_folder_error(inside("none")), ENOENT);
    check_words("masters", EISDIR,
                "フォルダーです。中のファイルなら /masters/office.xml /masters/partners.xml /masters/事業所.xml",
                "it is a folder; files in it: /masters/office.xml /masters/partners.xml /masters/事業所.xml");
    check_words("masters/empty", EISDIR, "フォルダーです。ファイルを指定してください", "it is a folder: name a file");
    check_words("pipe", ENODEV, "パイプか装置です。ファイルを指定してください",
                "it is a pipe or a device: name a file");
    check_words("masters/office.xml", ENOTDIR, "フォルダーではありません", "it is no folder");
}

/* Whose mistake it is says the place: none is the command line's, one in data the data's, of a form's code the form's.
 */
static void
the_place_says_whose_it_is(void **state)
{
    (void)state;
    const place where = {"run.xml", 3, NULL};
    static const struct {
        diag_code code;
        bool placed;
        int error;
        const char *name;
        int status;
    } rows[] = {{DIAG_FILE_ASKED, false, ENOENT, "file-asked", EXIT_USAGE},
                {DIAG_FILE_ASKED, true, ENOENT, "file-asked", EXIT_DATA},
                {DIAG_FILE_ASKED, false, EISDIR, "xml-not-a-file", EXIT_USAGE},
                {DIAG_FILE_ASKED, false, ENODEV, "xml-not-a-file", EXIT_USAGE},
                {DIAG_FOLDER_ASKED, false, ENOTDIR, "folder-asked", EXIT_USAGE},
                {DIAG_FOLDER_ASKED, true, ENOENT, "folder-asked", EXIT_DATA},
                {DIAG_FORM_INCLUDE_READ, true, ENOENT, "form-include-read", EXIT_FORM},
                /* Nothing is wrong with the name. */
                {DIAG_FILE_ASKED, false, EIO, "file-read", EXIT_ENVIRONMENT},
                {DIAG_FOLDER_ASKED, true, EMFILE, "file-read", EXIT_ENVIRONMENT},
                {DIAG_FORM_INCLUDE_READ, true, EIO, "file-read", EXIT_ENVIRONMENT}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        diag *d = diag_new();
        asked_report(d, rows[i].code, rows[i].placed ? where : PLACE_NONE, inside("none"), rows[i].error);
        assert_int_equal(diag_length(d), 1);
        assert_string_equal(diag_name(diag_at(d, 0)->code), rows[i].name);
        assert_int_equal(diag_exit_status(d), rows[i].status);
        diag_drop(d);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_near_is_suggested, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(what_is_no_file_is_told_as_what_it_is, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(the_place_says_whose_it_is, make_folder, drop_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
