/* check_off.c: what is not judged, because a local folder or a municipality that pays for the child says so, or because
 * a local rule that judges nothing stands in the place of a shipped one; and what a local rule or value judges in such
 * a place. */
#include "check/check_int.h"

#include <string.h>

typedef struct seeker {
    arena *a;
    const check_rules *rules;
    const casefile *c;
    bool deadlines; /* they are asked about, and not the rules */
    date as_of;
    diag *d;
    GPtrArray *options; /* that switch a rule off, of all municipalities that are asked */
    GArray *found;      /* of check_off */
    GArray *replaced;   /* of check_replaced */
    bool good;
} seeker;

static bool
has_begun(const rule *x, date day)
{
    return !x->has_from || date_compare(day, x->from) >= 0;
}

static bool
is_in_force(const rule *x, date day)
{
    return has_begun(x, day) && !(x->has_to && date_compare(day, x->to) > 0);
}

/* Of the versions of a rule that have begun by the day it is the last. */
static bool
is_last_begun(const seeker *k, size_t i)
{
    const rule *x = &k->rules->items[i], *next = i + 1 < k->rules->count ? x + 1 : NULL;
    const bool followed = next && strcmp(next->id, x->id) == 0 && has_begun(next, k->as_of);
    return has_begun(x, k->as_of) && !followed;
}

/* The version in force; of what no program judges, and of what is not in force yet, nothing is missing. */
static bool
is_asked_for(const seeker *k, size_t i)
{
    const rule *x = &k->rules->items[i];
    return x->deadline == k->deadlines && x->check_count && is_last_begun(k, i);
}

static void
append_end(GString *s, arena *a, const xml_node *option, const char *name, diag_language language)
{
    const char *text = option ? xml_attribute(a, option, name) : NULL;
    date day;
    if (!text || !date_parse(text, &day))
        return;
    if (language == DIAG_EN)
        g_string_append(s, text);
    else
        date_append_era(s, day);
}

/* 題（理由。令和6年4月1日～令和7年3月31日）; option NULL: at all times. */
static const char *
words_of(seeker *k, const rule *x, const char *reason, const xml_node *option, diag_language language)
{
    const bool en = language == DIAG_EN;
    const char *title = k->good ? rule_say(k->a, k->rules, x, &x->title[language], k->as_of, k->d) : NULL;
    GString *days = g_string_new(NULL), *s = g_string_new(title ? title : "");
    k->good = title != NULL;
    append_end(days, k->a, option, "from", language);
    if (option && (xml_has_attribute(option, "from") || xml_has_attribute(option, "to")))
        g_string_append(days, !en ? "～" : days->len ? " to " : "to ");
    append_end(days, k->a, option, "to", language);
    const char *why = rule_tidy(k->a, reason), *between = *why && days->len ? (en ? "; " : "。") : "";
    if (*why || days->len)
        g_string_append_printf(s, en ? " (%s%s%s)" : "（%s%s%s）", why, between, days->str);
    const char *text = arena_strdup(k->a, s->str);
    g_string_free(days, TRUE);
    g_string_free(s, TRUE);
    return text;
}

static void
add_off(seeker *k, const rule *x, const char *reason, const xml_node *option)
{
    const check_off off = {.id = x->id,
                           .texts = {words_of(k, x, reason, option, DIAG_JA), words_of(k, x, reason, option, DIAG_EN)}};
    g_array_append_val(k->found, off);
}

/* Of most offices there is none: they are looked for once, not for each rule. */
static void
collect_options(seeker *k)
{
    const xml_node *master = casefile_master(k->c, "municipality"), *now = rule_municipality(k->a, k->c, k->as_of);
    for (const xml_node *m = master ? xml_first_element(master) : NULL; m; m = xml_next_element(m)) {
        if (!rule_municipality_is_asked(k->a, k->c, m, now))
            continue;
        for (xml_node *n = xml_first_element(m); n; n = xml_next_element(n))
            if (rule_option_is_off(k->a, n, k->as_of))
                g_ptr_array_add(k->options, n);
    }
}

static void
add_options(seeker *k, const rule *x)
{
    for (guint i = 0; i < k->options->len; i++) {
        const xml_node *n = g_ptr_array_index(k->options, i);
        if (strcmp(xml_attribute(k->a, n, "rule"), x->id) == 0)
            add_off(k, x, xml_text(k->a, n), n);
    }
}

static void
add_empty(seeker *k, const rule *shipped, const char *ja, const char *en)
{
    const check_off off = {.id = shipped->id,
                           .texts = {words_of(k, shipped, ja, NULL, DIAG_JA), words_of(k, shipped, en, NULL, DIAG_EN)}};
    g_array_append_val(k->found, off);
}

static void
add_out_of_force(seeker *k, const rule *x, bool ended)
{
    GString *day = g_string_new(NULL);
    const date on = ended ? x->to : x->from;
    date_append_era(day, on);
    add_empty(k, x->stands_for,
              arena_printf(k->a, "代わりの手元の%sは、%s%sです", k->deadlines ? "期限" : "要件", day->str,
                           ended ? "まで" : "から"),
              arena_printf(k->a, "the local %s in its place %s on %04d-%02d-%02d", k->deadlines ? "deadline" : "rule",
                           ended ? "ended" : "begins", on.year, on.month, on.day));
    g_string_free(day, TRUE);
}

