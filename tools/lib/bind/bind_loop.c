/* bind_loop.c: for-each: over nodes in an order and in groups, over a number, and on to as many rounds as a paper has
 * rows. */
#include "bind/bind_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

/* What a loop goes round by. */
typedef struct rounds {
    xml_node **nodes;        /* the context of each; NULL: that of the loop */
    const xml_value *groups; /* the members of each; NULL: they are no groups */
    size_t count, all;       /* that there are, and with those that fill the paper */
} rounds;

/* ---- order ---- */

typedef struct keyed_node {
    xml_node *node;
    const char *key;
    double number;
    size_t nth;
} keyed_node;

static int
compare_words(const void *a, const void *b)
{
    const keyed_node *x = a, *y = b;
    const int order = strcmp(x->key, y->key);
    return order ? order : (x->nth > y->nth) - (x->nth < y->nth);
}

static int
compare_numbers(const void *a, const void *b)
{
    const keyed_node *x = a, *y = b;
    const int order = (x->number > y->number) - (x->number < y->number);
    return order ? order : (x->nth > y->nth) - (x->nth < y->nth);
}

/* What stands at the end is to be first; of two alike the first written stays first. */
static void
turn_around(keyed_node *all, size_t count, int (*compare)(const void *, const void *))
{
    for (size_t i = 0; i < count; i++)
        all[i].nth = count - 1 - all[i].nth;
    qsort(all, count, sizeof *all, compare);
    for (size_t i = 0; i < count / 2; i++) {
        const keyed_node held = all[i];
        all[i] = all[count - 1 - i];
        all[count - 1 - i] = held;
    }
}

static bool
find_keys(binder *b, bind_at at, const form_node *loop, const xml_expr *by, const xml_value *v, keyed_node *all)
{
    at.size = v->count;
    for (size_t i = 0; i < v->count; i++) {
        xml_value key;
        at.node = v->nodes[i];
        at.position = i + 1;
        if (!bind_eval(b, &at, by, loop->where, &key))
            return false;
        const char *text = xml_value_string(b->a, &key);
        all[i] = (keyed_node){v->nodes[i], text, xml_value_number(&key), i};
    }
    return true;
}

/* The rounds by what order-by says of each: numbers by how large they are; else as they read, as days and months do. A
 * node that says nothing is before all numbers. */
static bool
sort_nodes(binder *b, bind_at at, const form_node *loop, xml_value *v)
{
    keyed_node *all = ARENA_ARRAY(b->a, keyed_node, v->count);
    if (!find_keys(b, at, loop, loop->extra, v, all))
        return false;
    bool are_numbers = true;
    for (size_t i = 0; i < v->count; i++) {
        const bool is_blank = xml_is_blank(all[i].key) || strcmp(all[i].key, "NaN") == 0;
        are_numbers = are_numbers && (is_blank || !isnan(all[i].number));
        all[i].number = is_blank ? (double)-INFINITY : all[i].number;
    }
    int (*compare)(const void *, const void *) = are_numbers ? compare_numbers : compare_words;
    if (loop->descending)
        turn_around(all, v->count, compare);
    else
        qsort(all, v->count, sizeof *all, compare);
    v->nodes = ARENA_ARRAY(b->a, xml_node *, v->count); /* the value may be a variable's */
    for (size_t i = 0; i < v->count; i++)
        v->nodes[i] = all[i].node;
    return true;
}

/* ---- groups ---- */

/* Of those alike in what group-by says, in the order in which the first of each comes. */
static bool
group_nodes(binder *b, bind_at at, const form_node *loop, const xml_value *v, rounds *r)
{
    keyed_node *all = ARENA_ARRAY(b->a, keyed_node, v->count);
    xml_value *groups = ARENA_ARRAY(b->a, xml_value, v->count);
    GHashTable *known = g_hash_table_new(g_str_hash, g_str_equal);
    const bool good = find_keys(b, at, loop, loop->group_by, v, all);
    r->nodes = ARENA_ARRAY(b->a, xml_node *, v->count);
    for (size_t i = 0; good && i < v->count; i++) {
        xml_value *own = g_hash_table_lookup(known, all[i].key);
        if (!own) {
            r->nodes[r->count] = v->nodes[i];
            own = &groups[r->count++];
            *own = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(b->a, xml_node *, v->count - i)};
            g_hash_table_insert(known, (gpointer)all[i].key, own);
        }
        own->nodes[own->count++] = v->nodes[i];
    }
    g_hash_table_destroy(known);
    for (size_t i = 0; i < r->count; i++)
        xml_sort_nodes(groups[i].nodes, groups[i].count);
    r->groups = groups;
    return good;
}

