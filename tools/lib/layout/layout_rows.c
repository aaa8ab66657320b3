/* layout_rows.c: documents as rows, and what stands in their cells. */
#include "layout/layout_int.h"

#include <string.h>

typedef struct walker {
    arena *a;
    const layout *l;
    GPtrArray *out;
} walker;

static const char *
own_key(arena *a, const layout_record *r, const xml_node *element, size_t ordinal)
{
    if (r->key == LAYOUT_KEY_NONE)
        return "";
    const char *value = r->key_spot ? xml_attribute(a, element, r->key_spot->name) : NULL;
    return value ? value : arena_printf(a, "%zu", ordinal);
}

static const layout_row *
add_row(walker *w, const layout_record *r, const layout_row *parent, const xml_node *element, size_t ordinal)
{
    layout_row *row = ARENA_NEW(w->a, layout_row);
    *row = (layout_row){.record = r, .element = element, .parent = parent};
    row->key = own_key(w->a, r, element, ordinal);
    const char *above = parent ? parent->name : layout_grammar_names[r->grammar];
    row->name = *row->key ? arena_printf(w->a, "%s/%s", above, row->key) : above;
    g_ptr_array_add(w->out, row);
    return row;
}

static void add_children(walker *w, const layout_row *row);

/* The elements of the record below this one, which is `depth` steps down its path. */
static void
add_below(walker *w, const layout_record *r, const layout_row *parent, const xml_node *at, size_t depth,
          size_t *ordinal)
{
    for (const xml_node *c = xml_first_element(at); c; c = xml_next_element(c)) {
        if (!xml_named(c, r->path[depth]->name))
            continue;
        if (depth + 1 < r->depth)
            add_below(w, r, parent, c, depth + 1, ordinal);
        else
            add_children(w, add_row(w, r, parent, c, ++*ordinal));
    }
}

static void
add_children(walker *w, const layout_row *row)
{
    for (size_t i = 0; i < w->l->record_count; i++) {
        const layout_record *r = w->l->records[i];
        size_t ordinal = 0;
        if (r->parent == row->record)
            add_below(w, r, row, row->element, 0, &ordinal);
    }
}

GPtrArray *
layout_rows(arena *a, const layout *l, size_t grammar, const xml_doc *doc)
{
    walker w = {.a = a, .l = l, .out = g_ptr_array_new()};
    for (size_t i = 0; i < l->record_count; i++) {
        const layout_record *r = l->records[i];
        if (r->grammar == grammar && !r->parent && xml_named(xml_root(doc), r->spot->name))
            add_children(&w, add_row(&w, r, NULL, xml_root(doc), 1));
    }
    return w.out;
}

/* ---- values ---- */

/* The element that holds the column's value (of a tick or a number: that holds those elements); NULL: not there. */
static const xml_node *
holder_of(const layout_column *c, const xml_node *element, size_t depth)
{
    for (size_t i = 0; i < depth && element; i++)
        element = xml_element_named(element, c->path[i]->name);
    return element;
}

/* What the element says itself, as the file has it: blank text is none. */
static const char *
text_in(arena *a, const xml_node *element)
{
    GString *s = g_string_new(NULL);
    for (const xml_node *n = xml_first_child(element); n; n = xml_next(n))
        if (xml_is_text(n) && !xml_is_blank(xml_text(a, n)))
            g_string_append(s, xml_text(a, n));
    const char *text = s->len ? arena_strdup(a, s->str) : NULL;
    g_string_free(s, TRUE);
    return text;
}

static const char *
value_in(arena *a, const layout_column *c, const xml_node *element)
{
    if (!c->spot->is_attribute)
        return text_in(a, element);
    const char *value = xml_attribute(a, element, c->spot->name);
    return value && !xml_is_blank(value) ? value : NULL;
}

static size_t
place_of_word(const layout_column *c, const char *word)
{
    for (size_t i = 0; i < c->spot->word_count; i++)
        if (g_strcmp0(c->spot->words[i], word) == 0)
            return i;
    return c->spot->word_count;
}

static const char *
tick_in(arena *a, const layout_column *c, const xml_node *holder)
{
    size_t number = 0, mine = 0, before = 0;
    bool ordered = true;
    for (const xml_node *n = xml_first_element(holder); n; n = xml_next_element(n)) {
        if (!xml_named(n, c->path[c->depth - 1]->name))
            continue;
        const char *word = value_in(a, c, n);
        const size_t at = place_of_word(c, word);
        ordered = ordered && (number == 0 || at > before);
        before = at;
        number++;
        if (g_strcmp0(word, c->word) == 0)
            mine = number;
    }
    return !mine ? NULL : ordered ? LAYOUT_TICK : arena_printf(a, "%zu", mine);
}

