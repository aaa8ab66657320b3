/* calendar.h: Japanese dates, ages, school years, holidays, durations: pure functions, no clock, no locale.
 *
 * Rules: section 5.1 of the domain guide. Gregorian dates from 1873-01-01 (when Japan adopted the solar
 * calendar) to 2099-12-31 (the equinox formula's range); anything else is not a date here. Counting and
 * comparing work on any Gregorian day, so that "six months on" from a date near the end is still compared
 * rightly; what leaves the range is seen by date_valid, has no era, and is printed with its western year.
 *
 * Strings are UTF-8: results are appended to a GString, returned ones live for ever. A parser that returns
 * false leaves its result untouched. What a caller must not pass (no string, a month 13, a time before midnight) is
 * asserted: data goes through a parser first. */
#ifndef RENKEI_CALENDAR_CALENDAR_H
#define RENKEI_CALENDAR_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

typedef struct date {
    int year, month, day;
} date;

typedef struct year_month {
    int year, month;
} year_month;

/* ---- dates ---- */
bool date_valid(date d);                                 /* a day that exists, inside the range */
bool date_parse(const char *iso, date *out);             /* "2024-04-22", nothing else */
bool year_month_parse(const char *iso, year_month *out); /* "2024-04" */
/* The same, or said from today: "previous", "current", "next" month; "today", "month-begin", "month-end" (of the month
 * that today is in), "previous-month-begin", "previous-month-end", "next-month-begin", "next-month-end", each with days
 * more or less ("month-end -3 days", "today+1"). False when it is neither, or no day of the range. */
bool year_month_parse_words(const char *text, date today, year_month *out);
bool date_parse_words(const char *text, date today, date *out);
long date_serial(date d); /* days since 1970-01-01 */
date date_from_serial(long serial);
int date_compare(date a, date b);       /* <0, 0, >0 */
int date_weekday(date d);               /* 0 = Sunday … 6 = Saturday */
int days_in_month(int year, int month); /* 0 when there is no such month */
/* Same day n months on; the last day of the month where there is no such day. n may be negative. */
date date_add_months(date d, int months);
/* Whole months from a to b, 0 on the day before the month is full; negative when b is before a. The greatest
 * n for which date_add_months(a, n) is not after b. */
int months_between(date a, date b);

/* ---- era dates (和暦) ---- */
/* The eras are the lines of era.def; nothing else names one. */
typedef struct era {
    const char *name;    /* 令和 */
    const char *reading; /* れい・わ: of each kanji */
    char initial;        /* R */
    date from;
} era;
const era *era_at(size_t i); /* oldest first; NULL after the newest */
const era *era_newest(void);
const era *era_named(const char *word); /* 令和 or R; NULL: none is called so */
const era *era_of(date d);              /* NULL when the date is not valid */
int era_year(date d);                   /* 1 in the first year; 0 when the date is not valid */
/* The eras of a span of days, 平成・令和: what a form offers where the day is not known. Nothing when it is no span. */
void eras_append(GString *s, date from, date to);
/* 令和6年, 令和元年; 2100年 where there is no era. */
void year_append_era(GString *s, date d);
/* 令和6年4月22日, first year 元年, no leading zeros. */
void date_append_era(GString *s, date d);
/* 令和6年4月22日（月） */
void date_append_era_weekday(GString *s, date d);
void date_append_short(GString *s, date d);             /* R6.4.22; the first year is R1 (tables only) */
void date_append_month_day(GString *s, date d);         /* 4月22日 */
void date_append_month_day_weekday(GString *s, date d); /* 4月22日（月） */
/* 令和6年4月1日～令和6年9月30日 */
void date_append_range(GString *s, date from, date to);
/* 令和6年6月, for 令和6年6月分. A month with two eras has the one of its 16th: 平成元年1月. */
void year_month_append_era(GString *s, year_month ym);
const char *weekday_name(int weekday); /* 月; any number of days from Sunday */

/* ---- years of the office and the school ---- */
int fiscal_year(date d); /* 年度: from 1 April */
/* 令和6年度. The era is that in which most of the year lies by custom (that of 1 October): FY2019 is 令和元年度,
 * FY1988 昭和63年度. */
void fiscal_year_append(GString *s, int fy);
/* Full years of age at a date; born on Feb 29: one more on Mar 1 in common years. -1 before birth. */
int age_at(date birth, date at);
/* 1–6 小学校, 7–9 中学校, 10–12 高等学校, 0 年長, -1 年中, -2 年少, down to -5 in a nursery, up to 15 after it; by the
 * fiscal year of `at`. Born on or before 1 April counts with the year before. */
int grade_at(date birth, date at);
/* By what kind of place and course a grade is said. What is no year of that kind is said as in an ordinary school:
 * after 義務教育学校9年 comes 高等学校1年. */
typedef enum school_words {
    SCHOOL_ORDINARY, /* 小学校 中学校 高等学校, and their classes of every kind: 特別支援学級 is one of them */
    SCHOOL_SPECIAL,      /* 特別支援学校: 幼稚部 小学部 中学部 高等部 */
    SCHOOL_COMPULSORY,   /* 義務教育学校: 1年 to 9年 */
    SCHOOL_SECONDARY,    /* 中等教育学校: 前期課程1年 to 後期課程6年 from the seventh on */
    SCHOOL_TECHNICAL,    /* 高等専門学校: 1年 to 5年 from the tenth on */
    SCHOOL_PART_TIME,    /* 定時制, 通信制: a fourth year of the 高等学校 */
    SCHOOL_ADVANCED,     /* 専攻科 of a 高等学校 or a 中等教育学校: 1年 to 3年 after it */
    SCHOOL_ADVANCED_TOO, /* the same of a 特別支援学校 */
    SCHOOL_KINDERGARTEN, /* 幼稚園: 年少 年中 年長, before them 2歳児クラス */
    SCHOOL_NURSERY       /* 保育所, 認定こども園: 0歳児クラス to 5歳児クラス */
} school_words;
/* Of a place's kind (連携先の種類), of a class's kind (学級の種類) and of a course (課程), each by its whole name; ""
 * is not known; a 高等学校 whose course is not known may have a fourth year. A class of a 特別支援学校 is one wherever
 * it is; 園 says no more than that it is one, and is said as a 幼稚園. */
