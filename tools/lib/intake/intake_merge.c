/* intake_merge.c: what a row's cells change in its record. */
#include "intake/intake_map_int.h"

#include <stdlib.h>
#include <string.h>

typedef enum decision { STAYS, TAKEN, REMOVED } decision;

/* What both were when the workbook was made, as a hash; "-": nothing was there. NULL: it is not known. */
static const char *
base_of(const in_reading *r, const in_target *t, const layout_column *c)
{
    if (!t->row)
        return "-";
    return r->book ? in_book_base(r->k->a, r->book, r->sheet->name, t->name, layout_column_id(r->k->a, c)) : NULL;
}

static void
tell_conflict(const in_reading *r, int field, const char *other)
{
    in_tell(r, field, r->map ? DIAG_MAP_CONFLICT : DIAG_SHEET_CONFLICT, r->columns[field]->field, other, NULL);
}

/* What the cell means beside what the case says, and what both were when the workbook was made. */
static decision
decide_cell(const in_reading *r, const in_target *t, int field, const char *was)
{
    const layout_column *c = r->columns[field];
    const char *value = r->values[field];
    const bool removed = value && strcmp(value, LAYOUT_REMOVED) == 0;
    arena *a = r->k->a;
    const char *base = base_of(r, t, c);
    if (r->bad[field])
        return STAYS;
    if (!value) {
        if (was && base && strcmp(base, "-") != 0)
            in_tell(r, field, DIAG_SHEET_KEPT, c->field, LAYOUT_REMOVED, NULL);
        return STAYS;
    }
    if (g_strcmp0(removed ? NULL : value, was) == 0)
        return STAYS;
    if (base && !removed && strcmp(layout_hash(a, value), base) == 0)
        return STAYS; /* nobody touched it here: what the case says now is newer */
    const bool replaces = r->map && r->map->to[field - 1].replaces;
    if (replaces || (base ? strcmp(layout_hash(a, was), base) == 0 : !was))
        return removed ? REMOVED : TAKEN;
    const place in_case = t->row ? xml_place(a, t->row->element, true) : PLACE_NONE;
    tell_conflict(r, field, arena_printf(a, "%s:%d", in_case.file ? in_case.file : t->document->path, in_case.line));
    return STAYS;
}

/* Two workbooks, or two places of one, must not say different things of one value. */
static bool
is_said_once(in_reading *r, const in_target *t, int field)
{
    char *key = g_strdup_printf("%p %s", (const void *)t, layout_column_id(r->k->a, r->columns[field]));
    const in_said *before = g_hash_table_lookup(r->k->said, key);
    if (before && strcmp(before->value, r->values[field]) != 0) {
        tell_conflict(r, field, before->cell);
        g_free(key);
        return false;
    }
    in_said *said = ARENA_NEW(r->k->a, in_said);
    *said = (in_said){r->values[field], in_cell_place(r, field).file};
    g_hash_table_replace(r->k->said, key, said);
    return true;
}

/* ---- one value ---- */

/* The text of an element that may hold elements beside it (at its end): they step aside for it. */
static void
set_text(intake *k, in_target *t, edit_node *n, const char *text)
{
    GPtrArray *names = g_ptr_array_new(), *texts = g_ptr_array_new();
    for (edit_node *c = edit_first(n); c; c = edit_first(n)) {
        g_ptr_array_add(names, (void *)arena_strdup(k->a, edit_tag(c)));
        g_ptr_array_add(texts, (void *)arena_strdup(k->a, edit_text(c)));
        edit_remove(c);
    }
    edit_set_text(n, text);
    for (guint i = 0; i < names->len; i++) {
        edit_node *c = edit_insert(n, k->l->grammars[t->record->grammar], g_ptr_array_index(names, i));
        if (c)
            edit_set_text(c, g_ptr_array_index(texts, i));
    }
    g_ptr_array_free(names, TRUE);
    g_ptr_array_free(texts, TRUE);
}

static void
set_value(intake *k, in_target *t, const layout_column *c, edit_node *holder, const char *value)
{
    if (!holder)
        return;
    if (c->spot->is_attribute)
        edit_set_attribute(holder, c->spot->name, value);
    else if (edit_first(holder))
        set_text(k, t, holder, value);
    else
        edit_set_text(holder, value);
}

