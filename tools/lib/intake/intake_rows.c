/* intake_rows.c: which record a row means: by its keys, from the outermost one down. */
#include "intake/intake_int.h"

#include <string.h>

#include "base/near.h"
#include "intake/intake_map_int.h"
#include "intake/intake_value.h"

static int
field_of_key(const in_reading *r, const layout_record *record)
{
    for (int i = 1; i <= r->fields; i++)
        if (r->columns[i] && r->columns[i]->role == LAYOUT_KEY_OF && r->columns[i]->record == record)
            return i;
    return 0;
}

static const char *
name_below(const intake *k, const in_target *parent, const layout_record *record, const char *key)
{
    const char *above = parent ? parent->name : layout_grammar_names[record->grammar];
    return *key ? arena_printf(k->a, "%s/%s", above, key) : above;
}

/* The only record of this kind that there is below a parent; NULL: none, or several. */
static in_target *
only_one(const intake *k, const layout_record *record, const in_target *parent)
{
    in_target *found = NULL;
    for (guint i = 0; i < k->in_order->len; i++) {
        in_target *t = g_ptr_array_index(k->in_order, i);
        if (t->record != record || t->parent != parent)
            continue;
        if (found)
            return NULL;
        found = t;
    }
    return found;
}

static void
tell_unknown_key(in_reading *r, int field, const layout_record *record, const in_target *parent, const char *key)
{
    GPtrArray *all = g_ptr_array_new();
    for (guint i = 0; i < r->k->in_order->len; i++) {
        const in_target *t = g_ptr_array_index(r->k->in_order, i);
        if (t->record == record && t->parent == parent)
            g_ptr_array_add(all, (void *)t->key);
    }
    char *ja = near_advice(key, all, DIAG_JA), *en = near_advice(key, all, DIAG_EN);
    in_tell(r, field, DIAG_SHEET_KEY_UNKNOWN, record->spot->label, ja, en);
    g_free(ja);
    g_free(en);
    g_ptr_array_free(all, TRUE);
}

/* A record above the row's own: it is there, or stands in another row of the workbook. A month is there by being said.
 */
static in_target *
find_above(in_reading *r, const layout_record *record, in_target *parent)
{
    const int field = field_of_key(r, record);
    const char *key = field ? r->values[field] : NULL;
    in_target *t = key ? in_find(r->k, record, name_below(r->k, parent, record, key)) : only_one(r->k, record, parent);
    if (t)
        return key && !in_judge_key(r, field, t) ? NULL : t;
    if (key && record->key == LAYOUT_KEY_VALUE) {
        t = in_add_target(r->k, record, parent, parent->document, key);
        in_echo_new(r, t);
        in_note_place(r, t, r->columns[field], field); /* for what it lacks: it may have no row of its own */
        return t;
    }
    if (key)
        tell_unknown_key(r, field, record, parent, key);
    else
        in_tell(r, field, DIAG_SHEET_KEY_MISSING, record->spot->label, NULL, NULL);
    return NULL;
}

static const char *
next_ordinal(const intake *k, const layout_record *record, const in_target *parent)
{
    const char *key;
    size_t n = 1;
    do
        key = arena_printf(k->a, "%zu", n++);
    while (in_find(k, record, name_below(k, parent, record, key)));
    return key;
}

/* Whether a key can name something new: an id must be one. */
static bool
is_good_key(in_reading *r, int field, const layout_record *record, const char *key)
{
    const bool good =
        !record->key_spot || schema_accepts(r->k->l->grammars[record->grammar], record->key_spot->rng, key);
    if (!good)
        in_tell(r, field, DIAG_SHEET_KEY_FORM, record->key_spot->label, record->key_spot->form, NULL);
    return good;
}

static in_target *
make_own(in_reading *r, const layout_record *record, in_target *parent, const char *key)
{
    intake *k = r->k;
    in_document *doc = parent ? parent->document : in_new_document(k, record->grammar, key);
    if (!parent)
        return in_find(k, record, name_below(k, NULL, record, key));
    return in_add_target(k, record, parent, doc, key);
}

static bool
says_anything(const in_reading *r)
{
    for (int i = 1; i <= r->fields; i++)
        if (r->columns[i] && r->columns[i]->role != LAYOUT_KEY_OF && (r->values[i] || r->bad[i]))
            return true;
    return false;
}

