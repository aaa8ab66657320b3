#include "display/display_check_int.h"

#include <stdio.h>
#include <string.h>

/* Of nearly every text nothing is wrong, which a look that tells nothing finds soonest: each glyph within the text and
 * the page, in its order and at the first byte of a character. `length` is the text's, whose origin is on the page,
 * too. */
static bool
are_glyphs_sound(const check *c, const display_text *t, size_t length)
{
    int64_t left = 0, top = 0, right = 0, bottom = 0;
    uint32_t before = 0;
    bool wrong = t->glyph_count == 0;
    for (size_t i = 0; i < t->glyph_count; i++) {
        const text_glyph *g = &t->glyphs[i];
        wrong |= (g->cluster < before) | (g->id == 0);
        before = g->cluster;
        left = MIN(left, g->x);
        right = MAX(right, g->x);
        top = MIN(top, g->y);
        bottom = MAX(bottom, g->y);
    }
    wrong |= before >= length; /* the last is the furthest */
    for (size_t i = 0; i < t->glyph_count && !wrong; i++)
        wrong = ((unsigned char)t->utf8[t->glyphs[i].cluster] & 0xC0) == 0x80;
    return !wrong && left >= -UNIT_MAX_LENGTH && top >= -UNIT_MAX_LENGTH && right <= UNIT_MAX_LENGTH &&
           bottom <= UNIT_MAX_LENGTH && is_inside(c, t->x + left, t->y + top) &&
           is_inside(c, t->x + right, t->y + bottom);
}

static void
check_clusters(check *c, const display_text *t, size_t length)
{
    uint32_t before = 0;
    for (size_t i = 0; i < t->glyph_count; i++) {
        const uint32_t at = t->glyphs[i].cluster;
        need_that(c, at < length, "cluster beyond the text");
        if (c->fault)
            return;
        need_that(c, at >= before, "clusters run backwards");
        need_that(c, ((unsigned char)t->utf8[at] & 0xC0) != 0x80, "cluster inside a character");
        before = at;
    }
    need_that(c, t->glyph_count > 0 || display_is_blank(t->utf8, length), "text without a glyph");
}

typedef struct ink_box {
    int64_t left, top, right, bottom;
} ink_box;

/* Where the ink of a glyph stands on the page: an opening bracket at the head of a line leaves half of its em empty,
 * and a turned glyph reaches down as far as it is wide. False: no ink. */
static bool
find_ink(const display_text *t, const text_glyph *g, ink_box *out)
{
    const int64_t x = (int64_t)t->x + g->x, y = (int64_t)t->y + g->y, wide = t->condensed ? t->condensed : 1000;
    font_ink ink;
    if (!font_face_ink(t->face, t->size, g->id, &ink))
        return false;
    const int64_t left = ink.left * wide / 1000, right = ink.right * wide / 1000;
    *out = t->turned ? (ink_box){x + ink.bottom, y + left, x + ink.top, y + right}
                     : (ink_box){x + left, y - ink.top, x + right, y - ink.bottom};
    return true;
}

static void
need_ink_inside(check *c, const display_text *t, const text_glyph *g)
{
    ink_box ink;
    if (!find_ink(t, g, &ink))
        return;
    need_inside(c, ink.left, ink.top);
    need_inside(c, ink.right, ink.bottom);
}

/* One by one, each fault in its order. */
static void
check_glyphs(check *c, const display_text *t, size_t length)
{
    check_clusters(c, t, length);
    for (size_t i = 0; i < t->glyph_count; i++) {
        need_that(c, t->glyphs[i].id != 0, "glyph 0 (the missing glyph)");
        need_bounded(c, t->glyphs[i].x);
        need_bounded(c, t->glyphs[i].y);
        /* The place of a glyph tells nearly always; the face is asked about the others. */
        if (!is_inside(c, (int64_t)t->x + t->glyphs[i].x, (int64_t)t->y + t->glyphs[i].y) && !c->fault)
            need_ink_inside(c, t, &t->glyphs[i]);
    }
}

static void
check_text(check *c, const display_text *t)
{
    const size_t length = t->utf8 ? strlen(t->utf8) : 0;
    need_that(c, t->face != NULL, "text without a face");
    need_that(c, t->size > 0, "text of no size");
    need_bounded(c, t->size);
    need_bounded(c, t->x);
    need_bounded(c, t->y);
    need_gray(c, t->gray);
    need_that(c, t->ink <= DISPLAY_INVISIBLE, "no such ink");
    need_that(c, t->ink != DISPLAY_OUTLINE || t->stroke > 0, "outlined text without a line width");
    need_bounded(c, t->ink == DISPLAY_OUTLINE ? t->stroke : 0);
    need_that(c, t->utf8 && utf8_end(t->utf8, length) == t->utf8 + length, "text is not UTF-8");
    need_utf8(c, t->layer, "text layer is not UTF-8");
    need_that(c, t->condensed >= 0 && t->condensed <= 1000, "condensed to more than 1000");
    if (c->fault)
        return;
    if (!are_glyphs_sound(c, t, length))
        check_glyphs(c, t, length);
}

