/* check_summary.c: the year of one child by months, and many children by rules. */
#include "check/check_int.h"

#include <string.h>

#include "base/json.h"

/* ---- one child's year ---- */

/* What the columns of the table stand for: the two things that every month with claims needs. */
static const char *const sharing_rule = "N5.1d";
static const char *const support_rule = "N5.2a";

typedef struct month_row {
    year_month ym;
    char name[8]; /* 2024-06 */
    size_t claims, sharing, support;
    bool open;
    const check_finding *sharing_missing, *support_missing;
    bool has[CHECK_ERROR + 1]; /* findings of that severity in this month */
} month_row;

static bool
is_until(arena *a, const xml_node *n, const char *attribute, date as_of)
{
    const char *text = xml_attribute(a, n, attribute);
    date d;
    return text && date_parse(text, &d) && date_compare(d, as_of) <= 0;
}

static void
count_records(arena *a, const xml_node *month, date as_of, month_row *row)
{
    for (const xml_node *n = xml_first_element(month); n; n = xml_next_element(n)) {
        if (xml_named(n, "claim"))
            for (const xml_node *day = xml_first_element(n); day; day = xml_next_element(day))
                row->claims += xml_named(day, "addition-iii") && is_until(a, day, "on", as_of);
        row->sharing += xml_named(n, "school-sharing") && is_until(a, n, "date", as_of);
        row->support += xml_named(n, "family-support") && is_until(a, n, "date", as_of);
    }
}

static bool
is_in_month(const check_finding *f, const month_row *row)
{
    return strncmp(f->when, row->name, strlen(row->name)) == 0;
}

static void
count_findings(const check_result *r, month_row *row)
{
    for (size_t i = 0; i < r->count; i++) {
        const check_finding *f = &r->findings[i];
        if (!is_in_month(f, row))
            continue;
        row->has[f->severity] = true;
        if (!row->sharing_missing && strcmp(f->id, sharing_rule) == 0)
            row->sharing_missing = f;
        if (!row->support_missing && strcmp(f->id, support_rule) == 0)
            row->support_missing = f;
    }
}

static void
fill_year(const check_result *r, const casefile *c, month_row rows[12])
{
    arena *a = arena_new();
    for (int i = 0; i < 12; i++) {
        month_row *row = &rows[i];
        const int year = fiscal_year(r->as_of) + (i >= 9), month = (i + 3) % 12 + 1;
        *row = (month_row){.ym = {year, month}};
        g_snprintf(row->name, sizeof row->name, "%04d-%02d", year, month);
        row->open = date_compare(r->as_of, (date){year, month, days_in_month(year, month)}) <= 0;
        for (const xml_node *n = xml_first_element(casefile_root(c)); n; n = xml_next_element(n))
            if (xml_named(n, "month") && g_strcmp0(xml_attribute(a, n, "ym"), row->name) == 0)
                count_records(a, n, r->as_of, row);
        count_findings(r, row);
    }
    arena_drop(a);
}

static const char *
mark_of(const month_row *row, size_t records, const check_finding *missing)
{
    if (missing)
        return missing->severity == CHECK_ERROR ? "×" : row->open ? "途中" : "△";
    return records ? "○" : "－";
}

static const char *
verdict_of(const month_row *row)
{
    if (row->has[CHECK_ERROR])
        return "×";
    if (!row->claims)
        return row->has[CHECK_WARNING] ? "△" : "－";
    return row->open ? "途中" : row->has[CHECK_WARNING] ? "△" : "○";
}

/* The rules that found a fault in the month, each once, E before W. */
static GPtrArray *
rules_of(const check_result *r, const month_row *row)
{
    GPtrArray *ids = g_ptr_array_new();
    for (size_t i = 0; i < r->count; i++) {
        const check_finding *f = &r->findings[i];
        if (f->severity > CHECK_ADVICE && is_in_month(f, row) &&
            !g_ptr_array_find_with_equal_func(ids, f->id, g_str_equal, NULL))
            g_ptr_array_add(ids, (gpointer)f->id);
    }
    return ids;
}

