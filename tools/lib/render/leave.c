/* leave.c: the rules over a document's case: what they found in it, for forms that print it, and whether it may leave.
 */
#include "render/render_int.h"

#include "form/form.h"

/* Nothing is judged in data that is no case, in a form for handwriting, and in one without a date. */
static bool
find_day(xml_store *s, render_case *c, const render_request *r, const form *f, date *day, diag *d)
{
    if (!render_case_is_case(c) || r->blank || f->any_data)
        return false;
    if (r->as_of)
        return date_parse(r->as_of, day);
    const check_rules *rules = f->asks_values ? render_rules(render_case_environment(c), NULL, d) : NULL;
    const bind_values values = render_values(rules);
    const bind_options o = {.month = r->month, .draft = r->draft, .values = rules ? &values : NULL};
    return bind_finds_date(s, f, render_case_data(c, false, NULL), &o, day);
}

const check_result *
render_judge(arena *a, xml_store *s, render_case *c, const render_request *r, const form *f, diag *d)
{
    date as_of;
    if (!find_day(s, c, r, f, &as_of, d))
        return NULL;
    const check_rules *rules = render_rules(render_case_environment(c), NULL, d);
    return rules ? check_case(a, s, rules, render_case_data(c, false, d), as_of, r->language, d) : NULL;
}

/* As of the bound document's own date, which is that of find_day. */
static const check_result *
judge_for_form(arena *a, xml_store *s, render_case *c, const render_request *r, const bound *b, diag *d)
{
    date as_of = b->made;
    if (!render_case_is_case(c) || b->form->any_data)
        return NULL;
    if (r->as_of)
        date_parse(r->as_of, &as_of);
    else if (!b->has_date)
        return NULL;
    const check_rules *rules = render_rules(render_case_environment(c), b->form, d);
    return rules ? check_case_for(a, s, rules, render_case_data(c, false, d), as_of, r->language, b->form->name, d)
                 : NULL;
}

const check_finding *
render_forbidden(arena *a, xml_store *s, render_case *c, const render_request *r, const bound *b,
                 const check_result *judged, diag *d)
{
    if (r->draft || r->blank)
        return NULL;
    const check_result *result = judged ? judged : judge_for_form(a, s, c, r, b, d);
    return result ? check_forbids(result, b->form->name, b->about) : NULL;
}
