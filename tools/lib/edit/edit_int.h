/* edit_int.h: what the sources of the edit room share; nobody else includes it. */
#ifndef RENKEI_EDIT_EDIT_INT_H
#define RENKEI_EDIT_EDIT_INT_H

#include "edit/edit.h"
#include "xml/xml_span.h"

typedef struct edit_attr {
    const char *name;     /* as it is written */
    const char *was;      /* NULL: it is new */
    const char *value;    /* NULL: it goes */
    const xml_span *span; /* NULL: it is new */
    struct edit_attr *next;
} edit_attr;

typedef struct edit_note {
    const char *text;
    struct edit_note *next;
} edit_note;

/* An element. What was removed stays among its siblings, so that they know where they stand. */
struct edit_node {
    edit *e;
    edit_node *parent, *first, *last, *prev, *next;
    const char *tag;
    const xml_span *span; /* NULL: it was put in */
    const xml_node *xml;
    int at; /* of the span, in the array */
    int line;
    edit_attr *attributes;
    edit_note *notes;   /* comments that are put before it */
    const char *was;    /* its own text in the file */
    const char *text;   /* NULL: as it was */
    const char *source; /* it was put in as it is */
    bool removed;
};

struct edit {
    arena *a;
    xml_store *s;
    const char *name;
    void *was;
    size_t was_length;
    xml_written written;
    GArray *spans;
    edit_node *root;
    const char *newline; /* of the file */
    const char *step;    /* by which what is inside is indented */
};

/* The node's attribute that is written like this; NULL: there is none, as a declaration of a namespace is none. */
const xml_node *edit_attribute_node(arena *a, const xml_node *n, const char *name);
/* The tree of a text that was read into `root`. */
edit_node *edit_build(edit *e, const xml_node *root);
/* Behind the blanks before it on its line: how far the line of an element of the file is indented, borrowed; *alone:
 * nothing else stands before it there. */
const char *edit_indent(const edit *e, size_t at, size_t *length, bool *alone);

/* One piece of the text that is another now. */
typedef struct edit_splice {
    size_t begin, end;
    GString *text;
} edit_splice;
/* Of edit_splice, in the order of the text. */
GArray *edit_splices(const edit *e);

/* An element that was put in, as XML; `indent` is that of its own line. */
void edit_render(const edit_node *n, const char *indent, GString *out);
void edit_escape_value(const char *value, char quote, GString *out);
/* Line ends become the file's. */
void edit_escape_text(const edit *e, const char *text, GString *out);

#endif
