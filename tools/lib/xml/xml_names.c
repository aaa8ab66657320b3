/* xml_names.c: the names of elements and attributes that an expression asks for, and in what. */
#include "xml/xml_xpath.h"

typedef struct name_reader {
    xml_name_visit visit;      /* or */
    xml_step_visit visit_step; /* one of them is NULL */
    void *data;
} name_reader;

static const char *read_names(const name_reader *r, const walk_tree *t, const char *context);

static void
read_all(const name_reader *r, const walk_tree *const *trees, size_t count, const char *context)
{
    for (size_t i = 0; i < count; i++)
        read_names(r, trees[i], context);
}

static void
meet_name(const name_reader *r, const walk_step *step, const char *parent)
{
    const bool is_attribute = step->axis == WALK_ATTRIBUTE;
    if (r->visit)
        r->visit(r->data, step->full, is_attribute);
    else if (r->visit_step)
        r->visit_step(r->data, parent, step->full, is_attribute);
}

/* What the elements are called that it selects of elements called `at`; NULL: that is not known. */
static const char *
read_step(const name_reader *r, const walk_step *step, const char *at)
{
    const bool is_child = step->axis == WALK_CHILD || step->axis == WALK_ATTRIBUTE;
    const char *next = NULL;
    if (step->test == WALK_NAMED) {
        meet_name(r, step, is_child ? at : NULL);
        next = step->axis == WALK_ATTRIBUTE ? NULL : step->full;
    } else if (step->axis == WALK_SELF) {
        next = at;
    }
    read_all(r, step->predicates, step->predicate_count, next);
    return next;
}

static const char *
read_names(const name_reader *r, const walk_tree *t, const char *context)
{
    read_all(r, t->parts, t->part_count, context);
    read_all(r, t->predicates, t->predicate_count, NULL);
    if (t->kind != WALK_PATH)
        return NULL;
    const char *at = t->from_root || t->part_count ? NULL : context;
    for (size_t i = 0; i < t->step_count; i++)
        at = read_step(r, &t->steps[i], at);
    return at;
}

void
xml_expr_names(const xml_expr *e, xml_name_visit visit, void *data)
{
    g_assert(e && visit);
    const name_reader r = {.visit = visit, .data = data};
    if (e->tree)
        read_names(&r, e->tree, NULL);
}

const char *
xml_expr_steps(const xml_expr *e, const char *context, xml_step_visit visit, void *data)
{
    g_assert(e);
    const name_reader r = {.visit_step = visit, .data = data};
    return e->tree ? read_names(&r, e->tree, context) : NULL;
}
