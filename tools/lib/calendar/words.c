#include "calendar/calendar.h"

#include <assert.h>
#include <string.h>

/* Days or months that are said from today. */
static const struct {
    const char *word;
    int months; /* from this one */
    enum { FIRST, LAST, SAME } which;
} days[] = {
    {"today", 0, SAME},
    {"month-begin", 0, FIRST},
    {"month-end", 0, LAST},
    {"previous-month-begin", -1, FIRST},
    {"previous-month-end", -1, LAST},
    {"next-month-begin", 1, FIRST},
    {"next-month-end", 1, LAST},
};

static date
first_of_month(date today, int months)
{
    return date_add_months((date){today.year, today.month, 1}, months);
}

bool
year_month_parse_words(const char *text, date today, year_month *out)
{
    assert(text && out && date_valid(today));
    static const char *const words[] = {"previous", "current", "next"};
    for (int i = 0; i < 3; i++) {
        const date first = first_of_month(today, i - 1);
        if (strcmp(text, words[i]) != 0 || !date_valid(first))
            continue;
        *out = (year_month){first.year, first.month};
        return true;
    }
    return year_month_parse(text, out);
}

/* "+3 days", "- 1 day", "-5", nothing; what is between the parts may be left out. */
static bool
read_shift(const char *text, int *out)
{
    enum { MOST_DIGITS = 5 };
    int digits = 0, number = 0;
    text += strspn(text, " ");
    if (!*text) {
        *out = 0;
        return true;
    }
    const int sign = *text == '+' ? 1 : *text == '-' ? -1 : 0;
    if (!sign)
        return false;
    for (text += 1 + strspn(text + 1, " "); g_ascii_isdigit(*text) && digits < MOST_DIGITS; text++, digits++)
        number = number * 10 + (*text - '0');
    text += strspn(text, " ");
    *out = sign * number;
    return digits && (!*text || strcmp(text, "day") == 0 || strcmp(text, "days") == 0);
}

bool
date_parse_words(const char *text, date today, date *out)
{
    assert(text && out && date_valid(today));
    for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
        int shift;
        if (!g_str_has_prefix(text, days[i].word) || !read_shift(text + strlen(days[i].word), &shift))
            continue;
        date d = days[i].which == SAME ? today : first_of_month(today, days[i].months);
        if (days[i].which == LAST)
            d.day = days_in_month(d.year, d.month);
        d = date_from_serial(date_serial(d) + shift);
        if (!date_valid(d))
            return false;
        *out = d;
        return true;
    }
    return date_parse(text, out);
}
