/* timeline_sheet.c: weekly tables (別表) and days of use against the days of classes. */
#include "timeline/timeline_int.h"

#include <string.h>

/* ---- hours ---- */

enum { MINUTES_A_DAY = 24 * 60 };
enum { SLOTS = 3 }; /* the planned hours and the extensions before and after them */
typedef struct hours {
    int start[SLOTS], end[SLOTS];
    size_t count;
} hours;

static void
add_slot(const xml_node *n, hours *h)
{
    const int start = timeline_minutes_of_attribute(n, "start"), end = timeline_minutes_of_attribute(n, "end");
    if (start < 0 || end < 0 || h->count == SLOTS)
        return;
    h->start[h->count] = start;
    h->end[h->count++] = end;
}

static hours
hours_of(const xml_node *n)
{
    hours h = {0};
    add_slot(n, &h);
    for (const xml_node *e = xml_first_element(n); e; e = xml_next_element(e))
        if (xml_named(e, "ext-before") || xml_named(e, "ext-after"))
            add_slot(e, &h);
    return h;
}

static timeline_hours
hours_on(const hours *h, timeline_day d)
{
    if (d.kind == TIMELINE_UNKNOWN || (d.classes && (d.start < 0 || d.end < 0)))
        return TIMELINE_HOURS_UNKNOWN;
    for (size_t i = 0; d.classes && i < h->count; i++)
        if (minutes_shared(h->start[i], h->end[i], d.start, d.end) > 0)
            return d.hours_known ? TIMELINE_HOURS_IN_CLASS : TIMELINE_HOURS_UNKNOWN;
    return TIMELINE_HOURS_FREE;
}

/* ---- sheets ---- */

/* What a sheet is for: the days from … to, and of these those of a kind. */
typedef struct sheet {
    const xml_node *node;
    const char *kind; /* schedule/@day-kind; NULL: not said */
    long from, to;
} sheet;

static bool
sheet_of(const timeline *t, const xml_node *n, sheet *out)
{
    *out = (sheet){.node = n,
                   .kind = xml_attribute(t->a, n, "day-kind"),
                   .from = timeline_day_of_attribute(n, "from", NEVER),
                   .to = timeline_day_of_attribute(n, "to", NEVER)};
    return out->from < NEVER && out->to < NEVER;
}

static bool
is_for_kind(const sheet *s, timeline_day_kind kind)
{
    if (!s->kind || kind == TIMELINE_UNKNOWN)
        return true;
    if (strcmp(s->kind, "短縮授業") == 0)
        return kind == TIMELINE_SHORT;
    const bool classes = kind == TIMELINE_CLASSES || kind == TIMELINE_OPEN;
    return strcmp(s->kind, "授業日") == 0 ? classes : !classes && kind != TIMELINE_SHORT;
}

static xml_node *
planned_in_column(const timeline *t, const xml_node *sheet_node, const char *column)
{
    for (xml_node *d = xml_first_element(sheet_node); d; d = xml_next_element(d))
        if (xml_named(d, "day") && g_strcmp0(xml_attribute(t->a, d, "weekday"), column) == 0)
            return d;
    return NULL;
}

xml_node *
timeline_planned(const timeline *t, const xml_node *schedule, date day)
{
    g_assert(t && schedule);
    sheet s;
    const long serial = date_serial(day);
    if (!sheet_of(t, schedule, &s) || serial < s.from || s.to < serial)
        return NULL;
    const timeline_day d = timeline_day_of(t, day);
    return is_for_kind(&s, d.kind) ? planned_in_column(t, schedule, d.column) : NULL;
}

/* The dates that a planned day is for, one after the other. */
typedef struct sheet_dates {
    const timeline *t;
    sheet of;
    const char *column;
    long serial, step;
    timeline_day day; /* of the date that is given */
} sheet_dates;

static bool
dates_of(const timeline *t, const xml_node *planned, sheet_dates *out)
{
    *out = (sheet_dates){.t = t, .column = xml_attribute(t->a, planned, "weekday")};
    if (!out->column || !sheet_of(t, xml_parent(planned), &out->of))
        return false;
    const bool any = strcmp(out->column, timeline_sunday) == 0; /* a holiday may be any weekday */
    out->serial = out->of.from;
    while (!any && out->serial <= out->of.to &&
           strcmp(weekday_name(date_weekday(date_from_serial(out->serial))), out->column) != 0)
        out->serial++;
    out->step = any ? 1 : 7;
    out->serial -= out->step;
    return true;
}

/* False: there is no more. */
static bool
next_date(sheet_dates *at)
{
    while ((at->serial += at->step) <= at->of.to) {
        at->day = timeline_day_at(at->t, at->serial);
        if (strcmp(at->day.column, at->column) == 0 && is_for_kind(&at->of, at->day.kind))
            return true;
    }
    return false;
}

