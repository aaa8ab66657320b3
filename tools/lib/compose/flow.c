#include "compose/compose_int.h"

/* Nodes one under the other: what holds to what, and how much white there is between. */

static void
append_simple(const bound_node *n, atom_kind kind, unit height, unit x, unit width, flow *out)
{
    const atom a = {.kind = kind, .node = n, .height = height, .x = x, .width = width};
    g_array_append_val(out->items, a);
}

/* It may not stand here. */
static void
refuse_node(composer *c, const bound_node *n, flow *out)
{
    flow_add_flaw(c, out, DIAG_COMPOSE_PLACE, n->origin->form, PLACE_NONE, form_kind_name(n->kind));
}

/* A cut line carries its words (きりとり) in the middle. */
static void
append_cut_line(composer *c, const setting *s, const bound_node *n, unit x, unit width, flow *out)
{
    const guint from = out->items->len;
    bound_inline words = {.kind = INLINE_TEXT, .text = n->form->text, .style = n->style, .origin = n->origin};
    bound_node *p = arena_copy(c->a, n, sizeof *n);
    p->kind = FORM_PARA;
    p->align = TEXT_CENTER;
    p->inlines = arena_copy(c->a, &words, sizeof words);
    p->inline_count = words.text ? 1 : 0;
    p->next = NULL;
    compose_paragraph(c, s, p, x, width, NULL, out);
    for (guint i = from; i < out->items->len; i++)
        if (g_array_index(out->items, atom, i).kind == ATOM_LINE)
            g_array_index(out->items, atom, i).kind = ATOM_CUT_LINE;
}

/* ---- blocks ---- */

static unit widest_of(composer *c, const setting *s, const bound_node *first);

static unit
widest_block(composer *c, const setting *s, const bound_node *n)
{
    const form_node *f = n->form;
    return f->inset_start + (f->vertical ? f->width : widest_of(c, s, n->first)) + f->inset_end;
}

static unit
widest_of(composer *c, const setting *s, const bound_node *first)
{
    unit widest = 0;
    for (const bound_node *n = first; n; n = n->next) {
        const unit w = n->kind == FORM_PARA    ? compose_paragraph_width(c, s, n)
                       : n->kind == FORM_BLOCK ? widest_block(c, s, n)
                                               : 0;
        widest = MAX(widest, w);
    }
    return widest;
}

/* Where a box of a width starts within a wider place. */
static unit
start_of(form_side side, unit width, unit wide)
{
    return side == SIDE_END ? wide - width : side == SIDE_CENTER ? (wide - width) / 2 : 0;
}

/* Of a block `own` wide in a place that is `width` wide beside its insets. */
static void
add_narrow_block(composer *c, const bound_node *n, unit own, unit width, flow *out)
{
    const unit insets = n->form->inset_start + n->form->inset_end;
    flow_add_narrow(c, out, n, insets ? "まとまり（block）の幅と字下げ" : "まとまり（block）の幅",
                    insets ? "the block with its insets" : "the block", insets + MAX(own, 1), width + insets);
}

/* 縦書き: a block whose lines run down, as one atom that no page parts. It is composed as any list of atoms is, with
 * the length of its columns for the width; what is wider than its place is wrong as a line is that is too long. */
static void
append_columns(composer *c, const setting *s, const bound_node *n, unit x, unit width, flow *out)
{
    const form_node *f = n->form;
    setting down = *s;
    down.is_vertical = true;
    const unit length = f->height > 0 ? f->height : widest_of(c, &down, n->first);
    columns *box = ARENA_NEW(c->a, columns);
    box->content = compose_atoms(c, &down, n->first, length, NULL, out->sheets);
    unit own = f->width > 0 ? f->width : width;
    if (f->fit_width)
        own = box->content.height;
    if ((own > width && !f->fit_width) || width <= 0)
        add_narrow_block(c, n, own, width, out);
    own = MIN(own, width); /* of so many columns as the data needs: too many for their place are too much text */
    const atom a = {.kind = ATOM_COLUMNS,
                    .node = n,
                    .height = length,
                    .x = x + start_of(f->side, own, width),
                    .width = own,
                    .columns = box,
                    .overfull = box->content.overfull + (box->content.height > own)};
    g_array_append_val(out->items, a);
}

static void append_nodes(composer *c, const setting *s, const bound_node *first, const bound_node *end, unit x,
                         unit width, const char *suffix, flow *out);

static void
append_whole_block(composer *c, const setting *s, const bound_node *n, unit x, unit width, flow *out)
{
    const form_node *f = n->form;
    x += f->inset_start;
    width -= f->inset_start + f->inset_end;
    if (f->vertical) {
        append_columns(c, s, n, x, width, out);
        return;
    }
    unit own = f->width > 0 ? f->width : width;
    if (own > width || width <= 0)
        add_narrow_block(c, n, own, width, out);
    if (f->fit_width)
        own = MIN(widest_of(c, s, n->first), width);
    setting in = *s;
    in.diagonal = DIAGONAL_NONE; /* a corner is the cell's own */
    append_nodes(c, &in, n->first, NULL, x + start_of(f->side, own, width), own, NULL, out);
}

