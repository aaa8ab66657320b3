/* compose_int.h: the values that the sources of the compose room share. */
#ifndef RENKEI_COMPOSE_COMPOSE_INT_H
#define RENKEI_COMPOSE_COMPOSE_INT_H

#include "compose/compose.h"
#include "compose/notes.h"

/* How an atom holds to the one before it. Breaks are taken at the weakest hold there is. */
typedef enum hold {
    HOLD_FREE, /* a page may break here */
    HOLD_KEEP, /* keep together, keep with next, never alone: only when a page cannot be filled else */
    HOLD_NEVER /* widows, rows under one merged cell: only when nothing else is left */
} hold;

typedef enum atom_kind {
    ATOM_LINE,
    ATOM_SPACE,
    ATOM_RULE,
    ATOM_CUT_LINE,
    ATOM_ROW,
    ATOM_PAGE_BREAK,
    ATOM_COLUMNS
} atom_kind;

/* A paragraph as composed: one forced line of the source. */
typedef struct paragraph {
    const bound_node *node;
    const bound_inline *inlines; /* spans[i] came from inlines[i] */
    const text_span *spans;
    size_t span_count;
    const text_lines *lines;
    unit size, pitch;
    text_align align;
    unit measure;
} paragraph;

typedef struct table table;
typedef struct row row;
typedef struct columns columns;

typedef struct atom {
    atom_kind kind;
    hold hold;
    unit before; /* space above; dropped at the top of a page or cell */
    unit height;
    unit x, width; /* of its column, from the container's start edge */
    const bound_node *node;
    const char *bookmark;
    /* ATOM_LINE */
    const paragraph *para;
    size_t line;
    unit baseline; /* from the atom's top, `before` not counted */
    /* ATOM_ROW */
    table *table;
    row *row;
    /* ATOM_COLUMNS */
    const columns *columns;
} atom;

typedef struct atoms {
    atom *items;
    size_t count;
    unit height; /* of all, the first one's `before` not counted */
} atoms;

/* 縦書き: atoms as on a page that is turned a quarter clockwise: their x runs down from the box's top, they follow
 * one another from its right edge to the left. */
struct columns {
    atoms content;
};

/* How type is set in a box that it would not fit otherwise, in thousandths of what the styles say. */
typedef struct squeeze {
    int scale;     /* of sizes and of all that goes with them */
    int condensed; /* of widths, along horizontal lines (長体) */
} squeeze;

typedef struct cell {
    const bound_node *node;
    size_t column, span, rows;
    unit pad_x, pad_y;
    atoms content;
    bool repeats;            /* a label: shown again when its row splits */
    atoms content_again;     /* with （続き） */
    bool again_overfull;     /* … which does not fit the width: an error once it must be shown */
    const bound_node *shown; /* what content was made of */
    squeeze shown_as;
    size_t overfull;     /* lines wider than the box */
    guint sheets_before; /* 別紙 named before this box: what an attempt adds goes with the attempt */
    fit_outcome outcome;
    unit shrunk_to;    /* FITS_SQUEEZED: size of the cell's style, 0: its own */
    int condensed_to;  /* FITS_SQUEEZED: thousandths, 0: not condensed */
    size_t attachment; /* FITS_CONTINUED: number, from 1 */
} cell;

typedef struct group {
    cell label;
} group;

struct row {
    const bound_node *node;
    cell *cells;
    size_t cell_count;
    unit height;
    const group *group;
    bool begins_group; /* shows its label; the other rows of a page show it with （続き） */
    bool continues;    /* the rest of a split row */
};

struct table {
    const bound_node *node;
    unit x, width;
    unit *column_x; /* count + 1 edges from the table's start edge */
    size_t column_count;
    row **head;
    size_t head_count;
    unit head_height;
};

/* A text that did not fit its box: printed at the end, with a reference both ways. */
typedef struct attachment {
    size_t number;
    const char *field;
    const bound_node *node; /* the cell */
    const char *heading;    /* set when the page of the cell is known */
} attachment;

typedef struct placed {
    const atom *atom;
    unit y;
} placed;

typedef struct page {
    size_t number;
    placed *items;
    size_t count;
    atoms head, foot;
    unit head_y, body_y, foot_y;
} page;

struct composed {
    const bound *bound;
    page *pages;
    size_t page_count;
    int page_scale; /* 1000: natural */
};

