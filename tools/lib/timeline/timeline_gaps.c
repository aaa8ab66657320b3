/* timeline_gaps.c: on which days of the use of a service something is lacking that its claim needs. */
#include "timeline/timeline_int.h"

#include <string.h>

enum {
    YEARS_KEPT = 5, /* 指定基準: records are kept five years; nobody is asked for older ones */
    WEEK = 7
};
static const date sheets_since = {2024, 4, 1}; /* 令和6年4月報酬改定: the plan states planned hours (別表) */

/* What is looked for in a period of the use of one service, or of a programme. */
typedef struct seeker {
    const timeline *t;
    xml_node *at;        /* service-use or programme */
    const char *service; /* its id */
    const char *kind;    /* of the service, or the number of the programme */
    long from, to, as_of;
    const GArray *breaks; /* long: days on which an answer may change, in order */
    GArray *found;        /* timeline_gap, of all seekers */
} seeker;

/* Of days on which every answer is the same, and which are of one month. */
typedef bool lack_test(const seeker *s, long day, long last);

/* ---- what is on record ---- */

static int
month_index(long day)
{
    const date d = date_from_serial(day);
    return d.year * 12 + d.month - 1;
}

static long
month_begin(int index)
{
    return date_serial((date){index / 12, index % 12 + 1, 1});
}

static bool
was_used(const seeker *s, long from, long to)
{
    return timeline_used_within(s->t, s->service, from, to);
}

/* The days of use of that month are on record: it is they that rules judge. */
static bool
has_days_of_use(const seeker *s, long day)
{
    const int month = month_index(day);
    return was_used(s, month_begin(month), month_begin(month + 1) - 1);
}

static const span *
month_on(const timeline *t, long day)
{
    return timeline_newest(&t->months, day, NULL);
}

/* The month's claims are on record. */
static bool
has_claims(const timeline *t, long day)
{
    const span *month = month_on(t, day);
    for (const xml_node *n = month ? xml_first_element(month->node) : NULL; n; n = xml_next_element(n))
        if (xml_named(n, "claim") && xml_element_named(n, "addition-iii"))
            return true;
    return false;
}

/* ---- what a service needs ---- */

static bool
lacks_certificate(const seeker *s, long day, long last)
{
    (void)last;
    return !timeline_newest(&s->t->certificates, day, s->kind) && !has_days_of_use(s, day);
}

static bool
lacks_school(const seeker *s, long day, long last)
{
    (void)last;
    const xml_node *enrolment = timeline_school(s->t, date_from_serial(day));
    return !(enrolment && strcmp(school_place_word(timeline_partner_kind(s->t, enrolment)), "学校") == 0) &&
           !has_days_of_use(s, day);
}

static bool
lacks_plan(const seeker *s, long day, long last)
{
    (void)last;
    return !timeline_plan(s->t, date_from_serial(day), s->service) && !has_days_of_use(s, day);
}

static const xml_node *
sheet_after(const xml_node *plan, const xml_node *before)
{
    const xml_node *n = before ? xml_next_element(before) : xml_first_element(plan);
    while (n && !xml_named(n, "schedule"))
        n = xml_next_element(n);
    return n;
}

/* Of the plan that holds, no sheet is for the day; without a plan it is the plan that is lacking. No rule compares a
 * day of use that no sheet is for: of a month whose days are on record, these days count and no others. */
static bool
lacks_sheet(const seeker *s, long day, long last)
{
    const xml_node *plan = timeline_plan(s->t, date_from_serial(day), s->service);
    if (!plan || day < date_serial(sheets_since) || (has_days_of_use(s, day) && !was_used(s, day, last)))
        return false;
    for (const xml_node *n = sheet_after(plan, NULL); n; n = sheet_after(plan, n))
        if (timeline_day_of_attribute(n, "from", NEVER) <= day && day <= timeline_day_of_attribute(n, "to", NEVER))
            return false;
    return true;
}

static bool
plans_weekday(const timeline *t, const xml_node *plan, const char *weekday)
{
    for (const xml_node *n = sheet_after(plan, NULL); n; n = sheet_after(plan, n))
        for (const xml_node *d = xml_first_element(n); d; d = xml_next_element(d))
            if (xml_named(d, "day") && g_strcmp0(xml_attribute(t->a, d, "weekday"), weekday) == 0)
                return true;
    return false;
}

