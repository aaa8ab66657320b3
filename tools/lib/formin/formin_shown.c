/* formin_shown.c: a number by its format, as a spreadsheet shows it: whole numbers, decimals, per cents, days (also of
 * the eras), times. */
#include <math.h>
#include <string.h>

#include "calendar/calendar.h"
#include "formin/formin_int.h"

enum { EPOCH = 25569 }; /* 1970-01-01 as a spreadsheet counts */

/* ---- sections: "positive;negative;zero;text" ---- */

/* Past one thing that stands for itself or for nothing, with what it shows; NULL: p is none. */
static const char *
take_literal(const char *p, GString *out)
{
    if (*p == '"') {
        const char *end = strchr(p + 1, '"');
        if (!end)
            end = p + strlen(p);
        g_string_append_len(out, p + 1, end - p - 1);
        return *end ? end + 1 : end;
    }
    if (*p == '\\' && p[1]) {
        const char *end = g_utf8_next_char(p + 1);
        g_string_append_len(out, p + 1, end - p - 1);
        return end;
    }
    if (*p == '_' && p[1]) {
        g_string_append_c(out, ' ');
        return g_utf8_next_char(p + 1);
    }
    if (*p == '*' && p[1])
        return g_utf8_next_char(p + 1);
    if (*p == '[' && !strchr("hHmMsS", p[1])) { /* a colour, a language, a currency: [$¥-411] */
        const char *end = strchr(p, ']'), *dash = strchr(p, '-');
        if (!end)
            return p + strlen(p);
        if (p[1] == '$')
            g_string_append_len(out, p + 2, (dash && dash < end ? dash : end) - p - 2);
        return end + 1;
    }
    return NULL;
}

/* The i-th section; "" where there is none. */
static char *
section_of(const char *format, int i)
{
    GString *unheard = g_string_new(NULL);
    const char *p = format, *from = format;
    int at = 0;
    while (*p) {
        const char *past = take_literal(p, unheard);
        if (past)
            p = past;
        else if (*p == ';' && at == i)
            break;
        else if (*p++ == ';') {
            at++;
            from = p;
        }
    }
    g_string_free(unheard, TRUE);
    return at == i ? g_strndup(from, (gsize)(p - from)) : g_strdup("");
}

static int
count_sections(const char *format)
{
    GString *unheard = g_string_new(NULL);
    int count = 1;
    for (const char *p = format; *p;) {
        const char *past = take_literal(p, unheard);
        count += !past && *p == ';';
        p = past ? past : p + 1;
    }
    g_string_free(unheard, TRUE);
    return count;
}

static bool
has_condition(const char *section)
{
    for (const char *p = strchr(section, '['); p; p = strchr(p + 1, '['))
        if (strchr("<>=", p[1]) && p[1])
            return true;
    return false;
}

/* ---- numbers ---- */

static void
append_grouped(GString *out, const char *digits, bool grouped)
{
    const size_t length = strlen(digits);
    for (size_t i = 0; i < length; i++) {
        if (grouped && i > 0 && (length - i) % 3 == 0)
            g_string_append_c(out, ',');
        g_string_append_c(out, digits[i]);
    }
}

typedef struct number_shape {
    int whole, least, most; /* digits before the point; after it at least, at most */
    bool grouped, percent, odd;
    int thousands; /* commas at the end: divided by so many */
} number_shape;

static number_shape
shape_of(const char *section)
{
    number_shape s = {0};
    GString *unheard = g_string_new(NULL);
    bool after = false;
    int commas = 0;
    for (const char *p = section; *p;) {
        const char *past = take_literal(p, unheard);
        if (past) {
            p = past;
            continue;
        }
        if (*p == '.')
            after = true;
        else if (strchr("0#?", *p)) {
            s.grouped |= commas > 0 && !after;
            commas = 0;
            s.whole += !after && *p == '0';
            s.least += after && *p == '0';
            s.most += after;
        } else if (*p == ',')
            commas++;
        else if (*p == '%')
            s.percent = true;
        else if (strchr("/Ee", *p))
            s.odd = true;
        p++;
    }
    s.thousands = commas;
    g_string_free(unheard, TRUE);
    return s;
}

