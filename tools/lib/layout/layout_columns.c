/* layout_columns.c: what a record's columns are, what stands in each, and how it is called. */
#include "layout/layout_int.h"

#include <stdlib.h>
#include <string.h>

typedef struct columns {
    arena *a;
    const layout_record *r;
    bool first; /* only what a first plan needs */
    GPtrArray *path;
    GArray *out;
} columns;

static const char *const yes_no_shown[] = {"はい", "いいえ"};

static bool
is_yes_no(const schema_spot *s)
{
    return s->word_count == 2 && strcmp(s->words[0], "yes") == 0 && strcmp(s->words[1], "no") == 0;
}

static long
bound_of(const char *facet, long otherwise)
{
    return facet ? strtol(facet, NULL, 10) : otherwise;
}

/* The kinds of data that the grammars have, told by datatype and pattern and not by the names of fields. */
static layout_kind
kind_of_data(const layout_column *c)
{
    const schema_spot *s = c->spot;
    if (strcmp(s->datatype, "date") == 0)
        return LAYOUT_DATE;
    if (strcmp(s->datatype, "gYearMonth") == 0)
        return LAYOUT_MONTH;
    if (g_str_has_suffix(s->datatype, "nteger"))
        return LAYOUT_NUMBER;
    if (!s->pattern)
        return LAYOUT_TEXT;
    if (strcmp(s->pattern, "[0-9]{4}") == 0)
        return LAYOUT_YEAR;
    if (strstr(s->pattern, ":"))
        return LAYOUT_TIME;
    return g_str_has_prefix(s->pattern, "[A-Za-z]") ? LAYOUT_ID : LAYOUT_CODE;
}

static void
read_kind(arena *a, layout_column *c)
{
    const schema_spot *s = c->spot;
    c->refers = s->is_attribute ? schema_spot_note(a, s, "refers") : NULL;
    if (c->refers) {
        c->kind = LAYOUT_REFERENCE;
    } else if (s->value == SCHEMA_WORDS) {
        c->kind = LAYOUT_WORD;
        c->words = s->words;
        c->shown = is_yes_no(s) ? yes_no_shown : s->words;
        c->word_count = s->word_count;
    } else if (s->value == SCHEMA_DATA) {
        c->kind = kind_of_data(c);
    } else if (schema_spot_note(a, s, "text")) {
        const char *what = schema_spot_note(a, s, "text");
        c->kind = strcmp(what, "code") == 0 ? LAYOUT_CODE : LAYOUT_TEXT;
    } else {
        c->kind = s->is_attribute ? LAYOUT_TEXT : LAYOUT_LONG;
    }
    if (c->kind == LAYOUT_NUMBER) {
        const bool counted = g_str_has_prefix(s->datatype, "positive");
        c->lowest = bound_of(s->lowest, counted ? 1 : g_str_has_prefix(s->datatype, "nonNegative") ? 0 : -99999999);
        c->highest = bound_of(s->highest, 99999999);
    }
}

/* The field that may stand instead of it, where one of the two must be there whenever the record is. */
static const char *
either_of(const columns *k, const schema_spot *spot)
{
    for (guint i = 0; i < k->path->len; i++) {
        const schema_spot *above = g_ptr_array_index(k->path, i);
        if (above != spot && !above->required)
            return NULL;
    }
    return spot->other ? spot->other->label : NULL;
}

/* Adds a column for the value of `attribute`, or (NULL) of the element that the path ends with. */
static layout_column *
add_column(columns *k, layout_role role, const char *group, const char *field, const schema_spot *spot)
{
    layout_column c = {.role = role,
                       .group = group,
                       .field = field,
                       .help = spot->help,
                       .record = k->r,
                       .path = arena_copy(k->a, k->path->pdata, k->path->len * sizeof *k->path->pdata),
                       .depth = k->path->len,
                       .spot = spot};
    read_kind(k->a, &c);
    if (role == LAYOUT_VALUE)
        c.either = either_of(k, spot);
    g_array_append_val(k->out, c);
    return &g_array_index(k->out, layout_column, k->out->len - 1);
}

static bool
is_wanted(const columns *k, const schema_spot *s)
{
    return !k->first || s->usual || schema_spot_note(k->a, s, "first");
}

/* Everything from the record to here must be there whenever the record is. */
static bool
all_required(const columns *k)
{
    for (guint i = 0; i < k->path->len; i++)
        if (!((const schema_spot *)g_ptr_array_index(k->path, i))->required)
            return false;
    return true;
}

static void
add_ticks(columns *k, const char *group, const schema_spot *element)
{
    const schema_spot *only = layout_only_value(element);
    const char *of =
        strcmp(group, k->r->spot->label) == 0 ? element->label : arena_printf(k->a, "%s／%s", group, element->label);
    for (size_t i = 0; i < only->word_count; i++) {
        layout_column *c = add_column(k, LAYOUT_TICKED, of, only->words[i], only);
        c->kind = LAYOUT_MARK;
        c->word = only->words[i];
        c->help = element->help;
    }
}

/* Whether nothing in the element must say something: then it may be there without a word. (A text that says nothing is
 * as if it were not there: schema_take.) */
static bool
may_be_silent(const schema_spot *s)
{
    if (s->value != SCHEMA_NO_VALUE && !s->may_be_blank)
        return false;
    for (size_t i = 0; i < s->part_count; i++) {
        const schema_spot *part = s->parts[i];
        if (part->usual && (part->is_attribute || !may_be_silent(part)))
            return false;
    }
    return true;
}

static void add_parts(columns *k, const char *group, const schema_spot *s);

