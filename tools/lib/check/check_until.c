/* check_until.c: the case as it was on a day. What was done later is not there for rules and deadlines, so that none of
 * them need cut it at $as-of: neither records of a day after it, nor the days on which a paper was signed, answered,
 * returned or published after it. What is planned, agreed or known ahead (plans with their meetings and reviews,
 * periods, days wished for, actions before an exit) is there: rules look ahead on purpose, so that it can still be
 * changed. Masters are kept as they are, as several cases may share them: rules compare their days. */
#include "check/check_int.h"

#include <string.h>

/* Elements that say that something was done, by where they stand, and the attribute that says when. */
static const struct deed {
    const char *parent, *element, *day;
} deeds[] = {
    {"month", "school-sharing", "date"},
    {"month", "family-support", "date"},
    {"month", "actual", "date"},
    {"claim", "addition-iii", "on"},
    {"claim", "other", "on"},
    {"non-attendance", "judgement", "date"},
    {"non-attendance", "first-contact", "date"},
    {"visit", "arranged", "on"},
    {"visit", "done", "date"},
    {"pickup", "delay", "date"},
    {"judgement", "party", "confirmed-on"},
    {"continuation", "party", "confirmed-on"},
    {"common-understanding", "party", "confirmed-on"},
};

/* Attributes that say when something was done with what they stand in, which is there without it. */
static const struct {
    const char *element, *attribute;
} marks[] = {
    {"plan", "signed-on"},
    {"schedule", "signed-on"},
    {"supplement", "signed-on"},
    {"independence-plan", "signed-on"},
    {"independence-plan", "school-info-on"},
    {"consent", "signed-on"},
    {"consent", "withdrawn-on"},
    {"inquiry", "answered"},
    {"evaluation", "returned"},
    {"evaluation", "published-on"},
    {"education-plan", "shared-on"},
    {"consultation-support", "plan-made-on"},
    {"consultation-support", "exchanged-on"},
    {"commute", "school-informed-on"},
    {"behaviour-support", "sheet-on"},
    {"intensive-support", "school-info-on"},
    {"medical-link", "exchanged-on"},
    {"claim", "sent-on"},
    {"learning", "examined-on"},
    {"early-entry", "guardian-consulted-on"},
};

static const struct deed *
deed_of(const xml_node *n)
{
    const char *parent = xml_name(xml_parent(n));
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++)
        if (xml_named(n, deeds[i].element) && strcmp(deeds[i].parent, parent) == 0)
            return &deeds[i];
    return NULL;
}

static bool
is_mark(const xml_node *n, const char *attribute)
{
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
        if (strcmp(marks[i].attribute, attribute) == 0 && xml_named(n, marks[i].element))
            return true;
    return false;
}

/* A day after `as_of`; not a month, a number or a text. */
static bool
is_later(const xml_node *attribute, const char *as_of)
{
    const char *text = xml_borrow_text(attribute);
    return text && g_ascii_isdigit(*text) && strlen(text) == strlen(as_of) && text[4] == '-' && text[7] == '-' &&
           strcmp(text, as_of) > 0;
}

/* A day that is not of the month it stands in is a slip of the pen, and no later day: it is there to be told (G19). */
static bool
is_deed(const xml_node *n, const xml_node *attribute, const char *month)
{
    const struct deed *deed = deed_of(n);
    return deed && strcmp(deed->day, xml_name(attribute)) == 0 &&
           (!*month || strcmp(deed->element, "party") == 0 || g_str_has_prefix(xml_borrow_text(attribute), month));
}

/* An answer to days wished for has no day of its own. It had come when the first visit was fixed; where that was done
 * after the day, so was the answer. */
static void
collect_answers(xml_node *visit, const char *as_of, GPtrArray *found)
{
    size_t later = 0, by_then = 0;
    for (const xml_node *c = xml_first_element(visit); c; c = xml_next_element(c)) {
        const xml_node *on = xml_named(c, "arranged") ? xml_attribute_node(c, "on") : NULL;
        if (on && is_later(on, as_of))
            later++;
        else if (on)
            by_then++;
    }
    for (xml_node *c = xml_first_element(visit); later && !by_then && c; c = xml_next_element(c))
        if (xml_named(c, "candidate") && xml_has_attribute(c, "answer"))
            g_ptr_array_add(found, xml_attribute_node(c, "answer"));
}

static void
collect_later(xml_node *n, const char *month, const char *as_of, GPtrArray *found)
{
    const guint before = found->len;
    for (xml_node *at = xml_first_attribute(n); at; at = xml_next(at)) {
        if (!is_later(at, as_of))
            continue;
        if (is_deed(n, at, month)) {
            g_ptr_array_set_size(found, (gint)before);
            g_ptr_array_add(found, n);
            return;
        }
        if (is_mark(n, xml_name(at)))
            g_ptr_array_add(found, at);
    }
    for (xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        collect_later(c, month, as_of, found);
}

GPtrArray *
rule_find_later(const casefile *c, date as_of)
{
    char day[11];
    g_snprintf(day, sizeof day, "%04d-%02d-%02d", as_of.year, as_of.month, as_of.day);
    GPtrArray *found = g_ptr_array_new();
    for (xml_node *n = xml_first_element(casefile_root(c)); n; n = xml_next_element(n)) {
        const xml_node *ym = xml_attribute_node(n, "ym");
        const char *month = ym ? xml_borrow_text(ym) : NULL;
        collect_later(n, month ? month : "", day, found); /* "": it is none */
        if (xml_named(n, "visit"))
            collect_answers(n, day, found);
    }
    return found;
}
