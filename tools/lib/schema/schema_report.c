/* schema_report.c: how the walk words what it found. */
#include "schema/schema_explain_int.h"

#include <string.h>

#include "base/near.h"

void
walk_say(walk *w, diag_code code, const xml_node *at, const char *a1, const char *a2, const char *a3, const char *a4)
{
    w->errors++;
    if (w->d && !w->trial)
        xml_report(w->d, w->role, code, xml_place(w->a, at, true),
                   (const char *[4]){a1 ? a1 : "", a2 ? a2 : "", a3 ? a3 : "", a4 ? a4 : ""});
}

void
walk_say_pattern(walk *w, diag_code code, const xml_node *at, const pattern *p, const char *a3)
{
    const char *ja, *en;
    pattern_label(w->a, p, &ja, &en);
    walk_say(w, code, at, ja, en, a3, NULL);
}

GPtrArray *
walk_names_of(walk *w, const GPtrArray *patterns)
{
    GPtrArray *names = g_ptr_array_new();
    for (guint i = 0; i < patterns->len; i++) {
        const char *name = pattern_name(w->a, g_ptr_array_index(patterns, i));
        if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
            g_ptr_array_add(names, (void *)name);
    }
    return names;
}

/* ---- an author's own fields ---- */

const char *
walk_shown_name(walk *w, const xml_node *n)
{
    return *xml_prefix(n) ? arena_printf(w->a, "%s:%s", xml_prefix(n), xml_name(n)) : xml_name(n);
}

const char *
walk_name_in(walk *w, const pattern *p, const xml_node *at)
{
    const char *prefix = p->name && *p->ns ? xml_namespace_prefix(at, p->ns) : NULL;
    return prefix ? arena_printf(w->a, "%s:%s", prefix, p->name) : pattern_name(w->a, p);
}

GPtrArray *
walk_names_in(walk *w, const GPtrArray *patterns, const xml_node *at)
{
    GPtrArray *names = g_ptr_array_new();
    for (guint i = 0; i < patterns->len; i++) {
        const char *name = walk_name_in(w, g_ptr_array_index(patterns, i), at);
        if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
            g_ptr_array_add(names, (void *)name);
    }
    return names;
}

bool
walk_say_own(walk *w, const xml_node *n, const xml_node *parent, const char *meant)
{
    const char *ns = xml_namespace(n), *name = walk_shown_name(w, n);
    if (!*ns || w->role != XML_DATA)
        return false;
    if (!w->g->own) {
        if (!*xml_prefix(n))
            return false;
        walk_say(w, DIAG_CASEFILE_OWN_UNKNOWN, n, name, ns, NULL, NULL);
        return true;
    }
    if (!own_knows_namespace(w->g, ns)) {
        char *ja = near_advice(ns, w->g->own_spaces, DIAG_JA), *en = near_advice(ns, w->g->own_spaces, DIAG_EN);
        walk_say(w, DIAG_CASEFILE_OWN_NAMESPACE, n, name, ns, ja, en);
        g_free(ja);
        g_free(en);
        return true;
    }
    const char *places = own_places_of(w->g, w->a, tag_of(n));
    if (!places || meant)
        return false;
    walk_say(w, DIAG_CASEFILE_OWN_PLACE, n, name, xml_name(parent), places, NULL);
    return true;
}

const char *
walk_join_names(walk *w, const GPtrArray *names, const char *mark)
{
    enum { MOST_NAMES = 16 };
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < names->len && i < MOST_NAMES; i++)
        g_string_append_printf(out, "%s%s%s", i ? ", " : "", mark, (const char *)g_ptr_array_index(names, i));
    if (names->len > MOST_NAMES)
        g_string_append(out, ", …");
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

void
walk_say_unknown(walk *w, diag_code code, const xml_node *at, const xml_node *parent, const char *allowed)
{
    const bool none = *allowed == '\0';
    walk_say(w, code, at, walk_shown_name(w, at), xml_name(parent), none ? "ありません" : allowed, none ? "none" : allowed);
}

void
walk_say_namespace(walk *w, const xml_node *n)
{
    const char *prefix = xml_prefix(n), *name = xml_name(n);
    if (xml_is_attribute(n))
        walk_say(w, DIAG_XML_NAMESPACE, n, arena_printf(w->a, "@%s:%s", prefix, name), NULL,
                 arena_printf(w->a, "この属性と xmlns:%s=\"…\" ", prefix),
                 arena_printf(w->a, "this attribute and xmlns:%s=\"…\"", prefix));
    else if (*prefix)
        walk_say(w, DIAG_XML_NAMESPACE, n, arena_printf(w->a, "<%s:%s>", prefix, name), NULL,
                 arena_printf(w->a, "xmlns:%s=\"…\" と、名前の前の %s: ", prefix, prefix),
                 arena_printf(w->a, "xmlns:%s=\"…\" and %s: before the names", prefix, prefix));
    else
        walk_say(w, DIAG_XML_NAMESPACE, n, arena_printf(w->a, "<%s>", name), NULL, "xmlns=\"…\" ", "xmlns=\"…\"");
}

void
walk_say_need(walk *w, diag_code code, const xml_node *parent, const pattern_need *need)
{
    GString *ja = g_string_new(NULL), *en = g_string_new(NULL);
    for (size_t i = 0; i < need->count; i++) {
        const char *one_ja, *one_en;
        pattern_label(w->a, need->any[i], &one_ja, &one_en);
        g_string_append_printf(ja, "%s%s", i ? "または" : "", one_ja);
        g_string_append_printf(en, "%s%s", i ? " or " : "", one_en);
    }
    walk_say(w, code, parent, ja->str, en->str, xml_name(parent), NULL);
    g_string_free(ja, TRUE);
    g_string_free(en, TRUE);
}

