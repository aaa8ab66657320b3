/* display.h: a document after composition: pages of ops in painting order. No decision is left; a
 * painter never measures, wraps or chooses a font.
 *
 * Coordinates: units (1/1024 pt), origin at the page's top left, x right, y down. Black is gray 0, white
 * 255. Text comes with its glyphs and its source characters both; the text layer is always the source.
 * Of vertical writing nothing is left but where each glyph stands and whether it is turned: its line is told
 * as one text by its first op (`layer`), because a reader of the file would take every upright character for
 * a line of its own.
 * Everything lives in the arena it was made in. */
#ifndef RENKEI_DISPLAY_DISPLAY_H
#define RENKEI_DISPLAY_DISPLAY_H

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/unit.h"
#include "calendar/calendar.h"
#include "font/font.h"
#include "image/image.h"
#include "text/text.h"

typedef enum display_kind {
    DISPLAY_TEXT,
    DISPLAY_MARK,
    DISPLAY_LINE,
    DISPLAY_RECT,
    DISPLAY_ELLIPSE,
    DISPLAY_PATH,
    DISPLAY_TILES,
    DISPLAY_IMAGE
} display_kind;

typedef enum display_ink {
    DISPLAY_FILL,
    DISPLAY_OUTLINE,  /* stroked outline (watermark) */
    DISPLAY_INVISIBLE /* text layer only: of what another op draws */
} display_ink;

typedef enum display_dash { DISPLAY_SOLID, DISPLAY_DOTTED, DISPLAY_DASHED } display_dash;

/* A box on a page; w 0: none. */
typedef struct display_box {
    unit x, y, w, h;
} display_box;

typedef struct display_text {
    const font_face *face;
    unit size;
    unit x, y; /* origin: baseline start */
    display_ink ink;
    int gray;
    unit stroke;              /* DISPLAY_OUTLINE: line width */
    const char *utf8;         /* source characters */
    const text_glyph *glyphs; /* x, y relative to this op's; cluster: byte in utf8 */
    size_t glyph_count;
    bool is_ruby;
    bool turned;       /* each glyph a quarter turn clockwise about its origin */
    int condensed;     /* glyphs are drawn so many thousandths as wide; 0: as they are */
    const char *layer; /* the text layer in place of utf8; "": another op tells it; NULL: utf8, by clusters. All layers
                          of a page together are all of their utf8. */
} display_text;

typedef struct display_point {
    unit x, y;
} display_point;

/* A sign that is drawn, because the common Japanese fonts lack it (domain guide 5.3), and read as its character. */
typedef enum display_sign {
    DISPLAY_EMPTY_BOX,  /* ☐ */
    DISPLAY_TICKED_BOX, /* ☑ */
    DISPLAY_RING        /* ◯ round the words that follow it: 丸囲み */
} display_sign;
const char *display_sign_text(display_sign sign);

typedef struct display_mark {
    display_sign sign;
    unit x, y, w, h; /* of the box or round the ring, to the middle of its line */
    unit width, gray;
    const font_face *face; /* of the text that it stands in */
    unit size, baseline;   /* of that text */
    unit from, advance;    /* where on the line it stands as a character, and how far on the next one does */
    const char *layer;     /* as a text's */
} display_mark;
/* The two strokes of the tick in a ticked box, and how wide they are. */
void display_tick_of(const display_mark *m, display_point tick[3], unit *width);
/* The line of a ring, which is closed: two half circles and what is straight between them, so that it is as far from
 * the corners of long words as from those of one character. One that is taller than a ring round type of its size
 * (words with furigana, which stands in it too) has straight sides between quarters of those circles. */
enum { DISPLAY_RING_POINTS = 64 };
void display_ring_of(const display_mark *m, display_point ring[DISPLAY_RING_POINTS]);
/* From the middle of a line of type to the ring round it. */
unit display_ring_radius(unit size);

typedef struct display_line {
    unit x1, y1, x2, y2, width;
    display_dash dash;
    int gray;
} display_line;

/* Stroke centred on the edge when width > 0; filled when fill ≥ 0. */
typedef struct display_rect {
    unit x, y, w, h, width;
    int gray, fill; /* fill -1: none */
} display_rect;

typedef struct display_ellipse {
    unit cx, cy, rx, ry, width;
    int gray;
} display_ellipse;

/* A polyline, stroked; closed joins the last point to the first. Round joins and caps. */
typedef struct display_path {
    const display_point *points;
    size_t count;
    unit width;
    bool closed;
    int gray;
} display_path;

/* Filled boxes that touch one another and do not overlap: one area, painted at once, so that no seam is seen between
 * them (a QR or bar code). */
