/* xml_bounds.c: what an expression gives whatever the data is: a condition that always holds looks like one, and asks
 * nothing. The text is read as XPath 1.0 has it (3 Expressions): a condition is always or never met by what it is made
 * of, by numbers that cannot be otherwise (a count is 0 or more), or since it says the same of the same part however
 * that one turns out (a or not(a)). What is not known to be always so is open. */
#include "xml/xml_int.h"

#include <math.h>
#include <string.h>

/* Parts of a condition that may be the one or the other are tried in every way. */
enum { MOST_PARTS = 6 };

typedef struct reader {
    const xml_facts *facts;
    arena *a;
    const char *p;    /* what is read next */
    GPtrArray *parts; /* the texts of conditions that are open, without spaces, each once */
    bool repeated;    /* one of them stands there twice */
    bool trying;      /* each is what `met` says of it */
    unsigned met;     /* a bit a part */
    int within;       /* calls and brackets around, in which a part is none of the whole condition */
    bool lost;        /* what stands there is not understood */
} reader;

static xml_bounds read_joined(reader *r, bool any);

/* What reads no data is evaluated. */
static xml_bounds
settle_fixed(reader *r, xml_bounds b, const char *from)
{
    xml_value v;
    if (!b.fixed)
        return b;
    const char *text = arena_strndup(r->a, from, (size_t)(r->p - from));
    if (!r->facts->evaluate(r->facts->data, text, &v))
        return bounds_unknown;
    const double n = xml_value_number(&v);
    xml_bounds out = isnan(n) || v.type == XML_BOOLEAN ? bounds_unknown : bounds_between(n, n);
    out.fixed = true;
    out.truth = xml_value_holds(&v)     ? XML_ALWAYS
                : xml_value_boolean(&v) ? XML_OPEN /* a blank text is one to XPath, and none to a test */
                                        : XML_NEVER;
    out.is_blank = v.type == XML_STRING && !*v.string;
    return out;
}

/* ---- parts that may be so or otherwise ---- */

/* Spaces part names (a - b is no a-b), and say nothing beside signs. */
static char *
without_spaces(arena *a, const char *from, const char *end)
{
    static const char signs[] = "=!<>()[],/@'\"|+*";
    char *text = arena_strndup(a, from, (size_t)(end - from)), *to = text, quote = 0;
    for (const char *p = from; p < end; p++) {
        const bool is_quoted = quote, is_space = !quote && g_ascii_isspace(*p);
        if (quote ? *p == quote : *p == '\'' || *p == '"')
            quote = quote ? 0 : *p;
        if (is_space && (to == text || to[-1] == ' ' || strchr(signs, to[-1])))
            continue;
        if (!is_space && !is_quoted && to > text && to[-1] == ' ' && strchr(signs, *p))
            to--;
        *to++ = is_space ? ' ' : *p;
    }
    while (to > text && to[-1] == ' ')
        to--;
    *to = '\0';
    return text;
}

static xml_bounds
take_part(reader *r, xml_bounds b, const char *from)
{
    if (b.truth != XML_OPEN || b.fixed || b.is_joined || r->within)
        return b;
    char *text = without_spaces(r->a, from, r->p);
    guint i = 0;
    while (i < r->parts->len && strcmp(g_ptr_array_index(r->parts, i), text) != 0)
        i++;
    if (r->trying)
        b.truth = i >= MOST_PARTS ? XML_OPEN : r->met & (1u << i) ? XML_ALWAYS : XML_NEVER;
    else if (i < r->parts->len)
        r->repeated = true;
    else
        g_ptr_array_add(r->parts, text);
    return b;
}

/* ---- paths and predicates ---- */

static void
skip_space(reader *r)
{
    r->p = xpath_skip_space(r->p);
}

static bool
take_sign(reader *r, const char *sign)
{
    skip_space(r);
    const bool is_there = g_str_has_prefix(r->p, sign);
    r->p += is_there ? strlen(sign) : 0;
    return is_there;
}

/* An operator that is a name, where an operator can stand. */
static bool
take_word(reader *r, const char *word)
{
    skip_space(r);
    const char *end = xpath_starts_name(*r->p) ? xpath_skip_name(r->p) : r->p;
    const bool is_there = strlen(word) == (size_t)(end - r->p) && strncmp(r->p, word, strlen(word)) == 0;
    r->p = is_there ? end : r->p;
    return is_there;
}

