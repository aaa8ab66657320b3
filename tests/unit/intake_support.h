/* intake_support.h: what the tests of workbooks that are read share: a folder of cases, a workbook made of it, cells
 * that a test puts into it. */
#ifndef RENKEI_TEST_INTAKE_SUPPORT_H
#define RENKEI_TEST_INTAKE_SUPPORT_H

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

#include "edit/edit.h"
#include "folder_support.h"
#include "intake/intake.h"
#include "layout/layout_book.h"
#include "xlsx/xlsx.h"

#define SCHEMA "templates/schema"
/* Where things stand in the sheets that are used here. */
enum { FIRST = LAYOUT_RECORDS_AT };

/* A folder of cases of its own, and a workbook that was made of it. */
typedef struct world {
    char *folder, *cases;
    arena *a;
    xml_store *s;
    const layout *l;
    book *b;
    diag *d;
    char *echo; /* of the last reading */
    size_t changed;
} world;

static inline void
copy_file(const char *from, const char *to)
{
    char *bytes, *folder = g_path_get_dirname(to);
    gsize length;
    assert_true(g_file_get_contents(from, &bytes, &length, NULL));
    g_mkdir_with_parents(folder, 0700);
    assert_true(g_file_set_contents(to, bytes, (gssize)length, NULL));
    g_free(bytes);
    g_free(folder);
}

static const char *const sample_files[] = {"hodei-futoukou/case.xml",  "jihatsu-houmon/case.xml",
                                           "masters/office.xml",       "masters/partners.xml",
                                           "masters/municipality.xml", "masters/calendar.xml"};

static inline void
fresh_cases(world *w)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sample_files); i++) {
        char *from = g_build_filename("samples", sample_files[i], NULL);
        char *to = g_build_filename(w->cases, sample_files[i], NULL);
        copy_file(from, to);
        g_free(from);
        g_free(to);
    }
}

static inline GArray *
read_files(world *w)
{
    GPtrArray *cases = g_ptr_array_new();
    for (size_t i = 0; i < 2; i++)
        g_ptr_array_add(cases, arena_printf(w->a, "%s/%s", w->cases, sample_files[i]));
    GArray *files = layout_files_read(w->a, w->s, w->l, cases, w->cases, w->d);
    g_ptr_array_free(cases, TRUE);
    return files;
}

static inline void
fresh(world *w, const char *workbook)
{
    xml_store_drop(w->s);
    arena_drop(w->a);
    diag_drop(w->d);
    g_free(w->echo);
    w->a = arena_new();
    w->s = xml_store_new();
    w->d = diag_new();
    w->echo = NULL;
    fresh_cases(w);
    w->l = layout_read(w->a, w->s, SCHEMA, w->d);
    GArray *files = read_files(w);
    assert_non_null(files);
    layout_document *documents = ARENA_ARRAY(w->a, layout_document, files->len);
    for (guint i = 0; i < files->len; i++) {
        const layout_file *f = &g_array_index(files, layout_file, i);
        documents[i] = (layout_document){f->grammar, f->doc};
    }
    const layout_content c = {w->l, workbook, documents, files->len, NULL};
    w->b = layout_book(w->a, &c);
    g_array_free(files, TRUE);
}

static inline int
open_world(void **state)
{
    world *w = g_new0(world, 1);
    w->folder = g_dir_make_tmp("renkei-intake-XXXXXX", NULL);
    w->cases = g_build_filename(w->folder, "cases", NULL);
    *state = w;
    return 0;
}

static inline int
close_world(void **state)
{
    world *w = *state;
    xml_store_drop(w->s);
    arena_drop(w->a);
    diag_drop(w->d);
    remove_tree(w->folder);
    g_free(w->echo);
    g_free(w->cases);
    g_free(w->folder);
    g_free(w);
    return 0;
}

