/* check_municipality.c: what a municipality has decided of the rules, as its master says it: of the one that pays on
 * the day of a finding, and of what it had decided then. */
#include "check/check_int.h"

#include <string.h>

static bool
read_period_end(arena *a, const xml_node *n, const char *name, date *out)
{
    const char *text = xml_attribute(a, n, name);
    return text && date_parse(text, out);
}

/* An end that is missing is open. */
static bool
holds_on(arena *a, const xml_node *n, date day)
{
    date from, to;
    return !(read_period_end(a, n, "from", &from) && date_compare(day, from) < 0) &&
           !(read_period_end(a, n, "to", &to) && date_compare(to, day) < 0);
}

/* Of two, which of them begins later; one without a beginning is the earliest. NULL is none. */
static const xml_node *
later_one(arena *a, const xml_node *p, const xml_node *q)
{
    date from_p, from_q;
    if (!p || !read_period_end(a, q, "from", &from_q))
        return p ? p : q;
    return read_period_end(a, p, "from", &from_p) && date_compare(from_q, from_p) < 0 ? p : q;
}

/* After a move the printed period of the older certificate may still run: the newest counts. */
const xml_node *
rule_municipality(arena *a, const casefile *c, date day)
{
    const xml_node *master = casefile_master(c, "municipality"), *only = master ? xml_first_element(master) : NULL;
    const xml_node *holds = NULL, *newest = NULL;
    for (const xml_node *n = xml_first_element(casefile_root(c)); n; n = xml_next_element(n)) {
        if (!xml_named(n, "certificate"))
            continue;
        newest = later_one(a, newest, n);
        if (holds_on(a, n, day))
            holds = later_one(a, holds, n);
    }
    const char *id = newest ? xml_attribute(a, holds ? holds : newest, "municipality") : NULL;
    if (id)
        return casefile_find(c, id);
    return only && !xml_next_element(only) ? only : NULL;
}

const char *
rule_option_level(arena *a, const xml_node *municipality, const char *id, date day)
{
    const xml_node *found = NULL;
    for (const xml_node *n = municipality ? xml_first_element(municipality) : NULL; n; n = xml_next_element(n)) {
        const char *of = xml_named(n, "rule-option") ? xml_attribute(a, n, "rule") : NULL;
        if (of && strcmp(of, id) == 0 && holds_on(a, n, day))
            found = later_one(a, found, n);
    }
    return found ? xml_attribute(a, found, "level") : NULL;
}

/* Where none is said (NULL, on) the rule's own counts, which is an error or is made none here. */
static int
level_weight(const char *level)
{
    static const char *const lighter[] = {"off", "A", "W"};
    for (size_t i = 0; level && i < G_N_ELEMENTS(lighter); i++)
        if (strcmp(level, lighter[i]) == 0)
            return (int)i;
    return level && strcmp(level, "E") == 0 ? (int)G_N_ELEMENTS(lighter) + 1 : (int)G_N_ELEMENTS(lighter);
}

const char *
rule_stricter_level(const char *one, const char *other)
{
    return level_weight(one) > level_weight(other) ? one : other;
}

bool
rule_is_foreign(arena *a, const xml_node *municipality, const rule *x)
{
    const char *handbook = municipality ? xml_attribute(a, municipality, "handbook") : NULL;
    return handbook && strcmp(handbook, "no") == 0 && g_str_has_prefix(x->source[DIAG_JA], "心得");
}

static void
check_options_of(arena *a, const check_rules *rules, const xml_node *municipality, diag *d)
{
    for (const xml_node *n = municipality ? xml_first_element(municipality) : NULL; n; n = xml_next_element(n)) {
        const char *of = xml_named(n, "rule-option") ? xml_attribute(a, n, "rule") : NULL;
        if (of && !rule_is_known(rules, of))
            diag_add(d, DIAG_CHECK_OPTION, PLACE_NONE, xml_place(a, n, true), casefile_printable_id(of), NULL);
    }
}

bool
rule_option_is_off(arena *a, const xml_node *n, date as_of)
{
    date from;
    return xml_named(n, "rule-option") && strcmp(xml_attribute(a, n, "level"), "off") == 0 &&
           !(read_period_end(a, n, "from", &from) && date_compare(as_of, from) < 0);
}

bool
rule_municipality_is_asked(arena *a, const casefile *c, const xml_node *municipality, const xml_node *now)
{
    for (const xml_node *n = xml_first_element(casefile_root(c)); n; n = xml_next_element(n)) {
        const char *id = xml_named(n, "certificate") ? xml_attribute(a, n, "municipality") : NULL;
        if (id && casefile_find(c, id) == municipality)
            return true;
    }
    return municipality == now;
}

void
rule_check_options(arena *a, const check_rules *rules, const casefile *c, date as_of, diag *d)
{
    const xml_node *master = casefile_master(c, "municipality"), *now = rule_municipality(a, c, as_of);
    for (const xml_node *m = master ? xml_first_element(master) : NULL; m; m = xml_next_element(m))
        if (rule_municipality_is_asked(a, c, m, now))
            check_options_of(a, rules, m, d);
}
