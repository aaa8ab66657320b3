/* check_summary.c: many children by the rules they break. */
#include "check/check_int.h"

#include <string.h>

/* ---- many children ---- */

typedef struct table_cell {
    check_severity worst;
    size_t count;
} table_cell;

typedef struct table_child {
    char *id;
    size_t counts[CHECK_ERROR + 1], unknown;
    GHashTable *cells; /* rule id: table_cell */
} table_child;

typedef struct table_rule {
    const char *id;
    check_severity worst;
    size_t children;
} table_rule;

struct check_table {
    GPtrArray *children;
    GHashTable *rules;    /* id, owned: table_rule */
    GHashTable *offs;     /* id, owned: how many children a rule is switched off for */
    GHashTable *replaced; /* the same: how many are judged by a local one in its place */
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
    t->offs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    t->replaced = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return t;
}

void
check_table_drop(check_table *t)
{
    if (!t)
        return;
    g_ptr_array_free(t->children, TRUE);
    g_hash_table_destroy(t->rules);
    g_hash_table_destroy(t->offs);
    g_hash_table_destroy(t->replaced);
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

static void
count_one_more(GHashTable *counts, const char *id)
{
    g_hash_table_insert(counts, g_strdup(id), GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(counts, id)) + 1));
}

void
check_table_add(check_table *t, const check_result *r)
{
    g_assert(t && r);
    table_child *child = g_new0(table_child, 1);
    child->id = g_strdup(r->child);
    child->cells = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    child->unknown = check_undetermined(r);
    g_ptr_array_add(t->children, child);
    for (size_t i = 0; i < r->off_count; i++)
        if (i == 0 || strcmp(r->offs[i].id, r->offs[i - 1].id) != 0)
            count_one_more(t->offs, r->offs[i].id);
    for (size_t i = 0; i < r->replaced_count; i++)
        if (i == 0 || strcmp(r->replaced[i].id, r->replaced[i - 1].id) != 0)
            count_one_more(t->replaced, r->replaced[i].id);
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
    if (a->unknown != b->unknown)
        return a->unknown > b->unknown ? -1 : 1;
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
    g_string_append_printf(out, "%s\t%zu\t%zu\t%zu\t%zu", child->id, child->counts[CHECK_ERROR],
                           child->counts[CHECK_WARNING], child->counts[CHECK_ADVICE], child->unknown);
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

static gint
compare_rules(gconstpointer p, gconstpointer q)
{
    return rule_compare_ids(*(const char *const *)p, *(const char *const *)q);
}

/* 判定していない要件：N4.3（2人） N5.1d（2人） */
static void
print_children(GHashTable *counts, const char *heading, bool en, GString *out)
{
    GPtrArray *ids = g_ptr_array_new();
    GHashTableIter each;
    gpointer id;
    g_hash_table_iter_init(&each, counts);
    while (g_hash_table_iter_next(&each, &id, NULL))
        g_ptr_array_add(ids, id);
    g_ptr_array_sort(ids, compare_rules);
    for (guint i = 0; i < ids->len; i++) {
        id = g_ptr_array_index(ids, i);
        const int children = GPOINTER_TO_INT(g_hash_table_lookup(counts, id));
        g_string_append(out, i ? " " : heading);
        g_string_append_printf(out, en ? "%s (%d)" : "%s（%d人）", (const char *)id, children);
    }
    if (ids->len)
        g_string_append_c(out, '\n');
    g_ptr_array_free(ids, TRUE);
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
    g_string_append(out, en ? "child\tE\tW\tA\tnot judged" : "児童\tE\tW\tA\t判定不能");
    for (guint i = 0; i < columns->len; i++)
        g_string_append_printf(out, "\t%s", ((table_rule *)g_ptr_array_index(columns, i))->id);
    g_string_append_c(out, '\n');
    for (guint i = 0; i < children->len; i++)
        print_child(g_ptr_array_index(children, i), columns, out);
    g_string_append(out, en ? "children\t\t\t\t" : "人数\t\t\t\t");
    for (guint i = 0; i < columns->len; i++)
        g_string_append_printf(out, "\t%zu", ((table_rule *)g_ptr_array_index(columns, i))->children);
    g_string_append_c(out, '\n');
    print_children(t->offs, en ? "rules switched off: " : "市町村・事業所の定めで判定していない要件：", en, out);
    print_children(t->replaced,
                   en ? "judged by local rules and values in the place of renkei's: "
                      : "もとからのものに代えて、手元の要件・値で判定：",
                   en, out);
    if (unread)
        g_string_append_printf(out, en ? "not judged: %zu case(s)\n" : "判定できなかった事例：%zu件\n", unread);
    g_ptr_array_free(columns, TRUE);
    g_ptr_array_free(children, TRUE);
}
