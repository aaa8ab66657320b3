/* layout_own.c: documents with an author's own fields: they are judged, and have no columns. */
#include "layout/layout_int.h"

#include <string.h>

#include "base/asked.h"

void
layout_owns_begin(arena *a, layout *l, xml_store *s, const char *schema_dir)
{
    l->owns = ARENA_NEW(a, struct layout_owns);
    *l->owns = (struct layout_owns){.a = a, .s = s, .schema_dir = arena_strdup(a, schema_dir)};
}

static const schema_grammar *
grammar_with(const layout *l, size_t grammar, const char *fields, place named, diag *d)
{
    struct layout_owns *o = l->owns;
    for (const layout_owned *one = o->first; one; one = one->next)
        if (one->grammar == grammar && strcmp(one->fields, fields) == 0)
            return one->with;
    int error;
    const char *path = arena_printf(o->a, "%s/%s.rng", o->schema_dir, layout_grammar_names[grammar]);
    const schema_grammar *with = schema_read_own(o->s, path, fields, &error, d);
    if (error) {
        char *ja, *en;
        asked_words(fields, error, &ja, &en);
        diag_add(d, DIAG_CASEFILE_FIELDS_READ, PLACE_NONE, named, fields, ja, en, NULL);
        g_free(ja);
        g_free(en);
    }
    layout_owned *one = with ? ARENA_NEW(o->a, layout_owned) : NULL;
    if (!one)
        return NULL;
    *one = (layout_owned){grammar, arena_strdup(o->a, fields), with, o->first};
    o->first = one;
    return with;
}

bool
layout_take(const layout *l, size_t grammar, const char *fields, place named, xml_doc *doc, diag *d)
{
    const bool has_places = fields && strcmp(layout_grammar_names[grammar], "calendar") != 0;
    const schema_grammar *g = has_places ? grammar_with(l, grammar, fields, named, d) : l->grammars[grammar];
    return g && schema_take(g, doc, d);
}

const char *
layout_fields_of(arena *a, const char *case_path, const xml_doc *doc, place *named)
{
    const xml_node *masters = xml_element_named(xml_root(doc), "masters");
    const xml_node *attr = masters ? xml_attribute_node(masters, "fields") : NULL;
    const char *name = attr ? g_strstrip(arena_strdup(a, xml_text(a, attr))) : "";
    if (!*name)
        return NULL;
    *named = xml_place(a, attr, true);
    if (g_path_is_absolute(name))
        return name;
    char *folder = g_path_get_dirname(case_path);
    const char *path = strcmp(folder, ".") == 0 ? name : arena_printf(a, "%s/%s", folder, name);
    g_free(folder);
    return path;
}
