#include "calendar/calendar.h"

/* First days of the eras by their 詔書 and 政令. The last row that has begun is the one in force. */
static const era eras[] = {
    {"明治", 'M', {1868, 10, 23}}, {"大正", 'T', {1912, 7, 30}}, {"昭和", 'S', {1926, 12, 25}},
    {"平成", 'H', {1989, 1, 8}},   {"令和", 'R', {2019, 5, 1}},
};

const era *
era_of(date d)
{
    if (!date_valid(d))
        return NULL;
    const era *e = &eras[G_N_ELEMENTS(eras) - 1];
    while (date_compare(d, e->from) < 0)
        e--;
    return e;
}

int
era_year(date d)
{
    const era *e = era_of(d);
    return e ? d.year - e->from.year + 1 : 0;
}

/* 令和6年, 令和元年; 2100年 where there is no era. */
static void
append_year(GString *s, date d)
{
    const era *e = era_of(d);
    if (!e)
        g_string_append_printf(s, "%d年", d.year);
    else if (d.year == e->from.year)
        g_string_append_printf(s, "%s元年", e->name);
    else
        g_string_append_printf(s, "%s%d年", e->name, era_year(d));
}

static void
append_weekday(GString *s, date d)
{
    g_string_append_printf(s, "（%s）", weekday_name(date_weekday(d)));
}

void
date_append_era(GString *s, date d)
{
    append_year(s, d);
    date_append_month_day(s, d);
}

void
date_append_era_weekday(GString *s, date d)
{
    date_append_era(s, d);
    append_weekday(s, d);
}

void
date_append_short(GString *s, date d)
{
    const era *e = era_of(d);
    if (e)
        g_string_append_printf(s, "%c%d.%d.%d", e->initial, era_year(d), d.month, d.day);
    else
        g_string_append_printf(s, "%d.%d.%d", d.year, d.month, d.day);
}

void
date_append_month_day(GString *s, date d)
{
    g_string_append_printf(s, "%d月%d日", d.month, d.day);
}

void
date_append_month_day_weekday(GString *s, date d)
{
    date_append_month_day(s, d);
    append_weekday(s, d);
}

void
date_append_range(GString *s, date from, date to)
{
    date_append_era(s, from);
    g_string_append(s, "～");
    date_append_era(s, to);
}

void
year_month_append_era(GString *s, year_month ym)
{
    append_year(s, (date){ym.year, ym.month, 16});
    g_string_append_printf(s, "%d月", ym.month);
}

void
fiscal_year_append(GString *s, int fy)
{
    append_year(s, (date){fy, 10, 1});
    g_string_append(s, "度");
}

const char *
weekday_name(int weekday)
{
    static const char *const names[] = {"日", "月", "火", "水", "木", "金", "土"};
    return names[(weekday % 7 + 7) % 7];
}
