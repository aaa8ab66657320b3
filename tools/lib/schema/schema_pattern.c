/* schema_pattern.c: a RELAX NG schema's source as patterns. See schema_int.h. */
#include "schema/schema_int.h"

#include <string.h>

/* ---- names ---- */

static const char *
local_part(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

/* The namespace of a name written at `context`: by its prefix, else by `ns`, which an attribute's name
 * does not inherit. */
static const char *
namespace_of(arena *a, const xml_node *context, const char *name, bool attribute)
{
    const char *colon = strchr(name, ':');
    const char *ns = colon       ? xml_prefix_namespace(context, arena_strndup(a, name, (size_t)(colon - name)))
                     : attribute ? rng_attribute(a, context, "ns")
                                 : rng_inherited(a, context, "ns");
    return ns ? ns : "";
}

static bool class_fits(const xml_node *class, tag t, arena *a);

static bool
except_fits(const xml_node *class, tag t, arena *a)
{
    for (const xml_node *c = xml_first_element(class); c; c = xml_next_element(c))
        for (const xml_node *e = rng_kind_of(c) == RNG_EXCEPT ? xml_first_element(c) : NULL; e; e = xml_next_element(e))
            if (class_fits(e, t, a))
                return true;
    return false;
}

static bool
class_fits(const xml_node *class, tag t, arena *a)
{
    switch (rng_kind_of(class)) {
    case RNG_ANY_NAME:
        return !except_fits(class, t, a);
    case RNG_NS_NAME:
        return strcmp(rng_inherited(a, class, "ns"), t.ns) == 0 && !except_fits(class, t, a);
    case RNG_NAME: {
        const char *name = g_strstrip((char *)xml_text(a, class));
        return strcmp(local_part(name), t.name) == 0 && strcmp(namespace_of(a, class, name, false), t.ns) == 0;
    }
    case RNG_CHOICE:
        for (const xml_node *c = xml_first_element(class); c; c = xml_next_element(c))
            if (class_fits(c, t, a))
                return true;
        return false;
    default:
        return false;
    }
}

bool
pattern_matches_name(const pattern *p, tag t)
{
    if (p->name)
        return strcmp(p->name, t.name) == 0 && strcmp(p->ns, t.ns) == 0;
    arena *a = arena_new();
    const xml_node *class = rng_name_class(p->rng);
    const bool fits = class && class_fits(class, t, a);
    arena_drop(a);
    return fits;
}

tag
tag_of(const xml_node *n)
{
    return (tag){xml_name(n), xml_namespace(n)};
}

/* ---- making patterns ---- */

static void
name_pattern(schema_grammar *g, pattern *p)
{
    const char *name = rng_attribute(g->memory, p->rng, "name");
    if (name) {
        p->name = local_part(name);
        p->ns = namespace_of(g->memory, p->rng, name, p->kind == PATTERN_ATTRIBUTE);
    }
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
pattern_intern(schema_grammar *g, pattern wanted)
{
    const pattern *known = g_hash_table_lookup(g->patterns, &wanted);
    if (known)
        return known;
    wanted.nullable = is_nullable(&wanted);
    if (wanted.kind == PATTERN_ELEMENT || wanted.kind == PATTERN_ATTRIBUTE)
        name_pattern(g, &wanted);
    pattern *p = arena_copy(g->memory, &wanted, sizeof wanted);
    g_hash_table_add(g->patterns, p);
    return p;
}

/* With the identities that keep derivatives small. */
const pattern *
pattern_make(schema_grammar *g, pattern_kind kind, const pattern *a, const pattern *b, const xml_node *rng)
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
    return pattern_intern(g, (pattern){.kind = kind, .a = a, .b = b, .rng = rng});
}

const pattern *
pattern_simple(schema_grammar *g, pattern_kind kind)
{
    g_assert(kind <= PATTERN_TEXT);
    if (!g->simple[kind])
        g->simple[kind] = pattern_make(g, kind, NULL, NULL, NULL);
    return g->simple[kind];
}

/* The children of a pattern element, joined. */
static const pattern *
join_children(schema_grammar *g, const xml_node *parent, pattern_kind how)
{
    const xml_node *skip = rng_name_class(parent);
    const pattern *all = NULL;
    for (const xml_node *c = xml_first_element(parent); c; c = xml_next_element(c)) {
        const rng_kind kind = rng_kind_of(c);
        if (kind == RNG_FOREIGN || kind == RNG_PARAM || kind == RNG_EXCEPT || c == skip)
            continue;
        const pattern *p = pattern_of_rng(g, c);
        all = all ? pattern_make(g, how, all, p, NULL) : p;
    }
    return all ? all : pattern_simple(g, PATTERN_EMPTY);
}

/* Several definitions of one name are combined as any of them says (RELAX NG 4.17: one may leave it out). */
static const pattern *
join_definitions(schema_grammar *g, const GPtrArray *definitions)
{
    pattern_kind how = PATTERN_CHOICE;
    for (guint i = 0; i < definitions->len; i++) {
        const char *combine = rng_attribute(g->memory, g_ptr_array_index(definitions, i), "combine");
        if (g_strcmp0(combine, "interleave") == 0)
            how = PATTERN_INTERLEAVE;
    }
    const pattern *all = NULL;
    for (guint i = 0; i < definitions->len; i++) {
        const pattern *p = join_children(g, g_ptr_array_index(definitions, i), PATTERN_GROUP);
        all = all ? pattern_make(g, how, all, p, NULL) : p;
    }
    return all ? all : pattern_simple(g, PATTERN_NOT_ALLOWED);
}

/* The same, made once: what many refer to (the attributes of every block) is long. */
static const pattern *
definition_of(schema_grammar *g, GPtrArray *definitions)
{
    const pattern *p = g_hash_table_lookup(g->joined, definitions);
    if (!p) {
        p = join_definitions(g, definitions);
        g_hash_table_insert(g->joined, definitions, (void *)p);
    }
    return p;
}

static const pattern *
pattern_optional(schema_grammar *g, const pattern *p)
{
    return pattern_make(g, PATTERN_CHOICE, p, pattern_simple(g, PATTERN_EMPTY), NULL);
}

static const pattern *
pattern_repeated(schema_grammar *g, const pattern *p)
{
    return pattern_make(g, PATTERN_ONE_OR_MORE, p, NULL, NULL);
}

const pattern *
pattern_of_rng(schema_grammar *g, const xml_node *rng)
{
    switch (rng_kind_of(rng)) {
    case RNG_ELEMENT:
        return pattern_make(g, PATTERN_ELEMENT, NULL, NULL, rng);
    case RNG_ATTRIBUTE:
        return pattern_make(g, PATTERN_ATTRIBUTE, NULL, NULL, rng);
    case RNG_DATA:
        return pattern_make(g, PATTERN_DATA, NULL, NULL, rng);
    case RNG_VALUE:
        return pattern_make(g, PATTERN_VALUE, NULL, NULL, rng);
    case RNG_TEXT:
        return pattern_simple(g, PATTERN_TEXT);
    case RNG_NOT_ALLOWED:
        return pattern_simple(g, PATTERN_NOT_ALLOWED);
    case RNG_REF:
        return definition_of(g, g_hash_table_lookup(g->defines, rng_attribute(g->memory, rng, "name")));
    case RNG_CHOICE:
        return join_children(g, rng, PATTERN_CHOICE);
    case RNG_INTERLEAVE:
        return join_children(g, rng, PATTERN_INTERLEAVE);
    case RNG_OPTIONAL:
        return pattern_optional(g, join_children(g, rng, PATTERN_GROUP));
    case RNG_ONE_OR_MORE:
        return pattern_repeated(g, join_children(g, rng, PATTERN_GROUP));
    case RNG_ZERO_OR_MORE:
        return pattern_optional(g, pattern_repeated(g, join_children(g, rng, PATTERN_GROUP)));
    case RNG_MIXED:
        return pattern_make(g, PATTERN_INTERLEAVE, join_children(g, rng, PATTERN_GROUP),
                            pattern_simple(g, PATTERN_TEXT), NULL);
    case RNG_LIST:
        return pattern_make(g, PATTERN_LIST, join_children(g, rng, PATTERN_GROUP), NULL, rng);
    default:
        return join_children(g, rng, PATTERN_GROUP); /* group, empty */
    }
}

const pattern *
pattern_start(schema_grammar *g)
{
    return join_definitions(g, g->starts);
}

static bool
holds_pattern(const xml_node *rng)
{
    const xml_node *skip = rng_name_class(rng);
    for (const xml_node *c = xml_first_element(rng); c; c = xml_next_element(c))
        if (rng_kind_of(c) != RNG_FOREIGN && c != skip)
            return true;
    return false;
}

const pattern *
pattern_content(schema_grammar *g, const pattern *p)
{
    const pattern *content = p->content;
    if (content)
        return content;
    if (p->kind == PATTERN_ATTRIBUTE && !holds_pattern(p->rng)) /* it may hold any text */
        content = pattern_simple(g, PATTERN_TEXT);
    else
        content = join_children(g, p->rng, PATTERN_GROUP);
    ((pattern *)p)->content = content;
    return content;
}

void
pattern_tables_open(schema_grammar *g)
{
    g->patterns = g_hash_table_new(hash_pattern, same_pattern);
    g->joined = g_hash_table_new(NULL, NULL);
}

void
pattern_tables_close(schema_grammar *g)
{
    GHashTable *all[] = {g->patterns, g->joined, g->data, g->steps};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        if (all[i])
            g_hash_table_destroy(all[i]);
    if (g->directories)
        g_ptr_array_free(g->directories, TRUE);
}
