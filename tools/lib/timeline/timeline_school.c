/* timeline_school.c: the school of a day, and what kind of day it is there. */
#include "timeline/timeline_int.h"

#include <stdlib.h>
#include <string.h>

const char timeline_sunday[] = "日・祝日";

/* ---- reading ---- */

/* Entries of partners.rng, by what they make of a day. A single day says date, a span from and to. */
static const struct {
    const char *element;
    timeline_day_kind kind;
} entry_kinds[] = {{"closed-day", TIMELINE_CLOSED},
                   {"vacation", TIMELINE_VACATION},
                   {"short-day", TIMELINE_SHORT},
                   {"open-day", TIMELINE_OPEN},
                   {"class-closure", TIMELINE_CLOSURE}};

static timeline_day_kind
entry_kind_of(const xml_node *n)
{
    for (size_t i = 0; i < G_N_ELEMENTS(entry_kinds); i++)
        if (xml_named(n, entry_kinds[i].element))
            return entry_kinds[i].kind;
    return TIMELINE_UNKNOWN;
}

static school_entry
entry_read(const timeline *t, const xml_node *n, timeline_day_kind kind)
{
    const long from = timeline_day_of_attribute(n, "from", timeline_day_of_attribute(n, "date", NEVER));
    return (school_entry){.kind = kind,
                          .from = from,
                          .to = timeline_day_of_attribute(n, "to", from),
                          .start = timeline_minutes_of_attribute(n, "start"),
                          .end = timeline_minutes_of_attribute(n, "end"),
                          .class_name = xml_attribute(t->a, n, "class-name")};
}

static day_index
index_entries(const timeline *t, const school_entry *entries, size_t count)
{
    long *from = g_new(long, count + 1), *to = g_new(long, count + 1);
    for (size_t i = 0; i < count; i++) {
        from[i] = entries[i].from;
        to[i] = entries[i].to;
    }
    const day_index made = timeline_index_days(t, from, to, count);
    g_free(from);
    g_free(to);
    return made;
}

static void
hours_read(const timeline *t, school *s, const xml_node *timetable)
{
    const char *year = xml_attribute(t->a, timetable, "fy");
    for (const xml_node *d = xml_first_element(timetable); d; d = xml_next_element(d))
        s->hours[s->hour_count++] = (school_hours){.year = year ? atoi(year) : 0,
                                                   .weekday = xml_attribute(t->a, d, "weekday"),
                                                   .start = timeline_minutes_of_attribute(d, "start"),
                                                   .end = timeline_minutes_of_attribute(d, "end")};
}

static void
school_read(const timeline *t, school *s, const xml_node *partner)
{
    size_t entries = 0, hours = 0;
    for (const xml_node *n = xml_first_element(partner); n; n = xml_next_element(n)) {
        entries++;
        for (const xml_node *d = xml_named(n, "timetable") ? xml_first_element(n) : NULL; d; d = xml_next_element(d))
            hours++;
    }
    *s = (school){.node = partner,
                  .entries = ARENA_ARRAY(t->a, school_entry, entries + 1),
                  .hours = ARENA_ARRAY(t->a, school_hours, hours + 1)};
    for (const xml_node *n = xml_first_element(partner); n; n = xml_next_element(n)) {
        const timeline_day_kind kind = entry_kind_of(n);
        if (kind != TIMELINE_UNKNOWN)
            s->entries[s->entry_count++] = entry_read(t, n, kind);
        else if (xml_named(n, "timetable"))
            hours_read(t, s, n);
    }
    s->by_day = index_entries(t, s->entries, s->entry_count);
}

static const xml_node *
partner_of(const timeline *t, const xml_node *enrolment)
{
    const char *id = xml_attribute(t->a, enrolment, "partner");
    return id ? casefile_find(t->c, id) : NULL;
}

static const school *
school_of(const timeline *t, const xml_node *partner)
{
    for (size_t i = 0; i < t->school_count; i++)
        if (t->schools[i].node == partner)
            return &t->schools[i];
    return NULL;
}