/* The child uses the service on a weekday that no sheet of the plan has. Sheets of a vacation may have fewer. */
static bool
lacks_weekday(const seeker *s, long day, long last)
{
    (void)last;
    const xml_node *plan = timeline_plan(s->t, date_from_serial(day), s->service);
    if (!plan || day < date_serial(sheets_since) || !sheet_after(plan, NULL) || has_days_of_use(s, day))
        return false;
    for (const xml_node *n = xml_first_element(s->at); n; n = xml_next_element(n))
        if (xml_named(n, "use-day") && !plans_weekday(s->t, plan, xml_attribute(s->t->a, n, "weekday")))
            return true;
    return false;
}

/* ---- what a programme needs ---- */

/* Nothing was said about it by the day, or what was agreed to has run out; a refusal and a withdrawal are answers. */
static bool
is_unanswered(const timeline *t, timeline_purpose purpose, long day)
{
    const consent_span *newest = NULL;
    for (size_t i = 0; i < t->consent_count; i++) {
        const consent_span *c = &t->consents[i];
        if (c->answers[purpose] != ANSWER_NONE && c->from <= day && (!newest || c->from >= newest->from))
            newest = c;
    }
    if (!newest)
        return true;
    return newest->to < day && timeline_day_of_attribute(newest->node, "withdrawn-on", NEVER) > newest->to;
}

static bool
lacks_consent(const seeker *s, long day, long last)
{
    (void)last;
    return is_unanswered(s->t, TIMELINE_ADDITION, day) && !has_claims(s->t, day);
}

static bool
lacks_consent_to_share(const seeker *s, long day, long last)
{
    (void)last;
    const bool moves = strcmp(s->kind, "7") == 0;
    return is_unanswered(s->t, TIMELINE_SHARING, day) && !(moves && !is_unanswered(s->t, TIMELINE_TRANSITION, day));
}

static bool
lacks_judgement(const seeker *s, long day, long last)
{
    (void)last;
    return (s->t->verdict_count == 0 || s->t->verdicts[0].on > day) && !has_claims(s->t, day);
}

static bool
lacks_month(const seeker *s, long day, long last)
{
    (void)last;
    return !month_on(s->t, day);
}

static const char plan_services[] = " 児発 放デイ 保育所等訪問 居宅訪問 "; /* 個別支援計画 */

static const struct need {
    bool programme;    /* of a programme; else of the use of a service */
    const char *kinds; /* of services, or numbers of programmes, each between blanks */
    timeline_lack lack;
    lack_test *test;
} needs[] = {
    {false, plan_services, TIMELINE_NO_CERTIFICATE, lacks_certificate},
    {false, " 放デイ ", TIMELINE_NO_SCHOOL, lacks_school},
    {false, plan_services, TIMELINE_NO_PLAN, lacks_plan},
    {false, " 児発 放デイ ", TIMELINE_NO_SHEET, lacks_sheet},
    {false, " 児発 放デイ ", TIMELINE_NO_WEEKDAY, lacks_weekday},
    {true, " 4 ", TIMELINE_NO_JUDGEMENT, lacks_judgement},
    {true, " 4 ", TIMELINE_NO_CONSENT, lacks_consent},
    /* What cannot be done but by telling others: 関係機関連携, 移行支援, 保育所等訪問, 医療・保育・教育機関等連携. */
    {true, " 1 7 8 10 ", TIMELINE_NO_CONSENT_TO_SHARE, lacks_consent_to_share},
    {true, " 4 ", TIMELINE_NO_MONTH, lacks_month},
};

/* ---- spans of days ---- */

static void
add_breaks(GArray *breaks, const spans *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const long after = s->items[i].to + 1;
        g_array_append_val(breaks, s->items[i].from);
        g_array_append_val(breaks, after);
        g_array_append_val(breaks, s->items[i].signed_on);
    }
}

static void
add_sheet_breaks(const timeline *t, GArray *breaks)
{
    for (size_t i = 0; i < t->plans.count; i++)
        for (const xml_node *n = sheet_after(t->plans.items[i].node, NULL); n;
             n = sheet_after(t->plans.items[i].node, n)) {
            const long from = timeline_day_of_attribute(n, "from", NEVER),
                       after = timeline_day_of_attribute(n, "to", NEVER) + 1;
            g_array_append_val(breaks, from);
            g_array_append_val(breaks, after);
        }
}

