#include "compose/compose_int.h"

#include <string.h>

/* The last place up to n where the hold to the atom before is no firmer than this; 0: there is none. */
static size_t
last_cut(const atoms *content, size_t n, hold firmest)
{
    while (n > 0 && content->items[n].hold > firmest)
        n--;
    return n;
}

/* Heads at the top of a box, of the table whose rows follow: with these alone a box has nothing in it yet. */
static size_t
leading_heads(const atoms *content)
{
    size_t n = 0;
    while (n + 1 < content->count && content->items[n].kind == ATOM_ROW && row_is_head(&content->items[n]) &&
           content->items[n + 1].kind == ATOM_ROW && content->items[n + 1].table == content->items[n].table)
        n++;
    return n;
}

/* The first atoms of a cell that stand within `height`; no fewer than two lines on either side of the cut
 * when there are more, and nothing from what it holds to while there is a cut that keeps it. Returns how many go into
 * the first part. */
static size_t
count_fitting(const atoms *content, unit height)
{
    unit used = 0;
    size_t n = 0;
    while (n < content->count) {
        const atom *a = &content->items[n];
        used = unit_add(used, unit_add(a->height, n ? a->before : 0));
        if (used > height)
            break;
        n++;
    }
    if (n == content->count)
        return n;
    const size_t free = last_cut(content, n, HOLD_FREE), heads = leading_heads(content);
    n = free ? free : last_cut(content, n, HOLD_KEEP);
    return n > heads ? n : heads && height >= atoms_height(content->items, heads) ? heads : 0;
}

static atoms
part_of(const atoms *whole, size_t from, size_t to)
{
    atoms part = {.items = whole->items + from, .count = to - from};
    part.height = atoms_height(part.items, part.count);
    return part;
}

/* Of the cells that are of this row alone. */
static unit
content_height(const row *r)
{
    unit height = 0;
    for (size_t i = 0; i < r->cell_count; i++)
        if (r->cells[i].rows < 2)
            height = MAX(height, cell_height(&r->cells[i]));
    return height;
}

/* Where a cell is cut: atoms before `n` stay, atoms from `n` go; a nested row at the cut may itself be parted
 * (`first` stays, `rest` goes), and so may nested rows under one cell (`n` is of `parted`, which stands for the whole).
 */
typedef struct cut {
    size_t n;
    row *first, *rest;
    const atoms *parted;
} cut;

/* Of nested rows from `from` on that cells cover together. */
static size_t
end_of_covered(const atoms *content, size_t from)
{
    const atom *a = content->items;
    size_t end = from + 1;
    while (end < content->count && a[end].kind == ATOM_ROW && a[end].hold == HOLD_NEVER &&
           a[end].table == a[from].table)
        end++;
    return end;
}

bool
compose_is_tall(int64_t height, unit room)
{
    return height * 20 > (int64_t)room * 9;
}

/* Row `i` of those from `from` on has no room but `left`: they are parted in it, or above it. Gives how many atoms
 * stay, 0: they cannot be parted. */
static size_t
part_at(composer *c, GArray *items, size_t from, size_t i, unit left)
{
    const guint first = (guint)from, at = (guint)i;
    const bool in_row = i == from || compose_is_tall(g_array_index(items, atom, at).height, c->next_room);
    if (in_row && left > 0 && compose_part_rows(c, items, first, at, left))
        return i + 1;
    if (i > from && compose_part_rows(c, items, first, at, 0))
        return i;
    return !in_row && left > 0 && compose_part_rows(c, items, first, at, left) ? i + 1 : 0;
}

/* The content is cut above rows that cells cover together: where no page would hold them well they are parted, as those
 * of a page are. `left` is what there is for them. */
