/* xml_walk_core.c: the functions of XPath itself (XPath 1.0, 4 Core Function Library). */
#include "xml/xml_walk.h"

#include <math.h>
#include <string.h>

/* ---- which there are ---- */

static const walk_function functions[] = {
    {"boolean", WALK_BOOLEAN, 1, 1, true},
    {"ceiling", WALK_CEILING, 1, 1, false},
    {"concat", WALK_CONCAT, 2, WALK_MOST_PARTS, false},
    {"contains", WALK_CONTAINS, 2, 2, true},
    {"count", WALK_COUNT, 1, 1, false},
    {"false", WALK_FALSE, 0, 0, true},
    {"floor", WALK_FLOOR, 1, 1, false},
    {"last", WALK_LAST, 0, 0, false},
    {"local-name", WALK_LOCAL_NAME, 0, 1, false},
    {"name", WALK_NAME, 0, 1, false},
    {"normalize-space", WALK_NORMALIZE_SPACE, 0, 1, false},
    {"not", WALK_NOT, 1, 1, true},
    {"number", WALK_TO_NUMBER, 0, 1, false},
    {"position", WALK_POSITION, 0, 0, false},
    {"round", WALK_ROUND, 1, 1, false},
    {"starts-with", WALK_STARTS_WITH, 2, 2, true},
    {"string", WALK_STRING, 0, 1, false},
    {"string-length", WALK_STRING_LENGTH, 0, 1, false},
    {"substring", WALK_SUBSTRING, 2, 3, false},
    {"substring-after", WALK_SUBSTRING_AFTER, 2, 2, false},
    {"substring-before", WALK_SUBSTRING_BEFORE, 2, 2, false},
    {"sum", WALK_SUM, 1, 1, false},
    {"translate", WALK_TRANSLATE, 3, 3, false},
    {"true", WALK_TRUE, 0, 0, true},
};

/* XPath's own that are not walked, and what looks like a function and is a test of a node. */
static const char *const unwalked[] = {"comment", "id", "lang", "namespace-uri", "processing-instruction"};

const walk_function *
walk_core_named(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(functions); i++)
        if (*functions[i].name == *name && strcmp(functions[i].name, name) == 0)
            return &functions[i];
    return NULL;
}

bool
walk_is_core(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(unwalked); i++)
        if (*unwalked[i] == *name && strcmp(unwalked[i], name) == 0)
            return true;
    return walk_core_named(name);
}

/* ---- values ---- */

static walk_value
text_value(const char *s)
{
    return (walk_value){.type = XML_STRING, .string = s};
}

static walk_value
number_value(double n)
{
    return (walk_value){.type = XML_NUMBER, .number = n};
}

static walk_value
boolean_value(bool b)
{
    return (walk_value){.type = XML_BOOLEAN, .boolean = b};
}

/* The argument, or the context node where none is given; its nodes are dropped by whoever called. */
static bool
take_argument(walker *w, const walk_tree *t, walk_spot at, walk_value *v)
{
    if (t->part_count)
        return walk_part(w, t->parts[0], at, v);
    if (!at.node)
        return walk_decline(w);
    *v = (walk_value){.type = XML_NODES, .first = w->top, .count = 1};
    walk_push(w, at.node);
    return true;
}

/* The arguments as strings. */
static bool
take_strings(walker *w, const walk_tree *t, walk_spot at, const char **strings)
{
    for (size_t i = 0; i < t->part_count; i++) {
        walk_value v;
        const size_t top = w->top;
        if (!walk_part(w, t->parts[i], at, &v))
            return false;
        strings[i] = walk_string(w, &v);
        w->top = top;
    }
    return true;
}

/* ---- numbers ---- */

/* Halves go up; what lies between -0.5 and 0 is -0. */
static double
round_number(double n)
{
    if (n >= -0.5 && n < 0.5)
        return n * 0.0;
    const double below = floor(n);
    return n - below >= 0.5 ? below + 1 : below;
}

