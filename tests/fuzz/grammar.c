#include "grammar.h"

#include <string.h>

#include <libxml/parser.h>

struct grammar {
    GHashTable *defines; /* name → GPtrArray of <define> */
    GPtrArray *starts;   /* patterns of outermost elements */
    GHashTable *parts;   /* pattern → grammar_parts */
    GHashTable *files;   /* that were read */
};

/* splitmix64 */
uint32_t
chance_next(chance *c)
{
    uint64_t z = c->state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return (uint32_t)((z ^ (z >> 31)) >> 16);
}

uint32_t
chance_below(chance *c, uint32_t below)
{
    return below ? chance_next(c) % below : 0;
}

bool
chance_one_in(chance *c, uint32_t n)
{
    return chance_below(c, n) == 0;
}

static bool
is_rng(const xmlNode *n, const char *name)
{
    return n->type == XML_ELEMENT_NODE && !strcmp((const char *)n->name, name);
}

/* Borrowed, "" where there is none: an attribute of a grammar is one text. */
static const char *
rng_attribute(const xmlNode *n, const char *name)
{
    const xmlAttr *a = xmlHasProp(n, (const xmlChar *)name);
    return a && a->children && a->children->content ? (const char *)a->children->content : "";
}

/* ---- reading ---- */

static void read_file(grammar *g, const char *path);

static void
read_define(grammar *g, xmlNode *n)
{
    const char *name = rng_attribute(n, "name");
    GPtrArray *all = g_hash_table_lookup(g->defines, name);
    if (!all)
        g_hash_table_insert(g->defines, (void *)name, all = g_ptr_array_new());
    /* What a grammar that includes another defines anew came first. */
    if (!all->len || *rng_attribute(n, "combine"))
        g_ptr_array_add(all, n);
}

static void
read_part(grammar *g, xmlNode *n, const char *path)
{
    if (is_rng(n, "define"))
        read_define(g, n);
    else if (is_rng(n, "start") && !g->starts->len)
        g_ptr_array_add(g->starts, n);
    else if (is_rng(n, "div") || is_rng(n, "include"))
        for (xmlNode *inner = n->children; inner; inner = inner->next)
            read_part(g, inner, path);
    if (is_rng(n, "include")) {
        char *folder = g_path_get_dirname(path), *other = g_build_filename(folder, rng_attribute(n, "href"), NULL);
        read_file(g, other);
        g_free(other);
        g_free(folder);
    }
}

static void
read_file(grammar *g, const char *path)
{
    if (!g_hash_table_add(g->files, g_strdup(path)))
        return;
    char *bytes = NULL; /* from memory: the program's own reading lets libxml2 open no file */
    gsize length = 0;
    if (!g_file_get_contents(path, &bytes, &length, NULL))
        return;
    xmlDoc *doc =
        xmlReadMemory(bytes, (int)length, path, NULL, XML_PARSE_NOBLANKS | XML_PARSE_NOERROR | XML_PARSE_NONET);
    g_free(bytes);
    if (!doc)
        return;
    const xmlNode *root = xmlDocGetRootElement(doc);
    /* Its own definitions are before those of what it includes. */
    for (int includes = 0; includes < 2; includes++)
        for (xmlNode *n = root->children; n; n = n->next)
            if (is_rng(n, "include") == (includes == 1))
                read_part(g, n, path);
}

static void
collect_parts(const grammar *g, xmlNode *n, grammar_parts *out, GHashTable *seen)
{
    for (xmlNode *child = n->children; child; child = child->next) {
        if (is_rng(child, "element"))
            g_ptr_array_add(out->elements, child);
        else if (is_rng(child, "attribute"))
            g_ptr_array_add(out->attributes, child);
        else if (is_rng(child, "text") || is_rng(child, "data") || is_rng(child, "value"))
            out->has_text = true;
        else if (is_rng(child, "ref")) {
            const GPtrArray *all = g_hash_table_lookup(g->defines, rng_attribute(child, "name"));
            for (guint i = 0; all && i < all->len; i++)
                if (g_hash_table_add(seen, all->pdata[i]))
                    collect_parts(g, all->pdata[i], out, seen);
        } else if (child->type == XML_ELEMENT_NODE)
            collect_parts(g, child, out, seen);
    }
}

static grammar_parts *
parts_below(const grammar *g, xmlNode *pattern)
{
    grammar_parts *p = g_new0(grammar_parts, 1);
    p->elements = g_ptr_array_new();
    p->attributes = g_ptr_array_new();
    GHashTable *seen = g_hash_table_new(NULL, NULL);
    collect_parts(g, pattern, p, seen);
    g_hash_table_destroy(seen);
    return p;
}