/* One of the predicates between the two places is met by nothing. */
static bool
selects_nothing(reader *r, const char *from, const char *end)
{
    while (from && from < end) {
        if (*from == '\'' || *from == '"') {
            from = strchr(from + 1, *from) + 1;
        } else if (*from == '[') {
            const char *close = xpath_skip_brackets(from);
            const char *inside = arena_strndup(r->a, from + 1, (size_t)(close - from - 2));
            const xml_bounds b = xml_expr_bounds(r->a, inside, r->facts);
            if (b.truth == XML_NEVER && !b.is_number)
                return true;
            from = close;
        } else {
            from++;
        }
    }
    return false;
}

/* Steps from here on; `first`: the first one stands here, else it follows a slash if there is one. */
static xml_bounds
take_steps(reader *r, bool first)
{
    const char *from = r->p;
    const char *p = first ? xpath_skip_step(r->p) : xpath_skip_predicates(r->p);
    while (p && *xpath_skip_space(p) == '/') {
        p = xpath_skip_space(p);
        p = xpath_skip_step(p + (p[1] == '/' ? 2 : 1));
    }
    r->lost = r->lost || !p;
    if (!p)
        return bounds_unknown;
    r->p = p;
    return bounds_condition(selects_nothing(r, from, p) ? XML_NEVER : XML_OPEN, false);
}

static bool
goes_on(const reader *r)
{
    const char *p = xpath_skip_space(r->p);
    return *p == '[' || *p == '/';
}

static xml_bounds
take_path(reader *r)
{
    if (*r->p != '/')
        return take_steps(r, true);
    r->p += r->p[1] == '/' ? 2 : 1;
    skip_space(r);
    return *r->p && (xpath_starts_name(*r->p) || strchr("*@.", *r->p)) ? take_steps(r, true) : bounds_unknown;
}

/* ---- calls ---- */

typedef struct arguments {
    const char *name; /* of the function */
    bool fixed;       /* all arguments are */
    bool holds_text;  /* one of them is a text that is not blank */
    size_t count;
    xml_bounds first, last;
} arguments;

static bool
is_one_of(const char *const *names, const char *name)
{
    return names && g_strv_contains(names, name);
}

static arguments
take_arguments(reader *r, const char *name)
{
    const bool logical = strcmp(name, "not") == 0 || strcmp(name, "boolean") == 0;
    arguments k = {.name = name, .fixed = true, .first = bounds_unknown, .last = bounds_unknown};
    if (take_sign(r, ")"))
        return k;
    r->within += !logical;
    do {
        skip_space(r);
        const char *from = r->p;
        xml_bounds b = read_joined(r, true);
        b = logical ? take_part(r, settle_fixed(r, b, from), from) : settle_fixed(r, b, from);
        k.fixed = k.fixed && b.fixed;
        k.holds_text = k.holds_text || (b.fixed && b.truth == XML_ALWAYS);
        k.first = k.count++ ? k.first : b;
        k.last = b;
    } while (!r->lost && take_sign(r, ","));
    r->within -= !logical;
    r->lost = r->lost || !take_sign(r, ")");
    return k;
}

static xml_bounds
rounded_between(const arguments *k)
{
    double (*const how)(double) = strcmp(k->name, "floor") == 0 ? floor : ceil;
    if (strcmp(k->name, "round") == 0)
        return bounds_between(floor(k->first.low), ceil(k->first.high));
    return bounds_between(how(k->first.low), how(k->first.high));
}

static xml_bounds
value_of_call(reader *r, const arguments *k)
{
    static const char *const bare[] = {"true", "false", NULL}, *const from_one[] = {"position", "last", NULL},
                             *const counts[] = {"count", "string-length", NULL},
                             *const parts[] = {"contains", "starts-with", NULL},
                             *const rounds[] = {"floor", "ceiling", "round", NULL};
    if (is_one_of(bare, k->name) || (k->count && k->fixed && is_one_of(r->facts->plain, k->name)))
        return bounds_condition(XML_OPEN, true);
    if (strcmp(k->name, "not") == 0)
        return bounds_joined(bounds_inverse(k->first.truth));
    if (strcmp(k->name, "boolean") == 0)
        return bounds_joined(k->first.truth);
    if (is_one_of(from_one, k->name))
        return bounds_between(1, INFINITY);
    if (is_one_of(counts, k->name) || is_one_of(r->facts->counts, k->name))
        return bounds_between(0, INFINITY);
    if (is_one_of(rounds, k->name) && k->first.is_number)
        return rounded_between(k);
    if (is_one_of(parts, k->name) && k->last.fixed && k->last.is_blank)
        return bounds_condition(XML_ALWAYS, false);
    if (strcmp(k->name, "concat") == 0 && k->holds_text)
        return bounds_condition(XML_ALWAYS, false);
    return bounds_unknown;
}

