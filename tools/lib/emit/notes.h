/* notes.h: what is to be known about the ops of a display list and is not ink: which box, line and style each
 * was drawn for, how the box fitted, what holds together.
 *
 * For whoever looks at a page to mend its form (renkei-preview, -T notes). A document that is only printed makes
 * none. Notes come page by page, in the order in which their first op is drawn; a note is inside the nearest
 * one before it of a smaller depth. Lengths in units from the page's top left. Borrowed from the composed pages. */
#ifndef RENKEI_EMIT_NOTES_H
#define RENKEI_EMIT_NOTES_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/unit.h"
#include "compose/fit.h"
#include "form/form.h"
#include "text/text.h"

typedef enum note_kind {
    NOTE_TABLE,
    NOTE_ROW,  /* its place; its ops are those of its cells */
    NOTE_CELL, /* a box with paddings and an outcome */
    NOTE_LINE, /* a line of text */
    NOTE_TEXT, /* a run or a mark on a line, with its style */
    NOTE_KEEP  /* blocks of the page's body that a page break does not part, or only when nothing else is left */
} note_kind;

typedef struct emit_note {
    note_kind kind;
    int depth;
    size_t page;       /* index, from 0 */
    size_t first, end; /* ops of that page: [first, end) */
    unit x, y, w, h;
    const text_origin *origin; /* the form's element and the data's node; KEEP: of the first block */
    const form_style *style;   /* CELL, LINE, TEXT */
    /* CELL */
    unit pad_x, pad_y;
    fit_outcome outcome;
    unit natural, shrunk_to; /* sizes of the cell's style; shrunk_to: FITS_SQUEEZED, 0: not smaller */
    int condensed_to;        /* FITS_SQUEEZED: width of type in thousandths, 0: not condensed */
    size_t attachment;       /* FITS_CONTINUED: number of the 別紙 */
    const char *field;       /* what messages call the cell */
    /* LINE */
    bool vertical;
    unit baseline; /* y of it; of a vertical line x */
    /* KEEP */
    bool firm; /* parted only when nothing else is left */
} emit_note;

/* -T notes: one a line, indented by depth. */
void emit_notes_print(const GArray *notes, GString *out);

#endif
