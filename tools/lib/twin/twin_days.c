/* twin_days.c: days of birth. See twin_int.h. */
#include "twin/twin_int.h"

#include <string.h>

/* As it is printed: in figures, and in kanji. */
static size_t
length_in_kanji(int day)
{
    char plain[16];
    g_snprintf(plain, sizeof plain, "%d", day);
    GString *s = g_string_new(NULL);
    text_append_kanji_numbers(s, plain);
    const size_t length = s->len;
    g_string_free(s, TRUE);
    return length;
}

static bool
is_alike(const twin *t, date born, date other)
{
    if ((born.day < 10) != (other.day < 10) || length_in_kanji(born.day) != length_in_kanji(other.day) ||
        (born.month == 4 && (born.day == 1) != (other.day == 1)) || era_of(born) != era_of(other))
        return false;
    for (guint i = 0; i < t->days->len; i++) {
        const date at = g_array_index(t->days, date, i);
        if (age_at(born, at) != age_at(other, at) || grade_at(born, at) != grade_at(other, at) ||
            (date_compare(born, at) < 0) != (date_compare(other, at) < 0))
            return false;
    }
    return true;
}

const char *
twin_day_moved(twin *t, const char *day, bool free)
{
    date born;
    if (!date_parse(day, &born) || (born.month == 2 && born.day == 29))
        return day;
    date like[31];
    size_t count = 0;
    for (int other = 1; other <= days_in_month(born.year, born.month); other++) {
        const date d = {born.year, born.month, other};
        const bool leap = born.month == 2 && other == 29;
        if (other != born.day && !leap && (free || is_alike(t, born, d)))
            like[count++] = d;
    }
    if (count == 0)
        return day;
    twin_draw w = twin_draw_for(&t->key, "day", 0, day);
    const date d = like[twin_draw_below(&w, count)];
    return arena_printf(t->a, "%04d-%02d-%02d", d.year, d.month, d.day);
}
