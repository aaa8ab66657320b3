/* audience_guardian.c: the copy of one of several guardians, who live apart. */
#include "audience/audience_int.h"

#include <string.h>

#include "functions/functions.h"

static const xml_node *
guardian_named(arena *a, const casefile *c, const char *id)
{
    for (const xml_node *n = xml_first_element(casefile_root(c)); n; n = xml_next_element(n))
        if (xml_named(n, "guardian") && g_strcmp0(xml_attribute(a, n, "id"), id) == 0)
            return n;
    return NULL;
}

/* Two grandmothers are told apart by their names. */
static bool
has_relation_alone(arena *a, const casefile *c, const char *relation)
{
    int count = 0;
    for (const xml_node *n = xml_first_element(casefile_root(c)); n; n = xml_next_element(n))
        count += xml_named(n, "guardian") && g_strcmp0(xml_attribute(a, n, "relation"), relation) == 0;
    return count == 1;
}

/* 父, or 祖母　相原 花子. */
static const char *
who_it_is(arena *a, const casefile *c, const xml_node *guardian)
{
    const char *relation = xml_attribute(a, guardian, "relation");
    const xml_node *name = xml_element_named(guardian, "name");
    const xml_node *family = name ? xml_element_named(name, "family") : NULL,
                   *given = name ? xml_element_named(name, "given") : NULL;
    if (!family || !given || (relation && has_relation_alone(a, c, relation)))
        return relation ? relation : "";
    return arena_printf(a, "%s　%s %s", relation ? relation : "", xml_text(a, family), xml_text(a, given));
}

const audience_edition *
audience_of_guardian(arena *a, const audience_table *t, const casefile *c, const char *asked)
{
    g_assert(a && t && asked);
    const char *colon = strchr(asked, ':');
    const audience_edition *of = colon ? audience_named(t, arena_strndup(a, asked, (size_t)(colon - asked))) : NULL;
    const xml_node *guardian = of && of->others && c ? guardian_named(a, c, colon + 1) : NULL;
    if (!guardian)
        return NULL;
    audience_edition *e = arena_copy(a, of, sizeof *of);
    e->guardian = arena_strdup(a, colon + 1);
    e->mark = arena_printf(a, "%s・%s", of->mark, who_it_is(a, c, guardian));
    return e;
}

GPtrArray *
audience_of_others(arena *a, xml_store *s, const audience_edition *e, const casefile *c, diag *d)
{
    g_assert(a && s && e && c && d);
    GPtrArray *out = g_ptr_array_new();
    if (!e->guardian)
        return out;
    xml_xpath *x = xml_xpath_new(s);
    functions_add(x, a, c);
    const xml_value id = xml_value_of_string(e->guardian);
    xml_xpath_set_variable(x, "guardian", &id);
    xml_value v;
    const bool good = xml_eval(x, a, e->others, casefile_root(c), 1, 1, e->where, d, &v) && v.type == XML_NODES;
    GPtrArray *written = g_ptr_array_new();
    audience_find_written(a, c, guardian_named(a, c, e->guardian), written);
    for (size_t i = 0; good && i < v.count; i++)
        g_ptr_array_add(out, v.nodes[i]);
    for (guint i = 0; good && i < written->len; i++)
        if (!g_ptr_array_find(out, g_ptr_array_index(written, i), NULL))
            g_ptr_array_add(out, g_ptr_array_index(written, i));
    g_ptr_array_free(written, TRUE);
    audience_find_same(a, c, out);
    xml_xpath_drop(x);
    if (!good)
        g_clear_pointer(&out, g_ptr_array_unref);
    return out;
}
