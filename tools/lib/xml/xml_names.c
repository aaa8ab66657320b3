/* xml_names.c: the names of elements and attributes that an expression asks for. */
#include "xml/xml_xpath.h"

typedef struct name_reader {
    xml_name_visit visit;
    void *data;
} name_reader;

static void read_names(const name_reader *r, const walk_tree *t);

static void
read_all(const name_reader *r, const walk_tree *const *trees, size_t count)
{
    for (size_t i = 0; i < count; i++)
        read_names(r, trees[i]);
}

static void
read_names(const name_reader *r, const walk_tree *t)
{
    read_all(r, t->parts, t->part_count);
    read_all(r, t->predicates, t->predicate_count);
    for (size_t i = 0; i < t->step_count; i++) {
        const walk_step *step = &t->steps[i];
        if (step->test == WALK_NAMED)
            r->visit(r->data, step->name, step->axis == WALK_ATTRIBUTE);
        read_all(r, step->predicates, step->predicate_count);
    }
}

void
xml_expr_names(const xml_expr *e, xml_name_visit visit, void *data)
{
    g_assert(e && visit);
    const name_reader r = {visit, data};
    if (e->tree)
        read_names(&r, e->tree);
}
