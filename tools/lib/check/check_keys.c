/* check_keys.c: records looked up by what they say, as XSLT's key(): an expression over the whole case is evaluated
 * once a run and lies sorted, so that a rule that asks by every month or record does not go through all the others
 * again. */
#include "check/check_int.h"

#include <string.h>

typedef struct entry {
    const char *key;
    xml_node *node;
    size_t at; /* its place among all that are selected, in the order of the document */
} entry;

/* Of one pair of expressions: by key; of one key in the order of the document. */
typedef struct table {
    entry *items;
    size_t count;
} table;

struct rule_keys {
    arena *a;
    xml_store *s;
    xml_xpath *own; /* apart from that of the rules, whose variables are those of a moment; NULL until it is needed */
    rule_functions *functions;
    void *data; /* of these */
    xml_node *root;
    GHashTable *tables; /* select, a line end, by: table */
};

static const char *const not_expressions =
    XML_REFUSAL("一つ目と二つ目は、節点を選ぶ式と、その値の式にしてください",
                "needs an expression that selects nodes, and one of their value");

/* ---- making a table ---- */

static void
open_own(rule_keys *keys)
{
    keys->own = xml_xpath_new(keys->s);
    keys->functions(keys->data, keys->own);
}

const xml_expr *
rule_keys_compile(rule_keys *keys, const char *text)
{
    diag *own = diag_new();
    const xml_expr *e = xml_expr_compile(keys->s, text, PLACE_NONE, own);
    diag_drop(own);
    return e;
}

bool
rule_keys_eval(rule_keys *keys, const xml_expr *e, xml_node *context, xml_value *v)
{
    diag *own = diag_new();
    if (!keys->own)
        open_own(keys);
    const bool good = e && xml_eval(keys->own, keys->a, e, context, 1, 1, PLACE_NONE, own, v);
    diag_drop(own);
    return good;
}

bool
rule_keys_select(rule_keys *keys, const char *select, xml_value *nodes)
{
    return rule_keys_eval(keys, rule_keys_compile(keys, select), keys->root, nodes) && nodes->type == XML_NODES;
}

static void
add_entry(rule_keys *keys, GArray *found, const char *text, xml_node *n, size_t at)
{
    const entry e = {g_strstrip(arena_strdup(keys->a, text)), n, at};
    const entry *last = found->len ? &g_array_index(found, entry, found->len - 1) : NULL;
    if (*e.key && !(last && last->node == n && strcmp(last->key, e.key) == 0))
        g_array_append_val(found, e);
}

static gint
compare_entries(gconstpointer x, gconstpointer y, gpointer data)
{
    (void)data;
    return strcmp(((const entry *)x)->key, ((const entry *)y)->key);
}

/* NULL: the expressions are none. */
static table *
make_table(rule_keys *keys, const char *select, const char *by)
{
    xml_value nodes, v;
    if (!rule_keys_select(keys, select, &nodes))
        return NULL;
    const xml_expr *value = rule_keys_compile(keys, by);
    GArray *found = g_array_new(FALSE, FALSE, sizeof(entry));
    bool good = value != NULL;
    for (size_t i = 0; i < nodes.count && good; i++) {
        good = rule_keys_eval(keys, value, nodes.nodes[i], &v);
        if (good && v.type != XML_NODES)
            add_entry(keys, found, xml_value_string(keys->a, &v), nodes.nodes[i], i);
        for (size_t n = 0; good && v.type == XML_NODES && n < v.count; n++)
            add_entry(keys, found, xml_text(keys->a, v.nodes[n]), nodes.nodes[i], i);
    }
    g_qsort_with_data(found->data, (gint)found->len, sizeof(entry), compare_entries, NULL); /* stable */
    table *made = good ? ARENA_NEW(keys->a, table) : NULL;
    if (made)
        *made = (table){found->len ? arena_copy(keys->a, found->data, found->len * sizeof(entry)) : NULL, found->len};
    g_array_free(found, TRUE);
    return made;
}

static const table *
find_table(rule_keys *keys, const char *select, const char *by)
{
    char *name = g_strconcat(select, "\n", by, NULL);
    const table *t = g_hash_table_lookup(keys->tables, name);
    if (t || !(t = make_table(keys, select, by))) {
        g_free(name);
        return t;
    }
    g_hash_table_insert(keys->tables, name, (gpointer)t);
    return t;
}

/* ---- asking it ---- */

