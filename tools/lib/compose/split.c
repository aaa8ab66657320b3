#include "compose/compose_int.h"

/* The first atoms of a cell that stand within `height`; no fewer than two lines on either side of the cut
 * when there are more. Returns how many go into the first part. */
static size_t
fitting(const atoms *content, unit height)
{
    unit used = 0;
    size_t n = 0;
    while (n < content->count) {
        const atom *a = &content->items[n];
        used += a->height + (n ? a->before : 0);
        if (used > height)
            break;
        n++;
    }
    if (n == content->count)
        return n;
    while (n > 0 && content->items[n].hold == HOLD_NEVER)
        n--;
    return n;
}

static atoms
part_of(const atoms *whole, size_t from, size_t to)
{
    atoms part = {.items = whole->items + from, .count = to - from};
    part.height = atoms_height(part.items, part.count);
    return part;
}

static unit
content_height(const row *r)
{
    unit height = 0;
    for (size_t i = 0; i < r->cell_count; i++)
        height = MAX(height, cell_height(&r->cells[i]));
    return height;
}

bool
compose_split_row(composer *c, const row *whole, unit height, row **first, row **rest)
{
    row *a = arena_copy(c->a, whole, sizeof *whole);
    row *b = arena_copy(c->a, whole, sizeof *whole);
    a->cells = arena_copy(c->a, whole->cells, sizeof(cell) * whole->cell_count);
    b->cells = arena_copy(c->a, whole->cells, sizeof(cell) * whole->cell_count);
    b->continues = true;
    b->begins_group = false;

    bool any_cut = false;
    for (size_t i = 0; i < whole->cell_count; i++) {
        const cell *from = &whole->cells[i];
        if (from->rows > 1)
            return false;
        const size_t n = fitting(&from->content, height - 2 * from->pad_y);
        a->cells[i].content = part_of(&from->content, 0, n);
        b->cells[i].content = part_of(&from->content, n, from->content.count);
        if (n < from->content.count) {
            if (n == 0 && from->content.count > 0)
                return false; /* not even its first lines fit */
            any_cut = true;
        } else if (from->repeats) {
            b->cells[i].content = from->content_again;
        }
    }
    if (!any_cut)
        return false;
    a->height = content_height(a);
    b->height = content_height(b);
    if (whole->group) {
        const unit least = whole->group->label.content_again.height + 2 * whole->group->label.pad_y;
        if (height < least)
            return false;
        a->height = MAX(a->height, least);
        b->height = MAX(b->height, least);
    }
    *first = a;
    *rest = b;
    return true;
}