/* ---- which rounds ---- */

static bool
count_rounds(binder *b, const bind_at *at, const form_node *loop, double n, rounds *r)
{
    enum { MOST_ROUNDS = 10000 };
    if (isnan(n)) {
        bind_lacks_value(b, at, loop->where, DIAG_BIND_MISSING, loop->select);
        return false;
    }
    if (n != floor(n) || n < 0 || n > MOST_ROUNDS) {
        const place data = at->node ? xml_place(b->a, at->node, true) : PLACE_NONE;
        char said[NUMBER_ROOM];
        diag_add(b->d, DIAG_BIND_ROUNDS, loop->where, data, xml_expr_text(loop->select), number_print(said, n), NULL);
        return false;
    }
    r->count = (size_t)n;
    return true;
}

static bool
find_rounds(binder *b, const bind_at *at, const form_node *loop, rounds *r)
{
    xml_value v;
    if (!bind_eval(b, at, loop->select, loop->where, &v))
        return false;
    if (v.type == XML_NUMBER)
        return count_rounds(b, at, loop, v.number, r);
    if (v.type != XML_NODES) {
        diag_add(b->d, DIAG_BIND_NOT_NODES, loop->where, PLACE_NONE, xml_expr_text(loop->select), NULL);
        return false;
    }
    if (loop->extra && v.count > 1 && !sort_nodes(b, *at, loop, &v))
        return false;
    if (loop->group_by)
        return group_nodes(b, *at, loop, &v, r);
    r->nodes = v.nodes;
    r->count = v.count;
    return true;
}

/* In a blank form as many as the form says, or its own number. */
static bool
find_blank_rounds(binder *b, const bind_at *at, const form_node *loop, rounds *r)
{
    if (bind_is_own(b, loop->select))
        return find_rounds(b, at, loop, r);
    r->count = (size_t)MAX(loop->blank_count, 0);
    return true;
}

/* ---- the rounds ---- */

static void
visit_join(binder *b, bind_at at, const form_node *loop, bind_visit *visit, void *data)
{
    form_node *text = ARENA_NEW(b->a, form_node);
    text->kind = FORM_TEXT;
    text->where = loop->where;
    text->text = loop->join;
    visit(b, at, text, data);
}

static void
bind_round(binder *b, bind_at at, const form_node *loop, const xml_value *group, bind_visit *visit, void *data)
{
    const guint scope = b->scopes->len;
    if (loop->text)
        bind_push(b, loop->text, group ? *group : (xml_value){.type = XML_NODES});
    bind_children(b, at, loop->first, visit, data);
    bind_pop_to(b, scope);
}

/* A round that fills the paper is as in a blank form: what depends on data leaves room for the hand. */
static void
bind_filling_round(binder *b, bind_at at, const form_node *loop, bind_visit *visit, void *data)
{
    const bool was_blank = b->blank, was_filling = b->filling;
    b->blank = true;
    b->filling = b->filling || !was_blank;
    at.node = NULL;
    bind_round(b, at, loop, NULL, visit, data);
    b->blank = was_blank;
    b->filling = was_filling;
}

void
bind_for_each(binder *b, bind_at at, const form_node *loop, bind_visit *visit, void *data)
{
    rounds r = {NULL, NULL, 0, 0};
    if (!(b->blank ? find_blank_rounds : find_rounds)(b, &at, loop, &r))
        return;
    bind_at inside = at;
    inside.size = r.all = MAX(r.count, (size_t)MAX(loop->fill_to, 0));
    for (size_t i = 0; i < r.all && bind_made_one(b, loop->where); i++) {
        inside.node = r.nodes && i < r.count ? r.nodes[i] : at.node;
        inside.position = i + 1;
        if (i > 0 && loop->join)
            visit_join(b, at, loop, visit, data);
        if (i < r.count)
            bind_round(b, inside, loop, r.groups ? &r.groups[i] : NULL, visit, data);
        else
            bind_filling_round(b, inside, loop, visit, data);
    }
}
