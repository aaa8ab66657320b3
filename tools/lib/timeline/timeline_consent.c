/* timeline_consent.c: who has agreed to what on a day, and whether the child is judged to be eligible. */
#include "timeline/timeline_int.h"

#include <string.h>

/* ---- consents ---- */

static const struct {
    const char *kind;      /* consent/@kind that is about it without saying more; NULL */
    const char *attribute; /* consent/@… that answers it; NULL: the signature does */
} purposes[TIMELINE_PURPOSES] = {[TIMELINE_SHARING] = {"情報共有", NULL},
                                 [TIMELINE_ADDITION] = {"加算Ⅲ", "addition-iii"},
                                 [TIMELINE_CLASS_HOURS] = {"授業時間帯", "class-hours"},
                                 [TIMELINE_VISITS] = {"訪問", "visits"},
                                 [TIMELINE_TRANSITION] = {"移行支援", NULL}};

bool
timeline_purpose_of(const char *word, timeline_purpose *out)
{
    g_assert(word && out);
    for (size_t i = 0; i < TIMELINE_PURPOSES; i++)
        if (strcmp(word, purposes[i].kind) == 0) {
            *out = i;
            return true;
        }
    return false;
}

static answer
answer_to(const timeline *t, const xml_node *consent, timeline_purpose purpose)
{
    const char *said = purposes[purpose].attribute ? xml_attribute(t->a, consent, purposes[purpose].attribute) : NULL;
    const char *kind = xml_attribute(t->a, consent, "kind");
    if (said)
        return strcmp(said, "同意する") == 0 ? ANSWER_YES : ANSWER_NO;
    if (g_strcmp0(kind, purposes[purpose].kind) == 0)
        return ANSWER_YES;
    return ANSWER_NONE;
}

static bool
says_yes(const timeline *t, const xml_node *n, const char *name)
{
    return n && g_strcmp0(xml_attribute(t->a, n, name), "yes") == 0;
}

/* How a certificate tells who held the decision on a day: it covers the day, or else is the next one to come. */
static bool
tells_more(const span *s, const span *than, long day)
{
    const long a = MAX(s->from, day), b = than ? MAX(than->from, day) : NEVER;
    return a < b || (a == b && !xml_attribute_node(than->node, "holder"));
}

/* NULL: none says, and it is who holds it now. */
static const char *
holder_of_day(const timeline *t, long day)
{
    const span *best = NULL;
    for (size_t i = 0; i < t->certificates.count; i++) {
        const span *s = &t->certificates.items[i];
        if (s->to >= day && s->from != NEVER && tells_more(s, best, day))
            best = s;
    }
    return best ? xml_attribute(t->a, best->node, "holder") : NULL;
}

static bool
is_holder(const timeline *t, const xml_node *guardian, long day)
{
    const char *id = holder_of_day(t, day);
    return id ? g_strcmp0(xml_attribute(t->a, guardian, "id"), id) == 0 : says_yes(t, guardian, "decision-holder");
}

static consent_span
consent_read(const timeline *t, xml_node *n)
{
    const long ends = timeline_day_of_attribute(n, "valid-to", NEVER);
    const long withdrawn = timeline_day_of_attribute(n, "withdrawn-on", NEVER);
    consent_span c = {.node = n,
                      .from = timeline_day_of_attribute(n, "signed-on", NEVER),
                      .to = MIN(ends, withdrawn),
                      .withdrawn = withdrawn};
    for (timeline_purpose p = 0; p < TIMELINE_PURPOSES; p++)
        c.answers[p] = answer_to(t, n, p);
    const char *kind = xml_attribute(t->a, n, "kind");
    c.for_addition = g_strcmp0(kind, purposes[TIMELINE_ADDITION].kind) == 0;
    c.signer = xml_attribute(t->a, n, "signer");
    c.kind = kind;
    const char *earlier = xml_attribute(t->a, n, "earlier");
    c.earlier = !earlier ? EARLIER_UNSAID : strcmp(earlier, "終わる") == 0 ? EARLIER_ENDS : EARLIER_GOES_ON;
    const xml_node *guardian = c.signer ? casefile_find(t->c, c.signer) : NULL;
    c.holder = !guardian || is_holder(t, guardian, c.from);
    c.named_signer = says_yes(t, guardian, "signer");
    return c;
}

/* Whose answer is the family's: 保護者 of the notice is the holder of the benefit decision (前文); to what the notice
 * does not ask, a guardian may answer of whom the case says that they sign. */
static bool
does_bind(const consent_span *c, timeline_purpose purpose)
{
    return c->holder || (c->named_signer && purpose != TIMELINE_ADDITION);
}

