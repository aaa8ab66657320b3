/* xlsx_number.c: days and times as numbers, and by which format a number is one. */
#include <math.h>
#include <string.h>

#include "calendar/calendar.h"
#include "xlsx/xlsx_int.h"

enum {
    EPOCH = 25569,      /* 1970-01-01 as a spreadsheet counts */
    FIRST_TRUE_DAY = 61 /* 1900-03-01: before it a spreadsheet has a 29 February 1900 */
};

static bool
read_number(const char *text, double *number)
{
    char *end = NULL;
    const double n = g_ascii_strtod(text, &end);
    if (end == text || *end || !isfinite(n) || !strchr("+-.0123456789", *text) || strpbrk(text, "xX"))
        return false;
    *number = n;
    return true;
}

bool
xlsx_serial(book_kind kind, const char *text, double *serial)
{
    date d = {0, 0, 1};
    year_month m;
    int minutes;
    switch (kind) {
    case BOOK_NUMBER:
        return read_number(text, serial);
    case BOOK_TIME:
        if (!time_parse(text, &minutes))
            return false;
        *serial = minutes / 1440.0;
        return true;
    case BOOK_DATE:
        if (!date_parse(text, &d))
            return false;
        break;
    case BOOK_MONTH:
        if (!year_month_parse(text, &m))
            return false;
        d.year = m.year;
        d.month = m.month;
        break;
    default:
        return false;
    }
    const long days = date_serial(d) + EPOCH;
    *serial = (double)days;
    return days >= FIRST_TRUE_DAY;
}

/* ---- formats ---- */

const char *
xlsx_built_in_format(int id)
{
    static const char *const formats[] = {
        [0] = "General",
        [1] = "0",
        [2] = "0.00",
        [3] = "#,##0",
        [4] = "#,##0.00",
        [9] = "0%",
        [10] = "0.00%",
        [11] = "0.00E+00",
        [12] = "# ?/?",
        [13] = "# ?\?/??",
        [14] = "yyyy/m/d",
        [15] = "d-mmm-yy",
        [16] = "d-mmm",
        [17] = "mmm-yy",
        [18] = "h:mm AM/PM",
        [19] = "h:mm:ss AM/PM",
        [20] = "h:mm",
        [21] = "h:mm:ss",
        [22] = "yyyy/m/d h:mm",
        /* These are what a Japanese Excel means by them. */
        [27] = "[$-411]ge.m.d",
        [28] = "[$-411]ggge\"年\"m\"月\"d\"日\"",
        [29] = "[$-411]ggge\"年\"m\"月\"d\"日\"",
        [30] = "m/d/yy",
        [31] = "yyyy\"年\"m\"月\"d\"日\"",
        [32] = "h\"時\"mm\"分\"",
        [33] = "h\"時\"mm\"分\"ss\"秒\"",
        [34] = "yyyy\"年\"m\"月\"",
        [35] = "m\"月\"d\"日\"",
        [36] = "[$-411]ge.m.d",
        [37] = "#,##0;-#,##0",
        [38] = "#,##0;[Red]-#,##0",
        [39] = "#,##0.00;-#,##0.00",
        [40] = "#,##0.00;[Red]-#,##0.00",
        [45] = "mm:ss",
        [46] = "[h]:mm:ss",
        [47] = "mm:ss.0",
        [48] = "##0.0E+0",
        [49] = "@",
        [50] = "[$-411]ge.m.d",
        [51] = "[$-411]ggge\"年\"m\"月\"d\"日\"",
        [52] = "yyyy\"年\"m\"月\"",
        [53] = "m\"月\"d\"日\"",
        [54] = "[$-411]ggge\"年\"m\"月\"d\"日\"",
        [55] = "yyyy\"年\"m\"月\"",
        [56] = "m\"月\"d\"日\"",
        [57] = "[$-411]ge.m.d",
        [58] = "[$-411]ggge\"年\"m\"月\"d\"日\"",
    };
    return id >= 0 && (size_t)id < G_N_ELEMENTS(formats) && formats[id] ? formats[id] : "General";
}

/* Past what stands in quotes, behind a backslash, an underscore or a star, or in brackets; NULL: nothing of that. */
static const char *
skip_literal(const char *p)
{
    if (*p == '"' || (*p == '[' && !strchr("hHmMsS", p[1]))) {
        const char *end = strchr(p + 1, *p == '"' ? '"' : ']');
        return end ? end + 1 : p + strlen(p);
    }
    if (strchr("\\_*", *p) && *p)
        return p[1] ? g_utf8_next_char(p + 1) : p + 1;
    return NULL;
}

