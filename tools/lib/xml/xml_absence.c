/* xml_absence.c: which part of an expression found nothing. libxml2 keeps its compiled form to itself, so the text is
 * read once more, operand by operand, and each location path is evaluated as far as it goes. */
#include "xml/xml_int.h"

#include <math.h>
#include <string.h>

#include "base/blank.h"

typedef struct finder {
    xml_xpath *x;
    arena *a;
    diag *unheard; /* of the evaluations */
    xml_node *context;
    size_t position, size;
    xml_absence *out;
    size_t most, count;
    const char *wanted;    /* what is looked for is a node with this text; NULL: what is not there */
    bool numbers;          /* what is looked for is a text that should be a number and is none */
    const xml_node *found; /* of these two */
    bool selects;          /* there is a path or a variable */
    bool goes_on;          /* a path goes on from the nodes: what they themselves say is not asked */
} finder;

static void
add_absence(finder *f, const xml_absence *one)
{
    if (f->count < f->most)
        f->out[f->count++] = *one;
}

/* False when the part cannot stand alone. */
static bool
evaluate_part(finder *f, const char *from, const char *to, xml_value *v)
{
    const char *text = arena_strndup(f->a, from, (size_t)(to - from));
    const xml_expr *e = xml_expr_compile(xml_xpath_store(f->x), text, PLACE_NONE, f->unheard);
    return e && xml_eval(f->x, f->a, e, f->context, f->position, f->size, PLACE_NONE, f->unheard, v);
}

/* With its prefix, if it has one. */
static const char *
skip_whole_name(const char *p)
{
    const char *end = xpath_skip_name(p);
    return end[0] == ':' && xpath_starts_name(end[1]) ? xpath_skip_name(end + 1) : end;
}

/* The step's axis and name, as far as they are of a child or an attribute. */
static const char *
name_step(finder *f, const char *step, xml_absence *one)
{
    const char *p = xpath_skip_space(step);
    if (*p == '@') {
        one->is_attribute = true;
        p = xpath_skip_space(p + 1);
    }
    if (!xpath_starts_name(*p))
        return p;
    const char *end = skip_whole_name(p), *after = xpath_skip_space(end);
    if (after[0] == ':' && after[1] == ':') {
        const bool is_attribute = strncmp(p, "attribute", 9) == 0, is_child = strncmp(p, "child", 5) == 0;
        p = xpath_skip_space(after + 2);
        end = skip_whole_name(p);
        one->is_attribute = is_attribute;
        if (!is_attribute && !is_child)
            return end;
        after = xpath_skip_space(end);
    }
    if (end > p && *after != '(')
        one->name = arena_strndup(f->a, p, (size_t)(end - p));
    return end;
}

/* `step` of the path from `begin` finds nothing; `before` is what the steps before it found. */
static void
lacks_step(finder *f, const char *begin, const char *step, const char *end, xml_node *before)
{
    xml_absence one = {.at = xml_is_element(before) ? before : NULL};
    xml_value v;
    const char *bare = name_step(f, step, &one), *predicate = xpath_skip_space(bare);
    if (predicate < end && *predicate == '[')
        one.is_condition = evaluate_part(f, begin, bare, &v) && v.type == XML_NODES && v.count > 0;
    add_absence(f, &one);
}

static void
look_for_text(finder *f, const xml_value *v)
{
    for (size_t i = 0; i < v->count && !f->found; i++) {
        size_t length;
        const char *text = blank_trim(xml_text(f->a, v->nodes[i]), &length);
        if (strlen(f->wanted) == length && strncmp(text, f->wanted, length) == 0)
            f->found = v->nodes[i];
    }
}

static void
look_for_no_number(finder *f, const xml_value *v)
{
    for (size_t i = 0; i < v->count && !f->found; i++) {
        const char *text = xml_text(f->a, v->nodes[i]);
        const xml_value word = xml_value_of_string(text);
        if (!xml_is_blank(text) && isnan(xml_value_number(&word)))
            f->found = v->nodes[i];
    }
}

