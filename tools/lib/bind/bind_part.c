/* bind_part.c: what a bound document says, part by part. */
#include "bind/bind.h"

#include <assert.h>
#include <string.h>

enum { RUNNING_PARTS = 2 * FORM_ON_COUNT };

size_t
bound_part_count(const bound *b)
{
    return b->master_count * RUNNING_PARTS + 2;
}

const bound_node *
bound_part(const bound *b, size_t i)
{
    assert(i < bound_part_count(b));
    if (i >= b->master_count * RUNNING_PARTS)
        return i == b->master_count * RUNNING_PARTS ? b->notes : b->body;
    const bound_master *m = &b->masters[i / RUNNING_PARTS];
    const size_t on = i % RUNNING_PARTS;
    return on < FORM_ON_COUNT ? m->head.nodes[on] : m->foot.nodes[on - FORM_ON_COUNT];
}

const bound_node *
bound_first_head(const bound *b)
{
    const bound_running *heads = &b->masters[0].head;
    const form_on on = form_running_on(heads->has, true, (form_page_at){.first = true, .number = 1});
    return on < FORM_ON_COUNT ? heads->nodes[on] : NULL;
}

void
bound_words(const bound *b, const char *words[BOUND_WORDS])
{
    const char *const all[BOUND_WORDS] = {b->title, b->author, b->subject, b->keywords, b->watermark};
    memcpy(words, all, sizeof all);
}
