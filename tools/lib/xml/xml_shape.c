/* xml_shape.c: patterns of XML Schema that are a row of letters and classes, each so often: a date, an id, a telephone
 * number. Their values are judged a hundred times as fast as by an automaton of libxml2, which stays the judge of all
 * other patterns, and of these the oracle (tests/unit/test_xml_shape.c). */
#include "xml/xml_shape.h"

#include <stdint.h>
#include <string.h>

#include <glib.h>

enum { MOST_PIECES = 12, ENDLESS = 1 << 20 };

/* One letter of a set of ASCII, from `least` to `most` times. */
typedef struct piece {
    uint64_t set[2];
    int least, most;
} piece;

struct xml_shape {
    size_t count;
    piece pieces[MOST_PIECES];
};

static bool
has_letter(const piece *p, unsigned char c)
{
    return c < 128 && p->set[c / 64] >> (c % 64) & 1;
}

static void
add_letters(piece *p, unsigned char from, unsigned char to)
{
    for (unsigned c = from; c <= to; c++)
        p->set[c / 64] |= UINT64_C(1) << (c % 64);
}

/* A letter that stands for itself, or behind a backslash; NULL: it means something else, or is no ASCII. */
static const char *
take_letter(const char *p, const char *meaning, unsigned char *letter)
{
    const bool is_escaped = *p == '\\';
    p += is_escaped;
    *letter = (unsigned char)*p;
    if (*letter <= ' ' || *letter > '~')
        return NULL;
    return (is_escaped ? strchr("-.\\*+?(){}[]|^", *p) != NULL : strchr(meaning, *p) == NULL) ? p + 1 : NULL;
}

/* Behind the ] of a class, whose [ is before p. */
static const char *
take_class(const char *p, piece *into)
{
    do {
        unsigned char from, to;
        p = take_letter(p, "[]\\^-&", &from);
        if (!p)
            return NULL;
        to = from;
        if (*p == '-') {
            p = take_letter(p + 1, "[]\\^-&", &to);
            if (!p || to < from)
                return NULL;
        }
        add_letters(into, from, to);
    } while (*p != ']');
    return p + 1;
}

static const char *
take_number(const char *p, int *n)
{
    const char *const begin = p;
    for (*n = 0; g_ascii_isdigit(*p) && p - begin < 4; p++)
        *n = *n * 10 + *p - '0';
    return p > begin && !g_ascii_isdigit(*p) ? p : NULL;
}

/* How often: {2}, {0,199}, *, +, ?, or once. */
static const char *
take_times(const char *p, piece *into)
{
    into->least = *p == '*' || *p == '?' ? 0 : 1;
    into->most = *p == '*' || *p == '+' ? ENDLESS : 1;
    if (*p && strchr("*+?", *p))
        return p + 1;
    if (*p != '{')
        return p;
    p = take_number(p + 1, &into->least);
    into->most = into->least;
    if (p && *p == ',')
        p = take_number(p + 1, &into->most);
    return p && *p == '}' && into->least <= into->most && into->most > 0 ? p + 1 : NULL;
}

static bool
is_apart(const piece *x, const piece *y)
{
    return !(x->set[0] & y->set[0]) && !(x->set[1] & y->set[1]);
}

/* Whether a piece that may take more or fewer letters can always take all that it can: none of the pieces that may
 * follow it at once has one of them. */
static bool
is_certain(const xml_shape *s, size_t i)
{
    const piece *p = &s->pieces[i];
    for (size_t j = i + 1; p->least != p->most && j < s->count; j++) {
        if (!is_apart(p, &s->pieces[j]))
            return false;
        if (s->pieces[j].least > 0)
            break;
    }
    return true;
}

xml_shape *
xml_shape_new(const char *pattern)
{
    xml_shape *s = g_new0(xml_shape, 1);
    bool good = *pattern != '\0';
    for (const char *p = pattern; good && *p;) {
        piece *one = &s->pieces[s->count];
        unsigned char letter;
        good = s->count++ < MOST_PIECES;
        if (!good)
            break;
        if (*p == '[')
            p = take_class(p + 1, one);
        else if ((p = take_letter(p, "\\*+?(){}[]|.^", &letter)))
            add_letters(one, letter, letter);
        p = p ? take_times(p, one) : NULL;
        good = p != NULL;
    }
    for (size_t i = 0; good && i < s->count; i++)
        good = is_certain(s, i);
    if (good)
        return s;
    g_free(s);
    return NULL;
}

void
xml_shape_drop(xml_shape *s)
{
    g_free(s);
}

bool
xml_shape_fits(const xml_shape *s, const char *value)
{
    for (size_t i = 0; i < s->count; i++) {
        const piece *p = &s->pieces[i];
        int n = 0;
        while (n < p->most && has_letter(p, (unsigned char)*value))
            n++, value++;
        if (n < p->least)
            return false;
    }
    return *value == '\0';
}
