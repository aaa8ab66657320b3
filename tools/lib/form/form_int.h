/* form_int.h: what the sources of the form room share; nobody else includes it. */
#ifndef RENKEI_FORM_FORM_INT_H
#define RENKEI_FORM_FORM_INT_H

#include "form/form.h"
#include "schema/schema_known.h"

typedef struct form_reader {
    arena *a;
    xml_store *s;
    diag *d;
    const schema_grammar *schema;
    GHashTable *files;  /* paths already included */
    GHashTable *styles; /* name → form_style */
    GPtrArray *style_list;
    GPtrArray *file_list; /* of const char *: all that was read */
    GHashTable *parts;    /* name → part_entry */
    const form_style *base;
    GArray *named;                 /* of form_unused: all that has a name */
    GHashTable *used;              /* style names and part entries that something asks for */
    GPtrArray *exprs;              /* of const char *: all expressions */
    GHashTable *variables;         /* char *: what they read; NULL before it is asked for, when all are read */
    schema_known *known;           /* names that the data may have; NULL before they are judged */
    const schema_grammar *fields;  /* of an author's own fields; NULL: the form names none */
    const schema_grammar *grammar; /* of data="any"; NULL likewise */
    bool any_data;
    GArray *asked;    /* expressions, whose names are judged when all are read */
    GPtrArray *calls; /* elements that call parts: what stands in a part is evaluated where they are */
    /* form_names.c, when all are read: the expression of each element's select, of each variable by its name, and what
     * each part is evaluated at */
    GHashTable *selects, *lets, *part_contexts;
    const xml_node *subject_at; /* NULL: the form has none */
    GHashTable *sums;           /* sum_key (form_sums.c): what values are added to; NULL before one is */
    GArray *sums_asked;         /* of asked_sum (form_sums.c): the sums that are printed; NULL before one is */
    int depth;                  /* of nested parts */
    bool large;                 /* 拡大版 */
    bool roomy;                 /* form_read_roomy */
    bool names_known;           /* the names in its expressions were found good (proven/proven.h) */
    bool own_lost;              /* data of its own could not be read, which has been told: nobody knows its names */
    bool is_envelope;           /* its paper is one, or a postcard */
    GArray *pages;              /* of form_page: masters, the first first */
    bool too_deep;              /* it has been told */
    GHashTable *images;         /* path: image *, NULL of one that cannot be used; made by the first */
    const form *form;           /* that is read; NULL: its element has not been */
    GArray *own;                /* of form_own */
} form_reader;

typedef struct part_entry {
    const char *name;
    xml_node *element;
    const form_node *first; /* read when first called */
    bool reading;           /* a part that calls itself */
} part_entry;

/* ---- form_attr.c: one attribute each; the schema has already checked the form of the value ---- */
unit attr_length(form_reader *r, xml_node *e, const char *name, unit em, unit otherwise);
/* The same of type, which a large-print edition enlarges. What is in em is larger already. */
unit attr_type_length(form_reader *r, xml_node *e, const char *name, unit em, unit otherwise);
/* A height of type; but an envelope's are its own. */
unit attr_height(form_reader *r, xml_node *e, const char *name, unit em, unit otherwise);
/* It holds {expressions}. */
bool attr_is_computed(const char *text);
unit form_enlarged(const form_reader *r, unit u);
/* Choices in three columns or more stand, in a large-print edition, in one less, in the same order: in cells that grow
 * with the type they would be set down, each to a size of its own. Other tables stay. */
void form_choices_widen(form_reader *r, form_node *table);
int attr_int(form_reader *r, xml_node *e, const char *name, int otherwise);
bool attr_yes(form_reader *r, xml_node *e, const char *name);
/* Is the attribute this value? `otherwise` when it is not there. */
bool attr_switch(form_reader *r, xml_node *e, const char *name, const char *value, bool otherwise);
bool attr_is(form_reader *r, xml_node *e, const char *name, const char *value);
const xml_expr *attr_expr(form_reader *r, xml_node *e, const char *name);
/* The same of a piece of one. */
const xml_expr *attr_expr_of(form_reader *r, xml_node *e, const char *name, const char *text);
const char *attr_text(form_reader *r, xml_node *e, const char *name);
bool attr_align(form_reader *r, xml_node *e, text_align *out);
form_valign attr_valign(form_reader *r, xml_node *e);
form_figures attr_figures(form_reader *r, xml_node *e, form_figures otherwise);
form_diagonal attr_diagonal(form_reader *r, xml_node *e);
form_corner attr_corner(form_reader *r, xml_node *e);
form_rule attr_rule(form_reader *r, xml_node *e, const char *name);
void attr_fit(form_reader *r, xml_node *e, form_node *n, unit em);
bool attr_columns(form_reader *r, xml_node *e, form_node *n, unit em);
/* "15mm", "15mm 12mm", "15mm 12mm 10mm", four values: top right bottom left as in CSS. */
void attr_box(form_reader *r, xml_node *e, const char *name, unit em, unit out[4]);

