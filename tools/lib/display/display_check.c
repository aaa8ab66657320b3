#include "display/display.h"

#include <stdio.h>
#include <string.h>

/* The first fault is told and ends the check. */
typedef struct check {
    arena *a;
    const display_page *page;
    const char *fault;
    const char *in;    /* "document", "page" or "bookmark" */
    size_t number, op; /* from 1; 0: none */
} check;

static void
tell_fault(check *c, const char *what)
{
    if (c->fault)
        return;
    const char *at = c->number ? arena_printf(c->a, "%s %zu", c->in, c->number) : c->in;
    c->fault = c->op ? arena_printf(c->a, "%s op %zu: %s", at, c->op, what) : arena_printf(c->a, "%s: %s", at, what);
}

static void
need_that(check *c, bool holds, const char *what)
{
    if (!holds)
        tell_fault(c, what);
}

static bool
is_inside(const check *c, int64_t x, int64_t y)
{
    return x >= 0 && y >= 0 && x <= c->page->width && y <= c->page->height;
}

static void
need_inside(check *c, int64_t x, int64_t y)
{
    need_that(c, is_inside(c, x, y), "outside its page");
}

static void
need_gray(check *c, int gray)
{
    need_that(c, gray >= 0 && gray <= 255, "gray is not 0 to 255");
}

static void
need_utf8(check *c, const char *text, const char *what)
{
    need_that(c, !text || g_utf8_validate(text, -1, NULL), what);
}

