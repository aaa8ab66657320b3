/* What the commands do alike: how they are to speak, what they were asked, which cases a folder holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "cli/cli.h"

static cli_speech
speech(const char *command)
{
    int argc;
    char **argv;
    assert_true(g_shell_parse_argv(command, &argc, &argv, NULL));
    const cli_speech s = cli_speech_asked(argc, argv);
    g_strfreev(argv);
    return s;
}

static void
test_speech(void **state)
{
    (void)state;
    assert_int_equal(speech("renkei a.xml").language, DIAG_JA);
    assert_int_equal(speech("renkei --messages en").language, DIAG_EN);
    assert_int_equal(speech("renkei --messages=en").language, DIAG_EN);
    assert_int_equal(speech("renkei --messages").language, DIAG_JA);
    assert_true(speech("renkei --no-such --json").json);
    assert_false(speech("renkei -- --json").json);
}

static void
test_choice(void **state)
{
    (void)state;
    static const char *const words[] = {"cairo", "haru", NULL};
    assert_int_equal(cli_choice(NULL, words), 0);
    assert_int_equal(cli_choice("haru", words), 1);
    assert_int_equal(cli_choice("har", words), -1);
}

static void
test_messages(void **state)
{
    (void)state;
    diag *d = diag_new();
    cli_check_messages(NULL, d);
    cli_check_messages("en", d);
    assert_int_equal(diag_count(d, DIAG_ERROR), 0);
    cli_check_messages("fr", d);
    assert_int_equal(diag_exit_status(d), EXIT_USAGE);
    diag_drop(d);
}

static void
test_wrong_option_is_usage(void **state)
{
    (void)state;
    char **argv;
    int argc;
    assert_true(g_shell_parse_argv("renkei --no-such", &argc, &argv, NULL));
    char **const words = argv;
    gboolean json = FALSE;
    char *messages = NULL;
    const GOptionEntry entries[] = {CLI_SPEECH_OPTIONS(&json, &messages),
                                    {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL}};
    diag *d = diag_new();
    assert_false(cli_parse(entries, "", "", &argc, &argv, d));
    assert_int_equal(diag_exit_status(d), EXIT_USAGE);
    diag_drop(d);
    g_strfreev(words);
}

static void
test_endings(void **state)
{
    (void)state;
    static const char *const endings[] = {"pdf", "png", NULL};
    static const struct {
        const char *path;
        int ending;
    } rows[] = {{"a.pdf", 0},
                {"b/c.PNG", 1},
                {"-", CLI_NO_ENDING},
                {"a", CLI_NO_ENDING},
                {".pdf", CLI_NO_ENDING},
                {"a.b/c", CLI_NO_ENDING},
                {"/dev/stdout", CLI_NO_ENDING},
                {"a.docx", CLI_OTHER_ENDING},
                {"a.pdf.", CLI_OTHER_ENDING},
                {"a.pdf.bak", CLI_OTHER_ENDING}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        diag *d = diag_new();
        if (cli_ending("-o", rows[i].path, endings, d) != rows[i].ending)
            fail_msg("%s", rows[i].path);
        assert_int_equal(diag_exit_status(d), rows[i].ending == CLI_OTHER_ENDING ? EXIT_USAGE : EXIT_DONE);
        diag_drop(d);
    }
}

static void
test_ids_are_folded(void **state)
{
    (void)state;
    static const char *const rows[][2] = {{"N3.6", "N3.6"}, {"n5.1D", "N5.1d"}, {"ｎ５．１ｄ", "N5.1d"},
                                          {"", ""},         {"K1.2", "K1.2"},   {"\xff", "\xef\xbf\xbd"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *id = cli_fold_id(rows[i][0]);
        assert_string_equal(id, rows[i][1]);
        g_free(id);
    }
}

/* What is wrong with a date is said: its shape, or what no calendar has. */
static void
test_dates(void **state)
{
    (void)state;
    static const struct {
        const char *as_of, *month, *said; /* NULL: good */
    } rows[] = {{NULL, NULL, NULL},
                {"2024-02-29", "2024-12", NULL},
                {"2023-02-29", NULL, "--as-of 2023-02-29: there is no such day (days are 1873-01-01 to 2099-12-31)"},
                {NULL, "2026-13", "--month 2026-13: months are 01 to 12, from 1873-01 to 2099-12"},
                {NULL, "2026/1", "--month 2026/1: write it as YYYY-MM"},
                {"", NULL, "--as-of : write it as YYYY-MM-DD"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        diag *d = diag_new();
        assert_int_equal(cli_check_dates(rows[i].as_of, rows[i].month, d), !rows[i].said);
        assert_int_equal(diag_length(d), rows[i].said ? 1 : 0);
        if (rows[i].said)
            assert_string_equal(diag_at(d, 0)->args[1], rows[i].said);
        diag_drop(d);
    }
}

/* Sorted by path; a link to a folder is not followed, a folder that is not there is told. */
static void
test_cases_of_a_folder(void **state)
{
    (void)state;
    char *folder = g_dir_make_tmp("renkei-cli-XXXXXX", NULL);
    static const char *const inside[] = {"b", "a/deep"};
    for (size_t i = 0; i < G_N_ELEMENTS(inside); i++) {
        char *child = g_build_filename(folder, inside[i], NULL), *path = g_build_filename(child, "case.xml", NULL);
        assert_int_equal(g_mkdir_with_parents(child, 0700), 0);
        assert_true(g_file_set_contents(path, "<case/>", -1, NULL));
        g_free(path);
        g_free(child);
    }
    char *link_path = g_build_filename(folder, "c", NULL);
    assert_int_equal(symlink("b", link_path), 0);
    diag *d = diag_new();
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    cli_find_cases(folder, paths, d);
    assert_int_equal(paths->len, 2);
    assert_true(g_str_has_suffix(g_ptr_array_index(paths, 0), "/a/deep/case.xml"));
    assert_true(g_str_has_suffix(g_ptr_array_index(paths, 1), "/b/case.xml"));
    g_unlink(link_path);
    for (guint i = 0; i < paths->len; i++) {
        char *parent = g_path_get_dirname(g_ptr_array_index(paths, i));
        g_unlink(g_ptr_array_index(paths, i));
        g_rmdir(parent);
        g_free(parent);
    }
    char *a = g_build_filename(folder, "a", NULL);
    g_rmdir(a);
    assert_int_equal(g_rmdir(folder), 0);
    cli_find_cases(folder, paths, d);
    assert_int_equal(diag_exit_status(d), EXIT_USAGE);
    g_ptr_array_free(paths, TRUE);
    diag_drop(d);
    g_free(a);
    g_free(link_path);
    g_free(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_speech),   cmocka_unit_test(test_choice),
        cmocka_unit_test(test_messages), cmocka_unit_test(test_wrong_option_is_usage),
        cmocka_unit_test(test_endings),  cmocka_unit_test(test_ids_are_folded),
        cmocka_unit_test(test_dates),    cmocka_unit_test(test_cases_of_a_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
