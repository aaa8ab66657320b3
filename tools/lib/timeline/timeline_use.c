/* timeline_use.c: the days of use on record, and of visits. Rules ask for one of them by every claim and every record,
 * so they lie by day: what is asked of one day looks at that day alone. */
#include "timeline/timeline_int.h"

static gint
compare_uses(gconstpointer x, gconstpointer y, gpointer data)
{
    const span *a = x, *b = y;
    (void)data;
    return a->from < b->from ? -1 : a->from > b->from;
}

static spans
read_by_day(const timeline *t, const char *parents, const char *days)
{
    spans found = timeline_days(t, parents, days);
    g_qsort_with_data(found.items, (gint)found.count, sizeof(span), compare_uses, NULL); /* stable */
    return found;
}

void
timeline_read_uses(timeline *t)
{
    t->uses = read_by_day(t, "month", "actual");
    t->visits = read_by_day(t, "visit", "done");
}

/* The first that is not before the day; the count when all are. */
static size_t
first_day(const spans *days, long day)
{
    size_t from = 0, to = days->count;
    while (from < to) {
        const size_t middle = (from + to) / 2;
        if (days->items[middle].from < day)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static size_t
first_use(const timeline *t, long day)
{
    return first_day(&t->uses, day);
}

static bool
has_day_within(const timeline *t, const spans *days, const char *service, long from, long to)
{
    for (size_t i = first_day(days, from); i < days->count && days->items[i].from <= to; i++, ++*t->looks)
        if (g_strcmp0(days->items[i].key, service) == 0)
            return true;
    return false;
}

bool
timeline_used_within(const timeline *t, const char *service, long from, long to)
{
    return has_day_within(t, &t->uses, service, from, to) || has_day_within(t, &t->visits, service, from, to);
}

xml_node *
timeline_use_on(const timeline *t, long day, const char *service)
{
    for (size_t i = first_use(t, day); i < t->uses.count && t->uses.items[i].from == day; i++, ++*t->looks)
        if (g_strcmp0(t->uses.items[i].key, service) == 0)
            return t->uses.items[i].node;
    return NULL;
}

xml_node *
timeline_used_in(const timeline *t, year_month month)
{
    g_assert(t);
    const long first = date_serial((date){month.year, month.month, 1});
    const size_t i = first_use(t, first);
    return i < t->uses.count && t->uses.items[i].from < first + days_in_month(month.year, month.month)
               ? t->uses.items[i].node
               : NULL;
}

/* An element with a start and an end; one that is not there, or lacks a time, shares nothing. */
static bool
slots_meet(const xml_node *a, const xml_node *b)
{
    const int from = a ? timeline_minutes_of_attribute(a, "start") : -1,
              to = a ? timeline_minutes_of_attribute(a, "end") : -1,
              start = b ? timeline_minutes_of_attribute(b, "start") : -1,
              end = b ? timeline_minutes_of_attribute(b, "end") : -1;
    return from >= 0 && to >= 0 && start >= 0 && end >= 0 && minutes_shared(from, to, start, end) > 0;
}

/* The hours of the one with those of the other, extensions before and after them too. */
static bool
uses_meet(const xml_node *one, const xml_node *other)
{
    const xml_node *const a[] = {one, xml_element_named(one, "ext-before"), xml_element_named(one, "ext-after")};
    const xml_node *const b[] = {other, xml_element_named(other, "ext-before"), xml_element_named(other, "ext-after")};
    for (size_t i = 0; i < G_N_ELEMENTS(a); i++)
        for (size_t j = 0; j < G_N_ELEMENTS(b); j++)
            if (slots_meet(a[i], b[j]))
                return true;
    return false;
}

bool
timeline_overlaps(const timeline *t, const xml_node *use)
{
    g_assert(t && use);
    const long day = timeline_day_of_attribute(use, "date", NEVER);
    if (day == NEVER)
        return false;
    for (size_t i = first_use(t, day); i < t->uses.count && t->uses.items[i].node != use; i++, ++*t->looks) {
        const xml_node *other = t->uses.items[i].node;
        if (t->uses.items[i].from != day)
            return false;
        if (xml_parent(other) == xml_parent(use) && uses_meet(use, other))
            return true;
    }
    return false;
}
