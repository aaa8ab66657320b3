/* audience_table.c: reads which editions there are. */
#include "audience/audience.h"

#include <string.h>

#include "schema/schema.h"

static const xml_expr *
expr_of(arena *a, xml_store *s, const xml_node *n, const char *name, diag *d)
{
    const char *text = xml_attribute(a, n, name);
    return text ? xml_expr_compile(s, text, xml_place(a, n, false), d) : NULL;
}

static void
read_edition(arena *a, xml_store *s, const xml_node *n, GArray *editions, diag *d)
{
    const audience_edition e = {.name = xml_attribute(a, n, "name"),
                                .word = xml_attribute(a, n, "word"),
                                .mark = xml_attribute(a, n, "mark"),
                                .to = xml_attribute(a, n, "to"),
                                .whole = xml_has_attribute(n, "whole"),
                                .partner = expr_of(a, s, n, "partner", d),
                                .consent = expr_of(a, s, n, "consent", d),
                                .others = expr_of(a, s, n, "others", d),
                                .needs = xml_attribute(a, n, "needs"),
                                .where = xml_place(a, n, false)};
    g_array_append_val(editions, e);
}

static void
read_item(arena *a, xml_store *s, const xml_node *n, GArray *items, diag *d)
{
    const audience_item item = {xml_attribute(a, n, "scope"), expr_of(a, s, n, "select", d), xml_place(a, n, false)};
    g_array_append_val(items, item);
}

/* Parted by spaces; NULL-ended. */
static const char *const *
read_words(arena *a, const xml_node *n, const char *attribute)
{
    const char *all = xml_attribute(a, n, attribute);
    char **parts = g_strsplit(all ? all : "", " ", 0);
    const char **words = ARENA_ARRAY(a, const char *, g_strv_length(parts) + 1);
    size_t count = 0;
    for (char **part = parts; *part; part++)
        if (**part)
            words[count++] = arena_strdup(a, *part);
    g_strfreev(parts);
    return words;
}

static const audience_table *
read_root(arena *a, xml_store *s, const xml_node *root, diag *d)
{
    GArray *editions = g_array_new(FALSE, FALSE, sizeof(audience_edition));
    GArray *items = g_array_new(FALSE, FALSE, sizeof(audience_item));
    for (const xml_node *n = xml_first_element(root); n; n = xml_next_element(n)) {
        if (xml_named(n, "edition"))
            read_edition(a, s, n, editions, d);
        else
            read_item(a, s, n, items, d);
    }
    const char *blank = xml_attribute(a, root, "blank"), *no_copy = xml_attribute(a, root, "no-copy"),
               *no_record = xml_attribute(a, root, "no-record");
    audience_table *t = ARENA_NEW(a, audience_table);
    *t = (audience_table){.editions = arena_copy(a, editions->data, editions->len * sizeof(audience_edition)),
                          .edition_count = editions->len,
                          .items = arena_copy(a, items->data, items->len * sizeof(audience_item)),
                          .item_count = items->len,
                          .unmarked = xml_attribute(a, root, "unmarked"),
                          .outside = xml_attribute(a, root, "outside"),
                          .left_out = xml_attribute(a, root, "left-out"),
                          .list = xml_attribute(a, root, "list"),
                          .no_copy = no_copy,
                          .no_record = no_record ? no_record : no_copy,
                          .office_words = read_words(a, root, "office-words"),
                          .blank = blank ? blank : ""};
    g_array_free(items, TRUE);
    g_array_free(editions, TRUE);
    return t;
}

const audience_table *
audience_read(arena *a, xml_store *s, const char *schema_dir, diag *d)
{
    g_assert(a && s && schema_dir && d);
    const size_t errors = diag_count(d, DIAG_ERROR);
    char *grammar = g_build_filename(schema_dir, "editions.rng", NULL);
    char *file = g_build_filename(schema_dir, "editions.xml", NULL);
    const schema_grammar *schema = schema_read(s, grammar, d);
    xml_doc *doc = schema ? xml_read_file(s, arena_strdup(a, file), XML_FORM, &xml_limits_form, d) : NULL;
    const audience_table *t = doc && schema_validate(schema, doc, d) ? read_root(a, s, xml_root(doc), d) : NULL;
    g_free(file);
    g_free(grammar);
    return diag_count(d, DIAG_ERROR) == errors ? t : NULL;
}

const audience_edition *
audience_named(const audience_table *t, const char *word)
{
    g_assert(t && word);
    for (size_t i = 0; i < t->edition_count; i++)
        if (strcmp(t->editions[i].name, word) == 0 || strcmp(t->editions[i].word, word) == 0)
            return &t->editions[i];
    return NULL;
}
