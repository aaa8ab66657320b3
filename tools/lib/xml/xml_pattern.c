/* xml_pattern.c: a RELAX NG schema's source as patterns. See xml_int.h. */
#include "xml/xml_int.h"

#include <string.h>

/* ---- the schema's source ---- */

bool
rng_named(const xmlNode *n, const char *name)
{
    return n && n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, name) == 0 &&
           strcmp(xml_namespace(n), XML_RNG_NS) == 0;
}

char *
rng_attribute(const xmlNode *n, const char *name)
{
    xmlChar *value = xmlGetNoNsProp((xmlNode *)n, (const xmlChar *)name);
    char *copy = value ? g_strstrip(g_strdup((const char *)value)) : NULL;
    xmlFree(value);
    return copy;
}

char *
rng_inherited(const xmlNode *n, const char *name)
{
    for (; xml_is_element(n); n = n->parent) {
        char *value = rng_attribute(n, name);
        if (value)
            return value;
    }
    return g_strdup("");
}

static bool
is_pattern_element(const xmlNode *n)
{
    return xml_is_element(n) && strcmp(xml_namespace(n), XML_RNG_NS) == 0;
}

/* The name class of an <element> or <attribute> without a name attribute: its first child. */
static xmlNode *
name_class_of(const xmlNode *rng)
{
    if (!(rng_named(rng, "element") || rng_named(rng, "attribute")) || xml_has_attribute(rng, "name"))
        return NULL;
    for (xmlNode *c = rng->children; c; c = c->next)
        if (is_pattern_element(c))
            return c;
    return NULL;
}