/* One for the foot of a page is not in a box, whose foot is no page's. */
static void
append_block(composer *c, const setting *s, const bound_node *n, unit x, unit width, flow *out)
{
    const guint from = out->items->len;
    if (n->form->page_foot && s->is_nested) {
        refuse_node(c, n, out);
        return;
    }
    append_whole_block(c, s, n, x, width, out);
    for (guint i = from; n->form->page_foot && i < out->items->len; i++)
        g_array_index(out->items, atom, i).foot = n;
}

/* 段組: lists as narrow as a column, which the page parts (columns.c). */
static void
append_flowing(composer *c, const setting *s, const bound_node *n, unit x, unit width, flow *out)
{
    const form_node *f = n->form;
    const guint from = out->items->len;
    const unit gaps = (f->count - 1) * f->gap, own = (width - gaps) / f->count;
    setting in = *s;
    if (s->is_nested || s->is_flowing) { /* a box is filled from its top to its end */
        refuse_node(c, n, out);
        return;
    }
    in.is_nested = in.is_flowing = true;
    if (own < n->style->size)
        flow_add_narrow(c, out, n, "段組（columns）の段と間", "the columns with their gaps",
                        f->count * n->style->size + gaps, width);
    const flowing made = {n, x, MAX(own, n->style->size)}, *flows = arena_copy(c->a, &made, sizeof made);
    append_nodes(c, &in, n->first, NULL, x, flows->width, NULL, out);
    for (guint i = from; i < out->items->len; i++)
        g_array_index(out->items, atom, i).flows = flows;
}

/* ---- lists ---- */

static void
hold_firmer(atom *a, hold least)
{
    if (a->hold < least)
        a->hold = least;
}

static atom *
atom_at(const flow *f, guint i)
{
    return &g_array_index(f->items, atom, i);
}

/* No company: what shows nothing, and a rule, which only parts what is above from what is below. */
static bool
is_between(const atom *a)
{
    return a->kind == ATOM_RULE || atom_is_empty(a);
}

/* From `i` on, the first thing there is holds to what stands before it, through whatever is between. */
static void
hold_to_before(const flow *out, guint i)
{
    for (bool between = true; between && i < out->items->len; i++) {
        between = is_between(atom_at(out, i));
        hold_firmer(atom_at(out, i), HOLD_KEEP);
    }
}

/* 一人にしない: what begins at `from` takes what is there before it along, and what is between them too. */
static void
never_alone(const flow *out, guint from)
{
    hold_to_before(out, from);
    while (from-- > 0 && is_between(atom_at(out, from)))
        hold_firmer(atom_at(out, from), HOLD_KEEP);
}

/* A node that is to hold to the next has been appended before: this is the next, if there is anything in it. */
static void
take_hold(flow *out, guint from)
{
    if (!out->holds_next)
        return;
    hold_to_before(out, from);
    for (guint i = from; out->holds_next && i < out->items->len; i++)
        out->holds_next = is_between(atom_at(out, i));
}

/* A table of contents is its paragraphs, and columns are theirs. */
static bool
runs_on(const bound_node *n)
{
    return n->kind == FORM_PARA ||
           ((n->kind == FORM_CONTENTS || n->kind == FORM_COLUMNS) && n->first && runs_on(n->first));
}

/* Of what was appended from there on, what shows that it is there: white is dropped at the top of a page, and fills
 * what is left of the one before. */
static atom *
first_shown(const flow *out, guint from)
{
    for (guint i = from; i < out->items->len; i++)
        if (!atom_is_empty(atom_at(out, i)) && atom_at(out, i)->kind != ATOM_PAGE_BREAK)
            return atom_at(out, i);
    return atom_at(out, from);
}

/* Space around, bookmark and holds of a node, once its atoms are there. */
static void
dress_atoms(composer *c, const setting *s, const bound_node *before, const bound_node *n, guint from, flow *out)
{
    const form_node *f = n->form;
    atom *first = &g_array_index(out->items, atom, from), *shown = first_shown(out, from);
    if (n->anchor)
        compose_add_anchor(c, shown, n->anchor);
    const bool text = n->kind == FORM_PARA, after_text = before && runs_on(before);
    first->before += MAX(after_text ? before->style->space_after : 0, text ? n->style->space_before : 0);
    if (runs_on(n) && after_text) /* the line pitch goes on from one paragraph to the next */
        first->before += unit_scale(n->style->pitch - n->style->size, s->as.scale, 1000);
    if (before)
        first->before = MAX(first->before, paragraph_room(first - 1, first));
    if (!f)
        return;
    if (f->bookmark && !shown->bookmark)
        shown->bookmark = f->bookmark;
    if (f->never_alone)
        never_alone(out, from);
    for (guint i = from + 1; (f->keep_together || f->page_foot) && i < out->items->len; i++)
        hold_firmer(&g_array_index(out->items, atom, i), HOLD_KEEP);
}

