/* intake_time.c: times of day as people write them, and as a spreadsheet makes them. */
#include <string.h>

#include "intake/intake_value_int.h"

typedef enum half { WHOLE_DAY, MORNING, AFTERNOON } half;

/* 午前, 午後, AM and PM, before the time or (of letters) behind it, which is cut off. */
static half
take_half(char *text)
{
    static const struct {
        const char *word;
        half half;
        bool behind;
    } words[] = {{"午前", MORNING, false}, {"午後", AFTERNOON, false}, {"AM", MORNING, true}, {"PM", AFTERNOON, true}};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        const size_t n = strlen(words[i].word), length = strlen(text);
        if (!g_ascii_strncasecmp(text, words[i].word, n)) {
            memmove(text, text + n, length + 1 - n);
            return words[i].half;
        }
        if (words[i].behind && length > n && !g_ascii_strcasecmp(text + length - n, words[i].word)) {
            text[length - n] = '\0';
            return words[i].half;
        }
    }
    return WHOLE_DAY;
}

static const char *
read_two(const char *p, int *n)
{
    const char *start = p;
    for (*n = 0; g_ascii_isdigit(*p) && p - start < 2; p++)
        *n = *n * 10 + (*p - '0');
    return p == start ? NULL : p;
}

/* :30 and :30:15, of two digits each. */
static bool
read_minutes(const char *p, int *minute, bool *seconds)
{
    int second = 0;
    if (*p != ':' || !(p = read_two(p + 1, minute)) || !g_ascii_isdigit(p[-2]))
        return false;
    if (*p == ':') {
        p = read_two(p + 1, &second);
        *seconds = second != 0;
    }
    return p && !*p;
}

/* 9:30, 9時30分, 9時, 9時半, 0930; *seconds: there are some. */
static bool
read_clock(const char *p, int *hour, int *minute, bool *seconds)
{
    *seconds = false;
    *minute = 0;
    if (strlen(p) == 4 && cell_digits(p) == 4)
        return (p = read_two(p, hour)) && read_two(p, minute);
    if (!(p = read_two(p, hour)))
        return false;
    if (g_str_has_prefix(p, "時")) {
        p += strlen("時");
        if (!*p)
            return true;
        if (!strcmp(p, "半")) {
            *minute = 30;
            return true;
        }
        p = read_two(p, minute);
        return p && !strcmp(p, "分");
    }
    return read_minutes(p, minute, seconds);
}

static cell_fault
take_clock(cell *c, int hour, int minute, half h)
{
    if (minute > 59)
        return FAULT_TIME_OTHER;
    if (h != WHOLE_DAY && hour == 12)
        return FAULT_TIME_TWELVE;
    if (h != WHOLE_DAY && hour > 12)
        return FAULT_TIME_OTHER;
    if (h == AFTERNOON)
        hour += 12;
    if (hour > 23)
        return FAULT_TIME_DURATION;
    c->value = arena_printf(c->a, "%02d:%02d", hour, minute);
    return CELL_GOOD;
}

static cell_fault
take_time_text(cell *c, const char *text)
{
    int hour, minute;
    bool seconds;
    char *plain = g_strdup(cell_plain(c->a, text));
    const half h = take_half(plain);
    const bool read = read_clock(plain, &hour, &minute, &seconds);
    g_free(plain);
    if (!read)
        return FAULT_TIME_OTHER;
    return seconds ? FAULT_TIME_SECONDS : take_clock(c, hour, minute, h);
}

/* A time that a spreadsheet counts may have more than two digits of hours. */
static cell_fault
take_time_cell(cell *c)
{
    int hour = 0, minute = 0, second = 0;
    if (!c->entry->text || sscanf(c->entry->text, "%d:%d:%d", &hour, &minute, &second) < 2)
        return FAULT_TIME_OTHER;
    return second ? FAULT_TIME_SECONDS : take_clock(c, hour, minute, WHOLE_DAY);
}

cell_fault
cell_take_time(cell *c)
{
    switch (c->entry->kind) {
    case BOOK_ENTRY_TIME:
        return take_time_cell(c);
    case BOOK_ENTRY_DATE:
    case BOOK_ENTRY_MOMENT:
        return FAULT_TIME_DATE;
    case BOOK_ENTRY_NUMBER:
        return strpbrk(c->text, ".eE") ? FAULT_TIME_FRACTION : FAULT_TIME_NUMBER;
    case BOOK_ENTRY_TEXT:
        return take_time_text(c, c->text);
    default:
        return FAULT_TIME_OTHER;
    }
}
