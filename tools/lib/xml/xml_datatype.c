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

/* What a <data> or <value> says, read once. */
typedef struct datum {
    const xmlSchemaType *type; /* of <data>; NULL: string or token, which take anything */
    GPtrArray *facets;         /* of xmlSchemaFacet */
    GPtrArray *exceptions;     /* of const pattern * */
    char *wanted;              /* of <value> */
    bool verbatim;             /* <value type="string">: spaces count */
} datum;

static void
drop_facet(void *facet)
{
    xmlSchemaFreeFacet(facet);
}

static void
drop_datum(void *p)
{
    datum *x = p;
    g_ptr_array_free(x->facets, TRUE);
    g_ptr_array_free(x->exceptions, TRUE);
    g_free(x->wanted);
    g_free(x);
}

static void
read_facet(xml_schema *s, const xmlNode *param, datum *x)
{
    char *name = rng_attribute(param, "name");
    for (size_t i = 0; i < G_N_ELEMENTS(facet_names); i++) {
        if (g_strcmp0(name, facet_names[i].name) != 0)
            continue;
        xmlSchemaFacet *facet = xmlSchemaNewFacet();
        facet->type = facet_names[i].type;
        /* In the schema's dictionary, as facet->value is not freed with the facet. */
        xmlChar *text = xmlNodeGetContent(param);
        facet->value = xmlDictLookup(s->doc->tree->dict, text, -1);
        xmlFree(text);
        if (xmlSchemaCheckFacet(facet, (xmlSchemaType *)x->type, NULL, (const xmlChar *)name) == 0)
            g_ptr_array_add(x->facets, facet);
        else
            xmlSchemaFreeFacet(facet);
        break;
    }
    g_free(name);
}

static void
read_exceptions(xml_schema *s, const xmlNode *except, datum *x)
{
    for (xmlNode *e = except->children; e; e = e->next)
        if (xml_is_element(e) && strcmp(xml_namespace(e), XML_RNG_NS) == 0)
            g_ptr_array_add(x->exceptions, (void *)pattern_of_rng(s, e));
}

static void
read_data(xml_schema *s, const xmlNode *data, datum *x)
{
    char *library = rng_inherited(data, "datatypeLibrary"), *name = rng_attribute(data, "type");
    if (*library && name) /* one that is not there was refused by libxml2 */
        x->type = xmlSchemaGetPredefinedType((const xmlChar *)name, (const xmlChar *)XSD_NS);
    for (const xmlNode *c = data->children; c; c = c->next) {
        if (x->type && rng_named(c, "param"))
            read_facet(s, c, x);
        else if (rng_named(c, "except"))
            read_exceptions(s, c, x);
    }
    g_free(name);
    g_free(library);
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

static void
read_value(const xmlNode *value, datum *x)
{
    char *type = rng_attribute(value, "type");
    xmlChar *text = xmlNodeGetContent(value);
    x->verbatim = g_strcmp0(type, "string") == 0;
    x->wanted = x->verbatim ? g_strdup((const char *)text) : collapsed((const char *)text);
    xmlFree(text);
    g_free(type);
}

static const datum *
datum_of(xml_schema *s, const xmlNode *rng)
{
    if (!s->data)
        s->data = g_hash_table_new_full(NULL, NULL, NULL, drop_datum);
    datum *x = g_hash_table_lookup(s->data, rng);
    if (x)
        return x;
    x = g_new0(datum, 1);
    x->facets = g_ptr_array_new_with_free_func(drop_facet);
    x->exceptions = g_ptr_array_new();
    if (rng_named(rng, "value"))
        read_value(rng, x);
    else
        read_data(s, rng, x);
    g_hash_table_insert(s->data, (void *)rng, x);
    return x;
}

bool
datatype_accepts(xml_schema *s, const xmlNode *data, const char *value, xmlNode *n)
{
    const datum *x = datum_of(s, data);
    xmlSchemaType *type = (xmlSchemaType *)x->type;
    xmlSchemaVal *parsed = NULL;
    bool fits = !type || xmlSchemaValPredefTypeNodeNoNorm(type, (const xmlChar *)value, &parsed, n) == 0;
    for (guint i = 0; fits && i < x->facets->len; i++)
        fits = xmlSchemaValidateFacet(type, g_ptr_array_index(x->facets, i), (const xmlChar *)value, parsed) == 0;
    xmlSchemaFreeValue(parsed);
    for (guint i = 0; fits && i < x->exceptions->len; i++)
        fits = !pattern_matches_value(s, g_ptr_array_index(x->exceptions, i), value, n);
    return fits;
}

static bool
value_equals(xml_schema *s, const xmlNode *value_pattern, const char *value)
{
    const datum *x = datum_of(s, value_pattern);
    if (x->verbatim || strcmp(x->wanted, value) == 0)
        return strcmp(x->wanted, value) == 0;
    char *y = collapsed(value);
    const bool equal = strcmp(x->wanted, y) == 0;
    g_free(y);
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
        return value_equals(s, p->rng, value);
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
    xml_schema *s = (xml_schema *)schema; /* the tables of patterns and datatypes grow */
    if (!rng_named(rng, "element") && !rng_named(rng, "attribute"))
        return NULL;
    const pattern *p = pattern_of_rng(s, (xmlNode *)rng);
    const pattern *data = accepting_data(s, pattern_content(s, p), value, NULL);
    return data ? xml_attribute(a, data->rng, "type") : NULL;
}

bool
xml_pattern_accepts(const xml_schema *schema, const xml_node *rng, const char *value)
{
    xml_schema *s = (xml_schema *)schema;
    if (!rng_named(rng, "element") && !rng_named(rng, "attribute"))
        return false;
    const pattern *content = pattern_content(s, pattern_of_rng(s, (xmlNode *)rng));
    return pattern_matches_value(s, pattern_close_attributes(s, content, true), value, NULL);
}
