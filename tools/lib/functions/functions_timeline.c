/* functions_timeline.c: what was true on a day: the timeline room, as expressions ask it. Without a day, or without a
 * case, nothing holds. */
#include "functions/functions_int.h"

#include <math.h>
#include <string.h>

#include "timeline/timeline.h"

static const char *
give_node(call *k, xml_node *n)
{
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, 1)};
    if (n)
        k->result->nodes[k->result->count++] = n;
    return NULL;
}

/* Takes the array. */
static void
give_nodes_of(call *k, GPtrArray *found)
{
    *k->result =
        (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, found->len + 1), .count = found->len};
    for (guint i = 0; i < found->len; i++)
        k->result->nodes[i] = g_ptr_array_index(found, i);
    g_ptr_array_free(found, TRUE);
}

/* The argument as a day. False: there is none, or (wrong) it is not one. */
static bool
take_day(call *k, size_t i, date *day, const char **wrong)
{
    *wrong = NULL;
    if (!k->c || call_misses(k, i))
        return false;
    if (!date_parse(call_text(k, i), day))
        *wrong = not_a_date;
    return !*wrong;
}

/* What the timeline says of the day that is the first argument. */
static const char *
node_of_day(call *k, xml_node *(*answer)(const timeline *t, date day))
{
    date day;
    const char *wrong;
    const bool taken = take_day(k, 0, &day, &wrong);
    return wrong ? wrong : give_node(k, taken ? answer(timeline_of(k->c), day) : NULL);
}

/* The first element of an argument; NULL. */
static const xml_node *
take_element(const call *k, size_t i)
{
    const xml_value *v = i < k->count ? &k->args[i] : NULL;
    return v && v->type == XML_NODES && v->count && xml_is_element(v->nodes[0]) ? v->nodes[0] : NULL;
}

typedef bool keeps_node(const timeline *t, const xml_node *n);

static const char *
keep_nodes(call *k, keeps_node *keeps)
{
    const xml_value *from = &k->args[0];
    if (from->type != XML_NODES)
        return not_nodes;
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, from->count + 1)};
    for (size_t i = 0; k->c && i < from->count; i++)
        if (xml_is_element(from->nodes[i]) && keeps(timeline_of(k->c), from->nodes[i]))
            k->result->nodes[k->result->count++] = from->nodes[i];
    return NULL;
}

/* plan-on(day, service): service-use ids, or attributes that hold one, such as plan/@service | plan/@also-service. With
 * a third argument, true: only one that was signed by the day. */
const char *
f_plan_on(call *k)
{
    date day;
    const char *wrong;
    if (!take_day(k, 0, &day, &wrong))
        return wrong ? wrong : give_node(k, NULL);
    const xml_value *services = &k->args[1];
    const timeline *t = timeline_of(k->c);
    xml_node *found = services->type == XML_NODES ? NULL : timeline_plan(t, day, call_text(k, 1));
    for (size_t i = 0; services->type == XML_NODES && i < services->count && !found; i++)
        found = timeline_plan(t, day, xml_text(k->a, services->nodes[i]));
    const bool signed_only = k->count > 2 && xml_value_holds(&k->args[2]);
    return give_node(k, found && signed_only && !timeline_plan_signed(t, found, day) ? NULL : found);
}

/* plans-within(first, last, service): the plans whose printed period has one of the days, whichever of them holds. */
const char *
f_plans_within(call *k)
{
    date first, last;
    const char *wrong, *also_wrong;
    const bool taken = take_day(k, 0, &first, &wrong), also_taken = take_day(k, 1, &last, &also_wrong);
    if (!taken || !also_taken)
        return wrong ? wrong : also_wrong ? also_wrong : give_node(k, NULL);
    const xml_value *services = &k->args[2];
    const size_t asked = services->type == XML_NODES ? services->count : 1;
    GHashTable *seen = g_hash_table_new(NULL, NULL);
    GPtrArray *found = g_ptr_array_new();
    for (size_t i = 0; i < asked; i++) {
        const char *service = services->type == XML_NODES ? xml_text(k->a, services->nodes[i]) : call_text(k, 2);
        size_t count;
        xml_node **plans = timeline_plans_within(timeline_of(k->c), first, last, service, &count);
        for (size_t n = 0; n < count; n++)
            if (g_hash_table_add(seen, plans[n])) /* also that of its also-service */
                g_ptr_array_add(found, plans[n]);
    }
    give_nodes_of(k, found);
    g_hash_table_destroy(seen);
    return NULL;
}

