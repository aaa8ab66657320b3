/* casefile.c: what others ask of a case that was read. */
#include "casefile/casefile_int.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/order.h"

xml_node *
casefile_root(const casefile *c)
{
    assert(c && c->document_count > 0);
    return xml_root(c->documents[0]);
}

casefile *
casefile_new(arena *a)
{
    casefile *c = ARENA_NEW(a, casefile);
    c->a = a;
    c->things = ARENA_NEW(a, kept_thing *);
    c->hides = ARENA_NEW(a, bool);
    return c;
}

arena *
casefile_arena(const casefile *c)
{
    assert(c && c->a);
    return c->a;
}

void *
casefile_kept_thing(const casefile *c, const char *what)
{
    assert(c && c->things && what);
    for (const kept_thing *k = *c->things; k; k = k->next)
        if (strcmp(k->what, what) == 0)
            return k->thing;
    return NULL;
}

void
casefile_keep_thing(const casefile *c, const char *what, void *thing)
{
    assert(!casefile_kept_thing(c, what) && thing);
    kept_thing *k = ARENA_NEW(c->a, kept_thing);
    *k = (kept_thing){what, thing, *c->things};
    *c->things = k;
}

void
casefile_forget_things(const casefile *c)
{
    assert(c && c->things);
    *c->things = NULL;
}

/* ---- a case without some of its elements ---- */

struct casefile_hidden {
    kept_thing *things; /* of the whole case */
    size_t count;
    xml_hidden elements[];
};

casefile_hidden *
casefile_hide(const casefile *c, xml_node *const *elements, size_t count)
{
    assert(c && !*c->hides && (elements || !count));
    casefile_hidden *hidden = g_malloc(sizeof *hidden + count * sizeof(xml_hidden));
    hidden->things = *c->things;
    hidden->count = count;
    for (size_t i = 0; i < count; i++)
        hidden->elements[i] = xml_hide(elements[i]);
    if (count)
        *c->things = NULL;
    *c->hides = count > 0;
    return hidden;
}

void
casefile_show(const casefile *c, casefile_hidden *hidden)
{
    assert(c && hidden);
    for (size_t i = hidden->count; i-- > 0;)
        xml_show(hidden->elements[i]);
    if (hidden->count)
        *c->things = hidden->things;
    *c->hides = false;
    g_free(hidden);
}

/* It stands in a document. */
static bool
is_shown(const casefile *c, const xml_node *n)
{
    if (!*c->hides)
        return true;
    while (xml_parent(n))
        n = xml_parent(n);
    for (size_t i = 0; i < c->document_count; i++)
        if (xml_root(c->documents[i]) == n)
            return true;
    return false;
}

static int
compare_ids(const void *x, const void *y)
{
    return strcmp(((const id_entry *)x)->id, ((const id_entry *)y)->id);
}

/* Where an id occurs twice (documents without a schema), the first in the document stays the first. */
static gint
compare_entries(gconstpointer x, gconstpointer y, gpointer data)
{
    (void)data;
    return compare_ids(x, y);
}

void
casefile_sort_ids(casefile *c, arena *a, const GArray *entries)
{
    assert(!c->ids && c->id_count == 0); /* once */
    c->ids = ARENA_ARRAY(a, id_entry, entries->len + 1);
    if (entries->len)
        memcpy(c->ids, entries->data, entries->len * sizeof(id_entry));
    g_qsort_with_data(c->ids, (gint)entries->len, sizeof(id_entry), compare_entries, NULL); /* stable */
    for (guint i = 0; i < entries->len; i++)
        if (c->id_count == 0 || strcmp(c->ids[c->id_count - 1].id, c->ids[i].id) != 0)
            c->ids[c->id_count++] = c->ids[i];
}

xml_node *
casefile_find(const casefile *c, const char *id)
{
    assert(c && id);
    const id_entry wanted = {id, NULL};
    const id_entry *found = bsearch(&wanted, c->ids, c->id_count, sizeof *c->ids, compare_ids);
    return found && is_shown(c, found->element) ? found->element : NULL;
}

void
casefile_list_ids(const casefile *c, GPtrArray *out)
{
    assert(c && out);
    for (size_t i = 0; i < c->id_count; i++)
        g_ptr_array_add(out, (gpointer)c->ids[i].id);
}

xml_node *
casefile_master(const casefile *c, const char *kind)
{
    assert(c && kind);
    for (size_t i = 1; i < c->source_count; i++)
        if (strcmp(c->sources[i].kind, kind) == 0) /* without a document: it could not be read, which is told */
            return c->sources[i].doc ? xml_root(c->sources[i].doc) : NULL;
    return NULL;
}

const holiday_overrides *
casefile_holidays(const casefile *c)
{
    g_assert(c);
    return &c->holidays;
}

/* <holiday on="…">name</holiday> and <not-holiday on="…"/> of the calendar master. */
void
casefile_read_holidays(casefile *c, arena *a)
{
    assert(!c->holidays.items); /* once */
    const xml_node *root = casefile_master(c, "calendar");
    size_t n = 0;
    for (const xml_node *e = root ? xml_first_element(root) : NULL; e; e = xml_next_element(e))
        n++;
    holiday_override *items = ARENA_ARRAY(a, holiday_override, n + 1);
    for (const xml_node *e = root ? xml_first_element(root) : NULL; e; e = xml_next_element(e)) {
        const char *on = xml_attribute(a, e, "on");
        holiday_override *item = &items[c->holidays.count];
        if (!on || !date_parse(on, &item->on))
            continue; /* the schema and the date check have seen to it that there is none such */
        item->name = xml_named(e, "holiday") ? xml_text(a, e) : NULL;
        c->holidays.count++;
    }
    c->holidays.items = items;
}

static void
add_month(arena *a, const char *value, GPtrArray *months)
{
    date day;
    year_month ym;
    if (!value || strlen(value) < strlen("2024-04") || !(date_parse(value, &day) || year_month_parse(value, &ym)))
        return;
    const char *month = arena_strndup(a, value, strlen("2024-04"));
    if (!g_ptr_array_find_with_equal_func(months, month, g_str_equal, NULL))
        g_ptr_array_add(months, (void *)month);
}

static void
add_months_below(arena *a, const xml_node *n, GPtrArray *months)
{
    for (const xml_node *attr = xml_first_attribute(n); attr; attr = xml_next(attr))
        add_month(a, xml_borrow_text(attr), months);
    if (!xml_first_element(n))
        add_month(a, xml_borrow_text(n), months);
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        add_months_below(a, c, months);
}

GPtrArray *
casefile_months(arena *a, const casefile *c)
{
    assert(a && c);
    GPtrArray *months = g_ptr_array_new();
    add_months_below(a, casefile_root(c), months);
    g_ptr_array_sort(months, order_strings);
    return months;
}

size_t
casefile_document_count(const casefile *c)
{
    g_assert(c);
    return c->document_count;
}

const xml_doc *
casefile_document(const casefile *c, size_t i)
{
    assert(c && i < c->document_count);
    return c->documents[i];
}