static void
append_ids(GString *out, const GPtrArray *ids)
{
    for (guint i = 0; i < ids->len; i++)
        g_string_append_printf(out, "%s%s", i ? " " : "", (const char *)g_ptr_array_index(ids, i));
}

static void
append_month(GString *out, const month_row *row, bool en)
{
    if (en)
        g_string_append(out, row->name);
    else
        year_month_append_era(out, row->ym);
}

void
check_print_months(const check_result *r, const casefile *c, diag_language language, GString *out)
{
    g_assert(r && c && out);
    const bool en = language == DIAG_EN;
    month_row rows[12];
    fill_year(r, c, rows);
    g_string_append_printf(out, "[%s] ", r->child);
    if (en)
        g_string_append_printf(out, "fiscal year %d, as of %04d-%02d-%02d\n", fiscal_year(r->as_of), r->as_of.year,
                               r->as_of.month, r->as_of.day);
    else {
        fiscal_year_append(out, fiscal_year(r->as_of));
        g_string_append(out, "（");
        date_append_era(out, r->as_of);
        g_string_append(out, "の時点）\n");
    }
    g_string_append(out, en ? "month\tclaims\tsharing\tsupport\tverdict\trules\n"
                            : "月\t算定\t情報共有\t相談援助\t判定\t指摘\n");
    for (int i = 0; i < 12; i++) {
        const month_row *row = &rows[i];
        GPtrArray *ids = rules_of(r, row);
        append_month(out, row, en);
        g_string_append_printf(out, en ? "\t%zu\t%s\t%s\t%s\t" : "\t%zu日\t%s\t%s\t%s\t", row->claims,
                               mark_of(row, row->sharing, row->sharing_missing),
                               mark_of(row, row->support, row->support_missing), verdict_of(row));
        append_ids(out, ids);
        g_string_append_c(out, '\n');
        g_ptr_array_free(ids, TRUE);
    }
}

void
check_print_months_json(const check_result *r, const casefile *c, GString *out)
{
    g_assert(r && c && out);
    month_row rows[12];
    fill_year(r, c, rows);
    for (int i = 0; i < 12; i++) {
        const month_row *row = &rows[i];
        GPtrArray *ids = rules_of(r, row);
        g_string_append(out, "{\"v\":1,\"child\":");
        json_append(out, r->child);
        g_string_append_printf(out, ",\"month\":\"%s\",\"claims\":%zu,\"school-sharing\":\"%s\"", row->name,
                               row->claims, mark_of(row, row->sharing, row->sharing_missing));
        g_string_append_printf(out, ",\"family-support\":\"%s\",\"verdict\":\"%s\",\"rules\":[",
                               mark_of(row, row->support, row->support_missing), verdict_of(row));
        for (guint j = 0; j < ids->len; j++)
            g_string_append_printf(out, "%s\"%s\"", j ? "," : "", (const char *)g_ptr_array_index(ids, j));
        g_string_append(out, "]}\n");
        g_ptr_array_free(ids, TRUE);
    }
}

/* ---- many children ---- */

typedef struct table_cell {
    check_severity worst;
    size_t count;
} table_cell;

typedef struct table_child {
    char *id;
    size_t counts[CHECK_ERROR + 1];
    GHashTable *cells; /* rule id: table_cell */
} table_child;

typedef struct table_rule {
    const char *id;
    check_severity worst;
    size_t children;
} table_rule;

struct check_table {
    GPtrArray *children;
    GHashTable *rules; /* id, owned: table_rule */
};

static void
drop_child(void *p)
{
    table_child *child = p;
    g_hash_table_destroy(child->cells);
    g_free(child->id);
    g_free(child);
}

check_table *
check_table_new(void)
{
    check_table *t = g_new0(check_table, 1);
    t->children = g_ptr_array_new_with_free_func(drop_child);
    t->rules = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return t;
}

void
check_table_drop(check_table *t)
{
    if (!t)
        return;
    g_ptr_array_free(t->children, TRUE);
    g_hash_table_destroy(t->rules);
    g_free(t);
}

