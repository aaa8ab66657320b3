/* code_nw7.c: NW-7 (Codabar): seven elements a character, of which two or three are wide, and a narrow gap between. */
#include "code/code_int.h"

#include <string.h>

#include <glib.h>

/* In the order of their values for modulus 16. */
static const char characters[] = "0123456789-$:/.+ABCD";
static const char *const elements[] = {"0000011", "0000110", "0001001", "1100000", "0010010", "1000010", "0100001",
                                       "0100100", "0110000", "1001000", "0001100", "0011000", "1000101", "1010001",
                                       "1010100", "0010101", "0011010", "0101001", "0001011", "0001110"};

enum { NARROW = 2, WIDE = 5, MOST_COLUMNS = 7 * WIDE + NARROW };

static int
value_of(char c)
{
    return (int)(strchr(characters, c) - characters);
}

static int
sum_of_luhn(const char *text)
{
    int sum = 0;
    const size_t length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        const int doubled = (text[length - 1 - i] - '0') * (i % 2 == 0 ? 2 : 1);
        sum += doubled / 10 + doubled % 10;
    }
    return sum;
}

char
code_check_digit(const code_wish *w, const char *text)
{
    int sum = 0;
    switch (w->check) {
    case CODE_CHECK_NONE:
        return '\0';
    case CODE_CHECK_MOD_16:
        sum = value_of(w->ends[0]) + value_of(w->ends[1]);
        for (const char *p = text; *p; p++)
            sum += value_of(*p);
        return characters[(16 - sum % 16) % 16];
    case CODE_CHECK_7DR:
        for (const char *p = text; *p; p++)
            sum = (sum * 10 + (*p - '0')) % 7;
        return (char)('0' + sum);
    case CODE_CHECK_LUHN:
        return (char)('0' + (10 - sum_of_luhn(text) % 10) % 10);
    }
    return '\0';
}

static void
add_character(code_bars *b, char c)
{
    if (b->columns)
        code_add_element(b, NARROW);
    for (const char *e = elements[value_of(c)]; *e; e++)
        code_add_element(b, *e == '1' ? WIDE : NARROW);
}

const code_symbol *
code_make_nw7(arena *a, const code_wish *w, const char *text)
{
    const char check[] = {code_check_digit(w, text), '\0'};
    const char *shown = arena_printf(a, "%s%s", text, check);
    code_bars b = {.dark = ARENA_ARRAY(a, uint8_t, (strlen(shown) + 2) * MOST_COLUMNS)};
    add_character(&b, w->ends[0]);
    for (const char *p = shown; *p; p++)
        add_character(&b, *p);
    add_character(&b, w->ends[1]);
    const code_symbol s = {.columns = b.columns, .rows = 1, .dark = b.dark, .shown = shown};
    return arena_copy(a, &s, sizeof s);
}
