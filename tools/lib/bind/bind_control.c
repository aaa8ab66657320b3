/* bind_control.c: if, choose, for-each, let, call, fail and notice: what they leave over is for whoever asks. */
#include "bind/bind_int.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_DEPTH = 128 };

static void
bind_choose(binder *b, bind_at at, const form_node *choose, bind_visit *visit, void *data)
{
    for (const form_node *n = choose->first; n; n = n->next) {
        if (n->kind == FORM_OTHERWISE || bind_is_there(b, &at, n)) {
            bind_children(b, at, n->first, visit, data);
            return;
        }
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

/* Of the form's words, not of a value: of blank papers too, and once, however many rows it stands in. */
static void
bind_notice(binder *b, const form_node *n)
{
    for (size_t i = 0; i < diag_length(b->d); i++) {
        const diag_message *m = diag_at(b->d, i);
        if (m->code == DIAG_BIND_NOTICE && m->form.line == n->where.line &&
            g_strcmp0(m->form.file, n->where.file) == 0 && strcmp(m->args[0], n->text) == 0)
            return;
    }
    diag_add(b->d, DIAG_BIND_NOTICE, n->where, PLACE_NONE, n->text,
             n->text_en ? n->text_en : arena_printf(b->a, "the form says, in its own words: 「%s」", n->text), NULL);
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
    for (const form_node *n = first; n && bind_goes_on(b, n->where); n = n->next) {
        switch (n->kind) {
        case FORM_IF:
            if (bind_is_there(b, &at, n))
                bind_children(b, at, n->first, visit, data);
            break;
        case FORM_CHOOSE:
            bind_choose(b, at, n, visit, data);
            break;
        case FORM_FOR_EACH:
            bind_for_each(b, at, n, bind_children, visit, data);
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
        case FORM_NOTICE:
            bind_notice(b, n);
            break;
        default:
            if (bind_made_one(b, n->where))
                visit(b, at, n, data);
        }
    }
    bind_pop_to(b, scope);
    b->depth--;
}
