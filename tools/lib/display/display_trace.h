/* display_trace.h: what display_trace.c and display_compare.c share; nobody else includes it. */
#ifndef RENKEI_DISPLAY_TRACE_H
#define RENKEI_DISPLAY_TRACE_H

#include "display/display_compare.h"

/* An op. */
typedef struct display_item {
    guint64 sum; /* of its looks */
    display_box box;
    int page;
    guint node;
    int partner; /* in the other list, while two are compared; -1: none */
    char *text;  /* NULL: none that is seen */
} display_item;

/* An element of the structure, by its number - 1. */
typedef struct display_kin {
    display_role role;
    guint parent;
} display_kin;

struct display_trace {
    GArray *items; /* of display_item, in the order of drawing */
    GArray *nodes; /* of display_kin */
};

#endif
