/* xml_xpath.h: what the sources of evaluation share: an expression (xml_expr.c), its variables and functions and how it
 * is evaluated (xml_xpath.c), and what is said of one that cannot be (xml_xpath_tell.c). Only the xml room includes
 * this. */
#ifndef RENKEI_XML_XML_XPATH_H
#define RENKEI_XML_XML_XPATH_H

#include "xml/xml_walk.h"

struct xml_expr {
    char *text;
    const walk_tree *tree;      /* NULL: libxml2 evaluates it */
    xmlXPathCompExpr *compiled; /* NULL: nobody has asked for it yet */
    bool is_path;
};

struct xml_xpath {
    xml_store *store;
    xmlXPathContext *context; /* NULL: libxml2 has not been needed yet */
    size_t number;            /* of all that this process makes, from 1 */
    GHashTable *variables;    /* name: variable, which stays where it is */
    GHashTable *functions;    /* name: function, likewise */
    GArray *tables;           /* of function_table, asked for what is not among them, the last one first */
    /* of the evaluation under way */
    arena *a;
    xmlError error;
    char *unknown;          /* name of the function or variable that is not there */
    char *called;           /* function that refused its arguments, */
    const char *refusal;    /* and why */
    xml_value refused;      /* which, where it is the value of one */
    const xml_value *given; /* and all of them, where they contradict one another */
    size_t given_count;
    bool telling; /* what is evaluated meanwhile, to find it, is not told */
    xml_labeller label;
    void *label_data;
    bool namespace_node;
    size_t steps;    /* of all evaluations */
    size_t prefixes; /* that libxml2 knows of, if it was needed (xml_prefix.c) */
    walker walker;
};

/* libxml2's form of an expression that it has to evaluate after all; NULL after `error` is filled. */
xmlXPathCompExpr *xpath_compiled(xml_store *s, const xml_expr *e, xmlError *error);
/* For libxml2's handlers: keeps the first error, in the xmlError that data is. */
void xpath_take_error(void *data, xmlError *e);

/* Nothing is noted of what was evaluated last; `a` is for what is evaluated from now on. */
void xpath_forget_last(xml_xpath *x, arena *a);

/* ---- xml_xpath_tell.c ---- */
typedef struct xpath_reason {
    int code;
    const char *ja, *en;
} xpath_reason;
const xpath_reason *xpath_reason_of(int code); /* of an xmlError */
/* A refusal of a value (XML_VALUE_REFUSAL, XML_CONFLICT_REFUSAL). */
bool xpath_is_of_value(const char *refusal);
/* Why an evaluation gave nothing, as noted in x. */
void xpath_tell(xml_xpath *x, const xml_expr *e, place where, walk_spot at, diag *d);

#endif
