/* bind_household.c: who a household's papers go to: the guardian who holds the decision, and guardians living apart who
 * get copies. */
#include "bind/bind_int.h"

#include <string.h>

static bool
says_yes(arena *a, const xml_node *guardian, const char *attribute)
{
    const char *text = xml_attribute(a, guardian, attribute);
    return text && strcmp(text, "yes") == 0;
}

static const xml_node *
next_guardian(const xml_node *n)
{
    while (n && !xml_named(n, "guardian"))
        n = xml_next_element(n);
    return n;
}

static const xml_node *
first_guardian(const casefile *c)
{
    const xml_node *root = c ? casefile_root(c) : NULL;
    return root && xml_named(root, "case") ? next_guardian(xml_first_element(root)) : NULL;
}

/* The paper says to whom the decision was given: that guardian gets it (G4). */
const xml_node *
bind_household_addressee(const casefile *c)
{
    arena *scratch = arena_new();
    const xml_node *guardian = first_guardian(c);
    while (guardian && !says_yes(scratch, guardian, "decision-holder"))
        guardian = next_guardian(xml_next_element(guardian));
    arena_drop(scratch);
    return guardian;
}

const xml_node *
bind_household_address(const casefile *c, const xml_node *guardian)
{
    g_assert(c && guardian);
    const xml_node *own = xml_element_named(guardian, "address");
    const xml_node *child = xml_element_named(casefile_root(c), "child");
    return own ? own : child ? xml_element_named(child, "address") : NULL;
}

static const char *
place_of(arena *a, const casefile *c, const xml_node *guardian)
{
    return casefile_plain_address(a, casefile_home_of(a, c, bind_household_address(c, guardian)).text);
}

static bool
has_id(const xml_node *n, const char *id)
{
    const xml_node *own = xml_attribute_node(n, "id");
    const char *text = own ? xml_borrow_text(own) : NULL;
    return text && strcmp(text, id) == 0;
}

const xml_node *
bind_household_guardian(const casefile *c, const char *key)
{
    g_assert(c && key);
    const char *id = strchr(key, '+');
    const xml_node *guardian = id ? first_guardian(c) : bind_household_addressee(c);
    while (id && guardian && !has_id(guardian, id + 1))
        guardian = next_guardian(xml_next_element(guardian));
    return guardian;
}

bound_home
bind_household_home(arena *a, const casefile *c, const xml_node *guardian)
{
    const char *where = place_of(a, c, guardian);
    const xml_node *name = xml_element_named(guardian, "name");
    if (!*where || !name || casefile_has_withheld(c))
        return (bound_home){"", ""};
    return (bound_home){where, casefile_plain_address(a, xml_text(a, name))};
}

bool
bind_household_shares_home(const casefile *c, const xml_node *guardian)
{
    g_assert(c && guardian);
    arena *scratch = arena_new();
    const xml_node *addressee = bind_household_addressee(c);
    const bool shares = addressee && strcmp(place_of(scratch, c, guardian), place_of(scratch, c, addressee)) == 0;
    arena_drop(scratch);
    return shares;
}

GPtrArray *
bind_household_apart(arena *a, const casefile *c)
{
    GPtrArray *apart = g_ptr_array_new();
    const xml_node *addressee = bind_household_addressee(c);
    const char *home = addressee ? place_of(a, c, addressee) : "";
    for (const xml_node *n = addressee ? first_guardian(c) : NULL; n; n = next_guardian(xml_next_element(n)))
        if (n != addressee && says_yes(a, n, "copies") && strcmp(place_of(a, c, n), home) != 0)
            g_ptr_array_add(apart, (gpointer)n);
    return apart;
}
