#include "compose/compose_int.h"

/* What is printed of a page that is not known yet. */
#define UNKNOWN "00"

/* Where something stands. */
typedef struct spot {
    size_t page; /* index, from 0 */
    size_t number, count;
    bool torn; /* a page number that stands on several pages */
} spot;

const char *
compose_number_at(composer *c, const bound_inline *p)
{
    const spot *s = c->spots && p->to ? g_hash_table_lookup(c->spots, p->to) : NULL;
    return s ? arena_printf(c->a, "%zu", p->kind == INLINE_PAGE_COUNT ? s->count : s->number) : UNKNOWN;
}

void
compose_add_anchor(composer *c, atom *to, const char *name)
{
    const anchor_list one = {name, to->anchors};
    to->anchors = arena_copy(c->a, &one, sizeof one);
}

static bool
asks_numbers(const bound_node *first)
{
    for (const bound_node *n = first; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++) {
            const bound_inline_kind kind = n->inlines[i].kind;
            if (n->inlines[i].to &&
                (kind == INLINE_PAGE_REF || kind == INLINE_PAGE_NUMBER || kind == INLINE_PAGE_COUNT))
                return true;
        }
        if (asks_numbers(n->first))
            return true;
    }
    return false;
}

bool
compose_asks_numbers(const bound *b)
{
    for (size_t i = 0; i < bound_part_count(b); i++)
        if (asks_numbers(bound_part(b, i)))
            return true;
    return false;
}

/* ---- looking at pages ---- */

typedef struct look {
    composer *c;
    GHashTable *spots;
    spot here;
    const bound_inline *torn;
} look;

/* Something begins where it is first; a number is where it is printed, and nowhere else. */
static void
see_name(look *l, const char *name, const bound_inline *number)
{
    spot *known = g_hash_table_lookup(l->spots, name);
    if (!known) {
        g_hash_table_insert(l->spots, (gpointer)name, arena_copy(l->c->a, &l->here, sizeof l->here));
    } else if (number && known->page != l->here.page) {
        known->torn = true;
        l->torn = l->torn ? l->torn : number;
    }
}

static void look_at_atom(look *l, const atom *a);

static void
look_at_atoms(look *l, const atoms *list)
{
    for (size_t i = 0; i < list->count; i++)
        look_at_atom(l, &list->items[i]);
}

static void
look_at_line(look *l, const atom *a)
{
    const text_line *line = &a->para->lines->lines[a->line];
    for (size_t i = 0; i < line->run_count; i++) {
        const bound_inline *p = &a->para->inlines[line->runs[i].span - a->para->spans];
        if (p->to && !p->link && (p->kind == INLINE_PAGE_NUMBER || p->kind == INLINE_PAGE_COUNT))
            see_name(l, p->to, p);
    }
}

static void
look_at_row(look *l, const row *r)
{
    if (r->group)
        look_at_atoms(l, r->begins_group ? &r->group->label.content : &r->group->label.content_again);
    for (size_t i = 0; i < r->cell_count; i++)
        look_at_atoms(l, &r->cells[i].content);
}

static void
look_at_atom(look *l, const atom *a)
{
    for (const anchor_list *one = a->anchors; one; one = one->next)
        see_name(l, one->name, NULL);
    if (a->kind == ATOM_LINE || a->kind == ATOM_CUT_LINE)
        look_at_line(l, a);
    else if (a->kind == ATOM_ROW)
        look_at_row(l, a->row);
    else if (a->kind == ATOM_COLUMNS)
        look_at_atoms(l, &a->columns->content);
}

static size_t
last_number(const GArray *pages, size_t run)
{
    size_t last = 0;
    for (guint i = 0; i < pages->len; i++)
        if (g_array_index(pages, page, i).run == run)
            last = g_array_index(pages, page, i).number;
    return last;
}

static void
look_at_pages(look *l, const GArray *pages)
{
    for (guint i = 0; i < pages->len; i++) {
        const page *p = &g_array_index(pages, page, i);
        const bool new_run = i == 0 || g_array_index(pages, page, i - 1).run != p->run;
        l->here.page = i;
        l->here.number = p->number;
        l->here.count = new_run ? last_number(pages, p->run) : l->here.count;
        for (size_t k = 0; k < p->count; k++)
            look_at_atom(l, p->items[k].atom);
    }
}

static bool
are_alike(GHashTable *found, GHashTable *assumed)
{
    GHashTableIter each;
    gpointer name, at;
    g_hash_table_iter_init(&each, found);
    while (g_hash_table_iter_next(&each, &name, &at)) {
        const spot *now = at, *then = assumed ? g_hash_table_lookup(assumed, name) : NULL;
        if (!then || now->number != then->number || now->count != then->count)
            return false;
    }
    return true;
}

bool
compose_find_spots(composer *c, const GArray *pages)
{
    look l = {.c = c, .spots = g_hash_table_new(g_str_hash, g_str_equal)};
    look_at_pages(&l, pages);
    const bool same = are_alike(l.spots, c->spots);
    if (c->spots)
        g_hash_table_destroy(c->spots);
    c->spots = l.spots;
    return same;
}

const bound_inline *
compose_find_torn(const composer *c, const GArray *pages)
{
    look l = {.c = (composer *)c, .spots = g_hash_table_new(g_str_hash, g_str_equal)};
    look_at_pages(&l, pages);
    g_hash_table_destroy(l.spots);
    return l.torn;
}

/* ---- what stands nowhere ---- */

static const bound_inline *
lost_among(const look *l, const bound_node *first)
{
    for (const bound_node *n = first; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++) {
            const bound_inline *p = &n->inlines[i];
            if (p->to && (p->kind == INLINE_PAGE_REF || p->kind == INLINE_TEXT) &&
                !g_hash_table_contains(l->spots, p->to))
                return p;
        }
        const bound_inline *within = lost_among(l, n->first);
        if (within)
            return within;
    }
    return NULL;
}

const bound_inline *
compose_find_lost(const composer *c, const GArray *pages)
{
    look l = {.c = (composer *)c, .spots = g_hash_table_new(g_str_hash, g_str_equal)};
    const bound_inline *lost = NULL;
    look_at_pages(&l, pages);
    for (size_t i = 0; i < bound_part_count(c->b) && !lost; i++)
        lost = lost_among(&l, bound_part(c->b, i));
    g_hash_table_destroy(l.spots);
    return lost;
}
