/* schema_value.c: does a string fit a <data>, <value> or <list> pattern? */
#include "schema/schema_int.h"

#include <string.h>

#include "base/blank.h"

/* What a <data> or <value> says, read once. */
typedef struct datum {
    xml_datatype *type;    /* of <data>; NULL: string or token, which take anything */
    GPtrArray *exceptions; /* of const pattern * */
    const char *wanted;    /* of <value> */
    bool verbatim;         /* <value type="string">: spaces count */
} datum;

static void
drop_datum(void *p)
{
    datum *x = p;
    xml_datatype_drop(x->type);
    g_ptr_array_free(x->exceptions, TRUE);
    g_free(x);
}

static void
read_exceptions(schema_grammar *g, const xml_node *except, datum *x)
{
    for (const xml_node *e = xml_first_element(except); e; e = xml_next_element(e))
        if (rng_kind_of(e) != RNG_FOREIGN)
            g_ptr_array_add(x->exceptions, (void *)pattern_of_rng(g, e));
}

static void
read_data(schema_grammar *g, const xml_node *data, datum *x)
{
    if (*rng_inherited(g->memory, data, "datatypeLibrary"))
        x->type = xml_datatype_new(rng_attribute(g->memory, data, "type"));
    for (const xml_node *c = xml_first_element(data); c; c = xml_next_element(c)) {
        const rng_kind kind = rng_kind_of(c);
        if (x->type && kind == RNG_PARAM) /* one that is wrong was told when the schema was read */
            xml_datatype_restrict(x->type, rng_attribute(g->memory, c, "name"), xml_text(g->memory, c));
        else if (kind == RNG_EXCEPT)
            read_exceptions(g, c, x);
    }
}

/* Whitespace as the type `token` sees it: trimmed, runs made one space. */
static char *
collapse_spaces(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p++) {
        const bool space = strchr(" \t\r\n", *p);
        if (!space)
            g_string_append_c(out, *p);
        else if (out->len && out->str[out->len - 1] != ' ')
            g_string_append_c(out, ' ');
    }
    if (out->len && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    return g_string_free(out, FALSE);
}

static void
read_value(schema_grammar *g, const xml_node *value, datum *x)
{
    const char *text = xml_text(g->memory, value);
    x->verbatim = g_strcmp0(rng_attribute(g->memory, value, "type"), "string") == 0;
    char *tidy = collapse_spaces(text);
    x->wanted = x->verbatim ? text : arena_strdup(g->memory, tidy);
    g_free(tidy);
}

static const datum *
datum_of(schema_grammar *g, const xml_node *rng)
{
    if (!g->data)
        g->data = g_hash_table_new_full(NULL, NULL, NULL, drop_datum);
    datum *x = g_hash_table_lookup(g->data, rng);
    if (x)
        return x;
    x = g_new0(datum, 1);
    x->exceptions = g_ptr_array_new();
    if (rng_kind_of(rng) == RNG_VALUE)
        read_value(g, rng, x);
    else
        read_data(g, rng, x);
    g_hash_table_insert(g->data, (void *)rng, x);
    return x;
}

static const datum *
datum_of_pattern(schema_grammar *g, const pattern *p)
{
    if (!p->datum)
        ((pattern *)p)->datum = datum_of(g, p->rng);
    return p->datum;
}

static bool
data_accepts(schema_grammar *g, const pattern *data, const char *value, const xml_node *n)
{
    const datum *x = datum_of_pattern(g, data);
    bool fits = !x->type || xml_datatype_accepts(x->type, value, n);
    for (guint i = 0; fits && i < x->exceptions->len; i++)
        fits = !pattern_matches_value(g, g_ptr_array_index(x->exceptions, i), value, n);
    return fits;
}

/* Whether collapse_spaces would leave it as it is. */
static bool
is_collapsed(const char *text)
{
    char before = ' ';
    for (const char *p = text; *p; before = *p++)
        if (*p == '\t' || *p == '\r' || *p == '\n' || (*p == ' ' && before == ' '))
            return false;
    return before != ' ' || !*text;
}

static bool
value_equals(schema_grammar *g, const pattern *value_pattern, const char *value)
{
    const datum *x = datum_of_pattern(g, value_pattern);
    if (strcmp(x->wanted, value) == 0)
        return true;
    if (x->verbatim || is_collapsed(value))
        return false;
    char *y = collapse_spaces(value);
    const bool equal = strcmp(x->wanted, y) == 0;
    g_free(y);
    return equal;
}

/* The pattern left over after one token of a list. */
static const pattern *
after_token(schema_grammar *g, const pattern *p, const char *token, const xml_node *n)
{
    const pattern *none = pattern_simple(g, PATTERN_NOT_ALLOWED);
    const pattern *empty = pattern_simple(g, PATTERN_EMPTY);
    switch (p->kind) {
    case PATTERN_DATA:
    case PATTERN_VALUE:
        return pattern_matches_value(g, p, token, n) ? empty : none;
    case PATTERN_CHOICE:
        return pattern_make(g, PATTERN_CHOICE, after_token(g, p->a, token, n), after_token(g, p->b, token, n), NULL);
    case PATTERN_GROUP: {
        const pattern *first = pattern_make(g, PATTERN_GROUP, after_token(g, p->a, token, n), p->b, NULL);
        return p->a->nullable ? pattern_make(g, PATTERN_CHOICE, first, after_token(g, p->b, token, n), NULL) : first;
    }
    case PATTERN_ONE_OR_MORE:
        return pattern_make(g, PATTERN_GROUP, after_token(g, p->a, token, n),
                            pattern_make(g, PATTERN_CHOICE, p, empty, NULL), NULL);
    default:
        return none;
    }
}

