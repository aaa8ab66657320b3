/* bind_bound.c: questions about what was bound. */
#include "bind/bind.h"

static bool
has_label(const bound_node *row)
{
    for (const bound_node *n = row->first; n; n = n->next)
        if (n->kind == FORM_CELL && n->form->header)
            return true;
    return false;
}

bool
bound_table_is_layout(const bound_node *table)
{
    if (table->form->layout)
        return true;
    for (const bound_node *n = table->first; n; n = n->next)
        if (n->kind == FORM_TABLE_HEAD || n->kind == FORM_TABLE_FOOT || n->kind == FORM_GROUP ||
            (n->kind == FORM_ROW && has_label(n)))
            return false;
    return true;
}

const bound_node *
bound_of_kind(const bound_node *n, form_kind kind)
{
    while (n && n->kind != kind)
        n = n->next;
    return n;
}

size_t
bound_count(const bound_node *list, form_kind kind)
{
    size_t count = 0;
    for (EACH_BOUND(n, list, kind))
        count++;
    return count;
}
