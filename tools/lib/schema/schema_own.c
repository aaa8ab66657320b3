/* schema_own.c: an author's own fields. A second grammar, of one file, defines anew some of the places that ours leave
 * open (<define name="own.child"><empty/></define> in types.rng): elements of a namespace of the author's, behind all
 * of ours. Whatever it could say that would change what ours say is refused, so that a case keeps its meaning. */
#include "schema/schema_int.h"

#include <string.h>

#include "base/near.h"
#include "base/order.h"

#define PLACE_PREFIX "own."

typedef struct own_reader {
    schema_grammar *g;
    const xml_node *root;
    GPtrArray *hooks; /* of const xml_node *: definitions of places */
    GHashTable *ours; /* the names of our definitions */
    bool good;
    diag *d;
} own_reader;

static void
own_broken(own_reader *k, const xml_node *at, const char *ja, const char *en)
{
    diag_add(k->d, DIAG_OWN_GRAMMAR, xml_place(k->g->memory, at, false), PLACE_NONE, ja, en, NULL);
    k->good = false;
}

/* What is wrong with any grammar is told as what is wrong with this one. */
static void
take_messages(own_reader *k, diag *heard)
{
    for (size_t i = 0; i < diag_length(heard); i++) {
        const diag_message *m = diag_at(heard, i);
        diag_add(k->d, DIAG_OWN_GRAMMAR, m->form, PLACE_NONE, m->args[0], m->args[1], NULL);
        k->good = false;
    }
    diag_drop(heard);
}

/* ---- names ---- */

static const char *
namespace_at(own_reader *k, const xml_node *rng, const char *name)
{
    const char *colon = strchr(name, ':');
    const char *ns = colon
                         ? xml_prefix_namespace(rng, arena_strndup(k->g->memory, name, (size_t)(colon - name)))
                         : rng_kind_of(rng) == RNG_ELEMENT ? rng_inherited(k->g->memory, rng, "ns") : "";
    return ns ? ns : "";
}

static bool
is_reserved(const char *ns)
{
    static const char *const reserved[] = {RNG_NS, RNG_DOCUMENTATION_NS, RNG_XML_NS, NULL};
    return g_strv_contains(reserved, ns) || g_str_has_prefix(ns, "urn:renkei:");
}

static void
check_element_name(own_reader *k, const xml_node *rng)
{
    const char *name = rng_attribute(k->g->memory, rng, "name");
    const char *ns = name ? namespace_at(k, rng, name) : "";
    if (!name) {
        own_broken(k, rng, "要素の名前は name 属性に書きます（どの名前でもよい要素は作れません）",
                   "an element needs a name attribute (no anyName, nsName or choice of names)");
    } else if (!*ns) {
        own_broken(k, rng,
                   arena_printf(k->g->memory, "要素 %s に名前空間がありません（grammar の ns に、自分の名前空間を書きます）",
                                name),
                   arena_printf(k->g->memory, "the element %s is in no namespace (say yours in ns of the grammar)", name));
    } else if (is_reserved(ns)) {
        own_broken(k, rng, arena_printf(k->g->memory, "名前空間 %s は使えません（自分の名前空間を決めます）", ns),
                   arena_printf(k->g->memory, "the namespace %s is not yours to use", ns));
    } else if (!g_ptr_array_find_with_equal_func(k->g->own_spaces, ns, g_str_equal, NULL)) {
        g_ptr_array_add(k->g->own_spaces, (void *)ns);
    }
}

static void
check_attribute_name(own_reader *k, const xml_node *rng)
{
    const char *name = rng_attribute(k->g->memory, rng, "name");
    if (!name || *namespace_at(k, rng, name) || (rng_attribute(k->g->memory, rng, "ns") && !strchr(name, ':') &&
                                                 *rng_attribute(k->g->memory, rng, "ns")))
        own_broken(k, rng, "属性の名前は、接頭辞のない名前を name 属性に書きます",
                   "an attribute needs a name attribute, without a prefix");
}

