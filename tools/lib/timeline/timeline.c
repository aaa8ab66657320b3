/* timeline.c: the spans of a case, and which of them holds on a day. */
#include "timeline/timeline_int.h"

#include <string.h>

/* ---- reading ---- */

typedef struct span_source {
    const char *element, *from, *to, *key, *also;
} span_source;

static span
span_read(const timeline *t, xml_node *n, const span_source *source)
{
    return (span){.node = n,
                  .key = source->key ? xml_attribute(t->a, n, source->key) : NULL,
                  .also = source->also ? xml_attribute(t->a, n, source->also) : NULL,
                  .from = timeline_day_of_attribute(t, n, source->from, NEVER),
                  .to = timeline_day_of_attribute(t, n, source->to, NEVER),
                  .made = timeline_day_of_attribute(t, n, "made-on", NEVER),
                  .signed_on = timeline_day_of_attribute(t, n, "signed-on", NEVER)};
}

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
            found.items[i++] = span_read(t, n, source);
    return found;
}

/* Days that stand inside the parents: a span each. `service` is an attribute of the day, or else of its parent. */
static spans
days_read(const timeline *t, const char *parents, const char *days)
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
                found.items[i] = span_read(t, n, &(span_source){days, "date", "date", "service", NULL});
                if (!found.items[i].key)
                    found.items[i].key = xml_attribute(t->a, m, "service");
                i++;
            }
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
    return found;
}

