#include "compose/compose_int.h"

/* ---- 別紙: texts that did not fit their boxes ---- */

static const bound_inline *
one_inline(composer *c, const bound_node *from, const char *text)
{
    const bound_inline piece = {
        .kind = INLINE_TEXT, .text = text, .style = from->style, .origin = from->origin};
    return arena_copy(c->a, &piece, sizeof piece);
}

static bound_node *
note_paragraph(composer *c, const bound_node *from, const char *text)
{
    const bound_node p = {.kind = FORM_PARA,
                          .style = from->style,
                          .align = TEXT_START,
                          .inlines = one_inline(c, from, text),
                          .inline_count = 1,
                          .origin = from->origin};
    return arena_copy(c->a, &p, sizeof p);
}

static size_t
page_of_cell(const GArray *pages, const bound_node *node)
{
    for (guint i = 0; i < pages->len; i++) {
        const page *p = &g_array_index(pages, page, i);
        for (size_t k = 0; k < p->count; k++) {
            const atom *a = p->items[k].atom;
            for (size_t n = 0; a->kind == ATOM_ROW && n < a->row->cell_count; n++)
                if (a->row->cells[n].node == node)
                    return p->number;
        }
    }
    return 0;
}

/* Sheets begin on a page of their own; each names the page and the field that sent the reader here. */
static void
append_attachments(composer *c, const atoms *main_body, unit first, unit later, GArray *pages, unit width)
{
    GArray *list = g_array_new(FALSE, TRUE, sizeof(atom));
    compose_paginate(c, main_body, first, later, pages);
    for (guint i = 0; i < c->attachments->len; i++) {
        const attachment *sheet = &g_array_index(c->attachments, attachment, i);
        const char *heading = arena_printf(c->a, "別紙%zu　%s（%zuページから続く）", sheet->number, sheet->field,
                                           page_of_cell(pages, sheet->node));
        const atoms head = compose_atoms(c, note_paragraph(c, sheet->node, heading), width, NULL);
        const atoms text = compose_atoms(c, sheet->node->first, width, NULL);
        const guint from = list->len;
        g_array_append_vals(list, head.items, (guint)head.count);
        if (i > 0)
            g_array_index(list, atom, from).before = sheet->node->style->pitch;
        if (text.count) {
            g_array_append_vals(list, text.items, (guint)text.count);
            atom *first_line = &g_array_index(list, atom, from + (guint)head.count);
            first_line->hold = HOLD_KEEP;
            first_line->before = sheet->node->style->pitch / 2;
        }
    }
    if (list->len) {
        const atoms sheets = atoms_of(c, list);
        compose_paginate(c, &sheets, later, later, pages);
    }
    g_array_free(list, TRUE);
}

/* ---- heads and feet ---- */

static void
head_and_foot(composer *c, page *p, unit width)
{
    const bound *b = c->b;
    const bool first = p->number == 1;
    c->page_number = p->number;
    c->nested = true;
    p->head = compose_atoms(c, first ? b->head_first : b->head_later, width, NULL);
    p->foot = compose_atoms(c, first ? b->foot_first : b->foot_later, width, NULL);
    c->nested = false;
    c->page_number = 0;
}

static void
place_page(composer *c, page *p, unit width)
{
    const form_page *master = &c->b->form->page;
    head_and_foot(c, p, width);
    p->head_y = master->top;
    p->body_y = master->top + p->head.height;
    p->foot_y = master->height - master->bottom - p->foot.height;
}

static unit
body_height(composer *c, bool first, unit width)
{
    const form_page *master = &c->b->form->page;
    page probe = {.number = first ? 1 : 2};
    head_and_foot(c, &probe, width);
    return master->height - master->top - master->bottom - probe.head.height - probe.foot.height;
}

composed *
compose_document(arena *a, text_engine *engine, const font_set *fonts, const bound *b, diag *d)
{
    const size_t errors = diag_count(d, DIAG_ERROR);
    const form_page *master = &b->form->page;
    const unit width = master->width - master->left - master->right;
    composer c = {.a = a, .engine = engine, .fonts = fonts, .b = b, .d = d, .scale = 1000};
    c.attachments = g_array_new(FALSE, TRUE, sizeof(attachment));
    GArray *pages = g_array_new(FALSE, TRUE, sizeof(page));

    const unit first = body_height(&c, true, width), later = body_height(&c, false, width);
    if (first < 20 * UNIT_PT || later < 20 * UNIT_PT) {
        diag_add(d, DIAG_COMPOSE_NO_ROOM, b->form->subject_where, PLACE_NONE, NULL);
    } else {
        const atoms body = compose_atoms(&c, b->body, width, NULL);
        append_attachments(&c, &body, first, later, pages, width);
        c.page_count = pages->len;
        for (guint i = 0; i < pages->len; i++)
            place_page(&c, &g_array_index(pages, page, i), width);
    }
    composed *out = ARENA_NEW(a, composed);
    out->bound = b;
    out->page_count = pages->len;
    out->pages = arena_copy(a, pages->data, sizeof(page) * pages->len);
    g_array_free(pages, TRUE);
    g_array_free(c.attachments, TRUE);
    return diag_count(d, DIAG_ERROR) == errors ? out : NULL;
}

size_t
composed_page_count(const composed *c)
{
    return c->page_count;
}
