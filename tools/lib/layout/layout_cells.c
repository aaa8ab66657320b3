/* layout_cells.c: where a value stands in a sheet, and how it is shown there. */
#include "layout/layout_book_int.h"

#include <string.h>

enum { NUMBERED = 3 }; /* at least as many */

GArray *
layout_spread(arena *a, const layout_sheet *s, const GPtrArray *rows)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(layout_column));
    for (size_t i = 0; i < s->count; i++) {
        layout_column c = s->columns[i];
        if (c.role != LAYOUT_NUMBERED) {
            g_array_append_val(out, c);
            continue;
        }
        size_t most = NUMBERED - 1;
        for (guint j = 0; j < rows->len; j++)
            most = MAX(most, layout_number_of(&s->columns[i], g_ptr_array_index(rows, j)));
        for (c.number = 1; c.number <= most + 1; c.number++) {
            c.field = arena_printf(a, "%s %zu", s->columns[i].field, c.number);
            g_array_append_val(out, c);
        }
    }
    return out;
}

const char *
layout_column_id(arena *a, const layout_column *c)
{
    GString *s = g_string_new(c->role == LAYOUT_KEY_OF ? "key:" : "");
    for (size_t i = 0; i < c->depth; i++)
        g_string_append_printf(s, "%s/", c->path[i]->name);
    if (c->spot->is_attribute || c->role == LAYOUT_KEY_OF)
        g_string_append_printf(s, "@%s", c->role == LAYOUT_KEY_OF ? c->record->spot->name : c->spot->name);
    if (c->word)
        g_string_append_printf(s, "=%s", c->word);
    if (c->number)
        g_string_append_printf(s, "#%zu", c->number);
    if (c->role == LAYOUT_THERE)
        g_string_append_c(s, '?');
    g_strdelimit(s->str, " \t\n", '_');
    const char *id = s->len ? arena_strdup(a, s->str) : ".";
    g_string_free(s, TRUE);
    return id;
}

GHashTable *
layout_names_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static char *
scoped_id(const char *scope, const char *id)
{
    return g_strdup_printf("%s\n%s", scope, id);
}

void
layout_names_add(GHashTable *names, const char *scope, const char *id, const char *name)
{
    g_hash_table_replace(names, scoped_id(scope, id), (void *)name);
}

const char *
layout_names_find(GHashTable *names, const char *scope, const char *id)
{
    char *own = scoped_id(scope, id), *master = scoped_id("", id);
    const char *name = g_hash_table_lookup(names, own);
    if (!name)
        name = g_hash_table_lookup(names, master);
    g_free(own);
    g_free(master);
    return name;
}

const char *
layout_scope(const layout_row *row)
{
    while (row->parent)
        row = row->parent;
    return row->record->grammar == 0 ? row->key : "";
}

const char *
layout_shown(arena *a, const layout_column *c, const char *value, GHashTable *names, const char *scope)
{
    if (!value)
        return NULL;
    for (size_t i = 0; c->kind == LAYOUT_WORD && i < c->word_count; i++)
        if (strcmp(c->words[i], value) == 0)
            return c->shown[i];
    const bool key = c->role == LAYOUT_KEY_OF && c->record->key == LAYOUT_KEY_ID;
    const char *name = names && (c->kind == LAYOUT_REFERENCE || key) ? layout_names_find(names, scope, value) : NULL;
    return name && *name ? arena_printf(a, "%s" LAYOUT_BESIDE "%s", value, name) : value;
}

/* ---- places ---- */

void
layout_cell(const layout_sheet *s, int line, int field, int *row, int *column)
{
    *row = s->across ? field + LAYOUT_ACROSS_FIELDS_AT - 1 : line;
    *column = s->across ? line - LAYOUT_ACROSS_LESS : field;
}

void
layout_line(const layout_sheet *s, int row, int column, int *line, int *field)
{
    *line = s->across ? column + LAYOUT_ACROSS_LESS : row;
    *field = s->across ? row - LAYOUT_ACROSS_FIELDS_AT + 1 : column;
    if (*line < LAYOUT_GROUP_AT || *field < 1)
        *line = *field = 0;
}

book_kind
layout_kind_in_book(const layout_column *c)
{
    return c->kind == LAYOUT_DATE     ? BOOK_DATE
           : c->kind == LAYOUT_MONTH  ? BOOK_MONTH
           : c->kind == LAYOUT_TIME   ? BOOK_TIME
           : c->kind == LAYOUT_NUMBER ? BOOK_NUMBER
                                      : BOOK_TEXT;
}

bool
layout_is_of_month(const layout_row *row, const char *month)
{
    for (; row && month; row = row->parent)
        if (row->record->key == LAYOUT_KEY_VALUE && row->record->grammar == 0 && strcmp(row->key, month) != 0)
            return false;
    return true;
}

bool
layout_column_means(const layout_column *c, const layout_record *record)
{
    g_assert(c && record);
    if (c->role == LAYOUT_KEY_OF)
        return c->record == record;
    char **names = g_strsplit_set(c->refers ? c->refers : "", " \t\n", -1);
    const bool means = record->key == LAYOUT_KEY_ID && g_strv_contains((const char *const *)names, record->spot->name);
    g_strfreev(names);
    return means;
}