static void
judge_nodes(finder *f, const xml_value *v)
{
    if (f->numbers) {
        look_for_no_number(f, v);
        return;
    }
    if (f->wanted) {
        look_for_text(f, v);
        return;
    }
    for (size_t i = 0; i < v->count; i++)
        if (!xml_is_blank(xml_text(f->a, v->nodes[i])))
            return;
    const xml_absence one = {.at = v->nodes[0]};
    add_absence(f, &one);
}

/* A path from `begin` whose first part ends at p; returns where it ends. Is told: what the path begins with lacks
 * something already. */
static const char *
follow_path(finder *f, const char *begin, const char *p, xml_absence first, bool is_told)
{
    const char *step = begin + strspn(begin, "/");
    const char *const first_step = step;
    xml_value v, before = {.count = 0};
    first.at = f->context;
    f->selects = f->selects || !first.call;
    for (;;) {
        const bool has_value = evaluate_part(f, begin, p, &v), has_nodes = has_value && v.type == XML_NODES;
        if (has_value && first.variable && v.type == XML_STRING && xml_is_blank(v.string))
            add_absence(f, &first);
        if (has_nodes && v.count == 0 && !is_told) {
            is_told = true;
            if (step == first_step && (first.variable || first.call))
                add_absence(f, &first);
            else
                lacks_step(f, begin, step, p, before.count ? before.nodes[0] : f->context);
        }
        const char *slash = xpath_skip_space(p);
        if (*slash != '/') {
            if (has_nodes && v.count > 0 && !f->goes_on)
                judge_nodes(f, &v);
            return p;
        }
        step = slash + (slash[1] == '/' ? 2 : 1);
        p = xpath_skip_step(step);
        if (!p)
            return step;
        before = has_nodes ? v : before;
    }
}

static const char *scan_operands(finder *f, const char *p, const char *end);

/* A function that asks its argument for a number. */
static bool
wants_number(const char *name)
{
    static const char *const names[] = {"sum", "number", "floor", "ceiling", "round"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_str_has_prefix(name, names[i]) && *xpath_skip_space(name + strlen(names[i])) == '(')
            return true;
    return false;
}

/* What a function of texts writes: of its arguments those that are numbers, or texts with such in them. */
static void
scan_argument(finder *f, const char *from, const char *to)
{
    xml_value v;
    if (!f->found && evaluate_part(f, from, to, &v) &&
        (v.type == XML_STRING || (v.type == XML_NUMBER && !isfinite(v.number))))
        scan_operands(f, from, to);
}

static void
scan_arguments(finder *f, const char *p, const char *close)
{
    for (const char *from = p; p && p <= close;) {
        if (p == close || *p == ',') {
            scan_argument(f, from, p);
            from = ++p;
        } else if (*p == '\'' || *p == '"') {
            p = strchr(p + 1, *p);
            p = p ? p + 1 : NULL;
        } else {
            p = *p == '(' ? xpath_skip_brackets(p) : *p == '[' ? xpath_skip_predicates(p) : p + 1;
        }
    }
}

/* (…) or f(…): what is in it, and the path that may begin with it. */
static const char *
scan_brackets(finder *f, const char *begin, const char *open)
{
    const char *close = xpath_skip_brackets(open);
    if (!close)
        return NULL;
    const char *p = xpath_skip_predicates(close);
    if (!p)
        return NULL;
    if (f->numbers && begin != open && !wants_number(begin)) {
        scan_arguments(f, open + 1, close - 1);
        return p;
    }
    const size_t told = f->count;
    const bool outer = f->goes_on;
    f->goes_on = outer || *xpath_skip_space(p) == '/';
    scan_operands(f, open + 1, close - 1);
    f->goes_on = outer;
    if (p == close && *xpath_skip_space(p) != '/' && begin == open)
        return p;
    const xml_absence first = {.call = arena_strndup(f->a, begin, (size_t)(close - begin))};
    return follow_path(f, begin, p, first, f->count > told);
}

static bool
is_function_call(const char *name_end, size_t length, const char *name)
{
    static const char *const node_types[] = {"node", "text", "comment", "processing-instruction"};
    if (*xpath_skip_space(name_end) != '(')
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(node_types); i++)
        if (strlen(node_types[i]) == length && strncmp(node_types[i], name, length) == 0)
            return false;
    return true;
}

