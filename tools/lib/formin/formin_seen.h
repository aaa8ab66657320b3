/* formin_seen.h: a form that was made of a sheet, read again: its cells by their addresses. Of the formin room only. */
#ifndef RENKEI_FORMIN_FORMIN_SEEN_H
#define RENKEI_FORMIN_FORMIN_SEEN_H

#include "edit/edit.h"
#include "formin/formin_int.h"

typedef struct seen_cell {
    edit_node *node;
    const char *address, *label; /* as its comment says; NULL */
    const char *page;            /* "@2": the same cell stands on an earlier page, too; "" */
    int row, column;
    const char *inner; /* what is in it, without the comment */
    const char *key;   /* what it is known by: its label, or what is in it; NULL */
    guint at;
    struct seen_cell *other; /* of another form; NULL */
} seen_cell;

typedef struct seen_form {
    arena *a;
    edit *e;
    GPtrArray *cells;              /* of seen_cell */
    GHashTable *by_address, *keys; /* keys: how often each is there */
} seen_form;

/* False after a message: it is no XML. `name` is what messages say. */
bool seen_open(arena *a, const char *name, const char *text, size_t length, seen_form *f, diag *d);
void seen_close(seen_form *f); /* takes one that is all zero */

/* An element as it is written: its start tag, what is in it, all of it. */
const char *seen_tag(arena *a, const edit_node *n);
const char *seen_inner(arena *a, const edit_node *n);
const char *seen_source(arena *a, const edit_node *n);

#endif
