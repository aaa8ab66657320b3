/* form_sums.c: sums of a table's pages: <value sum="…">, <page-sum of="…">, and the pages that its parts stand on. */
#include "form/form_int.h"

#include <string.h>

static form_over
over_of(const char *text)
{
    return !text || strcmp(text, "page") == 0 ? OVER_PAGE
           : strcmp(text, "before") == 0      ? OVER_BEFORE
           : strcmp(text, "so-far") == 0      ? OVER_SO_FAR
                                              : OVER_ALL;
}

static form_part_on
on_of(const char *text)
{
    return !text || strcmp(text, "last") == 0 ? PART_ON_DEFAULT
           : strcmp(text, "later") == 0       ? PART_ON_LATER
           : strcmp(text, "every") == 0       ? PART_ON_EVERY
                                              : PART_ON_CONTINUED;
}

/* The table around a table's cell is the one that adds up. NULL: it may be that of whoever uses a part. */
static const xml_node *
table_around(const xml_node *e)
{
    const xml_node *table = NULL;
    for (const xml_node *up = xml_parent(e); up; up = xml_parent(up))
        if (xml_named(up, "table"))
            table = up;
    return table;
}

/* A head stands on many pages, a foot under what is added up, and a footnote in no row: none of them adds. */
static bool
adds_nothing(const xml_node *e)
{
    static const char *const places[] = {"table-head", "table-foot", "footnote", "head", "foot"};
    for (const xml_node *up = xml_parent(e); up; up = xml_parent(up))
        for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
            if (xml_named(up, places[i]))
                return true;
    return false;
}

static bool
uses_parts(const xml_node *e)
{
    for (const xml_node *c = xml_first_element(e); c; c = xml_next_element(c))
        if (xml_named(c, "use") || uses_parts(c))
            return true;
    return false;
}

/* Of a table; NULL: of any. */
static const char *
sum_key(const form_reader *r, const xml_node *table, const char *name)
{
    return table ? arena_printf(r->a, "%p %s", (const void *)table, name) : arena_printf(r->a, " %s", name);
}

static void
read_adding(form_reader *r, const xml_node *e, const form_node *n)
{
    if (adds_nothing(e)) {
        diag_add(r->d, DIAG_COMPOSE_PLACE, n->where, PLACE_NONE, arena_printf(r->a, "value sum=\"%s\"", n->sum), NULL);
        return;
    }
    r->sums = r->sums ? r->sums : g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_add(r->sums, (gpointer)sum_key(r, table_around(e), n->sum));
    g_hash_table_add(r->sums, (gpointer)sum_key(r, NULL, n->sum));
}

/* A sum that is printed, and what must be added to for it. */
typedef struct asked_sum {
    const form_node *node;
    const char *key;
} asked_sum;

void
form_sums_read(form_reader *r, xml_node *e, form_node *n)
{
    if (n->kind == FORM_TABLE_HEAD || n->kind == FORM_TABLE_FOOT)
        n->on = on_of(attr_text(r, e, "on"));
    if (n->kind == FORM_VALUE && (n->sum = attr_text(r, e, "sum")))
        read_adding(r, e, n);
    if (n->kind != FORM_PAGE_SUM)
        return;
    n->sum = attr_text(r, e, "of");
    n->over = over_of(attr_text(r, e, "over"));
    const xml_node *table = table_around(e);
    const asked_sum asked = {n, sum_key(r, table && !uses_parts(table) ? table : NULL, n->sum)};
    r->sums_asked = r->sums_asked ? r->sums_asked : g_array_new(FALSE, FALSE, sizeof asked);
    g_array_append_val(r->sums_asked, asked);
}

void
form_sums_judge(form_reader *r)
{
    for (guint i = 0; r->sums_asked && i < r->sums_asked->len; i++) {
        const asked_sum *asked = &g_array_index(r->sums_asked, asked_sum, i);
        if (!r->sums || !g_hash_table_contains(r->sums, asked->key))
            diag_add(r->d, DIAG_FORM_SUM_UNKNOWN, asked->node->where, PLACE_NONE, asked->node->sum, NULL);
    }
    if (r->sums_asked)
        g_array_free(r->sums_asked, TRUE);
    if (r->sums)
        g_hash_table_destroy(r->sums);
    r->sums_asked = NULL;
    r->sums = NULL;
}
