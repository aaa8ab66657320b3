#include "render/render_int.h"

const check_finding *
render_forbidden(arena *a, xml_store *s, render_case *c, const render_request *r, const bound *b, diag *d)
{
    date as_of = b->made;
    if (!render_case_is_case(c) || r->draft || r->blank || b->form->any_data)
        return NULL;
    if (r->as_of)
        date_parse(r->as_of, &as_of);
    else if (!b->has_date)
        return NULL;
    const check_rules *rules = render_rules(render_case_environment(c), b->form->name, d);
    const check_result *result =
        rules ? check_case_for(a, s, rules, render_case_data(c, false, d), as_of, r->language, b->form->name, d) : NULL;
    return result ? check_forbids(result, b->form->name) : NULL;
}
