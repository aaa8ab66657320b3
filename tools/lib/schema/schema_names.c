/* schema_names.c: all names that a grammar knows, wherever they stand. */
#include "schema/schema_int.h"

typedef struct name_shelf {
    arena *a;
    GHashTable *elements, *attributes;
    bool is_closed;
} name_shelf;

/* <name> within <choice>; of a name class that takes any name there is no list. */
static void
add_name_class(name_shelf *shelf, const xml_node *c, GHashTable *names)
{
    if (xml_named(c, "name"))
        g_hash_table_add(names, g_strstrip((char *)xml_text(shelf->a, c)));
    else if (!xml_named(c, "choice"))
        shelf->is_closed = false;
    for (const xml_node *one = xml_first_element(c); one && xml_named(c, "choice"); one = xml_next_element(one))
        add_name_class(shelf, one, names);
}

static void
add_names_of(name_shelf *shelf, const xml_node *n)
{
    const rng_kind kind = rng_kind_of(n);
    if (kind != RNG_ELEMENT && kind != RNG_ATTRIBUTE)
        return;
    GHashTable *names = kind == RNG_ELEMENT ? shelf->elements : shelf->attributes;
    const xml_node *c = rng_name_class(n);
    const char *name = rng_attribute(shelf->a, n, "name");
    if (name)
        g_hash_table_add(names, (gpointer)name);
    else if (c)
        add_name_class(shelf, c, names);
}

static void
add_names_below(name_shelf *shelf, const xml_node *parent)
{
    for (const xml_node *n = xml_first_element(parent); n; n = xml_next_element(n)) {
        add_names_of(shelf, n);
        add_names_below(shelf, n);
    }
}

bool
schema_add_names(const schema_grammar *g, GHashTable *elements, GHashTable *attributes)
{
    g_assert(g && elements && attributes);
    name_shelf shelf = {g->memory, elements, attributes, true};
    for (size_t i = 0; i < schema_source_count(g); i++)
        add_names_below(&shelf, schema_source(g, i));
    return shelf.is_closed;
}

const char *
schema_folder(arena *a, const schema_grammar *g)
{
    g_assert(a && g);
    char *folder = g_path_get_dirname(g->unread ? g->unread : xml_doc_file(xml_doc_of(schema_source(g, 0))));
    const char *kept = arena_strdup(a, folder);
    g_free(folder);
    return kept;
}
