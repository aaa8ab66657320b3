/* test_intake_cells.c [K/N]: every cell of every workbook of the samples (of N parts the Kth), made another one: what
 * is written was told with that cell, what is refused is told with that cell, and nothing else becomes other than it
 * was.
 *
 * What need not be told (check_seen, check_good), and why:
 *   rows of the title and of how a value looks   nobody reads them
 *   a cell that says what it said                TRUE over ○, another day of the same month, 2 over the only ○
 *   an example that is blank, or gone            it is there for people
 *   a key that was cleared, where there is one   the row can mean nothing else
 *   記載の有無 of an element                     it is there by what stands in it, which is told
 *   brothers of a tick that moved                they move with it, and are told with their cells
 *   the first of two rows that are one record    the second is told, and names the first
 *   a blank cell of a row that is a new record   of that, what it has is told
 *   one of two records that do not go together   the other is told, which may be in a case
 *
 * Many cells are changed at once, as all that is wrong is told in one go: what is told to be wrong is put back until
 * the rest is good, and what is not told by its cell is halved until it stands alone. */
#include "cells_support.h"

#include "cli/cli.h"

/* Cells of one line are parted by as many batches as this; the next line begins some further on. */
enum { BATCHES = 3, SHIFT = 1, KEYS = 4, TOLD = 30, MOST = 900 /* as no more than 1000 messages are kept */ };

/* ---- what is told of it ---- */

static void
complain(desk *k, const cell_change *u, const char *what)
{
    static const char *const names[CHANGES] = {"blanked", "doubled", "moved",   "text",  "number",
                                               "date",    "time",    "boolean", "error", "uncounted"};
    char address[BOOK_ADDRESS];
    if (k->fault_count++ < TOLD)
        g_string_append_printf(k->faults, "%s %s!%s %s: %s\n", k->workbook, u ? u->at.sheet : "",
                               u ? book_address(u->at.row, u->at.column, address) : "", names[k->how], what);
}

static bool
is_at(const place_of *p, const char *sheet, int row, int column)
{
    return p->row == row && p->column == column && strcmp(p->sheet, sheet) == 0;
}

/* The sheet and cell of "x.xlsx:受給者証!D4"; row 0: of the sheet alone. False: it is of no workbook. */
static bool
read_place(arena *a, const char *file, place_of *p)
{
    const char *name = file ? strstr(file, ".xlsx:") : NULL;
    if (!name)
        return false;
    name += strlen(".xlsx:");
    const char *mark = strrchr(name, '!');
    *p = (place_of){mark ? arena_strndup(a, name, (size_t)(mark - name)) : arena_strdup(a, name), 0, 0};
    return !mark || book_address_read(mark + 1, &p->row, &p->column);
}

static bool
is_same_line(const desk *k, const place_of *a, const place_of *b)
{
    const layout_sheet *s = layout_sheet_named(k->l, k->workbook, a->sheet);
    int line, other, field;
    if (!s || strcmp(a->sheet, b->sheet) != 0)
        return false;
    layout_line(s, a->row, a->column, &line, &field);
    layout_line(s, b->row, b->column, &other, &field);
    return b->row == 0 ? line <= LAYOUT_FIELD_AT : line == other;
}

/* What is told to be wrong is put back: the cell that is named, else (of `whole`) those of its line. How many were. */
static size_t
put_back(desk *k, arena *a, const diag *d, cell_change *changes, size_t count, bool whole)
{
    size_t back = 0;
    for (size_t i = 0; i < diag_length(d); i++) {
        place_of p, first = {NULL, 0, 0};
        const diag_message *m = diag_at(d, i);
        if (diag_severity_of(m->code) != DIAG_ERROR || !read_place(a, m->data.file, &p))
            continue;
        /* Of two rows that are one record the message stands at the second, and names the first. */
        if (m->code == DIAG_SHEET_ROW_TWICE)
            read_place(a, arena_printf(a, ".xlsx:%s", m->args[0]), &first);
        for (size_t j = 0; j < count; j++) {
            cell_change *u = &changes[j];
            const bool named = is_at(&u->at, p.sheet, p.row, p.column) || is_at(&u->next, p.sheet, p.row, p.column);
            const bool near =
                whole && (is_same_line(k, &u->at, &p) || is_same_line(k, &u->next, &p) ||
                          (first.sheet && (is_same_line(k, &u->at, &first) || is_same_line(k, &u->next, &first))));
            if (u->off || !(named || near))
                continue;
            u->off = true;
            back++;
        }
    }
    k->refused += back;
    return back;
}

