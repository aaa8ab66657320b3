/* bind_int.h: shared by the sources of the bind room only. */
#ifndef RENKEI_BIND_BIND_INT_H
#define RENKEI_BIND_BIND_INT_H

#include "bind/bind.h"

typedef struct bind_scope {
    const char *name;
    xml_value value;
    const xml_expr *from; /* what it was evaluated by, and where; NULL: it is not from an expression */
    xml_node *node;
    size_t position, size;
    bool is_data; /* it is of the data, or would be: a blank form leaves what is made of it to the hand */
    bool is_kept; /* in a blank form: it is of what stays of the data, or of the form's own */
} bind_scope;

typedef struct binder {
    arena *a;
    diag *d;
    const form *f;
    const casefile *c;
    const bind_copy *copy;
    bool titled; /* the copy's mark stands at a heading of this section */
    bool blank, ticked, trial, fillable;
    bool keeps; /* a blank form for one case: what stays as it is (casefile_stays) is there */
    size_t *ticks;
    bool filling;              /* blank for a round that fills a paper: variables from data are there, and unknown */
    guint filling_from;        /* … and those up to this many were there before it */
    bool wide_figures;         /* the case wants its figures in full width (options/@digits) */
    const char *as_of, *month; /* as asked for; NULL: not */
    date day;                  /* of the paper, for what it leaves for handwriting; no date when it is not known */
    const bind_values *values; /* NULL: there are none */
    GHashTable *yields;
    size_t let_pass; /* errors that keep no trial back */
    xml_xpath *xpath;
    GArray *scopes;          /* of bind_scope, innermost last */
    casefile_labels *labels; /* opened when there is something to tell */
    bool in_body;            /* where a footnote may stand */
    bound_node *notes, *last_note;
    unsigned note_count;
    int depth;
    size_t made; /* nodes and inlines, bounded */
    size_t left; /* values that were left to the hand so far */
    /* bind_image.c */
    xml_store *s;       /* whose files the pictures are */
    GHashTable *images; /* path: image *, NULL of one that cannot be used; made by the first */
    size_t image_bytes; /* of them all, bounded */
    GPtrArray *spare;   /* arrays of pieces (of bound_inline), to be used again; NULL: none */
    /* Where the node that was asked for last stands: most that is made in a row is of one. */
    const xml_node *placed;
    place placed_at;
} binder;

/* Where binding is: the context node of expressions and what the form's element inherits. */
typedef struct bind_at {
    xml_node *node; /* NULL in a blank form */
    size_t position, size;
    const form_style *style;
    const text_origin *ring, *unset, *note, *combined, *link;
    const char *to, *uri; /* of the link */
    const char *field;    /* of the cell around it; NULL: none */
    bool underline, unbreakable, joined;
    bool in_code; /* figures are for a machine: as they are */
    text_emphasis emphasis;
    int raised;
} bind_at;

/* The sources stand one on another, in this order; nothing calls upwards but through a bind_visit. */

/* ---- bind_eval.c ---- */
bool bind_eval(binder *b, const bind_at *at, const xml_expr *e, place where, xml_value *v);
bool bind_test(binder *b, const bind_at *at, const form_node *n);
/* Whether a tick or a circle is: by its test, or since all are. */
bool bind_is_set(binder *b, const bind_at *at, const form_node *n);
const text_origin *bind_origin(binder *b, place where, xml_node *node);
/* An empty array of pieces (of bound_inline), and back again: nearly every cell has one for a while. */
GArray *bind_take_pieces(binder *b);
void bind_give_pieces(binder *b, GArray *pieces);
/* Counts what is made; false when it is too much, which has been told then: nothing more is made. */
bool bind_made_one(binder *b, place where);
/* Before each piece of the form that is gone through, also of one that makes nothing: false when it is too much,
 * likewise. Parts that call parts twice make nothing, and never end. */
