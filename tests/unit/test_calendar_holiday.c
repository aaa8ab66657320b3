#include "test_calendar_check.h"

typedef struct named_day {
    int month, day;
    const char *name;
} named_day;

/* Every day of the year is on the list with that name, or no holiday. */
static void
assert_year(int year, const named_day *list, size_t count)
{
    size_t next = 0;
    const long end = date_serial(DATE(year, 12, 31));
    for (long serial = date_serial(DATE(year, 1, 1)); serial <= end; serial++) {
        const date d = date_from_serial(serial);
        const char *name = holiday_name(d, NULL);
        if (next < count && list[next].month == d.month && list[next].day == d.day) {
            if (!name)
                fail_msg("%d-%02d-%02d is no holiday, expected %s", d.year, d.month, d.day, list[next].name);
            assert_string_equal(name, list[next].name);
            next++;
        } else if (name) {
            fail_msg("%d-%02d-%02d is a holiday: %s", d.year, d.month, d.day, name);
        }
    }
    assert_int_equal(next, count);
}

#define ASSERT_YEAR(year, list) assert_year((year), (list), G_N_ELEMENTS(list))

static void
year_2019_has_the_accession_and_no_birthday(void **state)
{
    (void)state;
    static const named_day list[] = {
        {1, 1, "元日"},
        {1, 14, "成人の日"},
        {2, 11, "建国記念の日"},
        {3, 21, "春分の日"},
        {4, 29, "昭和の日"},
        {4, 30, "国民の休日"},
        {5, 1, "天皇の即位の日"},
        {5, 2, "国民の休日"},
        {5, 3, "憲法記念日"},
        {5, 4, "みどりの日"},
        {5, 5, "こどもの日"},
        {5, 6, "振替休日"},
        {7, 15, "海の日"},
        {8, 11, "山の日"},
        {8, 12, "振替休日"},
        {9, 16, "敬老の日"},
        {9, 23, "秋分の日"},
        {10, 14, "体育の日"},
        {10, 22, "即位礼正殿の儀の行われる日"},
        {11, 3, "文化の日"},
        {11, 4, "振替休日"},
        {11, 23, "勤労感謝の日"},
    };
    ASSERT_YEAR(2019, list);
}

static void
year_2020_moves_three_days_for_the_games(void **state)
{
    (void)state;
    static const named_day list[] = {
        {1, 1, "元日"},      {1, 13, "成人の日"}, {2, 11, "建国記念の日"},  {2, 23, "天皇誕生日"}, {2, 24, "振替休日"},
        {3, 20, "春分の日"}, {4, 29, "昭和の日"}, {5, 3, "憲法記念日"},     {5, 4, "みどりの日"},  {5, 5, "こどもの日"},
        {5, 6, "振替休日"},  {7, 23, "海の日"},   {7, 24, "スポーツの日"},  {8, 10, "山の日"},     {9, 21, "敬老の日"},
        {9, 22, "秋分の日"}, {11, 3, "文化の日"}, {11, 23, "勤労感謝の日"},
    };
    ASSERT_YEAR(2020, list);
}

static void
year_2021_moves_them_again(void **state)
{
    (void)state;
    static const named_day list[] = {
        {1, 1, "元日"},           {1, 11, "成人の日"}, {2, 11, "建国記念の日"}, {2, 23, "天皇誕生日"},
        {3, 20, "春分の日"},      {4, 29, "昭和の日"}, {5, 3, "憲法記念日"},    {5, 4, "みどりの日"},
        {5, 5, "こどもの日"},     {7, 22, "海の日"},   {7, 23, "スポーツの日"}, {8, 8, "山の日"},
        {8, 9, "振替休日"},       {9, 20, "敬老の日"}, {9, 23, "秋分の日"},     {11, 3, "文化の日"},
        {11, 23, "勤労感謝の日"},
    };
    ASSERT_YEAR(2021, list);
}