/* The days of these years on which any answer may change. */
static GArray *
breaks_within(const timeline *t, long from, long to)
{
    GArray *breaks = g_array_new(FALSE, FALSE, sizeof(long));
    const spans *all[] = {&t->plans, &t->enrolments, &t->certificates};
    const long since = date_serial(sheets_since);
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        add_breaks(breaks, all[i]);
    add_sheet_breaks(t, breaks);
    for (size_t i = 0; i < t->consent_count; i++) {
        const long after = t->consents[i].to + 1;
        g_array_append_val(breaks, t->consents[i].from);
        g_array_append_val(breaks, after);
    }
    for (size_t i = 0; i < t->verdict_count; i++)
        g_array_append_val(breaks, t->verdicts[i].on);
    for (int month = month_index(from) + 1; month_begin(month) <= to; month++) {
        const long begin = month_begin(month);
        g_array_append_val(breaks, begin);
    }
    g_array_append_val(breaks, since);
    g_array_sort(breaks, timeline_compare_days);
    return breaks;
}

/* None of the days is a weekday on which the service is used. */
static bool
is_never_used(const seeker *s, long from, long to)
{
    bool named = false;
    for (const xml_node *n = xml_first_element(s->at); n; n = xml_next_element(n)) {
        const char *weekday = xml_named(n, "use-day") ? xml_attribute(s->t->a, n, "weekday") : NULL;
        named |= weekday != NULL;
        for (long day = from; weekday && day <= MIN(to, from + WEEK - 1); day++)
            if (strcmp(weekday_name(date_weekday(date_from_serial(day))), weekday) == 0 ||
                strcmp(timeline_day_at(s->t, day).column, weekday) == 0)
                return false;
    }
    return named;
}

/* Of the periods of that kind that ended before the days, the last, if another begins after them. */
static xml_node *
period_before(const seeker *s, timeline_lack lack, long from, long to)
{
    const bool of_plans = lack == TIMELINE_NO_PLAN;
    const spans *all = of_plans ? &s->t->plans : &s->t->certificates;
    const char *key = of_plans ? s->service : s->kind;
    const span *before = NULL;
    bool goes_on = false;
    for (size_t i = 0; i < all->count && (of_plans || lack == TIMELINE_NO_CERTIFICATE); i++) {
        const span *x = &all->items[i];
        if (g_strcmp0(x->key, key) != 0 && !(of_plans && g_strcmp0(x->also, key) == 0))
            continue;
        goes_on |= x->from > to;
        if (x->to < from && (!before || x->to >= before->to))
            before = x;
    }
    return goes_on && before ? before->node : NULL;
}

/* A gap of sheets in a month whose days of use are on record begins and ends with one of them. */
static void
trim_to_use(const seeker *s, long *from, long *to)
{
    while (*from < *to && has_days_of_use(s, *from) && !was_used(s, *from, *from))
        ++*from;
    while (*from < *to && has_days_of_use(s, *to) && !was_used(s, *to, *to))
        --*to;
}

static void
add_gap(const seeker *s, const struct need *need, long from, long to)
{
    if (!need->programme && is_never_used(s, from, to))
        return;
    if (need->lack == TIMELINE_NO_SHEET)
        trim_to_use(s, &from, &to);
    const timeline_gap gap = {.lack = need->lack,
                              .from = date_from_serial(from),
                              .to = date_from_serial(to),
                              .at = s->at,
                              .after = period_before(s, need->lack, from, to)};
    g_array_append_val(s->found, gap);
}

/* Days in a row on which the same is lacking are one gap. */
static void
seek_lack(const seeker *s, const struct need *need)
{
    long open = NEVER;
    long day = s->from;
    for (guint i = 0; day <= s->to; i++) {
        const long next = i < s->breaks->len ? MIN(g_array_index(s->breaks, long, i), s->to + 1) : s->to + 1;
        if (next <= day)
            continue;
        const bool lacks = need->test(s, day, next - 1);
        if (lacks && open == NEVER)
            open = day;
        if (!lacks && open < NEVER)
            add_gap(s, need, open, day - 1);
        open = lacks ? open : NEVER;
        day = next;
    }
    if (open < NEVER)
        add_gap(s, need, open, s->to);
}

