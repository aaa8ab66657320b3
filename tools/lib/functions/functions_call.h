/* functions_call.h: how a function of expressions is written, for the functions room and for a room that has more of
 * its own (the check room). */
#ifndef RENKEI_FUNCTIONS_FUNCTIONS_CALL_H
#define RENKEI_FUNCTIONS_FUNCTIONS_CALL_H

#include <glib.h>

#include "functions/functions.h"

/* Every function takes what XPath gives it. A missing argument (an empty string) gives an empty string,
 * so that a missing value is reported as missing by the value that prints it, and not as a bad date. */
typedef struct call {
    arena *a;
    const casefile *c;
    const xml_value *args;
    size_t count;
    xml_value *result;
    size_t *last; /* the argument that was looked at last: the one that a refusal of a value is about */
} call;

typedef const char *function_body(call *k); /* NULL, or what is wrong */

typedef struct function_row {
    const char *name;
    function_body *body;
    size_t least, most; /* arguments */
    const char *blank;  /* as="…" in a blank form */
} function_row;

/* Registers the functions of a table, which ends with a row without a name. `c` as in functions_add. */
void functions_add_rows(xml_xpath *x, arena *a, const casefile *c, const function_row *rows);

const char *call_text(const call *k, size_t i); /* trimmed; "" when there is none */
double call_number(const call *k, size_t i);    /* NaN when it is none */
bool call_misses(const call *k, size_t i);
const char *call_give_text(call *k, GString *s); /* takes s */
const char *call_give_nothing(call *k);          /* "" */
const char *call_give_number(call *k, double n);

#endif
