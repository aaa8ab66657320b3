#include "calendar/calendar.h"

#include <assert.h>

/* The law came into force on 20 July 1948; what was a holiday before it is not here. */
#define FIRST_YEAR 1948
#define LAST_YEAR 2099

/* From here 振替休日 is the next day that is no 国民の祝日; before, only the day after the Sunday. */
#define NEXT_FREE_DAY_SINCE 2007

/* 昭和48年法律10号: the Monday after a holiday on a Sunday; in force on this day, so none for 11 February 1973. */
static const date substitutes_since = {1973, 4, 12};
/* 昭和60年法律103号: a day between two of them; in force on this day. */
static const date between_since = {1985, 12, 27};

typedef enum day_rule { ON_DAY, NTH_MONDAY, SPRING_EQUINOX, AUTUMN_EQUINOX } day_rule;

typedef struct holiday_row {
    const char *name;
    int month;
    day_rule rule;
    int n; /* the day, or which Monday */
    int from, to;
} holiday_row;

/* 国民の祝日に関する法律 (祝日法, 昭和23年法律178号) article 2, a row for each day and span of years; the comments name
 * the law that brought the row in or ended it. Days that the law of 1948 itself had begin with it. */
static const holiday_row holidays[] = {
    {"元日", 1, ON_DAY, 1, 1949, 2099},
    {"成人の日", 1, ON_DAY, 15, 1949, 1999},
    {"成人の日", 1, NTH_MONDAY, 2, 2000, 2099},  /* 平成10年法律141号 */
    {"建国記念の日", 2, ON_DAY, 11, 1967, 2099}, /* 昭和41年法律86号, 昭和41年政令376号 of 9 December */
    {"天皇誕生日", 2, ON_DAY, 23, 2020, 2099},   /* 平成29年法律63号 附則10条; none in 2019 */
    {"天皇誕生日", 4, ON_DAY, 29, 1949, 1988},
    {"天皇誕生日", 12, ON_DAY, 23, 1989, 2018}, /* 平成元年法律5号; until 平成29年法律63号 */
    {"春分の日", 3, SPRING_EQUINOX, 0, 1949, 2099},
    {"みどりの日", 4, ON_DAY, 29, 1989, 2006},    /* 平成元年法律5号; until 平成17年法律43号 */
    {"昭和の日", 4, ON_DAY, 29, 2007, 2099},      /* 平成17年法律43号 */
    {"天皇の即位の日", 5, ON_DAY, 1, 2019, 2019}, /* 平成30年法律99号: counts as 国民の祝日 */
    {"憲法記念日", 5, ON_DAY, 3, 1949, 2099},
    {"みどりの日", 5, ON_DAY, 4, 2007, 2099}, /* 平成17年法律43号 */
    {"こどもの日", 5, ON_DAY, 5, 1949, 2099},
    {"海の日", 7, ON_DAY, 20, 1996, 2002},    /* 平成7年法律22号 */
    {"海の日", 7, NTH_MONDAY, 3, 2003, 2019}, /* 平成13年法律59号 */
    {"海の日", 7, ON_DAY, 23, 2020, 2020},    /* 平成27年法律33号 32条 */
    {"海の日", 7, ON_DAY, 22, 2021, 2021},    /* the same, 令和2年法律68号 */
    {"海の日", 7, NTH_MONDAY, 3, 2022, 2099},
    {"山の日", 8, ON_DAY, 11, 2016, 2019}, /* 平成26年法律43号 */
    {"山の日", 8, ON_DAY, 10, 2020, 2020}, /* 平成27年法律33号 32条 */
    {"山の日", 8, ON_DAY, 8, 2021, 2021},  /* the same, 令和2年法律68号 */
    {"山の日", 8, ON_DAY, 11, 2022, 2099},
    {"敬老の日", 9, ON_DAY, 15, 1966, 2002},    /* 昭和41年法律86号, in force on 25 June 1966 */
    {"敬老の日", 9, NTH_MONDAY, 3, 2003, 2099}, /* 平成13年法律59号 */
    {"秋分の日", 9, AUTUMN_EQUINOX, 0, 1948, 2099},
    {"体育の日", 10, ON_DAY, 10, 1966, 1999},    /* 昭和41年法律86号 */
    {"体育の日", 10, NTH_MONDAY, 2, 2000, 2019}, /* 平成10年法律141号 */
    {"スポーツの日", 7, ON_DAY, 24, 2020, 2020}, /* 平成30年法律57号, 平成27年法律33号 32条 */
    {"スポーツの日", 7, ON_DAY, 23, 2021, 2021}, /* the same, 令和2年法律68号 */
    {"スポーツの日", 10, NTH_MONDAY, 2, 2022, 2099},
    {"即位礼正殿の儀の行われる日", 10, ON_DAY, 22, 2019, 2019}, /* 平成30年法律99号: counts as 国民の祝日 */
    {"文化の日", 11, ON_DAY, 3, 1948, 2099},
    {"勤労感謝の日", 11, ON_DAY, 23, 1948, 2099},
    /* Days of laws of their own. None falls on a Sunday or next but one to another holiday, so that nothing follows. */
    {"皇太子明仁親王の結婚の儀の行われる日", 4, ON_DAY, 10, 1959, 1959}, /* 昭和34年法律16号 */
    {"大喪の礼の行われる日", 2, ON_DAY, 24, 1989, 1989},                 /* 平成元年法律4号 */
    {"即位礼正殿の儀の行われる日", 11, ON_DAY, 12, 1990, 1990},          /* 平成2年法律24号 */
    {"皇太子徳仁親王の結婚の儀の行われる日", 6, ON_DAY, 9, 1993, 1993},  /* 平成5年法律32号 */
};

