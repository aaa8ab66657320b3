/* form.h: a form, read and checked: page master, styles, blocks, tables, values, with every expression
 * compiled. In: XML of the form language (templates/README.md, templates/schema/form.rng). Out: a tree that
 * bind walks; it knows nothing of any case.
 *
 * A form lives in the arena and the xml_store it was read into, is never changed afterwards and may be
 * bound any number of times. Lengths in units; mm, pt and em exist only in the XML. */
#ifndef RENKEI_FORM_FORM_H
#define RENKEI_FORM_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/unit.h"
#include "code/code.h"
#include "image/image.h"
#include "schema/schema.h"
#include "text/text.h"
#include "xml/xml.h"

/* Weights of rules: domain guide 5.3 (太線 1.0–1.5 pt, 細線 0.5 pt, 点線 0.35 pt). */
typedef enum form_rule {
    RULE_UNSET,
    RULE_NONE,
    RULE_DOTTED,
    RULE_THIN,
    RULE_HEAVY,
    RULE_WAVY,  /* 波線 */
    RULE_DOUBLE /* 二重線 */
} form_rule;
/* Its lines and what is between them. */
unit form_rule_width(form_rule rule);

typedef enum form_side { SIDE_START, SIDE_CENTER, SIDE_END } form_side;
typedef enum form_valign { VALIGN_UNSET, VALIGN_TOP, VALIGN_MIDDLE, VALIGN_BOTTOM } form_valign;

/* Fit policies of a box with a fixed height, tried in the order given; after the last one the text is
 * refused: an error, never clipped. A box without a height grows. FIT_SHRINK and FIT_CONDENSE go on from where the one
 * before them ended. */
typedef enum form_fit { FIT_NONE, FIT_GROW, FIT_SHRINK, FIT_CONDENSE, FIT_CONTINUE, FIT_REFUSE } form_fit;
enum { FORM_MAX_FITS = 4 };
typedef struct form_policy {
    form_fit how;
    unit floor;    /* FIT_SHRINK: least size */
    int condensed; /* FIT_CONDENSE: least width of type, in thousandths: 800 to 990 (長体, typesetting guide §9) */
} form_policy;

/* How letters and figures of values are printed: as they are, all of one width, or figures as 二〇 or 二十. */
typedef enum form_figures {
    FIGURES_UNSET,
    FIGURES_KEEP,
    FIGURES_HALF,
    FIGURES_FULL,
    FIGURES_KANJI,
    FIGURES_KANJI_TEN
} form_figures;

typedef struct form_style {
    const char *name;
    const char *family;
    unit size, pitch;
    text_align align;
    form_valign valign;
    text_level level;
    unit indent_first, indent_rest;
    unit tracking;
    form_figures figures;                        /* of values */
    bool hangs, total_fit, last_pair, head_half; /* of text_style; hangs: outside cells only */
    int combine;                                 /* of text_style: 縦中横 in vertical lines */
    unit space_before, space_after;
    unit pad_x, pad_y; /* of a cell */
    unit shrink_to;    /* the document may make it this small to keep its promise of pages; 0: never */
    int screen;  /* 0xRRGGBB: what black is on a screen, of text, rules and tints; on paper it is black. 0: black */
    int heading; /* paragraphs are headings of this level: 1 the document's title, 2, 3; 0: they are none */
} form_style;

typedef enum form_kind {
    /* blocks */
    FORM_PARA,
    FORM_SPACE,
    FORM_RULE,
    FORM_CUT_LINE,
    FORM_BLOCK,
    FORM_TABLE,
    FORM_TABLE_HEAD,
    FORM_TABLE_FOOT,
    FORM_GROUP,
    FORM_ROW,
    FORM_CELL,
    FORM_CHART,
    FORM_SERIES,
    FORM_POINT,
    FORM_AMOUNT,
    FORM_SCALE_MARK, /* of a chart, when it is bound: no element of a form */
    FORM_CORNER,
    FORM_CONTENTS,
    FORM_COLUMNS,
    FORM_PAGE_BREAK,
    /* inline */
    FORM_TEXT,
    FORM_VALUE,
    FORM_BREAK,
    FORM_TICK,
    FORM_CIRCLE,
    FORM_RUBY,
    FORM_BLANK,
    FORM_SIGN,
    FORM_SEAL,
    FORM_BOXES,
    FORM_PAGE_SUM,
    FORM_IMAGE,
    FORM_SPAN,
    FORM_SUP,
    FORM_SUB,
    FORM_NOTE,
    FORM_CODE,
    FORM_PAGE_REF,
    FORM_TEXT_REF,
    FORM_LINK,
    FORM_LEADER,
    FORM_FOOTNOTE,
    FORM_PAGE_NUMBER,
    FORM_PAGE_COUNT,
    /* control: gone after bind */
    FORM_IF,
    FORM_CHOOSE,
    FORM_WHEN,
    FORM_OTHERWISE,
    FORM_FOR_EACH,
    FORM_LET,
    FORM_CALL,
    FORM_FAIL,
    FORM_NOTICE,
    FORM_KIND_COUNT
} form_kind;

