#include "functions/functions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/kana.h"
#include "calendar/calendar.h"

/* Every function takes what XPath gives it. A missing argument (an empty string) gives an empty string,
 * so that a missing value is reported as missing by the value that prints it, and not as a bad date. */

typedef struct call {
    arena *a;
    const casefile *c;
    const xml_value *args;
    size_t count;
    xml_value *result;
} call;

typedef const char *function_body(call *k); /* NULL, or what is wrong */

static const char *
text_arg(const call *k, size_t i)
{
    return i < k->count ? g_strstrip(arena_strdup(k->a, xml_value_string(k->a, &k->args[i]))) : "";
}

static bool
is_missing(const call *k, size_t i)
{
    return *text_arg(k, i) == '\0';
}

static const char *
give_text(call *k, GString *s)
{
    *k->result = xml_value_of_string(arena_strdup(k->a, s->str));
    g_string_free(s, TRUE);
    return NULL;
}

static const char *
give_nothing(call *k)
{
    *k->result = xml_value_of_string("");
    return NULL;
}

static const char *
give_number(call *k, double n)
{
    *k->result = xml_value_of_number(n);
    return NULL;
}

static const char *const not_a_date = "not a date YYYY-MM-DD";
static const char *const not_a_month = "not a month YYYY-MM";
static const char *const not_a_time = "not a time HH:MM";
static const char *const not_a_number = "not a number";

/* ---- dates ---- */

static const char *
with_date(call *k, void (*append)(GString *, date))
{
    date d;
    if (is_missing(k, 0))
        return give_nothing(k);
    if (!date_parse(text_arg(k, 0), &d))
        return not_a_date;
    GString *s = g_string_new(NULL);
    append(s, d);
    return give_text(k, s);
}

static const char *
f_era_date(call *k)
{
    return with_date(k, date_append_era);
}

static const char *
f_era_date_weekday(call *k)
{
    return with_date(k, date_append_era_weekday);
}

static const char *
f_short_date(call *k)
{
    return with_date(k, date_append_short);
}

static const char *
f_month_day(call *k)
{
    return with_date(k, date_append_month_day);
}

static const char *
f_month_day_weekday(call *k)
{
    return with_date(k, date_append_month_day_weekday);
}

static void
append_weekday(GString *s, date d)
{
    g_string_append(s, weekday_name(date_weekday(d)));
}

static const char *
f_weekday(call *k)
{
    return with_date(k, append_weekday);
}

static void
append_fiscal_year(GString *s, date d)
{
    fiscal_year_append(s, fiscal_year(d));
}

static const char *
f_fiscal_year(call *k)
{
    return with_date(k, append_fiscal_year);
}

static const char *
f_fiscal_year_number(call *k)
{
    date d;
    if (is_missing(k, 0))
        return give_number(k, (double)NAN);
    return date_parse(text_arg(k, 0), &d) ? give_number(k, fiscal_year(d)) : not_a_date;
}

static void
append_greeting(GString *s, date d)
{
    g_string_append(s, season_greeting(d));
}

static const char *
f_season_greeting(call *k)
{
    return with_date(k, append_greeting);
}

static const char *
two_dates(call *k, date *a, date *b, bool *missing)
{
    *missing = is_missing(k, 0) || is_missing(k, 1);
    if (*missing)
        return NULL;
    return date_parse(text_arg(k, 0), a) && date_parse(text_arg(k, 1), b) ? NULL : not_a_date;
}

static const char *
f_date_range(call *k)
{
    date a, b;
    bool missing;
    const char *wrong = two_dates(k, &a, &b, &missing);
    if (wrong || missing)
        return wrong ? wrong : give_nothing(k);
    GString *s = g_string_new(NULL);
    date_append_range(s, a, b);
    return give_text(k, s);
}

static const char *
f_era_month(call *k)
{
    year_month ym;
    if (is_missing(k, 0))
        return give_nothing(k);
    if (!year_month_parse(text_arg(k, 0), &ym))
        return not_a_month;
    GString *s = g_string_new(NULL);
    year_month_append_era(s, ym);
    return give_text(k, s);
}

/* A serial number, so that dates can be compared with < and > in XPath 1.0; NaN when missing. */
static const char *
f_days(call *k)
{
    date d;
    if (is_missing(k, 0))
        return give_number(k, NAN);
    return date_parse(text_arg(k, 0), &d) ? give_number(k, (double)date_serial(d)) : not_a_date;
}

static const char *
f_on_or_before(call *k)
{
    date a, b;
    bool missing;
    const char *wrong = two_dates(k, &a, &b, &missing);
    *k->result = xml_value_of_boolean(!wrong && !missing && date_compare(a, b) <= 0);
    return wrong;
}