static void
check_rect(check *c, const display_rect *r)
{
    need_that(c, r->w > 0 && r->h > 0, "rectangle of no size");
    need_that(c, r->width >= 0 && (r->width > 0 || r->fill >= 0), "rectangle neither stroked nor filled");
    need_bounded(c, r->width);
    need_that(c, r->fill >= -1 && r->fill <= 255, "fill is not -1 to 255");
    need_gray(c, r->gray);
    need_inside(c, r->x, r->y);
    need_inside(c, (int64_t)r->x + r->w, (int64_t)r->y + r->h);
}

static void
check_ellipse(check *c, const display_ellipse *e)
{
    need_that(c, e->rx > 0 && e->ry > 0, "ellipse of no size");
    need_line(c, e->width);
    need_gray(c, e->gray);
    need_inside(c, (int64_t)e->cx - e->rx, (int64_t)e->cy - e->ry);
    need_inside(c, (int64_t)e->cx + e->rx, (int64_t)e->cy + e->ry);
}

static void
check_path(check *c, const display_path *p)
{
    need_that(c, p->count >= 2, "path of fewer than two points");
    need_line(c, p->width);
    need_gray(c, p->gray);
    for (size_t i = 0; i < p->count; i++)
        need_inside(c, p->points[i].x, p->points[i].y);
}

enum { MOST_EMS = 10000 };

/* It becomes a glyph of its text's size, and is measured in that. */
static void
check_mark_in_em(check *c, const display_mark *m)
{
    const int64_t lengths[] = {m->w, m->h, m->width, m->advance, (int64_t)m->x - m->from, (int64_t)m->y - m->baseline};
    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++)
        need_that(c, ABS(lengths[i]) <= (int64_t)m->size * MOST_EMS, "mark too large for its text");
}

static void
check_mark(check *c, const display_mark *m)
{
    need_that(c, m->face != NULL, "mark without a face");
    need_that(c, m->sign <= DISPLAY_RING, "no such sign");
    need_that(c, m->size > 0 && m->w > 0 && m->h > 0, "mark of no size");
    need_bounded(c, m->size);
    need_line(c, m->width);
    need_that(c, m->advance >= 0, "mark that goes backwards");
    need_gray(c, m->gray);
    need_utf8(c, m->layer, "text layer is not UTF-8");
    need_inside(c, m->x, m->y);
    need_inside(c, (int64_t)m->x + m->w, (int64_t)m->y + m->h);
    need_inside(c, (int64_t)m->from + m->advance, m->baseline);
    need_bounded(c, m->from);
    check_mark_in_em(c, m);
}

/* A picture fills its box to a hundredth: it is never pulled out of shape. */
static void
check_image(check *c, const display_image *i)
{
    need_that(c, i->picture && i->picture->width > 0 && i->picture->height > 0, "a box without a picture");
    need_that(c, i->w > 0 && i->h > 0, "picture of no size");
    need_inside(c, i->x, i->y);
    need_inside(c, (int64_t)i->x + i->w, (int64_t)i->y + i->h);
    if (c->fault)
        return;
    const int64_t across = (int64_t)i->w * i->picture->height, down = (int64_t)i->h * i->picture->width;
    need_that(c, ABS(across - down) <= MAX(across, down) / 100 || MIN(i->w, i->h) < UNIT_PT, "picture out of shape");
}

static void
check_tiles(check *c, const display_tiles *t)
{
    need_that(c, t->count > 0, "tiles of which there are none");
    need_gray(c, t->gray);
    for (size_t i = 0; i < t->count && !c->fault; i++) {
        const display_box *b = &t->boxes[i];
        need_that(c, b->w > 0 && b->h > 0, "rectangle of no size");
        need_inside(c, b->x, b->y);
        need_inside(c, (int64_t)b->x + b->w, (int64_t)b->y + b->h);
    }
}

static void
check_op(check *c, const display_op *op)
{
    switch (op->kind) {
    case DISPLAY_MARK:
        check_mark(c, &op->mark);
        return;
    case DISPLAY_TEXT:
        check_text(c, &op->text);
        return;
    case DISPLAY_LINE:
        need_line(c, op->line.width);
        need_that(c, op->line.dash <= DISPLAY_DASHED, "no such line");
        need_gray(c, op->line.gray);
        need_inside(c, op->line.x1, op->line.y1);
        need_inside(c, op->line.x2, op->line.y2);
        return;
    case DISPLAY_RECT:
        check_rect(c, &op->rect);
        return;
    case DISPLAY_ELLIPSE:
        check_ellipse(c, &op->ellipse);
        return;
    case DISPLAY_PATH:
        check_path(c, &op->path);
        return;
    case DISPLAY_TILES:
        check_tiles(c, &op->tiles);
        return;
    case DISPLAY_IMAGE:
        check_image(c, &op->image);
        return;
    }
    tell_fault(c, "no such kind of op");
}

/* Parts of an em by which text may leave its zone: a subscript hangs a fifth of its own size below its line. */
enum { ZONE_SLACK = 5 };