static const char *
scan_operand(finder *f, const char *p)
{
    if (*p == '\'' || *p == '"') {
        const char *close = strchr(p + 1, *p);
        return close ? close + 1 : NULL;
    }
    if (g_ascii_isdigit(*p) || (*p == '.' && g_ascii_isdigit(p[1])))
        return p + strspn(p, "0123456789.");
    if (*p == '$') {
        const char *end = xpath_skip_name(p + 1), *after = xpath_skip_predicates(end);
        const xml_absence first = {.variable = arena_strndup(f->a, p + 1, (size_t)(end - p - 1))};
        return after ? follow_path(f, p, after, first, false) : NULL;
    }
    if (*p == '(')
        return scan_brackets(f, p, p);
    if (xpath_starts_name(*p) && is_function_call(xpath_skip_name(p), (size_t)(xpath_skip_name(p) - p), p))
        return scan_brackets(f, p, xpath_skip_space(xpath_skip_name(p)));
    const xml_absence none = {0};
    const char *end = p;
    if (*p == '/' && !*xpath_skip_space(p + 1))
        return p + 1;
    if (*p == '/')
        end = p + (p[1] == '/' ? 2 : 1);
    end = xpath_skip_step(end);
    return end ? follow_path(f, p, end, none, false) : NULL;
}

/* Operands and operators in turn: a name or * behind an operand is an operator (XPath 1.0, 3.7). NULL: lost the way. */
static const char *
scan_operands(finder *f, const char *p, const char *end)
{
    bool behind_operand = false;
    for (p = xpath_skip_space(p); p && p < end; p = p ? xpath_skip_space(p) : NULL) {
        if (behind_operand && xpath_starts_name(*p)) {
            p = xpath_skip_name(p);
            behind_operand = false;
        } else if (strchr("+-=!<>|,", *p) || (behind_operand && *p == '*')) {
            p++;
            behind_operand = false;
        } else {
            p = scan_operand(f, p);
            behind_operand = true;
        }
    }
    return p;
}

bool
xml_expr_says(const xml_expr *e, const char *text)
{
    const size_t length = strlen(text);
    for (const char *p = xml_expr_text(e); *p; p++) {
        if (*p == '\'' || *p == '"') {
            const char *close = strchr(p + 1, *p);
            if (!close)
                return false;
            if ((size_t)(close - p - 1) == length && strncmp(p + 1, text, length) == 0)
                return true;
            p = close;
        } else if (xpath_starts_name(*p)) {
            p = xpath_skip_name(p) - 1;
        } else if (g_ascii_isdigit(*p)) {
            const size_t digits = strspn(p, "0123456789.");
            if (digits == length && strncmp(p, text, length) == 0)
                return true;
            p += digits - 1;
        }
    }
    return false;
}

const xml_node *
xml_find_text(xml_xpath *x, arena *a, const xml_expr *e, xml_node *context, size_t position, size_t size,
              const char *text, bool *selects)
{
    const char *whole = xml_expr_text(e);
    size_t length;
    const char *begin = blank_trim(text, &length);
    finder f = {.x = x, .a = a, .unheard = diag_new(), .context = context, .position = position, .size = size};
    f.wanted = arena_strndup(a, begin, length);
    scan_operands(&f, whole, whole + strlen(whole));
    diag_drop(f.unheard);
    *selects = f.selects;
    return f.found;
}

const xml_node *
xml_find_no_number(xml_xpath *x, arena *a, const xml_expr *e, xml_node *context, size_t position, size_t size)
{
    const char *whole = xml_expr_text(e);
    finder f = {.x = x, .a = a, .unheard = diag_new(), .context = context, .position = position, .size = size};
    f.numbers = true;
    scan_operands(&f, whole, whole + strlen(whole));
    diag_drop(f.unheard);
    return f.found;
}

size_t
xml_find_absences(xml_xpath *x, arena *a, const xml_expr *e, xml_node *context, size_t position, size_t size,
                  xml_absence *out, size_t most)
{
    const char *text = xml_expr_text(e);
    finder f = {.x = x,
                .a = a,
                .unheard = diag_new(),
                .context = context,
                .position = position,
                .size = size,
                .out = out,
                .most = most};
    scan_operands(&f, text, text + strlen(text));
    diag_drop(f.unheard);
    return f.count;
}
