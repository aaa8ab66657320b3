#include <string.h>

#include "base/blank.h"
#include "intake/intake_value_int.h"

static bool
is_dash(gunichar c)
{
    return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30fc || c == 0xff0d || c == 0xff70 || c == 0x2500 ||
           c == 0xfe63;
}

const char *
cell_plain(arena *a, const char *text)
{
    char *folded = g_utf8_normalize(text, -1, G_NORMALIZE_ALL_COMPOSE);
    GString *out = g_string_new(NULL);
    for (const char *p = folded ? folded : text; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        if (is_dash(c))
            g_string_append_c(out, '-');
        else if (!blank_is_char(c))
            g_string_append_unichar(out, c);
    }
    const char *plain = arena_strdup(a, out->str);
    g_string_free(out, TRUE);
    g_free(folded);
    return plain;
}

size_t
cell_digits(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += g_ascii_isdigit(*text) != 0;
    return n;
}

bool
cell_is_shown_plainly(const char *format)
{
    return !*format || !g_ascii_strcasecmp(format, "General") || !g_ascii_strcasecmp(format, "Standard") ||
           !strcmp(format, "@") || !strcmp(format, "0");
}

const char *
cell_count(arena *a, size_t n)
{
    return arena_printf(a, "%zu", n);
}