typedef struct display_tiles {
    const display_box *boxes;
    size_t count;
    int gray;
} display_tiles;

/* A picture in a box, which it fills: whoever made the box kept its proportions. What of a drawing is outside is not
 * shown. */
typedef struct display_image {
    const image *picture;
    unit x, y, w, h;
} display_image;

/* ---- what the ops mean (ISO 32000-1, 14.7 and 14.8) ---- */

/* The standard structure types that are used (14.8.4). */
typedef enum display_role {
    DISPLAY_DOCUMENT,
    DISPLAY_H1,
    DISPLAY_H2,
    DISPLAY_H3,
    DISPLAY_P,
    DISPLAY_TABLE,
    DISPLAY_TR,
    DISPLAY_TH,
    DISPLAY_TD,
    DISPLAY_SPAN,
    DISPLAY_RUBY,
    DISPLAY_RB,
    DISPLAY_RT,
    DISPLAY_FIGURE,
    DISPLAY_LINK,
    DISPLAY_TOC,
    DISPLAY_TOCI,
    DISPLAY_NOTE,
    DISPLAY_FORM /* a field; it holds no ink */
} display_role;
const char *display_role_name(display_role role); /* as PDF has it: "TH" */

/* An element of the structure. It stands among those of its parent, and among what its parent itself holds, where the
 * list was when it was added: before op `op` of page `page`. */
typedef struct display_node {
    display_role role;
    guint parent;         /* number, from 1; 0 of the document alone */
    const char *alt;      /* told in place of what it holds; NULL: that */
    const char *language; /* of what it holds; NULL: its parent's */
    int rows, columns;    /* TH, TD: how many it covers */
    bool heads_column;    /* TH: of its column; else of its row */
    display_box box;      /* FIGURE */
    guint page, op;
} display_node;

typedef struct display_op {
    display_kind kind;
    guint node; /* whose content it is; 0: nobody's, an artifact */
    int colour; /* 0xRRGGBB: what its black is on a screen, and what is gray in proportion; on paper it is
                   black (display_on_screen). 0: black there, too. Not of a picture. */
    const text_origin *origin; /* form element and data node; may be NULL */
    bool goes_on; /* a text or a mark: one text with the text before it, however far they stand apart on their line. A
                     reader of a file would take a gap for a space. */
    union {
        display_text text;
        display_mark mark;
        display_line line;
        display_rect rect;
        display_ellipse ellipse;
        display_path path;
        display_tiles tiles;
        display_image image;
    };
} display_op;

/* Ops first … end - 1 of a page, and from where to where its height is theirs. No ops: there is no such zone. */
typedef struct display_zone {
    guint first, end;
    unit top, bottom;
} display_zone;

/* Where a reader of the file gets to from a place on a page: to an anchor, or to an address. The page itself shows
 * nothing of it; a painter that knows no links paints none (all but the PDF's own). */
typedef struct display_link {
    display_box box;
    const char *to, *uri; /* one of them */
    guint node;           /* its element, a DISPLAY_LINK */
} display_link;

/* The place that a name stands for. */
typedef struct display_anchor {
    const char *name;
    size_t page;
    unit y;
} display_anchor;

typedef struct display_page {
    unit width, height;
    const char *label;             /* page label: "1" */
    GArray *ops;                   /* of display_op */
    GArray *links;                 /* of display_link */
    guint node;                    /* which display_add gives to ops, as … */
    int colour;                    /* … this */
    display_zone head, body, foot; /* a watermark is in none */
    const void *head_of, *foot_of; /* what they were made of, for whoever asks which were printed; NULL: none */
    bool is_trial; /* its form was told to be wrong: it is seen by whoever mends that, never printed, and
                      its text may leave its zone */
} display_page;

typedef struct display_bookmark {
    const char *title;
    int level; /* 0 outermost */
    size_t page;
    unit y;
} display_bookmark;

/* A field that whoever reads the PDF fills in (ISO 32000-1, 12.7). The ink around it is the page's own. */
typedef enum display_field_kind { FIELD_TEXT, FIELD_CHOICE, FIELD_CHECK, FIELD_SIGN } display_field_kind;
typedef struct display_field {
    display_field_kind kind;
    const char *name, *tip; /* name: of no other field; tip: what people are told */
    display_box box;
    guint page, node;           /* node: DISPLAY_FORM; later fields have later ones */
    unit size;                  /* of what is typed, in … */
    const font_face *face;      /* … this, the same of all fields */
    const char *const *choices; /* CHOICE; NULL-ended */
    int most;                   /* TEXT: characters; 0: any number */
    bool comb, many_lines, required;
    bool ring;             /* CHECK: when it is set a ring is drawn, which is as large as its box, … */
    display_point tick[3]; /* … or these strokes, … */
    unit tick_width;       /* … so wide */
} display_field;