static void
year_2024(void **state)
{
    (void)state;
    static const named_day list[] = {
        {1, 1, "元日"},           {1, 8, "成人の日"},       {2, 11, "建国記念の日"}, {2, 12, "振替休日"},
        {2, 23, "天皇誕生日"},    {3, 20, "春分の日"},      {4, 29, "昭和の日"},     {5, 3, "憲法記念日"},
        {5, 4, "みどりの日"},     {5, 5, "こどもの日"},     {5, 6, "振替休日"},      {7, 15, "海の日"},
        {8, 11, "山の日"},        {8, 12, "振替休日"},      {9, 16, "敬老の日"},     {9, 22, "秋分の日"},
        {9, 23, "振替休日"},      {10, 14, "スポーツの日"}, {11, 3, "文化の日"},     {11, 4, "振替休日"},
        {11, 23, "勤労感謝の日"},
    };
    ASSERT_YEAR(2024, list);
}

static void
year_2025(void **state)
{
    (void)state;
    static const named_day list[] = {
        {1, 1, "元日"},       {1, 13, "成人の日"},      {2, 11, "建国記念の日"}, {2, 23, "天皇誕生日"},
        {2, 24, "振替休日"},  {3, 20, "春分の日"},      {4, 29, "昭和の日"},     {5, 3, "憲法記念日"},
        {5, 4, "みどりの日"}, {5, 5, "こどもの日"},     {5, 6, "振替休日"},      {7, 21, "海の日"},
        {8, 11, "山の日"},    {9, 15, "敬老の日"},      {9, 23, "秋分の日"},     {10, 13, "スポーツの日"},
        {11, 3, "文化の日"},  {11, 23, "勤労感謝の日"}, {11, 24, "振替休日"},
    };
    ASSERT_YEAR(2025, list);
}

static void
year_2026_has_a_day_between_two(void **state)
{
    (void)state;
    static const named_day list[] = {
        {1, 1, "元日"},       {1, 12, "成人の日"},      {2, 11, "建国記念の日"}, {2, 23, "天皇誕生日"},
        {3, 20, "春分の日"},  {4, 29, "昭和の日"},      {5, 3, "憲法記念日"},    {5, 4, "みどりの日"},
        {5, 5, "こどもの日"}, {5, 6, "振替休日"},       {7, 20, "海の日"},       {8, 11, "山の日"},
        {9, 21, "敬老の日"},  {9, 22, "国民の休日"},    {9, 23, "秋分の日"},     {10, 12, "スポーツの日"},
        {11, 3, "文化の日"},  {11, 23, "勤労感謝の日"},
    };
    ASSERT_YEAR(2026, list);
}

typedef struct year_days {
    int year;
    const char *days; /* m/d, between spaces */
} year_days;

static void
assert_days(const year_days *years, size_t count)
{
    GString *found = g_string_new(NULL);
    for (size_t i = 0; i < count; i++) {
        const int year = years[i].year;
        g_string_assign(found, "");
        for (int month = 1; month <= 12; month++)
            for (int day = 1; day <= days_in_month(year, month); day++)
                if (holiday_name(DATE(year, month, day), NULL))
                    g_string_append_printf(found, "%s%d/%d", found->len ? " " : "", month, day);
        if (strcmp(found->str, years[i].days) != 0)
            fail_msg("%d: %s", year, found->str);
    }
    g_string_free(found, TRUE);
}

