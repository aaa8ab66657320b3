/* schema_read.c: reads a schema and what it includes, each file once in a store. */
#include "schema/schema_int.h"

#include <string.h>

#include "proven/proven.h"

enum { DEEPEST_INCLUDE = 8 };

/* ---- the files of a store ---- */

/* One file that was read and found good. */
typedef struct rng_file {
    char *path;
    const xml_node *root;
    GPtrArray *refs; /* NULL: it is known to be good, and nobody has looked */
} rng_file;

/* What a store keeps for this room. */
typedef struct shelf {
    GPtrArray *files, *grammars;
} shelf;

static void
drop_file(void *p)
{
    rng_file *f = p;
    if (f->refs)
        g_ptr_array_free(f->refs, TRUE);
    g_free(f->path);
    g_free(f);
}

static void
drop_grammar(void *p)
{
    schema_grammar *g = p;
    pattern_tables_close(g);
    g_hash_table_destroy(g->defines);
    g_ptr_array_free(g->starts, TRUE);
    g_ptr_array_free(g->roots, TRUE);
    g_ptr_array_free(g->refs, TRUE);
    g_ptr_array_free(g->own_spaces, TRUE);
}

static void
drop_shelf(void *p)
{
    shelf *all = p;
    g_ptr_array_free(all->grammars, TRUE);
    g_ptr_array_free(all->files, TRUE);
    g_free(all);
}

static shelf *
shelf_of(xml_store *s)
{
    shelf *all = xml_store_kept(s, "schema");
    if (!all) {
        all = g_new(shelf, 1);
        all->files = g_ptr_array_new_with_free_func(drop_file);
        all->grammars = g_ptr_array_new_with_free_func(drop_grammar);
        xml_store_keep(s, "schema", all, drop_shelf);
    }
    return all;
}

static bool
check_file(xml_store *s, rng_file *f, diag *d)
{
    f->refs = g_ptr_array_new();
    return rng_check_file(f->root, f->refs, xml_store_arena(s), d);
}

static unsigned
verdicts_of(const rng_file *f)
{
    return xml_doc_verdicts(xml_doc_of(f->root));
}

/* NULL after a diagnostic. One that cannot be read is tried again, so that everyone hears why. */
static rng_file *
read_rng(xml_store *s, const char *path, diag *d)
{
    shelf *all = shelf_of(s);
    for (guint i = 0; i < all->files->len; i++) {
        rng_file *f = g_ptr_array_index(all->files, i);
        if (strcmp(f->path, path) == 0)
            return f;
    }
    /* What messages call a field is read when there is one: half of a schema is documentation. */
    static const xml_lean names_unread = {.removed = "a:documentation", .packed = true};
    const xml_doc *doc = xml_read_lean(s, path, XML_FORM, &xml_limits_schema, &names_unread, d);
    if (!doc) {
        rng_broken(NULL, path, "ファイルを読めません", "the file cannot be read", d);
        return NULL;
    }
    if (rng_kind_of(xml_root(doc)) != RNG_GRAMMAR) {
        rng_broken(xml_root(doc), path, "RELAX NG の grammar ではありません", "it is no RELAX NG grammar", d);
        return NULL;
    }
    rng_file *f = g_new(rng_file, 1);
    *f = (rng_file){g_strdup(path), xml_root(doc), NULL};
    if (!(verdicts_of(f) & PROVEN_GRAMMAR) && !check_file(s, f, d)) {
        drop_file(f);
        return NULL;
    }
    g_ptr_array_add(all->files, f);
    return f;
}

/* ---- definitions ---- */

/* The <include>s that a definition is read through, the nearest first. */
typedef struct including {
    const xml_node *include;
    const struct including *outer;
    int depth;
} including;

typedef struct collector {
    xml_store *s;
    schema_grammar *g;
    GPtrArray *files; /* of rng_file *: as roots */
    diag *d;
} collector;

static bool
same_definition(arena *a, const xml_node *x, const xml_node *y)
{
    if (rng_kind_of(x) != rng_kind_of(y))
        return false;
    return rng_kind_of(x) == RNG_START || g_strcmp0(rng_attribute(a, x, "name"), rng_attribute(a, y, "name")) == 0;
}

