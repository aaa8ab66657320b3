#include "compose/compose_int.h"

/* Number, label and text beside one another at the top of a row stand on one line, also where the label has readings
 * over it (aids.h) and the others have none. */

/* Over the first line of the cell: readings of words of the form, which stood on one line with the others before they
 * came. */
static bool
begins_read(const atom *first)
{
    const text_line *line = &first->para->lines->lines[first->line];
    for (size_t i = 0; i < line->run_count; i++) {
        const bound_inline *p = &first->para->inlines[line->runs[i].span - first->para->spans];
        if (line->runs[i].is_ruby && !p->from_data)
            return true;
    }
    return false;
}

/* A cell that begins, at its top, with a line that runs across. */
static const atom *
first_line(const cell *box)
{
    const atom *first = box->content.count ? &box->content.items[0] : NULL;
    const bool is_line = first && first->kind == ATOM_LINE && !first->para->lines->vertical;
    return is_line && box->node->valign <= VALIGN_TOP && !box->node->form->height ? first : NULL;
}

static void
lower_first(composer *c, cell *box, unit by)
{
    atoms *list = &box->content;
    list->items = arena_copy(c->a, list->items, sizeof(atom) * list->count); /* other tries may hold the same */
    list->items[0].height += by;
    list->items[0].baseline += by;
    list->height += by;
}

void
compose_level_readings(composer *c, cell *cells, size_t count)
{
    unit lowest = 0;
    for (size_t i = 0; i < count; i++) {
        const atom *first = first_line(&cells[i]);
        if (first && begins_read(first))
            lowest = MAX(lowest, cells[i].pad_y + first->baseline);
    }
    for (size_t i = 0; i < count; i++) {
        const atom *first = first_line(&cells[i]);
        const unit by = first && !begins_read(first) ? lowest - cells[i].pad_y - first->baseline : 0;
        if (by > 0 && by <= first->para->size)
            lower_first(c, &cells[i], by);
    }
}
