/* schema_blank.c: what says nothing and may be left out is left out. */
#include "schema/schema_int.h"

const char *
value_of(arena *a, const xml_node *n)
{
    const char *borrowed = xml_borrow_text(n);
    return borrowed ? borrowed : xml_text(a, n);
}

/* All texts within an element, at any depth; the first that says something is enough. */
static bool
texts_are_blank(schema_grammar *g, const xml_node *element)
{
    for (const xml_node *c = xml_first_child(element); c; c = xml_next(c))
        if (xml_is_element(c) ? !texts_are_blank(g, c) : xml_is_text(c) && !text_is_blank(g, c))
            return false;
    return true;
}

/* Neither a text nor an attribute that says something. */
static bool
part_is_blank(arena *a, schema_grammar *g, const xml_node *part)
{
    if (xml_is_element(part) ? !texts_are_blank(g, part) : !value_is_blank(g, value_of(a, part)))
        return false;
    for (const xml_node *attr = xml_is_element(part) ? xml_first_attribute(part) : NULL; attr; attr = xml_next(attr))
        if (!value_is_blank(g, value_of(a, attr)))
            return false;
    return true;
}

typedef bool (*pattern_test)(schema_grammar *g, const pattern *p, const xml_node *part);

/* Whether it is true of one of the patterns that have the part's name. */
static bool
one_pattern(schema_grammar *g, const pattern *content, const xml_node *part, pattern_test test)
{
    GPtrArray *all = g_ptr_array_new();
    pattern_collect(content, xml_is_element(part) ? PATTERN_ELEMENT : PATTERN_ATTRIBUTE, all);
    bool found = false;
    for (guint i = 0; i < all->len && !found; i++) {
        const pattern *p = g_ptr_array_index(all, i);
        found = pattern_matches_name(p, tag_of(part)) && test(g, p, part);
    }
    g_ptr_array_free(all, TRUE);
    return found;
}

static bool
pattern_is_text(schema_grammar *g, const pattern *p, const xml_node *part)
{
    (void)part;
    return pattern_has_kind(pattern_content(g, p), PATTERN_TEXT);
}

static bool
pattern_is_fit(schema_grammar *g, const pattern *p, const xml_node *part)
{
    return xml_is_element(part) ? schema_judge_without(g, p, part, NULL, false)
                                : pattern_matches_value(g, pattern_content(g, p), value_of(g->memory, part), part);
}

/* A blank text, what a blank does not fit, or what holds nothing but these. An element that never holds a text says
 * something by its name alone. */
static bool
pattern_says_nothing(schema_grammar *g, const pattern *p, const xml_node *part)
{
    arena *a = arena_new();
    bool nothing = part_is_blank(a, g, part);
    arena_drop(a);
    const xml_node *c = xml_is_element(part) ? xml_first_element(part) : NULL;
    if (!c && nothing && pattern_is_text(g, p, part))
        return true;
    for (; c && nothing; c = xml_next_element(c))
        nothing = one_pattern(g, pattern_content(g, p), c, pattern_says_nothing);
    return nothing && !pattern_is_fit(g, p, part);
}

static bool
pattern_is_blank_text(schema_grammar *g, const pattern *p, const xml_node *part)
{
    return !(xml_is_element(part) && xml_first_element(part)) && pattern_is_text(g, p, part);
}

static void
leave_out(arena *a, schema_grammar *g, const pattern *p, xml_node *n, bool misfits)
{
    const pattern *content = pattern_content(g, p);
    xml_node *const firsts[] = {xml_first_attribute(n), xml_first_element(n)};
    for (size_t i = 0; i < G_N_ELEMENTS(firsts); i++)
        for (xml_node *part = firsts[i], *next; part; part = next) {
            next = i == 0 ? xml_next(part) : xml_next_element(part);
            if (part_is_blank(a, g, part) &&
                (misfits ? one_pattern(g, content, part, pattern_says_nothing) &&
                               !one_pattern(g, content, part, pattern_is_fit)
                         : one_pattern(g, content, part, pattern_is_blank_text)) &&
                schema_judge_without(g, p, n, part, misfits))
                xml_remove(part);
        }
}

void
blank_leave_out(arena *a, schema_grammar *g, const pattern *p, xml_node *n)
{
    leave_out(a, g, p, n, false);
}

/* ---- of a document that is not valid ---- */

typedef struct meeting {
    const xml_node *rng;
    xml_node *n;
} meeting;

static void
note_element(void *data, const xml_node *rng, xml_node *n)
{
    if (xml_is_element(n))
        g_array_append_val((GArray *)data, ((meeting){rng, n}));
}

/* From the innermost out: what held nothing but such parts holds nothing then. */
void
blank_leave_out_misfits(schema_grammar *g, xml_doc *doc)
{
    arena *a = arena_new();
    GArray *met = g_array_new(FALSE, FALSE, sizeof(meeting));
    schema_walk(g, doc, note_element, met);
    for (guint i = met->len; i-- > 0;) {
        const meeting *m = &g_array_index(met, meeting, i);
        leave_out(a, g, pattern_of_rng(g, m->rng), m->n, true);
    }
    g_array_free(met, TRUE);
    arena_drop(a);
}
