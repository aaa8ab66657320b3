/* casefile_meeting.c: a record that is the same event as a meeting of a plan names it (@meeting) and need not say again
 * what the meeting says. On reading that is put into the record, in memory, so that nobody after this room asks whether
 * it was written there. What a record takes from its meeting says r:shares of its element: names of its parts, which
 * this file knows where to find in a meeting. One that ends with ? may be missing in both. */
#include "casefile/casefile_int.h"

#include <string.h>

static const char meeting_named[] = "meeting"; /* the attribute, and what it names */

typedef struct sharing {
    const xml_node *pattern; /* of the record */
    const casefile_rule *rule;
    xml_node *record;
} sharing;

typedef struct filling {
    arena *a; /* scratch */
    const casefile *c;
    const schema_grammar *schema;
    casefile_schemas *schemas;
    diag *d;
    GArray *found; /* of sharing */
    bool good;
} filling;

/* Asked of every case, so it looks no further than it must. */
static bool
names_meeting(const xml_node *n)
{
    if (xml_has_attribute(n, meeting_named))
        return true;
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        if (names_meeting(c))
            return true;
    return false;
}

static void
meet_record(void *data, const xml_node *pattern, xml_node *n)
{
    filling *f = data;
    const casefile_rule *r = g_hash_table_lookup(f->schemas->annotations, pattern);
    if (r && r->shares && xml_has_attribute(n, meeting_named)) {
        const sharing s = {pattern, r, n};
        g_array_append_val(f->found, s);
    }
}

static xml_node *
find_by_id(arena *a, xml_node *n, const char *name, const char *id)
{
    const char *own = xml_named(n, name) ? xml_attribute(a, n, "id") : NULL;
    if (own && strcmp(casefile_trimmed(a, own), id) == 0)
        return n;
    xml_node *found = NULL;
    for (xml_node *c = xml_first_element(n); c && !found; c = xml_next_element(c))
        found = find_by_id(a, c, name, id);
    return found;
}

/* ---- attributes ---- */

static void
tell_of_part(filling *f, diag_code code, const xml_node *at, const char *name, const xml_node *meeting,
             const char *theirs)
{
    const place there = xml_place(f->a, meeting, false);
    diag_add(f->d, code, PLACE_NONE, xml_place(f->a, at, true), arena_printf(f->a, "@%s", name),
             arena_printf(f->a, "%s:%d", there.file, there.line), arena_printf(f->a, "@%s", theirs), NULL);
    f->good = false;
}

static void
fill_attribute(filling *f, xml_node *record, const char *name, bool optional, xml_node *meeting, const char *theirs)
{
    const xml_node *own = xml_attribute_node(record, name);
    const char *value = xml_attribute(f->a, meeting, theirs);
    if (own && value && strcmp(xml_text(f->a, own), value) != 0)
        tell_of_part(f, DIAG_CASEFILE_MEETING_DIFFERS, own, name, meeting, theirs);
    else if (!own && value)
        xml_make_attribute(record, name, value, xml_attribute_node(record, meeting_named));
    else if (!own && !optional)
        tell_of_part(f, DIAG_CASEFILE_MEETING_SILENT, record, name, meeting, theirs);
}

/* ---- elements ---- */

/* Before which of its children a new one belongs; NULL: behind all. */
static xml_node *
place_in(filling *f, const sharing *s, const char *name)
{
    GPtrArray *names = g_ptr_array_new();
    for (const xml_node *c = xml_first_element(s->record); c; c = xml_next_element(c))
        g_ptr_array_add(names, (void *)xml_name(c));
    size_t at = names->len;
    schema_order_place(f->schema, s->pattern, (const char *const *)names->pdata, names->len, name, &at);
    xml_node *before = xml_first_element(s->record);
    while (before && at-- > 0)
        before = xml_next_element(before);
    g_ptr_array_free(names, TRUE);
    return before;
}

static xml_node *
make_part(const sharing *s, xml_node *before, const char *name, const char *text)
{
    return xml_make_element(s->record, before, name, text, xml_attribute_node(s->record, meeting_named));
}

static void
make_value(const sharing *s, xml_node *n, const char *name, const char *value)
{
    if (value)
        xml_make_attribute(n, name, value, xml_attribute_node(s->record, meeting_named));
}

static bool
is_of_side(arena *a, const xml_node *who, const char *side)
{
    return xml_named(who, "who") && g_strcmp0(xml_attribute(a, who, "side"), side) == 0;
}

/* Who came for the school, where the record says of nobody. */
static void
fill_school_people(filling *f, const sharing *s, const char *name, const xml_node *meeting)
{
    if (xml_element_named(s->record, name))
        return;
    for (const xml_node *w = xml_first_element(meeting); w; w = xml_next_element(w)) {
        if (!is_of_side(f->a, w, "学校"))
            continue;
        xml_node *made = make_part(s, place_in(f, s, name), name, xml_text(f->a, w));
        make_value(s, made, "role", xml_attribute(f->a, w, "role"));
    }
}

static void
fill_office_people(filling *f, const sharing *s, const char *name, const xml_node *meeting)
{
    if (xml_element_named(s->record, name))
        return;
    for (const xml_node *w = xml_first_element(meeting); w; w = xml_next_element(w))
        if (xml_named(w, "office-who"))
            make_value(s, make_part(s, place_in(f, s, name), name, NULL), "staff", xml_attribute(f->a, w, "staff"));
}

/* ---- parties ---- */

static const char *const sides[] = {"学校", "家庭", "事業所", "本人", "その他"}; /* in the order of the forms */

