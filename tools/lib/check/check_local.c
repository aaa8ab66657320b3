/* check_local.c: the rules and values of a local folder beside those that come with renkei. Nothing is replaced or
 * switched off that does not say so, and no name of the one folder can be one of the other. */
#include "check/check_int.h"

#include <string.h>

diag_code
rule_code(bool own, diag_code shipped)
{
    if (!own)
        return shipped;
    switch (shipped) {
    case DIAG_CHECK_RULE_TWICE:
        return DIAG_CHECK_LOCAL_TWICE;
    case DIAG_CHECK_EVAL:
        return DIAG_CHECK_LOCAL_EVAL;
    case DIAG_CHECK_CONTEXT:
        return DIAG_CHECK_LOCAL_CONTEXT;
    case DIAG_CHECK_WHEN:
        return DIAG_CHECK_LOCAL_WHEN;
    default:
        return DIAG_CHECK_LOCAL;
    }
}

/* What is said of a rule or of a value alike. */
typedef struct claim {
    const char *name;
    bool local, own, replaces, own_name,
        shipped; /* own_name: of the local kind; shipped: one of the name comes with renkei */
    place where;
} claim;

static void
tell_local_alone(bool own, place where, diag *d)
{
    diag_add(d, rule_code(own, DIAG_CHECK_RULES), where, PLACE_NONE,
             "手元のフォルダーだけのものです（L・local-・replaces・switch-off）",
             "only a local folder has this (L, local-, replaces, switch-off)", NULL);
}

static void
check_claim(claim c, diag *d)
{
    if (!c.local && (c.own_name || c.replaces))
        tell_local_alone(c.own, c.where, d);
    else if (c.local && c.replaces && !c.shipped)
        diag_add(d, DIAG_CHECK_LOCAL_NONE, c.where, PLACE_NONE, c.name, NULL);
    else if (c.local && c.replaces == c.own_name)
        diag_add(d, DIAG_CHECK_LOCAL_ID, c.where, PLACE_NONE, c.name, NULL);
}

/* ---- rules ---- */

static bool
has_shipped_rule(const GArray *rules, const char *id)
{
    for (guint i = 0; i < rules->len; i++) {
        const rule *r = &g_array_index(rules, rule, i);
        if (!r->local && strcmp(r->id, id) == 0)
            return true;
    }
    return false;
}

static bool
is_replaced(const GArray *rules, const rule *shipped)
{
    for (guint i = 0; !shipped->local && i < rules->len; i++) {
        const rule *r = &g_array_index(rules, rule, i);
        if (r->local && r->replaces && strcmp(r->id, shipped->id) == 0)
            return true;
    }
    return false;
}

/* What a shipped rule judged is no longer judged by it: whoever tells what is not judged has to know of it. */
static void
keep_replaced(arena *a, GArray *rules)
{
    for (guint i = 0; i < rules->len; i++) {
        const rule *shipped = &g_array_index(rules, rule, i);
        const rule *kept = shipped->local || !is_replaced(rules, shipped) ? NULL : arena_copy(a, shipped, sizeof *kept);
        for (guint n = 0; kept && n < rules->len; n++) {
            rule *r = &g_array_index(rules, rule, n);
            if (r->local && r->replaces && strcmp(r->id, kept->id) == 0)
                r->stands_for = kept;
        }
    }
}

static void
switch_off(GArray *rules, const rule_off *off, const char *const *left_out, diag *d)
{
    if (!off->local)
        tell_local_alone(off->own, off->where, d);
    else if (!has_shipped_rule(rules, off->id) && !(left_out && g_strv_contains(left_out, off->id)))
        diag_add(d, DIAG_CHECK_LOCAL_NONE, off->where, PLACE_NONE, off->id, NULL);
    for (guint i = 0; i < rules->len; i++) {
        rule *r = &g_array_index(rules, rule, i);
        if (strcmp(r->id, off->id) == 0) {
            r->off = off->reason;
            r->off_where = off->where;
        }
    }
}

/* ---- values ---- */

