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

/* The attributes of the first and the last day of what lasts from day to day: the first pair of r:ordered. */
static char **
names_of_span(arena *a, const xml_node *pattern)
{
    const char *ordered = xml_attribute_ns(a, pattern, SCHEMA_NOTES, "ordered");
    char **names = ordered ? g_strsplit_set(ordered, " ;", 3) : NULL;
    if (names && g_strv_length(names) < 2)
        g_clear_pointer(&names, g_strfreev);
    return names;
}

/* What is over in a case leaves nobody without: a use or a school is over only where another goes on, or, without a
 * day, has followed. Who has left an office has left it, whoever is there now: without a day, whoever has a last day.
 */
static bool
is_over(arena *a, const xml_node *n, char **span, const char *day, bool is_of_case)
{
    const char *last = xml_attribute(a, n, span[1]);
    if (!last || (day && strcmp(day, last) <= 0))
        return false;
    if (!is_of_case)
        return true;
    for (const xml_node *e = xml_first_element(xml_parent(n)); e; e = xml_next_element(e)) {
        const char *begin = xml_attribute(a, e, span[0]), *end = xml_attribute(a, e, span[1]);
        if (e != n && xml_named(e, xml_name(n)) &&
            (day ? !end || strcmp(day, end) <= 0 : begin && strcmp(last, begin) < 0))
            return true;
    }
    return false;
}

static bool
is_element_over(casefile_labels *labels, arena *a, const xml_node *n, const char *day)
{
    const schema_grammar *schema = NULL;
    const xml_node *pattern = pattern_at(labels, n, &schema);
    char **span = pattern ? names_of_span(a, pattern) : NULL;
    const bool is_of_case = xml_doc_of(n) == xml_doc_of(casefile_root(labels->c));
    const bool over = span && is_over(a, n, span, day, is_of_case);
    g_strfreev(span);
    return over;
}

static bool
names_id(arena *a, const xml_node *n, const char *id)
{
    for (const xml_node *attr = xml_first_attribute(n); attr; attr = xml_next(attr))
        if (strcmp(xml_name(attr), "id") != 0 && strcmp(xml_text(a, attr), id) == 0)
            return true;
    return false;
}

/* The child has had to do with it, by a use or at a school, and has no longer. */
static bool
is_left(casefile_labels *labels, arena *a, const char *id, const char *day)
{
    bool is_named = false;
    for (const xml_node *e = xml_first_element(casefile_root(labels->c)); e; e = xml_next_element(e)) {
        if (!casefile_stays(labels, a, e, NULL, false) || !names_id(a, e, id))
            continue;
        if (!is_element_over(labels, a, e, day))
            return false;
        is_named = true;
    }
    return is_named;
}

bool
casefile_refers_back(casefile_labels *labels, arena *a, const xml_node *n, const char *day)
{
    const schema_grammar *schema = NULL;
    const xml_node *pattern = xml_is_attribute(n) ? pattern_at(labels, n, &schema) : NULL;
    const bool is_of_case = xml_doc_of(n) == xml_doc_of(casefile_root(labels->c));
    if (!pattern || !xml_attribute_ns(a, pattern, SCHEMA_NOTES, "refers"))
        return false;
    if (!is_of_case) { /* an office's manager */
        const xml_node *named = casefile_find(labels->c, xml_text(a, n));
        return named && is_element_over(labels, a, named, day);
    }
    if (casefile_stays(labels, a, xml_parent(n), NULL, false)) /* where the child was, it was */
        return false;
    for (const xml_node *t = casefile_find(labels->c, xml_text(a, n)); t; t = xml_parent(t)) {
        const char *id = xml_is_element(t) ? xml_attribute(a, t, "id") : NULL;
        if (!id)
            return false;
        if (is_element_over(labels, a, t, day) || is_left(labels, a, id, day))
            return true;
    }
    return false;
}
