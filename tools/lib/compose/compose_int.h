/* compose_int.h: what the sources of the compose room share; the values they make are in composed.h.
 *
 *   composer.c: what is set how, and what is found wrong with it; work.c: how much there is to do
 *   ← paragraph.c ← flow.c ⇄ table.c ⇄ cell.c (tables stand in cells, and cells hold what a page holds)
 *   ← split.c, sections.c, running.c, references.c ← paginate.c, sheets.c ← compose.c, which at the end has report.c
 * tell what is wrong
 *
 * Nothing is told while pages are made. What is wrong is marked on the value it is wrong with, so that a box may be
 * tried in any number of ways. */
#ifndef RENKEI_COMPOSE_COMPOSE_INT_H
#define RENKEI_COMPOSE_COMPOSE_INT_H

#include "compose/compose.h"
#include "compose/composed.h"

/* How type is set in a box that it would not fit otherwise, in thousandths of what the styles say. */
typedef struct squeeze {
    int scale;     /* of sizes and of all that goes with them */
    int condensed; /* of widths, along horizontal lines (長体) */
    bool dense;    /* lines are filled, whatever they part (text.h: keeps_phrases) */
} squeeze;

/* How something is composed, beside what it is and how wide: the same in the same setting is composed the same. */
typedef struct setting {
    squeeze as;
    int page_scale;                 /* of the styles that may shrink, in 1/1000: a promise of pages */
    bool is_nested;                 /* in a cell, a head or a foot: no page breaks here */
    bool is_vertical;               /* lines run down */
    form_diagonal diagonal;         /* of the cell whose own children these are */
    bool is_flowing;                /* in columns of flowing text: what no column parts does not stand here */
    size_t page_number, page_count; /* of a head or a foot; 0: it is none */
} setting;

typedef struct composer {
    arena *a;
    text_engine *engine;
    const font_set *fonts;
    const bound *b;
    diag *heard;             /* what was found wrong with the paragraph at hand */
    GHashTable *boxes;       /* what boxes hold, by box_key (cell.c) */
    GHashTable *notes;       /* footnotes as set, by name and width: atoms (notes.c) */
    GHashTable *spots;       /* what is known of the pages of anchors, by name: spot (references.c) */
    GPtrArray *lists;        /* GArray of atom, empty: those of flows that are made, for the flows to come (flow.c) */
    size_t effort;           /* paragraphs set or measured so far */
    size_t work;             /* what was done so far, in about the time that a byte of text takes */
    bool is_spent;           /* more was to be done than any document needs … */
    const bound_node *spent; /* … at this node; NULL: none is to blame */
    bool has_codes;          /* of what was set so far, some is a QR or bar code */
    unit next_room;          /* while rows are split: of the page that what is in them could go on whole */
} composer;

/* Atoms in the making. */
typedef struct flow {
    GArray *items;   /* of atom */
    size_t sheets;   /* 別紙 named so far, here and before */
    bool holds_next; /* what is last there holds to what comes next, through whatever shows nothing */
} flow;

/* ---- composer.c ---- */
/* The size of a style in this attempt to keep the promise of pages: never under what it may shrink to. */
unit compose_style_size(const setting *s, const form_style *style);
/* What the composer has heard, which it then forgets. */
flaws compose_take_heard(composer *c);
/* Something is wrong here; `arg` may be NULL. */
void flow_add_flaw(composer *c, flow *to, diag_code code, place in_form, place in_data, const char *arg);
/* compose-widths: what (in both languages) needs more width than it has. */
void flow_add_narrow(composer *c, flow *to, const bound_node *n, const char *ja, const char *en, unit need, unit has);
void flow_add_flaws(flow *to, flaws list);
/* 12.5mm, for messages: what is needed is rounded up, what is there down, so that they never look alike. */
const char *compose_mm_needed(arena *a, unit u);
const char *compose_mm_there(arena *a, unit u);
/* A paragraph of our own, in a node's style and place. */
const bound_node *compose_words(composer *c, const bound_node *from, const char *text);
atoms flow_atoms(composer *c, const flow *f, size_t sheets_before);
unit atoms_height(const atom *items, size_t count);
/* Where it stands nothing is to be seen: a space, a line of no text or of blanks. A paragraph that has no value is as
 * good as none, so neither breaks nor holds go by it. */
bool atom_is_empty(const atom *a);
/* Of a row: it is one of its table's head. */
bool row_is_head(const atom *a);
/* `see` gets each box that stands in the atom, those within boxes after those around them. */
void atom_each_cell(const atom *a, void (*see)(void *data, const cell *box), void *data);

