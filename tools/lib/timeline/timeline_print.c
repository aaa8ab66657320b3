/* timeline_print.c: -T timeline. */
#include "timeline/timeline_int.h"

#include <string.h>

/* ---- the days on which something begins or has ended ---- */

static void
add_break(GArray *breaks, long day)
{
    if (day < NEVER)
        g_array_append_val(breaks, day);
}

static void
add_span_breaks(GArray *breaks, const spans *s)
{
    for (size_t i = 0; i < s->count; i++) {
        add_break(breaks, s->items[i].from);
        add_break(breaks, s->items[i].to + 1);
        if (s->items[i].signed_on > s->items[i].from)
            add_break(breaks, s->items[i].signed_on);
    }
}

static GArray *
breaks_of(const timeline *t)
{
    GArray *breaks = g_array_new(FALSE, FALSE, sizeof(long));
    const spans *all[] = {&t->plans, &t->enrolments, &t->services, &t->programmes, &t->certificates};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        add_span_breaks(breaks, all[i]);
    for (size_t i = 0; i < t->consent_count; i++) {
        add_break(breaks, t->consents[i].from);
        add_break(breaks, t->consents[i].to + 1);
    }
    for (size_t i = 0; i < t->verdict_count; i++)
        add_break(breaks, t->verdicts[i].on + (t->verdicts[i].examined ? 1 : 0));
    g_array_sort(breaks, timeline_compare_days);
    return breaks;
}

/* ---- what holds on a day ---- */

