/* audience_marked.c: what the data itself keeps off a copy. */
#include "audience/audience_int.h"

#include <string.h>

static const char mark[] = "audience", mark_of_one[] = "audience-guardian";

/* 保護者・学校: one of these words is the edition's. */
static bool
is_for(const audience_edition *e, const char *said)
{
    if (!said)
        return true;
    char **words = g_strsplit(said, "・", 0);
    const bool found = g_strv_contains((const char *const *)words, e->word);
    g_strfreev(words);
    return found;
}

/* Of one guardian alone: no copy tells it that another guardian has, too. */
static bool
is_for_guardian(const audience_edition *e, const char *id)
{
    return !id || strcmp(e->to, "household") != 0 || g_strcmp0(e->guardian, id) == 0;
}

static void
find_marked(arena *a, const audience_edition *e, xml_node *n, GPtrArray *out)
{
    if (!is_for(e, xml_attribute(a, n, mark)) || !is_for_guardian(e, xml_attribute(a, n, mark_of_one))) {
        g_ptr_array_add(out, n); /* with all that is in it */
        return;
    }
    for (xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        find_marked(a, e, c, out);
}

static bool
is_below(GPtrArray *taken, const xml_node *n)
{
    for (; n; n = xml_parent(n))
        if (g_ptr_array_find(taken, n, NULL))
            return true;
    return false;
}

static bool
names_record(arena *a, const xml_node *n, const char *attribute, const char *id)
{
    return g_strcmp0(xml_attribute(a, n, attribute), id) == 0;
}

/* A record that names a meeting has its day, its means and its people of it; what rests on a record (@record) tells it
 * in short. */
static void
find_same(arena *a, xml_node *n, const char *id, GPtrArray *out)
{
    if ((names_record(a, n, "meeting", id) || names_record(a, n, "record", id)) && !is_below(out, n))
        g_ptr_array_add(out, n);
    for (xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        find_same(a, c, id, out);
}

static void
find_same_below(arena *a, const xml_node *n, const casefile *c, GPtrArray *out)
{
    const char *id = xml_attribute(a, n, "id");
    if (id)
        find_same(a, casefile_root(c), id, out);
    for (const xml_node *below = xml_first_element(n); below; below = xml_next_element(below))
        find_same_below(a, below, c, out);
}

void
audience_find_same(arena *a, const casefile *c, GPtrArray *out)
{
    g_assert(a && c && out);
    for (guint i = 0; i < out->len; i++)
        find_same_below(a, g_ptr_array_index(out, i), c, out);
}

/* ---- an author's own fields ---- */

typedef struct own_finder {
    const audience_edition *e;
    GPtrArray *out;
} own_finder;

/* What the author's grammar does not say to be for this reader is not told (r:audience). */
static void
find_own(void *data, xml_node *n, const char *audience)
{
    const own_finder *f = data;
    if ((!audience || !is_for(f->e, audience)) && !is_below(f->out, n))
        g_ptr_array_add(f->out, n);
}

static void
note_restricted(void *data, xml_node *n, const char *audience)
{
    (void)n;
    (void)audience;
    *(bool *)data = true; /* of several editions at least one is not told it, or a grammar may come to say so */
}

GPtrArray *
audience_marked(arena *a, const audience_edition *e, const casefile *c)
{
    g_assert(a && e && c);
    GPtrArray *out = g_ptr_array_new();
    if (e->whole)
        return out;
    find_marked(a, e, casefile_root(c), out);
    own_finder f = {e, out};
    casefile_each_own(c, find_own, &f);
    audience_find_same(a, c, out);
    return out;
}

static bool
has_marks(const xml_node *n)
{
    if (xml_has_attribute(n, mark) || xml_has_attribute(n, mark_of_one))
        return true;
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        if (has_marks(c))
            return true;
    return false;
}

bool
audience_has_marks(const casefile *c)
{
    g_assert(c);
    bool has_own = false;
    casefile_each_own(c, note_restricted, &has_own);
    return has_own || has_marks(casefile_root(c));
}

static void
drop_marks(xml_node *n)
{
    const char *const names[] = {mark, mark_of_one};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        xml_node *said = xml_attribute_node(n, names[i]);
        if (said)
            xml_remove(said);
    }
    for (xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        drop_marks(c);
}

void
audience_unmark(casefile *c)
{
    g_assert(c);
    drop_marks(casefile_root(c));
}