grammar *
grammar_read(const char *path)
{
    grammar *g = g_new0(grammar, 1);
    g->defines = g_hash_table_new(g_str_hash, g_str_equal);
    g->starts = g_ptr_array_new();
    g->parts = g_hash_table_new(NULL, NULL);
    g->files = g_hash_table_new(g_str_hash, g_str_equal);
    read_file(g, path);
    if (!g->starts->len)
        return NULL;
    xmlNode *start = g->starts->pdata[0];
    g_ptr_array_set_size(g->starts, 0);
    const grammar_parts *first = grammar_parts_of(g, start);
    for (guint i = 0; i < first->elements->len; i++)
        g_ptr_array_add(g->starts, first->elements->pdata[i]);
    return g;
}

/* ---- looking ---- */

xmlNode *
grammar_part_named(const GPtrArray *patterns, const char *name, guint *at)
{
    for (guint i = 0; i < patterns->len; i++)
        if (!strcmp(rng_attribute(patterns->pdata[i], "name"), name)) {
            if (at)
                *at = i;
            return patterns->pdata[i];
        }
    return NULL;
}

xmlNode *
grammar_root(const grammar *g, const char *name)
{
    return grammar_part_named(g->starts, name, NULL);
}

xmlNode *
grammar_any_root(const grammar *g, chance *c)
{
    return g->starts->pdata[chance_below(c, g->starts->len)];
}

const grammar_parts *
grammar_parts_of(grammar *g, xmlNode *pattern)
{
    grammar_parts *p = g_hash_table_lookup(g->parts, pattern);
    if (!p)
        g_hash_table_insert(g->parts, pattern, p = parts_below(g, pattern));
    return p;
}

xmlNode *
grammar_pattern_of(grammar *g, const xmlNode *element)
{
    if (!element || element->type != XML_ELEMENT_NODE)
        return NULL;
    if (element->parent && element->parent->type == XML_ELEMENT_NODE) {
        xmlNode *above = grammar_pattern_of(g, element->parent);
        return above ? grammar_part_named(grammar_parts_of(g, above)->elements, (const char *)element->name, NULL)
                     : NULL;
    }
    return grammar_root(g, (const char *)element->name);
}

/* ---- making ---- */

enum { DEPTH_OF_PLENTY = 6, DEPTH_OF_END = 14 };

typedef struct maker {
    grammar *g;
    chance *c;
    const xmlDoc *of;
    int depth;
    int room; /* how many more elements */
} maker;

/* `into` NULL: only what stands in `text`, for a value. */
static void make_pattern(maker *m, xmlNode *pattern, xmlNode *into, GString *text);

static void
make_children(maker *m, const xmlNode *pattern, xmlNode *into, GString *text)
{
    for (xmlNode *n = pattern->children; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE)
            make_pattern(m, n, into, text);
}

static void
make_data(maker *m, const xmlNode *data, GString *text)
{
    const char *pattern = NULL, *lowest = NULL, *highest = NULL;
    for (const xmlNode *n = data->children; n; n = n->next)
        if (is_rng(n, "param") && n->children) {
            const char *name = rng_attribute(n, "name"), *value = (const char *)n->children->content;
            if (!strcmp(name, "pattern"))
                pattern = value;
            else if (!strcmp(name, "minInclusive"))
                lowest = value;
            else if (!strcmp(name, "maxInclusive"))
                highest = value;
        }
    if (pattern && strcmp(rng_attribute(data, "type"), "string") == 0)
        values_append_pattern(text, m->c, pattern);
    else
        values_append_typed(text, m->c, rng_attribute(data, "type"), lowest, highest);
}

/* A definition whose name says more than its type: what it is an expression of, or a path. */
static bool
make_named(maker *m, const char *name, GString *text)
{
    const bool computed = strstr(name, "-or-expression") || !strcmp(name, "computed-name") || !strcmp(name, "columns");
    if (!strcmp(name, "expression") || !strcmp(name, "path"))
        values_append_expression(text, m->c, m->of, 0);
    else if (!strcmp(name, "file-path"))
        g_string_append(text, chance_one_in(m->c, 3) ? "../shared/base.xml" : "../plan/form.xml");
    else if (computed && chance_one_in(m->c, 3)) {
        g_string_append_c(text, '{');
        values_append_expression(text, m->c, m->of, 2);
        g_string_append_c(text, '}');
    } else
        return false;
    return true;
}

static void
make_ref(maker *m, const char *name, xmlNode *into, GString *text)
{
    const GPtrArray *all = g_hash_table_lookup(m->g->defines, name);
    if (make_named(m, name, text))
        return;
    if (m->depth++ < DEPTH_OF_END * 3)
        for (guint i = 0; all && i < all->len; i++)
            make_children(m, all->pdata[i], into, text);
    m->depth--;
}

