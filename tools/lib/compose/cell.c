#include "compose/compose_int.h"

#include <string.h>

/* ---- what a box holds ---- */

/* A box is composed once in one setting, at one width, after so many 別紙. Boxes in boxes that all try sizes would take
 * each as many tries as the sizes of all those around it, multiplied. */
typedef struct box_key {
    const bound_node *first;
    unit width;
    setting in;
    size_t sheets;
    bool is_again;
} box_key;

guint
box_key_hash(gconstpointer key)
{
    const box_key *k = key;
    const size_t parts[] = {(size_t)k->width,
                            (size_t)k->in.as.scale,
                            (size_t)k->in.as.condensed,
                            k->in.as.dense,
                            (size_t)k->in.page_scale,
                            k->in.page_number,
                            k->in.page_count,
                            k->sheets,
                            k->is_again};
    guint hash = g_direct_hash(k->first);
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        hash = hash * 31 + (guint)parts[i];
    return hash;
}

gboolean
box_key_equal(gconstpointer a, gconstpointer b)
{
    const box_key *x = a, *y = b;
    return x->first == y->first && x->width == y->width && x->sheets == y->sheets && x->is_again == y->is_again &&
           x->in.as.scale == y->in.as.scale && x->in.as.condensed == y->in.as.condensed &&
           x->in.as.dense == y->in.as.dense && x->in.page_scale == y->in.page_scale &&
           x->in.is_nested == y->in.is_nested && x->in.is_vertical == y->in.is_vertical &&
           x->in.page_number == y->in.page_number && x->in.page_count == y->in.page_count &&
           x->in.diagonal == y->in.diagonal;
}

static atoms
compose_once(composer *c, const box_key *key)
{
    const atoms *made = g_hash_table_lookup(c->boxes, key);
    if (made)
        return *made;
    const atoms out = compose_atoms(c, &key->in, key->first, key->width,
                                    key->is_again && *c->b->again ? c->b->again : NULL, key->sheets);
    g_hash_table_insert(c->boxes, arena_copy(c->a, key, sizeof *key), arena_copy(c->a, &out, sizeof out));
    return out;
}

/* ---- how it fits ---- */

/* A box, and what has been tried with it. */
typedef struct attempt {
    composer *c;
    cell *box;
    box_key key;      /* of what it holds now */
    squeeze as;       /* how far the policies have gone */
    unit shrunk_to;   /* 0: not yet */
    int condensed_to; /* 0: not yet */
} attempt;

size_t
atoms_line_count(const atoms *list)
{
    size_t n = 0;
    for (size_t i = 0; i < list->count; i++)
        n += list->items[i].kind == ATOM_LINE;
    return n;
}

/* Lines that end where none may. */
static size_t
torn_count(const atoms *list)
{
    size_t n = 0;
    for (size_t i = 0; i < list->count; i++)
        n += list->items[i].kind == ATOM_LINE && list->items[i].para->lines->lines[list->items[i].line].emergency;
    return n;
}

static bool
fits_width(const cell *box)
{
    return !box->content.overfull && torn_count(&box->content) <= box->most_torn;
}

static bool
fits_box(const cell *box)
{
    const form_node *f = box->node->form;
    if (!fits_width(box))
        return false;
    if (box->most_lines && atoms_line_count(&box->content) > box->most_lines)
        return false;
    return !f->height || cell_height(box) <= f->height;
}

/* What stands in the box: its own nodes, or a note that they stand elsewhere. */
static void
hold_nodes(attempt *t, const bound_node *first, squeeze as)
{
    t->key.first = first;
    t->key.in.as = as;
    t->box->content = compose_once(t->c, &t->key);
    if (t->key.in.diagonal)
        corners_spread(t->c, t->box, t->key.width + 2 * t->box->pad_x, &t->box->content);
}

static bool
fits_squeezed(attempt *t)
{
    hold_nodes(t, t->box->node->first, t->as);
    if (!fits_box(t->box))
        return false;
    t->box->outcome = FITS_SQUEEZED;
    t->box->shrunk_to = t->shrunk_to;
    t->box->condensed_to = t->condensed_to;
    return true;
}

/* Down in quarter points to the floor that the form states; the pitch goes with the size. */
static bool
shrink_box(attempt *t, unit floor_size)
{
    const unit natural = compose_style_size(&t->key.in, t->box->node->style);
    for (unit size = t->shrunk_to ? t->shrunk_to : natural; size > floor_size;) {
        size = MAX(size - UNIT_PT / 4, floor_size);
        t->as.scale = unit_scale(size, 1000, natural);
        t->shrunk_to = size;
        if (fits_squeezed(t))
            return true;
    }
    return false;
}

