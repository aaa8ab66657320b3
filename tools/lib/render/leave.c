#include "render/render_int.h"

#include <string.h>

const check_rules *
render_rules_read(arena *a, xml_store *s, const render_paths *paths, diag *d)
{
    const char *folder = arena_printf(a, "%.*srules", (int)(strlen(paths->schema) - strlen("schema")), paths->schema);
    return check_rules_read(a, s, folder, paths->schema, d);
}

const check_finding *
render_forbidden(arena *a, xml_store *s, const check_rules *rules, const render_request *r, const casefile *c,
                 const bound *b, diag *d)
{
    date as_of = b->made;
    if (!c || r->draft || r->blank || b->form->any_data)
        return NULL;
    if (r->as_of)
        date_parse(r->as_of, &as_of);
    else if (!b->has_date)
        return NULL;
    const check_result *result = check_case(a, s, rules, c, as_of, r->language, d);
    return result ? check_forbids(result, b->form->name) : NULL;
}
