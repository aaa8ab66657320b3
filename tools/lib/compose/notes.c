#include "compose/filler.h"

#include <string.h>

/* 脚注: a note stands on the page of its mark, under a short rule at the foot of the body. What has no room for its
 * notes goes on to the next page with them. Where no page has room for them, and there alone, a note begins on the page
 * of its mark and goes on at the foot of the next (JLREQ 4.2.5). */

/* ---- which there are ---- */

static const bound_node *
note_named(const bound *b, const char *name)
{
    for (const bound_node *n = b->notes; n; n = n->next)
        if (n->anchor && strcmp(n->anchor, name) == 0)
            return n;
    return NULL;
}

static bool
is_carried(const filler *f, const bound_node *note)
{
    for (guint i = 0; i < f->carried->len; i++)
        if (g_array_index(f->carried, note_piece, i).note == note)
            return true;
    return false;
}

static void
add_note(filler *f, const bound_inline *p, GPtrArray *notes)
{
    const bound_node *note = p->kind == INLINE_FOOTNOTE && p->to ? note_named(f->c->b, p->to) : NULL;
    if (note && !g_ptr_array_find(notes, note, NULL) && !is_carried(f, note))
        g_ptr_array_add(notes, (gpointer)note);
}

static void collect_notes(filler *f, const atom *a, GPtrArray *notes);

static void
collect_from(filler *f, const atoms *list, GPtrArray *notes)
{
    for (size_t i = 0; i < list->count; i++)
        collect_notes(f, &list->items[i], notes);
}

static void
collect_notes(filler *f, const atom *a, GPtrArray *notes)
{
    if (a->kind == ATOM_LINE || a->kind == ATOM_CUT_LINE) {
        const text_line *line = &a->para->lines->lines[a->line];
        for (size_t i = 0; i < line->run_count; i++)
            add_note(f, &a->para->inlines[line->runs[i].span - a->para->spans], notes);
    } else if (a->kind == ATOM_COLUMNS) {
        collect_from(f, &a->columns->content, notes);
    } else if (a->kind == ATOM_ROW) {
        if (a->row->group)
            collect_from(f, &a->row->group->label.content, notes);
        for (size_t i = 0; i < a->row->cell_count; i++)
            collect_from(f, &a->row->cells[i].content, notes);
    }
}

/* ---- how tall they are ---- */

static const atoms *
set_note(filler *f, const bound_node *note)
{
    composer *c = f->c;
    const unit width = section_width(f->of);
    const char *key = arena_printf(c->a, "%s %d", note->anchor, width);
    const atoms *known = g_hash_table_lookup(c->notes, key);
    if (known)
        return known;
    bound_node alone = *note;
    alone.next = NULL;
    const atoms own = compose_atoms(c, &f->running->in, arena_copy(c->a, &alone, sizeof alone), width, NULL, 0);
    known = arena_copy(c->a, &own, sizeof own);
    g_hash_table_insert(c->notes, (gpointer)key, (gpointer)known);
    return known;
}

/* Above a note: of the first the rule with as much white on either side as half its type is tall. */
static unit
room_above(const bound_node *note, bool first)
{
    return first ? note->style->size + form_rule_width(RULE_THIN) : note->style->pitch - note->style->size;
}

static guint
piece_count(const filler *f, const GPtrArray *notes)
{
    return f->carried->len + notes->len;
}

static note_piece
piece_at(const filler *f, const GPtrArray *notes, guint i)
{
    if (i < f->carried->len)
        return g_array_index(f->carried, note_piece, i);
    return (note_piece){.note = g_ptr_array_index(notes, i - f->carried->len)};
}

static unit
notes_height(filler *f, const GPtrArray *notes)
{
    int64_t height = 0;
    for (guint i = 0; i < piece_count(f, notes); i++) {
        const note_piece p = piece_at(f, notes, i);
        const atoms *set = set_note(f, p.note);
        height += (int64_t)room_above(p.note, i == 0) + atoms_height(set->items + p.from, set->count - p.from);
    }
    return (unit)MIN(height, G_MAXINT32 / 8);
}

bool
filler_note_start(filler *f)
{
    g_ptr_array_set_size(f->notes, 0);
    if (f->carried->len)
        f->room -= notes_height(f, f->notes);
    return f->room > 0;
}

/* Gives how much more there is then. */
static unit
add_notes_of(filler *f, const atom *a)
{
    const unit before = notes_height(f, f->notes);
    collect_notes(f, a, f->notes);
    return notes_height(f, f->notes) - before;
}

unit
filler_note_need(filler *f, const atom *a)
{
    if (!f->c->b->notes)
        return 0;
    const guint before = f->notes->len;
    const unit need = add_notes_of(f, a);
    g_ptr_array_set_size(f->notes, (gint)before);
    return need;
}

unit
filler_note_least(filler *f, const atom *a)
{
    const guint before = f->notes->len;
    unit least = 0;
    if (!f->c->b->notes)
        return 0;
    collect_notes(f, a, f->notes);
    if (f->notes->len > before) {
        const bound_node *note = g_ptr_array_index(f->notes, before);
        const atoms *set = set_note(f, note);
        least = room_above(note, before + f->carried->len == 0) + (set->count ? set->items[0].height : 0);
    }
    g_ptr_array_set_size(f->notes, (gint)before);
    return least;
}

