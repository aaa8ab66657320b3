#include "calendar/calendar.h"

#include <assert.h>
#include <string.h>

#ifndef ERA_TABLE /* a test has its own, with an era more */
#define ERA_TABLE "calendar/era.def"
#endif

/* The last row that has begun is the one in force. */
static const era eras[] = {
#define ERA(name, reading, initial, year, month, day) {name, reading, initial, {year, month, day}},
#include ERA_TABLE
#undef ERA
};

const era *
era_at(size_t i)
{
    return i < G_N_ELEMENTS(eras) ? &eras[i] : NULL;
}

const era *
era_newest(void)
{
    return &eras[G_N_ELEMENTS(eras) - 1];
}

const era *
era_named(const char *word)
{
    assert(word);
    for (size_t i = 0; i < G_N_ELEMENTS(eras); i++)
        if (strcmp(eras[i].name, word) == 0 || (word[0] == eras[i].initial && word[1] == '\0'))
            return &eras[i];
    return NULL;
}

const era *
era_of(date d)
{
    if (!date_valid(d))
        return NULL;
    const era *e = era_newest();
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

/* Of any year: what is out of the range has no era but is printed. */
static bool
is_real_day(date d)
{
    return d.day >= 1 && d.day <= days_in_month(d.year, d.month);
}

void
year_append_era(GString *s, date d)
{
    assert(s);
    const era *e = era_of(d);
    if (!e)
        g_string_append_printf(s, "%d年", d.year);
    else if (d.year == e->from.year)
        g_string_append_printf(s, "%s元年", e->name);
    else
        g_string_append_printf(s, "%s%d年", e->name, era_year(d));
}

void
eras_append(GString *s, date from, date to)
{
    assert(s);
    const char *between = "";
    for (size_t i = 0; i < G_N_ELEMENTS(eras); i++) {
        const bool over = i + 1 < G_N_ELEMENTS(eras) && date_compare(eras[i + 1].from, from) <= 0;
        if (over || date_compare(eras[i].from, to) > 0)
            continue;
        g_string_append_printf(s, "%s%s", between, eras[i].name);
        between = "・";
    }
}

static void
append_weekday(GString *s, date d)
{
    g_string_append_printf(s, "（%s）", weekday_name(date_weekday(d)));
}

void
date_append_era(GString *s, date d)
{
    year_append_era(s, d);
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
    assert(s && is_real_day(d));
    const era *e = era_of(d);
    if (e)
        g_string_append_printf(s, "%c%d.%d.%d", e->initial, era_year(d), d.month, d.day);
    else
        g_string_append_printf(s, "%d.%d.%d", d.year, d.month, d.day);
}

void
date_append_month_day(GString *s, date d)
{
    assert(s && is_real_day(d));
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
    assert(s && days_in_month(ym.year, ym.month) > 0);
    year_append_era(s, (date){ym.year, ym.month, 16});
    g_string_append_printf(s, "%d月", ym.month);
}

void
fiscal_year_append(GString *s, int fy)
{
    year_append_era(s, (date){fy, 10, 1});
    g_string_append(s, "度");
}

const char *
weekday_name(int weekday)
{
    static const char *const names[] = {"日", "月", "火", "水", "木", "金", "土"};
    return names[(weekday % 7 + 7) % 7];
}
