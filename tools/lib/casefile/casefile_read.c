/* casefile_read.c: finds, reads and validates a case and the masters it names. */
#include "casefile/casefile_int.h"

#include <assert.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/asked.h"
#include "base/blank.h"
#include "base/fault.h"

const char *const casefile_master_kinds[CASEFILE_MASTERS] = {"office", "partners", "municipality", "calendar"};

typedef struct reader {
    arena *a;
    xml_store *s;
    casefile_schemas *schemas;
    diag *d;
    casefile *c;
    place fields_named; /* where the case names the grammar of own fields */
    bool apart;         /* no master is shared with other cases */
    bool good;
    bool unread; /* something that the case names could not be */
} reader;

/* An attribute of <masters> that names a file. */
typedef struct named_by {
    const char *kind;
    place where;
} named_by;

/* ---- schemas ---- */

static void
drop_master(void *p)
{
    kept_master *m = p;
    g_array_free(m->ids, TRUE);
    g_array_free(m->references, TRUE);
    g_array_free(m->owns, TRUE);
    g_free(m);
}

casefile_schemas *
casefile_schemas_open(const char *schema_dir, bool keep_masters)
{
    assert(schema_dir);
    arena *a = arena_new();
    casefile_schemas *all = ARENA_NEW(a, casefile_schemas);
    *all = (casefile_schemas){.a = a, .s = xml_store_new(), .dir = arena_strdup(a, schema_dir)};
    all->keep_masters = keep_masters;
    all->schemas = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    all->annotations = casefile_annotations_new();
    all->annotated = g_hash_table_new(NULL, NULL);
    all->masters = g_ptr_array_new_with_free_func(drop_master);
    return all;
}

void
casefile_schemas_take_proven(casefile_schemas *all)
{
    assert(all);
    xml_store_take_proven(all->s);
}

void
casefile_schemas_close(casefile_schemas *all)
{
    if (!all)
        return;
    g_ptr_array_free(all->masters, TRUE);
    g_hash_table_destroy(all->annotated);
    g_hash_table_destroy(all->annotations);
    g_hash_table_destroy(all->schemas);
    g_free(all->fields);
    xml_store_drop(all->s);
    arena_drop(all->a);
}

/* One that cannot be read is tried again, so that every case says why. */
static schema_grammar *
schema_of(casefile_schemas *all, const char *kind, diag *d)
{
    schema_grammar *schema = g_hash_table_lookup(all->schemas, kind);
    if (schema)
        return schema;
    char *path = g_strdup_printf("%s/%s.rng", all->dir, kind);
    schema = schema_read(all->s, path, d);
    if (schema)
        g_hash_table_insert(all->schemas, g_strdup(kind), schema);
    g_free(path);
    return schema;
}

/* Which state of a file it is: an author changes a grammar while a preview runs. What masters are kept for does not
 * change. */
static char *
state_of(const casefile_schemas *all, const char *path)
{
    GStatBuf is;
    if (all->keep_masters || g_stat(path, &is) != 0)
        return g_strdup("");
    return g_strdup_printf("%lld %lld %lld.%09ld", (long long)is.st_ino, (long long)is.st_size,
                           (long long)is.st_mtim.tv_sec, is.st_mtim.tv_nsec);
}

/* With the fields that the case's author has added. */
static schema_grammar *
schema_with_fields(reader *r, const char *kind)
{
    casefile_schemas *all = r->schemas;
    char *state = state_of(all, r->c->fields), *key = g_strdup_printf("%s\n%s\n%s", kind, r->c->fields, state);
    schema_grammar *schema = g_hash_table_lookup(all->schemas, key);
    int error = 0;
    if (!schema) {
        char *path = g_strdup_printf("%s/%s.rng", all->dir, kind);
        schema = schema_read_own(all->s, path, r->c->fields, &error, r->d);
        g_free(path);
    }
    if (error) {
        char *ja, *en;
        asked_words(r->c->fields, error, &ja, &en);
        diag_add(r->d, DIAG_CASEFILE_FIELDS_READ, PLACE_NONE, r->fields_named, r->c->fields, ja, en, NULL);
        g_free(ja);
        g_free(en);
    }
    if (schema && !g_hash_table_contains(all->schemas, key))
        g_hash_table_insert(all->schemas, g_strdup(key), schema);
    g_free(key);
    g_free(state);
    return schema;
}

/* A calendar has no places for own fields. */
static schema_grammar *
schema_for(reader *r, const char *kind)
{
    const bool takes_fields = r->c->fields && strcmp(kind, "calendar") != 0;
    return takes_fields ? schema_with_fields(r, kind) : schema_of(r->schemas, kind, r->d);
}