static bool
names_cell(arena *a, const char *words, const place_of *p)
{
    char address[BOOK_ADDRESS];
    return strstr(words, arena_printf(a, "［%s!%s］\n", p->sheet, book_address(p->row, p->column, address))) != NULL;
}

static const char *
text_at(const desk *k, const layout_sheet *s, int line, int field)
{
    int row, column;
    layout_cell(s, line, field, &row, &column);
    const GArray *cells = in_book_sheet(k->base, s->name)->cells;
    const book_entry *e = find_cell(cells, cells->len, row, column);
    return e && e->text ? e->text : "";
}

/* The column that a field is of, by its headings; NULL: of a number, or none. */
static const layout_column *
column_at(const desk *k, const layout_sheet *s, int field)
{
    for (size_t i = 0; i < s->count; i++)
        if (!strcmp(s->columns[i].group, text_at(k, s, LAYOUT_GROUP_AT, field)) &&
            !strcmp(s->columns[i].field, text_at(k, s, LAYOUT_FIELD_AT, field)))
            return &s->columns[i];
    return NULL;
}

/* Whether what was, and is, in a cell is one month: its day says nothing. */
static bool
is_same_month(const desk *k, const place_of *p, const char *was, const char *is)
{
    int line, field;
    const layout_sheet *s = layout_sheet_named(k->l, k->workbook, p->sheet);
    if (!s || !was || !is)
        return false;
    layout_line(s, p->row, p->column, &line, &field);
    const layout_column *c = line >= LAYOUT_RECORDS_AT ? column_at(k, s, field) : NULL;
    return c && c->kind == LAYOUT_MONTH && strncmp(was, is, strlen("2024-06")) == 0;
}

/* Whether it is ticked before and after: as the only one it has no place among others, and 2 is ○. (Where it is not the
 * only one, ○ beside 2 is refused.) */
static bool
is_same_tick(const desk *k, const place_of *p, const char *was, const char *is)
{
    int line, field;
    const layout_sheet *s = layout_sheet_named(k->l, k->workbook, p->sheet);
    if (!s || !was || !is)
        return false;
    layout_line(s, p->row, p->column, &line, &field);
    const layout_column *c = line >= LAYOUT_RECORDS_AT ? column_at(k, s, field) : NULL;
    return c && c->role == LAYOUT_TICKED;
}

/* Whether this place says now what it said before; so nothing need be told. */
static bool
says_as_before(const desk *k, const in_book *b, const place_of *p)
{
    const GArray *before = in_book_sheet(k->base, p->sheet)->cells, *after = in_book_sheet(b, p->sheet)->cells;
    const book_entry *was = find_cell(before, before->len, p->row, p->column);
    const book_entry *is = find_cell(after, after->len, p->row, p->column);
    const bool tick = was && is && g_strcmp0(was->text, LAYOUT_TICK) == 0 && g_strcmp0(is->text, "TRUE") == 0;
    return tick || (was && is && is_same_month(k, p, was->text, is->text)) ||
           (was && is && is_same_tick(k, p, was->text, is->text)) ||
           g_strcmp0(was ? was->text : NULL, is ? is->text : NULL) == 0;
}

static bool
is_warned(arena *a, const diag *d, const place_of *at)
{
    for (size_t i = 0; i < diag_length(d); i++) {
        place_of p;
        if (read_place(a, diag_at(d, i)->data.file, &p) && is_at(at, p.sheet, p.row, p.column))
            return true;
    }
    return false;
}

/* The example is told once, at the first of its cells that were written over. */
static bool
is_example_told(const desk *k, arena *a, const diag *d, const place_of *at)
{
    for (size_t i = 0; i < diag_length(d); i++) {
        place_of p;
        if (diag_at(d, i)->code == DIAG_SHEET_EXAMPLE_CHANGED && read_place(a, diag_at(d, i)->data.file, &p) &&
            is_same_line(k, at, &p))
            return true;
    }
    return false;
}

static const char *
entry_text(const in_book *b, const place_of *p)
{
    const GArray *cells = in_book_sheet(b, p->sheet)->cells;
    const book_entry *e = find_cell(cells, cells->len, p->row, p->column);
    return e && e->text ? e->text : "(blank)";
}

/* The cell that a line of the echo names at its end. */
static bool
told_place(arena *a, const char *line, place_of *p)
{
    const char *cell = g_strrstr(line, "［"), *mark = cell ? strrchr(cell, '!') : NULL;
    if (!mark)
        return false;
    cell += strlen("［");
    p->sheet = arena_strndup(a, cell, (size_t)(mark - cell));
    return book_address_read(arena_strndup(a, mark + 1, strcspn(mark + 1, "］")), &p->row, &p->column);
}