/* What an <include> itself defines takes the place of the included definition (RELAX NG 4.7). */
static bool
defines_same(arena *a, const xml_node *parent, const xml_node *definition)
{
    for (const xml_node *c = xml_first_element(parent); c; c = xml_next_element(c)) {
        const rng_kind kind = rng_kind_of(c);
        if (kind == RNG_DIV ? defines_same(a, c, definition)
                            : (kind == RNG_START || kind == RNG_DEFINE) && same_definition(a, c, definition))
            return true;
    }
    return false;
}

static bool
is_overridden(const collector *k, const including *from, const xml_node *definition)
{
    for (; from; from = from->outer)
        if (defines_same(k->g->memory, from->include, definition))
            return true;
    return false;
}

static void
add_definition(const collector *k, const xml_node *definition)
{
    const char *name = rng_attribute(k->g->memory, definition, "name");
    GPtrArray *same = g_hash_table_lookup(k->g->defines, name);
    if (!same) {
        same = g_ptr_array_new();
        g_hash_table_insert(k->g->defines, (void *)name, same);
    }
    g_ptr_array_add(same, (void *)definition);
}

static bool collect_file(collector *k, const char *path, const including *from);

static bool
collect_include(collector *k, const xml_node *include, const including *from)
{
    const char *href = rng_attribute(k->g->memory, include, "href");
    const including inner = {include, from, from ? from->depth + 1 : 1};
    if (!href || g_path_is_absolute(href) || strstr(href, "://") || inner.depth > DEEPEST_INCLUDE) {
        rng_broken(include, NULL, "include の href がないか、相対パスでないか、深すぎます",
                   "an include has no relative href, or includes go too deep", k->d);
        return false;
    }
    char *folder = g_path_get_dirname(xml_doc_file(xml_doc_of(include)));
    char *path = g_build_filename(folder, href, NULL);
    const bool good = collect_file(k, path, &inner);
    if (!good)
        rng_broken(include, NULL, "include を読めません", "an include cannot be read", k->d);
    g_free(path);
    g_free(folder);
    return good;
}

static bool
collect_definitions(collector *k, const xml_node *parent, const including *from)
{
    bool good = true;
    for (const xml_node *c = xml_first_element(parent); c; c = xml_next_element(c)) {
        const rng_kind kind = rng_kind_of(c);
        if (kind == RNG_INCLUDE)
            good = collect_include(k, c, from) && good;
        if (kind == RNG_DIV || kind == RNG_INCLUDE)
            good = collect_definitions(k, c, from) && good;
        else if (kind == RNG_START && !is_overridden(k, from, c))
            g_ptr_array_add(k->g->starts, (void *)c);
        else if (kind == RNG_DEFINE && !is_overridden(k, from, c))
            add_definition(k, c);
    }
    return good;
}

static bool
collect_file(collector *k, const char *path, const including *from)
{
    rng_file *f = read_rng(k->s, path, k->d);
    if (!f)
        return false;
    if (!g_ptr_array_find(k->g->roots, f->root, NULL)) {
        g_ptr_array_add(k->g->roots, (void *)f->root);
        g_ptr_array_add(k->files, f);
    }
    return collect_definitions(k, f->root, from);
}

/* ---- the grammar ---- */

static void
drop_array(void *array)
{
    g_ptr_array_free(array, TRUE);
}

static schema_grammar *
new_grammar(xml_store *s)
{
    schema_grammar *g = ARENA_NEW(xml_store_arena(s), schema_grammar);
    g->memory = xml_store_arena(s);
    g->roots = g_ptr_array_new();
    g->refs = g_ptr_array_new();
    g->defines = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, drop_array);
    g->starts = g_ptr_array_new();
    g->own_spaces = g_ptr_array_new();
    pattern_tables_open(g);
    g_ptr_array_add(shelf_of(s)->grammars, g);
    return g;
}

/* Of files that are known to be good together no references are looked through, unless (for_own) others come to them.
 */