static bool
has_shipped_value(const GArray *parameters, const char *name)
{
    for (guint i = 0; i < parameters->len; i++) {
        const rule_parameter *p = &g_array_index(parameters, rule_parameter, i);
        if (!p->local && strcmp(p->name, name) == 0)
            return true;
    }
    return false;
}

/* More than any case has: by a maximum of it everything would do. Of most minima it only finds more. */
static bool
is_out_of_reach(const rule_parameter *p)
{
    static const struct {
        const char *unit, *name; /* name: a part of the value's, which says of what; NULL: any */
        double most;
    } bounds[] = {{"分", NULL, 1440},   {"日", NULL, 6600},     {"か月", NULL, 220},    {"年", NULL, 100},
                  {"回", "-a-day", 24}, {"回", "-a-month", 31}, {"回", "-a-year", 366}, {"回", NULL, 366}};
    const double value = g_ascii_strtod(p->value, NULL);
    for (size_t i = 0; p->unit && i < G_N_ELEMENTS(bounds); i++)
        if (strcmp(bounds[i].unit, p->unit) == 0 && (!bounds[i].name || g_str_has_suffix(p->name, bounds[i].name)))
            return value > bounds[i].most;
    return false;
}

/* By "at least 0" everything would do, and before the day since when a rule holds it finds nothing: whoever does not
 * want it judged switches it off, and says why. The names of values tell which these are. */
static bool
empties_rules(const rule_parameter *local, const rule_parameter *shipped)
{
    if (is_out_of_reach(&(rule_parameter){.name = local->name, .value = local->value, .unit = shipped->unit}))
        return true;
    if (strstr(local->name, "least"))
        return g_ascii_strtod(shipped->value, NULL) > 0 && !(g_ascii_strtod(local->value, NULL) > 0);
    return g_str_has_suffix(local->name, "since") && strcmp(local->value, shipped->value) > 0;
}

static void
check_bounds(const GArray *parameters, const rule_parameter *local, diag *d)
{
    for (guint i = 0; local->replaces && i < parameters->len; i++) {
        const rule_parameter *p = &g_array_index(parameters, rule_parameter, i);
        if (p->local || strcmp(p->name, local->name) != 0 || !empties_rules(local, p))
            continue;
        char *ja = g_strdup_printf(
            "%s を %s にすると、要件が何も判定しません（もとからの値は %s）。判定しないときは、switch-off "
            "に理由を書いてください",
            p->name, local->value, p->value);
        char *en = g_strdup_printf("with %s as %s a rule judges nothing (%s comes with renkei): a switch-off says why "
                                   "it is not to be judged",
                                   local->value, p->name, p->value);
        diag_add(d, DIAG_CHECK_LOCAL, local->where, PLACE_NONE, ja, en, NULL);
        g_free(ja);
        g_free(en);
        return;
    }
}

void
rule_apply_local(arena *a, GArray *rules, GArray *parameters, const GArray *offs, const char *const *left_out, diag *d)
{
    bool any = false; /* the common case is none, and then nothing is looked for */
    for (guint i = 0; i < rules->len; i++) {
        const rule *r = &g_array_index(rules, rule, i);
        check_claim((claim){r->id, r->local, r->own, r->replaces, *r->id == 'L',
                            r->local && has_shipped_rule(rules, r->id), r->where},
                    d);
        any = any || (r->local && r->replaces);
    }
    for (guint i = 0; i < parameters->len; i++) {
        const rule_parameter *p = &g_array_index(parameters, rule_parameter, i);
        check_claim((claim){p->name, p->local, p->own, p->replaces, g_str_has_prefix(p->name, "local-"),
                            p->local && has_shipped_value(parameters, p->name), p->where},
                    d);
        if (p->local)
            check_bounds(parameters, p, d);
    }
    if (any)
        keep_replaced(a, rules);
    for (guint i = rules->len; any && i-- > 0;)
        if (is_replaced(rules, &g_array_index(rules, rule, i)))
            g_array_remove_index(rules, i);
    for (guint i = 0; i < offs->len; i++)
        switch_off(rules, &g_array_index(offs, rule_off, i), left_out, d);
}
