/* reading.c: by ranges of Unicode. */
#include "base/reading.h"

#include <stdbool.h>

#include <glib.h>

#include "base/blank.h"
#include "base/kana.h"

static bool
is_within(gunichar c, gunichar first, gunichar last)
{
    return c >= first && c <= last;
}

/* Of two blocks of kana; ･ is the narrow ・ of names, ＝ the ゠ that keyboards have. */
static bool
is_of_reading(gunichar c)
{
    return is_within(c, 0x3041, 0x3096) || is_within(c, 0x3099, 0x309f) || is_within(c, 0x30a0, 0x30ff) ||
           is_within(c, 0x31f0, 0x31ff) || c == 0xff65 || c == 0xff1d || blank_is_char(c);
}

static reading_fault
fault_of(gunichar c)
{
    if (is_within(c, 0xff66, 0xff9f))
        return READING_HALF_WIDTH;
    if (is_within(c, 0x2010, 0x2015) || c == '-' || c == 0x2212 || c == 0xff0d || is_within(c, 0x2500, 0x2501) ||
        c == 0x4e00) /* 一 for ー is a slip of the eye as well */
        return READING_DASH;
    if (g_unichar_isdigit(c) || g_unichar_type(c) == G_UNICODE_OTHER_NUMBER)
        return READING_FIGURE;
    switch (g_unichar_get_script(c)) {
    case G_UNICODE_SCRIPT_HAN:
        return READING_KANJI;
    case G_UNICODE_SCRIPT_LATIN:
        return READING_LATIN;
    default:
        return READING_OTHER;
    }
}

reading_fault
reading_judge(const char *text, size_t *at, uint32_t *point)
{
    size_t n = 0;
    reading_fault fault = READING_GOOD;
    gunichar c = 0;
    const char *p = text;
    for (; *p && !fault; p = g_utf8_next_char(p)) {
        c = g_utf8_get_char(p);
        n++;
        fault = is_of_reading(c) ? READING_GOOD : fault_of(c);
    }
    if (!fault && !kana_initial(text) && !blank_is_text(text)) {
        fault = READING_NO_SOUND;
        size_t length;
        const char *first = blank_trim(text, &length);
        n = (size_t)g_utf8_pointer_to_offset(text, first) + 1;
        c = g_utf8_get_char(first);
    }
    *at = n;
    *point = c;
    return fault;
}