bool
casefile_schemas_warm(casefile_schemas *all, diag *d)
{
    assert(all && d);
    bool good = schema_of(all, "case", d) != NULL;
    for (size_t i = 0; i < CASEFILE_MASTERS; i++)
        good = schema_of(all, casefile_master_kinds[i], d) && good;
    return good;
}

void
casefile_schemas_sum_files(casefile_schemas *all, xml_summer sum)
{
    assert(all);
    xml_store_sum_files(all->s, sum);
}

const digest *
casefile_schemas_sum(const casefile_schemas *all, const char *path)
{
    assert(all && path);
    return xml_store_file_sum(all->s, path);
}

const kept_master *
casefile_kept(const casefile_schemas *all, const char *kind, const char *path, const char *fields)
{
    for (guint i = 0; i < all->masters->len; i++) {
        const kept_master *m = g_ptr_array_index(all->masters, i);
        if (strcmp(m->kind, kind) == 0 && strcmp(m->path, path) == 0 && g_strcmp0(m->fields, fields) == 0)
            return m;
    }
    return NULL;
}

/* ---- one document ---- */

static const char *
canonical_path(arena *a, const char *path)
{
    char *name = g_canonicalize_filename(path, NULL);
    const char *copy = arena_strdup(a, name);
    g_free(name);
    return copy;
}

static xml_doc *
already_read(const casefile *c, const char *path)
{
    for (size_t i = 0; i < c->source_count; i++)
        if (strcmp(c->sources[i].path, path) == 0)
            return c->sources[i].doc;
    return NULL;
}

/* The file that an attribute of <masters> names cannot be read: that is said before what is wrong in the file. */
static void
tell_master(const reader *r, const named_by *by, const char *path, int error)
{
    char *ja, *en;
    if (error) {
        asked_words(path, error, &ja, &en);
    } else {
        ja = g_strdup("中身に誤りがあります");
        en = g_strdup("it has mistakes");
    }
    diag_add(r->d, DIAG_CASEFILE_MASTER_READ, PLACE_NONE, by->where, by->kind, path, ja, en, NULL);
    g_free(ja);
    g_free(en);
}

static xml_doc *
read_new_document(const reader *r, const char *path, const named_by *by)
{
    int error;
    diag *own = diag_new();
    xml_doc *doc = xml_read_asked(by && r->schemas->keep_masters && !r->apart ? r->schemas->s : r->s, path, XML_DATA,
                                  &xml_limits_case, &error, own);
    if (!doc && by && fault_is_of_machine(error))
        asked_report(r->d, DIAG_FILE_ASKED, by->where, path, error);
    else if (!doc && by)
        tell_master(r, by, path, error);
    else if (!doc && error)
        asked_report(r->d, DIAG_FILE_ASKED, PLACE_NONE, path, error);
    diag_append_all(r->d, own);
    diag_drop(own);
    return doc;
}

/* A kept master lives with the schemas, any other document with the case. */
static xml_doc *
read_document(reader *r, const char *path, source *src, const named_by *by)
{
    casefile *c = r->c;
    xml_doc *doc = already_read(c, src->path);
    if (doc)
        return doc;
    doc = src->kept ? src->kept->doc : read_new_document(r, path, by);
    if (doc)
        c->documents[c->document_count++] = doc;
    return doc;
}

/* Another document than belongs there, a master of another kind most often: what it is follows, at its own place. */
static void
tell_other_kind(const reader *r, const named_by *by, const char *path, const xml_doc *doc)
{
    const char *ja = arena_printf(r->a, "<%s> のファイルです", xml_name(xml_root(doc)));
    const char *en = arena_printf(r->a, "it is a file of <%s>", xml_name(xml_root(doc)));
    for (size_t i = 0; i < CASEFILE_MASTERS; i++) {
        const char *kind = casefile_master_kinds[i];
        const schema_grammar *schema = schema_of(r->schemas, kind, r->d);
        if (!schema || !schema_begins(schema, doc))
            continue;
        ja = arena_printf(r->a, "@%s に書くもののようです", kind);
        en = arena_printf(r->a, "it seems to be meant for @%s", kind);
    }
    diag_add(r->d, DIAG_CASEFILE_MASTER_KIND, PLACE_NONE, by->where, by->kind, path, ja, en, NULL);
}

