/* check_run.c: the rules over one case. */
#include "check/check_int.h"

#include <string.h>

#include "functions/functions.h"
#include "timeline/timeline.h"

typedef struct run {
    arena *a;
    diag *d;
    diag *own; /* of the expressions: what is wrong with one is told as our mistake, not as a form's */
    xml_xpath *x;
    rule_keys *keys;
    rule_copies *copies;
    const check_rules *rules;
    const rule *rule;
    const casefile *c;
    const char *level; /* of the rule-option for this rule of the municipality that pays on the day; NULL */
    bool foreign;      /* the rule is a city's handbook's, and that municipality has none */
    date as_of;
    diag_language language;
    GArray *findings, *costs;
    bool good;
} run;

/* Where an expression is evaluated: the node that the check's context selected. */
typedef struct spot {
    xml_node *node;
    size_t position, size;
} spot;

char
check_severity_letter(check_severity s)
{
    return "AWE"[s];
}

/* ---- expressions ---- */

static bool
evaluate_expr(run *r, const rule_expr *x, spot at, xml_value *v)
{
    if (!r->good)
        return false;
    r->good = xml_eval(r->x, r->a, x->e, at.node, at.position, at.size, x->where, r->own, v);
    if (!r->good) /* the first and last one */
        rule_report(r->d, rule_code(r->rule->own, DIAG_CHECK_EVAL), x->where, xml_place(r->a, at.node, true),
                    r->rule->id, r->own);
    return r->good;
}

static bool
test_holds(run *r, const rule_expr *x, spot at)
{
    xml_value v;
    return evaluate_expr(r, x, at, &v) && xml_value_holds(&v);
}

/* A node says something when it has text, or attributes (an element may say all by these). */
static bool
says_something(run *r, const xml_node *n)
{
    return !xml_is_blank(xml_text(r->a, n)) || (xml_is_element(n) && (xml_first_attribute(n) || xml_first_element(n)));
}

static bool
is_there(run *r, const rule_expr *x, spot at)
{
    xml_value v;
    if (!evaluate_expr(r, x, at, &v))
        return false;
    if (v.type != XML_NODES)
        return v.type == XML_STRING ? !xml_is_blank(v.string) : v.type == XML_NUMBER ? v.number == v.number : v.boolean;
    for (size_t i = 0; i < v.count; i++)
        if (says_something(r, v.nodes[i]))
            return true;
    return false;
}

/* ---- when ---- */

static bool
is_open_month(const run *r, const char *when)
{
    year_month ym;
    date last;
    return year_month_parse(when, &ym) && rule_last_day(when, &last) && date_compare(r->as_of, last) <= 0;
}

static const char *
when_of(run *r, const rule_expr *x, spot at)
{
    xml_value v;
    date last;
    if (!x->text || !evaluate_expr(r, x, at, &v))
        return "";
    const char *when = g_strstrip(arena_strdup(r->a, xml_value_string(r->a, &v)));
    if (*when && !rule_last_day(when, &last)) {
        diag_add(r->d, rule_code(r->rule->own, DIAG_CHECK_WHEN), x->where, xml_place(r->a, at.node, true), r->rule->id,
                 NULL);
        r->good = false;
    }
    return when;
}

/* How long a finding lasts: to a day, or over the claims that rest on what was found. */
static void
set_until(run *r, const rule_check *c, spot at, check_finding *f)
{
    xml_value v;
    f->until = when_of(r, &c->until, at);
    if (!c->claims.text || !evaluate_expr(r, &c->claims, at, &v) || v.type != XML_NODES)
        return;
    GString *months = g_string_new(NULL);
    for (size_t i = 0; i < v.count; i++) {
        const char *day = xml_text(r->a, v.nodes[i]);
        date d;
        if (!date_parse(day, &d))
            continue;
        g_string_append_printf(months, " %.7s", day);
        if (strcmp(day, f->until) > 0)
            f->until = day;
    }
    f->months = arena_strdup(r->a, months->str);
    g_string_free(months, TRUE);
}