static const char *
f_months_between(call *k)
{
    date a, b;
    bool missing;
    const char *wrong = two_dates(k, &a, &b, &missing);
    return wrong ? wrong : give_number(k, missing ? (double)NAN : months_between(a, b));
}

static const char *
f_add_months(call *k)
{
    date d;
    if (is_missing(k, 0))
        return give_nothing(k);
    if (!date_parse(text_arg(k, 0), &d))
        return not_a_date;
    const double n = xml_value_number(&k->args[1]);
    if (!(fabs(n) <= 1200))
        return not_a_number;
    const date to = date_add_months(d, (int)n);
    if (!date_valid(to))
        return not_a_date;
    GString *s = g_string_new(NULL);
    g_string_printf(s, "%04d-%02d-%02d", to.year, to.month, to.day);
    return give_text(k, s);
}

/* ---- ages and school years ---- */

static const char *
f_age(call *k)
{
    date birth, at;
    bool missing;
    const char *wrong = two_dates(k, &birth, &at, &missing);
    if (wrong)
        return wrong;
    if (missing)
        return give_number(k, NAN);
    const int age = age_at(birth, at);
    return age < 0 ? "before the birth date" : give_number(k, age);
}

static const char *
f_grade_number(call *k)
{
    date birth, at;
    bool missing;
    const char *wrong = two_dates(k, &birth, &at, &missing);
    return wrong ? wrong : give_number(k, missing ? (double)NAN : grade_at(birth, at));
}

static const char *
grade_text(call *k, bool in_short)
{
    date birth, at;
    bool missing;
    const char *wrong = two_dates(k, &birth, &at, &missing);
    if (wrong || missing)
        return wrong ? wrong : give_nothing(k);
    const char *kind = text_arg(k, 2);
    const school_words words = strstr(kind, "特")            ? SCHOOL_SPECIAL
                               : strstr(kind, "義務教育学校") ? SCHOOL_COMPULSORY
                                                              : SCHOOL_ORDINARY;
    GString *s = g_string_new(NULL);
    const int grade = grade_at(birth, at);
    if (in_short)
        grade_append_short(s, grade);
    else
        grade_append(s, grade, words);
    return give_text(k, s);
}

static const char *
f_grade(call *k)
{
    return grade_text(k, false);
}

static const char *
f_grade_short(call *k)
{
    return grade_text(k, true);
}

/* ---- holidays and school days ---- */

static const char *
f_holiday(call *k)
{
    date d;
    if (is_missing(k, 0))
        return give_nothing(k);
    if (!date_parse(text_arg(k, 0), &d))
        return not_a_date;
    const char *name = holiday_name(d, k->c ? casefile_holidays(k->c) : NULL);
    *k->result = xml_value_of_string(name ? name : "");
    return NULL;
}

/* Weekdays of a month that are no holidays: what 授業日数 starts from (5.1). */
static const char *
f_school_weekdays(call *k)
{
    year_month ym;
    if (is_missing(k, 0))
        return give_number(k, NAN);
    if (!year_month_parse(text_arg(k, 0), &ym))
        return not_a_month;
    int n = 0;
    for (int day = 1; day <= days_in_month(ym.year, ym.month); day++)
        n += is_school_weekday((date){ym.year, ym.month, day}, k->c ? casefile_holidays(k->c) : NULL);
    return give_number(k, n);
}

/* ---- times ---- */

static const char *
with_time(call *k, void (*append)(GString *, int))
{
    int minutes;
    if (is_missing(k, 0))
        return give_nothing(k);
    if (!time_parse(text_arg(k, 0), &minutes))
        return not_a_time;
    GString *s = g_string_new(NULL);
    append(s, minutes);
    return give_text(k, s);
}

static const char *
f_time(call *k)
{
    return with_time(k, time_append);
}

static const char *
f_time_words(call *k)
{
    return with_time(k, time_append_words);
}

static const char *
f_minutes(call *k)
{
    int minutes;
    if (is_missing(k, 0))
        return give_number(k, NAN);
    return time_parse(text_arg(k, 0), &minutes) ? give_number(k, minutes) : not_a_time;
}

/* minutes-between(start, end[, start, end …]): the sum over the pairs that are there. */
static const char *
f_minutes_between(call *k)
{
    int sum = 0;
    bool any = false;
    if (k->count % 2)
        return "needs pairs of start and end";
    for (size_t i = 0; i + 1 < k->count; i += 2) {
        int from, to;
        if (is_missing(k, i) && is_missing(k, i + 1))
            continue;
        if (!time_parse(text_arg(k, i), &from) || !time_parse(text_arg(k, i + 1), &to))
            return not_a_time;
        if (to < from)
            return "end before start";
        sum += to - from;
        any = true;
    }
    return give_number(k, any ? sum : (double)NAN);
}

