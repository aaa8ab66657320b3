/* layout_print.c: -T layout. */
#include "layout/layout_int.h"

#include <string.h>

static const char *const kind_names[] = {"text",  "long", "word", "reference", "id",   "date",
                                         "month", "time", "year", "number",    "code", "mark"};

static void
print_path(const layout_column *c, GString *out)
{
    for (size_t i = 0; i < c->depth; i++)
        g_string_append_printf(out, "%s%s", i ? "/" : "", c->path[i]->name);
    if (c->spot->is_attribute)
        g_string_append_printf(out, "%s@%s", c->depth ? "/" : "", c->spot->name);
    else if (!c->depth)
        g_string_append_c(out, '.');
}

static void
print_column(const layout_column *c, GString *out)
{
    g_string_append_printf(out, "    %s | %s  ", c->group, c->field);
    if (c->role == LAYOUT_KEY_OF)
        g_string_append_printf(out, "key of <%s>", c->record->spot->name);
    else
        print_path(c, out);
    g_string_append_printf(out, "  %s", kind_names[c->kind]);
    if (c->kind == LAYOUT_NUMBER)
        g_string_append_printf(out, " %ld..%ld", c->lowest, c->highest);
    if (c->refers)
        g_string_append_printf(out, " to %s", c->refers);
    if (c->role == LAYOUT_TICKED)
        g_string_append(out, " tick");
    if (c->role == LAYOUT_NUMBERED)
        g_string_append(out, " 1, 2, 3 …");
    if (c->either)
        g_string_append_printf(out, " must, or %s", c->either);
    g_string_append(out, c->required ? " must\n" : "\n");
}

static void
print_sheet(const layout_sheet *s, GString *out)
{
    static const char *const keys[] = {"none", "id", "value", "ordinal"};
    g_string_append_printf(out, "  sheet %s  <%s> key %s%s\n", s->name, s->record->spot->name, keys[s->record->key],
                           s->across ? " across" : "");
    for (size_t i = 0; i < s->count; i++)
        print_column(&s->columns[i], out);
}

void
layout_print(const layout *l, const char *workbook, GString *out)
{
    for (size_t i = 0; i < l->sheet_count; i++) {
        const layout_sheet *s = &l->sheets[i];
        if (workbook && strcmp(s->workbook, workbook) != 0)
            continue;
        if (i == 0 || strcmp(s->workbook, l->sheets[i - 1].workbook) != 0)
            g_string_append_printf(out, "workbook %s\n", s->workbook);
        print_sheet(s, out);
    }
}
