/* text_phrase.h: what a line holds together where it can: words of katakana, dates, parts of names. A price of line
 * ends, no rule of kinsoku; inside the text room. */
#ifndef RENKEI_TEXT_TEXT_PHRASE_H
#define RENKEI_TEXT_TEXT_PHRASE_H

#include "text/text_int.h"

/* Fills joint.parts of the clusters first … end - 1, a forced line that is to be broken. */
void phrase_mark(prepared *w, size_t first, size_t end);
/* Ends a line of greedy breaking before what it would part, where the next line holds that whole. */
void phrase_keep(const line_input *in, line_choice *line);
/* Where a line that has to be torn at `end` ends sooner: behind a hyphen of the number that it tears, if it is half
 * full.
 */
size_t phrase_tear(const line_input *in, const line_choice *line, size_t end);
/* Such a line of justified text is left as long as it is where opening it would make it loose: in a narrow measure, not
 * half empty. */
bool phrase_is_left(const line_input *in, size_t first, size_t end, unit available);
/* What a line end costs beside the strain of its line, of a size: in fit.c's measure. */
int64_t phrase_price(const line_input *in, size_t end);

#endif