/* Takes a workbook in. True when it was judged good, and (write) written. */
static inline bool
take_file(world *w, const char *path, bool write)
{
    diag_drop(w->d);
    w->d = diag_new();
    GArray *files = read_files(w);
    assert_non_null(files);
    const intake_asked asked = {w->l, SCHEMA, w->cases, files};
    intake *k = intake_open(w->a, w->s, &asked, w->d);
    intake_add_workbook(k, path);
    intake_merge(k);
    bool good = intake_judge(k);
    w->changed = intake_changed(k);
    g_free(w->echo);
    w->echo = g_strdup(intake_echo(k));
    if (good && write)
        good = intake_write(k);
    intake_close(k);
    g_array_free(files, TRUE);
    return good;
}

/* The world's own, as it is now. */
static inline bool
take(world *w, bool write)
{
    const char *path = arena_printf(w->a, "%s/x.xlsx", w->folder);
    assert_true(xlsx_write(w->b, path, w->d));
    return take_file(w, path, write);
}

static inline const layout_sheet *
sheet_of(const world *w, const char *name)
{
    const layout_sheet *s = layout_sheet_named(w->l, w->b->title, name);
    assert_non_null(s);
    return s;
}

/* The field with these headings, as the book has them. */
static inline int
field_of(const world *w, const char *sheet, const char *group, const char *name)
{
    const layout_sheet *s = sheet_of(w, sheet);
    const book_sheet *in = book_find_sheet(w->b, sheet);
    for (int field = 1; field < 200; field++) {
        int row, column, row2, column2;
        layout_cell(s, LAYOUT_GROUP_AT, field, &row, &column);
        layout_cell(s, LAYOUT_FIELD_AT, field, &row2, &column2);
        const book_cell *g = book_find_cell(in, row, column), *n = book_find_cell(in, row2, column2);
        if (g && n && strcmp(g->text, group) == 0 && strcmp(n->text, name) == 0)
            return field;
    }
    fail_msg("no %s %s", group, name);
    return 0;
}

static inline void
put_at(world *w, const char *sheet, int line, int field, book_kind kind, const char *text)
{
    int row, column;
    layout_cell(sheet_of(w, sheet), line, field, &row, &column);
    book_put(w->b, book_find_sheet(w->b, sheet), row, column, BOOK_VALUE, kind, text);
}

static inline void
put(world *w, const char *sheet, int line, const char *group, const char *name, book_kind kind, const char *text)
{
    put_at(w, sheet, line, field_of(w, sheet, group, name), kind, text);
}

/* The messages, with the ends of their places: "sheet-kept 受給者証!H7". */
static inline void
told(const world *w, const char *expected)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(w->d); i++) {
        const diag_message *m = diag_at(w->d, i);
        const char *file = m->data.file ? m->data.file : "";
        const char *cell = strstr(file, ".xlsx:");
        g_string_append_printf(out, "%s%s %s", i ? "\n" : "", diag_name(m->code),
                               cell ? cell + strlen(".xlsx:") : file);
    }
    if (strcmp(out->str, expected) != 0)
        fail_msg("told:\n%s\nexpected:\n%s", out->str, expected);
    g_string_free(out, TRUE);
}

static inline void
check_file(const world *w, const char *file, const char *has, const char *has_not)
{
    char *path = g_build_filename(w->cases, file, NULL), *text;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    if (has && !strstr(text, has))
        fail_msg("%s: %s is not there", file, has);
    if (has_not && strstr(text, has_not))
        fail_msg("%s: %s is there", file, has_not);
    g_free(text);
    g_free(path);
}

#define CASE "hodei-futoukou/case.xml"

/* The case as somebody else has it meanwhile. */
static inline void
edit_case(const world *w, const char *from, const char *to)
{
    char *path = g_build_filename(w->cases, CASE, NULL), *text;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    char *at = strstr(text, from);
    assert_non_null(at);
    char *other = g_strdup_printf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    assert_true(g_file_set_contents(path, other, -1, NULL));
    g_free(other);
    g_free(text);
    g_free(path);
}

#endif
