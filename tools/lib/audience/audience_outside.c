/* audience_outside.c: what the consents of a day do not cover. */
#include "audience/audience.h"

#include <string.h>

#include "functions/functions.h"

typedef struct asking {
    arena *a;
    const audience_table *t;
    const casefile *c;
    const audience_copy *copy;
    xml_xpath *xpath;
    diag *d;
} asking;

static void
set_word(asking *k, const char *name, const char *word)
{
    const xml_value v = xml_value_of_string(word ? word : "");
    xml_xpath_set_variable(k->xpath, name, &v);
}

/* False: it selects no nodes at all, or cannot be evaluated, which has been told. */
static bool
select_nodes(asking *k, const xml_expr *e, place where, xml_value *v)
{
    return xml_eval(k->xpath, k->a, e, casefile_root(k->c), 1, 1, where, k->d, v) && v->type == XML_NODES;
}

/* The newest that names the partner, whether or not it holds; else the newest of all: where it is to be mended. */
static const xml_node *
nearest_consent(asking *k, const char *partner)
{
    const xml_node *any = NULL, *names = NULL;
    for (const xml_node *n = xml_first_element(casefile_root(k->c)); n; n = xml_next_element(n)) {
        if (!xml_named(n, "consent"))
            continue;
        any = n;
        for (const xml_node *p = xml_first_element(n); p; p = xml_next_element(p))
            if (xml_named(p, "partner-ref") && g_strcmp0(xml_attribute(k->a, p, "partner"), partner) == 0)
                names = n;
    }
    return names ? names : any;
}

/* consent-1 情報共有 signed-on=2024-04-08 valid-to=2025-03-31 */
static const char *
consent_words(asking *k, const xml_node *consent)
{
    static const char *const days[] = {"signed-on", "valid-to", "withdrawn-on"};
    if (!consent)
        return "—";
    GString *s = g_string_new(NULL);
    g_string_append_printf(s, "%s %s", xml_attribute(k->a, consent, "id"), xml_attribute(k->a, consent, "kind"));
    for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
        const char *day = xml_attribute(k->a, consent, days[i]);
        if (day)
            g_string_append_printf(s, " %s=%s", days[i], day);
    }
    const char *words = arena_strdup(k->a, s->str);
    g_string_free(s, TRUE);
    return words;
}

static void
tell_refusal(asking *k, diag_code code, const char *partner, const xml_node *consent, const char *third)
{
    const xml_node *at = consent ? consent : casefile_root(k->c);
    diag_add(k->d, code, k->copy->form, xml_place(k->a, at, true), k->copy->edition->mark, partner, third,
             consent_words(k, consent), NULL);
}

/* The items of all the consents that hold and name the partner; NULL after a report: none does. */
static GHashTable *
items_of(asking *k, const char *partner)
{
    const audience_edition *e = k->copy->edition;
    xml_value v;
    set_word(k, "partner", partner);
    if (!select_nodes(k, e->consent, e->where, &v))
        return NULL;
    if (v.count == 0) {
        tell_refusal(k, DIAG_EDITION_NO_CONSENT, partner, nearest_consent(k, partner), k->copy->day);
        return NULL;
    }
    GHashTable *items = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < v.count; i++)
        for (const xml_node *n = xml_first_element(v.nodes[i]); n; n = xml_next_element(n))
            if (xml_named(n, "scope"))
                g_hash_table_add(items, (void *)xml_text(k->a, n));
    const char *const needed[] = {e->needs, k->copy->scope};
    for (size_t i = 0; i < G_N_ELEMENTS(needed); i++) {
        if (!needed[i] || g_hash_table_contains(items, needed[i]))
            continue;
        tell_refusal(k, DIAG_EDITION_SCOPE, partner, v.nodes[0], needed[i]);
        g_hash_table_destroy(items);
        return NULL;
    }
    return items;
}

/* For whom: as the form addresses it, else as the edition says of the day. */
static GPtrArray *
partners_of(asking *k)
{
    const audience_edition *e = k->copy->edition;
    GPtrArray *partners = g_ptr_array_new();
    for (size_t i = 0; i < k->copy->partner_count; i++)
        g_ptr_array_add(partners, (void *)k->copy->partners[i]);
    xml_value v;
    if (!partners->len && select_nodes(k, e->partner, e->where, &v))
        for (size_t i = 0; i < v.count; i++)
            g_ptr_array_add(partners, (void *)xml_text(k->a, v.nodes[i]));
    return partners;
}

static void
add_outside(asking *k, GHashTable *items, GPtrArray *out)
{
    for (size_t i = 0; i < k->t->item_count; i++) {
        const audience_item *item = &k->t->items[i];
        xml_value v;
        if (g_hash_table_contains(items, item->scope) || !select_nodes(k, item->select, item->where, &v))
            continue;
        for (size_t n = 0; n < v.count; n++)
            if (!g_ptr_array_find(out, v.nodes[n], NULL))
                g_ptr_array_add(out, v.nodes[n]);
    }
}

static asking
begin_asking(arena *a, xml_store *s, const audience_table *t, const casefile *c, const audience_copy *copy, diag *d)
{
    asking k = {a, t, c, copy, xml_xpath_new(s), d};
    functions_add(k.xpath, a, c);
    set_word(&k, "day", copy->day);
    set_word(&k, "as-of", copy->as_of);
    return k;
}

GPtrArray *
audience_partners(arena *a, xml_store *s, const audience_table *t, const casefile *c, const audience_copy *copy,
                  diag *d)
{
    g_assert(a && s && t && c && copy && copy->edition && d);
    if (!copy->edition->partner)
        return g_ptr_array_new();
    asking k = begin_asking(a, s, t, c, copy, d);
    GPtrArray *partners = partners_of(&k);
    xml_xpath_drop(k.xpath);
    return partners;
}

GPtrArray *
audience_outside(arena *a, xml_store *s, const audience_table *t, const casefile *c, const audience_copy *copy, diag *d)
{
    g_assert(a && s && t && c && copy && copy->edition && d);
    const size_t errors = diag_count(d, DIAG_ERROR);
    GPtrArray *out = g_ptr_array_new();
    if (!copy->edition->consent)
        return out;
    asking k = begin_asking(a, s, t, c, copy, d);
    GPtrArray *partners = partners_of(&k);
    if (!partners->len)
        tell_refusal(&k, DIAG_EDITION_NO_CONSENT, "—", nearest_consent(&k, ""), copy->day);
    for (guint i = 0; i < partners->len; i++) {
        GHashTable *items = items_of(&k, g_ptr_array_index(partners, i));
        if (items) {
            add_outside(&k, items, out); /* what one of them may not know is on no copy for them */
            g_hash_table_destroy(items);
        }
    }
    g_ptr_array_free(partners, TRUE);
    xml_xpath_drop(k.xpath);
    if (diag_count(d, DIAG_ERROR) == errors)
        return out;
    g_ptr_array_free(out, TRUE);
    return NULL;
}
