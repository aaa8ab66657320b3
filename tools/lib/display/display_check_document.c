/* display_check_document.c: the self-check of what belongs to the document: elements, links, fields, bookmarks. */
#include "display/display_check_int.h"

#include <string.h>

/* The writers put it into their files as it stands. */
bool
display_is_language_tag(const char *s)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    return s && *s && strspn(s, allowed) == strlen(s);
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
        need_that(c, n->role <= DISPLAY_FORM, "no such element");
        need_that(c, n->parent >= 1 && n->parent < i, "an element before its parent");
        need_that(c, c->fault || may_hold(display_node_at(l, n->parent)->role, n->role),
                  "an element in another's place");
        need_that(c, (n->role != DISPLAY_FIGURE && n->role != DISPLAY_FORM) || (n->alt && *n->alt),
                  "a figure that nothing tells");
        need_utf8(c, n->alt, "alternative text is not UTF-8");
        need_that(c, !n->language || display_is_language_tag(n->language), "language is not a language tag");
        need_that(c, n->rows >= 0 && n->columns >= 0, "a cell of no rows or columns");
    }
}

/* A link that is told as one leads somewhere from somewhere on the page. */
void
display_check_links(check *c, const display *l)
{
    for (guint i = 0; i < c->page->links->len && !c->fault; i++) {
        const display_link *k = &g_array_index(c->page->links, display_link, i);
        c->op = 0;
        need_inside(c, k->box.x, k->box.y);
        need_inside(c, (int64_t)k->box.x + k->box.w, (int64_t)k->box.y + k->box.h);
        need_that(c, k->box.w > 0 && k->box.h > 0, "a link has no place");
        need_utf8(c, k->uri, "an address is not UTF-8");
        need_that(c, (k->uri && *k->uri) || (k->to && display_find_anchor(l, k->to)), "a link leads nowhere");
        need_that(c, k->node > 0 && k->node <= l->nodes->len && display_node_at(l, k->node)->role == DISPLAY_LINK,
                  "a link of no element");
    }
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

static void
check_choices(check *c, const display_field *f)
{
    need_that(c, f->kind <= FIELD_SIGN && f->most >= 0, "no such field");
    need_bounded(c, f->size);
    need_that(c, f->kind != FIELD_CHOICE || f->choices, "a choice of nothing");
    for (size_t i = 0; !c->fault && f->kind == FIELD_CHOICE && f->choices[i]; i++)
        need_utf8(c, f->choices[i], "a choice is not UTF-8");
    for (size_t i = 0; f->kind == FIELD_CHECK && !f->ring && i < G_N_ELEMENTS(f->tick); i++) {
        need_bounded(c, f->tick[i].x);
        need_bounded(c, f->tick[i].y);
    }
    need_that(c, f->kind != FIELD_CHECK || (f->tick_width >= 0 && f->tick_width <= MIN(f->box.w, f->box.h)),
              "a tick wider than its field");
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
        check_choices(c, f);
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

void
display_check_document(check *c, const display *l)
{
    check_structure(c, l);
    check_fields(c, l);
    check_bookmarks(c, l);
    check_anchors(c, l);
}
