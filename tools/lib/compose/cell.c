#include "compose/compose_int.h"

#include <string.h>

/* What a label that is shown again on the next page ends with. */
static const char *const again = "（続き）";

static size_t
line_count(const atoms *list)
{
    size_t n = 0;
    for (size_t i = 0; i < list->count; i++)
        n += list->items[i].kind == ATOM_LINE;
    return n;
}

static bool
fits(const cell *box)
{
    const form_node *f = box->node->form;
    if (box->overfull)
        return false;
    if (f->max_lines && line_count(&box->content) > (size_t)f->max_lines)
        return false;
    return !f->height || cell_height(box) <= f->height;
}

/* Lines that are too wide are counted into `overfull`. */
static atoms
compose_apart(composer *c, const bound_node *first, unit width, squeeze as, const char *suffix, size_t *overfull)
{
    const squeeze before = c->as;
    const size_t overfull_before = c->overfull;
    const bool nested_before = c->nested;
    c->as = as;
    c->overfull = 0;
    c->nested = true;
    const atoms out = compose_atoms(c, first, width, suffix);
    *overfull = c->overfull;
    c->nested = nested_before;
    c->overfull = overfull_before;
    c->as = before;
    return out;
}

/* What stands in the box: its own nodes, or a note that they stand elsewhere. */
static void
compose_nodes(composer *c, cell *box, const bound_node *first, unit width, squeeze as)
{
    g_array_set_size(c->attachments, box->sheets_before);
    box->shown = first;
    box->shown_as = as;
    box->content = compose_apart(c, first, width, as, NULL, &box->overfull);
}

/* The same with （続き）, for when its row splits or its group goes on. */
static void
compose_again(composer *c, cell *box, unit width)
{
    const guint sheets = c->attachments->len;
    size_t overfull;
    box->content_again = compose_apart(c, box->shown, width, box->shown_as, again, &overfull);
    box->again_overfull = overfull > 0;
    g_array_set_size(c->attachments, sheets);
}

void
compose_report_again(composer *c, const cell *box)
{
    if (box->again_overfull)
        diag_add(c->d, DIAG_COMPOSE_OVERFULL, box->node->origin->form, PLACE_NONE, NULL);
}

static void
compose_at(composer *c, cell *box, unit width, squeeze as)
{
    compose_nodes(c, box, box->node->first, width, as);
}

/* How far the policies have gone. */
typedef struct attempt {
    squeeze as;
    unit shrunk_to;   /* 0: not yet */
    int condensed_to; /* 0: not yet */
} attempt;

static bool
fits_as(composer *c, cell *box, unit width, const attempt *t)
{
    compose_at(c, box, width, t->as);
    if (!fits(box))
        return false;
    box->outcome = FITS_SQUEEZED;
    box->shrunk_to = t->shrunk_to;
    box->condensed_to = t->condensed_to;
    return true;
}

/* Down in quarter points to the floor that the form states; the pitch goes with the size. */
static bool
shrink(composer *c, cell *box, unit width, unit floor_size, attempt *t)
{
    const unit natural = compose_style_size(c, box->node->style);
    for (unit size = t->shrunk_to ? t->shrunk_to : natural; size > floor_size;) {
        size = MAX(size - UNIT_PT / 4, floor_size);
        t->as.scale = unit_scale(size, 1000, natural);
        t->shrunk_to = size;
        if (fits_as(c, box, width, t))
            return true;
    }
    return false;
}

/* 長体: down by one in a hundred to the floor, as little as will do. */
static bool
condense(composer *c, cell *box, unit width, int least, attempt *t)
{
    while (t->as.condensed > least) {
        t->as.condensed = MAX(t->as.condensed - 10, least);
        t->condensed_to = t->as.condensed;
        if (fits_as(c, box, width, t))
            return true;
    }
    return false;
}

/* （別紙1のとおり） in the box, the text on a sheet at the end. */
static bool
continue_elsewhere(composer *c, cell *box, unit width)
{
    if (c->page_number)
        return false; /* a head or a foot is set on every page: it has no sheet of its own */
    g_array_set_size(c->attachments, box->sheets_before);
    attachment sheet = {.number = c->attachments->len + 1, .field = box->field, .node = box->node};
    bound_node *note = ARENA_NEW(c->a, bound_node);
    bound_inline *text = ARENA_NEW(c->a, bound_inline);
    *note = (bound_node){.kind = FORM_PARA,
                         .style = box->node->style,
                         .align = TEXT_START,
                         .inlines = text,
                         .inline_count = 1,
                         .origin = box->node->origin};
    *text = (bound_inline){.kind = INLINE_TEXT,
                           .text = arena_printf(c->a, "（別紙%zuのとおり）", sheet.number),
                           .style = box->node->style,
                           .origin = box->node->origin};
    compose_nodes(c, box, note, width, c->as);
    if (!fits(box))
        return false;
    box->outcome = FITS_CONTINUED;
    box->attachment = sheet.number;
    g_array_append_val(c->attachments, sheet);
    return true;
}

static bool
has_limit(const form_node *f)
{
    return f->height > 0 || f->max_lines > 0;
}

/* A policy may make room where the box itself may not grow; without one the text is refused. */
static void
apply_policies(composer *c, cell *box, unit width)
{
    const form_policy *fits = box->node->form->fits;
    attempt t = {.as = c->as};
    for (size_t i = 0; i < FORM_MAX_FITS && fits[i].how != FIT_NONE; i++) {
        if (fits[i].how == FIT_REFUSE)
            break;
        if (fits[i].how == FIT_SHRINK && shrink(c, box, width, fits[i].floor, &t))
            return;
        if (fits[i].how == FIT_CONDENSE && condense(c, box, width, fits[i].condensed, &t))
            return;
        if (fits[i].how == FIT_CONTINUE && continue_elsewhere(c, box, width))
            return;
        if (fits[i].how == FIT_GROW) {
            compose_at(c, box, width, c->as);
            if (!box->overfull)
                return;
        }
    }
    box->outcome = FITS_REFUSED;
    const place data = box->node->first && box->node->first->inline_count ? box->node->first->inlines[0].origin->data
                                                                          : box->node->origin->data;
    diag_add(c->d, DIAG_COMPOSE_NO_FIT, box->node->origin->form, data, box->field, NULL);
}

void
compose_cell(composer *c, cell *box, unit width)
{
    const form_node *f = box->node->form;
    const form_style *style = box->node->style;
    box->pad_x = f->pad_x >= 0 ? f->pad_x : style->pad_x;
    box->pad_y = f->pad_y >= 0 ? f->pad_y : style->pad_y;
    const unit inside = width - 2 * box->pad_x;
    box->sheets_before = c->attachments->len;
    const bool quiet = c->quiet;
    c->quiet = true;
    compose_at(c, box, inside, c->as);
    if (!fits(box) && (has_limit(f) || f->fits[0].how != FIT_NONE)) {
        apply_policies(c, box, inside);
    } else if (box->overfull && !quiet) {
        c->quiet = false;
        compose_at(c, box, inside, c->as); /* once more, to report each line */
    } else {
        c->overfull += box->overfull; /* the box around this one will ask for it */
    }
    if (box->repeats) {
        c->quiet = true;
        compose_again(c, box, inside);
    }
    c->quiet = quiet;
}
