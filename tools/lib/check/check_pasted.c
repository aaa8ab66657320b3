/* check_pasted.c: whether a text was written anew, or is another one with its numbers changed.
 *
 * Who pastes a record of last month changes the day, its weekday and the counts, and what a program does on the way are
 * widths, spaces, marks of punctuation and composed characters. None of that is kept of a text here; what is left of
 * two texts is the same when nothing was written. What stands behind a letter is a name (A4, s5) and kept, unless it
 * counts something (Zoom10分). */
#include "check/check_int.h"

#include <string.h>

#include "base/blank.h"

static const char figures[] = "0123456789", weekdays[] = "月火水木金土日";
const char check_figures[] = "〇一二三四五六七八九十百千万元",
           check_counted[] = "年月日回時分秒週人名歳才枚本個冊台度点割倍歩組学番つかヶカ箇";

static bool
stands_in(const char *set, const char *at)
{
    const int length = g_utf8_skip[(guchar)*at];
    for (const char *p = set; *at && *p; p = g_utf8_next_char(p))
        if (*p == *at && strncmp(p, at, (size_t)length) == 0)
            return true;
    return false;
}

static const char *
pass_over(const char *set, const char *p)
{
    while (stands_in(set, p))
        p = g_utf8_next_char(p);
    return p;
}

static bool
says_nothing(const char *at)
{
    const gunichar c = g_utf8_get_char(at);
    const GUnicodeType type = g_unichar_type(c);
    return blank_is_char(c) || (type >= G_UNICODE_CONNECT_PUNCTUATION && type <= G_UNICODE_OPEN_PUNCTUATION) ||
           c == '~';
}

/* Behind "(月)" or "(月・祝)", and behind 月曜 and 火・木曜; p where there is no day of a week. */
static const char *
pass_weekday(const char *p)
{
    const char *day = *p == '(' ? p + 1 : p, *end = pass_over(weekdays, day);
    if (end == day)
        return p;
    if (*p == '(') {
        end = pass_over("・曜祝日休", end);
        return *end == ')' ? end + 1 : p;
    }
    while (stands_in("・、,", end) && pass_over(weekdays, g_utf8_next_char(end)) > g_utf8_next_char(end))
        end = pass_over(weekdays, g_utf8_next_char(end));
    return g_str_has_prefix(end, "曜") ? end : p;
}

/* Behind a number, in figures or, where it counts something, in kanji; p where there is none. */
static const char *
pass_number(const char *p, bool behind_letter)
{
    const char *end = pass_over(figures, p);
    if (end > p)
        return !behind_letter || stands_in(check_counted, end) ? end : p;
    end = pass_over(check_figures, p);
    return end > p && stands_in(check_counted, end) ? end : p;
}

/* Where a sentence ends: 2.5 and R6.4.8 are none. */
static bool
ends_sentence(const char *p)
{
    return stands_in("。!?", p) || (*p == '.' && !g_ascii_isalnum(p[1]));
}

/* Hiragana are no figures, no days and no marks. */
static bool
is_hiragana(gunichar c)
{
    return c >= 0x3041 && c <= 0x3096;
}

/* What nearly all texts have alone: NFKC leaves it as it is (as long as no voiced sound mark follows). */
static bool
is_composed(const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        if (c >= 0x80 && !is_hiragana(c) && !(c >= 0x4e00 && c <= 0x9fff) && !(c >= 0x30a1 && c <= 0x30fc) &&
            c != 0x3001 && c != 0x3002)
            return false;
    }
    return true;
}

/* Behind a reading in parentheses, 学校(がっこう); p where there is none. */
static const char *
pass_reading(const char *p, gunichar before)
{
    if (*p != '(' || before < 0x4e00 || before > 0x9fff)
        return p;
    const char *end = p + 1;
    while (is_hiragana(g_utf8_get_char(end)))
        end = g_utf8_next_char(end);
    return end > p + 1 && *end == ')' ? end + 1 : p;
}

const char *
check_bare_letters(arena *a, const char *text, bool ends)
{
    char *normal = is_composed(text) ? NULL : g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    GString *out = g_string_new(NULL);
    bool behind_letter = false;
    gunichar before = 0;
    for (const char *p = normal ? normal : text; *p;) {
        if (is_hiragana(g_utf8_get_char(p))) {
            const char *after = g_utf8_next_char(p);
            g_string_append_len(out, p, after - p);
            behind_letter = false;
            before = 0;
            p = after;
            continue;
        }
        const char *reading = pass_reading(p, before);
        before = g_utf8_get_char(p);
        if (reading > p) {
            p = reading;
            continue;
        }
        const char *weekday = pass_weekday(p), *number = pass_number(p, behind_letter);
        const char *next = weekday > p ? weekday : number > p ? number : g_utf8_next_char(p);
        /* 3～4, 2.5 and 1,200 are one number */
        if (weekday == p && number > p && !g_str_has_suffix(out->str, "#") && !g_str_has_suffix(out->str, "#\n"))
            g_string_append_c(out, '#');
        else if (weekday == p && number == p && !says_nothing(p)) {
            next = behind_letter && g_ascii_isdigit(*p) ? pass_over(figures, p) : next;
            g_string_append_len(out, p, next - p);
        } else if (ends && weekday == p && number == p && ends_sentence(p) && !g_str_has_suffix(out->str, "\n"))
            g_string_append_c(out, '\n');
        if (!blank_is_char(g_utf8_get_char(p)))
            behind_letter = g_ascii_isalpha(*p);
        p = next;
    }
    const char *left = arena_strdup(a, out->str);
    g_string_free(out, TRUE);
    g_free(normal);
    return left;
}

/* pasted-text(a, b): both say something, and the same but for numbers. */
const char *
check_f_pasted_text(call *k)
{
    const char *a = check_bare_letters(k->a, xml_value_string(k->a, &k->args[0]), false);
    const char *b = check_bare_letters(k->a, xml_value_string(k->a, &k->args[1]), false);
    *k->result = xml_value_of_boolean(*a && strcmp(a, b) == 0);
    return NULL;
}

/* bare-text(a): what pasted-text compares, empty where nothing is said: for tables of many texts. */
const char *
check_f_bare_text(call *k)
{
    *k->result = xml_value_of_string(check_bare_letters(k->a, xml_value_string(k->a, &k->args[0]), false));
    return NULL;
}