static void
make_choice(maker *m, const xmlNode *choice, xmlNode *into, GString *text)
{
    uint32_t count = 0;
    for (const xmlNode *n = choice->children; n; n = n->next)
        count += n->type == XML_ELEMENT_NODE;
    uint32_t which = chance_below(m->c, count);
    for (xmlNode *n = choice->children; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE && which-- == 0)
            make_pattern(m, n, into, text);
}

static void
make_element(maker *m, xmlNode *pattern, xmlNode *into)
{
    if (m->room-- <= 0 || m->depth > DEPTH_OF_END * 2)
        return;
    xmlNode *made = xmlNewChild(into, NULL, (const xmlChar *)rng_attribute(pattern, "name"), NULL);
    GString *text = g_string_new(NULL);
    m->depth++;
    make_children(m, pattern, made, text);
    m->depth--;
    if (text->len)
        xmlAddChild(made, xmlNewText((const xmlChar *)text->str));
    g_string_free(text, TRUE);
}

/* One of the values that the attribute has in the document, as references, styles and expressions are mostly good
 * again; of what names something, none. */
static char *
make_known_value(maker *m, const char *name)
{
    if (!m->of || !strcmp(name, "id") || !strcmp(name, "name") || chance_one_in(m->c, 3))
        return NULL;
    const xmlChar *chosen = NULL;
    uint32_t seen = 0;
    const xmlNode *n = xmlDocGetRootElement(m->of);
    while (n) {
        const xmlAttr *a = n->type == XML_ELEMENT_NODE ? xmlHasProp(n, (const xmlChar *)name) : NULL;
        if (a && a->children && a->children->content && chance_below(m->c, ++seen) == 0)
            chosen = a->children->content;
        const xmlNode *next = n->children;
        for (; !next && n; n = n->parent)
            next = n->next;
        n = next;
    }
    return chosen ? g_strdup((const char *)chosen) : NULL;
}

static void
make_attribute(maker *m, xmlNode *pattern, xmlNode *into)
{
    char *value = make_known_value(m, rng_attribute(pattern, "name"));
    if (!value)
        value = grammar_value(m->g, m->c, pattern, m->of);
    xmlSetProp(into, (const xmlChar *)rng_attribute(pattern, "name"), (const xmlChar *)value);
    g_free(value);
}

/* How many times what may be there, is. */
static uint32_t
times_of(maker *m, const xmlNode *pattern)
{
    const bool must = is_rng(pattern, "oneOrMore");
    const uint32_t most = is_rng(pattern, "optional") ? 1 : chance_one_in(m->c, 60) ? 20 : 3;
    if (m->depth >= DEPTH_OF_PLENTY)
        return must;
    return must ? 1 + chance_below(m->c, most) : chance_one_in(m->c, 3) ? 1 + chance_below(m->c, most) : 0;
}

static void
make_pattern(maker *m, xmlNode *n, xmlNode *into, GString *text)
{
    if (is_rng(n, "element")) {
        if (into)
            make_element(m, n, into);
    } else if (is_rng(n, "attribute")) {
        if (into)
            make_attribute(m, n, into);
    } else if (is_rng(n, "ref"))
        make_ref(m, rng_attribute(n, "name"), into, text);
    else if (is_rng(n, "choice"))
        make_choice(m, n, into, text);
    else if (is_rng(n, "optional") || is_rng(n, "zeroOrMore") || is_rng(n, "oneOrMore")) {
        for (uint32_t times = times_of(m, n); times > 0; times--)
            make_children(m, n, into, text);
    } else if (is_rng(n, "text"))
        values_append_text(text, m->c);
    else if (is_rng(n, "value") && n->children)
        g_string_append(text, (const char *)n->children->content);
    else if (is_rng(n, "data"))
        make_data(m, n, text);
    else if (is_rng(n, "group") || is_rng(n, "interleave") || is_rng(n, "mixed") || is_rng(n, "list"))
        make_children(m, n, into, text);
}

xmlNode *
grammar_make(grammar *g, chance *c, xmlNode *pattern, const xmlDoc *of)
{
    maker m = {g, c, of, 0, 60};
    xmlNode *holder = xmlNewNode(NULL, (const xmlChar *)"holder");
    make_element(&m, pattern, holder);
    xmlNode *made = holder->children;
    xmlUnlinkNode(made);
    xmlFreeNode(holder);
    return made;
}

char *
grammar_value(grammar *g, chance *c, xmlNode *pattern, const xmlDoc *of)
{
    GString *text = g_string_new(NULL);
    maker m = {g, c, of, 0, 0};
    if (chance_one_in(c, 20))
        values_append_extreme(text, c);
    else if (pattern->children && is_rng(pattern, "attribute")) {
        make_children(&m, pattern, NULL, text);
        const grammar_parts *parts = grammar_parts_of(g, pattern);
        if (!parts->has_text)
            values_append_text(text, c);
    } else
        make_children(&m, pattern, NULL, text);
    return g_string_free(text, FALSE);
}
