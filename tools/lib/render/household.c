/* household.c: whom a household's envelope is for, and where it goes. */
#include "render/render_int.h"

static const char *
name_of(arena *a, const xml_node *person)
{
    const xml_node *name = person ? xml_element_named(person, "name") : NULL;
    GString *s = g_string_new(NULL);
    for (const xml_node *part = name ? xml_first_element(name) : NULL; part; part = xml_next_element(part))
        g_string_append_printf(s, "%s%s", s->len ? " " : "", xml_text(a, part));
    const char *copy = arena_strdup(a, s->str);
    g_string_free(s, TRUE);
    return copy;
}

bool
render_case_home(render_case *c, const char *key, render_home *out, diag *d)
{
    g_assert(c && key && out && d);
    const casefile *read = render_case_data(c, false, d);
    const xml_node *guardian = read ? bind_household_guardian(read, key) : NULL;
    if (!guardian)
        return false;
    arena *a = casefile_arena(read);
    const casefile_home home = casefile_home_of(a, read, bind_household_address(read, guardian));
    *out = (render_home){.guardian = name_of(a, guardian),
                         .child = name_of(a, xml_element_named(casefile_root(read), "child")),
                         .address = home.text,
                         .postal_code = home.postal_code};
    return true;
}
