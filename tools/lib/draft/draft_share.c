/* draft_share.c: see draft_share.h. Nothing here knows what a meeting says of a record: what may be left out is what is
 * the same when it is. */
#include "draft/draft_share.h"
#include "draft/draft_int.h"

#include <string.h>

static const char meeting_named[] = "meeting";

/* One change of the file; places are those of the file as it was. */
typedef struct step {
    const char *path;  /* of an element */
    const char *name;  /* an attribute; NULL: the element goes */
    const char *value; /* NULL: the attribute goes */
} step;

typedef struct sharer {
    arena *a;
    const char *path;
    const void *bytes;
    size_t length;
    casefile_schemas *schemas;
    const casefile *was;
    GArray *steps; /* of step: those that are sure */
    diag *d;
} sharer;

/* ---- a try ---- */

static edit *
apply_steps(const sharer *k)
{
    diag *unheard = diag_new(); /* these bytes have been read */
    edit *e = edit_open(k->path, k->bytes, k->length, unheard);
    g_assert(e);
    GPtrArray *nodes = g_ptr_array_new(); /* found before the first goes */
    for (guint i = 0; i < k->steps->len; i++)
        g_ptr_array_add(nodes, edit_find(e, g_array_index(k->steps, step, i).path));
    for (guint i = 0; i < k->steps->len; i++) {
        const step *s = &g_array_index(k->steps, step, i);
        edit_node *n = g_ptr_array_index(nodes, i);
        g_assert(n);
        if (s->name)
            edit_set_attribute(n, s->name, s->value);
        else
            edit_remove(n);
    }
    g_ptr_array_free(nodes, TRUE);
    diag_drop(unheard);
    return e;
}

/* Attributes have no order; the reference is what is new. */
static bool
same_attributes(arena *a, const xml_node *x, const xml_node *y)
{
    long more = 0;
    for (const xml_node *p = xml_first_attribute(x); p; p = xml_next(p)) {
        const char *value = xml_attribute(a, y, xml_name(p));
        if (!value || strcmp(value, xml_text(a, p)) != 0)
            return false;
        more--;
    }
    for (const xml_node *p = xml_first_attribute(y); p; p = xml_next(p))
        more += strcmp(xml_name(p), meeting_named) != 0 || xml_has_attribute(x, meeting_named);
    return more == 0;
}

static bool
same_trees(arena *a, const xml_node *x, const xml_node *y)
{
    if (strcmp(xml_name(x), xml_name(y)) != 0 || !same_attributes(a, x, y))
        return false;
    const xml_node *p = xml_first_element(x), *q = xml_first_element(y);
    if (!p && !q)
        return strcmp(xml_text(a, x), xml_text(a, y)) == 0;
    while (p && q && same_trees(a, p, q)) {
        p = xml_next_element(p);
        q = xml_next_element(q);
    }
    return !p && !q;
}

/* The case as it would be read with these steps is the case. */
static bool
is_same_case(const sharer *k)
{
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *unheard = diag_new();
    edit *e = apply_steps(k);
    GByteArray *bytes = edit_bytes(e);
    xml_store_supply(s, k->path, bytes->data, bytes->len);
    const casefile *is = casefile_read_with(a, s, k->path, k->schemas, unheard);
    const bool same = is && same_trees(a, casefile_root(k->was), casefile_root(is));
    g_byte_array_unref(bytes);
    edit_close(e);
    diag_drop(unheard);
    xml_store_drop(s);
    arena_drop(a);
    return same;
}

/* Keeps the steps from `first` on where the case stays the same. */
static bool
try_from(sharer *k, guint first)
{
    if (is_same_case(k))
        return true;
    g_array_set_size(k->steps, first);
    return false;
}

static void
add_step(sharer *k, const xml_node *element, const char *name, const char *value)
{
    const step s = {xml_place(k->a, element, true).path, name, value};
    g_array_append_val(k->steps, s);
}

/* ---- what a record shares ---- */

static char **
shared_parts(sharer *k, const schema_spot *spot)
{
    char **parts = g_strsplit(schema_spot_note(k->a, spot, "shares"), " ", -1);
    for (char **p = parts; *p; p++)
        if (g_str_has_suffix(*p, "?"))
            (*p)[strlen(*p) - 1] = '\0';
    return parts;
}

