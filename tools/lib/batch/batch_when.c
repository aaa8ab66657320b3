/* batch_when.c: the clock, and the month and the day that an order says from today, made a month and a day once, when
 * it is read. */
#include "batch/batch_int.h"

#include <string.h>

/* Japan has had no summer time since 1951: it is nine hours before UTC, whatever TZ says. */
enum { JAPAN = 9 * 3600, DAY = 24 * 3600 };

/* Of the year 9999: what a date can say. */
#define LAST_SECOND INT64_C(253402300799)

date
batch_day_of(int64_t seconds)
{
    const int64_t there = seconds + JAPAN;
    return date_from_serial((long)(there >= 0 ? there / DAY : -((-there + DAY - 1) / DAY)));
}

int64_t
batch_now_seconds(void)
{
    const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
    gint64 seconds;
    if (epoch && g_ascii_string_to_signed(epoch, 10, 0, LAST_SECOND, &seconds, NULL))
        return seconds;
    return g_get_real_time() / G_USEC_PER_SEC;
}

static char *
moment_of(int64_t seconds)
{
    GDateTime *moment = g_date_time_new_from_unix_utc(seconds);
    char *text = g_date_time_format_iso8601(moment);
    g_date_time_unref(moment);
    return text;
}

char *
batch_now_utc(void)
{
    return moment_of(batch_now_seconds());
}

char *
batch_before_now_utc(int days)
{
    const int64_t seconds = batch_now_seconds() - (int64_t)days * DAY;
    return moment_of(MIN(seconds, LAST_SECOND));
}

void
batch_tell_clock_back(const char *last, diag *d)
{
    g_assert(last && d);
    char *now = batch_now_utc(), *tomorrow = batch_before_now_utc(-1);
    if (strcmp(last, tomorrow) > 0)
        diag_add(d, DIAG_BATCH_CLOCK_BACK, PLACE_NONE, PLACE_NONE, now, last, NULL);
    g_free(tomorrow);
    g_free(now);
}

/* Once a process: what it makes is of one day, though it may work past midnight. */
static date
today_here(void)
{
    static date today;
    if (date_valid(today))
        return today;
    today = batch_day_of(batch_now_seconds());
    if (!date_valid(today)) /* a clock that is wrong by a century */
        today = (date){1970, 1, 1};
    return today;
}

static void
replace_said(char **text, char *meant, place where, diag *d)
{
    const date today = today_here();
    char *day = g_strdup_printf("%04d-%02d-%02d", today.year, today.month, today.day);
    if (g_strcmp0(*text, meant) != 0)
        diag_add(d, DIAG_BATCH_WHEN, where, PLACE_NONE, *text, meant, day, NULL);
    g_free(day);
    g_free(*text);
    *text = meant;
}

bool
batch_resolve_month(char **month, place where, diag *d)
{
    g_assert(month && d);
    year_month ym;
    if (!*month)
        return true;
    if (year_month_parse_words(*month, today_here(), &ym)) {
        replace_said(month, g_strdup_printf("%04d-%02d", ym.year, ym.month), where, d);
        return true;
    }
    diag_add(d, DIAG_USAGE, where, PLACE_NONE,
             "月（month）は YYYY-MM か previous・current・next です。月は1873-01から2099-12まで",
             "the month is YYYY-MM, previous, current or next; months are 1873-01 to 2099-12", NULL);
    return false;
}

bool
batch_resolve_day(char **day, place where, diag *d)
{
    g_assert(day && d);
    date meant;
    if (!*day)
        return true;
    if (date_parse_words(*day, today_here(), &meant)) {
        replace_said(day, g_strdup_printf("%04d-%02d-%02d", meant.year, meant.month, meant.day), where, d);
        return true;
    }
    diag_add(d, DIAG_USAGE, where, PLACE_NONE,
             "日（as-of）は YYYY-MM-DD か today・month-begin・month-end・previous-month-end などで、+3 days や -3 days "
             "を付けられます。暦にある日（1873-01-01から2099-12-31まで）に限ります",
             "the day (as-of) is YYYY-MM-DD or today, month-begin, month-end, previous-month-end …, with +3 days or -3 "
             "days; days are 1873-01-01 to 2099-12-31",
             NULL);
    return false;
}