static const char *
f_minutes_shared(call *k)
{
    int t[4];
    for (size_t i = 0; i < 4; i++) {
        if (is_missing(k, i))
            return give_number(k, 0);
        if (!time_parse(text_arg(k, i), &t[i]))
            return not_a_time;
    }
    return give_number(k, minutes_shared(t[0], t[1], t[2], t[3]));
}

/* A number; missing when there is none. A text that is not a number is wrong, and never just missing. */
static const char *
number_arg(const call *k, size_t i, double *n, bool *missing)
{
    *n = xml_value_number(&k->args[i]);
    *missing = isnan(*n) && (k->args[i].type == XML_NUMBER || is_missing(k, i));
    return isnan(*n) && !*missing ? not_a_number : NULL;
}

static const char *
minutes_arg(const call *k, int *minutes, bool *missing)
{
    double n;
    const char *wrong = number_arg(k, 0, &n, missing);
    if (wrong)
        return wrong;
    if (!*missing && !(n >= 0 && n <= 100000))
        return not_a_number;
    *minutes = *missing ? 0 : (int)n;
    return NULL;
}

static const char *
f_duration(call *k)
{
    int minutes;
    bool missing;
    const char *wrong = minutes_arg(k, &minutes, &missing);
    if (wrong || missing)
        return wrong ? wrong : give_nothing(k);
    GString *s = g_string_new(NULL);
    duration_append(s, minutes);
    return give_text(k, s);
}

static const char *
f_time_class(call *k)
{
    int minutes;
    bool missing;
    const char *wrong = minutes_arg(k, &minutes, &missing);
    return wrong ? wrong : give_number(k, missing ? (double)NAN : time_class(minutes));
}

/* ---- numbers and text ---- */

static const char *
f_grouped(call *k)
{
    double n;
    bool missing;
    const char *wrong = number_arg(k, 0, &n, &missing);
    if (wrong || missing)
        return wrong ? wrong : give_nothing(k);
    if (!(fabs(n) < 1e15) || n != floor(n))
        return not_a_number;
    GString *s = g_string_new(NULL);
    number_append_grouped(s, (long)n);
    return give_text(k, s);
}

/* ① … ⑳: U+2460 onwards. */
static const char *
f_circled(call *k)
{
    double n;
    bool missing;
    const char *wrong = number_arg(k, 0, &n, &missing);
    if (wrong || missing)
        return wrong ? wrong : give_nothing(k);
    if (!(n >= 1 && n <= 20) || n != floor(n))
        return "needs a number from 1 to 20";
    GString *s = g_string_new(NULL);
    g_string_append_unichar(s, 0x2460 + (gunichar)n - 1);
    return give_text(k, s);
}

static const char *
with_text(call *k, void (*append)(GString *, const char *))
{
    GString *s = g_string_new(NULL);
    append(s, text_arg(k, 0));
    return give_text(k, s);
}

static const char *
f_fullwidth(call *k)
{
    return with_text(k, text_append_fullwidth);
}

static const char *
f_halfwidth(call *k)
{
    return with_text(k, text_append_halfwidth);
}

/* "M." for みなと: how a child is named on a paper that others may read (domain guide 4.7). */
static const char *
f_initial(call *k)
{
    if (is_missing(k, 0))
        return give_nothing(k);
    const char letter = kana_initial(text_arg(k, 0));
    if (!letter)
        return "does not begin with a kana";
    GString *s = g_string_new(NULL);
    g_string_printf(s, "%c.", letter);
    return give_text(k, s);
}

static const char *
f_either(call *k)
{
    *k->result = k->args[xml_value_boolean(&k->args[0]) ? 1 : 2];
    return NULL;
}

/* join(nodes, separator): the non-empty texts in document order. */
static const char *
f_join(call *k)
{
    if (k->args[0].type != XML_NODES)
        return "the first argument must be nodes";
    const char *between = xml_value_string(k->a, &k->args[1]);
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < k->args[0].count; i++) {
        char *text = g_strstrip(g_strdup(xml_text(k->a, k->args[0].nodes[i])));
        if (*text) {
            if (s->len)
                g_string_append(s, between);
            g_string_append(s, text);
        }
        g_free(text);
    }
    return give_text(k, s);
}

/* ---- references ---- */

/* ref(@office): the element in case or masters that bears the id. Every reference was checked when the
 * case was read, so an unknown id can only come from an expression of the form's own. */
static const char *
f_ref(call *k)
{
    const xml_value *ids = &k->args[0];
    const size_t count = ids->type == XML_NODES ? ids->count : 1;
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, count + 1)};
    for (size_t i = 0; i < count; i++) {
        const char *id = ids->type == XML_NODES ? xml_text(k->a, ids->nodes[i]) : xml_value_string(k->a, ids);
        xml_node *n = k->c && *id ? casefile_find(k->c, id) : NULL;
        if (n)
            k->result->nodes[k->result->count++] = n;
    }
    return NULL;
}

