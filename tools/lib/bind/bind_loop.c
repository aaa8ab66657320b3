/* bind_loop.c: for-each: over nodes in an order and in groups, over a number, and on to as many rounds as a paper has
 * rows. */
#include "bind/bind_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/blank.h"

/* What a loop goes round by. */
typedef struct rounds {
    xml_node **nodes;        /* the context of each; NULL: that of the loop */
    const xml_value *groups; /* the members of each; NULL: they are no groups */
    size_t count, all;       /* that there are, and with those that fill the paper */
    bool by_hand;            /* of a blank form: nothing is known of any */
} rounds;

/* ---- groups ---- */

/* Blanks at the ends of a value are no part of it, and figures are figures in either width. */
static const char *
words_of_key(binder *b, const xml_value *key, double *number)
{
    size_t length;
    const char *begin = blank_trim(xml_value_string(b->a, key), &length), *words = arena_strndup(b->a, begin, length);
    GString *half = g_string_new(NULL);
    text_append_halfwidth(half, words);
    const xml_value read = xml_value_of_string(half->str);
    *number = xml_value_number(&read);
    g_string_free(half, TRUE);
    return words;
}

/* "": of what is not there. What is computed of something that is no number is told, and has no place. */
static const char *
key_of(binder *b, bind_at at, const form_node *loop, const xml_expr *by, const rounds *r, size_t i, double *number)
{
    xml_value key;
    at.node = r->nodes[i];
    at.position = i + 1;
    at.size = r->count;
    if (!bind_eval(b, &at, by, loop->where, &key))
        return NULL;
    if (key.type != XML_NUMBER)
        return words_of_key(b, &key, number);
    *number = key.number;
    if (!isnan(key.number))
        return xml_value_string(b->a, &key);
    bind_tell_no_number(b, &at, loop->where, by);
    return "";
}

/* Gives each group its members, in their order, out of one array: of groups of one each there may be as many as nodes.
 */
static void
share_nodes(binder *b, const rounds *r, const size_t *group_of, xml_value *groups, size_t count)
{
    xml_node **all = ARENA_ARRAY(b->a, xml_node *, r->count);
    for (size_t n = 0; n < count; n++) {
        groups[n].nodes = all;
        all += groups[n].count;
        groups[n].count = 0;
    }
    for (size_t i = 0; i < r->count; i++) {
        xml_value *own = &groups[group_of[i]];
        own->nodes[own->count++] = r->nodes[i];
    }
}

/* Of those alike in what group-by says; a group stands where its first node does, and holds them as they are written.
 */
static bool
group_nodes(binder *b, bind_at at, const form_node *loop, rounds *r)
{
    GHashTable *known = g_hash_table_new(g_str_hash, g_str_equal); /* groups, counted from one */
    xml_node **firsts = ARENA_ARRAY(b->a, xml_node *, r->count);
    xml_value *groups = ARENA_ARRAY(b->a, xml_value, r->count);
    size_t *group_of = ARENA_ARRAY(b->a, size_t, r->count), count = 0;
    const char *key = "";
    for (size_t i = 0; i < r->count && key; i++) {
        double number;
        key = key_of(b, at, loop, loop->group_by, r, i, &number);
        size_t nth = key ? GPOINTER_TO_SIZE(g_hash_table_lookup(known, key)) : 0;
        if (key && !nth) {
            firsts[count] = r->nodes[i];
            groups[count].type = XML_NODES;
            nth = ++count;
            g_hash_table_insert(known, (gpointer)key, GSIZE_TO_POINTER(nth));
        }
        if (key) {
            group_of[i] = nth - 1;
            groups[nth - 1].count++;
        }
    }
    g_hash_table_destroy(known);
    if (key)
        share_nodes(b, r, group_of, groups, count);
    *r = (rounds){firsts, groups, count, count, false};
    return key != NULL;
}

/* ---- order ---- */

typedef struct keyed_round {
    xml_node *node;
    const xml_value *group;
    const char *key;
    double number;
    size_t nth;
    int way; /* -1: the largest first */
} keyed_round;

static int
compare_places(const keyed_round *x, const keyed_round *y)
{
    return (x->nth > y->nth) - (x->nth < y->nth);
}

