/* forms_support.h: the environment of the repository's own forms, and what they are called. */
#ifndef RENKEI_TEST_FORMS_SUPPORT_H
#define RENKEI_TEST_FORMS_SUPPORT_H

#include <string.h>

#include <cmocka.h>

#include "render/render.h"

static const render_paths own_paths = {
    .forms = (char *)"templates", .schema = (char *)"templates/schema", .fonts = (char *)"fonts"};

/* Those that take a case, sorted. g_strfreev it. */
static inline char **
forms_of_cases(void)
{
    diag *d = diag_new();
    GString *list = g_string_new(NULL);
    GPtrArray *names = g_ptr_array_new();
    render_environment *e = render_open(&own_paths, RENDER_KEEP, d);
    assert_true(render_list_forms(e, &(render_request){0}, list, d));
    char **lines = g_strsplit(list->str, "\n", -1);
    for (char **line = lines; *line && **line; line++) {
        *strchr(*line, '\t') = '\0';
        if (!render_form_takes_any(e, *line, d))
            g_ptr_array_add(names, g_strdup(*line));
    }
    assert_int_equal(diag_length(d), 0);
    g_ptr_array_add(names, NULL);
    g_strfreev(lines);
    g_string_free(list, TRUE);
    render_close(e);
    diag_drop(d);
    return (char **)g_ptr_array_free(names, FALSE);
}

#endif
