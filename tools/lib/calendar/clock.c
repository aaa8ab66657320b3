#include "calendar/calendar.h"

#include <assert.h>
#include <string.h>

#define HOUR 60
#define NOON (12 * HOUR)
#define DAY (24 * HOUR)

bool
time_parse(const char *hh_mm, int *minutes)
{
    assert(hh_mm && minutes);
    if (strlen(hh_mm) != strlen("09:05") || hh_mm[2] != ':')
        return false;
    for (int i = 0; i < 5; i++)
        if (i != 2 && !g_ascii_isdigit(hh_mm[i]))
            return false;
    const int hour = (hh_mm[0] - '0') * 10 + (hh_mm[1] - '0');
    const int minute = (hh_mm[3] - '0') * 10 + (hh_mm[4] - '0');
    if (minute >= HOUR || hour * HOUR + minute > DAY)
        return false;
    *minutes = hour * HOUR + minute;
    return true;
}

void
time_append(GString *s, int minutes)
{
    assert(s && minutes >= 0 && minutes <= DAY);
    g_string_append_printf(s, "%d:%02d", minutes / HOUR, minutes % HOUR);
}

void
time_append_words(GString *s, int minutes)
{
    assert(s && minutes >= 0 && minutes <= DAY);
    const bool afternoon = minutes >= NOON;
    const int since = afternoon ? minutes - NOON : minutes;
    g_string_append_printf(s, "%s%d時", afternoon ? "午後" : "午前", since / HOUR);
    if (since % HOUR)
        g_string_append_printf(s, "%d分", since % HOUR);
}

void
duration_append(GString *s, int minutes)
{
    assert(s);
    const unsigned length = minutes < 0 ? 0u - (unsigned)minutes : (unsigned)minutes;
    g_string_append_printf(s, "%s%u時間%02u分", minutes < 0 ? "-" : "", length / HOUR, length % HOUR);
}

int
time_class(int minutes, int least, const int *most, int classes)
{
    assert(most && classes > 0);
    if (minutes < least)
        return 0;
    for (int i = 0; i < classes; i++)
        if (minutes <= most[i])
            return i + 1;
    return 0;
}

int
minutes_shared(int a1, int a2, int b1, int b2)
{
    const int shared = MIN(a2, b2) - MAX(a1, b1);
    return MAX(shared, 0);
}
