/* check_days.c: functions of rules about days and hours: periods, class hours, planned hours, written weekdays. */
#include "check/check_int.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "timeline/timeline.h"

static const char *const not_a_date = XML_VALUE_REFUSAL("日付（YYYY-MM-DD）ではありません", "not a date YYYY-MM-DD");

static bool
date_of_attribute(arena *a, const xml_node *n, const char *name, date *out)
{
    const char *text = xml_attribute(a, n, name);
    return text && date_parse(text, out);
}

/* ---- a set of nodes as result ---- */

typedef bool keeps_node(call *k, xml_node *n);

static const char *
give_nodes(call *k, keeps_node *keeps)
{
    const xml_value *from = &k->args[0];
    if (from->type != XML_NODES)
        return XML_REFUSAL("一つ目の引数は節点にしてください", "the first argument must be nodes");
    xml_value kept = {.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, from->count + 1)};
    for (size_t i = 0; i < from->count; i++)
        if (keeps(k, from->nodes[i]))
            kept.nodes[kept.count++] = from->nodes[i];
    *k->result = kept;
    return NULL;
}

/* ---- periods ---- */

typedef struct period {
    const char *from, *to;
} period;

/* Without a first day a period never counts; without a last one it has no end. */
static bool
is_in_period(const char *day, period p)
{
    return p.from && strcmp(p.from, day) <= 0 && (!p.to || strcmp(day, p.to) <= 0);
}

static const char *
by_periods(call *k, bool inside)
{
    const xml_value *days = &k->args[0], *elements = &k->args[1];
    if (days->type != XML_NODES || elements->type != XML_NODES)
        return XML_REFUSAL("一つ目と二つ目の引数は節点にしてください", "the first two arguments must be nodes");
    const char *first = call_text(k, 2), *last = call_text(k, 3);
    period *periods = ARENA_ARRAY(k->a, period, elements->count + 1);
    for (size_t i = 0; i < elements->count; i++)
        periods[i] =
            (period){xml_attribute(k->a, elements->nodes[i], first), xml_attribute(k->a, elements->nodes[i], last)};
    xml_value kept = {.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, days->count + 1)};
    for (size_t i = 0; i < days->count; i++) {
        const char *day = g_strstrip(arena_strdup(k->a, xml_text(k->a, days->nodes[i])));
        date d;
        bool found = false;
        if (!date_parse(day, &d))
            return not_a_date;
        for (size_t j = 0; j < elements->count && !found; j++)
            found = is_in_period(day, periods[j]);
        if (found == inside)
            kept.nodes[kept.count++] = days->nodes[i];
    }
    *k->result = kept;
    return NULL;
}

/* inside(days, periods, 'from', 'to'): the days that lie in one of the periods at least; the names are those of the
 * attributes that hold the first and the last day. */
static const char *
f_inside(call *k)
{
    return by_periods(k, true);
}

/* outside(days, periods, 'from', 'to'): the days that lie in none of the periods. */
static const char *
f_outside(call *k)
{
    return by_periods(k, false);
}

/* ---- planned hours ---- */

static bool
slot_of(call *k, const xml_node *n, int *start, int *end)
{
    const char *from = xml_attribute(k->a, n, "start"), *to = xml_attribute(k->a, n, "end");
    return from && to && time_parse(from, start) && time_parse(to, end);
}

/* A sheet of a plan that another has replaced by then plans nothing. */
static bool
is_of_plan_then(call *k, const xml_node *sheet, const xml_node *use, date on)
{
    const char *service = xml_attribute(k->a, use, "service");
    return !service || timeline_plan(timeline_of(k->c), on, service) == xml_parent(sheet);
}

/* The sheets plan hours for that date, and all of them differ that much. */
static bool
is_off_schedule(call *k, xml_node *n)
{
    date on;
    int start, end, from, to;
    bool planned = false;
    if (!date_of_attribute(k->a, n, "date", &on) || !slot_of(k, n, &start, &end))
        return false;
    for (size_t i = 0; i < k->args[1].count; i++) {
        const xml_node *d = timeline_planned(timeline_of(k->c), k->args[1].nodes[i], on);
        if (!d || !slot_of(k, d, &from, &to) || !is_of_plan_then(k, k->args[1].nodes[i], n, on))
            continue;
        planned = true;
        if (abs((end - start) - (to - from)) < xml_value_number(&k->args[2]))
            return false;
    }
    return planned;
}

