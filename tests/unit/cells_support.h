/* cells_support.h: a workbook of the samples of which single cells are made other ones, and what the documents say that
 * come of it. */
#ifndef RENKEI_TEST_CELLS_SUPPORT_H
#define RENKEI_TEST_CELLS_SUPPORT_H

#include "intake_support.h"

#include "intake/intake_int.h"
#include "layout/layout_book_int.h"

typedef enum change {
    BLANKED,
    DOUBLED, /* into the next record */
    MOVED,
    AS_TEXT,
    AS_NUMBER,
    AS_DATE,
    AS_TIME,
    AS_BOOLEAN,
    AS_ERROR,
    UNCOUNTED,
    CHANGES
} change;

typedef struct place_of {
    const char *sheet;
    int row, column;
} place_of;

/* A change of one cell, and where it is seen. */
typedef struct cell_change {
    place_of at, next;
    bool off; /* put back */
} cell_change;

typedef struct desk {
    world *w;
    arena *a; /* as long as all */
    xml_store *s;
    GArray *files;
    const layout *l;
    GHashTable *values; /* of the documents as they are: "record\ncolumn" */
    in_book *base;
    const char *workbook;
    change how;
    size_t refused, echoed, without, takes; /* how many cells were; how many readings */
    GString *faults;
    size_t fault_count;
} desk;

/* ---- what documents say ---- */

static inline void
note_values(desk *k, arena *a, GHashTable *out, size_t grammar, const xml_doc *doc)
{
    GPtrArray *rows = layout_rows(a, k->l, grammar, doc);
    for (guint i = 0; i < rows->len; i++) {
        const layout_row *row = g_ptr_array_index(rows, i);
        for (size_t j = 0; j < k->l->sheet_count; j++) {
            const layout_sheet *s = &k->l->sheets[j];
            if (s->record != row->record || strcmp(s->workbook, LAYOUT_FIRST) == 0)
                continue;
            GPtrArray *one = g_ptr_array_new();
            g_ptr_array_add(one, (void *)row);
            GArray *columns = layout_spread(a, s, one);
            for (guint n = 0; n < columns->len; n++) {
                const layout_column *c = &g_array_index(columns, layout_column, n);
                const char *value = layout_value_of(a, c, row);
                if (value && c->role != LAYOUT_KEY_OF)
                    g_hash_table_replace(
                        out, g_strdup_printf("%s %s\n%s", row->name, row->record->spot->name, layout_column_id(a, c)),
                        g_strdup(c->role == LAYOUT_TICKED ? LAYOUT_TICK : value));
            }
            g_hash_table_replace(out, g_strdup_printf("%s %s\n", row->name, row->record->spot->name),
                                 g_strdup("there"));
            g_array_free(columns, TRUE);
            g_ptr_array_free(one, TRUE);
        }
    }
    g_ptr_array_free(rows, TRUE);
}

static inline GHashTable *
values_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

/* Whether this says only that an element is there (LAYOUT_THERE): that follows from whatever it has. */
static inline bool
is_presence(const char *name)
{
    return g_str_has_suffix(name, "/?");
}

/* Whether something came into this element: a value, or a record of its own. */
static inline bool
is_implied(GHashTable *from, GHashTable *in, const char *presence)
{
    GHashTableIter i;
    gpointer name;
    const size_t length = strlen(presence) - 1, record = strcspn(presence, " ");
    g_hash_table_iter_init(&i, from);
    while (g_hash_table_iter_next(&i, &name, NULL)) {
        const char *other = name;
        const bool below = strncmp(other, presence, record) == 0 && other[record] == '/';
        if ((below || strncmp(other, presence, length) == 0) && strcmp(other, presence) != 0 &&
            !g_hash_table_contains(in, other))
            return true;
    }
    return false;
}

/* How many values another set has that are not, or not so, in one; records are counted, too. */
static inline size_t
count_others(GHashTable *from, GHashTable *in, bool gone, size_t *implied, GString *names)
{
    GHashTableIter i;
    gpointer name, value;
    size_t count = 0;
    g_hash_table_iter_init(&i, from);
    while (g_hash_table_iter_next(&i, &name, &value)) {
        const char *other = g_hash_table_lookup(in, name);
        if (gone ? other != NULL : other && strcmp(other, value) == 0)
            continue;
        if (is_presence(name) && is_implied(from, in, name))
            ++*implied;
        else
            count++;
        g_string_append_printf(names, " [%s=%s]", (char *)name, (char *)value);
    }
    return count;
}