static void
part_covered(composer *c, const atoms *content, unit left, cut *at)
{
    const size_t from = at->n, end = end_of_covered(content, from);
    const atom *a = content->items;
    if (end == from + 1 || row_is_head(&a[from]) || a[from].table->going_count ||
        !compose_is_tall(atoms_height(a + from, end - from), c->next_room))
        return;
    size_t i = from;
    for (; i < end && a[i].height <= left; i++)
        left -= a[i].height;
    if (i == end) /* what they hold to has no room */
        return;
    GArray *items = g_array_new(FALSE, FALSE, sizeof(atom));
    g_array_append_vals(items, a, (guint)content->count);
    const size_t n = part_at(c, items, from, i, left);
    if (n) {
        atoms *parted = ARENA_NEW(c->a, atoms);
        parted->count = items->len;
        parted->items = arena_copy(c->a, items->data, sizeof(atom) * items->len);
        parted->height = atoms_height(parted->items, parted->count);
        at->n = n;
        at->parted = parted;
    }
    g_array_free(items, TRUE);
}

static cut
cut_content(composer *c, const atoms *content, unit height)
{
    cut at = {.n = count_fitting(content, height)};
    if (at.n == content->count || content->items[at.n].kind != ATOM_ROW)
        return at;
    const unit left = height - atoms_height(content->items, at.n) - (at.n ? content->items[at.n].before : 0);
    part_covered(c, content, left, &at);
    if (at.parted)
        return at;
    /* A nested row splits like any other: when it is too tall to go on whole, or nothing stands before it. */
    if ((at.n <= leading_heads(content) || content->items[at.n].height > height / 2) &&
        !compose_split_row(c, content->items[at.n].row, left, &at.first, &at.rest))
        at.first = at.rest = NULL;
    return at;
}

static atom
row_atom(atom of, row *r)
{
    of.row = r;
    of.height = r->height;
    return of;
}

/* ---- groups that are parted ---- */

static const group *
group_of(const atom *a)
{
    return a->kind == ATOM_ROW ? a->row->group : NULL;
}

/* Atom `at` goes on with a group that the one before it is of. */
static bool
is_in_group(const atom *items, size_t count, size_t at)
{
    return at > 0 && at < count && group_of(&items[at]) && group_of(&items[at]) == group_of(&items[at - 1]);
}

static void
raise_row(composer *c, atom *a, unit by)
{
    row *taller = arena_copy(c->a, a->row, sizeof *taller);
    taller->height += by;
    *a = row_atom(*a, taller);
}

void
compose_part_group(composer *c, atom *items, size_t count, size_t from, size_t at)
{
    if (at <= from || !is_in_group(items, count, at))
        return;
    const group *g = group_of(&items[at]);
    unit above = 0, below = 0;
    size_t first = at, last = at;
    while (first > from && group_of(&items[first - 1]) == g)
        above += items[--first].height;
    while (last < count && group_of(&items[last]) == g)
        below += items[last++].height;
    const unit need = group_need(g, items[first].row->begins_group), again = group_need(g, false);
    if (above < need)
        raise_row(c, &items[at - 1], need - above);
    if (below < again)
        raise_row(c, &items[last - 1], again - below);
}

/* ---- cells ---- */

/* A table that goes on shows its head again. */
static atoms
with_heads(composer *c, const atom *above, atoms goes)
{
    const atom *below = goes.items;
    if (!goes.count || !above || above->kind != ATOM_ROW || below->kind != ATOM_ROW || above->table != below->table ||
        row_is_head(below))
        return goes;
    const size_t heads = below->table->head_count;
    atom *items = ARENA_ARRAY(c->a, atom, heads + goes.count);
    for (size_t i = 0; i < heads; i++) {
        items[i] = row_atom(*below, below->table->head[i]);
        items[i].node = items[i].row->node;
        items[i].before = 0;
        items[i].hold = i ? HOLD_NEVER : HOLD_FREE;
        items[i].bookmark = NULL;
    }
    memcpy(items + heads, below, sizeof *items * goes.count);
    if (heads && items[heads].hold < HOLD_KEEP)
        items[heads].hold = HOLD_KEEP;
    const atoms all = {.items = items, .count = heads + goes.count};
    return part_of(&all, 0, all.count);
}

