/* form_names.c: the names that the expressions of a form of cases ask for, held against the grammars of the case and
 * its masters: a name that is nowhere in them finds nothing in any case, and missing= or an <if> would hide it. */
#include "form/form_int.h"

#include <string.h>

#include "base/near.h"
#include "base/order.h"

/* What a case and its masters are read by (casefile_master_kinds). */
static const char *const grammars[] = {"case", "office", "partners", "municipality", "calendar"};

/* What a program says beside the case: check_print_judged, batch_cover.c. */
typedef struct said {
    const char *variable;
    const char *elements[8], *attributes[24];
} said;
static const said beside[] = {
    {"judged",
     {"judged", "month", "finding", "gap", "off", "replaced"},
     {"as-of", "ym",    "open", "claims",   "sharing", "support", "verdict", "errors", "warnings", "undetermined",
      "gaps",  "rules", "rule", "severity", "lowered", "when",    "until",   "month",  "source",   "kind"}},
    {"enclosed",
     {"enclosed", "paper"},
     {"to", "mark", "recipient", "guardian", "address", "postal-code", "key", "child", "title", "month", "pages",
      "gap"}}};

static void
add_words(GHashTable *names, const char *const *words)
{
    for (; *words; words++)
        g_hash_table_add(names, (gpointer)*words);
}

/* The names in the text of a grammar, as our files write them. To read the grammars themselves takes a tenth of what a
 * document takes, and a form in which every name is found does not need it. */
static void
add_written(arena *a, const char *text, const char *before, GHashTable *names)
{
    for (const char *p = text; (p = strstr(p, before));) {
        p += strlen(before);
        const char *end = strchr(p, '"');
        if (end)
            g_hash_table_add(names, (gpointer)arena_strndup(a, p, (size_t)(end - p)));
    }
}

static void
read_written(form_reader *r, const char *kind)
{
    char *path = g_strdup_printf("%s/%s.rng", schema_folder(r->a, r->schema), kind), *text;
    if (g_file_get_contents(path, &text, NULL, NULL)) {
        add_written(r->a, text, "<element name=\"", r->elements);
        add_written(r->a, text, "<attribute name=\"", r->attributes);
        g_free(text);
    }
    g_free(path);
}

static void
read_all_written(form_reader *r)
{
    r->elements = g_hash_table_new(g_str_hash, g_str_equal);
    r->attributes = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < G_N_ELEMENTS(grammars); i++)
        read_written(r, grammars[i]);
    read_written(r, "types"); /* which they include */
    for (size_t i = 0; i < G_N_ELEMENTS(beside); i++) {
        if (!form_reads_variable(r, beside[i].variable))
            continue;
        add_words(r->elements, beside[i].elements);
        add_words(r->attributes, beside[i].attributes);
    }
}

/* False: they do not say all, and nothing is judged. A grammar that cannot be read is told when a case is. */
static bool
read_grammars(form_reader *r)
{
    diag *unheard = diag_new();
    bool all = true;
    for (size_t i = 0; i < G_N_ELEMENTS(grammars) && all; i++) {
        char *path = g_strdup_printf("%s/%s.rng", schema_folder(r->a, r->schema), grammars[i]);
        const schema_grammar *g = schema_read(r->s, path, unheard);
        all = g && schema_add_names(g, r->elements, r->attributes);
        g_free(path);
    }
    diag_drop(unheard);
    return all;
}

typedef struct asking {
    form_reader *r;
    const xml_expr *e;
    place where;
} asking;

static GPtrArray *
sorted_names(GHashTable *names)
{
    GPtrArray *list = g_ptr_array_new();
    GHashTableIter i;
    gpointer name;
    g_hash_table_iter_init(&i, names);
    while (g_hash_table_iter_next(&i, &name, NULL))
        g_ptr_array_add(list, name);
    g_ptr_array_sort(list, order_strings);
    return list;
}

/* An attribute where an element is asked for, or the other way round, is a likelier slip than another letter. */
static const char *
name_meant(asking *k, const char *name, bool is_attribute)
{
    form_reader *r = k->r;
    if (g_hash_table_contains(is_attribute ? r->elements : r->attributes, name))
        return arena_printf(r->a, "%s%s", is_attribute ? "" : "@", name);
    GPtrArray *known = sorted_names(is_attribute ? r->attributes : r->elements);
    const char *near = near_find(name, known);
    g_ptr_array_free(known, TRUE);
    return near ? arena_printf(r->a, "%s%s", is_attribute ? "@" : "", near) : NULL;
}

static bool
is_known(form_reader *r, const char *name, bool is_attribute)
{
    if (!r->elements)
        read_all_written(r);
    GHashTable *names = is_attribute ? r->attributes : r->elements;
    if (g_hash_table_contains(names, name))
        return true;
    if (!r->names_read) {
        r->names_read = true;
        r->names_unlisted = !read_grammars(r);
    }
    return r->names_unlisted || g_hash_table_contains(names, name);
}

static void
judge_name(void *data, const char *name, bool is_attribute)
{
    asking *k = data;
    form_reader *r = k->r;
    if (is_known(r, name, is_attribute))
        return;
    const char *written = arena_printf(r->a, "%s%s", is_attribute ? "@" : "", name),
               *near = name_meant(k, name, is_attribute);
    const char *ja = arena_printf(r->a, "%s という%sは、事例にもマスターにもありません", written,
                                  is_attribute ? "属性" : "要素"),
               *en = arena_printf(r->a, "neither cases nor masters have the %s %s",
                                  is_attribute ? "attribute" : "element", written);
    if (near) {
        ja = arena_printf(r->a, "%s。%s の書き間違いではありませんか", ja, near);
        en = arena_printf(r->a, "%s; did you mean %s?", en, near);
    }
    diag_add(r->d, DIAG_FORM_XPATH_NAME, k->where, PLACE_NONE, xml_expr_text(k->e), ja, en, NULL);
}

void
form_names_begin(form_reader *r)
{
    r->asked = g_array_new(FALSE, FALSE, sizeof(asking));
}

void
form_names_note(form_reader *r, const xml_expr *e, place where)
{
    const asking one = {r, e, where};
    g_array_append_val(r->asked, one);
}

void
form_names_judge(form_reader *r)
{
    for (guint i = 0; i < r->asked->len; i++) {
        asking *one = &g_array_index(r->asked, asking, i);
        xml_expr_names(one->e, judge_name, one);
    }
}

void
form_names_end(form_reader *r)
{
    g_array_free(r->asked, TRUE);
    if (r->elements) {
        g_hash_table_destroy(r->elements);
        g_hash_table_destroy(r->attributes);
    }
}
