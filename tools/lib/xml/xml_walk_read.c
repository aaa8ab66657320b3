/* xml_walk_read.c: an XPath expression into a tree (XPath 1.0, 3 Expressions and 3.7 Lexical Structure). It reads no
 * more than the walk knows: whatever else stands there, right or wrong, is libxml2's to read. */
#include "xml/xml_walk.h"

#include <string.h>

typedef struct reader {
    arena *a;
    const char *p;
    int depth;
} reader;

enum { MOST_DEPTH = 60 };

static const walk_tree *read_expression(reader *r);

static walk_tree *
new_tree(reader *r, walk_kind kind)
{
    walk_tree *t = ARENA_NEW(r->a, walk_tree);
    t->kind = kind;
    return t;
}

static char
look_ahead(reader *r)
{
    r->p = xpath_skip_space(r->p);
    return *r->p;
}

static bool
takes_sign(reader *r, char sign)
{
    if (look_ahead(r) != sign)
        return false;
    r->p++;
    return true;
}

static bool
takes_twice(reader *r, char sign)
{
    if (look_ahead(r) != sign || r->p[1] != sign)
        return false;
    r->p += 2;
    return true;
}

static bool
is_plain_name(const char *name)
{
    for (const char *p = name; *p; p++)
        if ((unsigned char)*p >= 0x80)
            return xmlValidateNCName((const xmlChar *)name, 0) == 0;
    return true;
}

/* A name without a prefix; NULL: there is none. */
static const char *
read_name(reader *r)
{
    const char *begin = (look_ahead(r), r->p), *end = begin;
    if (!xpath_starts_name(*begin))
        return NULL;
    end = xpath_skip_name(begin);
    if (*end == ':' && end[1] != ':')
        return NULL;
    const char *name = arena_strndup(r->a, begin, (size_t)(end - begin));
    if (!is_plain_name(name))
        return NULL;
    r->p = end;
    return name;
}

/* ---- lists of parts ---- */

typedef struct part_list {
    const walk_tree *parts[WALK_MOST_PARTS];
    size_t count;
} part_list;

static bool
add_part(part_list *list, const walk_tree *t)
{
    if (!t || list->count == WALK_MOST_PARTS)
        return false;
    list->parts[list->count++] = t;
    return true;
}

static const walk_tree *const *
keep_parts(reader *r, const walk_tree *const *parts, size_t count)
{
    return count ? arena_copy(r->a, parts, count * sizeof *parts) : NULL;
}

static bool
any_asks_place(const walk_tree *const *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (parts[i]->asks_place)
            return true;
    return false;
}

static const walk_tree *
make_operation(reader *r, walk_kind kind, const walk_tree *left, const walk_tree *right)
{
    if (!left || !right)
        return NULL;
    walk_tree *t = new_tree(r, kind);
    const walk_tree *const both[] = {left, right};
    t->parts = keep_parts(r, both, 2);
    t->part_count = 2;
    t->is_condition = kind <= WALK_AT_LEAST || kind == WALK_UNION;
    t->asks_place = left->asks_place || right->asks_place;
    return t;
}

static bool
read_predicates(reader *r, const walk_tree *const **predicates, size_t *count)
{
    part_list list;
    list.count = 0; /* not all the places for the sake of the few that are filled */
    while (takes_sign(r, '['))
        if (!add_part(&list, read_expression(r)) || !takes_sign(r, ']'))
            return false;
    *predicates = keep_parts(r, list.parts, list.count);
    *count = list.count;
    return true;
}

/* ---- location paths ---- */

static bool
read_axis(const char *name, walk_axis *axis)
{
    static const struct {
        const char *name;
        walk_axis axis;
    } axes[] = {{"child", WALK_CHILD},
                {"attribute", WALK_ATTRIBUTE},
                {"self", WALK_SELF},
                {"parent", WALK_PARENT},
                {"descendant", WALK_DESCENDANT},
                {"descendant-or-self", WALK_DESCENDANT_OR_SELF},
                {"ancestor", WALK_ANCESTOR},
                {"ancestor-or-self", WALK_ANCESTOR_OR_SELF},
                {"following-sibling", WALK_FOLLOWING_SIBLING},
                {"preceding-sibling", WALK_PRECEDING_SIBLING}};
    for (size_t i = 0; i < G_N_ELEMENTS(axes); i++)
        if (strcmp(axes[i].name, name) == 0) {
            *axis = axes[i].axis;
            return true;
        }
    return false;
}

