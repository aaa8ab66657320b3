/* schema_check.c: is a schema made of what this room can judge by? A mistake in it is found when it is read, not when
 * a document happens to meet it. */
#include "schema/schema_int.h"

#include <string.h>

typedef struct checker {
    arena *a;
    diag *d;
    GPtrArray *refs;
    bool good;
} checker;

static void
complain_at(checker *k, const xml_node *at, const char *ja, const char *en)
{
    rng_broken(at, NULL, arena_printf(k->a, ja, xml_name(at)), arena_printf(k->a, en, xml_name(at)), k->d);
    k->good = false;
}

static bool
is_name_class(rng_kind kind)
{
    return kind == RNG_NAME || kind == RNG_ANY_NAME || kind == RNG_NS_NAME;
}

/* What must hold patterns, and not be empty. */
static bool
is_container(rng_kind kind)
{
    switch (kind) {
    case RNG_START:
    case RNG_DEFINE:
    case RNG_ELEMENT:
    case RNG_LIST:
    case RNG_CHOICE:
    case RNG_GROUP:
    case RNG_INTERLEAVE:
    case RNG_OPTIONAL:
    case RNG_ONE_OR_MORE:
    case RNG_ZERO_OR_MORE:
    case RNG_MIXED:
        return true;
    default:
        return false;
    }
}

static bool
is_named(checker *k, const xml_node *n, rng_kind kind)
{
    switch (kind) {
    case RNG_DEFINE:
    case RNG_REF:
    case RNG_PARAM:
        return rng_attribute(k->a, n, "name");
    case RNG_DATA:
        return rng_attribute(k->a, n, "type");
    case RNG_ELEMENT:
    case RNG_ATTRIBUTE: {
        if (xml_has_attribute(n, "name"))
            return true;
        const xml_node *class = rng_name_class(n);
        const rng_kind of = class ? rng_kind_of(class) : RNG_FOREIGN;
        return is_name_class(of) || of == RNG_CHOICE;
    }
    default:
        return true;
    }
}

static void
check_facet(checker *k, const xml_node *param, xml_datatype *t)
{
    const char *name = rng_attribute(k->a, param, "name");
    if (name && !xml_datatype_restrict(t, name, xml_text(k->a, param)))
        complain_at(k, param, "%s の名前か値が違います", "the name or the value of a <%s> is wrong");
}

/* The type and its facets are made for the check only; what judges by them is made when it is needed. */
static void
check_datatype(checker *k, const xml_node *data)
{
    if (*rng_inherited(k->a, data, "datatypeLibrary") == '\0') /* string and token, which take no parameter */
        return;
    xml_datatype *t = xml_datatype_new(rng_attribute(k->a, data, "type"));
    if (!t)
        complain_at(k, data, "<%s> の type は知らない名前です", "the type of a <%s> is not known");
    for (const xml_node *c = xml_first_element(data); t && c; c = xml_next_element(c))
        if (rng_kind_of(c) == RNG_PARAM)
            check_facet(k, c, t);
    xml_datatype_drop(t);
}

static void check_node(checker *k, const xml_node *n, rng_kind kind);

/* How many patterns (or parts of a name class) it holds. */
static size_t
check_children(checker *k, const xml_node *n, rng_kind of)
{
    size_t count = 0;
    const xml_node *class = of == RNG_ELEMENT || of == RNG_ATTRIBUTE ? rng_name_class(n) : NULL;
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c)) {
        const rng_kind kind = rng_kind_of(c);
        if (kind == RNG_FOREIGN)
            continue;
        count += c != class;
        check_node(k, c, kind);
    }
    return count;
}

static void
check_node(checker *k, const xml_node *n, rng_kind kind)
{
    if (kind == RNG_UNKNOWN) {
        complain_at(k, n, "<%s> は使えません", "a <%s> cannot be used");
        return;
    }
    if (kind == RNG_GRAMMAR && xml_parent(n)) {
        complain_at(k, n, "grammar の中に <%s> は書けません", "a <%s> within another cannot be used");
        return;
    }
    if (!is_named(k, n, kind)) {
        complain_at(k, n, "<%s> に名前がありません", "a <%s> has no name");
        return;
    }
    if (kind == RNG_REF)
        g_ptr_array_add(k->refs, (void *)n);
    if (kind == RNG_DATA)
        check_datatype(k, n);
    if (check_children(k, n, kind) == 0 && is_container(kind))
        complain_at(k, n, "<%s> の中身がありません", "a <%s> is empty");
}

bool
rng_check_file(const xml_node *root, GPtrArray *refs, arena *a, diag *d)
{
    checker k = {.a = a, .d = d, .refs = refs, .good = true};
    check_children(&k, root, RNG_GRAMMAR);
    return k.good;
}

/* ---- references ---- */

typedef struct tracer {
    const schema_grammar *g;
    GHashTable *clear; /* definitions that are known to end */
    GPtrArray *open;   /* those that are being followed */
} tracer;

static bool definition_ends(tracer *t, const char *name);

/* Within an element or an attribute a definition may come again: that is only looked at when a document goes there. */
static bool
refs_end(tracer *t, const xml_node *parent)
{
    for (const xml_node *c = xml_first_element(parent); c; c = xml_next_element(c)) {
        const rng_kind kind = rng_kind_of(c);
        if (kind == RNG_REF && !definition_ends(t, rng_attribute(t->g->memory, c, "name")))
            return false;
        if (kind != RNG_FOREIGN && kind != RNG_ELEMENT && kind != RNG_ATTRIBUTE && !refs_end(t, c))
            return false;
    }
    return true;
}

static bool
definition_ends(tracer *t, const char *name)
{
    GPtrArray *same = g_hash_table_lookup(t->g->defines, name);
    if (g_hash_table_contains(t->clear, same))
        return true;
    if (g_ptr_array_find(t->open, same, NULL))
        return false;
    g_ptr_array_add(t->open, same);
    bool ends = true;
    for (guint i = 0; ends && i < same->len; i++)
        ends = refs_end(t, g_ptr_array_index(same, i));
    g_ptr_array_remove(t->open, same);
    g_hash_table_add(t->clear, same);
    return ends;
}

bool
rng_check_refs(const schema_grammar *g, diag *d)
{
    bool good = true;
    for (guint i = 0; i < g->refs->len; i++) {
        const xml_node *ref = g_ptr_array_index(g->refs, i);
        if (!g_hash_table_contains(g->defines, rng_attribute(g->memory, ref, "name"))) {
            rng_broken(ref, NULL, "ref の名前の define がありません", "a ref names no define", d);
            good = false;
        }
    }
    tracer t = {g, g_hash_table_new(NULL, NULL), g_ptr_array_new()};
    for (guint i = 0; good && i < g->refs->len; i++) {
        const xml_node *ref = g_ptr_array_index(g->refs, i);
        if (!definition_ends(&t, rng_attribute(g->memory, ref, "name"))) {
            rng_broken(ref, NULL, "define が element の外で自分に戻ります",
                       "a define comes back to itself outside an element", d);
            good = false;
        }
    }
    g_hash_table_destroy(t.clear);
    g_ptr_array_free(t.open, TRUE);
    return good;
}