static size_t
rank_of_side(const char *side)
{
    size_t i = 0;
    while (i < G_N_ELEMENTS(sides) && g_strcmp0(side, sides[i]) != 0)
        i++;
    return i;
}

static void
add_person(GString *out, const char *name, const char *role)
{
    g_string_append_printf(out, "%s%s", out->len ? "、" : "", name);
    if (role && !xml_is_blank(role))
        g_string_append_printf(out, "（%s）", role);
}

/* As a master has them; who is not in it is told as a reference of the meeting. */
static void
add_staff(filling *f, GString *out, const xml_node *who)
{
    xml_node *office = casefile_master(f->c, "office");
    const char *id = xml_attribute(f->a, who, "staff");
    const xml_node *staff = office && id ? find_by_id(f->a, office, "staff", casefile_trimmed(f->a, id)) : NULL;
    const xml_node *name = staff ? xml_element_named(staff, "name") : NULL;
    if (!name)
        return;
    GString *whole = g_string_new(NULL);
    for (const xml_node *part = xml_first_element(name); part; part = xml_next_element(part))
        g_string_append_printf(whole, "%s%s", whole->len ? " " : "", xml_text(f->a, part));
    add_person(out, whole->str, xml_attribute(f->a, staff, "occupation"));
    g_string_free(whole, TRUE);
}

static const char *
people_of_side(filling *f, const xml_node *meeting, const char *side)
{
    GString *out = g_string_new(NULL);
    for (const xml_node *w = xml_first_element(meeting); w; w = xml_next_element(w)) {
        if (is_of_side(f->a, w, side))
            add_person(out, xml_text(f->a, w), xml_attribute(f->a, w, "role"));
        else if (xml_named(w, "office-who") && strcmp(side, "事業所") == 0)
            add_staff(f, out, w);
    }
    const char *copy = out->len ? arena_strdup(f->a, out->str) : NULL;
    g_string_free(out, TRUE);
    return copy;
}

static bool
has_party(filling *f, const xml_node *record, const char *name, const char *side)
{
    for (const xml_node *p = xml_first_element(record); p; p = xml_next_element(p))
        if (xml_named(p, name) && g_strcmp0(xml_attribute(f->a, p, "side"), side) == 0)
            return true;
    return false;
}

/* The first party of a side that comes later; NULL: there is none. */
static xml_node *
later_party(filling *f, const xml_node *record, const char *name, size_t rank)
{
    xml_node *p = xml_element_named(record, name);
    while (p && (!xml_named(p, name) || rank_of_side(xml_attribute(f->a, p, "side")) <= rank))
        p = xml_next_element(p);
    return p;
}

/* Who came has confirmed it there and then. A side that the record has a party of confirmed it as that says. */
static void
fill_parties(filling *f, const sharing *s, const char *name, const xml_node *meeting)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sides); i++) {
        const char *people = people_of_side(f, meeting, sides[i]);
        if (!people || has_party(f, s->record, name, sides[i]))
            continue;
        xml_node *later = later_party(f, s->record, name, i);
        xml_node *made = make_part(s, later ? later : place_in(f, s, name), name, people);
        make_value(s, made, "side", sides[i]);
        make_value(s, made, "confirmed-on", xml_attribute(f->a, meeting, "date"));
        make_value(s, made, "means", xml_attribute(f->a, meeting, "means"));
    }
}

/* ---- records ---- */

/* How each part is filled: from an attribute of the meeting, or by a function. */
static const struct {
    const char *theirs;
    void (*fill)(filling *f, const sharing *s, const char *name, const xml_node *meeting);
} ways[SHARED_COUNT] = {[SHARED_DATE] = {"date", NULL},
                        [SHARED_MEANS] = {"means", NULL},
                        [SHARED_HOW] = {"means", NULL},
                        [SHARED_WHO] = {NULL, fill_school_people},
                        [SHARED_SCHOOL_WHO] = {NULL, fill_school_people},
                        [SHARED_OFFICE_WHO] = {NULL, fill_office_people},
                        [SHARED_PARTY] = {NULL, fill_parties}};

static void
fill_record(filling *f, const sharing *s)
{
    const char *id = casefile_trimmed(f->a, xml_attribute(f->a, s->record, meeting_named));
    xml_node *meeting = find_by_id(f->a, casefile_root(f->c), meeting_named, id);
    for (char **word = s->rule->shares; meeting && *word; word++) { /* one that is nowhere is told as any reference */
        bool optional;
        const shared_part part = casefile_shared_find(*word, &optional);
        const char *name = casefile_shared_names[part];
        if (ways[part].fill)
            ways[part].fill(f, s, name, meeting);
        else
            fill_attribute(f, s->record, name, optional, meeting, ways[part].theirs);
    }
}

bool
casefile_fill_meetings(casefile *c, casefile_schemas *schemas, diag *d)
{
    const source *own = &c->sources[0];
    if (!own->doc || !own->schema || !names_meeting(xml_root(own->doc)))
        return true;
    filling f = {arena_new(), c, own->schema, schemas, d, g_array_new(FALSE, FALSE, sizeof(sharing)), true};
    diag *unheard = diag_new(); /* what is wrong in the schema is told by the check */
    if (casefile_rules_read(schemas, own->schema, f.a, unheard))
        schema_walk(own->schema, own->doc, meet_record, &f);
    for (guint i = 0; i < f.found->len; i++)
        fill_record(&f, &g_array_index(f.found, sharing, i));
    if (f.found->len)
        xml_number_again(own->doc);
    c->filled = f.found->len > 0;
    diag_drop(unheard);
    g_array_free(f.found, TRUE);
    arena_drop(f.a);
    return f.good;
}