/* The tokens of a list, one space between them. */
static char *
list_text(const schema_grammar *g, const char *value)
{
    GString *plain = g_string_new(NULL);
    for (const char *p = value; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        g_string_append_unichar(plain, g->padded && blank_is_char(c) ? ' ' : c);
    }
    char *text = collapse_spaces(plain->str);
    g_string_free(plain, TRUE);
    return text;
}

static bool
list_matches(schema_grammar *g, const pattern *inside, const char *value, const xml_node *n)
{
    char *text = list_text(g, value);
    char **tokens = g_strsplit(text, " ", -1);
    const pattern *p = inside;
    for (char **t = tokens; *t; t++)
        if (**t)
            p = after_token(g, p, *t, n);
    g_strfreev(tokens);
    g_free(text);
    return p->nullable;
}

static bool
matches_trimmed(schema_grammar *g, const pattern *p, const char *value, const xml_node *n)
{
    switch (p->kind) {
    case PATTERN_EMPTY:
        return value_is_blank(g, value);
    case PATTERN_TEXT:
        return true;
    case PATTERN_DATA:
        return data_accepts(g, p, value, n);
    case PATTERN_VALUE:
        return value_equals(g, p, value);
    case PATTERN_LIST:
        return list_matches(g, p->a, value, n);
    case PATTERN_CHOICE:
        return matches_trimmed(g, p->a, value, n) || matches_trimmed(g, p->b, value, n);
    case PATTERN_GROUP:
    case PATTERN_INTERLEAVE: /* a string is one letter: the other side must be able to be nothing */
        return (p->b->nullable && matches_trimmed(g, p->a, value, n)) ||
               (p->a->nullable && matches_trimmed(g, p->b, value, n));
    case PATTERN_ONE_OR_MORE:
        return matches_trimmed(g, p->a, value, n);
    default:
        return false;
    }
}

bool
pattern_matches_value(schema_grammar *g, const pattern *p, const char *value, const xml_node *n)
{
    size_t length = strlen(value);
    const char *begin = g->padded ? blank_trim(value, &length) : value;
    if (!begin[length])
        return matches_trimmed(g, p, begin, n);
    char *trimmed = g_strndup(begin, length);
    const bool fits = matches_trimmed(g, p, trimmed, n);
    g_free(trimmed);
    return fits;
}

bool
value_is_blank(const schema_grammar *g, const char *value)
{
    return g->padded ? blank_is_text(value) : value[strspn(value, " \t\r\n")] == '\0';
}

bool
text_is_blank(schema_grammar *g, const xml_node *text)
{
    if (xml_is_blank_text(text) || !g->padded || !xml_is_text(text))
        return xml_is_blank_text(text);
    return blank_is_text(xml_borrow_value(text));
}

const char *
value_collapsed(arena *a, const schema_grammar *g, const pattern *p, const char *value)
{
    if (p->kind == PATTERN_VALUE && datum_of_pattern((schema_grammar *)g, p)->verbatim)
        return value;
    char *text = p->kind == PATTERN_LIST ? list_text(g, value) : collapse_spaces(value);
    const char *copy = arena_strdup(a, text);
    g_free(text);
    return copy;
}

static const pattern *
accepting_data(schema_grammar *g, const pattern *p, const char *value, const xml_node *n)
{
    if (!p)
        return NULL;
    if (p->kind == PATTERN_DATA)
        return data_accepts(g, p, value, n) ? p : NULL;
    const pattern *found = accepting_data(g, p->a, value, n);
    return found ? found : accepting_data(g, p->b, value, n);
}

/* What stands inside the pattern that a node of the schema is; NULL when it is none with a content. */
static const pattern *
content_of_rng(schema_grammar *g, const xml_node *rng)
{
    const rng_kind kind = rng_kind_of(rng);
    return kind == RNG_ELEMENT || kind == RNG_ATTRIBUTE ? pattern_content(g, pattern_of_rng(g, rng)) : NULL;
}

const char *
schema_datatype(arena *a, const schema_grammar *grammar, const xml_node *rng, const char *value)
{
    schema_grammar *g = (schema_grammar *)grammar; /* its tables grow */
    const pattern *data = accepting_data(g, content_of_rng(g, rng), value, NULL);
    return data ? xml_attribute(a, data->rng, "type") : NULL;
}

static const pattern *
accepting_part(schema_grammar *g, const pattern *p, const char *value)
{
    if (!p)
        return NULL;
    if (p->kind == PATTERN_DATA || p->kind == PATTERN_VALUE)
        return pattern_matches_value(g, p, value, NULL) ? p : NULL;
    const pattern *found = accepting_part(g, p->a, value);
    return found ? found : accepting_part(g, p->b, value);
}

const xml_node *
schema_said_by(const schema_grammar *grammar, const xml_node *rng, const char *value)
{
    schema_grammar *g = (schema_grammar *)grammar;
    const pattern *part = accepting_part(g, content_of_rng(g, rng), value);
    return part ? part->rng : NULL;
}

bool
schema_accepts(const schema_grammar *grammar, const xml_node *rng, const char *value)
{
    schema_grammar *g = (schema_grammar *)grammar;
    const pattern *content = content_of_rng(g, rng);
    return content && pattern_matches_value(g, pattern_close_attributes(g, content, true), value, NULL);
}