/* One width of a table: a length, a share of the table in 1/1000, or a share of the rest. */
typedef struct form_column {
    enum { COLUMN_LENGTH, COLUMN_SHARE, COLUMN_REST } kind;
    unit length;
    int share;
} form_column;

/* ／, ＼ or both through a cell; a text on either side of one stands in a corner. */
typedef enum form_diagonal { DIAGONAL_NONE, DIAGONAL_UP, DIAGONAL_DOWN, DIAGONAL_BOTH } form_diagonal;
typedef enum form_corner { CORNER_UPPER_LEFT, CORNER_UPPER_RIGHT, CORNER_LOWER_LEFT, CORNER_LOWER_RIGHT } form_corner;

/* On which pages of a table a part of it stands: its own place (a head on all, a foot on the last), on those after the
 * first, on every one, on those after which it goes on. */
typedef enum form_part_on { PART_ON_DEFAULT, PART_ON_LATER, PART_ON_EVERY, PART_ON_CONTINUED } form_part_on;
/* What a page's sum is of: the rows on the page, those before, both, or all of the table's. */
typedef enum form_over { OVER_PAGE, OVER_BEFORE, OVER_SO_FAR, OVER_ALL } form_over;

/* An attribute (columns, span, rows, fill, anchor, to) of which something is computed: words and expressions by turns,
 * one word more than expressions. */
enum { FORM_MOST_COLUMNS = 200, FORM_MOST_COVERED = 9999, FORM_MOST_BOXES = 100 };
typedef struct form_computed form_computed;
struct form_computed {
    const char *attribute;
    const char *const *words;
    const xml_expr *const *exprs;
    size_t count;
    form_computed *next;
};

/* How what is left for a hand is filled in on a screen, in a fillable document. */
typedef enum form_entry_kind { ENTRY_TEXT, ENTRY_DATE, ENTRY_CHOICE, ENTRY_NONE } form_entry_kind;
typedef struct form_entry {
    form_entry_kind kind;
    const char *choices; /* ENTRY_CHOICE: parted by | */
    int most;            /* characters; 0: any number */
    bool comb, required; /* comb: `most` characters in boxes of the same width */
} form_entry;

/* What a <code> says beside its width and height: those of its room are a node's. */
typedef struct form_code {
    code_wish wish;
    bool shown;      /* its text stands under it */
    const char *alt; /* for who hears the page; NULL: its text */
} form_code;

/* A text with <blank as="…"/> in it is one FORM_TEXT without `text`: its children are its pieces in order, FORM_TEXT
 * and FORM_BLANK with `as`; printed they are one text. */
typedef struct form_node form_node;
struct form_node {
    form_kind kind;
    place where;
    form_node *first, *next;

    const xml_expr *select;   /* value, for-each, let, ruby's base */
    const xml_expr *test;     /* if, when, tick, circle */
    const xml_expr *extra;    /* ruby's text; for-each: what its rounds go by, NULL: as they are in the document */
    const xml_expr *group_by; /* for-each: a round for all that are alike in this; NULL: each has its own */
    bool descending;          /* for-each: the largest of `extra` first */
    int fill_to;              /* for-each: rounds at least; those without data are as in a blank form */
    const char *text;         /* literal text; name of a let; message of a fail or notice; unit of a chart;
                                 for-each: name of the variable that holds a group, NULL: none */
    const char *text_en;      /* message of a fail or notice in English; NULL: the form has none */
    const char *as;           /* value: function applied to the string; blank: the words that leave room */
    const char *missing;      /* value: what to print when there is none; NULL: that is an error */
    const char *join;         /* value: between several nodes; for-each: between rounds. NULL: none */
    const form_node *part;    /* call: first node of the part */

