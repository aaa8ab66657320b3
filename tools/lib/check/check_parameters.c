/* check_parameters.c: the values that a reform or a municipality may change, each on its days. */
#include "check/check_int.h"

#include <string.h>

bool
rule_read_date(arena *a, const xml_node *n, const char *name, date *out, diag *own)
{
    const char *text = xml_attribute(a, n, name);
    if (text && !date_parse(text, out))
        diag_add(own, DIAG_FORM_XML_VALUE_DATE, xml_place(a, n, false), PLACE_NONE, name, name, NULL);
    return text != NULL;
}

rule_parameter
rule_read_parameter(arena *a, const xml_node *n, diag *own)
{
    rule_parameter out = {.name = xml_attribute(a, n, "name"), .where = xml_place(a, n, false)};
    date day;
    out.value = xml_attribute(a, n, "value");
    out.unit = xml_attribute(a, n, "unit");
    if (strchr(out.value, '-')) /* a day has them, a number none */
        rule_read_date(a, n, "value", &day, own);
    out.replaces = xml_has_attribute(n, "replaces");
    out.has_from = rule_read_date(a, n, "from", &out.from, own);
    out.has_to = rule_read_date(a, n, "to", &out.to, own);
    return out;
}

static gint
compare_parameters(gconstpointer p, gconstpointer q)
{
    const rule_parameter *a = p, *b = q;
    const int by_name = strcmp(a->name, b->name);
    if (by_name != 0 || a->local != b->local)
        return by_name != 0 ? by_name : b->local - a->local;
    if (a->has_from != b->has_from)
        return a->has_from - b->has_from;
    return a->has_from ? date_compare(a->from, b->from) : 0;
}

void
rule_join_parameters(GArray *parameters, diag *d)
{
    g_array_sort(parameters, compare_parameters);
    for (guint i = 1; i < parameters->len; i++) {
        const rule_parameter *former = &g_array_index(parameters, rule_parameter, i - 1);
        const rule_parameter *later = &g_array_index(parameters, rule_parameter, i);
        if (strcmp(former->name, later->name) != 0 || former->local != later->local)
            continue;
        if (!former->has_to || !later->has_from || date_compare(former->to, later->from) >= 0)
            diag_add(d, rule_code(later->own, DIAG_CHECK_RULE_TWICE), later->where, PLACE_NONE, later->name, NULL);
    }
}

static bool
has_begun(const rule_parameter *p, date day)
{
    return !p->has_from || date_compare(p->from, day) <= 0;
}

/* A local value that replaces one counts on its own days alone. Of the others the last that has begun, and before the
 * first the first, so that every day has one. */
static const rule_parameter *
find_parameter(const check_rules *rules, const char *name, date day, bool replacing)
{
    const rule_parameter *found = NULL;
    for (size_t i = 0; i < rules->parameter_count; i++) {
        const rule_parameter *p = &rules->parameters[i];
        if (strcmp(p->name, name) != 0)
            continue;
        if (replacing && p->replaces && has_begun(p, day) && !(p->has_to && date_compare(p->to, day) < 0))
            return p;
        if (!p->replaces && (!found || has_begun(p, day)))
            found = p;
    }
    return found;
}

const rule_parameter *
rule_find_parameter(const check_rules *rules, const char *name, date day)
{
    return find_parameter(rules, name, day, true);
}

const rule_parameter *
rule_find_shipped_parameter(const check_rules *rules, const char *name, date day)
{
    return find_parameter(rules, name, day, false);
}

bool
rule_last_day(const char *text, date *out)
{
    year_month ym;
    if (date_parse(text, out))
        return true;
    if (!year_month_parse(text, &ym))
        return false;
    *out = (date){ym.year, ym.month, days_in_month(ym.year, ym.month)};
    return true;
}

/* parameter('name', day or month) → the value; '' without a day */
const char *
check_parameter(void *data, arena *a, const xml_value *args, size_t count, xml_value *result)
{
    const check_rules *rules = data;
    date day = {9999, 12, 31};
    if (count != 2)
        return XML_REFUSAL("引数の数が違います", "wrong number of arguments");
    const char *name = xml_value_string(a, &args[0]);
    const char *text = g_strstrip(arena_strdup(a, xml_value_string(a, &args[1])));
    if (*text && !rule_last_day(text, &day)) {
        result->count = 1;
        return XML_VALUE_REFUSAL("日付（YYYY-MM-DD）でも月（YYYY-MM）でもありません",
                                 "not a day YYYY-MM-DD or month YYYY-MM");
    }
    const rule_parameter *found = rule_find_parameter(rules, name, day);
    if (!found)
        return XML_REFUSAL("この名前の値（parameter）はありません", "there is no parameter of this name");
    *result = xml_value_of_string(*text ? found->value : "");
    return NULL;
}

void
rule_add_parameter_function(xml_xpath *x, const check_rules *rules)
{
    xml_xpath_add_function(x, "parameter", check_parameter, (void *)rules);
}

/* A local value that replaces one on some days alone leaves the shipped one on the others. */
const char *
check_lasting_value(const void *data, const char *name)
{
    const check_rules *rules = data;
    const rule_parameter *always = NULL;
    const char *value = NULL;
    for (size_t i = 0; i < rules->parameter_count; i++) {
        const rule_parameter *p = &rules->parameters[i];
        if (strcmp(p->name, name) != 0 || always)
            continue;
        if (p->replaces && !p->has_from && !p->has_to)
            always = p;
        else if (value && strcmp(value, p->value) != 0)
            return NULL;
        value = p->value;
    }
    return value;
}