unit
filler_note_need_of_rows(filler *f, row *const *rows, size_t count)
{
    if (!f->c->b->notes)
        return 0;
    const guint before = f->notes->len;
    unit need = 0;
    for (size_t i = 0; i < count; i++) {
        const atom a = {.kind = ATOM_ROW, .row = rows[i]};
        need += add_notes_of(f, &a);
    }
    g_ptr_array_set_size(f->notes, (gint)before);
    return need;
}

void
filler_note_add(filler *f, const atom *a)
{
    if (f->c->b->notes)
        f->room -= add_notes_of(f, a);
}

/* ---- on the page ---- */

static unit
place_rule(filler *f, const bound_node *over, unit y)
{
    const form_node thin = {.kind = FORM_RULE, .top = RULE_THIN, .where = over->origin->form};
    const bound_node rule = {.kind = FORM_RULE,
                             .form = arena_copy(f->c->a, &thin, sizeof thin),
                             .style = over->style,
                             .origin = over->origin};
    const atom a = {.kind = ATOM_RULE,
                    .node = arena_copy(f->c->a, &rule, sizeof rule),
                    .height = form_rule_width(RULE_THIN),
                    .width = section_width(f->of) / 3};
    place_atom(f, &a, y);
    return a.height;
}

/* Of a piece what is above `to`. */
static unit
place_piece(filler *f, note_piece p, size_t to, unit y)
{
    const atoms *set = set_note(f, p.note);
    for (size_t i = p.from; i < to; i++) {
        atom a = set->items[i];
        a.goes_on = p.from > 0;
        y = unit_add(y, i > p.from ? a.before : 0);
        place_atom(f, &a, y);
        y = unit_add(y, a.height);
    }
    return y;
}

/* How far a piece goes in so much room, which it takes; better to where its paragraph may be parted than further. */
static size_t
fit_piece(const atoms *set, size_t from, unit *room)
{
    size_t n = from;
    for (unit next; n < set->count; *room = next, n++) {
        next = *room - set->items[n].height - (n > from ? set->items[n].before : 0);
        if (next < -ROUNDING)
            break;
    }
    size_t at = n;
    while (n < set->count && at > from && set->items[at].hold > HOLD_FREE)
        at--;
    for (; at > from && n > at; n--)
        *room += set->items[n - 1].height + (n - 1 > from ? set->items[n - 1].before : 0);
    return n;
}

/* What of the notes has this much room is placed, so that it ends at `bottom`; the rest is carried. A page on which
 * there is nothing else has a line of them, whatever that takes. */
static void
place_parted(filler *f, unit room, unit bottom)
{
    GArray *rest = g_array_new(FALSE, TRUE, sizeof(note_piece));
    const guint count = piece_count(f, f->notes);
    size_t *ends = g_new0(size_t, count + 1);
    unit left = room;
    guint shown = 0;
    for (guint i = 0; i < count; i++) {
        note_piece p = piece_at(f, f->notes, i);
        const atoms *set = set_note(f, p.note);
        unit under = left - room_above(p.note, i == 0);
        ends[i] = rest->len ? p.from : fit_piece(set, p.from, &under);
        if (i == 0 && ends[i] == p.from && !f->placed->len) {
            ends[i]++;
            under = 0;
            f->too_tall = &set->items[p.from];
        }
        left = ends[i] > p.from ? under : left;
        shown += ends[i] > p.from;
        const note_piece goes = {p.note, ends[i]};
        if (ends[i] < set->count)
            g_array_append_val(rest, goes);
    }
    unit y = bottom - room + left;
    for (guint i = 0; i < shown; i++) {
        const note_piece p = piece_at(f, f->notes, i);
        if (i == 0)
            place_rule(f, p.note, y + p.note->style->size / 2);
        y = place_piece(f, p, ends[i], y + room_above(p.note, i == 0));
    }
    g_array_set_size(f->carried, 0);
    g_array_append_vals(f->carried, rest->data, rest->len);
    g_array_free(rest, TRUE);
    g_free(ends);
}

/* How far what is placed goes down. */
static unit
placed_bottom(const filler *f)
{
    unit bottom = 0;
    for (guint i = 0; i < f->placed->len; i++) {
        const placed *p = &g_array_index(f->placed, placed, i);
        bottom = MAX(bottom, p->atom->kind == ATOM_SPACE ? 0 : p->y + p->atom->height);
    }
    return bottom;
}

void
filler_place_notes(filler *f, unit room)
{
    if (!f->c->b->notes)
        return;
    g_ptr_array_set_size(f->notes, 0);
    for (guint i = 0; i < f->placed->len; i++)
        collect_notes(f, g_array_index(f->placed, placed, i).atom, f->notes);
    if (piece_count(f, f->notes) == 0)
        return;
    const unit height = notes_height(f, f->notes), left = room - placed_bottom(f);
    place_parted(f, f->too_tall || height <= left + ROUNDING ? height : left, room);
}