    const char *blank;    /* value in a blank form; NULL: nothing, or what `blank_as` or `as` implies */
    const char *blank_as; /* value in a blank form: the words that leave room, of functions_append_blank */
    unit blank_width;     /* value in a blank form: room for writing */
    unit blank_height;    /* row, cell: least height in a blank form */
    int blank_count;      /* for-each: rounds in a blank form */
    bool blank_skip;      /* if, when: not in a blank form */
    bool blank_asks;      /* if, when: in one for a case the test is asked all the same */
    bool forbids;         /* fail: not that a value is missing, but that the document must not leave the office */

    const form_style *style; /* NULL: that of the element around it */
    text_align align;
    bool has_align;
    form_valign valign;
    unit width, height, min_height;
    unit inset_start, inset_end; /* block */
    bool fit_width;              /* block: as wide as its widest line */
    form_side side;              /* block: where it stands in a wider place */
    bool vertical;               /* block: its lines run down, from right to left; `height` is their measure */
    int span, rows;              /* cell */
    form_diagonal diagonal;
    bool repeat;      /* cell: shown again, with （続き）, when its row splits; labels do */
    bool header;      /* cell: a label, which says what the others of its row are */
    unit ordinary;    /* cell of a large-print edition: the size it has in the ordinary one, and is set down to where
                         at its own a word would be torn; 0: no such edition */
    bool holds_lines; /* with `ordinary`: a label or another heading, which is also set down rather than take more
                         lines, as its words would be parted (生年月／日) */
    bool layout;      /* table: it puts things side by side, and is read as what stands in it */
    int fill;         /* cell: gray 0–255, -1 none */
    form_rule top, right, bottom, left, frame, inner_rows, inner_columns;
    unit pad_x, pad_y;    /* -1: the style's */
    form_column *columns; /* table */
    size_t column_count;
    bool keep_together, keep_next, never_alone, unbreakable, joined, underline, line;
    form_policy fits[FORM_MAX_FITS];
    int max_lines; /* of a box that does not grow; 0: by height */
    text_ruby ruby_kind;
    text_emphasis emphasis; /* span */
    bool combined;          /* span: 縦中横 */
    form_figures figures;   /* value: UNSET: the style's */
    const char *field;      /* name of the field, for messages and 別紙; sign, seal, blank: whose or what */
    const char *bookmark;
    /* chart; its name is `field` */
    bool of_lines, hides_amounts;
    int most; /* top of its scale; 0: what its amounts ask for */

    /* boxes (マス目): of `width` and `height` each, `top` round a group of them and `inner_columns` between */
    int box_count;
    unit box_gap;           /* between groups */
    const char *box_groups; /* "3 4": how many boxes are in each; the last may be left out. NULL: one group */
    const char *box_mark;   /* printed in a gap; NULL: nothing */
    bool box_split;         /* a voiced kana is two boxes */

    form_corner corner; /* corner: where it stands */
    bool fills;         /* table: its rows share what is left of the height of the cell that it ends */

    /* sums of a table's pages */
    form_part_on on; /* table-head, table-foot */
    const char *sum; /* value: to which it is added; page-sum: which is printed. NULL: none */
    form_over over;  /* page-sum */

    /* what is computed of the data */
    form_computed *computed;      /* attributes, which bind sets; NULL: none */
    bool sized_by_data;           /* set by bind: span or rows are computed of the data */
    const xml_expr *blank_select; /* let, value: in a blank form, where the data would say it; NULL: nothing */
    /* page-break: what begins with it is a section (form_on) when one of the two is told */
    int master; /* number of the page master that goes on, from 1; 0: the one before */
    int number; /* that the next page has; 0: pages are counted on */

    const form_code *code; /* code */