/* The digits of it as the shape has them. */
static void
append_digits(GString *out, double n, const number_shape *s)
{
    char text[400], format[8];
    const int decimals_shown = CLAMP(s->most, 0, 15);
    const double unit = pow(10, decimals_shown);
    /* Halves go up, also those that no binary number is: 1.005. */
    if (n * unit < 1e15)
        n = round(n * unit * (1 + 4e-16)) / unit;
    g_snprintf(format, sizeof format, "%%.%df", decimals_shown);
    g_ascii_formatd(text, sizeof text, format, n);
    char *point = strchr(text, '.');
    char *decimals = point ? point + 1 : NULL;
    if (point)
        *point = '\0';
    GString *whole = g_string_new(!strcmp(text, "0") && s->whole == 0 ? "" : text);
    while ((int)whole->len < s->whole)
        g_string_prepend_c(whole, '0');
    append_grouped(out, whole->str, s->grouped);
    g_string_free(whole, TRUE);
    if (!decimals)
        return;
    size_t length = strlen(decimals);
    while (length > (size_t)s->least && decimals[length - 1] == '0')
        length--;
    if (length) {
        g_string_append_c(out, '.');
        g_string_append_len(out, decimals, (gssize)length);
    }
}

static bool
show_number(const char *section, double n, GString *out)
{
    const number_shape s = shape_of(section);
    if (s.percent)
        n *= 100;
    for (int i = 0; i < s.thousands; i++)
        n /= 1000;
    bool done = false;
    for (const char *p = section; *p;) {
        const char *past = take_literal(p, out);
        if (past) {
            p = past;
            continue;
        }
        if (strchr("0#?.,", *p)) {
            if (!done)
                append_digits(out, fabs(n), &s);
            done = true;
            p++;
        } else {
            const char *next = g_utf8_next_char(p);
            g_string_append_len(out, p, next - p);
            p = next;
        }
    }
    return !s.odd;
}

/* ---- days and times ---- */

typedef struct moment {
    date day;
    long days, seconds; /* of the day */
    bool halves;        /* AM, PM */
} moment;

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
static const char *const weekdays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

static void
append_padded(GString *out, long n, int digits)
{
    g_string_append_printf(out, "%0*ld", MIN(digits, 4), n);
}

static void
show_day_letters(char letter, int count, const moment *m, GString *out)
{
    const era *e = era_of(m->day);
    switch (letter) {
    case 'y':
        append_padded(out, count > 2 ? m->day.year : m->day.year % 100, count > 2 ? 4 : 2);
        return;
    case 'e':
        append_padded(out, e ? era_year(m->day) : m->day.year, count);
        return;
    case 'g':
        if (e && count == 1)
            g_string_append_c(out, e->initial);
        else if (e)
            g_string_append_len(out, e->name,
                                count == 2 ? g_utf8_next_char(e->name) - e->name : (gssize)strlen(e->name));
        return;
    case 'd':
        if (count > 2)
            g_string_append_len(out, weekdays[date_weekday(m->day)], count == 3 ? 3 : -1);
        else
            append_padded(out, m->day.day, count);
        return;
    case 'a':
        g_string_append(out, weekday_name(date_weekday(m->day)));
        if (count > 3)
            g_string_append(out, "曜日");
        return;
    default:
        if (count > 2)
            g_string_append_len(out, months[m->day.month - 1], count == 3 ? 3 : count == 5 ? 1 : -1);
        else
            append_padded(out, m->day.month, count);
    }
}

/* Letters of a time; elapsed: [h], of which there may be more than a day has. */
static void
show_time_letters(char letter, int count, bool elapsed, const moment *m, GString *out)
{
    const long all = m->days * 86400 + m->seconds, hour = m->seconds / 3600;
    if (letter == 'h')
        append_padded(out, elapsed ? all / 3600 : m->halves ? (hour + 11) % 12 + 1 : hour, count);
    else if (letter == 'm')
        append_padded(out, elapsed ? all / 60 : m->seconds / 60 % 60, count);
    else
        append_padded(out, elapsed ? all : m->seconds % 60, count);
}

/* An m is minutes behind hours and before seconds. */
static bool
is_minutes(const char *section, const char *p, bool after_hours)
{
    if (after_hours)
        return true;
    while (g_ascii_tolower(*p) == 'm')
        p++;
    GString *unheard = g_string_new(NULL);
    for (const char *past; (past = take_literal(p, unheard)) != NULL || *p == ':';)
        p = past ? past : p + 1;
    g_string_free(unheard, TRUE);
    return p > section && g_ascii_tolower(*p) == 's';
}

