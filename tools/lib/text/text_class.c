/* text_class.c: the character tables, read from class.def, pairs.def and figures.def. */
#include "text/text_int.h"

#include <string.h>

enum { BMP = 0x10000, WORD_LENGTH = 4 };

/* A counter or unit word as code points. */
typedef struct word {
    uint32_t characters[WORD_LENGTH];
    size_t length;
} word;

struct class_table {
    char_info of[BMP];
    uint8_t figure[BMP / 8];
    uint8_t begins_counter[BMP / 8]; /* a counter word begins with it */
    GArray *counters, *units;        /* word */
};

typedef struct class_row {
    uint32_t first, last;
    uint8_t class, start;
} class_row;

static const class_row class_rows[] = {
#define CLASS(first, last, name, start) {first, last, CLASS_##name, START_##start},
#include "text/class.def"
#undef CLASS
};

static const char *const figure_words[] = {
#define FIGURE(s) s,
#define COUNTER(s)
#define UNIT(s)
#define LEAD(s)
#include "text/figures.def"
#undef FIGURE
#undef COUNTER
#undef UNIT
#undef LEAD
};

static const char *const counter_words[] = {
#define FIGURE(s)
#define COUNTER(s) s,
#define UNIT(s)
#define LEAD(s)
#include "text/figures.def"
#undef FIGURE
#undef COUNTER
#undef UNIT
#undef LEAD
};

static const char *const unit_words[] = {
#define FIGURE(s)
#define COUNTER(s)
#define UNIT(s) s,
#define LEAD(s)
#include "text/figures.def"
#undef FIGURE
#undef COUNTER
#undef UNIT
#undef LEAD
};

static const char *const lead_words[] = {
#define FIGURE(s)
#define COUNTER(s)
#define UNIT(s)
#define LEAD(s) s,
#include "text/figures.def"
#undef FIGURE
#undef COUNTER
#undef UNIT
#undef LEAD
};

static const uint32_t pairs[][2] = {
#define PAIR(opening, closing) {opening, closing},
#include "text/pairs.def"
#undef PAIR
};

static GArray *
read_words(const char *const *words, size_t count)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(word));
    for (size_t i = 0; i < count; i++) {
        word w = {.length = 0};
        for (const char *p = words[i]; *p && w.length < WORD_LENGTH; p = g_utf8_next_char(p))
            w.characters[w.length++] = g_utf8_get_char(p);
        g_array_append_val(list, w);
    }
    return list;
}

static void
set_bit(uint8_t *bits, uint32_t character)
{
    bits[character / 8] = (uint8_t)(bits[character / 8] | 1u << character % 8);
}

static void
mark_figure(class_table *t, uint32_t character)
{
    set_bit(t->figure, character);
}

class_table *
class_table_new(void)
{
    class_table *t = g_new0(class_table, 1);
    for (size_t c = 0; c < BMP; c++)
        t->of[c] = (char_info){CLASS_JA, START_STRICT};
    for (size_t i = 0; i < G_N_ELEMENTS(class_rows); i++)
        for (uint32_t c = class_rows[i].first; c <= class_rows[i].last; c++)
            t->of[c] = (char_info){class_rows[i].class, class_rows[i].start};
    for (uint32_t c = 0; c < 10; c++) {
        mark_figure(t, '0' + c);
        mark_figure(t, 0xFF10 + c);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(figure_words); i++)
        mark_figure(t, g_utf8_get_char(figure_words[i]));
    t->counters = read_words(counter_words, G_N_ELEMENTS(counter_words));
    t->units = read_words(unit_words, G_N_ELEMENTS(unit_words));
    for (guint i = 0; i < t->counters->len; i++)
        set_bit(t->begins_counter, g_array_index(t->counters, word, i).characters[0]);
    return t;
}

void
class_table_drop(class_table *t)
{
    g_array_free(t->counters, TRUE);
    g_array_free(t->units, TRUE);
    g_free(t);
}

char_info
class_of(const class_table *t, uint32_t character)
{
    return character < BMP ? t->of[character] : (char_info){CLASS_JA, START_STRICT};
}

bool
class_is_figure(const class_table *t, uint32_t character)
{
    return character < BMP && (t->figure[character / 8] & 1u << character % 8) != 0;
}

bool
class_is_lead(uint32_t character)
{
    for (size_t i = 0; i < G_N_ELEMENTS(lead_words); i++)
        if (g_utf8_get_char(lead_words[i]) == character)
            return true;
    return false;
}

uint32_t
class_pair_of(uint32_t character, bool *opening)
{
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
        for (int side = 0; side < 2; side++)
            if (pairs[i][side] == character) {
                *opening = side == 0;
                return pairs[i][1 - side];
            }
    return 0;
}

bool
class_is_japanese(uint8_t class)
{
    return class != CLASS_WE && class != CLASS_SP && class != CLASS_ZW;
}

bool
class_is_selector(uint32_t c)
{
    return (c >= 0xFE00 && c <= 0xFE0D) || (c >= 0xE0100 && c <= 0xE01EF);
}

bool
class_is_hidden(uint32_t c)
{
    return c == 0x00AD || c == 0x061C || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 ||
           (c >= 0x2066 && c <= 0x2069) || (c >= 0xFE0E && c <= 0xFE0F) || c == 0xFEFF;
}

bool
class_is_word_space(uint32_t c)
{
    return c == 0x20 || c == 0xA0 || c == 0x1680;
}

bool
class_is_bad(uint32_t c)
{
    if (class_is_hidden(c))
        return false;
    if ((c >= 0x20 && c < 0x7F) || (c >= 0x3000 && c < 0x3100) || (c >= 0x4E00 && c < 0xA000))
        return false;
    /* Default-ignorable characters of other categories (Unicode 15 DerivedCoreProperties) */
    if (class_is_selector(c) || c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 ||
        (c >= 0x180B && c <= 0x180F) || c == 0x2065 || c == 0x3164 || c == 0xFFA0 || (c >= 0xFFF0 && c <= 0xFFF8) ||
        (c >= 0xE0000 && c <= 0xE0FFF))
        return true;
    if ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF)) /* noncharacters */
        return true;
    switch (g_unichar_type(c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
        return true;
    default:
        return false;
    }
}

static size_t
match_word(const GArray *words, const uint32_t *characters, size_t count)
{
    size_t longest = 0;
    for (guint i = 0; i < words->len; i++) {
        const word *w = &g_array_index(words, word, i);
        if (w->length > longest && w->length <= count &&
            memcmp(w->characters, characters, w->length * sizeof *characters) == 0)
            longest = w->length;
    }
    return longest;
}

size_t
class_match_counter(const class_table *t, const uint32_t *characters, size_t count)
{
    if (count == 0 || characters[0] >= BMP || !(t->begins_counter[characters[0] / 8] & 1u << characters[0] % 8))
        return 0; /* most are none, and there are a hundred */
    return match_word(t->counters, characters, count);
}

size_t
class_match_unit(const class_table *t, const uint32_t *characters, size_t count)
{
    return match_word(t->units, characters, count);
}
