#include "base/json.h"

void
json_append(GString *out, const char *text)
{
    g_assert(out);
    char *valid = g_utf8_make_valid(text, -1);
    g_string_append_c(out, '"');
    for (const char *s = valid; *s; s++) {
        const unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\')
            g_string_append_printf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            g_string_append_printf(out, "\\u%04x", c);
        else
            g_string_append_c(out, *s);
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
