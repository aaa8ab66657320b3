/* layout.c: records and sheets from the grammars. */
#include "layout/layout_int.h"

#include <string.h>

typedef struct maker {
    arena *a;
    layout *l;
    GPtrArray *records;
    GPtrArray *path; /* of schema_spot: from below the record that is looked at */
    size_t grammar;
} maker;

static const schema_spot *
id_of(arena *a, const schema_spot *s)
{
    for (size_t i = 0; i < s->part_count; i++)
        if (s->parts[i]->is_attribute && schema_spot_note(a, s->parts[i], "id"))
            return s->parts[i];
    return NULL;
}

static bool
has_records(arena *a, const schema_spot *s)
{
    for (size_t i = 0; i < s->part_count; i++) {
        const schema_spot *part = s->parts[i];
        if (!part->is_attribute && (layout_place_of(a, part) == PLACE_RECORD || has_records(a, part)))
            return true;
    }
    return false;
}

static void
choose_key(arena *a, layout_record *r)
{
    const schema_spot *s = r->spot, *id = id_of(a, s);
    const char *unique = schema_spot_note(a, s, "unique");
    const schema_spot *only = unique ? schema_spot_part(s, unique, true) : NULL;
    r->key = LAYOUT_KEY_ORDINAL;
    if (id && id->required)
        r->key = LAYOUT_KEY_ID;
    else if (s->parent && !s->many)
        r->key = LAYOUT_KEY_NONE;
    else if (only && only->required && has_records(a, s))
        r->key = LAYOUT_KEY_VALUE;
    else if (!s->parent)
        r->key = LAYOUT_KEY_NONE; /* a master */
    r->key_spot = r->key == LAYOUT_KEY_ID ? id : r->key == LAYOUT_KEY_VALUE ? only : NULL;
}

static void find_records(maker *m, const layout_record *inside, const schema_spot *s);

static void
add_record(maker *m, const layout_record *parent, const schema_spot *s)
{
    layout_record *r = ARENA_NEW(m->a, layout_record);
    *r = (layout_record){.grammar = m->grammar,
                         .spot = s,
                         .parent = parent,
                         .path = arena_copy(m->a, m->path->pdata, m->path->len * sizeof *m->path->pdata),
                         .depth = m->path->len,
                         .workbook = schema_spot_inherited(m->a, s, "workbook")};
    choose_key(m->a, r);
    g_ptr_array_add(m->records, r);
    GPtrArray *outer = m->path;
    m->path = g_ptr_array_new();
    find_records(m, r, s);
    g_ptr_array_free(m->path, TRUE);
    m->path = outer;
}

static void
find_records(maker *m, const layout_record *inside, const schema_spot *s)
{
    for (size_t i = 0; i < s->part_count; i++) {
        const schema_spot *part = s->parts[i];
        if (part->is_attribute)
            continue;
        const layout_place where = layout_place_of(m->a, part);
        g_ptr_array_add(m->path, (void *)part);
        if (where == PLACE_RECORD)
            add_record(m, inside, part);
        else if (where == PLACE_FOLDED)
            find_records(m, inside, part);
        g_ptr_array_set_size(m->path, (gint)m->path->len - 1);
    }
}

bool
layout_is_first(arena *a, const layout_record *r)
{
    for (; r->parent; r = r->parent) {
        for (size_t i = 0; i < r->depth; i++)
            if (!r->path[i]->required && !schema_spot_note(a, r->path[i], "first"))
                return false;
    }
    return r->grammar == 0 || schema_spot_note(a, r->spot, "first");
}

/* Texts of several lines are easier to write beside one another than in narrow columns. */
enum { LONG_TEXTS = 4 };

static void
add_sheet(maker *m, GArray *sheets, const char *workbook, const layout_record *r)
{
    GArray *columns = layout_columns(m->a, r, strcmp(workbook, LAYOUT_FIRST) == 0);
    layout_sheet s = {.workbook = workbook, .record = r, .count = columns->len};
    s.columns = arena_copy(m->a, columns->data, columns->len * sizeof(layout_column));
    size_t texts = 0;
    for (size_t i = 0; i < s.count; i++) {
        s.keys += s.columns[i].role == LAYOUT_KEY_OF;
        texts += s.columns[i].kind == LAYOUT_LONG;
    }
    s.across = texts >= LONG_TEXTS;
    g_array_free(columns, TRUE);
    if (s.count > s.keys || (s.keys && r->key != LAYOUT_KEY_NONE))
        g_array_append_val(sheets, s);
}