/* Of the versions of a rule, that judges which is in force on the day; the first judges earlier days too. */
static bool
version_judges(const run *r, const char *when)
{
    const rule *version = r->rule;
    date day = r->as_of;
    if (*when)
        rule_last_day(when, &day);
    return !(version->follows && date_compare(day, version->from) < 0) &&
           !(version->has_to && date_compare(day, version->to) > 0);
}

/* ---- findings ---- */

static const char *
say_words(run *r, const rule_words *w, spot at)
{
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < w->count; i++) {
        xml_value v;
        if (w->pieces[i].text)
            g_string_append(s, w->pieces[i].text);
        else if (evaluate_expr(r, &w->pieces[i].value, at, &v))
            g_string_append(s, xml_value_string(r->a, &v));
    }
    const char *text = rule_tidy(r->a, s->str);
    g_string_free(s, TRUE);
    return text;
}

/* Of the day of a finding: what the municipality that pays then has decided. False: that the rule is not judged. */
static bool
ask_municipality(run *r, const char *when)
{
    date day = r->as_of;
    year_month m;
    if (*when)
        rule_last_day(when, &day);
    const date first = year_month_parse(when, &m) ? (date){m.year, m.month, 1} : day;
    const xml_node *municipality = rule_municipality(r->a, r->c, day), *before = rule_municipality(r->a, r->c, first);
    r->level = rule_stricter_level(rule_option_level(r->a, before, r->rule->id, before == municipality ? day : first),
                                   rule_option_level(r->a, municipality, r->rule->id, day));
    r->foreign = !r->level && rule_is_foreign(r->a, municipality, r->rule) && rule_is_foreign(r->a, before, r->rule);
    return !(r->level && strcmp(r->level, "off") == 0);
}

/* What a municipality has decided counts; a month that is not over stays as light as it was. */
static check_severity
severity_by_option(const run *r, check_severity own, check_severity most)
{
    if (!r->level || strcmp(r->level, "on") == 0)
        return own;
    const check_severity level = *r->level == 'E' ? CHECK_ERROR : *r->level == 'W' ? CHECK_WARNING : CHECK_ADVICE;
    return MIN(level, most);
}

static void
add_finding(run *r, check_finding f, const xml_node *n)
{
    if (!r->good || !version_judges(r, f.when) || (r->foreign && f.severity < CHECK_ERROR))
        return;
    f.id = r->rule->id;
    f.sources[DIAG_JA] = r->rule->source[DIAG_JA];
    f.sources[DIAG_EN] = r->rule->source[DIAG_EN];
    f.source = f.sources[r->language];
    f.text = f.texts[r->language];
    f.node = n;
    g_array_append_val(r->findings, f);
}

/* NULL: the expression selects nothing. */
static const xml_node *
first_selected(run *r, const rule_expr *x, spot at)
{
    xml_value v = {0};
    return x->text && evaluate_expr(r, x, at, &v) && v.type == XML_NODES && v.count > 0 ? v.nodes[0] : NULL;
}

static void
fail_assert(run *r, const rule_check *c, const rule_assert *s, spot at)
{
    const char *when = when_of(r, s->when.text ? &s->when : &c->when, at);
    if (!ask_municipality(r, when))
        return;
    const bool open = is_open_month(r, when);
    const xml_node *elsewhere = first_selected(r, &s->at, at);
    const check_severity own = open ? s->open : s->severity;
    const check_severity severity = severity_by_option(r, own, open ? s->open : CHECK_ERROR);
    check_finding f = {
        .severity = severity,
        .undetermined = s->undetermined,
        .lowered = severity < own && severity == CHECK_ADVICE,
        .when = when,
        .texts = {say_words(r, &s->message[DIAG_JA], at), say_words(r, &s->message[DIAG_EN], at)},
        .repair = {s->repair, s->repair_en ? s->repair_en : check_repair_names(r->a, s->repair)},
        .documents = s->documents,
        .until_signed = s->until_signed,
        .other = first_selected(r, &s->other, at),
    };
    set_until(r, c, at, &f);
    add_finding(r, f, elsewhere ? elsewhere : at.node);
}

