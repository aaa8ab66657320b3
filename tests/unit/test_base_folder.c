/* What is in a folder, or why that is not known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>

#include "base/folder.h"
#include "folder_support.h"

static void
all_names_come_in_the_order_of_their_bytes(void **state)
{
    static const char *const names[] = {".hidden", "B", "a", "事例"};
    (void)state;
    char *folder = g_dir_make_tmp("renkei-names-XXXXXX", NULL);
    for (size_t i = G_N_ELEMENTS(names); i-- > 0;) {
        char *path = g_build_filename(folder, names[i], NULL);
        assert_true(g_file_set_contents(path, "", 0, NULL));
        g_free(path);
    }
    int error = -1;
    GPtrArray *found = folder_names(folder, &error);
    assert_int_equal(error, 0);
    assert_int_equal(found->len, G_N_ELEMENTS(names));
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        assert_string_equal(g_ptr_array_index(found, i), names[i]);
    g_ptr_array_unref(found);
    remove_tree(folder);
    assert_null(folder_names(folder, &error));
    assert_int_equal(error, ENOENT);
    assert_null(folder_names("/dev/null", &error));
    assert_int_equal(error, ENOTDIR);
    g_free(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_names_come_in_the_order_of_their_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
