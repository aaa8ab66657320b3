/* timeline_support.h: what the tests of the timeline room share: expressions over edited copies of a sample. */
#ifndef RENKEI_TEST_TIMELINE_SUPPORT_H
#define RENKEI_TEST_TIMELINE_SUPPORT_H

#include "check_support.h"

#include "timeline/timeline.h"

typedef struct row {
    const char *edits, *expression, *result;
} row;

static inline void
check_rows(world *w, const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_count(w, rows[i].expression, rows[i].edits, rows[i].result);
}

#endif