bool bind_goes_on(binder *b, place where);
/* A text that is printed costs what composing it will. */
void bind_spend_text(binder *b, place where, const char *text);
bool bind_is_full(const binder *b);
/* Variables: pushed one by one, and all above a length popped together; a name pushed again hides the older one. */
void bind_push(binder *b, const char *name, xml_value value);
void bind_push_data(binder *b, const char *name, xml_value value); /* one of the data */
void bind_push_kept(binder *b, const char *name, xml_value value); /* one that a blank form has, too */
void bind_pop_to(binder *b, guint length);
void bind_let(binder *b, const bind_at *at, const form_node *n);
/* Whether what stands under a test (if, when) is there: in a blank form all that does not say blank="no", but where
 * the test asks what stays. */
bool bind_is_there(binder *b, const bind_at *at, const form_node *n);
/* In a blank form: what the expression says, if it says anything, is the same on every paper of this child. */
bool bind_is_settled(binder *b, const bind_at *at, const xml_expr *e);
/* In a blank form: the expression says something, and the same on every paper: it is the form's own, or what stays of
 * the case that the paper is for. */
bool bind_is_kept(binder *b, const bind_at *at, const xml_expr *e);
/* Whether an expression has the value that it has with any data: literals, what is computed of them, and variables that
 * hold such. */
bool bind_is_own(binder *b, const xml_expr *e);
/* The same of how a form is laid out, for which a round that fills a paper may go by what was known before it. */
bool bind_is_known(binder *b, const xml_expr *e);
/* In a blank form: what the rules say, whatever else would be data; NULL: nothing. */
const char *bind_value_of_rules(binder *b, const xml_expr *e, place where);
/* parameter(). In a blank form of the day asked for, else only what does not change from day to day. */
void bind_add_values(binder *b, const bind_options *o);

/* ---- bind_lack.c ---- */
/* What the data has not is an error, which keeps no trial back. */
void bind_lacks(binder *b, const xml_node *at, place where, diag_code code, const char *ja, const char *en);
/* The same of what an expression did not find: in the words of the schema, at the place in the data where it should
 * be. */
void bind_lacks_value(binder *b, const bind_at *at, place where, diag_code code, const xml_expr *e);
/* There is no subject: in the form's own words, where it has some. */
void bind_lacks_subject(binder *b, const bind_at *at);
/* How the data calls a node of its own, for whoever tells of it: an xml_labeller. */
bool bind_label(void *b, const xml_node *n, const char *text, const char **ja, const char **en);
/* An expression that should select one node selects several. */
void bind_tell_many(binder *b, place where, const xml_expr *e, const xml_value *v);
/* A value that stands at `from` is not what a function needs: of the data, or the form's own word. */
void bind_tell_refused(binder *b, place where, const xml_node *from, const xml_expr *e, const char *value,
                       const char *function, const char *reason);

/* An expression of numbers gives none: true when that is since a value says something else than a number, which has
 * been told; missing= is no answer to that. */
bool bind_tell_no_number(binder *b, const bind_at *at, place where, const xml_expr *e);

/* What is done with a child that control elements leave over: if, choose, for-each, let, call. */
typedef void bind_visit(binder *b, bind_at at, const form_node *n, void *data);
/* How the children of an element are gone through: bind_children. */
typedef void bind_walk(binder *b, bind_at at, const form_node *first, bind_visit *visit, void *data);

/* ---- bind_loop.c: for-each ---- */
void bind_for_each(binder *b, bind_at at, const form_node *loop, bind_walk *walk, bind_visit *visit, void *data);

/* ---- bind_control.c ---- */
bind_walk bind_children;

/* ---- bind_value.c ---- */
/* What an expression gives as text: the string of each node, joined; NULL when there is none. `from` is the node it
 * came from, for the place: the first selected, or the context. `computed`: it is from no node. */
const char *bind_value_text(binder *b, const bind_at *at, const form_node *n, const xml_expr *e, xml_node **from,
                            bool *computed);