/* What may stand in a vertical block. */
static bool
is_vertical_kind(const bound_node *n)
{
    return n->kind == FORM_PARA || n->kind == FORM_SPACE || n->kind == FORM_RULE ||
           (n->kind == FORM_BLOCK && !n->form->vertical);
}

/* What may stand in columns of flowing text: a table would be parted without its head. */
static bool
is_flowing_kind(const bound_node *n)
{
    return n->kind == FORM_PARA || n->kind == FORM_SPACE || n->kind == FORM_RULE || n->kind == FORM_BLOCK ||
           n->kind == FORM_CONTENTS;
}

/* A gloss (aids.h) says again, below, what is said. */
static bool
is_gloss(const bound_node *n)
{
    return n->kind == FORM_PARA && n->inline_count && n->inlines[0].language;
}

static bool
ends_words(const bound_node *n)
{
    return !is_gloss(n) && (!n->next || (is_gloss(n->next) && !n->next->next));
}

static void
append_node(composer *c, const setting *s, const bound_node *n, unit x, unit width, const char *suffix, flow *out)
{
    switch (n->kind) {
    case FORM_PARA:
        compose_paragraph(c, s, n, x, width, ends_words(n) ? suffix : NULL, out);
        break;
    case FORM_SPACE:
        append_simple(n, ATOM_SPACE, n->form->height, x, width, out);
        break;
    case FORM_RULE:
        append_simple(n, ATOM_RULE, form_rule_width(n->form->top), x, width, out);
        break;
    case FORM_CUT_LINE:
        append_cut_line(c, s, n, x, width, out);
        break;
    case FORM_PAGE_BREAK:
        if (s->is_nested || compose_begins_section(n)) /* sections end before such a break */
            refuse_node(c, n, out);
        else
            append_simple(n, ATOM_PAGE_BREAK, 0, x, width, out);
        break;
    case FORM_CORNER:
        corner_append(c, s, n, width, out);
        break;
    case FORM_BLOCK:
        append_block(c, s, n, x, width, out);
        break;
    case FORM_COLUMNS:
        append_flowing(c, s, n, x, width, out);
        break;
    case FORM_CONTENTS:
        append_nodes(c, s, n->first, NULL, x, width, NULL, out);
        break;
    case FORM_TABLE:
        compose_table(c, s, n, x, width, out);
        break;
    case FORM_CHART:
        compose_chart(c, s, n, x, width, out);
        break;
    default:
        refuse_node(c, n, out);
    }
}

/* What stands in a block that is no column of its own has been dressed in its own list. */
static bool
is_list_of_its_own(const bound_node *n)
{
    return n->kind == FORM_CONTENTS || n->kind == FORM_COLUMNS || (n->kind == FORM_BLOCK && !n->form->vertical);
}

static void
append_nodes(composer *c, const setting *s, const bound_node *first, const bound_node *end, unit x, unit width,
             const char *suffix, flow *out)
{
    const bound_node *before = NULL;
    for (const bound_node *n = first; n != end; n = n->next) {
        const guint from = out->items->len;
        if ((s->is_vertical && !is_vertical_kind(n)) || (s->is_flowing && !is_flowing_kind(n))) {
            refuse_node(c, n, out);
            continue;
        }
        append_node(c, s, n, x, width, suffix, out);
        if (out->items->len == from)
            continue;
        dress_atoms(c, s, before, n, from, out);
        if (!is_list_of_its_own(n))
            take_hold(out, from);
        out->holds_next = out->holds_next || (n->form && n->form->keep_next);
        before = n;
    }
}

/* Every box is a flow, and most are of one line: a list that has its room already. */
static GArray *
take_list(composer *c)
{
    const guint kept = c->lists->len;
    return kept ? g_ptr_array_steal_index_fast(c->lists, kept - 1) : g_array_new(FALSE, TRUE, sizeof(atom));
}

static void
give_list(composer *c, GArray *list)
{
    g_array_set_size(list, 0);
    g_ptr_array_add(c->lists, list);
}

static atoms
atoms_of(composer *c, const setting *s, const bound_node *first, const bound_node *end, unit width, const char *suffix,
         size_t sheets)
{
    g_assert(s->as.scale > 0 && s->as.condensed > 0 && s->page_scale >= 0);
    flow f = {.items = take_list(c), .sheets = sheets};
    append_nodes(c, s, first, end, 0, width, suffix, &f);
    const atoms out = flow_atoms(c, &f, sheets);
    give_list(c, f.items);
    return out;
}

atoms
compose_atoms(composer *c, const setting *s, const bound_node *first, unit width, const char *suffix, size_t sheets)
{
    return atoms_of(c, s, first, NULL, width, suffix, sheets);
}

atoms
compose_atoms_until(composer *c, const setting *s, const bound_node *first, const bound_node *end, unit width,
                    size_t sheets)
{
    return atoms_of(c, s, first, end, width, NULL, sheets);
}