/* The first entry whose key is not before (after: not up to) the text. */
static size_t
first_entry(const table *t, const char *key, bool after)
{
    size_t from = 0, to = t->count;
    while (from < to) {
        const size_t middle = (from + to) / 2;
        const int order = strcmp(t->items[middle].key, key);
        if (order < 0 || (after && order == 0))
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static void
take_range(const table *t, size_t from, size_t to, GArray *found)
{
    if (from < to)
        g_array_append_vals(found, t->items + from, (guint)(to - from));
}

static gint
compare_places(gconstpointer x, gconstpointer y)
{
    const size_t a = ((const entry *)x)->at, b = ((const entry *)y)->at;
    return a < b ? -1 : a > b;
}

/* In the order of the document, each node once, whichever keys led to it. */
static void
give_found(rule_keys *keys, GArray *found, xml_value *result)
{
    g_array_sort(found, compare_places);
    *result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(keys->a, xml_node *, found->len + 1)};
    for (guint i = 0; i < found->len; i++) {
        xml_node *n = g_array_index(found, entry, i).node;
        if (result->count == 0 || result->nodes[result->count - 1] != n)
            result->nodes[result->count++] = n;
    }
}

typedef void ask_table(rule_keys *keys, const table *t, const xml_value *args, GArray *found);

static const char *
key_text(rule_keys *keys, const xml_value *v)
{
    return g_strstrip(arena_strdup(keys->a, xml_value_string(keys->a, v)));
}

static void
ask_equal(rule_keys *keys, const table *t, const xml_value *args, GArray *found)
{
    const bool nodes = args[2].type == XML_NODES;
    for (size_t n = 0; n < (nodes ? args[2].count : 1); n++) {
        const xml_value one = nodes ? (xml_value){.type = XML_NODES, .nodes = &args[2].nodes[n], .count = 1} : args[2];
        const char *key = key_text(keys, &one);
        take_range(t, first_entry(t, key, false), first_entry(t, key, true), found);
    }
}

static void
ask_before(rule_keys *keys, const table *t, const xml_value *args, GArray *found)
{
    const size_t end = first_entry(t, key_text(keys, &args[2]), false);
    if (end > 0)
        take_range(t, first_entry(t, t->items[end - 1].key, false), end, found);
}

static void
ask_within(rule_keys *keys, const table *t, const xml_value *args, GArray *found)
{
    take_range(t, first_entry(t, key_text(keys, &args[2]), false), first_entry(t, key_text(keys, &args[3]), true),
               found);
}

/* Of equal keys the last, or the last that stands before a node, none of whose own is any. */
static void
take_last(const table *t, const char *key, const xml_node *before, GArray *found)
{
    const size_t first = first_entry(t, key, false);
    size_t from = first, to = first_entry(t, key, true);
    while (before && from < to) {
        const size_t middle = (from + to) / 2;
        if (xml_compare_nodes(t->items[middle].node, before) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    if (to > first)
        take_range(t, to - 1, to, found);
}

static void
ask_last(rule_keys *keys, const table *t, const xml_value *args, GArray *found)
{
    take_last(t, key_text(keys, &args[2]), NULL, found);
}

static void
ask_last_before(rule_keys *keys, const table *t, const xml_value *args, GArray *found)
{
    if (args[3].count > 0)
        take_last(t, key_text(keys, &args[2]), args[3].nodes[0], found);
}

static const char *
look_up(rule_keys *keys, const xml_value *args, ask_table *ask, xml_value *result)
{
    const table *t = find_table(keys, key_text(keys, &args[0]), key_text(keys, &args[1]));
    if (!t)
        return not_expressions;
    GArray *found = g_array_new(FALSE, FALSE, sizeof(entry));
    ask(keys, t, args, found);
    give_found(keys, found, result);
    g_array_free(found, TRUE);
    return NULL;
}

static const char *const wrong_count = XML_REFUSAL("引数の数が違います", "wrong number of arguments");

static const char *
f_key(void *data, arena *a, const xml_value *args, size_t count, xml_value *result)
{
    (void)a;
    if (count == 1)
        return look_up(data, (xml_value[]){args[0], xml_value_of_string("1"), xml_value_of_string("1")}, ask_equal,
                       result);
    return count == 3 ? look_up(data, args, ask_equal, result) : wrong_count;
}

static const char *
f_key_before(void *data, arena *a, const xml_value *args, size_t count, xml_value *result)
{
    (void)a;
    return count == 3 ? look_up(data, args, ask_before, result) : wrong_count;
}

static const char *
f_key_within(void *data, arena *a, const xml_value *args, size_t count, xml_value *result)
{
    (void)a;
    return count == 4 ? look_up(data, args, ask_within, result) : wrong_count;
}

static const char *
f_key_last(void *data, arena *a, const xml_value *args, size_t count, xml_value *result)
{
    (void)a;
    if (count == 4 && args[3].type != XML_NODES)
        return XML_REFUSAL("四つ目は節点にしてください", "the fourth has to be a node");
    return count == 3   ? look_up(data, args, ask_last, result)
           : count == 4 ? look_up(data, args, ask_last_before, result)
                        : wrong_count;
}

rule_keys *
rule_keys_new(arena *a, xml_store *s, xml_node *root, rule_functions *functions, void *data)
{
    g_assert(a && s && root && functions);
    rule_keys *keys = g_new(rule_keys, 1);
    *keys = (rule_keys){.a = a,
                        .s = s,
                        .functions = functions,
                        .data = data,
                        .root = root,
                        .tables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    return keys;
}

void
rule_keys_add(rule_keys *keys, xml_xpath *x)
{
    xml_xpath_add_function(x, "key", f_key, keys);
    xml_xpath_add_function(x, "key-before", f_key_before, keys);
    xml_xpath_add_function(x, "key-within", f_key_within, keys);
    xml_xpath_add_function(x, "key-last", f_key_last, keys);
}

size_t
rule_keys_steps(const rule_keys *keys)
{
    return keys->own ? xml_xpath_steps(keys->own) : 0;
}

void
rule_keys_drop(rule_keys *keys)
{
    if (!keys)
        return;
    xml_xpath_drop(keys->own);
    g_hash_table_destroy(keys->tables);
    g_free(keys);
}
