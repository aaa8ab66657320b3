/* check_words.c: what a title or an explanation says on a day. */
#include "check/check_int.h"

#include "functions/functions.h"

typedef struct speaker {
    arena *a;
    const check_rules *rules;
    const rule *of;
    xml_xpath *x; /* NULL until a value is to be said: most words have none */
    date day;
    diag *d;
} speaker;

static void
prepare_values(speaker *k)
{
    if (k->x)
        return;
    const xml_value day =
        xml_value_of_string(arena_printf(k->a, "%04d-%02d-%02d", k->day.year, k->day.month, k->day.day));
    k->x = xml_xpath_new(k->rules->s);
    functions_add(k->x, k->a, NULL);
    check_add_plain_functions(k->x, k->a);
    rule_add_parameter_function(k->x, k->rules);
    xml_xpath_set_variable(k->x, "day", &day);
}

static bool
append_value(speaker *k, const rule_expr *value, GString *out)
{
    xml_value v;
    diag *own = diag_new();
    prepare_values(k);
    const bool good = xml_eval(k->x, k->a, value->e, k->of->node, 1, 1, value->where, own, &v);
    if (good)
        g_string_append(out, xml_value_string(k->a, &v));
    else
        rule_report(k->d, rule_code(k->of->own, DIAG_CHECK_EVAL), value->where, PLACE_NONE, k->of->id, own);
    diag_drop(own);
    return good;
}

const char *
rule_say(arena *a, const check_rules *rules, const rule *of, const rule_words *w, date day, diag *d)
{
    g_assert(a && rules && of && w && d);
    speaker k = {.a = a, .rules = rules, .of = of, .day = day, .d = d};
    diag *own = diag_new();
    GString *s = g_string_new(NULL);
    bool good = rule_compile_words(rules->s, w, own);
    if (!good)
        rule_report(d, rule_code(of->own, DIAG_CHECK_RULES), of->where, PLACE_NONE, NULL, own);
    for (size_t i = 0; good && i < w->count; i++) {
        if (w->pieces[i].text)
            g_string_append(s, w->pieces[i].text);
        else
            good = append_value(&k, &w->pieces[i].value, s);
    }
    const char *text = good ? rule_tidy(a, s->str) : NULL;
    g_string_free(s, TRUE);
    diag_drop(own);
    if (k.x)
        xml_xpath_drop(k.x);
    return text;
}