static void
seek_lacks(const seeker *s, bool programme)
{
    char *word = g_strdup_printf(" %s ", s->kind);
    for (size_t i = 0; i < G_N_ELEMENTS(needs); i++)
        if (needs[i].programme == programme && strstr(needs[i].kinds, word)) {
            seeker own = *s;
            if (needs[i].lack == TIMELINE_NO_MONTH) /* of months that are over */
                own.to = MIN(s->to, month_begin(month_index(own.as_of)) - 1);
            seek_lack(&own, &needs[i]);
        }
    g_free(word);
}

/* ---- all of a case ---- */

static const span *
service_of(const timeline *t, const char *id)
{
    for (size_t i = 0; i < t->services.count; i++)
        if (g_strcmp0(xml_attribute(t->a, t->services.items[i].node, "id"), id) == 0)
            return &t->services.items[i];
    return NULL;
}

static void
seek_gaps(const timeline *t, date as_of, GArray *found)
{
    const long last = date_serial(as_of), first = date_serial(date_add_months(as_of, -12 * YEARS_KEPT));
    GArray *breaks = breaks_within(t, first, last);
    for (size_t i = 0; i < t->services.count; i++) {
        const span *use = &t->services.items[i];
        const seeker s = {t,
                          use->node,
                          xml_attribute(t->a, use->node, "id"),
                          use->key,
                          MAX(use->from, first),
                          MIN(use->to, last),
                          last,
                          breaks,
                          found};
        seek_lacks(&s, false);
    }
    for (size_t i = 0; i < t->programmes.count; i++) {
        const span *p = &t->programmes.items[i], *use = service_of(t, p->also);
        const seeker s = {t,
                          p->node,
                          p->also,
                          p->key,
                          MAX(MAX(p->from, first), use ? use->from : first),
                          MIN(MIN(p->to, last), use ? use->to : last),
                          last,
                          breaks,
                          found};
        seek_lacks(&s, true);
    }
    g_array_free(breaks, TRUE);
}

const timeline_gap *
timeline_gaps(const timeline *t, date as_of, size_t *count)
{
    g_assert(t && count && date_valid(as_of));
    timeline *kept = (timeline *)t; /* what is kept is no part of what it says */
    if (!kept->gaps || date_compare(kept->gaps_as_of, as_of) != 0) {
        GArray *found = g_array_new(FALSE, FALSE, sizeof(timeline_gap));
        seek_gaps(t, as_of, found);
        kept->gaps = ARENA_ARRAY(t->a, timeline_gap, found->len + 1);
        if (found->len)
            memcpy(kept->gaps, found->data, found->len * sizeof(timeline_gap));
        kept->gap_count = found->len;
        kept->gaps_as_of = as_of;
        g_array_free(found, TRUE);
    }
    *count = kept->gap_count;
    return kept->gaps;
}

size_t
timeline_in_use(const timeline *t, date as_of, date *since)
{
    g_assert(t && since && date_valid(as_of));
    const long last = date_serial(as_of), first = date_serial(date_add_months(as_of, -12 * YEARS_KEPT));
    long begin = NEVER;
    size_t count = 0;
    for (size_t i = 0; i < t->services.count; i++) {
        const span *use = &t->services.items[i];
        if (use->from > last || use->to < first)
            continue;
        begin = MIN(begin, MAX(use->from, first));
        count++;
    }
    if (count)
        *since = date_from_serial(begin);
    return count;
}

const char *
timeline_lack_name(timeline_lack lack)
{
    static const char *const names[TIMELINE_LACKS] = {
        [TIMELINE_NO_CERTIFICATE] = "certificate",
        [TIMELINE_NO_SCHOOL] = "enrolment",
        [TIMELINE_NO_PLAN] = "plan",
        [TIMELINE_NO_SHEET] = "schedule",
        [TIMELINE_NO_WEEKDAY] = "weekday",
        [TIMELINE_NO_JUDGEMENT] = "judgement",
        [TIMELINE_NO_CONSENT] = "consent",
        [TIMELINE_NO_CONSENT_TO_SHARE] = "sharing-consent",
        [TIMELINE_NO_MONTH] = "month",
    };
    g_assert(lack < TIMELINE_LACKS);
    return names[lack];
}