static void
remove_value(intake *k, in_target *t, const layout_column *c, edit_node *holder)
{
    if (!holder)
        return;
    const bool whole = c->role == LAYOUT_NUMBERED || c->role == LAYOUT_THERE;
    if (c->spot->is_attribute && !whole)
        edit_set_attribute(holder, c->spot->name, NULL);
    else if (c->depth && (whole || !in_says_more(c->spot, holder)))
        edit_remove(holder);
    else
        set_value(k, t, c, holder, "");
}

bool
in_says_more(const schema_spot *spot, const edit_node *n)
{
    for (size_t i = 0; i < spot->part_count; i++)
        if (spot->parts[i]->is_attribute && edit_attribute(n, spot->parts[i]->name))
            return true;
    return edit_first(n) != NULL;
}

/* The element of a numbered column as it was before anything was changed. */
static edit_node *
numbered_node(const in_reading *r, const in_target *t, const layout_column *c)
{
    const xml_node *n = t->row ? layout_element_of(c, t->row) : NULL;
    return n ? edit_find(t->document->e, xml_place(r->k->a, n, true).path) : NULL;
}

static void
merge_cell(in_reading *r, in_target *t, int field, edit_node *numbered)
{
    const layout_column *c = r->columns[field];
    intake *k = r->k;
    const char *was = t->row ? layout_value_of(k->a, c, t->row) : NULL;
    const decision what = decide_cell(r, t, field, was);
    const bool good = in_judge_reference(r, t, field, what == TAKEN);
    if (what == STAYS || !good || !is_said_once(r, t, field))
        return;
    in_echo_change(r, t, field, was, what == TAKEN ? r->values[field] : NULL);
    edit_node *holder = numbered;
    if (c->role == LAYOUT_NUMBERED && !holder && what == TAKEN) {
        edit_node *at = in_descend(k, t, c, c->depth - 1, true);
        holder = at ? in_insert(k, t, at, NULL, c->path[c->depth - 1]) : NULL;
    } else if (c->role != LAYOUT_NUMBERED) {
        holder = in_descend(k, t, c, c->depth, what == TAKEN);
    }
    if (what == REMOVED)
        remove_value(k, t, c, holder);
    else if (c->role != LAYOUT_THERE)
        set_value(k, t, c, holder, r->values[field]);
}

/* ---- ticks ---- */

typedef struct tick {
    int field;
    const char *word;
    const char *mark; /* NULL: not ticked */
    unsigned long number;
} tick;

static int
by_number(const void *a, const void *b)
{
    const tick *x = a, *y = b;
    return x->number < y->number ? -1 : x->number > y->number;
}

static bool
is_same_group(const layout_column *a, const layout_column *b)
{
    return b && b->role == LAYOUT_TICKED && a->depth == b->depth && a->path[a->depth - 1] == b->path[b->depth - 1];
}

/* What is to be ticked, in order; false after a report: ○ and numbers together have no order. */
static bool
order_ticks(in_reading *r, GArray *ticks)
{
    guint numbers = 0, marks = 0;
    for (guint i = ticks->len; i-- > 0;) {
        tick *one = &g_array_index(ticks, tick, i);
        if (!one->mark) {
            g_array_remove_index(ticks, i);
            continue;
        }
        const bool numbered = g_ascii_isdigit(*one->mark);
        one->number = numbered ? strtoul(one->mark, NULL, 10) : 0;
        numbers += numbered;
        marks += !numbered;
    }
    if (numbers && marks) {
        in_tell(r, g_array_index(ticks, tick, 0).field, DIAG_SHEET_TICKS, LAYOUT_TICK, NULL, NULL);
        return false;
    }
    if (numbers)
        g_array_sort(ticks, by_number);
    for (guint i = 1; numbers && i < ticks->len; i++)
        if (g_array_index(ticks, tick, i).number == g_array_index(ticks, tick, i - 1).number) {
            in_tell(r, g_array_index(ticks, tick, i).field, DIAG_SHEET_TICKS, LAYOUT_TICK, NULL, NULL);
            return false;
        }
    return true;
}

/* Columns may have been moved: ○ are in the order of the schema, not of the sheet. */
static void
sort_marks(const layout_column *c, GArray *ticks)
{
    for (guint i = 0; i < ticks->len; i++) {
        tick *one = &g_array_index(ticks, tick, i);
        if (one->mark && g_ascii_isdigit(*one->mark))
            return;
        for (size_t j = 0; j < c->spot->word_count; j++)
            if (strcmp(c->spot->words[j], one->word) == 0)
                one->number = j;
    }
    g_array_sort(ticks, by_number);
}