/* 長体: down by one in a hundred to the floor, as little as will do. */
static bool
condense_box(attempt *t, int least)
{
    while (t->as.condensed > least) {
        t->as.condensed = MAX(t->as.condensed - 10, least);
        t->condensed_to = t->as.condensed;
        if (fits_squeezed(t))
            return true;
    }
    return false;
}

/* （別紙1のとおり） in the box, the text on a sheet at the end. */
static bool
continue_elsewhere(attempt *t, squeeze as)
{
    composer *c = t->c;
    const bound_node *n = t->box->node;
    if (t->key.in.page_number)
        return false; /* a head or a foot is set on every page: it has no sheet of its own */
    const size_t number = t->key.sheets + 1;
    const bound_node *note = compose_words(c, n, arena_printf(c->a, "（別紙%zuのとおり）", number));
    hold_nodes(t, note, as);
    if (!fits_box(t->box))
        return false;
    t->box->outcome = FITS_CONTINUED;
    t->box->attachment = number;
    return true;
}

/* What a box has no room for is not held together: it is set as if nothing were. */
static bool
fits_dense(attempt *t)
{
    if (t->as.dense)
        return false;
    t->as.dense = true;
    hold_nodes(t, t->box->node->first, t->as);
    return fits_box(t->box);
}

/* A policy may make room where the box itself may not grow; without one the text is refused. */
static void
apply_policies(attempt *t)
{
    if (fits_dense(t))
        return;
    const form_policy *fits = t->box->node->form->fits;
    const squeeze as = t->as;
    for (size_t i = 0; i < FORM_MAX_FITS && fits[i].how != FIT_NONE; i++) {
        if (fits[i].how == FIT_REFUSE)
            break;
        if (fits[i].how == FIT_SHRINK && shrink_box(t, fits[i].floor))
            return;
        if (fits[i].how == FIT_CONDENSE && condense_box(t, fits[i].condensed))
            return;
        if (fits[i].how == FIT_CONTINUE && continue_elsewhere(t, as))
            return;
        if (fits[i].how == FIT_GROW) {
            hold_nodes(t, t->box->node->first, as);
            if (fits_width(t->box))
                return;
        }
    }
    t->box->outcome = FITS_REFUSED;
}

/* In a large-print edition a box is no worse than in the ordinary one: no more words are torn, and a label takes no
 * more lines. */
static void
set_bounds(attempt *t)
{
    const form_node *f = t->box->node->form;
    const unit natural = compose_style_size(&t->key.in, t->box->node->style);
    t->box->most_lines = (size_t)f->max_lines;
    t->box->most_torn = SIZE_MAX;
    if (!f->ordinary || f->ordinary >= natural)
        return;
    squeeze as = t->as;
    as.scale = unit_scale(f->ordinary, 1000, natural);
    hold_nodes(t, t->box->node->first, as);
    t->box->most_torn = torn_count(&t->box->content);
    if (f->holds_lines)
        t->box->most_lines = atoms_line_count(&t->box->content);
}

void
compose_cell(composer *c, const setting *s, cell *box, unit width, size_t sheets)
{
    const form_node *f = box->node->form;
    const form_style *style = box->node->style;
    box->pad_x = f->pad_x >= 0 ? f->pad_x : style->pad_x;
    box->pad_y = f->pad_y >= 0 ? f->pad_y : style->pad_y;
    attempt t = {.c = c, .box = box, .as = s->as, .key = {.width = width - 2 * box->pad_x, .in = *s, .sheets = sheets}};
    t.key.in.is_nested = true;
    t.key.in.diagonal = f->diagonal;
    set_bounds(&t);
    hold_nodes(&t, box->node->first, s->as);
    if (!fits_box(box) && (f->height > 0 || f->max_lines > 0 || f->fits[0].how != FIT_NONE))
        apply_policies(&t);
    if (box->repeats) {
        t.key.is_again = true;
        box->content_again = compose_once(c, &t.key);
        if (t.key.in.diagonal)
            corners_spread(c, box, width, &box->content_again);
    }
}

size_t
cell_sheets(const cell *box)
{
    return box->content.sheets + (box->outcome == FITS_CONTINUED);
}

unit
group_need(const group *g, bool begins)
{
    return 2 * g->label.pad_y + (begins ? g->label.content.height : g->label.content_again.height);
}
