/* intake_day.c: dates, months and fiscal years as people write them, and as a spreadsheet makes them. */
#include <string.h>

#include "base/blank.h"
#include "intake/intake_value_int.h"

/* What is written, before it is judged: 令和6年4月22日(月), 2024-04-22, 2024年4月. */
typedef struct written {
    const era *era;
    int numbers[3];
    size_t digits[3]; /* of each; 0: 元 */
    size_t count;     /* of numbers */
    bool by_month;    /* the first one is a month: 4月22日 */
    int weekday;      /* NONE: not said */
} written;

enum { NONE = -1 };

/* ---- reading ---- */

static const char *
skip_word(const char *p, const char *word)
{
    return g_str_has_prefix(p, word) ? p + strlen(word) : NULL;
}

/* 令和6, 令6 and R6; the new sign ㋿ is 令和 already. */
static const char *
read_era(const char *p, const era **found)
{
    const era *e;
    for (size_t i = 0; (e = era_at(i)); i++) {
        char first[8] = "";
        g_utf8_strncpy(first, e->name, 1);
        const char *past = skip_word(p, e->name);
        if (!past)
            past = skip_word(p, first);
        if (!past && g_ascii_toupper(*p) == e->initial)
            past = p + 1;
        if (past && (g_ascii_isdigit(*past) || g_str_has_prefix(past, "元"))) {
            *found = e;
            return past;
        }
    }
    return p;
}

static const char *
read_number(const char *p, written *w)
{
    const char *first = skip_word(p, "元");
    if (first && w->era && w->count == 0) {
        w->numbers[w->count++] = 1;
        return first;
    }
    const char *start = p;
    int n = 0;
    for (; g_ascii_isdigit(*p) && p - start < 8; p++)
        n = n * 10 + (*p - '0');
    if (p == start || g_ascii_isdigit(*p))
        return NULL;
    w->digits[w->count] = (size_t)(p - start);
    w->numbers[w->count++] = n;
    return p;
}