static void
cut_cell(composer *c, const atoms *whole, cut at, atoms *stays, atoms *goes)
{
    whole = at.parted ? at.parted : whole;
    if (!at.first && !is_in_group(whole->items, whole->count, at.n)) { /* nothing is other than it was */
        *stays = part_of(whole, 0, at.n);
        *goes = with_heads(c, at.n ? &whole->items[at.n - 1] : NULL, part_of(whole, at.n, whole->count));
        return;
    }
    const size_t count = whole->count + (at.first ? 1 : 0), n = at.n + (at.first ? 1 : 0);
    atom *items = ARENA_ARRAY(c->a, atom, count + 1);
    memcpy(items, whole->items, sizeof *items * at.n);
    memcpy(items + n, whole->items + at.n, sizeof *items * (whole->count - at.n));
    if (at.first) {
        items[at.n] = row_atom(whole->items[at.n], at.first);
        items[n] = row_atom(whole->items[at.n], at.rest);
    }
    compose_part_group(c, items, count, 0, n);
    const atoms all = {.items = items, .count = count};
    *stays = part_of(&all, 0, n);
    *goes = with_heads(c, n ? &items[n - 1] : NULL, part_of(&all, n, count));
}

/* Both parts of a group's row are tall enough for the group's label. */
static bool
leave_room_for_label(const group *g, unit height, row *a, row *b)
{
    const unit least = MAX(group_need(g, true), group_need(g, false));
    a->height = MAX(a->height, least);
    b->height = MAX(b->height, least);
    return height >= least;
}

static row *
copy_row(composer *c, const row *whole)
{
    row *r = arena_copy(c->a, whole, sizeof *whole);
    r->cells = arena_copy(c->a, whole->cells, sizeof(cell) * whole->cell_count);
    return r;
}

/* What goes on of a cell is not empty, or its label is shown again. */
static void
show_again(cell *rest)
{
    if (rest->content.count || !rest->repeats)
        return;
    rest->content = rest->content_again;
    rest->shown_again = true;
}

/* The cells that are of this row alone: `a` and `b` are copies of it, and get its parts. False when no part would hold
 * two lines of one of them. */
static bool
split_cells(composer *c, const row *whole, unit height, row *a, row *b, bool *any_cut)
{
    b->continues = true;
    b->begins_group = false;
    for (size_t i = 0; i < whole->cell_count; i++) {
        const cell *from = &whole->cells[i];
        if (from->rows > 1)
            continue;
        const cut at = cut_content(c, &from->content, height - 2 * from->pad_y);
        cut_cell(c, &from->content, at, &a->cells[i].content, &b->cells[i].content);
        if (a->cells[i].content.height > MAX(height - 2 * from->pad_y, 0) && b->cells[i].content.count)
            return false; /* the label of a group in it needs more */
        if (b->cells[i].content.count) {
            if (a->cells[i].content.count <= leading_heads(&from->content))
                return false; /* not even its first lines fit */
            *any_cut = true;
        }
        show_again(&b->cells[i]);
    }
    return true;
}

bool
compose_split_row(composer *c, const row *whole, unit height, row **first, row **rest)
{
    row *a = copy_row(c, whole), *b = copy_row(c, whole);
    bool any_cut = false;
    for (size_t i = 0; i < whole->cell_count; i++)
        if (whole->cells[i].rows > 1)
            return false;
    if (!split_cells(c, whole, height, a, b, &any_cut) || !any_cut)
        return false;
    a->height = content_height(a);
    b->height = content_height(b);
    if (whole->group && !leave_room_for_label(whole->group, height, a, b))
        return false;
    *first = a;
    *rest = b;
    return true;
}

/* ---- rows that one cell covers ---- */

/* A page ends in row `at` of them, or above it. */
typedef struct parting {
    composer *c;
    row **rows; /* copies of those down to `at` */
    size_t at;
    unit left;  /* of the page for row `at`; 0: the page ends above it */
    row *below; /* that begins the next page */
    bool any_cut;
} parting;