/* ---- form_computed.c: attributes that hold {expressions} ---- */
/* n->computed. */
void form_computed_read(form_reader *r, xml_node *e, form_node *n);

/* ---- form_columns.c ---- */
/* The columns of a table; false when these are no widths, or more than FORM_MOST_COLUMNS. */
bool form_columns_parse(arena *a, const char *text, unit em, form_node *n);

/* ---- form_boxes.c ---- */
void form_boxes_read(form_reader *r, xml_node *e, form_node *n, unit em);

/* ---- form_sums.c: sums of a table's pages ---- */
void form_sums_read(form_reader *r, xml_node *e, form_node *n);
/* A sum that is printed and to which nothing in its table is added is `form-sum-unknown`. */
void form_sums_judge(form_reader *r);

/* The number of a page master of those read so far, from 1; 0: there is none of that name. */
int attr_page_number(form_reader *r, const char *name);
/* The same of the one that an attribute names; 0: it names none, or (which is told) one that there is not. */
int attr_page(form_reader *r, xml_node *e, const char *name);

/* ---- form_names.c ---- */
void form_names_begin(form_reader *r);
/* The expression is that of an attribute of `element`. */
void form_names_note(form_reader *r, const xml_expr *e, const xml_node *element, const char *attribute, place where);
void form_names_call(form_reader *r, const xml_node *call);
/* Each name of the expressions noted that is in none of the grammars, or never in what it is asked of, is
 * `form-xpath-name`. */
void form_names_judge(form_reader *r, const form *f);
void form_names_end(form_reader *r);
/* Of form_data.c: f->beside. */
void form_data_read(form_reader *r, xml_node *root, form *f);
/* A <data> of the form's own, of it or of parts: r->own. */
void form_own_read(form_reader *r, xml_node *e);
/* The file that an attribute names, seen from the file that the element stands in; NULL: there is no such attribute, or
 * (after a report) none that can be read. */
const char *form_file_named(form_reader *r, xml_node *e, const char *attribute);
/* The grammar in it; NULL after a report. */
const schema_grammar *form_grammar_read(form_reader *r, const char *path);
/* The grammars that the form's own element names (fields, grammar). */
void form_grammars_read(form_reader *r, xml_node *root);

/* ---- form_unused.c ---- */
void form_unused_begin(form_reader *r);
void form_unused_end(form_reader *r);
void form_unused_name(form_reader *r, form_named kind, const char *name, const xml_node *e);
/* What of it has not been used: f->unused. */
void form_unused_find(form_reader *r, form *f);
bool form_reads_variable(form_reader *r, const char *name);
bool form_calls(const form_reader *r, const char *function);

/* ---- form_style.c ---- */
form_style *form_style_start(const form_reader *r); /* before any style is read */
void form_style_read(form_reader *r, xml_node *e);
/* The style an element names; `otherwise` when it names none. */
const form_style *form_style_of(form_reader *r, xml_node *e, const form_style *otherwise);

/* ---- form_page.c ---- */
void form_page_read(form_reader *r, xml_node *e);

/* ---- form_reference.c ---- */
/* What a page-ref, a text-ref, a link or a contents says of where it leads. */
void form_reference_read(form_reader *r, xml_node *e, form_node *n);

/* ---- form_entry.c ---- */
form_entry form_entry_read(form_reader *r, xml_node *e);

/* ---- form_code.c ---- */
void form_code_read(form_reader *r, xml_node *e, form_node *n);

/* ---- form_node.c ---- */
/* The children of an element as nodes; `style` is what they inherit (for em). */
const form_node *form_nodes_read(form_reader *r, xml_node *parent, const form_style *style);
const char *form_literal(arena *a, const char *text);

/* ---- form_image.c ---- */
/* What is its own of an <image>, behind what every element has. */
void form_image_read(form_reader *r, xml_node *e, form_node *n, unit em);
void form_background_read(form_reader *r, xml_node *e, form_page *page);

#endif
