/* intake_map_source.c: the columns of a CSV as the mapping has them, and what a row says in one, or in several that are
 * one value: 姓 and 名, 年, 月 and 日. */
#include "intake/intake_map_int.h"

#include <string.h>

#include "base/blank.h"

enum { DATE_PARTS = 3 };

/* ---- the mapping ---- */

/* A column is known by its heading, by its letter, or by both where another one has the same heading. */
static bool
is_same_source(const map_source *a, const map_source *b)
{
    if (a->kind != MAP_COLUMN || b->kind != MAP_COLUMN)
        return false;
    const bool headed = g_strcmp0(a->heading, b->heading) == 0;
    return a->heading && b->heading ? headed && (!a->column || !b->column || a->column == b->column)
                                    : a->column && a->column == b->column;
}

map_source *
map_source_find(const GArray *sources, const map_source *s)
{
    for (guint i = 0; i < sources->len; i++)
        if (is_same_source(&g_array_index(sources, map_source, i), s))
            return &g_array_index(sources, map_source, i);
    return NULL;
}

/* Of a CSV with headings a column that has one is known by it, whatever its letter: who exports may move columns. */
static void
judge_letter(const map_reader *r, const map_source *s, bool headless)
{
    if (!headless || s->kind != MAP_COLUMN || !s->heading)
        return;
    map_tell(r, s->line, DIAG_MAP_USE, s->heading,
             "見出しのない CSV（heading-row=\"no\"）なので、name でなく letter で書いてください",
             "the CSV has no headings (heading-row): say which column by its letter, without a name");
}

map_source
map_source_read(const map_reader *r, const xml_node *n, bool headless)
{
    arena *a = r->a;
    const char *name = xml_attribute(a, n, "name"), *letter = xml_attribute(a, n, "letter");
    const char *says = xml_attribute(a, n, "says"), *heading = name ? in_plain_heading(a, name) : NULL;
    map_source s = {.kind = says ? MAP_CONSTANT : MAP_COLUMN,
                    .name = heading  ? heading
                            : letter ? arena_printf(a, "%s列", letter)
                                     : "",
                    .heading = heading,
                    .says = says,
                    .ignored = xml_named(n, "ignore"),
                    .line = xml_place(a, n, false).line};
    int row;
    if (letter)
        book_address_read(arena_printf(a, "%s1", letter), &row, &s.column);
    judge_letter(r, &s, headless);
    return s;
}

/* What becomes of every column is said. */
void
map_check_sources(const map_reader *r, const GArray *sources)
{
    for (guint i = 0; i < sources->len; i++) {
        const map_source *s = &g_array_index(sources, map_source, i);
        bool joined = !s->only_joined;
        for (guint j = 0; j < sources->len && !joined; j++) {
            const map_source *whole = &g_array_index(sources, map_source, j);
            for (size_t n = 0; n < whole->part_count; n++)
                joined = joined || whole->parts[n] == i;
        }
        if (!joined)
            map_tell(r, s->line, DIAG_MAP_NOWHERE, s->name, NULL, NULL);
    }
}

/* ---- a row ---- */

/* Without blanks at its ends, and without what ="…" wraps around a code so that a spreadsheet leaves it alone. */
static const char *
bare_text(arena *a, const char *text)
{
    size_t length;
    const char *begin = blank_trim(text ? text : "", &length);
    if (length > 3 && g_str_has_prefix(begin, "=\"") && begin[length - 1] == '"')
        return arena_strndup(a, begin + 2, length - 3);
    return arena_strndup(a, begin, length);
}

/* What stands between a part and the one before it. A part that is blank keeps its place: 2025//3 is no date, where
 * 2025/3 would be a month. An era stands right before its year. */
static const char *
text_between(const map_source *s, size_t part)
{
    if (part == 0 || s->joint == MAP_AS_TEXT)
        return "";
    if (s->joint == MAP_AS_NAME)
        return " ";
    return s->part_count > DATE_PARTS && part == 1 ? "" : "/";
}

static const char *
joined_text(arena *a, const in_csv *csv, const map_source *s, const book_entry *const *cells)
{
    GString *out = g_string_new(NULL);
    bool any = false;
    for (size_t i = 0; i < s->part_count; i++) {
        const char *part = map_source_text(a, csv, s->parts[i], cells);
        any = any || *part;
        g_string_append_printf(out, "%s%s", text_between(s, i), part);
    }
    const char *text = any ? bare_text(a, out->str) : "";
    g_string_free(out, TRUE);
    return text;
}

const char *
map_source_text(arena *a, const in_csv *csv, size_t source, const book_entry *const *cells)
{
    const map_source *s = &csv->map->sources[source];
    if (s->kind == MAP_JOINED)
        return joined_text(a, csv, s, cells);
    const book_entry *e = s->kind == MAP_COLUMN ? cells[csv->columns[source]] : NULL;
    return bare_text(a, s->kind == MAP_CONSTANT ? s->says : e ? e->text : NULL);
}