/* plan-last(plan): the last day on which it is the plan that holds; "" when it never is. */
const char *
f_plan_last(call *k)
{
    const xml_node *plan = take_element(k, 0);
    date last;
    if (k->args[0].type != XML_NODES)
        return not_nodes;
    if (!k->c || !plan || !timeline_plan_last(timeline_of(k->c), plan, &last))
        return call_give_nothing(k);
    *k->result = xml_value_of_string(arena_printf(k->a, "%04d-%02d-%02d", last.year, last.month, last.day));
    return NULL;
}

/* claims-under(plans): the days (addition-iii/@on) that are claimed while one of the plans is the one that holds. */
const char *
f_claims_under(call *k)
{
    const xml_value *plans = &k->args[0];
    if (plans->type != XML_NODES)
        return not_nodes;
    GPtrArray *found = g_ptr_array_new();
    for (size_t i = 0; k->c && i < plans->count; i++) {
        size_t count;
        xml_node *const *days = timeline_claims_under(timeline_of(k->c), plans->nodes[i], &count);
        for (size_t n = 0; n < count; n++)
            g_ptr_array_add(found, days[n]);
    }
    give_nodes_of(k, found);
    return NULL;
}

/* school-on(day): the enrolment. */
const char *
f_school_on(call *k)
{
    return node_of_day(k, timeline_school);
}

/* day-kind(day): 授業日, 短縮授業, 登校日, 授業のない曜日, 日・祝日, 長期休業, 休業日, 学級閉鎖; "" when it is unknown.
 */
const char *
f_day_kind(call *k)
{
    date day;
    const char *wrong;
    if (!take_day(k, 0, &day, &wrong))
        return wrong ? wrong : call_give_nothing(k);
    *k->result = xml_value_of_string(timeline_day_word(timeline_day_of(timeline_of(k->c), day).kind));
    return NULL;
}

static const char *
class_time(call *k, bool end)
{
    date day;
    const char *wrong;
    if (!take_day(k, 0, &day, &wrong))
        return wrong ? wrong : call_give_nothing(k);
    const timeline_day d = timeline_day_of(timeline_of(k->c), day);
    if (!d.classes || !d.hours_known)
        return call_give_nothing(k);
    const int minutes = end ? d.end : d.start;
    *k->result = xml_value_of_string(arena_printf(k->a, "%02d:%02d", minutes / 60, minutes % 60));
    return NULL;
}

/* class-start(day), class-end(day): when classes are held; "" when there are none, or it is not known. */
const char *
f_class_start(call *k)
{
    return class_time(k, false);
}

const char *
f_class_end(call *k)
{
    return class_time(k, true);
}

static const char *const not_a_purpose =
    XML_REFUSAL("情報共有・加算Ⅲ・授業時間帯・訪問・移行支援のどれかにしてください",
                "needs 情報共有, 加算Ⅲ, 授業時間帯, 訪問 or 移行支援");

/* consents-on(day, purpose): all that have agreed and hold. */
const char *
f_consents_on(call *k)
{
    date day;
    const char *wrong;
    timeline_purpose purpose;
    if (!timeline_purpose_of(call_text(k, 1), &purpose))
        return not_a_purpose;
    if (!take_day(k, 0, &day, &wrong))
        return wrong ? wrong : give_node(k, NULL);
    size_t count;
    xml_node *const *found = timeline_consents(timeline_of(k->c), day, purpose, &count);
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, count + 1), .count = count};
    for (size_t i = 0; i < count; i++)
        k->result->nodes[i] = found[i];
    return NULL;
}

/* settled-consents-on(day, purpose): of consents-on those after which no other was signed for the same that does not
 * say whether they go on. With a partner: those that name it. */
