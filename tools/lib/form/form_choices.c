/* form_choices.c: choices that a table sets out in columns, in a large-print edition. */
#include "form/form_int.h"

/* Cells of choices to be ticked, in a row of nothing else. */
static bool
is_row_of_choices(const form_node *row, size_t columns)
{
    size_t count = 0;
    if (row->kind != FORM_ROW)
        return false;
    for (const form_node *n = row->first; n; n = n->next, count++)
        if (n->kind != FORM_CELL || n->span != 1 || n->rows != 1 || !n->first || n->first->kind != FORM_TICK)
            return false;
    return count == columns;
}

static bool
are_choices(const form_node *table)
{
    if (!table->layout || table->column_count < 3 || !table->first)
        return false;
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].kind == COLUMN_LENGTH || table->columns[i].kind != table->columns[0].kind ||
            table->columns[i].share != table->columns[0].share)
            return false;
    for (const form_node *row = table->first; row; row = row->next)
        if (!is_row_of_choices(row, table->column_count))
            return false;
    return true;
}

void
form_choices_widen(form_reader *r, form_node *table)
{
    if (!are_choices(table))
        return;
    const form_node model = *table->first;
    const size_t columns = --table->column_count;
    form_node *cells = NULL, **tail = &cells, **row_tail = &table->first;
    for (const form_node *row = table->first; row; row = row->next)
        for (*tail = row->first; *tail;)
            tail = &(*tail)->next;
    for (form_node *cell = cells; cell;) {
        form_node *row = arena_copy(r->a, &model, sizeof model);
        row->first = cell;
        for (size_t i = 1; i < columns && cell->next; i++)
            cell = cell->next;
        form_node *rest = cell->next;
        cell->next = NULL;
        size_t count = 0;
        for (const form_node *n = row->first; n; n = n->next)
            count++;
        cell->span += (int)(columns - count); /* the last row is as wide as the others */
        *row_tail = row;
        row_tail = &row->next;
        row->next = NULL;
        cell = rest;
    }
}
