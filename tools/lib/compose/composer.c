#include <math.h>

#include "base/blank.h"
#include "compose/compose_int.h"

unit
compose_style_size(const setting *s, const form_style *style)
{
    if (s->page_scale == 1000 || style->shrink_to <= 0 || style->shrink_to >= style->size)
        return style->size;
    return MAX(unit_scale(style->size, s->page_scale, 1000), style->shrink_to);
}

/* ---- what is wrong ---- */

static place
keep_place(arena *a, place p)
{
    return (place){p.file ? arena_strdup(a, p.file) : NULL, p.line, p.path ? arena_strdup(a, p.path) : NULL};
}

static diag_message
keep_message(arena *a, const diag_message *m)
{
    diag_message own = {.code = m->code, .form = keep_place(a, m->form), .data = keep_place(a, m->data)};
    for (size_t i = 0; i < G_N_ELEMENTS(own.args) && m->args[i]; i++)
        own.args[i] = arena_strdup(a, m->args[i]);
    return own;
}

flaws
compose_take_heard(composer *c)
{
    const size_t count = diag_length(c->heard);
    if (count == 0)
        return (flaws){0};
    diag_message *own = ARENA_ARRAY(c->a, diag_message, count);
    for (size_t i = 0; i < count; i++)
        own[i] = keep_message(c->a, diag_at(c->heard, i));
    diag_drop(c->heard);
    c->heard = diag_new();
    return (flaws){own, count};
}

void
flow_add_flaws(flow *to, flaws list)
{
    for (size_t i = 0; i < list.count; i++) {
        const atom a = {.kind = ATOM_FLAW, .flaw = &list.items[i]};
        g_array_append_val(to->items, a);
    }
}

void
flow_add_flaw(composer *c, flow *to, diag_code code, place in_form, place in_data, const char *arg)
{
    const diag_message m = {.code = code, .form = in_form, .data = in_data, .args = {arg}};
    flow_add_flaws(to, (flaws){arena_copy(c->a, &m, sizeof m), 1});
}

static const char *
mm_text(arena *a, double tenths)
{
    char room[32];
    return arena_printf(a, "%smm", g_ascii_formatd(room, sizeof room, "%.1f", tenths / 10));
}

const char *
compose_mm_needed(arena *a, unit u)
{
    return mm_text(a, ceil(u * 254.0 / 72 / UNIT_PT - 0.05));
}

const char *
compose_mm_there(arena *a, unit u)
{
    return mm_text(a, floor(u * 254.0 / 72 / UNIT_PT + 0.05));
}

void
flow_add_narrow(composer *c, flow *to, const bound_node *n, const char *ja, const char *en, unit need, unit has)
{
    const diag_message m = {.code = DIAG_COMPOSE_WIDTHS,
                            .form = n->origin->form,
                            .args = {ja, en, compose_mm_needed(c->a, need), compose_mm_there(c->a, MAX(has, 0))}};
    flow_add_flaws(to, (flaws){arena_copy(c->a, &m, sizeof m), 1});
}

/* ---- words of our own ---- */

const bound_node *
compose_words(composer *c, const bound_node *from, const char *text)
{
    const bound_inline words = {.kind = INLINE_TEXT, .text = text, .style = from->style, .origin = from->origin};
    const bound_node p = {.kind = FORM_PARA,
                          .style = from->style,
                          .align = TEXT_START,
                          .inlines = arena_copy(c->a, &words, sizeof words),
                          .inline_count = 1,
                          .origin = from->origin};
    return arena_copy(c->a, &p, sizeof p);
}

/* ---- atoms ---- */

/* A mark, a rule under it or a circle round it is something, whatever the text. */
static bool
says_nothing(const paragraph *p, const text_line *line)
{
    bool blank = line->object_count == 0 && line->mark_count == 0 && p->flaws.count == 0;
    for (size_t i = 0; blank && i < line->run_count; i++) {
        const bound_inline *from = &p->inlines[line->runs[i].span - p->spans];
        blank = blank_is_text(line->runs[i].utf8) && !from->underline && !from->ring;
    }
    return blank;
}

bool
atom_is_empty(const atom *a)
{
    return a->kind == ATOM_SPACE || a->kind == ATOM_FLAW ||
           (a->kind == ATOM_LINE && says_nothing(a->para, &a->para->lines->lines[a->line]));
}

/* Far beyond any page, and room enough to add to it. */
enum { MOST_HEIGHT = G_MAXINT32 / 8 };

unit
atoms_height(const atom *items, size_t count)
{
    int64_t height = 0; /* a form may ask for more than a unit holds */
    for (size_t i = 0; i < count; i++)
        height += (int64_t)items[i].height + (i ? items[i].before : 0);
    return (unit)MIN(height, MOST_HEIGHT);
}

atoms
flow_atoms(composer *c, const flow *f, size_t sheets_before)
{
    atoms out = {.count = f->items->len, .sheets = f->sheets - sheets_before};
    out.items = arena_copy(c->a, f->items->data, sizeof(atom) * out.count);
    out.height = atoms_height(out.items, out.count);
    for (size_t i = 0; i < out.count; i++)
        out.overfull += out.items[i].overfull;
    return out;
}

bool
row_is_head(const atom *a)
{
    for (size_t i = 0; i < a->table->head_count; i++)
        if (a->table->head[i] == a->row)
            return true;
    return false;
}

static void
each_cell_in(const cell *box, void (*see)(void *data, const cell *box), void *data)
{
    see(data, box);
    for (size_t i = 0; i < box->content.count; i++)
        atom_each_cell(&box->content.items[i], see, data);
}

void
atom_each_cell(const atom *a, void (*see)(void *data, const cell *box), void *data)
{
    if (a->kind != ATOM_ROW)
        return;
    if (a->row->begins_group)
        each_cell_in(&a->row->group->label, see, data);
    for (size_t i = 0; i < a->row->cell_count; i++)
        each_cell_in(&a->row->cells[i], see, data);
}
