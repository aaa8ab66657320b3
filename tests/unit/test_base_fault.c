/* What the system says went wrong, in either language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "base/fault.h"

/* Every number has words in both languages, and none of the other's: also those of a kernel to come. */
static void
every_number_has_words_of_its_language(void **state)
{
    (void)state;
    for (int error = 0; error < 200; error++) {
        const char *ja = fault_words(error, DIAG_JA), *en = fault_words(error, DIAG_EN);
        for (const char *p = ja; *p; p++)
            if (g_ascii_isalpha(*p))
                fail_msg("%d: %s", error, ja);
        for (const char *p = en; *p; p++)
            if ((unsigned char)*p > 0x7e)
                fail_msg("%d: %s", error, en);
        assert_true(*ja && *en);
    }
    assert_string_equal(fault_words(4099, DIAG_JA), "エラー番号4099");
    assert_string_equal(fault_words(4099, DIAG_EN), "error number 4099");
}

static void
the_usual_ones_say_what_is_wrong(void **state)
{
    (void)state;
    static const int usual[] = {ENOENT,       EACCES, ENOSPC, EISDIR, ENOTDIR,   EROFS, EMFILE,
                                ENAMETOOLONG, EIO,    ELOOP,  EPERM,  EBUSY,     EPIPE, EDQUOT,
                                EFBIG,        ENOMEM, EBADF,  EXDEV,  ENOTEMPTY, EEXIST};
    for (size_t i = 0; i < G_N_ELEMENTS(usual); i++)
        if (strstr(fault_words(usual[i], DIAG_JA), "番号"))
            fail_msg("%d has no words", usual[i]);
}

/* What GLib's functions report is traced to what the system had said. */
static void
errors_of_glib_are_taken(void **state)
{
    (void)state;
    GError *error = NULL;
    char *text = NULL;
    assert_false(g_file_get_contents("/no/such/file", &text, NULL, &error));
    assert_int_equal(fault_take(error), ENOENT);
    error = NULL;
    assert_null(g_dir_open("/dev/null", 0, &error));
    assert_int_equal(fault_take(error), ENOTDIR);
    error = NULL;
    GKeyFile *ini = g_key_file_new();
    assert_false(g_key_file_load_from_data(ini, "no key file", (gsize)-1, G_KEY_FILE_NONE, &error));
    assert_int_equal(fault_take(error), EBADMSG);
    g_key_file_free(ini);
}

static void
a_report_is_of_one_language(void **state)
{
    (void)state;
    diag *d = diag_new();
    fault_report(d, DIAG_FILE_WRITE, PLACE_NONE, "a.pdf", EROFS);
    char *ja = diag_text(diag_at(d, 0), DIAG_JA), *en = diag_text(diag_at(d, 0), DIAG_EN);
    assert_string_equal(ja, "ファイルに書けません：a.pdf（読み取り専用です）。前からあるファイルには触れていません");
    assert_string_equal(en,
                        "cannot write file: a.pdf (read-only file system); a file that was there before is untouched");
    g_free(ja);
    g_free(en);
    diag_drop(d);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_has_words_of_its_language),
        cmocka_unit_test(the_usual_ones_say_what_is_wrong),
        cmocka_unit_test(errors_of_glib_are_taken),
        cmocka_unit_test(a_report_is_of_one_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
