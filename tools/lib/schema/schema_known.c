/* schema_known.c: which names stand where. See schema_known.h. */
#include "schema/schema_known.h"

#include <string.h>

#include "base/fault.h"
#include "base/near.h"
#include "base/order.h"
#include "schema/schema_int.h"

typedef enum part_kind { PART_ELEMENT, PART_ATTRIBUTE, PART_REF, PART_DEFINE } part_kind;

/* What a file says, as far as names go: elements, attributes and refs in elements and definitions. */
typedef struct part {
    part_kind kind;
    const char *name;
    struct part *first, *last, *next, *parent;
} part;

struct schema_known {
    arena *a;
    GHashTable *elements;   /* name: GPtrArray of part * */
    GHashTable *attributes; /* of names */
    GHashTable *defines;    /* name: GPtrArray of part * */
    GHashTable *spaces;     /* of namespaces */
    bool is_open;
};

static void
drop_array(void *array)
{
    g_ptr_array_free(array, TRUE);
}

schema_known *
schema_known_open(arena *a)
{
    schema_known *k = ARENA_NEW(a, schema_known);
    k->a = a;
    k->elements = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, drop_array);
    k->attributes = g_hash_table_new(g_str_hash, g_str_equal);
    k->defines = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, drop_array);
    k->spaces = g_hash_table_new(g_str_hash, g_str_equal);
    return k;
}

void
schema_known_close(schema_known *k)
{
    if (!k)
        return;
    g_hash_table_destroy(k->elements);
    g_hash_table_destroy(k->attributes);
    g_hash_table_destroy(k->defines);
    g_hash_table_destroy(k->spaces);
}

static void
add_to(GHashTable *table, part *p)
{
    GPtrArray *all = g_hash_table_lookup(table, p->name);
    if (!all) {
        all = g_ptr_array_new();
        g_hash_table_insert(table, (gpointer)p->name, all);
    }
    g_ptr_array_add(all, p);
}

static part *
add_part(schema_known *k, part *parent, part_kind kind, const char *name)
{
    part *p = ARENA_NEW(k->a, part);
    *p = (part){.kind = kind, .name = name, .parent = parent};
    if (parent && parent->last)
        parent->last->next = p;
    else if (parent)
        parent->first = p;
    if (parent)
        parent->last = p;
    if (kind == PART_ELEMENT)
        add_to(k->elements, p);
    else if (kind == PART_ATTRIBUTE)
        g_hash_table_add(k->attributes, (gpointer)name);
    else if (kind == PART_DEFINE)
        add_to(k->defines, p);
    return p;
}

/* ---- from the text of our files ---- */

static const struct {
    const char *tag;
    part_kind kind;
    bool holds; /* others stand in it */
} tags[] = {{"<element name=\"", PART_ELEMENT, true},
            {"<attribute name=\"", PART_ATTRIBUTE, false},
            {"<ref name=\"", PART_REF, false},
            {"<define name=\"", PART_DEFINE, true}};

static bool
is_end_of_holder(const char *p)
{
    return g_str_has_prefix(p, "</element>") || g_str_has_prefix(p, "</define>");
}

static void
look_through(schema_known *k, const char *text)
{
    part *within = NULL;
    for (const char *p = strchr(text, '<'); p; p = strchr(p + 1, '<')) {
        if (p[1] == '!' && g_str_has_prefix(p, "<!--")) {
            p = strstr(p, "-->");
            if (!p)
                return;
            continue;
        }
        if (p[1] == '/' || !strchr("aerd", p[1])) { /* half of all tags are others */
            if (within && is_end_of_holder(p))
                within = within->parent;
            continue;
        }
        for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
            if (p[1] != tags[i].tag[1])
                continue;
            const size_t length = strlen(tags[i].tag);
            const char *end = strncmp(p, tags[i].tag, length) == 0 ? strchr(p + length, '"') : NULL;
            if (!end)
                continue;
            part *one = add_part(k, within, tags[i].kind, arena_strndup(k->a, p + length, (size_t)(end - p) - length));
            if (tags[i].holds)
                within = one;
            break;
        }
    }
}