static const char *
word_of(const layout_column *c, const edit_node *n)
{
    return c->spot->is_attribute ? edit_attribute(n, c->spot->name) : edit_text(n);
}

/* Whether the elements are those words in that order already: 2 typed over the only ○ says nothing else. */
static bool
are_written(intake *k, in_target *t, const layout_column *c, const GArray *ticks)
{
    const char *name = c->path[c->depth - 1]->name;
    edit_node *holder = in_descend(k, t, c, c->depth - 1, false), *n = holder ? edit_first_named(holder, name) : NULL;
    guint at = 0;
    for (; n && at < ticks->len; n = edit_next_named(n, name), at++)
        if (g_strcmp0(g_array_index(ticks, tick, at).word, word_of(c, n)) != 0)
            return false;
    return !n && at == ticks->len;
}

/* The elements become those words, in that order; those that are there stay where their order allows it. */
static void
write_ticks(intake *k, in_target *t, const layout_column *c, const GArray *ticks)
{
    const schema_spot *spot = c->path[c->depth - 1];
    edit_node *holder = in_descend(k, t, c, c->depth - 1, ticks->len > 0), *next, *after = NULL;
    if (!holder)
        return;
    guint at = 0;
    for (edit_node *n = edit_first_named(holder, spot->name); n; n = next) {
        next = edit_next_named(n, spot->name);
        const char *word = word_of(c, n);
        guint found = at;
        while (found < ticks->len && g_strcmp0(g_array_index(ticks, tick, found).word, word) != 0)
            found++;
        if (found == ticks->len) {
            edit_remove(n);
            continue;
        }
        for (; at < found; at++) {
            edit_node *new = after ? in_insert(k, t, holder, after, spot) : in_insert_before(holder, n, spot);
            set_value(k, t, c, new, g_array_index(ticks, tick, at).word);
            after = new;
        }
        after = n;
        at = found + 1;
    }
    for (; at < ticks->len; at++) {
        edit_node *new = in_insert(k, t, holder, after, spot);
        set_value(k, t, c, new, g_array_index(ticks, tick, at).word);
        after = new;
    }
}

/* All ticks of one element of the record, at the first of their fields. */
static void
merge_ticks(in_reading *r, in_target *t, int first)
{
    intake *k = r->k;
    const layout_column *c = r->columns[first];
    GArray *ticks = g_array_new(FALSE, FALSE, sizeof(tick));
    bool changed = false;
    const gsize echoed = k->echo->len;
    for (int i = first; i <= r->fields; i++) {
        if (!is_same_group(c, r->columns[i]))
            continue;
        const char *was = t->row ? layout_value_of(k->a, r->columns[i], t->row) : NULL;
        const decision what = decide_cell(r, t, i, was);
        const bool taken = what != STAYS && is_said_once(r, t, i);
        const char *is = !taken ? was : what == REMOVED ? NULL : r->values[i];
        const tick one = {i, r->columns[i]->word, is, 0};
        if (taken)
            in_echo_change(r, t, i, was, is);
        changed = changed || taken;
        g_array_append_val(ticks, one);
    }
    bool writes = changed && order_ticks(r, ticks);
    if (writes) {
        sort_marks(c, ticks);
        writes = !are_written(k, t, c, ticks);
    }
    if (writes)
        write_ticks(k, t, c, ticks);
    else
        g_string_truncate(k->echo, echoed);
    g_array_free(ticks, TRUE);
}

static bool
is_first_of_group(const in_reading *r, int field)
{
    for (int i = 1; i < field; i++)
        if (r->columns[i] && is_same_group(r->columns[field], r->columns[i]))
            return false;
    return true;
}

void
in_merge_row(in_reading *r, in_target *t)
{
    edit_node **numbered = g_new0(edit_node *, r->fields + 1);
    for (int i = 1; i <= r->fields; i++)
        if (r->columns[i] && r->columns[i]->role == LAYOUT_NUMBERED)
            numbered[i] = numbered_node(r, t, r->columns[i]);
    if (!t->row)
        in_node(r->k, t);
    for (int i = 1; i <= r->fields; i++) {
        const layout_column *c = r->columns[i];
        if (!c)
            continue;
        in_note_place(r, t, c, i);
        if (c->role == LAYOUT_KEY_OF)
            continue;
        if (c->role != LAYOUT_TICKED)
            merge_cell(r, t, i, numbered[i]);
        else if (is_first_of_group(r, i))
            merge_ticks(r, t, i);
    }
    g_free(numbered);
    if (!t->row)
        in_fill_required(r->k, t);
}
