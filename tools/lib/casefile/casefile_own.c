/* casefile_own.c: the elements that an author has added under a namespace of their own. */
#include "casefile/casefile_int.h"

void
casefile_keep_owns(casefile *c, arena *a, const GArray *owns)
{
    c->own_count = owns->len;
    c->owns = owns->len ? arena_copy(a, owns->data, owns->len * sizeof(own_element)) : NULL;
    for (size_t i = 0; i < c->own_count; i++)
        c->own_in_masters = c->own_in_masters || xml_doc_of(c->owns[i].element) != c->documents[0];
}

const char *
casefile_fields(const casefile *c)
{
    g_assert(c);
    return c->fields;
}

void
casefile_each_own(const casefile *c, casefile_own_visit visit, void *data)
{
    g_assert(c && visit);
    for (size_t i = 0; i < c->own_count; i++)
        visit(data, c->owns[i].element, c->owns[i].audience);
}

bool
casefile_has_own_in_masters(const casefile *c)
{
    g_assert(c);
    return c->own_in_masters;
}
