/* blank.c: a table of ranges. */
#include "base/blank.h"

#include <string.h>

#include <glib.h>

static const struct {
    uint32_t first, last;
} blank_ranges[] = {
    {0x09, 0x0D},       {0x20, 0x20},       {0x85, 0x85},       {0xA0, 0xA0},       {0xAD, 0xAD},
    {0x061C, 0x061C},   {0x115F, 0x1160},   {0x1680, 0x1680},   {0x180E, 0x180E},   {0x2000, 0x200F},
    {0x2028, 0x202F},   {0x205F, 0x206F},   {0x2800, 0x2800},   {0x3000, 0x3000},   {0x3164, 0x3164},
    {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFF8},   {0x1BCA0, 0x1BCA3}, {0x1D159, 0x1D159},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE00FF}, {0xE01F0, 0xE0FFF},
};

bool
blank_is_char(uint32_t c)
{
    if (c > 0x3000 && c < 0xFEFF) /* nearly all that is written here */
        return c == 0x3164;
    for (size_t i = 0; i < G_N_ELEMENTS(blank_ranges) && c >= blank_ranges[i].first; i++)
        if (c <= blank_ranges[i].last)
            return true;
    return false;
}

/* Of most characters of Japanese texts the first byte tells, or the first two: U+4000 to U+9FFF and the kana, but for
 * their two marks (U+3099 and U+309A). */
static inline bool
is_plainly_ink(const unsigned char *p)
{
    return (p[0] >= 0xE4 && p[0] <= 0xE9) ||
           (p[0] == 0xE3 && (p[1] == 0x81 || p[1] == 0x83 || (p[1] == 0x82 && p[2] != 0x99 && p[2] != 0x9A)));
}

/* A mark is a part of the character before it: with none there, it says nothing. */
bool
blank_is_text(const char *text)
{
    while ((unsigned char)*text <= 0x20 || (unsigned char)*text >= 0x80) {
        if (*text == '\0')
            return true;
        if (is_plainly_ink((const unsigned char *)text))
            return false;
        const gunichar c = g_utf8_get_char(text);
        if (!blank_is_char(c) && !g_unichar_ismark(c))
            return false;
        text = g_utf8_next_char(text);
    }
    return false;
}

static bool
is_ink(char c)
{
    return c > 0x20 && c < 0x7F;
}

static bool
ends_with_ink(const char *begin, const char *end)
{
    return is_ink(end[-1]) || (end - begin >= 3 && is_plainly_ink((const unsigned char *)end - 3));
}

const char *
blank_trim(const char *text, size_t *length)
{
    *length = strlen(text);
    if (*length && is_ink(text[0]) && is_ink(text[*length - 1])) /* as dates, numbers, codes and ids are */
        return text;
    const char *const whole = text + *length;
    while (*text && !is_plainly_ink((const unsigned char *)text) && blank_is_char(g_utf8_get_char(text)))
        text = g_utf8_next_char(text);
    const char *end = blank_is_text(text) ? text : whole;
    while (end > text && !ends_with_ink(text, end)) {
        const char *last = g_utf8_prev_char(end);
        if (!blank_is_char(g_utf8_get_char(last)))
            break;
        end = last;
    }
    *length = (size_t)(end - text);
    return text;
}

/* ---- lines ---- */

static bool
ends_line(gunichar c)
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* All of these begin with a byte that few texts have. */
static bool
may_have_lines(const char *text)
{
    return strpbrk(text, "\t\n\r\xC2\xE2");
}

/* The first end of a line that is another than \n; NULL. */
static const char *
odd_line_end(const char *text)
{
    for (const char *p = text; (p = strpbrk(p, "\r\xC2\xE2")); p++)
        if (*p == '\r' || ends_line(g_utf8_get_char(p)))
            return p;
    return NULL;
}

const char *
blank_plain_lines(arena *a, const char *text)
{
    const char *odd = odd_line_end(text);
    if (!odd)
        return text;
    GString *plain = g_string_new_len(text, odd - text);
    for (const char *p = odd; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        if (c != '\r' || p[1] != '\n')
            g_string_append_unichar(plain, ends_line(c) ? '\n' : c);
    }
    const char *copy = arena_strdup(a, plain->str);
    g_string_free(plain, TRUE);
    return copy;
}

const char *
blank_one_line(arena *a, const char *text)
{
    if (!may_have_lines(text))
        return text;
    GString *line = g_string_new(NULL);
    for (const char *p = text; *p;) {
        const char *end = p;
        bool lays_out = false;
        for (gunichar c; *end && blank_is_char(c = g_utf8_get_char(end)); end = g_utf8_next_char(end))
            lays_out = lays_out || c == '\t' || ends_line(c);
        if (end == p)
            end = g_utf8_next_char(p);
        if (lays_out)
            g_string_append_c(line, ' ');
        else
            g_string_append_len(line, p, end - p);
        p = end;
    }
    const char *copy = arena_strdup(a, line->str);
    g_string_free(line, TRUE);
    return copy;
}

/* Most characters of Japanese texts are three bytes of a row that holds no space: their first two bytes tell. */
static bool
is_space_at(const char *p)
{
    const unsigned char lead = (unsigned char)p[0];
    if (lead < 0x80)
        return g_unichar_isspace(lead);
    if (lead > 0xE3 || (lead == 0xE3 && (unsigned char)p[1] != 0x80))
        return false;
    return g_unichar_isspace(g_utf8_get_char(p));
}

const char *
blank_left_out(arena *a, const char *text)
{
    char *copy = ARENA_ARRAY(a, char, strlen(text) + 1), *end = copy;
    for (const char *p = text, *next; *p; p = next) {
        next = g_utf8_next_char(p);
        if (!is_space_at(p))
            while (p < next)
                *end++ = *p++;
    }
    return copy;
}
