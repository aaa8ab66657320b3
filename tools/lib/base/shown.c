#include "base/shown.h"

#include "base/blank.h"

bool
shown_is_plain(gunichar c)
{
    if (c < 0x80)
        return c >= 0x20 && c != 0x7f;
    switch (g_unichar_type(c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
        return false;
    default:
        return c == 0x3000 || !blank_is_char(c);
    }
}

static bool
is_layout(const char *p)
{
    return *p == '\n' || *p == '\t' || (p[0] == '\r' && p[1] == '\n');
}

static void
append_shown(GString *out, const char *text, bool lines)
{
    while (*text) {
        const gunichar c = g_utf8_get_char_validated(text, -1);
        if (c == (gunichar)-1 || c == (gunichar)-2) {
            g_string_append_printf(out, "\\x%02X", (unsigned char)*text++);
            continue;
        }
        if (shown_is_plain(c) || (lines && is_layout(text)))
            g_string_append_unichar(out, c);
        else
            g_string_append_printf(out, "<U+%04X>", (unsigned)c);
        text = g_utf8_next_char(text);
    }
}

void
shown_append(GString *out, const char *text)
{
    g_assert(out && text);
    append_shown(out, text, false);
}

void
shown_append_lines(GString *out, const char *text)
{
    g_assert(out && text);
    append_shown(out, text, true);
}

char *
shown_text(const char *text)
{
    GString *out = g_string_new(NULL);
    shown_append(out, text);
    return g_string_free(out, FALSE);
}
