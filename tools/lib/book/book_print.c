#include "book/book.h"

static const char *const KINDS[BOOK_KIND_COUNT] = {
    [BOOK_TEXT] = "text", [BOOK_NUMBER] = "number", [BOOK_DATE] = "date", [BOOK_MONTH] = "month", [BOOK_TIME] = "time",
};

static const char *const STYLES[BOOK_STYLE_COUNT] = {
    [BOOK_PLAIN] = "plain",     [BOOK_TITLE] = "title",
    [BOOK_HOW_TO] = "how-to",   [BOOK_GROUP] = "group",
    [BOOK_FIELD] = "field",     [BOOK_FIELD_REQUIRED] = "field-required",
    [BOOK_NOTE] = "note",       [BOOK_NOTE_REQUIRED] = "note-required",
    [BOOK_EXAMPLE] = "example", [BOOK_KEY] = "key",
    [BOOK_VALUE] = "value",     [BOOK_LONG] = "long",
    [BOOK_TICK] = "tick",       [BOOK_LOCKED] = "locked",
};

const char *
book_entry_kind_name(book_entry_kind kind)
{
    static const char *const names[] = {"text", "number", "date", "time", "moment", "boolean", "error", "uncounted"};
    return names[kind];
}

/* A text of several lines is one line of the print. */
static void
append_text(GString *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\n')
            g_string_append(out, "\\n");
        else
            g_string_append_c(out, *text);
    }
}

static void
append_range(GString *out, const book_range *r)
{
    char from[BOOK_ADDRESS], to[BOOK_ADDRESS];
    g_string_append(out, book_address(r->row, r->column, from));
    if (r->row != r->last_row || r->column != r->last_column)
        g_string_append_printf(out, ":%s", book_address(r->last_row, r->last_column, to));
}

static void
print_rule(const book_rule *r, GString *out)
{
    static const char *const kinds[] = {"range", "words", "date", "time", "integer", "decimal", "length"};
    g_string_append(out, "rule ");
    append_range(out, &r->range);
    g_string_append_printf(out, " %s", kinds[r->kind]);
    if (r->list_sheet) {
        g_string_append_printf(out, " %s!", r->list_sheet);
        append_range(out, &r->list);
    }
    for (size_t i = 0; r->words && r->words[i]; i++)
        g_string_append_printf(out, "%s%s", i ? "|" : " ", r->words[i]);
    if (r->from || r->to)
        g_string_append_printf(out, " %s..%s", r->from ? r->from : "", r->to ? r->to : "");
    g_string_append(out, r->warns ? " warn" : " stop");
    if (r->title)
        g_string_append_printf(out, " 「%s」", r->title);
    if (r->message) {
        g_string_append_c(out, ' ');
        append_text(out, r->message);
    }
    g_string_append_c(out, '\n');
}

static void
print_sheet_head(const book_sheet *s, GString *out)
{
    static const char *const visibilities[] = {"shown", "hidden", "very-hidden"};
    g_string_append_printf(out, "sheet %s %s", s->name, visibilities[s->visibility]);
    if (s->protected)
        g_string_append(out, " protected");
    if (s->frozen_rows || s->frozen_columns)
        g_string_append_printf(out, " freeze %d,%d", s->frozen_rows, s->frozen_columns);
    if (s->landscape)
        g_string_append(out, " landscape");
    if (s->pages_across > 1)
        g_string_append_printf(out, " pages %d", s->pages_across);
    if (s->printed)
        g_string_append_printf(out, " printed %d", s->printed);
    if (s->repeated_rows || s->repeated_columns)
        g_string_append_printf(out, " repeat %d,%d", s->repeated_rows, s->repeated_columns);
    if (s->filtered.row) {
        g_string_append(out, " filter ");
        append_range(out, &s->filtered);
    }
    if (s->tab_color >= 0)
        g_string_append_printf(out, " tab %06x", (unsigned)s->tab_color);
    g_string_append_c(out, '\n');
    if (s->header)
        g_string_append_printf(out, "header %s\n", s->header);
    if (s->footer)
        g_string_append_printf(out, "footer %s\n", s->footer);
}

static void
print_shape(const book_sheet *s, GString *out)
{
    char letters[BOOK_ADDRESS];
    for (size_t i = 0; i < s->column_count; i++) {
        const book_column *c = &s->columns[i];
        g_string_append_printf(out, "column %s %g %s %s%s\n", book_column_letters(c->column, letters), c->width,
                               STYLES[c->style], KINDS[c->kind], c->hidden ? " hidden" : "");
    }
    for (size_t i = 0; i < s->row_count; i++)
        g_string_append_printf(out, "row %d %g%s\n", s->rows[i].row, s->rows[i].height,
                               s->rows[i].hidden ? " hidden" : "");
    for (size_t i = 0; i < s->merge_count; i++) {
        g_string_append(out, "merge ");
        append_range(out, &s->merges[i]);
        g_string_append_c(out, '\n');
    }
}

void
book_print(const book *b, GString *out)
{
    char address[BOOK_ADDRESS];
    if (b->title)
        g_string_append_printf(out, "book %s\n", b->title);
    for (size_t n = 0; n < b->sheet_count; n++) {
        const book_sheet *s = b->sheets[n];
        print_sheet_head(s, out);
        print_shape(s, out);
        for (size_t i = 0; i < s->cell_count; i++) {
            const book_cell *c = &s->cells[i];
            g_string_append_printf(out, "%s %s %s", book_address(c->row, c->column, address), STYLES[c->style],
                                   KINDS[c->kind]);
            if (c->text) {
                g_string_append_c(out, ' ');
                append_text(out, c->text);
            }
            g_string_append_c(out, '\n');
        }
        for (size_t i = 0; i < s->rule_count; i++)
            print_rule(&s->rules[i], out);
        for (size_t i = 0; i < s->note_count; i++) {
            g_string_append_printf(out, "note %s ", book_address(s->notes[i].row, s->notes[i].column, address));
            append_text(out, s->notes[i].text);
            g_string_append_c(out, '\n');
        }
    }
}
