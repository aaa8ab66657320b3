/* timeline_words.c: words at the end of a sentence, at a place of it, or anywhere in it. */
#include "timeline/timeline_words.h"

#include <string.h>

const char *const timeline_persons[TIMELINE_PERSONS] = {"児童", "者", "児"};

bool
timeline_ends_with(stretch s, const char *word)
{
    const size_t length = strlen(word);
    return s.length >= length && memcmp(s.text + s.length - length, word, length) == 0;
}

bool
timeline_take_off(stretch *s, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (timeline_ends_with(*s, words[i])) {
            s->length -= strlen(words[i]);
            return true;
        }
    return false;
}

bool
timeline_mentions(stretch s, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (g_strstr_len(s.text, (gssize)s.length, words[i]))
            return true;
    return false;
}

bool
timeline_is_one(stretch s, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (s.length == strlen(words[i]) && memcmp(s.text, words[i], s.length) == 0)
            return true;
    return false;
}

size_t
timeline_word_at(const char *at, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (*at == *words[i] && g_str_has_prefix(at, words[i])) /* asked at each letter of a text */
            return strlen(words[i]);
    return 0;
}