static bool
says_the_same(const in_reading *r, const in_target *t)
{
    for (int i = 1; i <= r->fields; i++) {
        const layout_column *c = r->columns[i];
        if (c && c->role != LAYOUT_KEY_OF && g_strcmp0(layout_value_of(r->k->a, c, t->row), r->values[i]) != 0)
            return false;
    }
    return true;
}

/* A row without a key that says just what a record says is that record, whose key was cleared. */
static const in_target *
find_same(const in_reading *r, const in_target *parent)
{
    for (guint i = 0; i < r->k->in_order->len; i++) {
        const in_target *t = g_ptr_array_index(r->k->in_order, i);
        if (t->row && t->record == r->sheet->record && t->parent == parent && says_the_same(r, t))
            return t;
    }
    return NULL;
}

/* Where another row of the same parent, whose key is left to us, too, says all the same: a file that is read twice, a
 * row that was copied. NULL: none does, and this one is noted. */
static const char *
find_fresh(in_reading *r, const in_target *parent)
{
    const place where = in_cell_place(r, 1);
    GString *says = g_string_new(NULL);
    g_string_printf(says, "%p %s", (const void *)parent, r->sheet->record->spot->name);
    for (int i = 1; i <= r->fields; i++)
        if (r->columns[i] && r->columns[i]->role != LAYOUT_KEY_OF && r->values[i])
            g_string_append_printf(says, "\n%s %s", layout_column_id(r->k->a, r->columns[i]), r->values[i]);
    const char *other = g_hash_table_lookup(r->k->fresh, says->str);
    if (other)
        g_string_free(says, TRUE);
    else
        g_hash_table_insert(r->k->fresh, g_string_free(says, FALSE), (void *)where.file);
    return other;
}

/* A new record, with the key given, or (NULL) the next one. */
static in_target *
add_own(in_reading *r, in_target *parent, const char *key)
{
    const layout_record *record = r->sheet->record;
    if (r->map && !r->map->makes_new) {
        in_tell(r, 0, DIAG_MAP_NEW, record->spot->label, arena_printf(r->k->a, "%d", r->map->line), NULL);
        return NULL;
    }
    if (!key)
        key = record->key == LAYOUT_KEY_ID ? in_make_id(r->k, record, parent->document)
                                           : next_ordinal(r->k, record, parent);
    in_target *t = make_own(r, record, parent, key);
    in_echo_new(r, t);
    return t;
}

/* Of a CSV, where what is marked tells records apart. */
static in_target *
find_marked(in_reading *r, in_target *parent)
{
    bool good;
    in_target *t = map_find_own(r, parent, &good);
    if (!t && good) {
        t = add_own(r, parent, NULL);
        if (t)
            map_note_own(r, t);
    }
    return t;
}

static in_target *
find_own(in_reading *r, in_target *parent)
{
    const layout_record *record = r->sheet->record;
    const int field = field_of_key(r, record);
    const char *key = field ? r->values[field] : "";
    if (r->map && r->map->identifies)
        return find_marked(r, parent);
    in_target *t = key ? in_find(r->k, record, name_below(r->k, parent, record, key)) : NULL;
    if (t)
        return field && !in_judge_key(r, field, t) ? NULL : t;
    const bool named = record->key == LAYOUT_KEY_ID || record->key == LAYOUT_KEY_ORDINAL;
    if (!says_anything(r) && !(key && named && *key))
        return NULL; /* its keys were there before anything is */
    if (!key && !(named && record->parent)) {
        in_tell(r, field, DIAG_SHEET_KEY_MISSING, r->columns[field]->field, NULL, NULL);
        return NULL;
    }
    if (key && *key && record->key != LAYOUT_KEY_ORDINAL && !is_good_key(r, field, record, key))
        return NULL;
    const in_target *same = key ? NULL : find_same(r, parent);
    if (same) {
        in_tell(r, field, DIAG_SHEET_ROW_SAME, same->key, NULL, NULL);
        return NULL;
    }
    const char *fresh = key ? NULL : find_fresh(r, parent);
    if (fresh) {
        in_tell(r, field, DIAG_SHEET_ROW_AGAIN, fresh, NULL, NULL);
        return NULL;
    }
    return add_own(r, parent, key);
}

