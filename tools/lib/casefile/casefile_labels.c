/* casefile_labels.c: the schemas' names for nodes. A schema is walked beside its document once, when the first of them
 * is asked for. */
#include "casefile/casefile_int.h"

#include <string.h>

struct casefile_labels {
    const casefile *c;
    GHashTable *patterns[SOURCES]; /* node: the pattern that allows it; NULL: not walked yet */
};

casefile_labels *
casefile_labels_open(const casefile *c)
{
    casefile_labels *labels = g_new0(casefile_labels, 1);
    labels->c = c;
    return labels;
}

void
casefile_labels_close(casefile_labels *labels)
{
    for (size_t i = 0; labels && i < SOURCES; i++)
        if (labels->patterns[i])
            g_hash_table_destroy(labels->patterns[i]);
    g_free(labels);
}

xml_node *
casefile_masters(const casefile *c)
{
    return xml_element_named(casefile_root(c), "masters");
}

static void
note_pattern(void *data, const xml_node *pattern, xml_node *n)
{
    g_hash_table_insert(data, n, (gpointer)pattern);
}

/* The pattern of a node, and the schema that it is of. NULL: no schema knows it. */
static const xml_node *
pattern_at(casefile_labels *labels, const xml_node *n, const schema_grammar **schema)
{
    const xml_doc *doc = xml_doc_of(n);
    for (size_t i = 0; labels->c && i < labels->c->source_count; i++) {
        const source *s = &labels->c->sources[i];
        if (s->doc != doc || !s->schema)
            continue;
        if (!labels->patterns[i]) {
            labels->patterns[i] = g_hash_table_new(NULL, NULL);
            schema_walk(s->schema, doc, note_pattern, labels->patterns[i]);
        }
        *schema = s->schema;
        return g_hash_table_lookup(labels->patterns[i], n);
    }
    return NULL;
}

/* A free text of an author's own may be meant to be a day or an amount, and be none. */
static bool
says_its_kind(arena *a, const schema_grammar *schema, const xml_node *pattern, const xml_node *n)
{
    static const char *const texts[] = {"string", "token", "normalizedString", NULL};
    if (!schema_is_own(schema, pattern))
        return true;
    const char *datatype = schema_datatype(a, schema, pattern, xml_text(a, n));
    return datatype && !g_strv_contains(texts, datatype);
}

bool
casefile_label(casefile_labels *labels, arena *a, const xml_node *n, const char *part, bool is_attribute,
               const char **ja, const char **en)
{
    const schema_grammar *schema = NULL;
    const xml_node *pattern = pattern_at(labels, n, &schema);
    if (pattern && part)
        pattern = schema_part(schema, pattern, part, is_attribute);
    if (pattern) {
        schema_label(a, pattern, ja, en);
        return part || says_its_kind(a, schema, pattern, n);
    }
    if (!part) {
        part = xml_name(n);
        is_attribute = xml_is_attribute(n);
    }
    *ja = *en = arena_printf(a, is_attribute ? "@%s" : "<%s>", part);
    return false;
}

/* Yes or no, as the pattern says; "": it does not. */
static const char *
note_of_staying(arena *a, const xml_node *pattern)
{
    const char *note = pattern ? xml_attribute_ns(a, pattern, SCHEMA_NOTES, "stays") : NULL;
    return note ? note : "";
}

bool
casefile_stays(casefile_labels *labels, arena *a, const xml_node *n, const char *part, bool is_attribute)
{
    const schema_grammar *schema = NULL;
    const xml_node *pattern = part ? pattern_at(labels, n, &schema) : NULL, *absent = NULL;
    if (part && (!pattern || !(absent = schema_part(schema, pattern, part, is_attribute))))
        return false;
    const char *note = note_of_staying(a, absent);
    for (; !*note && n; n = xml_parent(n)) {
        pattern = pattern_at(labels, n, &schema);
        note = note_of_staying(a, pattern);
        if (xml_attribute_node(n, "audience") || (pattern && !*note && schema_is_own(schema, pattern)))
            return false;
    }
    return strcmp(note, "yes") == 0;
}
