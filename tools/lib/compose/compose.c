#include "compose/compose_int.h"

/* ---- pages ---- */

/* Atoms that become pages. */
typedef struct layout {
    composer *c;
    setting in;
    GArray *pages;            /* of page */
    size_t no_room;           /* page of which head and foot leave no body; 0: all do */
    bool unsettled;           /* page numbers in the body */
    const bound_inline *torn; /* of these one that stands on several pages; NULL: none */
    const bound_inline *lost; /* refers to what stands on none; NULL: none */
} layout;

static bool
fill_section(layout *l, running *r, const section *of)
{
    const guint before = l->pages->len;
    running_begin(r, of);
    const bool room = compose_paginate(l->c, r, of, l->pages);
    running_end(r, l->pages->len - before);
    return room;
}

/* 別紙 stand on pages of the first master: they go on with the only section, or are one of their own. */
static bool
fill_sheets(layout *l, running *r, GArray *sheets, bool *same)
{
    section s = {.master = &l->c->b->masters[0], .goes_on = true, .ends = true};
    compose_find_sheets(sheets, l->pages);
    s.body = compose_sheets_body(l->c, &l->in, sheets, section_width(&s));
    const bool room = fill_section(l, r, &s);
    *same = compose_find_sheets(sheets, l->pages);
    return room;
}

/* Body and sheets on pages, with the heads and feet of so many pages as are assumed. *same: the sheets' headings name
 * the right pages. */
static bool
fill_pages(layout *l, running *r, const GArray *sections, GArray *sheets, bool *same)
{
    g_array_set_size(l->pages, 0);
    running_start(r);
    for (guint i = 0; i < sections->len; i++)
        if (!fill_section(l, r, &g_array_index(sections, section, i)))
            return false;
    return fill_sheets(l, r, sheets, same);
}

/* How often pages are filled until their number is the one that their heads and feet were measured with: from the
 * fourth time on no page is given back the room that it lost, so that it does not go to and fro. */
enum { MOST_FILLS = 16, FREE_FILLS = 3 };

static void
settle_pages(layout *l, running *r, const GArray *sections, GArray *sheets)
{
    l->no_room = 0;
    for (int i = 0; i < MOST_FILLS; i++) {
        bool same = false;
        r->keeps_least = i >= FREE_FILLS;
        if (!fill_pages(l, r, sections, sheets, &same))
            break;
        if (running_settle(r) && same) {
            for (guint k = 0; k < l->pages->len; k++)
                running_place(r, &g_array_index(l->pages, page, k));
            compose_sums(l->c, l->pages);
            return;
        }
    }
    l->no_room = l->pages->len + 1;
}

/* As fill_sheets has them. */
static unit
sheets_width(const bound *b)
{
    const section s = {.master = &b->masters[0]};
    return section_width(&s);
}

static void
lay_out_once(layout *l)
{
    g_hash_table_remove_all(l->c->notes);
    GArray *sections = compose_sections(l->c, &l->in);
    GArray *sheets = compose_sheets(l->c, &l->in, sections, sheets_width(l->c->b));
    if (sections->len == 1 && sheets->len) /* they go on with it */
        g_array_index(sections, section, 0).ends = false;
    running *r = running_new(l->c, &l->in);
    settle_pages(l, r, sections, sheets);
    running_drop(r);
    g_array_free(sheets, TRUE);
    g_array_free(sections, TRUE);
}

/* How often it is set until the page numbers that the body prints are those of its pages. Another number is another
 * width, and may move what it is the number of. */
enum { MOST_NUMBERINGS = 12 };

static void
lay_out(layout *l)
{
    const bool asks = compose_asks_numbers(l->c->b);
    lay_out_once(l);
    l->unsettled = asks;
    for (int i = 0; i < MOST_NUMBERINGS && l->unsettled && !l->no_room && !l->c->is_spent; i++) {
        if (compose_find_spots(l->c, l->pages)) {
            l->unsettled = false;
            break;
        }
        g_hash_table_remove_all(l->c->boxes); /* what they hold may say another number */
        lay_out_once(l);
    }
    l->torn = asks && !l->no_room ? compose_find_torn(l->c, l->pages) : NULL;
    l->lost = l->no_room ? NULL : compose_find_lost(l->c, l->pages);
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
    if (f->pages > 0 && !l->no_room && !l->c->is_spent && l->pages->len > (guint)f->pages) {
        l->in.as.dense = true;
        lay_out(l);
    }
    while (f->pages > 0 && !l->no_room && !l->c->is_spent && l->pages->len > (guint)f->pages &&
           can_shrink(f, l->in.page_scale)) {
        l->in.page_scale -= 25;
        lay_out(l);
    }
    if (f->pages > 0 && f->at_most > f->pages && !l->no_room && l->pages->len > (guint)f->pages &&
        (l->in.page_scale < 1000 || l->in.as.dense)) {
        l->in.page_scale = 1000; /* it is longer whatever is done: then it is as easy to read as ever */
        l->in.as.dense = false;
        lay_out(l);
    }
}

static const watermark *
watermarks_of(composer *c)
{
    watermark *marks = ARENA_ARRAY(c->a, watermark, c->b->master_count);
    for (size_t i = 0; i < c->b->master_count; i++)
        marks[i] = compose_watermark(c, c->b->masters[i].page);
    return marks;
}

/* Nothing of what was made is whole. */
static void
give_up(const composer *c, composed *out)
{
    out->is_spent = true;
    out->spent = c->spent;
    out->torn = out->lost = NULL;
    out->no_room = out->page_count = 0;
    out->unsettled = false;
}

static composed *
compose_pages(composer *c)
{
    layout l = {
        .c = c, .in = {.as = {1000, 1000, false}, .page_scale = 1000}, .pages = g_array_new(FALSE, TRUE, sizeof(page))};
    composed *out = ARENA_NEW(c->a, composed);
    lay_out_as_promised(&l);
    out->bound = c->b;
    out->no_room = l.no_room;
    out->unsettled = l.unsettled && !l.no_room;
    out->torn = l.torn;
    out->lost = l.lost;
    out->page_scale = l.in.page_scale;
    out->page_count = l.no_room ? 0 : l.pages->len;
    out->pages = arena_copy(c->a, l.pages->data, sizeof(page) * out->page_count);
    compose_codes(c, out->pages, out->page_count);
    out->marks = watermarks_of(c);
    if (c->is_spent)
        give_up(c, out);
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
    c.notes = g_hash_table_new(g_str_hash, g_str_equal);
    c.lists = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    composed *out = compose_pages(&c);
    g_hash_table_destroy(c.boxes);
    g_hash_table_destroy(c.notes);
    g_ptr_array_free(c.lists, TRUE);
    if (c.spots)
        g_hash_table_destroy(c.spots);
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
