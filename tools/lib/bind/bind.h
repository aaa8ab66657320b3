/* bind.h: joins one case to one form. In: form, casefile, options. Out: the form with loops unrolled,
 * conditions decided and every value in place, or diagnostics for what is missing.
 *
 * A value that is missing is `bind-missing`, naming the form's line and the place in the data, unless the
 * form says what to print instead: never a silent blank (NFR "never silently wrong"). A value that
 * selects several nodes without join= is `bind-many`. The result points into form and casefile and lives
 * in `a`. With blank set no case is needed: every value becomes room for handwriting. */
#ifndef RENKEI_BIND_BIND_H
#define RENKEI_BIND_BIND_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "calendar/calendar.h"
#include "casefile/casefile.h"
#include "form/form.h"

/* What an expression has given, in all the rounds it was evaluated: bits. */
typedef enum bind_yield {
    YIELD_ASKED = 1,    /* it was evaluated */
    YIELD_SOMETHING = 2 /* a node, a text that is not blank, a number, true or false */
} bind_yield;

/* parameter('name', day): the values of the rules on their days. */
typedef struct bind_values {
    void *rules;
    xml_function parameter;
    const char *(*lasting)(const void *rules, const char *name); /* what a value is on every day; NULL: it changes */
} bind_values;

/* Whose copy it is: said in the document's title, at its first heading of level 1 (a style's heading) and at the foot
 * of every page, by this room and not by the form, so that no copy is without. */
typedef struct bind_copy {
    const char *mark;              /* 学校用 */
    const char *left_out;          /* beside it at the foot: that something is not told; NULL: nothing is */
    const char *const *paragraphs; /* behind the body; NULL-ended, or NULL */
    bool given;                    /* $given: it is for a reader outside of the office */
    /* What a form says to the office alone (記載なし), NULL-ended, or NULL; the copy has `blank` where the form says
     * so, from bracket to bracket. */
    const char *const *office_words;
    const char *blank;
} bind_copy;

typedef struct bind_options {
    const bind_copy *copy; /* NULL: it is nobody's in particular */
    const char *as_of;     /* YYYY-MM-DD or NULL: the newest subject */
    const char *month;     /* YYYY-MM or NULL */
    xml_node *judged;   /* $judged: the root of what the rules found (check_print_judged); NULL: nothing was judged */
    xml_node *enclosed; /* $enclosed: the root of what a program says beside the case; NULL: nothing */
    const bind_values *values; /* for a form that asks for them (form.asks_values); NULL: there are none */
    bool draft;                /* $draft: 案 */
    bool blank;                /* the page with empty cells */
    bool fillable;             /* what is left for a hand becomes a field that a reader of the PDF fills in */
    bool ticked;               /* every tick and circle is set, whatever its test says: to see what a form does then */
    size_t *ticks;             /* counts what is set for that alone; NULL: not wanted */
    bool trial;         /* for whoever mends a form: what is missing (a value, or by a form's own fail) is reported, and
                           the document made without it. Never to be printed when there are errors */
    GHashTable *yields; /* xml_expr: bind_yield, added to what is there; NULL: not wanted */
} bind_options;

typedef enum bound_inline_kind {
    INLINE_TEXT,
    INLINE_NEWLINE,
    INLINE_TICK,
    INLINE_BLANK,
    INLINE_SIGN,
    INLINE_SEAL,
    INLINE_PAGE_NUMBER,
    INLINE_PAGE_COUNT,
    INLINE_BOXES,
    INLINE_PAGE_SUM,
    INLINE_CODE,
    INLINE_IMAGE,
    INLINE_PAGE_REF,
    INLINE_LEADER,
    INLINE_FOOTNOTE
} bound_inline_kind;

/* What a code holds and how it is drawn. */
typedef struct bound_code {
    code_wish wish;
    unit height;                       /* of its bars; of a QR: of all */
    bool shown;                        /* its text stands under its bars */
    const char *alt;                   /* for who hears the page; NULL: what it holds */
    const struct bound_inline *pieces; /* texts, line ends and page numbers; none: nothing is drawn, its room stays */
    size_t piece_count;
} bound_code;

