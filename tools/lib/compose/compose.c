#include "compose/compose_int.h"

/* ---- pages ---- */

/* Atoms that become pages. */
typedef struct layout {
    composer *c;
    setting in;
    unit width;
    GArray *pages;  /* of page */
    size_t no_room; /* page of which head and foot leave no body; 0: all do */
} layout;

/* Body and sheets on pages, with the heads and feet of so many pages as are assumed. *same: the sheets' headings name
 * the right pages. */
static bool
fill_pages(layout *l, running *r, const atoms *body, GArray *sheets, bool *same)
{
    g_array_set_size(l->pages, 0);
    if (!compose_paginate(l->c, r, body, l->pages))
        return false;
    compose_find_sheets(sheets, l->pages);
    const atoms after = compose_sheets_body(l->c, &l->in, sheets, l->width);
    if (!compose_paginate(l->c, r, &after, l->pages))
        return false;
    *same = compose_find_sheets(sheets, l->pages);
    return true;
}

/* How often pages are filled until their number is the one that their heads and feet were measured with: from the
 * fourth time on no page is given back the room that it lost, so that it does not go to and fro. */
enum { MOST_FILLS = 16, FREE_FILLS = 3 };

static void
settle_pages(layout *l, running *r, const atoms *body, GArray *sheets)
{
    l->no_room = 0;
    for (int i = 0; i < MOST_FILLS; i++) {
        bool same = false;
        r->keeps_least = i >= FREE_FILLS;
        if (!fill_pages(l, r, body, sheets, &same))
            break;
        if (same && (!r->asks_count || l->pages->len == r->in.page_count)) {
            for (guint k = 0; k < l->pages->len; k++)
                running_place(r, &g_array_index(l->pages, page, k));
            return;
        }
        running_assume(r, l->pages->len);
    }
    l->no_room = l->pages->len + 1;
}

static void
lay_out(layout *l)
{
    const atoms body = compose_atoms(l->c, &l->in, l->c->b->body, l->width, NULL, 0);
    GArray *sheets = compose_sheets(l->c, &l->in, &body, l->width);
    running *r = running_new(l->c, &l->in, l->width);
    settle_pages(l, r, &body, sheets);
    running_drop(r);
    g_array_free(sheets, TRUE);
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
static void
lay_out_as_promised(layout *l)
{
    const form *f = l->c->b->form;
    lay_out(l);
    while (f->pages > 0 && !l->no_room && l->pages->len > (guint)f->pages && can_shrink(f, l->in.page_scale)) {
        l->in.page_scale -= 25;
        lay_out(l);
    }
}

static composed *
compose_pages(composer *c)
{
    const form_page *master = &c->b->form->page;
    layout l = {.c = c,
                .in = {.as = {1000, 1000}, .page_scale = 1000},
                .width = master->width - master->left - master->right,
                .pages = g_array_new(FALSE, TRUE, sizeof(page))};
    composed *out = ARENA_NEW(c->a, composed);
    lay_out_as_promised(&l);
    out->bound = c->b;
    out->no_room = l.no_room;
    out->page_scale = l.in.page_scale;
    out->page_count = l.no_room ? 0 : l.pages->len;
    out->pages = arena_copy(c->a, l.pages->data, sizeof(page) * out->page_count);
    compose_codes(c, out->pages, out->page_count);
    out->mark = compose_watermark(c);
    out->effort = c->effort;
    const font_family *base = font_find_family(c->fonts, c->b->form->base->family);
    out->field_face = base ? base->kanji : NULL;
    g_array_free(l.pages, TRUE);
    return out;
}

composed *
compose_trial(arena *a, text_engine *engine, const font_set *fonts, const bound *b, diag *d)
{
    g_assert(a && engine && fonts && b && b->form && d);
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
    g_assert(a && engine && fonts && b && d);
    const size_t errors = diag_count(d, DIAG_ERROR);
    composed *out = compose_trial(a, engine, fonts, b, d);
    return diag_count(d, DIAG_ERROR) == errors ? out : NULL;
}

size_t
composed_page_count(const composed *c)
{
    g_assert(c);
    return c->page_count;
}

size_t
composed_effort(const composed *c)
{
    g_assert(c);
    return c->effort;
}
