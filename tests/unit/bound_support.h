/* bound_support.h: a sample, edited (rule_edits.h), in a form as `renkei-render -T bind` has it, filled or to be
 * written into: for the tests of what papers say. Each line of it is an element; a text with data= comes from the data,
 * one without is the form's own. */
#ifndef RENKEI_TEST_BOUND_SUPPORT_H
#define RENKEI_TEST_BOUND_SUPPORT_H

#include "rule_edits.h"
#include "values_support.h"

#include "bind/bind.h"
#include "form/form.h"

static inline int
open_world(void **state)
{
    rule_world *w = g_new0(rule_world, 1);
    w->schemas = casefile_schemas_open("templates/schema", false);
    w->folder = g_dir_make_tmp("renkei-school-XXXXXX", NULL);
    *state = w;
    return 0;
}

static inline int
close_world(void **state)
{
    rule_world *w = *state;
    remove_tree(w->folder);
    g_free(w->folder);
    casefile_schemas_close(w->schemas);
    g_free(w);
    return 0;
}

static inline GString *
bound_with(rule_world *w, const char *sample, const char *edits, const char *form_name, const bind_options *options)
{
    rule_case c;
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    bind_options o = *options;
    o.values = shipped_values();
    rule_case_open(&c, sample);
    if (!rule_edits(&c, edits))
        fail_msg("%s", c.why);
    rule_write(w, &c);
    char *path = rule_path(w->folder, "case", 0);
    casefile *read = casefile_read_with(a, s, path, w->schemas, d);
    form *f = form_read_file(a, s, arena_printf(a, "templates/%s/form.xml", form_name), "templates/schema", d);
    if (!read || !f) {
        rule_print_messages(d);
        fail_msg("%s of %s with %s is not read", form_name, sample, edits);
    }
    const bound *b = bind_case(a, s, f, read, &o, d);
    GString *out = b ? g_string_new(NULL) : NULL;
    if (b)
        bound_print(b, out);
    else if (diag_length(d) == 0 || diag_at(d, 0)->code != DIAG_BIND_NO_SUBJECT) {
        rule_print_messages(d);
        fail_msg("%s of %s with %s is not bound", form_name, sample, edits);
    }
    g_free(path);
    rule_case_close(&c);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
    return out;
}

static inline GString *
bound_as(rule_world *w, const char *sample, const char *edits, const char *form_name, bool blank)
{
    return bound_with(w, sample, edits, form_name, &(bind_options){.draft = !blank, .blank = blank});
}

/* The edited sample in a form, as `renkei-render -T bind` has it; NULL when it has nothing for the form. */
static inline GString *
bound_text(rule_world *w, const char *sample, const char *edits, const char *form_name)
{
    return bound_as(w, sample, edits, form_name, false);
}

/* All forms, ended by NULL; g_strfreev. */
static inline char **
form_names(void)
{
    GDir *dir = g_dir_open("templates", 0, NULL);
    GPtrArray *names = g_ptr_array_new();
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *path = g_build_filename("templates", name, "form.xml", NULL);
        if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
            g_ptr_array_add(names, g_strdup(name));
        g_free(path);
    }
    g_dir_close(dir);
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}

#endif
