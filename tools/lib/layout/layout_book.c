/* layout_book.c: the sheets of a workbook, with what is in the documents. */
#include "layout/layout_book_int.h"

#include <string.h>

/* ---- what the documents say ---- */

static void
note_ids(filling *f, const GPtrArray *rows)
{
    for (guint i = 0; i < rows->len; i++) {
        const layout_row *row = g_ptr_array_index(rows, i);
        if (row->record->key == LAYOUT_KEY_ID)
            layout_names_add(f->names, layout_scope(row), row->key, layout_beside(f->a, row));
    }
}

static void
open_rows(filling *f)
{
    for (size_t i = 0; i < f->c->count; i++) {
        const layout_document *d = &f->c->documents[i];
        GPtrArray *rows = layout_rows(f->a, f->c->l, d->grammar, d->doc);
        note_ids(f, rows);
        for (guint j = 0; j < rows->len; j++)
            if (layout_is_of_month(g_ptr_array_index(rows, j), f->c->month))
                g_ptr_array_add(f->rows, g_ptr_array_index(rows, j));
        g_ptr_array_free(rows, TRUE);
    }
}

/* The rows of a sheet, in the order of the documents; free the array. */
static GPtrArray *
rows_of(const filling *f, const layout_record *r)
{
    GPtrArray *rows = g_ptr_array_new();
    for (guint i = 0; i < f->rows->len; i++) {
        const layout_row *row = g_ptr_array_index(f->rows, i);
        if (row->record == r)
            g_ptr_array_add(rows, (void *)row);
    }
    return rows;
}

static void
put_cell(sheet_filling *k, int line, int field, book_style style, book_kind kind, const char *text)
{
    int row, column;
    layout_cell(k->s, line, field, &row, &column);
    book_put(k->f->b, k->out, row, column, style, kind, text);
}

static book_style
style_of(const layout_column *c)
{
    return c->role == LAYOUT_KEY_OF ? BOOK_KEY
           : c->kind == LAYOUT_MARK ? BOOK_TICK
           : c->kind == LAYOUT_LONG ? BOOK_LONG
                                    : BOOK_VALUE;
}

/* ---- heads ---- */

/* A number that is made, and of which the example would be a name: what the record is of stands beside it. */
static bool
is_made_key(const layout_column *c)
{
    return c->role == LAYOUT_KEY_OF && c->record->key == LAYOUT_KEY_ORDINAL;
}

static void
put_heads(sheet_filling *k)
{
    for (guint i = 0; i < k->columns->len; i++) {
        const layout_column *c = &g_array_index(k->columns, layout_column, i);
        const int field = (int)i + 1;
        int row, column;
        put_cell(k, LAYOUT_GROUP_AT, field, BOOK_GROUP, BOOK_TEXT, c->group);
        put_cell(k, LAYOUT_FIELD_AT, field, c->required ? BOOK_FIELD_REQUIRED : BOOK_FIELD, BOOK_TEXT, c->field);
        put_cell(k, LAYOUT_NOTE_AT, field, c->required ? BOOK_NOTE_REQUIRED : BOOK_NOTE, BOOK_TEXT,
                 layout_note(k->f->a, c, c->record == k->s->record));
        put_cell(k, LAYOUT_EXAMPLE_AT, field, BOOK_EXAMPLE, BOOK_TEXT,
                 i == 0           ? LAYOUT_EXAMPLE
                 : is_made_key(c) ? NULL
                                  : layout_example(k->f->a, c));
        layout_cell(k->s, LAYOUT_FIELD_AT, field, &row, &column);
        if (*c->help)
            book_add_note(k->f->b, k->out, row, column, c->help);
    }
}

/* A spreadsheet may open the file without looking how many lines a head has: they are said. */
static int
lines_of(const char *text, double width)
{
    int lines = 1, at = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        const int wide = g_unichar_iswide(c) || c >= 0x2000 ? 2 : 1;
        const bool full = c == '\n' || at + wide > (int)width;
        lines += full;
        at = c == '\n' ? 0 : full ? wide : at + wide;
    }
    return lines;
}

