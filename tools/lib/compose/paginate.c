#include "compose/filler.h"

enum { WORK_OF_A_PAGE = 2000 };

/* Of its section, from 0: the page being filled. */
static size_t
nth_page(const filler *f)
{
    return f->pages->len - f->before;
}

static void
end_page(filler *f, bool last)
{
    page p = {.count = f->placed->len, .too_tall = f->too_tall, .ends = f->ends};
    running_name(f->running, &p, nth_page(f), last);
    p.items = arena_copy(f->c->a, f->placed->data, sizeof(placed) * f->placed->len);
    g_array_append_val(f->pages, p);
    g_array_set_size(f->placed, 0);
    f->too_tall = NULL;
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
        y = unit_add(y, head.height);
    }
    return y;
}

/* A table that goes on from the page before shows its head again. */
static unit
repeat_head(filler *f, guint i)
{
    if (!goes_on(f, i) || row_is_head(item_at(f, i)))
        return 0;
    const atom *a = item_at(f, i);
    const unit y = place_rows(f, a, a->table->head, a->table->head_count, 0);
    return place_rows(f, a, a->table->later, a->table->later_count, y);
}

/* What the foot of a page on which the table of a row goes on takes, with the notes of that foot. */
static unit
going_need(filler *f, const atom *a)
{
    if (a->kind != ATOM_ROW || !a->table->going_height)
        return 0;
    return a->table->going_height + filler_note_need_of_rows(f, a->table->going, a->table->going_count);
}

/* The same if the page ended behind row i; nothing where all that is left of the table has room. */
static unit
foot_room(filler *f, guint i, unit y)
{
    const atom *a = item_at(f, i);
    if (a->kind != ATOM_ROW || !a->table->going_height || !goes_on(f, i + 1))
        return 0;
    do
        y += item_at(f, i)->height;
    while (y <= f->room + ROUNDING && goes_on(f, ++i));
    return y <= f->room + ROUNDING ? 0 : going_need(f, a);
}

/* Of the body of the page that something would go on whole. */
static unit
next_room(const filler *f)
{
    return running_room(f->running, nth_page(f) + 1, false);
}

static bool
is_tall(const filler *f, const atom *a)
{
    return a->kind == ATOM_ROW && compose_is_tall(a->height, next_room(f));
}

/* Splits row i of todo so that its first part is at most `height` tall. */
static bool
split_item(filler *f, guint i, unit height)
{
    const atom whole = *item_at(f, i);
    row *first, *rest;
    if (whole.kind != ATOM_ROW)
        return false;
    f->c->next_room = next_room(f);
    if (!compose_split_row(f->c, whole.row, height, &first, &rest))
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
    compose_spend(f->c, whole.node, (f->todo->len - i) / 16); /* all that stand behind it move on */
    return true;
}

/* What holds to a tall row, through whatever is between: part of the row goes with it (a signature block is never
 * alone, and is not parted while a row can be). Gives where the page ends then; 0: there is no such row. */
static guint
part_row_before(filler *f, guint i)
{
    for (guint k = i; k-- > f->least && item_at(f, k + 1)->hold != HOLD_FREE;)
        if (item_at(f, k + 1)->hold == HOLD_KEEP && item_at(f, k)->hold != HOLD_NEVER && is_tall(f, item_at(f, k)) &&
            split_item(f, k, item_at(f, k)->height * 2 / 3))
            return k + 1;
    return 0;
}

/* Atom i would fit but for its notes, which are as tall as a page: they begin under it, and go on. */
static bool
can_part_notes(filler *f, guint i, unit y, unit foot)
{
    const unit least = filler_note_least(f, item_at(f, i)), under = y - filler_note_need(f, item_at(f, i));
    return least > 0 && under + item_at(f, i)->height + foot + least <= f->room + ROUNDING;
}

/* The same of a row that is parted itself. */
static bool
split_beside_notes(filler *f, guint i, unit left)
{
    const unit least = filler_note_least(f, item_at(f, i));
    return least > 0 && split_item(f, i, left + filler_note_need(f, item_at(f, i)) - least);
}

/* It is shown all the same, for who must mend it. */
static void
mark_too_tall(filler *f, guint i)
{
    atom *a = arena_copy(f->c->a, item_at(f, i), sizeof(atom));
    const int64_t all = (int64_t)a->height + filler_note_need(f, a) + going_need(f, a);
    a->height = (unit)MIN(all, G_MAXINT32 / 8);
    f->too_tall = a;
}

