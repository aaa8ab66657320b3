/* functions_int.h: shared by the sources of the functions room only. */
#ifndef RENKEI_FUNCTIONS_FUNCTIONS_INT_H
#define RENKEI_FUNCTIONS_FUNCTIONS_INT_H

#include "calendar/calendar.h"
#include "functions/functions.h"
#include "functions/functions_call.h"

extern const char not_a_date[], not_a_month[], not_a_time[], not_a_number[], not_nodes[];

/* ---- functions_date.c ---- */
function_body f_era, f_era_year, f_era_date, f_era_date_weekday, f_short_date, f_month_day, f_month_day_weekday,
    f_date_range, f_western_date, f_western_date_weekday, f_western_year, f_western_month, f_era_month, f_weekday,
    f_fiscal_year, f_fiscal_year_number, f_season_greeting, f_days, f_on_or_before, f_months_between, f_add_months,
    f_age, f_holiday, f_school_weekdays;

/* The first two arguments as dates; NULL and *missing when one is not there. */
const char *take_two_dates(call *k, date *a, date *b, bool *missing);

/* ---- functions_school.c ---- */
function_body f_grade, f_grade_beside, f_grade_short, f_grade_number, f_grade_fits, f_grade_years, f_place_word,
    f_in_force;

/* ---- functions_timeline.c ---- */
function_body f_plan_on, f_plans_within, f_plan_last, f_claims_under, f_school_on, f_day_kind, f_class_start,
    f_class_end, f_consents_on, f_refusal_on, f_certificate_on, f_certificates_over, f_programme_on, f_judgement_on,
    f_signed_by_holder, f_settled_consents_on, f_newer_consents, f_ending_consents, f_judgement_unclear, f_ended_on,
    f_claim_service, f_used_on, f_used_in, f_overlapping, f_class_hours, f_class_hours_unknown, f_class_hours_from,
    f_planned_in_class, f_planned_day, f_unplaced_in_class, f_kind_unplanned, f_extension_unplanned, f_on_class_days;

/* ---- functions_value.c ---- */
enum { TIME_CLASSES = 6 }; /* most that time-class() is told of */
function_body f_time, f_time_words, f_minutes, f_minutes_between, f_minutes_shared, f_duration, f_time_class, f_grouped,
    f_circled, f_kanji_figures, f_kanji_numbers, f_fullwidth, f_halfwidth, f_initial, f_either, f_join, f_latest,
    f_earliest, f_ref, f_left_out, f_master;

#endif
