/* xml_datatype.c: does a string fit a <data>, <value> or <list> pattern? The datatypes are libxml2's own,
 * so that the explanation cannot disagree with the verdict. */
#include "xml/xml_int.h"

#include <string.h>

#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>

#define XSD_NS "http://www.w3.org/2001/XMLSchema"

static const struct {
    const char *name;
    xmlSchemaTypeType type;
} facet_names[] = {
    {"minInclusive", XML_SCHEMA_FACET_MININCLUSIVE},
    {"maxInclusive", XML_SCHEMA_FACET_MAXINCLUSIVE},
    {"minExclusive", XML_SCHEMA_FACET_MINEXCLUSIVE},
    {"maxExclusive", XML_SCHEMA_FACET_MAXEXCLUSIVE},
    {"totalDigits", XML_SCHEMA_FACET_TOTALDIGITS},
    {"fractionDigits", XML_SCHEMA_FACET_FRACTIONDIGITS},
    {"pattern", XML_SCHEMA_FACET_PATTERN},
    {"whiteSpace", XML_SCHEMA_FACET_WHITESPACE},
    {"length", XML_SCHEMA_FACET_LENGTH},
    {"minLength", XML_SCHEMA_FACET_MINLENGTH},
    {"maxLength", XML_SCHEMA_FACET_MAXLENGTH},
};

static void
drop_facet(void *facet)
{
    xmlSchemaFreeFacet(facet);
}

static xmlSchemaFacet *
facet_of(xml_schema *s, xmlNode *param, xmlSchemaType *type)
{
    if (!s->facets)
        s->facets = g_hash_table_new_full(NULL, NULL, NULL, drop_facet);
    xmlSchemaFacet *facet = g_hash_table_lookup(s->facets, param);
    if (facet)
        return facet;
    char *name = rng_attribute(param, "name");
    for (size_t i = 0; i < G_N_ELEMENTS(facet_names) && !facet; i++) {
        if (g_strcmp0(name, facet_names[i].name) != 0)
            continue;
        facet = xmlSchemaNewFacet();
        facet->type = facet_names[i].type;
        /* In the schema's dictionary, as facet->value is not freed with the facet. */
        xmlChar *text = xmlNodeGetContent(param);
        facet->value = xmlDictLookup(s->doc->tree->dict, text, -1);
        xmlFree(text);
        if (xmlSchemaCheckFacet(facet, type, NULL, (const xmlChar *)name) != 0) {
            xmlSchemaFreeFacet(facet);
            facet = NULL;
            break;
        }
        g_hash_table_insert(s->facets, param, facet);
    }
    g_free(name);
    return facet;
}

static bool
excepted(xml_schema *s, xmlNode *data, const char *value, xmlNode *n)
{
    for (xmlNode *c = data->children; c; c = c->next)
        if (rng_named(c, "except"))
            for (xmlNode *e = c->children; e; e = e->next)
                if (xml_is_element(e) && strcmp(xml_namespace(e), XML_RNG_NS) == 0 &&
                    pattern_matches_value(s, pattern_of_rng(s, e), value, n))
                    return true;
    return false;
}

static bool
is_builtin(const xmlNode *data)
{
    char *library = rng_inherited(data, "datatypeLibrary");
    const bool builtin = *library == '\0';
    g_free(library);
    return builtin;
}

bool
datatype_accepts(xml_schema *s, xmlNode *data, const char *value, xmlNode *n)
{
    if (is_builtin(data)) /* string and token take anything */
        return !excepted(s, data, value, n);
    char *name = rng_attribute(data, "type");
    xmlSchemaType *type = name ? xmlSchemaGetPredefinedType((const xmlChar *)name, (const xmlChar *)XSD_NS) : NULL;
    g_free(name);
    if (!type)
        return true; /* libxml2 has refused such a schema already */
    xmlSchemaVal *parsed = NULL;
    bool fits = xmlSchemaValPredefTypeNodeNoNorm(type, (const xmlChar *)value, &parsed, n) == 0;
    for (xmlNode *param = data->children; fits && param; param = param->next) {
        xmlSchemaFacet *facet = rng_named(param, "param") ? facet_of(s, param, type) : NULL;
        if (facet)
            fits = xmlSchemaValidateFacet(type, facet, (const xmlChar *)value, parsed) == 0;
    }
    xmlSchemaFreeValue(parsed);
    return fits && !excepted(s, data, value, n);
}

