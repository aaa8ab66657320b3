#include "functions/functions_int.h"

#include <assert.h>
#include <string.h>

#include "calendar/calendar.h"

/* ---- the table ---- */

/* In what a function leaves for handwriting {era} is the era of the day, {births} the eras of a child's birth. */
static const function_row functions[] = {
    {"era", f_era, 1, 1, "{era}"},
    {"era-year", f_era_year, 1, 1, "{era}　　年"},
    {"era-date", f_era_date, 1, 1, "{era}　　年　　月　　日"},
    {"era-date-weekday", f_era_date_weekday, 1, 1, "{era}　　年　　月　　日（　　）"},
    {"short-date", f_short_date, 1, 1, "　．　．　"},
    {"month-day", f_month_day, 1, 1, "　　月　　日"},
    {"month-day-weekday", f_month_day_weekday, 1, 1, "　　月　　日（　　）"},
    {"birth-date", f_era_date, 1, 1, "{births}　　年　　月　　日"},
    {"date-range", f_date_range, 2, 2, "{era}　　年　　月　　日～{era}　　年　　月　　日"},
    {"era-month", f_era_month, 1, 1, "{era}　　年　　月"},
    {"western-year", f_western_year, 1, 1, "　　　　年"},
    {"western-month", f_western_month, 1, 1, "　　　　年　　月"},
    {"western-date", f_western_date, 1, 1, "　　　　年　　月　　日"},
    {"western-date-weekday", f_western_date_weekday, 1, 1, "　　　　年　　月　　日（　　）"},
    {"weekday", f_weekday, 1, 1, NULL},
    {"fiscal-year", f_fiscal_year, 1, 1, "{era}　　年度"},
    {"fiscal-year-number", f_fiscal_year_number, 1, 1, NULL},
    {"season-greeting", f_season_greeting, 1, 1, NULL},
    {"days", f_days, 1, 1, NULL},
    {"on-or-before", f_on_or_before, 2, 2, NULL},
    {"months-between", f_months_between, 2, 2, NULL},
    {"add-months", f_add_months, 2, 2, NULL},
    {"age", f_age, 2, 2, NULL},
    {"grade", f_grade, 2, 4, NULL},
    {"grade-short", f_grade_short, 2, 4, NULL},
    {"grade-beside", f_grade_beside, 2, 4, NULL},
    {"grade-number", f_grade_number, 2, 4, NULL},
    {"grade-fits", f_grade_fits, 3, 3, NULL},
    {"grade-years", f_grade_years, 1, 1, NULL},
    {"place-word", f_place_word, 1, 1, NULL},
    {"in-force", f_in_force, 2, 2, NULL},
    {"plan-on", f_plan_on, 2, 3, NULL},
    {"plans-within", f_plans_within, 3, 3, NULL},
    {"claims-under", f_claims_under, 1, 1, NULL},
    {"plan-last", f_plan_last, 1, 1, NULL},
    {"school-on", f_school_on, 1, 1, NULL},
    {"day-kind", f_day_kind, 1, 1, NULL},
    {"class-start", f_class_start, 1, 1, NULL},
    {"class-end", f_class_end, 1, 1, NULL},
    {"consents-on", f_consents_on, 2, 2, NULL},
    {"settled-consents-on", f_settled_consents_on, 2, 3, NULL},
    {"newer-consents", f_newer_consents, 2, 3, NULL},
    {"ending-consents", f_ending_consents, 2, 2, NULL},
    {"refusal-on", f_refusal_on, 2, 2, NULL},
    {"signed-by-holder", f_signed_by_holder, 1, 2, NULL},
    {"certificate-on", f_certificate_on, 2, 2, NULL},
    {"certificates-over", f_certificates_over, 2, 2, NULL},
    {"programme-on", f_programme_on, 2, 3, NULL},
    {"judgement-on", f_judgement_on, 1, 1, NULL},
    {"judgement-unclear", f_judgement_unclear, 1, 1, NULL},
    {"ended-on", f_ended_on, 1, 1, NULL},
    {"class-hours", f_class_hours, 1, 1, NULL},
    {"class-hours-unknown", f_class_hours_unknown, 1, 2, NULL},
    {"class-hours-from", f_class_hours_from, 1, 1, NULL},
    {"planned-in-class", f_planned_in_class, 1, 1, NULL},
    {"planned-day", f_planned_day, 1, 1, NULL},
    {"unplaced-in-class", f_unplaced_in_class, 1, 2, NULL},
    {"kind-unplanned", f_kind_unplanned, 1, 1, NULL},
    {"extension-unplanned", f_extension_unplanned, 1, 1, NULL},
    {"on-class-days", f_on_class_days, 1, 1, NULL},
    {"used-on", f_used_on, 1, 1, NULL},
    {"used-in", f_used_in, 1, 1, NULL},
    {"overlapping", f_overlapping, 1, 1, NULL},
    {"claim-service", f_claim_service, 1, 1, NULL},
    {"holiday", f_holiday, 1, 1, NULL},
    {"school-weekdays", f_school_weekdays, 1, 1, NULL},
    {"time", f_time, 1, 1, "　　：　　"},
    {"time-words", f_time_words, 1, 1, "　　時　　分"},
    {"minutes", f_minutes, 1, 1, NULL},
    {"minutes-between", f_minutes_between, 2, 8, NULL},
    {"minutes-shared", f_minutes_shared, 4, 4, NULL},
    {"duration", f_duration, 1, 1, "　　時間　　分"},
    {"time-class", f_time_class, 3, 2 + TIME_CLASSES, NULL},
    {"grouped", f_grouped, 1, 1, NULL},
    {"circled", f_circled, 1, 1, NULL},
    {"kanji-figures", f_kanji_figures, 1, 1, NULL},
    {"kanji-numbers", f_kanji_numbers, 1, 1, NULL},
    {"fullwidth", f_fullwidth, 1, 1, NULL},
    {"halfwidth", f_halfwidth, 1, 1, NULL},
    {"initial", f_initial, 1, 2, NULL},
    {"either", f_either, 3, 3, NULL},
    {"join", f_join, 2, 2, NULL},
    {"latest", f_latest, 1, 1, NULL},
    {"earliest", f_earliest, 1, 1, NULL},
    {"ref", f_ref, 1, 1, NULL},
    {"left-out", f_left_out, 2, 2, NULL},
    {"master", f_master, 1, 1, NULL},
    {NULL, NULL, 0, 0, NULL},
};

