/* timeline_int.h: a case as spans of days; shared by the sources of the timeline room only. */
#ifndef RENKEI_TIMELINE_TIMELINE_INT_H
#define RENKEI_TIMELINE_TIMELINE_INT_H

#include "timeline/timeline.h"

/* Days are counted as date_serial does; what has no last day ends never. */
enum { NEVER = 1000000 };

/* Anything that holds from a day to a day. */
typedef struct span {
    xml_node *node;
    const char *key, *also; /* service, kind or number; a second service; NULL */
    long from, to;
    long made, signed_on; /* of plans; signed_on NEVER: is not */
} span;

/* Periods by their first day, so that a day looks at those alone that can have it. */
typedef struct day_index {
    size_t *order; /* by the first day, of one day in the order of the document */
    long *from;    /* the same order */
    long *reach;   /* the last day of all up to here */
    size_t count;
    size_t *looks; /* of the timeline */
} day_index;

typedef struct spans {
    span *items; /* in the order of the document */
    size_t count;
    day_index by_day;
} spans;

typedef enum answer { ANSWER_NONE, ANSWER_YES, ANSWER_NO } answer;

/* consent/@earlier: what becomes of the papers for the same that were signed before it. */
typedef enum consent_earlier { EARLIER_UNSAID, EARLIER_ENDS, EARLIER_GOES_ON } consent_earlier;

typedef struct consent_span {
    xml_node *node;
    long from, to; /* from: the signature */
    long withdrawn;
    answer answers[TIMELINE_PURPOSES];
    const char *signer, *kind;
    consent_earlier earlier;
    bool for_addition; /* its form asks for the addition, and for the sharing that it needs */
    bool holder;       /* signed by the holder of the benefit decision, or nobody says by whom */
    bool named_signer; /* signed by a guardian of whom the case says that they sign */
} consent_span;

typedef struct verdict {
    xml_node *node; /* judgement or continuation */
    long on;
    bool yes, examined; /* examined: it is a continuation, and holds from the day after */
} verdict;

/* A day of claim (addition-iii), and the plan that holds for its service then. */
typedef struct claim_day {
    xml_node *on; /* the attribute */
    const xml_node *plan;
} claim_day;

/* One entry of a school's calendar. */
typedef struct school_entry {
    timeline_day_kind kind; /* TIMELINE_SHORT, _OPEN, _VACATION, _CLOSED, _CLOSURE */
    long from, to;
    int start, end;         /* -1: not said */
    const char *class_name; /* of a closure: that class alone; NULL */
} school_entry;

typedef struct school_hours {
    int year; /* the school year that it is the timetable of */
    const char *weekday;
    int start, end;
} school_hours;

typedef struct school {
    const xml_node *node;
    school_entry *entries;
    size_t entry_count;
    day_index by_day; /* of the entries */
    school_hours *hours;
    size_t hour_count;
} school;

struct timeline {
    const casefile *c;
    arena *a;
    size_t *looks; /* timeline_looks */
    spans plans, enrolments, services, programmes, certificates, months;
    spans uses;   /* month/actual, a day each: by day, and of one day in the order of the document */
    spans visits; /* visit/done, the same */
    consent_span *consents;
    size_t consent_count;
    verdict *verdicts; /* by day */
    size_t verdict_count;
    school *schools; /* of the enrolments, each once */
    size_t school_count;
    school_entry *told; /* pickup/change: what the family told */
    size_t told_count;
    day_index told_by_day;
    claim_day *claims;  /* by plan; NULL until it is asked for */
    xml_node **claimed; /* the days of them */
    size_t claim_count;
    /* What was asked for: days in a row, asked again by every rule. */
    timeline_day *days;
    long first_day;
    const consent_span **agreed; /* what timeline_consents found last, and gave */
    xml_node **given;
    timeline_gap *gaps; /* of the day gaps_as_of; NULL: not asked for */
    size_t gap_count;
    date gaps_as_of;
};

/* Elements and the attributes of them that a span is read from; NULL: there is none. */
typedef struct span_source {
    const char *element, *from, *to, *key, *also;
} span_source;
span timeline_span(const timeline *t, xml_node *n, const span_source *source);
/* Days that stand inside the parents, a span each, in the order of the document: `service` is an attribute of the day,
 * or else of its parent. */
spans timeline_days(const timeline *t, const char *parents, const char *days);
gint timeline_compare_days(gconstpointer x, gconstpointer y); /* over long */

day_index timeline_index_days(const timeline *t, const long *from, const long *to, size_t count);
void timeline_index_spans(const timeline *t, spans *s);
/* To walk over those that may have a day of first … last, the newest first; each call steps *at to another one, false
 * at the end:
 *
 *   for (size_t at = timeline_begun(&s->by_day, last); timeline_step(&s->by_day, first, &at);)
 *       look at s->items[s->by_day.order[at]] */
size_t timeline_begun(const day_index *index, long last);
bool timeline_step(const day_index *index, long first, size_t *at);

/* The attribute as a day; `otherwise` when it is not there. */
long timeline_day_of_attribute(const xml_node *n, const char *name, long otherwise);
int timeline_minutes_of_attribute(const xml_node *n, const char *name); /* -1: not there */
/* The newest span that has the day, with this key (NULL: any). */
const span *timeline_newest(const spans *s, long day, const char *key);

/* ---- timeline_school.c ---- */
extern const char timeline_sunday[]; /* 日・祝日, the column */
void timeline_read_schools(timeline *t);
timeline_day timeline_day_at(const timeline *t, long serial);
const char *timeline_partner_kind(const timeline *t, const xml_node *enrolment);

/* ---- timeline_use.c ---- */
void timeline_read_uses(timeline *t);
bool timeline_used_within(const timeline *t, const char *service, long from, long to); /* a visit counts */
xml_node *timeline_use_on(const timeline *t, long day, const char *service);           /* NULL: none */

/* ---- timeline_consent.c ---- */
void timeline_read_consents(timeline *t);
void timeline_read_verdicts(timeline *t);

/* ---- timeline_conclusion.c ---- */
answer timeline_conclusion(arena *a, const char *text); /* ANSWER_NONE: it does not say */

#endif
