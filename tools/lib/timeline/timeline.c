/* timeline.c: the spans of a case, and which of them holds on a day. */
#include "timeline/timeline_int.h"

#include <string.h>

/* ---- reading ---- */

static spans
spans_read(const timeline *t, const span_source *source)
{
    spans found = {0};
    xml_node *root = casefile_root(t->c);
    for (xml_node *n = xml_first_element(root); n; n = xml_next_element(n))
        found.count += xml_named(n, source->element);
    found.items = ARENA_ARRAY(t->a, span, found.count + 1);
    size_t i = 0;
    for (xml_node *n = xml_first_element(root); n; n = xml_next_element(n))
        if (xml_named(n, source->element))
            found.items[i++] = timeline_span(t, n, source);
    timeline_index_spans(t, &found);
    return found;
}

static spans
months_read(const timeline *t)
{
    spans found = spans_read(t, &(span_source){"month", "ym", "ym", NULL, NULL});
    for (size_t i = 0; i < found.count; i++) {
        const char *ym = xml_attribute(t->a, found.items[i].node, "ym");
        year_month m;
        if (!ym || !year_month_parse(ym, &m))
            continue;
        found.items[i].from = date_serial((date){m.year, m.month, 1});
        found.items[i].to = date_serial((date){m.year, m.month, days_in_month(m.year, m.month)});
    }
    timeline_index_spans(t, &found);
    return found;
}

static timeline *
timeline_read(const casefile *c)
{
    arena *a = casefile_arena(c);
    timeline *t = ARENA_NEW(a, timeline);
    *t = (timeline){.c = c, .a = a, .looks = ARENA_NEW(a, size_t)};
    *t->looks = 0;
    t->plans = spans_read(t, &(span_source){"plan", "from", "to", "service", "also-service"});
    t->enrolments = spans_read(t, &(span_source){"enrolment", "from", "to", "partner", NULL});
    t->services = spans_read(t, &(span_source){"service-use", "start", "end", "kind", NULL});
    t->programmes = spans_read(t, &(span_source){"programme", "from", "to", "no", "service"});
    t->certificates = spans_read(t, &(span_source){"certificate", "from", "to", "kind", NULL});
    t->months = months_read(t);
    timeline_read_uses(t);
    timeline_read_schools(t);
    timeline_read_consents(t);
    timeline_read_verdicts(t);
    return t;
}

const timeline *
timeline_of(const casefile *c)
{
    static const char name[] = "timeline";
    g_assert(c);
    timeline *t = casefile_kept_thing(c, name);
    if (!t) {
        t = timeline_read(c);
        casefile_keep_thing(c, name, t);
    }
    return t;
}

/* ---- plans ---- */

/* The one that begins later, then that made later. */
static bool
plan_precedes(const span *a, const span *b)
{
    if (a->from != b->from)
        return a->from > b->from;
    return a->made >= b->made;
}

/* It has begun and was signed by the day, and while its period ran: signed after its end it never held. */
static bool
has_taken_over(const span *plan, long day)
{
    return plan->signed_on <= MIN(day, plan->to) && plan->from <= MIN(day, plan->to);
}

static bool
is_of_service(const span *plan, const char *service)
{
    return g_strcmp0(plan->key, service) == 0 || g_strcmp0(plan->also, service) == 0;
}

/* The newest that has taken over by the day ended those before it for ever: they do not come back when it has ended
 * itself. While none after it has taken over, one that only lacks its signature stands, if it is newer. */
static const span *
plan_on(const timeline *t, long day, const char *service)
{
    const span *held = NULL, *drafted = NULL;
    const day_index *index = &t->plans.by_day;
    for (size_t at = timeline_begun(index, day); timeline_step(index, -NEVER, &at);) {
        const span *p = &t->plans.items[index->order[at]];
        if (held && p->from < held->from)
            break;
        if (!is_of_service(p, service))
            continue;
        const span **best = has_taken_over(p, day) ? &held : day <= p->to ? &drafted : NULL;
        if (best && (!*best || !plan_precedes(*best, p)))
            *best = p;
    }
    if (held && (day <= held->to || !drafted || plan_precedes(held, drafted)))
        return day <= held->to ? held : NULL;
    return drafted;
}

xml_node **
timeline_plans_within(const timeline *t, date first, date last, const char *service, size_t *count)
{
    g_assert(t && service && count);
    const long begin = date_serial(first);
    const day_index *index = &t->plans.by_day;
    const size_t from = timeline_begun(index, date_serial(last));
    xml_node **found = ARENA_ARRAY(t->a, xml_node *, from + 1);
    *count = 0;
    for (size_t at = from; timeline_step(index, begin, &at);) {
        const span *p = &t->plans.items[index->order[at]];
        if (begin <= p->to && is_of_service(p, service))
            found[(*count)++] = p->node;
    }
    return found;
}

xml_node *
timeline_plan(const timeline *t, date day, const char *service)
{
    g_assert(t && service);
    const span *p = plan_on(t, date_serial(day), service);
    return p ? p->node : NULL;
}

static const span *
span_of(const spans *s, const xml_node *n)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->items[i].node == n)
            return &s->items[i];
    return NULL;
}

bool
timeline_plan_signed(const timeline *t, const xml_node *plan, date day)
{
    g_assert(t && plan);
    return timeline_day_of_attribute(plan, "signed-on", NEVER) <= date_serial(day);
}

bool
timeline_plan_last(const timeline *t, const xml_node *plan, date *last)
{
    g_assert(t && plan && last);
    const span *p = span_of(&t->plans, plan);
    if (!p || p->to == NEVER || p->from > p->to)
        return false;
    for (long day = p->to; day >= p->from; day--)
        if (plan_on(t, day, p->key) == p || (p->also && plan_on(t, day, p->also) == p)) {
            *last = date_from_serial(day);
            return true;
        }
    return false;
}

size_t
timeline_looks(const timeline *t)
{
    g_assert(t);
    return *t->looks;
}

/* ---- the rest ---- */

xml_node *
timeline_certificate(const timeline *t, date day, const char *kind)
{
    g_assert(t && kind);
    const span *s = timeline_newest(&t->certificates, date_serial(day), kind);
    return s ? s->node : NULL;
}