static const char *
f_master(call *k)
{
    xml_node *n = k->c ? casefile_master(k->c, text_arg(k, 0)) : NULL;
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, 1)};
    if (n)
        k->result->nodes[k->result->count++] = n;
    return NULL;
}

/* ---- the table ---- */

typedef struct function_row {
    const char *name;
    function_body *body;
    size_t least, most;
    const char *blank; /* as="…" in a blank form */
} function_row;

static const function_row functions[] = {
    {"era-date", f_era_date, 1, 1, "令和　　年　　月　　日"},
    {"era-date-weekday", f_era_date_weekday, 1, 1, "令和　　年　　月　　日（　　）"},
    {"short-date", f_short_date, 1, 1, "　．　．　"},
    {"month-day", f_month_day, 1, 1, "　　月　　日"},
    {"month-day-weekday", f_month_day_weekday, 1, 1, "　　月　　日（　　）"},
    {"date-range", f_date_range, 2, 2, NULL},
    {"era-month", f_era_month, 1, 1, "令和　　年　　月"},
    {"weekday", f_weekday, 1, 1, NULL},
    {"fiscal-year", f_fiscal_year, 1, 1, "令和　　年度"},
    {"fiscal-year-number", f_fiscal_year_number, 1, 1, NULL},
    {"season-greeting", f_season_greeting, 1, 1, NULL},
    {"days", f_days, 1, 1, NULL},
    {"on-or-before", f_on_or_before, 2, 2, NULL},
    {"months-between", f_months_between, 2, 2, NULL},
    {"add-months", f_add_months, 2, 2, NULL},
    {"age", f_age, 2, 2, NULL},
    {"grade", f_grade, 2, 3, NULL},
    {"grade-short", f_grade_short, 2, 3, NULL},
    {"grade-number", f_grade_number, 2, 2, NULL},
    {"holiday", f_holiday, 1, 1, NULL},
    {"school-weekdays", f_school_weekdays, 1, 1, NULL},
    {"time", f_time, 1, 1, "　　：　　"},
    {"time-words", f_time_words, 1, 1, "　　時　　分"},
    {"minutes", f_minutes, 1, 1, NULL},
    {"minutes-between", f_minutes_between, 2, 8, NULL},
    {"minutes-shared", f_minutes_shared, 4, 4, NULL},
    {"duration", f_duration, 1, 1, "　　時間　　分"},
    {"time-class", f_time_class, 1, 1, NULL},
    {"grouped", f_grouped, 1, 1, NULL},
    {"circled", f_circled, 1, 1, NULL},
    {"fullwidth", f_fullwidth, 1, 1, NULL},
    {"halfwidth", f_halfwidth, 1, 1, NULL},
    {"initial", f_initial, 1, 1, NULL},
    {"either", f_either, 3, 3, NULL},
    {"join", f_join, 2, 2, NULL},
    {"ref", f_ref, 1, 1, NULL},
    {"master", f_master, 1, 1, NULL},
};

typedef struct registered {
    const function_row *row;
    const casefile *c;
} registered;

static const char *
run(void *data, arena *a, const xml_value *args, size_t count, xml_value *result)
{
    const registered *f = data;
    if (count < f->row->least || count > f->row->most)
        return "wrong number of arguments";
    call k = {.a = a, .c = f->c, .args = args, .count = count, .result = result};
    return f->row->body(&k);
}

void
functions_add(xml_xpath *x, arena *a, const casefile *c)
{
    registered *entries = ARENA_ARRAY(a, registered, G_N_ELEMENTS(functions));
    for (size_t i = 0; i < G_N_ELEMENTS(functions); i++) {
        entries[i] = (registered){&functions[i], c};
        xml_xpath_add_function(x, functions[i].name, run, &entries[i]);
    }
}

static const function_row *
find_function(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(functions); i++)
        if (strcmp(functions[i].name, name) == 0)
            return &functions[i];
    return NULL;
}

bool
functions_apply(arena *a, const casefile *c, const char *function, const char *text, const char **out,
                const char **reason)
{
    const function_row *row = find_function(function);
    if (!row || row->least != 1) {
        *reason = "no such function of one value";
        return false;
    }
    const xml_value arg = xml_value_of_string(text);
    xml_value result;
    call k = {.a = a, .c = c, .args = &arg, .count = 1, .result = &result};
    *reason = row->body(&k);
    if (*reason)
        return false;
    *out = xml_value_string(a, &result);
    return true;
}

const char *
functions_blank_text(const char *function)
{
    const function_row *row = find_function(function);
    return row ? row->blank : NULL;
}
