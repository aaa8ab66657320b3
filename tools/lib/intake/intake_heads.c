/* intake_heads.c: which column a heading means. Columns may be moved; a heading that is not known, is there twice or is
 * missing is an error: what stands below it would be read as something else, or not at all. */
#include "intake/intake_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/near.h"

/* A numbered column's heading without its number, which is 0 where there is none. */
static const char *
without_number(arena *a, const char *field, size_t *number)
{
    const char *gap = strrchr(field, ' ');
    *number = 0;
    if (!gap || !gap[1] || gap[1 + strspn(gap + 1, "0123456789")] || strlen(gap + 1) > 2)
        return field;
    *number = (size_t)strtoul(gap + 1, NULL, 10);
    return arena_strndup(a, field, (size_t)(gap - field));
}

static const layout_column *
column_named(in_reading *r, const char *group, const char *field)
{
    size_t number;
    const char *plain = without_number(r->k->a, field, &number);
    for (size_t i = 0; i < r->sheet->count; i++) {
        const layout_column *c = &r->sheet->columns[i];
        if (strcmp(c->group, group) != 0)
            continue;
        if (c->role != LAYOUT_NUMBERED && strcmp(c->field, field) == 0)
            return c;
        if (c->role == LAYOUT_NUMBERED && number && strcmp(c->field, plain) == 0) {
            layout_column *one = arena_copy(r->k->a, c, sizeof *c);
            one->number = number;
            one->field = field;
            return one;
        }
    }
    return NULL;
}

static void
tell_unknown(in_reading *r, int field, const char *group, const char *name)
{
    GPtrArray *all = g_ptr_array_new();
    for (size_t i = 0; i < r->sheet->count; i++)
        if (strcmp(r->sheet->columns[i].group, group) == 0)
            g_ptr_array_add(all, (void *)r->sheet->columns[i].field);
    for (size_t i = 0; all->len == 0 && i < r->sheet->count; i++)
        g_ptr_array_add(all, (void *)r->sheet->columns[i].field);
    char *ja = near_advice(name, all, DIAG_JA), *en = near_advice(name, all, DIAG_EN);
    /* Whatever somebody typed there, a name of a child, too: its place is told. */
    const char *length = arena_printf(r->k->a, "%ld", g_utf8_strlen(*name ? name : group, -1));
    in_tell(r, field, DIAG_SHEET_HEADING_UNKNOWN, length, ja, en);
    g_free(ja);
    g_free(en);
    g_ptr_array_free(all, TRUE);
}

static bool
is_same_column(const layout_column *a, const layout_column *b)
{
    return a && b && strcmp(a->group, b->group) == 0 && strcmp(a->field, b->field) == 0;
}

static bool
take_heading(in_reading *r, int field, const char *group, const char *name)
{
    const layout_column *c = column_named(r, group, name);
    r->line = LAYOUT_FIELD_AT;
    if (!c) {
        tell_unknown(r, field, group, name);
        return false;
    }
    for (int i = 1; i <= r->fields; i++)
        if (is_same_column(r->columns[i], c)) {
            in_tell(r, field, DIAG_SHEET_HEADING_TWICE, name, in_cell_name(r, i), NULL);
            return false;
        }
    r->columns[field] = c;
    return true;
}

/* A column that came into the schema after the workbook was made: nobody took it out, and it says nothing. What a
 * record is known by cannot be left out. */
static bool
is_newer(const in_reading *r, const layout_column *c)
{
    return c->role != LAYOUT_KEY_OF && r->book && !in_book_had(r->book, r->sheet->name, layout_column_id(r->k->a, c));
}

static bool
find_missing(in_reading *r)
{
    bool good = true;
    for (size_t i = 0; i < r->sheet->count; i++) {
        const layout_column *c = &r->sheet->columns[i];
        bool there = c->role == LAYOUT_NUMBERED || is_newer(r, c);
        for (int j = 1; j <= r->fields && !there; j++)
            there = is_same_column(r->columns[j], c);
        if (there)
            continue;
        in_tell(r, 0, DIAG_SHEET_HEADING_MISSING, arena_printf(r->k->a, "%s　%s", c->group, c->field), NULL, NULL);
        good = false;
    }
    return good;
}

bool
in_read_heads(in_reading *r, const in_sheet *s)
{
    int line, field;
    for (guint i = 0; i < s->cells->len; i++) {
        const book_entry *e = &g_array_index(s->cells, book_entry, i);
        layout_line(r->sheet, e->row, e->column, &line, &field);
        r->fields = MAX(r->fields, field);
    }
    r->columns = ARENA_ARRAY(r->k->a, const layout_column *, r->fields + 1);
    const char **groups = ARENA_ARRAY(r->k->a, const char *, r->fields + 1);
    const char **names = ARENA_ARRAY(r->k->a, const char *, r->fields + 1);
    for (guint i = 0; i < s->cells->len; i++) {
        const book_entry *e = &g_array_index(s->cells, book_entry, i);
        layout_line(r->sheet, e->row, e->column, &line, &field);
        if (line == LAYOUT_GROUP_AT)
            groups[field] = in_plain_heading(r->k->a, e->text);
        else if (line == LAYOUT_FIELD_AT)
            names[field] = in_plain_heading(r->k->a, e->text);
    }
    bool good = true;
    for (int i = 1; i <= r->fields; i++)
        if ((groups[i] && *groups[i]) || (names[i] && *names[i]))
            good = take_heading(r, i, groups[i] ? groups[i] : "", names[i] ? names[i] : "") && good;
    return find_missing(r) && good;
}
