#include "compose/filler.h"

/* 段組: text that flows from column to column, and from page to page. */

/* So far a column goes from `from` when it is `height` tall, and no further than `to`: how much of it is used. */
static guint
fill_column(const filler *f, guint from, guint to, unit height, unit *used)
{
    guint i = from;
    int64_t down = 0;
    *used = 0;
    for (; i < to; i++) {
        const atom *a = item_at(f, i);
        const int64_t next = down + (i > from ? a->before : 0) + a->height;
        if (next > height + ROUNDING && (a->kind != ATOM_SPACE || i == from))
            break;
        down = a->kind == ATOM_SPACE ? MIN(next, height) : next; /* what is left of white ends the column */
    }
    if (i < to && i > from) {
        guint at = last_break(f, from, i, HOLD_FREE);
        at = at > from ? at : last_break(f, from, i, HOLD_KEEP);
        i = at > from ? at : i;
    }
    *used = (unit)down;
    return i;
}

static guint
skip_white(const filler *f, guint i, guint to)
{
    while (i < to && item_at(f, i)->kind == ATOM_SPACE)
        i++;
    return i;
}

/* Where so many columns of a height end. */
static guint
fill_columns(const filler *f, guint from, guint to, int count, unit height)
{
    unit used;
    for (int k = 0; k < count && from < to; k++)
        from = fill_column(f, k ? skip_white(f, from, to) : from, to, height, &used);
    return skip_white(f, from, to);
}

/* The least height in which the columns take all that there is, as far as they do in `most`. */
static unit
balanced_height(const filler *f, guint from, guint to, int count, unit most)
{
    unit least = 0;
    while (most - least > UNIT_PT / 8) {
        const unit middle = least + (most - least) / 2;
        if (fill_columns(f, from, to, count, middle) == to)
            most = middle;
        else
            least = middle;
    }
    return most;
}

static void
place_column(filler *f, guint from, guint to, unit x, unit y)
{
    for (guint i = from; i < to; i++) {
        atom a = *item_at(f, i);
        y = unit_add(y, i > from ? a.before : 0);
        a.x += x;
        place_atom(f, &a, y);
        y = unit_add(y, a.height);
    }
}

static void
place_gutters(filler *f, const flowing *in, unit y, unit height)
{
    const form_node *how = in->node->form;
    for (int k = 1; k < how->count && form_rule_width(how->top) > 0; k++) {
        const atom gutter = {.kind = ATOM_GUTTER,
                             .node = in->node,
                             .height = height,
                             .x = in->x + k * (in->width + how->gap) - how->gap / 2};
        place_atom(f, &gutter, y);
    }
}

guint
filler_place_columns(filler *f, guint from, unit y, unit *height)
{
    const flowing *in = item_at(f, from)->flows;
    const form_node *how = in->node->form;
    guint to = from, at = from;
    while (to < f->todo->len && item_at(f, to)->flows == in)
        to++;
    const bool all = fill_columns(f, from, to, how->count, f->room - y) == to;
    const unit tall = all ? balanced_height(f, from, to, how->count, f->room - y) : f->room - y;
    *height = 0;
    for (int k = 0; k < how->count && at < to; k++) {
        unit used;
        at = k ? skip_white(f, at, to) : at;
        const guint end = fill_column(f, at, to, tall, &used);
        place_column(f, at, end, k * (in->width + how->gap), y);
        *height = MAX(*height, used);
        at = end;
    }
    if (at > from)
        place_gutters(f, in, y, *height);
    return skip_white(f, at, to);
}
