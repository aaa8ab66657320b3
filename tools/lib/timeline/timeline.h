/* timeline.h: what was true on a day, of one child: the one answer that rules, forms and lists ask for.
 *
 * A case says from when to when things hold, and these periods overlap, are cut short by others and are signed late.
 * This room alone decides between them:
 *
 * - plan: Of the plans of a service that have begun and were signed by the day, the newest, if its printed period has
 * the day; an older one ends for ever where a newer signed one begins (also when the newer one ends first), and keeps
 * the period that it prints. A newer plan that nobody has signed by then, or by its own end, does not end a signed one.
 * Where no signed one holds, the newest after it stands, unsigned.
 * - school: The enrolment at a 学校 (else at a 園) that holds; of several the newest.
 * - day kind: Of that school: a class closure (of another class: none; where the child's class is not written, it is
 * not known whether there are classes), a closed day, a day of classes on a day otherwise free, a long vacation, a
 * holiday or Sunday, a day with short classes, a weekday with or without classes, in that order. What a family was told
 * (pickup/change: 短縮授業, 休み) counts as the school's word.
 * - consent: For one purpose the newest that was agreed to by then, that has not run out nor been withdrawn, and that
 * no later refusal has ended (for good, also when the refusal has run out). The day of a withdrawal is the last day of
 * the consent. For the family answers who held the benefit decision when it was signed (事務連絡 前文), for all but the
 * addition also a guardian who is said to sign: another's refusal ends no more than their own consent, and another's
 * consent does not outlast the family's refusal or withdrawal.
 * - programme: Those of that number (取組1～10) that hold.
 * - certificate: Of that kind of service; of several the newest.
 * - judgement: Of eligibility (事務連絡 3): the newest by then, if it says yes and no 終了 in a later examination of
 * continuation (事務連絡 5(1)) has ended it; that holds from the day after.
 *
 * Sources: 事務連絡 令和6年4月22日 3, 5, 8, 10; 心得 ①(2). Days are those of the calendar room. A case that is no
 * child's (data="any") has an empty timeline. Nodes are those of the case and its masters. Nothing here is said in
 * words for the page: that is the rules' and the forms'. */
#ifndef RENKEI_TIMELINE_TIMELINE_H
#define RENKEI_TIMELINE_TIMELINE_H

#include <stdbool.h>

#include <glib.h>

#include "calendar/calendar.h"
#include "casefile/casefile.h"

typedef struct timeline timeline;

/* Made when first asked for; lives with the case. */
const timeline *timeline_of(const casefile *c);

/* ---- plans ---- */
/* `service` is the id of a service-use; a plan is also that of its also-service. NULL: no plan's period has the day. */
xml_node *timeline_plan(const timeline *t, date day, const char *service);
/* All plans of the service whose printed period has one of the days, the newest first; in the arena of the case. */
xml_node **timeline_plans_within(const timeline *t, date first, date last, const char *service, size_t *count);
/* Whether a plan was signed by the day. */
bool timeline_plan_signed(const timeline *t, const xml_node *plan, date day);
/* The last day on which the plan is the one that holds, for one of its services: false when it never is. */
bool timeline_plan_last(const timeline *t, const xml_node *plan, date *last);

/* ---- school ---- */
xml_node *timeline_school(const timeline *t, date day); /* the enrolment; NULL */

typedef enum timeline_day_kind {
    TIMELINE_UNKNOWN,  /* no enrolment, or no timetable of that school year */
    TIMELINE_CLASSES,  /* 授業日 */
    TIMELINE_SHORT,    /* 短縮授業 */
    TIMELINE_OPEN,     /* 登校日: classes on a day that is free by the calendar or the vacation */
    TIMELINE_FREE,     /* a weekday without classes */
    TIMELINE_HOLIDAY,  /* a Sunday or 祝日 */
    TIMELINE_VACATION, /* 長期休業 */
    TIMELINE_CLOSED,   /* 休業日 of that school, or a day off that the family was told of */
    TIMELINE_CLOSURE,  /* 学級閉鎖 */
    TIMELINE_DAY_KINDS
} timeline_day_kind;

typedef struct timeline_day {
    timeline_day_kind kind;
    const char *column; /* of a weekly table (別表, 使う曜日) that it belongs to: 月 … 土, 日・祝日 */
    bool classes, hours_known; /* classes are held, and it is known when: */
    int start, end;            /* minutes since midnight; else at most then; -1: not even that is known */
} timeline_day;

timeline_day timeline_day_of(const timeline *t, date day);
/* 授業日, 短縮授業, 登校日, 授業のない曜日, 日・祝日, 長期休業, 休業日, 学級閉鎖; "" when it is unknown. */
const char *timeline_day_word(timeline_day_kind kind);

