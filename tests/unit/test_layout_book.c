/* Workbooks with what the samples say: nothing is left out, and each value stands below its headings. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "layout/layout_book.h"
#include "layout/layout_files.h"

typedef struct world {
    arena *a;
    xml_store *s;
    diag *d;
    const layout *l;
    GArray *files;
    layout_document *documents;
} world;

static int
open_world(void **state)
{
    world *w = g_new0(world, 1);
    *w = (world){.a = arena_new(), .s = xml_store_new(), .d = diag_new()};
    w->l = layout_read(w->a, w->s, "templates/schema", w->d);
    GPtrArray *cases = g_ptr_array_new_with_free_func(g_free);
    GDir *dir = g_dir_open("samples", 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *path = g_build_filename("samples", name, "case.xml", NULL);
        if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
            g_ptr_array_add(cases, g_strdup(path));
        g_free(path);
    }
    g_dir_close(dir);
    w->files = layout_files_read(w->a, w->s, w->l, cases, "samples", w->d);
    g_ptr_array_free(cases, TRUE);
    assert_non_null(w->files);
    w->documents = ARENA_ARRAY(w->a, layout_document, w->files->len);
    for (guint i = 0; i < w->files->len; i++) {
        const layout_file *f = &g_array_index(w->files, layout_file, i);
        w->documents[i] = (layout_document){f->grammar, f->doc};
    }
    *state = w;
    return 0;
}

static int
close_world(void **state)
{
    world *w = *state;
    g_array_free(w->files, TRUE);
    xml_store_drop(w->s);
    arena_drop(w->a);
    diag_drop(w->d);
    g_free(w);
    return 0;
}

static book *
book_of(const world *w, const char *workbook, const char *month)
{
    const layout_content c = {w->l, workbook, w->documents, w->files->len, month};
    return layout_book(w->a, &c);
}

/* "group\nfield" of a cell's line, by the sheet's own headings. */
static const char *
heading_of(const world *w, const layout_sheet *s, const book_sheet *sheet, int field)
{
    int row, column, row2, column2;
    layout_cell(s, LAYOUT_GROUP_AT, field, &row, &column);
    layout_cell(s, LAYOUT_FIELD_AT, field, &row2, &column2);
    const book_cell *group = book_find_cell(sheet, row, column), *name = book_find_cell(sheet, row2, column2);
    return group && name ? arena_printf(w->a, "%s\n%s", group->text, name->text) : NULL;
}

/* All (heading, text) pairs of a sheet's records, counted. */
static GHashTable *
pairs_of(const world *w, const layout_sheet *s, const book_sheet *sheet)
{
    GHashTable *pairs = g_hash_table_new(g_str_hash, g_str_equal), *heads = g_hash_table_new(NULL, NULL);
    for (size_t i = 0; i < sheet->cell_count; i++) {
        const book_cell *c = &sheet->cells[i];
        int line, field;
        layout_line(s, c->row, c->column, &line, &field);
        if (line < LAYOUT_RECORDS_AT || !c->text)
            continue;
        const char *head = g_hash_table_lookup(heads, GINT_TO_POINTER(field));
        if (!head)
            g_hash_table_insert(heads, GINT_TO_POINTER(field), (void *)(head = heading_of(w, s, sheet, field)));
        const char *pair = arena_printf(w->a, "%s\n%s", head, c->text);
        g_hash_table_replace(pairs, (void *)pair,
                             GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(pairs, pair)) + 1));
    }
    g_hash_table_destroy(heads);
    return pairs;
}

/* Takes what the documents say away from the pairs; returns how many values that were. */
static size_t
strike_out(const world *w, const layout_sheet *s, GHashTable *pairs)
{
    size_t count = 0;
    for (guint i = 0; i < w->files->len; i++) {
        GPtrArray *rows = layout_rows(w->a, w->l, w->documents[i].grammar, w->documents[i].doc);
        for (guint j = 0; j < rows->len; j++) {
            const layout_row *row = g_ptr_array_index(rows, j);
            GPtrArray *one = g_ptr_array_new();
            g_ptr_array_add(one, (void *)row);
            GArray *columns = layout_spread(w->a, s, one);
            g_ptr_array_free(one, TRUE);
            for (guint k = 0; row->record == s->record && k < columns->len; k++) {
                const layout_column *c = &g_array_index(columns, layout_column, k);
                const char *value = c->role == LAYOUT_KEY_OF ? NULL : layout_value_of(w->a, c, row);
                if (!value)
                    continue;
                char *begin = g_strdup_printf("%s\n%s\n%s", c->group, c->field, layout_shown(w->a, c, value, NULL, ""));
                GHashTableIter each;
                gpointer pair, n;
                bool found = false;
                g_hash_table_iter_init(&each, pairs);
                while (!found && g_hash_table_iter_next(&each, &pair, &n)) {
                    const size_t length = strlen(begin);
                    const char *rest = (const char *)pair + length;
                    found = GPOINTER_TO_INT(n) > 0 && strncmp(pair, begin, length) == 0 &&
                            (*rest == '\0' || (c->kind == LAYOUT_REFERENCE && g_str_has_prefix(rest, LAYOUT_BESIDE)));
                }
                if (!found)
                    fail_msg("%s: %s of <%s> is not there", s->name, c->field, c->spot->name);
                g_hash_table_replace(pairs, pair, GINT_TO_POINTER(GPOINTER_TO_INT(n) - 1));
                g_free(begin);
                count++;
            }
            g_array_free(columns, TRUE);
        }
        g_ptr_array_free(rows, TRUE);
    }
    return count;
}