const char *
f_settled_consents_on(call *k)
{
    const char *refused = f_consents_on(k);
    date day;
    const char *wrong;
    if (refused || !take_day(k, 0, &day, &wrong))
        return refused;
    const char *partner = k->count > 2 ? call_text(k, 2) : NULL;
    const size_t count = k->result->count;
    k->result->count = 0;
    for (size_t i = 0; i < count; i++)
        if (!timeline_newer_consent(timeline_of(k->c), k->result->nodes[i], day, partner))
            k->result->nodes[k->result->count++] = k->result->nodes[i];
    return NULL;
}

static xml_node *
ending_consent(const timeline *t, const xml_node *consent, date day, const char *partner)
{
    (void)partner;
    return timeline_ending_consent(t, consent, day);
}

/* Of consents: what `follows` finds after each of them by the day, each paper once. */
static const char *
consents_after(call *k, xml_node *(*follows)(const timeline *, const xml_node *, date, const char *))
{
    const xml_value *from = &k->args[0];
    date day;
    const char *wrong;
    if (from->type != XML_NODES)
        return not_nodes;
    const bool taken = take_day(k, 1, &day, &wrong);
    if (wrong)
        return wrong;
    const char *partner = k->count > 2 ? call_text(k, 2) : NULL;
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, from->count + 1)};
    for (size_t i = 0; k->c && taken && i < from->count; i++) {
        xml_node *after =
            xml_is_element(from->nodes[i]) ? follows(timeline_of(k->c), from->nodes[i], day, partner) : NULL;
        bool known = !after;
        for (size_t n = 0; n < k->result->count && !known; n++)
            known = k->result->nodes[n] == after;
        if (!known)
            k->result->nodes[k->result->count++] = after;
    }
    return NULL;
}

/* newer-consents(consents, day): what was signed for the same after them, by the day. With a partner: the same of those
 * that are about it. */
const char *
f_newer_consents(call *k)
{
    return consents_after(k, timeline_newer_consent);
}

/* ending-consents(consents, day): what was signed after them, by the day, and ended them. */
const char *
f_ending_consents(call *k)
{
    return consents_after(k, ending_consent);
}

/* refusal-on(day, purpose): the consent form that says no. */
const char *
f_refusal_on(call *k)
{
    date day;
    const char *wrong;
    timeline_purpose purpose;
    if (!timeline_purpose_of(call_text(k, 1), &purpose))
        return not_a_purpose;
    const bool taken = take_day(k, 0, &day, &wrong);
    return wrong ? wrong : give_node(k, taken ? timeline_refusal(timeline_of(k->c), day, purpose) : NULL);
}

/* signed-by-holder(consents): of consents those that the holder of the benefit decision signed. With a day: whoever
 * holds it on that day, whenever they signed. */
const char *
f_signed_by_holder(call *k)
{
    if (k->count == 1)
        return keep_nodes(k, timeline_signed_by_holder);
    date day;
    const char *wrong;
    const xml_value *from = &k->args[0];
    const bool taken = take_day(k, 1, &day, &wrong);
    if (from->type != XML_NODES || wrong)
        return wrong ? wrong : not_nodes;
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, from->count + 1)};
    for (size_t i = 0; taken && i < from->count; i++)
        if (xml_is_element(from->nodes[i]) && timeline_signer_holds(timeline_of(k->c), from->nodes[i], day))
            k->result->nodes[k->result->count++] = from->nodes[i];
    return NULL;
}

/* certificate-on(day, kind) */
const char *
f_certificate_on(call *k)
{
    date day;
    const char *wrong;
    const bool taken = take_day(k, 0, &day, &wrong);
    return wrong ? wrong : give_node(k, taken ? timeline_certificate(timeline_of(k->c), day, call_text(k, 1)) : NULL);
}

/* certificates-over(days, kind): those under which, as the one that holds, lie more of the days than a month of it
 * grants (days-per-month); days of one month, each date once. */
