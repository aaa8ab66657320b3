/* timeline_span.c: attributes as days and minutes, and the newest of several spans. */
#include "timeline/timeline_int.h"

long
timeline_day_of_attribute(const xml_node *n, const char *name, long otherwise)
{
    const xml_node *attribute = xml_attribute_node(n, name);
    const char *text = attribute ? xml_borrow_text(attribute) : NULL;
    date d;
    return text && date_parse(text, &d) ? date_serial(d) : otherwise;
}

int
timeline_minutes_of_attribute(const xml_node *n, const char *name)
{
    const xml_node *attribute = xml_attribute_node(n, name);
    const char *text = attribute ? xml_borrow_text(attribute) : NULL;
    int minutes;
    return text && time_parse(text, &minutes) ? minutes : -1;
}

span
timeline_span(const timeline *t, xml_node *n, const span_source *source)
{
    return (span){.node = n,
                  .key = source->key ? xml_attribute(t->a, n, source->key) : NULL,
                  .also = source->also ? xml_attribute(t->a, n, source->also) : NULL,
                  .from = timeline_day_of_attribute(n, source->from, NEVER),
                  .to = timeline_day_of_attribute(n, source->to, NEVER),
                  .made = timeline_day_of_attribute(n, "made-on", NEVER),
                  .signed_on = timeline_day_of_attribute(n, "signed-on", NEVER)};
}

spans
timeline_days(const timeline *t, const char *parents, const char *days)
{
    spans found = {0};
    xml_node *root = casefile_root(t->c);
    for (xml_node *m = xml_first_element(root); m; m = xml_next_element(m))
        for (xml_node *n = xml_named(m, parents) ? xml_first_element(m) : NULL; n; n = xml_next_element(n))
            found.count += xml_named(n, days);
    found.items = ARENA_ARRAY(t->a, span, found.count + 1);
    size_t i = 0;
    for (xml_node *m = xml_first_element(root); m; m = xml_next_element(m))
        for (xml_node *n = xml_named(m, parents) ? xml_first_element(m) : NULL; n; n = xml_next_element(n))
            if (xml_named(n, days)) {
                found.items[i] = timeline_span(t, n, &(span_source){days, "date", "date", "service", NULL});
                if (!found.items[i].key)
                    found.items[i].key = xml_attribute(t->a, m, "service");
                i++;
            }
    return found;
}

/* ---- periods by their first day ---- */

static gint
compare_begins(gconstpointer x, gconstpointer y, gpointer data)
{
    const long a = ((const long *)data)[*(const size_t *)x], b = ((const long *)data)[*(const size_t *)y];
    return a < b ? -1 : a > b;
}

day_index
timeline_index_days(const timeline *t, const long *from, const long *to, size_t count)
{
    day_index made = {.order = ARENA_ARRAY(t->a, size_t, count + 1),
                      .from = ARENA_ARRAY(t->a, long, count + 1),
                      .reach = ARENA_ARRAY(t->a, long, count + 1),
                      .count = count,
                      .looks = t->looks};
    for (size_t i = 0; i < count; i++)
        made.order[i] = i;
    g_qsort_with_data(made.order, (gint)count, sizeof *made.order, compare_begins, (gpointer)from); /* stable */
    for (size_t i = 0; i < count; i++) {
        made.from[i] = from[made.order[i]];
        made.reach[i] = i ? MAX(made.reach[i - 1], to[made.order[i]]) : to[made.order[i]];
    }
    return made;
}

void
timeline_index_spans(const timeline *t, spans *s)
{
    long *from = g_new(long, s->count + 1), *to = g_new(long, s->count + 1);
    for (size_t i = 0; i < s->count; i++) {
        from[i] = s->items[i].from;
        to[i] = s->items[i].to;
    }
    s->by_day = timeline_index_days(t, from, to, s->count);
    g_free(from);
    g_free(to);
}

size_t
timeline_begun(const day_index *index, long last)
{
    size_t from = 0, to = index->count;
    while (from < to) {
        const size_t middle = (from + to) / 2;
        if (index->from[middle] <= last)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

bool
timeline_step(const day_index *index, long first, size_t *at)
{
    ++*index->looks;
    if (*at == 0 || index->reach[*at - 1] < first)
        return false;
    --*at;
    return true;
}

gint
timeline_compare_days(gconstpointer x, gconstpointer y)
{
    const long a = *(const long *)x, b = *(const long *)y;
    return a < b ? -1 : a > b;
}

const span *
timeline_newest(const spans *s, long day, const char *key)
{
    for (size_t at = timeline_begun(&s->by_day, day); timeline_step(&s->by_day, day, &at);) {
        const span *x = &s->items[s->by_day.order[at]];
        if (day <= x->to && (!key || g_strcmp0(x->key, key) == 0))
            return x;
    }
    return NULL;
}