static void
every_value_stands_below_its_headings(void **state)
{
    const world *w = *state;
    size_t count = 0;
    book *b = NULL;
    for (size_t i = 0; i < w->l->sheet_count; i++) {
        const layout_sheet *s = &w->l->sheets[i];
        if (i == 0 || strcmp(s->workbook, w->l->sheets[i - 1].workbook) != 0)
            b = book_of(w, s->workbook, NULL);
        const book_sheet *sheet = book_find_sheet(b, s->name);
        assert_non_null(sheet);
        GHashTable *pairs = pairs_of(w, s, sheet);
        count += strike_out(w, s, pairs);
        g_hash_table_destroy(pairs);
    }
    assert_true(count > 4000);
}

/* Of one month only its records, and a place for it in every case. */
static void
a_month_is_alone(void **state)
{
    const world *w = *state;
    const char *const months[] = {"2024-05", "2031-01"};
    for (size_t m = 0; m < G_N_ELEMENTS(months); m++) {
        const layout_sheet *s = layout_sheet_named(w->l, "月", "月の記録");
        const book_sheet *sheet = book_find_sheet(book_of(w, "月", months[m]), s->name);
        size_t there = 0;
        for (size_t i = 0; i < sheet->cell_count; i++) {
            const book_cell *c = &sheet->cells[i];
            if (c->row < LAYOUT_RECORDS_AT || c->column != (int)s->keys || !c->text)
                continue;
            assert_string_equal(c->text, months[m]);
            there++;
        }
        size_t cases = 0;
        for (guint i = 0; i < w->files->len; i++)
            cases += w->documents[i].grammar == 0;
        assert_int_equal(there, cases);
    }
}

/* 控え has a line for every record, with a hash for each column, and none of the values. */
static void
the_base_tells_no_value(void **state)
{
    const world *w = *state;
    const book_sheet *base = book_find_sheet(book_of(w, "台帳", NULL), LAYOUT_BASE);
    assert_int_equal(base->visibility, BOOK_VERY_HIDDEN);
    assert_string_equal(book_find_cell(base, 1, 1)->text, LAYOUT_BASE_MARK);
    assert_string_equal(book_find_cell(base, 1, 2)->text, "台帳");
    size_t words = 0;
    for (size_t i = 0; i < base->cell_count; i++) {
        const book_cell *c = &base->cells[i];
        assert_null(strstr(c->text, "相原"));
        const book_cell *record = c->column == 3 && c->row > 1 ? book_find_cell(base, c->row, 2) : NULL;
        if (!record || !*record->text)
            continue;
        char **hashes = g_strsplit(c->text, " ", -1);
        for (char **h = hashes; *h; h++, words++)
            assert_true(strcmp(*h, "-") == 0 || strlen(*h) == 16);
        g_strfreev(hashes);
    }
    assert_true(words > 200);
}

/* What people know an id by, looked for in a document and nowhere else. */
static const char *
name_in_document(const world *w, guint document, const char *id)
{
    const char *name = NULL;
    GPtrArray *rows = layout_rows(w->a, w->l, w->documents[document].grammar, w->documents[document].doc);
    for (guint i = 0; i < rows->len && !name; i++) {
        const layout_row *row = g_ptr_array_index(rows, i);
        if (row->record->key == LAYOUT_KEY_ID && strcmp(row->key, id) == 0)
            name = layout_beside(w->a, row);
    }
    g_ptr_array_free(rows, TRUE);
    return name;
}

static const char *
own_name(const world *w, guint document, const char *id)
{
    const char *name = name_in_document(w, document, id);
    for (guint i = 0; i < w->files->len && !name; i++)
        if (w->documents[i].grammar != 0)
            name = name_in_document(w, i, id);
    return name ? name : "";
}

/* How many other cases know this id by another name. */
static size_t
other_names(const world *w, guint document, const char *id, const char *name)
{
    size_t count = 0;
    for (guint i = 0; i < w->files->len; i++) {
        const char *other = i == document || w->documents[i].grammar ? NULL : name_in_document(w, i, id);
        count += other && strcmp(other, name) != 0;
    }
    return count;
}