/* What is left out together: all people of a name, but parties of one side at a time. */
static bool
is_of_group(arena *a, const xml_node *n, const xml_node *first)
{
    return xml_named(n, xml_name(first)) &&
           (strcmp(xml_name(first), "party") != 0 ||
            g_strcmp0(xml_attribute(a, n, "side"), xml_attribute(a, first, "side")) == 0);
}

static bool
begins_group(arena *a, const xml_node *n)
{
    for (const xml_node *c = xml_first_element(xml_parent(n)); c != n; c = xml_next_element(c))
        if (is_of_group(a, c, n))
            return false;
    return true;
}

/* Takes out what the meeting says; how many groups of people were among it. */
static size_t
leave_out(sharer *k, const schema_spot *spot, const xml_node *record)
{
    size_t groups = 0;
    char **parts = shared_parts(k, spot);
    for (char **p = parts; *p; p++) {
        const guint first = k->steps->len;
        const xml_node *attribute = xml_attribute_node(record, *p);
        if (attribute && !xml_is_made(attribute)) {
            add_step(k, record, schema_spot_part(spot, *p, true)->name, NULL);
            try_from(k, first);
        }
        for (const xml_node *n = xml_first_element(record); n; n = xml_next_element(n)) {
            if (!xml_named(n, *p) || xml_is_made(n) || !begins_group(k->a, n))
                continue;
            const guint group = k->steps->len;
            for (const xml_node *m = n; m; m = xml_next_element(m))
                if (is_of_group(k->a, m, n))
                    add_step(k, m, NULL, NULL);
            groups += try_from(k, group);
        }
    }
    g_strfreev(parts);
    return groups;
}

/* ---- the same event ---- */

static const char *
value_of(arena *a, const xml_node *n, const char *name)
{
    const char *value = xml_attribute(a, n, name);
    return value ? value : "";
}

/* The day of a record, or of what one without a day has that day. */
static bool
is_of_day(arena *a, const xml_node *record, const char *day)
{
    if (xml_has_attribute(record, "date"))
        return strcmp(value_of(a, record, "date"), day) == 0;
    for (const xml_node *p = xml_element_named(record, "party"); p; p = xml_next_element(p))
        if (strcmp(value_of(a, p, "confirmed-on"), day) == 0)
            return true;
    return false;
}

static bool
has_same_means(arena *a, const schema_spot *spot, const xml_node *record, const xml_node *meeting)
{
    const char *name = schema_spot_part(spot, "how", true) ? "how" : "means";
    return !schema_spot_part(spot, name, true) ||
           (*value_of(a, meeting, "means") && strcmp(value_of(a, record, name), value_of(a, meeting, "means")) == 0);
}

static bool
was_there(arena *a, const xml_node *meeting, const xml_node *person)
{
    const bool staff = xml_named(person, "office-who");
    for (const xml_node *w = xml_first_element(meeting); w; w = xml_next_element(w)) {
        if (staff ? xml_named(w, "office-who") && strcmp(value_of(a, w, "staff"), value_of(a, person, "staff")) == 0
                  : xml_named(w, "who") && strcmp(value_of(a, w, "role"), value_of(a, person, "role")) == 0 &&
                        strcmp(xml_text(a, w), xml_text(a, person)) == 0)
            return true;
    }
    return false;
}

/* All whom the record names were there, and how many. */
static bool
were_all_there(arena *a, const xml_node *record, const xml_node *meeting, size_t *count)
{
    *count = 0;
    for (const xml_node *p = xml_first_element(record); p; p = xml_next_element(p)) {
        if (!xml_named(p, "who") && !xml_named(p, "school-who") && !xml_named(p, "office-who"))
            continue;
        if (!was_there(a, meeting, p))
            return false;
        ++*count;
    }
    return true;
}

static const xml_node *
plan_of(const xml_node *n)
{
    while (n && !xml_named(n, "plan"))
        n = xml_parent(n);
    return n;
}