/* A text and attributes about it (r:beside): an attribute that a grammar gains moves no column that is there. */
static bool
is_text_with_remarks(const columns *k, const schema_spot *s)
{
    bool all = s->value != SCHEMA_NO_VALUE && s->part_count > 0;
    for (size_t i = 0; i < s->part_count; i++)
        all = all && s->parts[i]->is_attribute && schema_spot_note(k->a, s->parts[i], "beside");
    return all;
}

static void
add_text_with_remarks(columns *k, const char *group, const schema_spot *s)
{
    layout_column *c = add_column(k, LAYOUT_VALUE, group, s->label, s);
    c->required = all_required(k) && !s->may_be_blank;
    for (size_t i = 0; i < s->part_count; i++)
        if (is_wanted(k, s->parts[i]))
            add_column(k, LAYOUT_VALUE, group, arena_printf(k->a, "%s：%s", s->label, s->parts[i]->label), s->parts[i]);
}

static void
add_folded(columns *k, const char *group, const schema_spot *s)
{
    if (is_text_with_remarks(k, s)) {
        add_text_with_remarks(k, group, s);
        return;
    }
    if (s->part_count == 0 && s->value != SCHEMA_NO_VALUE) {
        layout_column *c = add_column(k, LAYOUT_VALUE, group, s->label, s);
        c->required = all_required(k) && !s->may_be_blank;
        return;
    }
    const bool outermost = strcmp(group, k->r->spot->label) == 0;
    const char *own = outermost ? s->label : arena_printf(k->a, "%s／%s", group, s->label);
    if (!s->required && s->value == SCHEMA_NO_VALUE && may_be_silent(s) && !k->first) {
        layout_column *c = add_column(k, LAYOUT_THERE, own, "記載の有無", s);
        c->kind = LAYOUT_MARK;
        c->help = "ほかの欄が空でも、この項目があるときは ○。";
    }
    if (s->value != SCHEMA_NO_VALUE) {
        layout_column *c = add_column(k, LAYOUT_VALUE, own, s->label, s);
        c->required = all_required(k) && !s->may_be_blank;
    }
    add_parts(k, own, s);
}

static void
add_element(columns *k, const char *group, const schema_spot *s)
{
    const layout_place where = layout_place_of(k->a, s);
    if (where == PLACE_RECORD || !is_wanted(k, s))
        return;
    g_ptr_array_add(k->path, (void *)s);
    if (where == PLACE_TICKS) {
        add_ticks(k, group, s);
    } else if (where == PLACE_NUMBERED) {
        layout_column *c = add_column(k, LAYOUT_NUMBERED, group, s->label, layout_only_value(s));
        c->help = s->help;
    } else {
        add_folded(k, group, s);
    }
    g_ptr_array_set_size(k->path, (gint)k->path->len - 1);
}

/* Which masters a case has is known from the others: nobody types paths. */
static bool
names_master(const schema_spot *s)
{
    bool is = false;
    for (size_t i = 1; i < LAYOUT_GRAMMARS && strcmp(s->parent->name, "masters") == 0; i++)
        is = is || strcmp(layout_grammar_names[i], s->name) == 0;
    return is;
}

static void
add_parts(columns *k, const char *group, const schema_spot *s)
{
    for (size_t i = 0; i < s->part_count; i++) {
        const schema_spot *part = s->parts[i];
        if (!part->is_attribute) {
            add_element(k, group, part);
        } else if (!layout_is_fixed(part) && !(k->path->len == 0 && part == k->r->key_spot) && is_wanted(k, part)) {
            layout_column *c = add_column(k, LAYOUT_VALUE, group, part->label, part);
            c->required = part->required && all_required(k) && !names_master(part);
            if (names_master(part))
                c->help = "空のまま：ほかのケースと同じマスター";
        }
    }
}

/* The keys from the outermost record down to this one. */
static void
add_keys(columns *k, const layout_record *r)
{
    static const char group[] = "どの記録か";
    if (r->parent)
        add_keys(k, r->parent);
    if (r->key == LAYOUT_KEY_NONE)
        return;
    const bool own = r == k->r;
    const char *field = !own || !r->parent ? r->spot->label : r->key_spot ? r->key_spot->label : "番号";
    layout_column *c = add_column(k, LAYOUT_KEY_OF, group, field, r->key_spot ? r->key_spot : r->spot);
    c->record = r;
    c->required = !own || r->key == LAYOUT_KEY_VALUE || (r->key == LAYOUT_KEY_ID && !r->parent);
    if (r->key == LAYOUT_KEY_ORDINAL)
        c->kind = LAYOUT_ID; /* of digits, or a word by which rows of one workbook name a new record */
}

/* Two fields of one name in one group are told apart by a number: the grammar's author is to name them better, but
 * nothing is lost. */
static void
part_headings(columns *k)
{
    GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < k->out->len; i++) {
        layout_column *c = &g_array_index(k->out, layout_column, i);
        for (guint n = 2; !g_hash_table_add(seen, g_strdup_printf("%s\n%s", c->group, c->field)); n++)
            c->field = arena_printf(k->a, "%s（%u）", c->spot->label, n);
    }
    g_hash_table_destroy(seen);
}

GArray *
layout_columns(arena *a, const layout_record *r, bool first)
{
    columns k = {.a = a, .r = r, .first = first, .path = g_ptr_array_new()};
    k.out = g_array_new(FALSE, TRUE, sizeof(layout_column));
    add_keys(&k, r);
    if (r->spot->value != SCHEMA_NO_VALUE) {
        layout_column *c = add_column(&k, LAYOUT_VALUE, r->spot->label, r->spot->label, r->spot);
        c->required = !r->spot->may_be_blank;
    }
    add_parts(&k, r->spot->label, r->spot);
    part_headings(&k);
    g_ptr_array_free(k.path, TRUE);
    return k.out;
}