bool bind_has_value(binder *b, const bind_at *at, const form_node *n);
/* What a value says: `text` as it is printed, of the data or in the form's own words, and where it is from. */
typedef struct bind_words {
    const char *raw; /* as the data has it; NULL: it is not there */
    const char *text;
    xml_node *from;
    bool is_data;
    form_figures figures; /* that it is in */
} bind_words;
/* False: it says nothing, which has been told. */
bool bind_value_words(binder *b, const bind_at *at, const form_node *n, bind_words *out);
/* In a blank form: it is for the hand. */
bool bind_is_left_blank(binder *b, const bind_at *at, const form_node *n, const xml_expr *e);

/* Without the spaces, tabs and line ends of ASCII at its ends: they lay out the XML. `left` bytes of `text`. */
const char *bind_stripped(const char *text, size_t length, size_t *left);
const char *bind_figures_of(arena *a, const char *text, form_figures figures);

/* ---- bind_numbers.c ---- */
/* The pieces from this one on are in kanji figures: no line parts a number of them. */
void bind_hold_numbers(binder *b, GArray *inlines, guint from);

/* ---- bind_sums.c ---- */
/* The piece that prints these words has its amount, too. */
void bind_amount(binder *b, const bind_at *at, const form_node *n, const bind_words *words, bound_inline *p);
void bind_page_sum(binder *b, const form_node *n, bound_inline p, GArray *out);

/* ---- bind_boxes.c ---- */
/* `p`: the piece of any element that this is. */
void bind_boxes(binder *b, const bind_at *at, const form_node *n, bound_inline p, GArray *out);

/* ---- bind_code.c ---- */
/* The code of a <code> that holds these pieces (of bound_inline); is_left: some of it is left to the hand, so there is
 * none. What it cannot hold is told. */
void bind_code(binder *b, const form_node *n, bound_inline *p, const GArray *pieces, bool is_left);

/* ---- bind_image.c: pictures that data names ---- */
/* `name` is what the data says at `from`. NULL after a diagnostic. */
const image *bind_data_image(binder *b, xml_node *from, const char *name);
/* The size of the piece: of its picture, or of the box that is left in its place. */
void bind_size_image(const form_node *n, bound_inline *p);

/* ---- bind_inline.c ---- */
void bind_inlines(binder *b, bind_at at, const form_node *first, GArray *out); /* of bound_inline */
void bind_inline_one(binder *b, bind_at at, const form_node *n, GArray *out);
bool bind_is_inline(form_kind kind);

/* ---- bind_attribute.c ---- */
/* The element with the attributes that are computed here. */
const form_node *bind_attributes(binder *b, const bind_at *at, const form_node *n);

/* ---- bind_block.c ---- */
bound_node *bind_blocks(binder *b, bind_at at, const form_node *first);

/* ---- bind_chart.c: charts ---- */
void bind_chart_amount(binder *b, bind_at at, const form_node *n, bound_node *amount);
/* Once what stands in it is bound: its scale, and what it says. */
void bind_chart(binder *b, bound_node *chart);

/* ---- bind_copy.c: whose copy it is ---- */
void bind_copy_heading(binder *b, const bind_at *at, const form_node *n, GArray *inlines);
const char *bind_copy_title(binder *b, const char *title);
/* A text of the form, without what is for the office alone. */
const char *bind_copy_text(binder *b, const char *text);
/* Of every page: where no foot would be, there is one. */
void bind_copy_feet(binder *b, const bind_at *at, bound_running *feet);
const bound_node *bind_copy_body(binder *b, const bind_at *at, const bound_node *body);

/* ---- bind_reference.c ---- */
/* Once all is bound: texts that are referred to, contents, and whether what is referred to is there. */
void bind_references(binder *b, bound *out);

/* ---- bind_recipient.c ---- */
void bind_recipients(binder *b, const bind_at *at, bound *out);

/* ---- bind_household.c: to whom the papers of a household go ---- */
/* Guardians (of xml_node *) who live elsewhere than the addressee and get copies. */
GPtrArray *bind_household_apart(arena *a, const casefile *c);

#endif