/* The ids that a record's cells show. */
static size_t
check_names(const world *w, const layout_sheet *s, const book_sheet *sheet, guint document, const layout_row *row,
            int line)
{
    size_t shared = 0;
    for (size_t i = 0; i < s->count; i++) {
        const layout_column *c = &s->columns[i];
        const bool above = c->role == LAYOUT_KEY_OF && c->record->key == LAYOUT_KEY_ID && c->record != s->record;
        if (!above && c->kind != LAYOUT_REFERENCE)
            continue;
        const char *id = c->role == LAYOUT_NUMBERED ? NULL : layout_value_of(w->a, c, row);
        if (!id)
            continue;
        int at, column;
        char group_and_field[512];
        g_snprintf(group_and_field, sizeof group_and_field, "%s\n%s", c->group, c->field);
        int field = 1;
        while (g_strcmp0(heading_of(w, s, sheet, field), group_and_field) != 0)
            field++;
        layout_cell(s, line, field, &at, &column);
        const char *name = own_name(w, document, id);
        assert_string_equal(book_find_cell(sheet, at, column)->text,
                            *name ? arena_printf(w->a, "%s" LAYOUT_BESIDE "%s", id, name) : id);
        shared += other_names(w, document, id, name);
    }
    return shared;
}

/* Two cases may have the same id for two people or two plans: beside each stands the name of its own. */
static void
an_id_is_known_by_its_own_document(void **state)
{
    const world *w = *state;
    size_t shared = 0;
    book *b = NULL;
    for (size_t i = 0; i < w->l->sheet_count; i++) {
        const layout_sheet *s = &w->l->sheets[i];
        if (i == 0 || strcmp(s->workbook, w->l->sheets[i - 1].workbook) != 0)
            b = book_of(w, s->workbook, NULL);
        const book_sheet *sheet = book_find_sheet(b, s->name);
        int line = LAYOUT_RECORDS_AT;
        for (guint d = 0; d < w->files->len; d++) {
            GPtrArray *rows = layout_rows(w->a, w->l, w->documents[d].grammar, w->documents[d].doc);
            for (guint k = 0; k < rows->len; k++)
                if (((const layout_row *)g_ptr_array_index(rows, k))->record == s->record)
                    shared += check_names(w, s, sheet, d, g_ptr_array_index(rows, k), line++);
            g_ptr_array_free(rows, TRUE);
        }
    }
    assert_true(shared > 20);
}

/* ---- on paper ---- */

/* Of each page no more than can be read: a page of A4 holds 149 characters at the full size, these at 85 %. */
static void
assert_fits_pages(const book_sheet *s)
{
    double keys = 0, rest = 0;
    for (size_t i = 0; i < s->column_count; i++) {
        const book_column *c = &s->columns[i];
        if (c->column <= s->repeated_columns)
            keys += c->width;
        else if (!s->printed || c->column <= s->printed)
            rest += c->width;
    }
    if (keys + rest / MAX(s->pages_across, 1) > 175)
        fail_msg("%s is printed too small: %g + %g on %d pages", s->name, keys, rest, s->pages_across);
}

static double
height_of(const book_sheet *s, int row)
{
    for (size_t i = 0; i < s->row_count; i++)
        if (s->rows[i].row == row)
            return s->rows[i].height;
    return 0;
}

/* A text of two lines or more, in a cell that wraps it, is not cut: its row is as high, or grows by itself. */
static void
assert_nothing_cut(const book_sheet *s)
{
    for (size_t i = 0; i < s->cell_count; i++) {
        const book_cell *c = &s->cells[i];
        const bool head = c->style == BOOK_FIELD || c->style == BOOK_FIELD_REQUIRED || c->style == BOOK_GROUP;
        const bool value = c->style == BOOK_LONG || c->style == BOOK_VALUE || c->style == BOOK_KEY;
        if (!c->text || !(head || (value && c->kind == BOOK_TEXT)))
            continue;
        const double width = s->columns[c->column - 1].width;
        const double lines = ceil((double)g_utf8_strlen(c->text, -1) / width); /* at the least */
        const double height = height_of(s, c->row);
        if (lines > 1 && height < MIN(lines * 14, 400))
            fail_msg("%s, row %d: %g pt for %g lines", s->name, c->row, height, lines);
    }
}

static void
what_is_printed_can_be_read(void **state)
{
    const world *w = *state;
    size_t wide = 0, sheets = 0;
    for (size_t i = 0; i < w->l->sheet_count; i++) {
        const char *workbook = w->l->sheets[i].workbook;
        if (i && strcmp(workbook, w->l->sheets[i - 1].workbook) == 0)
            continue;
        const book *b = book_of(w, workbook, NULL);
        for (size_t j = 0; j < b->sheet_count; j++) {
            const book_sheet *s = b->sheets[j];
            if (s->visibility != BOOK_SHOWN)
                continue;
            assert_fits_pages(s);
            assert_nothing_cut(s);
            wide += s->pages_across > 1;
            sheets++;
        }
    }
    assert_true(wide > 3 && wide < sheets);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_stands_below_its_headings), cmocka_unit_test(a_month_is_alone),
        cmocka_unit_test(an_id_is_known_by_its_own_document),    cmocka_unit_test(the_base_tells_no_value),
        cmocka_unit_test(what_is_printed_can_be_read),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