/* What was told to the office of single days, whatever it was told for. */
static void
told_read(timeline *t)
{
    size_t count = 0;
    for (xml_node *p = xml_first_element(casefile_root(t->c)); p; p = xml_next_element(p))
        for (xml_node *n = xml_named(p, "pickup") ? xml_first_element(p) : NULL; n; n = xml_next_element(n))
            count++;
    t->told = ARENA_ARRAY(t->a, school_entry, count + 1);
    for (xml_node *p = xml_first_element(casefile_root(t->c)); p; p = xml_next_element(p))
        for (xml_node *n = xml_named(p, "pickup") ? xml_first_element(p) : NULL; n; n = xml_next_element(n)) {
            const char *kind = xml_named(n, "change") ? xml_attribute(t->a, n, "kind") : NULL;
            if (g_strcmp0(kind, "短縮授業") != 0 && g_strcmp0(kind, "休み") != 0)
                continue;
            school_entry *e = &t->told[t->told_count++];
            *e = entry_read(t, n, strcmp(kind, "休み") == 0 ? TIMELINE_CLOSED : TIMELINE_SHORT);
            /* The time is that of the pick-up: classes have ended by then. */
            e->end = timeline_minutes_of_attribute(n, "time");
        }
    t->told_by_day = index_entries(t, t->told, t->told_count);
}

void
timeline_read_schools(timeline *t)
{
    t->schools = ARENA_ARRAY(t->a, school, t->enrolments.count + 1);
    for (size_t i = 0; i < t->enrolments.count; i++) {
        const xml_node *partner = partner_of(t, t->enrolments.items[i].node);
        if (partner && !school_of(t, partner))
            school_read(t, &t->schools[t->school_count++], partner);
    }
    told_read(t);
}

/* ---- the school of a day ---- */

const char *
timeline_partner_kind(const timeline *t, const xml_node *enrolment)
{
    const xml_node *partner = partner_of(t, enrolment);
    const char *kind = partner ? xml_attribute(t->a, partner, "kind") : NULL;
    return kind ? kind : "";
}

static const span *
enrolment_on(const timeline *t, long day)
{
    const span *at_school = NULL, *other = NULL;
    const day_index *index = &t->enrolments.by_day;
    for (size_t at = timeline_begun(index, day); !at_school && timeline_step(index, day, &at);) {
        const span *x = &t->enrolments.items[index->order[at]];
        if (x->to < day)
            continue;
        if (strcmp(school_place_word(timeline_partner_kind(t, x->node)), "学校") == 0)
            at_school = x;
        else if (!other)
            other = x;
    }
    return at_school ? at_school : other;
}

xml_node *
timeline_school(const timeline *t, date day)
{
    g_assert(t);
    const span *s = enrolment_on(t, date_serial(day));
    return s ? s->node : NULL;
}

/* ---- the kind of a day ---- */

const char *
timeline_day_word(timeline_day_kind kind)
{
    static const char *const words[TIMELINE_DAY_KINDS] = {
        [TIMELINE_UNKNOWN] = "",          [TIMELINE_CLASSES] = "授業日",      [TIMELINE_SHORT] = "短縮授業",
        [TIMELINE_OPEN] = "登校日",       [TIMELINE_FREE] = "授業のない曜日", [TIMELINE_HOLIDAY] = timeline_sunday,
        [TIMELINE_VACATION] = "長期休業", [TIMELINE_CLOSED] = "休業日",       [TIMELINE_CLOSURE] = "学級閉鎖"};
    g_assert(kind < TIMELINE_DAY_KINDS);
    return words[kind];
}

static const char *
column_of(const timeline *t, date day)
{
    const int weekday = date_weekday(day);
    return weekday == 0 || holiday_name(day, casefile_holidays(t->c)) ? timeline_sunday : weekday_name(weekday);
}

typedef struct asked_day {
    long day;
    const char *class_name;
    int grade;                                  /* GRADE_UNKNOWN: not known */
    const school_entry *of[TIMELINE_DAY_KINDS]; /* by kind: the entry that has the day */
    bool perhaps_closed;                        /* a class is sent home, and which the child's is, is not written */
} asked_day;

enum { GRADE_UNKNOWN = -100 };

/* A class as people mean it, whatever width and figures they write it in; "5年" before it is taken off and given as a
 * year. To be freed. */