/* An m is a month unless hours stand before it or seconds behind. Only the first section counts: it is that of numbers
 * above zero. */
book_entry_kind
xlsx_format_kind(const char *format)
{
    bool days = false, hours = false, months = false;
    for (const char *p = format; *p && *p != ';';) {
        const char *past = skip_literal(p);
        if (past) {
            p = past;
            continue;
        }
        if (!g_ascii_strncasecmp(p, "General", 7) || !g_ascii_strncasecmp(p, "Standard", 8) || strchr("0#?@", *p)) {
            const bool fraction_of_second = *p == '0' && hours;
            if (!fraction_of_second)
                return BOOK_ENTRY_NUMBER;
        }
        const char c = (char)g_ascii_tolower(*p);
        days |= strchr("ydegb", c) || !g_ascii_strncasecmp(p, "aaa", 3); /* b: years of Thailand; aaa: 水 */
        hours |= c == 'h' || c == 's';
        months |= c == 'm';
        p++;
    }
    if (months && !hours)
        days = true;
    return days && hours ? BOOK_ENTRY_MOMENT : days ? BOOK_ENTRY_DATE : hours ? BOOK_ENTRY_TIME : BOOK_ENTRY_NUMBER;
}

/* ---- numbers as text ---- */

/* A whole number in so many digits at least; every cell has one, and printf takes ten times as long. */
static void
append_digits(GString *out, unsigned long n, int least)
{
    char digits[24], *at = digits + sizeof digits;
    for (; n || least > 0; n /= 10, least--)
        *--at = (char)('0' + n % 10);
    g_string_append_len(out, at, digits + sizeof digits - at);
}

static void
append_time(GString *out, long seconds)
{
    append_digits(out, (unsigned long)seconds / 3600, 2);
    g_string_append_c(out, ':');
    append_digits(out, (unsigned long)seconds / 60 % 60, 2);
    if (seconds % 60) {
        g_string_append_c(out, ':');
        append_digits(out, (unsigned long)seconds % 60, 2);
    }
}

static void
append_date(GString *out, date d)
{
    append_digits(out, (unsigned long)d.year, 4);
    g_string_append_c(out, '-');
    append_digits(out, (unsigned long)d.month, 2);
    g_string_append_c(out, '-');
    append_digits(out, (unsigned long)d.day, 2);
}

/* 15 digits, as a spreadsheet shows it. */
static void
append_number(GString *out, double number)
{
    enum { SHOWN_WHOLE = 1000000000 }; /* all their digits, whatever they are */
    char text[64];
    if (number >= 0 && number < SHOWN_WHOLE && number == floor(number))
        append_digits(out, (unsigned long)number, 1);
    else
        g_string_append(out, g_ascii_formatd(text, sizeof text, "%.15g", number));
}

bool
xlsx_number_text(double number, book_entry_kind *kind, GString *out)
{
    enum { LAST = 2958465 }; /* 9999-12-31 */
    g_string_truncate(out, 0);
    if (!isfinite(number))
        return false;
    if (*kind == BOOK_ENTRY_NUMBER) {
        append_number(out, number);
        return true;
    }
    if (number < 0 || number > LAST + 1)
        return false;
    /* To the second: 9:30 as a fraction of a day is 0.39583333333333331. */
    long days = (long)floor(number), seconds = lround((number - floor(number)) * 86400);
    if (seconds == 86400) {
        days++;
        seconds = 0;
    }
    if (*kind == BOOK_ENTRY_TIME || (days == 0 && seconds > 0)) {
        *kind = BOOK_ENTRY_TIME;
        append_time(out, days * 86400 + seconds);
        return true;
    }
    if (days == FIRST_TRUE_DAY - 1 || days < 1 || days > LAST)
        return false;
    *kind = seconds ? BOOK_ENTRY_MOMENT : BOOK_ENTRY_DATE;
    append_date(out, date_from_serial(days - EPOCH + (days < FIRST_TRUE_DAY ? 1 : 0)));
    if (seconds) {
        g_string_append_c(out, 'T');
        append_time(out, seconds);
    }
    return true;
}