/* The question whose answer counts. Who agrees to the addition agrees to share what it needs: its form says so. That
 * ends with the addition; who refuses it there has neither agreed to share nor refused that. */
static timeline_purpose
question_of(const consent_span *c, timeline_purpose purpose)
{
    return purpose == TIMELINE_SHARING && c->for_addition ? TIMELINE_ADDITION : purpose;
}

void
timeline_read_consents(timeline *t)
{
    xml_node *root = casefile_root(t->c);
    size_t count = 0;
    for (xml_node *n = xml_first_element(root); n; n = xml_next_element(n))
        count += xml_named(n, "consent");
    t->consents = ARENA_ARRAY(t->a, consent_span, count + 1);
    t->agreed = ARENA_ARRAY(t->a, const consent_span *, count + 1);
    t->given = ARENA_ARRAY(t->a, xml_node *, count + 1);
    for (xml_node *n = xml_first_element(root); n; n = xml_next_element(n))
        if (xml_named(n, "consent"))
            t->consents[t->consent_count++] = consent_read(t, n);
}

static const consent_span *
span_of(const timeline *t, const xml_node *consent)
{
    for (size_t i = 0; i < t->consent_count; i++)
        if (t->consents[i].node == consent)
            return &t->consents[i];
    return NULL;
}

bool
timeline_signed_by_holder(const timeline *t, const xml_node *consent)
{
    g_assert(t && consent);
    const consent_span *c = span_of(t, consent);
    return c && c->holder;
}

bool
timeline_signer_holds(const timeline *t, const xml_node *consent, date day)
{
    g_assert(t && consent);
    const consent_span *c = span_of(t, consent);
    const xml_node *guardian = c && c->signer ? casefile_find(t->c, c->signer) : NULL;
    return c && (!guardian || is_holder(t, guardian, date_serial(day)));
}

static bool
names_partner(const consent_span *c, const char *partner)
{
    for (const xml_node *n = xml_first_element(c->node); n; n = xml_next_element(n)) {
        const xml_node *named = xml_named(n, "partner-ref") ? xml_attribute_node(n, "partner") : NULL;
        if (named && (!partner || g_strcmp0(xml_borrow_text(named), partner) == 0))
            return true;
    }
    return false;
}

/* Visits are agreed to and refused place by place: both forms name places, and none in common. */
static bool
other_places(const consent_span *c, const consent_span *refusal)
{
    if (!names_partner(c, NULL) || !names_partner(refusal, NULL))
        return false;
    for (const xml_node *n = xml_first_element(refusal->node); n; n = xml_next_element(n)) {
        const xml_node *named = xml_named(n, "partner-ref") ? xml_attribute_node(n, "partner") : NULL;
        if (named && names_partner(c, xml_borrow_text(named)))
            return false;
    }
    return true;
}

/* An answer ends what was agreed to before it; who answers for the family, also what another agrees to after it. One of
 * another guardian ends no more than their own. */
static bool
does_end(const consent_span *refusal, const consent_span *agreed, timeline_purpose purpose)
{
    const bool before = refusal->from < agreed->from || (refusal->from == agreed->from && refusal < agreed);
    if (purpose == TIMELINE_VISITS && other_places(agreed, refusal))
        return false;
    if (!does_bind(refusal, purpose))
        return !before && g_strcmp0(refusal->signer, agreed->signer) == 0;
    return !before || !does_bind(agreed, purpose);
}

/* ---- papers for the same ---- */

static bool
is_later(const consent_span *newer, const consent_span *c)
{
    return c->from != NEVER && newer->from != NEVER && newer->from > c->from && !other_places(c, newer);
}

static bool
is_for_the_same(const consent_span *newer, const consent_span *c)
{
    return is_later(newer, c) && g_strcmp0(newer->kind, c->kind) == 0;
}

/* What a partner may be told: a paper for the sharing alone says it after any other one, too. */
static bool
is_for_telling(const consent_span *newer, const consent_span *c, const char *partner)
{
    return is_later(newer, c) && g_strcmp0(newer->kind, purposes[TIMELINE_SHARING].kind) == 0 &&
           names_partner(newer, partner);
}

/* It names no place that the other one does not name. */
static bool
names_no_other(const consent_span *c, const consent_span *other)
{
    for (const xml_node *n = xml_first_element(c->node); n; n = xml_next_element(n)) {
        const xml_node *named = xml_named(n, "partner-ref") ? xml_attribute_node(n, "partner") : NULL;
        if (named && !names_partner(other, xml_borrow_text(named)))
            return false;
    }
    return true;
}