/* The outermost element of a master needs no row: it is there, or it is made. */
static in_target *
master_root(in_reading *r, const layout_record *record)
{
    const in_document *doc = in_master(r->k, record->grammar);
    if (!doc && says_anything(r))
        in_new_document(r->k, record->grammar, NULL);
    return in_find(r->k, record, layout_grammar_names[record->grammar]);
}

static in_target *
find_target(in_reading *r, const layout_record *record)
{
    if (record == r->sheet->record) {
        in_target *parent = record->parent ? find_target(r, record->parent) : NULL;
        return record->parent && !parent ? NULL : find_own(r, parent);
    }
    if (!record->parent && record->key == LAYOUT_KEY_NONE)
        return master_root(r, record);
    in_target *parent = record->parent ? find_target(r, record->parent) : NULL;
    if (record->parent && !parent)
        return NULL;
    if (record->key != LAYOUT_KEY_NONE)
        return find_above(r, record, parent);
    in_target *t = in_find(r->k, record, parent->name);
    return t ? t : in_add_target(r->k, record, parent, parent->document, "");
}

void
in_read_row(in_reading *r)
{
    in_target *t = find_target(r, r->sheet->record);
    if (!t)
        return;
    if (t->seen && t->seen_in == r->source && !(r->map && r->map->repeats)) {
        if (r->map)
            in_tell(r, 0, DIAG_MAP_ROW_TWICE, t->seen, NULL, NULL);
        else
            in_tell(r, MAX(1, field_of_key(r, r->sheet->record)), DIAG_SHEET_ROW_TWICE, t->seen, NULL, NULL);
        return;
    }
    t->seen = in_cell_name(r, r->map ? 0 : 1);
    t->seen_in = r->source;
    in_merge_row(r, t);
}

/* ---- lines ---- */

bool
in_read_value(in_reading *r, int field)
{
    const layout_column *c = r->columns[field];
    const place where = in_cell_place(r, field);
    if (!c) {
        in_tell(r, field, DIAG_SHEET_HEADING_UNKNOWN, "0", "", "");
        return false;
    }
    r->bad[field] = !intake_value(r->k->a, r->k->l->grammars[r->sheet->record->grammar], c, r->cells[field], where,
                                  &r->values[field], r->k->d);
    if (!r->bad[field])
        return true;
    g_hash_table_add(r->k->told, (void *)where.file);
    r->values[field] = NULL;
    r->k->broken = r->k->broken || c->role == LAYOUT_KEY_OF;
    return c->role != LAYOUT_KEY_OF;
}

/* The values of a line; false: there is none, or it is not known of what they are. */
static bool
read_values(in_reading *r)
{
    bool good = true, any = false;
    for (int i = 1; i <= r->fields; i++) {
        r->values[i] = NULL;
        r->bad[i] = false;
        if (!r->cells[i])
            continue;
        good = in_read_value(r, i) && good;
        any = any || r->values[i] || r->bad[i];
    }
    return good && any;
}

static bool
is_example(const in_reading *r)
{
    const int field = field_of_key(r, r->sheet->columns[0].record);
    const book_entry *e = field ? r->cells[field] : NULL;
    return e && e->text && strcmp(e->text, LAYOUT_EXAMPLE) == 0;
}

static bool
is_empty(const in_reading *r)
{
    for (int i = 1; i <= r->fields; i++)
        if (r->cells[i])
            return false;
    return true;
}

/* What is typed over the example is most often a record, whose writer left 例 before it. */
static void
judge_example(in_reading *r)
{
    const int key = field_of_key(r, r->sheet->columns[0].record);
    GString *fields = g_string_new(NULL);
    int first = 0;
    for (int i = 1; i <= r->fields; i++) {
        const layout_column *c = r->columns[i];
        const char *example = c ? layout_example(r->k->a, c) : NULL;
        if (i == key || !r->cells[i] || (example && g_strcmp0(r->cells[i]->text, example) == 0))
            continue;
        first = first ? first : i;
        g_string_append_printf(fields, "%s%s", fields->len ? "、" : "", c ? c->field : in_cell_name(r, i));
    }
    if (first)
        in_tell(r, first, DIAG_SHEET_EXAMPLE_CHANGED, arena_strdup(r->k->a, fields->str), NULL, NULL);
    g_string_free(fields, TRUE);
}

/* What is typed over the keys of the line that says how values look is a record that nobody reads. (Of the other fields
 * that line has been another one in other versions.) */