/* off-schedule(actuals, schedules, minutes): the actuals that are so many minutes or more off what was planned for
 * the day; days without a plan are left out. */
static const char *
f_off_schedule(call *k)
{
    if (k->args[1].type != XML_NODES)
        return XML_REFUSAL("二つ目の引数は schedule にしてください", "the second argument must be schedules");
    return give_nodes(k, is_off_schedule);
}

/* ---- days between two periods ---- */

/* The first days in a row on which a service is in use and no plan (certificate) holds, between this one and another.
 */
static const timeline_gap *
gap_after(call *k, const char **refusal)
{
    const xml_value *of = &k->args[0];
    date as_of;
    size_t count;
    *refusal = of->type != XML_NODES
                   ? XML_REFUSAL("一つ目の引数は節点にしてください", "the first argument must be nodes")
               : date_parse(call_text(k, 1), &as_of) ? NULL
                                                     : not_a_date;
    if (*refusal || !k->c || of->count == 0)
        return NULL;
    const timeline_gap *gaps = timeline_gaps(timeline_of(k->c), as_of, &count);
    for (size_t i = 0; i < count; i++)
        if (gaps[i].after == of->nodes[0])
            return &gaps[i];
    return NULL;
}

static const char *
give_gap_day(call *k, bool last)
{
    const char *refusal;
    const timeline_gap *gap = gap_after(k, &refusal);
    if (refusal || !gap)
        return refusal ? refusal : call_give_nothing(k);
    const date d = last ? gap->to : gap->from;
    *k->result = xml_value_of_string(arena_printf(k->a, "%04d-%02d-%02d", d.year, d.month, d.day));
    return NULL;
}

/* gap-after(plan or certificate, day): the first day of the use of the service, up to that day, that lies between this
 * period and the next one; "" when there is none. */
static const char *
f_gap_after(call *k)
{
    return give_gap_day(k, false);
}

/* gap-last(plan or certificate, day): the last of these days. */
static const char *
f_gap_last(call *k)
{
    return give_gap_day(k, true);
}

/* ---- written weekdays ---- */

#define MONTH_OR_DAY "([0-9]{1,2})"
#define ERA_YEAR "(元|[0-9]{1,2})"

/* 令和7年5月23日(金), 2025年5月23日(金), 5月23日(金), 5/23(金), and R7.5.23(金); digits and brackets half width. Of
 * either way: 1 the era's name or initial, 2 its year, 3 a western year, 4 month, 5 day; then 6 the weekday. */
static GRegex *
make_date_regex(void)
{
    GString *names = g_string_new(NULL), *initials = g_string_new(NULL);
    for (size_t i = 0; era_at(i); i++) {
        g_string_append_printf(names, "%s%s", i ? "|" : "", era_at(i)->name);
        g_string_append_c(initials, era_at(i)->initial);
    }
    char *pattern = g_strdup_printf("(?|(?:(?:(%s)\\s*" ERA_YEAR "|([0-9]{4}))\\s*[年/]\\s*)?" MONTH_OR_DAY
                                    "\\s*[月/]\\s*" MONTH_OR_DAY "\\s*日?"
                                    "|(?<![A-Za-z])([%s])" ERA_YEAR "()[./]" MONTH_OR_DAY "[./]" MONTH_OR_DAY ")"
                                    "\\s*\\(\\s*([月火水木金土日])\\s*[)・]",
                                    names->str, initials->str);
    GRegex *regex = g_regex_new(pattern, 0, 0, NULL);
    assert(regex); /* the table's names are words */
    g_free(pattern);
    g_string_free(initials, TRUE);
    g_string_free(names, TRUE);
    return regex;
}

/* Made when it is first needed, and kept: the eras do not change while the program runs. */
static const GRegex *
date_regex(void)
{
    static GRegex *kept;
    if (g_once_init_enter(&kept))
        g_once_init_leave(&kept, make_date_regex());
    return kept;
}

