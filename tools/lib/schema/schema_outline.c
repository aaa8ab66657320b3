/* schema_outline.c: a grammar's patterns as a tree of what a document may have. */
#include "schema/schema_outline.h"
#include "schema/schema_int.h"

#include <string.h>

/* How often something stands in a content: at least, in the usual way (the first that a choice offers), and whether
 * more than once. */
typedef struct times {
    unsigned least, usual, most; /* 2: more than once */
} times;

static times
times_of(const pattern *p, const char *name, pattern_kind kind)
{
    if (!p)
        return (times){0, 0, 0};
    const times a = times_of(p->a, name, kind), b = times_of(p->b, name, kind);
    switch (p->kind) {
    case PATTERN_ELEMENT:
    case PATTERN_ATTRIBUTE:
        return p->kind == kind && g_strcmp0(p->name, name) == 0 ? (times){1, 1, 1} : (times){0, 0, 0};
    case PATTERN_CHOICE:
        return (times){MIN(a.least, b.least), p->b->kind == PATTERN_EMPTY ? 0 : a.usual, MAX(a.most, b.most)};
    case PATTERN_GROUP:
    case PATTERN_INTERLEAVE:
        return (times){MIN(a.least + b.least, 2), MIN(a.usual + b.usual, 2), MIN(a.most + b.most, 2)};
    case PATTERN_ONE_OR_MORE:
        return (times){a.least, a.usual, a.most ? 2 : 0};
    default:
        return (times){0, 0, 0};
    }
}

/* Whether a content can be without these two. */
static bool
is_possible_without(const pattern *p, const schema_spot *x, const schema_spot *y)
{
    if (!p)
        return true;
    switch (p->kind) {
    case PATTERN_ELEMENT:
    case PATTERN_ATTRIBUTE: {
        const bool is_attribute = p->kind == PATTERN_ATTRIBUTE;
        return !(x->is_attribute == is_attribute && g_strcmp0(p->name, x->name) == 0) &&
               !(y->is_attribute == is_attribute && g_strcmp0(p->name, y->name) == 0);
    }
    case PATTERN_CHOICE:
        return is_possible_without(p->a, x, y) || is_possible_without(p->b, x, y);
    case PATTERN_GROUP:
    case PATTERN_INTERLEAVE:
        return is_possible_without(p->a, x, y) && is_possible_without(p->b, x, y);
    case PATTERN_ONE_OR_MORE:
        return is_possible_without(p->a, x, y);
    default:
        return true;
    }
}

/* Of two parts one must be there: 姓 or 名, 日付 or 会議. */
static const schema_spot *
other_of(const pattern *content, const schema_spot *s, const GPtrArray *parts)
{
    for (guint i = 0; !s->required && i < parts->len; i++) {
        const schema_spot *other = g_ptr_array_index(parts, i);
        if (other != s && !other->required && !is_possible_without(content, s, other))
            return other;
    }
    return NULL;
}

static void
read_facets(arena *a, schema_spot *s, const xml_node *data)
{
    const char *ja, *en;
    value_form(a, data, &ja, &en);
    s->form = ja;
    s->datatype = xml_attribute(a, data, "type");
    for (const xml_node *c = xml_first_element(data); c; c = xml_next_element(c)) {
        const char *name = rng_kind_of(c) == RNG_PARAM ? xml_attribute(a, c, "name") : "";
        if (strcmp(name, "pattern") == 0)
            s->pattern = xml_text(a, c);
        else if (strcmp(name, "minInclusive") == 0)
            s->lowest = xml_text(a, c);
        else if (strcmp(name, "maxInclusive") == 0)
            s->highest = xml_text(a, c);
    }
}

static void
read_words(arena *a, schema_spot *s, const GPtrArray *values)
{
    const char **words = ARENA_ARRAY(a, const char *, values->len);
    for (guint i = 0; i < values->len; i++)
        words[i] = xml_text(a, ((const pattern *)g_ptr_array_index(values, i))->rng);
    s->words = words;
    s->word_count = values->len;
}