static void
judge_note(in_reading *r)
{
    GString *fields = g_string_new(NULL);
    int first = 0;
    for (int i = 1; i <= r->fields; i++) {
        const layout_column *c = r->columns[i];
        if (!c || c->role != LAYOUT_KEY_OF || !r->cells[i] ||
            g_strcmp0(r->cells[i]->text, layout_note(r->k->a, c, c->record == r->sheet->record)) == 0)
            continue;
        first = first ? first : i;
        g_string_append_printf(fields, "%s%s", fields->len ? "、" : "", c->field);
    }
    if (first)
        in_tell(r, first, DIAG_SHEET_NOTE_CHANGED, arena_strdup(r->k->a, fields->str), NULL, NULL);
    g_string_free(fields, TRUE);
}

static void
read_line(in_reading *r)
{
    const bool example = is_example(r);
    if (is_empty(r))
        return;
    if (r->line == LAYOUT_NOTE_AT) {
        judge_note(r);
        return;
    }
    if (example && r->line == LAYOUT_EXAMPLE_AT) {
        judge_example(r);
        return;
    }
    if (example || r->line == LAYOUT_EXAMPLE_AT)
        in_tell(r, 1, DIAG_SHEET_EXAMPLE, LAYOUT_EXAMPLE, NULL, NULL);
    else if (read_values(r))
        in_read_row(r);
}

static int
last_line(const in_reading *r, const in_sheet *s)
{
    int most = 0, line, field;
    for (guint i = 0; i < s->cells->len; i++) {
        const book_entry *e = &g_array_index(s->cells, book_entry, i);
        layout_line(r->sheet, e->row, e->column, &line, &field);
        most = MAX(most, line);
    }
    return most;
}

static const book_entry *
entry_at(const in_sheet *s, int row, int column)
{
    for (guint i = 0; i < s->cells->len; i++) {
        const book_entry *e = &g_array_index(s->cells, book_entry, i);
        if (e->row == row && e->column == column)
            return e;
    }
    return NULL;
}

/* Merged cells have their value in the first of them alone, where people see it in all: of which records it is, or of
 * which fields, is not known. Those that are blank say nothing. */
static void
tell_merged(in_reading *r, const in_sheet *s)
{
    char address[BOOK_ADDRESS];
    for (size_t i = 0; i < s->merge_count; i++) {
        const book_range *m = &s->merges[i];
        int field, last;
        layout_line(r->sheet, m->row, m->column, &r->line, &field);
        layout_line(r->sheet, m->last_row, m->last_column, &last, &(int){0});
        const book_entry *e = last >= LAYOUT_RECORDS_AT ? entry_at(s, m->row, m->column) : NULL;
        if (!e || field < 1 || (e->text && xml_is_blank(e->text)))
            continue;
        in_tell(r, field, DIAG_SHEET_MERGED, book_address(m->last_row, m->last_column, address), NULL, NULL);
    }
}

void
in_read_sheet(intake *k, const in_book *b, const layout_sheet *sheet, const in_sheet *s)
{
    in_reading r = {.k = k, .book = b, .sheet = sheet, .source = s};
    if (!in_read_heads(&r, s))
        return;
    tell_merged(&r, s);
    const int last = last_line(&r, s);
    GHashTable *lines = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    for (guint i = 0; i < s->cells->len; i++) {
        const book_entry *e = &g_array_index(s->cells, book_entry, i);
        int line, field;
        layout_line(sheet, e->row, e->column, &line, &field);
        const book_entry **cells = g_hash_table_lookup(lines, GINT_TO_POINTER(line));
        if (line < LAYOUT_NOTE_AT || (e->text && xml_is_blank(e->text)))
            continue;
        if (!cells)
            g_hash_table_insert(lines, GINT_TO_POINTER(line), cells = g_new0(const book_entry *, r.fields + 1));
        cells[field] = e;
    }
    r.values = g_new0(const char *, r.fields + 1);
    r.bad = g_new0(bool, r.fields + 1);
    for (r.line = LAYOUT_NOTE_AT; r.line <= last; r.line++) {
        r.cells = g_hash_table_lookup(lines, GINT_TO_POINTER(r.line));
        if (r.cells)
            read_line(&r);
    }
    g_free(r.values);
    g_free(r.bad);
    g_hash_table_destroy(lines);
}