/* A prefix and its colon, where one stands that is known; NULL: none does, and nothing was read. */
static const char *
read_prefix(reader *r)
{
    const char *begin = (look_ahead(r), r->p);
    const char *end = xpath_starts_name(*begin) ? xpath_skip_name(begin) : begin;
    if (end == begin || end[0] != ':' || !xpath_starts_name(end[1]))
        return NULL;
    const char *ns = xpath_prefix_namespace(begin, (size_t)(end - begin));
    if (ns)
        r->p = end + 1;
    return ns;
}

static bool
read_node_test(reader *r, walk_step *step, const char *name)
{
    if (step->ns || !takes_sign(r, '(')) {
        step->test = WALK_NAMED;
        step->name = name;
        step->full = step->ns ? arena_printf(r->a, "{%s}%s", step->ns, name) : name;
        return true;
    }
    step->test = strcmp(name, "node") == 0 ? WALK_ANY_NODE : WALK_TEXT;
    return (step->test == WALK_ANY_NODE || strcmp(name, "text") == 0) && takes_sign(r, ')');
}

static bool
read_step(reader *r, walk_step *step)
{
    *step = (walk_step){.axis = WALK_CHILD};
    const bool is_up = takes_twice(r, '.');
    if (is_up || takes_sign(r, '.')) {
        step->axis = is_up ? WALK_PARENT : WALK_SELF;
        step->test = WALK_ANY_NODE;
        return true;
    }
    if (takes_sign(r, '@'))
        step->axis = WALK_ATTRIBUTE;
    if (takes_sign(r, '*')) {
        step->test = WALK_ANY_NAME;
        return read_predicates(r, &step->predicates, &step->predicate_count);
    }
    step->ns = read_prefix(r);
    const char *name = read_name(r);
    if (name && !step->ns && step->axis == WALK_CHILD && takes_twice(r, ':')) {
        if (!read_axis(name, &step->axis))
            return false;
        if (takes_sign(r, '*')) {
            step->test = WALK_ANY_NAME;
            return read_predicates(r, &step->predicates, &step->predicate_count);
        }
        step->ns = read_prefix(r);
        name = read_name(r);
    }
    return name && read_node_test(r, step, name) && read_predicates(r, &step->predicates, &step->predicate_count);
}

/* `//x` is /descendant-or-self::node()/x, which selects what /descendant::x does unless a predicate counts. */
static bool
joins_descendants(const walk_step *before, const walk_step *step)
{
    if (before->axis != WALK_DESCENDANT_OR_SELF || before->test != WALK_ANY_NODE || before->predicate_count ||
        step->axis != WALK_CHILD)
        return false;
    for (size_t i = 0; i < step->predicate_count; i++)
        if (!step->predicates[i]->is_condition || step->predicates[i]->asks_place)
            return false;
    return true;
}

static bool
read_steps(reader *r, walk_tree *path, bool after_all)
{
    walk_step steps[WALK_MOST_PARTS];
    size_t n = 0;
    for (bool goes_on = true; goes_on;) {
        if (n + 2 > WALK_MOST_PARTS)
            return false;
        if (after_all)
            steps[n++] = (walk_step){.axis = WALK_DESCENDANT_OR_SELF, .test = WALK_ANY_NODE};
        if (!read_step(r, &steps[n]))
            return false;
        path->asks_place = path->asks_place || any_asks_place(steps[n].predicates, steps[n].predicate_count);
        n++;
        if (n > 1 && joins_descendants(&steps[n - 2], &steps[n - 1])) {
            steps[n - 2] = steps[n - 1];
            steps[--n - 1].axis = WALK_DESCENDANT;
        }
        after_all = takes_twice(r, '/');
        goes_on = after_all || takes_sign(r, '/');
    }
    path->steps = arena_copy(r->a, steps, n * sizeof *steps);
    path->step_count = n;
    return true;
}