static void
read_value(arena *a, const schema_grammar *g, schema_spot *s, const pattern *content)
{
    GPtrArray *data = g_ptr_array_new(), *values = g_ptr_array_new();
    pattern_collect(content, PATTERN_DATA, data);
    pattern_collect(content, PATTERN_VALUE, values);
    if (pattern_has_kind(content, PATTERN_TEXT) || pattern_has_kind(content, PATTERN_LIST)) {
        s->value = SCHEMA_TEXT;
    } else if (data->len) {
        s->value = SCHEMA_DATA;
        read_facets(a, s, ((const pattern *)g_ptr_array_index(data, 0))->rng);
    } else if (values->len) {
        s->value = SCHEMA_WORDS;
        read_words(a, s, values);
    }
    s->may_be_blank = s->value != SCHEMA_NO_VALUE && schema_accepts(g, s->rng, "");
    g_ptr_array_free(data, TRUE);
    g_ptr_array_free(values, TRUE);
}

static bool
is_within(const schema_spot *s, const xml_node *rng)
{
    for (; s; s = s->parent)
        if (s->rng == rng)
            return true;
    return false;
}

static schema_spot *outline_of(arena *a, schema_grammar *g, const pattern *p, const schema_spot *parent, times n);

static void
add_parts(arena *a, schema_grammar *g, const schema_spot *s, const pattern *content, pattern_kind kind,
          GPtrArray *parts)
{
    GPtrArray *found = g_ptr_array_new();
    pattern_collect(content, kind, found);
    for (guint i = 0; i < found->len; i++) {
        const pattern *p = g_ptr_array_index(found, i);
        bool known = !p->name || is_within(s, p->rng);
        for (guint j = 0; j < i && !known; j++)
            known = g_strcmp0(((const pattern *)g_ptr_array_index(found, j))->name, p->name) == 0;
        if (!known)
            g_ptr_array_add(parts, (void *)outline_of(a, g, p, s, times_of(content, p->name, kind)));
    }
    g_ptr_array_free(found, TRUE);
}

static schema_spot *
outline_of(arena *a, schema_grammar *g, const pattern *p, const schema_spot *parent, times n)
{
    schema_spot *s = ARENA_NEW(a, schema_spot);
    *s = (schema_spot){.rng = p->rng,
                       .parent = parent,
                       .name = p->name ? p->name : "*",
                       .is_attribute = p->kind == PATTERN_ATTRIBUTE,
                       .required = n.least > 0,
                       .usual = n.least > 0 || (p->kind == PATTERN_ATTRIBUTE && n.usual > 0),
                       .many = n.most > 1};
    pattern_documentation(a, p->rng, &s->label, &s->help);
    const pattern *content = pattern_content(g, p);
    read_value(a, g, s, content);
    GPtrArray *parts = g_ptr_array_new();
    if (!s->is_attribute) {
        add_parts(a, g, s, content, PATTERN_ATTRIBUTE, parts);
        add_parts(a, g, s, content, PATTERN_ELEMENT, parts);
    }
    for (guint i = 0; i < parts->len; i++) {
        schema_spot *part = g_ptr_array_index(parts, i);
        part->other = other_of(content, part, parts);
    }
    s->part_count = parts->len;
    s->parts = parts->len ? arena_copy(a, parts->pdata, parts->len * sizeof *parts->pdata) : NULL;
    g_ptr_array_free(parts, TRUE);
    return s;
}

const schema_spot *
schema_outline(arena *a, const schema_grammar *grammar)
{
    schema_grammar *g = (schema_grammar *)grammar; /* its tables grow */
    GPtrArray *roots = g_ptr_array_new();
    pattern_collect(pattern_start(g), PATTERN_ELEMENT, roots);
    const schema_spot *s = roots->len ? outline_of(a, g, g_ptr_array_index(roots, 0), NULL, (times){1, 1, 1}) : NULL;
    g_ptr_array_free(roots, TRUE);
    return s;
}

const schema_spot *
schema_spot_part(const schema_spot *s, const char *name, bool is_attribute)
{
    for (size_t i = 0; i < s->part_count; i++)
        if (s->parts[i]->is_attribute == is_attribute && strcmp(s->parts[i]->name, name) == 0)
            return s->parts[i];
    return NULL;
}

const char *
schema_spot_note(arena *a, const schema_spot *s, const char *name)
{
    return xml_attribute_ns(a, s->rng, SCHEMA_NOTES, name);
}

const char *
schema_spot_inherited(arena *a, const schema_spot *s, const char *name)
{
    const char *says = NULL;
    for (; s && !says; s = s->parent)
        says = schema_spot_note(a, s, name);
    return says;
}