static void
append_day(GString *s, long serial)
{
    const date d = date_from_serial(serial);
    g_string_append_printf(s, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static const char *
id_of(const timeline *t, const xml_node *n, const char *attribute)
{
    const char *id = n ? xml_attribute(t->a, n, attribute) : NULL;
    return id ? casefile_printable_id(id) : "-";
}

static void
append_services(const timeline *t, date day, GString *s)
{
    const long serial = date_serial(day);
    for (size_t i = 0; i < t->services.count; i++) {
        const span *use = &t->services.items[i];
        if (serial < use->from || use->to < serial)
            continue;
        const char *id = xml_attribute(t->a, use->node, "id");
        const xml_node *plan = timeline_plan(t, day, id), *paper = timeline_certificate(t, day, use->key);
        g_string_append_printf(s, "  %s %s at %s: plan %s", use->key, casefile_printable_id(id),
                               id_of(t, use->node, "office"), id_of(t, plan, "id"));
        if (plan && !timeline_plan_signed(t, plan, day))
            g_string_append(s, " (unsigned)");
        g_string_append_printf(s, ", certificate from %s\n", paper ? xml_attribute(t->a, paper, "from") : "-");
    }
}

static void
append_consents(const timeline *t, date day, GString *s)
{
    static const char *const words[TIMELINE_PURPOSES] = {"情報共有", "加算Ⅲ", "授業時間帯", "訪問", "移行支援"};
    for (timeline_purpose p = 0; p < TIMELINE_PURPOSES; p++) {
        size_t count;
        xml_node *const *found = timeline_consents(t, day, p, &count);
        const xml_node *refusal = count ? NULL : timeline_refusal(t, day, p);
        if (count == 0 && !refusal)
            continue;
        g_string_append_printf(s, "  consent %s:", words[p]);
        for (size_t i = 0; i < count; i++)
            g_string_append_printf(s, " %s (signed by %s)", id_of(t, found[i], "id"), id_of(t, found[i], "signer"));
        if (refusal)
            g_string_append_printf(s, " refused in %s", id_of(t, refusal, "id"));
        g_string_append_c(s, '\n');
    }
}

static void
append_programmes(const timeline *t, date day, GString *s)
{
    const long serial = date_serial(day);
    for (size_t i = 0; i < t->programmes.count; i++) {
        const span *p = &t->programmes.items[i];
        if (p->from <= serial && serial <= p->to)
            g_string_append_printf(s, "  programme %s: %s\n", p->key, casefile_printable_id(p->also));
    }
}

static void
append_state(const timeline *t, date day, GString *s)
{
    append_services(t, day, s);
    const xml_node *enrolment = timeline_school(t, day), *judgement = timeline_judgement(t, day);
    if (enrolment)
        g_string_append_printf(s, "  enrolled at %s\n", id_of(t, enrolment, "partner"));
    append_consents(t, day, s);
    append_programmes(t, day, s);
    if (judgement)
        g_string_append_printf(s, "  eligible by the judgement of %s\n", xml_attribute(t->a, judgement, "date"));
    else if (timeline_ending(t, day))
        g_string_append(s, "  not eligible: ended\n");
}

static void
print_spans(const timeline *t, const GArray *breaks, GString *out)
{
    GString *state = g_string_new(NULL), *before = g_string_new(NULL);
    long from = NEVER;
    for (guint i = 0; i < breaks->len; i++) {
        const long day = g_array_index(breaks, long, i);
        g_string_truncate(state, 0);
        append_state(t, date_from_serial(day), state);
        if (from < NEVER && strcmp(state->str, before->str) == 0)
            continue;
        if (from < NEVER && before->len) {
            append_day(out, from);
            g_string_append(out, " to ");
            append_day(out, day - 1);
            g_string_append_printf(out, "\n%s", before->str);
        }
        from = day;
        g_string_assign(before, state->str);
    }
    if (before->len) {
        append_day(out, from);
        g_string_append_printf(out, " and on\n%s", before->str);
    }
    g_string_free(state, TRUE);
    g_string_free(before, TRUE);
}

/* ---- the days that are not as the week has them ---- */

static bool
is_odd(timeline_day d)
{
    return d.kind != TIMELINE_CLASSES && d.kind != TIMELINE_FREE && d.kind != TIMELINE_HOLIDAY;
}

static bool
is_same(timeline_day a, timeline_day b)
{
    return (a.kind == b.kind && a.start == b.start && a.end == b.end) ||
           (a.kind == TIMELINE_UNKNOWN && b.kind == TIMELINE_HOLIDAY);
}

static void
append_days(GString *out, long from, long to, timeline_day d)
{
    append_day(out, from);
    if (to > from) {
        g_string_append(out, " to ");
        append_day(out, to);
    }
    g_string_append_printf(out, "  %s", d.kind == TIMELINE_UNKNOWN ? "unknown" : timeline_day_word(d.kind));
    if (d.hours_known)
        g_string_append_printf(out, " %02d:%02d-%02d:%02d", d.start / 60, d.start % 60, d.end / 60, d.end % 60);
    g_string_append_c(out, '\n');
}

/* From the first to the last day that anything is said of. Holidays go with the unknown days before them. */
static void
print_days(const timeline *t, const GArray *breaks, GString *out)
{
    const long last = g_array_index(breaks, long, breaks->len - 1);
    long from = g_array_index(breaks, long, 0);
    timeline_day d = timeline_day_of(t, date_from_serial(from));
    for (long day = from; day <= last; day++) {
        const timeline_day next = timeline_day_of(t, date_from_serial(day + 1));
        if (day < last && is_same(d, next))
            continue;
        if (is_odd(d))
            append_days(out, from, day, d);
        from = day + 1;
        d = next;
    }
}

static void
print_gaps(const timeline *t, date as_of, GString *out)
{
    size_t count;
    const timeline_gap *gaps = timeline_gaps(t, as_of, &count);
    if (count == 0)
        return;
    g_string_append(out, "gaps\n");
    for (size_t i = 0; i < count; i++) {
        append_day(out, date_serial(gaps[i].from));
        g_string_append(out, " to ");
        append_day(out, date_serial(gaps[i].to));
        const bool programme = xml_named(gaps[i].at, "programme");
        g_string_append_printf(out, "  %s of %s%s%s\n", timeline_lack_name(gaps[i].lack), programme ? "programme " : "",
                               id_of(t, gaps[i].at, programme ? "no" : "id"), gaps[i].after ? ", between two" : "");
    }
}

void
timeline_print(const timeline *t, date as_of, GString *out)
{
    g_assert(t && out && date_valid(as_of));
    GArray *breaks = breaks_of(t);
    if (breaks->len) {
        print_spans(t, breaks, out);
        g_string_append(out, "days\n");
        print_days(t, breaks, out);
    }
    print_gaps(t, as_of, out);
    g_array_free(breaks, TRUE);
}
