/* casefile_rules.c: what a schema language cannot say, said by annotations in the schema.
 *
 *   r:id="yes"           the attribute or element holds its element's id, unique over all documents
 *   r:refers="a b"       it names, by id, an <a> or a <b>
 *   r:ordered="x y; …"   x ≤ y wherever the element has both; attributes or children
 *   r:unique="k"         no two siblings of this element have the same k; several names are one key. Without k an
 *                        element has no key, but k? may be missing, and is then a value as any other; . is its text
 *   r:exactly-one="…"    this XPath finds exactly one node from the element
 *   r:shares="p q? …"    with @meeting the element takes these parts from the meeting (casefile_meeting.c)
 *   r:parts="x"          its children are called as those of its sibling <x>
 *   r:schooling="yes"    the element is an enrolment: what it says is some of its school's kind (casefile_school.c)
 *   r:home="yes"         the element is where somebody lives: what casefile_home.c may withhold
 *   r:audience="…"       of an own field alone: whose copies (editions) may tell it; without it no one's but the office
 *   r:text="…"           what words its text is: for casefile_alter.c; a reading (…-kana) is one (base/reading.h), and
 *                        a person's name has no honorific */
#include "casefile/casefile_int.h"

#include <string.h>

typedef struct rule_reader {
    arena *scratch;
    diag *d;
    casefile_schemas *schemas;
    bool is_own; /* the author's */
    bool good;
} rule_reader;

static void
drop_rule(void *p)
{
    casefile_rule *r = p;
    g_strfreev(r->refers);
    g_strfreev(r->ordered);
    g_strfreev(r->unique);
    g_strfreev(r->shares);
    g_free(r->parts);
    g_free(r->audience);
    g_free(r);
}

char **
casefile_split_words(const char *text)
{
    char **all = g_strsplit_set(text, " \t\r\n", -1);
    size_t n = 0;
    for (size_t i = 0; all[i]; i++) {
        if (*all[i])
            all[n++] = all[i];
        else
            g_free(all[i]);
    }
    all[n] = NULL;
    return all;
}

void
casefile_rule_broken(arena *a, const xml_node *at, bool is_own, const char *annotation, diag *d)
{
    const char *ja = arena_printf(a, "注記 r:%s が分かりません", annotation);
    const char *en = arena_printf(a, "cannot understand the annotation r:%s", annotation);
    diag_add(d, is_own ? DIAG_OWN_GRAMMAR : DIAG_SCHEMA_BROKEN, xml_place(a, at, false), PLACE_NONE, ja, en, NULL);
}

static void
refuse_rule(rule_reader *k, const xml_node *at, const char *annotation)
{
    casefile_rule_broken(k->scratch, at, k->is_own, annotation, k->d);
    k->good = false;
}

/* The two of each pair, one behind the other. */
static char **
read_pairs(rule_reader *k, const xml_node *at, const char *text)
{
    char **pairs = g_strsplit(text, ";", -1);
    GStrvBuilder *all = g_strv_builder_new();
    for (size_t i = 0; pairs[i]; i++) {
        char **both = casefile_split_words(pairs[i]);
        if (g_strv_length(both) == 2)
            g_strv_builder_addv(all, (const char **)both);
        else
            refuse_rule(k, at, "ordered");
        g_strfreev(both);
    }
    char **words = g_strv_builder_end(all);
    g_strv_builder_unref(all);
    g_strfreev(pairs);
    return words;
}

const char *const casefile_shared_names[SHARED_COUNT] = {"date",       "means",      "how",  "who",
                                                         "school-who", "office-who", "party"};

shared_part
casefile_shared_find(const char *word, bool *optional)
{
    *optional = g_str_has_suffix(word, "?");
    const size_t length = strlen(word) - (*optional ? 1 : 0);
    for (size_t i = 0; i < SHARED_COUNT; i++)
        if (strlen(casefile_shared_names[i]) == length && strncmp(casefile_shared_names[i], word, length) == 0)
            return (shared_part)i;
    return SHARED_COUNT;
}

static char **
read_shares(rule_reader *k, const xml_node *at, const char *text)
{
    char **words = casefile_split_words(text);
    bool optional;
    for (size_t i = 0; words[i]; i++)
        if (casefile_shared_find(words[i], &optional) == SHARED_COUNT)
            refuse_rule(k, at, "shares");
    return words;
}

/* 保護者・学校: each word is one of an edition (editions.xml). */
static bool
are_readers(const char *text)
{
    static const char *const known[] = {"保護者", "学校", "相談支援事業所", NULL};
    char **words = g_strsplit(text, "・", -1);
    bool all = *words;
    for (char **one = words; *one; one++)
        all = all && g_strv_contains(known, *one);
    g_strfreev(words);
    return all;
}

