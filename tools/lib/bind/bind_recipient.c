#include "bind/bind_int.h"

#include <assert.h>
#include <string.h>

/* An id as the schemas have it (types.rng): it is printed on envelopes and names files, so a name must never pass. */
enum { MOST_ID = 200 };

static bool
is_key(const char *s)
{
    if (!g_ascii_isalpha(*s) || strlen(s) > MOST_ID)
        return false;
    while (g_ascii_isalnum(*s) || *s == '-' || *s == '.')
        s++;
    return *s == '\0';
}

static bool
is_known(const GArray *list, const bound_recipient *one)
{
    for (guint i = 0; i < list->len; i++) {
        const bound_recipient *r = &g_array_index(list, bound_recipient, i);
        if (strcmp(r->to, one->to) == 0 && strcmp(r->key, one->key) == 0)
            return true;
    }
    return false;
}

static void
add_one(binder *b, const bind_at *at, const form_recipient *r, const xml_value *v, GArray *list)
{
    bound_recipient one = {r->to, xml_value_string(b->a, v), {"", ""}};
    const xml_node *addressee = strcmp(r->to, "household") == 0 ? bind_household_addressee(b->c) : NULL;
    if (addressee)
        one.home = bind_household_home(b->a, b->c, addressee);
    if (!is_key(one.key))
        diag_add(b->d, DIAG_BIND_RECIPIENT, r->where, xml_place(b->a, at->node, true), xml_expr_text(r->select), NULL);
    else if (!xml_spend(b->xpath, list->len)) /* it is looked for among all of them */
        bind_goes_on(b, r->where);
    else if (!is_known(list, &one))
        g_array_append_val(list, one);
}

/* The other guardians' envelopes are known by the case and by whose they are; no id has a + in it. */
static void
add_copies(binder *b, const form_recipient *r, GArray *list)
{
    GPtrArray *apart = bind_household_apart(b->a, b->c);
    for (guint i = 0; i < apart->len; i++) {
        const xml_node *guardian = g_ptr_array_index(apart, i);
        const char *key = arena_printf(b->a, "%s+%s", xml_attribute(b->a, casefile_root(b->c), "id"),
                                       xml_attribute(b->a, guardian, "id"));
        const bound_recipient one = {r->to, key, bind_household_home(b->a, b->c, guardian)};
        if (!is_known(list, &one))
            g_array_append_val(list, one);
    }
    g_ptr_array_free(apart, TRUE);
}

/* Nodes are recipients each; any other value is one. An absent one is none: nobody's envelope gets the document. */
static void
add_all(binder *b, const bind_at *at, const form_recipient *r, GArray *list)
{
    xml_value v;
    if (!bind_eval(b, at, r->select, r->where, &v))
        return;
    for (size_t i = 0; v.type == XML_NODES && i < v.count; i++) {
        const xml_value one = {.type = XML_NODES, .nodes = &v.nodes[i], .count = 1};
        add_one(b, at, r, &one, list);
    }
    if (v.type != XML_NODES && *xml_value_string(b->a, &v))
        add_one(b, at, r, &v, list);
    if (r->copies && strcmp(r->to, "household") == 0)
        add_copies(b, r, list);
}

/* No rule judges a blank form, so that no consent is asked whether the child may be known to anybody outside: it is
 * for whoever is at home and for the office's own files, and somebody hands it over else. */
bool
bind_blank_goes_to(const char *to)
{
    assert(to);
    return strcmp(to, "household") == 0 || strcmp(to, "office") == 0;
}

static bool
is_known_recipient(binder *b, const bind_at *at, const form_recipient *r)
{
    return !b->blank || (b->keeps && bind_blank_goes_to(r->to) && bind_is_kept(b, at, r->select));
}

void
bind_recipients(binder *b, const bind_at *at, bound *out)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(bound_recipient));
    for (size_t i = 0; i < b->f->recipient_count; i++)
        if (is_known_recipient(b, at, &b->f->recipients[i]))
            add_all(b, at, &b->f->recipients[i], list);
    out->recipient_count = list->len;
    out->recipients = arena_copy(b->a, list->data, sizeof(bound_recipient) * list->len);
    g_array_free(list, TRUE);
}
