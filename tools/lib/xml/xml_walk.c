/* xml_walk.c: a schema beside a document, by names. Where each name has one pattern within its parent, as almost
 * everywhere, the pattern of a node needs no search, and the derivatives that judge it are few: each is made once in a
 * schema's life. Elsewhere the explaining walk finds the pattern, and libxml2 judges. */
#include "xml/xml_explain_int.h"

#include <string.h>

/* What may stand in an element, by local name. */
typedef struct directory {
    GHashTable *children, *attributes; /* name: const pattern * */
    bool plain;                        /* every name has one pattern */
} directory;

static void
drop_directory(void *p)
{
    directory *x = p;
    g_hash_table_destroy(x->children);
    g_hash_table_destroy(x->attributes);
    g_free(x);
}

static GHashTable *
by_name(const pattern *content, pattern_kind kind, bool *plain)
{
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
    GPtrArray *all = g_ptr_array_new();
    pattern_collect(content, kind, all);
    for (guint i = 0; i < all->len; i++) {
        const pattern *p = g_ptr_array_index(all, i);
        if (!p->name || !g_hash_table_insert(names, (void *)p->name, (void *)p))
            *plain = false;
    }
    g_ptr_array_free(all, TRUE);
    return names;
}

static const directory *
directory_of(xml_schema *s, const pattern *p)
{
    if (!s->directories)
        s->directories = g_hash_table_new_full(NULL, NULL, NULL, drop_directory);
    directory *x = g_hash_table_lookup(s->directories, p);
    if (x)
        return x;
    x = g_new0(directory, 1);
    x->plain = true;
    const pattern *content = pattern_content(s, p);
    x->children = by_name(content, PATTERN_ELEMENT, &x->plain);
    x->attributes = by_name(content, PATTERN_ATTRIBUTE, &x->plain);
    g_hash_table_insert(s->directories, (void *)p, x);
    return x;
}

static const pattern *
find(GHashTable *names, const xmlNode *n)
{
    const pattern *p = g_hash_table_lookup(names, xml_name(n));
    return p && strcmp(p->ns, xml_namespace(n)) == 0 ? p : NULL;
}

/* ---- the judgement ---- */

/* A derivative of `from`: by a child or an attribute of pattern `by`, by text, or by the end of the attributes. */
typedef struct step {
    const pattern *from, *by;
    enum step_kind { STEP_NODE, STEP_TEXT, STEP_CLOSE } kind;
    const pattern *to;
} step;

static guint
hash_step(gconstpointer p)
{
    const step *x = p;
    return g_direct_hash(x->from) * 31 + g_direct_hash(x->by) * 7 + (guint)x->kind;
}

static gboolean
same_step(gconstpointer p, gconstpointer q)
{
    const step *x = p, *y = q;
    return x->from == y->from && x->by == y->by && x->kind == y->kind;
}

static const pattern *
derive(xml_schema *s, const pattern *from, const pattern *by, enum step_kind kind, const xmlNode *n)
{
    if (kind == STEP_TEXT)
        return pattern_after_text(s, from);
    if (kind == STEP_CLOSE)
        return pattern_close_attributes(s, from, false);
    return by->kind == PATTERN_ATTRIBUTE ? pattern_after_attribute(s, from, n, "", false)
                                         : pattern_after_child(s, from, n);
}

static const pattern *
take_step(xml_schema *s, const pattern *from, const pattern *by, enum step_kind kind, const xmlNode *n)
{
    if (!s->steps)
        s->steps = g_hash_table_new(hash_step, same_step);
    step wanted = {from, by, kind, NULL};
    const step *known = g_hash_table_lookup(s->steps, &wanted);
    if (known)
        return known->to;
    wanted.to = derive(s, from, by, kind, n);
    g_hash_table_add(s->steps, arena_copy(s->store->memory, &wanted, sizeof wanted));
    return wanted.to;
}

/* The content that is left for the children; not-allowed when an attribute is wrong or missing. */
static const pattern *
judge_attributes(xml_schema *s, const directory *x, const pattern *content, const xmlNode *n)
{
    for (xmlNode *attr = (xmlNode *)n->properties; attr; attr = attr->next) {
        const pattern *known = find(x->attributes, attr);
        const char *value = xml_value_of(attr);
        if (!known || !value || !pattern_matches_value(s, pattern_content(s, known), value, attr))
            return pattern_simple(s, PATTERN_NOT_ALLOWED);
        content = take_step(s, content, known, STEP_NODE, attr);
    }
    return take_step(s, content, NULL, STEP_CLOSE, NULL);
}

static bool
judge_element(xml_schema *s, const pattern *p, xmlNode *n)
{
    const directory *x = directory_of(s, p);
    const pattern *rest = x->plain ? judge_attributes(s, x, pattern_content(s, p), n) : NULL;
    if (!rest || rest->kind == PATTERN_NOT_ALLOWED)
        return false;
    const char *value = xml_value_of(n);
    if (value && pattern_matches_value(s, rest, value, n))
        return true;
    for (xmlNode *c = n->children; c; c = c->next) {
        const pattern *known = xml_is_element(c) ? find(x->children, c) : NULL;
        if (xml_is_text(c))
            rest = xml_info_of(c)->blank ? rest : take_step(s, rest, NULL, STEP_TEXT, NULL);
        else if (known && judge_element(s, known, c))
            rest = take_step(s, rest, known, STEP_NODE, c);
        else
            return false;
    }
    return rest->nullable;
}

bool
schema_surely_allows(xml_schema *s, const xml_doc *doc)
{
    const pattern *start = pattern_start(s);
    return start->kind == PATTERN_ELEMENT && pattern_matches_name(start, xml_root(doc)) &&
           judge_element(s, start, xml_root(doc));
}

/* ---- the walk ---- */

static void
visit_element(walk *w, const pattern *p, xmlNode *n)
{
    const directory *x = directory_of(w->s, p);
    if (!x->plain) {
        walk_element(w, p, n);
        return;
    }
    w->visit(w->data, p->rng, n);
    for (xmlNode *attr = (xmlNode *)n->properties; attr; attr = attr->next) {
        const pattern *known = find(x->attributes, attr);
        if (known)
            w->visit(w->data, known->rng, attr);
    }
    for (xmlNode *c = n->children; c; c = c->next) {
        const pattern *known = xml_is_element(c) ? find(x->children, c) : NULL;
        if (known)
            visit_element(w, known, c);
    }
}

void
xml_schema_walk(const xml_schema *schema, const xml_doc *doc, xml_visit visit, void *data)
{
    walk w = {.s = (xml_schema *)schema, .role = doc->role, .a = arena_new(), .visit = visit, .data = data};
    GPtrArray *roots = g_ptr_array_new();
    pattern_collect(pattern_start(w.s), PATTERN_ELEMENT, roots);
    for (guint i = 0; i < roots->len; i++) {
        if (pattern_matches_name(g_ptr_array_index(roots, i), xml_root(doc))) {
            visit_element(&w, g_ptr_array_index(roots, i), xml_root(doc));
            break;
        }
    }
    g_ptr_array_free(roots, TRUE);
    arena_drop(w.a);
}
