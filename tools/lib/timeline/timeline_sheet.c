/* timeline_sheet.c: weekly tables (別表) and days of use against the days of classes. */
#include "timeline/timeline_int.h"

#include <string.h>

/* ---- hours ---- */

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
    if (d.kind == TIMELINE_UNKNOWN || (d.classes && !d.hours_known))
        return TIMELINE_HOURS_UNKNOWN;
    for (size_t i = 0; d.classes && i < h->count; i++)
        if (minutes_shared(h->start[i], h->end[i], d.start, d.end) > 0)
            return TIMELINE_HOURS_IN_CLASS;
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

/* The dates of a column: the first one, and by how many days the next may follow. */
static long
first_date(const sheet *s, const char *column, long *step)
{
    *step = strcmp(column, timeline_sunday) == 0 ? 1 : 7;
    long serial = s->from;
    while (*step == 7 && serial <= s->to && strcmp(weekday_name(date_weekday(date_from_serial(serial))), column) != 0)
        serial++;
    return serial;
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

/* A sheet without a kind of day that calls itself one of short days (older files have no other way): on which of its
 * days the classes are short the school's calendar does not say. */
static bool
calls_itself_short(const timeline *t, const sheet *s)
{
    const char *label = xml_attribute(t->a, s->node, "label");
    return label && strstr(label, "短縮") != NULL;
}

/* On one of the dates that it is for. What the first of them is like must be known; a later school year's hours may not
 * be yet. */
static timeline_hours
hours_planned(const timeline *t, const xml_node *planned)
{
    sheet s;
    const char *column = xml_attribute(t->a, planned, "weekday");
    if (!column || !sheet_of(t, xml_parent(planned), &s))
        return TIMELINE_HOURS_UNKNOWN;
    const hours h = hours_of(planned);
    bool first = true;
    timeline_hours found = TIMELINE_HOURS_FREE;
    long step;
    for (long serial = first_date(&s, column, &step); serial <= s.to; serial += step) {
        const timeline_day d = timeline_day_at(t, serial);
        if (strcmp(d.column, column) != 0 || !is_for_kind(&s, d.kind))
            continue;
        const timeline_hours here = hours_on(&h, d);
        if (here == TIMELINE_HOURS_IN_CLASS)
            return !s.kind && (is_one_of_two(t, &s, column) || calls_itself_short(t, &s)) ? TIMELINE_HOURS_UNKNOWN
                                                                                          : TIMELINE_HOURS_IN_CLASS;
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
timeline_on_class_day(const timeline *t, const xml_node *planned)
{
    g_assert(t && planned);
    sheet s;
    const char *column = xml_attribute(t->a, planned, "weekday");
    if (!column || !sheet_of(t, xml_parent(planned), &s))
        return false;
    long step;
    for (long serial = first_date(&s, column, &step); serial <= s.to; serial += step) {
        const timeline_day d = timeline_day_at(t, serial);
        if (d.classes && strcmp(d.column, column) == 0 && is_for_kind(&s, d.kind))
            return true;
    }
    return false;
}