/* In characters of a cell's font, which is smaller in heads, how wide the column is; 0: its text is not wrapped. */
static double
width_inside(const book_sheet *s, const book_cell *c)
{
    static const double share[BOOK_STYLE_COUNT] = {
        [BOOK_GROUP] = 1.0,   [BOOK_FIELD] = 1.1,         [BOOK_FIELD_REQUIRED] = 1.1,
        [BOOK_NOTE] = 1.2,    [BOOK_NOTE_REQUIRED] = 1.2, [BOOK_LONG] = 1.0,
        [BOOK_EXAMPLE] = 1.1, [BOOK_KEY] = 1.0,           [BOOK_VALUE] = 1.0,
    };
    return (size_t)c->column <= s->column_count ? s->columns[c->column - 1].width * share[c->style] : 0;
}

/* Below the title: where no cell has two lines the row grows as one types. */
static void
set_heights(sheet_filling *k)
{
    static const double line_height = 14, most_height = 400;
    const book_sheet *out = k->out;
    GArray *lines = g_array_new(FALSE, TRUE, sizeof(int));
    for (size_t i = 0; i < out->cell_count; i++) {
        const book_cell *c = &out->cells[i];
        if ((guint)c->row >= lines->len)
            g_array_set_size(lines, (guint)c->row + 1);
        const double width = width_inside(out, c);
        int *most = &g_array_index(lines, int, c->row);
        if (c->text && c->row >= LAYOUT_GROUP_AT && width > 0)
            *most = MAX(*most, lines_of(c->text, width));
    }
    for (guint row = 0; row < lines->len; row++) {
        const int most = g_array_index(lines, int, row);
        if (most > 1)
            book_set_row(k->f->b, k->out,
                         (book_row){.row = (int)row, .height = MIN(most * line_height + 2, most_height)});
    }
    g_array_free(lines, TRUE);
}

/* What a value may look like (日付（2024-04-22）) stands on one line above it. */
static double
width_of(const layout_column *c)
{
    static const double widths[] = {
        [LAYOUT_TEXT] = 18,   [LAYOUT_LONG] = 42,  [LAYOUT_WORD] = 16, [LAYOUT_ID] = 14,
        [LAYOUT_DATE] = 15,   [LAYOUT_MONTH] = 13, [LAYOUT_TIME] = 11, [LAYOUT_YEAR] = 10,
        [LAYOUT_NUMBER] = 10, [LAYOUT_CODE] = 16,  [LAYOUT_MARK] = 9,  [LAYOUT_REFERENCE] = 24};
    return c->role == LAYOUT_KEY_OF && c->record->key == LAYOUT_KEY_ID ? 24 : widths[c->kind];
}

static void
set_columns(sheet_filling *k)
{
    static const double across[] = {20, 24, 16, 18};
    for (int i = 0; k->s->across && i < (int)G_N_ELEMENTS(across) + k->places; i++) {
        const bool head = i < (int)G_N_ELEMENTS(across);
        book_set_column(k->f->b, k->out,
                        (book_column){.column = i + 1, .width = head ? across[i] : 46, .style = BOOK_PLAIN});
    }
    for (guint i = 0; !k->s->across && i < k->columns->len; i++) {
        const layout_column *c = &g_array_index(k->columns, layout_column, i);
        book_set_column(
            k->f->b, k->out,
            (book_column){
                .column = (int)i + 1, .width = width_of(c), .style = style_of(c), .kind = layout_kind_in_book(c)});
    }
}

/* So many characters of the usual font are as wide as a page at the smallest scale that can be read on paper (8 pt, 7
 * in notes); what is wider stands on several pages side by side, with the keys on each. */
enum { PAGE_WIDTH = 175, FEWEST_PRINTED = 3 };