static const xml_node *
numbered_in(const layout_column *c, const xml_node *holder, size_t number, size_t *count)
{
    *count = 0;
    for (const xml_node *n = xml_first_element(holder); n; n = xml_next_element(n))
        if (xml_named(n, c->path[c->depth - 1]->name) && ++*count == number)
            return n;
    return NULL;
}

size_t
layout_number_of(const layout_column *c, const layout_row *row)
{
    const xml_node *holder = holder_of(c, row->element, c->depth - 1);
    size_t count = 0;
    if (holder)
        numbered_in(c, holder, 0, &count);
    return count;
}

static const char *
key_in(const layout_column *c, const layout_row *row)
{
    while (row && row->record != c->record)
        row = row->parent;
    return row ? row->key : NULL;
}

const xml_node *
layout_element_of(const layout_column *c, const layout_row *row)
{
    const bool several = c->role == LAYOUT_TICKED || c->role == LAYOUT_NUMBERED;
    const xml_node *holder = holder_of(c, row->element, several ? c->depth - 1 : c->depth);
    size_t count;
    return holder && c->role == LAYOUT_NUMBERED ? numbered_in(c, holder, c->number, &count) : holder;
}

const char *
layout_value_of(arena *a, const layout_column *c, const layout_row *row)
{
    if (c->role == LAYOUT_KEY_OF)
        return key_in(c, row);
    const xml_node *holder = layout_element_of(c, row);
    if (!holder)
        return NULL;
    if (c->role == LAYOUT_THERE)
        return LAYOUT_TICK;
    return c->role == LAYOUT_TICKED ? tick_in(a, c, holder) : value_in(a, c, holder);
}

/* ---- what people know it by ---- */

/* The first text of this kind (r:text) in the element and what is folded into it; with what stands in `also` behind a
 * space. */
static const char *
words_in(arena *a, const schema_spot *s, const xml_node *n, const char *kind)
{
    const char *says = schema_spot_note(a, s, "text");
    if (says && strcmp(says, kind) == 0)
        return xml_text(a, n);
    for (size_t i = 0; i < s->part_count; i++) {
        const schema_spot *part = s->parts[i];
        if (part->is_attribute || layout_place_of(a, part) != PLACE_FOLDED)
            continue;
        const xml_node *c = xml_element_named(n, part->name);
        const char *found = c ? words_in(a, part, c, kind) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

static const char *
name_in(arena *a, const layout_row *row)
{
    const char *family = words_in(a, row->record->spot, row->element, "family");
    const char *given = words_in(a, row->record->spot, row->element, "given");
    if (family && given)
        return arena_printf(a, "%s %s", family, given);
    if (family || given)
        return family ? family : given;
    const char *place_name = words_in(a, row->record->spot, row->element, "place");
    return place_name ? place_name : words_in(a, row->record->spot, row->element, "person");
}

/* The first one that there must be, else the first that there is. */
static const char *
attribute_of(arena *a, const layout_row *row, schema_value kind)
{
    const schema_spot *s = row->record->spot, *found = NULL;
    for (size_t i = 0; i < s->part_count; i++) {
        const schema_spot *part = s->parts[i];
        const bool dated = kind != SCHEMA_DATA || g_strcmp0(part->datatype, "date") == 0;
        if (part->is_attribute && part->value == kind && dated && part != row->record->key_spot &&
            xml_has_attribute(row->element, part->name) && (!found || (part->usual && !found->usual)))
            found = part;
    }
    return found ? xml_attribute(a, row->element, found->name) : NULL;
}

const char *
layout_beside(arena *a, const layout_row *row)
{
    if (row->record->key == LAYOUT_KEY_VALUE)
        return ""; /* it is what it is known by */
    const char *name = name_in(a, row);
    if (!name)
        name = attribute_of(a, row, SCHEMA_WORDS);
    if (!name)
        name = attribute_of(a, row, SCHEMA_DATA);
    return name ? name : "";
}

const char *
layout_hash(arena *a, const char *value)
{
    guint64 sum = 14695981039346656037u; /* FNV-1a */
    if (!value)
        return "-";
    for (const unsigned char *p = (const unsigned char *)value; *p; p++)
        sum = (sum ^ *p) * 1099511628211u;
    return arena_printf(a, "%016" G_GINT64_MODIFIER "x", sum);
}
