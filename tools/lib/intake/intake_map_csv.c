/* intake_map_csv.c: a CSV's headings beside what the mapping knows, and the rows that it passes by. */
#include "intake/intake_map_int.h"

#include <string.h>

#include "base/blank.h"
#include "base/near.h"
#include "intake/intake_csv.h"

static bool
take_cell(void *data, const book_entry *e)
{
    intake *k = ((void **)data)[0];
    in_sheet *s = ((void **)data)[1];
    book_entry copy = *e;
    copy.sheet = s->name;
    copy.text = copy.raw = arena_strdup(k->a, e->text);
    copy.format = "";
    g_array_append_val(s->cells, copy);
    return true;
}

static place
cell_place(const intake *k, const in_csv *csv, int row, int column)
{
    char address[BOOK_ADDRESS];
    return (place){arena_printf(k->a, "%s:%s", csv->file, book_address(row, column, address)), 0, NULL};
}

static void
tell_unknown(intake *k, const in_csv *csv, const book_entry *e, const char *heading)
{
    GPtrArray *all = g_ptr_array_new();
    for (size_t i = 0; i < csv->map->source_count; i++)
        if (csv->map->sources[i].heading)
            g_ptr_array_add(all, (void *)csv->map->sources[i].heading);
    char *ja = near_advice(heading, all, DIAG_JA), *en = near_advice(heading, all, DIAG_EN);
    diag_add(k->d, DIAG_MAP_COLUMN_UNKNOWN, PLACE_NONE, cell_place(k, csv, e->row, e->column), ja, en, NULL);
    g_free(ja);
    g_free(en);
    g_ptr_array_free(all, TRUE);
}

/* Whether a heading that stands there is that of a source. */
static bool
is_heading_of(arena *a, const map_source *s, const char *heading, int column)
{
    return s->heading && (!s->column || s->column == column) &&
           strcmp(map_fold(a, s->heading), map_fold(a, heading)) == 0;
}

/* A heading that the mapping says with the letter of its column is that one; else it must be there once. */
static bool
take_heading(intake *k, const in_csv *csv, int *columns, const book_entry *e)
{
    char address[BOOK_ADDRESS];
    const char *heading = in_plain_heading(k->a, e->text);
    if (!*heading)
        return true;
    size_t at = csv->map->source_count;
    for (size_t i = 0; i < csv->map->source_count; i++)
        if (is_heading_of(k->a, &csv->map->sources[i], heading, e->column) &&
            (at == csv->map->source_count || csv->map->sources[i].column))
            at = i;
    if (at == csv->map->source_count) {
        tell_unknown(k, csv, e, heading);
        return false;
    }
    if (columns[at]) {
        diag_add(k->d, DIAG_MAP_COLUMN_TWICE, PLACE_NONE, cell_place(k, csv, e->row, e->column),
                 csv->map->sources[at].heading, book_address(e->row, columns[at], address), NULL);
        return false;
    }
    columns[at] = e->column;
    return true;
}

/* Whether the row is one of headings; false after a report. */
static bool
is_heading_row(intake *k, const in_csv *csv)
{
    const int row = csv->map->heading_row;
    bool any = false;
    for (guint i = 0; i < csv->cells->cells->len; i++) {
        const book_entry *e = &g_array_index(csv->cells->cells, book_entry, i);
        any = any || e->row == row;
        if (e->row != row || !map_is_no_heading(e->text))
            continue;
        diag_add(k->d, DIAG_MAP_NO_HEADING, PLACE_NONE, cell_place(k, csv, row, e->column), "日付や番号がある",
                 "it has dates or numbers", NULL);
        return false;
    }
    if (!any)
        diag_add(k->d, DIAG_MAP_NO_HEADING, PLACE_NONE, cell_place(k, csv, row, 1), "空の行", "it is blank", NULL);
    return any;
}

static bool
take_heading_row(intake *k, in_csv *csv, int *columns)
{
    bool good = true;
    for (guint i = 0; i < csv->cells->cells->len; i++) {
        const book_entry *e = &g_array_index(csv->cells->cells, book_entry, i);
        if (e->row != csv->map->heading_row)
            continue;
        good = take_heading(k, csv, columns, e) && good;
        csv->width = blank_is_text(e->text) ? csv->width : MAX(csv->width, e->column);
    }
    return good;
}

/* Where columns without a heading stand is said by the mapping. */
static void
take_letters(in_csv *csv, int *columns)
{
    for (size_t i = 0; i < csv->map->source_count; i++) {
        const map_source *s = &csv->map->sources[i];
        if (s->kind == MAP_COLUMN && !s->heading)
            columns[i] = s->column;
        csv->width = MAX(csv->width, columns[i]);
    }
}

