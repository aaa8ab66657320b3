/* xml_lasts.c: whether an expression gives what lasts: what stays as it is while plans, months and records come and go.
 * Its tree is gone through, and each path in it evaluated. */
#include "xml/xml_xpath.h"

typedef struct judging {
    xml_xpath *x;
    arena *a;
    walk_spot at;
    const xml_lasting *lasting;
    bool reads;
} judging;

static xml_lasts judge_tree(judging *j, const walk_tree *t);

static bool
evaluate_tree(judging *j, const walk_tree *t, xml_value *v)
{
    return walk_eval(&j->x->walker, j->a, t, j->at, v) == WALK_DONE;
}

static xml_lasts
worse_of(xml_lasts one, xml_lasts other)
{
    return one < other ? one : other;
}

static xml_lasts
judge_parts(judging *j, const walk_tree *t)
{
    xml_lasts all = XML_LASTS;
    for (size_t i = 0; i < t->part_count && all; i++)
        all = worse_of(all, judge_tree(j, t->parts[i]));
    return all;
}

/* Something is computed of it: nodes count as what they say. */
static xml_lasts
computed_of(xml_lasts parts)
{
    return parts == XML_LASTS ? XML_LASTS : XML_VARIES;
}

/* Nodes that were chosen by what lasts. */
static xml_lasts
judge_nodes(judging *j, const xml_value *v)
{
    j->reads = true;
    for (size_t i = 0; i < v->count; i++)
        if (!j->lasting->node(j->lasting->data, v->nodes[i]))
            return XML_CHOSEN;
    return v->count ? XML_LASTS : XML_CHOSEN;
}

/* Whether what the step did not find from `n` would last. */
static bool
would_last(const judging *j, const walk_step *step, const xml_node *n)
{
    const bool is_sibling = step->axis == WALK_PRECEDING_SIBLING || step->axis == WALK_FOLLOWING_SIBLING;
    const bool is_part = is_sibling || step->axis == WALK_CHILD || step->axis == WALK_ATTRIBUTE;
    const xml_node *holder = is_sibling ? xml_parent(n) : n;
    return is_part && step->test == WALK_NAMED && holder &&
           j->lasting->part(j->lasting->data, holder, step->full, step->axis == WALK_ATTRIBUTE);
}

/* A path that selects nothing: the first step that finds nothing says whether what is not there would last. */
static xml_lasts
judge_absent(judging *j, const walk_tree *path)
{
    xml_value before, after;
    for (size_t i = 0; i < path->step_count; i++) {
        const walk_step *step = &path->steps[i];
        walk_tree part = *path;
        part.step_count = i;
        const walk_tree whole = part;
        part.step_count = i + 1;
        if (!evaluate_tree(j, &whole, &before) || !evaluate_tree(j, &part, &after) || !before.count)
            return XML_CHOSEN;
        if (after.count)
            continue;
        for (size_t k = 0; k < before.count; k++)
            if (!would_last(j, step, before.nodes[k]))
                return XML_CHOSEN;
        return XML_LASTS;
    }
    return XML_CHOSEN;
}

static xml_lasts
judge_path(judging *j, const walk_tree *path)
{
    xml_value v;
    j->reads = true;
    if (path->part_count ? judge_parts(j, path) == XML_VARIES : !j->at.node)
        return XML_VARIES;
    if (!evaluate_tree(j, path, &v))
        return XML_VARIES;
    return v.count ? judge_nodes(j, &v) : judge_absent(j, path);
}

static xml_lasts
judge_variable(judging *j, const walk_tree *t)
{
    xml_value v;
    if (!j->lasting->variable(j->lasting->data, t->text)) {
        j->reads = true;
        return XML_VARIES;
    }
    if (!evaluate_tree(j, t, &v))
        return XML_VARIES;
    j->reads = j->reads || j->lasting->of_data(j->lasting->data, t->text);
    return v.type == XML_NODES ? judge_nodes(j, &v) : XML_LASTS;
}

static xml_lasts
judge_ours(judging *j, const walk_tree *t)
{
    xml_value v;
    const xml_lasts parts = judge_parts(j, t);
    if (parts == XML_VARIES || !evaluate_tree(j, t, &v))
        return XML_VARIES;
    if (v.type == XML_NODES && parts != XML_LASTS && !j->lasting->picks(j->lasting->data, t->text))
        return XML_VARIES;
    if (v.type == XML_NODES)
        return judge_nodes(j, &v);
    return j->lasting->plain(j->lasting->data, t->text) ? computed_of(parts) : XML_VARIES;
}

/* Without an argument string(), name() and their like are about the node at hand. */
static xml_lasts
judge_call(judging *j, const walk_tree *t)
{
    switch (t->core) {
    case WALK_TRUE:
    case WALK_FALSE:
    case WALK_POSITION:
    case WALK_LAST:
        return XML_LASTS;
    case WALK_OURS:
        return judge_ours(j, t);
    default:
        if (t->part_count)
            return computed_of(judge_parts(j, t));
        j->reads = true;
        return j->at.node && j->lasting->node(j->lasting->data, j->at.node) ? XML_LASTS : XML_VARIES;
    }
}

/* Of both sides, of which one may be empty; and of what a predicate leaves. */
static xml_lasts
judge_selected(judging *j, const walk_tree *t)
{
    xml_value v;
    if (judge_parts(j, t) == XML_VARIES || !evaluate_tree(j, t, &v) || v.type != XML_NODES)
        return XML_VARIES;
    return judge_nodes(j, &v);
}

static xml_lasts
judge_tree(judging *j, const walk_tree *t)
{
    switch (t->kind) {
    case WALK_LITERAL:
    case WALK_NUMBER:
        return XML_LASTS;
    case WALK_VARIABLE:
        return judge_variable(j, t);
    case WALK_CALL:
        return judge_call(j, t);
    case WALK_UNION:
    case WALK_FILTER:
        return judge_selected(j, t);
    case WALK_PATH:
        return judge_path(j, t);
    default:
        return computed_of(judge_parts(j, t));
    }
}

xml_lasts
xml_expr_lasts(xml_xpath *x, arena *a, const xml_expr *e, xml_node *context, size_t position, size_t size,
               const xml_lasting *lasting, bool *reads)
{
    g_assert(x && a && e && lasting && reads);
    arena *outer = x->a;
    judging j = {x, a, {context, position, size}, lasting, false};
    xpath_forget_last(x, a);
    x->walker.steps = 0;
    const xml_lasts lasts = e->tree ? judge_tree(&j, e->tree) : XML_VARIES;
    xpath_forget_last(x, outer);
    *reads = j.reads;
    return lasts;
}