/* ---- operands ---- */

static bool
is_call(const char *p)
{
    static const char *const tests[] = {"node", "text", "comment", "processing-instruction", NULL};
    if (!xpath_starts_name(*p))
        return false;
    const char *end = xpath_skip_name(p);
    char *name = g_strndup(p, (gsize)(end - p));
    const bool calls = *xpath_skip_space(end) == '(' && !is_one_of(tests, name);
    g_free(name);
    return calls;
}

static xml_bounds
take_variable(reader *r)
{
    const char *end = xpath_skip_name(r->p + 1);
    const char *name = arena_strndup(r->a, r->p + 1, (size_t)(end - r->p - 1));
    const xml_bounds *known = r->facts->variables ? g_hash_table_lookup(r->facts->variables, name) : NULL;
    r->p = end;
    return known ? *known : bounds_unknown;
}

static xml_bounds
take_literal(reader *r)
{
    const char *close = strchr(r->p + 1, *r->p);
    r->lost = r->lost || !close;
    r->p = close ? close + 1 : r->p + strlen(r->p);
    return bounds_condition(XML_OPEN, true);
}

static xml_bounds
take_brackets(reader *r)
{
    const char *from = ++r->p;
    xml_bounds b = read_joined(r, true);
    b = take_part(r, b, from);
    r->lost = r->lost || !take_sign(r, ")");
    return b;
}

/* XPath's primary expressions, and location paths. */
static xml_bounds
take_operand(reader *r)
{
    xml_bounds b = bounds_unknown;
    skip_space(r);
    if (*r->p == '\'' || *r->p == '"') {
        b = take_literal(r);
    } else if (g_ascii_isdigit(*r->p) || (*r->p == '.' && g_ascii_isdigit(r->p[1]))) {
        r->p += strspn(r->p, "0123456789.");
        b = bounds_condition(XML_OPEN, true);
    } else if (*r->p == '$') {
        b = take_variable(r);
    } else if (*r->p == '(') {
        b = take_brackets(r);
    } else if (is_call(r->p)) {
        const char *end = xpath_skip_name(r->p), *name = arena_strndup(r->a, r->p, (size_t)(end - r->p));
        r->p = xpath_skip_space(end) + 1;
        const arguments k = take_arguments(r, name);
        b = value_of_call(r, &k);
    } else {
        return take_path(r);
    }
    return goes_on(r) && !r->lost ? take_steps(r, false) : b;
}

/* ---- operators, from those that bind most ---- */

static xml_bounds
read_union(reader *r)
{
    xml_bounds b = take_operand(r);
    while (!r->lost && take_sign(r, "|")) {
        const xml_bounds other = take_operand(r);
        b = bounds_condition(b.truth == XML_NEVER && other.truth == XML_NEVER ? XML_NEVER : XML_OPEN, false);
    }
    return b;
}

static xml_bounds
read_sign(reader *r)
{
    if (!take_sign(r, "-"))
        return read_union(r);
    const xml_bounds b = read_sign(r);
    if (b.fixed)
        return bounds_condition(XML_OPEN, true);
    return b.is_number ? bounds_between(-b.high, -b.low) : bounds_unknown;
}

/* Operations that bind alike, from the left. */
static xml_bounds
read_operations(reader *r, xml_bounds (*read_operand)(reader *r), char (*take_operator)(reader *r))
{
    skip_space(r);
    const char *from = r->p;
    xml_bounds b = read_operand(r);
    while (!r->lost) {
        const xml_bounds left = settle_fixed(r, b, from);
        const char op = take_operator(r);
        if (!op)
            return b;
        skip_space(r);
        const char *second = r->p;
        b = read_operand(r);
        b = bounds_calculate(op, left, settle_fixed(r, b, second));
    }
    return b;
}

static char
take_times(reader *r)
{
    return take_sign(r, "*") ? '*' : take_word(r, "div") ? 'd' : take_word(r, "mod") ? 'm' : 0;
}