#define NEXT_LINE "\xC2\x85" /* a blank to the expression alone */

/* A bracket with a weekday at its beginning: without one there is no date that has one, and most texts have none. */
static bool
has_weekday(const char *text)
{
    static const char *const brackets[] = {"（", "("};
    for (size_t i = 0; i < G_N_ELEMENTS(brackets); i++)
        for (const char *p = text; (p = strstr(p, brackets[i]));) {
            p += strlen(brackets[i]);
            const char *day = p;
            while (g_unichar_isspace(g_utf8_get_char(day)) || g_str_has_prefix(day, NEXT_LINE))
                day = g_utf8_next_char(day);
            for (int weekday = 0; weekday < 7; weekday++)
                if (g_str_has_prefix(day, weekday_name(weekday)))
                    return true;
        }
    return false;
}

/* The written year, or 0. */
static int
written_year(const GMatchInfo *m)
{
    char *word = g_match_info_fetch(m, 1), *count = g_match_info_fetch(m, 2), *western = g_match_info_fetch(m, 3);
    int year = 0;
    if (word && *word)
        year = era_named(word)->from.year + (strcmp(count, "元") == 0 ? 1 : atoi(count)) - 1;
    else if (western && *western)
        year = atoi(western);
    g_free(word);
    g_free(count);
    g_free(western);
    return year;
}

/* Month and day without a year mean those nearest to `about`; an invalid date when there are none. */
static date
nearest_date(int month, int day, date about)
{
    date best = {0, month, day};
    for (int year = about.year - 1; year <= about.year + 1; year++) {
        const date d = {year, month, day};
        if (date_valid(d) && (!date_valid(best) ||
                              labs(date_serial(d) - date_serial(about)) < labs(date_serial(best) - date_serial(about))))
            best = d;
    }
    return best;
}

static bool
is_match_wrong(const GMatchInfo *m, date about)
{
    char *month = g_match_info_fetch(m, 4), *day = g_match_info_fetch(m, 5), *weekday = g_match_info_fetch(m, 6);
    const int year = written_year(m);
    const date d = year ? (date){year, atoi(month), atoi(day)} : nearest_date(atoi(month), atoi(day), about);
    const bool wrong = !date_valid(d) || strcmp(weekday_name(date_weekday(d)), weekday) != 0;
    g_free(month);
    g_free(day);
    g_free(weekday);
    return wrong;
}

static bool
has_wrong_weekday(const GRegex *regex, const char *text, date about)
{
    GMatchInfo *m;
    bool wrong = false;
    GString *half = g_string_new(NULL);
    text_append_halfwidth(half, text);
    for (g_regex_match(regex, half->str, 0, &m); !wrong && g_match_info_matches(m); g_match_info_next(m, NULL))
        wrong = is_match_wrong(m, about);
    g_match_info_free(m);
    g_string_free(half, TRUE);
    return wrong;
}

/* wrong-weekdays(nodes, date): the nodes whose text has a date with a weekday that it does not have. A date without
 * a year is that nearest to `date`. */
static const char *
f_wrong_weekdays(call *k)
{
    date about;
    if (k->args[0].type != XML_NODES)
        return XML_REFUSAL("一つ目の引数は節点にしてください", "the first argument must be nodes");
    if (!date_parse(call_text(k, 1), &about))
        return not_a_date;
    xml_value *out = k->result;
    *out = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, k->args[0].count + 1)};
    for (size_t i = 0; i < k->args[0].count; i++) {
        const char *text = xml_text(k->a, k->args[0].nodes[i]);
        if (has_weekday(text) && has_wrong_weekday(date_regex(), text, about))
            out->nodes[out->count++] = k->args[0].nodes[i];
    }
    return NULL;
}

const function_row rule_day_functions[] = {
    {"inside", f_inside, 4, 4, NULL},
    {"outside", f_outside, 4, 4, NULL},
    {"off-schedule", f_off_schedule, 3, 3, NULL},
    {"gap-after", f_gap_after, 2, 2, NULL},
    {"gap-last", f_gap_last, 2, 2, NULL},
    {"wrong-weekdays", f_wrong_weekdays, 2, 2, NULL},
    {NULL, NULL, 0, 0, NULL},
};
