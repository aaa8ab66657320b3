/* xml_names.c: the names of elements and attributes that an expression asks for, and in what. */
#include "xml/xml_xpath.h"

#include <string.h>

typedef struct name_reader {
    xml_name_visit visit; /* or */
    void *data;           /* its */
    const xml_namer *namer;
} name_reader;

static const char *read_names(const name_reader *r, const walk_tree *t, const char *context);

static void
read_all(const name_reader *r, const walk_tree *const *trees, size_t count, const char *context)
{
    for (size_t i = 0; i < count; i++)
        read_names(r, trees[i], context);
}

static bool
has_name(const char *names, const char *name)
{
    char **all = g_strsplit(names, ", ", 0);
    const bool has = g_strv_contains((const char *const *)all, name);
    g_strfreev(all);
    return has;
}

const char *
xml_names_joined(arena *a, const char *one, const char *other)
{
    if (!one || !other || strcmp(one, other) == 0)
        return one ? other : NULL;
    char **all = g_strsplit(other, ", ", 0);
    for (size_t i = 0; all[i]; i++)
        if (!has_name(one, all[i]))
            one = arena_printf(a, "%s, %s", one, all[i]);
    g_strfreev(all);
    return one;
}

static void
meet_name(const name_reader *r, const walk_step *step, const char *parents)
{
    const bool is_attribute = step->axis == WALK_ATTRIBUTE;
    if (r->visit)
        r->visit(r->data, step->full, is_attribute);
    else if (r->namer->visit)
        r->namer->visit(r->namer->data, parents, step->full, is_attribute);
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
read_path(const name_reader *r, const walk_tree *t, const char *context)
{
    const char *at = t->from_root ? NULL : t->part_count ? read_names(r, t->parts[0], context) : context;
    for (size_t i = 0; i < t->step_count; i++)
        at = read_step(r, &t->steps[i], at);
    return at;
}

static const char *
read_union(const name_reader *r, const walk_tree *t, const char *context)
{
    const char *all = read_names(r, t->parts[0], context);
    for (size_t i = 1; i < t->part_count; i++) {
        const char *one = read_names(r, t->parts[i], context);
        all = r->namer ? xml_names_joined(r->namer->a, all, one) : NULL;
    }
    return all;
}

static const char *
value_of(const name_reader *r, const walk_tree *t)
{
    if (!r->namer || !r->namer->value)
        return NULL;
    if (t->kind == WALK_VARIABLE)
        return r->namer->value(r->namer->data, arena_printf(r->namer->a, "$%s", t->text), NULL);
    const bool is_literal = t->part_count && t->parts[0]->kind == WALK_LITERAL;
    return r->namer->value(r->namer->data, t->text, is_literal ? t->parts[0]->text : NULL);
}

static const char *
read_names(const name_reader *r, const walk_tree *t, const char *context)
{
    const char *at;
    switch (t->kind) {
    case WALK_PATH:
        return read_path(r, t, context);
    case WALK_UNION:
        return read_union(r, t, context);
    case WALK_FILTER:
        at = read_names(r, t->parts[0], context);
        read_all(r, t->predicates, t->predicate_count, at);
        return at;
    default:
        read_all(r, t->parts, t->part_count, context);
        return t->kind == WALK_VARIABLE || t->kind == WALK_CALL ? value_of(r, t) : NULL;
    }
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
xml_expr_steps(const xml_expr *e, const char *context, const xml_namer *namer)
{
    g_assert(e && namer);
    const name_reader r = {.namer = namer};
    return e->tree ? read_names(&r, e->tree, context) : NULL;
}