static void
set_print(sheet_filling *k)
{
    book_sheet *out = k->out;
    int row;
    if (k->s->across) /* of the records that there are, and some that are not yet */
        layout_cell(k->s, LAYOUT_RECORDS_AT + MAX(k->places - LAYOUT_SPARE_ACROSS, FEWEST_PRINTED) - 1, 1, &row,
                    &out->printed);
    double keys = 0, rest = 0;
    for (size_t i = 0; i < out->column_count; i++) {
        const book_column *c = &out->columns[i];
        if (c->column <= out->repeated_columns)
            keys += c->width;
        else if (!out->printed || c->column <= out->printed)
            rest += c->width;
    }
    const double room = MAX(PAGE_WIDTH - keys, PAGE_WIDTH / 3.0);
    out->pages_across = MAX((int)((rest + room - 1) / room), 1);
}

static void
set_up(sheet_filling *k)
{
    book_sheet *out = k->out;
    const int keys = (int)k->s->keys;
    const char *how = k->s->across ? "一件を一列に書きます。" : "一件を一行に書きます。";
    book_put(k->f->b, out, 1, 1, BOOK_TITLE, BOOK_TEXT,
             arena_printf(k->f->a, "%s　%s「%s」の%sは読みません。空にしても消えません（消すときは %s）。", k->s->name,
                          how, LAYOUT_EXAMPLE, k->s->across ? "列" : "行", LAYOUT_REMOVED));
    out->protected = true;
    out->landscape = true;
    out->frozen_rows = k->s->across ? keys + 1 : LAYOUT_EXAMPLE_AT;
    out->frozen_columns = k->s->across ? 2 : keys;
    out->repeated_rows = k->s->across ? keys + 1 : LAYOUT_FIELD_AT;
    out->repeated_columns = k->s->across ? 2 : keys;
    out->header = arena_printf(k->f->a, "&L%s　&A", k->s->workbook);
    out->footer = "&R&P / &N";
}

/* ---- records ---- */

static void
put_base(sheet_filling *k, const layout_row *row, GString *hashes)
{
    const char *line[] = {k->s->name, row ? row->name : "", arena_strdup(k->f->a, hashes->str)};
    g_array_append_vals(k->f->base, line, 3);
}

static void
put_column_ids(sheet_filling *k)
{
    GString *ids = g_string_new(NULL);
    for (guint i = 0; i < k->columns->len; i++)
        g_string_append_printf(ids, "%s%s", i ? " " : "",
                               layout_column_id(k->f->a, &g_array_index(k->columns, layout_column, i)));
    put_base(k, NULL, ids);
    g_string_free(ids, TRUE);
}

/* A key that is a number says what it is the number of. */
static const char *
shown_key(const filling *f, const layout_column *c, const layout_row *row, const char *value)
{
    while (row->record != c->record)
        row = row->parent;
    if (c->record->key != LAYOUT_KEY_ORDINAL)
        return layout_shown(f->a, c, value, f->names, layout_scope(row));
    const char *beside = layout_beside(f->a, row);
    return *beside ? arena_printf(f->a, "%s" LAYOUT_BESIDE "%s", value, beside) : value;
}

static void
put_row(sheet_filling *k, const layout_row *row, int line)
{
    GString *hashes = g_string_new(NULL);
    for (guint i = 0; i < k->columns->len; i++) {
        const layout_column *c = &g_array_index(k->columns, layout_column, i);
        const char *value = layout_value_of(k->f->a, c, row);
        const bool above = c->role == LAYOUT_KEY_OF && c->record != row->record;
        const char *text = c->role != LAYOUT_KEY_OF ? layout_shown(k->f->a, c, value, k->f->names, layout_scope(row))
                           : above                  ? shown_key(k->f, c, row, value)
                                                    : value;
        if (c->role == LAYOUT_KEY_OF && !row->record->parent)
            text = shown_key(k->f, c, row, value); /* the case itself */
        put_cell(k, line, (int)i + 1, style_of(c), layout_kind_in_book(c), text);
        g_string_append_printf(hashes, "%s%s", i ? " " : "", layout_hash(k->f->a, value));
    }
    put_base(k, row, hashes);
    g_string_free(hashes, TRUE);
}