static char
take_plus(reader *r)
{
    return take_sign(r, "+") ? '+' : take_sign(r, "-") ? '-' : 0;
}

static xml_bounds
read_product(reader *r)
{
    return read_operations(r, read_sign, take_times);
}

static xml_bounds
read_sum(reader *r)
{
    return read_operations(r, read_product, take_plus);
}

static xml_bounds
compare_values(const char *op, xml_bounds a, xml_bounds b)
{
    if (a.fixed && b.fixed)
        return bounds_condition(XML_OPEN, true);
    if (!a.is_number || !b.is_number)
        return bounds_unknown;
    if (*op == '>')
        return bounds_condition(bounds_compare(op[1] ? "<=" : "<", b, a), false);
    return bounds_condition(bounds_compare(op, a, b), false);
}

/* = and !=, or < and its like, which bind more. */
static xml_bounds
read_comparison(reader *r, bool equality)
{
    static const char *const equal[] = {"=", "!=", NULL}, *const order[] = {"<=", ">=", "<", ">", NULL};
    skip_space(r);
    const char *from = r->p;
    xml_bounds b = equality ? read_comparison(r, false) : read_sum(r);
    while (!r->lost) {
        const xml_bounds left = settle_fixed(r, b, from);
        const char *const *op = equality ? equal : order;
        while (*op && !take_sign(r, *op))
            op++;
        if (!*op)
            return b;
        skip_space(r);
        const char *second = r->p;
        b = equality ? read_comparison(r, false) : read_sum(r);
        b = compare_values(*op, left, settle_fixed(r, b, second));
        if (b.truth == XML_OPEN && !b.fixed)
            b.truth = bounds_of_the_same(*op, left, arena_strndup(r->a, from, (size_t)(second - from)),
                                         arena_strndup(r->a, second, (size_t)(r->p - second)));
    }
    return b;
}

static xml_truth
join_truths(xml_truth a, xml_truth b, xml_truth decides)
{
    if (a == decides || b == decides)
        return decides;
    return a == b ? a : XML_OPEN;
}

static xml_bounds
read_part(reader *r, bool any)
{
    return any ? read_joined(r, false) : read_comparison(r, true);
}

/* Joined by `or` (any), or by `and`, which binds more. */
static xml_bounds
read_joined(reader *r, bool any)
{
    const char *const word = any ? "or" : "and";
    skip_space(r);
    const char *from = r->p;
    xml_bounds b = read_part(r, any), whole = b;
    const char *end = r->p;
    bool is_first = true;
    while (!r->lost && take_word(r, word)) {
        const char *next = r->p;
        if (is_first) {
            r->p = end;
            whole = take_part(r, settle_fixed(r, b, from), from);
        }
        is_first = false;
        r->p = xpath_skip_space(next);
        from = r->p;
        b = read_part(r, any);
        b = take_part(r, settle_fixed(r, b, from), from);
        whole =
            bounds_condition(join_truths(whole.truth, b.truth, any ? XML_ALWAYS : XML_NEVER), whole.fixed && b.fixed);
        whole.is_joined = true;
    }
    return whole;
}

/* ---- the whole ---- */

static xml_bounds
read_whole(reader *r, const char *text)
{
    r->p = text;
    const xml_bounds b = settle_fixed(r, read_joined(r, true), text);
    return r->lost || *xpath_skip_space(r->p) ? bounds_unknown : b;
}

/* However its parts turn out. */
static xml_truth
try_parts(reader *r, const char *text)
{
    const unsigned ways = 1u << MIN(r->parts->len, MOST_PARTS);
    r->trying = true;
    r->met = 0;
    const xml_truth first = read_whole(r, text).truth;
    for (r->met = 1; r->met < ways; r->met++)
        if (read_whole(r, text).truth != first)
            return XML_OPEN;
    return first;
}

xml_bounds
xml_expr_bounds(arena *a, const char *text, const xml_facts *facts)
{
    g_assert(a && text && facts && facts->evaluate);
    reader r = {.facts = facts, .a = a, .parts = g_ptr_array_new()};
    xml_bounds b = read_whole(&r, text);
    if (b.truth == XML_OPEN && !b.fixed && r.repeated && !r.lost)
        b.truth = try_parts(&r, text);
    g_ptr_array_free(r.parts, TRUE);
    return b;
}
