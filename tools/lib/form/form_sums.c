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

void
form_sums_read(form_reader *r, xml_node *e, form_node *n)
{
    if (n->kind == FORM_TABLE_HEAD || n->kind == FORM_TABLE_FOOT)
        n->on = on_of(attr_text(r, e, "on"));
    if (n->kind == FORM_VALUE && (n->sum = attr_text(r, e, "sum"))) {
        r->sums = r->sums ? r->sums : g_hash_table_new(g_str_hash, g_str_equal);
        g_hash_table_add(r->sums, (gpointer)n->sum);
    }
    if (n->kind != FORM_PAGE_SUM)
        return;
    n->sum = attr_text(r, e, "of");
    n->over = over_of(attr_text(r, e, "over"));
    r->sums_asked = r->sums_asked ? r->sums_asked : g_array_new(FALSE, FALSE, sizeof n);
    g_array_append_val(r->sums_asked, n);
}

void
form_sums_judge(form_reader *r)
{
    for (guint i = 0; r->sums_asked && i < r->sums_asked->len; i++) {
        const form_node *n = g_array_index(r->sums_asked, form_node *, i);
        if (!r->sums || !g_hash_table_contains(r->sums, n->sum))
            diag_add(r->d, DIAG_FORM_SUM_UNKNOWN, n->where, PLACE_NONE, n->sum, NULL);
    }
    if (r->sums_asked)
        g_array_free(r->sums_asked, TRUE);
    if (r->sums)
        g_hash_table_destroy(r->sums);
    r->sums_asked = NULL;
    r->sums = NULL;
}
