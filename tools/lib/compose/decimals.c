#include "compose/compose_int.h"

/* 小数点揃え: numbers of a table's column stand with their decimal points one under the other. */

/* The first number of a line that asks for it; -1: none does. */
static unit
widest_tail(const atoms *list)
{
    unit widest = -1;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == ATOM_LINE && list->items[i].para->align == TEXT_DECIMAL)
            widest = MAX(widest, list->items[i].para->lines->lines[list->items[i].line].tail);
    return widest;
}

/* Moves each such line to the left until its decimal point stands where those of the column do. */
void
compose_move_tails(composer *c, cell *box, unit tail)
{
    atoms *list = &box->content;
    list->items = arena_copy(c->a, list->items, sizeof(atom) * list->count); /* other tries may hold the same */
    for (size_t i = 0; i < list->count; i++) {
        atom *a = &list->items[i];
        if (a->kind != ATOM_LINE || a->para->align != TEXT_DECIMAL)
            continue;
        const text_line *line = &a->para->lines->lines[a->line];
        a->x -= tail - line->tail;
        if (line->x >= tail - line->tail)
            continue;
        a->overfull++;
        list->overfull++;
    }
}

/* 小数点揃え: cells that end at one edge are one column. */
unit
compose_align_decimals(composer *c, const GPtrArray *rows, size_t edge)
{
    unit tail = -1;
    for (int pass = 0; pass < 2; pass++)
        for (guint i = 0; i < rows->len; i++) {
            const row *r = g_ptr_array_index(rows, i);
            for (size_t k = 0; k < r->cell_count; k++) {
                cell *box = &r->cells[k];
                if (box->column + box->span != edge)
                    continue;
                if (pass == 0)
                    tail = MAX(tail, widest_tail(&box->content));
                else
                    compose_move_tails(c, box, tail);
            }
            if (pass == 1 && tail < 0)
                return tail;
        }
    return tail;
}
