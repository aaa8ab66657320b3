#include "compose/compose_int.h"

/* Ten rows of 10 mm stand in 100 mm, although each is rounded to a unit. */
enum { ROUNDING = UNIT_PT / 64 };

typedef struct filler {
    composer *c;
    GArray *todo;   /* of atom: what is still to be placed, in order; split rows replace their whole */
    GArray *pages;  /* of page */
    GArray *placed; /* of placed: the page being filled */
    guint start;    /* first of todo on this page */
    running *running;
    unit room;            /* of this page's body */
    const atom *too_tall; /* of this page */
} filler;

static const atom *
item_at(const filler *f, guint i)
{
    return &g_array_index(f->todo, atom, i);
}

static void
end_page(filler *f)
{
    page p = {.number = f->pages->len + 1, .count = f->placed->len, .too_tall = f->too_tall};
    p.items = arena_copy(f->c->a, f->placed->data, sizeof(placed) * f->placed->len);
    g_array_append_val(f->pages, p);
    g_array_set_size(f->placed, 0);
    f->too_tall = NULL;
}

static void
place_atom(filler *f, const atom *a, unit y)
{
    const placed p = {arena_copy(f->c->a, a, sizeof *a), y};
    g_array_append_val(f->placed, p);
}

/* Atoms i - 1 and i are rows of one table. */
static bool
goes_on(const filler *f, guint i)
{
    return i > 0 && i < f->todo->len && item_at(f, i - 1)->kind == ATOM_ROW && item_at(f, i)->kind == ATOM_ROW &&
           item_at(f, i - 1)->table == item_at(f, i)->table;
}

/* Rows that stand on several pages of the table of a row; gives where they end. */
static unit
place_rows(filler *f, const atom *of, row *const *rows, size_t count, unit y)
{
    for (size_t k = 0; k < count; k++) {
        atom head = *of;
        head.row = rows[k];
        head.node = head.row->node;
        head.height = head.row->height;
        head.before = 0;
        if (head.row->source) {
            head.bookmark = NULL;
            head.overfull = 0; /* that is seen when its sums are set */
        }
        place_atom(f, &head, y);
        y += head.height;
    }
    return y;
}

/* A table that goes on from the page before shows its head again. */
static unit
repeat_head(filler *f, guint i)
{
    const atom *a = item_at(f, i);
    if (!goes_on(f, i) || row_is_head(a))
        return 0;
    const unit y = place_rows(f, a, a->table->head, a->table->head_count, 0);
    return place_rows(f, a, a->table->later, a->table->later_count, y);
}

/* What the foot of a page takes, if it ended behind row i; nothing where all that is left of the table has room. */
static unit
foot_room(const filler *f, guint i, unit y)
{
    const atom *a = item_at(f, i);
    if (a->kind != ATOM_ROW || !a->table->going_height || !goes_on(f, i + 1))
        return 0;
    do
        y += item_at(f, i)->height;
    while (y <= f->room + ROUNDING && goes_on(f, ++i));
    return y <= f->room + ROUNDING ? 0 : a->table->going_height;
}

/* The last place in (from, to] where the hold to the atom before is no firmer than `hold`. */
static guint
last_break(const filler *f, guint from, guint to, hold firmest)
{
    for (guint i = to; i > from; i--)
        if (item_at(f, i)->hold <= firmest)
            return i;
    return from;
}

/* Than half the body of the page it would go on whole. */
static bool
is_tall(const filler *f, const atom *a)
{
    return a->kind == ATOM_ROW && a->height > running_room(f->running, f->pages->len + 2) / 2;
}

/* Splits row i of todo so that its first part is at most `height` tall. */
static bool
split_item(filler *f, guint i, unit height)
{
    const atom whole = *item_at(f, i);
    row *first, *rest;
    if (whole.kind != ATOM_ROW || !compose_split_row(f->c, whole.row, height, &first, &rest))
        return false;
    atom a = whole, b = whole;
    a.row = first;
    a.height = first->height;
    b.row = rest;
    b.height = rest->height;
    b.hold = HOLD_FREE;
    b.before = 0;
    b.bookmark = NULL;
    g_array_index(f->todo, atom, i) = a;
    g_array_insert_val(f->todo, i + 1, b);
    return true;
}

/* What holds to a tall row, through whatever is between: part of the row goes with it (a signature block is never
 * alone, and is not parted while a row can be). Gives where the page ends then; 0: there is no such row. */
static guint
part_row_before(filler *f, guint i)
{
    for (guint k = i; k-- > f->start && item_at(f, k + 1)->hold != HOLD_FREE;)
        if (item_at(f, k + 1)->hold == HOLD_KEEP && item_at(f, k)->hold != HOLD_NEVER && is_tall(f, item_at(f, k)) &&
            split_item(f, k, item_at(f, k)->height * 2 / 3))
            return k + 1;
    return 0;
}

/* Atom i does not fit at y. Decides where this page ends; everything from there goes on the next. */
static guint
choose_break(filler *f, guint i, unit y)
{
    const unit foot = item_at(f, i)->kind == ATOM_ROW ? item_at(f, i)->table->going_height : 0;
    const unit left = f->room - y - foot;
    const bool merged =
        item_at(f, i)->kind == ATOM_ROW && item_at(f, i)->hold == HOLD_NEVER; /* under a cell of several rows */
    if (!merged && is_tall(f, item_at(f, i)) && split_item(f, i, left))
        return i + 1;
    guint at = last_break(f, f->start, i, HOLD_FREE);
    if (at > f->start)
        return at;
    at = part_row_before(f, i);
    if (at > f->start)
        return at;
    at = last_break(f, f->start, i, HOLD_KEEP);
    if (at > f->start)
        return at;
    if (i > f->start && !merged)
        return i;
    if (!merged && split_item(f, i, left))
        return i + 1;
    f->too_tall = arena_copy(f->c->a, item_at(f, i), sizeof(atom)); /* it is shown all the same, for who must mend it */
    return i + 1;
}