    /* image; `text`: what it is told as, NULL: `extra` says it, or it is decorative; `width` and `height`: with both it
     * is as large as fits inside */
    const image *picture; /* NULL: `select` gives its file */
    bool decorative;      /* it says nothing: who hears the page is not told of it */
    /* references */
    const char *anchor; /* the name that a reference has for it; NULL: none */
    const char *to;     /* page-ref, text-ref: the name; link: #name or a URI, NULL: as `select` gives */
    int levels;         /* contents: bits, 1 << level, of the headings in it */
    int count;          /* columns: how many */
    unit gap;           /* columns: between two of them */
    bool page_foot;     /* block: it stands at the foot of its page's body, which ends with it */
    form_entry entry;   /* blank, cell, tick */
};

/* The official form below what is filled in, or a letterhead: a picture of every page, of the first, or of the later
 * ones. An artifact: what is to be heard stands in the form itself. */
typedef struct form_background {
    const image *picture; /* NULL: there is none */
    unit x, y, w, h;      /* as the picture's proportions have it */
    place where;
} form_background;

/* Of a paper that an author measures, width and height. */
enum { FORM_LEAST_PAPER_MM = 25, FORM_MOST_PAPER_MM = 1200 };
/* Whether a section begins with it (below). */
static inline bool
form_begins_section(const form_node *n)
{
    return n->kind == FORM_PAGE_BREAK && (n->master > 0 || n->number > 0);
}

/* On which pages of a section a head or a foot stands. A section is the whole document, or what begins with a
 * page-break that names another page or counts anew. */
typedef enum form_on { ON_ALL, ON_FIRST, ON_LATER, ON_LAST, ON_ODD, ON_EVEN, FORM_ON_COUNT } form_on;
const char *form_on_name(form_on on); /* as the form has it; "" of ON_ALL */

/* Heads, or feet; one that is there may be empty. */
typedef struct form_running {
    bool has[FORM_ON_COUNT];
    const form_node *nodes[FORM_ON_COUNT];
} form_running;

/* A page as far as that goes. Both first and last is the page of a section that has one. */
typedef struct form_page_at {
    bool first, last;
    size_t number; /* as printed: odd or even */
} form_page_at;
/* Which of them stands there: one for the first page, for the last, for odd or even ones, for all but the first, for
 * all, in this order; of feet the last goes before the first. FORM_ON_COUNT: none. */
form_on form_running_on(const bool has[FORM_ON_COUNT], bool is_head, form_page_at at);

typedef struct form_page {
    const char *name; /* NULL: none, of the first alone */
    unit width, height, top, right, bottom, left;
    form_running head, foot;
    const form_node *watermark; /* inline list; drawn when watermark_test holds; of the first page master, for all */
    const xml_expr *watermark_test;
    place where, watermark_where;
    form_background background_first, background_later;
} form_page;

typedef struct form_info {
    const xml_expr *title, *author, *subject, *keywords, *date; /* NULL: none */
    const xml_expr *consented; /* the day on which this paper was consented to; NULL: none */
    place where;
} form_info;

/* Whom a document is for. The margins of a form that has any must leave room for what a bundle stamps on its pages at
 * the top and bottom edges (forms batch/reissue.xml, batch/stamp.xml): else `form-recipient-margin`. */
enum { FORM_STAMP_TOP_MM = 10, FORM_STAMP_BOTTOM_MM = 7 };
typedef struct form_recipient {
    const char *to; /* "household", "partner", "municipality", "office" */
    const xml_expr *select;
    bool copies; /* to guardians living apart, too, if the case says so */
    place where;
} form_recipient;

/* What a form's own file gives a name and nothing uses: for its author. What it includes is there for other forms too.
 */
typedef enum form_named { NAMED_STYLE, NAMED_PART, NAMED_LET } form_named;
typedef struct form_unused {
    form_named kind;
    const char *name;
    place where;
} form_unused;

/* A file that is read beside the data of data="any": a variable. */
enum { FORM_MOST_DATA = 4 };
typedef struct form_data {
    const char *name, *file;
    const char *master; /* its kind; NULL: any XML */
    place where;
} form_data;

/* A file of the form's own, in order by its grammar: a variable that says the same whatever the case is. */
enum { FORM_MOST_OWN = 16 };
typedef struct form_own {
    const char *name;
    xml_node *root;
    const schema_grammar *grammar;
    const char *grammar_path;
} form_own;