static void
check_names_below(own_reader *k, const xml_node *parent)
{
    for (const xml_node *c = xml_first_element(parent); c; c = xml_next_element(c)) {
        const rng_kind kind = rng_kind_of(c);
        if (kind == RNG_FOREIGN)
            continue;
        if (kind == RNG_ELEMENT)
            check_element_name(k, c);
        else if (kind == RNG_ATTRIBUTE)
            check_attribute_name(k, c);
        check_names_below(k, c);
    }
}

/* ---- definitions ---- */

static GPtrArray *
place_names(const own_reader *k)
{
    GPtrArray *names = g_ptr_array_new();
    GHashTableIter i;
    gpointer name;
    g_hash_table_iter_init(&i, k->ours);
    while (g_hash_table_iter_next(&i, &name, NULL))
        if (g_str_has_prefix(name, PLACE_PREFIX))
            g_ptr_array_add(names, name);
    g_ptr_array_sort(names, order_strings);
    return names;
}

static void
tell_no_place(own_reader *k, const xml_node *definition, const char *name)
{
    GPtrArray *names = place_names(k);
    char *ja = near_advice(name, names, DIAG_JA), *en = near_advice(name, names, DIAG_EN);
    own_broken(k, definition, arena_printf(k->g->memory, "項目を置ける所に %s はありません。%s", name, ja),
               arena_printf(k->g->memory, "there is no place called %s; %s", name, en));
    g_free(ja);
    g_free(en);
    g_ptr_array_free(names, TRUE);
}

static void
add_definition(own_reader *k, const xml_node *definition)
{
    const char *name = rng_attribute(k->g->memory, definition, "name");
    const bool is_ours = g_hash_table_contains(k->ours, name);
    if (g_str_has_prefix(name, PLACE_PREFIX)) {
        if (!is_ours)
            tell_no_place(k, definition, name);
        g_ptr_array_add(k->hooks, (void *)definition);
    } else if (is_ours) {
        own_broken(k, definition,
                   arena_printf(k->g->memory, "define の名前 %s は renkei の文法にあります。別の名前にします", name),
                   arena_printf(k->g->memory, "a define %s is in the grammars of renkei; take another name", name));
    }
    GPtrArray *same = g_hash_table_lookup(k->g->defines, name);
    if (!same) {
        same = g_ptr_array_new();
        g_hash_table_insert(k->g->defines, (void *)name, same);
    }
    g_ptr_array_add(same, (void *)definition);
}

/* What it includes of ours is here already: an editor needs it, to know their types. */
static void
check_include(own_reader *k, const xml_node *include)
{
    const char *href = rng_attribute(k->g->memory, include, "href");
    char *base = g_path_get_basename(href ? href : "");
    bool is_ours = false;
    for (guint i = 0; i < k->g->roots->len; i++) {
        char *known = g_path_get_basename(xml_doc_file(xml_doc_of(g_ptr_array_index(k->g->roots, i))));
        is_ours = is_ours || strcmp(known, base) == 0;
        g_free(known);
    }
    if (!is_ours || xml_first_element(include))
        own_broken(k, include, "include は、renkei の types.rng のほかは使えません（自分の項目は一つのファイルに書きます）",
                   "only types.rng of renkei may be included, and nothing of it replaced (own fields are of one file)");
    g_free(base);
}

static void
collect(own_reader *k, const xml_node *parent)
{
    for (const xml_node *c = xml_first_element(parent); c; c = xml_next_element(c)) {
        switch (rng_kind_of(c)) {
        case RNG_DIV:
            collect(k, c);
            break;
        case RNG_INCLUDE:
            check_include(k, c);
            break;
        case RNG_START:
            own_broken(k, c, "start は書けません（項目を置く所を、own.child などの define で書きます）",
                       "there is no start here (the places are said by defines such as own.child)");
            break;
        case RNG_DEFINE:
            add_definition(k, c);
            break;
        default:
            break;
        }
    }
}

/* ---- what stands at a place, and in an element ---- */

static bool
is_own_element(const own_reader *k, const pattern *p)
{
    return g_ptr_array_find_with_equal_func(k->g->own_spaces, p->ns, g_str_equal, NULL);
}