static const walk_tree *
read_location_path(reader *r)
{
    walk_tree *path = new_tree(r, WALK_PATH);
    path->is_condition = true;
    const bool all = takes_twice(r, '/');
    path->from_root = all || takes_sign(r, '/');
    return read_steps(r, path, all) ? path : NULL;
}

/* ---- what a path may begin with ---- */

static const walk_tree *
read_literal(reader *r)
{
    const char *end = strchr(r->p + 1, *r->p);
    if (!end)
        return NULL;
    walk_tree *t = new_tree(r, WALK_LITERAL);
    t->text = arena_strndup(r->a, r->p + 1, (size_t)(end - r->p - 1));
    r->p = end + 1;
    return t;
}

static const walk_tree *
read_number(reader *r)
{
    const char *begin = r->p;
    r->p += strspn(r->p, "0123456789");
    if (*r->p == '.')
        r->p += 1 + strspn(r->p + 1, "0123456789");
    walk_tree *t = new_tree(r, WALK_NUMBER);
    const char *digits = arena_strndup(r->a, begin, (size_t)(r->p - begin));
    t->number = xmlXPathCastStringToNumber((const xmlChar *)digits);
    return t;
}

/* False: XPath has such a function, but not with so many arguments, or it is not walked. */
static bool
take_core(walk_tree *call)
{
    const walk_function *f = walk_core_named(call->text);
    if (!f)
        return !walk_is_core(call->text);
    call->core = f->core;
    call->is_condition = f->is_condition;
    call->asks_place = call->asks_place || f->core == WALK_POSITION || f->core == WALK_LAST;
    return call->part_count >= f->least && call->part_count <= f->most;
}

static const walk_tree *
read_call(reader *r)
{
    walk_tree *call = new_tree(r, WALK_CALL);
    part_list args;
    args.count = 0;
    call->text = read_name(r);
    call->found = ARENA_NEW(r->a, walk_found);
    if (!call->text || !takes_sign(r, '('))
        return NULL;
    if (!takes_sign(r, ')')) {
        do
            if (!add_part(&args, read_expression(r)))
                return NULL;
        while (takes_sign(r, ','));
        if (!takes_sign(r, ')'))
            return NULL;
    }
    call->parts = keep_parts(r, args.parts, args.count);
    call->part_count = args.count;
    call->asks_place = any_asks_place(call->parts, call->part_count);
    return take_core(call) ? call : NULL;
}

static bool
is_call(const char *p)
{
    if (!g_ascii_isalpha(*p) && *p != '_')
        return false;
    const char *end = xpath_skip_name(p);
    const size_t length = (size_t)(end - p);
    return *xpath_skip_space(end) == '(' && !(length == 4 && (!strncmp(p, "node", 4) || !strncmp(p, "text", 4)));
}

static const walk_tree *
read_variable(reader *r)
{
    walk_tree *t = new_tree(r, WALK_VARIABLE);
    r->p++;
    if (!g_ascii_isalpha(*r->p) && *r->p != '_')
        return NULL;
    t->text = read_name(r);
    t->found = ARENA_NEW(r->a, walk_found);
    return t->text ? t : NULL;
}

/* *is_path: it begins none of these, so a location path stands there. */
static const walk_tree *
read_primary(reader *r, bool *is_path)
{
    const char c = look_ahead(r);
    *is_path = false;
    if (c == '$')
        return read_variable(r);
    if (c == '"' || c == '\'')
        return read_literal(r);
    if (g_ascii_isdigit(c) || (c == '.' && g_ascii_isdigit(r->p[1])))
        return read_number(r);
    if (takes_sign(r, '(')) {
        const walk_tree *inner = read_expression(r);
        return inner && takes_sign(r, ')') ? inner : NULL;
    }
    if (is_call(r->p))
        return read_call(r);
    *is_path = true;
    return NULL;
}