typedef struct composer {
    arena *a;
    text_engine *engine;
    const font_set *fonts;
    const bound *b;
    diag *d;
    GArray *attachments;            /* of attachment */
    size_t page_number, page_count; /* for heads and feet; 0: not known yet */
    squeeze as;                     /* cells that shrink and condense */
    int page_scale;                 /* of the styles that may shrink, in 1/1000: a promise of pages */
    size_t overfull;                /* lines too wide in the box being composed */
    bool nested;                    /* in a cell, a head or a foot: no page breaks here */
    bool vertical;                  /* lines run down */
    bool quiet;                     /* trying a size: overfull lines are counted, not reported */
} composer;

/* The size of a style in this attempt to keep the promise of pages: never under what it may shrink to. */
unit compose_style_size(const composer *c, const form_style *style);

/* ---- paragraph.c ---- */
/* The lines of a paragraph node as atoms at `x`, appended to `out` (GArray of atom). */
void compose_paragraph(composer *c, const bound_node *n, unit x, unit width, const char *suffix, GArray *out);
/* Where its first value is from, or its first words. */
const text_origin *paragraph_origin(const paragraph *p);
/* Width of its widest line when nothing is broken. */
unit compose_paragraph_width(composer *c, const bound_node *n);

/* Lines that are too wide, too many columns: counted, and told unless a size is being tried. */
void compose_overfull(composer *c, size_t count, const text_origin *o);

/* ---- columns.c ---- */
/* A vertical block as one atom, which no page parts. */
void compose_columns(composer *c, const bound_node *n, unit x, unit width, GArray *out);

/* ---- atoms.c ---- */
unit compose_widest(composer *c, const bound_node *first);
/* Where a box of a width starts within a wider place. */
unit compose_side(form_side side, unit width, unit wide);
atoms compose_atoms(composer *c, const bound_node *first, unit width, const char *suffix);
atoms atoms_of(composer *c, const GArray *list);
unit atoms_height(const atom *items, size_t count);

/* ---- table.c ---- */
void compose_table(composer *c, const bound_node *n, unit x, unit width, GArray *out);

/* ---- cell.c ---- */
void compose_cell(composer *c, cell *box, unit width);
unit cell_height(const cell *box);
/* The label is about to be shown again: an error when （続き） does not fit. */
void compose_report_again(composer *c, const cell *box);

/* ---- split.c ---- */
/* Splits a row so that its first part is at most `height` tall. False when no part would hold two lines
 * of anything. */
bool compose_split_row(composer *c, const row *whole, unit height, row **first, row **rest);

/* ---- paginate.c ---- */
/* Fills pages whose bodies are first_height and later_height tall. GArray of page. */
void compose_paginate(composer *c, const atoms *body, unit first_height, unit later_height, GArray *pages);

/* ---- emit*.c: to the display list ---- */
typedef struct emitter {
    arena *a;
    display *l;
    display_page *page;
    size_t page_index;
    const font_set *fonts;
    GArray *notes; /* of compose_note; NULL: nobody asks for them */
    int note_depth;
    diag *d;
} emitter;

/* ---- notes.c ---- */
/* A note of all that is drawn until note_end, which completes it. They nest. */
guint note_begin(emitter *e);
void note_end(emitter *e, guint at, compose_note n);
/* Which of the atoms hold to one another. */
void note_keeps(emitter *e, const placed *items, size_t count, unit x, unit y, unit width);

void emit_placed(emitter *e, const placed *items, size_t count, unit x, unit y);
void emit_atoms(emitter *e, const atoms *list, unit x, unit y);
/* Of a vertical line x, y is the top right of its column. */
void emit_line(emitter *e, const atom *line, unit x, unit y);
void emit_table(emitter *e, const placed *rows, size_t count, unit x, unit y);
void emit_rule(emitter *e, unit x1, unit y1, unit x2, unit y2, form_rule rule, const text_origin *origin);

/* ---- emit_mark.c: marks that are drawn. x is the left edge of their em box, unless told otherwise. ---- */
void emit_tick(emitter *e, const bound_inline *p, unit size, unit x, unit baseline);
/* `x`: the left edge of the circle. */
void emit_seal(emitter *e, const bound_inline *p, const text_object *o, unit size, unit x, unit baseline);
/* 圏点 at its centre. */
void emit_mark(emitter *e, const text_mark *m, unit cx, unit cy);

const char *cell_field(const bound_node *n);

#endif
