/* check_functions.c: the functions that only rules use. A missing value gives "", NaN or false, as in the functions
 * room, so that a rule says by <needs> what it cannot do without. */
#include "check/check_int.h"

#include <math.h>
#include <string.h>

#include "base/blank.h"

static const char *const not_a_month = XML_VALUE_REFUSAL("月（YYYY-MM）ではありません", "not a month YYYY-MM");
static const char *const not_a_day_or_month =
    XML_VALUE_REFUSAL("日付（YYYY-MM-DD）でも月（YYYY-MM）でもありません", "not a day YYYY-MM-DD or month YYYY-MM");
static const char *const not_a_day = XML_VALUE_REFUSAL("日付（YYYY-MM-DD）ではありません", "not a day YYYY-MM-DD");
static const char *const not_months = XML_VALUE_REFUSAL("月の数ではありません", "not a number of months");
static const char *const not_nodes =
    XML_REFUSAL("一つ目の引数は節点にしてください", "the first argument must be nodes");

static const char *
give_text(call *k, const char *text)
{
    *k->result = xml_value_of_string(text);
    return NULL;
}

static const char *
give_day(call *k, date d)
{
    return give_text(k, arena_printf(k->a, "%04d-%02d-%02d", d.year, d.month, d.day));
}

static const char *
give_boolean(call *k, bool b)
{
    *k->result = xml_value_of_boolean(b);
    return NULL;
}

static const char *
give_month(call *k, int months)
{
    return give_text(k, arena_printf(k->a, "%04d-%02d", months / 12, months % 12 + 1));
}

/* ---- months ---- */

/* A month, or the month of a day, counted from year 0. */
static bool
count_months(const char *text, int *months)
{
    date d;
    year_month ym;
    if (date_parse(text, &d))
        ym = (year_month){d.year, d.month};
    else if (!year_month_parse(text, &ym))
        return false;
    *months = ym.year * 12 + ym.month - 1;
    return true;
}

/* month-start('2024-06') → 2024-06-01 */
static const char *
f_month_start(call *k)
{
    const char *text = call_text(k, 0);
    year_month ym;
    if (!*text)
        return call_give_nothing(k);
    return year_month_parse(text, &ym) ? give_text(k, arena_printf(k->a, "%s-01", text)) : not_a_month;
}

/* month-end('2024-06') → 2024-06-30 */
static const char *
f_month_end(call *k)
{
    const char *text = call_text(k, 0);
    year_month ym;
    if (!*text)
        return call_give_nothing(k);
    if (!year_month_parse(text, &ym))
        return not_a_month;
    return give_text(k, arena_printf(k->a, "%s-%02d", text, days_in_month(ym.year, ym.month)));
}

/* month-of('2024-06-12') → 2024-06; a month stays as it is */
static const char *
f_month_of(call *k)
{
    const char *text = call_text(k, 0);
    int months;
    if (!*text)
        return call_give_nothing(k);
    return count_months(text, &months) ? give_month(k, months) : not_a_day_or_month;
}

/* month-add('2024-06', -1) → 2024-05 */
static const char *
f_month_add(call *k)
{
    const char *text = call_text(k, 0);
    const double n = call_number(k, 1);
    int months;
    if (!*text)
        return call_give_nothing(k);
    if (!(fabs(n) <= 1200))
        return not_months;
    return count_months(text, &months) ? give_month(k, months + (int)n) : not_a_day_or_month;
}

/* months-apart('2024-04', '2024-06') → 2: from month to month, whatever the days */
static const char *
f_months_apart(call *k)
{
    const char *from = call_text(k, 0), *to = call_text(k, 1);
    int a, b;
    if (!*from || !*to)
        return call_give_number(k, NAN);
    return count_months(from, &a) && count_months(to, &b) ? call_give_number(k, b - a) : not_a_day_or_month;
}

/* ---- days ---- */

/* day-add('2024-02-28', 2) → 2024-03-01 */
static const char *
f_day_add(call *k)
{
    const char *text = call_text(k, 0);
    const double n = call_number(k, 1);
    date d;
    if (!*text || n != n)
        return call_give_nothing(k);
    if (!(fabs(n) <= 36600))
        return XML_VALUE_REFUSAL("日の数ではありません", "not a number of days");
    if (!date_parse(text, &d))
        return not_a_day;
    return give_day(k, date_from_serial(date_serial(d) + (long)n));
}

/* months-last('2023-08-31', 6) → 2024-02-29: the last day of so many months that begin on the day, which is the one
 * before the same day, or the end of a month that has no such day (民法 143条2項). */
static const char *
f_months_last(call *k)
{
    const char *text = call_text(k, 0);
    const double n = call_number(k, 1);
    date d;
    if (!*text || n != n)
        return call_give_nothing(k);
    if (!(n >= 0 && n <= 1200))
        return not_months;
    if (!date_parse(text, &d))
        return not_a_day;
    const date same = date_add_months(d, (int)n);
    return give_day(k, same.day == d.day ? date_from_serial(date_serial(same) - 1) : same);
}

/* before(a, b): a is earlier than b; days, months or times of one kind. */
static const char *
f_before(call *k)
{
    const char *a = call_text(k, 0), *b = call_text(k, 1);
    if (!*a || !*b)
        return give_boolean(k, false);
    return strlen(a) == strlen(b) ? give_boolean(k, strcmp(a, b) < 0)
                                  : XML_VALUE_REFUSAL("種類の違う二つの値です", "two values of different kinds");
}