bool
schema_known_add_file(schema_known *k, const char *path, diag *d)
{
    char *text;
    GError *error = NULL;
    if (!g_file_get_contents(path, &text, NULL, &error)) {
        fault_report(d, DIAG_FILE_READ, PLACE_NONE, path, fault_take(error));
        return false;
    }
    look_through(k, text);
    g_free(text);
    return true;
}

/* ---- from a grammar that was read ---- */

static const char *
full_name(schema_known *k, const xml_node *rng, const char *name)
{
    const bool is_element = rng_kind_of(rng) == RNG_ELEMENT;
    const char *colon = strchr(name, ':'), *ns = "";
    if (colon)
        ns = xml_prefix_namespace(rng, arena_strndup(k->a, name, (size_t)(colon - name)));
    else if (is_element)
        ns = rng_inherited(k->a, rng, "ns");
    if (!ns || !*ns)
        return name;
    g_hash_table_add(k->spaces, (gpointer)ns);
    return arena_printf(k->a, "{%s}%s", ns, colon ? colon + 1 : name);
}

static void
add_below(schema_known *k, part *within, const xml_node *parent)
{
    static const struct {
        rng_kind rng;
        part_kind part;
    } kinds[] = {
        {RNG_ELEMENT, PART_ELEMENT}, {RNG_ATTRIBUTE, PART_ATTRIBUTE}, {RNG_REF, PART_REF}, {RNG_DEFINE, PART_DEFINE}};
    for (const xml_node *c = xml_first_element(parent); c; c = xml_next_element(c)) {
        const rng_kind kind = rng_kind_of(c);
        part *one = within;
        const char *name = kind == RNG_FOREIGN ? NULL : rng_attribute(k->a, c, "name");
        if (kind == RNG_ANY_NAME || kind == RNG_NS_NAME || kind == RNG_NAME)
            k->is_open = true;
        for (size_t i = 0; name && i < G_N_ELEMENTS(kinds); i++)
            if (kinds[i].rng == kind)
                one = add_part(k, kind == RNG_DEFINE ? NULL : within, kinds[i].part,
                               kind == RNG_REF || kind == RNG_DEFINE ? name : full_name(k, c, name));
        if (kind != RNG_FOREIGN)
            add_below(k, one, c);
    }
}

void
schema_known_add_grammar(schema_known *k, const schema_grammar *g, bool own_alone)
{
    for (size_t i = 0; i < schema_source_count(g); i++)
        if (!own_alone || schema_is_own(g, schema_source(g, i)))
            add_below(k, NULL, schema_source(g, i));
}

void
schema_known_add_names(schema_known *k, const char *const *elements, const char *const *attributes)
{
    for (const char *const *one = elements; *one; one++) {
        part *p = add_part(k, NULL, PART_ELEMENT, *one);
        for (const char *const *other = elements; *other; other++)
            add_part(k, p, PART_ELEMENT, *other);
        for (const char *const *other = attributes; *other; other++)
            add_part(k, p, PART_ATTRIBUTE, *other);
    }
}

/* ---- what is asked ---- */

bool
schema_known_is_open(const schema_known *k)
{
    return k->is_open;
}

bool
schema_known_has(const schema_known *k, const char *name, bool is_attribute)
{
    return g_hash_table_contains(is_attribute ? k->attributes : k->elements, name);
}

bool
schema_known_has_namespace(const schema_known *k, const char *ns, size_t length)
{
    char *copy = g_strndup(ns, length);
    const bool known = g_hash_table_contains(k->spaces, copy);
    g_free(copy);
    return known;
}

typedef bool (*part_visit)(void *data, const part *p);

/* Every element and attribute that stands directly in `p`, through refs; true when `visit` ended it. */
static bool
each_inside(const schema_known *k, const part *p, GHashTable *seen, part_visit visit, void *data)
{
    for (const part *c = p->first; c; c = c->next) {
        if (c->kind != PART_REF) {
            if (visit(data, c))
                return true;
            continue;
        }
        const GPtrArray *defines = g_hash_table_lookup(k->defines, c->name);
        if (!defines || !g_hash_table_add(seen, (gpointer)c->name))
            continue;
        for (guint i = 0; i < defines->len; i++)
            if (each_inside(k, g_ptr_array_index(defines, i), seen, visit, data))
                return true;
    }
    return false;
}

