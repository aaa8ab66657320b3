/* test_pipeline.h: what the tests of form, bind, compose and render share: a small form and its data, read
 * and taken as far through the pipeline as the test wants. Forms come from tests/forms/NAME/ or, when they
 * are one line long, from the test itself. */
#ifndef RENKEI_TEST_PIPELINE_H
#define RENKEI_TEST_PIPELINE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "bind/bind.h"
#include "casefile/casefile.h"
#include "compose/compose.h"
#include "emit/emit.h"
#include "form/form.h"

#include "folder_support.h"

/* One test's world. Fonts are opened once for all of a file's tests. */
typedef struct world {
    arena *a;
    xml_store *s;
    diag *d;
    GString *text; /* of the last stage printed */
    display *list;
    char *folder; /* of the files that the test wrote */
    bind_options options;
} world;

static font_set *fonts;
static text_engine *engine;

static inline int
open_fonts(void **state)
{
    (void)state;
    diag *d = diag_new();
    fonts = font_set_open("fonts", d);
    assert_non_null(fonts);
    engine = text_engine_new(fonts);
    diag_drop(d);
    return 0;
}

static inline int
close_fonts(void **state)
{
    (void)state;
    text_engine_drop(engine);
    font_set_close(fonts);
    return 0;
}

static inline int
begin(void **state)
{
    world *w = g_new0(world, 1);
    w->a = arena_new();
    w->s = xml_store_new();
    w->d = diag_new();
    w->text = g_string_new(NULL);
    w->folder = g_dir_make_tmp("renkei-test-XXXXXX", NULL);
    *state = w;
    return 0;
}

static inline int
end(void **state)
{
    world *w = *state;
    if (w->list)
        display_drop(w->list);
    g_string_free(w->text, TRUE);
    diag_drop(w->d);
    xml_store_drop(w->s);
    arena_drop(w->a);
    remove_tree(w->folder);
    g_free(w->folder);
    g_free(w);
    return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

static inline void
forget(world *w)
{
    diag_drop(w->d);
    w->d = diag_new();
}

/* Path of a file in the test's own folder, written when `text` is given. */
static inline const char *
own_file(world *w, const char *name, const char *text)
{
    char *path = g_build_filename(w->folder, name, NULL);
    if (text)
        assert_true(g_file_set_contents(path, text, -1, NULL));
    const char *copy = arena_strdup(w->a, path);
    g_free(path);
    return copy;
}

/* "code" of each message in order, parted by spaces. */
static inline const char *
codes(const world *w)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(w->d); i++)
        g_string_append_printf(out, "%s%s", i ? " " : "", diag_name(diag_at(w->d, i)->code));
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

static inline void
append_end(GString *out, place p)
{
    if (!p.file)
        return;
    char *base = g_path_get_basename(p.file);
    g_string_append_printf(out, " %s:%d", base, p.line);
    g_free(base);
}

/* "code form.xml:3 data.xml:7" a line. */
static inline const char *
messages(const world *w)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(w->d); i++) {
        const diag_message *m = diag_at(w->d, i);
        g_string_append_printf(out, "%s%s", i ? "\n" : "", diag_name(m->code));
        append_end(out, m->form);
        append_end(out, m->data);
    }
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

/* ---- the stages ---- */

static inline const form *
read_form(world *w, const char *path)
{
    return form_read_file(w->a, w->s, path, "templates/schema", w->d);
}

/* A form with these children after style definitions and so on; `body` is what <body> holds. */
static inline const char *
form_text(world *w, const char *before_page, const char *body)
{
    return arena_printf(w->a,
                        "<form name=\"t\" title=\"試験\" data=\"any\">\n%s\n<page size=\"A5\" margin=\"20mm\"/>\n"
                        "<body>%s</body>\n</form>\n",
                        before_page, body);
}

static inline const bound *
bind_files(world *w, const char *form_path, const char *data_path)
{
    const form *f = read_form(w, form_path);
    const casefile *c = f && data_path ? casefile_read_any(w->a, w->s, data_path, w->d) : NULL;
    return f && (c || w->options.blank) ? bind_case(w->a, w->s, f, c, &w->options, w->d) : NULL;
}