/* within(day, from, to): from ≤ day ≤ to; an end that is missing is open. */
static const char *
f_within(call *k)
{
    const char *day = call_text(k, 0), *from = call_text(k, 1), *to = call_text(k, 2);
    if ((*from && *day && strlen(from) != strlen(day)) || (*to && *day && strlen(to) != strlen(day)))
        return XML_VALUE_REFUSAL("種類の違う値です", "values of different kinds");
    return give_boolean(k, *day && (!*from || strcmp(from, day) <= 0) && (!*to || strcmp(day, to) <= 0));
}

/* ---- texts ---- */

/* text-length(value): characters without spaces. */
static const char *
f_text_length(call *k)
{
    return call_give_number(k, (double)g_utf8_strlen(blank_left_out(k->a, xml_value_string(k->a, &k->args[0])), -1));
}

/* same-text(a, b): both say something, and the same. */
static const char *
f_same_text(call *k)
{
    const char *a = blank_left_out(k->a, xml_value_string(k->a, &k->args[0]));
    const char *b = blank_left_out(k->a, xml_value_string(k->a, &k->args[1]));
    return give_boolean(k, *a && strcmp(a, b) == 0);
}

/* packed-text(a): what same-text compares, empty where nothing is said. */
static const char *
f_packed_text(call *k)
{
    *k->result = xml_value_of_string(blank_left_out(k->a, xml_value_string(k->a, &k->args[0])));
    return NULL;
}

/* distinct(nodes): how many different texts; blank ones are not counted. */
static const char *
f_distinct(call *k)
{
    if (k->args[0].type != XML_NODES)
        return not_nodes;
    GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < k->args[0].count; i++) {
        const char *text = blank_left_out(k->a, xml_text(k->a, k->args[0].nodes[i]));
        if (*text)
            g_hash_table_add(seen, (gpointer)text);
    }
    const guint n = g_hash_table_size(seen);
    g_hash_table_destroy(seen);
    return call_give_number(k, n);
}

/* first-of-each(elements, 'attribute'): of those of one parent the first with each value, and all that have none. */
static const char *
f_first_of_each(call *k)
{
    const xml_value *from = &k->args[0];
    if (from->type != XML_NODES)
        return not_nodes;
    const char *name = call_text(k, 1);
    const xml_node *parent = NULL;
    GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, from->count + 1)};
    for (size_t i = 0; i < from->count; i++) {
        xml_node *n = from->nodes[i];
        if (xml_parent(n) != parent) /* those of one parent stand together */
            g_hash_table_remove_all(seen);
        parent = xml_parent(n);
        const char *value = xml_is_element(n) ? xml_attribute(k->a, n, name) : NULL;
        if (!value || g_hash_table_add(seen, (gpointer)value))
            k->result->nodes[k->result->count++] = n;
    }
    g_hash_table_destroy(seen);
    return NULL;
}

/* mentions(nodes or text, 'one|another'): one of the words stands in one of the texts. */
static const char *
f_mentions(call *k)
{
    const xml_value *v = &k->args[0];
    const size_t count = v->type == XML_NODES ? v->count : 1;
    char **words = g_strsplit(xml_value_string(k->a, &k->args[1]), "|", -1);
    bool found = false;
    for (size_t i = 0; i < count && !found; i++) {
        const char *text = v->type == XML_NODES ? xml_text(k->a, v->nodes[i]) : xml_value_string(k->a, v);
        for (char **w = words; *w && !found; w++)
            found = **w && strstr(text, *w);
    }
    g_strfreev(words);
    return give_boolean(k, found);
}

/* ---- the table ---- */

static const function_row functions[] = {
    {"month-start", f_month_start, 1, 1, NULL},
    {"month-end", f_month_end, 1, 1, NULL},
    {"month-of", f_month_of, 1, 1, NULL},
    {"month-add", f_month_add, 2, 2, NULL},
    {"months-apart", f_months_apart, 2, 2, NULL},
    {"day-add", f_day_add, 2, 2, NULL},
    {"months-last", f_months_last, 2, 2, NULL},
    {"before", f_before, 2, 2, NULL},
    {"within", f_within, 3, 3, NULL},
    {"text-length", f_text_length, 1, 1, NULL},
    {"same-text", f_same_text, 2, 2, NULL},
    {"packed-text", f_packed_text, 1, 1, NULL},
    {"pasted-text", check_f_pasted_text, 2, 2, NULL},
    {"bare-text", check_f_bare_text, 1, 1, NULL},
    {"distinct", f_distinct, 1, 1, NULL},
    {"first-of-each", f_first_of_each, 2, 2, NULL},
    {"mentions", f_mentions, 2, 2, NULL},
    {NULL, NULL, 0, 0, NULL},
};

void
check_add_plain_functions(xml_xpath *x, arena *a)
{
    functions_add_rows(x, a, NULL, functions);
}

void
check_add_functions(xml_xpath *x, arena *a, const casefile *c)
{
    check_add_plain_functions(x, a);
    functions_add_rows(x, a, c, rule_day_functions);
    functions_add_rows(x, a, c, rule_person_functions);
}
