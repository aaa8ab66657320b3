/* audience_written.c: where the texts of a case say the home or the telephone of the others (母　0000-00-4101), however
 * they are spelled there. */
#include "audience/audience_int.h"

#include <string.h>

#include "base/blank.h"

typedef struct sought {
    arena *a;
    GPtrArray *places;  /* as casefile_plain_address has them, from the town on */
    GPtrArray *numbers; /* digits */
    const char *guardian;
    GPtrArray *out;
} sought;

/* ---- a place ---- */

static bool
is_of(const char *p, const char *const *words)
{
    for (; *words; words++)
        if (g_str_has_prefix(p, *words))
            return true;
    return false;
}

static long
before_digit(const char *p)
{
    return g_utf8_strlen(p, (gssize)strcspn(p, "0123456789"));
}

/* People leave out the prefecture and the town's municipality: what is behind the first of these words, if the rest
 * still names a town. */
static const char *
name_behind(const char *p, const char *const *words, long from)
{
    const char *end = p + strcspn(p, "0123456789");
    for (const char *q = g_utf8_offset_to_pointer(p, MIN(from, before_digit(p))); q < end; q = g_utf8_next_char(q)) {
        if (!is_of(q, words))
            continue;
        while (is_of(g_utf8_next_char(q), words))
            q = g_utf8_next_char(q); /* 四日市市 */
        return before_digit(g_utf8_next_char(q)) >= 2 ? g_utf8_next_char(q) : p;
    }
    return p;
}

/* Up to the block, two numbers: who knows that finds the house. 北1条西2-3 has a number in its town. */
static size_t
to_block(const char *p)
{
    static const char *const in_town[] = {"条", "線", "東", "西", "南", "北", NULL};
    size_t i = strcspn(p, "0123456789");
    while (p[i]) {
        i += strspn(p + i, "0123456789");
        if (!is_of(p + i, in_town))
            break;
        i += strcspn(p + i, "0123456789");
    }
    return p[i] == '-' ? i + 1 + strspn(p + i + 1, "0123456789") : i;
}

/* All numbers of it, one behind the other; a name of a house behind them is not needed to find it. */
static size_t
to_house(const char *p)
{
    size_t i = to_block(p);
    while (p[i] == '-' && g_ascii_isdigit(p[i + 1]))
        i += 1 + strspn(p + i + 1, "0123456789");
    return i;
}

/* A place as it is sought; NULL: it names no town. */
static const char *
place_of(arena *a, const char *plain, size_t (*end)(const char *))
{
    static const char *const prefectures[] = {"都", "道", "府", "県", NULL}, *const municipalities[] = {
                                                                                 "市", "区", "郡", "町", "村", NULL};
    const char *from = name_behind(plain, prefectures, 2), *next;
    while ((next = name_behind(from, municipalities, 1)) != from)
        from = next;
    return before_digit(from) >= 2 ? arena_strndup(a, from, end(from)) : NULL;
}

/* Not within a longer number. */
static bool
says_place(const char *plain, const char *town)
{
    const size_t length = strlen(town);
    for (const char *p = strstr(plain, town); p; p = strstr(p + 1, town)) {
        const bool in_longer = (p > plain && g_ascii_isdigit(p[-1]) && g_ascii_isdigit(*town)) ||
                               (g_ascii_isdigit(p[length]) && g_ascii_isdigit(p[length - 1]));
        if (!in_longer)
            return true;
    }
    return false;
}

/* ---- a telephone ---- */

/* 0900(77)5511, ０９００−７７ ５５１１: the digits, with | wherever a number ends. */
static char *
digits_of(const char *text)
{
    static const char *const within[] = {"-", "‐", "‑", "‒", "–", "—", "―", "−", "ー", "(", ")", ".", "・", "の", NULL};
    char *narrow = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    GString *out = g_string_new(NULL);
    for (const char *p = narrow ? narrow : ""; *p; p = g_utf8_next_char(p)) {
        if (g_ascii_isdigit(*p))
            g_string_append_c(out, *p);
        else if (!is_of(p, within) && !blank_is_char(g_utf8_get_char(p)))
            g_string_append_c(out, '|');
    }
    g_free(narrow);
    return g_string_free(out, FALSE);
}

/* Each of those that the element has; +81 stands for the first 0. */
static void
seek_numbers(sought *k, const char *phone, const char *own)
{
    enum { LEAST = 7 };
    char *digits = digits_of(phone), **each = g_strsplit(digits, "|", 0);
    for (char **one = each; *one; one++) {
        const char *number = *one + (**one == '0');
        if (strlen(number) >= LEAST && !strstr(own, number))
            g_ptr_array_add(k->numbers, (gpointer)arena_strdup(k->a, number));
    }
    g_strfreev(each);
    g_free(digits);
}

/* ---- what is sought ---- */