xml_node *
timeline_newer_consent(const timeline *t, const xml_node *consent, date day, const char *partner)
{
    g_assert(t && consent);
    const consent_span *c = span_of(t, consent), *newest = NULL;
    for (size_t i = 0; c && i < t->consent_count; i++) {
        const consent_span *n = &t->consents[i];
        const bool same = is_for_the_same(n, c) && (!partner || names_partner(n, partner) || names_no_other(n, c));
        /* that papers for the sharing end says nothing of one for something else */
        const bool unsaid = (same && n->earlier == EARLIER_UNSAID) ||
                            (partner && is_for_telling(n, c, partner) && n->earlier != EARLIER_GOES_ON);
        if (unsaid && n->from <= date_serial(day) && g_strcmp0(n->signer, c->signer) == 0 &&
            (!newest || n->from >= newest->from))
            newest = n;
    }
    return newest ? newest->node : NULL;
}

/* Two papers of one day are in the order of the case when the second says what becomes of the first. */
static bool
is_second(const consent_span *newer, const consent_span *c)
{
    return c->from != NEVER && newer->from == c->from && newer > c && !other_places(c, newer) &&
           g_strcmp0(newer->kind, c->kind) == 0;
}

/* One that a later paper stands for, as that says, also when that one holds no more: the first such paper. */
static const consent_span *
replaced_by(const timeline *t, const consent_span *c, long day)
{
    const consent_span *first = NULL;
    for (size_t i = 0; i < t->consent_count; i++) {
        const consent_span *n = &t->consents[i];
        if (n->earlier == EARLIER_ENDS && n->from <= day && (is_for_the_same(n, c) || is_second(n, c)) &&
            (n->holder || g_strcmp0(n->signer, c->signer) == 0) && (!first || n->from < first->from))
            first = n;
    }
    return first;
}

xml_node *
timeline_ending_consent(const timeline *t, const xml_node *consent, date day)
{
    g_assert(t && consent);
    const consent_span *c = span_of(t, consent), *n = c ? replaced_by(t, c, date_serial(day)) : NULL;
    return n ? n->node : NULL;
}

static bool
does_refuse(const consent_span *c, timeline_purpose purpose, long day)
{
    return c->answers[purpose] == ANSWER_NO && c->from <= day;
}

/* Nor does another's consent outlast what was agreed to for the family, and withdrawn. */
static bool
is_taken_back(const timeline *t, const consent_span *agreed, timeline_purpose purpose, long day)
{
    for (size_t i = 0; i < t->consent_count && !does_bind(agreed, purpose); i++) {
        const consent_span *c = &t->consents[i];
        if (does_bind(c, purpose) && c->answers[purpose] == ANSWER_YES && c->withdrawn < day &&
            !(purpose == TIMELINE_VISITS && other_places(agreed, c)))
            return true;
    }
    return false;
}

/* Also a refusal that does not hold any more (it ran out, or was taken back) has ended what was agreed to before: that
 * takes a new signature. */
static bool
does_agree(const timeline *t, const consent_span *c, timeline_purpose purpose, long day)
{
    const timeline_purpose question = question_of(c, purpose);
    if (c->answers[question] != ANSWER_YES || day < c->from || c->to < day)
        return false;
    for (size_t i = 0; i < t->consent_count; i++)
        if (does_refuse(&t->consents[i], question, day) && does_end(&t->consents[i], c, question))
            return false;
    return !replaced_by(t, c, day) && !is_taken_back(t, c, question, day);
}

xml_node *const *
timeline_consents(const timeline *t, date day, timeline_purpose purpose, size_t *count)
{
    g_assert(t && count && purpose < TIMELINE_PURPOSES);
    const long serial = date_serial(day);
    const consent_span **found = t->agreed;
    *count = 0;
    for (size_t i = 0; i < t->consent_count; i++) {
        const consent_span *c = &t->consents[i];
        if (!does_agree(t, c, purpose, serial))
            continue;
        size_t at = (*count)++;
        for (; at > 0 && found[at - 1]->from <= c->from; at--)
            found[at] = found[at - 1];
        found[at] = c;
    }
    for (size_t i = 0; i < *count; i++)
        t->given[i] = found[i]->node;
    return t->given;
}

xml_node *
timeline_consent(const timeline *t, date day, timeline_purpose purpose)
{
    size_t count;
    xml_node *const *found = timeline_consents(t, day, purpose, &count);
    return count ? found[0] : NULL;
}

/* The newest refusal for the family that was signed by the day; of two of one day the later in the document. */
static const consent_span *
newest_refusal(const timeline *t, long day, timeline_purpose purpose)
{
    const consent_span *newest = NULL;
    for (size_t i = 0; i < t->consent_count; i++) {
        const consent_span *c = &t->consents[i];
        if (does_refuse(c, purpose, day) && does_bind(c, purpose) && (!newest || c->from >= newest->from))
            newest = c;
    }
    return newest;
}

