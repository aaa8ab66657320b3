/* intake_map_rows.c: the rows of a CSV as rows of our sheets, which are then merged like those of a workbook. */
#include "intake/intake_map_int.h"

#include <string.h>

#include "base/blank.h"
#include "intake/intake_value.h"

typedef struct line {
    const in_csv *csv;
    int row;
    const book_entry **cells; /* by column of the CSV, from 1 */
} line;

/* ---- one value ---- */

/* One of two words; NULL: they are not two. */
static const char *
word_part(arena *a, const char *text, map_part part)
{
    const char *p = text;
    size_t length;
    while (*p && !blank_is_char(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);
    const char *second = blank_trim(p, &length), *end = second;
    while (end < second + length && !blank_is_char(g_utf8_get_char(end)))
        end = g_utf8_next_char(end);
    if (p == text || length == 0 || end != second + length)
        return NULL;
    return part == MAP_FIRST ? arena_strndup(a, text, (size_t)(p - text)) : arena_strndup(a, second, length);
}

static bool
judge_text(in_reading *r, int field, const layout_column *c, const char *text)
{
    book_entry e = {.sheet = "CSV", .kind = BOOK_ENTRY_TEXT, .text = text, .raw = text, .format = ""};
    const layout_column *own = r->columns[field];
    const book_entry *cell = r->cells[field];
    r->columns[field] = c;
    r->cells[field] = &e;
    const bool good = in_read_value(r, field);
    r->columns[field] = own;
    r->cells[field] = cell;
    return good;
}

/* The value is wrong, and was told to be. */
static void
spoil_field(in_reading *r, int field)
{
    r->bad[field] = true;
    r->values[field] = NULL;
    g_hash_table_add(r->k->told, (void *)r->places[field].file);
}

/* What is to be taken away is no key. */
static bool
is_removed(const char *value)
{
    return value && strcmp(value, LAYOUT_REMOVED) == 0;
}

/* The month of a day, whatever time of day stands behind it. */
static void
read_month(in_reading *r, int field, const char *text)
{
    const char *first = word_part(r->k->a, text, MAP_FIRST);
    layout_column *day = arena_copy(r->k->a, r->columns[field], sizeof *day);
    day->kind = LAYOUT_DATE;
    if (!judge_text(r, field, day, first ? first : text) || !r->values[field])
        return;
    r->values[field] =
        is_removed(r->values[field]) ? NULL : arena_strndup(r->k->a, r->values[field], strlen("2024-06"));
}

/* What the field has to say by this row, but for records that are looked for: *asked is then what was said of them. */
static void
read_field(in_reading *r, int field, const char *text, const char **asked)
{
    const map_to *to = &r->map->to[field - 1];
    const char *heading = to->from->name, *means;
    arena *a = r->k->a;
    *asked = NULL;
    const bool halved = to->part == MAP_FIRST || to->part == MAP_SECOND;
    const char *part = halved && *text ? word_part(a, text, to->part) : text;
    if (!part) {
        in_tell(r, field, DIAG_MAP_PART, heading, NULL, NULL);
        spoil_field(r, field);
    } else if (map_word_find(a, &to->words, part, &means)) {
        if (means)
            judge_text(r, field, r->columns[field], means);
    } else if (!*part) {
        return;
    } else if (to->finds) {
        *asked = part;
    } else if (to->words.count) {
        in_tell(r, field, DIAG_MAP_VALUE, heading, arena_printf(a, "%ld", g_utf8_strlen(part, -1)),
                arena_printf(a, "%d", to->line));
        spoil_field(r, field);
    } else if (to->part == MAP_MONTH) {
        read_month(r, field, part);
    } else {
        judge_text(r, field, r->columns[field], part);
    }
}

/* What is said of a record as the column has it by which it is looked for. */
static const char *
value_there(in_reading *r, int field, const map_to *to, const char *asked)
{
    const char *means = asked;
    if (map_word_find(r->k->a, &to->by_words, asked, &means) ? !means : to->by_words.count > 0)
        return NULL;
    if (!to->by)
        return means;
    const bool good = judge_text(r, field, to->by, means) && !r->bad[field];
    const char *value = good ? r->values[field] : NULL;
    r->values[field] = NULL;
    return value;
}

static void
find_field(in_reading *r, int field, const char *scope, const char *asked)
{
    const map_to *to = &r->map->to[field - 1];
    const char *value = value_there(r, field, to, asked);
    if (!value && !r->bad[field])
        in_tell(r, field, DIAG_MAP_NONE, to->from->name, to->column->field, NULL);
    const char *found = value ? map_find_record(r, field, to, scope, value) : NULL;
    if (found)
        r->values[field] = found;
    else
        spoil_field(r, field);
}

/* ---- one row ---- */

static bool
is_key(const map_to *to)
{
    return to->from && (to->key || to->column->role == LAYOUT_KEY_OF);
}

/* Whether the row says anything of the sheet beside which record it is of, and what every row says. */
static bool
has_values(const in_reading *r, const line *at)
{
    bool any = false, asked = false;
    for (size_t i = 0; i < r->map->count; i++) {
        const map_to *to = &r->map->to[i];
        if (!to->from || to->from->kind == MAP_CONSTANT || to->column->role == LAYOUT_KEY_OF)
            continue;
        asked = true;
        any = any || *map_source_text(r->k->a, at->csv, to->source, at->cells);
    }
    return any || !asked;
}

/* All keys must be said, and be good; one that is blank is told. */
static bool
has_keys(in_reading *r)
{
    bool good = true;
    for (size_t i = 0; i < r->map->count; i++) {
        const map_to *to = &r->map->to[i];
        if (!is_key(to) || (r->values[i + 1] && !is_removed(r->values[i + 1])))
            continue;
        if (!r->bad[i + 1])
            in_tell(r, (int)i + 1, DIAG_MAP_BLANK, to->from->name, NULL, NULL);
        r->k->broken = true;
        good = false;
    }
    return good;
}

/* Looks for what is asked: the case first, as all else is looked for in it. */
static void
find_fields(in_reading *r, const char *const *asked)
{
    const char *scope = r->sheet->record->grammar ? "" : NULL;
    for (int i = 1; i <= r->fields; i++) {
        if (!map_is_outermost(r->columns[i]))
            continue;
        if (asked[i])
            find_field(r, i, "", asked[i]);
        scope = r->values[i] ? r->values[i] : scope;
    }
    for (int i = 1; i <= r->fields; i++) {
        if (!asked[i] || map_is_outermost(r->columns[i]))
            continue;
        if (scope)
            find_field(r, i, scope, asked[i]);
        else
            r->bad[i] = true;
    }
}

static void
read_line(in_reading *r, const line *at)
{
    const char **asked = g_new0(const char *, r->fields + 1);
    for (int i = 1; i <= r->fields; i++) {
        r->values[i] = NULL;
        r->bad[i] = false;
        if (r->map->to[i - 1].from)
            read_field(r, i, map_source_text(r->k->a, at->csv, r->map->to[i - 1].source, at->cells), &asked[i]);
    }
    find_fields(r, asked);
    g_free(asked);
    if (has_keys(r))
        in_read_row(r);
}

/* ---- the whole ---- */

static void
set_places(in_reading *r, const line *at)
{
    arena *a = r->k->a;
    char address[BOOK_ADDRESS];
    place *places = ARENA_ARRAY(a, place, r->fields + 1);
    places[0].file = arena_printf(a, "%s:%s", at->csv->file, book_address(at->row, 1, address));
    for (int i = 1; i <= r->fields; i++) {
        const map_to *to = &r->map->to[i - 1];
        const int column = to->from && to->from->kind != MAP_CONSTANT ? at->csv->columns[to->source] : 1;
        places[i].file = arena_printf(a, "%s:%s", at->csv->file, book_address(at->row, column, address));
    }
    r->places = places;
}

static void
read_rows(in_reading *r, const in_csv *csv)
{
    const GArray *cells = csv->cells->cells;
    const book_entry **by_column = g_new0(const book_entry *, csv->width + 1);
    for (guint i = 0; i < cells->len;) {
        line at = {csv, g_array_index(cells, book_entry, i).row, by_column};
        memset((void *)by_column, 0, (size_t)(csv->width + 1) * sizeof *by_column);
        for (; i < cells->len && g_array_index(cells, book_entry, i).row == at.row; i++) {
            const book_entry *e = &g_array_index(cells, book_entry, i);
            by_column[MIN(e->column, csv->width)] = e;
        }
        if (at.row <= csv->map->heading_row || g_hash_table_contains(csv->skipped, GINT_TO_POINTER(at.row)) ||
            !has_values(r, &at))
            continue;
        r->line = at.row;
        set_places(r, &at);
        read_line(r, &at);
    }
    g_free(by_column);
}

static void
read_sheet(intake *k, const in_csv *csv, const map_sheet *m)
{
    in_reading r = {
        .k = k, .map = m, .file = csv->file, .sheet = m->sheet, .source = csv->cells, .fields = (int)m->count};
    const layout_column **columns = ARENA_ARRAY(k->a, const layout_column *, m->count + 1);
    for (size_t i = 0; i < m->count; i++)
        columns[i + 1] = m->to[i].column;
    r.columns = columns;
    r.cells = g_new0(const book_entry *, r.fields + 1);
    r.values = g_new0(const char *, r.fields + 1);
    r.bad = g_new0(bool, r.fields + 1);
    read_rows(&r, csv);
    g_free(r.cells);
    g_free(r.values);
    g_free(r.bad);
}

void
in_read_csv(intake *k, const in_csv *csv, bool masters)
{
    for (size_t i = 0; i < csv->map->sheet_count; i++) {
        const map_sheet *m = &csv->map->sheets[i];
        if (masters == (m->sheet->record->grammar != 0))
            read_sheet(k, csv, m);
    }
}
