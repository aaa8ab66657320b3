#include "calendar/calendar.h"

#include <assert.h>
#include <string.h>

/* Figures in kanji: place by place (二〇三号), or with 十百千万 (十二月). */

enum { GROUP = 4, LONGEST = 8 };

static void
append_figure(GString *s, char digit)
{
    static const char *const figures[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    g_string_append(s, figures[digit - '0']);
}

/* A mark between two digits, as vertical lines have it; false: it is none. */
static bool
append_mark(GString *s, const char *text, const char *p)
{
    static const char *const marks[][2] = {{"-", "－"}, {".", "・"}, {",", "、"}};
    if (p == text || !g_ascii_isdigit(p[-1]) || !g_ascii_isdigit(p[1]))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
        if (*p == *marks[i][0]) {
            g_string_append(s, marks[i][1]);
            return true;
        }
    return false;
}

static void
append_other(GString *s, char byte)
{
    const char one[] = {byte, '\0'};
    text_append_fullwidth(s, one);
}

void
text_append_kanji_figures(GString *s, const char *text)
{
    assert(s && text);
    GString *half = g_string_new(NULL);
    text_append_halfwidth(half, text);
    for (const char *p = half->str; *p; p++) {
        if (g_ascii_isdigit(*p))
            append_figure(s, *p);
        else if (!append_mark(s, half->str, p))
            append_other(s, *p);
    }
    g_string_free(half, TRUE);
}

/* Up to four digits; 1 is left out before 十, 百 and 千. */
static void
append_group(GString *s, const char *digits, size_t count)
{
    static const char *const units[] = {"", "十", "百", "千"};
    for (size_t i = 0; i < count; i++) {
        const size_t unit = count - 1 - i;
        if (digits[i] == '0')
            continue;
        if (digits[i] != '1' || unit == 0)
            append_figure(s, digits[i]);
        g_string_append(s, units[unit]);
    }
}

static void
append_number(GString *s, const GString *digits)
{
    if (strcmp(digits->str, "0") == 0) {
        append_figure(s, '0');
        return;
    }
    const size_t low = MIN(digits->len, (gsize)GROUP), high = digits->len - low;
    append_group(s, digits->str, high);
    if (high > 0)
        g_string_append(s, "万");
    append_group(s, digits->str + high, low);
}

/* The digits of a number at p, without the commas between its thousands; gives where it ends. */
static const char *
read_number(const char *p, GString *digits)
{
    g_string_truncate(digits, 0);
    while (g_ascii_isdigit(*p))
        g_string_append_c(digits, *p++);
    const bool grouped = digits->len <= 3 && *digits->str != '0';
    while (grouped && digits->len <= LONGEST && *p == ',' && g_ascii_isdigit(p[1]) && g_ascii_isdigit(p[2]) &&
           g_ascii_isdigit(p[3]) && !g_ascii_isdigit(p[4])) {
        g_string_append_len(digits, p + 1, 3);
        p += 4;
    }
    return p;
}

void
text_append_kanji_numbers(GString *s, const char *text)
{
    assert(s && text);
    GString *half = g_string_new(NULL), *digits = g_string_new(NULL);
    text_append_halfwidth(half, text);
    for (const char *p = half->str; *p;) {
        if (!g_ascii_isdigit(*p)) {
            if (!append_mark(s, half->str, p))
                append_other(s, *p);
            p++;
            continue;
        }
        const bool is_fraction = p > half->str + 1 && p[-1] == '.' && g_ascii_isdigit(p[-2]);
        p = read_number(p, digits);
        if (is_fraction || digits->len > LONGEST || (digits->len > 1 && *digits->str == '0'))
            text_append_kanji_figures(s, digits->str);
        else
            append_number(s, digits);
    }
    g_string_free(digits, TRUE);
    g_string_free(half, TRUE);
}