/* ---- sheets (別表) and days of use ---- */
typedef enum timeline_hours {
    TIMELINE_HOURS_FREE,
    TIMELINE_HOURS_IN_CLASS, /* 授業時間帯: a minute of them, extensions included, falls into classes */
    TIMELINE_HOURS_UNKNOWN /* no enrolment or timetable, classes that end nobody knows when, two sheets for one day, or
                            * a sheet labelled 短縮 on days that the calendar has as whole ones */
} timeline_hours;
/* Of a day as it was (month/actual), or a planned one (plan/schedule/day): on any of the dates that its sheet is for.
 */
timeline_hours timeline_class_hours(const timeline *t, const xml_node *n);
/* Of one that lies in class hours the first of these dates. False: it does not. */
bool timeline_class_hours_first(const timeline *t, const xml_node *n, date *first);
/* Of a planned day: on one of its dates up to that day it cannot be told. */
bool timeline_class_hours_open(const timeline *t, const xml_node *planned, date until);
/* Of a day of use: a sheet of the plan that holds plans it for that date, in class hours. */
bool timeline_planned_in_class(const timeline *t, const xml_node *use);
/* Of a day of use, or of its ext-before or ext-after: the minutes of it in class hours that no sheet of the plan that
 * holds places for that date. beside: all of them. */
int timeline_unplaced_minutes(const timeline *t, const xml_node *given, bool *beside);
/* Of a day of use: that plan has its weekday then, but on sheets for other kinds of days only. Not so of a short day
 * without a sheet for such, when one for days of classes has its weekday and it lies outside of the classes. */
bool timeline_kind_unplanned(const timeline *t, const xml_node *use);
/* Of a day of use: sheets of the plan that holds are for that date, and none of them places an extension on it. */
bool timeline_extension_unplanned(const timeline *t, const xml_node *use);
/* Of a day of use: the day that the plan that holds plans for its date. NULL: no sheet does, or two do. */
xml_node *timeline_planned_day(const timeline *t, const xml_node *use);
/* A day of classes is among the dates that a planned day is for. */
bool timeline_on_class_day(const timeline *t, const xml_node *planned);
/* The day that a sheet plans for a date; NULL: the sheet is not for it. */
xml_node *timeline_planned(const timeline *t, const xml_node *schedule, date day);

/* ---- consent ---- */
typedef enum timeline_purpose {
    TIMELINE_SHARING,     /* 情報共有 */
    TIMELINE_ADDITION,    /* 加算Ⅲ */
    TIMELINE_CLASS_HOURS, /* 授業時間帯 */
    TIMELINE_VISITS,      /* 訪問 */
    TIMELINE_TRANSITION,  /* 移行支援 */
    TIMELINE_PURPOSES
} timeline_purpose;
/* By the word of consent/@kind; false when it is none. */
bool timeline_purpose_of(const char *word, timeline_purpose *out);
xml_node *timeline_consent(const timeline *t, date day, timeline_purpose purpose); /* NULL: nobody has agreed */
/* All that have agreed and still hold, newest first: a consent for another school does not end the one before. The
 * array is the timeline's until it is asked again. */
xml_node *const *timeline_consents(const timeline *t, date day, timeline_purpose purpose, size_t *count);
/* A paper that the same guardian signed later, but by the day, for the same kind of thing and one of the same places,
 * without a word (@earlier) on whether the one before goes on: what only that one allows may be allowed no more, and
 * nobody can tell. With a partner: about what that one may be told; a paper for 情報共有 that names it comes after one
 * for anything, also when it says that those for the sharing end (終わる), which says nothing of one for something
 * else; and a paper for the same kind of thing names it, or no place that the one before does not name. The last such
 * paper; NULL: there is none. */
xml_node *timeline_newer_consent(const timeline *t, const xml_node *consent, date day, const char *partner);
/* The first paper, signed by the day, that says of those before it that they end (@earlier: 終わる), and this is one of
 * them. NULL: none does. */
xml_node *timeline_ending_consent(const timeline *t, const xml_node *consent, date day);
/* Whether who signed it held the benefit decision on the day of the signature: by the certificate of that day
 * (certificate/@holder), or else who holds it now. True, too, when nobody says who signed. */
bool timeline_signed_by_holder(const timeline *t, const xml_node *consent);
/* Whether who signed it holds the decision on that day, whenever they signed. */
bool timeline_signer_holds(const timeline *t, const xml_node *consent, date day);
/* The newest by then says no, for the family. NULL: nothing was refused. */
xml_node *timeline_refusal(const timeline *t, date day, timeline_purpose purpose);

