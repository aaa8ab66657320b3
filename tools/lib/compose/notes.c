#include "compose/filler.h"

#include <string.h>

/* 脚注: a note stands on the page of its mark, whole, under a short rule at the foot of the body. What has no room for
 * its notes goes on to the next page with them. */

/* ---- which there are ---- */

static const bound_node *
note_named(const bound *b, const char *name)
{
    for (const bound_node *n = b->notes; n; n = n->next)
        if (n->anchor && strcmp(n->anchor, name) == 0)
            return n;
    return NULL;
}

static void
add_note(filler *f, const bound_inline *p, GPtrArray *notes)
{
    const bound_node *note = p->kind == INLINE_FOOTNOTE && p->to ? note_named(f->c->b, p->to) : NULL;
    if (note && !g_ptr_array_find(notes, note, NULL))
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

static unit
notes_height(filler *f, const GPtrArray *notes)
{
    int64_t height = 0;
    for (guint i = 0; i < notes->len; i++) {
        const bound_node *note = g_ptr_array_index(notes, i);
        height += (int64_t)room_above(note, i == 0) + set_note(f, note)->height;
    }
    return (unit)MIN(height, G_MAXINT32 / 8);
}

void
filler_note_start(filler *f)
{
    g_ptr_array_set_size(f->notes, 0);
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

static unit
place_note(filler *f, const bound_node *note, unit y)
{
    const atoms *set = set_note(f, note);
    for (size_t i = 0; i < set->count; i++) {
        y += i ? set->items[i].before : 0;
        place_atom(f, &set->items[i], y);
        y += set->items[i].height;
    }
    return y;
}

void
filler_place_notes(filler *f, unit room)
{
    if (!f->c->b->notes)
        return;
    filler_note_start(f);
    for (guint i = 0; i < f->placed->len; i++)
        collect_notes(f, g_array_index(f->placed, placed, i).atom, f->notes);
    unit y = room - notes_height(f, f->notes);
    for (guint i = 0; i < f->notes->len; i++) {
        const bound_node *note = g_ptr_array_index(f->notes, i);
        if (i == 0)
            place_rule(f, note, y + note->style->size / 2);
        y = place_note(f, note, y + room_above(note, i == 0));
    }
}
