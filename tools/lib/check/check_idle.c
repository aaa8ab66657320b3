/* check_idle.c: a rule that finds nothing whatever the case is, as a local one may that stands in the place of a
 * shipped one.
 */
#include "check/check_int.h"

#include <string.h>

#include "functions/functions.h"

typedef struct looker {
    arena *a;
    const check_rules *rules;
    xml_xpath *x;
    const xml_node *node;
    xml_facts facts;
    place where; /* of the expression that is looked at */
} looker;

/* What gives the same whatever the case is; any other function is taken to read it. */
static const char *const plain_functions[] = {"not",
                                              "boolean",
                                              "number",
                                              "string",
                                              "concat",
                                              "contains",
                                              "starts-with",
                                              "substring",
                                              "substring-before",
                                              "substring-after",
                                              "string-length",
                                              "normalize-space",
                                              "translate",
                                              "floor",
                                              "ceiling",
                                              "round",
                                              "parameter",
                                              "month-of",
                                              "month-start",
                                              "month-end",
                                              "day-add",
                                              "before",
                                              "within",
                                              "on-or-before",
                                              "days",
                                              "month-add",
                                              "months-last",
                                              NULL};
static const char *const counting_functions[] = {"text-length", NULL};

static bool
evaluate_fixed(void *data, const char *text, xml_value *v)
{
    looker *k = data;
    diag *own = diag_new();
    const xml_expr *e = xml_expr_compile(k->rules->s, text, k->where, own);
    const bool good = e && xml_eval(k->x, k->a, e, (xml_node *)(uintptr_t)k->node, 1, 1, k->where, own, v);
    diag_drop(own);
    return good;
}

static xml_bounds
bounds_of(looker *k, const rule_expr *x)
{
    k->where = x->where;
    return xml_expr_bounds(k->a, x->text, &k->facts);
}

/* A variable that holds nothing of the case is set, for what reads it. */
static void
learn_let(looker *k, const rule_step *step)
{
    xml_bounds *b = arena_copy(k->a, &(xml_bounds){.fixed = false}, sizeof *b);
    xml_value v;
    *b = bounds_of(k, &step->e);
    if (b->fixed && evaluate_fixed(k, step->e.text, &v))
        xml_xpath_set_variable(k->x, step->name, &v);
    else
        b->fixed = false;
    g_hash_table_replace(k->facts.variables, (gpointer)step->name, b);
}

static void
forget_lets(looker *k, const rule_check *c)
{
    for (size_t i = 0; i < c->step_count; i++)
        if (c->steps[i].kind == STEP_LET) {
            xml_xpath_unset_variable(k->x, c->steps[i].name);
            g_hash_table_remove(k->facts.variables, c->steps[i].name);
        }
}

/* It selects nothing, never applies, or each of its tests always holds. A deadline's due has no test. */
static bool
check_is_idle(looker *k, const rule_check *c)
{
    bool never = bounds_of(k, &c->context).truth == XML_NEVER, idle = true;
    for (size_t i = 0; i < c->step_count && !never; i++) {
        const rule_step *step = &c->steps[i];
        if (step->kind == STEP_LET)
            learn_let(k, step);
        else if (step->kind == STEP_APPLIES)
            never = bounds_of(k, &step->e).truth == XML_NEVER;
    }
    for (size_t i = 0; i < c->assert_count && idle && !never; i++)
        idle = c->asserts[i].test.text && bounds_of(k, &c->asserts[i].test).truth == XML_ALWAYS;
    forget_lets(k, c);
    return idle || never;
}

static bool
look_at_rule(arena *a, const check_rules *rules, const rule *of, date as_of)
{
    looker k = {.a = a, .rules = rules, .x = xml_xpath_new(rules->s), .node = of->node};
    const xml_value day = xml_value_of_string(arena_printf(a, "%04d-%02d-%02d", as_of.year, as_of.month, as_of.day));
    xml_bounds is_day = {.fixed = true, .truth = XML_ALWAYS};
    bool idle = true;
    k.facts = (xml_facts){.plain = plain_functions,
                          .counts = counting_functions,
                          .variables = g_hash_table_new(g_str_hash, g_str_equal),
                          .evaluate = evaluate_fixed,
                          .data = &k};
    functions_add(k.x, a, NULL);
    check_add_plain_functions(k.x, a);
    rule_add_parameter_function(k.x, rules);
    xml_xpath_set_variable(k.x, "as-of", &day);
    g_hash_table_insert(k.facts.variables, (gpointer) "as-of", &is_day);
    for (size_t i = 0; i < of->check_count && idle; i++)
        idle = check_is_idle(&k, &of->checks[i]);
    g_hash_table_destroy(k.facts.variables);
    xml_xpath_drop(k.x);
    return idle;
}

/* Of many cases of a day it is looked at once. */
bool
rule_is_idle(const check_rules *rules, rule *of, date as_of)
{
    if (!of->idle_known || date_compare(of->idle_on, as_of) != 0) {
        arena *a = arena_new();
        of->idle = look_at_rule(a, rules, of, as_of);
        of->idle_on = as_of;
        of->idle_known = true;
        arena_drop(a);
    }
    return of->idle;
}
