/* blank.c: a table of ranges. */
#include "base/blank.h"

#include <string.h>

#include <glib.h>

static const struct {
    uint32_t first, last;
} blank_ranges[] = {
    {0x09, 0x0D},     {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},     {0xAD, 0xAD},     {0x061C, 0x061C},
    {0x115F, 0x1160}, {0x1680, 0x1680}, {0x180E, 0x180E}, {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F},
    {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
};

bool
blank_is_char(uint32_t c)
{
    for (size_t i = 0; i < G_N_ELEMENTS(blank_ranges) && c >= blank_ranges[i].first; i++)
        if (c <= blank_ranges[i].last)
            return true;
    return false;
}

bool
blank_is_text(const char *text)
{
    while (*text && blank_is_char(g_utf8_get_char(text)))
        text = g_utf8_next_char(text);
    return *text == '\0';
}

const char *
blank_trim(const char *text, size_t *length)
{
    while (*text && blank_is_char(g_utf8_get_char(text)))
        text = g_utf8_next_char(text);
    const char *end = text + strlen(text);
    while (end > text) {
        const char *last = g_utf8_prev_char(end);
        if (!blank_is_char(g_utf8_get_char(last)))
            break;
        end = last;
    }
    *length = (size_t)(end - text);
    return text;
}
