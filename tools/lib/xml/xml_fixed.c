/* xml_fixed.c: whether an expression says something of the data, or is all its author's. */
#include "xml/xml_xpath.h"

static bool is_fixed(const walk_tree *t, const xml_known *known);

static bool
are_parts_fixed(const walk_tree *t, const xml_known *known)
{
    for (size_t i = 0; i < t->part_count; i++)
        if (!is_fixed(t->parts[i], known))
            return false;
    return true;
}

/* Without an argument string(), name() and their like are about the node at hand. */
static bool
is_fixed_call(const walk_tree *t, const xml_known *known)
{
    switch (t->core) {
    case WALK_TRUE:
    case WALK_FALSE:
    case WALK_POSITION:
    case WALK_LAST:
        return true;
    case WALK_OURS:
        return known->function(known->data, t->text) && are_parts_fixed(t, known);
    default:
        return t->part_count > 0 && are_parts_fixed(t, known);
    }
}

static bool
is_fixed(const walk_tree *t, const xml_known *known)
{
    switch (t->kind) {
    case WALK_VARIABLE:
        return known->variable(known->data, t->text);
    case WALK_CALL:
        return is_fixed_call(t, known);
    case WALK_UNION:
    case WALK_FILTER:
    case WALK_PATH:
        return false;
    default:
        return are_parts_fixed(t, known);
    }
}

bool
xml_expr_is_fixed(const xml_expr *e, const xml_known *known)
{
    g_assert(e && known && known->variable && known->function);
    return e->tree && is_fixed(e->tree, known);
}