/* Another sheet of the plan is for the same weekday and days of this one, and neither says for which kind of day it is:
 * which of them holds on a day, nobody can tell. */
static bool
is_one_of_two(const timeline *t, const sheet *s, const char *column)
{
    for (const xml_node *n = xml_first_element(xml_parent(s->node)); n; n = xml_next_element(n)) {
        sheet other;
        if (n != s->node && xml_named(n, "schedule") && sheet_of(t, n, &other) && !other.kind && other.from <= s->to &&
            s->from <= other.to && planned_in_column(t, n, column))
            return true;
    }
    return false;
}

const char timeline_shortened[] = "短縮";

/* A sheet without a kind of day that calls itself one of short days (older files have no other way): on which of its
 * days the classes are short the school's calendar does not say. */
static bool
calls_itself_short(const timeline *t, const sheet *s)
{
    const char *label = xml_attribute(t->a, s->node, "label");
    return label && strstr(label, timeline_shortened) != NULL;
}

/* Which of two sheets holds, or which days are short, nobody can tell. */
static bool
is_in_doubt(const timeline *t, const sheet_dates *at)
{
    return !at->of.kind && (is_one_of_two(t, &at->of, at->column) || calls_itself_short(t, &at->of));
}

/* On one of the dates that it is for. What the first of them is like must be known; a later school year's hours may not
 * be yet. */
static timeline_hours
hours_planned(const timeline *t, const xml_node *planned)
{
    sheet_dates at;
    if (!dates_of(t, planned, &at))
        return TIMELINE_HOURS_UNKNOWN;
    const hours h = hours_of(planned);
    bool first = true;
    timeline_hours found = TIMELINE_HOURS_FREE;
    while (next_date(&at)) {
        const timeline_hours here = hours_on(&h, at.day);
        if (here == TIMELINE_HOURS_IN_CLASS)
            return is_in_doubt(t, &at) ? TIMELINE_HOURS_UNKNOWN : TIMELINE_HOURS_IN_CLASS;
        if (first)
            found = here;
        first = false;
    }
    return found;
}

timeline_hours
timeline_class_hours(const timeline *t, const xml_node *n)
{
    g_assert(t && n);
    const long day = timeline_day_of_attribute(n, "date", NEVER);
    if (day == NEVER)
        return hours_planned(t, n);
    const hours h = hours_of(n);
    return hours_on(&h, timeline_day_at(t, day));
}

bool
timeline_class_hours_first(const timeline *t, const xml_node *n, date *first)
{
    g_assert(t && n && first);
    if (timeline_class_hours(t, n) != TIMELINE_HOURS_IN_CLASS)
        return false;
    const long day = timeline_day_of_attribute(n, "date", NEVER);
    sheet_dates at = {.serial = day};
    const hours h = hours_of(n);
    bool found = day != NEVER;
    if (!found && dates_of(t, n, &at))
        while (!found && next_date(&at))
            found = hours_on(&h, at.day) == TIMELINE_HOURS_IN_CLASS;
    if (found)
        *first = date_from_serial(at.serial);
    return found;
}

bool
timeline_class_hours_open(const timeline *t, const xml_node *planned, date until)
{
    g_assert(t && planned);
    sheet_dates at;
    if (!dates_of(t, planned, &at))
        return false;
    const hours h = hours_of(planned);
    while (next_date(&at) && at.serial <= date_serial(until))
        if (hours_on(&h, at.day) == TIMELINE_HOURS_UNKNOWN)
            return true;
    return false;
}

/* The days that the plan of a day of use has for it; NULL at the end. */
static const xml_node *
next_planned(const timeline *t, const xml_node *plan, date day, const xml_node **sheet_node)
{
    for (const xml_node *n = *sheet_node ? xml_next_element(*sheet_node)
                             : plan      ? xml_first_element(plan)
                                         : NULL;
         n; n = xml_next_element(n)) {
        const xml_node *planned = xml_named(n, "schedule") ? timeline_planned(t, n, day) : NULL;
        *sheet_node = n;
        if (planned)
            return planned;
    }
    return NULL;
}

static const xml_node *
plan_of_use(const timeline *t, const xml_node *use, date *day)
{
    const char *service = xml_attribute(t->a, use, "service");
    const long serial = timeline_day_of_attribute(use, "date", NEVER);
    if (!service || serial == NEVER)
        return NULL;
    *day = date_from_serial(serial);
    return timeline_plan(t, *day, service);
}

bool
timeline_planned_in_class(const timeline *t, const xml_node *use)
{
    g_assert(t && use);
    date day;
    const xml_node *plan = plan_of_use(t, use, &day), *at = NULL, *planned;
    while ((planned = next_planned(t, plan, day, &at))) {
        const hours h = hours_of(planned);
        if (hours_on(&h, timeline_day_of(t, day)) == TIMELINE_HOURS_IN_CLASS)
            return true;
    }
    return false;
}

