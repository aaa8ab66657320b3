/* blank.h: the characters that look like nothing. Data typed, pasted or exported holds them where no one sees them: a
 * text of these alone says nothing, and at the ends of a value they are no part of it.
 *
 * They are White_Space of Unicode, and what has no ink and no width of its own: soft hyphen, zero width space, (non-)
 * joiner, word joiner, byte order mark, marks of direction, the fillers of Hangul, the empty Braille cell, the
 * Mongolian vowel separator. Variation selectors are not: they are a part of the character before them. */
#ifndef RENKEI_BASE_BLANK_H
#define RENKEI_BASE_BLANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool blank_is_char(uint32_t c);
/* Whether there is nothing else in the (valid UTF-8) text; true of an empty one. */
bool blank_is_text(const char *text);
/* Where the text begins, and in *length how long it is, without blanks at its ends. */
const char *blank_trim(const char *text, size_t *length);

#endif