/* Added to *total. */
static bool
add_numbers(walker *w, const walk_value *v, double *total)
{
    if (v->type != XML_NODES)
        return walk_decline(w);
    for (size_t i = 0; i < v->count; i++)
        *total = decimal_sum(*total, xmlXPathCastStringToNumber((const xmlChar *)walk_text(w, w->nodes[v->first + i])));
    return true;
}

/* ---- strings ---- */

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *
normalize_space(arena *a, const char *s)
{
    char *out = ARENA_ARRAY(a, char, strlen(s) + 1), *end = out;
    for (; *s; s++)
        if (!is_space(*s))
            *end++ = *s;
        else if (end > out && end[-1] != ' ')
            *end++ = ' ';
    if (end > out && end[-1] == ' ')
        end--;
    *end = '\0';
    return out;
}

/* The characters whose places, counted from 1, are at least `from` and less than `to`. */
static const char *
characters_from(arena *a, const char *s, double from, double to)
{
    const char *begin = NULL;
    double at = 1;
    for (; *s && at < to; s = g_utf8_next_char(s), at++)
        if (!begin && at >= from)
            begin = s;
    return begin ? arena_strndup(a, begin, (size_t)(s - begin)) : "";
}

static const char *
part_of_text(arena *a, const char *s, double from, double length)
{
    return characters_from(a, s, round_number(from), round_number(from) + round_number(length));
}

static const char *
text_before(arena *a, const char *s, const char *part)
{
    const char *at = strstr(s, part);
    return at ? arena_strndup(a, s, (size_t)(at - s)) : "";
}

static const char *
text_after(const char *s, const char *part)
{
    const char *at = strstr(s, part);
    return at ? at + strlen(part) : "";
}

static const char *
translate_text(walker *w, const char *s, const char *from, const char *to)
{
    GString *out = g_string_new(NULL);
    for (; *s; s = g_utf8_next_char(s)) {
        const gunichar c = g_utf8_get_char(s);
        const char *at = g_utf8_strchr(from, -1, c);
        const long rank = at ? g_utf8_pointer_to_offset(from, at) : 0;
        if (!at)
            g_string_append_unichar(out, c);
        else if (rank < g_utf8_strlen(to, -1))
            g_string_append_unichar(out, g_utf8_get_char(g_utf8_offset_to_pointer(to, rank)));
    }
    const char *copy = arena_strndup(w->a, out->str, out->len);
    g_string_free(out, TRUE);
    return copy;
}

static const char *
join_texts(walker *w, const char *const *strings, size_t count)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += strlen(strings[i]);
    char *out = ARENA_ARRAY(w->a, char, length + 1), *end = out;
    for (size_t i = 0; i < count; i++) {
        const size_t n = strlen(strings[i]);
        memcpy(end, strings[i], n);
        end += n;
    }
    return out;
}

static const char *
name_of(walker *w, const walk_value *v, bool with_prefix)
{
    const xml_node *n = v->count ? w->nodes[v->first] : NULL;
    if (!n || (n->type != XML_ELEMENT_NODE && n->type != XML_ATTRIBUTE_NODE))
        return "";
    return with_prefix && *xml_prefix(n) ? arena_printf(w->a, "%s:%s", xml_prefix(n), xml_name(n)) : xml_name(n);
}

/* ---- by kind of arguments ---- */

/* What is read and made of so many strings; translate() looks each character up among those of its second argument. */
static bool
take_their_cost(walker *w, walk_core core, const char *const *s, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        bytes += strlen(s[i]);
        if (!walk_takes_text(w, bytes))
            return false;
    }
    if (core != WALK_TRANSLATE)
        return true;
    const size_t each = 1 + (strlen(s[1]) + strlen(s[2])) / WALK_BYTES_A_STEP;
    return walk_takes(w, strlen(s[0]) / WALK_BYTES_A_STEP * each);
}

