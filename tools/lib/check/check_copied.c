/* check_copied.c: the text of before from which a text was copied.
 *
 * All texts of one kind of one case lie in one table, in the order of their periods; each knows the last one before it
 * that says the same, and those that share a sentence with it. So a text is held against a few of those before it,
 * however many there are: it takes as long as it takes to read them. */
#include "check/check_int.h"

#include <string.h>

/* How many of the texts just before a text, and of those that share a sentence, it is held against; how many short ones
 * are passed over for that; and the letters from which a sentence is more than a phrase. */
enum { NEAREST = 6, SHARING = 8, PASSED = 24, SENTENCE = 8, MOST_LETTERS = 1000000 };

typedef struct text {
    xml_node *node;
    const char *group, *period;
    size_t at;     /* its place among all that are selected, in the order of the document */
    size_t first;  /* of its group */
    size_t number; /* of its period in its group */
    size_t same;   /* the last one before it that says the same; itself where there is none */
    size_t sharing[SHARING], sharing_count;
    rule_print print;
} text;

typedef struct table {
    text *items;
    size_t count;
    GHashTable *places; /* node: its place and one */
} table;

struct rule_copies {
    arena *a;
    rule_keys *keys;
    GHashTable *tables; /* select, a line end, by: table */
    size_t looks;
};

static const char *const not_expressions =
    XML_REFUSAL("一つ目と二つ目は、節点を選ぶ式と、その「時期 組」の式にしてください",
                "needs an expression that selects nodes, and one of their period and group");
static const char *const not_likeness = XML_REFUSAL("三つ目は節点、あとは字数と二つの割合（％）にしてください",
                                                    "needs a node, letters, and two shares in percent");

/* ---- making a table ---- */

static gint
compare_texts(gconstpointer x, gconstpointer y)
{
    const text *a = x, *b = y;
    const int group = strcmp(a->group, b->group), period = strcmp(a->period, b->period);
    return group ? group : period ? period : a->at < b->at ? -1 : a->at > b->at;
}

/* Of a text that says something, and when. */
static void
add_text(rule_copies *c, GArray *found, const char *by, xml_node *n, size_t at)
{
    const char *space = strchr(by, ' ');
    text t = {.node = n, .at = at};
    if (!space || space == by)
        return;
    rule_print_take(c->a, &t.print, xml_text(c->a, n));
    t.period = arena_strndup(c->a, by, (size_t)(space - by));
    t.group = arena_strdup(c->a, space + 1);
    if (t.print.weight > 0)
        g_array_append_val(found, t);
}

static void
share_sentence(text *items, size_t i, rule_sentence *s, GHashTable *sentences)
{
    text *t = &items[i];
    const size_t last = GPOINTER_TO_SIZE(g_hash_table_lookup(sentences, &s->number));
    bool known = last == 0 || t->sharing_count == SHARING;
    for (size_t n = 0; n < t->sharing_count && !known; n++)
        known = t->sharing[n] == last - 1;
    if (!known)
        t->sharing[t->sharing_count++] = last - 1;
    g_hash_table_insert(sentences, &s->number, GSIZE_TO_POINTER(i + 1));
}

/* Each text of the group that begins there, by those before it; the first of the next group. */
static size_t
link_group(table *t, size_t first)
{
    GHashTable *said = g_hash_table_new(g_str_hash, g_str_equal),
               *sentences = g_hash_table_new(g_int64_hash, g_int64_equal);
    size_t i = first;
    for (; i < t->count && strcmp(t->items[i].group, t->items[first].group) == 0; i++) {
        text *now = &t->items[i];
        const text *last = i > first ? &t->items[i - 1] : now;
        const size_t same = GPOINTER_TO_SIZE(g_hash_table_lookup(said, now->print.said));
        now->first = first;
        now->number = last->number + (strcmp(last->period, now->period) != 0);
        now->same = same ? same - 1 : i;
        for (size_t n = 0; n < now->print.sentence_count; n++)
            if (now->print.sentences[n].weight >= SENTENCE)
                share_sentence(t->items, i, &now->print.sentences[n], sentences);
        g_hash_table_insert(said, (gpointer)now->print.said, GSIZE_TO_POINTER(i + 1));
        g_hash_table_insert(t->places, now->node, GSIZE_TO_POINTER(i + 1));
    }
    g_hash_table_destroy(said);
    g_hash_table_destroy(sentences);
    return i;
}

