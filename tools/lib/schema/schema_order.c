/* schema_order.c: where a new element belongs among those that are there already. See schema.h. */
#include "schema/schema_int.h"

#include <string.h>

/* One way through the content: what may still follow, and how many elements were passed that must be there. */
typedef struct way {
    const pattern *rest;
    size_t missing;
} way;

static way
way_past(schema_grammar *g, way from, const char *name)
{
    const letter l = {.kind = PATTERN_ELEMENT, .called = {name, ""}};
    GArray *needs = g_array_new(FALSE, FALSE, sizeof(pattern_need));
    const way past = {pattern_skip_to(g, from.rest, &l, needs), from.missing + needs->len};
    g_array_free(needs, TRUE);
    return past;
}

static bool
way_ends(way w)
{
    return w.rest->kind == PATTERN_NOT_ALLOWED;
}

/* Past an element of the document: one that fits nowhere is passed over. Of a long row of one name the way is the same
 * again and again: *stays. */
static way
way_past_given(schema_grammar *g, way from, const char *name, bool *stays)
{
    const way past = way_past(g, from, name);
    *stays = way_ends(past) || (past.rest == from.rest && past.missing == from.missing);
    return way_ends(past) ? from : past;
}

static size_t
end_of_row(const char *const *names, size_t count, size_t from)
{
    size_t end = from + 1;
    while (end < count && strcmp(names[end], names[from]) == 0)
        end++;
    return end;
}

static way
way_past_row(schema_grammar *g, way w, const char *const *names, size_t from, size_t end)
{
    bool stays = false;
    for (size_t i = from; i < end && !stays; i++)
        w = way_past_given(g, w, names[i], &stays);
    return w;
}

/* How well the new element stands before names[at], when `before` is the way up to there: how much is missing, once all
 * others have been passed. An element behind it that fits no more makes the place none. */
static bool
weigh_place(schema_grammar *g, way before, const char *const *names, size_t count, const char *name, size_t at,
            size_t *missing)
{
    way with = way_past(g, before, name), without = before;
    if (way_ends(with))
        return false;
    for (size_t i = at; i < count;) {
        const size_t end = end_of_row(names, count, i);
        const bool fits_without = !way_ends(way_past(g, without, names[i]));
        if (fits_without && way_ends(way_past(g, with, names[i])))
            return false;
        with = way_past_row(g, with, names, i, end);
        without = way_past_row(g, without, names, i, end);
        i = end;
    }
    *missing = with.missing;
    return true;
}

bool
schema_order_place(const schema_grammar *grammar, const xml_node *rng, const char *const *names, size_t count,
                   const char *name, size_t *at)
{
    g_assert(grammar && rng && (names || count == 0) && name && at);
    schema_grammar *g = (schema_grammar *)grammar; /* its tables grow */
    const pattern *element = pattern_of_rng(g, rng);
    g_assert(element->kind == PATTERN_ELEMENT);
    way before = {pattern_close_attributes(g, pattern_content(g, element), true), 0};
    size_t least = SIZE_MAX, missing;
    bool found = false, own = false;
    for (size_t i = 0; i <= count;) {
        /* Behind one of its own name before any other place. */
        const bool behind_own = i > 0 && strcmp(names[i - 1], name) == 0;
        if ((behind_own || !own) && weigh_place(g, before, names, count, name, i, &missing) &&
            ((behind_own && !own) || missing <= least)) {
            *at = i;
            least = missing;
            own = behind_own;
            found = true;
        }
        if (i == count)
            break;
        const size_t end = end_of_row(names, count, i);
        before = way_past_row(g, before, names, i, end);
        i = end;
    }
    return found;
}
