#include "calendar/calendar.h"

#include <assert.h>
#include <string.h>

/* Full-width forms are U+FF01…U+FF5E, each FEE0 above its ASCII character. Their UTF-8 is EF BC 81 … EF BD 9E;
 * no other character has these bytes in it, so bytes can be looked at one by one. */
#define FULLWIDTH_OFFSET 0xFEE0u
#define FULLWIDTH_BYTES 3

void
number_append_grouped(GString *s, long n)
{
    assert(s);
    char digits[32];
    const unsigned long size = n < 0 ? 0ul - (unsigned long)n : (unsigned long)n;
    const int length = g_snprintf(digits, sizeof digits, "%lu", size);

    if (n < 0)
        g_string_append_c(s, '-');
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            g_string_append_c(s, ',');
        g_string_append_c(s, digits[i]);
    }
}

static bool
has_both_widths(char c)
{
    return g_ascii_isalnum(c) || (c != '\0' && strchr(",.-%()", c));
}

void
text_append_fullwidth(GString *s, const char *text)
{
    assert(s && text);
    for (const char *p = text; *p; p++) {
        if (has_both_widths(*p))
            g_string_append_unichar(s, (gunichar)*p + FULLWIDTH_OFFSET);
        else
            g_string_append_c(s, *p);
    }
}

/* The ASCII character whose full-width form starts at p, or NUL. */
static char
halfwidth_at(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    unsigned c = 0;
    if (b[0] == 0xEF && b[1] == 0xBC && b[2] >= 0x81 && b[2] <= 0xBF)
        c = b[2] - 0x81u + 0x21u;
    else if (b[0] == 0xEF && b[1] == 0xBD && b[2] >= 0x80 && b[2] <= 0x9E)
        c = b[2] - 0x80u + 0x60u;
    return has_both_widths((char)c) ? (char)c : '\0';
}

void
text_append_halfwidth(GString *s, const char *text)
{
    assert(s && text);
    for (const char *p = text; *p;) {
        const char c = halfwidth_at(p);
        g_string_append_c(s, c ? c : *p);
        p += c ? FULLWIDTH_BYTES : 1;
    }
}
