/* shown.h: a text that somebody else wrote (a file name, an id, the name of a sheet, of a printer, who somebody is, a
 * word of a file) as a line of a message, a list or a log may have it, and a terminal, too.
 *
 * What moves the cursor, ends the line, turns the direction, is not seen, is for private use or is no character yet
 * is shown as its code point, <U+001B>; a byte that is no UTF-8 as \xNN. Everything else is as it was: an angle
 * bracket or a backslash stays one. The blanks U+0020 and U+3000 stay; every other one is told. JSON escapes the same
 * characters in its own way (base/json.h), XML and HTML do theirs first and this then. */
#ifndef RENKEI_BASE_SHOWN_H
#define RENKEI_BASE_SHOWN_H

#include <stdbool.h>

#include <glib.h>

/* Whether it is seen as what it is, and moves nothing. */
bool shown_is_plain(gunichar c);
void shown_append(GString *out, const char *text);
/* Of a whole list: its own tabs and line ends (\n, \r\n) stay. What stands in it was shown already, piece by piece;
 * this is for values that are printed as they are (a difference, old and new). */
void shown_append_lines(GString *out, const char *text);
/* g_free it. */
char *shown_text(const char *text);

#endif
