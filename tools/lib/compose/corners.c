#include "compose/compose_int.h"

/* A cell with a diagonal and a text on either side: ＼ has corners at its upper right and lower left, ／ at the others.
 * The cell is so tall that no text comes near the line. */

enum { CLEARANCE = 3 * UNIT_PT / 2, WIDEST = 55 /* of a hundred parts of the cell's inside */ };

static bool
is_beside(form_diagonal line, form_corner at)
{
    const bool falls = at == CORNER_UPPER_RIGHT || at == CORNER_LOWER_LEFT;
    return line == DIAGONAL_DOWN ? falls : line == DIAGONAL_UP && !falls;
}

static bool
is_taken(const flow *of, form_corner at)
{
    for (guint i = 0; i < of->items->len; i++) {
        const atom *a = &g_array_index(of->items, atom, i);
        if (a->kind == ATOM_CORNER && a->node->form->corner == at)
            return true;
    }
    return false;
}

void
corner_append(composer *c, const setting *s, const bound_node *n, unit width, flow *out)
{
    setting in = *s;
    columns *box = ARENA_NEW(c->a, columns);
    if (!is_beside(s->diagonal, n->form->corner) || is_taken(out, n->form->corner)) {
        flow_add_flaw(c, out, DIAG_COMPOSE_PLACE, n->origin->form, PLACE_NONE, form_kind_name(n->kind));
        return;
    }
    in.diagonal = DIAGONAL_NONE;
    box->content = compose_atoms(c, &in, n->first, unit_scale(width, WIDEST, 100), NULL, out->sheets);
    const atom a = {.kind = ATOM_CORNER, .node = n, .columns = box, .overfull = box->content.overfull};
    g_array_append_val(out->items, a);
}

/* Where its widest line ends. */
static unit
inked_width(const atoms *list)
{
    unit widest = 0;
    for (size_t i = 0; i < list->count; i++) {
        const atom *a = &list->items[i];
        const text_line *line = a->kind == ATOM_LINE ? &a->para->lines->lines[a->line] : NULL;
        widest = MAX(widest, a->x + (line ? line->x + line->width : a->width));
    }
    return widest;
}

/* The line falls from corner to corner: where the text ends sideways, it stands this far above or below. */
static unit
height_beside(const cell *box, const atom *corner, unit width)
{
    const atoms *text = &corner->columns->content;
    const unit free = width - box->pad_x - corner->width - CLEARANCE;
    return text->count && free > 0 ? unit_scale(box->pad_y + text->height + CLEARANCE, width, free) + 1 : 0;
}

void
corners_spread(composer *c, const cell *box, unit width, atoms *content)
{
    unit tall = 0;
    atom *items = arena_copy(c->a, content->items, sizeof(atom) * content->count);
    atom *first = NULL;
    for (size_t i = 0; i < content->count; i++) {
        if (items[i].kind != ATOM_CORNER)
            continue;
        first = first ? first : &items[i];
        items[i].width = inked_width(&items[i].columns->content);
        tall = MAX(tall, height_beside(box, &items[i], width));
    }
    if (!first)
        return;
    for (size_t i = 0; i < content->count; i++) { /* nothing else stands there: it would be on the line */
        if (items[i].kind == ATOM_CORNER || items[i].kind == ATOM_FLAW || atom_is_empty(&items[i]))
            continue;
        const diag_message m = {.code = DIAG_COMPOSE_PLACE,
                                .form = items[i].node->origin->form,
                                .args = {form_kind_name(items[i].node->kind)}};
        items[i] = (atom){.kind = ATOM_FLAW, .flaw = arena_copy(c->a, &m, sizeof m)};
    }
    for (size_t i = 0; i < content->count; i++)
        items[i].height = items[i].before = 0;
    first->height = MAX(tall - 2 * box->pad_y, 0);
    content->items = items;
    content->height = first->height;
}