/* What goes on of a cell stands in this row, in the place of the whole if it is one of its own. */
static void
put_cell(composer *c, row *r, const cell *more)
{
    cell *cells = ARENA_ARRAY(c->a, cell, r->cell_count + 1);
    size_t n = 0;
    while (n < r->cell_count && r->cells[n].column < more->column)
        n++;
    if (n < r->cell_count && r->cells[n].column == more->column) {
        r->cells[n] = *more;
        return;
    }
    memcpy(cells, r->cells, sizeof *cells * n);
    cells[n] = *more;
    memcpy(cells + n + 1, r->cells + n, sizeof *cells * (r->cell_count - n));
    r->cells = cells;
    r->cell_count++;
}

/* Cell `n` of row `k` covers row `at`. False when nothing of it would stand above the end of the page. */
static bool
part_span(parting *p, size_t k, size_t n)
{
    cell *stays = &p->rows[k]->cells[n], goes = *stays;
    const atoms whole = stays->content;
    unit above = 0;
    for (size_t i = k; i < p->at; i++)
        above += p->rows[i]->height;
    const unit room = above + p->left - 2 * stays->pad_y;
    cut_cell(p->c, &whole, cut_content(p->c, &whole, room), &stays->content, &goes.content);
    if (stays->content.height > MAX(room, 0) || (goes.content.count && stays->content.count <= leading_heads(&whole)))
        return false;
    p->any_cut = p->any_cut || goes.content.count > 0;
    goes.rows = stays->rows - (p->at - k);
    stays->rows = p->at - k + (p->left ? 1 : 0);
    show_again(&goes);
    put_cell(p->c, p->below, &goes);
    if (p->left)
        p->rows[p->at]->height = MAX(p->rows[p->at]->height, cell_height(stays) - above);
    return true;
}

static bool
part_spans(parting *p)
{
    for (size_t k = 0; k < p->at + (p->left ? 1 : 0); k++)
        for (size_t n = 0; n < p->rows[k]->cell_count; n++)
            if (p->rows[k]->cells[n].rows > MAX(p->at - k, 1) && !part_span(p, k, n))
                return false;
    return true;
}

/* Row `at` and those that the same cells cover are as tall as what is left for them asks for. */
static void
settle_rows(composer *c, GArray *items, guint at)
{
    GPtrArray *rows = g_ptr_array_new();
    guint i = at;
    do {
        atom *a = &g_array_index(items, atom, i);
        row *r = copy_row(c, a->row);
        const unit natural = r->continues ? content_height(r) : compose_row_height(r);
        r->height = r->group ? MAX(r->height, natural) : natural;
        g_ptr_array_add(rows, r);
        i++;
    } while (i < items->len && g_array_index(items, atom, i).hold == HOLD_NEVER);
    compose_stretch_rows(rows);
    for (guint k = 0; k < rows->len; k++) {
        atom *a = &g_array_index(items, atom, at + k);
        *a = row_atom(*a, g_ptr_array_index(rows, k));
    }
    g_ptr_array_free(rows, TRUE);
}

bool
compose_part_rows(composer *c, GArray *items, guint from, guint at, unit left)
{
    parting p = {.c = c, .rows = ARENA_ARRAY(c->a, row *, at - from + 1), .at = at - from, .left = left};
    atom *all = &g_array_index(items, atom, 0);
    for (guint i = from; i <= at; i++)
        p.rows[i - from] = copy_row(c, all[i].row);
    p.below = copy_row(c, all[at].row);
    row *above = p.rows[p.at];
    above->height = left ? 0 : above->height;
    if (left && !split_cells(c, all[at].row, left, above, p.below, &p.any_cut))
        return false;
    if (!part_spans(&p) || (left && !p.any_cut))
        return false;
    above->height = left ? MAX(above->height, content_height(above)) : above->height;
    p.below->height = left ? 0 : p.below->height;
    for (guint i = from; i < at; i++)
        all[i] = row_atom(all[i], p.rows[i - from]);
    atom below = row_atom(all[at], p.below);
    below.hold = HOLD_FREE;
    if (left) {
        below.before = 0;
        below.bookmark = NULL;
        all[at] = row_atom(all[at], above);
        g_array_insert_val(items, at + 1, below);
    } else {
        all[at] = below;
    }
    settle_rows(c, items, at + (left ? 1 : 0));
    return true;
}