typedef struct bound_inline {
    bound_inline_kind kind;
    const char *text;     /* TEXT: the characters; SEAL: 印; CODE: what it holds, without page numbers;
                             IMAGE: what it is told as, NULL: it is decorative */
    const char *ruby;     /* TEXT: furigana over the whole, or NULL */
    const char *language; /* TEXT: of a gloss, as BCP 47 writes it (aids.h); NULL: the document's */
    text_ruby ruby_kind;
    text_emphasis emphasis;
    int raised;              /* 1: superscript, -1: subscript */
    const form_style *style; /* of this piece; size and family count */
    bool checked;            /* TICK */
    bool underline, unbreakable, glued;
    bool joined;                 /* unbreakable, and not parted from what stands before it */
    const text_origin *ring;     /* of the circle element round it (丸囲み); NULL: none */
    const text_origin *unset;    /* of one that is for a hand, in a fillable document */
    const text_origin *note;     /* of the note it is in (割注); NULL: none */
    const text_origin *combined; /* of the span that is set in one em of a vertical line (縦中横); NULL: none */
    gunichar before, behind;     /* TEXT that is a part of one (aids.h): what stands on its sides, which says what its
                                    gaps are for; 0: nothing */
    bool from_data;              /* the text is a value, not the form's own words */
    bool mixed;         /* … but an expression has words of the form in it: concat('（', @kind, '　保管)') */
    bool said;          /* … or what it names holds such: $keeper of 'copy' */
    unit width, height; /* BLANK, SIGN, SEAL, CODE, of which … */
    const char *name;   /* … it is this: 保護者; NULL: nothing says it */
    bool is_left; /* BLANK, TEXT with an entry: by a value, where there is none; what stands before it says what it is
                     for */
    const bound_code *code;  /* CODE */
    const form_entry *entry; /* BLANK, SIGN, TICK of a fillable document: it is a field; TEXT: its gaps are
                                (令和　　年); NULL: none is */
    const text_origin *link; /* of the link or the reference it is in; NULL: none. What leads to one place is one, … */
    const char *to, *uri;    /* … which is this anchor or this address. PAGE_NUMBER and PAGE_COUNT of the body: a name
                                of its own, as each has its page */
    const text_origin *origin;
    /* BOXES (マス目): `text` from box `box_first` on, "" where there is none; `width` and `height` are of all */
    int box_count, box_first;
    unit box_width, box_gap;
    const char *box_groups, *box_mark; /* form_node; NULL: none */
    bool box_split;
    form_rule box_rule, box_inner;
    /* sums of a table's pages */
    const char *sum;          /* TEXT: to which its amount is added, NULL: none; PAGE_SUM: which it prints */
    const char *amount;       /* TEXT: a decimal of 15 figures at most */
    form_over over;           /* PAGE_SUM: of which rows … */
    const char *sum_as;       /* … and how it is printed: by a function, NULL: as it is … */
    form_figures sum_figures; /* … and in which figures */
    const image *picture;     /* IMAGE; NULL: an empty box in its place, of a blank form */
} bound_inline;

/* How a PAGE_SUM prints this decimal. */
const char *bound_sum_text(arena *a, const bound_inline *p, const char *decimal);

/* Where a box stands, from 0; of one behind the last, the width of all. */
unit bound_boxes_left(const bound_inline *p, int box);
bool bound_boxes_end_group(const bound_inline *p, int box);

typedef struct bound_node bound_node;
struct bound_node {
    const form_node *form; /* its kind and its measures; NULL: a paragraph around loose inlines */
    form_kind kind;
    const form_style *style; /* resolved: never NULL */
    text_align align;
    form_valign valign;
    unit min_height;
    const form_entry *entry;     /* CELL of a fillable document: all of it is a field; NULL: it is none */
    const bound_inline *inlines; /* PARA */
    size_t inline_count;
    bound_node *first, *next;
    const char *anchor;         /* its name, for references; NULL: nothing refers to it */
    bool is_note;               /* PARA: a footnote, by its anchor */
    const bound_node *entry_of; /* PARA: of this CONTENTS; NULL: of none */
    const text_origin *origin;
    int share;        /* AMOUNT, SCALE_MARK: of the height of its chart, in BOUND_WHOLE parts; -1: there is no amount */
    const char *says; /* CHART: all of it in words */
};
enum { BOUND_WHOLE = 10000 };

/* Where a household lives and whom its envelope names, both as text that is equal however they are written: equal of
 * two cases when one envelope is for both. Both "" when that is not known, or when a home of the case is withheld: then
 * nobody shares its envelope. Whoever keeps it keeps a sum of it (a batch does): an address is no key. */
