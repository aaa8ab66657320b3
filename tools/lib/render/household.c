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

static size_t
add_guardians(arena *a, const casefile *read, render_place *out, size_t room)
{
    size_t n = 0;
    for (const xml_node *x = xml_first_element(casefile_root(read)); x && n < room; x = xml_next_element(x)) {
        if (!xml_named(x, "guardian"))
            continue;
        const casefile_home home = casefile_home_of(a, read, bind_household_address(read, x));
        const char *name = casefile_plain_address(a, name_of(a, x));
        if (*name && *home.text)
            out[n++] = (render_place){name, true, home.withheld};
    }
    return n;
}

size_t
render_case_places(render_case *c, render_place *out, size_t room)
{
    g_assert(c && out);
    diag *quiet = diag_new(); /* what is wrong with the case was told when its documents were made */
    const casefile *read = render_case_data(c, false, quiet);
    diag_drop(quiet);
    arena *a = read ? casefile_arena(read) : NULL;
    size_t n = 0;
    for (size_t i = 0; read && i < casefile_home_count(read) && n < room; i++) {
        const casefile_home home = casefile_home_at(a, read, i);
        const char *plain = casefile_plain_address(a, home.text);
        if (*plain)
            out[n++] = (render_place){plain, false, home.withheld};
    }
    return n + (read && casefile_home_count(read) ? add_guardians(a, read, out + n, room - n) : 0);
}