/* Binds a body of one line to data of one line. NULL data: a blank form. */
static inline const bound *
bind_line(world *w, const char *body, const char *data)
{
    w->options.blank = data == NULL;
    return bind_files(w, own_file(w, "form.xml", form_text(w, "", body)), data ? own_file(w, "data.xml", data) : NULL);
}

static inline const bound *
bind_form(world *w, const char *before_page, const char *body, const char *data)
{
    return bind_files(w, own_file(w, "form.xml", form_text(w, before_page, body)), own_file(w, "data.xml", data));
}

static inline const composed *
compose_bound(world *w, const bound *b)
{
    const composed *c = b ? compose_document(w->a, engine, fonts, b, w->d) : NULL;
    g_string_truncate(w->text, 0);
    if (c)
        composed_print(c, w->text);
    return c;
}

static inline const display *
display_composed(world *w, const composed *c)
{
    if (w->list)
        display_drop(w->list);
    w->list = c ? emit_document(w->a, c, NULL) : NULL;
    const char *fault = c ? display_check(w->list, w->a) : NULL;
    if (fault)
        fail_msg("%s", fault);
    return w->list;
}

/* tests/forms/NAME as pages; NULL after an error. */
static inline const composed *
compose_form(world *w, const char *name)
{
    const char *form_path = arena_printf(w->a, "tests/forms/%s/form.xml", name);
    const char *data_path = arena_printf(w->a, "tests/forms/%s/data.xml", name);
    return compose_bound(w, bind_files(w, form_path, data_path));
}

static inline const display *
display_form(world *w, const char *name)
{
    return display_composed(w, compose_form(w, name));
}

/* A body of one line and data of one line as a display list. */
static inline const display *
display_line_of(world *w, const char *body, const char *data)
{
    return display_composed(w, compose_bound(w, bind_line(w, body, data)));
}

/* ---- looking at a display list ---- */

static inline const display_page *
page_at(const display *l, size_t page)
{
    assert_true(page < l->pages->len);
    return g_ptr_array_index(l->pages, page);
}

/* What is printed on a page, run after run, ruby and invisible text left out. */
static inline const char *
page_text(world *w, const display *l, size_t page)
{
    const display_page *p = page_at(l, page);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < p->ops->len; i++) {
        const display_op *op = &g_array_index(p->ops, display_op, i);
        if (op->kind == DISPLAY_TEXT && op->text.ink == DISPLAY_FILL && !op->text.is_ruby)
            g_string_append_printf(out, "%s%s", out->len ? "|" : "", op->text.utf8);
    }
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

static inline size_t
count_of(const char *text, const char *word)
{
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, word)); p += strlen(word))
        n++;
    return n;
}

/* How often `word` is printed in the whole document. */
static inline size_t
count_printed(world *w, const display *l, const char *word)
{
    size_t n = 0;
    for (guint i = 0; i < l->pages->len; i++)
        n += count_of(page_text(w, l, i), word);
    return n;
}

static inline const display_op *
op_at(const display *l, size_t page, display_kind kind, size_t n)
{
    const display_page *p = page_at(l, page);
    for (guint i = 0; i < p->ops->len; i++) {
        const display_op *op = &g_array_index(p->ops, display_op, i);
        if (op->kind == kind && n-- == 0)
            return op;
    }
    return NULL;
}

static inline size_t
count_ops(const display *l, size_t page, display_kind kind)
{
    size_t n = 0;
    while (op_at(l, page, kind, n))
        n++;
    return n;
}

/* The first text op whose characters contain `word`. */
static inline const display_text *
text_op(const display *l, size_t page, const char *word)
{
    const display_op *op;
    for (size_t n = 0; (op = op_at(l, page, DISPLAY_TEXT, n)); n++)
        if (strstr(op->text.utf8, word))
            return &op->text;
    return NULL;
}

static inline void
check_codes(const world *w, const char *expected)
{
    assert_string_equal(codes(w), expected);
}

static inline void
check_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static inline void
check_has_not(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" is in:\n%s", part, text);
}

#endif