/* Relative to the case, with plain slashes: the same on every machine the folder is copied to. */
static bool
is_relative_path(const char *path)
{
    if (*path == '\0' || *path == '/' || *path == ' ')
        return false;
    for (const char *p = path; *p; p++)
        if (*p == ':' || *p == '\\' || (unsigned char)*p < 0x20 || *p == 0x7f)
            return false;
    return true;
}

/* The grammar that <masters> names, before the case is judged by it. A path that is none is as if it named nothing:
 * then what it would allow is told, too. */
static void
find_fields(reader *r, const char *case_path, const xml_node *root)
{
    const xml_node *masters = xml_element_named(root, "masters");
    const xml_node *attr = masters ? xml_attribute_node(masters, "fields") : NULL;
    const char *name = attr ? casefile_trimmed(r->a, xml_text(r->a, attr)) : "";
    if (!*name)
        return;
    r->fields_named = xml_place(r->a, attr, true);
    if (!is_relative_path(name)) {
        diag_add(r->d, DIAG_CASEFILE_MASTER_PATH, PLACE_NONE, r->fields_named, "fields", NULL);
        r->good = false;
        r->unread = true;
        return;
    }
    char *path = casefile_master_path(case_path, name);
    r->c->fields = arena_strdup(r->a, path);
    g_free(path);
}

/* `by`: the attribute that names it; NULL: it is the case. */
static void
read_source(reader *r, const char *path, const char *kind, const named_by *by)
{
    assert(r->c->source_count < SOURCES);
    casefile *c = r->c;
    source *src = &c->sources[c->source_count++];
    src->kind = kind;
    src->path = canonical_path(r->a, path);
    src->kept = r->apart ? NULL : casefile_kept(r->schemas, kind, src->path, c->fields);
    src->doc = read_document(r, path, src, by);
    if (!by && src->doc)
        find_fields(r, path, xml_root(src->doc));
    if (src->kept) {
        src->schema = src->kept->schema;
        src->valid = true;
        return;
    }
    src->schema = schema_for(r, kind);
    const bool is_other = src->doc && src->schema && !schema_begins(src->schema, src->doc);
    if (is_other && by)
        tell_other_kind(r, by, path, src->doc);
    r->unread = r->unread || !src->doc || !src->schema || is_other;
    src->valid = src->doc && src->schema && schema_take(src->schema, src->doc, r->d);
    r->good = r->good && src->valid;
}

/* ---- masters ---- */

bool
casefile_is_master_kind(const char *kind)
{
    assert(kind);
    for (size_t i = 0; i < CASEFILE_MASTERS; i++)
        if (strcmp(casefile_master_kinds[i], kind) == 0)
            return true;
    return false;
}

char *
casefile_master_path(const char *case_path, const char *name)
{
    char *folder = g_path_get_dirname(case_path);
    char *path = strcmp(folder, ".") == 0 ? g_strdup(name) : g_build_filename(folder, name, NULL);
    g_free(folder);
    return path;
}

static void
read_master(reader *r, const char *case_path, const xml_node *masters, const char *kind)
{
    const xml_node *attr = xml_attribute_node(masters, kind);
    if (!attr)
        return;
    const char *name = casefile_trimmed(r->a, xml_text(r->a, attr)); /* the case may not be valid */
    const place where = xml_place(r->a, attr, true);
    if (!is_relative_path(name)) {
        diag_add(r->d, DIAG_CASEFILE_MASTER_PATH, PLACE_NONE, where, kind, NULL);
        r->good = false;
        r->unread = true;
        return;
    }
    char *path = casefile_master_path(case_path, name);
    const named_by by = {kind, where};
    read_source(r, path, kind, &by);
    g_free(path);
}

static void
read_masters(reader *r, const char *case_path, const xml_node *root)
{
    for (const xml_node *n = xml_first_element(root); n; n = xml_next_element(n)) {
        if (!xml_named(n, "masters"))
            continue;
        for (size_t i = 0; i < CASEFILE_MASTERS; i++)
            read_master(r, case_path, n, casefile_master_kinds[i]);
        return; /* a second <masters> is against the schema and has been reported */
    }
}

casefile *
casefile_read(arena *a, xml_store *s, const char *path, const char *schema_dir, diag *d)
{
    g_assert(a && s && path && schema_dir && d);
    casefile_schemas *schemas = casefile_schemas_open(schema_dir, false);
    casefile *c = casefile_read_with(a, s, path, schemas, d);
    for (size_t i = 0; c && i < c->source_count; i++)
        c->sources[i].schema = NULL; /* they go now */
    casefile_schemas_close(schemas);
    return c;
}

