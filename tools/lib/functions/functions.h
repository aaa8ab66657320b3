/* functions.h: the functions of expressions, shared by forms and rules: dates of the office, ages and school
 * years, times, text, references (domain guide 5.1). XPath 1.0 has none of them.
 *
 * A missing argument (an empty string, an empty node-set) gives an empty string or NaN, so that a missing value
 * is reported as missing where it is used, and not as a bad date. A wrong one is refused with a reason: nothing that
 * data or a form can say is asserted here, only what a caller in C must have ready. */
#ifndef RENKEI_FUNCTIONS_FUNCTIONS_H
#define RENKEI_FUNCTIONS_FUNCTIONS_H

#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"
#include "calendar/calendar.h"
#include "casefile/casefile.h"
#include "xml/xml.h"

/* Registers all of them. `c` may be NULL (a blank form): references find nothing then. */
void functions_add(xml_xpath *x, arena *a, const casefile *c);

/* Whether a function gives the same for the same texts and numbers, whatever the case is; false of one that is not
 * there. */
bool functions_is_plain(const char *name);

/* value/@as: applies a function of one value to a text; false when there is no such function or it refuses,
 * with the reason. */
bool functions_apply(arena *a, const casefile *c, const char *function, const char *text, const char **out,
                     const char **reason);

/* Appends what a value printed by this function leaves for handwriting: 令和　　年　　月　　日 …; false when that is
 * nothing. `on` is the day of the paper and chooses the era; one that is no date: the newest. A birth date offers the
 * eras of all who can be a child on that day: 平成・令和　　年　　月　　日. */
bool functions_append_blank(GString *s, const char *function, date on);

#endif
