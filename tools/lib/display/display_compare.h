/* display_compare.h: what became of a document's marks from one display list to another: which parts moved, came, went
 * or say something else, told by the ops themselves and not by pictures.
 *
 * A list is taken as a value (display_trace), which outlives it, so that what was there may be kept. Marks are alike
 * that look alike wherever they stand; they are paired in their order, the unique ones first. */
#ifndef RENKEI_DISPLAY_COMPARE_H
#define RENKEI_DISPLAY_COMPARE_H

#include "display/display.h"

typedef struct display_trace display_trace;
display_trace *display_trace_new(const display *l);
void display_trace_drop(display_trace *t); /* takes NULL */

typedef enum display_change_kind {
    DISPLAY_MOVED,   /* all that moved alike between two pages is one change */
    DISPLAY_CHANGED, /* something else stands in its place */
    DISPLAY_ADDED,
    DISPLAY_REMOVED
} display_change_kind;

typedef struct display_change {
    display_change_kind kind;
    display_role role;              /* the element that holds all of it; DISPLAY_DOCUMENT: several, or none */
    bool whole;                     /* and it is all of that element */
    int page_before, page_after;    /* from 0; -1: none */
    display_box before, after;      /* round its marks; w 0: none */
    unit dx, dy;                    /* DISPLAY_MOVED on one page */
    guint count;                    /* of marks */
    char *text_before, *text_after; /* how it begins; "": no text */
} display_change;

/* In the order of the pages; of display_change, freed with the array. At most `most`; *left (may be NULL): how many
 * were left out. */
GArray *display_compare(const display_trace *before, const display_trace *after, guint most, guint *left);

#endif
