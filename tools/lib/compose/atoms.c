#include "compose/compose_int.h"

atoms
atoms_of(composer *c, const GArray *list)
{
    atoms out = {.count = list->len};
    out.items = arena_copy(c->a, list->data, sizeof(atom) * list->len);
    out.height = atoms_height(out.items, out.count);
    return out;
}

unit
atoms_height(const atom *items, size_t count)
{
    unit height = 0;
    for (size_t i = 0; i < count; i++)
        height += items[i].height + (i ? items[i].before : 0);
    return height;
}

static void
append_simple(const bound_node *n, atom_kind kind, unit height, unit x, unit width, GArray *out)
{
    const atom a = {.kind = kind, .node = n, .height = height, .x = x, .width = width};
    g_array_append_val(out, a);
}

/* A cut line carries its words (きりとり) in the middle. */
static void
append_cut_line(composer *c, const bound_node *n, unit x, unit width, GArray *out)
{
    const guint from = out->len;
    bound_inline words = {.kind = INLINE_TEXT, .text = n->form->text, .style = n->style, .origin = n->origin};
    bound_node *p = arena_copy(c->a, n, sizeof *n);
    p->kind = FORM_PARA;
    p->align = TEXT_CENTER;
    p->inlines = arena_copy(c->a, &words, sizeof words);
    p->inline_count = words.text ? 1 : 0;
    p->next = NULL;
    compose_paragraph(c, p, x, width, NULL, out);
    for (guint i = from; i < out->len; i++)
        g_array_index(out, atom, i).kind = ATOM_CUT_LINE;
}

static unit
widest_block(composer *c, const bound_node *n)
{
    const form_node *f = n->form;
    return f->inset_start + (f->vertical ? f->width : compose_widest(c, n->first)) + f->inset_end;
}

unit
compose_widest(composer *c, const bound_node *first)
{
    unit widest = 0;
    for (const bound_node *n = first; n; n = n->next) {
        const unit w = n->kind == FORM_PARA    ? compose_paragraph_width(c, n)
                       : n->kind == FORM_BLOCK ? widest_block(c, n)
                                               : 0;
        widest = MAX(widest, w);
    }
    return widest;
}

unit
compose_side(form_side side, unit width, unit wide)
{
    return side == SIDE_END ? wide - width : side == SIDE_CENTER ? (wide - width) / 2 : 0;
}

static void append_nodes(composer *c, const bound_node *first, unit x, unit width, const char *suffix, GArray *out);

static void
append_block(composer *c, const bound_node *n, unit x, unit width, GArray *out)
{
    const form_node *f = n->form;
    x += f->inset_start;
    width -= f->inset_start + f->inset_end;
    if (f->vertical) {
        compose_columns(c, n, x, width, out);
        return;
    }
    unit own = f->width > 0 ? f->width : width;
    if (own > width || width <= 0)
        diag_add(c->d, DIAG_COMPOSE_WIDTHS, n->origin->form, PLACE_NONE, NULL);
    if (f->fit_width)
        own = MIN(compose_widest(c, n->first), width);
    append_nodes(c, n->first, x + compose_side(f->side, own, width), own, NULL, out);
}

/* Space around, bookmark and holds of a node, once its atoms are there. */
static void
dress(const composer *c, const bound_node *before, const bound_node *n, guint from, GArray *out)
{
    const form_node *f = n->form;
    if (out->len == from)
        return;
    atom *first = &g_array_index(out, atom, from);
    const bool text = n->kind == FORM_PARA, after_text = before && before->kind == FORM_PARA;
    first->before += MAX(after_text ? before->style->space_after : 0, text ? n->style->space_before : 0);
    if (text && after_text) /* the line pitch goes on from one paragraph to the next */
        first->before += unit_scale(n->style->pitch - n->style->size, c->as.scale, 1000);
    if (!f)
        return;
    if (f->bookmark && !first->bookmark)
        first->bookmark = f->bookmark;
    if (f->never_alone && first->hold < HOLD_KEEP)
        first->hold = HOLD_KEEP;
    for (guint i = from + 1; f->keep_together && i < out->len; i++) {
        atom *a = &g_array_index(out, atom, i);
        if (a->hold < HOLD_KEEP)
            a->hold = HOLD_KEEP;
    }
}

/* What may stand in a vertical block. */
static bool
is_vertical_kind(const bound_node *n)
{
    return n->kind == FORM_PARA || n->kind == FORM_SPACE || n->kind == FORM_RULE ||
           (n->kind == FORM_BLOCK && !n->form->vertical);
}

static void
append_nodes(composer *c, const bound_node *first, unit x, unit width, const char *suffix, GArray *out)
{
    const bound_node *before = NULL;
    bool keep_next = false;
    for (const bound_node *n = first; n; n = n->next) {
        const guint from = out->len;
        if (c->vertical && !is_vertical_kind(n)) {
            diag_add(c->d, DIAG_COMPOSE_PLACE, n->origin->form, PLACE_NONE, form_kind_name(n->kind), NULL);
            continue;
        }
        switch (n->kind) {
        case FORM_PARA:
            compose_paragraph(c, n, x, width, n->next ? NULL : suffix, out);
            break;
        case FORM_SPACE:
            append_simple(n, ATOM_SPACE, n->form->height, x, width, out);
            break;
        case FORM_RULE:
            append_simple(n, ATOM_RULE, form_rule_width(n->form->top), x, width, out);
            break;
        case FORM_CUT_LINE:
            append_cut_line(c, n, x, width, out);
            break;
        case FORM_PAGE_BREAK:
            if (c->nested)
                diag_add(c->d, DIAG_COMPOSE_PLACE, n->origin->form, PLACE_NONE, form_kind_name(n->kind), NULL);
            append_simple(n, ATOM_PAGE_BREAK, 0, x, width, out);
            break;
        case FORM_BLOCK:
            append_block(c, n, x, width, out);
            break;
        case FORM_TABLE:
            compose_table(c, n, x, width, out);
            break;
        default:
            diag_add(c->d, DIAG_COMPOSE_PLACE, n->origin->form, PLACE_NONE, form_kind_name(n->kind), NULL);
        }
        dress(c, before, n, from, out);
        if (out->len > from) {
            atom *a = &g_array_index(out, atom, from);
            if (keep_next && a->hold < HOLD_KEEP)
                a->hold = HOLD_KEEP;
            keep_next = n->form && n->form->keep_next;
            before = n;
        }
    }
}

atoms
compose_atoms(composer *c, const bound_node *first, unit width, const char *suffix)
{
    GArray *list = g_array_new(FALSE, TRUE, sizeof(atom));
    append_nodes(c, first, 0, width, suffix, list);
    const atoms out = atoms_of(c, list);
    g_array_free(list, TRUE);
    return out;
}