static bool
check_refs(const collector *k, bool for_own)
{
    bool known = !for_own;
    for (guint i = 0; i < k->files->len; i++)
        known = known && (verdicts_of(g_ptr_array_index(k->files, i)) & (i ? PROVEN_GRAMMAR : PROVEN_START));
    if (known)
        return true;
    for (guint i = 0; i < k->files->len; i++) {
        rng_file *f = g_ptr_array_index(k->files, i);
        if (!f->refs && !check_file(k->s, f, k->d))
            return false;
        g_ptr_array_extend(k->g->refs, f->refs, NULL, NULL);
    }
    return rng_check_refs(k->g, k->d);
}

static bool
read_into(schema_grammar *g, xml_store *s, const char *path, bool for_own, diag *d)
{
    collector k = {s, g, g_ptr_array_new(), d};
    const bool good = collect_file(&k, path, NULL) && check_refs(&k, for_own);
    g_ptr_array_free(k.files, TRUE);
    if (good && g->starts->len == 0)
        rng_broken(g_ptr_array_index(g->roots, 0), path, "start がありません", "there is no start", d);
    return good && g->starts->len > 0;
}

schema_grammar *
schema_read(xml_store *s, const char *path, diag *d)
{
    g_assert(s && path && d);
    schema_grammar *g = new_grammar(s);
    if (!read_into(g, s, path, false, d))
        return NULL;
    g->start = pattern_start(g);
    return g;
}

schema_grammar *
schema_read_later(xml_store *s, const char *path, unsigned verdict, diag *d)
{
    g_assert(s && path && verdict && d);
    char *folder = g_path_get_dirname(path);
    const bool known = xml_grammars_are_proven(s, folder);
    g_free(folder);
    if (!known)
        return schema_read(s, path, d);
    schema_grammar *g = new_grammar(s);
    g->unread = arena_strdup(g->memory, path);
    g->store = s;
    g->verdict = verdict;
    return g;
}

bool
schema_is_proven(const schema_grammar *g)
{
    g_assert(g);
    return g->verdict;
}

/* Now it is needed. */
static bool
read_at_last(schema_grammar *g, diag *d)
{
    const char *path = g->unread;
    if (!path)
        return g->start;
    g->unread = NULL;
    if (read_into(g, g->store, path, false, d))
        g->start = pattern_start(g);
    return g->start;
}

schema_grammar *
schema_read_own(xml_store *s, const char *path, const char *own, int *error, diag *d)
{
    g_assert(s && path && own && error && d);
    *error = 0;
    schema_grammar *g = new_grammar(s);
    if (!read_into(g, s, path, true, d) || !own_read(s, g, own, error, d))
        return NULL;
    g_hash_table_remove_all(g->joined); /* theirs has defined some anew */
    g->start = pattern_start(g);
    return g;
}

bool
schema_is_own(const schema_grammar *g, const xml_node *rng)
{
    g_assert(g && rng);
    return g->own && xml_doc_of(rng) == xml_doc_of(g->own);
}

size_t
schema_source_count(const schema_grammar *g)
{
    g_assert(g);
    return g->roots->len;
}

const xml_node *
schema_source(const schema_grammar *g, size_t i)
{
    g_assert(i < g->roots->len);
    return g_ptr_array_index(g->roots, i);
}

/* ---- the verdict ---- */

bool
schema_validate(const schema_grammar *grammar, const xml_doc *doc, diag *d)
{
    g_assert(grammar && (grammar->start || grammar->verdict) && doc && xml_root(doc) && d);
    schema_grammar *g = (schema_grammar *)grammar; /* its tables grow */
    const xml_node *failed = NULL;
    if (xml_doc_verdicts(doc) & g->verdict)
        return true;
    if (!read_at_last(g, d))
        return false;
    if (schema_judge(g, doc, &failed))
        return true;
    if (schema_explain(g, doc, d) == 0) {
        arena *a = arena_new();
        xml_report(d, xml_doc_role(doc), DIAG_XML_INVALID, xml_place(a, failed, true),
                   (const char *[4]){xml_name(failed)});
        arena_drop(a);
    }
    return false;
}