/* The em of an upright glyph tells nearly always; the face is asked about the others. */
static void
check_in_zone(check *c, const display_text *t, const display_zone *z, const char *fault)
{
    const unit slack = t->size / ZONE_SLACK + 1, above = text_ascent(t->size), below = t->size - above;
    const int64_t top = (int64_t)z->top + above - t->y, bottom = (int64_t)z->bottom - below - t->y;
    size_t within = 0;
    while (!t->turned && within < t->glyph_count && t->glyphs[within].y >= top && t->glyphs[within].y <= bottom)
        within++;
    for (size_t i = within; i < t->glyph_count && !c->fault; i++) {
        const int64_t y = (int64_t)t->y + t->glyphs[i].y;
        if (!t->turned && y - above >= z->top && y + below <= z->bottom)
            continue;
        ink_box ink;
        if (find_ink(t, &t->glyphs[i], &ink))
            need_that(c, ink.top >= (int64_t)z->top - slack && ink.bottom <= (int64_t)z->bottom + slack, fault);
    }
}

static void
check_zone(check *c, const display_zone *z, const char *fault)
{
    c->op = 0;
    need_that(c, z->first <= z->end && z->end <= c->page->ops->len && z->top <= z->bottom,
              "a zone is not of this page");
    for (guint i = z->first; i < z->end && !c->fault; i++) {
        const display_op *op = &g_array_index(c->page->ops, display_op, i);
        c->op = i + 1;
        if (op->kind == DISPLAY_TEXT)
            check_in_zone(c, &op->text, z, fault);
    }
}

static void
check_zones(check *c)
{
    const display_page *p = c->page;
    if (p->is_trial)
        return;
    check_zone(c, &p->head, "text of the head where the body stands");
    check_zone(c, &p->body, "text of the body where the head or the foot stands");
    check_zone(c, &p->foot, "text of the foot where the body stands");
}

/* What ops with a layer tell is what they hold: nothing is lost, nothing told twice or in another order. */
static void
check_layers(check *c, const GArray *ops)
{
    GString *held = NULL, *told = NULL;
    for (guint i = 0; i < ops->len; i++) {
        const display_op *op = &g_array_index(ops, display_op, i);
        const char *layer = display_layer_of(op);
        if (!layer)
            continue;
        held = held ? held : g_string_new(NULL);
        told = told ? told : g_string_new(NULL);
        g_string_append(held, display_text_of(op));
        g_string_append(told, layer);
    }
    if (!held)
        return;
    c->op = 0;
    need_that(c, g_string_equal(held, told), "the text layer is not what the texts hold");
    g_string_free(held, TRUE);
    g_string_free(told, TRUE);
}

static void
check_page(check *c, const display *l, size_t number)
{
    const display_page *p = c->page;
    c->in = "page";
    c->number = number;
    c->op = 0;
    need_that(c, p->width > 0 && p->width <= UNIT_MAX_LENGTH && p->height > 0 && p->height <= UNIT_MAX_LENGTH,
              "page size out of range");
    need_utf8(c, p->label, "label is not UTF-8");
    for (guint i = 0; i < p->ops->len && !c->fault; i++) {
        c->op = i + 1;
        const display_op *op = &g_array_index(p->ops, display_op, i);
        need_that(c, op->node <= l->nodes->len, "of no element");
        need_that(c, op->colour >= 0 && op->colour <= 0xFFFFFF, "colour is not 0 to 0xFFFFFF");
        check_op(c, op);
        need_that(c, c->fault || !op->goes_on || (i > 0 && display_text_of(op)), "goes on with nothing");
    }
    if (!c->fault)
        check_layers(c, p->ops);
    if (!c->fault)
        check_zones(c);
    display_check_links(c, l);
}

const char *
display_check(const display *l, arena *a)
{
    g_assert(l && a);
    check c = {.a = a, .in = "document"};
    need_that(&c, l->pages->len > 0, "no pages");
    need_that(&c, display_is_language_tag(l->language), "language is not a language tag");
    need_that(&c, !l->has_date || date_valid(l->created), "no such date");
    const char *const texts[] = {l->title, l->author, l->subject, l->keywords, l->form_name};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        need_utf8(&c, texts[i], "a text is not UTF-8");
    for (guint i = 0; i < l->pages->len && !c.fault; i++) {
        c.page = g_ptr_array_index(l->pages, i);
        check_page(&c, l, i + 1);
    }
    display_check_document(&c, l);
    return c.fault;
}

const char *
display_fault_place(arena *a, const char *fault)
{
    size_t number = 0, op = 0;
    if (sscanf(fault, "page %zu op %zu", &number, &op) == 2)
        return arena_printf(a, "%zuページの%zu番目", number, op);
    if (sscanf(fault, "page %zu", &number) == 1)
        return arena_printf(a, "%zuページ", number);
    if (sscanf(fault, "bookmark %zu", &number) == 1)
        return arena_printf(a, "%zu番目のしおり", number);
    return "書類の全体";
}