static void
add_replaced(seeker *k, const rule *x)
{
    const rule *of = x->stands_for;
    const check_replaced one = {.id = of->id,
                                .texts = {words_of(k, of, "", NULL, DIAG_JA), words_of(k, of, "", NULL, DIAG_EN)},
                                .where = x->where};
    g_array_append_val(k->replaced, one);
}

/* A local rule took the place of a shipped one that would judge on the day: it judges, or nothing does. Of its versions
 * the last that began speaks, else the first. */
static void
look_at_replaced(seeker *k, size_t i)
{
    rule *x = &k->rules->items[i];
    const rule *of = x->stands_for;
    if (!of || of->deadline != k->deadlines || !of->check_count || !is_in_force(of, k->as_of))
        return;
    const bool begun = has_begun(x, k->as_of), is_first = i == 0 || strcmp(x[-1].id, x->id) != 0;
    if (begun ? !is_last_begun(k, i) : !is_first)
        return;
    if (!begun || !is_in_force(x, k->as_of))
        add_out_of_force(k, x, begun);
    else if (!x->check_count)
        add_empty(k, of, arena_printf(k->a, "手元の要件に代えています：%s", x->uncomputed[DIAG_JA]),
                  arena_printf(k->a, "replaced locally: %s",
                               x->uncomputed[DIAG_EN] ? x->uncomputed[DIAG_EN] : x->uncomputed[DIAG_JA]));
    else if (rule_is_idle(k->rules, x, k->as_of) && of->deadline)
        add_empty(k, of, "代わりの手元の期限は、どの事例にも当てはまりません",
                  "the local deadline in its place is that of no case");
    else if (rule_is_idle(k->rules, x, k->as_of))
        add_empty(k, of, "代わりの手元の要件は、どの事例でも、いつも成り立ちます",
                  "the local rule in its place holds of every case");
    else
        add_replaced(k, x);
}

static void
append_value_day(GString *s, bool has, date d, bool en)
{
    if (has && en)
        g_string_append_printf(s, "%04d-%02d-%02d", d.year, d.month, d.day);
    else if (has)
        date_append_era(s, d);
}

/* 題 6 → 12（令和6年5月1日～令和6年6月30日） */
static const char *
words_of_value(const seeker *k, const rule_parameter *p, const char *was, diag_language language)
{
    const bool en = language == DIAG_EN;
    GString *s = g_string_new(NULL);
    g_string_append_printf(s, en ? "%s: %s → %s" : "%s %s → %s", p->title[language], was, p->value);
    if (p->has_from || p->has_to) {
        g_string_append(s, en ? " (" : "（");
        g_string_append(s, en && p->has_from ? "from " : "");
        append_value_day(s, p->has_from, p->from, en);
        g_string_append(s, !en ? "～" : !p->has_to ? "" : p->has_from ? " to " : "to ");
        append_value_day(s, p->has_to, p->to, en);
        g_string_append(s, en ? ")" : "）");
    }
    const char *text = arena_strdup(k->a, s->str);
    g_string_free(s, TRUE);
    return text;
}

/* Those that have begun: what is of their days is judged by them later, too. */
static void
find_values(seeker *k)
{
    for (size_t i = 0; i < k->rules->parameter_count; i++) {
        const rule_parameter *p = &k->rules->parameters[i];
        if (!p->replaces || (p->has_from && date_compare(p->from, k->as_of) > 0))
            continue;
        const rule_parameter *was = rule_find_shipped_parameter(k->rules, p->name, p->has_from ? p->from : k->as_of);
        const char *value = was ? was->value : "";
        const check_replaced one = {
            .id = p->name,
            .value = true,
            .texts = {words_of_value(k, p, value, DIAG_JA), words_of_value(k, p, value, DIAG_EN)},
            .where = p->where};
        g_array_append_val(k->replaced, one);
    }
}

bool
check_find_offs(arena *a, const check_rules *rules, const casefile *c, rule_choice choice, check_result *r, diag *d)
{
    seeker k = {.a = a, .rules = rules, .c = c, .as_of = r->as_of, .d = d, .good = true};
    k.deadlines = choice == RULES_OF_DEADLINES;
    k.options = g_ptr_array_new();
    k.found = g_array_new(FALSE, FALSE, sizeof(check_off));
    k.replaced = g_array_new(FALSE, FALSE, sizeof(check_replaced));
    collect_options(&k);
    for (size_t i = 0; i < rules->count; i++) {
        const rule *x = &rules->items[i];
        if (!x->off)
            look_at_replaced(&k, i);
        if (!is_asked_for(&k, i))
            continue;
        if (x->off)
            add_off(&k, x, x->off, NULL);
        else
            add_options(&k, x);
    }
    find_values(&k);
    r->replaced_count = k.replaced->len;
    r->replaced = k.replaced->len ? arena_copy(a, k.replaced->data, sizeof(check_replaced) * k.replaced->len) : NULL;
    g_array_free(k.replaced, TRUE);
    r->off_count = k.found->len;
    r->offs = k.found->len ? arena_copy(a, k.found->data, sizeof(check_off) * k.found->len) : NULL;
    g_array_free(k.found, TRUE);
    g_ptr_array_free(k.options, TRUE);
    return k.good;
}