/* The meetings of that day that it could be. */
static GPtrArray *
meetings_of(sharer *k, const xml_node *record)
{
    GPtrArray *found = g_ptr_array_new();
    const xml_node *own = plan_of(record);
    for (const xml_node *p = xml_first_element(casefile_root(k->was)); p; p = xml_next_element(p)) {
        if (!xml_named(p, "plan") || (own && p != own))
            continue;
        for (xml_node *m = xml_first_element(p); m; m = xml_next_element(m))
            if (xml_named(m, meeting_named) && is_of_day(k->a, record, value_of(k->a, m, "date")))
                g_ptr_array_add(found, m);
    }
    return found;
}

/* Why a record stays as it is, in both languages. */
typedef enum doubt { SURE, SEVERAL, OTHER_MEANS, OTHER_PEOPLE, OTHER_WORDS } doubt;
static const struct {
    const char *ja, *en;
} doubts[] = {
    [SEVERAL] = {"その日の会議が二つ以上あります", "there are several meetings of that day"},
    [OTHER_MEANS] = {"方法が会議と違うか、どちらかに書かれていません", "the means are others, or one says none"},
    [OTHER_PEOPLE] = {"会議の出席者にない人がいるか、だれも書かれていません",
                      "it names somebody who was not there, or nobody"},
    [OTHER_WORDS] = {"会議から写すと、書いてあることが変わります",
                     "with what the meeting says it would say something else"}};

static doubt
share_with(sharer *k, const schema_spot *spot, const xml_node *record, const xml_node *meeting)
{
    size_t people;
    if (!has_same_means(k->a, spot, record, meeting))
        return OTHER_MEANS;
    if (!were_all_there(k->a, record, meeting, &people))
        return OTHER_PEOPLE;
    const guint first = k->steps->len;
    add_step(k, record, meeting_named, value_of(k->a, meeting, "id"));
    if (!try_from(k, first))
        return OTHER_WORDS;
    if (leave_out(k, spot, record) + people > 0)
        return SURE;
    g_array_set_size(k->steps, first);
    return OTHER_PEOPLE;
}

static void
share_record(sharer *k, const schema_spot *spot, const xml_node *record)
{
    if (xml_has_attribute(record, meeting_named)) {
        leave_out(k, spot, record); /* what it says twice */
        return;
    }
    GPtrArray *meetings = meetings_of(k, record);
    const xml_node *meeting = meetings->len ? g_ptr_array_index(meetings, 0) : NULL;
    const doubt why = !meeting ? SURE : meetings->len > 1 ? SEVERAL : share_with(k, spot, record, meeting);
    if (why != SURE) {
        const char *ja, *en;
        schema_label(k->a, spot->rng, &ja, &en);
        diag_add(k->d, DIAG_DRAFT_MEETING_LEFT, PLACE_NONE, xml_place(k->a, record, true), ja, en, doubts[why].ja,
                 doubts[why].en, NULL);
    }
    g_ptr_array_free(meetings, TRUE);
}

static void
share_below(sharer *k, const schema_spot *spot, const xml_node *n)
{
    if (schema_spot_note(k->a, spot, "shares"))
        share_record(k, spot, n);
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c)) {
        const schema_spot *s = xml_is_made(c) ? NULL : schema_spot_part(spot, xml_name(c), false);
        if (s)
            share_below(k, s, c);
    }
}

edit *
draft_share_meetings(const char *path, const void *bytes, size_t length, const schema_spot *root,
                     casefile_schemas *schemas, diag *d)
{
    g_assert(path && bytes && root && schemas && d);
    xml_store *store = xml_store_new();
    sharer k = {.a = arena_new(), .path = path, .bytes = bytes, .length = length, .schemas = schemas, .d = d};
    xml_store_supply(store, path, bytes, length);
    k.was = casefile_read_with(k.a, store, path, schemas, d);
    k.steps = g_array_new(FALSE, FALSE, sizeof(step));
    if (k.was)
        share_below(&k, root, casefile_root(k.was));
    edit *e = k.was ? apply_steps(&k) : NULL;
    g_array_free(k.steps, TRUE);
    xml_store_drop(store);
    arena_drop(k.a);
    return e;
}