static const char *
say_title(run *r, const char *when, diag_language language)
{
    date day = r->as_of;
    if (*when)
        rule_last_day(when, &day);
    const char *title = r->good ? rule_say(r->a, r->rules, r->rule, &r->rule->title[language], day, r->d) : NULL;
    r->good = title;
    return title ? title : "";
}

static void
fail_needs(run *r, const rule_check *c, const char *fields, spot at)
{
    const char *when = when_of(r, &c->when, at);
    const bool due = r->rule->deadline;
    if (!ask_municipality(r, when))
        return;
    const char *const words[] = {[DIAG_JA] = due ? "期限が分かりません：%s（%sの記載がありません）"
                                                 : "判定できません：%s（%sの記載がありません）",
                                 [DIAG_EN] = due ? "the day is not known: %s (missing: %s)"
                                                 : "cannot be judged: %s (missing: %s)"};
    check_finding f = {
        .severity = severity_by_option(r, CHECK_WARNING, CHECK_WARNING),
        .undetermined = true,
        .when = when,
        .repair = {fields, check_repair_names(r->a, fields)},
        .documents = r->rule->documents,
        .until_signed = r->rule->until_signed,
    };
    set_until(r, c, at, &f);
    for (int language = DIAG_JA; language <= DIAG_EN; language++)
        f.texts[language] = arena_printf(r->a, words[language], say_title(r, when, (diag_language)language), fields);
    add_finding(r, f, at.node);
}

/* ---- checks ---- */

static void
set_variable(run *r, const char *name, const rule_expr *x, spot at)
{
    xml_value v;
    if (evaluate_expr(r, x, at, &v))
        xml_xpath_set_variable(r->x, name, &v);
}

/* The steps in their order. False: silent. Once a need is missing only lets are still evaluated, for `when`, and
 * the needs that stand beside it are named with it. */
static bool
take_steps(run *r, const rule_check *c, spot at, const char **missing)
{
    bool beside = true;
    *missing = NULL;
    for (size_t i = 0; i < c->step_count && r->good; i++) {
        const rule_step *step = &c->steps[i];
        if (step->kind == STEP_LET)
            set_variable(r, step->name, &step->e, at);
        else if (step->kind == STEP_APPLIES && !*missing && !test_holds(r, &step->e, at))
            return false;
        else if (step->kind == STEP_NEEDS && beside && !is_there(r, &step->e, at))
            *missing = *missing ? arena_printf(r->a, "%s・%s", *missing, step->name) : step->name;
        beside = !*missing || (beside && step->kind == STEP_NEEDS);
    }
    return r->good;
}

static void
forget_lets(run *r, const rule_check *c)
{
    for (size_t i = 0; i < c->step_count; i++)
        if (c->steps[i].kind == STEP_LET)
            xml_xpath_unset_variable(r->x, c->steps[i].name);
}

static void
run_at(run *r, const rule_check *c, spot at)
{
    const xml_value context = {.type = XML_NODES, .nodes = &at.node, .count = 1};
    const char *missing;
    xml_xpath_set_variable(r->x, "context", &context);
    if (take_steps(r, c, at, &missing)) {
        if (missing)
            fail_needs(r, c, missing, at);
        for (size_t i = 0; !missing && i < c->assert_count; i++)
            if (!(c->asserts[i].test.text && test_holds(r, &c->asserts[i].test, at)) && r->good)
                fail_assert(r, c, &c->asserts[i], at);
    }
    forget_lets(r, c);
}

