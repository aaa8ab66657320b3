/* painter.h: what a painter is, and what the painters of this room share. It knows none of them.
 *
 * A painter is a `painter` at the head of its own struct, made by painter_new with its slots. painter_run calls them in
 * order (page_begin, ops, page_end, … close), calls no further op once the painter has failed, and always calls close,
 * which frees the painter's own state and, only if nothing failed, appends the outputs. Slots return nothing: the first
 * failure is kept by painter_fail. */
#ifndef RENKEI_PAINT_PAINTER_H
#define RENKEI_PAINT_PAINTER_H

#include <glib.h>

#include "base/diag.h"
#include "display/display.h"

typedef struct painter painter;

/* Every slot is filled. */
typedef struct painter_slots {
    void (*page_begin)(painter *p, const display_page *page);
    void (*node)(painter *p, guint node); /* before every op: whose it is */
    void (*text)(painter *p, const display_text *t);
    void (*mark)(painter *p, const display_mark *m);
    void (*line)(painter *p, const display_line *l);
    void (*rect)(painter *p, const display_rect *r);
    void (*ellipse)(painter *p, const display_ellipse *e);
    void (*path)(painter *p, const display_path *path);
    void (*tiles)(painter *p, const display_tiles *t);
    void (*page_end)(painter *p);
    void (*close)(painter *p, GPtrArray *outputs);
    void (*image)(painter *p, const display_image *i);
} painter_slots;

struct painter {
    const painter_slots *slots;
    const display *list;
    const font_set *fonts;
    const display_page *page;  /* being painted, and … */
    guint at;                  /* … which of its ops; the number of its ops before and after them */
    const text_origin *origin; /* of the op being painted; NULL: none */

    bool failed;
    diag_code code;
    place form, data;
    char *args[2];
};

/* `size` zeroed bytes that begin with the painter. */
painter *painter_new(size_t size, const painter_slots *slots, const display *l, const font_set *fonts);
/* Paints its list and drops it. False, with what failed told and no outputs, or with all outputs. */
bool painter_run(painter *p, GPtrArray *outputs, diag *d);
/* Keeps the first failure with the place of the op being painted; arguments may be NULL. */
void painter_fail(painter *p, diag_code code, const char *arg1, const char *arg2);

/* ---- what several painters need ---- */

/* Points: what the writers count in. */
static inline double
paint_pt(int64_t u)
{
    return (double)u / UNIT_PT;
}

/* The dashes of a line, in points: on, off; the same in every writer. Dotted lines have square dots. */
typedef struct paint_dashes {
    double on, off;
} paint_dashes;
paint_dashes paint_dashes_of(const display_line *l);

/* The document's date: the display's, or 2000-01-01. */
date paint_date(const display *l);

/* A glyph of the face that leaves no ink (U+3000 or U+0020), 0 when it has none. It carries the text
 * layer of what is drawn otherwise. */
uint32_t paint_blank_glyph(const font_face *f);

/* The node slot of painters that tell no structure: their files are proof of the ink alone. */
void paint_no_structure(painter *p, guint node);

/* A mark by a painter's other slots: its lines, and its text without ink. */
void paint_mark_in_parts(painter *p, const display_mark *m);

/* Where a point of the stored picture is on the page, in points and with y down: x = m[0] + u m[1] + v m[2] and
 * y = m[3] + u m[4] + v m[5] of u and v, each from 0 to 1, right and down from its top left. */
void paint_image_matrix(const display_image *i, double m[6]);
/* Of a drawing: one step of its grid on the page, in points. */
double paint_image_grid(const display_image *i);

/* UTF-16BE with a byte order mark, as PDF strings want it. */
GByteArray *paint_utf16(const char *utf8, size_t length);

/* The entries of a PDF's catalog that say in which language the document is, that a window shows its title, and the
 * page labels. g_free it. */
char *paint_catalog_entries(const display *l);

#endif
