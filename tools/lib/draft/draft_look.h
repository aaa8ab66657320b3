/* draft_look.h: what is wrong with a case, for the error parser of an editor: a line each,
 *
 *   FILE:LINE:COLUMN: error: TEXT [code]          what is wrong in the data
 *   FILE:LINE:COLUMN: warning: N5.1d TEXT …       what a rule finds: E error, W warning, A note
 *
 * and one line at the end that no parser takes for a place: how many. */
#ifndef RENKEI_DRAFT_DRAFT_LOOK_H
#define RENKEI_DRAFT_DRAFT_LOOK_H

#include <stdio.h>

#include <glib.h>

#include "base/diag.h"
#include "calendar/calendar.h"

typedef struct draft_look {
    const char *schema, *rules, *local; /* folders; local NULL: none */
    date as_of;
    diag_language language;
    bool json; /* findings and messages as JSON lines instead, as renkei-check --json has them */
} draft_look;

/* Reads the case and all that it names, judges it and prints; the exit status (0, 1, 3 … as of renkei-check). `files`
 * (NULL: nobody asks) gets the paths that were read, whether or not they could be; of char *, g_free each. */
int draft_look_once(const draft_look *look, const char *path, FILE *to, GPtrArray *files);

/* The same at once, and again whenever one of these files has changed: was written, replaced by another of its name
 * (as editors do), taken away or has come. The files are looked at a few times a second, so that no event of the system
 * is needed, nor can one be missed. Ends when nobody reads any more, or `ends` (NULL: never) says so; the status of the
 * last look. */
typedef bool (*draft_ends)(void *data);
int draft_watch(const draft_look *look, const char *path, FILE *to, draft_ends ends, void *data);

#endif
