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
    GPtrArray *names = g_ptr_array_new(), *forms = render_find_forms(&own_paths, d);
    assert_non_null(forms);
    for (guint i = 0; i < forms->len; i++) {
        const render_form_entry *entry = g_ptr_array_index(forms, i);
        if (!entry->takes_any)
            g_ptr_array_add(names, g_strdup(entry->name));
    }
    assert_int_equal(diag_length(d), 0);
    g_ptr_array_add(names, NULL);
    g_ptr_array_free(forms, TRUE);
    diag_drop(d);
    return (char **)g_ptr_array_free(names, FALSE);
}

#endif