static bool
call_on_strings(walker *w, const walk_tree *t, walk_spot at, walk_value *v)
{
    const char *s[WALK_MOST_PARTS];
    if (!take_strings(w, t, at, s) || !take_their_cost(w, t->core, s, t->part_count))
        return false;
    switch (t->core) {
    case WALK_CONCAT:
        *v = text_value(join_texts(w, s, t->part_count));
        break;
    case WALK_CONTAINS:
        *v = boolean_value(strstr(s[0], s[1]));
        break;
    case WALK_STARTS_WITH:
        *v = boolean_value(strncmp(s[0], s[1], strlen(s[1])) == 0);
        break;
    case WALK_SUBSTRING_BEFORE:
        *v = text_value(text_before(w->a, s[0], s[1]));
        break;
    case WALK_SUBSTRING_AFTER:
        *v = text_value(text_after(s[0], s[1]));
        break;
    default:
        *v = text_value(translate_text(w, s[0], s[1], s[2]));
        break;
    }
    return true;
}

static bool
call_substring(walker *w, const walk_tree *t, walk_spot at, walk_value *v)
{
    walk_value args[3];
    for (size_t i = 0; i < t->part_count; i++)
        if (!walk_part(w, t->parts[i], at, &args[i]))
            return false;
    const double length = t->part_count > 2 ? walk_number(w, &args[2]) : HUGE_VAL;
    const char *text = walk_string(w, &args[0]);
    if (!walk_takes_text(w, strlen(text)))
        return false;
    *v = text_value(part_of_text(w->a, text, walk_number(w, &args[1]), length));
    return true;
}

/* One argument, or the context node for it. */
static bool
call_on_one(walker *w, const walk_tree *t, walk_spot at, walk_value *v)
{
    walk_value arg;
    double total = 0;
    if (!take_argument(w, t, at, &arg))
        return false;
    if ((t->core == WALK_COUNT || t->core == WALK_NAME || t->core == WALK_LOCAL_NAME) && arg.type != XML_NODES)
        return walk_decline(w);
    if (arg.type == XML_STRING && !walk_takes_text(w, strlen(arg.string)))
        return false;
    switch (t->core) {
    case WALK_COUNT:
        *v = number_value((double)arg.count);
        break;
    case WALK_NAME:
    case WALK_LOCAL_NAME:
        *v = text_value(name_of(w, &arg, t->core == WALK_NAME));
        break;
    case WALK_STRING:
        *v = text_value(walk_string(w, &arg));
        break;
    case WALK_STRING_LENGTH:
        *v = number_value((double)g_utf8_strlen(walk_string(w, &arg), -1));
        break;
    case WALK_NORMALIZE_SPACE:
        *v = text_value(normalize_space(w->a, walk_string(w, &arg)));
        break;
    case WALK_SUM:
        if (!add_numbers(w, &arg, &total))
            return false;
        *v = number_value(total);
        break;
    case WALK_FLOOR:
        *v = number_value(floor(walk_number(w, &arg)));
        break;
    case WALK_CEILING:
        *v = number_value(ceil(walk_number(w, &arg)));
        break;
    case WALK_ROUND:
        *v = number_value(round_number(walk_number(w, &arg)));
        break;
    default:
        *v = number_value(walk_number(w, &arg));
        break;
    }
    return true;
}

bool
walk_call_core(walker *w, const walk_tree *t, walk_spot at, walk_value *v)
{
    const size_t top = w->top;
    bool done = true;
    switch (t->core) {
    case WALK_NOT:
    case WALK_BOOLEAN:
        *v = boolean_value(false);
        return walk_holds(w, t, at, &v->boolean);
    case WALK_TRUE:
    case WALK_FALSE:
        *v = boolean_value(t->core == WALK_TRUE);
        break;
    case WALK_POSITION:
        *v = number_value((double)at.position);
        break;
    case WALK_LAST:
        *v = number_value((double)at.size);
        break;
    case WALK_SUBSTRING:
        done = call_substring(w, t, at, v);
        break;
    case WALK_CONCAT:
    case WALK_CONTAINS:
    case WALK_STARTS_WITH:
    case WALK_SUBSTRING_BEFORE:
    case WALK_SUBSTRING_AFTER:
    case WALK_TRANSLATE:
        done = call_on_strings(w, t, at, v);
        break;
    default:
        done = call_on_one(w, t, at, v);
        break;
    }
    w->top = top;
    return done;
}