/* ---- work.c ---- */
/* So much more work, at a node (NULL: none is to blame). False: more than any document needs; from then on nothing is
 * set, there are no pages, and that is told (compose-too-large). Whoever repeats something as often as a form wants
 * spends. */
bool compose_spend(composer *c, const bound_node *at, size_t work);
/* What it costs to place one, or all of them, on a page: to paint what is in them. */
size_t compose_work_of_one(const atom *a);
size_t compose_work_of(const atoms *list);

/* ---- paragraph.c ---- */
/* The lines of a paragraph node as atoms at `x`. */
void compose_paragraph(composer *c, const setting *s, const bound_node *n, unit x, unit width, const char *suffix,
                       flow *out);
/* The least there must be between two atoms that follow one another, for the underline that stands between them; above:
 * NULL when there is none. */
unit paragraph_room(const atom *above, const atom *below);
/* The same between the last of a list and whatever stands under it. */
unit paragraph_room_under(const atoms *list);
/* Where its first value is from, or its first words. */
const text_origin *paragraph_origin(const paragraph *p);
/* Width of its widest line when nothing is broken. */
unit compose_paragraph_width(composer *c, const setting *s, const bound_node *n);

/* ---- boxes.c ---- */
/* What stands in the boxes of a piece that is set as `s`. */
mark_text compose_boxes(composer *c, const bound_inline *p, const text_span *s);

/* ---- flow.c ---- */
/* A list of nodes; `sheets`: 別紙 named before it. */
atoms compose_atoms(composer *c, const setting *s, const bound_node *first, unit width, const char *suffix,
                    size_t sheets);
/* The same up to a node that is none of them; NULL: the end. */
atoms compose_atoms_until(composer *c, const setting *s, const bound_node *first, const bound_node *end, unit width,
                          size_t sheets);

/* ---- chart.c ---- */
void compose_chart(composer *c, const setting *s, const bound_node *n, unit x, unit width, flow *out);

/* ---- table.c ---- */
void compose_table(composer *c, const setting *s, const bound_node *n, unit x, unit width, flow *out);

/* A row's own height, whatever covers it with others. */
unit compose_row_height(const row *r);
/* A cell over several rows that needs more than they give makes the last of them taller. GPtrArray of row. */
void compose_stretch_rows(GPtrArray *rows);

/* A row of sums as it is with other words in it: of the same height. */
row *table_row_again(composer *c, const table *t, const row *of, const bound_node *node);

/* ---- decimals.c ---- */
/* Aligns the cells of these rows that end at an edge; gives how far from it their points stand, -1: none asks for it.
 */
unit compose_align_decimals(composer *c, const GPtrArray *rows, size_t edge);
void compose_move_tails(composer *c, cell *box, unit tail);

/* ---- levels.c ---- */
/* Cells of one row: their first lines stand on one line where readings over some have lowered those. */
void compose_level_readings(composer *c, cell *cells, size_t count);

/* ---- corners.c: texts on either side of a diagonal ---- */
void corner_append(composer *c, const setting *s, const bound_node *n, unit width, flow *out);
/* The content of a cell this wide, which has corners in it: as tall as keeps them off the line. */
void corners_spread(composer *c, const cell *box, unit width, atoms *content);

/* ---- sums.c: sums of a table's pages ---- */
void sums_collect(composer *c, table *t);
bool sums_are_in(const bound_node *first);
/* The node with its sums set: as wide as they may become, or as they are on the page that was added last. */
const bound_node *sums_fill(composer *c, const table *t, const bound_node *from, bool widest);
/* Sets the sums of all pages. */
void compose_sums(composer *c, GArray *pages);

/* ---- cell.c ---- */
/* Fills a box of this width; `sheets` 別紙 are named before it. */
void compose_cell(composer *c, const setting *s, cell *box, unit width, size_t sheets);
/* How many lines stand in it, not counting those of tables. */
size_t atoms_line_count(const atoms *list);
/* 別紙 that it names. */
size_t cell_sheets(const cell *box);
guint box_key_hash(gconstpointer key);
gboolean box_key_equal(gconstpointer a, gconstpointer b);

/* Height of a group's label where it begins, or where it goes on. */
unit group_need(const group *g, bool begins);

/* ---- split.c ---- */
/* A page or a box that begins with atom `from` ends before atom `at`. Where that parts a group, its rows on either
 * side are made tall enough for the label: the last above and the last below. */
void compose_part_group(composer *c, atom *items, size_t count, size_t from, size_t at);
/* More than nine twentieths of the room of a page: what is as tall is parted rather than taken to the next page whole,
 * so that no page is less than 55 % full for its sake. */