/* From the law of July 1948 to its amendment for Mondays in 2000. */
static void
the_days_before_2000_agree(void **state)
{
    (void)state;
    static const year_days years[] = {
        {1948, "9/23 11/3 11/23"},
        {1949, "1/1 1/15 3/21 4/29 5/3 5/5 9/23 11/3 11/23"},
        {1950, "1/1 1/15 3/21 4/29 5/3 5/5 9/23 11/3 11/23"},
        {1951, "1/1 1/15 3/21 4/29 5/3 5/5 9/24 11/3 11/23"},
        {1952, "1/1 1/15 3/21 4/29 5/3 5/5 9/23 11/3 11/23"},
        {1953, "1/1 1/15 3/21 4/29 5/3 5/5 9/23 11/3 11/23"},
        {1954, "1/1 1/15 3/21 4/29 5/3 5/5 9/23 11/3 11/23"},
        {1955, "1/1 1/15 3/21 4/29 5/3 5/5 9/24 11/3 11/23"},
        {1956, "1/1 1/15 3/21 4/29 5/3 5/5 9/23 11/3 11/23"},
        {1957, "1/1 1/15 3/21 4/29 5/3 5/5 9/23 11/3 11/23"},
        {1958, "1/1 1/15 3/21 4/29 5/3 5/5 9/23 11/3 11/23"},
        {1959, "1/1 1/15 3/21 4/10 4/29 5/3 5/5 9/24 11/3 11/23"},
        {1960, "1/1 1/15 3/20 4/29 5/3 5/5 9/23 11/3 11/23"},
        {1961, "1/1 1/15 3/21 4/29 5/3 5/5 9/23 11/3 11/23"},
        {1962, "1/1 1/15 3/21 4/29 5/3 5/5 9/23 11/3 11/23"},
        {1963, "1/1 1/15 3/21 4/29 5/3 5/5 9/24 11/3 11/23"},
        {1964, "1/1 1/15 3/20 4/29 5/3 5/5 9/23 11/3 11/23"},
        {1965, "1/1 1/15 3/21 4/29 5/3 5/5 9/23 11/3 11/23"},
        {1966, "1/1 1/15 3/21 4/29 5/3 5/5 9/15 9/23 10/10 11/3 11/23"},
        {1967, "1/1 1/15 2/11 3/21 4/29 5/3 5/5 9/15 9/24 10/10 11/3 11/23"},
        {1968, "1/1 1/15 2/11 3/20 4/29 5/3 5/5 9/15 9/23 10/10 11/3 11/23"},
        {1969, "1/1 1/15 2/11 3/21 4/29 5/3 5/5 9/15 9/23 10/10 11/3 11/23"},
        {1970, "1/1 1/15 2/11 3/21 4/29 5/3 5/5 9/15 9/23 10/10 11/3 11/23"},
        {1971, "1/1 1/15 2/11 3/21 4/29 5/3 5/5 9/15 9/24 10/10 11/3 11/23"},
        {1972, "1/1 1/15 2/11 3/20 4/29 5/3 5/5 9/15 9/23 10/10 11/3 11/23"},
        {1973, "1/1 1/15 2/11 3/21 4/29 4/30 5/3 5/5 9/15 9/23 9/24 10/10 11/3 11/23"},
        {1974, "1/1 1/15 2/11 3/21 4/29 5/3 5/5 5/6 9/15 9/16 9/23 10/10 11/3 11/4 11/23"},
        {1975, "1/1 1/15 2/11 3/21 4/29 5/3 5/5 9/15 9/24 10/10 11/3 11/23 11/24"},
        {1976, "1/1 1/15 2/11 3/20 4/29 5/3 5/5 9/15 9/23 10/10 10/11 11/3 11/23"},
        {1977, "1/1 1/15 2/11 3/21 4/29 5/3 5/5 9/15 9/23 10/10 11/3 11/23"},
        {1978, "1/1 1/2 1/15 1/16 2/11 3/21 4/29 5/3 5/5 9/15 9/23 10/10 11/3 11/23"},
        {1979, "1/1 1/15 2/11 2/12 3/21 4/29 4/30 5/3 5/5 9/15 9/24 10/10 11/3 11/23"},
        {1980, "1/1 1/15 2/11 3/20 4/29 5/3 5/5 9/15 9/23 10/10 11/3 11/23 11/24"},
        {1981, "1/1 1/15 2/11 3/21 4/29 5/3 5/4 5/5 9/15 9/23 10/10 11/3 11/23"},
        {1982, "1/1 1/15 2/11 3/21 3/22 4/29 5/3 5/5 9/15 9/23 10/10 10/11 11/3 11/23"},
        {1983, "1/1 1/15 2/11 3/21 4/29 5/3 5/5 9/15 9/23 10/10 11/3 11/23"},
        {1984, "1/1 1/2 1/15 1/16 2/11 3/20 4/29 4/30 5/3 5/5 9/15 9/23 9/24 10/10 11/3 11/23"},
        {1985, "1/1 1/15 2/11 3/21 4/29 5/3 5/5 5/6 9/15 9/16 9/23 10/10 11/3 11/4 11/23"},
        {1986, "1/1 1/15 2/11 3/21 4/29 5/3 5/5 9/15 9/23 10/10 11/3 11/23 11/24"},
        {1987, "1/1 1/15 2/11 3/21 4/29 5/3 5/4 5/5 9/15 9/23 10/10 11/3 11/23"},
        {1988, "1/1 1/15 2/11 3/20 3/21 4/29 5/3 5/4 5/5 9/15 9/23 10/10 11/3 11/23"},
        {1989, "1/1 1/2 1/15 1/16 2/11 2/24 3/21 4/29 5/3 5/4 5/5 9/15 9/23 10/10 11/3 11/23 12/23"},
        {1990, "1/1 1/15 2/11 2/12 3/21 4/29 4/30 5/3 5/4 5/5 9/15 9/23 9/24 10/10 11/3 11/12 11/23 12/23 12/24"},
        {1991, "1/1 1/15 2/11 3/21 4/29 5/3 5/4 5/5 5/6 9/15 9/16 9/23 10/10 11/3 11/4 11/23 12/23"},
        {1992, "1/1 1/15 2/11 3/20 4/29 5/3 5/4 5/5 9/15 9/23 10/10 11/3 11/23 12/23"},
        {1993, "1/1 1/15 2/11 3/20 4/29 5/3 5/4 5/5 6/9 9/15 9/23 10/10 10/11 11/3 11/23 12/23"},
        {1994, "1/1 1/15 2/11 3/21 4/29 5/3 5/4 5/5 9/15 9/23 10/10 11/3 11/23 12/23"},
        {1995, "1/1 1/2 1/15 1/16 2/11 3/21 4/29 5/3 5/4 5/5 9/15 9/23 10/10 11/3 11/23 12/23"},
        {1996, "1/1 1/15 2/11 2/12 3/20 4/29 5/3 5/4 5/5 5/6 7/20 9/15 9/16 9/23 10/10 11/3 11/4 11/23 12/23"},
        {1997, "1/1 1/15 2/11 3/20 4/29 5/3 5/5 7/20 7/21 9/15 9/23 10/10 11/3 11/23 11/24 12/23"},
        {1998, "1/1 1/15 2/11 3/21 4/29 5/3 5/4 5/5 7/20 9/15 9/23 10/10 11/3 11/23 12/23"},
        {1999, "1/1 1/15 2/11 3/21 3/22 4/29 5/3 5/4 5/5 7/20 9/15 9/23 10/10 10/11 11/3 11/23 12/23"},
    };
    assert_days(years, G_N_ELEMENTS(years));
}

