/* casefile_alter_any.c: other texts in data that no grammar knows: what is a text and what a name is taken from how
 * long it is and of which signs. */
#include "casefile/casefile_int.h"

#include <assert.h>
#include <string.h>

enum {
    LEAST = 2,       /* one sign alone (男, 済, 有) is a word to choose from */
    MOST_PERSON = 6, /* signs of a name of a person, or of each of its two parts … */
    MOST_PLACE = 24  /* … and of a place, without a stop */
};
/* Beside figures they say what is counted, or make a date: 6年4月1日, 1,200円, 3回. */
static const char units[] = "年月日時分秒円回名人件枚週間号番歳才度個本台か所箇ヶカ第約";

/* What a value is made of. */
typedef struct makeup {
    glong signs, letters, kana, units, figures, stops;
    bool foreign; /* has letters that are none of ASCII */
} makeup;

static bool
is_of_era(gunichar sign)
{
    for (size_t i = 0; era_at(i); i++)
        if (g_utf8_strchr(era_at(i)->name, -1, sign))
            return true;
    return false;
}

static makeup
makeup_of(const char *text)
{
    makeup m = {.signs = g_utf8_strlen(text, -1)};
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        const gunichar sign = g_utf8_get_char(at);
        m.figures += g_unichar_isdigit(sign);
        m.letters += g_unichar_isalpha(sign);
        m.units += g_utf8_strchr(units, -1, sign) != NULL || is_of_era(sign);
        m.kana += (sign >= 0x3041 && sign <= 0x3096) || sign == 0x30fc;
        m.stops += g_utf8_strchr("。、，．！？!?:;：；\n", -1, sign) != NULL;
        m.foreign = m.foreign || (sign >= 0x80 && g_unichar_isalpha(sign));
    }
    return m;
}

/* Dates, numbers, ids, codes and words to choose from are none; nor is what is written in ASCII alone, unless it has
 * words. */
static bool
is_text(const char *text, const makeup *m)
{
    if (m->signs < LEAST || m->letters == 0)
        return false;
    if (m->figures && m->units == m->letters)
        return false;
    return m->foreign || (strchr(text, ' ') && m->figures == 0);
}

static bool
is_place(const makeup *m)
{
    return m->signs > MOST_PERSON && m->signs <= MOST_PLACE && m->stops == 0 && m->figures == 0;
}

static bool
is_person(const char *text, const makeup *m)
{
    const bool parted = m->foreign && (strchr(text, ' ') || strstr(text, "　"));
    return m->signs <= (parted ? 2 * MOST_PERSON + 1 : MOST_PERSON) && m->stops == 0 && m->figures == 0;
}

/* The same name is the same person's everywhere. */
static size_t
number_of(GHashTable *people, const char *name)
{
    gpointer number;
    if (g_hash_table_lookup_extended(people, name, NULL, &number))
        return GPOINTER_TO_SIZE(number);
    const guint next = g_hash_table_size(people);
    g_hash_table_insert(people, g_strdup(name), GSIZE_TO_POINTER(next));
    return next;
}

static const char *
other_person(arena *a, const char *text, const makeup *m, casefile_alteration how, GHashTable *people)
{
    const casefile_person *p = casefile_other_person(how, number_of(people, text));
    const bool is_reading = m->kana == m->letters, is_whole = m->signs > 3;
    const char *family = is_reading ? p->family_kana : p->family, *given = is_reading ? p->given_kana : p->given;
    return is_whole ? arena_printf(a, "%s %s", family, given) : family;
}

/* NULL: it stays. */
static const char *
other_value(arena *a, const char *text, casefile_alteration how, GHashTable *people)
{
    const makeup m = makeup_of(text);
    if (!is_text(text, &m))
        return NULL;
    if (how == ALTER_EMPTY)
        return "";
    if (how == ALTER_LONG)
        return is_person(text, &m) ? NULL : arena_printf(a, "%s%s%s", text, text, text);
    if (is_person(text, &m))
        return other_person(a, text, &m, how, people);
    return how == ALTER_NAMES && is_place(&m) ? casefile_long_place : NULL;
}

static bool
is_name_of_thing(const xml_node *n)
{
    static const char *const kept[] = {"id", "ref", "key", "href", "type", "kind", "class", "lang"};
    for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
        if (strcmp(xml_name(n), kept[i]) == 0)
            return true;
    return xml_namespace(n)[0] != '\0';
}

static size_t
alter_value(arena *a, xml_node *n, casefile_alteration how, GHashTable *people)
{
    const char *text = xml_text(a, n), *other = xml_is_blank(text) ? NULL : other_value(a, text, how, people);
    if (!other)
        return 0;
    xml_set_text(n, other);
    return 1;
}

size_t
casefile_alter_any(arena *a, xml_node *element, casefile_alteration how, GHashTable *people)
{
    assert(a && element && people);
    size_t count = 0;
    for (xml_node *n = xml_first_attribute(element); n; n = xml_next(n))
        if (!is_name_of_thing(n))
            count += alter_value(a, n, how, people);
    for (xml_node *n = xml_first_child(element); n; n = xml_next(n)) {
        if (xml_is_element(n))
            count += casefile_alter_any(a, n, how, people);
        else if (xml_is_text(n))
            count += alter_value(a, n, how, people);
    }
    return count;
}
