/* layout_csv.c: sheets as CSV. */
#include "layout/layout_csv.h"

#include <string.h>

static bool
is_free_text(const layout_column *c)
{
    return c->kind == LAYOUT_TEXT || c->kind == LAYOUT_LONG || c->kind == LAYOUT_CODE;
}

static void
append_field(GString *out, const char *text, bool first)
{
    if (!first)
        g_string_append_c(out, ',');
    if (!text[strcspn(text, "\",\r\n")]) {
        g_string_append(out, text);
        return;
    }
    g_string_append_c(out, '"');
    for (const char *p = text; *p; p++) {
        if (*p == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, *p);
    }
    g_string_append_c(out, '"');
}

static GPtrArray *
rows_of_sheet(arena *a, const layout_content *c, const layout_sheet *s)
{
    GPtrArray *of_sheet = g_ptr_array_new();
    for (size_t i = 0; i < c->count; i++) {
        GPtrArray *rows = layout_rows(a, c->l, c->documents[i].grammar, c->documents[i].doc);
        for (guint j = 0; j < rows->len; j++) {
            const layout_row *row = g_ptr_array_index(rows, j);
            if (row->record == s->record && layout_is_of_month(row, c->month))
                g_ptr_array_add(of_sheet, (void *)row);
        }
        g_ptr_array_free(rows, TRUE);
    }
    return of_sheet;
}

void
layout_append_csv(arena *a, const layout_content *c, const layout_sheet *s, bool nameless, GString *out)
{
    GPtrArray *rows = rows_of_sheet(a, c, s);
    GArray *columns = layout_spread(a, s, rows);
    for (guint i = columns->len; nameless && i-- > 0;)
        if (is_free_text(&g_array_index(columns, layout_column, i)))
            g_array_remove_index(columns, i);
    g_string_append(out, "\xef\xbb\xbf");
    for (guint i = 0; i < columns->len; i++) {
        const layout_column *column = &g_array_index(columns, layout_column, i);
        append_field(out, arena_printf(a, "%s　%s", column->group, column->field), i == 0);
    }
    g_string_append(out, "\r\n");
    for (guint j = 0; j < rows->len; j++) {
        for (guint i = 0; i < columns->len; i++) {
            const layout_column *column = &g_array_index(columns, layout_column, i);
            const char *shown =
                layout_shown(a, column, layout_value_of(a, column, g_ptr_array_index(rows, j)), NULL, "");
            append_field(out, shown ? shown : "", i == 0);
        }
        g_string_append(out, "\r\n");
    }
    g_array_free(columns, TRUE);
    g_ptr_array_free(rows, TRUE);
}