static bool
each_in_one(const schema_known *k, const char *parent, part_visit visit, void *data)
{
    const GPtrArray *all = g_hash_table_lookup(k->elements, parent);
    GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
    bool ended = false;
    for (guint i = 0; all && i < all->len && !ended; i++)
        ended = each_inside(k, g_ptr_array_index(all, i), seen, visit, data);
    g_hash_table_destroy(seen);
    return ended;
}

static bool
each_in_named(const schema_known *k, const char *parents, part_visit visit, void *data)
{
    if (!strchr(parents, ','))
        return each_in_one(k, parents, visit, data);
    char **all = g_strsplit(parents, ", ", 0);
    bool ended = false;
    for (size_t i = 0; all[i] && !ended; i++)
        ended = each_in_one(k, all[i], visit, data);
    g_strfreev(all);
    return ended;
}

typedef struct wanted {
    const char *name;
    bool is_attribute;
} wanted;

static bool
is_wanted(void *data, const part *p)
{
    const wanted *w = data;
    return (p->kind == PART_ATTRIBUTE) == w->is_attribute && strcmp(p->name, w->name) == 0;
}

bool
schema_known_holds(const schema_known *k, const char *parent, const char *name, bool is_attribute)
{
    wanted w = {name, is_attribute};
    return each_in_named(k, parent, is_wanted, &w);
}

bool
schema_known_all(const schema_known *k, const char *names)
{
    char **all = g_strsplit(names, ", ", 0);
    bool known = true;
    for (size_t i = 0; all[i] && known; i++)
        known = schema_known_has(k, all[i], false);
    g_strfreev(all);
    return known;
}

/* ---- what was meant ---- */

typedef struct listing {
    arena *a;
    GPtrArray *names;
    bool attributes;
} listing;

static bool
list_part(void *data, const part *p)
{
    listing *l = data;
    if ((p->kind == PART_ATTRIBUTE) == l->attributes &&
        !g_ptr_array_find_with_equal_func(l->names, p->name, g_str_equal, NULL))
        g_ptr_array_add(l->names, (gpointer)p->name);
    return false;
}

static GPtrArray *
names_in(const schema_known *k, const char *parent, bool is_attribute)
{
    listing l = {k->a, g_ptr_array_new(), is_attribute};
    GHashTableIter i;
    gpointer name;
    if (parent) {
        each_in_named(k, parent, list_part, &l);
    } else {
        g_hash_table_iter_init(&i, is_attribute ? k->attributes : k->elements);
        while (g_hash_table_iter_next(&i, &name, NULL))
            g_ptr_array_add(l.names, name);
    }
    g_ptr_array_sort(l.names, order_strings);
    return l.names;
}

static bool
is_known_in(const schema_known *k, const char *parent, const char *name, bool is_attribute)
{
    return parent ? schema_known_holds(k, parent, name, is_attribute) : schema_known_has(k, name, is_attribute);
}

/* An attribute where an element is asked for, or the other way round, is a likelier slip than another letter. */
const char *
schema_known_meant(const schema_known *k, const char *parent, const char *name, bool is_attribute)
{
    if (is_known_in(k, parent, name, !is_attribute))
        return arena_printf(k->a, "%s%s", is_attribute ? "" : "@", name);
    GPtrArray *known = names_in(k, parent, is_attribute);
    const char *near = near_find(name, known);
    g_ptr_array_free(known, TRUE);
    return near ? arena_printf(k->a, "%s%s", is_attribute ? "@" : "", near) : NULL;
}

const char *
schema_known_parents(const schema_known *k, const char *name, bool is_attribute)
{
    enum { MOST = 6 };
    GPtrArray *all = names_in(k, NULL, false);
    GString *out = g_string_new(NULL);
    size_t count = 0;
    for (guint i = 0; i < all->len && count <= MOST; i++) {
        const char *parent = g_ptr_array_index(all, i);
        if (!schema_known_holds(k, parent, name, is_attribute))
            continue;
        g_string_append_printf(out, "%s%s", count ? ", " : "", count == MOST ? "…" : parent);
        count++;
    }
    const char *words = count ? arena_strdup(k->a, out->str) : NULL;
    g_string_free(out, TRUE);
    g_ptr_array_free(all, TRUE);
    return words;
}
