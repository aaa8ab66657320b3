/* xml_walk.c: the value of an expression's tree at a node (XPath 1.0, 3 Expressions). */
#include "xml/xml_walk.h"

#include <math.h>
#include <string.h>

bool
walk_takes(walker *w, size_t steps)
{
    w->steps += steps;
    w->is_endless = w->steps > WALK_MOST_STEPS;
    return !w->is_endless;
}

bool
walk_takes_text(walker *w, size_t bytes)
{
    return walk_takes(w, bytes > WALK_MOST_TEXT ? WALK_MOST_STEPS + 1 : bytes / WALK_BYTES_A_STEP);
}

bool
walk_decline(walker *w)
{
    w->declined = true;
    return false;
}

/* ---- predicates ---- */

static bool
predicate_holds(walker *w, const walk_tree *predicate, walk_spot at, bool *holds)
{
    walk_value v;
    if (predicate->is_condition)
        return walk_holds(w, predicate, at, holds);
    const size_t top = w->top;
    if (!walk_part(w, predicate, at, &v))
        return false;
    w->top = top;
    *holds = v.type == XML_NUMBER ? v.number == (double)at.position : walk_boolean(&v);
    return true;
}

/* Leaves of the nodes from `first` on, which are all that there is on the stack, those for which the predicate holds.
 */
static bool
keep_where(walker *w, const walk_tree *predicate, size_t first)
{
    const size_t n = w->top - first;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool holds;
        const walk_spot at = {w->nodes[first + i], i + 1, n};
        if (!predicate_holds(w, predicate, at, &holds))
            return false;
        if (holds)
            w->nodes[first + kept++] = at.node;
    }
    w->top = first + kept;
    return true;
}

static bool
keep_where_all(walker *w, const walk_tree *const *predicates, size_t count, size_t first)
{
    for (size_t i = 0; i < count && w->top > first; i++)
        if (!keep_where(w, predicates[i], first))
            return false;
    return true;
}

/* ---- paths ---- */

static void
turn_round(xml_node **nodes, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        xml_node *other = nodes[i];
        nodes[i] = nodes[n - 1 - i];
        nodes[n - 1 - i] = other;
    }
}

/* Pushes what the step selects from the nodes that lie at `from`; any: one node will do. */
static bool
take_step(walker *w, const walk_step *step, size_t from, size_t count, bool any)
{
    const size_t begin = w->top;
    for (size_t i = 0; i < count; i++) {
        const size_t first = w->top;
        walk_step_from(w, step, w->nodes[from + i], any && !step->predicate_count ? 1 : SIZE_MAX);
        if (!walk_takes(w, 1) || !keep_where_all(w, step->predicates, step->predicate_count, first))
            return false;
        if (any && w->top > begin)
            return true;
        if (walk_is_reverse(step->axis))
            turn_round(w->nodes + first, w->top - first);
    }
    if (count > 1)
        walk_put_in_order(w, begin);
    return true;
}

static bool
begin_path(walker *w, const walk_tree *path, walk_spot at)
{
    walk_value v;
    if (path->part_count)
        return walk_part(w, path->parts[0], at, &v) && (v.type == XML_NODES || walk_decline(w));
    if (!at.node)
        return walk_decline(w);
    walk_push(w, path->from_root ? (xml_node *)at.node->doc : at.node);
    return true;
}

/* any: whether there is a node is all that is asked. */
static bool
follow_path(walker *w, const walk_tree *path, walk_spot at, bool any, walk_value *v)
{
    const size_t begin = w->top;
    size_t from = begin;
    if (!begin_path(w, path, at))
        return false;
    for (size_t i = 0; i < path->step_count && w->top > from; i++) {
        const size_t next = w->top;
        if (!take_step(w, &path->steps[i], from, next - from, any && i + 1 == path->step_count))
            return false;
        from = next;
    }
    const size_t count = w->top - from;
    memmove(w->nodes + begin, w->nodes + from, count * sizeof *w->nodes);
    w->top = begin + count;
    *v = (walk_value){.type = XML_NODES, .first = begin, .count = count};
    return true;
}

