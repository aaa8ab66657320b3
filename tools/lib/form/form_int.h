/* form_int.h: what the sources of the form room share; nobody else includes it. */
#ifndef RENKEI_FORM_FORM_INT_H
#define RENKEI_FORM_FORM_INT_H

#include "form/form.h"

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
    GArray *named;                     /* of form_unused: all that has a name */
    GHashTable *used;                  /* style names and part entries that something asks for */
    GPtrArray *exprs;                  /* of const char *: all expressions */
    GHashTable *variables;             /* char *: what they read; NULL before it is asked for, when all are read */
    GHashTable *elements, *attributes; /* names that cases and masters know; NULL before one is asked for */
    bool names_read;                   /* the grammars themselves were read for them */
    bool names_unlisted;               /* these do not say all: nothing is judged */
    GArray *asked;                     /* expressions, whose names are judged when all are read */
    int depth;                         /* of nested parts */
    bool large;                        /* 拡大版 */
    bool is_envelope;                  /* its paper is one, or a postcard */
    bool too_deep;                     /* it has been told */
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
unit form_enlarged(const form_reader *r, unit u);
int attr_int(form_reader *r, xml_node *e, const char *name, int otherwise);
bool attr_yes(form_reader *r, xml_node *e, const char *name);
/* Is the attribute this value? `otherwise` when it is not there. */
bool attr_switch(form_reader *r, xml_node *e, const char *name, const char *value, bool otherwise);
bool attr_is(form_reader *r, xml_node *e, const char *name, const char *value);
const xml_expr *attr_expr(form_reader *r, xml_node *e, const char *name);
const char *attr_text(form_reader *r, xml_node *e, const char *name);
bool attr_align(form_reader *r, xml_node *e, text_align *out);
form_valign attr_valign(form_reader *r, xml_node *e);
form_figures attr_figures(form_reader *r, xml_node *e, form_figures otherwise);
form_rule attr_rule(form_reader *r, xml_node *e, const char *name);
void attr_fit(form_reader *r, xml_node *e, form_node *n, unit em);
bool attr_columns(form_reader *r, xml_node *e, form_node *n, unit em);
/* "15mm", "15mm 12mm", "15mm 12mm 10mm", four values: top right bottom left as in CSS. */
void attr_box(form_reader *r, xml_node *e, const char *name, unit em, unit out[4]);

/* ---- form_names.c ---- */
void form_names_begin(form_reader *r);
void form_names_note(form_reader *r, const xml_expr *e, place where);
/* Each name of the expressions noted that is in none of the grammars is `form-xpath-name`. */
void form_names_judge(form_reader *r);
void form_names_end(form_reader *r);

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

/* ---- form_entry.c ---- */
form_entry form_entry_read(form_reader *r, xml_node *e);

/* ---- form_code.c ---- */
void form_code_read(form_reader *r, xml_node *e, form_node *n);

/* ---- form_node.c ---- */
/* The children of an element as nodes; `style` is what they inherit (for em). */
const form_node *form_nodes_read(form_reader *r, xml_node *parent, const form_style *style);
const char *form_literal(arena *a, const char *text);

#endif
