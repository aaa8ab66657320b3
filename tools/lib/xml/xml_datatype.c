/* xml_datatype.c: the datatypes of XML Schema, by the same calls that libxml2's own RELAX NG makes. */
#include "xml/xml_int.h"

#include <stdint.h>
#include <string.h>

#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>

#include "xml/xml_shape.h"

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

/* A file says the same few words again and again (100%, center, 2024-04-01), and so do the files of one office: what
 * was judged last of those that share a place in the table is not judged again. */
enum { JUDGED_BITS = 7, JUDGED = 1 << JUDGED_BITS };
typedef struct judged {
    char value[24]; /* and zeros; longer ones are judged each time */
    bool is_known, fits;
} judged;

struct xml_datatype {
    xmlSchemaType *type; /* libxml2's own; never freed */
    GPtrArray *facets;   /* of xmlSchemaFacet */
    GPtrArray *texts;    /* their values, which are not freed with them */
    xml_shape *shape;    /* of its one facet, which is a pattern; NULL: it has others, or none of a plain shape */
    bool is_shaped;      /* that facet is among `facets` */
    judged *judged;      /* NULL: whether a value fits depends on where it stands, or every text does */
};

/* Prefixes and entities are looked up where the value stands, and an id is noted there. */
static bool
depends_on_place(const xmlSchemaType *type)
{
    switch (type->builtInType) {
    case XML_SCHEMAS_QNAME:
    case XML_SCHEMAS_NOTATION:
    case XML_SCHEMAS_ID:
    case XML_SCHEMAS_IDREF:
    case XML_SCHEMAS_IDREFS:
    case XML_SCHEMAS_ENTITY:
    case XML_SCHEMAS_ENTITIES:
        return true;
    default:
        return false;
    }
}

static bool
is_any_text(const xmlSchemaType *type)
{
    return type->builtInType == XML_SCHEMAS_STRING || type->builtInType == XML_SCHEMAS_NORMSTRING ||
           type->builtInType == XML_SCHEMAS_TOKEN;
}

static void
drop_facet(void *facet)
{
    xmlSchemaFreeFacet(facet);
}

xml_datatype *
xml_datatype_new(const char *name)
{
    xmlSchemaType *type = xmlSchemaGetPredefinedType((const xmlChar *)name, (const xmlChar *)XSD_NS);
    if (!type)
        return NULL;
    xml_datatype *t = g_new0(xml_datatype, 1);
    t->type = type;
    t->facets = g_ptr_array_new_with_free_func(drop_facet);
    t->texts = g_ptr_array_new_with_free_func(g_free);
    if (!depends_on_place(type) && !is_any_text(type))
        t->judged = g_new0(judged, JUDGED);
    return t;
}

void
xml_datatype_drop(xml_datatype *t)
{
    if (!t)
        return;
    g_ptr_array_free(t->facets, TRUE);
    g_ptr_array_free(t->texts, TRUE);
    xml_shape_drop(t->shape);
    g_free(t->judged);
    g_free(t);
}

static bool
add_facet(xml_datatype *t, xmlSchemaTypeType kind, const char *name, const char *text)
{
    xmlSchemaFacet *facet = xmlSchemaNewFacet();
    facet->type = kind;
    facet->value = (const xmlChar *)text;
    if (xmlSchemaCheckFacet(facet, t->type, NULL, (const xmlChar *)name) != 0) {
        xmlSchemaFreeFacet(facet);
        return false;
    }
    g_ptr_array_add(t->facets, facet);
    return true;
}

/* An automaton is made when something is to be judged by it. */
static void
add_shaped(xml_datatype *t)
{
    const bool good = t->is_shaped || !t->shape ||
                      add_facet(t, XML_SCHEMA_FACET_PATTERN, "pattern", (const char *)g_ptr_array_index(t->texts, 0));
    g_assert(good);
    t->is_shaped = true;
}

bool
xml_datatype_restrict(xml_datatype *t, const char *name, const char *value)
{
    size_t i = 0;
    while (i < G_N_ELEMENTS(facet_names) && g_strcmp0(name, facet_names[i].name) != 0)
        i++;
    if (i == G_N_ELEMENTS(facet_names))
        return false;
    char *text = g_strdup(value);
    g_ptr_array_add(t->texts, text);
    const bool is_pattern = facet_names[i].type == XML_SCHEMA_FACET_PATTERN;
    if (is_pattern && t->texts->len == 1 && !depends_on_place(t->type))
        t->shape = xml_shape_new(text);
    else
        add_shaped(t);
    if (!(t->shape && t->texts->len == 1) && !add_facet(t, facet_names[i].type, name, text))
        return false;
    if (t->judged)
        memset(t->judged, 0, JUDGED * sizeof *t->judged);
    else if (!depends_on_place(t->type))
        t->judged = g_new0(judged, JUDGED);
    return true;
}

static bool
judge_value(const xml_datatype *t, const char *value, const xml_node *n)
{
    add_shaped((xml_datatype *)t);
    xmlSchemaVal *parsed = NULL;
    bool fits = xmlSchemaValPredefTypeNodeNoNorm(t->type, (const xmlChar *)value, &parsed, (xml_node *)n) == 0;
    for (guint i = 0; fits && i < t->facets->len; i++)
        fits = xmlSchemaValidateFacet(t->type, g_ptr_array_index(t->facets, i), (const xmlChar *)value, parsed) == 0;
    xmlSchemaFreeValue(parsed);
    return fits;
}

/* Of what may be any text, when a shape that it must have has been seen. */
static bool
is_surely_right(const xml_datatype *t)
{
    return t->type->builtInType == XML_SCHEMAS_STRING && t->texts->len == (t->shape ? 1 : 0);
}

/* Words of eight bytes, each with a large odd number of its own; the highest bits are of all of them. */
static size_t
place_in_table(const char *padded)
{
    uint64_t words[3];
    memcpy(words, padded, sizeof words);
    const uint64_t mixed = words[0] * UINT64_C(0x9E3779B97F4A7C15) + words[1] * UINT64_C(0xC2B2AE3D27D4EB4F) +
                           words[2] * UINT64_C(0x165667B19E3779F9);
    return (size_t)(mixed >> (64 - JUDGED_BITS));
}

bool
xml_datatype_accepts(const xml_datatype *t, const char *value, const xml_node *n)
{
    g_assert(t && value);
    const size_t length = strlen(value);
    if (t->shape && !xml_shape_fits(t->shape, value))
        return false;
    if (is_surely_right(t))
        return true;
    if (!t->judged || length == 0 || length >= sizeof t->judged->value)
        return judge_value(t, value, n);
    char padded[sizeof t->judged->value] = "";
    memcpy(padded, value, length);
    judged *last = &t->judged[place_in_table(padded)];
    if (!last->is_known || memcmp(last->value, padded, sizeof padded) != 0) {
        memcpy(last->value, padded, sizeof padded);
        last->is_known = true;
        last->fits = judge_value(t, value, n);
    }
    return last->fits;
}