/* Places that nothing is in yet: where the columns of the sheet do not say how such a place looks. */
static void
put_blanks(sheet_filling *k, int line)
{
    for (guint i = 0; i < k->columns->len; i++) {
        const layout_column *c = &g_array_index(k->columns, layout_column, i);
        put_cell(k, line, (int)i + 1, style_of(c), layout_kind_in_book(c), NULL);
    }
}

/* The month asked for, in every case that has no record of it yet: only its keys. */
static int
put_new_months(sheet_filling *k, int line)
{
    const layout_record *r = k->s->record;
    if (!k->f->c->month || r->key != LAYOUT_KEY_VALUE || r->grammar != 0)
        return line;
    for (guint i = 0; i < k->f->rows->len; i++) {
        const layout_row *row = g_ptr_array_index(k->f->rows, i);
        bool there = row->record != r->parent;
        for (guint j = 0; j < k->f->rows->len && !there; j++) {
            const layout_row *other = g_ptr_array_index(k->f->rows, j);
            there = other->record == r && other->parent == row;
        }
        if (there)
            continue;
        const layout_column *key = &k->s->columns[0];
        put_cell(k, line, 1, BOOK_KEY, BOOK_TEXT, shown_key(k->f, key, row, row->key));
        put_cell(k, line++, (int)k->s->keys, BOOK_KEY, BOOK_MONTH, k->f->c->month);
    }
    return line;
}

static void
add_sheet(filling *f, const layout_sheet *s)
{
    GPtrArray *rows = rows_of(f, s->record);
    sheet_filling k = {.f = f, .s = s, .out = book_add_sheet(f->b, s->name)};
    k.columns = layout_spread(f->a, s, rows);
    k.places = (int)rows->len + (s->across ? LAYOUT_SPARE_ACROSS : LAYOUT_SPARE_ROWS);
    set_up(&k);
    set_columns(&k);
    set_print(&k);
    put_heads(&k);
    put_column_ids(&k);
    int line = LAYOUT_RECORDS_AT;
    for (guint i = 0; i < rows->len; i++)
        put_row(&k, g_ptr_array_index(rows, i), line++);
    line = put_new_months(&k, line);
    for (; s->across && line < LAYOUT_RECORDS_AT + k.places; line++)
        put_blanks(&k, line);
    set_heights(&k);
    layout_add_rules(&k);
    g_array_free(k.columns, TRUE);
    g_ptr_array_free(rows, TRUE);
}

/* What a reader of the workbook must know: which it is, then for each sheet its columns, and its records. */
static void
add_base_sheet(filling *f)
{
    book_sheet *out = book_add_sheet(f->b, LAYOUT_BASE);
    out->visibility = BOOK_VERY_HIDDEN;
    const char *const head[] = {LAYOUT_BASE_MARK, f->c->workbook, f->c->month ? f->c->month : ""};
    for (int j = 0; j < 3; j++)
        book_put(f->b, out, 1, j + 1, BOOK_LOCKED, BOOK_TEXT, head[j]);
    for (guint i = 0; i < f->base->len / 3; i++) {
        const char *const *line = &g_array_index(f->base, const char *, i * 3);
        for (int j = 0; j < 3; j++)
            book_put(f->b, out, (int)i + 2, j + 1, BOOK_LOCKED, BOOK_TEXT, line[j]);
    }
}

book *
layout_book(arena *a, const layout_content *c)
{
    filling f = {.a = a, .c = c, .rows = g_ptr_array_new(), .b = book_new(a, c->workbook)};
    f.names = layout_names_new();
    f.lists = g_ptr_array_new();
    f.base = g_array_new(FALSE, FALSE, sizeof(const char *));
    open_rows(&f);
    for (size_t i = 0; i < c->l->sheet_count; i++)
        if (strcmp(c->l->sheets[i].workbook, c->workbook) == 0)
            add_sheet(&f, &c->l->sheets[i]);
    layout_put_lists(&f);
    add_base_sheet(&f);
    layout_drop_lists(&f);
    g_array_free(f.base, TRUE);
    g_hash_table_destroy(f.names);
    g_ptr_array_free(f.rows, TRUE);
    return f.b;
}