/* Elements of the author's, and nothing else. */
static bool
is_made_of_own(const own_reader *k, const pattern *p)
{
    if (!p || p->kind == PATTERN_EMPTY)
        return true;
    if (p->kind == PATTERN_ELEMENT)
        return is_own_element(k, p);
    const bool joins = p->kind == PATTERN_CHOICE || p->kind == PATTERN_GROUP || p->kind == PATTERN_INTERLEAVE ||
                       p->kind == PATTERN_ONE_OR_MORE;
    return joins && is_made_of_own(k, p->a) && is_made_of_own(k, p->b);
}

static void
check_place(own_reader *k, const xml_node *definition)
{
    const char *name = rng_attribute(k->g->memory, definition, "name");
    GPtrArray *same = g_hash_table_lookup(k->g->defines, name);
    for (guint i = 0; same && i < same->len; i++) {
        const xml_node *one = g_ptr_array_index(same, i);
        if (one != definition)
            continue;
        for (const xml_node *c = xml_first_element(one); c; c = xml_next_element(c))
            if (rng_kind_of(c) != RNG_FOREIGN && !is_made_of_own(k, pattern_of_rng(k->g, c)))
                own_broken(k, c,
                           arena_printf(k->g->memory, "%s に置けるのは、自分の名前空間の要素だけです（属性や文は、その要素の中に書きます）",
                                        name),
                           arena_printf(k->g->memory,
                                        "at %s only elements of your namespace may stand (attributes and texts within them)",
                                        name));
    }
}

/* Ours within theirs would be found where somebody looks for ours: but for the parts of a person's name. */
static bool
may_be_used(own_reader *k, const char *name)
{
    static const char *const of_names[] = {"full-name",      "family-name", "given-name",
                                           "family-reading", "given-reading", NULL};
    const xml_node *first = g_ptr_array_index((GPtrArray *)g_hash_table_lookup(k->g->defines, name), 0);
    if (!g_hash_table_contains(k->ours, name) || g_strv_contains(of_names, name))
        return true;
    GPtrArray *elements = g_ptr_array_new();
    for (const xml_node *c = xml_first_element(first); c; c = xml_next_element(c))
        if (rng_kind_of(c) != RNG_FOREIGN)
            pattern_collect(pattern_of_rng(k->g, c), PATTERN_ELEMENT, elements);
    const bool may = elements->len == 0 && !g_str_has_prefix(name, PLACE_PREFIX);
    g_ptr_array_free(elements, TRUE);
    return may;
}

static void
check_used(own_reader *k, const GPtrArray *refs)
{
    for (guint i = 0; i < refs->len; i++) {
        const xml_node *ref = g_ptr_array_index(refs, i);
        const char *name = rng_attribute(k->g->memory, ref, "name");
        if (!may_be_used(k, name))
            own_broken(k, ref,
                       arena_printf(k->g->memory, "renkei の %s は要素なので、自分の項目には使えません（date・id・words などの値と full-name が使えます）", name),
                       arena_printf(k->g->memory, "%s of renkei has elements and may not be used (values such as date, id and words may, and full-name)", name));
    }
}

static void
tell_unknown_refs(own_reader *k, const GPtrArray *refs)
{
    GPtrArray *known = g_ptr_array_new();
    GHashTableIter i;
    gpointer name;
    g_hash_table_iter_init(&i, k->g->defines);
    while (g_hash_table_iter_next(&i, &name, NULL))
        g_ptr_array_add(known, name);
    g_ptr_array_sort(known, order_strings);
    for (guint n = 0; n < refs->len; n++) {
        const xml_node *ref = g_ptr_array_index(refs, n);
        const char *wanted = rng_attribute(k->g->memory, ref, "name");
        if (g_hash_table_contains(k->g->defines, wanted))
            continue;
        const char *near = near_find(wanted, known);
        own_broken(k, ref,
                   arena_printf(k->g->memory, "ref の名前 %s の define がありません%s%s%s", wanted, near ? "。" : "",
                                near ? near : "", near ? " の書き間違いではありませんか" : ""),
                   arena_printf(k->g->memory, "a ref names no define: %s%s%s%s", wanted, near ? "; did you mean " : "",
                                near ? near : "", near ? "?" : ""));
    }
    g_ptr_array_free(known, TRUE);
}

