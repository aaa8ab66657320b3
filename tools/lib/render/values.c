/* values.c: the values of the rules, for whoever makes no document. */
#include "check/check.h"
#include "render/render_int.h"

struct render_rule_values {
    arena *a;
    xml_store *s;
    check_rules *rules;
};

render_rule_values *
render_rule_values_open(const render_paths *paths, diag *d)
{
    g_assert(paths && d);
    render_rule_values *v = g_new0(render_rule_values, 1);
    v->a = arena_new();
    v->s = xml_store_new();
    char *folder = render_rules_folder(paths);
    const check_source from = {.rules = folder, .local = paths->local, .schema = paths->schema};
    v->rules = check_rules_load(v->a, v->s, &from, d);
    g_free(folder);
    if (v->rules)
        return v;
    render_rule_values_close(v);
    return NULL;
}

void
render_rule_values_close(render_rule_values *v)
{
    if (!v)
        return;
    xml_store_drop(v->s);
    arena_drop(v->a);
    g_free(v);
}

const char *
render_rule_value(const render_rule_values *v, const char *name, date day)
{
    g_assert(v && name);
    const xml_value args[] = {
        xml_value_of_string(name),
        xml_value_of_string(arena_printf(v->a, "%04d-%02d-%02d", day.year, day.month, day.day)),
    };
    xml_value value;
    const char *refused = check_parameter(v->rules, v->a, args, G_N_ELEMENTS(args), &value);
    g_assert(!refused); /* of a name that the shipped table has there is a value on every day */
    return xml_value_string(v->a, &value);
}
