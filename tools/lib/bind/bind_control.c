/* bind_control.c: if, choose, for-each, let, call and fail: what they leave over is for whoever asks. */
#include "bind/bind_int.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_DEPTH = 128 };

static void
bind_choose(binder *b, bind_at at, const form_node *choose, bind_visit *visit, void *data)
{
    for (const form_node *n = choose->first; n; n = n->next) {
        const bool chosen = n->kind == FORM_OTHERWISE || (b->blank ? !n->blank_skip : bind_test(b, &at, n));
        if (chosen) {
            bind_children(b, at, n->first, visit, data);
            return;
        }
    }
}

static void
visit_join(binder *b, bind_at at, const form_node *loop, bind_visit *visit, void *data)
{
    form_node *text = ARENA_NEW(b->a, form_node);
    text->kind = FORM_TEXT;
    text->where = loop->where;
    text->text = loop->join;
    visit(b, at, text, data);
}

typedef struct keyed_node {
    xml_node *node;
    const char *key;
    size_t nth;
} keyed_node;

static int
compare_keyed(const void *a, const void *b)
{
    const keyed_node *x = a, *y = b;
    const int order = strcmp(x->key, y->key);
    return order ? order : (x->nth > y->nth) - (x->nth < y->nth);
}

/* The rounds by what order-by says of each: days and months sort as they read; of two alike the first written. */
static bool
sort_rounds(binder *b, bind_at at, const form_node *loop, xml_value *v)
{
    keyed_node *all = ARENA_ARRAY(b->a, keyed_node, v->count);
    at.size = v->count;
    for (size_t i = 0; i < v->count; i++) {
        xml_value key;
        at.node = v->nodes[i];
        at.position = i + 1;
        if (!bind_eval(b, &at, loop->extra, loop->where, &key))
            return false;
        all[i] = (keyed_node){v->nodes[i], xml_value_string(b->a, &key), i};
    }
    qsort(all, v->count, sizeof *all, compare_keyed);
    v->nodes = ARENA_ARRAY(b->a, xml_node *, v->count); /* the value may be a variable's */
    for (size_t i = 0; i < v->count; i++)
        v->nodes[i] = all[i].node;
    return true;
}

/* As many as the form says, each with its number. */
static void
bind_blank_rounds(binder *b, bind_at at, const form_node *loop, bind_visit *visit, void *data)
{
    bind_at inside = at;
    inside.size = (size_t)loop->blank_count;
    for (int i = 0; i < loop->blank_count && bind_made_one(b, loop->where); i++) {
        if (i > 0 && loop->join)
            visit_join(b, at, loop, visit, data);
        inside.position = (size_t)i + 1;
        bind_children(b, inside, loop->first, visit, data);
    }
}

/* $so-far: the nodes of the rounds up to this one, in the order of the loop: a running value is computed of them, and
 * not by a key that two rounds may share. */
static void
bind_round(binder *b, bind_at at, const form_node *loop, const xml_value *all, bind_visit *visit, void *data)
{
    const guint scope = b->scopes->len;
    if (b->f->asks_so_far) {
        xml_value so_far = *all;
        so_far.count = at.position;
        bind_push(b, "so-far", so_far);
    }
    bind_children(b, at, loop->first, visit, data);
    bind_pop_to(b, scope);
}

static void
bind_for_each(binder *b, bind_at at, const form_node *loop, bind_visit *visit, void *data)
{
    if (b->blank) {
        bind_blank_rounds(b, at, loop, visit, data);
        return;
    }
    xml_value v;
    if (!bind_eval(b, &at, loop->select, loop->where, &v))
        return;
    if (v.type != XML_NODES) {
        diag_add(b->d, DIAG_BIND_NOT_NODES, loop->where, PLACE_NONE, xml_expr_text(loop->select), NULL);
        return;
    }
    if (loop->extra && v.count > 1 && !sort_rounds(b, at, loop, &v))
        return;
    bind_at inside = at;
    inside.size = v.count;
    for (size_t i = 0; i < v.count; i++) {
        inside.node = v.nodes[i];
        inside.position = i + 1;
        if (i > 0 && loop->join)
            visit_join(b, at, loop, visit, data);
        if (!bind_made_one(b, loop->where))
            return;
        bind_round(b, inside, loop, &v, visit, data);
    }
}

/* Parts that call parts twice each are many in a short form: calls are counted too. */
static void
bind_call(binder *b, bind_at at, const form_node *call, bind_visit *visit, void *data)
{
    const guint scope = b->scopes->len;
    if (!bind_made_one(b, call->where))
        return;
    for (const form_node *with = call->first; with; with = with->next)
        if (with->kind == FORM_LET)
            bind_let(b, &at, with);
    bind_children(b, at, call->part, visit, data);
    bind_pop_to(b, scope);
}

static void
bind_fail(binder *b, const bind_at *at, const form_node *n)
{
    if (!b->blank)
        bind_lacks(b, at->node, n->where, n->forbids ? DIAG_BIND_FORBIDDEN : DIAG_BIND_FAIL, n->text,
                   n->text_en
                       ? n->text_en
                       : arena_printf(b->a, "the form refuses to print this, in its own words: 「%s」", n->text));
}

void
bind_children(binder *b, bind_at at, const form_node *first, bind_visit *visit, void *data)
{
    const guint scope = b->scopes->len;
    if (++b->depth > MOST_DEPTH) {
        if (first)
            diag_add(b->d, DIAG_FORM_DEEP, first->where, PLACE_NONE, NULL);
        b->depth--;
        return;
    }
    for (const form_node *n = first; n && !bind_is_full(b); n = n->next) {
        switch (n->kind) {
        case FORM_IF:
            if (b->blank ? !n->blank_skip : bind_test(b, &at, n))
                bind_children(b, at, n->first, visit, data);
            break;
        case FORM_CHOOSE:
            bind_choose(b, at, n, visit, data);
            break;
        case FORM_FOR_EACH:
            bind_for_each(b, at, n, visit, data);
            break;
        case FORM_LET:
            bind_let(b, &at, n);
            break;
        case FORM_CALL:
            bind_call(b, at, n, visit, data);
            break;
        case FORM_FAIL:
            bind_fail(b, &at, n);
            break;
        default:
            if (bind_made_one(b, n->where))
                visit(b, at, n, data);
        }
    }
    bind_pop_to(b, scope);
    b->depth--;
}
