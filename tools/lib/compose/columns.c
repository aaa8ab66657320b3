#include "compose/compose_int.h"

/* 縦書き: a block whose lines run down. It is composed as any list of atoms is, with the length of its columns for
 * the width, and set as one atom; what is wider than its place is told, as a line that is too long is. */

void
compose_columns(composer *c, const bound_node *n, unit x, unit width, GArray *out)
{
    const form_node *f = n->form;
    c->vertical = true;
    const unit length = f->height > 0 ? f->height : compose_widest(c, n->first);
    columns *box = ARENA_NEW(c->a, columns);
    box->content = compose_atoms(c, n->first, length, NULL);
    c->vertical = false;
    unit own = f->width > 0 ? f->width : width;
    if (f->fit_width)
        own = box->content.height;
    if (own > width || width <= 0)
        diag_add(c->d, DIAG_COMPOSE_WIDTHS, n->origin->form, PLACE_NONE, NULL);
    if (box->content.height > own)
        compose_overfull(c, 1, n->origin);
    const atom a = {.kind = ATOM_COLUMNS,
                    .node = n,
                    .height = length,
                    .x = x + compose_side(f->side, own, width),
                    .width = own,
                    .columns = box};
    g_array_append_val(out, a);
}
