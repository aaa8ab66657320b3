/* blank.h: the characters that look like nothing. Data typed, pasted or exported holds them where no one sees them: a
 * text of these alone says nothing, and at the ends of a value they are no part of it.
 *
 * They are White_Space of Unicode, and what has no ink and no width of its own (Default_Ignorable_Code_Point): soft
 * hyphen, zero width space, (non-)joiner, word joiner, byte order mark, marks of direction, the fillers of Hangul, the
 * Mongolian vowel separator, tags, controls of shorthand and of music; and two that are drawn as nothing: the empty
 * Braille cell and the null notehead. Variation selectors and other marks are not: they are a part of the character
 * before them. But where there is no such character, they say nothing either. */
#ifndef RENKEI_BASE_BLANK_H
#define RENKEI_BASE_BLANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

bool blank_is_char(uint32_t c);
/* Whether there is nothing but these and marks in the (valid UTF-8) text; true of an empty one. */
bool blank_is_text(const char *text);
/* Where the text begins, and in *length how long it is, without blanks at its ends; of a blank text nothing is left. */
const char *blank_trim(const char *text, size_t *length);

/* Line ends as programs write them, \r, U+0085, U+2028 and U+2029, are \n. The text itself when it has none. */
const char *blank_plain_lines(arena *a, const char *text);
/* For what is of one line: blanks with a line end or a tab among them, as layout of XML puts them, are one space. */
const char *blank_one_line(arena *a, const char *text);
/* For what does not differ by spaces and line ends: without any white space. */
const char *blank_left_out(arena *a, const char *text);

#endif