const char *
f_certificates_over(call *k)
{
    const xml_value *days = &k->args[0];
    if (days->type != XML_NODES)
        return not_nodes;
    GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal), *used = g_hash_table_new(NULL, NULL);
    GPtrArray *found = g_ptr_array_new();
    for (size_t i = 0; k->c && i < days->count; i++) {
        const char *text = xml_text(k->a, days->nodes[i]);
        date day;
        xml_node *n = date_parse(text, &day) && g_hash_table_add(seen, (void *)text)
                          ? timeline_certificate(timeline_of(k->c), day, call_text(k, 1))
                          : NULL;
        const char *granted = n ? xml_attribute(k->a, n, "days-per-month") : NULL;
        if (!granted)
            continue;
        const size_t count = GPOINTER_TO_SIZE(g_hash_table_lookup(used, n)) + 1;
        g_hash_table_insert(used, n, GSIZE_TO_POINTER(count));
        if (count == g_ascii_strtoull(granted, NULL, 10) + 1)
            g_ptr_array_add(found, n);
    }
    g_hash_table_destroy(seen);
    g_hash_table_destroy(used);
    give_nodes_of(k, found);
    return NULL;
}

/* programme-on(day, number), programme-on(day, number, service) */
const char *
f_programme_on(call *k)
{
    date day;
    const char *wrong;
    if (!take_day(k, 0, &day, &wrong))
        return wrong ? wrong : give_node(k, NULL);
    const char *service = k->count > 2 ? call_text(k, 2) : NULL;
    return give_node(k, timeline_programme(timeline_of(k->c), day, call_text(k, 1), service));
}

/* judgement-on(day): the judgement of eligibility that holds. */
const char *
f_judgement_on(call *k)
{
    return node_of_day(k, timeline_judgement);
}

static bool
is_unclear(const timeline *t, const xml_node *judgement)
{
    return !timeline_judgement_clear(t, judgement);
}

/* judgement-unclear(nodes): of judgements those that do not say whether the child is eligible. */
const char *
f_judgement_unclear(call *k)
{
    return keep_nodes(k, is_unclear);
}

/* ended-on(day): the examination of continuation (終了) that has ended the support by the day. */
const char *
f_ended_on(call *k)
{
    return node_of_day(k, timeline_ending);
}

/* claim-service(claim): the id of the service-use that an addition-iii or other is claimed for; "" when that is not
 * said. */
const char *
f_claim_service(call *k)
{
    const xml_node *claim = take_element(k, 0);
    if (k->args[0].type != XML_NODES)
        return not_nodes;
    const char *service = k->c && claim ? timeline_claim_service(timeline_of(k->c), claim) : NULL;
    if (!service)
        return call_give_nothing(k);
    *k->result = xml_value_of_string(service);
    return NULL;
}

/* used-on(claim): the day of use (actual) of the claim's service on its day. */
const char *
f_used_on(call *k)
{
    const xml_node *claim = take_element(k, 0);
    return k->args[0].type != XML_NODES ? not_nodes
                                        : give_node(k, k->c && claim ? timeline_used(timeline_of(k->c), claim) : NULL);
}

/* used-in(month): a day of use (actual) in that month. */
const char *
f_used_in(call *k)
{
    year_month month;
    if (!k->c || call_misses(k, 0))
        return give_node(k, NULL);
    if (!year_month_parse(call_text(k, 0), &month))
        return not_a_month;
    return give_node(k, timeline_used_in(timeline_of(k->c), month));
}

/* ---- sheets and days of use ---- */

static bool
is_in_class(const timeline *t, const xml_node *n)
{
    return timeline_class_hours(t, n) == TIMELINE_HOURS_IN_CLASS;
}

static bool
is_hours_unknown(const timeline *t, const xml_node *n)
{
    return timeline_class_hours(t, n) == TIMELINE_HOURS_UNKNOWN;
}

/* class-hours(nodes): of schedule/day and actual elements those of which a minute falls into class hours. */
const char *
f_class_hours(call *k)
{
    return keep_nodes(k, is_in_class);
}

