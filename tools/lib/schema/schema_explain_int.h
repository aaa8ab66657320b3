/* schema_explain_int.h: the walk of a schema beside a document, between its sources. */
#ifndef RENKEI_SCHEMA_SCHEMA_EXPLAIN_INT_H
#define RENKEI_SCHEMA_SCHEMA_EXPLAIN_INT_H

#include "schema/schema_int.h"

typedef struct walk {
    schema_grammar *g;
    xml_role role; /* of the document */
    arena *a;
    diag *d;            /* NULL: only visit */
    schema_visit visit; /* may be NULL */
    void *data;
    size_t errors;
    bool trial; /* compares alternatives: neither reports nor visits */
} walk;

/* Counts an error and, unless the walk is silent, reports it with the place of `at`. */
void walk_say(walk *w, diag_code code, const xml_node *at, const char *a1, const char *a2, const char *a3,
              const char *a4);
/* {1} and {2} are the pattern's label in Japanese and English. */
void walk_say_pattern(walk *w, diag_code code, const xml_node *at, const pattern *p, const char *a3);
/* A name that is not allowed in `parent`, with those that are. */
void walk_say_unknown(walk *w, diag_code code, const xml_node *at, const xml_node *parent, const char *allowed);
/* An element or attribute in a namespace where the schema has none. */
void walk_say_namespace(walk *w, const xml_node *n);
/* Of an element of an author's namespace, or of one that nobody knows: that there is no grammar of it, that the
 * namespace is misspelt, or that it belongs elsewhere. False: none of these. `meant`: a name that may stand here, or
 * NULL. */
bool walk_say_own(walk *w, const xml_node *n, const xml_node *parent, const char *meant);
/* An element's name as the file has it, with its prefix; a pattern's as it would be written at `at`. */
const char *walk_shown_name(walk *w, const xml_node *n);
const char *walk_name_in(walk *w, const pattern *p, const xml_node *at);
/* That a document is of another kind than the root elements `wanted` are of; false when it is of none that is known
 * (schema_kind.c). */
bool walk_say_kind(walk *w, const xml_node *root, const GPtrArray *wanted);
/* Something that `parent` must have and has not. */
void walk_say_need(walk *w, diag_code code, const xml_node *parent, const pattern_need *need);
/* `value` does not fit `content`, which is what `p` allows. The value itself is never repeated. */
void walk_say_value(walk *w, const xml_node *at, const pattern *p, const pattern *content, const char *value);

/* Compares an element with the pattern that it was taken for, and all that is in it. */
void walk_element(walk *w, const pattern *p, const xml_node *n);

GPtrArray *walk_names_of(walk *w, const GPtrArray *patterns); /* each once; free it */
GPtrArray *walk_names_in(walk *w, const GPtrArray *patterns, const xml_node *at); /* the same, as written there */
/* "a, b, c" with a mark before each; long lists end in an ellipsis. */
const char *walk_join_names(walk *w, const GPtrArray *names, const char *mark);

#endif