xml_node *
timeline_planned_day(const timeline *t, const xml_node *use)
{
    g_assert(t && use);
    date day;
    const xml_node *plan = plan_of_use(t, use, &day), *at = NULL;
    const xml_node *first = next_planned(t, plan, day, &at);
    return first && !next_planned(t, plan, day, &at) ? (xml_node *)first : NULL;
}

static void
mark_minutes(const hours *h, bool value, bool minute[MINUTES_A_DAY])
{
    for (size_t i = 0; i < h->count; i++)
        for (int m = MAX(h->start[i], 0); m < MIN(h->end[i], MINUTES_A_DAY); m++)
            minute[m] = value;
}

int
timeline_unplaced_minutes(const timeline *t, const xml_node *given, bool *beside)
{
    g_assert(t && given && beside);
    /* an extension has the day and the service of what it belongs to */
    const xml_node *use = xml_has_attribute(given, "date") ? given : xml_parent(given);
    date day;
    const xml_node *plan = plan_of_use(t, use, &day), *at = NULL, *planned;
    const hours h = hours_of(given);
    *beside = false;
    if (!plan || hours_on(&h, timeline_day_of(t, day)) != TIMELINE_HOURS_IN_CLASS)
        return 0;
    const timeline_day d = timeline_day_of(t, day);
    bool open[MINUTES_A_DAY] = {false};
    int in_class = 0, unplaced = 0;
    mark_minutes(&h, true, open);
    for (int m = d.start; m < d.end; m++)
        in_class += open[m];
    while ((planned = next_planned(t, plan, day, &at))) {
        const hours placed = hours_of(planned);
        mark_minutes(&placed, false, open);
    }
    for (int m = d.start; m < d.end; m++)
        unplaced += open[m];
    *beside = unplaced == in_class;
    return unplaced;
}

/* Sheets of a plan that are by kind of day, for the kinds of one date. */
typedef struct kinds {
    bool any;            /* one of them has its weekday */
    bool classes, brief; /* one for days of classes has it; one is for short days */
} kinds;

static kinds
kinds_of(const timeline *t, const xml_node *plan, date day)
{
    kinds k = {0};
    const char *column = timeline_day_of(t, day).column;
    for (const xml_node *n = xml_first_element(plan); n; n = xml_next_element(n)) {
        sheet s;
        if (!xml_named(n, "schedule") || !sheet_of(t, n, &s) || !s.kind || date_serial(day) < s.from ||
            s.to < date_serial(day))
            continue;
        const bool placed = planned_in_column(t, n, column) != NULL;
        k.any |= placed;
        k.classes |= placed && is_for_kind(&s, TIMELINE_CLASSES);
        k.brief |= !is_for_kind(&s, TIMELINE_CLASSES) && is_for_kind(&s, TIMELINE_SHORT);
    }
    return k;
}

/* A short day is one after classes, too: where no sheet is for short days, and one is for days of classes, the time
 * given after the classes of that day is what that one plans, begun earlier. */
bool
timeline_kind_unplanned(const timeline *t, const xml_node *use)
{
    g_assert(t && use);
    date day;
    const xml_node *plan = plan_of_use(t, use, &day), *at = NULL;
    if (!plan || next_planned(t, plan, day, &at))
        return false;
    const timeline_day d = timeline_day_of(t, day);
    const kinds k = kinds_of(t, plan, day);
    const hours given = hours_of(use);
    const bool after = d.kind == TIMELINE_SHORT && given.count > 0 && hours_on(&given, d) == TIMELINE_HOURS_FREE;
    return k.any && !(after && k.classes && !k.brief);
}

static bool
is_extended(const xml_node *planned)
{
    for (const xml_node *n = xml_first_element(planned); n; n = xml_next_element(n))
        if (xml_named(n, "ext-before") || xml_named(n, "ext-after"))
            return true;
    return false;
}

bool
timeline_extension_unplanned(const timeline *t, const xml_node *use)
{
    g_assert(t && use);
    date day;
    const xml_node *plan = plan_of_use(t, use, &day), *at = NULL, *planned;
    while ((planned = next_planned(t, plan, day, &at)))
        if (is_extended(planned))
            return false;
    for (const xml_node *n = plan ? xml_first_element(plan) : NULL; n; n = xml_next_element(n)) {
        sheet s;
        if (xml_named(n, "schedule") && sheet_of(t, n, &s) && s.from <= date_serial(day) && date_serial(day) <= s.to)
            return true;
    }
    return false;
}

bool
timeline_on_class_day(const timeline *t, const xml_node *planned)
{
    g_assert(t && planned);
    sheet_dates at;
    if (!dates_of(t, planned, &at))
        return false;
    while (next_date(&at))
        if (at.day.classes)
            return true;
    return false;
}