static casefile *
read_case(arena *a, xml_store *s, const char *path, casefile_schemas *schemas, bool apart, diag *d)
{
    assert(a && s && path && schemas && d);
    assert(s != schemas->s && a != schemas->a); /* the schemas outlive the case */
    casefile *c = casefile_new(a);
    c->apart = apart;
    reader r = {.a = a, .s = s, .schemas = schemas, .d = d, .c = c, .apart = apart, .good = true};
    read_source(&r, path, "case", NULL);
    if (c->sources[0].doc)
        read_masters(&r, path, xml_root(c->sources[0].doc));
    g_free(schemas->fields);
    schemas->fields = g_strdup(c->fields);
    r.good = casefile_fill_meetings(c, schemas, d) && r.good;
    const bool checked = casefile_check(c, !r.unread, r.good, schemas, a, s, d);
    if (!r.good || !checked)
        return NULL;
    casefile_read_holidays(c, a);
    return c;
}

const char *
casefile_schemas_fields(const casefile_schemas *schemas)
{
    assert(schemas);
    return schemas->fields;
}

casefile *
casefile_read_with(arena *a, xml_store *s, const char *path, casefile_schemas *schemas, diag *d)
{
    return read_case(a, s, path, schemas, false, d);
}

casefile *
casefile_read_apart(arena *a, xml_store *s, const char *path, casefile_schemas *schemas, diag *d)
{
    return read_case(a, s, path, schemas, true, d);
}

/* ---- documents without a schema ---- */