static bool
filter_part(walker *w, const walk_tree *t, walk_spot at, walk_value *v)
{
    if (!walk_part(w, t->parts[0], at, v))
        return false;
    if (v->type != XML_NODES)
        return walk_decline(w);
    if (!keep_where_all(w, t->predicates, t->predicate_count, v->first))
        return false;
    v->count = w->top - v->first;
    return true;
}

static bool
unite_nodes(walker *w, const walk_tree *t, walk_spot at, walk_value *v)
{
    walk_value more;
    if (!walk_part(w, t->parts[0], at, v) || !walk_part(w, t->parts[1], at, &more))
        return false;
    if (v->type != XML_NODES || more.type != XML_NODES)
        return walk_decline(w);
    walk_put_in_order(w, v->first);
    v->count = w->top - v->first;
    return walk_takes(w, v->count);
}

/* ---- variables and functions ---- */

/* Nodes from outside: in whatever order they came. */
static void
take_value(walker *w, const xml_value *from, walk_value *v)
{
    *v = (walk_value){from->type, from->string ? from->string : "", from->number, from->boolean, w->top, from->count};
    if (from->type != XML_NODES)
        return;
    for (size_t i = 0; i < from->count; i++)
        walk_push(w, from->nodes[i]);
    walk_put_in_order(w, v->first);
    v->count = w->top - v->first;
}

static xml_value
give_value(walker *w, const walk_value *v)
{
    xml_value out = {.type = v->type, .string = v->string, .number = v->number, .boolean = v->boolean};
    if (v->type != XML_NODES)
        return out;
    out.nodes = ARENA_ARRAY(w->a, xml_node *, v->count + 1);
    out.count = v->count;
    memcpy(out.nodes, w->nodes + v->first, v->count * sizeof *out.nodes);
    return out;
}

static bool
call_ours(walker *w, const walk_tree *t, walk_spot at, walk_value *v)
{
    xml_value *args = ARENA_ARRAY(w->a, xml_value, t->part_count + 1);
    const size_t top = w->top;
    for (size_t i = 0; i < t->part_count; i++) {
        walk_value arg;
        if (!walk_part(w, t->parts[i], at, &arg))
            return false;
        args[i] = give_value(w, &arg);
        w->top = top;
        if (!walk_takes(w, 1 + arg.count))
            return false;
    }
    xml_value result = {.type = XML_STRING, .string = ""};
    if (!xml_call(w->x, t->text, t->found, args, t->part_count, &result))
        return false;
    take_value(w, &result, v);
    return walk_takes(w, 1 + (result.type == XML_NODES ? result.count : 0));
}

static bool
look_up(walker *w, const walk_tree *t, walk_value *v)
{
    const xml_value *value = xml_variable(w->x, t->text, t->found);
    if (!value)
        return false;
    take_value(w, value, v);
    return true;
}

/* ---- operators ---- */

static bool
take_two(walker *w, const walk_tree *t, walk_spot at, walk_value *l, walk_value *r)
{
    return walk_part(w, t->parts[0], at, l) && walk_part(w, t->parts[1], at, r);
}

/* number() asks whether there is one: number(@x) = number(@x) is how XPath 1.0 says so. */
static bool
asks_for_number(const walk_tree *t)
{
    return t->text && strcmp(t->text, "number") == 0 && t->kind != WALK_LITERAL;
}

static bool
compare_parts(walker *w, const walk_tree *t, walk_spot at, bool *holds)
{
    walk_value l, r;
    const size_t top = w->top;
    const bool asks = asks_for_number(t->parts[0]) || asks_for_number(t->parts[1]);
    bool done = take_two(w, t, at, &l, &r);
    const bool before = w->compared_none;
    done = done && walk_compare(w, t->kind, &l, &r, holds);
    w->compared_none = asks ? before : w->compared_none;
    w->top = top;
    return done;
}

