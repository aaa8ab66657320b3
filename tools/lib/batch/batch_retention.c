#include "batch/batch_retention.h"

#include <string.h>

#include "casefile/casefile.h"

struct batch_cases {
    casefile_schemas *schemas;
    render_rule_values *values;
};

batch_cases *
batch_cases_open(const render_paths *paths, diag *d)
{
    g_assert(paths && d);
    render_rule_values *values = render_rule_values_open(paths, d);
    if (!values)
        return NULL;
    batch_cases *c = g_new0(batch_cases, 1);
    c->schemas = casefile_schemas_open(paths->schema, false);
    c->values = values;
    return c;
}

void
batch_cases_close(batch_cases *c)
{
    if (!c)
        return;
    casefile_schemas_close(c->schemas);
    render_rule_values_close(c->values);
    g_free(c);
}

static bool
tell_why(batch_retention *out, const char *ja, const char *en)
{
    out->why[DIAG_JA] = ja;
    out->why[DIAG_EN] = en;
    return false;
}

/* The day on which the last of all services ended; a service without an end goes on, or nobody wrote that it ended. */
static bool
find_end(arena *a, const casefile *c, batch_retention *out)
{
    bool found = false;
    for (xml_node *e = xml_first_element(casefile_root(c)); e; e = xml_next_element(e)) {
        date end;
        if (!xml_named(e, "service-use"))
            continue;
        if (!xml_has_attribute(e, "end") || !date_parse(xml_attribute(a, e, "end"), &end))
            return tell_why(out, "終わりの日（service-use の end）のない利用があります", "a service-use has no end");
        if (!found || date_compare(end, out->end) > 0)
            out->end = end;
        found = true;
    }
    return found || tell_why(out, "利用（service-use）がありません", "there is no service-use");
}

static int
years_on(const batch_cases *cases, date day)
{
    return (int)g_ascii_strtoll(render_rule_value(cases->values, "record-years", day), NULL, 10);
}

/* What the rules say when the service ended, say on the day, or said when somebody was promised it. */
static int
years_of_rules(arena *a, const batch_cases *cases, const casefile *c, date end, date on)
{
    int years = MAX(years_on(cases, end), years_on(cases, on));
    for (xml_node *e = xml_first_element(casefile_root(c)); e; e = xml_next_element(e)) {
        date day;
        if (xml_named(e, "consent") && xml_has_attribute(e, "explained-on") &&
            date_parse(xml_attribute(a, e, "explained-on"), &day))
            years = MAX(years, years_on(cases, day));
    }
    return years;
}

/* The longest of all municipalities that paid for a service; where no certificate names one, of all there are; 0: none
 * says it. */
static int
years_of_municipalities(arena *a, const casefile *c)
{
    GHashTable *named = g_hash_table_new(g_str_hash, g_str_equal);
    for (xml_node *e = xml_first_element(casefile_root(c)); e; e = xml_next_element(e))
        if (xml_named(e, "certificate") && xml_has_attribute(e, "municipality"))
            g_hash_table_add(named, (void *)xml_attribute(a, e, "municipality"));
    int years = 0;
    xml_node *master = casefile_master(c, "municipality");
    for (xml_node *e = master ? xml_first_element(master) : NULL; e; e = xml_next_element(e)) {
        const char *says = xml_attribute(a, e, "record-years");
        if (says && (g_hash_table_size(named) == 0 || g_hash_table_contains(named, xml_attribute(a, e, "id"))))
            years = MAX(years, (int)g_ascii_strtoll(says, NULL, 10));
    }
    g_hash_table_destroy(named);
    return years;
}

static bool
judge_case(arena *a, const batch_cases *cases, const casefile *c, const char *id, date on, batch_retention *out)
{
    const char *is = c ? xml_attribute(a, casefile_root(c), "id") : NULL;
    if (!c)
        return tell_why(out, "事例が読めません", "its case cannot be read");
    if (!is || strcmp(is, id) != 0)
        return tell_why(out, "事例のファイルが、ほかの id のものになっています",
                        "the file of its case is that of another id");
    if (!find_end(a, c, out))
        return false;
    const int years = MAX(years_of_rules(a, cases, c, out->end, on), years_of_municipalities(a, c));
    out->until = date_add_months(out->end, 12 * years);
    return true;
}

bool
batch_cases_retention(batch_cases *cases, const char *path, const char *id, date on, batch_retention *out)
{
    g_assert(cases && id && out);
    *out = (batch_retention){0};
    if (!path || !*path || !g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return tell_why(out, "事例のファイルがありません", "the file of its case is not there");
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *d = diag_new(); /* what is wrong with a case is told when it is made */
    const bool known = judge_case(a, cases, casefile_read_with(a, s, path, cases->schemas, d), id, on, out);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
    return known;
}