/* The page ends before atom `end`; atom i is the one that did not fit at y. */
static void
keep_until(filler *f, guint heads, guint end, guint i, unit y)
{
    const guint kept = heads + (MIN(end, i) - f->start);
    g_assert(kept <= f->placed->len);
    g_array_set_size(f->placed, kept);
    if (end > i) { /* the part of a row that was split off, or what must be shown although it is too tall */
        place_atom(f, item_at(f, i), y);
    } else if (kept > heads) { /* it may have been parted after it was placed */
        const unit at = g_array_index(f->placed, placed, kept - 1).y;
        g_array_set_size(f->placed, kept - 1);
        place_atom(f, item_at(f, end - 1), at);
    }
}

/* A page that ends within a table before all of it has shown that it would have room: it ends where its foot has some,
 * too. */
static guint
leave_foot(filler *f, guint heads, guint end, guint i)
{
    const guint chosen = end;
    while (end > f->start && end <= i && goes_on(f, end)) {
        const placed *last = &g_array_index(f->placed, placed, heads + (end - 1 - f->start));
        if (last->y + last->atom->height + last->atom->table->going_height <= f->room + ROUNDING)
            return end;
        end--;
    }
    return end > f->start ? end : chosen;
}

/* The table goes on: its foot for such pages. */
static void
place_foot(filler *f, guint end)
{
    if (!f->placed->len || !goes_on(f, end))
        return;
    const placed last = g_array_index(f->placed, placed, f->placed->len - 1);
    const table *t = item_at(f, end)->table;
    place_rows(f, item_at(f, end), t->going, t->going_count, last.y + last.atom->height);
}

/* The last row on the page had to grow for a label that is taller than the page has room. */
static void
mark_overflow(filler *f)
{
    const placed *last = f->placed->len ? &g_array_index(f->placed, placed, f->placed->len - 1) : NULL;
    if (last && !f->too_tall && last->atom->kind == ATOM_ROW && last->y + last->atom->height > f->room + ROUNDING)
        f->too_tall = last->atom;
}

/* Lays atoms from `start` on down the page; returns the first that goes on the next page. */
static guint
fill_page(filler *f)
{
    unit y = repeat_head(f, f->start);
    const guint heads = f->placed->len;
    bool top = true;
    for (guint i = f->start; i < f->todo->len; i++) {
        const atom *a = item_at(f, i);
        if (a->kind == ATOM_PAGE_BREAK)
            return i + 1;
        if (a->kind == ATOM_FLAW) {
            place_atom(f, a, y);
            continue;
        }
        const unit before = top ? 0 : a->before;
        if (y + before + a->height + foot_room(f, i, y + before) > f->room + ROUNDING) {
            if (a->kind == ATOM_SPACE) { /* what is left of it ends the page */
                place_atom(f, a, y);
                y = f->room;
                continue;
            }
            const guint end = leave_foot(f, heads, choose_break(f, i, y + before), i);
            compose_part_group(f->c, (atom *)(void *)f->todo->data, f->todo->len, f->start, end);
            keep_until(f, heads, end, i, y + before);
            place_foot(f, end);
            mark_overflow(f);
            return end;
        }
        place_atom(f, a, y + before);
        y += before + a->height;
        top = false;
    }
    return f->todo->len;
}

static bool
begin_page(filler *f)
{
    const size_t number = f->pages->len + 1;
    f->room = running_room(f->running, number);
    return running_has_room(f->running, number);
}

/* Nothing is left but what would show as an empty page. After a break that somebody asked for it is one, and what is
 * all that there is (of a sheet) has its page. */
static bool
is_rest_empty(const filler *f)
{
    if (f->start == 0 || item_at(f, f->start - 1)->kind == ATOM_PAGE_BREAK)
        return false;
    for (guint i = f->start; i < f->todo->len; i++)
        if (item_at(f, i)->kind == ATOM_FLAW ||
            (item_at(f, i)->kind != ATOM_PAGE_BREAK && !atom_is_empty(item_at(f, i))))
            return false;
    return true;
}

/* White space does not begin a page, and a break that nothing follows makes no page; nor do empty paragraphs at the
 * end (a value that need not be there) make one. */
static bool
has_more(filler *f)
{
    while (f->pages->len > 0 && f->start < f->todo->len && item_at(f, f->start)->kind == ATOM_SPACE)
        f->start++;
    return f->pages->len == 0 || (f->start < f->todo->len && !is_rest_empty(f));
}

bool
compose_paginate(composer *c, running *r, const atoms *body, GArray *pages)
{
    filler f = {.c = c, .running = r, .pages = pages};
    bool room = true;
    f.todo = g_array_new(FALSE, TRUE, sizeof(atom));
    f.placed = g_array_new(FALSE, TRUE, sizeof(placed));
    g_array_append_vals(f.todo, body->items, (guint)body->count);
    while (has_more(&f) && (room = begin_page(&f))) {
        f.start = fill_page(&f);
        end_page(&f);
    }
    g_array_free(f.todo, TRUE);
    g_array_free(f.placed, TRUE);
    return room;
}