typedef struct table {
    const function_row *rows;
    const casefile *c;
    arena *a;
} table;

typedef struct registered {
    const function_row *row;
    const casefile *c;
} registered;

static const char *
run_function(void *data, arena *a, const xml_value *args, size_t count, xml_value *result)
{
    const registered *f = data;
    if (count < f->row->least || count > f->row->most)
        return XML_REFUSAL("引数の数が違います", "wrong number of arguments");
    size_t last = 0;
    call k = {.a = a, .c = f->c, .args = args, .count = count, .result = result, .last = &last};
    const char *refusal = f->row->body(&k);
    if (refusal)
        result->count = last;
    return refusal;
}

static const function_row *
find_row(const function_row *rows, const char *name)
{
    for (; rows->name; rows++)
        if (*rows->name == *name && strcmp(rows->name, name) == 0)
            return rows;
    return NULL;
}

static void *
find_in_table(void *data, const char *name)
{
    const table *t = data;
    const function_row *row = find_row(t->rows, name);
    if (!row)
        return NULL;
    assert(row->body && row->least <= row->most);
    registered *entry = ARENA_NEW(t->a, registered);
    *entry = (registered){row, t->c};
    return entry;
}

void
functions_add_rows(xml_xpath *x, arena *a, const casefile *c, const function_row *rows)
{
    assert(x && a && rows);
    table *t = ARENA_NEW(a, table);
    *t = (table){rows, c, a};
    xml_xpath_add_functions(x, find_in_table, run_function, t);
}

void
functions_add(xml_xpath *x, arena *a, const casefile *c)
{
    g_assert(x && a);
    functions_add_rows(x, a, c, functions);
}

bool
functions_is_plain(const char *name)
{
    static const char *const plain[] = {"era",
                                        "era-year",
                                        "era-date",
                                        "era-date-weekday",
                                        "short-date",
                                        "month-day",
                                        "month-day-weekday",
                                        "birth-date",
                                        "date-range",
                                        "era-month",
                                        "western-year",
                                        "western-month",
                                        "western-date",
                                        "western-date-weekday",
                                        "weekday",
                                        "fiscal-year",
                                        "fiscal-year-number",
                                        "season-greeting",
                                        "days",
                                        "on-or-before",
                                        "months-between",
                                        "add-months",
                                        "age",
                                        "grade",
                                        "grade-short",
                                        "grade-beside",
                                        "grade-number",
                                        "time",
                                        "time-words",
                                        "minutes",
                                        "minutes-between",
                                        "minutes-shared",
                                        "duration",
                                        "time-class",
                                        "grouped",
                                        "circled",
                                        "kanji-figures",
                                        "kanji-numbers",
                                        "fullwidth",
                                        "halfwidth",
                                        "initial",
                                        "either",
                                        NULL};
    assert(name);
    for (size_t i = 0; plain[i]; i++)
        if (strcmp(plain[i], name) == 0)
            return true;
    return false;
}

bool
functions_apply(arena *a, const casefile *c, const char *function, const char *text, const char **out,
                const char **reason)
{
    assert(a && function && text && out && reason);
    const function_row *row = find_row(functions, function);
    if (!row || row->least != 1) {
        *reason = XML_REFUSAL("一つの値の関数にありません", "no such function of one value");
        return false;
    }
    const xml_value arg = xml_value_of_string(text);
    xml_value result;
    size_t last = 0;
    call k = {.a = a, .c = c, .args = &arg, .count = 1, .result = &result, .last = &last};
    *reason = row->body(&k);
    if (*reason)
        return false;
    *out = xml_value_string(a, &result);
    return true;
}

/* Up to this age a child is in the care of these services (児童福祉法: 20 by way of exception). */
enum { OLDEST_CHILD = 20 };

bool
functions_append_blank(GString *s, const char *function, date on)
{
    assert(s && function);
    const function_row *row = find_row(functions, function);
    if (!row || !row->blank)
        return false;
    const date day = date_valid(on) ? on : era_newest()->from;
    GString *births = g_string_new(NULL), *words = g_string_new(row->blank);
    eras_append(births, date_add_months(day, -12 * OLDEST_CHILD), day);
    g_string_replace(words, "{era}", era_of(day)->name, 0);
    g_string_replace(words, "{births}", births->str, 0);
    g_string_append(s, words->str);
    g_string_free(words, TRUE);
    g_string_free(births, TRUE);
    return true;
}
