/* casefile_names.c: the names of people and places in a case and its masters. */
#include "casefile/casefile_int.h"

#include <string.h>

#include "base/blank.h"

words_kind
casefile_words_find(const char *name)
{
    static const char *const names[WORDS_COUNT] = {"family", "given", "family-kana", "given-kana",
                                                   "person", "place", "place-kana",  "code"};
    size_t i = 0;
    while (i < WORDS_COUNT && strcmp(names[i], name) != 0)
        i++;
    return (words_kind)i;
}

bool
casefile_words_are_reading(words_kind kind)
{
    return kind == WORDS_FAMILY_KANA || kind == WORDS_GIVEN_KANA || kind == WORDS_PLACE_KANA;
}

const honorific *
casefile_honorific(words_kind kind, const char *name)
{
    static const honorific all[] = {
        {"様", "sama", false, false},  {"さま", "sama", false, false},   {"さん", "san", false, false},
        {"くん", "kun", false, false}, {"ちゃん", "chan", false, false}, {"先生", "sensei", false, false},
        {"殿", "dono", true, false},   {"氏", "shi", true, false},       {"君", "kun", true, true},
    };
    if (kind != WORDS_FAMILY && kind != WORDS_GIVEN && kind != WORDS_PERSON)
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        if (!g_str_has_suffix(name, all[i].written))
            continue;
        const size_t before = strlen(name) - strlen(all[i].written);
        char *rest = g_strndup(name, before);
        size_t length;
        blank_trim(rest, &length);
        const bool apart = length < before;
        g_free(rest);
        if (length > 0 && (apart || !(all[i].ends_names || (all[i].ends_surnames && kind == WORDS_FAMILY))))
            return &all[i];
    }
    return NULL;
}

const char *
casefile_own_text(arena *a, const xml_node *n)
{
    if (xml_is_attribute(n))
        return xml_text(a, n);
    GString *s = g_string_new(NULL);
    for (const xml_node *c = xml_first_child(n); c; c = xml_next(c))
        if (xml_is_text(c))
            g_string_append(s, xml_text(a, c));
    const char *text = arena_strdup(a, g_strstrip(s->str));
    g_string_free(s, TRUE);
    return text;
}

typedef struct lister {
    arena *a;
    casefile_name_visit visit;
    void *data;
} lister;

static void
meet_name(void *data, const xml_node *pattern, xml_node *n)
{
    const lister *l = data;
    const char *says = xml_attribute_ns(l->a, pattern, SCHEMA_NOTES, "text");
    if (!says || casefile_words_find(says) >= WORDS_CODE || xml_is_made(n)) /* made: it stands in the meeting, too */
        return;
    const char *text = casefile_own_text(l->a, n);
    if (!xml_is_blank(text))
        l->visit(l->data, n, text);
}

void
casefile_each_name(arena *a, const casefile *c, casefile_name_visit visit, void *data)
{
    g_assert(a && c && visit);
    lister l = {a, visit, data};
    for (size_t i = 0; i < c->source_count; i++) {
        const source *s = &c->sources[i];
        if (s->doc && s->schema)
            schema_walk(s->schema, s->doc, meet_name, &l);
    }
}

const char *
casefile_title_of(const char *words, const char *name)
{
    g_assert(words && name);
    const honorific *title = casefile_honorific(casefile_words_find(words), name);
    return title ? title->written : NULL;
}
