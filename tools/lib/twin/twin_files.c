/* twin_files.c: a case and the files that it names, and where their twins are put. See twin_int.h. */
#include "twin/twin_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/blank.h"
#include "casefile/casefile.h"

static const char *const kinds[] = {"office", "partners", "municipality", "calendar", "fields"};

void
twin_source_drop(void *p)
{
    twin_source *s = p;
    edit_close(s->e);
    if (s->patterns)
        g_hash_table_unref(s->patterns);
    if (s->named)
        g_hash_table_unref(s->named);
    g_free(s);
}

/* ---- what is read ---- */

/* Where links lead: a file has one twin, by whichever name. */
static const char *
canonical_path(arena *a, const char *path)
{
    char *real = realpath(path, NULL), *plain = g_canonicalize_filename(path, NULL);
    const char *copy = arena_strdup(a, real ? real : plain);
    g_free(plain);
    free(real);
    return copy;
}

static twin_source *
source_of(const twin *t, const char *real)
{
    for (guint i = 0; i < t->sources->len; i++) {
        twin_source *s = g_ptr_array_index(t->sources, i);
        if (strcmp(s->real, real) == 0)
            return s;
    }
    return NULL;
}

static twin_source *
open_source(twin *t, const char *path, const char *kind)
{
    const char *real = canonical_path(t->a, path);
    twin_source *there = source_of(t, real);
    if (there)
        return there;
    edit *e = edit_open_file(path, t->d);
    if (!e)
        return NULL;
    twin_source *s = g_new0(twin_source, 1);
    *s = (twin_source){.path = arena_strdup(t->a, path), .real = real, .e = e, .kind = kind};
    s->is_case = strcmp(kind, "case") == 0;
    g_ptr_array_add(t->sources, s);
    return s;
}

static void
note_pattern(void *data, const xml_node *pattern, xml_node *n)
{
    g_hash_table_insert(data, n, (gpointer)pattern);
}

/* Words of lists, as kinds of schools, in names of schools. */
static void
add_list_words(twin *t, const xml_node *rng)
{
    enum { SHORT = 3 };
    if (strcmp(xml_name(rng), "value") == 0) {
        const char *word = xml_text(t->a, rng);
        g_hash_table_add(t->listed, (gpointer)word);
        if (g_utf8_strlen(word, -1) >= SHORT)
            twin_words_add(t->words, word, TWIN_WORD_LIST);
    }
    for (const xml_node *c = xml_first_element(rng); c; c = xml_next_element(c))
        add_list_words(t, c);
}

/* With the author's own fields; what is wrong with their grammar is wrong of the twin, too, and theirs are words then.
 */
static bool
read_grammar(twin *t, twin_source *s, const char *fields)
{
    char *path = g_strdup_printf("%s/%s.rng", t->order->schema, s->kind);
    diag *unheard = diag_new();
    int error = 0;
    if (fields && strcmp(s->kind, "calendar") != 0)
        s->grammar = schema_read_own(t->s, path, fields, &error, unheard);
    if (!s->grammar)
        s->grammar = schema_read(t->s, path, t->d);
    diag_drop(unheard);
    g_free(path);
    if (!s->grammar)
        return false;
    for (size_t i = 0; i < schema_source_count(s->grammar); i++)
        add_list_words(t, schema_source(s->grammar, i));
    s->patterns = g_hash_table_new(NULL, NULL);
    schema_walk(s->grammar, edit_document(s->e), note_pattern, s->patterns);
    return true;
}

/* As a case may name one (casefile_read.c); of another the letters are others. */
static bool
is_relative(const char *name)
{
    return *name && *name != '/' && !strpbrk(name, ":\\");
}

static bool
is_there(const char *path)
{
    return g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(path, G_FILE_TEST_IS_DIR);
}

/* The files of one attribute of <masters>; false after a report: it cannot be read. */
static bool
open_named(twin *t, twin_source *s, const xml_node *attr, const char *kind)
{
    size_t length;
    const char *begin = blank_trim(xml_text(t->a, attr), &length), *name = arena_strndup(t->a, begin, length);
    if (!is_relative(name))
        return true;
    char *folder = g_path_get_dirname(s->path), *path = g_build_filename(folder, name, NULL);
    twin_named *named = g_new0(twin_named, 1);
    *named = (twin_named){.kind = kind, .says = name};
    g_hash_table_insert(s->named, (gpointer)attr, named);
    if (is_there(path))
        named->of = open_source(t, path, kind);
    const bool good = named->of || !is_there(path);
    g_free(path);
    g_free(folder);
    return good;
}

static const char *
fields_of(const twin_source *s)
{
    GHashTableIter i;
    gpointer attr, named;
    g_hash_table_iter_init(&i, s->named);
    while (g_hash_table_iter_next(&i, &attr, &named)) {
        const twin_named *n = named;
        if (strcmp(n->kind, "fields") == 0 && n->of)
            return n->of->path;
    }
    return NULL;
}

