#include "compose/compose_int.h"

/* ---- 別紙: texts that did not fit their boxes ---- */

static const bound_inline *
one_inline(composer *c, const bound_node *from, const char *text)
{
    const bound_inline piece = {.kind = INLINE_TEXT, .text = text, .style = from->style, .origin = from->origin};
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

static bool holds_cell(const atom *a, const bound_node *node);

static bool
is_or_holds(const cell *box, const bound_node *node)
{
    if (box->node == node)
        return true;
    for (size_t i = 0; i < box->content.count; i++)
        if (holds_cell(&box->content.items[i], node))
            return true;
    return false;
}

static bool
holds_cell(const atom *a, const bound_node *node)
{
    if (a->kind != ATOM_ROW)
        return false;
    if (a->row->begins_group && is_or_holds(&a->row->group->label, node))
        return true;
    for (size_t i = 0; i < a->row->cell_count; i++)
        if (is_or_holds(&a->row->cells[i], node))
            return true;
    return false;
}

static size_t
page_of_cell(const GArray *pages, const bound_node *node)
{
    for (guint i = 0; i < pages->len; i++) {
        const page *p = &g_array_index(pages, page, i);
        for (size_t k = 0; k < p->count; k++)
            if (holds_cell(p->items[k].atom, node))
                return p->number;
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

/* ---- a promise of pages ---- */

unit
compose_style_size(const composer *c, const form_style *style)
{
    if (c->page_scale == 1000 || style->shrink_to <= 0 || style->shrink_to >= style->size)
        return style->size;
    return MAX(unit_scale(style->size, c->page_scale, 1000), style->shrink_to);
}

static bool
can_shrink(const form *f, int page_scale)
{
    for (size_t i = 0; i < f->style_count; i++) {
        const form_style *s = f->styles[i];
        if (s->shrink_to > 0 && unit_scale(s->size, page_scale, 1000) > s->shrink_to)
            return true;
    }
    return false;
}

static void
lay_out(composer *c, GArray *pages, unit width)
{
    g_array_set_size(pages, 0);
    g_array_set_size(c->attachments, 0);
    const unit first = body_height(c, true, width), later = body_height(c, false, width);
    if (first < 20 * UNIT_PT || later < 20 * UNIT_PT) {
        diag_add(c->d, DIAG_COMPOSE_NO_ROOM, c->b->form->subject_where, PLACE_NONE, NULL);
        return;
    }
    const atoms body = compose_atoms(c, c->b->body, width, NULL);
    append_attachments(c, &body, first, later, pages, width);
}

/* Smaller by 2.5 % at a time, only in the styles that say how small they may become. */
static void
keep_promise(composer *c, GArray *pages, unit width)
{
    const form *f = c->b->form;
    const size_t errors = diag_count(c->d, DIAG_ERROR);
    while (f->pages > 0 && pages->len > (guint)f->pages && diag_count(c->d, DIAG_ERROR) == errors) {
        if (!can_shrink(f, c->page_scale)) {
            diag_add(c->d, DIAG_COMPOSE_TOO_MANY_PAGES, f->body_where, PLACE_NONE, arena_printf(c->a, "%d", f->pages),
                     arena_printf(c->a, "%u", pages->len), NULL);
            return;
        }
        c->page_scale -= 25;
        lay_out(c, pages, width);
    }
}

composed *
compose_trial(arena *a, text_engine *engine, const font_set *fonts, const bound *b, diag *d)
{
    const form_page *master = &b->form->page;
    const unit width = master->width - master->left - master->right;
    composer c = {.a = a, .engine = engine, .fonts = fonts, .b = b, .d = d, .as = {1000, 1000}, .page_scale = 1000};
    c.attachments = g_array_new(FALSE, TRUE, sizeof(attachment));
    GArray *pages = g_array_new(FALSE, TRUE, sizeof(page));

    lay_out(&c, pages, width);
    keep_promise(&c, pages, width);
    c.page_count = pages->len;
    for (guint i = 0; i < pages->len; i++)
        place_page(&c, &g_array_index(pages, page, i), width);

    composed *out = ARENA_NEW(a, composed);
    out->bound = b;
    out->page_count = pages->len;
    out->page_scale = c.page_scale;
    out->pages = arena_copy(a, pages->data, sizeof(page) * pages->len);
    out->mark = compose_watermark(&c);
    compose_report(&c, out);
    g_array_free(pages, TRUE);
    g_array_free(c.attachments, TRUE);
    return out->page_count ? out : NULL;
}

composed *
compose_document(arena *a, text_engine *engine, const font_set *fonts, const bound *b, diag *d)
{
    const size_t errors = diag_count(d, DIAG_ERROR);
    composed *out = compose_trial(a, engine, fonts, b, d);
    return diag_count(d, DIAG_ERROR) == errors ? out : NULL;
}

size_t
composed_page_count(const composed *c)
{
    return c->page_count;
}
