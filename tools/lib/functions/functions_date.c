#include "functions/functions_int.h"

#include <math.h>
#include <string.h>

#include "calendar/calendar.h"

/* ---- dates ---- */

static const char *
with_date(call *k, void (*append)(GString *, date))
{
    date d;
    if (call_misses(k, 0))
        return call_give_nothing(k);
    if (!date_parse(call_text(k, 0), &d))
        return not_a_date;
    GString *s = g_string_new(NULL);
    append(s, d);
    return call_give_text(k, s);
}

static void
append_era(GString *s, date d)
{
    g_string_append(s, era_of(d)->name); /* a date that was parsed has one */
}

const char *
f_era(call *k)
{
    return with_date(k, append_era);
}

const char *
f_era_year(call *k)
{
    return with_date(k, year_append_era);
}

const char *
f_era_date(call *k)
{
    return with_date(k, date_append_era);
}

const char *
f_era_date_weekday(call *k)
{
    return with_date(k, date_append_era_weekday);
}

const char *
f_short_date(call *k)
{
    return with_date(k, date_append_short);
}

const char *
f_month_day(call *k)
{
    return with_date(k, date_append_month_day);
}

const char *
f_month_day_weekday(call *k)
{
    return with_date(k, date_append_month_day_weekday);
}

/* 西暦: for papers of other houses, and for guardians who count no eras. */
static void
append_western_year(GString *s, date d)
{
    g_string_append_printf(s, "%d年", d.year);
}

const char *
f_western_year(call *k)
{
    return with_date(k, append_western_year);
}

static void
append_western_date(GString *s, date d)
{
    append_western_year(s, d);
    date_append_month_day(s, d);
}

const char *
f_western_date(call *k)
{
    return with_date(k, append_western_date);
}

static void
append_western_date_weekday(GString *s, date d)
{
    append_western_year(s, d);
    date_append_month_day_weekday(s, d);
}

const char *
f_western_date_weekday(call *k)
{
    return with_date(k, append_western_date_weekday);
}

static void
append_weekday(GString *s, date d)
{
    g_string_append(s, weekday_name(date_weekday(d)));
}

const char *
f_weekday(call *k)
{
    return with_date(k, append_weekday);
}

static void
append_fiscal_year(GString *s, date d)
{
    fiscal_year_append(s, fiscal_year(d));
}

const char *
f_fiscal_year(call *k)
{
    return with_date(k, append_fiscal_year);
}

const char *
f_fiscal_year_number(call *k)
{
    date d;
    if (call_misses(k, 0))
        return call_give_number(k, (double)NAN);
    return date_parse(call_text(k, 0), &d) ? call_give_number(k, fiscal_year(d)) : not_a_date;
}

static void
append_greeting(GString *s, date d)
{
    g_string_append(s, season_greeting(d));
}

const char *
f_season_greeting(call *k)
{
    return with_date(k, append_greeting);
}

const char *
take_two_dates(call *k, date *a, date *b, bool *missing)
{
    *missing = call_misses(k, 0) || call_misses(k, 1);
    if (*missing)
        return NULL;
    return date_parse(call_text(k, 0), a) && date_parse(call_text(k, 1), b) ? NULL : not_a_date;
}

const char *
f_date_range(call *k)
{
    date a, b;
    bool missing;
    const char *wrong = take_two_dates(k, &a, &b, &missing);
    if (wrong || missing)
        return wrong ? wrong : call_give_nothing(k);
    GString *s = g_string_new(NULL);
    date_append_range(s, a, b);
    return call_give_text(k, s);
}

static const char *
with_month(call *k, void (*append)(GString *, year_month))
{
    year_month ym;
    if (call_misses(k, 0))
        return call_give_nothing(k);
    if (!year_month_parse(call_text(k, 0), &ym))
        return not_a_month;
    GString *s = g_string_new(NULL);
    append(s, ym);
    return call_give_text(k, s);
}

const char *
f_era_month(call *k)
{
    return with_month(k, year_month_append_era);
}

static void
append_western_month(GString *s, year_month ym)
{
    g_string_append_printf(s, "%d年%d月", ym.year, ym.month);
}

const char *
f_western_month(call *k)
{
    return with_month(k, append_western_month);
}

/* A serial number, so that dates can be compared with < and > in XPath 1.0; NaN when missing. */
const char *
f_days(call *k)
{
    date d;
    if (call_misses(k, 0))
        return call_give_number(k, NAN);
    return date_parse(call_text(k, 0), &d) ? call_give_number(k, (double)date_serial(d)) : not_a_date;
}

const char *
f_on_or_before(call *k)
{
    date a, b;
    bool missing;
    const char *wrong = take_two_dates(k, &a, &b, &missing);
    *k->result = xml_value_of_boolean(!wrong && !missing && date_compare(a, b) <= 0);
    return wrong;
}

const char *
f_months_between(call *k)
{
    date a, b;
    bool missing;
    const char *wrong = take_two_dates(k, &a, &b, &missing);
    return wrong ? wrong : call_give_number(k, missing ? (double)NAN : months_between(a, b));
}

const char *
f_add_months(call *k)
{
    date d;
    if (call_misses(k, 0))
        return call_give_nothing(k);
    if (!date_parse(call_text(k, 0), &d))
        return not_a_date;
    const double n = call_number(k, 1);
    if (!(fabs(n) <= 1200))
        return not_a_number;
    const date to = date_add_months(d, (int)n);
    if (!date_valid(to))
        return XML_CONFLICT_REFUSAL("暦の外の日になります（1873-01-01から2099-12-31まで）",
                                    "the result is outside the calendar (1873-01-01 to 2099-12-31)");
    GString *s = g_string_new(NULL);
    g_string_printf(s, "%04d-%02d-%02d", to.year, to.month, to.day);
    return call_give_text(k, s);
}

/* ---- ages ---- */

const char *
f_age(call *k)
{
    date birth, at;
    bool missing;
    const char *wrong = take_two_dates(k, &birth, &at, &missing);
    if (wrong)
        return wrong;
    if (missing)
        return call_give_number(k, NAN);
    const int age = age_at(birth, at);
    return age < 0 ? XML_CONFLICT_REFUSAL("生年月日より前です", "before the birth date") : call_give_number(k, age);
}

/* ---- holidays and school days ---- */

const char *
f_holiday(call *k)
{
    date d;
    if (call_misses(k, 0))
        return call_give_nothing(k);
    if (!date_parse(call_text(k, 0), &d))
        return not_a_date;
    const char *name = holiday_name(d, k->c ? casefile_holidays(k->c) : NULL);
    *k->result = xml_value_of_string(name ? name : "");
    return NULL;
}

/* Weekdays of a month that are no holidays: what 授業日数 starts from (5.1). */
const char *
f_school_weekdays(call *k)
{
    year_month ym;
    if (call_misses(k, 0))
        return call_give_number(k, NAN);
    if (!year_month_parse(call_text(k, 0), &ym))
        return not_a_month;
    int n = 0;
    for (int day = 1; day <= days_in_month(ym.year, ym.month); day++)
        n += is_school_weekday((date){ym.year, ym.month, day}, k->c ? casefile_holidays(k->c) : NULL);
    return call_give_number(k, n);
}
