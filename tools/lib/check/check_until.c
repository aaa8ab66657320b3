/* check_until.c: the case as it was on a day. What was done later is not there for rules and deadlines, so that none of
 * them need cut it at $as-of. What is planned, agreed or known ahead (plans with their meetings and reviews, consents,
 * periods, days wished for, actions before an exit) is there: rules look ahead on purpose, so that it can still be
 * changed. */
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
    {"visit", "done", "date"},
};

static bool
has_deeds(const char *parent)
{
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++)
        if (strcmp(deeds[i].parent, parent) == 0)
            return true;
    return false;
}

static const struct deed *
deed_of(const xml_node *n, const char *parent)
{
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++)
        if (strcmp(deeds[i].parent, parent) == 0 && xml_named(n, deeds[i].element))
            return &deeds[i];
    return NULL;
}

static const char *
borrow_value(const xml_node *n, const char *attribute)
{
    const xml_node *found = xml_attribute_node(n, attribute);
    const char *text = found ? xml_borrow_text(found) : NULL;
    return text ? text : "";
}

/* A day that is not of the month it stands in is a slip of the pen, and no later day: it is there to be told (G19). */
static bool
is_later(const xml_node *n, const struct deed *deed, const char *month, const char *as_of)
{
    const char *day = borrow_value(n, deed->day);
    return strcmp(day, as_of) > 0 && g_str_has_prefix(day, month);
}

static void
collect_later(const xml_node *parent, const char *month, const char *as_of, GPtrArray *found)
{
    const char *name = xml_name(parent);
    for (xml_node *n = xml_first_element(parent); n; n = xml_next_element(n)) {
        const struct deed *deed = deed_of(n, name);
        if (deed && is_later(n, deed, month, as_of))
            g_ptr_array_add(found, n);
        else if (xml_named(n, "claim"))
            collect_later(n, month, as_of, found);
    }
}

GPtrArray *
rule_find_later(const casefile *c, date as_of)
{
    char day[11];
    g_snprintf(day, sizeof day, "%04d-%02d-%02d", as_of.year, as_of.month, as_of.day);
    GPtrArray *found = g_ptr_array_new();
    for (xml_node *n = xml_first_element(casefile_root(c)); n; n = xml_next_element(n)) {
        const char *month = borrow_value(n, "ym"); /* "": it is none */
        const bool over = *month && strncmp(month, day, strlen(month)) < 0;
        if (!over && has_deeds(xml_name(n)))
            collect_later(n, month, day, found);
    }
    return found;
}