/* Whether the record of this line is told to be a new one: of that, what is blank is nothing. */
static bool
is_made(const desk *k, arena *a, const char *echo, const place_of *of)
{
    bool made = false;
    char **lines = g_strsplit(echo, "\n", -1);
    for (char **line = lines; *line && !made; line++) {
        place_of p;
        made = strstr(*line, "… 新しく作ります　［") && told_place(a, *line, &p) && is_same_line(k, of, &p);
    }
    g_strfreev(lines);
    return made;
}

static void
check_seen(desk *k, arena *a, const in_book *b, const intake *in, const diag *d, const cell_change *u,
           const place_of *p)
{
    const layout_sheet *s = layout_sheet_named(k->l, k->workbook, p->sheet);
    int line = 0, field = 0;
    if (s)
        layout_line(s, p->row, p->column, &line, &field);
    const bool read = line == LAYOUT_GROUP_AT || line == LAYOUT_FIELD_AT || line >= LAYOUT_EXAMPLE_AT;
    if (names_cell(a, in->echo->str, p))
        k->echoed++;
    else if (!read || is_warned(a, d, p) || says_as_before(k, b, p) ||
             (!strcmp(entry_text(b, p), "(blank)") && is_made(k, a, in->echo->str, p)) ||
             (line == LAYOUT_EXAMPLE_AT && (k->how == BLANKED || k->how == MOVED || is_example_told(k, a, d, p))))
        k->without++;
    else {
        /* a key that was cleared where it can be but one, or was typed another way */
        const bool key = s && field <= (int)s->keys && line >= LAYOUT_RECORDS_AT;
        if (key)
            k->without++;
        else
            complain(k, u, arena_printf(k->a, "silent: %s → %s", entry_text(k->base, p), entry_text(b, p)));
    }
}

/* A tick that is told to stand elsewhere among its brothers: these move with it, and alone it moves nowhere. */
static bool
is_tick_moved(const desk *k, arena *a, const char *told)
{
    place_of p;
    int line, field;
    if (!told_place(a, told, &p) || !strstr(told, " → ") || strstr(told, "（空） → ") || strstr(told, " → （空）"))
        return false;
    const layout_sheet *s = layout_sheet_named(k->l, k->workbook, p.sheet);
    if (!s)
        return false;
    layout_line(s, p.row, p.column, &line, &field);
    const layout_column *c = column_at(k, s, field);
    return c && c->role == LAYOUT_TICKED;
}

/* Whether what is told is of a cell that was changed; of a new record (whole) all of its line is. */
static bool
is_ours(const desk *k, const place_of *p, bool whole, const cell_change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const cell_change *u = &changes[i];
        if (!u->off && (is_at(&u->at, p->sheet, p->row, p->column) || is_at(&u->next, p->sheet, p->row, p->column) ||
                        (whole && (is_same_line(k, &u->at, p) || is_same_line(k, &u->next, p)))))
            return true;
    }
    return false;
}

/* How much the echo tells: changes and new records; of these, that an element is there. */
typedef struct telling {
    size_t count, presences;
} telling;

static telling
count_told(desk *k, arena *a, const char *echo, const cell_change *changes, size_t count)
{
    telling t = {0, 0};
    char **lines = g_strsplit(echo, "\n", -1);
    for (char **line = lines; *line && **line; line++) {
        const bool made = strstr(*line, "… 新しく作ります　［") != NULL, below = g_str_has_prefix(*line, "　　");
        place_of p;
        if (!told_place(a, *line, &p) || !is_ours(k, &p, made || below, changes, count))
            complain(k, NULL, arena_printf(a, "told of a cell that is as it was: %s", *line));
        t.presences += strstr(*line, "記載の有無：") != NULL;
        t.count += made || !is_tick_moved(k, a, *line);
    }
    g_strfreev(lines);
    return t;
}

/* What the documents would say. */
static GHashTable *
values_written(desk *k, arena *a, const intake *in)
{
    GHashTable *values = values_new();
    xml_store *s = xml_store_new();
    diag *found = diag_new();
    for (guint i = 0; i < in->documents->len; i++) {
        const in_document *doc = g_ptr_array_index(in->documents, i);
        GByteArray *bytes = edit_bytes(doc->e);
        xml_store_supply(s, doc->path, bytes->data, bytes->len);
        xml_doc *read = xml_read_file(s, doc->path, XML_DATA, &xml_limits_case, found);
        if (!read || !schema_take(k->l->grammars[doc->grammar], read, found))
            complain(k, NULL, "what would be written is not valid");
        else
            note_values(k, a, values, doc->grammar, read);
        g_byte_array_unref(bytes);
    }
    diag_drop(found);
    xml_store_drop(s);
    return values;
}

