/* timeline_claim.c: programmes, and what service a claim is made for. */
#include "timeline/timeline_int.h"

static const span *
programme_on(const timeline *t, long day, const char *no, const char *service)
{
    const day_index *index = &t->programmes.by_day;
    for (size_t at = timeline_begun(index, day); timeline_step(index, day, &at);) {
        const span *p = &t->programmes.items[index->order[at]];
        if (day <= p->to && g_strcmp0(p->key, no) == 0 && (!service || g_strcmp0(p->also, service) == 0))
            return p;
    }
    return NULL;
}

xml_node *
timeline_programme(const timeline *t, date day, const char *no, const char *service)
{
    g_assert(t && no);
    const span *s = programme_on(t, date_serial(day), no, service);
    return s ? s->node : NULL;
}

/* The programme's service, also when its period does not have the day: what is claimed outside it is its claim, and
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
    const long day = timeline_day_of_attribute(claim, "on", NEVER);
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
    return service ? timeline_use_on(t, timeline_day_of_attribute(claim, "on", NEVER), service) : NULL;
}

/* By plan; of one plan they stay in the order of the document. */
static gint
compare_plans(gconstpointer x, gconstpointer y, gpointer data)
{
    const claim_day *a = x, *b = y;
    (void)data;
    return a->plan < b->plan ? -1 : a->plan > b->plan;
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
            const long day = timeline_day_of_attribute(x, "on", NEVER);
            const xml_node *plan = service && day < NEVER ? timeline_plan(t, date_from_serial(day), service) : NULL;
            if (plan)
                t->claims[t->claim_count++] = (claim_day){xml_attribute_node(x, "on"), plan};
        }
    }
    g_qsort_with_data(t->claims, (gint)t->claim_count, sizeof(claim_day), compare_plans, NULL); /* stable */
    t->claimed = ARENA_ARRAY(t->a, xml_node *, count + 1);
    for (size_t i = 0; i < t->claim_count; i++)
        t->claimed[i] = t->claims[i].on;
}

xml_node *const *
timeline_claims_under(const timeline *t, const xml_node *plan, size_t *count)
{
    g_assert(t && plan && count);
    if (!t->claims)
        read_claims((timeline *)t); /* what is kept is no part of what it says */
    size_t from = 0, to = t->claim_count;
    while (from < to) { /* the first of the plan */
        const size_t middle = (from + to) / 2;
        if (t->claims[middle].plan < plan)
            from = middle + 1;
        else
            to = middle;
    }
    for (to = from; to < t->claim_count && t->claims[to].plan == plan; to++)
        ++*t->looks;
    *count = to - from;
    return t->claimed + from;
}
