/* samples_support.h: what the tests of the samples share: samples and blank forms, taken through the whole pipeline,
 * and what their pages say. */
#ifndef RENKEI_TEST_SAMPLES_SUPPORT_H
#define RENKEI_TEST_SAMPLES_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "bind/bind.h"
#include "casefile/casefile.h"
#include "check/check.h"
#include "compose/compose.h"
#include "emit/emit.h"
#include "display/display.h"
#include "form/form.h"

#include "folder_support.h"
#include "values_support.h"

/* One sample in one form, through the whole pipeline. */
typedef struct made {
    arena *a;
    xml_store *s;
    diag *d;
    casefile *c; /* NULL: a blank form */
    bound *b;
    composed *pages;
    display *l;
} made;

typedef struct fixture {
    font_set *fonts;
    text_engine *engine;
    char *folder;            /* for files */
    char **samples, **forms; /* all that are there, sorted */
    guint part, parts;       /* "1/2": every second form and sample, from the first; 0 of 0: all */
} fixture;

static inline bool
is_of_part(const fixture *f, size_t i)
{
    return f->parts == 0 || i % f->parts == f->part - 1;
}

static inline int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The folders below `parent` that hold `file`. */
static inline char **
folders_with(const char *parent, const char *file)
{
    GDir *dir = g_dir_open(parent, 0, NULL);
    GPtrArray *names = g_ptr_array_new();
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(parent, name, file, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
            g_ptr_array_add(names, g_strdup(name));
        g_free(path);
    }
    g_dir_close(dir);
    g_ptr_array_sort(names, by_name);
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}

static inline int
setup(void **state)
{
    fixture *f = g_new0(fixture, 1);
    diag *d = diag_new();
    f->fonts = font_set_open("fonts", d);
    assert_non_null(f->fonts);
    f->engine = text_engine_new(f->fonts);
    f->folder = g_dir_make_tmp("renkei-samples-XXXXXX", NULL);
    f->samples = folders_with("samples", "case.xml");
    f->forms = folders_with("templates", "form.xml");
    diag_drop(d);
    *state = f;
    return 0;
}

static inline int
teardown(void **state)
{
    fixture *f = *state;
    remove_tree(f->folder);
    g_free(f->folder);
    g_strfreev(f->samples);
    g_strfreev(f->forms);
    text_engine_drop(f->engine);
    font_set_close(f->fonts);
    g_free(f);
    return 0;
}

static inline made
open_made(void)
{
    return (made){.a = arena_new(), .s = xml_store_new(), .d = diag_new()};
}

static inline void
drop(made *m)
{
    display_drop(m->l);
    xml_store_drop(m->s);
    arena_drop(m->a);
    diag_drop(m->d);
}

/* What the rules find in the sample, for a form that asks; NULL for any other. */
static inline xml_node *
judged_for(const form *asking, const made *m, const bind_options *o)
{
    date day;
    if (!asking || !asking->asks_rules || !m->c || o->blank)
        return NULL;
    if (o->as_of ? !date_parse(o->as_of, &day) : !bind_finds_date(m->s, asking, m->c, o, &day))
        return NULL;
    const check_rules *rules = check_rules_open(m->a, m->s, "templates/rules", "templates/schema", m->d);
    const check_result *result = rules ? check_case(m->a, m->s, rules, m->c, day, DIAG_JA, m->d) : NULL;
    return result ? check_judged(m->s, result, m->c) : NULL;
}

/* A sample (unless the form is to be blank) as a display list. False after an error, which m->d tells. */
static inline bool
make(const fixture *f, const char *form_name, const char *sample, const bind_options *o, made *m)
{
    const char *form_path = arena_printf(m->a, "templates/%s/form.xml", form_name);
    form *read = form_read_file(m->a, m->s, form_path, "templates/schema", m->d);
    if (!o->blank)
        m->c = casefile_read(m->a, m->s, arena_printf(m->a, "samples/%s/case.xml", sample), "templates/schema", m->d);
    bind_options with = *o;
    with.judged = judged_for(read, m, o);
    with.values = shipped_values();
    m->b = read && (m->c || o->blank) ? bind_case(m->a, m->s, read, m->c, &with, m->d) : NULL;
    m->pages = m->b ? compose_document(m->a, f->engine, f->fonts, m->b, m->d) : NULL;
    m->l = m->pages ? emit_document(m->a, m->pages, NULL) : NULL;
    return m->l && !display_check(m->l, m->a) && !diag_count(m->d, DIAG_ERROR);
}

/* sample NULL: a blank form. False when this sample has nothing for the form, or must not have it: then there
 * is a reason, it is the data's (exit 3), and nothing was made. */
static inline bool
try_document(fixture *f, const char *sample, const char *form_name, made *out)
{
    const bind_options o = {.blank = sample == NULL};
    made m = open_made();
    const bool done = make(f, form_name, sample, &o, &m);
    *out = m;
    if (done)
        return true;
    const diag_code code = diag_length(m.d) ? diag_at(m.d, 0)->code : DIAG_CODE_COUNT;
    if (!sample || (code != DIAG_BIND_NO_SUBJECT && code != DIAG_BIND_FAIL && code != DIAG_BIND_FORBIDDEN)) {
        diag_print(m.d, stderr, DIAG_JA);
        fail_msg("%s of %s is not made", form_name, sample ? sample : "nothing");
    }
    assert_int_equal(diag_exit_status(m.d), EXIT_DATA);
    assert_null(m.pages);
    drop(&m);
    return false;
}

static inline made
make_document(fixture *f, const char *sample, const char *form_name)
{
    made m;
    if (!try_document(f, sample, form_name, &m))
        fail_msg("%s of %s is refused", form_name, sample);
    return m;
}

/* Calls `look` with every document that the samples make, and every blank form; of those of this part of the run. */
static inline void
for_each_document(fixture *f, bool blanks,
                  void (*look)(fixture *f, const char *sample, const char *form_name, const made *m))
{
    size_t count = 0, forms = 0;
    for (char **name = f->forms; *name; name++) {
        made m;
        if (!is_of_part(f, (size_t)(name - f->forms)))
            continue;
        forms++;
        for (char **sample = f->samples; *sample; sample++) {
            if (!try_document(f, *sample, *name, &m))
                continue;
            look(f, *sample, *name, &m);
            drop(&m);
            count++;
        }
        if (blanks && try_document(f, NULL, *name, &m)) {
            look(f, NULL, *name, &m);
            drop(&m);
        }
    }
    assert_true(forms > 0 && count >= forms); /* each form is filled by some sample */
}

/* Text without white space: extraction tells lines and gaps in its own way. */
static inline void
append_solid(GString *to, const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const gunichar ch = g_utf8_get_char(p);
        if (!g_unichar_isspace(ch) && ch != 0x3000)
            g_string_append_unichar(to, ch);
    }
}

static inline GString *
page_text(const display_page *page)
{
    GString *s = g_string_new(NULL);
    for (guint i = 0; i < page->ops->len; i++) {
        const display_op *op = &g_array_index(page->ops, display_op, i);
        if (display_text_of(op))
            append_solid(s, display_text_of(op));
    }
    return s;
}

#endif