static void
laws_before_2000_hold_from_their_day_on(void **state)
{
    (void)state;
    static const struct {
        date on;
        const char *name;
    } days[] = {
        {{1948, 4, 29}, NULL}, /* the law is of 20 July 1948 */
        {{1948, 9, 23}, "秋分の日"},
        {{1948, 11, 3}, "文化の日"},
        {{1949, 1, 1}, "元日"},
        {{1949, 1, 15}, "成人の日"},
        {{1949, 4, 29}, "天皇誕生日"},
        {{1959, 4, 10}, "皇太子明仁親王の結婚の儀の行われる日"},
        {{1960, 4, 10}, NULL},
        {{1965, 9, 15}, NULL}, /* both since 25 June 1966 */
        {{1965, 10, 10}, NULL},
        {{1966, 9, 15}, "敬老の日"},
        {{1966, 10, 10}, "体育の日"},
        {{1966, 2, 11}, NULL}, /* since the order of 9 December 1966 */
        {{1967, 2, 11}, "建国記念の日"},
        {{1972, 1, 2}, NULL},
        {{1973, 2, 12}, NULL}, /* the 11th was a Sunday; the amendment is of 12 April */
        {{1973, 4, 30}, "振替休日"},
        {{1973, 9, 24}, "振替休日"},
        {{1985, 5, 4}, NULL}, /* between two, before the amendment of 27 December 1985 */
        {{1986, 5, 4}, NULL}, /* a Sunday */
        {{1986, 5, 5}, "こどもの日"},
        {{1987, 5, 4}, "振替休日"}, /* of the Sunday before: not a day between */
        {{1988, 5, 4}, "国民の休日"},
        {{1988, 4, 29}, "天皇誕生日"},
        {{1988, 12, 23}, NULL},
        {{1989, 2, 24}, "大喪の礼の行われる日"},
        {{1989, 4, 29}, "みどりの日"},
        {{1989, 12, 23}, "天皇誕生日"},
        {{1990, 11, 12}, "即位礼正殿の儀の行われる日"},
        {{1993, 6, 9}, "皇太子徳仁親王の結婚の儀の行われる日"},
        {{1995, 7, 20}, NULL},
        {{1996, 7, 20}, "海の日"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(days); i++)
        if (g_strcmp0(holiday_name(days[i].on, NULL), days[i].name) != 0)
            fail_msg("%d-%02d-%02d: %s", days[i].on.year, days[i].on.month, days[i].on.day,
                     holiday_name(days[i].on, NULL) ? holiday_name(days[i].on, NULL) : "none");
}

/* The days that the Cabinet Office lists as 国民の祝日・休日 (its table syukujitsu.csv), 2000 to 2027. */
static void
the_official_days_since_2000_agree(void **state)
{
    (void)state;
    static const year_days official[] = {
        {2000, "1/1 1/10 2/11 3/20 4/29 5/3 5/4 5/5 7/20 9/15 9/23 10/9 11/3 11/23 12/23"},
        {2001, "1/1 1/8 2/11 2/12 3/20 4/29 4/30 5/3 5/4 5/5 7/20 9/15 9/23 9/24 10/8 11/3 11/23 12/23 12/24"},
        {2002, "1/1 1/14 2/11 3/21 4/29 5/3 5/4 5/5 5/6 7/20 9/15 9/16 9/23 10/14 11/3 11/4 11/23 12/23"},
        {2003, "1/1 1/13 2/11 3/21 4/29 5/3 5/5 7/21 9/15 9/23 10/13 11/3 11/23 11/24 12/23"},
        {2004, "1/1 1/12 2/11 3/20 4/29 5/3 5/4 5/5 7/19 9/20 9/23 10/11 11/3 11/23 12/23"},
        {2005, "1/1 1/10 2/11 3/20 3/21 4/29 5/3 5/4 5/5 7/18 9/19 9/23 10/10 11/3 11/23 12/23"},
        {2006, "1/1 1/2 1/9 2/11 3/21 4/29 5/3 5/4 5/5 7/17 9/18 9/23 10/9 11/3 11/23 12/23"},
        {2007, "1/1 1/8 2/11 2/12 3/21 4/29 4/30 5/3 5/4 5/5 7/16 9/17 9/23 9/24 10/8 11/3 11/23 12/23 12/24"},
        {2008, "1/1 1/14 2/11 3/20 4/29 5/3 5/4 5/5 5/6 7/21 9/15 9/23 10/13 11/3 11/23 11/24 12/23"},
        {2009, "1/1 1/12 2/11 3/20 4/29 5/3 5/4 5/5 5/6 7/20 9/21 9/22 9/23 10/12 11/3 11/23 12/23"},
        {2010, "1/1 1/11 2/11 3/21 3/22 4/29 5/3 5/4 5/5 7/19 9/20 9/23 10/11 11/3 11/23 12/23"},
        {2011, "1/1 1/10 2/11 3/21 4/29 5/3 5/4 5/5 7/18 9/19 9/23 10/10 11/3 11/23 12/23"},
        {2012, "1/1 1/2 1/9 2/11 3/20 4/29 4/30 5/3 5/4 5/5 7/16 9/17 9/22 10/8 11/3 11/23 12/23 12/24"},
        {2013, "1/1 1/14 2/11 3/20 4/29 5/3 5/4 5/5 5/6 7/15 9/16 9/23 10/14 11/3 11/4 11/23 12/23"},
        {2014, "1/1 1/13 2/11 3/21 4/29 5/3 5/4 5/5 5/6 7/21 9/15 9/23 10/13 11/3 11/23 11/24 12/23"},
        {2015, "1/1 1/12 2/11 3/21 4/29 5/3 5/4 5/5 5/6 7/20 9/21 9/22 9/23 10/12 11/3 11/23 12/23"},
        {2016, "1/1 1/11 2/11 3/20 3/21 4/29 5/3 5/4 5/5 7/18 8/11 9/19 9/22 10/10 11/3 11/23 12/23"},
        {2017, "1/1 1/2 1/9 2/11 3/20 4/29 5/3 5/4 5/5 7/17 8/11 9/18 9/23 10/9 11/3 11/23 12/23"},
        {2018, "1/1 1/8 2/11 2/12 3/21 4/29 4/30 5/3 5/4 5/5 7/16 8/11 9/17 9/23 9/24 10/8 11/3 11/23 12/23 12/24"},
        {2019,
         "1/1 1/14 2/11 3/21 4/29 4/30 5/1 5/2 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/23 10/14 10/22 11/3 11/4 11/23"},
        {2020, "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/23 7/24 8/10 9/21 9/22 11/3 11/23"},
        {2021, "1/1 1/11 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/22 7/23 8/8 8/9 9/20 9/23 11/3 11/23"},
        {2022, "1/1 1/10 2/11 2/23 3/21 4/29 5/3 5/4 5/5 7/18 8/11 9/19 9/23 10/10 11/3 11/23"},
        {2023, "1/1 1/2 1/9 2/11 2/23 3/21 4/29 5/3 5/4 5/5 7/17 8/11 9/18 9/23 10/9 11/3 11/23"},
        {2024, "1/1 1/8 2/11 2/12 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/22 9/23 10/14 11/3 11/4 11/23"},
        {2025, "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24"},
        {2026, "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23"},
        {2027, "1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23"},
    };
    assert_days(official, G_N_ELEMENTS(official));
}

static void
laws_hold_from_their_year_on(void **state)
{
    (void)state;
    static const struct {
        date on;
        const char *name;
    } days[] = {
        {{2000, 1, 10}, "成人の日"}, /* second Monday since 2000, not the 15th */
        {{2000, 1, 15}, NULL},
        {{2000, 10, 9}, "体育の日"},
        {{2000, 10, 10}, NULL},
        {{2002, 7, 20}, "海の日"}, /* third Monday since 2003 */
        {{2003, 7, 21}, "海の日"},
        {{2003, 7, 20}, NULL},
        {{2002, 9, 15}, "敬老の日"},
        {{2004, 9, 15}, NULL},
        {{2004, 9, 20}, "敬老の日"},
        {{2006, 4, 29}, "みどりの日"}, /* renamed and moved in 2007 */
        {{2006, 5, 4}, "国民の休日"},
        {{2007, 4, 29}, "昭和の日"},
        {{2007, 5, 4}, "みどりの日"},
        {{2015, 8, 11}, NULL}, /* since 2016 */
        {{2016, 8, 11}, "山の日"},
        {{2018, 12, 23}, "天皇誕生日"}, /* none in 2019, 23 February since 2020 */
        {{2019, 2, 23}, NULL},
        {{2019, 12, 23}, NULL},
        {{2020, 12, 23}, NULL},
        {{2020, 2, 23}, "天皇誕生日"},
        {{2019, 10, 14}, "体育の日"}, /* renamed in 2020 */
        {{2020, 10, 12}, NULL},
        {{2021, 10, 11}, NULL},
        {{2022, 10, 10}, "スポーツの日"},
        {{2020, 7, 20}, NULL}, /* the moved days leave their own */
        {{2020, 8, 11}, NULL},
        {{2021, 7, 19}, NULL},
        {{2021, 8, 11}, NULL},
        {{2020, 5, 1}, NULL}, /* 2019 only */
        {{2020, 10, 22}, NULL},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
        const char *name = holiday_name(days[i].on, NULL);
        if (g_strcmp0(name, days[i].name) != 0)
            fail_msg("%d-%02d-%02d: %s", days[i].on.year, days[i].on.month, days[i].on.day, name ? name : "none");
    }
}

static void
a_sunday_holiday_moves_to_the_next_free_day(void **state)
{
    (void)state;
    assert_string_equal(holiday_name(DATE(2025, 2, 24), NULL), "振替休日");
    assert_string_equal(holiday_name(DATE(2025, 5, 6), NULL), "振替休日"); /* 5/4 was the Sunday */
    assert_string_equal(holiday_name(DATE(2025, 11, 24), NULL), "振替休日");
    assert_string_equal(holiday_name(DATE(2026, 5, 6), NULL), "振替休日"); /* 5/3, two holidays on */
    assert_string_equal(holiday_name(DATE(2024, 5, 6), NULL), "振替休日"); /* 5/5 */
    assert_string_equal(holiday_name(DATE(2023, 1, 2), NULL), "振替休日");
    assert_null(holiday_name(DATE(2023, 5, 6), NULL)); /* a Saturday moves nothing */
    assert_null(holiday_name(DATE(2024, 3, 21), NULL));
}

static void
before_2007_only_the_monday_is_given(void **state)
{
    (void)state;
    assert_string_equal(holiday_name(DATE(2001, 2, 12), NULL), "振替休日");
    assert_string_equal(holiday_name(DATE(2002, 5, 6), NULL), "振替休日");
    assert_null(holiday_name(DATE(2003, 5, 4), NULL)); /* a Sunday between two holidays */
    assert_null(holiday_name(DATE(2003, 5, 6), NULL));
}

static void
a_day_between_two_holidays_is_one(void **state)
{
    (void)state;
    static const int years[] = {2009, 2015, 2026, 2032, 2037, 2043, 2049, 2054, 2060, 2071, 2077, 2088, 2094, 2099};
    size_t next = 0;
    for (int year = 2007; year <= 2099; year++) {
        for (int day = 21; day <= 22; day++) {
            if (g_strcmp0(holiday_name(DATE(year, 9, day), NULL), "国民の休日") != 0)
                continue;
            if (next == G_N_ELEMENTS(years) || years[next] != year)
                fail_msg("a day between in September %d", year);
            next++;
        }
    }
    assert_int_equal(next, G_N_ELEMENTS(years));
}

/* Each place in the cycle of four years steps one day back in a year of its own; these years were computed from
 * the solar longitude (Meeus, ch. 27) in Japan time. */
static void
equinoxes_step_in_their_years(void **state)
{
    (void)state;
    static const int spring_before[] = {20, 20, 21, 21}, spring_steps[] = {2092, 2100, 2026, 2059};
    static const int autumn_before[] = {23, 23, 23, 23}, autumn_steps[] = {2012, 2045, 2078, 2100};
    for (int year = 2000; year <= 2099; year++) {
        const int place = year % 4;
        const int spring = spring_before[place] - (year >= spring_steps[place]);
        const int autumn = autumn_before[place] - (year >= autumn_steps[place]);
        if (g_strcmp0(holiday_name(DATE(year, 3, spring), NULL), "春分の日") != 0)
            fail_msg("%d: the spring equinox is not on 3/%d", year, spring);
        if (g_strcmp0(holiday_name(DATE(year, 9, autumn), NULL), "秋分の日") != 0)
            fail_msg("%d: the autumn equinox is not on 9/%d", year, autumn);
    }
}

static void
the_table_begins_with_the_law_and_ends_in_2099(void **state)
{
    (void)state;
    assert_null(holiday_name(DATE(1947, 11, 3), NULL));
    assert_null(holiday_name(DATE(1948, 3, 21), NULL));
    assert_string_equal(holiday_name(DATE(2099, 11, 23), NULL), "勤労感謝の日");
    assert_null(holiday_name(DATE(2100, 1, 1), NULL));
}

static void
overrides_win_on_their_own_day(void **state)
{
    (void)state;
    static const holiday_override items[] = {
        {{2024, 4, 29}, NULL},        {{2024, 11, 20}, "県民の日"},
        {{2024, 6, 9}, "開校記念日"}, /* a Sunday: nothing follows from it */
        {{2024, 2, 11}, NULL},        /* the day moved from it stays */
        {{2024, 7, 15}, "誤り"},      {{2024, 7, 15}, NULL},
    };
    const holiday_overrides overrides = {items, G_N_ELEMENTS(items)};
    const holiday_overrides none = {NULL, 0};

    assert_null(holiday_name(DATE(2024, 4, 29), &overrides));
    assert_string_equal(holiday_name(DATE(2024, 11, 20), &overrides), "県民の日");
    assert_string_equal(holiday_name(DATE(2024, 6, 9), &overrides), "開校記念日");
    assert_null(holiday_name(DATE(2024, 6, 10), &overrides));
    assert_null(holiday_name(DATE(2024, 2, 11), &overrides));
    assert_string_equal(holiday_name(DATE(2024, 2, 12), &overrides), "振替休日");
    assert_null(holiday_name(DATE(2024, 7, 15), &overrides)); /* the later wins */
    assert_string_equal(holiday_name(DATE(2024, 5, 3), &overrides), "憲法記念日");
    assert_null(holiday_name(DATE(2025, 11, 20), &overrides));
    assert_string_equal(holiday_name(DATE(2024, 4, 29), &none), "昭和の日");

    assert_true(is_school_weekday(DATE(2024, 4, 29), &overrides));
    assert_false(is_school_weekday(DATE(2024, 11, 20), &overrides));
}

static int
school_weekdays(date from, date to)
{
    int days = 0;
    for (long serial = date_serial(from); serial <= date_serial(to); serial++)
        days += is_school_weekday(date_from_serial(serial), NULL);
    return days;
}

static void
school_weekdays_are_monday_to_friday(void **state)
{
    (void)state;
    assert_true(is_school_weekday(DATE(2024, 4, 22), NULL));  /* Monday */
    assert_true(is_school_weekday(DATE(2024, 4, 26), NULL));  /* Friday */
    assert_false(is_school_weekday(DATE(2024, 4, 27), NULL)); /* Saturday */
    assert_false(is_school_weekday(DATE(2024, 4, 28), NULL)); /* Sunday */
    assert_false(is_school_weekday(DATE(2024, 4, 29), NULL)); /* 昭和の日 */
    assert_false(is_school_weekday(DATE(2026, 9, 22), NULL)); /* 国民の休日 */

    /* The school's own numbers in case 1: May, June, and July until the vacation. */
    assert_int_equal(school_weekdays(DATE(2024, 5, 1), DATE(2024, 5, 31)), 21);
    assert_int_equal(school_weekdays(DATE(2024, 6, 1), DATE(2024, 6, 30)), 20);
    assert_int_equal(school_weekdays(DATE(2024, 7, 1), DATE(2024, 7, 20)), 14);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(year_2019_has_the_accession_and_no_birthday),
        cmocka_unit_test(year_2020_moves_three_days_for_the_games),
        cmocka_unit_test(year_2021_moves_them_again),
        cmocka_unit_test(year_2024),
        cmocka_unit_test(year_2025),
        cmocka_unit_test(year_2026_has_a_day_between_two),
        cmocka_unit_test(the_days_before_2000_agree),
        cmocka_unit_test(laws_before_2000_hold_from_their_day_on),
        cmocka_unit_test(the_official_days_since_2000_agree),
        cmocka_unit_test(laws_hold_from_their_year_on),
        cmocka_unit_test(a_sunday_holiday_moves_to_the_next_free_day),
        cmocka_unit_test(before_2007_only_the_monday_is_given),
        cmocka_unit_test(a_day_between_two_holidays_is_one),
        cmocka_unit_test(equinoxes_step_in_their_years),
        cmocka_unit_test(the_table_begins_with_the_law_and_ends_in_2099),
        cmocka_unit_test(overrides_win_on_their_own_day),
        cmocka_unit_test(school_weekdays_are_monday_to_friday),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
