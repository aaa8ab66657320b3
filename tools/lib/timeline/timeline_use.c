/* timeline_use.c: the days of use on record. Rules ask for one of them by every claim and every record, so they lie by
 * day: what is asked of one day looks at that day alone. */
#include "timeline/timeline_int.h"

static gint
compare_uses(gconstpointer x, gconstpointer y, gpointer data)
{
    const span *a = x, *b = y;
    (void)data;
    return a->from < b->from ? -1 : a->from > b->from;
}

void
timeline_read_uses(timeline *t)
{
    t->uses = timeline_days(t, "month", "actual");
    g_qsort_with_data(t->uses.items, (gint)t->uses.count, sizeof(span), compare_uses, NULL); /* stable */
}

/* The first that is not before the day; the count when all are. */
static size_t
first_use(const timeline *t, long day)
{
    size_t from = 0, to = t->uses.count;
    while (from < to) {
        const size_t middle = (from + to) / 2;
        if (t->uses.items[middle].from < day)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

xml_node *
timeline_use_on(const timeline *t, long day, const char *service)
{
    for (size_t i = first_use(t, day); i < t->uses.count && t->uses.items[i].from == day; i++)
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

bool
timeline_overlaps(const timeline *t, const xml_node *use)
{
    g_assert(t && use);
    const long day = timeline_day_of_attribute(use, "date", NEVER);
    const int start = timeline_minutes_of_attribute(use, "start"), end = timeline_minutes_of_attribute(use, "end");
    if (start < 0 || end < 0 || day == NEVER)
        return false;
    for (size_t i = first_use(t, day); i < t->uses.count && t->uses.items[i].node != use; i++) {
        const xml_node *other = t->uses.items[i].node;
        const int from = timeline_minutes_of_attribute(other, "start"),
                  to = timeline_minutes_of_attribute(other, "end");
        if (t->uses.items[i].from != day)
            return false;
        if (xml_parent(other) == xml_parent(use) && from >= 0 && to >= 0 && minutes_shared(from, to, start, end) > 0)
            return true;
    }
    return false;
}
