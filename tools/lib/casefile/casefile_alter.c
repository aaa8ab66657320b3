/* casefile_alter.c: the same case with other texts, to see what a form does with them. */
#include "casefile/casefile_int.h"

#include <assert.h>
#include <string.h>

static const char long_place_kana[] =
    "しゃかいふくしほうじんとうかいあおばのひがしおかふくしかい　"
    "たきのうがたじどうはったつしえん・ほいくしょとうほうもんしえんせんたーみずほがわ";

typedef struct alterer {
    arena *a;
    const schema_grammar *schema;
    casefile_alteration how;
    GHashTable *people; /* whose name it is: number, from 1 */
    size_t count;
} alterer;

/* All parts of one name are of the same person. */
static const casefile_person *
person_of(const alterer *k, const xml_node *whose)
{
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(k->people, whose));
    if (!number) {
        number = g_hash_table_size(k->people) + 1;
        g_hash_table_insert(k->people, (void *)whose, GUINT_TO_POINTER(number));
    }
    return casefile_other_person(k->how, number - 1);
}

/* NULL: it stays. */
static const char *
other_name(const alterer *k, words_kind kind, const xml_node *n)
{
    const bool is_part = kind <= WORDS_GIVEN_KANA; /* <child><name><family> */
    const casefile_person *p = kind <= WORDS_PERSON ? person_of(k, is_part ? xml_parent(xml_parent(n)) : n) : NULL;
    switch (kind) {
    case WORDS_FAMILY:
        return p->family;
    case WORDS_GIVEN:
        return p->given;
    case WORDS_FAMILY_KANA:
        return p->family_kana;
    case WORDS_GIVEN_KANA:
        return p->given_kana;
    case WORDS_PERSON:
        return arena_printf(k->a, "%s %s", p->family, p->given);
    case WORDS_PLACE:
        return k->how == ALTER_NAMES ? casefile_long_place : NULL;
    case WORDS_PLACE_KANA:
        return k->how == ALTER_NAMES ? long_place_kana : NULL;
    default:
        return NULL;
    }
}

static const char *
other_text(const alterer *k, const xml_node *pattern, const xml_node *n, const char *text)
{
    const char *says = xml_attribute_ns(k->a, pattern, SCHEMA_NOTES, "text");
    const words_kind kind = says ? casefile_words_find(says) : WORDS_COUNT;
    if (k->how == ALTER_NAMES || k->how == ALTER_KANJI)
        return other_name(k, kind, n);
    if (k->how == ALTER_EMPTY)
        return "";
    /* What must have at least one character is a word by which something is called, no text. */
    if (kind != WORDS_COUNT || !schema_accepts(k->schema, pattern, ""))
        return NULL;
    return arena_printf(k->a, "%s%s%s", text, text, text);
}

/* The first text gets all of it. */
static void
set_element(const alterer *k, xml_node *n, const char *text)
{
    for (xml_node *c = xml_first_child(n); c; c = xml_next(c)) {
        if (!xml_is_text(c) || xml_is_blank(xml_text(k->a, c)))
            continue;
        xml_set_text(c, text);
        text = "";
    }
}

static void
alter_node(void *data, const xml_node *pattern, xml_node *n)
{
    static const char anything[] = "何か 1"; /* no date, id, number or choice */
    alterer *k = data;
    const char *text = casefile_own_text(k->a, n);
    if (xml_is_blank(text) || !schema_accepts(k->schema, pattern, anything))
        return;
    const char *other = other_text(k, pattern, n, text);
    if (!other || !schema_accepts(k->schema, pattern, other))
        return;
    k->count += strcmp(other, text) != 0;
    if (xml_is_attribute(n))
        xml_set_text(n, other);
    else
        set_element(k, n, other);
}

/* Data of a form's own. */
static size_t
alter_any(const casefile *c, arena *a, casefile_alteration how)
{
    GHashTable *people = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const size_t count = casefile_alter_any(a, casefile_root(c), how, people);
    g_hash_table_destroy(people);
    return count;
}

size_t
casefile_alter(casefile *c, casefile_alteration how)
{
    assert(c && how <= ALTER_KANJI);
    alterer k = {.a = arena_new(), .how = how, .people = g_hash_table_new(NULL, NULL)};
    for (size_t i = 0; how != ALTER_NOTHING && i < c->source_count; i++) {
        const source *s = &c->sources[i];
        if (!s->schema) {
            k.count += alter_any(c, k.a, how);
            continue;
        }
        assert(s->valid && s->schema && !s->kept); /* see casefile.h */
        k.schema = s->schema;
        schema_walk(s->schema, s->doc, alter_node, &k);
        schema_tidy(s->schema, s->doc); /* as if it had been read so */
    }
    g_hash_table_destroy(k.people);
    casefile_forget_things(c);
    arena_drop(k.a);
    return k.count;
}
