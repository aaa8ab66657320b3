/* intake_judge.c: the documents as they would be, judged before any is written; what is wrong in them is told by cell.
 */
#include "intake/intake_int.h"

#include <string.h>

#include "casefile/casefile.h"

/* Where a value is, or would be, in its document: its record's path and its own below that. */
static const char *
path_of_spot(arena *a, const in_spot *s)
{
    const layout_column *c = s->column;
    GString *path = g_string_new(s->target->node ? edit_path(s->target->node) : "?");
    const size_t depth = c->role == LAYOUT_TICKED ? c->depth - 1 : c->depth;
    for (size_t i = 0; i < depth; i++)
        g_string_append_printf(path, "/%s", c->path[i]->name);
    if (c->role == LAYOUT_NUMBERED && c->number)
        g_string_append_printf(path, "[%zu]", c->number);
    if (c->spot->is_attribute)
        g_string_append_printf(path, "/@%s", c->spot->name);
    const char *copy = arena_strdup(a, path->str);
    g_string_free(path, TRUE);
    return copy;
}

static char *
place_key(const char *file, const char *path)
{
    char *name = g_canonicalize_filename(file, NULL), *key = g_strdup_printf("%s\n%s", name, path);
    g_free(name);
    return key;
}

static GHashTable *
all_places(intake *k)
{
    GHashTable *places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < k->spots->len; i++) {
        const in_spot *s = &g_array_index(k->spots, in_spot, i);
        in_node(k, (in_target *)s->target);
        if (s->column->role == LAYOUT_KEY_OF && s->column->record != s->target->record)
            continue;
        g_hash_table_replace(places, place_key(s->target->document->path, path_of_spot(k->a, s)), (void *)s->cell);
        char *record = place_key(s->target->document->path, s->target->node ? edit_path(s->target->node) : "?");
        if (s->column->role == LAYOUT_KEY_OF || !g_hash_table_contains(places, record))
            g_hash_table_replace(places, record, (void *)s->cell);
        else
            g_free(record);
    }
    return places;
}

/* The cell of a path, of what is missing at it (as messages call it: @from（…） or <name>（…）), or of the nearest
 * above that has one; NULL. */
static const char *
cell_of(GHashTable *places, const diag_message *m)
{
    if (!m->data.file || !m->data.path)
        return NULL;
    char *path = g_strdup(m->data.path);
    const char *lacks = m->args[0] && (m->code == DIAG_XML_ATTRIBUTE_MISSING || m->code == DIAG_XML_ELEMENT_MISSING)
                            ? m->args[0]
                            : NULL;
    const char *cell = NULL;
    if (lacks) {
        const size_t skip = *lacks == '<', length = strcspn(lacks + skip, ">（");
        char *missing = g_strdup_printf("%s/%.*s", path, (int)length, lacks + skip);
        char *key = place_key(m->data.file, missing);
        cell = g_hash_table_lookup(places, key);
        g_free(key);
        g_free(missing);
    }
    while (!cell && *path) {
        char *key = place_key(m->data.file, path);
        cell = g_hash_table_lookup(places, key);
        g_free(key);
        char *end = strrchr(path, '/');
        if (!end)
            break;
        *end = '\0';
    }
    g_free(path);
    return cell;
}

static void
tell_by_cell(intake *k, const diag *found)
{
    GHashTable *places = all_places(k);
    for (size_t i = 0; i < diag_length(found); i++) {
        diag_message m = *diag_at(found, i);
        const char *cell = cell_of(places, &m);
        if (cell && g_hash_table_contains(k->told, cell))
            continue; /* it lacks what was wrong */
        if (cell)
            m.data = (place){cell, 0, m.data.path};
        diag_append(k->d, &m);
    }
    g_hash_table_destroy(places);
}

static bool
is_written(const in_document *doc)
{
    return doc->e && (doc->is_new || edit_is_changed(doc->e));
}

/* One that is judged, and all masters, those that stay as they are, too: a new case is seen from a folder that is not
 * there yet. */
static void
supply_files(intake *k, xml_store *s, const in_document *judged)
{
    for (guint i = 0; i < k->documents->len; i++) {
        const in_document *doc = g_ptr_array_index(k->documents, i);
        if (!doc->e || (doc->grammar == 0 && (doc != judged || !is_written(doc))))
            continue;
        GByteArray *bytes = edit_bytes(doc->e);
        xml_store_supply(s, doc->path, bytes->data, bytes->len);
        g_byte_array_unref(bytes);
    }
}

/* A master alone, as no case names it yet. */
static void
judge_master(intake *k, xml_store *s, const in_document *doc, diag *d)
{
    xml_doc *read = xml_read_file(s, doc->path, XML_DATA, &xml_limits_case, d);
    if (read)
        layout_take(k->l, doc->grammar, layout_lone_fields(k->a, doc->path), PLACE_NONE, read, d);
}

bool
intake_judge(intake *k)
{
    bool master = false;
    size_t cases = 0;
    if (k->broken)
        return false;
    for (guint i = 0; i < k->documents->len; i++) {
        const in_document *doc = g_ptr_array_index(k->documents, i);
        master = master || (doc->grammar && is_written(doc));
        cases += doc->grammar == 0;
    }
    diag *found = diag_new();
    casefile_schemas *schemas = casefile_schemas_open(k->asked->schema_dir, false);
    for (guint i = 0; i < k->documents->len; i++) {
        const in_document *doc = g_ptr_array_index(k->documents, i);
        if (!(doc->grammar == 0 ? master || is_written(doc) : cases == 0 && is_written(doc)))
            continue;
        arena *a = arena_new();
        xml_store *s = xml_store_new();
        supply_files(k, s, doc);
        if (doc->grammar == 0)
            casefile_read_with(a, s, doc->path, schemas, found);
        else
            judge_master(k, s, doc, found);
        xml_store_drop(s);
        arena_drop(a);
    }
    casefile_schemas_close(schemas);
    tell_by_cell(k, found);
    diag_drop(found);
    return diag_count(k->d, DIAG_ERROR) == 0;
}

size_t
intake_changed(const intake *k)
{
    size_t count = 0;
    for (guint i = 0; i < k->documents->len; i++)
        count += is_written(g_ptr_array_index(k->documents, i));
    return count;
}

bool
intake_write(intake *k)
{
    GArray *targets = g_array_new(FALSE, FALSE, sizeof(edit_target));
    for (guint i = 0; i < k->documents->len; i++) {
        const in_document *doc = g_ptr_array_index(k->documents, i);
        const edit_target t = {doc->e, doc->path, doc->is_new};
        if (doc->e)
            g_array_append_val(targets, t);
    }
    const bool done =
        edit_commit_all(k->asked->folder, (const edit_target *)(const void *)targets->data, targets->len, k->d);
    g_array_free(targets, TRUE);
    return done;
}
