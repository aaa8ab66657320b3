/* roots_int.h: between the files that tell what is read. */
#ifndef RENKEI_RENDER_ROOTS_INT_H
#define RENKEI_RENDER_ROOTS_INT_H

#include "render/roots.h"

typedef void roots_word(const char *word, void *of);

/* Every quoted word of a regular file ("-": standard input, of which nothing is taken), as an attribute would have it:
 * UTF-8, its references read, without space at its ends. What no tag says (a comment) is a word as well: no harm. A
 * case is looked at as far as its masters, which stand first in it. 0, or errno: not all of it could be looked at. */
int roots_words_find(const char *path, bool is_case, roots_word *each, void *of);
/* Standard input that is a pipe is taken, as far as just over `most` bytes, and put in its own place as a file without
 * a name, so that it can be looked at before it is read. */
void roots_words_keep(size_t most);

#endif