enum { FORM_LARGE_PRINT = 1400 };
/* What a label says at its end where it is shown again, unless the form says otherwise. */
#define FORM_AGAIN "（続き）"

typedef struct form {
    const char *name, *title, *edition, *file;
    bool large;           /* 拡大版 */
    const char *audience; /* names of editions that may be made of it, parted by spaces; NULL: none but the
                             office's own */
    const char *scope;    /* the item of a consent that it needs; NULL: none */
    place where;
    bool any_data;           /* its data is not a case */
    const form_data *beside; /* files that are read beside data that is not a case */
    size_t beside_count;
    const form_own *own; /* files of its own, and of the parts that it includes */
    size_t own_count;
    const schema_grammar *grammar; /* of data that is not a case: what it is judged by; NULL: it is not */
    bool takes_month;              /* it, or a part that it includes, reads $month */
    bool asks_rules;               /* the same of $judged */
    bool asks_values;              /* the same of parameter(): the values of the rules */
    bool asks_so_far;              /* the same of $so-far: what a loop has gone through */
    const xml_expr *subject;       /* the node the form is about; NULL: the root */
    const xml_expr *subject_order; /* among several: the one with the greatest value of this */
    place subject_where;
    const char *subject_missing; /* what to tell when there is none */
    const char *subject_missing_en;
    form_info info;
    form_page page;          /* with which it begins */
    const form_page *others; /* that a page-break may name; form_page_of has them all */
    size_t other_count;
    const form_style *base; /* style "base": what everything falls back to */
    const form_style *const *styles;
    size_t style_count;
    const form_recipient *recipients;
    size_t recipient_count;
    const form_node *lets; /* before the body, in the subject's context */
    const form_node *body;
    const char *again; /* what a label ends with that is shown again on the next page; "": nothing */
    int pages;         /* promise: no more than these; 0: none */
    int at_most;       /* no more than these where the promise cannot be kept; 0: it must be */
    place body_where;
    const form_unused *unused; /* in the order of the file */
    size_t unused_count;
    const char *const
        *files; /* what it was read from: itself, then what it includes, its pictures and its own data; NULL-ended */
} form;

/* Reads and checks a form with everything it includes. NULL when anything is wrong (exit 4). */
form *form_read_file(arena *a, xml_store *s, const char *path, const char *schema_dir, diag *d);
/* For whoever reads many forms: with a schema read once, by form_schema_read (NULL after a diagnostic). */
schema_grammar *form_schema_read(xml_store *s, const char *schema_dir, diag *d);
form *form_read_with(arena *a, xml_store *s, const char *path, const schema_grammar *schema, diag *d);
/* The same as its large-print edition (拡大版): lengths of type are FORM_LARGE_PRINT thousandths of what the form says
 * (sizes, pitch, spaces, heights of rows); page, margins and columns stay. Boxes of a fixed height grow, a promise of
 * pages is none (but on an envelope or a postcard); what is too wide for its box or torn in it, and a label of more
 * lines, is set smaller, but never smaller than in the ordinary edition. */
form *form_read_large(arena *a, xml_store *s, const char *path, const schema_grammar *schema, diag *d);
/* The same at the size that the form says, for whoever adds to what stands in it (aids.h): boxes of a fixed height grow
 * and a promise of pages is none. */
form *form_read_roomy(arena *a, xml_store *s, const char *path, const schema_grammar *schema, diag *d);
/* Only name, title and data kind, for listings; false with diagnostics when the file is not a form. */
bool form_read_title(arena *a, xml_store *s, const char *path, const char **name, const char **title, bool *any_data,
                     diag *d);

const char *form_kind_name(form_kind kind);
/* Whether a text is the address of a link: https, http, mailto or tel, in printable ASCII, no longer than 2000 bytes.
 * No other scheme does nothing but lead there. */
bool form_link_is_safe(const char *uri);
/* Its page masters, `page` being number 0; NULL after the last. */
const form_page *form_page_of(const form *f, size_t number);

/* Sets the attribute of a node to what was computed; false when it cannot be that. */
bool form_attribute_set(arena *a, form_node *n, const char *attribute, const char *text, unit em);

/* How large a picture is printed within a width and a height, of which one may be 0: not given. At least a unit. */
void form_fit_image(const image *i, unit width, unit height, unit *w, unit *h);

#endif