static const char *
local_part(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

/* The namespace of a name written at `context`: by its prefix, else by `ns`, which an attribute's name
 * does not inherit. g_free it. */
static char *
namespace_of(const xmlNode *context, const char *name, bool attribute)
{
    const char *colon = strchr(name, ':');
    if (colon) {
        char *prefix = g_strndup(name, (gsize)(colon - name));
        const xmlNs *ns = xmlSearchNs(context->doc, (xmlNode *)context, (const xmlChar *)prefix);
        g_free(prefix);
        return g_strdup(ns ? (const char *)ns->href : "");
    }
    char *ns = attribute ? rng_attribute(context, "ns") : rng_inherited(context, "ns");
    return ns ? ns : g_strdup("");
}

/* ---- making patterns ---- */

static void
name_pattern(xml_schema *s, pattern *p)
{
    char *name = rng_attribute(p->rng, "name");
    if (name) {
        char *ns = namespace_of(p->rng, name, p->kind == PATTERN_ATTRIBUTE);
        p->name = arena_strdup(s->store->memory, local_part(name));
        p->ns = arena_strdup(s->store->memory, ns);
        g_free(ns);
    }
    g_free(name);
}

static guint
hash_pattern(gconstpointer p)
{
    const pattern *x = p;
    return g_direct_hash(x->a) * 31 + g_direct_hash(x->b) * 17 + g_direct_hash(x->rng) * 7 + (guint)x->kind;
}

static gboolean
same_pattern(gconstpointer p, gconstpointer q)
{
    const pattern *x = p, *y = q;
    return x->kind == y->kind && x->a == y->a && x->b == y->b && x->rng == y->rng;
}

static bool
is_nullable(const pattern *p)
{
    switch (p->kind) {
    case PATTERN_EMPTY:
    case PATTERN_TEXT:
        return true;
    case PATTERN_CHOICE:
        return p->a->nullable || p->b->nullable;
    case PATTERN_GROUP:
    case PATTERN_INTERLEAVE:
        return p->a->nullable && p->b->nullable;
    case PATTERN_ONE_OR_MORE:
        return p->a->nullable;
    default:
        return false;
    }
}

static const pattern *
intern(xml_schema *s, pattern wanted)
{
    const pattern *known = g_hash_table_lookup(s->patterns, &wanted);
    if (known)
        return known;
    wanted.nullable = is_nullable(&wanted);
    if (wanted.kind == PATTERN_ELEMENT || wanted.kind == PATTERN_ATTRIBUTE)
        name_pattern(s, &wanted);
    pattern *p = arena_copy(s->store->memory, &wanted, sizeof wanted);
    g_hash_table_add(s->patterns, p);
    return p;
}

/* With the identities that keep derivatives small. */
const pattern *
pattern_make(xml_schema *s, pattern_kind kind, const pattern *a, const pattern *b, xmlNode *rng)
{
    const bool sequence = kind == PATTERN_GROUP || kind == PATTERN_INTERLEAVE;
    if (sequence && (a->kind == PATTERN_NOT_ALLOWED || b->kind == PATTERN_EMPTY))
        return a;
    if (sequence && (b->kind == PATTERN_NOT_ALLOWED || a->kind == PATTERN_EMPTY))
        return b;
    if (kind == PATTERN_CHOICE && (a == b || b->kind == PATTERN_NOT_ALLOWED))
        return a;
    if (kind == PATTERN_CHOICE && a->kind == PATTERN_NOT_ALLOWED)
        return b;
    if (kind == PATTERN_CHOICE && ((b->kind == PATTERN_EMPTY && a->nullable)))
        return a;
    if (kind == PATTERN_ONE_OR_MORE && (a->kind == PATTERN_NOT_ALLOWED || a->kind == PATTERN_EMPTY))
        return a;
    return intern(s, (pattern){.kind = kind, .a = a, .b = b, .rng = rng});
}

const pattern *
pattern_simple(xml_schema *s, pattern_kind kind)
{
    return pattern_make(s, kind, NULL, NULL, NULL);
}

/* The children of a pattern element, joined. */
static const pattern *
join_children(xml_schema *s, const xmlNode *parent, pattern_kind how)
{
    const xmlNode *skip = name_class_of(parent);
    const pattern *all = NULL;
    for (xmlNode *c = parent->children; c; c = c->next) {
        if (!is_pattern_element(c) || c == skip || rng_named(c, "param") || rng_named(c, "except"))
            continue;
        const pattern *p = pattern_of_rng(s, c);
        all = all ? pattern_make(s, how, all, p, NULL) : p;
    }
    return all ? all : pattern_simple(s, PATTERN_EMPTY);
}

/* Several definitions of one name are combined as their `combine` says. */
static const pattern *
join_definitions(xml_schema *s, const GPtrArray *definitions)
{
    const pattern *all = NULL;
    for (guint i = 0; definitions && i < definitions->len; i++) {
        const xmlNode *definition = g_ptr_array_index(definitions, i);
        char *combine = rng_attribute(definition, "combine");
        const pattern *p = join_children(s, definition, PATTERN_GROUP);
        all = all ? pattern_make(s, g_strcmp0(combine, "interleave") == 0 ? PATTERN_INTERLEAVE : PATTERN_CHOICE, all, p,
                                 NULL)
                  : p;
        g_free(combine);
    }
    return all ? all : pattern_simple(s, PATTERN_NOT_ALLOWED);
}

static const pattern *
pattern_of_ref(xml_schema *s, const xmlNode *rng)
{
    char *name = rng_attribute(rng, "name");
    const pattern *p = join_definitions(s, name ? g_hash_table_lookup(s->defines, name) : NULL);
    g_free(name);
    return p;
}

const pattern *
pattern_of_rng(xml_schema *s, xmlNode *rng)
{
    static const struct {
        const char *name;
        pattern_kind kind;
    } leaves[] = {{"element", PATTERN_ELEMENT},
                  {"attribute", PATTERN_ATTRIBUTE},
                  {"data", PATTERN_DATA},
                  {"value", PATTERN_VALUE}};
    for (size_t i = 0; i < G_N_ELEMENTS(leaves); i++)
        if (rng_named(rng, leaves[i].name))
            return pattern_make(s, leaves[i].kind, NULL, NULL, rng);
    if (rng_named(rng, "text"))
        return pattern_simple(s, PATTERN_TEXT);
    if (rng_named(rng, "notAllowed"))
        return pattern_simple(s, PATTERN_NOT_ALLOWED);
    if (rng_named(rng, "ref"))
        return pattern_of_ref(s, rng);
    if (rng_named(rng, "choice"))
        return join_children(s, rng, PATTERN_CHOICE);
    if (rng_named(rng, "interleave"))
        return join_children(s, rng, PATTERN_INTERLEAVE);
    const pattern *group = join_children(s, rng, PATTERN_GROUP);
    if (rng_named(rng, "optional"))
        return pattern_make(s, PATTERN_CHOICE, group, pattern_simple(s, PATTERN_EMPTY), NULL);
    if (rng_named(rng, "oneOrMore"))
        return pattern_make(s, PATTERN_ONE_OR_MORE, group, NULL, NULL);
    if (rng_named(rng, "zeroOrMore"))
        return pattern_make(s, PATTERN_CHOICE, pattern_make(s, PATTERN_ONE_OR_MORE, group, NULL, NULL),
                            pattern_simple(s, PATTERN_EMPTY), NULL);
    if (rng_named(rng, "mixed"))
        return pattern_make(s, PATTERN_INTERLEAVE, group, pattern_simple(s, PATTERN_TEXT), NULL);
    if (rng_named(rng, "list"))
        return pattern_make(s, PATTERN_LIST, group, NULL, rng);
    return group; /* group, empty */
}

const pattern *
pattern_start(xml_schema *s)
{
    return join_definitions(s, s->starts);
}

const pattern *
pattern_content(xml_schema *s, const pattern *p)
{
    const pattern *content = g_hash_table_lookup(s->contents, p);
    if (content)
        return content;
    content = join_children(s, p->rng, PATTERN_GROUP);
    if (p->kind == PATTERN_ATTRIBUTE) { /* an attribute without a pattern may hold any text */
        bool bare = true;
        const xmlNode *skip = name_class_of(p->rng);
        for (const xmlNode *c = p->rng->children; c; c = c->next)
            bare = bare && (!is_pattern_element(c) || c == skip);
        if (bare)
            content = pattern_simple(s, PATTERN_TEXT);
    }
    g_hash_table_insert(s->contents, (void *)p, (void *)content);
    return content;
}

void
schema_patterns_init(xml_schema *s)
{
    s->patterns = g_hash_table_new(hash_pattern, same_pattern);
    s->contents = g_hash_table_new(NULL, NULL);
}

void
schema_patterns_drop(xml_schema *s)
{
    if (s->patterns)
        g_hash_table_destroy(s->patterns);
    if (s->contents)
        g_hash_table_destroy(s->contents);
    if (s->defines)
        g_hash_table_destroy(s->defines);
    if (s->starts)
        g_ptr_array_free(s->starts, TRUE);
    if (s->data)
        g_hash_table_destroy(s->data);
    if (s->directories)
        g_hash_table_destroy(s->directories);
    if (s->steps)
        g_hash_table_destroy(s->steps);
}

/* ---- names ---- */

static bool
class_fits(const xmlNode *class, const xmlNode *n)
{
    if (rng_named(class, "anyName"))
        return true;
    if (rng_named(class, "nsName")) {
        char *ns = rng_inherited(class, "ns");
        const bool fits = strcmp(ns, xml_namespace(n)) == 0;
        g_free(ns);
        return fits;
    }
    if (rng_named(class, "name")) {
        xmlChar *text = xmlNodeGetContent(class);
        char *name = g_strstrip((char *)text), *ns = namespace_of(class, name, false);
        const bool fits = strcmp(local_part(name), xml_name(n)) == 0 && strcmp(ns, xml_namespace(n)) == 0;
        g_free(ns);
        xmlFree(text);
        return fits;
    }
    for (const xmlNode *c = class->children; c; c = c->next)
        if (is_pattern_element(c) && class_fits(c, n))
            return true;
    return false;
}

bool
pattern_matches_name(const pattern *p, const xmlNode *n)
{
    if (p->name)
        return strcmp(p->name, xml_name(n)) == 0 && strcmp(p->ns, xml_namespace(n)) == 0;
    const xmlNode *class = name_class_of(p->rng);
    return class && class_fits(class, n);
}
