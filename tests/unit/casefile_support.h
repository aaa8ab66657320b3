/* casefile_support.h: what the tests of the casefile room share: cases that a test writes into a folder of its own. */
#ifndef RENKEI_TEST_CASEFILE_SUPPORT_H
#define RENKEI_TEST_CASEFILE_SUPPORT_H

#include "test_xml_check.h"

#include "casefile/casefile.h"
#include "schema/schema.h"

#include "folder_support.h"

static char *folder; /* of its own for each test */

static inline int
begin_folder(void **state)
{
    folder = g_dir_make_tmp("renkei-case-XXXXXX", NULL);
    return begin(state);
}

static inline int
end_folder(void **state)
{
    remove_tree(folder);
    g_free(folder);
    return end(state);
}

static inline const char *
write_file(world *w, const char *name, const char *text)
{
    const char *path = arena_printf(w->a, "%s/%s", folder, name);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

/* The messages with the folder's name taken out. */
static inline void
check_here(world *w, const char *expected)
{
    char **parts = g_strsplit(messages(w), arena_printf(w->a, "%s/", folder), -1);
    char *short_names = g_strjoinv("", parts);
    const char *got = arena_strdup(w->a, short_names);
    g_free(short_names);
    g_strfreev(parts);
    assert_string_equal(got, expected);
}

#endif