/* ---- the file ---- */

static void
judge_definitions(own_reader *k, const GPtrArray *refs)
{
    tell_unknown_refs(k, refs);
    if (!k->good)
        return;
    g_ptr_array_extend(k->g->refs, (GPtrArray *)refs, NULL, NULL);
    diag *heard = diag_new();
    rng_check_refs(k->g, heard);
    take_messages(k, heard);
    if (!k->good)
        return;
    check_used(k, refs);
    for (guint i = 0; i < k->hooks->len; i++)
        check_place(k, g_ptr_array_index(k->hooks, i));
}

static void
read_root(own_reader *k)
{
    GPtrArray *refs = g_ptr_array_new();
    diag *heard = diag_new();
    rng_check_file(k->root, refs, k->g->memory, heard);
    take_messages(k, heard);
    if (k->good) {
        check_names_below(k, k->root);
        collect(k, k->root);
        if (!k->hooks->len)
            own_broken(k, k->root, "項目を置く所（own.child など）の define が一つもありません",
                       "there is no define of a place (such as own.child)");
    }
    if (k->good)
        judge_definitions(k, refs);
    g_ptr_array_free(refs, TRUE);
}

static GHashTable *
names_of(GHashTable *defines)
{
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTableIter i;
    gpointer name;
    g_hash_table_iter_init(&i, defines);
    while (g_hash_table_iter_next(&i, &name, NULL))
        g_hash_table_add(names, name);
    return names;
}

bool
own_read(xml_store *s, schema_grammar *g, const char *path, int *error, diag *d)
{
    const xml_doc *doc = xml_read_asked(s, path, XML_FORM, &xml_limits_schema, error, d);
    if (!doc)
        return false;
    own_reader k = {.g = g, .root = xml_root(doc), .good = true, .d = d};
    k.hooks = g_ptr_array_new();
    k.ours = names_of(g->defines);
    g->own = k.root;
    if (rng_kind_of(k.root) != RNG_GRAMMAR)
        own_broken(&k, k.root, "RELAX NG（XML の形）の grammar ではありません", "it is no RELAX NG grammar (XML syntax)");
    else
        read_root(&k);
    g_ptr_array_add(g->roots, (void *)k.root);
    g_ptr_array_free(k.hooks, TRUE);
    g_hash_table_destroy(k.ours);
    return k.good;
}

/* ---- where something of the author's may stand ---- */

bool
own_knows_namespace(const schema_grammar *g, const char *ns)
{
    return g->own && g_ptr_array_find_with_equal_func(g->own_spaces, ns, g_str_equal, NULL);
}

const char *
own_places_of(schema_grammar *g, arena *a, tag t)
{
    GString *places = g_string_new(NULL);
    for (const xml_node *c = g->own ? xml_first_element(g->own) : NULL; c; c = xml_next_element(c)) {
        const char *name = rng_kind_of(c) == RNG_DEFINE ? rng_attribute(a, c, "name") : "";
        if (!g_str_has_prefix(name, PLACE_PREFIX))
            continue;
        GPtrArray *elements = g_ptr_array_new();
        for (const xml_node *in = xml_first_element(c); in; in = xml_next_element(in))
            if (rng_kind_of(in) != RNG_FOREIGN)
                pattern_collect(pattern_of_rng(g, in), PATTERN_ELEMENT, elements);
        for (guint i = 0; i < elements->len; i++)
            if (pattern_matches_name(g_ptr_array_index(elements, i), t)) {
                g_string_append_printf(places, "%s<%s>", places->len ? ", " : "", name + strlen(PLACE_PREFIX));
                break;
            }
        g_ptr_array_free(elements, TRUE);
    }
    const char *out = places->len ? arena_strdup(a, places->str) : NULL;
    g_string_free(places, TRUE);
    return out;
}
