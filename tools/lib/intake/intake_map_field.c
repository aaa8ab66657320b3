/* intake_map_field.c: sheets and fields by what the workbooks call them. */
#include "intake/intake_map_int.h"

#include <string.h>

#include "base/near.h"

void
map_tell(const map_reader *r, int line, diag_code code, const char *a1, const char *a2, const char *a3)
{
    diag_add(r->d, code, PLACE_NONE, (place){r->file, line, NULL}, a1, a2, a3, NULL);
}

/* With what was meant, or all that there is. */
static void
tell_near(const map_reader *r, const xml_node *n, diag_code code, const char *name, const GPtrArray *all)
{
    char *ja = near_advice(name, all, DIAG_JA), *en = near_advice(name, all, DIAG_EN);
    map_tell(r, xml_place(r->a, n, false).line, code, name, ja, en);
    g_free(ja);
    g_free(en);
}

bool
map_is_outermost(const layout_column *c)
{
    return c->role == LAYOUT_KEY_OF && !c->record->parent;
}

const layout_sheet *
map_sheet_named(const map_reader *r, const xml_node *n, const char *workbook, const char *name)
{
    const char *known = layout_workbook_named(r->l, workbook);
    const layout_sheet *s = known ? layout_sheet_named(r->l, known, name) : NULL;
    if (s)
        return s;
    GPtrArray *all = known ? layout_sheet_names(r->l, known) : layout_workbooks(r->l);
    tell_near(r, n, DIAG_MAP_SHEET, known ? name : workbook, all);
    g_ptr_array_free(all, TRUE);
    return NULL;
}

GPtrArray *
map_columns_named(const layout_sheet *s, const char *group, const char *field)
{
    GPtrArray *found = g_ptr_array_new();
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->columns[i].field, field) == 0 && (!group || strcmp(s->columns[i].group, group) == 0))
            g_ptr_array_add(found, (void *)&s->columns[i]);
    return found;
}

void
map_tell_field(const map_reader *r, const xml_node *n, GPtrArray *sheets, const char *field)
{
    GPtrArray *all = g_ptr_array_new();
    for (guint i = 0; i < sheets->len; i++) {
        const layout_sheet *s = g_ptr_array_index(sheets, i);
        for (size_t j = 0; j < s->count; j++)
            if (!g_ptr_array_find_with_equal_func(all, s->columns[j].field, g_str_equal, NULL))
                g_ptr_array_add(all, (void *)s->columns[j].field);
    }
    tell_near(r, n, DIAG_MAP_FIELD, field, all);
    g_ptr_array_free(all, TRUE);
}