static void
add_workbook(maker *m, GArray *sheets, const char *workbook)
{
    const guint begin = sheets->len;
    const bool first = strcmp(workbook, LAYOUT_FIRST) == 0;
    for (guint i = 0; i < m->records->len; i++) {
        const layout_record *r = g_ptr_array_index(m->records, i);
        if (first ? layout_is_first(m->a, r) : g_strcmp0(r->workbook, workbook) == 0)
            add_sheet(m, sheets, workbook, r);
    }
    if (sheets->len > begin)
        layout_name_sheets(m->a, &g_array_index(sheets, layout_sheet, begin), sheets->len - begin);
}

static void
add_workbooks(maker *m, GArray *sheets)
{
    GPtrArray *names = g_ptr_array_new();
    g_ptr_array_add(names, (void *)LAYOUT_FIRST);
    for (guint i = 0; i < m->records->len; i++) {
        const char *name = ((const layout_record *)g_ptr_array_index(m->records, i))->workbook;
        if (name && !g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
            g_ptr_array_add(names, (void *)name);
    }
    for (guint i = 0; i < names->len; i++)
        add_workbook(m, sheets, g_ptr_array_index(names, i));
    g_ptr_array_free(names, TRUE);
}

const layout *
layout_read(arena *a, xml_store *s, const char *schema_dir, diag *d)
{
    layout *l = ARENA_NEW(a, layout);
    maker m = {.a = a, .l = l, .records = g_ptr_array_new(), .path = g_ptr_array_new()};
    bool good = true;
    layout_owns_begin(a, l, s, schema_dir);
    for (m.grammar = 0; m.grammar < LAYOUT_GRAMMARS && good; m.grammar++) {
        const char *file = arena_printf(a, "%s/%s.rng", schema_dir, layout_grammar_names[m.grammar]);
        const schema_grammar *g = schema_read(s, file, d);
        const schema_spot *root = g ? schema_outline(a, g) : NULL;
        l->grammars[m.grammar] = g;
        good = root != NULL;
        if (good)
            add_record(&m, NULL, root);
    }
    GArray *sheets = g_array_new(FALSE, FALSE, sizeof(layout_sheet));
    if (good)
        add_workbooks(&m, sheets);
    l->record_count = m.records->len;
    l->records = arena_copy(a, m.records->pdata, m.records->len * sizeof *m.records->pdata);
    l->sheet_count = sheets->len;
    l->sheets = arena_copy(a, sheets->data, sheets->len * sizeof(layout_sheet));
    g_array_free(sheets, TRUE);
    g_ptr_array_free(m.records, TRUE);
    g_ptr_array_free(m.path, TRUE);
    return good ? l : NULL;
}

GPtrArray *
layout_workbooks(const layout *l)
{
    GPtrArray *names = g_ptr_array_new();
    for (size_t i = 0; i < l->sheet_count; i++)
        if (i == 0 || strcmp(l->sheets[i].workbook, l->sheets[i - 1].workbook) != 0)
            g_ptr_array_add(names, (void *)l->sheets[i].workbook);
    return names;
}

const char *
layout_workbook_named(const layout *l, const char *name)
{
    for (size_t i = 0; i < l->sheet_count; i++)
        if (strcmp(l->sheets[i].workbook, name) == 0)
            return l->sheets[i].workbook;
    return NULL;
}

GPtrArray *
layout_sheet_names(const layout *l, const char *workbook)
{
    GPtrArray *names = g_ptr_array_new();
    for (size_t i = 0; i < l->sheet_count; i++)
        if (strcmp(l->sheets[i].workbook, workbook) == 0)
            g_ptr_array_add(names, (void *)l->sheets[i].name);
    return names;
}

const layout_sheet *
layout_sheet_named(const layout *l, const char *workbook, const char *name)
{
    for (size_t i = 0; i < l->sheet_count; i++)
        if (strcmp(l->sheets[i].workbook, workbook) == 0 && strcmp(l->sheets[i].name, name) == 0)
            return &l->sheets[i];
    return NULL;
}

bool
layout_has_cases(const layout *l, const char *workbook)
{
    for (size_t i = 0; i < l->sheet_count; i++)
        if (strcmp(l->sheets[i].workbook, workbook) == 0 && l->sheets[i].record->grammar == 0)
            return true;
    return false;
}