/* If the page ended before atom `end`, under which all is placed: the foot of a table that goes on would have room. */
static bool
has_foot_room(filler *f, guint end)
{
    if (!goes_on(f, end))
        return true;
    const placed *last = &g_array_index(f->placed, placed, f->base + (end - 1 - f->least));
    const atom *a = item_at(f, end - 1); /* it may have been parted after it was placed */
    return (int64_t)last->y + a->height + going_need(f, a) <= f->room + ROUNDING;
}

/* The page ends further up than above row i, as little as may be: a cell that begins in one of the last rows has room
 * for nothing when they are low. Gives where; 0: nowhere. */
static guint
part_above(filler *f, guint from, guint i)
{
    enum { WORK_OF_A_COPY = 16 };
    for (guint at = i; at > from + 1 && compose_spend(f->c, item_at(f, i)->node, (at - from) * WORK_OF_A_COPY);)
        if (has_foot_room(f, --at) && compose_part_rows(f->c, f->todo, from, at, 0))
            return at;
    return 0;
}

/* Where a page ends in or above row i of rows from..i, which cells cover together; 0: nowhere. */
static guint
part_near(filler *f, guint from, guint i, unit left)
{
    const bool fits = left > 0, in_row = i == from || is_tall(f, item_at(f, i));
    if (fits && in_row && compose_part_rows(f->c, f->todo, from, i, left))
        return i + 1;
    if (i > from && has_foot_room(f, i) && compose_part_rows(f->c, f->todo, from, i, 0))
        return i;
    if (fits && !in_row && compose_part_rows(f->c, f->todo, from, i, left))
        return i + 1;
    return from == f->start ? part_above(f, from, i) : 0; /* or all of them go on the next page */
}

/* Rows that cells cover together and that are too tall to go on whole, or stand on no page: the page ends in the one
 * that has no room, or above it. Gives where, 0: they are no such rows, or cannot be parted. */
static guint
part_rows(filler *f, guint i, unit left)
{
    guint from = i, last = i;
    int64_t height = item_at(f, i)->height;
    while (from > f->least && item_at(f, from)->hold == HOLD_NEVER && goes_on(f, from))
        height += item_at(f, --from)->height;
    while (goes_on(f, last + 1) && item_at(f, last + 1)->hold == HOLD_NEVER)
        height += item_at(f, ++last)->height;
    const atom *a = item_at(f, from);
    if (from == last || row_is_head(a) || (from > f->start && !compose_is_tall(height, next_room(f))))
        return 0;
    f->c->next_room = next_room(f);
    const guint end = part_near(f, from, i, left);
    for (guint k = from; k < MIN(end, i); k++) /* what covers them is on this page no longer than they are */
        g_array_index(f->placed, placed, f->base + (k - f->least)).atom =
            arena_copy(f->c->a, item_at(f, k), sizeof(atom));
    if (end)
        compose_spend(f->c, item_at(f, i)->node, (f->todo->len - i) / 16);
    return end;
}

/* Atom i does not fit at y. Decides where this page ends; everything from there goes on the next. */
static guint
choose_break(filler *f, guint i, unit y)
{
    const unit foot = going_need(f, item_at(f, i));
    const unit left = f->room - y - foot;
    const bool merged =
        item_at(f, i)->kind == ATOM_ROW && item_at(f, i)->hold == HOLD_NEVER; /* under a cell of several rows */
    guint at = part_rows(f, i, left);
    if (at)
        return at;
    if (!merged && is_tall(f, item_at(f, i)) && split_item(f, i, left))
        return i + 1;
    at = last_break(f, f->least, i, HOLD_FREE);
    if (at > f->start)
        return at;
    if (!merged && can_part_notes(f, i, y, foot))
        return i + 1;
    at = part_row_before(f, i);
    if (at > f->start)
        return at;
    at = last_break(f, f->least, i, HOLD_KEEP);
    if (at > f->start)
        return at;
    if (i > f->start && !merged)
        return i;
    if (!merged && (split_item(f, i, left) || split_beside_notes(f, i, left)))
        return i + 1;
    if (f->carried->len && i == f->start) /* under the notes of the page before it has no room */
        return i;
    mark_too_tall(f, i);
    return i + 1;
}