school_words school_words_of(const char *place, const char *class_kind, const char *course);
/* What a place is by its kind: 学校 or 園; "" for others. */
const char *school_place_word(const char *place);

/* What is known of a child's schooling where a grade is to be said; all zero where nothing is. */
typedef struct schooling {
    school_words words;
    const char *place; /* the school's name as it stands beside the grade; NULL: it does not */
    bool written;      /* a grade is written for it: */
    int grade;         /* that of the day `since`; one more from each 1 April on */
    date since;
} schooling;
/* As it is written, or else as it is computed. */
int schooling_grade(const schooling *of, date birth, date at);
/* Whether a grade is a year of such a school: 7 is none of a place whose kind is 小学校. True where the kind has none.
 */
bool schooling_has_year(const char *place, school_words words, int grade);
/* The years that such a place has, in short words, and those it has by a course: 高1～高3、定時制は高1～高4. The place
 * must be a school or a 園. */
void schooling_append_years(GString *s, const char *place, const char *class_kind);
/* The kinds of class (学級の種類) that a place has, between spaces, when this is none of them; NULL: it is, or the
 * place is neither a school nor a 園. So too for courses (課程), of which most have none: "". */
const char *school_wrong_class(const char *place, const char *class_kind);
const char *school_wrong_course(const char *place, const char *course);
/* The words of a short grade (below) as a number; false when it is none. */
bool grade_of_word(const char *word, int *grade);
/* The full words: 小学校6年, 高等部3年, 8年, 年長（5歳児）, 2歳児クラス. Beside the school's name (of->place) the kind
 * that the name says is not said again: 港南中学校　1年; and no age stands beside 年長. What is before and after all of
 * them: 未就園, 卒業. */
void grade_append(GString *s, int grade, const schooling *of);
/* As grades are written in data and tables, by whatever school: 小6 中2 高1, 年長 年中 年少, 2歳児; 高4 and 高5 where
 * the school has these years. */
void grade_append_short(GString *s, int grade, school_words words);

/* ---- holidays ---- */
typedef struct holiday_override {
    date on;
    const char *name; /* NULL: not a holiday although the rules say so */
} holiday_override;
typedef struct holiday_overrides {
    const holiday_override *items;
    size_t count;
} holiday_overrides;
/* The holiday's name, or NULL. 国民の祝日に関する法律 as in force on that day, from 20 July 1948 on (NULL before), with
 * 振替休日 (since 1973), 国民の休日 (since 1985), the days of laws of their own (1959, 1989, 1990, 1993, 2019) and the
 * moved ones of 2020 and 2021; overrides (may be NULL) win. An override speaks of its
 * own day alone, no 振替休日 follows from it; of two for one day the later in the list wins. */
const char *holiday_name(date d, const holiday_overrides *overrides);
/* Monday to Friday and not a holiday. */
bool is_school_weekday(date d, const holiday_overrides *overrides);

/* ---- times ---- */
bool time_parse(const char *hh_mm, int *minutes); /* "09:05", "24:00"; minutes since midnight */
void time_append(GString *s, int minutes);        /* 9:05 */
/* 午前9時5分; on the hour 午前9時; 正午 is 午後0時, the day's end (24:00) 午後12時. */
void time_append_words(GString *s, int minutes);
void duration_append(GString *s, int minutes); /* 3時間00分, 0時間30分; below zero -0時間30分 */
/* 時間区分: the first class whose most minutes are not exceeded, counted from 1; 0: less than the least, or more than
 * any class has. How long they are is the law's, and stands in the form and the rules (G5). */
int time_class(int minutes, int least, const int *most, int classes);
/* Minutes that [a1,a2) and [b1,b2) share; an interval that ends before it starts shares none. */
int minutes_shared(int a1, int a2, int b1, int b2);

/* ---- letters ---- */
/* 時候の挨拶 for a date: early or late by the 16th, but words that name a season's day wait for it: 立春の候 from
 * 4 February, 春分の候 from 21 March, 残暑の候 from 立秋 (8 August); until then the former words stay. */
const char *season_greeting(date d);

/* ---- numbers ---- */
void number_append_grouped(GString *s, long n); /* 1,234 */
/* ASCII digits, letters and , . - % ( ) to full width, and back. Everything else is untouched, byte by byte:
 * spaces of either width, kana, other dashes (‐ − ー), compatibility kanji, variation selectors. */
void text_append_fullwidth(GString *s, const char *text);
void text_append_halfwidth(GString *s, const char *text);
/* For vertical writing: each digit, of either width, as 〇一二…九, place by place; between two of them - as －, . as ・
 * and , as 、; everything else to full width as above. 1-2-30号 becomes 一－二－三〇号. */
void text_append_kanji_figures(GString *s, const char *text);
/* The same with 十, 百, 千 and 万, as dates and numbers of things are written: 12月 becomes 十二月, 1,200円 千二百円.
 * Digits after a point, numbers that begin with 0 and those of more than eight digits stay place by place. */
void text_append_kanji_numbers(GString *s, const char *text);

#endif