/* All that is wrong with the headings. */
static bool
take_headings(intake *k, in_csv *csv)
{
    int *columns = ARENA_ARRAY(k->a, int, csv->map->source_count + 1);
    const bool has_row = csv->map->heading_row > 0;
    if (has_row && !is_heading_row(k, csv))
        return false;
    bool good = !has_row || take_heading_row(k, csv, columns);
    take_letters(csv, columns);
    for (size_t i = 0; i < csv->map->source_count; i++) {
        const map_source *s = &csv->map->sources[i];
        if (s->kind == MAP_JOINED)
            columns[i] = columns[s->parts[0]];
        if (s->kind != MAP_COLUMN || columns[i])
            continue;
        diag_add(k->d, DIAG_MAP_COLUMN_MISSING, PLACE_NONE, (place){csv->map->file, s->line, NULL}, s->name, csv->file,
                 NULL);
        good = false;
    }
    csv->columns = columns;
    return good;
}

/* What stands under no heading: most often a row that is parted wrongly. */
static bool
has_no_more(intake *k, const in_csv *csv)
{
    bool *named = g_new0(bool, csv->width + 1), good = true;
    for (size_t i = 0; i < csv->map->source_count; i++)
        named[csv->columns[i]] = true;
    for (guint i = 0; i < csv->cells->cells->len; i++) {
        const book_entry *e = &g_array_index(csv->cells->cells, book_entry, i);
        if (e->row <= csv->map->heading_row || blank_is_text(e->text) || (e->column <= csv->width && named[e->column]))
            continue;
        diag_add(k->d, DIAG_MAP_BEYOND, PLACE_NONE, cell_place(k, csv, e->row, e->column), NULL);
        good = false;
    }
    g_free(named);
    return good;
}

/* ---- rows that are passed by ---- */

static void
skip_rows(intake *k, in_csv *csv, size_t source)
{
    const map_source *s = &csv->map->sources[source];
    const GArray *cells = csv->cells->cells;
    const char *none;
    const bool blank = map_word_find(k->a, &s->skips, "", &none);
    for (guint i = 0; i < cells->len;) {
        const int row = g_array_index(cells, book_entry, i).row;
        bool skipped = blank;
        for (; i < cells->len && g_array_index(cells, book_entry, i).row == row; i++) {
            const book_entry *e = &g_array_index(cells, book_entry, i);
            if (e->column == csv->columns[source])
                skipped = map_word_find(k->a, &s->skips, e->text, &none);
        }
        if (skipped && row > csv->map->heading_row)
            g_hash_table_add(csv->skipped, GINT_TO_POINTER(row));
    }
}

static bool
judge_csv(intake *k, in_csv *csv)
{
    if (!take_headings(k, csv) || !has_no_more(k, csv))
        return false;
    for (size_t i = 0; i < csv->map->source_count; i++)
        if (csv->map->sources[i].skips.count)
            skip_rows(k, csv, i);
    const guint skipped = g_hash_table_size(csv->skipped);
    if (skipped)
        diag_add(k->d, DIAG_MAP_SKIPPED, PLACE_NONE, (place){csv->file, 0, NULL}, arena_printf(k->a, "%u", skipped),
                 NULL);
    return true;
}

void
intake_add_csv(intake *k, const intake_map *m, const char *path, const char *encoding)
{
    static const book_visitor visitor = {NULL, take_cell, NULL};
    in_csv *csv = ARENA_NEW(k->a, in_csv);
    *csv = (in_csv){.map = m, .file = arena_strdup(k->a, path), .cells = ARENA_NEW(k->a, in_sheet)};
    *csv->cells = (in_sheet){.name = "CSV", .cells = g_array_new(FALSE, FALSE, sizeof(book_entry))};
    csv->skipped = g_hash_table_new(NULL, NULL);
    g_ptr_array_add(k->csvs, csv);
    void *both[] = {k, csv->cells};
    const bool read = intake_csv_read(path, encoding ? encoding : m->encoding, m->separator, &visitor, both, k->d);
    k->broken = !(read && judge_csv(k, csv)) || k->broken;
    if (k->broken)
        g_array_set_size(csv->cells->cells, 0); /* its rows are not known to be what they seem */
}

void
in_csv_drop(in_csv *csv)
{
    g_array_free(csv->cells->cells, TRUE);
    g_hash_table_destroy(csv->skipped);
}
