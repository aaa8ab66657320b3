/* layout_files.c: cases and their masters, read as they are written. */
#include "layout/layout_files.h"

#include <stdlib.h>
#include <string.h>

#include "casefile/casefile.h"

typedef struct reading {
    arena *a;
    xml_store *s;
    const layout *l;
    GHashTable *met; /* canonical paths */
    GArray *out;
    bool good;
    diag *d;
} reading;

static const char *
real_path(arena *a, const char *path)
{
    char *real = realpath(path, NULL);
    const char *copy = arena_strdup(a, real ? real : path);
    free(real);
    return copy;
}

/* fields: the grammar of own fields that holds for a master; a case says itself. */
static void
read_one(reading *k, size_t grammar, const char *path, const char *fields, place named)
{
    if (!g_hash_table_add(k->met, (void *)real_path(k->a, path)))
        return;
    xml_doc *doc = xml_read_file(k->s, path, XML_DATA, &xml_limits_case, k->d);
    if (doc && grammar == 0)
        fields = layout_fields_of(k->a, path, doc, &named);
    if (!doc || !layout_take(k->l, grammar, fields, named, doc, k->d)) {
        k->good = false;
        return;
    }
    const char *id = grammar == 0 ? xml_attribute(k->a, xml_root(doc), "id") : NULL;
    const layout_file file = {grammar, arena_strdup(k->a, path), id, doc};
    g_array_append_val(k->out, file);
}

/* A path in a case is seen from the case. */
static void
read_masters_of(reading *k, const char *case_path, const xml_doc *doc)
{
    const xml_node *masters = xml_element_named(xml_root(doc), "masters");
    char *folder = g_path_get_dirname(case_path);
    place named = PLACE_NONE;
    const char *fields = layout_fields_of(k->a, case_path, doc, &named);
    for (size_t i = 1; masters && i < LAYOUT_GRAMMARS; i++) {
        const char *name = xml_attribute(k->a, masters, layout_grammar_names[i]);
        if (name)
            read_one(k, i, g_path_is_absolute(name) ? name : arena_printf(k->a, "%s/%s", folder, name),
                     fields, named);
    }
    g_free(folder);
}

const char *
layout_lone_fields(arena *a, const char *master_path)
{
    char *folder = g_path_get_dirname(master_path);
    const char *path = arena_printf(a, "%s/fields.rng", folder);
    g_free(folder);
    return g_file_test(path, G_FILE_TEST_EXISTS) ? path : NULL;
}

const char *
layout_master_path(arena *a, const char *folder, size_t grammar)
{
    return arena_printf(a, "%s/masters/%s.xml", folder, layout_grammar_names[grammar]);
}

GArray *
layout_files_read(arena *a, xml_store *s, const layout *l, const GPtrArray *cases, const char *folder, diag *d)
{
    reading k = {.a = a, .s = s, .l = l, .d = d, .good = true};
    k.met = g_hash_table_new(g_str_hash, g_str_equal);
    k.out = g_array_new(FALSE, FALSE, sizeof(layout_file));
    for (guint i = 0; i < cases->len; i++)
        read_one(&k, 0, g_ptr_array_index(cases, i), NULL, PLACE_NONE);
    const guint count = k.out->len;
    for (guint i = 0; i < count; i++) {
        const layout_file file = g_array_index(k.out, layout_file, i);
        read_masters_of(&k, file.path, file.doc);
    }
    for (size_t i = 1; folder && cases->len == 0 && i < LAYOUT_GRAMMARS; i++) {
        const char *path = layout_master_path(a, folder, i);
        if (g_file_test(path, G_FILE_TEST_EXISTS))
            read_one(&k, i, path, layout_lone_fields(a, path), PLACE_NONE);
    }
    g_hash_table_destroy(k.met);
    if (k.good)
        return k.out;
    g_array_free(k.out, TRUE);
    return NULL;
}
