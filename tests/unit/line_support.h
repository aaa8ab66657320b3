/* line_support.h: what the tests of lines alone share: clusters and joints of a paragraph, without fonts or text. */
#ifndef RENKEI_TEST_LINE_SUPPORT_H
#define RENKEI_TEST_LINE_SUPPORT_H

#include "text_support.h"

#include "text/text_int.h"

enum { EM = 1000, MOST = 300 };

typedef struct line_case {
    cluster clusters[MOST];
    joint joints[MOST];
    unit at[MOST + 1], shrink[MOST + 1];
    size_t tail[MOST + 1], next[MOST + 1];
    text_style style;
    line_input in;
} line_case;

/* Of so many clusters, when they and their joints are there and the style is. */
static inline void
line_case_close(line_case *k, size_t count, unit measure)
{
    k->in = (line_input){.clusters = k->clusters,
                         .joints = k->joints,
                         .at = k->at,
                         .tail = k->tail,
                         .shrink = k->shrink,
                         .next = k->next,
                         .end = count,
                         .style = &k->style,
                         .measure = measure};
    line_measure(k->clusters, k->joints, 0, count, k->at, k->tail);
    line_sum(k->joints, 0, count, k->shrink, k->next);
}

#endif
