/* composed.h: pages as composed: the value that compose makes, -T compose prints and emit draws.
 *
 * Everything vertical is a list of atoms (compose.h). Nothing is left to decide: every line is set, every atom has its
 * place, every box says how its text came to stand in it. Lengths in units; all of it lives in the arena it was
 * composed in and is never changed afterwards. Its names are short because only these two rooms read it
 * (tests/rooms.sh). */
#ifndef RENKEI_COMPOSE_COMPOSED_H
#define RENKEI_COMPOSE_COMPOSED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/unit.h"
#include "bind/bind.h"
#include "compose/fit.h"
#include "font/font.h"
#include "form/form.h"
#include "text/text.h"

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
    ATOM_COLUMNS,
    ATOM_CHART,
    ATOM_CORNER, /* in a cell with a diagonal: `columns`, but horizontal */
    ATOM_GUTTER, /* the rule between two columns of flowing text, made with their page */
    ATOM_FLAW    /* nothing to be drawn: what is wrong here */
} atom_kind;

/* What is wrong with a value: told when all is composed, and only of what stands on the pages (report.c). */
typedef struct flaws {
    const diag_message *items;
    size_t count;
} flaws;

/* マス目: a text of one face; its glyphs stand from the left edge of the boxes, on its baseline. */
typedef struct box_text {
    const font_face *face;
    unit size;
    const char *utf8;
    const text_glyph *glyphs;
    size_t glyph_count;
} box_text;

/* Of a mark that is drawn: the face it stands in, and of a seal the glyphs of its words. */
typedef struct mark_text {
    const font_face *face;
    const uint32_t *glyphs;
    size_t count;
    const box_text *boxes; /* of boxes: one text, in so many faces */
    size_t box_count;
    unit size; /* of it */
} mark_text;

/* An underline stands so far off the em box of its paragraph, so that underlined text and underlined blanks join; what
 * comes next on that side stands so far off it at least. */
enum { UNDERLINE_OFF = UNIT_PT, UNDERLINE_ROOM = 2 * UNIT_PT };

/* A paragraph as composed: one forced line of the source. */
typedef struct paragraph {
    const bound_node *node;
    const bound_inline *inlines; /* spans[i] came from inlines[i] */
    const text_span *spans;
    size_t span_count;
    const mark_text *marks; /* of spans[i], where it is a tick or a seal; NULL: none is */
    const text_lines *lines;
    unit size, pitch;
    text_align align;
    unit measure;
    flaws flaws;
} paragraph;

/* Names that references have for what begins with an atom. */
typedef struct anchor_list anchor_list;
struct anchor_list {
    const char *name;
    const anchor_list *next;
};

/* Columns of flowing text: how wide one is. */
typedef struct flowing {
    const bound_node *node;
    unit x, width; /* of the first */
} flowing;

typedef struct table table;
typedef struct row row;
typedef struct columns columns;
typedef struct chart chart;

typedef struct atom {
    atom_kind kind;
    hold hold;
    unit before; /* space above; dropped at the top of a page or cell */
    unit height;
    unit x, width; /* of its column, from the container's start edge */
    const bound_node *node;
    const char *bookmark;
    const anchor_list *anchors;
    const flowing *flows;   /* the columns that it flows in; NULL: none */
    const bound_node *foot; /* the block that it stands in at the foot of the page; NULL: none */
    bool goes_on;           /* of a footnote that began on a page before */
    /* ATOM_LINE */
    const paragraph *para;
    size_t line;
    unit baseline; /* from the atom's top, `before` not counted */
    /* ATOM_ROW */
    table *table;
    row *row;
    /* ATOM_COLUMNS, ATOM_CORNER */
    const columns *columns;
    /* ATOM_CHART */
    const chart *chart;
    /* ATOM_FLAW */
    const diag_message *flaw;
    size_t overfull; /* lines in it that are too wide, and vertical blocks of too many columns; those in a box that was
                        refused not counted */
} atom;

typedef struct atoms {
    atom *items;
    size_t count;
    unit height;     /* of all, the first one's `before` not counted */
    size_t overfull; /* of them all */
    size_t sheets;   /* 別紙 that they name */
} atoms;

/* 縦書き: atoms as on a page that is turned a quarter clockwise: their x runs down from the box's top, they follow
 * one another from its right edge to the left. */
struct columns {
    atoms content;
};

/* ---- charts: all from the chart's top left ---- */
typedef struct chart_box {
    unit x, y, w, h;
} chart_box;

typedef struct chart_text {
    atoms text;
    unit x, y;
    unit clears; /* so wide no line of the scale stands behind it */
} chart_text;

/* A bar of this width, from `y` down to the plot's lower edge; or a point at x, y. */
typedef struct chart_amount {
    size_t series, point;
    unit x, w, y;
    bool follows; /* there is a point before it */
} chart_amount;

/* How a series looks, beside its name. */
typedef struct chart_key {
    size_t series;
    unit x, y, w, h;
} chart_key;