static void
check_clusters(check *c, const display_text *t)
{
    const size_t length = strlen(t->utf8);
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

static void
check_text(check *c, const display_text *t)
{
    need_that(c, t->face != NULL, "text without a face");
    need_that(c, t->size > 0, "text of no size");
    need_gray(c, t->gray);
    need_that(c, t->ink != DISPLAY_OUTLINE || t->stroke > 0, "outlined text without a line width");
    need_that(c, t->utf8 && g_utf8_validate(t->utf8, -1, NULL), "text is not UTF-8");
    need_utf8(c, t->layer, "text layer is not UTF-8");
    need_that(c, t->condensed >= 0 && t->condensed <= 1000, "condensed to more than 1000");
    if (c->fault)
        return;
    check_clusters(c, t);
    for (size_t i = 0; i < t->glyph_count; i++) {
        need_that(c, t->glyphs[i].id != 0, "glyph 0 (the missing glyph)");
        /* The place of a glyph tells nearly always; the face is asked about the others. */
        if (!is_inside(c, (int64_t)t->x + t->glyphs[i].x, (int64_t)t->y + t->glyphs[i].y) && !c->fault)
            need_ink_inside(c, t, &t->glyphs[i]);
    }
}

static void
check_rect(check *c, const display_rect *r)
{
    need_that(c, r->w > 0 && r->h > 0, "rectangle of no size");
    need_that(c, r->width >= 0 && (r->width > 0 || r->fill >= 0), "rectangle neither stroked nor filled");
    need_that(c, r->fill >= -1 && r->fill <= 255, "fill is not -1 to 255");
    need_gray(c, r->gray);
    need_inside(c, r->x, r->y);
    need_inside(c, (int64_t)r->x + r->w, (int64_t)r->y + r->h);
}

static void
check_ellipse(check *c, const display_ellipse *e)
{
    need_that(c, e->rx > 0 && e->ry > 0, "ellipse of no size");
    need_that(c, e->width > 0, "line of no width");
    need_gray(c, e->gray);
    need_inside(c, (int64_t)e->cx - e->rx, (int64_t)e->cy - e->ry);
    need_inside(c, (int64_t)e->cx + e->rx, (int64_t)e->cy + e->ry);
}

static void
check_path(check *c, const display_path *p)
{
    need_that(c, p->count >= 2, "path of fewer than two points");
    need_that(c, p->width > 0, "line of no width");
    need_gray(c, p->gray);
    for (size_t i = 0; i < p->count; i++)
        need_inside(c, p->points[i].x, p->points[i].y);
}

static void
check_mark(check *c, const display_mark *m)
{
    need_that(c, m->face != NULL, "mark without a face");
    need_that(c, m->size > 0 && m->w > 0 && m->h > 0, "mark of no size");
    need_that(c, m->width > 0, "line of no width");
    need_that(c, m->advance >= 0, "mark that goes backwards");
    need_gray(c, m->gray);
    need_utf8(c, m->layer, "text layer is not UTF-8");
    need_inside(c, m->x, m->y);
    need_inside(c, (int64_t)m->x + m->w, (int64_t)m->y + m->h);
    need_inside(c, (int64_t)m->from + m->advance, m->baseline);
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
        need_that(c, op->line.width > 0, "line of no width");
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
    for (size_t i = 0; i < t->glyph_count && !c->fault; i++) {
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

/* Which elements may stand in which (ISO 32000-1, 14.8.4). */
static bool
may_hold(display_role above, display_role role)
{
    switch (role) {
    case DISPLAY_DOCUMENT:
        return false;
    case DISPLAY_TR:
        return above == DISPLAY_TABLE;
    case DISPLAY_TH:
    case DISPLAY_TD:
        return above == DISPLAY_TR;
    case DISPLAY_RB:
    case DISPLAY_RT:
        return above == DISPLAY_RUBY;
    default:
        return above != DISPLAY_TABLE && above != DISPLAY_TR && above != DISPLAY_RUBY;
    }
}

static void
check_structure(check *c, const display *l)
{
    c->op = 0;
    c->in = "element";
    for (guint i = 2; i <= l->nodes->len && !c->fault; i++) {
        const display_node *n = display_node_at(l, i);
        c->number = i;
        need_that(c, n->parent >= 1 && n->parent < i, "an element before its parent");
        need_that(c, c->fault || may_hold(display_node_at(l, n->parent)->role, n->role),
                  "an element in another's place");
        need_that(c, (n->role != DISPLAY_FIGURE && n->role != DISPLAY_FORM) || (n->alt && *n->alt),
                  "a figure that nothing tells");
        need_utf8(c, n->alt, "alternative text is not UTF-8");
    }
}

/* A link that is told as one leads somewhere from somewhere on the page. */
static void
check_links(check *c, const display *l)
{
    for (guint i = 0; i < c->page->links->len && !c->fault; i++) {
        const display_link *k = &g_array_index(c->page->links, display_link, i);
        c->op = 0;
        need_inside(c, k->box.x, k->box.y);
        need_inside(c, k->box.x + k->box.w, k->box.y + k->box.h);
        need_that(c, k->box.w > 0 && k->box.h > 0, "a link has no place");
        need_that(c, (k->uri && *k->uri) || (k->to && display_find_anchor(l, k->to)), "a link leads nowhere");
        need_that(c, k->node > 0 && k->node <= l->nodes->len && display_node_at(l, k->node)->role == DISPLAY_LINK,
                  "a link of no element");
    }
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
        need_that(c, !op->goes_on || (i > 0 && display_text_of(op)), "goes on with nothing");
        check_op(c, op);
    }
    if (!c->fault)
        check_layers(c, p->ops);
    if (!c->fault)
        check_zones(c);
    check_links(c, l);
}

static void
check_anchors(check *c, const display *l)
{
    for (guint i = 0; i < l->anchors->len && !c->fault; i++) {
        const display_anchor *a = &g_array_index(l->anchors, display_anchor, i);
        c->in = "anchor";
        c->number = i + 1;
        c->op = 0;
        need_that(c, a->name && *a->name, "no name");
        need_that(c, a->page < l->pages->len, "no such page");
        if (c->fault)
            return;
        c->page = g_ptr_array_index(l->pages, (guint)a->page);
        need_inside(c, 0, a->y);
    }
}

static void
check_bookmarks(check *c, const display *l)
{
    int level = -1;
    for (guint i = 0; i < l->bookmarks->len && !c->fault; i++) {
        const display_bookmark *b = &g_array_index(l->bookmarks, display_bookmark, i);
        c->in = "bookmark";
        c->number = i + 1;
        c->op = 0;
        need_that(c, b->title && *b->title && g_utf8_validate(b->title, -1, NULL), "no title, or not UTF-8");
        need_that(c, b->level >= 0 && b->level <= level + 1, "a level is skipped");
        need_that(c, b->page < l->pages->len, "no such page");
        if (c->fault)
            return;
        c->page = g_ptr_array_index(l->pages, (guint)b->page);
        need_inside(c, 0, b->y);
        level = b->level;
    }
}

/* Each by a name of its own, which no reader takes for that of a field within another (12.7.3.2). */
static void
check_fields(check *c, const display *l)
{
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
    guint before = 1;
    c->op = 0;
    c->in = "field";
    for (guint i = 0; i < l->fields->len && !c->fault; i++) {
        const display_field *f = &g_array_index(l->fields, display_field, i);
        c->number = i + 1;
        need_that(c, f->page < l->pages->len, "no such page");
        need_that(c, f->node > before && f->node <= l->nodes->len, "of no element");
        before = f->node;
        need_that(c, f->name && *f->name && !strchr(f->name, '.') && f->tip && *f->tip, "a field without a name");
        need_utf8(c, f->name, "a name is not UTF-8");
        need_utf8(c, f->tip, "a tip is not UTF-8");
        need_that(c, f->face && f->size > 0 && f->box.w > 0 && f->box.h > 0, "a field of no size");
        if (c->fault)
            break;
        need_that(c, display_node_at(l, f->node)->role == DISPLAY_FORM, "of no element");
        need_that(c, g_hash_table_add(names, (gpointer)f->name), "two fields of one name");
        c->page = g_ptr_array_index(l->pages, f->page);
        need_inside(c, f->box.x, f->box.y);
        need_inside(c, (int64_t)f->box.x + f->box.w, (int64_t)f->box.y + f->box.h);
    }
    g_hash_table_destroy(names);
}

/* The writers put it into their files as it stands. */
static bool
is_language_tag(const char *s)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    return s && *s && strspn(s, allowed) == strlen(s);
}

const char *
display_check(const display *l, arena *a)
{
    g_assert(l && a);
    check c = {.a = a, .in = "document"};
    need_that(&c, l->pages->len > 0, "no pages");
    need_that(&c, is_language_tag(l->language), "language is not a language tag");
    need_that(&c, !l->has_date || date_valid(l->created), "no such date");
    const char *const texts[] = {l->title, l->author, l->subject, l->keywords, l->form_name};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        need_utf8(&c, texts[i], "a text is not UTF-8");
    for (guint i = 0; i < l->pages->len && !c.fault; i++) {
        c.page = g_ptr_array_index(l->pages, i);
        check_page(&c, l, i + 1);
    }
    check_structure(&c, l);
    check_fields(&c, l);
    check_bookmarks(&c, l);
    check_anchors(&c, l);
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
