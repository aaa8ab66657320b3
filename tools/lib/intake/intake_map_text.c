/* intake_map_text.c: headings and values of other programs, as they are compared. */
#include "intake/intake_map_int.h"

#include <string.h>

#include "base/blank.h"
#include "base/near.h"
#include "calendar/calendar.h"

const char *
in_plain_heading(arena *a, const char *text)
{
    size_t length;
    GString *s = g_string_new(NULL);
    for (const char *p = text ? text : ""; *p; p = g_utf8_next_char(p))
        if (*p != '\n' && *p != '\r')
            g_string_append_len(s, p, g_utf8_next_char(p) - p);
    const char *begin = blank_trim(s->str, &length), *copy = arena_strndup(a, begin, length);
    g_string_free(s, TRUE);
    return copy;
}

const char *
map_fold(arena *a, const char *text)
{
    char *folded = near_fold(text);
    GString *out = g_string_new(NULL);
    for (const char *p = folded; *p; p = g_utf8_next_char(p))
        if (!blank_is_char(g_utf8_get_char(p)))
            g_string_append_len(out, p, g_utf8_next_char(p) - p);
    const char *copy = arena_strdup(a, out->str);
    g_string_free(out, TRUE);
    g_free(folded);
    return copy;
}

bool
map_word_find(arena *a, const map_words *w, const char *text, const char **means)
{
    const char *folded = w->count ? map_fold(a, text) : NULL;
    for (size_t i = 0; i < w->count; i++)
        if (strcmp(w->words[i].says, folded) == 0) {
            *means = w->words[i].means;
            return true;
        }
    return false;
}

/* How long the word of a date is that stands here; 0: none does. */
static size_t
date_word(const char *p)
{
    static const char *const words[] = {"年", "月", "日", "時", "分"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_str_has_prefix(p, words[i]))
            return strlen(words[i]);
    for (size_t i = 0; era_at(i); i++)
        if (g_str_has_prefix(p, era_at(i)->name))
            return strlen(era_at(i)->name);
    return 0;
}

/* A date, a time, 0000010001: many digits, or a day of a month of a year, and no letters but those that dates have.
 * Days as headings (1 … 31), months and years are not that long. */
bool
map_is_no_heading(const char *text)
{
    enum { MANY_DIGITS = 5, OF_ERA = 3 };
    size_t digits = 0, words = 0;
    for (const char *p = text; *p;) {
        const size_t word = date_word(p);
        const gunichar c = g_utf8_get_char(p);
        if (!word && g_unichar_isalpha(c))
            return false;
        digits += g_unichar_isdigit(c) ? 1 : 0;
        words += word > 0;
        p = word ? p + word : g_utf8_next_char(p);
    }
    return digits >= MANY_DIGITS || (digits >= OF_ERA && words > 2) || (digits > 0 && strchr(text, ':'));
}