static bool
calculate_parts(walker *w, const walk_tree *t, walk_spot at, walk_value *v)
{
    walk_value l, r = {.type = XML_NUMBER};
    const size_t top = w->top;
    if (!walk_part(w, t->parts[0], at, &l) || (t->part_count > 1 && !walk_part(w, t->parts[1], at, &r)))
        return false;
    const double a = walk_number(w, &l), b = walk_number(w, &r);
    w->top = top;
    *v = (walk_value){.type = XML_NUMBER,
                      .number = t->kind == WALK_PLUS    ? decimal_sum(a, b)
                                : t->kind == WALK_MINUS ? decimal_sum(a, -b)
                                : t->kind == WALK_TIMES ? decimal_product(a, b)
                                : t->kind == WALK_DIV   ? decimal_quotient(a, b)
                                : t->kind == WALK_MOD   ? decimal_rest(a, b)
                                                        : -a};
    return true;
}

static bool
joins_conditions(walker *w, const walk_tree *t, walk_spot at, bool *holds)
{
    return walk_holds(w, t->parts[0], at, holds) &&
           (*holds == (t->kind == WALK_OR) || walk_holds(w, t->parts[1], at, holds));
}

bool
walk_holds(walker *w, const walk_tree *t, walk_spot at, bool *holds)
{
    walk_value v;
    const size_t top = w->top;
    if (!walk_takes(w, 1))
        return false;
    if (t->kind == WALK_OR || t->kind == WALK_AND)
        return joins_conditions(w, t, at, holds);
    if (t->kind >= WALK_EQUAL && t->kind <= WALK_AT_LEAST)
        return compare_parts(w, t, at, holds);
    if (t->kind == WALK_CALL && (t->core == WALK_NOT || t->core == WALK_BOOLEAN)) {
        if (!walk_holds(w, t->parts[0], at, holds))
            return false;
        *holds = *holds == (t->core == WALK_BOOLEAN);
        return true;
    }
    if (!(t->kind == WALK_PATH ? follow_path(w, t, at, true, &v) : walk_part(w, t, at, &v)))
        return false;
    *holds = walk_boolean(&v);
    w->top = top;
    return true;
}

bool
walk_part(walker *w, const walk_tree *t, walk_spot at, walk_value *v)
{
    if (!walk_takes(w, 1))
        return false;
    switch (t->kind) {
    case WALK_LITERAL:
        *v = (walk_value){.type = XML_STRING, .string = t->text};
        return true;
    case WALK_NUMBER:
        *v = (walk_value){.type = XML_NUMBER, .number = t->number};
        return true;
    case WALK_VARIABLE:
        return look_up(w, t, v);
    case WALK_CALL:
        return t->core == WALK_OURS ? call_ours(w, t, at, v) : walk_call_core(w, t, at, v);
    case WALK_PLUS:
    case WALK_MINUS:
    case WALK_TIMES:
    case WALK_DIV:
    case WALK_MOD:
    case WALK_NEGATE:
        return calculate_parts(w, t, at, v);
    case WALK_UNION:
        return unite_nodes(w, t, at, v);
    case WALK_FILTER:
        return filter_part(w, t, at, v);
    case WALK_PATH:
        return follow_path(w, t, at, false, v);
    default:
        *v = (walk_value){.type = XML_BOOLEAN};
        return walk_holds(w, t, at, &v->boolean);
    }
}

walk_end
walk_eval(walker *w, arena *a, const walk_tree *t, walk_spot at, xml_value *v)
{
    arena *outer = w->a;
    const size_t top = w->top;
    walk_value value;
    if (!w->nodes)
        walk_make_room(w);
    w->a = a;
    w->declined = w->is_endless = false;
    const bool done = walk_part(w, t, at, &value);
    if (done) {
        *v = give_value(w, &value);
        if (value.type == XML_STRING)
            v->string = arena_strdup(a, value.string);
    }
    w->top = top;
    w->a = outer;
    return done ? WALK_DONE : w->declined ? WALK_DECLINED : WALK_FAILED;
}