/* NULL: the expressions are none. */
static table *
make_table(rule_copies *c, const char *select, const char *by)
{
    xml_value nodes, v;
    if (!rule_keys_select(c->keys, select, &nodes))
        return NULL;
    const xml_expr *value = rule_keys_compile(c->keys, by);
    GArray *found = g_array_new(FALSE, FALSE, sizeof(text));
    bool good = value != NULL;
    for (size_t i = 0; i < nodes.count && good; i++) {
        good = rule_keys_eval(c->keys, value, nodes.nodes[i], &v);
        if (good)
            add_text(c, found, xml_value_string(c->a, &v), nodes.nodes[i], i);
    }
    g_array_sort(found, compare_texts);
    table *made = good ? g_new0(table, 1) : NULL;
    if (made) {
        made->items = found->len ? arena_copy(c->a, found->data, found->len * sizeof(text)) : NULL;
        made->count = found->len;
        made->places = g_hash_table_new(g_direct_hash, g_direct_equal);
        for (size_t i = 0; i < made->count;)
            i = link_group(made, i);
    }
    g_array_free(found, TRUE);
    return made;
}

static const table *
find_table(rule_copies *c, const char *select, const char *by)
{
    char *name = g_strconcat(select, "\n", by, NULL);
    const table *t = g_hash_table_lookup(c->tables, name);
    if (t || !(t = make_table(c, select, by))) {
        g_free(name);
        return t;
    }
    g_hash_table_insert(c->tables, name, (gpointer)t);
    return t;
}

static void
drop_table(gpointer data)
{
    table *t = data;
    g_hash_table_destroy(t->places);
    g_free(t);
}

/* ---- asking it ---- */

/* The last text of before that is like this one; the text itself where there is none. */
static size_t
find_like(rule_copies *c, const table *t, size_t i, const rule_likeness *asked)
{
    text *now = &t->items[i];
    size_t best = i, held = 0;
    for (size_t n = i; n > now->first && i - n < PASSED && held < NEAREST && best == i; n--)
        if (t->items[n - 1].print.length >= asked->least) {
            held++;
            best = rule_print_is_like(c->a, &now->print, &t->items[n - 1].print, asked, &c->looks) ? n - 1 : i;
        }
    for (size_t n = 0; n < now->sharing_count; n++) {
        const size_t other = now->sharing[n];
        if ((best == i || other > best) &&
            rule_print_is_like(c->a, &now->print, &t->items[other].print, asked, &c->looks))
            best = other;
    }
    return best;
}

/* A short text may be said again another time; the text itself where there is none. */
static size_t
find_before(rule_copies *c, const table *t, size_t i, const rule_likeness *asked)
{
    const text *now = &t->items[i], *same = &t->items[now->same];
    const bool is_long = now->print.length >= asked->least;
    c->looks++;
    if (now->same != i && (is_long || now->number - same->number <= 1))
        return now->same;
    return is_long ? find_like(c, t, i, asked) : i;
}

static bool
take_number(const xml_value *v, size_t most, size_t *number)
{
    const double n = xml_value_number(v);
    *number = n >= 0 ? (size_t)MIN(n, (double)most) : 0;
    return n >= 0;
}

static const char *
f_copied_from(void *data, arena *a, const xml_value *args, size_t count, xml_value *result)
{
    rule_copies *c = data;
    rule_likeness asked;
    if (count != 6 || args[2].type != XML_NODES || !take_number(&args[3], MOST_LETTERS, &asked.least) ||
        !take_number(&args[4], 100, &asked.near) || !take_number(&args[5], 100, &asked.whole))
        return not_likeness;
    const table *t = find_table(c, xml_value_string(a, &args[0]), xml_value_string(a, &args[1]));
    if (!t)
        return not_expressions;
    const size_t known = args[2].count ? GPOINTER_TO_SIZE(g_hash_table_lookup(t->places, args[2].nodes[0])) : 0;
    const size_t from = known ? find_before(c, t, known - 1, &asked) : 0;
    *result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(c->a, xml_node *, 1)};
    if (known && from != known - 1)
        result->nodes[result->count++] = t->items[from].node;
    return NULL;
}

rule_copies *
rule_copies_new(arena *a, rule_keys *keys)
{
    g_assert(a && keys);
    rule_copies *c = g_new(rule_copies, 1);
    *c = (rule_copies){
        .a = a, .keys = keys, .tables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, drop_table)};
    return c;
}

void
rule_copies_add(rule_copies *c, xml_xpath *x)
{
    xml_xpath_add_function(x, "copied-from", f_copied_from, c);
}

size_t
rule_copies_looks(const rule_copies *c)
{
    return c->looks;
}

void
rule_copies_drop(rule_copies *c)
{
    if (!c)
        return;
    g_hash_table_destroy(c->tables);
    g_free(c);
}
