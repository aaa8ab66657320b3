#include "compose/compose_int.h"

/* What is less is no body. */
enum { LEAST_BODY = 20 * UNIT_PT };

static bool
asks_count(const bound_node *first)
{
    for (const bound_node *n = first; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++)
            if (n->inlines[i].kind == INLINE_PAGE_COUNT)
                return true;
        if (asks_count(n->first))
            return true;
    }
    return false;
}

running *
running_new(composer *c, const setting *s, unit width)
{
    const bound *b = c->b;
    running *r = ARENA_NEW(c->a, running);
    r->c = c;
    r->in = *s;
    r->in.is_nested = true;
    r->width = width;
    r->asks_count = asks_count(b->head_first) || asks_count(b->head_later) || asks_count(b->foot_first) ||
                    asks_count(b->foot_later);
    r->pages = g_array_new(FALSE, TRUE, sizeof(running_page));
    r->least = g_array_new(FALSE, TRUE, sizeof(unit));
    running_assume(r, 1);
    return r;
}

void
running_drop(running *r)
{
    g_array_free(r->pages, TRUE);
    g_array_free(r->least, TRUE);
}

void
running_assume(running *r, size_t page_count)
{
    r->in.page_count = page_count;
    if (r->asks_count)
        g_array_set_size(r->pages, 0);
}

static void
measure_next(running *r)
{
    const bound *b = r->c->b;
    const form_page *master = &b->form->page;
    running_page p = {0};
    const bool first = r->pages->len == 0;
    r->in.page_number = r->pages->len + 1;
    p.head = compose_atoms(r->c, &r->in, first ? b->head_first : b->head_later, r->width, NULL, 0);
    p.head.height += paragraph_room_under(&p.head); /* the body begins at once */
    p.foot = compose_atoms(r->c, &r->in, first ? b->foot_first : b->foot_later, r->width, NULL, 0);
    p.room = master->height - master->top - master->bottom - p.head.height - p.foot.height;
    if (r->least->len < r->in.page_number)
        g_array_append_val(r->least, p.room);
    unit *least = &g_array_index(r->least, unit, r->in.page_number - 1);
    *least = MIN(*least, p.room);
    g_array_append_val(r->pages, p);
}

static const running_page *
running_at(running *r, size_t number)
{
    g_assert(number > 0);
    while (r->pages->len < number)
        measure_next(r);
    return &g_array_index(r->pages, running_page, number - 1);
}

unit
running_room(running *r, size_t number)
{
    const unit room = running_at(r, number)->room;
    return r->keeps_least ? MIN(room, g_array_index(r->least, unit, number - 1)) : room;
}

bool
running_has_room(running *r, size_t number)
{
    return running_room(r, number) >= LEAST_BODY;
}

void
running_place(running *r, page *p)
{
    const form_page *master = &r->c->b->form->page;
    const running_page *of = running_at(r, p->number);
    p->head = of->head;
    p->foot = of->foot;
    p->head_y = master->top;
    p->body_y = master->top + p->head.height;
    p->foot_y = master->height - master->bottom - p->foot.height;
}