/* class-hours-unknown(nodes): those of which it cannot be told. With a day: also of dates after the first, up to it. */
const char *
f_class_hours_unknown(call *k)
{
    date until;
    const char *wrong = k->count > 1 ? NULL : keep_nodes(k, is_hours_unknown);
    if (k->count < 2)
        return wrong;
    const bool taken = take_day(k, 1, &until, &wrong);
    const xml_value from = k->args[0];
    if (wrong || from.type != XML_NODES)
        return wrong ? wrong : not_nodes;
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, from.count + 1)};
    for (size_t i = 0; k->c && i < from.count; i++) {
        const timeline *t = timeline_of(k->c);
        const xml_node *n = xml_is_element(from.nodes[i]) ? from.nodes[i] : NULL;
        const timeline_hours hours = n ? timeline_class_hours(t, n) : TIMELINE_HOURS_FREE;
        if (hours == TIMELINE_HOURS_UNKNOWN ||
            (n && taken && hours == TIMELINE_HOURS_FREE && timeline_class_hours_open(t, n, until)))
            k->result->nodes[k->result->count++] = from.nodes[i];
    }
    return NULL;
}

/* class-hours-from(nodes): the first date on which one of them lies in class hours; "". */
const char *
f_class_hours_from(call *k)
{
    const xml_value *nodes = &k->args[0];
    date first = {0}, day;
    if (nodes->type != XML_NODES)
        return not_nodes;
    for (size_t i = 0; k->c && i < nodes->count; i++)
        if (xml_is_element(nodes->nodes[i]) && timeline_class_hours_first(timeline_of(k->c), nodes->nodes[i], &day) &&
            (!first.year || date_compare(day, first) < 0))
            first = day;
    if (!first.year)
        return call_give_nothing(k);
    *k->result = xml_value_of_string(arena_printf(k->a, "%04d-%02d-%02d", first.year, first.month, first.day));
    return NULL;
}

/* planned-in-class(actuals): those that a sheet plans in class hours for that date. */
const char *
f_planned_in_class(call *k)
{
    return keep_nodes(k, timeline_planned_in_class);
}

/* planned-day(actuals): the days (plan/schedule/day) that the plans that hold have for their dates. */
const char *
f_planned_day(call *k)
{
    const xml_value *from = &k->args[0];
    if (from->type != XML_NODES)
        return not_nodes;
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, from->count + 1)};
    for (size_t i = 0; k->c && i < from->count; i++) {
        xml_node *planned =
            xml_is_element(from->nodes[i]) ? timeline_planned_day(timeline_of(k->c), from->nodes[i]) : NULL;
        if (planned)
            k->result->nodes[k->result->count++] = planned;
    }
    return NULL;
}

/* unplaced-in-class(given): of actual elements and their extensions those that have nothing of their class hours in
 * what a sheet places for that date. With minutes: also those that have so many of them outside. */
const char *
f_unplaced_in_class(call *k)
{
    const xml_value *from = &k->args[0];
    if (from->type != XML_NODES)
        return not_nodes;
    const double least = k->count > 1 ? xml_value_number(&k->args[1]) : INFINITY;
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, from->count + 1)};
    for (size_t i = 0; k->c && i < from->count; i++) {
        bool beside;
        if (xml_is_element(from->nodes[i])) {
            const int minutes = timeline_unplaced_minutes(timeline_of(k->c), from->nodes[i], &beside);
            if (minutes > 0 && (beside || minutes >= least))
                k->result->nodes[k->result->count++] = from->nodes[i];
        }
    }
    return NULL;
}

/* kind-unplanned(actuals): those whose weekday is planned for other kinds of days only. */
const char *
f_kind_unplanned(call *k)
{
    return keep_nodes(k, timeline_kind_unplanned);
}

/* extension-unplanned(actuals): those on whose dates the plan has no extension. */
const char *
f_extension_unplanned(call *k)
{
    return keep_nodes(k, timeline_extension_unplanned);
}

/* on-class-days(nodes): of schedule/day elements those that are for a day of classes, too. */
const char *
f_on_class_days(call *k)
{
    return keep_nodes(k, timeline_on_class_day);
}

/* overlapping(nodes): of actual elements those that, extensions too, share a minute with one that stands before them in
 * their month. */
const char *
f_overlapping(call *k)
{
    return keep_nodes(k, timeline_overlaps);
}