/* ---- the rest ---- */
xml_node *timeline_certificate(const timeline *t, date day, const char *kind); /* NULL */
/* The newest programme of that number, of that service (NULL: of any). NULL: none holds. */
xml_node *timeline_programme(const timeline *t, date day, const char *no, const char *service);
xml_node *timeline_judgement(const timeline *t, date day); /* NULL */
/* Whether it says that the child is eligible, or is not: by @result, which its words do not contradict, or in words
 * that are known. */
bool timeline_judgement_clear(const timeline *t, const xml_node *judgement);
/* The examination (continuation) that ended the judgement that held before the day. NULL. */
xml_node *timeline_ending(const timeline *t, date day);
/* The id of the service-use that a claim (addition-iii, other) is made for: as it says, or else that of programme 4 on
 * the day, or else the only 放デイ in use then. NULL: the data does not say. */
const char *timeline_claim_service(const timeline *t, const xml_node *claim);

/* The days of claim (addition-iii/@on) on which this plan holds for the service that they are claimed for. */
xml_node *const *timeline_claims_under(const timeline *t, const xml_node *plan, size_t *count);
/* The day of use (month/actual) of that service on the day of a claim; NULL: none is on record. */
xml_node *timeline_used(const timeline *t, const xml_node *claim);
/* The first day of use of that month; NULL: none is on record for it, in whichever month it was written down. */
xml_node *timeline_used_in(const timeline *t, year_month month);
/* Whether a day of use, its extensions too, shares a minute with another of that day that stands before it in its
 * month. */
bool timeline_overlaps(const timeline *t, const xml_node *use);

/* ---- what is lacking ---- */

typedef enum timeline_lack {
    /* Of the use of a service (service-use), on each day of it: */
    TIMELINE_NO_CERTIFICATE, /* no 受給者証 of that kind; but of 障害児相談支援 */
    TIMELINE_NO_SCHOOL,      /* 放デイ: no enrolment at a 学校 */
    TIMELINE_NO_PLAN,        /* no 個別支援計画 has the day; whether it was signed by then is for the rules */
    TIMELINE_NO_SHEET,       /* 児発, 放デイ, since 2024-04-01: no 別表 of the plan is for the day */
    TIMELINE_NO_WEEKDAY,     /* the same: no 別表 of the plan has a weekday on which it is used (use-day) */
    /* Of a programme, while its service is in use: */
    TIMELINE_NO_JUDGEMENT,        /* 4: none by the day */
    TIMELINE_NO_CONSENT,          /* 4: none for the addition was asked for, or it ran out */
    TIMELINE_NO_CONSENT_TO_SHARE, /* 1, 7, 8, 10: the same for 情報共有 (7: or 移行支援) */
    TIMELINE_NO_MONTH,            /* 4: the month is over and nothing is on record, claims included */
    TIMELINE_LACKS
} timeline_lack;
/* certificate, enrolment, plan, schedule, weekday, judgement, consent, sharing-consent, month */
const char *timeline_lack_name(timeline_lack lack);

typedef struct timeline_gap {
    timeline_lack lack;
    date from, to; /* the first and last of the days in a row */
    xml_node *at;  /* the service-use or programme */
    /* Of certificates and plans: it lies between two of them, and this is the one before. NULL: there is merely nothing
     * on record. */
    xml_node *after;
} timeline_gap;

/* On which days the data does not say what a claim needs, though the service is in use: from its first day, or from
 * five years before as_of (no longer are records kept: 指定基準), to as_of. Found from service-use and its use-days; no
 * day of use (month/actual, visit/done) need be on record. Of a month whose days of use are, and of one whose claims
 * are (consent, judgement), nothing is told here: rules judge these days themselves. A refusal, a withdrawal and an
 * ending are answers, no gaps. By service, lack and day; the timeline's until it is asked for another day. */
const timeline_gap *timeline_gaps(const timeline *t, date as_of, size_t *count);
/* The number of services in use in these years, and the first day of them that is looked at; 0: none, no day. */
size_t timeline_in_use(const timeline *t, date as_of, date *since);

/* How many periods and records all answers so far have looked at: it does not depend on the machine, so that a test can
 * see how the work grows with the case. */
size_t timeline_looks(const timeline *t);

/* By this word in its label a schedule is one of short days. */
extern const char timeline_shortened[];
/* Whether two texts say the same of whether a child is a subject of the support: yes, no, or neither (as the conclusion
 * of a judgement is read). */
bool timeline_same_conclusion(const char *one, const char *other);

/* -T timeline: the spans of days on which all answers are the same, the days that are not as the week has them, and the
 * gaps up to as_of. Ids and words of the schema, no names. */
void timeline_print(const timeline *t, date as_of, GString *out);

#endif