xml_node *
timeline_refusal(const timeline *t, date day, timeline_purpose purpose)
{
    g_assert(t && purpose < TIMELINE_PURPOSES);
    const consent_span *refusal = newest_refusal(t, date_serial(day), purpose);
    const bool holds = refusal && date_serial(day) <= refusal->to;
    return holds && !timeline_consent(t, day, purpose) ? refusal->node : NULL;
}

/* ---- judgements ---- */

static answer
answer_in_words(const timeline *t, const xml_node *judgement)
{
    const xml_node *conclusion = xml_element_named(judgement, "conclusion");
    return conclusion ? timeline_conclusion(t->a, xml_text(t->a, conclusion)) : ANSWER_NONE;
}

static answer
answer_of_judgement(const timeline *t, const xml_node *n)
{
    const char *result = xml_attribute(t->a, n, "result");
    if (result)
        return strcmp(result, "対象としない") == 0 ? ANSWER_NO : ANSWER_YES;
    return answer_in_words(t, n);
}

bool
timeline_judgement_clear(const timeline *t, const xml_node *judgement)
{
    g_assert(t && judgement);
    const answer said = answer_of_judgement(t, judgement), words = answer_in_words(t, judgement);
    return said != ANSWER_NONE && (words == ANSWER_NONE || words == said);
}

/* One that does not say whether the child is eligible holds: that it does not say is told by the rules. */
static verdict
judgement_read(const timeline *t, xml_node *n)
{
    return (verdict){
        .node = n, .on = timeline_day_of_attribute(n, "date", NEVER), .yes = answer_of_judgement(t, n) != ANSWER_NO};
}

static void
add_examinations(timeline *t, xml_node *month)
{
    for (xml_node *record = xml_first_element(month); record; record = xml_next_element(record)) {
        xml_node *n = xml_element_named(record, "continuation");
        const char *result = n ? xml_attribute(t->a, n, "result") : NULL;
        if (g_strcmp0(result, "終了") == 0)
            t->verdicts[t->verdict_count++] = (verdict){
                .node = n, .on = timeline_day_of_attribute(record, "date", NEVER), .yes = false, .examined = true};
    }
}

/* By day; what was examined on the day of a judgement comes after it. */
static gint
compare_verdicts(gconstpointer x, gconstpointer y, gpointer data)
{
    const verdict *a = x, *b = y;
    (void)data;
    if (a->on != b->on)
        return a->on < b->on ? -1 : 1;
    return (int)a->examined - (int)b->examined;
}

void
timeline_read_verdicts(timeline *t)
{
    xml_node *root = casefile_root(t->c), *absence = xml_element_named(root, "non-attendance");
    size_t most = 1;
    for (xml_node *n = absence ? xml_first_element(absence) : NULL; n; n = xml_next_element(n))
        most++;
    for (xml_node *n = xml_first_element(root); n; n = xml_next_element(n))
        for (xml_node *r = xml_named(n, "month") ? xml_first_element(n) : NULL; r; r = xml_next_element(r))
            most++;
    t->verdicts = ARENA_ARRAY(t->a, verdict, most);
    for (xml_node *n = absence ? xml_first_element(absence) : NULL; n; n = xml_next_element(n))
        if (xml_named(n, "judgement"))
            t->verdicts[t->verdict_count++] = judgement_read(t, n);
    for (xml_node *n = xml_first_element(root); n; n = xml_next_element(n))
        if (xml_named(n, "month"))
            add_examinations(t, n);
    g_qsort_with_data(t->verdicts, (gint)t->verdict_count, sizeof(verdict), compare_verdicts, NULL); /* stable */
}

/* The last verdict that has taken effect by the day. */
static const verdict *
verdict_on(const timeline *t, long day)
{
    size_t from = 0, to = t->verdict_count; /* the first that has not */
    while (from < to) {
        const size_t middle = (from + to) / 2;
        if (t->verdicts[middle].on + (t->verdicts[middle].examined ? 1 : 0) <= day)
            from = middle + 1;
        else
            to = middle;
    }
    return from ? &t->verdicts[from - 1] : NULL;
}

xml_node *
timeline_judgement(const timeline *t, date day)
{
    g_assert(t);
    const verdict *v = verdict_on(t, date_serial(day));
    return v && v->yes ? v->node : NULL;
}

xml_node *
timeline_ending(const timeline *t, date day)
{
    g_assert(t);
    const verdict *v = verdict_on(t, date_serial(day));
    return v && v->examined ? v->node : NULL;
}
