#include <string.h>

#include "xlsx/xlsx_int.h"

void
xlsx_string_open(xlsx_string *s)
{
    *s = (xlsx_string){.text = g_string_new(NULL), .phonetic = g_string_new(NULL)};
}

void
xlsx_string_close(xlsx_string *s)
{
    g_string_free(s->text, TRUE);
    g_string_free(s->phonetic, TRUE);
}

void
xlsx_string_clear(xlsx_string *s)
{
    g_string_truncate(s->text, 0);
    g_string_truncate(s->phonetic, 0);
    *s = (xlsx_string){.text = s->text, .phonetic = s->phonetic};
}

/* ---- readings: <rPh sb="0" eb="2"><t>あいはら</t></rPh> is that of the first two UTF-16 units ---- */

static size_t
bytes_of_units(const GString *text, const char *units)
{
    gint64 left = units ? g_ascii_strtoll(units, NULL, 10) : 0;
    const char *p = text->str;
    for (; left > 0 && *p; p = g_utf8_next_char(p))
        left -= g_utf8_get_char(p) > 0xffff ? 2 : 1;
    return (size_t)(p - text->str);
}

/* What no reading covers (a space, kana) stands in the phonetic as it is. */
static void
cover_to(xlsx_string *s, size_t to)
{
    if (to > s->covered)
        g_string_append_len(s->phonetic, s->text->str + s->covered, (gssize)(to - s->covered));
    s->covered = MAX(s->covered, to);
}

static void
start_reading(xlsx_string *s, const char *const *attributes)
{
    s->in_reading = s->has_reading = true;
    cover_to(s, bytes_of_units(s->text, xml_stream_attribute(attributes, "sb")));
    s->covered = MAX(s->covered, bytes_of_units(s->text, xml_stream_attribute(attributes, "eb")));
}

static bool
is_off(const char *value)
{
    return value && (!strcmp(value, "0") || !strcmp(value, "false"));
}

void
xlsx_string_start(xlsx_string *s, int depth, const char *name, const char *const *attributes)
{
    s->in_text = name[0] == 't' && !name[1];
    if (depth == 1 && !strcmp(name, "r"))
        s->rich = true;
    else if (depth == 1 && !strcmp(name, "rPh"))
        start_reading(s, attributes);
    else if (depth == 3 && !strcmp(name, "strike") && !is_off(xml_stream_attribute(attributes, "val")))
        s->struck = true;
}

bool
xlsx_string_text(xlsx_string *s, const char *bytes, size_t length)
{
    if (!s->in_text)
        return true;
    GString *to = s->in_reading ? s->phonetic : s->text;
    if (to->len + length > XLSX_TEXT_BYTES)
        return false;
    g_string_append_len(to, bytes, (gssize)length);
    return true;
}

void
xlsx_string_end(xlsx_string *s, int depth, const char *name)
{
    s->in_text = false;
    if (depth == 1 && !strcmp(name, "rPh"))
        s->in_reading = false;
}

/* ---- characters that XML cannot have, and line ends ---- */

/* The code unit of _xHHHH_ at p; -1: there is none. */
static int
escaped_unit(const char *p)
{
    if (p[0] != '_' || p[1] != 'x')
        return -1;
    int unit = 0;
    for (int i = 2; i < 6; i++) {
        if (!g_ascii_isxdigit(p[i]))
            return -1;
        unit = unit * 16 + g_ascii_xdigit_value(p[i]);
    }
    return p[6] == '_' ? unit : -1;
}

/* A half of a character beyond U+FFFF wants its other half; alone, and as a zero, it is no character. */
static const char *
append_escaped(GString *out, const char *p, int unit)
{
    enum { ESCAPE = 7, NO_CHARACTER = 0xfffd };
    gunichar c = (gunichar)unit;
    p += ESCAPE;
    if (unit >= 0xd800 && unit < 0xdc00) {
        const int low = escaped_unit(p);
        if (low >= 0xdc00 && low < 0xe000) {
            c = 0x10000 + ((gunichar)(unit - 0xd800) << 10) + (gunichar)(low - 0xdc00);
            p += ESCAPE;
        }
    }
    if (c == 0 || (c >= 0xd800 && c < 0xe000))
        c = NO_CHARACTER;
    g_string_append_unichar(out, c);
    return p;
}

void
xlsx_unescape(GString *text)
{
    if (!memchr(text->str, '\r', text->len) && !strstr(text->str, "_x"))
        return;
    GString *out = g_string_sized_new(text->len);
    for (const char *p = text->str; *p;) {
        const int unit = escaped_unit(p);
        if (unit >= 0)
            p = append_escaped(out, p, unit);
        else
            g_string_append_c(out, *p++);
    }
    g_string_truncate(text, 0);
    for (const char *p = out->str; *p; p++) {
        if (p[0] == '\r' && p[1] == '\n')
            continue;
        g_string_append_c(text, *p == '\r' ? '\n' : *p);
    }
    g_string_free(out, TRUE);
}

void
xlsx_string_finish(xlsx_string *s)
{
    if (s->has_reading) {
        cover_to(s, s->text->len);
        xlsx_unescape(s->phonetic);
    }
    xlsx_unescape(s->text);
}