static void
run_check(run *r, rule_check *c, xml_node *root)
{
    xml_value v;
    if (!rule_compile(r->rules->s, c, r->own)) {
        rule_report(r->d, rule_code(r->rule->own, DIAG_CHECK_RULES), c->context.where, PLACE_NONE, NULL, r->own);
        r->good = false;
        return;
    }
    if (!evaluate_expr(r, &c->context, (spot){root, 1, 1}, &v))
        return;
    if (v.type != XML_NODES) {
        diag_add(r->d, rule_code(r->rule->own, DIAG_CHECK_CONTEXT), c->context.where, PLACE_NONE, r->rule->id, NULL);
        r->good = false;
        return;
    }
    for (size_t i = 0; i < v.count && r->good; i++)
        run_at(r, c, (spot){v.nodes[i], i + 1, v.count});
}

static size_t
steps_so_far(const run *r)
{
    return xml_xpath_steps(r->x) + rule_keys_steps(r->keys) + rule_copies_looks(r->copies) +
           timeline_looks(timeline_of(r->c));
}

static void
count_check(run *r, rule_check *c, xml_node *root)
{
    const size_t before = steps_so_far(r);
    run_check(r, c, root);
    const check_cost cost = {r->rule->id, c->context.where, steps_so_far(r) - before};
    g_array_append_val(r->costs, cost);
}

/* ---- all rules ---- */

/* Worst first, then by day (what has none last), then by rule, then as the case reads. */
static gint
compare_findings(gconstpointer p, gconstpointer q)
{
    const check_finding *a = p, *b = q;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    if (!*a->when != !*b->when)
        return *a->when ? -1 : 1;
    const int by_when = strcmp(a->when, b->when), by_id = rule_compare_ids(a->id, b->id);
    if (by_when != 0 || by_id != 0)
        return by_when != 0 ? by_when : by_id;
    const int by_file = strcmp(a->where.file, b->where.file);
    if (by_file != 0 || a->where.line != b->where.line)
        return by_file != 0 ? by_file : a->where.line < b->where.line ? -1 : 1;
    return strcmp(a->text, b->text);
}

/* Several checks of a rule may come upon the same fault: it is told once. */
static void
drop_repeated(GArray *findings)
{
    for (guint i = findings->len; i-- > 1;) {
        const check_finding *a = &g_array_index(findings, check_finding, i - 1), *b = a + 1;
        if (compare_findings(a, b) == 0 && strcmp(a->where.path, b->where.path) == 0)
            g_array_remove_index(findings, i);
    }
}

static bool
is_asked(const run *r, rule_choice choice)
{
    if (r->rule->deadline != (choice == RULES_OF_DEADLINES))
        return false;
    return !r->rule->off && !(r->rule->has_from && date_compare(r->as_of, r->rule->from) < 0);
}

static void
run_rules_of_form(run *r, const rule_form *form, rule_choice choice, xml_node *root)
{
    for (size_t i = 0; form && i < form->count && r->good; i++) {
        r->rule = form->rules[i];
        if (is_asked(r, choice))
            count_check(r, form->checks[i], root);
    }
}

/* form NULL: all. */
static void
run_rules(run *r, const check_rules *rules, const casefile *c, rule_choice choice, const char *form)
{
    xml_node *root = casefile_root(c);
    const xml_value whole = {.type = XML_NODES, .nodes = &root, .count = 1};
    const xml_value day =
        xml_value_of_string(arena_printf(r->a, "%04d-%02d-%02d", r->as_of.year, r->as_of.month, r->as_of.day));
    rule_check_options(r->a, rules, c, r->as_of, r->d);
    xml_xpath_set_variable(r->x, "case", &whole);
    xml_xpath_set_variable(r->x, "as-of", &day);
    if (form) {
        run_rules_of_form(r, rule_form_of(rules, form), choice, root);
        return;
    }
    for (size_t i = 0; i < rules->count && r->good; i++) {
        r->rule = &rules->items[i];
        if (is_asked(r, choice))
            for (size_t n = 0; n < r->rule->check_count && r->good; n++)
                count_check(r, &r->rule->checks[n], root);
    }
}

/* What rules may call. */
static void
add_functions(void *data, xml_xpath *x)
{
    const run *r = data;
    functions_add(x, r->a, r->c);
    check_add_functions(x, r->a, r->c);
    rule_add_parameter_function(x, r->rules);
}