/* What the layout and draft rooms read. */
static bool
is_of_workbooks(const char *name, const char *text)
{
    return (strcmp(name, "workbook") == 0 && *text) || (strcmp(name, "beside") == 0 && strcmp(text, "yes") == 0) ||
           (strcmp(name, "first") == 0 && (strcmp(text, "yes") == 0 || strcmp(text, "cell") == 0));
}

/* casefile_stays */
static bool
is_of_blanks(const char *name, const char *text)
{
    return strcmp(name, "stays") == 0 && (strcmp(text, "yes") == 0 || strcmp(text, "no") == 0);
}

/* What the twin room reads. */
static bool
is_of_twins(const char *name, const char *text)
{
    static const char *const known[] = {"stays", "birth", "role", "conclusion", "place", NULL};
    return strcmp(name, "twin") == 0 && g_strv_contains(known, text);
}

static casefile_rule *
read_rule(rule_reader *k, const xml_node *pattern)
{
    casefile_rule *r = g_new0(casefile_rule, 1);
    r->text = WORDS_COUNT;
    for (const xml_node *attr = xml_first_attribute(pattern); attr; attr = xml_next(attr)) {
        if (strcmp(xml_namespace(attr), SCHEMA_NOTES) != 0)
            continue;
        const char *name = xml_name(attr), *text = xml_text(k->scratch, attr);
        if (strcmp(name, "id") == 0 && strcmp(text, "yes") == 0) {
            r->id = true;
        } else if (strcmp(name, "schooling") == 0 && strcmp(text, "yes") == 0) {
            r->schooling = true;
        } else if (strcmp(name, "home") == 0 && strcmp(text, "yes") == 0) {
            r->home = true;
        } else if (strcmp(name, "refers") == 0) {
            r->refers = casefile_split_words(text);
        } else if (strcmp(name, "ordered") == 0) {
            r->ordered = read_pairs(k, attr, text);
        } else if (strcmp(name, "unique") == 0) {
            r->unique = casefile_split_words(text);
        } else if (strcmp(name, "shares") == 0) {
            r->shares = read_shares(k, attr, text);
        } else if (strcmp(name, "audience") == 0 && k->is_own && are_readers(text)) {
            r->audience = g_strdup(text);
        } else if (strcmp(name, "parts") == 0) {
            r->parts = g_strdup(text);
        } else if (strcmp(name, "exactly-one") == 0) {
            r->exactly_one =
                xml_expr_compile_at(k->schemas->s, text, pattern, xml_place(k->scratch, attr, false), k->d);
            k->good = k->good && r->exactly_one;
        } else if (strcmp(name, "text") == 0 && casefile_words_find(text) != WORDS_COUNT) {
            r->text = casefile_words_find(text);
        } else if (!is_of_workbooks(name, text) && !is_of_blanks(name, text) && !is_of_twins(name, text)) {
            refuse_rule(k, attr, name);
        }
    }
    return r;
}

static bool
has_annotation(const xml_node *pattern)
{
    const xml_node *attr = xml_first_attribute(pattern);
    while (attr && strcmp(xml_namespace(attr), SCHEMA_NOTES) != 0)
        attr = xml_next(attr);
    return attr;
}

/* What was read of a broken grammar stays when it is read, and told, again: references that were met speak of it. */
static void
note_rule(rule_reader *k, const xml_node *pattern)
{
    casefile_rule *r = read_rule(k, pattern);
    if (g_hash_table_contains(k->schemas->annotations, pattern))
        drop_rule(r);
    else
        g_hash_table_insert(k->schemas->annotations, (void *)pattern, r);
}

static void
read_rules_below(rule_reader *k, const xml_node *pattern)
{
    if (has_annotation(pattern))
        note_rule(k, pattern);
    for (const xml_node *c = xml_first_element(pattern); c; c = xml_next_element(c))
        read_rules_below(k, c);
}

/* Once: but what is wrong is told again with every case. */
bool
casefile_rules_read(casefile_schemas *schemas, const schema_grammar *schema, arena *scratch, diag *d)
{
    bool all_good = true;
    for (size_t i = 0; i < schema_source_count(schema); i++) {
        const xml_node *grammar = schema_source(schema, i);
        if (g_hash_table_contains(schemas->annotated, grammar))
            continue;
        rule_reader k = {scratch, d, schemas, schema_is_own(schema, grammar), true};
        read_rules_below(&k, grammar);
        if (k.good)
            g_hash_table_add(schemas->annotated, (void *)grammar);
        all_good = all_good && k.good;
    }
    return all_good;
}

GHashTable *
casefile_annotations_new(void)
{
    return g_hash_table_new_full(NULL, NULL, NULL, drop_rule);
}