static bool
open_case(twin *t, const char *path)
{
    twin_source *s = open_source(t, path, "case");
    if (!s || s->named)
        return s != NULL;
    s->named = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    const xml_node *masters = xml_element_named(xml_root(edit_document(s->e)), "masters");
    const guint before = t->sources->len;
    bool good = true;
    for (size_t i = 0; masters && i < G_N_ELEMENTS(kinds); i++) {
        const xml_node *attr = xml_attribute_node(masters, kinds[i]);
        good = (!attr || open_named(t, s, attr, kinds[i])) && good;
    }
    const char *fields = fields_of(s);
    good = good && read_grammar(t, s, fields);
    for (guint i = before; good && i < t->sources->len; i++) {
        twin_source *master = g_ptr_array_index(t->sources, i);
        if (strcmp(master->kind, "fields") != 0)
            good = read_grammar(t, master, fields);
    }
    return good;
}

bool
twin_files_open(twin *t)
{
    bool good = true;
    for (size_t i = 0; i < t->order->count; i++)
        good = open_case(t, t->order->cases[i]) && good;
    return good;
}

/* ---- where the twins go ---- */

typedef struct placing {
    twin *t;
    GHashTable *used; /* paths */
    bool good;
} placing;

/* One that is nobody's: what is there is told, and never written over. */
static const char *
free_path(placing *k, const char *head, const char *tail)
{
    const char *path = arena_printf(k->t->a, "%s%s", head, tail);
    for (int n = 2; g_hash_table_contains(k->used, path); n++)
        path = arena_printf(k->t->a, "%s-%d%s", head, n, tail);
    g_hash_table_add(k->used, (gpointer)path);
    if (g_file_test(path, G_FILE_TEST_EXISTS) || g_file_test(path, G_FILE_TEST_IS_SYMLINK)) {
        diag_add(k->t->d, DIAG_DRAFT_THERE, PLACE_NONE, PLACE_NONE, path, NULL);
        k->good = false;
    }
    return path;
}

/* TWIN of TWIN.xml. */
static const char *
stem_of(const twin *t)
{
    const char *output = t->order->output;
    return arena_strndup(t->a, output, strlen(output) - strlen(".xml"));
}

static void
place_case(placing *k, twin_source *s)
{
    twin *t = k->t;
    if (!t->order->folder) {
        s->twin = free_path(k, stem_of(t), ".xml");
        return;
    }
    const char *id = xml_attribute(t->a, xml_root(edit_document(s->e)), "id");
    size_t length;
    const char *begin = id ? blank_trim(id, &length) : "";
    const char *own = id ? arena_strndup(t->a, begin, length) : "";
    const bool printable = strcmp(casefile_printable_id(own), own) == 0;
    const char *name = printable ? twin_id(t, own) : "case";
    const char *folder = free_path(k, arena_printf(t->a, "%s/%s", t->order->output, name), "");
    s->twin = arena_printf(t->a, "%s/case.xml", folder);
}

static void
place_named(placing *k, twin_named *n)
{
    twin *t = k->t;
    const char *tail = strcmp(n->kind, "fields") == 0 ? ".rng" : ".xml";
    const char *head = t->order->folder ? arena_printf(t->a, "%s/masters/%s", t->order->output, n->kind)
                                        : arena_printf(t->a, "%s-%s", stem_of(t), n->kind);
    const char *path = n->of && n->of->twin ? n->of->twin : free_path(k, head, tail);
    if (n->of)
        n->of->twin = path;
    char *base = g_path_get_basename(path);
    if (!t->order->folder)
        n->says = arena_strdup(t->a, base);
    else if (n->of && n->of->is_case) /* it is wrong there, and says so, of the twin as well */
        n->says = arena_printf(t->a, "..%s", n->of->twin + strlen(t->order->output));
    else
        n->says = arena_printf(t->a, "../masters/%s", base);
    g_free(base);
}

bool
twin_files_place(twin *t)
{
    placing k = {t, g_hash_table_new(g_str_hash, g_str_equal), true};
    if (t->order->folder && is_there(t->order->output)) { /* a file in the place of the folder */
        diag_add(t->d, DIAG_DRAFT_THERE, PLACE_NONE, PLACE_NONE, t->order->output, NULL);
        k.good = false;
    }
    for (guint i = 0; i < t->sources->len; i++) {
        twin_source *s = g_ptr_array_index(t->sources, i);
        if (s->is_case)
            place_case(&k, s);
    }
    for (guint i = 0; i < t->sources->len; i++) {
        twin_source *s = g_ptr_array_index(t->sources, i);
        const xml_node *masters = s->named ? xml_element_named(xml_root(edit_document(s->e)), "masters") : NULL;
        for (size_t n = 0; masters && n < G_N_ELEMENTS(kinds); n++) {
            const xml_node *attr = xml_attribute_node(masters, kinds[n]);
            twin_named *named = attr ? g_hash_table_lookup(s->named, attr) : NULL;
            if (named)
                place_named(&k, named);
        }
    }
    g_hash_table_unref(k.used);
    return k.good;
}