static table_rule *
column_for(check_table *t, const char *id)
{
    table_rule *column = g_hash_table_lookup(t->rules, id);
    if (!column) {
        char *own = g_strdup(id);
        column = g_new0(table_rule, 1);
        column->id = own;
        g_hash_table_insert(t->rules, own, column);
    }
    return column;
}

void
check_table_add(check_table *t, const check_result *r)
{
    g_assert(t && r);
    table_child *child = g_new0(table_child, 1);
    child->id = g_strdup(r->child);
    child->cells = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    g_ptr_array_add(t->children, child);
    for (size_t i = 0; i < r->count; i++) {
        const check_finding *f = &r->findings[i];
        table_rule *column = column_for(t, f->id);
        table_cell *cell = g_hash_table_lookup(child->cells, column->id);
        if (!cell) {
            cell = g_new0(table_cell, 1);
            g_hash_table_insert(child->cells, (gpointer)column->id, cell);
            column->children++;
        }
        cell->count++;
        cell->worst = MAX(cell->worst, f->severity);
        column->worst = MAX(column->worst, f->severity);
        child->counts[f->severity]++;
    }
}

static gint
compare_children(gconstpointer p, gconstpointer q)
{
    const table_child *a = *(table_child *const *)p, *b = *(table_child *const *)q;
    for (int s = CHECK_ERROR; s >= CHECK_ADVICE; s--)
        if (a->counts[s] != b->counts[s])
            return a->counts[s] > b->counts[s] ? -1 : 1;
    return strcmp(a->id, b->id);
}

static gint
compare_columns(gconstpointer p, gconstpointer q)
{
    const table_rule *a = *(table_rule *const *)p, *b = *(table_rule *const *)q;
    if (a->worst != b->worst)
        return a->worst > b->worst ? -1 : 1;
    return rule_compare_ids(a->id, b->id);
}

static void
print_child(const table_child *child, const GPtrArray *columns, GString *out)
{
    g_string_append_printf(out, "%s\t%zu\t%zu\t%zu", child->id, child->counts[CHECK_ERROR],
                           child->counts[CHECK_WARNING], child->counts[CHECK_ADVICE]);
    for (guint i = 0; i < columns->len; i++) {
        const table_rule *column = g_ptr_array_index(columns, i);
        const table_cell *cell = g_hash_table_lookup(child->cells, column->id);
        g_string_append_c(out, '\t');
        if (cell)
            g_string_append_c(out, check_severity_letter(cell->worst));
        if (cell && cell->count > 1)
            g_string_append_printf(out, "%zu", cell->count);
    }
    g_string_append_c(out, '\n');
}

void
check_table_print(const check_table *t, size_t unread, diag_language language, GString *out)
{
    g_assert(t && out);
    const bool en = language == DIAG_EN;
    GPtrArray *columns = g_ptr_array_new(), *children = g_ptr_array_new();
    GHashTableIter each;
    gpointer column;
    g_hash_table_iter_init(&each, t->rules);
    while (g_hash_table_iter_next(&each, NULL, &column))
        g_ptr_array_add(columns, column);
    for (guint i = 0; i < t->children->len; i++)
        g_ptr_array_add(children, g_ptr_array_index(t->children, i));
    g_ptr_array_sort(columns, compare_columns);
    g_ptr_array_sort(children, compare_children);
    g_string_append(out, en ? "child\tE\tW\tA" : "児童\tE\tW\tA");
    for (guint i = 0; i < columns->len; i++)
        g_string_append_printf(out, "\t%s", ((table_rule *)g_ptr_array_index(columns, i))->id);
    g_string_append_c(out, '\n');
    for (guint i = 0; i < children->len; i++)
        print_child(g_ptr_array_index(children, i), columns, out);
    g_string_append(out, en ? "children\t\t\t" : "人数\t\t\t");
    for (guint i = 0; i < columns->len; i++)
        g_string_append_printf(out, "\t%zu", ((table_rule *)g_ptr_array_index(columns, i))->children);
    g_string_append_c(out, '\n');
    if (unread)
        g_string_append_printf(out, en ? "not judged: %zu case(s)\n" : "判定できなかった事例：%zu件\n", unread);
    g_ptr_array_free(columns, TRUE);
    g_ptr_array_free(children, TRUE);
}