/* Once the case is whole again, and where they stand in the file is known. */
static void
sort_findings(run *r)
{
    for (guint i = 0; i < r->findings->len; i++) {
        check_finding *f = &g_array_index(r->findings, check_finding, i);
        f->where = xml_place(r->a, f->node, true);
        f->other_where = f->other ? xml_place(r->a, f->other, true) : PLACE_NONE;
    }
    g_array_sort(r->findings, compare_findings);
    drop_repeated(r->findings);
}

static size_t
count_elements(const GPtrArray *nodes)
{
    size_t count = 0;
    for (guint i = 0; i < nodes->len; i++)
        count += xml_is_element(g_ptr_array_index(nodes, i));
    return count;
}

static const check_result *
run_as_of(run *r, rule_choice choice, const char *form)
{
    GPtrArray *later = rule_find_later(r->c, r->as_of);
    casefile_hidden *hidden = casefile_hide(r->c, (xml_node *const *)later->pdata, later->len);
    check_result *result = ARENA_NEW(r->a, check_result);
    *result = (check_result){.child = xml_attribute(r->a, casefile_root(r->c), "id"),
                             .file = xml_doc_file(casefile_document(r->c, 0)),
                             .as_of = r->as_of,
                             .later = count_elements(later)};
    run_rules(r, r->rules, r->c, choice, form);
    result->findings = (const check_finding *)r->findings->data;
    result->count = r->findings->len;
    if (!form && choice == RULES_OF_FORM)
        check_find_gaps(r->a, r->c, result);
    if (!form)
        r->good = check_find_offs(r->a, r->rules, r->c, choice, result, r->d) && r->good;
    casefile_show(r->c, hidden);
    g_ptr_array_free(later, TRUE);
    sort_findings(r);
    result->count = r->findings->len;
    result->findings =
        result->count ? arena_copy(r->a, r->findings->data, sizeof(check_finding) * result->count) : NULL;
    result->worst = result->count ? result->findings[0].severity : CHECK_ADVICE;
    result->cost_count = r->costs->len;
    result->costs = r->costs->len ? arena_copy(r->a, r->costs->data, sizeof(check_cost) * r->costs->len) : NULL;
    return result;
}

const check_result *
rule_run(arena *a, xml_store *s, const check_rules *rules, const casefile *c, date as_of, diag_language language,
         rule_choice choice, const char *form, diag *d)
{
    g_assert(rules && c && as_of.year > 0);
    run r = {
        .a = a, .d = d, .rules = rules, .own = diag_new(), .c = c, .as_of = as_of, .language = language, .good = true};
    r.x = xml_xpath_new(s);
    r.findings = g_array_new(FALSE, TRUE, sizeof(check_finding));
    r.costs = g_array_new(FALSE, FALSE, sizeof(check_cost));
    r.keys = rule_keys_new(a, s, casefile_root(c), add_functions, &r);
    r.copies = rule_copies_new(a, r.keys);
    add_functions(&r, r.x);
    rule_keys_add(r.keys, r.x);
    rule_copies_add(r.copies, r.x);
    const check_result *result = run_as_of(&r, choice, form);
    xml_xpath_drop(r.x);
    rule_copies_drop(r.copies);
    rule_keys_drop(r.keys);
    diag_drop(r.own);
    g_array_free(r.findings, TRUE);
    g_array_free(r.costs, TRUE);
    return r.good ? result : NULL;
}

const check_result *
check_case_for(arena *a, xml_store *s, const check_rules *rules, const casefile *c, date as_of, diag_language language,
               const char *form, diag *d)
{
    return rule_run(a, s, rules, c, as_of, language, RULES_OF_FORM, form, d);
}

const check_result *
check_case(arena *a, xml_store *s, const check_rules *rules, const casefile *c, date as_of, diag_language language,
           diag *d)
{
    g_assert(a && s && rules && c && d && date_valid(as_of));
    return check_case_for(a, s, rules, c, as_of, language, NULL, d);
}
