/* twin_tell_int.h: a text while it is being told. Of twin_tell.c and twin_conclude.c. */
#ifndef RENKEI_TWIN_TWIN_TELL_INT_H
#define RENKEI_TWIN_TWIN_TELL_INT_H

#include "twin/twin_int.h"

enum {
    LETTER_SET = 1,
    LETTER_FIXED = 2 /* what it will be is known already: a figure, which is of its run all the same */
};

typedef struct line {
    const gunichar *in;
    gunichar *out;
    uint8_t *done; /* LETTER_…: what is in `out` there; 0: nothing yet */
    size_t count;
    twin_kind kind;
} line;

/* Gives *said an end by which it says the same conclusion as `text`, where it does not. False: it still does not. */
bool line_conclude(const char *text, char **said);

#endif