/* ---- values ---- */

static const char *
range_of(walk *w, const xml_node *data)
{
    const char *least = "", *most = "", *type = xml_attribute(w->a, data, "type");
    if (g_strcmp0(type, "nonNegativeInteger") == 0)
        least = "0";
    if (g_strcmp0(type, "positiveInteger") == 0)
        least = "1";
    for (const xml_node *c = xml_first_element(data); c; c = xml_next_element(c)) {
        const char *name = rng_kind_of(c) == RNG_PARAM ? xml_attribute(w->a, c, "name") : NULL;
        if (name && (strcmp(name, "minInclusive") == 0 || strcmp(name, "minLength") == 0))
            least = xml_text(w->a, c);
        if (name && (strcmp(name, "maxInclusive") == 0 || strcmp(name, "maxLength") == 0))
            most = xml_text(w->a, c);
        if (name && strcmp(name, "length") == 0)
            return xml_text(w->a, c);
    }
    return arena_printf(w->a, "%s…%s", least, most);
}

static bool
has_param(walk *w, const xml_node *data, const char *name)
{
    for (const xml_node *c = xml_first_element(data); c; c = xml_next_element(c))
        if (rng_kind_of(c) == RNG_PARAM && g_strcmp0(xml_attribute(w->a, c, "name"), name) == 0)
            return true;
    return false;
}

static diag_code
code_of_data(walk *w, const xml_node *data)
{
    static const struct {
        const char *type;
        diag_code code;
    } codes[] = {
        {"date", DIAG_XML_VALUE_DATE},
        {"gYearMonth", DIAG_XML_VALUE_MONTH},
        {"time", DIAG_XML_VALUE_TIME},
        {"integer", DIAG_XML_VALUE_NUMBER},
        {"nonNegativeInteger", DIAG_XML_VALUE_NUMBER},
        {"positiveInteger", DIAG_XML_VALUE_NUMBER},
        {"int", DIAG_XML_VALUE_NUMBER},
        {"unsignedInt", DIAG_XML_VALUE_NUMBER},
        {"short", DIAG_XML_VALUE_NUMBER},
        {"unsignedShort", DIAG_XML_VALUE_NUMBER},
        {"long", DIAG_XML_VALUE_NUMBER},
        {"decimal", DIAG_XML_VALUE_NUMBER},
        {"double", DIAG_XML_VALUE_NUMBER},
    };
    const char *type = xml_attribute(w->a, data, "type");
    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
        if (g_strcmp0(type, codes[i].type) == 0)
            return codes[i].code;
    if (has_param(w, data, "pattern"))
        return DIAG_XML_VALUE_FORM;
    if (has_param(w, data, "length") || has_param(w, data, "minLength") || has_param(w, data, "maxLength"))
        return DIAG_XML_VALUE_LENGTH;
    return DIAG_XML_VALUE_FORM;
}

/* The values of the list, then the forms, all of which would do. */
static void
say_choice_of_forms(walk *w, const xml_node *at, const pattern *p, const char *values, const GPtrArray *data)
{
    const char *label_ja, *label_en;
    pattern_label(w->a, p, &label_ja, &label_en);
    GString *ja = g_string_new(values), *en = g_string_new(values);
    for (guint i = 0; i < data->len; i++) {
        const pattern *one = g_ptr_array_index(data, i);
        const char *one_ja, *one_en;
        value_form(w->a, one->rng, &one_ja, &one_en);
        g_string_append_printf(ja, "%s%s", ja->len ? ", " : "", one_ja);
        g_string_append_printf(en, "%s%s", en->len ? ", " : "", one_en);
    }
    walk_say(w, DIAG_XML_VALUE_FORM, at, label_ja, label_en, ja->str, en->str);
    g_string_free(ja, TRUE);
    g_string_free(en, TRUE);
}

void
walk_say_value(walk *w, const xml_node *at, const pattern *p, const pattern *content, const char *value)
{
    GPtrArray *data = g_ptr_array_new(), *values = g_ptr_array_new(), *names = g_ptr_array_new();
    pattern_collect(content, PATTERN_DATA, data);
    pattern_collect(content, PATTERN_VALUE, values);
    for (guint i = 0; i < values->len; i++)
        g_ptr_array_add(names, (void *)xml_text(w->a, ((const pattern *)g_ptr_array_index(values, i))->rng));
    const char *joined = values->len ? walk_join_names(w, names, "") : "";
    const pattern *first = data->len ? g_ptr_array_index(data, 0) : NULL;
    const diag_code code = first ? code_of_data(w, first->rng) : DIAG_XML_VALUE_LIST;
    if (value_is_blank(w->g, value))
        walk_say_pattern(w, DIAG_XML_VALUE_EMPTY, at, p, NULL);
    else if (!first)
        walk_say_pattern(w, DIAG_XML_VALUE_LIST, at, p, joined);
    else if (values->len || data->len > 1 || code == DIAG_XML_VALUE_FORM)
        say_choice_of_forms(w, at, p, joined, data);
    else
        walk_say_pattern(w, code, at, p, range_of(w, first->rng));
    g_ptr_array_free(data, TRUE);
    g_ptr_array_free(values, TRUE);
    g_ptr_array_free(names, TRUE);
}
