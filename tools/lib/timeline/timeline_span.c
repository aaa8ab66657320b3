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

gint
timeline_compare_days(gconstpointer x, gconstpointer y)
{
    const long a = *(const long *)x, b = *(const long *)y;
    return a < b ? -1 : a > b;
}

const span *
timeline_newest(const spans *s, long day, const char *key)
{
    const span *newest = NULL;
    for (size_t i = 0; i < s->count; i++) {
        const span *x = &s->items[i];
        if (x->from <= day && day <= x->to && (!key || g_strcmp0(x->key, key) == 0) &&
            (!newest || x->from >= newest->from))
            newest = x;
    }
    return newest;
}
