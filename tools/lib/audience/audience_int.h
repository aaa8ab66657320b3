/* audience_int.h: what the files of this room share. */
#ifndef RENKEI_AUDIENCE_AUDIENCE_INT_H
#define RENKEI_AUDIENCE_AUDIENCE_INT_H

#include "audience/audience.h"

/* Appends each element, outermost first, that says in its text or an attribute where another guardian lives or is
 * called, and not this one. */
void audience_find_written(arena *a, const casefile *c, const xml_node *guardian, GPtrArray *out);

/* Appends what is the same event as one of them (@meeting), or tells one in short (@record). */
void audience_find_same(arena *a, const casefile *c, GPtrArray *out);

#endif
