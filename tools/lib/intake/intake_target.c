/* intake_target.c: the records that there are and that are made, and their elements. */
#include "intake/intake_int.h"

#include <string.h>

#include "base/model.h"

static char *
target_key(const layout_record *r, const char *name)
{
    return g_strdup_printf("%p %s", (const void *)r, name);
}

static char *
id_key(const in_document *doc, const char *id)
{
    return g_strdup_printf("%p %s", (const void *)doc, id);
}

const char *
in_scope(const in_document *doc)
{
    return doc->id ? doc->id : "";
}

in_target *
in_find_id(const intake *k, const in_document *doc, const char *id)
{
    in_target *found = NULL;
    for (guint i = 0; i < k->documents->len && !found; i++) {
        const in_document *other = g_ptr_array_index(k->documents, i);
        if (other != doc && other->grammar == 0)
            continue;
        char *key = id_key(other, id);
        found = g_hash_table_lookup(k->ids, key);
        g_free(key);
    }
    return found;
}

in_target *
in_find(const intake *k, const layout_record *r, const char *name)
{
    char *key = target_key(r, name);
    in_target *t = g_hash_table_lookup(k->targets, key);
    g_free(key);
    return t;
}

static in_target *
keep_target(intake *k, in_target t)
{
    in_target *kept = arena_copy(k->a, &t, sizeof t);
    g_hash_table_replace(k->targets, target_key(t.record, t.name), kept);
    g_ptr_array_add(k->in_order, kept);
    if (t.record->key == LAYOUT_KEY_ID)
        g_hash_table_replace(k->ids, id_key(t.document, t.key), kept);
    return kept;
}

in_target *
in_add_target(intake *k, const layout_record *r, in_target *parent, in_document *doc, const char *key)
{
    const char *above = parent ? parent->name : layout_grammar_names[r->grammar];
    const char *name = *key ? arena_printf(k->a, "%s/%s", above, key) : above;
    return keep_target(k, (in_target){.record = r, .parent = parent, .document = doc, .name = name, .key = key});
}

static void
open_document(intake *k, const layout_file *file)
{
    in_document *doc = ARENA_NEW(k->a, in_document);
    *doc = (in_document){file->grammar, file->path, file->id, edit_open_file(file->path, k->d), false};
    g_ptr_array_add(k->documents, doc);
    GPtrArray *rows = layout_rows(k->a, k->l, file->grammar, file->doc);
    GHashTable *of_row = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < rows->len; i++) {
        const layout_row *row = g_ptr_array_index(rows, i);
        in_target *t = keep_target(k, (in_target){.record = row->record,
                                                  .parent = g_hash_table_lookup(of_row, row->parent),
                                                  .document = doc,
                                                  .row = row,
                                                  .name = row->name,
                                                  .key = row->key});
        g_hash_table_insert(of_row, (void *)row, t);
        const char *beside = row->record->key == LAYOUT_KEY_ID ? layout_beside(k->a, row) : "";
        if (*beside)
            layout_names_add(k->names, in_scope(doc), row->key, beside);
    }
    g_hash_table_destroy(of_row);
    g_ptr_array_free(rows, TRUE);
}

void
in_open_targets(intake *k)
{
    for (guint i = 0; i < k->asked->files->len; i++)
        open_document(k, &g_array_index(k->asked->files, layout_file, i));
}

in_document *
in_master(intake *k, size_t grammar)
{
    for (guint i = 0; i < k->documents->len; i++) {
        in_document *doc = g_ptr_array_index(k->documents, i);
        if (doc->grammar == grammar)
            return doc;
    }
    return NULL;
}

static const layout_record *
outermost_of(const layout *l, size_t grammar)
{
    for (size_t i = 0; i < l->record_count; i++)
        if (l->records[i]->grammar == grammar && !l->records[i]->parent)
            return l->records[i];
    return NULL;
}

/* What can have but one value is not asked for. */
static void
set_fixed(edit_node *n, const schema_spot *spot)
{
    for (size_t i = 0; i < spot->part_count; i++) {
        const schema_spot *part = spot->parts[i];
        if (part->is_attribute && part->required && part->value == SCHEMA_WORDS && part->word_count == 1)
            edit_set_attribute(n, part->name, part->words[0]);
    }
}

const char *
in_path_from(arena *a, const char *from, const char *to)
{
    char *path = path_between(from, to);
    const char *copy = arena_strdup(a, path);
    g_free(path);
    return copy;
}

/* Where another case has them, or the usual place. What a cell says stays. */
static void
name_masters_of(intake *k, in_document *doc, const schema_spot *root)
{
    const schema_spot *spot = schema_spot_part(root, "masters", false);
    edit_node *n = spot ? edit_first_named(edit_root(doc->e), spot->name) : NULL;
    if (spot && !n)
        n = edit_insert(edit_root(doc->e), k->l->grammars[0], spot->name);
    for (size_t i = 1; n && i < LAYOUT_GRAMMARS; i++) {
        const schema_spot *part = schema_spot_part(spot, layout_grammar_names[i], true);
        const in_document *master = in_master(k, i);
        if (!part || (!master && !part->required) || edit_attribute(n, part->name))
            continue;
        const char *path = master ? master->path : layout_master_path(k->a, k->asked->folder, i);
        edit_set_attribute(n, part->name, in_path_from(k->a, doc->path, path));
    }
}

