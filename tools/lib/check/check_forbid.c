/* check_forbid.c: which papers a finding keeps in the office. */
#include "check/check_int.h"

#include <string.h>

static bool
names_form(const char *documents, const char *form)
{
    const size_t n = strlen(form);
    for (const char *p = documents; (p = strstr(p, form)); p += n)
        if ((p == documents || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
            return true;
    return false;
}

bool
rule_can_forbid(const rule_check *c, const char *form)
{
    for (size_t i = 0; i < c->assert_count; i++)
        if (names_form(c->asserts[i].documents, form) || names_form(c->asserts[i].until_signed, form))
            return true;
    return false;
}

/* It, or what it is part of, bears a signature of the day or before. */
static bool
is_signed(const xml_node *n, date as_of)
{
    arena *a = arena_new();
    bool found = false;
    for (; n && !found; n = xml_parent(n)) {
        const char *text = xml_is_element(n) ? xml_attribute(a, n, "signed-on") : NULL;
        date on;
        found = text && date_parse(text, &on) && date_compare(on, as_of) <= 0;
    }
    arena_drop(a);
    return found;
}

static size_t
depth_of(const xml_node *n)
{
    size_t depth = 0;
    while ((n = xml_parent(n)))
        depth++;
    return depth;
}

/* The finding stands in another one of what the paper is about, or of what that is part of: another plan, month,
 * visit. What stands beside (the child, the certificate, the judgement) is about every paper. */
static bool
is_of_another(const xml_node *found, const xml_node *subject)
{
    size_t x = depth_of(found), y = depth_of(subject);
    for (; x > y; x--)
        found = xml_parent(found);
    for (; y > x; y--)
        subject = xml_parent(subject);
    while (found != subject && xml_parent(found) != xml_parent(subject)) {
        found = xml_parent(found);
        subject = xml_parent(subject);
    }
    return found != subject && xml_is_element(found) && xml_parent(found) && xml_named(subject, xml_name(found));
}

const check_finding *
check_forbids(const check_result *r, const char *form, const xml_node *subject)
{
    g_assert(r && form);
    for (size_t i = 0; i < r->count && r->findings[i].severity == CHECK_ERROR; i++) {
        const check_finding *f = &r->findings[i];
        if (subject && is_of_another(f->node, subject))
            continue;
        if (names_form(f->documents, form) ||
            (names_form(f->until_signed, form) && !(subject && is_signed(subject, r->as_of))))
            return f;
    }
    return NULL;
}
