/* emit.h: from pages as composed to a display list. Pure drawing: where each op stands follows from the composed value
 * alone. No engine, no fonts, no diagnostics; whether the list is one that may be painted is display_check's to say. */
#ifndef RENKEI_EMIT_EMIT_H
#define RENKEI_EMIT_EMIT_H

#include <glib.h>

#include "base/arena.h"
#include "compose/compose.h"
#include "display/display.h"

/* `notes` (of emit_note, notes.h) gets what is to be known about the ops; NULL: nobody asks. What the list points to is
 * borrowed from `c` and `a`: display_drop it before the arenas go. */
display *emit_document(arena *a, const composed *c, GArray *notes);

#endif
