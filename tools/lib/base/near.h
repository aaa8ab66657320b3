/* near.h: what somebody meant who wrote a name that there is not. */
#ifndef RENKEI_BASE_NEAR_H
#define RENKEI_BASE_NEAR_H

#include <glib.h>

#include "base/diag.h"

/* A name as it is compared: full-width characters and half-width kana are the usual ones, capitals small (NFKC and case
 * folding of Unicode). g_free it. */
char *near_fold(const char *name);

/* The name among `candidates` (const char *) that is near enough to be a slip of the pen (one character too many, too
 * few, another or two swapped, and one more for every four characters; as folded), the nearest first; NULL when none
 * is. */
const char *near_find(const char *name, const GPtrArray *candidates);

/* Advice to whoever wrote such a name: what was meant, if one is near, and all there are; of very many the first.
 * g_free it. */
char *near_advice(const char *name, const GPtrArray *candidates, diag_language language);

#endif