/* 月, (月), 月曜, 月曜日 and Mon, behind a date. */
static bool
read_weekday(const char *p, written *w)
{
    static const char *const english[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    const char *past = skip_word(p, "("), *end = NULL;
    const bool bracket = past != NULL;
    p = past ? past : p;
    for (int day = 0; day < 7 && !end; day++) {
        end = skip_word(p, weekday_name(day));
        if (!end && !g_ascii_strncasecmp(p, english[day], 3))
            end = p + 3;
        w->weekday = day;
    }
    if (!end)
        return false;
    if ((past = skip_word(end, "曜")))
        end = (p = skip_word(past, "日")) ? p : past;
    if (bracket && !(end = skip_word(end, ")")))
        return false;
    return !*end;
}

static const char *
skip_mark(const char *p, size_t at, written *w)
{
    static const char *const words[] = {"年", "月", "日"};
    const char *past = skip_word(p, words[at]);
    if (past)
        return past;
    if (at == 0 && (past = skip_word(p, "月"))) {
        w->by_month = true;
        return past;
    }
    if (w->by_month && at == 1 && (past = skip_word(p, "日")))
        return past;
    return at < 2 && *p && strchr("-/.", *p) ? p + 1 : p;
}

/* The plain text; false: it is not written like that. */
static bool
read_written(const char *p, written *w)
{
    *w = (written){.weekday = NONE};
    p = read_era(p, &w->era);
    while (w->count < 3 && (w->count == 0 || g_ascii_isdigit(*p))) {
        const size_t at = w->count;
        if (!(p = read_number(p, w)))
            return false;
        const char *past = skip_mark(p, at, w);
        if (past == p + 1 && !g_ascii_isdigit(*past))
            return false; /* a mark with nothing behind it */
        p = past;
    }
    return !*p || read_weekday(p, w);
}

/* A number of eight (or six) digits is a date (or a month) written together. */
static void
split_digits(written *w)
{
    if (w->era || w->count != 1 || (w->digits[0] != 8 && w->digits[0] != 6))
        return;
    const int n = w->numbers[0];
    const bool is_day = w->digits[0] == 8;
    w->count = is_day ? 3 : 2;
    w->numbers[0] = is_day ? n / 10000 : n / 100;
    w->numbers[1] = is_day ? n / 100 % 100 : n % 100;
    w->numbers[2] = n % 100;
    w->digits[0] = 4;
    w->digits[1] = w->digits[2] = 2;
}

/* ---- what a spreadsheet made of it ---- */

/* Whether a format shows a year: y, e or g outside of quotes and brackets. */
static bool
shows_year(const char *format)
{
    bool quoted = false, bracketed = false;
    if (!*format || cell_is_shown_plainly(format))
        return true;
    for (const char *p = format; *p && *p != ';'; p++) {
        quoted ^= *p == '"';
        bracketed = (bracketed || *p == '[') && *p != ']';
        if (*p == '\\' && p[1])
            p++;
        else if (!quoted && !bracketed && strchr("yYeEgG", *p))
            return true;
    }
    return false;
}

/* Days that no case of today is of, but that 6/4/22 and the like become: years of 令和 as if they were of the West. A
 * day of birth is of any year, and masters know days of long ago. */
static bool
is_too_early(const cell *c, int year)
{
    enum { FIRST = 2001, LAST = 2011 };
    const layout_column *k = c->column;
    if (k->record && k->record->grammar != 0)
        return false;
    return year >= FIRST && year <= LAST && !(k->spot && g_str_has_prefix(k->spot->name, "birth"));
}

static cell_fault
take_year_number(cell *c, int year, cell_fault hidden, cell_fault early)
{
    c->detail = arena_printf(c->a, "%d", year);
    if (!shows_year(c->entry->format))
        return hidden;
    return is_too_early(c, year) ? early : CELL_GOOD;
}

static cell_fault
take_date_cell(cell *c)
{
    date d;
    int year = 0;
    if (!c->entry->text || sscanf(c->entry->text, "%d", &year) != 1)
        return FAULT_DATE_NONE;
    if (!date_parse(c->entry->text, &d))
        return FAULT_DATE_RANGE;
    c->value = arena_strdup(c->a, c->entry->text);
    return take_year_number(c, d.year, FAULT_DATE_SHOWN_WITHOUT_YEAR, FAULT_DATE_TOO_EARLY);
}

/* ---- dates ---- */

/* The time of day that a program writes behind a date, as "2024-04-22 00:00:00": left out when it is none. False: there
 * is a time. */
static bool
drop_time(cell *c)
{
    const char *at = NULL;
    for (const char *p = c->text; *p; p = g_utf8_next_char(p))
        if ((*p == 'T' || blank_is_char(g_utf8_get_char(p))) && strchr(p, ':'))
            at = p;
    if (!at || at == c->text)
        return true;
    for (const char *p = g_utf8_next_char(at); *p; p++)
        if (!strchr("0:.Z", *p))
            return false;
    c->text = arena_strndup(c->a, c->text, (size_t)(at - c->text));
    return true;
}

static cell_fault
judge_day(cell *c, const written *w, date d)
{
    if (d.month < 1 || d.month > 12 || d.day < 1 || d.day > days_in_month(d.year, d.month))
        return FAULT_DATE_NONE;
    if (w->era && era_of(d) != w->era) {
        c->detail = w->era->name;
        return FAULT_DATE_OUTSIDE_ERA;
    }
    if (!date_valid(d))
        return FAULT_DATE_RANGE;
    if (w->weekday != NONE && w->weekday != date_weekday(d)) {
        static const char *const english[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                              "Thursday", "Friday", "Saturday"};
        c->detail = weekday_name(date_weekday(d));
        c->detail_en = english[date_weekday(d)];
        return FAULT_DATE_WEEKDAY;
    }
    c->value = arena_printf(c->a, "%04d-%02d-%02d", d.year, d.month, d.day);
    return CELL_GOOD;
}

/* By the era, or the four digits of the West; 0: neither. */
static int
year_of(const written *w)
{
    if (w->era)
        return w->numbers[0] ? w->era->from.year + w->numbers[0] - 1 : w->era->from.year - 1;
    return w->digits[0] == 4 ? w->numbers[0] : 0;
}

static cell_fault
take_date_text(cell *c)
{
    written w;
    c->detail = cell_count(c->a, (size_t)g_utf8_strlen(c->text, -1));
    if (!drop_time(c))
        return FAULT_DATE_WITH_TIME;
    const bool read = read_written(cell_plain(c->a, c->text), &w);
    if (!read)
        return FAULT_DATE_TEXT;
    split_digits(&w);
    if (!w.era && w.count == 2 && (w.by_month || (w.digits[0] <= 2 && w.digits[1] <= 2)))
        return FAULT_DATE_NO_YEAR;
    if (w.count != 3 || w.by_month || w.digits[1] > 2 || w.digits[2] > 2)
        return FAULT_DATE_TEXT;
    if (!w.era && w.digits[0] <= 2)
        return FAULT_DATE_SHORT_YEAR;
    const int year = year_of(&w);
    if (year == 0)
        return FAULT_DATE_TEXT;
    return judge_day(c, &w, (date){year, w.numbers[1], w.numbers[2]});
}

cell_fault
cell_take_date(cell *c)
{
    switch (c->entry->kind) {
    case BOOK_ENTRY_DATE:
        return take_date_cell(c);
    case BOOK_ENTRY_MOMENT:
        return c->entry->text ? FAULT_DATE_WITH_TIME : FAULT_DATE_NONE;
    case BOOK_ENTRY_TIME:
        return FAULT_DATE_TIME;
    case BOOK_ENTRY_BOOLEAN:
        return FAULT_DATE_BOOLEAN;
    case BOOK_ENTRY_NUMBER: /* 20240422 is written together; 45404 is what a spreadsheet counts */
        c->detail = cell_count(c->a, cell_digits(c->text));
        return cell_digits(c->text) == 8 && strlen(c->text) == 8 ? take_date_text(c) : FAULT_DATE_NUMBER;
    default:
        return take_date_text(c);
    }
}

/* ---- months ---- */

/* A month in which an era begins is of both. */
static cell_fault
judge_month(cell *c, const written *w, int year, int month)
{
    if (month < 1 || month > 12)
        return FAULT_MONTH_OTHER;
    const date first = {year, month, 1}, last = {year, month, days_in_month(year, month)};
    if (w->era && era_of(first) != w->era && era_of(last) != w->era) {
        c->detail = w->era->name;
        return FAULT_MONTH_OUTSIDE_ERA;
    }
    if (!date_valid(first))
        return FAULT_MONTH_OTHER;
    c->value = arena_printf(c->a, "%04d-%02d", year, month);
    return CELL_GOOD;
}

static cell_fault
take_month_text(cell *c)
{
    written w;
    char *plain = g_strdup(cell_plain(c->a, c->text));
    if (g_str_has_suffix(plain, "分"))
        plain[strlen(plain) - strlen("分")] = '\0';
    const bool read = drop_time(c) && read_written(plain, &w) && w.weekday == NONE;
    g_free(plain);
    if (!read)
        return FAULT_MONTH_OTHER;
    split_digits(&w);
    if (!w.era && (w.by_month || (w.count == 1 && w.digits[0] <= 2)))
        return FAULT_MONTH_NO_YEAR;
    if (!w.era && w.digits[0] <= 2)
        return FAULT_MONTH_SHORT_YEAR;
    const int year = year_of(&w);
    if (year == 0 || w.count < 2 || w.by_month || w.digits[1] > 2)
        return FAULT_MONTH_OTHER;
    return judge_month(c, &w, year, w.numbers[1]);
}

static cell_fault
take_month_cell(cell *c)
{
    date d;
    if (!c->entry->text || !date_parse(c->entry->text, &d))
        return FAULT_MONTH_OTHER;
    c->value = arena_printf(c->a, "%04d-%02d", d.year, d.month);
    return take_year_number(c, d.year, FAULT_MONTH_SHOWN_WITHOUT_YEAR, FAULT_MONTH_TOO_EARLY);
}

cell_fault
cell_take_month(cell *c)
{
    if (c->entry->kind == BOOK_ENTRY_DATE)
        return take_month_cell(c);
    if (c->entry->kind == BOOK_ENTRY_NUMBER)
        return strlen(c->text) == 6 && cell_digits(c->text) == 6 ? take_month_text(c) : FAULT_MONTH_OTHER;
    return c->entry->kind == BOOK_ENTRY_TEXT ? take_month_text(c) : FAULT_MONTH_OTHER;
}

/* ---- fiscal years ---- */

cell_fault
cell_take_year(cell *c)
{
    written w = {.weekday = NONE};
    if (c->entry->kind != BOOK_ENTRY_TEXT && c->entry->kind != BOOK_ENTRY_NUMBER)
        return FAULT_YEAR_OTHER;
    const char *p = read_number(read_era(cell_plain(c->a, c->text), &w.era), &w), *past;
    if (!p)
        return FAULT_YEAR_OTHER;
    p = (past = skip_word(p, "年")) ? past : p;
    p = (past = skip_word(p, "度")) ? past : p;
    const int year = year_of(&w);
    /* 平成31年度 and 令和元年度 are both said of 2019. */
    const date first = {year, 4, 1}, last = {year + 1, 3, 31};
    if (*p || w.digits[0] > 4 || !date_valid(first) || (w.era && era_of(first) != w.era && era_of(last) != w.era))
        return FAULT_YEAR_OTHER;
    c->value = arena_printf(c->a, "%04d", year);
    return CELL_GOOD;
}