static int
compare_words(const void *a, const void *b)
{
    const keyed_round *x = a, *y = b;
    const int order = strcmp(x->key, y->key);
    return order ? order * x->way : compare_places(x, y);
}

/* Of so many figures that as numbers they are the same. */
static int
compare_figures(const keyed_round *x, const keyed_round *y)
{
    const size_t m = strlen(x->key), n = strlen(y->key);
    const int order = m == n ? strcmp(x->key, y->key) : (m > n) - (m < n);
    return x->number < 0 ? -order : order;
}

static int
compare_numbers(const void *a, const void *b)
{
    const double most_exact = 9007199254740991.0;
    const keyed_round *x = a, *y = b;
    int order = (x->number > y->number) - (x->number < y->number);
    if (!order && isfinite(x->number) && fabs(x->number) > most_exact)
        order = compare_figures(x, y);
    return order ? order * x->way : compare_places(x, y);
}

/* Keys of numbers alone go by how large they are, any others as they read, as days and months do. What says nothing is
 * less than all numbers. Of two alike the first written comes first, up and down. */
static void
sort_keyed(keyed_round *all, size_t count)
{
    bool are_numbers = true;
    for (size_t i = 0; i < count; i++) {
        const bool is_blank = xml_is_blank(all[i].key);
        are_numbers = are_numbers && (is_blank || !isnan(all[i].number));
        all[i].number = is_blank ? (double)-INFINITY : all[i].number;
    }
    qsort(all, count, sizeof *all, are_numbers ? compare_numbers : compare_words);
}

static bool
sort_rounds(binder *b, bind_at at, const form_node *loop, rounds *r)
{
    keyed_round *all = ARENA_ARRAY(b->a, keyed_round, r->count);
    for (size_t i = 0; i < r->count; i++) {
        all[i] = (keyed_round){
            .node = r->nodes[i], .group = r->groups ? &r->groups[i] : NULL, .nth = i, .way = loop->descending ? -1 : 1};
        const guint scope = b->scopes->len;
        if (loop->text && r->groups)
            bind_push_data(b, loop->text, r->groups[i]);
        all[i].key = key_of(b, at, loop, loop->extra, r, i, &all[i].number);
        bind_pop_to(b, scope);
        if (!all[i].key)
            return false;
    }
    sort_keyed(all, r->count);
    xml_value *groups = r->groups ? ARENA_ARRAY(b->a, xml_value, r->count) : NULL;
    r->nodes = ARENA_ARRAY(b->a, xml_node *, r->count); /* the value may be a variable's */
    for (size_t i = 0; i < r->count; i++) {
        r->nodes[i] = all[i].node;
        if (groups)
            groups[i] = *all[i].group;
    }
    r->groups = groups;
    return true;
}

/* ---- which rounds ---- */

