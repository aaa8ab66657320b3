#include "base/json.h"

#include "base/shown.h"

enum { FIRST_OF_TWO = 0x10000 };

static void
append_escaped(GString *out, gunichar c)
{
    if (c < FIRST_OF_TWO) {
        g_string_append_printf(out, "\\u%04x", c);
        return;
    }
    c -= FIRST_OF_TWO;
    g_string_append_printf(out, "\\u%04x\\u%04x", 0xd800 | c >> 10, 0xdc00 | (c & 0x3ff));
}

void
json_append(GString *out, const char *text)
{
    g_assert(out);
    char *valid = g_utf8_make_valid(text, -1);
    g_string_append_c(out, '"');
    for (const char *s = valid; *s; s = g_utf8_next_char(s)) {
        const gunichar c = g_utf8_get_char(s);
        if (c == '"' || c == '\\')
            g_string_append_printf(out, "\\%c", (char)c);
        else if (shown_is_plain(c))
            g_string_append_unichar(out, c);
        else
            append_escaped(out, c);
    }
    g_string_append_c(out, '"');
    g_free(valid);
}

void
json_begin_item(GString *out, const char *name, const char *text)
{
    g_assert(out && name && text);
    const gboolean first = out->len > 0 && out->str[out->len - 1] == '[';
    g_string_append_printf(out, "%s{\"%s\":", first ? "" : ",", name);
    json_append(out, text);
}

void
json_append_member(GString *out, const char *name, const char *text)
{
    g_assert(out && name);
    g_string_append_printf(out, ",\"%s\":", name);
    json_append(out, text);
}