void
in_name_masters(intake *k)
{
    const layout_record *r = outermost_of(k->l, 0);
    for (guint i = 0; i < k->documents->len; i++) {
        in_document *doc = g_ptr_array_index(k->documents, i);
        if (doc->is_new && doc->grammar == 0)
            name_masters_of(k, doc, r->spot);
    }
}

in_document *
in_new_document(intake *k, size_t grammar, const char *id)
{
    const layout_record *r = outermost_of(k->l, grammar);
    const char *path = id ? arena_printf(k->a, "%s/%s/case.xml", k->asked->folder, id)
                          : layout_master_path(k->a, k->asked->folder, grammar);
    GString *source = g_string_new(NULL);
    model_append_head(source, path, k->asked->schema_dir, layout_grammar_names[grammar]);
    g_string_append_printf(source, "<%s>\n</%s>\n", r->spot->name, r->spot->name);
    in_document *doc = ARENA_NEW(k->a, in_document);
    *doc = (in_document){grammar, path, id, edit_open(path, source->str, source->len, k->d), true};
    g_string_free(source, TRUE);
    g_ptr_array_add(k->documents, doc);
    edit_node *root = edit_root(doc->e);
    set_fixed(root, r->spot);
    if (r->key_spot && id)
        edit_set_attribute(root, r->key_spot->name, id);
    in_target *t = in_add_target(k, r, NULL, doc, id ? id : "");
    t->node = root;
    return doc;
}

/* ---- elements ---- */

edit_node *
in_insert(intake *k, in_target *t, edit_node *parent, edit_node *after, const schema_spot *spot)
{
    edit_node *n = after ? edit_insert_after(parent, after, spot->name)
                         : edit_insert(parent, k->l->grammars[t->record->grammar], spot->name);
    if (n)
        set_fixed(n, spot);
    return n;
}

edit_node *
in_insert_before(edit_node *parent, edit_node *first, const schema_spot *spot)
{
    edit_node *before = NULL;
    for (edit_node *n = edit_first(parent); n && n != first; n = edit_next(n))
        before = n;
    edit_node *n = edit_insert_after(parent, before, spot->name);
    if (n)
        set_fixed(n, spot);
    return n;
}

static edit_node *
step_down(intake *k, in_target *t, edit_node *at, const schema_spot *spot, bool make)
{
    edit_node *n = edit_first_named(at, spot->name);
    return n || !make ? n : in_insert(k, t, at, NULL, spot);
}

/* Months and days stand in their order, in whatever order rows say them. */
static edit_node *
insert_record(intake *k, in_target *t, edit_node *at)
{
    const layout_record *r = t->record;
    const schema_spot *key = r->key == LAYOUT_KEY_VALUE ? r->key_spot : NULL;
    const bool ordered =
        key && key->datatype && (strcmp(key->datatype, "gYearMonth") == 0 || strcmp(key->datatype, "date") == 0);
    edit_node *first = ordered ? edit_first_named(at, r->spot->name) : NULL, *before = NULL;
    for (edit_node *n = first; n; n = edit_next_named(n, r->spot->name))
        if (g_strcmp0(edit_attribute(n, key->name), t->key) < 0)
            before = n;
    return first && !before ? in_insert_before(at, first, r->spot) : in_insert(k, t, at, before, r->spot);
}

edit_node *
in_node(intake *k, in_target *t)
{
    if (t->node)
        return t->node;
    if (t->row) {
        t->node = edit_find(t->document->e, xml_place(k->a, t->row->element, true).path);
        return t->node;
    }
    edit_node *at = t->parent ? in_node(k, t->parent) : NULL;
    const layout_record *r = t->record;
    for (size_t i = 0; at && i + 1 < r->depth; i++)
        at = step_down(k, t, at, r->path[i], true);
    t->node = at ? insert_record(k, t, at) : NULL;
    if (t->node && r->key_spot)
        edit_set_attribute(t->node, r->key_spot->name, t->key);
    return t->node;
}

edit_node *
in_descend(intake *k, in_target *t, const layout_column *c, size_t depth, bool make)
{
    edit_node *at = in_node(k, t);
    for (size_t i = 0; at && i < depth; i++)
        at = step_down(k, t, at, c->path[i], make);
    return at;
}

static void
fill_below(intake *k, in_target *t, edit_node *at, const schema_spot *spot)
{
    for (size_t i = 0; i < spot->part_count; i++) {
        const schema_spot *part = spot->parts[i];
        if (part->is_attribute || part->many)
            continue;
        edit_node *n = step_down(k, t, at, part, part->required);
        if (n)
            fill_below(k, t, n, part);
    }
}

void
in_fill_required(intake *k, in_target *t)
{
    edit_node *n = in_node(k, t);
    if (n)
        fill_below(k, t, n, t->record->spot);
}

/* An id of a master must be none in any case, as each of them may be read with it. */
static bool
is_id_taken(const intake *k, const in_document *doc, const char *id)
{
    for (guint i = 0; i < k->documents->len; i++) {
        const in_document *other = g_ptr_array_index(k->documents, i);
        char *key = id_key(other, id);
        const bool there = g_hash_table_contains(k->ids, key);
        g_free(key);
        if (there && (other == doc || other->grammar != 0 || doc->grammar != 0))
            return true;
    }
    return false;
}

const char *
in_make_id(intake *k, const layout_record *r, const in_document *doc)
{
    const char *id;
    size_t n = 1;
    do
        id = arena_printf(k->a, "%s-%zu", r->spot->name, n++);
    while (is_id_taken(k, doc, id));
    return id;
}
