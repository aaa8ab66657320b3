/* xml_store.c: what is read lives here, and libxml2 is kept quiet and at home. */
#include "xml/xml_int.h"

#include <string.h>

#include <libxml/parser.h>

static void
say_nothing(void *data, const char *format, ...)
{
    (void)data;
    (void)format;
}

static void
drop_error(void *data, xmlError *error)
{
    (void)data;
    (void)error;
}

/* No file is ever opened by libxml2 itself: documents come as bytes, included schemas through our reader. */
static xmlParserInput *
load_nothing(const char *url, const char *id, xmlParserCtxt *context)
{
    (void)url;
    (void)id;
    (void)context;
    return NULL;
}

/* These settings are libxml2's own, one set a thread; it offers no other place for them. */
void
xml_keep_quiet(void)
{
    xmlInitParser();
    xmlSetGenericErrorFunc(NULL, say_nothing);
    xmlSetStructuredErrorFunc(NULL, drop_error);
    xmlSetExternalEntityLoader(load_nothing);
}

void
xml_report(diag *d, xml_role role, diag_code code, place p, const char *const args[4])
{
    const bool form = role == XML_FORM;
    char *name = g_strconcat("form-", diag_name(code), NULL);
    const diag_code twin = form ? diag_find(name) : DIAG_CODE_COUNT;
    g_free(name);
    diag_message m = {
        .code = twin != DIAG_CODE_COUNT ? twin : code, .form = form ? p : PLACE_NONE, .data = form ? PLACE_NONE : p};
    memcpy(m.args, args, sizeof m.args);
    diag_append(d, &m);
}

static void
drop_doc(void *p)
{
    xml_doc *doc = p;
    xml_tree_drop(doc->tree);
    if (doc->bytes)
        g_bytes_unref(doc->bytes);
}

typedef struct kept_thing {
    const char *what;
    void *thing;
    void (*drop)(void *thing);
} kept_thing;

static void
drop_kept(void *p)
{
    kept_thing *k = p;
    k->drop(k->thing);
    g_free(k);
}

xml_store *
xml_store_new(void)
{
    xml_keep_quiet();
    xml_store *s = g_new0(xml_store, 1);
    s->memory = arena_new();
    s->files = g_ptr_array_new();
    s->docs = g_ptr_array_new_with_free_func(drop_doc);
    s->kept = g_ptr_array_new_with_free_func(drop_kept);
    s->exprs = g_ptr_array_new_with_free_func(xml_expr_drop);
    return s;
}

void
xml_store_drop(xml_store *s)
{
    if (!s)
        return;
    g_ptr_array_free(s->kept, TRUE);
    g_ptr_array_free(s->exprs, TRUE);
    xmlXPathFreeContext(s->compiling);
    g_ptr_array_free(s->docs, TRUE);
    g_ptr_array_free(s->files, TRUE);
    if (s->supplied)
        g_hash_table_destroy(s->supplied);
    if (s->noted)
        g_hash_table_destroy(s->noted);
    arena_drop(s->memory);
    g_free(s);
}

arena *
xml_store_arena(xml_store *s)
{
    return s->memory;
}

void
xml_store_keep(xml_store *s, const char *what, void *thing, void (*drop)(void *thing))
{
    g_assert(!xml_store_kept(s, what));
    kept_thing *k = g_new(kept_thing, 1);
    *k = (kept_thing){what, thing, drop};
    g_ptr_array_add(s->kept, k);
}

void *
xml_store_kept(const xml_store *s, const char *what)
{
    for (guint i = 0; i < s->kept->len; i++) {
        const kept_thing *k = g_ptr_array_index(s->kept, i);
        if (strcmp(k->what, what) == 0)
            return k->thing;
    }
    return NULL;
}

/* Standard input is no file of the folder. */
static char *
supplied_name(const char *path)
{
    return strcmp(path, "-") == 0 ? g_strdup(path) : g_canonicalize_filename(path, NULL);
}

static void
put_supplied(xml_store *s, char *name, GBytes *bytes)
{
    if (!s->supplied)
        s->supplied = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    g_hash_table_insert(s->supplied, name, bytes);
}

void
xml_store_supply_bytes(xml_store *s, const char *path, GBytes *bytes)
{
    put_supplied(s, supplied_name(path), bytes);
}

void
xml_store_supply(xml_store *s, const char *path, const void *bytes, size_t length)
{
    g_assert(s && path && (bytes || length == 0));
    xml_store_supply_bytes(s, path, g_bytes_new(bytes, length));
}

void
xml_store_read_once(xml_store *s)
{
    g_assert(s);
    s->once = true;
}

void
xml_store_supply_all(xml_store *s, const xml_store *other)
{
    g_assert(s && other);
    GHashTableIter each;
    gpointer name, bytes;
    if (!other->supplied)
        return;
    g_hash_table_iter_init(&each, other->supplied);
    while (g_hash_table_iter_next(&each, &name, &bytes))
        put_supplied(s, g_strdup(name), g_bytes_ref(bytes));
}

GBytes *
xml_store_supplied(const xml_store *s, const char *path)
{
    if (!s->supplied)
        return NULL;
    char *name = supplied_name(path);
    GBytes *bytes = g_hash_table_lookup(s->supplied, name);
    g_free(name);
    return bytes;
}

void
xml_store_sum_files(xml_store *s, xml_summer sum)
{
    g_assert(!s->proven);
    s->sum = sum;
}

const digest *
xml_doc_sum(const xml_doc *doc)
{
    return doc->summed ? &doc->sum : NULL;
}

const digest *
xml_store_file_sum(const xml_store *s, const char *path)
{
    for (guint i = 0; i < s->docs->len; i++) {
        const xml_doc *doc = g_ptr_array_index(s->docs, i);
        if (doc->summed && strcmp(doc->file, path) == 0)
            return &doc->sum;
    }
    return s->noted ? g_hash_table_lookup(s->noted, path) : NULL;
}

void
xml_store_note_file(xml_store *s, const char *path, const void *bytes, size_t length)
{
    g_assert(s && path);
    const char *kept = arena_strdup(s->memory, path);
    g_ptr_array_add(s->files, (gpointer)kept);
    if (!s->sum || !bytes)
        return;
    digest *sum = ARENA_NEW(s->memory, digest);
    *sum = s->sum(bytes, length);
    if (!s->noted)
        s->noted = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(s->noted, (gpointer)kept, sum);
}

size_t
xml_store_file_count(const xml_store *s)
{
    return s->files->len;
}

const char *
xml_store_file(const xml_store *s, size_t i)
{
    return g_ptr_array_index(s->files, i);
}

int
xml_store_bytes(xml_store *s, const char *path, const xml_limits *limits, GByteArray *bytes)
{
    g_ptr_array_add(s->files, arena_strdup(s->memory, path));
    GBytes *const supplied = xml_store_supplied(s, path);
    if (supplied)
        g_byte_array_append(bytes, g_bytes_get_data(supplied, NULL), (guint)g_bytes_get_size(supplied));
    const int error = supplied ? 0 : xml_file_bytes(path, limits->bytes, bytes);
    if (s->once && !supplied && !error)
        xml_store_supply_bytes(s, path, g_bytes_new(bytes->data, bytes->len));
    return error;
}