static const walk_tree *
read_path(reader *r)
{
    bool is_path;
    const walk_tree *primary = read_primary(r, &is_path);
    if (is_path)
        return read_location_path(r);
    if (!primary)
        return NULL;
    if (look_ahead(r) == '[') {
        walk_tree *filter = new_tree(r, WALK_FILTER);
        filter->parts = keep_parts(r, &primary, 1);
        filter->part_count = 1;
        if (!read_predicates(r, &filter->predicates, &filter->predicate_count))
            return NULL;
        filter->is_condition = true;
        filter->asks_place = primary->asks_place || any_asks_place(filter->predicates, filter->predicate_count);
        primary = filter;
    }
    const bool all = takes_twice(r, '/');
    if (!all && !takes_sign(r, '/'))
        return primary;
    walk_tree *path = new_tree(r, WALK_PATH);
    path->parts = keep_parts(r, &primary, 1);
    path->part_count = 1;
    path->is_condition = true;
    path->asks_place = primary->asks_place;
    return read_steps(r, path, all) ? path : NULL;
}

/* ---- operators ---- */

static const walk_tree *
read_union(reader *r)
{
    const walk_tree *t = read_path(r);
    while (t && takes_sign(r, '|'))
        t = make_operation(r, WALK_UNION, t, read_path(r));
    return t;
}

static const walk_tree *
read_unary(reader *r)
{
    if (!takes_sign(r, '-'))
        return read_union(r);
    if (++r->depth > MOST_DEPTH)
        return NULL;
    const walk_tree *inner = read_unary(r);
    r->depth--;
    if (!inner)
        return NULL;
    walk_tree *t = new_tree(r, WALK_NEGATE);
    t->parts = keep_parts(r, &inner, 1);
    t->part_count = 1;
    t->asks_place = inner->asks_place;
    return t;
}

typedef struct operator_row {
    const char *sign;
    walk_kind kind;
    int level; /* what binds closer has more */
} operator_row;

/* The longer of two with the same beginning first. */
static const operator_row operators[] = {
    {"or", WALK_OR, 1},      {"and", WALK_AND, 2},     {"=", WALK_EQUAL, 3}, {"!=", WALK_UNEQUAL, 3},
    {"<=", WALK_AT_MOST, 4}, {">=", WALK_AT_LEAST, 4}, {"<", WALK_LESS, 4},  {">", WALK_MORE, 4},
    {"+", WALK_PLUS, 5},     {"-", WALK_MINUS, 5},     {"*", WALK_TIMES, 6}, {"div", WALK_DIV, 6},
    {"mod", WALK_MOD, 6},
};

/* The operator that stands there, behind an operand; NULL: none. */
static const operator_row *
look_operator(reader *r)
{
    const char c = look_ahead(r);
    if (c == ']' || c == ')' || c == ',' || c == '\0')
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(operators); i++) {
        const operator_row *o = &operators[i];
        const size_t length = strlen(o->sign);
        if (*o->sign == c && strncmp(r->p, o->sign, length) == 0 &&
            !(g_ascii_isalpha(c) && xpath_skip_name(r->p + length) > r->p + length))
            return o;
    }
    return NULL;
}

/* Operands of operators of this level or a closer one. */
static const walk_tree *
read_operands(reader *r, int level)
{
    const walk_tree *t = read_unary(r);
    const operator_row *o;
    while (t && (o = look_operator(r)) && o->level >= level) {
        r->p += strlen(o->sign);
        t = make_operation(r, o->kind, t, read_operands(r, o->level + 1));
    }
    return t;
}

static const walk_tree *
read_expression(reader *r)
{
    if (++r->depth > MOST_DEPTH)
        return NULL;
    const walk_tree *t = read_operands(r, 1);
    r->depth--;
    return t;
}

const walk_tree *
walk_read(arena *a, const char *text)
{
    reader r = {.a = a, .p = text};
    const walk_tree *t = read_expression(&r);
    return t && look_ahead(&r) == '\0' ? t : NULL;
}
