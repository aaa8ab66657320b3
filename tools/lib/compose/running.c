#include "compose/compose_int.h"

/* What is less is no body. */
enum { LEAST_BODY = 20 * UNIT_PT };

static bool
asks_for(const bound_node *first, bound_inline_kind kind)
{
    for (const bound_node *n = first; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++)
            if (n->inlines[i].kind == kind)
                return true;
        if (asks_for(n->first, kind))
            return true;
    }
    return false;
}

static bool
is_count_asked(const bound *b)
{
    for (size_t i = 0; i + 1 < bound_part_count(b); i++) /* the body is the last */
        if (asks_for(bound_part(b, i), INLINE_PAGE_COUNT))
            return true;
    return false;
}

/* ---- what is set ---- */

/* What a head or a foot is set by: the same in the same width with the same numbers is the same. */
typedef struct running_key {
    const bound_node *list;
    size_t number, count; /* 0: it says none */
    unit width;
} running_key;

static guint
key_hash(gconstpointer key)
{
    const running_key *k = key;
    return g_direct_hash(k->list) ^ (guint)(k->number * 31 + k->count) ^ (guint)k->width;
}

static gboolean
key_equal(gconstpointer a, gconstpointer b)
{
    const running_key *p = a, *q = b;
    return p->list == q->list && p->number == q->number && p->count == q->count && p->width == q->width;
}

/* A page whose room is remembered. */
typedef struct running_spot {
    size_t section, nth;
    bool last;
} running_spot;

static guint
spot_hash(gconstpointer key)
{
    const running_spot *s = key;
    return (guint)(s->section * 8191 + s->nth * 2 + s->last);
}

static gboolean
spot_equal(gconstpointer a, gconstpointer b)
{
    const running_spot *p = a, *q = b;
    return p->section == q->section && p->nth == q->nth && p->last == q->last;
}

running *
running_new(composer *c, const setting *s)
{
    running *r = ARENA_NEW(c->a, running);
    r->c = c;
    r->in = *s;
    r->in.is_nested = true;
    r->asks_count = is_count_asked(c->b);
    r->set = g_hash_table_new(key_hash, key_equal);
    r->least = g_hash_table_new_full(spot_hash, spot_equal, g_free, NULL);
    r->counts = g_array_new(FALSE, TRUE, sizeof(size_t));
    r->found = g_array_new(FALSE, TRUE, sizeof(size_t));
    return r;
}

void
running_drop(running *r)
{
    g_hash_table_destroy(r->set);
    g_hash_table_destroy(r->least);
    g_array_free(r->counts, TRUE);
    g_array_free(r->found, TRUE);
}

/* ---- where the pages have come to ---- */

void
running_start(running *r)
{
    r->of = NULL;
    r->index = 0;
    r->number = 1;
    g_array_set_size(r->found, 0);
}

void
running_begin(running *r, const section *of)
{
    const size_t none = 0, one = 1;
    r->index += r->of != NULL;
    r->of = of;
    if (of->number > 0 || r->found->len == 0) {
        r->number = MAX(of->number, 1);
        g_array_append_val(r->found, none);
    }
    r->run = r->found->len - 1;
    if (r->counts->len <= r->run)
        g_array_append_val(r->counts, one);
}

void
running_end(running *r, size_t pages)
{
    r->number += pages;
    g_array_index(r->found, size_t, r->run) = r->number - 1;
}

bool
running_settle(running *r)
{
    bool same = true;
    for (guint i = 0; i < r->found->len; i++) {
        const size_t found = g_array_index(r->found, size_t, i);
        same = same && g_array_index(r->counts, size_t, i) == found;
        g_array_index(r->counts, size_t, i) = found;
    }
    return same || !r->asks_count;
}

void
running_name(const running *r, page *p, size_t nth, bool last)
{
    p->master = r->of->master;
    p->number = r->number + nth;
    p->run = r->run;
    p->first = nth == 0 && !r->of->goes_on;
    p->last = last;
}

/* ---- the head and the foot of a page ---- */

static const bound_node *
running_node(const bound_running *of, bool is_head, const page *p)
{
    const form_page_at at = {.first = p->first, .last = p->last, .number = p->number};
    const form_on on = form_running_on(of->has, is_head, at);
    return on < FORM_ON_COUNT ? of->nodes[on] : NULL;
}

static const atoms *
set_running(running *r, const bound_node *list, const page *p)
{
    const form_page *master = p->master->page;
    setting in = r->in;
    in.page_number = p->number;
    in.page_count = g_array_index(r->counts, size_t, p->run);
    const running_key k = {.list = list,
                           .number = asks_for(list, INLINE_PAGE_NUMBER) ? in.page_number : 0,
                           .count = asks_for(list, INLINE_PAGE_COUNT) ? in.page_count : 0,
                           .width = master->width - master->left - master->right};
    const atoms *known = g_hash_table_lookup(r->set, &k);
    if (known)
        return known;
    const atoms own = compose_atoms(r->c, &in, list, k.width, NULL, 0);
    const atoms *kept = arena_copy(r->c->a, &own, sizeof own);
    g_hash_table_insert(r->set, arena_copy(r->c->a, &k, sizeof k), (gpointer)kept);
    return kept;
}

static void
set_both(running *r, page *p)
{
    p->head_of = running_node(&p->master->head, true, p);
    p->foot_of = running_node(&p->master->foot, false, p);
    p->head = *set_running(r, p->head_of, p);
    p->head.height += paragraph_room_under(&p->head); /* the body begins at once */
    p->foot = *set_running(r, p->foot_of, p);
}

unit
running_room(running *r, size_t nth, bool last)
{
    const form_page *master = r->of->master->page;
    page p = {.number = 0};
    running_name(r, &p, nth, last);
    set_both(r, &p);
    const unit room = master->height - master->top - master->bottom - p.head.height - p.foot.height;
    const running_spot spot = {r->index, nth, last};
    gpointer known;
    unit least = room;
    if (g_hash_table_lookup_extended(r->least, &spot, NULL, &known))
        least = MIN(room, GPOINTER_TO_INT(known));
    g_hash_table_replace(r->least, g_memdup2(&spot, sizeof spot), GINT_TO_POINTER(least));
    return r->keeps_least ? least : room;
}

bool
running_has_room(running *r, size_t nth, bool last)
{
    return running_room(r, nth, last) >= LEAST_BODY;
}

void
running_place(running *r, page *p)
{
    const form_page *master = p->master->page;
    set_both(r, p);
    compose_spend(r->c, NULL, compose_work_of(&p->head) + compose_work_of(&p->foot));
    p->head_y = master->top;
    p->body_y = master->top + p->head.height;
    p->foot_y = master->height - master->bottom - p->foot.height;
}