/* All that the documents say otherwise is in the echo, and all of the echo is of cells that were changed. */
static void
check_good(desk *k, arena *a, const in_book *b, const intake *in, const diag *d, const cell_change *changes,
           size_t count)
{
    for (size_t j = 0; j < count; j++) {
        if (changes[j].off)
            continue;
        if (k->how != DOUBLED)
            check_seen(k, a, b, in, d, &changes[j], &changes[j].at);
        if (k->how == DOUBLED || k->how == MOVED)
            check_seen(k, a, b, in, d, &changes[j], &changes[j].next);
    }
    const telling told = count_told(k, a, in->echo->str, changes, count);
    GHashTable *values = values_written(k, a, in);
    GString *names = g_string_new(NULL);
    size_t implied = 0;
    const size_t other = count_others(values, k->values, false, &implied, names) +
                         count_others(k->values, values, true, &implied, names);
    /* What is implied may be said as well, by its own cell. */
    if (other > told.count || other + MIN(implied, told.presences) < told.count)
        complain(k, NULL,
                 arena_printf(a, "%zu differ, %zu are told:%s\n%s", other, told.count, names->str, in->echo->str));
    g_string_free(names, TRUE);
    g_hash_table_destroy(values);
}

/* Puts back what is refused; true when the rest is good and was looked at. */
static bool
take_in(desk *k, cell_change *changes, size_t count, GString *told)
{
    bool good = false;
    for (size_t back = 1; back && !good;) {
        arena *a = arena_new();
        xml_store *s = xml_store_new();
        diag *d = diag_new();
        const intake_asked asked = {k->l, SCHEMA, k->w->cases, k->files};
        intake *in = intake_open(a, s, &asked, d);
        in_book *b = changed_book(k, a, changes, count);
        in_add_book(in, b);
        intake_merge(in);
        good = intake_judge(in);
        k->takes++;
        if (good)
            check_good(k, a, b, in, d, changes, count);
        else {
            back = put_back(k, a, d, changes, count, false);
            if (!back)
                back = put_back(k, a, d, changes, count, true);
            g_string_truncate(told, 0);
            for (size_t i = 0; i < diag_length(d); i++)
                g_string_append_printf(told, " %s %s", diag_name(diag_at(d, i)->code),
                                       diag_at(d, i)->data.file ? diag_at(d, i)->data.file : "");
        }
        intake_close(in);
        diag_drop(d);
        xml_store_drop(s);
        arena_drop(a);
    }
    return good;
}

static void
take_batch(desk *k, cell_change *changes, size_t count)
{
    GString *told = g_string_new(NULL);
    size_t left = 0;
    if (!take_in(k, changes, count, told)) {
        for (size_t i = 0; i < count; i++)
            if (!changes[i].off)
                changes[left++] = changes[i];
        if (left == 1 && strstr(told->str, " casefile-"))
            k->refused++; /* two records that do not go together: told at the other one, which may be in a case */
        else if (left == 1)
            complain(k, changes, arena_printf(k->a, "refused, but its cell is not named:%s", told->str));
        else if (left == 0)
            complain(k, NULL, arena_printf(k->a, "refused with nothing changed:%s", told->str));
        else {
            take_batch(k, changes, left / 2);
            take_batch(k, changes + left / 2, left - left / 2);
        }
    }
    g_string_free(told, TRUE);
}

/* ---- the walk ---- */

static void
add_unit(const desk *k, GArray *changes, const in_sheet *s, const book_entry *e)
{
    const layout_sheet *sheet = layout_sheet_named(k->l, k->workbook, s->name);
    cell_change u = {.at = {s->name, e->row, e->column}, .next = {s->name, e->row, e->column}};
    u.next.row += !sheet->across;
    u.next.column += sheet->across;
    if (k->how != DOUBLED && k->how != MOVED)
        u.next = u.at;
    g_array_append_val(changes, u);
}

/* A key stands alone in its line: what stands beside it is then of another record. */
static int
batch_of(const desk *k, const in_sheet *s, const book_entry *e)
{
    const layout_sheet *sheet = layout_sheet_named(k->l, k->workbook, s->name);
    int line, field;
    layout_line(sheet, e->row, e->column, &line, &field);
    g_assert(sheet->keys <= KEYS);
    if (line >= LAYOUT_RECORDS_AT && field <= (int)sheet->keys)
        return BATCHES + field - 1;
    return (e->column + SHIFT * e->row) % BATCHES;
}