/* The page ends before atom `end`; atom i is the one that did not fit at y. */
static void
keep_until(filler *f, guint end, guint i, unit y)
{
    const guint kept = f->base + (MIN(end, i) - f->least);
    g_assert(kept <= f->placed->len);
    g_array_set_size(f->placed, kept);
    if (end > i) { /* the part of a row that was split off, or what must be shown although it is too tall */
        place_atom(f, item_at(f, i), y);
    } else if (kept > f->base) { /* it may have been parted after it was placed */
        const unit at = g_array_index(f->placed, placed, kept - 1).y;
        g_array_set_size(f->placed, kept - 1);
        place_atom(f, item_at(f, end - 1), at);
    }
}

/* A page that ends within a table before all of it has shown that it would have room: it ends where its foot has some,
 * too, at the weakest hold there is. */
static guint
leave_foot(filler *f, guint chosen, guint i)
{
    if (chosen > i || has_foot_room(f, chosen))
        return chosen;
    for (hold firmest = HOLD_FREE; firmest <= HOLD_KEEP; firmest++)
        for (guint end = chosen; end > f->least; end--)
            if (item_at(f, end)->hold <= firmest && has_foot_room(f, end))
                return end;
    return chosen;
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

/* Where to cut parts what is above from what is below on one page, as white does; nothing else is known by it. */
static bool
is_cut(const atom *a)
{
    return a->kind == ATOM_CUT_LINE && !a->anchors && !a->bookmark;
}

/* Row `end` of a table, at most a fifth of a page tall, would stand on the next page with nothing else. */
static bool
is_alone(const filler *f, guint end)
{
    const atom *a = item_at(f, end);
    if (!goes_on(f, end) || a->hold == HOLD_NEVER || (int64_t)a->height * 5 > f->room)
        return false;
    for (guint k = end + 1; k < f->todo->len && item_at(f, k)->kind != ATOM_PAGE_BREAK; k++)
        if (item_at(f, k)->kind != ATOM_SPACE && !is_cut(item_at(f, k)) && !atom_is_empty(item_at(f, k)))
            return false;
    return true;
}

/* A row alone on a page looks forgotten: what stands above it goes with it, where that leaves this page 55 % full. */
static guint
leave_company(filler *f, guint end, guint i)
{
    if (end != i || f->notes->len || !is_alone(f, end))
        return end;
    const guint at = last_break(f, f->least, end - 1, item_at(f, end)->hold);
    if (at <= f->start || (item_at(f, at - 1)->kind == ATOM_ROW && row_is_head(item_at(f, at - 1))))
        return end;
    const unit filled = g_array_index(f->placed, placed, f->base + (at - f->least)).y;
    return (int64_t)filled * 20 >= (int64_t)f->room * 11 ? at : end;
}

/* The page ends before this atom, or where the foot of its table has room; atom i is the one that did not fit at y.
 * Gives where. */
static guint
end_before(filler *f, guint chosen, guint i, unit y)
{
    const guint end = leave_company(f, leave_foot(f, chosen, i), i);
    f->ends = end < i ? PAGE_ENDS_KEPT : PAGE_ENDS_FULL;
    if (end == f->start) { /* the head of a table alone is nothing */
        g_array_set_size(f->placed, 0);
        return end;
    }
    compose_part_group(f->c, (atom *)(void *)f->todo->data, f->todo->len, f->start, end);
    keep_until(f, end, i, y);
    place_foot(f, end);
    mark_overflow(f);
    return end;
}

/* ---- blocks at the foot of the page ---- */

static bool
begins_foot(const filler *f, guint i)
{
    const bound_node *foot = item_at(f, i)->foot;
    return foot && (i == f->start || item_at(f, i - 1)->foot != foot);
}

/* Blocks that follow one another stand there together, as many as a page has room for; gives where they end. */
static guint
find_foot_end(const filler *f, guint from, unit *height)
{
    guint end = from;
    int64_t down = 0;
    *height = 0;
    for (guint i = from; i < f->todo->len && item_at(f, i)->foot; i++) {
        const atom *a = item_at(f, i);
        down += (i > from ? a->before : 0) + (int64_t)a->height;
        const bool ends = i + 1 == f->todo->len || item_at(f, i + 1)->foot != a->foot;
        if (end > from && down > f->room + ROUNDING)
            break;
        if (ends) {
            end = i + 1;
            *height = (unit)MIN(down, G_MAXINT32 / 4);
        }
    }
    return end;
}

/* At the foot when there is room under y; gives where the page ends then, 0 when it must be otherwise. */
static guint
place_at_foot(filler *f, guint from, unit y)
{
    unit height;
    const guint end = find_foot_end(f, from, &height), noted = f->notes->len;
    const unit room = f->room;
    for (guint i = from; i < end; i++)
        filler_note_add(f, item_at(f, i));
    if (y + height > f->room + ROUNDING) {
        g_ptr_array_set_size(f->notes, (gint)noted);
        f->room = room;
        return 0;
    }
    unit at = MAX(f->room - height, y);
    for (guint i = from; i < end; i++) {
        at += i > from ? item_at(f, i)->before : 0;
        place_atom(f, item_at(f, i), at);
        at += item_at(f, i)->height;
    }
    return end;
}

/* Where the page ends above a block that has no room at its foot: it takes along what it is not to be without. */
static guint
find_break_above(const filler *f, guint i)
{
    guint at = last_break(f, f->least, i, HOLD_FREE);
    at = at > f->start ? at : last_break(f, f->least, i, HOLD_KEEP);
    return at > f->start ? at : i;
}

/* The page ends above atom i; on a page of its own it is shown all the same, for who must mend it. */
static guint
end_above(filler *f, guint i, unit y)
{
    if (i == f->start && f->carried->len)
        return i;
    if (i == f->start) {
        mark_too_tall(f, i);
        place_atom(f, item_at(f, i), y);
        return i + 1;
    }
    return end_before(f, find_break_above(f, i), i, y);
}

/* Lays atoms from `start` on down the page; returns the first that goes on the next page. */
static guint
fill_page(filler *f)
{
    unit y = repeat_head(f, f->start);
    f->ends = PAGE_ENDS_FULL;
    f->least = f->start;
    f->base = f->placed->len;
    for (guint i = 0; i < f->base; i++)
        filler_note_add(f, g_array_index(f->placed, placed, i).atom);
    bool top = true;
    for (guint i = f->start; i < f->todo->len; i++) {
        const atom *a = item_at(f, i);
        if (a->kind == ATOM_PAGE_BREAK) {
            f->ends = PAGE_ENDS_ASKED;
            return i + 1;
        }
        if (a->kind == ATOM_FLAW) {
            place_atom(f, a, y);
            continue;
        }
        const unit before = top ? 0 : a->before;
        const guint foot_end = begins_foot(f, i) ? place_at_foot(f, i, y + before) : 0;
        if (foot_end) {
            f->ends = PAGE_ENDS_FOOT;
            return foot_end;
        }
        if (begins_foot(f, i) && i > f->start)
            return end_above(f, i, y);
        if (a->flows) {
            unit height;
            const guint end = filler_place_columns(f, i, y + before, &height);
            if (end == i)
                return end_above(f, i, y);
            if (end < f->todo->len && item_at(f, end)->flows == a->flows)
                return end;
            y += before + height;
            top = false;
            f->least = end;
            f->base = f->placed->len;
            i = end - 1;
            continue;
        }
        const unit need = filler_note_need(f, a);
        if (y + before + a->height + need + foot_room(f, i, y + before + need) > f->room + ROUNDING) {
            if (a->kind == ATOM_SPACE || is_cut(a)) { /* what is left of it ends the page */
                g_array_index(f->todo, atom, i).kind = ATOM_SPACE;
                place_atom(f, a, y);
                y = f->room;
                continue;
            }
            return end_before(f, choose_break(f, i, y + before + need), i, y + before);
        }
        place_atom(f, a, y + before);
        filler_note_add(f, a);
        y += before + a->height;
        top = false;
    }
    f->ends = PAGE_ENDS_ALL;
    return f->todo->len;
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

/* What is at the top of a page parts nothing there. */
static bool
parts_nothing(const filler *f)
{
    const bool after_break = f->start == 0 || item_at(f, f->start - 1)->kind == ATOM_PAGE_BREAK;
    return item_at(f, f->start)->kind == ATOM_SPACE || (is_cut(item_at(f, f->start)) && !after_break);
}

/* White space does not begin a page, nor does a cut line, and a break that nothing follows makes no page; nor do empty
 * paragraphs at the end (a value that need not be there) make one. */
static bool
has_rest(filler *f)
{
    while (f->start < f->todo->len && parts_nothing(f))
        f->start++;
    return f->carried->len > 0 || (f->start < f->todo->len && !is_rest_empty(f));
}

/* A document has a page, whatever there is. */
static bool
has_more(filler *f)
{
    return f->pages->len == 0 || has_rest(f);
}

/* ---- the last page, whose head and foot may leave another room ---- */

/* What stands on a page, as far as filling it goes. */
typedef struct filled {
    GArray *todo, *placed, *carried;
    guint start;
    const atom *too_tall;
    page_end ends;
} filled;

static filled
keep_filled(const filler *f)
{
    return (filled){
        g_array_copy(f->todo), g_array_copy(f->placed), g_array_copy(f->carried), f->start, f->too_tall, f->ends};
}

static void
put_back(filler *f, filled as)
{
    g_array_free(f->todo, TRUE);
    g_array_free(f->placed, TRUE);
    g_array_free(f->carried, TRUE);
    f->carried = as.carried;
    f->todo = as.todo;
    f->placed = as.placed;
    f->start = as.start;
    f->too_tall = as.too_tall;
    f->ends = as.ends;
}

static void
drop_filled(filled as)
{
    g_array_free(as.todo, TRUE);
    g_array_free(as.placed, TRUE);
    g_array_free(as.carried, TRUE);
}

/* What is at the end of a page that others follow parts nothing there, either; where the form asks for the page to end,
 * it asks for the line as well. */
static void
leave_no_cut(filler *f)
{
    if (f->ends == PAGE_ENDS_ALL || f->ends == PAGE_ENDS_ASKED || !has_rest(f))
        return;
    for (guint n = f->placed->len; n-- > 0;) {
        const atom *a = g_array_index(f->placed, placed, n).atom;
        if (is_cut(a))
            g_array_set_size(f->placed, n);
        else if (a->kind != ATOM_SPACE)
            return;
    }
}

/* Fills the page so far down; false when nothing is left for another. */
static bool
fill_to(filler *f, unit room)
{
    f->room = room;
    if (filler_note_start(f)) {
        f->start = fill_page(f);
        leave_no_cut(f);
    }
    filler_place_notes(f, room);
    return has_rest(f);
}

/* There is so much that no page is the last. */
static bool
is_far_from_end(const filler *f, unit room)
{
    int64_t height = 0;
    for (guint i = f->start; i < f->todo->len && height <= 2 * (int64_t)room; i++)
        height += item_at(f, i)->height;
    return height > 2 * (int64_t)room;
}

/* A page whose room depends on whether it is the last one. It is when all that is left stands on it as such. What
 * would stand on it only if it were not the last goes on to another page, as far as the last one's room makes it: then
 * this page has the other foot, and white above it. True: it is the last. */
static bool
fill_either(filler *f, unit last, unit other)
{
    const filled before = keep_filled(f);
    if (!fill_to(f, last)) {
        drop_filled(before);
        return true;
    }
    const filled as_last = keep_filled(f);
    put_back(f, before);
    if (fill_to(f, other)) {
        drop_filled(as_last);
        return false;
    }
    if (other < last) { /* it takes less, and that is all: so it does as the last */
        drop_filled(as_last);
        return true;
    }
    put_back(f, as_last);
    return false;
}

/* False: head and foot leave no room. */
static bool
add_page(filler *f)
{
    const size_t nth = nth_page(f);
    const unit other = running_room(f->running, nth, false);
    const unit last = f->of->ends ? running_room(f->running, nth, true) : other;
    bool is_last;
    if (!running_has_room(f->running, nth, false) || (f->of->ends && !running_has_room(f->running, nth, true)))
        return false;
    if (last == other || is_far_from_end(f, MAX(last, other)))
        is_last = !fill_to(f, other) && f->of->ends;
    else
        is_last = fill_either(f, last, other);
    end_page(f, is_last);
    return true;
}

/* What stands at its beginning is to blame for one page more. */
static const bound_node *
page_begin(const filler *f)
{
    return f->start < f->todo->len ? item_at(f, f->start)->node : NULL;
}

bool
compose_paginate(composer *c, running *r, const section *of, GArray *pages)
{
    filler f = {.c = c, .running = r, .pages = pages, .before = pages->len, .of = of};
    bool room = true;
    f.todo = g_array_new(FALSE, TRUE, sizeof(atom));
    f.placed = g_array_new(FALSE, TRUE, sizeof(placed));
    f.notes = g_ptr_array_new();
    f.carried = g_array_new(FALSE, TRUE, sizeof(note_piece));
    g_array_append_vals(f.todo, of->body.items, (guint)of->body.count);
    while (has_more(&f) && (room = compose_spend(c, page_begin(&f), WORK_OF_A_PAGE) && add_page(&f)))
        continue;
    g_array_free(f.todo, TRUE);
    g_array_free(f.placed, TRUE);
    g_ptr_array_free(f.notes, TRUE);
    g_array_free(f.carried, TRUE);
    return room;
}
