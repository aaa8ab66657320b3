/* effects_grammar.h: every position that the grammars of a case and its masters accept: what one can write, by the
 * names from the root (case/plan/row/@group), with what the schema says of it. */
#ifndef RENKEI_TEST_EFFECTS_GRAMMAR_H
#define RENKEI_TEST_EFFECTS_GRAMMAR_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "casefile/casefile_int.h"

/* An attribute, or an element that holds a text of its own. */
typedef struct position {
    char *path;
    const xml_node *pattern; /* the first that allows it */
    GPtrArray *listed;       /* of const char *: its <value>s, when it has some */
    const char *refers;      /* r:refers; NULL */
    bool is_id;              /* r:id */
    guint met;               /* in all cases */
    bool known;              /* that nothing reads it */
    GPtrArray *readers;      /* of char *, each once, in the order they were found */
} position;

typedef struct grammar_walk {
    arena *a;
    const schema_grammar *g;
    GPtrArray *positions; /* of position *, in schema order */
    GHashTable *by_path;
} grammar_walk;

static inline bool
is_rng(const xml_node *n, const char *name)
{
    return xml_named(n, name) && strcmp(xml_namespace(n), "http://relaxng.org/ns/structure/1.0") == 0;
}

static inline const xml_node *
grammar_define(const grammar_walk *w, const xml_node *ref)
{
    const char *name = xml_attribute(w->a, ref, "name");
    for (size_t i = 0; i < schema_source_count(w->g); i++)
        for (const xml_node *d = xml_first_element(schema_source(w->g, i)); d; d = xml_next_element(d))
            if (is_rng(d, "define") && strcmp(xml_attribute(w->a, d, "name"), name) == 0)
                return d;
    fail_msg("no definition of %s", name);
    return NULL;
}

/* What the element or attribute says itself: its listed values; true when it says something. */
static inline bool
grammar_own_values(const grammar_walk *w, const xml_node *in, GPtrArray *listed)
{
    bool says = false;
    for (const xml_node *n = xml_first_element(in); n; n = xml_next_element(n)) {
        if (is_rng(n, "element") || is_rng(n, "attribute"))
            continue;
        if (is_rng(n, "value"))
            g_ptr_array_add(listed, (void *)xml_text(w->a, n));
        if (is_rng(n, "value") || is_rng(n, "data") || is_rng(n, "text") || is_rng(n, "list"))
            says = true;
        else
            says |= grammar_own_values(w, is_rng(n, "ref") ? grammar_define(w, n) : n, listed);
    }
    return says;
}

static inline void
grammar_add(grammar_walk *w, const xml_node *pattern, const char *path)
{
    GPtrArray *listed = g_ptr_array_new();
    position *known = g_hash_table_lookup(w->by_path, path);
    /* An attribute without content holds any text. */
    if (!grammar_own_values(w, pattern, listed) && !is_rng(pattern, "attribute")) {
        g_ptr_array_unref(listed);
        return;
    }
    if (known) {
        for (guint i = 0; i < listed->len; i++)
            g_ptr_array_add(known->listed, g_ptr_array_index(listed, i));
        g_ptr_array_unref(listed);
        return;
    }
    position *p = g_new0(position, 1);
    p->path = g_strdup(path);
    p->pattern = pattern;
    p->listed = listed;
    p->refers = xml_attribute_ns(w->a, pattern, SCHEMA_NOTES, "refers");
    p->is_id = xml_attribute_ns(w->a, pattern, SCHEMA_NOTES, "id") != NULL;
    p->readers = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(w->positions, p);
    g_hash_table_insert(w->by_path, p->path, p);
}

/* A grammar that comes back to itself would have no end of positions: ours has none. */
static inline void
grammar_visit(grammar_walk *w, const xml_node *in, const char *path, int depth)
{
    assert_true(depth < 60);
    for (const xml_node *n = xml_first_element(in); n; n = xml_next_element(n)) {
        const bool attribute = is_rng(n, "attribute");
        if (attribute || is_rng(n, "element")) {
            const char *name = xml_attribute(w->a, n, "name");
            char *below = g_strdup_printf("%s%s%s%s", path, *path ? "/" : "", attribute ? "@" : "", name);
            grammar_add(w, n, below);
            if (!attribute)
                grammar_visit(w, n, below, depth + 1);
            g_free(below);
        } else if (is_rng(n, "ref")) {
            grammar_visit(w, grammar_define(w, n), path, depth + 1);
        } else {
            grammar_visit(w, n, path, depth + 1);
        }
    }
}

static inline void
grammar_add_positions(grammar_walk *w, const schema_grammar *g)
{
    w->g = g;
    for (const xml_node *n = xml_first_element(schema_source(g, 0)); n; n = xml_next_element(n))
        if (is_rng(n, "start"))
            grammar_visit(w, n, "", 0);
}

static inline void
grammar_free_position(void *data)
{
    position *p = data;
    g_free(p->path);
    g_ptr_array_unref(p->listed);
    g_ptr_array_unref(p->readers);
    g_free(p);
}

static inline grammar_walk
grammar_open(arena *a)
{
    return (grammar_walk){.a = a,
                          .positions = g_ptr_array_new_with_free_func(grammar_free_position),
                          .by_path = g_hash_table_new(g_str_hash, g_str_equal)};
}

static inline void
grammar_close(grammar_walk *w)
{
    g_hash_table_destroy(w->by_path);
    g_ptr_array_unref(w->positions);
}

/* The position where a node of a document stands. */
static inline position *
grammar_position_of(const grammar_walk *w, const xml_node *n)
{
    GString *path = g_string_new(NULL);
    for (const xml_node *up = n; up && (up == n || xml_is_element(up)); up = xml_parent(up)) {
        g_string_prepend(path, xml_name(up));
        if (up == n && xml_is_attribute(n))
            g_string_prepend_c(path, '@');
        g_string_prepend_c(path, '/');
    }
    position *p = g_hash_table_lookup(w->by_path, path->str + 1);
    g_string_free(path, TRUE);
    return p;
}

#endif