static void
collect_ids(arena *a, xml_node *n, GArray *ids)
{
    const char *id = xml_attribute(a, n, "id");
    if (id) {
        const id_entry entry = {id, n};
        g_array_append_val(ids, entry);
    }
    for (xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        collect_ids(a, c, ids);
}

static bool
node_is_blank(const xml_node *n)
{
    const char *text = xml_borrow_text(n);
    return text && xml_is_blank(text);
}

static bool
is_nothing(arena *a, const xml_node *n)
{
    const char *text = xml_borrow_text(n);
    return xml_is_blank(text ? text : xml_text(a, n));
}

static void
plain_text(arena *a, xml_node *n)
{
    const char *borrowed = xml_borrow_value(n), *text = borrowed ? borrowed : xml_text(a, n);
    const char *plain = xml_is_blank(text) ? "" : blank_plain_lines(a, text);
    if (plain != text && strcmp(plain, text) != 0)
        xml_set_text(n, plain);
}

/* There is no schema to say what is a value: but what is blank is nothing everywhere, and lines end in one way. An
 * element that was written without a text says something by its name. */
static void
leave_blanks_out(arena *a, xml_node *n)
{
    for (xml_node *attr = xml_first_attribute(n), *next; attr; attr = next) {
        next = xml_next(attr);
        if (node_is_blank(attr))
            xml_remove(attr);
        else
            plain_text(a, attr);
    }
    for (xml_node *c = xml_first_element(n), *next; c; c = next) {
        next = xml_next_element(c);
        const bool holds = xml_first_child(c);
        leave_blanks_out(a, c);
        if (holds && !xml_first_element(c) && !xml_first_attribute(c) && is_nothing(a, c))
            xml_remove(c);
    }
    if (!xml_first_element(n) && xml_first_child(n))
        plain_text(a, n);
}

static casefile *
any_case(arena *a, const char *path, xml_doc *doc)
{
    leave_blanks_out(a, xml_root(doc));
    xml_make_breaks(doc);
    casefile *c = casefile_new(a);
    c->sources[0] = (source){.kind = "any", .path = canonical_path(a, path), .doc = doc, .valid = true};
    c->source_count = 1;
    c->documents[0] = doc;
    c->document_count = 1;
    GArray *ids = g_array_new(FALSE, FALSE, sizeof(id_entry));
    collect_ids(a, xml_root(doc), ids);
    casefile_sort_ids(c, a, ids);
    g_array_free(ids, TRUE);
    return c;
}

casefile *
casefile_read_any(arena *a, xml_store *s, const char *path, diag *d)
{
    return casefile_read_any_by(a, s, path, NULL, d);
}

casefile *
casefile_read_any_by(arena *a, xml_store *s, const char *path, const schema_grammar *grammar, diag *d)
{
    assert(a && s && path && d);
    int error;
    xml_doc *doc = xml_read_asked(s, path, XML_DATA, &xml_limits_case, &error, d);
    if (error)
        asked_report(d, DIAG_FILE_ASKED, PLACE_NONE, path, error);
    if (!doc || (grammar && !schema_take(grammar, doc, d)))
        return NULL;
    return any_case(a, path, doc);
}

/* ---- files beside a document without a schema ---- */

static void
tell_beside(const reader *r, const casefile_beside *b, const char *path, const char *ja, const char *en)
{
    const place data = xml_place(r->a, xml_root(r->c->sources[0].doc), true); /* beside which it is sought */
    diag_add(r->d, DIAG_FORM_DATA_READ, b->where, data, b->name, path, ja, en, NULL);
    r->c->sources[0].valid = false;
}

static bool
is_master_of_kind(reader *r, const casefile_beside *b, const char *path, xml_doc *doc, const schema_grammar **schema)
{
    *schema = schema_of(r->schemas, b->kind, r->d);
    if (*schema && schema_begins(*schema, doc))
        return schema_take(*schema, doc, r->d);
    if (*schema)
        tell_beside(
            r, b, path,
            arena_printf(r->a, "<%s> のファイルで、%s のマスターではありません", xml_name(xml_root(doc)), b->kind),
            arena_printf(r->a, "it is a file of <%s>, and no master of %s", xml_name(xml_root(doc)), b->kind));
    return false;
}

static void
read_beside(reader *r, const char *data_path, const casefile_beside *b, size_t i)
{
    int error;
    char *path = casefile_master_path(data_path, b->file);
    xml_doc *doc = xml_read_asked(r->s, path, XML_DATA, &xml_limits_case, &error, r->d);
    const schema_grammar *schema = NULL;
    if (error) {
        char *ja, *en;
        asked_words(path, error, &ja, &en);
        tell_beside(r, b, path, ja, en);
        g_free(ja);
        g_free(en);
    }
    const bool good = doc && (!b->kind || is_master_of_kind(r, b, path, doc, &schema));
    if (good && b->kind) {
        r->c->sources[r->c->source_count++] = (source){.kind = b->kind,
                                                       .path = canonical_path(r->a, path),
                                                       .doc = doc,
                                                       .schema = (schema_grammar *)schema,
                                                       .valid = true};
    } else if (good) {
        leave_blanks_out(r->a, xml_root(doc));
        xml_make_breaks(doc);
    }
    if (good) {
        r->c->documents[r->c->document_count++] = doc;
        r->c->beside_names[i] = b->name;
        r->c->beside[i] = doc;
    }
    r->good = r->good && good;
    g_free(path);
}

static void
forget_ids(casefile *c)
{
    c->ids = NULL;
    c->id_count = 0;
}

/* The ids of the masters behind those of the document itself: of two the first is found. */
static bool
check_beside(reader *r)
{
    GArray *ids = g_array_new(FALSE, FALSE, sizeof(id_entry));
    collect_ids(r->a, xml_root(r->c->sources[0].doc), ids);
    forget_ids(r->c);
    const bool good = casefile_check(r->c, true, true, r->schemas, r->a, r->s, r->d);
    if (r->c->id_count)
        g_array_append_vals(ids, r->c->ids, (guint)r->c->id_count);
    forget_ids(r->c);
    casefile_sort_ids(r->c, r->a, ids);
    g_array_free(ids, TRUE);
    return good;
}

casefile *
casefile_read_any_beside(arena *a, xml_store *s, const char *path, const schema_grammar *grammar,
                         const casefile_beside *beside, size_t count, casefile_schemas *schemas, diag *d)
{
    assert(count <= CASEFILE_BESIDE && schemas);
    casefile *c = casefile_read_any_by(a, s, path, grammar, d);
    if (!c || !count)
        return c;
    c->apart = true;
    reader r = {.a = a, .s = s, .schemas = schemas, .d = d, .c = c, .apart = true, .good = true};
    for (size_t i = 0; i < count; i++)
        read_beside(&r, path, &beside[i], i);
    if (!r.good || !check_beside(&r))
        return NULL;
    casefile_read_holidays(c, a);
    return c;
}

xml_node *
casefile_beside_root(const casefile *c, const char *name)
{
    assert(c && name);
    for (size_t i = 0; i < CASEFILE_BESIDE; i++)
        if (c->beside_names[i] && strcmp(c->beside_names[i], name) == 0)
            return xml_root(c->beside[i]);
    return NULL;
}

casefile *
casefile_read_any_memory(arena *a, xml_store *s, const char *name, const char *bytes, size_t length, diag *d)
{
    assert(a && s && name && (bytes || length == 0) && d);
    xml_doc *doc = xml_read_memory(s, name, bytes, length, XML_DATA, &xml_limits_case, d);
    return doc ? any_case(a, name, doc) : NULL;
}
