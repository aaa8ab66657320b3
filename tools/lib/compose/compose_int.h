/* compose_int.h: what the sources of the compose room share; the values they make are in composed.h. */
#ifndef RENKEI_COMPOSE_COMPOSE_INT_H
#define RENKEI_COMPOSE_COMPOSE_INT_H

#include "compose/compose.h"
#include "compose/composed.h"

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
/* The label is about to be shown again: an error when （続き） does not fit. */
void compose_report_again(composer *c, const cell *box);

/* ---- split.c ---- */
/* Splits a row so that its first part is at most `height` tall. False when no part would hold two lines
 * of anything. */
bool compose_split_row(composer *c, const row *whole, unit height, row **first, row **rest);

/* ---- watermark.c ---- */
watermark compose_watermark(composer *c);

/* ---- report.c: what is wrong with pages that are complete, in their order ---- */
void compose_report(composer *c, const composed *of);

/* ---- paginate.c ---- */
/* Fills pages whose bodies are first_height and later_height tall. GArray of page. */
void compose_paginate(composer *c, const atoms *body, unit first_height, unit later_height, GArray *pages);

#endif