struct chart {
    unit width, height;
    chart_box plot;
    bool of_lines;
    const unit *marks; /* y of each */
    size_t mark_count;
    const chart_text *texts;
    size_t text_count;
    const chart_amount *amounts;
    size_t amount_count;
    const chart_key *keys;
    size_t key_count;
};

typedef struct cell {
    const bound_node *node;
    const char *field; /* what messages and a 別紙 call it */
    size_t column, span, rows;
    unit pad_x, pad_y;
    size_t most_lines,
        most_torn; /* lines, and of them torn within a word, that it may have; 0 and SIZE_MAX: any number */
    atoms content;
    bool repeats;        /* a label: shown again when its row splits */
    atoms content_again; /* with （続き）; its being too wide is an error once it must be shown */
    bool shown_again;    /* content is content_again */
    fit_outcome outcome;
    unit shrunk_to;    /* FITS_SQUEEZED: size of the cell's style, 0: its own */
    int condensed_to;  /* FITS_SQUEEZED: thousandths, 0: not condensed */
    size_t attachment; /* FITS_CONTINUED: number, from 1 */
} cell;

static inline unit
cell_height(const cell *box)
{
    return box->content.height + 2 * box->pad_y;
}

typedef struct group {
    cell label;
} group;

struct row {
    const bound_node *node;
    cell *cells;
    size_t cell_count;
    unit height;
    const group *group;
    bool begins_group;        /* shows its label; the other rows of a page show it with （続き） */
    bool continues;           /* the rest of a split row */
    bool is_foot;             /* at the end of its table */
    const bound_node *source; /* of its pages' own: what it was before their sums were set in it; NULL: it is none */
    unit need;                /* source: the height of what stands in it now … */
    size_t overfull;          /* … and its lines that are too wide */
};

typedef struct table_sum table_sum; /* sums.c */

struct table {
    const bound_node *node;
    unit x, width;
    unit *column_x; /* count + 1 edges from the table's start edge */
    size_t column_count;
    row **head;
    size_t head_count;
    /* of its pages' own: below its head where it goes on from the page before, and at the foot where it goes on */
    row **later, **going;
    size_t later_count, going_count;
    unit going_height;
    table_sum *sums; /* to which its rows add */
    size_t sum_count;
    unit *tails;              /* decimal points of the columns, by their end edges; -1: none */
    const struct setting *in; /* how its cells are set */
};

typedef struct placed {
    const atom *atom;
    unit y;
} placed;

/* A code as it stands on a page. */
typedef struct page_code {
    const bound_code *code;
    const code_symbol *symbol;
    const char *text;        /* that it holds, page numbers too */
    int columns;             /* that share its width, light ones on both sides too: the same on all pages */
    const text_lines *shown; /* under its bars, as wide as its room; NULL: nothing */
} page_code;

/* Why nothing more stands on a page: there is nothing, the form asks for another page, a block stands at its foot, what
 * comes next has no room, or what would have room is kept with that. */
typedef enum page_end { PAGE_ENDS_ALL, PAGE_ENDS_ASKED, PAGE_ENDS_FOOT, PAGE_ENDS_FULL, PAGE_ENDS_KEPT } page_end;

typedef struct page {
    const bound_master *master;
    size_t number;                       /* as printed */
    size_t run;                          /* of pages that are counted on, from 0 */
    bool first, last;                    /* of its section (form_on) */
    const bound_node *head_of, *foot_of; /* NULL: it has none */
    placed *items;
    size_t count;
    atoms head, foot;
    unit head_y, body_y, foot_y;
    page_end ends;
    const atom *too_tall;   /* no page has room for it, and it cannot be parted; NULL: none */
    const page_code *codes; /* each once, however often it stands here */
    size_t code_count;
    flaws code_flaws;
    bool is_flawed; /* something on it is an error: seen in a trial only, and text may stand on text */
} page;

/* Where the last of its body ends. */
static inline unit
page_filled(const page *p)
{
    unit down = 0;
    for (size_t i = 0; i < p->count; i++)
        if (p->items[i].atom->kind != ATOM_SPACE && p->items[i].y + p->items[i].atom->height > down)
            down = p->items[i].y + p->items[i].atom->height;
    return down;
}

/* 案, 見本: one line across the middle of every page. */
typedef struct watermark {
    const text_lines *lines; /* NULL: none */
    unit baseline;
    flaws flaws;
} watermark;

struct composed {
    const bound *bound;
    page *pages;
    size_t page_count;
    const watermark *marks; /* by page master */
    int page_scale;         /* 1000: natural */
    size_t no_room;         /* of this page margins, head and foot leave no body: there are no pages; 0: all have one */
    bool is_spent;          /* composing was given up: there are no pages … */
    const bound_node *spent;     /* … at this node; NULL: none is to blame */
    const bound_inline *torn;    /* a page number of the body that stands on several pages; NULL: none */
    const bound_inline *lost;    /* refers to what stands on no page; NULL: none */
    bool unsettled;              /* page numbers in the body are not those of the pages that they name */
    size_t effort;               /* compose.h */
    const font_face *field_face; /* in which fields are filled in; NULL: there are none */
};

#endif