/* The name of what is attached. */
#define DISPLAY_ATTACHED "filled.xml"

typedef struct display {
    const char *title, *author, *subject, *keywords; /* NULL: none */
    const char *form_name, *language;                /* language "ja" */
    const char *attached; /* XML of what is printed, for an archive edition (PDF/A-3a); NULL: the PDF has none */
    date created;         /* from the data; written as midnight +09:00 */
    bool has_date;        /* false: the PDF gets 2000-01-01 */
    GPtrArray *pages;     /* of display_page */
    GArray *bookmarks;    /* of display_bookmark */
    GArray *anchors;      /* of display_anchor; of several with one name the first holds */
    GArray *fields;       /* of display_field, in the order they are read; none in a document that is only printed */
    GArray *nodes;        /* of display_node; number 1, the document, is always there */
    bool is_sound;        /* display_check has found nothing in it; whoever says so changes it no more, but for
                             `attached`, and it is painted without another look */
} display;

display *display_new(arena *a); /* the glib arrays are freed by display_drop */
void display_drop(display *l);
display_page *display_add_page(display *l, arena *a, unit width, unit height, const char *label);
/* A gray of an op as it is seen on a screen: 0xRRGGBB. */
int display_on_screen(int gray, int colour);
/* Stamps it with the page's node and colour. */
void display_add(display_page *p, display_op op);
/* Its number. Where it stands is where the list is now. */
guint display_add_node(display *l, display_node n);
const display_node *display_node_at(const display *l, guint number);
/* NULL: there is none. */
const display_anchor *display_find_anchor(const display *l, const char *name);

/* One cluster of a text op: its source characters and its glyphs (glyphs[first] and the count - 1 after
 * it). Spaces that a line end dropped have no glyph and are left out; nothing else ever is. */
typedef struct display_cluster {
    const char *utf8; /* `length` bytes, not ended by NUL */
    size_t length;
    size_t first, count;
} display_cluster;
/* The cluster at *glyph (start at 0), which moves on; false after the last. */
bool display_next_cluster(const display_text *t, size_t *glyph, display_cluster *out);
/* What an op tells in the text layer; NULL: it has no text. */
const char *display_text_of(const display_op *op);
/* In place of that; NULL: that. */
const char *display_layer_of(const display_op *op);
/* Nothing but U+0020 and U+3000. */
bool display_is_blank(const char *utf8, size_t length);

/* The structure as a tree: an element a line with what it holds as text, indented under its parent. */
void display_print_structure(const display *l, GString *out);

/* The trace: one op a line, indented under its page; numbers in units; text with its code points
 * readable and its glyph ids and positions. Stable: goldens are made of it. with_origins adds
 * file:line of form and data. */
void display_print(const display *l, bool with_origins, GString *out);
/* One op as a line of it. */
void display_print_op(const display_op *op, bool with_origins, GString *out);
/* " form=FILE:LINE data=FILE:LINE:PATH", as far as there is any. */
void display_print_origin(const text_origin *o, GString *out);

/* ---- one op by itself, for whoever compares lists (display_ops.c) ---- */
/* Where it is, about: a glyph counts as an em box. Never of no size. */
display_box display_box_of(const display_op *op);
/* The same op elsewhere. */
display_op display_shift(const display_op *op, unit dx, unit dy, arena *a);

/* What an office's fax and copier keep, and what its readers can read (domain guide 5.3: 8 pt in cells, no line under
 * 0.3 pt, no tint above about 10 %, black only). */
enum {
    DISPLAY_LEAST_SIZE = 8 * UNIT_PT,
    DISPLAY_LEAST_RULE = UNIT_PT * 3 / 10,
    DISPLAY_DARKEST_FILL = 229,
    DISPLAY_LEAST_DPI = 150
};
typedef enum display_weakness {
    DISPLAY_SOUND,
    DISPLAY_SMALL, /* text; furigana may be small */
    DISPLAY_THIN,  /* a line */
    DISPLAY_PALE,  /* a line that is not black */
    DISPLAY_DARK,  /* an area on which text is lost */
    DISPLAY_COARSE /* a picture of few pixels for its size */
} display_weakness;
display_weakness display_weakness_of(const display_op *op);

/* Self-check, made once of every list that is painted: every op inside its page, no text of head, body or foot where
 * another of them stands (but on a trial's pages), clusters in order and in range, sizes positive. What is wrong, for a
 * message or an assert; NULL when good. */
const char *display_check(const display *l, arena *a);
/* The place in such a fault, in Japanese: what is wrong there is told in English alone, to who looks after the program.
 */
const char *display_fault_place(arena *a, const char *fault);

#endif