static char *
plain_class(const char *written, int *year)
{
    static const char *const figures[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    char *wide = g_utf8_normalize(written, -1, G_NORMALIZE_ALL_COMPOSE);
    GString *plain = g_string_new(NULL);
    for (const char *c = wide ? wide : written; *c; c = g_utf8_next_char(c)) {
        size_t figure = 0;
        while (figure < G_N_ELEMENTS(figures) && !g_str_has_prefix(c, figures[figure]))
            figure++;
        if (figure < G_N_ELEMENTS(figures))
            g_string_append_c(plain, (char)('0' + figure));
        else if (!g_unichar_isspace(g_utf8_get_char(c)))
            g_string_append_len(plain, c, g_utf8_next_char(c) - c);
    }
    g_free(wide);
    *year = 0;
    if (g_ascii_isdigit(plain->str[0]) && g_str_has_prefix(plain->str + 1, "年")) {
        *year = plain->str[0] - '0';
        g_string_erase(plain, 0, 1 + (gssize)strlen("年"));
    }
    return g_string_free(plain, FALSE);
}

/* 5年: of a 小学校 the fifth grade, of a 中学校 the year with that number. */
static bool
is_year_of(int year, int grade)
{
    return year == 0 || grade == GRADE_UNKNOWN || year == grade || year == grade - 6 || year == grade - 9;
}

static bool
is_same_class(const char *closed, const char *own, int grade)
{
    int closed_year, own_year;
    char *a = plain_class(closed, &closed_year), *b = plain_class(own, &own_year);
    const bool same =
        strcmp(a, b) == 0 && (closed_year && own_year ? closed_year == own_year : is_year_of(closed_year, grade));
    g_free(a);
    g_free(b);
    return same;
}

/* Of those of one kind the last in the document. */
static void
find_entries(asked_day *asked, const school_entry *entries, const day_index *by_day)
{
    const school_entry *found[TIMELINE_DAY_KINDS] = {0};
    for (size_t at = timeline_begun(by_day, asked->day); timeline_step(by_day, asked->day, &at);) {
        const school_entry *e = &entries[by_day->order[at]];
        if (asked->day > e->to)
            continue;
        if (e->class_name && !asked->class_name)
            asked->perhaps_closed = true;
        else if ((!e->class_name || is_same_class(e->class_name, asked->class_name, asked->grade)) &&
                 (!found[e->kind] || found[e->kind] < e))
            found[e->kind] = e;
    }
    for (size_t kind = 0; kind < TIMELINE_DAY_KINDS; kind++)
        if (found[kind])
            asked->of[kind] = found[kind];
}

/* Schools of compulsory education have classes from Monday to Friday: a timetable that lacks one of these days was not
 * written to its end. Others (通信制, 定時制, nurseries by the week) may have free weekdays. */
static bool
must_have(const timeline *t, const school *s, const char *column)
{
    const char *kind = xml_attribute(t->a, s->node, "kind");
    const bool is_weekday = strcmp(column, timeline_sunday) != 0 && strcmp(column, weekday_name(6)) != 0;
    return kind && is_weekday && strstr(" 小学校 中学校 義務教育学校 中等教育学校 特別支援学校 ", kind);
}

/* The hours of the weekday; false when the timetable of the year does not say it, `classes` when there are some. */
static bool
weekday_hours(const timeline *t, const school *s, int year, const char *column, timeline_day *out)
{
    bool known = false;
    for (size_t i = 0; s && i < s->hour_count; i++) {
        const school_hours *h = &s->hours[i];
        known = known || h->year == year;
        if (h->year == year && g_strcmp0(h->weekday, column) == 0) {
            out->classes = out->hours_known = true;
            out->start = h->start;
            out->end = h->end;
        }
    }
    return known && (out->classes || !must_have(t, s, column));
}

/* Of a day with hours of its own: what it does not say is as on the weekday, or (an open Sunday) as the school has it
 * on Mondays to Fridays is not known. Short classes that end nobody says when have ended by the time they usually do.
 */
static timeline_day
own_hours(timeline_day_kind kind, const school_entry *e, timeline_day usual)
{
    timeline_day d = {.kind = kind, .classes = true, .start = e->start, .end = e->end};
    if (d.start < 0 && usual.hours_known)
        d.start = usual.start;
    if (d.end < 0 && kind == TIMELINE_OPEN && usual.hours_known)
        d.end = usual.end;
    if (kind == TIMELINE_SHORT && usual.hours_known && d.end > usual.end)
        d.end = usual.end;
    if (d.start < 0 && d.end >= 0)
        d.start = 0; /* they end then: whatever is later is after class */
    d.hours_known = d.start >= 0 && d.end >= 0;
    if (!d.hours_known && kind == TIMELINE_SHORT && d.start >= 0 && usual.hours_known)
        d.end = usual.end;
    return d;
}

/* By the birth date; a year's more or less by enrolment/@grade-override is not looked at here. */
static int
grade_on(const timeline *t, long serial)
{
    const xml_node *child = xml_element_named(casefile_root(t->c), "child");
    const char *birth = child ? xml_attribute(t->a, child, "birth-date") : NULL;
    date born;
    return birth && date_parse(birth, &born) ? grade_at(born, date_from_serial(serial)) : GRADE_UNKNOWN;
}

static asked_day
asked_day_of(const timeline *t, long serial, const span *enrolment, const school *s)
{
    const char *class_name = enrolment ? xml_attribute(t->a, enrolment->node, "class-name") : NULL;
    asked_day asked = {
        .day = serial, .class_name = class_name && *class_name ? class_name : NULL, .grade = grade_on(t, serial)};
    if (s) {
        find_entries(&asked, s->entries, &s->by_day);
        find_entries(&asked, t->told, &t->told_by_day);
    }
    return asked;
}

static timeline_day
day_at_school(const timeline *t, const asked_day *asked, const school *s, date day, const char *column)
{
    timeline_day usual = {0};
    const bool known = weekday_hours(t, s, fiscal_year(day), column, &usual);
    static const timeline_day_kind before[] = {TIMELINE_CLOSURE, TIMELINE_CLOSED, TIMELINE_OPEN, TIMELINE_VACATION};
    for (size_t i = 0; i < G_N_ELEMENTS(before); i++) {
        const school_entry *e = asked->of[before[i]];
        if (e)
            return before[i] == TIMELINE_OPEN ? own_hours(TIMELINE_OPEN, e, usual) : (timeline_day){.kind = before[i]};
    }
    if (strcmp(column, timeline_sunday) == 0)
        return (timeline_day){.kind = TIMELINE_HOLIDAY};
    if (asked->of[TIMELINE_SHORT])
        return own_hours(TIMELINE_SHORT, asked->of[TIMELINE_SHORT], usual);
    if (known)
        usual.kind = usual.classes ? TIMELINE_CLASSES : TIMELINE_FREE;
    usual.hours_known = usual.hours_known && !asked->perhaps_closed;
    return usual;
}

static timeline_day
day_compute(const timeline *t, long serial)
{
    const date day = date_from_serial(serial);
    const span *enrolment = enrolment_on(t, serial);
    const school *s = enrolment ? school_of(t, partner_of(t, enrolment->node)) : NULL;
    const char *column = column_of(t, day);
    const asked_day asked = asked_day_of(t, serial, enrolment, s);
    timeline_day d = day_at_school(t, &asked, s, day, column);
    d.column = column;
    return d;
}

/* Some months around the first day that is asked for are kept; rules ask for the same days again and again. */
enum { DAYS_KEPT = 600, DAYS_BEFORE = 300 };

timeline_day
timeline_day_at(const timeline *t, long serial)
{
    timeline *kept = (timeline *)t; /* what is kept is no part of what it says */
    if (!kept->days) {
        kept->days = ARENA_ARRAY(t->a, timeline_day, DAYS_KEPT);
        kept->first_day = serial - DAYS_BEFORE;
        for (size_t i = 0; i < DAYS_KEPT; i++)
            kept->days[i].kind = TIMELINE_DAY_KINDS; /* not asked for yet */
    }
    const long i = serial - kept->first_day;
    if (i < 0 || i >= DAYS_KEPT)
        return day_compute(t, serial);
    if (kept->days[i].kind == TIMELINE_DAY_KINDS)
        kept->days[i] = day_compute(t, serial);
    return kept->days[i];
}

timeline_day
timeline_day_of(const timeline *t, date day)
{
    g_assert(t);
    return timeline_day_at(t, date_serial(day));
}
