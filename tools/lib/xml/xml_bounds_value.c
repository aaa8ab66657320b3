/* xml_bounds_value.c: what is known of values, and of what is made of them. */
#include "xml/xml_int.h"

#include <math.h>
#include <string.h>

const xml_bounds bounds_unknown = {.low = -INFINITY, .high = INFINITY};

xml_truth
bounds_inverse(xml_truth t)
{
    return t == XML_ALWAYS ? XML_NEVER : t == XML_NEVER ? XML_ALWAYS : XML_OPEN;
}

xml_bounds
bounds_condition(xml_truth t, bool fixed)
{
    xml_bounds b = bounds_unknown;
    b.truth = t;
    b.fixed = fixed;
    return b;
}

xml_bounds
bounds_joined(xml_truth t)
{
    xml_bounds b = bounds_condition(t, false);
    b.is_joined = true;
    return b;
}

xml_bounds
bounds_between(double low, double high)
{
    xml_bounds b = {.is_number = !isnan(low) && !isnan(high), .low = low, .high = high};
    if (b.is_number)
        b.truth = low > 0 || high < 0 ? XML_ALWAYS : low == 0 && high == 0 ? XML_NEVER : XML_OPEN;
    return b.is_number ? b : bounds_unknown;
}

xml_bounds
bounds_calculate(char op, xml_bounds a, xml_bounds b)
{
    if (a.fixed && b.fixed)
        return bounds_condition(XML_OPEN, true);
    if (!a.is_number || !b.is_number)
        return bounds_unknown;
    if (op == '+')
        return bounds_between(a.low + b.low, a.high + b.high);
    if (op == '-')
        return bounds_between(a.low - b.high, a.high - b.low);
    if (op == '*' && a.low >= 0 && b.low >= 0)
        return bounds_between(a.low * b.low, INFINITY);
    if (op == 'd' && a.low >= 0 && b.low == b.high && b.low > 0)
        return bounds_between(a.low / b.low, a.high / b.high);
    return bounds_unknown;
}

xml_truth
bounds_compare(const char *op, xml_bounds a, xml_bounds b)
{
    const bool is_equal = a.low == a.high && b.low == b.high && a.low == b.low;
    const bool is_apart = a.high < b.low || b.high < a.low;
    if (strcmp(op, "<=") == 0)
        return a.high <= b.low ? XML_ALWAYS : a.low > b.high ? XML_NEVER : XML_OPEN;
    if (strcmp(op, "<") == 0)
        return a.high < b.low ? XML_ALWAYS : a.low >= b.high ? XML_NEVER : XML_OPEN;
    if (strcmp(op, "=") == 0)
        return is_equal ? XML_ALWAYS : is_apart ? XML_NEVER : XML_OPEN;
    return is_equal ? XML_NEVER : is_apart ? XML_ALWAYS : XML_OPEN;
}

/* A call that gives one text; a path may select nothing, which is equal to nothing. */
static bool
gives_one_text(const char *text)
{
    static const char *const names[] = {"string(",           "concat(",          "normalize-space(", "translate(",
                                        "substring-before(", "substring-after(", "substring(",       NULL};
    const char *bracket = strchr(text, '('), *end = bracket ? xpath_skip_brackets(bracket) : NULL;
    bool is_named = false;
    for (const char *const *name = names; *name && !is_named; name++)
        is_named = g_str_has_prefix(text, *name);
    return is_named && end && *xpath_skip_space(end) == '\0';
}

xml_truth
bounds_of_the_same(const char *op, xml_bounds b, const char *former, const char *latter)
{
    const bool equality = strcmp(op, "=") == 0 || strcmp(op, "!=") == 0;
    char *a = g_strstrip(g_strdup(former)), *z = g_strstrip(g_strdup(latter));
    const size_t length = strlen(a) - strlen(op);
    bool same = false;
    if (g_str_has_suffix(a, op)) {
        a[length] = '\0';
        same = strcmp(g_strchomp(a), z) == 0 && (b.is_number || (equality && gives_one_text(a)));
    }
    g_free(a);
    g_free(z);
    if (!same)
        return XML_OPEN;
    return strchr(op, '=') && *op != '!' ? XML_ALWAYS : XML_NEVER;
}