/* The usual formula of the equinox days, 0.242194 days later each year, one day back for each leap day, in millionths
 * of a day: one pair of numbers for 1900–1979 and one for 1980–2099. The day itself is fixed officially in the February
 * before; a difference is for the overrides. */
static int
equinox_day(int year, int start_before_1980, int start)
{
    const int moved = 242194 * (year - 1980);
    return year < 1980 ? (start_before_1980 + moved) / 1000000 - (year - 1983) / 4
                       : (start + moved) / 1000000 - (year - 1980) / 4;
}

static int
nth_monday(int year, int month, int n)
{
    const int first = (8 - date_weekday((date){year, month, 1})) % 7 + 1;
    return first + (n - 1) * 7;
}

static int
row_day(const holiday_row *row, int year)
{
    switch (row->rule) {
    case NTH_MONDAY:
        return nth_monday(year, row->month, row->n);
    case SPRING_EQUINOX:
        return equinox_day(year, 20835700, 20843100);
    case AUTUMN_EQUINOX:
        return equinox_day(year, 23258800, 23248800);
    case ON_DAY:
        break;
    }
    return row->n;
}

/* 国民の祝日 itself (article 2), without what follows from it. */
static const char *
national_day(date d)
{
    for (size_t i = 0; i < G_N_ELEMENTS(holidays); i++) {
        const holiday_row *row = &holidays[i];
        if (d.month == row->month && d.year >= row->from && d.year <= row->to && d.day == row_day(row, d.year))
            return row->name;
    }
    return NULL;
}

static date
days_on(date d, int days)
{
    return date_from_serial(date_serial(d) + days);
}

/* Article 3 (2), for a day that is no 国民の祝日 itself: does the unbroken run of them before it hold a Sunday? */
static bool
is_substitute(date d)
{
    date before = days_on(d, -1);
    if (date_compare(d, substitutes_since) < 0)
        return false;
    if (d.year < NEXT_FREE_DAY_SINCE)
        return date_weekday(before) == 0 && national_day(before);
    for (; national_day(before); before = days_on(before, -1))
        if (date_weekday(before) == 0)
            return true;
    return false;
}

/* Article 3 (3). Until 2006 a Sunday was left out; it never changes whether one goes to school. */
static bool
is_between(date d)
{
    if (date_compare(d, between_since) < 0 || (d.year < NEXT_FREE_DAY_SINCE && date_weekday(d) == 0))
        return false;
    return national_day(days_on(d, -1)) && national_day(days_on(d, 1));
}

static const char *
holiday_by_law(date d)
{
    if (d.year < FIRST_YEAR || d.year > LAST_YEAR)
        return NULL;
    const char *name = national_day(d);
    if (name)
        return name;
    if (is_substitute(d))
        return "振替休日";
    return is_between(d) ? "国民の休日" : NULL;
}

const char *
holiday_name(date d, const holiday_overrides *overrides)
{
    assert(!overrides || overrides->items || overrides->count == 0);
    for (size_t i = overrides ? overrides->count : 0; i > 0; i--)
        if (date_compare(overrides->items[i - 1].on, d) == 0)
            return overrides->items[i - 1].name;
    return holiday_by_law(d);
}

bool
is_school_weekday(date d, const holiday_overrides *overrides)
{
    const int weekday = date_weekday(d);
    return weekday >= 1 && weekday <= 5 && !holiday_name(d, overrides);
}