/* Whitespace as the type `token` sees it: trimmed, runs made one space. */
static char *
collapsed(const char *text)
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

bool
value_equals(const xmlNode *value_pattern, const char *value)
{
    char *type = rng_attribute(value_pattern, "type");
    xmlChar *wanted = xmlNodeGetContent(value_pattern);
    bool equal;
    if (g_strcmp0(type, "string") == 0) {
        equal = strcmp((const char *)wanted, value) == 0;
    } else {
        char *x = collapsed((const char *)wanted), *y = collapsed(value);
        equal = strcmp(x, y) == 0;
        g_free(x);
        g_free(y);
    }
    xmlFree(wanted);
    g_free(type);
    return equal;
}

/* The pattern left over after one token of a list. */
static const pattern *
after_token(xml_schema *s, const pattern *p, const char *token, xmlNode *n)
{
    const pattern *none = pattern_make(s, PATTERN_NOT_ALLOWED, NULL, NULL, NULL);
    const pattern *empty = pattern_make(s, PATTERN_EMPTY, NULL, NULL, NULL);
    switch (p->kind) {
    case PATTERN_DATA:
    case PATTERN_VALUE:
        return pattern_matches_value(s, p, token, n) ? empty : none;
    case PATTERN_CHOICE:
        return pattern_make(s, PATTERN_CHOICE, after_token(s, p->a, token, n), after_token(s, p->b, token, n), NULL);
    case PATTERN_GROUP: {
        const pattern *first = pattern_make(s, PATTERN_GROUP, after_token(s, p->a, token, n), p->b, NULL);
        return p->a->nullable ? pattern_make(s, PATTERN_CHOICE, first, after_token(s, p->b, token, n), NULL) : first;
    }
    case PATTERN_ONE_OR_MORE:
        return pattern_make(s, PATTERN_GROUP, after_token(s, p->a, token, n),
                            pattern_make(s, PATTERN_CHOICE, p, empty, NULL), NULL);
    default:
        return none;
    }
}

static bool
list_matches(xml_schema *s, const pattern *inside, const char *value, xmlNode *n)
{
    char *text = collapsed(value);
    char **tokens = g_strsplit(text, " ", -1);
    const pattern *p = inside;
    for (char **t = tokens; *t; t++)
        if (**t)
            p = after_token(s, p, *t, n);
    g_strfreev(tokens);
    g_free(text);
    return p->nullable;
}

bool
pattern_matches_value(xml_schema *s, const pattern *p, const char *value, xmlNode *n)
{
    switch (p->kind) {
    case PATTERN_EMPTY:
        return value[strspn(value, " \t\r\n")] == '\0';
    case PATTERN_TEXT:
        return true;
    case PATTERN_DATA:
        return datatype_accepts(s, p->rng, value, n);
    case PATTERN_VALUE:
        return value_equals(p->rng, value);
    case PATTERN_LIST:
        return list_matches(s, p->a, value, n);
    case PATTERN_CHOICE:
        return pattern_matches_value(s, p->a, value, n) || pattern_matches_value(s, p->b, value, n);
    case PATTERN_GROUP:
    case PATTERN_INTERLEAVE: /* a string is one letter: the other side must be able to be nothing */
        return (p->b->nullable && pattern_matches_value(s, p->a, value, n)) ||
               (p->a->nullable && pattern_matches_value(s, p->b, value, n));
    case PATTERN_ONE_OR_MORE:
        return pattern_matches_value(s, p->a, value, n);
    default:
        return false;
    }
}

static const pattern *
accepting_data(xml_schema *s, const pattern *p, const char *value, xmlNode *n)
{
    if (!p)
        return NULL;
    if (p->kind == PATTERN_DATA)
        return datatype_accepts(s, p->rng, value, n) ? p : NULL;
    const pattern *found = accepting_data(s, p->a, value, n);
    return found ? found : accepting_data(s, p->b, value, n);
}

const char *
xml_pattern_datatype(arena *a, const xml_schema *schema, const xml_node *rng, const char *value)
{
    xml_schema *s = (xml_schema *)schema; /* the tables of patterns and facets grow */
    if (!rng_named(rng, "element") && !rng_named(rng, "attribute"))
        return NULL;
    const pattern *p = pattern_of_rng(s, (xmlNode *)rng);
    const pattern *data = accepting_data(s, pattern_content(s, p), value, NULL);
    return data ? xml_attribute(a, data->rng, "type") : NULL;
}