static bool
show_moment(const char *section, const moment *m, GString *out)
{
    bool hours = false, known = true;
    for (const char *p = section; *p;) {
        const char *past = take_literal(p, out);
        const bool elapsed = !past && *p == '[';
        const char letter = (char)g_ascii_tolower(*p == '[' ? p[1] : *p);
        if (past) {
            p = past;
            continue;
        }
        if (!g_ascii_strncasecmp(p, "AM/PM", 5)) {
            g_string_append(out, m->seconds < 43200 ? "AM" : "PM");
            p += 5;
            continue;
        }
        if (!g_ascii_isalpha(letter)) {
            const char *next = g_utf8_next_char(p);
            g_string_append_len(out, p, next - p);
            p = next;
            continue;
        }
        int count = 0;
        const char *q = elapsed ? p + 1 : p;
        while (g_ascii_tolower(q[count]) == letter)
            count++;
        if (letter == 'h' || letter == 's' || (letter == 'm' && is_minutes(section, q, hours)))
            show_time_letters(letter, count, elapsed, m, out);
        else if (strchr("yegdam", letter))
            show_day_letters(letter, count, m, out);
        else
            known = false;
        hours = letter == 'h' || (hours && letter != 's' && letter != 'm');
        p = q + count + (elapsed && q[count] == ']');
    }
    return known;
}

static bool
show_day(const book_value *v, const char *section, GString *out)
{
    moment m = {.days = (long)floor(v->number), .halves = strstr(section, "AM/PM") || strstr(section, "am/pm")};
    m.seconds = lround((v->number - floor(v->number)) * 86400);
    if (m.seconds == 86400) {
        m.days++;
        m.seconds = 0;
    }
    if (v->number < 0 || m.days > 2958465)
        return false;
    m.day = date_from_serial(m.days - EPOCH + (m.days < 61 ? 1 : 0));
    return show_moment(section, &m, out);
}

/* ---- the whole ---- */

/* "第"@"号" */
static void
show_text(const char *format, const char *text, GString *out)
{
    const int count = count_sections(format);
    char *section = section_of(format, count >= 4 ? 3 : count - 1);
    if (!strchr(section, '@'))
        g_string_append(out, text);
    else
        for (const char *p = section; *p;) {
            const char *past = take_literal(p, out);
            if (!past) {
                past = g_utf8_next_char(p);
                if (*p == '@')
                    g_string_append(out, text);
                else
                    g_string_append_len(out, p, past - p);
            }
            p = past;
        }
    g_free(section);
}

static bool
show_by_section(const book_value *v, GString *out)
{
    const int count = count_sections(v->format);
    const int at = v->number < 0 && count > 1 ? 1 : v->number == 0 && count > 2 ? 2 : 0;
    char *section = section_of(v->format, at);
    bool known = !has_condition(section);
    if (!g_ascii_strcasecmp(section, "General") || !g_ascii_strcasecmp(section, "@"))
        g_string_append(out, v->text ? v->text : "");
    else if (v->kind == BOOK_ENTRY_NUMBER) {
        if (v->number < 0 && at == 0)
            g_string_append_c(out, '-');
        known &= show_number(section, v->number, out);
    } else
        known &= show_day(v, section, out);
    g_free(section);
    return known;
}

bool
formin_shown(const book_value *v, GString *out)
{
    switch (v->kind) {
    case BOOK_ENTRY_TEXT:
        show_text(v->format, v->text, out);
        return true;
    case BOOK_ENTRY_NUMBER:
    case BOOK_ENTRY_DATE:
    case BOOK_ENTRY_TIME:
    case BOOK_ENTRY_MOMENT: {
        const gsize before = out->len;
        if (show_by_section(v, out))
            return true;
        g_string_truncate(out, before);
        g_string_append(out, v->text ? v->text : "");
        return false;
    }
    case BOOK_ENTRY_BOOLEAN:
        g_string_append(out, v->text);
        return true;
    case BOOK_ENTRY_ERROR:
        g_string_append(out, v->text);
        return false;
    default:
        return false;
    }
}