static bool
count_rounds(binder *b, const bind_at *at, const form_node *loop, double n, rounds *r)
{
    enum { MOST_ROUNDS = 10000 };
    if (isnan(n)) {
        if (!bind_tell_no_number(b, at, loop->where, loop->select))
            bind_lacks_value(b, at, loop->where, DIAG_BIND_MISSING, loop->select);
        return false;
    }
    if (n != floor(n) || n < 0 || n > MOST_ROUNDS) {
        const place data = at->node ? xml_place(b->a, at->node, true) : PLACE_NONE;
        /* Which number may be a datum. */
        const char *ja = n < 0             ? "負の数"
                         : n > MOST_ROUNDS ? "大きすぎる数"
                                           : "整数でない数",
                   *en = n < 0             ? "negative"
                         : n > MOST_ROUNDS ? "too large"
                                           : "not whole";
        diag_add(b->d, DIAG_BIND_ROUNDS, loop->where, data, xml_expr_text(loop->select), ja, en, NULL);
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
    if (v.type == XML_NUMBER && !loop->extra && !loop->group_by)
        return count_rounds(b, at, loop, v.number, r);
    if (v.type != XML_NODES) {
        diag_add(b->d, DIAG_BIND_NOT_NODES, loop->where, PLACE_NONE, xml_expr_text(loop->select), NULL);
        return false;
    }
    *r = (rounds){v.nodes, NULL, v.count, v.count, false};
    return (!loop->group_by || group_nodes(b, *at, loop, r)) &&
           (!loop->extra || r->count < 2 || sort_rounds(b, *at, loop, r));
}

/* What it repeats are cells of a row. */
static bool
repeats_cells(const form_node *first)
{
    for (const form_node *n = first; n; n = n->next)
        if (n->kind == FORM_CELL || (n->kind >= FORM_IF && n->kind != FORM_CALL && repeats_cells(n->first)) ||
            (n->kind == FORM_CALL && repeats_cells(n->part)))
            return true;
    return false;
}

/* In a blank form as many as the form says, or its own number. A row that fills a paper has as many cells as those
 * above it. */
static bool
find_blank_rounds(binder *b, const bind_at *at, const form_node *loop, rounds *r)
{
    if (bind_is_settled(b, at, loop->select))
        return find_rounds(b, at, loop, r);
    if (b->filling && repeats_cells(loop->first) && bind_is_known(b, loop->select)) {
        const bool found = find_rounds(b, at, loop, r);
        *r = (rounds){.count = r->count, .all = r->all};
        return found;
    }
    r->count = (size_t)MAX(loop->blank_count, 0);
    r->by_hand = true;
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

/* Who binds what is in a round, and what was gone round so far. */
typedef struct inside {
    bind_walk *walk;
    bind_visit *visit;
    void *data;
    xml_value so_far;
} inside;

/* $so-far: the nodes of the rounds up to this one, in the order of the loop, or all of their groups: a running value is
 * computed of them, and not by a key that two rounds may share. */
static void
add_so_far(const binder *b, const rounds *r, size_t i, inside *with)
{
    if (!with->so_far.nodes) {
        size_t most = r->count;
        for (size_t k = 0; r->groups && k < r->count; k++)
            most += r->groups[k].count;
        with->so_far = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(b->a, xml_node *, most)};
    }
    for (size_t k = 0; r->groups && k < r->groups[i].count; k++)
        with->so_far.nodes[with->so_far.count++] = r->groups[i].nodes[k];
    if (!r->groups)
        with->so_far.nodes[with->so_far.count++] = r->nodes[i];
}

static void
bind_round(binder *b, bind_at at, const form_node *loop, const xml_value *group, const inside *with)
{
    const guint scope = b->scopes->len;
    if (with->so_far.nodes) /* of a blank form, which has rounds of what stays alone */
        (b->blank ? bind_push_kept : bind_push_data)(b, "so-far", with->so_far);
    if (loop->text)
        bind_push_data(b, loop->text, group ? *group : (xml_value){.type = XML_NODES});
    with->walk(b, at, loop->first, with->visit, with->data);
    bind_pop_to(b, scope);
}

/* A round that fills the paper is as in a blank form: what depends on data leaves room for the hand. */
static void
bind_filling_round(binder *b, bind_at at, const form_node *loop, const inside *with)
{
    const bool was_blank = b->blank, was_filling = b->filling;
    b->blank = true;
    if (!was_blank)
        b->filling_from = b->scopes->len;
    b->filling = b->filling || !was_blank;
    at.node = NULL;
    bind_round(b, at, loop, NULL, with);
    b->blank = was_blank;
    b->filling = was_filling;
}

void
bind_for_each(binder *b, bind_at at, const form_node *loop, bind_walk *walk, bind_visit *visit, void *data)
{
    inside with = {.walk = walk, .visit = visit, .data = data};
    rounds r = {NULL, NULL, 0, 0, false};
    if (!(b->blank ? find_blank_rounds : find_rounds)(b, &at, loop, &r))
        return;
    bind_at in = at;
    in.size = r.all = MAX(r.count, (size_t)MAX(loop->fill_to, 0));
    for (size_t i = 0; i < r.all && bind_made_one(b, loop->where); i++) {
        in.node = r.nodes && i < r.count ? r.nodes[i] : r.by_hand ? NULL : at.node;
        in.position = i + 1;
        if (i > 0 && loop->join)
            visit_join(b, at, loop, visit, data);
        if (i < r.count && r.nodes && b->f->asks_so_far)
            add_so_far(b, &r, i, &with);
        if (i < r.count)
            bind_round(b, in, loop, r.groups ? &r.groups[i] : NULL, &with);
        else
            bind_filling_round(b, in, loop, &with);
    }
}