static const char *
text_below(arena *a, const xml_node *n, const char *name)
{
    const xml_node *of = n ? xml_element_named(n, name) : NULL;
    return of ? xml_text(a, of) : "";
}

/* Without an address of their own they live with the child, unless papers are sent to them apart. */
static const xml_node *
home_of(arena *a, const casefile *c, const xml_node *guardian)
{
    const xml_node *own = xml_element_named(guardian, "address"), *child = xml_element_named(casefile_root(c), "child");
    const bool apart = g_strcmp0(xml_attribute(a, guardian, "copies"), "yes") == 0;
    return own || apart || !child ? own : xml_element_named(child, "address");
}

static void
seek_homes(sought *k, const casefile *c, const xml_node *guardian)
{
    const casefile_home own = casefile_home_of(k->a, c, home_of(k->a, c, guardian));
    const char *at = casefile_plain_address(k->a, own.text);
    for (size_t i = 0; i < casefile_home_count(c); i++) {
        const casefile_home home = casefile_home_at(k->a, c, i);
        const char *plain = casefile_plain_address(k->a, home.text);
        if (strcmp(plain, at) == 0)
            continue;
        const char *town = place_of(k->a, plain, to_block);
        if (town)
            g_ptr_array_add(k->places, (gpointer)town);
        if (*home.postal_code && strcmp(home.postal_code, own.postal_code) != 0)
            g_ptr_array_add(k->places, (gpointer)home.postal_code);
    }
}

static void
seek_phones(sought *k, const casefile *c, const xml_node *guardian)
{
    char *own = digits_of(text_below(k->a, guardian, "phone"));
    for (const xml_node *n = xml_first_element(casefile_root(c)); n; n = xml_next_element(n))
        if (xml_named(n, "guardian") && n != guardian)
            seek_numbers(k, text_below(k->a, n, "phone"), own);
    g_free(own);
}

/* ---- where it is written ---- */

static bool
says_any(const sought *k, const char *text)
{
    if (!text || xml_is_blank(text))
        return false;
    arena *scratch = arena_new();
    const char *plain = casefile_plain_address(scratch, text);
    char *digits = digits_of(text);
    bool found = false;
    for (guint i = 0; i < k->places->len && !found; i++)
        found = says_place(plain, g_ptr_array_index(k->places, i));
    for (guint i = 0; i < k->numbers->len && !found; i++)
        found = strstr(digits, g_ptr_array_index(k->numbers, i)) != NULL;
    g_free(digits);
    arena_drop(scratch);
    return found;
}

static bool
says_in_itself(const sought *k, const xml_node *n)
{
    bool found = !xml_first_element(n) && says_any(k, xml_text(k->a, n));
    for (const xml_node *one = xml_first_attribute(n); one && !found; one = xml_next(one))
        found = says_any(k, xml_text(k->a, one));
    return found;
}

static void
find_written(const sought *k, xml_node *n)
{
    for (xml_node *c = xml_first_element(n); c; c = xml_next_element(c)) {
        if (xml_named(c, "guardian") && g_strcmp0(xml_attribute(k->a, c, "id"), k->guardian) == 0)
            continue; /* the reader */
        if (says_in_itself(k, c))
            g_ptr_array_add(k->out, c);
        else
            find_written(k, c);
    }
}

void
audience_find_written(arena *a, const casefile *c, const xml_node *guardian, GPtrArray *out)
{
    g_assert(a && c && guardian && out);
    sought k = {a, g_ptr_array_new(), g_ptr_array_new(), xml_attribute(a, guardian, "id"), out};
    seek_homes(&k, c, guardian);
    seek_phones(&k, c, guardian);
    if (k.places->len || k.numbers->len)
        find_written(&k, casefile_root(c));
    g_ptr_array_free(k.places, TRUE);
    g_ptr_array_free(k.numbers, TRUE);
}

/* ---- what is on no paper ---- */

GPtrArray *
audience_withheld_places(arena *a, const casefile *c)
{
    g_assert(a && c);
    GPtrArray *places = g_ptr_array_new();
    for (size_t i = 0; i < casefile_home_count(c); i++) {
        const casefile_home home = casefile_home_at(a, c, i);
        const char *town = home.withheld ? place_of(a, casefile_plain_address(a, home.text), to_house) : NULL;
        if (town)
            g_ptr_array_add(places, (gpointer)town);
    }
    return places;
}

bool
audience_says_place(const GPtrArray *places, const char *text)
{
    if (!places->len || !text || xml_is_blank(text))
        return false;
    arena *scratch = arena_new();
    const char *plain = casefile_plain_address(scratch, text);
    bool found = false;
    for (guint i = 0; i < places->len && !found; i++)
        found = says_place(plain, g_ptr_array_index(places, i));
    arena_drop(scratch);
    return found;
}
