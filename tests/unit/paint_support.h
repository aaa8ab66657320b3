/* paint_support.h: what the tests of the paint room share: a page, painted by each writer, and what other programs say
 * of the PDF. */
#ifndef RENKEI_TEST_PAINT_SUPPORT_H
#define RENKEI_TEST_PAINT_SUPPORT_H

#include <glib/gstdio.h>

#include "folder_support.h"
#include "paint/paint_int.h"
#include "test_display_page.h"

static inline int
open_painting(void **state, unit width, unit height)
{
    if (open_page(state, width, height))
        return -1;
    fixture *f = *state;
    f->outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    f->folder = g_dir_make_tmp("renkei-paint-XXXXXX", NULL);
    return 0;
}

static inline int
setup(void **state)
{
    return open_painting(state, A4_WIDTH, A4_HEIGHT);
}

static inline int
teardown(void **state)
{
    fixture *f = *state;
    remove_tree(f->folder);
    g_free(f->folder);
    g_ptr_array_free(f->outputs, TRUE);
    return close_page(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* The first output; owned by f->outputs, which holds only this painting's. */
static inline const GByteArray *
paint(fixture *f, paint_backend backend, paint_format format)
{
    g_ptr_array_set_size(f->outputs, 0);
    if (!paint_document(f->list, f->fonts, backend, format, 0, f->outputs, f->d))
        diag_print(f->d, stderr, DIAG_EN);
    assert_int_equal(diag_length(f->d), 0);
    assert_true(f->outputs->len > 0);
    return g_ptr_array_index(f->outputs, 0);
}

/* Paints to a file of the test's folder; in `a`. */
static inline const char *
paint_file(fixture *f, paint_backend backend)
{
    const GByteArray *pdf = paint(f, backend, PAINT_PDF);
    const char *path = arena_printf(f->a, "%s/%s.pdf", f->folder, paint_backend_names[backend]);
    assert_true(g_file_set_contents(path, (const char *)pdf->data, (gssize)pdf->len, NULL));
    return path;
}

/* What a program says on stdout; it must end with `status` and say nothing on stderr. In `a`. */
static inline const char *
ask(fixture *f, int status, const char *command, ...)
{
    va_list list;
    va_start(list, command);
    char *line = g_strdup_vprintf(command, list), *out = NULL, *err = NULL;
    va_end(list);
    char **argv = g_strsplit(line, " ", -1);
    int wait = -1;
    assert_true(g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, &wait, NULL));
    assert_string_equal(err, "");
    assert_int_equal(g_spawn_check_wait_status(wait, NULL), status == 0);
    const char *kept = arena_strdup(f->a, out);
    g_strfreev(argv);
    g_free(line);
    g_free(out);
    g_free(err);
    return kept;
}

static inline void
assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

#endif