bool compose_is_tall(int64_t height, unit room);
/* Splits a row so that its first part is at most `height` tall. False when no part would hold two lines
 * of anything. */
bool compose_split_row(composer *c, const row *whole, unit height, row **first, row **rest);
/* Items `from`…`at` (GArray of atom) are rows under cells that cover several. A page ends in row `at`, of which it has
 * `left`, and its rest is put behind it; or above it (`left` is 0). What covers rows on either side is parted. False
 * when it cannot be; then nothing has changed. */
bool compose_part_rows(composer *c, GArray *items, guint from, guint at, unit left);

/* ---- watermark.c ---- */
/* On the pages of a master. */
watermark compose_watermark(composer *c, const form_page *master);

/* ---- sections.c: stretches of the body that have a page master of their own, or count their pages anew ---- */
typedef struct section {
    const bound_master *master;
    bool goes_on;  /* its first page is not a first one: 別紙 after the only section */
    bool ends;     /* its last page is a last one */
    size_t number; /* of its first page; 0: counted on */
    atoms body;
} section;
/* GArray of section: one at least. */
GArray *compose_sections(composer *c, const setting *s);
unit section_width(const section *of);
/* Of a page-break. */
bool compose_begins_section(const bound_node *n);

/* ---- running.c: heads and feet, each set as it will be printed ---- */
typedef struct running {
    composer *c;
    setting in;
    bool asks_count;        /* one of them prints the number of pages */
    bool keeps_least;       /* a page has no more room than under any number of pages that was assumed before */
    GHashTable *set;        /* running_key (running.c): atoms, those set so far */
    GHashTable *least;      /* running_spot (running.c): unit, the least room there was */
    GArray *counts, *found; /* of size_t, by run of numbers: how many pages are assumed, and were made */
    /* where the pages have come to */
    const section *of;
    size_t index, number, run; /* of the section; of its first page; of numbers */
} running;

running *running_new(composer *c, const setting *s);
void running_drop(running *r);
/* Pages are filled from the first, a section at a time. */
void running_start(running *r);
void running_begin(running *r, const section *of);
void running_end(running *r, size_t pages);
/* There are as many pages as the heads and feet were set with, or none says how many; else these are assumed. */
bool running_settle(running *r);
/* Height of the body of the section's nth page, from 0; of its last one: `last`. */
unit running_room(running *r, size_t nth, bool last);
bool running_has_room(running *r, size_t nth, bool last);
/* Says of a page of the section what it is, but for what stands on it. */
void running_name(const running *r, page *p, size_t nth, bool last);
/* Gives a page its head and foot, and all three their places. */
void running_place(running *r, page *p);

/* ---- paginate.c ---- */
/* Appends the pages that the section fills, to those that are there. GArray of page. False when one has no room. */
bool compose_paginate(composer *c, running *r, const section *of, GArray *pages);

/* ---- sheets.c: 別紙, texts that did not fit their boxes ---- */
typedef struct sheet {
    const cell *box;
    atoms text;
    size_t page; /* on which the box stands, by its number; 0: not known yet */
    size_t nth;  /* the same from 1, where another page has that number too; 0: none has */
} sheet;
/* Those that the sections name, and those that they name. GArray of sheet, in the order of their numbers. */
GArray *compose_sheets(composer *c, const setting *s, const GArray *sections, unit width);
/* All of them one after another, each naming the page and the field that sent the reader here. */
atoms compose_sheets_body(composer *c, const setting *s, const GArray *sheets, unit width);
/* Finds the boxes of the sheets on pages; false when a box is not where it was. */
bool compose_find_sheets(GArray *sheets, const GArray *pages);

/* ---- codes.c ---- */
void compose_codes(composer *c, page *pages, size_t count);

/* ---- references.c: page numbers in the body ---- */
/* The number of a page, or of the last one that is counted with it, as far as it is known of what has this name. */
const char *compose_number_at(composer *c, const bound_inline *p);
void compose_add_anchor(composer *c, atom *to, const char *name);
/* Something in the body asks for it. */
bool compose_asks_numbers(const bound *b);
/* Looks where everything stands; false when that is not what was assumed while it was set. */
bool compose_find_spots(composer *c, const GArray *pages);
/* A page number of the body that stands on several pages, as in the head of a table, names none of them: a flaw on the
 * first of these. */
const bound_inline *compose_find_torn(const composer *c, const GArray *pages);
/* What refers to something of which nothing is printed; NULL: nothing does. */
const bound_inline *compose_find_lost(const composer *c, const GArray *pages);

/* ---- report.c ---- */
/* Tells what is wrong with the pages, in their order, and marks those that have something. */
void compose_report(composed *of, diag *d);

#endif