static timeline *
timeline_read(const casefile *c)
{
    arena *a = casefile_arena(c);
    timeline *t = ARENA_NEW(a, timeline);
    *t = (timeline){.c = c, .a = a};
    t->plans = spans_read(t, &(span_source){"plan", "from", "to", "service", "also-service"});
    t->enrolments = spans_read(t, &(span_source){"enrolment", "from", "to", "partner", NULL});
    t->services = spans_read(t, &(span_source){"service-use", "start", "end", "kind", NULL});
    t->programmes = spans_read(t, &(span_source){"programme", "from", "to", "no", "service"});
    t->certificates = spans_read(t, &(span_source){"certificate", "from", "to", "kind", NULL});
    t->months = months_read(t);
    t->uses = days_read(t, "month", "actual");
    t->visits = days_read(t, "visit", "done");
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

/* A plan that was signed by the day before one that was not; then the one that begins later, then that made later. */
static bool
plan_precedes(const span *a, const span *b, long day)
{
    const bool a_signed = a->signed_on <= day, b_signed = b->signed_on <= day;
    if (a_signed != b_signed)
        return a_signed;
    if (a->from != b->from)
        return a->from > b->from;
    return a->made >= b->made;
}

static const span *
plan_on(const timeline *t, long day, const char *service)
{
    const span *best = NULL;
    for (size_t i = 0; i < t->plans.count; i++) {
        const span *p = &t->plans.items[i];
        if (p->from <= day && day <= p->to && (g_strcmp0(p->key, service) == 0 || g_strcmp0(p->also, service) == 0) &&
            (!best || plan_precedes(p, best, day)))
            best = p;
    }
    return best;
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
    const span *p = span_of(&t->plans, plan);
    return p && p->signed_on <= date_serial(day);
}

bool
timeline_plan_last(const timeline *t, const xml_node *plan, date *last)
{
    g_assert(t && plan && last);
    const span *p = span_of(&t->plans, plan);
    if (!p || p->to == NEVER || p->from > p->to)
        return false;
    for (long day = p->to; day >= p->from; day--)
        if (plan_on(t, day, p->key) == p) {
            *last = date_from_serial(day);
            return true;
        }
    return false;
}

/* ---- the rest ---- */

xml_node *
timeline_certificate(const timeline *t, date day, const char *kind)
{
    g_assert(t && kind);
    const span *s = timeline_newest(&t->certificates, date_serial(day), kind);
    return s ? s->node : NULL;
}

static const span *
programme_on(const timeline *t, long day, const char *no, const char *service)
{
    const span *newest = NULL;
    for (size_t i = 0; i < t->programmes.count; i++) {
        const span *p = &t->programmes.items[i];
        if (p->from <= day && day <= p->to && g_strcmp0(p->key, no) == 0 &&
            (!service || g_strcmp0(p->also, service) == 0) && (!newest || p->from >= newest->from))
            newest = p;
    }
    return newest;
}

xml_node *
timeline_programme(const timeline *t, date day, const char *no, const char *service)
{
    g_assert(t && no);
    const span *s = programme_on(t, date_serial(day), no, service);
    return s ? s->node : NULL;
}

/* The programmes's service, also when its period does not have the day: what is claimed outside it is its claim, and
 * wrong. */
static const char *
service_of_addition(const timeline *t, long day)
{
    const span *p = programme_on(t, day, "4", NULL);
    for (size_t i = 0; i < t->programmes.count && !p; i++)
        if (g_strcmp0(t->programmes.items[i].key, "4") == 0)
            p = &t->programmes.items[i];
    return p ? p->also : NULL;
}

const char *
timeline_claim_service(const timeline *t, const xml_node *claim)
{
    g_assert(t && claim);
    const char *said = xml_attribute(t->a, claim, "service");
    const long day = timeline_day_of_attribute(t, claim, "on", NEVER);
    const char *service = said ? said : xml_named(claim, "addition-iii") ? service_of_addition(t, day) : NULL;
    size_t in_use = 0;
    for (size_t i = 0; i < t->services.count && !service; i++)
        in_use += g_strcmp0(t->services.items[i].key, "放デイ") == 0 && t->services.items[i].from <= day &&
                  day <= t->services.items[i].to;
    const span *only = in_use == 1 ? timeline_newest(&t->services, day, "放デイ") : NULL;
    return only ? xml_attribute(t->a, only->node, "id") : service;
}

xml_node *
timeline_used(const timeline *t, const xml_node *claim)
{
    g_assert(t && claim);
    const char *service = timeline_claim_service(t, claim);
    const long day = timeline_day_of_attribute(t, claim, "on", NEVER);
    for (size_t i = 0; service && i < t->uses.count; i++)
        if (t->uses.items[i].from == day && g_strcmp0(t->uses.items[i].key, service) == 0)
            return t->uses.items[i].node;
    return NULL;
}

/* Once for all plans. */
static void
read_claims(timeline *t)
{
    xml_node *root = casefile_root(t->c);
    size_t count = 0;
    for (xml_node *m = xml_first_element(root); m; m = xml_next_element(m))
        for (xml_node *n = xml_element_named(m, "claim"), *x = n ? xml_first_element(n) : NULL; x;
             x = xml_next_element(x))
            count += xml_named(x, "addition-iii");
    t->claims = ARENA_ARRAY(t->a, claim_day, count + 1);
    for (xml_node *m = xml_first_element(root); m; m = xml_next_element(m)) {
        xml_node *claim = xml_named(m, "month") ? xml_element_named(m, "claim") : NULL;
        for (xml_node *x = claim ? xml_first_element(claim) : NULL; x; x = xml_next_element(x)) {
            const char *service = xml_named(x, "addition-iii") ? timeline_claim_service(t, x) : NULL;
            const long day = timeline_day_of_attribute(t, x, "on", NEVER);
            const span *plan = service && day < NEVER ? plan_on(t, day, service) : NULL;
            if (plan)
                t->claims[t->claim_count++] = (claim_day){xml_attribute_node(x, "on"), plan->node};
        }
    }
}

xml_node *
timeline_claim_under(const timeline *t, const xml_node *plan, size_t i)
{
    g_assert(t && plan);
    if (!t->claims)
        read_claims((timeline *)t); /* what is kept is no part of what it says */
    for (size_t k = 0; k < t->claim_count; k++)
        if (t->claims[k].plan == plan && i-- == 0)
            return t->claims[k].on;
    return NULL;
}
