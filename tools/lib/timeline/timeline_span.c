/* timeline_span.c: attributes as days and minutes, and the newest of several spans. */
#include "timeline/timeline_int.h"

long
timeline_day_of_attribute(const timeline *t, const xml_node *n, const char *name, long otherwise)
{
    const xml_node *attribute = xml_attribute_node(n, name);
    const char *text = attribute ? xml_borrow_text(attribute) : NULL;
    date d;
    (void)t;
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
                  .from = timeline_day_of_attribute(t, n, source->from, NEVER),
                  .to = timeline_day_of_attribute(t, n, source->to, NEVER),
                  .made = timeline_day_of_attribute(t, n, "made-on", NEVER),
                  .signed_on = timeline_day_of_attribute(t, n, "signed-on", NEVER)};
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