/* ---- a workbook with some cells changed ---- */

static inline gint64
cell_key(int row, int column)
{
    return (gint64)row * (BOOK_COLUMNS + 1) + column;
}

static inline int
by_place(const void *a, const void *b)
{
    const book_entry *x = a, *y = b;
    const gint64 p = cell_key(x->row, x->column), q = cell_key(y->row, y->column);
    return p < q ? -1 : p > q;
}

static inline book_entry
changed_entry(const book_entry *e, change how)
{
    static const struct {
        book_entry_kind kind;
        const char *text, *raw, *format;
        double number;
        bool formula;
    } others[CHANGES] = {
        [AS_TEXT] = {BOOK_ENTRY_TEXT, "12", "12", "@", 0, false},
        [AS_NUMBER] = {BOOK_ENTRY_NUMBER, "12", "12", "General", 12, false},
        [AS_DATE] = {BOOK_ENTRY_DATE, "2024-06-03", "45446", "yyyy/m/d", 45446, false},
        [AS_TIME] = {BOOK_ENTRY_TIME, "09:30", "0.395833333333333", "h:mm", 0.395833333333333, false},
        [AS_BOOLEAN] = {BOOK_ENTRY_BOOLEAN, "TRUE", "1", "General", 0, false},
        [AS_ERROR] = {BOOK_ENTRY_ERROR, "#N/A", "#N/A", "General", 0, true},
        [UNCOUNTED] = {BOOK_ENTRY_UNCOUNTED, NULL, NULL, "General", 0, true},
    };
    book_entry out = *e;
    out.kind = others[how].kind;
    out.text = others[how].text;
    out.raw = others[how].raw;
    out.format = others[how].format;
    out.number = others[how].number;
    out.formula = others[how].formula;
    out.rich = out.struck = false;
    out.phonetic = NULL;
    return out;
}

/* The cells are in order, but for those that were put behind them. */
static inline book_entry *
find_cell(const GArray *cells, guint count, int row, int column)
{
    const book_entry wanted = {.row = row, .column = column};
    return bsearch(&wanted, cells->data, count, sizeof wanted, by_place);
}

/* Cells that go are moved out of the sheet until all is done. */
static inline void
change_cell(GArray *cells, guint count, const cell_change *u, change how)
{
    book_entry *was = find_cell(cells, count, u->at.row, u->at.column);
    book_entry *next = how == DOUBLED || how == MOVED ? find_cell(cells, count, u->next.row, u->next.column) : NULL;
    book_entry copy = *was;
    if (how != DOUBLED && how != MOVED) {
        if (how == BLANKED)
            was->format = NULL;
        else
            *was = changed_entry(was, how);
        return;
    }
    copy.row = u->next.row;
    copy.column = u->next.column;
    if (how == MOVED)
        was->format = NULL;
    if (next)
        *next = copy;
    else
        g_array_append_val(cells, copy);
}

static inline in_book *
changed_book(const desk *k, arena *a, const cell_change *changes, size_t count)
{
    in_book *b = arena_copy(a, k->base, sizeof *b);
    g_hash_table_ref(b->base);
    g_hash_table_ref(b->ids);
    b->sheets = g_ptr_array_new();
    for (guint i = 0; i < k->base->sheets->len; i++) {
        const in_sheet *from = g_ptr_array_index(k->base->sheets, i);
        in_sheet *s = arena_copy(a, from, sizeof *s);
        s->cells = g_array_copy(from->cells);
        g_ptr_array_add(b->sheets, s);
        for (size_t j = 0; j < count; j++)
            if (!changes[j].off && changes[j].at.sheet == s->name)
                change_cell(s->cells, from->cells->len, &changes[j], k->how);
        guint left = 0;
        for (guint j = 0; j < s->cells->len; j++)
            if (g_array_index(s->cells, book_entry, j).format)
                g_array_index(s->cells, book_entry, left++) = g_array_index(s->cells, book_entry, j);
        g_array_set_size(s->cells, left);
        if (k->how == DOUBLED || k->how == MOVED)
            g_array_sort(s->cells, by_place);
    }
    return b;
}

#endif
