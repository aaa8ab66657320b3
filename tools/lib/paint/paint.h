/* paint.h: from a display list to bytes.
 *
 * A painter is a table of a few slots; only paint_document walks the list. Slots return nothing: a
 * painter keeps its first failure and tells it at close. A half-written document cannot pass for a whole
 * one: bytes exist only after close succeeded. What a painter cannot paint truly (glyph and text layer)
 * is a named error, never a substitute.
 *
 * Text layer of a PDF: every cluster gives back its source characters, variation selectors and higher
 * planes included; the glyphs of DISPLAY_INVISIBLE only say where (they may be any, ink is never left). An op with
 * a layer gives back that, as one text (/ActualText).
 * The same list gives the same bytes, whatever the time, locale, time zone or folder. */
#ifndef RENKEI_PAINT_PAINT_H
#define RENKEI_PAINT_PAINT_H

#include <glib.h>

#include "base/diag.h"
#include "display/display.h"

typedef enum paint_format { PAINT_PDF, PAINT_PNG, PAINT_SVG, PAINT_TEXT } paint_format;
/* RENKEI writes PDF itself, about eight times as fast as cairo, and has cairo draw the other formats; the writers are
 * each other's proof. */
typedef enum paint_backend { PAINT_RENKEI, PAINT_CAIRO, PAINT_HARU, PAINT_BACKENDS } paint_backend;
/* What each is called, in that order; NULL-ended. */
extern const char *const paint_backend_names[PAINT_BACKENDS + 1];

/* What the painters keep from one document to the next: the faces as the writers see them. One per thread; the
 * fonts must outlive it. */
typedef struct paint_kit paint_kit;
paint_kit *paint_kit_new(const font_set *fonts);
void paint_kit_drop(paint_kit *k); /* takes NULL */

/* PDF and text give one output; PNG (110 dpi unless dpi > 0) and SVG give one a page. On success every
 * element of `outputs` is a GByteArray (g_byte_array_unref'd by the array). On failure: false,
 * diagnostics, and no outputs. The haru backend knows PDF only (`paint-no-format`). */
bool paint_document_with(paint_kit *k, const display *l, paint_backend backend, paint_format format, int dpi,
                         GPtrArray *outputs, diag *d);
/* The same with a kit of its own. */
bool paint_document(const display *l, const font_set *fonts, paint_backend backend, paint_format format, int dpi,
                    GPtrArray *outputs, diag *d);

/* ---- a part of a page ---- */

/* What is cut out, with what is framed in it (a coloured line round each). */
typedef struct paint_region {
    display_box box;
    const display_box *frames; /* on the page */
    size_t frame_count;
} paint_region;
/* A PNG, for whoever shows where something is. NULL after diagnostics. */
GByteArray *paint_page_region(paint_kit *k, const display *l, size_t page, const paint_region *region, int dpi,
                              diag *d);

/* ---- pages for a screen ---- */

/* Outlines of glyphs, kept from one page to the next within bounds. Serves one thread. */
typedef struct paint_outlines paint_outlines;
paint_outlines *paint_outlines_new(void);
void paint_outlines_drop(paint_outlines *o); /* takes NULL */

/* Each page as one <svg> (a GByteArray in `outputs`) for a reader who points at its marks and selects its text. Op N
 * of the page is the child element N of the <svg>, on a line of its own; where it stands is said by its transform
 * alone, so that what only moved can be told from what changed. Text is drawn as outlines, so that it looks as it
 * prints whatever fonts the reader has, under transparent <text> with the source characters, each cluster at its place.
 * The viewBox is in units. */
bool paint_screen(const display *l, const font_set *fonts, paint_outlines *outlines, GPtrArray *outputs, diag *d);
/* One page of it, the same bytes; of a list that passed display_check. NULL after diagnostics. */
GByteArray *paint_screen_page(const display *l, const font_set *fonts, paint_outlines *outlines, size_t page, diag *d);

#endif