typedef struct bound_home {
    const char *place, *name;
} bound_home;

typedef struct bound_recipient {
    const char *to, *key; /* kind, as the form has it; id. Of a guardian living apart: K-0001+guardian-2 */
    bound_home home;      /* of a household; else both "" */
} bound_recipient;

/* Heads or feet of a page master, as form_running has them. */
typedef struct bound_running {
    bool has[FORM_ON_COUNT];
    const bound_node *nodes[FORM_ON_COUNT];
} bound_running;

typedef struct bound_master {
    const form_page *page;
    bound_running head, foot;
} bound_master;

typedef struct bound {
    const form *form;
    const xml_node *about;             /* the node that the form is about; NULL in a blank form without a case */
    const bound_recipient *recipients; /* each pair once, in the form's order */
    size_t recipient_count;
    const char *title, *author, *subject, *keywords; /* of the document; NULL: none */
    date made, consented; /* consented: when this paper was (info/@consented); for the account, never printed */
    bool fillable;        /* of what is left for a hand, some is a field */
    bool has_date, has_consented;
    bool blank;
    const bound_master *masters; /* in the form's order; the first is always there */
    size_t master_count;
    const bound_node *notes; /* footnotes of the body, in order */
    const bound_node *body;
    bool has_data_images;  /* the data names files of pictures that stand in it */
    const char *watermark; /* NULL: none */
    const text_origin *watermark_origin;
    const char *again; /* form/@again, in the words of this edition */
} bound;

/* NULL after an error. `c` may be NULL only for a blank form. */
bound *bind_case(arena *a, xml_store *s, const form *f, const casefile *c, const bind_options *options, diag *d);

/* ---- to whom the papers of a household go ---- */
/* Whether a blank form for a case goes to that kind of recipient, where its form says so by what stays as it is: to
 * household and office alone. */
bool bind_blank_goes_to(const char *to);
/* The guardian who is addressed; NULL: what was read is no case. */
const xml_node *bind_household_addressee(const casefile *c);
/* Where that is, as recipients have it. */
bound_home bind_household_home(arena *a, const casefile *c, const xml_node *guardian);
/* Where a guardian lives: without an address of the own, where the child does; NULL: nothing says it. */
const xml_node *bind_household_address(const casefile *c, const xml_node *guardian);
/* Whether that is where the guardian lives who is addressed. */
bool bind_household_shares_home(const casefile *c, const xml_node *guardian);
/* The guardian that a recipient's key names (K-0001, K-0001+guardian-2); NULL: none of this case. */
const xml_node *bind_household_guardian(const casefile *c, const char *key);

/* Whether the form finds its subject in the case, with these options; nothing is reported. */
bool bind_finds_subject(xml_store *s, const form *f, const casefile *c, const bind_options *options);

/* The day that the document bears (info/@date), without making it: to judge the case as of that day first. False when
 * it bears none; nothing is reported. */
bool bind_finds_date(xml_store *s, const form *f, const casefile *c, const bind_options *options, date *out);

/* All that a document says: its blocks (of heads, feet and body), and the words that are no blocks (of its properties,
 * and the watermark), NULL where there are none. For whoever looks through them. */
size_t bound_part_count(const bound *b);
const bound_node *bound_part(const bound *b, size_t i);
enum { BOUND_WORDS = 5 };
void bound_words(const bound *b, const char *words[BOUND_WORDS]);
/* The head of its first page, when that is not the only one. */
const bound_node *bound_first_head(const bound *b);

/* The first of a kind from a node of a list on; NULL: there is none. And how many there are. */
const bound_node *bound_of_kind(const bound_node *n, form_kind kind);
size_t bound_count(const bound_node *list, form_kind kind);
#define EACH_BOUND(n, list, of_kind)                                                                                   \
    const bound_node *n = bound_of_kind(list, of_kind);                                                                \
    n;                                                                                                                 \
    n = bound_of_kind(n->next, of_kind)

/* How high the room of a code is, whose text is of this size. */
unit bound_code_room(const bound_code *c, unit size);

/* Whether a table only puts things side by side: it says so, or has nothing that says what its cells are. */
bool bound_table_is_layout(const bound_node *table);

/* -T bind: the bound tree as indented text, each value with its form line and data path. */
void bound_print(const bound *b, GString *out);

#endif
