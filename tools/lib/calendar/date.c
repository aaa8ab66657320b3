#include "calendar/calendar.h"

#include <assert.h>
#include <string.h>

#define FIRST_YEAR 1873
#define LAST_YEAR 2099

static bool
is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12)
        return 0;
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool
date_valid(date d)
{
    return d.year >= FIRST_YEAR && d.year <= LAST_YEAR && d.day >= 1 && d.day <= days_in_month(d.year, d.month);
}

/* Exactly `length` ASCII digits; never reads past the end of the string. */
static bool
read_digits(const char *p, int length, int *out)
{
    int n = 0;
    for (int i = 0; i < length; i++) {
        if (p[i] < '0' || p[i] > '9')
            return false;
        n = n * 10 + (p[i] - '0');
    }
    *out = n;
    return true;
}

bool
date_parse(const char *iso, date *out)
{
    assert(iso && out);
    date d;
    if (strlen(iso) != strlen("2024-04-22") || iso[4] != '-' || iso[7] != '-')
        return false;
    if (!read_digits(iso, 4, &d.year) || !read_digits(iso + 5, 2, &d.month) || !read_digits(iso + 8, 2, &d.day))
        return false;
    if (!date_valid(d))
        return false;
    *out = d;
    return true;
}

bool
year_month_parse(const char *iso, year_month *out)
{
    assert(iso && out);
    year_month ym;
    if (strlen(iso) != strlen("2024-04") || iso[4] != '-')
        return false;
    if (!read_digits(iso, 4, &ym.year) || !read_digits(iso + 5, 2, &ym.month))
        return false;
    if (!date_valid((date){ym.year, ym.month, 1}))
        return false;
    *out = ym;
    return true;
}

/* Quotient and remainder that go down, not towards zero, so that days before 1970 count rightly. */
static long
floor_div(long a, long b)
{
    return a / b - (a % b < 0);
}

/* Days from 0000-03-01 to 1970-01-01. A year counted from March ends with its leap day, and its months
 * from March follow the pattern (153 m + 2) / 5. */
#define DAYS_TO_1970 719468L
#define DAYS_IN_400_YEARS 146097L

long
date_serial(date d)
{
    assert(d.month >= 1 && d.month <= 12);
    const long year = d.month > 2 ? d.year : d.year - 1;
    const long month_from_march = (d.month + 9) % 12;
    const long cycle = floor_div(year, 400);
    const long year_of_cycle = year - cycle * 400;
    const long day_of_year = (153 * month_from_march + 2) / 5 + d.day - 1;
    const long day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
    return cycle * DAYS_IN_400_YEARS + day_of_cycle - DAYS_TO_1970;
}

date
date_from_serial(long serial)
{
    const long days = serial + DAYS_TO_1970;
    const long cycle = floor_div(days, DAYS_IN_400_YEARS);
    const long day_of_cycle = days - cycle * DAYS_IN_400_YEARS;
    /* Takes out the leap days (every 1460, 36524 and 146096 days) so that each year has 365. */
    const long year_of_cycle =
        (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
    const long day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    const long month_from_march = (5 * day_of_year + 2) / 153;

    date d;
    d.day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    d.month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    d.year = (int)(cycle * 400 + year_of_cycle + (d.month <= 2));
    return d;
}

int
date_compare(date a, date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

int
date_weekday(date d)
{
    const long days = date_serial(d) + 4; /* 1970-01-01 was a Thursday */
    return (int)(days - floor_div(days, 7) * 7);
}

date
date_add_months(date d, int months)
{
    const long count = (long)d.year * 12 + (d.month - 1) + months;
    date to;
    to.year = (int)floor_div(count, 12);
    to.month = (int)(count - (long)to.year * 12) + 1;
    const int last = days_in_month(to.year, to.month);
    to.day = d.day < last ? d.day : last;
    return to;
}

int
months_between(date a, date b)
{
    const int months = (b.year - a.year) * 12 + (b.month - a.month);
    return date_compare(date_add_months(a, months), b) > 0 ? months - 1 : months;
}