static void
walk_workbook(desk *k)
{
    for (int batch = 0; batch < BATCHES + KEYS; batch++) {
        if ((k->how == AS_ERROR || k->how == UNCOUNTED) && batch % 2 != (int)k->how % 2)
            continue; /* a cell is the one or the other: both are refused before it is asked what it is of */
        GArray *changes = g_array_new(FALSE, FALSE, sizeof(cell_change));
        for (guint i = 0; i < k->base->sheets->len; i++) {
            const in_sheet *s = g_ptr_array_index(k->base->sheets, i);
            for (guint j = 0; j < s->cells->len; j++) {
                const book_entry *e = &g_array_index(s->cells, book_entry, j);
                if (batch_of(k, s, e) == batch)
                    add_unit(k, changes, s, e);
            }
        }
        const guint most = k->how == DOUBLED || k->how == MOVED ? MOST / 2 : MOST; /* two places each */
        for (guint at = 0; at < changes->len; at += most)
            take_batch(k, (cell_change *)(void *)changes->data + at, MIN(most, changes->len - at));
        g_array_free(changes, TRUE);
    }
}

/* A folder with the samples, and what they say. */
static desk
open_desk(world *w, diag *d)
{
    desk k = {.a = arena_new(), .s = xml_store_new(), .w = w, .faults = g_string_new(NULL), .values = values_new()};
    const char *copy[] = {"cp", "-R", "samples", w->cases, NULL};
    assert_true(g_spawn_sync(NULL, (char **)copy, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
    k.l = layout_read(k.a, k.s, SCHEMA, d);
    GPtrArray *cases = g_ptr_array_new_with_free_func(g_free);
    cli_find_cases(w->cases, cases, d);
    assert_true(cases->len >= 5);
    k.files = layout_files_read(k.a, k.s, k.l, cases, w->cases, d);
    assert_non_null(k.files);
    for (guint i = 0; i < k.files->len; i++) {
        const layout_file *f = &g_array_index(k.files, layout_file, i);
        note_values(&k, k.a, k.values, f->grammar, f->doc);
    }
    g_ptr_array_free(cases, TRUE);
    return k;
}

static void
close_desk(desk *k)
{
    g_hash_table_destroy(k->values);
    g_array_free(k->files, TRUE);
    g_string_free(k->faults, TRUE);
    xml_store_drop(k->s);
    arena_drop(k->a);
}

static in_book *
make_base(const desk *k, diag *d)
{
    layout_document *documents = ARENA_ARRAY(k->a, layout_document, k->files->len);
    for (guint i = 0; i < k->files->len; i++) {
        const layout_file *f = &g_array_index(k->files, layout_file, i);
        documents[i] = (layout_document){f->grammar, f->doc};
    }
    const layout_content c = {k->l, k->workbook, documents, k->files->len, NULL};
    const char *path = arena_printf(k->a, "%s/x.xlsx", k->w->folder);
    assert_true(xlsx_write(layout_book(k->a, &c), path, d));
    in_book *base = in_book_read(k->a, path, d);
    assert_non_null(base);
    return base;
}

static guint asked_part = 1, asked_parts = 1;

static void
every_cell_is_told_or_refused(void **state)
{
    diag *d = diag_new();
    desk k = open_desk(*state, d);
    GPtrArray *workbooks = layout_workbooks(k.l);
    for (guint i = asked_part - 1; i < workbooks->len; i += asked_parts) {
        k.workbook = g_ptr_array_index(workbooks, i);
        k.base = make_base(&k, d);
        for (k.how = BLANKED; k.how < CHANGES; k.how++)
            walk_workbook(&k);
        in_book_drop(k.base);
    }
    print_message("%zu refused, %zu told, %zu change nothing; %zu readings\n", k.refused, k.echoed, k.without, k.takes);
    if (k.fault_count)
        fail_msg("%zu faults:\n%s", k.fault_count, k.faults->str);
    g_ptr_array_free(workbooks, TRUE);
    close_desk(&k);
    diag_drop(d);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_is_told_or_refused),
    };
    if (argc > 1 &&
        (sscanf(argv[1], "%u/%u", &asked_part, &asked_parts) != 2 || asked_part < 1 || asked_part > asked_parts))
        return EXIT_FAILURE;
    return cmocka_run_group_tests(tests, open_world, close_world);
}
