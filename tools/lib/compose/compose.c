#include "compose/compose_int.h"

/* ---- heads and feet ---- */

static void
head_and_foot(composer *c, const setting *s, size_t page_count, page *p, unit width)
{
    const bound *b = c->b;
    const bool first = p->number == 1;
    setting in = *s;
    in.is_nested = true;
    in.page_number = p->number;
    in.page_count = page_count;
    p->head = compose_atoms(c, &in, first ? b->head_first : b->head_later, width, NULL, 0);
    p->foot = compose_atoms(c, &in, first ? b->foot_first : b->foot_later, width, NULL, 0);
}

static void
place_page(composer *c, const setting *s, size_t page_count, page *p, unit width)
{
    const form_page *master = &c->b->form->page;
    head_and_foot(c, s, page_count, p, width);
    p->head_y = master->top;
    p->body_y = master->top + p->head.height;
    p->foot_y = master->height - master->bottom - p->foot.height;
}

static unit
body_height(composer *c, const setting *s, bool first, unit width)
{
    const form_page *master = &c->b->form->page;
    page probe = {.number = first ? 1 : 2};
    head_and_foot(c, s, 0, &probe, width);
    return master->height - master->top - master->bottom - probe.head.height - probe.foot.height;
}

/* ---- pages ---- */

/* False when there is no room for a body. */
static bool
lay_out(composer *c, const setting *s, GArray *pages, unit width)
{
    g_array_set_size(pages, 0);
    const unit first = body_height(c, s, true, width), later = body_height(c, s, false, width);
    if (first < 20 * UNIT_PT || later < 20 * UNIT_PT)
        return false;
    const atoms body = compose_atoms(c, s, c->b->body, width, NULL, 0);
    GArray *sheets = compose_sheets(c, s, &body, width);
    compose_paginate(c, &body, first, later, pages);
    compose_find_sheets(sheets, pages);
    const atoms after = compose_sheets_body(c, s, sheets, width);
    if (after.count)
        compose_paginate(c, &after, later, later, pages);
    g_array_free(sheets, TRUE);
    return true;
}

/* ---- a promise of pages ---- */

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

/* Smaller by 2.5 % at a time, only in the styles that say how small they may become, until the promise is kept. */
static bool
lay_out_as_promised(composer *c, setting *s, GArray *pages, unit width)
{
    const form *f = c->b->form;
    if (!lay_out(c, s, pages, width))
        return false;
    while (f->pages > 0 && pages->len > (guint)f->pages && can_shrink(f, s->page_scale)) {
        s->page_scale -= 25;
        if (!lay_out(c, s, pages, width))
            return false;
    }
    return true;
}

static composed *
compose_pages(composer *c)
{
    const form_page *master = &c->b->form->page;
    const unit width = master->width - master->left - master->right;
    setting s = {.as = {1000, 1000}, .page_scale = 1000};
    GArray *pages = g_array_new(FALSE, TRUE, sizeof(page));
    composed *out = ARENA_NEW(c->a, composed);
    out->bound = c->b;
    out->no_room = !lay_out_as_promised(c, &s, pages, width);
    out->page_scale = s.page_scale;
    out->page_count = out->no_room ? 0 : pages->len;
    for (guint i = 0; i < out->page_count; i++)
        place_page(c, &s, out->page_count, &g_array_index(pages, page, i), width);
    out->pages = arena_copy(c->a, pages->data, sizeof(page) * out->page_count);
    out->mark = compose_watermark(c);
    out->effort = c->effort;
    g_array_free(pages, TRUE);
    return out;
}

composed *
compose_trial(arena *a, text_engine *engine, const font_set *fonts, const bound *b, diag *d)
{
    composer c = {.a = a, .engine = engine, .fonts = fonts, .b = b, .heard = diag_new()};
    c.boxes = g_hash_table_new(box_key_hash, box_key_equal);
    composed *out = compose_pages(&c);
    g_hash_table_destroy(c.boxes);
    diag_drop(c.heard);
    compose_report(out, d);
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

size_t
composed_effort(const composed *c)
{
    return c->effort;
}
